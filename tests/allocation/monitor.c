#include "allocation/scenarios.h"

#include <descent/adaptive.h>
#include <descent/landscapes.h>
#include <descent/monitor.h>

/* A rule that may forget is asked when the monitor is attached; if there is no memory for that, it is as it was. */
static descent_status watch_adam(const descent_problem *problem, const double *start, descent_monitor *monitor)
{
    descent_engine *engine = NULL;
    descent_status status = descent_engine_new(&engine, problem, descent_adam(0.1, NULL), start);
    descent_monitor_reset(monitor);
    if (status == DESCENT_SUCCESS)
        status = descent_monitor_attach(monitor, engine);
    if (status == DESCENT_SUCCESS) {
        status = descent_engine_run(engine, 20);
        DESCENT_REQUIRE(descent_monitor_view(monitor).count == 21);
    }
    descent_engine_free(engine);
    return status;
}

/* A monitor is made, watches an engine, and speaks. */
descent_status descent_scenario_monitor(void)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const double start[] = {4, 1.075};
    descent_engine *engine = NULL;
    descent_monitor *monitor = NULL;
    descent_status status = descent_engine_new(&engine, &problem, descent_fixed_step(0.2), start);
    if (status == DESCENT_SUCCESS) {
        status = descent_monitor_new(&monitor, 2, NULL);
        DESCENT_REQUIRE((status == DESCENT_SUCCESS) == (monitor != NULL));
    }
    if (status == DESCENT_SUCCESS)
        status = descent_monitor_attach(monitor, engine);
    if (status == DESCENT_SUCCESS) {
        status = descent_engine_run(engine, 200);
        DESCENT_REQUIRE(descent_monitor_view(monitor).ending == DESCENT_ENDING_CONVERGED);
    }
    if (status == DESCENT_SUCCESS)
        status = watch_adam(&problem, start, monitor);
    descent_engine_free(engine);
    descent_monitor_free(monitor);
    return status;
}
