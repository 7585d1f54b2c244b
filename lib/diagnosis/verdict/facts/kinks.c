/* Facts of kinks: whether the gradient jumps along the end of a run, and whether the loss is lowest where it does. */
#include "diagnosis/verdict/facts.h"

#include <assert.h>
#include <float.h>
#include <math.h>

#include "base/call.h"
#include "base/vector.h"
#include "critical/hull.h"
#include "critical/point.h"
#include "diagnosis/holdings.h"
#include "diagnosis/verdict/facts/asked.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "diagnosis/verdict/trial.h"
#include "trajectory/turning.h"

void descent__facts_look_for_kink(descent__facts *facts, const descent__series *series)
{
    descent__evidence *evidence = facts->evidence;
    if (!evidence->has_problem || !evidence->gradient_known || evidence->random)
        return;
    const size_t n = series->n;
    size_t turns = 0;
    for (size_t k = 0; k + 1 < series->count && !facts->kink && turns < DESCENT__KINK_PAIRS; k++) {
        const double *x = descent__series_point(series, series->count - 2 - k);
        /* After a step back the slope has changed its sign on the way, as it does across a kink. */
        const bool back = k > 0 && descent__turns_back(n, x, x + n, x + 2 * n);
        turns += back;
        if (k < DESCENT__KINK_PAIRS || back)
            facts->kink = descent__trial_kink(evidence, x, x + n);
    }
}

void descent__facts_look_for_kink_ahead(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    double *ahead = descent__evidence_numbers(evidence, evidence->n);
    if (!ahead || !evidence->has_problem || !evidence->gradient_known || !(evidence->gradient_norm > 0))
        return;
    descent__vector_copy(evidence->n, evidence->x, ahead);
    descent__vector_add_scaled(evidence->n, -DESCENT__KINK_AHEAD * facts->scale / evidence->gradient_norm,
                               evidence->gradient, ahead);
    facts->kink = facts->kink || descent__trial_kink(evidence, evidence->x, ahead);
}

/* Points around one, which is the first, and the gradients there. */
typedef struct bundle {
    size_t n, count, most;
    double *points, *gradients, *weights, *least, *room;
    double width, loss;
} bundle;

/* The most that there are in a hull, with those to both sides of each. */
static size_t room_for(size_t most)
{
    return most + 2 * most;
}

static bool bundle_open(descent__evidence *evidence, const double *x, double loss, const double *gradient, double width,
                        bundle *b)
{
    const size_t n = evidence->n, most = DESCENT__KINK_PIECES * n + 1;
    const size_t all = room_for(most);
    double *numbers = descent__evidence_numbers(evidence, 2 * all * n + n + most + descent__hull_room(n, most));
    if (!numbers)
        return false;
    *b = (bundle){.n = n, .count = 1, .most = most, .points = numbers, .width = width, .loss = loss};
    b->gradients = b->points + all * n;
    b->least = b->gradients + all * n;
    b->weights = b->least + n;
    b->room = b->weights + most;
    descent__vector_copy(n, x, b->points);
    descent__vector_copy(n, gradient, b->gradients);
    return true;
}

/* One more point, so far along a direction; false if the loss is lower there, or if it or the gradient cannot be had. */
static bool bundle_join(descent__evidence *evidence, bundle *b, double factor, const double *direction)
{
    assert(b->count < room_for(b->most));
    double *point = b->points + b->count * b->n;
    descent__vector_copy(b->n, b->points, point);
    descent__vector_add_scaled(b->n, factor, direction, point);
    if (!descent__evidence_affords(evidence, 2) || !(descent__evidence_loss_at(evidence, point) >= b->loss) ||
        descent__evaluate_gradient(&evidence->evaluator, point, b->gradients + b->count * b->n) != DESCENT_SUCCESS)
        return false;
    b->count++;
    return true;
}

/* The ends of a cross. */
static bool rises_along_axes(descent__evidence *evidence, bundle *b)
{
    for (size_t k = 0; k < 2 * b->n; k++) {
        descent__vector_fill(b->n, 0, b->least);
        b->least[k / 2] = k % 2 ? -1 : 1;
        if (!bundle_join(evidence, b, b->width, b->least))
            return false;
    }
    return true;
}

/*
 * Where zero is in the convex hull of the gradients around, no direction is down (Clarke 1975). While it is not, the element of least
 * norm says where down would be: if the loss is lower there, it is; if not, the gradient there is one more of the hull (Wolfe 1975).
 */
static bool gradients_balance(descent__evidence *evidence, bundle *b)
{
    while (b->count < b->most) {
        const double norm =
            descent__hull_nearest(b->n, b->count, b->gradients, b->weights, b->least, b->room, DESCENT__HULL_ROUNDS);
        if (descent__balances(norm))
            return true;
        if (!isfinite(norm) || !bundle_join(evidence, b, -b->width / norm, b->least))
            return false;
    }
    return false;
}

/* Around the bottom of a smooth valley gradients balance as well: at a kink the gradient jumps down the slope. */
static bool jumps_down_the_slope(descent__evidence *evidence, bundle *b)
{
    return bundle_join(evidence, b, -b->width / evidence->gradient_norm, evidence->gradient) &&
           descent__trial_kink(evidence, evidence->x, b->points + (b->count - 1) * b->n);
}

/* Where each of the gradients leads, and from where: creases between the axes lie on these ways. */
static bool rises_along_gradients(descent__evidence *evidence, bundle *b)
{
    const size_t count = b->count;
    for (size_t k = 0; k < 2 * count; k++) {
        const double *gradient = b->gradients + k / 2 * b->n;
        const double norm = descent__vector_norm(b->n, gradient);
        if (norm > 0 && !bundle_join(evidence, b, (k % 2 ? -1 : 1) * b->width / norm, gradient))
            return false;
    }
    return true;
}

/* All that is proof where the loss is convex, and then gradients are monotone (Minty 1964): else there may be a narrow way down, as
 * from a saddle. To as much as gradients must balance: a curvature downward moves them by less over such a width. */
static bool gradients_are_monotone(const bundle *b)
{
    double largest = 0;
    for (size_t k = 0; k < b->count; k++)
        largest = fmax(largest, descent__vector_norm(b->n, b->gradients + k * b->n));
    for (size_t k = 0; k < b->count; k++)
        for (size_t j = 0; j < k; j++) {
            const double *x = b->points + k * b->n, *y = b->points + j * b->n;
            double product = 0;
            for (size_t i = 0; i < b->n; i++)
                product += (b->gradients[k * b->n + i] / largest - b->gradients[j * b->n + i] / largest) *
                           ((x[i] - y[i]) / b->width);
            if (!descent__balances(-product))
                return false;
        }
    return true;
}

/* Can the loss and the gradient around the run be asked, and say what they are? */
static bool can_look_around(const descent__evidence *evidence)
{
    return evidence->n <= DESCENT__KINK_VARIABLES && evidence->has_problem && evidence->gradient_known &&
           !evidence->random && !(evidence->findings & DESCENT_FINDING_GRADIENT_MISMATCH);
}

/* Within so far. */
static bool is_lowest_at_kink(descent__facts *facts, double width)
{
    descent__evidence *evidence = facts->evidence;
    bundle b;
    if (!can_look_around(evidence) || !isfinite(evidence->loss) || !(evidence->gradient_norm > 0) ||
        !isfinite(evidence->gradient_norm) || !(width > 0))
        return false;
    return bundle_open(evidence, evidence->x, evidence->loss, evidence->gradient, width, &b) &&
           rises_along_axes(evidence, &b) && gradients_balance(evidence, &b) && jumps_down_the_slope(evidence, &b) &&
           rises_along_gradients(evidence, &b) && gradients_are_monotone(&b);
}

bool descent__facts_is_lowest_without_gradient(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const size_t n = evidence->n;
    double *point = descent__evidence_numbers(evidence, n);
    if (!point || !can_look_around(evidence) || !isfinite(evidence->loss) || !(facts->tolerance > 0))
        return false;
    bool rises = true;
    for (size_t k = 0; k < 2 * n && rises; k++) {
        descent__vector_copy(n, evidence->x, point);
        point[k / 2] += k % 2 ? -facts->tolerance : facts->tolerance;
        rises = descent__evidence_affords(evidence, 1) && descent__evidence_loss_at(evidence, point) > evidence->loss;
    }
    facts->lowest_without_gradient = rises;
    return rises;
}

/* Two points beside x along an axis, and by how much the gradient differs between them: NaN if it cannot be had. */
static double differs_across(descent__evidence *evidence, const double *x, size_t axis, double width, double *pair)
{
    const size_t n = evidence->n;
    double *gradients = pair + 2 * n;
    for (size_t side = 0; side < 2; side++) {
        descent__vector_copy(n, x, pair + side * n);
        pair[side * n + axis] += side ? width : -width;
        if (!descent__evidence_affords(evidence, 1) ||
            descent__evaluate_gradient(&evidence->evaluator, pair + side * n, gradients + side * n) != DESCENT_SUCCESS)
            return NAN;
    }
    return descent__vector_distance(n, gradients, gradients + n);
}

/* A gradient that jumps by so much makes the loss bend by as much over such a width; what rounding makes of it does not. */
static bool bends(descent__evidence *evidence, double loss, double jump, double width, const double *pair)
{
    if (!descent__evidence_affords(evidence, 2))
        return false;
    const double bend = descent__evidence_loss_at(evidence, pair) - loss +
                        (descent__evidence_loss_at(evidence, pair + evidence->n) - loss);
    return isfinite(bend) && descent__jumps(fabs(bend), jump * width) && descent__jumps(jump * width, fabs(bend)) &&
           fabs(bend) > DESCENT__STANDING_ROUNDINGS * DBL_EPSILON * fabs(loss);
}

/* Does the gradient differ by as much from side to side, however near the sides are? */
static bool jumps_at(descent__facts *facts, const double *x, double loss, double width)
{
    descent__evidence *evidence = facts->evidence;
    double *pair = descent__evidence_numbers(evidence, 4 * evidence->n);
    for (size_t axis = 0; pair && axis < evidence->n; axis++) {
        const double far = differs_across(evidence, x, axis, width, pair);
        if (descent__slope_stands(far, descent__facts_slopes(facts)->largest, 0) &&
            bends(evidence, loss, far, width, pair) &&
            descent__jumps(differs_across(evidence, x, axis, DESCENT__KINK_NEARER * width, pair), far) &&
            descent__trial_kink(evidence, pair, pair + evidence->n))
            return true;
    }
    return false;
}

/* Asks at the point and around it. A path of no extent, at the origin, has no unit but that of its numbers. */
static void look_at_point(descent__facts *facts, descent_critical_point *point)
{
    descent__evidence *evidence = facts->evidence;
    double *gradient = descent__evidence_numbers(evidence, evidence->n);
    const double width = facts->tolerance > 0 ? facts->tolerance : sqrt(DBL_EPSILON);
    bundle b;
    if (!gradient || !(width > 0) || !descent__evidence_affords(evidence, 2))
        return;
    const double loss = descent__evidence_loss_at(evidence, point->x);
    if (!isfinite(loss) || descent__evaluate_gradient(&evidence->evaluator, point->x, gradient) != DESCENT_SUCCESS ||
        !jumps_at(facts, point->x, loss, width))
        return;
    evidence->holdings->gradient_jumps = true;
    if (!bundle_open(evidence, point->x, loss, gradient, width, &b) || !rises_along_axes(evidence, &b) ||
        !gradients_balance(evidence, &b) || !rises_along_gradients(evidence, &b) || !gradients_are_monotone(&b))
        return;
    point->kind = DESCENT_CRITICAL_MINIMUM_AT_KINK;
    point->eigenvalue_count = point->eigenvector_count = point->nullity = 0;
    point->eigenvalue_tolerance = point->step_limit = point->rule_step_limit = NAN;
    descent__give(point->hessian);
    point->hessian = NULL;
}

bool descent__facts_tell_kink(descent__facts *facts, descent_critical_point *point)
{
    descent__evidence *evidence = facts->evidence;
    if (!point || point->kind != DESCENT_CRITICAL_DEGENERATE || descent__critical_point_is_held(point) ||
        !can_look_around(evidence))
        return false;
    /* What fails or is too dear here is no failure of the run's, and was not asked for. */
    const bool exhausted = evidence->budget_exhausted;
    const int code = evidence->evaluator.callback_code;
    look_at_point(facts, point);
    evidence->budget_exhausted = exhausted;
    evidence->evaluator.callback_code = code;
    return evidence->holdings->gradient_jumps;
}

bool descent__facts_is_kink(descent__facts *facts, const descent_critical_point *point)
{
    descent__evidence *evidence = facts->evidence;
    const size_t n = evidence->n;
    const double sharpest = point->eigenvalue_count ? fabs(point->eigenvalues[point->eigenvalue_count - 1]) : 0;
    if (point->kind != DESCENT_CRITICAL_DEGENERATE || !evidence->gradient_known || evidence->random ||
        descent__evidence_has_differences(evidence) || !isfinite(evidence->gradient_norm) ||
        !descent__slope_stands(evidence->gradient_norm, descent__facts_slopes(facts)->largest,
                               sharpest * descent__vector_norm(n, evidence->x)))
        return false;
    double *beyond = descent__evidence_numbers(evidence, 2 * n);
    if (!beyond || !descent__evidence_affords(evidence, 1))
        return false;
    descent__vector_copy(n, evidence->x, beyond);
    descent__vector_add_scaled(n, -facts->tolerance / evidence->gradient_norm, evidence->gradient, beyond);
    return descent__evaluate_gradient(&evidence->evaluator, beyond, beyond + n) == DESCENT_SUCCESS &&
           descent__vector_distance(n, beyond + n, evidence->gradient) >= evidence->gradient_norm &&
           descent__trial_kink(evidence, evidence->x, beyond);
}

bool descent__facts_is_lowest_at_kink(descent__facts *facts)
{
    if (descent__facts_first_time(facts, DESCENT__FACT_LOWEST_AT_KINK)) {
        facts->lowest_at_kink = is_lowest_at_kink(facts, facts->tolerance); /* farther off is not where the run is */
        facts->kink = facts->kink || facts->lowest_at_kink;
    }
    return facts->lowest_at_kink;
}

bool descent__facts_swings_about_kink(descent__facts *facts)
{
    const descent__motion *motion = &facts->motion;
    return motion->count > 1 && motion->cosine < 0 &&
           is_lowest_at_kink(facts, DESCENT__ABOUT_KINK * motion->lengths[motion->count - 2]);
}
