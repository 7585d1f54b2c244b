/* Asking and telling: the same bits, counts and endings as with callbacks, for every rule, whatever is told. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <descent/ask.h>
#include <descent/descent.h>
#include <descent/monitor.h>
#include <descent/progress.h>
#include <descent/stops.h>

#include "engine/every_rule.h"
#include "support.h"

/* Rosenbrock's function; the call with this number fails, or has no number. */
typedef struct plan {
    int calls, fail_at, nan_at;
} plan;

static int spoil(plan *p, double *value)
{
    p->calls++;
    if (p->calls == p->nan_at)
        *value = NAN;
    return p->calls == p->fail_at ? 5 : 0;
}

static void loss_at(const double *x, double *value)
{
    *value = (1 - x[0]) * (1 - x[0]) + 100 * (x[1] - x[0] * x[0]) * (x[1] - x[0] * x[0]);
}

static void gradient_at(const double *x, double *gradient)
{
    gradient[0] = -2 * (1 - x[0]) - 400 * x[0] * (x[1] - x[0] * x[0]);
    gradient[1] = 200 * (x[1] - x[0] * x[0]);
}

static int loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    loss_at(x, value);
    return spoil(context, value);
}

static int gradient(size_t n, const double *x, double *slope, void *context)
{
    (void)n;
    gradient_at(x, slope);
    return spoil(context, slope);
}

static int both(size_t n, const double *x, double *value, double *slope, void *context)
{
    (void)n;
    loss_at(x, value);
    gradient_at(x, slope);
    return spoil(context, value);
}

/* Which functions there are: apart, in one pass, both ways, the loss alone, the gradient alone, one of the two and one pass. */
enum {
    ways = 7
};

static descent_problem problem_of(int way, bool told, plan *p)
{
    descent_problem problem = {.dimension = 2, .context = p};
    if (way == 0 || way == 2 || way == 3 || way == 6)
        problem.loss = told ? descent_told_loss : loss;
    if (way == 0 || way == 2 || way == 4 || way == 5)
        problem.gradient = told ? descent_told_gradient : gradient;
    if (way == 1 || way == 2 || way >= 5)
        problem.loss_gradient = told ? descent_told_loss_gradient : both;
    return problem;
}

static const double start[] = {-1.2, 1};

/* More than any run here needs: one that asks for the same without end fails. */
static const int most_calls = 20000;

/* Goes on with a run of an engine that is told, as long as no call fails. */
static descent_status talk(descent_engine *engine, uint64_t until, plan *p)
{
    descent_request request;
    descent_status status;
    while ((status = descent_engine_ask(engine, until, &request)) == DESCENT_SUCCESS && request.x) {
        double value = NAN, slope[2] = {NAN, NAN};
        ck_assert_int_lt(p->calls, most_calls);
        if (request.wants_loss)
            loss_at(request.x, &value);
        if (request.wants_gradient)
            gradient_at(request.x, slope);
        const int code = spoil(p, request.wants_loss ? &value : slope);
        assert_success(descent_engine_tell(engine, value, request.wants_gradient ? slope : NULL, code));
    }
    return status;
}

static void assert_same(descent_engine *called, descent_engine *told, const plan *p, const plan *q)
{
    double best[2];
    const descent_evaluations a = descent_engine_evaluations(called), b = descent_engine_evaluations(told);
    ck_assert_mem_eq(descent_engine_point(called), descent_engine_point(told), sizeof start);
    ck_assert_uint_eq(descent_engine_steps(called), descent_engine_steps(told));
    ck_assert_int_eq(descent_engine_stop_reason(called), descent_engine_stop_reason(told));
    ck_assert_int_eq(descent_engine_callback_code(called), descent_engine_callback_code(told));
    ck_assert_uint_eq(a.loss, b.loss);
    ck_assert_uint_eq(a.gradient, b.gradient);
    ck_assert_int_eq(p->calls, q->calls);
    const double size_a = descent_engine_step_size(called), size_b = descent_engine_step_size(told);
    ck_assert_mem_eq(&size_a, &size_b, sizeof size_a);
    (void)descent_engine_best_point(called, &best[0], NULL);
    (void)descent_engine_best_point(told, &best[1], NULL);
    ck_assert_mem_eq(&best[0], &best[1], sizeof best[0]);
}

/* One run by callbacks and one by asking, broken off wherever a call fails, and gone on with. */
static void compare(int which, int way, bool record, int fail_at, int nan_at, uint64_t budget)
{
    plan p = {.fail_at = fail_at, .nan_at = nan_at}, q = p;
    const descent_problem by_call = problem_of(way, false, &p), by_telling = problem_of(way, true, &q);
    descent_engine *called, *told;
    const descent_rule rule = every_rule(which);
    const descent_status made = descent_engine_new(&called, &by_call, rule, start);
    ck_assert_int_eq(descent_engine_new(&told, &by_telling, rule, start), made);
    if (made != DESCENT_SUCCESS) {
        ck_assert_int_eq(made, DESCENT_EUNSUPPORTED); /* it needs a loss */
        return;
    }
    assert_success(descent_engine_set_budget(called, budget));
    assert_success(descent_engine_set_budget(told, budget));
    if (record) {
        assert_success(descent_engine_record(called, NULL));
        assert_success(descent_engine_record(told, NULL));
    }
    descent_status status = DESCENT_SUCCESS;
    for (uint64_t until = 8; until <= 24; until += 8) {
        const uint64_t at = descent_engine_steps(called);
        status = descent_engine_run(called, until - at);
        if (record && status == DESCENT_SUCCESS)
            (void)descent_engine_path(called); /* the last point is evaluated now */
        ck_assert_int_eq(talk(told, until, &q), status);
        assert_same(called, told, &p, &q);
    }
    if (record && status == DESCENT_SUCCESS) /* else the row of the last point is asked for on the one side alone */
        descent_test_same_paths(descent_engine_path(called), descent_engine_path(told));
    descent_engine_free(called);
    descent_engine_free(told);
}

START_TEST(every_rule_has_the_same_bits)
{
    for (int which = 0; which < every_rule_count; which++)
        for (int way = 0; way < ways; way++)
            for (int record = 0; record < 2; record++)
                compare(which, way, record, 0, 0, 0);
}
END_TEST

START_TEST(failures_and_nan_that_are_told_do_as_those_of_callbacks)
{
    const bool full = descent_test_in_full(); /* else one place for each rule and way, all of them in turn */
    for (int which = 0; which < every_rule_count; which++)
        for (int way = 0; way < ways; way++)
            for (int at = full ? 1 : 1 + (which + way) % 7 * 4; at < 30; at += full ? 4 : 28) {
                if (which == every_rule_count - 1)
                    continue; /* the careless rule does not look */
                compare(which, way, at % 3 == 0, at, 0, 0);
                compare(which, way, at % 3 == 0, 0, at, 0);
            }
}
END_TEST

START_TEST(the_budget_counts_what_is_told_once)
{
    for (int which = 0; which < every_rule_count - 1; which++)
        for (uint64_t budget = 3; budget < 40; budget += 6)
            compare(which, 0, budget % 4 == 1, 0, 0, budget);
}
END_TEST

START_TEST(stops_and_progress_are_those_of_a_run)
{
    const descent_stops stops = {.any = DESCENT_CRITERION_LOSS | DESCENT_CRITERION_LOSS_CHANGE |
                                        DESCENT_CRITERION_GRADIENT,
                                 .loss_target = 3.9,
                                 .loss_change = 1e-3,
                                 .gradient_norm = 1};
    for (int which = 0; which < every_rule_count; which++) {
        plan p = {0}, q = {0};
        char *texts[2];
        size_t sizes[2];
        FILE *const streams[] = {open_memstream(&texts[0], &sizes[0]), open_memstream(&texts[1], &sizes[1])};
        const descent_problem by_call = problem_of(2, false, &p), by_telling = problem_of(2, true, &q);
        descent_engine *const engines[] = {descent_test_engine(&by_call, every_rule(which), start),
                                           descent_test_engine(&by_telling, every_rule(which), start)};
        for (int k = 0; k < 2; k++) {
            const descent_progress progress = {.stream = streams[k], .every_steps = 3};
            assert_success(descent_engine_set_stops(engines[k], &stops));
            assert_success(descent_engine_set_progress(engines[k], &progress));
            assert_success(descent_engine_set_gradient_tolerance(engines[k], 0.5));
        }
        assert_success(descent_engine_run(engines[0], 20));
        assert_success(talk(engines[1], 20, &q));
        assert_same(engines[0], engines[1], &p, &q);
        for (int k = 0; k < 2; k++) {
            descent_engine_free(engines[k]);
            fclose(streams[k]);
        }
        ck_assert_str_eq(texts[0], texts[1]);
        free(texts[0]);
        free(texts[1]);
    }
}
END_TEST

static int look(descent_engine *engine, void *context)
{
    double *const seen = context;
    seen[0] += descent_engine_loss(engine);
    seen[1] += descent_engine_gradient_norm(engine);
    seen[2]++;
    return descent_engine_steps(engine) == 7;
}

/* A tolerance asks for the gradient, or a stop for the loss, and the path then for the other, which comes with both alone. */
START_TEST(what_is_known_is_not_asked_for_again)
{
    for (int which = 0; which < 2 * (every_rule_count - 1); which++) {
        plan p = {0}, q = {0};
        const int way = 5 + which % 2;
        const descent_stops stops = {.any = DESCENT_CRITERION_LOSS, .loss_target = -1};
        const descent_rule rule = every_rule(which / 2);
        const descent_problem by_call = problem_of(way, false, &p), by_telling = problem_of(way, true, &q);
        descent_engine *const engines[] = {descent_test_engine(&by_call, rule, start),
                                           descent_test_engine(&by_telling, rule, start)};
        for (int k = 0; k < 2; k++) {
            assert_success(descent_engine_record(engines[k], NULL));
            if (way == 5)
                assert_success(descent_engine_set_gradient_tolerance(engines[k], 1e-6));
            else
                assert_success(descent_engine_set_stops(engines[k], &stops));
        }
        assert_success(descent_engine_run(engines[0], 20));
        (void)descent_engine_path(engines[0]);
        assert_success(talk(engines[1], 20, &q));
        assert_same(engines[0], engines[1], &p, &q);
        descent_test_same_paths(descent_engine_path(engines[0]), descent_engine_path(engines[1]));
        descent_engine_free(engines[0]);
        descent_engine_free(engines[1]);
    }
}
END_TEST

/* Answers so many requests of the step that is asked for, if it has that many. */
static void begin_step(descent_engine *engine, int answers)
{
    const uint64_t steps = descent_engine_steps(engine);
    descent_request request;
    for (int k = 0; k < answers; k++) {
        double value, slope[2];
        assert_success(descent_engine_ask(engine, steps + 1, &request));
        if (!request.x)
            return;
        loss_at(request.x, &value);
        gradient_at(request.x, slope);
        assert_success(descent_engine_tell(engine, value, request.wants_gradient ? slope : NULL, 0));
    }
}

/* What was told in the midst of a step of one rule is no answer for the next one. */
START_TEST(another_rule_begins_in_the_midst_of_a_step)
{
    enum {
        most_answers = 4,
        before = 5,
        after = 10
    };
    for (int which = 0; which < every_rule_count; which++)
        for (int answers = 1; answers <= most_answers; answers++)
            for (int other = 0; other < 2; other++) {
                plan p = {0}, q = {0};
                const descent_problem by_call = problem_of(0, false, &p), by_telling = problem_of(0, true, &q);
                descent_rule next = every_rule(other ? (which + 7) % every_rule_count : which);
                next.step_size *= other ? 1 : 0.3;
                descent_engine *const called = descent_test_engine(&by_call, every_rule(which), start);
                descent_engine *const told = descent_test_engine(&by_telling, every_rule(which), start);
                assert_success(descent_engine_run(called, before));
                assert_success(talk(told, before, &q));
                begin_step(told, answers);
                if (descent_engine_steps(told) > before) /* the step was at its end */
                    assert_success(descent_engine_step(called));
                ck_assert_int_eq(descent_engine_set_rule(told, next), descent_engine_set_rule(called, next));
                ck_assert_int_eq(talk(told, before + after, &q),
                                 descent_engine_run(called, before + after - descent_engine_steps(called)));
                ck_assert_uint_eq(descent_engine_steps(told), descent_engine_steps(called));
                ck_assert_msg(memcmp(descent_engine_point(told), descent_engine_point(called), sizeof start) == 0,
                              "%s after %d answers", every_rule(which).type->name, answers);
                descent_engine_free(called);
                descent_engine_free(told);
            }
}
END_TEST

/* It is asked for anew, even where the next rule asks the same. */
START_TEST(another_rule_asks_from_the_beginning)
{
    plan p = {0};
    const descent_problem problem = problem_of(0, true, &p);
    const descent_line_search_options stricter = {.decrease = 0.2};
    descent_engine *const engine = descent_test_engine(&problem, descent_armijo(1, NULL), start);
    descent_request request = {.x = start};
    double trial[2], value, slope[2];
    while (memcmp(request.x, start, sizeof start) == 0) { /* to the first trial, which is far too long */
        begin_step(engine, 1);
        assert_success(descent_engine_ask(engine, 1, &request));
    }
    memcpy(trial, request.x, sizeof trial);
    loss_at(trial, &value);
    gradient_at(trial, slope);
    assert_success(descent_engine_tell(engine, value, slope, 0));
    assert_success(descent_engine_ask(engine, 1, &request));
    ck_assert_mem_ne(request.x, trial, sizeof trial);
    assert_success(descent_engine_set_rule(engine, descent_armijo(1, &stricter)));
    assert_success(descent_engine_ask(engine, 1, &request));
    ck_assert_mem_eq(request.x, trial, sizeof trial);
    descent_engine_free(engine);
}
END_TEST

START_TEST(observers_find_loss_and_gradient_and_may_stop)
{
    plan p = {0}, q = {0};
    double seen[2][3] = {{0}};
    const descent_problem by_call = problem_of(0, false, &p), by_telling = problem_of(0, true, &q);
    descent_engine *const called = descent_test_engine(&by_call, every_rule(1), start);
    descent_engine *const told = descent_test_engine(&by_telling, every_rule(1), start);
    descent_monitor *monitor;
    assert_success(descent_monitor_new(&monitor, 2, NULL));
    assert_success(descent_monitor_attach(monitor, told));
    assert_success(descent_engine_add_observer(called, look, seen[0]));
    assert_success(descent_engine_add_observer(told, look, seen[1]));
    assert_success(descent_engine_run(called, 20));
    assert_success(talk(told, 20, &q));
    ck_assert_mem_eq(seen[0], seen[1], sizeof seen[0]);
    ck_assert_double_eq(seen[1][2], 7);
    assert_same(called, told, &p, &q);
    ck_assert_int_eq(descent_engine_stop_reason(told), DESCENT_STOP_OBSERVER);
    ck_assert_uint_eq(descent_monitor_view(monitor).count, 8);
    descent_engine_free(called);
    descent_engine_free(told);
    descent_monitor_free(monitor);
}
END_TEST

START_TEST(what_is_wrong_is_said_and_disturbs_nothing)
{
    plan p = {0}, q = {0};
    descent_request request;
    const double slope[2] = {0, 0};
    const descent_problem by_call = problem_of(0, false, &p), by_telling = problem_of(0, true, &q);
    descent_engine *const called = descent_test_engine(&by_call, every_rule(14), start);
    descent_engine *const told = descent_test_engine(&by_telling, every_rule(14), start);
    assert_failure(descent_engine_ask(called, 1, &request), DESCENT_EINVAL, "functions of its own");
    assert_failure(descent_engine_tell(called, 0, slope, 0), DESCENT_EINVAL, "functions of its own");
    assert_failure(descent_engine_ask(told, 1, NULL), DESCENT_EINVAL, "request must not be NULL");
    assert_failure(descent_engine_ask(NULL, 1, &request), DESCENT_EINVAL, "engine must not be NULL");
    assert_failure(descent_engine_tell(NULL, 0, slope, 0), DESCENT_EINVAL, "engine must not be NULL");
    assert_failure(descent_engine_tell(told, 0, slope, 0), DESCENT_EINVAL, "nothing is asked for");
    assert_failure(descent_engine_step(told), DESCENT_EINVAL, "descent_engine_ask()");
    assert_failure(descent_engine_run(told, 5), DESCENT_EINVAL, "descent_engine_ask()");
    ck_assert_double_nan(descent_engine_loss(told));
    ck_assert_double_nan(descent_engine_gradient_norm(told));
    assert_success(descent_engine_ask(told, 24, &request));
    ck_assert_int_eq(request.wants_loss, 1);
    ck_assert_int_eq(request.wants_gradient, 0);
    const double *const x = request.x;
    assert_success(descent_engine_ask(told, 24, &request)); /* again, without telling */
    ck_assert_ptr_eq(request.x, x);
    assert_success(descent_engine_tell(told, 24.2, NULL, 0));
    assert_success(descent_engine_ask(told, 24, &request));
    ck_assert_int_eq(request.wants_gradient, 1);
    ck_assert_int_eq(request.wants_loss, 0);
    assert_failure(descent_engine_tell(told, 0, NULL, 0), DESCENT_EINVAL, "gradient must not be NULL");
    assert_success(descent_engine_reset(told, start)); /* in the middle: as if nothing had been asked */
    assert_success(descent_engine_run(called, 24));
    assert_success(talk(told, 24, &q));
    assert_same(called, told, &p, &q);
    ck_assert_int_eq(descent_told_loss(2, start, NULL, NULL), -1);
    ck_assert_int_eq(descent_told_gradient(2, start, NULL, NULL), -1);
    ck_assert_int_eq(descent_told_loss_gradient(2, start, NULL, NULL, NULL), -1);
    descent_engine_free(called);
    descent_engine_free(told);
}
END_TEST

/* As with callbacks: the code of one that failed is kept while the next numbers are asked for. */
START_TEST(a_code_is_kept_until_the_next_answer)
{
    plan q = {0};
    double value, slope[2];
    const descent_problem problem = problem_of(0, true, &q);
    descent_engine *const told = descent_test_engine(&problem, descent_fixed_step(1e-3), start);
    descent_request request;
    ck_assert_int_eq(descent_engine_callback_code(told), 0);
    assert_success(descent_engine_ask(told, 2, &request));
    assert_success(descent_engine_tell(told, 0, NULL, 5));
    ck_assert_int_eq(descent_engine_ask(told, 2, &request), DESCENT_ECALLBACK);
    ck_assert_int_eq(descent_engine_callback_code(told), 5);
    assert_success(descent_engine_ask(told, 2, &request));
    ck_assert_ptr_nonnull(request.x);
    ck_assert_int_eq(descent_engine_callback_code(told), 5);
    loss_at(request.x, &value);
    gradient_at(request.x, slope);
    assert_success(descent_engine_tell(told, value, slope, 0));
    assert_success(talk(told, 2, &q));
    ck_assert_uint_eq(descent_engine_steps(told), 2);
    descent_engine_free(told);
}
END_TEST

START_TEST(a_diagnosis_goes_by_the_path)
{
    plan q = {0};
    descent_diagnosis *diagnosis;
    const descent_problem problem = problem_of(0, true, &q);
    descent_engine *const told = descent_test_engine(&problem, descent_lbfgs(1, 5, NULL), start);
    assert_success(descent_engine_diagnose(told, NULL, &diagnosis)); /* of nothing yet */
    descent_diagnosis_free(diagnosis);
    assert_success(descent_engine_record(told, NULL));
    assert_success(talk(told, 200, &q));
    ck_assert(descent_engine_problem(told)->loss == descent_told_loss);
    assert_success(descent_engine_diagnose(told, NULL, &diagnosis));
    ck_assert_int_eq(diagnosis->findings & DESCENT_FINDING_CALLBACK_FAILED, 0);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(told);
}
END_TEST

int main(void)
{
    const TTest *const long_tests[] = {failures_and_nan_that_are_told_do_as_those_of_callbacks};
    const TTest *const tests[] = {every_rule_has_the_same_bits,
                                  the_budget_counts_what_is_told_once,
                                  stops_and_progress_are_those_of_a_run,
                                  what_is_known_is_not_asked_for_again,
                                  another_rule_begins_in_the_midst_of_a_step,
                                  another_rule_asks_from_the_beginning,
                                  observers_find_loss_and_gradient_and_may_stop,
                                  what_is_wrong_is_said_and_disturbs_nothing,
                                  a_code_is_kept_until_the_next_answer,
                                  a_diagnosis_goes_by_the_path};
    Suite *const suite = descent_test_suite("engine: ask", tests, sizeof tests / sizeof *tests);
    descent_test_add_long(suite, long_tests, sizeof long_tests / sizeof *long_tests, 0);
    return descent_test_main(suite);
}
