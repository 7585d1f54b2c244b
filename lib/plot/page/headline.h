/* What the pictures say of how a run ended. */
#ifndef DESCENT_LIB_PLOT_PAGE_HEADLINE_H
#define DESCENT_LIB_PLOT_PAGE_HEADLINE_H

#include <descent/plot.h>

/* The diagnosis of a path; NULL if it cannot be made, which leaves a picture without a verdict. */
descent_diagnosis *descent__headline_diagnose(const descent_problem *problem, const descent_path *path);

/* A few words, the library's own: "converged to a minimum" and its like. */
void descent__headline(const descent_diagnosis *diagnosis, char *text, size_t size);

#endif
