#include "rules/search/two_point.h"

#include <math.h>

descent__two_point descent__two_point_compare(const descent_rule_step *step)
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

void descent__two_point_move(descent_rule_step *step, double step_size)
{
    double *const before = step->memory[descent__point_before], *const slope = step->memory[descent__gradient_before];
    for (size_t i = 0; i < step->dimension; i++) {
        before[i] = step->x[i];
        slope[i] = step->gradient[i];
        step->x[i] -= step_size * step->gradient[i];
    }
    step->step_size = step_size;
}
