#include "rules/family.h"

#include "base/environment.h"
#include "rules/knowledge.h"

static const descent__rule_family *const families[] = {
#define ENTRY(name) &descent__##name##_family,
    DESCENT__FAMILY_LIST(ENTRY)
#undef ENTRY
};

const descent__rule_family *descent__rule_family_of(const descent_rule *rule)
{
    if (descent__rule_is_modified(rule))
        return NULL;
    for (size_t k = 0; k < sizeof families / sizeof *families; k++)
        if (rule->type == families[k]->type)
            return families[k];
    return NULL;
}

size_t descent__rule_multipliers(const descent_rule *rule, double step_size, double eigenvalue, double *real,
                                 double *imaginary)
{
    descent__environment *const lent = descent__rule_is_own(rule) ? NULL : descent__environment_lend();
    const size_t count = rule->type->multipliers(rule, step_size, eigenvalue, real, imaginary);
    descent__environment_take_back(lent);
    return count;
}
