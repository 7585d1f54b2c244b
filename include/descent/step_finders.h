/**
 * @file
 * @brief Rules that find their step size, or their direction, for themselves.
 *
 * Those with a search look at the loss at trial points, which counts, and stands under the engine's budget. A search that fails
 * ends the step with DESCENT_ENOCONVERGENCE, a run with DESCENT_STOP_RULE, and descent_error_detail() names the cause: no descent
 * direction, a gradient that disagrees with the loss, rounding, numbers that are not finite, or the limit of trials. Where a
 * decrease is lost in the rounding of the loss, the gradient decides in its place (Hager and Zhang, 2005, eq. 4.1).
 */
#ifndef DESCENT_STEP_FINDERS_H
#define DESCENT_STEP_FINDERS_H

#include <stddef.h>
#include <stdint.h>

#include <descent/export.h>
#include <descent/rules.h>

#ifdef __cplusplus
extern "C" {
#endif

/** @brief Options of the line searches; all zero means the defaults. */
typedef struct descent_line_search_options {
    double decrease; /**< c₁ in (0, 1/2), or 0 for 1e-4: L(x + td) ≤ L(x) + c₁t∇L(x)·d. */
    double curvature; /**< c₂ in (c₁, 1), or 0 for 0.9 (conjugate gradients 0.1): |∇L(x + td)·d| ≤ c₂|∇L(x)·d|. */
    double contraction; /**< Armijo: the factor from one trial to the next, in (0, 1), or 0 for 1/2. */
    size_t most_trials; /**< Trial points of one search, or 0 for 60. */
    double reserved[4]; /**< Zero. */
} descent_line_search_options;

/**
 * @brief Steepest descent with Armijo's rule: the first of η, ηρ, ηρ², … with enough decrease (Armijo, 1966).
 *
 * One gradient a step, and a loss a trial. With bounds, the trials go along the projected arc (Bertsekas, 1976, eq. 8). The
 * step that it takes never exceeds 2(1 − c₁)/λ on a quadratic.
 * @param step_size η: the first trial of each step; finite and > 0. Customary 1.
 * @param options NULL: the defaults. Copied.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_armijo(double step_size, const descent_line_search_options *options);

/**
 * @brief Steepest descent with a step that meets the strong Wolfe conditions (Nocedal and Wright, 2006, alg. 3.5 and 3.6).
 *
 * A loss and a gradient a trial; those of the trial taken are those of the next point. No η is unstable: the loss falls with every
 * step.
 * @param step_size η: the first trial of each step; finite and > 0. Customary 1.
 * @param options NULL: the defaults. Copied.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_wolfe(double step_size, const descent_line_search_options *options);

/**
 * @brief L-BFGS: d = −Hg by the two-loop recursion over the last pairs s, y, with a strong Wolfe search (Liu and Nocedal, 1989).
 *
 * H₀ = (s·y/y·y)I. The first trial is η, and in the first step η/max(1, ‖g‖). A loss and a gradient a trial, mostly one; the loss
 * falls with every step.
 * @param step_size η; finite and > 0. Customary 1.
 * @param memory Pairs that are kept, 1 to 1000. Customary 5 to 20.
 * @param options NULL: the defaults. Copied.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_lbfgs(double step_size, size_t memory, const descent_line_search_options *options);

/**
 * @brief Nonlinear conjugate gradients: d = −g + βd₋, β = max(0, g·(g − g₋)/g₋·g₋) (Polak and Ribière, 1969; Powell, 1986).
 *
 * With a strong Wolfe search whose first trial has the slope's gain of the step before; it begins anew with −g where d would not
 * descend. A loss and a gradient a trial; the loss falls with every step. On a quadratic, with exact searches, it ends after n steps.
 * @param step_size η: the first trial of the first step is η/max(1, ‖g‖); finite and > 0. Customary 1.
 * @param options NULL: the defaults. Copied.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_conjugate_gradients(double step_size, const descent_line_search_options *options);

/**
 * @brief The one list of two-point steps: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_BARZILAI_BORWEIN_KIND_LIST(KIND)                                                                       \
    KIND(DESCENT_BARZILAI_BORWEIN_LONG, 0, "long")                                                                     \
    KIND(DESCENT_BARZILAI_BORWEIN_SHORT, 1, "short")

/**
 * @brief Which of the two steps of Barzilai and Borwein.
 *
 * | kind | number | meaning |
 * |---|---|---|
 * | `DESCENT_BARZILAI_BORWEIN_LONG` | 0 | s·s/s·y |
 * | `DESCENT_BARZILAI_BORWEIN_SHORT` | 1 | s·y/y·y |
 */
typedef enum descent_barzilai_borwein_kind {
#define DESCENT_BARZILAI_BORWEIN_KIND_ENUMERATOR(name, number, word) name = number,
    DESCENT_BARZILAI_BORWEIN_KIND_LIST(DESCENT_BARZILAI_BORWEIN_KIND_ENUMERATOR)
#undef DESCENT_BARZILAI_BORWEIN_KIND_ENUMERATOR
} descent_barzilai_borwein_kind;

/**
 * @brief The two-point step: η_k = s·s/s·y or s·y/y·y, s = x − x₋, y = g − g₋ (Barzilai and Borwein, 1988, eq. 5 and 6).
 *
 * One gradient a step; the loss need not fall. η is taken in the first step and where s·y ≤ 0, which no minimum has; and η_k is
 * kept within 10^±10 of it. It has no stability limit: on every convex quadratic it converges from every start (Raydan, 1993), and in two
 * variables faster than any rate.
 * @param step_size η; finite and > 0.
 * @param kind Which of the two.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_barzilai_borwein(double step_size, descent_barzilai_borwein_kind kind);

/**
 * @brief Polyak's step for a known minimum L*: η_k = γ(L(x) − L*)/‖g‖² (Polyak, 1987, sect. 5.3).
 *
 * A loss and a gradient a step. On a convex loss the distance to the minimum falls with every step, for every γ in (0, 2). A loss below
 * L* ends the step with DESCENT_ENOCONVERGENCE.
 * @param factor γ; in (0, 2). Customary 1.
 * @param minimum L*; finite.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_polyak(double factor, double minimum);

/**
 * @brief The step that is exact on quadratics: η_k = g·g/g·Hg, with Hg from a second gradient at x − ηg (Cauchy, 1847).
 *
 * Two gradients a step, and another where the step comes out far shorter than η: on losses that are no quadratics Hg is that of
 * where the step leads. Where g·Hg ≤ 0 it goes as far as it has looked. On a quadratic it is the exact line search: the loss falls at least by
 * ((κ − 1)/(κ + 1))² a step.
 * @param step_size η: how far away the second gradient is taken; finite and > 0.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_exact_step(double step_size);

/**
 * @brief A step by the local smoothness: η_k = min(√(1 + θ₋)η₋, ‖x − x₋‖/(2‖g − g₋‖)), θ = η_k/η₋ (Malitsky and Mishchenko,
 * 2020, alg. 1).
 *
 * One gradient a step, no loss, no parameter that matters, no stability limit. It converges for every convex loss whose gradient is locally Lipschitz.
 * @param step_size η₀, of the first step; finite and > 0. The paper advises a small one, 1e-10.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_local_smoothness(double step_size);

/** @brief Options of descent_perturbed(); all zero means the defaults. */
typedef struct descent_perturbed_options {
    double gradient_threshold; /**< ‖g‖ up to which a point is taken for a saddle, or 0 for 1e-3. */
    double radius;             /**< Of the ball that the push is drawn from, or 0 for 1e-2. */
    double decrease;           /**< By how much the loss must fall after a push, or 0 for 1e-6. */
    uint64_t wait;             /**< Within how many steps, up to 2^53, or 0 for 100. */
    uint64_t seed;             /**< Of the pushes, up to 2^53: a push is a function of seed and step number alone. */
    double reserved[4];        /**< Zero. */
} descent_perturbed_options;

/**
 * @brief Perturbed descent: fixed steps, and a random push where the gradient is small (Jin et al., 2017, alg. 4).
 *
 * Where the loss has not fallen enough `wait` steps after a push, the point was no saddle: the rule goes back to it, and makes
 * plain steps from then on. A loss and a gradient a step. At a minimum it is the fixed step, stable iff η < 2/λ_max, with
 * multipliers 1 − ηλ.
 * @param step_size η; finite and > 0.
 * @param options NULL: the defaults. Copied.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_perturbed(double step_size, const descent_perturbed_options *options);

/** @brief Options of descent_negative_curvature(); all zero means the defaults. */
typedef struct descent_negative_curvature_options {
    double gradient_threshold;  /**< ‖g‖ up to which a point may be a saddle, or 0 for 1e-3. */
    double curvature_threshold; /**< −λ up to which a curvature counts as none, or 0 for 1e-6. */
    double length;              /**< The first τ that is tried, or 0 for 1. */
    uint64_t most_products;     /**< Hessian products of one look, up to 2^53, or 0 for 40. */
    double reserved[4];         /**< Zero. */
} descent_negative_curvature_options;

/**
 * @brief Negative curvature: fixed steps, and x ← x + τv where the gradient is small and the Hessian has λ < 0 along v.
 *
 * v is the eigenvector of the least eigenvalue that was found (McCormick, 1977; Curtis and Robinson, 2019, sect. 2), downhill
 * where there is a slope, and τ the first of length, length/2, … with L(x + τv) ≤ L(x) + (τg·v + τ²λ/2)/4 (Moré and Sorensen,
 * 1979, eq. 2.5). A look costs two gradients for each Hessian product, of which it makes as many as there are variables or few
 * more, up to `most_products`, and a loss for each τ; where it was in vain, the next one comes when the gradient is a hundredth of what
 * it was. Else a step costs a loss and a gradient. Stable at a minimum iff η < 2/λ_max, with multipliers 1 − ηλ, as the fixed step.
 * @param step_size η; finite and > 0.
 * @param options NULL: the defaults. Copied.
 * @return The rule; checked where it is used.
 */
DESCENT_API descent_rule descent_negative_curvature(double step_size,
                                                    const descent_negative_curvature_options *options);

#ifdef __cplusplus
}
#endif

#endif
