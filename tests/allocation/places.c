/*
 * Every place of the library that allocates while a known run is diagnosed fails once: a place is the calls that lead to it. The suite
 * `allocation` fails each allocation of some scenarios; these are all kinds of runs, in which each allocation would take hours.
 */
#include <execinfo.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <gsl/gsl_errno.h>

#include "allocation/failing.h"
#include "truth/run.h"

enum {
    calls_apart = 8,   /* innermost calls that tell places apart: allocators, and who asks for what */
    calls_skipped = 3, /* this file's and those of the failing allocator */
    most_places = 1 << 14,
    most_new = 4096 /* in one run */
};

static uint64_t places[most_places];
static size_t place_count;
static size_t new_requests[most_new];
static size_t new_count;

static bool is_known(uint64_t place)
{
    size_t at = place % most_places;
    while (places[at] != 0 && places[at] != place)
        at = (at + 1) % most_places;
    if (places[at] == place)
        return true;
    places[at] = place;
    place_count++;
    return false;
}

/* FNV-1a over the addresses of return. */
static void note(size_t request)
{
    void *calls[calls_skipped + calls_apart];
    const int depth = backtrace(calls, calls_skipped + calls_apart);
    uint64_t place = UINT64_C(14695981039346656037);
    for (int k = calls_skipped; k < depth; k++)
        place = (place ^ (uintptr_t)calls[k]) * UINT64_C(1099511628211);
    if (place_count < most_places / 2 && new_count < most_new && !is_known(place ? place : 1))
        new_requests[new_count++] = request;
}

static descent_status act(const known_run *run, known_way way)
{
    known_context context;
    const descent_problem problem = known_problem(run, &context);
    const descent_rule rule = known_run_rule(run);
    static double start[1 << 12];
    if (problem.dimension > sizeof start / sizeof *start)
        return DESCENT_SUCCESS;
    known_start(run, start);
    descent_diagnosis *diagnosis;
    const descent_status status = known_diagnose_way(way, &problem, &rule, start, run->steps, &diagnosis);
    char *text = NULL;
    descent_status said = DESCENT_SUCCESS;
    if (diagnosis)
        said = descent_diagnosis_text(diagnosis, &text);
    free(text);
    descent_diagnosis_free(diagnosis);
    return status == DESCENT_SUCCESS ? said : status;
}

/* Fails each place of the run that no run before had; the number of the request that went wrong, 0 if none did. */
static size_t try_run(const known_run *run, known_way way)
{
    new_count = 0;
    descent_failing_watch(note);
    descent_failing_arm(0, false);
    const descent_status usual = act(run, way);
    descent_failing_disarm();
    descent_failing_watch(NULL);
    for (size_t k = 0; k < new_count; k++) {
        const bool for_good = k % 2;
        descent_failing_arm(new_requests[k], for_good);
        const descent_status status = act(run, way);
        descent_failing_disarm();
        /* Where the run itself met it, and stopped, the shorter one is diagnosed. */
        const bool told = status == DESCENT_ENOMEM || status == usual || status == DESCENT_SUCCESS;
        if (!told || descent_failing_live() > 0) {
            printf("# %s, request %zu%s: status %d (%s), %zu blocks alive\n", run->name, new_requests[k],
                   for_good ? " and all later" : "", (int)status, descent_error_detail(), descent_failing_live());
            return new_requests[k];
        }
    }
    return 0;
}

static void refuse_gsl_error(const char *reason, const char *file, int line, int code)
{
    fprintf(stderr, "GSL's error handler was reached: %s:%d: %s (code %d)\n", file, line, reason, code);
    abort();
}

/* What a run costs, roughly. */
static size_t cost(const known_run *run)
{
    return run->steps * run->problem->dimension;
}

static int by_cost(const void *a, const void *b)
{
    const known_run *const *const one = a, *const *const other = b;
    const size_t first = cost(*one), second = cost(*other);
    return first != second ? (first > second) - (first < second) : (*one > *other) - (*one < *other);
}

int main(void)
{
    static const known_way ways[] = {WAY_ENGINE_RECORDED, WAY_ENGINE_ALONE, WAY_PATH_WITH_RULE, WAY_PATH_ALONE};
    const char *const text = getenv("DESCENT_TEST_EFFORT");
    const double effort = text ? strtod(text, NULL) : 1;
    const size_t stride = effort > 0 && effort < 1 ? (size_t)(1 / effort) : 1;
    void *first[1];
    (void)backtrace(first, 1); /* allocates the first time */
    gsl_set_error_handler(refuse_gsl_error);
    size_t failed = 0;
    /* Each place fails in the shortest run that comes by. */
    const known_run **const sorted = malloc(known_run_count * sizeof *sorted);
    if (!sorted)
        return 1;
    for (size_t i = 0; i < known_run_count; i++)
        sorted[i] = &known_runs[i];
    qsort(sorted, known_run_count, sizeof *sorted, by_cost);
    for (size_t i = 0; i < known_run_count; i += stride)
        for (size_t w = 0; w < sizeof ways / sizeof *ways; w++)
            failed += try_run(sorted[i], ways[w]) != 0;
    free(sorted);
    printf("# %zu places failed\n", place_count);
    printf("%sok 1 - each place that allocates may fail\n1..1\n", failed == 0 && place_count > 100 ? "" : "not ");
    return failed > 0;
}
