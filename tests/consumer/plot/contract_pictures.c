/* The pictures of the design, as they stand there, against the companion library: see ../contract.c. Strict C99. */
#include <descent/descent.h>

#include <descent/landscapes.h>
#include <descent/plot.h>
#include <stdio.h>

static descent_status draw(const descent_problem *given, const descent_path *path, const descent_diagnosis *diagnosis,
                           const descent_sweep *sweep, const descent_sweep *map)
{
    const descent_problem problem = *given;
    const descent_plot_view view = {.samples = 16};
    const descent_status statuses[] = {
        descent_plot_contour(&problem, path, &view, "path.svg"), /* .png .svg .pdf by the ending */
        descent_plot_surface(&problem, path, &view, "surface.png"),
        descent_plot_convergence(path, diagnosis, "convergence.svg"),
        descent_plot_bifurcation(sweep, "bifurcation.png"),
        descent_plot_basins(map, "basins.png"),
    };
    const char *const files[] = {"path.svg", "surface.png", "convergence.svg", "bifurcation.png", "basins.png"};
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        if (statuses[i] != DESCENT_SUCCESS)
            return statuses[i];
        if (remove(files[i]) != 0)
            return DESCENT_EIO;
    }
    return DESCENT_SUCCESS;
}

int main(void)
{
    const double start[] = {4, 1.25}, step_sizes[] = {0.3, 0.4, 0.55, 0.6, 0.63};
    const descent_plane plane = {.left = 0, .right = 4, .bottom = 0, .top = 2, .columns = 8, .rows = 8};
    descent_problem problem;
    descent_engine *engine = NULL;
    descent_diagnosis *diagnosis = NULL;
    descent_sweep *sweep = NULL, *map = NULL;
    descent_status status = descent_landscape_problem("notebook", 0, &problem);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_new(&engine, &problem, descent_fixed_step(0.1), start);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_record(engine, NULL);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_run(engine, 64);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_diagnose(engine, NULL, &diagnosis);
    if (status == DESCENT_SUCCESS)
        status = descent_sweep_step_sizes(&problem, start, step_sizes, 5, NULL, &sweep);
    if (status == DESCENT_SUCCESS)
        status = descent_sweep_plane(&problem, descent_fixed_step(0.1), &plane, NULL, &map);
    if (status == DESCENT_SUCCESS)
        status = draw(&problem, descent_engine_path(engine), diagnosis, sweep, map);
    if (status != DESCENT_SUCCESS)
        fprintf(stderr, "%s: %s\n", descent_status_string(status), descent_error_detail());
    descent_sweep_free(map);
    descent_sweep_free(sweep);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
    /* Without gnuplot there is nothing to draw with, and that is said. */
    return status == DESCENT_SUCCESS || status == DESCENT_EUNSUPPORTED ? 0 : 1;
}
