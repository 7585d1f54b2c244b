/* Facts of tips: whether the gradient jumps beside the way of a run that never rests, at a place that its steps pass by. */
#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "critical/point.h"
#include "diagnosis/holdings.h"
#include "diagnosis/verdict/facts.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"

/* Each step is so much of the one before: they still lead to the tip of a cone whose gradients point by 45 degrees past it. No edge. */
static const double shorter = 0.8;

enum {
    steps_to_tip = 88, /* the last is 3e-9 of the first */
    steps_compared = 8 /* of these, the first and the last */
};

/* A step whose numbers have fewer digits than this leaves of them says nothing. No edge. */
static const double least_rounding = 64 * DBL_EPSILON;

/* Toward a cusp, or a pole, gradients grow. */
static const double most_growth = 4;

/* The differences of the gradient from step to step, at the beginning and at the end: the largest. False where it cannot be had. */
static bool measure(descent__evidence *evidence, double width, double differences[2])
{
    const size_t n = evidence->n;
    double *const x = descent__evidence_numbers(evidence, 3 * n), *const before = x + n, *const gradient = x + 2 * n;
    if (!x)
        return false;
    descent__vector_copy(n, evidence->x, x);
    differences[0] = differences[1] = 0;
    for (size_t k = 0; k <= steps_to_tip; k++, width *= shorter) {
        if (descent__evaluate_gradient(&evidence->evaluator, x, gradient) != DESCENT_SUCCESS)
            return false;
        const double norm = descent__vector_norm(n, gradient);
        const double difference = k > 0 ? descent__vector_distance(n, before, gradient) : 0;
        if (!(norm > 0) || !isfinite(norm))
            return false;
        if (k <= steps_compared)
            differences[0] = fmax(differences[0], difference);
        if (k + steps_compared > steps_to_tip)
            differences[1] = fmax(differences[1], difference);
        descent__vector_copy(n, gradient, before);
        descent__vector_add_scaled(n, -width / norm, gradient, x);
    }
    return true;
}

void descent__facts_look_for_tip(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const descent__motion *motion = &facts->motion;
    if (facts->kink || evidence->n < 2 || evidence->n > DESCENT__KINK_VARIABLES || !evidence->has_problem ||
        !evidence->gradient_known || evidence->random || motion->count < 2 ||
        descent__evidence_left(evidence) <= steps_to_tip)
        return;
    const double width = motion->lengths[motion->count - 2];
    double size = 0, differences[2];
    for (size_t i = 0; i < evidence->n; i++)
        size = fmax(size, fabs(evidence->x[i]));
    if (!(width * pow(shorter, steps_to_tip) > least_rounding * size))
        return;
    /* What fails here is no failure of the run's, and was not asked for. */
    const int code = evidence->evaluator.callback_code;
    facts->kink = measure(evidence, width, differences) && descent__jumps(differences[1], differences[0]) &&
                  differences[1] <= most_growth * differences[0];
    evidence->holdings->kink_beside = facts->kink;
    evidence->evaluator.callback_code = code;
}
