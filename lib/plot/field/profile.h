/* The loss along one axis: sampled, and parted at its poles. */
#ifndef DESCENT_LIB_PLOT_FIELD_PROFILE_H
#define DESCENT_LIB_PLOT_FIELD_PROFILE_H

#include "plot/gnuplot/script.h"
#include "plot/page/window.h"
#include "plot/scene/slice.h"
#include "problem/problem.h"

enum {
    descent__most_poles = 64 /* are looked for: of more, a curve is a hatching */
};

typedef struct descent__profile {
    descent__evaluator *evaluator;
    const descent__slice *slice;
    double ends[2];
    size_t count;   /* samples; the first and the last lie at the ends */
    double *losses; /* NaN where there is none */
    size_t pole_count;
    double poles[descent__most_poles]; /* from left to right */
} descent__profile;

/* Between the sides of the window. DESCENT_ENOMEM. */
descent_status descent__profile_open(descent__profile *profile, descent__evaluator *evaluator,
                                     const descent__slice *slice, const descent__window *window, size_t count);

void descent__profile_close(descent__profile *profile);

/*
 * Adds to the window's height that of the samples; beside poles, where a loss has whatever height, of eight tenths of them. DESCENT_ENOMEM.
 */
descent_status descent__profile_include(const descent__profile *profile, descent__window *window);

/* Appends the curve, a point a line: x, loss; with empty lines where it has none, and at poles, up to which it goes on out of the window. */
void descent__profile_add(const descent__profile *profile, const descent__window *window, descent__script *script);

#endif
