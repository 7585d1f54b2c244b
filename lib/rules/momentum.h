/* What the two momentum rules share. */
#ifndef DESCENT_LIB_RULES_MOMENTUM_H
#define DESCENT_LIB_RULES_MOMENTUM_H

#include <descent/rules.h>

/* The rule's momentum must be finite. */
descent_status descent_momentum_check(const descent_rule *rule);

/* The two roots of μ² − sum·μ + product = 0, without cancellation. */
size_t descent_quadratic_multipliers(double sum, double product, double *real, double *imaginary);

#endif
