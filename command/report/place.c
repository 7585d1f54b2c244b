#include "command/report/place.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/report/text.h"

/* Numbers that are the same but for rounding: so many times that of the largest among which the point was looked for. */
static const double roundings = 4;

/* How far along a way curvatures are looked at that are not told from zero, in parts of the size; and by how much farther each time. */
static const double farthest = 0.1, farther = 2;

double descent__largest_part(const descent_critical_point *point)
{
    double most = 0;
    for (size_t i = 0; i < point->dimension; i++)
        most = fmax(most, fabs(point->x[i]));
    return most;
}

double descent__known_digits(double value, double unknown)
{
    char text[512];
    if (fabs(value) <= unknown)
        return 0;
    if (!(unknown > 0) || unknown >= 1)
        return value;
    snprintf(text, sizeof text, "%.*f", (int)ceil(-log10(unknown)), value);
    return strtod(text, NULL);
}

/* The same in digits that are right: half of the last one is more than is unknown. */
static double right_digits(double value, double unknown)
{
    char text[32];
    if (fabs(value) <= unknown)
        return 0;
    if (!(unknown > 0))
        return value;
    const double digits = 1 + floor(log10(fabs(value))) + floor(-log10(2 * unknown));
    snprintf(text, sizeof text, "%.*g", (int)fmin(fmax(digits, 1), DBL_DECIMAL_DIG), value);
    return strtod(text, NULL);
}

/* The slope along the way, so far along it. NaN where there is none. */
static double slope_at(const descent_problem *problem, const descent_critical_point *point, const double *way,
                       double far, double *x)
{
    const size_t n = point->dimension;
    double *const gradient = x + n, slope = 0;
    for (size_t i = 0; i < n; i++)
        x[i] = point->x[i] + far * way[i];
    if (problem->gradient(n, x, gradient, problem->context) != 0)
        return NAN;
    for (size_t i = 0; i < n; i++)
        slope += gradient[i] * way[i];
    return slope;
}

/*
 * A curvature that is not told from zero leaves the place along its way unknown, as far as that of the secant is not told from zero
 * either, to one side at least: of x^4 + y^2 to some 1e-8. Where it is so as far as is looked, the critical points go on, and each of them is one: 0.
 */
static double unknown_along(const descent_problem *problem, const descent_critical_point *point, const double *way,
                            double size, double *x)
{
    const double here = slope_at(problem, point, way, 0, x);
    double unknown = 0;
    for (double far = DBL_EPSILON * size; far > 0 && far < farthest * size; far *= farther) {
        const double ahead = fabs(slope_at(problem, point, way, far, x) - here),
                     behind = fabs(slope_at(problem, point, way, -far, x) - here);
        if (!(fmin(ahead, behind) <= point->eigenvalue_tolerance * far))
            return unknown;
        unknown = far;
    }
    return 0;
}

/* Adds for each coordinate what the error of the gradient, or a curvature that is not told from zero, leaves unknown of it. */
static void add_unknown(const descent_problem *problem, const descent_critical_point *point, double size,
                        double *unknown, double *x)
{
    const size_t n = point->dimension;
    const bool level = point->probe == DESCENT_PROBE_FLAT || !problem->gradient;
    for (size_t k = 0; k < point->eigenvector_count && k < point->eigenvalue_count; k++) {
        const double *const way = point->eigenvectors + k * n, curvature = fabs(point->eigenvalues[k]);
        double along = 0;
        if (curvature > point->eigenvalue_tolerance)
            along = point->gradient_error / curvature;
        else if (!level)
            along = unknown_along(problem, point, way, size, x);
        for (size_t i = 0; i < n && isfinite(along); i++)
            unknown[i] = hypot(unknown[i], along * way[i]);
    }
}

/* Is this place as good as the point: no steeper? Losses alone do not see so fine. */
static bool is_as_good(const descent_problem *problem, const descent_critical_point *point, const double *place,
                       double *gradient)
{
    double norm = 0;
    if (!problem->gradient)
        return true;
    if (problem->gradient(point->dimension, place, gradient, problem->context) != 0)
        return false;
    for (size_t i = 0; i < point->dimension; i++)
        norm = hypot(norm, gradient[i]);
    return norm <= point->gradient_norm;
}

/* Takes what is known of each coordinate, all at once if that is as good a place, else one by one. */
static void take_known(const descent_problem *problem, const descent_critical_point *point, const double *unknown,
                       double *x, double *work)
{
    const size_t n = point->dimension;
    double *const tried = work, *const gradient = work + n;
    for (size_t i = 0; i < n; i++)
        tried[i] = right_digits(x[i], unknown[i]);
    if (is_as_good(problem, point, tried, gradient)) {
        memcpy(x, tried, n * sizeof *x);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        memcpy(tried, x, n * sizeof *x);
        tried[i] = right_digits(x[i], unknown[i]);
        if (is_as_good(problem, point, tried, gradient))
            x[i] = tried[i];
    }
}

void descent__known_place(const descent_problem *problem, const descent_critical_point *point, double size, double *x)
{
    const size_t n = point->dimension;
    const bool kink = point->kind == DESCENT_CRITICAL_MINIMUM_AT_KINK;
    if (point->kind == DESCENT_CRITICAL_NOT_CRITICAL) { /* it is where the search ended, be the next one ever so far */
        memcpy(x, point->x, n * sizeof *x);
        return;
    }
    const double largest = fmax(size, fmax(descent__largest_part(point), isfinite(point->moved) ? point->moved : 0));
    /* A coordinate that is nearer to zero than the point is known, or than its neighbours in the box are to each other, is zero; at a
     * kink there are no more digits than are known. */
    for (size_t i = 0; i < n; i++) {
        const int none =
            fabs(point->x[i]) <= fmax(point->distance, DBL_EPSILON * fmax(size, descent__largest_part(point)));
        x[i] = none ? 0 : kink ? descent__known_digits(point->x[i], point->distance) : point->x[i];
    }
    double *const unknown = problem && !kink ? calloc(3 * n, sizeof *unknown) : NULL;
    if (!unknown)
        return;
    for (size_t i = 0; i < n; i++)
        unknown[i] = fabs(x[i]) <= roundings * DBL_EPSILON * largest ? fabs(x[i]) : 0;
    add_unknown(problem, point, largest, unknown, unknown + n);
    const bool open = point->kind == DESCENT_CRITICAL_DEGENERATE && point->probe != DESCENT_PROBE_FLAT;
    for (size_t i = 0; i < n; i++) /* elsewhere the last digits are known but for rounding, and worth showing */
        if (!open && fabs(x[i]) > unknown[i])
            unknown[i] = 0;
    take_known(problem, point, unknown, x, unknown + n);
    free(unknown);
}

void descent__say_place(const descent_problem *problem, const descent_critical_point *point, double size)
{
    double *const x = malloc(point->dimension * sizeof *x);
    if (x)
        descent__known_place(problem, point, size, x);
    descent__say_point(x ? x : point->x, point->dimension);
    free(x);
}
