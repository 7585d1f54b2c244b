/* Clipping, decay, soft thresholds and boxes around the step of any rule. */
#include <float.h>
#include <math.h>

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/sweep.h>

#include "support.h"

/* L = Σ cᵢ(xᵢ − tᵢ)²/2 */
static const double curvature[] = {1, 4}, target[] = {3, -2};

static int loss(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += curvature[i] * (x[i] - target[i]) * (x[i] - target[i]) / 2;
    return 0;
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        g[i] = curvature[i] * (x[i] - target[i]);
    return 0;
}

static const descent_problem problem = {.dimension = 2, .loss = loss, .gradient = gradient};

static void run(descent_rule rule, const double *start, size_t steps, double *end)
{
    descent_engine *const engine = descent_test_engine(&problem, rule, start);
    assert_success(descent_engine_run(engine, steps));
    for (size_t i = 0; i < 2; i++)
        end[i] = descent_engine_point(engine)[i];
    descent_engine_free(engine);
}

/* One step of everything at once, in the order that the header states. */
START_TEST(one_step_follows_the_order)
{
    const double start[] = {10, -9}, lower[] = {-INFINITY, -8.4}, eta = 0.1;
    const descent_modifiers all = {
        .weight_decay = 0.5, .clip_value = 11, .clip_norm = 12, .decoupled_decay = 0.2, .l1 = 0.3, .lower = lower};
    double expected[2], g[2], end[2];
    for (int i = 0; i < 2; i++) {
        g[i] = curvature[i] * (start[i] - target[i]) + 0.5 * start[i];
        g[i] = fmax(-11, fmin(11, g[i]));
    }
    const double norm = hypot(g[0], g[1]);
    ck_assert(norm > 12);
    for (int i = 0; i < 2; i++) {
        double x = start[i] - eta * g[i] * 12 / norm;
        x -= eta * 0.2 * start[i];
        x = copysign(fmax(fabs(x) - eta * 0.3, 0), x);
        expected[i] = i == 1 ? fmax(x, -8.4) : x;
    }
    run(descent_rule_with_modifiers(descent_fixed_step(eta), all), start, 1, end);
    ck_assert_double_eq_tol(end[0], expected[0], 1e-14);
    ck_assert_double_eq_tol(end[1], expected[1], 1e-14);
    /* What the engine shows is the problem's own gradient. */
    descent_engine *const engine =
        descent_test_engine(&problem, descent_rule_with_modifiers(descent_fixed_step(eta), all), start);
    ck_assert_double_eq(descent_engine_gradient(engine)[1], 4 * -7.0);
    descent_engine_free(engine);
}
END_TEST

/* Fixed points by theory: each is where the subgradient of what is minimised has a zero. */
START_TEST(runs_end_where_theory_says)
{
    const double start[] = {0.1, 0.1}, lower[] = {-1, -1}, upper[] = {1, 5};
    const struct {
        descent_modifiers modifiers;
        double end[2];
    } cases[] = {
        {{.weight_decay = 1}, {3.0 / 2, -8.0 / 5}},    /* ct/(c + λ) */
        {{.decoupled_decay = 1}, {3.0 / 2, -8.0 / 5}}, /* the same for a fixed step */
        {{.l1 = 1}, {3 - 1.0 / 1, -2 + 1.0 / 4}},      /* t − sign(t)λ/c */
        {{.l1 = 5}, {0, -2 + 5.0 / 4}},                /* zero where λ ≥ c|t| */
        {{.lower = lower, .upper = upper}, {1, -1}},   /* the nearest of the box, for a diagonal Hessian */
        {{.lower = lower}, {3, -1}},
        {{.clip_norm = 0.5}, {3, -2}},
        {{.clip_value = 0.5}, {3, -2}},
    };
    const descent_rule rules[] = {descent_fixed_step(0.2), descent_heavy_ball(0.1, 0.5), descent_nesterov(0.1, 0.5),
                                  descent_damped_momentum(0.2, 0.5)};
    for (size_t r = 0; r < sizeof rules / sizeof *rules; r++)
        for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
            double end[2];
            run(descent_rule_with_modifiers(rules[r], cases[c].modifiers), start, 2000, end);
            for (int i = 0; i < 2; i++)
                ck_assert_msg(fabs(end[i] - cases[c].end[i]) < 1e-12, "rule %zu, case %zu: %.17g %.17g", r, c, end[0],
                              end[1]);
        }
}
END_TEST

/* A gradient whose square overflows has a direction all the same; and what is not finite is still found. */
START_TEST(clipping_is_not_fooled_by_size)
{
    const double start[] = {1e200, -1e200};
    const descent_modifiers clip = {.clip_norm = 5};
    descent_engine *engine =
        descent_test_engine(&problem, descent_rule_with_modifiers(descent_fixed_step(1e198), clip), start);
    assert_success(descent_engine_step(engine));
    ck_assert_double_eq_tol(descent_engine_point(engine)[0] / 1e200, 1 - 0.05 / sqrt(17), 1e-12);
    descent_engine_free(engine);
    const double lower[] = {0, 0}, upper[] = {1, 1}, infinite[] = {1e308, 1e308};
    const descent_modifiers box = {.lower = lower, .upper = upper};
    engine = descent_test_engine(&problem, descent_rule_with_modifiers(descent_fixed_step(1e300), box), infinite);
    ck_assert_int_eq(descent_engine_step(engine),
                     DESCENT_ENONFINITE); /* the box does not hide that the step exploded */
    descent_engine_free(engine);
}
END_TEST

/* A gradient that is what the test says. */
static int as_told(size_t n, const double *x, double *g, void *context)
{
    (void)x;
    for (size_t i = 0; i < n; i++)
        g[i] = ((const double *)context)[i];
    return 0;
}

/*
 * Where the norm overflows, or is so small that a quotient would lose digits, the direction is the same and the length the clip's;
 * what is no longer stays, and what is infinite ends the run.
 */
START_TEST(clipping_keeps_the_direction_at_both_ends_of_the_numbers)
{
    const struct {
        double g[2], clip, expected[2];
    } cases[] = {
        {{1.2e308, -1.6e308}, 5, {3, -4}},
        {{-1.6e308, 1.2e308}, 1e300, {-8e299, 6e299}},
        {{3e-300, 4e-300}, 1e-302, {6e-303, 8e-303}},
        {{3e-300, 4e-300}, 1, {3e-300, 4e-300}},
        {{0, 0}, 1, {0, 0}},
        {{6, 8}, 1e-305, {6e-306, 8e-306}},
        {{1.6e308, -1.2e308}, 1e-5, {8e-6, -6e-6}},
    };
    const double start[] = {0, 0};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double told[] = {cases[k].g[0], cases[k].g[1]};
        const descent_problem constant = {.dimension = 2, .gradient = as_told, .context = told};
        const descent_modifiers clip = {.clip_norm = cases[k].clip};
        descent_engine *const engine =
            descent_test_engine(&constant, descent_rule_with_modifiers(descent_fixed_step(1), clip), start);
        assert_success(descent_engine_step(engine));
        for (size_t i = 0; i < 2; i++)
            ck_assert_double_le(fabs(descent_engine_point(engine)[i] + cases[k].expected[i]),
                                1e-14 * fabs(cases[k].expected[i]));
        told[1] = INFINITY;
        ck_assert_int_eq(descent_engine_step(engine), DESCENT_ENONFINITE);
        descent_engine_free(engine);
    }
}
END_TEST

static int level(size_t n, const double *x, double *g, void *context)
{
    (void)x, (void)context;
    for (size_t i = 0; i < n; i++)
        g[i] = 0;
    return 0;
}

/* A box takes in whatever is a number, to the largest and to its own edge, wherever it stands among the variables. */
START_TEST(a_box_takes_in_all_numbers)
{
    enum {
        most = 9
    };
    static const double from[] = {DBL_MAX, -DBL_MAX, 5, 0x1.4000000000001p2, -4, -4.5, 0.25};
    for (size_t n = 1; n <= most; n++)
        for (int sides = 0; sides < 3; sides++) {
            const descent_problem flat = {.dimension = n, .gradient = level};
            double x[most], lower[most], upper[most];
            for (size_t i = 0; i < n; i++) {
                x[i] = from[(i + n) % 7];
                lower[i] = -4;
                upper[i] = 5;
            }
            const descent_modifiers box = {.lower = sides != 1 ? lower : NULL, .upper = sides != 2 ? upper : NULL};
            descent_engine *const engine =
                descent_test_engine(&flat, descent_rule_with_modifiers(descent_fixed_step(1), box), x);
            assert_success(descent_engine_step(engine));
            for (size_t i = 0; i < n; i++) {
                const double raised = sides != 1 ? fmax(x[i], -4) : x[i];
                ck_assert_double_eq(descent_engine_point(engine)[i], sides != 2 ? fmin(raised, 5) : raised);
            }
            descent_engine_free(engine);
        }
}
END_TEST

START_TEST(modifiers_out_of_range_are_refused)
{
    const double lower[] = {0, 2}, upper[] = {1, 1}, nan[] = {0, NAN}, start[] = {0, 0};
    const struct {
        descent_modifiers modifiers;
        const char *detail;
    } bad[] = {
        {{.weight_decay = -1}, "weight_decay"},
        {{.clip_norm = NAN}, "clip_norm"},
        {{.clip_value = INFINITY}, "clip_value"},
        {{.decoupled_decay = -0.1}, "decoupled_decay"},
        {{.l1 = -1}, "l1"},
        {{.reserved = {0, 0, 1, 0}}, "reserved[2]"},
    };
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        const descent_rule rule = descent_rule_with_modifiers(descent_fixed_step(1), bad[k].modifiers);
        assert_failure(descent_rule_check(&rule), DESCENT_EINVAL, bad[k].detail);
    }
    const descent_modifiers boxes[] = {{.lower = lower, .upper = upper}, {.lower = nan}, {.upper = nan}};
    for (size_t k = 0; k < 3; k++) {
        descent_engine *engine;
        assert_failure(
            descent_engine_new(&engine, &problem, descent_rule_with_modifiers(descent_fixed_step(1), boxes[k]), start),
            DESCENT_EINVAL, "lower[1]");
    }
    /* What a rule knows of itself does not hold with modifiers. */
    const descent_rule clipped =
        descent_rule_with_modifiers(descent_fixed_step(1), (descent_modifiers){.weight_decay = 1});
    ck_assert_double_nan(descent_rule_step_limit(&clipped, 1));
}
END_TEST

/*
 * What holds a run off every critical point of the loss is named; with the same kinds of modifiers, but none that holds it, it has
 * arrived. Descent on the loss itself ends at (3, −2).
 */
START_TEST(a_run_that_modifiers_hold_is_said_to_be_held)
{
    const double start[] = {0.1, 0.1};
    const struct {
        descent_modifiers modifiers;
        double step_size;
        bool held;
    } cases[] = {
        {{.weight_decay = 1}, 0.1, true}, {{.decoupled_decay = 1}, 0.1, true},
        {{.l1 = 1}, 0.1, true},           {{.clip_norm = 2}, 0.1, false}, /* rests where the loss does */
        {{.clip_value = 2}, 0.1, false},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        const descent_rule rule =
            descent_rule_with_modifiers(descent_fixed_step(cases[c].step_size), cases[c].modifiers);
        descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, rule, start, 600);
        ck_assert_msg(diagnosis->ending == DESCENT_ENDING_CONVERGED, "case %zu: ending %d", c, (int)diagnosis->ending);
        ck_assert_msg((strstr(diagnosis->reason, "besides its rule") != NULL) == cases[c].held, "case %zu: %s", c,
                      diagnosis->reason);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* Sweeps step such rules one by one: what they find is what an engine finds. */
START_TEST(sweeps_go_the_same_way)
{
    const double lower[] = {-1, -1}, upper[] = {1, 5}, start[] = {0.1, 0.1}, step_sizes[] = {0.05, 0.1, 0.3};
    const descent_modifiers box = {.lower = lower, .upper = upper};
    const descent_rule rules[] = {descent_rule_with_modifiers(descent_heavy_ball(0.1, 0.3), box),
                                  descent_adam(0.1, NULL), descent_damped_momentum(0.1, 0.5)};
    for (size_t r = 0; r < 3; r++) {
        const descent_sweep_options options = {.rule = &rules[r], .steps = 50};
        descent_sweep *sweep;
        assert_success(descent_sweep_step_sizes(&problem, start, step_sizes, 3, &options, &sweep));
        for (size_t k = 0; k < 3; k++) {
            descent_rule rule = rules[r];
            rule.step_size = step_sizes[k];
            double end[2];
            run(rule, start, 50, end);
            for (int i = 0; i < 2; i++)
                ck_assert_double_eq(descent_sweep_end_point(sweep, k)[i], end[i]);
        }
        descent_sweep_free(sweep);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        clipping_keeps_the_direction_at_both_ends_of_the_numbers,
        one_step_follows_the_order,
        runs_end_where_theory_says,
        clipping_is_not_fooled_by_size,
        a_box_takes_in_all_numbers,
        modifiers_out_of_range_are_refused,
        a_run_that_modifiers_hold_is_said_to_be_held,
        sweeps_go_the_same_way,
    };
    return descent_test_main(descent_test_suite("rules_modifiers", tests, sizeof tests / sizeof tests[0]));
}
