#include "command/report/kink.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Relative: near enough for a jump to show, and far enough for the rounding of the gradient. */
static const double kink_width = 1e-7;

/* Ten times nearer, the slope beside a jump is the same to this part; that of |x|^1.01 is not. That beside a cusp is so many times as
 * large: |x|^0.96 and sharper. */
static const double of_a_jump = 0.99, of_a_cusp = 1.1;

/* At a kink the gradient jumps, however near: a tenth of the way makes it no smaller, as it does at a smooth point, be it ever so
 * flat; and there it is well above what the point has, if that has one. */
descent__kink descent__kink_at(const descent_problem *problem, const double *x, double gradient_norm)
{
    const size_t n = problem->dimension;
    double *const beside = malloc(2 * n * sizeof *beside), *const gradient = beside ? beside + n : NULL;
    descent__kink kink = DESCENT__KINK_NONE;
    for (size_t i = 0; beside && problem->gradient && i < 2 * n; i++) {
        double slopes[2] = {0, 0};
        const double near = kink_width * (1 + fabs(x[i / 2])), side = i % 2 ? 1 : -1;
        for (int k = 0; k < 2; k++) {
            memcpy(beside, x, n * sizeof *beside);
            beside[i / 2] += side * near * (k ? 10 : 1);
            if (problem->gradient(n, beside, gradient, problem->context) == 0)
                slopes[k] = fabs(gradient[i / 2]);
        }
        if (!isfinite(slopes[1]) || !(slopes[0] > of_a_jump * slopes[1]) || slopes[0] <= 2 * gradient_norm)
            continue;
        kink = slopes[0] > of_a_cusp * slopes[1] ? DESCENT__KINK_CUSP : kink ? kink : DESCENT__KINK_JUMP;
    }
    free(beside);
    return kink;
}

descent__kink descent__point_kink(const descent_problem *problem, const descent_critical_point *point)
{
    /* What the user's function says of the slope of a minimum at a kink is that of one side. */
    const int told = point->kind == DESCENT_CRITICAL_MINIMUM_AT_KINK;
    return descent__kink_at(problem, point->x, told ? 0 : point->gradient_norm);
}
