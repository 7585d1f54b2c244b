#include "diagnosis/verdict/ahead/along_face.h"

#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/ahead/pace.h"
#include "diagnosis/verdict/thresholds.h"

enum {
    ends_asked = 8 /* no edge: a quarter of the slowest turn that still passes the point within the rows of a verdict */
};

static bool is_on_face(const descent_critical_point *point, const double *x)
{
    for (size_t i = 0; i < point->dimension; i++) {
        const bool held = (point->bound_multipliers && !isnan(point->bound_multipliers[i])) ||
                          (point->zero_margins && !isnan(point->zero_margins[i]));
        if (held && (x[i] < point->x[i] || x[i] > point->x[i]))
            return false;
    }
    return true;
}

/* Leaves away what comes before the last row that is off the face; returns how many rows that are. */
static size_t keep_face(const descent_critical_point *point, descent__series *series)
{
    size_t first = series->count;
    while (first > 0 && is_on_face(point, descent__series_point(series, first - 1)))
        first--;
    series->points += first * series->n;
    series->first_step += first;
    series->count -= first;
    return first;
}

/* The recorded end as far as it is on the face, and the copy; or the copy alone from where it comes to the face, so many steps
 * from now. */
static double take_way(descent__facts *facts, bool there, descent__way *way)
{
    const descent__evidence *evidence = facts->evidence;
    const descent__outlook *outlook = descent__facts_outlook(facts);
    if (!facts->continued && evidence->finite >= 2)
        way->behind = (descent__series){.n = evidence->n,
                                        .count = evidence->finite - evidence->tail,
                                        .points = descent__evidence_point(evidence, evidence->tail),
                                        .first_step = evidence->steps[evidence->tail]};
    else
        way->behind =
            (descent__series){.n = evidence->n, .count = 1, .points = evidence->x, .first_step = evidence->step};
    keep_face(way->point, &way->behind);
    if (there || !outlook->known || outlook->series.count < 2)
        return 0;
    way->ahead = outlook->series;
    const uint64_t arrived = descent__outlook_arrives(outlook, way->point->x, way->tolerance);
    if (arrived > 0 && arrived + 1 < way->ahead.count)
        way->ahead.count = (size_t)arrived + 1;
    const size_t off = keep_face(way->point, &way->ahead);
    if (off > 0)
        way->behind = (descent__series){.n = evidence->n, .count = way->ahead.count > 0, .points = way->ahead.points};
    return (double)off;
}

/* Does theory tell how the distance fell, and that it falls on? What turns may just pass the point with its last step, which says
 * nothing of how far it swings: then an earlier end is asked. */
static bool follows_theory(descent__evidence *evidence, descent__way way, descent_pace *pace)
{
    const bool copied = way.ahead.count > 0;
    for (int k = 0; k < ends_asked && way.behind.count > 0; k++) {
        if (way.behind.count + way.ahead.count < DESCENT__LEAST_ROWS_ALONE)
            return false;
        if (descent__pace_is_linear(evidence, &way))
            return descent__pace_by_modes(evidence, &way, pace) && pace->law == DESCENT_LAW_GEOMETRIC &&
                   fabs(pace->rate) < 1;
        if (copied && way.ahead.count <= 2)
            return false;
        copied ? way.ahead.count-- : way.behind.count--;
    }
    return false;
}

descent_pace descent__pace_along_face(descent__facts *facts, const descent__destination *face, bool there)
{
    const descent_pace unknown = {
        .rate = NAN, .exponent = NAN, .slope = NAN, .steps_to_go = {.value = NAN, .low = 1, .high = INFINITY}};
    descent__evidence *const evidence = facts->evidence;
    descent__way way = {.point = face->point,
                        .tolerance = facts->tolerance,
                        .wanted = NAN,
                        .alternates = facts->motion.cosine < DESCENT__SWINGING};
    const double off = take_way(facts, there, &way);
    descent_pace pace = unknown;
    while (there && way.behind.count > 0 &&
           descent__vector_distance(evidence->n, descent__series_point(&way.behind, way.behind.count - 1),
                                    face->point->x) <= facts->tolerance)
        way.behind.count--;
    if (!follows_theory(evidence, way, &pace)) {
        pace = unknown;
    } else {
        pace.steps_to_go.value += off;
        pace.steps_to_go.low += off;
        pace.steps_to_go.high += off;
    }
    if (there && face->point->eigenvalue_count == 0 && face->distance <= 0) {
        pace.law = DESCENT_LAW_FINITE;
        pace.rate = 0;
    }
    const double arrived =
        there ? 0 : (double)descent__outlook_arrives(descent__facts_outlook(facts), face->point->x, facts->tolerance);
    if (there || arrived > 0)
        pace.steps_to_go = (descent_interval){.value = arrived, .low = arrived, .high = arrived};
    return pace;
}
