#include "sweep/property.h"

#include <math.h>
#include <stdbool.h>

#include "vector.h"

/* The last points of a run that made all its steps. */
typedef struct run_tail {
    size_t n, count;
    const double *x;
} run_tail;

static double move(const run_tail *tail, size_t k)
{
    return descent_vector_distance(tail->n, tail->x + k * tail->n, tail->x + (k - 1) * tail->n);
}

/* Have moves grown all along the tail? */
static bool grows(const run_tail *tail)
{
    for (size_t k = 2; k < tail->count; k++)
        if (!(move(tail, k) > move(tail, k - 1)))
            return false;
    return tail->count >= 4;
}

/* Does the last move go back against the one before? */
static bool turns_back(const run_tail *tail)
{
    if (tail->count < 3)
        return false;
    const size_t n = tail->n;
    const double *const last = tail->x + (tail->count - 1) * n, *const middle = last - n, *const first = middle - n;
    const double length = descent_vector_distance(n, last, middle);
    double turn = 0;
    for (size_t i = 0; i < n && length > 0; i++)
        turn += ((last[i] - middle[i]) / length) * ((middle[i] - first[i]) / length);
    return turn < 0;
}

/* Does it go straight on, hardly slower than before? A run that will ever turn back does not show it here. */
static bool drifts(const run_tail *tail)
{
    const double straight = 0.9, steady = 0.5;
    double way = 0;
    if (tail->count < 4)
        return false;
    for (size_t k = 1; k < tail->count; k++)
        way += move(tail, k);
    const double covered = descent_vector_distance(tail->n, tail->x + (tail->count - 1) * tail->n, tail->x);
    return covered >= straight * way && move(tail, tail->count - 1) > steady * move(tail, 1);
}

/* Largest move of a third of the tail. */
static double largest_move(const run_tail *tail, size_t third)
{
    double largest = 0;
    for (size_t k = 1 + third * (tail->count - 1) / 3; k <= (third + 1) * (tail->count - 1) / 3; k++)
        largest = fmax(largest, move(tail, k));
    return largest;
}

/*
 * Does growth slacken from one third of the tail to the next? What grows for good does so by one factor, or by more and
 * more; momentum near 1 makes stable runs grow by a great factor, too, but less and less.
 */
static bool slackens(const run_tail *tail)
{
    const double clearly = 0.999, fast = 2;
    if (tail->count < 7)
        return false;
    const double first = largest_move(tail, 0), second = largest_move(tail, 1), third = largest_move(tail, 2);
    return third < fast * second && log(third / second) < clearly * log(second / first);
}

/*
 * Boundedness is unclear where moves grow slowly or lead straight on. Convergence is unclear where the steps ran out on
 * the way; but a run that approaches without turning back is slow for want of step size, not for too much of it.
 */
descent_property_state descent_property_judge(descent_step_property property, const descent_sweep *sweep, size_t run)
{
    const bool bounded = property == DESCENT_STEP_BOUNDED;
    run_tail tail = {.n = descent_sweep_dimension(sweep)};
    tail.x = descent_sweep_tail(sweep, run, &tail.count);
    switch (descent_sweep_ending(sweep, run)) {
    case DESCENT_ENDING_DIVERGING:
        return slackens(&tail) ? DESCENT_PROPERTY_UNCLEAR : DESCENT_PROPERTY_LOST;
    case DESCENT_ENDING_UNBOUNDED:
    case DESCENT_ENDING_NONFINITE:
        return DESCENT_PROPERTY_LOST;
    case DESCENT_ENDING_CONVERGED:
        return DESCENT_PROPERTY_HELD;
    case DESCENT_ENDING_APPROACHING:
        return bounded || !turns_back(&tail) ? DESCENT_PROPERTY_HELD : DESCENT_PROPERTY_UNCLEAR;
    case DESCENT_ENDING_PERIODIC:
    case DESCENT_ENDING_QUASIPERIODIC:
    case DESCENT_ENDING_CHAOTIC:
    case DESCENT_ENDING_NOISY:
        return bounded ? DESCENT_PROPERTY_HELD : DESCENT_PROPERTY_LOST;
    default:
        return bounded && !grows(&tail) && !drifts(&tail) ? DESCENT_PROPERTY_HELD : DESCENT_PROPERTY_UNCLEAR;
    }
}
