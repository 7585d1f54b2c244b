/* The monitor watches runs of up to a million steps, and stops each as soon as it is clear what it does. */
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <descent/monitor.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static void require(descent_status status)
{
    if (status == DESCENT_SUCCESS)
        return;
    fprintf(stderr, "early_stop: %s: %s\n", descent_status_string(status), descent_error_detail());
    exit(EXIT_FAILURE);
}

int main(void)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const double start[] = {4, 2.5};
    const double step_sizes[] = {0.01, 0.1, 0.2, 0.28, 0.29, 0.5};

    for (size_t i = 0; i < sizeof step_sizes / sizeof step_sizes[0]; i++) {
        descent_engine *engine;
        descent_monitor *monitor;
        require(descent_engine_new(&engine, &problem, descent_fixed_step(step_sizes[i]), start));
        require(descent_monitor_new(&monitor, 2, NULL));
        require(descent_monitor_attach(monitor, engine));
        require(descent_engine_run(engine, 1000000));
        const double *const x = descent_engine_point(engine);
        printf("Step size %.2f: %-9s after %4" PRIu64 " steps, at (%.6g, %.6g)%s\n", step_sizes[i],
               descent_ending_string(descent_monitor_view(monitor).ending), descent_engine_steps(engine), x[0], x[1],
               descent_engine_stop_reason(engine) == DESCENT_STOP_NONFINITE ? ", where numbers end" : "");
        descent_engine_free(engine);
        descent_monitor_free(monitor);
    }
    return EXIT_SUCCESS;
}
