#include <descent/diagnosis.h>

#include <math.h>
#include <string.h>

#include "diagnosis/words.h"
#include "status.h"

enum {
    most_orbit_points = 4,
    most_multipliers = 4,
    most_eigenvalues = 6
};

static const char *kind_of(const descent_diagnosis *d)
{
    return d->point ? descent_critical_kind_string(d->point->kind) : "critical point";
}

static void point_text(char *text, const descent_diagnosis *d, const double *x)
{
    descent_words_point(text, d->dimension, x);
}

/* "a minimum at (2, 1.70711)", or "a critical point at …" */
static void say_point(descent_words *words, const char *before, const descent_diagnosis *d)
{
    char where[descent_point_text_size];
    point_text(where, d, d->point ? d->point->x : d->x);
    const bool degenerate = d->point && d->point->kind == DESCENT_CRITICAL_DEGENERATE;
    descent_words_say(words, "%s a %s%s at %s", before, kind_of(d), degenerate ? " point" : "", where);
}

static void say_verdict_converged(descent_words *words, const descent_diagnosis *d)
{
    const bool saddle = d->point && d->point->kind == DESCENT_CRITICAL_SADDLE;
    say_point(words, saddle ? "Died on" : "Converged to", d);
    descent_words_say(words, saddle ? ", which is not a minimum." : ".");
}

/* The verdict in one sentence. */
static void say_verdict(descent_words *words, const descent_diagnosis *d)
{
    switch (d->ending) {
    case DESCENT_ENDING_CONVERGED:
        say_verdict_converged(words, d);
        return;
    case DESCENT_ENDING_APPROACHING:
        if (d->point)
            say_point(words, "Approaching", d);
        else
            descent_words_say(words, "Approaching a limit");
        descent_words_say(words, ", but not there yet.");
        return;
    case DESCENT_ENDING_DESCENDING:
        descent_words_say(words, "Still descending: the loss falls, and no limit is in sight yet.");
        return;
    case DESCENT_ENDING_STALLED:
        descent_words_say(words, "Stalled: the run hardly moves, yet it is at no critical point.");
        return;
    case DESCENT_ENDING_PERIODIC:
        descent_words_say(words, "Oscillating with period %zu: every %zu steps it is back at the same point.",
                          d->period, d->period);
        return;
    case DESCENT_ENDING_QUASIPERIODIC:
        descent_words_say(words, "Quasiperiodic: it circles for ever within bounds and never returns exactly.");
        return;
    case DESCENT_ENDING_CHAOTIC:
        descent_words_say(words, "Chaotic: it stays within bounds, never settles, and cannot be predicted for long.");
        return;
    case DESCENT_ENDING_NOISY:
        descent_words_say(words, "Noisy: the gradient is random, and the run hovers or wanders with it.");
        return;
    case DESCENT_ENDING_DIVERGING:
        descent_words_say(words, d->law == DESCENT_LAW_FASTER ? "Diverging, and faster than geometrically: it explodes."
                                                              : "Diverging: it runs away.");
        return;
    case DESCENT_ENDING_UNBOUNDED:
        descent_words_say(words, "Unbounded: the loss keeps falling and has no minimum that way.");
        return;
    case DESCENT_ENDING_NONFINITE:
        descent_words_say(words, "Broken off: a value is not a finite number.");
        return;
    default:
        descent_words_say(words, "Undetermined: the evidence does not decide.");
    }
}

static void say_setting(descent_words *words, const descent_diagnosis *d)
{
    char where[descent_point_text_size];
    descent_words_say(words, "%llu step%s", (unsigned long long)d->steps, d->steps == 1 ? "" : "s");
    if (d->rule_name[0])
        descent_words_say(words, "of %s with step size %.6g", d->rule_name, d->step_size);
    if (fabs(d->momentum) > 0)
        descent_words_say(words, "and momentum %.6g", d->momentum);
    if (d->findings & DESCENT_FINDING_RULE_FITTED)
        descent_words_say(words, "(fitted to the path)");
    if (d->x) {
        point_text(where, d, d->x);
        descent_words_say(words, "led to %s,", where);
        if (!isnan(d->loss))
            descent_words_say(words, "with loss %.6g", d->loss);
        if (!isnan(d->gradient_norm))
            descent_words_say(words, "%s gradient norm %.3g", isnan(d->loss) ? "with" : "and", d->gradient_norm);
    }
    descent_words_say(words, ".");
}

static void say_lingering(descent_words *words, const descent_diagnosis *d, const descent_event *event)
{
    char where[descent_point_text_size];
    point_text(where, d, event->point->x);
    descent_words_say(words, "From step %llu to step %llu it lingered near the %s %s",
                      (unsigned long long)event->first_step, (unsigned long long)event->last_step,
                      descent_critical_kind_string(event->point->kind), where);
    if (event->direction) {
        char way[descent_point_text_size];
        descent_words_direction(way, d->dimension, event->direction);
        descent_words_say(words, "and left it along %s, which grows by the factor %.4g a step", way, event->value);
        if (isfinite(event->expected))
            descent_words_say(words, "(theory expects about %.0f steps for that)", event->expected);
    }
    descent_words_say(words, ".");
}

static void say_event(descent_words *words, const descent_diagnosis *d, const descent_event *event)
{
    const unsigned long long first = event->first_step;
    const unsigned long long last = event->last_step;
    switch (event->kind) {
    case DESCENT_EVENT_LINGERING:
        /* Of a gradient that belongs to no loss, the critical points are nobody's. */
        if (!(d->findings & DESCENT_FINDING_GRADIENT_MISMATCH))
            say_lingering(words, d, event);
        return;
    case DESCENT_EVENT_PLATEAU:
        descent_words_say(words,
                          "From step %llu to step %llu the steps were tiny, down to length %.2g, and grew again.",
                          first, last, event->value);
        return;
    case DESCENT_EVENT_LOSS_ROSE:
        descent_words_say(words, "The loss rose in %llu step%s, at most by %.3g, first in step %llu.",
                          (unsigned long long)event->count, event->count == 1 ? "" : "s", event->value, first);
        return;
    case DESCENT_EVENT_SIGN_FLIPS:
        if (d->ending != DESCENT_ENDING_CHAOTIC)
            descent_words_say(words, "Successive steps turned back on each other %llu times.",
                              (unsigned long long)event->count);
        return;
    case DESCENT_EVENT_NONFINITE: {
        static const char *const names[] = {"a value", "the point", "the loss", "the gradient"};
        descent_words_say(words, "At step %llu %s is infinite or not a number.", first, names[event->quantity]);
        return;
    }
    case DESCENT_EVENT_STEP_SIZE:
        descent_words_say(words, "The step size fell to %.3g of what it was.", event->value);
        return;
    default:
        return;
    }
}

static void say_rate(descent_words *words, const descent_diagnosis *d)
{
    if (d->law == DESCENT_LAW_POWER)
        descent_words_say(words,
                          "The distance to it shrinks like the %.2g-th power of the number of steps, slower than by "
                          "any fixed factor.",
                          d->exponent);
    else if (fabs(d->rate) > 0)
        descent_words_say(words, "Each step shrinks the distance by the factor %.6g%s.", fabs(d->rate),
                          d->rate < 0 ? " and changes sides" : "");
    if (isfinite(d->distance))
        descent_words_say(words, "What is left of the way is %.2g.", d->distance);
}

static void say_eigenvalues(descent_words *words, const descent_diagnosis *d)
{
    const descent_critical_point *p = d->point;
    if (!p || p->eigenvalue_count == 0)
        return;
    if (p->eigenvalue_count <= most_eigenvalues && p->eigenvalue_count == d->dimension) {
        char text[128] = "";
        for (size_t k = 0; k < p->eigenvalue_count; k++) {
            const size_t used = strlen(text);
            const char *link = k == 0 ? "" : k + 1 == p->eigenvalue_count ? " and " : ", ";
            const double value = fabs(p->eigenvalues[k]) <= p->eigenvalue_tolerance ? 0 : p->eigenvalues[k];
            snprintf(text + used, sizeof text - used, "%s%.5g", link, value);
        }
        descent_words_say(words, "The curvatures there (eigenvalues of the Hessian) are %s:", text);
    } else {
        descent_words_say(words,
                          "The curvatures there (eigenvalues of the Hessian) go from %.5g to %.5g:", p->eigenvalues[0],
                          p->eigenvalues[p->eigenvalue_count - 1]);
    }
    if (p->kind == DESCENT_CRITICAL_MINIMUM)
        descent_words_say(words, "uphill every way, a minimum.");
    else if (p->kind == DESCENT_CRITICAL_MAXIMUM)
        descent_words_say(words, "downhill every way, a maximum.");
    else if (p->kind == DESCENT_CRITICAL_SADDLE)
        descent_words_say(words, "uphill some ways and downhill others, a saddle.");
    else
        descent_words_say(words, "where it is zero, curvature does not decide.");
}

static void say_limit(descent_words *words, const descent_diagnosis *d)
{
    if (!isfinite(d->step_limit) || !d->rule_name[0])
        return;
    const bool above = d->step_size > d->step_limit;
    const bool edge = fabs(d->step_size - d->step_limit) <= 1e-9 * d->step_limit;
    descent_words_say(words, "There the step size is stable below %.6g; yours, %.6g, is %s.", d->step_limit,
                      d->step_size,
                      edge    ? "exactly on that limit"
                      : above ? "above"
                              : "below");
}

static void say_escape(descent_words *words, const descent_diagnosis *d)
{
    if (!d->point || !d->point->escape)
        return;
    char way[descent_point_text_size];
    descent_words_direction(way, d->dimension, d->point->escape);
    descent_words_say(words, "The way out is %s", way);
    const bool plain = d->rule_name[0] && !(fabs(d->momentum) > 0) && isfinite(d->step_size);
    if (plain)
        descent_words_say(words, "along which descent would grow by the factor %.4g a step,",
                          1 - d->step_size * d->point->eigenvalues[0]);
    descent_words_say(words, "but the run was not pushed off that way at all, or hardly.");
}

static void say_multipliers(descent_words *words, const descent_diagnosis *d)
{
    if (d->multiplier_count == 0)
        return;
    descent_words_say(words, "A small push off the cycle is multiplied, once around, by");
    const size_t first = d->multiplier_count > most_multipliers ? d->multiplier_count - most_multipliers : 0;
    for (size_t k = first; k < d->multiplier_count; k++) {
        const double modulus = hypot(d->multipliers[k], d->multipliers_imaginary[k]);
        const char *meaning = modulus > 1 + 1e-6 ? "repelling" : modulus < 1 - 1e-6 ? "attracting" : "neutral";
        const bool real = fabs(d->multipliers_imaginary[k]) <= 1e-9 * modulus;
        char way[descent_point_text_size] = "";
        if (d->multiplier_directions && real && d->dimension > 1)
            descent_words_direction(way, d->dimension, d->multiplier_directions + k * d->dimension);
        descent_words_say(words, "%.4g%s%s %s (%s)%s", real ? d->multipliers[k] : modulus, real ? "" : " in modulus",
                          way[0] ? " along" : "", way, meaning, k + 1 < d->multiplier_count ? "," : ".");
    }
}

static void say_cycle(descent_words *words, const descent_diagnosis *d)
{
    char where[descent_point_text_size];
    const size_t shown = d->period <= most_orbit_points ? d->period : most_orbit_points;
    descent_words_say(words, "From step %llu on it visits", (unsigned long long)d->onset);
    for (size_t j = 0; j < shown; j++) {
        point_text(where, d, d->orbit + j * d->dimension);
        descent_words_say(words, "%s%s", where, j + 1 < shown ? " and" : shown < d->period ? " and so on." : ".");
    }
    say_multipliers(words, d);
}

static void say_bounded(descent_words *words, const descent_diagnosis *d)
{
    if (!isfinite(d->lyapunov))
        return;
    descent_words_say(
        words,
        "Two runs that start very close %s: the largest Lyapunov exponent is %.4g a step (95 %% interval %.4g "
        "to %.4g)",
        d->lyapunov_low > 0 ? "separate exponentially" : "do not separate exponentially", d->lyapunov, d->lyapunov_low,
        d->lyapunov_high);
    if (d->lyapunov_low > 0)
        descent_words_say(words, ", a factor of %.3g a step", exp(d->lyapunov));
    descent_words_say(words, ".");
    if (isfinite(d->rotation_number))
        descent_words_say(words, "It turns by %.4g of a circle each step.", d->rotation_number);
    for (size_t i = 0; d->coordinate_periods && i < d->dimension && i < 4; i++)
        if (d->coordinate_periods[i] > 1)
            descent_words_say(words, "Coordinate %zu alone has period %zu.", i + 1, d->coordinate_periods[i]);
}

static void say_growth(descent_words *words, const descent_diagnosis *d)
{
    if (d->ending != DESCENT_ENDING_DIVERGING && d->ending != DESCENT_ENDING_UNBOUNDED)
        return;
    if (d->law == DESCENT_LAW_FASTER && isfinite(d->exponent))
        descent_words_say(words, "Toward the end each step multiplies the exponent of its length by %.3g.",
                          d->exponent);
    else if (d->law == DESCENT_LAW_GEOMETRIC)
        descent_words_say(words, "Each step is %.5g times the one before%s.", fabs(d->rate),
                          d->rate < 0 ? ", the other way" : "");
    else if (d->law == DESCENT_LAW_LOGARITHMIC)
        descent_words_say(words, "The way grows like the logarithm of the number of steps.");
}

static void say_noise(descent_words *words, const descent_diagnosis *d)
{
    if (isfinite(d->noise_level))
        descent_words_say(words, "The noise of the gradient is %.3g (standard deviation).", d->noise_level);
    if (isfinite(d->noise_floor))
        descent_words_say(words, "Over the last half the run was on average %.3g away from its mean point.",
                          d->noise_floor);
    if (isfinite(d->noise_floor_half))
        descent_words_say(words, "Half the step size would make that about %.3g.", d->noise_floor_half);
}

static void say_findings(descent_words *words, const descent_diagnosis *d)
{
    static const struct {
        unsigned bit;
        const char *text;
    } sentences[] = {
        {DESCENT_FINDING_GRADIENT_MISMATCH, "The gradient function does not compute the gradient of this loss."},
        {DESCENT_FINDING_KINK,
         "The gradient jumps on the way from point to point: the loss has a kink there, and no fixed "
         "step comes to rest at a kink."},
        {DESCENT_FINDING_MOMENTUM_NEAR_ONE, "With this momentum motion hardly dies out."},
        {DESCENT_FINDING_HESSIAN_ASYMMETRIC, "The second derivatives are not symmetric, so no loss has this gradient."},
        {DESCENT_FINDING_VALLEY, "Minima here are not single points: along a valley the loss is constant."},
        {DESCENT_FINDING_GRADIENT_DIFFERENCES, "No gradient was given; differences of the loss stand in."},
        {DESCENT_FINDING_RULE_DISAGREES, "The recorded points were not made by this rule with this problem."},
    };
    for (size_t k = 0; k < sizeof sentences / sizeof *sentences; k++)
        if (d->findings & sentences[k].bit)
            descent_words_say(words, "%s", sentences[k].text);
}

static void say_seen(descent_words *words, const descent_diagnosis *d)
{
    say_setting(words, d);
    for (size_t k = 0; k < d->event_count; k++)
        say_event(words, d, &d->events[k]);
    if (d->ending == DESCENT_ENDING_CONVERGED || d->ending == DESCENT_ENDING_APPROACHING)
        say_rate(words, d);
    if (d->ending == DESCENT_ENDING_PERIODIC)
        say_cycle(words, d);
}

static void say_why(descent_words *words, const descent_diagnosis *d)
{
    if (d->reason)
        descent_words_say(words, "%s", d->reason);
    say_growth(words, d);
    say_bounded(words, d);
    say_noise(words, d);
    const bool settling = d->ending == DESCENT_ENDING_CONVERGED || d->ending == DESCENT_ENDING_APPROACHING;
    if (settling)
        say_eigenvalues(words, d);
    if (settling && d->ending == DESCENT_ENDING_CONVERGED)
        say_escape(words, d);
    if (d->point && d->point->kind == DESCENT_CRITICAL_MINIMUM) {
        if (!settling) {
            char where[descent_point_text_size];
            point_text(where, d, d->point->x);
            descent_words_say(words, "The nearest critical point is the minimum %s.", where);
        }
        say_limit(words, d);
    }
    say_findings(words, d);
}

static void say_all(const descent_diagnosis *d, FILE *stream)
{
    descent_words words = {.stream = stream};
    say_verdict(&words, d);
    descent_words_end(&words);
    descent_words_heading(&words, "Seen:");
    say_seen(&words, d);
    descent_words_heading(&words, "Why:");
    say_why(&words, d);
    if (d->advice_count > 0)
        descent_words_heading(&words, "Try:");
    for (size_t k = 0; k < d->advice_count; k++)
        descent_words_say(&words, "%s", d->advice[k].text);
    descent_words_end(&words);
}

typedef void descent_writer(const descent_diagnosis *diagnosis, FILE *stream);

static descent_status write_with(descent_writer *writer, const descent_diagnosis *diagnosis, FILE *stream)
{
    if (!diagnosis || !stream)
        return descent_fail(DESCENT_EINVAL, "%s must not be NULL", diagnosis ? "stream" : "diagnosis");
    descent_plain_locale locale;
    if (!descent_plain_locale_enter(&locale))
        return descent_fail(DESCENT_ENOMEM, "a locale for writing numbers is not to be had");
    writer(diagnosis, stream);
    descent_plain_locale_leave(&locale);
    return ferror(stream) ? descent_fail(DESCENT_EIO, "the stream reported an error") : DESCENT_SUCCESS;
}

descent_status descent_diagnosis_print(const descent_diagnosis *diagnosis, FILE *stream)
{
    return write_with(say_all, diagnosis, stream);
}

static void write_line(const descent_diagnosis *d, FILE *stream)
{
    char where[descent_point_text_size];
    fputs(descent_ending_string(d->ending), stream);
    const bool settling = d->ending == DESCENT_ENDING_CONVERGED || d->ending == DESCENT_ENDING_APPROACHING;
    if (settling && d->point) {
        point_text(where, d, d->point->x);
        fprintf(stream, ": %s at %s", kind_of(d), where);
    } else if (d->x) {
        point_text(where, d, d->x);
        fprintf(stream, ": last at %s", where);
    }
    if (d->period > 0)
        fprintf(stream, ", period %zu", d->period);
    if (isfinite(d->lyapunov))
        fprintf(stream, ", Lyapunov exponent %.4g", d->lyapunov);
    if (d->law == DESCENT_LAW_FASTER)
        fputs(", faster than geometric", stream);
    else if (fabs(d->rate) > 0)
        fprintf(stream, ", factor %.4g a step", d->rate);
    if (d->steps_to_go > 0)
        fprintf(stream, ", about %.0f more steps", d->steps_to_go);
    fputc('\n', stream);
}

descent_status descent_diagnosis_print_line(const descent_diagnosis *diagnosis, FILE *stream)
{
    return write_with(write_line, diagnosis, stream);
}
