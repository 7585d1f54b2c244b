#include <descent/basins.h>

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/ending.h"
#include "base/environment.h"
#include "base/status.h"

enum {
    most_scales = 16,
    least_scales = 4 /* three slopes: two of a boundary that is not straight agree by chance */
};

/*
 * From one distance to the next the slope of log share over log distance may change by this much: by as much it falls where the
 * strips of a smooth boundary come to overlap. Of 1800 maps of 128 to 512 starts a side, of lines that crowd toward one, lines,
 * circles and rough graphs, 1 number in 40 is off by more than this and its error then; with twice as much, 1 in 15.
 */
static const double same_slope = 0.05;
/* Starts whose end is not known, against those that are uncertain beside a neighbour: more of them could be a boundary of their own. */
static const double most_unknown = 0.1;

/* Above this share, uncertain strips overlap and the share no longer grows like a power. */
static const double saturated_share = 0.3;

/* No label and no ending that lasts: the steps did not suffice to tell where the run ends, or the labels did not. */
static const uint64_t unknown = UINT64_MAX;

/* What a start belongs to: its label, or else its ending, told apart from labels. All runs that leave have left for one place. */
static uint64_t basin(const descent_sweep *sweep, size_t run)
{
    const uint32_t label = descent_sweep_view_run(sweep, run).label;
    const descent_ending ending = descent_sweep_ending(sweep, run);
    const uint64_t unlabelled = (uint64_t)1 << 32;
    if (label != DESCENT_SWEEP_NO_LABEL)
        return label;
    if (descent__ending_leaves(ending))
        return unlabelled + DESCENT_ENDING_DIVERGING;
    return descent__ending_is_irregular(ending) ? unlabelled + (uint64_t)ending : unknown;
}

/* Do these two starts end elsewhere, as far as is known of both? */
static bool differs(const descent_sweep *sweep, uint64_t own, size_t run)
{
    const uint64_t other = basin(sweep, run);
    return other != own && other != unknown;
}

static bool is_uncertain(const descent_sweep *sweep, size_t column, size_t row, size_t columns, size_t rows,
                         size_t distance)
{
    const size_t run = row * columns + column;
    const uint64_t own = basin(sweep, run);
    return own != unknown && ((column >= distance && differs(sweep, own, run - distance)) ||
                              (column + distance < columns && differs(sweep, own, run + distance)) ||
                              (row >= distance && differs(sweep, own, run - distance * columns)) ||
                              (row + distance < rows && differs(sweep, own, run + distance * columns)));
}

static double uncertain_share(const descent_sweep *sweep, size_t columns, size_t rows, size_t distance)
{
    size_t uncertain = 0;
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++)
            uncertain += is_uncertain(sweep, column, row, columns, rows, distance);
    return (double)uncertain / ((double)columns * (double)rows);
}

static double unknown_share(const descent_sweep *sweep)
{
    const size_t count = descent_sweep_count(sweep);
    size_t found = 0;
    for (size_t run = 0; run < count; run++)
        found += basin(sweep, run) == unknown;
    return (double)found / (double)count;
}

/* How many of the distances have one slope, from number `first` on. */
static size_t count_straight(const descent_basin_boundary *boundary, size_t first)
{
    double low = INFINITY, high = -INFINITY;
    size_t i = first + 1;
    for (; i < boundary->scales; i++) {
        const double slope = log(boundary->shares[i] / boundary->shares[i - 1]) /
                             log(boundary->distances[i] / boundary->distances[i - 1]);
        low = fmin(low, slope);
        high = fmax(high, slope);
        if (high - low > same_slope)
            break;
    }
    return i - first;
}

/* Leaves only those distances that have one slope, from 1 column on or from 2: a rough boundary is blurred by the grid. */
static bool keep_straight(descent_basin_boundary *boundary)
{
    for (size_t first = 0; first < 2 && first < boundary->scales && boundary->distances[0] <= 1; first++) {
        const size_t count = count_straight(boundary, first);
        if (count < least_scales)
            continue;
        for (size_t i = 0; i < count; i++) {
            boundary->distances[i] = boundary->distances[first + i];
            boundary->shares[i] = boundary->shares[first + i];
        }
        boundary->scales = count;
        return true;
    }
    return false;
}

/* The slope of log share over log distance by least squares, where it is one. */
static void fit(descent_basin_boundary *boundary)
{
    double mean_x = 0, mean_y = 0, xx = 0, xy = 0;
    if (!keep_straight(boundary))
        return;
    const size_t count = boundary->scales;
    for (size_t i = 0; i < count; i++) {
        mean_x += log(boundary->distances[i]) / (double)count;
        mean_y += log(boundary->shares[i]) / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        const double x = log(boundary->distances[i]) - mean_x, y = log(boundary->shares[i]) - mean_y;
        xx += x * x;
        xy += x * y;
    }
    boundary->exponent = xy / xx;
    /* Of slopes that differ by no more, the scatter about the line leaves less open, by Student's 95 % at most 0.038. */
    boundary->error = same_slope;
    boundary->dimension = 2 - boundary->exponent;
}

/*
 * Does the share shrink with the distance, and no faster than that of a curve? Starts whose basin is one start wide, such as those
 * exactly on a ridge, are as many at each distance: that is the grid's doing, and the slope, 0, no exponent of the boundary. A
 * boundary that parts a plane has dimension 1 at least.
 */
static bool is_resolved(const descent_basin_boundary *fitted)
{
    return fitted->exponent > fitted->error && fitted->exponent - fitted->error <= 1;
}

/* The fit, where it is one of a boundary; else the distances stay as they were measured. */
static void fit_resolved(descent_basin_boundary *boundary)
{
    descent_basin_boundary fitted = *boundary;
    fit(&fitted);
    if (is_resolved(&fitted))
        *boundary = fitted;
}

static descent_status measure(const descent_sweep *sweep, descent_basin_boundary *boundary)
{
    if (!boundary)
        return descent_fail(DESCENT_EINVAL, "boundary must not be NULL");
    *boundary = (descent_basin_boundary){.exponent = NAN, .error = NAN, .dimension = NAN};
    if (!sweep)
        return descent_fail(DESCENT_EINVAL, "sweep must not be NULL");
    const size_t columns = descent_sweep_view(sweep).columns;
    if (columns == 0)
        return descent_fail(DESCENT_EINVAL, "sweep must be a map");
    const size_t rows = descent_sweep_count(sweep) / columns;
    const size_t widest = (columns < rows ? columns : rows) / 4;
    for (size_t distance = 1; distance <= widest && boundary->scales < most_scales; distance *= 2) {
        const double share = uncertain_share(sweep, columns, rows, distance);
        if (share == 0)
            continue;
        if (share > saturated_share)
            break;
        boundary->distances[boundary->scales] = (double)distance;
        boundary->shares[boundary->scales++] = share;
    }
    if (boundary->scales > 0 && unknown_share(sweep) <= most_unknown * boundary->shares[0])
        fit_resolved(boundary);
    return DESCENT_SUCCESS;
}

descent_status descent_basin_boundary_measure(const descent_sweep *sweep, descent_basin_boundary *boundary)
{
    descent__environment environment;
    descent__environment_enter(&environment);
    const descent_status status = measure(sweep, boundary);
    descent__environment_leave(&environment);
    return status;
}
