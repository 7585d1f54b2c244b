/* Other step sizes: tried on copies from the same start. */
#include "diagnosis/advice/parts.h"

#include <math.h>

#include "base/ending.h"
#include "diagnosis/advice/attempt.h"
#include "rules/knowledge.h"

bool descent__advice_constant_fixed_step(const descent__evidence *evidence)
{
    return evidence->has_rule && evidence->rule.type == &descent__fixed_step_type &&
           !descent__rule_is_modified(&evidence->rule) && evidence->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT;
}

bool descent__advice_can_begin_again(const descent__evidence *evidence)
{
    return evidence->has_rule && evidence->finite > 0 && evidence->steps[0] == 0;
}

/* Between 10 and 99 a number that has two digits is off by 1e-14, by the roundings of pow() and a quotient. */
static const double digit_rounding = 1e-9;

double descent__advice_two_digits(double value)
{
    const double unit = pow(10, floor(log10(value)) - 1);
    return floor(value / unit + digit_rounding) * unit;
}

/* ---- a smaller step size ---- */

/* The same start with smaller and smaller step sizes. */
typedef struct search {
    descent__attempt best; /* at a minimum if any was, else at another critical point, else calm */
    double step_size;      /* with which */
    double largest, smallest;
    bool limited; /* by a limit that is known, below which they are tried */
    bool any_ran;
    bool all_ran;
    bool all_fled;
} search;

/* Settling at a minimum beats settling elsewhere, which beats going on calmly. */
static int worth(const descent__attempt *attempt)
{
    return attempt->minimum ? 3 : attempt->settled ? 2 : attempt->calm ? 1 : 0;
}

/* A minimum that the diagnosis names: then some step size leads down from any start, small as it may have to be. */
static bool names_minimum(const descent_diagnosis *diagnosis)
{
    const descent_critical_point *point = diagnosis->centre ? diagnosis->centre : diagnosis->point;
    return point && point->kind == DESCENT_CRITICAL_MINIMUM;
}

/* `on` where none has helped, while half of the budget is left: what comes later needs some, too. */
static search search_step_size(descent__evidence *evidence, descent_diagnosis *diagnosis, const double *start, bool on)
{
    /* A fifth below the limit, half of that, and then by orders of magnitude: four copies. Where all of them run off, which costs
     * little, and yet there is a minimum: on by orders of magnitude. A start may be so far out that the slope is 10⁹. */
    static const double parts[] = {0.8, 0.4, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8};
    const size_t usual_parts = 4;
    const uint64_t left = descent__evidence_left(evidence);
    const double limit = diagnosis->step_limit;
    const bool limited =
        limit > 0 && limit < diagnosis->step_size && !(diagnosis->findings & DESCENT_FINDING_RULE_DISAGREES);
    const double base = limited ? limit : diagnosis->step_size;
    search found = {.step_size = descent__advice_two_digits(base * parts[0]),
                    .limited = limited,
                    .all_ran = true,
                    .all_fled = true};
    found.largest = found.step_size;
    for (size_t k = 0;
         k < sizeof parts / sizeof *parts && !found.best.minimum && !descent__evidence_out_of_memory(evidence); k++) {
        descent_rule rule = evidence->rule;
        const bool goes_on = on && worth(&found.best) == 0 && descent__evidence_left(evidence) > left / 2;
        if (k >= usual_parts && !(found.all_fled && names_minimum(diagnosis)) && !goes_on)
            break;
        rule.step_size = descent__advice_two_digits(base * parts[k]);
        const descent__attempt tried = descent__attempt_run(evidence, rule, start, diagnosis->tolerance);
        found.smallest = rule.step_size;
        found.any_ran |= tried.ran;
        found.all_ran &= tried.ran;
        found.all_fled &= tried.fled;
        if (worth(&tried) > worth(&found.best)) {
            found.best = tried;
            found.step_size = rule.step_size;
            evidence->holdings->tried_step_size = base * parts[k];
        }
    }
    return found;
}

/* Where copies from the same start only find a saddle, the start is on its ridge: push it off, too. */
static bool push_start_off(descent__evidence *evidence, descent_diagnosis *diagnosis, const search *ridge)
{
    const size_t n = evidence->n;
    double *start = descent__evidence_numbers(evidence, n);
    if (!start || !ridge->best.escape)
        return false;
    const double push = descent__advice_push(evidence, diagnosis, ridge->best.place.x, ridge->best.escape);
    if (!isfinite(push) || !(push > 0))
        return false;
    for (size_t i = 0; i < n; i++)
        start[i] = evidence->points[i] + push * ridge->best.escape[i];
    const search found = search_step_size(evidence, diagnosis, start, false);
    if (!found.best.minimum)
        return false;
    descent_advice advice = descent__advice_blank();
    advice.step_size = found.step_size;
    advice.direction = ridge->best.escape;
    advice.push = push;
    descent__attempt_note(&advice, &found.best);
    descent__advice_add(evidence, diagnosis, DESCENT__ADVISE_STEP_AND_PUSH, advice,
                        &(descent__advice_numbers){.outcome = found.best.place, .saddle = ridge->best.place});
    return true;
}

static void advise_found(descent__evidence *evidence, descent_diagnosis *diagnosis, const search *found)
{
    const descent__attempt *best = &found->best;
    const bool toward = best->calm && isfinite(best->steps_by_theory);
    descent_advice advice = descent__advice_blank();
    advice.step_size = found->step_size;
    if (toward)
        advice.steps = best->steps_by_theory;
    descent__attempt_note(&advice, best);
    descent__advice_add(evidence, diagnosis,
                        best->settled && best->escape ? DESCENT__ADVISE_STEP_TRIED_NO_MINIMUM
                        : best->settled               ? DESCENT__ADVISE_STEP_TRIED
                        : toward                      ? DESCENT__ADVISE_STEP_TRIED_TOWARD
                        : best->calm                  ? DESCENT__ADVISE_STEP_TRIED_CALM
                                                      : DESCENT__ADVISE_SMALLER_STEP,
                        advice,
                        &(descent__advice_numbers){
                            .outcome = best->place,
                            .copy_steps = best->steps,
                            .scheduled = evidence->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT,
                        });
}

static void halve_step(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    descent_advice advice = descent__advice_blank();
    advice.step_size = diagnosis->step_size / 2;
    descent__advice_add(evidence, diagnosis,
                        descent__ending_circles(diagnosis->ending) ? DESCENT__ADVISE_HALF_STEP_OR_DECAY
                                                                   : DESCENT__ADVISE_HALF_STEP,
                        advice, NULL);
}

void descent__advice_smaller_step(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    if (!descent__advice_can_begin_again(evidence) || !(diagnosis->step_size > 0)) {
        halve_step(evidence, diagnosis);
        return;
    }
    const search found = search_step_size(evidence, diagnosis, evidence->points, false);
    if (descent__evidence_out_of_memory(evidence) ||
        (found.best.settled && !found.best.minimum && push_start_off(evidence, diagnosis, &found)))
        return;
    /* A fifth less is a guess that only a limit makes, or a copy. */
    if (!found.any_ran && !found.limited) {
        halve_step(evidence, diagnosis);
        return;
    }
    if (worth(&found.best) > 0 || !found.all_ran) {
        advise_found(evidence, diagnosis, &found);
        return;
    }
    descent__advice_add(evidence, diagnosis,
                        !found.all_fled            ? DESCENT__ADVISE_NO_FIXED_STEP
                        : names_minimum(diagnosis) ? DESCENT__ADVISE_FAR_SMALLER_STEP
                                                   : DESCENT__ADVISE_ALL_FLED,
                        descent__advice_blank(),
                        &(descent__advice_numbers){.largest = found.largest, .smallest = found.smallest});
}

void descent__advice_arriving_step(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    if (!descent__advice_can_begin_again(evidence) || diagnosis->steps == 0)
        return;
    const search found = search_step_size(evidence, diagnosis, evidence->points, false);
    if (found.best.settled)
        advise_found(evidence, diagnosis, &found);
}

bool descent__advice_step_to_minimum(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    if (!descent__advice_can_begin_again(evidence) || descent__rule_finds_step_sizes(&evidence->rule) ||
        !(diagnosis->step_size > 0) || diagnosis->steps == 0 || diagnosis->advice_count > 0)
        return false;
    /* What its steps threw up they may have thrown by any factor: a step size a hundredth as long may be no better. */
    const search found = search_step_size(evidence, diagnosis, evidence->points, evidence->holdings->loss_began_lower);
    if (!found.best.minimum || descent__evidence_out_of_memory(evidence))
        return false;
    advise_found(evidence, diagnosis, &found);
    return true;
}

/* ---- a step size that a slightly other one bears out ---- */

/* Of a step size: so near to where what becomes of the run changes, none is advised. */
static const double edge_part = 0.1;

/* A number with one digit that is so near is as good. */
static const double rounding_part = 0.05;

/* Is the step size in this band, and not beside an edge of it that is known? Below the first none was tried, nor above the last. */
static bool is_well_within(const descent_diagnosis *diagnosis, size_t band, double step_size)
{
    const double low = band > 0 ? (1 + edge_part) * diagnosis->bands[band].low : 0;
    const double high = band + 1 < diagnosis->band_count ? (1 - edge_part) * diagnosis->bands[band].high : INFINITY;
    return step_size >= low && step_size <= high;
}

/* From the middle of the widest band that leads to a minimum; 0 if there is none. */
static double middle_of_widest(const descent_diagnosis *diagnosis)
{
    double widest = 0, middle = 0;
    for (size_t k = 0; k < diagnosis->band_count; k++) {
        const descent_step_band *const band = &diagnosis->bands[k];
        const double within = (band->low + band->high) / 2;
        const bool leads = band->ending == DESCENT_ENDING_CONVERGED && band->kind == DESCENT_CRITICAL_MINIMUM;
        if (!leads || !(band->high - band->low > widest) || !is_well_within(diagnosis, k, within))
            continue;
        widest = band->high - band->low;
        const double unit = pow(10, floor(log10(within)));
        const double round = floor(within / unit + 0.5) * unit;
        middle = fabs(round / within - 1) < rounding_part ? round : descent__advice_two_digits(within);
    }
    return middle;
}

void descent__advice_keep_within_bands(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    size_t piece = 0;
    while (piece < diagnosis->advice_count &&
           !(diagnosis->advice[piece].kind == DESCENT_ADVICE_STEP_SIZE && diagnosis->advice[piece].outcome_steps > 0))
        piece++;
    if (piece == diagnosis->advice_count || diagnosis->advice[piece].push > 0)
        return;
    /* As it was before it had two digits: of the same run in other units these are others. */
    const double advised = evidence->holdings->tried_step_size;
    for (size_t k = 0; k < diagnosis->band_count; k++)
        if (advised <= diagnosis->bands[k].high && (k == 0 || advised >= diagnosis->bands[k].low) &&
            is_well_within(diagnosis, k, advised))
            return;
    search found = {.step_size = middle_of_widest(diagnosis)};
    if (!(found.step_size > 0))
        return;
    descent_rule rule = evidence->rule;
    rule.step_size = found.step_size;
    found.best = descent__attempt_run(evidence, rule, evidence->points, diagnosis->tolerance);
    if (!found.best.minimum || descent__evidence_out_of_memory(evidence))
        return;
    const size_t count = diagnosis->advice_count;
    diagnosis->advice_count = piece;
    advise_found(evidence, diagnosis, &found);
    diagnosis->advice_count = count;
}

/* ---- a larger step size ---- */

/*
 * Near a minimum 2/(λ_min + λ_max) shrinks the distance fastest (Nesterov 2004, theorem 2.1.15); elsewhere the largest
 * curvature at the critical point that is known, or the one along the last step, has to do.
 */
static double promising_step_size(const descent_diagnosis *diagnosis, const descent_critical_point *point)
{
    if (point && point->eigenvalue_count > 0) {
        const double least = point->eigenvalues[0];
        const double most = point->eigenvalues[point->eigenvalue_count - 1];
        return point->kind == DESCENT_CRITICAL_MINIMUM ? 2 / (least + most) : 1 / fmax(fabs(least), fabs(most));
    }
    return diagnosis->curvature > 0 ? 1 / diagnosis->curvature : NAN;
}

/* So few steps are made sooner than a run is begun again. */
static const double few_steps = 20;

/* A step size nearer than this to the present one, relative to it, is no other. */
static const double no_other = 0.1;

/* Of the present step size: a promise of less would rather come from a curvature that was seen elsewhere. */
static const double least_part = 0.5;

/* Of the steps to go: what must be won for a run to be begun again. */
static const double worthwhile_part = 0.5;

static void advise_faster(descent__evidence *evidence, descent_diagnosis *diagnosis, double step_size,
                          const descent__attempt *tried)
{
    descent_advice advice = descent__advice_blank();
    advice.step_size = step_size;
    if (!tried->settled)
        advice.steps = tried->steps_by_theory;
    descent__attempt_note(&advice, tried);
    descent__advice_add(evidence, diagnosis,
                        !tried->settled ? DESCENT__ADVISE_FASTER_BY_THEORY : DESCENT__ADVISE_BEGIN_AGAIN, advice,
                        &(descent__advice_numbers){.outcome = tried->place});
}

/* Tries a step size from the start, of two digits, and advises it if it needs far fewer steps than are left. */
static bool try_faster(descent__evidence *evidence, descent_diagnosis *diagnosis, double step_size, double to_go)
{
    descent_rule rule = evidence->rule;
    rule.step_size = descent__advice_two_digits(step_size);
    const descent__attempt tried = descent__attempt_run(evidence, rule, evidence->points, diagnosis->tolerance);
    if (!descent__attempt_leads_ahead(diagnosis, &tried) || !(descent__attempt_steps(&tried) < worthwhile_part * to_go))
        return false;
    evidence->holdings->tried_step_size = step_size;
    advise_faster(evidence, diagnosis, rule.step_size, &tried);
    return true;
}

/* The step of L-BFGS is as long as its model of the loss says: its search had better begin with the whole of it. */
static const double whole_step = 1;

bool descent__advice_faster_step(descent__evidence *evidence, descent_diagnosis *diagnosis,
                                 const descent_critical_point *known)
{
    /* What theory promises for the point ahead; less where it is steeper on the way. */
    static const double parts[] = {1, 0.5, 0.25, 0.1};
    const double promising = promising_step_size(diagnosis, known);
    const double to_go =
        isnan(diagnosis->pace.steps_to_go.value) ? DESCENT__OUT_OF_REACH / 2 : diagnosis->pace.steps_to_go.value;
    if (!descent__advice_can_begin_again(evidence) || !(to_go > few_steps))
        return false;
    if (evidence->rule.type == &descent__lbfgs_type && evidence->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT)
        return fabs(evidence->rule.step_size - whole_step) > no_other &&
               try_faster(evidence, diagnosis, whole_step, to_go);
    if (!descent__advice_constant_fixed_step(evidence) || !(promising > 0) || !isfinite(promising))
        return false;
    const double now = diagnosis->step_size;
    for (size_t k = 0; k < sizeof parts / sizeof *parts && !descent__evidence_out_of_memory(evidence); k++) {
        const double step_size = descent__advice_two_digits(promising * parts[k]);
        if (fabs(step_size - now) < no_other * now || step_size < least_part * now)
            continue;
        if (try_faster(evidence, diagnosis, promising * parts[k], to_go))
            return true;
    }
    return false;
}
