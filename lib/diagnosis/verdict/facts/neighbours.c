/* Facts of what lies beside a run: how a twin separates from it, and the noise of the gradient. */
#include "diagnosis/verdict/facts.h"

#include <math.h>

#include "diagnosis/evidence/copies.h"
#include "diagnosis/verdict/facts/asked.h"
#include "diagnosis/verdict/thresholds.h"
#include "rules/knowledge.h"
#include "trajectory/noise.h"
#include "trajectory/stationarity.h"

/* What is known already of the way of a copy, for a rule that keeps nothing; else nothing. */
static descent__series known_way(const descent__facts *facts)
{
    const bool known = (facts->measured & DESCENT__FACT_OUTLOOK) && descent__rule_keeps_nothing(&facts->evidence->rule);
    return known ? facts->outlook.series : (descent__series){.n = facts->evidence->n};
}

const descent__lyapunov *descent__facts_lyapunov(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const size_t affordable = (size_t)(descent__evidence_left(evidence) / 3);
    const size_t kept = descent__evidence_kept_steps(evidence);
    const size_t held = affordable < kept ? affordable : kept;
    const size_t steps = held < DESCENT__EXPONENT_STEPS ? held : DESCENT__EXPONENT_STEPS;
    if (!(facts->measured & DESCENT__FACT_LYAPUNOV) && steps < DESCENT__EXPONENT_LEAST) {
        evidence->budget_exhausted = true;
        return NULL;
    }
    if (descent__facts_first_time(facts, DESCENT__FACT_LYAPUNOV)) {
        facts->lyapunov_cut_short = affordable < kept && affordable < DESCENT__EXPONENT_STEPS;
        const double narrowest = descent__narrowest_range(&facts->series, facts->motion.floor);
        const descent__series way = known_way(facts);
        facts->lyapunov_known =
            descent__lyapunov_measure(evidence, steps, facts->motion.half, narrowest, &way, &facts->lyapunov);
    }
    return &facts->lyapunov;
}

void descent__facts_bound_exponent(descent__facts *facts)
{
    if (descent__facts_rule_forgets(facts))
        facts->lyapunov.low = fmin(facts->lyapunov.low, 0);
}

/* Of a rule that is not known, the momentum that most are given. */
static const double usual_momentum = 0.9;

static double momentum_or_usual(const descent__evidence *evidence)
{
    return evidence->has_rule ? evidence->rule.momentum : usual_momentum;
}

const descent_noise *descent__facts_noise(descent__facts *facts)
{
    if (descent__facts_first_time(facts, DESCENT__FACT_NOISE)) {
        facts->noise = (descent_noise){.level = facts->evidence->noise_level, .floor = NAN, .floor_half = NAN};
        double *mean = descent__evidence_numbers(facts->evidence, facts->evidence->n);
        facts->outruns_noise =
            descent__noise_is_outrun(&facts->series, &facts->motion, momentum_or_usual(facts->evidence));
        if (mean && !facts->outruns_noise) {
            const descent__noise_floor around = descent__noise_hovering(&facts->series, &facts->motion, mean);
            facts->noise.floor = around.floor;
            facts->noise.floor_half = around.floor_half;
        }
    }
    return &facts->noise;
}
