#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "plot/axes.h"
#include "plot/bands.h"
#include "plot/curve.h"
#include "plot/scene.h"
#include "plot/strokes.h"
#include "status.h"
#include "vector.h"

enum {
    most_paths = 64
};

/* Sides of the cells of the bands' image, in pixels, whose stairs the level lines cover; and how many are enough. */
static const double pixels_per_cell = 2, most_cells = 600000;

/* Between axes and colour bar, in font heights. */
static const double bar_gap = 0.7;

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

static void plot_bands(descent_canvas *canvas, const descent_window *window, const size_t cells[2])
{
    double size[2], first[2];
    for (size_t axis = 0; axis < 2; axis++) {
        size[axis] = (window->high[axis] - window->low[axis]) / (double)cells[axis];
        first[axis] = window->low[axis] + size[axis] / 2;
    }
    descent_script_add(&canvas->script,
                       "$bands matrix using (%.17g+%.17g*$1):(%.17g+%.17g*$2):3 with image notitle, \\\n"
                       "  $levels using 1:2:3 with lines linewidth %.4g linecolor rgb variable notitle, \\\n  ",
                       first[0], size[0], first[1], size[1], 1.1 * descent_line_scale(canvas));
}

/* Samples the loss and divides it into bands; their colour bar takes its room from the axes. */
static descent_status sample(descent_canvas *canvas, descent_scene *scene, descent_field *field, descent_levels *levels)
{
    descent_status status =
        descent_field_open(field, &scene->evaluator, &scene->slice, &scene->window, canvas->view.samples);
    if (status == DESCENT_SUCCESS)
        status = descent_levels_choose(levels, field, &canvas->view, true);
    if (status == DESCENT_SUCCESS) {
        const double room = bar_gap / canvas->width + descent_bands_width(canvas, levels);
        canvas->right = fmax(fmin(canvas->right, 1 - room), 0.6);
        descent_bands_set(canvas, levels, band_strength);
    }
    return status;
}

static descent_status add_landscape(descent_canvas *canvas, const descent_field *field, const descent_levels *levels,
                                    const size_t cells[2])
{
    descent_bands_draw(canvas, levels, canvas->right + bar_gap / canvas->width, canvas->bottom, canvas->top);
    add_bands(canvas, field, levels, cells);
    return add_level_lines(canvas, field, levels);
}

static void draw_axes(descent_canvas *canvas, const descent_scene *scene)
{
    char names[2][64];
    descent_scene_axis_names(scene, names);
    const descent_axes axes = {.window = scene->window,
                               .aspect = descent_window_aspect(&scene->window, canvas->view.keep_aspect),
                               .labels = {names[0], names[1]}};
    descent_axes_draw(canvas, &axes);
    descent_script_add(&canvas->script, "set grid front\n");
}

/* Pixels of the axes' rectangle for one cell of the image of the bands: few enough to be drawn in a second or two. */
static void count_cells(const descent_canvas *canvas, size_t cells[2])
{
    const double across = (canvas->right - canvas->left) * canvas->view.width;
    const double up = (canvas->top - canvas->bottom) * canvas->view.height;
    const double size = fmax(pixels_per_cell, sqrt(across * up / most_cells));
    cells[0] = across > size ? (size_t)(across / size) : 1;
    cells[1] = up > size ? (size_t)(up / size) : 1;
}

static descent_status draw(descent_canvas *canvas, descent_scene *scene, descent_field *field)
{
    char title[descent_title_size];
    descent_levels levels;
    size_t cells[2];
    descent_scene_title(scene, title, sizeof title);
    descent_status status = descent_strokes_lay_out(canvas, scene, title,
                                                    scene->has_loss ? DESCENT_LAYOUT_COLOUR_BAR : DESCENT_LAYOUT_AXES);
    if (status == DESCENT_SUCCESS && scene->has_loss)
        status = sample(canvas, scene, field, &levels);
    if (status != DESCENT_SUCCESS)
        return status;
    draw_axes(canvas, scene);
    count_cells(canvas, cells);
    if (scene->has_loss)
        status = add_landscape(canvas, field, &levels, cells);
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
    descent_field field = {0};
    descent_status status = check_paths(paths, count);
    if (status != DESCENT_SUCCESS)
        return status;
    status = descent_canvas_open(&canvas, view, file);
    if (status == DESCENT_SUCCESS)
        status = descent_scene_open(&scene, problem, paths, count, &canvas.view);
    if (status == DESCENT_SUCCESS)
        status = scene.dimension == 1 ? descent_curve_draw(&canvas, &scene) : draw(&canvas, &scene, &field);
    if (status == DESCENT_SUCCESS)
        status = descent_canvas_finish(&canvas, file);
    descent_field_close(&field);
    descent_scene_close(&scene);
    descent_canvas_close(&canvas);
    return status;
}

descent_status descent_plot_contour(const descent_problem *problem, const descent_path *path,
                                    const descent_plot_view *view, const char *file)
{
    return descent_plot_contours(problem, &path, path ? 1 : 0, view, file);
}
