#include "plot/pictures/curve.h"

#include <math.h>

#include "base/names.h"
#include "base/status.h"
#include "plot/field/profile.h"
#include "plot/page/axes.h"
#include "plot/page/legend.h"
#include "plot/scene/strokes.h"

enum {
    samples_per_view = 4 /* a curve costs a row of samples, where a contour costs rows of rows */
};

/* Free room above and below the curve, of its height. */
static const double margin = 0.08;

/* Beside poles: how far beyond the curve points that lie upon it are shown, of its height. */
static const double most_heights = 4;

/*
 * Puts paths and critical points upon the curve. A path that ends where there is no finite loss goes there from the last point that
 * has one, at that height.
 */
static void lift(descent__scene *scene)
{
    for (size_t i = 0; i < scene->trace_count; i++) {
        double loss = NAN;
        for (size_t row = 0; row < scene->traces[i].count; row++) {
            double *const place = scene->traces[i].places + 2 * row;
            if (row < scene->traces[i].held)
                loss = descent__scene_loss(scene, place);
            place[1] = loss;
        }
    }
    for (size_t i = 0; i < scene->marks.count; i++)
        scene->marks.list[i].place[1] = descent__scene_loss(scene, scene->marks.list[i].place);
}

static void include_height(descent__window *window, const double limits[2], const double place[2])
{
    if (!(place[1] >= limits[0] && place[1] <= limits[1]) ||
        !(place[0] >= window->low[0] && place[0] <= window->high[0]))
        return;
    window->low[1] = fmin(window->low[1], place[1]);
    window->high[1] = fmax(window->high[1], place[1]);
}

/* Paths and critical points that are seen. Those so near to a pole that the curve would be flat beside them are left out, as the curve is. */
static void include_lifted(descent__scene *scene)
{
    const double height = scene->window.high[1] - scene->window.low[1];
    const double limits[2] = {scene->window.low[1] - most_heights * height,
                              scene->window.high[1] + most_heights * height};
    for (size_t i = 0; i < scene->trace_count; i++)
        for (size_t row = 0; row < scene->traces[i].count; row++)
            include_height(&scene->window, limits, scene->traces[i].places + 2 * row);
    for (size_t i = 0; i < scene->marks.count; i++)
        include_height(&scene->window, limits, scene->marks.list[i].place);
}

/* The height of the curve, and of what lies upon it where the curve alone is higher than any window. */
static descent_status choose_height(descent__canvas *canvas, descent__scene *scene, const descent__profile *profile)
{
    descent__window *const window = &scene->window;
    window->low[1] = INFINITY;
    window->high[1] = -INFINITY;
    const descent_status status = descent__profile_include(profile, window);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!(window->low[1] <= window->high[1]))
        return descent_fail(DESCENT_ENONFINITE, "the loss has no finite value anywhere in the window");
    if (profile->pole_count > 0)
        include_lifted(scene);
    const double height = window->high[1] - window->low[1];
    const double room = height > 0 ? margin * height : fmax(fabs(window->low[1]), 1) * margin;
    window->low[1] -= room;
    window->high[1] += room;
    if (descent__view_has_y_window(&canvas->view)) {
        window->low[1] = canvas->view.y_low;
        window->high[1] = canvas->view.y_high;
    }
    return isfinite(window->high[1] - window->low[1])
               ? DESCENT_SUCCESS
               : descent_fail(DESCENT_ENONFINITE, "the loss is too large to draw; give the view a window");
}

/* Appends the curve, and sets the window's height by it. */
static descent_status add_curve(descent__canvas *canvas, descent__scene *scene)
{
    descent__profile profile;
    descent_status status = descent__profile_open(&profile, &scene->evaluator, &scene->slice, &scene->window,
                                                  samples_per_view * canvas->view.samples);
    if (status == DESCENT_SUCCESS)
        status = choose_height(canvas, scene, &profile);
    if (status == DESCENT_SUCCESS) {
        descent__script_add(&canvas->script, "$curve << EOD\n");
        descent__profile_add(&profile, &scene->window, &canvas->script);
        descent__script_add(&canvas->script, "EOD\n");
    }
    descent__profile_close(&profile);
    return status;
}

descent_status descent__curve_draw(descent__canvas *canvas, descent__scene *scene)
{
    if (!scene->has_loss)
        return descent_fail(DESCENT_EINVAL, "problem must have a loss, to be drawn as a curve; an orbit picture draws "
                                            "a path of one variable without it");
    descent_status status = descent__scene_frame(scene, 0);
    if (status != DESCENT_SUCCESS)
        return status;
    lift(scene);
    status = add_curve(canvas, scene);
    if (status != DESCENT_SUCCESS)
        return status;
    char title[descent__title_size];
    descent__scene_title(scene, title, sizeof title);
    descent__strokes_legend(canvas, scene, title, DESCENT__LAYOUT_AXES);
    char name[64];
    descent__name_text(name, scene->names, 0);
    const descent__axes axes = {.window = scene->window,
                                .labels = {name, canvas->view.value_label ? canvas->view.value_label : "loss"}};
    descent__axes_draw(canvas, &axes);
    const size_t cells[2] = {canvas->view.width / 2, canvas->view.height / 2};
    status = descent__strokes_add(canvas, scene, cells, NULL);
    char curve[96];
    descent__format(curve, sizeof curve, "$curve using 1:2 with lines linewidth %.4g linecolor rgb '#%06x'",
                    2.4 * descent__line_scale(canvas),
                    descent__mix_colours(canvas->inks.ground, canvas->inks.ink, 0.6));
    descent__script_add(&canvas->script, "plot ");
    descent__strokes_plot(canvas, scene, curve);
    return status;
}
