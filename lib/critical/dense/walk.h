/* Newton's walk to the critical point nearby. */
#ifndef DESCENT_LIB_CRITICAL_DENSE_WALK_H
#define DESCENT_LIB_CRITICAL_DENSE_WALK_H

#include "critical/dense/analysis.h"

typedef struct descent__walk {
    double moved;     /* distance from the start to where it ended */
    double reference; /* max(‖x‖, moved, scale): the length that distances there are judged by; 0 at the origin */
    size_t iterations;
    bool arrived; /* did it end by itself, where steps no longer count? */
} descent__walk;

/*
 * Walks from x; the analysis then stands, decomposed, at the end. Only fails where the user's functions do at x itself
 * or where they return a code.
 */
descent_status descent__analysis_walk(descent__analysis *analysis, const double *x, descent__walk *walk);

#endif
