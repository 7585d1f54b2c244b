#include "diagnosis/advice.h"

#include <float.h>
#include <math.h>

#include "diagnosis/attempt.h"
#include "diagnosis/words.h"
#include "vector.h"

enum {
    most_advice = 4
};

static descent_advice *add(descent_evidence *evidence, descent_advice_kind kind)
{
    descent_diagnosis *diagnosis = evidence->diagnosis;
    if (diagnosis->advice_count >= most_advice)
        return NULL;
    descent_advice *advice = &diagnosis->advice[diagnosis->advice_count++];
    *advice = (descent_advice){.kind = kind, .step_size = NAN, .momentum = NAN, .steps = NAN, .push = NAN};
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

/* " along (0, 1)" */
static void put_way(descent_evidence *evidence, char *text, const double *direction)
{
    descent_plain_locale locale;
    text[0] = '\0';
    if (!descent_plain_locale_enter(&locale)) {
        evidence->out_of_memory = true;
        return;
    }
    descent_words_along(text, evidence->n, direction);
    descent_plain_locale_leave(&locale);
}

static bool constant_fixed_step(const descent_evidence *evidence)
{
    return evidence->has_rule && evidence->rule.type == descent_fixed_step(1).type &&
           evidence->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT;
}

/* Can the run be made again from its start? */
static bool can_begin_again(const descent_evidence *evidence)
{
    return evidence->has_rule && evidence->finite > 0 && evidence->steps[0] == 0;
}

/* Two digits are enough for a step size to try. */
static double rounded(double value)
{
    const double unit = pow(10, floor(log10(value)) - 1);
    return floor(value / unit + 1e-9) * unit;
}

/* ---- a smaller step size ---- */

/* The same start with smaller and smaller step sizes. */
typedef struct search {
    descent_attempt best; /* at a minimum if any was, else at another critical point, else calm */
    double step_size;     /* with which */
    double largest, smallest;
    bool all_ran;
    bool all_fled;
} search;

/* Settling at a minimum beats settling elsewhere, which beats going on calmly. */
static int worth(const descent_attempt *attempt)
{
    return attempt->minimum ? 3 : attempt->settled ? 2 : attempt->calm ? 1 : 0;
}

static search search_step_size(descent_evidence *evidence, const double *start)
{
    static const double parts[] = {0.8, 0.4, 0.1, 0.01};
    const descent_diagnosis *diagnosis = evidence->diagnosis;
    const double limit = diagnosis->step_limit;
    const bool limited =
        limit > 0 && limit < diagnosis->step_size && !(diagnosis->findings & DESCENT_FINDING_RULE_DISAGREES);
    const double base = limited ? limit : diagnosis->step_size;
    search found = {.step_size = rounded(base * parts[0]), .all_ran = true, .all_fled = true};
    found.largest = found.step_size;
    for (size_t k = 0; k < sizeof parts / sizeof *parts && !found.best.minimum && !evidence->out_of_memory; k++) {
        descent_rule rule = evidence->rule;
        rule.step_size = rounded(base * parts[k]);
        const descent_attempt tried = descent_attempt_run(evidence, rule, start);
        found.smallest = rule.step_size;
        found.all_ran &= tried.ran;
        found.all_fled &= tried.fled;
        if (worth(&tried) > worth(&found.best)) {
            found.best = tried;
            found.step_size = rule.step_size;
        }
    }
    return found;
}

/* Where copies from the same start only find a saddle, the start is on its ridge: push it off, too. */
static bool push_start_off(descent_evidence *evidence, const search *ridge)
{
    const size_t n = evidence->n;
    const double push = 1e-3 * evidence->diagnosis->diameter;
    double *start = descent_evidence_numbers(evidence, n);
    if (!start || !ridge->best.escape || !isfinite(push) || !(push > 0))
        return false;
    for (size_t i = 0; i < n; i++)
        start[i] = evidence->points[i] + push * ridge->best.escape[i];
    const search found = search_step_size(evidence, start);
    if (!found.best.minimum)
        return false;
    const char *saddle = descent_attempt_place(evidence, &ridge->best);
    const char *to_minimum = descent_attempt_words(evidence, &found.best);
    descent_advice *advice = add(evidence, DESCENT_ADVICE_STEP_SIZE);
    char way[descent_point_text_size];
    put_way(evidence, way, ridge->best.escape);
    if (!advice || !saddle || !to_minimum)
        return false;
    advice->step_size = found.step_size;
    advice->direction = ridge->best.escape;
    advice->push = push;
    descent_attempt_note(advice, &found.best);
    say(evidence, advice,
        descent_arena_text(
            evidence->keep,
            "Try the step size %.3g, and push the start off%s: exactly from there only %s is found. Tried on a copy: "
            "pushed off by %.2g %s.",
            found.step_size, way, saddle, push, to_minimum));
    return true;
}

static void say_step_size(descent_evidence *evidence, const search *found)
{
    const bool from_start = evidence->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT;
    const char *verb = from_start ? "Try" : "Begin with";
    descent_advice *advice = add(evidence, DESCENT_ADVICE_STEP_SIZE);
    if (!advice)
        return;
    advice->step_size = found->step_size;
    descent_attempt_note(advice, &found->best);
    if (found->best.settled) {
        const char *words = descent_attempt_words(evidence, &found->best);
        say(evidence, advice,
            words ? descent_arena_text(evidence->keep,
                                       "%s the step size %.3g. Tried on a copy: from the same start %s%s.", verb,
                                       found->step_size, words, found->best.escape ? ", which is no minimum" : "")
                  : NULL);
    } else if (found->best.calm) {
        say(evidence, advice,
            descent_arena_text(evidence->keep,
                               "%s the step size %.3g. Tried on a copy: from the same start it goes down calmly for "
                               "%llu steps, without arriving yet.",
                               verb, found->step_size, (unsigned long long)found->best.steps));
    } else {
        say(evidence, advice,
            descent_arena_text(evidence->keep, "Try a smaller step size, such as %.3g.", found->step_size));
    }
}

/* The largest of a few step sizes with which a copy from the same start arrives, at a minimum if any does. */
static void smaller_step_size(descent_evidence *evidence)
{
    if (!can_begin_again(evidence) || !(evidence->diagnosis->step_size > 0)) {
        plain(evidence, DESCENT_ADVICE_STEP_SIZE, "Try a smaller step size: half of it, then half again.");
        return;
    }
    const search found = search_step_size(evidence, evidence->points);
    if (evidence->out_of_memory || (found.best.settled && !found.best.minimum && push_start_off(evidence, &found)))
        return;
    if (worth(&found.best) > 0 || !found.all_ran) {
        say_step_size(evidence, &found);
        return;
    }
    say(evidence, add(evidence, found.all_fled ? DESCENT_ADVICE_CHANGE_LOSS : DESCENT_ADVICE_DECAY_STEP),
        descent_arena_text(evidence->keep,
                           found.all_fled ? "Look at the loss: with step sizes from %.3g down to %.3g copies from the "
                                            "same start ran off as well, so it may have no minimum."
                                          : "Let the step size decay: with fixed ones from %.3g down to %.3g copies "
                                            "from the same start did not come to rest either.",
                           found.largest, found.smallest));
}

/* ---- a larger step size ---- */

/*
 * Near a minimum 2/(λ_min + λ_max) shrinks the distance fastest (Nesterov 2004, theorem 2.1.15); elsewhere the largest
 * curvature at the critical point that is known, or the one along the last step, has to do.
 */
static double promising_step_size(const descent_diagnosis *diagnosis)
{
    const descent_critical_point *point = diagnosis->point;
    if (point && point->eigenvalue_count > 0) {
        const double least = point->eigenvalues[0];
        const double most = point->eigenvalues[point->eigenvalue_count - 1];
        return point->kind == DESCENT_CRITICAL_MINIMUM ? 2 / (least + most) : 1 / fmax(fabs(least), fabs(most));
    }
    return diagnosis->curvature > 0 ? 1 / diagnosis->curvature : NAN;
}

/* At a minimum, and if the run is heading for one, at the same. */
static bool arrives_there(const descent_diagnosis *diagnosis, const descent_attempt *tried)
{
    return tried->minimum &&
           (diagnosis->ending != DESCENT_ENDING_APPROACHING ||
            descent_vector_distance(diagnosis->dimension, tried->x, diagnosis->point->x) <= 10 * tried->tolerance);
}

/* So many more steps nobody makes. */
static const double out_of_reach = 1e7;

/* One with which a copy from the same start needs less than half of the steps. */
static bool faster_step_size(descent_evidence *evidence)
{
    static const double parts[] = {1, 0.5, 0.25, 0.1};
    const descent_diagnosis *diagnosis = evidence->diagnosis;
    const double promising = promising_step_size(diagnosis);
    const double now = diagnosis->step_size;
    const double to_go = isnan(diagnosis->steps_to_go) ? out_of_reach / 2 : diagnosis->steps_to_go;
    if (!constant_fixed_step(evidence) || !can_begin_again(evidence) || !(promising > 0) || !isfinite(promising) ||
        !(to_go > 20))
        return false;
    for (size_t k = 0; k < sizeof parts / sizeof *parts && !evidence->out_of_memory; k++) {
        descent_rule rule = evidence->rule;
        rule.step_size = rounded(promising * parts[k]);
        if (fabs(rule.step_size - now) < 0.1 * now || rule.step_size < 0.5 * now)
            continue;
        const descent_attempt tried = descent_attempt_run(evidence, rule, evidence->points);
        if (!arrives_there(diagnosis, &tried) || !((double)tried.steps < 0.5 * to_go))
            continue;
        const char *words = descent_attempt_words(evidence, &tried);
        descent_advice *advice = add(evidence, DESCENT_ADVICE_STEP_SIZE);
        if (!advice)
            return false;
        advice->step_size = rule.step_size;
        descent_attempt_note(advice, &tried);
        say(evidence, advice,
            words ? descent_arena_text(
                        evidence->keep, "%s again with the step size %.3g. Tried on a copy: from the same start %s.",
                        diagnosis->ending == DESCENT_ENDING_STALLED || to_go >= out_of_reach ? "Begin" : "Or begin",
                        rule.step_size, words)
                  : NULL);
        return true;
    }
    return false;
}

/* ---- momentum ---- */

/* Steep one way and flat another: from this ratio of curvatures on. */
static const double ill_conditioned = 50;

/* Polyak's η = 4/(√λ_max + √λ_min)², β = ((√λ_max − √λ_min)/(√λ_max + √λ_min))² (1964): best near the minimum, but maybe
 * too bold from afar; then the present step size. */
static void momentum_instead(descent_evidence *evidence)
{
    const descent_diagnosis *diagnosis = evidence->diagnosis;
    const descent_critical_point *point = diagnosis->point;
    if (!constant_fixed_step(evidence) || point->kind != DESCENT_CRITICAL_MINIMUM ||
        !(point->eigenvalues[point->eigenvalue_count - 1] >= ill_conditioned * point->eigenvalues[0]) ||
        !(diagnosis->steps_to_go > 200))
        return;
    const double flat = sqrt(point->eigenvalues[0]);
    const double steep = sqrt(point->eigenvalues[point->eigenvalue_count - 1]);
    const double momentum = ceil(100 * pow((steep - flat) / (steep + flat), 2)) / 100;
    const descent_rule rules[] = {
        descent_heavy_ball(rounded(4 / ((steep + flat) * (steep + flat))), fmin(momentum, 0.99)),
        descent_heavy_ball(diagnosis->step_size, 0.9),
    };
    descent_attempt tried = {.settled = false};
    size_t k = 0;
    for (; k < 2 && can_begin_again(evidence); k++) {
        tried = descent_attempt_run(evidence, rules[k], evidence->points);
        if (arrives_there(diagnosis, &tried) && (double)tried.steps < 0.5 * diagnosis->steps_to_go)
            break;
        tried.settled = false;
    }
    descent_advice *advice = add(evidence, DESCENT_ADVICE_OTHER_RULE);
    if (!advice)
        return;
    if (!tried.settled) {
        say(evidence, advice,
            descent_arena_text(evidence->keep, "It is steep one way and flat another: momentum (descent_heavy_ball(), "
                                               "descent_nesterov()) shortens such a way."));
        return;
    }
    advice->step_size = rules[k].step_size;
    advice->momentum = rules[k].momentum;
    descent_attempt_note(advice, &tried);
    const char *words = descent_attempt_words(evidence, &tried);
    say(evidence, advice,
        words ? descent_arena_text(evidence->keep,
                                   "It is steep one way and flat another, where momentum helps: with a heavy ball of "
                                   "step size %.3g and momentum %.3g %s from the same start.",
                                   advice->step_size, advice->momentum, words)
              : NULL);
}

/* True if a copy with less momentum arrived. */
static bool lower_momentum(descent_evidence *evidence)
{
    static const double lower = 0.9;
    descent_attempt tried = {.settled = false};
    if (can_begin_again(evidence)) {
        descent_rule rule = evidence->rule;
        rule.momentum = copysign(lower, rule.momentum);
        tried = descent_attempt_run(evidence, rule, evidence->points);
    }
    descent_advice *advice = add(evidence, DESCENT_ADVICE_MOMENTUM);
    if (!advice)
        return false;
    advice->momentum = lower;
    descent_attempt_note(advice, &tried);
    const char *words = tried.settled ? descent_attempt_words(evidence, &tried) : "";
    say(evidence, advice,
        !words ? NULL
        : tried.settled
            ? descent_arena_text(evidence->keep,
                                 "Lower the momentum, to %.3g say. Tried on a copy: from the same start %s.", lower,
                                 words)
            : descent_arena_text(evidence->keep,
                                 "Lower the momentum, to %.3g say: this near to 1 motion hardly dies out.", lower));
    return tried.minimum;
}

/* ---- away from a saddle ---- */

/* The steepest way out and, where that leads to another saddle, all ways out at once. */
static double *all_ways_out(descent_evidence *evidence)
{
    const descent_critical_point *point = evidence->diagnosis->point;
    const size_t n = evidence->n;
    double *way = descent_arena_numbers(evidence->keep, n);
    if (!way) {
        evidence->out_of_memory = true;
        return NULL;
    }
    size_t ways = 0;
    for (size_t k = 0; k < point->eigenvector_count && point->eigenvalues[k] < -point->eigenvalue_tolerance;
         k++, ways++)
        descent_vector_add_scaled(n, 1, point->eigenvectors + k * n, way);
    const double length = descent_vector_norm(n, way);
    for (size_t i = 0; i < n && length > 0; i++)
        way[i] /= length;
    return ways > 1 && length > 0 ? way : NULL;
}

static descent_attempt leave_along(descent_evidence *evidence, const double *way, double push)
{
    double *start = descent_evidence_numbers(evidence, evidence->n);
    if (!start || !evidence->has_rule)
        return (descent_attempt){.settled = false};
    for (size_t i = 0; i < evidence->n; i++)
        start[i] = evidence->diagnosis->point->x[i] + push * way[i];
    return descent_attempt_run(evidence, evidence->rule, start);
}

static void say_leave(descent_evidence *evidence, descent_advice *advice, const descent_attempt *attempt)
{
    char way[descent_point_text_size];
    put_way(evidence, way, advice->direction);
    const char *words = attempt->settled ? descent_attempt_words(evidence, attempt) : "";
    if (!words)
        say(evidence, advice, NULL);
    else if (attempt->settled)
        say(evidence, advice,
            descent_arena_text(evidence->keep, "Push off%s, either way. Tried on a copy: pushed off by %.2g %s.", way,
                               advice->push, words));
    else if (attempt->fled)
        say(evidence, advice,
            descent_arena_text(evidence->keep,
                               "Push off%s, either way. Tried on a copy: pushed off by %.2g it leaves for infinity, so "
                               "there may be no minimum that way.",
                               way, advice->push));
    else
        say(evidence, advice, descent_arena_text(evidence->keep, "Push off%s, either way, and go on from there.", way));
}

static void leave_saddle(descent_evidence *evidence)
{
    const descent_diagnosis *diagnosis = evidence->diagnosis;
    descent_advice *advice = add(evidence, DESCENT_ADVICE_LEAVE_SADDLE);
    if (!advice)
        return;
    advice->direction = diagnosis->point->escape;
    advice->push = 1e-3 * (diagnosis->diameter > 0 ? diagnosis->diameter : 1);
    descent_attempt attempt = leave_along(evidence, advice->direction, advice->push);
    const double *all = attempt.minimum ? NULL : all_ways_out(evidence);
    if (all) {
        const descent_attempt other = leave_along(evidence, all, advice->push);
        if (other.minimum) {
            attempt = other;
            advice->direction = all;
        }
    }
    descent_attempt_note(advice, &attempt);
    say_leave(evidence, advice, &attempt);
}

/* From a degenerate point to the lower point that the probe found. */
static void go_lower(descent_evidence *evidence)
{
    const descent_critical_point *point = evidence->diagnosis->point;
    const size_t n = evidence->n;
    double *way = descent_arena_numbers(evidence->keep, n);
    descent_advice *advice = add(evidence, DESCENT_ADVICE_LEAVE_SADDLE);
    if (!way || !advice) {
        evidence->out_of_memory = true;
        return;
    }
    advice->push = descent_vector_distance(n, point->lower_x, point->x);
    for (size_t i = 0; i < n; i++)
        way[i] = (point->lower_x[i] - point->x[i]) / advice->push;
    advice->direction = way;
    descent_attempt attempt = evidence->has_rule ? descent_attempt_run(evidence, evidence->rule, point->lower_x)
                                                 : (descent_attempt){.settled = false};
    if (attempt.settled && descent_vector_distance(n, attempt.x, point->x) <= 10 * attempt.tolerance)
        attempt.settled = false; /* so near that it came back */
    descent_attempt_note(advice, &attempt);
    const char *words = attempt.settled ? descent_attempt_words(evidence, &attempt)
                        : attempt.fled  ? "it leaves for infinity: there may be no minimum that way"
                                        : "";
    say(evidence, advice,
        !words     ? NULL
        : words[0] ? descent_arena_text(evidence->keep, "Go on from the lower point. Tried on a copy: %s.", words)
                   : descent_arena_text(evidence->keep, "Go on from the lower point, or begin somewhere else."));
}

/* ---- by ending ---- */

static void advise_converged(descent_evidence *evidence)
{
    const descent_critical_point *point = evidence->diagnosis->point;
    if (evidence->diagnosis->findings & DESCENT_FINDING_GRADIENT_MISMATCH)
        return;
    if (point && point->escape)
        leave_saddle(evidence);
    else if (point && point->probe == DESCENT_PROBE_LOWER && point->lower_x)
        go_lower(evidence);
    else if (point && point->kind == DESCENT_CRITICAL_UNDETERMINED)
        plain(evidence, DESCENT_ADVICE_MORE_EVIDENCE,
              "Hand over second derivatives (`hessian` or `hessian_product`), to know whether this is a minimum.");
    else
        plain(evidence, DESCENT_ADVICE_NOTHING, "Nothing: the run has arrived.");
}

static void go_on(descent_evidence *evidence)
{
    const descent_diagnosis *diagnosis = evidence->diagnosis;
    const double steps = diagnosis->steps_to_go;
    descent_advice *advice = add(evidence, DESCENT_ADVICE_MORE_STEPS);
    if (!advice)
        return;
    advice->steps = steps;
    if (!(steps > 0) || !isfinite(steps))
        say(evidence, advice, descent_arena_text(evidence->keep, "Go on for more steps."));
    else if (steps >= out_of_reach)
        say(evidence, advice,
            descent_arena_text(evidence->keep, "Going on would take about %.0e more steps, which is out of reach.",
                               steps));
    else
        say(evidence, advice,
            descent_arena_text(evidence->keep, "Go on for %s %.0f more step%s.",
                               isinf(diagnosis->steps_to_go_high) ? "at least" : "about", steps, steps > 1 ? "s" : ""));
}

static void advise_approaching(descent_evidence *evidence)
{
    const descent_diagnosis *diagnosis = evidence->diagnosis;
    const descent_critical_point *point = diagnosis->point;
    if (point && point->escape) {
        leave_saddle(evidence);
        return;
    }
    if (point && point->probe == DESCENT_PROBE_LOWER && point->lower_x) {
        go_lower(evidence);
        return;
    }
    go_on(evidence);
    if (!point)
        return;
    (void)faster_step_size(evidence);
    momentum_instead(evidence);
    if (evidence->has_rule && evidence->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT &&
        diagnosis->steps_to_go > 10 * (double)diagnosis->steps)
        plain(evidence, DESCENT_ADVICE_STEP_SIZE, "Let the step size shrink more slowly, or begin with a larger one.");
    else if (diagnosis->law == DESCENT_LAW_POWER && point->kind == DESCENT_CRITICAL_DEGENERATE)
        plain(evidence, DESCENT_ADVICE_OTHER_RULE,
              "Around it the loss is so flat that every fixed step gets slower and slower: perhaps what it has reached "
              "is good enough.");
}

static void advise_stalled(descent_evidence *evidence)
{
    if (evidence->has_rule && evidence->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT)
        plain(evidence, DESCENT_ADVICE_STEP_SIZE,
              "Let the step size shrink more slowly, or not at all: its sum over all steps must have no bound.");
    else if (!faster_step_size(evidence))
        plain(evidence, DESCENT_ADVICE_OTHER_RULE,
              "Try a larger step size, momentum, or another start: at this pace nothing will change.");
}

static void advise_bounded(descent_evidence *evidence)
{
    if (evidence->diagnosis->findings & DESCENT_FINDING_KINK)
        plain(evidence, DESCENT_ADVICE_DECAY_STEP,
              "Let the step size decay (descent_schedule_inverse(), say): at a kink every fixed step goes back and "
              "forth.");
    else if (evidence->random)
        plain(evidence, DESCENT_ADVICE_DECAY_STEP, "Let the step size decay, or take the samples all at once.");
    else
        smaller_step_size(evidence);
}

static void advise_noisy(descent_evidence *evidence)
{
    if (evidence->has_rule && evidence->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT)
        plain(evidence, DESCENT_ADVICE_DECAY_STEP,
              "The step size decays, as it should: go on, average the points of the last half, or average more samples "
              "for each gradient.");
    else
        plain(evidence, DESCENT_ADVICE_DECAY_STEP,
              "Let the step size decay, average the points of the last half, or average more samples for each "
              "gradient.");
}

static void advise_nonfinite(descent_evidence *evidence)
{
    if (evidence->finite == 0) {
        plain(evidence, DESCENT_ADVICE_FIX_DOMAIN, "Begin at a point whose numbers are all finite.");
        return;
    }
    if (can_begin_again(evidence) && evidence->diagnosis->steps > 0) {
        const search found = search_step_size(evidence, evidence->points);
        if (found.best.settled)
            say_step_size(evidence, &found);
    }
    if (evidence->diagnosis->advice_count == 0)
        plain(evidence, DESCENT_ADVICE_FIX_DOMAIN,
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
    plain(evidence, DESCENT_ADVICE_MORE_EVIDENCE, text);
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
        plain(evidence, DESCENT_ADVICE_MORE_STEPS, "Go on for more steps: there is still way to go down.");
        (void)faster_step_size(evidence);
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
        smaller_step_size(evidence);
        return;
    case DESCENT_ENDING_NOISY:
        advise_noisy(evidence);
        return;
    case DESCENT_ENDING_UNBOUNDED:
        plain(evidence, DESCENT_ADVICE_CHANGE_LOSS,
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
    diagnosis->advice = descent_arena_take(evidence->keep, most_advice, sizeof *diagnosis->advice);
    if (!diagnosis->advice) {
        evidence->out_of_memory = true;
        return;
    }
    const bool arrived = diagnosis->ending == DESCENT_ENDING_CONVERGED;
    const bool mismatch = diagnosis->findings & DESCENT_FINDING_GRADIENT_MISMATCH;
    if (mismatch)
        plain(evidence, DESCENT_ADVICE_FIX_GRADIENT,
              "Mend the gradient first: it does not belong to the loss. descent_check_gradient() names the component.");
    bool solved = mismatch && !arrived;
    if ((diagnosis->findings & DESCENT_FINDING_MOMENTUM_NEAR_ONE) && !arrived && !solved)
        solved = lower_momentum(evidence) && diagnosis->ending != DESCENT_ENDING_APPROACHING;
    if (!solved)
        advise_by_ending(evidence);
}
