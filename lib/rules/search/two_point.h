/* What rules that compare two points of their run share: memory[0] is x₋, memory[1] is g₋. */
#ifndef DESCENT_LIB_RULES_SEARCH_TWO_POINT_H
#define DESCENT_LIB_RULES_SEARCH_TWO_POINT_H

#include <descent/rules.h>

enum {
    descent__point_before,
    descent__gradient_before,
    descent__two_points
};

/* With s = x − x₋ and y = g − g₋, each in units of its largest component where squares would else over- or underflow. */
typedef struct descent__two_point {
    double step_unit, change_unit; /* 0 if s or y is zero; mostly 1 */
    double step_squares, change_squares, product;
} descent__two_point;

descent__two_point descent__two_point_compare(const descent_rule_step *step);

/* x ← x − ηg, after x and g have become those before. */
void descent__two_point_move(descent_rule_step *step, double step_size);

/* How many times as long or as short as the step size that is given the step of Barzilai and Borwein may be, as in Raydan (1997, alg.
 * 1). No edge: it is a clamp. */
#define DESCENT__BORWEIN_WIDEST 1e10

#endif
