/* How a run ended: in a few words for a title, and in one sentence that begins with the same words. */
#ifndef DESCENT_LIB_DIAGNOSIS_EXPLAIN_ENDING_WORDS_H
#define DESCENT_LIB_DIAGNOSIS_EXPLAIN_ENDING_WORDS_H

#include <stddef.h>

#include <descent/diagnosis.h>

#include "diagnosis/explain/words.h"

/* "converged to", "died on", "exploding": the words that title, sentence and line have in common. */
const char *descent__explain_verdict(const descent_diagnosis *d);

/* "converged to a minimum", "chaotic, Lyapunov exponent 1.10"; numbers are written in the locale of the thread. */
void descent__explain_headline(const descent_diagnosis *d, char *text, size_t size);

/* "Converged to a minimum at (2, 1.70711)." */
void descent__explain_ending(descent__words *words, const descent_diagnosis *d);

#endif
