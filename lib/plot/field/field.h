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
    /* Of each sample: is there a pole between it and a neighbour farther off? NULL if none was looked for. */
    bool *at_pole;
    size_t poles; /* how often one was found */
} descent__field;

/* DESCENT_ENOMEM; a loss that fails somewhere leaves that place blank. */
descent_status descent__field_open(descent__field *field, descent__evaluator *evaluator, const descent__slice *slice,
                                   const descent__window *window, size_t samples);

/* Looks for poles between neighbours, which a surface must not join: it would draw a wall there. DESCENT_ENOMEM. */
descent_status descent__field_find_poles(descent__field *field, descent__evaluator *evaluator,
                                         const descent__slice *slice);

/* The values that are numbers, in rising order, for the caller to free; NULL without memory. */
double *descent__sort_numbers(const double *values, size_t count, size_t *numbers);

/* The loss at a place of the plane; NaN where it is not finite, too large to draw, or cannot be evaluated. */
double descent__field_ask(descent__evaluator *evaluator, const descent__slice *slice, const double place[2]);

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
 * losses that are steep at its edges; else they are equally wide, and end where nine tenths of the window do, and begin where a tenth
 * does if there are poles, toward which a loss has whatever height.
 */
descent_status descent__levels_choose(descent__levels *levels, const descent__field *field,
                                      const descent_plot_view *view, bool bent);

/* Notes whether the field has values beyond the outermost limits, but for rounding. */
void descent__levels_note_beyond(descent__levels *levels, const descent__field *field);

/* The band of a value: 0 to count − 1, also for values beyond the ends; count for NaN. */
size_t descent__levels_band(const descent__levels *levels, double value);

/* The same, continuous: band i runs from i to i + 1. NaN for NaN. */
double descent__levels_position(const descent__levels *levels, double value);

/* The field between the samples, bilinear; NaN outside and next to a blank sample. */
double descent__field_at(const descent__field *field, const double place[2]);

/* The same at parts of samples from the lower left one. */
double descent__field_between(const descent__field *field, double column, double row);

/*
 * Samples more finely where that moves level lines or the edge of what is blank: a valley may be narrower than the samples are apart.
 * Evaluates three times as many as there were at most. DESCENT_ENOMEM.
 */
descent_status descent__field_refine(descent__field *field, descent__evaluator *evaluator, const descent__slice *slice,
                                     const descent__levels *levels);

/*
 * Appends the level lines of `count` levels as polylines, one point a line: h, v, colour; empty lines between them. Marching
 * squares, where a cell with two diagonal corners above is split by its centre's value. DESCENT_ENOMEM.
 */
descent_status descent__field_trace_levels(const descent__field *field, size_t count, const double *levels,
                                           const unsigned *colours, descent__script *script);

#endif
