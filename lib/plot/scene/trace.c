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

descent_status descent__trace_open(descent__trace *trace, const descent__slice *slice, const descent_path *path)
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
    if (!trace->places || !trace->steps) {
        descent__trace_close(trace);
        return descent__fail_memory("path in the picture's plane", rows * 2 * sizeof(double));
    }
    for (size_t row = 0; row < rows; row++) {
        double *place = trace->places + 2 * trace->count;
        if (descent__vector_is_finite(n, points + row * n)) {
            descent__slice_project(slice, points + row * n, place);
            trace->steps[trace->count] = data.steps[row];
            if (isfinite(place[0]) && isfinite(place[1])) {
                trace->count++;
                continue;
            }
        }
        if (trace->left_out++ == 0)
            trace->first_missed = data.steps[row];
    }
    if (trace->count > 0)
        return DESCENT_SUCCESS;
    descent__trace_close(trace);
    return descent_fail(DESCENT_ENONFINITE, "path must have a finite point, all %zu have a NaN or an infinity", rows);
}

void descent__trace_close(descent__trace *trace)
{
    free(trace->places);
    free(trace->steps);
    *trace = (descent__trace){0};
}

static descent__window frame_rows(const descent__trace *trace, size_t count)
{
    descent__window window = descent__window_empty();
    for (size_t row = 0; row < count; row++)
        descent__window_include(&window, trace->places + 2 * row);
    return window;
}

void descent__trace_frame(const descent__trace *trace, descent__window *window)
{
    const descent__window whole = frame_rows(trace, trace->count);
    const descent__window half = frame_rows(trace, (trace->count + 1) / 2);
    descent__window shown = whole;
    if (descent__window_extent(&whole) > explosion * descent__window_extent(&half) && trace->count > 2) {
        size_t row = 3;
        shown = frame_rows(trace, row);
        const descent__window first = frame_rows(trace, 2);
        if (descent__window_extent(&first) > 0 &&
            !(descent__window_extent(&shown) <= explosion * descent__window_extent(&first))) {
            row = 2;
            shown = first;
        }
        const double limit = shown_growth * descent__window_extent(&shown);
        for (; row < trace->count; row++) {
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

size_t descent__trace_departure(const descent__trace *trace, const descent__window *window)
{
    size_t row = trace->count;
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
