#include <descent/basins.h>

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/environment.h"
#include "base/status.h"

enum {
    most_scales = 16
};

/* Above this share, uncertain strips overlap and the share no longer grows like a power. */
static const double saturated_share = 0.3;

/* Student's 97.5 % points for 1 to 14 degrees of freedom. */
static const double student[] = {12.71, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365,
                                 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145};

/* What a start belongs to: its label, or else its ending, told apart from labels. */
static uint64_t basin(const descent_sweep *sweep, size_t run)
{
    const uint32_t label = descent_sweep_view_run(sweep, run).label;
    const uint64_t unlabelled = (uint64_t)1 << 32;
    return label != DESCENT_SWEEP_NO_LABEL ? label : unlabelled + (uint64_t)descent_sweep_ending(sweep, run);
}

static bool is_uncertain(const descent_sweep *sweep, size_t column, size_t row, size_t columns, size_t rows,
                         size_t distance)
{
    const size_t run = row * columns + column;
    const uint64_t own = basin(sweep, run);
    return (column >= distance && basin(sweep, run - distance) != own) ||
           (column + distance < columns && basin(sweep, run + distance) != own) ||
           (row >= distance && basin(sweep, run - distance * columns) != own) ||
           (row + distance < rows && basin(sweep, run + distance * columns) != own);
}

static double uncertain_share(const descent_sweep *sweep, size_t columns, size_t rows, size_t distance)
{
    size_t uncertain = 0;
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++)
            uncertain += is_uncertain(sweep, column, row, columns, rows, distance);
    return (double)uncertain / ((double)columns * (double)rows);
}

/* The slope of log share over log distance by least squares, with its interval. */
static void fit(descent_basin_boundary *boundary)
{
    const size_t count = boundary->scales;
    double mean_x = 0, mean_y = 0, xx = 0, xy = 0, residual = 0;
    if (count < 3)
        return;
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
    for (size_t i = 0; i < count; i++) {
        const double x = log(boundary->distances[i]) - mean_x, y = log(boundary->shares[i]) - mean_y;
        residual += (y - boundary->exponent * x) * (y - boundary->exponent * x);
    }
    boundary->error = student[count - 3] * sqrt(residual / (double)(count - 2) / xx);
    boundary->dimension = 2 - boundary->exponent;
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
    fit(boundary);
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
