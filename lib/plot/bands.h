/* Bands of the loss as colours: the palette and the colour bar. */
#ifndef DESCENT_LIB_PLOT_BANDS_H
#define DESCENT_LIB_PLOT_BANDS_H

#include "plot/canvas.h"
#include "plot/field.h"

/*
 * Sets palette and colour bar, so that the band from limits[i] to limits[i + 1] has the colour of i to i + 1.
 * `strength` is how much of the palette's colours is mixed into the ground.
 */
void descent_bands_set(descent_canvas *canvas, const descent_levels *levels, double strength);

/* Labels the colour bar. */
void descent_bands_label(descent_canvas *canvas);

#endif
