/* The path as an object: what it keeps, and appending to it. */
#include "path/path.h"

#include "base/call.h"
#include "base/environment.h"
#include "base/names.h"
#include "base/status.h"

static const unsigned default_columns =
    DESCENT_PATH_POINT | DESCENT_PATH_LOSS | DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_STEP_LENGTH;
static const unsigned all_columns = DESCENT_PATH_POINT | DESCENT_PATH_LOSS | DESCENT_PATH_GRADIENT_NORM |
                                    DESCENT_PATH_STEP_LENGTH | DESCENT_PATH_GRADIENT | DESCENT_PATH_RULE_CHANGES;

/* Fewer rows could not be thinned and still hold the first point, a middle and the newest. */
static const size_t fewest_thinned_rows = 4;

/* Copies the options, with the default wherever a field is 0. */
static void options_take(const descent_path_options *given, descent_path_options *chosen)
{
    *chosen = given ? *given : (descent_path_options){0};
    if (chosen->columns == 0)
        chosen->columns = default_columns;
    if (chosen->stride == 0)
        chosen->stride = 1;
}

static descent_status check_options(const descent_path_options *options)
{
    if (options->columns & ~all_columns)
        return descent_fail(DESCENT_EINVAL, "columns must be or-ed values of descent_path_column, got %u",
                            options->columns);
    for (size_t i = 0; i < sizeof options->reserved / sizeof options->reserved[0]; i++)
        if (options->reserved[i])
            return descent_fail(DESCENT_EINVAL, "options->reserved[%zu] must be NULL", i);
    if (options->last > 0 && options->stride > 1)
        return descent_fail(DESCENT_EINVAL, "last excludes stride: got last %zu with stride %llu", options->last,
                            (unsigned long long)options->stride);
    if (options->last > 0 && options->byte_limit > 0)
        return descent_fail(DESCENT_EINVAL, "last excludes byte_limit: got last %zu with byte_limit %zu", options->last,
                            options->byte_limit);
    return DESCENT_SUCCESS;
}

/* Turns the options into limits on the number of rows. */
static descent_status set_limits(descent_path *path, const descent_path_options *options)
{
    const size_t row_bytes = descent__path_row_bytes(path->dimension, path->columns);
    if (row_bytes == 0)
        return descent_fail(DESCENT_EINVAL, "dimension %zu: a row would be larger than memory can be", path->dimension);
    path->row_limit = SIZE_MAX / row_bytes;
    path->last = options->last;
    if (options->last > path->row_limit / 2)
        return descent_fail(DESCENT_EINVAL, "last %zu: so many rows would be larger than memory can be", options->last);
    if (options->last > 0)
        path->row_limit = 2 * options->last;
    if (options->byte_limit > 0) {
        path->thins = true;
        path->row_limit = options->byte_limit / row_bytes;
        if (path->row_limit < fewest_thinned_rows)
            return descent_fail(DESCENT_EINVAL, "byte_limit must hold at least %zu rows of %zu bytes, got %zu",
                                fewest_thinned_rows, row_bytes, options->byte_limit);
    } else if (options->last == 0 && options->reserve > path->row_limit) {
        return descent_fail(DESCENT_EINVAL, "reserve %zu: so many rows would be larger than memory can be",
                            options->reserve);
    }
    path->reserved = options->reserve;
    return DESCENT_SUCCESS;
}

/* All that can fail in descent_path_new(); the caller frees the path then. */
static descent_status set_up(descent_path *path, size_t dimension, const descent_path_options *options)
{
    path->dimension = dimension;
    path->columns = options->columns;
    path->first_stride = path->stride = options->stride;
    const descent_status status = set_limits(path, options);
    if (status != DESCENT_SUCCESS)
        return status;
    path->variable_names = descent__names_copy(dimension, options->variable_names);
    if (options->variable_names && !path->variable_names)
        return descent__fail_memory("names of the variables", dimension * sizeof(char *));
    return path->reserved > 0 ? descent__path_make_room(path) : DESCENT_SUCCESS;
}

/* Makes a path whose options have been checked. */
static descent_status make_path(descent_path **path, size_t dimension, const descent_path_options *options)
{
    descent_path *made = descent__take_zeros(1, sizeof *made);
    if (!made)
        return descent__fail_memory("path", sizeof *made);
    const descent_status status = set_up(made, dimension, options);
    if (status == DESCENT_SUCCESS)
        *path = made;
    else
        descent_path_free(made);
    return status;
}

descent_status descent_path_new(descent_path **path, size_t dimension, const descent_path_options *options)
{
    if (!path)
        return descent_fail(DESCENT_EINVAL, "path must not be NULL");
    *path = NULL;
    descent_path_options chosen;
    options_take(options, &chosen);
    if (dimension == 0)
        return descent_fail(DESCENT_EINVAL, "dimension must be at least 1, got 0");
    descent_status status = check_options(&chosen);
    if (status == DESCENT_SUCCESS)
        status = descent__names_check("variable_names", dimension, chosen.variable_names);
    return status == DESCENT_SUCCESS ? make_path(path, dimension, &chosen) : status;
}

descent_status descent__path_new_for_reader(descent_path **path, size_t dimension, unsigned columns)
{
    const descent_path_options options = {.columns = columns, .stride = 1};
    return make_path(path, dimension, &options);
}

void descent_path_free(descent_path *path)
{
    if (!path || path->owned)
        return;
    if (atomic_load(&path->readers) > 0) {
        path->unwanted = true;
        return;
    }
    descent__give(path->steps);
    descent__give(path->points);
    descent__give(path->losses);
    descent__give(path->gradient_norms);
    descent__give(path->step_lengths);
    descent__give(path->gradients);
    descent__give(path->rule_changes);
    descent__give(path->previous);
    descent__give((void *)path->variable_names);
    descent__give(path);
}

void descent__path_disown(descent_path *path)
{
    if (!path)
        return;
    path->owned = false;
    descent_path_free(path);
}

/* Whoever has a path that it may not change has still a path whose memory it works with. */
void descent__path_hold(const descent_path *path)
{
    descent_path *const held = (descent_path *)path;
    atomic_fetch_add(&held->readers, 1);
    held->direct = 0; /* so that whoever adds a row looks */
}

void descent__path_release(void *held)
{
    descent_path *const path = held;
    if (atomic_fetch_sub(&path->readers, 1) == 1 && path->unwanted)
        descent_path_free(path);
}

void descent_path_clear(descent_path *path)
{
    if (!path)
        return;
    path->begin = path->end = 0;
    path->direct = 0;
    path->stride = path->first_stride;
    path->widest = 0;
    path->provisional = false;
    path->previous_known = false;
    descent__path_tell_changes(path, 0, 0);
}

static bool is_empty(const descent_path *path)
{
    return path->end == 0;
}

/* Distance of x from the newest point; NaN if the path does not know it. */
static double distance_from_newest(const descent_path *path, const double *x)
{
    const size_t n = path->dimension;
    if (is_empty(path))
        return 0;
    if (path->points)
        return descent__vector_distance(n, x, path->points + (path->end - 1) * n);
    return path->previous_known ? descent__vector_distance(n, x, path->previous) : NAN;
}

/* The newest point is kept besides the rows where step lengths are recorded and points are not. */
static bool keeps_previous(const descent_path *path)
{
    return (path->columns & (DESCENT_PATH_POINT | DESCENT_PATH_STEP_LENGTH)) == DESCENT_PATH_STEP_LENGTH;
}

descent_status descent__path_check_unread(const descent_path *path)
{
    if (atomic_load(&path->readers) == 0)
        return DESCENT_SUCCESS;
    return descent_fail(DESCENT_EINVAL,
                        "a path must not be added to from inside its own diagnosis (or, after a jump out "
                        "of it, before descent_unwind())");
}

/* Everything that can fail, before anything changes. */
static descent_status prepare_row(descent_path *path)
{
    const descent_status status = descent__path_check_unread(path);
    if (status != DESCENT_SUCCESS)
        return status;
    if (keeps_previous(path) && !path->previous) {
        path->previous = descent__take(path->dimension * sizeof *path->previous);
        if (!path->previous)
            return descent__fail_memory("the newest point of the path", path->dimension * sizeof *path->previous);
    }
    return path->provisional ? DESCENT_SUCCESS : descent__path_make_room(path);
}

descent_status descent__path_add_by_policy(descent_path *path, uint64_t step, const double *x, double loss,
                                           double gradient_norm, double step_length, const double *gradient)
{
    const size_t n = path->dimension;
    /* The distance is taken first: prepare_row() may thin the path and drop the row that it is measured from. */
    if (isnan(step_length) && path->columns & DESCENT_PATH_STEP_LENGTH)
        step_length = distance_from_newest(path, x);
    const descent_status status = prepare_row(path);
    if (status != DESCENT_SUCCESS)
        return status;
    if (is_empty(path))
        path->first_step = step;
    const bool stays = is_empty(path) || step - path->kept_step >= path->stride;
    const size_t row = path->provisional ? path->end - 1 : path->end;
    path->steps[row] = step;
    if (path->points)
        descent__path_copy_point(n, x, path->points + row * n);
    if (path->losses)
        path->losses[row] = loss;
    if (path->gradient_norms)
        path->gradient_norms[row] = gradient_norm;
    if (path->step_lengths)
        path->step_lengths[row] = step_length;
    if (path->gradients && gradient)
        descent__vector_copy(n, gradient, path->gradients + row * n);
    else if (path->gradients)
        descent__vector_fill(n, NAN, path->gradients + row * n);
    if (path->rule_changes)
        path->rule_changes[row] = descent__path_changes_at(path, step);
    if (keeps_previous(path)) {
        descent__vector_copy(n, x, path->previous);
        path->previous_known = true;
    }
    path->end = row + 1;
    path->provisional = !stays;
    if (stays)
        path->kept_step = step;
    if (path->last > 0 && path->end - path->begin > path->last)
        path->begin = path->end - path->last;
    const bool plain =
        (path->points || !path->step_lengths) && !path->gradients && !path->rule_changes && path->stride == 1;
    path->direct = plain ? path->capacity : 0;
    return DESCENT_SUCCESS;
}

/* Does a pointer lie in a column of the path, which appending may move? */
static bool lies_in(const double *x, const double *column, size_t numbers)
{
    return column && (uintptr_t)x >= (uintptr_t)column && (uintptr_t)x < (uintptr_t)(column + numbers);
}

static bool lies_in_rows(const descent_path *path, const double *x)
{
    const size_t numbers = path->capacity * path->dimension;
    return lies_in(x, path->points, numbers) || lies_in(x, path->gradients, numbers);
}

static descent_status check_point(const descent_path *path, const double *x, const double *gradient)
{
    if (!path || !x)
        return descent_fail(DESCENT_EINVAL, "%s must not be NULL", path ? "x" : "path");
    if (path->dimension == 0)
        return descent_fail(DESCENT_EINVAL,
                            "path must know its dimension, which the file it was read from did not contain");
    if (lies_in_rows(path, x) || (gradient && lies_in_rows(path, gradient)))
        return descent_fail(DESCENT_EINVAL, "%s must not lie in the path's own rows, which appending may move",
                            lies_in_rows(path, x) ? "x" : "gradient");
    if (path->end > 0 && path->steps[path->end - 1] == UINT64_MAX)
        return descent_fail(DESCENT_EINVAL, "path must not end with step 2^64 - 1: no number is left for the next");
    return DESCENT_SUCCESS;
}

static descent_status append(descent_path *path, const double *x, double loss, const double *gradient)
{
    const descent_status status = check_point(path, x, gradient);
    if (status != DESCENT_SUCCESS)
        return status;
    const double norm =
        gradient && path->columns & DESCENT_PATH_GRADIENT_NORM ? descent__vector_norm(path->dimension, gradient) : NAN;
    const uint64_t step = is_empty(path) ? 0 : path->steps[path->end - 1] + 1;
    return descent__path_add(path, step, x, loss, norm, NAN, gradient);
}

descent_status descent_path_append(descent_path *path, const double *x, double loss, const double *gradient)
{
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = append(path, x, loss, gradient);
    descent__environment_leave(&environment);
    return status;
}

static uint64_t count_appended(const descent_path *path)
{
    if (is_empty(path))
        return 0;
    const uint64_t before = path->steps[path->end - 1] - path->first_step;
    return before < UINT64_MAX ? before + 1 : UINT64_MAX;
}

/* A column as the user sees it: from the first row that is kept, and nothing if there are no rows. */
static const double *column_view(const descent_path *path, const double *column, size_t width)
{
    return column && path->end > path->begin ? column + path->begin * width : NULL;
}

descent_path_data descent_path_view(const descent_path *path)
{
    if (!path)
        return (descent_path_data){0};
    const size_t n = path->dimension;
    return (descent_path_data){
        .dimension = n,
        .count = path->end - path->begin,
        .appended = count_appended(path),
        .columns = path->columns,
        .stride = path->widest > 0 ? path->widest : path->stride,
        .bytes = path->capacity * descent__path_row_bytes(n, path->columns),
        .steps = path->end > path->begin ? path->steps + path->begin : NULL,
        .points = column_view(path, path->points, n),
        .losses = column_view(path, path->losses, 1),
        .gradient_norms = column_view(path, path->gradient_norms, 1),
        .step_lengths = column_view(path, path->step_lengths, 1),
        .gradients = column_view(path, path->gradients, n),
        .rule_changes = column_view(path, path->rule_changes, 1),
        .variable_names = path->variable_names,
    };
}
