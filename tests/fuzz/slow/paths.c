/* Long paths: diagnosed, thinned, written and read; and monitors, which see as many points one by one. */
#include "slow.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <descent/diagnosis.h>
#include <descent/monitor.h>
#include <descent/path.h>

/* How points follow each other. */
enum {
    RANDOM,
    SINE,
    PERIOD_251,
    PERIOD_997,
    TWO_NOISY,
    HARMONIC,
    CHAOS,
    DOUBLING,
    HOLES
};

static void point(trial *t, double *x, size_t k, int kind)
{
    for (size_t i = 0; i < t->one->n; i++)
        switch (kind) {
        case RANDOM:
            x[i] = slow_random(t);
            break;
        case SINE:
            x[i] = sin(0.1 * (double)k + (double)i);
            break;
        case PERIOD_251:
            x[i] = (double)((k * 7919) % 251) + 1e-3 * (double)i;
            break;
        case PERIOD_997:
            x[i] = 1e-3 * (double)(k % 997);
            break;
        case TWO_NOISY:
            x[i] = (double)(k % 2) + 1e-9 * slow_random(t);
            break;
        case HARMONIC:
            x[i] = 1 / (1 + (double)k);
            break;
        case CHAOS:
            x[i] = k == 0 ? 0.3 + 0.0001 * (double)(i % 1000) : 3.9 * x[i] * (1 - x[i]);
            break;
        case DOUBLING: /* over and over from the least number to the largest */
            x[i] = ldexp(1, (int)(k % 2097) - 1074);
            break;
        default: /* every seventh is no number */
            x[i] = k % 7 == 6 ? NAN : 1 / (1 + (double)k);
        }
}

static descent_status fill(trial *t, descent_path *path)
{
    double *const x = calloc(t->one->n, sizeof *x);
    descent_status status = x ? DESCENT_SUCCESS : DESCENT_ENOMEM;
    for (size_t k = 0; status == DESCENT_SUCCESS && k < t->one->size; k++) {
        point(t, x, k, t->one->kind);
        status = descent_path_append(path, x, slow_random(t), NULL);
    }
    free(x);
    return status;
}

static descent_status of_path(trial *t, const descent_path_options *kept, const descent_diagnosis_options *options)
{
    descent_path *path;
    descent_diagnosis *diagnosis = NULL;
    descent_status status = descent_path_new(&path, t->one->n, kept);
    if (status == DESCENT_SUCCESS)
        status = fill(t, path);
    if (status == DESCENT_SUCCESS)
        status = descent_diagnose(t->one->given ? &t->problem : NULL, path, options, &diagnosis);
    descent_diagnosis_free(diagnosis);
    descent_path_free(path);
    return status;
}

static descent_status diagnose(trial *t)
{
    return of_path(t, &(descent_path_options){.columns = DESCENT_PATH_POINT | DESCENT_PATH_LOSS},
                   &(descent_diagnosis_options){.budget = t->one->limit});
}

static descent_status any_period(trial *t)
{
    return of_path(t, NULL, &(descent_diagnosis_options){.period_limit = SIZE_MAX});
}

static descent_status within_bytes(trial *t)
{
    return of_path(t, &(descent_path_options){.byte_limit = 1 << 20}, NULL);
}

static descent_status thinned(trial *t)
{
    return of_path(t, &(descent_path_options){.stride = 97}, NULL);
}

static descent_status last_rows(trial *t)
{
    return of_path(t, &(descent_path_options){.last = 1000}, NULL);
}

typedef descent_status file_function(const descent_path *path, const char *name);

static descent_status through(trial *t, file_function *write, descent_status (*read)(descent_path **, const char *))
{
    const char *const folder = getenv("TMPDIR");
    char name[200];
    snprintf(name, sizeof name, "%.150s/descent-slow-%ld", folder ? folder : "/tmp", (long)getpid());
    descent_path *path, *back = NULL;
    descent_diagnosis *diagnosis = NULL;
    descent_status status = descent_path_new(&path, t->one->n, NULL);
    if (status == DESCENT_SUCCESS)
        status = fill(t, path);
    if (status == DESCENT_SUCCESS)
        status = write(path, name);
    if (status == DESCENT_SUCCESS)
        status = read(&back, name);
    unlink(name);
    if (status == DESCENT_SUCCESS)
        status = descent_diagnose(NULL, back, NULL, &diagnosis);
    descent_diagnosis_free(diagnosis);
    descent_path_free(back);
    descent_path_free(path);
    return status;
}

static descent_status through_csv(trial *t)
{
    return through(t, descent_path_write_csv, descent_path_read_csv);
}

static descent_status through_npy(trial *t)
{
    return through(t, descent_path_write_npy, descent_path_read_npy);
}

/* `size` bytes of text that is no path, but for its header. */
static descent_status write_text(const trial *t, const char *name)
{
    static const char *const texts[] = {"0,,,,,,,,,,,,,,,,,,,", "0,1\n", "\"\"\"\"\"\"", "0000000000"};
    const char *const text = texts[t->one->kind];
    FILE *const file = fopen(name, "w");
    if (!file)
        return DESCENT_EIO;
    fputs(t->one->kind == 2 ? "step," : "step,x1\n", file);
    for (size_t made = 0; made < t->one->size; made += strlen(text))
        fputs(text, file);
    return fclose(file) == 0 ? DESCENT_SUCCESS : DESCENT_EIO;
}

static descent_status read_text(trial *t)
{
    const char *const folder = getenv("TMPDIR");
    char name[200];
    snprintf(name, sizeof name, "%.150s/descent-slow-%ld", folder ? folder : "/tmp", (long)getpid());
    descent_path *path = NULL;
    const descent_status written = write_text(t, name);
    const descent_status status = descent_path_read_csv(&path, name);
    unlink(name);
    descent_path_free(path);
    return slow_first(written, status == DESCENT_EFORMAT ? DESCENT_SUCCESS : DESCENT_EIO);
}

static descent_status watch(trial *t)
{
    double *const x = calloc(t->one->n, sizeof *x);
    descent_monitor *monitor = NULL;
    descent_status status = x ? descent_monitor_new(&monitor, t->one->n, NULL) : DESCENT_ENOMEM;
    for (size_t k = 0; status == DESCENT_SUCCESS && k < t->one->size; k++) {
        point(t, x, k, t->one->kind);
        descent_monitor_observe(monitor, x, 1, NULL);
    }
    descent_monitor_free(monitor);
    free(x);
    return status;
}

const slow slow_paths[] = {
    {"diagnose 10000 random rows of 1000 numbers", diagnose, CONSTANT, 1000, .size = 10000, .kind = RANDOM},
    {"diagnose 100000 random rows of 1000 numbers", diagnose, CONSTANT, 1000, .size = 100000, .kind = RANDOM,
     .long_one = true},
    {"diagnose 100000 rows of a sine of 1000 numbers", diagnose, CONSTANT, 1000, .size = 100000, .kind = SINE,
     .long_one = true},
    {"diagnose 100000 rows of period 251 of 1000 numbers", diagnose, CONSTANT, 1000, .size = 100000, .kind = PERIOD_251,
     .long_one = true},
    {"diagnose 100000 rows of chaos in 100 numbers", diagnose, CONSTANT, 100, .size = 100000, .kind = CHAOS},
    {"diagnose 1000000 rows of chaos in 100 numbers", diagnose, CONSTANT, 100, .size = 1000000, .kind = CHAOS,
     .long_one = true},
    {"diagnose 1000000 rows of 1/k", diagnose, CONSTANT, 10, .size = 1000000, .kind = HARMONIC},
    {"diagnose 10000000 rows of 1/k", diagnose, CONSTANT, 10, .size = 10000000, .kind = HARMONIC, .long_one = true},
    {"diagnose 1000000 rows of a noisy 2-cycle", diagnose, CONSTANT, 2, .size = 1000000, .kind = TWO_NOISY},
    {"diagnose 30000000 rows of a noisy 2-cycle", diagnose, CONSTANT, 2, .size = 30000000, .kind = TWO_NOISY,
     .long_one = true},
    {"diagnose 300000 rows that double over and over", diagnose, CONSTANT, 3, .size = 300000, .kind = DOUBLING},
    {"diagnose 300000 rows with holes", diagnose, CONSTANT, 3, .size = 300000, .kind = HOLES},
    {"diagnose 100000 rows of a sine beside a loss", diagnose, BENT, 50, LOSS, 20000, .size = 100000, .kind = SINE},
    {"diagnose 100000 random rows beside noise", diagnose, NOISE, 10, BOTH, 20000, .size = 100000, .kind = RANDOM},
    {"any period in 100000 random rows", any_period, CONSTANT, 10, .size = 100000, .kind = RANDOM},
    {"any period in 100000 rows of period 997", any_period, CONSTANT, 10, .size = 100000, .kind = PERIOD_997},
    {"any period in 1000000 rows of period 251", any_period, CONSTANT, 2, .size = 1000000, .kind = PERIOD_251},
    {"any period in 100000 rows of a sine", any_period, CONSTANT, 2, .size = 100000, .kind = SINE},
    {"any period in 200000 rows of chaos", any_period, CONSTANT, 2, .size = 200000, .kind = CHAOS},
    {"any period in 100000 rows of a noisy 2-cycle", any_period, CONSTANT, 2, .size = 100000, .kind = TWO_NOISY},
    {"any period in 100000 rows that double over and over", any_period, CONSTANT, 2, .size = 100000, .kind = DOUBLING},
    {"a megabyte of 1000000 random rows", within_bytes, CONSTANT, 10, .size = 1000000, .kind = RANDOM},
    {"a megabyte of 10000000 rows of chaos", within_bytes, CONSTANT, 2, .size = 10000000, .kind = CHAOS,
     .long_one = true},
    {"every 97th of 1000000 rows of period 251", thinned, CONSTANT, 2, .size = 1000000, .kind = PERIOD_251},
    {"the last 1000 of 1000000 rows of a sine", last_rows, CONSTANT, 2, .size = 1000000, .kind = SINE},
    {"CSV of 30 rows of 30000 numbers", through_csv, CONSTANT, 30000, .size = 30, .kind = RANDOM},
    {"CSV of 100000 rows of 2 numbers", through_csv, CONSTANT, 2, .size = 100000, .kind = DOUBLING},
    {"CSV of 1000000 rows of 2 numbers", through_csv, CONSTANT, 2, .size = 1000000, .kind = RANDOM, .long_one = true},
    {"CSV of 10 MB without an end of line", read_text, CONSTANT, 1, .size = 10000000, .kind = 0},
    {"CSV of 3 MB in lines of one step", read_text, CONSTANT, 1, .size = 3000000, .kind = 1},
    {"CSV of 10 MB of quotation marks", read_text, CONSTANT, 1, .size = 10000000, .kind = 2},
    {"CSV of a step of 10000000 digits", read_text, CONSTANT, 1, .size = 10000000, .kind = 3},
    {"NumPy file of 20 rows of 100000 numbers", through_npy, CONSTANT, 100000, .size = 20, .kind = RANDOM},
    {"NumPy file of 1000000 rows of 2 numbers", through_npy, CONSTANT, 2, .size = 1000000, .kind = SINE},
    {"watch 1000000 random points", watch, CONSTANT, 10, .size = 1000000, .kind = RANDOM},
    {"watch 1000000 points of period 251", watch, CONSTANT, 10, .size = 1000000, .kind = PERIOD_251},
    {"watch 10000000 points of 1/k", watch, CONSTANT, 2, .size = 10000000, .kind = HARMONIC, .long_one = true},
    {"watch 100 points of 1000000 numbers", watch, CONSTANT, 1000000, .size = 100, .kind = CHAOS},
    {"watch 1000000 points with holes", watch, CONSTANT, 3, .size = 1000000, .kind = HOLES},
};
const size_t slow_paths_count = SLOW_COUNT(slow_paths);
