/* Runs that stay in motion within bounds and do not return: quasiperiodic, chaotic, noisy. */
#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "diagnosis/verdict/wandering.h"
#include "trajectory/lyapunov.h"
#include "trajectory/returns.h"
#include "trajectory/rotation.h"

descent__decision descent__decide_noisy(descent__facts *facts)
{
    if (!facts->evidence->random)
        return descent__undecided();
    descent__decision decision = descent__decided(DESCENT_ENDING_NOISY, DESCENT__REASON_GRADIENT_RANDOM);
    decision.noise = descent__facts_noise(facts);
    return decision;
}

static descent__decision undetermined(descent__reason reason, size_t count)
{
    descent__decision decision = descent__decided(DESCENT_ENDING_UNDETERMINED, reason);
    decision.said.count = count;
    return decision;
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

/* Theory says that the minimum attracts, so slowly that the exponent cannot be told from it: no torus is proved. */
static bool may_be_attracted(const descent__destination *destination, const descent__lyapunov *lyapunov)
{
    return destination->point && destination->point->kind == DESCENT_CRITICAL_MINIMUM && destination->multiplier > 0 &&
           destination->multiplier < 1 && log(destination->multiplier) >= lyapunov->low;
}

/* Has friction had the time to tell? Before, a run that will come to rest looks as if it wandered for ever. */
static bool friction_has_told(const descent__facts *facts, size_t more_steps)
{
    const descent__evidence *evidence = facts->evidence;
    const double momentum = evidence->has_rule ? evidence->rule.momentum : 0;
    return !descent__momentum_rings_on(momentum, (double)evidence->step + (double)more_steps);
}

/* From how neighbours separate, and, where they do not, from how the copy moves. */
static descent__decision decide_by_exponent(descent__facts *facts, const descent__lyapunov *lyapunov,
                                            const descent__destination *centre)
{
    const double steps = (double)lyapunov->steps;
    const size_t limit = facts->evidence->options.period_limit;
    const bool old = friction_has_told(facts, lyapunov->steps);
    if (old && descent__separates(lyapunov->exponent, lyapunov->low, steps)) {
        descent__decision chaotic = descent__decided(DESCENT_ENDING_CHAOTIC, DESCENT__REASON_SEPARATES);
        chaotic.said.count = lyapunov->steps;
        return chaotic;
    }
    const descent__decision settling = descent__decide_by_settling_copy(facts, &lyapunov->series, centre);
    if (descent__decides(&settling))
        return settling;
    if (may_be_attracted(centre, lyapunov))
        return undetermined(DESCENT__REASON_ATTRACTED_SLOWLY, lyapunov->steps);
    if (!old)
        return undetermined(DESCENT__REASON_FRICTION_TOO_SLOW, lyapunov->steps);
    const descent__view copy = descent__view_of(&lyapunov->series);
    const size_t lag = descent__creeping_lag(&copy, facts->motion.half, limit);
    if (lag > 0)
        return undetermined(DESCENT__REASON_CREEPS, lag);
    if (!descent__is_stationary(&facts->evidence->work, &lyapunov->series))
        return undetermined(DESCENT__REASON_COPY_WANDERS, lyapunov->steps);
    if (descent__is_neutral(lyapunov->exponent, lyapunov->low, lyapunov->high, steps)) {
        descent__decision torus = descent__decided(DESCENT_ENDING_QUASIPERIODIC, DESCENT__REASON_NEVER_RETURNS);
        torus.rotation_number = descent__rotation_number(&lyapunov->series);
        return torus;
    }
    if (lyapunov->high < 0)
        return undetermined(DESCENT__REASON_DRAWS_TOGETHER, limit);
    return undetermined(DESCENT__REASON_EXPONENT_UNSURE, lyapunov->steps);
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
    if (decision.ending == DESCENT_ENDING_APPROACHING)
        return decision; /* it rests on the point ahead, and not on the exponent */
    decision.lyapunov = lyapunov;
    decision.coordinate_periods = periods;
    if (decision.ending != DESCENT_ENDING_UNDETERMINED)
        decision.centre = centre->point;
    return decision;
}

static bool leaves_bounds(descent__facts *facts, const descent__lyapunov *lyapunov)
{
    const descent__series *copy = &lyapunov->series;
    return lyapunov->result == DESCENT__MAP_NONFINITE ||
           descent__has_left(descent__series_extent(&facts->evidence->work, copy, 0, copy->count), facts->scale);
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
    if (leaves_bounds(facts, lyapunov))
        return undetermined(DESCENT__REASON_COPY_LEAVES, lyapunov->series.count);
    if (!facts->lyapunov_known || descent__evidence_out_of_memory(facts->evidence))
        return descent__undecided();
    return decide_by_measured_exponent(facts, lyapunov);
}

/* Where the copy with the twin leaves open what becomes of a run whose rule tells no multipliers, a cycle on which
 * another one ends does. And where the recorded steps do not look like motion that lasts, the decisions that
 * follow are asked: the path alone goes on to them, too. What is missing is said if none has more to say. (Rules
 * that tell their multipliers are found from the path alone, which then stops at the same copy; and of a run that
 * was not recorded, the series is a copy itself, and a short one.) */
static descent__decision decide_otherwise(descent__facts *facts, descent__decision open)
{
    static descent__decision (*const others[])(descent__facts *) = {
        descent__decide_by_cycle_onward, descent__decide_drift, descent__decide_by_law, descent__decide_descending};
    const size_t count =
        facts->continued || descent__quarters_are_alike(&facts->motion) ? 1 : sizeof others / sizeof *others;
    if (facts->evidence->rule.type->multipliers)
        return open;
    for (size_t k = 0; k < count; k++) {
        const descent__decision decision = others[k](facts);
        if (descent__decides(&decision))
            return decision.ending == DESCENT_ENDING_UNDETERMINED ? open : decision;
    }
    return open;
}

descent__decision descent__decide_bounded(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    if (!descent__is_sustained(&facts->motion))
        return descent__undecided();
    if (!evidence->copies_trusted) {
        if (!descent__quarters_are_alike(&facts->motion))
            return descent__undecided();
        descent__decision alone = undetermined(DESCENT__REASON_BOUNDED_ALONE, 0);
        alone.coordinate_periods = descent__orbit_coordinate_periods(evidence, &facts->series);
        return alone;
    }
    const descent__lyapunov *lyapunov = descent__facts_lyapunov(facts);
    if (!lyapunov)
        return undetermined(DESCENT__REASON_BUDGET_FOR_EXPONENT, 0);
    if (descent__evidence_out_of_memory(evidence))
        return descent__undecided();
    const descent__decision decision = decide_by_copy(facts, lyapunov);
    return decision.ending == DESCENT_ENDING_UNDETERMINED ? decide_otherwise(facts, decision) : decision;
}
