/* A copy of the run that follows a piece of advice, and what became of it. */
#ifndef DESCENT_LIB_DIAGNOSIS_ADVICE_ATTEMPT_H
#define DESCENT_LIB_DIAGNOSIS_ADVICE_ATTEMPT_H

#include "diagnosis/evidence/evidence.h"
#include "diagnosis/explain/advice_words.h"
#include "diagnosis/verdict/destination.h"

/* Numbers are owned by the diagnosis. */
typedef struct descent__attempt {
    bool ran;            /* long enough to mean something */
    bool settled;        /* at a critical point: */
    bool minimum;        /* that is one, or a valley */
    bool fled;           /* a value was not finite, or it went far beyond its first step */
    bool calm;           /* not there yet, and going on without turning back */
    double extent;       /* how far it came from its start, */
    double first_length; /* and of that with the first step that moves */
    uint64_t steps;      /* made; of a copy that was run and has settled, those from which on it is there */
    double
        steps_by_theory; /* not settled, but near a minimum that attracts it: about how many steps it takes in all; else
                             NaN */
    descent__place place;       /* settled, or with steps by theory: what is there and where; its tolerance is within
                             which a copy counts as there */
    descent_critical_kind kind; /* of that place */
    descent_probe probe;
    const double *escape; /* settled on a saddle or maximum: the way out */
} descent__attempt;

/* Room for the points of a copy, the start first; none are kept of a copy that goes on beyond. */
typedef struct descent__attempt_points {
    double *points;
    size_t room;  /* points */
    size_t count; /* filled in: points of the copy, or 0 */
} descent__attempt_points;

/* Of a copy's tolerance: two ends this near are one place, though each was only followed to within its own. */
#define DESCENT__SAME_PLACE 10

/* Runs a copy from `start` until it rests, and asks what is there; `of_run` is the tolerance of the run itself. */
descent__attempt descent__attempt_run(descent__evidence *evidence, descent_rule rule, const double *start,
                                      double of_run);

/* The same, and keeps its points; it costs less: steps are not counted again, and of the point only the place is asked for. */
descent__attempt descent__attempt_follow(descent__evidence *evidence, descent_rule rule, const double *start,
                                         double of_run, descent__attempt_points *kept);

/* Did it settle at a minimum, or will it by theory, and if the run is heading for one, at the same? */
bool descent__attempt_leads_ahead(const descent_diagnosis *diagnosis, const descent__attempt *attempt);

/* Steps it took, or takes by theory. */
double descent__attempt_steps(const descent__attempt *attempt);

/* Writes down in the advice how the copy that followed it went. */
void descent__attempt_note(descent_advice *advice, const descent__attempt *attempt);

#endif
