/* The adaptive rules against NumPy, step by step; their signs and lengths; hostile gradients; what they refuse. */
#include <descent/adaptive.h>

#include <math.h>

#include <descent/descent.h>

#include "rules/adaptive_numpy.h"
#include "support.h"

START_TEST(every_rule_makes_the_steps_of_its_paper)
{
    const descent_adam_options other = {.first_decay = 0.7, .second_decay = 0.95, .epsilon = 1e-4};
    const descent_adam_options amsgrad = {.kind = DESCENT_AMSGRAD}, nadam = {.kind = DESCENT_NADAM};
    const descent_modifiers decoupled = {.decoupled_decay = 0.05};
    const struct {
        descent_rule rule;
        double points[shown_steps][2];
    } runs[] = {NUMPY_RUNS};
    static const uint64_t shown[] = SHOWN_STEPS;
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.25};
    for (size_t r = 0; r < sizeof runs / sizeof *runs; r++) {
        descent_engine *const engine = descent_test_engine(&problem, runs[r].rule, start);
        for (size_t k = 0; k < shown_steps; k++) {
            assert_success(descent_engine_run(engine, shown[k] - descent_engine_steps(engine)));
            for (size_t i = 0; i < 2; i++)
                ck_assert_double_eq_tol(descent_engine_point(engine)[i], runs[r].points[k][i], 1e-12);
        }
        ck_assert_uint_eq(descent_engine_evaluations(engine).gradient, shown[shown_steps - 1]);
        descent_engine_free(engine);
    }
}
END_TEST

static descent_rule all_rules(size_t which)
{
    const descent_adam_options amsgrad = {.kind = DESCENT_AMSGRAD}, nadam = {.kind = DESCENT_NADAM};
    const descent_rule rules[] = {
        descent_adagrad(0.1, 0),   descent_rmsprop(0.1, 0, 0), descent_adam(0.1, NULL), descent_adam(0.1, &amsgrad),
        descent_adam(0.1, &nadam), descent_lion(0.1, 0, 0),    descent_sign(0.1),       descent_normalised(0.1),
    };
    return rules[which];
}

enum {
    rule_count = 8
};

static int constant_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)x;
    for (size_t i = 0; i < n; i++)
        gradient[i] = ((const double *)context)[i];
    return 0;
}

/* The first step of each has a known length: |Δxᵢ| = η for the componentwise ones, whatever the gradient's size. */
START_TEST(first_steps_do_not_depend_on_the_size_of_the_gradient)
{
    const double sizes[] = {1e-3, 1, 1e3, 1e100}, zero[] = {0, 0};
    for (size_t r = 0; r < rule_count; r++)
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            double gradient[] = {3 * sizes[s], -4 * sizes[s]};
            const descent_problem problem = {.dimension = 2, .gradient = constant_gradient, .context = gradient};
            descent_engine *const engine = descent_test_engine(&problem, all_rules(r), zero);
            assert_success(descent_engine_step(engine));
            const double *const x = descent_engine_point(engine);
            const char *const name = descent_engine_rule(engine)->type->name;
            if (r == rule_count - 1) {
                ck_assert_double_eq_tol(hypot(x[0], x[1]), 0.1, 1e-15);
                ck_assert_double_eq_tol(x[0] / x[1], -0.75, 1e-15);
            } else {
                /* RMSProp's mean begins with (1 − ρ)g²; AMSGrad has no bias correction. */
                const double factor = r == 1   ? 1 / sqrt(0.1)
                                      : r == 3 ? 0.1 / sqrt(0.001)
                                      : r == 4 ? 0.9 * 0.1 / 0.19 + 1
                                               : 1;
                ck_assert_msg(fabs(x[0] + 0.1 * factor) < 1e-4 && fabs(x[1] - 0.1 * factor) < 1e-4, "%s: %g %g", name,
                              x[0], x[1]);
            }
            descent_engine_free(engine);
        }
}
END_TEST

/* η∇L/‖∇L‖ also where ‖∇L‖² is no number, or zero, or η/‖∇L‖ is. */
START_TEST(a_direction_needs_no_length)
{
    const double sizes[] = {0x1p-1074, 0x1p-1060, 1e-200, 1e160, 1e300, 0x1p1020}, start[] = {8, -2};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        double gradient[] = {3 * sizes[s], -4 * sizes[s]};
        const descent_problem problem = {.dimension = 2, .gradient = constant_gradient, .context = gradient};
        descent_engine *const engine = descent_test_engine(&problem, descent_normalised(0.125), start);
        assert_success(descent_engine_run(engine, 3));
        ck_assert_double_eq_tol(descent_engine_point(engine)[0], 8 - 3 * 0.125 * 0.6, 1e-14);
        ck_assert_double_eq_tol(descent_engine_point(engine)[1], -2 + 3 * 0.125 * 0.8, 1e-14);
        descent_engine_free(engine);
    }
    /* Slopes of which each is a number and their length is none; and η/‖∇L‖ above all numbers for an η that is one. */
    const struct {
        double gradient[2], step_size;
    } rows[] = {{{1.5e308, -1.5e308}, 0.125}, {{1e-100, -1e-100}, 1e300}};
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        double gradient[] = {rows[r].gradient[0], rows[r].gradient[1]};
        const double half = rows[r].step_size * sqrt(0.5), end[] = {8 - half, -2 + half};
        const descent_problem problem = {.dimension = 2, .gradient = constant_gradient, .context = gradient};
        descent_engine *const engine = descent_test_engine(&problem, descent_normalised(rows[r].step_size), start);
        assert_success(descent_engine_step(engine));
        for (size_t i = 0; i < 2; i++)
            ck_assert_double_eq_tol(descent_engine_point(engine)[i], end[i], 1e-14 * (1 + fabs(end[i])));
        descent_engine_free(engine);
    }
}
END_TEST

/* Where the gradient is zero nothing moves, and nothing becomes NaN; one that is not finite or overflows when it is squared ends
 * the step, and the point stays. */
START_TEST(hostile_gradients_are_met)
{
    const double hostile[] = {NAN, INFINITY, -INFINITY, 1e200, 5e-324}, start[] = {1, 2};
    for (size_t r = 0; r < rule_count; r++) {
        double gradient[] = {0, 0};
        const descent_problem problem = {.dimension = 2, .gradient = constant_gradient, .context = gradient};
        descent_engine *const engine = descent_test_engine(&problem, all_rules(r), start);
        assert_success(descent_engine_run(engine, 3));
        ck_assert_double_eq(descent_engine_point(engine)[0], 1);
        ck_assert_double_eq(descent_engine_point(engine)[1], 2);
        for (size_t h = 0; h < sizeof hostile / sizeof *hostile; h++) {
            assert_success(descent_engine_reset(engine, start));
            gradient[1] = hostile[h];
            const descent_status status = descent_engine_step(engine);
            const double *const x = descent_engine_point(engine);
            ck_assert(isfinite(x[0]) && isfinite(x[1]));
            const bool squares = r < 5;
            ck_assert_int_eq(status, isfinite(hostile[h]) && !(squares && hostile[h] > 1e160) ? DESCENT_SUCCESS
                                                                                              : DESCENT_ENONFINITE);
            if (status != DESCENT_SUCCESS)
                ck_assert_double_eq(x[1], 2);
            if (hostile[h] == 1e200 && squares)
                ck_assert_ptr_nonnull(strstr(descent_error_detail(), "overflows"));
        }
        descent_engine_free(engine);
    }
}
END_TEST

/* Steps that do not shrink with the gradient end on a cycle about as wide as η, for every η: a smaller one ends it no more than a larger
 * one, and the advice is a schedule that decays; that one does. */
START_TEST(cycles_as_wide_as_the_step_are_ended_by_decay)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 2.5};
    const descent_rule rules[] = {descent_rmsprop(0.05, 0, 0), descent_sign(0.05), descent_lion(0.05, 0, 0),
                                  descent_normalised(0.05)};
    for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
        descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, rules[r], start, 3000);
        ck_assert_msg(diagnosis->ending == DESCENT_ENDING_PERIODIC || diagnosis->ending == DESCENT_ENDING_QUASIPERIODIC,
                      "%s: %s", rules[r].type->name, descent_ending_string(diagnosis->ending));
        ck_assert_uint_ge(diagnosis->advice_count, 1);
        ck_assert_msg(diagnosis->advice[0].kind == DESCENT_ADVICE_DECAY_STEP, "%s: %s", rules[r].type->name,
                      diagnosis->advice[0].text);
        descent_diagnosis_free(diagnosis);
        for (int decays = 0; decays < 2; decays++) {
            descent_rule rule = rules[r];
            rule.step_size = 0.025;
            if (decays)
                rule.schedule = descent_schedule_cosine(6000, 0);
            descent_engine *const engine = descent_test_engine(&problem, rule, start);
            assert_success(descent_engine_run(engine, 6000));
            const double off =
                fabs(fabs(descent_engine_point(engine)[1] - 1) - sqrt(0.5)) + fabs(descent_engine_point(engine)[0] - 2);
            ck_assert_msg(decays ? off < 1e-4 : off > 1e-3, "%s, %d: %g", rules[r].type->name, decays, off);
            descent_engine_free(engine);
        }
    }
}
END_TEST

START_TEST(parameters_out_of_range_are_refused)
{
    const descent_adam_options wrong_kind = {.kind = (descent_adam_kind)7}, wrong_first = {.first_decay = 1},
                               wrong_second = {.second_decay = -0.1}, wrong_epsilon = {.epsilon = INFINITY},
                               wrong_room = {.reserved = {0, 1}}, wrong_first_room = {.reserved = {1}},
                               last_kind = {.kind = DESCENT_NADAM, .reserved = {1}},
                               beyond = {.kind = (descent_adam_kind)(DESCENT_NADAM + 1)};
    const struct {
        descent_rule rule;
        const char *detail;
    } wrong[] = {
        {descent_adagrad(0.1, -1), "epsilon must be finite and positive"},
        {descent_rmsprop(0.1, 1, 0), "decay must be in (0, 1)"},
        {descent_rmsprop(0.1, 0, NAN), "epsilon"},
        {descent_adam(0.1, &wrong_kind), "kind must be a descent_adam_kind, got 7"},
        {descent_adam(0.1, &wrong_first), "first_decay must be in (0, 1), got 1"},
        {descent_adam(0.1, &wrong_second), "second_decay"},
        {descent_adam(0.1, &wrong_epsilon), "epsilon"},
        {descent_adam(0.1, &wrong_room), "reserved"},
        {descent_adam(0.1, &wrong_first_room), "reserved"},
        {descent_adam(0.1, &last_kind), "reserved"},
        {descent_adam(0.1, &beyond), "kind"},
        {descent_lion(0.1, 2, 0), "first_decay"},
        {descent_lion(0.1, 0, NAN), "second_decay"},
        {descent_sign(-1), "step_size"},
    };
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++)
        assert_failure(descent_rule_check(&wrong[k].rule), DESCENT_EINVAL, wrong[k].detail);
    for (size_t r = 0; r < rule_count; r++) {
        const descent_rule rule = all_rules(r);
        assert_success(descent_rule_check(&rule));
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_rule_makes_the_steps_of_its_paper,
        first_steps_do_not_depend_on_the_size_of_the_gradient,
        a_direction_needs_no_length,
        hostile_gradients_are_met,
        cycles_as_wide_as_the_step_are_ended_by_decay,
        parameters_out_of_range_are_refused,
    };
    return descent_test_main(descent_test_suite("rules_adaptive", tests, sizeof tests / sizeof tests[0]));
}
