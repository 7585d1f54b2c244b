#include "command/work/near.h"

#include <math.h>
#include <stdlib.h>

#include "command/report/kink.h"

/* The box around the place that is searched, in parts of its size: it holds the origin, and the place is not in its middle. */
static const double below = 2, above = 1.9;

/* A place whose numbers are so much smaller is looked at in a box of its own. */
static const double much_smaller = 0.1;

enum {
    most_variables = 32,     /* of a search for kinks */
    calls_a_variable = 20000 /* a cost, no edge: some dozen starts and descents */
};

double descent__near_size(const double *x, size_t n)
{
    double size = 1;
    for (size_t i = 0; i < n; i++)
        size = fmax(size, fabs(x[i]));
    return size;
}

double descent__near_distance(const descent_critical_point *point, const double *x)
{
    double distance = 0;
    for (size_t i = 0; i < point->dimension; i++)
        distance = hypot(distance, point->x[i] - x[i]);
    return distance;
}

void descent__near_close(descent__near *near)
{
    descent_critical_point_free(near->point);
    descent_critical_point_free(near->nearer);
    *near = (descent__near){0};
}

/* The loss and the length of the gradient there. Is the loss a number? Where a function fails, the library says so when it is asked next. */
static int ask_place(descent__near *near, const descent_problem *problem, const double *x)
{
    const size_t n = problem->dimension;
    double *const gradient = malloc(n * sizeof *gradient);
    near->loss = near->slope = NAN;
    const int has_value =
        !problem->loss || problem->loss(n, x, &near->loss, problem->context) != 0 || isfinite(near->loss);
    if (gradient && problem->gradient && problem->gradient(n, x, gradient, problem->context) == 0) {
        near->slope = 0;
        for (size_t i = 0; i < n; i++)
            near->slope = isnan(gradient[i]) ? NAN : hypot(near->slope, gradient[i]);
    }
    free(gradient);
    return has_value;
}

/* Takes the nearest point of a box around the place out of what a search finds; with `kinks` minima at kinks alone. NULL if there is none. */
static descent_critical_point *search_around(const descent_problem *problem, const double *x, int kinks)
{
    const size_t n = problem->dimension;
    const descent_critical_search_options options = {.evaluation_limit = (uint64_t)calls_a_variable * n};
    descent_critical_set *set = NULL;
    descent_critical_point *nearest = NULL;
    double *const corners = n <= most_variables ? malloc(2 * n * sizeof *corners) : NULL;
    for (size_t i = 0; corners && i < n; i++) {
        const double size = fmax(1, fabs(x[i]));
        corners[i] = x[i] - below * size;
        corners[n + i] = x[i] + above * size;
    }
    if (corners && descent_critical_search(problem, corners, corners + n, &options, &set) == DESCENT_SUCCESS) {
        size_t first = 0;
        for (size_t k = 0; k < set->count; k++)
            if ((!kinks || set->points[k]->kind == DESCENT_CRITICAL_MINIMUM_AT_KINK) &&
                (!nearest || descent__near_distance(set->points[k], x) < descent__near_distance(nearest, x))) {
                nearest = set->points[k];
                first = k;
            }
        if (nearest)
            set->points[first] = NULL;
    }
    descent_critical_set_free(set);
    free(corners);
    return nearest;
}

/* By Newton's method. Where a formula for second derivatives has no value, as at the origin of |x|^1.5, differences of the gradient stand in. */
static descent_status refine(const descent_problem *problem, const double *x, descent_critical_point **point)
{
    const descent_status status = descent_critical_refine(problem, x, NULL, point);
    descent_problem plain = *problem;
    plain.hessian = NULL;
    plain.hessian_product = NULL;
    return status == DESCENT_ENONFINITE ? descent_critical_refine(&plain, x, NULL, point) : status;
}

/* Does what a search found tell more of the place than where Newton's method led? */
static int is_better(const descent__near *near, const descent_problem *problem, const descent_critical_point *found,
                     const double *x)
{
    if (!near->point || near->point->kind == DESCENT_CRITICAL_NOT_CRITICAL)
        return 1;
    const double farther = descent__near_distance(found, x) - descent__near_distance(near->point, x);
    return farther < 0 ? near->point->moved > descent__near_size(x, problem->dimension)
                       : farther <= 2 * found->distance && descent__point_kink(problem, near->point);
}

/* A kink that was found in a wide box is known no better than that allows: once more, in one of its own size. */
static descent_critical_point *search_twice(const descent_problem *problem, const double *x, int kinks)
{
    descent_critical_point *const found = search_around(problem, x, kinks);
    const size_t n = problem->dimension;
    if (!found || found->kind != DESCENT_CRITICAL_MINIMUM_AT_KINK ||
        descent__near_size(found->x, n) > much_smaller * descent__near_size(x, n))
        return found;
    descent_critical_point *const again = search_around(problem, found->x, 1);
    if (again)
        descent_critical_point_free(found);
    return again ? again : found;
}

/* Why there is no slope, by how the loss goes on beside. */
static descent__exit fail_without_slope(const descent__near *near, const descent_problem *problem, const double *x,
                                        const char *at)
{
    static const char *const why[] = {[DESCENT__KINK_NONE] = "its derivative has no value",
                                      [DESCENT__KINK_JUMP] = "it has a kink",
                                      [DESCENT__KINK_CUSP] = "towards there slopes grow without bound, as at a cusp"};
    return descent__failed(DESCENT__EXIT_NOT_MADE,
                           "there is no slope at %s: the loss is %.6g, and %s; no critical point is found near it", at,
                           near->loss + 0 /* no -0 */, why[descent__kink_at(problem, x, 0)]);
}

descent__exit descent__near_find(descent__near *near, const descent_problem *problem, const double *x, const char *at)
{
    *near = (descent__near){0};
    if (!ask_place(near, problem, x))
        return descent__failed(DESCENT__EXIT_NOT_MADE, "the loss has no value at %s: it is %s there", at,
                               isnan(near->loss) ? "not a number"
                               : near->loss > 0  ? "inf"
                                                 : "-inf");
    const descent_status status = refine(problem, x, &near->point);
    if (status != DESCENT_SUCCESS && (status != DESCENT_ENONFINITE || isfinite(near->slope)))
        return descent__failed_call(status);
    const int kinks = near->point && near->point->kind != DESCENT_CRITICAL_NOT_CRITICAL &&
                      near->point->moved <= descent__near_size(x, problem->dimension);
    descent_critical_point *const found = search_twice(problem, x, kinks);
    if (found && is_better(near, problem, found, x)) {
        descent_critical_point_free(near->point);
        near->point = found;
    } else if (found && descent__near_distance(found, x) < descent__near_distance(near->point, x)) {
        near->nearer = found;
    } else {
        descent_critical_point_free(found);
    }
    return near->point ? DESCENT__EXIT_DONE : fail_without_slope(near, problem, x, at);
}
