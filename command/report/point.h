/* What is said of a critical point. */
#ifndef DESCENT__COMMAND_POINT_H
#define DESCENT__COMMAND_POINT_H

#include <descent/critical.h>

/* Prints it. `size`: of the numbers among which the point was looked for, or 0. */
void descent__say_critical_point(const descent_problem *problem, const descent_critical_point *point, double size);

/* The loss there, to the digits that are known. */
double descent__point_loss(const descent_problem *problem, const descent_critical_point *point, double size);

/* Is the loss of one variable level beside the point: to the left 1, to the right 2, to both sides 3? Of more variables 0. */
int descent__level_sides(const descent_problem *problem, const descent_critical_point *point);

#endif
