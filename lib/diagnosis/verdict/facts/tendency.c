/* Facts of where steps and loss tend: whether steps shrink or grow, and the slopes of the loss. */
#include "diagnosis/verdict/facts.h"

#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/facts/asked.h"
#include "diagnosis/verdict/growth/expansion.h"
#include "diagnosis/verdict/thresholds.h"
#include "trajectory/tolerances.h"

const descent__contraction *descent__facts_contraction(descent__facts *facts)
{
    if (descent__facts_first_time(facts, DESCENT__FACT_CONTRACTION))
        descent__contraction_measure(&facts->evidence->work, &facts->series, &facts->motion, &facts->contraction);
    return &facts->contraction;
}

const descent__trial *descent__facts_expansion(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const size_t affordable = (size_t)(descent__evidence_left(evidence) / 2); /* the other half is for others: a cost */
    const size_t steps = affordable < DESCENT__GROWTH_STEPS ? affordable : DESCENT__GROWTH_STEPS;
    if (descent__facts_first_time(facts, DESCENT__FACT_EXPANSION))
        facts->expansion = descent__expansion_follow(evidence, facts->scale, steps);
    return &facts->expansion;
}

static void measure_slopes(descent__evidence *evidence, descent__slopes *slopes)
{
    for (size_t row = 0; row < evidence->finite; row++) {
        double slope = evidence->norms ? evidence->norms[row] : NAN;
        if (isnan(slope) && evidence->losses && row > 0) {
            const double *x = descent__evidence_point(evidence, row);
            const double length = descent__vector_distance(evidence->n, x, x - evidence->n);
            slope = length > 0 ? fabs(evidence->losses[row] - evidence->losses[row - 1]) / length : NAN;
        }
        if (!isfinite(slope))
            continue;
        slopes->largest = fmax(slopes->largest, slope);
        slopes->last = slope;
    }
    if (!isnan(slopes->last) || !evidence->gradient_known || evidence->random ||
        !descent__evidence_affords(evidence, 1))
        return;
    double *gradient = descent__evidence_numbers(evidence, evidence->n);
    if (!gradient || descent__evaluate_gradient(&evidence->evaluator, evidence->points, gradient) != DESCENT_SUCCESS)
        return;
    slopes->last = evidence->gradient_norm;
    slopes->largest = fmax(slopes->last, descent__vector_norm(evidence->n, gradient));
}

const descent__slopes *descent__facts_slopes(descent__facts *facts)
{
    if (descent__facts_first_time(facts, DESCENT__FACT_SLOPES)) {
        facts->slopes = (descent__slopes){.last = NAN};
        measure_slopes(facts->evidence, &facts->slopes);
    }
    return &facts->slopes;
}

/* Over the rows from `first` to the last. */
static double slope_from(descent__evidence *evidence, size_t first)
{
    const size_t last = evidence->finite - 1;
    double begin = evidence->losses ? evidence->losses[first] : NAN;
    double end = evidence->losses ? evidence->losses[last] : NAN;
    if (isnan(begin) || isnan(end)) {
        begin = descent__evidence_loss_at(evidence, descent__evidence_point(evidence, first));
        end = descent__evidence_loss_at(evidence, descent__evidence_point(evidence, last));
    }
    const double steps = (double)(evidence->steps[last] - evidence->steps[first]);
    return steps > 0 ? (end - begin) / steps : NAN;
}

/* Of the last quarter; or of its end, where the loss has come to fall by less than half as much a step: what it fell by before
 * is no pace of now. */
static double slope_of_rows(descent__evidence *evidence)
{
    const size_t last = evidence->finite - 1;
    size_t count = last / 4 + (last < descent__quarters), told = count;
    double slope = slope_from(evidence, last - count);
    while (count > 1) {
        count /= 2;
        const double later = slope_from(evidence, last - count);
        if (!(later < 0 && later > DESCENT__SLOPE_LESS * slope))
            break;
        slope = later;
        told = count;
    }
    evidence->holdings->slope_steps = evidence->steps[last] - evidence->steps[last - told];
    return slope;
}

static double mean_slope(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const descent__series *series = &facts->series;
    if (evidence->finite >= 2)
        return slope_of_rows(evidence);
    if (series->count < 2)
        return NAN;
    const size_t last = series->count - 1;
    const size_t first = last - last / 4 - (last < descent__quarters);
    const double begin = descent__evidence_loss_at(evidence, descent__series_point(series, first));
    const double end = descent__evidence_loss_at(evidence, descent__series_point(series, last));
    return (end - begin) / (double)(last - first);
}

double descent__facts_slope(descent__facts *facts)
{
    if (descent__facts_first_time(facts, DESCENT__FACT_SLOPE))
        facts->slope = mean_slope(facts);
    return facts->slope;
}

double descent__facts_growth_so_far(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    descent__series run = facts->series;
    if (evidence->finite >= DESCENT__LEAST_MOTION)
        run = descent__evidence_rows(evidence);
    const size_t half = run.count / 2;
    const double first = descent__series_extent(&evidence->work, &run, 0, half);
    return first > 0 ? descent__series_extent(&evidence->work, &run, half, run.count) / first : (double)NAN;
}
