#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "plot/axes.h"
#include "plot/legend.h"
#include "plot/trace.h"
#include "plot/verdict.h"
#include "status.h"
#include "vector.h"

enum {
    last_steps = 128 /* an orbit shows so many: more could not be told apart */
};

static const double margin = 0.06;

/* Pairs to draw, taken from one variable of a path: (step, x) or (x, next x). */
static descent_status open_pairs(descent_trace *pairs, const descent_path *path)
{
    *pairs = (descent_trace){0};
    const size_t rows = descent_path_count(path);
    pairs->places = malloc(descent_array_bytes(rows, 2, sizeof(double)));
    return pairs->places ? DESCENT_SUCCESS : descent_fail_memory("points to draw", rows * 2 * sizeof(double));
}

static void append_pair(descent_trace *pairs, double x, double y)
{
    if (!isfinite(x) || !isfinite(y))
        return;
    pairs->places[2 * pairs->count] = x;
    pairs->places[2 * pairs->count + 1] = y;
    pairs->count++;
}

static void take_orbit(descent_trace *pairs, const descent_path *path, const descent_plot_view *view)
{
    const size_t rows = descent_path_count(path), n = descent_path_dimension(path);
    const uint64_t *steps = descent_path_steps(path);
    const double last = (double)steps[rows - 1];
    const bool given = !isnan(view->x_low);
    const double from = given ? view->x_low : last - last_steps, to = given ? view->x_high : last;
    for (size_t row = 0; row < rows; row++)
        if ((double)steps[row] >= from && (double)steps[row] <= to)
            append_pair(pairs, (double)steps[row], descent_path_points(path)[row * n + view->x_variable]);
}

static void take_returns(descent_trace *pairs, const descent_path *path, const descent_plot_view *view)
{
    const size_t rows = descent_path_count(path), n = descent_path_dimension(path);
    const uint64_t *steps = descent_path_steps(path);
    const double *x = descent_path_points(path) + view->x_variable;
    for (size_t row = 0; row + 1 < rows; row++)
        if (steps[row + 1] == steps[row] + 1)
            append_pair(pairs, x[row * n], x[(row + 1) * n]);
}

/* The window: explosions as in contours, and the view's own limits. `square`: the same limits on both axes. */
static descent_status frame(const descent_trace *pairs, const descent_plot_view *view, bool square,
                            descent_window *window)
{
    if (pairs->count == 0)
        return descent_fail(DESCENT_ENONFINITE, square ? "path has no two finite points that are one step apart"
                                                       : "path has no finite points to draw in that range of steps");
    *window = descent_window_empty();
    if (square) {
        descent_trace_frame(pairs, window);
        const double low = fmin(window->low[0], window->low[1]), high = fmax(window->high[0], window->high[1]);
        *window = (descent_window){.low = {low, low}, .high = {high, high}};
        descent_window_settle(window, 0);
        descent_window_widen(window, margin);
        if (!isnan(view->x_low))
            *window = (descent_window){.low = {view->x_low, view->x_low}, .high = {view->x_high, view->x_high}};
    } else {
        for (size_t i = 0; i < pairs->count; i++)
            descent_window_include(window, pairs->places + 2 * i);
        const double first = window->low[0], last = window->high[0];
        descent_window_settle_apart(window);
        descent_window_widen(window, margin);
        window->low[0] = first - 0.5;
        window->high[0] = last + 0.5;
        if (!isnan(view->y_low)) {
            window->low[1] = view->y_low;
            window->high[1] = view->y_high;
        }
    }
    return isfinite(descent_window_extent(window))
               ? DESCENT_SUCCESS
               : descent_fail(DESCENT_ENONFINITE, "the path is too large to draw; give the view a window");
}

static descent_status add_pairs(descent_canvas *canvas, const descent_trace *pairs, const descent_window *window)
{
    bool *kept = malloc(pairs->count * sizeof *kept), joined;
    if (!kept)
        return descent_fail_memory("points to draw", pairs->count * sizeof *kept);
    const size_t cells[2] = {canvas->view.width / 2, canvas->view.height / 2};
    const descent_status status = descent_trace_thin(pairs, window, cells, kept, &joined);
    descent_script_add(&canvas->script, "$pairs << EOD\n");
    for (size_t i = 0; i < pairs->count && status == DESCENT_SUCCESS; i++)
        if (kept[i] && descent_window_contains(window, pairs->places + 2 * i))
            descent_script_add(&canvas->script, "%.12g %.12g\n", pairs->places[2 * i], pairs->places[2 * i + 1]);
    descent_script_add(&canvas->script, "EOD\n");
    free(kept);
    return status;
}

static void make_title(const descent_canvas *canvas, const char *what, char *title, size_t size)
{
    int used = snprintf(title, size, "%s", what);
    if (!canvas->view.diagnosis)
        return;
    used += snprintf(title + used, size - (size_t)used, ": ");
    descent_verdict_words(canvas->view.diagnosis, title + used, size - (size_t)used);
}

static void draw_orbit(descent_canvas *canvas, const descent_window *window)
{
    char name[64], title[descent_title_size];
    make_title(canvas, "the last steps", title, sizeof title);
    descent_canvas_lay_out(canvas, title, DESCENT_LAYOUT_AXES, 0);
    descent_variable_name(name, sizeof name, canvas->view.x_variable);
    const descent_axes axes = {.window = *window, .steps = true, .labels = {"step", name}};
    descent_axes_draw(canvas, &axes);
    const unsigned colour = descent_line_colour(canvas->view.theme, 0);
    descent_script_add(&canvas->script,
                       "plot $pairs using 1:2 with lines linewidth %.4g linecolor rgb '#%06x', "
                       "$pairs using 1:2 with points pointtype 7 pointsize %.4g linecolor rgb '#%06x'\n",
                       1.2 * descent_line_scale(canvas), descent_mix_colours(canvas->inks.ground, colour, 0.55),
                       descent_point_size(canvas, 0.9), colour);
}

static void draw_returns(descent_canvas *canvas, const descent_window *window)
{
    char name[64], now[96], next[96], title[descent_title_size];
    make_title(canvas, "return map", title, sizeof title);
    descent_legend legend = {0};
    const unsigned colour = descent_line_colour(canvas->view.theme, 0);
    descent_legend_add(&legend, "one step", colour)->symbol = (descent_symbol){.type = 7, .size = 0.9};
    descent_legend_entry *diagonal = descent_legend_add(&legend, "where nothing would move", canvas->inks.ink);
    diagonal->line_width = 1.4;
    diagonal->dashes = "(6,4)";
    descent_canvas_lay_out(canvas, title, DESCENT_LAYOUT_AXES, descent_legend_rows(&legend, canvas));
    descent_legend_draw(&legend, canvas);
    descent_variable_name(name, sizeof name, canvas->view.x_variable);
    snprintf(now, sizeof now, "%s at a step", name);
    snprintf(next, sizeof next, "%s at the next step", name);
    const descent_axes axes = {.window = *window, .aspect = 1, .labels = {now, next}};
    descent_axes_draw(canvas, &axes);
    descent_script_add(
        &canvas->script,
        "set arrow from first %.17g,%.17g to first %.17g,%.17g nohead back linewidth %.4g dashtype (6,4) "
        "linecolor rgb '#%06x'\n"
        "plot $pairs using 1:2 with points pointtype 7 pointsize %.4g linecolor rgb '#%06x'\n",
        window->low[0], window->low[1], window->high[0], window->high[1], 1.4 * descent_line_scale(canvas),
        canvas->inks.ink, descent_point_size(canvas, 0.9), colour);
}

/* What orbit and return map have in common. */
static descent_status plot(const descent_path *path, const descent_plot_view *view, const char *file, bool returns)
{
    descent_canvas canvas;
    descent_trace pairs = {0};
    descent_window window;
    if (!path)
        return descent_fail(DESCENT_EINVAL, "path must not be NULL");
    if (descent_path_count(path) < 2)
        return descent_fail(DESCENT_EINVAL, "path must have at least two points, got %zu", descent_path_count(path));
    if (!descent_path_points(path))
        return descent_fail(DESCENT_EINVAL, "path must keep its points (DESCENT_PATH_POINT)");
    descent_status status = descent_canvas_open(&canvas, view, file);
    if (status == DESCENT_SUCCESS)
        status =
            descent_view_check_dimension(&canvas.view, descent_path_dimension(path), descent_path_dimension(path) > 1);
    if (status == DESCENT_SUCCESS)
        status = open_pairs(&pairs, path);
    if (status == DESCENT_SUCCESS) {
        if (returns)
            take_returns(&pairs, path, &canvas.view);
        else
            take_orbit(&pairs, path, &canvas.view);
        status = frame(&pairs, &canvas.view, returns, &window);
    }
    if (status == DESCENT_SUCCESS)
        status = add_pairs(&canvas, &pairs, &window);
    if (status == DESCENT_SUCCESS) {
        if (returns)
            draw_returns(&canvas, &window);
        else
            draw_orbit(&canvas, &window);
        status = descent_canvas_finish(&canvas, file);
    }
    descent_trace_close(&pairs);
    descent_canvas_close(&canvas);
    return status;
}

descent_status descent_plot_orbit(const descent_path *path, const descent_plot_view *view, const char *file)
{
    return plot(path, view, file, false);
}

descent_status descent_plot_return_map(const descent_path *path, const descent_plot_view *view, const char *file)
{
    return plot(path, view, file, true);
}
