/*
 * Inputs that take long, each within a limit: ten seconds of processor time, and twice the calls that were allowed. Where nothing
 * is given but a loss, everything costs most. Speaks TAP, with what each took; `./check --thorough` adds the slowest to the figures,
 * and tries the long ones as well, which take seconds each.
 *
 * usage: slow [--all] [NAME…]
 */
#include "slow.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    most_seconds = 10,
    most_times = 2, /* the limit */
    /* What a request costs that was begun within the limit, where derivatives come from functions; of a large matrix, a product. */
    least_calls = 64
};

/* What a child leaves behind: an input that hangs ends its child alone, and has a name. */
typedef struct outcome {
    double seconds;
    uint64_t calls, allowed;
    descent_status status;
    bool ended;
} outcome;

static double processor_time(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static void try_here(const slow *one, outcome *out)
{
    trial t = {.one = one, .allowed = one->limit, .random = 1};
    slow_problem(&t);
    t.x = malloc(one->n * sizeof *t.x);
    if (!t.x)
        return;
    for (size_t i = 0; i < one->n; i++)
        t.x[i] = 0.3 * sin((double)i);
    const double began = processor_time();
    out->status = one->make(&t);
    out->seconds = processor_time() - began;
    out->calls = t.calls;
    out->allowed = t.allowed;
    out->ended = true;
    free(t.x);
}

static outcome try_in_child(const slow *one)
{
    outcome out = {0};
    int ends[2];
    fflush(stdout);
    if (pipe(ends) != 0)
        return out;
    const pid_t child = fork();
    if (child == 0) {
        const struct rlimit limit = {2 * most_seconds, 2 * most_seconds + 1};
        setrlimit(RLIMIT_CPU, &limit);
        try_here(one, &out);
        _exit(write(ends[1], &out, sizeof out) != sizeof out);
    }
    close(ends[1]);
    if (child < 0 || read(ends[0], &out, sizeof out) != sizeof out)
        memset(&out, 0, sizeof out);
    close(ends[0]);
    waitpid(child, NULL, 0);
    return out;
}

/* What may come of too much work: the result, or a status that says why there is none. */
static bool is_an_end(descent_status status)
{
    return status == DESCENT_SUCCESS || status == DESCENT_EBUDGET || status == DESCENT_ECANCELLED ||
           status == DESCENT_ENOCONVERGENCE;
}

static bool try_one(const slow *one, int number)
{
    const outcome out = try_in_child(one);
    const bool good = out.ended && is_an_end(out.status) && out.seconds < most_seconds &&
                      out.calls <= most_times * out.allowed + (out.allowed > 0 ? least_calls : 0);
    printf("%sok %d - %s: %.2f s, %llu calls of %llu, status %d%s\n", good ? "" : "not ", number, one->name,
           out.seconds, (unsigned long long)out.calls, (unsigned long long)out.allowed, (int)out.status,
           out.ended ? "" : ", never ended");
    return good;
}

static bool is_wanted(const slow *one, int count, char **names)
{
    bool wanted = count == 0;
    for (int i = 0; i < count; i++)
        wanted = wanted || strstr(one->name, names[i]);
    return wanted;
}

int main(int argc, char **argv)
{
    const struct {
        const slow *inputs;
        size_t count;
    } parts[] = {{slow_points, slow_points_count},
                 {slow_paths, slow_paths_count},
                 {slow_runs, slow_runs_count},
                 {slow_rules, slow_rules_count},
                 {slow_sweeps, slow_sweeps_count}};
    const bool all = argc > 1 && strcmp(argv[1], "--all") == 0;
    int number = 0, failed = 0;
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
        for (size_t k = 0; k < parts[p].count; k++) {
            const slow *const one = &parts[p].inputs[k];
            if ((all || !one->long_one) && is_wanted(one, argc - 1 - all, argv + 1 + all))
                failed += !try_one(one, ++number);
        }
    printf("1..%d\n", number);
    return failed > 0 || number == 0;
}
