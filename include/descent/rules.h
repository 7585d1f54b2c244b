/**
 * @file
 * @brief Update rules: how one point becomes the next. Rules are values; a program can add its own.
 */
#ifndef DESCENT_RULES_H
#define DESCENT_RULES_H

#include <stddef.h>
#include <stdint.h>

#include <descent/export.h>
#include <descent/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct descent_rule descent_rule;
typedef struct descent_rule_type descent_rule_type;

/**
 * @brief A schedule of the user's own: the step size of each step.
 * @param step Number of the step that is about to be made, 0 for the first.
 * @param base The rule's `step_size`.
 * @param[out] step_size Receives the step size; it must be finite and not negative, else the step ends with
 * DESCENT_EINVAL and the point stays.
 * @param context The schedule's `context`.
 * @return 0, or any other number to report failure (DESCENT_ECALLBACK).
 */
typedef int descent_schedule_function(uint64_t step, double base, double *step_size, void *context);

/** @brief How a schedule computes the step size from the step number. */
typedef enum descent_schedule_kind {
    DESCENT_SCHEDULE_CONSTANT = 0,    /**< η_k = η. */
    DESCENT_SCHEDULE_INVERSE = 1,     /**< η_k = η/(1 + k/delay). */
    DESCENT_SCHEDULE_EXPONENTIAL = 2, /**< η_k = η·factor^k. */
    DESCENT_SCHEDULE_COSINE = 3,      /**< η_k = floor + (η − floor)(1 + cos(πk/length))/2, then floor. */
    DESCENT_SCHEDULE_FUNCTION = 4     /**< The user's own function. */
} descent_schedule_kind;

/** @brief A step-size schedule that any rule can carry. All zero is the constant schedule. */
typedef struct descent_schedule {
    descent_schedule_kind kind;          /**< Which formula. */
    double delay;                        /**< Inverse: steps until η has halved; finite, > 0. */
    double factor;                       /**< Exponential: factor a step; finite, > 0, at most 1. */
    double floor;                        /**< Cosine: last step size, as large as or smaller than η; finite, ≥ 0. */
    uint64_t length;                     /**< Cosine: steps until the floor is reached; ≥ 1. */
    descent_schedule_function *function; /**< Function: what computes the step size; not NULL. */
    void *context;                       /**< Function: handed to it; stays the user's. */
} descent_schedule;

/** @brief η_k = η: the schedule of every rule that was given no other. @return The schedule. */
DESCENT_API descent_schedule descent_schedule_constant(void);

/**
 * @brief η_k = η/(1 + k/delay), the classical decay of stochastic approximation (Robbins and Monro, 1951).
 * @param delay Steps until the step size has halved; finite and > 0. With 1, η_k = η/(k + 1).
 * @return The schedule, to be given to descent_rule_with_schedule().
 */
DESCENT_API descent_schedule descent_schedule_inverse(double delay);

/**
 * @brief η_k = η·factor^k. The sum of all steps is finite: such a run can stall before it arrives.
 * @param factor Factor from one step to the next, in (0, 1].
 * @return The schedule, to be given to descent_rule_with_schedule().
 */
DESCENT_API descent_schedule descent_schedule_exponential(double factor);

/**
 * @brief Half a cosine from η down to `floor` over `length` steps, then `floor` (Loshchilov and Hutter, 2017, eq. 5).
 * @param length Number of steps of the descent; ≥ 1.
 * @param floor Step size at its end; finite, ≥ 0, at most η.
 * @return The schedule, to be given to descent_rule_with_schedule().
 */
DESCENT_API descent_schedule descent_schedule_cosine(uint64_t length, double floor);

/**
 * @brief The user's own function of the step number.
 * @param function Computes the step size; not NULL.
 * @param context Handed to it; stays the user's and must outlive the engine.
 * @return The schedule, to be given to descent_rule_with_schedule().
 */
DESCENT_API descent_schedule descent_schedule_custom(descent_schedule_function *function, void *context);

/**
 * @brief An update rule with its parameters: a value, made by descent_fixed_step() and its like.
 *
 * A parameter out of range is reported by the function that takes the rule, descent_engine_new() first of all.
 */
struct descent_rule {
    const descent_rule_type *type; /**< What the rule does; must outlive every engine that uses it. */
    double step_size;              /**< Base step size η; finite and > 0. */
    double momentum;               /**< Momentum β where the type has one, else 0; finite. */
    descent_schedule schedule;     /**< How η changes from step to step. */
    const void *parameters;        /**< What a rule of the user's own needs besides; stays the user's. */
};

/** @brief What a rule works on when it makes a step. */
typedef struct descent_rule_step {
    size_t dimension;       /**< Number of variables n. */
    uint64_t number;        /**< Number of this step, 0 for the first after the start or a reset. */
    double step_size;       /**< Step size η_k, after the schedule. */
    double *x;              /**< The point x_k on entry; the rule leaves x_{k+1} in it. */
    const double *gradient; /**< Finite or not: the gradient at x_k, or at the rule's look-ahead point. */
    double *const *memory;  /**< The type's `memory_count` vectors of n numbers, all zero before the first step. */
} descent_rule_step;

/**
 * @brief What makes an update rule. A program adds a rule of its own by filling one of these.
 *
 * `memory_count` vectors are allocated with the engine, so no function here allocates.
 */
struct descent_rule_type {
    const char *name;    /**< Plain words, such as "heavy ball"; not NULL. */
    size_t memory_count; /**< How many vectors of n numbers the rule keeps from step to step. */

    /**
     * Makes one step in place. Returns 0; or 1 if x_{k+1} would not be finite. Unless `guards_point` is set, the
     * engine checks the new point itself and restores point and memory from copies, so a rule need not care.
     */
    int (*advance)(const descent_rule *rule, descent_rule_step *step);

    /**
     * Non-zero: `advance` returns 1, and leaves x and memory as they were, whenever x_{k+1} is not finite. The engine
     * then keeps no copies, which halves the cost of a step at large n.
     */
    int guards_point;

    /**
     * Where the rule wants its gradient; NULL: at x_k. Writes that point, n numbers, into `where`; `step->gradient`
     * is NULL here.
     */
    void (*look_ahead)(const descent_rule *rule, const descent_rule_step *step, double *where);

    /** Are the rule's own parameters in range (`step_size` and `schedule` are checked already)? NULL: always. */
    descent_status (*check)(const descent_rule *rule);

    /**
     * Largest step size with which the rule, its schedule left aside, is stable at a minimum whose largest Hessian
     * eigenvalue is `curvature` > 0. NULL: not known.
     */
    double (*step_limit)(const descent_rule *rule, double curvature);

    /**
     * Multipliers of the linearised step along a Hessian eigenvector: writes up to 1 + memory_count complex numbers
     * (`real`, `imaginary`), returns how many. NULL: not known.
     */
    size_t (*multipliers)(const descent_rule *rule, double step_size, double eigenvalue, double *real,
                          double *imaginary);

    /**
     * Non-zero: from the second step on, memory[0] is x_{k−1}, and `memory_count` is 1. What the rule remembers can then be read
     * from a recorded path. The memory of any other rule is known only to its engine, or by a replay from the start.
     */
    int remembers_point;
};

/**
 * @brief Gradient descent with a fixed step: x ← x − η∇L(x).
 *
 * Stable at a minimum iff η < 2/λ_max, with multipliers 1 − ηλ.
 * @param step_size η; finite and > 0.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_fixed_step(double step_size);

/**
 * @brief The heavy ball: x ← x − η∇L(x) + β(x − x₋) (Polyak, 1964, eq. 9), with x₋ = x at the start.
 *
 * Stable at a minimum iff |β| < 1 and η < 2(1 + β)/λ_max; the multipliers solve μ² − (1 + β − ηλ)μ + β = 0.
 * @param step_size η; finite and > 0.
 * @param momentum β; finite. Values outside (−1, 1) run, but converge nowhere.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_heavy_ball(double step_size, double momentum);

/**
 * @brief Nesterov's method with constant momentum: y = x + β(x − x₋), x ← y − η∇L(y) (Nesterov, 1983), x₋ = x at the
 * start.
 *
 * The gradient is taken at y; a gradient at x (recorded norms, descent_engine_gradient()) costs one evaluation more.
 * Stable at a minimum iff η < (2 + 2β)/((1 + 2β)λ_max), for 0 ≤ β < 1; the multipliers solve
 * μ² − (1 + β)(1 − ηλ)μ + β(1 − ηλ) = 0.
 * @param step_size η; finite and > 0.
 * @param momentum β; finite.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_nesterov(double step_size, double momentum);

/**
 * @brief The same rule with another schedule.
 * @param rule Any rule.
 * @param schedule Any schedule; checked where the rule is used.
 * @return The rule.
 */
DESCENT_API descent_rule descent_rule_with_schedule(descent_rule rule, descent_schedule schedule);

/**
 * @brief Are all parameters of the rule in range?
 * @param rule The rule.
 * @retval DESCENT_SUCCESS It can be used.
 * @retval DESCENT_EINVAL The detail names the parameter and its value.
 */
DESCENT_API descent_status descent_rule_check(const descent_rule *rule);

/**
 * @brief Step size of one step after the rule's schedule.
 * @param rule The rule.
 * @param step Number of the step, 0 for the first.
 * @param[out] step_size Receives η_k; untouched on failure.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL argument, or the user's schedule gave a number that is negative or not finite.
 * @retval DESCENT_ECALLBACK The user's schedule returned non-zero.
 */
DESCENT_API descent_status descent_rule_step_size(const descent_rule *rule, uint64_t step, double *step_size);

/**
 * @brief Largest step size with which the rule is stable at a minimum of the given curvature.
 * @param rule The rule; its own step size does not matter.
 * @param curvature Largest Hessian eigenvalue λ_max there; finite, > 0.
 * @return The limit, infinity if any step size is stable, or NaN where the rule knows none or an argument is wrong.
 */
DESCENT_API double descent_rule_step_limit(const descent_rule *rule, double curvature);

#ifdef __cplusplus
}
#endif

#endif
