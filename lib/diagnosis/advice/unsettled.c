#include "diagnosis/advice/unsettled.h"

#include <math.h>

#include "base/vector.h"
#include "trajectory/growth.h"
#include "trajectory/recurrence.h"
#include "trajectory/turning.h"

enum {
    /* Of the last half of a copy. Of distances that wander, so many fall in turn once in 40320 times. */
    nearing_blocks = 8
};

/* If the farthest point of each block is nearer than that of the block before: by how much the logarithm of its distance fell a step, in
 * the end, when what fades sooner has. Else 0. Within a block a run may swing. */
static double nearing_pace(const descent__series *series, const double *point)
{
    const size_t first = series->count / 2;
    const size_t length = (series->count - first) / nearing_blocks;
    double before = INFINITY, fall = 0;
    if (length == 0)
        return 0;
    for (size_t block = 0; block < nearing_blocks; block++) {
        double farthest = 0;
        for (size_t k = 0; k < length; k++) {
            const double *x = descent__series_point(series, series->count - (nearing_blocks - block) * length + k);
            farthest = fmax(farthest, descent__vector_distance(series->n, x, point));
        }
        if (!(farthest < before))
            return 0;
        fall = log(before / farthest);
        before = farthest;
    }
    return fall / (double)length;
}

/* No edge: a run that draws in on a cycle does so at whatever pace. */
static const double pace_of_theory = 2;

/* Beside its limit a run swings and shrinks by so little that its points all but return: no cycle, if it comes nearer at the pace of
 * theory. At another, it is too early to tell. */
static descent_ending ending_of_swings(const descent__series *series, const descent__attempt *attempt)
{
    const double pace = isfinite(attempt->steps_by_theory) ? nearing_pace(series, attempt->place.x) : 0;
    if (!(pace > 0))
        return DESCENT_ENDING_PERIODIC;
    const double *const end = descent__series_point(series, series->count - 1);
    const double distance = descent__vector_distance(series->n, end, attempt->place.x);
    const double expected =
        log(distance / attempt->place.tolerance) / (attempt->steps_by_theory - (double)attempt->steps);
    return pace > expected / pace_of_theory && pace < expected * pace_of_theory ? DESCENT_ENDING_APPROACHING
                                                                                : DESCENT_ENDING_UNDETERMINED;
}

/* What so small a part of the curvature does to the factor is small beside its difference from 1, with momentum, too. */
static const double unchanged_part = 1e-3;

/* Where it is looked, in units of how far out the run is: closely up to some lengths of it, since a dent of the loss has the size of
 * the motion that it bounds; and beyond by orders of magnitude, up to 30 of them. No edges: they are a cost. */
static const double nearest = 0.25, closely = 1.25, lengths = 1e3, farther = 10, farthest = 1e30;

/* Does (L(c + s·way) − L(c))/s² nowhere fall, as far as numbers go? Then steps that grow from side to side of c by `factor` grow
 * for good: no way out is there a slope on which the run would swing and not grow, as on a loss that flattens. */
static bool curves_outward(descent__evidence *evidence, const double *centre, const double *way, double factor)
{
    const size_t n = evidence->n;
    double *const where = descent__evidence_numbers(evidence, n);
    const double bottom = descent__evidence_loss_at(evidence, centre);
    double least = 0;
    bool overflows = false;
    for (double scale = nearest; where && !overflows && scale < farthest;
         scale *= scale < lengths ? closely : farther) {
        for (size_t i = 0; i < n; i++)
            where[i] = centre[i] + scale * way[i];
        const double value = descent__evidence_loss_at(evidence, where);
        overflows = isinf(value) && value > 0 && scale > 1;
        const double curvature = (value - bottom) / scale / scale;
        if (!overflows &&
            !(curvature > 0 && isfinite(curvature) && curvature >= (1 - unchanged_part * (factor - 1)) * least))
            return false;
        least = fmax(least, curvature);
    }
    return where != NULL;
}

/* Steps that alternate and have grown by one factor for the whole last half, x_{k+1} − c = −μ(x_k − c), where the loss curves no less
 * all the way out from c to both sides. Of the first half nothing is asked: beside a limit the factor is so near to 1 that momentum
 * which gathers there, or another mode that fades, grows or shrinks by more. */
static bool grows_for_ever(descent__evidence *evidence, const descent__series *series)
{
    const size_t n = series->n, half = series->count / 2, last = series->count - half - 1;
    const descent__series late = {.n = n, .count = last + 1, .points = descent__series_point(series, half)};
    const double *const x = descent__series_point(&late, last);
    double *const centre = descent__evidence_numbers(evidence, 2 * n);
    descent__motion motion;
    descent__growth growth;
    if (!centre || !descent__motion_measure(&evidence->work, &late, &motion))
        return false;
    descent__growth_measure(&motion, &growth);
    if (!growth.growing || growth.saturating || growth.onset > last / nearing_blocks ||
        !descent__alternates(motion.cosine) || !descent__evaluator_has_loss(&evidence->evaluator))
        return false;
    double *const way = centre + n;
    const double factor = motion.lengths[last - 1] / motion.lengths[last - 2];
    for (size_t i = 0; i < n; i++) {
        way[i] = (x[i] - (x - n)[i]) * (factor / (1 + factor));
        centre[i] = x[i] - way[i];
    }
    if (!curves_outward(evidence, centre, way, factor))
        return false;
    for (size_t i = 0; i < n; i++)
        way[i] = -way[i];
    return curves_outward(evidence, centre, way, factor);
}

descent_ending descent__unsettled_ending(descent__evidence *evidence, const descent__attempt *attempt,
                                         const descent__attempt_points *kept)
{
    const descent__series series = {.n = evidence->n, .count = kept->count, .points = kept->points};
    descent__motion motion;
    descent__recurrence recurrence;
    if (series.count < 2 || !descent__motion_measure(&evidence->work, &series, &motion))
        return DESCENT_ENDING_UNDETERMINED;
    descent__recurrence_find(&evidence->work, &series, &motion, evidence->options.period_limit, &recurrence);
    if (grows_for_ever(evidence, &series))
        return DESCENT_ENDING_DIVERGING;
    if (recurrence.period > 0)
        return ending_of_swings(&series, attempt);
    if (isfinite(attempt->steps_by_theory) && nearing_pace(&series, attempt->place.x) > 0)
        return DESCENT_ENDING_APPROACHING;
    return attempt->calm ? DESCENT_ENDING_DESCENDING : DESCENT_ENDING_UNDETERMINED;
}
