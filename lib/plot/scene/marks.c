#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/environment.h"
#include "base/status.h"
#include "base/vector.h"
#include "diagnosis/explain/reading.h"
#include "plot/scene/marks.h"

enum {
    most_searched = 2, /* variables up to which the window is searched: beyond, a search is the user's to order */
    search_evaluations = 200000
};

/* How far beyond the paths, in their extent, critical points are looked for: a run that goes on would go there. */
static const double search_margin = 0.75;

/* Points of one valley are marked this far from each other, in the paths' extent: nearer ones are a clump. */
static const double apart_in_valley = 0.06;

/* Two points are one to the eye. */
static const double same = 1e-3;

/* Critical points this far beyond the paths, in their extent, still widen a window that is chosen. */
static const double widest_margin = 0.5;

/* And one that the run lingered near this far beyond them: the diagnosis names it, and a path that is cut off where it leaves may not
 * show the way to it. */
static const double lingering_margin = 2;

unsigned descent__mark_symbol(descent_critical_kind kind)
{
    switch (kind) {
    case DESCENT_CRITICAL_MINIMUM:
    case DESCENT_CRITICAL_MINIMUM_AT_KINK:
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
static void search_box(const descent__slice *slice, const descent__window *window, double *lower, double *upper)
{
    for (size_t corner = 0; corner < 4; corner++) {
        const double place[2] = {corner & 1 ? window->high[0] : window->low[0],
                                 corner & 2 ? window->high[1] : window->low[1]};
        const double *x = descent__slice_lift(slice, place);
        for (size_t i = 0; i < slice->dimension; i++) {
            lower[i] = corner == 0 ? x[i] : fmin(lower[i], x[i]);
            upper[i] = corner == 0 ? x[i] : fmax(upper[i], x[i]);
        }
    }
}

/* A search that fails (a loss that cannot be differentiated, …) only leaves the picture without marks. */
static descent_critical_set *search(const descent_problem *problem, const descent__slice *slice, descent__window window)
{
    double lower[most_searched], upper[most_searched];
    descent__window_settle(&window, 1);
    descent__window_widen(&window, search_margin);
    search_box(slice, &window, lower, upper);
    const descent_critical_search_options options = {.evaluation_limit = search_evaluations};
    descent_critical_set *found;
    descent__environment *const lent =
        descent__environment_lend(); /* the library calls the user's functions from there */
    const descent_status status = descent_critical_search(problem, lower, upper, &options, &found);
    descent__environment_take_back(lent);
    return status == DESCENT_SUCCESS ? found : NULL;
}

/* Is the second one told by the mark of the first? A valley is sampled as the search happened to come there. */
static bool is_told(const descent__mark *a, const descent__mark *b, double extent)
{
    const bool valley = a->kind == DESCENT_CRITICAL_DEGENERATE && strcmp(a->name, b->name) == 0;
    const double apart = (valley ? apart_in_valley : same) * extent;
    return a->kind == b->kind && a->off_plane == b->off_plane && fabs(a->place[0] - b->place[0]) <= apart &&
           fabs(a->place[1] - b->place[1]) <= apart;
}

static void add_mark(descent__marks *marks, const descent__slice *slice, const descent_critical_point *point,
                     double extent)
{
    if (!point || point->dimension != slice->dimension || descent__mark_symbol(point->kind) == 0 || !point->x ||
        !descent__vector_is_finite(slice->dimension, point->x))
        return;
    /* One symbol for all minima; the legend says of what sort they are. */
    const bool at_kink = point->kind == DESCENT_CRITICAL_MINIMUM_AT_KINK;
    descent__mark mark = {.loss = point->loss,
                          .kind = at_kink ? DESCENT_CRITICAL_MINIMUM : point->kind,
                          .name = descent__words_kind(point),
                          .off_plane = !descent__slice_holds(slice, point->x, extent)};
    descent__slice_project(slice, point->x, mark.place);
    for (size_t i = 0; i < marks->count; i++)
        if (is_told(&marks->list[i], &mark, extent))
            return;
    marks->list[marks->count++] = mark;
}

descent_status descent__marks_open(descent__marks *marks, const descent_plot_view *view,
                                   const descent_problem *searched, const descent__slice *slice,
                                   const descent__window *around, const descent_diagnosis *diagnosis)
{
    const descent_critical_set *set = view->critical_points;
    *marks = (descent__marks){0};
    if (!set && !view->no_search && searched && slice->dimension <= most_searched)
        set = marks->found = search(searched, slice, *around);
    const size_t count = set ? set->count : 0;
    const size_t events = diagnosis ? diagnosis->event_count : 0;
    /* The set, and of the diagnosis the points of events, the point and the centre. */
    const size_t room = count + events + 2;
    marks->list = calloc(room, sizeof *marks->list);
    if (!marks->list)
        return descent__fail_memory("critical points of a picture", room * sizeof *marks->list);
    const double extent = descent__window_extent(around);
    for (size_t k = 0; k < events; k++)
        if (diagnosis->events[k].kind == DESCENT_EVENT_LINGERING)
            add_mark(marks, slice, diagnosis->events[k].point, extent);
    marks->lingered = marks->count;
    /* The run's own come first: of those of a valley they are the ones to see. */
    add_mark(marks, slice, diagnosis ? diagnosis->point : NULL, extent);
    add_mark(marks, slice, diagnosis ? diagnosis->centre : NULL, extent);
    for (size_t i = 0; i < count; i++)
        add_mark(marks, slice, set->points[i], extent);
    return DESCENT_SUCCESS;
}

void descent__marks_close(descent__marks *marks)
{
    free(marks->list);
    descent_critical_set_free(marks->found);
    *marks = (descent__marks){0};
}

void descent__marks_frame(const descent__marks *marks, descent__window *window)
{
    descent__window near = *window;
    descent__window_settle(&near, 1);
    descent__window far = near;
    descent__window_widen(&near, widest_margin);
    descent__window_widen(&far, lingering_margin);
    for (size_t i = 0; i < marks->count; i++)
        if (descent__window_contains(i < marks->lingered ? &far : &near, marks->list[i].place))
            descent__window_include(window, marks->list[i].place);
}
