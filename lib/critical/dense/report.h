/* From a verdict to the result. */
#ifndef DESCENT_LIB_CRITICAL_DENSE_REPORT_H
#define DESCENT_LIB_CRITICAL_DENSE_REPORT_H

#include "critical/dense/judge.h"

/* The result for a judged point, with its loss, and the probe if it is degenerate. */
descent_status descent__analysis_report(descent__analysis *analysis, const descent__verdict *verdict,
                                        descent_critical_point **point);

#endif
