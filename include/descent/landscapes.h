/**
 * @file
 * @brief Named test losses with their derivatives and all their critical points, for teaching and for tests.
 */
#ifndef DESCENT_LANDSCAPES_H
#define DESCENT_LANDSCAPES_H

#include <stddef.h>

#include <descent/critical.h>
#include <descent/export.h>
#include <descent/problem.h>
#include <descent/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** @brief A critical point that is known of a landscape. */
typedef struct descent_landscape_point {
    const double *x;            /**< Where it is: `problem.dimension` numbers, rounded correctly. */
    double loss;                /**< L(x). */
    descent_critical_kind kind; /**< What its Hessian says. */
    size_t index;               /**< Number of negative Hessian eigenvalues. */
    size_t nullity;             /**< Number of Hessian eigenvalues that are zero. */
    int local_minimum;          /**< Non-zero: it is a local minimum, degenerate ones included. */
} descent_landscape_point;

/** @brief A named loss with a box to look at and all its critical points. Constant; nothing needs freeing. */
typedef struct descent_landscape {
    /** @name For people */
    /** @{ */
    const char *name;    /**< One word, as descent_landscape_find() takes it: `himmelblau`. */
    const char *title;   /**< For people: `Himmelblau's function`. */
    const char *formula; /**< L(x) in plain text. */
    const char *source;  /**< Where the loss is from, and why the list of points is complete. */
    /** @} */

    /** @name The loss */
    /** @{ */
    descent_problem problem; /**< With loss, gradient and Hessian. */
    int any_dimension;       /**< Non-zero: the loss is defined in any number of variables n ≥ 1. */
    /** @} */

    /** @name The box and the points in it */
    /** @{ */
    const double *lower;                   /**< Lower corner of a box that holds all points, and is good to plot. */
    const double *upper;                   /**< Its upper corner. */
    size_t point_count;                    /**< Number of critical points. */
    const descent_landscape_point *points; /**< All critical points, by ascending loss. */
    /** @} */
} descent_landscape;

/**
 * @brief All landscapes, by name.
 * @param[out] count Receives their number; may be NULL.
 * @return An array of that many pointers, constant; never NULL.
 */
DESCENT_API const descent_landscape *const *descent_landscapes(size_t *count);

/**
 * @brief The landscape of a name: its problem, its box and its critical points.
 *
 * | name | L(x) | critical points |
 * |---|---|---|
 * | `double_well` | ¼ Σ (xᵢ² − 1)², any n | 3ⁿ: every coordinate is −1, 0 or 1; as many zeros, so large the index |
 * | `himmelblau` | (x₁² + x₂ − 11)² + (x₁ + x₂² − 7)² (Himmelblau 1972) | 9: four minima with L = 0, four saddles, a maximum |
 * | `monkey_saddle` | x₁³ − 3x₁x₂² | the origin, whose Hessian is zero: three ways down, three ways up |
 * | `notebook` | (β₁ − 2)² + (β₂ − 1)⁴ − (β₂ − 1)² (Schultz) | minima (2, 1 ± 1/√2) with L = −1/4 and eigenvalues 2 and 4; saddle (2, 1) |
 * | `peano` | (x₂ − x₁²)(x₂ − 3x₁²) (Genocchi and Peano 1884) | the origin: a minimum along every straight line; along x₂ = 2x₁² the loss is −x₁⁴ |
 * | `powell_singular` | (x₁ + 10x₂)² + 5(x₃ − x₄)² + (x₂ − 2x₃)⁴ + 10(x₁ − x₄)⁴ (Powell 1962) | the origin: a minimum with eigenvalues 0, 0, 20 and 202 |
 * | `rosenbrock` | 100(x₂ − x₁²)² + (1 − x₁)² (Rosenbrock 1960) | the minimum (1, 1), whose Hessian has condition number 2508 |
 * | `six_hump_camel` | (4 − 2.1x₁² + x₁⁴/3)x₁² + x₁x₂ + (4x₂² − 4)x₂² (Dixon and Szegő 1978) | 15: six minima, two of them global, seven saddles, two maxima |
 * | `styblinski_tang` | ½ Σ (xᵢ⁴ − 16xᵢ² + 5xᵢ), any n (Styblinski and Tang 1990) | 3ⁿ: every coordinate is a root of 4x³ − 32x + 5; 2ⁿ of them are minima |
 *
 * Losses of any number of variables n are listed here with n = 2; descent_landscape_problem() gives others.
 * @param name Such as `rosenbrock`.
 * @return The landscape, or NULL if there is none of that name (or `name` is NULL).
 */
DESCENT_API const descent_landscape *descent_landscape_find(const char *name);

/**
 * @brief The problem of a landscape, in a number of variables of one's own where its loss is defined for any.
 * @param name Such as `double_well`.
 * @param dimension Number of variables n; 0 for the landscape's own.
 * @param[out] problem Receives a problem with loss, gradient and Hessian; it needs no freeing. All zero on failure.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL argument; no landscape has this name, and the detail lists those there are; or the loss is
 * not defined in so many variables.
 */
DESCENT_API descent_status descent_landscape_problem(const char *name, size_t dimension, descent_problem *problem);

#ifdef __cplusplus
}
#endif

#endif
