/* Runs whose point moves no more: converged or stalled. */
#include "diagnosis/settling.h"

#include <math.h>

#include "diagnosis/prediction.h"
#include "diagnosis/trial.h"
#include "vector.h"

/* Without the problem: the gradient counts as gone if it fell to this part of its largest value. */
static const double gradient_fall = 1e-6;

static bool stall(descent_case *facts, const char *why)
{
    return descent_case_end(facts, DESCENT_ENDING_STALLED, "%s", why);
}

static bool rest_without_problem(descent_case *facts)
{
    double largest;
    double last;
    descent_evidence_slopes(facts->evidence, &largest, &last);
    if (isnan(last))
        return descent_case_end(
            facts, DESCENT_ENDING_UNDETERMINED,
            "The point moves no more, but without gradient or loss nobody can tell whether it found "
            "a critical point or merely stopped.");
    if (last <= gradient_fall * largest) {
        descent_prediction_arrived(facts);
        return descent_case_end(facts, DESCENT_ENDING_CONVERGED,
                                "The point moves no more, and the slope has fallen to nothing.");
    }
    if (facts->evidence->steps[0] > 0)
        return descent_case_end(facts, DESCENT_ENDING_UNDETERMINED,
                                "The point moves no more, but the path begins too late to show whether the slope there "
                                "is small.");
    return stall(facts, "The point moves no more, yet the slope there is not zero.");
}

/*
 * Far out on a slope that fades for ever the gradient ends as an exact zero, too. A rule that is not known may have leapt
 * there: then nothing tells that it stays.
 */
static bool leapt_onto_a_plain(const descent_case *facts)
{
    const descent_evidence *evidence = facts->evidence;
    const descent_critical_point *point = facts->limit.point;
    const descent_motion *motion = &facts->motion;
    if (evidence->has_rule || motion->count < 3 || motion->lengths[motion->count - 2] < 0.01 * motion->length_max)
        return false;
    return !point || point->nullity == evidence->n;
}

/* What stops a run on a slope: is there a kink just ahead? */
static void look_for_kink_ahead(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    double *ahead = descent_evidence_numbers(evidence, evidence->n);
    if (!ahead || !(evidence->diagnosis->gradient_norm > 0))
        return;
    descent_vector_copy(evidence->n, evidence->diagnosis->x, ahead);
    descent_vector_add_scaled(evidence->n, -1e-3 * facts->scale / evidence->diagnosis->gradient_norm,
                              evidence->gradient, ahead);
    if (descent_trial_kink(evidence, evidence->diagnosis->x, ahead))
        evidence->diagnosis->findings |= DESCENT_FINDING_KINK;
}

bool descent_settling_at_rest(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    descent_diagnosis *diagnosis = evidence->diagnosis;
    descent_contraction_measure(evidence, &facts->series, &facts->motion, &facts->contraction);
    const size_t resting = facts->motion.count - facts->motion.live;
    /* A copy that comes to rest after a while says where the run is heading, not that it rests. */
    const bool at_rest = facts->continued
                             ? facts->motion.live <= 1
                             : evidence->finite >= 2 && (resting >= 2 || (resting == 1 && facts->motion.count == 2));
    const bool flat = evidence->gradient_known && !evidence->random && diagnosis->gradient_norm <= 0;
    if (flat && (at_rest || (resting >= 1 && !facts->continued) || !evidence->has_rule ||
                 evidence->rule.type->memory_count == 0)) {
        (void)descent_case_find_limit(facts);
        if (at_rest || !leapt_onto_a_plain(facts)) {
            descent_prediction_arrived(facts);
            diagnosis->distance = 0;
            return descent_case_end(facts, DESCENT_ENDING_CONVERGED, "The gradient is exactly zero.");
        }
    }
    if (!at_rest || evidence->random)
        return false;
    if (!evidence->gradient_known)
        return rest_without_problem(facts);
    if (descent_case_find_limit(facts) && facts->limit.distance <= diagnosis->tolerance) {
        descent_prediction_arrived(facts);
        return descent_case_end(facts, DESCENT_ENDING_CONVERGED, "The point rests at a critical point, to rounding.");
    }
    if (evidence->out_of_memory)
        return true;
    diagnosis->point_ahead = facts->limit.point != NULL;
    diagnosis->distance = facts->limit.distance;
    const double move = diagnosis->step_size * diagnosis->gradient_norm;
    if (isfinite(move) && move <= facts->motion.floor) {
        if (evidence->has_rule && diagnosis->step_size < evidence->rule.step_size)
            return stall(facts, "The step size has shrunk to nothing before the run arrived: the point rests where the "
                                "gradient is not zero.");
        return stall(facts, "The step is smaller than the rounding of the point, so nothing moves, yet the gradient is "
                            "not zero.");
    }
    look_for_kink_ahead(facts);
    return stall(facts, "The point moves no more, yet the gradient there is not zero.");
}
