/* The loss of a single variable, as a curve with the paths upon it. */
#ifndef DESCENT_LIB_PLOT_PICTURES_CURVE_H
#define DESCENT_LIB_PLOT_PICTURES_CURVE_H

#include "plot/scene/scene.h"

/* Draws an open scene of one variable up to the end of the plot command. */
descent_status descent__curve_draw(descent__canvas *canvas, descent__scene *scene);

#endif
