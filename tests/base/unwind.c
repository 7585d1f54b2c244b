/* Functions of the user's that leave the library by a jump: what a call held is given back, and engines go on. */
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

#include <descent/bifurcation.h>
#include <descent/descent.h>
#include <descent/gradient_check.h>
#include <descent/landscapes.h>
#include <descent/step_limit.h>
#include <descent/sweep.h>
#include <descent/unwind.h>

#include "allocation/failing.h"
#include "support.h"

/* How often functions of the user's are called, and at which call they leave; 0: never. */
static struct {
    jmp_buf place;
    size_t calls, leave_at;
    bool ends_thread; /* and not by the jump */
} plan;

static void may_leave(void)
{
    if (++plan.calls != plan.leave_at)
        return;
    if (plan.ends_thread)
        pthread_exit(NULL);
    longjmp(plan.place, 1);
}

static int loss(size_t n, const double *x, double *value, void *context)
{
    const descent_problem *const landscape = context;
    may_leave();
    return landscape->loss(n, x, value, landscape->context);
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    const descent_problem *const landscape = context;
    g[0] = 1e300; /* half of it written */
    may_leave();
    return landscape->gradient(n, x, g, landscape->context);
}

static int hessian(size_t n, const double *x, double *h, void *context)
{
    const descent_problem *const landscape = context;
    may_leave();
    return landscape->hessian(n, x, h, landscape->context);
}

static int leave_in_observer(descent_engine *engine, void *context)
{
    (void)engine, (void)context;
    may_leave();
    return 0;
}

static int leave_in_progress(size_t done, size_t total, void *context)
{
    (void)done, (void)total, (void)context;
    may_leave();
    return 0;
}

static int leave_in_setup(size_t run, descent_sweep_run *setup, void *context)
{
    (void)context;
    may_leave();
    setup->rule = descent_fixed_step(0.01 * (double)(1 + run % 7));
    return 0;
}

static int leave_in_schedule(uint64_t step, double step_size, double *result, void *context)
{
    (void)step, (void)context;
    may_leave();
    *result = step_size;
    return 0;
}

/* A rule of one's own that leaves when it has moved half of the point. */
static int leave_in_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++) {
        step->x[i] -= step->step_size * step->gradient[i];
        step->memory[0][i] += 1;
        if (i == 0)
            may_leave();
    }
    return 0;
}

static const descent_rule_type leaving_type = {.name = "leaving", .memory_count = 1, .advance = leave_in_advance};

/* What the calls below work on, and what of it is the user's to free. */
static struct {
    descent_problem landscape, problem, quiet;
    descent_engine *engine;
    descent_path *path;
    descent_sweep *sweep;
} world;

static const double start[] = {4, 1.075};

static void set_up(void)
{
    world.landscape = descent_test_landscape("notebook", 0);
    world.problem = (descent_problem){
        .dimension = 2, .loss = loss, .gradient = gradient, .hessian = hessian, .context = &world.landscape};
    world.engine = NULL;
    world.path = NULL;
    world.sweep = NULL;
}

static void tear_down(void)
{
    descent_engine_free(world.engine);
    descent_path_free(world.path);
    descent_sweep_free(world.sweep);
}

static void make_engine(descent_rule rule)
{
    (void)descent_engine_new(&world.engine, &world.problem, rule, start);
    (void)descent_engine_record(world.engine, NULL);
}

static void by_step(void)
{
    make_engine(descent_nesterov(0.05, 0.5));
    for (int k = 0; k < 10; k++)
        (void)descent_engine_step(world.engine);
}

static void by_run(void)
{
    make_engine(descent_fixed_step(0.1));
    (void)descent_engine_add_observer(world.engine, leave_in_observer, NULL);
    (void)descent_engine_run(world.engine, 20);
}

static void by_own_rule(void)
{
    make_engine(descent_rule_with_schedule((descent_rule){.type = &leaving_type, .step_size = 0.05},
                                           descent_schedule_custom(leave_in_schedule, NULL)));
    (void)descent_engine_run(world.engine, 10);
}

static void by_accessors(void)
{
    (void)descent_engine_new(&world.engine, &world.problem, descent_fixed_step(0.1), start);
    (void)descent_engine_record(world.engine, NULL);
    (void)descent_engine_loss(world.engine);
    (void)descent_engine_gradient(world.engine);
    (void)descent_engine_run(world.engine, 1);
    (void)descent_engine_path(world.engine);
}

static void by_engine_diagnosis(void)
{
    descent_diagnosis *diagnosis;
    make_engine(descent_fixed_step(0.1));
    (void)descent_engine_run(world.engine, 20);
    (void)descent_engine_diagnose(world.engine, NULL, &diagnosis);
    descent_diagnosis_free(diagnosis);
}

static void by_diagnosis(void)
{
    descent_diagnosis *diagnosis;
    double x[] = {4, 1.075};
    (void)descent_path_new(&world.path, 2, NULL);
    for (int k = 0; k < 30; k++) {
        double g[2];
        (void)world.landscape.gradient(2, x, g, world.landscape.context);
        (void)descent_path_append(world.path, x, NAN, g);
        x[0] -= 0.2 * g[0];
        x[1] -= 0.2 * g[1];
    }
    (void)descent_diagnose(&world.problem, world.path, NULL, &diagnosis);
    descent_diagnosis_free(diagnosis);
}

static void by_classification(void)
{
    descent_critical_point *point;
    (void)descent_critical_classify(&world.problem, start, NULL, &point);
    descent_critical_point_free(point);
    (void)descent_critical_refine(&world.problem, start, NULL, &point);
    descent_critical_point_free(point);
}

static void by_search(void)
{
    descent_critical_set *set;
    const double lower[] = {0, -1}, upper[] = {4, 3};
    (void)descent_critical_search(&world.problem, lower, upper, NULL, &set);
    descent_critical_set_free(set);
}

static void by_check(void)
{
    descent_derivative_check *check;
    (void)descent_check_gradient(&world.problem, start, &check);
    descent_derivative_check_free(check);
    (void)descent_check_hessian(&world.problem, start, &check);
    descent_derivative_check_free(check);
}

static void by_sweep(void)
{
    descent_bifurcation *bifurcation;
    double step_sizes[9];
    for (size_t i = 0; i < 9; i++)
        step_sizes[i] = 0.5 + 0.02 * (double)i;
    (void)descent_sweep_step_sizes(&world.problem, start, step_sizes, 9, &(descent_sweep_options){.steps = 64},
                                   &world.sweep);
    (void)descent_bifurcation_read(world.sweep, &world.problem, &bifurcation);
    descent_bifurcation_free(bifurcation);
}

/* The runs of this one are made by other threads, too; only the calling one leaves. */
static void by_progress(void)
{
    descent_sweep *sweep;
    const descent_sweep_options options = {.steps = 64, .threads = 3, .progress = leave_in_progress};
    (void)descent_sweep_plane(&world.landscape, descent_fixed_step(0.1),
                              &(descent_plane){.columns = 64, .rows = 64, .left = 0, .right = 4, .bottom = 0, .top = 2},
                              &options, &sweep);
    descent_sweep_free(sweep);
}

static void by_setup(void)
{
    descent_sweep *sweep;
    (void)descent_sweep_runs(&world.problem, (descent_rule){.type = &leaving_type, .step_size = 0.05}, start, 5,
                             leave_in_setup, NULL, &(descent_sweep_options){.steps = 8}, &sweep);
    descent_sweep_free(sweep);
}

static void by_step_limit(void)
{
    double limit;
    (void)descent_step_limit(&world.problem, start, 0.4, 0.6, NULL, &limit);
}

static const struct {
    const char *name;
    void (*run)(void);
    size_t least; /* calls of the user's functions that it must come to */
} calls[] = {
    {"step", by_step, 20},
    {"run", by_run, 40},
    {"own rule", by_own_rule, 30},
    {"accessors", by_accessors, 4},
    {"diagnosis of an engine", by_engine_diagnosis, 60},
    {"diagnosis", by_diagnosis, 20},
    {"classification", by_classification, 4},
    {"search", by_search, 100},
    {"check", by_check, 10},
    {"sweep", by_sweep, 500},
    {"progress", by_progress, 1}, /* other threads may make all blocks but one */
    {"setup", by_setup, 10},
    {"step limit", by_step_limit, 500},
};

/* Makes the call, leaving at call number `leave_at`; how often the user's functions were called. */
static size_t leave(void (*run)(void), size_t leave_at)
{
    const size_t mark = descent_unwind_mark();
    plan.calls = 0;
    plan.leave_at = leave_at;
    set_up();
    if (setjmp(plan.place) == 0)
        run();
    else
        descent_unwind(mark);
    return plan.calls;
}

START_TEST(nothing_is_lost_wherever_a_call_is_left)
{
    const size_t most = descent_test_in_full() ? 150 : 10;
    const size_t which = (size_t)_i;
    volatile size_t total = leave(calls[which].run, 0);
    tear_down();
    ck_assert_msg(total >= calls[which].least, "%s: %zu calls", calls[which].name, total);
    const size_t stride = total / most + 1;
    for (volatile size_t at = 1; at <= total; at += stride) {
        descent_failing_arm(0, false);
        const size_t made = leave(calls[which].run, at);
        const size_t marked = descent_unwind_mark();
        tear_down();
        descent_failing_disarm();
        ck_assert_msg(descent_failing_live() == 0, "%s, left at call %zu: %zu blocks are lost", calls[which].name, at,
                      descent_failing_live());
        /* Threads may make different numbers of blocks, and so of reports. */
        ck_assert_msg(made == at || calls[which].run == by_progress, "%s: left at %zu, not %zu", calls[which].name,
                      made, at);
        ck_assert_uint_eq(marked, 0);
    }
}
END_TEST

static void *make_call(void *which)
{
    calls[*(const size_t *)which].run();
    return NULL;
}

/* The stack is unwound as by an exception: what is on it cleans up after itself, and nothing need be told. */
START_TEST(a_thread_may_end_within_a_call)
{
    const size_t most = descent_test_in_full() ? 50 : 3;
    size_t which = (size_t)_i;
    const size_t total = leave(calls[which].run, 0);
    tear_down();
    plan.ends_thread = true;
    for (size_t at = 1; at <= total; at += total / most + 1) {
        pthread_t thread;
        descent_failing_arm(0, false);
        plan.calls = 0;
        plan.leave_at = at;
        set_up();
        ck_assert_int_eq(pthread_create(&thread, NULL, make_call, &which), 0);
        ck_assert_int_eq(pthread_join(thread, NULL), 0);
        ck_assert(plan.calls == at || calls[which].run == by_progress);
        tear_down();
        descent_failing_disarm();
        ck_assert_msg(descent_failing_live() == 0, "%s, ended at call %zu: %zu blocks are lost", calls[which].name, at,
                      descent_failing_live());
    }
    plan.ends_thread = false;
}
END_TEST

START_TEST(an_engine_that_was_left_goes_on_with_the_same_bits)
{
    void (*const runs[])(void) = {by_step, by_run, by_own_rule, by_engine_diagnosis};
    for (size_t r = 0; r < 4; r++) {
        const volatile size_t total = leave(runs[r], 0);
        double end[2];
        (void)descent_engine_run(world.engine, 30 - descent_engine_steps(world.engine));
        memcpy(end, descent_engine_point(world.engine), sizeof end);
        tear_down();
        for (volatile size_t at = 1; at <= total; at++) {
            leave(runs[r], at);
            ck_assert(isfinite(descent_engine_point(world.engine)[0]));
            const uint64_t steps = descent_engine_steps(world.engine);
            ck_assert_uint_le(steps, 30);
            assert_success(descent_engine_run(world.engine, 30 - steps));
            ck_assert_msg(memcmp(end, descent_engine_point(world.engine), sizeof end) == 0, "run %zu, left at %zu", r,
                          at);
            const descent_path *const path = descent_engine_path(world.engine);
            ck_assert_uint_eq(descent_path_view(path).count, 31);
            tear_down();
        }
    }
}
END_TEST

START_TEST(until_it_is_told_the_engine_says_what_is_the_matter)
{
    const size_t mark = descent_unwind_mark();
    set_up();
    plan.calls = 0;
    plan.leave_at = 3;
    if (setjmp(plan.place) == 0)
        by_step();
    assert_failure(descent_engine_step(world.engine), DESCENT_EINVAL, "descent_unwind()");
    assert_failure(descent_engine_reset(world.engine, start), DESCENT_EINVAL, "descent_unwind()");
    assert_failure(descent_engine_run(world.engine, 1), DESCENT_EINVAL, "descent_unwind()");
    descent_diagnosis *diagnosis;
    assert_failure(descent_engine_diagnose(world.engine, NULL, &diagnosis), DESCENT_EINVAL, "descent_unwind()");
    ck_assert_ptr_null(diagnosis);
    ck_assert_uint_eq(descent_unwind_mark(), mark + 1);
    descent_unwind(mark);
    ck_assert_uint_eq(descent_unwind_mark(), mark);
    ck_assert_int_eq(descent_engine_stop_reason(world.engine), DESCENT_STOP_FAILURE);
    assert_success(descent_engine_step(world.engine));
    tear_down();
}
END_TEST

START_TEST(an_engine_that_is_freed_before_it_is_told_is_freed_then)
{
    for (volatile size_t at = 1; at < 4; at++) {
        descent_failing_arm(0, false);
        set_up();
        plan.calls = 0;
        plan.leave_at = at;
        if (setjmp(plan.place) == 0) {
            if (at < 3)
                by_run();
            else
                by_engine_diagnosis();
        }
        descent_engine_free(world.engine);
        descent_unwind(0);
        descent_failing_disarm();
        ck_assert_uint_eq(descent_failing_live(), 0);
    }
}
END_TEST

/* An observer that makes a run of its own, is left inside of that, and goes on. */
static int nested(descent_engine *engine, void *context)
{
    jmp_buf outer;
    int *const left = context;
    const size_t mark = descent_unwind_mark();
    ck_assert_uint_eq(mark, 1);
    memcpy(outer, plan.place, sizeof outer);
    descent_engine *volatile inner = NULL;
    descent_engine *made;
    ck_assert_int_eq(descent_engine_new(&made, &world.problem, descent_fixed_step(0.1), start), DESCENT_SUCCESS);
    inner = made;
    plan.calls = 0;
    plan.leave_at = 3;
    if (setjmp(plan.place) == 0)
        (void)descent_engine_run(inner, 10);
    else
        ++*left;
    descent_unwind(mark);
    plan.leave_at = 0;
    memcpy(plan.place, outer, sizeof outer);
    ck_assert_uint_eq(descent_engine_steps(inner), 2);
    ck_assert_int_eq(descent_engine_step(engine), DESCENT_EINVAL); /* still inside of this one */
    descent_engine_free(inner);
    return 0;
}

START_TEST(marks_nest)
{
    int left = 0;
    set_up();
    plan.leave_at = 0;
    make_engine(descent_fixed_step(0.1));
    assert_success(descent_engine_add_observer(world.engine, nested, &left));
    assert_success(descent_engine_run(world.engine, 5));
    ck_assert_int_eq(left, 5);
    ck_assert_uint_eq(descent_engine_steps(world.engine), 5);
    tear_down();
}
END_TEST

/* A gradient that asks for a diagnosis. */
static int asks_for_a_diagnosis(size_t n, const double *x, double *g, void *context)
{
    descent_diagnosis *diagnosis;
    int *const refused = context;
    g[n - 1] = x[n - 1];
    *refused += descent_engine_diagnose(world.engine, NULL, &diagnosis) == DESCENT_EINVAL;
    return 0;
}

START_TEST(a_diagnosis_from_inside_is_refused)
{
    int refused = 0;
    const double one[] = {1};
    descent_diagnosis *diagnosis;
    world.problem = (descent_problem){.dimension = 1, .gradient = asks_for_a_diagnosis, .context = &refused};
    assert_success(descent_engine_new(&world.engine, &world.problem, descent_fixed_step(0.1), one));
    assert_success(descent_engine_run(world.engine, 10));
    ck_assert_int_eq(refused, 10);
    assert_success(descent_engine_diagnose(world.engine, NULL, &diagnosis));
    ck_assert_int_gt(refused, 10);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(world.engine);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        an_engine_that_was_left_goes_on_with_the_same_bits,
        until_it_is_told_the_engine_says_what_is_the_matter,
        an_engine_that_is_freed_before_it_is_told_is_freed_then,
        marks_nest,
        a_diagnosis_from_inside_is_refused,
    };
    Suite *const suite = descent_test_suite("unwind", tests, sizeof tests / sizeof *tests);
    TCase *const everywhere = tcase_create("everywhere");
    tcase_add_loop_test(everywhere, nothing_is_lost_wherever_a_call_is_left, 0, sizeof calls / sizeof *calls);
    tcase_add_loop_test(everywhere, a_thread_may_end_within_a_call, 0, sizeof calls / sizeof *calls);
    suite_add_tcase(suite, everywhere);
    return descent_test_main(suite);
}
