#include "plot/page/legend.h"

#include <math.h>
#include <stdio.h>

/* In font heights: the room of a symbol or line with the gap to its name, and between entries. */
static const double sample = 2.2, gap = 1.6;

/* Of a name, where the picture is as wide: a kind of point and its place. */
static const double longest = 34;

const double descent__ring_hole = 0.6;

descent__legend_entry *descent__legend_add(descent__legend *legend, const char *name, unsigned colour)
{
    /* The last place is overwritten when there is no room: the caller need not care. */
    if (legend->count < descent__most_entries)
        legend->count++;
    descent__legend_entry *entry = &legend->entries[legend->count - 1];
    *entry = (descent__legend_entry){.colour = colour};
    snprintf(entry->name, sizeof entry->name, "%s", name);
    return entry;
}

static double longest_in(const descent__canvas *canvas)
{
    return fmin(longest, canvas->width - 2 - sample);
}

static double width_of(const descent__legend_entry *entry, const descent__canvas *canvas)
{
    return sample + fmin(descent__script_width(&canvas->script, entry->name), longest_in(canvas));
}

/* The entries of the row that begins with `first`: returns the one after them, and how wide they are. */
static size_t fill_row(const descent__legend *legend, const descent__canvas *canvas, size_t first, double *width)
{
    const double room = canvas->width - 2;
    size_t next = first;
    *width = -gap;
    while (next < legend->count) {
        const double wider = *width + gap + width_of(&legend->entries[next], canvas);
        if (next > first && wider > room)
            break;
        *width = wider;
        next++;
    }
    return next;
}

unsigned descent__legend_rows(const descent__legend *legend, const descent__canvas *canvas)
{
    unsigned rows = 0;
    double width;
    for (size_t first = 0; first < legend->count; rows++)
        first = fill_row(legend, canvas, first, &width);
    return rows;
}

/* Symbols of the same pointsize differ in size from terminal to terminal. */
double descent__point_size(const descent__canvas *canvas, double size)
{
    static const double shares[] = {[DESCENT__FORMAT_PNG] = 1.25,
                                    [DESCENT__FORMAT_SVG] = 0.5,
                                    [DESCENT__FORMAT_PDF] = 0.75,
                                    [DESCENT__FORMAT_SCRIPT] = 1.25};
    return size * shares[canvas->format] * descent__line_scale(canvas);
}

static void draw_symbol(descent__canvas *canvas, unsigned type, double size, unsigned colour, double x, double y)
{
    descent__script_add(
        &canvas->script,
        "set label '' at screen %.6g,%.6g point pointtype %u pointsize %.4g linecolor rgb '#%06x' front\n", x, y, type,
        descent__point_size(canvas, size), colour);
}

static void draw_entry(const descent__legend_entry *entry, descent__canvas *canvas, double x, double y)
{
    const double column = canvas->view.font_size / canvas->view.width;
    const double row = canvas->view.font_size / canvas->view.height;
    const double scale = descent__line_scale(canvas);
    descent__script *script = &canvas->script;
    if (entry->area)
        descent__script_add(
            script,
            "set object rectangle from screen %.6g,%.6g to screen %.6g,%.6g front fillstyle solid noborder "
            "fillcolor rgb '#%06x'\n",
            x + 0.3 * column, y - 0.4 * row, x + 1.7 * column, y + 0.4 * row, entry->colour);
    if (entry->line_width > 0)
        descent__script_add(
            script,
            "set arrow from screen %.6g,%.6g to screen %.6g,%.6g nohead front linewidth %.4g dashtype %s "
            "linecolor rgb '#%06x'\n",
            x, y, x + 1.9 * column, y, entry->line_width * scale, entry->dashes ? entry->dashes : "solid",
            entry->colour);
    if (entry->symbol.type > 0)
        draw_symbol(canvas, entry->symbol.type, entry->symbol.size, entry->colour, x + 0.95 * column, y);
    if (entry->symbol.ring)
        draw_symbol(canvas, entry->symbol.type, entry->symbol.size * descent__ring_hole, canvas->inks.ground,
                    x + 0.95 * column, y);
    descent__script_add(script, "set label ");
    descent__script_quote(script, entry->name, longest_in(canvas), 1);
    descent__script_add(script, " at screen %.6g,%.6g left front textcolor rgb '#%06x'\n", x + sample * column, y,
                        canvas->inks.ink);
}

void descent__legend_draw(const descent__legend *legend, descent__canvas *canvas)
{
    const double column = canvas->view.font_size / canvas->view.width;
    const double line = descent__line_height * canvas->view.font_size / canvas->view.height;
    unsigned row = descent__legend_rows(legend, canvas);
    for (size_t next = 0; next < legend->count;) {
        const size_t first = next;
        double width;
        next = fill_row(legend, canvas, first, &width);
        double x = 0.5 - width * column / 2;
        row--;
        for (size_t i = first; i < next; i++) {
            draw_entry(&legend->entries[i], canvas, x, (0.7 + row) * line);
            x += (width_of(&legend->entries[i], canvas) + gap) * column;
        }
    }
}
