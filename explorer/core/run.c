/* One run and what the library says of it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "explorer.h"

static descent_engine *engine;
static descent_path_data path;
static double *points; /* the path's, in the page's variables */
static char *words, *line, *json;

static void forget(void)
{
    descent_engine_free(engine);
    engine = NULL;
    path = (descent_path_data){0};
    free(points);
    points = NULL;
}

/* The engine's points belong to it; the page's are a copy, so that units can be undone. */
static descent_status copy_points(void)
{
    const size_t n = path.dimension;
    points = malloc(path.count * n * sizeof *points);
    if (!points)
        return descent_fail(DESCENT_ENOMEM, "no memory for a path of %zu points", path.count);
    memcpy(points, path.points, path.count * n * sizeof *points);
    for (size_t row = 0; row < path.count; row++)
        explorer_from_scaled(points + row * n);
    return DESCENT_SUCCESS;
}

EXPLORER_EXPORT(run) int explorer_run(const double *start, uint32_t steps)
{
    const descent_problem *const problem = explorer_problem();
    double *const first = malloc(problem->dimension * sizeof *first);
    forget();
    if (!first)
        return descent_fail(DESCENT_ENOMEM, "no memory for a point");
    memcpy(first, start, problem->dimension * sizeof *first);
    explorer_to_scaled(first);
    descent_status status = descent_engine_new(&engine, problem, explorer_rule(), first);
    free(first);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_record(engine, &(descent_path_options){.reserve = (size_t)steps + 1});
    if (status == DESCENT_SUCCESS)
        status = descent_engine_run(engine, steps);
    if (status != DESCENT_SUCCESS)
        return status;
    path = descent_path_view(descent_engine_path(engine));
    return copy_points();
}

EXPLORER_EXPORT(rows) size_t explorer_rows(void)
{
    return path.count;
}

EXPLORER_EXPORT(points) const double *explorer_points(void)
{
    return points;
}

EXPLORER_EXPORT(losses) const double *explorer_losses(void)
{
    return path.losses;
}

EXPLORER_EXPORT(gradient_norms) const double *explorer_gradient_norms(void)
{
    return path.gradient_norms;
}

EXPLORER_EXPORT(step_lengths) const double *explorer_step_lengths(void)
{
    return path.step_lengths;
}

EXPLORER_EXPORT(diagnose) int explorer_diagnose(void)
{
    free(words), free(line), free(json);
    words = line = json = NULL;
    if (!engine)
        return descent_fail(DESCENT_EINVAL, "there is no run to diagnose");
    descent_diagnosis *diagnosis;
    descent_status status = descent_engine_diagnose(engine, NULL, &diagnosis);
    if (status == DESCENT_SUCCESS)
        status = descent_diagnosis_text(diagnosis, &words);
    if (status == DESCENT_SUCCESS)
        status = descent_diagnosis_line(diagnosis, &line);
    if (status == DESCENT_SUCCESS)
        status = descent_diagnosis_json(diagnosis, &json);
    descent_diagnosis_free(diagnosis);
    return status;
}

EXPLORER_EXPORT(text) const char *explorer_text(void)
{
    return words ? words : "";
}

EXPLORER_EXPORT(line) const char *explorer_line(void)
{
    return line ? line : "";
}

EXPLORER_EXPORT(json) const char *explorer_json(void)
{
    return json ? json : "null";
}

EXPLORER_EXPORT(error) const char *explorer_error(void)
{
    return descent_error_detail();
}
