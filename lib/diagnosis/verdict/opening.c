#include "diagnosis/verdict/opening.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/evidence/copies.h"
#include "diagnosis/verdict/growth/course.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"

/* An engine that recorded nothing: a copy shows what it does. */
static bool is_unrecorded(const descent__evidence *evidence)
{
    return evidence->finite == 1 && evidence->rows == 1 && evidence->steps[0] > 0;
}

/* The recorded end if it has single steps, else a copy that runs on from it. */
static void choose_series(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const size_t single = evidence->finite - evidence->tail;
    const bool gaps =
        evidence->tail > 0 && single < DESCENT__LEAST_SINGLE_ROWS && evidence->steps[evidence->finite - 1] > 0;
    if ((is_unrecorded(evidence) || gaps) && evidence->copies_trusted) {
        facts->breaks_off =
            descent__evidence_continue(evidence, DESCENT__CONTINUED_STEPS, &facts->series) == DESCENT__MAP_NONFINITE;
        facts->continued = facts->series.count > 1;
        if (facts->continued || descent__evidence_out_of_memory(evidence))
            return;
    }
    facts->thinned = evidence->tail > 0 && single < DESCENT__LEAST_SINGLE_ROWS;
    facts->series = (descent__series){.n = evidence->n,
                                      .count = single,
                                      .points = descent__evidence_point(evidence, evidence->tail),
                                      .first_step = evidence->steps[evidence->tail]};
}

/* Is the later half of the copy's way much wider than the earlier? */
static bool widens(descent__facts *facts)
{
    const size_t half = facts->series.count / 2;
    descent__arena *work = &facts->evidence->work;
    return descent__has_left(descent__series_extent(work, &facts->series, half, facts->series.count),
                             descent__series_extent(work, &facts->series, 0, half));
}

static void measure_scale(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const descent__series rows = descent__evidence_rows(evidence);
    facts->scale = descent__series_extent(&evidence->work, &rows, 0, rows.count);
    if (facts->continued)
        facts->scale =
            fmax(facts->scale, descent__series_extent(&evidence->work, &facts->series, 0, facts->series.count));
    /* What a copy runs through before it ends where nothing is finite, or while its way widens, is no measure of having
     * arrived. */
    const double way = facts->breaks_off || (facts->continued && widens(facts))
                           ? descent__series_extent(&evidence->work, &rows, 0, rows.count)
                           : facts->scale;
    const double asked = evidence->options.distance_tolerance * way;
    const double least = sqrt(DBL_EPSILON) * descent__vector_norm(evidence->n, evidence->x);
    facts->tolerance_asked = asked;
    facts->tolerance = fmax(asked, least);
    facts->tolerance_by = asked < least ? DESCENT__TOLERANCE_BY_ROUNDING : DESCENT__TOLERANCE_BY_EXTENT;
}

/* What the path tells of the unit of length. */
static double unit_of_length(const descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    const descent__motion *motion = &facts->motion;
    const double first =
        facts->continued || evidence->finite < 2 ? motion->first : descent__evidence_first_way(evidence);
    const double unit = first > 0 ? fmin(facts->scale, DESCENT__UNIT_FIRST_STEPS * first) : facts->scale;
    return fmax(unit, DESCENT__UNIT_OF_POINT * descent__vector_max_abs(evidence->n, evidence->points));
}

/* What becomes of one more step: it overflows, or the rule gives up, and says why. */
static bool next_step_overflows(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    descent__map map;
    if (!evidence->copies_trusted || !descent__evidence_map_at_end(evidence, &map))
        return false;
    const descent__map_result result = descent__map_step(&map);
    if (map.gave_up)
        facts->gave_up = descent__arena_text(&evidence->work, "%s", descent_error_detail());
    return result == DESCENT__MAP_NONFINITE;
}

static descent_quantity broken_quantity(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const size_t last = evidence->finite - 1;
    if (evidence->gradient_known && !descent__vector_is_finite(evidence->n, evidence->gradient))
        return DESCENT_QUANTITY_GRADIENT;
    const bool norms_known = !evidence->gradient_known && evidence->norms && isfinite(evidence->norms[0]);
    if (norms_known && evidence->finite < evidence->rows && !isfinite(evidence->norms[last]))
        return DESCENT_QUANTITY_GRADIENT;
    const bool losses_known = evidence->loss_asked || (evidence->losses && isfinite(evidence->losses[0]));
    if (isinf(evidence->loss) || (isnan(evidence->loss) && losses_known))
        return DESCENT_QUANTITY_LOSS;
    if (evidence->finite < evidence->rows || next_step_overflows(facts))
        return DESCENT_QUANTITY_POINT;
    return DESCENT_QUANTITY_NONE;
}

/* The step from which on that quantity was not finite, as far as it was recorded. */
static uint64_t broken_since(const descent__evidence *evidence, descent_quantity quantity)
{
    const double *record = quantity == DESCENT_QUANTITY_LOSS       ? evidence->losses
                           : quantity == DESCENT_QUANTITY_GRADIENT ? evidence->norms
                                                                   : NULL;
    size_t row = evidence->finite - 1;
    if (quantity == DESCENT_QUANTITY_POINT)
        return evidence->steps[row] + 1;
    while (record && row > 0 && !isfinite(record[row - 1]))
        row--;
    return evidence->steps[row];
}

void descent__facts_open(descent__facts *facts, descent__evidence *evidence)
{
    *facts = (descent__facts){.evidence = evidence, .course.stride = 1, .scale = NAN, .tolerance = NAN};
    if (evidence->finite == 0) {
        facts->broken = evidence->points && evidence->rows > 0 ? DESCENT_QUANTITY_POINT : DESCENT_QUANTITY_NONE;
        facts->broken_since = facts->broken ? evidence->steps[0] : 0;
        return;
    }
    choose_series(facts);
    if (descent__evidence_out_of_memory(evidence))
        return;
    measure_scale(facts);
    if (!descent__motion_measure(&evidence->work, &facts->series, &facts->motion))
        return;
    descent__evidence_take_unit(evidence, unit_of_length(facts));
    facts->broken = broken_quantity(facts);
    if (facts->broken != DESCENT_QUANTITY_NONE)
        facts->broken_since = broken_since(evidence, facts->broken);
    (void)descent__course_choose(facts);
}
