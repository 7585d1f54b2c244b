/* What the explanation says of each finding. */
#ifndef DESCENT_LIB_DIAGNOSIS_EXPLAIN_FINDING_WORDS_H
#define DESCENT_LIB_DIAGNOSIS_EXPLAIN_FINDING_WORDS_H

#include <stddef.h>

#include <descent/diagnosis.h>

#include "base/word.h"

enum {
    descent__finding_count = 0 DESCENT_FINDING_LIST(DESCENT__ONE)
};

/* The sentence of the finding of bit 1 << k, k < descent__finding_count, in so many variables; NULL if other sentences say it. */
const char *descent__finding_sentence(size_t k, size_t n);

#endif
