/* The linearised step: how a small change of the state goes on. */
#ifndef DESCENT_LIB_MAP_LINEARISE_H
#define DESCENT_LIB_MAP_LINEARISE_H

#include "map/map.h"

/* Where the next step takes its gradient: at the point, or ahead of it. n numbers, valid until the next step. */
const double *descent__map_gradient_point(descent__map *map);

/* Has the rule a formula for it? Then the Hessian at descent__map_gradient_point() is all that is needed. */
bool descent__map_has_jacobian(const descent__map *map);

/*
 * The Jacobian of the next step by the rule's formula, from the Hessian there (n×n): state_size × state_size, row-major,
 * blocks ordered as the state.
 */
void descent__map_jacobian(const descent__map *map, const double *hessian, double *jacobian);

/*
 * The same for any rule, by central differences of the step, which costs 2·state_size of them. The map is as it was
 * afterwards. `work` has room for 2·state_size numbers. Unless it MOVED, a step could not be made.
 */
descent__map_result descent__map_differentiate(descent__map *map, double *jacobian, double *work);

#endif
