#include "diagnosis/explain/ending_words.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>

#include "base/names.h"
#include "base/plural.h"
#include "critical/point.h"
#include "diagnosis/explain/cycle_words.h"
#include "diagnosis/explain/reading.h"

/* The one table: a title is the verdict, a sentence the verdict and what it means. */
static const struct {
    const char *verdict;
    const char *meaning;
} table[] = {
    [DESCENT_ENDING_UNDETERMINED] = {"undetermined", "the evidence does not decide"},
    [DESCENT_ENDING_CONVERGED] = {"converged to", NULL}, /* a point, see below */
    [DESCENT_ENDING_APPROACHING] = {"approaching", NULL},
    [DESCENT_ENDING_DESCENDING] = {"still descending", "the loss falls, and where that leads cannot be told yet"},
    [DESCENT_ENDING_STALLED] = {"stalled", "the run hardly moves, yet it is at no critical point"},
    [DESCENT_ENDING_PERIODIC] = {"oscillating", NULL}, /* with a period, see below */
    [DESCENT_ENDING_QUASIPERIODIC] = {"quasiperiodic", "it circles for ever within bounds and never returns exactly"},
    [DESCENT_ENDING_CHAOTIC] = {"chaotic",
                                "it stayed within bounds and did not settle as far as it was followed, and it "
                                "cannot be predicted for long"},
    [DESCENT_ENDING_NOISY] = {"noisy", "the gradient is random"},
    [DESCENT_ENDING_DIVERGING] = {"diverging", "the step size is too large"},
    [DESCENT_ENDING_UNBOUNDED] = {"unbounded",
                                  "the run goes on without end; the loss keeps falling and has no minimum that way"},
    [DESCENT_ENDING_NONFINITE] = {"broken off", NULL}, /* by a quantity, see below */
};
DESCENT__COVERS(table, DESCENT_ENDING_LIST);

static const char *const lowest_at_kink = "stalled at a kink where the loss is lowest";
static const char *const died_on = "died on"; /* a critical point that is no minimum, instead of "converged to" */

/* Growth by more than any fixed factor. */
static bool explodes(const descent_diagnosis *d)
{
    return d->ending == DESCENT_ENDING_DIVERGING && d->pace.law == DESCENT_LAW_FASTER;
}

static bool is_minimum_at_kink(const descent_diagnosis *d)
{
    return d->ending == DESCENT_ENDING_STALLED && (d->findings & DESCENT_FINDING_MINIMUM_AT_KINK);
}

const char *descent__explain_verdict(const descent_diagnosis *d)
{
    const descent_critical_point *point = descent__explain_point(d);
    const bool no_minimum = point && (point->index > 0 || point->probe == DESCENT_PROBE_LOWER);
    if (d->ending == DESCENT_ENDING_CONVERGED && no_minimum)
        return died_on;
    if (d->ending == DESCENT_ENDING_NONFINITE && !d->x)
        return "never began";
    if (explodes(d))
        return "exploding";
    if (d->ending == DESCENT_ENDING_PERIODIC && descent__explain_will_oscillate(d))
        return "will oscillate";
    if (is_minimum_at_kink(d))
        return lowest_at_kink;
    return (size_t)d->ending < descent__ending_count ? table[d->ending].verdict : table[0].verdict;
}

/* A gradient that is proved not to be that of the loss comes before whatever the run did with it. */
static bool is_wrong(const descent_diagnosis *d)
{
    return d->findings & DESCENT_FINDING_GRADIENT_MISMATCH;
}

/* ---- in a few words ---- */

/* What else than the loss has the point: it is critical for the loss with these. */
static const char *of_terms(const descent_critical_point *point)
{
    if (!point || (point->weight_decay <= 0 && point->l1 <= 0))
        return "";
    return point->l1 <= 0             ? " of the loss with its decay"
           : point->weight_decay <= 0 ? " of the loss with its L1 term"
                                      : " of the loss with its decay and L1 term";
}

/* ", about 870 steps to go" */
static void say_to_go(const descent_interval *to_go, char *text, size_t size)
{
    char count[descent__count_text_size];
    const double steps = descent__words_to_go(count, to_go);
    snprintf(text, size, ", %s step%s to go", count, descent__plural((uint64_t)fmin(steps, 2)));
}

static void say_headline(const descent_diagnosis *d, char *text, size_t size)
{
    const char *verdict = descent__explain_verdict(d);
    const double to_go = d->pace.steps_to_go.value;
    char more[80] = "";
    if (descent__ending_settles(d->ending)) {
        if (d->ending == DESCENT_ENDING_APPROACHING && to_go >= 1 && isfinite(to_go))
            say_to_go(&d->pace.steps_to_go, more, sizeof more);
        const descent_critical_point *point = descent__explain_point(d);
        snprintf(text, size, "%s a %s%s%s%s", verdict, point ? descent__words_kind(point) : "limit", of_terms(point),
                 point && point->bound_multipliers ? " on a face of the bounds" : "", more);
        return;
    }
    const size_t few = descent__explain_few_points(d);
    if (d->ending == DESCENT_ENDING_PERIODIC && few > 0)
        snprintf(more, sizeof more, " with period %zu, through %zu point%s", d->cycle.period, few,
                 descent__plural(few));
    else if (d->ending == DESCENT_ENDING_PERIODIC)
        snprintf(more, sizeof more, " with period %zu", d->cycle.period);
    else if (d->ending == DESCENT_ENDING_CHAOTIC && isfinite(d->lyapunov.value))
        snprintf(more, sizeof more, ", Lyapunov exponent %.2f", d->lyapunov.value);
    else if (d->ending == DESCENT_ENDING_NONFINITE && d->x)
        snprintf(more, sizeof more, ", %s is not finite", descent__words_quantity(d->quantity));
    snprintf(text, size, "%s%s", verdict, more);
}

void descent__explain_headline(const descent_diagnosis *d, char *text, size_t size)
{
    const size_t used = is_wrong(d) ? (size_t)snprintf(text, size, "gradient and loss disagree: ") : 0;
    if (used < size)
        say_headline(d, text + used, size - used);
}

/* ---- in one sentence ---- */

/* Does a run stay on a minimum from which every push would carry it away? */
static bool repels(const descent_diagnosis *d, const descent_critical_point *point)
{
    return d->ending == DESCENT_ENDING_CONVERGED && point->kind == DESCENT_CRITICAL_MINIMUM &&
           (d->findings & DESCENT_FINDING_STEP_ABOVE_LIMIT);
}

enum {
    names_said = 3
};

/* "x₁ and x₃" where there are numbers; how many there are. */
static size_t name_held(const descent_diagnosis *d, const double *numbers, char *names, size_t size)
{
    size_t used = 0, held = 0;
    names[0] = '\0';
    for (size_t i = 0; numbers && i < d->dimension; i++) {
        char name[descent__variable_name_size];
        if (isnan(numbers[i]))
            continue;
        descent__name_text(name, d->variable_names, i);
        if (held < names_said)
            used += (size_t)snprintf(names + used, size - used, "%s%s", held ? " and " : "", name);
        held++;
    }
    return held;
}

/* ", where the bound on x₁ holds it", or how many do; ", and the L1 term holds x₂ at 0" */
static void say_held(descent__words *words, const descent_diagnosis *d, const descent_critical_point *point)
{
    char names[names_said * (descent__variable_name_size + sizeof " and ")];
    const size_t bounds = name_held(d, point->bound_multipliers, names, sizeof names);
    if (bounds == 1)
        descent__words_say(words, ", where the bound on %s holds it", names);
    else if (bounds > names_said)
        descent__words_say(words, ", where %zu bounds hold it", bounds);
    else if (bounds > 0)
        descent__words_say(words, ", where the bounds on %s hold it", names);
    const size_t zeros = name_held(d, point->zero_margins, names, sizeof names);
    const char *const link = bounds > 0 ? ", and" : ", where";
    if (zeros > names_said)
        descent__words_say(words, "%s the L1 term holds %zu variables at 0", link, zeros);
    else if (zeros > 0)
        descent__words_say(words, "%s the L1 term holds %s at 0", link, names);
}

/* "Converged to a minimum at (2, 1.70711)" */
static void say_point(descent__words *words, const descent_diagnosis *d)
{
    char where[descent__point_text_size];
    const descent_critical_point *point = descent__explain_point(d);
    if (point) {
        descent__explain_place(where, d, point);
        descent__words_say(words, "a %s%s %sat %s", descent__words_kind(point), of_terms(point),
                           point->bound_multipliers ? "on this face of the bounds " : "", where);
        say_held(words, d, point);
        if (point->kind != DESCENT_CRITICAL_MAXIMUM && (point->index > 0 || point->probe == DESCENT_PROBE_LOWER))
            descent__words_say(words, ", which is not a minimum");
        else if (repels(d, point))
            descent__words_say(words, ", which repels at this step size");
    } else if (d->ending == DESCENT_ENDING_CONVERGED) {
        descent__explain_last_point(where, d);
        descent__words_say(words, "%s", where);
    } else {
        descent__words_say(words, "a limit");
    }
    if (d->ending == DESCENT_ENDING_APPROACHING)
        descent__words_say(words, ", but not there yet");
}

/* Of a run that stalled: a gradient of zero, exactly or to rounding, that is the loss's own: then it is no question whether the
 * point is critical. */
static bool stands_on_level_ground(const descent_diagnosis *d)
{
    const unsigned doubtful = DESCENT_FINDING_GRADIENT_MISMATCH | DESCENT_FINDING_GRADIENT_DIFFERENCES;
    const descent__holdings *holdings = d->internal;
    return (d->gradient_norm <= 0 || (holdings && holdings->level_ground)) && !(d->findings & doubtful);
}

/* What falls in the end may have been thrown up before, or out of where there is a loss. */
static const char *meaning_of_descending(const descent__holdings *holdings)
{
    if (holdings && holdings->loss_began_lower)
        return holdings->loss_had_none
                   ? "the loss falls now, but on the way it had no value at times, and the run was thrown to where it "
                     "is "
                     "higher than at the start; where that leads cannot be told yet"
                   : "the loss falls now, but on the way the run was thrown to where it is higher than at the start; "
                     "where that leads cannot be told yet";
    if (holdings && holdings->loss_had_none && holdings->loss_was_lower)
        return "on the way the loss was lower than it is now and at times had no value, and where the run leads cannot "
               "be told yet";
    if (holdings && holdings->loss_had_none)
        return "the loss falls now, though on the way it had no value, and where that leads cannot be told yet";
    if (holdings && holdings->loss_was_lower)
        return "on the way the loss was lower than it is now, and where the run leads cannot be told yet";
    return table[DESCENT_ENDING_DESCENDING].meaning;
}

/* What falls for ever along short steps may be thrown up again by those that are made. */
static const char *meaning_of_unbounded(const descent_diagnosis *d)
{
    const descent__holdings *holdings = d->internal;
    if (holdings && holdings->thrown_up)
        return "the run goes on without end; the loss has no minimum that way, but the steps grow so long that they "
               "lead "
               "up again in the end";
    return holdings && holdings->loss_was_lower
               ? "the run goes on without end; the loss has no minimum that way, though at the end it is higher than "
                 "it was before"
               : table[DESCENT_ENDING_UNBOUNDED].meaning;
}

static const char *meaning_of(const descent_diagnosis *d)
{
    switch (d->ending) {
    case DESCENT_ENDING_UNBOUNDED:
        return meaning_of_unbounded(d);
    case DESCENT_ENDING_DESCENDING:
        return meaning_of_descending(d->internal);
    case DESCENT_ENDING_STALLED:
        if (is_minimum_at_kink(d))
            return "the run hardly moves";
        if (d->internal && ((const descent__holdings *)d->internal)->on_kink)
            return "the run does not leave a kink, beside which the loss falls";
        if (d->internal && ((const descent__holdings *)d->internal)->schedule_leads_on && d->point)
            return "the run still comes nearer to a critical point, but its step size shrinks too fast to arrive there";
        if (stands_on_level_ground(d))
            return d->gradient_norm <= 0 ? "the run does not move, for the loss is level here"
                                         : "the run hardly moves, for the loss is all but level here";
        break;
    case DESCENT_ENDING_NOISY:
        /* It hovers if the distance from the mean is one that the noise and the step size make; else it may still be on
         * its way. */
        if (isfinite(d->noise.floor_half))
            return "the gradient is random, and the run hovers or wanders with it";
        break;
    case DESCENT_ENDING_DIVERGING:
        if (d->findings & DESCENT_FINDING_GRADIENT_MISMATCH)
            return "the run leaves for infinity";
        if (fabs(d->momentum) >= 1)
            return "the momentum is too large";
        break;
    case DESCENT_ENDING_NONFINITE:
        if (!d->x)
            return "the start is not a finite point";
        break;
    default:
        break;
    }
    return (size_t)d->ending < descent__ending_count ? table[d->ending].meaning : table[0].meaning;
}

/* Who steps by the gradient alone may have gone on where the loss has no value. */
static void say_broken(descent__words *words, const descent_diagnosis *d)
{
    const char *const what = descent__words_quantity(d->quantity);
    const descent__holdings *const holdings = d->internal;
    if (d->pace.onset > 0 && d->quantity == DESCENT_QUANTITY_LOSS && holdings && holdings->start_had_no_loss)
        descent__words_say(words,
                           ": %s is not a finite number at the start, nor from step %llu on, and steps were made "
                           "without it",
                           what, (unsigned long long)d->pace.onset);
    else if (d->pace.onset > 0 && d->pace.onset < d->steps)
        descent__words_say(
            words, ": from step %llu on %s is not a finite number, and the steps after that were made without it",
            (unsigned long long)d->pace.onset, what);
    else
        descent__words_say(words, ": %s is not a finite number", what);
}

/* What is shown of a run that will oscillate may be its way down. */
static void say_period(descent__words *words, const descent_diagnosis *d)
{
    const size_t period = d->cycle.period;
    const size_t few = descent__explain_few_points(d);
    const bool ahead = descent__explain_will_oscillate(d);
    descent__words_say(words, "with period %zu:", period);
    if (ahead && !descent__explain_cycle_is_ahead(d))
        descent__words_say(words, "it has not been round its cycle twice yet, but a copy that goes on");
    else if (ahead)
        descent__words_say(words,
                           "it is on the way to its cycle; a copy that goes on reaches it at step %llu, and then",
                           (unsigned long long)d->pace.onset);
    if (few > 0)
        descent__words_say(words,
                           "%sgoes over the same %zu points again and again, in an order that begins anew every "
                           "%zu steps",
                           ahead ? "" : "it ", few, period);
    else if (ahead)
        descent__words_say(words, "is back at the same point every %zu steps", period);
    else
        descent__words_say(words, "every %zu steps it is back at the same point", period);
}

void descent__explain_ending(descent__words *words, const descent_diagnosis *d)
{
    const char *verdict = descent__explain_verdict(d);
    if (is_wrong(d))
        descent__words_say(words, "Gradient and loss disagree: one of them is wrong.");
    descent__words_say(words, "%c%s", toupper((unsigned char)verdict[0]), verdict + 1);
    const char *meaning = meaning_of(d);
    if (descent__ending_settles(d->ending))
        say_point(words, d);
    else if (d->ending == DESCENT_ENDING_PERIODIC)
        say_period(words, d);
    else if (explodes(d))
        descent__words_say(words, ": the steps grow faster than by any fixed factor");
    else if (d->ending == DESCENT_ENDING_NONFINITE && d->x)
        say_broken(words, d);
    if (meaning && !(explodes(d) && is_wrong(d))) /* what grows without bound leaves for infinity: no cause of it */
        descent__words_say(words, explodes(d) ? ", because %s" : ": %s", meaning);
    descent__words_say(words, ".");
}
