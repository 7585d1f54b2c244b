/* Sweeps: the bits of the engine, whatever the rule and the callback; labels, tails, maps. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <descent/step_finders.h>
#include <descent/sweep.h>

#include "support.h"

/* The notebook's gradient at many points; the same operations as descent_test_landscape("notebook", 0) makes at one. */
static int notebook_batch(size_t dimension, size_t count, size_t stride, const double *x, double *gradient,
                          void *context)
{
    (void)dimension;
    (void)context;
    for (size_t j = 0; j < count; j++) {
        const double point[] = {x[j], x[stride + j]};
        double g[2];
        const descent_problem notebook = descent_test_landscape("notebook", 0);
        notebook.gradient(2, point, g, NULL);
        gradient[j] = g[0];
        gradient[stride + j] = g[1];
    }
    return 0;
}

/* A coupled loss in n variables, L = Σ (xᵢ² − 1)²/4 + Σ xᵢxᵢ₊₁/8. */
static int coupled(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < dimension; i++) {
        gradient[i] = x[i] * (x[i] * x[i] - 1);
        if (i > 0)
            gradient[i] += x[i - 1] / 8;
        if (i + 1 < dimension)
            gradient[i] += x[i + 1] / 8;
    }
    return 0;
}

static int coupled_both(size_t dimension, const double *x, double *loss, double *gradient, void *context)
{
    *loss = 0;
    for (size_t i = 0; i < dimension; i++) {
        *loss += (x[i] * x[i] - 1) * (x[i] * x[i] - 1) / 4;
        if (i > 0)
            *loss += x[i - 1] * x[i] / 8;
    }
    return coupled(dimension, x, gradient, context);
}

static int coupled_loss(size_t dimension, const double *x, double *loss, void *context)
{
    double gradient[8];
    return coupled_both(dimension, x, loss, gradient, context);
}

static int coupled_batch(size_t dimension, size_t count, size_t stride, const double *x, double *gradient,
                         void *context)
{
    for (size_t j = 0; j < count; j++) {
        double point[8], g[8];
        for (size_t i = 0; i < dimension; i++)
            point[i] = x[i * stride + j];
        coupled(dimension, point, g, context);
        for (size_t i = 0; i < dimension; i++)
            gradient[i * stride + j] = g[i];
    }
    return 0;
}

/* Every point of a run of a sweep, kept in full, must be the engine's, bit for bit. */
static void compare_with_engine(const descent_sweep *sweep, size_t run, const descent_problem *problem,
                                descent_rule rule, const double *start, size_t steps)
{
    const size_t n = problem->dimension;
    size_t made = 0;
    descent_engine *engine;
    const descent_sweep_result result = descent_sweep_view_run(sweep, run);
    const double *const tail = result.tail;
    const size_t count = result.tail_count;
    assert_success(descent_engine_new(&engine, problem, rule, start));
    ck_assert_mem_eq(tail, descent_engine_point(engine), n * sizeof(double));
    while (made < steps && descent_engine_step(engine) == DESCENT_SUCCESS) {
        made++;
        ck_assert_uint_lt(made, count);
        ck_assert_mem_eq(tail + made * n, descent_engine_point(engine), n * sizeof(double));
    }
    ck_assert_uint_eq(count, made + 1);
    ck_assert_uint_eq(result.steps, made);
    ck_assert_mem_eq(descent_sweep_end_point(sweep, run), descent_engine_point(engine), n * sizeof(double));
    descent_engine_free(engine);
}

enum {
    rule_count = 6,
    start_count = 37,
    short_cut_rules = 6
};

static void make_rules(descent_rule rules[rule_count])
{
    rules[0] = descent_fixed_step(0.3);
    rules[1] = descent_heavy_ball(0.2, 0.7);
    rules[2] = descent_nesterov(0.2, 0.7);
    rules[3] = descent_rule_with_schedule(rules[0], descent_schedule_inverse(20));
    rules[4] = descent_rule_with_schedule(rules[1], descent_schedule_cosine(50, 0.01));
    rules[5] = descent_rule_with_schedule(rules[2], descent_schedule_exponential(0.99));
}

/* From runs that stay to runs that explode. */
static void make_starts(size_t n, double *starts)
{
    for (size_t j = 0; j < start_count; j++)
        for (size_t i = 0; i < n; i++)
            starts[j * n + i] = 4 * sin(1.0 + 1.7 * (double)j + 0.9 * (double)i);
}

static void compare_all_starts(const descent_problem *problem)
{
    const size_t n = problem->dimension, steps = 150;
    descent_rule rules[rule_count];
    double starts[start_count * 8];
    descent_sweep_options options = {0};
    make_rules(rules);
    make_starts(n, starts);
    options.steps = steps;
    options.check_count = DESCENT_SWEEP_NO_CHECKS;
    for (size_t r = 0; r < rule_count; r++) {
        descent_sweep *whole, *ends;
        options.tail = steps + 1;
        assert_success(descent_sweep_starts(problem, rules[r], starts, start_count, &options, &whole));
        options.tail = 0;
        assert_success(descent_sweep_starts(problem, rules[r], starts, start_count, &options, &ends));
        for (size_t j = 0; j < start_count; j++) {
            compare_with_engine(whole, j, problem, rules[r], starts + j * n, steps);
            ck_assert_mem_eq(descent_sweep_end_point(ends, j), descent_sweep_end_point(whole, j), n * sizeof(double));
            ck_assert_uint_eq(descent_sweep_view_run(ends, j).steps, descent_sweep_view_run(whole, j).steps);
        }
        descent_sweep_free(whole);
        descent_sweep_free(ends);
    }
}

START_TEST(runs_have_the_bits_of_the_engine)
{
    for (size_t n = 1; n <= 3; n++) {
        const descent_problem by_gradient = {.dimension = n, .gradient = coupled};
        const descent_problem by_batch = {.dimension = n, .gradient = coupled, .gradient_batch = coupled_batch};
        const descent_problem by_both = {.dimension = n, .loss_gradient = coupled_both};
        const descent_problem by_loss = {.dimension = n, .loss = coupled_loss};
        compare_all_starts(&by_gradient);
        compare_all_starts(&by_batch);
        if (n != 2) /* differences are slow */
            continue;
        compare_all_starts(&by_both);
        compare_all_starts(&by_loss);
    }
}
END_TEST

/* Where the runs of a sweep end, and how, against engines and against the same sweep with every run gone through again. */
static void compare_ends(const descent_problem *problem, descent_rule rule, size_t steps)
{
    const size_t n = problem->dimension;
    double starts[start_count * 8];
    descent_sweep *quick, *thorough;
    descent_sweep_options options = {0};
    make_starts(n, starts);
    options.steps = steps;
    options.check_count = DESCENT_SWEEP_NO_CHECKS;
    assert_success(descent_sweep_starts(problem, rule, starts, start_count, &options, &quick));
    options.tail = 1;
    assert_success(descent_sweep_starts(problem, rule, starts, start_count, &options, &thorough));
    for (size_t j = 0; j < start_count; j++) {
        descent_engine *engine;
        assert_success(descent_engine_new(&engine, problem, rule, starts + j * n));
        descent_engine_run(engine, steps);
        ck_assert_mem_eq(descent_sweep_end_point(quick, j), descent_engine_point(engine), n * sizeof(double));
        ck_assert_uint_eq(descent_sweep_view_run(quick, j).steps, descent_engine_steps(engine));
        ck_assert_int_eq(descent_sweep_ending(quick, j), descent_sweep_ending(thorough, j));
        descent_engine_free(engine);
    }
    descent_sweep_free(quick);
    descent_sweep_free(thorough);
}

/* Runs that come to rest, up to rounding or altogether, or go round in a cycle, are not followed to the end. */
START_TEST(short_cuts_end_where_the_engine_ends)
{
    static const size_t steps[] = {1,   2,   9,   10,  11,  17,  18,  63,  64,  65,  127, 128,  129,
                                   191, 192, 193, 200, 256, 300, 319, 320, 513, 700, 901, 1500, 2048};
    const descent_rule rules[short_cut_rules] = {descent_fixed_step(0.3),      descent_fixed_step(0.45),
                                                 descent_fixed_step(0.98),     descent_fixed_step(1.1),
                                                 descent_heavy_ball(0.3, 0.6), descent_nesterov(0.3, 0.6)};
    const descent_rule rule = rules[_i];
    /* Under a slow tool each rule has other lengths. */
    const size_t pace = descent_test_in_full() ? 1 : 5, first = pace == 1 ? 0 : (size_t)_i % pace;
    for (size_t k = first; k < sizeof steps / sizeof steps[0]; k += pace) {
        descent_problem notebook = descent_test_landscape("notebook", 0);
        notebook.gradient_batch = notebook_batch;
        compare_ends(&notebook, rule, steps[k]);
        for (size_t n = 1; n <= 3; n++) {
            const descent_problem ordinary = {.dimension = n, .gradient = coupled, .loss = coupled_loss};
            descent_problem batch = ordinary;
            batch.gradient_batch = coupled_batch;
            compare_ends(&ordinary, rule, steps[k]);
            compare_ends(&batch, rule, steps[k]);
        }
    }
}
END_TEST

START_TEST(step_sizes_have_the_bits_of_the_engine)
{
    descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.25};
    double step_sizes[300];
    descent_sweep_options options = {0};
    options.steps = 200;
    options.tail = 201;
    options.no_confirmation = 1;
    options.check_count = DESCENT_SWEEP_NO_CHECKS;
    for (size_t i = 0; i < 300; i++)
        step_sizes[i] = 0.01 + 1.3 * (double)i / 300;
    for (int batch = 0; batch < 2; batch++) {
        descent_sweep *sweep;
        problem.gradient_batch = batch ? notebook_batch : NULL;
        assert_success(descent_sweep_step_sizes(&problem, start, step_sizes, 300, &options, &sweep));
        ck_assert_uint_eq(descent_sweep_count(sweep), 300);
        for (size_t i = 0; i < 300; i += 7) {
            ck_assert_double_eq(descent_sweep_view_run(sweep, i).value, step_sizes[i]);
            compare_with_engine(sweep, i, &problem, descent_fixed_step(step_sizes[i]), start, 200);
        }
        descent_sweep_free(sweep);
    }
}
END_TEST

/* Schedules of the user's own, of two functions and two contexts. */
static int fading(uint64_t step, double base, double *step_size, void *context)
{
    *step_size = base / (1 + *(const double *)context * (double)step);
    return 0;
}

static int level(uint64_t step, double base, double *step_size, void *context)
{
    (void)step;
    *step_size = base * *(const double *)context;
    return 0;
}

/* A rule from outside: the fixed step with half the step size. */
static int half_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= step->step_size / 2 * step->gradient[i];
    return 0;
}

static const descent_rule_type half_type = {.name = "half a step", .advance = half_advance};

START_TEST(rules_of_all_sorts_mix_in_one_sweep)
{
    const descent_problem problem = {.dimension = 2, .gradient = coupled};
    const double start[] = {2, -0.7};
    enum {
        count = 60
    };
    descent_rule rules[count];
    descent_sweep_options options = {0};
    descent_sweep *sweep;
    options.steps = 100;
    options.tail = 101;
    for (size_t i = 0; i < count; i += rule_count)
        make_rules(rules + i);
    for (size_t i = 4; i < count; i += 10)
        rules[i] = (descent_rule){.type = &half_type, .step_size = i == 14 ? 5 : 0.4};
    assert_success(descent_sweep_rules(&problem, start, rules, count, &options, &sweep));
    for (size_t i = 0; i < count; i++)
        compare_with_engine(sweep, i, &problem, rules[i], start, 100);
    ck_assert_uint_eq(descent_sweep_view(sweep).failures, 0);
    ck_assert_int_eq(descent_sweep_ending(sweep, 14), DESCENT_ENDING_DIVERGING);
    ck_assert_double_nan(descent_sweep_view_run(sweep, 0).value);
    descent_sweep_free(sweep);
}
END_TEST

static int whole_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= step->step_size * step->gradient[i];
    return 0;
}

static const descent_rule_type whole_type = {.name = "a step", .advance = whole_advance};

static int steep_bowl(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = (double)(i + 1) * x[i];
    return 0;
}

/* The fixed step from outside, which no lanes know, makes the same runs, and they end alike, from what comes to rest to what explodes. */
START_TEST(a_rule_from_outside_is_run_as_one_of_the_library)
{
    const double step_sizes[] = {1, 0.9, 0.5, 0.01, 1e-5, 1.0001, 1.2, 3, 1e3, 1e10, 1e155, 1e308}, start[] = {3, -1};
    const size_t lengths[] = {1, 2, 20, 127, 128, 129, 130, 257, 700}, tails[] = {0, 1, 3, 129, 150, 701};
    enum {
        count = sizeof step_sizes / sizeof *step_sizes
    };
    const descent_problem problem = {.dimension = 2, .gradient = steep_bowl};
    const descent_rule outside = {.type = &whole_type, .step_size = 1};
    for (size_t s = 0; s < sizeof lengths / sizeof *lengths; s++)
        for (size_t t = 0; t < sizeof tails / sizeof *tails; t++) {
            descent_sweep_options options = {
                .steps = lengths[s], .tail = tails[t], .check_count = DESCENT_SWEEP_NO_CHECKS, .no_classification = 1};
            descent_sweep *own, *other;
            assert_success(descent_sweep_step_sizes(&problem, start, step_sizes, count, &options, &own));
            options.rule = &outside;
            assert_success(descent_sweep_step_sizes(&problem, start, step_sizes, count, &options, &other));
            ck_assert_uint_eq(descent_sweep_view(other).failures, 0);
            for (size_t i = 0; i < count; i++) {
                const descent_sweep_result a = descent_sweep_view_run(own, i), b = descent_sweep_view_run(other, i);
                ck_assert_msg(a.ending == b.ending, "%zu steps, tail %zu, step size %g: %s and %s", lengths[s],
                              tails[t], step_sizes[i], descent_ending_string(a.ending),
                              descent_ending_string(b.ending));
                ck_assert_uint_eq(a.steps, b.steps);
                ck_assert_uint_eq(a.period, b.period);
                ck_assert_mem_eq(a.end_point, b.end_point, sizeof start);
                ck_assert_uint_eq(a.tail_count, b.tail_count);
                if (a.tail_count > 0)
                    ck_assert_mem_eq(a.tail, b.tail, a.tail_count * sizeof start);
            }
            descent_sweep_free(own);
            descent_sweep_free(other);
        }
}
END_TEST

/* Runs that differ in one parameter of their schedule alone are each made with its own. */
START_TEST(schedules_of_one_kind_mix_in_one_sweep)
{
    const descent_problem problem = {.dimension = 2, .gradient = coupled};
    const double start[] = {2, -0.7};
    double parameters[] = {0.1, 0.5};
    const descent_schedule schedules[] = {
        descent_schedule_inverse(5),
        descent_schedule_inverse(500),
        descent_schedule_exponential(0.9),
        descent_schedule_exponential(0.999),
        descent_schedule_cosine(50, 0),
        descent_schedule_cosine(50, 0.01),
        descent_schedule_cosine(500, 0.01),
        descent_schedule_linear(500, 0.01),
        descent_schedule_linear(50, 0.01),
        descent_schedule_steps(7, 0.5),
        descent_schedule_steps(70, 0.5),
        descent_schedule_steps(70, 0.9),
        descent_schedule_custom(fading, parameters),
        descent_schedule_custom(fading, parameters + 1),
        descent_schedule_custom(level, parameters + 1),
        descent_schedule_custom(fading, parameters + 1),
    };
    enum {
        count = sizeof schedules / sizeof *schedules
    };
    descent_rule rules[count];
    const descent_sweep_options options = {.steps = 60, .tail = 61};
    descent_sweep *sweep;
    for (size_t i = 0; i < count; i++)
        rules[i] = descent_rule_with_schedule(descent_fixed_step(0.02), schedules[i]);
    assert_success(descent_sweep_rules(&problem, start, rules, count, &options, &sweep));
    for (size_t i = 0; i < count; i++)
        compare_with_engine(sweep, i, &problem, rules[i], start, 60);
    descent_sweep_free(sweep);
}
END_TEST

static int unit_bowl(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = x[i];
    return 0;
}

/* With η = 1 the first step arrives, and with η = 2 every run is a cycle of two: a million steps need not be made to know it. */
START_TEST(what_has_returned_makes_no_more_steps)
{
    const double step_sizes[] = {1, 2}, starts[] = {3, -1, 0.25, 8};
    for (size_t k = 0; k < 2; k++) {
        const descent_problem problem = {.dimension = 2, .gradient = unit_bowl};
        const descent_sweep_options options = {.steps = 1000000, .check_count = DESCENT_SWEEP_NO_CHECKS};
        descent_sweep *sweep;
        assert_success(descent_sweep_starts(&problem, descent_fixed_step(step_sizes[k]), starts, 2, &options, &sweep));
        for (size_t run = 0; run < 2; run++) {
            ck_assert_int_eq(descent_sweep_ending(sweep, run),
                             k == 0 ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_PERIODIC);
            ck_assert_uint_eq(descent_sweep_view_run(sweep, run).steps, options.steps);
        }
        ck_assert_uint_lt(descent_sweep_view(sweep).evaluations.gradient, 20000);
        descent_sweep_free(sweep);
    }
}
END_TEST

/* The logistic map as gradient descent with step 1: L = −(r − 1)x²/2 + r x³/3. */
static int logistic(size_t dimension, const double *x, double *gradient, void *context)
{
    const descent_parameter *const parameter = context;
    ck_assert_uint_eq(dimension, 1);
    ck_assert_str_eq(parameter->context, "own");
    gradient[0] = -(parameter->value - 1) * x[0] + parameter->value * x[0] * x[0];
    return 0;
}

START_TEST(a_parameter_reaches_the_callbacks)
{
    char own[] = "own";
    const descent_problem problem = {.dimension = 1, .gradient = logistic, .context = own};
    const double start = 0.3, values[] = {0.5, 2, 2.5, 3.2, 3.5, 4.1};
    const size_t periods[] = {1, 1, 1, 2, 4, 0};
    const double limits[] = {0, 0.5, 0.6};
    descent_sweep *sweep;
    assert_success(descent_sweep_parameters(&problem, descent_fixed_step(1), &start, values, 6, NULL, &sweep));
    for (size_t i = 0; i < 6; i++) {
        ck_assert_double_eq(descent_sweep_view_run(sweep, i).value, values[i]);
        ck_assert_uint_eq(descent_sweep_view_run(sweep, i).period, periods[i]);
    }
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(descent_sweep_ending(sweep, i), DESCENT_ENDING_CONVERGED);
        ck_assert_double_eq_tol(descent_sweep_end_point(sweep, i)[0], limits[i], 1e-8);
    }
    ck_assert_int_eq(descent_sweep_ending(sweep, 5), DESCENT_ENDING_DIVERGING);
    descent_sweep_free(sweep);
}
END_TEST

/* A grid of 3 step sizes by 4 starts; the last column asks for a step size that is none. */
static int grid_setup(size_t run, descent_sweep_run *setup, void *context)
{
    ck_assert_ptr_null(context);
    setup->start[0] = (double)(run % 4) - 1.5;
    setup->rule.step_size = run % 4 == 3 ? -1 : 0.1 * (double)(run / 4 + 1);
    return run == 2 ? 17 : 0;
}

START_TEST(a_function_sets_up_any_grid)
{
    const descent_problem problem = {.dimension = 2, .gradient = coupled};
    const double start[] = {9, 0.5};
    descent_sweep_options options = {0};
    descent_sweep *sweep;
    options.columns = 4;
    options.steps = 100;
    options.tail = 101;
    options.check_count = DESCENT_SWEEP_NO_CHECKS;
    assert_success(descent_sweep_runs(&problem, descent_fixed_step(7), start, 12, grid_setup, NULL, &options, &sweep));
    ck_assert_uint_eq(descent_sweep_view(sweep).columns, 4);
    ck_assert_uint_eq(descent_sweep_view(sweep).failures, 4);
    ck_assert_int_eq(descent_sweep_view(sweep).callback_code, 17);
    for (size_t run = 0; run < 12; run++) {
        if (run % 4 == 3 || run == 2) {
            ck_assert_int_eq(descent_sweep_ending(sweep, run), DESCENT_ENDING_UNDETERMINED);
            ck_assert_uint_eq(descent_sweep_view_run(sweep, run).steps, 0);
            continue;
        }
        const double own_start[] = {(double)(run % 4) - 1.5, 0.5};
        compare_with_engine(sweep, run, &problem, descent_fixed_step(0.1 * (double)(run / 4 + 1)), own_start,
                            options.steps);
    }
    descent_sweep_free(sweep);
}
END_TEST

/*
 * More runs than are handed out together, by rules with a memory: what the last block leaves in its lanes is no run's past. Below
 * the middle they explode. Starts are multiples of a power of two, and with them all bits are those of the engine.
 */
START_TEST(every_block_begins_without_a_past)
{
    const descent_plane plane = {.left = -32, .right = 32, .bottom = -62, .top = 2, .columns = 65, .rows = 65};
    const descent_rule rules[] = {descent_heavy_ball(0.25, 0.75), descent_nesterov(0.25, 0.75),
                                  descent_fixed_step(0.25)};
    descent_sweep_options options = {.steps = 9, .check_count = DESCENT_SWEEP_NO_CHECKS};
    const size_t runs = plane.columns * plane.rows, every = descent_test_in_full() ? 9 : 51;
    for (int batch = 0; batch < 2; batch++)
        for (size_t r = 0; r < sizeof rules / sizeof rules[0]; r++) {
            const descent_problem problem = {
                .dimension = 2, .gradient = coupled, .gradient_batch = batch ? coupled_batch : NULL};
            descent_sweep *sweep;
            assert_success(descent_sweep_plane(&problem, rules[r], &plane, &options, &sweep));
            for (size_t run = 0; run < runs; run += every) {
                const double start[] = {(double)(run % plane.columns) - 32, (double)(run / plane.columns) - 62};
                descent_engine *const engine = descent_test_engine(&problem, rules[r], start);
                descent_engine_run(engine, options.steps);
                const double *const end = descent_sweep_end_point(sweep, run);
                ck_assert_msg(memcmp(end, descent_engine_point(engine), sizeof start) == 0, "rule %zu, run %zu: %g", r,
                              run, end[0]);
                ck_assert_uint_eq(descent_sweep_view_run(sweep, run).steps, descent_engine_steps(engine));
                descent_engine_free(engine);
            }
            descent_sweep_free(sweep);
        }
}
END_TEST

START_TEST(a_plane_lies_where_it_is_put)
{
    const descent_problem problem = {.dimension = 3, .gradient = coupled};
    const double origin[] = {0.1, 0.2, 0.3}, across[] = {1, 0, -1}, up[] = {0, 2, 0};
    const descent_plane plane = {.origin = origin,
                                 .across = across,
                                 .up = up,
                                 .left = -1,
                                 .right = 1,
                                 .bottom = 0,
                                 .top = 0.5,
                                 .columns = 11,
                                 .rows = 60};
    descent_sweep_options options = {0};
    descent_sweep *sweep;
    options.steps = 20;
    options.tail = 21;
    assert_success(descent_sweep_plane(&problem, descent_fixed_step(0.1), &plane, &options, &sweep));
    ck_assert_uint_eq(descent_sweep_count(sweep), 660);
    ck_assert_uint_eq(descent_sweep_view(sweep).columns, 11);
    ck_assert_double_eq(descent_sweep_view(sweep).plane->top, 0.5);
    ck_assert_double_eq(descent_sweep_view(sweep).plane->across[2], -1);
    for (size_t run = 0; run < 660; run++) {
        const double a = -1 + 2 * (double)(run % 11) / 10, b = 0.5 * (double)(run / 11) / 59;
        const double *const x = descent_sweep_view_run(sweep, run).tail;
        ck_assert_double_eq_tol(x[0], 0.1 + a, 1e-14);
        ck_assert_double_eq_tol(x[1], 0.2 + 2 * b, 1e-14);
        ck_assert_double_eq_tol(x[2], 0.3 - a, 1e-14);
    }
    ck_assert_double_eq(descent_sweep_view_run(sweep, 10).tail[0], 0.1 + 1);
    descent_sweep_free(sweep);
}
END_TEST

START_TEST(labels_name_the_minima_and_the_saddle)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double half = sqrt(0.5);
    const descent_plane plane = {.left = -1, .right = 5, .bottom = 0, .top = 2, .columns = 40, .rows = 41};
    descent_sweep *sweep;
    assert_success(descent_sweep_plane(&problem, descent_fixed_step(0.1), &plane, NULL, &sweep));
    ck_assert_uint_eq(descent_sweep_view(sweep).label_count, 3);
    for (size_t run = 0; run < 1640; run++)
        ck_assert_uint_eq(descent_sweep_view_run(sweep, run).label, run / 40 < 20 ? 0 : run / 40 == 20 ? 1 : 2);
    for (uint32_t label = 0; label < 3; label++) {
        const descent_attractor *const reached = descent_sweep_attractor(sweep, label);
        ck_assert_int_eq(reached->ending, DESCENT_ENDING_CONVERGED);
        ck_assert_int_eq(reached->kind, label == 1 ? DESCENT_CRITICAL_SADDLE : DESCENT_CRITICAL_MINIMUM);
        ck_assert_double_eq_tol(reached->x[0], 2, 1e-15);
        ck_assert_double_eq_tol(reached->x[1], 1 + ((double)label - 1) * half, 1e-15);
        ck_assert_double_eq_tol(reached->loss, label == 1 ? 0 : -0.25, 1e-15);
        ck_assert_uint_eq(reached->runs, label == 1 ? 40 : 800);
        ck_assert_uint_eq(reached->first_run, label == 0 ? 0 : label == 1 ? 800 : 840);
        ck_assert_double_eq_tol(reached->share, (label == 1 ? 40 : 800) / 1640.0, 1e-15);
    }
    ck_assert_double_eq(descent_sweep_view(sweep).share[DESCENT_ENDING_CONVERGED], 1);
    descent_sweep_free(sweep);
}
END_TEST

/*
 * Its only critical point is (1, 1), and along its valley moves shrink by another factor from place to place: no place that runs pass is
 * one that they reach. In a bowl the factor is the same everywhere, and the point is foreseen long before it is reached.
 */
static int oval(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    gradient[0] = x[0];
    gradient[1] = 8 * x[1];
    return 0;
}

START_TEST(what_is_passed_is_not_reached)
{
    const descent_problem valley = descent_test_landscape("rosenbrock", 0), bowl = {.dimension = 2, .gradient = oval};
    const descent_plane plane = {.left = -2, .right = 2, .bottom = -1, .top = 3, .columns = 16, .rows = 16};
    const double steps[] = {1000, 4000};
    descent_sweep *sweep;
    for (size_t i = 0; i < 2; i++) {
        const descent_sweep_options options = {.steps = (uint64_t)steps[i]};
        assert_success(descent_sweep_plane(&valley, descent_fixed_step(0.001), &plane, &options, &sweep));
        ck_assert_double_gt(descent_sweep_view(sweep).share[DESCENT_ENDING_APPROACHING], 0.5);
        for (uint32_t label = 0; label < descent_sweep_view(sweep).label_count; label++) {
            const double *const x = descent_sweep_attractor(sweep, label)->x;
            ck_assert_double_eq_tol(hypot(x[0] - 1, x[1] - 1), 0, 1e-6);
        }
        descent_sweep_free(sweep);
    }
    const descent_sweep_options options = {.steps = 500};
    assert_success(descent_sweep_plane(&bowl, descent_fixed_step(0.005), &plane, &options, &sweep));
    ck_assert_double_eq(descent_sweep_view(sweep).share[DESCENT_ENDING_APPROACHING], 1);
    ck_assert_uint_eq(descent_sweep_view(sweep).label_count, 1);
    ck_assert_int_eq(descent_sweep_attractor(sweep, 0)->kind, DESCENT_CRITICAL_MINIMUM);
    ck_assert_uint_eq(descent_sweep_attractor(sweep, 0)->runs, 256);
    descent_sweep_free(sweep);
}
END_TEST

/* A valley: every point of the circle is a minimum, so there are as many labels as runs, up to the limit. */
static int circle(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    const double r = hypot(x[0], x[1]);
    gradient[0] = r > 0 ? x[0] * (r - 1) / r : 0;
    gradient[1] = r > 0 ? x[1] * (r - 1) / r : 0;
    return 0;
}

START_TEST(labels_are_bounded_on_a_valley)
{
    enum {
        count = 5000
    };
    const descent_problem problem = {.dimension = 2, .gradient = circle};
    double *const starts = malloc(2 * count * sizeof *starts);
    descent_sweep_options options = {0};
    descent_sweep *sweep;
    ck_assert_ptr_nonnull(starts);
    for (size_t i = 0; i < count; i++) {
        starts[2 * i] = 1.5 * cos(6.28 * (double)i / count);
        starts[2 * i + 1] = 1.5 * sin(6.28 * (double)i / count);
    }
    options.steps = 64;
    options.no_classification = 1;
    options.check_count = DESCENT_SWEEP_NO_CHECKS;
    assert_success(descent_sweep_starts(&problem, descent_fixed_step(0.5), starts, count, &options, &sweep));
    ck_assert_uint_eq(descent_sweep_view(sweep).label_count, 4096);
    for (size_t i = 0; i < count; i++)
        ck_assert_uint_eq(descent_sweep_view_run(sweep, i).label, i < 4096 ? i : DESCENT_SWEEP_NO_LABEL);
    ck_assert_ptr_null(descent_sweep_attractor(sweep, 4096));
    descent_sweep_free(sweep);
    free(starts);
}
END_TEST

static int round_bowl(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < dimension; i++)
        gradient[i] = 2 * x[i];
    return 0;
}

/* A run that begins at 0 and stays has no size to measure anything by, and is where all others end. */
START_TEST(a_run_that_begins_at_its_end_has_the_label_of_those_that_come_there)
{
    const descent_problem problem = {.dimension = 2, .gradient = round_bowl};
    const double starts[] = {0, 0, 1, 0.5, -0.5, 1, 0, 0};
    const descent_rule rules[] = {descent_fixed_step(0.1), descent_heavy_ball(0.1, 0.5), descent_adam(0.1, NULL)};
    const size_t count = sizeof starts / sizeof *starts / 2;
    for (size_t k = 0; k < sizeof rules / sizeof *rules; k++)
        for (size_t first = 0; first < 2; first++) { /* at 0, or elsewhere */
            descent_sweep *sweep;
            assert_success(descent_sweep_starts(&problem, rules[k], starts + 2 * first, count - first, NULL, &sweep));
            ck_assert_uint_eq(descent_sweep_view(sweep).label_count, 1);
            for (size_t run = 0; run < count - first; run++)
                ck_assert_uint_eq(descent_sweep_view_run(sweep, run).label, 0);
            descent_sweep_free(sweep);
        }
}
END_TEST

/* Fails to the right of the line x₁ = 1. */
static int failing(size_t dimension, const double *x, double *gradient, void *context)
{
    return x[0] > 1 ? 23 : coupled(dimension, x, gradient, context);
}

static int failing_batch(size_t dimension, size_t count, size_t stride, const double *x, double *gradient,
                         void *context)
{
    for (size_t j = 0; j < count; j++)
        if (x[j] > 1)
            return 23;
    return coupled_batch(dimension, count, stride, x, gradient, context);
}

static int failing_both(size_t dimension, const double *x, double *value, double *gradient, void *context)
{
    *value = 0;
    return failing(dimension, x, gradient, context);
}

START_TEST(a_callback_that_fails_ends_its_run_alone)
{
    double starts[300];
    descent_sweep_options options = {0};
    options.check_count = DESCENT_SWEEP_NO_CHECKS;
    for (size_t i = 0; i < 300; i++)
        starts[i] = -0.9 + 0.01 * (double)i;
    for (int way = 0; way < 3; way++) {
        const descent_problem problem = {.dimension = 1,
                                         .gradient = way < 2 ? failing : NULL,
                                         .gradient_batch = way == 1 ? failing_batch : NULL,
                                         .loss_gradient = way == 2 ? failing_both : NULL};
        descent_sweep *sweep;
        assert_success(descent_sweep_starts(&problem, descent_fixed_step(0.5), starts, 300, &options, &sweep));
        size_t failures = 0;
        for (size_t i = 0; i < 300; i++) {
            const bool fails = descent_sweep_ending(sweep, i) == DESCENT_ENDING_UNDETERMINED;
            failures += fails;
            if (starts[i] > 1) {
                ck_assert(fails);
                ck_assert_uint_eq(descent_sweep_view_run(sweep, i).steps, 0);
                ck_assert_double_eq(descent_sweep_end_point(sweep, i)[0], starts[i]);
            }
            if (!fails)
                ck_assert_int_eq(descent_sweep_ending(sweep, i), DESCENT_ENDING_CONVERGED);
        }
        ck_assert_uint_eq(descent_sweep_view(sweep).failures, failures);
        ck_assert_uint_ge(failures, 100);
        ck_assert_int_eq(descent_sweep_view(sweep).callback_code, 23);
        descent_sweep_free(sweep);
        assert_failure(descent_sweep_starts(&problem, descent_fixed_step(0.5), starts + 250, 50, &options, &sweep),
                       DESCENT_ECALLBACK, "every run failed");
        ck_assert_ptr_null(sweep);
    }
}
END_TEST

/* Line searches end at a minimum, where rounding leaves no better point: so does the run, and its neighbours go on. */
START_TEST(a_search_that_gives_up_stays_where_it_is)
{
    const descent_problem *const notebook = &descent_landscape_find("notebook")->problem;
    const double start[] = {4, 1.25}, step_sizes[] = {0.1, 0.3, 1};
    const descent_rule rules[] = {descent_armijo(1, NULL), descent_wolfe(1, NULL), descent_lbfgs(1, 8, NULL)};
    for (size_t r = 0; r < 3; r++) {
        const descent_sweep_options options = {.steps = 300, .tail = 4, .rule = &rules[r]};
        descent_sweep *sweep;
        assert_success(descent_sweep_step_sizes(notebook, start, step_sizes, 3, &options, &sweep));
        ck_assert_uint_eq(descent_sweep_view(sweep).failures, 0);
        for (size_t run = 0; run < 3; run++) {
            const descent_sweep_result result = descent_sweep_view_run(sweep, run);
            ck_assert_int_eq(result.ending, DESCENT_ENDING_CONVERGED);
            ck_assert_uint_eq(result.tail_count, 4);
            ck_assert_double_eq_tol(result.tail[0], 2, 1e-6);
            ck_assert_double_eq_tol(fabs(result.tail[7] - 1), sqrt(0.5), 1e-6);
        }
        descent_sweep_free(sweep);
    }
}
END_TEST

START_TEST(starts_that_are_not_finite_are_runs_that_are_not)
{
    const descent_problem problem = {.dimension = 2, .gradient = coupled, .gradient_batch = coupled_batch};
    const double starts[] = {0.1, 0.2, NAN, 1, 0.3, -0.2, 1, INFINITY, 0.4, 0.4};
    descent_sweep *sweep;
    assert_success(descent_sweep_starts(&problem, descent_fixed_step(0.1), starts, 5, NULL, &sweep));
    for (size_t i = 0; i < 5; i++) {
        ck_assert_int_eq(descent_sweep_ending(sweep, i),
                         i % 2 == 1 ? DESCENT_ENDING_NONFINITE : DESCENT_ENDING_CONVERGED);
        ck_assert_uint_eq(descent_sweep_view_run(sweep, i).steps, i % 2 == 1 ? 0 : 2048);
    }
    descent_sweep_free(sweep);
}
END_TEST

/* u⁴/4 − u²/2, whose minima are −1 and 1, and an unstable −factor·u²/2. */
static int slope_of_well(size_t dimension, size_t points, size_t stride, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < dimension; i++)
        for (size_t j = 0; j < points; j++)
            g[i * stride + j] = x[i * stride + j] * (x[i * stride + j] * x[i * stride + j] - 1);
    return 0;
}

static int slope_of_hill(size_t dimension, size_t points, size_t stride, const double *x, double *g, void *context)
{
    const double factor = *(const double *)context;
    for (size_t i = 0; i < dimension; i++)
        for (size_t j = 0; j < points; j++)
            g[i * stride + j] = -factor * x[i * stride + j];
    return 0;
}

static int well_gradient(size_t dimension, const double *x, double *g, void *context)
{
    return slope_of_well(dimension, 1, 1, x, g, context);
}

static int hill_gradient(size_t dimension, const double *x, double *g, void *context)
{
    return slope_of_hill(dimension, 1, 1, x, g, context);
}

static void check_among_bad_starts(const descent_problem *problem, descent_rule rule, const double *starts,
                                   size_t count)
{
    descent_sweep_options options = {0};
    options.steps = 100;
    options.check_count = DESCENT_SWEEP_NO_CHECKS;
    descent_sweep *sweep;
    assert_success(descent_sweep_starts(problem, rule, starts, count, &options, &sweep));
    for (size_t run = 0; run < count; run++) {
        const bool good = isfinite(starts[run]);
        ck_assert_int_eq(descent_sweep_ending(sweep, run), good ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_NONFINITE);
        ck_assert_uint_eq(descent_sweep_view_run(sweep, run).steps, good ? 100 : 0);
        ck_assert_uint_eq(descent_sweep_view_run(sweep, run).label == DESCENT_SWEEP_NO_LABEL, !good);
        if (good)
            ck_assert_double_eq_tol(*descent_sweep_end_point(sweep, run), starts[run] > 0 ? 1 : -1, 1e-9);
    }
    descent_sweep_free(sweep);
}

START_TEST(bad_starts_leave_their_neighbours_alone)
{
    enum {
        count = 2500
    };
    double *const starts = malloc(count * sizeof *starts);
    ck_assert_ptr_nonnull(starts);
    const descent_problem ordinary = {.dimension = 1, .gradient = well_gradient};
    descent_problem batch = ordinary;
    batch.gradient_batch = slope_of_well;
    const size_t pace = descent_test_in_full() ? 9 : 30;
    for (size_t apart = 1; apart < count; apart = pace * apart + 1) {
        for (size_t run = 0; run < count; run++)
            starts[run] = run % (apart + 1) == apart / 2 ? (run % 2 ? NAN : INFINITY) : run * run % 7 < 3 ? 1.5 : -1.5;
        check_among_bad_starts(&ordinary, descent_fixed_step(0.2), starts, count);
        check_among_bad_starts(&batch, descent_fixed_step(0.2), starts, count);
        check_among_bad_starts(&batch, descent_heavy_ball(0.2, 0.3), starts, count);
    }
    free(starts);
}
END_TEST

/* Of a batch only some steps are searched for numbers that are not finite, and yet the last finite point is found. */
START_TEST(explosions_end_where_those_of_the_engine_do)
{
    static const double factors[] = {0.5, 1, 9, 857};
    const double starts[] = {1, 1e-30, 1e300, 1.7e308}; /* the last in its first step */
    for (size_t f = 0; f < 4; f++)
        for (size_t steps = 1; steps < 2000; steps += 1 + steps / 7)
            for (size_t tail = 0; tail < 2; tail++) {
                double factor = factors[f];
                const descent_problem problem = {
                    .dimension = 1, .gradient = hill_gradient, .gradient_batch = slope_of_hill, .context = &factor};
                descent_sweep_options options = {0};
                options.steps = steps;
                options.tail = tail;
                options.check_count = DESCENT_SWEEP_NO_CHECKS;
                descent_sweep *sweep;
                assert_success(descent_sweep_starts(&problem, descent_fixed_step(1), starts, 4, &options, &sweep));
                for (size_t j = 0; j < 4; j++) {
                    descent_engine *engine;
                    assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(1), starts + j));
                    descent_engine_run(engine, steps);
                    ck_assert_double_eq(*descent_sweep_end_point(sweep, j), *descent_engine_point(engine));
                    ck_assert_uint_eq(descent_sweep_view_run(sweep, j).steps, descent_engine_steps(engine));
                    descent_engine_free(engine);
                }
                descent_sweep_free(sweep);
            }
}
END_TEST

START_TEST(a_tail_is_the_end_of_the_path)
{
    const descent_problem problem = {.dimension = 2, .gradient = coupled};
    double starts[start_count * 2];
    descent_sweep_options options = {0};
    descent_sweep *whole, *part;
    make_starts(2, starts);
    options.steps = 900;
    options.tail = 901;
    assert_success(descent_sweep_starts(&problem, descent_fixed_step(0.2), starts, start_count, &options, &whole));
    options.tail = 10;
    assert_success(descent_sweep_starts(&problem, descent_fixed_step(0.2), starts, start_count, &options, &part));
    for (size_t j = 0; j < start_count; j++) {
        const descent_sweep_result longer = descent_sweep_view_run(whole, j), shorter = descent_sweep_view_run(part, j);
        const double *const path = longer.tail, *const tail = shorter.tail;
        const size_t all = longer.tail_count, some = shorter.tail_count;
        ck_assert_uint_eq(some, all > 891 ? all - 891 : 0);
        if (some > 0)
            ck_assert_mem_eq(tail, path + 2 * 891, 2 * some * sizeof(double));
    }
    descent_sweep_free(whole);
    descent_sweep_free(part);
}
END_TEST

START_TEST(losses_are_those_at_the_end_points)
{
    const descent_problem problem = {.dimension = 2, .loss_gradient = coupled_both};
    double starts[start_count * 2];
    descent_sweep_options options = {0};
    descent_sweep *sweep;
    make_starts(2, starts);
    assert_success(descent_sweep_starts(&problem, descent_fixed_step(0.1), starts, start_count, &options, &sweep));
    for (size_t j = 0; j < start_count; j++) {
        double loss;
        coupled_loss(2, descent_sweep_end_point(sweep, j), &loss, NULL);
        ck_assert_double_eq(descent_sweep_view_run(sweep, j).end_loss, loss);
    }
    descent_sweep_free(sweep);
    options.no_losses = 1;
    assert_success(descent_sweep_starts(&problem, descent_fixed_step(0.1), starts, start_count, &options, &sweep));
    ck_assert_double_nan(descent_sweep_view_run(sweep, 0).end_loss);
    descent_sweep_free(sweep);
}
END_TEST

static int own_context;

static int parameter_loss(size_t n, const double *x, double *value, void *context)
{
    const descent_parameter *const parameter = context;
    (void)n;
    ck_assert_ptr_ne(context, &own_context);
    *value = parameter->value * x[0] * x[0] / 2;
    return 0;
}

static int parameter_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const descent_parameter *const parameter = context;
    (void)n;
    gradient[0] = parameter->value * x[0];
    return 0;
}

static int failing_setup(size_t run, descent_sweep_run *setup, void *context)
{
    (void)context;
    setup->parameter = 1 + 0.1 * (double)run;
    return run == 2 ? 7 : 0;
}

/* Nobody asks the loss of a run that has no parameter: its context would be another's. */
START_TEST(a_run_whose_setup_fails_has_no_loss)
{
    const descent_problem problem = {
        .dimension = 1, .loss = parameter_loss, .gradient = parameter_gradient, .context = &own_context};
    const double start = 1;
    const descent_sweep_options options = {.steps = 20};
    descent_sweep *sweep;
    assert_success(
        descent_sweep_runs(&problem, descent_fixed_step(0.1), &start, 4, failing_setup, NULL, &options, &sweep));
    ck_assert_uint_eq(descent_sweep_view(sweep).failures, 1);
    ck_assert_int_eq(descent_sweep_view(sweep).callback_code, 7);
    ck_assert_double_nan(descent_sweep_view_run(sweep, 2).end_loss);
    ck_assert_double_eq_tol(descent_sweep_view_run(sweep, 3).end_loss, 1.3 / 2 * pow(0.87, 40), 1e-15);
    descent_sweep_free(sweep);
}
END_TEST

START_TEST(columns_are_the_runs)
{
    enum {
        count = 5
    };
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.25}, step_sizes[count] = {0.1, 0.3, 0.55, 1, 1.2};
    descent_sweep *sweep;
    assert_success(descent_sweep_step_sizes(&problem, start, step_sizes, count, NULL, &sweep));
    int32_t endings[count];
    uint32_t labels[count];
    uint64_t steps[count];
    size_t periods[count];
    double values[count], points[2 * count], losses[count], exponents[count];
    assert_success(descent_sweep_columns(
        sweep, &(descent_sweep_arrays){endings, labels, steps, periods, values, points, losses, exponents, {0}}));
    ck_assert_int_eq(endings[0], DESCENT_ENDING_CONVERGED);
    ck_assert_int_eq(endings[2], DESCENT_ENDING_PERIODIC);
    ck_assert_int_eq(endings[3], DESCENT_ENDING_CHAOTIC);
    for (size_t run = 0; run < count; run++) {
        const descent_sweep_result result = descent_sweep_view_run(sweep, run);
        ck_assert_int_eq(endings[run], (int32_t)result.ending);
        ck_assert_uint_eq(labels[run], result.label);
        ck_assert_uint_eq(steps[run], result.steps);
        ck_assert_uint_eq(periods[run], result.period);
        ck_assert_double_eq(values[run], step_sizes[run]);
        ck_assert_mem_eq(points + 2 * run, result.end_point, sizeof(double[2]));
        ck_assert_double_eq(losses[run], result.end_loss);
        ck_assert_double_nan(exponents[run]);
    }
    /* What is not wanted is not written, and what is not known is refused. */
    assert_success(descent_sweep_columns(sweep, &(descent_sweep_arrays){0}));
    ck_assert_int_eq(descent_sweep_columns(sweep, NULL), DESCENT_EINVAL);
    descent_sweep_arrays later = {.endings = endings};
    later.reserved[0] = endings;
    ck_assert_int_eq(descent_sweep_columns(sweep, &later), DESCENT_EINVAL);
    descent_sweep_free(sweep);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        runs_have_the_bits_of_the_engine,
        step_sizes_have_the_bits_of_the_engine,
        rules_of_all_sorts_mix_in_one_sweep,
        a_rule_from_outside_is_run_as_one_of_the_library,
        schedules_of_one_kind_mix_in_one_sweep,
        what_has_returned_makes_no_more_steps,
        a_parameter_reaches_the_callbacks,
        a_function_sets_up_any_grid,
        every_block_begins_without_a_past,
        a_plane_lies_where_it_is_put,
        labels_name_the_minima_and_the_saddle,
        what_is_passed_is_not_reached,
        labels_are_bounded_on_a_valley,
        a_run_that_begins_at_its_end_has_the_label_of_those_that_come_there,
        a_callback_that_fails_ends_its_run_alone,
        a_search_that_gives_up_stays_where_it_is,
        starts_that_are_not_finite_are_runs_that_are_not,
        bad_starts_leave_their_neighbours_alone,
        explosions_end_where_those_of_the_engine_do,
        a_tail_is_the_end_of_the_path,
        losses_are_those_at_the_end_points,
        a_run_whose_setup_fails_has_no_loss,
        columns_are_the_runs,
    };
    Suite *const suite = descent_test_suite("sweep", tests, sizeof tests / sizeof tests[0]);
    const TTest *const short_cuts[] = {short_cuts_end_where_the_engine_ends};
    descent_test_add_long(suite, short_cuts, 1, short_cut_rules);
    return descent_test_main(suite);
}
