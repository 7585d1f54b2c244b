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

/**
 * @brief The one list of schedules: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_SCHEDULE_KIND_LIST(KIND)                                                                               \
    KIND(DESCENT_SCHEDULE_CONSTANT, 0, "constant")                                                                     \
    KIND(DESCENT_SCHEDULE_INVERSE, 1, "inverse")                                                                       \
    KIND(DESCENT_SCHEDULE_EXPONENTIAL, 2, "exponential")                                                               \
    KIND(DESCENT_SCHEDULE_COSINE, 3, "cosine")                                                                         \
    KIND(DESCENT_SCHEDULE_FUNCTION, 4, "function")                                                                     \
    KIND(DESCENT_SCHEDULE_LINEAR, 5, "linear")                                                                         \
    KIND(DESCENT_SCHEDULE_STEPS, 6, "steps")                                                                           \
    KIND(DESCENT_SCHEDULE_WARM_UP, 7, "warm up")                                                                       \
    KIND(DESCENT_SCHEDULE_SEQUENCE, 8, "sequence")                                                                     \
    KIND(DESCENT_SCHEDULE_RESTARTS, 9, "restarts")

/**
 * @brief How a schedule computes the step size from the step number.
 *
 * | kind | number | meaning |
 * |---|---|---|
 * | `DESCENT_SCHEDULE_CONSTANT` | 0 | η_k = η |
 * | `DESCENT_SCHEDULE_INVERSE` | 1 | η_k = η/(1 + k/delay) |
 * | `DESCENT_SCHEDULE_EXPONENTIAL` | 2 | η_k = η·factor^k |
 * | `DESCENT_SCHEDULE_COSINE` | 3 | η_k = floor + (η − floor)(1 + cos(πk/length))/2, then floor |
 * | `DESCENT_SCHEDULE_FUNCTION` | 4 | the user's own function |
 * | `DESCENT_SCHEDULE_LINEAR` | 5 | η_k = η + (floor − η)k/length, then floor |
 * | `DESCENT_SCHEDULE_STEPS` | 6 | η_k = η·factor^⌊k/length⌋ |
 * | `DESCENT_SCHEDULE_WARM_UP` | 7 | η_k = η(k + 1)/length, then `next` |
 * | `DESCENT_SCHEDULE_SEQUENCE` | 8 | `first` for length steps, then `next` |
 * | `DESCENT_SCHEDULE_RESTARTS` | 9 | the cosine again and again, each time `growth` times as long |
 */
typedef enum descent_schedule_kind {
#define DESCENT_SCHEDULE_KIND_ENUMERATOR(name, number, word) name = number,
    DESCENT_SCHEDULE_KIND_LIST(DESCENT_SCHEDULE_KIND_ENUMERATOR)
#undef DESCENT_SCHEDULE_KIND_ENUMERATOR
} descent_schedule_kind;

typedef struct descent_schedule descent_schedule;

/** @brief A step-size schedule that any rule can carry: a pure function of the step number. All zero is the constant one. */
struct descent_schedule {
    /** @name Which formula */
    /** @{ */
    descent_schedule_kind kind; /**< Which formula. */
    /** @} */

    /** @name Its numbers */
    /** @{ */
    double delay;    /**< Inverse: steps until η has halved; finite, > 0. */
    double factor;   /**< Exponential, steps: factor; finite, > 0, at most 1. */
    double floor;    /**< Cosine, linear, restarts: last step size, at most η; finite, ≥ 0. */
    uint64_t length; /**< Steps until the floor, the next factor, or the next part; ≥ 1. */
    /** @} */

    /** @name A function of the user's own */
    /** @{ */
    descent_schedule_function *function; /**< Function: what computes the step size; not NULL. */
    void *context;                       /**< Function: handed to it; stays the user's. */
    /** @} */

    /** @name Parts that follow each other */
    /** @{ */
    uint64_t growth;               /**< Restarts: how many times as long each is as the one before; ≥ 1. */
    const descent_schedule *first; /**< Sequence: what begins; NULL: η. Stays the user's. */
    const descent_schedule
        *next; /**< Warm-up, sequence: what follows, from its step 0 on; NULL: η. Stays the user's. */
    /** @} */

    void *reserved[2]; /**< Zero. */
};

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
 * @brief A straight line from η down to `floor` over `length` steps, then `floor`.
 * @param length Number of steps of the descent; ≥ 1.
 * @param floor Step size at its end; finite, ≥ 0, at most η.
 * @return The schedule, to be given to descent_rule_with_schedule().
 */
DESCENT_API descent_schedule descent_schedule_linear(uint64_t length, double floor);

/**
 * @brief η_k = η·factor^⌊k/length⌋: lower by a factor after every `length` steps.
 * @param length Steps from one drop to the next; ≥ 1.
 * @param factor In (0, 1].
 * @return The schedule, to be given to descent_rule_with_schedule().
 */
DESCENT_API descent_schedule descent_schedule_steps(uint64_t length, double factor);

/**
 * @brief Warm-up: η_k = η(k + 1)/length for `length` steps, then another schedule from its step 0 on.
 * @param length Number of steps of the warm-up; ≥ 1. The last of them has η.
 * @param next What follows; NULL: η. Stays the user's, and must outlive every engine that uses it.
 * @return The schedule, to be given to descent_rule_with_schedule().
 */
DESCENT_API descent_schedule descent_schedule_warm_up(uint64_t length, const descent_schedule *next);

/**
 * @brief One schedule after another: `first` for `length` steps, then `next` from its step 0 on.
 * @param first What begins; NULL: η. Both stay the user's, and must outlive every engine that uses them.
 * @param length Number of steps of the first; ≥ 1.
 * @param next What follows, which may be a sequence again (16 deep at most); NULL: η.
 * @return The schedule, to be given to descent_rule_with_schedule().
 */
DESCENT_API descent_schedule descent_schedule_sequence(const descent_schedule *first, uint64_t length,
                                                       const descent_schedule *next);

/**
 * @brief Warm restarts: half a cosine from η down to `floor`, and again from η (Loshchilov and Hutter, 2017, eq. 5).
 * @param length Number of steps of the first descent; ≥ 1.
 * @param growth How many times as long each descent is as the one before; ≥ 1. The paper's T_mult.
 * @param floor Lowest step size; finite, ≥ 0, at most η.
 * @return The schedule, to be given to descent_rule_with_schedule().
 */
DESCENT_API descent_schedule descent_schedule_restarts(uint64_t length, uint64_t growth, double floor);

/**
 * @brief The user's own function of the step number.
 * @param function Computes the step size; not NULL.
 * @param context Handed to it; stays the user's and must outlive the engine.
 * @return The schedule, to be given to descent_rule_with_schedule().
 */
DESCENT_API descent_schedule descent_schedule_custom(descent_schedule_function *function, void *context);

/**
 * @brief What can be done around the step of any rule; all zero does nothing. See descent_rule_with_modifiers().
 *
 * In this order: the gradient g becomes g + weight_decay·x, is clipped by value, then by norm; the rule makes its step of size η;
 * then the new point has η·decoupled_decay·x_k taken from it, is drawn towards zero by η·l1 in each component (soft
 * thresholding), and is projected onto the box.
 */
typedef struct descent_modifiers {
    /** @name Of the gradient */
    /** @{ */
    double weight_decay; /**< λ ≥ 0: the rule descends L(x) + λ‖x‖²/2. */
    double clip_value;   /**< Each component of the gradient is cut to [−c, c]; 0: not at all. */
    double clip_norm;    /**< A gradient longer than c is shortened to c (Pascanu et al., 2013); 0: not at all. */
    /** @} */

    /** @name Of the point */
    /** @{ */
    double decoupled_decay; /**< λ ≥ 0: x ← x⁺ − ηλx (Loshchilov and Hutter, 2019, alg. 2); with Adam, AdamW. */
    double l1; /**< λ ≥ 0: the proximal step of λ‖x‖₁, xᵢ ← sign(xᵢ)·max(|xᵢ| − ηλ, 0). */
    /** @} */

    /** @name Bounds */
    /** @{ */
    const double *lower; /**< Lower bounds, n numbers, −infinity for none; NULL: none. Stays the user's. */
    const double *upper; /**< Upper bounds, n numbers, infinity for none; NULL: none. Stays the user's. */
    /** @} */

    double reserved[4]; /**< Zero. */
} descent_modifiers;

/**
 * @brief The one list of modifiers: name, bit, word. Bits are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_MODIFIER_LIST(MODIFIER)                                                                                \
    MODIFIER(DESCENT_MODIFIER_WEIGHT_DECAY, 1, "weight decay")                                                         \
    MODIFIER(DESCENT_MODIFIER_CLIPPING, 2, "clipping")                                                                 \
    MODIFIER(DESCENT_MODIFIER_DECOUPLED_DECAY, 4, "decoupled decay")                                                   \
    MODIFIER(DESCENT_MODIFIER_L1, 8, "L1")                                                                             \
    MODIFIER(DESCENT_MODIFIER_BOX, 16, "box")

/**
 * @brief Bits of descent_rule_type.refused_modifiers.
 *
 * | modifier | bit | meaning |
 * |---|---|---|
 * | `DESCENT_MODIFIER_WEIGHT_DECAY` | 1 | `weight_decay` |
 * | `DESCENT_MODIFIER_CLIPPING` | 2 | `clip_value` and `clip_norm` |
 * | `DESCENT_MODIFIER_DECOUPLED_DECAY` | 4 | `decoupled_decay` |
 * | `DESCENT_MODIFIER_L1` | 8 | `l1` |
 * | `DESCENT_MODIFIER_BOX` | 16 | `lower` and `upper` |
 */
typedef enum descent_modifier {
#define DESCENT_MODIFIER_ENUMERATOR(name, number, word) name = number,
    DESCENT_MODIFIER_LIST(DESCENT_MODIFIER_ENUMERATOR)
#undef DESCENT_MODIFIER_ENUMERATOR
} descent_modifier;

enum {
    DESCENT_RULE_CONSTANTS = 8 /**< Room in descent_rule.constants. */
};

/**
 * @brief An update rule with its parameters: a value, made by descent_fixed_step() and its like.
 *
 * A parameter out of range is reported by the function that takes the rule, descent_engine_new() first of all.
 */
struct descent_rule {
    /** @name The step */
    /** @{ */
    const descent_rule_type *type; /**< What the rule does; must outlive every engine that uses it. */
    double step_size;              /**< Base step size η; finite and > 0. */
    double momentum;               /**< Momentum β where the type has one, else 0; finite. */
    descent_schedule schedule;     /**< How η changes from step to step. */
    /** @} */

    /** @name Parameters of the type */
    /** @{ */
    const void *parameters;                   /**< What a rule of the user's own needs besides; stays the user's. */
    double constants[DESCENT_RULE_CONSTANTS]; /**< Parameters that go with the value; what they mean the type says. */
    /** @} */

    /** @name Around the step */
    /** @{ */
    descent_modifiers modifiers; /**< What is done around the rule's step. */
    /** @} */

    void *reserved[4]; /**< Zero. */
};

/** @brief What descent_rule_evaluate() goes by; made by the library for the length of one step. */
typedef struct descent_rule_evaluator descent_rule_evaluator;

/** @brief What a rule works on when it makes a step. */
typedef struct descent_rule_step {
    /** @name The step to be made */
    /** @{ */
    size_t dimension;       /**< Number of variables n. */
    uint64_t number;        /**< Number of this step, 0 for the first after the start or a reset. */
    double step_size;       /**< Step size η_k, after the schedule. A rule that takes another writes it here. */
    double *x;              /**< The point x_k on entry; the rule leaves x_{k+1} in it. */
    const double *gradient; /**< Finite or not: the gradient at x_k, or at the rule's look-ahead point. */
    /** @} */

    /** @name What the rule remembers */
    /** @{ */
    double *const *memory; /**< The rule's vectors of n numbers, all zero before the first step. */
    double *scalars;       /**< The type's `scalar_count` numbers, all zero before the first step. */
    double *const *work;   /**< The type's `work_count` vectors of n numbers, of no meaning on entry. */
    /** @} */

    /** @name The loss */
    /** @{ */
    double loss; /**< L(x_k) for a type that `needs_loss`, else NaN. */
    /** @} */

    /** @name What the rule found on its way */
    /** @{ */
    /** Out, NULL on entry: where the rule keeps ∇L(x_{k+1}), if it has evaluated it: then nobody does so again. */
    const double *next_gradient;
    double next_loss; /**< Out, NaN on entry: L(x_{k+1}), if the rule has evaluated it. */
    /** @} */

    /** @name Further evaluations */
    /** @{ */
    const descent_rule_evaluator *evaluator; /**< For descent_rule_evaluate(). */
    /** @} */

    void *reserved[4]; /**< Zero. */
} descent_rule_step;

/**
 * @brief Loss and gradient at a trial point, from inside a rule's `advance`: counted, and under the engine's budget.
 *
 * They are those of what the rule descends: with `weight_decay`, λ‖x‖²/2 and λx are added.
 * @param step What `advance` was given.
 * @param x The trial point, n numbers; finite.
 * @param[out] loss Receives L(x), finite or not; NULL: not wanted.
 * @param[out] gradient Receives ∇L(x), n numbers, finite or not; NULL: not wanted.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL No evaluator: the step is none of an engine's.
 * @retval DESCENT_EUNSUPPORTED The problem has no loss.
 * @retval DESCENT_ECALLBACK A callback returned non-zero.
 * @retval DESCENT_EBUDGET The evaluation budget is used up. `advance` returns these statuses as they are.
 */
DESCENT_API descent_status descent_rule_evaluate(const descent_rule_step *step, const double *x, double *loss,
                                                 double *gradient);

/**
 * @brief What makes an update rule. A program adds a rule of its own by filling one of these.
 *
 * All vectors are allocated with the engine, so no function here allocates.
 */
struct descent_rule_type {
    /** @name Name and memory */
    /** @{ */
    const char *name;    /**< Plain words, such as "heavy ball"; not NULL. */
    size_t memory_count; /**< How many vectors of n numbers the rule keeps from step to step. */
    /** @} */

    /** @name The step */
    /** @{ */
    /**
     * Makes one step in place. Returns 0; or 1 if x_{k+1} would not be finite; or, if the step cannot be made for another reason, a
     * descent_status from DESCENT_ENOMEM on, with its detail: `return descent_fail(DESCENT_ENOCONVERGENCE, "…")`. The step then
     * ends with that status and that detail, and the point stays. Unless `guards_point` is set, the
     * engine checks the new point itself and restores point and memory from copies, so a rule need not care.
     */
    int (*advance)(const descent_rule *rule, descent_rule_step *step);

    /**
     * Non-zero: `advance` leaves x and memory as they were whenever it does not return 0, and returns 1 whenever x_{k+1} is not
     * finite. The engine then keeps no copies, which halves the cost of a step at large n.
     */
    int guards_point;

    /**
     * Where the rule wants its gradient; NULL: at x_k. Writes that point, n numbers, into `where`; `step->gradient`
     * is NULL here.
     */
    void (*look_ahead)(const descent_rule *rule, const descent_rule_step *step, double *where);
    /** @} */

    /** @name What it knows of itself */
    /** @{ */
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
    /** @} */

    /** @name More of its memory */
    /** @{ */
    /**
     * Non-zero: from the second step on, memory[0] is x_{k−1}, and `memory_count` is 1. What the rule remembers can then be read
     * from a recorded path. The memory of any other rule is known only to its engine, or by a replay from the start.
     */
    int remembers_point;

    /** How many vectors a rule of this type keeps, if that depends on its parameters. NULL: `memory_count`. */
    size_t (*memory)(const descent_rule *rule);

    size_t scalar_count; /**< How many single numbers the rule keeps from step to step. */
    size_t work_count;   /**< How many vectors of n numbers it needs within a step. */
    /** @} */

    /** @name What it needs and refuses */
    /** @{ */
    /** Non-zero: `step->loss` is wanted at each point, and the problem must have a loss. */
    int needs_loss;

    /** Bits of #descent_modifier: with which modifiers the rule would not be what it says. */
    unsigned refused_modifiers;
    /** @} */

    void *reserved[4]; /**< Zero. */
};

/**
 * @brief Gradient descent with a fixed step: x ← x − η∇L(x).
 *
 * One gradient a step. Stable at a minimum iff η < 2/λ_max, with multipliers 1 − ηλ.
 * @param step_size η; finite and > 0.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_fixed_step(double step_size);

/**
 * @brief The heavy ball: x ← x − η∇L(x) + β(x − x₋) (Polyak, 1964, eq. 9), with x₋ = x at the start.
 *
 * One gradient a step. Stable at a minimum iff |β| < 1 and η < 2(1 + β)/λ_max; the multipliers solve
 * μ² − (1 + β − ηλ)μ + β = 0.
 * @param step_size η; finite and > 0.
 * @param momentum β; finite. Customary 0.9. Values outside (−1, 1) run, but converge nowhere.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_heavy_ball(double step_size, double momentum);

/**
 * @brief Nesterov's method with constant momentum: y = x + β(x − x₋), x ← y − η∇L(y) (Nesterov, 1983), x₋ = x at the
 * start.
 *
 * One gradient a step, taken at y; a gradient at x (recorded norms, descent_engine_gradient()) costs one evaluation more.
 * Stable at a minimum iff η < (2 + 2β)/((1 + 2β)λ_max), for 0 ≤ β < 1; the multipliers solve
 * μ² − (1 + β)(1 − ηλ)μ + β(1 − ηλ) = 0.
 * @param step_size η; finite and > 0.
 * @param momentum β; finite. Customary 0.9; the paper's own depends on the step.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_nesterov(double step_size, double momentum);

/**
 * @brief Damped momentum: z ← (1 − m)∇L(x) + mz, x ← x − ηz.
 *
 * The gradient goes through a low-pass filter of gain 1. It is at rest in step 0, z₀ = 0: that step does not move. From then on
 * it is descent_heavy_ball(η(1 − m), m), one step late. It costs one gradient a step. Stable at a minimum iff |m| < 1 and
 * η < 2(1 + m)/((1 − m)λ_max); the multipliers solve μ² − (1 + m − η(1 − m)λ)μ + m = 0.
 * @param step_size η; finite and > 0.
 * @param momentum m; finite. Customary 0.9.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_damped_momentum(double step_size, double momentum);

/**
 * @brief The gradient through a linear filter of first order: z_k = b₀g_k + b₁g_{k−1} − a₁z_{k−1}, x ← x − ηz.
 *
 * One gradient a step. At rest in step 0, which does not move; g₀ counts as 0. Damped momentum is b₀ = 1 − m, b₁ = 0, a₁ = −m; b₀ = b₁ puts a zero at
 * −1, so that a gradient that alternates does not pass. Stable at a minimum, for |a₁| < 1 and b₀ + b₁ > 0, iff
 * η(b₀ − b₁)λ_max < 2(1 − a₁) and ηb₁λ_max < 1 + a₁; the multipliers solve μ² − (1 − ηb₀λ − a₁)μ + ηb₁λ − a₁ = 0.
 * @param step_size η; finite and > 0.
 * @param b0 b₀; finite.
 * @param b1 b₁; finite.
 * @param a1 a₁; finite. The signs are those of SciPy's `lfilter` and MATLAB's `filter`.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_gradient_filter(double step_size, double b0, double b1, double a1);

/**
 * @brief The same rule with another schedule.
 * @param rule Any rule.
 * @param schedule Any schedule; checked where the rule is used.
 * @return The rule.
 */
DESCENT_API descent_rule descent_rule_with_schedule(descent_rule rule, descent_schedule schedule);

/**
 * @brief The same rule with other modifiers.
 *
 * What the rule knows of its own stability holds without modifiers; with them the diagnosis measures.
 * @param rule Any rule.
 * @param modifiers Any; checked where the rule is used. Bounds stay the user's, and must outlive every engine with the rule.
 * @return The rule.
 */
DESCENT_API descent_rule descent_rule_with_modifiers(descent_rule rule, descent_modifiers modifiers);

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
