#include "critical/search/attempt.h"

#include "base/vector.h"
#include "critical/dense/report.h"
#include "critical/dense/walk.h"
#include "critical/point.h"
#include "critical/search/continuum.h"
#include "critical/search/kink.h"

/* What came of a start. */
typedef enum came_of {
    reached_known,
    found_new,
    sample_dropped,
    led_outside,
    led_nowhere
} came_of;

/*
 * A degenerate point may be a kink where the user's gradient is zero, as that of |x| often is at 0; or where it is so along the way
 * across, which differences take for so steep a curvature that all other slopes look small beside it: then there is none, and NULL.
 */
static descent_status report(descent__search *search, const descent__verdict *verdict, descent_critical_point **point)
{
    bool slopes = false;
    *point = NULL;
    if (verdict->kind == DESCENT_CRITICAL_DEGENERATE && descent__search_knows_kinks(search)) {
        descent__vector_copy(search->analysis.dimension, search->analysis.x, search->lowest);
        const descent_status status = descent__search_examine_kink(search, search->lowest, &slopes, point);
        if (status != DESCENT_SUCCESS || *point)
            return status;
    }
    return slopes ? DESCENT_SUCCESS : descent__analysis_report(&search->analysis, verdict, point);
}

/* Judges where a walk ended, and keeps it if it is new. */
static descent_status judge_end(descent__search *search, const descent__walk *walk, const descent_evaluations *before,
                                came_of *came)
{
    descent__analysis *const analysis = &search->analysis;
    descent__verdict verdict;
    descent_critical_point *point;
    descent_status status = descent__analysis_judge(analysis, walk->reference, &verdict);
    if (status != DESCENT_SUCCESS)
        return status;
    *came = led_nowhere;
    if (verdict.kind == DESCENT_CRITICAL_NOT_CRITICAL || verdict.kind == DESCENT_CRITICAL_UNDETERMINED)
        return DESCENT_SUCCESS;
    const bool degenerate = verdict.kind == DESCENT_CRITICAL_DEGENERATE;
    const long known = descent__found_lookup(&search->found, analysis->x, degenerate);
    *came = known != descent__found_none ? reached_known : sample_dropped;
    if (known != descent__found_none)
        search->found.reached[known]++;
    if (known != descent__found_none || (degenerate && search->found.set->continuum))
        return DESCENT_SUCCESS;
    status = report(search, &verdict, &point);
    if (point && point->kind == DESCENT_CRITICAL_NOT_CRITICAL) { /* there is no loss */
        descent_critical_point_free(point);
        point = NULL;
    }
    *came = point ? found_new : led_nowhere;
    if (status != DESCENT_SUCCESS || !point)
        return status;
    point->moved = walk->moved;
    point->iterations = walk->iterations;
    descent__search_count(search, before, point);
    search->degenerate += point->kind == DESCENT_CRITICAL_DEGENERATE;
    search->kinks += point->kind == DESCENT_CRITICAL_MINIMUM_AT_KINK && point->probe != DESCENT_PROBE_FLAT;
    return descent__found_add(&search->found, point);
}

static descent_status walk_from(descent__search *search, came_of *came)
{
    descent__analysis *const analysis = &search->analysis;
    const descent_evaluations before = analysis->evaluator.evaluations;
    descent__walk walk;
    *came = led_nowhere;
    descent_status status = descent__analysis_walk(analysis, search->start, &walk);
    if (status != DESCENT_SUCCESS)
        return status;
    const bool inside = descent__search_is_inside(search, analysis->x);
    const long known = inside ? descent__found_lookup(&search->found, analysis->x, false) : descent__found_none;
    if (known == descent__found_none && inside)
        return judge_end(search, &walk, &before, came);
    *came = inside ? reached_known : led_outside;
    if (inside)
        search->found.reached[known]++;
    return DESCENT_SUCCESS;
}

descent_status descent__search_attempt(descent__search *search, bool *fresh)
{
    descent_critical_set *const set = search->found.set;
    came_of came;
    bool known = false;
    *fresh = false;
    descent_status status = walk_from(search, &came);
    if (status == DESCENT_SUCCESS && came == found_new) {
        *fresh = true;
        if (search->degenerate == search->degenerate_many)
            status = descent__search_test_continuum(search);
    }
    const bool useful = came == reached_known || came == sample_dropped;
    if (status == DESCENT_SUCCESS && came != found_new)
        status = descent__search_attempt_kink(search, useful, fresh, &known);
    const bool lost = status == DESCENT_ECALLBACK || status == DESCENT_ENONFINITE;
    if (status != DESCENT_SUCCESS && !lost)
        return status;
    search->callback_failures += status == DESCENT_ECALLBACK;
    if (*fresh || known || (useful && !lost))
        return DESCENT_SUCCESS;
    set->outside += came == led_outside && !lost;
    set->failed_starts += came == led_nowhere || lost;
    return DESCENT_SUCCESS;
}
