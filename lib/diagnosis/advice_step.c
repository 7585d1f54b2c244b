/* Other step sizes, and momentum: tried on copies from the same start. */
#include "diagnosis/advice_parts.h"

#include <math.h>

#include "diagnosis/attempt.h"
#include "diagnosis/words.h"
#include "vector.h"

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
    descent_advice *advice = descent_advice_add(evidence, DESCENT_ADVICE_STEP_SIZE);
    char way[descent_point_text_size];
    descent_advice_way(evidence, way, ridge->best.escape);
    if (!advice || !saddle || !to_minimum)
        return false;
    advice->step_size = found.step_size;
    advice->direction = ridge->best.escape;
    advice->push = push;
    descent_attempt_note(advice, &found.best);
    descent_advice_say(
        evidence, advice,
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
    descent_advice *advice = descent_advice_add(evidence, DESCENT_ADVICE_STEP_SIZE);
    if (!advice)
        return;
    advice->step_size = found->step_size;
    descent_attempt_note(advice, &found->best);
    if (found->best.settled) {
        const char *words = descent_attempt_words(evidence, &found->best);
        descent_advice_say(
            evidence, advice,
            words ? descent_arena_text(evidence->keep,
                                       "%s the step size %.3g. Tried on a copy: from the same start %s%s.", verb,
                                       found->step_size, words, found->best.escape ? ", which is no minimum" : "")
                  : NULL);
    } else if (found->best.calm) {
        descent_advice_say(
            evidence, advice,
            descent_arena_text(evidence->keep,
                               "%s the step size %.3g. Tried on a copy: from the same start it goes down calmly for "
                               "%llu steps, without arriving yet.",
                               verb, found->step_size, (unsigned long long)found->best.steps));
    } else {
        descent_advice_say(
            evidence, advice,
            descent_arena_text(evidence->keep, "Try a smaller step size, such as %.3g.", found->step_size));
    }
}

void descent_advice_smaller_step(descent_evidence *evidence)
{
    if (!can_begin_again(evidence) || !(evidence->diagnosis->step_size > 0)) {
        descent_advice_plain(evidence, DESCENT_ADVICE_STEP_SIZE,
                             "Try a smaller step size: half of it, then half again.");
        return;
    }
    const search found = search_step_size(evidence, evidence->points);
    if (evidence->out_of_memory || (found.best.settled && !found.best.minimum && push_start_off(evidence, &found)))
        return;
    if (worth(&found.best) > 0 || !found.all_ran) {
        say_step_size(evidence, &found);
        return;
    }
    descent_advice_say(
        evidence, descent_advice_add(evidence, found.all_fled ? DESCENT_ADVICE_CHANGE_LOSS : DESCENT_ADVICE_DECAY_STEP),
        descent_arena_text(evidence->keep,
                           found.all_fled ? "Look at the loss: with step sizes from %.3g down to %.3g copies from the "
                                            "same start ran off as well, so it may have no minimum."
                                          : "Let the step size decay: with fixed ones from %.3g down to %.3g copies "
                                            "from the same start did not come to rest either.",
                           found.largest, found.smallest));
}

void descent_advice_arriving_step(descent_evidence *evidence)
{
    if (!can_begin_again(evidence) || evidence->diagnosis->steps == 0)
        return;
    const search found = search_step_size(evidence, evidence->points);
    if (found.best.settled)
        say_step_size(evidence, &found);
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

bool descent_advice_faster_step(descent_evidence *evidence)
{
    static const double parts[] = {1, 0.5, 0.25, 0.1};
    const descent_diagnosis *diagnosis = evidence->diagnosis;
    const double promising = promising_step_size(diagnosis);
    const double now = diagnosis->step_size;
    const double to_go = isnan(diagnosis->steps_to_go) ? DESCENT_OUT_OF_REACH / 2 : diagnosis->steps_to_go;
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
        descent_advice *advice = descent_advice_add(evidence, DESCENT_ADVICE_STEP_SIZE);
        if (!advice)
            return false;
        advice->step_size = rule.step_size;
        descent_attempt_note(advice, &tried);
        descent_advice_say(
            evidence, advice,
            words ? descent_arena_text(
                        evidence->keep, "%s again with the step size %.3g. Tried on a copy: from the same start %s.",
                        diagnosis->ending == DESCENT_ENDING_STALLED || to_go >= DESCENT_OUT_OF_REACH ? "Begin"
                                                                                                     : "Or begin",
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
void descent_advice_momentum_instead(descent_evidence *evidence)
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
    descent_advice *advice = descent_advice_add(evidence, DESCENT_ADVICE_OTHER_RULE);
    if (!advice)
        return;
    if (!tried.settled) {
        descent_advice_say(evidence, advice,
                           descent_arena_text(evidence->keep,
                                              "It is steep one way and flat another: momentum (descent_heavy_ball(), "
                                              "descent_nesterov()) shortens such a way."));
        return;
    }
    advice->step_size = rules[k].step_size;
    advice->momentum = rules[k].momentum;
    descent_attempt_note(advice, &tried);
    const char *words = descent_attempt_words(evidence, &tried);
    descent_advice_say(
        evidence, advice,
        words ? descent_arena_text(evidence->keep,
                                   "It is steep one way and flat another, where momentum helps: with a heavy ball of "
                                   "step size %.3g and momentum %.3g %s from the same start.",
                                   advice->step_size, advice->momentum, words)
              : NULL);
}

bool descent_advice_lower_momentum(descent_evidence *evidence)
{
    static const double lower = 0.9;
    descent_attempt tried = {.settled = false};
    if (can_begin_again(evidence)) {
        descent_rule rule = evidence->rule;
        rule.momentum = copysign(lower, rule.momentum);
        tried = descent_attempt_run(evidence, rule, evidence->points);
    }
    descent_advice *advice = descent_advice_add(evidence, DESCENT_ADVICE_MOMENTUM);
    if (!advice)
        return false;
    advice->momentum = lower;
    descent_attempt_note(advice, &tried);
    const char *words = tried.settled ? descent_attempt_words(evidence, &tried) : "";
    descent_advice_say(
        evidence, advice,
        !words ? NULL
        : tried.settled
            ? descent_arena_text(evidence->keep,
                                 "Lower the momentum, to %.3g say. Tried on a copy: from the same start %s.", lower,
                                 words)
            : descent_arena_text(evidence->keep,
                                 "Lower the momentum, to %.3g say: this near to 1 motion hardly dies out.", lower));
    return tried.minimum;
}
