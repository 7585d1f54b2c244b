#include "diagnosis/explain/why/curvatures.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "critical/point.h"
#include "diagnosis/explain/reading.h"
#include "diagnosis/holdings.h"

enum {
    most_eigenvalues = 6
};

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
        descent__words_say(words, "The bounds hold the run against a slope of at least %.3g.", bears);
    if (isfinite(margin))
        descent__words_say(words, "The L1 term of %.4g outweighs the slope of what it holds at zero by at least %.3g.",
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

void descent__explain_curvatures(descent__words *words, const descent_diagnosis *d)
{
    const descent_critical_point *p = d->point;
    if (p && descent__critical_point_is_held(p)) {
        say_held(words, p);
        return;
    }
    const descent__holdings *const holdings = d->internal;
    if (p && holdings && holdings->gradient_jumps) {
        descent__words_say(words, p->kind == DESCENT_CRITICAL_MINIMUM_AT_KINK
                                      ? "The gradient jumps there, so there are no curvatures; but nowhere around is "
                                        "the loss lower, and no direction is down: it is a minimum."
                                      : "The gradient jumps there, so there are no curvatures.");
        if (d->gradient_norm <= 0)
            descent__words_say(words,
                               "At the very point it has no slope: zero is only what was given as its gradient.");
        return;
    }
    if (!p || p->eigenvalue_count == 0)
        return;
    if (p->curvature_jumps && p->kind == DESCENT_CRITICAL_DEGENERATE) {
        descent__words_say(words,
                           "The curvature jumps there: the gradient has no derivative, so there is no Hessian, and "
                           "no curvatures tell uphill from downhill.");
        return;
    }
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
        descent__words_say(words, "%s, so it is uphill some ways and downhill others, a saddle.",
                           d->dimension == 2 ? "one negative and one positive" : "some negative and some positive");
        return;
    case DESCENT_CRITICAL_DEGENERATE:
        descent__words_say(words, "where a curvature is zero, it does not tell uphill from downhill.");
        return;
    case DESCENT_CRITICAL_UNDETERMINED:
    case DESCENT_CRITICAL_NOT_CRITICAL:
    case DESCENT_CRITICAL_MINIMUM_AT_KINK: /* it has none: see above */
        descent__words_say(words, "too uncertain to tell the kind of point.");
    }
}

/* Of a product: a few, no edge. */
static const double roundings = 4 * DBL_EPSILON;

/* Exactly one, or zero, where its difference from that is no more than that of the curvature from what it is known as. */
static double multiplier(const descent_diagnosis *d, double factor)
{
    const double doubt = d->step_size * d->point->eigenvalue_tolerance + roundings;
    if (fabs(factor) <= doubt)
        return 0;
    return fabs(fabs(factor) - 1) <= doubt ? copysign(1, factor) : factor;
}

enum {
    usual_digits = 4,
    all_digits = 17 /* of a double */
};
/* Of the factor and of its difference from 1, which have two digits: so far may the product be off that is written beside it. */
static const double shown_of_difference = 0.1;

/* "1 - 0.2·2 = 0.6" for the rule whose multipliers are 1 − ηλ. */
static void write_factor(char *text, size_t size, const descent_diagnosis *d, size_t k)
{
    const double eigenvalue =
        fabs(d->point->eigenvalues[k]) <= d->point->eigenvalue_tolerance ? 0 : d->point->eigenvalues[k];
    const double told = multiplier(d, d->factors[k]);
    const double difference = fabs(fabs(told) - 1);
    const double wrong = shown_of_difference * fmin(fabs(told), difference);
    char factor[descent__factor_text_size], step[descent__factor_text_size], curvature[descent__factor_text_size];
    descent__words_factor(factor, told);
    int digits = usual_digits;
    do {
        snprintf(step, sizeof step, "%.*g", digits, d->step_size);
        snprintf(curvature, sizeof curvature, "%.*g", digits, eigenvalue);
    } while (wrong > 0 && digits++ < all_digits &&
             fabs(1 - strtod(step, NULL) * strtod(curvature, NULL) - told) > wrong);
    snprintf(text, size, eigenvalue < 0 ? "1\x1f-\x1f%s·(%s)\x1f=\x1f%s" : "1\x1f-\x1f%s·%s\x1f=\x1f%s", step,
             curvature, factor);
}

/* With other rules: the modulus of the largest multiplier where it turns, else the multiplier. */
static void write_multiplier(char *text, size_t size, const descent_diagnosis *d, size_t k)
{
    char factor[descent__factor_text_size];
    const bool swings = fabs(d->factors_imaginary[k]) > 0;
    descent__words_factor(factor, swings ? hypot(d->factors[k], d->factors_imaginary[k]) : d->factors[k]);
    snprintf(text, size, "%s%s", factor, swings ? " (swinging from side to side)" : "");
}

/* Of which step it is said. */
static const char *a_step(const descent_diagnosis *d)
{
    return descent__explain_step_size_changed(d) ? "With the last step size a step near there" : "Near there each step";
}

/* The same of many steps of a rule with a memory. */
static const char *many_steps(const descent_diagnosis *d)
{
    return descent__explain_is_scheduled(d) ? "Near there, with steps of the last step size, each multiplies"
                                            : "Near there, in the long run, each step multiplies";
}

/* With one direction, or the same curvature every way. */
static void say_one_factor(descent__words *words, const descent_diagnosis *d, const char *factor)
{
    const char *const every_way = d->dimension == 1                           ? ""
                                  : d->point->eigenvalue_count < d->dimension ? " along what is free"
                                                                              : " every way";
    if (descent__explain_plain_rule(d))
        descent__words_say(words, "%s multiplies the distance%s by 1\x1f-\x1f(step\x1fsize)·(curvature): %s.",
                           a_step(d), every_way, factor);
    else
        descent__words_say(words, "%s the distance%s by %s.", many_steps(d), every_way, factor);
}

/* Digits that differ from one by next to nothing say nothing. */
static void say_faded(descent__words *words, const descent_diagnosis *d)
{
    const char *const every_way = d->dimension > 1 ? " along each direction" : "";
    if (descent__explain_plain_rule(d))
        descent__words_say(words,
                           "Near there each step multiplies the distance%s by 1\x1f-\x1f(step\x1fsize)·(curvature), "
                           "which is 1, to rounding: such small steps hardly move the run any more.",
                           every_way);
    else
        descent__words_say(words,
                           "Near there, in the long run, each step multiplies the distance%s by 1, to rounding: such "
                           "small steps hardly move the run any more.",
                           every_way);
}

/* The link to the lecture: what the curvatures make of the step size. */
void descent__explain_factors(descent__words *words, const descent_diagnosis *d)
{
    const descent_critical_point *p = d->point;
    if (!d->factors || p->kind == DESCENT_CRITICAL_DEGENERATE)
        return;
    if (descent__explain_has_faded(d)) {
        say_faded(words, d);
        return;
    }
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
                           "%s multiplies the distance along each direction by "
                           "1\x1f-\x1f(step\x1fsize)·(curvature): %s %s %s.",
                           a_step(d), low, link, high);
    else
        descent__words_say(words,
                           strcmp(link, "and") == 0
                               ? "%s the distance by %s where the curvature is %.4g, and by %s where it is %.4g."
                               : "%s the distance by %s where the curvature is least, %.4g, and by %s where it is "
                                 "largest, %.4g.",
                           many_steps(d), low, p->eigenvalues[0], high, p->eigenvalues[last]);
}
