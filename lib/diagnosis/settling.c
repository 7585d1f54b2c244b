#include "diagnosis/settling.h"

#include <float.h>
#include <math.h>

#include "diagnosis/trial.h"
#include "vector.h"

enum {
    confirming_steps = 32, /* of a copy, before a run is said to have converged */
    least_followed = 64    /* steps of a copy, before a run is said to approach */
};

/* Without the problem: the gradient counts as gone if it fell to this part of its largest value. */
static const double gradient_fall = 1e-6;

/* A limit farther away than this many path lengths is not one that the path has begun to approach. */
static const double farthest_limit = 1e3;
static const double farthest_degenerate = 3;

/* Of steps ~ k^−1 the sum has no limit; a power that cannot be told from it promises none. */
static const double least_exponent = -0.05;
static const double least_exponent_alone = -0.12; /* from the path alone */

/* Largest and last of the recorded gradient norms, or, without them, of the falls of the loss over the step length; or
 * what the problem says of the two ends. */
static void recorded_slopes(descent_evidence *evidence, double *largest, double *last)
{
    *largest = 0;
    *last = NAN;
    for (size_t row = 0; row < evidence->finite; row++) {
        double slope = evidence->norms ? evidence->norms[row] : NAN;
        if (isnan(slope) && evidence->losses && row > 0) {
            const double *x = descent_evidence_point(evidence, row);
            const double length = descent_vector_distance(evidence->n, x, x - evidence->n);
            slope = length > 0 ? fabs(evidence->losses[row] - evidence->losses[row - 1]) / length : NAN;
        }
        if (!isfinite(slope))
            continue;
        *largest = fmax(*largest, slope);
        *last = slope;
    }
    if (!isnan(*last) || !evidence->gradient_known || evidence->random || !descent_evidence_affords(evidence, 1))
        return;
    double *gradient = descent_evidence_numbers(evidence, evidence->n);
    if (!gradient || descent_evaluate_gradient(&evidence->evaluator, evidence->points, gradient) != DESCENT_SUCCESS)
        return;
    *last = evidence->diagnosis->gradient_norm;
    *largest = fmax(*last, descent_vector_norm(evidence->n, gradient));
}

static void arrived(descent_case *facts)
{
    descent_diagnosis *diagnosis = facts->evidence->diagnosis;
    diagnosis->steps_to_go = diagnosis->steps_to_go_low = diagnosis->steps_to_go_high = 0;
    diagnosis->distance = isfinite(facts->limit.distance) ? facts->limit.distance : facts->contraction.remaining;
    diagnosis->rate = facts->contraction.rate;
    diagnosis->law = facts->contraction.law;
    diagnosis->exponent = facts->contraction.exponent;
    if (!(fabs(diagnosis->rate) < 1))
        diagnosis->rate = NAN;
    if (facts->motion.live < facts->motion.count && facts->contraction.last < 3 && facts->motion.live <= 3) {
        diagnosis->law = DESCENT_LAW_FINITE;
        diagnosis->rate = 0;
    }
}

static bool find_limit(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    if (facts->limit.point || !evidence->has_problem)
        return facts->limit.point != NULL;
    descent_limit_find(evidence, evidence->diagnosis->x, &facts->limit);
    evidence->diagnosis->point = facts->limit.point; /* owned from here on */
    if (evidence->out_of_memory)
        return false;
    descent_limit_follow(evidence, &facts->limit);
    return facts->limit.point != NULL;
}

/* The way that the schedule still allows is small beside the distance: the step size vanished, or rounding swallows it. */
static bool stall(descent_case *facts, const char *why)
{
    return descent_case_end(facts, DESCENT_ENDING_STALLED, "%s", why);
}

static bool rest_without_problem(descent_case *facts)
{
    double largest;
    double last;
    recorded_slopes(facts->evidence, &largest, &last);
    if (isnan(last))
        return descent_case_end(
            facts, DESCENT_ENDING_UNDETERMINED,
            "The point moves no more, but without gradient or loss nobody can tell whether it found "
            "a critical point or merely stopped.");
    if (last <= gradient_fall * largest) {
        arrived(facts);
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
        (void)find_limit(facts);
        if (at_rest || !leapt_onto_a_plain(facts)) {
            arrived(facts);
            diagnosis->distance = 0;
            return descent_case_end(facts, DESCENT_ENDING_CONVERGED, "The gradient is exactly zero.");
        }
    }
    if (!at_rest || evidence->random)
        return false;
    if (!evidence->gradient_known)
        return rest_without_problem(facts);
    if (find_limit(facts) && facts->limit.distance <= diagnosis->tolerance) {
        arrived(facts);
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

/* Does theory forbid that the run stays here? */
static bool is_repelling(const descent_case *facts)
{
    return facts->limit.multiplier > 1 + 1e-6;
}

static bool block_is_near(const descent_case *facts)
{
    const descent_evidence *evidence = facts->evidence;
    const size_t m = evidence->finite;
    double largest = 0;
    for (size_t row = m - (m + 3) / 4; row < m; row++)
        largest = fmax(largest, descent_vector_distance(evidence->n, descent_evidence_point(evidence, row),
                                                        facts->limit.point->x));
    return facts->limit.nearing && largest <= 1e-3 * facts->scale;
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
    if (!stays && (few || !block_is_near(facts)))
        return false;
    arrived(facts);
    const char *measured =
        isnan(evidence->options.gradient_tolerance) ? "The distance to the critical point" : "The norm of the gradient";
    if (evidence->has_rule && facts->limit.point->index > 0 && facts->limit.escaping > facts->limit.rounding)
        return descent_case_end(
            facts, DESCENT_ENDING_CONVERGED,
            "%s is within tolerance; but the way out has begun: given more steps the run will leave.", measured);
    return descent_case_end(facts, DESCENT_ENDING_CONVERGED, "%s is within tolerance.", measured);
}

/* Distances of the last rows from the limit, as the law of the approach. */
static void measure_rate(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    descent_diagnosis *diagnosis = evidence->diagnosis;
    const size_t first = facts->continued ? 0 : evidence->tail;
    const size_t count = evidence->finite - first;
    double *distances = descent_evidence_numbers(evidence, count);
    if (!distances)
        return;
    double envelope = 0;
    for (size_t k = count; k-- > 0;) {
        envelope = fmax(envelope, descent_vector_distance(evidence->n, descent_evidence_point(evidence, first + k),
                                                          facts->limit.point->x));
        distances[k] = envelope;
    }
    double rate;
    double exponent;
    const descent_law law = facts->continued
                                ? DESCENT_LAW_UNKNOWN
                                : descent_law_of(distances, count, evidence->steps[first], &rate, &exponent);
    diagnosis->law = facts->contraction.law;
    diagnosis->rate = facts->contraction.rate;
    diagnosis->exponent = facts->contraction.exponent;
    if (diagnosis->law == DESCENT_LAW_POWER && !(diagnosis->exponent < least_exponent)) {
        /* Such steps lead nowhere by themselves: that they draw nearer is known from the point, not from their law. */
        diagnosis->law = DESCENT_LAW_UNKNOWN;
        diagnosis->exponent = NAN;
    }
    if (law != DESCENT_LAW_UNKNOWN && !(facts->contraction.linear && law == DESCENT_LAW_GEOMETRIC)) {
        diagnosis->law = law;
        diagnosis->rate = facts->motion.cosine < -0.9 ? -rate : rate;
        diagnosis->exponent = exponent;
    }
    if (!(fabs(diagnosis->rate) <= 1))
        diagnosis->rate = NAN;
}

/* Steps until each component along an eigenvector has shrunk by its own multiplier: the slowest decides. */
static double modal_steps(const descent_case *facts, double tolerance, double *slowest)
{
    const descent_evidence *evidence = facts->evidence;
    const descent_critical_point *point = facts->limit.point;
    const size_t n = evidence->n;
    const double *x = evidence->diagnosis->x;
    double most = 0;
    if (point->eigenvector_count < n || point->kind != DESCENT_CRITICAL_MINIMUM)
        return NAN;
    for (size_t k = 0; k < n; k++) {
        double component = 0;
        for (size_t i = 0; i < n; i++)
            component += (x[i] - point->x[i]) * point->eigenvectors[k * n + i];
        const double share = tolerance / sqrt((double)n);
        const double modulus = descent_limit_modulus(evidence, point->eigenvalues[k]);
        if (!(fabs(component) > share))
            continue;
        if (!(modulus < 1))
            return NAN;
        const double steps = log(share / fabs(component)) / log(modulus);
        if (steps > most) {
            most = steps;
            *slowest = modulus;
        }
    }
    return ceil(most);
}

static double law_steps(const descent_case *facts, double tolerance)
{
    const descent_diagnosis *diagnosis = facts->evidence->diagnosis;
    const double ratio = tolerance / facts->limit.distance;
    if (!(ratio > 0) || diagnosis->steps == 0)
        return NAN;
    if (diagnosis->law == DESCENT_LAW_POWER)
        return diagnosis->exponent < 0 ? (double)diagnosis->steps * (pow(ratio, 1 / diagnosis->exponent) - 1) : NAN;
    const double rate = fabs(diagnosis->rate);
    return rate > 0 && rate < 1 ? ceil(log(ratio) / log(rate)) : NAN;
}

/* How many steps are still to go, with an interval: by theory, by the measured law, and by a copy that goes there. */
static void predict(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    descent_diagnosis *diagnosis = evidence->diagnosis;
    const double wanted = evidence->options.gradient_tolerance;
    const double tolerance =
        isnan(wanted) ? diagnosis->tolerance : facts->limit.distance * wanted / diagnosis->gradient_norm;
    double slowest = NAN;
    const double theory = modal_steps(facts, tolerance, &slowest);
    if (!isnan(slowest) && diagnosis->law != DESCENT_LAW_POWER) {
        /* The mode that decides when it arrives is the rate that counts, whatever else still mixes in. */
        diagnosis->law = DESCENT_LAW_GEOMETRIC;
        diagnosis->rate = facts->motion.cosine < -0.9 ? -slowest : slowest;
    }
    const double law = law_steps(facts, tolerance);
    /* A run that obeys a power has not felt yet what curvature there may be, and its exponent is known to a few per
     * cent, which are many steps. */
    const bool power = diagnosis->law == DESCENT_LAW_POWER && !isnan(law);
    const double guess = isnan(theory) || power ? law : theory;
    diagnosis->steps_to_go = guess;
    diagnosis->steps_to_go_low = floor((power ? 0.5 : 0.9) * fmin(theory, law));
    diagnosis->steps_to_go_high = isnan(theory) || power ? INFINITY : fmax(theory, law) * 1.1 + 1;
    const double reach = 2 * guess + 100;
    const double affordable = (double)(descent_evidence_left(evidence) / 2);
    if (!(reach <= affordable) && !isnan(guess))
        return;
    const uint64_t seen = descent_trial_arrives(evidence, facts->limit.point->x, diagnosis->tolerance, wanted,
                                                (size_t)fmin(affordable, isnan(guess) ? affordable : reach));
    if (seen == 0)
        return;
    diagnosis->steps_to_go = (double)seen;
    diagnosis->steps_to_go_low = isnan(guess) ? (double)seen : fmin(floor(0.9 * guess), (double)seen);
    diagnosis->steps_to_go_high = isnan(guess) ? (double)seen : fmax(ceil(1.1 * guess), (double)seen);
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
    facts->evidence->diagnosis->point_ahead = 1;
    facts->evidence->diagnosis->distance = facts->limit.distance;
    measure_rate(facts);
    predict(facts);
    return descent_case_end(facts, DESCENT_ENDING_APPROACHING,
                            "The distance to the critical point shrinks steadily, but is not within tolerance yet.");
}

/* How far off the run still comes: where it swings, or circles with momentum, that is not where it is just now. */
static double reached_distance(const descent_case *facts)
{
    const descent_evidence *evidence = facts->evidence;
    if (facts->motion.cosine > -0.9 && evidence->rule.type->memory_count == 0)
        return facts->limit.distance;
    const size_t m = evidence->finite;
    double largest = facts->limit.distance;
    for (size_t row = m - (m + 3) / 4; row < m; row++)
        largest = fmax(largest, descent_vector_distance(evidence->n, descent_evidence_point(evidence, row),
                                                        facts->limit.point->x));
    return largest;
}

/*
 * Do the steps that are still to come add up to the way to the point? Far out on a slope that fades for ever everything
 * is flat, and looks like a critical point.
 */
static bool law_leads_to(const descent_contraction *contraction, double distance)
{
    if (contraction->law == DESCENT_LAW_POWER && !(contraction->exponent < least_exponent))
        return false;
    return !(distance > 10 * contraction->remaining);
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
    if (!point || point->kind != DESCENT_CRITICAL_MINIMUM || is_repelling(facts) || facts->limit.turning || length < 2)
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
    if (contraction->law == DESCENT_LAW_POWER &&
        !(contraction->exponent < (evidence->gradient_known ? least_exponent : least_exponent_alone)))
        return false;
    if (!shows_a_limit(facts))
        return false;
    /* A critical point would have been found, were there one; but where second derivatives are not symmetric. */
    if (evidence->gradient_known && diagnosis->dimension <= 200 &&
        (!contraction->linear || contraction->envelope != DESCENT_LAW_GEOMETRIC || is_gradient_at_end(facts)))
        return false;
    double largest;
    double last;
    recorded_slopes(evidence, &largest, &last);
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
        arrived(facts);
        return descent_case_end(facts, DESCENT_ENDING_CONVERGED,
                                "The steps shrink by a steady law, and what is left of the way is within tolerance.");
    }
    diagnosis->steps_to_go = diagnosis->steps_to_go_low =
        contraction->law == DESCENT_LAW_GEOMETRIC && fabs(contraction->rate) > 0
            ? fmax(1, ceil(log(diagnosis->tolerance / contraction->remaining) / log(fabs(contraction->rate))))
            : NAN;
    diagnosis->steps_to_go_high = INFINITY;
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
    recorded_slopes(facts->evidence, &largest, &last);
    if (!contraction->contracting || contraction->law != DESCENT_LAW_POWER ||
        !(contraction->exponent < (facts->evidence->gradient_known ? least_exponent : least_exponent_alone)) ||
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
    if (!find_limit(facts))
        return !evidence->out_of_memory && decide_without_limit(facts);
    descent_diagnosis *diagnosis = evidence->diagnosis;
    diagnosis->distance = facts->limit.distance;
    if (!is_repelling(facts) && decide_converged(facts))
        return true;
    if (remaining_way(facts) < 0.5 * facts->limit.distance ||
        (!evidence->has_rule && step_size_vanishes(facts) &&
         facts->contraction.remaining < 0.5 * facts->limit.distance)) {
        diagnosis->point_ahead = 1;
        return stall(facts, "The step size shrinks so fast that the way still allowed ends before the critical point.");
    }
    return decide_approaching(facts);
}
