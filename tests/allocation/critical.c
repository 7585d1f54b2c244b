#include "allocation/scenarios.h"

#include <descent/critical.h>
#include <descent/landscapes.h>

/* Every way through the room: a probe, a walk, a search, and a matrix that is never formed. */
descent_status descent_scenario_critical(void)
{
    const descent_problem peano = descent_landscape_find("peano")->problem,
                          notebook = descent_landscape_find("notebook")->problem;
    const double origin[] = {0, 0}, start[] = {3, 1.9};
    descent_critical_point *point;
    descent_status status = descent_critical_classify(&peano, origin, NULL, &point);
    if (status != DESCENT_SUCCESS) {
        DESCENT_REQUIRE(!point);
        return status;
    }
    DESCENT_REQUIRE(point->probe == DESCENT_PROBE_LOWER);
    descent_critical_point_free(point);
    status = descent_critical_refine(&notebook, start, NULL, &point);
    DESCENT_REQUIRE((status == DESCENT_SUCCESS) == (point != NULL));
    descent_critical_point_free(point);
    return status;
}

/* So many variables that another eigenvalue solver takes over where there is one. */
descent_status descent_scenario_critical_dense(void)
{
    static const double origin[120] = {0};
    descent_problem problem = descent_landscape_find("double_well")->problem;
    problem.dimension = 120;
    descent_critical_point *point;
    const descent_status status = descent_critical_classify(&problem, origin, NULL, &point);
    DESCENT_REQUIRE((status == DESCENT_SUCCESS) == (point != NULL));
    descent_critical_point_free(point);
    return status;
}

descent_status descent_scenario_critical_large(void)
{
    static const double origin[200] = {0};
    descent_problem problem = descent_landscape_find("double_well")->problem;
    problem.dimension = 200;
    descent_critical_options options = {0};
    descent_critical_point *point;
    options.dense_limit = 100;
    const descent_status status = descent_critical_classify(&problem, origin, &options, &point);
    DESCENT_REQUIRE((status == DESCENT_SUCCESS) == (point != NULL));
    descent_critical_point_free(point);
    return status;
}

descent_status descent_scenario_critical_search(void)
{
    descent_problem problem = descent_landscape_find("double_well")->problem;
    problem.dimension = 3;
    const double lower[] = {-1.5, -1.5, -1.5}, upper[] = {1.5, 1.5, 1.5};
    descent_critical_search_options options = {0};
    descent_critical_set *set;
    options.fruitless_limit = 5;
    const descent_status status = descent_critical_search(&problem, lower, upper, &options, &set);
    DESCENT_REQUIRE((status == DESCENT_SUCCESS) == (set != NULL));
    descent_critical_set_free(set);
    return status;
}
