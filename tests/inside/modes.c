/* Linear theory against runs of the rules themselves, on quadratics whose eigenvectors are the axes. */
#include "inside/inside.h"

#include <float.h>

#include "diagnosis/verdict/ahead/modes.h"
#include "diagnosis/verdict/thresholds.h"

enum {
    most_axes = 3
};

typedef struct bench {
    descent__evidence evidence;
    descent_critical_point point;
    double eigenvalues[most_axes];
    double vectors[most_axes * most_axes];
    double origin[most_axes];
    double x[most_axes], before[most_axes];
    size_t n;
} bench;

static void set_up(bench *b, descent_rule rule, size_t n, const double *eigenvalues)
{
    memset(b, 0, sizeof *b);
    b->n = n;
    b->evidence = (descent__evidence){.n = n, .has_rule = true, .rule = rule, .step_size = rule.step_size};
    for (size_t i = 0; i < n; i++) {
        b->eigenvalues[i] = eigenvalues[i];
        b->vectors[i * n + i] = 1;
    }
    b->point = (descent_critical_point){.dimension = n,
                                        .x = b->origin,
                                        .eigenvalues = b->eigenvalues,
                                        .eigenvectors = b->vectors,
                                        .eigenvalue_count = n,
                                        .eigenvector_count = n,
                                        .kind = DESCENT_CRITICAL_MINIMUM};
}

/* One step of the rule on Σ λx²/2. */
static void step(bench *b)
{
    const double eta = b->evidence.rule.step_size, beta = b->evidence.rule.momentum;
    const bool ahead = !strcmp(b->evidence.rule.type->name, "Nesterov");
    for (size_t i = 0; i < b->n; i++) {
        const double moved = beta * (b->x[i] - b->before[i]);
        const double at = ahead ? b->x[i] + moved : b->x[i];
        const double next = b->x[i] + moved - eta * b->eigenvalues[i] * at;
        b->before[i] = b->x[i];
        b->x[i] = next;
    }
}

static double norm(const bench *b)
{
    double sum = 0;
    for (size_t i = 0; i < b->n; i++)
        sum = hypot(sum, b->x[i]);
    return sum;
}

/* From the step that is told on, and from no earlier one than half a turn before it, the run stays within the distance. */
static void steps_hold(descent_rule rule, size_t n, const double *eigenvalues, size_t begun, double slack)
{
    bench b;
    set_up(&b, rule, n, eigenvalues);
    for (size_t i = 0; i < n; i++)
        b.x[i] = b.before[i] = 1 + (double)i;
    for (size_t k = 0; k < begun; k++)
        step(&b);
    const descent__modes modes = descent__modes_measure(&b.evidence, &b.point, b.x, b.before, 0, false);
    ck_assert_uint_eq(modes.count, n);
    const double goal = 1e-5;
    const double told = descent__modes_steps(&modes, goal);
    size_t last = 0;
    for (size_t k = 0; k < 6000; k++) {
        const double now = norm(&b);
        ck_assert_msg(now <= descent__modes_distance(&modes, (double)k) * (1 + 1e-6) + 1e-12, "step %zu: %g above %g",
                      k, now, descent__modes_distance(&modes, (double)k));
        if (now > goal)
            last = k + 1;
        step(&b);
    }
    ck_assert_double_le((double)last, told);
    ck_assert_double_ge((double)last, told - slack);
    descent__arena_release(&b.evidence.work);
}

START_TEST(steps_to_go_are_those_after_which_it_stays)
{
    const double stiff[] = {1, 0.01, 0.3};
    const double one[] = {1};
    steps_hold(descent_fixed_step(0.5), 3, stiff, 0, 0);
    steps_hold(descent_fixed_step(1.99), 3, stiff, 7, 0);
    steps_hold(descent_heavy_ball(0.5, 0.9), 3, stiff, 0, 40);
    steps_hold(descent_heavy_ball(3.7, 0.9), 3, stiff, 5, 40);
    steps_hold(descent_nesterov(0.5, 0.9), 3, stiff, 11, 60);
    /* Roots that are the same, or nearly: (1 − √β)² = ηλ. */
    for (double off = 0.99; off <= 1.01; off += 0.005)
        steps_hold(descent_heavy_ball(pow(1 - sqrt(0.81), 2) * off, 0.81), 1, one, 0, 60);
    /* Roots on both sides. */
    steps_hold(descent_heavy_ball(1.2, -0.3), 1, one, 0, 4);
}
END_TEST

/* Passing through the point now is not to have arrived: the envelope has not. */
START_TEST(passing_through_is_not_arrival)
{
    const double one[] = {1};
    bench b;
    set_up(&b, descent_heavy_ball(0.1, 0.9), 1, one);
    b.x[0] = 0;
    b.before[0] = 1e-3;
    const descent__modes modes = descent__modes_measure(&b.evidence, &b.point, b.x, b.before, 0, false);
    ck_assert_double_gt(descent__modes_steps(&modes, 1e-4), 10);
    ck_assert_double_eq(descent__modes_steps(&modes, 1), 0);
    descent__arena_release(&b.evidence.work);
}
END_TEST

/* A factor that differs from 1 by the rounding of 1 − ηλ is none; badly scaled, it is one. */
START_TEST(rounding_is_no_factor)
{
    ck_assert(descent__is_no_factor(DESCENT__MODE_ROUNDINGS * DBL_EPSILON));
    ck_assert(!descent__is_no_factor(1.01 * DESCENT__MODE_ROUNDINGS * DBL_EPSILON));
    const double scaled[] = {1, 1e-12};
    bench b;
    set_up(&b, descent_fixed_step(0.5), 2, scaled);
    b.x[0] = b.x[1] = 1;
    const descent__modes modes = descent__modes_measure(&b.evidence, &b.point, b.x, NULL, 0, false);
    const double steps = descent__modes_steps(&modes, 1e-6);
    ck_assert_double_eq_tol(steps / (log(1e6) / 0.5e-12), 1, 1e-3);
    const descent__mode *deciding = descent__modes_deciding(&modes, steps);
    ck_assert_double_eq_tol(descent__mode_factor(deciding), 1 - 0.5e-12, 1e-15);
    ck_assert_ptr_eq(deciding->vector, b.vectors + 2);
    /* At the limit nothing is left of the first one. */
    b.evidence.step_size = 2 * (1 - 1e-16);
    const descent__modes limit = descent__modes_measure(&b.evidence, &b.point, b.x, NULL, 0, false);
    ck_assert_double_infinite(descent__modes_steps(&limit, 1e-6));
    descent__arena_release(&b.evidence.work);
}
END_TEST

START_TEST(what_theory_does_not_know_has_no_modes)
{
    const double pair[] = {1, 0};
    bench b;
    set_up(&b, descent_fixed_step(0.5), 2, pair);
    b.x[0] = b.x[1] = 3;
    b.point.eigenvalue_tolerance = 1e-12;
    descent__modes modes = descent__modes_measure(&b.evidence, &b.point, b.x, NULL, 0, false);
    ck_assert_uint_eq(modes.count, 1);
    ck_assert_double_eq(descent__modes_flat_part(&b.point, b.x), 3);
    b.evidence.rule = descent_rule_with_schedule(descent_fixed_step(0.5), descent_schedule_inverse(10));
    modes = descent__modes_measure(&b.evidence, &b.point, b.x, NULL, 0, false);
    ck_assert_uint_eq(modes.count, 0);
    b.evidence.rule = descent_fixed_step(0.5);
    b.point.eigenvector_count = 1;
    modes = descent__modes_measure(&b.evidence, &b.point, b.x, NULL, 0, false);
    ck_assert_uint_eq(modes.count, 0);
    b.evidence.has_rule = false;
    modes = descent__modes_measure(&b.evidence, &b.point, b.x, NULL, 0, false);
    ck_assert_uint_eq(modes.count, 0);
    descent__arena_release(&b.evidence.work);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {steps_to_go_are_those_after_which_it_stays, passing_through_is_not_arrival,
                                  rounding_is_no_factor, what_theory_does_not_know_has_no_modes};
    return descent_test_main(descent_test_suite("inside modes", tests, sizeof tests / sizeof *tests));
}
