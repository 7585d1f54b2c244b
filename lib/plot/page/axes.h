/* The axes of a plane picture: ranges, numbers and labels, with the room that they need. */
#ifndef DESCENT_LIB_PLOT_PAGE_AXES_H
#define DESCENT_LIB_PLOT_PAGE_AXES_H

#include "plot/page/canvas.h"
#include "plot/page/window.h"

typedef struct descent__axes {
    descent__window window; /* with `powers`, low[1] and high[1] are exponents of ten */
    bool steps;             /* the first axis counts steps: whole numbers */
    bool powers;            /* the second axis is logarithmic */
    bool exponents;         /* the same on a scale of these exponents, which gnuplot takes an image on */
    double aspect;          /* width over height to give the rectangle; 0: all the room there is */
    const char *labels[2];  /* where the view has none */
} descent__axes;

/* Settles the axes' rectangle within the room that descent__canvas_lay_out() left. */
void descent__axes_draw(descent__canvas *canvas, const descent__axes *axes);

/* Where the axes of a box of this width over height cannot have the same scale, the longer one says so in its name: else a saddle could
 * look like a valley. */
void descent__axes_name_stretch(const descent__window *window, double box_aspect, char names[2][64]);

#endif
