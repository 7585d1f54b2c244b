/* Momentum, more or less of it: tried on copies from the same start. */
#include "diagnosis/advice/parts.h"

#include <math.h>

#include "diagnosis/advice/attempt.h"
#include "diagnosis/advice/theory.h"

/* Steep one way and flat another: from this ratio of curvatures on. */
static const double ill_conditioned = 50;

/* A run that has no more steps to go gets there without. */
static const double few_steps = 200;

/* Of the steps to go: what must be won for another rule. */
static const double worthwhile_part = 0.5;

/* The usual momentum, which loses its speed within some ten steps. */
static const double usual_momentum = 0.9;

/* Advice is for typing: momentum is rounded up, to two decimals, so that it is no less than is needed. */
static const double hundredths = 100;

/* From this momentum on what matters is its difference from 1, of which two digits are kept. */
static const double near_one = 0.99;

static double rounded_momentum(double momentum)
{
    return momentum < near_one ? ceil(hundredths * momentum) / hundredths
                               : 1 - descent__advice_two_digits(1 - momentum);
}

/* Is every step made by a heavy ball, with the same step size? */
static bool is_heavy_ball(const descent__evidence *evidence)
{
    return evidence->has_rule && evidence->rule.type == descent_heavy_ball(1, usual_momentum).type &&
           evidence->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT;
}

/* Polyak's η = 4/(√λ_max + √λ_min)², β = ((√λ_max − √λ_min)/(√λ_max + √λ_min))² (1964): best near the minimum, but maybe
 * too bold from afar; then the present step size. */
void descent__advice_momentum_instead(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    const descent_critical_point *point = diagnosis->point;
    const double to_go = diagnosis->pace.steps_to_go.value;
    const bool heavy = is_heavy_ball(evidence);
    if ((!heavy && !descent__advice_constant_fixed_step(evidence)) || !descent__advice_can_begin_again(evidence) ||
        point->kind != DESCENT_CRITICAL_MINIMUM ||
        !(point->eigenvalues[point->eigenvalue_count - 1] >= ill_conditioned * point->eigenvalues[0]) ||
        !(to_go > few_steps))
        return;
    const double flat = sqrt(point->eigenvalues[0]);
    const double steep = sqrt(point->eigenvalues[point->eigenvalue_count - 1]);
    const descent_rule rules[] = {
        descent_heavy_ball(descent__advice_two_digits(4 / ((steep + flat) * (steep + flat))),
                           rounded_momentum(pow((steep - flat) / (steep + flat), 2))),
        descent_heavy_ball(diagnosis->step_size, usual_momentum),
    };
    for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
        const descent__attempt tried = descent__attempt_run(evidence, rules[k], evidence->points, diagnosis->tolerance);
        if (!descent__attempt_leads_ahead(diagnosis, &tried) ||
            !(descent__attempt_steps(&tried) < worthwhile_part * to_go))
            continue;
        descent_advice advice = descent__advice_blank();
        advice.step_size = rules[k].step_size;
        advice.momentum = rules[k].momentum;
        if (!tried.settled)
            advice.steps = tried.steps_by_theory;
        descent__attempt_note(&advice, &tried);
        descent__advice_add(evidence, diagnosis,
                            heavy
                                ? tried.settled ? DESCENT__ADVISE_OTHER_MOMENTUM_TRIED : DESCENT__ADVISE_OTHER_MOMENTUM
                            : tried.settled ? DESCENT__ADVISE_ADD_MOMENTUM_TRIED
                                            : DESCENT__ADVISE_ADD_MOMENTUM,
                            advice, &(descent__advice_numbers){.outcome = tried.place});
        return;
    }
}

/* Along flat curvatures less momentum is slower: 1 − ηλ/(1 − β) a step. Where the point is known, theory decides. */
static bool is_slower(const descent_diagnosis *diagnosis, const descent_rule *now, const descent_rule *lower)
{
    const descent_critical_point *point = diagnosis->point;
    return diagnosis->ending == DESCENT_ENDING_APPROACHING && point && point->eigenvalue_count > 0 &&
           descent__theory_rate(lower, diagnosis->step_size, point) >=
               descent__theory_rate(now, diagnosis->step_size, point);
}

/* Where less momentum ends on a saddle, the start is on its ridge: push it off, too. */
static bool push_start_off(descent__evidence *evidence, descent_diagnosis *diagnosis, const descent_rule *lower,
                           const descent__attempt *ridge)
{
    const size_t n = evidence->n;
    double *start = descent__evidence_numbers(evidence, n);
    if (!start || !ridge->settled || !ridge->escape)
        return false;
    descent_advice advice = descent__advice_blank();
    advice.momentum = usual_momentum;
    advice.direction = ridge->escape;
    advice.push = descent__advice_push(evidence, diagnosis, ridge->place.x, ridge->escape);
    if (!isfinite(advice.push) || !(advice.push > 0))
        return false;
    for (size_t i = 0; i < n; i++)
        start[i] = evidence->points[i] + advice.push * ridge->escape[i];
    const descent__attempt tried = descent__attempt_run(evidence, *lower, start, diagnosis->tolerance);
    if (!tried.minimum)
        return false;
    descent__attempt_note(&advice, &tried);
    descent__advice_add(evidence, diagnosis, DESCENT__ADVISE_MOMENTUM_AND_PUSH, advice,
                        &(descent__advice_numbers){.outcome = tried.place, .saddle = ridge->place});
    return true;
}

bool descent__advice_lower_momentum(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    descent__attempt tried = {.settled = false};
    if (descent__advice_can_begin_again(evidence)) {
        descent_rule rule = evidence->rule;
        rule.momentum = copysign(usual_momentum, rule.momentum);
        if (is_slower(diagnosis, &evidence->rule, &rule))
            return false;
        tried = descent__attempt_run(evidence, rule, evidence->points, diagnosis->tolerance);
        if (push_start_off(evidence, diagnosis, &rule, &tried))
            return true;
    }
    descent_advice advice = descent__advice_blank();
    advice.momentum = usual_momentum;
    descent__attempt_note(&advice, &tried);
    descent__advice_add(evidence, diagnosis,
                        tried.settled && tried.escape    ? DESCENT__ADVISE_LOWER_MOMENTUM_TRIED_NO_MINIMUM
                        : tried.settled                  ? DESCENT__ADVISE_LOWER_MOMENTUM_TRIED
                        : fabs(diagnosis->momentum) >= 1 ? DESCENT__ADVISE_MOMENTUM_BELOW_ONE
                                                         : DESCENT__ADVISE_LOWER_MOMENTUM,
                        advice, &(descent__advice_numbers){.outcome = tried.place});
    return tried.minimum;
}
