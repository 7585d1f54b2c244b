/* What is said of a critical point. */
#ifndef DESCENT__COMMAND_POINT_H
#define DESCENT__COMMAND_POINT_H

#include <descent/critical.h>

/* Prints it. `size`: of the numbers among which the point was looked for, or 0. */
void descent__say_critical_point(const descent_problem *problem, const descent_critical_point *point, double size);

/* Do critical points go on from there along a variable, where the search tells no valley? */
int descent__goes_on(const descent_problem *problem, const descent_critical_point *point, double size);

#endif
