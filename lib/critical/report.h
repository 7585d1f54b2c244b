/* From a verdict to the result. */
#ifndef DESCENT_LIB_CRITICAL_REPORT_H
#define DESCENT_LIB_CRITICAL_REPORT_H

#include "critical/judge.h"

/* The result for a judged point, with its loss, and the probe if it is degenerate. */
descent_status descent_analysis_report(descent_analysis *analysis, const descent_verdict *verdict,
                                       descent_critical_point **point);

#endif
