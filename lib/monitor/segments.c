#include "monitor/segments.h"

#include <math.h>

#include "base/clones.h"
#include "trajectory/box.h"

enum {
    lanes = 8 /* numbers that are compared side by side */
};

size_t descent__segments_numbers(size_t sample)
{
    return 2 * (descent__segments_kept + 2) * sample;
}

void descent__segments_lay_out(descent__segments *segments, size_t sample, double *numbers)
{
    segments->sample = sample;
    for (size_t i = 0; i < descent__segments_kept + 2; i++, numbers += 2 * sample) {
        descent__segment *const segment = i < descent__segments_kept    ? &segments->ring[i]
                                          : i == descent__segments_kept ? &segments->whole
                                                                        : &segments->joint;
        segment->low = numbers;
        segment->high = numbers + sample;
    }
}

static void empty(size_t m, descent__segment *segment)
{
    descent__box_empty(m, segment->low, segment->high);
    segment->longest_sq = segment->last_sq = 0;
    segment->loss = segment->gradient = segment->pace = NAN;
    segment->end = 0;
}

void descent__segments_clear(descent__segments *segments)
{
    for (size_t i = 0; i < descent__segments_kept; i++)
        empty(segments->sample, &segments->ring[i]);
    empty(segments->sample, &segments->whole);
    segments->current = 0;
}

/* Extends the bounds of m interleaved sequences by `count` numbers; m divides the lanes. */
static void extend_side_by_side(size_t m, size_t count, const double *numbers, double *low, double *high)
{
    double lows[lanes], highs[lanes];
    size_t i = 0;
    for (size_t lane = 0; lane < lanes; lane++) {
        lows[lane] = low[lane % m];
        highs[lane] = high[lane % m];
    }
    for (; i + lanes <= count; i += lanes)
        for (size_t lane = 0; lane < lanes; lane++) {
            const double x = numbers[i + lane];
            lows[lane] = x < lows[lane] ? x : lows[lane];
            highs[lane] = x > highs[lane] ? x : highs[lane];
        }
    for (size_t lane = 0; i < count; i++, lane++) {
        lows[lane] = numbers[i] < lows[lane] ? numbers[i] : lows[lane];
        highs[lane] = numbers[i] > highs[lane] ? numbers[i] : highs[lane];
    }
    for (size_t lane = 0; lane < lanes; lane++) {
        low[lane % m] = lows[lane] < low[lane % m] ? lows[lane] : low[lane % m];
        high[lane % m] = highs[lane] > high[lane % m] ? highs[lane] : high[lane % m];
    }
}

/* Extends the bounds of many coordinates by some points, a register of coordinates through all points after another. */
DESCENT__CLONES
static void extend_by_points(size_t m, size_t count, const double *points, double *restrict low, double *restrict high)
{
    size_t i = 0;
    for (; i + lanes <= m; i += lanes) {
        double lows[lanes], highs[lanes];
        for (size_t lane = 0; lane < lanes; lane++) {
            lows[lane] = low[i + lane];
            highs[lane] = high[i + lane];
        }
        for (const double *point = points + i; point < points + count * m; point += m)
#pragma omp simd
            for (size_t lane = 0; lane < lanes; lane++) {
                const double x = point[lane];
                lows[lane] = x < lows[lane] ? x : lows[lane];
                highs[lane] = x > highs[lane] ? x : highs[lane];
            }
        for (size_t lane = 0; lane < lanes; lane++) {
            low[i + lane] = lows[lane];
            high[i + lane] = highs[lane];
        }
    }
    for (; i < m; i++)
        for (size_t row = 0; row < count; row++) {
            const double x = points[row * m + i];
            low[i] = x < low[i] ? x : low[i];
            high[i] = x > high[i] ? x : high[i];
        }
}

double descent__segments_take_in(descent__segments *segments, size_t count, const double *points,
                                 const double *moves_sq)
{
    descent__segment *const growing = &segments->ring[segments->current];
    const size_t m = segments->sample;
    double shortest_sq = INFINITY;
    extend_side_by_side(1, count, moves_sq, &shortest_sq, &growing->longest_sq);
    if (lanes % m == 0)
        extend_side_by_side(m, count * m, points, growing->low, growing->high);
    else
        extend_by_points(m, count, points, growing->low, growing->high);
    return growing->longest_sq;
}

void descent__segments_end(descent__segments *segments, uint64_t seen, double loss, double gradient, double last_sq)
{
    descent__segment *const ended = &segments->ring[segments->current], *const whole = &segments->whole;
    ended->end = seen;
    ended->loss = loss;
    ended->gradient = gradient;
    ended->last_sq = last_sq;
    descent__box_extend(segments->sample, ended->low, ended->high, whole->low, whole->high);
    whole->longest_sq = fmax(whole->longest_sq, ended->longest_sq);
}

void descent__segments_begin(descent__segments *segments)
{
    segments->current = (segments->current + 1) % descent__segments_kept;
    empty(segments->sample, &segments->ring[segments->current]);
}

double descent__segments_diameter(const descent__segments *segments, const descent__segment *box)
{
    return descent__box_diagonal(segments->sample, box->low, box->high);
}

double descent__segments_joint_diameter(descent__segments *segments, size_t from, size_t to)
{
    descent__segment *const joint = &segments->joint;
    empty(segments->sample, joint);
    for (size_t back = from; back < to; back++) {
        const descent__segment *const past = descent__segments_past(segments, back);
        descent__box_extend(segments->sample, past->low, past->high, joint->low, joint->high);
    }
    return descent__segments_diameter(segments, joint);
}

double descent__segments_joint_width(const descent__segments *segments, size_t coordinate, size_t from, size_t to)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t back = from; back < to; back++) {
        const descent__segment *const past = descent__segments_past(segments, back);
        low = fmin(low, past->low[coordinate]);
        high = fmax(high, past->high[coordinate]);
    }
    return high >= low ? high - low : 0;
}

double descent__segments_longest_sq(const descent__segments *segments, size_t from, size_t to)
{
    double longest_sq = 0;
    for (size_t back = from; back < to; back++)
        longest_sq = fmax(longest_sq, descent__segments_past(segments, back)->longest_sq);
    return longest_sq;
}
