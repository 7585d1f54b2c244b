#include "critical/scatter.h"

/* The output function of SplitMix64 (Steele, Lea and Flood 2014, figure 17) at the position's multiple of the odd
 * constant nearest to 2^64 divided by the golden ratio. */
double descent__scatter(uint64_t position)
{
    uint64_t bits = (position + 1) * UINT64_C(0x9e3779b97f4a7c15);
    bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
    bits ^= bits >> 31;
    return (double)(bits >> 11) * 0x1p-53;
}
