/* Advice holds when it is followed, and leads nobody astray. */
#include "support.h"

#include <math.h>
#include <stdlib.h>

#include <descent/descent.h>
#include <descent/landscapes.h>

#include "truth/run.h"

enum {
    longest_run = 20000
};

/* Steps with which an engine comes as near to the place as it should be. */
static size_t steps_to(const descent_problem *problem, descent_rule rule, const double *start, const double *place,
                       size_t limit)
{
    const size_t n = problem->dimension;
    descent_engine *engine;
    double scale = 1e-12;
    for (size_t i = 0; i < n; i++)
        scale = fmax(scale, fmax(fabs(start[i] - place[i]), fabs(place[i])));
    assert_success(descent_engine_new(&engine, problem, rule, start));
    for (size_t k = 0; k <= limit; k++) {
        const double *const x = descent_engine_point(engine);
        double distance = 0;
        for (size_t i = 0; i < n; i++)
            distance = hypot(distance, x[i] - place[i]);
        if (distance <= 1e-4 * scale * sqrt((double)n) || descent_engine_step(engine) != DESCENT_SUCCESS)
            break;
    }
    const double *const x = descent_engine_point(engine);
    size_t steps = descent_engine_steps(engine);
    for (size_t i = 0; i < n; i++)
        if (!(fabs(x[i] - place[i]) <= 1e-4 * scale * sqrt((double)n)))
            steps = limit + 1;
    descent_engine_free(engine);
    return steps;
}

/* Advice that was tried on a copy says the same to whoever follows it with an engine of one's own. */
static void follow(const known_run *run, const descent_diagnosis *diagnosis, const descent_advice *advice)
{
    known_context context;
    const descent_problem problem = known_problem(run, &context);
    const size_t n = problem.dimension;
    double *const start = malloc(n * sizeof *start);
    ck_assert_ptr_nonnull(start);
    known_start(run, start);
    descent_rule rule = known_run_rule(run);
    switch (advice->kind) {
    case DESCENT_ADVICE_STEP_SIZE:
        rule.step_size = advice->step_size;
        break;
    case DESCENT_ADVICE_OTHER_RULE:
        rule = descent_heavy_ball(advice->step_size, advice->momentum);
        break;
    case DESCENT_ADVICE_MOMENTUM:
        rule.momentum = advice->momentum;
        break;
    case DESCENT_ADVICE_LEAVE_SADDLE:
        memcpy(start, diagnosis->point->x, n * sizeof *start);
        break;
    default:
        ck_abort_msg("%s: advice %d cannot have been tried", run->name, (int)advice->kind);
    }
    if (advice->direction) {
        ck_assert_double_gt(advice->push, 0);
        for (size_t i = 0; i < n; i++)
            start[i] += advice->push * advice->direction[i];
    }
    const size_t steps = steps_to(&problem, rule, start, advice->outcome_point, (size_t)advice->outcome_steps);
    ck_assert_msg(steps <= advice->outcome_steps, "%s: \"%s\" does not hold", run->name, advice->text);
    free(start);
}

START_TEST(what_was_tried_holds)
{
    size_t followed = 0;
    for (size_t i = 0; i < known_run_count; i++) {
        const known_run *const run = &known_runs[i];
        if (run->steps > longest_run)
            continue;
        descent_diagnosis *diagnosis;
        assert_success(known_diagnose(run, NULL, &diagnosis));
        for (size_t k = 0; k < diagnosis->advice_count; k++)
            if (diagnosis->advice[k].verified) {
                follow(run, diagnosis, &diagnosis->advice[k]);
                followed++;
            }
        descent_diagnosis_free(diagnosis);
    }
    ck_assert_uint_ge(followed, 20);
}
END_TEST

/* A run on a ridge finds the saddle with any step size: the start must be pushed off, too. */
START_TEST(a_ridge_is_left)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(1), (double[]){4, 1}, 8);
    ck_assert_uint_eq(diagnosis->advice_count, 1);
    const descent_advice *const advice = &diagnosis->advice[0];
    ck_assert_int_eq(advice->kind, DESCENT_ADVICE_STEP_SIZE);
    ck_assert(advice->verified);
    ck_assert_double_lt(advice->step_size, 0.5); /* 2/4 at the minima */
    ck_assert_double_eq_tol(fabs(advice->direction[1]), 1, 1e-9);
    ck_assert_double_eq_tol(fabs(advice->outcome_point[1] - 1), sqrt(0.5), 1e-6);
    descent_diagnosis_free(diagnosis);
}
END_TEST

static int cosines_loss(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += cos(x[i]);
    return 0;
}

static int cosines_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        g[i] = -sin(x[i]);
    return 0;
}

/* From the top of Σ cos xᵢ one way out leads to a saddle only; all of them at once lead to a minimum. */
START_TEST(a_maximum_is_left_every_way)
{
    const descent_problem problem = {.dimension = 12, .loss = cosines_loss, .gradient = cosines_gradient};
    const double start[12] = {0};
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.1), start, 10);
    ck_assert_int_eq(diagnosis->point->kind, DESCENT_CRITICAL_MAXIMUM);
    const descent_advice *const advice = &diagnosis->advice[0];
    ck_assert_int_eq(advice->kind, DESCENT_ADVICE_LEAVE_SADDLE);
    ck_assert(advice->verified);
    double square = 0;
    for (size_t i = 0; i < 12; i++) {
        ck_assert_double_eq_tol(fabs(advice->outcome_point[i]), acos(-1), 1e-6);
        square += advice->direction[i] * advice->direction[i];
    }
    ck_assert_double_eq_tol(square, 1, 1e-12);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Of a run that nothing but a step that is too small keeps from arriving: a larger one is found. */
START_TEST(a_tiny_step_is_made_larger)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_diagnosis *const diagnosis =
        descent_test_diagnose(&problem, descent_fixed_step(1e-9), (double[]){4, 1.075}, 100);
    const descent_advice *advice = NULL;
    for (size_t k = 0; k < diagnosis->advice_count; k++)
        if (diagnosis->advice[k].kind == DESCENT_ADVICE_STEP_SIZE)
            advice = &diagnosis->advice[k];
    ck_assert_ptr_nonnull(advice);
    ck_assert(advice->verified);
    ck_assert_double_gt(advice->step_size, 0.01);
    ck_assert_double_lt(advice->step_size, 0.5);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* The loss is NaN where a smaller step would lead: nobody is sent there. */
static int half_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] < 1 ? NAN : x[0] * x[0];
    return 0;
}

static int half_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * x[0];
    return 0;
}

START_TEST(no_advice_leads_to_where_there_is_no_loss)
{
    const descent_problem problem = {.dimension = 1, .loss = half_loss, .gradient = half_gradient};
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){4}, 50);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_NONFINITE);
    for (size_t k = 0; k < diagnosis->advice_count; k++)
        ck_assert(!diagnosis->advice[k].verified);
    descent_diagnosis_free(diagnosis);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        what_was_tried_holds,
        a_ridge_is_left,
        a_maximum_is_left_every_way,
        a_tiny_step_is_made_larger,
        no_advice_leads_to_where_there_is_no_loss,
    };
    return descent_test_main(descent_test_suite("diagnosis_advice", tests, sizeof tests / sizeof tests[0]));
}
