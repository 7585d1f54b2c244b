#include "diagnosis/verdict/conclusion.h"

#include <assert.h>
#include <math.h>

#include "base/ending.h"
#include "critical/point.h"
#include "diagnosis/verdict/predicates.h"

static const unsigned allowed[] = {
    /* Lyapunov exponent and periods where a copy was followed; the law where growth has no cause that can be told;
     * a minimum and its limit where the step size decides. */
    [DESCENT_ENDING_UNDETERMINED] = DESCENT__FIELD_LYAPUNOV | DESCENT__FIELD_COORDINATE_PERIODS | DESCENT__FIELD_LAW |
                                    DESCENT__FIELD_ONSET | DESCENT__FIELD_CENTRE | DESCENT__FIELD_STEP_LIMIT,
    [DESCENT_ENDING_CONVERGED] = DESCENT__FIELD_POINT_HERE | DESCENT__FIELD_DISTANCE | DESCENT__FIELD_STEP_LIMIT |
                                 DESCENT__FIELD_LAW | DESCENT__FIELD_STEPS_TO_GO,
    [DESCENT_ENDING_APPROACHING] = DESCENT__FIELD_POINT_AHEAD | DESCENT__FIELD_DISTANCE | DESCENT__FIELD_STEP_LIMIT |
                                   DESCENT__FIELD_LAW | DESCENT__FIELD_STEPS_TO_GO,
    [DESCENT_ENDING_DESCENDING] = DESCENT__FIELD_SLOPE,
    [DESCENT_ENDING_STALLED] = DESCENT__FIELD_POINT_AHEAD | DESCENT__FIELD_DISTANCE | DESCENT__FIELD_STEP_LIMIT |
                               DESCENT__FIELD_LAW | DESCENT__FIELD_SLOPE | DESCENT__FIELD_DIRECTION,
    [DESCENT_ENDING_PERIODIC] = DESCENT__FIELD_ORBIT | DESCENT__FIELD_COORDINATE_PERIODS | DESCENT__FIELD_CENTRE |
                                DESCENT__FIELD_STEP_LIMIT | DESCENT__FIELD_ONSET,
    [DESCENT_ENDING_QUASIPERIODIC] = DESCENT__FIELD_COORDINATE_PERIODS | DESCENT__FIELD_ROTATION_NUMBER |
                                     DESCENT__FIELD_CENTRE | DESCENT__FIELD_STEP_LIMIT | DESCENT__FIELD_LYAPUNOV,
    [DESCENT_ENDING_CHAOTIC] =
        DESCENT__FIELD_COORDINATE_PERIODS | DESCENT__FIELD_CENTRE | DESCENT__FIELD_STEP_LIMIT | DESCENT__FIELD_LYAPUNOV,
    [DESCENT_ENDING_NOISY] = DESCENT__FIELD_NOISE,
    [DESCENT_ENDING_DIVERGING] = DESCENT__FIELD_LAW | DESCENT__FIELD_ONSET | DESCENT__FIELD_DIRECTION |
                                 DESCENT__FIELD_CENTRE | DESCENT__FIELD_STEP_LIMIT,
    [DESCENT_ENDING_UNBOUNDED] =
        DESCENT__FIELD_LAW | DESCENT__FIELD_SLOPE | DESCENT__FIELD_ONSET | DESCENT__FIELD_DIRECTION,
    [DESCENT_ENDING_NONFINITE] = DESCENT__FIELD_QUANTITY | DESCENT__FIELD_ONSET,
};
DESCENT__COVERS(allowed, DESCENT_ENDING_LIST);

unsigned descent__fields_allowed(descent_ending ending)
{
    return (size_t)ending < descent__ending_count ? allowed[ending] : 0;
}

static unsigned field_if(bool filled, descent__result_field field)
{
    return filled ? (unsigned)field : 0;
}

static bool knows_interval(const descent_interval *interval)
{
    return !isnan(interval->value) || !isnan(interval->low) || !isnan(interval->high);
}

unsigned descent__fields_filled(const descent_diagnosis *diagnosis)
{
    const descent_pace *pace = &diagnosis->pace;
    const descent_cycle *cycle = &diagnosis->cycle;
    const descent_noise *noise = &diagnosis->noise;
    const bool law = pace->law != DESCENT_LAW_UNKNOWN || !isnan(pace->rate) || !isnan(pace->exponent);
    const bool orbit = cycle->period > 0 || cycle->orbit || cycle->multipliers || cycle->multipliers_imaginary ||
                       cycle->multiplier_directions || cycle->multiplier_count > 0;
    return field_if(diagnosis->point && !diagnosis->point_ahead, DESCENT__FIELD_POINT_HERE) |
           field_if(diagnosis->point_ahead, DESCENT__FIELD_POINT_AHEAD) |
           field_if(!isnan(diagnosis->distance), DESCENT__FIELD_DISTANCE) |
           field_if(!isnan(diagnosis->step_limit), DESCENT__FIELD_STEP_LIMIT) |
           field_if(diagnosis->centre, DESCENT__FIELD_CENTRE) | field_if(law, DESCENT__FIELD_LAW) |
           field_if(!isnan(pace->slope), DESCENT__FIELD_SLOPE) |
           field_if(knows_interval(&pace->steps_to_go), DESCENT__FIELD_STEPS_TO_GO) |
           field_if(pace->onset > 0, DESCENT__FIELD_ONSET) | field_if(orbit, DESCENT__FIELD_ORBIT) |
           field_if(cycle->coordinate_periods, DESCENT__FIELD_COORDINATE_PERIODS) |
           field_if(!isnan(cycle->rotation_number), DESCENT__FIELD_ROTATION_NUMBER) |
           field_if(knows_interval(&diagnosis->lyapunov), DESCENT__FIELD_LYAPUNOV) |
           field_if(!isnan(noise->level) || !isnan(noise->floor) || !isnan(noise->floor_half), DESCENT__FIELD_NOISE) |
           field_if(diagnosis->direction, DESCENT__FIELD_DIRECTION) |
           field_if(diagnosis->quantity != DESCENT_QUANTITY_NONE, DESCENT__FIELD_QUANTITY);
}

/* The result owns its points; the facts keep them for others to read, and do not free those that the result has. */
static descent_critical_point *owned(const descent_critical_point *point)
{
    return (descent_critical_point *)point;
}

/* Converged where no point was classified: what is known of it. */
static descent_critical_point *unclassified(descent__evidence *evidence, double distance)
{
    descent_critical_point *point = descent__critical_point_unclassified(evidence->n, evidence->x);
    if (!point) {
        evidence->memory_failed = true;
        return NULL;
    }
    point->loss = evidence->loss;
    point->gradient_norm = evidence->gradient_norm;
    point->distance = distance;
    return point;
}

static void write_place(const descent__facts *facts, const descent__decision *decision, descent_diagnosis *diagnosis)
{
    diagnosis->point = owned(decision->point);
    if (decision->ending == DESCENT_ENDING_CONVERGED && !diagnosis->point)
        diagnosis->point = unclassified(facts->evidence, decision->distance);
    diagnosis->point_ahead = decision->ahead && decision->point;
    diagnosis->distance = decision->distance;
    diagnosis->centre = owned(decision->centre);
    diagnosis->step_limit =
        descent__destination_step_limit(facts->evidence, diagnosis->point ? diagnosis->point : diagnosis->centre);
}

static void write_motion(const descent__decision *decision, descent__holdings *holdings, descent_diagnosis *diagnosis)
{
    if (decision->orbit) {
        diagnosis->cycle = decision->orbit->cycle;
        holdings->at_onset = decision->orbit->at_onset;
        holdings->cycle_of_copy = decision->orbit->of_copy;
    }
    diagnosis->cycle.coordinate_periods = (size_t *)decision->coordinate_periods;
    diagnosis->cycle.rotation_number = decision->rotation_number;
    if (decision->lyapunov)
        diagnosis->lyapunov = (descent_interval){
            .value = decision->lyapunov->exponent, .low = decision->lyapunov->low, .high = decision->lyapunov->high};
    if (decision->noise)
        diagnosis->noise = *decision->noise;
}

static bool any_finite(const double *numbers, size_t count)
{
    for (size_t row = 0; numbers && row < count; row++)
        if (isfinite(numbers[row]))
            return true;
    return false;
}

static descent__known known_of(const descent__evidence *evidence)
{
    return (descent__known){
        .problem = evidence->has_problem,
        .rule = evidence->has_rule,
        .contradicted = (evidence->findings & DESCENT_FINDING_RULE_DISAGREES) != 0,
        .slope = evidence->gradient_known || any_finite(evidence->norms, evidence->finite),
        .loss = any_finite(evidence->losses, evidence->finite),
        .loss_is_higher =
            evidence->losses && evidence->finite > 0 && evidence->losses[evidence->finite - 1] > evidence->losses[0],
    };
}

static bool is_level_ground(descent__reason reason)
{
    return reason == DESCENT__REASON_GROUND_IS_LOWER_FARTHER_OFF || reason == DESCENT__REASON_GROUND_IS_LEVEL ||
           reason == DESCENT__REASON_NEAR_GROUND_LOWER_FARTHER_OFF || reason == DESCENT__REASON_NEAR_LEVEL_GROUND;
}

void descent__conclude(const descent__facts *facts, const descent__decision *decision, descent_diagnosis *diagnosis)
{
    assert(descent__decides(decision));
    diagnosis->ending = decision->ending;
    descent__reason_facts said = decision->said;
    said.known = known_of(facts->evidence);
    said.step += facts->evidence->steps_before;
    diagnosis->reason = descent__reason_sentence(facts->evidence->keep, decision->reason, &said);
    facts->evidence->holdings->level_ground = is_level_ground(decision->reason);
    facts->evidence->holdings->on_kink = decision->reason == DESCENT__REASON_STANDS_ON_KINK;
    facts->evidence->holdings->slope_is_missing =
        !facts->evidence->has_problem && !said.known.slope &&
        (decision->reason == DESCENT__REASON_RESTS_UNKNOWN || decision->reason == DESCENT__REASON_SHRINKS_ALONE);
    facts->evidence->holdings->thrown_up = decision->reason == DESCENT__REASON_GROWS_AFTER_FALLING;
    facts->evidence->holdings->falls_in_swing = decision->reason == DESCENT__REASON_OUTLOOK_NO_LOWER;
    facts->evidence->holdings->memory_fades = facts->forgets;
    facts->evidence->holdings->leaves_later = facts->leaves_later;
    diagnosis->pace = decision->pace;
    if (descent__ending_settles(decision->ending) && decision->pace.law == DESCENT_LAW_POWER &&
        descent__is_constant_power(decision->pace.exponent)) {
        diagnosis->pace.law = DESCENT_LAW_UNKNOWN;
        diagnosis->pace.exponent = NAN;
    }
    diagnosis->direction = (double *)decision->direction;
    diagnosis->quantity = decision->quantity;
    write_place(facts, decision, diagnosis);
    write_motion(decision, facts->evidence->holdings, diagnosis);
    assert(!(descent__fields_filled(diagnosis) & ~descent__fields_allowed(diagnosis->ending)));
    assert(diagnosis->ending != DESCENT_ENDING_CONVERGED || diagnosis->point ||
           descent__evidence_out_of_memory(facts->evidence));
}

void descent__conclude_kink(const descent__facts *facts, const descent__decision *decision,
                            descent_diagnosis *diagnosis)
{
    diagnosis->factors = diagnosis->factors_imaginary = NULL;
    if (decision->reason == DESCENT__REASON_GRADIENT_ZERO)
        diagnosis->reason =
            descent__reason_sentence(facts->evidence->keep, DESCENT__REASON_GRADIENT_GIVEN_ZERO, &decision->said);
}
