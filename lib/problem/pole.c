#include "problem/pole.h"

#include <float.h>
#include <math.h>

#include "problem/tolerances.h"

enum {
    cells = 8,         /* of what is looked at: losses are known at their ends */
    part_halvings = 8, /* of each part of the way to a pole */
    least_parts = 4    /* that must be seen: over the first, all else in the loss may change as well */
};

/* A width in units of the resolution: a cell is an eighth of it, and is to be more than rounding. */
static const double narrowest = 64;

/* A kink makes third differences half as large over each half, 1/128 after seven, give or take a factor of two; what is smooth makes them
 * smaller. A pole that counts beside these keeps more than this. */
static const double least_left = 1.0 / 32;

/* Where only one side of a place leads to a pole, the loss of the other changes ever less, by a part of 1/256 if it is smooth. An end alone
 * is known to be near or far to a factor of a few: that of log|x| changes by half as much at least. */
static const double least_of_side = 0.25;

typedef struct pole_search {
    descent__loss_along *loss;
    void *context;
    double left, width; /* a pole may be within */
    double losses[cells + 1];
    double change, first_change; /* the largest there is in a half, and over the whole way */
    int ways[2]; /* where to the losses of both ends go, once they are near: up or down; 0: not seen yet */
    double looks[2], changes[2]; /* at both ends, the last time */
    double most_change;
    double resolution; /* at the beginning of the way */
    int halvings;      /* since it was begun to count them */
    int parts;
} pole_search;

static double at(const pole_search *s, int place)
{
    return s->left + s->width * place / cells;
}

static double third_difference(const double *losses)
{
    return losses[3] - losses[0] - 3 * (losses[2] - losses[1]);
}

/* Third differences are nothing of a parabola, which all else in the loss is like in the small, and large where a pole is inside: of two, for
 * one may vanish. Where a loss is missing inside, the pole may be just there; at an end, nothing is known. */
static double change_of_half(const double *losses)
{
    if (!isfinite(losses[0]) || !isfinite(losses[cells / 2]))
        return -1;
    const double change = fabs(third_difference(losses)) + fabs(third_difference(losses + 1));
    return isfinite(change) ? change : INFINITY;
}

/* Parts of a way from its beginning are numbers that end sooner the farther they are from 0. */
static double least_width(const pole_search *s)
{
    return narrowest * fmax(s->resolution, DBL_EPSILON * (s->left + s->width));
}

/* What else there is in the loss has not faded yet, as where the pole is all but at an end: counted anew, if there is room. */
static bool count_anew(pole_search *s)
{
    s->halvings = s->parts = s->ways[0] = s->ways[1] = 0;
    return ldexp(least_width(s), part_halvings * least_parts) < s->width;
}

/* An end comes nearer. Toward a pole its loss then goes on the same way, always: what is rough goes to and fro. */
static bool goes_on(int *way, double change)
{
    const int now = (change > 0) - (change < 0);
    const bool same = now == 0 || *way == 0 || now == *way;
    *way = now ? now : *way;
    return same;
}

/* On to the half, of three that overlap, in which the loss changes most. */
static bool halve(pole_search *s)
{
    int best = 0;
    s->change = -1;
    for (int first = 0; first <= cells / 2; first += cells / 4) {
        const double change = change_of_half(s->losses + first);
        if (change > s->change) {
            s->change = change;
            best = first;
        }
    }
    const double *const kept = s->losses + best;
    if (!(s->change > 0))
        return false;
    const bool same = s->parts == 0 || (goes_on(&s->ways[0], kept[0] - s->losses[0]) &&
                                        goes_on(&s->ways[1], kept[cells / 2] - s->losses[cells]));
    s->left = at(s, best);
    s->width /= 2;
    double losses[cells + 1];
    for (int k = 0; k <= cells; k++)
        losses[k] = k % 2 ? s->loss(at(s, k), s->context) : kept[k / 2];
    for (int k = 0; k <= cells; k++)
        s->losses[k] = losses[k];
    s->halvings++;
    return same || count_anew(s);
}

/* After each part of the way: by the mean of both ends, whose distances from the pole are of one size in the mean. */
static bool leads_there(pole_search *s)
{
    double change = 0, size = 0;
    bool both = true;
    for (int side = 0; side < 2; side++) {
        const double loss = s->losses[side * cells], now = fabs(loss - s->looks[side]);
        change += now / 2;
        size = fmax(size, fabs(s->looks[side]));
        both = both && now >= least_of_side * s->changes[side];
        s->looks[side] = loss;
        s->changes[side] = s->parts > 0 ? now : 0;
    }
    s->parts++;
    if (s->parts == 1)
        return isinf(s->first_change) || s->change > least_left * s->first_change;
    if (s->parts > 2 && !(both && descent__leads_to_pole(s->most_change, change, size)))
        return count_anew(s);
    s->most_change = s->parts > 2 ? fmax(s->most_change, change) : change;
    return true;
}

bool descent__leads_to_pole(double first, double second, double size)
{
    return fabs(first) > descent__pole_roundings * fabs(size) && second / first > descent__pole_changes;
}

bool descent__pole_can_be_seen(double resolution)
{
    return resolution > 0 && ldexp(narrowest * resolution, part_halvings * least_parts) < 1;
}

descent__pole descent__pole_between(descent__loss_along *loss, void *context, double resolution)
{
    const descent__pole none = {0};
    pole_search s = {.loss = loss, .context = context, .width = 1, .resolution = resolution};
    if (!descent__pole_can_be_seen(resolution))
        return none;
    for (int k = 0; k <= cells; k++)
        s.losses[k] = loss(at(&s, k), context);
    while (s.width > least_width(&s)) {
        if ((s.halvings > 0 && s.halvings % part_halvings == 0 && !leads_there(&s)) || !halve(&s))
            return none;
        s.first_change = s.first_change > 0 ? s.first_change : s.change;
    }
    if (s.parts < least_parts || s.ways[0] == 0 || s.ways[1] == 0)
        return none;
    return (descent__pole){.near = s.ways[0], .far = s.ways[1], .at = at(&s, cells / 2)};
}
