/* A pole: a place toward which the loss goes beyond all bounds, as 1/x does at 0. */
#ifndef DESCENT_LIB_PROBLEM_POLE_H
#define DESCENT_LIB_PROBLEM_POLE_H

#include <stdbool.h>

/* Over each of two equal parts of the way to a place, measured in factors, a loss changes by so much; the second part is the nearer
 * one. Toward a kink or a cusp it changes ever less; toward a pole, as that of log|x|, as much. `size`: of the loss between the two. */
bool descent__leads_to_pole(double first, double second, double size);

/* The loss at a part of a way, which begins with 0 and ends with 1; no finite number where it has none. */
typedef double descent__loss_along(double part, void *context);

typedef struct descent__pole {
    int near,
        far; /* where the loss goes to on its way there from 0, and from 1: −1 below all bounds, 1 above; 0: no pole was seen */
    double at; /* part of the way */
} descent__pole;

/*
 * Is a way so long, beside what numbers tell apart, that a pole on it can be told from what is steep? `resolution`: of the points where it
 * begins, as a part of the way.
 */
bool descent__pole_can_be_seen(double resolution);

/*
 * Looks for a pole on a way that begins at the end whose numbers are finer. Asks for the loss some forty times where there is none, and up
 * to three hundred times where one is. What is smooth is seen to be if it takes a hundred-millionth of the way.
 */
descent__pole descent__pole_between(descent__loss_along *loss, void *context, double resolution);

#endif
