#include "diagnosis/explain/why.h"

#include <math.h>
#include <string.h>

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

static void list_eigenvalues(char *text, size_t size, const descent_critical_point *p)
{
    text[0] = '\0';
    for (size_t k = 0; k < p->eigenvalue_count; k++) {
        const size_t used = strlen(text);
        const char *link = k == 0 ? "" : k + 1 == p->eigenvalue_count ? " and " : ", ";
        const double value = fabs(p->eigenvalues[k]) <= p->eigenvalue_tolerance ? 0 : p->eigenvalues[k];
        snprintf(text + used, size - used, "%s%.5g", link, value);
    }
}

static void say_eigenvalues(descent__words *words, const descent_diagnosis *d)
{
    const descent_critical_point *p = d->point;
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
    switch (p->kind) {
    case DESCENT_CRITICAL_MINIMUM:
        descent__words_say(words, d->dimension == 1 ? "a minimum." : "uphill every way, a minimum.");
        return;
    case DESCENT_CRITICAL_MAXIMUM:
        descent__words_say(words, d->dimension == 1 ? "a maximum." : "downhill every way, a maximum.");
        return;
    case DESCENT_CRITICAL_SADDLE:
        descent__words_say(words, "uphill some ways and downhill others, a saddle.");
        return;
    case DESCENT_CRITICAL_DEGENERATE:
        descent__words_say(words, "where it is zero, curvature does not decide.");
        return;
    case DESCENT_CRITICAL_UNDETERMINED:
    case DESCENT_CRITICAL_NOT_CRITICAL:
        descent__words_say(words, "too uncertain to tell the kind.");
    }
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

static void say_limit(descent__words *words, const descent_diagnosis *d)
{
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
    descent__words_along(way, d->dimension, d->point->escape);
    descent__words_factor(factor, 1 - d->step_size * d->point->eigenvalues[0]);
    descent__words_say(words, "The way out leads%s", way[0] ? way : " to either side");
    if (descent__explain_plain_rule(d) && isfinite(d->step_size))
        descent__words_say(words, ", where each step would multiply the distance by %s", factor);
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
    else if (d->ending == DESCENT_ENDING_QUASIPERIODIC)
        descent__words_say(words, ", as good as zero");
    descent__words_say(words, ".");
    if (isfinite(d->cycle.rotation_number))
        descent__words_say(words, "Each step turns by %.4g of a circle (the rotation number).",
                           d->cycle.rotation_number);
    for (size_t i = 0; d->cycle.coordinate_periods && i < d->dimension && i < most_coordinates; i++)
        if (d->cycle.coordinate_periods[i] > 1)
            descent__words_say(words, "By itself, x[%zu] has period %zu.", i, d->cycle.coordinate_periods[i]);
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
            descent__words_say(words,
                               "Toward the end each step multiplies the exponent of its length (its number of digits) "
                               "by %.3g.",
                               d->pace.exponent);
        return;
    case DESCENT_LAW_GEOMETRIC:
        if (isfinite(d->pace.rate))
            descent__words_say(words, "Each step is %s times as long as the one before%s.", factor,
                               d->pace.rate < 0 ? ", the other way" : "");
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
        say_probe(words, d);
        say_escape(words, d);
    }
    say_ahead(words, d);
    say_limit(words, d);
    say_findings(words, d);
}
