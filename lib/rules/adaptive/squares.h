/* What the rules that divide by a root of squared gradients share. */
#ifndef DESCENT_LIB_RULES_ADAPTIVE_SQUARES_H
#define DESCENT_LIB_RULES_ADAPTIVE_SQUARES_H

#include <math.h>

#include <descent/rules.h>

/*
 * What `advance` returns, from the sum of s − s over the squares, which is NaN if one of them is not finite: dividing by infinity
 * would make the rule stand still for ever. A gradient that is not finite itself is for the engine to name.
 */
int descent__squares_result(const descent_rule_step *step, double trace);

#endif
