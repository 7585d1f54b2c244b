#include "critical/hull.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "base/vector.h"

/* A vector beside the plane of others by less than this part of its distance from one of them lies in it: rounding. No edge. */
static const double in_plane = 64 * DBL_EPSILON;

/* The vectors that have weight, and one that is let in, are corners of a simplex. */
typedef struct hull {
    size_t n, count, most; /* of corners, with room for one more than a simplex has */
    const double *vectors;
    double longest;
    size_t in;
    bool enters;     /* it has no weight yet */
    double *weights; /* a trial */
    double *wanted;  /* weights of the corners, one after the other, for the point of their plane nearest to zero */
    double *foot;    /* n: that point */
    double *sides;   /* an orthonormal base of the plane */
    double *triangle;
} hull;

static size_t most_corners(size_t n, size_t count)
{
    return n + 2 < count ? n + 2 : count;
}

size_t descent__hull_room(size_t n, size_t count)
{
    const size_t most = most_corners(n, count);
    return count + most + n + most * n + most * most;
}

static hull lay_out(size_t n, size_t count, const double *vectors, double longest, double *room)
{
    hull h = {.n = n, .count = count, .most = most_corners(n, count), .vectors = vectors, .longest = longest};
    h.weights = room;
    h.wanted = h.weights + count;
    h.foot = h.wanted + h.most;
    h.sides = h.foot + n;
    h.triangle = h.sides + h.most * n;
    return h;
}

/* The next corner from k on; `count` if there is none. */
static size_t corner(const hull *h, size_t k)
{
    while (k < h->count && !(h->weights[k] > 0) && !(h->enters && k == h->in))
        k++;
    return k;
}

/* One more side, from the first corner to this: what the base has of it goes into its column of the triangle. The foot moves along it. */
static double add_side(hull *h, size_t j, const double *first, const double *other)
{
    const size_t n = h->n;
    double *const side = h->sides + j * n;
    for (size_t i = 0; i < n; i++)
        side[i] = other[i] / h->longest - first[i] / h->longest;
    const double length = descent__vector_norm(n, side);
    for (size_t k = 0; k < j; k++) {
        const double along = descent__vector_dot(n, h->sides + k * n, side);
        h->triangle[k * h->most + j] = along;
        descent__vector_add_scaled(n, -along, h->sides + k * n, side);
    }
    const double height = descent__vector_norm(n, side);
    const bool stands = height > in_plane * length;
    h->triangle[j * h->most + j] = stands ? height : 0;
    for (size_t i = 0; i < n; i++)
        side[i] = stands ? side[i] / height : 0;
    const double moved = -descent__vector_dot(n, side, h->foot);
    descent__vector_add_scaled(n, moved, side, h->foot);
    return moved;
}

/* The point of the corners' plane that is nearest to zero, by least squares, and its weights; how many corners there are. */
static size_t find_foot(hull *h)
{
    const size_t n = h->n, start = corner(h, 0);
    const double *const first = h->vectors + start * n;
    double *const wanted = h->wanted;
    size_t corners = 1;
    for (size_t i = 0; i < n; i++)
        h->foot[i] = first[i] / h->longest;
    for (size_t k = corner(h, start + 1); k < h->count && corners < h->most; k = corner(h, k + 1), corners++)
        wanted[corners] = add_side(h, corners - 1, first, h->vectors + k * n);
    wanted[0] = 1;
    for (size_t j = corners - 1; j-- > 0;) {
        for (size_t k = j + 1; k + 1 < corners; k++)
            wanted[j + 1] -= h->triangle[j * h->most + k] * wanted[k + 1];
        const double height = h->triangle[j * h->most + j];
        wanted[j + 1] = height > 0 ? wanted[j + 1] / height : 0;
        wanted[0] -= wanted[j + 1];
    }
    return corners;
}

/* As far toward the wanted weights as all are positive; the corner whose weight is gone first, or `count` if none is. */
static size_t go_to_foot(hull *h)
{
    size_t gone = h->count, j = 0;
    double part = 1;
    for (size_t k = corner(h, 0); k < h->count; k = corner(h, k + 1), j++) {
        const double weight = h->weights[k];
        if (h->wanted[j] > 0)
            continue;
        const double until = weight > 0 ? weight / (weight - h->wanted[j]) : 0;
        if (gone == h->count || until < part) {
            part = until;
            gone = k;
        }
    }
    if (h->enters && gone == h->in)
        return gone;
    j = 0;
    for (size_t k = corner(h, 0), next; k < h->count; k = next, j++) {
        next = corner(h, k + 1);
        h->weights[k] = k == gone ? 0 : fmax(h->weights[k] + part * (h->wanted[j] - h->weights[k]), 0);
    }
    h->enters = false;
    return gone;
}

/* Lets the vector in and moves to the simplex' nearest point, from face to face; false where rounding lets it not get nearer. */
static bool let_in(hull *h, size_t in, double norm)
{
    h->in = in;
    h->enters = true;
    size_t gone, corners;
    do {
        corners = find_foot(h);
        gone = go_to_foot(h);
        if (h->enters)
            return false;
    } while (gone < h->count);
    /* Of a simplex, so that one more always has room. */
    return corners <= h->n + 1 && descent__vector_norm(h->n, h->foot) < norm;
}

double descent__hull_nearest(size_t n, size_t count, const double *vectors, double *weights, double *nearest,
                             double *room, int rounds)
{
    double longest = 0, shortest = INFINITY;
    size_t begin = 0;
    for (size_t k = 0; k < count; k++) {
        const double norm = descent__vector_norm(n, vectors + k * n);
        if (!isfinite(norm))
            return NAN;
        longest = fmax(longest, norm);
        begin = norm < shortest ? k : begin;
        shortest = fmin(shortest, norm);
    }
    if (!(longest > 0))
        return NAN;
    hull h = lay_out(n, count, vectors, longest, room);
    descent__vector_fill(count, 0, weights);
    weights[begin] = 1;
    for (size_t i = 0; i < n; i++)
        nearest[i] = vectors[begin * n + i] / longest;
    for (int round = 0; round < rounds; round++) {
        const double norm = descent__vector_norm(n, nearest);
        size_t in = 0;
        double least = INFINITY;
        for (size_t k = 0; k < count; k++) {
            const double along = descent__vector_dot(n, nearest, vectors + k * n) / longest;
            in = along < least ? k : in;
            least = fmin(along, least);
        }
        descent__vector_copy(count, weights, h.weights);
        if (!(norm > DBL_EPSILON && norm * norm - least > DBL_EPSILON * norm) || weights[in] > 0 ||
            !let_in(&h, in, norm))
            break;
        descent__vector_copy(count, h.weights, weights);
        descent__vector_copy(n, h.foot, nearest);
    }
    return descent__vector_norm(n, nearest);
}
