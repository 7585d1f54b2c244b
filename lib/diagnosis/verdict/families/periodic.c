/* Runs that come back after p ≥ 2 steps. */
#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/predicates.h"

/* What a periodic run rests on besides its orbit: the periods of its coordinates, and the point that it circles. */
static descent__decision periodic(descent__facts *facts, descent__reason reason, const descent__orbit *orbit,
                                  const descent__series *series, double extent)
{
    const size_t period = orbit->cycle.period;
    descent__decision decision = descent__decided(DESCENT_ENDING_PERIODIC, reason);
    decision.said.count = period;
    decision.orbit = orbit;
    decision.pace.onset = orbit->onset;
    decision.coordinate_periods = descent__orbit_coordinate_periods(facts->evidence, series);
    decision.centre = descent__facts_centre(facts, series, series->count - period, extent)->point;
    descent__facts_look_for_kink(facts, series); /* what keeps many a run from coming to rest */
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
