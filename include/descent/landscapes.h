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
    const char *name;                      /**< One word, as descent_landscape_find() takes it: `himmelblau`. */
    const char *title;                     /**< For people: `Himmelblau's function`. */
    const char *formula;                   /**< L(x) in plain text. */
    const char *source;                    /**< Where the loss is from, and why the list of points is complete. */
    descent_problem problem;               /**< With loss, gradient and Hessian. */
    const double *lower;                   /**< Lower corner of a box that holds all points, and is good to plot. */
    const double *upper;                   /**< Its upper corner. */
    size_t point_count;                    /**< Number of critical points. */
    const descent_landscape_point *points; /**< All critical points, by ascending loss. */
} descent_landscape;

/**
 * @brief All landscapes, by name.
 * @param[out] count Receives their number; may be NULL.
 * @return An array of that many pointers; never NULL.
 */
DESCENT_API const descent_landscape *const *descent_landscapes(size_t *count);

/**
 * @brief The landscape of a name.
 * @param name Such as `rosenbrock`.
 * @return The landscape, or NULL if there is none of that name (or `name` is NULL).
 */
DESCENT_API const descent_landscape *descent_landscape_find(const char *name);

/**
 * @brief The teaching notebook's loss, two minima beside a saddle, in two variables.
 *
 * L(β) = (β₁ − 2)² + (β₂ − 1)⁴ − (β₂ − 1)². Critical points: minima (2, 1 ± 1/√2) with L = −1/4 and Hessian
 * eigenvalues 2 and 4; saddle (2, 1) with L = 0 and eigenvalues −2 and 2. From Frank Schultz, *Data Driven Audio
 * Signal Processing – A Tutorial Featuring Computational Examples*, University of Rostock.
 * @return A problem with loss, gradient, Hessian and Hessian-vector product; it needs no freeing.
 */
DESCENT_API descent_problem descent_landscape_notebook(void);

/**
 * @brief Rosenbrock's curved valley in two variables: L = 100(x₂ − x₁²)² + (1 − x₁)² (Rosenbrock 1960).
 *
 * One critical point, the minimum (1, 1) with L = 0. Its Hessian's condition number is 2508.
 * @return A problem with loss, gradient and Hessian; it needs no freeing.
 */
DESCENT_API descent_problem descent_landscape_rosenbrock(void);

/**
 * @brief Himmelblau's function in two variables: L = (x₁² + x₂ − 11)² + (x₁ + x₂² − 7)² (Himmelblau 1972).
 *
 * Nine critical points: four minima with L = 0, four saddles, one maximum.
 * @return A problem with loss, gradient and Hessian; it needs no freeing.
 */
DESCENT_API descent_problem descent_landscape_himmelblau(void);

/**
 * @brief The six-hump camel back in two variables: L = (4 − 2.1x₁² + x₁⁴/3)x₁² + x₁x₂ + (4x₂² − 4)x₂² (Dixon and
 * Szegő 1978).
 *
 * Fifteen critical points: six minima (two of them global), seven saddles, two maxima.
 * @return A problem with loss, gradient and Hessian; it needs no freeing.
 */
DESCENT_API descent_problem descent_landscape_six_hump_camel(void);

/**
 * @brief L = ½ Σ (xᵢ⁴ − 16xᵢ² + 5xᵢ) in any number of variables (Styblinski and Tang 1990).
 *
 * A sum over variables, so its 3ⁿ critical points have every coordinate at a root of 4x³ − 32x + 5: −2.9035340,
 * 0.1567313 (the one where the second derivative is negative) or 2.7468028. 2ⁿ of them are minima.
 * @param dimension Number of variables, ≥ 1; 0 makes a problem that descent_problem_check() refuses.
 * @return A problem with loss, gradient, Hessian and Hessian-vector product; it needs no freeing.
 */
DESCENT_API descent_problem descent_landscape_styblinski_tang(size_t dimension);

/**
 * @brief The monkey saddle in two variables: L = x₁³ − 3x₁x₂².
 *
 * One critical point, the origin, whose Hessian is zero: three ways down, three ways up.
 * @return A problem with loss, gradient and Hessian; it needs no freeing.
 */
DESCENT_API descent_problem descent_landscape_monkey_saddle(void);

/**
 * @brief Peano's surface in two variables: L = (x₂ − x₁²)(x₂ − 3x₁²) (Genocchi and Peano 1884).
 *
 * One critical point, the origin, with Hessian eigenvalues 0 and 2. Along every straight line it is a minimum; along
 * the parabola x₂ = 2x₁² the loss is −x₁⁴.
 * @return A problem with loss, gradient and Hessian; it needs no freeing.
 */
DESCENT_API descent_problem descent_landscape_peano(void);

/**
 * @brief The double well in any number of variables: L = ¼ Σ (xᵢ² − 1)².
 *
 * A sum over variables, so its 3ⁿ critical points have every coordinate at −1, 0 or 1. The index is the number of
 * zeros, the loss a quarter of it; the Hessian has eigenvalue 2 for each ±1 and −1 for each zero.
 * @param dimension Number of variables, ≥ 1; 0 makes a problem that descent_problem_check() refuses.
 * @return A problem with loss, gradient, Hessian and Hessian-vector product; it needs no freeing.
 */
DESCENT_API descent_problem descent_landscape_double_well(size_t dimension);

/**
 * @brief Powell's singular function in four variables: L = (x₁ + 10x₂)² + 5(x₃ − x₄)² + (x₂ − 2x₃)⁴ + 10(x₁ − x₄)⁴
 * (Powell 1962).
 *
 * One critical point, the origin: a minimum whose Hessian has eigenvalues 0, 0, 20 and 202.
 * @return A problem with loss, gradient and Hessian; it needs no freeing.
 */
DESCENT_API descent_problem descent_landscape_powell_singular(void);

#ifdef __cplusplus
}
#endif

#endif
