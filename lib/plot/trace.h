/* A path as it appears in the plane of the picture, the window around it, and the strokes to draw. */
#ifndef DESCENT_LIB_PLOT_TRACE_H
#define DESCENT_LIB_PLOT_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "plot/slice.h"

/* A rectangle of the plane: low[0] to high[0] across, low[1] to high[1] up. Empty while low > high. */
typedef struct descent_window {
    double low[2];
    double high[2];
} descent_window;

descent_window descent_window_empty(void);
bool descent_window_is_empty(const descent_window *window);
bool descent_window_contains(const descent_window *window, const double place[2]);
void descent_window_include(descent_window *window, const double place[2]);

/* The longer side; infinity if a side overflows. */
double descent_window_extent(const descent_window *window);

/* Adds this share of each side at both of its ends. */
void descent_window_widen(descent_window *window, double share);

/*
 * Gives a window that was chosen a size: sides of length 0 get one. With `aspect` > 0, the shorter side is lengthened
 * until width to height is `aspect`.
 */
void descent_window_settle(descent_window *window, double aspect);

/* The finite points of a path in the plane, and how far the library believes them to stay in sight. */
typedef struct descent_trace {
    size_t count;
    double *places;        /* count × 2 */
    uint64_t *steps;       /* step number of each */
    size_t left_out;       /* rows that are not finite */
    uint64_t first_missed; /* step of the first of them */
} descent_trace;

/* DESCENT_EINVAL if the path keeps no points, DESCENT_ENONFINITE if none is finite, DESCENT_ENOMEM. */
descent_status descent_trace_open(descent_trace *trace, const descent_slice *slice, const descent_path *path);
void descent_trace_close(descent_trace *trace);

/*
 * Extends the window by the trace. A run that explodes (its second half is more than eight times as wide as its first)
 * only counts until it has grown to twice the extent of its beginning, so that the beginning can be seen.
 */
void descent_trace_frame(const descent_trace *trace, descent_window *window);

/* The first row after which the trace never comes back into the window; `count` if it ends in it. */
size_t descent_trace_departure(const descent_trace *trace, const descent_window *window);

/*
 * The part of the way from a to b that lies in the window, as shares of the way (Liang and Barsky 1984); false if none
 * does.
 */
bool descent_window_clip(const descent_window *window, const double a[2], const double b[2], double *enter,
                         double *leave);

/*
 * Chooses the rows to draw: all of them up to a few thousand, else those that move on to another pixel; and if these
 * are still too many for a line, those that fall on a pixel where no dot is yet. Sets kept[row], and *joined to
 * whether a line goes through them. `cells` are the pixels across and up the window. DESCENT_ENOMEM.
 */
descent_status descent_trace_thin(const descent_trace *trace, const descent_window *window, const size_t cells[2],
                                  bool *kept, bool *joined);

#endif
