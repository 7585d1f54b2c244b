#include "allocation/scenarios.h"

#include <descent/engine.h>
#include <descent/landscapes.h>

static int observe(descent_engine *engine, void *context)
{
    (void)engine;
    (void)context;
    return 0;
}

descent_status descent_scenario_engine(void)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const double start[] = {4, 1.075};
    descent_engine *engine;
    descent_status status = descent_engine_new(&engine, &problem, descent_nesterov(0.1, 0.5), start);
    if (status != DESCENT_SUCCESS) {
        DESCENT_REQUIRE(!engine);
        return status;
    }
    status = descent_engine_add_observer(engine, observe, NULL);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_record(engine, NULL);
    while (status == DESCENT_SUCCESS && descent_engine_steps(engine) < 300) {
        const uint64_t before = descent_engine_steps(engine);
        const double x = descent_engine_point(engine)[0];
        status = descent_engine_step(engine);
        if (status != DESCENT_SUCCESS) {
            DESCENT_REQUIRE(descent_engine_steps(engine) == before);
            DESCENT_REQUIRE(descent_engine_point(engine)[0] == x);
        }
    }
    descent_engine_free(engine);
    return status;
}
