#include "sweep/judge/attraction.h"

#include <math.h>

#include "rules/family.h"
#include "rules/knowledge.h"
#include "rules/remaining.h"
#include "sweep/judge/gradient.h"
#include "trajectory/rest.h"
#include "trajectory/tolerances.h"
#include "trajectory/turning.h"

enum {
    power_rounds = 8,   /* of a power iteration; no edge: curvatures a factor of 2 apart are told to 2^−16 */
    newton_rounds = 12, /* toward the critical point; no edge: the last of them square what is off */
    jacobi_rounds = 6,  /* over all pairs of axes; no edge: the last of them square what is off the diagonal */
    few = 8             /* variables whose Hessian is looked at whole */
};

/* Where vectors lie in the work space: the directions of the largest and of the least curvature, and room. */
typedef struct vectors {
    double *steepest, *least, *centre, *product, *shifted;
} vectors;

static vectors vectors_in(size_t n, double *work)
{
    return (vectors){work, work + n, work + 2 * n, work + 3 * n, work + 4 * n};
}

/* A critical point, looked at along two directions. */
typedef struct prospect {
    double largest, least;            /* curvatures; equal if there is only one */
    double along_least;               /* slope along the latter; 0 if there is only one */
    double norm;                      /* of the gradient */
    double step;                      /* length of Newton's step, which is in `shifted` */
    size_t count;                     /* of directions that are looked at: */
    double curvature[few], part[few]; /* along each, and the part of Newton's step that lies along it */
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
    for (size_t round = 0; round < power_rounds; round++) { /* no edge */
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

/* Rotates the symmetric matrix h in the plane of axes p and q so that its entry there vanishes, and the axes with it. */
static void rotate(size_t n, double h[][few], double axes[][few], size_t p, size_t q)
{
    if (h[p][q] == 0) /* a cost: the rotation would be none, or exchange the two */
        return;
    const double angle = atan2(2 * h[p][q], h[p][p] - h[q][q]) / 2, c = cos(angle), s = sin(angle);
    for (size_t i = 0; i < n; i++) {
        const double a = h[i][p], b = h[i][q], u = axes[p][i], v = axes[q][i];
        h[i][p] = c * a + s * b;
        h[i][q] = c * b - s * a;
        axes[p][i] = c * u + s * v;
        axes[q][i] = c * v - s * u;
    }
    for (size_t i = 0; i < n; i++) {
        const double a = h[p][i], b = h[q][i];
        h[p][i] = c * a + s * b;
        h[q][i] = c * b - s * a;
    }
}

/*
 * In few dimensions the Hessian takes n products, and its eigenvectors some rounds of Jacobi's rotations. Newton's step is
 * the sum over all of them: it is left in at->shifted.
 */
static bool look_at_all(descent__evaluator *evaluator, const vectors *at, prospect *ahead)
{
    const size_t n = evaluator->problem.dimension;
    double h[few][few] = {{0}}, axes[few][few] = {{0}};
    size_t steepest = 0, least = 0;
    for (size_t i = 0; i < n; i++) {
        axes[i][i] = 1;
        descent__vector_fill(n, 0, at->least);
        at->least[i] = 1;
        if (!multiply(evaluator, at, at->least))
            return false;
        descent__vector_copy(n, at->product, h[i]);
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            h[i][j] = h[j][i] = (h[i][j] + h[j][i]) / 2;
    for (size_t round = 0; round < (n > 2 ? jacobi_rounds : 1); round++) /* of two one is enough, and more a cost */
        for (size_t p = 0; p < n; p++)
            for (size_t q = p + 1; q < n; q++)
                rotate(n, h, axes, p, q);
    if (descent__evaluate_gradient(evaluator, at->centre, at->product) != DESCENT_SUCCESS)
        return false;
    descent__vector_fill(n, 0, at->shifted);
    for (size_t i = 0; i < n; i++) {
        if (h[i][i] > h[steepest][steepest])
            steepest = i;
        if (h[i][i] < h[least][least])
            least = i;
        ahead->curvature[i] = h[i][i];
        ahead->part[i] = h[i][i] != 0 ? -descent__vector_dot(n, at->product, axes[i]) / h[i][i] : 0;
        descent__vector_add_scaled(n, ahead->part[i], axes[i], at->shifted);
    }
    ahead->count = n;
    ahead->largest = h[steepest][steepest];
    ahead->least = h[least][least];
    descent__vector_copy(n, axes[steepest], at->steepest);
    descent__vector_copy(n, axes[least], at->least);
    return isfinite(ahead->largest) && isfinite(ahead->least);
}

/*
 * Shifted by the largest modulus, all eigenvalues have one sign, and the one sought is the largest. Newton's step is that in the two
 * directions that are known.
 */
static bool look_by_iteration(descent__evaluator *evaluator, const vectors *at, prospect *ahead)
{
    const size_t n = evaluator->problem.dimension;
    double size, unused;
    if (!iterate(evaluator, 0, at, at->steepest, &ahead->largest, &size) ||
        !iterate(evaluator, size, at, at->steepest, &ahead->largest, &unused) ||
        !iterate(evaluator, -size, at, at->least, &ahead->least, &unused) ||
        descent__evaluate_gradient(evaluator, at->centre, at->product) != DESCENT_SUCCESS)
        return false;
    ahead->count = 2;
    ahead->curvature[0] = ahead->largest;
    ahead->curvature[1] = ahead->least;
    ahead->part[0] = -descent__vector_dot(n, at->product, at->steepest) / ahead->largest;
    ahead->part[1] = -descent__vector_dot(n, at->product, at->least) / ahead->least;
    descent__vector_fill(n, 0, at->shifted);
    descent__vector_add_scaled(n, ahead->part[0], at->steepest, at->shifted);
    descent__vector_add_scaled(n, ahead->part[1], at->least, at->shifted);
    return true;
}

/* Leaves the gradient in at->product, and Newton's step in at->shifted. */
static bool look_ahead(descent__evaluator *evaluator, const vectors *at, prospect *ahead)
{
    const size_t n = evaluator->problem.dimension;
    if (!(n <= few ? look_at_all : look_by_iteration)(evaluator, at, ahead))
        return false;
    ahead->norm = descent__vector_norm(n, at->product);
    ahead->along_least = n > 1 ? descent__vector_dot(n, at->product, at->least) : 0;
    ahead->step = descent__vector_norm(n, at->shifted);
    return true;
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
 * Walks on to the critical point by Newton's method. True if it arrives, no farther away than the run has come: then `*ahead`
 * is what is there.
 */
static bool walk(const descent__sweep_evidence *run, const descent__tail *tail, descent__evaluator *evaluator,
                 const vectors *at, prospect *ahead)
{
    const size_t n = run->series.n;
    const double *const x = descent__tail_point(run, run->series.count - 1);
    for (size_t round = 0; round < newton_rounds; round++) { /* no edge */
        if (!(ahead->step <= tail->diameter))
            return false;
        const bool arrived = ahead->step <= descent__repelling * tail->diameter;
        descent__vector_add_scaled(n, 1, at->shifted, at->centre);
        if (!(descent__vector_distance(n, at->centre, x) <= tail->diameter) || !look_ahead(evaluator, at, ahead))
            return false;
        if (arrived)
            return true;
    }
    return false;
}

/* A minimum in all directions looked at, beyond whose limit the step size is. */
static bool repels(const descent__sweep_evidence *run, const prospect *ahead)
{
    return ahead->least >= 0 && share_of_limit(run, ahead->largest) > 1 + descent__repelling;
}

/*
 * Looks at the least and the largest curvature where the run is, and again at the critical point to which Newton's method
 * leads from there: in between, where no run comes by, curvatures mean nothing.
 */
bool descent__judge_may_attract(const descent__sweep_evidence *run, const descent__tail *tail,
                                descent__evaluator *evaluator, double *work)
{
    const vectors at = vectors_in(run->series.n, work);
    prospect ahead;
    find_centre(run, at.centre);
    if (!look_ahead(evaluator, &at, &ahead))
        return true;
    if (share_of_limit(run, ahead.largest) > 1 + descent__repelling || leads_off(&ahead))
        return false;
    return !walk(run, tail, evaluator, &at, &ahead) || !repels(run, &ahead);
}

/* What is left of Newton's step, by the curvatures that are looked at, when the schedule has ended. */
static double left_in_the_end(const descent__sweep_evidence *run, const prospect *ahead, const prospect *curved,
                              double sizes)
{
    double left = 0;
    for (size_t k = 0; k < ahead->count; k++) /* where it is concave nothing is known, and all may be walked */
        if (curved->curvature[k] > 0)
            left = hypot(left, ahead->part[k] * descent__part_left(run->rule, curved->curvature[k], sizes));
    return left;
}

/* At the pace of now, or, where the rule tells how it contracts, by the curvatures. */
static bool ends_short(const descent__sweep_evidence *run, const descent__tail *tail, const prospect *ahead,
                       const prospect *curved, double sizes)
{
    double step_size;
    if (descent__rule_tells_multipliers(run->rule))
        return descent__is_left_short(left_in_the_end(run, ahead, curved, sizes), tail->tolerance);
    return descent_rule_step_size(run->rule, run->steps - 1, &step_size) == DESCENT_SUCCESS && step_size > 0 &&
           descent__way_ends_before(sizes / step_size * tail->strides.last, ahead->step);
}

descent__schedule_reaches descent__judge_schedule(const descent__sweep_evidence *run, const descent__tail *tail,
                                                  descent__evaluator *evaluator, double *work)
{
    const vectors at = vectors_in(run->series.n, work);
    prospect here, there;
    if (run->steps == 0 || run->rule->schedule.kind == DESCENT_SCHEDULE_FUNCTION)
        return DESCENT__SCHEDULE_REACHES;
    const double sizes = descent__remaining_sizes(run->rule, run->steps);
    descent__vector_copy(run->series.n, descent__tail_point(run, run->series.count - 1), at.centre);
    if (isinf(sizes) || !look_ahead(evaluator, &at, &here))
        return DESCENT__SCHEDULE_REACHES;
    const bool short_by_here = ends_short(run, tail, &here, &here, sizes);
    there = here;
    if (!walk(run, tail, evaluator, &at, &there))
        return short_by_here ? DESCENT__SCHEDULE_UNSURE : DESCENT__SCHEDULE_REACHES;
    const bool short_by_there = ends_short(run, tail, &here, &there, sizes);
    return short_by_here && short_by_there   ? DESCENT__SCHEDULE_ENDS_BEFORE
           : short_by_here || short_by_there ? DESCENT__SCHEDULE_UNSURE
                                             : DESCENT__SCHEDULE_REACHES;
}

bool descent__judge_is_within(const double *x, descent__evaluator *evaluator, double within, double *work)
{
    const size_t n = evaluator->problem.dimension;
    const vectors at = vectors_in(n, work);
    prospect ahead;
    descent__vector_copy(n, x, at.centre);
    return !look_ahead(evaluator, &at, &ahead) || !(ahead.step > within);
}

bool descent__judge_slides_on(const descent_rule *rule, size_t steps, const double *x, descent__evaluator *evaluator,
                              double within, double *work)
{
    const size_t n = evaluator->problem.dimension;
    const vectors at = vectors_in(n, work);
    prospect ahead;
    double step_size;
    /* Of a rule whose steps are no multiple of the slope, its moves tell; and differences have slopes of their own. */
    if (n < 2 || !descent__rule_family_of(rule) || !descent__evaluator_has_gradient(evaluator) ||
        descent_rule_step_size(rule, steps, &step_size) != DESCENT_SUCCESS)
        return false;
    descent__vector_copy(n, x, at.centre);
    return look_ahead(evaluator, &at, &ahead) && ahead.step > within &&
           step_size * fabs(ahead.along_least) > descent__rounding_at(descent__vector_max_abs(n, x));
}

bool descent__judge_is_repelled(const descent__sweep_evidence *run, const descent__tail *tail,
                                descent__evaluator *evaluator, double *work)
{
    const vectors at = vectors_in(run->series.n, work);
    prospect ahead;
    find_centre(run, at.centre);
    return look_ahead(evaluator, &at, &ahead) && walk(run, tail, evaluator, &at, &ahead) && repels(run, &ahead);
}
