#include "diagnosis/verdict/families/ground.h"

#include <float.h>
#include <math.h>

#include "base/scatter.h"
#include "base/vector.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"

typedef struct survey {
    descent__evidence *evidence;
    const double *x;
    double here;      /* the loss at x; 0 without one */
    double lowest;    /* at x or at the critical point beside it: what only falls to that is no lower ground */
    double parts;     /* the slope of the terms of the loss that cancel at x, at most; 0 if not known */
    bool answered;    /* one question had a number for an answer */
    bool refused;     /* one could not be paid for, or nobody was there to be asked */
    double noise;     /* of the loss at x; NaN before it is asked for */
    double *where;    /* n */
    double *gradient; /* n */
} survey;

/* May one more be asked? What is not asked is not known: neither level nor a bottom. */
static bool may_ask(survey *at)
{
    at->refused = at->refused || !descent__evidence_affords(at->evidence, 1);
    return !at->refused;
}

/* How much higher it is at a distance t along the way; without a loss, the slope there. NaN if it cannot be had. */
static double rise(survey *at, const double *way, double t, double *rounding)
{
    descent__evidence *evidence = at->evidence;
    const size_t n = evidence->n;
    *rounding = 0;
    if (!may_ask(at))
        return NAN;
    for (size_t i = 0; i < n; i++)
        at->where[i] = at->x[i] + t * way[i];
    if (descent__evaluator_has_loss(&evidence->evaluator)) {
        const double loss = descent__evidence_loss_at(evidence, at->where);
        *rounding = DESCENT__LINE_ROUNDINGS * DBL_EPSILON * fmax(fmax(fabs(loss), fabs(at->here)), at->parts * t);
        return loss - at->here;
    }
    return descent__evaluate_gradient(&evidence->evaluator, at->where, at->gradient) == DESCENT_SUCCESS
               ? descent__vector_dot(n, at->gradient, way)
               : (double)NAN;
}

/*
 * How much the loss varies when its argument moves by some roundings: where large terms cancel that is more than its size tells. By one or
 * two of them all terms may move alike.
 */
static double noise_at(survey *at, const double *x, double *beside)
{
    const size_t n = at->evidence->n;
    const double loss = descent__evidence_loss_at(at->evidence, x);
    const double reach = DESCENT__NOISE_ROUNDINGS * DBL_EPSILON * descent__vector_max_abs(n, x);
    double spread = 0;
    for (size_t look = 0; look < DESCENT__NOISE_LOOKS; look++) {
        descent__scatter_beside(n, x, reach, look, beside);
        spread = fmax(spread, fabs(descent__evidence_loss_at(at->evidence, beside) - loss));
    }
    return DESCENT__SPREADS_OF_NOISE * spread;
}

/* Is a change of the loss at `where` more than its noise, there and at x? Slopes, which are asked for without one, are taken as they are. */
static bool is_seen(survey *at, double change)
{
    if (!descent__evaluator_has_loss(&at->evidence->evaluator))
        return true;
    if (isnan(at->noise))
        at->noise = noise_at(at, at->x, at->gradient);
    return fabs(change) > at->noise + noise_at(at, at->where, at->gradient);
}

/* The sign of the first change along the way, 0 for none; *change is its size, *where how far off. */
static int look_along(survey *at, const double *way, double length, double *change, double *where)
{
    double t = length;
    for (int k = 0; k < DESCENT__GROUND_DOUBLINGS; k++, t *= 2) {
        double rounding;
        *where = t;
        *change = rise(at, way, t, &rounding);
        if (!isfinite(*change))
            return 0;
        at->answered = true;
        const bool falls = *change < -rounding && at->here + *change < at->lowest - rounding;
        if ((falls || *change > rounding) && is_seen(at, *change))
            return falls ? -1 : 1;
    }
    return 0;
}

/* The size of the gradient so far along; NaN if it cannot be had. */
static double slope_along(survey *at, const double *way, double t)
{
    descent__evidence *evidence = at->evidence;
    for (size_t i = 0; i < evidence->n; i++)
        at->where[i] = at->x[i] + t * way[i];
    return may_ask(at) && descent__evaluate_gradient(&evidence->evaluator, at->where, at->gradient) == DESCENT_SUCCESS
               ? descent__vector_max_abs(evidence->n, at->gradient)
               : (double)NAN;
}

/*
 * Level ground beside a rise has an edge, behind which the gradient is zero. Where the loss is level in truth (a hinge, a
 * power of one) the slope grows from there like a power of the way; where it only underflows, the slope is next to nothing at
 * the edge still. `high` is where the loss rises.
 */
static bool only_underflows(survey *at, const double *way, double high)
{
    const double beyond = slope_along(at, way, high);
    double low = 0;
    double slope = beyond;
    if (!(beyond > 0))
        return false;
    for (int k = 0; k < DESCENT__EDGE_HALVINGS; k++) {
        const double middle = (low + high) / 2;
        const double there = slope_along(at, way, middle);
        if (!(there >= 0))
            return false;
        if (there > 0) {
            high = middle;
            slope = there;
        } else {
            low = middle;
        }
    }
    return descent__edge_fades(slope, beyond);
}

/* Is every direction as level as the others? */
static bool is_level_everywhere(const descent__evidence *evidence, const descent_critical_point *point)
{
    return !point || point->nullity == evidence->n || point->eigenvector_count < evidence->n;
}

/* The way from the first point to the last one, and then the coordinates; or the null eigenvectors. False where there is
 * none, or none of that number. */
static bool choose_way(const descent__evidence *evidence, const descent_critical_point *point, const double *x,
                       size_t number, double *way)
{
    const size_t n = evidence->n;
    descent__vector_fill(n, 0, way);
    if (!is_level_everywhere(evidence, point)) {
        if (number == 0 || fabs(point->eigenvalues[number - 1]) > point->eigenvalue_tolerance)
            return false;
        descent__vector_copy(n, point->eigenvectors + (number - 1) * n, way);
        return true;
    }
    if (number > 0) {
        way[number - 1] = 1;
        return true;
    }
    const double *first = descent__evidence_point(evidence, 0);
    const double length = descent__vector_distance(n, x, first);
    for (size_t i = 0; i < n && length > 0; i++)
        way[i] = (x[i] - first[i]) / length;
    return length > 0;
}

/* Of a sum of squares ½Σr², where terms rᵢ∇rᵢ cancel, they are no more than |r| and the largest of |∇r| make them: √2L·√λ. So far
 * off, each is rounded to ε of itself. */
static double slope_of_parts(const descent_critical_point *point, double loss)
{
    return point && point->eigenvalue_count > 0
               ? sqrt(2 * fabs(loss) * fmax(point->eigenvalues[point->eigenvalue_count - 1], 0))
               : 0;
}

descent__ground descent__ground_around(descent__evidence *evidence, const descent_critical_point *point,
                                       const double *x, double length, const double **direction, double *fall)
{
    const size_t n = evidence->n;
    double *way = descent__arena_numbers(evidence->keep, n);
    survey at = {.evidence = evidence, .x = x, .where = descent__evidence_numbers(evidence, 2 * n)};
    descent__ground found = DESCENT__GROUND_UNKNOWN;
    *direction = NULL;
    *fall = NAN;
    if (!way || !at.where || !(length > 0) || evidence->random)
        return found;
    at.gradient = at.where + n;
    if (descent__evaluator_has_loss(&evidence->evaluator))
        at.here = descent__evidence_loss_at(evidence, x);
    if (!isfinite(at.here))
        return found;
    at.lowest = at.here;
    if (point && descent__evaluator_has_loss(&evidence->evaluator))
        at.lowest = fmin(at.here, descent__evidence_loss_at(evidence, point->x));
    at.noise = NAN;
    at.parts = slope_of_parts(point, at.here);
    const size_t ways = n < DESCENT__GROUND_WAYS ? n : DESCENT__GROUND_WAYS;
    bool plain = false;
    for (size_t number = 0; number <= ways; number++) {
        int both = 0;
        double wall = NAN;
        for (int side = 0; side < 2 && choose_way(evidence, point, x, number, way); side++) {
            double change, where;
            for (size_t i = 0; i < n && side > 0; i++)
                way[i] = -way[i];
            const int sign = look_along(&at, way, length, &change, &where);
            if (sign < 0) {
                *direction = way;
                *fall = -change;
                return DESCENT__GROUND_LOWER;
            }
            both += sign;
            if (sign > 0)
                wall = side > 0 ? -where : where;
            found = sign > 0 || found == DESCENT__GROUND_BOTTOM ? DESCENT__GROUND_BOTTOM : DESCENT__GROUND_LEVEL;
        }
        /* A wall on one side only bounds no bottom, unless the ground before it is level by itself. The way was turned. */
        plain = plain || (both == 1 && is_level_everywhere(evidence, point) && only_underflows(&at, way, -wall));
    }
    if (at.refused || !at.answered)
        return DESCENT__GROUND_UNKNOWN;
    return plain ? DESCENT__GROUND_LEVEL : found;
}

double descent__ground_falls_off_kink(descent__evidence *evidence, const double *x, const double *way, double length)
{
    const size_t n = evidence->n;
    survey at = {.evidence = evidence, .x = x, .where = descent__evidence_numbers(evidence, 2 * n)};
    if (!at.where || !evidence->gradient_known)
        return 0;
    at.gradient = at.where + n;
    const double here = descent__vector_dot(n, evidence->gradient, way);
    double fall[2] = {0};
    for (int k = 0; k < 2; k++)
        if (slope_along(&at, way, k ? DESCENT__KINK_NEARER * length : length) >= 0)
            fall[k] = -descent__vector_dot(n, at.gradient, way);
    return fall[0] > 0 && descent__jumps(fall[1], fall[0]) && descent__jumps(fall[1] + here, fall[1]) ? fall[1] : 0;
}

/* The loss with two coordinates moved, or one if they are the same. */
static double loss_beside(survey *at, size_t i, double by_i, size_t j, double by_j)
{
    descent__vector_copy(at->evidence->n, at->x, at->where);
    at->where[i] += by_i;
    at->where[j] += by_j;
    return descent__evidence_loss_at(at->evidence, at->where);
}

/* ∂²/∂x_i∂x_j by differences of this width, over the square 2h wide. */
static double mixed(survey *at, size_t i, size_t j, double h)
{
    const double width = 2 * h;
    return (loss_beside(at, i, h, j, h) - loss_beside(at, i, h, j, -h) - loss_beside(at, i, -h, j, h) +
            loss_beside(at, i, -h, j, -h)) /
           (width * width);
}

bool descent__ground_has_bottom_within(descent__evidence *evidence, double radius)
{
    const size_t n = evidence->n;
    survey at = {.evidence = evidence, .x = evidence->x, .where = descent__evidence_numbers(evidence, n)};
    if (!at.where || !(radius > 0) || n > DESCENT__GROUND_WAYS || !descent__evaluator_has_loss(&evidence->evaluator))
        return false;
    at.here = descent__evidence_loss_at(evidence, evidence->x);
    double slope = 0;
    double least = INFINITY;
    for (size_t i = 0; i < n; i++) {
        const double high = loss_beside(&at, i, radius, i, 0);
        const double low = loss_beside(&at, i, -radius, i, 0);
        const double rounding = DESCENT__LINE_ROUNDINGS * DBL_EPSILON * fmax(fabs(high), fabs(low));
        double curvature = ((high - at.here - 2 * rounding) + (low - at.here - 2 * rounding)) / (radius * radius);
        slope = hypot(slope, (fabs(high - low) + 2 * rounding) / (2 * radius));
        for (size_t j = 0; j < n; j++)
            curvature -= j != i ? fabs(mixed(&at, i, j, radius)) : 0;
        if (!(curvature > 0)) /* or one of the losses is no number */
            return false;
        least = fmin(least, curvature);
    }
    return slope <= radius * least;
}
