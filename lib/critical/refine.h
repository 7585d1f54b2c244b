/* Newton's walk to the critical point nearby. */
#ifndef DESCENT_LIB_CRITICAL_REFINE_H
#define DESCENT_LIB_CRITICAL_REFINE_H

#include "critical/analysis.h"

typedef struct descent_walk {
    double moved;     /* distance from the start to where it ended */
    double reference; /* max(‖x‖, moved, scale): the length that distances there are judged by; 0 at the origin */
    size_t iterations;
    bool arrived; /* did it end by itself, where steps no longer count? */
} descent_walk;

/*
 * Walks from x; the analysis then stands, decomposed, at the end. Only fails where the user's functions do at x itself
 * or where they return a code.
 */
descent_status descent_analysis_walk(descent_analysis *analysis, const double *x, descent_walk *walk);

#endif
