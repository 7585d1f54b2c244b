/* The diagnosis: the notebook's verdicts, what must not change them, and paths that no engine would make. */
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <descent/descent.h>

#include "support.h"

/* Runs the notebook's loss, recorded, and diagnoses it. */
static descent_diagnosis *diagnose_notebook(double first, double second, double step_size, size_t steps)
{
    const descent_problem problem = descent_landscape_notebook();
    const double start[] = {first, second};
    descent_engine *engine;
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(step_size), start));
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, steps));
    assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
    descent_engine_free(engine);
    return diagnosis;
}

static void assert_point(const descent_diagnosis *diagnosis, descent_critical_kind kind, double second)
{
    ck_assert_ptr_nonnull(diagnosis->point);
    ck_assert_int_eq(diagnosis->point->kind, kind);
    ck_assert_double_eq_tol(diagnosis->point->x[0], 2, 1e-12);
    ck_assert_double_eq_tol(diagnosis->point->x[1], second, 1e-12);
}

START_TEST(notebook_minimum_1)
{
    descent_diagnosis *const diagnosis = diagnose_notebook(4, 1.075, 0.2, 32);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    assert_point(diagnosis, DESCENT_CRITICAL_MINIMUM, 1 + sqrt(0.5));
    ck_assert_double_eq_tol(diagnosis->point->eigenvalues[0], 2, 1e-9);
    ck_assert_double_eq_tol(diagnosis->point->eigenvalues[1], 4, 1e-9);
    ck_assert_double_eq_tol(diagnosis->rate, 0.6, 1e-6); /* 1 − 2η */
    ck_assert_double_eq_tol(diagnosis->step_limit, 0.5, 1e-9);
    ck_assert_double_eq(diagnosis->steps_to_go, 0);
    descent_diagnosis_free(diagnosis);
}
END_TEST

START_TEST(notebook_minimum_2)
{
    descent_diagnosis *const diagnosis = diagnose_notebook(0, -0.5, 1.0 / 50, 64);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
    assert_point(diagnosis, DESCENT_CRITICAL_MINIMUM, 1 - sqrt(0.5));
    ck_assert_double_eq_tol(diagnosis->rate, 0.96, 1e-6); /* 1 − 2η */
    /* 2·0.96^(64 + k) within the tolerance */
    const double expected = ceil(log(diagnosis->tolerance / 2) / log(0.96)) - 64;
    ck_assert_double_eq_tol(diagnosis->steps_to_go, expected, 1);
    ck_assert_double_le(diagnosis->steps_to_go_low, diagnosis->steps_to_go);
    ck_assert_double_ge(diagnosis->steps_to_go_high, diagnosis->steps_to_go);
    descent_diagnosis_free(diagnosis);
}
END_TEST

START_TEST(notebook_saddle_ridge)
{
    descent_diagnosis *const diagnosis = diagnose_notebook(4, 0.9999, 0.1, 64);
    const descent_event *lingering = NULL;
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
    assert_point(diagnosis, DESCENT_CRITICAL_MINIMUM, 1 - sqrt(0.5));
    for (size_t i = 0; i < diagnosis->event_count; i++)
        if (diagnosis->events[i].kind == DESCENT_EVENT_LINGERING)
            lingering = &diagnosis->events[i];
    ck_assert_ptr_nonnull(lingering);
    ck_assert_int_eq(lingering->point->kind, DESCENT_CRITICAL_SADDLE);
    ck_assert_double_eq_tol(lingering->point->x[1], 1, 1e-12);
    ck_assert_double_eq_tol(lingering->value, 1.2, 0.02); /* 1 + 2η */
    ck_assert_double_eq_tol(fabs(lingering->direction[1]), 1, 1e-9);
    ck_assert_uint_lt(lingering->first_step, lingering->last_step);
    ck_assert_uint_le(lingering->last_step, 50); /* u = 1e-4·1.2^k is 0.5 at k = 47 */
    descent_diagnosis_free(diagnosis);
}
END_TEST

START_TEST(notebook_saddle_point)
{
    descent_diagnosis *const diagnosis = diagnose_notebook(4, 1, 0.1, 64);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    assert_point(diagnosis, DESCENT_CRITICAL_SADDLE, 1);
    ck_assert_uint_eq(diagnosis->point->index, 1);
    ck_assert_double_eq_tol(diagnosis->point->eigenvalues[0], -2, 1e-9);
    ck_assert_double_eq_tol(diagnosis->point->eigenvalues[1], 2, 1e-9);
    ck_assert_double_eq_tol(fabs(diagnosis->point->escape[1]), 1, 1e-9);
    ck_assert_uint_ge(diagnosis->advice_count, 1);
    ck_assert_int_eq(diagnosis->advice[0].kind, DESCENT_ADVICE_LEAVE_SADDLE);
    descent_diagnosis_free(diagnosis);
}
END_TEST

START_TEST(notebook_oscillation)
{
    descent_diagnosis *const diagnosis = diagnose_notebook(4, 1, 1, 8);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_PERIODIC);
    ck_assert_uint_eq(diagnosis->period, 2);
    ck_assert_double_eq(diagnosis->orbit[0] + diagnosis->orbit[2], 4);
    ck_assert_double_eq(diagnosis->orbit[1], 1);
    ck_assert_uint_eq(diagnosis->multiplier_count, 2);
    ck_assert_double_eq_tol(diagnosis->multipliers[0], 1, 1e-6); /* (1 − 2η)² */
    ck_assert_double_eq_tol(diagnosis->multipliers[1], 9, 1e-6); /* (1 + 2η)² */
    ck_assert_double_eq_tol(fabs(diagnosis->multiplier_directions[0]), 1, 1e-6);
    ck_assert_double_eq_tol(fabs(diagnosis->multiplier_directions[3]), 1, 1e-6);
    descent_diagnosis_free(diagnosis);
}
END_TEST

START_TEST(notebook_explosion)
{
    descent_diagnosis *const diagnosis = diagnose_notebook(4, 2.5, 0.29, 8);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_DIVERGING);
    ck_assert_int_eq(diagnosis->law, DESCENT_LAW_FASTER);
    ck_assert_double_eq_tol(diagnosis->exponent, 3, 0.05); /* u ← −4ηu³ */
    ck_assert_uint_ge(diagnosis->advice_count, 1);
    ck_assert_int_eq(diagnosis->advice[0].kind, DESCENT_ADVICE_STEP_SIZE);
    ck_assert_double_lt(diagnosis->advice[0].step_size, 2.0 / 7);
    ck_assert(diagnosis->advice[0].verified);
    ck_assert_uint_gt(diagnosis->advice[0].outcome_steps, 5);
    descent_diagnosis_free(diagnosis);
}
END_TEST

START_TEST(notebook_no_explosion)
{
    descent_diagnosis *const diagnosis = diagnose_notebook(4, 2.5, 0.28, 64);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    assert_point(diagnosis, DESCENT_CRITICAL_MINIMUM, 1 + sqrt(0.5));
    descent_diagnosis_free(diagnosis);
}
END_TEST

START_TEST(notebook_chaos)
{
    descent_diagnosis *const diagnosis = diagnose_notebook(4, 1.25, 1, 128);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CHAOTIC);
    ck_assert_double_le(diagnosis->lyapunov_low, log(3));
    ck_assert_double_ge(diagnosis->lyapunov_high, log(3));
    ck_assert_double_lt(diagnosis->lyapunov_high - diagnosis->lyapunov_low, 0.1);
    ck_assert_uint_eq(diagnosis->coordinate_periods[0], 2);
    ck_assert_uint_eq(diagnosis->coordinate_periods[1], 0);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* The notebook's loss in other coordinates: y = scale·(x, permuted) + shift, padded with coordinates that rest. */
typedef struct disguise {
    double scale, shift;
    size_t dimension, first, second; /* where β₁ and β₂ are */
} disguise;

static int disguised_gradient(size_t dimension, const double *y, double *gradient, void *context)
{
    const disguise *const d = context;
    const double v = (y[d->first] - d->shift) / d->scale - 2, u = (y[d->second] - d->shift) / d->scale - 1;
    for (size_t i = 0; i < dimension; i++)
        gradient[i] = 0;
    gradient[d->first] = d->scale * (2 * v);
    gradient[d->second] = d->scale * (4 * u * u * u - 2 * u);
    return 0;
}

static int disguised_loss(size_t dimension, const double *y, double *value, void *context)
{
    const disguise *const d = context;
    const double v = (y[d->first] - d->shift) / d->scale - 2, u = (y[d->second] - d->shift) / d->scale - 1;
    (void)dimension;
    *value = v * v + u * u * (u * u - 1); /* in units of its own: a loss's scale is free, too */
    return 0;
}

static const struct {
    double start[2], step_size;
    size_t steps;
    descent_ending ending;
} runs[] = {
    {{4, 1.075}, 0.2, 40, DESCENT_ENDING_CONVERGED},    {{0, -0.5}, 0.02, 64, DESCENT_ENDING_APPROACHING},
    {{4, 0.9999}, 0.1, 64, DESCENT_ENDING_APPROACHING}, {{4, 1.25}, 0.6, 400, DESCENT_ENDING_PERIODIC},
    {{4, 2.5}, 0.29, 7, DESCENT_ENDING_DIVERGING},      {{4, 1.25}, 1, 400, DESCENT_ENDING_CHAOTIC},
};

/* What a run has seen so far must not be taken for the whole landscape. */
START_TEST(short_sight_is_not_taken_for_truth)
{
    /* So small a step that all looks like a straight slope; yet the minimum is there. */
    descent_diagnosis *diagnosis = diagnose_notebook(4, 1.075, 1e-9, 100);
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_UNBOUNDED);
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    descent_diagnosis_free(diagnosis);
    /* η is just above 2/4: the oscillation grows, but its end is a 2-cycle, not infinity. */
    diagnosis = diagnose_notebook(2, 1.7072, 0.51, 30);
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_DIVERGING);
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    ck_assert_int_ne(diagnosis->findings & DESCENT_FINDING_STEP_ABOVE_LIMIT, 0);
    descent_diagnosis_free(diagnosis);
    /* Beside the saddle after 80 steps, 2e-6 off the ridge and about to leave: it is not the limit. */
    diagnosis = diagnose_notebook(0, 1.000000000001, 0.1, 80);
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_APPROACHING);
    descent_diagnosis_free(diagnosis);
}
END_TEST

START_TEST(verdicts_survive_a_disguise)
{
    const disguise disguises[] = {
        {1, 0, 2, 1, 0},                                                                            /* permuted */
        {0x1p40, 0, 2, 0, 1}, {0x1p-40, 0, 2, 0, 1}, {0x1p332, 0, 2, 0, 1}, {0x1p-332, 0, 2, 0, 1}, /* scaled */
        {1, 64, 2, 0, 1},                                                                           /* shifted */
        {1, 0, 7, 5, 2},                                                                            /* embedded */
    };
    for (size_t k = 0; k < sizeof disguises / sizeof disguises[0]; k++)
        for (size_t r = 0; r < sizeof runs / sizeof runs[0]; r++) {
            disguise d = disguises[k];
            /* the loss does not scale with the gradient, which is ∇L·scale²: leave it out where it would contradict */
            const descent_problem problem = {
                .dimension = d.dimension,
                .loss = d.scale == 1 ? disguised_loss : NULL,
                .gradient = disguised_gradient,
                .context = &d,
            };
            double start[7] = {0};
            descent_engine *engine;
            descent_diagnosis *diagnosis;
            start[d.first] = d.scale * runs[r].start[0] + d.shift;
            start[d.second] = d.scale * runs[r].start[1] + d.shift;
            assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(runs[r].step_size), start));
            assert_success(descent_engine_record(engine, NULL));
            assert_success(descent_engine_run(engine, runs[r].steps));
            assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
            const int exploded = runs[r].ending == DESCENT_ENDING_DIVERGING && !problem.loss;
            ck_assert_msg(diagnosis->ending == runs[r].ending || exploded, "disguise %zu, run %zu: %s (%s)", k, r,
                          descent_ending_string(diagnosis->ending), diagnosis->reason);
            descent_diagnosis_free(diagnosis);
            descent_engine_free(engine);
        }
}
END_TEST

START_TEST(more_steps_do_not_change_an_ending)
{
    for (size_t steps = 60; steps <= 960; steps *= 2) {
        descent_diagnosis *diagnosis = diagnose_notebook(4, 1.075, 0.2, steps);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
        descent_diagnosis_free(diagnosis);
        diagnosis = diagnose_notebook(4, 1, 1, steps);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_PERIODIC);
        descent_diagnosis_free(diagnosis);
        diagnosis = diagnose_notebook(4, 1.25, 1, 2 * steps);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CHAOTIC);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* The notebook's 2-cycle attracts from eta = 1/2 to (sqrt 5 - 1)/2 = 0.618: it is a cycle of 2 whenever one looks. */
START_TEST(a_cycle_has_one_period_however_long_it_is_watched)
{
    static const double step_sizes[] = {0.52, 0.53, 0.55, 0.57, 0.59};
    for (size_t k = 0; k < sizeof step_sizes / sizeof *step_sizes; k++)
        for (size_t steps = 40; steps < 260; steps += 3) {
            descent_diagnosis *const diagnosis = diagnose_notebook(2.5, 1.9, step_sizes[k], steps);
            if (diagnosis->ending == DESCENT_ENDING_PERIODIC)
                ck_assert_msg(diagnosis->period == 2, "step size %g, %zu steps: period %zu", step_sizes[k], steps,
                              diagnosis->period);
            descent_diagnosis_free(diagnosis);
        }
}
END_TEST

/* L = (x² − 1)²/4: two valleys, and a hill between them. */
static int two_valleys_loss(size_t dimension, const double *x, double *value, void *context)
{
    (void)dimension;
    (void)context;
    *value = (x[0] * x[0] - 1) * (x[0] * x[0] - 1) / 4;
    return 0;
}

static int two_valleys_gradient(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    gradient[0] = x[0] * (x[0] * x[0] - 1);
    return 0;
}

/* With much momentum a run swings from valley to valley for long. Which one it is left in, only the end tells. */
START_TEST(momentum_approaches_no_valley_that_it_leaves)
{
    const descent_problem problem = {.dimension = 1, .loss = two_valleys_loss, .gradient = two_valleys_gradient};
    const double momenta[] = {0.9, 0.98, 0.995, 0.998};
    const double start = 2.5;
    const size_t all_steps = 50000; /* at 0.998, swings fade by a factor of e in 1000 */
    for (size_t k = 0; k < sizeof momenta / sizeof *momenta; k++)
        for (size_t steps = 20; steps < 400; steps += 7) {
            descent_engine *engine;
            descent_diagnosis *diagnosis;
            assert_success(descent_engine_new(&engine, &problem, descent_heavy_ball(0.05, momenta[k]), &start));
            assert_success(descent_engine_record(engine, NULL));
            assert_success(descent_engine_run(engine, steps));
            assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
            assert_success(descent_engine_run(engine, all_steps - steps));
            const double end = descent_engine_point(engine)[0];
            ck_assert_double_eq_tol(fabs(end), 1, 1e-9);
            const bool decided =
                diagnosis->ending == DESCENT_ENDING_APPROACHING || diagnosis->ending == DESCENT_ENDING_CONVERGED;
            if (decided && diagnosis->point && diagnosis->point->kind == DESCENT_CRITICAL_MINIMUM)
                ck_assert_msg(fabs(diagnosis->point->x[0] - end) < 1e-6,
                              "momentum %g, %zu steps: %s %g, but it ends at %g", momenta[k], steps,
                              descent_ending_string(diagnosis->ending), diagnosis->point->x[0], end);
            descent_diagnosis_free(diagnosis);
            descent_engine_free(engine);
        }
}
END_TEST

/* L = 50x² + 0.005y²: at a step size of exactly 2/100, x changes sides for ever, while y creeps in. */
static int stiff_loss(size_t dimension, const double *x, double *value, void *context)
{
    (void)dimension;
    (void)context;
    *value = 50 * x[0] * x[0] + 0.005 * x[1] * x[1];
    return 0;
}

static int stiff_gradient(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension;
    (void)context;
    gradient[0] = 100 * x[0];
    gradient[1] = 0.01 * x[1];
    return 0;
}

START_TEST(a_step_size_at_the_limit_approaches_nothing)
{
    const descent_problem problem = {.dimension = 2, .loss = stiff_loss, .gradient = stiff_gradient};
    const double start[] = {1, 1};
    for (size_t steps = 50; steps <= 3200; steps *= 2) {
        descent_engine *engine;
        descent_diagnosis *diagnosis;
        assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(0.02), start));
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, steps));
        assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
        ck_assert_double_eq_tol(fabs(descent_engine_point(engine)[0]), 1, 1e-12);
        ck_assert_msg(diagnosis->ending == DESCENT_ENDING_UNDETERMINED || diagnosis->ending == DESCENT_ENDING_PERIODIC,
                      "%zu steps: %s", steps, descent_ending_string(diagnosis->ending));
        descent_diagnosis_free(diagnosis);
        descent_engine_free(engine);
    }
}
END_TEST

START_TEST(a_path_alone_speaks_too)
{
    const descent_problem problem = descent_landscape_notebook();
    descent_path *path;
    descent_diagnosis *diagnosis;
    double x[] = {4, 1.075}, loss, gradient[2];
    assert_success(descent_path_new(&path, 2, NULL));
    for (size_t k = 0; k < 200; k++) {
        problem.loss(2, x, &loss, NULL);
        problem.gradient(2, x, gradient, NULL);
        assert_success(descent_path_append(path, x, loss, gradient));
        x[0] -= 0.2 * gradient[0];
        x[1] -= 0.2 * gradient[1];
    }
    assert_success(descent_diagnose(NULL, path, NULL, &diagnosis));
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    ck_assert_ptr_null(diagnosis->point);
    ck_assert_uint_eq(diagnosis->evaluations.gradient, 0);
    descent_diagnosis_free(diagnosis);
    assert_success(descent_diagnose(&problem, path, NULL, &diagnosis));
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    ck_assert_int_eq(diagnosis->point->kind, DESCENT_CRITICAL_MINIMUM);
    ck_assert_double_eq_tol(diagnosis->step_size, 0.2, 1e-6); /* fitted */
    ck_assert(diagnosis->findings & DESCENT_FINDING_RULE_FITTED);
    descent_diagnosis_free(diagnosis);
    descent_path_free(path);
}
END_TEST

/* Newton's method on cosh x₁ + 2 cosh x₂ arrives faster than by any factor: that is no descent without an end in sight. */
START_TEST(a_superlinear_path_is_not_called_descending)
{
    descent_path *path;
    descent_diagnosis *diagnosis;
    double x[] = {3, 2.5};
    assert_success(descent_path_new(&path, 2, NULL));
    for (size_t k = 0; k < 8; k++) {
        const double gradient[] = {sinh(x[0]), 2 * sinh(x[1])};
        assert_success(descent_path_append(path, x, cosh(x[0]) + 2 * cosh(x[1]), gradient));
        x[0] -= tanh(x[0]);
        x[1] -= tanh(x[1]);
        if (fabs(x[0]) < 1e-12)
            break;
    }
    assert_success(descent_diagnose(NULL, path, NULL, &diagnosis));
    ck_assert(diagnosis->ending == DESCENT_ENDING_UNDETERMINED || diagnosis->ending == DESCENT_ENDING_CONVERGED);
    descent_diagnosis_free(diagnosis);
    descent_path_free(path);
}
END_TEST

/* Steps against the sign of the slope, of a length that decays: no gradient is in them, so that they are no heavy ball. */
START_TEST(steps_without_gradient_are_no_heavy_ball)
{
    const descent_problem problem = descent_landscape_notebook();
    descent_path *path;
    descent_diagnosis *diagnosis;
    double x[] = {4, 1.2}, loss, gradient[2], length = 1e-4;
    assert_success(descent_path_new(&path, 2, NULL));
    for (size_t k = 0; k <= 500; k++, length *= 0.99996) {
        problem.loss(2, x, &loss, NULL);
        problem.gradient(2, x, gradient, NULL);
        assert_success(descent_path_append(path, x, loss, gradient));
        x[0] -= length;
        x[1] += length;
    }
    assert_success(descent_diagnose(&problem, path, NULL, &diagnosis));
    ck_assert_uint_eq(diagnosis->findings & DESCENT_FINDING_RULE_FITTED, 0);
    ck_assert(diagnosis->findings & DESCENT_FINDING_RULE_UNKNOWN);
    descent_diagnosis_free(diagnosis);
    descent_path_free(path);
}
END_TEST

/* Hardly any friction: for thousands of steps like chaos, or like a rotation for ever, and yet it comes to rest. */
START_TEST(friction_is_given_the_time_it_takes)
{
    const struct {
        descent_problem problem;
        descent_rule rule;
        double start[2];
        size_t steps;
        size_t later;
    } slow[] = {
        {descent_landscape_himmelblau(), descent_heavy_ball(1e-3, 0.999), {0, 0}, 300, 40000},
        {descent_landscape_notebook(), descent_heavy_ball(1e-3, 0.9999), {4, 1.2}, 300, 400000},
    };
    for (size_t k = 0; k < sizeof slow / sizeof *slow; k++) {
        descent_engine *engine;
        descent_diagnosis *diagnosis;
        assert_success(descent_engine_new(&engine, &slow[k].problem, slow[k].rule, slow[k].start));
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, slow[k].steps));
        assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
        ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_CHAOTIC);
        ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_QUASIPERIODIC);
        descent_diagnosis_free(diagnosis);
        assert_success(descent_engine_record(
            engine, &(descent_path_options){.columns = DESCENT_PATH_LOSS, .stride = 1, .last = 1}));
        assert_success(descent_engine_run(engine, slow[k].later));
        ck_assert_double_lt(descent_engine_gradient_norm(engine), 1e-6);
        descent_engine_free(engine);
    }
}
END_TEST

/* A deterministic stream of numbers for the fuzz below (a linear congruential generator of Knuth's). */
static uint64_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static double hostile_number(uint64_t *state)
{
    static const double specials[] = {
        0, 1, -1, NAN, INFINITY, -INFINITY, DBL_MAX, -DBL_MAX, DBL_MIN, 4.9406565e-324, 1e300, -1e300, 1e-300, 1e16};
    const uint64_t choice = next_random(state) % 20;
    if (choice < 14)
        return specials[choice];
    return ldexp((double)next_random(state) / 0x1p30 - 1, (int)(next_random(state) % 2000) - 1000);
}

START_TEST(no_path_breaks_it)
{
    const descent_problem problem = descent_landscape_notebook();
    FILE *const nowhere = fopen("/dev/null", "w");
    uint64_t state = 20231016;
    const size_t rounds = descent_test_effort(300);
    ck_assert_ptr_nonnull(nowhere);
    for (size_t round = 0; round < rounds; round++) {
        descent_path *path;
        descent_diagnosis *diagnosis;
        descent_diagnosis_options options;
        const size_t count = round < 5 ? round : next_random(&state) % 60;
        const int sane = (int)(next_random(&state) % 3); /* mostly ordinary, sprinkled, or all hostile */
        assert_success(descent_path_new(&path, 2, NULL));
        for (size_t k = 0; k < count; k++) {
            double numbers[5];
            for (size_t i = 0; i < 5; i++)
                numbers[i] = sane == 0 || (sane == 1 && next_random(&state) % 10) ? (double)next_random(&state) / 0x1p31
                                                                                  : hostile_number(&state);
            assert_success(
                descent_path_append(path, numbers, numbers[2], next_random(&state) % 4 ? numbers + 3 : NULL));
        }
        descent_diagnosis_options_default(&options);
        options.budget = next_random(&state) % 2 ? 2000 : 0;
        assert_success(descent_diagnose(next_random(&state) % 2 ? &problem : NULL, path, &options, &diagnosis));
        ck_assert_ptr_nonnull(diagnosis->reason);
        if (count == 0)
            ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNDETERMINED);
        assert_success(descent_diagnosis_print(diagnosis, nowhere));
        assert_success(descent_diagnosis_print_line(diagnosis, nowhere));
        assert_success(descent_diagnosis_print_json(diagnosis, nowhere));
        descent_diagnosis_free(diagnosis);
        descent_path_free(path);
    }
    fclose(nowhere);
}
END_TEST

START_TEST(the_budget_is_kept)
{
    const descent_problem problem = descent_landscape_notebook();
    const double start[] = {4, 1.25};
    const uint64_t budgets[] = {0, 1, 10, 100, 1000};
    for (size_t b = 0; b < 5; b++) {
        descent_engine *engine;
        descent_diagnosis *diagnosis;
        descent_diagnosis_options options;
        descent_diagnosis_options_default(&options);
        options.budget = budgets[b];
        assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(1), start));
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, 300));
        assert_success(descent_engine_diagnose(engine, &options, &diagnosis));
        const descent_evaluations *const spent = &diagnosis->evaluations;
        const uint64_t total = spent->loss + spent->gradient + spent->hessian + spent->hessian_product;
        ck_assert_uint_le(total, budgets[b] + budgets[b] / 2 + 64);
        ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_CONVERGED);
        ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_PERIODIC);
        descent_diagnosis_free(diagnosis);
        descent_engine_free(engine);
    }
}
END_TEST

static char *printed(descent_status (*print)(const descent_diagnosis *, FILE *), const descent_diagnosis *diagnosis)
{
    static char text[8192];
    FILE *const stream = fmemopen(text, sizeof text, "w");
    assert_success(print(diagnosis, stream));
    fclose(stream);
    return text;
}

START_TEST(the_words_say_what_matters)
{
    descent_diagnosis *diagnosis = diagnose_notebook(4, 1, 0.1, 64);
    const char *const words[] = {"Died on a saddle at (2, 1)", "-2 and 2", "(0, 1)", "by 1.2;", "Push off"};
    const char *text = printed(descent_diagnosis_print, diagnosis);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        ck_assert_msg(strstr(text, words[i]) != NULL, "\"%s\" is missing in:\n%s", words[i], text);
    size_t lines = 0;
    for (const char *c = text; *c; c++)
        lines += *c == '\n';
    ck_assert_uint_le(lines, 24);
    descent_diagnosis_free(diagnosis);
    diagnosis = diagnose_notebook(4, 1.25, 1, 128);
    ck_assert_ptr_nonnull(strstr(printed(descent_diagnosis_print_line, diagnosis), "chaotic"));
    ck_assert_ptr_nonnull(strstr(printed(descent_diagnosis_print_json, diagnosis), "\"ending\":\"chaotic\""));
    descent_diagnosis_free(diagnosis);
}
END_TEST

static int slope_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0];
    return 0;
}

static int slope_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)x, (void)context;
    gradient[0] = 1;
    return 0;
}

/* One known point has none before it: the slope is that of the copy that was run on, −η‖∇L‖² a step. */
START_TEST(an_unrecorded_drift_reads_no_point_that_is_not_there)
{
    const descent_problem problem = {.dimension = 1, .loss = slope_loss, .gradient = slope_gradient};
    const double start = 1;
    descent_engine *engine;
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(0.1), &start));
    assert_success(descent_engine_run(engine, 100));
    assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNBOUNDED);
    ck_assert_double_eq_tol(diagnosis->slope, -0.1, 1e-12);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
}
END_TEST

START_TEST(bad_arguments_are_refused)
{
    const descent_problem problem = descent_landscape_notebook();
    descent_path *path, *wide;
    descent_diagnosis *diagnosis;
    descent_diagnosis_options options;
    assert_success(descent_path_new(&path, 2, NULL));
    assert_success(descent_path_new(&wide, 3, NULL));
    assert_failure(descent_diagnose(&problem, NULL, NULL, &diagnosis), DESCENT_EINVAL, "path");
    ck_assert_ptr_null(diagnosis);
    assert_failure(descent_diagnose(&problem, path, NULL, NULL), DESCENT_EINVAL, "diagnosis");
    assert_failure(descent_diagnose(&problem, wide, NULL, &diagnosis), DESCENT_EINVAL, "dimension");
    assert_failure(descent_engine_diagnose(NULL, NULL, &diagnosis), DESCENT_EINVAL, "engine");
    assert_failure(descent_diagnosis_print(NULL, stdout), DESCENT_EINVAL, "diagnosis");
    descent_diagnosis_options_default(&options);
    options.distance_tolerance = NAN;
    assert_failure(descent_diagnose(&problem, path, &options, &diagnosis), DESCENT_EINVAL, "distance_tolerance");
    descent_diagnosis_options_default(&options);
    options.gradient_tolerance = -1;
    assert_failure(descent_diagnose(&problem, path, &options, &diagnosis), DESCENT_EINVAL, "gradient_tolerance");
    descent_diagnosis_options_default(&options);
    options.period_limit = 1;
    assert_failure(descent_diagnose(&problem, path, &options, &diagnosis), DESCENT_EINVAL, "period_limit");
    descent_diagnosis_free(NULL);
    descent_path_free(path);
    descent_path_free(wide);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        notebook_minimum_1,
        notebook_minimum_2,
        notebook_saddle_ridge,
        notebook_saddle_point,
        notebook_oscillation,
        notebook_explosion,
        notebook_no_explosion,
        notebook_chaos,
        short_sight_is_not_taken_for_truth,
        verdicts_survive_a_disguise,
        more_steps_do_not_change_an_ending,
        a_cycle_has_one_period_however_long_it_is_watched,
        momentum_approaches_no_valley_that_it_leaves,
        a_step_size_at_the_limit_approaches_nothing,
        a_path_alone_speaks_too,
        a_superlinear_path_is_not_called_descending,
        steps_without_gradient_are_no_heavy_ball,
        friction_is_given_the_time_it_takes,
        no_path_breaks_it,
        the_budget_is_kept,
        the_words_say_what_matters,
        an_unrecorded_drift_reads_no_point_that_is_not_there,
        bad_arguments_are_refused,
    };
    return descent_test_main(descent_test_suite("diagnosis", tests, sizeof tests / sizeof tests[0]));
}
