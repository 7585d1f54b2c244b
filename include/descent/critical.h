/**
 * @file
 * @brief Critical points: what kind of point is this, where is the nearest one, which are there in this box?
 *
 * A critical point is where the gradient is zero. Its Hessian's eigenvalues say what it is: all positive a minimum, all
 * negative a maximum, both signs a saddle; an eigenvalue that cannot be told from zero makes it degenerate, and only
 * the loss itself can tell then. Every verdict comes with the tolerance it was reached with and with what that
 * tolerance is made of.
 */
#ifndef DESCENT_CRITICAL_H
#define DESCENT_CRITICAL_H

#include <stddef.h>
#include <stdint.h>

#include <descent/export.h>
#include <descent/problem.h>
#include <descent/rules.h>
#include <descent/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief The one list of kinds: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_CRITICAL_KIND_LIST(KIND)                                                                               \
    KIND(DESCENT_CRITICAL_UNDETERMINED, 0, "undetermined")                                                             \
    KIND(DESCENT_CRITICAL_MINIMUM, 1, "minimum")                                                                       \
    KIND(DESCENT_CRITICAL_MAXIMUM, 2, "maximum")                                                                       \
    KIND(DESCENT_CRITICAL_SADDLE, 3, "saddle")                                                                         \
    KIND(DESCENT_CRITICAL_DEGENERATE, 4, "degenerate")                                                                 \
    KIND(DESCENT_CRITICAL_NOT_CRITICAL, 5, "not critical")                                                             \
    KIND(DESCENT_CRITICAL_MINIMUM_AT_KINK, 6, "minimum at a kink")

/**
 * @brief What a point is.
 *
 * | kind | number | meaning |
 * |---|---|---|
 * | `DESCENT_CRITICAL_UNDETERMINED` | 0 | the evidence does not decide: see `eigenvalue_tolerance` and `residuals` |
 * | `DESCENT_CRITICAL_MINIMUM` | 1 | all eigenvalues are positive beyond the tolerance |
 * | `DESCENT_CRITICAL_MAXIMUM` | 2 | all eigenvalues are negative beyond the tolerance |
 * | `DESCENT_CRITICAL_SADDLE` | 3 | some are negative and some positive beyond the tolerance; others may be zero |
 * | `DESCENT_CRITICAL_DEGENERATE` | 4 | some are zero within the tolerance, the rest have one sign: see `probe` |
 * | `DESCENT_CRITICAL_NOT_CRITICAL` | 5 | no critical point is close to this point, as far as can be seen from it; or its loss is not finite |
 * | `DESCENT_CRITICAL_MINIMUM_AT_KINK` | 6 | the loss is lowest where its gradient jumps, as that of abs(x) does: there are no eigenvalues. A search finds these, and a diagnosis where a run settles; descent_critical_classify() does not |
 */
typedef enum descent_critical_kind {
#define DESCENT_CRITICAL_KIND_ENUMERATOR(name, number, word) name = number,
    DESCENT_CRITICAL_KIND_LIST(DESCENT_CRITICAL_KIND_ENUMERATOR)
#undef DESCENT_CRITICAL_KIND_ENUMERATOR
} descent_critical_kind;

/**
 * @brief The one list of sources of second derivatives: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_HESSIAN_SOURCE_LIST(SOURCE)                                                                            \
    SOURCE(DESCENT_HESSIAN_CALLBACK, 0, "callback")                                                                    \
    SOURCE(DESCENT_HESSIAN_PRODUCT, 1, "product")                                                                      \
    SOURCE(DESCENT_HESSIAN_GRADIENT_DIFFERENCE, 2, "gradient difference")                                              \
    SOURCE(DESCENT_HESSIAN_LOSS_DIFFERENCE, 3, "loss difference")

/**
 * @brief Where second derivatives came from.
 *
 * | source | number | meaning |
 * |---|---|---|
 * | `DESCENT_HESSIAN_CALLBACK` | 0 | the problem's `hessian` |
 * | `DESCENT_HESSIAN_PRODUCT` | 1 | the problem's `hessian_product` |
 * | `DESCENT_HESSIAN_GRADIENT_DIFFERENCE` | 2 | central differences of the gradient |
 * | `DESCENT_HESSIAN_LOSS_DIFFERENCE` | 3 | central second differences of the loss |
 */
typedef enum descent_hessian_source {
#define DESCENT_HESSIAN_SOURCE_ENUMERATOR(name, number, word) name = number,
    DESCENT_HESSIAN_SOURCE_LIST(DESCENT_HESSIAN_SOURCE_ENUMERATOR)
#undef DESCENT_HESSIAN_SOURCE_ENUMERATOR
} descent_hessian_source;

/**
 * @brief The one list of sources of the tolerance: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_TOLERANCE_SOURCE_LIST(SOURCE)                                                                          \
    SOURCE(DESCENT_TOLERANCE_ROUNDING, 0, "rounding")                                                                  \
    SOURCE(DESCENT_TOLERANCE_DIFFERENCE, 1, "difference")                                                              \
    SOURCE(DESCENT_TOLERANCE_DISTANCE, 2, "distance")                                                                  \
    SOURCE(DESCENT_TOLERANCE_ASYMMETRY, 3, "asymmetry")                                                                \
    SOURCE(DESCENT_TOLERANCE_GIVEN, 4, "given")

/**
 * @brief What made the zero tolerance of the eigenvalues as large as it is.
 *
 * | source | number | meaning |
 * |---|---|---|
 * | `DESCENT_TOLERANCE_ROUNDING` | 0 | 4·n·ε·‖H‖: the eigenvalues' own rounding |
 * | `DESCENT_TOLERANCE_DIFFERENCE` | 1 | error of the finite differences |
 * | `DESCENT_TOLERANCE_DISTANCE` | 2 | change of the Hessian between here and where the critical point may be |
 * | `DESCENT_TOLERANCE_ASYMMETRY` | 3 | the Hessian that was handed in, or its products, are not symmetric |
 * | `DESCENT_TOLERANCE_GIVEN` | 4 | the option `eigenvalue_tolerance` |
 */
typedef enum descent_tolerance_source {
#define DESCENT_TOLERANCE_SOURCE_ENUMERATOR(name, number, word) name = number,
    DESCENT_TOLERANCE_SOURCE_LIST(DESCENT_TOLERANCE_SOURCE_ENUMERATOR)
#undef DESCENT_TOLERANCE_SOURCE_ENUMERATOR
} descent_tolerance_source;

/**
 * @brief The one list of answers of the probe: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_PROBE_LIST(PROBE)                                                                                      \
    PROBE(DESCENT_PROBE_NONE, 0, "none")                                                                               \
    PROBE(DESCENT_PROBE_LOWER, 1, "lower")                                                                             \
    PROBE(DESCENT_PROBE_FLAT, 2, "flat")                                                                               \
    PROBE(DESCENT_PROBE_NONE_LOWER, 3, "none lower")

/**
 * @brief What the loss itself said around a degenerate point.
 *
 * | probe | number | meaning |
 * |---|---|---|
 * | `DESCENT_PROBE_NONE` | 0 | not asked: not degenerate, switched off, no loss, or beyond the dense limit |
 * | `DESCENT_PROBE_LOWER` | 1 | a lower point was found: this is no minimum, and `lower_x` proves it |
 * | `DESCENT_PROBE_FLAT` | 2 | along at least one null direction the loss is constant but for noise: a valley |
 * | `DESCENT_PROBE_NONE_LOWER` | 3 | no lower point was found, which suggests a minimum and proves nothing |
 */
typedef enum descent_probe {
#define DESCENT_PROBE_ENUMERATOR(name, number, word) name = number,
    DESCENT_PROBE_LIST(DESCENT_PROBE_ENUMERATOR)
#undef DESCENT_PROBE_ENUMERATOR
} descent_probe;

/**
 * @brief What is known of one point. The library makes it, the user reads it and frees it with
 * descent_critical_point_free(). Numbers that do not apply or are not known are NaN, arrays NULL.
 */
typedef struct descent_critical_point {
    /** @name What it is, and where */
    /** @{ */
    descent_critical_kind kind; /**< What it is. */
    size_t dimension;           /**< Number of variables n. */
    double *x;                  /**< The point, n numbers: where it was classified, after refinement if any. */
    double loss;                /**< L(x); NaN if the problem has no loss. */
    double gradient_norm;       /**< ‖∇L(x)‖₂. */
    /** @} */

    /** @name Curvatures */
    /** @{ */
    /**
     * Number of negative eigenvalues (beyond the tolerance): the number of independent ways down. Exact if all n
     * eigenvalues were computed, else see `index_is_lower_bound`.
     */
    size_t index;
    size_t nullity;             /**< Number of eigenvalues within the tolerance of zero. */
    int index_is_lower_bound;   /**< Non-zero: the index is at least `index`; not all eigenvalues are known. */
    int nullity_is_lower_bound; /**< Non-zero: the nullity is at least `nullity`. */
    size_t eigenvalue_count;    /**< Length of `eigenvalues`: n, or fewer where no matrix was formed. */
    double *eigenvalues;        /**< Hessian eigenvalues, ascending; the first and last are always the extreme ones. */
    double *eigenvectors;     /**< Row k, `eigenvectors[k * n + i]`, belongs to `eigenvalues[k]`; orthonormal rows. The
                                    largest component of each is positive. For fewer than n eigenvalues: see
                                    `eigenvector_count`. */
    size_t eigenvector_count; /**< Number of rows of `eigenvectors`: those of the lowest eigenvalues. */
    double *residuals;        /**< ‖Hv − λv‖₂ of each eigenvalue: within it there is an exact eigenvalue. */
    double *hessian;          /**< The symmetrised Hessian, n×n row-major; NULL if none was formed. */
    /** @} */

    /** @name How well the curvatures are known */
    /** @{ */
    double eigenvalue_tolerance;               /**< Eigenvalues up to this far from zero count as zero. */
    descent_tolerance_source tolerance_source; /**< What decided the tolerance. */
    descent_hessian_source hessian_source;     /**< Where second derivatives came from. */
    double asymmetry; /**< max|Hᵢⱼ − Hⱼᵢ| / max|Hᵢⱼ| before symmetrisation; 0 for H = 0, NaN if no matrix was formed. */
    double condition; /**< max|λ| / min|λ|; infinity with a null eigenvalue; NaN where not all are known. */
    /** @} */

    /** @name What descent does here */
    /** @{ */
    const double *escape; /**< Where index ≥ 1: the eigenvector of the lowest eigenvalue, the steepest way out (either
                             sign of it); points into `eigenvectors`. Else NULL. */
    double step_limit;    /**< 2/λ_max: fixed-step descent is stable here only below it; NaN if λ_max ≤ 0 or the
                             curvature jumps; 0 where it has no bound. */
    double rule_step_limit; /**< The same for the option `rule`; NaN if none was given or it knows no limit. */
    /** @} */

    /** @name How near the critical point is */
    /** @{ */
    /**
     * Estimated distance from x to the critical point: the Newton step's length. 0 if ∇L(x) = 0. Of ways whose eigenvalue is zero within the
     * tolerance the step says nothing: from a degenerate point, such as that of x⁴ + y², it may be farther.
     */
    double distance;
    /**
     * Non-zero: ‖H⁻¹‖·‖H(x + p) − H(x)‖ ≤ 1/4 for the Newton step p, half of what the Kantorovich condition asks for
     * (Ortega and Rheinboldt 1970, 12.6.2) because the Lipschitz constant is only measured along p. Then there is one
     * critical point within twice the step, and its eigenvalues have the signs found here.
     */
    int newton_backed;
    double moved;      /**< Refinement: distance from where it started to x; 0 if it was only classified. */
    size_t iterations; /**< Refinement: Newton steps made. */
    int converged;     /**< Refinement: non-zero if it arrived. Only classified: non-zero if x is critical as it is. */
    /** @} */

    /** @name Around a degenerate point */
    /** @{ */
    descent_probe probe; /**< What the loss around a degenerate point said. */
    /** With DESCENT_PROBE_FLAT, non-zero: along other null directions the loss rises to both sides, so that this is a valley and no
        level ground. */
    int rises_beside;
    /** With DESCENT_PROBE_FLAT, non-zero: the loss rises between null directions along which it is constant to both sides: valleys
        meet there, as those of x²y² do at 0. */
    int valleys_meet;
    double *lower_x;   /**< With DESCENT_PROBE_LOWER: a point with a lower loss, n numbers, else NULL. */
    double lower_loss; /**< The loss there; below `loss` by more than the loss's rounding. NaN without. */
    /** @} */

    /** @name What it cost */
    /** @{ */
    descent_evaluations evaluations; /**< Calls of the user's functions made for this point. */
    uint64_t products;               /**< Hessian-vector products used, by callback or by differences. */
    /** @} */

    /** @name Where numbers or the loss set limits */
    /** @{ */
    /**
     * What rounding, and differences where no gradient was given, leave uncertain in ∇L(x), ‖·‖₂. Along an eigenvector it
     * hides the critical point within gradient_error/|λ|.
     */
    double gradient_error;
    /** Non-zero: toward this point the curvature grows without bound, like that of |x|^(3/2): differences of the gradient
        grow the more the narrower they are. The eigenvalues are then those of one width, and no step size is stable. */
    int unbounded_curvature;
    /** @} */

    /** @name Where bounds hold it */
    /** @{ */
    /**
     * Where bounds hold a run: μᵢ > 0, the slope against which the bound of xᵢ holds it (0 or more between two equal bounds), and NaN where it is free; n numbers.
     * Eigenvalues and eigenvectors are then those of the Hessian of the free variables, as many as there are, and the kind is
     * that of the point among those that the bounds allow. NULL without bounds that hold: x is critical by itself.
     */
    double *bound_multipliers;

    /**
     * λ and ρ, where the run descended L(x) + λ‖x‖²/2 + ρ‖x‖₁ for its rule's weight decay (in the gradient, decoupled, or both)
     * and L1 term: the point is critical for that function, and the eigenvalues have the λ. `loss` and `gradient_norm` are
     * those of L alone. Else 0.
     */
    double weight_decay;
    double l1; /**< ρ. */
    /** Where the L1 term holds xᵢ at 0: ρ − |∂L/∂xᵢ| > 0, by how much the slope falls short of leaving it, and NaN elsewhere; n
        numbers. Eigenvalues and kind are then as for `bound_multipliers`. NULL where it holds none. */
    double *zero_margins;

    /** Non-zero: the curvature jumps at this point, as that of an expectile's or a squared hinge's loss does: along the steepest
        eigenvector the gradient rises differently to its two sides, or along two ways together by another amount than along
        each, as that of abs(x)*y does. The Hessian is then that of one side, or a mean of both, and no derivative of the gradient;
        no theory of step sizes holds, and the step limits are NaN. Seen where there is a gradient; by two ways together only of degenerate points, up to `dense_limit`. */
    int curvature_jumps;
    /** @} */
} descent_critical_point;

/**
 * @brief Options of classification and refinement. All zero is the default.
 */
typedef struct descent_critical_options {
    /** @name What counts as zero */
    /** @{ */
    /**
     * Zero tolerance of the eigenvalues; ≥ 0 and finite. 0, the default: the largest of 4·n·ε·‖H‖, the error of the
     * finite differences, the asymmetry, the change of the Hessian between x and the critical point, and what the
     * gradient's measured noise leaves open.
     */
    double eigenvalue_tolerance;

    /**
     * Distance within which a critical point must lie for x to count as one; ≥ 0 and finite. 0, the default:
     * ε^(1/4)·max(‖x‖, scale) where Newton's theory backs it, else √ε·max(‖x‖, scale), with the problem's scale.
     */
    double distance_tolerance;
    /** @} */

    /** @name Many variables */
    /** @{ */
    /** Up to this dimension the matrix is formed and all eigenvalues computed; beyond it Lanczos. 0, the default: 1024. */
    size_t dense_limit;

    /** Beyond `dense_limit`: products at most, for each run of Lanczos and each Newton step. 0, the default: 500. */
    size_t product_limit;

    /** Lanczos: lowest eigenpairs wanted, each costing one vector of n numbers; at most 64. 0, the default: 1. */
    size_t eigenpair_count;
    /** @} */

    /** @name Degenerate points */
    /** @{ */
    /** Non-zero: the loss around degenerate points is not probed. 0, the default: it is. */
    int no_probe;

    /** Probe: evaluations at most. 0, the default: 20000. */
    size_t probe_limit;
    /** @} */

    /** @name Refinement */
    /** @{ */
    /** Refinement: Newton steps at most. 0, the default: 200. */
    size_t iteration_limit;

    /** Refinement: it goes no farther than this from its start; > 0, may be infinite. 0, the default: no bound. */
    double distance_limit;
    /** @} */

    /** @name The rule */
    /** @{ */
    /** The rule for `rule_step_limit`; NULL, the default: none. Only read during the call. */
    const descent_rule *rule;
    /** @} */

    /** @name Cost, and who may cancel */
    /** @{ */
    /** Calls of the user's functions, of all sorts, for one point at most: where more are needed the call returns DESCENT_EBUDGET.
        Of a search for all together, see its own option. 0, the default: no limit. */
    uint64_t evaluation_limit;

    descent_evaluation_watch *watch; /**< May cancel; NULL, the default: nobody does. */
    void *watch_context;             /**< Handed to `watch`. */
    /** @} */

    void *reserved[5]; /**< For later; must be NULL. */
} descent_critical_options;

/**
 * @brief Says what kind of point x is.
 *
 * The kind is that of the critical point near x; how near is `distance`. Where none is near, the kind is
 * DESCENT_CRITICAL_NOT_CRITICAL and the eigenvalues are simply those of the Hessian at x.
 *
 * The Hessian comes from `hessian`, else `hessian_product`, else differences of the gradient, else differences of the
 * loss. Up to `dense_limit` variables all its eigenvalues are computed; beyond, no matrix is formed and Lanczos finds
 * the extreme ones: a negative one then proves a saddle (or maximum), while "minimum" is only said if no eigenvalue lies
 * below zero but with a chance of one in a million (Kuczyński and Woźniakowski 1992), and "maximum" likewise.
 * @param problem The problem.
 * @param x The point, n finite numbers.
 * @param options NULL for the defaults.
 * @param[out] point Receives the result, the caller's to free with descent_critical_point_free(); NULL on failure.
 * @retval DESCENT_SUCCESS The call could do its work; what it found is `kind`.
 * @retval DESCENT_EINVAL NULL argument, an incomplete problem, an option out of range.
 * @retval DESCENT_ENONFINITE x, the gradient or the Hessian at x has a NaN or an infinity; the detail names it.
 * @retval DESCENT_ECALLBACK A callback returned non-zero; the detail says which code.
 * @retval DESCENT_EUNSUPPORTED Beyond `dense_limit` variables without a gradient.
 * @retval DESCENT_EBUDGET `evaluation_limit` does not suffice.
 * @retval DESCENT_ECANCELLED `watch` asked to stop.
 * @retval DESCENT_ENOMEM
 */
DESCENT_API descent_status descent_critical_classify(const descent_problem *problem, const double *x,
                                                     const descent_critical_options *options,
                                                     descent_critical_point **point);

/**
 * @brief Walks from x to the critical point nearby, of whatever kind, and classifies it.
 *
 * Newton's method on ∇L = 0 within a trust region; each step must lower ‖∇L‖ or shorten the next Newton step. Where it
 * cannot arrive (there may be no critical point) the result says so: `converged` is 0, the kind
 * DESCENT_CRITICAL_NOT_CRITICAL, and x is the last point that was reached. `moved` tells how far it went.
 * @param problem The problem.
 * @param x Where to begin, n finite numbers.
 * @param options NULL for the defaults.
 * @param[out] point Receives the result, the caller's to free with descent_critical_point_free(); NULL on failure.
 * @return As descent_critical_classify().
 */
DESCENT_API descent_status descent_critical_refine(const descent_problem *problem, const double *x,
                                                   const descent_critical_options *options,
                                                   descent_critical_point **point);

/**
 * @brief The point as one JSON object on one line, UTF-8, with a newline; numbers with all their digits.
 *
 * Keys and values are those that descent_diagnosis_print_json() says of a critical point: the names of the fields of
 * descent_critical_point, without those that are left out there. Where `curvature_jumps`, eigenvalues, eigenvectors, residuals, hessian,
 * condition and asymmetry are null: no derivative of the gradient has them. `distance` is null where the point is degenerate, not on level
 * ground, and ∇L(x) not 0, for there Newton's step does not tell how far off it may be.
 * @param point The point.
 * @param[out] text Receives the string, the caller's to free with free(); NULL on failure.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL argument.
 * @retval DESCENT_ENOMEM
 */
DESCENT_API descent_status descent_critical_point_json(const descent_critical_point *point, char **text);

/** @brief Frees a critical point with its arrays. @param point May be NULL. */
DESCENT_API void descent_critical_point_free(descent_critical_point *point);

/**
 * @brief One or two English words for a kind: "minimum", "saddle", …
 * @param kind Any value, also one that is no kind.
 * @return A constant string; never NULL.
 */
DESCENT_API const char *descent_critical_kind_string(descent_critical_kind kind);

/** @brief The same for where a Hessian came from. @param source Any value. @return A constant string; never NULL. */
DESCENT_API const char *descent_hessian_source_string(descent_hessian_source source);

/** @brief For what decided the tolerance of zero. @param source Any value. @return A constant string; never NULL. */
DESCENT_API const char *descent_tolerance_source_string(descent_tolerance_source source);

/** @brief For what a probe found. @param probe Any value. @return A constant string; never NULL. */
DESCENT_API const char *descent_probe_string(descent_probe probe);

/** @brief The critical points found in a box, and how complete the search believes itself to be. */
typedef struct descent_critical_set {
    /** @name The points */
    /** @{ */
    size_t count; /**< Number of points. */
    descent_critical_point *
        *points; /**< The points by ascending loss (without a loss: by index), then by coordinates. */
    /** @} */

    /** @name How the search went */
    /** @{ */
    size_t starts;        /**< Quasi-random starts made; they cover the box evenly. */
    size_t mixed_starts;  /**< Starts made besides by mixing the coordinates of points found before. */
    size_t failed_starts; /**< Starts of both sorts that led to no critical point. */
    size_t outside;       /**< Starts of both sorts that led out of the box. */
    size_t fruitless;     /**< Quasi-random starts at the end of the search, in a row, that found nothing new. */
    int exhausted;        /**< Non-zero: a limit of starts, evaluations or points ended the search, not its own rule. */
    int continuum;        /**< Non-zero: some points lie on a valley or crest; those listed are samples of it. */
    /** @} */

    /** @name Is the list complete? */
    /** @{ */
    /**
     * Estimated chance that one more quasi-random start finds a new point: the share of starts that led to a point no
     * other start led to (Good, 1953). Small is good; it cannot see points whose catchment is tiny.
     */
    double new_point_chance;

    /**
     * Sum of (−1)^index over the nondegenerate points, without those at kinks. If all critical points in the box are nondegenerate and the
     * gradient points outward all along its boundary, the full set has sum 1 (Poincaré and Hopf; Milnor 1965, §6).
     */
    long index_sum;
    /** Non-zero: the gradient pointed outward at every boundary point that was sampled, so `index_sum` should be 1. While
        it is not, and no point is degenerate or at a kink, points are missing, and the search goes on 64 times as long.
        0, too, where a pole was seen in the box, as that of log|x|: of such a loss the sum says nothing. */
    int boundary_outward;
    /** @} */

    /** @name What it cost */
    /** @{ */
    descent_evaluations evaluations; /**< Calls of the user's functions. */
    /** @} */
} descent_critical_set;

/** @brief Options of the search. All zero is the default. */
typedef struct descent_critical_search_options {
    /** @name Each point */
    /** @{ */
    descent_critical_options critical; /**< For refining and classifying each point. */
    /** @} */

    /** @name When the search ends */
    /** @{ */
    size_t start_limit; /**< Quasi-random starts at most. 0, the default: 20000. */
    /** Ends after this many quasi-random starts in a row found nothing new; 0, the default: 50 + 2·(points found). */
    size_t fruitless_limit;
    uint64_t evaluation_limit; /**< Calls of the user's functions at most, of all sorts. 0, the default: 2000000. */
    size_t point_limit;        /**< Points at most. 0, the default: 4096. */
    /** @} */

    /** @name What counts as one point */
    /** @{ */
    /**
     * Points closer than this in every coordinate, measured in units of the box's width there, are one; in (0, 1).
     * 0, the default: 1e-6.
     */
    double merge_distance;
    /** @} */

    void *reserved[8]; /**< For later; must be NULL. */
} descent_critical_search_options;

/**
 * @brief Looks for all critical points in a box.
 *
 * Refines from a deterministic low-discrepancy sequence of starts (Sobol up to 40 variables, Halton with reversed
 * digits up to 1229, beyond that pseudo-random numbers) and from starts that mix coordinates of points already found,
 * which is what makes the many points of separable losses cheap. With a loss and a gradient of up to 32 variables, some starts are
 * descended from as well, and minima found where the gradient jumps. Points that leave the box are dropped; points are
 * merged by `merge_distance`. No such search can prove that it is complete: the fields beside the points say what speaks
 * for it.
 * @param problem The problem.
 * @param lower Lower corner of the box, n finite numbers.
 * @param upper Upper corner, n finite numbers, each above its lower one.
 * @param options NULL for the defaults.
 * @param[out] set Receives the result, the caller's to free with descent_critical_set_free(); NULL on failure.
 * @retval DESCENT_SUCCESS The search was made, whether or not it found anything. Callbacks that fail at some starts
 * only cost these starts (`failed_starts`).
 * @retval DESCENT_EINVAL NULL argument, an incomplete problem, an option out of range, lower not below upper.
 * @retval DESCENT_ENONFINITE A corner has a NaN or an infinity.
 * @retval DESCENT_ECALLBACK A callback returned non-zero at every single start.
 * @retval DESCENT_EUNSUPPORTED The dimension is beyond the option `dense_limit`.
 * @retval DESCENT_ENOMEM
 */
DESCENT_API descent_status descent_critical_search(const descent_problem *problem, const double *lower,
                                                   const double *upper, const descent_critical_search_options *options,
                                                   descent_critical_set **set);

/**
 * @brief The set as one JSON object on one line: the keys are the names of the fields of descent_critical_set but `count`, `points` is
 * a list of objects as descent_critical_point_json() has them, `exhausted`, `continuum` and `boundary_outward` are true or false.
 * @param set The set.
 * @param[out] text As descent_critical_point_json().
 * @return As descent_critical_point_json().
 */
DESCENT_API descent_status descent_critical_set_json(const descent_critical_set *set, char **text);

/** @brief Frees a set with its points. @param set May be NULL. */
DESCENT_API void descent_critical_set_free(descent_critical_set *set);

#ifdef __cplusplus
}
#endif

#endif
