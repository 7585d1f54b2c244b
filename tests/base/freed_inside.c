/* Functions of the user's that free what the call they come from works with: it stays until that call ends, however it does. */
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <descent/ask.h>
#include <descent/bifurcation.h>
#include <descent/descent.h>
#include <descent/gradient_check.h>
#include <descent/landscapes.h>
#include <descent/monitor.h>
#include <descent/step_finders.h>
#include <descent/step_limit.h>
#include <descent/stops.h>
#include <descent/sweep.h>
#include <descent/unwind.h>

#include "allocation/failing.h"
#include "support.h"

typedef enum way {
    GO_ON,
    FAIL,
    JUMP,
    END_THREAD /* which unwinds the stack as an exception does */
} way;

/* How often functions of the user's are called, at which call they free, and how that call goes on. */
static struct {
    jmp_buf place;
    size_t calls, at;
    way way;
    bool freed;
    descent_status status; /* of the call meanwhile, where there is one */
} plan;

/* What is freed. */
static struct {
    descent_problem landscape;
    descent_problem *problem;
    descent_engine *engine;
    descent_path *path;
    descent_sweep *sweep;
    descent_monitor *monitor;
} world;

static const double start[] = {4, 1.075};

static void free_all(void)
{
    plan.freed = true;
    descent_engine_free(world.engine);
    descent_path_free(world.path);
    descent_sweep_free(world.sweep);
    descent_monitor_free(world.monitor);
    if (world.problem)
        memset(world.problem, 0x5a, sizeof *world.problem);
    free(world.problem);
    world.problem = NULL;
}

static int may_free(void)
{
    if (++plan.calls != plan.at)
        return 0;
    free_all();
    if (plan.way == JUMP)
        longjmp(plan.place, 1);
    if (plan.way == END_THREAD)
        pthread_exit(NULL);
    return plan.way == FAIL ? 7 : 0;
}

static int loss(size_t n, const double *x, double *value, void *context)
{
    const descent_problem *const landscape = context;
    const int code = may_free();
    return code ? code : landscape->loss(n, x, value, landscape->context);
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    const descent_problem *const landscape = context;
    const int code = may_free();
    return code ? code : landscape->gradient(n, x, g, landscape->context);
}

static int hessian(size_t n, const double *x, double *h, void *context)
{
    const descent_problem *const landscape = context;
    const int code = may_free();
    return code ? code : landscape->hessian(n, x, h, landscape->context);
}

static int observe(descent_engine *engine, void *context)
{
    (void)engine, (void)context;
    return may_free();
}

static int watch_others(descent_engine *engine, void *context)
{
    (void)context;
    ck_assert_msg(!plan.freed, "an observer is called for an engine that another one freed");
    ck_assert(isfinite(descent_engine_point(engine)[0]));
    return 0;
}

static int choose(uint64_t step, double step_size, double *result, void *context)
{
    (void)step, (void)context;
    *result = step_size;
    return may_free();
}

static int advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= step->step_size * step->gradient[i];
    return may_free();
}

static descent_status check_own(const descent_rule *rule)
{
    (void)rule;
    return may_free() == 0 ? DESCENT_SUCCESS : DESCENT_EINVAL;
}

static const descent_rule_type own_type = {.name = "own", .memory_count = 1, .advance = advance};
static const descent_rule_type checked_type = {.name = "checked", .advance = advance, .check = check_own};

static void set_up(void)
{
    plan.calls = 0;
    plan.freed = false;
    plan.status = DESCENT_SUCCESS;
    world.landscape = descent_test_landscape("notebook", 0);
    world.engine = NULL;
    world.path = NULL;
    world.sweep = NULL;
    world.monitor = NULL;
    world.problem = malloc(sizeof *world.problem);
    if (world.problem)
        *world.problem = (descent_problem){
            .dimension = 2, .loss = loss, .gradient = gradient, .hessian = hessian, .context = &world.landscape};
}

static void make_engine(descent_rule rule)
{
    (void)descent_engine_new(&world.engine, world.problem, rule, start);
    (void)descent_engine_record(world.engine, NULL);
}

/* A call of an engine that came back after it was freed says so. */
static void expect(descent_status status)
{
    plan.status = status;
    if (plan.freed)
        assert_failure(status, DESCENT_EINVAL, "freed by one of its own callbacks");
}

static void by_step(void)
{
    make_engine(descent_nesterov(0.05, 0.5));
    for (int k = 0; k < 4 && !plan.freed; k++)
        expect(descent_engine_step(world.engine));
}

static void by_run(void)
{
    make_engine(descent_fixed_step(0.1));
    (void)descent_engine_add_observer(world.engine, observe, NULL);
    (void)descent_engine_add_observer(world.engine, watch_others, NULL);
    expect(descent_engine_run(world.engine, 10));
}

static void by_plain_run(void)
{
    make_engine(descent_fixed_step(0.1));
    expect(descent_engine_run(world.engine, UINT64_C(1) << (plan.at > 0 ? 62 : 4))); /* which is cut short */
}

static void by_own_rule(void)
{
    make_engine(descent_rule_with_schedule((descent_rule){.type = &own_type, .step_size = 0.05},
                                           descent_schedule_custom(choose, NULL)));
    expect(descent_engine_run(world.engine, 5));
}

static void by_stops(void)
{
    make_engine(descent_armijo(0.1, NULL));
    const descent_stops stops = {.any = DESCENT_CRITERION_LOSS, .loss_target = -1};
    (void)descent_engine_set_stops(world.engine, &stops);
    expect(descent_engine_run(world.engine, 3));
}

static void by_set_rule(void)
{
    make_engine(descent_fixed_step(0.1));
    (void)descent_engine_run(world.engine, 2);
    if (!plan.freed)
        expect(descent_engine_set_rule(world.engine, (descent_rule){.type = &checked_type, .step_size = 0.1}));
}

static void by_accessors(void)
{
    make_engine(descent_heavy_ball(0.1, 0.5));
    const double at_start = descent_engine_loss(world.engine);
    ck_assert(isnan(at_start) == plan.freed);
    const double *const g = plan.freed ? NULL : descent_engine_gradient(world.engine);
    ck_assert(!g == plan.freed);
    if (plan.freed || descent_engine_run(world.engine, 1) != DESCENT_SUCCESS)
        return;
    const double norm = descent_engine_gradient_norm(world.engine);
    ck_assert(isnan(norm) == plan.freed);
    const descent_path *const path = plan.freed ? NULL : descent_engine_path(world.engine);
    ck_assert(!path == plan.freed);
}

static void by_ask(void)
{
    const descent_problem told = {.dimension = 2, .loss = descent_told_loss, .gradient = descent_told_gradient};
    descent_request request;
    (void)descent_engine_new(&world.engine, &told, descent_fixed_step(0.1), start);
    (void)descent_engine_add_observer(world.engine, observe, NULL);
    for (int k = 0; k < 8 && !plan.freed; k++) {
        expect(descent_engine_ask(world.engine, 3, &request));
        if (plan.freed || !request.x)
            return;
        double value, g[2];
        (void)world.landscape.loss(2, request.x, &value, world.landscape.context);
        (void)world.landscape.gradient(2, request.x, g, world.landscape.context);
        (void)descent_engine_tell(world.engine, value, g, 0);
    }
}

/* The diagnosis itself is made, and the user's to free. */
static void diagnose(descent_engine *engine)
{
    descent_diagnosis *diagnosis;
    const bool before = plan.freed;
    const descent_status status = descent_engine_diagnose(engine, NULL, &diagnosis);
    ck_assert(before || (status == DESCENT_SUCCESS && diagnosis));
    FILE *const stream = fopen("/dev/null", "w");
    if (stream && diagnosis)
        (void)descent_diagnosis_print_json(diagnosis, stream);
    if (stream)
        fclose(stream);
    descent_diagnosis_free(diagnosis);
}

static void by_engine_diagnosis(void)
{
    make_engine(descent_fixed_step(0.1));
    (void)descent_engine_run(world.engine, 8);
    if (!plan.freed)
        diagnose(world.engine);
}

static int diagnosing(descent_engine *engine, void *context)
{
    (void)context;
    if (descent_engine_steps(engine) == 3)
        diagnose(engine);
    return 0;
}

static void by_observed_diagnosis(void)
{
    make_engine(descent_fixed_step(0.1));
    (void)descent_engine_add_observer(world.engine, diagnosing, NULL);
    expect(descent_engine_run(world.engine, 6));
}

static void by_monitor(void)
{
    make_engine(descent_fixed_step(0.1));
    (void)descent_monitor_new(&world.monitor, 2, NULL);
    expect(descent_monitor_attach(world.monitor, world.engine));
    if (!plan.freed)
        expect(descent_engine_run(world.engine, 40));
}

static void fill_path(void)
{
    double x[] = {4, 1.075};
    (void)descent_path_new(&world.path, 2, NULL);
    for (int k = 0; k < 30; k++) {
        double g[2];
        (void)world.landscape.gradient(2, x, g, world.landscape.context);
        (void)descent_path_append(world.path, x, NAN, g);
        x[0] -= 0.2 * g[0];
        x[1] -= 0.2 * g[1];
    }
}

static void by_path_diagnosis(void)
{
    descent_diagnosis *diagnosis;
    fill_path();
    plan.status = descent_diagnose(world.problem, world.path, NULL, &diagnosis);
    descent_diagnosis_free(diagnosis);
}

/* The path is an engine's that is idle. */
static void by_engines_path(void)
{
    descent_diagnosis *diagnosis;
    make_engine(descent_fixed_step(0.1));
    (void)descent_engine_run(world.engine, 8);
    if (plan.freed)
        return;
    plan.status = descent_diagnose(world.problem, descent_engine_path(world.engine), NULL, &diagnosis);
    descent_diagnosis_free(diagnosis);
}

static void by_bifurcation(void)
{
    descent_bifurcation *bifurcation = NULL;
    double step_sizes[9];
    for (size_t i = 0; i < 9; i++)
        step_sizes[i] = 0.3 + 0.05 * (double)i;
    const descent_sweep_options options = {.steps = 256, .threads = 1};
    (void)descent_sweep_step_sizes(&world.landscape, start, step_sizes, 9, &options, &world.sweep);
    plan.status = descent_bifurcation_read(world.sweep, world.problem, &bifurcation);
    descent_bifurcation_free(bifurcation);
}

/* The rest has nothing of the user's but the problem. */
static void by_sweep(void)
{
    const double step_sizes[] = {0.1, 0.2, 0.3};
    const descent_sweep_options options = {.steps = 16, .check_count = 3};
    plan.status = descent_sweep_step_sizes(world.problem, start, step_sizes, 3, &options, &world.sweep);
    if (plan.freed)
        descent_sweep_free(world.sweep);
}

static void by_step_limit(void)
{
    double limit;
    plan.status = descent_step_limit(world.problem, (double[]){4, 2.5}, 0.25, 0.33, NULL, &limit);
}

static void by_points(void)
{
    descent_critical_point *point;
    plan.status = descent_critical_refine(world.problem, start, NULL, &point);
    descent_critical_point_free(point);
}

static void by_search(void)
{
    descent_critical_set *set;
    const double lower[] = {0, -1}, upper[] = {4, 3};
    plan.status = descent_critical_search(world.problem, lower, upper, NULL, &set);
    descent_critical_set_free(set);
}

static void by_check(void)
{
    descent_derivative_check *check;
    plan.status = descent_check_gradient(world.problem, start, &check);
    descent_derivative_check_free(check);
}

static const struct {
    const char *name;
    void (*run)(void);
    size_t least; /* calls of the user's functions that it must come to */
} calls[] = {
    {"step", by_step, 8},
    {"run", by_run, 30},
    {"plain run", by_plain_run, 32},
    {"own rule", by_own_rule, 15},
    {"stops", by_stops, 6},
    {"another rule", by_set_rule, 5},
    {"accessors", by_accessors, 4},
    {"ask", by_ask, 3},
    {"diagnosis of an engine", by_engine_diagnosis, 40},
    {"diagnosis in an observer", by_observed_diagnosis, 40},
    {"monitor", by_monitor, 40},
    {"diagnosis of a path", by_path_diagnosis, 20},
    {"diagnosis of an engine's path", by_engines_path, 40},
    {"bifurcation", by_bifurcation, 30},
    {"sweep", by_sweep, 50},
    {"step limit", by_step_limit, 500},
    {"point", by_points, 4},
    {"search", by_search, 100},
    {"check", by_check, 10},
};

/* Makes the call and frees at its end what was not freed in it. */
static size_t make(void (*run)(void), size_t at, way way_out)
{
    const size_t mark = descent_unwind_mark();
    plan.at = at;
    plan.way = way_out;
    set_up();
    if (setjmp(plan.place) == 0)
        run();
    else
        descent_unwind(mark);
    if (!plan.freed)
        free_all();
    return plan.calls;
}

typedef struct run_in_thread {
    void (*run)(void);
    size_t at;
} run_in_thread;

static void *make_in_thread(void *context)
{
    const run_in_thread *const asked = context;
    make(asked->run, asked->at, END_THREAD);
    return NULL;
}

static void free_inside(size_t which, size_t at, way way_out)
{
    descent_failing_arm(0, false);
    if (way_out == END_THREAD) {
        pthread_t thread;
        run_in_thread asked = {calls[which].run, at};
        ck_assert_int_eq(pthread_create(&thread, NULL, make_in_thread, &asked), 0);
        ck_assert_int_eq(pthread_join(thread, NULL), 0);
    } else {
        make(calls[which].run, at, way_out);
    }
    descent_failing_disarm();
    ck_assert_msg(plan.freed, "%s: nothing was freed at call %zu", calls[which].name, at);
    ck_assert_msg(descent_failing_live() == 0, "%s, freed at call %zu, way %d: %zu blocks are lost", calls[which].name,
                  at, (int)way_out, descent_failing_live());
    ck_assert_uint_eq(descent_unwind_mark(), 0);
}

START_TEST(what_is_freed_inside_is_freed_once)
{
    const size_t most = descent_test_in_full() ? 60 : 6, which = (size_t)_i;
    const size_t total = make(calls[which].run, 0, GO_ON);
    ck_assert_msg(total >= calls[which].least, "%s: %zu calls", calls[which].name, total);
    ck_assert_int_eq(plan.status, DESCENT_SUCCESS);
    for (size_t at = 1; at <= total; at += total / most + 1)
        for (int way_out = GO_ON; way_out <= END_THREAD; way_out++)
            free_inside(which, at, (way)way_out);
}
END_TEST

/* Freed before the jump is told as well as inside: it is gone either way, once. */
START_TEST(an_engine_may_be_freed_before_and_after_the_jump)
{
    for (volatile size_t at = 1; at < 6; at++) {
        descent_failing_arm(0, false);
        set_up();
        plan.at = at;
        plan.way = JUMP;
        if (setjmp(plan.place) == 0)
            by_run();
        ck_assert(plan.freed);
        descent_engine_free(world.engine); /* what it was told to be already */
        descent_unwind(0);
        descent_failing_disarm();
        ck_assert_uint_eq(descent_failing_live(), 0);
    }
}
END_TEST

/* A monitor and its engine end in any order, and one that was freed stops nothing. */
START_TEST(a_monitor_may_be_freed_before_its_engine)
{
    for (int k = 0; k < 3; k++) {
        descent_failing_arm(0, false);
        set_up();
        plan.at = 0;
        make_engine(descent_fixed_step(0.1));
        assert_success(descent_monitor_new(&world.monitor, 2, NULL));
        assert_success(descent_monitor_attach(world.monitor, world.engine));
        if (k == 0)
            descent_monitor_free(world.monitor);
        assert_success(descent_engine_run(world.engine, 1000));
        ck_assert_int_eq(descent_engine_stop_reason(world.engine), k == 0 ? DESCENT_STOP_STEPS : DESCENT_STOP_OBSERVER);
        if (k == 1)
            descent_monitor_free(world.monitor);
        descent_engine_free(world.engine);
        if (k == 2) {
            ck_assert_int_eq(descent_monitor_view(world.monitor).ending, DESCENT_ENDING_CONVERGED);
            descent_monitor_free(world.monitor);
        }
        free(world.problem);
        descent_failing_disarm();
        ck_assert_uint_eq(descent_failing_live(), 0);
    }
}
END_TEST

/* A loss that goes on with the run whose path is being diagnosed. */
static int steps_meanwhile(size_t n, const double *x, double *value, void *context)
{
    const descent_problem *const landscape = context;
    if (world.engine && descent_engine_steps(world.engine) >= 8) {
        const descent_status status = descent_engine_run(world.engine, 100);
        if (status != DESCENT_SUCCESS)
            plan.status = status;
    }
    if (world.path && descent_path_view(world.path).count == 30)
        plan.status = descent_path_append(world.path, x, 0, NULL);
    return landscape->loss(n, x, value, landscape->context);
}

START_TEST(a_path_does_not_grow_while_it_is_diagnosed)
{
    set_up();
    plan.at = 0;
    const descent_problem meddling = {
        .dimension = 2, .loss = steps_meanwhile, .gradient = world.landscape.gradient, .context = &world.landscape};
    make_engine(descent_fixed_step(0.1));
    assert_success(descent_engine_run(world.engine, 8));
    descent_diagnosis *diagnosis;
    assert_success(descent_diagnose(&meddling, descent_engine_path(world.engine), NULL, &diagnosis));
    ck_assert_uint_eq(diagnosis->steps, 8);
    descent_diagnosis_free(diagnosis);
    ck_assert_int_eq(plan.status, DESCENT_EINVAL);
    plan.status = DESCENT_SUCCESS;
    assert_success(descent_engine_run(world.engine, 100)); /* and afterwards it goes on */
    fill_path();
    descent_engine *const engine = world.engine;
    world.engine = NULL;
    assert_success(descent_diagnose(&meddling, world.path, NULL, &diagnosis));
    descent_diagnosis_free(diagnosis);
    ck_assert_int_eq(plan.status, DESCENT_EINVAL);
    ck_assert_uint_eq(descent_path_view(world.path).count, 30);
    assert_success(descent_path_append(world.path, start, 0, NULL));
    descent_engine_free(engine);
    free_all();
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        an_engine_may_be_freed_before_and_after_the_jump,
        a_monitor_may_be_freed_before_its_engine,
        a_path_does_not_grow_while_it_is_diagnosed,
    };
    Suite *const suite = descent_test_suite("freed_inside", tests, sizeof tests / sizeof *tests);
    TCase *const everywhere = tcase_create("everywhere");
    tcase_add_loop_test(everywhere, what_is_freed_inside_is_freed_once, 0, sizeof calls / sizeof *calls);
    suite_add_tcase(suite, everywhere);
    return descent_test_main(suite);
}
