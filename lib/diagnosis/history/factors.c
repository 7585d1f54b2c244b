#include "diagnosis/history/factors.h"

#include <float.h>
#include <math.h>

#include "base/ending.h"
#include "base/vector.h"
#include "critical/point.h"
#include "rules/family.h"
#include "rules/knowledge.h"
#include "rules/schedule.h"

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

/* A step size below its limit by no more than the rounding of both is on it. */
static const double limit_rounding = 1e-9;

/* The step size of a step of the run; NaN if there is none. */
static double scheduled(const descent__evidence *evidence, uint64_t step)
{
    double step_size = NAN;
    int code;
    return descent__schedule_step_size(&evidence->rule.schedule, step, evidence->rule.step_size, &step_size, &code) ==
                   DESCENT_SUCCESS
               ? step_size
               : (double)NAN;
}

/* In how many steps the step size is below the limit: of a schedule that only falls, if the run was made with it. */
static uint64_t steps_to_limit(const descent__evidence *evidence, double step_limit)
{
    const double limit = step_limit * (1 - limit_rounding);
    const descent_schedule *const schedule = &evidence->rule.schedule;
    const bool falls = schedule->kind == DESCENT_SCHEDULE_INVERSE || schedule->kind == DESCENT_SCHEDULE_EXPONENTIAL ||
                       schedule->kind == DESCENT_SCHEDULE_COSINE || schedule->kind == DESCENT_SCHEDULE_LINEAR ||
                       schedule->kind == DESCENT_SCHEDULE_STEPS;
    if (!evidence->has_rule || !falls || evidence->step == 0 || !(limit > 0) || !(evidence->step_size >= limit))
        return 0;
    const uint64_t last = evidence->step - 1;
    if (!(fabs(scheduled(evidence, last) - evidence->step_size) <= DBL_EPSILON * evidence->step_size))
        return 0;
    uint64_t above = 0, below = 1;
    while (below < UINT32_MAX && !(scheduled(evidence, last + below) < limit)) {
        above = below;
        below *= 2;
    }
    while (below - above > 1) {
        const uint64_t middle = above + (below - above) / 2;
        if (scheduled(evidence, last + middle) < limit)
            below = middle;
        else
            above = middle;
    }
    return scheduled(evidence, last + below) < limit ? below : 0;
}

/* A step size that is the bound, but for rounding. */
static const double bound_rounding = 1e-6;

/* How many of the last recorded steps were x − ηg with this η? */
static uint64_t steps_with(const descent__evidence *evidence, double step_size)
{
    uint64_t count = 0;
    for (size_t row = evidence->finite; row-- > 1; count++) {
        const double *const x = descent__evidence_point(evidence, row);
        const double length = descent__vector_distance(evidence->n, x, x - evidence->n);
        const double expected = step_size * evidence->norms[row - 1];
        if (evidence->steps[row] != evidence->steps[row - 1] + 1 ||
            !(fabs(length - expected) <= bound_rounding * expected) || !(expected > 0))
            break;
    }
    return count;
}

static void note_bound(const descent__evidence *evidence)
{
    descent__holdings *const holdings = evidence->holdings;
    double bounds[2];
    if (!evidence->has_rule || !evidence->norms ||
        !descent__rule_bounds_step_sizes(&evidence->rule, &bounds[0], &bounds[1]))
        return;
    for (size_t k = 0; k < 2 && holdings->steps_at_bound == 0; k++) {
        holdings->steps_at_bound = steps_with(evidence, bounds[k]);
        holdings->step_bound = bounds[k];
    }
}

void descent__factors_fill(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    const descent_critical_point *point = diagnosis->point;
    evidence->holdings->steps_to_limit = steps_to_limit(evidence, diagnosis->step_limit);
    note_bound(evidence);
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
