#include <math.h>
#include <stdlib.h>

#include "plot/marks.h"
#include "status.h"
#include "vector.h"

enum {
    most_searched = 2, /* variables up to which the window is searched: beyond, a search is the user's to order */
    search_evaluations = 200000
};

/* How far beyond the paths, in their extent, critical points are looked for: a run that goes on would go there. */
static const double search_margin = 0.75;

/* Critical points this far beyond the paths, in their extent, still widen a window that is chosen. */
static const double widest_margin = 0.5;

unsigned descent_mark_symbol(descent_critical_kind kind)
{
    switch (kind) {
    case DESCENT_CRITICAL_MINIMUM:
        return 11; /* a triangle that points down */
    case DESCENT_CRITICAL_MAXIMUM:
        return 9; /* a triangle that points up */
    case DESCENT_CRITICAL_SADDLE:
        return 13; /* a diamond */
    case DESCENT_CRITICAL_DEGENERATE:
        return 15; /* a pentagon */
    case DESCENT_CRITICAL_UNDETERMINED:
    case DESCENT_CRITICAL_NOT_CRITICAL:
        break;
    }
    return 0;
}

/* The box in space around the part of the plane in which critical points are looked for. */
static void search_box(const descent_scene *scene, const descent_window *window, double *lower, double *upper)
{
    for (size_t corner = 0; corner < 4; corner++) {
        const double place[2] = {corner & 1 ? window->high[0] : window->low[0],
                                 corner & 2 ? window->high[1] : window->low[1]};
        const double *x = descent_slice_lift(&scene->slice, place);
        for (size_t i = 0; i < scene->dimension; i++) {
            lower[i] = corner == 0 ? x[i] : fmin(lower[i], x[i]);
            upper[i] = corner == 0 ? x[i] : fmax(upper[i], x[i]);
        }
    }
}

/* A search that fails (a loss that cannot be differentiated, …) only leaves the picture without marks. */
static void search(descent_scene *scene, const descent_window *window)
{
    double lower[most_searched], upper[most_searched];
    search_box(scene, window, lower, upper);
    descent_critical_search_options options;
    descent_critical_search_options_default(&options);
    options.evaluation_limit = search_evaluations;
    if (descent_critical_search(&scene->evaluator.problem, lower, upper, &options, &scene->found) != DESCENT_SUCCESS)
        scene->found = NULL;
}

static descent_mark mark_of(const descent_scene *scene, const descent_critical_point *point)
{
    descent_mark mark = {.loss = point->loss, .kind = point->kind};
    descent_slice_project(&scene->slice, point->x, mark.place);
    return mark;
}

static bool is_near(const descent_mark *a, const descent_mark *b, double extent)
{
    return fabs(a->place[0] - b->place[0]) <= 1e-3 * extent && fabs(a->place[1] - b->place[1]) <= 1e-3 * extent;
}

static void add_mark(descent_scene *scene, const descent_critical_point *point, double extent)
{
    if (!point || point->dimension != scene->dimension || descent_mark_symbol(point->kind) == 0 || !point->x ||
        !descent_vector_is_finite(scene->dimension, point->x))
        return;
    const descent_mark mark = mark_of(scene, point);
    for (size_t i = 0; i < scene->mark_count; i++)
        if (scene->marks[i].kind == mark.kind && is_near(&scene->marks[i], &mark, extent))
            return;
    scene->marks[scene->mark_count++] = mark;
}

descent_status descent_marks_find(descent_scene *scene, const descent_diagnosis *diagnosis)
{
    const descent_critical_set *set = scene->view->critical_points;
    if (!set && scene->view->find_critical_points && scene->has_loss && scene->dimension <= most_searched) {
        descent_window window = scene->around;
        descent_window_settle(&window, 1);
        descent_window_widen(&window, search_margin);
        search(scene, &window);
        set = scene->found;
    }
    const size_t count = set ? set->count : 0;
    scene->marks = calloc(count + 1, sizeof *scene->marks);
    if (!scene->marks)
        return descent_fail_memory("critical points of a picture", (count + 1) * sizeof *scene->marks);
    const double extent = descent_window_extent(&scene->around);
    for (size_t i = 0; i < count; i++)
        add_mark(scene, set->points[i], extent);
    add_mark(scene, diagnosis ? diagnosis->point : NULL, extent);
    return DESCENT_SUCCESS;
}

void descent_marks_frame(const descent_scene *scene, descent_window *window)
{
    descent_window near = *window;
    descent_window_settle(&near, 1);
    descent_window_widen(&near, widest_margin);
    for (size_t i = 0; i < scene->mark_count; i++)
        if (descent_window_contains(&near, scene->marks[i].place))
            descent_window_include(window, scene->marks[i].place);
}
