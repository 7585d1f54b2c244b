#include "critical/dense/hessian.h"

#include <float.h>
#include <math.h>

#include "base/call.h"
#include "base/status.h"
#include "base/vector.h"
#include "critical/length.h"
#include "critical/tolerances.h"

/*
 * Steps of the differences, as a share of max(|xⱼ|, scale). Each difference is taken with h and 2h and extrapolated
 * (Richardson): the truncation error falls as h⁴, rounding rises as ε/h for the gradient and ε/h² for the loss. The
 * change that extrapolation made, of order h², serves as a cautious estimate of the error.
 */
static const double gradient_share = 1.220703125e-4; /* 2^-13 = ε^(1/4) */
static const double loss_share = 1.953125e-3;        /* 2^-9, about ε^(1/6) */

/* How often a step is made shorter that met NaN or infinity (the point may lie near a domain's end) or saw little of a
 * column but its own error (the loss may be flat there, like x⁶), and by how much. */
enum {
    shortenings = 3
};
static const double shortening = 1.0 / 64; /* three of them reach 2^-18 of the first step */

/* How often the step of a second difference of the loss is made wider that saw little but rounding, and by how much. */
enum {
    widenings = 3
};
static const double widening = 4; /* three of them reach 2^-3, the width with which slopes are resolved */

descent_status descent__hessian_open(descent__hessian *hessian, size_t n)
{
    *hessian = (descent__hessian){.dimension = n};
    const size_t square = descent__array_bytes(n, n, sizeof(double));
    const size_t line = descent__array_bytes(n, 5, sizeof(double));
    if (square == 0 || line == 0)
        return descent_fail(DESCENT_ENOMEM, "a Hessian of %zu by %zu numbers does not fit into memory", n, n);
    hessian->matrix = descent__take(square);
    hessian->work = descent__take(line);
    if (hessian->matrix && hessian->work)
        return DESCENT_SUCCESS;
    descent__hessian_close(hessian);
    return descent__fail_memory("Hessian", square);
}

void descent__hessian_close(descent__hessian *hessian)
{
    descent__give(hessian->matrix);
    descent__give(hessian->work);
    *hessian = (descent__hessian){0};
}

/* Column j of the matrix, one product each. */
static descent_status by_products(descent__hessian *hessian, descent__evaluator *evaluator, const double *x)
{
    const size_t n = hessian->dimension;
    double *const unit = hessian->work, *const column = hessian->work + n;
    descent__vector_fill(n, 0, unit);
    for (size_t j = 0; j < n; j++) {
        unit[j] = 1;
        descent__vector_fill(n, NAN, column);
        const descent_status status = descent__ask_hessian_product(evaluator, x, unit, column);
        unit[j] = 0;
        if (status != DESCENT_SUCCESS)
            return status;
        for (size_t i = 0; i < n; i++)
            hessian->matrix[i * n + j] = column[i];
    }
    return DESCENT_SUCCESS;
}

/* (g(x + step·eⱼ) − g(x − step·eⱼ)) over the distance as rounded, into `quotient`; adds to `size` the largest |g|. */
static descent_status gradient_quotient(descent__evaluator *evaluator, double *shifted, size_t j, double step,
                                        double *quotient, double *below, double *size)
{
    const size_t n = evaluator->problem.dimension;
    const double middle = shifted[j], upper = middle + step, lower = middle - step;
    shifted[j] = upper;
    descent_status status = descent__ask_gradient(evaluator, shifted, quotient);
    shifted[j] = lower;
    if (status == DESCENT_SUCCESS)
        status = descent__ask_gradient(evaluator, shifted, below);
    shifted[j] = middle;
    if (status != DESCENT_SUCCESS)
        return status;
    *size = fmax(*size, fmax(descent__vector_max_abs(n, quotient), descent__vector_max_abs(n, below)));
    const double width = upper - lower;
    for (size_t i = 0; i < n; i++)
        quotient[i] = (quotient[i] - below[i]) / width;
    return DESCENT_SUCCESS;
}

/* Column j into `fine`, its error's length into *error, of which *truncation is what extrapolation changed. */
static descent_status by_gradient_column(descent__hessian *hessian, descent__evaluator *evaluator, double *shifted,
                                         size_t j, double step, double *error, double *truncation)
{
    const size_t n = hessian->dimension;
    double *const fine = hessian->work + n, *const coarse = hessian->work + 2 * n, *const below = hessian->work + 3 * n;
    double size = 0;
    descent_status status = gradient_quotient(evaluator, shifted, j, step, fine, below, &size);
    if (status == DESCENT_SUCCESS)
        status = gradient_quotient(evaluator, shifted, j, 2 * step, coarse, below, &size);
    if (status != DESCENT_SUCCESS)
        return status;
    *error = *truncation = 0;
    for (size_t i = 0; i < n; i++) {
        const double change = fabs(fine[i] - coarse[i]) / 3;
        fine[i] += (fine[i] - coarse[i]) / 3;
        /* Extrapolation's change, rounding of the gradient itself, and of the gradient's own argument. */
        *truncation = hypot(*truncation, change); /* squares may overflow */
        *error = hypot(*error, change + descent__quotient_roundings * DBL_EPSILON *
                                            (size + fabs(fine[i]) * fabs(shifted[j])) / step);
    }
    return DESCENT_SUCCESS;
}

/* Column j with the step, of all that are tried, that has the least error. */
static descent_status best_gradient_column(descent__hessian *hessian, descent__evaluator *evaluator, double *shifted,
                                           size_t j)
{
    const size_t n = hessian->dimension;
    const double *const column = hessian->work + n;
    double step = gradient_share * descent__typical_size(&evaluator->problem, shifted[j]), best_step = step,
           best = INFINITY;
    for (int attempt = 0; attempt <= shortenings; attempt++, step *= shortening) {
        double error, truncation;
        const descent_status status = by_gradient_column(hessian, evaluator, shifted, j, step, &error, &truncation);
        if (status != DESCENT_SUCCESS)
            return status;
        const bool finite = descent__vector_is_finite(n, column);
        if (finite && error >= best)
            break;
        for (size_t i = 0; i < n; i++)
            hessian->matrix[i * n + j] = column[i];
        if (!finite)
            continue;
        best = error;
        best_step = step;
        if (error <= descent__seen_well * descent__vector_max_abs(n, column) ||
            truncation <= descent__mostly_truncation * error)
            break;
    }
    hessian->error = hypot(hessian->error, best);
    hessian->amplification = hypot(hessian->amplification, 1 / best_step);
    return DESCENT_SUCCESS;
}

static descent_status by_gradients(descent__hessian *hessian, descent__evaluator *evaluator, const double *x)
{
    const size_t n = hessian->dimension;
    double *const shifted = hessian->work;
    descent_status status = DESCENT_SUCCESS;
    descent__vector_copy(n, x, shifted);
    for (size_t j = 0; j < n && status == DESCENT_SUCCESS; j++)
        status = best_gradient_column(hessian, evaluator, shifted, j);
    return status;
}

/* The loss where coordinate i is moved by a and coordinate j by b (i = j: by both). */
static descent_status shifted_loss(descent__evaluator *evaluator, const double *x, double *shifted, size_t i, double a,
                                   size_t j, double b, double *loss)
{
    shifted[i] += a;
    shifted[j] += b;
    const descent_status status = descent__ask_loss(evaluator, shifted, loss);
    shifted[i] = x[i];
    shifted[j] = x[j];
    return status;
}

/* (L₊₊ − L₊₋ − L₋₊ + L₋₋)/(4ab): for i = j this is the second difference with step 2a. */
static descent_status loss_quotient(descent__evaluator *evaluator, const double *x, double *shifted, size_t i, double a,
                                    size_t j, double b, double *quotient, double *size)
{
    static const double sign_i[] = {1, 1, -1, -1}, sign_j[] = {1, -1, 1, -1}, weight[] = {1, -1, -1, 1};
    double sum = 0;
    for (int corner = 0; corner < 4; corner++) {
        double loss;
        const descent_status status =
            shifted_loss(evaluator, x, shifted, i, sign_i[corner] * a, j, sign_j[corner] * b, &loss);
        if (status != DESCENT_SUCCESS)
            return status;
        sum += weight[corner] * loss;
        *size = fmax(*size, fabs(loss));
    }
    *quotient = sum / (4 * a) / b; /* one after the other: a·b may underflow */
    return DESCENT_SUCCESS;
}

/* One second derivative with the widths a and b, its error, and what of that is rounding of the loss. */
typedef struct second_derivative {
    double value, error, rounding;
} second_derivative;

static descent_status entry_at(descent__evaluator *evaluator, const double *x, double *shifted, size_t i, double a,
                               size_t j, double b, second_derivative *found)
{
    double fine, coarse, size = 0;
    descent_status status = loss_quotient(evaluator, x, shifted, i, a, j, b, &fine, &size);
    if (status == DESCENT_SUCCESS)
        status = loss_quotient(evaluator, x, shifted, i, 2 * a, j, 2 * b, &coarse, &size);
    if (status != DESCENT_SUCCESS)
        return status;
    found->value = fine + (fine - coarse) / 3;
    found->rounding = descent__loss_roundings * DBL_EPSILON * size / a / b;
    found->error = fabs(fine - coarse) / 3 + found->rounding;
    return status;
}

/* Beside a large constant the usual width shows little but the rounding of the loss: wider ones, while they have less
 * error, and until that is small beside `largest`, the largest entry so far. */
static descent_status widen(descent__evaluator *evaluator, const double *x, double *shifted, size_t i, double *a,
                            size_t j, double *b, double largest, second_derivative *best)
{
    for (int attempt = 0; attempt < widenings && best->rounding > descent__mostly_truncation * best->error &&
                          best->error > descent__seen_well * fmax(largest, fabs(best->value));
         attempt++) {
        second_derivative wider;
        const descent_status status = entry_at(evaluator, x, shifted, i, widening * *a, j, widening * *b, &wider);
        if (status != DESCENT_SUCCESS)
            return status;
        if (!(wider.error < best->error))
            break;
        *best = wider;
        *a *= widening;
        *b *= widening;
    }
    return DESCENT_SUCCESS;
}

static descent_status by_losses(descent__hessian *hessian, descent__evaluator *evaluator, const double *x)
{
    const size_t n = hessian->dimension;
    double *const shifted = hessian->work;
    double largest = 0;
    descent__vector_copy(n, x, shifted);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            double a = loss_share * descent__typical_size(&evaluator->problem, x[i]);
            double b = loss_share * descent__typical_size(&evaluator->problem, x[j]);
            second_derivative found = {.value = NAN};
            descent_status status = DESCENT_SUCCESS;
            for (int attempt = 0; status == DESCENT_SUCCESS && attempt <= shortenings; attempt++) {
                status = entry_at(evaluator, x, shifted, i, a, j, b, &found);
                if (isfinite(found.value))
                    break;
                a *= shortening;
                b *= shortening;
            }
            if (status == DESCENT_SUCCESS && isfinite(found.value))
                status = widen(evaluator, x, shifted, i, &a, j, &b, largest, &found);
            if (status != DESCENT_SUCCESS)
                return status;
            hessian->matrix[i * n + j] = hessian->matrix[j * n + i] = found.value;
            hessian->error = hypot(hessian->error, i == j ? found.error : sqrt(2.0) * found.error);
            largest = fmax(largest, fabs(found.value));
            hessian->loss_amplification = hypot(hessian->loss_amplification, (i == j ? 1 : sqrt(2.0)) / a / b);
            /* The gradient's error is the loss's over a step of its own. */
            if (i == j)
                hessian->amplification += descent__difference_step(&evaluator->problem, x[i]) / a / a;
        }
    return DESCENT_SUCCESS;
}

/* Replaces the matrix by (H + Hᵀ)/2 and measures what that took away. Halves first: sums may overflow. */
static void symmetrise(descent__hessian *hessian)
{
    const size_t n = hessian->dimension;
    const double largest = descent__vector_max_abs(n * n, hessian->matrix);
    double skew = 0, worst = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++) {
            double *const entry = &hessian->matrix[i * n + j], *const mirror = &hessian->matrix[j * n + i];
            if (*entry == *mirror)
                continue;
            const double half = *entry / 2 - *mirror / 2;
            worst = fmax(worst, fabs(half));
            skew = hypot(skew, sqrt(2.0) * half);
            *entry = *mirror = *entry / 2 + *mirror / 2;
        }
    hessian->skew = skew;
    hessian->asymmetry = worst == 0 ? 0 : 2 * (worst / largest);
}

descent_status descent__hessian_compute(descent__hessian *hessian, descent__evaluator *evaluator, const double *x)
{
    const size_t n = hessian->dimension;
    descent_status status;
    hessian->error = hessian->amplification = hessian->loss_amplification = 0;
    descent__vector_fill(n * n, NAN, hessian->matrix); /* what a callback that writes nothing leaves */
    if (evaluator->problem.hessian) {
        hessian->source = DESCENT_HESSIAN_CALLBACK;
        status = descent__ask_hessian(evaluator, x, hessian->matrix);
    } else if (evaluator->problem.hessian_product) {
        hessian->source = DESCENT_HESSIAN_PRODUCT;
        status = by_products(hessian, evaluator, x);
    } else if (descent__evaluator_has_gradient(evaluator)) {
        hessian->source = DESCENT_HESSIAN_GRADIENT_DIFFERENCE;
        status = by_gradients(hessian, evaluator, x);
    } else {
        hessian->source = DESCENT_HESSIAN_LOSS_DIFFERENCE;
        status = by_losses(hessian, evaluator, x);
    }
    if (status != DESCENT_SUCCESS)
        return status;
    const size_t entry = descent__vector_first_nonfinite(n * n, hessian->matrix);
    if (entry < n * n)
        return descent_fail(DESCENT_ENONFINITE, "entry (%zu, %zu) of the Hessian is %g", entry / n, entry % n,
                            hessian->matrix[entry]);
    symmetrise(hessian);
    return DESCENT_SUCCESS;
}
