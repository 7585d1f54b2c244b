/* The explanation: its paragraphs, and the one line. */
#include <descent/diagnosis.h>

#include <math.h>
#include <string.h>

#include "base/plural.h"
#include "base/text/text.h"
#include "diagnosis/explain/advice_words.h"
#include "diagnosis/explain/cycle_words.h"
#include "diagnosis/explain/ending_words.h"
#include "diagnosis/explain/reading.h"
#include "diagnosis/explain/seen.h"
#include "diagnosis/explain/why/why.h"

static void say_all(const void *diagnosis, FILE *stream)
{
    const descent_diagnosis *const d = diagnosis;
    descent__words words = {.stream = stream};
    descent__explain_ending(&words, d);
    descent__words_heading(&words, "Seen:");
    descent__explain_seen(&words, d);
    descent__words_heading(&words, "Why:");
    descent__explain_why(&words, d);
    /* One of them, not one after the other: each begins a line of its own. */
    for (size_t k = 0; k < d->advice_count; k++) {
        descent__words_heading(&words, k == 0 ? "Try:" : "Or:");
        descent__words_say(&words, "%s", d->advice[k].text);
    }
    descent__words_end(&words);
}

descent_status descent_diagnosis_print(const descent_diagnosis *diagnosis, FILE *stream)
{
    return descent__text_write(say_all, diagnosis, "diagnosis", stream);
}

descent_status descent_diagnosis_text(const descent_diagnosis *diagnosis, char **text)
{
    return descent__text_make(say_all, diagnosis, "diagnosis", text);
}

static void write_law(const descent_diagnosis *d, FILE *stream)
{
    char factor[descent__factor_text_size];
    descent__words_factor(factor, d->pace.rate);
    switch (d->pace.law) {
    case DESCENT_LAW_POWER:
        if (d->pace.exponent < 0)
            fprintf(stream, ", like 1/k^%.2g with the step number k", -d->pace.exponent);
        return;
    case DESCENT_LAW_GEOMETRIC:
        if (fabs(d->pace.rate) > 0)
            fprintf(stream, ", factor %s a step", factor);
        return;
    case DESCENT_LAW_FASTER:
        if (d->ending != DESCENT_ENDING_DIVERGING) /* there the verdict says so */
            fputs(", faster than by any fixed factor", stream);
        return;
    case DESCENT_LAW_UNKNOWN:
    case DESCENT_LAW_FINITE: /* no figure of theirs fits into the line */
    case DESCENT_LAW_LINEAR:
    case DESCENT_LAW_LOGARITHMIC:
    case DESCENT_LAW_FORCE_INT:
        return;
    }
}

/* The verdict in the words of the explanation; a point that is no minimum is not converged to, the run died on it. */
static void write_verdict(const descent_diagnosis *d, FILE *stream)
{
    char where[descent__point_text_size];
    const char *const verdict = descent__explain_verdict(d);
    const descent_critical_point *point = descent__ending_settles(d->ending) ? descent__explain_point(d) : NULL;
    const bool arrives = strcmp(verdict, "converged to") == 0;
    if (point) {
        descent__explain_place(where, d, point);
        const char *const link = d->ending == DESCENT_ENDING_CONVERGED && !arrives ? " a" : ":";
        fprintf(stream, "%s%s %s at %s", arrives ? "converged" : verdict, link, descent__words_kind(point), where);
    } else {
        fputs(arrives ? "converged" : verdict, stream);
        if (d->x) {
            descent__explain_last_point(where, d);
            fprintf(stream, ": last at %s", where);
        }
    }
}

static void write_to_go(const descent_interval *to_go, FILE *stream)
{
    char count[descent__count_text_size];
    const double steps = descent__words_to_go(count, to_go);
    fprintf(stream, ", %s more step%s", count, steps > 1 ? "s" : "");
}

static void write_line(const void *diagnosis, FILE *stream)
{
    const descent_diagnosis *const d = diagnosis;
    if (d->findings & DESCENT_FINDING_GRADIENT_MISMATCH)
        fputs("gradient and loss disagree; ", stream);
    write_verdict(d, stream);
    if (d->cycle.period > 0)
        fprintf(stream, ", period %zu", d->cycle.period);
    const size_t few = descent__explain_few_points(d);
    if (few > 0)
        fprintf(stream, " through %zu point%s", few, descent__plural(few));
    if (isfinite(d->lyapunov.value))
        fprintf(stream, ", Lyapunov exponent %.4g", d->lyapunov.value);
    write_law(d, stream);
    if (d->pace.steps_to_go.value > 0 && isfinite(d->pace.steps_to_go.value))
        write_to_go(&d->pace.steps_to_go, stream);
    fputc('\n', stream);
}

descent_status descent_diagnosis_print_line(const descent_diagnosis *diagnosis, FILE *stream)
{
    return descent__text_write(write_line, diagnosis, "diagnosis", stream);
}

descent_status descent_diagnosis_line(const descent_diagnosis *diagnosis, char **text)
{
    return descent__text_make(write_line, diagnosis, "diagnosis", text);
}
