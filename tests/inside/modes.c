/* Linear theory against runs of the rules themselves, on quadratics whose eigenvectors are the axes. */
#include "inside/inside.h"

#include <float.h>

#include <descent/adaptive.h>

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

/* ---- envelopes, by their formulas ---- */

/* Both parts of a mode, each by itself; and what it may have become of what it is now, by as much as the smaller part has faded, or turned. */
static double envelope(const descent__mode *m, double k)
{
    const double factor = m->weight * exp(k * m->first), fading = k > 0 ? exp(k * m->second) : 1;
    const double whole = m->angle > 0 ? hypot(m->amplitude, m->other) : fabs(m->amplitude) + fabs(m->other) * fading;
    const double from_now = m->angle > 0 ? fabs(m->amplitude) + fabs(m->other) * fmin(1, k * m->angle)
                                         : fabs(m->part) + fabs(m->other) * (1 - fading);
    return factor * (m->other_side ? whole : fmin(whole, from_now));
}

static const descent__mode shapes[] = {
    {.weight = 1, .part = 1, .first = -0.125, .second = -700, .amplitude = 1, .other = 0},
    {.weight = 3, .part = 0.25, .first = -0.03, .second = -0.4, .amplitude = 2, .other = -1.75},
    {.weight = 2, .part = 0.001, .first = -0.02, .second = -0.001, .amplitude = 9, .other = -8.999},
    {.weight = 1, .part = -3, .first = -0.25, .second = -0.125, .amplitude = -1, .other = -2, .other_side = true},
    {.weight = 0.5, .part = 0.1, .first = -0.05, .angle = 0.3, .amplitude = 0.1, .other = -6},
    {.weight = 0.5, .part = -4, .first = -0.1, .angle = 2.5, .amplitude = -4, .other = 3, .alternates = true},
};

/* Of one mode, and of two and three: from a step on all stays within, and the step before is not. */
START_TEST(envelopes_fall_within_when_their_formulas_do)
{
    enum {
        kinds = sizeof shapes / sizeof *shapes,
        longest = 2000
    };
    for (size_t first = 0; first < kinds; first++)
        for (size_t some = 1; some <= 3 && first + some <= kinds; some++) {
            const descent__modes modes = {.count = some, .of = shapes + first};
            double all[longest + 1];
            for (size_t k = 0; k <= longest; k++) {
                double squares = 0;
                for (size_t j = 0; j < some; j++)
                    squares += envelope(&shapes[first + j], (double)k) * envelope(&shapes[first + j], (double)k);
                all[k] = sqrt(squares);
                ck_assert_double_eq_tol(descent__modes_distance(&modes, (double)k), all[k], 1e-11 * all[k] + 1e-140);
            }
            double top = 0;
            for (size_t k = 0; k <= longest; k++)
                top = fmax(top, all[k]);
            for (double goal = 2 * top; goal > 1e-7; goal *= 0.3) {
                size_t last = 0;
                for (size_t k = 0; k <= longest; k++)
                    last = all[k] > goal ? k + 1 : last;
                ck_assert_uint_lt(last, longest);
                /* Where it rises first, a top that is passed within a few steps is looked for at some of them. */
                if (all[0] >= 0.9 * top || goal < 0.5 * top)
                    ck_assert_double_eq(descent__modes_steps(&modes, goal), (double)last);
            }
            if (all[0] >= top)
                ck_assert_double_eq(descent__modes_steps(&modes, all[0]), 0);
            if (all[1] < all[0] && all[0] >= top) /* one step is none too many */
                ck_assert_double_eq(descent__modes_steps(&modes, all[0] / 2 + all[1] / 2), 1);
        }
}
END_TEST

START_TEST(the_largest_share_decides)
{
    const descent__mode modes[] = {
        {.weight = 1, .part = 4, .first = -0.5, .second = -1, .amplitude = 4},
        {.weight = 1, .part = -1, .first = -0.25, .second = -1, .amplitude = -1},
        {.weight = 2, .part = 0.25, .first = -0.125, .second = -1, .amplitude = 0.25, .alternates = true},
    };
    /* 4e^(−k/2) against e^(−k/4) until 4 ln 4 = 5.545, that against ½e^(−k/8) until 8 ln 2 = 5.545; so the second never decides. */
    for (size_t count = 1; count <= 3; count++)
        for (int k = 0; k < 30; k++) {
            const descent__modes some = {.count = count, .of = modes};
            const size_t due = count == 1 || k < 6 ? 0 : count == 2 ? 1 : 2;
            ck_assert_ptr_eq(descent__modes_deciding(&some, k), modes + due);
        }
    ck_assert_double_eq(descent__mode_factor(modes + 1), exp(-0.25));
    ck_assert_double_eq(descent__mode_factor(modes + 2), -exp(-0.125));
    ck_assert_ptr_null(descent__modes_deciding(&(descent__modes){0}, 1));
    const descent__mode lasting = {.weight = 1, .part = 1, .amplitude = 1, .second = -1};
    ck_assert_double_infinite(descent__modes_steps(&(descent__modes){.count = 1, .of = &lasting}, 0.5));
    ck_assert_double_eq(descent__modes_steps(&(descent__modes){.count = 1, .of = &lasting}, 1), 0);
}
END_TEST

/* ---- what is measured goes on as the rule does ---- */

static double goes_on(const descent__mode *m, const double *signs, double k)
{
    if (m->angle > 0)
        return exp(k * m->first) * (m->amplitude * cos(k * m->angle) + m->other * sin(k * m->angle));
    const double larger = signs[0] * exp(m->first), smaller = (m->other_side ? -1 : 1) * larger * exp(m->second);
    return m->amplitude * pow(larger, k) + (k > 0 ? m->other * pow(smaller, k) : m->other);
}

/* Around a point that is not the origin, with axes that are turned by 30 degrees: each part follows its two multipliers. */
START_TEST(parts_go_on_as_the_rule_does)
{
    const double c = sqrt(3) / 2, s = 0.5;
    const double pairs[][2] = {{1, 0.2}, {2.5, 0.01}, {3.3, 1.7}};
    const descent_rule rules[] = {descent_fixed_step(0.3), descent_heavy_ball(0.3, 0.5), descent_heavy_ball(0.9, -0.3),
                                  descent_nesterov(0.3, 0.6), descent_heavy_ball(0.05, 0.9)};
    for (size_t r = 0; r < sizeof rules / sizeof *rules; r++)
        for (size_t p = 0; p < 3; p++)
            for (int by_gradient = 0; by_gradient < 2; by_gradient++) {
                bench b;
                set_up(&b, rules[r], 2, pairs[p]);
                b.x[0] = 1.5, b.x[1] = -0.75;
                b.before[0] = 1, b.before[1] = 0.25;
                if (r == 0)
                    memcpy(b.before, b.x, sizeof b.x);
                const double turned[] = {c, s, -s, c};
                memcpy(b.vectors, turned, sizeof turned);
                b.origin[0] = 5, b.origin[1] = -7;
                double here[2], then[2];
                for (size_t i = 0; i < 2; i++) {
                    here[i] = b.origin[i] + b.x[0] * turned[i] + b.x[1] * turned[2 + i];
                    then[i] = b.origin[i] + b.before[0] * turned[i] + b.before[1] * turned[2 + i];
                }
                const descent__modes modes =
                    descent__modes_measure(&b.evidence, &b.point, here, r == 0 ? NULL : then, 0, by_gradient);
                ck_assert_uint_eq(modes.count, 2);
                for (size_t k = 0; k < 12; k++) {
                    for (size_t i = 0; i < 2; i++) {
                        const descent__mode *const m = &modes.of[i];
                        const double sign = m->angle > 0 || !m->alternates ? 1 : -1;
                        ck_assert_double_eq_tol(goes_on(m, &sign, (double)k), b.x[i], 1e-9);
                        ck_assert_double_eq_tol(m->part, i == 0 ? 1.5 : -0.75, 1e-12);
                        ck_assert_double_eq(m->weight, by_gradient ? pairs[p][i] : 1);
                        ck_assert_ptr_eq(m->vector, b.vectors + 2 * i);
                    }
                    step(&b);
                }
                descent__arena_release(&b.evidence.work);
            }
}
END_TEST

/* At ηλ = 1 a step leaves nothing, but what is there now is there. */
START_TEST(a_factor_of_nothing_takes_one_step)
{
    const double two[] = {2};
    bench b;
    set_up(&b, descent_fixed_step(0.5), 1, two);
    b.x[0] = -3;
    const descent__modes modes = descent__modes_measure(&b.evidence, &b.point, b.x, NULL, 0, false);
    ck_assert_double_eq(descent__modes_distance(&modes, 0), 3);
    ck_assert_double_eq(descent__modes_steps(&modes, 1e-5), 1);
    ck_assert_double_eq(descent__modes_steps(&modes, 3), 0);
    descent__arena_release(&b.evidence.work);
}
END_TEST

/* Each thing that theory needs is missing alone. */
START_TEST(theory_applies_where_nothing_is_missing)
{
    const double pair[] = {1, 2}, x[] = {1, 1};
    for (int missing = 0; missing < 8; missing++) {
        bench b;
        set_up(&b, descent_fixed_step(0.5), 2, pair);
        b.evidence.has_rule = missing != 1;
        b.point.curvature_jumps = missing == 2;
        if (missing == 3)
            b.evidence.step_size = NAN;
        if (missing == 4)
            b.evidence.rule = descent_rule_with_schedule(descent_fixed_step(0.5), descent_schedule_inverse(10));
        if (missing == 5)
            b.evidence.rule = descent_adam(0.5, NULL);
        b.point.eigenvalue_count -= missing == 6;
        b.point.eigenvector_count -= missing == 7;
        const descent__modes modes = descent__modes_measure(&b.evidence, &b.point, x, NULL, 0, false);
        ck_assert_uint_eq(modes.count, missing == 0 ? 2 : 0);
        ck_assert_uint_eq(descent__modes_measure(&b.evidence, NULL, x, NULL, 0, false).count, 0);
        descent__arena_release(&b.evidence.work);
    }
    /* An eigenvalue counts as zero up to its tolerance, of either sign; and is taken so many tolerances higher. */
    for (int sign = -1; sign <= 1; sign += 2) {
        bench b;
        const double edge[] = {sign * 0.25, sign * nextafter(0.25, 1)};
        set_up(&b, descent_fixed_step(0.5), 2, edge);
        b.point.eigenvalue_tolerance = 0.25;
        const descent__modes modes = descent__modes_measure(&b.evidence, &b.point, (double[]){3, 4}, NULL, 1, false);
        ck_assert_uint_eq(modes.count, 1);
        ck_assert_double_eq(modes.of[0].part, 4);
        ck_assert_double_eq_tol(descent__mode_factor(modes.of), sign > 0 ? 0.75 : 1, 1e-15);
        ck_assert_double_eq(descent__modes_flat_part(&b.point, (double[]){3, 4}), 3);
        b.point.eigenvalue_tolerance = 1;
        ck_assert_double_eq_tol(descent__modes_flat_part(&b.point, (double[]){3, 4}), 5, 1e-15);
        b.point.eigenvector_count = 1;
        ck_assert_double_eq(descent__modes_flat_part(&b.point, (double[]){3, 4}), 3);
        descent__arena_release(&b.evidence.work);
    }
    for (int sign = -1; sign <= 1; sign += 2) {
        ck_assert(descent__is_no_factor(sign * DESCENT__MODE_ROUNDINGS * DBL_EPSILON));
        ck_assert(!descent__is_no_factor(sign * 1.01 * DESCENT__MODE_ROUNDINGS * DBL_EPSILON));
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {steps_to_go_are_those_after_which_it_stays,
                                  passing_through_is_not_arrival,
                                  rounding_is_no_factor,
                                  what_theory_does_not_know_has_no_modes,
                                  envelopes_fall_within_when_their_formulas_do,
                                  the_largest_share_decides,
                                  parts_go_on_as_the_rule_does,
                                  a_factor_of_nothing_takes_one_step,
                                  theory_applies_where_nothing_is_missing};
    return descent_test_main(descent_test_suite("inside modes", tests, sizeof tests / sizeof *tests));
}
