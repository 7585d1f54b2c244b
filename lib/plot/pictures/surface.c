#include <math.h>

#include "base/status.h"
#include "plot/field/bands.h"
#include "plot/page/axes.h"
#include "plot/page/tics.h"
#include "plot/pictures/pictures.h"
#include "plot/scene/scene.h"
#include "plot/scene/side.h"
#include "plot/scene/strokes.h"

enum {
    most_height_tics = 3, /* the vertical axis is short */
    vector_samples = 90,  /* an SVG or PDF has a polygon for each sample: with more it could hardly be opened */
    finest = 512          /* polygons along an axis, beyond which nothing is gained and minutes are lost */
};

/* Width over height of the room of the box in space: beyond, gnuplot would stretch it. */
static const double narrowest = 0.9, widest = 1.7;

/* How long the label of an axis may be, of the picture's width. */
static const double label_share = 0.25;

/* In font heights: between the box and the colour bar, and numbers that have room left of the box. */
static const double bar_gap = 1.3, usual_numbers = 2.5;

/* Numbers of the axes stand so many letters away from the front corner, where both axes have some. */
static const double tic_shift = 0.7;

/* Heights beyond the coloured range are cut off, this share of the range above it. */
static const double headroom = 0.002;

static bool is_vector(const descent__canvas *canvas)
{
    return canvas->format == DESCENT__FORMAT_SVG || canvas->format == DESCENT__FORMAT_PDF;
}

static void add_surface(descent__canvas *canvas, const descent__field *field, const descent__levels *levels)
{
    descent__script *script = &canvas->script;
    descent__script_add(script, "$surface << EOD\n");
    for (size_t row = 0; row < field->up; row++) {
        for (size_t column = 0; column < field->across; column++) {
            double place[2];
            descent__field_place(field, column, row, place);
            const double value = field->values[row * field->across + column];
            if (isnan(value) || field->at_pole[row * field->across + column])
                descent__script_add(script, "%.12g %.12g NaN NaN\n", place[0], place[1]);
            else
                descent__script_add(script, "%.12g %.12g %.17g %.4f\n", place[0], place[1], value,
                                    descent__levels_position(levels, value));
        }
        descent__script_add(script, "\n");
    }
    descent__script_add(script, "EOD\n");
}

static double lowest_value(const descent__field *field)
{
    double lowest = INFINITY;
    for (size_t i = 0; i < field->across * field->up; i++)
        if (!isnan(field->values[i]))
            lowest = fmin(lowest, field->values[i]);
    return lowest;
}

/* A rectangle of the picture, in shares of it: where gnuplot fits the box in space. */
typedef struct place {
    double left, bottom, width, height;
} place;

static place find_place(const descent__canvas *canvas, const descent__levels *levels, double numbers)
{
    const double line = descent__line_height * canvas->view.font_size / canvas->view.height;
    const double room = 1 - bar_gap / canvas->width - descent__bands_width(canvas, levels);
    /* The numbers of the vertical axis stand left of the box. */
    const double left = 0.02 + fmax(0, numbers - usual_numbers) / canvas->width;
    return (place){.left = left,
                   .bottom = canvas->bottom - 2.6 * line,
                   .width = fmax(room - left, 0.3),
                   .height = canvas->top - canvas->bottom + 3 * line};
}

/* gnuplot would stretch the box in a place that is very long. */
static void keep_shape(const descent__canvas *canvas, place *box)
{
    const double shape = box->width * canvas->view.width / (box->height * canvas->view.height);
    if (shape > widest) {
        box->left += box->width * (1 - widest / shape) / 2;
        box->width *= widest / shape;
    } else if (shape < narrowest) {
        box->bottom += box->height * (1 - shape / narrowest) / 2;
        box->height *= shape / narrowest;
    }
}

/* Returns how wide the numbers are. */
static double add_tics(descent__canvas *canvas, const char *which, double low, double high, size_t most)
{
    descent__tics tics;
    descent__tics_between(&tics, low, high, most, false);
    descent__script_add(&canvas->script, "set %s ", which);
    descent__tics_add(&tics, &canvas->script);
    descent__script_add(&canvas->script, "\n");
    return descent__tics_width(&tics, &canvas->script);
}

static void label_axis(descent__canvas *canvas, const char *which, const char *users, const char *ours)
{
    descent__script_add(&canvas->script, "set %s ", which);
    descent__script_quote(&canvas->script, users ? users : ours, canvas->width * label_share, 2);
    descent__script_add(&canvas->script, " textcolor rgb '#%06x'\n", canvas->inks.ink);
}

/* Each sample is drawn this many times finer, where that can be seen. */
static unsigned refinement(const descent__canvas *canvas, const descent__field *field)
{
    const size_t samples = field->across > field->up ? field->across : field->up;
    return is_vector(canvas) || samples > finest / 2 ? 1 : samples > finest / 3 ? 2 : 3;
}

/* What is in the box, and from where it is seen. Returns the range of its height in `range`. */
static void set_box(descent__canvas *canvas, const descent__scene *scene, const descent__field *field,
                    const descent__levels *levels, double range[2])
{
    const descent__window *window = &scene->window;
    const unsigned fine = refinement(canvas, field);
    range[1] = levels->limits[levels->count];
    range[0] = fmin(fmax(lowest_value(field), levels->limits[0]), levels->limits[levels->count - 1]);
    const descent__side side = descent__side_choose(scene, field, range);
    descent__script_add(&canvas->script,
                        "set xrange [%.17g:%.17g]\nset yrange [%.17g:%.17g]\nset zrange [%.17g:%.17g]\n"
                        "set view %.6g,%.6g,1.06,%.4g\nset xyplane at %.17g\n"
                        "set pm3d scansautomatic clip z interpolate %u,%u\n"
                        "set border 95 linecolor rgb '#%06x' linewidth %.4g\n"
                        "set xtics offset %.4g,-0.3\nset ytics offset %.4g,-0.3\n",
                        window->low[0], window->high[0], window->low[1], window->high[1], range[0],
                        range[1] + headroom * (range[1] - range[0]), canvas->view.pitch, side.yaw, side.height,
                        range[0], fine, fine, canvas->inks.ink, descent__line_scale(canvas), tic_shift * side.x_side,
                        -tic_shift * side.x_side);
}

static void set_space(descent__canvas *canvas, const descent__scene *scene, const descent__field *field,
                      const descent__levels *levels)
{
    const descent__window *window = &scene->window;
    double range[2];
    char names[2][64];
    set_box(canvas, scene, field, levels, range);
    const double fonts_up = canvas->view.height * (canvas->top - canvas->bottom) / canvas->view.font_size;
    /* Along an axis in space there is a third of the picture's width. */
    const size_t most = (size_t)fmin(fmax(canvas->width / 8, 2), 6);
    add_tics(canvas, "xtics", window->low[0], window->high[0], most);
    add_tics(canvas, "ytics", window->low[1], window->high[1], most);
    const double numbers =
        add_tics(canvas, "ztics", range[0], range[1], (size_t)fmin(fmax(fonts_up / 6, 1), most_height_tics));
    place box = find_place(canvas, levels, numbers);
    const double bar = box.left + box.width + bar_gap / canvas->width;
    keep_shape(canvas, &box);
    descent__bands_draw(canvas, levels, bar, box.bottom + 0.25 * box.height, box.bottom + 0.85 * box.height);
    descent__script_add(&canvas->script, "set origin %.6g,%.6g\nset size %.6g,%.6g\n", box.left, box.bottom, box.width,
                        box.height);
    descent__scene_axis_names(scene, names);
    if (!canvas->view.free_aspect)
        descent__axes_name_stretch(window, 1, names); /* its base is a square */
    label_axis(canvas, "xlabel", canvas->view.x_label, names[0]);
    label_axis(canvas, "ylabel", canvas->view.y_label, names[1]);
}

static size_t count_samples(const descent__canvas *canvas)
{
    const size_t most = is_vector(canvas) ? vector_samples : finest, wanted = canvas->view.samples;
    return wanted < most ? wanted : most;
}

static descent_status draw(descent__canvas *canvas, descent__scene *scene, descent__field *field)
{
    char title[descent__title_size];
    descent__scene_title(scene, title, sizeof title);
    descent_status status = descent__strokes_lay_out(canvas, scene, title, DESCENT__LAYOUT_COLOUR_BAR);
    if (status != DESCENT_SUCCESS)
        return status;
    status = descent__field_open(field, &scene->evaluator, &scene->slice, &scene->window, count_samples(canvas));
    if (status == DESCENT_SUCCESS)
        status = descent__field_find_poles(field, &scene->evaluator, &scene->slice);
    descent__levels levels;
    if (status == DESCENT_SUCCESS)
        status = descent__levels_choose(&levels, field, &canvas->view, false);
    if (status != DESCENT_SUCCESS)
        return status;
    descent__bands_set(canvas, &levels, 1);
    set_space(canvas, scene, field, &levels);
    add_surface(canvas, field, &levels);
    const size_t cells[2] = {canvas->view.width / 2, canvas->view.height / 2};
    status = descent__strokes_add(canvas, scene, cells, field);
    if (status != DESCENT_SUCCESS)
        return status;
    descent__script_add(&canvas->script, "splot $surface using 1:2:3:4 with pm3d notitle, \\\n  ");
    descent__strokes_plot(canvas, scene, NULL);
    return status;
}

descent_status descent__draw_surface(descent__canvas *canvas, const descent_picture *picture)
{
    descent__scene scene = {0};
    descent__field field = {0};
    if (!picture->problem)
        return descent_fail(DESCENT_EINVAL, "problem must not be NULL");
    if (picture->problem->dimension == 1)
        return descent_fail(DESCENT_EINVAL, "problem must have two variables for a surface, it has one; "
                                            "a contour picture draws its curve");
    descent_status status = descent__scene_open(&scene, picture, &canvas->view);
    if (status == DESCENT_SUCCESS && !scene.has_loss)
        status = descent_fail(DESCENT_EINVAL, "problem must have a loss, to be drawn as a surface");
    if (status == DESCENT_SUCCESS)
        status = draw(canvas, &scene, &field);
    descent__field_close(&field);
    descent__scene_close(&scene);
    return status;
}
