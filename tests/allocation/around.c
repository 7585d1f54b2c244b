#include "allocation/failing.h"
#include "allocation/scenarios.h"

#include <string.h>
#include <unistd.h>

#include <descent/ask.h>
#include <descent/landscapes.h>
#include <descent/monitor.h>
#include <descent/path.h>
#include <descent/progress.h>
#include <descent/resume.h>
#include <descent/step_finders.h>
#include <descent/stops.h>

static const double start[] = {4, 1.075};

/* A point for which there was no memory is asked for again as if nothing had been, and then there is, or is none once more. */
static descent_status ask(descent_engine *engine, descent_request *request)
{
    const descent_status status = descent_engine_ask(engine, 6, request);
    if (status != DESCENT_ENOMEM)
        return status;
    const size_t before = descent_failing_requests();
    const descent_status again = descent_engine_ask(engine, 6, request);
    DESCENT_REQUIRE(again == DESCENT_SUCCESS || descent_failing_requests() > before);
    return again;
}

/* What fails is asked for again, as long as it is only memory. */
static descent_status talk(descent_engine *engine, const descent_problem *problem)
{
    descent_request request;
    descent_status status;
    while ((status = ask(engine, &request)) == DESCENT_SUCCESS && request.x) {
        double loss = 0, gradient[2] = {0, 0};
        problem->loss(2, request.x, &loss, NULL);
        problem->gradient(2, request.x, gradient, NULL);
        status = descent_engine_tell(engine, loss, gradient, 0);
        /* What was told is not asked for any more. */
        DESCENT_REQUIRE(status != DESCENT_SUCCESS || descent_engine_tell(engine, loss, gradient, 0) == DESCENT_EINVAL);
        if (status != DESCENT_SUCCESS) {
            const descent_status again = descent_engine_ask(engine, 6, &request);
            DESCENT_REQUIRE(again != DESCENT_SUCCESS || request.x);
            return status;
        }
    }
    /* Nothing is asked for any more because all steps are made, and not for want of memory. */
    DESCENT_REQUIRE(status != DESCENT_SUCCESS || descent_engine_steps(engine) == 6);
    return status;
}

descent_status descent_scenario_ask(void)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const descent_problem told = {.dimension = 2, .loss = descent_told_loss, .gradient = descent_told_gradient};
    descent_engine *engine;
    descent_status status = descent_engine_new(&engine, &told, descent_wolfe(1, NULL), start);
    if (status != DESCENT_SUCCESS) {
        DESCENT_REQUIRE(!engine);
        return status;
    }
    status = talk(engine, &problem);
    descent_engine_free(engine);
    return status;
}

descent_status descent_scenario_change(void)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const descent_stops stops = {.any = DESCENT_CRITERION_POINT_CHANGE};
    char line[400];
    descent_engine *engine;
    descent_status status = descent_engine_new(&engine, &problem, descent_fixed_step(0.1), start);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_set_stops(engine, &stops);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_run(engine, 3);
    if (status == DESCENT_SUCCESS) {
        const double x = descent_engine_point(engine)[0];
        status = descent_engine_set_rule(engine, descent_lbfgs(1, 3, NULL));
        DESCENT_REQUIRE(descent_engine_point(engine)[0] == x);
        DESCENT_REQUIRE((strcmp(descent_engine_rule(engine)->type->name, "fixed step") == 0) ==
                        (status != DESCENT_SUCCESS));
    }
    if (status == DESCENT_SUCCESS)
        status = descent_engine_run(engine, 3);
    (void)descent_engine_summary(engine, line, sizeof line);
    descent_engine_free(engine);
    return status;
}

descent_status descent_scenario_resume(void)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const descent_rule rule = descent_heavy_ball(0.1, 0.5);
    const descent_path_options options = {.columns = DESCENT_PATH_STEP_LENGTH};
    char names[2][64];
    descent_engine *engine = NULL, *again = NULL;
    descent_monitor *monitor = NULL, *watching = NULL;
    snprintf(names[0], sizeof names[0], "allocation-resume-%ld.descent", (long)getpid());
    snprintf(names[1], sizeof names[1], "allocation-resume-%ld.monitor", (long)getpid());
    descent_status status = descent_engine_new(&engine, &problem, rule, start);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_record(engine, &options);
    if (status == DESCENT_SUCCESS)
        status = descent_monitor_new(&monitor, 2, NULL);
    if (status == DESCENT_SUCCESS)
        status = descent_monitor_attach(monitor, engine);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_run(engine, 5);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_save(engine, names[0]);
    if (status == DESCENT_SUCCESS)
        status = descent_monitor_save(monitor, names[1]);
    if (status == DESCENT_SUCCESS) {
        status = descent_engine_load(&again, &problem, rule, names[0]);
        DESCENT_REQUIRE(!again == (status != DESCENT_SUCCESS));
        /* The row of the last point may find no room when it is asked for. */
        DESCENT_REQUIRE(!again || descent_path_view(descent_engine_path(again)).count + 1 >=
                                      descent_path_view(descent_engine_path(engine)).count);
    }
    if (status == DESCENT_SUCCESS) {
        status = descent_monitor_load(&watching, names[1]);
        DESCENT_REQUIRE(!watching == (status != DESCENT_SUCCESS));
    }
    descent_engine_free(engine);
    descent_engine_free(again);
    descent_monitor_free(monitor);
    descent_monitor_free(watching);
    remove(names[0]);
    remove(names[1]);
    return status;
}
