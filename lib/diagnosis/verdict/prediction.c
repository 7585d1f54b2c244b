#include "diagnosis/verdict/prediction.h"

#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/thresholds.h"
#include "diagnosis/verdict/trial.h"

static const descent_pace unknown = {
    .rate = NAN, .exponent = NAN, .slope = NAN, .steps_to_go = {.value = NAN, .low = NAN, .high = NAN}};

static descent_pace pace_of_steps(const descent__contraction *contraction)
{
    descent_pace pace = unknown;
    pace.law = contraction->law;
    pace.rate = contraction->rate;
    pace.exponent = contraction->exponent;
    return pace;
}

descent_pace descent__prediction_arrived(descent__facts *facts)
{
    const descent__contraction *contraction = descent__facts_contraction(facts);
    const descent__motion *motion = &facts->motion;
    descent_pace pace = pace_of_steps(contraction);
    pace.steps_to_go = (descent_interval){.value = 0, .low = 0, .high = 0};
    if (!(fabs(pace.rate) < 1))
        pace.rate = NAN;
    /* A step or two, and then none: it leapt there. */
    if (motion->live < motion->count && contraction->last < DESCENT__LEAP_ROWS && motion->live <= DESCENT__LEAP_ROWS) {
        pace.law = DESCENT_LAW_FINITE;
        pace.rate = 0;
    }
    return pace;
}

/* The points whose distances tell the law of the approach: the recorded end, or the copy of a run of which nothing
 * was recorded; none where a copy stands in for steps that are missing. */
static descent__series points_of_approach(const descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    if (facts->continued && evidence->finite < 2)
        return facts->series;
    return (descent__series){.n = evidence->n,
                             .count = facts->continued ? 0 : evidence->finite - evidence->tail,
                             .points = descent__evidence_point(evidence, evidence->tail),
                             .first_step = evidence->steps[evidence->tail]};
}

/* Distances of the last points from the critical one, as the law of the approach. */
static descent_pace measure_rate(descent__facts *facts, const descent_critical_point *point)
{
    descent__evidence *evidence = facts->evidence;
    const descent__contraction *contraction = descent__facts_contraction(facts);
    const descent__series series = points_of_approach(facts);
    double *distances = descent__evidence_numbers(evidence, series.count);
    if (!distances)
        return unknown;
    double envelope = 0;
    for (size_t k = series.count; k-- > 0;) {
        envelope = fmax(envelope, descent__vector_distance(series.n, descent__series_point(&series, k), point->x));
        distances[k] = envelope;
    }
    double rate;
    double exponent;
    const descent_law law = descent__law_of(distances, series.count, series.first_step, &rate, &exponent);
    descent_pace pace = pace_of_steps(contraction);
    if (!descent__contraction_is_summable(contraction, false)) {
        /* Such steps lead nowhere by themselves: that they draw nearer is known from the point, not from their law. */
        pace.law = DESCENT_LAW_UNKNOWN;
        pace.exponent = NAN;
    }
    const bool steps_tell = evidence->has_rule && contraction->linear;
    if (law != DESCENT_LAW_UNKNOWN && !(steps_tell && law == DESCENT_LAW_GEOMETRIC)) {
        pace.law = law;
        pace.rate = facts->motion.cosine < DESCENT__SWINGING ? -rate : rate;
        pace.exponent = exponent;
    }
    if (!(fabs(pace.rate) <= 1))
        pace.rate = NAN;
    return pace;
}

/* Steps until each component along an eigenvector has shrunk by its own multiplier: the slowest decides. */
static double modal_steps(const descent__evidence *evidence, const descent_critical_point *point, double tolerance,
                          double *slowest)
{
    const size_t n = evidence->n;
    const double *x = evidence->x;
    double most = 0;
    if (point->eigenvector_count < n || point->kind != DESCENT_CRITICAL_MINIMUM)
        return NAN;
    for (size_t k = 0; k < n; k++) {
        double component = 0;
        for (size_t i = 0; i < n; i++)
            component += (x[i] - point->x[i]) * point->eigenvectors[k * n + i];
        const double share = tolerance / sqrt((double)n);
        const double modulus = descent__destination_modulus(evidence, point->eigenvalues[k]);
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

static double law_steps(const descent__evidence *evidence, const descent_pace *pace, double ratio)
{
    if (!(ratio > 0) || evidence->step == 0)
        return NAN;
    if (ratio >= 1)
        return 1; /* it is as near already, but does not stay: not with the next step */
    if (pace->law == DESCENT_LAW_POWER)
        return pace->exponent < 0 ? (double)evidence->step * (pow(ratio, 1 / pace->exponent) - 1) : NAN;
    const double rate = fabs(pace->rate);
    return rate > 0 && rate < 1 ? ceil(log(ratio) / log(rate)) : NAN;
}

/* The estimate from theory and law: the value, and an interval as wide as either is unsure. */
static descent_interval estimate(double theory, double law, bool power)
{
    const double value = isnan(theory) || power ? law : theory;
    return (descent_interval){
        .value = value < 1 ? 1 : value, /* none is left of a run that has arrived, and this one has not */
        .low = floor((power ? DESCENT__STEPS_LOW_POWER : DESCENT__STEPS_LOW) * fmin(theory, law)),
        .high = isnan(theory) || power ? INFINITY : fmax(theory, law) * DESCENT__STEPS_HIGH + 1,
    };
}

/* What a copy that goes there says, if one can be afforded; else the estimate stands. */
static descent_interval confirm(descent__facts *facts, const descent_critical_point *point, descent_interval estimated)
{
    descent__evidence *evidence = facts->evidence;
    const double guess = estimated.value;
    const double reach = DESCENT__STEPS_FOLLOWED * guess + DESCENT__STEPS_FOLLOWED_MORE;
    const double affordable = (double)(descent__evidence_left(evidence) / 2);
    if (!(reach <= affordable) && !isnan(guess))
        return estimated;
    const uint64_t seen =
        descent__trial_arrives(evidence, point->x, facts->tolerance, evidence->options.gradient_tolerance,
                               (size_t)fmin(affordable, isnan(guess) ? affordable : reach));
    if (seen == 0)
        return estimated;
    const double steps = (double)seen;
    return (descent_interval){
        .value = steps,
        .low = isnan(guess) ? steps : fmin(floor(DESCENT__STEPS_LOW * guess), steps),
        .high = isnan(guess) ? steps : fmax(ceil(DESCENT__STEPS_HIGH * guess), steps),
    };
}

descent_pace descent__prediction_approaching(descent__facts *facts, const descent__destination *destination)
{
    const descent__evidence *evidence = facts->evidence;
    const double wanted = evidence->options.gradient_tolerance;
    const double tolerance =
        isnan(wanted) ? facts->tolerance : destination->distance * wanted / evidence->gradient_norm;
    descent_pace pace = measure_rate(facts, destination->point);
    double slowest = NAN;
    const double theory = modal_steps(evidence, destination->point, tolerance, &slowest);
    if (!isnan(slowest) && pace.law != DESCENT_LAW_POWER) {
        /* The mode that decides when it arrives is the rate that counts, whatever else still mixes in. */
        pace.law = DESCENT_LAW_GEOMETRIC;
        pace.rate = facts->motion.cosine < DESCENT__SWINGING ? -slowest : slowest;
    }
    const double law = law_steps(evidence, &pace, tolerance / destination->distance);
    /* A run that obeys a power has not felt yet what curvature there may be, and its exponent is known to a few per
     * cent, which are many steps. */
    const bool power = pace.law == DESCENT_LAW_POWER && !isnan(law);
    pace.steps_to_go = confirm(facts, destination->point, estimate(theory, law, power));
    return pace;
}

descent_interval descent__prediction_by_law(descent__facts *facts)
{
    const descent__contraction *contraction = descent__facts_contraction(facts);
    const double rate = fabs(contraction->rate);
    const double steps = contraction->law == DESCENT_LAW_GEOMETRIC && rate > 0
                             ? fmax(1, ceil(log(facts->tolerance / contraction->remaining) / log(rate)))
                             : NAN;
    return (descent_interval){.value = steps, .low = steps, .high = INFINITY};
}
