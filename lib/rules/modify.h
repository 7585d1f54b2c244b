/* What modifiers do around the step of a rule, in the order of descent_modifiers. */
#ifndef DESCENT_LIB_RULES_MODIFY_H
#define DESCENT_LIB_RULES_MODIFY_H

#include <descent/rules.h>

/* The gradient that the rule is given, from that of the problem at x: that itself, or in `modified` where it is another. */
const double *descent__modify_gradient(const descent_modifiers *modifiers, size_t n, const double *x,
                                       const double *gradient, double *modified);

/* Loss and gradient of a trial point, each unless NULL: the weight decay is part of what is descended. */
void descent__modify_trial(const descent_modifiers *modifiers, size_t n, const double *x, double *loss,
                           double *gradient);

/* The new point, from the rule's. */
void descent__modify_point(const descent_modifiers *modifiers, size_t n, double step_size, const double *before,
                           double *x);

/* Onto the box. */
double descent__modify_project(const descent_modifiers *modifiers, size_t i, double x);

#endif
