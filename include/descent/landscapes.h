/**
 * @file
 * @brief Named test losses with their derivatives and known critical points, for teaching and for tests.
 */
#ifndef DESCENT_LANDSCAPES_H
#define DESCENT_LANDSCAPES_H

#include <stddef.h>

#include <descent/export.h>
#include <descent/problem.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief The teaching notebook's loss, two minima beside a saddle, in two variables.
 *
 * L(β) = (β₁ − 2)² + (β₂ − 1)⁴ − (β₂ − 1)². Critical points: minima (2, 1 ± 1/√2) with L = −1/4 and Hessian
 * eigenvalues 2 and 4; saddle (2, 1) with L = 0 and eigenvalues −2 and 2. From Frank Schultz, *Data Driven Audio
 * Signal Processing – A Tutorial Featuring Computational Examples*, University of Rostock.
 * @return A problem with loss, gradient, Hessian and Hessian-vector product; it needs no freeing.
 */
DESCENT_API descent_problem descent_landscape_notebook(void);

#ifdef __cplusplus
}
#endif

#endif
