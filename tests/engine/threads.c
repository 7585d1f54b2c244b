/* Engines in threads of their own: each gets what one alone gets, with monitor, diagnosis, files and error detail. */
#include "support.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <descent/monitor.h>

enum {
    thread_count = 4,
    rounds = 3,
    steps = 300
};

typedef struct worker {
    size_t number;
    char *said; /* JSON of its diagnosis; the test's to free */
    const char *wrong;
} worker;

/* Check's assertions are for its own thread: what goes wrong is kept. */
static const char *write_and_read(const descent_path *path, size_t number)
{
    char name[64];
    descent_path *again;
    snprintf(name, sizeof name, "engine-threads-%ld-%zu.csv", (long)getpid(), number);
    if (descent_path_write_csv(path, name) != DESCENT_SUCCESS)
        return "its path could not be written";
    const descent_status status = descent_path_read_csv(&again, name);
    remove(name);
    const bool same = status == DESCENT_SUCCESS && descent_path_view(again).count == descent_path_view(path).count;
    descent_path_free(again);
    return same ? NULL : "its path was not read as it was written";
}

static const char *run_once(worker *self)
{
    const descent_problem problem = descent_test_landscape(self->number % 2 ? "rosenbrock" : "himmelblau", 0);
    const descent_rule rule = self->number < 2 ? descent_fixed_step(1e-3) : descent_heavy_ball(1e-3, 0.8);
    const double start[] = {0.1 * (double)self->number, 1};
    descent_engine *engine;
    descent_monitor *monitor;
    descent_diagnosis *diagnosis;
    if (descent_engine_new(&engine, &problem, rule, start) != DESCENT_SUCCESS ||
        descent_monitor_new(&monitor, 2, NULL) != DESCENT_SUCCESS ||
        descent_monitor_attach(monitor, engine) != DESCENT_SUCCESS ||
        descent_engine_record(engine, NULL) != DESCENT_SUCCESS ||
        descent_engine_run(engine, steps) != DESCENT_SUCCESS ||
        descent_engine_diagnose(engine, NULL, &diagnosis) != DESCENT_SUCCESS)
        return "a call failed";
    free(self->said);
    const descent_status status = descent_diagnosis_json(diagnosis, &self->said);
    const char *const wrong = write_and_read(descent_engine_path(engine), self->number);
    char detail[64];
    snprintf(detail, sizeof detail, "thread %zu", self->number);
    (void)descent_fail(DESCENT_EINVAL, "%s", detail);
    const bool own = strcmp(descent_error_detail(), detail) == 0;
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
    descent_monitor_free(monitor);
    if (status != DESCENT_SUCCESS)
        return "its diagnosis could not be told";
    return own ? wrong : "its error detail is another thread's";
}

static void *work(void *argument)
{
    worker *const self = argument;
    for (int round = 0; round < rounds && !self->wrong; round++)
        self->wrong = run_once(self);
    return NULL;
}

START_TEST(engines_in_threads_do_as_alone)
{
    worker alone[thread_count] = {{0}}, together[thread_count] = {{0}};
    pthread_t threads[thread_count];
    for (size_t k = 0; k < thread_count; k++) {
        alone[k].number = together[k].number = k;
        work(&alone[k]);
    }
    for (size_t k = 0; k < thread_count; k++)
        ck_assert_int_eq(pthread_create(&threads[k], NULL, work, &together[k]), 0);
    for (size_t k = 0; k < thread_count; k++) {
        pthread_join(threads[k], NULL);
        ck_assert_msg(!alone[k].wrong, "%s", alone[k].wrong);
        ck_assert_msg(!together[k].wrong, "%s", together[k].wrong);
        ck_assert_str_eq(together[k].said, alone[k].said);
        free(alone[k].said);
        free(together[k].said);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {engines_in_threads_do_as_alone};
    return descent_test_main(descent_test_suite("engine_threads", tests, sizeof tests / sizeof *tests));
}
