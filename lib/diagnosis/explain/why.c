#include "diagnosis/explain/why.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "critical/point.h"
#include "diagnosis/explain/finding_words.h"
#include "diagnosis/explain/reading.h"

enum {
    most_eigenvalues = 6,
    most_coordinates = 4
};

/* Relative: a step size that was computed to be the limit, such as 2/λ, differs from it by a few roundings. */
static const double on_the_limit = 1e-9;

/* Relative to the largest component: less is what some hundred steps leave of rounding errors. */
static const double rounding_part = 1e-13;

static bool is_on_limit(const descent_diagnosis *d)
{
    return fabs(d->step_size - d->step_limit) <= on_the_limit * d->step_limit;
}

/* Relative to the largest curvature: where differences of the loss resolve no more than this, what counts as zero is told
 * with its error. */
static const double coarse = 1e-4;

static bool is_coarse(const descent_critical_point *p)
{
    const double largest =
        fmax(fabs(p->eigenvalues[0]), fabs(p->eigenvalues[p->eigenvalue_count - 1])) + p->eigenvalue_tolerance;
    return p->hessian_source == DESCENT_HESSIAN_LOSS_DIFFERENCE && p->eigenvalue_tolerance > coarse * largest &&
           p->tolerance_source != DESCENT_TOLERANCE_GIVEN;
}

static void list_eigenvalues(char *text, size_t size, const descent_critical_point *p)
{
    text[0] = '\0';
    for (size_t k = 0; k < p->eigenvalue_count; k++) {
        const size_t used = strlen(text);
        const char *link = k == 0 ? "" : k + 1 == p->eigenvalue_count ? " and " : ", ";
        const bool null = fabs(p->eigenvalues[k]) <= p->eigenvalue_tolerance;
        if (null && is_coarse(p))
            snprintf(text + used, size - used, "%s0 ± %.1g", link, p->eigenvalue_tolerance);
        else
            snprintf(text + used, size - used, "%s%.5g", link, null ? 0 : p->eigenvalues[k]);
    }
}

static double least_of(size_t n, const double *numbers)
{
    double least = INFINITY;
    for (size_t i = 0; numbers && i < n; i++)
        least = fmin(least, numbers[i]); /* NaN: free */
    return least;
}

/* Where bounds or terms of the rule hold the run: what these bear, and what the free variables say. */
static void say_held(descent__words *words, const descent_critical_point *p)
{
    const double bears = least_of(p->dimension, p->bound_multipliers), margin = least_of(p->dimension, p->zero_margins);
    if (isfinite(bears))
        descent__words_say(words, "The bounds bear a slope of %.3g at least.", bears);
    if (isfinite(margin))
        descent__words_say(words, "The L1 term of %.4g outweighs the slope along what it holds by %.3g at least.",
                           p->l1, margin);
    if (p->weight_decay > 0 || p->l1 > 0)
        descent__words_say(words, "The loss alone has a slope of %.3g there.", p->gradient_norm);
    const char *const decay = p->weight_decay > 0 ? ", the decay's with it" : "";
    if (p->eigenvalue_count == 0)
        descent__words_say(words, "No variable is free: every way is uphill.");
    else if (p->eigenvalue_count == 1)
        descent__words_say(words, "The curvature of what is free%s is %.5g.", decay, p->eigenvalues[0]);
    else
        descent__words_say(words,
                           "The curvatures of what is free (eigenvalues of that part of the Hessian%s) go from %.5g to "
                           "%.5g.",
                           decay, p->eigenvalues[0], p->eigenvalues[p->eigenvalue_count - 1]);
}

static void say_eigenvalues(descent__words *words, const descent_diagnosis *d)
{
    const descent_critical_point *p = d->point;
    if (p && descent__critical_point_is_held(p)) {
        say_held(words, p);
        return;
    }
    if (!p || p->eigenvalue_count == 0)
        return;
    char text[128];
    if (d->dimension == 1) {
        list_eigenvalues(text, sizeof text, p);
        descent__words_say(words, "The curvature there (second derivative) is %s:", text);
    } else if (p->eigenvalue_count <= most_eigenvalues && p->eigenvalue_count == d->dimension) {
        list_eigenvalues(text, sizeof text, p);
        descent__words_say(words, "The curvatures there (eigenvalues of the Hessian) are %s:", text);
    } else {
        descent__words_say(words,
                           "The curvatures there (eigenvalues of the Hessian) go from %.5g to %.5g:", p->eigenvalues[0],
                           p->eigenvalues[p->eigenvalue_count - 1]);
    }
    const char *const all = p->eigenvalue_count == 2 && d->dimension == 2 ? "both" : "all";
    switch (p->kind) {
    case DESCENT_CRITICAL_MINIMUM:
        descent__words_say(words,
                           d->dimension == 1 ? "positive, so it is uphill either way, a minimum."
                                             : "%s positive, so it is uphill every way, a minimum.",
                           all);
        return;
    case DESCENT_CRITICAL_MAXIMUM:
        descent__words_say(words,
                           d->dimension == 1 ? "negative, so it is downhill either way, a maximum."
                                             : "%s negative, so it is downhill every way, a maximum.",
                           all);
        return;
    case DESCENT_CRITICAL_SADDLE:
        descent__words_say(words, "uphill where positive and downhill where negative, a saddle.");
        return;
    case DESCENT_CRITICAL_DEGENERATE:
        descent__words_say(words, "where it is zero, curvature does not decide.");
        return;
    case DESCENT_CRITICAL_UNDETERMINED:
    case DESCENT_CRITICAL_NOT_CRITICAL:
        descent__words_say(words, "too uncertain to tell the kind.");
    }
}

/* "1 - 0.2·2 = 0.6" for the rule whose multipliers are 1 − ηλ. */
static void write_factor(char *text, size_t size, const descent_diagnosis *d, size_t k)
{
    const double eigenvalue =
        fabs(d->point->eigenvalues[k]) <= d->point->eigenvalue_tolerance ? 0 : d->point->eigenvalues[k];
    char factor[descent__factor_text_size];
    descent__words_factor(factor, d->factors[k]);
    snprintf(text, size, eigenvalue < 0 ? "1\x1f-\x1f%.4g·(%.4g)\x1f=\x1f%s" : "1\x1f-\x1f%.4g·%.4g\x1f=\x1f%s",
             d->step_size, eigenvalue, factor);
}

/* With other rules: the modulus of the largest multiplier where it turns, else the multiplier. */
static void write_multiplier(char *text, size_t size, const descent_diagnosis *d, size_t k)
{
    char factor[descent__factor_text_size];
    const bool swings = fabs(d->factors_imaginary[k]) > 0;
    descent__words_factor(factor, swings ? hypot(d->factors[k], d->factors_imaginary[k]) : d->factors[k]);
    snprintf(text, size, "%s%s", factor, swings ? ", swinging" : "");
}

/* With one direction, or the same curvature every way. */
static void say_one_factor(descent__words *words, const descent_diagnosis *d, const char *factor)
{
    const char *const every_way = d->dimension == 1                           ? ""
                                  : d->point->eigenvalue_count < d->dimension ? " along what is free"
                                                                              : " every way";
    if (descent__explain_plain_rule(d))
        descent__words_say(words,
                           "Near there each step multiplies the distance%s by 1\x1f-\x1f(step size)·(curvature), "
                           "here %s.",
                           every_way, factor);
    else
        descent__words_say(words, "Near there each step multiplies the distance%s by %s, in the long run.", every_way,
                           factor);
}

/* The link to the lecture: what the curvatures make of the step size. */
static void say_factors(descent__words *words, const descent_diagnosis *d)
{
    const descent_critical_point *p = d->point;
    if (!d->factors || p->kind == DESCENT_CRITICAL_DEGENERATE)
        return;
    const bool plain = descent__explain_plain_rule(d);
    const size_t last = p->eigenvalue_count - 1;
    char low[96], high[96];
    (plain ? write_factor : write_multiplier)(low, sizeof low, d, 0);
    (plain ? write_factor : write_multiplier)(high, sizeof high, d, last);
    const char *const link = p->eigenvalue_count == 2 && d->dimension == 2 ? "and" : "to";
    if (strcmp(low, high) == 0)
        say_one_factor(words, d, low);
    else if (plain)
        descent__words_say(words,
                           "Near there each step multiplies the distance along each direction by "
                           "1\x1f-\x1f(step\x1fsize)·(curvature): %s %s %s.",
                           low, link, high);
    else
        descent__words_say(words,
                           "Near there each step multiplies the distance, in the long run, by %s, where the curvature "
                           "is %.4g, %s %s, where it is %.4g.",
                           low, p->eigenvalues[0], link, high, p->eigenvalues[last]);
}

static double largest_component(size_t n, const double *x)
{
    double largest = 0;
    for (size_t i = 0; i < n; i++)
        largest = fmax(largest, fabs(x[i]));
    return largest;
}

/* Relative to the largest component: what six digits of a point do not show beside it. */
static const double six_digits = 1e-6;

/* Do six digits tell the lower point from the critical one? */
static bool tells_apart(const descent_diagnosis *d, const char *lower)
{
    char here[descent__point_text_size];
    descent__words_rounded_point(here, d->dimension, d->point->x,
                                 six_digits * largest_component(d->dimension, d->point->x));
    return strcmp(here, lower) != 0;
}

/* A lower point that looks like the critical one: how far off it lies, and which way. */
static void say_nearby_lower(descent__words *words, const descent_diagnosis *d)
{
    const descent_critical_point *p = d->point;
    double way = 0;
    size_t most = 0;
    for (size_t i = 0; i < d->dimension; i++) {
        const double part = p->lower_x[i] - p->x[i];
        way = hypot(way, part);
        most = fabs(part) > fabs(p->lower_x[most] - p->x[most]) ? i : most;
    }
    char name[descent__variable_name_size];
    descent__name_text(name, d->variable_names, most);
    descent__words_say(words,
                       "The loss is lower by %.2g at a place %.2g away, mostly toward %s %s: this is no minimum.",
                       p->loss - p->lower_loss, way, p->lower_x[most] > p->x[most] ? "larger" : "smaller", name);
}

/* Where curvature does not decide: what the loss itself said around the point. */
static void say_probe(descent__words *words, const descent_diagnosis *d)
{
    const descent_critical_point *p = d->point;
    if (!p || p->kind != DESCENT_CRITICAL_DEGENERATE)
        return;
    char where[descent__point_text_size];
    if (p->probe == DESCENT_PROBE_LOWER && p->lower_x) {
        descent__words_rounded_point(where, d->dimension, p->lower_x,
                                     six_digits * largest_component(d->dimension, p->lower_x));
        if (!tells_apart(d, where))
            say_nearby_lower(words, d);
        else
            descent__words_say(words, "The loss is lower at %s, by %.2g: this is no minimum.", where,
                               p->loss - p->lower_loss);
    } else if (p->probe == DESCENT_PROBE_NONE_LOWER) {
        descent__words_say(words, "No lower point was found around it; that suggests a minimum, and proves nothing.");
    }
}

/* What a run that is, or comes, to rest has to do with the limit of stable step sizes. */
static void say_limit_there(descent__words *words, const descent_diagnosis *d)
{
    /* With a step size of 0, at the end of a schedule, nothing moves: that says nothing of its stability. */
    if (!(d->step_size > 0)) {
        descent__words_say(words, "Step sizes below %.6g are stable there.", d->step_limit);
        return;
    }
    descent__words_say(words, "Step sizes below %.6g are stable there; yours, %.6g, is %s.", d->step_limit,
                       d->step_size,
                       is_on_limit(d)                 ? "exactly on that limit"
                       : d->step_size > d->step_limit ? "above that"
                                                      : "one");
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
        descent__words_say(words, "one, but from where it started it does not get there.");
    else
        descent__words_say(words, "one: from another start it may come to rest there.");
}

/* Of curvatures this far apart the condition number is what a reader looks for, if it costs him so many steps. */
static const double ill_conditioned = 1e3, many_steps = 1e4;

/* η = 2/(λ_min + λ_max) is the best fixed step size, with a factor of (κ − 1)/(κ + 1) a step (Polyak, 1964, section 1). */
static void say_condition(descent__words *words, const descent_diagnosis *d)
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

static void say_limit(descent__words *words, const descent_diagnosis *d)
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
    most_bands = 4 /* that are told one by one */
};

/* "(2, 1.70711)", or that there is none */
static void write_band_end(char *text, const descent_diagnosis *d, const descent_step_band *band)
{
    const double tolerance = band->x ? six_digits * largest_component(d->dimension, band->x) : 0;
    if (band->x)
        descent__words_rounded_point(text, d->dimension, band->x, tolerance);
    else
        snprintf(text, descent__point_text_size, "%s",
                 band->ending == DESCENT_ENDING_DIVERGING ? "nowhere, for they explode"
                                                          : "nowhere in some hundred steps");
}

/* Bands one after another: "up to 0.1429 at (2, 1.70711), up to 0.2583 at (2, 0.292893)" */
static void list_bands(descent__words *words, const descent_diagnosis *d, size_t count)
{
    char where[descent__point_text_size];
    descent__words_say(words,
                       "at which minimum %s end depends on their size, for a long step can jump from the valley of one "
                       "into that of another:",
                       d->ending == DESCENT_ENDING_DIVERGING ? "smaller ones" : "they");
    for (size_t k = 0; k < count && k < most_bands; k++) {
        write_band_end(where, d, &d->bands[k]);
        descent__words_say(words, "%sup to %.4g %s%s", k ? ", " : "", d->bands[k].high, d->bands[k].x ? "at " : "",
                           where);
    }
    if (count > most_bands)
        descent__words_say(words, ", and so on");
    descent__words_say(words, ".");
}

/* Where the same start leads with other step sizes: the last band is that of the run. Between two that differ there may be
 * others, too narrow to be found. */
static void say_bands(descent__words *words, const descent_diagnosis *d)
{
    if (d->band_count < 2)
        return;
    const size_t count = d->band_count - 1;
    const descent_step_band *const own = &d->bands[count], *const before = own - 1;
    char where[descent__point_text_size];
    if (own->ending == DESCENT_ENDING_DIVERGING)
        descent__words_say(words, "From this start, step sizes above %.4g explode, as far as I tried;", own->low);
    else
        descent__words_say(words, "I tried step sizes from %.2g to %.2g from the same start:", d->bands[0].low,
                           before->high);
    if (count == 1) {
        write_band_end(where, d, before);
        descent__words_say(words, "%s all end at the minimum at %s.",
                           own->ending == DESCENT_ENDING_DIVERGING ? "smaller ones" : "they", where);
    } else {
        list_bands(words, d, count);
    }
    if (own->ending == DESCENT_ENDING_DIVERGING && own->low - before->high > told_apart * own->low)
        descent__words_say(words, "Between %.4g and %.4g it changes again.", before->high, own->low);
}

/* How far off the critical point the run is along the way out: nothing but rounding, or a beginning? */
static double way_out_begun(const descent_diagnosis *d)
{
    double component = 0;
    for (size_t i = 0; i < d->dimension; i++)
        component += (d->x[i] - d->point->x[i]) * d->point->escape[i];
    const double rounding =
        rounding_part * fmax(largest_component(d->dimension, d->x), largest_component(d->dimension, d->point->x));
    return fabs(component) > rounding ? fabs(component) : 0;
}

static void say_escape(descent__words *words, const descent_diagnosis *d)
{
    if (!d->point || !d->point->escape || !d->x)
        return;
    char way[descent__point_text_size];
    char factor[descent__factor_text_size];
    descent__words_along(way, d->dimension, d->variable_names, d->point->escape);
    descent__words_factor(factor, 1 - d->step_size * d->point->eigenvalues[0]);
    descent__words_say(words, "The way out leads%s", way[0] ? way : " to either side");
    if (descent__explain_plain_rule(d) && isfinite(d->step_size))
        descent__words_say(words, ", where a distance would grow by the factor %s a step", factor);
    const double begun = way_out_begun(d);
    if (begun > 0)
        descent__words_say(words, "; so far the run is only %.2g off that way.", begun);
    else
        descent__words_say(words, "; but the run was not pushed off that way.");
}

static void say_bounded(descent__words *words, const descent_diagnosis *d)
{
    if (!isfinite(d->lyapunov.value))
        return;
    descent__words_say(
        words,
        "The largest Lyapunov exponent, the mean rate at which neighbouring runs separate, is %.4g a step "
        "(95 %% interval %#.4g to %#.4g)",
        d->lyapunov.value, d->lyapunov.low, d->lyapunov.high);
    if (d->ending == DESCENT_ENDING_CHAOTIC)
        descent__words_say(words, ": neighbours are %.3g times farther apart after each step", exp(d->lyapunov.value));
    if (d->ending == DESCENT_ENDING_CHAOTIC && d->lyapunov.low > 0)
        descent__words_say(
            words, ", so from about step %.0f on rounding decides where exactly the run is, and other programs differ",
            ceil(-log(DBL_EPSILON) / d->lyapunov.value));
    else if (d->ending == DESCENT_ENDING_CHAOTIC)
        descent__words_say(words, ", and nearer ones perhaps less, for what this rule divides by fades");
    else if (d->ending == DESCENT_ENDING_QUASIPERIODIC)
        descent__words_say(words, ", as good as zero");
    descent__words_say(words, ".");
    if (isfinite(d->cycle.rotation_number))
        descent__words_say(words, "Each step turns by %.4g of a circle (the rotation number).",
                           d->cycle.rotation_number);
    for (size_t i = 0; d->cycle.coordinate_periods && i < d->dimension && i < most_coordinates; i++)
        if (d->cycle.coordinate_periods[i] > 1) {
            char name[descent__variable_name_size];
            descent__name_text(name, d->variable_names, i);
            descent__words_say(words, "By itself, %s has period %zu.", name, d->cycle.coordinate_periods[i]);
        }
}

/* On a 2-cycle of x − ηg the two gradients are opposite. */
static void say_reversal(descent__words *words, const descent_diagnosis *d)
{
    if (d->cycle.period == 2 && descent__explain_plain_rule(d) &&
        !(d->findings & (DESCENT_FINDING_GRADIENT_RANDOM | DESCENT_FINDING_RULE_DISAGREES)))
        descent__words_say(words, "The slopes at the two points are opposite, so each step undoes the one before.");
}

static void say_growth(descent__words *words, const descent_diagnosis *d)
{
    if (!descent__ending_grows(d->ending))
        return;
    char factor[descent__factor_text_size];
    descent__words_factor(factor, fabs(d->pace.rate));
    switch (d->pace.law) {
    case DESCENT_LAW_FASTER:
        if (isfinite(d->pace.exponent))
            descent__words_say(
                words,
                "Toward the end the length of each step has %.3g times as many digits as that of the one "
                "before.",
                d->pace.exponent);
        return;
    case DESCENT_LAW_GEOMETRIC:
        /* The reason tells the factor with its digits, if there is a reason. */
        if (isfinite(d->pace.rate) && !(d->reason && strstr(d->reason, "by a factor of")))
            descent__words_say(words, "Each step is %s times as long as the one before%s.", factor,
                               d->pace.rate < 0 ? ", the other way" : "");
        else if (d->pace.rate < 0)
            descent__words_say(words, "Each goes the other way than the one before.");
        return;
    case DESCENT_LAW_LOGARITHMIC:
        descent__words_say(words, "The way grows like the logarithm of the number of steps.");
        return;
    case DESCENT_LAW_LINEAR:
        descent__words_say(words, "The steps keep their length.");
        return;
    case DESCENT_LAW_UNKNOWN:
    case DESCENT_LAW_FINITE: /* laws of settling */
    case DESCENT_LAW_POWER:
    case DESCENT_LAW_FORCE_INT:
        return;
    }
}

static void say_noise(descent__words *words, const descent_diagnosis *d)
{
    if (isfinite(d->noise.level))
        descent__words_say(words, "The noise of the gradient is %.3g (standard deviation%s).", d->noise.level,
                           d->dimension > 1 ? " of all components together" : "");
    if (isfinite(d->noise.floor))
        descent__words_say(words, "Over the last half the run was on average %.3g away from its mean point.",
                           d->noise.floor);
    if (isfinite(d->noise.floor_half))
        descent__words_say(words, "Half the step size would make that about %.3g.", d->noise.floor_half);
}

static void say_findings(descent__words *words, const descent_diagnosis *d)
{
    for (size_t k = 0; k < descent__finding_count; k++) {
        const char *sentence = descent__finding_sentence(k);
        if (sentence && (d->findings & 1u << k))
            descent__words_say(words, "%s", sentence);
    }
    if (d->budget_exhausted)
        descent__words_say(words, "More evaluations (`budget`) might have said more.");
}

/* A gradient that is known no better than this part of itself is told with its error. */
static const double well_known = 0.1;

/* What differences of the loss cannot see. */
static void say_resolution(descent__words *words, const descent_diagnosis *d)
{
    /* Of a run that rests for it the reason says so; one that has arrived was judged with it. */
    if (!(d->gradient_error > well_known * d->gradient_norm) || d->ending == DESCENT_ENDING_CONVERGED ||
        d->ending == DESCENT_ENDING_STALLED || !(fabs(d->loss) > 0))
        return;
    descent__words_say(
        words,
        "The gradient is known to ±%.2g here: the loss is %.3g, and differences of it see no less; take the "
        "constant part out of the loss, or give its gradient.",
        d->gradient_error, d->loss);
}

/* What is left of the slope, and which way the loss falls. */
static void say_way_down(descent__words *words, const descent_diagnosis *d)
{
    char way[descent__point_text_size];
    if (d->ending != DESCENT_ENDING_STALLED || !d->direction)
        return;
    if (d->gradient_norm > 0)
        descent__words_say(words, "The gradient that remains is %.2g.", d->gradient_norm);
    if (d->dimension == 1) {
        char name[descent__variable_name_size];
        descent__name_text(name, d->variable_names, 0);
        descent__words_say(words, "The loss falls toward %s values of %s.", d->direction[0] > 0 ? "larger" : "smaller",
                           name);
        return;
    }
    descent__words_along(way, d->dimension, d->variable_names, d->direction);
    descent__words_say(words, "The loss falls%s.", way);
}

/* The critical point ahead of a run that stalled before it. */
static void say_ahead(descent__words *words, const descent_diagnosis *d)
{
    if (d->ending != DESCENT_ENDING_STALLED || !d->point || !(d->distance > 0) || !isfinite(d->distance))
        return;
    char where[descent__point_text_size];
    descent__explain_place(where, d, d->point);
    descent__words_say(words, "A %s lies at %s, %.2g away.", descent__words_kind(d->point), where, d->distance);
}

void descent__explain_why(descent__words *words, const descent_diagnosis *d)
{
    if (d->reason)
        descent__words_say(words, "%s", d->reason);
    say_reversal(words, d);
    say_growth(words, d);
    say_bounded(words, d);
    say_noise(words, d);
    if (descent__ending_settles(d->ending)) {
        say_eigenvalues(words, d);
        say_factors(words, d);
        say_probe(words, d);
        say_escape(words, d);
    }
    say_way_down(words, d);
    say_ahead(words, d);
    say_limit(words, d);
    say_bands(words, d);
    say_condition(words, d);
    say_findings(words, d);
    say_resolution(words, d);
}
