#include "diagnosis/verdict/facts.h"

#include <math.h>

#include "base/vector.h"
#include "diagnosis/evidence/copies.h"
#include "diagnosis/evidence/roughness.h"
#include "diagnosis/verdict/ahead/quadratic.h"
#include "diagnosis/verdict/growth/expansion.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "diagnosis/verdict/trial.h"
#include "rules/knowledge.h"
#include "trajectory/noise.h"
#include "trajectory/stationarity.h"
#include "trajectory/tolerances.h"

/* One bit for each. */
enum {
    FACT_CONTRACTION = 1,
    FACT_RECURRENCE = 2,
    FACT_RECURRENCE_GOES_ON = 4,
    FACT_ORBIT = 8,
    FACT_ORBIT_OF_COPY = 16,
    FACT_DESTINATION = 32,
    FACT_FLAT = 64,
    FACT_CENTRE = 128,
    FACT_NEAR_START = 256,
    FACT_LYAPUNOV = 512,
    FACT_NOISE = 1024,
    FACT_SLOPES = 2048,
    FACT_SLOPE = 4096,
    FACT_OUTLOOK = 8192,
    FACT_GOAL = 16384,
    FACT_ORBIT_ONWARD = 32768,
    FACT_STEP_NOISE = 65536,
    FACT_EXPANSION = 131072,
    FACT_FORGETS = 262144,
    FACT_FACE = 524288
};

static const descent__destination nowhere = {.distance = NAN, .escaping = NAN, .rounding = NAN, .multiplier = NAN};

/* Is it the first time that a fact is asked for? From then on it is measured. */
static bool first_time(descent__facts *facts, unsigned fact)
{
    const bool first = !(facts->measured & fact);
    facts->measured |= fact;
    return first;
}

const descent__contraction *descent__facts_contraction(descent__facts *facts)
{
    if (first_time(facts, FACT_CONTRACTION))
        descent__contraction_measure(&facts->evidence->work, &facts->series, &facts->motion, &facts->contraction);
    return &facts->contraction;
}

const descent__trial *descent__facts_expansion(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const size_t affordable = (size_t)(descent__evidence_left(evidence) / 2);
    const size_t steps = affordable < DESCENT__GROWTH_STEPS ? affordable : DESCENT__GROWTH_STEPS;
    if (first_time(facts, FACT_EXPANSION))
        facts->expansion = descent__expansion_follow(evidence, facts->scale, steps);
    return &facts->expansion;
}

/* ---- recurrence ---- */

/* A motion whose returns are judged beside the noise of the gradient actually used, where that is more than the rounding
 * of the point. */
static descent__motion above_noise(descent__facts *facts, const descent__motion *motion)
{
    descent__motion above = *motion;
    if (first_time(facts, FACT_STEP_NOISE))
        facts->step_noise = descent__evidence_step_noise(facts->evidence, &facts->series);
    above.floor = fmax(above.floor, facts->step_noise);
    return above;
}

static void find_recurrence(descent__facts *facts, const descent__series *series, const descent__motion *motion,
                            descent__recurrence *recurrence)
{
    descent__evidence *evidence = facts->evidence;
    const descent__motion above = above_noise(facts, motion);
    descent__recurrence_find(&evidence->work, series, &above, evidence->options.period_limit, recurrence);
}

const descent__recurrence *descent__facts_recurrence(descent__facts *facts)
{
    if (first_time(facts, FACT_RECURRENCE))
        find_recurrence(facts, &facts->series, &facts->motion, &facts->recurrence);
    return &facts->recurrence;
}

static bool copy_goes_on_settling(descent__facts *facts, const descent__recurrence *recurrence)
{
    descent__evidence *evidence = facts->evidence;
    const double period = (double)recurrence->period;
    if (recurrence->exact || facts->continued || !evidence->copies_trusted)
        return true;
    const double rate = -log(recurrence->factor) / 2;
    const double wanted = fmax(DESCENT__LEAST_PERIODS, ceil(log(DESCENT__RETURNS_LEFT) / rate)) * period;
    const double affordable = (double)(descent__evidence_left(evidence) / DESCENT__COPY_BUDGET);
    const size_t steps = (size_t)fmin(wanted, affordable);
    descent__series copy;
    if ((double)steps < period * fmin(DESCENT__LEAST_PERIODS, log(DESCENT__RETURNS_SEEN) / rate) ||
        descent__evidence_continue(evidence, steps, &copy) != DESCENT__MAP_MOVED)
        return false;
    const descent__motion above = above_noise(facts, &facts->motion);
    return descent__recurrence_goes_on(&copy, &above, recurrence);
}

bool descent__facts_recurrence_goes_on(descent__facts *facts)
{
    if (first_time(facts, FACT_RECURRENCE_GOES_ON))
        facts->recurrence_goes_on = copy_goes_on_settling(facts, descent__facts_recurrence(facts));
    return facts->recurrence_goes_on;
}

const descent__orbit *descent__facts_orbit(descent__facts *facts)
{
    if (first_time(facts, FACT_ORBIT))
        descent__orbit_measure(facts->evidence, &facts->series, descent__facts_recurrence(facts), &facts->orbit);
    return &facts->orbit;
}

const descent__orbit *descent__facts_orbit_of_copy(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const descent__series *copy = &facts->lyapunov.series;
    descent__motion *motion = &facts->motion_of_copy;
    descent__recurrence recurrence;
    if (!first_time(facts, FACT_ORBIT_OF_COPY) || !descent__motion_measure(&evidence->work, copy, motion))
        return &facts->orbit_of_copy;
    find_recurrence(facts, copy, motion, &recurrence);
    facts->orbit_of_copy.recurrence = recurrence;
    /* A cycle that the copy only comes to later is not measured: the run is not there. */
    if (recurrence.period > 0 && descent__repeats_from_the_start(&recurrence))
        descent__orbit_measure(evidence, copy, &recurrence, &facts->orbit_of_copy);
    return &facts->orbit_of_copy;
}

const descent__orbit *descent__facts_orbit_onward(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    descent__motion motion;
    descent__recurrence recurrence;
    if (!first_time(facts, FACT_ORBIT_ONWARD))
        return &facts->orbit_onward;
    const descent__outlook *outlook = descent__facts_outlook(facts);
    if (!outlook->known || outlook->result != DESCENT__MAP_MOVED || outlook->rests || outlook->stayed ||
        !descent__motion_measure(&evidence->work, &outlook->series, &motion))
        return &facts->orbit_onward;
    find_recurrence(facts, &outlook->series, &motion, &recurrence);
    if (recurrence.period > 0)
        descent__orbit_measure(evidence, &outlook->series, &recurrence, &facts->orbit_onward);
    return &facts->orbit_onward;
}

/* ---- critical points ---- */

/* The way from a far start tells no length that means anything at the point: what counts as there is no more than a small
 * part of where the point's own curvatures hold. */
static void narrow_tolerance(descent__facts *facts, const descent_critical_point *point)
{
    const bool known = point && (point->kind == DESCENT_CRITICAL_MINIMUM || point->kind == DESCENT_CRITICAL_SADDLE ||
                                 point->kind == DESCENT_CRITICAL_MAXIMUM);
    if (!known || !(facts->tolerance > 0) || !facts->evidence->gradient_known)
        return;
    const double reach = descent__destination_reach(facts->evidence, point, facts->tolerance / DESCENT__THERE_PART);
    facts->tolerance = fmin(facts->tolerance, DESCENT__THERE_PART * reach);
}

/* Of an engine that recorded nothing one point is known; then its copy tells whether it comes nearer. */
static void follow(descent__facts *facts, descent__destination *destination)
{
    const descent__series *series = &facts->series;
    descent__destination_follow(facts->evidence, destination);
    if (destination->point && facts->continued && facts->evidence->finite == 1)
        destination->nearing = descent__vector_distance(series->n, descent__series_point(series, series->count - 1),
                                                        destination->point->x) < destination->distance;
}

const descent__destination *descent__facts_destination(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    if (!first_time(facts, FACT_DESTINATION))
        return &facts->destination;
    facts->destination = nowhere;
    if (!evidence->has_problem)
        return &facts->destination;
    descent__destination_find(evidence, evidence->x, &facts->destination);
    if (!descent__evidence_out_of_memory(evidence))
        follow(facts, &facts->destination);
    narrow_tolerance(facts, facts->destination.point);
    return &facts->destination;
}

static void find_flat(descent__facts *facts, double remaining)
{
    descent__evidence *evidence = facts->evidence;
    const double unseen = DESCENT__FLAT_UNSEEN / (evidence->step_size * (double)(evidence->step + 1));
    descent__destination found;
    descent__destination_find_within(evidence, evidence->x, DESCENT__FLAT_KNOWN * remaining, unseen > 0 ? unseen : 0,
                                     &found);
    if (found.point && found.point->kind == DESCENT_CRITICAL_DEGENERATE &&
        descent__lies_where_the_law_says(found.distance, remaining)) {
        facts->flat = found;
        follow(facts, &facts->flat);
    } else {
        descent_critical_point_free(found.point);
    }
}

const descent__destination *descent__facts_flat_destination(descent__facts *facts)
{
    const descent__destination *destination = descent__facts_destination(facts);
    const bool flat_already = destination->point && destination->point->kind == DESCENT_CRITICAL_DEGENERATE;
    if (first_time(facts, FACT_FLAT)) {
        facts->flat = nowhere;
        if (!flat_already && facts->evidence->has_problem)
            find_flat(facts, descent__facts_contraction(facts)->remaining);
    }
    return facts->flat.point ? &facts->flat : destination;
}

const descent__destination *descent__facts_centre(descent__facts *facts, const descent__series *series, size_t first,
                                                  double extent)
{
    descent__evidence *evidence = facts->evidence;
    if ((facts->measured & FACT_DESTINATION) && facts->destination.point)
        return &facts->destination;
    if (!first_time(facts, FACT_CENTRE))
        return &facts->centre;
    facts->centre = nowhere;
    double *mean = descent__evidence_numbers(evidence, evidence->n);
    if (!mean || !evidence->has_problem || evidence->random)
        return &facts->centre;
    descent__series_mean(series, first, mean);
    descent__destination found;
    descent__destination_find(evidence, mean, &found);
    if (!found.point)
        return &facts->centre;
    if (!descent__is_circled(descent__vector_distance(evidence->n, found.point->x, mean), extent)) {
        descent_critical_point_free(found.point);
        return &facts->centre;
    }
    facts->centre = found;
    descent__destination_follow(evidence, &facts->centre);
    /* What circles it may be off along any direction. */
    facts->centre.multiplier = 0;
    for (size_t k = 0; k < found.point->eigenvalue_count; k++)
        if (found.point->eigenvalues[k] > found.point->eigenvalue_tolerance)
            facts->centre.multiplier =
                fmax(facts->centre.multiplier, descent__destination_modulus(evidence, found.point->eigenvalues[k]));
    return &facts->centre;
}

/* ---- the future ---- */

const descent__outlook *descent__facts_outlook(descent__facts *facts)
{
    if (!first_time(facts, FACT_OUTLOOK))
        return &facts->outlook;
    /* At a saddle it shows itself later whether the way out has begun. */
    const descent_critical_point *ahead = facts->measured & FACT_DESTINATION ? facts->destination.point : NULL;
    ahead = ahead && ahead->index == 0 ? ahead : NULL;
    descent__outlook_measure(facts->evidence, ahead ? ahead->x : NULL, facts->tolerance, &facts->outlook);
    return &facts->outlook;
}

const descent__destination *descent__facts_goal(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    if (!first_time(facts, FACT_GOAL))
        return &facts->goal;
    facts->goal = nowhere;
    const descent__outlook *outlook = descent__facts_outlook(facts);
    if (!outlook->known || outlook->result != DESCENT__MAP_MOVED)
        return &facts->goal;
    descent__destination_find(evidence, descent__outlook_end(outlook), &facts->goal);
    if (!descent__evidence_out_of_memory(evidence))
        descent__destination_follow(evidence, &facts->goal);
    return &facts->goal;
}

const descent__destination *descent__facts_face(descent__facts *facts)
{
    const descent__outlook *outlook = descent__facts_outlook(facts);
    if (!first_time(facts, FACT_FACE))
        return &facts->face;
    facts->face = nowhere;
    if (outlook->known && outlook->result == DESCENT__MAP_MOVED)
        descent__face_find(facts->evidence, descent__outlook_end(outlook), descent__facts_slopes(facts)->largest,
                           &facts->face);
    return &facts->face;
}

/* The part by which the distance is due to shrink: to a flat point by as little as may be, and by a rule that tells no
 * multipliers nobody knows. */
static double due(descent__facts *facts, const descent__destination *destination)
{
    if (destination->point->kind == DESCENT_CRITICAL_DEGENERATE)
        return 0;
    return descent__rule_tells_multipliers(&facts->evidence->rule)
               ? descent__outlook_due(descent__facts_outlook(facts), destination->multiplier)
               : (double)NAN;
}

bool descent__facts_rule_forgets(descent__facts *facts)
{
    if (first_time(facts, FACT_FORGETS))
        facts->forgets = descent__rule_forgets(facts->evidence);
    return facts->forgets;
}

bool descent__facts_keeps_at(descent__facts *facts, const descent_critical_point *point, double radius)
{
    const descent__outlook *outlook = descent__facts_outlook(facts);
    const uint64_t seen = descent__outlook_steps(outlook);
    const uint64_t wanted = (uint64_t)(DESCENT__KEPT_TIMES * (double)facts->evidence->step);
    if (!descent__facts_stays_at(facts, point->x, radius))
        return false;
    return !outlook->known || wanted <= seen || !descent__facts_rule_forgets(facts) ||
           descent__quadratic_keeps(facts->evidence, &outlook->state, point, radius, (size_t)(wanted - seen));
}

/* Of a rule that tells no multipliers: does it hold a copy beside the point? Asked once for each. */
static bool is_held_by(descent__facts *facts, const descent_critical_point *point)
{
    if (descent__rule_tells_multipliers(&facts->evidence->rule) || point->kind == DESCENT_CRITICAL_DEGENERATE)
        return true;
    if (facts->held_by != point) {
        facts->held_by = point;
        const double radius = DESCENT__STAY_TOLERANCES * facts->tolerance;
        const descent__outlook *outlook = descent__facts_outlook(facts);
        facts->held = descent__quadratic_holds(facts->evidence, &outlook->state, point, radius,
                                               descent__facts_rule_forgets(facts), &facts->held_after) &&
                      descent__outlook_holds(facts->evidence, outlook, point->x, radius);
    }
    return facts->held;
}

double descent__facts_steps_by_quadratic(const descent__facts *facts, const descent_critical_point *point)
{
    if (facts->held_by != point || !facts->held || facts->held_after == 0 || !facts->forgets)
        return NAN;
    return (double)(descent__outlook_steps(&facts->outlook) + facts->held_after);
}

bool descent__facts_settles_on(descent__facts *facts, const descent__destination *destination)
{
    const descent__outlook *outlook = descent__facts_outlook(facts);
    const double *point = destination->point->x;
    /* On level ground neither theory nor the quadratic tells what a fading memory does: the arrival must be seen. */
    const bool untold = descent__evidence_rule_tells_nothing(facts->evidence);
    const bool unseen = untold && destination->point->kind == DESCENT_CRITICAL_DEGENERATE;
    if (!outlook->known) /* momentum may carry the run past it: that must be seen, where it could be */
        return !unseen && !descent__facts_rule_forgets(facts) &&
               !(facts->evidence->copies_trusted && descent__rule_memory(&facts->evidence->rule) > 0);
    /* No step is short enough for a curvature without bound. */
    if (untold && descent__curvature_has_no_bound(destination->point))
        return false;
    if (descent__outlook_arrives(outlook, point, facts->tolerance) > 0)
        return true;
    const descent__orbit *cycle = descent__facts_orbit_onward(facts);
    if (unseen || (cycle->cycle.period > 0 && !cycle->passed_by))
        return false;
    const double reached =
        fmax(descent__facts_reached_distance(facts, destination), descent__outlook_farthest(outlook, point, 0));
    /* Where theory has all of the way gone by now, what is left of it must at least be less from block to block. */
    const double owed = due(facts, destination);
    if (descent__rule_tells_multipliers(&facts->evidence->rule) && descent__steps_have_gone(1, 1 - owed) &&
        !descent__outlook_nears_steadily(outlook, point))
        return false;
    return descent__outlook_draws_nearer(outlook, point, owed, reached) && is_held_by(facts, destination->point);
}

bool descent__facts_stays_at(descent__facts *facts, const double *point, double radius)
{
    const descent__outlook *outlook = descent__facts_outlook(facts);
    if (!outlook->known)
        return true;
    if (outlook->result != DESCENT__MAP_MOVED)
        return false;
    for (size_t block = 0; block < descent__outlook_blocks; block++)
        if (descent__outlook_farthest(outlook, point, block) > radius)
            return false;
    return true;
}

bool descent__facts_law_is_contradicted(descent__facts *facts)
{
    const descent__outlook *outlook = descent__facts_outlook(facts);
    const descent__contraction *recorded = descent__facts_contraction(facts);
    descent__motion motion;
    descent__contraction contraction;
    if (!outlook->known || outlook->rests)
        return false;
    if (outlook->result != DESCENT__MAP_MOVED ||
        !descent__motion_measure(&facts->evidence->work, &outlook->series, &motion))
        return true;
    const double way = descent__vector_distance(outlook->series.n, facts->evidence->x, descent__outlook_end(outlook));
    if (descent__is_beyond_the_limit(way, recorded->remaining))
        return true;
    /* The law of a copy that is shorter than the run tells less than the law of the run. */
    if (outlook->series.count < facts->evidence->finite)
        return false;
    descent__contraction_measure(&facts->evidence->work, &outlook->series, &motion, &contraction);
    return !contraction.contracting || !descent__contraction_is_summable(&contraction, false) ||
           descent__exponent_fades(recorded->exponent, contraction.exponent);
}

/* ---- points that are known, and distances ---- */

const descent_critical_point *descent__facts_point_near_start(descent__facts *facts)
{
    if (first_time(facts, FACT_NEAR_START)) {
        facts->near_start = nowhere;
        if (facts->evidence->has_problem && facts->evidence->finite > 0)
            descent__destination_find(facts->evidence, facts->evidence->points, &facts->near_start);
    }
    return facts->near_start.point;
}

const descent_critical_point *descent__facts_known_point(const descent__facts *facts)
{
    return facts->flat.point          ? facts->flat.point
           : facts->destination.point ? facts->destination.point
                                      : facts->centre.point;
}

const descent__destination *descent__facts_destination_of(const descent__facts *facts,
                                                          const descent_critical_point *point)
{
    const descent__destination *const known[] = {&facts->destination, &facts->flat, &facts->goal, &facts->centre,
                                                 &facts->face};
    for (size_t k = 0; point && k < sizeof known / sizeof *known; k++)
        if (known[k]->point == point)
            return known[k];
    return NULL;
}

double descent__facts_late_distance(const descent__facts *facts, const double *point)
{
    const descent__evidence *evidence = facts->evidence;
    const size_t m = evidence->finite;
    double largest = 0;
    for (size_t row = m - (m + 3) / 4; row < m; row++)
        largest = fmax(largest, descent__vector_distance(evidence->n, descent__evidence_point(evidence, row), point));
    return largest;
}

double descent__facts_reached_distance(const descent__facts *facts, const descent__destination *destination)
{
    if (!descent__swings(facts->motion.cosine) && descent__rule_keeps_nothing(&facts->evidence->rule))
        return destination->distance;
    return fmax(destination->distance, descent__facts_late_distance(facts, destination->point->x));
}

/* ---- neighbours, kinks, noise ---- */

/* What is known already of the way of a copy, for a rule that keeps nothing; else nothing. */
static descent__series known_way(const descent__facts *facts)
{
    const bool known = (facts->measured & FACT_OUTLOOK) && descent__rule_keeps_nothing(&facts->evidence->rule);
    return known ? facts->outlook.series : (descent__series){.n = facts->evidence->n};
}

const descent__lyapunov *descent__facts_lyapunov(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const size_t affordable = (size_t)(descent__evidence_left(evidence) / 3);
    const size_t kept = descent__evidence_kept_steps(evidence);
    const size_t held = affordable < kept ? affordable : kept;
    const size_t steps = held < DESCENT__EXPONENT_STEPS ? held : DESCENT__EXPONENT_STEPS;
    if (!(facts->measured & FACT_LYAPUNOV) && steps < DESCENT__EXPONENT_LEAST) {
        evidence->budget_exhausted = true;
        return NULL;
    }
    if (first_time(facts, FACT_LYAPUNOV)) {
        const double narrowest = descent__narrowest_range(&facts->series, facts->motion.floor);
        const descent__series way = known_way(facts);
        facts->lyapunov_known =
            descent__lyapunov_measure(evidence, steps, facts->motion.half, narrowest, &way, &facts->lyapunov);
    }
    return &facts->lyapunov;
}

void descent__facts_bound_exponent(descent__facts *facts)
{
    if (descent__facts_rule_forgets(facts))
        facts->lyapunov.low = fmin(facts->lyapunov.low, 0);
}

void descent__facts_look_for_kink(descent__facts *facts, const descent__series *series)
{
    descent__evidence *evidence = facts->evidence;
    if (!evidence->has_problem || !evidence->gradient_known || evidence->random)
        return;
    for (size_t k = 0; k < DESCENT__KINK_PAIRS && k + 1 < series->count && !facts->kink; k++) {
        const double *x = descent__series_point(series, series->count - 2 - k);
        facts->kink = descent__trial_kink(evidence, x, x + series->n);
    }
}

void descent__facts_look_for_kink_ahead(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    double *ahead = descent__evidence_numbers(evidence, evidence->n);
    if (!ahead || !evidence->has_problem || !evidence->gradient_known || !(evidence->gradient_norm > 0))
        return;
    descent__vector_copy(evidence->n, evidence->x, ahead);
    descent__vector_add_scaled(evidence->n, -DESCENT__KINK_AHEAD * facts->scale / evidence->gradient_norm,
                               evidence->gradient, ahead);
    facts->kink = facts->kink || descent__trial_kink(evidence, evidence->x, ahead);
}

const descent_noise *descent__facts_noise(descent__facts *facts)
{
    if (first_time(facts, FACT_NOISE)) {
        facts->noise = (descent_noise){.level = facts->evidence->noise_level, .floor = NAN, .floor_half = NAN};
        double *mean = descent__evidence_numbers(facts->evidence, facts->evidence->n);
        if (mean) {
            const descent__noise_floor around = descent__noise_hovering(&facts->series, &facts->motion, mean);
            facts->noise.floor = around.floor;
            facts->noise.floor_half = around.floor_half;
        }
    }
    return &facts->noise;
}

/* ---- slopes ---- */

static void measure_slopes(descent__evidence *evidence, descent__slopes *slopes)
{
    for (size_t row = 0; row < evidence->finite; row++) {
        double slope = evidence->norms ? evidence->norms[row] : NAN;
        if (isnan(slope) && evidence->losses && row > 0) {
            const double *x = descent__evidence_point(evidence, row);
            const double length = descent__vector_distance(evidence->n, x, x - evidence->n);
            slope = length > 0 ? fabs(evidence->losses[row] - evidence->losses[row - 1]) / length : NAN;
        }
        if (!isfinite(slope))
            continue;
        slopes->largest = fmax(slopes->largest, slope);
        slopes->last = slope;
    }
    if (!isnan(slopes->last) || !evidence->gradient_known || evidence->random ||
        !descent__evidence_affords(evidence, 1))
        return;
    double *gradient = descent__evidence_numbers(evidence, evidence->n);
    if (!gradient || descent__evaluate_gradient(&evidence->evaluator, evidence->points, gradient) != DESCENT_SUCCESS)
        return;
    slopes->last = evidence->gradient_norm;
    slopes->largest = fmax(slopes->last, descent__vector_norm(evidence->n, gradient));
}

const descent__slopes *descent__facts_slopes(descent__facts *facts)
{
    if (first_time(facts, FACT_SLOPES)) {
        facts->slopes = (descent__slopes){.last = NAN};
        measure_slopes(facts->evidence, &facts->slopes);
    }
    return &facts->slopes;
}

/* Over the rows from `first` to the last. */
static double slope_from(descent__evidence *evidence, size_t first)
{
    const size_t last = evidence->finite - 1;
    double begin = evidence->losses ? evidence->losses[first] : NAN;
    double end = evidence->losses ? evidence->losses[last] : NAN;
    if (isnan(begin) || isnan(end)) {
        begin = descent__evidence_loss_at(evidence, descent__evidence_point(evidence, first));
        end = descent__evidence_loss_at(evidence, descent__evidence_point(evidence, last));
    }
    const double steps = (double)(evidence->steps[last] - evidence->steps[first]);
    return steps > 0 ? (end - begin) / steps : NAN;
}

/* Of the last quarter; or of its end, where the loss has come to fall by less than half as much a step: what it fell by before
 * is no pace of now. */
static double slope_of_rows(descent__evidence *evidence)
{
    const size_t last = evidence->finite - 1;
    size_t count = last / 4 + (last < descent__quarters);
    double slope = slope_from(evidence, last - count);
    while (count > 1) {
        count /= 2;
        const double later = slope_from(evidence, last - count);
        if (!(later < 0 && later > DESCENT__SLOPE_LESS * slope))
            break;
        slope = later;
    }
    return slope;
}

static double mean_slope(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const descent__series *series = &facts->series;
    if (evidence->finite >= 2)
        return slope_of_rows(evidence);
    if (series->count < 2)
        return NAN;
    const size_t last = series->count - 1;
    const size_t first = last - last / 4 - (last < descent__quarters);
    const double begin = descent__evidence_loss_at(evidence, descent__series_point(series, first));
    const double end = descent__evidence_loss_at(evidence, descent__series_point(series, last));
    return (end - begin) / (double)(last - first);
}

double descent__facts_slope(descent__facts *facts)
{
    if (first_time(facts, FACT_SLOPE))
        facts->slope = mean_slope(facts);
    return facts->slope;
}

static void free_unless_taken(descent__destination *found, const descent_critical_point *point,
                              const descent_critical_point *centre)
{
    if (found->point != point && found->point != centre)
        descent_critical_point_free(found->point);
    found->point = NULL;
}

void descent__facts_close(descent__facts *facts, const descent_critical_point *point,
                          const descent_critical_point *centre)
{
    descent__destination *const found[] = {&facts->destination, &facts->flat, &facts->centre,
                                           &facts->near_start,  &facts->goal, &facts->face};
    for (size_t k = 0; k < sizeof found / sizeof *found; k++)
        free_unless_taken(found[k], point, centre);
}
