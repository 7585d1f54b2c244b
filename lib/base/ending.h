/* What endings have in common: the classes of them that are asked for again and again. */
#ifndef DESCENT_LIB_BASE_ENDING_H
#define DESCENT_LIB_BASE_ENDING_H

#include <stdbool.h>
#include <stddef.h>

#include <descent/ending.h>

#include "base/word.h"

enum {
    descent__ending_count = 0 DESCENT_ENDING_LIST(DESCENT__ONE)
};
_Static_assert(descent__ending_count <= 32, "sets of endings are bits of an unsigned, and a sweep's shares are 32");

enum {
    DESCENT__ENDING_NO_CLASS = 0,
    DESCENT__ENDING_SETTLES = 1,   /* at a limit, or contracting toward one */
    DESCENT__ENDING_CIRCLES = 2,   /* in motion for ever, within bounds, by the map alone */
    DESCENT__ENDING_IRREGULAR = 4, /* in motion, and no stretch of it is like another */
    DESCENT__ENDING_GROWS = 8,     /* leaves for infinity, seen to grow */
    DESCENT__ENDING_LEAVES = 16    /* never comes back: grows, or has no finite value any more */
};

/* Of an ending that is not listed none holds. */
static inline unsigned descent__ending_classes(descent_ending ending)
{
    static const unsigned char classes[] = {
        [DESCENT_ENDING_UNDETERMINED] = DESCENT__ENDING_NO_CLASS,
        [DESCENT_ENDING_CONVERGED] = DESCENT__ENDING_SETTLES,
        [DESCENT_ENDING_APPROACHING] = DESCENT__ENDING_SETTLES,
        [DESCENT_ENDING_DESCENDING] = DESCENT__ENDING_NO_CLASS,
        [DESCENT_ENDING_STALLED] = DESCENT__ENDING_NO_CLASS,
        [DESCENT_ENDING_PERIODIC] = DESCENT__ENDING_CIRCLES,
        [DESCENT_ENDING_QUASIPERIODIC] = DESCENT__ENDING_CIRCLES | DESCENT__ENDING_IRREGULAR,
        [DESCENT_ENDING_CHAOTIC] = DESCENT__ENDING_CIRCLES | DESCENT__ENDING_IRREGULAR,
        [DESCENT_ENDING_NOISY] = DESCENT__ENDING_IRREGULAR,
        [DESCENT_ENDING_DIVERGING] = DESCENT__ENDING_GROWS | DESCENT__ENDING_LEAVES,
        [DESCENT_ENDING_UNBOUNDED] = DESCENT__ENDING_GROWS | DESCENT__ENDING_LEAVES,
        [DESCENT_ENDING_NONFINITE] = DESCENT__ENDING_LEAVES,
    };
    DESCENT__COVERS(classes, DESCENT_ENDING_LIST);
    return (size_t)ending < descent__ending_count ? classes[ending] : DESCENT__ENDING_NO_CLASS;
}

/* Coming to a limit, or there? */
static inline bool descent__ending_settles(descent_ending ending)
{
    return descent__ending_classes(ending) & DESCENT__ENDING_SETTLES;
}

/* Periodic, quasiperiodic or chaotic: in motion for ever within bounds? */
static inline bool descent__ending_circles(descent_ending ending)
{
    return descent__ending_classes(ending) & DESCENT__ENDING_CIRCLES;
}

/* Quasiperiodic, chaotic or noisy: in motion without ever repeating itself? */
static inline bool descent__ending_is_irregular(descent_ending ending)
{
    return descent__ending_classes(ending) & DESCENT__ENDING_IRREGULAR;
}

/* Diverging or unbounded: growing without bound? */
static inline bool descent__ending_grows(descent_ending ending)
{
    return descent__ending_classes(ending) & DESCENT__ENDING_GROWS;
}

/* Growing without bound, or not finite any more: gone for good? */
static inline bool descent__ending_leaves(descent_ending ending)
{
    return descent__ending_classes(ending) & DESCENT__ENDING_LEAVES;
}

#endif
