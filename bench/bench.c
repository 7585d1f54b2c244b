#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Rounds whose middle half is spread wider than this decide nothing: the machine was busy with something else. */
static const double widest_scatter = 0.10;

static const double shortest_sample = 2e6;
static const size_t default_rounds = 31;

static size_t targets_met, targets_missed;

void bench_require(bool condition, const char *what)
{
    if (condition)
        return;
    fprintf(stderr, "bench: %s\n", what);
    exit(2);
}

static double now(bool wall)
{
    struct timespec time;
    clock_gettime(wall ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* Nanoseconds a unit over `calls` calls; `*elapsed` receives the whole. */
static double sample(const bench_row *row, size_t calls, bool wall, double *elapsed)
{
    double units = 0;
    const double begin = now(wall);
    for (size_t i = 0; i < calls; i++)
        units += row->run(row->context);
    *elapsed = now(wall) - begin;
    return *elapsed / units;
}

/* How many calls make a sample long enough; warms up caches, clock and allocator on the way. */
static size_t calibrate(const bench_row *row, double shortest, bool wall)
{
    size_t calls = 1;
    for (;;) {
        double elapsed;
        sample(row, calls, wall, &elapsed);
        if (elapsed >= shortest)
            return calls;
        calls = elapsed > shortest / 100 ? (size_t)((double)calls * shortest / elapsed) + 1 : calls * 10;
    }
}

static int compare(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* Sorts the numbers and takes the one at a fraction of them. */
static double quantile(double *numbers, size_t count, double fraction)
{
    qsort(numbers, count, sizeof *numbers, compare);
    return numbers[(size_t)(fraction * (double)(count - 1) + 0.5)];
}

static size_t choose_rounds(const bench_settings *settings)
{
    const char *wish = getenv("DESCENT_BENCH_ROUNDS");
    const long rounds = wish ? strtol(wish, NULL, 10) : 0;
    if (rounds > 0)
        return (size_t)rounds;
    return settings->rounds > 0 ? settings->rounds : default_rounds;
}

/* All samples, `times[row * rounds + round]`: every row once a round, each round beginning with another row. */
static void measure(const bench_row *rows, size_t count, size_t rounds, const bench_settings *settings, double *times)
{
    const double shortest = settings->shortest > 0 ? settings->shortest : shortest_sample;
    size_t *const calls = calloc(count, sizeof *calls);
    bench_require(calls, "no memory");
    for (size_t i = 0; i < count; i++)
        calls[i] = rows[i].run ? calibrate(&rows[i], shortest, settings->wall) : 0;
    for (size_t round = 0; round < rounds; round++)
        for (size_t turn = 0; turn < count; turn++) {
            const size_t i = (turn + round) % count;
            double elapsed;
            times[i * rounds + round] =
                rows[i].run ? sample(&rows[i], calls[i], settings->wall, &elapsed) : rows[i].time;
        }
    free(calls);
}

static void print_row(const bench_row *row, const double *times, const double *reference, size_t rounds, double *work)
{
    for (size_t i = 0; i < rounds; i++)
        work[i] = times[i];
    const double time = quantile(work, rounds, 0.5);
    for (size_t i = 0; i < rounds; i++)
        work[i] = times[i] / reference[i];
    const double ratio = quantile(work, rounds, 0.5);
    const double scatter = (quantile(work, rounds, 0.75) - quantile(work, rounds, 0.25)) / ratio;
    printf("  %-52s %10.4g %8.2f", row->name, time, ratio);
    if (times == reference) {
        printf("\n");
        return;
    }
    printf("  ±%3.0f %%", 50 * scatter);
    if (row->target > 0) {
        const bool met = ratio <= row->target;
        printf("  ≤ %.2f %s", row->target, met ? "met" : "MISSED");
        *(met ? &targets_met : &targets_missed) += 1;
    }
    printf("%s\n", scatter > widest_scatter ? "  (the rounds scatter: measure again on a quiet machine)" : "");
}

void bench_table(const char *title, const char *unit, const bench_row *rows, size_t count,
                 const bench_settings *settings)
{
    static const bench_settings defaults;
    settings = settings ? settings : &defaults;
    const size_t rounds = choose_rounds(settings);
    double *const times = calloc(count + 1, rounds * sizeof *times);
    bench_require(times, "no memory");
    measure(rows, count, rounds, settings, times);
    printf("\n%s\n  %-52s %10s %8s  %5s  %s\n", title, "", unit, "ratio", "rounds", "target");
    for (size_t i = 0; i < count; i++) {
        if (times[i * rounds] == 0)
            continue;
        print_row(&rows[i], times + i * rounds, times + rows[i].reference * rounds, rounds, times + count * rounds);
    }
    fflush(stdout);
    free(times);
}

void bench_print_build(void)
{
#if defined(__clang__)
    printf("compiler: clang %s", __clang_version__);
#elif defined(__GNUC__)
    printf("compiler: gcc %s", __VERSION__);
#else
    printf("compiler: unknown");
#endif
    printf("; build: %s\n", BENCH_BUILD);
}

int bench_exit_status(void)
{
    printf("\n%zu of %zu targets met\n", targets_met, targets_met + targets_missed);
    return getenv("DESCENT_BENCH_STRICT") && targets_missed > 0;
}

double bench_python(const char *script, const char *argument)
{
#if defined(BENCH_PYTHON)
    char command[1024];
    double number;
    const int length = snprintf(command, sizeof command, "'%s' '%s/%s' '%s' 2>/dev/null", BENCH_PYTHON, BENCH_FOLDER,
                                script, argument);
    bench_require(length > 0 && (size_t)length < sizeof command, "a path is too long for a command line");
    FILE *const output = popen(command, "r");
    if (!output)
        return 0;
    const int found = fscanf(output, "%lf", &number);
    return pclose(output) == 0 && found == 1 ? number : 0;
#else
    (void)script;
    (void)argument;
    return 0;
#endif
}
