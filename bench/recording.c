/* What remembering the path costs: in memory at n = 2, and into files. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <descent/descent.h>
#include <descent/landscapes.h>

#include "bench.h"

/* The notebook's chaotic run: it never settles, so that no number becomes zero or subnormal. */
static const double start[] = {4, 1.25};
static const double step_size = 1;

enum {
    steps = 1000,
    short_steps = 1024,
    many_steps = 100000
};

static double run_again(void *context)
{
    descent_engine *engine = context;
    descent_engine_reset(engine, start);
    bench_require(descent_engine_run(engine, steps) == DESCENT_SUCCESS, descent_error_detail());
    return steps;
}

static descent_engine *make_engine(const descent_path_options *options)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    descent_engine *engine;
    bench_require(descent_engine_new(&engine, &problem, descent_fixed_step(step_size), start) == DESCENT_SUCCESS,
                  descent_error_detail());
    bench_require(!options || descent_engine_record(engine, options) == DESCENT_SUCCESS, descent_error_detail());
    return engine;
}

/* A long path in memory that nobody has touched yet. */
static double run_anew(void *context)
{
    descent_engine *const engine = make_engine(context);
    bench_require(descent_engine_run(engine, many_steps) == DESCENT_SUCCESS, descent_error_detail());
    descent_engine_free(engine);
    return many_steps;
}

/* A run of a thousand steps as a program makes it once: engine, path, run, end. */
static double run_briefly(void *context)
{
    descent_engine *const engine = make_engine(context);
    bench_require(descent_engine_run(engine, short_steps) == DESCENT_SUCCESS, descent_error_detail());
    descent_engine_free(engine);
    return short_steps;
}

/* The same in an engine that there is already. */
static double run_briefly_again(void *context)
{
    descent_engine *const engine = context;
    descent_engine_reset(engine, start);
    bench_require(descent_engine_run(engine, short_steps) == DESCENT_SUCCESS, descent_error_detail());
    return short_steps;
}

static void print_fresh_table(void)
{
    descent_path_options norms = {.columns =
                                      DESCENT_PATH_POINT | DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_STEP_LENGTH};
    descent_engine *const recorded = make_engine(&norms), *const bare = make_engine(NULL);
    const bench_row rows[] = {
        {.name = "a fresh engine without recording", .run = run_briefly},
        {.name = "a fresh engine that records points and norms", .run = run_briefly, .context = &norms, .target = 1.25},
        {.name = "an engine that was reset, without recording", .run = run_briefly_again, .context = bare},
        {.name = "the same that records, beside the line above",
         .run = run_briefly_again,
         .context = recorded,
         .reference = 2,
         .target = 1.25},
        {.name = "the same, beside the fresh engine that records",
         .run = run_briefly_again,
         .context = recorded,
         .reference = 1},
    };
    bench_table("One step of a run of 1024, n = 2", "ns", rows, sizeof rows / sizeof rows[0], NULL);
    descent_engine_free(recorded);
    descent_engine_free(bare);
}

static void print_memory_table(void)
{
    descent_path_options points = {0}, norms, losses, last, bounded, reserved;
    last = bounded = norms = losses = points;
    points.columns = DESCENT_PATH_POINT | DESCENT_PATH_GRADIENT_NORM;
    norms.columns = points.columns | DESCENT_PATH_STEP_LENGTH;
    last.columns = bounded.columns = norms.columns;
    last.last = 100;
    bounded.byte_limit = 10000;
    reserved = norms;
    reserved.reserve = many_steps + 1;
    descent_engine *const engines[] = {make_engine(NULL),    make_engine(&points), make_engine(&norms),
                                       make_engine(&losses), make_engine(&last),   make_engine(&bounded)};
    const bench_row rows[] = {
        {.name = "run() without recording", .run = run_again, .context = engines[0]},
        {.name = "points and gradient norms", .run = run_again, .context = engines[1], .target = 1.10},
        {.name = "and step lengths", .run = run_again, .context = engines[2], .target = 1.10},
        {.name = "and losses: one evaluation more at each point", .run = run_again, .context = engines[3]},
        {.name = "the last 100 points, norms and step lengths", .run = run_again, .context = engines[4]},
        {.name = "thinned to 10 kB, norms and step lengths", .run = run_again, .context = engines[5]},
        {.name = "100000 steps from scratch, growing", .run = run_anew, .context = &norms},
        {.name = "100000 steps from scratch, reserved", .run = run_anew, .context = &reserved},
    };
    bench_table("One recorded step, n = 2", "ns", rows, sizeof rows / sizeof rows[0], NULL);
    for (size_t i = 0; i < sizeof engines / sizeof engines[0]; i++)
        descent_engine_free(engines[i]);
}

static char npy_name[256], csv_name[256];

static double write_npy(void *context)
{
    bench_require(descent_path_write_npy(context, npy_name) == DESCENT_SUCCESS, descent_error_detail());
    return many_steps + 1;
}

static double write_csv(void *context)
{
    bench_require(descent_path_write_csv(context, csv_name) == DESCENT_SUCCESS, descent_error_detail());
    return many_steps + 1;
}

static double read_file(descent_status (*read)(descent_path **path, const char *name), const char *name)
{
    descent_path *path;
    bench_require(read(&path, name) == DESCENT_SUCCESS, descent_error_detail());
    const size_t rows = descent_path_view(path).count;
    descent_path_free(path);
    return (double)rows;
}

static double read_npy(void *context)
{
    (void)context;
    return read_file(descent_path_read_npy, npy_name);
}

static double read_csv(void *context)
{
    (void)context;
    return read_file(descent_path_read_csv, csv_name);
}

static void print_file_table(void)
{
    const char *temporary = getenv("TMPDIR");
    char folder[128];
    const int length = snprintf(folder, sizeof folder, "%s/descent-bench-XXXXXX", temporary ? temporary : "/tmp");
    bench_require(length > 0 && (size_t)length < sizeof folder && mkdtemp(folder), "no temporary folder is to be had");
    snprintf(npy_name, sizeof npy_name, "%s/path.npy", folder);
    snprintf(csv_name, sizeof csv_name, "%s/path.csv", folder);

    descent_path_options options = {0};
    descent_engine *const engine = make_engine(&options);
    bench_require(descent_engine_run(engine, many_steps) == DESCENT_SUCCESS, descent_error_detail());
    void *const path = (void *)descent_engine_path(engine);
    write_npy(path);
    write_csv(path);
    const bench_row rows[] = {
        {.name = "writing .npy", .run = write_npy, .context = path},
        {.name = "writing CSV", .run = write_csv, .context = path},
        {.name = "reading .npy", .run = read_npy, .reference = 0},
        {.name = "reading CSV", .run = read_csv, .reference = 0},
    };
    const bench_settings settings = {.rounds = 11, .wall = true};
    bench_table("One row of a path of 100001 rows, into a file and back", "ns", rows, sizeof rows / sizeof rows[0],
                &settings);
    descent_engine_free(engine);
    unlink(npy_name);
    unlink(csv_name);
    rmdir(folder);
}

int main(void)
{
    bench_print_build();
    print_memory_table();
    print_fresh_table();
    print_file_table();
    return bench_exit_status();
}
