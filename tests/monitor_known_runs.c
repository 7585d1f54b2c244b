/*
 * The monitor on the runs whose truth is known. The diagnosis, which knows the problem and the whole path, ends each of
 * them as the table says; the monitor must never say otherwise, and in the end say as much as its header promises.
 */
#include <math.h>
#include <stdlib.h>

#include <descent/descent.h>

#include "known_runs/run.h"
#include "support.h"

static const unsigned settled =
    1u << DESCENT_ENDING_CONVERGED | 1u << DESCENT_ENDING_STALLED | 1u << DESCENT_ENDING_PERIODIC;
static const unsigned running_away = 1u << DESCENT_ENDING_DIVERGING | 1u << DESCENT_ENDING_UNBOUNDED;

/* What the monitor may say besides "undetermined", in the steps of the table, or when it runs on. */
static unsigned allowed_endings(const known_run *run, bool goes_on)
{
    unsigned allowed = 1u << DESCENT_ENDING_UNDETERMINED | 1u << run->ending | run->accepted;
    if (allowed & running_away)
        allowed |= 1u << DESCENT_ENDING_NONFINITE; /* where numbers end */
    if (goes_on && run->ending == DESCENT_ENDING_APPROACHING)
        allowed |= 1u << DESCENT_ENDING_CONVERGED;
    return allowed;
}

/* Steps after which what settles must have been seen to: three times those of the table, or as many as it takes a slow
 * cycle to come within the monitor's tolerance of itself, 1e-9, with a digit to spare. */
static size_t steps_to_watch(const known_run *run)
{
    const size_t steps = 3 * (run->steps > 16 ? run->steps : 16);
    const double needed = run->settling > 0 ? (double)run->period * log(1e-10) / log(run->settling) : 0;
    return needed > (double)steps ? (size_t)needed : steps;
}

/* Watches one run. */
static void watch(const known_run *run)
{
    known_context context;
    const descent_problem problem = known_problem(run, &context);
    const size_t steps = steps_to_watch(run);
    double *const start = malloc(problem.dimension * sizeof *start);
    descent_monitor_options options;
    descent_monitor *monitor;
    descent_engine *engine;
    ck_assert_ptr_nonnull(start);
    known_start(run, start);
    descent_monitor_options_default(&options);
    options.stop_endings = 0;
    assert_success(descent_monitor_new(&monitor, problem.dimension, &options));
    if (descent_engine_new(&engine, &problem, known_run_rule(run), start) == DESCENT_SUCCESS) {
        assert_success(descent_monitor_attach(monitor, engine));
        descent_ending ending = DESCENT_ENDING_UNDETERMINED;
        for (size_t k = 1; k <= steps && descent_engine_step(engine) == DESCENT_SUCCESS; k++) {
            ending = descent_monitor_ending(monitor);
            if (!(allowed_endings(run, k > run->steps) >> ending & 1))
                ck_abort_msg("%s: %s at %zu", run->name, descent_ending_string(ending), k);
        }
        if ((settled >> run->ending & 1) && !(run->accepted >> DESCENT_ENDING_UNDETERMINED & 1))
            ck_assert_msg(ending == run->ending, "%s: %s", run->name, descent_ending_string(ending));
        if (run->ending == DESCENT_ENDING_PERIODIC && run->period > 0) /* 0: the table leaves it open */
            ck_assert_uint_eq(descent_monitor_period(monitor), run->period);
        descent_engine_free(engine);
    } else { /* the start is not finite: an engine refuses it, a monitor says so */
        ck_assert_int_eq(descent_monitor_observe(monitor, start, NAN, NULL), run->ending);
    }
    descent_monitor_free(monitor);
    free(start);
}

START_TEST(the_monitor_agrees_with_the_diagnosis)
{
    for (size_t k = 0; k < known_run_count; k++)
        watch(&known_runs[k]);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_monitor_agrees_with_the_diagnosis};
    return descent_test_main(descent_test_suite("monitor_known_runs", tests, sizeof tests / sizeof *tests));
}
