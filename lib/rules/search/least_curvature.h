/* The least curvature at a point, from differences of gradients. */
#ifndef DESCENT_LIB_RULES_SEARCH_LEAST_CURVATURE_H
#define DESCENT_LIB_RULES_SEARCH_LEAST_CURVATURE_H

#include <descent/rules.h>

enum {
    descent__curvature_directions = 3, /* v, what is left of Hv, the last change of v */
    descent__curvature_vectors =
        2 * descent__curvature_directions + 2 /* their products, a trial point and its gradient */
};

/*
 * The least eigenvalue of the Hessian at step->x and its eigenvector of norm 1, by the locally optimal conjugate gradients of
 * Knyazev (2001, alg. 4.1, for one vector and no preconditioner): the Rayleigh quotient is made least over v, its residual and the
 * last change of v, again and again. A product Hd is (∇L(x + hd) − ∇L(x − hd))/2h: two gradients. At most `most_products` of
 * them. `work` is descent__curvature_vectors vectors of n numbers; v is left in the first. The eigenvalue is NaN where a gradient
 * is not finite.
 */
descent_status descent__least_curvature(const descent_rule_step *step, size_t most_products, double *const *work,
                                        double *eigenvalue);

#endif
