/* Paths and critical points, drawn over a contour or upon a surface, and their legend. */
#ifndef DESCENT_LIB_PLOT_SCENE_STROKES_H
#define DESCENT_LIB_PLOT_SCENE_STROKES_H

#include "plot/scene/scene.h"

/*
 * Lays out the canvas and chooses the scene's window: the legend tells where paths leave the window, whose shape
 * depends on the legend's room.
 */
descent_status descent__strokes_lay_out(descent__canvas *canvas, descent__scene *scene, const char *title,
                                        descent__layout layout);

/* Lays out the canvas for a scene whose window is chosen. */
void descent__strokes_legend(descent__canvas *canvas, const descent__scene *scene, const char *title,
                             descent__layout layout);

/*
 * Appends the data: $line0, $dots0, $start0, $end0 and so on for each path, $kind1 and so on for each kind of critical
 * point; and arrows where a path leaves for good. With a surface, each point is laid upon it. DESCENT_ENOMEM.
 */
descent_status descent__strokes_add(descent__canvas *canvas, const descent__scene *scene, const size_t cells[2],
                                    const descent__field *surface);

/* Appends the elements of the plot command that draw the data, and ends the command. `curve`: the element of a curve that the paths go
 * along, or NULL. */
void descent__strokes_plot(descent__canvas *canvas, const descent__scene *scene, const char *curve);

#endif
