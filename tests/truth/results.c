/*
 * The bits of results, as one line for each sort of work: how many numbers, and their hash (FNV-1a). The same lines come from
 * every compiler, optimisation and vector width; guard `compilers` and `./check --thorough` compare them. Runs of many
 * variables are there for the loops that are compiled for several widths.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <descent/descent.h>
#include <descent/landscapes.h>
#include <descent/sweep.h>

#include "truth/run.h"

enum {
    variables = 3001, /* not divisible by the width of any vector */
    large_steps = 40,
    step_sizes = 96,
    longest_run = 20000
};

typedef struct tally {
    uint64_t hash;
    size_t count;
} tally;

static void begin(tally *of)
{
    *of = (tally){.hash = 14695981039346656037U};
}

static void take_bytes(tally *of, const void *bytes, size_t size)
{
    const unsigned char *const byte = bytes;
    for (size_t i = 0; i < size; i++)
        of->hash = (of->hash ^ byte[i]) * 1099511628211U;
    of->count++;
}

/* A NaN has many bit patterns. */
static void take(tally *of, const double *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t bits = 0;
        if (numbers[i] <= 0 || numbers[i] > 0)
            memcpy(&bits, &numbers[i], sizeof bits);
        for (int shift = 0; shift < 64; shift += 8) {
            const unsigned char byte = (unsigned char)(bits >> shift);
            of->hash = (of->hash ^ byte) * 1099511628211U;
        }
        of->count++;
    }
}

static void say(const char *what, const tally *of)
{
    printf("%s: %zu results, %016llx\n", what, of->count, (unsigned long long)of->hash);
}

static void require(descent_status status)
{
    if (status != DESCENT_SUCCESS) {
        fprintf(stderr, "%s: %s\n", descent_status_string(status), descent_error_detail());
        exit(1);
    }
}

static void diagnoses(void)
{
    tally of;
    begin(&of);
    for (size_t k = 0; k < known_run_count; k++) {
        descent_diagnosis *diagnosis;
        char *json;
        if (known_runs[k].steps > longest_run)
            continue;
        require(known_diagnose(&known_runs[k], NULL, &diagnosis));
        require(descent_diagnosis_json(diagnosis, &json));
        take_bytes(&of, json, strlen(json));
        free(json);
        descent_diagnosis_free(diagnosis);
    }
    say("diagnoses", &of);
}

static int mixed_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        g[i] = x[i] * (1 + (double)(i % 13)) + 0.1 * x[(i + 1) % n] + 0.01 * x[i] * x[i];
    return 0;
}

static void large_engines(void)
{
    static double start[variables];
    const descent_rule rules[] = {descent_fixed_step(0.05), descent_heavy_ball(0.03, 0.8), descent_nesterov(0.03, 0.8)};
    const descent_problem problem = {.dimension = variables, .gradient = mixed_gradient};
    tally of;
    begin(&of);
    for (size_t i = 0; i < variables; i++)
        start[i] = 1 / (1.0 + (double)i);
    for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
        descent_engine *engine;
        require(descent_engine_new(&engine, &problem, rules[k], start));
        require(descent_engine_record(engine, &(descent_path_options){.columns = 31, .last = 4}));
        require(descent_engine_run(engine, large_steps));
        const double norm = descent_engine_gradient_norm(engine);
        const descent_path_data path = descent_path_view(descent_engine_path(engine));
        take(&of, descent_engine_point(engine), variables);
        take(&of, path.step_lengths, path.count);
        take(&of, path.gradient_norms, path.count);
        take(&of, &norm, 1);
        descent_engine_free(engine);
    }
    say("engines of many variables", &of);
}

static void critical_points(void)
{
    size_t count;
    const descent_landscape *const *const all = descent_landscapes(&count);
    tally of;
    begin(&of);
    for (size_t k = 0; k < count; k++)
        for (size_t p = 0; p < all[k]->point_count; p++) {
            descent_critical_point *point;
            require(descent_critical_refine(&all[k]->problem, all[k]->points[p].x, NULL, &point));
            take(&of, point->x, point->dimension);
            take(&of, point->eigenvalues, point->eigenvalue_count);
            descent_critical_point_free(point);
        }
    say("critical points", &of);
}

static void sweeps(void)
{
    const descent_landscape *const well = descent_landscape_find("double_well");
    const descent_sweep_options options = {.steps = 300, .tail = 16, .lyapunov = 1};
    double values[step_sizes];
    descent_problem problem;
    descent_sweep *sweep;
    tally of;
    begin(&of);
    require(descent_landscape_problem(well->name, 1, &problem));
    for (size_t k = 0; k < step_sizes; k++)
        values[k] = 0.01 + (double)k / step_sizes;
    require(descent_sweep_step_sizes(&problem, (const double[]){0.3}, values, step_sizes, &options, &sweep));
    for (size_t k = 0; k < step_sizes; k++) {
        const descent_sweep_result one = descent_sweep_view_run(sweep, k);
        take_bytes(&of, descent_ending_string(one.ending), strlen(descent_ending_string(one.ending)));
        take(&of, one.end_point, 1);
        take(&of, one.tail, one.tail_count);
        take(&of, &one.lyapunov.value, 1);
    }
    descent_sweep_free(sweep);
    say("sweeps", &of);
}

int main(void)
{
    large_engines();
    critical_points();
    sweeps();
    diagnoses();
    return 0;
}
