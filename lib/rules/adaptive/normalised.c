#include <descent/adaptive.h>

#include <math.h>

#include "base/vector.h"
#include "rules/own.h"
#include "rules/pass.h"

enum {
    by_step_size
};

/* In units of the largest component, so that no gradient is too long or too short to have a direction. */
static void move_in_units(size_t n, double step_size, const double *restrict gradient, double *restrict x)
{
    const double largest = descent__vector_max_abs(n, gradient);
    if (largest == 0)
        return;
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (gradient[i] / largest) * (gradient[i] / largest);
    const double scaled = step_size / sqrt(sum);
    for (size_t i = 0; i < n; i++)
        x[i] -= scaled * (gradient[i] / largest);
}

/* Is η/‖g‖ neither rounded to a subnormal number nor infinite? No edge: both ways give the same but for rounding. */
static const double shortest_quotient = 0x1p-1000;

static void normalised_pass(size_t n, const double *by, const double *restrict gradient, double *restrict x,
                            double *restrict first, double *restrict second, double *restrict third)
{
    (void)first, (void)second, (void)third;
    const double norm = by[descent__pass_norm], scaled = by[by_step_size] / norm;
    if (descent__sum_is_safe(norm) && scaled > shortest_quotient && isfinite(scaled))
        descent__vector_add_scaled(n, -scaled, gradient, x);
    else
        move_in_units(n, by[by_step_size], gradient, x);
}

static void normalised_prepare(const descent_rule *rule, uint64_t number, double step_size, descent__pass_step *made)
{
    (void)rule, (void)number;
    *made = (descent__pass_step){
        .by = {[by_step_size] = step_size},
        .step_size = step_size,
        .raise = {.point_alone = step_size},
    };
}

const descent__pass descent__normalised_pass = {
    .type = &descent__normalised_type,
    .takes_norm = true,
    .prepare = normalised_prepare,
    .advance = normalised_pass,
};

static int normalised_advance(const descent_rule *rule, descent_rule_step *step)
{
    const size_t n = step->dimension;
    descent__pass_step made;
    normalised_prepare(rule, step->number, step->step_size, &made);
    made.by[descent__pass_norm] = descent__vector_norm(n, step->gradient);
    if (!isfinite(made.by[descent__pass_norm]) && !descent__vector_is_finite(n, step->gradient))
        return 1;
    normalised_pass(n, made.by, step->gradient, step->x, NULL, NULL, NULL);
    return 0;
}

const descent_rule_type descent__normalised_type = {.name = "normalised descent", .advance = normalised_advance};

descent_rule descent_normalised(double step_size)
{
    return (descent_rule){.type = &descent__normalised_type, .step_size = step_size};
}
