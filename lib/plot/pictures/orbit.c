#include <math.h>
#include <stdio.h>

#include "base/names.h"
#include "base/plural.h"
#include "base/status.h"
#include "plot/page/axes.h"
#include "plot/page/legend.h"
#include "plot/pictures/pairs.h"
#include "plot/pictures/pictures.h"

enum {
    last_steps = 128, /* so many are shown: more could not be told apart */
    most_together = 4 /* variables in one picture, where none is asked for: more would cover each other */
};

static const double margin = 0.06;

typedef struct orbit {
    size_t first, count; /* variables that are shown */
    descent__trace of[most_together];
    descent__window window;
    char shown[64]; /* which steps */
} orbit;

/* All variables, if they are few and none was asked for; else the one that was, or the first. */
static void choose_variables(orbit *o, const descent_picture *picture, const descent__canvas *canvas, size_t dimension)
{
    const bool asked = picture->view && picture->view->x_variable > 0;
    const bool together = !asked && dimension <= most_together;
    o->first = together ? 0 : canvas->view.x_variable;
    o->count = together ? dimension : 1;
}

/* Says which steps are shown, of rows that may be thinned. */
static void name_steps(orbit *o, const descent_path_data *path, double from, double to)
{
    size_t first = 0, last = path->count - 1;
    while (first < last && (double)path->steps[first] < from)
        first++;
    while (last > first && (double)path->steps[last] > to)
        last--;
    const unsigned long long low = path->steps[first], high = path->steps[last];
    const bool whole = high - low == last - first, to_the_end = last + 1 == path->count;
    if (whole && to_the_end && first == 0)
        snprintf(o->shown, sizeof o->shown, "all %llu step%s", high - low, descent__plural(high - low));
    else if (whole && to_the_end)
        snprintf(o->shown, sizeof o->shown, "the last %llu step%s", high - low, descent__plural(high - low));
    else
        snprintf(o->shown, sizeof o->shown, "steps %llu to %llu", low, high);
}

static descent_status take(orbit *o, const descent_path_data *path, const descent_plot_view *view)
{
    const double last = path->count > 0 ? (double)path->steps[path->count - 1] : 0; /* none: refused below */
    const bool given = !isnan(view->x_low);
    const double from = given ? view->x_low : last - last_steps, to = given ? view->x_high : last;
    descent_status status = DESCENT_SUCCESS;
    if (path->count > 0)
        name_steps(o, path, from, to);
    for (size_t i = 0; i < o->count && status == DESCENT_SUCCESS; i++) {
        status = descent__pairs_open(&o->of[i], path);
        const double *const x = status == DESCENT_SUCCESS ? path->points + o->first + i : NULL;
        for (size_t row = 0; x && row < path->count; row++)
            if ((double)path->steps[row] >= from && (double)path->steps[row] <= to)
                descent__pairs_append(&o->of[i], (double)path->steps[row], x[row * path->dimension]);
    }
    return status;
}

static descent_status frame(orbit *o, const descent_plot_view *view)
{
    o->window = descent__window_empty();
    for (size_t i = 0; i < o->count; i++)
        for (size_t row = 0; row < o->of[i].count; row++)
            descent__window_include(&o->window, o->of[i].places + 2 * row);
    if (descent__window_is_empty(&o->window))
        return descent_fail(DESCENT_ENONFINITE, "path has no finite points to draw in that range of steps");
    const double first = o->window.low[0], last = o->window.high[0];
    descent__window_settle_apart(&o->window);
    descent__window_widen(&o->window, margin);
    o->window.low[0] = first - 0.5;
    o->window.high[0] = last + 0.5;
    if (descent__view_has_y_window(view)) {
        o->window.low[1] = view->y_low;
        o->window.high[1] = view->y_high;
    }
    return isfinite(descent__window_extent(&o->window))
               ? DESCENT_SUCCESS
               : descent_fail(DESCENT_ENONFINITE, "the path is too large to draw; give the view a window");
}

static void plot(descent__canvas *canvas, const orbit *o)
{
    descent__script_add(&canvas->script, "plot ");
    for (size_t i = 0; i < o->count; i++) {
        const unsigned colour = descent__line_colour(canvas->view.theme, i);
        descent__script_add(&canvas->script,
                            "$pairs%zu using 1:2 with lines linewidth %.4g linecolor rgb '#%06x', "
                            "$pairs%zu using 1:2 with points pointtype 7 pointsize %.4g linecolor rgb '#%06x', ",
                            i, 1.2 * descent__line_scale(canvas),
                            descent__mix_colours(canvas->inks.ground, colour, 0.55), i,
                            descent__point_size(canvas, 0.9), colour);
    }
    descent__script_add(&canvas->script, "NaN\n");
}

static descent_status draw(descent__canvas *canvas, const orbit *o, const descent_picture *picture)
{
    const char *const *const names = descent__picture_names(picture);
    char name[64], title[descent__title_size];
    descent__legend legend = {0};
    for (size_t i = 0; i < o->count && o->count > 1; i++) {
        descent__name_text(name, names, o->first + i);
        descent__legend_entry *const entry =
            descent__legend_add(&legend, name, descent__line_colour(canvas->view.theme, i));
        entry->symbol = (descent__symbol){.type = 7, .size = 0.9};
        entry->line_width = 1.2;
    }
    descent__pairs_title(picture->diagnosis, o->shown, title, sizeof title);
    descent__canvas_lay_out(canvas, title, DESCENT__LAYOUT_AXES, descent__legend_rows(&legend, canvas));
    descent__legend_draw(&legend, canvas);
    if (o->count == 1)
        descent__name_text(name, names, o->first);
    const descent__axes axes = {
        .window = o->window, .steps = true, .labels = {"step", o->count == 1 ? name : "value of the variable"}};
    descent__axes_draw(canvas, &axes);
    descent_status status = DESCENT_SUCCESS;
    for (size_t i = 0; i < o->count && status == DESCENT_SUCCESS; i++)
        status = descent__pairs_write(&o->of[i], &o->window, "pairs", i, canvas);
    plot(canvas, o);
    return status;
}

descent_status descent__draw_orbit(descent__canvas *canvas, const descent_picture *picture)
{
    const descent_path_data path = descent_path_view(picture->paths[0]);
    orbit o = {0};
    descent_status status = descent__view_check_dimension(&canvas->view, path.dimension, path.dimension > 1);
    if (status == DESCENT_SUCCESS) {
        choose_variables(&o, picture, canvas, path.dimension);
        status = take(&o, &path, &canvas->view);
    }
    if (status == DESCENT_SUCCESS)
        status = frame(&o, &canvas->view);
    if (status == DESCENT_SUCCESS)
        status = draw(canvas, &o, picture);
    for (size_t i = 0; i < o.count; i++)
        descent__trace_close(&o.of[i]);
    return status;
}
