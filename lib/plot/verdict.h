/* What the pictures say of how a run ended. */
#ifndef DESCENT_LIB_PLOT_VERDICT_H
#define DESCENT_LIB_PLOT_VERDICT_H

#include <descent/plot.h>

/* The diagnosis of a path; NULL if it cannot be made, which leaves a picture without a verdict. */
descent_diagnosis *descent_verdict_make(const descent_problem *problem, const descent_path *path);

/* A few words: "converged to a minimum" and its like. */
void descent_verdict_words(const descent_diagnosis *diagnosis, char *text, size_t size);

#endif
