#include "rules/search/two_point.h"

#include <math.h>

#include "base/clones.h"
#include "base/vector.h"

enum {
    lanes = descent__vector_few
};

/* In one pass; in the lanes and the order of descent__vector_dot(), but for its blocks. */
DESCENT__CLONES
static void two_point_add_up(size_t n, const double *restrict x, const double *restrict before,
                             const double *restrict g, const double *restrict slope, descent__two_point *two)
{
    double ss[lanes] = {0}, yy[lanes] = {0}, sy[lanes] = {0};
    size_t i = 0;
    for (; i + lanes <= n; i += lanes)
#pragma omp simd
        for (size_t lane = 0; lane < lanes; lane++) {
            const double s = x[i + lane] - before[i + lane], y = g[i + lane] - slope[i + lane];
            ss[lane] += s * s;
            yy[lane] += y * y;
            sy[lane] += s * y;
        }
    for (size_t lane = 0; i < n; i++, lane++) {
        const double s = x[i] - before[i], y = g[i] - slope[i];
        ss[lane] += s * s;
        yy[lane] += y * y;
        sy[lane] += s * y;
    }
    two->step_squares = descent__vector_add_lanes(ss);
    two->change_squares = descent__vector_add_lanes(yy);
    two->product = descent__vector_add_lanes(sy);
}

/* The same in units of the largest components, where squares would over- or underflow. */
static descent__two_point compare_in_units(const descent_rule_step *step)
{
    const size_t n = step->dimension;
    const double *const x = step->x, *const before = step->memory[descent__point_before];
    const double *const g = step->gradient, *const slope_before = step->memory[descent__gradient_before];
    descent__two_point two = {0};
    for (size_t i = 0; i < n; i++) {
        two.step_unit = fmax(two.step_unit, fabs(x[i] - before[i]));
        two.change_unit = fmax(two.change_unit, fabs(g[i] - slope_before[i]));
    }
    for (size_t i = 0; i < n && two.step_unit > 0 && two.change_unit > 0; i++) {
        const double s = (x[i] - before[i]) / two.step_unit, y = (g[i] - slope_before[i]) / two.change_unit;
        two.step_squares += s * s;
        two.change_squares += y * y;
        two.product += s * y;
    }
    return two;
}

descent__two_point descent__two_point_compare(const descent_rule_step *step)
{
    descent__two_point two = {.step_unit = 1, .change_unit = 1};
    two_point_add_up(step->dimension, step->x, step->memory[descent__point_before], step->gradient,
                     step->memory[descent__gradient_before], &two);
    /* then no term of the product has lost what would show in it, either */
    return descent__sum_is_safe(two.step_squares) && descent__sum_is_safe(two.change_squares) ? two
                                                                                              : compare_in_units(step);
}

DESCENT__CLONES
static void two_point_keep_and_move(size_t n, double step_size, const double *restrict gradient, double *restrict x,
                                    double *restrict before, double *restrict slope)
{
#pragma omp simd
    for (size_t i = 0; i < n; i++) {
        before[i] = x[i];
        slope[i] = gradient[i];
        x[i] -= step_size * gradient[i];
    }
}

void descent__two_point_move(descent_rule_step *step, double step_size)
{
    two_point_keep_and_move(step->dimension, step_size, step->gradient, step->x, step->memory[descent__point_before],
                            step->memory[descent__gradient_before]);
    step->step_size = step_size;
}
