/* Optimisers that the library is not told of: it sees their path, and the problem. */
#ifndef DESCENT_TESTS_TRUTH_MANY_OTHERS_H
#define DESCENT_TESTS_TRUTH_MANY_OTHERS_H

#include <descent/rules.h>

/* x ← x − η sign(g) (signSGD; Bernstein et al. 2018). */
descent_rule other_sign(double step_size);

/* x ← x − ηg/‖g‖ (Shor 1962). */
descent_rule other_normalised(double step_size);

/* x_i ← x_i − ηg_i for i = k mod n. */
descent_rule other_coordinate(double step_size);

/* x ← x − η(g + x/10): decay of the weights, which the loss does not know (Loshchilov and Hutter 2019). */
descent_rule other_decay(double step_size);

/* x ← x − ηg·min(1, 1/‖g‖) (Pascanu et al. 2013). */
descent_rule other_clipped(double step_size);

/* Each coordinate by a length of its own, times 1.2 while its slope keeps its sign, else by 0.5 (Rprop−; Riedmiller and Braun
 * 1993). */
descent_rule other_rprop(double step_size);

/* v ← 0.9v − ηg, and v ← −ηg where that leads uphill; x ← x + v (O'Donoghue and Candès 2015). */
descent_rule other_restarted(double step_size);

/* s ← 0.99s + 0.01g², x ← x − ηg/(√s + 1e-8). */
descent_rule other_slow_rmsprop(double step_size);

#endif
