/* Momentum, more or less of it: tried on copies from the same start. */
#include "diagnosis/advice/parts.h"

#include <math.h>

#include "diagnosis/advice/attempt.h"

/* Steep one way and flat another: from this ratio of curvatures on. */
static const double ill_conditioned = 50;

/* A run that has no more steps to go gets there without. */
static const double few_steps = 200;

/* Of the steps to go: what must be won for another rule. */
static const double worthwhile_part = 0.5;

/* The usual momentum, which loses its speed within some ten steps; and the most that is advised. */
static const double usual_momentum = 0.9, largest_momentum = 0.99;

/* Advice is for typing: momentum is rounded up to two decimals, so that it is no less than is needed. */
static const double hundredths = 100;

/* Polyak's η = 4/(√λ_max + √λ_min)², β = ((√λ_max − √λ_min)/(√λ_max + √λ_min))² (1964): best near the minimum, but maybe
 * too bold from afar; then the present step size. */
void descent__advice_momentum_instead(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    const descent_critical_point *point = diagnosis->point;
    if (!descent__advice_constant_fixed_step(evidence) || point->kind != DESCENT_CRITICAL_MINIMUM ||
        !(point->eigenvalues[point->eigenvalue_count - 1] >= ill_conditioned * point->eigenvalues[0]) ||
        !(diagnosis->pace.steps_to_go.value > few_steps))
        return;
    const double flat = sqrt(point->eigenvalues[0]);
    const double steep = sqrt(point->eigenvalues[point->eigenvalue_count - 1]);
    const double momentum = ceil(hundredths * pow((steep - flat) / (steep + flat), 2)) / hundredths;
    const descent_rule rules[] = {
        descent_heavy_ball(descent__advice_two_digits(4 / ((steep + flat) * (steep + flat))),
                           fmin(momentum, largest_momentum)),
        descent_heavy_ball(diagnosis->step_size, usual_momentum),
    };
    descent__attempt tried = {.settled = false};
    size_t k = 0;
    for (; k < 2 && descent__advice_can_begin_again(evidence); k++) {
        tried = descent__attempt_run(evidence, rules[k], evidence->points, diagnosis->tolerance);
        if (descent__attempt_arrives_ahead(diagnosis, &tried) &&
            (double)tried.steps < worthwhile_part * diagnosis->pace.steps_to_go.value)
            break;
        tried.settled = false;
    }
    if (!tried.settled) {
        descent__advice_plain(evidence, diagnosis, DESCENT__ADVISE_ADD_MOMENTUM);
        return;
    }
    descent_advice advice = descent__advice_blank();
    advice.step_size = rules[k].step_size;
    advice.momentum = rules[k].momentum;
    descent__attempt_note(&advice, &tried);
    descent__advice_add(evidence, diagnosis, DESCENT__ADVISE_ADD_MOMENTUM_TRIED, advice,
                        &(descent__advice_numbers){.outcome = tried.place});
}

bool descent__advice_lower_momentum(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    descent__attempt tried = {.settled = false};
    if (descent__advice_can_begin_again(evidence)) {
        descent_rule rule = evidence->rule;
        rule.momentum = copysign(usual_momentum, rule.momentum);
        tried = descent__attempt_run(evidence, rule, evidence->points, diagnosis->tolerance);
    }
    descent_advice advice = descent__advice_blank();
    advice.momentum = usual_momentum;
    descent__attempt_note(&advice, &tried);
    descent__advice_add(evidence, diagnosis,
                        tried.settled ? DESCENT__ADVISE_LOWER_MOMENTUM_TRIED : DESCENT__ADVISE_LOWER_MOMENTUM, advice,
                        &(descent__advice_numbers){.outcome = tried.place});
    return tried.minimum;
}
