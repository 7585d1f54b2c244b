/* The fixed step, for the engine, which makes this step itself instead of calling the rule. */
#ifndef DESCENT_LIB_RULES_FIXED_STEP_H
#define DESCENT_LIB_RULES_FIXED_STEP_H

#include <descent/rules.h>

extern const descent_rule_type descent_fixed_step_type;

#endif
