/* Runs that grow: is the step too large, diverging, or has the loss no minimum, unbounded? */
#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/growth/course.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "diagnosis/verdict/trial.h"
#include "rules/knowledge.h"
#include "trajectory/turning.h"

enum {
    most_losses = 64 /* of those on the way out, where they may have to be asked for; a cost */
};

/* The loss at a point of the course, recorded or asked for; NaN if it is not known. */
static double loss_at(descent__facts *facts, size_t row)
{
    descent__evidence *evidence = facts->evidence;
    const descent__course *course = &facts->course;
    const double loss = course->recorded && evidence->losses ? evidence->losses[course->first_row + row] : NAN;
    return isnan(loss) ? descent__evidence_loss_at(evidence, descent__series_point(&course->series, row)) : loss;
}

/* Without a loss: does the gradient slope down along the last step, −1, or up? 0 if that is not known. */
static int slope_sign(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const descent__series *series = &facts->course.series;
    const size_t n = evidence->n;
    double *gradient = descent__evidence_numbers(evidence, 2 * n);
    if (!gradient || !descent__evidence_affords(evidence, 1) || evidence->random)
        return 0;
    const double *x = descent__series_point(series, series->count - 1);
    if (descent__evaluate_gradient(&evidence->evaluator, x, gradient) != DESCENT_SUCCESS)
        return 0;
    double *step = gradient + n;
    for (size_t i = 0; i < n; i++)
        step[i] = (x[i] - (x - n)[i]) / facts->course.motion.length_max;
    const double slope = descent__vector_dot(n, gradient, step);
    return isfinite(slope) && descent__trial_is_gradient(evidence, x, step) ? (slope > 0) - (slope < 0) : 0;
}

/* Does the loss rise over the growing part? Positive: yes, negative: it falls, 0: not known. */
static int loss_trend(descent__facts *facts)
{
    size_t last = facts->course.series.count - 1;
    const double begin = loss_at(facts, facts->growth.onset);
    double end = loss_at(facts, last);
    /* Where the loss is no number any more, what it was before decides. */
    while (last > facts->growth.onset + 1 && isnan(end))
        end = loss_at(facts, --last);
    if (end > begin || end < begin)
        return end > begin ? 1 : -1;
    if (isfinite(begin) && isfinite(end))
        return 0; /* it does not change at all */
    if (descent__climbs_walls(facts->course.motion.cosine, facts->course.motion.straightness))
        return 1; /* steps that grow from side to side climb both walls */
    return slope_sign(facts);
}

/* Without a loss: up or down on the way out? */
static int outward_slope(descent__facts *facts, const double *x)
{
    descent__evidence *evidence = facts->evidence;
    const size_t n = evidence->n;
    double *gradient = descent__evidence_numbers(evidence, n);
    if (!gradient || !descent__evidence_affords(evidence, 1) ||
        descent__evaluate_gradient(&evidence->evaluator, x, gradient) != DESCENT_SUCCESS)
        return 0;
    const double way = descent__vector_distance(n, x, evidence->x);
    double slope = 0;
    for (size_t i = 0; i < n; i++)
        slope += gradient[i] * ((x[i] - evidence->x[i]) / way);
    return (slope > 0) - (slope < 0);
}

/* The same by a copy that was followed until it had escaped; where the loss is no number any more, by the last that was. */
static int copy_trend(descent__facts *facts, const descent__trial *copy)
{
    descent__evidence *evidence = facts->evidence;
    if (!descent__evaluator_has_loss(&evidence->evaluator))
        return outward_slope(facts, copy->x);
    double end = descent__evidence_loss_at(evidence, copy->x);
    if (isnan(end))
        end = copy->loss;
    const double begin = descent__evidence_loss_at(evidence, evidence->x); /* from where it was followed */
    return (end > begin) - (end < begin);
}

/* Unit vector of the last step; NULL if there is no such step, or no memory. */
static const double *last_direction(descent__facts *facts)
{
    const size_t n = facts->evidence->n;
    double *direction = descent__arena_numbers(facts->evidence->keep, n);
    if (!direction)
        return NULL;
    const double *x = descent__series_point(&facts->course.series, facts->course.series.count - 1);
    return descent__vector_unit_difference(n, x, x - n, direction) ? direction : NULL;
}

/* Where no copy can be asked, does the loss wall the run in on both sides, ever as steeply? */
static bool climbs_for_ever(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const descent__series *series = &facts->course.series;
    const double *direction = evidence->has_problem ? last_direction(facts) : NULL;
    return direction && descent__evaluator_has_loss(&evidence->evaluator) &&
           descent__trial_curves_outward(evidence, descent__series_point(series, series->count - 1), direction,
                                         facts->growth.largest);
}

/*
 * Of a path alone, by the point c that its growth leads away from: x_{k+1} − c = μ(x_k − c), half-way out, where other motion
 * has faded. An unstable point that is not 0 has a size of its own, and what bounds a run around it is not so many times
 * as wide. Of c = 0 there is no such length.
 */
static bool is_beyond_all_lengths(const descent__facts *facts)
{
    const descent__series *series = &facts->course.series;
    const size_t last = series->count - 1;
    const size_t middle = facts->growth.onset + (last - facts->growth.onset) / 2;
    if (middle + 2 > last)
        return false;
    const size_t n = series->n;
    const double *x = descent__series_point(series, middle);
    const double first = facts->course.motion.lengths[middle];
    const double second = facts->course.motion.lengths[middle + 1];
    const double turn = descent__turn_of(n, x, x + n, x + 2 * n, first, second);
    const double factor = turn * (second / first);
    double centre = 0, begin = 0, end = 0;
    if (!(fabs(turn) > 1 - DESCENT__ONE_LINE))
        return false;
    for (size_t i = 0; i < n; i++) {
        const double c = x[i] - ((x + n)[i] - x[i]) / (factor - 1);
        centre = fmax(centre, fabs(c));
        begin = fmax(begin, fabs(descent__series_point(series, facts->growth.onset)[i] - c));
        end = fmax(end, fabs(descent__series_point(series, last)[i] - c));
    }
    return centre > DESCENT__OWN_SIZE * begin && descent__is_beyond_all(end, fmax(centre, begin));
}

/* A field that is no gradient turns, and whatever loss stands beside it falls and rises on the way: there growth is the
 * step's. */
static bool has_no_loss(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    const descent__series *series = &facts->course.series;
    const double *direction = series->n > 1 && !facts->broken ? last_direction(facts) : NULL;
    return direction && descent__evidence_affords(evidence, 4) &&
           !descent__trial_is_gradient(evidence, descent__series_point(series, series->count - 1), direction);
}

/* A copy is followed. Where none can be, or none far enough, growth must have come so far that nothing bounds it. */
static bool growth_is_certain(descent__facts *facts, int *trend)
{
    const descent__evidence *evidence = facts->evidence;
    if (facts->broken != DESCENT_QUANTITY_NONE)
        return true;
    if (!descent__is_longest(facts->growth.largest, facts->course.motion.length_max) && !evidence->copies_trusted)
        return false;
    const descent__trial *copy = descent__facts_expansion(facts);
    if (copy->fate == DESCENT__FATE_UNKNOWN) {
        const bool told = !evidence->copies_trusted || descent__rule_tells_multipliers(&evidence->rule);
        return told && (descent__growth_is_proof(&facts->growth, *trend) ||
                        (!evidence->copies_trusted && *trend > 0 && !facts->growth.saturating &&
                         (is_beyond_all_lengths(facts) || climbs_for_ever(facts))));
    }
    if (copy->fate != DESCENT__FATE_ESCAPES)
        return false;
    const int seen = copy_trend(facts, copy);
    const bool known = descent__evaluator_has_loss(&evidence->evaluator) || *trend != 0;
    *trend = seen && known ? seen : *trend;
    if (*trend <= 0 && has_no_loss(facts))
        *trend = 1;
    return true;
}

/* Is the gradient at x next to nothing beside that at the start? Fields that are no gradients rest, too. */
static bool slope_is_gone(descent__evidence *evidence, const double *x)
{
    const size_t n = evidence->n;
    double *gradient = descent__evidence_numbers(evidence, n);
    if (!gradient || !descent__evidence_affords(evidence, 2) ||
        descent__evaluate_gradient(&evidence->evaluator, evidence->points, gradient) != DESCENT_SUCCESS)
        return false;
    const double start = descent__vector_norm(n, gradient);
    return descent__evaluate_gradient(&evidence->evaluator, x, gradient) == DESCENT_SUCCESS &&
           descent__slope_is_next_to_nothing(descent__vector_norm(n, gradient), start);
}

/* Has a copy come to rest where the loss is lowest around? Beside a saddle it merely lingers. */
static bool rests_at_minimum(descent__evidence *evidence, const double *x)
{
    descent__destination around;
    descent__destination_find(evidence, x, &around);
    const bool rests = around.point ? around.point->index == 0 && around.point->probe != DESCENT_PROBE_LOWER
                                    : slope_is_gone(evidence, x);
    descent_critical_point_free(around.point);
    return rests;
}

/* Would a smaller step from the same start have stayed? Then the step is to blame, though the loss falls now. */
static bool smaller_step_settles(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    if (!evidence->has_rule || !evidence->restarts_trusted || evidence->steps[0] != 0)
        return false;
    descent_rule rule = evidence->rule;
    rule.step_size /= DESCENT__SMALLER_STEP_PART;
    const size_t affordable = (size_t)(descent__evidence_left(evidence) / 3);
    const size_t steps = affordable < DESCENT__SMALLER_STEPS ? affordable : DESCENT__SMALLER_STEPS;
    /* A row's length, by the step: of a thinned explosion the rest of it is the explosion's. */
    const descent__course *course = &facts->course;
    const bool from_start = course->series.first_step == 0 && course->stride == 1;
    const double first = from_start || evidence->finite < 2 ? course->motion.first
                                                            : descent__evidence_first_way(evidence) /
                                                                  (double)(evidence->steps[1] - evidence->steps[0]);
    const descent__trial trial =
        descent__trial_start(evidence, rule, facts->scale, DESCENT__RESTING_PART * first, steps);
    return trial.fate == DESCENT__FATE_SETTLES && rests_at_minimum(evidence, trial.x);
}

/*
 * The loss rises now; but it may have fallen before, on the way to where no step is short enough. Then descent from its
 * lowest place, with steps as short as need be, still runs off.
 */
static bool falls_for_ever(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    size_t lowest = 0;
    if (!evidence->losses || !evidence->has_problem)
        return false;
    for (size_t row = 1; row < evidence->finite; row++)
        if (evidence->losses[row] < evidence->losses[lowest])
            lowest = row;
    const double *x = descent__evidence_point(evidence, lowest);
    const double way = descent__vector_distance(evidence->n, x, evidence->points);
    return lowest > 0 && descent__trial_downhill(evidence, x, way, DESCENT__DOWNHILL_STEPS) == DESCENT__FATE_ESCAPES;
}

static descent_pace pace_of_growth(const descent__facts *facts)
{
    const descent__growth *growth = &facts->growth;
    const descent__course *course = &facts->course;
    const double each = 1 / (double)course->stride; /* rows of a thinned path are so many steps apart */
    const bool turns = course->motion.cosine < DESCENT__SIDE_TO_SIDE && course->stride == 1;
    descent_pace pace = descent__undecided().pace;
    pace.law = growth->law;
    pace.rate = pow(growth->factor, each) * (turns ? -1 : 1);
    pace.exponent = pow(growth->exponent, each);
    pace.onset = course->series.first_step + growth->onset * course->stride;
    return pace;
}

static descent__decision grows(descent__facts *facts, descent_ending ending, descent__reason reason)
{
    descent__decision decision = descent__decided(ending, reason);
    decision.pace = pace_of_growth(facts);
    decision.said.step = decision.pace.onset;
    decision.said.growth = facts->growth.law;
    decision.said.number = fabs(decision.pace.rate);
    decision.said.change = descent__change_of_factor(&facts->growth);
    if (ending != DESCENT_ENDING_UNDETERMINED)
        decision.direction = last_direction(facts);
    if (ending == DESCENT_ENDING_DIVERGING)
        decision.centre = descent__facts_point_near_start(facts);
    return decision;
}

/* The loss as far out as was looked: at the end of the copy that escaped, else at that of the run; NaN if it is not known. */
static double loss_far_out(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    double end = NAN;
    if (facts->broken == DESCENT_QUANTITY_NONE && descent__evaluator_has_loss(&evidence->evaluator)) {
        const descent__trial *copy = descent__facts_expansion(facts);
        if (copy->fate == DESCENT__FATE_ESCAPES)
            end = descent__evidence_loss_at(evidence, copy->x);
        if (copy->fate == DESCENT__FATE_ESCAPES && isnan(end))
            end = copy->loss;
    }
    for (size_t row = facts->course.series.count - 1; row > facts->growth.onset && isnan(end); row--)
        end = loss_at(facts, row);
    return end;
}

/* A loss that swings, as that of −cos x, is lower at one place than at another by chance: what keeps falling is nowhere lower before. */
static bool was_lower_before(descent__facts *facts)
{
    const size_t onset = facts->growth.onset, rows = facts->course.series.count - onset;
    const size_t stride = rows / most_losses + 1;
    if (!descent__evaluator_has_loss(&facts->evidence->evaluator) && !facts->evidence->losses)
        return false;
    const double end = loss_far_out(facts);
    for (size_t row = onset; row < facts->course.series.count; row += stride) {
        const double loss = loss_at(facts, row);
        if (isfinite(loss) && end - loss > DESCENT__LINE_ROUNDINGS * DBL_EPSILON * fmax(fabs(end), fabs(loss)))
            return true;
    }
    return false;
}

/* Is the loss higher than where the growth began? A field without a loss has none, and that of a game swings. */
static bool loss_is_higher(descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    if (!descent__evaluator_has_loss(&evidence->evaluator) && !evidence->losses)
        return false;
    const double begin = loss_at(facts, facts->growth.onset);
    double end = NAN;
    /* Where the loss is no number any more, what it was before decides: growth may have carried it there, or it has none there. */
    for (size_t row = facts->course.series.count - 1; row > facts->growth.onset && isnan(end); row--)
        end = loss_at(facts, row);
    return isfinite(begin) && end > begin;
}

/*
 * Does the loss, or what goes on from the run, end where the formula has no value? Then it fell as far as it goes that way, and that
 * it would fall for ever nobody has seen. Of a path alone only what was recorded is known.
 */
static bool leaves_domain(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    if (facts->broken != DESCENT_QUANTITY_NONE && facts->broken != DESCENT_QUANTITY_POINT) {
        size_t row = evidence->finite;
        if (!evidence->losses || !isnan(evidence->losses[row - 1]))
            return false;
        while (row > 0 && !isfinite(evidence->losses[row - 1]))
            row--;
        return !evidence->has_problem ||
               (row > 0 && descent__trial_domain_ends(evidence, descent__evidence_point(evidence, row - 1),
                                                      descent__evidence_point(evidence, row)));
    }
    if (facts->broken != DESCENT_QUANTITY_NONE)
        return false;
    const descent__trial *copy = descent__facts_expansion(facts);
    return copy->fate == DESCENT__FATE_ESCAPES && descent__trial_domain_ends(evidence, evidence->x, copy->x);
}

/* What falls to where the loss ends is told by that: of the run, it broke off there; of a copy, nobody knows what comes. */
static descent__decision falls_out(descent__facts *facts, descent__reason reason)
{
    facts->leaves_domain = leaves_domain(facts);
    if (!facts->leaves_domain)
        return grows(facts, DESCENT_ENDING_UNBOUNDED, reason);
    if (facts->broken != DESCENT_QUANTITY_NONE)
        return descent__broken_off(facts);
    descent__decision decision = descent__decided(DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_COPY_LEAVES_DOMAIN);
    decision.said.quantity = DESCENT_QUANTITY_LOSS;
    return decision;
}

/* Beyond scatter; or each step in a long row longer than the one before, where a copy can tell what becomes of it. */
static bool is_growth(const descent__facts *facts)
{
    return descent__grows(&facts->growth, facts->broken != DESCENT_QUANTITY_NONE) ||
           (facts->evidence->copies_trusted && descent__rises_in_a_row(&facts->growth));
}

descent__decision descent__decide_escape(descent__facts *facts)
{
    if (!is_growth(facts))
        return descent__undecided();
    int trend = loss_trend(facts);
    if (!growth_is_certain(facts, &trend))
        return descent__undecided();
    if (trend == 0)
        return grows(facts, DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_GROWS_FOR_UNKNOWN_CAUSE);
    if (trend < 0 && was_lower_before(facts))
        trend = 1;
    if (trend < 0 && !smaller_step_settles(facts))
        return falls_out(facts, DESCENT__REASON_GROWS_AND_FALLS);
    if (trend > 0 && falls_for_ever(facts))
        return grows(facts, DESCENT_ENDING_UNBOUNDED, DESCENT__REASON_GROWS_AFTER_FALLING);
    return grows(facts, DESCENT_ENDING_DIVERGING,
                 trend < 0               ? DESCENT__REASON_GROWS_THROWN_OUT
                 : loss_is_higher(facts) ? DESCENT__REASON_GROWS_AND_RISES
                                         : DESCENT__REASON_GROWS_WITHOUT_BOUND);
}

descent__decision descent__decide_escape_of_copy(descent__facts *facts, const descent__series *copy)
{
    const descent__course course = facts->course;
    const descent__growth growth = facts->growth;
    descent__decision decision = descent__undecided();
    if (facts->continued || !descent__course_go_on(facts, copy))
        return decision;
    decision = descent__decide_escape(facts);
    if (!descent__decides(&decision)) {
        facts->course = course;
        facts->growth = growth;
    }
    return decision;
}

/* Of steps that scatter the last may be long, and the first short, by chance. Of a path alone, the factor that is told must make a
 * growth over the steps of which it is told, and these rise one by one, or to what was not there before. Nor does growth by blocks bear out
 * anything that the last steps are back from. */
static bool bears_out_growth(const descent__facts *facts)
{
    const descent__growth *growth = &facts->growth;
    const double steps = (double)(facts->course.motion.count - 1 - growth->onset);
    if (growth->over)
        return false;
    return facts->evidence->copies_trusted || growth->law == DESCENT_LAW_FASTER ||
           (descent__speeds_up(1, pow(growth->factor, steps)) &&
            (descent__rises_in_a_row(growth) || descent__is_longest(growth->largest, facts->course.motion.length_max)));
}

descent__decision descent__decide_growth_so_far(descent__facts *facts)
{
    if (!is_growth(facts) || loss_trend(facts) < 0 || !bears_out_growth(facts))
        return descent__undecided();
    return grows(facts, DESCENT_ENDING_UNDETERMINED,
                 descent__facts_expansion(facts)->fate == DESCENT__FATE_STAYS ? DESCENT__REASON_GROWS_FROM_POINT
                                                                              : DESCENT__REASON_GROWS_SO_FAR);
}
