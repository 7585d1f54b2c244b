/* The view: checking it, and what follows from it. */
#ifndef DESCENT_LIB_PLOT_VIEW_H
#define DESCENT_LIB_PLOT_VIEW_H

#include <stdbool.h>

#include <descent/plot.h>

/* Copies the view, or the defaults for NULL, if it is in range; else DESCENT_EINVAL. */
descent_status descent_view_resolve(const descent_plot_view *given, descent_plot_view *view);

/* Do the variables and the origin fit problems of this dimension? `plane` if two variables are shown. */
descent_status descent_view_check_dimension(const descent_plot_view *view, size_t dimension, bool plane);

/* Is that end of the window given by the view? */
bool descent_view_has_x_window(const descent_plot_view *view);
bool descent_view_has_y_window(const descent_plot_view *view);

#endif
