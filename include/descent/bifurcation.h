/**
 * @file
 * @brief What a sweep over step sizes or over a parameter says of the long run: windows, doublings, onset of chaos.
 */
#ifndef DESCENT_BIFURCATION_H
#define DESCENT_BIFURCATION_H

#include <stddef.h>

#include <descent/ending.h>
#include <descent/export.h>
#include <descent/problem.h>
#include <descent/status.h>
#include <descent/sweep.h>

#ifdef __cplusplus
extern "C" {
#endif

/** @brief Neighbouring runs of a sweep that end alike: a window, if they are periodic within chaos. */
typedef struct descent_bifurcation_segment {
    descent_ending ending; /**< The ending they share. */
    size_t period;         /**< The period they share: `period` of descent_sweep_result. */
    size_t first;          /**< First run. */
    size_t last;           /**< Last run. */
    double low;            /**< Its step size or parameter. */
    double high;           /**< That of the last. */
    void *reserved[2];     /**< For later; NULL. */
} descent_bifurcation_segment;

/** @brief Where a cycle loses its stability by doubling its period. */
typedef struct descent_doubling {
    size_t period;     /**< The period that is lost: 1 for a fixed point, 2 for a 2-cycle, … */
    double value;      /**< Step size or parameter at which the cycle's multiplier is −1. */
    double error;      /**< Half-width of the interval it is known to lie in, as far as rounding allows. */
    double *orbit;     /**< The cycle there, period × n numbers. */
    void *reserved[2]; /**< For later; NULL. */
} descent_doubling;

/** @brief Bifurcation data. The library makes it, the user frees it with descent_bifurcation_free(). */
typedef struct descent_bifurcation {
    /** @name Segments */
    /** @{ */
    size_t segment_count;                  /**< Number of segments. */
    descent_bifurcation_segment *segments; /**< Segments in order of the runs. */
    /** @} */

    /** @name Doublings */
    /** @{ */
    size_t doubling_count;       /**< Number of doublings located. */
    descent_doubling *doublings; /**< Doublings, in order of their values. */
    /** @} */

    /** @name Chaos */
    /** @{ */
    /** The first value from which a run is chaotic, as the sweep has it: exact to its spacing. NaN: no run is. */
    double chaos_low;

    /**
     * Where the first cascade of doublings ends and chaos begins, extrapolated from its last three doublings
     * with the ratio of their distances (Feigenbaum 1978); NaN if fewer were located. Of three no more is known than that ratio, and
     * the first ones may be any: from four on `accumulation_error` tells how many digits count.
     */
    double accumulation;
    double
        accumulation_error;  /**< Change of that figure when the last doubling is left out; NaN with fewer than four. */
    double ratio;            /**< The last ratio of distances; tends to 4.6692 for smooth maps with quadratic tips. */
    double largest_exponent; /**< Largest Lyapunov exponent of all runs; NaN if the sweep measured none. */
    /** @} */
} descent_bifurcation;

/**
 * @brief Reads windows and doublings from a sweep, and locates each doubling to nearly full precision.
 *
 * Near a doubling runs settle arbitrarily slowly, so it is not found by patience: the cycle is followed by Newton's method
 * from the last run that settled on it, and the value sought at which a multiplier of the rule's map along it is −1. A
 * doubling may lie where no run of the sweep is on the cycle any more; one at which no multiplier is −1 is none, and so is one
 * beyond which no cycle of twice the period begins, its width growing as the root of the distance: where runs only leave, as on
 * a parabola, nothing doubles.
 * Where a callback fails on the way to a doubling, that doubling is left out.
 * @param sweep Made by descent_sweep_step_sizes() or descent_sweep_parameters() with ascending values.
 * @param problem The problem it was made of.
 * @param[out] bifurcation Receives the data, the caller's to free; NULL on failure.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL argument, a problem of another dimension, a sweep of another sort, or values that do not
 * ascend.
 * @retval DESCENT_ENOMEM
 */
DESCENT_API descent_status descent_bifurcation_read(const descent_sweep *sweep, const descent_problem *problem,
                                                    descent_bifurcation **bifurcation);

/** @brief Frees bifurcation data. @param bifurcation May be NULL. */
DESCENT_API void descent_bifurcation_free(descent_bifurcation *bifurcation);

#ifdef __cplusplus
}
#endif

#endif
