#include "diagnosis/drift.h"

#include <float.h>
#include <math.h>

#include "diagnosis/trial.h"
#include "vector.h"

/* A rise so many path lengths ahead does not contradict a run that slows down without end. */
static const double reach = 1e6;

/* A minimum so many times farther than the run so far would take it is out of reach: a plateau. */
static const double patience = 1e3;
static const double fewest_steps = 100; /* a run of a few steps has not shown yet that it creeps */

/* Steps ~ k^−1.13 last for this part of those before them over the last two quarters; what fades faster adds up to a
 * finite way, and a limit. Of steps ~ 1/k, which do not, it is 0.71. */
static const double least_ratio = 0.68;

/* The loss at a point, NaN if it is not to be had. */
static double loss_of(descent_evidence *evidence, const double *x)
{
    double loss = NAN;
    if (!evidence->has_problem || !descent_evaluator_has_loss(&evidence->evaluator) ||
        !descent_evidence_affords(evidence, 1) ||
        descent_evaluate_loss(&evidence->evaluator, x, &loss) != DESCENT_SUCCESS)
        return NAN;
    return loss;
}

void descent_drift_slope(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    const descent_series *series = &facts->series;
    const size_t m = evidence->finite;
    double begin = NAN;
    double end = NAN;
    double steps = 0;
    if (m >= 2) {
        const size_t first = m - 1 - (m - 1) / 4 - (m < 5);
        begin = evidence->losses ? evidence->losses[first] : NAN;
        end = evidence->losses ? evidence->losses[m - 1] : NAN;
        steps = (double)(evidence->steps[m - 1] - evidence->steps[first]);
        if (isnan(begin) || isnan(end)) {
            begin = loss_of(evidence, descent_evidence_point(evidence, first));
            end = loss_of(evidence, descent_evidence_point(evidence, m - 1));
        }
    } else if (series->count >= 2) { /* one point is known, and a copy was run on from it */
        const size_t last = series->count - 1;
        const size_t first = last - last / 4 - (last < 4);
        begin = loss_of(evidence, descent_series_point(series, first));
        end = loss_of(evidence, descent_series_point(series, last));
        steps = (double)(last - first);
    }
    if (steps > 0)
        evidence->diagnosis->slope = (end - begin) / steps;
}

/* Of the last quarter: what fades out across the way has faded furthest there. */
static double *direction_of(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    const descent_series *series = &facts->series;
    double *direction = descent_arena_numbers(evidence->keep, series->n);
    if (!direction) {
        evidence->out_of_memory = true;
        return NULL;
    }
    const double *x = descent_series_point(series, series->count - 1);
    const double *then = descent_series_point(series, series->count - 1 - series->count / 4);
    const double way = descent_vector_distance(series->n, x, then);
    for (size_t i = 0; i < series->n; i++)
        direction[i] = way > 0 ? (x[i] - then[i]) / way : 0;
    return direction;
}

/* How the way grows: by as much with each doubling of the steps, each step, or in between. */
static descent_law law_of_drift(const descent_motion *motion)
{
    if (motion->length_last > 0.98 * motion->length_before && motion->length_last < 1.02 * motion->length_before)
        return DESCENT_LAW_LINEAR;
    /* ln k: mean steps over the third and the last quarter are ln(3/2) and ln(4/3). */
    const double logarithmic = log(4.0 / 3) / log(3.0 / 2);
    const double ratio = motion->length_last / motion->length_before;
    return fabs(ratio - logarithmic) < 0.03 ? DESCENT_LAW_LOGARITHMIC : DESCENT_LAW_UNKNOWN;
}

/*
 * Is the slope along the direction the same at both ends of the last half, to rounding? Then nothing on the way tells of
 * a bottom, however small the part of it that was seen.
 */
static bool slope_is_constant(descent_case *facts, const double *direction)
{
    descent_evidence *evidence = facts->evidence;
    const descent_series *series = &facts->series;
    const size_t n = evidence->n;
    double *gradient = descent_evidence_numbers(evidence, n);
    if (!gradient || !descent_evidence_affords(evidence, 2))
        return false;
    double slopes[2];
    const size_t rows[] = {series->count / 2, series->count - 1};
    for (size_t k = 0; k < 2; k++) {
        if (descent_evaluate_gradient(&evidence->evaluator, descent_series_point(series, rows[k]), gradient) !=
            DESCENT_SUCCESS)
            return false;
        slopes[k] = descent_vector_dot(n, gradient, direction);
    }
    return fabs(slopes[1] - slopes[0]) <= 64 * DBL_EPSILON * fabs(slopes[1]);
}

/* Once all motion across the slope has faded, is the slope constant to rounding, and no bottom in sight? */
static bool copy_goes_straight_on(descent_case *facts)
{
    enum {
        steps = 1024
    };
    descent_evidence *evidence = facts->evidence;
    descent_case copy = *facts;
    const size_t affordable = (size_t)(descent_evidence_left(evidence) / 4);
    if (!evidence->flow_trusted ||
        descent_evidence_continue(evidence, steps < affordable ? steps : affordable, &copy.series) !=
            DESCENT_FLOW_MOVED ||
        copy.series.count < 8)
        return false;
    const double *direction = direction_of(&copy);
    if (!direction || !slope_is_constant(&copy, direction))
        return false;
    const double *x = descent_series_point(&copy.series, copy.series.count - 1);
    const descent_line line =
        descent_trial_line(evidence, x, direction, descent_vector_distance(evidence->n, x, x - evidence->n), INFINITY);
    return line.known && (line.falls || line.bottom > reach * facts->scale);
}

/* Steps to a place so far ahead, at the pace of the last step, or at one that quickens as it did over the last half. */
static double steps_ahead(const descent_motion *motion, double way)
{
    const double length = motion->lengths[motion->count - 2];
    const double between = (double)(motion->count / 2) / 2; /* the means of the last two quarters */
    const double growth = log(motion->length_last / motion->length_before) / between;
    return growth > 0 ? log1p(way / length * growth) / growth : way / length;
}

bool descent_drift_decide(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    descent_diagnosis *diagnosis = evidence->diagnosis;
    const descent_series *series = &facts->series;
    const descent_motion *motion = &facts->motion;
    const bool straight = motion->count >= 8 && motion->straightness > 0.9 && motion->half > motion->floor;
    if (!straight || !evidence->gradient_known || motion->length_last < least_ratio * motion->length_before)
        return false;
    if (facts->contraction.law == DESCENT_LAW_POWER && facts->contraction.exponent < -0.1)
        return false; /* such steps add up to a finite way */
    double *direction = direction_of(facts);
    if (!direction)
        return false;
    const double length = motion->lengths[motion->count - 2];
    /* As far as numbers go: what a run of tiny steps has seen says nothing of where the bottom is. */
    const descent_line line =
        descent_trial_line(evidence, descent_series_point(series, series->count - 1), direction, length, INFINITY);
    descent_drift_slope(facts);
    if (!line.known || !(diagnosis->slope < 0))
        return false;
    if (line.halts)
        return false; /* a run that slows down may never come past such a place */
    diagnosis->law = law_of_drift(motion);
    /* A run that slows down for ever has a curved way, which a straight line leaves far out; so has one whose motion
     * across the slope still fades. */
    const bool slowing = motion->length_last < 0.98 * motion->length_before;
    const bool far = line.bottom > reach * facts->scale;
    if (line.falls || (far && (slowing || slope_is_constant(facts, direction)))) {
        diagnosis->direction = direction;
        descent_case_forget_point(facts);
        return descent_case_end(facts, DESCENT_ENDING_UNBOUNDED,
                                "The run goes on in one direction, and along it the loss keeps falling as far as was "
                                "looked, more than a million times the way made so far.");
    }
    if (steps_ahead(motion, line.bottom) > patience * fmax(fewest_steps, (double)diagnosis->steps)) {
        if (copy_goes_straight_on(facts)) {
            diagnosis->direction = direction;
            descent_case_forget_point(facts);
            return descent_case_end(
                facts, DESCENT_ENDING_UNBOUNDED,
                "The run goes on in one direction at a pace that does not change, as far as a copy was "
                "followed, and the loss falls with it.");
        }
        diagnosis->distance = line.bottom;
        return descent_case_end(
            facts, DESCENT_ENDING_STALLED,
            "The run creeps over a plateau: at its present pace the next lower ground is %.2g steps "
            "away.",
            line.bottom / length);
    }
    return false;
}
