/* Update rules from outside the library, each with memory that is not the point before. */
#ifndef DESCENT_TESTS_TRUTH_OWN_RULES_H
#define DESCENT_TESTS_TRUTH_OWN_RULES_H

#include <descent/rules.h>

/* x ← x − ηg/(√Σg² + 1e-10) (Duchi, Hazan and Singer 2011). */
descent_rule own_adagrad(double step_size);

/* s ← 0.9s + 0.1g², x ← x − ηg/(√s + 1e-8) (Tieleman and Hinton 2012). */
descent_rule own_rmsprop(double step_size);

/* m ← 0.9m + 0.1g, v ← 0.999v + 0.001g², both corrected for their start at 0, x ← x − ηm̂/(√v̂ + 1e-8) (Kingma and Ba
 * 2015, algorithm 1). */
descent_rule own_adam(double step_size);

/* v ← 0.9v − ηg, x ← x + v: the heavy ball, with the velocity for its memory (Sutskever et al. 2013, eqs. 1 and 2). */
descent_rule own_velocity(double step_size);

/* v ← 0.9v + 0.1g, x ← x − ηv: momentum with as much dampening. */
descent_rule own_damped(double step_size);

#endif
