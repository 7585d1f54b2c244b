#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "base/vector.h"
#include "plot/field/bands.h"
#include "plot/page/axes.h"
#include "plot/page/image.h"
#include "plot/pictures/curve.h"
#include "plot/pictures/pictures.h"
#include "plot/scene/scene.h"
#include "plot/scene/strokes.h"

/* Sides of the cells of the bands' image, in pixels, whose stairs the level lines cover; and how many are enough. */
static const double pixels_per_cell = 2, most_cells = 600000;

/* Between axes and colour bar, in font heights. */
static const double bar_gap = 0.7;

/* How much of a band's colour is mixed into the ground: pale enough for paths of any colour. */
static const double band_strength = 0.62;

/* A loss so little below the lowest band, of that band's width, is on its limit but for rounding. */
static const double on_limit = 1e-9;

/* The image of the bands, finer than the samples, so that its edges follow the level lines. */
static void add_bands(descent__script *script, const descent__image *image, const descent__field *field,
                      const descent__levels *levels)
{
    descent__image_begin(image, script);
    for (size_t row = 0; row < image->cells[1]; row++) {
        descent__image_begin_row(image, row, script);
        for (size_t column = 0; column < image->cells[0]; column++) {
            const double place[] = {descent__image_middle(image, 0, column), descent__image_middle(image, 1, row)};
            const size_t band = descent__levels_band(levels, descent__field_at(field, place));
            if (band == levels->count)
                descent__script_add(script, " NaN");
            else
                descent__script_add(script, " %zu.5", band);
        }
    }
    descent__image_end(script);
}

static descent_status add_level_lines(descent__canvas *canvas, const descent__field *field,
                                      const descent__levels *levels)
{
    unsigned colours[descent__most_levels];
    for (size_t i = 1; i < levels->count; i++) {
        const double at = (double)i / (double)levels->count;
        const unsigned colour = descent__palette_colour(canvas->view.palette, canvas->view.theme, at);
        /* Half-way to the ink: the palest lines would vanish on their own bands. */
        colours[i] = descent__mix_colours(colour, canvas->inks.ink, 0.35);
    }
    descent__script_add(&canvas->script, "$levels << EOD\n");
    const descent_status status =
        descent__field_trace_levels(field, levels->count - 1, levels->limits + 1, colours + 1, &canvas->script);
    descent__script_add(&canvas->script, "EOD\n");
    return status;
}

/* No sample may have come so low as the paths do: then the lowest band has what lies below it, too. */
static void note_ends(descent__scene *scene, descent__levels *levels)
{
    const double limit = levels->limits[0] - on_limit * (levels->limits[1] - levels->limits[0]);
    for (size_t i = 0; i < scene->trace_count; i++) {
        const descent__trace *const trace = &scene->traces[i];
        const double *const end = trace->places + 2 * (trace->held - 1);
        if (descent__window_contains(&scene->window, end))
            levels->lower = levels->lower || descent__scene_loss(scene, end) < limit;
    }
}

/* Samples the loss and divides it into bands; their colour bar takes its room from the axes. */
static descent_status sample(descent__canvas *canvas, descent__scene *scene, descent__field *field,
                             descent__levels *levels)
{
    descent_status status =
        descent__field_open(field, &scene->evaluator, &scene->slice, &scene->window, canvas->view.samples);
    if (status == DESCENT_SUCCESS)
        status = descent__levels_choose(levels, field, &canvas->view, true);
    if (status == DESCENT_SUCCESS)
        status = descent__field_refine(field, &scene->evaluator, &scene->slice, levels);
    if (status == DESCENT_SUCCESS) {
        descent__levels_note_beyond(levels, field);
        note_ends(scene, levels);
        const double room = bar_gap / canvas->width + descent__bands_width(canvas, levels);
        canvas->right = fmax(fmin(canvas->right, 1 - room), 0.6);
        descent__bands_set(canvas, levels, band_strength);
    }
    return status;
}

static descent_status add_landscape(descent__canvas *canvas, const descent__image *image, const descent__field *field,
                                    const descent__levels *levels)
{
    descent__bands_draw(canvas, levels, canvas->right + bar_gap / canvas->width, canvas->bottom, canvas->top);
    add_bands(&canvas->script, image, field, levels);
    return add_level_lines(canvas, field, levels);
}

static void draw_axes(descent__canvas *canvas, const descent__scene *scene)
{
    char names[2][64];
    descent__scene_axis_names(scene, names);
    if (!canvas->view.free_aspect)
        descent__axes_name_stretch(&scene->window, descent__canvas_aspect(canvas), names);
    const descent__axes axes = {.window = scene->window,
                                .aspect = descent__window_aspect(&scene->window, !canvas->view.free_aspect),
                                .labels = {names[0], names[1]}};
    descent__axes_draw(canvas, &axes);
    descent__script_add(&canvas->script, "set grid front\n");
}

/* The cells of the image of the bands: few enough to be drawn in a second or two. */
static descent__image choose_cells(const descent__canvas *canvas, const descent__window *window)
{
    const double across = (canvas->right - canvas->left) * canvas->view.width;
    const double up = (canvas->top - canvas->bottom) * canvas->view.height;
    const double size = fmax(pixels_per_cell, sqrt(across * up / most_cells));
    return (descent__image){
        .first = {window->low[0], window->low[1]},
        .last = {window->high[0], window->high[1]},
        .cells = {across > size ? (size_t)(across / size) : 1, up > size ? (size_t)(up / size) : 1}};
}

static descent_status draw(descent__canvas *canvas, descent__scene *scene, descent__field *field)
{
    char title[descent__title_size];
    descent__levels levels;
    descent__scene_title(scene, title, sizeof title);
    descent_status status = descent__strokes_lay_out(
        canvas, scene, title, scene->has_loss ? DESCENT__LAYOUT_COLOUR_BAR : DESCENT__LAYOUT_AXES);
    if (status == DESCENT_SUCCESS && scene->has_loss)
        status = sample(canvas, scene, field, &levels);
    if (status != DESCENT_SUCCESS)
        return status;
    draw_axes(canvas, scene);
    const descent__image image = choose_cells(canvas, &scene->window);
    if (scene->has_loss)
        status = add_landscape(canvas, &image, field, &levels);
    if (status == DESCENT_SUCCESS)
        status = descent__strokes_add(canvas, scene, image.cells, NULL);
    if (status != DESCENT_SUCCESS)
        return status;
    descent__script_add(&canvas->script, "plot ");
    if (scene->has_loss) {
        descent__script_add(&canvas->script, "%s notitle, \\\n  ", descent__image_plot);
        descent__script_add(&canvas->script,
                            "$levels using 1:2:3 with lines linewidth %.4g linecolor rgb variable notitle, \\\n  ",
                            1.1 * descent__line_scale(canvas));
    }
    descent__strokes_plot(canvas, scene, NULL);
    return status;
}

descent_status descent__draw_contour(descent__canvas *canvas, const descent_picture *picture)
{
    descent__scene scene = {0};
    descent__field field = {0};
    descent_status status = descent__scene_open(&scene, picture, &canvas->view);
    if (status == DESCENT_SUCCESS)
        status = scene.dimension == 1 ? descent__curve_draw(canvas, &scene) : draw(canvas, &scene, &field);
    descent__field_close(&field);
    descent__scene_close(&scene);
    return status;
}
