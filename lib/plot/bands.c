#include "plot/bands.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    most_labelled = 13 /* limits with a label at the colour bar: more would touch */
};

/* Four digits, and an exponent without sign and zeros: there is little room beside the colour bar. */
static void name_limit(char *name, size_t size, double limit)
{
    descent_format(name, size, "%.4g", limit);
    char *exponent = strchr(name, 'e');
    if (!exponent)
        return;
    const long power = strtol(exponent + 1, NULL, 10);
    snprintf(exponent, size - (size_t)(exponent - name), "e%ld", power);
}

void descent_bands_set(descent_canvas *canvas, const descent_levels *levels, double strength)
{
    /* Mixed colours end a little before the palette does: paths must show on the last band too. */
    const double strongest = strength < 1 ? 0.88 : 1;
    descent_script *script = &canvas->script;
    descent_script_add(script, "set palette maxcolors %zu defined (", levels->count);
    for (size_t band = 0; band < levels->count; band++) {
        const double at = strongest * (double)band / (double)(levels->count - 1);
        const unsigned colour = descent_palette_colour(canvas->view.palette, canvas->view.theme, at);
        descent_script_add(script, "%s%zu '#%06x'", band ? ", " : "", band,
                           descent_mix_colours(canvas->inks.ground, colour, strength));
    }
    descent_script_add(script, ")\nset cbrange [0:%zu]\nset cbtics scale 0.4 (", levels->count);
    const size_t step = (levels->count + most_labelled - 1) / most_labelled;
    const double rounding = 1e-9 * (levels->limits[levels->count] - levels->limits[0]);
    for (size_t i = 0; i <= levels->count; i += step) {
        const double limit = fabs(levels->limits[i]) < rounding ? 0 : levels->limits[i];
        char name[32];
        name_limit(name, sizeof name, limit);
        descent_script_add(script, "%s'%s' %zu", i ? ", " : "", name, i);
    }
    descent_script_add(script, ")\n");
}

void descent_bands_label(descent_canvas *canvas)
{
    descent_canvas_label(canvas, "cblabel", canvas->view.value_label, "loss", "");
}
