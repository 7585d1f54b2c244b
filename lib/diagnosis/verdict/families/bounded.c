/* Runs that stay in motion within bounds and do not return: quasiperiodic, chaotic, noisy. */
#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/explain/words.h"
#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/multipliers.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "diagnosis/verdict/wandering.h"
#include "rules/knowledge.h"
#include "trajectory/box.h"
#include "trajectory/lyapunov.h"
#include "trajectory/returns.h"
#include "trajectory/rotation.h"
#include "trajectory/stationarity.h"
#include "trajectory/tolerances.h"

descent__decision descent__decide_noisy(descent__facts *facts)
{
    if (!facts->evidence->random)
        return descent__undecided();
    descent__decision decision = descent__decided(DESCENT_ENDING_NOISY, DESCENT__REASON_GRADIENT_RANDOM);
    decision.noise = descent__facts_noise(facts);
    decision.said.quantity =
        descent__evidence_has_differences(facts->evidence) ? DESCENT_QUANTITY_LOSS : DESCENT_QUANTITY_GRADIENT;
    if (facts->outruns_noise)
        decision.reason = DESCENT__REASON_RANDOM_ON_ITS_WAY;
    return decision;
}

static descent__decision undetermined(descent__reason reason, size_t count)
{
    descent__decision decision = descent__decided(DESCENT_ENDING_UNDETERMINED, reason);
    decision.said.count = count;
    return decision;
}

/* "Bounded so far" must be earned. */
static descent__decision undetermined_so_far(descent__facts *facts, descent__reason bounded, descent__reason grew,
                                             size_t count)
{
    const double growth = descent__facts_growth_so_far(facts);
    descent__decision decision = undetermined(descent__grew_so_far(growth) ? grew : bounded, count);
    decision.said.number = growth;
    return decision;
}

static descent__decision wanders(descent__facts *facts, size_t count)
{
    return undetermined_so_far(facts, DESCENT__REASON_COPY_WANDERS, DESCENT__REASON_GREW_AND_COPY_WANDERS, count);
}

/* What the copy shows by the end of its own way: it came to rest, or its swings shrink with the step size. */
static descent__decision decide_by_fading_copy(descent__facts *facts, const descent__series *copy)
{
    descent__evidence *evidence = facts->evidence;
    const size_t quarter = copy->count / 4;
    const double first = descent__series_extent(&evidence->work, copy, 0, quarter);
    const double last = descent__series_extent(&evidence->work, copy, copy->count - quarter, copy->count);
    if (descent__copy_rests(first, last))
        return undetermined(DESCENT__REASON_COPY_RESTS, copy->count);
    if (descent__copy_shrinks(first, last) && evidence->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT)
        return undetermined(DESCENT__REASON_SWINGS_WITH_STEP_SIZE, 0);
    return descent__undecided();
}

enum {
    losses_a_block = 8 /* are asked for, spread over a block's steps: a cost */
};

/* Does the loss go one way under the fast motion? In many coordinates a slow drift may hide in each of them. */
static bool loss_drifts(descent__evidence *evidence, const descent__series *copy)
{
    const size_t samples = (size_t)descent__drift_blocks * losses_a_block;
    double means[descent__drift_blocks] = {0}, low = INFINITY, high = -INFINITY;
    if (!descent__evaluator_has_loss(&evidence->evaluator) || copy->count < samples ||
        descent__evidence_left(evidence) / DESCENT__COPY_BUDGET < samples)
        return false;
    for (size_t k = 0; k < samples; k++) {
        const double loss = descent__evidence_loss_at(evidence, descent__series_point(copy, k * copy->count / samples));
        low = fmin(low, loss);
        high = fmax(high, loss);
        means[k / losses_a_block] += loss / losses_a_block;
    }
    return descent__goes_one_way(means, fmax(descent__drift_share * (high - low),
                                             descent__rounding_units * DBL_EPSILON * fmax(fabs(low), fabs(high))));
}

/* Is there a slow drift under the fast motion? Then it is within no bounds that were seen. */
static bool drifts(descent__facts *facts, const descent__series *copy)
{
    return descent__drifts(copy, facts->motion.floor) || loss_drifts(facts->evidence, copy);
}

static descent__decision decide_chaotic(descent__facts *facts, const descent__lyapunov *lyapunov)
{
    const descent__series *copy = &lyapunov->series;
    if (!lyapunov->lasts)
        return undetermined(DESCENT__REASON_CHAOS_ENDS, lyapunov->steps);
    if (drifts(facts, copy))
        return undetermined(DESCENT__REASON_CHAOS_DRIFTS, lyapunov->steps);
    /* Of a rule whose memory fades no exponent has a positive lower end: its bursts reach far, and between them it rests. What spreads
     * as the step size falls is no walk either. */
    if (descent__spreads(copy, facts->motion.floor))
        return descent__spreads_on(copy, facts->motion.floor) && !descent__facts_rule_forgets(facts) &&
                       facts->evidence->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT
                   ? undetermined(DESCENT__REASON_CHAOS_SPREADS, lyapunov->steps)
                   : wanders(facts, lyapunov->steps);
    descent__decision chaotic = descent__decided(DESCENT_ENDING_CHAOTIC, descent__facts_rule_forgets(facts)
                                                                             ? DESCENT__REASON_SEPARATES_ON_AVERAGE
                                                                             : DESCENT__REASON_SEPARATES);
    chaotic.said.count = lyapunov->steps;
    return chaotic;
}

/* By the map itself at the point that is circled, or, where none was found, in the middle of the motion; else by the
 * rule's formula. 1 if nothing tells it. */
static double modulus_of_centre(descent__facts *facts, const descent__series *copy, const descent__destination *centre)
{
    double *middle = descent__evidence_numbers(facts->evidence, copy->n);
    if (!middle)
        return 1;
    descent__series_mean(copy, 0, middle);
    const double measured =
        descent__multipliers_at(facts->evidence, centre->point ? centre->point->x : middle, facts->motion.half);
    return measured > 0 ? measured : centre->point && centre->multiplier > 0 ? centre->multiplier : 1;
}

/*
 * A circle is proved by ranges that neither grow nor shrink, and, where the multipliers of the point that is circled are
 * known, by ranges that exclude what these would do: a spiral may be as slow as it likes.
 */
static descent__decision decide_by_ranges(descent__facts *facts, const descent__lyapunov *lyapunov,
                                          const descent__destination *centre)
{
    const double steps = (double)lyapunov->series.count;
    const descent__trend_of_range trend = descent__range_trend(&lyapunov->series, facts->motion.floor);
    const double modulus = modulus_of_centre(facts, &lyapunov->series, centre);
    const bool stands = descent__range_stands(&trend, steps);
    if (stands && (descent__turns_neutrally(modulus) || descent__range_excludes(&trend, log(modulus))))
        return descent__undecided();
    if (stands && modulus < 1)
        return undetermined(DESCENT__REASON_ATTRACTED_SLOWLY, lyapunov->steps);
    const double rate = stands ? log(modulus) : trend.rate;
    descent__decision spirals =
        undetermined(rate > 0 ? DESCENT__REASON_SPIRALS_OUT : DESCENT__REASON_SPIRALS_IN, lyapunov->steps);
    spirals.said.number = fabs(expm1(rate));
    return spirals;
}

/* Has friction had the time to tell? Before, a run that will come to rest looks as if it wandered for ever. */
static bool friction_has_told(const descent__facts *facts, size_t more_steps)
{
    const descent__evidence *evidence = facts->evidence;
    const double momentum = evidence->has_rule ? evidence->rule.momentum : 0;
    return !descent__momentum_rings_on(momentum, (double)evidence->step + (double)more_steps);
}

/*
 * What turns by half a circle a step goes from side to side, and its torus is two loops: every second point must go round one of
 * them. Where these points only move along, it swings beside a minimum by a slow drift, and may come to a cycle in the end.
 */
static bool alternates_on_loops(descent__facts *facts, const descent__lyapunov *lyapunov, double rotation_number)
{
    const descent__series *copy = &lyapunov->series;
    const size_t count = (copy->count + 1) / 2;
    if (!descent__is_half_a_turn(rotation_number, (double)copy->count))
        return true;
    double *points = descent__evidence_numbers(facts->evidence, count * copy->n);
    if (!points)
        return true;
    for (size_t k = 0; k < count; k++)
        descent__vector_copy(copy->n, descent__series_point(copy, 2 * k), points + k * copy->n);
    const descent__series every_second = {.n = copy->n, .count = count, .points = points};
    return descent__goes_round(descent__rotation_number(&every_second) * (double)count);
}

/* From how neighbours separate, and, where they do not, from how the copy moves. */
static descent__decision decide_by_exponent(descent__facts *facts, const descent__lyapunov *lyapunov,
                                            const descent__destination *centre)
{
    const double steps = (double)lyapunov->steps;
    const size_t limit = facts->evidence->options.period_limit;
    const bool old = friction_has_told(facts, lyapunov->steps);
    /* Where a memory fades it is the bursts that throw the twin, and they do separate. */
    const bool thrown = descent__twin_is_thrown(lyapunov->exponent) && !descent__facts_rule_forgets(facts);
    if (old && !thrown && descent__separates(lyapunov->exponent, lyapunov->low, steps))
        return decide_chaotic(facts, lyapunov);
    if (!old)
        return undetermined(DESCENT__REASON_FRICTION_TOO_SLOW, lyapunov->steps);
    const descent__view copy = descent__view_of(&lyapunov->series);
    const size_t lag = descent__creeping_lag(&copy, facts->motion.half, limit);
    if (lag > 0)
        return undetermined(DESCENT__REASON_CREEPS, lag);
    if (!descent__is_stationary(&facts->evidence->work, &lyapunov->series) || drifts(facts, &lyapunov->series) ||
        descent__spreads(&lyapunov->series, facts->motion.floor))
        return wanders(facts, lyapunov->steps);
    if (descent__is_on_grid(&copy, facts->motion.half, facts->motion.floor))
        return undetermined(DESCENT__REASON_ON_GRID, lyapunov->steps);
    const descent__decision spiral = decide_by_ranges(facts, lyapunov, centre);
    if (descent__decides(&spiral))
        return spiral;
    if (descent__is_neutral(lyapunov->low, lyapunov->high)) {
        descent__decision torus = descent__decided(DESCENT_ENDING_QUASIPERIODIC, DESCENT__REASON_NEVER_RETURNS);
        torus.rotation_number = descent__rotation_number(&lyapunov->series);
        if (!alternates_on_loops(facts, lyapunov, torus.rotation_number))
            return undetermined(DESCENT__REASON_CREEPS, 2);
        return torus;
    }
    if (lyapunov->high < 0)
        return undetermined(DESCENT__REASON_DRAWS_TOGETHER, limit);
    return undetermined(thrown ? DESCENT__REASON_TWIN_THROWN : DESCENT__REASON_EXPONENT_UNSURE, lyapunov->steps);
}

/* Was the run at the minimum that it moves around, by a rule whose memory fades there? Then this is why it left, and how fast
 * neighbours separate tells nothing. */
static bool memory_faded_at(descent__facts *facts, const descent_critical_point *centre)
{
    const descent__series rows = descent__evidence_rows(facts->evidence);
    if (!centre || centre->kind != DESCENT_CRITICAL_MINIMUM || !descent__facts_rule_forgets(facts))
        return false;
    for (size_t row = 0; row < rows.count; row++)
        if (descent__vector_distance(rows.n, descent__series_point(&rows, row), centre->x) <= facts->tolerance)
            return true;
    return false;
}

/* With the minimum that the memory does not keep the run at, or has not. */
static descent__decision memory_fades_at(descent__facts *facts, const descent_critical_point *minimum,
                                         descent__reason reason)
{
    char place[descent__point_text_size];
    descent__decision decision = descent__decided(DESCENT_ENDING_UNDETERMINED, reason);
    descent__words_rounded_point(place, facts->evidence->n, minimum->x, facts->tolerance);
    facts->memory_faded = true;
    decision.said.place = descent__arena_text(&facts->evidence->work, "%s", place);
    decision.centre = minimum;
    return decision;
}

descent__decision descent__at_minimum_for_now(descent__facts *facts)
{
    const descent__destination *at = descent__facts_destination(facts);
    if (!at->point || at->point->kind != DESCENT_CRITICAL_MINIMUM || !(at->distance <= facts->tolerance) ||
        !descent__evidence_rule_tells_nothing(facts->evidence) || !descent__facts_rule_forgets(facts))
        return descent__undecided();
    return memory_fades_at(facts, at->point, DESCENT__REASON_AT_MINIMUM_AS_MEMORY_FADES);
}

static descent__decision decide_by_measured_exponent(descent__facts *facts, const descent__lyapunov *lyapunov)
{
    const bool long_enough = facts->motion.count >= DESCENT__LEAST_UNSURE && !facts->continued;
    const size_t *periods =
        descent__orbit_coordinate_periods(facts->evidence, long_enough ? &facts->series : &lyapunov->series);
    const descent__destination *centre =
        descent__facts_centre(facts, &facts->series, facts->series.count / 2, facts->motion.half);
    descent__facts_look_for_kink(facts, &facts->series);
    descent__decision decision = decide_by_exponent(facts, lyapunov, centre);
    if (decision.ending == DESCENT_ENDING_UNDETERMINED && facts->lyapunov_cut_short)
        facts->evidence->budget_exhausted = true;
    if (decision.ending == DESCENT_ENDING_UNDETERMINED && memory_faded_at(facts, centre->point))
        return memory_fades_at(facts, centre->point, DESCENT__REASON_LEFT_AS_MEMORY_FADED);
    descent__facts_bound_exponent(facts);
    /* Where it decides nothing, a number that tells nothing is none. */
    const bool told = decision.ending != DESCENT_ENDING_UNDETERMINED ||
                      (!descent__twin_is_thrown(lyapunov->exponent) &&
                       descent__exponent_is_told(lyapunov->exponent, lyapunov->low, lyapunov->high));
    facts->swings |= !told;
    if (told)
        decision.lyapunov = lyapunov;
    decision.coordinate_periods = periods;
    /* A run that creeps may do so because its step size is on the limit of the minimum that it circles. */
    if (decision.ending != DESCENT_ENDING_UNDETERMINED || decision.reason == DESCENT__REASON_CREEPS)
        decision.centre = centre->point;
    return decision;
}

static bool leaves_bounds(descent__facts *facts, const descent__series *copy)
{
    return descent__has_left(descent__series_extent(&facts->evidence->work, copy, 0, copy->count), facts->scale);
}

/* Steps until the copy is where the run was not, on the far side of all that it has been to. */
static size_t steps_within_bounds(descent__facts *facts, const descent__series *copy)
{
    const size_t n = copy->n;
    double *low = descent__evidence_numbers(facts->evidence, 2 * n);
    size_t row = 1;
    if (!low)
        return 0;
    double *high = low + n;
    descent__box_empty(n, low, high);
    descent__series_box(&facts->series, 0, facts->series.count, low, high);
    for (; row + 1 < copy->count; row++)
        for (size_t i = 0; i < n; i++)
            if (descent__series_point(copy, row)[i] < low[i] || descent__series_point(copy, row)[i] > high[i])
                return row;
    return row;
}

static descent__decision decide_by_leaving(descent__facts *facts, const descent__series *copy)
{
    descent__decision decision = descent__decide_growth_so_far(facts);
    if (!descent__decides(&decision))
        decision = descent__decide_escape_of_copy(facts, copy);
    return descent__decides(&decision)
               ? decision
               : undetermined_so_far(facts, DESCENT__REASON_COPY_LEAVES, DESCENT__REASON_GREW_AND_COPY_LEAVES,
                                     steps_within_bounds(facts, copy));
}

static descent__decision decide_by_copy(descent__facts *facts, const descent__lyapunov *lyapunov)
{
    descent__decision decision = descent__undecided();
    /* A cycle is asked first, because an oscillation that is still small may grow a hundredfold and end on one. */
    if (lyapunov->result != DESCENT__MAP_NONFINITE) {
        decision = descent__decide_by_cycle_of_copy(facts);
        if (!descent__decides(&decision))
            decision = decide_by_fading_copy(facts, &lyapunov->series);
    }
    if (descent__decides(&decision))
        return decision;
    if (leaves_bounds(facts, &lyapunov->series))
        return decide_by_leaving(facts, &lyapunov->series);
    if (lyapunov->result == DESCENT__MAP_NONFINITE)
        return undetermined(DESCENT__REASON_COPY_BREAKS_OFF, lyapunov->series.count);
    if (!facts->lyapunov_known || descent__evidence_out_of_memory(facts->evidence))
        return descent__undecided();
    return decide_by_measured_exponent(facts, lyapunov);
}

/*
 * Where the copy with the twin leaves open what becomes of a run whose rule tells no multipliers, and the recorded steps do not look
 * like motion that lasts, the decisions that follow are asked: the path alone goes on to them, too. (Not a drift: that is straight.)
 * What is missing is said if none has more to say. (Rules that tell their multipliers are found from the path alone, which then stops
 * at the same copy; and of a run that was not recorded, the series is a copy itself, and a short one.)
 */
static descent__decision decide_otherwise(descent__facts *facts, descent__decision open)
{
    static descent__decision (*const others[])(descent__facts *) = {descent__decide_by_law, descent__decide_descending};
    const size_t count = sizeof others / sizeof *others;
    if (descent__rule_tells_multipliers(&facts->evidence->rule) || facts->continued ||
        descent__quarters_are_alike(&facts->motion))
        return open;
    for (size_t k = 0; k < count; k++) {
        const descent__decision decision = others[k](facts);
        if (descent__decides(&decision))
            return decision.ending == DESCENT_ENDING_UNDETERMINED ? open : decision;
    }
    return open;
}

/* Of a spread: digits of a mean that are smaller are not told. */
static const double told_part = 0.1;

/* Of the digits. */
static const double base = 10;

/* About which point the last half of the points is, and how far away on average. */
static void tell_mean(descent__facts *facts, descent__decision *decision)
{
    const descent__series *const series = &facts->series;
    const size_t n = series->n, half = series->count / 2;
    double *const mean = descent__evidence_numbers(facts->evidence, n);
    double spread = 0;
    char place[descent__point_text_size];
    if (!mean || half == 0)
        return;
    descent__series_mean(series, half, mean);
    for (size_t row = half; row < series->count; row++)
        spread +=
            descent__vector_distance(n, descent__series_point(series, row), mean) / (double)(series->count - half);
    const double unit = pow(base, floor(log10(told_part * spread)));
    if (!(unit > 0) || !isfinite(unit))
        return;
    for (size_t i = 0; i < n; i++)
        mean[i] = round(mean[i] / unit) * unit;
    descent__words_rounded_point(place, n, mean, unit / 2);
    decision->said.number = spread;
    decision->said.place = descent__arena_text(&facts->evidence->work, "%s", place);
}

/* Where no copy tells more: by the points alone. */
static descent__decision decide_alone(descent__facts *facts)
{
    if (!descent__quarters_are_alike(&facts->motion))
        return descent__undecided();
    const descent__view view = descent__view_of(&facts->series);
    const bool on_grid = descent__is_on_grid(&view, facts->motion.half, facts->motion.floor);
    const int trend = on_grid ? 0 : descent__trend_of_lengths(&facts->motion);
    if (trend != 0)
        return undetermined(trend < 0 ? DESCENT__REASON_SHRINKS_ALONE : DESCENT__REASON_LENGTHENS_ALONE, 0);
    descent__decision alone = on_grid ? undetermined(DESCENT__REASON_ON_GRID, facts->series.count - 1)
                              : descent__covers_more(&facts->series, facts->motion.floor)
                                  ? undetermined(DESCENT__REASON_COVERS_MORE_ALONE, 0)
                                  : undetermined(DESCENT__REASON_BOUNDED_ALONE, 0);
    if (alone.reason == DESCENT__REASON_BOUNDED_ALONE)
        tell_mean(facts, &alone);
    alone.coordinate_periods = descent__orbit_coordinate_periods(facts->evidence, &facts->series);
    return alone;
}

descent__decision descent__decide_bounded(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    if (!descent__is_sustained(&facts->motion))
        return descent__undecided();
    if (!evidence->copies_trusted)
        return decide_alone(facts);
    const descent__lyapunov *lyapunov = descent__facts_lyapunov(facts);
    if (!lyapunov)
        return undetermined(evidence->options.path_only ? DESCENT__REASON_NO_EVALUATIONS_FOR_EXPONENT
                                                        : DESCENT__REASON_BUDGET_FOR_EXPONENT,
                            0);
    if (descent__evidence_out_of_memory(evidence))
        return descent__undecided();
    const descent__decision decision = decide_by_copy(facts, lyapunov);
    return decision.ending == DESCENT_ENDING_UNDETERMINED ? decide_otherwise(facts, decision) : decision;
}
