/* The path inside: how rows are stored, and how the engine and the readers add them. */
#ifndef DESCENT_LIB_PATH_PATH_H
#define DESCENT_LIB_PATH_PATH_H

#include <math.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#include <descent/path.h>

#include "base/vector.h"

/*
 * One array for each column that is kept, NULL for the others; all have room for `capacity` rows and hold the rows
 * `begin` … `end` − 1. What always holds between two calls:
 *  - steps rise strictly from row to row, and the last row is the newest point;
 *  - every row but the last stays until thinning; the last one is provisional if its step is not a multiple of the
 *    stride after the last row that stays (`kept_step`): then the next point takes its place;
 *  - begin > 0 only if `last` > 0: the view of `last` rows then slides along a buffer of up to twice that size, so
 *    that a row is moved once at most;
 *  - `direct` is the capacity while a new point is simply one more row, without a gradient or changes of the rule, whose length
 *    of step can be had from the rows, else 0.
 */
struct descent_path {
    size_t dimension; /* 0: unknown, for a path read from a file without points and gradients */
    unsigned columns;
    size_t last;           /* rows to keep; 0: no such limit */
    bool thins;            /* drops every second row when `row_limit` rows are full */
    size_t row_limit;      /* the capacity never grows beyond it */
    size_t reserved;       /* rows to allocate with the first */
    uint64_t first_stride; /* what the stride goes back to when the path is cleared */

    size_t begin, end, capacity;
    atomic_size_t direct;
    uint64_t *steps;
    double *points, *losses, *gradient_norms, *step_lengths, *gradients, *rule_changes;
    double changes,
        changes_before; /* of the rule: how many rows behind the step `changed_at` have, and those up to it */
    uint64_t changed_at;

    uint64_t stride;
    uint64_t widest; /* > 0 for rows read from a file that are unevenly spaced: the largest distance */
    uint64_t first_step;
    uint64_t kept_step;
    bool provisional;
    double *previous; /* the newest point, where step lengths are kept and points are not */
    bool previous_known;

    const char *const *variable_names; /* its own copy; NULL if it has none */

    atomic_size_t readers; /* calls that look at its rows while the user's functions run */
    bool unwanted;         /* descent_path_free() was called meanwhile: the last of them frees it */
    bool owned;            /* by an engine, which frees it */
};

/* Rows keep their place from here to the release, whatever the user's functions try meanwhile. */
void descent__path_hold(const descent_path *path);
void descent__path_release(void *path);

/* May rows be added, or moved? */
descent_status descent__path_check_unread(const descent_path *path);

/* It is an engine's, or no engine's any more and unwanted (NULL does nothing). */
static inline void descent__path_own(descent_path *path)
{
    path->owned = true;
}

void descent__path_disown(descent_path *path);

/* descent__path_add() for whatever is not a plain row with room left. */
descent_status descent__path_add_by_policy(descent_path *path, uint64_t step, const double *x, double loss,
                                           double gradient_norm, double step_length, const double *gradient);

/* A path for the readers, which keeps every row. Its dimension is 0 if neither points nor gradients are kept. */
descent_status descent__path_new_for_reader(descent_path **path, size_t dimension, unsigned columns);

/* All columns in the order of their values, which is their order in files. */
enum {
    descent__path_column_count = 6
};

static inline unsigned descent__path_column_at(size_t index)
{
    return 1U << index;
}

/* The first row of a column, in the buffer and not in the view; NULL if it is not kept. */
double *descent__path_column_data(const descent_path *path, unsigned column);

/* Numbers of a column in each row: n for points and gradients, else 1. */
size_t descent__path_column_width(const descent_path *path, unsigned column);

/* Bytes of one row with these columns, or 0 if that overflows. */
size_t descent__path_row_bytes(size_t dimension, unsigned columns);

/* Makes room for one more row behind the last, by growing, sliding or thinning; on failure nothing has changed. */
descent_status descent__path_make_room(descent_path *path);

/* Prepares memory for that many more rows where the policy keeps all rows. A failure loses nothing. */
descent_status descent__path_reserve(descent_path *path, size_t rows);

/* Room for so many rows in all, at most `row_limit`, whatever the policy. */
descent_status descent__path_take_room(descent_path *path, size_t rows);

/* Tells of so many changes of the rule, the last of them before the step after `changed_at`; 0 of none. */
void descent__path_tell_changes(descent_path *path, uint64_t changes, uint64_t changed_at);

/* Has the path keep from now on how often the rule was changed. On failure nothing has changed. */
descent_status descent__path_keep_changes(descent_path *path);

/* What the row of a step has of it. */
static inline double descent__path_changes_at(const descent_path *path, uint64_t step)
{
    return step > path->changed_at ? path->changes : path->changes_before;
}

/* Counts the row behind the last, which a reader has filled in. False, and nothing done, if its step does not rise. */
bool descent__path_accept_row(descent_path *path, uint64_t step);

/* Takes stride, provisional last row and so on from the steps of the rows, when a reader has filled in all. */
void descent__path_adopt_rows(descent_path *path);

/* Copies a point; written out for one and two variables, where a call to memcpy() would cost more than the copy. */
static inline void descent__path_copy_point(size_t n, const double *from, double *to)
{
    to[0] = from[0];
    if (n == 1)
        return;
    to[1] = from[1];
    if (n > 2)
        memcpy(to + 2, from + 2, (n - 2) * sizeof *to);
}

/*
 * Appends a point whose numbers are known. `step` must be greater than that of the last point; a step length of NaN
 * means: the distance from the last point, 0 for the first; `gradient` may be NULL.
 */
static inline descent_status descent__path_add(descent_path *path, uint64_t step, const double *x, double loss,
                                               double gradient_norm, double step_length, const double *gradient)
{
    const size_t row = path->end, n = path->dimension;
    if (row >= atomic_load_explicit(&path->direct, memory_order_relaxed))
        return descent__path_add_by_policy(path, step, x, loss, gradient_norm, step_length, gradient);
    if (path->points) {
        double *const point = path->points + row * n;
        if (path->step_lengths)
            path->step_lengths[row] = isnan(step_length) ? descent__vector_distance(n, x, point - n) : step_length;
        descent__path_copy_point(n, x, point);
    }
    if (path->losses)
        path->losses[row] = loss;
    if (path->gradient_norms)
        path->gradient_norms[row] = gradient_norm;
    path->steps[row] = step;
    path->end = row + 1;
    if (path->last > 0 && path->end - path->begin > path->last)
        path->begin = path->end - path->last;
    return DESCENT_SUCCESS;
}

/* Puts in the gradient norm of the newest point, which was not known yet when it was added. */
static inline void descent__path_complete_norm(descent_path *path, double gradient_norm)
{
    path->gradient_norms[path->end - 1] = gradient_norm;
}

/* Gradient and norm of the newest point are others now, as far as they are kept. */
static inline void descent__path_amend(descent_path *path, double gradient_norm, const double *gradient)
{
    if (path->gradient_norms)
        path->gradient_norms[path->end - 1] = gradient_norm;
    if (path->gradients)
        memcpy(path->gradients + (path->end - 1) * path->dimension, gradient, path->dimension * sizeof *gradient);
}

#endif
