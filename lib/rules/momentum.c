#include "rules/momentum.h"

#include <math.h>

#include "base/status.h"

descent_status descent__momentum_check(const descent_rule *rule)
{
    if (!isfinite(rule->momentum))
        return descent_fail(DESCENT_EINVAL, "momentum must be finite, got %g", rule->momentum);
    return DESCENT_SUCCESS;
}

size_t descent__quadratic_multipliers(double sum, double product, double *real, double *imaginary)
{
    const double half = sum / 2;
    const double discriminant = half * half - product;
    if (discriminant < 0) {
        real[0] = real[1] = half;
        imaginary[0] = sqrt(-discriminant);
        imaginary[1] = -imaginary[0];
        return 2;
    }
    const double larger = half + copysign(sqrt(discriminant), half);
    real[0] = larger;
    real[1] = larger != 0 ? product / larger : 0;
    imaginary[0] = imaginary[1] = 0;
    return 2;
}

void descent__momentum_prepare(const descent_rule *rule, uint64_t number, double step_size, descent__pass_step *made)
{
    const double momentum = descent__momentum_in_step(rule->momentum, number), reach = fabs(momentum);
    *made = (descent__pass_step){
        .by = {step_size, momentum},
        .step_size = step_size,
        .raise =
            {
                .point_by_memory = reach,
                .point_by_gradient = step_size,
                .memory_by_memory = reach,
                .memory_by_gradient = step_size,
                .memory_by_point = DESCENT__BOUND_ROUNDING,
            },
    };
}
