#include "diagnosis/verdict/facts.h"

#include <math.h>

#include "base/vector.h"
#include "diagnosis/evidence/copies.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "diagnosis/verdict/trial.h"
#include "trajectory/noise.h"
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
    FACT_SWING = 512,
    FACT_LYAPUNOV = 1024,
    FACT_NOISE = 2048,
    FACT_SLOPES = 4096,
    FACT_SLOPE = 8192,
    FACT_LAW_CONTRADICTED = 16384,
    FACT_ONWARD = 32768,
    FACT_GOAL = 65536,
    FACT_ORBIT_ONWARD = 131072
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

/* ---- recurrence ---- */

const descent__recurrence *descent__facts_recurrence(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    if (first_time(facts, FACT_RECURRENCE))
        descent__recurrence_find(&evidence->work, &facts->series, &facts->motion, evidence->options.period_limit,
                                 &facts->recurrence);
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
    return descent__recurrence_goes_on(&copy, &facts->motion, recurrence);
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
    descent__recurrence_find(&evidence->work, copy, motion, evidence->options.period_limit, &recurrence);
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
    const descent__series *onward = descent__facts_onward(facts);
    if (onward->count < 2 || !descent__motion_measure(&evidence->work, onward, &motion))
        return &facts->orbit_onward;
    descent__recurrence_find(&evidence->work, onward, &motion, evidence->options.period_limit, &recurrence);
    if (recurrence.period > 0)
        descent__orbit_measure(evidence, onward, &recurrence, &facts->orbit_onward);
    return &facts->orbit_onward;
}

/* ---- critical points ---- */

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
        descent__destination_follow(evidence, &facts->destination);
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
        descent__destination_follow(evidence, &facts->flat);
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
    /* The run is not followed toward it: it only circles it. */
    facts->centre.point = found.point;
    facts->centre.distance = descent__vector_distance(evidence->n, evidence->x, found.point->x);
    return &facts->centre;
}

const descent__series *descent__facts_onward(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    if (!first_time(facts, FACT_ONWARD))
        return &facts->onward;
    facts->onward = (descent__series){.n = evidence->n};
    if (facts->continued)
        facts->onward = facts->series;
    else if (evidence->copies_trusted && descent__evidence_left(evidence) / 4 >= DESCENT__CONTINUED_STEPS)
        (void)descent__evidence_continue(evidence, DESCENT__CONTINUED_STEPS, &facts->onward);
    return &facts->onward;
}

const descent__destination *descent__facts_goal(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    if (!first_time(facts, FACT_GOAL))
        return &facts->goal;
    facts->goal = nowhere;
    const descent__series *onward = descent__facts_onward(facts);
    if (onward->count < 2)
        return &facts->goal;
    descent__destination_find(evidence, descent__series_point(onward, onward->count - 1), &facts->goal);
    if (!descent__evidence_out_of_memory(evidence))
        descent__destination_follow(evidence, &facts->goal);
    return &facts->goal;
}

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
    if (!descent__swings(facts->motion.cosine) && facts->evidence->rule.type->memory_count == 0)
        return destination->distance;
    return fmax(destination->distance, descent__facts_late_distance(facts, destination->point->x));
}

static bool copy_swing_fades(descent__facts *facts, const descent__destination *destination)
{
    descent__evidence *evidence = facts->evidence;
    const double affordable = (double)(descent__evidence_left(evidence) / DESCENT__COPY_BUDGET);
    const double halving = log(0.5) / log(fmin(destination->multiplier, 1 - DESCENT__NEUTRAL_ROUNDING));
    const double wanted = fmax(DESCENT__SWING_HALVINGS * halving, 2 * (double)DESCENT__LEAST_FOLLOWED);
    descent__series copy;
    if (!(wanted <= affordable) || descent__evidence_continue(evidence, (size_t)wanted, &copy) != DESCENT__MAP_MOVED)
        return false;
    const double reached = DESCENT__NO_FARTHER * descent__facts_reached_distance(facts, destination);
    const size_t quarter = copy.count / 4;
    double first = 0;
    double last = 0;
    for (size_t row = 0; row < copy.count; row++) {
        const double distance =
            descent__vector_distance(copy.n, descent__series_point(&copy, row), destination->point->x);
        if (distance > reached)
            return false;
        if (row < quarter)
            first = fmax(first, distance);
        if (row >= copy.count - quarter)
            last = fmax(last, distance);
    }
    return descent__swing_has_faded(first, last);
}

bool descent__facts_swing_fades(descent__facts *facts, const descent__destination *destination)
{
    if (first_time(facts, FACT_SWING))
        facts->swing_fades = copy_swing_fades(facts, destination);
    return facts->swing_fades;
}

static double largest(const double *values, size_t first, size_t last)
{
    double most = 0;
    for (size_t k = first; k < last; k++)
        most = fmax(most, values[k]);
    return most;
}

/* From the largest distances of a copy over blocks of its way: is it clearly nearer in the end than the run is, or
 * still on its way there? */
static bool ends_nearer(const double *blocks, double distance)
{
    const size_t last = DESCENT__SETTLING_BLOCKS - 1;
    bool shrinks = !descent__comes_no_nearer(blocks[last - 1], blocks[last]);
    for (size_t block = 1; block <= last; block++)
        shrinks = shrinks && blocks[block] < blocks[block - 1];
    return shrinks || descent__has_come_nearer(blocks[last], distance);
}

/* On its way it may swing farther off than the run came: only where it ends counts. */
bool descent__facts_copy_stays_away(descent__facts *facts, const descent__destination *destination)
{
    descent__evidence *evidence = facts->evidence;
    const size_t steps = (size_t)(descent__evidence_left(evidence) / 4);
    const size_t length = steps / DESCENT__SETTLING_BLOCKS;
    double *distances = descent__evidence_numbers(evidence, steps);
    double blocks[DESCENT__SETTLING_BLOCKS];
    descent__map map;
    if (!distances || !descent__evidence_map_at_end(evidence, &map))
        return false;
    size_t arrived = 0;
    for (size_t k = 0; k < steps && arrived < DESCENT__LEAST_FOLLOWED; k++) {
        const descent__map_result result = descent__map_step(&map);
        if (result != DESCENT__MAP_MOVED)
            return result == DESCENT__MAP_NONFINITE;
        distances[k] = descent__vector_distance(map.n, map.state, destination->point->x);
        arrived = distances[k] <= facts->tolerance ? arrived + 1 : 0;
    }
    if (arrived == DESCENT__LEAST_FOLLOWED || length < DESCENT__LEAST_FOLLOWED)
        return false;
    for (size_t block = 0; block < DESCENT__SETTLING_BLOCKS; block++)
        blocks[block] = largest(distances, block * length, (block + 1) * length);
    return !ends_nearer(blocks, destination->distance);
}

static bool copy_contradicts_law(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    descent__series copy;
    descent__motion motion;
    descent__contraction contraction;
    const size_t steps = (size_t)(descent__evidence_left(evidence) / 4);
    if (!evidence->copies_trusted || steps < evidence->finite ||
        descent__evidence_continue(evidence, steps, &copy) != DESCENT__MAP_MOVED ||
        !descent__motion_measure(&evidence->work, &copy, &motion))
        return false;
    descent__contraction_measure(&evidence->work, &copy, &motion, &contraction);
    const double way = descent__vector_distance(copy.n, copy.points, descent__series_point(&copy, copy.count - 1));
    const descent__contraction *recorded = descent__facts_contraction(facts);
    return !contraction.contracting || !descent__contraction_is_summable(&contraction, false) ||
           descent__is_beyond_the_limit(way, recorded->remaining) ||
           descent__exponent_fades(recorded->exponent, contraction.exponent);
}

bool descent__facts_law_is_contradicted(descent__facts *facts)
{
    if (first_time(facts, FACT_LAW_CONTRADICTED))
        facts->law_is_contradicted = copy_contradicts_law(facts);
    return facts->law_is_contradicted;
}

/* ---- neighbours, kinks, noise ---- */

const descent__lyapunov *descent__facts_lyapunov(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const size_t affordable = (size_t)(descent__evidence_left(evidence) / 3);
    const size_t steps = affordable < DESCENT__EXPONENT_STEPS ? affordable : DESCENT__EXPONENT_STEPS;
    if (!(facts->measured & FACT_LYAPUNOV) && steps < DESCENT__EXPONENT_LEAST) {
        evidence->budget_exhausted = true;
        return NULL;
    }
    if (first_time(facts, FACT_LYAPUNOV))
        facts->lyapunov_known = descent__lyapunov_measure(evidence, steps, facts->motion.half, &facts->lyapunov);
    return &facts->lyapunov;
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
    if (!ahead || !(evidence->gradient_norm > 0))
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

static double mean_slope(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const descent__series *series = &facts->series;
    const size_t m = evidence->finite;
    if (m >= 2) {
        const size_t first = m - 1 - (m - 1) / 4 - (m - 1 < descent__quarters);
        double begin = evidence->losses ? evidence->losses[first] : NAN;
        double end = evidence->losses ? evidence->losses[m - 1] : NAN;
        if (isnan(begin) || isnan(end)) {
            begin = descent__evidence_loss_at(evidence, descent__evidence_point(evidence, first));
            end = descent__evidence_loss_at(evidence, descent__evidence_point(evidence, m - 1));
        }
        const double steps = (double)(evidence->steps[m - 1] - evidence->steps[first]);
        return steps > 0 ? (end - begin) / steps : NAN;
    }
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
    descent__destination *const found[] = {&facts->destination, &facts->flat, &facts->centre, &facts->near_start,
                                           &facts->goal};
    for (size_t k = 0; k < sizeof found / sizeof *found; k++)
        free_unless_taken(found[k], point, centre);
}
