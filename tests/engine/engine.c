/* The engine: the notebook's runs, that running is stepping, and what surrounds the steps. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <descent/descent.h>
#include <descent/unwind.h>

#include "support.h"

typedef struct experiment {
    const char *name;
    double start[2], step_size;
    size_t steps;
    double end[2]; /* from NumPy 1.24 in IEEE double, as the notebook computes */
} experiment;

static const experiment experiments[] = {
    {"minimum 1", {4, 1.075}, 1.0 / 5, 32, {2.000000159173222, 1.7071067811865475}},
    {"minimum 2", {0, -0.5}, 1.0 / 50, 64, {1.8533139174880764, 0.29169742974035545}},
    {"saddle ridge", {4, 0.9999}, 1.0 / 10, 64, {2.0000012554203472, 0.2930406554651238}},
    {"saddle point", {4, 1}, 1.0 / 10, 64, {2.0000012554203472, 1}},
    {"oscillation", {4, 1}, 1, 8, {4, 1}},
    {"explosion", {4, 2.5}, 0.29, 8, {2.0019365303992833, 5.2545533962895414e158}},
    {"no explosion", {4, 2.5}, 0.28, 64, {2, 1.7071067811865475}},
};

static descent_engine *notebook_engine(const double *start, double step_size)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    return descent_test_engine(&problem, descent_fixed_step(step_size), start);
}

START_TEST(the_notebook_ends_where_it_ends)
{
    for (size_t i = 0; i < sizeof experiments / sizeof experiments[0]; i++) {
        const experiment *const e = &experiments[i];
        descent_engine *const engine = notebook_engine(e->start, e->step_size);
        assert_success(descent_engine_run(engine, e->steps));
        ck_assert_uint_eq(descent_engine_steps(engine), e->steps);
        ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_STEPS);
        for (size_t c = 0; c < 2; c++)
            ck_assert_msg(descent_engine_point(engine)[c] == e->end[c], "%s: %.17g is not %.17g", e->name,
                          descent_engine_point(engine)[c], e->end[c]);
        descent_engine_free(engine);
    }
}
END_TEST

/* The notebook's update, written out: the independent computation for every point of every path. */
static void notebook_update(double *b, double step_size)
{
    const double u = b[1] - 1;
    const double gradient[] = {2 * (b[0] - 2), 4 * u * u * u - 2 * u};
    b[0] -= step_size * gradient[0];
    b[1] -= step_size * gradient[1];
}

START_TEST(every_point_of_the_path_is_right)
{
    for (size_t i = 0; i < sizeof experiments / sizeof experiments[0]; i++) {
        const experiment *const e = &experiments[i];
        descent_engine *const engine = notebook_engine(e->start, e->step_size);
        double b[] = {e->start[0], e->start[1]};
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, e->steps));
        const descent_path *const path = descent_engine_path(engine);
        ck_assert_uint_eq(descent_path_view(path).count, e->steps + 1);
        for (size_t k = 0; k <= e->steps; k++, notebook_update(b, e->step_size)) {
            ck_assert_double_eq(descent_path_view(path).points[2 * k], b[0]);
            ck_assert_double_eq(descent_path_view(path).points[2 * k + 1], b[1]);
        }
        descent_engine_free(engine);
    }
}
END_TEST

START_TEST(chaos_stays_in_its_box)
{
    const double start[] = {4, 1.25};
    descent_engine *const engine = notebook_engine(start, 1);
    for (size_t k = 1; k <= 128; k++) {
        assert_success(descent_engine_step(engine));
        ck_assert_double_eq(descent_engine_point(engine)[0], k % 2 ? 0 : 4);
        ck_assert_double_ge(descent_engine_point(engine)[1], 0);
        ck_assert_double_le(descent_engine_point(engine)[1], 2);
    }
    descent_engine_free(engine);
}
END_TEST

START_TEST(the_explosion_ends_at_a_finite_point)
{
    const double start[] = {4, 2.5};
    descent_engine *const engine = notebook_engine(start, 0.29);
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 8));
    ck_assert(!isfinite(descent_engine_loss(engine)));
    ck_assert_double_infinite(descent_engine_gradient(engine)[1]);
    for (int again = 0; again < 2; again++) {
        assert_failure(descent_engine_step(engine), DESCENT_ENONFINITE, "the gradient along β₂ is inf after 8 steps");
        ck_assert_uint_eq(descent_engine_steps(engine), 8);
        ck_assert_double_eq(descent_engine_point(engine)[1], 5.2545533962895414e158);
    }
    ck_assert_uint_eq(descent_path_view(descent_engine_path(engine)).count, 9);
    ck_assert_double_infinite(descent_path_view(descent_engine_path(engine)).losses[8]);
    assert_success(descent_engine_run(engine, 3)); /* no step is left to make, and the run has its diagnosis */
    ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_NONFINITE);
    ck_assert_ptr_nonnull(strstr(descent_error_detail(), "the gradient along β₂ is inf after 8 steps"));
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_DIVERGING);
    descent_diagnosis_free(diagnosis);
    assert_success(descent_engine_reset(engine, experiments[0].start));
    assert_success(descent_engine_run(engine, 5));
    descent_engine_free(engine);
}
END_TEST

static int every_fifth(uint64_t step, double base, double *step_size, void *context)
{
    (void)context;
    *step_size = base / (double)(1 + step % 5);
    return 0;
}

static int waves(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += x[i] * x[i] / 2 + cos(x[i] * (double)(1 + i % 3));
    return 0;
}

static int waves_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = x[i] - (double)(1 + i % 3) * sin(x[i] * (double)(1 + i % 3));
    return 0;
}

/* Makes the same steps with run(), and one by one with questions in between, which must change nothing. */
static void compare_run_with_steps(const descent_problem *problem, descent_rule rule, const double *start,
                                   const descent_path_options *options)
{
    const size_t steps = 60;
    descent_engine *const runs = descent_test_engine(problem, rule, start);
    descent_engine *const stepped = descent_test_engine(problem, rule, start);
    if (options) {
        assert_success(descent_engine_record(runs, options));
        assert_success(descent_engine_record(stepped, options));
    }
    assert_success(descent_engine_run(runs, steps));
    for (size_t k = 0; k < steps; k++) {
        assert_success(descent_engine_step(stepped));
        if (k % 3 == 1)
            (void)descent_engine_gradient(stepped);
        if (k % 4 == 1)
            (void)descent_engine_loss(stepped);
    }
    ck_assert_mem_eq(descent_engine_point(runs), descent_engine_point(stepped), problem->dimension * sizeof(double));
    ck_assert_double_eq(descent_engine_step_size(runs), descent_engine_step_size(stepped));
    if (options)
        descent_test_same_paths(descent_engine_path(runs), descent_engine_path(stepped));
    descent_engine_free(runs);
    descent_engine_free(stepped);
}

START_TEST(running_is_stepping)
{
    const descent_rule rules[] = {descent_fixed_step(0.4), descent_heavy_ball(0.1, 0.9), descent_nesterov(0.05, 0.9)};
    const descent_schedule schedules[] = {descent_schedule_constant(), descent_schedule_cosine(200, 0.001),
                                          descent_schedule_custom(every_fifth, NULL)};
    const size_t dimensions[] = {1, 2, 3, 8, 9, 300};
    const unsigned all = 31, norms = DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_STEP_LENGTH;
    const descent_path_options recordings[] = {
        {.columns = all, .stride = 1},
        {.columns = norms | DESCENT_PATH_POINT, .stride = 1},
        {.columns = norms, .stride = 7},
        {.columns = all, .stride = 1, .last = 5},
        {.columns = DESCENT_PATH_LOSS | DESCENT_PATH_STEP_LENGTH, .stride = 3, .byte_limit = 200},
    };
    double start[300];
    for (size_t i = 0; i < 300; i++)
        start[i] = 3 * sin((double)i + 1);
    for (size_t d = 0; d < 6; d++) {
        const descent_problem problem = {.dimension = dimensions[d], .loss = waves, .gradient = waves_gradient};
        for (size_t r = 0; r < 3; r++)
            for (size_t s = 0; s < 3; s++) {
                const descent_rule rule = descent_rule_with_schedule(rules[r], schedules[s]);
                compare_run_with_steps(&problem, rule, start, NULL);
                for (size_t o = 0; o < sizeof recordings / sizeof recordings[0]; o++)
                    compare_run_with_steps(&problem, rule, start, &recordings[o]);
            }
    }
}
END_TEST

START_TEST(values_belong_to_the_point)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.25};
    const descent_rule rules[] = {descent_fixed_step(0.1), descent_heavy_ball(0.1, 0.9), descent_nesterov(0.1, 0.9)};
    for (size_t r = 0; r < 3; r++) {
        descent_engine *const engine = descent_test_engine(&problem, rules[r], start);
        const double *const x = descent_engine_point(engine);
        for (size_t k = 0; k < 30; k++) {
            double loss, gradient[2];
            problem.loss(2, x, &loss, NULL);
            problem.gradient(2, x, gradient, NULL);
            ck_assert_double_eq(descent_engine_loss(engine), loss);
            ck_assert_mem_eq(descent_engine_gradient(engine), gradient, sizeof gradient);
            ck_assert_double_eq_tol(descent_engine_gradient_norm(engine), hypot(gradient[0], gradient[1]), 1e-14);
            assert_success(descent_engine_step(engine));
            ck_assert_ptr_eq(descent_engine_point(engine), x);
        }
        /* One gradient a point, and for the look-ahead rule one more. */
        ck_assert_uint_eq(descent_engine_evaluations(engine).gradient, r == 2 ? 60 : 30);
        ck_assert_uint_eq(descent_engine_evaluations(engine).loss, 30);
        descent_engine_free(engine);
    }
}
END_TEST

typedef struct witness {
    size_t calls, stop_at;
    const double *start;
    descent_status refused[3];
} witness;

static int watch(descent_engine *engine, void *context)
{
    witness *const seen = context;
    seen->calls++;
    ck_assert_uint_eq(descent_engine_steps(engine), seen->calls);
    ck_assert_double_eq(descent_engine_gradient(engine)[0], 2 * (descent_engine_point(engine)[0] - 2));
    seen->refused[0] = descent_engine_step(engine);
    seen->refused[1] = descent_engine_reset(engine, seen->start);
    seen->refused[2] = descent_engine_record(engine, NULL);
    return seen->calls == seen->stop_at;
}

START_TEST(an_observer_sees_each_step_and_can_stop)
{
    const double start[] = {4, 1.075};
    witness seen = {.stop_at = 10, .start = start};
    descent_engine *const engine = notebook_engine(start, 0.1);
    assert_success(descent_engine_add_observer(engine, watch, &seen));
    assert_success(descent_engine_run(engine, 100));
    ck_assert_uint_eq(seen.calls, 10);
    ck_assert_uint_eq(descent_engine_steps(engine), 10);
    ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_OBSERVER);
    ck_assert_uint_eq(descent_engine_evaluations(engine).gradient, 11);
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(seen.refused[i], DESCENT_EINVAL);
    assert_success(descent_engine_step(engine));
    ck_assert_uint_eq(seen.calls, 11);
    descent_engine_free(engine);
}
END_TEST

START_TEST(the_budget_is_kept)
{
    const double start[] = {4, 1.075};
    descent_engine *const engine = notebook_engine(start, 0.1);
    assert_success(descent_engine_set_budget(engine, 20));
    assert_failure(descent_engine_run(engine, 100), DESCENT_EBUDGET, "20 evaluations");
    ck_assert_uint_eq(descent_engine_steps(engine), 20);
    ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_BUDGET);
    assert_success(descent_engine_set_budget(engine, 25));
    assert_failure(descent_engine_run(engine, 100), DESCENT_EBUDGET, "25 evaluations");
    ck_assert_uint_eq(descent_engine_steps(engine), 25);
    descent_engine_free(engine);
    /* also of one evaluation */
    descent_engine *const least = notebook_engine(start, 0.1);
    assert_success(descent_engine_set_budget(least, 1));
    assert_failure(descent_engine_run(least, 100), DESCENT_EBUDGET, "1 evaluation ");
    ck_assert_uint_eq(descent_engine_steps(least), 1);
    assert_failure(descent_engine_step(least), DESCENT_EBUDGET, "1 evaluation ");
    descent_engine_free(least);
}
END_TEST

START_TEST(the_gradient_tolerance_stops_the_run)
{
    const double start[] = {4, 1};
    descent_engine *const engine = notebook_engine(start, 0.1);
    assert_success(descent_engine_set_gradient_tolerance(engine, 1e-3));
    assert_success(descent_engine_run(engine, 1000));
    /* ‖g‖ = 4·0.8^k on the ridge, first below 1e-3 at k = ⌈ln 4000 / −ln 0.8⌉ = 38 */
    ck_assert_uint_eq(descent_engine_steps(engine), 38);
    ck_assert_uint_eq(descent_unwind_mark(), 0); /* nothing is under way any more */
    ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_GRADIENT);
    assert_success(descent_engine_step(engine));
    ck_assert_uint_eq(descent_engine_steps(engine), 39);
    descent_engine_free(engine);
}
END_TEST

START_TEST(a_tolerance_of_zero_stops_at_zero)
{
    /* On the ridge β₂ = 1 a step of 1/2 is exact: (4, 1) to (2, 1), where the gradient is zero. */
    const double start[] = {4, 1};
    descent_engine *const engine = notebook_engine(start, 0.5);
    assert_success(descent_engine_set_gradient_tolerance(engine, 0));
    assert_success(descent_engine_run(engine, 1000));
    ck_assert_uint_eq(descent_engine_steps(engine), 1);
    ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_GRADIENT);
    descent_engine_free(engine);
}
END_TEST

START_TEST(nothing_is_evaluated_twice_at_one_point)
{
    const double start[] = {4, 1.25};
    descent_engine *const engine = notebook_engine(start, 0.1);
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_set_gradient_tolerance(engine, 1e-12));
    for (size_t k = 0; k < 10; k++) {
        (void)descent_engine_gradient_norm(engine);
        (void)descent_engine_path(engine);
        (void)descent_engine_gradient(engine);
        (void)descent_engine_loss(engine);
        assert_success(descent_engine_run(engine, 1));
    }
    ck_assert_uint_eq(descent_engine_evaluations(engine).gradient, 10);
    ck_assert_uint_eq(descent_engine_evaluations(engine).loss, 10);
    descent_engine_free(engine);
}
END_TEST

static int bowl_in_one_pass(size_t n, const double *x, double *value, double *gradient, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++) {
        *value += x[i] * x[i] / 2;
        gradient[i] = x[i];
    }
    return 0;
}

/* What loss_gradient computes along with what was asked for is kept: one call a point, whoever asks first. */
START_TEST(one_pass_is_made_once_at_one_point)
{
    const descent_problem problem = {.dimension = 2, .loss_gradient = bowl_in_one_pass};
    const double start[] = {1, 2};
    descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), start);
    assert_success(descent_engine_record(engine, NULL));
    for (size_t k = 0; k < 10; k++) {
        if (k % 2 == 0)
            (void)descent_engine_gradient_norm(engine);
        else
            (void)descent_engine_loss(engine);
        (void)descent_engine_path(engine);
        assert_success(descent_engine_step(engine));
    }
    ck_assert_uint_eq(descent_engine_evaluations(engine).gradient, 10);
    ck_assert_uint_eq(descent_engine_evaluations(engine).loss, 10);
    descent_engine_free(engine);
}
END_TEST

/* A rule whose functions reach for the engine that calls them. */
typedef struct meddling {
    descent_engine *engine;
    descent_status refused[2];
} meddling;

static void meddling_look_ahead(const descent_rule *rule, const descent_rule_step *step, double *where)
{
    meddling *const own = *(meddling *const *)rule->parameters;
    memcpy(where, step->x, step->dimension * sizeof *where);
    own->refused[0] = descent_engine_record(own->engine, NULL);
}

static int meddling_advance(const descent_rule *rule, descent_rule_step *step)
{
    meddling *const own = *(meddling *const *)rule->parameters;
    own->refused[1] = descent_engine_step(own->engine);
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= step->step_size * step->gradient[i];
    return 0;
}

START_TEST(a_rule_cannot_change_the_engine_that_calls_it)
{
    const descent_rule_type type = {.name = "meddling", .advance = meddling_advance, .look_ahead = meddling_look_ahead};
    meddling own = {0};
    meddling *const handle = &own;
    const descent_rule rule = {.type = &type, .step_size = 0.5, .parameters = &handle};
    const descent_problem problem = {.dimension = 2, .loss_gradient = bowl_in_one_pass};
    const double start[] = {1, 2};
    own.engine = descent_test_engine(&problem, rule, start);
    assert_success(descent_engine_step(own.engine));
    ck_assert_uint_eq(descent_engine_steps(own.engine), 1);
    ck_assert_double_eq(descent_engine_point(own.engine)[1], 1);
    for (size_t i = 0; i < 2; i++)
        ck_assert_int_eq(own.refused[i], DESCENT_EINVAL);
    descent_engine_free(own.engine);
}
END_TEST

START_TEST(reset_is_a_new_engine)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double first[] = {0, 0}, second[] = {4, 1.25};
    descent_engine *const used = descent_test_engine(&problem, descent_heavy_ball(0.1, 0.9), first);
    descent_engine *const fresh = descent_test_engine(&problem, descent_heavy_ball(0.1, 0.9), second);
    assert_success(descent_engine_record(used, NULL));
    assert_success(descent_engine_run(used, 37));
    assert_success(descent_engine_reset(used, second));
    ck_assert_int_eq(descent_engine_stop_reason(used), DESCENT_STOP_NONE);
    ck_assert_uint_eq(descent_engine_steps(used), 0);
    ck_assert_uint_eq(descent_engine_evaluations(used).gradient, 0);
    assert_success(descent_engine_run(used, 50));
    assert_success(descent_engine_run(fresh, 50));
    ck_assert_mem_eq(descent_engine_point(used), descent_engine_point(fresh), sizeof second);
    ck_assert_uint_eq(descent_path_view(descent_engine_path(used)).count, 51);
    ck_assert_double_eq(descent_path_view(descent_engine_path(used)).points[1], 1.25);
    descent_engine_free(used);
    descent_engine_free(fresh);
}
END_TEST

START_TEST(reset_may_start_where_it_stands)
{
    const double start[] = {4, 1.25};
    descent_engine *const engine = notebook_engine(start, 0.1);
    assert_success(descent_engine_run(engine, 7));
    const double here[] = {descent_engine_point(engine)[0], descent_engine_point(engine)[1]};
    assert_success(descent_engine_reset(engine, descent_engine_point(engine)));
    ck_assert_uint_eq(descent_engine_steps(engine), 0);
    ck_assert_mem_eq(descent_engine_point(engine), here, sizeof here);
    /* The gradient is overwritten on the way, but only when it has been copied. */
    const double slope[] = {descent_engine_gradient(engine)[0], descent_engine_gradient(engine)[1]};
    assert_success(descent_engine_reset(engine, descent_engine_gradient(engine)));
    ck_assert_mem_eq(descent_engine_point(engine), slope, sizeof slope);
    descent_engine_free(engine);
}
END_TEST

START_TEST(recording_begins_where_it_is_asked_for)
{
    const double start[] = {4, 1.25};
    descent_engine *const engine = notebook_engine(start, 0.1);
    ck_assert_ptr_null(descent_engine_path(engine));
    assert_success(descent_engine_run(engine, 10));
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 5));
    const descent_path *const path = descent_engine_path(engine);
    ck_assert_uint_eq(descent_path_view(path).count, 6);
    ck_assert_uint_eq(descent_path_view(path).steps[0], 10);
    ck_assert_uint_eq(descent_path_view(path).steps[5], 15);
    (void)descent_engine_path(engine); /* asking twice records nothing twice */
    assert_success(descent_engine_step(engine));
    ck_assert_uint_eq(descent_path_view(descent_engine_path(engine)).count, 7);
    ck_assert_mem_eq(descent_path_view(descent_engine_path(engine)).points + 12, descent_engine_point(engine),
                     sizeof start);
    descent_engine_free(engine);
}
END_TEST

/* A new path begins at the point where it is asked for, whether the one before had that point or not. */
START_TEST(a_second_path_begins_where_it_is_asked_for)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 2.5};
    for (int looked = 0; looked < 2; looked++) {
        descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), start);
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, 3));
        if (looked)
            ck_assert_uint_eq(descent_path_view(descent_engine_path(engine)).count, 4);
        double there[2];
        memcpy(there, descent_engine_point(engine), sizeof there);
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, looked ? 2 : 0));
        const descent_path_data view = descent_path_view(descent_engine_path(engine));
        ck_assert_uint_eq(view.count, looked ? 3 : 1);
        ck_assert_uint_eq(view.steps[0], 3);
        ck_assert_mem_eq(view.points, there, sizeof there);
        descent_engine_free(engine);
    }
}
END_TEST

/* A gradient that is what the context holds. */
static int given_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)x;
    memcpy(gradient, context, n * sizeof *gradient);
    return 0;
}

/* 256 squares at a time in eight interleaved sums, which are added in pairs that lie four, two and one apart. */
static double norm_in_lanes(size_t n, const double *g)
{
    double all = 0;
    for (size_t begin = 0; begin < n; begin += 256) {
        double sum[8] = {0};
        for (size_t i = begin; i < n && i < begin + 256; i++)
            sum[(i - begin) % 8] += g[i] * g[i];
        for (size_t apart = 4; apart > 0; apart /= 2)
            for (size_t lane = 0; lane < apart; lane++)
                sum[lane] += sum[lane + apart];
        all += sum[0];
    }
    return sqrt(all);
}

START_TEST(norms_do_not_depend_on_the_processor)
{
    static const size_t dimensions[] = {1, 2, 7, 8, 9, 255, 256, 257, 1000, 2500};
    static double start[2500], g[2500];
    for (size_t i = 0; i < 2500; i++)
        g[i] = sin((double)i + 1) *
               exp2((double)(i % 41) - 20); /* sizes so mixed that every other order rounds otherwise */
    for (size_t k = 0; k < sizeof dimensions / sizeof dimensions[0]; k++) {
        const size_t n = dimensions[k];
        const descent_problem problem = {.dimension = n, .gradient = given_gradient, .context = g};
        descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), start);
        assert_success(descent_engine_record(engine, NULL));
        ck_assert_double_eq(descent_engine_gradient_norm(engine), norm_in_lanes(n, g));
        /* Also where the norm is taken while the point moves. */
        assert_success(descent_engine_run(engine, 3));
        for (size_t row = 0; row < 3; row++)
            ck_assert_double_eq(descent_path_view(descent_engine_path(engine)).gradient_norms[row],
                                norm_in_lanes(n, g));
        descent_engine_free(engine);
    }
}
END_TEST

START_TEST(long_vectors_begin_on_cache_lines)
{
    static double start[1001];
    const descent_rule rules[] = {descent_fixed_step(0.1), descent_heavy_ball(0.1, 0.9), descent_nesterov(0.1, 0.9)};
    for (size_t r = 0; r < 3; r++)
        for (size_t n = 9; n <= 1001; n += 31) {
            const descent_problem problem = {.dimension = n, .gradient = given_gradient, .context = start};
            descent_engine *const engine = descent_test_engine(&problem, rules[r], start);
            ck_assert_uint_eq((uintptr_t)descent_engine_point(engine) % 64, 0);
            ck_assert_uint_eq((uintptr_t)descent_engine_gradient(engine) % 64, 0);
            descent_engine_free(engine);
        }
}
END_TEST

typedef struct listener {
    int *calls; /* of all listeners */
    int place;
    int stop;
} listener;

static int listen(descent_engine *engine, void *context)
{
    listener *const l = context;
    (void)engine;
    ck_assert_int_eq(*l->calls % 3, l->place);
    ++*l->calls;
    return l->stop;
}

START_TEST(observers_are_called_in_the_order_in_which_they_were_added)
{
    const double start[] = {4, 1.075};
    for (int stopping = 0; stopping < 3; stopping++) {
        int calls = 0;
        listener listeners[3];
        descent_engine *const engine = notebook_engine(start, 0.1);
        for (int i = 0; i < 3; i++) {
            listeners[i] = (listener){.calls = &calls, .place = i};
            assert_success(descent_engine_add_observer(engine, listen, &listeners[i]));
        }
        assert_success(descent_engine_run(engine, 5));
        ck_assert_int_eq(calls, 15);
        /* Each of them may end a run, and all of them see its last step. */
        listeners[stopping].stop = 1;
        assert_success(descent_engine_run(engine, 5));
        ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_OBSERVER);
        ck_assert_uint_eq(descent_engine_steps(engine), 6);
        ck_assert_int_eq(calls, 18);
        descent_engine_free(engine);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_notebook_ends_where_it_ends,
        every_point_of_the_path_is_right,
        chaos_stays_in_its_box,
        the_explosion_ends_at_a_finite_point,
        running_is_stepping,
        values_belong_to_the_point,
        an_observer_sees_each_step_and_can_stop,
        the_budget_is_kept,
        the_gradient_tolerance_stops_the_run,
        a_tolerance_of_zero_stops_at_zero,
        nothing_is_evaluated_twice_at_one_point,
        one_pass_is_made_once_at_one_point,
        a_rule_cannot_change_the_engine_that_calls_it,
        reset_is_a_new_engine,
        reset_may_start_where_it_stands,
        a_second_path_begins_where_it_is_asked_for,
        recording_begins_where_it_is_asked_for,
        norms_do_not_depend_on_the_processor,
        long_vectors_begin_on_cache_lines,
        observers_are_called_in_the_order_in_which_they_were_added,
    };
    return descent_test_main(descent_test_suite("engine", tests, sizeof tests / sizeof tests[0]));
}
