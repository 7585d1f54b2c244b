/* What to try next, tried on copies where the budget allows. */
#ifndef DESCENT_LIB_DIAGNOSIS_ADVICE_ADVICE_H
#define DESCENT_LIB_DIAGNOSIS_ADVICE_ADVICE_H

#include "diagnosis/verdict/facts.h"

/* Reads the result so far, and adds to it. */
void descent__advice_give(descent__facts *facts, descent_diagnosis *diagnosis);

/* Where nothing better was found than to go on, and a minimum down the slope is narrower than the run's steps are long: however long it goes
 * on, it steps over it. */
void descent__advice_for_narrow_minimum(descent__facts *facts, descent_diagnosis *diagnosis);

/* Adds what helps a run that crossed a pole toward which the loss falls, once that is known, unless a copy has found better. */
void descent__advice_beside_pole(descent__evidence *evidence, descent_diagnosis *diagnosis);

#endif
