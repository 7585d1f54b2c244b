#include "diagnosis/explain/seen.h"

#include <math.h>
#include <string.h>

#include <descent/stops.h>

#include "base/plural.h"
#include "diagnosis/explain/cycle_words.h"
#include "diagnosis/explain/event_words.h"
#include "diagnosis/explain/reading.h"
#include "diagnosis/holdings.h"

/* Of the path's diameter: what counts as arrived, where nothing else was asked for. */
static const double usual_part = 1e-6;

/* Of the path's diameter: no farther from a point than this, the run moves as the curvatures there have it. */
static const double near_part = 0.1;

/* On its way off a run comes to where loss and gradient are finite, and are not computed; elsewhere an infinity may be one. */
static void say_overflow(descent__words *words, const descent_diagnosis *d)
{
    const bool off = d->steps > 0 && (d->ending == DESCENT_ENDING_DIVERGING || d->ending == DESCENT_ENDING_UNBOUNDED);
    const bool gradient = isinf(d->gradient_norm), below = isinf(d->loss) && d->loss < 0;
    if (off && below)
        descent__words_say(words, ", where the loss is below all of the computer's numbers%s",
                           gradient ? " and the gradient too large for them" : "");
    else if (off && (gradient || isinf(d->loss)))
        descent__words_say(words, ", where %s too large for the computer's numbers",
                           !gradient        ? "the loss is"
                           : isinf(d->loss) ? "loss and gradient are"
                                            : "the gradient is");
    else if (below)
        descent__words_say(words, ", where the loss is minus infinity%s", gradient ? " and the gradient infinite" : "");
    else if (isinf(d->loss))
        descent__words_say(words, gradient ? ", where loss and gradient are infinite" : ", where the loss is infinite");
    else if (gradient)
        descent__words_say(words, ", where the gradient is infinite");
    if (off && gradient)
        descent__words_say(words, ": from there no step can be made");
}

static void say_last_point(descent__words *words, const descent_diagnosis *d)
{
    char where[descent__point_text_size];
    descent__explain_last_point(where, d);
    descent__words_say(words, d->steps > 0 ? "led to %s" : "No step: it stands at %s", where);
    if (isfinite(d->loss))
        descent__words_say(words, ", with loss %.6g", d->loss + 0); /* no negative zero */
    if (isfinite(d->gradient_norm))
        descent__words_say(words, isfinite(d->loss) ? "and gradient norm %.3g" : ", with gradient norm %.3g",
                           d->gradient_norm);
    say_overflow(words, d);
    descent__words_say(words, ".");
}

/* "with step size 0.2 (fixed step)". A step size that changes is told as that of the last step; of plain descent the name
 * would say otherwise. */
static void say_rule(descent__words *words, const descent_diagnosis *d)
{
    const char *const fitted = d->findings & DESCENT_FINDING_RULE_FITTED ? ", fitted to the path" : "";
    char momentum[40] = "";
    if (isnan(d->step_size)) {
        descent__words_say(words, "(%s)", d->rule_name);
        return;
    }
    const descent__holdings *const holdings = d->internal;
    if (holdings && holdings->finds_step_sizes) {
        descent__words_say(words, "(%s%s, which finds each step size itself, %s %.6g%s)", d->rule_name, fitted,
                           holdings->finds_by_factor ? "with the factor" : "beginning with", d->step_size,
                           holdings->exact_on_quadratics ? "; exact only where the loss is a quadratic" : "");
        return;
    }
    const char *const pushes =
        holdings && holdings->pushes ? ", which pushes the run on where the gradient is small" : "";
    if (fabs(d->momentum) > 0)
        snprintf(momentum, sizeof momentum, " and momentum %.6g", d->momentum);
    if (descent__explain_step_size_changed(d))
        descent__words_say(words, "(%s%s; the last with step size %.6g%s)",
                           descent__explain_plain_rule(d) ? "plain gradient descent" : d->rule_name, fitted,
                           d->step_size, momentum);
    else
        descent__words_say(words, "with step size %.6g%s (%s%s%s)", d->step_size, momentum, d->rule_name, fitted,
                           pushes);
}

/* "64 steps, not made by the rule that was given (fixed step, step size 0.2)"; nobody is to blame for one that was fitted. */
static void say_other_rule(descent__words *words, const descent_diagnosis *d)
{
    char step_size[40] = "", momentum[40] = "";
    if (isfinite(d->step_size))
        snprintf(step_size, sizeof step_size, ", step size %.6g", d->step_size);
    if (fabs(d->momentum) > 0)
        snprintf(momentum, sizeof momentum, ", momentum %.6g", d->momentum);
    descent__words_say(words, ", not %s (%s%s%s),",
                       d->findings & DESCENT_FINDING_RULE_FITTED
                           ? "all of them made by the rule that was fitted to them"
                           : "made by the rule that was given",
                       d->rule_name, step_size, momentum);
}

static void say_setting(descent__words *words, const descent_diagnosis *d)
{
    if (!d->x) {
        descent__words_say(words, d->rows > 0 ? "No finite point." : "No points.");
        return;
    }
    if (d->steps > 0) {
        descent__words_say(words, "%llu step%s", (unsigned long long)d->steps, descent__plural(d->steps));
        if (d->findings & DESCENT_FINDING_RULE_DISAGREES)
            say_other_rule(words, d);
        else if (d->rule_name[0])
            say_rule(words, d);
    }
    say_last_point(words, d);
}

/* A criterion that stopped the run, unless what it does not prove is proved otherwise. */
static void say_stop(descent__words *words, const descent_diagnosis *d)
{
    const bool by_criterion = d->stop == DESCENT_STOP_GRADIENT || d->stop >= DESCENT_STOP_LOSS;
    const bool proved = d->ending == DESCENT_ENDING_CONVERGED && d->point && d->point->kind == DESCENT_CRITICAL_MINIMUM;
    if (by_criterion && !proved)
        descent__words_say(words, "The run was stopped: %s.", descent_stop_meaning(d->stop));
}

/* Does the rule forget the slopes that it divides by? Then no point keeps it for good. */
static bool memory_fades(const descent_diagnosis *d)
{
    const descent__holdings *holdings = d->internal;
    return holdings && holdings->memory_fades;
}

/* Whoever cannot tell the laws apart gives what each would make of it. How its steps change is not said: those of a run on its way off a
 * saddle grow first, and others are as long as a schedule has it. */
static void say_both_counts(descent__words *words, const descent_diagnosis *d)
{
    const descent_interval *to_go = &d->pace.steps_to_go;
    if (d->ending != DESCENT_ENDING_APPROACHING || !(to_go->low > 1))
        return;
    char low[descent__factor_text_size], high[descent__factor_text_size];
    const bool exact = descent__words_is_exact(to_go);
    descent__words_steps(low, to_go->low, exact);
    descent__words_steps(high, to_go->high, exact);
    const bool same = strcmp(low, high) == 0;
    (void)descent__words_least_steps(low, to_go->low, exact);
    (void)descent__words_enough_steps(high, same && isfinite(to_go->value) ? to_go->value : to_go->high, exact);
    if (same)
        descent__words_say(words, "It takes %s%s more steps until it is there%s.", exact ? "" : "about ", high,
                           memory_fades(d) ? ", and as the rule's memory fades it may leave again" : " for good");
    else if (isfinite(to_go->high))
        descent__words_say(words,
                           "So far its steps do not tell whether it comes nearer by a fixed factor each step or like a "
                           "power of the step number: by a factor it takes at least %s more steps, by a power at most "
                           "%s.",
                           low, high);
    else
        descent__words_say(words,
                           "So far its steps do not tell by which law it comes nearer; it takes at least %s more "
                           "steps.",
                           low);
}

/* Of a run with no law to be seen: a mean over many steps is told as one, for the last ones may be shorter, or lead up. */
static void say_fall(descent__words *words, const descent_diagnosis *d)
{
    const descent__holdings *const holdings = d->internal;
    const unsigned long long over = holdings ? holdings->slope_steps : 0, rose = holdings ? holdings->rose_at_end : 0;
    if (d->ending != DESCENT_ENDING_DESCENDING)
        return;
    if (d->pace.slope < 0 && over > 1)
        descent__words_say(words, "Over the last %llu steps the loss fell by about %.2g a step, on average.", over,
                           -d->pace.slope);
    else if (d->pace.slope < 0 && rose == 0)
        descent__words_say(words, "At the end the loss falls by about %.2g a step.", -d->pace.slope);
    if (rose > 1)
        descent__words_say(words, "In each of the last %llu steps the loss rose.", rose);
    else if (rose == 1)
        descent__words_say(words, "In the last step the loss rose.");
}

/* The law is that of the end: a run that is still far from its point, or leaves another one first, shows it later. */
static bool is_near(const descent_diagnosis *d)
{
    if (d->ending != DESCENT_ENDING_APPROACHING || !descent__explain_point(d))
        return true;
    return !descent__explain_is_leaving(d) && d->distance <= near_part * d->diameter;
}

/* With momentum a single step may do anything: what it does to the point and what is remembered together tells of many. */
static bool is_mean_rate(const descent_diagnosis *d)
{
    bool turns = fabs(d->momentum) > 0;
    for (size_t k = 0; d->factors && d->factors_imaginary && d->point && k < d->point->eigenvalue_count; k++)
        turns |= fabs(d->factors_imaginary[k]) > 0;
    return turns;
}

/* "1/k^0.5", "1/k" */
static void say_power(descent__words *words, const descent_diagnosis *d, const char *what)
{
    char power[descent__factor_text_size];
    snprintf(power, sizeof power, "^%.2g", -d->pace.exponent);
    descent__words_say(words,
                       "%s k steps %s %s proportional to 1/k%s: it shrinks more slowly than by any fixed factor.",
                       is_near(d) ? "After" : "Once it is near, after", what, is_near(d) ? "is" : "will be",
                       strcmp(power, "^1") == 0 ? "" : power);
}

/* The largest modulus of the factors that shrink the distance at the point, or of those that are told as `factor`; and along which
 * curvature. */
static double largest_factor(const descent_diagnosis *d, const char *factor, double *curvature)
{
    double largest = 0;
    for (size_t k = 0; k < d->point->eigenvalue_count; k++) {
        const double modulus = hypot(d->factors[k], d->factors_imaginary[k]);
        char told[descent__factor_text_size];
        descent__words_factor(told, modulus);
        if (modulus >= 1 || modulus < largest || (factor && strcmp(told, factor) != 0))
            continue;
        largest = modulus;
        *curvature = d->point->eigenvalues[k];
    }
    return largest;
}

/* Two runs to one point come to it by different factors, if one has nothing that counts left where the way shrinks most slowly: which
 * curvature it is, where another shrinks more slowly. */
static void write_along(const descent_diagnosis *d, const char *factor, char *text, size_t size)
{
    char slowest[descent__factor_text_size];
    double curvature = NAN, other;
    text[0] = '\0';
    if (is_near(d) || !descent__explain_point(d) || !d->factors || !(largest_factor(d, factor, &curvature) > 0))
        return;
    descent__words_factor(slowest, largest_factor(d, NULL, &other));
    if (strcmp(slowest, factor) != 0)
        snprintf(text, size, ": what is left by then lies in the direction of curvature %.4g", curvature);
}

/* On the way what shrinks faster than by the slowest of the factors may still be the larger part. */
static bool is_of_long_run(const descent_diagnosis *d, const char *factor)
{
    if (is_mean_rate(d))
        return true;
    if (d->ending != DESCENT_ENDING_APPROACHING || !descent__explain_point(d) || !d->factors)
        return false;
    char slowest[descent__factor_text_size];
    double curvature;
    descent__words_factor(slowest, largest_factor(d, NULL, &curvature));
    bool differ = false;
    for (size_t k = 0; k < d->point->eigenvalue_count; k++) {
        char other[descent__factor_text_size];
        descent__words_factor(other, fabs(d->factors[k]));
        differ |= fabs(d->factors[k]) < 1 && strcmp(other, factor) != 0;
    }
    return differ && strcmp(slowest, factor) == 0;
}

static void say_rate(descent__words *words, const descent_diagnosis *d)
{
    char what[64] = "what is left of the way";
    if (descent__explain_point(d))
        snprintf(what, sizeof what, "the distance to %s", descent__words_again(d->point));
    char factor[descent__factor_text_size], along[96];
    descent__words_factor(factor, fabs(d->pace.rate));
    write_along(d, factor, along, sizeof along);
    switch (d->pace.law) {
    case DESCENT_LAW_POWER:
        if (d->pace.exponent < 0)
            say_power(words, d, what);
        break;
    case DESCENT_LAW_GEOMETRIC:
        if (descent__explain_has_faded(d)) /* the steps shrink, not the distance */
            descent__words_say(words, "At the end each step is %s times as long as the one before.", factor);
        else if (descent__explain_is_scheduled(d))
            descent__words_say(words, "What each step multiplies %s by changes with the step size.", what);
        else if (fabs(d->pace.rate) > 0)
            descent__words_say(words, "%s %s by %s%s%s.",
                               is_near(d) && is_of_long_run(d, factor) ? "In the long run, each step multiplies"
                               : is_near(d)                            ? "Each step multiplies"
                                                                       : "Once it is near, each step will multiply",
                               what, factor, d->pace.rate < 0 ? ", from one side to the other" : "", along);
        break;
    case DESCENT_LAW_UNKNOWN:
        say_both_counts(words, d);
        break;
    case DESCENT_LAW_FINITE: /* no rate, but arrival */
    case DESCENT_LAW_LINEAR: /* laws of growth */
    case DESCENT_LAW_LOGARITHMIC:
    case DESCENT_LAW_FASTER:
    case DESCENT_LAW_FORCE_INT:
        break;
    }
}

/* ", a millionth of the path's extent," */
static void write_tolerance_by(const descent_diagnosis *d, char *text, size_t size)
{
    const descent__holdings *holdings = d->internal;
    text[0] = '\0';
    switch (holdings ? holdings->tolerance_by : DESCENT__TOLERANCE_UNKNOWN) {
    case DESCENT__TOLERANCE_BY_EXTENT:
        if (fabs(holdings->tolerance_part - usual_part) <= 0)
            snprintf(text, size, ", a millionth of the path's extent,");
        else
            snprintf(text, size, ", %.3g of the path's extent,", holdings->tolerance_part);
        return;
    case DESCENT__TOLERANCE_BY_ROUNDING:
        snprintf(text, size, ", as near as rounding lets it be judged,");
        return;
    case DESCENT__TOLERANCE_BY_CURVATURES:
        snprintf(text, size, ", a thousandth of how far from there the curvatures stay much the same%s,",
                 fabs(holdings->tolerance_part - usual_part) <= 0 ? "" : " (and less than was asked for)");
        return;
    case DESCENT__TOLERANCE_UNKNOWN:
        return;
    }
}

static void say_way_left(descent__words *words, const descent_diagnosis *d)
{
    /* What is within the tolerance and will leave it again, as momentum does, is not left of the way. */
    const bool passes = d->ending == DESCENT_ENDING_APPROACHING && d->distance <= d->tolerance;
    if (d->distance > 0 && isfinite(d->distance) && !passes) {
        const bool there = d->ending != DESCENT_ENDING_APPROACHING;
        const descent_critical_point *const point = descent__explain_point(d);
        char by[160];
        write_tolerance_by(d, by, sizeof by);
        /* Whatever rests on the last slope alone is known to be within the tolerance, and no better; and to a limit without a point it is as
         * far as the law says. */
        const bool bound = there && d->distance >= d->tolerance;
        descent__words_say(words,
                           bound   ? "T%s is no more than %.2g away"
                           : there ? "T%s is %.2g away"
                           : point ? "T%s is still %.2g away"
                                   : "T%s is still about %.2g away",
                           descent__words_again(point) + 1, d->distance);
        if (isfinite(d->tolerance) && (!there || d->distance <= d->tolerance))
            descent__words_say(words, "; up to %.2g%s %s as arrived", d->tolerance, by,
                               there ? "counts" : "would count");
        descent__words_say(words, ".");
    }
}

/* So many steps in a row are no chance, and more than a start takes. */
static const uint64_t seen_at_bound = 8;

/* What holds the step size then makes the law by which the run goes on. */
static void say_bound(descent__words *words, const descent_diagnosis *d)
{
    const descent__holdings *const holdings = d->internal;
    if (!holdings || holdings->steps_at_bound < seen_at_bound || (d->findings & DESCENT_FINDING_RULE_DISAGREES))
        return;
    descent__words_say(words,
                       "In the last %llu steps the rule holds its step size at %.3g, the %s that it allows itself.",
                       (unsigned long long)holdings->steps_at_bound, holdings->step_bound,
                       holdings->step_bound > d->step_size ? "largest" : "smallest");
}

/* Who counts the same steps elsewhere is to know that another count is no fault. */
static void say_sensitivity(descent__words *words, const descent_diagnosis *d)
{
    const descent__holdings *const holdings = d->internal;
    /* Of chaos that is said beside the exponent. */
    if (!holdings || holdings->rounding_decides == 0 || d->ending == DESCENT_ENDING_CHAOTIC)
        return;
    descent__words_say(words,
                       "From about step %llu on rounding decides how exactly the run goes: another program, which "
                       "rounds otherwise, may go another way and count other steps%s.",
                       (unsigned long long)holdings->rounding_decides,
                       holdings->rounding_decides_end ? ", and be elsewhere at the end" : "");
}

void descent__explain_seen(descent__words *words, const descent_diagnosis *d)
{
    say_setting(words, d);
    say_stop(words, d);
    for (size_t k = 0; k < d->event_count; k++)
        descent__explain_event(words, d, &d->events[k]);
    say_sensitivity(words, d);
    const bool settles = descent__ending_settles(d->ending);
    if (settles)
        say_rate(words, d);
    say_bound(words, d);
    if (settles)
        say_way_left(words, d);
    say_fall(words, d);
    if (d->cycle.period > 0)
        descent__explain_cycle(words, d);
}
