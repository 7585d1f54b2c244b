#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/names.h"
#include "base/status.h"
#include "base/vector.h"
#include "plot/page/axes.h"
#include "plot/page/headline.h"
#include "plot/page/legend.h"
#include "plot/pictures/pictures.h"
#include "plot/scene/trace.h"

enum {
    last_steps = 128 /* an orbit shows so many: more could not be told apart */
};

static const double margin = 0.06;

/* Pairs to draw, taken from one variable of a path: (step, x) or (x, next x). */
static descent_status open_pairs(descent__trace *pairs, const descent_path_data *path)
{
    *pairs = (descent__trace){0};
    const size_t rows = path->count;
    pairs->places = malloc(descent__array_bytes(rows, 2, sizeof(double)));
    return pairs->places ? DESCENT_SUCCESS : descent__fail_memory("points to draw", rows * 2 * sizeof(double));
}

static void append_pair(descent__trace *pairs, double x, double y)
{
    if (!isfinite(x) || !isfinite(y))
        return;
    pairs->places[2 * pairs->count] = x;
    pairs->places[2 * pairs->count + 1] = y;
    pairs->count++;
}

static void take_orbit(descent__trace *pairs, const descent_path_data *path, const descent_plot_view *view)
{
    const size_t rows = path->count, n = path->dimension;
    const uint64_t *steps = path->steps;
    const double last = (double)steps[rows - 1];
    const bool given = !isnan(view->x_low);
    const double from = given ? view->x_low : last - last_steps, to = given ? view->x_high : last;
    for (size_t row = 0; row < rows; row++)
        if ((double)steps[row] >= from && (double)steps[row] <= to)
            append_pair(pairs, (double)steps[row], path->points[row * n + view->x_variable]);
}

static void take_returns(descent__trace *pairs, const descent_path_data *path, const descent_plot_view *view)
{
    const size_t rows = path->count, n = path->dimension;
    const uint64_t *steps = path->steps;
    const double *x = path->points + view->x_variable;
    for (size_t row = 0; row + 1 < rows; row++)
        if (steps[row + 1] == steps[row] + 1)
            append_pair(pairs, x[row * n], x[(row + 1) * n]);
}

/* The window: explosions as in contours, and the view's own limits. `square`: the same limits on both axes. */
static descent_status frame(const descent__trace *pairs, const descent_plot_view *view, bool square,
                            descent__window *window)
{
    if (pairs->count == 0)
        return descent_fail(DESCENT_ENONFINITE, square ? "path has no two finite points that are one step apart"
                                                       : "path has no finite points to draw in that range of steps");
    *window = descent__window_empty();
    if (square) {
        descent__trace_frame(pairs, window);
        const double low = fmin(window->low[0], window->low[1]), high = fmax(window->high[0], window->high[1]);
        *window = (descent__window){.low = {low, low}, .high = {high, high}};
        descent__window_settle(window, 0);
        descent__window_widen(window, margin);
        if (!isnan(view->x_low))
            *window = (descent__window){.low = {view->x_low, view->x_low}, .high = {view->x_high, view->x_high}};
    } else {
        for (size_t i = 0; i < pairs->count; i++)
            descent__window_include(window, pairs->places + 2 * i);
        const double first = window->low[0], last = window->high[0];
        descent__window_settle_apart(window);
        descent__window_widen(window, margin);
        window->low[0] = first - 0.5;
        window->high[0] = last + 0.5;
        if (!isnan(view->y_low)) {
            window->low[1] = view->y_low;
            window->high[1] = view->y_high;
        }
    }
    return isfinite(descent__window_extent(window))
               ? DESCENT_SUCCESS
               : descent_fail(DESCENT_ENONFINITE, "the path is too large to draw; give the view a window");
}

static descent_status add_pairs(descent__canvas *canvas, const descent__trace *pairs, const descent__window *window)
{
    bool *kept = malloc(pairs->count * sizeof *kept), joined;
    if (!kept)
        return descent__fail_memory("points to draw", pairs->count * sizeof *kept);
    const size_t cells[2] = {canvas->view.width / 2, canvas->view.height / 2};
    const descent_status status = descent__trace_thin(pairs, window, cells, kept, &joined);
    descent__script_add(&canvas->script, "$pairs << EOD\n");
    for (size_t i = 0; i < pairs->count && status == DESCENT_SUCCESS; i++)
        if (kept[i] && descent__window_contains(window, pairs->places + 2 * i))
            descent__script_add(&canvas->script, "%.12g %.12g\n", pairs->places[2 * i], pairs->places[2 * i + 1]);
    descent__script_add(&canvas->script, "EOD\n");
    free(kept);
    return status;
}

static void make_title(const descent_diagnosis *diagnosis, const char *what, char *title, size_t size)
{
    int used = snprintf(title, size, "%s", what);
    if (!diagnosis)
        return;
    used += snprintf(title + used, size - (size_t)used, ": ");
    descent__headline(diagnosis, title + used, size - (size_t)used);
}

static void draw_orbit(descent__canvas *canvas, const descent__window *window, const descent_picture *picture)
{
    char name[64], title[descent__title_size];
    make_title(picture->diagnosis, "the last steps", title, sizeof title);
    descent__canvas_lay_out(canvas, title, DESCENT__LAYOUT_AXES, 0);
    descent__name_text(name, descent__picture_names(picture), canvas->view.x_variable);
    const descent__axes axes = {.window = *window, .steps = true, .labels = {"step", name}};
    descent__axes_draw(canvas, &axes);
    const unsigned colour = descent__line_colour(canvas->view.theme, 0);
    descent__script_add(&canvas->script,
                        "plot $pairs using 1:2 with lines linewidth %.4g linecolor rgb '#%06x', "
                        "$pairs using 1:2 with points pointtype 7 pointsize %.4g linecolor rgb '#%06x'\n",
                        1.2 * descent__line_scale(canvas), descent__mix_colours(canvas->inks.ground, colour, 0.55),
                        descent__point_size(canvas, 0.9), colour);
}

static void draw_returns(descent__canvas *canvas, const descent__window *window, const descent_picture *picture)
{
    char name[64], now[96], next[96], title[descent__title_size];
    make_title(picture->diagnosis, "return map", title, sizeof title);
    descent__legend legend = {0};
    const unsigned colour = descent__line_colour(canvas->view.theme, 0);
    descent__legend_add(&legend, "one step", colour)->symbol = (descent__symbol){.type = 7, .size = 0.9};
    descent__legend_entry *diagonal = descent__legend_add(&legend, "where nothing would move", canvas->inks.ink);
    diagonal->line_width = 1.4;
    diagonal->dashes = "(6,4)";
    descent__canvas_lay_out(canvas, title, DESCENT__LAYOUT_AXES, descent__legend_rows(&legend, canvas));
    descent__legend_draw(&legend, canvas);
    descent__name_text(name, descent__picture_names(picture), canvas->view.x_variable);
    snprintf(now, sizeof now, "%s at a step", name);
    snprintf(next, sizeof next, "%s at the next step", name);
    const descent__axes axes = {.window = *window, .aspect = 1, .labels = {now, next}};
    descent__axes_draw(canvas, &axes);
    descent__script_add(
        &canvas->script,
        "set arrow from first %.17g,%.17g to first %.17g,%.17g nohead back linewidth %.4g dashtype (6,4) "
        "linecolor rgb '#%06x'\n"
        "plot $pairs using 1:2 with points pointtype 7 pointsize %.4g linecolor rgb '#%06x'\n",
        window->low[0], window->low[1], window->high[0], window->high[1], 1.4 * descent__line_scale(canvas),
        canvas->inks.ink, descent__point_size(canvas, 0.9), colour);
}

/* What orbit and return map have in common. */
static descent_status plot(descent__canvas *canvas, const descent_picture *picture, bool returns)
{
    const descent_path_data path = descent_path_view(picture->paths[0]);
    descent__trace pairs = {0};
    descent__window window;
    if (path.count < 2)
        return descent_fail(DESCENT_EINVAL, "path must have at least two points, got %zu", path.count);
    if (!path.points)
        return descent_fail(DESCENT_EINVAL, "path must keep its points (DESCENT_PATH_POINT)");
    descent_status status = descent__view_check_dimension(&canvas->view, path.dimension, path.dimension > 1);
    if (status == DESCENT_SUCCESS)
        status = open_pairs(&pairs, &path);
    if (status == DESCENT_SUCCESS) {
        if (returns)
            take_returns(&pairs, &path, &canvas->view);
        else
            take_orbit(&pairs, &path, &canvas->view);
        status = frame(&pairs, &canvas->view, returns, &window);
    }
    if (status == DESCENT_SUCCESS)
        status = add_pairs(canvas, &pairs, &window);
    if (status == DESCENT_SUCCESS) {
        if (returns)
            draw_returns(canvas, &window, picture);
        else
            draw_orbit(canvas, &window, picture);
    }
    descent__trace_close(&pairs);
    return status;
}

descent_status descent__draw_orbit(descent__canvas *canvas, const descent_picture *picture)
{
    return plot(canvas, picture, false);
}

descent_status descent__draw_return_map(descent__canvas *canvas, const descent_picture *picture)
{
    return plot(canvas, picture, true);
}
