/* All that was measured on the way to the verdict. */
#ifndef DESCENT_LIB_DIAGNOSIS_CASE_H
#define DESCENT_LIB_DIAGNOSIS_CASE_H

#include "diagnosis/convergence.h"
#include "diagnosis/growth.h"
#include "diagnosis/limit.h"
#include "diagnosis/motion.h"
#include "diagnosis/recurrence.h"
#include "diagnosis/tangent.h"

typedef struct descent_case {
    descent_evidence *evidence;
    descent_series series; /* one step apart: the recorded end, or a copy that was run on from it */
    bool continued;        /* the series is such a copy */
    uint64_t stride;       /* 1, but for the growth of a thinned path: then the series are its rows, so far apart */
    descent_motion motion;
    descent_growth growth;
    descent_recurrence recurrence;
    descent_contraction contraction;
    descent_limit limit;
    double scale;   /* extent of the whole path */
    bool nonfinite; /* the run cannot go on from its end with finite numbers */
} descent_case;

/* Looks for the point where the run is heading, unless it is known already. True if there is one. */
bool descent_case_find_limit(descent_case *facts);

/* A run that leaves for infinity has no critical point, though far out everything may look flat. */
void descent_case_forget_point(descent_case *facts);

/* Ends the case with a sentence that gives the reason. Always true, for the decision that returns it. */
bool descent_case_end(descent_case *facts, descent_ending ending, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
