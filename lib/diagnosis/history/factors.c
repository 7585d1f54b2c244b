#include "diagnosis/history/factors.h"

#include <math.h>

#include "base/ending.h"
#include "critical/point.h"
#include "rules/family.h"
#include "rules/knowledge.h"

enum {
    most_multipliers = 16 /* of a rule; none of the library's has more than two */
};

/* The multiplier that is largest in modulus, which rules in the long run. */
static void take_largest(const descent_rule *rule, double step_size, double eigenvalue, double *real, double *imaginary)
{
    double reals[most_multipliers], imaginaries[most_multipliers], largest = -1;
    const size_t count = descent__rule_multipliers(rule, step_size, eigenvalue, reals, imaginaries);
    for (size_t j = 0; j < count; j++) {
        const double modulus = hypot(reals[j], imaginaries[j]);
        if (modulus > largest) {
            largest = modulus;
            *real = reals[j];
            *imaginary = fabs(imaginaries[j]);
        }
    }
}

static bool tells_factors(const descent_rule *rule, const descent_critical_point *point)
{
    return descent__critical_point_is_held(point) ? descent__rule_tells_multipliers_when_held(rule)
                                                  : descent__rule_tells_multipliers(rule);
}

void descent__factors_fill(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    const descent_critical_point *point = diagnosis->point;
    if (!point || point->eigenvalue_count == 0 || point->curvature_jumps ||
        !descent__ending_settles(diagnosis->ending) || !evidence->has_rule || !tells_factors(&evidence->rule, point) ||
        descent__rule_memory(&evidence->rule) >= most_multipliers || !(diagnosis->step_size > 0) ||
        !isfinite(diagnosis->step_size) ||
        diagnosis->findings & (DESCENT_FINDING_GRADIENT_MISMATCH | DESCENT_FINDING_RULE_DISAGREES))
        return;
    double *const real = descent__arena_numbers(evidence->keep, point->eigenvalue_count);
    double *const imaginary = descent__arena_numbers(evidence->keep, point->eigenvalue_count);
    if (!real || !imaginary)
        return;
    for (size_t k = 0; k < point->eigenvalue_count; k++)
        take_largest(&evidence->rule, diagnosis->step_size, point->eigenvalues[k], &real[k], &imaginary[k]);
    diagnosis->factors = real;
    diagnosis->factors_imaginary = imaginary;
}
