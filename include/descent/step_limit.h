/**
 * @file
 * @brief The step limit: from which step size on does a run from this start explode, or no longer converge?
 */
#ifndef DESCENT_STEP_LIMIT_H
#define DESCENT_STEP_LIMIT_H

#include <stddef.h>
#include <stdint.h>

#include <descent/ending.h>
#include <descent/export.h>
#include <descent/problem.h>
#include <descent/rules.h>
#include <descent/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * @brief The one list of properties: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_STEP_PROPERTY_LIST(PROPERTY)                                                                           \
    PROPERTY(DESCENT_STEP_BOUNDED, 0, "bounded")                                                                       \
    PROPERTY(DESCENT_STEP_CONVERGES, 1, "converges")

/**
 * @brief What must hold below the limit, and fail above it.
 *
 * | property | number | meaning |
 * |---|---|---|
 * | `DESCENT_STEP_BOUNDED` | 0 | the run stays bounded: it neither grows without bound nor becomes non-finite |
 * | `DESCENT_STEP_CONVERGES` | 1 | the run converges to a critical point, however slowly |
 */
typedef enum descent_step_property {
#define DESCENT_STEP_PROPERTY_ENUMERATOR(name, number, word) name = number,
    DESCENT_STEP_PROPERTY_LIST(DESCENT_STEP_PROPERTY_ENUMERATOR)
#undef DESCENT_STEP_PROPERTY_ENUMERATOR
} descent_step_property;

/**
 * @brief The one list of sources of a limit: name, number, word. Numbers are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_LIMIT_SOURCE_LIST(SOURCE)                                                                              \
    SOURCE(DESCENT_LIMIT_BISECTION, 0, "bisection")                                                                    \
    SOURCE(DESCENT_LIMIT_MULTIPLIER, 1, "multiplier")                                                                  \
    SOURCE(DESCENT_LIMIT_UNDECIDED, 2, "undecided")

/**
 * @brief Where the figure came from.
 *
 * | source | number | meaning |
 * |---|---|---|
 * | `DESCENT_LIMIT_BISECTION` | 0 | runs on both sides, down to neighbouring numbers |
 * | `DESCENT_LIMIT_MULTIPLIER` | 1 | the stability limit of the point reached, within the bracket of the runs |
 * | `DESCENT_LIMIT_UNDECIDED` | 2 | runs in the bracket decide neither way in their steps: it stays that wide |
 */
typedef enum descent_limit_source {
#define DESCENT_LIMIT_SOURCE_ENUMERATOR(name, number, word) name = number,
    DESCENT_LIMIT_SOURCE_LIST(DESCENT_LIMIT_SOURCE_ENUMERATOR)
#undef DESCENT_LIMIT_SOURCE_ENUMERATOR
} descent_limit_source;

/** @brief Options. All zero is the default. */
typedef struct descent_step_limit_options {
    descent_step_property property; /**< Default DESCENT_STEP_BOUNDED. */
    const descent_rule *rule; /**< The rule, whose own step size does not matter; NULL, the default: fixed step. */
    uint64_t steps; /**< Steps after which a run must have shown what it does; at least 64. 0, the default: 4096. */
    size_t scan;    /**< Runs spread over [low, high] to see whether there is one boundary; at least 2. 0, the default:
                         256. */
    void *reserved[8]; /**< For later; must be NULL. */
} descent_step_limit_options;

/** @brief What is known of a limit. The library makes it, the user frees it with descent_step_limit_result_free(). */
typedef struct descent_step_limit_result {
    /** @name The limit */
    /** @{ */
    double
        limit; /**< The limit: the lowest step size in [low, high] at which the property is lost, as far as was looked: the scan, and
                       where that sees more than one boundary some finer ones below the lowest. */
    double low;  /**< Bracket: here a run was seen to have the property (or the multiplier says so) … */
    double high; /**< … and here to have lost it. */
    descent_limit_source source; /**< Where the figure came from. */
    /** @} */

    /** @name The runs beside it */
    /** @{ */
    descent_ending ending_low;  /**< Ending of the runs just below, which the one at the limit itself need not share. */
    descent_ending ending_high; /**< Ending of the runs just above. */
    /** @} */

    /** @name Is it the only one? */
    /** @{ */
    int single;       /**< Non-zero: one boundary only, as far as the scan and the neighbourhood of the limit show. */
    size_t crossings; /**< Changes between having and losing the property that the scan saw, from low to high. */
    double last;      /**< The highest step size of the scan that still has the property. */
    size_t runs;      /**< Runs made. */
    /** @} */

    /** @name Is it one? */
    /** @{ */
    int held; /**< Zero: with no step size of the scan below the limit a run was seen to have the property, so that nothing shows that
                   it is lost there. Then `low` is the lowest step size, and the figure is of no use unless multipliers gave it. */
    /** Where the multipliers gave it: non-zero if the point is a minimum, to which with smaller step sizes all runs come that are
     * near. Zero: it draws in those that begin on a ridge or another line that this start is on, and lets go of those beside. */
    int attracts;
    /** @} */
} descent_step_limit_result;

/**
 * @brief Finds the step size from which on a run from this start loses the property.
 *
 * First a scan of [low, high]; then bisection of its lowest change, until no number lies between both sides; then a look
 * at the neighbourhood of what was found, on scales from the bracket down. More than one change means windows or a
 * fractal boundary.
 *
 * Close to a limit of convergence runs settle arbitrarily slowly and bisection by patience alone is wrong; there the
 * multipliers of the critical point decide: a run that stands at a point beyond its stability limit has not converged to it,
 * and the limit is the rule's own stability limit, if that lies in the interval in which runs are too slow to tell. It is as exact as the Hessian, so about 13 digits where that comes from differences
 * of the gradient. They decide, too, how long a run stays bounded that begins exactly on a ridge, where it grows by the multiplier of the
 * saddle alone. A run that drifts away without a sign of turning back counts as one that does not tell.
 * @param problem The problem.
 * @param start The start, n finite numbers.
 * @param low A step size > 0 with the property.
 * @param high A larger, finite step size without it.
 * @param options NULL for the defaults.
 * @param[out] result Receives what was found, the caller's to free; NULL on failure.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL argument, incomplete problem, an option out of range, low not below high; or the property
 * does not hold at low, or does at high: the detail says which ending the run had.
 * @retval DESCENT_ENONFINITE The start has a NaN or an infinity.
 * @retval DESCENT_ECALLBACK A callback returned non-zero.
 * @retval DESCENT_ENOMEM
 */
DESCENT_API descent_status descent_step_limit_find(const descent_problem *problem, const double *start, double low,
                                                   double high, const descent_step_limit_options *options,
                                                   descent_step_limit_result **result);

/** @brief Frees a result. @param result May be NULL. */
DESCENT_API void descent_step_limit_result_free(descent_step_limit_result *result);

/**
 * @brief The short form of descent_step_limit_find(): only the number.
 * @param problem The problem.
 * @param start The start, n finite numbers.
 * @param low A step size > 0 with the property.
 * @param high A larger, finite step size without it.
 * @param options NULL for the defaults.
 * @param[out] limit Receives the lowest step size at which the property is lost; NaN on other failures.
 * @retval DESCENT_ENOCONVERGENCE There is not one boundary but several, or the runs do not decide: `limit` holds the lowest
 * boundary seen, and the detail how many there are.
 * @return Else as descent_step_limit_find().
 */
DESCENT_API descent_status descent_step_limit(const descent_problem *problem, const double *start, double low,
                                              double high, const descent_step_limit_options *options, double *limit);

#ifdef __cplusplus
}
#endif

#endif
