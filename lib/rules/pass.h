/*
 * Steps of the library's own rules in place: no copy of the state before them, and no look at the numbers after them. That
 * is allowed where bounds on point, memory and gradient prove that no number of the step can overflow. The bounds are single
 * numbers and follow the run by a linear recursion; where they prove nothing, the step is made the careful way.
 */
#ifndef DESCENT_LIB_RULES_PASS_H
#define DESCENT_LIB_RULES_PASS_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include <descent/rules.h>

/* Upper bounds on the magnitudes of a state's numbers. */
typedef struct descent__bounds {
    double point; /* X ≥ |xᵢ| */
    double memory; /* M ≥ |mᵢ| of the vectors that are linear in gradients; of a point before: M ≥ |xᵢ − x₋ᵢ| */
    double square; /* S ≥ sᵢ of those of squares; infinity if one of them is negative */
} descent__bounds;

/*
 * How a step with |gᵢ| ≤ G raises them:
 * X⁺ = X + point_by_memory·M + point_by_gradient·G + point_alone, M⁺ = memory_by_memory·M + memory_by_gradient·G +
 * memory_by_point·X, S⁺ = S + G².
 */
typedef struct descent__raise {
    double point_by_memory, point_by_gradient, point_alone;
    double memory_by_memory, memory_by_gradient, memory_by_point;
} descent__raise;

/*
 * Below these no number of a step overflows: each is at most 2^20 times one of the bounds (the corrections of Adam's bias, which
 * are at most 2^53, have the room between 2^900 and the largest double). The bounds' own rounding, and that of the numbers that they
 * bound, is a relative 2^-50 a step, which needs 2^50 steps to use up a factor of two.
 */
#define DESCENT__BOUND_OF_POINTS 0x1p1000
#define DESCENT__BOUND_OF_MEMORY 0x1p900

/* Gradients that are longer go one step at a time. Far above all that is in use, with room for its square and 64 of these. */
#define DESCENT__BOUND_OF_GRADIENTS 0x1p400

/* What rounding a new point adds to |xᵢ − x₋ᵢ|, in units of X. */
#define DESCENT__BOUND_ROUNDING 0x1p-50

enum {
    descent__pass_factors = 8,
    descent__pass_norm = descent__pass_factors - 1 /* where the gradient's norm stands, for a pass that takes it */
};

/* What a step goes by: the numbers of the formula, which mean what the rule's file says, and the raise of the bounds. */
typedef struct descent__pass_step {
    double by[descent__pass_factors];
    double step_size;
    descent__raise raise;
} descent__pass_step;

typedef enum descent__pass_memory {
    DESCENT__PASS_LINEAR,
    DESCENT__PASS_POINT_BEFORE,
    DESCENT__PASS_SQUARES
} descent__pass_memory;

/* The vectors of memory by number; those that the rule does not have are NULL. */
typedef void descent__pass_advance(size_t n, const double *by, const double *restrict gradient, double *restrict x,
                                   double *restrict first, double *restrict second, double *restrict third);

typedef struct descent__pass {
    const descent_rule_type *type;
    descent__pass_memory memory[3]; /* of as many as the type has */
    bool rests_first;               /* is step 0 another formula? */
    bool takes_norm;                /* is the gradient's norm among what it goes by? */
    void (*prepare)(const descent_rule *rule, uint64_t number, double step_size, descent__pass_step *made);
    /* What changes from step to step without a schedule; NULL: nothing does. The bounds of an earlier step hold for it. */
    void (*renew)(const descent_rule *rule, uint64_t number, descent__pass_step *made);
    descent__pass_advance *advance;
    void (*look_ahead)(size_t n, const double *by, const double *restrict x, const double *restrict previous,
                       double *restrict where); /* NULL for a rule that does not */
} descent__pass;

/* The one list; each stands in the file of its rule. */
#define DESCENT__PASS_LIST(PASS)                                                                                       \
    PASS(fixed_step)                                                                                                   \
    PASS(heavy_ball)                                                                                                   \
    PASS(nesterov)                                                                                                     \
    PASS(damped_momentum)                                                                                              \
    PASS(gradient_filter)                                                                                              \
    PASS(adagrad)                                                                                                      \
    PASS(rmsprop)                                                                                                      \
    PASS(adam)                                                                                                         \
    PASS(nadam)                                                                                                        \
    PASS(amsgrad)                                                                                                      \
    PASS(lion)                                                                                                         \
    PASS(sign)                                                                                                         \
    PASS(normalised)

#define DESCENT__PASS_DECLARATION(name) extern const descent__pass descent__##name##_pass;
DESCENT__PASS_LIST(DESCENT__PASS_DECLARATION)
#undef DESCENT__PASS_DECLARATION

/* A step's x and memory by the one loop of its rule, for its `advance`: what it goes by is set in one place. */
void descent__pass_make(const descent__pass *pass, const descent_rule *rule, descent_rule_step *step);

/* NULL for a rule with modifiers, and for any other type. */
const descent__pass *descent__pass_of(const descent_rule *rule);

/* The bounds as they are: NaN or infinity where a number is not finite. */
descent__bounds descent__bounds_measure(const descent__pass *pass, size_t n, const double *x, double *const *memory);

/* Takes the bounds over the step; false, and they stay, if they do not prove that it goes well. G may be NaN or infinite. */
static inline bool descent__bounds_follow(descent__bounds *bounds, const descent__raise *by, double gradient)
{
    const descent__bounds next = {
        .point =
            bounds->point + (by->point_by_memory * bounds->memory + by->point_by_gradient * gradient) + by->point_alone,
        .memory = by->memory_by_memory * bounds->memory + by->memory_by_gradient * gradient +
                  by->memory_by_point * bounds->point,
        .square = bounds->square + gradient * gradient,
    };
    if (!(next.point < DESCENT__BOUND_OF_POINTS && next.memory < DESCENT__BOUND_OF_MEMORY &&
          next.square < DESCENT__BOUND_OF_MEMORY))
        return false;
    *bounds = next;
    return true;
}

/* Of that many steps, with gradients below the bound on them: X⁺ = pX + uM + w, M⁺ = tX + aM + z. */
typedef struct descent__raise_many {
    double point_by_point, point_by_memory, point_alone;
    double memory_by_point, memory_by_memory, memory_alone;
} descent__raise_many;

enum {
    descent__bounds_doublings = 6,
    descent__bounds_steps = 1 << descent__bounds_doublings
};

void descent__raise_many_times(const descent__raise *by, descent__raise_many *many);

/* Takes the bounds over all of these steps: they then hold after each of them. False, and they stay, as above. */
static inline bool descent__bounds_follow_many(descent__bounds *bounds, const descent__raise_many *by)
{
    const descent__bounds next = {
        .point = by->point_by_point * bounds->point + by->point_by_memory * bounds->memory + by->point_alone,
        /* where it falls, it was highest at first */
        .memory = bounds->memory +
                  (by->memory_by_point * bounds->point + by->memory_by_memory * bounds->memory + by->memory_alone),
        .square = bounds->square + descent__bounds_steps * DESCENT__BOUND_OF_GRADIENTS * DESCENT__BOUND_OF_GRADIENTS,
    };
    if (!(next.point < DESCENT__BOUND_OF_POINTS && next.memory < DESCENT__BOUND_OF_MEMORY &&
          next.square < DESCENT__BOUND_OF_MEMORY))
        return false;
    *bounds = next;
    return true;
}

/* Of steps that divide by a root plus ε: the factor of the numerator, and of what is computed on the way to it. */
static inline double descent__raise_of_quotient(double step_size, double epsilon)
{
    return step_size / (epsilon < 1 ? epsilon : 1);
}

#endif
