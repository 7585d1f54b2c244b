#include "sweep/returns.h"

#include <math.h>

/* A cycle is believed when each return misses by at most this share of its extent … */
static const double close_return = 1e-4;
/* … and what is left of its settling is at most this share. */
static const double cycle_share = 1e-2;
/* Returns this close are returns whatever the trend: rounding leaves no more. */
static const double exact_return = 1e-12;

/* Largest miss of a return after p steps, over the points first … last. */
static double largest_miss(const descent_evidence *run, size_t p, size_t first, size_t last)
{
    double miss = 0;
    for (size_t k = first; k <= last; k++)
        miss = descent_larger(
            descent_separation(run->dimension, descent_tail_point(run, k), descent_tail_point(run, k - p)), miss);
    return miss;
}

/* Does the run return after p steps? `*left` receives what is left of its settling. */
static bool returns(const descent_evidence *run, size_t p, double *left)
{
    const size_t last = run->count - 1, middle = p + (last - p) / 2;
    if (descent_separation(run->dimension, descent_tail_point(run, last), descent_tail_point(run, last - p)) >
        close_return * descent_tail_extent(run, last - p, last))
        return false;
    const double range = descent_tail_extent(run, middle, last);
    const double late = largest_miss(run, p, middle, last), early = largest_miss(run, p, p, middle - 1);
    *left = late;
    if (late <= exact_return * range)
        return true;
    if (late > close_return * range || !(late < early) || run->lyapunov - run->lyapunov_error > 0)
        return false;
    /* The misses shrink by late/early in half the window; one return later by the p-th root of that. */
    const double rate = pow(late / early, (double)p / (double)(last - middle + 1));
    *left = late * rate / (1 - rate);
    return *left <= cycle_share * range;
}

/*
 * Is p the period, and none of its divisors? A run that still settles on a shorter cycle, by slow swings or a slow spiral,
 * returns more closely after a multiple of its period; but then it misses the shorter one by no more than what is left.
 */
static bool is_own_period(const descent_evidence *run, size_t p, double left)
{
    const double clearly = 8;
    const size_t last = run->count - 1;
    for (size_t d = 1; d <= p / 2; d++)
        if (p % d == 0 && largest_miss(run, d, p + (last - p) / 2, last) <= clearly * left)
            return false;
    return true;
}

/* Is a before b, coordinate by coordinate, leaving aside differences within the tolerance? */
static bool precedes(size_t n, const double *a, const double *b, double tolerance)
{
    for (size_t i = 0; i < n; i++)
        if (fabs(a[i] - b[i]) > tolerance)
            return a[i] < b[i];
    return false;
}

bool descent_judge_periodic(const descent_evidence *run, const descent_tail *tail, descent_verdict *verdict)
{
    const size_t last = run->count - 1;
    double left;
    if (last < 4 || tail->quarter[3] <= tail->tolerance)
        return false;
    for (size_t p = 2; p <= descent_longest_period && 2 * p <= last; p++) {
        if (!returns(run, p, &left) || !is_own_period(run, p, left))
            continue;
        *verdict = (descent_verdict){
            .ending = DESCENT_ENDING_PERIODIC,
            .period = p,
            .tolerance = DESCENT_LABEL_FACTOR * fmax(tail->tolerance, left),
            .label_point = last,
        };
        for (size_t k = last - p + 1; k < last; k++)
            if (precedes(run->dimension, descent_tail_point(run, k), descent_tail_point(run, verdict->label_point),
                         verdict->tolerance))
                verdict->label_point = k;
        return true;
    }
    return false;
}
