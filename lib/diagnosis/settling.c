/* Runs that still move, ever less: converged, approaching, or stalled by a step size that vanishes. */
#include "diagnosis/settling.h"

#include <math.h>

#include "diagnosis/prediction.h"
#include "diagnosis/trial.h"
#include "vector.h"

enum {
    confirming_steps = 32, /* of a copy, before a run is said to have converged */
    least_followed = 64    /* steps of a copy, before a run is said to approach */
};

/* A limit farther away than this many path lengths is not one that the path has begun to approach. */
static const double farthest_limit = 1e3;
static const double farthest_degenerate = 3;

/* Does theory forbid that the run stays here? */
static bool is_repelling(const descent_case *facts)
{
    return facts->limit.multiplier > 1 + 1e-6;
}

/* Largest distance to the point over the last quarter of the rows. */
static double late_distance(const descent_case *facts)
{
    const descent_evidence *evidence = facts->evidence;
    const size_t m = evidence->finite;
    double largest = 0;
    for (size_t row = m - (m + 3) / 4; row < m; row++)
        largest = fmax(largest, descent_vector_distance(evidence->n, descent_evidence_point(evidence, row),
                                                        facts->limit.point->x));
    return largest;
}

/* Where no copy can be run on: are the last steps short beside the longest? */
static bool has_slowed(const descent_case *facts)
{
    const double short_step = 0.01;
    const descent_motion *motion = &facts->motion;
    return motion->count >= 3 && motion->lengths[motion->count - 2] <= short_step * motion->length_max;
}

/* Is the run within tolerance, by distance or, where asked for, by gradient? */
static bool within_tolerance(const descent_case *facts)
{
    const descent_evidence *evidence = facts->evidence;
    const double wanted = evidence->options.gradient_tolerance;
    if (isnan(wanted))
        return facts->limit.distance <= evidence->diagnosis->tolerance;
    return evidence->diagnosis->gradient_norm <= wanted;
}

static bool decide_converged(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    if (!within_tolerance(facts))
        return false;
    const double radius = fmax(10 * evidence->diagnosis->tolerance, 2 * facts->limit.distance);
    const bool stays = evidence->flow_trusted
                           ? descent_trial_stays_near(evidence, facts->limit.point->x, radius, confirming_steps)
                           : facts->limit.nearing && has_slowed(facts);
    /* With momentum, or after a few steps, a run may pass by just now. */
    const bool few = evidence->flow_trusted && (evidence->rule.type->memory_count > 0 || evidence->finite < 16);
    if (!stays && (few || !facts->limit.nearing || !(late_distance(facts) <= 1e-3 * facts->scale)))
        return false;
    descent_prediction_arrived(facts);
    const char *measured =
        isnan(evidence->options.gradient_tolerance) ? "The distance to the critical point" : "The norm of the gradient";
    if (evidence->has_rule && facts->limit.point->index > 0 && facts->limit.escaping > facts->limit.rounding)
        return descent_case_end(
            facts, DESCENT_ENDING_CONVERGED,
            "%s is within tolerance; but the way out has begun: given more steps the run will leave.", measured);
    return descent_case_end(facts, DESCENT_ENDING_CONVERGED, "%s is within tolerance.", measured);
}

/*
 * Steps that shrink like a power lead to a point so flat that its curvature cannot be told from zero: neither from the
 * rounding of the gradient, nor by a run of that many steps, for which ηλk is as good as nothing. Looks once more with
 * this in mind, and keeps what it finds if it lies where the law says.
 */
static void look_for_flat_point(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    descent_diagnosis *diagnosis = evidence->diagnosis;
    const double remaining = facts->contraction.remaining;
    const double unseen = 1e-9 / (diagnosis->step_size * (double)(diagnosis->steps + 1));
    descent_limit limit;
    if (facts->limit.point && facts->limit.point->kind == DESCENT_CRITICAL_DEGENERATE)
        return;
    descent_limit_find_within(evidence, diagnosis->x, 1e-3 * remaining, unseen > 0 ? unseen : 0, &limit);
    const bool fits = limit.point && limit.point->kind == DESCENT_CRITICAL_DEGENERATE &&
                      limit.distance > 0.2 * remaining && limit.distance < 5 * remaining;
    if (!fits) {
        descent_critical_point_free(limit.point);
        return;
    }
    descent_critical_point_free(facts->limit.point);
    facts->limit = limit;
    diagnosis->point = limit.point;
    descent_limit_follow(evidence, &facts->limit);
}

static bool approach(descent_case *facts)
{
    if (facts->contraction.law == DESCENT_LAW_POWER && isfinite(facts->contraction.remaining))
        look_for_flat_point(facts);
    descent_prediction_approaching(facts);
    return descent_case_end(facts, DESCENT_ENDING_APPROACHING,
                            "The distance to the critical point shrinks steadily, but is not within tolerance yet.");
}

/* How far off the run still comes: where it swings, or circles with momentum, that is not where it is just now. */
static double reached_distance(const descent_case *facts)
{
    const descent_evidence *evidence = facts->evidence;
    if (facts->motion.cosine > -0.9 && evidence->rule.type->memory_count == 0)
        return facts->limit.distance;
    return fmax(facts->limit.distance, late_distance(facts));
}

/*
 * Do the steps that are still to come add up to the way to the point? Far out on a slope that fades for ever everything
 * is flat, and looks like a critical point.
 */
static bool law_leads_to(const descent_contraction *contraction, double distance)
{
    return descent_contraction_is_summable(contraction, false) && !(distance > 10 * contraction->remaining);
}

/*
 * Momentum carries a run over hills and from valley to valley, and while it swings any few of its distances may shrink.
 * Does a copy stay as near as the run came, for as long as its swing takes to fade to an eighth, and has it faded then?
 */
static bool swing_fades(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    const double *point = facts->limit.point->x;
    const double affordable = (double)(descent_evidence_left(evidence) / 4);
    const double halving = log(0.5) / log(fmin(facts->limit.multiplier, 1 - 1e-9));
    const double wanted = fmax(3 * halving, 2 * (double)least_followed);
    descent_series copy;
    if (!(wanted <= affordable) || descent_evidence_continue(evidence, (size_t)wanted, &copy) != DESCENT_FLOW_MOVED)
        return false;
    const double reached = 1.01 * reached_distance(facts);
    const size_t quarter = copy.count / 4;
    double first = 0;
    double last = 0;
    for (size_t row = 0; row < copy.count; row++) {
        const double distance = descent_vector_distance(copy.n, descent_series_point(&copy, row), point);
        if (distance > reached)
            return false;
        if (row < quarter)
            first = fmax(first, distance);
        if (row >= copy.count - quarter)
            last = fmax(last, distance);
    }
    const double faded = 0.4; /* from the first quarter to the last; at the rate that is due it is 0.2 */
    return last <= faded * first;
}

static bool decide_approaching(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    const descent_limit *limit = &facts->limit;
    const double farthest = limit->point->kind == DESCENT_CRITICAL_DEGENERATE ? farthest_degenerate : farthest_limit;
    const bool shrinking = facts->contraction.contracting || facts->motion.length_last < facts->motion.length_before;
    if (!evidence->flow_trusted && evidence->finite < 6)
        return false;
    if (!limit->nearing || !shrinking || limit->distance > farthest * facts->scale || is_repelling(facts) ||
        limit->turning || limit->lasting)
        return false;
    if (limit->escaping > limit->rounding && limit->escaping > 1e-9 * limit->distance)
        return false;
    if (limit->point->kind == DESCENT_CRITICAL_DEGENERATE && !law_leads_to(&facts->contraction, limit->distance))
        return false;
    const size_t steps = evidence->finite / 4 > least_followed ? evidence->finite / 4 : least_followed;
    const size_t affordable = (size_t)(descent_evidence_left(evidence) / 8);
    if (evidence->flow_trusted && !descent_trial_stays_near(evidence, limit->point->x, 1.01 * reached_distance(facts),
                                                            steps < affordable ? steps : affordable))
        return false;
    if (evidence->flow_trusted && evidence->rule.type->memory_count > 0 && !swing_fades(facts))
        return false;
    return approach(facts);
}

bool descent_settling_of_copy(descent_case *facts, const descent_series *series)
{
    enum {
        blocks = 8
    };
    const descent_critical_point *point = facts->limit.point;
    const size_t length = series->count / blocks;
    if (!point || point->kind != DESCENT_CRITICAL_MINIMUM || is_repelling(facts) || facts->limit.turning ||
        facts->limit.lasting || length < 2)
        return false;
    double before = INFINITY;
    for (size_t block = 0; block < blocks; block++) {
        double farthest = 0;
        for (size_t row = block * length; row < (block + 1) * length; row++)
            farthest = fmax(farthest, descent_vector_distance(series->n, descent_series_point(series, row), point->x));
        if (!(farthest < before))
            return false;
        before = farthest;
    }
    if (facts->evidence->rule.type->memory_count > 0 && !swing_fades(facts))
        return false;
    return approach(facts);
}

/*
 * Without a rule, by the path alone: has the length of the steps fallen by a factor, and tenfold beside the slope? And
 * will the slope, as it fell over the last step, outlast the way that is left?
 */
static bool step_size_vanishes(const descent_case *facts)
{
    const descent_evidence *evidence = facts->evidence;
    const descent_contraction *contraction = &facts->contraction;
    const size_t last = contraction->last;
    const double *lengths = facts->motion.lengths;
    if (!evidence->norms || facts->continued || contraction->law != DESCENT_LAW_GEOMETRIC || last < 4)
        return false;
    const double *slopes = evidence->norms + evidence->tail;
    if (!(lengths[last - 1] / slopes[last - 1] < 0.1 * (lengths[0] / slopes[0])))
        return false;
    const double fall = (slopes[last - 2] - slopes[last - 1]) / lengths[last - 2];
    return slopes[last - 1] - fall * contraction->remaining > 0.5 * slopes[last - 1];
}

static bool is_gradient_at_end(const descent_case *facts)
{
    const size_t n = facts->series.n;
    const double *x = descent_series_point(&facts->series, facts->motion.live - 1);
    double *step = descent_evidence_numbers(facts->evidence, n);
    if (!step || facts->motion.live < 2)
        return true;
    for (size_t i = 0; i < n; i++)
        step[i] = (x[i] - (x - n)[i]) / facts->motion.lengths[facts->motion.live - 2];
    return descent_trial_is_gradient(facts->evidence, x, step);
}

/*
 * Steps ~ 1/(k + c), which have no limit, fall by a factor, too, until k comes near c. And where nobody can be asked, a
 * dozen steps must obey a law, and a recurrence or have fallen tenfold, most of them near the longest still to come: what
 * chaos does for a while does not count.
 */
static bool shows_a_limit(const descent_case *facts)
{
    const descent_contraction *contraction = &facts->contraction;
    const size_t count = contraction->last;
    if (!(contraction->fall <= 0.5))
        return false;
    if (facts->evidence->gradient_known)
        return true;
    if (count < 12 || contraction->envelope == DESCENT_LAW_UNKNOWN || (!contraction->linear && contraction->fall > 0.1))
        return false;
    size_t long_ones = 0;
    double envelope = 0;
    for (size_t k = count; k-- > 0;) {
        envelope = fmax(envelope, facts->motion.lengths[k]);
        long_ones += facts->motion.lengths[k] > 0.5 * envelope;
    }
    return 2 * long_ones >= count;
}

/* From the path alone: the law of the steps says how far the limit is. */
static bool decide_without_limit(descent_case *facts)
{
    const descent_contraction *contraction = &facts->contraction;
    descent_evidence *evidence = facts->evidence;
    descent_diagnosis *diagnosis = evidence->diagnosis;
    if (!contraction->contracting || evidence->finite < 6 || !isfinite(contraction->remaining))
        return false;
    if (!descent_contraction_is_summable(contraction, !evidence->gradient_known) || !shows_a_limit(facts))
        return false;
    /* A critical point would have been found, were there one; but where second derivatives are not symmetric. */
    if (evidence->gradient_known && diagnosis->dimension <= 200 &&
        (!contraction->linear || contraction->envelope != DESCENT_LAW_GEOMETRIC || is_gradient_at_end(facts)))
        return false;
    double largest;
    double last;
    descent_evidence_slopes(evidence, &largest, &last);
    if (isnan(last))
        return false;
    diagnosis->rate = contraction->rate;
    diagnosis->law = contraction->law;
    diagnosis->exponent = contraction->exponent;
    diagnosis->distance = contraction->remaining;
    /* Steps that shrink while the slope does not: the step size vanishes. */
    const double lengths = facts->motion.lengths[contraction->last - 1] / facts->motion.length_max;
    if ((lengths < 1e-3 && last > 0.1 * largest) || step_size_vanishes(facts))
        return descent_case_end(facts, DESCENT_ENDING_STALLED,
                                "The steps shrink to nothing, but the slope does not: the step size vanishes.");
    if (contraction->remaining <= diagnosis->tolerance && last <= 1e-3 * largest) {
        descent_prediction_arrived(facts);
        return descent_case_end(facts, DESCENT_ENDING_CONVERGED,
                                "The steps shrink by a steady law, and what is left of the way is within tolerance.");
    }
    descent_prediction_by_law(facts);
    return descent_case_end(facts, DESCENT_ENDING_APPROACHING,
                            "The steps shrink by a steady law toward a limit; a slower motion may still hide.");
}

/* Steps that a decaying schedule still allows, as a multiple of the last step. Infinity: without end. */
static double remaining_way(const descent_case *facts)
{
    const descent_evidence *evidence = facts->evidence;
    if (!evidence->has_rule || evidence->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT)
        return INFINITY;
    double sum = 0;
    double last = NAN;
    const size_t now = (size_t)evidence->diagnosis->steps;
    for (size_t k = 0; k < 4096; k++) {
        double step_size;
        if (descent_rule_step_size(&evidence->rule, now + k, &step_size) != DESCENT_SUCCESS)
            return INFINITY;
        sum += step_size;
        last = step_size;
    }
    /* What still comes after is negligible only if the last of these steps is. */
    return last * 4096 < 1e-3 * sum || !(sum > 0) ? sum * evidence->diagnosis->gradient_norm : INFINITY;
}

bool descent_settling_by_law(descent_case *facts)
{
    const descent_contraction *contraction = &facts->contraction;
    descent_diagnosis *diagnosis = facts->evidence->diagnosis;
    double largest;
    double last;
    descent_evidence_slopes(facts->evidence, &largest, &last);
    if (!contraction->contracting || contraction->law != DESCENT_LAW_POWER ||
        !descent_contraction_is_summable(contraction, !facts->evidence->gradient_known) ||
        !isfinite(contraction->remaining) || !(last < 0.5 * largest) || !shows_a_limit(facts))
        return false;
    if (facts->evidence->has_problem)
        look_for_flat_point(facts);
    /* Beside a critical point with ways down, a slowing run is one that is about to leave. */
    if (facts->limit.point && facts->limit.point->index > 0 && facts->limit.escaping > facts->limit.rounding)
        return false;
    diagnosis->law = DESCENT_LAW_POWER;
    diagnosis->exponent = contraction->exponent;
    diagnosis->distance = facts->limit.point ? facts->limit.distance : contraction->remaining;
    diagnosis->point_ahead = facts->limit.point != NULL;
    diagnosis->steps_to_go_high = INFINITY;
    return descent_case_end(
        facts, DESCENT_ENDING_APPROACHING,
        facts->limit.point ? "The steps shrink like a power of the step number, toward a point where the loss is "
                             "flat."
                           : "The steps shrink like a power of the step number, so they lead to a limit; where the "
                             "loss is as flat as here, it could not be found directly.");
}

bool descent_settling_decide(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    if (evidence->finite < 2 && !facts->continued)
        return false;
    if (!descent_case_find_limit(facts))
        return !evidence->out_of_memory && decide_without_limit(facts);
    descent_diagnosis *diagnosis = evidence->diagnosis;
    diagnosis->distance = facts->limit.distance;
    if (!is_repelling(facts) && decide_converged(facts))
        return true;
    if (remaining_way(facts) < 0.5 * facts->limit.distance ||
        (!evidence->has_rule && step_size_vanishes(facts) &&
         facts->contraction.remaining < 0.5 * facts->limit.distance)) {
        diagnosis->point_ahead = 1;
        return descent_case_end(
            facts, DESCENT_ENDING_STALLED,
            "The step size shrinks so fast that the way still allowed ends before the critical point.");
    }
    return decide_approaching(facts);
}
