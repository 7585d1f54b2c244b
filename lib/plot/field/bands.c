#include "plot/field/bands.h"

#include <math.h>
#include <stdio.h>

#include "plot/page/tics.h"
#include "plot/page/typeset.h"

/* In font heights: the bar, its numbers' distance from it, the room of the label beside them, and that of a number. */
static const double bar_width = 1.4, gap = 0.6, label_room = 2.1, row = 1.25;

static double resolution_at(const descent__levels *levels, size_t limit)
{
    const double *limits = levels->limits;
    const double below = limit > 0 ? limits[limit] - limits[limit - 1] : INFINITY;
    const double above = limit < levels->count ? limits[limit + 1] - limits[limit] : INFINITY;
    return fmin(below, above);
}

/* The outermost bands have all that lies beyond them, too: then their outer limits are none. */
static void name_limit(char *name, const descent__levels *levels, size_t limit)
{
    char number[48];
    if ((limit == 0 && levels->lower) || (limit == levels->count && levels->higher)) {
        snprintf(name, descent__typeset_size, "%s", limit ? "more" : "less");
        return;
    }
    descent__number_label(number, sizeof number, levels->limits[limit], resolution_at(levels, limit));
    descent__typeset(name, number);
}

static double widest_number(const descent__canvas *canvas, const descent__levels *levels)
{
    double widest = 0;
    for (size_t i = 0; i <= levels->count; i++) {
        char name[descent__typeset_size];
        name_limit(name, levels, i);
        widest = fmax(widest, descent__script_width(&canvas->script, name));
    }
    return widest;
}

double descent__bands_width(const descent__canvas *canvas, const descent__levels *levels)
{
    return (bar_width + gap + widest_number(canvas, levels) + label_room) / canvas->width;
}

void descent__bands_set(descent__canvas *canvas, const descent__levels *levels, double strength)
{
    /* Mixed colours end a little before the palette does: paths must show on the last band too. */
    const double strongest = strength < 1 ? 0.88 : 1;
    descent__script *script = &canvas->script;
    descent__script_add(script, "set palette maxcolors %zu defined (", levels->count);
    for (size_t band = 0; band < levels->count; band++) {
        const double at = strongest * (double)band / (double)(levels->count - 1);
        const unsigned colour = descent__palette_colour(canvas->view.palette, canvas->view.theme, at);
        descent__script_add(script, "%s%zu '#%06x'", band ? ", " : "", band,
                            descent__mix_colours(canvas->inks.ground, colour, strength));
    }
    descent__script_add(script, ")\nset cbrange [0:%zu]\n", levels->count);
}

/* Every limit has a number, or every second, third, …: as many as keep apart. */
static void add_numbers(descent__canvas *canvas, const descent__levels *levels, double height)
{
    const double room = height * canvas->view.height / (row * canvas->view.font_size);
    size_t step = 1;
    while ((double)levels->count > room * (double)step)
        step++;
    descent__script_add(&canvas->script, "set cbtics scale 0.4 (");
    for (size_t i = 0; i <= levels->count; i += step) {
        char name[descent__typeset_size];
        name_limit(name, levels, i);
        descent__script_add(&canvas->script, "%s'%s' %zu", i ? ", " : "", name, i);
    }
    descent__script_add(&canvas->script, ")\n");
}

void descent__bands_draw(descent__canvas *canvas, const descent__levels *levels, double x, double bottom, double top)
{
    const descent_plot_view *view = &canvas->view;
    const double centre = (bottom + top) / 2;
    add_numbers(canvas, levels, top - bottom);
    descent__script_add(&canvas->script, "set colorbox user origin screen %.6g,%.6g size screen %.6g,%.6g\n", x, bottom,
                        bar_width / canvas->width, top - bottom);
    descent__canvas_text(canvas, view->value_label ? view->value_label : "loss",
                         x + descent__bands_width(canvas, levels) - (label_room - 1) / canvas->width, centre,
                         2 * fmin(centre, 1 - centre) * view->height / view->font_size, true);
}
