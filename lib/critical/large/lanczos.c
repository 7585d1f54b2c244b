#include "critical/large/lanczos.h"

#include <assert.h>
#include <float.h>
#include <math.h>

#include "base/call.h"
#include "base/scatter.h"
#include "base/status.h"
#include "base/vector.h"
#include "critical/large/kind.h"
#include "critical/large/tridiagonal.h"
#include "critical/tolerances.h"

enum {
    first_check = 4,       /* steps before T is looked at, a cost; */
    check_part = 8,        /* then after every eighth part more: so that looks cost no more than steps */
    skew_steps = 8,        /* symmetry is watched in so many steps: vectors are orthogonal in these; no edge */
    negatives_at_most = 64 /* intervals looked at for `negative`, which is a lower bound: a cost */
};

/* The recurrence's state: T's entries and the last three vectors. */
typedef struct recurrence {
    descent__krylov *krylov;
    const double *locked;
    size_t locked_count;
    double *previous, *current, *next;
    double *diagonal, *off; /* room for `limit` each */
    double *scaled;  /* 7·limit: T divided by its norm (2), an eigenvector of it (1), work (3), another one (1) */
    double mismatch; /* largest √(|v₋ᵀHv − β|·β), of a difference that is zero for a symmetric H */
    size_t steps, limit;
} recurrence;

static void project_out(const recurrence *r, double *vector)
{
    const size_t n = r->krylov->dimension;
    for (size_t k = 0; k < r->locked_count; k++) {
        const double *const locked = r->locked + k * n;
        descent__vector_add_scaled(n, -descent__vector_dot(n, locked, vector), locked, vector);
    }
}

static void scale_to_unit(size_t n, double norm, double *vector)
{
    for (size_t i = 0; i < n; i++)
        vector[i] /= norm;
}

/* Begins (again): the same start every time, so that a second pass makes the same vectors. */
static void begin(recurrence *r)
{
    const size_t n = r->krylov->dimension;
    r->previous = r->krylov->vectors[0];
    r->current = r->krylov->vectors[1];
    r->next = r->krylov->vectors[2];
    r->steps = 0;
    for (size_t i = 0; i < n; i++)
        r->current[i] = 2 * descent__scatter(i + n * r->locked_count) - 1;
    project_out(r, r->current);
    scale_to_unit(n, descent__vector_norm(n, r->current), r->current);
    descent__vector_fill(n, 0, r->previous);
}

/* next ← Hv − βv₋ − αv, and the three vectors move on. *ended: is the Krylov space exhausted? */
static descent_status advance(recurrence *r, bool *ended)
{
    const size_t n = r->krylov->dimension, j = r->steps;
    const descent_status status = descent__krylov_times(r->krylov, r->current, r->next);
    if (status != DESCENT_SUCCESS)
        return status;
    if (j > 0 && j < skew_steps)
        r->mismatch = fmax(r->mismatch, sqrt(fabs(descent__vector_dot(n, r->previous, r->next) - r->off[j - 1])) *
                                            sqrt(r->off[j - 1]));
    if (j > 0)
        descent__vector_add_scaled(n, -r->off[j - 1], r->previous, r->next);
    r->diagonal[j] = descent__vector_dot(n, r->current, r->next);
    descent__vector_add_scaled(n, -r->diagonal[j], r->current, r->next);
    project_out(r, r->next);
    r->off[j] = descent__vector_norm(n, r->next);
    r->steps++;
    /* What is left of Hv is rounding: the start has no part along further eigenvectors. */
    const double size = fabs(r->diagonal[j]) + (j > 0 ? r->off[j - 1] : 0);
    *ended = r->steps + r->locked_count >= n || r->off[j] <= descent__exhausted_roundings * DBL_EPSILON * size;
    if (*ended)
        return DESCENT_SUCCESS;
    scale_to_unit(n, r->off[j], r->next);
    double *const spare = r->previous;
    r->previous = r->current;
    r->current = r->next;
    r->next = spare;
    return DESCENT_SUCCESS;
}

static double norm_of(const recurrence *r)
{
    return fmax(descent__vector_max_abs(r->steps, r->diagonal), descent__vector_max_abs(r->steps, r->off));
}

/* The k-th smallest Ritz value; its eigenvector of T stays in scaled + 2·limit, its residual's bound is β|s_m|. */
static double ritz_value(const recurrence *r, size_t k, double *residual)
{
    const size_t m = r->steps;
    double *const a = r->scaled, *const b = a + r->limit, *const s = b + r->limit;
    const double norm = norm_of(r);
    *residual = 0;
    if (norm == 0) {
        descent__vector_fill(m, 0, s);
        s[0] = 1;
        return 0;
    }
    for (size_t i = 0; i < m; i++) {
        a[i] = r->diagonal[i] / norm;
        b[i] = r->off[i] / norm;
    }
    const double value = descent__tridiagonal_eigenvalue(m, a, b, k);
    descent__tridiagonal_vector(m, a, b, value, s, s + r->limit);
    *residual = r->off[m - 1] * fabs(s[m - 1]);
    return value * norm;
}

static double reach(const recurrence *r, double residual, double width)
{
    const double start = fabs(r->scaled[2 * r->limit]) + DBL_EPSILON;
    return descent__spectrum_reach(r->krylov->dimension, r->steps, start, residual, width);
}

/* Have both ends of the spectrum converged? Leaves them in `ritz`. */
static bool is_found(const recurrence *r, bool want_highest, descent__ritz *ritz)
{
    ritz->steps = r->steps;
    ritz->highest = ritz_value(r, r->steps - 1, &ritz->highest_residual);
    const double above = reach(r, ritz->highest_residual, INFINITY);
    ritz->lowest = ritz_value(r, 0, &ritz->lowest_residual);
    const double width = ritz->highest - ritz->lowest;
    ritz->lower_bound = ritz->lowest - reach(r, ritz->lowest_residual, width);
    ritz->upper_bound = ritz->highest + fmin(above, reach(r, INFINITY, width));
    return descent__end_is_settled(ritz->lowest, ritz->lowest_residual, ritz->lower_bound, ritz->lowest < 0) &&
           (!want_highest ||
            descent__end_is_settled(ritz->highest, ritz->highest_residual, ritz->upper_bound, ritz->highest > 0));
}

/* Each interval [λ − r, λ + r] holds an eigenvalue; those that are disjoint and negative hold different negative ones.
 * */
static size_t count_negative(const recurrence *r, double floor_share)
{
    const double norm = norm_of(r);
    size_t count = 0;
    double covered = -INFINITY; /* the end of the last interval counted */
    for (size_t k = 0; k < r->steps && k < negatives_at_most; k++) {
        double residual;
        const double value = ritz_value(r, k, &residual);
        const double radius = fmax(residual, descent__copies * norm);
        if (value + residual >= -floor_share * norm)
            break;
        if (value - radius > covered) {
            count++;
            covered = value + radius;
        }
    }
    return count;
}

/*
 * With the skew part S of H and a random start v, v₋ᵀHv − β is about −2‖Sv₋‖²/β after one step, and ‖Sv₋‖² about
 * ‖S‖²/n.
 */
static double skew_of(const recurrence *r)
{
    const double share = r->krylov->work ? descent__skew_share_of_differences : descent__skew_share;
    return r->mismatch > share * norm_of(r) ? sqrt((double)r->krylov->dimension / 2) * r->mismatch : 0;
}

/* First pass: T only. Without `want_highest` it ends when the low end is found, whatever the high end is. */
static descent_status find_values(recurrence *r, bool want_highest, descent__ritz *ritz)
{
    size_t check = first_check;
    bool ended = false;
    begin(r);
    while (!ended && r->steps < r->limit) {
        const descent_status status = advance(r, &ended);
        if (status != DESCENT_SUCCESS)
            return status;
        if (r->steps < check && !ended && r->steps < r->limit)
            continue;
        if (is_found(r, want_highest, ritz))
            break;
        check = r->steps + 1 + r->steps / check_part;
    }
    return DESCENT_SUCCESS;
}

static void normalise(const recurrence *r, double *vector)
{
    const size_t n = r->krylov->dimension;
    double largest = 0;
    project_out(r, vector);
    for (size_t i = 0; i < n; i++)
        if (fabs(vector[i]) > fabs(largest))
            largest = vector[i];
    scale_to_unit(n, copysign(descent__vector_norm(n, vector), largest), vector);
}

/* Second pass: the same vectors once more, summed with the weights of the lowest Ritz vector and of the highest. */
static descent_status make_vectors(recurrence *r, double *lowest, double *highest)
{
    const size_t n = r->krylov->dimension, steps = r->steps;
    double *const weights = r->scaled + 2 * r->limit, *const low_weights = r->scaled + 6 * r->limit;
    double residual;
    bool ended;
    ritz_value(r, 0, &residual);
    descent__vector_copy(steps, weights, low_weights);
    ritz_value(r, steps - 1, &residual);
    descent__vector_fill(n, 0, lowest);
    if (highest)
        descent__vector_fill(n, 0, highest);
    begin(r);
    for (size_t j = 0; j < steps; j++) {
        descent__vector_add_scaled(n, low_weights[j], r->current, lowest);
        if (highest)
            descent__vector_add_scaled(n, weights[j], r->current, highest);
        if (j + 1 == steps)
            break;
        const descent_status status = advance(r, &ended);
        if (status != DESCENT_SUCCESS)
            return status;
    }
    normalise(r, lowest);
    if (highest)
        normalise(r, highest);
    return DESCENT_SUCCESS;
}

/* The vector's own Rayleigh quotient and residual: what is said of it does not rest on the recurrence's rounding. */
static descent_status measure(recurrence *r, const double *vector, double *value, double *residual)
{
    const size_t n = r->krylov->dimension;
    double *const product = r->krylov->vectors[0];
    const descent_status status = descent__krylov_times(r->krylov, vector, product);
    if (status != DESCENT_SUCCESS)
        return status;
    *value = descent__vector_dot(n, vector, product);
    descent__vector_add_scaled(n, -*value, vector, product);
    *residual = descent__vector_norm(n, product);
    if (!isfinite(*value) || !isfinite(*residual))
        return descent_fail(DESCENT_ENONFINITE, "an eigenvalue of the Hessian must be finite, got %g", *value);
    return DESCENT_SUCCESS;
}

descent_status descent__lanczos_lowest(descent__krylov *krylov, const double *locked, size_t locked_count,
                                       double floor_share, double *vector, descent__ritz *ritz)
{
    const size_t n = krylov->dimension;
    const uint64_t left = krylov->product_limit > krylov->products ? krylov->product_limit - krylov->products : 0;
    assert(locked_count < n);
    size_t limit = left / 2 > 0 ? (size_t)(left / 2) : 1;
    if (limit > n - locked_count)
        limit = n - locked_count;
    recurrence r = {.krylov = krylov, .locked = locked, .locked_count = locked_count, .limit = limit};
    const size_t bytes = descent__array_bytes(limit, 9, sizeof(double));
    r.diagonal = bytes ? descent__take(bytes) : NULL;
    if (!r.diagonal)
        return descent__fail_memory("Lanczos", bytes);
    r.off = r.diagonal + limit;
    r.scaled = r.diagonal + 2 * limit;
    double *const highest = locked_count == 0 ? krylov->vectors[descent__krylov_highest] : NULL;
    *ritz = (descent__ritz){0};
    descent_status status = find_values(&r, highest, ritz);
    if (status == DESCENT_SUCCESS) {
        ritz->negative = count_negative(&r, floor_share);
        ritz->skew = skew_of(&r);
        status = make_vectors(&r, vector, highest);
    }
    if (status == DESCENT_SUCCESS)
        status = measure(&r, vector, &ritz->lowest, &ritz->lowest_residual);
    if (status == DESCENT_SUCCESS && highest)
        status = measure(&r, highest, &ritz->highest, &ritz->highest_residual);
    descent__give(r.diagonal);
    return status;
}
