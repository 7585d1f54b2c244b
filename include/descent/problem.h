/**
 * @file
 * @brief The loss to descend on: the user's functions and how the library counts their calls.
 *
 * All functions of the user's (of problems, rules and schedules, observers, progress, setups) are called in the
 * floating-point environment that the library's caller has: its traps, its direction of rounding, its treatment of subnormals.
 * The library itself computes in the default one of C, with the same results whatever the caller's is. What a function
 * changes is its environment from then on, and the caller's in the end; but where the caller's is the default one, a function
 * must give it back as it found it. Flags: none is lowered; under the default environment the library may raise any, under
 * another the flags raised are those that the user's functions raise in the calling thread. On other machines than x86-64
 * and AArch64 flushing subnormals to zero alone may go unnoticed.
 */
#ifndef DESCENT_PROBLEM_H
#define DESCENT_PROBLEM_H

#include <stddef.h>
#include <stdint.h>

#include <descent/export.h>
#include <descent/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief Computes the loss L(x).
 * @param dimension Number of variables n.
 * @param x The point, n numbers; only to be read, valid during the call.
 * @param[out] value Receives L(x). NaN and infinity are allowed and are reported as they are.
 * @param context The problem's `context`.
 * @return 0, or any other number to report failure: the library hands it back as
 * descent_engine_callback_code().
 */
typedef int descent_loss_function(size_t dimension, const double *x, double *value, void *context);

/**
 * @brief Computes the gradient ∇L(x).
 * @param dimension Number of variables n.
 * @param x The point, n numbers; only to be read, valid during the call.
 * @param[out] gradient Receives the n partial derivatives ∂L/∂xᵢ; every one must be written.
 * @param context The problem's `context`.
 * @return 0, or any other number to report failure.
 */
typedef int descent_gradient_function(size_t dimension, const double *x, double *gradient, void *context);

/**
 * @brief Computes loss and gradient in one pass, for losses whose two share most of their work.
 * @param dimension Number of variables n.
 * @param x The point, n numbers.
 * @param[out] value Receives L(x).
 * @param[out] gradient Receives ∇L(x), n numbers.
 * @param context The problem's `context`.
 * @return 0, or any other number to report failure.
 */
typedef int descent_loss_gradient_function(size_t dimension, const double *x, double *value, double *gradient,
                                           void *context);

/**
 * @brief Computes the Hessian matrix of second derivatives.
 * @param dimension Number of variables n.
 * @param x The point, n numbers.
 * @param[out] hessian Receives n×n numbers in row-major order, `hessian[i * n + j]` = ∂²L/∂xᵢ∂xⱼ; both halves.
 * @param context The problem's `context`.
 * @return 0, or any other number to report failure.
 */
typedef int descent_hessian_function(size_t dimension, const double *x, double *hessian, void *context);

/**
 * @brief Computes the product of the Hessian at x with a vector, without forming the matrix.
 * @param dimension Number of variables n.
 * @param x The point, n numbers.
 * @param vector The vector v, n numbers.
 * @param[out] product Receives H(x)·v, n numbers; it never overlaps `vector`.
 * @param context The problem's `context`.
 * @return 0, or any other number to report failure.
 */
typedef int descent_hessian_product_function(size_t dimension, const double *x, const double *vector, double *product,
                                             void *context);

/**
 * @brief Computes the gradients at many points in one call. Used by sweeps, where it saves the cost of a call a point.
 *
 * Coordinates are stored one after another (a structure of arrays): coordinate i of point j is `x[i * stride + j]`, and
 * ∂L/∂xᵢ at point j goes to `gradient[i * stride + j]`, for i < dimension and j < count. So the inner loop over j runs
 * through neighbouring numbers, which compilers turn into vector instructions. What is computed for a point may depend
 * on that point alone, and should have the bits that `gradient` gives there.
 * @param dimension Number of variables n.
 * @param count Number of points, at least 1.
 * @param stride Distance between two coordinates of one point, at least `count`.
 * @param x The points; only to be read, valid during the call. Numbers beyond `count` in a row are not points. A run that
 * grows beyond all bounds may hand in points that are not finite; what comes out for them is ignored.
 * @param[out] gradient Receives the gradients; it never overlaps `x`. Numbers beyond `count` in a row may be overwritten.
 * @param context The problem's `context`.
 * @return 0, or any other number to report failure; the library then asks again point by point, to find which it was.
 */
typedef int descent_gradient_batch_function(size_t dimension, size_t count, size_t stride, const double *x,
                                            double *gradient, void *context);

/**
 * @brief A loss with what is known of its derivatives. Fill it with a designated initialiser: fields not named are zero.
 *
 * At least one of `loss`, `gradient` and `loss_gradient` must be given; `gradient_batch` comes on top of them.
 * - Without `gradient` and `loss_gradient`, central differences of the loss stand in, at 2n evaluations a gradient:
 *   gᵢ = (L(x + hᵢeᵢ) − L(x − hᵢeᵢ)) / 2hᵢ with hᵢ = ε^(1/3)·max(|xᵢ|, scale). Their error is about
 *   hᵢ²|∂³L/∂xᵢ³|/6 + ε|L|/hᵢ: some ten digits where the loss is of the size of its changes, fewer beside a large
 *   constant (Gill, Murray, Wright 1981, section 8.6.1.1).
 * - Without `loss` and `loss_gradient`, no loss is ever computed or needed; losses then read NaN.
 *
 * `variable_names` is what the variables are called in explanations, messages, pictures and files. A name is UTF-8, of 1 to
 * 63 bytes, without control characters, commas, quotation marks and spaces around it; and not `step`, `loss`, `step_length`, `rule_changes`, `norm`
 * or anything that begins with `gradient_`, which columns of a path are called. Variables without
 * names are x₁, x₂, … in text and pictures and x1, x2, … in files of paths, always counted from 1.
 *
 * The library copies the struct; what `context` and `variable_names` point to stays the user's and must outlive every engine
 * that was made from the problem. Paths, diagnoses and sweeps have copies of the names of their own. Callbacks are called on the thread that called the library (sweeps with several threads
 * say otherwise where they do).
 */
typedef struct descent_problem {
    /** @name Size */
    /** @{ */
    size_t dimension; /**< Number of variables n ≥ 1. */
    /** @} */

    /** @name Functions */
    /** @{ */
    descent_loss_function *loss;                       /**< L(x), or NULL. */
    descent_gradient_function *gradient;               /**< ∇L(x), or NULL. */
    descent_loss_gradient_function *loss_gradient;     /**< Both at once, or NULL. Used where both are needed. */
    descent_hessian_function *hessian;                 /**< H(x), or NULL. */
    descent_hessian_product_function *hessian_product; /**< H(x)·v, or NULL. */
    void *context;                                     /**< Handed to every callback; may be NULL. */
    /** @} */

    /** @name Besides */
    /** @{ */
    double scale; /**< Typical size of a variable for finite differences; finite, > 0; 0 means 1. */
    descent_gradient_batch_function *gradient_batch; /**< ∇L at many points at once, for sweeps, or NULL. */
    const char *const *variable_names;               /**< n names for people, see below; NULL: x₁, x₂, … */
    /** @} */

    void *reserved[6]; /**< For later; must be NULL. */
} descent_problem;

/** @brief How often each callback was called. A call of `loss_gradient` counts as one loss and one gradient. */
typedef struct descent_evaluations {
    uint64_t loss;            /**< Calls for the loss, those of central differences included. */
    uint64_t gradient;        /**< Calls for the gradient; central differences count as losses instead. */
    uint64_t hessian;         /**< Calls for the Hessian matrix. */
    uint64_t hessian_product; /**< Calls for a Hessian-vector product. */
    uint64_t reserved[2];     /**< For later; 0. */
} descent_evaluations;

/**
 * @brief Asked now and then, between evaluations, by calls that may take long.
 * @param evaluations Calls of the user's functions so far.
 * @param context The option `watch_context`.
 * @return 0 to go on; any other number cancels: the call returns DESCENT_ECANCELLED.
 */
typedef int descent_evaluation_watch(const descent_evaluations *evaluations, void *context);

/**
 * @brief Is the problem complete and consistent? Every function that takes a problem asks this first.
 * @param problem The problem.
 * @retval DESCENT_SUCCESS It can be used.
 * @retval DESCENT_EINVAL NULL, dimension 0 or too large for memory, neither loss nor gradient, a scale that is
 * negative or not finite, a variable's name that cannot be written, or a reserved field that is not NULL.
 */
DESCENT_API descent_status descent_problem_check(const descent_problem *problem);

#ifdef __cplusplus
}
#endif

#endif
