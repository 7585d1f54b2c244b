#include "diagnosis/explain/cycle_words.h"

#include <math.h>

#include "base/names.h"
#include "diagnosis/explain/reading.h"

enum {
    most_orbit_points = 4,
    most_multipliers = 4,
    whole_point = 6,   /* variables of a point that are all shown */
    most_variables = 3 /* of more than that: those that move most */
};

/* Multipliers come from products of Hessians, good to about eight digits: nearer to 1 than this is neutral, nearer to 0
 * is 0, and an imaginary part below the smaller bound, relative to the modulus, is rounding. */
static const double neutral_within = 1e-6;
static const double real_within = 1e-9;

/* With momentum a round multiplies the point and what is kept of those before together: no direction of points belongs to it alone. */
static bool has_directions(const descent_diagnosis *d)
{
    return d->cycle.multiplier_directions && d->cycle.multiplier_count <= d->dimension;
}

/* "1 along (1, 0) (it stays: neutral)"; of a complex pair one stands for both. */
static void say_multiplier(descent__words *words, const descent_diagnosis *d, size_t k)
{
    const double modulus = hypot(d->cycle.multipliers[k], d->cycle.multipliers_imaginary[k]);
    const bool real = fabs(d->cycle.multipliers_imaginary[k]) <= real_within * modulus;
    const char *const deed = modulus > 1 + neutral_within   ? real ? "grows" : "spirals outward"
                             : modulus < 1 - neutral_within ? real ? "shrinks" : "spirals inward"
                             : real                         ? "stays"
                                                            : "circles";
    const char *const meaning = modulus > 1 + neutral_within   ? "repelling"
                                : modulus < 1 - neutral_within ? "attracting"
                                                               : "neutral";
    const double value = modulus < neutral_within ? 0 : real ? d->cycle.multipliers[k] : modulus;
    char way[descent__point_text_size] = "";
    if (has_directions(d) && real)
        descent__words_along(way, d->dimension, d->variable_names, d->cycle.multiplier_directions + k * d->dimension);
    descent__words_say(words, "%.4g%s (it %s: %s)", value, way, deed, meaning);
}

static bool are_equal(const descent_diagnosis *d, size_t j, size_t k)
{
    return hypot(d->cycle.multipliers[k] - d->cycle.multipliers[j],
                 d->cycle.multipliers_imaginary[k] - d->cycle.multipliers_imaginary[j]) <=
           neutral_within * fmax(1, fabs(d->cycle.multipliers[j]));
}

/* Is it told already: as the conjugate of the one before, or, without a direction of its own, as equal to it? */
static bool is_told(const descent_diagnosis *d, size_t k)
{
    const double imaginary = d->cycle.multipliers_imaginary[k];
    if (k == 0)
        return false;
    if (!has_directions(d) && are_equal(d, k - 1, k))
        return true;
    return fabs(imaginary) > 0 &&
           fabs(imaginary + d->cycle.multipliers_imaginary[k - 1]) <= neutral_within * fabs(imaginary);
}

/* How many are told one by one. */
static size_t count_told(const descent_diagnosis *d)
{
    size_t count = 0;
    for (size_t k = 0; k < d->cycle.multiplier_count; k++)
        count += !is_told(d, k);
    return count;
}

static bool all_multipliers_equal(const descent_diagnosis *d)
{
    for (size_t k = 0; k < d->cycle.multiplier_count; k++)
        if (!(hypot(d->cycle.multipliers[k] - d->cycle.multipliers[0], d->cycle.multipliers_imaginary[k]) <=
              neutral_within * fmax(1, fabs(d->cycle.multipliers[0]))))
            return false;
    return d->cycle.multiplier_count > 1;
}

static void say_multipliers(descent__words *words, const descent_diagnosis *d)
{
    if (d->cycle.multiplier_count == 0)
        return;
    const char *const together =
        d->cycle.multiplier_count > d->dimension ? ", of the point and what the rule remembers together," : "";
    descent__words_say(words, "Each round of %zu steps multiplies a small distance from the cycle%s by",
                       d->cycle.period, together);
    const size_t last = d->cycle.multiplier_count - 1;
    const size_t told = count_told(d);
    const bool equal = all_multipliers_equal(d);
    const bool too_many = told > most_multipliers;
    if (equal) {
        descent__words_say(words, "%.4g every way",
                           fabs(d->cycle.multipliers[0]) < neutral_within ? 0 : d->cycle.multipliers[0]);
    } else if (too_many) {
        const double least = hypot(d->cycle.multipliers[0], d->cycle.multipliers_imaginary[0]);
        descent__words_say(words, "factors from %.4g in modulus up to", least < neutral_within ? 0 : least);
        say_multiplier(words, d, last);
    }
    for (size_t k = 0, said = 0; k <= last && !equal && !too_many; k++) {
        if (is_told(d, k))
            continue;
        if (said > 0)
            descent__words_say(words, said + 1 < told ? "," : "and");
        say_multiplier(words, d, k);
        said++;
    }
    const double largest = hypot(d->cycle.multipliers[last], d->cycle.multipliers_imaginary[last]);
    descent__words_say(words, ".");
    if (largest > 1 + neutral_within)
        descent__words_say(words, "So the least push along a way that repels takes a run off the cycle.");
    else if (largest < 1 - neutral_within)
        descent__words_say(words, "So runs that are near come to the cycle, and more steps will not end it.");
}

static const double *orbit_point(const descent_diagnosis *d, size_t j)
{
    return d->cycle.orbit + j % d->cycle.period * d->dimension;
}

/* How far a variable moves around the cycle. */
static double range_of(const descent_diagnosis *d, size_t variable)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t j = 0; j < d->cycle.period; j++) {
        low = fmin(low, d->cycle.orbit[j * d->dimension + variable]);
        high = fmax(high, d->cycle.orbit[j * d->dimension + variable]);
    }
    return high - low;
}

/* A cycle may be within the tolerance of the point that it circles: what is nothing beside it has no such part of it. */
static const double shown_part = 1e-3;

static double widest_range(const descent_diagnosis *d)
{
    double widest = 0;
    for (size_t i = 0; i < d->dimension; i++)
        widest = fmax(widest, range_of(d, i));
    return widest;
}

/* The variables that move most, beyond tolerance, the first of them first; how many. */
static size_t moving_variables(const descent_diagnosis *d, size_t *variables)
{
    size_t count = 0;
    for (size_t i = 0; i < d->dimension; i++) {
        const double range = range_of(d, i);
        size_t place = count;
        while (place > 0 && range > range_of(d, variables[place - 1]))
            place--;
        if (!(range > d->tolerance) || place >= most_variables)
            continue;
        count = count < most_variables ? count + 1 : count;
        for (size_t k = count - 1; k > place; k--)
            variables[k] = variables[k - 1];
        variables[place] = i;
    }
    return count;
}

/* " in x₈ and x₄": which numbers of its points are told; a small point is told whole. */
static size_t say_variables(descent__words *words, const descent_diagnosis *d, size_t *variables)
{
    const size_t count = d->dimension > whole_point ? moving_variables(d, variables) : 0;
    for (size_t k = 0; k < count; k++) {
        char name[descent__variable_name_size];
        descent__name_text(name, d->variable_names, variables[k]);
        descent__words_say(words, "%s %s%s",
                           k == 0           ? "in"
                           : k + 1 == count ? "and"
                                            : "",
                           name, k + 2 < count || k + 1 == count ? "," : "");
    }
    return count;
}

static void write_orbit_point(char *text, const descent_diagnosis *d, size_t j, const size_t *variables, size_t count)
{
    const double *x = orbit_point(d, j);
    double chosen[most_variables > whole_point ? most_variables : whole_point];
    if (count == 0 && d->dimension > whole_point) {
        descent__words_rounded_point(text, d->dimension, x, d->tolerance);
        return;
    }
    const size_t n = count > 0 ? count : d->dimension;
    const double nothing = fmin(d->tolerance, shown_part * widest_range(d));
    for (size_t k = 0; k < n; k++) {
        const size_t i = count > 0 ? variables[k] : k;
        /* Beside a kink the slope depends on which side it is, however near. */
        const bool decides = (d->findings & DESCENT_FINDING_KINK) && range_of(d, i) > d->tolerance;
        chosen[k] = decides || fabs(x[i]) > nothing ? x[i] : 0;
    }
    descent__words_rounded_point(text, n, chosen, 0);
}

/* Of the cycle's size: to so much its points are told. */
static const double told_part = 0.01;

static bool is_same_point(const descent_diagnosis *d, size_t j, size_t k, double near)
{
    for (size_t i = 0; i < d->dimension; i++)
        if (!(fabs(orbit_point(d, j)[i] - orbit_point(d, k)[i]) <= near))
            return false;
    return true;
}

/* And so near they are the same, to rounding: those of a cycle that has just doubled are farther apart. */
static const double same_part = 1e-9;

enum {
    few_of = 8,            /* a cycle of so many times as many points goes over and over the same ones, */
    few_of_same = 2,       /* and of so many where they are the same to rounding */
    longest_counted = 1024 /* points of a cycle that are compared, each with the others */
};

static size_t count_different(const descent_diagnosis *d, double near)
{
    size_t count = 0;
    for (size_t j = 0; j < d->cycle.period; j++) {
        size_t k = 0;
        while (k < j && !is_same_point(d, j, k, near))
            k++;
        count += k == j;
    }
    return count;
}

size_t descent__explain_few_points(const descent_diagnosis *d)
{
    const size_t period = d->cycle.period;
    if (period > longest_counted || !d->cycle.orbit)
        return 0;
    const double range = widest_range(d);
    const size_t told = count_different(d, told_part * range);
    const size_t same = told * few_of <= period ? told : count_different(d, same_part * range);
    return same * few_of_same <= period && same > 1 ? same : 0;
}

void descent__explain_cycle(descent__words *words, const descent_diagnosis *d)
{
    char where[descent__point_text_size];
    size_t variables[most_variables];
    const size_t shown = d->cycle.period <= most_orbit_points ? d->cycle.period : most_orbit_points;
    if (d->pace.onset == 0)
        descent__words_say(words, "From the start on");
    else
        descent__words_say(words, "From step %llu on", (unsigned long long)d->pace.onset);
    descent__words_say(words, "%s goes in turn, to within a hundredth of the cycle's size,",
                       descent__explain_will_oscillate(d) ? "a copy that goes on" : "it");
    const descent__holdings *const holdings = d->internal; /* NULL for a result that was made by hand */
    const size_t first = holdings ? holdings->at_onset : 0;
    const size_t few = descent__explain_few_points(d);
    const size_t count = say_variables(words, d, variables);
    descent__words_say(words, "through");
    for (size_t j = 0; j < shown; j++) {
        write_orbit_point(where, d, first + j, variables, count);
        const char *link = j + 1 == shown   ? few > 0                   ? ", and so on:"
                                              : shown < d->cycle.period ? ", and so on."
                                                                        : "."
                           : j + 2 == shown ? " and"
                                            : ",";
        descent__words_say(words, "%s%s", where, link);
    }
    if (few > 0)
        descent__words_say(words, "only %zu different ones in all, in an order that takes %zu steps to begin anew.",
                           few, d->cycle.period);
    say_multipliers(words, d);
}
