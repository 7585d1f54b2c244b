#include "diagnosis/advice/theory.h"

#include <math.h>

#include "diagnosis/verdict/destination.h"

double descent__theory_rate(const descent_rule *rule, double step_size, const descent_critical_point *point)
{
    double rate = NAN;
    for (size_t k = 0; k < point->eigenvalue_count; k++) {
        if (!(point->eigenvalues[k] > point->eigenvalue_tolerance))
            continue;
        double turn;
        rate = fmax(rate, descent__largest_multiplier(rule, step_size, point->eigenvalues[k], &turn));
    }
    return rate;
}

double descent__theory_steps(double distance, double tolerance, double rate)
{
    if (!(tolerance > 0) || !(distance > 0) || !isfinite(distance) || !(rate < 1))
        return NAN;
    return distance <= tolerance ? 0 : fmax(1, ceil(log(tolerance / distance) / log(rate)));
}
