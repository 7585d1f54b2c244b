#include "diagnosis/report.h"

enum {
    most_eigenvalues = 6,
    most_coordinates = 4
};

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

static void say_eigenvalues(descent_words *words, const descent_diagnosis *d)
{
    const descent_critical_point *p = d->point;
    if (!p || p->eigenvalue_count == 0)
        return;
    char text[128];
    if (d->dimension == 1) {
        list_eigenvalues(text, sizeof text, p);
        descent_words_say(words, "The curvature there (second derivative) is %s:", text);
    } else if (p->eigenvalue_count <= most_eigenvalues && p->eigenvalue_count == d->dimension) {
        list_eigenvalues(text, sizeof text, p);
        descent_words_say(words, "The curvatures there (eigenvalues of the Hessian) are %s:", text);
    } else {
        descent_words_say(words,
                          "The curvatures there (eigenvalues of the Hessian) go from %.5g to %.5g:", p->eigenvalues[0],
                          p->eigenvalues[p->eigenvalue_count - 1]);
    }
    switch (p->kind) {
    case DESCENT_CRITICAL_MINIMUM:
        descent_words_say(words, d->dimension == 1 ? "a minimum." : "uphill every way, a minimum.");
        return;
    case DESCENT_CRITICAL_MAXIMUM:
        descent_words_say(words, d->dimension == 1 ? "a maximum." : "downhill every way, a maximum.");
        return;
    case DESCENT_CRITICAL_SADDLE:
        descent_words_say(words, "uphill some ways and downhill others, a saddle.");
        return;
    case DESCENT_CRITICAL_DEGENERATE:
        descent_words_say(words, "where it is zero, curvature does not decide.");
        return;
    default:
        descent_words_say(words, "too uncertain to tell the kind.");
    }
}

static double largest_component(size_t n, const double *x)
{
    double largest = 0;
    for (size_t i = 0; i < n; i++)
        largest = fmax(largest, fabs(x[i]));
    return largest;
}

/* Where curvature does not decide: what the loss itself said around the point. */
static void say_probe(descent_words *words, const descent_diagnosis *d)
{
    const descent_critical_point *p = d->point;
    if (!p || p->kind != DESCENT_CRITICAL_DEGENERATE)
        return;
    char where[descent_point_text_size];
    if (p->probe == DESCENT_PROBE_LOWER && p->lower_x) {
        descent_words_rounded_point(where, d->dimension, p->lower_x,
                                    1e-6 * largest_component(d->dimension, p->lower_x));
        descent_words_say(words, "The loss is lower at %s, by %.2g: this is no minimum.", where,
                          p->loss - p->lower_loss);
    } else if (p->probe == DESCENT_PROBE_NONE_LOWER) {
        descent_words_say(words, "No lower point was found around it; that suggests a minimum, and proves nothing.");
    }
}

/* What a run that is, or comes, to rest has to do with the limit of stable step sizes. */
static void say_limit_there(descent_words *words, const descent_diagnosis *d)
{
    const bool edge = fabs(d->step_size - d->step_limit) <= 1e-9 * d->step_limit;
    /* At the end of a schedule nothing moves, which is no merit of the step size. */
    if (!(d->step_size > 0)) {
        descent_words_say(words, "Step sizes below %.6g are stable there.", d->step_limit);
        return;
    }
    descent_words_say(words, "Step sizes below %.6g are stable there; yours, %.6g, is %s.", d->step_limit, d->step_size,
                      edge                           ? "exactly on that limit"
                      : d->step_size > d->step_limit ? "above that"
                                                     : "one");
}

/* And what one that does not. */
static void say_limit_near(descent_words *words, const descent_diagnosis *d)
{
    char where[descent_point_text_size];
    descent_report_critical(where, d, d->point);
    descent_words_say(words, "Close to the minimum at %s, step sizes below %.6g are stable; yours, %.6g, is", where,
                      d->step_limit, d->step_size);
    const bool edge = fabs(d->step_size - d->step_limit) <= 1e-9 * d->step_limit;
    if (edge)
        descent_words_say(words, "exactly on that limit.");
    else if (d->step_size > d->step_limit)
        descent_words_say(words, "too large to come to rest there.");
    else if (d->ending == DESCENT_ENDING_DIVERGING)
        descent_words_say(words, "one, but from where it started it does not get there.");
    else
        descent_words_say(words, "one: from another start it may come to rest there.");
}

/* Does it move for ever, so that one asks why it does not come to rest? */
static bool keeps_going(const descent_diagnosis *d)
{
    return d->ending == DESCENT_ENDING_PERIODIC || d->ending == DESCENT_ENDING_QUASIPERIODIC ||
           d->ending == DESCENT_ENDING_CHAOTIC || d->ending == DESCENT_ENDING_DIVERGING;
}

static void say_limit(descent_words *words, const descent_diagnosis *d)
{
    const unsigned doubtful = DESCENT_FINDING_GRADIENT_MISMATCH | DESCENT_FINDING_KINK; /* no curvature to go by */
    if (!d->point || d->point->kind != DESCENT_CRITICAL_MINIMUM || !d->rule_name[0] || (d->findings & doubtful) ||
        !(d->step_limit > 0) || !isfinite(d->step_limit))
        return;
    if (descent_report_settles(d))
        say_limit_there(words, d);
    else if (keeps_going(d) || d->step_size > d->step_limit)
        say_limit_near(words, d);
}

/* How far off the critical point the run is along the way out: nothing but rounding, or a beginning? */
static double way_out_begun(const descent_diagnosis *d)
{
    double component = 0;
    for (size_t i = 0; i < d->dimension; i++)
        component += (d->x[i] - d->point->x[i]) * d->point->escape[i];
    const double rounding =
        1e-13 * fmax(largest_component(d->dimension, d->x), largest_component(d->dimension, d->point->x));
    return fabs(component) > rounding ? fabs(component) : 0;
}

static void say_escape(descent_words *words, const descent_diagnosis *d)
{
    if (!d->point || !d->point->escape || !d->x)
        return;
    char way[descent_point_text_size];
    char factor[descent_factor_text_size];
    descent_words_along(way, d->dimension, d->point->escape);
    descent_words_factor(factor, 1 - d->step_size * d->point->eigenvalues[0]);
    descent_words_say(words, "The way out leads%s", way[0] ? way : " to either side");
    if (descent_report_plain_rule(d) && isfinite(d->step_size))
        descent_words_say(words, ", where each step would multiply the distance by %s", factor);
    const double begun = way_out_begun(d);
    if (begun > 0)
        descent_words_say(words, "; so far the run is only %.2g off that way.", begun);
    else
        descent_words_say(words, "; but the run was not pushed off that way.");
}

static void say_bounded(descent_words *words, const descent_diagnosis *d)
{
    if (!isfinite(d->lyapunov))
        return;
    descent_words_say(
        words,
        "The largest Lyapunov exponent, the mean rate at which neighbouring runs separate, is %.4g a step "
        "(95 %% interval %#.4g to %#.4g)",
        d->lyapunov, d->lyapunov_low, d->lyapunov_high);
    if (d->ending == DESCENT_ENDING_CHAOTIC)
        descent_words_say(words, ": neighbours are %.3g times farther apart after each step", exp(d->lyapunov));
    else if (d->ending == DESCENT_ENDING_QUASIPERIODIC)
        descent_words_say(words, ", as good as zero");
    descent_words_say(words, ".");
    if (isfinite(d->rotation_number))
        descent_words_say(words, "Each step turns by %.4g of a circle (the rotation number).", d->rotation_number);
    for (size_t i = 0; d->coordinate_periods && i < d->dimension && i < most_coordinates; i++)
        if (d->coordinate_periods[i] > 1)
            descent_words_say(words, "By itself, x[%zu] has period %zu.", i, d->coordinate_periods[i]);
}

/* On a 2-cycle of x − ηg the two gradients are opposite. */
static void say_reversal(descent_words *words, const descent_diagnosis *d)
{
    if (d->ending == DESCENT_ENDING_PERIODIC && d->period == 2 && descent_report_plain_rule(d) &&
        !(d->findings & (DESCENT_FINDING_GRADIENT_RANDOM | DESCENT_FINDING_RULE_DISAGREES)))
        descent_words_say(words, "The slopes at the two points are opposite, so each step undoes the one before.");
}

static void say_growth(descent_words *words, const descent_diagnosis *d)
{
    if (d->ending != DESCENT_ENDING_DIVERGING && d->ending != DESCENT_ENDING_UNBOUNDED)
        return;
    char factor[descent_factor_text_size];
    descent_words_factor(factor, fabs(d->rate));
    if (d->law == DESCENT_LAW_FASTER && isfinite(d->exponent))
        descent_words_say(words,
                          "Toward the end each step multiplies the exponent of its length (its number of digits) by "
                          "%.3g.",
                          d->exponent);
    else if (d->law == DESCENT_LAW_GEOMETRIC && isfinite(d->rate))
        descent_words_say(words, "Each step is %s times as long as the one before%s.", factor,
                          d->rate < 0 ? ", the other way" : "");
    else if (d->law == DESCENT_LAW_LOGARITHMIC)
        descent_words_say(words, "The way grows like the logarithm of the number of steps.");
    else if (d->law == DESCENT_LAW_LINEAR)
        descent_words_say(words, "The steps keep their length.");
}

static void say_noise(descent_words *words, const descent_diagnosis *d)
{
    if (isfinite(d->noise_level))
        descent_words_say(words, "The noise of the gradient is %.3g (standard deviation%s).", d->noise_level,
                          d->dimension > 1 ? " of all components together" : "");
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
        {DESCENT_FINDING_VALLEY, "Minima here are not single points: around it the loss is constant along some way."},
        {DESCENT_FINDING_GRADIENT_DIFFERENCES, "No gradient was given; differences of the loss stand in."},
        {DESCENT_FINDING_THINNED, "Steps between the recorded ones are missing."},
        {DESCENT_FINDING_RULE_DISAGREES, "The recorded points were not made by this rule with this problem."},
    };
    for (size_t k = 0; k < sizeof sentences / sizeof *sentences; k++)
        if (d->findings & sentences[k].bit)
            descent_words_say(words, "%s", sentences[k].text);
    if (d->budget_exhausted)
        descent_words_say(words, "More evaluations (`budget`) might have said more.");
}

/* Where a run that stopped short would have gone. */
static void say_ahead(descent_words *words, const descent_diagnosis *d)
{
    if (d->ending != DESCENT_ENDING_STALLED || !d->point || !(d->distance > 0) || !isfinite(d->distance))
        return;
    char where[descent_point_text_size];
    descent_report_critical(where, d, d->point);
    descent_words_say(words, "A %s lies at %s, %.2g away.", descent_words_kind(d->point), where, d->distance);
}

void descent_report_why(descent_words *words, const descent_diagnosis *d)
{
    if (d->reason)
        descent_words_say(words, "%s", d->reason);
    say_reversal(words, d);
    say_growth(words, d);
    say_bounded(words, d);
    say_noise(words, d);
    if (descent_report_settles(d)) {
        say_eigenvalues(words, d);
        say_probe(words, d);
        say_escape(words, d);
    }
    say_ahead(words, d);
    say_limit(words, d);
    say_findings(words, d);
}
