#include "diagnosis/verdict/ahead/prediction.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/ahead/measured.h"
#include "diagnosis/verdict/ahead/modes.h"
#include "diagnosis/verdict/ahead/pace.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "diagnosis/verdict/trial.h"
#include "rules/family.h"
#include "rules/knowledge.h"
#include "rules/remaining.h"
#include "trajectory/slowing.h"

static const descent_pace unknown = {
    .rate = NAN, .exponent = NAN, .slope = NAN, .steps_to_go = {.value = NAN, .low = NAN, .high = NAN}};

/* By the path alone: the distance to a flat point falls like 1/k^(1/m), of a whole order m. */
static bool is_slope_of_power(double exponent)
{
    const double order = -1 / exponent;
    return fabs(descent__whole_order(order) - fmax(1, round(order))) <= 0;
}

descent_pace descent__prediction_by_law(descent__facts *facts)
{
    const descent__contraction *contraction = descent__facts_contraction(facts);
    descent_pace pace = unknown;
    pace.law = contraction->law;
    const double *lengths = facts->motion.lengths;
    const descent__steadiness steady = descent__slowing_steady(lengths, contraction->last);
    const double rate = fabs(contraction->rate);
    pace.steps_to_go = (descent_interval){.value = NAN, .low = 1, .high = INFINITY};
    if (contraction->law == DESCENT_LAW_POWER) {
        const bool flips = contraction->rate < 0;
        pace.exponent = flips ? steady.exponent : steady.exponent + 1;
        if (descent__is_no_power(pace.exponent) ||
            (!facts->evidence->gradient_known && !is_slope_of_power(pace.exponent))) {
            pace.exponent = NAN;
            pace.law = DESCENT_LAW_UNKNOWN;
        }
        return pace;
    }
    if (contraction->law != DESCENT_LAW_GEOMETRIC || !(rate > 0 && rate < 1))
        return pace;
    if (!descent__same_order(log(rate), log(steady.rate)))
        return pace;
    /* By the path alone slower modes hide behind the one that is seen. */
    if (!facts->evidence->gradient_known &&
        !descent__rate_is_seen_alone(facts->motion.length_max, lengths[contraction->last - 1])) {
        pace.law = DESCENT_LAW_UNKNOWN;
        return pace;
    }
    pace.rate = contraction->rate;
    /* Where no recurrence tells how the steps turn, what is left is no less than that of steps from side to side. */
    const double length = lengths[contraction->last - 1];
    const double least = contraction->linear ? contraction->remaining : length * rate / (1 + rate);
    const double steps = fmax(1, ceil(log(facts->tolerance / contraction->remaining) / log(rate)));
    /* What a recurrence tells is known as any estimate is; what is left is then that of the factor that is told beside it. */
    const double known = contraction->linear ? DESCENT__STEPS_LOW : DESCENT__STEPS_LOW_POWER;
    const double fewest = known * log(facts->tolerance / least) / log(rate);
    pace.steps_to_go.value = contraction->linear ? steps : (double)NAN;
    pace.steps_to_go.low = fmax(1, floor(fewest));
    return pace;
}

/* The points whose distances tell the law of the approach: the recorded end, or the copy of a run of which nothing
 * was recorded; none where a copy stands in for steps that are missing. */
static descent__series points_of_approach(const descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    if (facts->continued || evidence->finite < 2)
        return (descent__series){.n = evidence->n, .count = 1, .points = evidence->x, .first_step = evidence->step};
    return (descent__series){.n = evidence->n,
                             .count = evidence->finite - evidence->tail,
                             .points = descent__evidence_point(evidence, evidence->tail),
                             .first_step = evidence->steps[evidence->tail]};
}

/* Where neither theory nor a copy speaks: the law of the steps, and of the distances from the point. */
static void count_by_steps(descent__facts *facts, const descent__destination *destination, const descent__way *way,
                           descent_pace *pace)
{
    const descent__contraction *contraction = descent__facts_contraction(facts);
    const double rate = fabs(contraction->rate);
    *pace = unknown;
    pace->steps_to_go = (descent_interval){.value = NAN, .low = 1, .high = INFINITY};
    if (!descent__contraction_is_summable(contraction, false))
        return;
    const descent_pace by_law = descent__prediction_by_law(facts);
    pace->law = by_law.law;
    pace->rate = by_law.rate;
    pace->exponent = by_law.exponent;
    const double ratio = isnan(way->wanted) ? way->tolerance / destination->distance : way->wanted;
    if (isnan(pace->rate) || !(ratio < 1))
        return;
    const double steps = fmax(1, ceil(log(ratio) / log(rate)));
    pace->steps_to_go =
        (descent_interval){.value = steps, .low = fmax(1, floor(DESCENT__STEPS_LOW * steps)), .high = INFINITY};
}

static void say_arrival(const descent__facts *facts, double steps, descent_pace *pace)
{
    const bool exact = !(facts->evidence->findings & DESCENT_FINDING_RULE_FITTED);
    pace->steps_to_go = (descent_interval){.value = steps,
                                           .low = exact ? steps : fmax(1, floor(DESCENT__STEPS_LOW * steps)),
                                           .high = exact ? steps : ceil(DESCENT__STEPS_HIGH * steps)};
}

/*
 * What step sizes η_j = η/(1 + j/d) leave of a way along an eigenvalue λ: Σ η_j from k to K is ηd·ln((K + d)/(k + d)) to the order of a step, so the
 * way has fallen to a part p of what it is at k after (k + d)(p^(−1/ληd) − 1) more. Infinity where that is more than any number.
 */
static double steps_by_inverse(const descent_rule *rule, uint64_t step, double eigenvalue, double part)
{
    const double delay = rule->schedule.delay;
    return ((double)step + delay) * expm1(-log(part) / (eigenvalue * rule->step_size * delay));
}

/* Beyond the steps that are followed: the slowest of what is left of a way, `left` along each eigenvector. */
static void count_on_by_inverse(const descent__evidence *evidence, const descent__way *way, uint64_t followed,
                                const double *left, descent_pace *pace)
{
    const descent_critical_point *point = way->point;
    double steps = 0;
    if (evidence->rule.schedule.kind != DESCENT_SCHEDULE_INVERSE)
        return;
    for (size_t k = 0; k < evidence->n; k++)
        if (point->eigenvalues[k] > point->eigenvalue_tolerance && fabs(left[k]) > way->tolerance)
            steps = fmax(steps, steps_by_inverse(&evidence->rule, evidence->step + followed, point->eigenvalues[k],
                                                 way->tolerance / fabs(left[k])));
    pace->steps_to_go.value = fmin((double)followed + steps, DBL_MAX);
}

/*
 * Where each step has a step size of its own: the modes of the point, for a rule without memory, their multipliers multiplied
 * up over the schedule until all are within the tolerance. Of a far point they are those of the end of the way: no more than
 * the order of the count is known, and more may come before.
 */
static void count_by_schedule(const descent__facts *facts, const descent__way *way, descent_pace *pace)
{
    descent__evidence *evidence = facts->evidence;
    const descent_critical_point *point = way->point;
    const size_t n = evidence->n;
    double *left = descent__evidence_numbers(evidence, n);
    const bool flat = point->kind == DESCENT_CRITICAL_DEGENERATE;
    pace->steps_to_go = (descent_interval){.value = NAN, .low = 1, .high = INFINITY};
    if (!left || point->curvature_jumps || !descent__rule_tells_multipliers(&evidence->rule) ||
        !descent__rule_keeps_nothing(&evidence->rule) || !isnan(way->wanted) || point->eigenvector_count != n ||
        point->index > 0 || (flat && descent__modes_flat_part(point, evidence->x) > way->tolerance))
        return;
    for (size_t k = 0; k < n; k++) {
        left[k] = 0;
        for (size_t i = 0; i < n; i++)
            left[k] += (evidence->x[i] - point->x[i]) * point->eigenvectors[k * n + i];
    }
    uint64_t steps = 0;
    for (double largest = INFINITY; largest > way->tolerance; steps++) {
        double step_size;
        pace->steps_to_go.low = fmax(1, floor(DESCENT__STEPS_LOW_POWER * (double)steps));
        if (steps * n >= DESCENT__SCHEDULE_FOLLOWED) {
            count_on_by_inverse(evidence, way, steps, left, pace);
            return;
        }
        if (descent_rule_step_size(&evidence->rule, evidence->step + steps, &step_size) != DESCENT_SUCCESS)
            return;
        largest = 0;
        for (size_t k = 0; k < n; k++) {
            double real[2], imaginary[2];
            if (fabs(point->eigenvalues[k]) <= point->eigenvalue_tolerance ||
                descent__rule_multipliers(&evidence->rule, step_size, point->eigenvalues[k], real, imaginary) != 1)
                continue;
            left[k] *= real[0];
            largest = hypot(largest, left[k]);
        }
    }
    pace->steps_to_go.value = (double)steps;
    pace->steps_to_go.low = fmax(1, floor(DESCENT__STEPS_LOW_POWER * (double)steps));
}

/*
 * A step that is as long as ever near a point leads from one side of it to the other: of two points that are ℓ apart one is at least
 * ℓ/2 away from it. So a run is within a tolerance for good once its steps are no longer than twice that, and no sooner.
 */
static double steps_until_short(const descent__facts *facts, const descent__way *way)
{
    const descent__evidence *evidence = facts->evidence;
    const double tolerance = way->tolerance;
    double size;
    if (!evidence->gradient_known)
        return 0;
    double length = descent__length_in_sizes(&evidence->rule, evidence->n, evidence->gradient);
    /* RMSProp's steps are as long as the step size, whatever the slope, while the slopes are alike, as in a swing; its memory lets
       them differ by some per cent. */
    if (!(length > 0) && way->alternates && descent__rule_strides_in_swings(&evidence->rule) && evidence->step > 0 &&
        facts->motion.count >= 2 && !facts->continued &&
        descent_rule_step_size(&evidence->rule, evidence->step - 1, &size) == DESCENT_SUCCESS && size > 0)
        length = DESCENT__STEPS_LOW * fmin(1, facts->motion.length_last / size);
    return length > 0 ? descent__steps_until_sizes(&evidence->rule, evidence->step, 2 * tolerance / length) : 0;
}

/* Where no theory is known: a rate that stayed the same on the way, which no theory bounds; else only how long the run is
 * still outside, and how long the rule takes on the quadratic of the point. */
static descent_pace pace_as_measured(const descent__facts *facts, const descent__destination *destination,
                                     const descent__way *way)
{
    descent_pace pace = unknown;
    size_t outside = way->ahead.count;
    while (outside > 0 && descent__vector_distance(way->ahead.n, descent__series_point(&way->ahead, outside - 1),
                                                   way->point->x) <= way->tolerance)
        outside--;
    const double ratio = isnan(way->wanted) ? way->tolerance / destination->distance : way->wanted;
    const double rate = descent__measured_rate(&way->ahead, way->point->x);
    const double fewest = fmax((double)outside, steps_until_short(facts, way));
    pace.steps_to_go =
        (descent_interval){.value = NAN, .low = isnan(way->wanted) ? fmax(1, fewest) : 1, .high = INFINITY};
    if (isnan(rate)) {
        if (isnan(way->wanted))
            pace.steps_to_go.value =
                fmax(pace.steps_to_go.low, descent__facts_steps_by_quadratic(facts, destination->point));
        if (!(pace.steps_to_go.value > pace.steps_to_go.low))
            pace.steps_to_go.value = NAN;
        return pace;
    }
    pace.law = DESCENT_LAW_GEOMETRIC;
    pace.rate = way->alternates ? -rate : rate;
    if (!(ratio < 1))
        return pace;
    pace.steps_to_go.value = fmax(1, ceil(log(ratio) / log(rate)));
    pace.steps_to_go.low = fmax(1, floor(DESCENT__STEPS_LOW * pace.steps_to_go.value));
    return pace;
}

/* The law by theory, by the order of the slowing down, or by the steps alone. */
static descent_pace pace_along(descent__facts *facts, const descent__destination *destination, const descent__way *way)
{
    descent_pace pace = unknown;
    if (descent__pace_by_modes(facts->evidence, way, &pace))
        return pace;
    const bool flat = destination->point->kind == DESCENT_CRITICAL_DEGENERATE;
    const bool by_order = descent__pace_by_order(facts->evidence, way, &pace);
    if (descent__evidence_rule_tells_nothing(facts->evidence) && !(flat && by_order && pace.law == DESCENT_LAW_POWER))
        return pace_as_measured(facts, destination, way);
    if (!by_order) {
        count_by_steps(facts, destination, way, &pace);
    } else if (!flat || descent__evidence_rule_tells_nothing(facts->evidence)) {
        /* Steps that shrink with their schedule, or by a rule that tells nothing: no theory bounds what they will do. */
        pace.steps_to_go.high = INFINITY;
    }
    if (facts->evidence->has_rule && facts->evidence->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT &&
        facts->evidence->rule.schedule.kind != DESCENT_SCHEDULE_FUNCTION)
        count_by_schedule(facts, way, &pace);
    return pace;
}

/* The flat point, or the one in a valley, that the outlook has come nearer to in the end. */
static void look_again(descent__facts *facts, descent__way *way, descent__destination *found)
{
    const double *end = descent__outlook_end(descent__facts_outlook(facts));
    const double apart = descent__vector_distance(way->ahead.n, end, way->point->x);
    descent__destination_find_within(facts->evidence, end, DESCENT__FLAT_KNOWN * apart, 0, found);
    if (found->point && found->distance <= apart * DESCENT__FLAT_WITHIN)
        way->point = found->point;
}

/* Part of the slope at the end, or distance, that counts as arrived. */
static descent__way way_to(const descent__facts *facts, const descent__destination *destination)
{
    const descent__evidence *evidence = facts->evidence;
    const double wanted = evidence->options.gradient_tolerance / evidence->gradient_norm;
    return (descent__way){.behind = points_of_approach(facts),
                          .point = destination->point,
                          .tolerance = isnan(wanted) ? facts->tolerance : destination->distance * wanted,
                          .wanted = wanted,
                          .alternates = facts->motion.cosine < DESCENT__SWINGING};
}

/* Without the points that are there. */
static descent__way way_until_arrival(const descent__facts *facts, const descent__destination *destination)
{
    descent__way way = way_to(facts, destination);
    while (way.behind.count > 0 &&
           descent__vector_distance(way.behind.n, descent__series_point(&way.behind, way.behind.count - 1),
                                    destination->point->x) <= facts->tolerance)
        way.behind.count--;
    way.tolerance = facts->tolerance;
    way.wanted = NAN;
    return way;
}

/* The mode that was the last to come within the tolerance, where theory tells how the distance fell until then. */
static bool rate_by_modes(const descent__facts *facts, const descent__destination *destination, descent_pace *pace)
{
    descent__evidence *evidence = facts->evidence;
    if (!destination->point)
        return false;
    const descent__way way = way_until_arrival(facts, destination);
    descent_pace found = unknown;
    if (way.behind.count < DESCENT__LEAST_ROWS_ALONE || !descent__pace_is_linear(evidence, &way) ||
        !descent__pace_by_modes(evidence, &way, &found))
        return false;
    pace->law = found.law;
    pace->rate = found.rate;
    return true;
}

/* The law of the steps is one of distances where these fell at one rate, too. */
static void keep_measured_rate(const descent__facts *facts, const descent__destination *destination, descent_pace *pace)
{
    const descent__series behind = points_of_approach(facts);
    const double rate = destination->point ? descent__measured_late_rate(&behind, destination->point->x) : (double)NAN;
    pace->law = isnan(rate) ? DESCENT_LAW_UNKNOWN : DESCENT_LAW_GEOMETRIC;
    pace->rate = copysign(rate, pace->rate);
}

/* Measured rates are good to the part by which thirds of a way may differ. */
static void take_rate_of_mode(const descent__facts *facts, const descent__destination *destination, descent_pace *pace)
{
    if (!destination->point)
        return;
    const descent__way way = way_until_arrival(facts, destination);
    const double error = DESCENT__SAME_RATE * fabs(log(fabs(pace->rate)));
    pace->rate = descent__pace_of_mode(facts->evidence, &way, pace->rate, error);
}

/*
 * A search along each slope leaves no more than a part of the distance to a minimum that curves up every way: what passes for a power there is
 * a step size that changed on the way.
 */
static bool is_no_place_for_a_power(const descent__evidence *evidence, const descent__destination *destination)
{
    return destination->point && destination->point->kind == DESCENT_CRITICAL_MINIMUM && evidence->has_rule &&
           descent__rule_finds_step_sizes(&evidence->rule);
}

descent_pace descent__prediction_arrived(descent__facts *facts, const descent__destination *destination)
{
    const descent__contraction *contraction = descent__facts_contraction(facts);
    const descent__motion *motion = &facts->motion;
    descent_pace pace = descent__prediction_by_law(facts);
    pace.steps_to_go = (descent_interval){.value = 0, .low = 0, .high = 0};
    if (pace.law == DESCENT_LAW_POWER && is_no_place_for_a_power(facts->evidence, destination)) {
        pace = (descent_pace){
            .rate = 1, .exponent = NAN, .slope = pace.slope, .steps_to_go = pace.steps_to_go, .onset = pace.onset};
        keep_measured_rate(facts, destination, &pace);
    }
    /* A step or two, and then none: it leapt there. */
    if (motion->live < motion->count && contraction->last < DESCENT__LEAP_ROWS && motion->live <= DESCENT__LEAP_ROWS) {
        pace.law = DESCENT_LAW_FINITE;
        pace.rate = 0;
    } else if (!rate_by_modes(facts, destination, &pace) && pace.law == DESCENT_LAW_GEOMETRIC) {
        if (descent__evidence_rule_tells_nothing(facts->evidence))
            keep_measured_rate(facts, destination, &pace);
        take_rate_of_mode(facts, destination, &pace);
    }
    return pace;
}

/* With the steps of the outlook, where it is known, up to the one with which it arrives for good; 0 if it does not. */
static uint64_t look_ahead(descent__facts *facts, descent__way *way)
{
    const descent__outlook *outlook = descent__facts_outlook(facts);
    if (!outlook->known || outlook->result != DESCENT__MAP_MOVED || outlook->series.count < 2)
        return 0;
    way->ahead = outlook->series;
    const uint64_t arrived = descent__outlook_arrives(outlook, way->point->x, way->tolerance);
    if (arrived > 0 && arrived + 1 < way->ahead.count)
        way->ahead.count = (size_t)arrived + 1;
    return arrived;
}

bool descent__prediction_has_arrived(descent__facts *facts, const descent__destination *destination)
{
    descent__way way = way_to(facts, destination);
    if (!facts->evidence->has_rule || descent__rule_keeps_nothing(&facts->evidence->rule) ||
        descent__pace_has_arrived(facts->evidence, &way))
        return true;
    /* Between envelope and distance the outlook decides. */
    return isnan(way.wanted) && look_ahead(facts, &way) == 1;
}

bool descent__prediction_follows_theory(descent__facts *facts, const descent__destination *destination)
{
    descent__way way = way_to(facts, destination);
    (void)look_ahead(facts, &way);
    descent_pace pace = unknown;
    return descent__pace_is_linear(facts->evidence, &way) && descent__pace_by_modes(facts->evidence, &way, &pace) &&
           pace.law == DESCENT_LAW_GEOMETRIC && isfinite(pace.steps_to_go.high);
}

/* With a gradient tolerance: a copy that asks for it, where one can be afforded that arrives. */
static void follow_gradient(descent__facts *facts, const descent__way *way, descent_pace *pace)
{
    descent__evidence *evidence = facts->evidence;
    const double affordable = (double)(descent__evidence_left(evidence) / DESCENT__OUTLOOK_BUDGET);
    const double reach = DESCENT__STEPS_FOLLOWED * pace->steps_to_go.value + DESCENT__STEPS_FOLLOWED_MORE;
    if (reach > affordable)
        return;
    const uint64_t seen =
        descent__trial_arrives(evidence, way->point->x, facts->tolerance, evidence->options.gradient_tolerance,
                               (size_t)(isnan(reach) ? affordable : reach));
    if (seen > 0)
        say_arrival(facts, (double)seen, pace);
}

descent_pace descent__prediction_approaching(descent__facts *facts, const descent__destination *destination)
{
    descent__way way = way_to(facts, destination);
    descent__destination again = {0};
    uint64_t arrived = look_ahead(facts, &way);
    if (way.ahead.count > 0 && way.point->kind == DESCENT_CRITICAL_DEGENERATE) {
        look_again(facts, &way, &again);
        arrived = look_ahead(facts, &way);
    }
    descent_pace pace = pace_along(facts, destination, &way);
    if (!isnan(way.wanted))
        follow_gradient(facts, &way, &pace);
    else if (arrived > 0) {
        const double steps = ((double)facts->evidence->step + (double)arrived) / fmax(1, (double)facts->evidence->step);
        /* Who is seen to arrive sooner than a power has it does not follow that power. */
        if (pace.law == DESCENT_LAW_POWER &&
            descent__outruns_power(destination->distance / facts->tolerance, steps, pace.exponent)) {
            pace.law = DESCENT_LAW_UNKNOWN;
            pace.exponent = NAN;
        }
        say_arrival(facts, (double)arrived, &pace);
    } else if (descent__destination_unseen(facts->evidence, way.point, destination->distance, pace.law) >
               way.tolerance) {
        pace.steps_to_go.high = INFINITY; /* the slope is lost in the rounding of the loss before the run is there */
    }
    descent_critical_point_free(again.point);
    return pace;
}
