/* The two-point step (Barzilai and Borwein, 1988). */
#include <math.h>

#include "base/status.h"
#include "rules/own.h"
#include "rules/search/line.h"
#include "rules/search/two_point.h"

static int borwein_advance(const descent_rule *rule, descent_rule_step *step)
{
    const descent__two_point two = descent__two_point_compare(step);
    double taken = step->step_size;
    if (step->number > 0 && two.product > 0) {
        const double ratio = rule->constants[0] == DESCENT_BARZILAI_BORWEIN_LONG ? two.step_squares / two.product
                                                                                 : two.product / two.change_squares;
        taken = fmin(fmax(ratio * (two.step_unit / two.change_unit), step->step_size / DESCENT__BORWEIN_WIDEST),
                     step->step_size * DESCENT__BORWEIN_WIDEST);
    }
    descent__two_point_move(step, taken);
    return 0;
}

static descent_status borwein_check(const descent_rule *rule)
{
    const double kind = rule->constants[0];
    if (kind != DESCENT_BARZILAI_BORWEIN_LONG && kind != DESCENT_BARZILAI_BORWEIN_SHORT)
        return descent_fail(DESCENT_EINVAL, "kind must be a descent_barzilai_borwein_kind, got %g", kind);
    return DESCENT_SUCCESS;
}

const descent_rule_type descent__barzilai_borwein_type = {
    .name = "Barzilai-Borwein",
    .memory_count = descent__two_points,
    .advance = borwein_advance,
    .check = borwein_check,
    .refused_modifiers = DESCENT_MODIFIER_CLIPPING,
};

descent_rule descent_barzilai_borwein(double step_size, descent_barzilai_borwein_kind kind)
{
    return (descent_rule){
        .type = &descent__barzilai_borwein_type, .step_size = step_size, .constants = {(double)(int)kind}};
}
