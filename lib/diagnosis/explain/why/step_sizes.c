#include "diagnosis/explain/why/step_sizes.h"

#include <float.h>
#include <math.h>

#include "diagnosis/explain/reading.h"

/* Relative: a step size that was computed to be the limit, such as 2/λ, differs from it by a few roundings. */
static const double on_the_limit = 1e-9;

static bool is_on_limit(const descent_diagnosis *d)
{
    return fabs(d->step_size - d->step_limit) <= on_the_limit * d->step_limit;
}

/* What a run that is, or comes, to rest has to do with the limit of stable step sizes. */
static void say_limit_there(descent__words *words, const descent_diagnosis *d)
{
    descent__words_say(words, "Step sizes below %.6g are stable there (runs that are near come to rest)",
                       d->step_limit);
    /* With a step size of 0, at the end of a schedule, nothing moves: that says nothing of its stability. */
    if (!(d->step_size > 0))
        descent__words_say(words, ".");
    else if (is_on_limit(d))
        descent__words_say(words, "; yours, %.6g, is exactly on that limit.", d->step_size);
    else
        descent__words_say(words, "; yours, %.6g, is %s.", d->step_size,
                           d->step_size > d->step_limit ? "above that" : "below that");
}

/* The same of a run that does not come to rest, with the minimum beside it. */
static void say_limit_near(descent__words *words, const descent_diagnosis *d, const descent_critical_point *point)
{
    char where[descent__point_text_size];
    descent__explain_place(where, d, point);
    descent__words_say(words, "Close to the minimum at %s, step sizes below %.6g are stable; yours, %.6g, is", where,
                       d->step_limit, d->step_size);
    if (is_on_limit(d))
        descent__words_say(words, "exactly on that limit.");
    else if (d->step_size > d->step_limit)
        descent__words_say(words, "too large to come to rest there.");
    else if (d->ending == DESCENT_ENDING_DIVERGING)
        descent__words_say(words, "below that, but from this start the run does not come near.");
    else
        descent__words_say(words, "below that, so from another start the run may come to rest there.");
}

void descent__explain_step_limit(descent__words *words, const descent_diagnosis *d)
{
    const descent_critical_point *steep = d->centre ? d->centre : d->point;
    if (steep && steep->unbounded_curvature && !(d->findings & DESCENT_FINDING_GRADIENT_MISMATCH)) {
        char where[descent__point_text_size];
        descent__explain_place(where, d, steep);
        descent__words_say(
            words, "Toward the %s at %s the curvature grows without bound, so no fixed step size is stable there.",
            descent__words_kind(steep), where);
        return;
    }
    if (steep && steep->curvature_jumps && d->rule_name[0] && !(d->findings & DESCENT_FINDING_GRADIENT_MISMATCH)) {
        char where[descent__point_text_size];
        descent__explain_place(where, d, steep);
        descent__words_say(words,
                           "At the %s at %s the curvature jumps, so no theory tells a limit of the step size there.",
                           descent__words_kind(steep), where);
        return;
    }
    const unsigned doubtful = DESCENT_FINDING_GRADIENT_MISMATCH | DESCENT_FINDING_KINK; /* no curvature to go by */
    const descent_critical_point *point = d->centre ? d->centre : d->point;
    if (!point || point->kind != DESCENT_CRITICAL_MINIMUM || !d->rule_name[0] || (d->findings & doubtful) ||
        !(d->step_limit > 0) || !isfinite(d->step_limit))
        return;
    /* Of a run that moves for ever one asks why it does not come to rest, also where the step size allows it. */
    const bool keeps_going = descent__ending_circles(d->ending) || d->ending == DESCENT_ENDING_DIVERGING;
    if (descent__ending_settles(d->ending))
        say_limit_there(words, d);
    else if (keeps_going || d->step_size > d->step_limit)
        say_limit_near(words, d, point);
}

/* Relative: step sizes that four digits do not tell apart. */
static const double told_apart = 1e-3;

enum {
    most_bands = 5 /* that are told one by one */
};

/* "at the minimum at (2, 1.70711)", or that there is none */
static void say_band_end(descent__words *words, const descent_diagnosis *d, const descent_step_band *band)
{
    char where[descent__point_text_size];
    if (band->x) {
        descent__explain_six_digits(where, d->dimension, band->x);
        descent__words_say(words, "ends at the minimum at %s", where);
    } else {
        descent__words_say(words, band->ending == DESCENT_ENDING_DIVERGING ? "diverges"
                                                                           : "does not end within some hundred steps");
    }
}

/* The largest number of four digits up to this one: a band does not reach what it is only rounded to. */
static double four_digits_down(double number)
{
    const double unit = pow(10, floor(log10(number)) - 3);
    return floor(number / unit * (1 + 4 * DBL_EPSILON)) * unit;
}

/* "from 0.1 to 0.2 it", or the one step size that was tried of a band. */
static void begin_band(descent__words *words, const descent_step_band *band)
{
    descent__words_item(words);
    if (band->high - band->low > told_apart * band->high)
        descent__words_say(words, "from %.4g to %.4g it", band->low, four_digits_down(band->high));
    else
        descent__words_say(words, "with %.4g it", band->low);
}

/* Do two bands end at points that four digits tell apart? */
static bool minima_differ(const descent_diagnosis *d, size_t count)
{
    const double *first = NULL;
    for (size_t k = 0; k < count; k++) {
        const double *const x = d->bands[k].x;
        double apart = 0, size = 0;
        for (size_t i = 0; first && x && i < d->dimension; i++) {
            apart = fmax(apart, fabs(x[i] - first[i]));
            size = fmax(size, fmax(fabs(x[i]), fabs(first[i])));
        }
        if (apart > told_apart * size)
            return true;
        first = first ? first : x;
    }
    return false;
}

/* One line for each band; between two there may be others, too narrow to be found. */
static void list_bands(descent__words *words, const descent_diagnosis *d, size_t count)
{
    const bool explodes = d->ending == DESCENT_ENDING_DIVERGING;
    const descent_step_band *const own = &d->bands[count], *const before = own - 1;
    descent__words_say(words, "From the same start, where the run ends depends on the step size%s:",
                       minima_differ(d, count)
                           ? ", for a long step can jump from the valley of one minimum into that of "
                             "another"
                           : "");
    for (size_t k = 0; k < count && k < most_bands; k++) {
        begin_band(words, &d->bands[k]);
        say_band_end(words, d, &d->bands[k]);
        descent__words_say(words, k + 1 < count || explodes ? ";" : ".");
    }
    if (count > most_bands) {
        descent__words_item(words);
        descent__words_say(words, explodes ? "and so on;" : "and so on.");
    }
    if (explodes && own->low - before->high > told_apart * own->low) {
        descent__words_item(words);
        descent__words_say(words, "between %.4g and %.4g it changes again;", four_digits_down(before->high), own->low);
    }
    if (explodes) {
        descent__words_item(words);
        descent__words_say(words, "above %.4g it diverges.", own->low);
    }
    descent__words_list_end(words);
}

/* Where the same start leads with other step sizes: the last band is that of the run. */
void descent__explain_bands(descent__words *words, const descent_diagnosis *d)
{
    if (d->band_count < 2)
        return;
    const size_t count = d->band_count - 1;
    const descent_step_band *const own = &d->bands[count], *const before = own - 1;
    if (count > 1) {
        list_bands(words, d, count);
        return;
    }
    descent__words_say(words, "From the same start the run");
    say_band_end(words, d, before);
    descent__words_say(words, "with every step size that was tried from %.4g to %.4g", before->low,
                       four_digits_down(before->high));
    if (own->ending == DESCENT_ENDING_DIVERGING)
        descent__words_say(words, "; above %.4g it diverges", own->low);
    descent__words_say(words, ".");
}

/* Of curvatures this far apart the condition number is what a reader looks for, if it costs him so many steps. */
static const double ill_conditioned = 1e3, many_steps = 1e4;

/* η = 2/(λ_min + λ_max) is the best fixed step size, with a factor of (κ − 1)/(κ + 1) a step (Polyak, 1964, section 1). */
void descent__explain_condition(descent__words *words, const descent_diagnosis *d)
{
    const descent_critical_point *p = descent__explain_point(d);
    if (d->ending != DESCENT_ENDING_APPROACHING || !descent__explain_plain_rule(d) || !p ||
        p->eigenvalue_count != d->dimension || !(d->pace.steps_to_go.low >= many_steps))
        return;
    size_t first = 0;
    while (first < p->eigenvalue_count && !(p->eigenvalues[first] > p->eigenvalue_tolerance))
        first++;
    if (first == p->eigenvalue_count)
        return;
    const double least = p->eigenvalues[first];
    const double most = p->eigenvalues[p->eigenvalue_count - 1];
    if (!(most > ill_conditioned * least))
        return;
    descent__words_say(words, "The largest curvature is %.2g times the smallest (the condition number)", most / least);
    if (d->tolerance < d->distance)
        descent__words_say(words, ": at best, with step size %.6g, this rule would still take about %.2g steps",
                           2 / (most + least), -log(d->distance / d->tolerance) / log1p(-2 / (most / least + 1)));
    descent__words_say(words, ".");
}
