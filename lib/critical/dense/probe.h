/* Where eigenvalues are zero the loss itself decides: it is probed along the kernel. */
#ifndef DESCENT_LIB_CRITICAL_DENSE_PROBE_H
#define DESCENT_LIB_CRITICAL_DENSE_PROBE_H

#include "critical/dense/judge.h"

/*
 * Probes the loss around the degenerate point under study and fills `probe`, `lower_x` and `lower_loss` of `point`,
 * whose `loss` is set. DESCENT_ECALLBACK or DESCENT_ENOMEM on failure.
 */
descent_status descent__analysis_probe(descent__analysis *analysis, const descent__verdict *verdict,
                                       descent_critical_point *point);

#endif
