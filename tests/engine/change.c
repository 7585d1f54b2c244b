/* Another rule, step size or momentum in the middle of a run. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/monitor.h>
#include <descent/progress.h>
#include <descent/resume.h>

#include "engine/every_rule.h"
#include "support.h"

static const double start[] = {-1.2, 1};

static descent_engine *engine_of(int which)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 0);
    return descent_test_engine(&problem, every_rule(which), start);
}

/* From every rule to every other: the steps after it are those of a new engine at that point. */
START_TEST(another_rule_begins_as_at_a_start)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 0);
    for (int first = 0; first < every_rule_count; first++)
        for (int second = 0; second < every_rule_count; second++) {
            if (every_rule(first).type == every_rule(second).type)
                continue;
            descent_engine *const engine = engine_of(first);
            assert_success(descent_engine_record(engine, NULL));
            assert_success(descent_engine_run(engine, 7));
            const uint64_t before = descent_engine_steps(engine);
            descent_engine *const fresh =
                descent_test_engine(&problem, every_rule(second), descent_engine_point(engine));
            assert_success(descent_engine_set_rule(engine, every_rule(second)));
            ck_assert_uint_eq(descent_engine_steps(engine), before);
            assert_success(descent_engine_run(engine, 6));
            assert_success(descent_engine_run(fresh, 6));
            ck_assert_mem_eq(descent_engine_point(engine), descent_engine_point(fresh), sizeof start);
            ck_assert_uint_eq(descent_engine_steps(engine), before + descent_engine_steps(fresh));
            const descent_path_data path = descent_path_view(descent_engine_path(engine));
            ck_assert_uint_eq(path.steps[path.count - 1], descent_engine_steps(engine));
            ck_assert_uint_eq(path.count, descent_engine_steps(engine) + 1);
            descent_engine_free(engine);
            descent_engine_free(fresh);
        }
}
END_TEST

/* The heavy ball written out, with a step size and a momentum that change at step 5. */
START_TEST(the_same_rule_keeps_its_memory)
{
    descent_engine *const engine = engine_of(1);
    double x[] = {start[0], start[1]}, previous[] = {start[0], start[1]};
    for (int k = 0; k < 12; k++) {
        const double size = k < 5 ? 1e-3 : 5e-4, momentum = k < 5 ? 0.9 : 0.5;
        const double gradient[] = {-2 * (1 - x[0]) - 400 * x[0] * (x[1] - x[0] * x[0]), 200 * (x[1] - x[0] * x[0])};
        for (int i = 0; i < 2; i++) {
            const double here = x[i];
            x[i] = here - size * gradient[i] + momentum * (here - previous[i]);
            previous[i] = here;
        }
        if (k == 5)
            assert_success(descent_engine_set_rule(engine, descent_heavy_ball(size, momentum)));
        assert_success(descent_engine_step(engine));
        for (int i = 0; i < 2; i++)
            ck_assert_double_eq_tol(descent_engine_point(engine)[i], x[i], 1e-12);
    }
    descent_engine_free(engine);
}
END_TEST

START_TEST(what_is_known_of_the_point_stays_known)
{
    double loss;
    descent_engine *const engine = engine_of(0);
    assert_success(descent_engine_run(engine, 3));
    const double norm = descent_engine_gradient_norm(engine), value = descent_engine_loss(engine);
    const descent_evaluations before = descent_engine_evaluations(engine);
    assert_success(descent_engine_set_rule(engine, descent_nesterov(1e-3, 0.5)));
    ck_assert_double_eq(descent_engine_gradient_norm(engine), norm);
    ck_assert_double_eq(descent_engine_loss(engine), value);
    ck_assert_mem_eq(descent_engine_best_point(engine, &loss, NULL), descent_engine_point(engine), sizeof start);
    ck_assert_double_eq(loss, value);
    ck_assert_uint_eq(descent_engine_evaluations(engine).gradient, before.gradient);
    assert_success(descent_engine_set_rule(engine, descent_fixed_step(1e-3)));
    assert_success(descent_engine_step(engine));
    ck_assert_uint_eq(descent_engine_evaluations(engine).gradient, before.gradient); /* it was known */
    descent_engine_free(engine);
}
END_TEST

START_TEST(a_wrong_rule_changes_nothing)
{
    descent_engine *const engine = engine_of(1), *const same = engine_of(1);
    assert_success(descent_engine_run(engine, 4));
    assert_failure(descent_engine_set_rule(engine, descent_fixed_step(-1)), DESCENT_EINVAL, "step_size");
    assert_failure(descent_engine_set_rule(NULL, descent_fixed_step(1)), DESCENT_EINVAL, "engine must not be NULL");
    /* A rule may be well by itself, and not beside this problem: bounds in the wrong order, and no loss to search with. */
    const double low[] = {-9, 2}, high[] = {9, 1};
    const descent_rule crossed =
        descent_rule_with_modifiers(descent_adam(0.1, NULL), (descent_modifiers){.lower = low, .upper = high});
    assert_failure(descent_engine_set_rule(engine, crossed), DESCENT_EINVAL, "modifiers.lower[1]");
    descent_problem lossless = descent_test_landscape("rosenbrock", 0);
    lossless.loss = NULL;
    descent_engine *const blind = descent_test_engine(&lossless, every_rule(1), start);
    assert_failure(descent_engine_set_rule(blind, descent_armijo(1, NULL)), DESCENT_EUNSUPPORTED, "needs a loss");
    descent_engine_free(blind);
    assert_success(descent_engine_run(engine, 4));
    assert_success(descent_engine_run(same, 8));
    ck_assert_mem_eq(descent_engine_point(engine), descent_engine_point(same), sizeof start);
    descent_engine_free(engine);
    descent_engine_free(same);
}
END_TEST

static int go_nowhere(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule, (void)step;
    return 0;
}

/* More vectors than can be addressed: the engine keeps those that it has. */
START_TEST(a_rule_too_large_for_memory_changes_nothing)
{
    const descent_rule_type vast = {.name = "vast", .advance = go_nowhere, .memory_count = SIZE_MAX / sizeof(double)};
    const descent_rule rule = {.type = &vast, .step_size = 1};
    for (int which = 0; which < 4; which++) {
        descent_engine *const engine = engine_of(which), *const same = engine_of(which);
        for (uint64_t round = 1; round <= 3; round++) {
            assert_failure(descent_engine_set_rule(engine, rule), DESCENT_EINVAL, "too large for memory");
            ck_assert_mem_eq(descent_engine_point(engine), descent_engine_point(same), sizeof start);
            ck_assert_ptr_eq(descent_engine_rule(engine)->type, descent_engine_rule(same)->type);
            assert_success(descent_engine_run(engine, 4 * round));
            assert_success(descent_engine_run(same, 4 * round));
            ck_assert_mem_eq(descent_engine_point(engine), descent_engine_point(same), sizeof start);
        }
        descent_engine_free(engine);
        descent_engine_free(same);
    }
}
END_TEST

/*
 * The notebook: with step 1 the ridge run oscillates between (4, 1) and (0, 1); with 0.1 it comes to the saddle; with a heavy
 * ball from beside it, to a minimum. What is told is of the run since.
 */
START_TEST(the_diagnosis_is_of_the_run_since)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double ridge[] = {4, 1}, slope[] = {4, 1.075};
    for (int which = 0; which < 3; which++) {
        descent_diagnosis *diagnosis;
        const bool saddle = which == 1;
        descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(1), saddle ? ridge : slope);
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, 20));
        const descent_rule next = which == 2 ? descent_heavy_ball(0.1, 0.3) : descent_fixed_step(0.1);
        assert_success(descent_engine_set_rule(engine, next));
        assert_success(descent_engine_run(engine, 300));
        assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
        ck_assert_str_eq(descent_ending_string(diagnosis->ending), "converged");
        ck_assert_int_eq(diagnosis->point->kind, saddle ? DESCENT_CRITICAL_SADDLE : DESCENT_CRITICAL_MINIMUM);
        ck_assert_uint_eq(diagnosis->steps, 320);
        ck_assert_int_eq(diagnosis->findings & DESCENT_FINDING_RULE_DISAGREES, 0);
        bool told = false;
        for (size_t k = 0; k < diagnosis->event_count; k++)
            if (diagnosis->events[k].kind == DESCENT_EVENT_RULE_CHANGED) {
                ck_assert_uint_eq(diagnosis->events[k].first_step, 20);
                ck_assert_uint_eq(diagnosis->events[k].count, 1);
                told = true;
            }
        ck_assert(told);
        char *const said = descent_test_printed(descent_diagnosis_print, diagnosis);
        for (char *end = said; *end; end++) /* as if it were one line */
            *end = *end == '\n' ? ' ' : *end;
        ck_assert_ptr_nonnull(strstr(said, "of the run since"));
        descent_diagnosis_free(diagnosis);
        descent_engine_free(engine);
    }
}
END_TEST

/* The path says by which rule each row was reached, in memory and in both files; alone it is judged as by its engine, since the change. */
START_TEST(the_path_knows_the_changes)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double slope[] = {4, 1.075};
    const char *const files[] = {"change.csv", "change.npy"};
    descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(1), slope);
    assert_success(descent_engine_record(engine, NULL));
    ck_assert_ptr_null(descent_path_view(descent_engine_path(engine)).rule_changes);
    assert_success(descent_engine_run(engine, 20));
    ck_assert_ptr_null(descent_path_view(descent_engine_path(engine)).rule_changes);
    assert_success(descent_engine_set_rule(engine, descent_fixed_step(0.5)));
    assert_success(descent_engine_set_rule(engine, descent_fixed_step(0.2))); /* at the same step: one change */
    assert_success(descent_engine_run(engine, 10));
    const descent_rule last = descent_heavy_ball(0.1, 0.3);
    assert_success(descent_engine_set_rule(engine, last));
    assert_success(descent_engine_run(engine, 300));
    const descent_path_data data = descent_path_view(descent_engine_path(engine));
    ck_assert_uint_eq(data.count, 331);
    for (size_t row = 0; row < data.count; row++)
        ck_assert_double_eq(data.rule_changes[row], row <= 20 ? 0 : row <= 30 ? 1 : 2);
    assert_success(descent_path_write_csv(descent_engine_path(engine), files[0]));
    assert_success(descent_path_write_npy(descent_engine_path(engine), files[1]));
    for (int k = 0; k < 2; k++) {
        descent_path *path;
        descent_diagnosis *d;
        assert_success(k == 0 ? descent_path_read_csv(&path, files[0]) : descent_path_read_npy(&path, files[1]));
        const descent_path_data read = descent_path_view(path);
        ck_assert_mem_eq(read.rule_changes, data.rule_changes, data.count * sizeof(double));
        descent_test_same_paths(path, descent_engine_path(engine));
        for (int with = 0; with < 2; with++) {
            const descent_diagnosis_options options = {.rule = with ? &last : NULL};
            assert_success(descent_diagnose(&problem, path, &options, &d));
            ck_assert_str_eq(descent_ending_string(d->ending), "converged");
            ck_assert_int_eq(d->findings & DESCENT_FINDING_RULE_DISAGREES, 0);
            ck_assert_int_eq(d->events[0].kind, DESCENT_EVENT_RULE_CHANGED);
            ck_assert_uint_eq(d->events[0].first_step, 30);
            ck_assert_uint_eq(d->events[0].count, 2);
            descent_diagnosis_free(d);
        }
        /* Who appends to it goes on with the rule that was the last. */
        assert_success(descent_path_append(path, slope, NAN, NULL));
        ck_assert_double_eq(descent_path_view(path).rule_changes[331], 2);
        descent_path_free(path);
        remove(files[k]);
    }
    /* Saved and loaded, it goes on alike; a new start forgets. */
    descent_engine *loaded;
    assert_success(descent_engine_save(engine, "change.run"));
    assert_success(descent_engine_load(&loaded, &problem, last, "change.run"));
    remove("change.run");
    assert_success(descent_engine_set_rule(loaded, descent_fixed_step(0.1)));
    assert_success(descent_engine_step(loaded));
    ck_assert_double_eq(descent_path_view(descent_engine_path(loaded)).rule_changes[331], 3);
    assert_success(descent_engine_reset(loaded, slope));
    assert_success(descent_engine_step(loaded));
    ck_assert_double_eq(descent_path_view(descent_engine_path(loaded)).rule_changes[1], 0);
    descent_engine_free(loaded);
    descent_engine_free(engine);
}
END_TEST

/* Thinned, or the last rows alone, or unwanted: each row has its count. */
START_TEST(every_sort_of_path_knows_the_changes)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 0);
    const descent_path_options sorts[] = {{.stride = 7}, {.last = 9}, {.byte_limit = 1200}, {.columns = 2 | 32}};
    for (size_t k = 0; k < sizeof sorts / sizeof *sorts; k++) {
        descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(1e-3), start);
        assert_success(descent_engine_record(engine, &sorts[k]));
        for (int change = 0; change < 5; change++) {
            assert_success(descent_engine_run(engine, 50));
            assert_success(descent_engine_set_rule(engine, descent_fixed_step(1e-3 / (change + 2))));
        }
        assert_success(descent_engine_run(engine, 50));
        const descent_path_data data = descent_path_view(descent_engine_path(engine));
        for (size_t row = 0; row < data.count; row++)
            ck_assert_double_eq(data.rule_changes[row],
                                data.steps[row] == 0 ? 0 : (double)((data.steps[row] - 1) / 50));
        descent_engine_free(engine);
    }
}
END_TEST

/* What a file says of changes may be anything. */
START_TEST(strange_counts_do_no_harm)
{
    static const char *const counts[] = {"nan", "inf", "-3", "1e300", "0.5"};
    const descent_problem problem = descent_test_landscape("notebook", 0);
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
        FILE *const file = fopen("strange.csv", "w");
        descent_path *path;
        descent_diagnosis *d;
        ck_assert_ptr_nonnull(file);
        fprintf(file, "step,x1,x2,rule_changes\n0,4,1,0\n1,3,1,%s\n2,2.5,1,0\n3,2.2,1,%s\n", counts[k], counts[k]);
        fclose(file);
        assert_success(descent_path_read_csv(&path, "strange.csv"));
        assert_success(descent_diagnose(&problem, path, NULL, &d));
        descent_diagnosis_free(d);
        descent_path_free(path);
        remove("strange.csv");
    }
}
END_TEST

START_TEST(a_monitor_goes_on_watching)
{
    descent_monitor *monitor;
    descent_engine *const engine = engine_of(0);
    assert_success(descent_monitor_new(&monitor, 2, NULL));
    assert_success(descent_monitor_attach(monitor, engine));
    assert_success(descent_engine_run(engine, 5));
    assert_success(descent_engine_set_rule(engine, descent_adam(0.01, NULL)));
    assert_success(descent_engine_run(engine, 5));
    ck_assert_uint_eq(descent_monitor_view(monitor).count, 11);
    descent_engine_free(engine);
    descent_monitor_free(monitor);
}
END_TEST

static int gradient_of_a_bowl(size_t n, const double *x, double *gradient, void *context)
{
    const bool *const fails = context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = x[i];
    return *fails;
}

static int ask_for_step_size(descent_engine *engine, void *context)
{
    *(double *)context = descent_engine_step_size(engine);
    return 0;
}

/* That of the last step that was made, in a step by itself, in a run, and where somebody watches; before the first, the rule's own. */
START_TEST(the_step_size_is_that_of_the_last_step)
{
    const descent_rule rules[][2] = {{descent_fixed_step(0.5), descent_fixed_step(0.25)},
                                     {descent_heavy_ball(0.5, 0.5), descent_heavy_ball(0.25, 0.5)},
                                     {descent_nesterov(0.5, 0.5), descent_adam(0.25, NULL)},
                                     {descent_adam(0.5, NULL), descent_fixed_step(0.25)}};
    for (size_t k = 0; k < sizeof rules / sizeof *rules; k++)
        for (int way = 0; way < 3; way++)
            for (int before = 0; before < 3; before++) {
                bool fails = false;
                double seen = NAN;
                const descent_problem bowl = {.dimension = 2, .gradient = gradient_of_a_bowl, .context = &fails};
                descent_engine *const engine = descent_test_engine(&bowl, rules[k][0], start);
                ck_assert_double_eq(descent_engine_step_size(engine), 0.5);
                assert_success(descent_engine_run(engine, (uint64_t)before));
                if (way == 2)
                    assert_success(descent_engine_add_observer(engine, ask_for_step_size, &seen));
                assert_success(descent_engine_set_rule(engine, rules[k][1]));
                ck_assert_double_eq(descent_engine_step_size(engine), before > 0 ? 0.5 : 0.25);
                fails = true;
                ck_assert_int_eq(way == 0 ? descent_engine_step(engine) : descent_engine_run(engine, 2),
                                 DESCENT_ECALLBACK);
                ck_assert_double_eq(descent_engine_step_size(engine), before > 0 ? 0.5 : 0.25);
                fails = false;
                assert_success(way == 0 ? descent_engine_step(engine) : descent_engine_run(engine, 1));
                ck_assert_double_eq(descent_engine_step_size(engine), 0.25);
                if (way == 2)
                    ck_assert_double_eq(seen, 0.25);
                descent_engine_free(engine);
            }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        another_rule_begins_as_at_a_start,
        the_same_rule_keeps_its_memory,
        what_is_known_of_the_point_stays_known,
        the_step_size_is_that_of_the_last_step,
        a_wrong_rule_changes_nothing,
        the_diagnosis_is_of_the_run_since,
        a_monitor_goes_on_watching,
        the_path_knows_the_changes,
        every_sort_of_path_knows_the_changes,
        strange_counts_do_no_harm,
        a_rule_too_large_for_memory_changes_nothing,
    };
    return descent_test_main(descent_test_suite("engine: change", tests, sizeof tests / sizeof *tests));
}
