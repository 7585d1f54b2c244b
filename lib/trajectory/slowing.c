#include "trajectory/slowing.h"

#include <math.h>
#include <stdbool.h>

#include "trajectory/tolerances.h"

enum {
    halvings = 60,  /* of the order, to rounding: a cost */
    swing_part = 16 /* one part in so many of a sequence is a window, in which a swing has its largest */
};

/* (D^p − 1)/(E^p − 1) for the logarithms of D and E. */
static double power_ratio(double both, double early, double order)
{
    return expm1(order * both) / expm1(order * early);
}

double descent__slowing_order(const double *distances, const double *steps)
{
    const double early = log(distances[0] / distances[1]);
    const double both = log(distances[0] / distances[2]);
    const double due = (steps[2] - steps[0]) / (steps[1] - steps[0]);
    if (!(early > 0) || !(both > early) || !isfinite(both))
        return NAN;
    if (both / early >= due)
        return 0;
    double low = 0;
    double high = descent__highest_order;
    if (power_ratio(both, early, high) < due)
        return NAN;
    for (int k = 0; k < halvings; k++) {
        const double middle = low / 2 + high / 2;
        if (power_ratio(both, early, middle) < due)
            low = middle;
        else
            high = middle;
    }
    return low / 2 + high / 2;
}

double descent__slowing_rate(double before, double now, double steps, double linear, double order)
{
    const double fall = log(before / now);
    if (!(order > 0))
        return fall / steps;
    const double share = -expm1(-order * fall); /* 1 − (now/before)^p */
    const double due = order * linear * steps;
    /* u = d^−p obeys u′ = p(δu + c). */
    return due > 0 ? linear * (1 + (share - (1 - share) * expm1(due)) / expm1(due)) : share / (order * steps);
}

double descent__slowing_steps(double ratio, double now, double linear, double order)
{
    const double logarithm = -log(ratio);
    if (!(logarithm > 0))
        return 0;
    if (!(now > 0))
        return INFINITY;
    if (!(order > 0))
        return logarithm / now;
    const double growth = expm1(order * logarithm);
    if (!(linear > 0))
        return growth / (order * now);
    const double u = isfinite(growth) ? log1p(linear / now * growth) : order * logarithm + log(linear / now);
    return u / (order * linear);
}

static double largest_until(const double *values, size_t last, size_t window)
{
    double largest = 0;
    for (size_t k = last - window; k <= last; k++)
        largest = fmax(largest, values[k]);
    return largest;
}

static bool is_same(double one, double other)
{
    return fabs(one - other) <= descent__steady_change * fmax(fabs(one), fabs(other));
}

/* Of the first `count` values, a power k^−q has d^(−1/q) linear in k. */
static double power_of(const double *values, size_t count)
{
    const size_t window = count / swing_part;
    const size_t room = count - 1 - window;
    const size_t at[] = {window + room / 4, window + room / 2, count - 1}; /* no edge: any three tell a power */
    double largest[3];
    double steps[3];
    for (size_t k = 0; k < 3; k++) {
        largest[k] = largest_until(values, at[k], window);
        steps[k] = (double)at[k];
    }
    return -1 / descent__slowing_order(largest, steps);
}

descent__steadiness descent__slowing_steady(const double *values, size_t count)
{
    descent__steadiness found = {.rate = NAN, .exponent = NAN};
    if (count < descent__law_values)
        return found;
    const size_t window = count / swing_part;
    const size_t last = count - 1;
    const size_t late = last - last / 4;
    const size_t early = last - 2 * (last / 4);
    const double middle = largest_until(values, late, window);
    const double fall = log(largest_until(values, early, window) / middle) / (double)(late - early);
    const double now = log(middle / largest_until(values, last, window)) / (double)(last - late);
    if (fall > 0 && is_same(fall, now))
        found.rate = exp(-now);
    if (count < 2 * descent__law_values)
        return found;
    const double whole = power_of(values, count);
    if (isfinite(whole) && is_same(whole, power_of(values, count / 2)))
        found.exponent = whole;
    return found;
}
