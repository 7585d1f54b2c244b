#include "diagnosis/drift.h"

#include <float.h>
#include <math.h>

#include "diagnosis/trial.h"
#include "vector.h"

/* A rise so many path lengths ahead does not contradict a run that slows down without end. */
static const double reach = 1e6;

/* A minimum so many times farther than the run so far would take it is out of reach: a plateau. */
static const double patience = 1e3;

void descent_drift_slope(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    const size_t m = evidence->finite;
    const size_t first = m - 1 - (m - 1) / 4 - (m < 5);
    double begin = evidence->losses ? evidence->losses[first] : NAN;
    double end = evidence->losses ? evidence->losses[m - 1] : NAN;
    if ((isnan(begin) || isnan(end)) && evidence->has_problem && descent_evaluator_has_loss(&evidence->evaluator) &&
        descent_evidence_affords(evidence, 2) &&
        (descent_evaluate_loss(&evidence->evaluator, descent_evidence_point(evidence, first), &begin) !=
             DESCENT_SUCCESS ||
         descent_evaluate_loss(&evidence->evaluator, descent_evidence_point(evidence, m - 1), &end) != DESCENT_SUCCESS))
        return;
    const double steps = (double)(evidence->steps[m - 1] - evidence->steps[first]);
    if (steps > 0)
        evidence->diagnosis->slope = (end - begin) / steps;
}

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
    const double *then = descent_series_point(series, series->count / 2);
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

bool descent_drift_decide(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    descent_diagnosis *diagnosis = evidence->diagnosis;
    const descent_motion *motion = &facts->motion;
    if (motion->count < 8 || motion->straightness < 0.9 || motion->half <= motion->floor || !evidence->gradient_known)
        return false;
    double *direction = direction_of(facts);
    if (!direction)
        return false;
    const double length = motion->lengths[motion->count - 2];
    /* As far as numbers go: what a run of tiny steps has seen says nothing of where the bottom is. */
    const descent_line line = descent_trial_line(evidence, direction, length, INFINITY);
    descent_drift_slope(facts);
    if (!line.known || !(diagnosis->slope < 0))
        return false;
    diagnosis->law = law_of_drift(motion);
    /* A run that slows down for ever has a curved way, which a straight line leaves far out. */
    const bool slowing = motion->length_last < 0.98 * motion->length_before;
    if (line.falls || (slowing && line.bottom > reach * facts->scale)) {
        diagnosis->direction = direction;
        return descent_case_end(facts, DESCENT_ENDING_UNBOUNDED,
                                "The run goes on in one direction, and along it the loss keeps falling as far as was "
                                "looked, more than a million times the way made so far.");
    }
    if (line.bottom / length > patience * (double)(diagnosis->steps + 1)) {
        diagnosis->distance = line.bottom;
        return descent_case_end(
            facts, DESCENT_ENDING_STALLED,
            "The run creeps over a plateau: at its present pace the next lower ground is %.2g steps "
            "away.",
            line.bottom / length);
    }
    return false;
}
