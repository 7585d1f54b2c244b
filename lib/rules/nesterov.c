#include <math.h>

#include "base/clones.h"
#include "rules/family.h"
#include "rules/momentum.h"
#include "rules/own.h"
#include "rules/pass.h"

/* y = x + β(x − x₋), where the gradient is taken (Nesterov, 1983), for one coordinate */
static inline double look_ahead(double x, double previous, double momentum)
{
    return x + momentum * (x - previous);
}

/* x⁺ = y − ηg(y) */
static inline double nesterov_next(double x, double previous, double gradient, double step_size, double momentum)
{
    return look_ahead(x, previous, momentum) - step_size * gradient;
}

static double by_point(double unit, double curvature, double step_size, double momentum)
{
    return (1 + momentum) * (unit - step_size * curvature);
}

static double by_previous(double unit, double curvature, double step_size, double momentum)
{
    return -momentum * (unit - step_size * curvature);
}

enum {
    by_step_size,
    by_momentum
};

DESCENT__CLONES
static void look_ahead_pass(size_t n, const double *by, const double *restrict x, const double *restrict previous,
                            double *restrict where)
{
    const double momentum = by[by_momentum];
#pragma omp simd
    for (size_t i = 0; i < n; i++)
        where[i] = look_ahead(x[i], previous[i], momentum);
}

DESCENT__CLONES
static void nesterov_pass(size_t n, const double *by, const double *restrict gradient, double *restrict x,
                          double *restrict previous, double *restrict second, double *restrict third)
{
    (void)second, (void)third;
    const double step_size = by[by_step_size], momentum = by[by_momentum];
#pragma omp simd
    for (size_t i = 0; i < n; i++) {
        const double here = x[i];
        x[i] = nesterov_next(here, previous[i], gradient[i], step_size, momentum);
        previous[i] = here;
    }
}

const descent__pass descent__nesterov_pass = {
    .type = &descent__nesterov_type,
    .memory = {DESCENT__PASS_POINT_BEFORE},
    .rests_first = true,
    .prepare = descent__momentum_prepare,
    .advance = nesterov_pass,
    .look_ahead = look_ahead_pass,
};

/* memory[0] is x₋, the point before. */
static void nesterov_look_ahead(const descent_rule *rule, const descent_rule_step *step, double *where)
{
    const double by[] = {step->step_size, descent__momentum_in_step(rule->momentum, step->number)};
    look_ahead_pass(step->dimension, by, step->x, step->memory[0], where);
}

static int nesterov_advance(const descent_rule *rule, descent_rule_step *step)
{
    descent__pass_make(&descent__nesterov_pass, rule, step);
    return 0;
}

/*
 * With c = 1 − ηλ the multipliers solve μ² − (1 + β)cμ + βc = 0. Both lie inside the unit circle (Jury's conditions)
 * iff c < 1, |βc| < 1 and 1 + (1 + 2β)c > 0. For −1/3 ≤ β ≤ 1 the last decides, for −1 ≤ β ≤ −1/3 the second. Beyond,
 * flat directions are unstable whatever the step size, and no limit from above describes that.
 */
static double nesterov_step_limit(const descent_rule *rule, double curvature)
{
    const double momentum = rule->momentum;
    if (momentum >= -1.0 / 3 && momentum <= 1)
        return (2 + 2 * momentum) / ((1 + 2 * momentum) * curvature);
    if (momentum >= -1 && momentum < 0)
        return (1 - 1 / momentum) / curvature;
    return NAN;
}

static size_t nesterov_multipliers(const descent_rule *rule, double step_size, double eigenvalue, double *real,
                                   double *imaginary)
{
    const double momentum = rule->momentum;
    return descent__quadratic_multipliers(by_point(1, eigenvalue, step_size, momentum),
                                          -by_previous(1, eigenvalue, step_size, momentum), real, imaginary);
}

const descent_rule_type descent__nesterov_type = {
    .name = "Nesterov",
    .memory_count = 1,
    .remembers_point = 1,
    .advance = nesterov_advance,
    .look_ahead = nesterov_look_ahead,
    .check = descent__momentum_check,
    .step_limit = nesterov_step_limit,
    .multipliers = nesterov_multipliers,
};

descent_rule descent_nesterov(double step_size, double momentum)
{
    return (descent_rule){.type = &descent__nesterov_type, .step_size = step_size, .momentum = momentum};
}

DESCENT__CLONES
static double nesterov_advance_row(size_t length, const double *restrict step_size, const double *restrict momentum,
                                   const double *restrict x, const double *restrict previous, double *restrict next)
{
    double trace = 0;
#pragma omp simd reduction(+ : trace)
    for (size_t i = 0; i < length; i++) {
        next[i] = nesterov_next(x[i], previous[i], next[i], step_size[i], momentum[i]);
        trace += next[i] - next[i];
    }
    return trace;
}

DESCENT__CLONES
static void nesterov_look_ahead_row(size_t length, const double *restrict momentum, const double *restrict x,
                                    const double *restrict previous, double *restrict look)
{
#pragma omp simd
    for (size_t i = 0; i < length; i++)
        look[i] = look_ahead(x[i], previous[i], momentum[i]);
}

DESCENT__FAMILY(nesterov) = {
    .type = &descent__nesterov_type,
    .advance_row = nesterov_advance_row,
    .look_ahead_row = nesterov_look_ahead_row,
    .by_point = by_point,
    .by_previous = by_previous,
};
