/* Runs that come back after p ≥ 2 steps. */
#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/predicates.h"
#include "rules/knowledge.h"

/* No loss of the cycle can be told from that of the minimum. */
static bool is_as_low(descent__evidence *evidence, const descent_critical_point *minimum, const descent_cycle *cycle)
{
    if (!descent__evaluator_has_loss(&evidence->evaluator) || !descent__evidence_affords(evidence, cycle->period + 1))
        return false;
    const double lowest = descent__evidence_loss_at(evidence, minimum->x);
    for (size_t k = 0; k < cycle->period; k++)
        if (!isfinite(lowest) ||
            descent__rises(descent__evidence_loss_at(evidence, cycle->orbit + k * evidence->n), lowest))
            return false;
    return true;
}

/*
 * Within tolerance of a minimum, do the last digits of the loss make the cycle? A search that compares losses goes to and fro there, since
 * it is level to rounding within √ε of its bottom. (A rule that tells multipliers compares none: its cycles are its own.)
 */
static bool is_rounding_at_minimum(descent__facts *facts, const descent_cycle *cycle,
                                   const descent_critical_point *point)
{
    descent__evidence *evidence = facts->evidence;
    if (!point || point->kind != DESCENT_CRITICAL_MINIMUM || facts->kink ||
        (evidence->has_rule && descent__rule_tells_multipliers(&evidence->rule)))
        return false;
    for (size_t k = 0; k < cycle->period; k++)
        if (!(descent__vector_distance(evidence->n, cycle->orbit + k * evidence->n, point->x) <= facts->tolerance))
            return false;
    return is_as_low(evidence, point, cycle);
}

/* What a periodic run rests on besides its orbit: the periods of its coordinates, and the point that it circles. */
static descent__decision periodic(descent__facts *facts, descent__reason reason, const descent__orbit *orbit,
                                  const descent__series *series, double extent)
{
    const size_t period = orbit->cycle.period;
    descent__decision decision = descent__decided(DESCENT_ENDING_PERIODIC, reason);
    if (!descent__facts_memory_keeps_cycle(facts, orbit))
        return descent__undecided();
    const descent_critical_point *centre = descent__facts_centre(facts, series, series->count - period, extent)->point;
    descent__facts_look_for_kink(facts, series); /* what keeps many a run from coming to rest */
    if (is_rounding_at_minimum(facts, &orbit->cycle, centre))
        return descent__undecided();
    decision.said.count = period;
    decision.orbit = orbit;
    decision.pace.onset = orbit->onset;
    decision.coordinate_periods = descent__orbit_coordinate_periods(facts->evidence, series);
    decision.centre = centre;
    return decision;
}

descent__decision descent__decide_periodic(descent__facts *facts)
{
    const descent__recurrence *recurrence = descent__facts_recurrence(facts);
    if (recurrence->period == 0 || descent__evidence_out_of_memory(facts->evidence) ||
        !descent__facts_recurrence_goes_on(facts))
        return descent__undecided();
    const descent__orbit *orbit = descent__facts_orbit(facts);
    if (orbit->cycle.period == 0 || orbit->passed_by)
        return descent__undecided();
    return periodic(facts, recurrence->exact ? DESCENT__REASON_RETURNS_EXACTLY : DESCENT__REASON_RETURNS_CLOSER, orbit,
                    &facts->series, facts->motion.half);
}

/* A copy that runs on repeats itself: is the run there already? */
descent__decision descent__decide_by_cycle_of_copy(descent__facts *facts)
{
    const descent__orbit *orbit = descent__facts_orbit_of_copy(facts);
    const descent__recurrence *recurrence = &orbit->recurrence;
    if (recurrence->period == 0)
        return descent__undecided();
    if (!descent__repeats_from_the_start(recurrence)) {
        descent__decision later = descent__decided(DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_COPY_RETURNS_LATER);
        later.said.later = recurrence->onset;
        later.said.count = recurrence->period;
        return later;
    }
    if (orbit->cycle.period == 0 || orbit->passed_by)
        return descent__undecided();
    return periodic(facts, DESCENT__REASON_COPY_RETURNS, orbit, &facts->lyapunov.series, facts->motion_of_copy.half);
}

descent__decision descent__decide_by_cycle_onward(descent__facts *facts)
{
    const descent__orbit *orbit = descent__facts_orbit_onward(facts);
    if (orbit->cycle.period == 0 || orbit->passed_by)
        return descent__undecided();
    return periodic(facts, DESCENT__REASON_COPY_ENDS_ON_CYCLE, orbit, &descent__facts_outlook(facts)->series,
                    orbit->recurrence.amplitude);
}
