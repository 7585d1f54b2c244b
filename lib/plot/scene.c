#include "plot/scene.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "plot/marks.h"
#include "plot/verdict.h"
#include "status.h"

/* Free room between what is shown and the frame, in the window's sides. */
static const double margin = 0.11;

static descent_status check(const descent_problem *problem, const descent_path *const *paths, size_t path_count,
                            size_t *dimension)
{
    if (problem) {
        const descent_status status = descent_problem_check(problem);
        if (status != DESCENT_SUCCESS)
            return status;
    } else if (path_count == 0) {
        return descent_fail(DESCENT_EINVAL, "problem and path must not both be NULL");
    }
    *dimension = problem ? problem->dimension : descent_path_dimension(paths[0]);
    for (size_t i = 0; i < path_count; i++)
        if (descent_path_dimension(paths[i]) != *dimension)
            return descent_fail(DESCENT_EINVAL, "path must have %zu variables like the rest, got %zu", *dimension,
                                descent_path_dimension(paths[i]));
    return DESCENT_SUCCESS;
}

static bool is_given(const descent_plot_view *view)
{
    return descent_view_has_x_window(view) && descent_view_has_y_window(view);
}

static void apply_given(const descent_plot_view *view, descent_window *window)
{
    if (descent_view_has_x_window(view)) {
        window->low[0] = view->x_low;
        window->high[0] = view->x_high;
    }
    if (descent_view_has_y_window(view)) {
        window->low[1] = view->y_low;
        window->high[1] = view->y_high;
    }
}

static descent_status open_traces(descent_scene *scene, const descent_path *const *paths, size_t path_count)
{
    scene->traces = calloc(path_count + 1, sizeof *scene->traces);
    if (!scene->traces)
        return descent_fail_memory("paths of a picture", (path_count + 1) * sizeof *scene->traces);
    descent_status status = DESCENT_SUCCESS;
    for (size_t i = 0; i < path_count && status == DESCENT_SUCCESS; i++) {
        status = descent_trace_open(&scene->traces[i], &scene->slice, paths[i]);
        scene->trace_count += status == DESCENT_SUCCESS;
    }
    return status;
}

/* Where the paths are; the view's own limits come first. */
static descent_status look_around(descent_scene *scene)
{
    scene->around = descent_window_empty();
    for (size_t i = 0; i < scene->trace_count; i++)
        descent_trace_frame(&scene->traces[i], &scene->around);
    apply_given(scene->view, &scene->around);
    if (descent_window_is_empty(&scene->around))
        return descent_fail(DESCENT_EINVAL, "without a path, the view must have x_low, x_high, y_low and y_high");
    return DESCENT_SUCCESS;
}

descent_status descent_scene_open(descent_scene *scene, const descent_problem *problem,
                                  const descent_path *const *paths, size_t path_count, const descent_plot_view *view)
{
    *scene = (descent_scene){.view = view};
    descent_status status = check(problem, paths, path_count, &scene->dimension);
    if (status == DESCENT_SUCCESS)
        status = descent_view_check_dimension(view, scene->dimension, scene->dimension > 1);
    if (status == DESCENT_SUCCESS && problem)
        status = descent_evaluator_open(&scene->evaluator, problem);
    if (status != DESCENT_SUCCESS)
        return status;
    scene->has_loss = problem && descent_evaluator_has_loss(&scene->evaluator);
    status = descent_slice_open(&scene->slice, view, scene->dimension, paths, path_count);
    if (status == DESCENT_SUCCESS)
        status = open_traces(scene, paths, path_count);
    if (status == DESCENT_SUCCESS)
        status = look_around(scene);
    if (status == DESCENT_SUCCESS && path_count == 1 && !view->diagnosis)
        scene->diagnosis = descent_verdict_make(problem, paths[0]);
    if (status == DESCENT_SUCCESS)
        status = descent_marks_find(scene, scene->diagnosis ? scene->diagnosis : view->diagnosis);
    if (status != DESCENT_SUCCESS)
        descent_scene_close(scene);
    return status;
}

descent_status descent_scene_frame(descent_scene *scene, double aspect)
{
    const descent_plot_view *view = scene->view;
    descent_window window = scene->around;
    if (!is_given(view)) {
        descent_marks_frame(scene, &window);
        descent_window_settle(&window, 0);
        const double kept = descent_window_aspect(&window, view->keep_aspect) > 0 ? aspect : 0;
        descent_window_widen(&window, margin);
        descent_window_settle(&window, kept);
        apply_given(view, &window);
    }
    if (!isfinite(descent_window_extent(&window)))
        return descent_fail(DESCENT_ENONFINITE, "the path is too large to draw; give the view a window");
    scene->window = window;
    return DESCENT_SUCCESS;
}

void descent_scene_close(descent_scene *scene)
{
    for (size_t i = 0; i < scene->trace_count; i++)
        descent_trace_close(&scene->traces[i]);
    free(scene->traces);
    free(scene->marks);
    descent_critical_set_free(scene->found);
    descent_diagnosis_free(scene->diagnosis);
    descent_slice_close(&scene->slice);
    descent_evaluator_close(&scene->evaluator);
    *scene = (descent_scene){0};
}

double descent_scene_loss(descent_scene *scene, const double place[2])
{
    double loss = NAN;
    if (!scene->has_loss ||
        descent_evaluate_loss(&scene->evaluator, descent_slice_lift(&scene->slice, place), &loss) != DESCENT_SUCCESS)
        return NAN;
    return loss;
}

void descent_scene_title(const descent_scene *scene, char *title, size_t size)
{
    title[0] = '\0';
    if (scene->trace_count != 1)
        return;
    const descent_trace *trace = &scene->traces[0];
    const double *last = trace->places + 2 * (trace->count - 1);
    char x[32], y[32], names[2][64];
    descent_number_name(x, sizeof x, last[0]);
    descent_number_name(y, sizeof y, last[1]);
    descent_scene_axis_names(scene, names);
    const unsigned long long steps = (unsigned long long)trace->steps[trace->count - 1];
    int used = 0;
    /* Coordinates along principal components say nothing. */
    if (scene->dimension == 1)
        used = snprintf(title, size, "last point %s after ", x);
    else if (scene->dimension == 2 && !scene->slice.principal)
        used = snprintf(title, size, "last point (%s, %s) after ", x, y);
    else if (!scene->slice.principal)
        used = snprintf(title, size, "last point with %s = %s, %s = %s after ", names[0], x, names[1], y);
    used += snprintf(title + used, size - (size_t)used, "%llu step%s", steps, steps == 1 ? "" : "s");
    const descent_diagnosis *diagnosis = scene->diagnosis ? scene->diagnosis : scene->view->diagnosis;
    if (!diagnosis)
        return;
    used += snprintf(title + used, size - (size_t)used, ": ");
    descent_verdict_words(diagnosis, title + used, size - (size_t)used);
}

void descent_scene_axis_names(const descent_scene *scene, char names[2][64])
{
    for (size_t axis = 0; axis < 2; axis++)
        if (scene->slice.principal)
            descent_format(names[axis], sizeof names[axis], "principal component %zu (%.0f %%)", axis + 1,
                           100 * scene->slice.share[axis]);
        else
            descent_variable_name(names[axis], sizeof names[axis], scene->slice.variable[axis]);
}
