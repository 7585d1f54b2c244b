#include "critical/search/cusp.h"

#include <float.h>
#include <math.h>

#include "base/call.h"
#include "base/status.h"
#include "base/vector.h"
#include "critical/tolerances.h"

double descent__cusp_change_said(const descent__bundle *bundle)
{
    const size_t n = bundle->n;
    double most = 0;
    for (size_t k = 0; k < bundle->count; k++)
        most = fmax(most, fabs(descent__vector_dot(n, bundle->gradients + k * n, bundle->offsets + k * n)));
    return most;
}

bool descent__cusp_cut(descent__bundle *bundle, double longest)
{
    const size_t n = bundle->n;
    bool cut = false;
    for (size_t k = 0; k < bundle->count; k++) {
        double *const gradient = bundle->gradients + k * n;
        const double norm = descent__vector_norm(n, gradient);
        for (size_t i = 0; norm > longest && i < n; i++)
            gradient[i] *= longest / norm;
        cut = cut || norm > longest;
    }
    return cut;
}

/* The axes off which the loss does not rise as beside a cusp: a crease may run along them. `rise` has room for 2n numbers. */
static descent_status find_creases(descent__bundle *bundle, descent__evaluator *evaluator, const double *place,
                                   double loss, double *rise, bool *across)
{
    const size_t n = bundle->n;
    double most = 0;
    for (size_t k = 0; k < 2 * n; k++) { /* the cross comes first */
        double there;
        descent__bundle_place(bundle, place, k, 1);
        const descent_status status = descent__evaluate_loss(evaluator, bundle->point, &there);
        if (status != DESCENT_SUCCESS)
            return status;
        rise[k] = there - loss;
        most = fmax(most, rise[k]);
    }
    for (size_t i = 0; i < n; i++)
        across[i] = fmax(rise[2 * i], rise[2 * i + 1]) > descent__cusp_rise * most;
    return DESCENT_SUCCESS;
}

/* The mean of the products of the gradients' directions, in those variables alone; n × n. */
static void mean_products(const descent__bundle *bundle, const bool *across, double *mean)
{
    const size_t n = bundle->n;
    descent__vector_fill(n * n, 0, mean);
    for (size_t k = 0; k < bundle->count; k++) {
        const double *const gradient = bundle->gradients + k * n;
        const double square = fmax(descent__vector_dot(n, gradient, gradient), DBL_MIN);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; across[i] && j < n; j++)
                mean[i * n + j] += across[j] ? gradient[i] * gradient[j] / square / (double)bundle->count : 0;
    }
}

/* Do they point every way? By the pivots of Cholesky. */
static bool has_full_rank(size_t n, const bool *across, double *mean)
{
    for (size_t p = 0; p < n; p++) {
        const double pivot = mean[p * n + p];
        if (!across[p])
            continue;
        if (!(pivot > descent__cusp_spread))
            return false;
        for (size_t i = p + 1; i < n; i++)
            for (size_t j = p + 1; j < n; j++)
                mean[i * n + j] -= mean[i * n + p] * mean[p * n + j] / pivot;
    }
    return true;
}

descent_status descent__cusp_is_seen(descent__bundle *bundle, descent__evaluator *evaluator, const double *place,
                                     double loss, bool *seen)
{
    const size_t n = bundle->n, numbers = n * (n + 2);
    bool *const across = descent__take_zeros(n, sizeof *across);
    double *const mean = descent__take(numbers * sizeof *mean);
    descent_status status = across && mean ? DESCENT_SUCCESS : descent__fail_memory("search", numbers * sizeof *mean);
    if (status == DESCENT_SUCCESS)
        status = find_creases(bundle, evaluator, place, loss, mean + n * n, across);
    if (status == DESCENT_SUCCESS) {
        mean_products(bundle, across, mean);
        *seen = has_full_rank(n, across, mean);
    }
    descent__give(across);
    descent__give(mean);
    return status;
}

/* The loss so near to the place, as a share of the way to point k. */
static descent_status loss_nearer(descent__bundle *bundle, descent__evaluator *evaluator, const double *place, size_t k,
                                  double share, double *loss)
{
    descent__bundle_place(bundle, place, k, share);
    return descent__evaluate_loss(evaluator, bundle->point, loss);
}

descent_status descent__cusp_is_pole(descent__bundle *bundle, descent__evaluator *evaluator, const double *place,
                                     bool *pole)
{
    *pole = false;
    for (size_t k = 0; k < bundle->count && !*pole; k++) {
        double losses[3], share = 1;
        for (size_t look = 0; look < sizeof losses / sizeof *losses; look++, share *= descent__kink_nearer) {
            const descent_status status = loss_nearer(bundle, evaluator, place, k, share, &losses[look]);
            if (status != DESCENT_SUCCESS)
                return status;
        }
        const double first = losses[0] - losses[1], second = losses[1] - losses[2];
        *pole = first > descent__kink_seen * descent__loss_roundings * DBL_EPSILON * fabs(losses[2]) &&
                second > descent__pole_falls * first;
    }
    return DESCENT_SUCCESS;
}
