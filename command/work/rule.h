/* The rule that was asked for. */
#ifndef DESCENT__COMMAND_RULE_H
#define DESCENT__COMMAND_RULE_H

#include <descent/rules.h>

#include "command/options/settings.h"
#include "command/report/fail.h"

/* The rule with its schedule; `steps` are those of the run. */
descent__exit descent__rule(const descent__settings *settings, uint64_t steps, descent_rule *rule);

/* Step size and momentum, given or by default. */
double descent__rule_step(const descent__settings *settings);
double descent__rule_momentum(const descent__settings *settings);

/* Is the momentum any use to the rule? */
int descent__rule_has_momentum(const descent__settings *settings);

#endif
