#include "diagnosis/explain/event_words.h"

#include <math.h>
#include <stdio.h>

#include "base/plural.h"
#include "diagnosis/explain/reading.h"

/* The theory of an escape counts its steps to within a small factor; a stay this many times as long or as short has another
 * cause. */
static const double much_longer = 4;

/* A growth that four digits of its factor show. */
static const double least_shown = 1e-3;

/* Of the path's diameter: two critical points nearer than this are one. */
static const double same_point = 1e-6;

static void say_lingering(descent__words *words, const descent_diagnosis *d, const descent_event *event)
{
    char where[descent__point_text_size];
    const descent__holdings *const holdings = d->internal;
    /* Along a level way a degenerate point is known no better than it was asked for. */
    if (holdings && holdings->lingering == event->point && holdings->lingering_known > 0)
        descent__words_rounded_point(where, d->dimension, event->point->x, holdings->lingering_known);
    else
        descent__explain_place(where, d, event->point);
    const bool still = event->last_step >= d->steps;
    if (still)
        descent__words_say(words, "Since step %llu it lingers near the %s at %s", (unsigned long long)event->first_step,
                           descent__words_kind(event->point), where);
    else if (event->first_step == 0)
        descent__words_say(words, "From the start to step %llu it lingered near the %s at %s",
                           (unsigned long long)event->last_step, descent__words_kind(event->point), where);
    else
        descent__words_say(words, "From step %llu to step %llu it lingered near the %s at %s",
                           (unsigned long long)event->first_step, (unsigned long long)event->last_step,
                           descent__words_kind(event->point), where);
    if (event->direction && event->value > 1) {
        char way[descent__point_text_size];
        char factor[descent__factor_text_size];
        descent__words_along(way, d->dimension, d->variable_names, event->direction);
        /* Theory has the number of steps, and then the factor is its own, which anybody can compute; else that of this run. */
        const bool known = isfinite(event->expected);
        if (known && event->value - 1 >= least_shown)
            snprintf(factor, sizeof factor, "%.4g", event->value);
        else
            descent__words_factor(factor, event->value);
        descent__words_say(words, "and %s it%s, where each step %s the distance by %s%s", still ? "is leaving" : "left",
                           way, known ? "multiplies" : "multiplied", factor, known ? "" : " on average");
        if (known)
            descent__words_say(words, "(with that factor a stay takes about %.0f step%s)", event->expected,
                               descent__plural((uint64_t)fmin(event->expected + 0.5, 2)));
    }
    descent__words_say(words, ".");
}

static double distance_between(const descent_diagnosis *d, const double *a, const double *b)
{
    double distance = 0;
    for (size_t i = 0; i < d->dimension; i++)
        distance = hypot(distance, a[i] - b[i]);
    return distance;
}

/* Is lingering worth a sentence? It must be over, or the run about to leave; elsewhere than where the run is now, and than the
 * point of the verdict; and it must have taken about as long as theory expects. */
static bool lingering_counts(const descent_diagnosis *d, const descent_event *event)
{
    const double steps = (double)(event->last_step - event->first_step + 1);
    if (isfinite(event->expected) && (steps > much_longer * event->expected || event->expected > much_longer * steps))
        return false;
    /* Compared with the last steps of an explosion, all steps before them are short: that is no lingering. */
    const bool whole_run = event->first_step == 0 && event->last_step + 1 >= d->steps;
    if (whole_run)
        return false;
    if (event->last_step >= d->steps && (d->ending == DESCENT_ENDING_CONVERGED || !event->direction))
        return false;
    if (!descent__explain_point(d) || !descent__ending_settles(d->ending))
        return true;
    return distance_between(d, event->point->x, d->x) > same_point * d->diameter &&
           distance_between(d, event->point->x, d->point->x) > same_point * d->diameter;
}

/* Irregular motion turns back, slows down and rises again and again: such events are not told one by one. */
static bool wanders(const descent_diagnosis *d)
{
    return descent__ending_is_irregular(d->ending);
}

/* Steps that are slow near a critical point are told as lingering there, not as a plateau as well. */
static bool told_by_lingering(const descent_diagnosis *d, const descent_event *plateau)
{
    for (size_t k = 0; k < d->event_count; k++) {
        const descent_event *event = &d->events[k];
        if (event->kind == DESCENT_EVENT_LINGERING && event->first_step <= plateau->last_step &&
            plateau->first_step <= event->last_step)
            return true;
    }
    return false;
}

static void say_plateau(descent__words *words, const descent_diagnosis *d, const descent_event *event)
{
    const unsigned long long first = event->first_step, last = event->last_step, count = event->count;
    const bool more = count > 1;
    if (wanders(d) || (!more && told_by_lingering(d, event)))
        return;
    if (more)
        descent__words_say(
            words,
            "%llu times the steps were tiny for a while and grew again; they were shortest from step %llu "
            "to step %llu, down to length %.2g.",
            count, first, last, event->value);
    else
        descent__words_say(words,
                           "From step %llu to step %llu the steps were tiny, down to length %.2g, and grew again.",
                           first, last, event->value);
}

/* "in 3 of 64 steps", if every one of them was seen. */
static void say_loss_rose(descent__words *words, const descent_diagnosis *d, const descent_event *event)
{
    const unsigned long long count = event->count;
    const bool all_seen = d->rows > d->steps;
    if (all_seen && event->count == d->steps && event->count > 1)
        descent__words_say(words, "The loss rose in every step");
    else if (all_seen)
        descent__words_say(words, "The loss rose in %llu of %llu step%s", count, (unsigned long long)d->steps,
                           descent__plural(d->steps));
    else
        descent__words_say(words, "The loss rose %llu time%s", count, descent__plural(count));
    if (isfinite(event->value))
        descent__words_say(words, count == 1 ? ", by %.3g" : ", at most by %.3g", event->value);
    if (!all_seen || event->count < d->steps)
        descent__words_say(words, ", %s step %llu", count == 1 ? "in" : "first in",
                           (unsigned long long)event->first_step);
    descent__words_say(words, ".");
}

static void say_nonfinite(descent__words *words, const descent_diagnosis *d, const descent_event *event)
{
    const bool by_verdict = d->ending == DESCENT_ENDING_NONFINITE && d->quantity == event->quantity &&
                            d->pace.onset == event->first_step && event->first_step < d->steps && event->first_step > 0;
    const bool told =
        !d->x || by_verdict || (event->first_step == d->steps && (isinf(d->loss) || isinf(d->gradient_norm)));
    if (told)
        return;
    const bool was_finite_again =
        (event->quantity == DESCENT_QUANTITY_LOSS && isfinite(d->loss)) ||
        (d->ending == DESCENT_ENDING_NONFINITE && d->quantity == event->quantity && d->pace.onset > event->first_step);
    if (event->first_step == 0)
        descent__words_say(words, "At the start");
    else if (was_finite_again)
        descent__words_say(words, "Step %llu was the first to lead to where", (unsigned long long)event->first_step);
    else
        descent__words_say(words, "After step %llu", (unsigned long long)event->first_step);
    descent__words_say(words, "%s is infinite or not a number%s.", descent__words_quantity(event->quantity),
                       was_finite_again ? "; later it had a value again" : "");
}

static void say_jumped(descent__words *words, const descent_diagnosis *d, const descent_event *event)
{
    const unsigned long long last = event->last_step, count = event->count;
    char where[descent__point_text_size];
    descent__explain_place(where, d, event->point);
    const char *const arrives = d->ending == DESCENT_ENDING_CONVERGED ? "ended" : "is now";
    if (count == 1)
        descent__words_say(words, "In step %llu it jumped into the valley where it %s.", last, arrives);
    else
        descent__words_say(words,
                           "It jumped from valley to valley %llu times, last in step %llu into the one where it %s.",
                           count, last, arrives);
    descent__words_say(words, "Before that it was in the valley of the minimum at %s: tiny steps would have led there.",
                       where);
}

/* Which steps crossed a pole, where the first one did, and what the loss does there. */
static void say_pole(descent__words *words, const descent_diagnosis *d, const descent_event *event)
{
    const descent__holdings *const holdings = d->internal;
    const unsigned long long first = event->first_step, last = event->last_step, count = event->count;
    const bool more = holdings && holdings->more_poles;
    char where[descent__point_text_size] = "";
    if (holdings && holdings->pole)
        descent__words_rounded_point(where, d->dimension, holdings->pole, holdings->pole_known);
    const char *const at = where[0] ? " at " : "";
    if (count == 1)
        descent__words_say(words, "In step %llu%s it crossed a pole%s%s:", first,
                           more ? ", and maybe in later ones," : "", at, where);
    else
        descent__words_say(
            words, "In %s%llu steps it crossed a pole, the first time in step %llu%s%s, %s in step %llu:",
            more ? "at least " : "", count, first, at, where, more ? "and again" : "the last time", last);
    descent__words_say(words, "on the side from which it came%s, the loss %s all bounds.",
                       count == 1 && !more ? "" : " that first time", event->value < 0 ? "falls below" : "rises above");
}

/* How many steps, and which: who counts them is to count as many. Of one variable a step goes on or back. */
static void say_turns(descent__words *words, const descent_diagnosis *d, const descent_event *event)
{
    const descent__holdings *const holdings = d->internal;
    descent__words_say(words, "In %llu steps it went back against the step before%s%s.",
                       (unsigned long long)event->count, d->dimension > 1 ? ", by 120° or more" : "",
                       holdings && holdings->turns_by_rounding ? "; steps of the size of rounding are not counted"
                                                               : "");
}

void descent__explain_event(descent__words *words, const descent_diagnosis *d, const descent_event *event)
{
    switch (event->kind) {
    case DESCENT_EVENT_LINGERING:
        /* If the gradient is not that of the loss, where it vanishes is no critical point of the loss. */
        if (!(d->findings & DESCENT_FINDING_GRADIENT_MISMATCH) && !wanders(d) && lingering_counts(d, event))
            say_lingering(words, d, event);
        return;
    case DESCENT_EVENT_PLATEAU:
        say_plateau(words, d, event);
        return;
    case DESCENT_EVENT_LOSS_ROSE:
        say_loss_rose(words, d, event);
        return;
    case DESCENT_EVENT_SIGN_FLIPS:
        if (!wanders(d) && d->cycle.period == 0 && d->ending != DESCENT_ENDING_DIVERGING)
            say_turns(words, d, event);
        return;
    case DESCENT_EVENT_NONFINITE:
        say_nonfinite(words, d, event);
        return;
    case DESCENT_EVENT_STEP_SIZE:
        if (event->value > 0)
            descent__words_say(words, "The step size %s %.3g times its first value.",
                               event->value < 1 ? "fell to" : "rose to", event->value);
        else
            descent__words_say(words, "The step size fell to 0.");
        return;
    case DESCENT_EVENT_JUMPED:
        say_jumped(words, d, event);
        return;
    case DESCENT_EVENT_POLE:
        say_pole(words, d, event);
        return;
    case DESCENT_EVENT_RULE_CHANGED:
        descent__words_say(words, "The rule was changed before step %llu; all that is said is of the run since then.",
                           (unsigned long long)event->first_step + 1);
        return;
    case DESCENT_EVENT_OSCILLATION: /* the verdict says so */
    case DESCENT_EVENT_GROWTH:
        return;
    }
}

/* Does the run still stand beside another critical point, on its way out of there? */
bool descent__explain_is_leaving(const descent_diagnosis *d)
{
    for (size_t k = 0; k < d->event_count; k++)
        if (d->events[k].kind == DESCENT_EVENT_LINGERING && d->events[k].last_step >= d->steps &&
            lingering_counts(d, &d->events[k]))
            return true;
    return false;
}
