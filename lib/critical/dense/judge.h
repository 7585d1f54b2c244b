/* From an eigendecomposition to a verdict: how far its eigenvalues can be trusted, and whether the point is critical.
 * */
#ifndef DESCENT_LIB_CRITICAL_DENSE_JUDGE_H
#define DESCENT_LIB_CRITICAL_DENSE_JUDGE_H

#include "critical/dense/analysis.h"

typedef struct descent__verdict {
    descent_critical_kind kind;
    size_t index, nullity;
    double tolerance;
    descent_tolerance_source tolerance_source;
    double distance;  /* length of the Newton step */
    double reference; /* the length that distances are judged by */
    bool newton_backed;
} descent__verdict;

/*
 * What is the decomposed point? `reference` is the length that "near" is relative to; 0: max(‖x‖, the problem's scale).
 * Gradients and two Hessians are computed beside the point, to see how far its eigenvalues can be trusted. Only fails
 * where the user's functions do at x itself.
 */
descent_status descent__analysis_judge(descent__analysis *analysis, double reference, descent__verdict *verdict);

/* The smallest |eigenvalue| above `floor`; infinite if there is none. */
double descent__analysis_smallest(const descent__analysis *analysis, double floor);

#endif
