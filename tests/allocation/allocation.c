/*
 * Every allocation fails once, in turn: nothing crashes, nothing leaks, and the status says why. And where no memory is
 * promised to be asked for, none is.
 *
 * The suite speaks TAP itself: Check allocates for every assertion, and would be counted and failed with the library.
 */
#include "allocation/failing.h"
#include "allocation/scenarios.h"

#include <descent/engine.h>
#include <descent/landscapes.h>
#include <descent/path.h>
#include <gsl/gsl_errno.h>
#include <string.h>

typedef struct scenario {
    const char *name;
    descent_status (*run)(void);
} scenario;

static const scenario scenarios[] = {
#define DESCENT_SCENARIO_ENTRY(name) {#name, descent_scenario_##name},
    DESCENT_SCENARIOS(DESCENT_SCENARIO_ENTRY)
#undef DESCENT_SCENARIO_ENTRY
};

static const size_t scenario_count = sizeof scenarios / sizeof scenarios[0];

static int tests_run;
static int tests_failed;

static void report(bool good, const char *what, const char *name)
{
    tests_run++;
    tests_failed += !good;
    printf("%sok %d - %s: %s\n", good ? "" : "not ", tests_run, name, what);
}

/* What the library puts before each block of its own, and before those that begin on cache lines. */
static size_t header_bytes, aligned_header_bytes;

/* Of the first block of a path all is known but what is before it: a path of 512 numbers has one of a single point, too. */
static void measure_headers(void)
{
    enum {
        numbers = 512
    };
    const double x[numbers] = {0};
    const descent_path_options options = {.columns = DESCENT_PATH_STEP_LENGTH};
    descent_path *path;
    DESCENT_REQUIRE(descent_path_new(&path, numbers, &options) == DESCENT_SUCCESS);
    descent_failing_arm(1, true);
    DESCENT_REQUIRE(descent_path_append(path, x, 0, NULL) == DESCENT_ENOMEM);
    descent_failing_disarm();
    header_bytes = descent_failing_struck_bytes() - sizeof x;
    descent_path_free(path);
    DESCENT_REQUIRE(header_bytes < 128);
    aligned_header_bytes = 64; /* a whole line */
}

/* Things that take several blocks, whose sum is said, or that part of them which is theirs. */
static const char *const in_several_blocks[] = {
    "Hessian",
    "a diagnosis",
    "attractors of a sweep",
    "critical point",
    "critical-point analysis",
    "cycle of a rule",
    "derivative check",
    "eigenvalue solver",
    "environment of gnuplot",
    "map of a rule",
    "monitor",
    "names of the variables",
    "path in the picture's plane",
    "pixels of a picture",
    "points of the principal components",
    "points to draw",
    "runs of a step limit",
    "script of a picture",
    "search",
    "threads of a sweep",
    "vectors of the engine",
    "what is told",
};

/* "lanes of a sweep: 27072 bytes could not be allocated": were so many asked for? */
static bool says_what_was_asked_for(const char *detail)
{
    const char *const colon = strstr(detail, ": ");
    size_t said, rows, each;
    if (!colon || !strstr(colon, " could not be allocated"))
        return true;
    if (sscanf(detail, "%zu row", &rows) == 1) { /* of numbers of 8 bytes each, one of which is the step */
        if (sscanf(colon, ": %zu", &said) != 1 || said % (8 * rows) != 0)
            return false;
        each = said / rows;
        return descent_failing_struck_bytes() - header_bytes <= rows * (each - 8);
    }
    for (size_t k = 0; k < sizeof in_several_blocks / sizeof *in_several_blocks; k++)
        if (strlen(in_several_blocks[k]) == (size_t)(colon - detail) &&
            strncmp(detail, in_several_blocks[k], (size_t)(colon - detail)) == 0)
            return true;
    if (sscanf(colon, ": %zu bytes", &said) != 1)
        return false;
    const size_t asked = descent_failing_struck_bytes();
    return said == asked || said + header_bytes == asked || said + aligned_header_bytes == asked;
}

/* What is wrong with how a scenario ended; NULL if nothing is. */
static const char *judge(descent_status status)
{
    if (descent_failing_live() > 0)
        return "memory leaks";
    if (!descent_failing_struck() && status != DESCENT_SUCCESS)
        return "it fails though no allocation did";
    if (status == DESCENT_ENOMEM && strstr(descent_error_detail(), " 0 byte"))
        return "it says that there was no room for nothing";
    if (status == DESCENT_ENOMEM && !says_what_was_asked_for(descent_error_detail()))
        return "it says that other bytes were asked for";
    if (status == DESCENT_SUCCESS || status == DESCENT_ENOMEM)
        return NULL;
    if (descent_failing_struck_system() && status == DESCENT_EIO)
        return NULL;
    return "the status is not about memory";
}

/* How many allocations of a scenario are to fail at most; 0: all. */
static size_t most_failures;

/* From one allocation that fails to the next: 1, or more with a DESCENT_TEST_EFFORT below 1, as under valgrind. */
static size_t allocation_stride(const scenario *tried)
{
    const char *const text = getenv("DESCENT_TEST_EFFORT");
    const double effort = text ? strtod(text, NULL) : 1;
    const size_t stride = effort > 0 && effort < 1 ? (size_t)(1 / effort) : 1;
    if (most_failures == 0)
        return stride;
    descent_failing_arm(0, false);
    (void)tried->run();
    descent_failing_disarm();
    return stride + descent_failing_requests() / most_failures;
}

/* Runs a scenario again and again, each time with the next allocation failing, until it needs no more of them. */
static bool survives(const scenario *tried, bool and_all_later)
{
    const size_t stride = allocation_stride(tried);
    size_t which = 1, failed = 0;
    for (;; which += stride, failed++) {
        descent_failing_arm(which, and_all_later);
        const descent_status status = tried->run();
        descent_failing_disarm();

        const char *wrong = judge(status);
        if (wrong) {
            printf("# %s, allocation %zu failing%s: %s: %zu blocks alive, status \"%s\" (%s)\n", tried->name, which,
                   and_all_later ? " and all later ones" : "", wrong, descent_failing_live(),
                   descent_status_string(status), descent_error_detail());
            return false;
        }
        if (!descent_failing_struck())
            break;
    }
    printf("# %s: %zu allocations failed in turn\n", tried->name, failed);
    /* A scenario that allocates nothing has tried nothing. */
    return failed > 0;
}

static bool steps_allocate_nothing(descent_rule rule)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    const double start[] = {4, 1.075};
    descent_engine *engine;
    DESCENT_REQUIRE(descent_engine_new(&engine, &problem, rule, start) == DESCENT_SUCCESS);

    descent_failing_arm(0, false);
    descent_status status = DESCENT_SUCCESS;
    double sum = 0;
    while (status == DESCENT_SUCCESS && descent_engine_steps(engine) < 50) {
        status = descent_engine_step(engine);
        sum += descent_engine_loss(engine) + descent_engine_gradient(engine)[0] + descent_engine_gradient_norm(engine);
    }
    if (status == DESCENT_SUCCESS)
        status = descent_engine_run(engine, 50);
    descent_failing_disarm();

    descent_engine_free(engine);
    return status == DESCENT_SUCCESS && sum == sum && descent_failing_requests() == 0;
}

static void refuse_gsl_error(const char *reason, const char *file, int line, int code)
{
    fprintf(stderr, "GSL's error handler was reached: %s:%d: %s (code %d)\n", file, line, reason, code);
    abort();
}

/* With a number: no more allocations of each scenario fail than so many, spread evenly. */
int main(int count, char **arguments)
{
    most_failures = count > 1 ? strtoul(arguments[1], NULL, 10) : 0;
    gsl_set_error_handler(refuse_gsl_error);
    /* So that a crash leaves the lines before it. */
    setvbuf(stdout, NULL, _IOLBF, 0);
    measure_headers();

    for (size_t i = 0; i < scenario_count; i++) {
        report(survives(&scenarios[i], false), "each allocation may fail once", scenarios[i].name);
        report(survives(&scenarios[i], true), "memory may run out for good", scenarios[i].name);
    }
    report(steps_allocate_nothing(descent_fixed_step(0.1)), "steps allocate nothing", "fixed step");
    report(steps_allocate_nothing(descent_heavy_ball(0.1, 0.5)), "steps allocate nothing", "heavy ball");
    report(steps_allocate_nothing(descent_nesterov(0.1, 0.5)), "steps allocate nothing", "Nesterov");
    printf("1..%d\n", tests_run);
    return tests_failed > 0;
}
