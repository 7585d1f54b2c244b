#include "critical/search/attempt.h"

#include <float.h>
#include <math.h>

#include "critical/dense/report.h"
#include "critical/dense/walk.h"
#include "critical/search/continuum.h"
#include "critical/tolerances.h"

/* Is the walk's end in the box, but for rounding? */
static bool is_inside(const descent__search *search)
{
    for (size_t i = 0; i < search->analysis.dimension; i++) {
        const double x = search->analysis.x[i];
        const double slack =
            descent__coordinate_roundings * DBL_EPSILON * fmax(fabs(search->lower[i]), fabs(search->upper[i]));
        if (x < search->lower[i] - slack || x > search->upper[i] + slack)
            return false;
    }
    return true;
}

/* Judges where a walk ended, and keeps it if it is new. */
static descent_status judge_end(descent__search *search, const descent__walk *walk, descent_evaluations before,
                                bool *fresh)
{
    descent__analysis *const analysis = &search->analysis;
    descent__verdict verdict;
    descent_critical_point *point;
    descent_status status = descent__analysis_judge(analysis, walk->reference, &verdict);
    if (status != DESCENT_SUCCESS)
        return status;
    if (verdict.kind == DESCENT_CRITICAL_NOT_CRITICAL || verdict.kind == DESCENT_CRITICAL_UNDETERMINED) {
        search->found.set->failed_starts++;
        return DESCENT_SUCCESS;
    }
    const bool degenerate = verdict.kind == DESCENT_CRITICAL_DEGENERATE;
    const long known = descent__found_lookup(&search->found, analysis->x, degenerate);
    if (known != descent__found_none) {
        search->found.reached[known]++;
        return DESCENT_SUCCESS;
    }
    if (degenerate && search->found.set->continuum)
        return DESCENT_SUCCESS;
    status = descent__analysis_report(analysis, &verdict, &point);
    if (status != DESCENT_SUCCESS)
        return status;
    point->moved = walk->moved;
    point->iterations = walk->iterations;
    point->evaluations.loss -= before.loss;
    point->evaluations.gradient -= before.gradient;
    point->evaluations.hessian -= before.hessian;
    point->evaluations.hessian_product -= before.hessian_product;
    point->products = point->evaluations.hessian_product;
    status = descent__found_add(&search->found, point);
    if (status != DESCENT_SUCCESS) {
        descent_critical_point_free(point);
        return status;
    }
    *fresh = true;
    search->degenerate += degenerate;
    return DESCENT_SUCCESS;
}

descent_status descent__search_attempt(descent__search *search, bool *fresh)
{
    descent__analysis *const analysis = &search->analysis;
    const descent_evaluations before = analysis->evaluator.evaluations;
    descent_critical_set *const set = search->found.set;
    descent__walk walk;
    *fresh = false;
    descent_status status = descent__analysis_walk(analysis, search->start, &walk);
    if (status == DESCENT_SUCCESS) {
        if (!is_inside(search)) {
            set->outside++;
            return DESCENT_SUCCESS;
        }
        const long known = descent__found_lookup(&search->found, analysis->x, false);
        if (known != descent__found_none) {
            search->found.reached[known]++;
            return DESCENT_SUCCESS;
        }
        status = judge_end(search, &walk, before, fresh);
        if (status == DESCENT_SUCCESS && *fresh && search->degenerate == search->degenerate_many)
            status = descent__search_test_continuum(search);
    }
    if (status != DESCENT_ECALLBACK && status != DESCENT_ENONFINITE)
        return status;
    set->failed_starts++;
    search->callback_failures += status == DESCENT_ECALLBACK;
    return DESCENT_SUCCESS;
}
