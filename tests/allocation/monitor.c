#include "allocation/scenarios.h"

#include <descent/landscapes.h>
#include <descent/monitor.h>

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
    descent_engine_free(engine);
    descent_monitor_free(monitor);
    return status;
}
