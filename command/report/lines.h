/* Lines of critical points along a variable, where the search tells no valley. */
#ifndef DESCENT__COMMAND_LINES_H
#define DESCENT__COMMAND_LINES_H

#include <descent/critical.h>

/*
 * How many variables there are along which critical points go on from this one, as those of x²y do along y. `size`: of the numbers among
 * which it was looked for, or 0. If `said`, prints along which, and of what kind the points are a good way off to either side.
 */
size_t descent__count_lines(const descent_problem *problem, const descent_critical_point *point, double size, int said);

#endif
