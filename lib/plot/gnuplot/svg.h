/* What gnuplot's SVG lacks: what the picture says, in words, and fonts to fall back on. */
#ifndef DESCENT_LIB_PLOT_GNUPLOT_SVG_H
#define DESCENT_LIB_PLOT_GNUPLOT_SVG_H

#include <stddef.h>

#include "base/file.h"

/* For who cannot see the picture. */
typedef struct descent__caption {
    const char *title;       /* what is shown, and the result */
    const char *description; /* more of it */
} descent__caption;

/*
 * Writes gnuplot's SVG with the caption in place of its own, as an image that has one, without the titles of its groups, which
 * browsers would show wherever the pointer rests; and each font with others for where it is missing.
 */
void descent__svg_write(const char *svg, size_t length, const descent__caption *caption, descent__file *file);

#endif
