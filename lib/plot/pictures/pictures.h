/* One function for each kind of picture: what is checked is that it is given what it needs. */
#ifndef DESCENT_LIB_PLOT_PICTURES_PICTURES_H
#define DESCENT_LIB_PLOT_PICTURES_PICTURES_H

#include "plot/page/canvas.h"

/* Draws a picture into an open canvas, up to the end of the plot command. */
typedef descent_status descent__draw_function(descent__canvas *canvas, const descent_picture *picture);

descent__draw_function descent__draw_contour;
descent__draw_function descent__draw_surface;
descent__draw_function descent__draw_convergence;
descent__draw_function descent__draw_orbit;
descent__draw_function descent__draw_return_map;
descent__draw_function descent__draw_bifurcation;
descent__draw_function descent__draw_basins;

#endif
