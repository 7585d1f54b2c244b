/* Where a critical point is, and its loss, to the digits that are known. */
#ifndef DESCENT__COMMAND_PLACE_H
#define DESCENT__COMMAND_PLACE_H

#include <descent/critical.h>

/* The largest of its coordinates, without its sign. */
double descent__largest_part(const descent_critical_point *point);

/* A number to as many decimals as it is known to; nearer to zero than that it is zero. */
double descent__known_digits(double value, double unknown);

/*
 * Where it is, to what is known of it, into n numbers: a coordinate that may as well be zero is zero, and along the ways that its
 * curvatures do not tell, there are no more digits than they leave open. `size`: of the numbers among which it was looked for.
 */
void descent__known_place(const descent_problem *problem, const descent_critical_point *point, double size, double *x);

/* Prints it. Without a problem, by the point alone. */
void descent__say_place(const descent_problem *problem, const descent_critical_point *point, double size);

#endif
