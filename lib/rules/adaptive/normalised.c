#include <descent/adaptive.h>

#include <math.h>

#include "base/vector.h"
#include "rules/own.h"

/* In units of the largest component, so that no gradient is too long or too short to have a direction. */
static int normalised_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    const size_t n = step->dimension;
    const double *const gradient = step->gradient;
    if (!descent__vector_is_finite(n, gradient))
        return 1;
    const double largest = descent__vector_max_abs(n, gradient);
    if (largest == 0)
        return 0;
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (gradient[i] / largest) * (gradient[i] / largest);
    const double scaled = step->step_size / sqrt(sum);
    for (size_t i = 0; i < n; i++)
        step->x[i] -= scaled * (gradient[i] / largest);
    return 0;
}

const descent_rule_type descent__normalised_type = {.name = "normalised descent", .advance = normalised_advance};

descent_rule descent_normalised(double step_size)
{
    return (descent_rule){.type = &descent__normalised_type, .step_size = step_size};
}
