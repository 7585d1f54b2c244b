#include "diagnosis/explain/why/step_sizes.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "diagnosis/explain/reading.h"

/* Relative: a step size that was computed to be the limit, such as 2/λ, differs from it by a few roundings. */
static const double on_the_limit = 1e-9;

static bool is_on_limit(const descent_diagnosis *d)
{
    return fabs(d->step_size - d->step_limit) <= on_the_limit * d->step_limit;
}

/* The limit and the step size of the run: as one number if they are the same to rounding. */
static void write_limit(const descent_diagnosis *d, char *limit, char *own)
{
    descent__words_apart(limit, own, d->step_limit, is_on_limit(d) ? d->step_limit : d->step_size);
}

/* ", but goes on falling, and is below it in 2 steps." */
static void say_falls_below(descent__words *words, const descent_diagnosis *d)
{
    const descent__holdings *holdings = d->internal;
    const unsigned long long steps = holdings ? holdings->steps_to_limit : 0;
    if (steps == 0)
        descent__words_say(words, ".");
    else if (steps == 1)
        descent__words_say(words, ", but goes on falling, and is below it in the next step.");
    else
        descent__words_say(words, ", but goes on falling, and is below it in %llu steps.", steps);
}

/* What a run that is, or comes, to rest has to do with the limit of stable step sizes. */
static void say_limit_there(descent__words *words, const descent_diagnosis *d)
{
    char limit[descent__factor_text_size], own[descent__factor_text_size];
    write_limit(d, limit, own);
    descent__words_say(words, "Step sizes below %s are stable there (runs that are near come to rest)", limit);
    /* With a step size of 0, at the end of a schedule, nothing moves: that says nothing of its stability. */
    if (!(d->step_size > 0) || (d->findings & DESCENT_FINDING_RULE_DISAGREES)) {
        descent__words_say(words, ".");
        return;
    }
    if (is_on_limit(d))
        descent__words_say(words, "; yours, %s, is exactly on that limit", own);
    else
        descent__words_say(words, "; yours, %s, is %s", own,
                           d->step_size > d->step_limit ? "above that" : "below that");
    say_falls_below(words, d);
}

/* The same of a run that does not come to rest, with the minimum beside it. */
static void say_limit_near(descent__words *words, const descent_diagnosis *d, const descent_critical_point *point)
{
    char where[descent__point_text_size], limit[descent__factor_text_size], own[descent__factor_text_size];
    descent__explain_place(where, d, point);
    write_limit(d, limit, own);
    descent__words_say(words, "Close to the minimum at %s, step sizes below %s are stable; yours, %s, is", where, limit,
                       own);
    if (is_on_limit(d))
        descent__words_say(words, "exactly on that limit.");
    else if (d->step_size > d->step_limit && d->ending == DESCENT_ENDING_UNDETERMINED)
        descent__words_say(words, "above that.");
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
    const bool told =
        steep && steep == d->point && steep->kind == DESCENT_CRITICAL_DEGENERATE; /* with the curvatures */
    if (steep && steep->curvature_jumps && !told && d->rule_name[0] &&
        !(d->findings & DESCENT_FINDING_GRADIENT_MISMATCH)) {
        char where[descent__point_text_size];
        descent__explain_place(where, d, steep);
        descent__words_say(words,
                           "At the %s at %s the curvature jumps from side to side, so no one curvature tells which "
                           "step sizes are stable there.",
                           descent__words_kind(steep), where);
        return;
    }
    const unsigned doubtful = DESCENT_FINDING_GRADIENT_MISMATCH | DESCENT_FINDING_KINK; /* no curvature to go by */
    const descent_critical_point *point = d->centre ? d->centre : d->point;
    const bool near_only = !descent__ending_settles(d->ending); /* where the step size is what the limit is told for */
    if (!point || (near_only && (d->findings & DESCENT_FINDING_RULE_DISAGREES)))
        return;
    if (point->kind != DESCENT_CRITICAL_MINIMUM || !d->rule_name[0] || (d->findings & doubtful) ||
        !(d->step_limit > 0) || !isfinite(d->step_limit))
        return;
    /* Of a run that moves for ever one asks why it does not come to rest, also where the step size allows it. */
    const bool keeps_going = descent__ending_circles(d->ending) || d->ending == DESCENT_ENDING_DIVERGING;
    if (descent__ending_settles(d->ending))
        say_limit_there(words, d);
    else if (keeps_going || d->step_size > d->step_limit || is_on_limit(d))
        say_limit_near(words, d, point);
}

/* Relative: step sizes, or coordinates, that four digits do not tell apart. */
static const double told_apart = 1e-3;
/* Of the way to the next band. No edge: a digit more is a tenth. */
static const double close_part = 0.01;

enum {
    most_lines = 7, /* of the list: the explanation is to fit on a screen */
    usual_digits = 6,
    all_digits = 17 /* of a double: with these it is the same again, and there is no edge beyond */
};

static bool is_wide(const descent_step_band *band)
{
    return band->high - band->low > told_apart * band->high;
}

/* Do two points, of step sizes with which the same start ends, differ in what four digits show? */
static bool are_apart(const descent_diagnosis *d, const double *a, const double *b)
{
    double apart = 0, size = 0;
    for (size_t i = 0; i < d->dimension; i++) {
        apart = fmax(apart, fabs(a[i] - b[i]));
        size = fmax(size, fmax(fabs(a[i]), fabs(b[i])));
    }
    return apart > told_apart * size;
}

/* Does the point shift with the step size, as along a valley? */
static bool shifts(const descent_diagnosis *d, const descent_step_band *band)
{
    return band->x && band->x_high && band->kind != DESCENT_CRITICAL_MINIMUM && are_apart(d, band->x, band->x_high);
}

/* A band's point as critical points are named: of one that is level on a line or more there is no telling which. */
static const char *noun_of(const descent_diagnosis *d, const descent_step_band *band)
{
    const descent_critical_point point = {
        .kind = band->kind, .probe = band->probe, .dimension = d->dimension, .nullity = 1};
    return descent__words_kind(&point);
}

/* Near its upper end a band leads to its point, and so slowly that no copy was seen there. */
static bool some_are_on_way(const descent_diagnosis *d, const descent_step_band *band)
{
    const descent__holdings *const holdings = d->internal;
    return holdings && holdings->bands_on_way && holdings->bands_on_way[band - d->bands];
}

/* "ends at the minimum at (2, 1.70711)", or what else becomes of it */
static void say_band_end(descent__words *words, const descent_diagnosis *d, const descent_step_band *band)
{
    static const char *const deeds[] = {
        [DESCENT_ENDING_UNDETERMINED] = "neither settles nor runs off in so many steps",
        [DESCENT_ENDING_DESCENDING] = "still goes downhill",
        [DESCENT_ENDING_PERIODIC] = "oscillates",
        [DESCENT_ENDING_QUASIPERIODIC] = "moves within bounds for ever",
        [DESCENT_ENDING_CHAOTIC] = "is chaotic",
        [DESCENT_ENDING_DIVERGING] = "diverges",
    };
    char first[descent__point_text_size], last[descent__point_text_size];
    if (!band->x) {
        const bool told = (size_t)band->ending < sizeof deeds / sizeof *deeds && deeds[band->ending];
        descent__words_say(words, "%s", deeds[told ? band->ending : DESCENT_ENDING_UNDETERMINED]);
        return;
    }
    descent__explain_six_digits(first, d->dimension, band->x);
    descent__explain_six_digits(last, d->dimension, band->x_high ? band->x_high : band->x);
    if (band->ending == DESCENT_ENDING_APPROACHING)
        descent__words_say(words, "is on its way to the %s at %s", noun_of(d, band), first);
    else if (shifts(d, band))
        descent__words_say(words, "ends at a %s, %s with the smallest of them and %s with the largest",
                           noun_of(d, band), first, last);
    else
        descent__words_say(words, "ends at%s the %s at %s", some_are_on_way(d, band) ? ", or is on its way to," : "",
                           noun_of(d, band), first);
}

/* Of a number, in units of its fourth digit. */
static double fourth_digit(double number)
{
    return pow(10, floor(log10(number)) - 3);
}

/* Of a quotient, relative; what is told has four digits, so that a few more or fewer make no edge. */
static const double roundings = 4 * DBL_EPSILON;

/* The numbers of four digits next to this one: a band does not reach what its ends are only rounded to. */
static double four_digits_down(double number)
{
    return floor(number / fourth_digit(number) * (1 + roundings)) * fourth_digit(number);
}

static double four_digits_up(double number)
{
    return ceil(number / fourth_digit(number) * (1 - roundings)) * fourth_digit(number);
}

/* A single step size. On a point that repels a run ends only with this very one, so that it has all its digits; else as many as
 * put it close to its own band, for where the one beside it ends is not known. */
static void write_single(char *number, const descent_diagnosis *d, const descent_step_band *band)
{
    const bool repels = band->kind == DESCENT_CRITICAL_SADDLE || band->kind == DESCENT_CRITICAL_MAXIMUM;
    double lowest = band->low, highest = band->low, told;
    if (!repels) {
        lowest = band > d->bands ? band->low - close_part * (band->low - band[-1].high) : -INFINITY;
        highest = band + 1 < d->bands + d->band_count ? band->high + close_part * (band[1].low - band->high) : INFINITY;
    }
    int digits = usual_digits;
    do {
        snprintf(number, descent__factor_text_size, "%.*g", digits, band->low);
        told = strtod(number, NULL);
    } while ((told < lowest || told > highest) && digits++ < all_digits);
}

/* The ends of a band, as its own line has them: else one would seem to lie within what is said of its neighbours. */
static void write_low(char *number, const descent_diagnosis *d, const descent_step_band *band)
{
    if (is_wide(band))
        snprintf(number, descent__factor_text_size, "%.4g", four_digits_up(band->low));
    else
        write_single(number, d, band);
}

static void write_high(char *number, const descent_diagnosis *d, const descent_step_band *band)
{
    if (is_wide(band))
        snprintf(number, descent__factor_text_size, "%.4g", four_digits_down(band->high));
    else
        write_single(number, d, band);
}

/* "from 0.1 to 0.2 it ends at the minimum at (2, 1.70711)"; the last band is that of the run. */
static void say_band(descent__words *words, const descent_diagnosis *d, size_t k)
{
    const descent_step_band *const band = &d->bands[k];
    const bool own = k + 1 == d->band_count;
    char low[descent__factor_text_size], high[descent__factor_text_size];
    write_low(low, d, band);
    write_high(high, d, band);
    if (own && is_wide(band))
        descent__words_say(words, "from %s to %.6g, yours,", low, band->high);
    else if (own)
        descent__words_say(words, "with %.6g, yours,", band->high);
    else if (is_wide(band))
        descent__words_say(words, "from %s to %s", low, high);
    else
        descent__words_say(words, "with %s", low);
    descent__words_say(words, "it");
    say_band_end(words, d, band);
}

/* Do bands end at minima that differ? These are isolated, while along a valley the end shifts by itself. */
static bool minima_differ(const descent_diagnosis *d)
{
    const double *first = NULL;
    for (size_t k = 0; k < d->band_count; k++) {
        const descent_step_band *const band = &d->bands[k];
        if (!band->x || band->kind != DESCENT_CRITICAL_MINIMUM)
            continue;
        if (first && are_apart(d, band->x, first))
            return true;
        first = first ? first : band->x;
    }
    return false;
}

/* Is there a stretch before this band in which the outcome changes and where was not seen? Only an explosion is looked at so
 * closely, and what a copy has not done yet within its steps has no limit. */
static bool changes_before(const descent_diagnosis *d, size_t k)
{
    const descent_step_band *const band = &d->bands[k], *const before = band - 1;
    return d->ending == DESCENT_ENDING_DIVERGING && band->low - before->high > told_apart * band->low &&
           band->ending != DESCENT_ENDING_DESCENDING && before->ending != DESCENT_ENDING_DESCENDING;
}

/* "between 0.281209 and 0.285714 it changes, once or more;" */
static void say_gap(descent__words *words, const descent_diagnosis *d, size_t k)
{
    char from[descent__factor_text_size], to[descent__factor_text_size];
    write_high(from, d, &d->bands[k - 1]);
    write_low(to, d, &d->bands[k]);
    descent__words_item(words);
    descent__words_say(words, "between %s and %s it changes, once or more;", from, to);
}

/* What the list covers: of a run that moves within bounds no step size above the limit is tried, but its own. */
static void say_what_was_tried(descent__words *words, const descent_diagnosis *d)
{
    descent__words_say(words, "With those that were tried");
    if (d->ending != DESCENT_ENDING_DIVERGING && d->step_limit < d->step_size)
        descent__words_say(words, ", all but yours below %.6g", d->step_limit);
    descent__words_say(words, ", for some hundred steps; between these it may end elsewhere:");
}

/* One line for each band; between two there may be others, too narrow to be found. The last is that of the run, without which the
 * list would end below it. */
static void list_bands(descent__words *words, const descent_diagnosis *d)
{
    const size_t count = d->band_count;
    size_t left = count;
    for (size_t k = 1; k < count; k++)
        left += changes_before(d, k);
    /* Of too many the first are told, and the last. */
    const size_t lines = left > most_lines ? most_lines - 2 : left;
    descent__words_say(
        words, "From the same start, where the run ends depends on the step size%s.",
        minima_differ(d) ? ", for a long step can jump from the valley of one minimum into that of another" : "");
    say_what_was_tried(words, d);
    size_t told = 0, k = 0;
    for (bool gap = false; told + gap < lines; told++, k++) {
        if (gap) {
            say_gap(words, d, k);
            told++;
        }
        descent__words_item(words);
        say_band(words, d, k);
        descent__words_say(words, k + 1 < count ? ";" : ".");
        gap = k + 1 < count && changes_before(d, k + 1);
    }
    if (k < count) {
        descent__words_item(words);
        const size_t left_out = count - 1 - k;
        descent__words_say(words,
                           left_out == 1 ? "%zu more range of step sizes, between these, is left out here;"
                                         : "%zu more ranges of step sizes, between these, are left out here;",
                           left_out);
        descent__words_item(words);
        say_band(words, d, count - 1);
        descent__words_say(words, ".");
    }
    descent__words_list_end(words);
}

/* Where the same start leads with other step sizes: the last band is that of the run. */
void descent__explain_bands(descent__words *words, const descent_diagnosis *d)
{
    if (d->band_count < 2)
        return;
    const descent_step_band *const first = &d->bands[0];
    if (d->band_count > 2 || shifts(d, first)) {
        list_bands(words, d);
        return;
    }
    descent__words_say(words, "From the same start the run");
    say_band_end(words, d, first);
    descent__words_say(words, "with every step size that was tried from %.4g to %.4g", four_digits_up(first->low),
                       four_digits_down(first->high));
    descent__words_say(words, ";");
    if (is_wide(&d->bands[1])) /* of what lies between them nobody knows */
        descent__words_say(words, "with those");
    say_band(words, d, 1);
    /* Between the two an explosion is narrowed down. */
    descent__words_say(words, d->ending == DESCENT_ENDING_DIVERGING ? "." : ", and none between these was tried.");
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
    if (d->tolerance < d->distance) {
        char best[descent__factor_text_size], limit[descent__factor_text_size];
        snprintf(best, sizeof best, "%.6g", 2 / (most + least));
        snprintf(limit, sizeof limit, "%.6g", 2 / most);
        descent__words_say(words, ": at best, with step size %s%s, this rule would still take about %.2g more steps",
                           strcmp(best, limit) == 0 ? "just below " : "", best,
                           -log(d->distance / d->tolerance) / log1p(-2 / (most / least + 1)));
    }
    descent__words_say(words, ".");
}
