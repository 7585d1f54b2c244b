/*
 * The library's own rules: the families that are known by their type, whatever a rule is called. Of any other rule nothing
 * is known but what its type says; runs of these can go in lock step, and their steps have a derivative in closed form.
 * What is needed for that stands beside the formula, in the rule's own file.
 */
#ifndef DESCENT_LIB_RULES_FAMILY_H
#define DESCENT_LIB_RULES_FAMILY_H

#include <stdbool.h>
#include <stddef.h>

#include <descent/rules.h>

/* The one list of families; each stands in NAME.c. */
#define DESCENT__FAMILY_LIST(FAMILY)                                                                                   \
    FAMILY(fixed_step)                                                                                                 \
    FAMILY(heavy_ball)                                                                                                 \
    FAMILY(nesterov)

/*
 * A row is a number each of many runs, or all numbers of many runs one after the other, with the step size and the momentum
 * of each. The gradient is in `next`, and x⁺ takes its place; `previous` is x₋, of no meaning for a rule without
 * memory. A row that advances returns 0, or NaN if one of the new numbers is not finite.
 */
typedef double descent__advance_row(size_t length, const double *step_size, const double *momentum, const double *x,
                                    const double *previous, double *next);
typedef void descent__look_ahead_row(size_t length, const double *momentum, const double *x, const double *previous,
                                     double *look);

/* An entry of the derivative of the step, with `unit` = δᵢⱼ and `curvature` = Hᵢⱼ where the rule takes its gradient. */
typedef double descent__derivative(double unit, double curvature, double step_size, double momentum);

typedef struct descent__rule_family {
    const descent_rule_type *type; /* which remembers nothing, or the point before */
    descent__advance_row *advance_row;
    descent__look_ahead_row *look_ahead_row; /* NULL if the gradient is taken at x */
    descent__derivative *by_point;           /* ∂x⁺ᵢ/∂xⱼ */
    descent__derivative *by_previous;        /* ∂x⁺ᵢ/∂x₋ⱼ; NULL for a rule that remembers nothing */

    /* NULL, or faster for rows whose step size is one and the same, without momentum; and the same without the check. */
    double (*advance_alike_row)(size_t length, double step_size, const double *x, double *next);
    void (*advance_alike_row_unchecked)(size_t length, double step_size, const double *x, double *next);
} descent__rule_family;

/* What a rule's file defines: `DESCENT__FAMILY(heavy_ball) = {…};`. One that the list lacks does not compile. */
#define DESCENT__FAMILY(name) const descent__family_##name descent__##name##_family

#define DESCENT__FAMILY_DECLARATION(name)                                                                              \
    typedef descent__rule_family descent__family_##name;                                                               \
    extern const descent__rule_family descent__##name##_family;
DESCENT__FAMILY_LIST(DESCENT__FAMILY_DECLARATION)
#undef DESCENT__FAMILY_DECLARATION

/* NULL for any other rule, and for one with modifiers. */
const descent__rule_family *descent__rule_family_of(const descent_rule *rule);

/* The multipliers that the rule's type tells, which it must; a rule from outside has the caller's environment. */
size_t descent__rule_multipliers(const descent_rule *rule, double step_size, double eigenvalue, double *real,
                                 double *imaginary);

/* Is the point before part of its state? */
static inline bool descent__family_remembers(const descent__rule_family *family)
{
    return family->type->remembers_point != 0;
}

#endif
