/* Nothing more specific holds: does the loss still fall, and if not, what is missing? */
#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/evidence/precision.h"
#include "diagnosis/explain/words.h"
#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/recorded.h"
#include "diagnosis/verdict/thresholds.h"
#include "trajectory/slowing.h"
#include "trajectory/stationarity.h"
#include "trajectory/tolerances.h"

/* Are the highest losses of so many parts of the rows from `first` on each below the one before? */
static bool falls_from_part_to_part(const double *losses, size_t first, size_t count, size_t parts)
{
    const size_t length = (count - first) / parts;
    double before = INFINITY;
    for (size_t part = 0; part < parts && length > 0; part++) {
        double highest = -INFINITY;
        for (size_t row = first + part * length; row < first + (part + 1) * length; row++)
            highest = fmax(highest, losses[row]);
        if (highest >= before)
            return false;
        before = highest;
    }
    return true;
}

/* The same for a run that was not recorded, along its copy: all of it, for what it was before is not known. */
static bool falls_along_copy(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const descent__series *copy = &facts->series;
    double *losses = descent__evidence_numbers(evidence, copy->count);
    if (!losses || !descent__evaluator_has_loss(&evidence->evaluator) ||
        !descent__evidence_affords(evidence, copy->count))
        return false;
    for (size_t row = 0; row < copy->count; row++)
        losses[row] = descent__evidence_loss_at(evidence, descent__series_point(copy, row));
    return falls_from_part_to_part(losses, 0, copy->count, descent__outlook_blocks);
}

/* Steps of a rule that is not fitted, that do not shorten with the slope, while that is gone in a few more of them: they stride past. Or
 * they lengthen on a slope that grows, and the next may as well leap. */
static bool outstrides_slope(const descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    const descent__motion *motion = &facts->motion;
    const size_t steps = motion->count - 1;
    if (!evidence->norms || facts->continued || steps < 2)
        return false;
    const double *slopes = evidence->norms + evidence->tail;
    if (slopes[steps] > slopes[0])
        return motion->lengths[steps - 1] > motion->lengths[0];
    return motion->lengths[steps - 1] / slopes[steps - 1] > motion->lengths[0] / slopes[0] &&
           descent__slope_ends_soon(slopes[steps], (slopes[0] - slopes[steps]) / (double)steps);
}

/* Of so few rows that no part of them has one, the steps themselves must tell, where no copy does. */
static bool few_steps_tell_nothing(const descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    if (!evidence->losses || evidence->copies_trusted || evidence->finite < 2 ||
        evidence->finite >= 2 * descent__quarters)
        return false;
    return (evidence->has_problem && outstrides_slope(facts)) ||
           !descent__recorded_steps_descend(evidence->finite, evidence->losses);
}

/* Does the loss fall on the whole? Over the last half of the rows, cut into four, the highest loss of each part is
 * below that of the part before. Without recorded losses the slope has to do. */
static bool falls_steadily(descent__facts *facts)
{
    enum {
        parts = descent__quarters
    };
    const descent__evidence *evidence = facts->evidence;
    if (evidence->finite < 2)
        return falls_along_copy(facts);
    return !evidence->losses ||
           (falls_from_part_to_part(evidence->losses, evidence->finite / 2, evidence->finite, parts) &&
            (evidence->copies_trusted || descent__recorded_loss_falls(evidence->finite, evidence->losses)));
}

/* Has the slope all but gone? That is no descent with no end in sight: superlinear methods arrive so, by no law that
 * would tell how far they still have to go. Their steps shrink; what keeps its pace is on its way. */
static bool may_have_arrived(const descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    double largest = 0;
    for (size_t row = 0; evidence->norms && row < evidence->finite; row++)
        largest = fmax(largest, evidence->norms[row]);
    return descent__slope_is_gone(evidence->gradient_norm, largest) && !descent__keeps_pace(&facts->motion);
}

/* By its curvature a step down the slope gains ‖g‖²/2c at most: is that below the last digit of the loss? */
static bool loss_hides_the_rest(const descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const size_t n = evidence->n;
    const double norm = evidence->gradient_norm;
    double *beside = descent__evidence_numbers(evidence, n), *there = descent__evidence_numbers(evidence, n);
    if (!beside || !there || !evidence->has_problem || !evidence->gradient_known || evidence->random ||
        !isfinite(evidence->loss) || !(norm > 0) || !descent__evidence_affords(evidence, 1))
        return false;
    const double scale = evidence->problem_in_units.scale > 0 ? evidence->problem_in_units.scale : 1;
    const double width = sqrt(DBL_EPSILON) * fmax(descent__vector_norm(n, evidence->x), scale);
    descent__vector_copy(n, evidence->x, beside);
    descent__vector_add_scaled(n, -width / norm, evidence->gradient, beside);
    if (descent__evaluate_gradient(&evidence->evaluator, beside, there) != DESCENT_SUCCESS)
        return false;
    double curvature = 0;
    for (size_t i = 0; i < n; i++)
        curvature += (evidence->gradient[i] - there[i]) / width * (evidence->gradient[i] / norm);
    return curvature > 0 && norm / (2 * curvature) * norm < DBL_EPSILON * fabs(evidence->loss);
}

/*
 * Where no copy can be run on nobody can look ahead: of rows that are few and far apart, or of steps that grow from quarter to quarter,
 * the next may be an explosion as well as a way down.
 */
static descent__reason too_early_to_tell(const descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    if (evidence->copies_trusted)
        return DESCENT__REASON_NONE;
    if (facts->thinned && evidence->finite < DESCENT__LEAST_ROWS_ALONE)
        return DESCENT__REASON_ROWS_TOO_FAR_APART;
    const descent__motion *motion = &facts->motion;
    /* Line searches lengthen their steps as they come out of a bend: with a problem that tells nothing. */
    return !evidence->has_problem && facts->growth.growing &&
                   descent__speeds_up(motion->length_before, motion->length_last)
               ? DESCENT__REASON_SPEEDS_UP
               : DESCENT__REASON_NONE;
}

/* Of numbers of single precision: did the last half of the steps change the loss, or else the point, by more than rounding? */
static bool precision_hides_the_rest(const descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    const size_t first = evidence->finite / 2;
    if (evidence->finite < 2 || !descent__evidence_is_single(evidence))
        return false;
    double lowest = INFINITY, highest = -INFINITY;
    for (size_t row = first; evidence->losses && row < evidence->finite; row++) {
        lowest = fmin(lowest, evidence->losses[row]);
        highest = fmax(highest, evidence->losses[row]);
    }
    if (descent__is_rounding_of_single(highest - lowest, fmax(fabs(highest), fabs(lowest))))
        return true;
    return evidence->points &&
           descent__is_rounding_of_single(facts->motion.half, descent__vector_norm(evidence->n, evidence->x));
}

enum {
    parts_in_a_row = 8 /* of steps that scatter, so many parts are in order once in 8! = 40320 times */
};

int descent__trend_of_lengths(const descent__motion *motion)
{
    const size_t length = motion->count > 0 ? (motion->count - 1) / parts_in_a_row : 0;
    double before = NAN;
    size_t falls = 0, rises = 0;
    for (size_t part = 0; part < parts_in_a_row && length > 0; part++) {
        double sum = 0;
        for (size_t k = part * length; k < (part + 1) * length; k++)
            sum += motion->lengths[motion->count - 1 - parts_in_a_row * length + k];
        falls += sum < before;
        rises += sum > before;
        before = sum;
    }
    return falls == parts_in_a_row - 1 ? -1 : rises == parts_in_a_row - 1;
}

/* Steps that shrink by a law, while the loss that was recorded with them rises to the end, lead to no limit that a descent has. */
static bool climbs_to_limit(descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    return !evidence->copies_trusted && !facts->continued && evidence->losses &&
           evidence->finite >= DESCENT__LEAST_ROWS_ALONE && descent__facts_contraction(facts)->contracting &&
           descent__recorded_loss_climbs(evidence->finite, evidence->losses);
}

static bool has_points_alone(const descent__evidence *evidence)
{
    return !evidence->has_problem && isnan(evidence->gradient_norm) && isnan(evidence->loss);
}

/* Is each step the one before, to rounding? That is a law, if one that tells no end. */
static bool steps_are_equal(const descent__facts *facts)
{
    const descent__motion *motion = &facts->motion;
    if (motion->count < DESCENT__LEAST_ROWS_ALONE)
        return false;
    double shortest = INFINITY, longest = 0;
    for (size_t k = 0; k + 1 < motion->count; k++) {
        shortest = fmin(shortest, motion->lengths[k]);
        longest = fmax(longest, motion->lengths[k]);
    }
    return longest > descent__flicker * motion->floor && longest - shortest <= 2 * motion->floor &&
           motion->straightness > descent__straight;
}

/* The stride of a coordinate over the last half of the points, if it is the same in each step, to rounding; else 0. */
static double stride_of(const descent__facts *facts, size_t i)
{
    const descent__series *series = &facts->series;
    const size_t first = series->count / 2, last = series->count - 1;
    const double *x = descent__series_point(series, last);
    const double stride = x[i] - (x - series->n)[i];
    for (size_t row = first; row < last; row++) {
        const double *const here = descent__series_point(series, row);
        if (fabs((here + series->n)[i] - here[i] - stride) > 2 * facts->motion.floor)
            return 0;
    }
    return fabs(stride) > descent__flicker * facts->motion.floor ? stride : 0;
}

/* Of points alone or of a rule that is not known: are the last half of the steps one and the same, to rounding? */
static bool goes_straight_on(const descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    if (evidence->copies_trusted || facts->continued || !steps_are_equal(facts))
        return false;
    double squares = 0;
    for (size_t i = 0; i < evidence->n; i++)
        squares = fma(stride_of(facts, i), stride_of(facts, i), squares);
    return fabs(sqrt(squares) - facts->motion.lengths[facts->motion.count - 2]) <= 2 * facts->motion.floor;
}

static descent__reason what_is_missing(descent__facts *facts)
{
    if (precision_hides_the_rest(facts))
        return DESCENT__REASON_PRECISION_HIDES_THE_REST;
    if (facts->thinned)
        return DESCENT__REASON_ROWS_TOO_FAR_APART;
    if (climbs_to_limit(facts))
        return DESCENT__REASON_CLIMBS_TO_LIMIT;
    if (goes_straight_on(facts))
        return DESCENT__REASON_STRAIGHT_ON_ALONE;
    const int trend = facts->evidence->copies_trusted ? 0 : descent__trend_of_lengths(&facts->motion);
    /* Of points alone that draw together, more tell no more. */
    if (facts->motion.count < DESCENT__LEAST_UNSURE && !(trend < 0 && has_points_alone(facts->evidence)))
        return DESCENT__REASON_TOO_FEW_STEPS;
    if (facts->evidence->copies_trusted)
        return DESCENT__REASON_NOTHING_HOLDS_YET;
    return trend < 0                                                   ? DESCENT__REASON_SHRINKS_ALONE
           : trend > 0                                                 ? DESCENT__REASON_LENGTHENS_ALONE
           : descent__covers_more(&facts->series, facts->motion.floor) ? DESCENT__REASON_COVERS_MORE_ALONE
                                                                       : DESCENT__REASON_NOTHING_HOLDS;
}

/* Of a step beside what the factor makes of the one before: by this part a motion of one factor may miss it. */
static const double same_step = 1e-3;

/* Each step is the one before, times a factor: the factor, and the limit that such steps have. One that rises steadily toward 1, as of steps
 * ~ 1/k, is none: over half of the steps it shows. */
static void tell_law(descent__facts *facts, descent__decision *decision)
{
    const descent__contraction *contraction = descent__facts_contraction(facts);
    const size_t n = facts->series.n, last = contraction->last;
    const double rate = contraction->rate;
    double *const limit = descent__evidence_numbers(facts->evidence, n);
    char place[descent__point_text_size];
    if (!contraction->contracting || !(fabs(rate) < 1) || !(fabs(rate) > 0) || !limit ||
        isnan(descent__slowing_steady(facts->motion.lengths, last).rate))
        return;
    const double *const x = descent__series_point(&facts->series, last);
    double missed = 0, made = 0;
    for (size_t i = 0; i < n; i++) {
        const double step = x[i] - (x - n)[i], before = (x - n)[i] - (x - 2 * n)[i];
        missed = hypot(missed, step - rate * before);
        made = hypot(made, step);
        limit[i] = x[i] + step * rate / (1 - rate);
    }
    if (!(missed <= same_step * made))
        return;
    descent__words_rounded_point(place, n, limit, same_step * made / (1 - fabs(rate)));
    decision->said.number = rate;
    decision->said.place = descent__arena_text(&facts->evidence->work, "%s", place);
}

static descent__decision missing(descent__facts *facts)
{
    descent__decision decision = descent__decided(DESCENT_ENDING_UNDETERMINED, what_is_missing(facts));
    if (decision.reason == DESCENT__REASON_SHRINKS_ALONE)
        tell_law(facts, &decision);
    return decision;
}

/* Does a coordinate go on by strides that stay the same, in the run and its outlook, where no slope is left that way, and comes no lower? */
static bool marches_on(descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    if (!evidence->copies_trusted || !descent__evidence_rule_tells_nothing(evidence) || !evidence->gradient_known ||
        facts->continued || facts->series.count < DESCENT__LEAST_UNSURE || !descent__facts_comes_no_lower(facts))
        return false;
    const descent__outlook *outlook = descent__facts_outlook(facts);
    const double *end = descent__outlook_end(outlook);
    const double steps = (double)descent__outlook_steps(outlook);
    for (size_t i = 0; i < evidence->n; i++) {
        const double stride = stride_of(facts, i);
        if (fabs(stride) > 0 &&
            descent__slope_is_gone(fabs(evidence->gradient[i]), descent__facts_slopes(facts)->largest) &&
            fabs(end[i] - evidence->x[i] - steps * stride) < (1 - descent__straight) * steps * fabs(stride))
            return true;
    }
    return false;
}

/* By the recorded steps, or by those of a copy if there are none. */
descent__decision descent__decide_descending(descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    if (evidence->finite < 2 && !facts->continued)
        return descent__decided(DESCENT_ENDING_UNDETERMINED,
                                evidence->step == 0 ? DESCENT__REASON_NO_STEP : DESCENT__REASON_ONE_POINT);
    if (!evidence->has_rule)
        descent__facts_look_for_kink_ahead(facts); /* what stops a line search on a slope */
    facts->marches = marches_on(facts);
    if (facts->marches)
        return descent__decided(DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_MARCHES_ON);
    const double slope = descent__facts_slope(facts);
    if (!(slope < 0) || !falls_steadily(facts))
        return missing(facts);
    facts->loss_hides_the_rest = !evidence->has_rule && loss_hides_the_rest(facts);
    if (facts->loss_hides_the_rest)
        return descent__decided(DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_LOSS_HIDES_THE_REST);
    if (may_have_arrived(facts))
        return descent__decided(DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_SLOPE_GONE_WITHOUT_LAW);
    if (few_steps_tell_nothing(facts))
        return missing(facts);
    const descent__reason too_early = too_early_to_tell(facts);
    if (too_early != DESCENT__REASON_NONE)
        return descent__decided(DESCENT_ENDING_UNDETERMINED, too_early);
    if (!evidence->has_rule &&
        descent__recorded_step_size_ends(evidence->n, evidence->finite, evidence->points, evidence->norms))
        return descent__decided(DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_STEPS_FADE_ON_SLOPE);
    descent__decision decision =
        descent__decided(DESCENT_ENDING_DESCENDING,
                         steps_are_equal(facts) ? DESCENT__REASON_LOSS_FALLS_EVENLY : DESCENT__REASON_LOSS_FALLS);
    decision.pace.slope = slope;
    return decision;
}
