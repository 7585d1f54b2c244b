#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/names.h"
#include "base/status.h"
#include "plot/page/axes.h"
#include "plot/page/legend.h"
#include "plot/pictures/pairs.h"
#include "plot/pictures/pictures.h"
#include "plot/scene/step_map.h"

enum {
    most_cobweb = 48,  /* steps that are joined: more of them hide the curve */
    curve_points = 400 /* of the map's curve, fewer than there are pixels */
};

static const double margin = 0.06;

static void take(descent__trace *pairs, const descent_path_data *path, size_t variable)
{
    const size_t n = path->dimension;
    const double *const x = path->points + variable;
    for (size_t row = 0; row + 1 < path->count; row++)
        if (path->steps[row + 1] == path->steps[row] + 1)
            descent__pairs_append(pairs, x[row * n], x[(row + 1) * n]);
}

/* The same limits on both axes: explosions as in contours, and the view's own. */
static descent_status frame(const descent__trace *pairs, const descent_plot_view *view, descent__window *window)
{
    if (pairs->count == 0)
        return descent_fail(DESCENT_ENONFINITE, "path has no two finite points that are one step apart");
    *window = descent__window_empty();
    descent__trace_frame(pairs, window);
    const double low = fmin(window->low[0], window->low[1]), high = fmax(window->high[0], window->high[1]);
    *window = (descent__window){.low = {low, low}, .high = {high, high}};
    descent__window_settle(window, 0);
    descent__window_widen(window, margin);
    if (descent__view_has_x_window(view))
        *window = (descent__window){.low = {view->x_low, view->x_low}, .high = {view->x_high, view->x_high}};
    return isfinite(descent__window_extent(window))
               ? DESCENT_SUCCESS
               : descent_fail(DESCENT_ENONFINITE, "the path is too large to draw; give the view a window");
}

static void add_point(descent__canvas *canvas, const descent__window *window, double x, double y)
{
    if (descent__window_contains(window, (const double[2]){x, y}))
        descent__script_add(&canvas->script, "%.12g %.12g\n", x, y);
    else
        descent__script_add(&canvas->script, "\n");
}

/* Up to the curve, across to the diagonal, and again: the first steps, for the rest repeats them or hides them. */
static void add_cobweb(descent__canvas *canvas, const descent__window *window, const descent__trace *pairs)
{
    descent__script_add(&canvas->script, "$cobweb << EOD\n");
    for (size_t i = 0; i < pairs->count && i < most_cobweb; i++) {
        const double *const pair = pairs->places + 2 * i;
        /* Where a step is missing, the line is broken. */
        if (i > 0 && pair[-1] != pair[0])
            descent__script_add(&canvas->script, "\n");
        add_point(canvas, window, pair[0], pair[0]);
        add_point(canvas, window, pair[0], pair[1]);
        add_point(canvas, window, pair[1], pair[1]);
    }
    descent__script_add(&canvas->script, "EOD\n");
}

/* The curve that rules the variable, where the variable alone decides its next value. Says whether there is one. */
static descent_status add_curve(descent__canvas *canvas, const descent__window *window, const descent_picture *picture,
                                const descent__trace *pairs, bool *drawn)
{
    descent__step_map map;
    *drawn = false;
    descent_status status = descent__step_map_open(&map, picture, canvas->view.x_variable, pairs, window);
    if (status == DESCENT_SUCCESS && map.known) {
        *drawn = true;
        descent__script_add(&canvas->script, "$map << EOD\n");
        for (size_t i = 0; i <= curve_points; i++) {
            const double share = (double)i / curve_points;
            const double x = window->low[0] * (1 - share) + window->high[0] * share;
            add_point(canvas, window, x, descent__step_map_next(&map, x));
        }
        descent__script_add(&canvas->script, "EOD\n");
    }
    descent__step_map_close(&map);
    return status;
}

/* Steps that an explosion took out of the window, or that a given one leaves out, are said to be missing. */
static void name_steps(const descent__trace *pairs, const descent__window *window, char *name, size_t size)
{
    size_t seen = 0;
    for (size_t i = 0; i < pairs->count; i++)
        seen += descent__window_contains(window, pairs->places + 2 * i);
    if (seen < pairs->count)
        snprintf(name, size, "return map, with %zu of %zu steps in this window", seen, pairs->count);
    else
        snprintf(name, size, "return map");
}

static void lay_out(descent__canvas *canvas, const descent_picture *picture, const char *name, bool curve)
{
    char title[descent__title_size];
    descent__legend legend = {0};
    const descent_plot_theme theme = canvas->view.theme;
    descent__legend_entry *const step = descent__legend_add(&legend, "one step", descent__line_colour(theme, 0));
    step->symbol = (descent__symbol){.type = 7, .size = 0.9};
    step->line_width = 0.8;
    if (curve)
        descent__legend_add(&legend, "what a step makes of each value", descent__line_colour(theme, 2))->line_width =
            2.2;
    descent__legend_entry *const diagonal = descent__legend_add(&legend, "where nothing would move", canvas->inks.ink);
    diagonal->line_width = 1.4;
    diagonal->dashes = "(6,4)";
    descent__pairs_title(picture->diagnosis, name, title, sizeof title);
    descent__canvas_lay_out(canvas, title, DESCENT__LAYOUT_AXES, descent__legend_rows(&legend, canvas));
    descent__legend_draw(&legend, canvas);
}

static void draw_axes(descent__canvas *canvas, const descent__window *window, const descent_picture *picture)
{
    char name[64], now[96], next[96];
    descent__name_text(name, descent__picture_names(picture), canvas->view.x_variable);
    snprintf(now, sizeof now, "%s at a step", name);
    snprintf(next, sizeof next, "%s at the next step", name);
    const descent__axes axes = {.window = *window, .aspect = 1, .labels = {now, next}};
    descent__axes_draw(canvas, &axes);
    descent__script_add(
        &canvas->script,
        "set arrow from first %.17g,%.17g to first %.17g,%.17g nohead back linewidth %.4g dashtype (6,4) "
        "linecolor rgb '#%06x'\n",
        window->low[0], window->low[1], window->high[0], window->high[1], 1.4 * descent__line_scale(canvas),
        canvas->inks.ink);
}

static void plot(descent__canvas *canvas, bool curve)
{
    const double scale = descent__line_scale(canvas);
    const unsigned colour = descent__line_colour(canvas->view.theme, 0);
    descent__script_add(&canvas->script, "plot $cobweb using 1:2 with lines linewidth %.4g linecolor rgb '#%06x', ",
                        0.8 * scale, descent__mix_colours(canvas->inks.ground, colour, 0.5));
    if (curve)
        descent__script_add(&canvas->script, "$map using 1:2 with lines linewidth %.4g linecolor rgb '#%06x', ",
                            2.2 * scale, descent__line_colour(canvas->view.theme, 2));
    descent__script_add(&canvas->script,
                        "$pairs0 using 1:2 with points pointtype 7 pointsize %.4g linecolor rgb '#%06x'\n",
                        descent__point_size(canvas, 0.9), colour);
}

static descent_status draw(descent__canvas *canvas, const descent_picture *picture, const descent__trace *pairs)
{
    descent__window window;
    char name[96];
    bool curve = false;
    descent_status status = frame(pairs, &canvas->view, &window);
    if (status == DESCENT_SUCCESS)
        status = add_curve(canvas, &window, picture, pairs, &curve);
    if (status == DESCENT_SUCCESS)
        status = descent__pairs_write(pairs, &window, "pairs", 0, canvas);
    if (status != DESCENT_SUCCESS)
        return status;
    add_cobweb(canvas, &window, pairs);
    name_steps(pairs, &window, name, sizeof name);
    lay_out(canvas, picture, name, curve);
    draw_axes(canvas, &window, picture);
    plot(canvas, curve);
    return DESCENT_SUCCESS;
}

descent_status descent__draw_return_map(descent__canvas *canvas, const descent_picture *picture)
{
    const descent_path_data path = descent_path_view(picture->paths[0]);
    descent__trace pairs = {0};
    descent_status status = descent__view_check_dimension(&canvas->view, path.dimension, path.dimension > 1);
    if (status == DESCENT_SUCCESS)
        status = descent__pairs_open(&pairs, &path);
    if (status == DESCENT_SUCCESS) {
        take(&pairs, &path, canvas->view.x_variable);
        status = draw(canvas, picture, &pairs);
    }
    descent__trace_close(&pairs);
    return status;
}
