/* The way down from a point by steps so short that the slope hardly changes: which valley the point is in. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_TINY_STEPS_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_TINY_STEPS_H

#include "diagnosis/evidence/evidence.h"

enum {
    DESCENT__MOST_TINY_STEPS = 400, /* each may halve its length more than once; a cost, no edge */
    DESCENT__TINY_LOOKS = 4         /* at what is there where the tiny steps are slow; a cost, no edge */
};

/* Where the slope has fallen to this part of what it was at first, or at the last look, may be a minimum. No edge: one that is looked at
 * sooner is not found yet, and asked again. */
#define DESCENT__TINY_SLOW 0.01

/* Four vectors of the evidence's memory. */
typedef struct descent__tiny_steps {
    descent__evidence *evidence;
    uint64_t gradients; /* that may still be asked for */
    double *x, *gradient, *next, *next_gradient;
} descent__tiny_steps;

/* False if there is no memory. */
bool descent__tiny_steps_open(descent__evidence *evidence, uint64_t gradients, descent__tiny_steps *s);

/* The slope's gradient at x; false if it is not to be had. */
bool descent__tiny_steps_ask(descent__tiny_steps *s, const double *x, double *gradient);

/*
 * The length of the first, a small part of so far. A step is judged by the slope at its ends, and beyond a hill that may be the same again:
 * so the first is short, and the others are little longer than one that was judged.
 */
double descent__tiny_steps_first(const descent__tiny_steps *s, double far);

/* One tiny step from s->x, where s->gradient is the slope, with a length that the change of the slope allows. False if it cannot be made. */
bool descent__tiny_steps_down(descent__tiny_steps *s, double *length);

#endif
