#include "allocation/scenarios.h"

#include <descent/gradient_check.h>
#include <descent/landscapes.h>

typedef descent_status check_function(const descent_problem *problem, const double *x,
                                      descent_derivative_check **check);

static descent_status agree(check_function *function, const descent_problem *problem)
{
    const double x[] = {1.3, 2.1};
    descent_derivative_check *check;
    const descent_status status = function(problem, x, &check);
    DESCENT_REQUIRE((status == DESCENT_SUCCESS) == (check != NULL));
    DESCENT_REQUIRE(!check || check->verdict == DESCENT_CHECK_AGREES);
    descent_derivative_check_free(check);
    return status;
}

descent_status descent_scenario_gradient_check(void)
{
    descent_problem problem = descent_landscape_find("notebook")->problem;
    descent_status status = agree(descent_check_gradient, &problem);
    problem.hessian = NULL; /* column by column from products */
    if (status == DESCENT_SUCCESS)
        status = agree(descent_check_hessian, &problem);
    return status;
}
