/* A path as it appears in the plane of the picture, and which of its points to draw. */
#ifndef DESCENT_LIB_PLOT_SCENE_TRACE_H
#define DESCENT_LIB_PLOT_SCENE_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "plot/page/window.h"
#include "plot/scene/slice.h"
#include "problem/problem.h"

/* The finite points of a path in the plane, and how far the library believes them to stay in sight. */
typedef struct descent__trace {
    size_t count;
    size_t held;    /* rows up to the last that has a finite loss, where it is known: later ones are where no loss is */
    double *places; /* count × 2 */
    uint64_t *steps; /* step number of each */
    bool *apart;     /* no line leads to this row, for one before it has no place; NULL: none */
    double last[2];  /* the place of the last finite point */
    uint64_t last_step;
    size_t left_out;       /* rows that are not finite */
    uint64_t first_missed; /* step of the first of them */
    size_t unplaced;       /* of one variable: rows without a finite loss, which have no place beside its curve */
} descent__trace;

/*
 * The rows of a path up to the last with a finite loss; all of them if none has one, or without an evaluator. Looked for from the
 * end, so that it takes a single evaluation wherever the run ended at one.
 */
size_t descent__trace_count_held(descent__evaluator *evaluator, const descent_path *path);

/*
 * Of those rows, all but the last of a run that explodes: the ones that descent__trace_frame() below would show, by how far they
 * are from the start, whatever the plane.
 */
size_t descent__trace_count_seen(const descent_path *path, size_t held);

/*
 * `held` are the rows that the first function counted. With an evaluator (of one variable) the rows without a finite loss among them
 * are left out. DESCENT_EINVAL if the path keeps no points, DESCENT_ENONFINITE if none is finite, DESCENT_ENOMEM.
 */
descent_status descent__trace_open(descent__trace *trace, const descent__slice *slice, const descent_path *path,
                                   size_t held, descent__evaluator *evaluator);
void descent__trace_close(descent__trace *trace);

/*
 * Extends the window by the trace. A run that explodes (its second half is more than eight times as wide as its first)
 * only counts until it has grown to twice the extent of its beginning, so that the beginning can be seen.
 */
void descent__trace_frame(const descent__trace *trace, descent__window *window);

/* Does the run end where there is no finite loss? Such rows are drawn as an arrow to the first of them. */
bool descent__trace_leaves_loss(const descent__trace *trace);

/* Extends the window by that first row, unless the run would be as small in it as before an explosion. */
void descent__trace_frame_beyond(const descent__trace *trace, descent__window *window);

/*
 * The first row after which the trace never comes back into the window; `count` if it ends in it. Where it ends without a loss, the
 * first such row at the latest.
 */
size_t descent__trace_departure(const descent__trace *trace, const descent__window *window);

/*
 * Chooses the rows to draw: all of them up to a few thousand, else those that move on to another pixel; and if these
 * are still too many for a line, those that fall on a pixel where no dot is yet. Sets kept[row], and *joined to
 * whether a line goes through them. `cells` are the pixels across and up the window. DESCENT_ENOMEM.
 */
descent_status descent__trace_thin(const descent__trace *trace, const descent__window *window, const size_t cells[2],
                                   bool *kept, bool *joined);

#endif
