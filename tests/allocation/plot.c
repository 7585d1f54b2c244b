#include "scenarios.h"

#include <descent/descent.h>
#include <descent/plot.h>
#include <unistd.h>

static const char *const script = "allocation-plot.gp";
static const char *const picture = "allocation-plot.svg";

/* A small view: what is allocated does not depend on its size. */
static void shrink(descent_plot_view *view)
{
    descent_plot_view_default(view);
    view->width = 240;
    view->height = 180;
    view->font_size = 6;
    view->samples = 8;
    view->find_critical_points = 0;
    view->y_variable = 1;
}

static descent_status draw(const descent_problem *problem, const descent_path *path, const descent_plot_view *view)
{
    descent_plot_view principal = *view;
    principal.plane = DESCENT_PLOT_PLANE_PRINCIPAL;
    descent_status status = descent_plot_contour(problem, path, view, script);
    if (status == DESCENT_SUCCESS)
        status = descent_plot_contour(problem, path, &principal, script);
    if (status == DESCENT_SUCCESS)
        status = descent_plot_surface(problem, path, view, script);
    if (status == DESCENT_SUCCESS)
        status = descent_plot_convergence_with_view(path, NULL, view, script);
    if (status == DESCENT_SUCCESS)
        status = descent_plot_return_map(path, view, script);
    /* gnuplot itself, in the simplest picture. */
    if (status == DESCENT_SUCCESS)
        status = descent_plot_orbit(path, view, picture);
    return status == DESCENT_EUNSUPPORTED ? DESCENT_SUCCESS : status;
}

descent_status descent_scenario_plot(void)
{
    static double start[] = {4, 1.075}, end[] = {2, 1.7};
    const descent_problem problem = descent_landscape_notebook();
    const descent_diagnosis diagnosis = {.ending = DESCENT_ENDING_DESCENDING};
    descent_plot_view view;
    shrink(&view);
    view.diagnosis = &diagnosis; /* its making is a scenario of its own */
    descent_path *path;
    descent_status status = descent_path_new(&path, 2, NULL);
    if (status == DESCENT_SUCCESS)
        status = descent_path_append(path, start, 4, NULL);
    if (status == DESCENT_SUCCESS)
        status = descent_path_append(path, end, -0.25, NULL);
    if (status == DESCENT_SUCCESS)
        status = draw(&problem, path, &view);
    descent_path_free(path);
    unlink(script);
    unlink(picture);
    return status;
}
