#include "diagnosis/explain/why/ways.h"

#include <math.h>
#include <string.h>

#include "base/names.h"
#include "diagnosis/explain/reading.h"

/* Relative to the largest component: less is what some hundred steps leave of rounding errors. */
static const double rounding_part = 1e-13;

/* Do six digits tell the lower point from the critical one? */
static bool tells_apart(const descent_diagnosis *d, const char *lower)
{
    char here[descent__point_text_size];
    descent__explain_six_digits(here, d->dimension, d->point->x);
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
void descent__explain_probe(descent__words *words, const descent_diagnosis *d)
{
    const descent_critical_point *p = d->point;
    if (!p || p->kind != DESCENT_CRITICAL_DEGENERATE)
        return;
    char where[descent__point_text_size];
    if (p->probe == DESCENT_PROBE_LOWER && p->lower_x) {
        descent__explain_six_digits(where, d->dimension, p->lower_x);
        if (!tells_apart(d, where))
            say_nearby_lower(words, d);
        else
            descent__words_say(words, "The loss is lower at %s, by %.2g: this is no minimum.", where,
                               p->loss - p->lower_loss);
    } else if (p->probe == DESCENT_PROBE_NONE_LOWER) {
        descent__words_say(words,
                           "No lower point was found around it: that suggests a minimum, but does not prove it.");
    }
}

/* How far off the critical point the run is along the way out. */
static double way_out_begun(const descent_diagnosis *d)
{
    double component = 0;
    for (size_t i = 0; i < d->dimension; i++)
        component += (d->x[i] - d->point->x[i]) * d->point->escape[i];
    return fabs(component);
}

static bool is_rounding(const descent_diagnosis *d, double distance)
{
    return distance <= rounding_part * fmax(descent__explain_largest(d->dimension, d->x),
                                            descent__explain_largest(d->dimension, d->point->x));
}

static double way_out_factor(const descent_diagnosis *d)
{
    return 1 - d->step_size * d->point->eigenvalues[0];
}

/* Is it told by what each step multiplies the distance that way? */
static bool tells_way_out_factor(const descent_diagnosis *d)
{
    return descent__explain_plain_rule(d) && isfinite(d->step_size) && !descent__explain_is_one(way_out_factor(d));
}

/* Or by what it does along the curvatures there? */
static bool factor_is_told(const descent_diagnosis *d)
{
    return tells_way_out_factor(d) || (d->factors && !descent__explain_has_faded(d));
}

/* Is the run the number that is nearest to the point, and known not to be the point itself? */
static bool is_rounded_point(const descent_diagnosis *d)
{
    for (size_t i = 0; i < d->dimension; i++)
        if (fabs(d->x[i] - d->point->x[i]) > 0)
            return false;
    return d->distance > 0;
}

/* Zero only where it is exactly that: what rounding leaves grows as well. */
static void say_begun(descent__words *words, const descent_diagnosis *d)
{
    const bool rounded = is_rounded_point(d);
    const double begun = rounded && d->dimension == 1 ? d->distance : way_out_begun(d);
    const char *const so = d->dimension > 1 ? "That way the run" : "The run";
    if (rounded && d->dimension > 1)
        descent__words_say(words, "%s is at distance 0, to rounding.", so);
    else if (!(begun > 0) && !factor_is_told(d))
        descent__words_say(words, d->dimension > 1
                                      ? "That way the run is at distance 0, and so is the slope: nothing leads it out."
                                      : "The run is at distance 0, where there is no slope.");
    else if (!(begun > 0))
        descent__words_say(words, "%s is at distance 0, and 0 times any factor is 0.", so);
    else if (is_rounding(d, begun))
        descent__words_say(words, "%s is only %.2g off, which is no more than rounding.", so, begun);
    else
        descent__words_say(words, "%s is only %.2g off so far.", so, begun);
}

void descent__explain_way_out(descent__words *words, const descent_diagnosis *d)
{
    if (!d->point || !d->point->escape || !d->x)
        return;
    char way[descent__point_text_size];
    char factor[descent__factor_text_size];
    descent__words_along(way, d->dimension, d->variable_names, d->point->escape);
    descent__words_factor(factor, way_out_factor(d));
    descent__words_say(words, "The way out leads%s", way[0] ? way : " to either side");
    if (tells_way_out_factor(d))
        descent__words_say(words, ": off the %s%s, each step would multiply the distance by %s",
                           descent__words_kind(d->point), d->dimension > 1 ? " that way" : "", factor);
    descent__words_say(words, ".");
    say_begun(words, d);
}

/* What is left of the slope, and which way the loss falls. */
static void say_way_down(descent__words *words, const descent_diagnosis *d)
{
    char way[descent__point_text_size];
    if (d->ending != DESCENT_ENDING_STALLED || !d->direction)
        return;
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

void descent__explain_way_down(descent__words *words, const descent_diagnosis *d)
{
    say_way_down(words, d);
    say_ahead(words, d);
}
