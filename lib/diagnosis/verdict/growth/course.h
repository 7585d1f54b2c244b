/* What growth is measured on: the series, or, where a thinned path leaves out the steps that would show it, these steps made
 * again, or its rows. */
#ifndef DESCENT_LIB_DIAGNOSIS_VERDICT_GROWTH_COURSE_H
#define DESCENT_LIB_DIAGNOSIS_VERDICT_GROWTH_COURSE_H

#include "diagnosis/verdict/facts.h"

/* Chooses `course` of facts whose series, motion and broken quantity are known, and measures `growth` on it. Where the
 * series is a copy that goes on, or breaks off, what came before tells more. False if there is no memory. */
bool descent__course_choose(descent__facts *facts);

/* The same of the series and a copy that goes on from its end, as one course: what swings shows over more of them whether it grows.
 * False, and nothing is changed, if there is no memory. */
bool descent__course_go_on(descent__facts *facts, const descent__series *copy);

#endif
