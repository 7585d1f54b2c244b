#include "allocation/scenarios.h"

#include <descent/descent.h>
#include <descent/landscapes.h>
#include <descent/plot.h>
#include <descent/sweep.h>
#include <unistd.h>

static const char *const script = "allocation-plot.gp";
static const char *const picture_file = "allocation-plot.svg";

/* A small view: what is allocated does not depend on its size. */
static const descent_plot_view small = {.width = 240, .height = 180, .font_size = 6, .samples = 8, .no_search = 1};

static descent_status draw(descent_plot_kind kind, const descent_problem *problem, const descent_path *path,
                           const descent_plot_view *view, const char *file)
{
    /* The making of a diagnosis is a scenario of its own. */
    static const descent_diagnosis diagnosis = {.ending = DESCENT_ENDING_DESCENDING};
    const descent_picture picture = {
        .kind = kind,
        .problem = problem,
        .paths = &path,
        .path_count = 1,
        .diagnosis = kind == DESCENT_PLOT_CONVERGENCE ? NULL : &diagnosis,
        .view = view,
    };
    return descent_plot_draw(&picture, file);
}

/* Beside those of a path: a map, a bifurcation, whose script does not fit its first room, and a curve. */
static descent_status draw_sweeps(const descent_problem *problem)
{
    static const double start[] = {4, 1.25}, step_sizes[] = {0.1, 0.3, 0.55, 3};
    const descent_plane plane = {.right = 4, .top = 2, .columns = 3, .rows = 2};
    const descent_sweep_options options = {
        .steps = 8, .tail = 2, .check_count = DESCENT_SWEEP_NO_CHECKS, .no_classification = 1, .no_confirmation = 1};
    descent_sweep *sweep;
    descent_picture picture = {.kind = DESCENT_PLOT_BASINS, .view = &small};
    descent_status status = descent_sweep_plane(problem, descent_fixed_step(0.1), &plane, &options, &sweep);
    picture.sweep = sweep;
    if (status == DESCENT_SUCCESS)
        status = descent_plot_draw(&picture, script);
    descent_sweep_free(sweep);
    if (status != DESCENT_SUCCESS)
        return status;
    picture.kind = DESCENT_PLOT_BIFURCATION;
    status = descent_sweep_step_sizes(problem, start, step_sizes, 4, &options, &sweep);
    picture.sweep = sweep;
    if (status == DESCENT_SUCCESS)
        status = descent_plot_draw(&picture, script);
    descent_sweep_free(sweep);
    return status;
}

static int parabola(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = x[0] * x[0];
    return 0;
}

static descent_status draw_curve(void)
{
    static const double places[] = {-1, 0.5};
    const descent_problem problem = {.dimension = 1, .loss = parabola};
    descent_path *path;
    descent_status status = descent_path_new(&path, 1, NULL);
    for (int k = 0; k < 2 && status == DESCENT_SUCCESS; k++)
        status = descent_path_append(path, &places[k], places[k] * places[k], NULL);
    if (status == DESCENT_SUCCESS)
        status = draw(DESCENT_PLOT_CONTOUR, &problem, path, &small, script);
    descent_path_free(path);
    return status;
}

static descent_status draw_all(const descent_problem *problem, const descent_path *path)
{
    descent_plot_view principal = small;
    principal.plane = DESCENT_PLOT_PLANE_PRINCIPAL;
    descent_status status = draw(DESCENT_PLOT_CONTOUR, problem, path, &small, script);
    if (status == DESCENT_SUCCESS)
        status = draw(DESCENT_PLOT_CONTOUR, problem, path, &principal, script);
    if (status == DESCENT_SUCCESS)
        status = draw(DESCENT_PLOT_SURFACE, problem, path, &small, script);
    if (status == DESCENT_SUCCESS)
        status = draw(DESCENT_PLOT_CONVERGENCE, problem, path, &small, script);
    if (status == DESCENT_SUCCESS)
        status = draw(DESCENT_PLOT_RETURN_MAP, problem, path, &small, script);
    if (status == DESCENT_SUCCESS)
        status = draw_sweeps(problem);
    if (status == DESCENT_SUCCESS)
        status = draw_curve();
    /* gnuplot itself, in the simplest picture. */
    if (status == DESCENT_SUCCESS)
        status = draw(DESCENT_PLOT_ORBIT, problem, path, &small, picture_file);
    return status == DESCENT_EUNSUPPORTED ? DESCENT_SUCCESS : status;
}

descent_status descent_scenario_plot(void)
{
    static double start[] = {4, 1.075}, end[] = {2, 1.7};
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    descent_path *path;
    descent_status status = descent_path_new(&path, 2, NULL);
    if (status == DESCENT_SUCCESS)
        status = descent_path_append(path, start, 4, NULL);
    if (status == DESCENT_SUCCESS)
        status = descent_path_append(path, end, -0.25, NULL);
    if (status == DESCENT_SUCCESS)
        status = draw_all(&problem, path);
    descent_path_free(path);
    unlink(script);
    unlink(picture_file);
    return status;
}
