#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "plot/bands.h"
#include "plot/curve.h"
#include "plot/scene.h"
#include "plot/strokes.h"
#include "status.h"
#include "vector.h"

enum {
    most_paths = 64,
    pixels_per_cell = 2 /* of the picture, for one of the image of the bands; level lines cover its stairs */
};

/* How much of a band's colour is mixed into the ground: pale enough for paths of any colour. */
static const double band_strength = 0.62;

/* The image of the bands, finer than the samples, so that its edges follow the level lines. */
static void add_bands(descent_canvas *canvas, const descent_field *field, const descent_levels *levels,
                      const size_t cells[2])
{
    descent_script *script = &canvas->script;
    descent_script_add(script, "$bands << EOD\n");
    for (size_t row = 0; row < cells[1]; row++) {
        for (size_t column = 0; column < cells[0]; column++) {
            const double share[2] = {((double)column + 0.5) / (double)cells[0], ((double)row + 0.5) / (double)cells[1]};
            double place[2];
            for (size_t axis = 0; axis < 2; axis++)
                place[axis] = field->window.low[axis] * (1 - share[axis]) + field->window.high[axis] * share[axis];
            const size_t band = descent_levels_band(levels, descent_field_at(field, place));
            if (band == levels->count)
                descent_script_add(script, "NaN ");
            else
                descent_script_add(script, "%zu.5 ", band);
        }
        descent_script_add(script, "\n");
    }
    descent_script_add(script, "EOD\n");
}

static descent_status add_level_lines(descent_canvas *canvas, const descent_field *field, const descent_levels *levels)
{
    descent_script_add(&canvas->script, "$levels << EOD\n");
    descent_status status = DESCENT_SUCCESS;
    for (size_t i = 1; i < levels->count && status == DESCENT_SUCCESS; i++) {
        const double at = (double)i / (double)levels->count;
        const unsigned colour = descent_palette_colour(canvas->view.palette, canvas->view.theme, at);
        /* Half-way to the ink: the palest lines would vanish on their own bands. */
        status = descent_field_trace_level(field, levels->limits[i],
                                           descent_mix_colours(colour, canvas->inks.ink, 0.35), &canvas->script);
    }
    descent_script_add(&canvas->script, "EOD\n");
    return status;
}

static void set_axes(descent_canvas *canvas, const descent_scene *scene)
{
    const descent_window *window = &scene->window;
    descent_script_add(&canvas->script, "set xrange [%.17g:%.17g]\nset yrange [%.17g:%.17g]\nset grid front\n",
                       window->low[0], window->high[0], window->low[1], window->high[1]);
    const double width = window->high[0] - window->low[0], height = window->high[1] - window->low[1];
    if (canvas->view.keep_aspect && width < 20 * height && height < 20 * width)
        descent_canvas_fit(canvas, width / height);
    descent_scene_label_axes(scene, canvas, "");
}

static void plot_bands(descent_canvas *canvas, const descent_window *window, const size_t cells[2])
{
    double size[2], first[2];
    for (size_t axis = 0; axis < 2; axis++) {
        size[axis] = (window->high[axis] - window->low[axis]) / (double)cells[axis];
        first[axis] = window->low[axis] + size[axis] / 2;
    }
    descent_script_add(&canvas->script,
                       "$bands matrix using (%.17g+%.17g*$1):(%.17g+%.17g*$2):3 with image notitle, \\\n"
                       "  $levels using 1:2:3 with lines linewidth 1.1 linecolor rgb variable notitle, \\\n  ",
                       first[0], size[0], first[1], size[1]);
}

static descent_status add_landscape(descent_canvas *canvas, descent_scene *scene, const size_t cells[2])
{
    descent_field field;
    descent_levels levels;
    descent_status status =
        descent_field_open(&field, &scene->evaluator, &scene->slice, &scene->window, canvas->view.samples);
    if (status != DESCENT_SUCCESS)
        return status;
    status = descent_levels_choose(&levels, &field, &canvas->view, true);
    if (status == DESCENT_SUCCESS) {
        descent_bands_set(canvas, &levels, band_strength);
        add_bands(canvas, &field, &levels, cells);
        status = add_level_lines(canvas, &field, &levels);
    }
    descent_field_close(&field);
    return status;
}

static descent_status draw(descent_canvas *canvas, descent_scene *scene)
{
    char title[descent_title_size];
    descent_scene_title(scene, title, sizeof title);
    descent_status status = descent_strokes_lay_out(canvas, scene, title,
                                                    scene->has_loss ? DESCENT_LAYOUT_COLOUR_BAR : DESCENT_LAYOUT_AXES);
    if (status != DESCENT_SUCCESS)
        return status;
    set_axes(canvas, scene);
    const size_t cells[2] = {(size_t)((canvas->right - canvas->left) * canvas->view.width / pixels_per_cell),
                             (size_t)((canvas->top - canvas->bottom) * canvas->view.height / pixels_per_cell)};
    if (scene->has_loss) {
        descent_bands_label(canvas);
        status = add_landscape(canvas, scene, cells);
    }
    if (status == DESCENT_SUCCESS)
        status = descent_strokes_add(canvas, scene, cells, NULL);
    if (status != DESCENT_SUCCESS)
        return status;
    descent_script_add(&canvas->script, "plot ");
    if (scene->has_loss)
        plot_bands(canvas, &scene->window, cells);
    descent_strokes_plot(canvas, scene);
    return status;
}

static descent_status check_paths(const descent_path *const *paths, size_t count)
{
    if (count > most_paths)
        return descent_fail(DESCENT_EINVAL, "count must be at most %d, got %zu", most_paths, count);
    if (count > 0 && !paths)
        return descent_fail(DESCENT_EINVAL, "paths must not be NULL");
    for (size_t i = 0; i < count; i++)
        if (!paths[i])
            return descent_fail(DESCENT_EINVAL, "paths[%zu] must not be NULL", i);
    return DESCENT_SUCCESS;
}

descent_status descent_plot_contours(const descent_problem *problem, const descent_path *const *paths, size_t count,
                                     const descent_plot_view *view, const char *file)
{
    descent_canvas canvas;
    descent_scene scene = {0};
    descent_status status = check_paths(paths, count);
    if (status != DESCENT_SUCCESS)
        return status;
    status = descent_canvas_open(&canvas, view, file);
    if (status == DESCENT_SUCCESS)
        status = descent_scene_open(&scene, problem, paths, count, &canvas.view);
    if (status == DESCENT_SUCCESS)
        status = scene.dimension == 1 ? descent_curve_draw(&canvas, &scene) : draw(&canvas, &scene);
    if (status == DESCENT_SUCCESS)
        status = descent_canvas_finish(&canvas, file);
    descent_scene_close(&scene);
    descent_canvas_close(&canvas);
    return status;
}

descent_status descent_plot_contour(const descent_problem *problem, const descent_path *path,
                                    const descent_plot_view *view, const char *file)
{
    return descent_plot_contours(problem, &path, path ? 1 : 0, view, file);
}
