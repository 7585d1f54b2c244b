#include "diagnosis/advice.h"

#include <math.h>

#include "diagnosis/advice_parts.h"

static void advise_converged(descent_evidence *evidence)
{
    const descent_critical_point *point = evidence->diagnosis->point;
    if (evidence->diagnosis->findings & DESCENT_FINDING_GRADIENT_MISMATCH)
        return;
    if (point && point->escape)
        descent_advice_leave_saddle(evidence);
    else if (point && point->probe == DESCENT_PROBE_LOWER && point->lower_x)
        descent_advice_go_lower(evidence);
    else if (point && point->kind == DESCENT_CRITICAL_UNDETERMINED)
        descent_advice_plain(
            evidence, DESCENT_ADVICE_MORE_EVIDENCE,
            "Hand over second derivatives (`hessian` or `hessian_product`), to know whether this is a minimum.");
    else
        descent_advice_plain(evidence, DESCENT_ADVICE_NOTHING, "Nothing: the run has arrived.");
}

static void go_on(descent_evidence *evidence)
{
    const descent_diagnosis *diagnosis = evidence->diagnosis;
    const double steps = diagnosis->steps_to_go;
    descent_advice *advice = descent_advice_add(evidence, DESCENT_ADVICE_MORE_STEPS);
    if (!advice)
        return;
    advice->steps = steps;
    if (!(steps > 0) || !isfinite(steps))
        descent_advice_say(evidence, advice, descent_arena_text(evidence->keep, "Go on for more steps."));
    else if (steps >= DESCENT_OUT_OF_REACH)
        descent_advice_say(evidence, advice,
                           descent_arena_text(evidence->keep,
                                              "Going on would take about %.0e more steps, which is out of reach.",
                                              steps));
    else
        descent_advice_say(evidence, advice,
                           descent_arena_text(evidence->keep, "Go on for %s %.0f more step%s.",
                                              isinf(diagnosis->steps_to_go_high) ? "at least" : "about", steps,
                                              steps > 1 ? "s" : ""));
}

static void advise_approaching(descent_evidence *evidence)
{
    const descent_diagnosis *diagnosis = evidence->diagnosis;
    const descent_critical_point *point = diagnosis->point;
    if (point && point->escape) {
        descent_advice_leave_saddle(evidence);
        return;
    }
    if (point && point->probe == DESCENT_PROBE_LOWER && point->lower_x) {
        descent_advice_go_lower(evidence);
        return;
    }
    go_on(evidence);
    if (!point)
        return;
    (void)descent_advice_faster_step(evidence);
    descent_advice_momentum_instead(evidence);
    if (evidence->has_rule && evidence->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT &&
        diagnosis->steps_to_go > 10 * (double)diagnosis->steps)
        descent_advice_plain(evidence, DESCENT_ADVICE_STEP_SIZE,
                             "Let the step size shrink more slowly, or begin with a larger one.");
    else if (diagnosis->law == DESCENT_LAW_POWER && point->kind == DESCENT_CRITICAL_DEGENERATE)
        descent_advice_plain(
            evidence, DESCENT_ADVICE_OTHER_RULE,
            "Around it the loss is so flat that every fixed step gets slower and slower: perhaps what it has reached "
            "is good enough.");
}

static void advise_stalled(descent_evidence *evidence)
{
    if (evidence->has_rule && evidence->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT)
        descent_advice_plain(
            evidence, DESCENT_ADVICE_STEP_SIZE,
            "Let the step size shrink more slowly, or not at all: its sum over all steps must have no bound.");
    else if (!descent_advice_faster_step(evidence))
        descent_advice_plain(evidence, DESCENT_ADVICE_OTHER_RULE,
                             "Try a larger step size, momentum, or another start: at this pace nothing will change.");
}

static void advise_bounded(descent_evidence *evidence)
{
    if (evidence->diagnosis->findings & DESCENT_FINDING_KINK)
        descent_advice_plain(
            evidence, DESCENT_ADVICE_DECAY_STEP,
            "Let the step size decay (descent_schedule_inverse(), say): at a kink every fixed step goes back and "
            "forth.");
    else if (evidence->random)
        descent_advice_plain(evidence, DESCENT_ADVICE_DECAY_STEP,
                             "Let the step size decay, or take the samples all at once.");
    else
        descent_advice_smaller_step(evidence);
}

static void advise_noisy(descent_evidence *evidence)
{
    if (evidence->has_rule && evidence->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT)
        descent_advice_plain(
            evidence, DESCENT_ADVICE_DECAY_STEP,
            "The step size decays, as it should: go on, average the points of the last half, or average more samples "
            "for each gradient.");
    else
        descent_advice_plain(
            evidence, DESCENT_ADVICE_DECAY_STEP,
            "Let the step size decay, average the points of the last half, or average more samples for each "
            "gradient.");
}

static void advise_nonfinite(descent_evidence *evidence)
{
    if (evidence->finite == 0) {
        descent_advice_plain(evidence, DESCENT_ADVICE_FIX_DOMAIN, "Begin at a point whose numbers are all finite.");
        return;
    }
    descent_advice_arriving_step(evidence);
    if (evidence->diagnosis->advice_count == 0)
        descent_advice_plain(
            evidence, DESCENT_ADVICE_FIX_DOMAIN,
            "Look at loss and gradient at the last point; a smaller step size may keep the run where both are "
            "finite.");
}

static void advise_undetermined(descent_evidence *evidence)
{
    const descent_diagnosis *diagnosis = evidence->diagnosis;
    const char *text = "Let it run on, record every step, and ask again.";
    if (diagnosis->steps == 0)
        text = "Make some steps, record them, and ask again.";
    else if (!evidence->has_problem)
        text = "Hand over the problem as well, and record every step.";
    else if (diagnosis->budget_exhausted)
        text = "Allow the diagnosis more evaluations (`budget`), and ask again.";
    else if (!evidence->has_rule)
        text = "Hand over the rule as well (`rule` in the options), if one and the same made all steps.";
    descent_advice_plain(evidence, DESCENT_ADVICE_MORE_EVIDENCE, text);
}

static void advise_by_ending(descent_evidence *evidence)
{
    switch (evidence->diagnosis->ending) {
    case DESCENT_ENDING_CONVERGED:
        advise_converged(evidence);
        return;
    case DESCENT_ENDING_APPROACHING:
        advise_approaching(evidence);
        return;
    case DESCENT_ENDING_DESCENDING:
        descent_advice_plain(evidence, DESCENT_ADVICE_MORE_STEPS,
                             "Go on for more steps: there is still way to go down.");
        (void)descent_advice_faster_step(evidence);
        return;
    case DESCENT_ENDING_STALLED:
        advise_stalled(evidence);
        return;
    case DESCENT_ENDING_PERIODIC:
    case DESCENT_ENDING_QUASIPERIODIC:
    case DESCENT_ENDING_CHAOTIC:
        advise_bounded(evidence);
        return;
    case DESCENT_ENDING_DIVERGING:
        descent_advice_smaller_step(evidence);
        return;
    case DESCENT_ENDING_NOISY:
        advise_noisy(evidence);
        return;
    case DESCENT_ENDING_UNBOUNDED:
        descent_advice_plain(
            evidence, DESCENT_ADVICE_CHANGE_LOSS,
            "No step size can help, for the loss has no minimum that way: add a penalty on large values, or stop by "
            "another measure.");
        return;
    case DESCENT_ENDING_NONFINITE:
        advise_nonfinite(evidence);
        return;
    default:
        advise_undetermined(evidence);
    }
}

void descent_advice_give(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    descent_diagnosis *diagnosis = evidence->diagnosis;
    diagnosis->advice = descent_arena_take(evidence->keep, descent_advice_most, sizeof *diagnosis->advice);
    if (!diagnosis->advice) {
        evidence->out_of_memory = true;
        return;
    }
    const bool arrived = diagnosis->ending == DESCENT_ENDING_CONVERGED;
    const bool mismatch = diagnosis->findings & DESCENT_FINDING_GRADIENT_MISMATCH;
    if (mismatch)
        descent_advice_plain(
            evidence, DESCENT_ADVICE_FIX_GRADIENT,
            "Mend the gradient first: it does not belong to the loss. descent_check_gradient() names the component.");
    bool solved = mismatch && !arrived;
    if ((diagnosis->findings & DESCENT_FINDING_MOMENTUM_NEAR_ONE) && !arrived && !solved)
        solved = descent_advice_lower_momentum(evidence) && diagnosis->ending != DESCENT_ENDING_APPROACHING;
    if (!solved)
        advise_by_ending(evidence);
}
