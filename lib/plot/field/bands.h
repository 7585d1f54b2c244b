/* Bands of the loss as colours: the palette and the colour bar. */
#ifndef DESCENT_LIB_PLOT_FIELD_BANDS_H
#define DESCENT_LIB_PLOT_FIELD_BANDS_H

#include "plot/field/field.h"
#include "plot/page/canvas.h"

/*
 * Sets the palette, so that the band from limits[i] to limits[i + 1] has the colour of i to i + 1.
 * `strength` is how much of the palette's colours is mixed into the ground.
 */
void descent__bands_set(descent__canvas *canvas, const descent__levels *levels, double strength);

/* Draws the colour bar, its left side at x, and at its right the limits' numbers and what the loss is called. */
void descent__bands_draw(descent__canvas *canvas, const descent__levels *levels, double x, double bottom, double top);

/* The room that it takes from x on, as a share of the picture's width. */
double descent__bands_width(const descent__canvas *canvas, const descent__levels *levels);

#endif
