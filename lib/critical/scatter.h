/* Numbers that look random and are the same on every machine and in every call: a hash of their position. */
#ifndef DESCENT_LIB_CRITICAL_SCATTER_H
#define DESCENT_LIB_CRITICAL_SCATTER_H

#include <stdint.h>

/* The number at a position, even over [0, 1). */
double descent__scatter(uint64_t position);

#endif
