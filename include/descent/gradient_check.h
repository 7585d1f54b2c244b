/**
 * @file
 * @brief Does the gradient belong to the loss, and the Hessian to the gradient? Compares them at a point and names
 * the mistake.
 */
#ifndef DESCENT_GRADIENT_CHECK_H
#define DESCENT_GRADIENT_CHECK_H

#include <stddef.h>
#include <stdint.h>

#include <descent/export.h>
#include <descent/problem.h>
#include <descent/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief The one list of verdicts: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_CHECK_VERDICT_LIST(VERDICT)                                                                            \
    VERDICT(DESCENT_CHECK_AGREES, 0, "agrees")                                                                         \
    VERDICT(DESCENT_CHECK_UNDECIDED, 1, "undecided")                                                                   \
    VERDICT(DESCENT_CHECK_SIGN, 2, "wrong sign")                                                                       \
    VERDICT(DESCENT_CHECK_FACTOR, 3, "wrong factor")                                                                   \
    VERDICT(DESCENT_CHECK_SWAPPED, 4, "swapped")                                                                       \
    VERDICT(DESCENT_CHECK_COMPONENTS, 5, "components")                                                                 \
    VERDICT(DESCENT_CHECK_WRONG, 6, "wrong")

/**
 * @brief What a check found.
 *
 * | verdict | number | meaning |
 * |---|---|---|
 * | `DESCENT_CHECK_AGREES` | 0 | every component agrees within the accuracy of the comparison |
 * | `DESCENT_CHECK_UNDECIDED` | 1 | something hides the answer: see below |
 * | `DESCENT_CHECK_SIGN` | 2 | every component that can be judged has the wrong sign |
 * | `DESCENT_CHECK_FACTOR` | 3 | every component is off by the same factor, see `factor` |
 * | `DESCENT_CHECK_SWAPPED` | 4 | two components stand in each other's place, see `worst` and `partner` |
 * | `DESCENT_CHECK_COMPONENTS` | 5 | single components are wrong; the others agree |
 * | `DESCENT_CHECK_WRONG` | 6 | wrong in no way that has a name here |
 *
 * What hides the answer is rounding, as beside a large constant in the loss; noise; a kink, or what else is narrower than
 * the widths; a value near x that is not finite. Nothing contradicts the derivative then.
 */
typedef enum descent_check_verdict {
#define DESCENT_CHECK_VERDICT_ENUMERATOR(name, number, word) name = number,
    DESCENT_CHECK_VERDICT_LIST(DESCENT_CHECK_VERDICT_ENUMERATOR)
#undef DESCENT_CHECK_VERDICT_ENUMERATOR
} descent_check_verdict;

/** @brief What the comparison found, component by component. Allocated by the library, freed by the user. */
typedef struct descent_derivative_check {
    /** @name The finding */
    /** @{ */
    descent_check_verdict verdict; /**< The finding. */
    size_t rows;                   /**< Rows compared: 1 for a gradient, n for a Hessian. */
    size_t dimension;              /**< Columns: number of variables n. */
    /** @} */

    /** @name What was compared */
    /** @{ */
    const double *supplied;  /**< rows × n numbers: what the callback says. */
    const double *expected;  /**< rows × n numbers: what differences say. */
    const double *tolerance; /**< rows × n numbers: error that the differences may have, estimated from them. */
    /** @} */

    /** @name What is wrong */
    /** @{ */
    size_t wrong_count;     /**< How many entries are off by more than their tolerance. */
    size_t undecided_count; /**< How many entries nothing can be said of: tolerance no better than the entry. */
    size_t worst_row;       /**< Row of the entry that is off the most, measured in its tolerance; 0 for gradients. */
    size_t worst;           /**< Column of that entry. */
    size_t partner_row;     /**< Row of the entry it was swapped with; meaningful for SWAPPED only. */
    size_t partner;         /**< Column of the entry it was swapped with; meaningful for SWAPPED only. */
    double factor;          /**< supplied / expected, for SIGN (about −1) and FACTOR; else NaN. */
    /** @} */

    /** @name What it cost, and in words */
    /** @{ */
    descent_evaluations evaluations; /**< What the check cost. */
    const char *explanation;         /**< One sentence in plain words, naming the worst component and its numbers. */
    /** @} */
} descent_derivative_check;

/**
 * @brief Compares the gradient callback with the loss at a point.
 *
 * Each partial derivative is estimated from central differences of the loss at several widths, extrapolated to width
 * zero (Richardson; Ridders, 1982), and their scatter together with the rounding of the loss gives the tolerance. So
 * a wrong sign, a factor, a swapped component and mere rounding, also near large losses, are told apart. The widths run
 * from a tenth of max(|xᵢ|, scale) down to 6·10⁻⁶ of it; where the loss is not smooth at the narrowest, all slopes that
 * it may have there are let pass.
 * Costs one gradient and about 16n losses.
 * @param problem The problem; needs a loss and a gradient (or loss_gradient).
 * @param x The point, n finite numbers. Take one where no component of the gradient vanishes.
 * @param[out] check Receives the result, the caller's to free with descent_derivative_check_free(); NULL on failure.
 * @retval DESCENT_SUCCESS The comparison was made; its verdict is in `check`.
 * @retval DESCENT_EINVAL NULL argument or an incomplete problem.
 * @retval DESCENT_EUNSUPPORTED The problem lacks the loss or the gradient.
 * @retval DESCENT_ENONFINITE x, or loss or gradient at x, is not finite.
 * @retval DESCENT_ECALLBACK A callback returned non-zero; the detail has its number.
 * @retval DESCENT_ENOMEM
 */
DESCENT_API descent_status descent_check_gradient(const descent_problem *problem, const double *x,
                                                  descent_derivative_check **check);

/**
 * @brief Compares the Hessian (the `hessian` callback, or else `hessian_product`) with the gradient at a point.
 *
 * As descent_check_gradient(), entry by entry: row i is ∇(∂L/∂xᵢ). Costs about 16n gradients and n² numbers of memory
 * a few times over.
 * @param problem The problem; needs a gradient (or loss_gradient) and a hessian or hessian_product.
 * @param x The point, n finite numbers.
 * @param[out] check Receives the result, the caller's to free; NULL on failure.
 * @return As descent_check_gradient(), with Hessian for gradient and gradient for loss; DESCENT_EINVAL also for a
 * dimension whose square does not fit into memory.
 */
DESCENT_API descent_status descent_check_hessian(const descent_problem *problem, const double *x,
                                                 descent_derivative_check **check);

/** @brief What a check may cost. All zero is the default. */
typedef struct descent_check_options {
    uint64_t evaluation_limit;       /**< Calls of the user's functions at most. 0, the default: no limit. */
    descent_evaluation_watch *watch; /**< May cancel; NULL, the default: nobody does. */
    void *watch_context;             /**< Handed to `watch`. */
    void *reserved[8];               /**< For later; must be NULL. */
} descent_check_options;

/**
 * @brief descent_check_gradient() within limits.
 * @param problem As there.
 * @param x As there.
 * @param options NULL for the defaults.
 * @param[out] check As there.
 * @return As there; besides DESCENT_EBUDGET if `evaluation_limit` does not suffice, and DESCENT_ECANCELLED if `watch` asked
 * to stop.
 */
DESCENT_API descent_status descent_check_gradient_within(const descent_problem *problem, const double *x,
                                                         const descent_check_options *options,
                                                         descent_derivative_check **check);

/**
 * @brief descent_check_hessian() within limits.
 * @param problem As there.
 * @param x As there.
 * @param options NULL for the defaults.
 * @param[out] check As there.
 * @return As descent_check_gradient_within().
 */
DESCENT_API descent_status descent_check_hessian_within(const descent_problem *problem, const double *x,
                                                        const descent_check_options *options,
                                                        descent_derivative_check **check);

/** @brief One English word for a verdict. @param verdict Any value. @return A constant string; never NULL. */
DESCENT_API const char *descent_check_verdict_string(descent_check_verdict verdict);

/** @brief Frees a check. @param check The check; NULL is fine. */
DESCENT_API void descent_derivative_check_free(descent_derivative_check *check);

#ifdef __cplusplus
}
#endif

#endif
