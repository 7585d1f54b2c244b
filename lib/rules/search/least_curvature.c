#include "rules/search/least_curvature.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "base/vector.h"

enum {
    directions = descent__curvature_directions,
    trial_at = 2 * directions,
    gradient_at,
    sweeps = 12 /* of Jacobi's rotations, which are quadratic: six are enough for any three directions; a cost */
};

/* A residual that is this part of the largest quotient seen is what differences of gradients leave of it. */
static const double settled = 1e-8;

/* A direction of which so little is left beside the others adds nothing but rounding. */
static const double least_part = 1e-7;

/* Scattered over all directions, and the same in every run: what starts without a part along v never finds it. */
static double scattered(size_t i)
{
    const double turns = 0.61803398874989485 * (double)(i + 1);
    return 0.5 + (turns - floor(turns)) * (i % 2 ? -1 : 1);
}

static descent_status product(const descent_rule_step *step, double width, const double *d, double *image,
                              double *const *work)
{
    const size_t n = step->dimension;
    for (int side = -1; side <= 1; side += 2) {
        descent__vector_copy(n, step->x, work[trial_at]);
        descent__vector_add_scaled(n, side * width, d, work[trial_at]);
        const descent_status status =
            descent_rule_evaluate(step, work[trial_at], NULL, side < 0 ? work[gradient_at] : image);
        if (status != DESCENT_SUCCESS)
            return status;
    }
    for (size_t i = 0; i < n; i++)
        image[i] = (image[i] - work[gradient_at][i]) / (2 * width);
    return DESCENT_SUCCESS;
}

static void scale(size_t n, double factor, double *x)
{
    for (size_t i = 0; i < n; i++)
        x[i] *= factor;
}

/* Makes work[k] orthogonal to those before it, and of norm 1; its product goes with it. False if nothing is left of it. */
static bool straighten(size_t n, size_t k, bool with_product, double *const *work)
{
    const double before = descent__vector_norm(n, work[k]);
    for (int twice = 0; twice < 2; twice++)
        for (size_t j = 0; j < k; j++) {
            const double part = descent__vector_dot(n, work[j], work[k]);
            descent__vector_add_scaled(n, -part, work[j], work[k]);
            if (with_product)
                descent__vector_add_scaled(n, -part, work[directions + j], work[directions + k]);
        }
    const double left = descent__vector_norm(n, work[k]);
    if (!(left > least_part * before))
        return false;
    scale(n, 1 / left, work[k]);
    if (with_product)
        scale(n, 1 / left, work[directions + k]);
    return true;
}

/* The eigenvector of the least eigenvalue of a symmetric matrix of three rows at most, by rotations (Jacobi, 1846). By angles from the
 * whole circle each rotation puts the smaller of two diagonal entries first: the least of all ends in row 0. */
static double lowest(size_t count, double a[directions][directions], double *vector)
{
    double q[directions][directions] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    for (int sweep = 0; sweep < sweeps; sweep++)
        for (size_t i = 0; i < count; i++)
            for (size_t j = i + 1; j < count; j++) {
                const double angle = 0.5 * atan2(2 * a[i][j], a[j][j] - a[i][i]), c = cos(angle), s = sin(angle);
                for (size_t k = 0; k < count; k++) {
                    const double left = a[k][i], right = a[k][j], old = q[k][i];
                    a[k][i] = c * left - s * right;
                    a[k][j] = s * left + c * right;
                    q[k][i] = c * old - s * q[k][j];
                    q[k][j] = s * old + c * q[k][j];
                }
                for (size_t k = 0; k < count; k++) {
                    const double left = a[i][k], right = a[j][k];
                    a[i][k] = c * left - s * right;
                    a[j][k] = s * left + c * right;
                }
            }
    for (size_t k = 0; k < count; k++)
        vector[k] = q[k][0];
    return a[0][0];
}

/* v becomes the best of what the directions span, and the last of them how it changed. */
static double improve(size_t n, size_t count, double *const *work)
{
    double a[directions][directions] = {{0}}, part[directions] = {0};
    for (size_t i = 0; i < count; i++)
        for (size_t j = i; j < count; j++)
            a[i][j] = a[j][i] = (descent__vector_dot(n, work[i], work[directions + j]) +
                                 descent__vector_dot(n, work[j], work[directions + i])) /
                                2;
    const double value = lowest(count, a, part);
    for (size_t image = 0; image <= directions; image += directions) {
        double *const v = work[image], *const r = work[image + 1], *const p = work[image + 2];
        for (size_t i = 0; i < n; i++) {
            p[i] = (count > 1 ? part[1] * r[i] : 0) + (count > 2 ? part[2] * p[i] : 0);
            v[i] = part[0] * v[i] + p[i];
        }
    }
    return value;
}

/* Brings what is left of Hv − λv in as the second direction, with its product. False if there is nothing left to go by. */
static bool widen(const descent_rule_step *step, double width, double value, double *largest, double *const *work,
                  descent_status *status)
{
    const size_t n = step->dimension;
    *largest = fmax(*largest, descent__vector_norm(n, work[directions]));
    descent__vector_copy(n, work[directions], work[1]);
    descent__vector_add_scaled(n, -value, work[0], work[1]);
    if (!(descent__vector_norm(n, work[1]) > settled * *largest) || !straighten(n, 1, false, work))
        return false;
    *status = product(step, width, work[1], work[directions + 1], work);
    return *status == DESCENT_SUCCESS && descent__vector_is_finite(n, work[directions + 1]);
}

descent_status descent__least_curvature(const descent_rule_step *step, size_t most_products, double *const *work,
                                        double *eigenvalue)
{
    const size_t n = step->dimension;
    const double width = cbrt(DBL_EPSILON) * fmax(1, descent__vector_norm(n, step->x));
    for (size_t i = 0; i < n; i++)
        work[0][i] = scattered(i);
    scale(n, 1 / descent__vector_norm(n, work[0]), work[0]);
    descent_status status = product(step, width, work[0], work[directions], work);
    double largest = 0;
    *eigenvalue = status == DESCENT_SUCCESS ? descent__vector_dot(n, work[0], work[directions]) : (double)NAN;
    bool changed = false;
    for (size_t made = 1; status == DESCENT_SUCCESS && made < most_products && isfinite(*eigenvalue); made++) {
        if (!widen(step, width, *eigenvalue, &largest, work, &status))
            break;
        const size_t count = changed && straighten(n, 2, true, work) ? 3 : 2;
        *eigenvalue = improve(n, count, work);
        changed = true;
    }
    return status;
}
