/* The rows of a path in memory: growing, sliding along, thinning. */
#include "base/plural.h"
#include "path/path.h"

#include "base/call.h"
#include "base/status.h"

/* The first allocation of an unbounded path takes about a page: small for small problems, one row for large ones. */
static const size_t first_bytes = 4096;

enum {
    number_bytes = 8,
    other_columns = 5 /* step, loss, gradient norm, step length and changes of the rule: one number each */
};

size_t descent__path_row_bytes(size_t dimension, unsigned columns)
{
    if (dimension > (SIZE_MAX / number_bytes - other_columns) / 2)
        return 0;
    const size_t numbers =
        1 + (columns & DESCENT_PATH_POINT ? dimension : 0) + (columns & DESCENT_PATH_LOSS ? 1 : 0) +
        (columns & DESCENT_PATH_GRADIENT_NORM ? 1 : 0) + (columns & DESCENT_PATH_STEP_LENGTH ? 1 : 0) +
        (columns & DESCENT_PATH_GRADIENT ? dimension : 0) + (columns & DESCENT_PATH_RULE_CHANGES ? 1 : 0);
    return numbers * number_bytes;
}

double *descent__path_column_data(const descent_path *path, unsigned column)
{
    switch (column) {
    case DESCENT_PATH_POINT:
        return path->points;
    case DESCENT_PATH_LOSS:
        return path->losses;
    case DESCENT_PATH_GRADIENT_NORM:
        return path->gradient_norms;
    case DESCENT_PATH_STEP_LENGTH:
        return path->step_lengths;
    case DESCENT_PATH_RULE_CHANGES:
        return path->rule_changes;
    default:
        return path->gradients;
    }
}

size_t descent__path_column_width(const descent_path *path, unsigned column)
{
    return column == DESCENT_PATH_POINT || column == DESCENT_PATH_GRADIENT ? path->dimension : 1;
}

/* Gives a column room for `rows` rows of `width` numbers. */
static bool resize_column(double **column, size_t width, size_t rows)
{
    double *resized = descent__retake(*column, rows * width * sizeof **column);
    if (!resized)
        return false;
    *column = resized;
    return true;
}

/* If one column cannot grow, those before it have more room than `capacity` says, which harms nothing. */
static descent_status grow_to(descent_path *path, size_t rows)
{
    const size_t n = path->dimension;
    const descent_status unread = descent__path_check_unread(path);
    if (unread != DESCENT_SUCCESS)
        return unread;
    uint64_t *steps = descent__retake(path->steps, rows * sizeof *steps);
    if (steps)
        path->steps = steps;
    if (!steps || (path->columns & DESCENT_PATH_POINT && !resize_column(&path->points, n, rows)) ||
        (path->columns & DESCENT_PATH_LOSS && !resize_column(&path->losses, 1, rows)) ||
        (path->columns & DESCENT_PATH_GRADIENT_NORM && !resize_column(&path->gradient_norms, 1, rows)) ||
        (path->columns & DESCENT_PATH_STEP_LENGTH && !resize_column(&path->step_lengths, 1, rows)) ||
        (path->columns & DESCENT_PATH_GRADIENT && !resize_column(&path->gradients, n, rows)) ||
        (path->columns & DESCENT_PATH_RULE_CHANGES && !resize_column(&path->rule_changes, 1, rows)))
        return descent_fail(DESCENT_ENOMEM, "%zu row%s of the path: %zu bytes could not be allocated", rows,
                            descent__plural(rows), rows * descent__path_row_bytes(n, path->columns));
    path->capacity = rows;
    if (path->direct > 0)
        path->direct = rows;
    return DESCENT_SUCCESS;
}

/* Moves rows of one column: row `from` + i·stride goes to row i. */
static void gather_column(double *column, size_t width, size_t from, size_t stride, size_t count)
{
    if (!column)
        return;
    if (stride == 1)
        memmove(column, column + from * width, count * width * sizeof *column);
    else
        for (size_t row = 0; row < count; row++)
            memmove(column + row * width, column + (from + row * stride) * width, width * sizeof *column);
}

/* The same for all columns; the rows are then `count`, from row 0. */
static void gather_rows(descent_path *path, size_t from, size_t stride, size_t count)
{
    for (size_t row = 0; row < count; row++)
        path->steps[row] = path->steps[from + row * stride];
    gather_column(path->points, path->dimension, from, stride, count);
    gather_column(path->losses, 1, from, stride, count);
    gather_column(path->gradient_norms, 1, from, stride, count);
    gather_column(path->step_lengths, 1, from, stride, count);
    gather_column(path->gradients, path->dimension, from, stride, count);
    gather_column(path->rule_changes, 1, from, stride, count);
    path->begin = 0;
    path->end = count;
}

/* Drops every second row and doubles the stride. Only full paths without a provisional row are thinned. */
static void thin(descent_path *path)
{
    gather_rows(path, 0, 2, path->end / 2 + path->end % 2);
    /* The stride cannot double beyond 2⁶³; from then on no further row is kept. */
    path->stride = path->stride > UINT64_MAX / 2 ? UINT64_MAX : 2 * path->stride;
    path->kept_step = path->steps[path->end - 1];
    path->direct = 0;
}

/* Rows to grow to: half as many again. */
static size_t next_capacity(const descent_path *path)
{
    size_t rows = path->capacity;
    if (rows == 0) {
        rows = first_bytes / descent__path_row_bytes(path->dimension, path->columns);
        rows = rows > path->reserved ? rows : path->reserved;
        rows = rows > 0 ? rows : 1;
    } else {
        rows = rows / 2 < SIZE_MAX - rows - 1 ? rows + rows / 2 + 1 : SIZE_MAX;
    }
    return rows < path->row_limit ? rows : path->row_limit;
}

descent_status descent__path_make_room(descent_path *path)
{
    if (path->end < path->capacity)
        return DESCENT_SUCCESS;
    if (path->capacity < path->row_limit) {
        const descent_status status = grow_to(path, next_capacity(path));
        if (status == DESCENT_SUCCESS || path->begin == 0)
            return status;
    }
    if (path->begin > 0)
        gather_rows(path, path->begin, 1, path->end - path->begin);
    else if (path->thins)
        thin(path);
    else
        return descent_fail(DESCENT_ENOMEM, "%zu rows of the path fill all memory that can be addressed", path->end);
    return DESCENT_SUCCESS;
}

descent_status descent__path_reserve(descent_path *path, size_t rows)
{
    if (path->last > 0 || path->thins || path->stride > 1 || rows <= path->capacity - path->end)
        return DESCENT_SUCCESS;
    if (rows > path->row_limit - path->end)
        return descent_fail(DESCENT_ENOMEM, "%zu more rows of the path are more than can be addressed", rows);
    return grow_to(path, path->end + rows);
}

descent_status descent__path_take_room(descent_path *path, size_t rows)
{
    return rows <= path->capacity ? DESCENT_SUCCESS : grow_to(path, rows);
}

void descent__path_tell_changes(descent_path *path, uint64_t changes, uint64_t changed_at)
{
    path->changes = (double)changes;
    path->changes_before = changes > 0 ? path->changes - 1 : 0;
    path->changed_at = changed_at;
}

descent_status descent__path_keep_changes(descent_path *path)
{
    if (path->columns & DESCENT_PATH_RULE_CHANGES)
        return DESCENT_SUCCESS;
    const size_t rows = path->capacity > 0 ? path->capacity : 1;
    if (!resize_column(&path->rule_changes, 1, rows))
        return descent__fail_memory("changes of the rule in the path", rows * sizeof *path->rule_changes);
    for (size_t row = path->begin; row < path->end; row++)
        path->rule_changes[row] = descent__path_changes_at(path, path->steps[row]);
    path->columns |= DESCENT_PATH_RULE_CHANGES;
    path->direct = 0;
    return DESCENT_SUCCESS;
}

bool descent__path_accept_row(descent_path *path, uint64_t step)
{
    if (path->end > 0 && step <= path->steps[path->end - 1])
        return false;
    path->steps[path->end] = step;
    path->end++;
    return true;
}

void descent__path_adopt_rows(descent_path *path)
{
    const size_t count = path->end;
    uint64_t widest = 1;
    for (size_t row = 1; row < count; row++)
        if (path->steps[row] - path->steps[row - 1] > widest)
            widest = path->steps[row] - path->steps[row - 1];
    bool even = true;
    for (size_t row = 1; row + 1 < count && even; row++)
        even = path->steps[row] - path->steps[row - 1] == widest;
    path->stride = even ? widest : 1;
    path->widest = even ? 0 : widest;
    if (count == 0)
        return;
    path->first_step = path->steps[0];
    path->changes = path->changes_before = path->rule_changes ? path->rule_changes[count - 1] : 0;
    path->provisional = count > 1 && path->steps[count - 1] - path->steps[count - 2] < path->stride;
    path->kept_step = path->steps[path->provisional ? count - 2 : count - 1];
}
