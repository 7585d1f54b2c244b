#include "vector.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/*
 * Each kernel is compiled for several vector widths and the widest that the processor has is taken at load time.
 * By feature, not by `arch=`: an unknown processor would silently get the default.
 */
#if defined(DESCENT_HAVE_TARGET_CLONES)
#define DESCENT_VECTOR_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define DESCENT_VECTOR_CLONES
#endif

/* Lanes in which sums are taken: one 512-bit register. Fixed, so that the order of additions is. */
enum {
    lanes = descent_vector_few
};

static double add_lanes(const double *sum)
{
    return ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
}

/* x − x is 0 for a finite number and NaN for the others; NaN survives any sum. */
DESCENT_VECTOR_CLONES
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
    return add_lanes(trace);
}

DESCENT_VECTOR_CLONES
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
    return add_lanes(sum);
}

DESCENT_VECTOR_CLONES
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
    return add_lanes(sum);
}

DESCENT_VECTOR_CLONES
static void scaled_subtraction(size_t n, double step_size, const double *restrict g, double *restrict x)
{
#pragma omp simd
    for (size_t i = 0; i < n; i++)
        x[i] -= step_size * g[i];
}

DESCENT_VECTOR_CLONES
static void scaled_addition(size_t n, double a, const double *restrict x, double *restrict y)
{
#pragma omp simd
    for (size_t i = 0; i < n; i++)
        y[i] += a * x[i];
}

/*
 * x ← x − step_size·g for one block, with the old x kept and the squares of old x and g summed: all in one pass, since
 * at large n reading memory is what takes the time.
 */
DESCENT_VECTOR_CLONES
static void descend_block(size_t n, double step_size, const double *restrict g, double *restrict x,
                          double *restrict kept, double *restrict x_sum, double *restrict g_sum)
{
    double xs[lanes] = {0}, gs[lanes] = {0};
    size_t i = 0;
    for (; i + lanes <= n; i += lanes)
#pragma omp simd
        for (size_t lane = 0; lane < lanes; lane++) {
            const double old = x[i + lane], slope = g[i + lane];
            kept[i + lane] = old;
            x[i + lane] = old - step_size * slope;
            xs[lane] += old * old;
            gs[lane] += slope * slope;
        }
    for (size_t lane = 0; i < n; i++, lane++) {
        kept[i] = x[i];
        x[i] = kept[i] - step_size * g[i];
        xs[lane] += kept[i] * kept[i];
        gs[lane] += g[i] * g[i];
    }
    *x_sum = add_lanes(xs);
    *g_sum = add_lanes(gs);
}

size_t descent_vector_first_nonfinite(size_t n, const double *x)
{
    if (descent_vector_is_finite(n, x))
        return n;
    for (size_t i = 0; i < n; i++)
        if (!isfinite(x[i]))
            return i;
    return n;
}

bool descent_vector_is_finite(size_t n, const double *x)
{
    return nonfinite_trace(n, x) == 0;
}

/* For few elements, the lanes are one element each and a call costs more than the work. */
static double few_dot(size_t n, const double *x, const double *y)
{
    double sum[lanes] = {0};
    for (size_t i = 0; i < n; i++)
        sum[i] = x[i] * y[i];
    return add_lanes(sum);
}

static double few_distance_squared(size_t n, const double *x, const double *y)
{
    double sum[lanes] = {0};
    for (size_t i = 0; i < n; i++)
        sum[i] = (x[i] - y[i]) * (x[i] - y[i]);
    return add_lanes(sum);
}

/* Elements that are summed and moved at once: with the copy of the old ones they fit the first-level cache easily. */
enum {
    block = 256
};

static size_t block_from(size_t begin, size_t n)
{
    return n - begin < block ? n - begin : block;
}

double descent_vector_dot(size_t n, const double *x, const double *y)
{
    if (n <= lanes)
        return few_dot(n, x, y);
    double sum = 0;
    for (size_t begin = 0; begin < n; begin += block)
        sum += dot_product(block_from(begin, n), x + begin, y + begin);
    return sum;
}

double descent_vector_sum_of_squares(size_t n, const double *x)
{
    return descent_vector_dot(n, x, x);
}

double descent_vector_max_abs(size_t n, const double *x)
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
        largest = descent_vector_max_abs(n, x);
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

double descent_vector_norm_from_sum(size_t n, const double *x, double sum)
{
    return descent_sum_is_safe(sum) ? sqrt(sum) : scaled_norm(n, x, NULL);
}

double descent_vector_norm_any(size_t n, const double *x)
{
    return descent_vector_norm_from_sum(n, x, descent_vector_dot(n, x, x));
}

double descent_vector_distance_any(size_t n, const double *x, const double *y)
{
    const double sum = n <= lanes ? few_distance_squared(n, x, y) : distance_squared(n, x, y);
    return descent_sum_is_safe(sum) ? sqrt(sum) : scaled_norm(n, x, y);
}

void descent_vector_copy(size_t n, const double *from, double *to)
{
    memcpy(to, from, n * sizeof *to);
}

void descent_vector_fill(size_t n, double value, double *x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = value;
}

void descent_vector_add_scaled(size_t n, double a, const double *x, double *y)
{
    scaled_addition(n, a, x, y);
}

/* Would x − step_size·g be finite in every element? */
DESCENT_VECTOR_CLONES
static bool stays_finite(size_t n, double step_size, const double *g, const double *x)
{
    double trace[lanes] = {0};
    size_t i = 0;
    for (; i + lanes <= n; i += lanes)
#pragma omp simd
        for (size_t lane = 0; lane < lanes; lane++) {
            const double next = x[i + lane] - step_size * g[i + lane];
            trace[lane] += next - next;
        }
    for (; i < n; i++) {
        const double next = x[i] - step_size * g[i];
        trace[0] += next - next;
    }
    return add_lanes(trace) == 0;
}

/*
 * May a block stay overwritten before the rest is checked? Only if it could be restored well: all finite and far from
 * overflow, and no move so much longer than the block itself that adding it back would lose the block (2^10 leaves
 * 42 of 53 bits).
 */
static bool is_calm(double x_sum, double g_sum, double step_size)
{
    const double longest_ratio_squared = 0x1p20;
    const double step_sum = step_size * step_size * g_sum;
    return x_sum < descent_safe_sum_high && step_sum < descent_safe_sum_high &&
           step_sum <= longest_ratio_squared * x_sum;
}

/* For so few elements that the calls would cost more than the work. */
static bool descend_few(size_t n, double step_size, const double *g, double *x)
{
    double next[lanes], trace = 0;
    for (size_t i = 0; i < n; i++) {
        next[i] = x[i] - step_size * g[i];
        trace += next[i] - next[i];
    }
    if (trace != 0)
        return false;
    for (size_t i = 0; i < n; i++)
        x[i] = next[i];
    return true;
}

bool descent_vector_descend_any(size_t n, double step_size, const double *g, double *x)
{
    double g_sum;
    return n <= lanes ? descend_few(n, step_size, g, x) : descent_vector_descend_many(n, step_size, g, x, &g_sum);
}

bool descent_vector_descend_many(size_t n, double step_size, const double *g, double *x, double *g_sum)
{
    _Alignas(descent_vector_alignment) double kept[descent_vector_exact];
    double sum = 0;
    size_t begin = 0;
    for (; begin < n; begin += block) {
        const size_t count = block_from(begin, n);
        double *const old = begin < descent_vector_exact ? kept + begin : kept;
        double x_block, g_block;
        descend_block(count, step_size, g + begin, x + begin, old, &x_block, &g_block);
        if (is_calm(x_block, g_block, step_size)) {
            sum += g_block;
            continue;
        }
        descent_vector_copy(count, old, x + begin);
        if (stays_finite(n - begin, step_size, g + begin, x + begin))
            break;
        if (begin < descent_vector_exact)
            descent_vector_copy(begin, kept, x);
        else
            scaled_addition(begin, step_size, g, x);
        return false;
    }
    if (begin < n) /* all that is left has just been checked */
        scaled_subtraction(n - begin, step_size, g + begin, x + begin);
    for (; begin < n; begin += block)
        sum += dot_product(block_from(begin, n), g + begin, g + begin);
    *g_sum = sum;
    return true;
}

size_t descent_array_bytes(size_t a, size_t b, size_t size)
{
    if (a == 0 || b == 0 || size == 0 || a > SIZE_MAX / 2 / b || a * b > SIZE_MAX / 2 / size)
        return 0;
    return a * b * size;
}
