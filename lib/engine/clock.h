/* Wall time, for what goes by it. */
#ifndef DESCENT_LIB_ENGINE_CLOCK_H
#define DESCENT_LIB_ENGINE_CLOCK_H

#include <time.h>

/* Seconds since some time in the past. */
static inline double descent__seconds_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

#endif
