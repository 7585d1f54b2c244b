/* Cells of equal size that fill a rectangle of the axes, each with a number for the palette. */
#ifndef DESCENT_LIB_PLOT_PAGE_IMAGE_H
#define DESCENT_LIB_PLOT_PAGE_IMAGE_H

#include <stddef.h>

#include "plot/gnuplot/script.h"

/* The outer edges of the first and the last cell, across and up, and how many cells lie between them, two at least. */
typedef struct descent__image {
    double first[2];
    double last[2];
    size_t cells[2];
} descent__image;

/* Where the middle of a cell is on an axis; the first cell is 0. */
double descent__image_middle(const descent__image *image, size_t axis, size_t cell);

/* How a plot command draws the image that was added. */
extern const char descent__image_plot[];

/* Begins the image; then come its rows, from the first edge on, and the end. */
void descent__image_begin(const descent__image *image, descent__script *script);

/* Begins a row; then the caller adds a space and a number for each of its cells, NaN for one that is not drawn. */
void descent__image_begin_row(const descent__image *image, size_t row, descent__script *script);

void descent__image_end(descent__script *script);

#endif
