#include "rules/family.h"

static const descent__rule_family *const families[] = {
#define ENTRY(name) &descent__##name##_family,
    DESCENT__FAMILY_LIST(ENTRY)
#undef ENTRY
};

const descent__rule_family *descent__rule_family_of(const descent_rule *rule)
{
    for (size_t k = 0; k < sizeof families / sizeof *families; k++)
        if (rule->type == families[k]->type)
            return families[k];
    return NULL;
}
