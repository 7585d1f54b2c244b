/* How closely the end of a run returns after some number of steps: what every search for a cycle is made of. */
#ifndef DESCENT_LIB_TRAJECTORY_RETURNS_H
#define DESCENT_LIB_TRAJECTORY_RETURNS_H

#include <stdbool.h>

#include "trajectory/view.h"

/* Miss of the return after `lag` steps to the point of `back` points ago. */
static inline double descent__return_miss(const descent__view *view, size_t back, size_t lag)
{
    return descent__view_distance(view, back, back + lag);
}

/* The largest miss of the points from `from` to `to` − 1 points ago. */
double descent__largest_miss(const descent__view *view, size_t lag, size_t from, size_t to);

/* Do all of these miss by no more than `most`? Most do by far, which one coordinate tells. */
bool descent__returns_within(const descent__view *view, size_t lag, size_t from, size_t to, double most);

/*
 * Returns that are nearly exact may still be slow creeping, as of (−1 + 1e−10)^k. Has the run moved away over so many
 * rounds of `lag` steps by clearly more than its largest miss `worst` in them?
 */
bool descent__returns_creep(const descent__view *view, size_t lag, size_t rounds, double worst);

/* Do the last two returns point against each other? Then the cycle lies between them, not beyond. */
bool descent__returns_alternate(const descent__view *view, size_t lag);

/* How many of the last points, without a gap, return within a hundredth of the amplitude. */
size_t descent__near_returns(const descent__view *view, size_t lag, double amplitude);

/* Of so many rounds, the one in the middle of those that settling is read from: three quarters, the latest. */
static inline size_t descent__middle_round(size_t rounds)
{
    return 3 * rounds / 8;
}

typedef struct descent__settling {
    bool seen;     /* there are rounds enough to tell */
    size_t rounds; /* that come close, without a gap */
    bool settles;  /* the misses shrink by a steady factor */
    double factor; /* from one return to the next; NaN if not */
    double left;   /* what they still add up to; NaN if not */
} descent__settling;

/*
 * Do the returns draw closer by a steady factor? Steady is a word about the whole way since they came close: in the channel
 * of an intermittent run, where they shrink like a power, the last of them look steady, too.
 */
descent__settling descent__returns_settle(const descent__view *view, size_t lag, double amplitude);

/*
 * Does it all but return after a divisor of the lag as well, ever more closely? Then that is the cycle, if there is one;
 * where its returns were not found to settle, those of its multiples prove nothing.
 */
bool descent__returns_of_shorter(const descent__view *view, size_t lag, double amplitude);

/* The smallest divisor of the lag from `least` on, but the lag itself, after which the last `count` points return within
 * `most`; 0 if there is none. */
size_t descent__shorter_return(const descent__view *view, size_t lag, size_t least, size_t count, double most);

/*
 * Does the run all but return after some number of steps up to `limit`, and creep on from return to return? Then it is
 * slowly leaving a cycle or settling onto one, or near a critical point that it swings around: no quasiperiodic run, whose
 * returns go on until they meet the points in between. The number of steps, or 0; `extent` is that of the motion.
 */
size_t descent__creeping_lag(const descent__view *view, double extent, size_t limit);

/*
 * Does motion keep to a grid: does it meet its own points again to rounding, with a period or without, or are its steps small
 * multiples of one length in each coordinate, as those of Lion and of sign descent? An irrational turn does neither (Weyl 1916).
 * `extent` is that of the motion; what is no more than `floor` is rounding.
 */
bool descent__is_on_grid(const descent__view *view, double extent, double floor);

#endif
