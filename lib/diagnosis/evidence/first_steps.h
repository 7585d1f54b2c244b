/* Rules that the first steps of a run tell: from the start, where every memory is empty, each rule makes a step that tells its
 * numbers. Whether one of them made the run, all the other steps decide: see reproduction.h. */
#ifndef DESCENT_LIB_DIAGNOSIS_EVIDENCE_FIRST_STEPS_H
#define DESCENT_LIB_DIAGNOSIS_EVIDENCE_FIRST_STEPS_H

#include "diagnosis/evidence/evidence.h"

enum {
    DESCENT__MOST_SUSPECTS = 16 /* two schedules and six cosines, Nesterov, four by squares, Adam; and two of room */
};

/* The rules that may have made the run, and how many they are: none where no path of single steps begins at the start. Of those
 * with momentum and of those that divide by squares, with the constants of their authors where the steps do not tell them. */
size_t descent__first_steps_suspects(descent__evidence *evidence, descent_rule suspects[DESCENT__MOST_SUSPECTS]);

#endif
