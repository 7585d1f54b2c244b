/*
 * Every experiment of the teaching notebook, run again: where each started, where it ended, what happened on the way in
 * figures, and the library's explanation of it. Each path is written to the folder named on the command line, as .csv and as .npy.
 */
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "notebook_experiments.h"

/* Ends the program if a call could not do its work. */
static void require(descent_status status)
{
    if (status == DESCENT_SUCCESS)
        return;
    fprintf(stderr, "notebook: %s: %s\n", descent_status_string(status), descent_error_detail());
    exit(EXIT_FAILURE);
}

static void write_files(const descent_path *path, const char *folder, const char *file)
{
    char name[4096];
    snprintf(name, sizeof name, "%s/%s.csv", folder, file);
    require(descent_path_write_csv(path, name));
    snprintf(name, sizeof name, "%s/%s.npy", folder, file);
    require(descent_path_write_npy(path, name));
}

static int print_gradient(descent_engine *engine, void *context)
{
    (void)context;
    const double *const gradient = descent_engine_gradient(engine);
    if (descent_engine_steps(engine) == 0)
        printf("    at the start   gradient (%.8g, %.8g)\n", gradient[0], gradient[1]);
    else
        printf("    after step %" PRIu64 "   gradient (%.8g, %.8g)\n", descent_engine_steps(engine), gradient[0],
               gradient[1]);
    return 0;
}

/* Digits that mean something: where neighbouring runs separate, rounding grows with them. */
static int meaningful(const descent_diagnosis *diagnosis, int digits)
{
    return diagnosis->ending == DESCENT_ENDING_CHAOTIC ? 4 : digits;
}

/* The range that one coordinate covers along the path. */
static void print_range(const descent_path *path, size_t coordinate, int digits)
{
    const char *const name = descent_path_view(path).variable_names[coordinate];
    const double *const points = descent_path_view(path).points;
    double low = points[coordinate], high = low;
    for (size_t row = 0; row < descent_path_view(path).count; row++) {
        const double value = points[2 * row + coordinate];
        low = value < low ? value : low;
        high = value > high ? value : high;
    }
    printf("  %s             between %.*g and %.*g\n", name, digits, low, digits, high);
}

static void print_figures(const descent_path *path, const descent_diagnosis *diagnosis)
{
    const int digits = meaningful(diagnosis, 8), ratio_digits = meaningful(diagnosis, 6);
    const size_t last = descent_path_view(path).count - 1;
    const double *const lengths = descent_path_view(path).step_lengths;
    const double *const losses = descent_path_view(path).losses;
    size_t rises = 0;
    for (size_t row = 1; row <= last; row++)
        rises += losses[row] > losses[row - 1];
    print_range(path, 0, digits);
    print_range(path, 1, digits);
    printf("  loss           from %.8g to %.*g, rising in %zu of %zu steps\n", losses[0], digits, losses[last], rises,
           last);
    const double ratio = lengths[last] / lengths[last - 1];
    printf("  step lengths   first %.8g, last %.*g", lengths[1], digits, lengths[last]);
    if (!(lengths[last - 1] > 0))
        printf("; the run had come to rest before\n");
    else if (ratio >= 1 && ratio <= 1)
        printf("; the last is as long as the one before\n");
    else
        printf("; the last is %.*g times as long as the one before\n", ratio_digits, ratio);
}

static void run(const experiment *tried, const char *folder)
{
    const descent_problem problem = descent_landscape_find("notebook")->problem;
    descent_engine *engine;
    printf("%s\n", tried->name);
    if (tried->oscillates)
        printf("  (so the notebook calls it; the diagnosis calls motion that never repeats chaotic)\n");
    printf("  start          (%g, %g), step size %g, %zu steps\n", tried->start[0], tried->start[1], tried->step_size,
           tried->steps);
    require(descent_engine_new(&engine, &problem, descent_fixed_step(tried->step_size), tried->start));
    require(descent_engine_record(engine, NULL));
    if (tried->explodes) {
        print_gradient(engine, NULL);
        require(descent_engine_add_observer(engine, print_gradient, NULL));
    }
    require(descent_engine_run(engine, tried->steps));
    descent_diagnosis *diagnosis;
    require(descent_engine_diagnose(engine, NULL, &diagnosis));

    const double *const end = descent_engine_point(engine);
    const int point_digits = meaningful(diagnosis, 17), digits = meaningful(diagnosis, 10);
    printf("  last point     (%.*g, %.*g)\n", point_digits, end[0], point_digits, end[1]);
    printf("  loss           %.*g\n  gradient norm  %.*g\n", digits, descent_engine_loss(engine), digits,
           descent_engine_gradient_norm(engine));
    print_figures(descent_engine_path(engine), diagnosis);
    write_files(descent_engine_path(engine), folder, tried->file);
    printf("  path           %s/%s.csv and .npy\n\n", folder, tried->file);

    require(descent_diagnosis_print(diagnosis, stdout));
    putchar('\n');
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
}

int main(int argument_count, char **arguments)
{
    const char *const folder = argument_count > 1 ? arguments[1] : ".";
    for (size_t i = 0; i < experiment_count; i++)
        run(&experiments[i], folder);
    return EXIT_SUCCESS;
}
