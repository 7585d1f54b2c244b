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
    const descent_problem problem = descent_test_landscape("notebook", 0);
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
    ck_assert_double_eq_tol(diagnosis->pace.rate, 0.6, 1e-6); /* 1 − 2η */
    ck_assert_double_eq_tol(diagnosis->step_limit, 0.5, 1e-9);
    ck_assert_double_eq(diagnosis->pace.steps_to_go.value, 0);
    descent_diagnosis_free(diagnosis);
}
END_TEST

START_TEST(notebook_minimum_2)
{
    descent_diagnosis *const diagnosis = diagnose_notebook(0, -0.5, 1.0 / 50, 64);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
    assert_point(diagnosis, DESCENT_CRITICAL_MINIMUM, 1 - sqrt(0.5));
    ck_assert_double_eq_tol(diagnosis->pace.rate, 0.96, 1e-6); /* 1 − 2η */
    /* 2·0.96^(64 + k) within the tolerance */
    const double expected = ceil(log(diagnosis->tolerance / 2) / log(0.96)) - 64;
    ck_assert_double_eq_tol(diagnosis->pace.steps_to_go.value, expected, 1);
    ck_assert_double_le(diagnosis->pace.steps_to_go.low, diagnosis->pace.steps_to_go.value);
    ck_assert_double_ge(diagnosis->pace.steps_to_go.high, diagnosis->pace.steps_to_go.value);
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
    ck_assert_double_eq_tol(lingering->value, 1.2, 1e-9); /* 1 + 2η */
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
    ck_assert_uint_eq(diagnosis->cycle.period, 2);
    ck_assert_double_eq(diagnosis->cycle.orbit[0] + diagnosis->cycle.orbit[2], 4);
    ck_assert_double_eq(diagnosis->cycle.orbit[1], 1);
    ck_assert_uint_eq(diagnosis->cycle.multiplier_count, 2);
    ck_assert_double_eq_tol(diagnosis->cycle.multipliers[0], 1, 1e-6); /* (1 − 2η)² */
    ck_assert_double_eq_tol(diagnosis->cycle.multipliers[1], 9, 1e-6); /* (1 + 2η)² */
    ck_assert_double_eq_tol(fabs(diagnosis->cycle.multiplier_directions[0]), 1, 1e-6);
    ck_assert_double_eq_tol(fabs(diagnosis->cycle.multiplier_directions[3]), 1, 1e-6);
    descent_diagnosis_free(diagnosis);
}
END_TEST

START_TEST(notebook_explosion)
{
    descent_diagnosis *const diagnosis = diagnose_notebook(4, 2.5, 0.29, 8);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_DIVERGING);
    ck_assert_int_eq(diagnosis->pace.law, DESCENT_LAW_FASTER);
    ck_assert_double_eq_tol(diagnosis->pace.exponent, 3, 0.05); /* u ← −4ηu³ */
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
    ck_assert_double_le(diagnosis->lyapunov.low, log(3));
    ck_assert_double_ge(diagnosis->lyapunov.high, log(3));
    ck_assert_double_lt(diagnosis->lyapunov.high - diagnosis->lyapunov.low, 0.1);
    ck_assert_uint_eq(diagnosis->cycle.coordinate_periods[0], 2);
    ck_assert_uint_eq(diagnosis->cycle.coordinate_periods[1], 0);
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
    /* Beside the saddle after 80 steps, 2e-6 off the ridge and about to leave: the minimum is the limit. */
    diagnosis = diagnose_notebook(0, 1.000000000001, 0.1, 80);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
    ck_assert_int_eq(diagnosis->point->kind, DESCENT_CRITICAL_MINIMUM);
    ck_assert_double_eq_tol(diagnosis->point->x[1], 1 + sqrt(0.5), 1e-9);
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
                ck_assert_msg(diagnosis->cycle.period == 2, "step size %g, %zu steps: period %zu", step_sizes[k], steps,
                              diagnosis->cycle.period);
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
    for (size_t k = 0; k < sizeof momenta / sizeof *momenta; k++) {
        descent_engine *const whole = descent_test_engine(&problem, descent_heavy_ball(0.05, momenta[k]), &start);
        assert_success(descent_engine_run(whole, all_steps));
        const double end = descent_engine_point(whole)[0];
        ck_assert_double_eq_tol(fabs(end), 1, 1e-9);
        descent_engine_free(whole);
        for (size_t steps = 20; steps < 400; steps += descent_test_in_full() ? 7 : 91) {
            descent_engine *engine;
            descent_diagnosis *diagnosis;
            assert_success(descent_engine_new(&engine, &problem, descent_heavy_ball(0.05, momenta[k]), &start));
            assert_success(descent_engine_record(engine, NULL));
            assert_success(descent_engine_run(engine, steps));
            assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
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
    const descent_problem problem = descent_test_landscape("notebook", 0);
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
    /* A point all the same, where the README's program looks for its kind; but nothing is known of it. */
    ck_assert_ptr_nonnull(diagnosis->point);
    ck_assert_int_eq(diagnosis->point->kind, DESCENT_CRITICAL_UNDETERMINED);
    ck_assert_uint_eq(diagnosis->point->eigenvalue_count, 0);
    ck_assert_double_eq(diagnosis->point->x[0], diagnosis->x[0]);
    ck_assert_double_eq(diagnosis->point->gradient_norm, diagnosis->gradient_norm);
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

/* Newton's method on cosh x₁ + 2 cosh x₂ arrives faster than by any factor: that is no descent without an end in
 * sight. */
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

/* Steps against the sign of the slope, of a length that decays: no gradient is in them, so that they are no heavy
 * ball. */
START_TEST(steps_without_gradient_are_no_heavy_ball)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
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
        {descent_test_landscape("himmelblau", 0), descent_heavy_ball(1e-3, 0.999), {0, 0}, 300, 40000},
        {descent_test_landscape("notebook", 0), descent_heavy_ball(1e-3, 0.9999), {4, 1.2}, 300, 400000},
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

/* Adam (Kingma and Ba 2015, algorithm 1): two vectors of memory, which no path shows. */
static int adam_advance(const descent_rule *rule, descent_rule_step *step)
{
    const double k = (double)step->number + 1;
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++) {
        const double g = step->gradient[i];
        step->memory[0][i] = 0.9 * step->memory[0][i] + 0.1 * g;
        step->memory[1][i] = 0.999 * step->memory[1][i] + 0.001 * g * g;
        const double mean = step->memory[0][i] / (1 - pow(0.9, k));
        const double square = step->memory[1][i] / (1 - pow(0.999, k));
        step->x[i] -= step->step_size * mean / (sqrt(square) + 1e-8);
    }
    return 0;
}

/* AdaGrad (Duchi, Hazan and Singer 2011): one vector of memory, which is not the point before. */
static int adagrad_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++) {
        step->memory[0][i] += step->gradient[i] * step->gradient[i];
        step->x[i] -= step->step_size * step->gradient[i] / (sqrt(step->memory[0][i]) + 1e-8);
    }
    return 0;
}

/* Heavy ball as a rule from outside: what it remembers is the point before. */
static int outside_advance(const descent_rule *rule, descent_rule_step *step)
{
    for (size_t i = 0; i < step->dimension; i++) {
        const double now = step->x[i];
        const double before = step->number == 0 ? now : step->memory[0][i];
        step->x[i] = now - step->step_size * step->gradient[i] + rule->momentum * (now - before);
        step->memory[0][i] = now;
    }
    return 0;
}

/* The path of a rule, recorded from some step on, with the rule or without it. */
static descent_diagnosis *diagnose_outside_from(const descent_rule *rule, const descent_path_options *record,
                                                size_t from, size_t steps, int with)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 2.5};
    descent_diagnosis_options options = {0};
    descent_engine *engine;
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_new(&engine, &problem, *rule, start));
    assert_success(descent_engine_run(engine, from));
    assert_success(descent_engine_record(engine, record));
    assert_success(descent_engine_run(engine, steps - from));
    options.rule = with ? rule : NULL;
    assert_success(descent_diagnose(&problem, descent_engine_path(engine), &options, &diagnosis));
    descent_engine_free(engine);
    return diagnosis;
}

static descent_diagnosis *diagnose_outside(const descent_rule *rule, size_t steps, int with)
{
    return diagnose_outside_from(rule, NULL, 0, steps, with);
}

/* What a rule remembers is known from step 0 on, and where it is the point before; of other memory a path that
 * begins later tells nothing. */
START_TEST(an_unknown_memory_makes_copies_untrusted)
{
    static const descent_rule_type adam = {.name = "Adam", .memory_count = 2, .advance = adam_advance};
    static const descent_rule_type outside = {
        .name = "outside", .memory_count = 1, .remembers_point = 1, .advance = outside_advance};
    const descent_rule rules[] = {{.type = &adam, .step_size = 0.1},
                                  {.type = &outside, .step_size = 0.05, .momentum = 0.5}};
    for (int remembers_point = 0; remembers_point < 2; remembers_point++)
        for (size_t from = 0; from <= 200; from += 200)
            for (int with = 0; with < 2; with++) {
                const bool known = remembers_point || from == 0;
                descent_diagnosis *const diagnosis =
                    diagnose_outside_from(&rules[remembers_point], NULL, from, 400, with);
                /* Telling the rule does not weaken the verdict. */
                ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
                ck_assert_int_eq((diagnosis->findings & DESCENT_FINDING_MEMORY_UNKNOWN) != 0, with && !known);
                ck_assert_uint_eq(diagnosis->findings & DESCENT_FINDING_RULE_DISAGREES, 0);
                descent_diagnosis_free(diagnosis);
            }
}
END_TEST

/* Of a thinned path the point before the last is not recorded: a replay from step 0 makes it again, and without
 * one heavy ball's memory is not known, either. */
START_TEST(a_thinned_path_is_replayed_or_its_memory_unknown)
{
    const descent_path_options thinned = {.columns = DESCENT_PATH_POINT, .stride = 7};
    const descent_rule rules[] = {descent_heavy_ball(0.02, 0.5), descent_nesterov(0.02, 0.5)};
    for (size_t r = 0; r < 2; r++)
        for (size_t from = 0; from <= 7; from += 7) {
            descent_diagnosis *const diagnosis = diagnose_outside_from(&rules[r], &thinned, from, 70, 1);
            ck_assert_int_eq((diagnosis->findings & DESCENT_FINDING_MEMORY_UNKNOWN) != 0, from > 0);
            ck_assert_uint_eq(diagnosis->findings & DESCENT_FINDING_RULE_DISAGREES, 0);
            descent_diagnosis_free(diagnosis);
        }
}
END_TEST

/* A path of another rule than the one that is given: the first step that was made with a memory that is known says
 * so. */
START_TEST(a_replay_finds_another_rule)
{
    static const descent_rule_type adam = {.name = "Adam", .memory_count = 2, .advance = adam_advance};
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 2.5};
    const descent_rule claimed = {.type = &adam, .step_size = 0.1};
    const descent_diagnosis_options options = {.rule = &claimed};
    descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), start);
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 40));
    assert_success(descent_diagnose(&problem, descent_engine_path(engine), &options, &diagnosis));
    ck_assert_uint_ne(diagnosis->findings & DESCENT_FINDING_RULE_DISAGREES, 0);
    ck_assert_uint_ne(diagnosis->findings & DESCENT_FINDING_MEMORY_UNKNOWN, 0);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
}
END_TEST

/* RMSProp (Tieleman and Hinton 2012), without the ε that guards its division. */
static int rmsprop_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++) {
        const double g = step->gradient[i];
        step->memory[0][i] = 0.9 * step->memory[0][i] + 0.1 * g * g;
        step->x[i] -= step->step_size * g / sqrt(step->memory[0][i]);
    }
    return 0;
}

static int steep_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = 3 * x[0] * x[0] / 2;
    return 0;
}

static int steep_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    (void)context;
    gradient[0] = 3 * x[0];
    return 0;
}

/*
 * On λx²/2 RMSProp ends on ±a with a = η/2 and v = λ²a², where each step is η long. With w = dv/(λ²a) and x mirrored
 * after each step the derivative of half a round is ((0.8, −0.9), (0.2, 0.9)): determinant 0.9, trace 1.7, so the
 * roots are complex, and the multipliers of the whole round have the modulus 0.9.
 */
START_TEST(multipliers_of_a_cycle_have_the_rules_true_memory)
{
    static const descent_rule_type rmsprop = {.name = "RMSProp", .memory_count = 1, .advance = rmsprop_advance};
    const descent_problem problem = {.dimension = 1, .loss = steep_loss, .gradient = steep_gradient};
    const descent_rule rule = {.type = &rmsprop, .step_size = 0.1};
    const double start[] = {1};
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, rule, start, 1000);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_PERIODIC);
    ck_assert_uint_eq(diagnosis->cycle.period, 2);
    ck_assert_double_eq_tol(fabs(diagnosis->cycle.orbit[0]), 0.05, 1e-9);
    ck_assert_uint_eq(diagnosis->cycle.multiplier_count, 2);
    for (size_t j = 0; j < 2; j++)
        ck_assert_double_eq_tol(hypot(diagnosis->cycle.multipliers[j], diagnosis->cycle.multipliers_imaginary[j]), 0.9,
                                1e-5);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* A rule that knows no multipliers of its own is on its way all the same. */
START_TEST(a_rule_from_outside_approaches_too)
{
    static const descent_rule_type outside = {.name = "outside", .memory_count = 1, .advance = outside_advance};
    const descent_rule rule = {.type = &outside, .step_size = 0.05, .momentum = 0.5};
    for (int with = 0; with < 2; with++) {
        descent_diagnosis *const diagnosis = diagnose_outside(&rule, 40, with);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
        ck_assert_int_eq(diagnosis->point->kind, DESCENT_CRITICAL_MINIMUM);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

static int bowl_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0] + 3;
    gradient[1] = 4 * (x[1] + 1);
    return 0;
}

/* A healthy run that was not recorded: a copy that guesses the memory is thrown out, and that says nothing of the
 * run. */
START_TEST(a_guessed_memory_breaks_nothing)
{
    static const descent_rule_type adagrad = {.name = "AdaGrad", .memory_count = 1, .advance = adagrad_advance};
    const descent_problem problem = {.dimension = 2, .gradient = bowl_gradient};
    const descent_rule rule = {.type = &adagrad, .step_size = 0.5};
    const double start[] = {2, 2};
    descent_engine *engine;
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_new(&engine, &problem, rule, start));
    assert_success(descent_engine_run(engine, 100));
    assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_NONFINITE);
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_DIVERGING);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
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
    const descent_problem problem = descent_test_landscape("notebook", 0);
    FILE *const nowhere = fopen("/dev/null", "w");
    uint64_t state = 20231016;
    const size_t rounds = descent_test_effort(300);
    ck_assert_ptr_nonnull(nowhere);
    for (size_t round = 0; round < rounds; round++) {
        descent_path *path;
        descent_diagnosis *diagnosis;
        descent_diagnosis_options options = {0};
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
        options.budget = 2000;
        options.path_only = next_random(&state) % 2 ? 0 : 1;
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
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.25};
    const uint64_t budgets[] = {0, 1, 10, 100, 1000};
    for (size_t b = 0; b < 5; b++) {
        descent_engine *engine;
        descent_diagnosis *diagnosis;
        descent_diagnosis_options options = {0};
        options.budget = budgets[b];
        options.path_only = budgets[b] == 0;
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

START_TEST(the_words_say_what_matters)
{
    descent_diagnosis *diagnosis = diagnose_notebook(4, 1, 0.1, 64);
    const char *const words[] = {"Died on a saddle at (2, 1)", "-2 and 2", "(0, 1)", "1 - 0.1·(-2) = 1.2",
                                 "Push the run"};
    const char *text = descent_test_printed(descent_diagnosis_print, diagnosis);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        ck_assert_msg(strstr(text, words[i]) != NULL, "\"%s\" is missing in:\n%s", words[i], text);
    size_t lines = 0;
    for (const char *c = text; *c; c++)
        lines += *c == '\n';
    ck_assert_uint_le(lines, 24);
    descent_diagnosis_free(diagnosis);
    diagnosis = diagnose_notebook(4, 1.25, 1, 128);
    ck_assert_ptr_nonnull(strstr(descent_test_printed(descent_diagnosis_print_line, diagnosis), "chaotic"));
    ck_assert_ptr_nonnull(
        strstr(descent_test_printed(descent_diagnosis_print_json, diagnosis), "\"ending\":\"chaotic\""));
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
    ck_assert_double_eq_tol(diagnosis->pace.slope, -0.1, 1e-12);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
}
END_TEST

static int beside_two(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0] - 2;
    return 0;
}

static int half_square(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    (void)context;
    gradient[0] = x[0];
    return 0;
}

static int two_curvatures(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    gradient[0] = x[0];
    gradient[1] = *(const double *)context * x[1];
    return 0;
}

/*
 * Step sizes 3/4·γᵏ: by its pace the run has the whole way before it, but along the second coordinate the product of 1 − η_kλ leaves
 * a thousandth or more of it for good. With a curvature ten times as large nothing is left.
 */
START_TEST(a_schedule_ends_before_what_is_hardly_curved)
{
    static const double starts[][2] = {{0.3, 8.7}, {0.2, 0.2}, {1.3, 0.3}};
    for (size_t k = 0; k < 6; k++) {
        double curvature = k % 2 ? 0.026 : 0.0026, left = 1, step_size = 0.75;
        const descent_problem problem = {.dimension = 2, .gradient = two_curvatures, .context = &curvature};
        const descent_rule rule =
            descent_rule_with_schedule(descent_fixed_step(0.75), descent_schedule_exponential(0.9997));
        for (size_t step = 0; step < 100000; step++, step_size *= 0.9997)
            left *= 1 - step_size * curvature;
        descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, rule, starts[k / 2], 250);
        ck_assert(k % 2 ? left < 1e-15 : left > 1e-3);
        if (k % 2)
            ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_STALLED);
        else
            ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_STALLED);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* The distance is the product of 1 − η_k over the schedule: on its slope, at its floor, and where its sum is bounded. */
START_TEST(steps_to_go_are_summed_over_a_schedule)
{
    const descent_problem problem = {.dimension = 1, .gradient = half_square};
    const descent_schedule schedules[] = {descent_schedule_cosine(2000, 1e-4), descent_schedule_cosine(30, 1e-4),
                                          descent_schedule_inverse(200)};
    for (size_t j = 0; j < sizeof schedules / sizeof *schedules; j++) {
        const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(0.1), schedules[j]);
        const double start = 3;
        descent_path *path;
        descent_diagnosis *diagnosis;
        assert_success(descent_path_new(&path, 1, NULL));
        double x = start;
        for (uint64_t k = 0; k <= 40; k++) {
            double step_size;
            assert_success(descent_path_append(path, &x, NAN, NULL));
            assert_success(descent_rule_step_size(&rule, k, &step_size));
            x -= k < 40 ? step_size * x : 0;
        }
        const descent_diagnosis_options options = {.rule = &rule, .budget = 200};
        assert_success(descent_diagnose(&problem, path, &options, &diagnosis));
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
        uint64_t steps = 0;
        for (; fabs(x) > diagnosis->tolerance; steps++) {
            double step_size;
            assert_success(descent_rule_step_size(&rule, 40 + steps, &step_size));
            x -= step_size * x;
        }
        ck_assert_double_eq_tol(diagnosis->pace.steps_to_go.value, (double)steps, 1);
        ck_assert_double_le(diagnosis->pace.steps_to_go.low, (double)steps);
        ck_assert_double_ge(diagnosis->pace.steps_to_go.high, (double)steps);
        descent_diagnosis_free(diagnosis);
        descent_path_free(path);
    }
}
END_TEST

/* Points that are all nearer to the minimum than the tolerance, which √ε·‖x‖ makes: no interval is upside down or negative. */
START_TEST(steps_to_go_are_never_negative)
{
    static const double rates[] = {0.9, 0.93, 0.96, 0.99, -0.9, -0.999}, tolerances[] = {0, 1e-3};
    const descent_problem problem = {.dimension = 1, .gradient = beside_two};
    const descent_rule rules[] = {descent_fixed_step(0.1), descent_fixed_step(1e-12)};
    for (size_t i = 0; i < 6; i++)
        for (size_t rows = 5; rows < 200; rows += rows < 50 ? 18 : 90)
            for (size_t told = 0; told < 6; told++) {
                const descent_diagnosis_options options = {.rule = told % 3 ? &rules[told % 3 - 1] : NULL,
                                                           .gradient_tolerance = tolerances[told / 3]};
                descent_path *path;
                descent_diagnosis *diagnosis;
                assert_success(descent_path_new(&path, 1, NULL));
                for (size_t k = 0; k < rows; k++) {
                    const double x = 2 + 1e-9 * pow(rates[i], (double)k);
                    assert_success(descent_path_append(path, &x, NAN, NULL));
                }
                assert_success(descent_diagnose(&problem, path, &options, &diagnosis));
                const descent_interval steps = diagnosis->pace.steps_to_go;
                ck_assert(!(steps.low < 0) && !(steps.low > steps.value) && !(steps.value > steps.high));
                ck_assert(!isinf(steps.value));
                ck_assert(diagnosis->ending != DESCENT_ENDING_APPROACHING || (!(steps.value < 1) && !(steps.low < 1)));
                descent_diagnosis_free(diagnosis);
                descent_path_free(path);
            }
}
END_TEST

/* A gradient that, once it is told to, tries whatever would move the engine that is being diagnosed. */
typedef struct meddler {
    descent_engine *engine; /* NULL: it behaves */
    size_t tries, refusals;
} meddler;

static int meddling_gradient(size_t n, const double *x, double *gradient, void *context)
{
    meddler *const self = context;
    (void)n;
    gradient[0] = x[0];
    if (self->engine) {
        const double start = 5;
        descent_diagnosis *nested;
        const descent_status statuses[] = {
            descent_engine_step(self->engine),
            descent_engine_run(self->engine, 3),
            descent_engine_record(self->engine, NULL),
            descent_engine_reset(self->engine, &start),
            descent_engine_diagnose(self->engine, NULL, &nested),
        };
        self->tries += sizeof statuses / sizeof *statuses;
        for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
            self->refusals += statuses[i] == DESCENT_EINVAL;
    }
    return 0;
}

START_TEST(an_engine_is_not_changed_while_it_is_diagnosed)
{
    for (int recorded = 0; recorded < 2; recorded++) {
        meddler self = {0};
        const descent_problem problem = {.dimension = 1, .gradient = meddling_gradient, .context = &self};
        const double start = 1;
        descent_engine *engine;
        descent_diagnosis *diagnosis;
        assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(0.5), &start));
        if (recorded)
            assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, 6));
        self.engine = engine;
        assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
        self.engine = NULL;
        ck_assert_uint_gt(self.tries, 0);
        ck_assert_uint_eq(self.refusals, self.tries);
        ck_assert_uint_eq(descent_engine_steps(engine), 6);
        ck_assert_double_eq(descent_engine_point(engine)[0], 1.0 / 64);
        assert_success(descent_engine_step(engine));
        descent_diagnosis_free(diagnosis);
        descent_engine_free(engine);
    }
}
END_TEST

START_TEST(bad_arguments_are_refused)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_path *path, *wide;
    descent_diagnosis *diagnosis;
    descent_diagnosis_options options = {0};
    assert_success(descent_path_new(&path, 2, NULL));
    assert_success(descent_path_new(&wide, 3, NULL));
    assert_failure(descent_diagnose(&problem, NULL, NULL, &diagnosis), DESCENT_EINVAL, "path");
    ck_assert_ptr_null(diagnosis);
    assert_failure(descent_diagnose(&problem, path, NULL, NULL), DESCENT_EINVAL, "diagnosis");
    assert_failure(descent_diagnose(&problem, wide, NULL, &diagnosis), DESCENT_EINVAL, "dimension");
    assert_failure(descent_engine_diagnose(NULL, NULL, &diagnosis), DESCENT_EINVAL, "engine");
    assert_failure(descent_diagnosis_print(NULL, stdout), DESCENT_EINVAL, "diagnosis");
    options.distance_tolerance = NAN;
    assert_failure(descent_diagnose(&problem, path, &options, &diagnosis), DESCENT_EINVAL, "distance_tolerance");
    const double bad[] = {-1, NAN, INFINITY};
    for (size_t i = 0; i < 3; i++) {
        options = (descent_diagnosis_options){.gradient_tolerance = bad[i]};
        assert_failure(descent_diagnose(&problem, path, &options, &diagnosis), DESCENT_EINVAL, "gradient_tolerance");
    }
    options = (descent_diagnosis_options){.period_limit = 1};
    assert_failure(descent_diagnose(&problem, path, &options, &diagnosis), DESCENT_EINVAL, "period_limit");
    descent_diagnosis_free(NULL);
    descent_path_free(path);
    descent_path_free(wide);
}
END_TEST

START_TEST(what_is_zero_is_the_default)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1}, wild[] = {4, 1.25};
    const descent_diagnosis_options zero = {0},
                                    stated = {.budget = 20000, .distance_tolerance = 1e-6, .period_limit = 256},
                                    path_only = {.path_only = 1, .budget = 20000}, no_trials = {.no_trials = 1};
    const descent_diagnosis_options *const all[] = {NULL, &zero, &stated, &path_only, &no_trials};
    descent_diagnosis *diagnoses[5];
    descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), start);
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 64));
    for (size_t i = 0; i < 5; i++)
        assert_success(descent_engine_diagnose(engine, all[i], &diagnoses[i]));
    for (size_t i = 1; i < 3; i++) {
        ck_assert_int_eq(diagnoses[i]->ending, DESCENT_ENDING_CONVERGED);
        ck_assert_mem_eq(&diagnoses[i]->evaluations, &diagnoses[0]->evaluations, sizeof diagnoses[0]->evaluations);
        ck_assert_double_eq(diagnoses[i]->tolerance, diagnoses[0]->tolerance);
    }
    const descent_evaluations *const spent = &diagnoses[3]->evaluations;
    ck_assert_uint_eq(spent->loss + spent->gradient + spent->hessian + spent->hessian_product, 0);
    ck_assert_int_ne(diagnoses[0]->advice[0].verified, 0);
    for (size_t i = 0; i < diagnoses[4]->advice_count; i++)
        ck_assert_int_eq(diagnoses[4]->advice[i].verified, 0);
    for (size_t i = 0; i < 5; i++)
        descent_diagnosis_free(diagnoses[i]);
    descent_engine_free(engine);
    /* Chaos is looked at for as long as the budget lasts. */
    descent_engine *const chaos = descent_test_engine(&problem, descent_fixed_step(1), wild);
    assert_success(descent_engine_record(chaos, NULL));
    assert_success(descent_engine_run(chaos, 300));
    for (size_t i = 1; i < 3; i++)
        assert_success(descent_engine_diagnose(chaos, all[i], &diagnoses[i]));
    ck_assert_uint_gt(diagnoses[1]->evaluations.gradient, 2000);
    ck_assert_mem_eq(&diagnoses[1]->evaluations, &diagnoses[2]->evaluations, sizeof diagnoses[1]->evaluations);
    descent_diagnosis_free(diagnoses[1]);
    descent_diagnosis_free(diagnoses[2]);
    descent_engine_free(chaos);
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
        an_unknown_memory_makes_copies_untrusted,
        a_thinned_path_is_replayed_or_its_memory_unknown,
        a_replay_finds_another_rule,
        multipliers_of_a_cycle_have_the_rules_true_memory,
        a_rule_from_outside_approaches_too,
        a_guessed_memory_breaks_nothing,
        no_path_breaks_it,
        the_budget_is_kept,
        the_words_say_what_matters,
        an_unrecorded_drift_reads_no_point_that_is_not_there,
        steps_to_go_are_never_negative,
        steps_to_go_are_summed_over_a_schedule,
        a_schedule_ends_before_what_is_hardly_curved,
        an_engine_is_not_changed_while_it_is_diagnosed,
        bad_arguments_are_refused,
        what_is_zero_is_the_default,
    };
    return descent_test_main(descent_test_suite("diagnosis", tests, sizeof tests / sizeof tests[0]));
}
