#include <math.h>

#include "base/clones.h"
#include "base/status.h"
#include "base/vector.h"
#include "rules/momentum.h"
#include "rules/own.h"
#include "rules/pass.h"

enum {
    by_now,      /* b₀ */
    by_before,   /* b₁ */
    by_feedback, /* a₁ */
    coefficients,
    by_step_size = coefficients
};

/* The damped form's one parameter is the momentum, so that sweeps can vary it; the general form's stand in the constants. */
static double coefficient(const descent_rule *rule, int which)
{
    const double damped[coefficients] = {1 - rule->momentum, 0, -rule->momentum};
    return rule->type == &descent__damped_momentum_type ? damped[which] : rule->constants[which];
}

/* |z| ≤ |b₀|G + |s|, and |s⁺| ≤ |b₁|G + |a₁||z|. */
static void filter_prepare(const descent_rule *rule, uint64_t number, double step_size, descent__pass_step *made)
{
    (void)number;
    const double now = coefficient(rule, by_now), before = coefficient(rule, by_before);
    const double feedback = coefficient(rule, by_feedback);
    *made = (descent__pass_step){
        .by = {now, before, feedback, step_size},
        .step_size = step_size,
        .raise =
            {
                /* z itself is among the numbers that must not overflow, however short the step */
                .point_by_memory = step_size > 1 ? step_size : 1,
                .point_by_gradient = (step_size > 1 ? step_size : 1) * fabs(now),
                .memory_by_memory = fabs(feedback),
                .memory_by_gradient = fabs(before) + fabs(feedback) * fabs(now),
            },
    };
}

DESCENT__CLONES
static void filter_pass(size_t n, const double *by, const double *restrict gradient, double *restrict x,
                        double *restrict kept, double *restrict second, double *restrict third)
{
    (void)second, (void)third;
    const double now = by[by_now], before = by[by_before], feedback = by[by_feedback], step_size = by[by_step_size];
#pragma omp simd
    for (size_t i = 0; i < n; i++) {
        const double filtered = now * gradient[i] + kept[i];
        kept[i] = before * gradient[i] - feedback * filtered;
        x[i] -= step_size * filtered;
    }
}

const descent__pass descent__damped_momentum_pass = {
    .type = &descent__damped_momentum_type,
    .rests_first = true,
    .prepare = filter_prepare,
    .advance = filter_pass,
};

const descent__pass descent__gradient_filter_pass = {
    .type = &descent__gradient_filter_type,
    .rests_first = true,
    .prepare = filter_prepare,
    .advance = filter_pass,
};

/*
 * z_k = b₀g_k + b₁g_{k−1} − a₁z_{k−1}, in the transposed direct form (Oppenheim and Schafer, 2010, 6.3): memory[0] is
 * s_{k} = b₁g_k − a₁z_k, so that one vector is enough. In step 0 the filter is at rest.
 */
static int filter_advance(const descent_rule *rule, descent_rule_step *step)
{
    if (step->number == 0) {
        step->next_gradient = step->gradient; /* that of the same point */
        return 0;
    }
    descent__pass_make(&descent__gradient_filter_pass, rule, step); /* that of damped momentum, too */
    return 0;
}

static descent_status filter_check(const descent_rule *rule)
{
    static const char *const names[coefficients] = {"b0", "b1", "a1"};
    for (int k = 0; k < coefficients; k++)
        if (!isfinite(rule->constants[k]))
            return descent_fail(DESCENT_EINVAL, "%s must be finite, got %g", names[k], rule->constants[k]);
    return DESCENT_SUCCESS;
}

/*
 * The multipliers solve μ² − (1 − ηb₀λ − a₁)μ + (ηb₁λ − a₁) = 0. Both lie inside the unit circle (Jury's conditions) iff
 * b₀ + b₁ > 0, ηλ(b₀ − b₁) < 2(1 − a₁) and ηλb₁ < 1 + a₁.
 */
static double filter_step_limit(const descent_rule *rule, double curvature)
{
    const double now = coefficient(rule, by_now), before = coefficient(rule, by_before);
    const double feedback = coefficient(rule, by_feedback);
    const double swing = 2 * (1 - feedback), turn = 1 + feedback;
    if (!(now + before > 0))
        return 0;
    /* The conditions at λ = 0, which a step size can only mend where it enters with the right sign: no limit from above says so. */
    if (!(swing > 0 && turn > 0))
        return before < 0 || now < before ? (double)NAN : 0;
    const double alternating = now > before ? swing / (now - before) : INFINITY;
    const double turning = before > 0 ? turn / before : INFINITY;
    return fmin(alternating, turning) / curvature;
}

static size_t filter_multipliers(const descent_rule *rule, double step_size, double eigenvalue, double *real,
                                 double *imaginary)
{
    const double reach = step_size * eigenvalue, feedback = coefficient(rule, by_feedback);
    return descent__quadratic_multipliers(1 - reach * coefficient(rule, by_now) - feedback,
                                          reach * coefficient(rule, by_before) - feedback, real, imaginary);
}

const descent_rule_type descent__damped_momentum_type = {
    .name = "damped momentum",
    .memory_count = 1,
    .advance = filter_advance,
    .check = descent__momentum_check,
    .step_limit = filter_step_limit,
    .multipliers = filter_multipliers,
};

const descent_rule_type descent__gradient_filter_type = {
    .name = "gradient filter",
    .memory_count = 1,
    .advance = filter_advance,
    .check = filter_check,
    .step_limit = filter_step_limit,
    .multipliers = filter_multipliers,
};

descent_rule descent_damped_momentum(double step_size, double momentum)
{
    return (descent_rule){.type = &descent__damped_momentum_type, .step_size = step_size, .momentum = momentum};
}

descent_rule descent_gradient_filter(double step_size, double b0, double b1, double a1)
{
    return (descent_rule){.type = &descent__gradient_filter_type, .step_size = step_size, .constants = {b0, b1, a1}};
}
