/* The few kernels over arrays of numbers that everything else is made of. They neither allocate nor fail.
 *
 * Sums are taken in eight interleaved lanes and in blocks whatever the processor, so a norm has the same bits on every machine.
 */
#ifndef DESCENT_LIB_VECTOR_H
#define DESCENT_LIB_VECTOR_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* Index of the first element that is NaN or infinite; n if all are finite. */
size_t descent_vector_first_nonfinite(size_t n, const double *x);

bool descent_vector_is_finite(size_t n, const double *x);

/* Sum of xᵢyᵢ. */
double descent_vector_dot(size_t n, const double *x, const double *y);

/* Sum of squares: overflows to infinity and underflows to zero where the squares do. */
double descent_vector_sum_of_squares(size_t n, const double *x);

/* Between these, a sum of squares has lost nothing to overflow or to subnormal squares (2^-960 ≈ 1e-289). */
static const double descent_safe_sum_low = 0x1p-960;
static const double descent_safe_sum_high = 0x1p1020;

static inline bool descent_sum_is_safe(double sum)
{
    return sum > descent_safe_sum_low && sum < descent_safe_sum_high;
}

/* The kernels below that end in `_any` work for any n; those without write two variables out, with the same bits: a
 * call, and vector loads of what a callback has just stored number by number, would cost more than a step. */
double descent_vector_norm_any(size_t n, const double *x);
double descent_vector_distance_any(size_t n, const double *x, const double *y);
bool descent_vector_descend_any(size_t n, double step_size, const double *g, double *x);

/* 2-norm without needless overflow or underflow: the plain sum of squares, and only if that left the safe range the
 * scaled form. NaN if an element is NaN, else infinity if one is infinite. */
static inline double descent_vector_norm(size_t n, const double *x)
{
    if (n == 2) {
        const double sum = x[0] * x[0] + x[1] * x[1];
        if (descent_sum_is_safe(sum))
            return sqrt(sum);
    }
    return descent_vector_norm_any(n, x);
}

/* The norm of x, whose sum of squares is known. */
double descent_vector_norm_from_sum(size_t n, const double *x, double sum);

/* The same for x − y. */
static inline double descent_vector_distance(size_t n, const double *x, const double *y)
{
    if (n == 2) {
        const double first = x[0] - y[0], second = x[1] - y[1], sum = first * first + second * second;
        if (descent_sum_is_safe(sum))
            return sqrt(sum);
    }
    return descent_vector_distance_any(n, x, y);
}

/* Largest |xᵢ|; 0 for n = 0. NaN elements are passed over. */
double descent_vector_max_abs(size_t n, const double *x);

void descent_vector_copy(size_t n, const double *from, double *to);

void descent_vector_fill(size_t n, double value, double *x);

/* y ← y + a·x */
void descent_vector_add_scaled(size_t n, double a, const double *x, double *y);

/*
 * x ← x − step_size·g in one pass, if every new element is finite: then true. Else false, and x is as it was: exactly
 * so if that shows in the first descent_vector_exact elements, else each element to within one rounding of
 * max(|xᵢ|, |step_size·gᵢ|).
 */
static inline bool descent_vector_descend(size_t n, double step_size, const double *g, double *x)
{
    if (n != 2)
        return descent_vector_descend_any(n, step_size, g, x);
    const double first = x[0] - step_size * g[0], second = x[1] - step_size * g[1];
    if (!isfinite(first) || !isfinite(second))
        return false;
    x[0] = first;
    x[1] = second;
    return true;
}

/* The same for more than descent_vector_few elements, with the sum of squares of g, which costs nothing on the way; it has
 * the bits of descent_vector_sum_of_squares(). Untouched on failure. */
bool descent_vector_descend_many(size_t n, double step_size, const double *g, double *x, double *g_sum);

enum {
    descent_vector_few = 8,
    descent_vector_exact = 2048, /* elements whose old values are kept until they are known to move well */
    descent_vector_alignment =
        64 /* bytes; vectors of the widest registers that straddle cache lines cost half the speed */
};

/* a·b·size, or 0 if that overflows (or is 0): the size of an array, checked. */
size_t descent_array_bytes(size_t a, size_t b, size_t size);

#endif
