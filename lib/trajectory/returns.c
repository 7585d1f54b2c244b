#include "trajectory/returns.h"

#include <math.h>

#include "trajectory/rest.h"
#include "trajectory/tolerances.h"
#include "trajectory/turning.h"

double descent__largest_miss(const descent__view *view, size_t lag, size_t from, size_t to)
{
    double largest = 0;
    for (size_t back = from; back < to; back++)
        largest = descent__larger(descent__return_miss(view, back, lag), largest);
    return largest;
}

bool descent__returns_within(const descent__view *view, size_t lag, size_t from, size_t to, double most)
{
    for (size_t back = from; back < to; back++)
        if (!descent__vector_is_within(view->n, descent__view_point(view, back), descent__view_point(view, back + lag),
                                       most))
            return false;
    return true;
}

bool descent__returns_creep(const descent__view *view, size_t lag, size_t rounds, double worst)
{
    return !descent__returns_within(view, rounds * lag, 0, lag, descent__creeping * worst);
}

bool descent__returns_alternate(const descent__view *view, size_t lag)
{
    const size_t n = view->n;
    double product = 0;
    double squares = 0;
    for (size_t back = 0; back < lag; back++) {
        const double *x = descent__view_point(view, back);
        const double *before = descent__view_point(view, back + lag);
        const double *earlier = descent__view_point(view, back + 2 * lag);
        const double scale = descent__vector_distance(n, before, earlier);
        for (size_t i = 0; i < n && scale > 0; i++) {
            product += (x[i] - before[i]) / scale * ((before[i] - earlier[i]) / scale);
            squares += (before[i] - earlier[i]) / scale * ((before[i] - earlier[i]) / scale);
        }
    }
    return product < descent__alternating * squares;
}

enum {
    rows_at_once = 64 /* a cost, no edge */
};

/* Are so many returns at once near by each of their coordinates, so much so that their lengths are? Says no where the view
 * begins anew between them. */
static bool block_is_near(const descent__view *view, size_t back, size_t lag, double most)
{
    if (back + lag + rows_at_once > view->count)
        return false;
    const size_t span = (rows_at_once - 1) * view->n;
    const double *x = descent__view_point(view, back + rows_at_once - 1);
    const double *before = descent__view_point(view, back + lag + rows_at_once - 1);
    if (descent__view_point(view, back) != x + span || descent__view_point(view, back + lag) != before + span)
        return false;
    /* ‖d‖ ≤ √n max |d_i|; a √n of one more leaves room for rounding */
    return descent__vector_is_near(span + view->n, x, before, most / sqrt((double)view->n + 1));
}

size_t descent__near_returns(const descent__view *view, size_t lag, double amplitude)
{
    const double most = descent__near_return * amplitude;
    size_t back = 0;
    while (back + lag < view->count) {
        if (back % rows_at_once == 0 && block_is_near(view, back, lag, most))
            back += rows_at_once;
        else if (descent__return_miss(view, back, lag) <= most)
            back++;
        else
            break;
    }
    return back;
}

descent__settling descent__returns_settle(const descent__view *view, size_t lag, double amplitude)
{
    descent__settling settling = {.factor = NAN, .left = NAN};
    const size_t rounds = descent__near_returns(view, lag, amplitude) / lag;
    if (rounds < descent__settling_rounds || rounds * lag < descent__settling_points)
        return settling;
    const size_t half = descent__middle_round(rounds);
    const double last = descent__largest_miss(view, lag, 0, lag);
    const double middle = descent__largest_miss(view, lag, (half - 1) * lag, half * lag);
    const double first = descent__largest_miss(view, lag, 2 * (half - 1) * lag, (2 * half - 1) * lag);
    settling.seen = true;
    settling.rounds = rounds;
    settling.settles =
        last < middle && middle < first && log(middle / last) >= descent__steady_settling * log(first / middle);
    if (settling.settles) {
        settling.factor = pow(last / middle, 1 / (double)(half - 1));
        settling.left =
            descent__returns_alternate(view, lag) ? last / 2 : descent__geometric_rest(last, settling.factor);
    }
    return settling;
}

bool descent__returns_of_shorter(const descent__view *view, size_t lag, double amplitude)
{
    for (size_t part = 2; 2 * part <= lag; part++) {
        if (lag % part != 0 || view->count < descent__return_rounds * lag)
            continue;
        const double now = descent__largest_miss(view, part, 0, lag);
        const double before = descent__largest_miss(view, part, lag, 2 * lag);
        if (now <= descent__near_return * amplitude && fabs(now - before) > descent__near_return * before)
            return true;
    }
    return false;
}

size_t descent__shorter_return(const descent__view *view, size_t lag, size_t least, size_t count, double most)
{
    for (size_t part = least; 2 * part <= lag; part++)
        if (lag % part == 0 && descent__returns_within(view, part, 0, count, most))
            return part;
    return 0;
}

/* From a point to the nearest of the lag − 1 points that follow it. */
static double nearest_of_cycle(const descent__view *view, size_t back, size_t lag)
{
    double nearest = INFINITY;
    for (size_t j = 1; j < lag; j++)
        nearest = fmin(nearest, descent__view_distance(view, back, back - j));
    return nearest;
}

size_t descent__creeping_lag(const descent__view *view, double extent, size_t limit)
{
    const size_t m = view->count;
    double between = INFINITY; /* from the last point to the nearest other one of its cycle */
    for (size_t lag = 2; lag <= limit && descent__creeping_rounds * lag < m; lag++) {
        between = fmin(between, descent__view_distance(view, 0, lag - 1));
        if (descent__return_miss(view, 0, lag) > descent__near_return * extent)
            continue;
        double way = 0;
        size_t back = 0;
        for (; back + lag + m / descent__transient_part < m; back += lag)
            way += descent__return_miss(view, back, lag);
        const double gone = descent__view_distance(view, 0, back);
        if (gone > descent__straight * way && gone < fmax(between, nearest_of_cycle(view, back, lag)))
            return lag;
    }
    return 0;
}

/* The shortest step of a coordinate that is longer than rounding; infinite if it has none. */
static double shortest_step(const descent__view *view, size_t i, double floor)
{
    double shortest = INFINITY;
    for (size_t back = 0; back + 1 < view->count; back++) {
        const double length = fabs(descent__view_point(view, back)[i] - descent__view_point(view, back + 1)[i]);
        if (length > floor)
            shortest = fmin(shortest, length);
    }
    return shortest;
}

/* Is each step of each coordinate a small multiple of the shortest? A rotation has two lengths only, too: its angle, and that less
 * a turn; but where it is irrational, so is the ratio of these. */
static bool steps_are_multiples(const descent__view *view, double floor)
{
    for (size_t i = 0; i < view->n; i++) {
        const double unit = shortest_step(view, i, floor);
        for (size_t back = 0; back + 1 < view->count && isfinite(unit); back++) {
            const double length = fabs(descent__view_point(view, back)[i] - descent__view_point(view, back + 1)[i]);
            const double times = round(length / unit);
            if (times > descent__grid_multiple || fabs(length - times * unit) > (1 + times) * floor)
                return false;
        }
    }
    return true;
}

/* Was the run there before? The point of one step ago does not count: what pauses is there still. */
static bool recurs(const descent__view *view, size_t back, double most)
{
    for (size_t lag = 2; back + lag < view->count; lag++)
        if (descent__vector_is_within(view->n, descent__view_point(view, back), descent__view_point(view, back + lag),
                                      most))
            return true;
    return false;
}

bool descent__is_on_grid(const descent__view *view, double extent, double floor)
{
    if (view->count <= descent__grid_moves || !(extent > descent__flicker * floor))
        return false;
    if (steps_are_multiples(view, floor))
        return true;
    const double most = descent__exact_return * extent + floor;
    size_t met = 0;
    for (size_t back = 0; back < descent__grid_moves; back++)
        met += recurs(view, back, most);
    return descent__grid_part * met >= descent__grid_moves;
}
