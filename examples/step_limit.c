/* How large may the step be? The notebook's explosion, and where convergence ends. */
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <descent/step_limit.h>
#include <stdio.h>

static const char *how(descent_limit_source source)
{
    switch (source) {
    case DESCENT_LIMIT_BISECTION:
        return "found by halving the interval between step sizes that do and do not";
    case DESCENT_LIMIT_MULTIPLIER:
        return "which is 2 / (largest curvature of the minimum that is reached)";
    default:
        return "or less: near it the runs do not tell";
    }
}

static int explain(const char *question, const descent_problem *problem, const double *start, double low, double high,
                   descent_step_property property)
{
    descent_step_limit_options options = {0};
    descent_step_limit_result *result;
    options.property = property;
    printf("%s\n", question);
    if (descent_step_limit_find(problem, start, low, high, &options, &result) != DESCENT_SUCCESS) {
        printf("  %s\n", descent_error_detail());
        return 1;
    }
    printf("  Up to %.15f, %s.\n", result->limit, how(result->source));
    printf("  With a step size just below that the verdict is \"%s\", with one just above it is \"%s\".\n",
           descent_ending_string(result->ending_low), descent_ending_string(result->ending_high));
    if (!result->single)
        printf("  There are other boundaries between %g and %g.\n", low, high);
    descent_step_limit_result_free(result);
    return 0;
}

int main(void)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const double far[] = {4, 2.5}, near[] = {4, 1.25};
    double limit;

    /* The short form, when only the number is wanted. */
    if (descent_step_limit(&problem, far, 0.25, 0.33, NULL, &limit) != DESCENT_SUCCESS) {
        fprintf(stderr, "%s\n", descent_error_detail());
        return 1;
    }
    printf("From (4, 2.5) runs explode with step sizes above %.15f; 2/7 is %.15f.\n\n", limit, 2.0 / 7);

    return explain("Up to which step size does a run from (4, 1.25) converge?", &problem, near, 0.25, 0.7,
                   DESCENT_STEP_CONVERGES) |
           explain("And up to which does it stay bounded, as far as 4096 steps show?", &problem, near, 0.25, 1.2,
                   DESCENT_STEP_BOUNDED);
}
