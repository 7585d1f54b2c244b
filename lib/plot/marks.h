/* The critical points of a picture: given, found, or known from the diagnosis. */
#ifndef DESCENT_LIB_PLOT_MARKS_H
#define DESCENT_LIB_PLOT_MARKS_H

#include "plot/scene.h"

/* Fills the scene's marks. DESCENT_ENOMEM. */
descent_status descent_marks_find(descent_scene *scene, const descent_diagnosis *diagnosis);

/* Widens a window that is being chosen by the critical points that are not far from it. */
void descent_marks_frame(const descent_scene *scene, descent_window *window);

#endif
