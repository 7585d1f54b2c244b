#include "plot/scene/scene.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/names.h"
#include "base/plural.h"
#include "base/status.h"
#include "plot/page/headline.h"
#include "plot/page/typeset.h"
#include "plot/scene/marks.h"

/* Free room between what is shown and the frame, in the window's sides. */
static const double margin = 0.11;

/* Width over length of paths that are straight: what products of their numbers do not tell from rounding. */
static const double straight = 1e-6;

/* Where a pixel is so much of a window, a loss that can be drawn changes within one by less than this part of its range. */
static const double pixel = 1e-3, most_jump = 0.02;

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
    *dimension = problem ? problem->dimension : descent_path_view(paths[0]).dimension;
    for (size_t i = 0; i < path_count; i++) {
        const size_t own = descent_path_view(paths[i]).dimension;
        if (own != *dimension)
            return descent_fail(DESCENT_EINVAL, "path must have %zu variable%s like the rest, got %zu", *dimension,
                                descent__plural(*dimension), own);
    }
    return DESCENT_SUCCESS;
}

static bool is_given(const descent_plot_view *view)
{
    return descent__view_has_x_window(view) && descent__view_has_y_window(view);
}

static void apply_given(const descent_plot_view *view, descent__window *window)
{
    if (descent__view_has_x_window(view)) {
        window->low[0] = view->x_low;
        window->high[0] = view->x_high;
    }
    if (descent__view_has_y_window(view)) {
        window->low[1] = view->y_low;
        window->high[1] = view->y_high;
    }
}

/* The plane goes where the paths can be seen: through the last point with a loss, and the directions up to the one beyond; of a run
 * that explodes through its beginning, which rounding would not leave a place beside its end. */
static descent_status open_slice(descent__scene *scene, const descent_path *const *paths, const size_t *held,
                                 size_t path_count)
{
    descent__rows *const rows = calloc(path_count + 1, sizeof *rows);
    if (!rows)
        return descent__fail_memory("paths of a picture", (path_count + 1) * sizeof *rows);
    for (size_t i = 0; i < path_count; i++) {
        const size_t seen = descent__trace_count_seen(paths[i], held[i]), count = descent_path_view(paths[i]).count;
        rows[i] = (descent__rows){.last = seen, .all = seen < held[i] || held[i] == count ? seen : held[i] + 1};
    }
    const descent_status status =
        descent__slice_open(&scene->slice, scene->view, scene->dimension, paths, rows, path_count);
    free(rows);
    return status;
}

/* The plane, and the paths in it. */
static descent_status open_traces(descent__scene *scene, const descent_path *const *paths, const size_t *held,
                                  size_t path_count)
{
    scene->traces = calloc(path_count + 1, sizeof *scene->traces);
    if (!scene->traces)
        return descent__fail_memory("paths of a picture", (path_count + 1) * sizeof *scene->traces);
    descent_status status = open_slice(scene, paths, held, path_count);
    /* Upon a curve, what has no loss has no place; on a plane it has one. */
    descent__evaluator *const placing = scene->has_loss && scene->dimension == 1 ? &scene->evaluator : NULL;
    for (size_t i = 0; i < path_count && status == DESCENT_SUCCESS; i++) {
        status = descent__trace_open(&scene->traces[i], &scene->slice, paths[i], held[i], placing);
        scene->trace_count += status == DESCENT_SUCCESS;
    }
    return status;
}

/* A path that is straight but for rounding has no width. Both directions of a plane of principal components have the same unit. */
static bool forget_rounding(const descent__slice *slice, descent__window *window)
{
    const double length = window->high[0] - window->low[0], width = window->high[1] - window->low[1];
    const bool flat = slice->principal && width <= straight * length;
    if (flat)
        window->low[1] = window->high[1] = window->low[1] / 2 + window->high[1] / 2;
    return flat;
}

/* Does the loss go on smoothly from corner to corner? What rounding leaves of it jumps within a pixel as far as anywhere. */
static bool has_smooth_loss(descent__scene *scene, const descent__window *window)
{
    enum {
        looks = 64
    };
    double lowest = INFINITY, highest = -INFINITY, jump = 0;
    for (size_t i = 0; i < looks; i++) {
        double losses[2];
        for (size_t k = 0; k < 2; k++) {
            const double share = (double)i / looks + (double)k * pixel;
            const double place[2] = {window->low[0] + share * (window->high[0] - window->low[0]),
                                     window->low[1] + share * (window->high[1] - window->low[1])};
            losses[k] = descent__scene_loss(scene, place);
        }
        lowest = fmin(lowest, losses[0]);
        highest = fmax(highest, losses[0]);
        jump = fmax(jump, fabs(losses[1] - losses[0]));
    }
    return jump < most_jump * (highest - lowest);
}

/* Where the paths are; the view's own limits come first. */
static descent_status look_around(descent__scene *scene)
{
    scene->around = descent__window_empty();
    for (size_t i = 0; i < scene->trace_count; i++)
        descent__trace_frame(&scene->traces[i], &scene->around);
    scene->straight = forget_rounding(&scene->slice, &scene->around);
    scene->around.fine = descent__window_may_be_rounding(&scene->around) && has_smooth_loss(scene, &scene->around);
    apply_given(scene->view, &scene->around);
    if (descent__window_is_empty(&scene->around))
        return descent_fail(DESCENT_EINVAL, "without a path, the view must have x_low, x_high, y_low and y_high");
    return DESCENT_SUCCESS;
}

static descent_status open_held(descent__scene *scene, const descent_path *const *paths, size_t path_count)
{
    size_t *const held = calloc(path_count + 1, sizeof *held);
    if (!held)
        return descent__fail_memory("paths of a picture", (path_count + 1) * sizeof *held);
    for (size_t i = 0; i < path_count; i++)
        held[i] = descent__trace_count_held(scene->has_loss ? &scene->evaluator : NULL, paths[i]);
    descent_status status = open_traces(scene, paths, held, path_count);
    if (status == DESCENT_SUCCESS)
        status = look_around(scene);
    if (status == DESCENT_SUCCESS)
        descent__slice_measure(&scene->slice, &scene->around, paths, held, path_count);
    free(held);
    return status;
}

descent_status descent__scene_open(descent__scene *scene, const descent_picture *picture, const descent_plot_view *view)
{
    const descent_problem *const problem = picture->problem;
    const descent_path *const *const paths = picture->paths;
    const size_t path_count = picture->path_count;
    *scene = (descent__scene){.view = view, .names = descent__picture_names(picture)};
    descent_status status = check(problem, paths, path_count, &scene->dimension);
    if (status == DESCENT_SUCCESS)
        status = descent__view_check_dimension(view, scene->dimension, scene->dimension > 1);
    if (status == DESCENT_SUCCESS && problem)
        status = descent__evaluator_open(&scene->evaluator, problem);
    if (status != DESCENT_SUCCESS)
        return status;
    scene->has_loss = problem && descent__evaluator_has_loss(&scene->evaluator);
    status = open_held(scene, paths, path_count);
    if (status == DESCENT_SUCCESS && path_count == 1 && !picture->diagnosis)
        scene->made = descent__headline_diagnose(problem, paths[0]);
    scene->diagnosis = scene->made ? scene->made : picture->diagnosis;
    if (status == DESCENT_SUCCESS)
        status = descent__marks_open(&scene->marks, view, scene->has_loss ? &scene->evaluator.problem : NULL,
                                     &scene->slice, &scene->around, scene->diagnosis);
    if (status != DESCENT_SUCCESS)
        descent__scene_close(scene);
    return status;
}

descent_status descent__scene_frame(descent__scene *scene, double aspect)
{
    const descent_plot_view *view = scene->view;
    descent__window window = scene->around;
    if (!is_given(view)) {
        descent__marks_frame(&scene->marks, &window);
        for (size_t i = 0; i < scene->trace_count; i++)
            descent__trace_frame_beyond(&scene->traces[i], &window);
        forget_rounding(&scene->slice, &window);
        descent__window_settle(&window, 0);
        const double kept = descent__window_aspect(&window, !view->free_aspect) > 0 ? aspect : 0;
        descent__window_widen(&window, margin);
        descent__window_settle(&window, kept);
        apply_given(view, &window);
    }
    if (!isfinite(descent__window_extent(&window)))
        return descent_fail(DESCENT_ENONFINITE, "the path is too large to draw; give the view a window");
    scene->window = window;
    return DESCENT_SUCCESS;
}

void descent__scene_close(descent__scene *scene)
{
    for (size_t i = 0; i < scene->trace_count; i++)
        descent__trace_close(&scene->traces[i]);
    free(scene->traces);
    descent__marks_close(&scene->marks);
    descent_diagnosis_free(scene->made);
    descent__slice_close(&scene->slice);
    descent__evaluator_close(&scene->evaluator);
    *scene = (descent__scene){0};
}

double descent__scene_loss(descent__scene *scene, const double place[2])
{
    double loss = NAN;
    if (!scene->has_loss ||
        descent__evaluate_loss(&scene->evaluator, descent__slice_lift(&scene->slice, place), &loss) != DESCENT_SUCCESS)
        return NAN;
    return loss;
}

void descent__scene_title(const descent__scene *scene, char *title, size_t size)
{
    title[0] = '\0';
    if (scene->trace_count != 1)
        return;
    const descent__trace *trace = &scene->traces[0];
    const double *const last = trace->last;
    char x[descent__typeset_size], y[descent__typeset_size], names[2][64];
    descent__number_name(x, sizeof x, last[0]);
    descent__number_name(y, sizeof y, last[1]);
    descent__scene_axis_names(scene, names);
    const unsigned long long steps = (unsigned long long)trace->last_step;
    int used = 0;
    /* Coordinates along principal components say nothing; that their plane goes through the last point does, for then the loss there is
     * the run's, and a marked point that lies off it is not where the contours are lowest. */
    const bool from_last = fabs(last[0]) <= 0 && fabs(last[1]) <= 0;
    if (scene->dimension == 1)
        used = snprintf(title, size, "last point %s after ", x);
    else if (scene->dimension == 2 && !scene->slice.principal)
        used = snprintf(title, size, "last point (%s, %s) after ", x, y);
    else if (!scene->slice.principal)
        used = snprintf(title, size, "last point with %s = %s, %s = %s after ", names[0], x, names[1], y);
    else if (from_last)
        used = snprintf(title, size, "plane through the last point, after ");
    used += snprintf(title + used, size - (size_t)used, "%llu step%s", steps, descent__plural(steps));
    if (!scene->diagnosis)
        return;
    used += snprintf(title + used, size - (size_t)used, ": ");
    descent__headline(scene->diagnosis, title + used, size - (size_t)used);
}

/* Where paths go far along a line the second direction was chosen; it is no component of theirs, though they may bend before. */
static void name_chosen(const descent__scene *scene, char names[2][64])
{
    char variable[64];
    descent__name_text(variable, scene->names, scene->slice.toward);
    snprintf(names[0], 64, scene->straight ? "along the path" : "where the paths go farthest");
    descent__format(names[1], 64, scene->straight ? "across the path, toward %s" : "across that, toward %s", variable);
}

/* A share that reads as none or all of the whole and is not is told as that. */
static void name_component(size_t number, double share, char name[64])
{
    const double percent = 100 * share;
    const bool none = percent < 0.5, all = percent >= 99.5;
    descent__format(name, 64, "principal component %zu (%s%.0f %%)", number,
                    none  ? "< "
                    : all ? "> "
                          : "",
                    none  ? 1.0
                    : all ? 99.0
                          : percent);
}

void descent__scene_axis_names(const descent__scene *scene, char names[2][64])
{
    if (scene->slice.toward < scene->dimension) {
        name_chosen(scene, names);
        return;
    }
    for (size_t axis = 0; axis < 2; axis++)
        if (scene->slice.principal)
            name_component(axis + 1, scene->slice.share[axis], names[axis]);
        else if (scene->slice.variable[axis] >= scene->dimension)
            names[axis][0] = '\0'; /* of a single variable there is no second */
        else
            descent__name_text(names[axis], scene->names, scene->slice.variable[axis]);
}
