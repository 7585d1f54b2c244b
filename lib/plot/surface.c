#include <math.h>

#include "plot/bands.h"
#include "plot/scene.h"
#include "plot/strokes.h"
#include "status.h"

enum {
    most_height_tics = 3, /* the vertical axis is short */
    vector_samples = 90   /* an SVG or PDF has a polygon for each sample: with more it could hardly be opened */
};

/* Heights beyond the coloured range are cut off, this share of the range above it. */
static const double headroom = 0.002;

static bool is_vector(const descent_canvas *canvas)
{
    return canvas->picture == DESCENT_PICTURE_SVG || canvas->picture == DESCENT_PICTURE_PDF;
}

static void add_surface(descent_canvas *canvas, const descent_field *field, const descent_levels *levels)
{
    descent_script *script = &canvas->script;
    descent_script_add(script, "$surface << EOD\n");
    for (size_t row = 0; row < field->up; row++) {
        for (size_t column = 0; column < field->across; column++) {
            double place[2];
            descent_field_place(field, column, row, place);
            const double value = field->values[row * field->across + column];
            if (isnan(value))
                descent_script_add(script, "%.9g %.9g NaN NaN\n", place[0], place[1]);
            else
                descent_script_add(script, "%.9g %.9g %.9g %.4f\n", place[0], place[1], value,
                                   descent_levels_position(levels, value));
        }
        descent_script_add(script, "\n");
    }
    descent_script_add(script, "EOD\n");
}

static double lowest_value(const descent_field *field)
{
    double lowest = INFINITY;
    for (size_t i = 0; i < field->across * field->up; i++)
        if (!isnan(field->values[i]))
            lowest = fmin(lowest, field->values[i]);
    return lowest;
}

static void set_space(descent_canvas *canvas, const descent_scene *scene, const descent_field *field,
                      const descent_levels *levels)
{
    const descent_window *window = &scene->window;
    const double high = levels->limits[levels->count];
    const double low = fmin(fmax(lowest_value(field), levels->limits[0]), levels->limits[levels->count - 1]);
    /* The box is flatter than gnuplot's own (0.62), so that the front rim hides little of what lies behind it. */
    descent_script_add(&canvas->script,
                       "set xrange [%.17g:%.17g]\nset yrange [%.17g:%.17g]\nset zrange [%.17g:%.17g]\n"
                       "set view %.6g,%.6g,1.06,0.62\nset xyplane at %.17g\nset pm3d scansautomatic clip z%s\n"
                       "set border 127 linecolor rgb '#%06x' linewidth 1\n"
                       "set xtics offset -0.4,-0.3\nset ytics offset 0.4,-0.3\nset ztics %.17g\n",
                       window->low[0], window->high[0], window->low[1], window->high[1], low,
                       high + headroom * (high - low), canvas->view.pitch, canvas->view.yaw, low,
                       is_vector(canvas) ? "" : " interpolate 3,3", canvas->inks.ink,
                       descent_round_up((high - low) / most_height_tics));
    descent_scene_label_axes(scene, canvas, "");
}

static descent_status draw(descent_canvas *canvas, descent_scene *scene, descent_field *field)
{
    char title[descent_title_size];
    descent_scene_title(scene, title, sizeof title);
    descent_status status = descent_strokes_lay_out(canvas, scene, title, DESCENT_LAYOUT_SPACE);
    if (status != DESCENT_SUCCESS)
        return status;
    const size_t samples =
        is_vector(canvas) && canvas->view.samples > vector_samples ? vector_samples : canvas->view.samples;
    status = descent_field_open(field, &scene->evaluator, &scene->slice, &scene->window, samples);
    descent_levels levels;
    if (status == DESCENT_SUCCESS)
        status = descent_levels_choose(&levels, field, &canvas->view, false);
    if (status != DESCENT_SUCCESS)
        return status;
    descent_bands_set(canvas, &levels, 1);
    descent_bands_label(canvas);
    set_space(canvas, scene, field, &levels);
    add_surface(canvas, field, &levels);
    const size_t cells[2] = {canvas->view.width / 2, canvas->view.height / 2};
    status = descent_strokes_add(canvas, scene, cells, field);
    if (status != DESCENT_SUCCESS)
        return status;
    descent_script_add(&canvas->script, "splot $surface using 1:2:3:4 with pm3d notitle, \\\n  ");
    descent_strokes_plot(canvas, scene);
    return status;
}

descent_status descent_plot_surface(const descent_problem *problem, const descent_path *path,
                                    const descent_plot_view *view, const char *file)
{
    descent_canvas canvas;
    descent_scene scene = {0};
    descent_field field = {0};
    if (!problem)
        return descent_fail(DESCENT_EINVAL, "problem must not be NULL");
    if (problem->dimension == 1)
        return descent_fail(DESCENT_EINVAL, "problem must have two variables for a surface, it has one; "
                                            "descent_plot_contour() draws its curve");
    descent_status status = descent_canvas_open(&canvas, view, file);
    if (status == DESCENT_SUCCESS)
        status = descent_scene_open(&scene, problem, &path, path ? 1 : 0, &canvas.view);
    if (status == DESCENT_SUCCESS && !scene.has_loss)
        status = descent_fail(DESCENT_EINVAL, "problem must have a loss, to be drawn as a surface");
    if (status == DESCENT_SUCCESS)
        status = draw(&canvas, &scene, &field);
    if (status == DESCENT_SUCCESS)
        status = descent_canvas_finish(&canvas, file);
    descent_field_close(&field);
    descent_scene_close(&scene);
    descent_canvas_close(&canvas);
    return status;
}
