/* What was measured on the way to the verdict. Each fact is measured at most once, when a decision first asks for
 * it, and remembered; so the order in which decisions ask is the order in which the budget is spent. Facts know
 * nothing of endings, and write nothing but themselves. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_FACTS_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_FACTS_H

#include "diagnosis/evidence/evidence.h"
#include "diagnosis/verdict/ahead/face.h"
#include "diagnosis/verdict/destination.h"
#include "diagnosis/verdict/lyapunov.h"
#include "diagnosis/verdict/orbit.h"
#include "diagnosis/verdict/outlook.h"
#include "diagnosis/verdict/trial.h"
#include "trajectory/contraction.h"
#include "trajectory/growth.h"
#include "trajectory/motion.h"
#include "trajectory/recurrence.h"

/* Largest and last slope of a run; NaN for the last if nothing tells it. */
typedef struct descent__slopes {
    double largest;
    double last;
} descent__slopes;

/* What growth is measured on: the series; or where a thinned path leaves out the steps that would show it, these steps
 * made again, or its rows, so far apart. */
typedef struct descent__course {
    descent__series series;
    descent__motion motion;
    uint64_t stride;  /* steps from one point to the next */
    bool recorded;    /* the points are rows of the path, */
    size_t first_row; /* from this on */
} descent__course;

typedef struct descent__facts {
    descent__evidence *evidence;

    /* Measured at once, for everything else is measured on it: see opening.h. */
    descent__series series;             /* one step apart: the recorded end, or a copy that was run on from it */
    bool continued;                     /* the series is such a copy */
    bool breaks_off;                    /* that ends where nothing is finite */
    bool thinned;                       /* single steps are missing, and no copy could stand in for them */
    double scale;                       /* extent of the whole path, and of the copy if there is one */
    double tolerance_asked;             /* the part of the extent that was asked for, or is usual */
    double tolerance;                   /* distance within which the run counts as arrived, */
    descent__tolerance_by tolerance_by; /* and what it is a part of */
    descent_quantity broken;            /* what is not finite at the end, or would be after one more step */
    uint64_t broken_since;              /* from which step on, if anything is */
    const char *gave_up;                /* why the rule made no further step, in its own words; NULL if it does */
    descent__motion motion;             /* `lengths` NULL if there is nothing to measure */
    descent__course course;             /* what growth is measured on, */
    descent__growth growth;             /* and that growth */

    /* Measured on demand, and only read through the functions below. */
    unsigned measured; /* a bit for each fact */
    descent__contraction contraction;
    descent__trial expansion;
    descent__recurrence recurrence;
    bool recurrence_goes_on;
    descent__orbit orbit;
    descent__orbit orbit_of_copy;
    descent__destination destination;
    descent__destination flat;
    descent__destination centre;
    descent__destination near_start;
    descent__destination face;
    descent__destination below;
    descent__outlook outlook;
    const descent_critical_point *held_by; /* the point of which `held` tells whether it holds a copy beside it */
    bool held;
    size_t held_after; /* steps of the quadratic from the end of the outlook until it is there; 0: not known */
    bool forgets;
    descent__destination goal;
    descent__orbit orbit_onward;
    double step_noise; /* of a gradient made of differences */
    descent__lyapunov lyapunov;
    bool lyapunov_known;
    bool lyapunov_cut_short; /* by the budget */
    descent__motion motion_of_copy;
    bool kink;
    bool lowest_without_gradient;
    bool lowest_at_kink;
    bool leaves_domain; /* the loss falls to where it has no value any more */
    bool loss_hides_the_rest;
    bool leaves_later; /* it has converged, but its rule forgets the slopes there, and then leaves */
    bool marches;      /* one way by strides that stay the same, where no slope is left */
    bool long_way;     /* it descends, and at its pace the lowest ground ahead is out of reach */
    bool swings;       /* it does not settle: a copy that goes on comes no lower, or wanders */
    bool memory_faded; /* the run left a minimum because its rule forgot the slopes there */
    descent_noise noise;
    bool outruns_noise; /* with it: over its last half the run came farther than noise would carry it */
    descent__slopes slopes;
    double slope;
} descent__facts;

/* Frees the critical points but for the two that the result has taken. */
void descent__facts_close(descent__facts *facts, const descent_critical_point *point,
                          const descent_critical_point *centre);

const descent__contraction *descent__facts_contraction(descent__facts *facts);

/* What becomes of growth in a copy that goes on; of unknown fate if none is trusted. */
const descent__trial *descent__facts_expansion(descent__facts *facts);

/* The smallest period with which the series repeats. */
const descent__recurrence *descent__facts_recurrence(descent__facts *facts);

/* Does a copy go on settling onto the cycle? In the channel of an intermittent run returns draw closer, too, but
 * only up to its middle. */
bool descent__facts_recurrence_goes_on(descent__facts *facts);

/* The cycle at the end of the series, or of the copy that the Lyapunov exponent was measured on, with its
 * multipliers. */
const descent__orbit *descent__facts_orbit(descent__facts *facts);
const descent__orbit *descent__facts_orbit_of_copy(descent__facts *facts);

/* The cycle at the end of the outlook; of period 0 if there is none. */
const descent__orbit *descent__facts_orbit_onward(descent__facts *facts);

/* Does what the rule remembers, too, go to where it keeps the points of this cycle? */
bool descent__facts_memory_keeps_cycle(descent__facts *facts, const descent__orbit *orbit);

/* The critical point to which the run is near, found from its last point, and how the run moves relative to it. Its
 * point is NULL if there is none. */
const descent__destination *descent__facts_destination(descent__facts *facts);

/* The same, but where the steps shrink like a power, which leads to a point so flat that its curvature cannot be
 * told from zero: neither from the rounding of the gradient, nor by a run of that many steps, for which ηλk is as good
 * as nothing. Looks once more with this in mind, and gives what it finds if it lies where the law says, else the
 * destination. */
const descent__destination *descent__facts_flat_destination(descent__facts *facts);

/* The critical point that a bounded motion circles: the destination, or else one near the mean of the series from row
 * `first` on; asked for once. Its point is NULL if there is none. */
const descent__destination *descent__facts_centre(descent__facts *facts, const descent__series *series, size_t first,
                                                  double extent);

/* What the run does when it goes on: see outlook.h. It may stop where it has come to the destination, if that was asked
 * for before. */
const descent__outlook *descent__facts_outlook(descent__facts *facts);

/* The critical point near where the outlook ends: that is where the run is heading, if the outlook settles on it. Its point
 * is NULL if there is none. */
const descent__destination *descent__facts_goal(descent__facts *facts);

/* The critical point on the face of the rule's box on which the outlook ends; its point is NULL if bounds hold nothing there. */
const descent__destination *descent__facts_face(descent__facts *facts);

/* Does the outlook settle on this point? Where nothing is known of it, nothing speaks against it. */
bool descent__facts_settles_on(descent__facts *facts, const descent__destination *destination);

/* Does the outlook stay within `radius` of a point from its first step on? Where nothing is known of it, nothing speaks
 * against it. */
bool descent__facts_stays_at(descent__facts *facts, const double *point, double radius);

/* Does a copy that goes on come no lower than the run was over its last quarter? Then what falls just now is a swing: who descends comes
 * lower, however slowly. Where nothing is known, no. */
bool descent__facts_comes_no_lower(descent__facts *facts);

/* Does the rule's memory fade while it rests, so that its steps grow beside a minimum? Where nothing is known, no. */
bool descent__facts_rule_forgets(descent__facts *facts);

/* Steps from the end of the run until the quadratic of the point has the rule there, after those of the outlook; NaN if it was not
 * asked for, or does not. */
double descent__facts_steps_by_quadratic(const descent__facts *facts, const descent_critical_point *point);

/* Where the run is at a minimum: does its rule, whose memory of slopes fades there, leave it again, however much later, as far as the
 * quadratic of the point is followed? Where nothing is known, no. */
bool descent__facts_leaves_later(descent__facts *facts, const descent_critical_point *point);

/* The same as long as the run has been, beyond the outlook by the quadratic of the point where the rule's memory fades. */
bool descent__facts_keeps_at(descent__facts *facts, const descent_critical_point *point, double radius);

/* Where the steps shrink by a law: do those of the outlook add up to no limit, or lead beyond the one of the law? From
 * the recorded ones its exponent is known to a few per cent, and while a rule's memory fades it may be any. */
bool descent__facts_law_is_contradicted(descent__facts *facts);

/* What the slope leads to from where the run stands, by tiny steps; NULL if they come to nothing. */
const descent_critical_point *descent__facts_down_the_slope(descent__facts *facts);

/* The minimum that the slope leads to from where the run stands, or `found` where it leads there, or nobody can tell: what Newton's steps find
 * from a slope may lie behind a ridge. */
const descent_critical_point *descent__facts_point_below(descent__facts *facts, const descent_critical_point *found);

/* The critical point nearest to the start. */
const descent_critical_point *descent__facts_point_near_start(descent__facts *facts);

/* Whatever critical point is known by now of a run that stays: flat, ahead, or circled; NULL if none was looked for or
 * found. */
const descent_critical_point *descent__facts_known_point(const descent__facts *facts);

/* How the run moves relative to a point that is known of it; NULL for one that is not. */
const descent__destination *descent__facts_destination_of(const descent__facts *facts,
                                                          const descent_critical_point *point);

/* Largest distance to a point over the last quarter of the rows. */
double descent__facts_late_distance(const descent__facts *facts, const double *point);

/* How far off a destination the run still comes: where it swings, or circles with momentum, that is not where it is
 * now. */
double descent__facts_reached_distance(const descent__facts *facts, const descent__destination *destination);

/* A copy with its twin, and how it moves; NULL, and the budget is exhausted, if there are too few evaluations left.
 * `lyapunov_known`: the exponent was measured, and not only a way. */
const descent__lyapunov *descent__facts_lyapunov(descent__facts *facts);

/* Asks whether the gradient jumps between the last points of a series, or just ahead of the point at which the run
 * rests; the answer is `kink`, for the findings. */
void descent__facts_look_for_kink(descent__facts *facts, const descent__series *series);

/* Asks the same, of a run that never rests, about what its steps pass by, as the tip of a cone: steps down the slope that are ever shorter
 * lead there. For when all else is decided; the answer is `kink`. */
void descent__facts_look_for_tip(descent__facts *facts);

/* Is what passes for a critical point near the end a kink? There the gradient jumps by as much as it is, and its differences
 * make a curvature across that no run has, and none along. */
bool descent__facts_is_kink(descent__facts *facts, const descent_critical_point *point);

/* Does the gradient jump at what passes for a degenerate point, where a formula has it zero, as that of |x| at 0? Then its curvatures
 * are none; and where the loss is lowest there, by the loss and the gradients around, its kind becomes a minimum at a kink. For when all
 * else is decided: the laws of degenerate points hold for the sides of a kink. */
bool descent__facts_tell_kink(descent__facts *facts, descent_critical_point *point);

/* Is the loss higher at all ends of a cross around the end, where the gradient has no value? So it is at the tip of a cone, whose formula
 * divides by zero there. Remembered as `lowest_without_gradient`. */
bool descent__facts_is_lowest_without_gradient(descent__facts *facts);

/* Does the run stand at a kink where the loss is lowest, by the loss and the gradients around? Asked once, and remembered as
 * `lowest_at_kink`. */
bool descent__facts_is_lowest_at_kink(descent__facts *facts);

/* Does the run go to and fro about such a kink, by steps that reach over it? */
bool descent__facts_swings_about_kink(descent__facts *facts);

/*
 * A rule whose memory fades divides by next to nothing now and then, where rounding alone separates a twin: neighbours infinitely near may
 * separate more slowly than any twin shows, so that the exponent is one at most.
 */
void descent__facts_bound_exponent(descent__facts *facts);
void descent__facts_look_for_kink_ahead(descent__facts *facts);

/* Level and floor of the noise. */
const descent_noise *descent__facts_noise(descent__facts *facts);

/* Largest and last of the recorded gradient norms, or, without them, of the falls of the loss over the step length; or
 * what the problem says of the two ends. */
const descent__slopes *descent__facts_slopes(descent__facts *facts);

/* Mean change of the loss a step over the last quarter of the rows, or of the copy if only one row is known; NaN if
 * unknown. */
double descent__facts_slope(descent__facts *facts);

/* How many times as far as its first half the last half of the recorded run extends; of a run that was not recorded, its copy. NaN if
 * the first half does not move. */
double descent__facts_growth_so_far(descent__facts *facts);

#endif
