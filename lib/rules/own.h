/* The types of the library's own rules. */
#ifndef DESCENT_LIB_RULES_OWN_H
#define DESCENT_LIB_RULES_OWN_H

#include <descent/rules.h>

/* The one list; each type stands in the file of its rule. */
#define DESCENT__OWN_RULE_LIST(RULE)                                                                                   \
    RULE(adagrad)                                                                                                      \
    RULE(adam)                                                                                                         \
    RULE(adam_refused)                                                                                                 \
    RULE(amsgrad)                                                                                                      \
    RULE(armijo)                                                                                                       \
    RULE(barzilai_borwein)                                                                                             \
    RULE(conjugate_gradients)                                                                                          \
    RULE(damped_momentum)                                                                                              \
    RULE(exact_step)                                                                                                   \
    RULE(fixed_step)                                                                                                   \
    RULE(gradient_filter)                                                                                              \
    RULE(heavy_ball)                                                                                                   \
    RULE(lbfgs)                                                                                                        \
    RULE(lion)                                                                                                         \
    RULE(local_smoothness)                                                                                             \
    RULE(nadam)                                                                                                        \
    RULE(negative_curvature)                                                                                           \
    RULE(nesterov)                                                                                                     \
    RULE(normalised)                                                                                                   \
    RULE(perturbed)                                                                                                    \
    RULE(polyak)                                                                                                       \
    RULE(rmsprop)                                                                                                      \
    RULE(sign)                                                                                                         \
    RULE(wolfe)

#define DESCENT__OWN_RULE_DECLARATION(name) extern const descent_rule_type descent__##name##_type;
DESCENT__OWN_RULE_LIST(DESCENT__OWN_RULE_DECLARATION)
#undef DESCENT__OWN_RULE_DECLARATION

#endif
