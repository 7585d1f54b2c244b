#include <descent/rules.h>

#include <math.h>

#include "base/environment.h"
#include "base/status.h"
#include "rules/knowledge.h"
#include "rules/schedule.h"

descent_rule descent_rule_with_schedule(descent_rule rule, descent_schedule schedule)
{
    rule.schedule = schedule;
    return rule;
}

descent_rule descent_rule_with_modifiers(descent_rule rule, descent_modifiers modifiers)
{
    rule.modifiers = modifiers;
    return rule;
}

/* For the functions of a rule from outside; the library's own compute in its own environment. */
static descent__environment *lend(const descent_rule *rule)
{
    return descent__rule_is_own(rule) ? NULL : descent__environment_lend();
}

static descent_status check_reserved(const descent_rule *rule)
{
    for (size_t k = 0; k < sizeof rule->reserved / sizeof *rule->reserved; k++)
        if (rule->reserved[k] || rule->type->reserved[k])
            return descent_fail(DESCENT_EINVAL, "reserved[%zu] of rule and rule.type must be NULL", k);
    return DESCENT_SUCCESS;
}

static descent_status check(const descent_rule *rule)
{
    if (!rule)
        return descent_fail(DESCENT_EINVAL, "rule must not be NULL");
    if (!rule->type)
        return descent_fail(DESCENT_EINVAL, "rule.type must not be NULL");
    if (!rule->type->advance || !rule->type->name)
        return descent_fail(DESCENT_EINVAL, "rule.type must have a name and an advance function");
    if (rule->type->remembers_point &&
        (rule->type->memory_count != 1 || rule->type->memory || rule->type->scalar_count))
        return descent_fail(DESCENT_EINVAL, "rule.type->memory_count must be 1 with remembers_point, got %zu%s",
                            rule->type->memory_count, rule->type->memory_count == 1 ? " and more" : "");
    if (!isfinite(rule->step_size) || rule->step_size <= 0)
        return descent_fail(DESCENT_EINVAL, "step_size must be finite and positive, got %g", rule->step_size);
    descent_status status = check_reserved(rule);
    if (status == DESCENT_SUCCESS)
        status = descent__schedule_check(&rule->schedule, rule->step_size);
    if (status == DESCENT_SUCCESS)
        status = descent__modifiers_check(rule);
    if (status != DESCENT_SUCCESS || !rule->type->check)
        return status;
    descent__environment *const lent = lend(rule);
    const descent_status checked = rule->type->check(rule);
    descent__environment_take_back(lent);
    return checked;
}

descent_status descent_rule_check(const descent_rule *rule)
{
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = check(rule);
    descent__environment_leave(&environment);
    return status;
}

descent_status descent_rule_step_size(const descent_rule *rule, uint64_t step, double *step_size)
{
    int callback_code;
    if (!step_size)
        return descent_fail(DESCENT_EINVAL, "step_size must not be NULL");
    descent__environment environment;
    descent__environment_enter(&environment);
    descent_status status = check(rule);
    if (status == DESCENT_SUCCESS)
        status = descent__schedule_step_size(&rule->schedule, step, rule->step_size, step_size, &callback_code);
    descent__environment_leave(&environment);
    return status;
}

double descent_rule_step_limit(const descent_rule *rule, double curvature)
{
    if (!rule || !rule->type || !rule->type->step_limit || descent__rule_is_modified(rule) ||
        !isgreater(curvature, 0) || isinf(curvature))
        return NAN;
    descent__environment environment;
    descent__environment_enter(&environment);
    descent__environment *const lent = lend(rule);
    const double limit = rule->type->step_limit(rule, curvature);
    descent__environment_take_back(lent);
    descent__environment_leave(&environment);
    return limit;
}
