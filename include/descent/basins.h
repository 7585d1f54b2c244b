/**
 * @file
 * @brief What a basin map says of the boundary between its basins.
 */
#ifndef DESCENT_BASINS_H
#define DESCENT_BASINS_H

#include <stddef.h>

#include <descent/export.h>
#include <descent/status.h>
#include <descent/sweep.h>

#ifdef __cplusplus
extern "C" {
#endif

/** @brief How uncertain the end of a run is when its start is known only so well. A plain value. */
typedef struct descent_basin_boundary {
    /** @name The exponent */
    /** @{ */
    /**
     * Uncertainty exponent α: the share f(ε) of starts that have a start of another basin at distance ε grows as ε^α
     * (Grebogi, McDonald, Ott and Yorke 1983). 1 for smooth boundaries, less for fractal ones, toward 0 where basins
     * riddle each other. It is told only if it is the same, to 0.05, from each of four distances at least to the next, from one
     * column on, or from two, and above 0 by more than its error. NaN otherwise: no boundary; a small map; lines so near each other, or a
     * mixture so fine, that the exponent changes when the distances are halved; basins one start wide, such as that of a saddle whose
     * ridge the grid hits, of which as many starts are uncertain at each distance; or too many starts whose end is not known.
     */
    double exponent;
    double error;     /**< Half-width of its interval: 0.05; the scatter of the fit is less. NaN as the exponent. */
    double dimension; /**< Dimension of the boundary in the plane, 2 − α; NaN as the exponent. */
    /** @} */

    /** @name The fit */
    /** @{ */
    size_t scales; /**< Distances that were fitted, or measured where the exponent is NaN: 1, 2, 4, … columns. */
    double distances[16]; /**< ε of each, in columns. */
    double shares[16];    /**< f(ε) of each. */
    /** @} */

    void *reserved[4]; /**< For later; NULL. */
} descent_basin_boundary;

/**
 * @brief Measures the boundary of a basin map: which of its starts are uncertain at which distance.
 *
 * Each start is compared with its two neighbours at distance ε in its row and its two in its column; it is uncertain if
 * one of them has another label. Runs without a label: those that leave, as diverging, unbounded or non-finite ones, are of one
 * basin; quasiperiodic, chaotic and noisy ones of one for each ending; the ends of all others are not known, as of those that got no
 * label because all were given, and they are compared with none.
 * @param sweep A map: made by descent_sweep_plane(), or with the option `columns`.
 * @param[out] boundary Receives the figures.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL argument, or the sweep is no map.
 */
DESCENT_API descent_status descent_basin_boundary_measure(const descent_sweep *sweep, descent_basin_boundary *boundary);

#ifdef __cplusplus
}
#endif

#endif
