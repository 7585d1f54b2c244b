#include "command/work/approached.h"

#include <math.h>
#include <stdlib.h>

#include <descent/diagnosis.h>
#include <descent/engine.h>

#include "command/work/rule.h"

/* Points that are refined differ by rounding alone, so much closer than this part of their size, if they are the same. */
static const double same = 1e-6;

/* A path is thinned beyond this. */
static const size_t most_bytes = 67108864;

static int is_asked(const descent_sweep *sweep, size_t run)
{
    const descent_sweep_result result = descent_sweep_view_run(sweep, run);
    return result.ending == DESCENT_ENDING_APPROACHING && result.label == DESCENT_SWEEP_NO_LABEL;
}

/* To the last bit as the description of descent_plane has it: exact at both ends, and of a single one the first. */
static double along(double first, double last, size_t number, size_t count)
{
    if (number == 0)
        return first;
    return number + 1 == count ? last : first + (last - first) * ((double)number * (1 / (double)(count - 1)));
}

static void find_start(const descent_sweep_summary *summary, size_t run, double *start)
{
    const descent_plane *const plane = summary->plane;
    const double a = along(plane->left, plane->right, run % plane->columns, plane->columns);
    const double b = along(plane->bottom, plane->top, run / plane->columns, plane->rows);
    for (size_t i = 0; i < summary->dimension; i++)
        start[i] = plane->origin[i] + a * plane->across[i] + b * plane->up[i];
}

static int are_same(const double *a, const double *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!(fabs(a[i] - b[i]) <= same * fmax(1, fabs(b[i]))))
            return 0;
    return 1;
}

/* Adds a run to those of its point; a new point is refined again, to be kept beyond the diagnosis. */
static void count_point(descent__approached *approached, const descent_problem *problem,
                        const descent_critical_point *point)
{
    size_t i = 0;
    while (i < approached->point_count && !are_same(approached->points[i]->x, point->x, point->dimension))
        i++;
    if (i == approached->point_count) {
        if (descent_critical_refine(problem, point->x, NULL, &approached->points[i]) != DESCENT_SUCCESS)
            return;
        approached->point_count++;
    }
    approached->runs[i]++;
}

static void ask_run(descent__approached *approached, const descent__loss *loss, const descent_rule *rule,
                    const double *start, uint64_t steps)
{
    const descent_path_options kept = {.byte_limit = most_bytes};
    const descent_diagnosis_options options = {.no_trials = 1};
    descent_engine *engine = NULL;
    descent_diagnosis *diagnosis = NULL;
    if (descent_engine_new(&engine, &loss->problem, *rule, start) == DESCENT_SUCCESS &&
        descent_engine_record(engine, &kept) == DESCENT_SUCCESS &&
        descent_engine_run(engine, steps) == DESCENT_SUCCESS &&
        descent_engine_diagnose(engine, &options, &diagnosis) == DESCENT_SUCCESS && diagnosis->point &&
        (diagnosis->ending == DESCENT_ENDING_APPROACHING || diagnosis->ending == DESCENT_ENDING_CONVERGED))
        count_point(approached, &loss->problem, diagnosis->point);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
}

void descent__approached_ask(descent__approached *approached, const descent_sweep *sweep, const descent__loss *loss,
                             const descent__settings *settings, uint64_t steps)
{
    *approached = (descent__approached){0};
    const descent_sweep_summary summary = descent_sweep_view(sweep);
    size_t count = 0, number = 0;
    for (size_t run = 0; run < summary.count; run++)
        count += (size_t)is_asked(sweep, run);
    const size_t most = count < descent__most_approached ? count : descent__most_approached;
    descent_rule rule;
    double *const start = malloc(summary.dimension * sizeof *start);
    if (!start || !summary.plane || descent__rule(settings, steps, &rule) != DESCENT__EXIT_DONE)
        count = 0;
    /* Spread evenly: the middle one of each of so many equal parts. */
    for (size_t run = 0; run < summary.count && approached->asked < most && count > 0; run++)
        if (is_asked(sweep, run) && number++ == (2 * approached->asked + 1) * count / (2 * most)) {
            approached->asked++;
            find_start(&summary, run, start);
            ask_run(approached, loss, &rule, start, steps);
        }
    free(start);
}

void descent__approached_close(descent__approached *approached)
{
    for (size_t i = 0; i < approached->point_count; i++)
        descent_critical_point_free(approached->points[i]);
    *approached = (descent__approached){0};
}
