/* The loss over the window: sampled, divided into bands, cut by level lines. */
#ifndef DESCENT_LIB_PLOT_FIELD_FIELD_H
#define DESCENT_LIB_PLOT_FIELD_FIELD_H

#include "plot/gnuplot/script.h"
#include "plot/scene/slice.h"
#include "plot/scene/trace.h"
#include "problem/problem.h"

enum {
    descent__most_levels = 66 /* one more band than a view may ask for, to end at round numbers */
};

typedef struct descent__field {
    size_t across; /* samples; those at the ends lie on the window's edges */
    size_t up;
    double *values; /* up × across, bottom row first; NaN where the loss is not finite or could not be evaluated */
    descent__window window;
    size_t finite; /* number of values that are */
} descent__field;

/* DESCENT_ENOMEM; a loss that fails somewhere leaves that place blank. */
descent_status descent__field_open(descent__field *field, descent__evaluator *evaluator, const descent__slice *slice,
                                   const descent__window *window, size_t samples);
/* The place of a sample. */
void descent__field_place(const descent__field *field, size_t column, size_t row, double place[2]);

void descent__field_close(descent__field *field);

/* The limits of the bands, `count` + 1 of them. */
typedef struct descent__levels {
    size_t count;
    double limits[descent__most_levels];
    bool lower, higher; /* the outermost bands also have values beyond their limits */
} descent__levels;

/*
 * The view's levels or range, or round numbers. `bent` lets the bands be narrow where most of the window's values are, for
 * losses that are steep at its edges; else they are equally wide, and end where nine tenths of the window do.
 */
descent_status descent__levels_choose(descent__levels *levels, const descent__field *field,
                                      const descent_plot_view *view, bool bent);

/* The band of a value: 0 to count − 1, also for values beyond the ends; count for NaN. */
size_t descent__levels_band(const descent__levels *levels, double value);

/* The same, continuous: band i runs from i to i + 1. NaN for NaN. */
double descent__levels_position(const descent__levels *levels, double value);

/* The field between the samples, bilinear; NaN outside and next to a blank sample. */
double descent__field_at(const descent__field *field, const double place[2]);

/*
 * Appends the level line of `level` as polylines, one point a line: h, v, colour; empty lines between them. Marching
 * squares, where a cell with two diagonal corners above is split by its centre's value.
 */
descent_status descent__field_trace_level(const descent__field *field, double level, unsigned colour,
                                          descent__script *script);

#endif
