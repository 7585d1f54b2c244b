#include "rules/keeping.h"

#include "rules/own.h"

static const struct {
    const descent_rule_type *type;
    descent__keeping_advance *advance;
} keeping[] = {
#define ENTRY(name, function) {&descent__##name##_type, descent__##function##_advance_keeping},
    DESCENT__KEEPING_LIST(ENTRY)
#undef ENTRY
};

descent__keeping_advance *descent__keeping_advance_of(const descent_rule_type *type)
{
    for (size_t k = 0; k < sizeof keeping / sizeof *keeping; k++)
        if (type == keeping[k].type)
            return keeping[k].advance;
    return NULL;
}
