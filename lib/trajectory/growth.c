#include "trajectory/growth.h"

#include <math.h>

#include "trajectory/tolerances.h"

enum {
    ending_parts = 4 /* of a block: growth that is not seen in the last of them is over */
};

/* Largest length among `width` steps that end at step k. */
static double envelope(const descent__motion *motion, size_t k, size_t width)
{
    double largest = 0;
    for (size_t back = 0; back < width && back <= k; back++)
        largest = fmax(largest, motion->lengths[k - back]);
    return largest;
}

/* First step of the run of rising envelopes that lasts to the end. One of length 0, as rules with an empty memory may begin with, is
 * none: there is no factor from it to the next. */
static size_t rising_since(const descent__motion *motion, size_t width)
{
    size_t k = motion->count - 2;
    double later = envelope(motion, k, width);
    while (k >= width) {
        const double earlier = envelope(motion, k - width, width);
        if (!(earlier > 0 && earlier < later))
            break;
        later = earlier;
        k -= width;
    }
    return k;
}

/* Do the last rises, one by one, end hardly above the longest step of the block before them, while the blocks have grown for longer, and
 * by so much that it is no chance? Then they are half a swing, and the growth is that of the swings. */
static bool is_half_a_swing(const descent__motion *motion, size_t onset, size_t width)
{
    const size_t last = motion->count - 2;
    const size_t since = rising_since(motion, width);
    if (since + 2 * width > onset)
        return false;
    return motion->lengths[last] <= descent__swing_growth * envelope(motion, onset, width) &&
           log(envelope(motion, last, width) / envelope(motion, since, width)) > descent__grown_exponent;
}

void descent__growth_measure(const descent__motion *motion, descent__growth *growth)
{
    *growth = (descent__growth){.total = NAN, .factor = NAN, .earlier = NAN, .late = {NAN, NAN}, .exponent = NAN};
    if (motion->count < descent__growth_points)
        return;
    const size_t last = motion->count - 2;
    /* Step by step, or in blocks where single steps go up and down, as momentum makes them. */
    size_t width = 1;
    size_t onset = rising_since(motion, width);
    const size_t block = last / descent__growth_blocks;
    if (last >= descent__block_steps &&
        (last - onset < descent__rising_steps || is_half_a_swing(motion, onset, block))) {
        width = block;
        onset = rising_since(motion, width);
    }
    const size_t blocks = (last - onset) / width;
    if (blocks < 2)
        return;
    const double begin = envelope(motion, onset, width);
    const double end = envelope(motion, last, width);
    if (!(begin > 0) || !(end > begin) || !(end > motion->floor))
        return;
    growth->growing = true;
    growth->onset = onset;
    growth->rises = width == 1 ? last - onset : 0;
    growth->largest = end;
    growth->total = end / begin;
    growth->over = width > 1 && envelope(motion, last, (width + ending_parts - 1) / ending_parts) < begin;
    const size_t middle = onset + blocks / 2 * width;
    const double half_way = envelope(motion, middle, width);
    const double first = (log(half_way) - log(begin)) / (double)(middle - onset);
    const double second = (log(end) - log(half_way)) / (double)(last - middle);
    growth->factor = exp(second);
    growth->earlier = exp(first);
    const size_t late = middle + (blocks - blocks / 2) / 2 * width;
    const double there = log(envelope(motion, late, width));
    growth->late[0] = late > middle ? exp((there - log(half_way)) / (double)(late - middle)) : NAN;
    growth->late[1] = exp((log(end) - there) / (double)(last - late));
    growth->saturating = second < descent__slackening * first;
    growth->law = growth->saturating ? DESCENT_LAW_UNKNOWN : DESCENT_LAW_GEOMETRIC;
    if (second > descent__quickening * first && log(growth->total) > descent__grown_exponent) {
        growth->law = DESCENT_LAW_FASTER;
        const double now = log(motion->lengths[last]) - log(motion->lengths[last - 1]);
        const double then = log(motion->lengths[last - 1]) - log(motion->lengths[last - 2]);
        if (width == 1 && then > 0) {
            growth->exponent = now / then;
            growth->leaps[0] = exp(then);
            growth->leaps[1] = exp(now);
        }
    }
}
