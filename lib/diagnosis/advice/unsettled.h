/* What a copy does that has neither come to rest nor run off, as far as its points tell. */
#ifndef DESCENT_LIB_DIAGNOSIS_ADVICE_UNSETTLED_H
#define DESCENT_LIB_DIAGNOSIS_ADVICE_UNSETTLED_H

#include "diagnosis/advice/attempt.h"

/*
 * PERIODIC: it comes back. DIVERGING: its steps grow from side to side, and the loss curves as much or more all the way out, so
 * that they always will. APPROACHING: it comes nearer and nearer to a minimum whose multipliers bring it there. DESCENDING: it goes on without
 * turning back, and downhill. Else UNDETERMINED, as where no points were kept.
 */
descent_ending descent__unsettled_ending(descent__evidence *evidence, const descent__attempt *attempt,
                                         const descent__attempt_points *kept);

#endif
