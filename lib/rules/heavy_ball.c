#include <math.h>

#include "base/clones.h"
#include "rules/family.h"
#include "rules/momentum.h"
#include "rules/own.h"
#include "rules/pass.h"

/* x⁺ = x − ηg + β(x − x₋) (Polyak, 1964, eq. 9), for one coordinate */
static inline double heavy_ball_next(double x, double previous, double gradient, double step_size, double momentum)
{
    return x - step_size * gradient + momentum * (x - previous);
}

static double by_point(double unit, double curvature, double step_size, double momentum)
{
    return unit - step_size * curvature + momentum * unit;
}

static double by_previous(double unit, double curvature, double step_size, double momentum)
{
    (void)curvature, (void)step_size;
    return -momentum * unit;
}

enum {
    by_step_size,
    by_momentum
};

DESCENT__CLONES
static void heavy_ball_pass(size_t n, const double *by, const double *restrict gradient, double *restrict x,
                            double *restrict previous, double *restrict second, double *restrict third)
{
    (void)second, (void)third;
    const double step_size = by[by_step_size], momentum = by[by_momentum];
#pragma omp simd
    for (size_t i = 0; i < n; i++) {
        const double here = x[i];
        x[i] = heavy_ball_next(here, previous[i], gradient[i], step_size, momentum);
        previous[i] = here;
    }
}

const descent__pass descent__heavy_ball_pass = {
    .type = &descent__heavy_ball_type,
    .memory = {DESCENT__PASS_POINT_BEFORE},
    .rests_first = true,
    .prepare = descent__momentum_prepare,
    .advance = heavy_ball_pass,
};

/* memory[0] is x₋, the point before. */
static int heavy_ball_advance(const descent_rule *rule, descent_rule_step *step)
{
    descent__pass_make(&descent__heavy_ball_pass, rule, step);
    return 0;
}

static double heavy_ball_step_limit(const descent_rule *rule, double curvature)
{
    return fabs(rule->momentum) < 1 ? 2 * (1 + rule->momentum) / curvature : 0;
}

static size_t heavy_ball_multipliers(const descent_rule *rule, double step_size, double eigenvalue, double *real,
                                     double *imaginary)
{
    const double momentum = rule->momentum;
    return descent__quadratic_multipliers(by_point(1, eigenvalue, step_size, momentum),
                                          -by_previous(1, eigenvalue, step_size, momentum), real, imaginary);
}

const descent_rule_type descent__heavy_ball_type = {
    .name = "heavy ball",
    .memory_count = 1,
    .remembers_point = 1,
    .advance = heavy_ball_advance,
    .check = descent__momentum_check,
    .step_limit = heavy_ball_step_limit,
    .multipliers = heavy_ball_multipliers,
};

descent_rule descent_heavy_ball(double step_size, double momentum)
{
    return (descent_rule){.type = &descent__heavy_ball_type, .step_size = step_size, .momentum = momentum};
}

DESCENT__CLONES
static double heavy_ball_advance_row(size_t length, const double *restrict step_size, const double *restrict momentum,
                                     const double *restrict x, const double *restrict previous, double *restrict next)
{
    double trace = 0;
#pragma omp simd reduction(+ : trace)
    for (size_t i = 0; i < length; i++) {
        next[i] = heavy_ball_next(x[i], previous[i], next[i], step_size[i], momentum[i]);
        trace += next[i] - next[i];
    }
    return trace;
}

DESCENT__FAMILY(heavy_ball) = {
    .type = &descent__heavy_ball_type,
    .advance_row = heavy_ball_advance_row,
    .by_point = by_point,
    .by_previous = by_previous,
};
