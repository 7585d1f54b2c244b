#include "plot/scene/trace.h"

#include <math.h>
#include <stdlib.h>

#include "base/status.h"
#include "base/vector.h"

enum {
    all_drawn = 4000,   /* rows up to which each is drawn: beyond, an SVG becomes too large to open */
    most_joined = 12000 /* more moves than that are a cloud, through which no line is drawn */
};

/* An explosion: the whole path is this many times as wide as its first half. */
static const double explosion = 8;

/* And it is shown until it is this many times as wide as its first three points, or two if the third is far off. */
static const double shown_growth = 1.5;

/* A code of the user's function is no loss either. */
static bool has_loss_at(descent__evaluator *evaluator, const double *x)
{
    double loss = NAN;
    return descent__evaluate_loss(evaluator, x, &loss) == DESCENT_SUCCESS && isfinite(loss);
}

size_t descent__trace_count_held(descent__evaluator *evaluator, const descent_path *path)
{
    const descent_path_data data = descent_path_view(path);
    for (size_t row = data.count; row > 0 && evaluator && data.points; row--) {
        const double *const x = data.points + (row - 1) * data.dimension;
        if (descent__vector_is_finite(data.dimension, x) && has_loss_at(evaluator, x))
            return row;
    }
    return data.count;
}

/* Appends a row, unless it has no place. */
static void take_row(descent__trace *trace, const descent__slice *slice, const double *x, uint64_t step, bool placed)
{
    double *const place = trace->places + 2 * trace->count;
    if (descent__vector_is_finite(slice->dimension, x)) {
        descent__slice_project(slice, x, place);
        if (isfinite(place[0]) && isfinite(place[1])) {
            descent__vector_copy(2, place, trace->last);
            trace->last_step = step;
            trace->unplaced += !placed;
            trace->apart[trace->count] = trace->apart[trace->count] || !placed;
            trace->steps[trace->count] = step;
            trace->count += placed;
            return;
        }
    }
    if (trace->left_out++ == 0)
        trace->first_missed = step;
}

descent_status descent__trace_open(descent__trace *trace, const descent__slice *slice, const descent_path *path,
                                   size_t held, descent__evaluator *evaluator)
{
    *trace = (descent__trace){0};
    const descent_path_data data = descent_path_view(path);
    const size_t rows = data.count, n = slice->dimension;
    const double *const points = data.points;
    if (rows == 0)
        return descent_fail(DESCENT_EINVAL, "path must have at least one point, it is empty");
    if (!points)
        return descent_fail(DESCENT_EINVAL, "path must keep its points (DESCENT_PATH_POINT)");
    trace->places = malloc(descent__array_bytes(rows, 2, sizeof(double)));
    trace->steps = malloc(descent__array_bytes(rows, 1, sizeof(uint64_t)));
    trace->apart = calloc(rows, sizeof *trace->apart);
    if (!trace->places || !trace->steps || !trace->apart) {
        descent__trace_close(trace);
        return descent__fail_memory("path in the picture's plane", rows * 2 * sizeof(double));
    }
    /* Where no row at all has a loss, none is left out, for the window is made of them. */
    const bool nowhere = evaluator && !has_loss_at(evaluator, points + (held - 1) * n);
    if (nowhere)
        evaluator = NULL;
    for (size_t row = 0; row < rows; row++) {
        const double *const x = points + row * n;
        take_row(trace, slice, x, data.steps[row],
                 !evaluator || row >= held || !descent__vector_is_finite(n, x) || has_loss_at(evaluator, x));
        if (row < held)
            trace->held = trace->count;
    }
    if (nowhere)
        trace->unplaced = trace->count;
    if (trace->count > 0)
        return DESCENT_SUCCESS;
    descent__trace_close(trace);
    return descent_fail(DESCENT_ENONFINITE, "path must have a finite point, all %zu have a NaN or an infinity", rows);
}

void descent__trace_close(descent__trace *trace)
{
    free(trace->places);
    free(trace->steps);
    free(trace->apart);
    *trace = (descent__trace){0};
}

static descent__window frame_rows(const descent__trace *trace, size_t count)
{
    descent__window window = descent__window_empty();
    for (size_t row = 0; row < count; row++)
        descent__window_include(&window, trace->places + 2 * row);
    return window;
}

/* How far a row is from the start; what is not finite, or not kept, is nowhere. */
static double far_of(const descent_path_data *data, size_t row)
{
    double far = 0;
    for (size_t i = 0; data->points && i < data->dimension; i++)
        far = fmax(far, fabs(data->points[row * data->dimension + i] - data->points[i]));
    return far;
}

static double farthest(const descent_path_data *data, size_t count)
{
    double far = 0;
    for (size_t row = 1; row < count; row++)
        far = fmax(far, far_of(data, row));
    return far;
}

size_t descent__trace_count_seen(const descent_path *path, size_t held)
{
    const descent_path_data data = descent_path_view(path);
    if (held <= 2 || !(farthest(&data, held) > explosion * farthest(&data, (held + 1) / 2)))
        return held;
    const double first = farthest(&data, 2);
    size_t row = 3;
    double shown = farthest(&data, row);
    if (first > 0 && !(shown <= explosion * first)) {
        row = 2;
        shown = first;
    }
    while (row < held && !(far_of(&data, row) > shown_growth * shown))
        row++;
    return row;
}

void descent__trace_frame(const descent__trace *trace, descent__window *window)
{
    const descent__window whole = frame_rows(trace, trace->held);
    const descent__window half = frame_rows(trace, (trace->held + 1) / 2);
    descent__window shown = whole;
    if (descent__window_extent(&whole) > explosion * descent__window_extent(&half) && trace->held > 2) {
        size_t row = 3;
        shown = frame_rows(trace, row);
        const descent__window first = frame_rows(trace, 2);
        if (descent__window_extent(&first) > 0 &&
            !(descent__window_extent(&shown) <= explosion * descent__window_extent(&first))) {
            row = 2;
            shown = first;
        }
        const double limit = shown_growth * descent__window_extent(&shown);
        for (; row < trace->held; row++) {
            descent__window next = shown;
            descent__window_include(&next, trace->places + 2 * row);
            if (descent__window_extent(&next) > limit)
                break;
            shown = next;
        }
    }
    descent__window_include(window, shown.low);
    descent__window_include(window, shown.high);
}

bool descent__trace_leaves_loss(const descent__trace *trace)
{
    return trace->held < trace->count;
}

void descent__trace_frame_beyond(const descent__trace *trace, descent__window *window)
{
    if (!descent__trace_leaves_loss(trace))
        return;
    descent__window own = *window;
    descent__window_settle(&own, 0);
    const double extent = descent__window_extent(&own);
    descent__window_include(&own, trace->places + 2 * trace->held);
    if (descent__window_extent(&own) <= explosion * extent)
        descent__window_include(window, trace->places + 2 * trace->held);
}

size_t descent__trace_departure(const descent__trace *trace, const descent__window *window)
{
    size_t row = trace->held;
    while (row > 0 && !descent__window_contains(window, trace->places + 2 * (row - 1)))
        row--;
    return row;
}

/* The pixel of a place, or false if it is outside. */
static bool find_cell(const descent__window *window, const size_t cells[2], const double *place, size_t *cell)
{
    if (!descent__window_contains(window, place))
        return false;
    size_t at[2];
    for (size_t axis = 0; axis < 2; axis++) {
        const double share = (place[axis] - window->low[axis]) / (window->high[axis] - window->low[axis]);
        at[axis] = (size_t)(share * (double)(cells[axis] - 1));
    }
    *cell = at[1] * cells[0] + at[0];
    return true;
}

descent_status descent__trace_thin(const descent__trace *trace, const descent__window *window, const size_t cells[2],
                                   bool *kept, bool *joined)
{
    for (size_t row = 0; row < trace->count; row++)
        kept[row] = true;
    *joined = true;
    if (trace->count <= all_drawn)
        return DESCENT_SUCCESS;
    bool *taken = calloc(cells[0] * cells[1], sizeof *taken);
    if (!taken)
        return descent__fail_memory("pixels of a picture", cells[0] * cells[1]);
    size_t last = SIZE_MAX, moves = 0;
    for (size_t row = 0; row < trace->count; row++) {
        size_t cell = SIZE_MAX;
        find_cell(window, cells, trace->places + 2 * row, &cell);
        kept[row] = cell != last;
        moves += kept[row];
        last = cell;
    }
    *joined = moves <= most_joined;
    for (size_t row = 0; row < trace->count && !*joined; row++) {
        size_t cell = 0;
        kept[row] = kept[row] && find_cell(window, cells, trace->places + 2 * row, &cell) && !taken[cell];
        if (kept[row])
            taken[cell] = true;
    }
    kept[0] = kept[trace->count - 1] = true;
    free(taken);
    return DESCENT_SUCCESS;
}
