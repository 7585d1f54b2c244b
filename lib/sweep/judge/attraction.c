#include "sweep/judge/attraction.h"

#include <math.h>

#include "sweep/judge/gradient.h"
#include "trajectory/tolerances.h"
#include "trajectory/turning.h"

enum {
    power_rounds = 8, /* of a power iteration, at most: two curvatures a factor of 2 apart are told to 2^−16 */
    newton_rounds = 3 /* toward the critical point: each squares what is off */
};

/* Where vectors lie in the work space: the directions of the largest and of the least curvature, and room. */
typedef struct vectors {
    double *steepest, *least, *centre, *product, *shifted;
} vectors;

/* A critical point, looked at along two directions. */
typedef struct prospect {
    double largest, least;             /* curvatures; equal if there is only one */
    double along_largest, along_least; /* slopes */
    double norm;                       /* of the gradient */
} prospect;

/* Product of the Hessian with a unit vector, by central differences; false if a callback fails. */
static bool multiply(descent__evaluator *evaluator, const vectors *at, const double *direction)
{
    const size_t n = evaluator->problem.dimension;
    const double h = descent__judge_difference(evaluator, at->centre);
    double *const left = at->shifted + n;
    for (size_t i = 0; i < n; i++)
        at->shifted[i] = at->centre[i] + h * direction[i];
    if (descent__evaluate_gradient(evaluator, at->shifted, at->product) != DESCENT_SUCCESS)
        return false;
    for (size_t i = 0; i < n; i++)
        at->shifted[i] = at->centre[i] - h * direction[i];
    if (descent__evaluate_gradient(evaluator, at->shifted, left) != DESCENT_SUCCESS)
        return false;
    for (size_t i = 0; i < n; i++)
        at->product[i] = (at->product[i] - left[i]) / (2 * h);
    return true;
}

static bool normalise(size_t n, double *direction, double *norm)
{
    *norm = descent__vector_norm(n, direction);
    if (!(*norm > 0) || isinf(*norm))
        return false;
    for (size_t i = 0; i < n; i++)
        direction[i] /= *norm;
    return true;
}

/*
 * Power iteration on H + shift·I, until the direction is an eigenvector. `*curvature` receives the Rayleigh quotient
 * of H, and `*size` the norm of its last product, the largest modulus. False if a callback fails, or nothing is left.
 */
static bool iterate(descent__evaluator *evaluator, double shift, const vectors *at, double *direction,
                    double *curvature, double *size)
{
    const size_t n = evaluator->problem.dimension;
    double norm;
    for (size_t i = 0; i < n; i++)
        direction[i] = descent__generic_direction(i);
    if (!normalise(n, direction, &norm))
        return false;
    for (size_t round = 0; round < power_rounds; round++) {
        double off = 0;
        if (!multiply(evaluator, at, direction))
            return false;
        *curvature = descent__vector_dot(n, direction, at->product);
        *size = descent__vector_norm(n, at->product);
        for (size_t i = 0; i < n; i++) {
            const double residual = at->product[i] - *curvature * direction[i];
            off += residual * residual;
        }
        if (!(sqrt(off) > descent__on_ridge / descent__ridge_residual * *size))
            break;
        for (size_t i = 0; i < n; i++)
            direction[i] = at->product[i] + shift * direction[i];
        if (!normalise(n, direction, &norm))
            return false;
    }
    return isfinite(*curvature) && isfinite(*size);
}

/* In the plane the Hessian takes two products, and its eigenvectors a formula: half the angle of (a − c, 2b). */
static bool look_in_plane(descent__evaluator *evaluator, const vectors *at, prospect *ahead)
{
    const double axes[2][2] = {{1, 0}, {0, 1}};
    double h[2][2];
    for (size_t i = 0; i < 2; i++) {
        if (!multiply(evaluator, at, axes[i]))
            return false;
        descent__vector_copy(2, at->product, h[i]);
    }
    const double off = (h[0][1] + h[1][0]) / 2, middle = (h[0][0] + h[1][1]) / 2, apart = (h[0][0] - h[1][1]) / 2;
    const double radius = hypot(apart, off), half_angle = atan2(off, apart) / 2;
    ahead->largest = middle + radius;
    ahead->least = middle - radius;
    at->steepest[0] = cos(half_angle);
    at->steepest[1] = sin(half_angle);
    at->least[0] = -at->steepest[1];
    at->least[1] = at->steepest[0];
    return isfinite(radius) && isfinite(middle);
}

/* Shifted by the largest modulus, all eigenvalues have one sign, and the one sought is the largest. */
static bool look_by_iteration(descent__evaluator *evaluator, const vectors *at, prospect *ahead)
{
    double size, unused;
    return iterate(evaluator, 0, at, at->steepest, &ahead->largest, &size) &&
           iterate(evaluator, size, at, at->steepest, &ahead->largest, &unused) &&
           iterate(evaluator, -size, at, at->least, &ahead->least, &unused);
}

static bool look_ahead(descent__evaluator *evaluator, const vectors *at, prospect *ahead)
{
    const size_t n = evaluator->problem.dimension;
    if (n == 2) {
        if (!look_in_plane(evaluator, at, ahead))
            return false;
    } else if (n > 2) {
        if (!look_by_iteration(evaluator, at, ahead))
            return false;
    } else {
        at->steepest[0] = at->least[0] = 1;
        if (!multiply(evaluator, at, at->steepest))
            return false;
        ahead->largest = ahead->least = at->product[0];
    }
    if (descent__evaluate_gradient(evaluator, at->centre, at->product) != DESCENT_SUCCESS)
        return false;
    ahead->norm = descent__vector_norm(n, at->product);
    ahead->along_largest = descent__vector_dot(n, at->product, at->steepest);
    ahead->along_least = n > 1 ? descent__vector_dot(n, at->product, at->least) : 0;
    return isfinite(ahead->largest);
}

/* Between the last points of a run that swings to and fro; else its last point. */
static void find_centre(const descent__sweep_evidence *run, double *centre)
{
    const size_t n = run->series.n, last = run->series.count - 1;
    const double *const x = descent__tail_point(run, last);
    descent__vector_copy(n, x, centre);
    if (last >= 2 && descent__turns_back(n, x - 2 * n, x - n, x))
        for (size_t i = 0; i < n; i++)
            centre[i] = x[i] / 4 + (x - n)[i] / 2 + (x - 2 * n)[i] / 4;
}

/* The step size over the largest that the rule bears at this curvature; 0 if it is not known, or changes. */
static double share_of_limit(const descent__sweep_evidence *run, double curvature)
{
    double step_size;
    if (run->rule->schedule.kind != DESCENT_SCHEDULE_CONSTANT ||
        descent_rule_step_size(run->rule, run->steps, &step_size) != DESCENT_SUCCESS)
        return 0;
    const double limit = descent_rule_step_limit(run->rule, curvature);
    return limit > 0 ? step_size / limit : 0;
}

/*
 * Is the way along the least curvature barred: does it lead off where the loss is concave, or on and on where it is level?
 * A run that has no part in that direction, as far as can be told, is on the ridge.
 */
static bool leads_off(const prospect *ahead)
{
    const double flat = descent__repelling * fabs(ahead->largest), part = fabs(ahead->along_least) / ahead->norm;
    if (ahead->least < -flat)
        return part > descent__on_ridge;
    return ahead->least <= flat && part > descent__repelling;
}

/*
 * Looks at the least and the largest curvature where the run is; and where the step size is beyond half the limit, so that
 * a bend twice as sharp would matter, again at the critical point to which Newton's method in these two directions leads.
 */
bool descent__judge_may_attract(const descent__sweep_evidence *run, const descent__tail *tail,
                                descent__evaluator *evaluator, double *work)
{
    const size_t n = run->series.n;
    const vectors at = {work, work + n, work + 2 * n, work + 3 * n, work + 4 * n};
    find_centre(run, at.centre);
    for (size_t round = 0; round < newton_rounds; round++) {
        prospect ahead;
        if (!look_ahead(evaluator, &at, &ahead))
            return true;
        const double share = share_of_limit(run, ahead.largest);
        if (share > 1 + descent__repelling || (round == 0 && leads_off(&ahead)))
            return false;
        if (share < descent__ample)
            return true;
        const double fast = ahead.along_largest / ahead.largest, slow = ahead.along_least / ahead.least;
        const double step = hypot(fast, n > 1 ? slow : 0);
        if (!(step <= tail->diameter) || step <= descent__repelling * tail->diameter)
            return true;
        descent__vector_add_scaled(n, -fast, at.steepest, at.centre);
        if (n > 1)
            descent__vector_add_scaled(n, -slow, at.least, at.centre);
    }
    return true;
}
