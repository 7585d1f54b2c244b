#include "diagnosis/prediction.h"

#include <math.h>

#include "diagnosis/trial.h"
#include "vector.h"

void descent_prediction_arrived(descent_case *facts)
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
    if (!descent_contraction_is_summable(&facts->contraction, false)) {
        /* Such steps lead nowhere by themselves: that they draw nearer is known from the point, not from their law. */
        diagnosis->law = DESCENT_LAW_UNKNOWN;
        diagnosis->exponent = NAN;
    }
    const bool steps_tell = evidence->has_rule && facts->contraction.linear;
    if (law != DESCENT_LAW_UNKNOWN && !(steps_tell && law == DESCENT_LAW_GEOMETRIC)) {
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

void descent_prediction_approaching(descent_case *facts)
{
    facts->evidence->diagnosis->point_ahead = 1;
    facts->evidence->diagnosis->distance = facts->limit.distance;
    measure_rate(facts);
    predict(facts);
}

void descent_prediction_by_law(descent_case *facts)
{
    const descent_contraction *contraction = &facts->contraction;
    descent_diagnosis *diagnosis = facts->evidence->diagnosis;
    diagnosis->steps_to_go = diagnosis->steps_to_go_low =
        contraction->law == DESCENT_LAW_GEOMETRIC && fabs(contraction->rate) > 0
            ? fmax(1, ceil(log(diagnosis->tolerance / contraction->remaining) / log(fabs(contraction->rate))))
            : NAN;
    diagnosis->steps_to_go_high = INFINITY;
}
