#include "plot/page/axes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/page/tics.h"
#include "plot/page/typeset.h"

enum {
    most_numbers = 9 /* along an axis: more are not read */
};

/* In font heights: numbers to axis, label to numbers, and the room of a label; a row of numbers as they look well, and as near to each
 * other as they may stand. */
static const double gap = 1.2, label_room = 1.9, usual_left = 6.2, tightest = 1.1, row = 1.9, closest = 1.1;

/* Larger numbers are told as powers of ten. */
static const double most_plain = 1e6;

static size_t fitting(double room)
{
    return room < 2 ? 2 : room > most_numbers ? most_numbers : (size_t)room;
}

static void set_tics(descent__canvas *canvas, const char *which, const descent__tics *tics)
{
    descent__script_add(&canvas->script, "set %s ", which);
    descent__tics_add(tics, &canvas->script);
    descent__script_add(&canvas->script, "\n");
}

/* The numbers at the left: fewer, until they keep apart. Returns how wide they are. */
static double choose_numbers_up(const descent__canvas *canvas, const descent__axes *axes, descent__tics *tics)
{
    const descent__window *window = &axes->window;
    const double room = (canvas->top - canvas->bottom) * canvas->view.height / canvas->view.font_size;
    if (axes->powers || axes->exponents)
        descent__tics_powers(tics, window->low[1], window->high[1], fitting(room / row));
    else
        for (size_t most = fitting(room / row); most >= 1; most--) {
            descent__tics_between(tics, window->low[1], window->high[1], most, false);
            if (((double)tics->count - 1) * closest <= room)
                break;
        }
    for (size_t i = 0; i < tics->count && axes->exponents; i++)
        tics->list[i].value = log10(tics->list[i].value);
    return descent__tics_width(tics, &canvas->script);
}

/* Makes room for the numbers at the left, and then of the rectangle the shape that was asked for: a flat one has room for fewer of them.
 * Returns how wide they are. */
static double draw_numbers_up(descent__canvas *canvas, const descent__axes *axes)
{
    descent__tics tics;
    double width = choose_numbers_up(canvas, axes, &tics);
    canvas->left = fmin(fmax(usual_left, width + gap + label_room) * canvas->view.font_size / canvas->view.width, 0.4);
    if (axes->aspect > 0) {
        descent__canvas_fit(canvas, axes->aspect);
        width = choose_numbers_up(canvas, axes, &tics);
    }
    set_tics(canvas, "ytics", &tics);
    return width;
}

/* The numbers below: fewer, until they keep apart. */
static void draw_numbers_across(descent__canvas *canvas, const descent__axes *axes)
{
    const double room = (canvas->right - canvas->left) * canvas->view.width / canvas->view.font_size;
    descent__tics tics;
    for (size_t most = fitting(room / 2); most >= 1; most--) {
        descent__tics_between(&tics, axes->window.low[0], axes->window.high[0], most, axes->steps);
        if (((double)tics.count - 1) * (descent__tics_width(&tics, &canvas->script) + tightest) <= room)
            break;
    }
    set_tics(canvas, "xtics", &tics);
}

/* How long a text centred there may be, in font heights. */
static double room_around(double centre, double pixels, double font)
{
    return 2 * fmin(centre, 1 - centre) * pixels / font;
}

static void draw_labels(descent__canvas *canvas, const descent__axes *axes, double numbers)
{
    const descent_plot_view *view = &canvas->view;
    const double font = view->font_size;
    const double across = (canvas->left + canvas->right) / 2, up = (canvas->bottom + canvas->top) / 2;
    descent__canvas_text(canvas, view->x_label ? view->x_label : axes->labels[0], across,
                         canvas->bottom - 2.9 * font / view->height, room_around(across, view->width, font), false);
    descent__canvas_text(canvas, view->y_label ? view->y_label : axes->labels[1],
                         canvas->left - (numbers + gap + 0.55) * font / view->width, up,
                         (canvas->top - canvas->bottom) * view->height / font, true);
}

void descent__axes_draw(descent__canvas *canvas, const descent__axes *axes)
{
    const descent__window *window = &axes->window;
    const double numbers = draw_numbers_up(canvas, axes);
    draw_numbers_across(canvas, axes);
    draw_labels(canvas, axes, numbers);
    descent__script_add(&canvas->script,
                        "set lmargin at screen %.6g\nset rmargin at screen %.6g\n"
                        "set bmargin at screen %.6g\nset tmargin at screen %.6g\n"
                        "set xrange [%.17g:%.17g]\nset yrange [%.17g:%.17g]\n",
                        canvas->left, canvas->right, canvas->bottom, canvas->top, window->low[0], window->high[0],
                        axes->powers ? pow(10, window->low[1]) : window->low[1],
                        axes->powers ? pow(10, window->high[1]) : window->high[1]);
}

void descent__axes_name_stretch(const descent__window *window, double box_aspect, char names[2][64])
{
    if (descent__window_aspect(window, true) > 0)
        return;
    const double ratio = (window->high[0] - window->low[0]) / (window->high[1] - window->low[1]) / box_aspect;
    const double times = ratio > 1 ? ratio : 1 / ratio, unit = pow(10, floor(log10(times)));
    char *const name = names[ratio > 1];
    const size_t used = strlen(name);
    char number[32], set[descent__typeset_size];
    descent__format(number, sizeof number, times < most_plain ? "%.0f" : "%.0e", round(times / unit) * unit);
    descent__typeset(set, number);
    snprintf(name + used, 64 - used, " (stretched about %s times)", set);
}
