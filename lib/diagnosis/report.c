#include "diagnosis/report.h"

#include "status.h"

/* "Converged to a minimum at (2, 1.70711)" */
static void say_point(descent_words *words, const char *arrived, const char *died, const descent_diagnosis *d)
{
    char where[descent_point_text_size];
    const descent_critical_point *point = d->point;
    if (!point) {
        descent_words_point(where, d->dimension, d->x);
        descent_words_say(words, "%s %s", arrived, d->ending == DESCENT_ENDING_CONVERGED ? where : "a limit");
        return;
    }
    const bool no_minimum = point->index > 0 || point->probe == DESCENT_PROBE_LOWER;
    descent_report_critical(where, d, point);
    descent_words_say(words, "%s a %s at %s", no_minimum ? died : arrived, descent_words_kind(point), where);
    if (no_minimum)
        descent_words_say(words, ", which is not a minimum");
}

static void say_diverging(descent_words *words, const descent_diagnosis *d)
{
    const char *cause = d->findings & DESCENT_FINDING_GRADIENT_MISMATCH ? "the run leaves for infinity"
                        : fabs(d->momentum) >= 1                        ? "the momentum is too large"
                                                                        : "the step is too large";
    descent_words_say(words, "Diverging%s: %s.",
                      d->law == DESCENT_LAW_FASTER ? ", and faster than geometrically (than by any fixed factor)" : "",
                      cause);
}

static void say_broken_off(descent_words *words, const descent_diagnosis *d)
{
    static const char *const names[] = {"a value", "the point", "the loss", "the gradient"};
    if (d->x)
        descent_words_say(words, "Broken off: %s is not a finite number.", names[d->quantity]);
    else
        descent_words_say(words, "Never began: the start is not a finite point.");
}

/* The verdict in one sentence. */
static void say_verdict(descent_words *words, const descent_diagnosis *d)
{
    switch (d->ending) {
    case DESCENT_ENDING_CONVERGED:
        say_point(words, "Converged to", "Died on", d);
        descent_words_say(words, ".");
        return;
    case DESCENT_ENDING_APPROACHING:
        say_point(words, "Approaching", "Approaching", d);
        descent_words_say(words, d->point && d->point->index > 0 ? ", and not there yet." : ", but not there yet.");
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
        /* Only where the floor is one that a step size makes; a run may as well be on its way yet. */
        descent_words_say(words, isfinite(d->noise_floor_half)
                                     ? "Noisy: the gradient is random, and the run hovers or wanders with it."
                                     : "Noisy: the gradient is random.");
        return;
    case DESCENT_ENDING_DIVERGING:
        say_diverging(words, d);
        return;
    case DESCENT_ENDING_UNBOUNDED:
        descent_words_say(words, "Unbounded: the loss keeps falling and has no minimum that way.");
        return;
    case DESCENT_ENDING_NONFINITE:
        say_broken_off(words, d);
        return;
    default:
        descent_words_say(words, "Undetermined: the evidence does not decide.");
    }
}

static void say_all(const descent_diagnosis *d, FILE *stream)
{
    descent_words words = {.stream = stream};
    say_verdict(&words, d);
    descent_words_end(&words);
    descent_words_heading(&words, "Seen:");
    descent_report_seen(&words, d);
    descent_words_heading(&words, "Why:");
    descent_report_why(&words, d);
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

static void write_law(const descent_diagnosis *d, FILE *stream)
{
    char factor[descent_factor_text_size];
    descent_words_factor(factor, d->rate);
    if (d->law == DESCENT_LAW_FASTER)
        fputs(", faster than geometric", stream);
    else if (d->law == DESCENT_LAW_POWER && d->exponent < 0)
        fprintf(stream, ", like 1/k^%.2g with the step number k", -d->exponent);
    else if (d->law == DESCENT_LAW_GEOMETRIC && fabs(d->rate) > 0)
        fprintf(stream, ", factor %s a step", factor);
}

static void write_line(const descent_diagnosis *d, FILE *stream)
{
    char where[descent_point_text_size];
    fputs(descent_ending_string(d->ending), stream);
    if (descent_report_settles(d) && d->point) {
        descent_report_critical(where, d, d->point);
        fprintf(stream, ": %s at %s", descent_words_kind(d->point), where);
    } else if (d->x) {
        descent_words_point(where, d->dimension, d->x);
        fprintf(stream, ": last at %s", where);
    }
    if (d->period > 0)
        fprintf(stream, ", period %zu", d->period);
    if (isfinite(d->lyapunov))
        fprintf(stream, ", Lyapunov exponent %.4g", d->lyapunov);
    write_law(d, stream);
    if (d->steps_to_go > 0 && isfinite(d->steps_to_go))
        fprintf(stream, d->steps_to_go < 1e7 ? ", about %.0f more step%s" : ", about %.0e more step%s", d->steps_to_go,
                d->steps_to_go > 1 ? "s" : "");
    fputc('\n', stream);
}

descent_status descent_diagnosis_print_line(const descent_diagnosis *diagnosis, FILE *stream)
{
    return write_with(write_line, diagnosis, stream);
}
