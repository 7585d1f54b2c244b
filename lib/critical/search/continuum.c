#include "critical/search/continuum.h"

#include <assert.h>
#include <math.h>

#include "base/vector.h"
#include "critical/dense/judge.h"
#include "critical/dense/walk.h"
#include "critical/tolerances.h"

/* The degenerate point that is nearest to the newest point; NULL if there is none. */
static const descent_critical_point *nearest_degenerate(const descent__search *search, double *distance)
{
    const descent_critical_set *const set = search->found.set;
    const descent_critical_point *nearest = NULL;
    *distance = INFINITY;
    for (size_t k = 0; k + 1 < set->count; k++) {
        const double other =
            descent__vector_distance(search->analysis.dimension, set->points[set->count - 1]->x, set->points[k]->x);
        if (set->points[k]->kind == DESCENT_CRITICAL_DEGENERATE && other < *distance) {
            nearest = set->points[k];
            *distance = other;
        }
    }
    return nearest;
}

descent_status descent__search_test_continuum(descent__search *search)
{
    descent_critical_set *const set = search->found.set;
    double distance;
    const descent_critical_point *const newest = set->points[set->count - 1];
    const descent_critical_point *const nearest = nearest_degenerate(search, &distance);
    search->degenerate_many *= 2;
    if (!nearest)
        return DESCENT_SUCCESS;
    for (size_t i = 0; i < search->analysis.dimension; i++)
        search->start[i] = newest->x[i] + descent__between * (nearest->x[i] - newest->x[i]);
    descent__walk walk;
    descent__verdict verdict;
    descent_status status = descent__analysis_walk(&search->analysis, search->start, &walk);
    if (status == DESCENT_SUCCESS)
        status = descent__analysis_judge(&search->analysis, walk.reference, &verdict);
    if (status == DESCENT_SUCCESS)
        set->continuum = verdict.kind == DESCENT_CRITICAL_DEGENERATE && walk.moved < descent__hardly_moved * distance;
    return descent__is_final(status) ? status : DESCENT_SUCCESS;
}
