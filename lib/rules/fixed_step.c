#include "rules/fixed_step.h"

#include "base/clones.h"
#include "base/vector.h"
#include "rules/family.h"
#include "rules/pass.h"

enum {
    lanes = descent__vector_few,
    block = descent__vector_block
};

DESCENT__CLONES
static void descend_unchecked(size_t n, double step_size, const double *restrict g, double *restrict x)
{
#pragma omp simd
    for (size_t i = 0; i < n; i++)
        x[i] = descent__fixed_step_next(x[i], g[i], step_size);
}

/*
 * x ← x − step_size·g for one block, with the old x kept and the squares of old x and g summed: all in one pass, since
 * at large n reading memory is what takes the time.
 */
DESCENT__CLONES
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
            x[i + lane] = descent__fixed_step_next(old, slope, step_size);
            xs[lane] += old * old;
            gs[lane] += slope * slope;
        }
    for (size_t lane = 0; i < n; i++, lane++) {
        kept[i] = x[i];
        x[i] = descent__fixed_step_next(kept[i], g[i], step_size);
        xs[lane] += kept[i] * kept[i];
        gs[lane] += g[i] * g[i];
    }
    *x_sum = descent__vector_add_lanes(xs);
    *g_sum = descent__vector_add_lanes(gs);
}

/* Would x − step_size·g be finite in every element? */
DESCENT__CLONES
static bool stays_finite(size_t n, double step_size, const double *g, const double *x)
{
    double trace[lanes] = {0};
    size_t i = 0;
    for (; i + lanes <= n; i += lanes)
#pragma omp simd
        for (size_t lane = 0; lane < lanes; lane++) {
            const double next = descent__fixed_step_next(x[i + lane], g[i + lane], step_size);
            trace[lane] += next - next;
        }
    for (; i < n; i++) {
        const double next = descent__fixed_step_next(x[i], g[i], step_size);
        trace[0] += next - next;
    }
    return descent__vector_add_lanes(trace) == 0;
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
    return x_sum < descent__safe_sum_high && step_sum < descent__safe_sum_high &&
           step_sum <= longest_ratio_squared * x_sum;
}

/* For so few elements that the calls would cost more than the work. */
static bool descend_few(size_t n, double step_size, const double *g, double *x)
{
    double next[lanes], trace = 0;
    for (size_t i = 0; i < n; i++) {
        next[i] = descent__fixed_step_next(x[i], g[i], step_size);
        trace += next[i] - next[i];
    }
    if (trace != 0)
        return false;
    for (size_t i = 0; i < n; i++)
        x[i] = next[i];
    return true;
}

bool descent__fixed_step_descend_any(size_t n, double step_size, const double *g, double *x)
{
    double g_sum;
    return n <= lanes ? descend_few(n, step_size, g, x) : descent__fixed_step_descend_many(n, step_size, g, x, &g_sum);
}

bool descent__fixed_step_descend_many(size_t n, double step_size, const double *g, double *x, double *g_sum)
{
    _Alignas(descent__vector_alignment) double kept[descent__fixed_step_exact];
    double sum = 0;
    size_t begin = 0;
    for (; begin < n; begin += block) {
        const size_t count = descent__vector_block_from(begin, n);
        double *const old = begin < descent__fixed_step_exact ? kept + begin : kept;
        double x_block, g_block;
        descend_block(count, step_size, g + begin, x + begin, old, &x_block, &g_block);
        if (is_calm(x_block, g_block, step_size)) {
            sum += g_block;
            continue;
        }
        descent__vector_copy(count, old, x + begin);
        if (stays_finite(n - begin, step_size, g + begin, x + begin))
            break;
        if (begin < descent__fixed_step_exact)
            descent__vector_copy(begin, kept, x);
        else
            descent__vector_add_scaled(begin, step_size, g, x);
        return false;
    }
    if (begin < n) /* all that is left has just been checked */
        descend_unchecked(n - begin, step_size, g + begin, x + begin);
    for (; begin < n; begin += block)
        sum += descent__vector_sum_of_squares(descent__vector_block_from(begin, n), g + begin);
    *g_sum = sum;
    return true;
}

static void fixed_step_prepare(const descent_rule *rule, uint64_t number, double step_size, descent__pass_step *made)
{
    (void)rule, (void)number;
    *made = (descent__pass_step){.by = {step_size}, .step_size = step_size, .raise = {.point_by_gradient = step_size}};
}

DESCENT__CLONES
static void fixed_step_pass(size_t n, const double *by, const double *restrict gradient, double *restrict x,
                            double *restrict first, double *restrict second, double *restrict third)
{
    (void)first, (void)second, (void)third;
    const double step_size = *by;
#pragma omp simd
    for (size_t i = 0; i < n; i++)
        x[i] = descent__fixed_step_next(x[i], gradient[i], step_size);
}

const descent__pass descent__fixed_step_pass = {
    .type = &descent__fixed_step_type,
    .prepare = fixed_step_prepare,
    .advance = fixed_step_pass,
};

static int fixed_step_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    return !descent__fixed_step_descend(step->dimension, step->step_size, step->gradient, step->x);
}

static double fixed_step_limit(const descent_rule *rule, double curvature)
{
    (void)rule;
    return 2 / curvature;
}

static double by_point(double unit, double curvature, double step_size, double momentum)
{
    (void)momentum;
    return unit - step_size * curvature;
}

static size_t fixed_step_multipliers(const descent_rule *rule, double step_size, double eigenvalue, double *real,
                                     double *imaginary)
{
    (void)rule;
    real[0] = by_point(1, eigenvalue, step_size, 0);
    imaginary[0] = 0;
    return 1;
}

const descent_rule_type descent__fixed_step_type = {
    .name = "fixed step",
    .advance = fixed_step_advance,
    .guards_point = 1,
    .step_limit = fixed_step_limit,
    .multipliers = fixed_step_multipliers,
};

descent_rule descent_fixed_step(double step_size)
{
    return (descent_rule){.type = &descent__fixed_step_type, .step_size = step_size};
}

/* ---- runs in lock step ---- */

enum {
    chunk = 32 /* numbers of a row worked on together: four of the widest registers, so that none waits for another */
};

DESCENT__CLONES
static double fixed_step_advance_row(size_t length, const double *restrict step_size, const double *momentum,
                                     const double *restrict x, const double *previous, double *restrict next)
{
    (void)momentum, (void)previous;
    double trace = 0;
#pragma omp simd reduction(+ : trace)
    for (size_t i = 0; i < length; i++) {
        next[i] = descent__fixed_step_next(x[i], next[i], step_size[i]);
        trace += next[i] - next[i];
    }
    return trace;
}

DESCENT__CLONES
static double fixed_step_advance_alike_row(size_t length, double step_size, const double *restrict x,
                                           double *restrict next)
{
    double trace[chunk] = {0};
    size_t i = 0;
    for (; i + chunk <= length; i += chunk)
#pragma omp simd
        for (size_t k = 0; k < chunk; k++) {
            next[i + k] = descent__fixed_step_next(x[i + k], next[i + k], step_size);
            trace[k] += next[i + k] - next[i + k];
        }
    for (; i < length; i++) {
        next[i] = descent__fixed_step_next(x[i], next[i], step_size);
        trace[0] += next[i] - next[i];
    }
    for (size_t half = chunk / 2; half > 0; half /= 2)
        for (size_t k = 0; k < half; k++)
            trace[k] += trace[k + half];
    return trace[0];
}

/* The same without the check. */
DESCENT__CLONES
static void fixed_step_advance_alike_row_unchecked(size_t length, double step_size, const double *restrict x,
                                                   double *restrict next)
{
    size_t i = 0;
    for (; i + chunk <= length; i += chunk)
#pragma omp simd
        for (size_t k = 0; k < chunk; k++)
            next[i + k] = descent__fixed_step_next(x[i + k], next[i + k], step_size);
    for (; i < length; i++)
        next[i] = descent__fixed_step_next(x[i], next[i], step_size);
}

DESCENT__FAMILY(fixed_step) = {
    .type = &descent__fixed_step_type,
    .advance_row = fixed_step_advance_row,
    .by_point = by_point,
    .advance_alike_row = fixed_step_advance_alike_row,
    .advance_alike_row_unchecked = fixed_step_advance_alike_row_unchecked,
};
