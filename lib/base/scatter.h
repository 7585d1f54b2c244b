/* Numbers that look random and are the same on every machine and in every call: a hash of their position. */
#ifndef DESCENT_LIB_BASE_SCATTER_H
#define DESCENT_LIB_BASE_SCATTER_H

#include <stddef.h>
#include <stdint.h>

/*
 * The number at a position, even over [0, 1): the upper 53 bits of what SplitMix64 (Steele, Lea and Flood 2014, figure 17) gives
 * there when it begins with 0, as a part of 2^53.
 */
static inline double descent__scatter(uint64_t position)
{
    uint64_t bits = (position + 1) * UINT64_C(0x9e3779b97f4a7c15);
    bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
    bits ^= bits >> 31;
    return (double)(bits >> 11) * 0x1p-53;
}

/* Of points that look random around x, the one of this number: each coordinate is within `reach` of that of x. */
static inline void descent__scatter_beside(size_t n, const double *x, double reach, size_t number, double *beside)
{
    for (size_t i = 0; i < n; i++)
        beside[i] = x[i] + (2 * descent__scatter(number * n + i) - 1) * reach;
}

#endif
