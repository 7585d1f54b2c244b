#include "command/report/lines.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/report/kink.h"
#include "command/report/place.h"

/* Of the box: so far off that even high powers have a slope. */
static const double line_width = 0.25;

/* The norm of the gradient so far along a way from a place; NaN where there is none. `x` has room for two points. */
static double slope_along(const descent_problem *problem, const double *place, const double *way, double far, double *x)
{
    const size_t n = problem->dimension;
    double norm = 0;
    for (size_t i = 0; i < n; i++)
        x[i] = place[i] + far * way[i];
    if (problem->gradient(n, x, x + n, problem->context) != 0)
        return NAN;
    for (size_t i = 0; i < n; i++)
        norm = hypot(norm, x[n + i]);
    return norm;
}

/*
 * Do critical points go on along the way, as those of x²y do along y, however high they are? Then there is no slope a good way off to
 * that side, and none half as far; `slope` is that of other ways.
 */
static int goes_on_along(const descent_problem *problem, const double *place, const double *way, double far,
                         double slope, double *x)
{
    return slope_along(problem, place, way, far, x) <= DBL_EPSILON * slope &&
           slope_along(problem, place, way, far / 2, x) <= DBL_EPSILON * slope;
}

/* What a point of a line of critical points is, by the ways across it. */
static const char *kind_across(const descent_problem *problem, const double *x)
{
    descent_critical_point *point = NULL;
    const char *kind = "a degenerate point";
    if (descent_critical_classify(problem, x, NULL, &point) != DESCENT_SUCCESS)
        return kind;
    if (point->kind == DESCENT_CRITICAL_SADDLE)
        kind = "a saddle";
    else if (descent__point_kink(problem, point))
        kind = "a kink";
    else if (point->kind == DESCENT_CRITICAL_DEGENERATE && point->index > 0)
        kind = "a crest";
    else if (point->kind == DESCENT_CRITICAL_DEGENERATE && point->nullity < point->dimension &&
             point->probe == DESCENT_PROBE_FLAT)
        kind = "a valley";
    descent_critical_point_free(point);
    return kind;
}

/* Along that variable, to one side or both: of what kind they are there, for it may change on the way. */
static void print_line(const descent_problem *problem, const double *place, size_t i, double far, const int *sides,
                       double *x)
{
    const char *kinds[2] = {NULL, NULL};
    const char *const name = problem->variable_names ? problem->variable_names[i] : "it";
    if (problem->variable_names)
        printf("  further critical points go on from there along %s: ", name);
    else
        printf("  further critical points go on from there along variable %zu: ", i + 1);
    for (int side = 0; side < 2; side++) {
        memcpy(x, place, problem->dimension * sizeof *x);
        x[i] += side ? -far : far;
        kinds[side] = sides[side] ? kind_across(problem, x) : NULL;
    }
    if (kinds[0] && kinds[1] && strcmp(kinds[0], kinds[1]) == 0)
        printf("%s where %s is %.6g and %.6g", kinds[0], name, place[i] + far, place[i] - far);
    else if (kinds[0])
        printf("%s where %s is %.6g", kinds[0], name, place[i] + far);
    if (kinds[1] && !(kinds[0] && strcmp(kinds[0], kinds[1]) == 0))
        printf("%s%s where %s is %.6g", kinds[0] ? ", " : "", kinds[1], name, place[i] - far);
    putchar('\n');
}

size_t descent__count_lines(const descent_problem *problem, const descent_critical_point *point, double size, int said)
{
    const size_t n = point->dimension;
    const double far = line_width * (size > 0 ? size : fmax(1, descent__largest_part(point)));
    const int open = point->kind == DESCENT_CRITICAL_DEGENERATE && point->probe != DESCENT_PROBE_FLAT;
    double *const place = open && n > 1 && problem->gradient ? calloc(4 * n, sizeof *place) : NULL;
    if (!place)
        return 0;
    double *const way = place + n, slope = 0;
    size_t count = 0;
    descent__known_place(problem, point, size, place);
    for (size_t i = 0; i < 2 * n; i++) { /* first all slopes, then those that are none */
        int sides[2] = {0, 0};
        way[i % n] = 1;
        if (i < n)
            slope = fmax(slope, slope_along(problem, place, way, far, way + n));
        for (int side = 0; i >= n && side < 2; side++)
            sides[side] = goes_on_along(problem, place, way, side ? -far : far, slope, way + n);
        way[i % n] = 0;
        count += (size_t)(sides[0] || sides[1]);
        if ((sides[0] || sides[1]) && said)
            print_line(problem, place, i % n, far, sides, way + n);
    }
    free(place);
    return count;
}
