#include "plot/page/canvas.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/status.h"
#include "plot/gnuplot/text.h"
#include "plot/page/typeset.h"

static const char usual_font[] = "DejaVu Sans";

/* The font for which sizes of symbols and widths of lines are given. */
static const double usual_font_size = 22;

/* Letters of fonts of one width are so wide. */
static const double typewriter_width = 0.61;

const double descent__line_height = 1.45, descent__longest_name = 20;

/* A PDF is measured in inches: this many pixels make one. */
static const double pixels_per_inch = 96;

double descent__line_scale(const descent__canvas *canvas)
{
    return canvas->view.font_size / usual_font_size;
}

static void set_terminal(descent__canvas *canvas)
{
    const descent_plot_view *view = &canvas->view;
    descent__script *script = &canvas->script;
    if (canvas->format == DESCENT__FORMAT_SCRIPT)
        descent__script_add(script, "# gnuplot -d THIS.gp > picture.png\n");
    switch (canvas->format) {
    case DESCENT__FORMAT_SVG:
        descent__script_add(script, "set terminal svg noenhanced size %u,%u", view->width, view->height);
        break;
    case DESCENT__FORMAT_PDF:
        descent__script_add(script, "set terminal pdfcairo noenhanced fontscale 0.75 size %.6gin,%.6gin",
                            view->width / pixels_per_inch, view->height / pixels_per_inch);
        break;
    case DESCENT__FORMAT_PNG:
    case DESCENT__FORMAT_SCRIPT:
        descent__script_add(script, "set terminal pngcairo noenhanced size %u,%u", view->width, view->height);
        break;
    }
    /* Cairo's terminals measure fonts in points of 1/72 inch. */
    const double font_size =
        canvas->format == DESCENT__FORMAT_SVG ? view->font_size : view->font_size * 72 / pixels_per_inch;
    descent__script_add(script, " background '#%06x' font ", canvas->inks.ground);
    descent__script_quote(script, view->font ? view->font : usual_font, descent__longest_text, 1);
    descent__script_add(script, ".',%.6g'\n", font_size);
}

static void set_theme(descent__canvas *canvas)
{
    const descent__inks *inks = &canvas->inks;
    const double scale = descent__line_scale(canvas);
    descent__script_add(&canvas->script,
                        "set border 15 linecolor rgb '#%06x' linewidth %.4g\n"
                        "set tics front textcolor rgb '#%06x' nomirror\n"
                        "set grid linetype 1 linecolor rgb '#%06x' linewidth %.4g dashtype (2,4)\n"
                        "unset key\n",
                        inks->ink, 1.2 * scale, inks->ink, inks->grid, 0.6 * scale);
}

descent_status descent__canvas_open(descent__canvas *canvas, const descent_plot_view *view, const char *file)
{
    *canvas = (descent__canvas){.script = {.failed = true}};
    descent_status status = descent__file_format_by_name(file, &canvas->format);
    if (status == DESCENT_SUCCESS)
        status = descent__view_resolve(view, &canvas->view);
    if (status == DESCENT_SUCCESS)
        status = descent__script_open(&canvas->script);
    if (status != DESCENT_SUCCESS)
        return status;
    canvas->inks = descent__theme_inks(canvas->view.theme);
    canvas->width = canvas->view.width / canvas->view.font_size;
    canvas->script.narrowest = canvas->view.font ? typewriter_width : 0;
    set_terminal(canvas);
    set_theme(canvas);
    return DESCENT_SUCCESS;
}

void descent__canvas_close(descent__canvas *canvas)
{
    descent__script_close(&canvas->script);
}

void descent__canvas_lay_out(descent__canvas *canvas, const char *title, descent__layout layout, unsigned legend_rows)
{
    const descent_plot_view *view = &canvas->view;
    descent__script *script = &canvas->script;
    snprintf(canvas->result, sizeof canvas->result, "%s", title);
    snprintf(canvas->title, sizeof canvas->title, "%s", view->title && *view->title ? view->title : title);
    if (view->title)
        title = view->title;
    /* In font heights: numbers and label at the left and below, a colour bar with its numbers at the right. */
    const double column = 1 / canvas->width, line = descent__line_height * view->font_size / view->height;
    const size_t title_lines = descent__script_lines(script, title, canvas->width - 1, descent__title_lines);
    canvas->left = fmin(6.2 * column, 0.4);
    canvas->right = 1 - fmin((layout == DESCENT__LAYOUT_AXES ? 2.2 : 9) * column, 0.4);
    canvas->bottom = fmin((3.0 + (legend_rows > 0 ? 0.6 : 0) + legend_rows) * line, 0.6);
    canvas->top = 1 - fmin((0.8 + 0.85 * (double)title_lines) * line, 0.3);
    if (title_lines > 0) {
        /* A label, since gnuplot would centre a title on the axes, and it would be cut at the left. */
        descent__script_add(script, "set label 1 ");
        descent__script_quote(script, title, canvas->width - 1, descent__title_lines);
        descent__script_add(script, " at screen 0.5,%.6g center front textcolor rgb '#%06x'\n", 1 - 0.75 * line,
                            canvas->inks.ink);
    }
}

double descent__canvas_aspect(const descent__canvas *canvas)
{
    return (canvas->right - canvas->left) * canvas->view.width / ((canvas->top - canvas->bottom) * canvas->view.height);
}

void descent__canvas_fit(descent__canvas *canvas, double aspect)
{
    const double now = descent__canvas_aspect(canvas);
    if (now > aspect) {
        const double spare = (canvas->right - canvas->left) * (1 - aspect / now);
        canvas->left += spare / 2;
        canvas->right -= spare / 2;
    } else {
        const double spare = (canvas->top - canvas->bottom) * (1 - now / aspect);
        canvas->bottom += spare / 2;
        canvas->top -= spare / 2;
    }
}

void descent__canvas_text(descent__canvas *canvas, const char *text, double x, double y, double width, bool upright)
{
    descent__script_add(&canvas->script, "set label ");
    descent__script_quote(&canvas->script, text, width, 1);
    descent__script_add(&canvas->script, " at screen %.6g,%.6g center %s front textcolor rgb '#%06x'\n", x, y,
                        upright ? "rotate by 90" : "norotate", canvas->inks.ink);
}

const char *const *descent__picture_names(const descent_picture *picture)
{
    if (picture->sweep)
        return descent_sweep_view(picture->sweep).variable_names;
    if (picture->problem && picture->problem->variable_names)
        return picture->problem->variable_names;
    for (size_t i = 0; i < picture->path_count; i++)
        if (descent_path_view(picture->paths[i]).variable_names)
            return descent_path_view(picture->paths[i]).variable_names;
    return picture->diagnosis ? picture->diagnosis->variable_names : NULL;
}

void descent__number_name(char *name, size_t size, double value)
{
    const double magnitude = fabs(value);
    char number[32], set[descent__typeset_size];
    descent__format(number, sizeof number, magnitude == 0 || (magnitude >= 1e-2 && magnitude < 1e5) ? "%.4f" : "%.4g",
                    value);
    descent__typeset(set, number);
    snprintf(name, size, "%s", set);
}

descent_status descent__canvas_finish(descent__canvas *canvas, const char *shows, const char *file)
{
    char description[2 * descent__title_size];
    const descent__caption caption = {.title = *canvas->title ? canvas->title : shows, .description = description};
    snprintf(description, sizeof description, "%s%s%s", shows, *canvas->result ? " Here: " : "", canvas->result);
    const descent_status status = descent__script_status(&canvas->script);
    return status == DESCENT_SUCCESS
               ? descent__gnuplot_draw(&canvas->script, canvas->format, &caption, canvas->view.time_limit, file)
               : status;
}
