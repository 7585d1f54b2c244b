/* The view: checking it, and what follows from it. */
#ifndef DESCENT_LIB_PLOT_PAGE_VIEW_H
#define DESCENT_LIB_PLOT_PAGE_VIEW_H

#include <stdbool.h>

#include <descent/plot.h>

/*
 * Copies the view, with the default for NULL and wherever a field is 0, if it is in range; else DESCENT_EINVAL. In the copy
 * limits and a yaw that are not given are NaN, and variables are counted from 0.
 */
descent_status descent__view_resolve(const descent_plot_view *given, descent_plot_view *view);

/* Do the variables and the origin fit problems of this dimension? `plane` if two variables are shown. */
descent_status descent__view_check_dimension(const descent_plot_view *view, size_t dimension, bool plane);

/* Is that end of the window given by the view? */
bool descent__view_has_x_window(const descent_plot_view *view);
bool descent__view_has_y_window(const descent_plot_view *view);

#endif
