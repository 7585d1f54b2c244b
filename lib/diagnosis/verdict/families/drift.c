/* Runs that go on and on in one direction: unbounded, or stalled on a plateau. */
#include <math.h>

#include "base/vector.h"
#include "diagnosis/evidence/copies.h"
#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "diagnosis/verdict/trial.h"
#include "rules/family.h"
#include "rules/knowledge.h"

/* Costs, no edges. */
enum {
    bottom_halvings = 20, /* of the stretch that the bottom is on */
    slopes_ahead = 64     /* over the way to it */
};
static const double most_of_the_way = 0.9; /* what is left beside the bottom takes few steps more */

/* Unit vector of the last quarter, for what fades out across the way has faded furthest there. */
static const double *direction_of(descent__evidence *evidence, const descent__series *series)
{
    double *direction = descent__arena_numbers(evidence->keep, series->n);
    if (!direction)
        return NULL;
    const double *x = descent__series_point(series, series->count - 1);
    const double *then = descent__series_point(series, series->count - 1 - series->count / 4);
    return descent__vector_unit_difference(series->n, x, then, direction) ? direction : NULL;
}

/* Is the slope along the direction the same at both ends of the last half, to rounding? Then nothing on the way
 * tells of a bottom, however small the part of it that was seen. */
static bool slope_is_constant(descent__evidence *evidence, const descent__series *series, const double *direction)
{
    const size_t n = evidence->n;
    double *gradient = descent__evidence_numbers(evidence, n);
    if (!gradient || !descent__evidence_affords(evidence, 2))
        return false;
    double slopes[2];
    const size_t rows[] = {series->count / 2, series->count - 1};
    for (size_t k = 0; k < 2; k++) {
        if (descent__evaluate_gradient(&evidence->evaluator, descent__series_point(series, rows[k]), gradient) !=
            DESCENT_SUCCESS)
            return false;
        slopes[k] = descent__vector_dot(n, gradient, direction);
    }
    return descent__slopes_are_the_same(slopes[0], slopes[1]);
}

/* Once all motion across the slope has faded, is the slope constant to rounding, and no bottom in sight? */
static bool copy_goes_straight_on(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    descent__series copy;
    const size_t affordable = (size_t)(descent__evidence_left(evidence) / DESCENT__COPY_BUDGET);
    const size_t steps = affordable < DESCENT__STRAIGHT_COPY_STEPS ? affordable : DESCENT__STRAIGHT_COPY_STEPS;
    if (!evidence->copies_trusted || descent__evidence_continue(evidence, steps, &copy) != DESCENT__MAP_MOVED ||
        copy.count < DESCENT__LEAST_DRIFT)
        return false;
    const double *direction = direction_of(evidence, &copy);
    if (!direction || !slope_is_constant(evidence, &copy, direction))
        return false;
    const double *x = descent__series_point(&copy, copy.count - 1);
    const descent__line line = descent__trial_line(evidence, x, direction,
                                                   descent__vector_distance(evidence->n, x, x - evidence->n), INFINITY);
    return line.known && (line.falls || descent__is_out_of_sight(line.bottom, facts->scale));
}

/* Steps to a place so far ahead, at the pace of the last step, or at one that quickens as it did over the last half. */
static double steps_ahead(const descent__motion *motion, double way)
{
    const double length = motion->lengths[motion->count - 2];
    const double between = (double)(motion->count / 2) / 2; /* the means of the last two quarters */
    const double growth = log(motion->length_last / motion->length_before) / between;
    return growth > 0 ? log1p(way / length * growth) / growth : way / length;
}

/* Does the loss fall as far along the line as matters? A run that slows down for ever has a curved way, which a
 * straight line leaves far out; so has one whose motion across the slope still fades. */
static bool falls_for_ever(descent__facts *facts, const descent__line *line, const double *direction)
{
    const descent__motion *motion = &facts->motion;
    const bool slowing = motion->length_last < (1 - DESCENT__STEADY_STEPS) * motion->length_before;
    const bool far = descent__is_out_of_sight(line->bottom, facts->scale);
    return line->falls || (far && (slowing || slope_is_constant(facts->evidence, &facts->series, direction)));
}

/* Does the loss fall faster and faster, and more so than by the square of the pace, as descent makes it? Then the steps do
 * not follow the slope, and this is no plateau, however far the bottom. */
static bool steepens(descent__facts *facts)
{
    const descent__series *series = &facts->series;
    const size_t last = series->count - 1;
    double losses[3];
    for (size_t k = 0; k < 3; k++)
        losses[k] =
            descent__evidence_loss_at(facts->evidence, descent__series_point(series, last - (2 - k) * (last / 4)));
    const double pace = facts->motion.length_last / facts->motion.length_before;
    return losses[1] - losses[2] > (1 + DESCENT__STEADY_STEPS) * pace * pace * (losses[0] - losses[1]);
}

/* Does the loss fall farther ahead than its slope here would make it, all the way to the bottom? Down a straight or a convex way it falls by
 * that or less, however long it is. Without a loss nobody knows, and the way is taken to be one over a plateau. */
static bool is_plateau(descent__facts *facts, const descent__line *line, const double *direction)
{
    descent__evidence *evidence = facts->evidence;
    const size_t n = evidence->n;
    const double *x = descent__series_point(&facts->series, facts->series.count - 1);
    double *there = descent__evidence_numbers(evidence, n), *gradient = descent__evidence_numbers(evidence, n);
    if (!there || !gradient || !descent__evidence_affords(evidence, 3) ||
        descent__evaluate_gradient(&evidence->evaluator, x, gradient) != DESCENT_SUCCESS)
        return true;
    descent__vector_copy(n, x, there);
    descent__vector_add_scaled(n, line->bottom, direction, there);
    return descent__falls_off_plateau(descent__evidence_loss_at(evidence, x) -
                                          descent__evidence_loss_at(evidence, there),
                                      -descent__vector_dot(n, gradient, direction) * line->bottom);
}

/* From one quarter of the rows to the next: by how much the logarithm of the step length falls over the way that is made. */
static double fall_over_way(const descent__facts *facts, size_t from, size_t to)
{
    const descent__series *series = &facts->series;
    const double *lengths = facts->motion.lengths;
    return log(lengths[from] / lengths[to]) /
           descent__vector_distance(series->n, descent__series_point(series, to), descent__series_point(series, from));
}

/* Down exp(−x) steps fall by the same factor over the same way, and that goes like ln k. Down exp(−x²) it goes like √(ln k), by steps that
 * are all but the same power of k, and over the same way they fall ever more. */
static bool falls_evenly_over_way(const descent__facts *facts)
{
    const size_t last = facts->motion.count - 2, quarter = last / 4;
    return quarter > 0 && descent__falls_evenly(fall_over_way(facts, last - 2 * quarter, last - quarter),
                                                fall_over_way(facts, last - quarter, last));
}

static descent__decision drift(descent__facts *facts, descent_ending ending, descent__reason reason)
{
    descent__decision decision = descent__decided(ending, reason);
    decision.pace.law =
        descent__law_of_drift(facts->motion.length_last, facts->motion.length_before, facts->motion.fading);
    if (decision.pace.law == DESCENT_LAW_LOGARITHMIC && !falls_evenly_over_way(facts))
        decision.pace.law = DESCENT_LAW_UNKNOWN;
    decision.pace.slope = descent__facts_slope(facts);
    return decision;
}

/* Does a critical point that is no way down lie where the line has its bottom? A badly scaled run goes there, however slowly. */
static bool bottom_is_known(const descent__facts *facts, const descent__line *line)
{
    const descent_critical_point *known = descent__facts_known_point(facts);
    return !line->falls && known && known->index == 0 &&
           descent__lies_where_the_law_says(descent__vector_distance(facts->evidence->n, facts->evidence->x, known->x),
                                            line->bottom);
}

/* Down the line, so far ahead; NaN if it is not to be had. */
static double slope_ahead(descent__evidence *evidence, const double *x, const double *direction, double way,
                          double *where)
{
    const size_t n = evidence->n;
    descent__vector_copy(n, x, where);
    descent__vector_add_scaled(n, way, direction, where);
    if (!descent__evidence_affords(evidence, 1) ||
        descent__evaluate_gradient(&evidence->evaluator, where, where + n) != DESCENT_SUCCESS)
        return NAN;
    return -descent__vector_dot(n, where + n, direction);
}

/* The line knows its bottom to a factor; by the sign of the slope, where that changes, it is known well. */
static double bottom_of(descent__evidence *evidence, const double *x, const double *direction, double bottom)
{
    double *where = descent__evidence_numbers(evidence, 2 * evidence->n);
    double near = bottom / DESCENT__LINE_FACTOR, far = bottom * DESCENT__LINE_FACTOR;
    if (!where || !(slope_ahead(evidence, x, direction, near, where) > 0) ||
        !(slope_ahead(evidence, x, direction, far, where) < 0))
        return bottom;
    for (int k = 0; k < bottom_halvings; k++) {
        const double middle = near / 2 + far / 2;
        if (slope_ahead(evidence, x, direction, middle, where) > 0)
            near = middle;
        else
            far = middle;
    }
    return near;
}

/*
 * Steps that follow the slope take ∫ dt/(η·slope) over the way: here to where all but a part of it is made, since beside the bottom they fade.
 * Between two places the slope is taken to change by the same factor over the same way. NaN for other rules, and where it turns.
 */
static double steps_by_slopes(descent__evidence *evidence, const double *x, const double *direction, double bottom)
{
    const descent_rule *rule = &evidence->rule;
    double *where = descent__evidence_numbers(evidence, 2 * evidence->n);
    double steps = 0;
    if (!where || !evidence->has_rule || rule->type != &descent__fixed_step_type || descent__rule_is_modified(rule) ||
        rule->schedule.kind != DESCENT_SCHEDULE_CONSTANT)
        return NAN;
    const double apart = most_of_the_way * bottom / slopes_ahead;
    double before = slope_ahead(evidence, x, direction, 0, where);
    for (int k = 1; k <= slopes_ahead; k++) {
        const double slope = slope_ahead(evidence, x, direction, k * apart, where);
        if (!(before > 0) || !(slope > 0))
            return NAN;
        const double factor = log(slope / before);
        steps += apart / (rule->step_size * before) * (fabs(factor) > 0 ? -expm1(-factor) / factor : 1);
        before = slope;
    }
    return steps;
}

descent__decision descent__decide_drift(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const descent__series *series = &facts->series;
    if (!evidence->gradient_known || !descent__is_drift(&facts->motion, descent__facts_contraction(facts)))
        return descent__undecided();
    const double *direction = direction_of(evidence, series);
    if (!direction)
        return descent__undecided();
    const double length = facts->motion.lengths[facts->motion.count - 2];
    /* As far as numbers go: what a run of tiny steps has seen says nothing of where the bottom is. */
    const descent__line line =
        descent__trial_line(evidence, descent__series_point(series, series->count - 1), direction, length, INFINITY);
    /* A run that slows down may never come past a place where the line halts. */
    if (!(descent__facts_slope(facts) < 0) || !line.known || line.halts)
        return descent__undecided();
    if (bottom_is_known(facts, &line))
        return descent__undecided();
    const bool falls = falls_for_ever(facts, &line, direction);
    if (!falls && !descent__is_out_of_reach(steps_ahead(&facts->motion, line.bottom), (double)evidence->step))
        return descent__undecided();
    if (falls || copy_goes_straight_on(facts)) {
        descent__decision unbounded =
            drift(facts, DESCENT_ENDING_UNBOUNDED,
                  falls ? DESCENT__REASON_FALLS_ALONG_LINE : DESCENT__REASON_FALLS_AT_STEADY_PACE);
        unbounded.direction = direction;
        return unbounded;
    }
    if (steepens(facts))
        return descent__undecided();
    /* The bottom of a valley, however far, is no lower ground beyond a plateau: the run is on its way there. */
    const descent_critical_point *known = descent__facts_known_point(facts);
    if (known && known->kind == DESCENT_CRITICAL_MINIMUM)
        return descent__undecided();
    if (!is_plateau(facts, &line, direction)) {
        descent__decision descending = descent__decided(DESCENT_ENDING_DESCENDING, DESCENT__REASON_LONG_WAY_DOWN);
        descending.pace.slope = descent__facts_slope(facts);
        descending.said.number = line.bottom / length;
        facts->long_way = true;
        return descending;
    }
    descent__decision stalled = drift(facts, DESCENT_ENDING_STALLED, DESCENT__REASON_CREEPS_OVER_PLATEAU);
    const double *x = descent__series_point(series, series->count - 1);
    const double bottom = bottom_of(evidence, x, direction, line.bottom);
    stalled.said.number = bottom / length;
    stalled.said.by_slopes = steps_by_slopes(evidence, x, direction, bottom);
    stalled.distance = bottom;
    stalled.point = known;
    stalled.ahead = true;
    return stalled;
}
