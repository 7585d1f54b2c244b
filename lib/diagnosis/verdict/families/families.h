/* The decisions of the table, by family; each is told of in its own source. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_FAMILIES_FAMILIES_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_FAMILIES_FAMILIES_H

#include "diagnosis/verdict/decision.h"

/* broken.c: is there anything to go by, and are its numbers finite? */
descent__decision descent__decide_empty(descent__facts *facts);
descent__decision descent__decide_broken(descent__facts *facts);
/* The ending of a run of which something is not finite. */
descent__decision descent__broken_off(descent__facts *facts);

/* at_rest.c: the point moves no more. Is it critical? */
descent__decision descent__decide_at_rest(descent__facts *facts);
/* Is what looks like a minimum only level ground, a shelf or a plateau? Undecided if not. */
descent__decision descent__decide_level_ground(descent__facts *facts, const descent_critical_point *point);

/* escape.c: the steps grow. Is the step too large, diverging, or has the loss no minimum, unbounded? */
descent__decision descent__decide_escape(descent__facts *facts);
/* They grow so far, and that is all. */
descent__decision descent__decide_growth_so_far(descent__facts *facts);

/* The same of the run and the copy that goes on from it, where that leaves the bounds: so few steps need not show that they grow. */
descent__decision descent__decide_escape_of_copy(descent__facts *facts, const descent__series *copy);

/* periodic.c: the run comes back, or the copy does that the Lyapunov exponent was measured on; or its outlook
 * ends on a cycle. */
descent__decision descent__decide_periodic(descent__facts *facts);
descent__decision descent__decide_by_cycle_of_copy(descent__facts *facts);
descent__decision descent__decide_by_cycle_onward(descent__facts *facts);

/* bounded.c: neither returning nor settling. Is the gradient random, and how do neighbours separate? */
descent__decision descent__decide_noisy(descent__facts *facts);
descent__decision descent__decide_bounded(descent__facts *facts);
/* Nothing holds; but the run is at a minimum that its rule will leave again, as it forgets the slopes. Undecided if not. */
descent__decision descent__at_minimum_for_now(descent__facts *facts);

/* settling.c: it still moves, ever less, toward a point. The second writes the ending of a run that is heading there. */
descent__decision descent__decide_settling(descent__facts *facts);
descent__decision descent__approaching(descent__facts *facts, const descent__destination *destination);

/* Of a rule that is not known: do its steps follow the slope? */
bool descent__pace_keeps(descent__facts *facts);

/* allowance.c: its schedule ends. The way that it still allows, followed as far as the outlook goes (infinity: without end);
 * is that short of where the run comes to; and the ending of a run that is stopped short of a point. */
double descent__schedule_way(descent__facts *facts);
descent__decision descent__decide_by_schedule(descent__facts *facts, const descent__destination *destination);
descent__decision descent__ends_before(descent__facts *facts, const descent_critical_point *point);

/* law.c: no critical point was found, but the steps shrink by a law: asked by settling, and of a power as the last
 * resort. */
descent__decision descent__decide_without_point(descent__facts *facts);
descent__decision descent__decide_by_law(descent__facts *facts);
bool descent__step_size_vanishes(descent__facts *facts);

/* onward.c: the recorded steps do not tell, but its outlook comes to a minimum, or ends on a cycle. */
descent__decision descent__decide_onward(descent__facts *facts);
/* The same for a run that bounds hold, or will: it ends on a face of the box. */
descent__decision descent__decide_held(descent__facts *facts);

/* drift.c: on and on in one direction. */
descent__decision descent__decide_drift(descent__facts *facts);

/* descending.c: the loss falls, or nothing can be said. */
descent__decision descent__decide_descending(descent__facts *facts);
/* −1: the mean length of each part of the steps is below that of the part before; 1: above; 0: now the one, now the other. */
int descent__trend_of_lengths(const descent__motion *motion);

#endif
