#include "sweep/judge/periodic.h"

#include <assert.h>
#include <math.h>

#include "trajectory/box.h"
#include "trajectory/returns.h"
#include "trajectory/tolerances.h"

/*
 * Does the run return after p steps, as its last return seems to say? `*left` receives what is left of its settling. In so few points there are no six rounds
 * of a long cycle, as a diagnosis wants them: then its misses must shrink from one half to the other. And twins must not
 * separate.
 */
static bool settled(const descent__sweep_evidence *run, const descent__view *view, size_t p, double rounding,
                    double *work, double *left)
{
    const size_t last = view->count - 1, late_count = last - p - (last - p) / 2 + 1;
    const double range = descent__tail_extent(&run->series, last + 1 - late_count, last, work);
    const double late = descent__largest_miss(view, p, 0, late_count);
    const double early = descent__largest_miss(view, p, late_count, last - p + 1);
    *left = late;
    /* Exact by now, and nearly so for half of the points: then how it settled no longer matters. */
    const size_t newest = 2 * p < late_count ? 2 * p : late_count;
    if (late <= descent__rounding_return * range &&
        descent__largest_miss(view, p, 0, newest) <= descent__exact_return * range + rounding)
        return true;
    if (late > descent__close_return * range || !(late < early) || run->exponent.value - run->exponent.half_width > 0 ||
        descent__returns_of_shorter(view, p, range))
        return false;
    const descent__settling settling = descent__returns_settle(view, p, range);
    if (settling.seen) {
        *left = settling.left;
        return settling.settles && settling.left <= descent__settled * range;
    }
    /* The misses shrink by late/early in half the window; one return later by the p-th root of that. */
    *left = descent__geometric_rest(late, pow(late / early, (double)p / (double)late_count));
    return *left <= descent__settled * range;
}

/* Is a before b, coordinate by coordinate, leaving aside differences within the tolerance? */
static bool precedes(size_t n, const double *a, const double *b, double tolerance)
{
    for (size_t i = 0; i < n; i++)
        if (fabs(a[i] - b[i]) > tolerance)
            return a[i] < b[i];
    return false;
}

/* The point of the cycle that names it, whichever of its points the run ended on. */
static size_t first_of_cycle(const descent__sweep_evidence *run, size_t p, double tolerance)
{
    const size_t last = run->series.count - 1;
    size_t first = last;
    for (size_t k = last - p + 1; k < last; k++)
        if (precedes(run->series.n, descent__tail_point(run, k), descent__tail_point(run, first), tolerance))
            first = k;
    return first;
}

bool descent__judge_periodic(const descent__sweep_evidence *run, const descent__tail *tail, double *work,
                             descent__run_verdict *verdict)
{
    const descent__view view = descent__view_of(&run->series);
    const size_t n = run->series.n, last = view.count - 1;
    /* The box of the last p + 1 points, which grows with p: most runs return after no p, and pay for this loop only. */
    double *const low = work, *const high = work + n, *const room = work + 2 * n;
    double left;
    static_assert((int)descent__run_verdict_vectors >= (int)descent__periodic_vectors, "two boxes");
    if (tail->quarter[3] <= tail->tolerance)
        return false;
    descent__box_empty(n, low, high);
    descent__series_box(&run->series, last - 1, last + 1, low, high);
    for (size_t p = 2; p <= descent__longest_period && 2 * p <= last; p++) {
        descent__series_box(&run->series, last - p, last - p + 1, low, high);
        if (descent__return_miss(&view, 0, p) > descent__close_return * descent__box_diagonal(n, low, high) ||
            !settled(run, &view, p, tail->rounding, room, &left))
            continue;
        /*
         * None of its divisors? A run that still settles on a shorter cycle, by slow swings or a slow spiral, returns more
         * closely after a multiple of its period; but then it misses the shorter one by no more than what is left.
         */
        const size_t late_count = last - p - (last - p) / 2 + 1;
        if (descent__shorter_return(&view, p, 1, late_count, descent__clearly_missed * left) > 0)
            continue;
        const double tolerance = descent__label_margin * fmax(tail->tolerance, left);
        *verdict = (descent__run_verdict){
            .ending = DESCENT_ENDING_PERIODIC,
            .period = p,
            .tolerance = tolerance,
            .label_point = first_of_cycle(run, p, tolerance),
        };
        return true;
    }
    return false;
}
