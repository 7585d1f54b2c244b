/*
 * Steps of the library's own rules that keep the state before them as they go: what the map does for any rule in three passes, a
 * copy, the rule's formula and a look for numbers that are not finite, they do in one, with the same bits.
 */
#ifndef DESCENT_LIB_RULES_KEEPING_H
#define DESCENT_LIB_RULES_KEEPING_H

#include <stddef.h>

#include <descent/rules.h>

/*
 * What the type's `advance` does, and besides: x and the one vector of memory before the step go to `x_before` and `memory_before`.
 * Returns 0, or NaN if x_{k+1} or what the rule insists on is not finite; putting back is the caller's.
 */
typedef double descent__keeping_advance(const descent_rule *rule, descent_rule_step *step, double *x_before,
                                        double *memory_before);

/* The one list: type, function; each stands in the file of its rule. */
#define DESCENT__KEEPING_LIST(KEEPING)                                                                                 \
    KEEPING(heavy_ball, heavy_ball)                                                                                    \
    KEEPING(nesterov, nesterov)                                                                                        \
    KEEPING(damped_momentum, filter)                                                                                   \
    KEEPING(gradient_filter, filter)                                                                                   \
    KEEPING(sign, sign)

descent__keeping_advance descent__heavy_ball_advance_keeping, descent__nesterov_advance_keeping,
    descent__filter_advance_keeping, descent__sign_advance_keeping;

/* NULL for any other type. */
descent__keeping_advance *descent__keeping_advance_of(const descent_rule_type *type);

#endif
