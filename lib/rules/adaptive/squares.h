/* What the rules that divide by a root of squared gradients share. */
#ifndef DESCENT_LIB_RULES_ADAPTIVE_SQUARES_H
#define DESCENT_LIB_RULES_ADAPTIVE_SQUARES_H

#include <math.h>

#include <descent/rules.h>

#include "rules/pass.h"

/*
 * `advance` by the rule's step in place, and a look whether the squares (the first vector of them, which g enters) are finite:
 * dividing by infinity would make the rule stand still for ever. A gradient that is not finite itself is for the engine to name.
 */
int descent__squares_advance(const descent__pass *pass, const descent_rule *rule, descent_rule_step *step);

#endif
