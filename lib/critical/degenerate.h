/* Where eigenvalues are zero only the loss can tell: probing it along the kernel. */
#ifndef DESCENT_LIB_CRITICAL_DEGENERATE_H
#define DESCENT_LIB_CRITICAL_DEGENERATE_H

#include "critical/judge.h"

/*
 * Probes the loss around the degenerate point under study and fills `probe`, `lower_x` and `lower_loss` of `point`,
 * whose `loss` is set. DESCENT_ECALLBACK or DESCENT_ENOMEM on failure.
 */
descent_status descent_analysis_probe(descent_analysis *analysis, const descent_verdict *verdict,
                                      descent_critical_point *point);

#endif
