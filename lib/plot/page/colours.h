/* The colours of the pictures. A colour is 0xRRGGBB. */
#ifndef DESCENT_LIB_PLOT_PAGE_COLOURS_H
#define DESCENT_LIB_PLOT_PAGE_COLOURS_H

#include <stddef.h>

#include <descent/plot.h>

/* What a theme paints everything but the data with. */
typedef struct descent__inks {
    unsigned ground;
    unsigned ink;
    unsigned grid;
    unsigned shade; /* areas that are marked, and runs that diverged */
} descent__inks;

descent__inks descent__theme_inks(descent_plot_theme theme);

/* Colour of the mark of a kind. All have that of the text, which shows on every band: their shapes tell kinds apart. */
unsigned descent__mark_colour(const descent__inks *inks, descent_critical_kind kind);

/* The palette at 0 (low) to 1 (high): near the ground's colour where it is low. */
unsigned descent__palette_colour(descent_plot_palette palette, descent_plot_theme theme, double at);

/* share of b, the rest of a */
unsigned descent__mix_colours(unsigned a, unsigned b, double share);

/* Colour of the number-th line: eight that the colour-blind can tell apart, then again. */
unsigned descent__line_colour(descent_plot_theme theme, size_t number);

#endif
