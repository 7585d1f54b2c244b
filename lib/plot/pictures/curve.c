#include "plot/pictures/curve.h"

#include <math.h>

#include "base/names.h"
#include "base/status.h"
#include "plot/page/axes.h"
#include "plot/page/legend.h"
#include "plot/scene/strokes.h"

enum {
    samples_per_view = 4 /* a curve costs a row of samples, where a contour costs rows of rows */
};

/* Free room above and below the curve, of its height. */
static const double margin = 0.08;

static void include_loss(descent__window *window, double loss)
{
    if (!isfinite(loss))
        return;
    window->low[1] = fmin(window->low[1], loss);
    window->high[1] = fmax(window->high[1], loss);
}

/* Appends the curve and sets the window's height by it. */
static descent_status add_curve(descent__canvas *canvas, descent__scene *scene)
{
    descent__window *window = &scene->window;
    const size_t count = samples_per_view * canvas->view.samples;
    window->low[1] = INFINITY;
    window->high[1] = -INFINITY;
    descent__script_add(&canvas->script, "$curve << EOD\n");
    for (size_t i = 0; i < count; i++) {
        const double share = (double)i / (double)(count - 1);
        const double place[2] = {window->low[0] * (1 - share) + window->high[0] * share, 0};
        const double loss = descent__scene_loss(scene, place);
        include_loss(window, loss);
        if (isfinite(loss))
            descent__script_add(&canvas->script, "%.17g %.17g\n", place[0], loss);
        else
            descent__script_add(&canvas->script, "\n");
    }
    descent__script_add(&canvas->script, "EOD\n");
    if (!(window->low[1] <= window->high[1]))
        return descent_fail(DESCENT_ENONFINITE, "the loss has no finite value anywhere in the window");
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

descent_status descent__curve_draw(descent__canvas *canvas, descent__scene *scene)
{
    if (!scene->has_loss)
        return descent_fail(DESCENT_EINVAL, "problem must have a loss, to be drawn as a curve; an orbit picture draws "
                                            "a path of one variable without it");
    descent_status status = descent__scene_frame(scene, 0);
    if (status == DESCENT_SUCCESS)
        status = add_curve(canvas, scene);
    if (status != DESCENT_SUCCESS)
        return status;
    lift(scene);
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
    descent__script_add(&canvas->script, "plot $curve using 1:2 with lines linewidth %.4g linecolor rgb '#%06x', ",
                        2.4 * descent__line_scale(canvas),
                        descent__mix_colours(canvas->inks.ground, canvas->inks.ink, 0.6));
    descent__strokes_plot(canvas, scene);
    return status;
}
