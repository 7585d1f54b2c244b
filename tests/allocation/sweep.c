#include "allocation/scenarios.h"

#include <descent/adaptive.h>
#include <descent/basins.h>
#include <descent/bifurcation.h>
#include <descent/landscapes.h>
#include <descent/step_limit.h>
#include <descent/sweep.h>
#include <math.h>
#include <stdbool.h>

/* A rule from outside, so that runs with engines are among those that fail. */
static int advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= step->step_size * step->gradient[i];
    return 0;
}

static const descent_rule_type own_type = {.name = "own", .advance = advance};

descent_status descent_scenario_sweep_of_rules(void)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const double start[] = {4, 1.25};
    const descent_rule rules[] = {descent_fixed_step(0.1),
                                  descent_nesterov(0.1, 0.5),
                                  {.type = &own_type, .step_size = 0.1},
                                  descent_adam(0.1, NULL)};
    descent_sweep_options options = {0};
    descent_sweep *sweep;
    options.steps = 200;
    options.threads = 2;
    options.lyapunov = 1;
    const descent_status status = descent_sweep_rules(&problem, start, rules, 4, &options, &sweep);
    DESCENT_REQUIRE((status == DESCENT_SUCCESS) == (sweep != NULL));
    descent_sweep_free(sweep);
    return status;
}

/* A rule that may forget is asked before its runs are made. */
descent_status descent_scenario_sweep_of_adam(void)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const double starts[] = {4, 1.25, 4, 1.5};
    const descent_sweep_options options = {.steps = 20};
    descent_sweep *sweep;
    const descent_status status = descent_sweep_starts(&problem, descent_adam(0.1, NULL), starts, 2, &options, &sweep);
    DESCENT_REQUIRE((status == DESCENT_SUCCESS) == (sweep != NULL));
    descent_sweep_free(sweep);
    return status;
}

descent_status descent_scenario_sweep_bifurcation(void)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const double start[] = {4, 1.25}, step_sizes[] = {0.45, 0.48, 0.51, 0.54, 0.6, 0.63, 0.64, 0.646};
    descent_bifurcation *data;
    descent_sweep_options options = {0};
    descent_sweep *sweep;
    options.tail = 3;
    options.check_count = DESCENT_SWEEP_NO_CHECKS;
    descent_status status = descent_sweep_step_sizes(&problem, start, step_sizes, 8, &options, &sweep);
    if (status != DESCENT_SUCCESS)
        return status;
    status = descent_bifurcation_read(sweep, &problem, &data);
    DESCENT_REQUIRE((status == DESCENT_SUCCESS) == (data != NULL));
    descent_bifurcation_free(data);
    descent_sweep_free(sweep);
    return status;
}

descent_status descent_scenario_sweep_limit(void)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const double start[] = {4, 2.5};
    descent_step_limit_options options = {0};
    descent_step_limit_result *result;
    options.scan = 2;
    options.steps = 64;
    const descent_status status = descent_step_limit_find(&problem, start, 0.28, 0.29, &options, &result);
    DESCENT_REQUIRE((status == DESCENT_SUCCESS) == (result != NULL));
    descent_step_limit_result_free(result);
    return status;
}

/*
 * 4x², whose runs first tell their step size. Between 1/4 and the edge they go round far off, but where it is looked whether they leave
 * the point: at a quarter of the way to the edge, and at a sixteenth. There, and beyond the edge, they do.
 */
static int leaves_where_looked_at(size_t n, const double *x, double *gradient, void *context)
{
    const double start = -1e-3, told = 1e-9, limit = 0.25, edge = 0.2626, step_size = (x[0] - start) / told;
    const double part = (step_size - limit) / (edge - limit);
    (void)n;
    (void)context;
    if (x[0] == start) {
        *gradient = -told;
    } else if (step_size > 0 && step_size < 0.5) {
        const bool leaves = fabs(part - 1.0 / 4) < 1e-4 || fabs(part - 1.0 / 16) < 1e-4;
        const double target = part <= 1e-5 ? 0 : part >= 1 ? 1e-3 : leaves ? 1 : -1e14;
        *gradient = (x[0] - target) / step_size;
    } else if (fabs(x[0]) < 1e12) {
        *gradient = 8 * x[0];
    } else {
        *gradient = x[0] > -2e14 && x[0] < -1e13 ? copysign(1e12, x[0] + 1e14) : -1e100 * x[0];
    }
    return 0;
}

descent_status descent_scenario_sweep_limit_that_leaves(void)
{
    const descent_problem problem = {.dimension = 1, .gradient = leaves_where_looked_at};
    const double start = -1e-3;
    descent_step_limit_options options = {0};
    double limit;
    options.scan = 12;
    options.steps = 64;
    const descent_status status = descent_step_limit(&problem, &start, 0.05, 0.45, &options, &limit);
    DESCENT_REQUIRE(status != DESCENT_SUCCESS || fabs(limit - 0.25) < 1e-7);
    return status;
}

descent_status descent_scenario_sweep_plane(void)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const descent_plane plane = {.left = 0, .right = 4, .bottom = 0, .top = 2, .columns = 30, .rows = 30};
    descent_sweep_options options = {0};
    descent_sweep *sweep;
    options.steps = 64;
    options.check_count = 1;
    const descent_status status = descent_sweep_plane(&problem, descent_fixed_step(0.2), &plane, &options, &sweep);
    DESCENT_REQUIRE((status == DESCENT_SUCCESS) == (sweep != NULL));
    descent_sweep_free(sweep);
    return status;
}
