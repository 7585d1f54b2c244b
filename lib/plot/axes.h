/* The axes of a plane picture: ranges, numbers and labels, with the room that they need. */
#ifndef DESCENT_LIB_PLOT_AXES_H
#define DESCENT_LIB_PLOT_AXES_H

#include "plot/canvas.h"
#include "plot/window.h"

typedef struct descent_axes {
    descent_window window; /* with `powers`, low[1] and high[1] are exponents of ten */
    bool steps;            /* the first axis counts steps: whole numbers */
    bool powers;           /* the second axis is logarithmic */
    double aspect;         /* width over height to give the rectangle; 0: all the room there is */
    const char *labels[2]; /* where the view has none */
} descent_axes;

/* Settles the axes' rectangle within the room that descent_canvas_lay_out() left. */
void descent_axes_draw(descent_canvas *canvas, const descent_axes *axes);

#endif
