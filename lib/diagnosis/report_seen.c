#include "diagnosis/report.h"

enum {
    most_orbit_points = 4,
    most_multipliers = 4
};

/* An infinity is an overflow, not a number to be shown. */
static void say_overflow(descent_words *words, const descent_diagnosis *d)
{
    const bool gradient = isinf(d->gradient_norm);
    if (isinf(d->loss) && d->loss < 0)
        descent_words_say(words, ", where the loss is minus infinity%s", gradient ? " and the gradient infinite" : "");
    else if (isinf(d->loss))
        descent_words_say(words, gradient ? ", where loss and gradient are infinite" : ", where the loss is infinite");
    else if (gradient)
        descent_words_say(words, ", where the gradient is infinite");
}

static void say_last_point(descent_words *words, const descent_diagnosis *d)
{
    char where[descent_point_text_size];
    descent_words_point(where, d->dimension, d->x);
    descent_words_say(words, d->steps > 0 ? "led to %s" : "No step: it stands at %s", where);
    if (isfinite(d->loss))
        descent_words_say(words, ", with loss %.6g", d->loss);
    if (isfinite(d->gradient_norm))
        descent_words_say(words, isfinite(d->loss) ? "and gradient norm %.3g" : ", with gradient norm %.3g",
                          d->gradient_norm);
    say_overflow(words, d);
    descent_words_say(words, ".");
}

static bool step_size_changed(const descent_diagnosis *d)
{
    for (size_t k = 0; k < d->event_count; k++)
        if (d->events[k].kind == DESCENT_EVENT_STEP_SIZE)
            return true;
    return false;
}

static void say_setting(descent_words *words, const descent_diagnosis *d)
{
    if (!d->x) {
        descent_words_say(words, d->rows > 0 ? "No finite point." : "No points.");
        return;
    }
    if (d->steps > 0) {
        descent_words_say(words, "%llu step%s", (unsigned long long)d->steps, d->steps == 1 ? "" : "s");
        if (d->rule_name[0]) {
            descent_words_say(words, step_size_changed(d) ? "with a last step size of %.6g" : "with step size %.6g",
                              d->step_size);
            if (fabs(d->momentum) > 0)
                descent_words_say(words, "and momentum %.6g", d->momentum);
            descent_words_say(words, "(%s%s)", d->rule_name,
                              d->findings & DESCENT_FINDING_RULE_FITTED ? ", fitted to the path" : "");
        }
    }
    say_last_point(words, d);
}

static void say_lingering(descent_words *words, const descent_diagnosis *d, const descent_event *event)
{
    char where[descent_point_text_size];
    descent_report_critical(where, d, event->point);
    descent_words_say(words, "From step %llu to step %llu it lingered near the %s at %s",
                      (unsigned long long)event->first_step, (unsigned long long)event->last_step,
                      descent_words_kind(event->point), where);
    if (event->direction && event->value > 1) {
        char way[descent_point_text_size];
        char factor[descent_factor_text_size];
        descent_words_along(way, d->dimension, event->direction);
        descent_words_factor(factor, event->value);
        descent_words_say(words, "and left it%s, where the distance grows by the factor %s a step", way, factor);
        if (isfinite(event->expected))
            descent_words_say(words, "(theory expects %.0f steps for that)", event->expected);
    }
    descent_words_say(words, ".");
}

/* Lingering that is worth a sentence: over, elsewhere than where the run is now, and about as long as theory has it. */
static bool lingering_counts(const descent_diagnosis *d, const descent_event *event)
{
    const double steps = (double)(event->last_step - event->first_step + 1);
    if (isfinite(event->expected) && (steps > 4 * event->expected || event->expected > 4 * steps))
        return false;
    /* Beside the last step of an explosion everything before is near. */
    const bool whole_run = event->first_step == 0 && event->last_step + 1 >= d->steps;
    if (whole_run || event->last_step >= d->steps)
        return false;
    if (!d->point || !descent_report_settles(d))
        return true;
    double distance = 0;
    for (size_t i = 0; i < d->dimension; i++)
        distance = hypot(distance, event->point->x[i] - d->point->x[i]);
    return distance > 1e-6 * d->diameter;
}

/* What stays within bounds for ever turns, rests and rises over and over: a single such event says nothing. */
static bool wanders(const descent_diagnosis *d)
{
    return d->ending == DESCENT_ENDING_CHAOTIC || d->ending == DESCENT_ENDING_QUASIPERIODIC ||
           d->ending == DESCENT_ENDING_NOISY;
}

/* Slow steps near a critical point are told once, by the point. */
static bool told_by_lingering(const descent_diagnosis *d, const descent_event *plateau)
{
    for (size_t k = 0; k < d->event_count; k++) {
        const descent_event *event = &d->events[k];
        if (event->kind == DESCENT_EVENT_LINGERING && event->first_step <= plateau->last_step &&
            plateau->first_step <= event->last_step)
            return true;
    }
    return false;
}

static void say_plateau(descent_words *words, const descent_diagnosis *d, const descent_event *event)
{
    if (wanders(d) || event->first_step == event->last_step || told_by_lingering(d, event))
        return;
    descent_words_say(words, "From step %llu to step %llu the steps were tiny, down to length %.2g, and grew again.",
                      (unsigned long long)event->first_step, (unsigned long long)event->last_step, event->value);
}

/* "in 3 of 64 steps", if every one of them was seen. */
static void say_loss_rose(descent_words *words, const descent_diagnosis *d, const descent_event *event)
{
    const unsigned long long count = event->count;
    const bool all_seen = d->rows > d->steps;
    if (all_seen && event->count == d->steps && event->count > 1)
        descent_words_say(words, "The loss rose in every step");
    else if (all_seen)
        descent_words_say(words, "The loss rose in %llu of %llu step%s", count, (unsigned long long)d->steps,
                          d->steps == 1 ? "" : "s");
    else
        descent_words_say(words, "The loss rose %llu time%s", count, count == 1 ? "" : "s");
    if (isfinite(event->value))
        descent_words_say(words, count == 1 ? ", by %.3g" : ", at most by %.3g", event->value);
    if (!all_seen || event->count < d->steps)
        descent_words_say(words, ", %s step %llu", count == 1 ? "in" : "first in",
                          (unsigned long long)event->first_step);
    descent_words_say(words, ".");
}

static void say_nonfinite(descent_words *words, const descent_diagnosis *d, const descent_event *event)
{
    static const char *const names[] = {"a value", "the point", "the loss", "the gradient"};
    const bool told = !d->x || (event->first_step == d->steps && (isinf(d->loss) || isinf(d->gradient_norm)));
    if (!told)
        descent_words_say(words, "At step %llu %s is infinite or not a number.", (unsigned long long)event->first_step,
                          names[event->quantity]);
}

static void say_event(descent_words *words, const descent_diagnosis *d, const descent_event *event)
{
    switch (event->kind) {
    case DESCENT_EVENT_LINGERING:
        /* Of a gradient that belongs to no loss, the critical points are nobody's. */
        if (!(d->findings & DESCENT_FINDING_GRADIENT_MISMATCH) && !wanders(d) && lingering_counts(d, event))
            say_lingering(words, d, event);
        return;
    case DESCENT_EVENT_PLATEAU:
        say_plateau(words, d, event);
        return;
    case DESCENT_EVENT_LOSS_ROSE:
        say_loss_rose(words, d, event);
        return;
    case DESCENT_EVENT_SIGN_FLIPS:
        if (!wanders(d) && d->ending != DESCENT_ENDING_PERIODIC && d->ending != DESCENT_ENDING_DIVERGING)
            descent_words_say(words, "It turned back on itself %llu times.", (unsigned long long)event->count);
        return;
    case DESCENT_EVENT_NONFINITE:
        say_nonfinite(words, d, event);
        return;
    case DESCENT_EVENT_STEP_SIZE:
        if (event->value > 0)
            descent_words_say(words, "The step size %s %.3g times what it was.",
                              event->value < 1 ? "fell to" : "rose to", event->value);
        else
            descent_words_say(words, "The step size fell to 0.");
        return;
    default:
        return;
    }
}

static void say_rate(descent_words *words, const descent_diagnosis *d)
{
    char what[64] = "what is left of the way";
    if (d->point)
        snprintf(what, sizeof what, "the distance to the %s", descent_words_kind(d->point));
    char factor[descent_factor_text_size];
    descent_words_factor(factor, fabs(d->rate));
    if (d->law == DESCENT_LAW_POWER && d->exponent < 0)
        descent_words_say(words,
                          "With the step number k %s shrinks like 1/k^%.2g, more slowly than by any fixed factor.",
                          what, -d->exponent);
    else if (d->law == DESCENT_LAW_GEOMETRIC && fabs(d->rate) > 0)
        descent_words_say(words, "Each step multiplies %s by %s%s.", what, factor,
                          d->rate < 0 ? " and changes sides" : "");
    if (d->distance > 0 && isfinite(d->distance)) {
        descent_words_say(words, "What is left is %.2g", d->distance);
        if (isfinite(d->tolerance) && (d->ending == DESCENT_ENDING_APPROACHING || d->distance <= d->tolerance))
            descent_words_say(words, "; %.2g or less %s as arrived", d->tolerance,
                              d->ending == DESCENT_ENDING_APPROACHING ? "would count" : "counts");
        descent_words_say(words, ".");
    }
}

/* "1 along (1, 0) (neutral)"; of a complex pair one stands for both. */
static void say_multiplier(descent_words *words, const descent_diagnosis *d, size_t k)
{
    const double modulus = hypot(d->multipliers[k], d->multipliers_imaginary[k]);
    const char *meaning = modulus > 1 + 1e-6 ? "repelling" : modulus < 1 - 1e-6 ? "attracting" : "neutral";
    const bool real = fabs(d->multipliers_imaginary[k]) <= 1e-9 * modulus;
    const double value = modulus < 1e-6 ? 0 : real ? d->multipliers[k] : modulus;
    char way[descent_point_text_size] = "";
    if (d->multiplier_directions && real)
        descent_words_along(way, d->dimension, d->multiplier_directions + k * d->dimension);
    descent_words_say(words, "%.4g%s%s (%s)", value, real ? "" : " in modulus, turning", way, meaning);
}

static bool all_multipliers_equal(const descent_diagnosis *d)
{
    for (size_t k = 0; k < d->multiplier_count; k++)
        if (!(hypot(d->multipliers[k] - d->multipliers[0], d->multipliers_imaginary[k]) <=
              1e-6 * fmax(1, fabs(d->multipliers[0]))))
            return false;
    return d->multiplier_count > 1;
}

static void say_multipliers(descent_words *words, const descent_diagnosis *d)
{
    if (d->multiplier_count == 0)
        return;
    descent_words_say(words, "Once around, a small push off the cycle is multiplied by");
    const size_t last = d->multiplier_count - 1;
    const bool equal = all_multipliers_equal(d);
    const bool too_many = d->multiplier_count > most_multipliers;
    if (equal) {
        descent_words_say(words, "%.4g every way", fabs(d->multipliers[0]) < 1e-6 ? 0 : d->multipliers[0]);
    } else if (too_many) {
        const double least = hypot(d->multipliers[0], d->multipliers_imaginary[0]);
        descent_words_say(words, "factors of modulus %.4g up to", least < 1e-6 ? 0 : least);
    }
    for (size_t k = too_many ? last : 0; k <= last && !equal; k++) {
        const bool second_of_pair = !too_many && k > 0 && fabs(d->multipliers_imaginary[k]) > 0 &&
                                    fabs(d->multipliers_imaginary[k] + d->multipliers_imaginary[k - 1]) <=
                                        1e-6 * fabs(d->multipliers_imaginary[k]);
        if (second_of_pair)
            continue;
        if (k > 0 && !too_many)
            descent_words_say(words, k < last ? "," : "and");
        say_multiplier(words, d, k);
    }
    const double largest = hypot(d->multipliers[last], d->multipliers_imaginary[last]);
    descent_words_say(words, largest > 1 + 1e-6   ? ": a push along a repelling way grows."
                             : largest < 1 - 1e-6 ? ": it draws its neighbours in, and more steps will not end it."
                                                  : ".");
}

static void say_cycle(descent_words *words, const descent_diagnosis *d)
{
    char where[descent_point_text_size];
    const size_t shown = d->period <= most_orbit_points ? d->period : most_orbit_points;
    descent_words_say(words, "From step %llu on it visits", (unsigned long long)d->onset);
    for (size_t j = 0; j < shown; j++) {
        descent_words_rounded_point(where, d->dimension, d->orbit + j * d->dimension, d->tolerance);
        const char *link = j + 1 == shown ? shown < d->period ? ", and so on." : "." : j + 2 == shown ? " and" : ",";
        descent_words_say(words, "%s%s", where, link);
    }
    say_multipliers(words, d);
}

void descent_report_seen(descent_words *words, const descent_diagnosis *d)
{
    say_setting(words, d);
    for (size_t k = 0; k < d->event_count; k++)
        say_event(words, d, &d->events[k]);
    if (descent_report_settles(d))
        say_rate(words, d);
    if (d->ending == DESCENT_ENDING_PERIODIC)
        say_cycle(words, d);
}
