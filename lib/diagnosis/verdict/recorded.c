#include "diagnosis/verdict/recorded.h"

#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"

enum {
    windows = 3,   /* of steps: two growths in a row */
    few_steps = 3, /* two say how a third goes on, and it does */
    eighths = 8    /* of the rows: of half a cosine the last is a fourteenth of the middle one; no edge */
};

bool descent__recorded_slope_leads_to_end(size_t n, size_t rows, const double *points, const double *norms,
                                          double scale)
{
    double largest = 0;
    for (size_t row = 0; norms && row < rows; row++)
        largest = fmax(largest, norms[row]);
    if (!(largest > 0) || !(scale > 0))
        return true;
    const double *end = points + (rows - 1) * n;
    for (size_t row = 0; row < rows; row++)
        if (!descent__slope_is_gone(norms[row], largest) &&
            descent__vector_distance(n, points + row * n, end) <= DESCENT__SEEN_NEAR * scale)
            return true;
    return false;
}

/* Mean of ln(length/slope) over some steps; NaN for none. */
static double mean_logarithm(size_t first, size_t end, const double *lengths, const double *norms)
{
    double sum = 0;
    size_t count = 0;
    for (size_t k = first; k < end; k++) {
        const double logarithm = log(lengths[k] / norms[k]);
        if (!isfinite(logarithm))
            continue;
        sum += logarithm;
        count++;
    }
    return sum / (double)count;
}

/* By more than so much of a logarithm from a quarter to the next, of so many steps at least. */
static bool pace_grows(size_t steps, const double *lengths, const double *norms, double floor, double least,
                       size_t fewest)
{
    while (steps > 0 && !(lengths[steps - 1] > DESCENT__WELL_ABOVE_ROUNDING * floor))
        steps--;
    const size_t window = steps / 4;
    if (window < fewest)
        return false;
    double before = mean_logarithm(steps - windows * window, steps - (windows - 1) * window, lengths, norms);
    for (size_t k = windows - 1; k > 0; k--) {
        const double now = mean_logarithm(steps - k * window, steps - (k - 1) * window, lengths, norms);
        if (!(now > before + least))
            return false;
        before = now;
    }
    return true;
}

bool descent__recorded_step_size_grows(size_t steps, const double *lengths, const double *norms, double floor,
                                       double least)
{
    return pace_grows(steps, lengths, norms, floor, least, DESCENT__PACE_ROWS);
}

bool descent__recorded_pace_soars(size_t steps, const double *lengths, const double *norms, double floor)
{
    return pace_grows(steps, lengths, norms, floor, DESCENT__PACE_SOARS, DESCENT__PACE_SOARS_ROWS);
}

static double mean_of(size_t first, size_t end, const double *values)
{
    double sum = 0;
    for (size_t k = first; k < end; k++)
        sum += values[k] / (double)(end - first);
    return sum;
}

/* Does it rise, and never fall? By how little toward the end tells nothing then. */
static bool only_rises(size_t rows, const double *losses)
{
    for (size_t row = 1; row < rows; row++)
        if (losses[row] < losses[row - 1])
            return false;
    return rows > 1 && descent__rises(losses[rows - 1], losses[0]);
}

bool descent__recorded_loss_climbs(size_t rows, const double *losses)
{
    const size_t quarter = rows / 4;
    return only_rises(rows, losses) ||
           (quarter > 0 &&
            descent__rises(mean_of(rows - quarter, rows, losses), mean_of(rows - 2 * quarter, rows - quarter, losses)));
}

bool descent__recorded_pace_keeps(size_t steps, const double *lengths, const double *norms, double floor)
{
    while (steps > 0 && !(lengths[steps - 1] > DESCENT__WELL_ABOVE_ROUNDING * floor))
        steps--;
    const size_t window = steps / 4;
    if (window < DESCENT__PACE_KEPT_ROWS)
        return false;
    const double before = mean_logarithm(steps - 2 * window, steps - window, lengths, norms);
    const double now = mean_logarithm(steps - window, steps, lengths, norms);
    return fabs(now - before) <= DESCENT__PACE_KEPT;
}

/* Length of the step to a row beside the slope that it was made on; by the row, where rows are farther apart. */
static double pace_to(size_t n, size_t row, const double *points, const double *norms)
{
    const double *x = points + row * n;
    return descent__vector_distance(n, x, x - n) / norms[row - 1];
}

bool descent__recorded_step_size_ends(size_t n, size_t rows, const double *points, const double *norms)
{
    const size_t part = rows / eighths;
    if (!norms || part < 2)
        return false;
    const double last = pace_to(n, rows - 1, points, norms);
    if (last > DESCENT__PACE_REVIVES * pace_to(n, rows - 2, points, norms))
        return false;
    double sum = 0;
    double largest = 0;
    for (size_t k = 0; k < part; k++) {
        sum += log(pace_to(n, rows / 2 + k - part / 2, points, norms));
        largest = fmax(largest, pace_to(n, rows - 1 - k, points, norms));
    }
    return largest < DESCENT__PACE_ENDS * exp(sum / (double)part);
}

bool descent__recorded_loss_falls(size_t rows, const double *losses)
{
    if (rows < 2)
        return false;
    const size_t first = (rows - 1) / 2;
    const size_t middle = (first + rows) / 2;
    double lowest[] = {losses[first], losses[middle]}; /* of the third quarter, and of the last */
    for (size_t row = first + 1; row < rows; row++)
        lowest[row >= middle] = fmin(lowest[row >= middle], losses[row]);
    return losses[rows - 1] < losses[rows - 2] && lowest[1] < lowest[0];
}

bool descent__recorded_steps_descend(size_t rows, const double *losses)
{
    for (size_t row = rows - 1; row > 0 && row + few_steps >= rows; row--)
        if (!(losses[row] < losses[row - 1]))
            return false;
    return true;
}
