/* What the run does when it goes on: one copy with the rule's true memory, followed from the end for a share of the
 * budget. Measured once; every verdict about the future is held against it. Where problem, rule or memory are not known, or
 * too little may be spent, nothing is known, and nothing is contradicted. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_OUTLOOK_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_OUTLOOK_H

#include "diagnosis/evidence/evidence.h"

enum {
    descent__outlook_blocks = 8 /* of equal length; each nearer than the one before is chance in 1 of 40320 */
};

typedef struct descent__outlook {
    bool known;
    descent__map_result result; /* MOVED: it was followed as far as was wanted */
    bool rests;                 /* it stopped early, for it moved no more beyond rounding */
    bool stayed;                /* it stopped early, for it had come to the point that was watched, and stayed */
    size_t lasting;             /* steps that it must stay where it has come to */
    descent__series series;     /* its points, one step apart; the first is the end of the run */
    descent__state state;       /* with which it ends */
    double losses[descent__outlook_blocks];  /* highest loss that was seen in each block; NaN if none is known */
    double lowest;                           /* loss that was seen in all of them; NaN if none is known */
    double lengths[descent__outlook_blocks]; /* longest step of each block */
} descent__outlook;

/* Runs on from the end. `watched` (NULL: none) is a point at which it may stop once it stays within `radius`. */
void descent__outlook_measure(descent__evidence *evidence, const double *watched, double radius,
                              descent__outlook *outlook);

/* Steps that were made. */
static inline size_t descent__outlook_steps(const descent__outlook *outlook)
{
    return outlook->series.count ? outlook->series.count - 1 : 0;
}

/* Where it stands in the end. */
static inline const double *descent__outlook_end(const descent__outlook *outlook)
{
    return descent__series_point(&outlook->series, outlook->series.count - 1);
}

/* Farthest and nearest distance to a point, of the rows of one block. */
double descent__outlook_farthest(const descent__outlook *outlook, const double *point, size_t block);
double descent__outlook_nearest(const descent__outlook *outlook, const double *point, size_t block);

/* Steps from which on it is within the radius of a point for good, as far as it was followed; 0 if it is not so in the
 * end, or not for long enough. */
uint64_t descent__outlook_arrives(const descent__outlook *outlook, const double *point, double radius);

/* The part by which a distance is due to shrink from the first block to the last, by a multiplier. */
double descent__outlook_due(const descent__outlook *outlook, double multiplier);

/* Is it nearer in each block than in the one before? */
bool descent__outlook_nears_steadily(const descent__outlook *outlook, const double *point);

/* Where it has not arrived: does it draw nearer, by half of what is due at least (NaN: no theory tells; 0: any will do), or by
 * half of all, or from block to block, and clearly? `reached` is how far off the run still came. */
bool descent__outlook_draws_nearer(const descent__outlook *outlook, const double *point, double due, double reached);

/* Does the rule, with the memory of its end, hold a copy that is put beside a point at this distance: is it within that
 * distance again in the end, or still drawing nearer? What a rule does not tell of itself is measured. Unknown counts as
 * yes. */
bool descent__outlook_holds(descent__evidence *evidence, const descent__outlook *outlook, const double *point,
                            double distance);

/* Does rounding decide where it ends: is the same outlook, begun a few roundings farther along its first step, elsewhere in
 * the end, by more than `apart`? Then it is known of this very run alone, and of none like it. Unknown counts as no. */
bool descent__outlook_forks(descent__evidence *evidence, const descent__outlook *outlook, double apart);

/* Does the loss rise on its way, above `loss` and beyond rounding, and stay there? Unknown counts as no. */
bool descent__outlook_rises(const descent__outlook *outlook, double loss);

/* Does it run off to where numbers end, by steps that grow, and does the loss fall on all the way, from this one? */
bool descent__outlook_falls_off(const descent__outlook *outlook, double loss);

/* Does the loss nowhere come below `lowest` by more than `least`, and rounding? Unknown counts as no. */
bool descent__outlook_comes_no_lower(const descent__outlook *outlook, double lowest, double least);

typedef struct descent__losses_ahead {
    double mean, highest;
} descent__losses_ahead;

/* Of losses spread over its first steps, so many; NaN if none is known. */
descent__losses_ahead descent__outlook_losses(descent__evidence *evidence, const descent__outlook *outlook,
                                              uint64_t steps);

/* How straight its last block is: its way beside its steps, added up. */
double descent__outlook_straightness(const descent__outlook *outlook);

/* ---- its comparisons, pure ---- */

/* Has a distance shrunk by half of the part that is due, at least? */
bool descent__shrinks_as_due(double first, double last, double due);

/* From the longest step of the first block to that of the last: have the steps gone, as no power of the step number has
 * them go? */
bool descent__steps_have_gone(double first, double last);

#endif
