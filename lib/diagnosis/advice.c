#include "diagnosis/advice.h"

#include <float.h>
#include <math.h>

#include "diagnosis/trial.h"
#include "diagnosis/words.h"
#include "vector.h"

enum {
    most_advice = 4,
    trial_steps = 4000
};

static descent_advice *add(descent_evidence *evidence, descent_advice_kind kind)
{
    descent_diagnosis *diagnosis = evidence->diagnosis;
    if (diagnosis->advice_count >= most_advice)
        return NULL;
    descent_advice *advice = &diagnosis->advice[diagnosis->advice_count++];
    *advice = (descent_advice){.kind = kind, .step_size = NAN, .steps = NAN};
    return advice;
}

static void say(descent_evidence *evidence, descent_advice *advice, const char *text)
{
    if (!text)
        evidence->out_of_memory = true;
    if (advice)
        advice->text = text;
}

static void plain(descent_evidence *evidence, descent_advice_kind kind, const char *text)
{
    say(evidence, add(evidence, kind), descent_arena_text(evidence->keep, "%s", text));
}

/* Where a copy came to rest, and what is there. */
typedef struct outcome {
    bool settled;
    uint64_t steps;
    descent_critical_kind kind;
    double *x;
} outcome;

/* Steps the copy needs until it is within tolerance of where it rests. */
static uint64_t steps_until(descent_evidence *evidence, descent_rule rule, const double *start, const double *end,
                            double tolerance, uint64_t limit)
{
    descent_flow flow;
    if (!descent_evidence_flow_at_start(evidence, rule, &flow))
        return limit;
    descent_flow_place(&flow, start, NULL, 0);
    for (uint64_t k = 0; k < limit; k++)
        if (descent_vector_distance(flow.n, flow.state, end) <= tolerance ||
            descent_flow_step(&flow) != DESCENT_FLOW_MOVED)
            return k;
    return limit;
}

/* Runs a copy from `start` until it rests, and asks what is there. */
static outcome run_copy(descent_evidence *evidence, descent_rule rule, const double *start)
{
    outcome result = {.steps = 0};
    descent_flow flow;
    if (!evidence->options.advise || !evidence->flow_trusted || !descent_evidence_affords(evidence, 100) ||
        !descent_evidence_flow_at_start(evidence, rule, &flow))
        return result;
    descent_flow_place(&flow, start, NULL, 0);
    /* Measured by the copy's own extent: that of a run that exploded would call anything rest. */
    double extent = 0;
    const double part = evidence->options.distance_tolerance;
    const uint64_t affordable = descent_evidence_left(evidence) / 4;
    const uint64_t limit = affordable < trial_steps ? affordable : trial_steps;
    uint64_t resting = 0;
    while (result.steps < limit && resting < 4) {
        if (descent_flow_step(&flow) != DESCENT_FLOW_MOVED)
            return result;
        result.steps++;
        extent = fmax(extent, descent_vector_distance(flow.n, flow.state, start));
        const double rest = 1e-3 * fmin(part * extent, evidence->diagnosis->tolerance);
        resting = descent_vector_distance(flow.n, flow.state, flow.before) <= rest ? resting + 1 : 0;
    }
    if (resting < 4)
        return result;
    descent_limit found;
    descent_limit_find(evidence, flow.state, &found);
    if (!found.point)
        return result;
    const double tolerance = fmin(fmax(part * extent, sqrt(DBL_EPSILON) * descent_vector_norm(flow.n, flow.state)),
                                  evidence->diagnosis->tolerance);
    if (found.distance <= tolerance) {
        result.settled = true;
        result.kind = found.point->kind;
        result.x = descent_arena_copy(evidence->keep, evidence->n, found.point->x);
        evidence->out_of_memory |= !result.x;
    }
    descent_critical_point_free(found.point);
    if (result.x)
        result.steps = steps_until(evidence, rule, start, result.x, tolerance, result.steps);
    return result;
}

static void note(descent_advice *advice, const outcome *result)
{
    if (!advice || !result->settled)
        return;
    advice->verified = 1;
    advice->outcome = DESCENT_ENDING_CONVERGED;
    advice->outcome_steps = result->steps;
    advice->outcome_point = result->x;
}

/* Two digits are enough for a step size to try. */
static double rounded(double value)
{
    const double unit = pow(10, floor(log10(value)) - 1);
    return floor(value / unit + 1e-9) * unit;
}

static const char *words_for(descent_evidence *evidence, double step_size, const outcome *result, const char *why)
{
    char where[descent_point_text_size];
    descent_plain_locale locale;
    if (!result->settled)
        return descent_arena_text(evidence->keep, "Try a smaller step size, such as %.3g%s.", step_size, why);
    if (!descent_plain_locale_enter(&locale))
        return NULL;
    descent_words_point(where, evidence->n, result->x);
    descent_plain_locale_leave(&locale);
    return descent_arena_text(
        evidence->keep,
        "Try the step size %.3g%s. Tried on a copy: from the same start it converges to the %s %s in "
        "%llu steps.",
        step_size, why, descent_critical_kind_string(result->kind), where, (unsigned long long)result->steps);
}

/* The largest of a few step sizes with which a copy from the same start arrives, at a minimum if any does. */
static void another_step_size(descent_evidence *evidence, const char *why)
{
    const descent_diagnosis *diagnosis = evidence->diagnosis;
    if (!evidence->has_rule || !(diagnosis->step_size > 0) || evidence->finite == 0 || evidence->steps[0] != 0) {
        plain(evidence, DESCENT_ADVICE_STEP_SIZE, "Try a smaller step size: half of it, then half again.");
        return;
    }
    static const double parts[] = {0.8, 0.4, 0.1, 0.01};
    const double limit = diagnosis->step_limit;
    const double base = limit > 0 && limit < diagnosis->step_size ? limit : diagnosis->step_size;
    outcome best = {.settled = false};
    double best_size = rounded(base * parts[0]);
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
        descent_rule rule = evidence->rule;
        rule.step_size = rounded(base * parts[k]);
        const outcome tried = run_copy(evidence, rule, evidence->points);
        if (evidence->out_of_memory)
            return;
        const bool better =
            tried.settled &&
            (!best.settled || (tried.kind == DESCENT_CRITICAL_MINIMUM && best.kind != DESCENT_CRITICAL_MINIMUM));
        if (better) {
            best = tried;
            best_size = rule.step_size;
        }
        if (tried.settled && tried.kind == DESCENT_CRITICAL_MINIMUM)
            break;
    }
    descent_advice *advice = add(evidence, DESCENT_ADVICE_STEP_SIZE);
    if (!advice)
        return;
    advice->step_size = best_size;
    note(advice, &best);
    say(evidence, advice, words_for(evidence, best_size, &best, why));
}

static void leave_saddle(descent_evidence *evidence)
{
    const descent_critical_point *point = evidence->diagnosis->point;
    descent_advice *advice = add(evidence, DESCENT_ADVICE_LEAVE_SADDLE);
    double *start = descent_arena_numbers(&evidence->work, evidence->n);
    if (!advice || !start) {
        evidence->out_of_memory = true;
        return;
    }
    advice->direction = point->escape;
    const double push = 1e-3 * (evidence->diagnosis->diameter > 0 ? evidence->diagnosis->diameter : 1);
    for (size_t i = 0; i < evidence->n; i++)
        start[i] = point->x[i] + push * point->escape[i];
    const outcome result = evidence->has_rule ? run_copy(evidence, evidence->rule, start) : (outcome){.settled = false};
    note(advice, &result);
    char way[descent_point_text_size];
    char where[descent_point_text_size] = "";
    descent_plain_locale locale;
    if (!descent_plain_locale_enter(&locale)) {
        evidence->out_of_memory = true;
        return;
    }
    descent_words_point(way, evidence->n, point->escape);
    if (result.settled)
        descent_words_point(where, evidence->n, result.x);
    descent_plain_locale_leave(&locale);
    say(evidence, advice,
        result.settled
            ? descent_arena_text(
                  evidence->keep,
                  "Push off along %s, either way. Tried on a copy: pushed off by %.2g it converges to the %s "
                  "%s in %llu steps.",
                  way, push, descent_critical_kind_string(result.kind), where, (unsigned long long)result.steps)
            : descent_arena_text(evidence->keep, "Push off along %s, either way, and go on from there.", way));
}

static void advise_converged(descent_evidence *evidence)
{
    const descent_critical_point *point = evidence->diagnosis->point;
    if (point && point->escape)
        leave_saddle(evidence);
    else if (point && point->probe == DESCENT_PROBE_LOWER)
        plain(evidence, DESCENT_ADVICE_LEAVE_SADDLE,
              "This is no minimum: a lower point was found close by. Go on from there.");
    else
        plain(evidence, DESCENT_ADVICE_NOTHING, "Nothing: the run has arrived.");
}

/* 2/(λ_min + λ_max) shrinks the distance fastest (Nesterov 2004, theorem 2.1.15). */
static void faster_step_size(descent_evidence *evidence)
{
    const descent_diagnosis *diagnosis = evidence->diagnosis;
    const descent_critical_point *point = diagnosis->point;
    if (!point || point->kind != DESCENT_CRITICAL_MINIMUM || !evidence->has_rule || evidence->steps[0] != 0 ||
        evidence->rule.type != descent_fixed_step(1).type || !(diagnosis->steps_to_go > 20))
        return;
    const double best = 2 / (point->eigenvalues[0] + point->eigenvalues[point->eigenvalue_count - 1]);
    descent_rule rule = evidence->rule;
    rule.step_size = rounded(best);
    if (rule.step_size < 1.5 * diagnosis->step_size)
        return;
    const outcome tried = run_copy(evidence, rule, evidence->points);
    if (!tried.settled || tried.kind != DESCENT_CRITICAL_MINIMUM)
        return;
    descent_advice *advice = add(evidence, DESCENT_ADVICE_STEP_SIZE);
    if (!advice)
        return;
    advice->step_size = rule.step_size;
    note(advice, &tried);
    say(evidence, advice, words_for(evidence, rule.step_size, &tried, ", which is faster here"));
}

static void advise_approaching(descent_evidence *evidence)
{
    const descent_diagnosis *diagnosis = evidence->diagnosis;
    descent_advice *advice = add(evidence, DESCENT_ADVICE_MORE_STEPS);
    if (!advice)
        return;
    advice->steps = diagnosis->steps_to_go;
    say(evidence, advice,
        isfinite(diagnosis->steps_to_go)
            ? descent_arena_text(evidence->keep,
                                 diagnosis->steps_to_go < 1e7
                                     ? "Go on for about %.0f more steps."
                                     : "Go on for about %.1g more steps, which is out of reach.",
                                 diagnosis->steps_to_go)
            : descent_arena_text(evidence->keep, "Go on for more steps."));
    faster_step_size(evidence);
    if (diagnosis->steps_to_go > 10 * (double)diagnosis->steps && diagnosis->steps_to_go > 1000)
        plain(evidence, DESCENT_ADVICE_OTHER_RULE,
              "Steep across and flat along: momentum (heavy ball, Nesterov) shortens such a way.");
}

static void advise_stalled(descent_evidence *evidence)
{
    if (evidence->has_rule && evidence->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT)
        plain(evidence, DESCENT_ADVICE_STEP_SIZE,
              "Let the step size shrink more slowly, or not at all: its sum over all steps must have no bound.");
    else
        plain(evidence, DESCENT_ADVICE_OTHER_RULE,
              "Try a larger step size, momentum, or another start: at this pace nothing will change.");
}

static void advise_by_ending(descent_evidence *evidence)
{
    const unsigned findings = evidence->diagnosis->findings;
    switch (evidence->diagnosis->ending) {
    case DESCENT_ENDING_CONVERGED:
        advise_converged(evidence);
        return;
    case DESCENT_ENDING_APPROACHING:
        advise_approaching(evidence);
        return;
    case DESCENT_ENDING_DESCENDING:
        plain(evidence, DESCENT_ADVICE_MORE_STEPS, "Go on for more steps: there is still way to go down.");
        return;
    case DESCENT_ENDING_STALLED:
        advise_stalled(evidence);
        return;
    case DESCENT_ENDING_PERIODIC:
    case DESCENT_ENDING_QUASIPERIODIC:
    case DESCENT_ENDING_CHAOTIC:
        if (findings & DESCENT_FINDING_KINK)
            plain(evidence, DESCENT_ADVICE_DECAY_STEP,
                  "Let the step size decay, such as η/(1 + k/delay): at a kink every fixed step goes back and forth.");
        else if (evidence->random)
            plain(evidence, DESCENT_ADVICE_DECAY_STEP, "Let the step size decay, or take the samples all at once.");
        else
            another_step_size(evidence, "");
        return;
    case DESCENT_ENDING_DIVERGING:
        another_step_size(evidence, "");
        return;
    case DESCENT_ENDING_NOISY:
        plain(evidence, DESCENT_ADVICE_DECAY_STEP,
              "Let the step size decay, average the points of the last half, or average more samples a gradient.");
        return;
    case DESCENT_ENDING_UNBOUNDED:
        plain(evidence, DESCENT_ADVICE_CHANGE_LOSS,
              "No step size can help, for the loss has no minimum that way: add a penalty on large values, or stop by "
              "another measure.");
        return;
    case DESCENT_ENDING_NONFINITE:
        plain(evidence, DESCENT_ADVICE_FIX_DOMAIN,
              "Look at loss and gradient at that point; a smaller step size may keep the run where both are finite.");
        return;
    default:
        plain(evidence, DESCENT_ADVICE_MORE_EVIDENCE,
              evidence->has_problem ? "Record more steps, every one of them, and ask again."
                                    : "Hand over the problem as well, and record every step.");
        return;
    }
}

void descent_advice_give(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    descent_diagnosis *diagnosis = evidence->diagnosis;
    diagnosis->advice = descent_arena_take(evidence->keep, most_advice, sizeof *diagnosis->advice);
    if (!diagnosis->advice) {
        evidence->out_of_memory = true;
        return;
    }
    if (diagnosis->findings & DESCENT_FINDING_GRADIENT_MISMATCH)
        plain(evidence, DESCENT_ADVICE_FIX_GRADIENT,
              "Mend the gradient first: it does not belong to the loss. descent_check_gradient() names the component.");
    if ((diagnosis->findings & DESCENT_FINDING_MOMENTUM_NEAR_ONE) && diagnosis->ending != DESCENT_ENDING_CONVERGED)
        plain(evidence, DESCENT_ADVICE_MOMENTUM,
              "Lower the momentum, to 0.9 say: this near to 1 motion hardly dies out.");
    const bool hopeless =
        (diagnosis->findings & DESCENT_FINDING_GRADIENT_MISMATCH) && diagnosis->ending != DESCENT_ENDING_CONVERGED;
    if (!hopeless)
        advise_by_ending(evidence);
}
