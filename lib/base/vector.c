#include "base/vector.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/clones.h"

enum {
    lanes = descent__vector_few,
    block = descent__vector_block,
    some = 32 /* elements that are summed one at a time no more slowly than by registers */
};

/* x − x is 0 for a finite number and NaN for the others; NaN survives any sum. */
DESCENT__CLONES
static double nonfinite_trace(size_t n, const double *x)
{
    double trace[lanes] = {0};
    size_t i = 0;
    for (; i + lanes <= n; i += lanes)
#pragma omp simd
        for (size_t lane = 0; lane < lanes; lane++)
            trace[lane] += x[i + lane] - x[i + lane];
    for (; i < n; i++)
        trace[0] += x[i] - x[i];
    return descent__vector_add_lanes(trace);
}

DESCENT__CLONES
static double dot_product(size_t n, const double *x, const double *y)
{
    double sum[lanes] = {0};
    size_t i = 0;
    for (; i + lanes <= n; i += lanes)
#pragma omp simd
        for (size_t lane = 0; lane < lanes; lane++)
            sum[lane] += x[i + lane] * y[i + lane];
    for (size_t lane = 0; i < n; i++, lane++)
        sum[lane] += x[i] * y[i];
    return descent__vector_add_lanes(sum);
}

/* Of one block, whose first `done` elements are in the lanes already. */
static inline double finish_squares(size_t done, size_t n, const double *x, double *sum)
{
    size_t i = done;
    for (; i + lanes <= n; i += lanes)
#pragma omp simd
        for (size_t lane = 0; lane < lanes; lane++)
            sum[lane] += x[i + lane] * x[i + lane];
    for (size_t lane = 0; i < n; i++, lane++)
        sum[lane] += x[i] * x[i];
    return descent__vector_add_lanes(sum);
}

/*
 * The same of x with itself. Each addition to a lane waits for the one before, four cycles: so four blocks are summed side by side,
 * and then added in their order.
 */
DESCENT__CLONES
static double squares_of_blocks(size_t n, const double *x)
{
    double total = 0;
    size_t begin = 0;
    for (; n - begin > 3 * block; begin = begin + 4 * block < n ? begin + 4 * block : n) {
        const size_t last = descent__vector_block_from(begin + 3 * block, n), common = last - last % lanes;
        const double *const p = x + begin, *const q = p + block, *const r = q + block, *const s = r + block;
        double ps[lanes] = {0}, qs[lanes] = {0}, rs[lanes] = {0}, ss[lanes] = {0};
        for (size_t i = 0; i < common; i += lanes)
#pragma omp simd
            for (size_t lane = 0; lane < lanes; lane++) {
                ps[lane] += p[i + lane] * p[i + lane];
                qs[lane] += q[i + lane] * q[i + lane];
                rs[lane] += r[i + lane] * r[i + lane];
                ss[lane] += s[i + lane] * s[i + lane];
            }
        total += finish_squares(common, block, p, ps);
        total += finish_squares(common, block, q, qs);
        total += finish_squares(common, block, r, rs);
        total += finish_squares(common, last, s, ss);
    }
    for (; begin < n; begin += descent__vector_block_from(begin, n)) {
        double sum[lanes] = {0};
        total += finish_squares(0, descent__vector_block_from(begin, n), x + begin, sum);
    }
    return total;
}

DESCENT__CLONES
static double distance_squared(size_t n, const double *x, const double *y)
{
    double sum[lanes] = {0};
    size_t i = 0;
    for (; i + lanes <= n; i += lanes)
#pragma omp simd
        for (size_t lane = 0; lane < lanes; lane++) {
            const double difference = x[i + lane] - y[i + lane];
            sum[lane] += difference * difference;
        }
    for (size_t lane = 0; i < n; i++, lane++) {
        const double difference = x[i] - y[i];
        sum[lane] += difference * difference;
    }
    return descent__vector_add_lanes(sum);
}

/* How many differ by more than that, or are none. */
DESCENT__CLONES
static double differing(size_t n, const double *x, const double *y, double most)
{
    double count[lanes] = {0};
    size_t i = 0;
    for (; i + lanes <= n; i += lanes)
#pragma omp simd
        for (size_t lane = 0; lane < lanes; lane++)
            count[lane] += fabs(x[i + lane] - y[i + lane]) <= most ? 0 : 1;
    for (; i < n; i++)
        count[0] += fabs(x[i] - y[i]) <= most ? 0 : 1;
    return descent__vector_add_lanes(count);
}

DESCENT__CLONES
static void scaled_addition(size_t n, double a, const double *restrict x, double *restrict y)
{
#pragma omp simd
    for (size_t i = 0; i < n; i++)
        y[i] += a * x[i];
}

size_t descent__vector_first_nonfinite(size_t n, const double *x)
{
    if (descent__vector_is_finite(n, x))
        return n;
    for (size_t i = 0; i < n; i++)
        if (!isfinite(x[i]))
            return i;
    return n;
}

bool descent__vector_is_finite(size_t n, const double *x)
{
    if (n > lanes)
        return nonfinite_trace(n, x) == 0;
    double trace = 0;
    for (size_t i = 0; i < n; i++)
        trace += x[i] - x[i];
    return trace == 0;
}

/* For few elements, the lanes are one element each and a call costs more than the work. */
bool descent__vector_is_near(size_t n, const double *x, const double *y, double most)
{
    return !(differing(n, x, y, most) > 0);
}

static double few_dot(size_t n, const double *x, const double *y)
{
    double sum[lanes] = {0};
    for (size_t i = 0; i < n; i++)
        sum[i] = x[i] * y[i];
    return descent__vector_add_lanes(sum);
}

/*
 * One number at a time: a callback has often just stored them so, and a register that is loaded across such stores waits for all
 * of them to be written (bench_rules, n = 10).
 */
static double squares_of_some(size_t n, const double *x)
{
    double sum[lanes] = {0};
    for (size_t i = 0; i < n; i++)
        sum[i % lanes] += x[i] * x[i];
    return descent__vector_add_lanes(sum);
}

static double few_distance_squared(size_t n, const double *x, const double *y)
{
    double sum[lanes] = {0};
    for (size_t i = 0; i < n; i++)
        sum[i] = (x[i] - y[i]) * (x[i] - y[i]);
    return descent__vector_add_lanes(sum);
}

double descent__vector_dot(size_t n, const double *x, const double *y)
{
    if (n <= lanes)
        return few_dot(n, x, y);
    double sum = 0;
    for (size_t begin = 0; begin < n; begin += block)
        sum += dot_product(descent__vector_block_from(begin, n), x + begin, y + begin);
    return sum;
}

double descent__vector_sum_of_squares(size_t n, const double *x)
{
    return n <= some ? squares_of_some(n, x) : squares_of_blocks(n, x);
}

double descent__vector_max_abs_any(size_t n, const double *x)
{
    double largest = 0;
    for (size_t i = 0; i < n; i++)
        if (fabs(x[i]) > largest)
            largest = fabs(x[i]);
    return largest;
}

/* The element i of x, or of x − y, each term scaled first so that the difference of two huge numbers stays finite. */
static double scaled_element(const double *x, const double *y, size_t i, double scale)
{
    return y ? x[i] * scale - y[i] * scale : x[i] * scale;
}

/* 2-norm of x (or x − y) by scaling with a power of two near the largest element; NaN beats infinity. */
static double scaled_norm(size_t n, const double *x, const double *y)
{
    const double half = 0.5; /* halves keep the largest difference finite */
    double largest = 0;
    for (size_t i = 0; i < n; i++) {
        const double element = fabs(scaled_element(x, y, i, half));
        if (isnan(element))
            return NAN;
        if (element > largest)
            largest = element;
    }
    if (largest == 0 && y) /* halving may have flushed a subnormal */
        for (size_t i = 0; i < n; i++)
            largest = fmax(largest, fabs(x[i] - y[i]));
    else if (largest == 0)
        largest = descent__vector_max_abs(n, x);
    else
        largest *= 2;
    if (largest == 0)
        return 0;
    if (isinf(largest)) {
        if (isinf(largest / 2))
            return INFINITY;
        largest = 0x1p1023;
    }
    int exponent;
    frexp(largest, &exponent);
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        const double element = ldexp(scaled_element(x, y, i, half), 1 - exponent);
        sum += element * element;
    }
    return ldexp(sqrt(sum), exponent);
}

double descent__vector_norm_from_sum(size_t n, const double *x, double sum)
{
    return descent__sum_is_safe(sum) ? sqrt(sum) : scaled_norm(n, x, NULL);
}

double descent__vector_norm_any(size_t n, const double *x)
{
    return descent__vector_norm_from_sum(n, x, descent__vector_sum_of_squares(n, x));
}

double descent__vector_distance_any(size_t n, const double *x, const double *y)
{
    const double sum = n <= lanes ? few_distance_squared(n, x, y) : distance_squared(n, x, y);
    return descent__sum_is_safe(sum) ? sqrt(sum) : scaled_norm(n, x, y);
}

void descent__vector_copy_any(size_t n, const double *from, double *to)
{
    memcpy(to, from, n * sizeof *to);
}

void descent__vector_fill(size_t n, double value, double *x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = value;
}

void descent__vector_add_scaled(size_t n, double a, const double *x, double *y)
{
    scaled_addition(n, a, x, y);
}

size_t descent__array_bytes(size_t a, size_t b, size_t size)
{
    if (a == 0 || b == 0 || size == 0 || a > SIZE_MAX / 2 / b || a * b > SIZE_MAX / 2 / size)
        return 0;
    return a * b * size;
}

bool descent__vector_unit_difference(size_t n, const double *x, const double *y, double *unit)
{
    double largest = 0;
    for (size_t i = 0; i < n; i++) {
        unit[i] = x[i] / 2 - y[i] / 2; /* of opposite ends of all numbers the whole difference is none */
        largest = fmax(largest, fabs(unit[i]));
    }
    if (!(largest > 0) || !isfinite(largest))
        return false;
    for (size_t i = 0; i < n; i++)
        unit[i] /= largest;
    const double length = descent__vector_norm(n, unit);
    for (size_t i = 0; i < n; i++)
        unit[i] /= length;
    return true;
}
