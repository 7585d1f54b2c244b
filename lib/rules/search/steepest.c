/* Steepest descent with a line search. */
#include <assert.h>
#include <math.h>

#include "base/vector.h"
#include "rules/modify.h"
#include "rules/own.h"
#include "rules/search/line.h"

enum {
    direction_at,
    point_at,
    gradient_at,
    work_vectors
};

static const double customary_curvature = 0.9; /* Nocedal and Wright (2006, p. 34) */

static void point_downhill(const descent_rule_step *step)
{
    for (size_t i = 0; i < step->dimension; i++)
        step->work[direction_at][i] = -step->gradient[i];
}

/* Brings a start outside the box into it; true if there was something to do. */
static bool enter_box(const descent_rule *rule, descent_rule_step *step)
{
    bool outside = false;
    for (size_t i = 0; i < step->dimension; i++) {
        const double inside = descent__modify_project(&rule->modifiers, i, step->x[i]);
        outside = outside || inside != step->x[i];
        step->x[i] = inside;
    }
    return outside;
}

/* Enough decrease for the way that was really gone; where the loss is level, the slope decides. */
static descent_status is_enough(descent__search_line *line, descent__search_trial *trial, bool *enough)
{
    const double gain = line->promised;
    assert(!(gain > 0)); /* projection takes away from each component's way, and turns none round */
    *enough = trial->loss <= line->start.loss + line->decrease * gain;
    if (!descent__line_is_level(line, trial->loss))
        return DESCENT_SUCCESS;
    const descent_status status = descent_rule_evaluate(line->step, line->point, NULL, line->gradient);
    if (status != DESCENT_SUCCESS)
        return status;
    double slope = 0; /* along the way gone, in units of t */
    for (size_t i = 0; i < line->step->dimension; i++)
        slope += line->gradient[i] * (line->point[i] - line->step->x[i]);
    trial->slope = slope / trial->t;
    *enough = slope <= (2 * line->decrease - 1) * gain;
    return DESCENT_SUCCESS;
}

static int armijo_advance(const descent_rule *rule, descent_rule_step *step)
{
    descent__search_line line;
    const bool boxed = rule->modifiers.lower || rule->modifiers.upper;
    if ((boxed && enter_box(rule, step)) || descent__line_rests(step))
        return 0;
    point_downhill(step);
    descent_status status =
        descent__line_open(&line, rule, step, step->work[direction_at], step->work[point_at], step->work[gradient_at]);
    line.box = boxed ? &rule->modifiers : NULL;
    for (double t = step->step_size; status == DESCENT_SUCCESS; t *= line.contraction) {
        descent__search_trial trial;
        bool enough;
        status = descent__line_try(&line, t, false, &trial);
        if (status == DESCENT_SUCCESS)
            status = is_enough(&line, &trial, &enough);
        if (status == DESCENT_SUCCESS && enough) {
            descent__line_take(&line, &trial);
            break;
        }
    }
    return (int)status;
}

static int wolfe_advance(const descent_rule *rule, descent_rule_step *step)
{
    descent__search_line line;
    if (descent__line_rests(step))
        return 0;
    point_downhill(step);
    const descent_status status =
        descent__line_open(&line, rule, step, step->work[direction_at], step->work[point_at], step->work[gradient_at]);
    return (int)(status == DESCENT_SUCCESS ? descent__wolfe_search(&line, step->step_size) : status);
}

const descent_rule_type descent__armijo_type = {
    .name = "Armijo",
    .advance = armijo_advance,
    .check = descent__line_check,
    .work_count = work_vectors,
    .needs_loss = 1,
    .refused_modifiers = DESCENT_MODIFIER_CLIPPING | DESCENT_MODIFIER_DECOUPLED_DECAY | DESCENT_MODIFIER_L1,
};

const descent_rule_type descent__wolfe_type = {
    .name = "strong Wolfe",
    .advance = wolfe_advance,
    .check = descent__line_check,
    .work_count = work_vectors,
    .needs_loss = 1,
    .refused_modifiers =
        DESCENT_MODIFIER_CLIPPING | DESCENT_MODIFIER_DECOUPLED_DECAY | DESCENT_MODIFIER_L1 | DESCENT_MODIFIER_BOX,
};

descent_rule descent_armijo(double step_size, const descent_line_search_options *options)
{
    descent_rule rule = {.type = &descent__armijo_type, .step_size = step_size};
    descent__line_set_options(&rule, options, customary_curvature);
    return rule;
}

descent_rule descent_wolfe(double step_size, const descent_line_search_options *options)
{
    descent_rule rule = {.type = &descent__wolfe_type, .step_size = step_size};
    descent__line_set_options(&rule, options, customary_curvature);
    return rule;
}
