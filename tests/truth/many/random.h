/* Numbers that look random and are the same on every machine: splitmix64 (Steele, Lea and Flood 2014). */
#ifndef DESCENT_TESTS_TRUTH_MANY_RANDOM_H
#define DESCENT_TESTS_TRUTH_MANY_RANDOM_H

#include <math.h>
#include <stdint.h>

static inline uint64_t random_bits(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* In [low, high). */
static inline double random_uniform(uint64_t *state, double low, double high)
{
    return low + (high - low) * ((double)(random_bits(state) >> 11) * 0x1p-53);
}

static inline double random_logarithmic(uint64_t *state, double low, double high)
{
    return low * pow(high / low, random_uniform(state, 0, 1));
}

static inline unsigned random_below(uint64_t *state, unsigned count)
{
    return (unsigned)random_uniform(state, 0, count);
}

static inline double random_normal(uint64_t *state)
{
    const double radius = sqrt(-2 * log(1 - random_uniform(state, 0, 1)));
    return radius * cos(2 * acos(-1.0) * random_uniform(state, 0, 1));
}

#endif
