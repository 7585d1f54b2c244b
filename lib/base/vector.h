/* The few kernels over arrays of numbers that everything else is made of. They neither allocate nor fail.
 *
 * Sums are taken in eight interleaved lanes and in blocks whatever the processor, so a norm has the same bits on every machine.
 */
#ifndef DESCENT_LIB_BASE_VECTOR_H
#define DESCENT_LIB_BASE_VECTOR_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* Index of the first element that is NaN or infinite; n if all are finite. */
size_t descent__vector_first_nonfinite(size_t n, const double *x);

bool descent__vector_is_finite(size_t n, const double *x);

/* Does each number differ from the other by no more than that? NaN does not. */
bool descent__vector_is_near(size_t n, const double *x, const double *y, double most);

/* Sum of xᵢyᵢ. */
double descent__vector_dot(size_t n, const double *x, const double *y);

/* Sum of squares: overflows to infinity and underflows to zero where the squares do. */
double descent__vector_sum_of_squares(size_t n, const double *x);

/* Between these, a sum of squares has lost nothing to overflow or to subnormal squares (2^-960 ≈ 1e-289). */
static const double descent__safe_sum_low = 0x1p-960;
static const double descent__safe_sum_high = 0x1p1020;

static inline bool descent__sum_is_safe(double sum)
{
    return sum > descent__safe_sum_low && sum < descent__safe_sum_high;
}

/* The kernels below that end in `_any` work for any n; those without write two variables out, with the same bits: a
 * call, and vector loads of what a callback has just stored number by number, would cost more than a step. */
double descent__vector_norm_any(size_t n, const double *x);
double descent__vector_distance_any(size_t n, const double *x, const double *y);

/* 2-norm without needless overflow or underflow: the plain sum of squares, and only if that left the safe range the
 * scaled form. NaN if an element is NaN, else infinity if one is infinite. */
static inline double descent__vector_norm(size_t n, const double *x)
{
    if (n == 2) {
        const double sum = x[0] * x[0] + x[1] * x[1];
        if (descent__sum_is_safe(sum))
            return sqrt(sum);
    }
    return descent__vector_norm_any(n, x);
}

/* The norm of x, whose sum of squares is known. */
double descent__vector_norm_from_sum(size_t n, const double *x, double sum);

/* The same for x − y. */
static inline double descent__vector_distance(size_t n, const double *x, const double *y)
{
    if (n == 2) {
        const double first = x[0] - y[0], second = x[1] - y[1], sum = first * first + second * second;
        if (descent__sum_is_safe(sum))
            return sqrt(sum);
    }
    return descent__vector_distance_any(n, x, y);
}

/* Are they no farther apart than that? One coordinate mostly tells. */
static inline bool descent__vector_is_within(size_t n, const double *x, const double *y, double most)
{
    for (size_t i = 0; i < n; i++)
        if (fabs(x[i] - y[i]) > most)
            return false;
    return descent__vector_distance(n, x, y) <= most;
}

double descent__vector_max_abs_any(size_t n, const double *x);
void descent__vector_copy_any(size_t n, const double *from, double *to);

/* Largest |xᵢ|; 0 for n = 0. NaN elements are passed over. */
static inline double descent__vector_max_abs(size_t n, const double *x)
{
    if (n != 2)
        return descent__vector_max_abs_any(n, x);
    const double first = fabs(x[0]), second = fabs(x[1]), larger = first > 0 ? first : 0;
    return second > larger ? second : larger;
}

static inline void descent__vector_copy(size_t n, const double *from, double *to)
{
    if (n == 2) {
        const double first = from[0], second = from[1];
        to[0] = first;
        to[1] = second;
    } else
        descent__vector_copy_any(n, from, to);
}

void descent__vector_fill(size_t n, double value, double *x);

/* y ← y + a·x */
void descent__vector_add_scaled(size_t n, double a, const double *x, double *y);

enum {
    descent__vector_few =
        8, /* lanes in which sums are taken: one 512-bit register. Fixed, so that the order of additions is */
    descent__vector_block =
        256, /* elements that are summed at once: with a copy they fit the first-level cache easily */
    descent__vector_alignment =
        64 /* bytes; vectors of the widest registers that straddle cache lines cost half the speed */
};

/* The sum of the lanes, always in this order. */
static inline double descent__vector_add_lanes(const double *sum)
{
    return ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
}

/* Elements of the block that begins at `begin`. */
static inline size_t descent__vector_block_from(size_t begin, size_t n)
{
    return n - begin < descent__vector_block ? n - begin : descent__vector_block;
}

/* a·b·size, or 0 if that overflows (or is 0): the size of an array, checked. */
size_t descent__array_bytes(size_t a, size_t b, size_t size);

/* The unit vector from y to x; false if there is none, since they are the same, or not finite. */
bool descent__vector_unit_difference(size_t n, const double *x, const double *y, double *unit);

#endif
