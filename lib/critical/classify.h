/* From an eigendecomposition to a verdict, and from the verdict to the result. */
#ifndef DESCENT_LIB_CRITICAL_CLASSIFY_H
#define DESCENT_LIB_CRITICAL_CLASSIFY_H

#include "critical/analysis.h"

typedef struct descent_verdict {
    descent_critical_kind kind;
    size_t index, nullity;
    double tolerance;
    descent_tolerance_source tolerance_source;
    double distance;  /* length of the Newton step */
    double reference; /* the length that distances are judged by */
    bool newton_backed;
} descent_verdict;

/*
 * What is the decomposed point? `reference` is the length that "near" is relative to; 0: max(‖x‖, the problem's scale).
 * One more Hessian is computed beside the point, to see how far its eigenvalues can be trusted. Only fails where the
 * user's functions do at x itself.
 */
descent_status descent_analysis_judge(descent_analysis *analysis, double reference, descent_verdict *verdict);

/* The result for a judged point, with its loss, and the probe if it is degenerate. */
descent_status descent_analysis_report(descent_analysis *analysis, const descent_verdict *verdict,
                                       descent_critical_point **point);

/* The largest of max(‖x‖, the problem's scale). */
double descent_typical_length(const descent_problem *problem, const double *x);

#endif
