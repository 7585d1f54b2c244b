#include "rules/knowledge.h"

#include <math.h>
#include <stdint.h>

#include "base/environment.h"
#include "base/status.h"
#include "rules/own.h"
#include "rules/search/two_point.h"

static const descent_rule_type *const own[] = {
#define ENTRY(name) &descent__##name##_type,
    DESCENT__OWN_RULE_LIST(ENTRY)
#undef ENTRY
};

bool descent__rule_is_own(const descent_rule *rule)
{
    for (size_t k = 0; k < sizeof own / sizeof *own; k++)
        if (rule->type == own[k])
            return true;
    return false;
}

size_t descent__rule_memory(const descent_rule *rule)
{
    if (!rule->type->memory)
        return rule->type->memory_count;
    descent__environment *const lent = descent__rule_is_own(rule) ? NULL : descent__environment_lend();
    const size_t count = rule->type->memory(rule);
    descent__environment_take_back(lent);
    return count;
}

size_t descent__rule_kept_vectors(const descent_rule *rule, size_t n)
{
    const size_t memory = descent__rule_memory(rule), scalars = rule->type->scalar_count;
    const size_t rest = scalars / n + (scalars % n != 0);
    return memory >= SIZE_MAX / 8 || rest >= SIZE_MAX / 8 ? SIZE_MAX : memory + rest;
}

static descent_status check_number(const char *name, double value)
{
    if (!isfinite(value) || value < 0)
        return descent_fail(DESCENT_EINVAL, "modifiers.%s must be finite and not negative, got %g", name, value);
    return DESCENT_SUCCESS;
}

static descent_status check_refused(const descent_rule *rule)
{
    const descent_modifiers *const m = &rule->modifiers;
    const struct {
        unsigned bit;
        bool wanted;
        const char *name;
    } asked[] = {
        {DESCENT_MODIFIER_WEIGHT_DECAY, m->weight_decay != 0, "weight_decay"},
        {DESCENT_MODIFIER_CLIPPING, m->clip_value != 0 || m->clip_norm != 0, "clipping"},
        {DESCENT_MODIFIER_DECOUPLED_DECAY, m->decoupled_decay != 0, "decoupled_decay"},
        {DESCENT_MODIFIER_L1, m->l1 != 0, "l1"},
        {DESCENT_MODIFIER_BOX, m->lower || m->upper, "bounds"},
    };
    for (size_t k = 0; k < sizeof asked / sizeof *asked; k++)
        if (asked[k].wanted && (rule->type->refused_modifiers & asked[k].bit))
            return descent_fail(DESCENT_EUNSUPPORTED, "%s cannot be combined with %s", rule->type->name, asked[k].name);
    return DESCENT_SUCCESS;
}

descent_status descent__modifiers_check(const descent_rule *rule)
{
    const descent_modifiers *const m = &rule->modifiers;
    const struct {
        const char *name;
        double value;
    } numbers[] = {
        {"weight_decay", m->weight_decay},
        {"clip_value", m->clip_value},
        {"clip_norm", m->clip_norm},
        {"decoupled_decay", m->decoupled_decay},
        {"l1", m->l1},
    };
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        const descent_status status = check_number(numbers[k].name, numbers[k].value);
        if (status != DESCENT_SUCCESS)
            return status;
    }
    for (size_t k = 0; k < sizeof m->reserved / sizeof *m->reserved; k++)
        if (m->reserved[k] != 0)
            return descent_fail(DESCENT_EINVAL, "modifiers.reserved[%zu] must be 0, got %g", k, m->reserved[k]);
    return check_refused(rule);
}

descent_status descent_rule_evaluate(const descent_rule_step *step, const double *x, double *loss, double *gradient)
{
    if (!step || !step->evaluator)
        return descent_fail(DESCENT_EINVAL, "the step has no evaluator: it is none of an engine's");
    if (!x)
        return descent_fail(DESCENT_EINVAL, "x must not be NULL");
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = step->evaluator->evaluate(step->evaluator->context, x, loss, gradient);
    descent__environment_leave(&environment);
    return status;
}

bool descent__rule_tells_multipliers_when_held(const descent_rule *rule)
{
    const descent_modifiers *const m = &rule->modifiers;
    const bool at_point = descent__rule_keeps_nothing(rule) || rule->type == &descent__heavy_ball_type;
    return rule->type->multipliers && m->clip_value <= 0 && m->clip_norm <= 0 && (m->decoupled_decay <= 0 || at_point);
}

bool descent__rule_rests_elsewhere(const descent_rule *rule)
{
    const descent_modifiers *const m = &rule->modifiers;
    return m->weight_decay != 0 || m->decoupled_decay != 0 || m->l1 != 0 || m->lower || m->upper;
}

bool descent__rule_finds_step_sizes(const descent_rule *rule)
{
    static const descent_rule_type *const finders[] = {&descent__armijo_type,
                                                       &descent__wolfe_type,
                                                       &descent__lbfgs_type,
                                                       &descent__conjugate_gradients_type,
                                                       &descent__barzilai_borwein_type,
                                                       &descent__exact_step_type,
                                                       &descent__local_smoothness_type,
                                                       &descent__polyak_type};
    for (size_t k = 0; k < sizeof finders / sizeof *finders; k++)
        if (rule->type == finders[k])
            return true;
    return false;
}

bool descent__rule_finds_by_factor(const descent_rule *rule)
{
    return rule->type == &descent__polyak_type;
}

bool descent__rule_is_exact_on_quadratics(const descent_rule *rule)
{
    return rule->type == &descent__exact_step_type;
}

bool descent__rule_strides_in_swings(const descent_rule *rule)
{
    return rule->type == &descent__rmsprop_type && !descent__rule_is_modified(rule);
}

bool descent__rule_pushes(const descent_rule *rule)
{
    return rule->type == &descent__perturbed_type || rule->type == &descent__negative_curvature_type;
}

bool descent__rule_bounds_step_sizes(const descent_rule *rule, double *shortest, double *longest)
{
    if (rule->type != &descent__barzilai_borwein_type || descent__rule_is_modified(rule) ||
        rule->schedule.kind != DESCENT_SCHEDULE_CONSTANT)
        return false;
    *shortest = rule->step_size / DESCENT__BORWEIN_WIDEST;
    *longest = rule->step_size * DESCENT__BORWEIN_WIDEST;
    return true;
}
