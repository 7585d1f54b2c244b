/*
 * What was told, and what is asked. The functions of a problem that is told look their answers up here, in the order in which
 * they are called since the dialogue was opened; the first that has none is the request. An evaluation or a step that met one is
 * given up, and made again from the same state: as functions of it and of the answers, both call for the same again.
 */
#ifndef DESCENT_LIB_ENGINE_DIALOGUE_H
#define DESCENT_LIB_ENGINE_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include <descent/ask.h>

#include "problem/problem.h"

enum {
    descent__told_loss = 1,
    descent__told_gradient = 2
};

typedef struct descent__answer {
    unsigned wanted; /* or-ed of the two above */
    double *x;       /* where */
    double loss;
    double *gradient; /* NULL unless it was wanted and told */
    int code;
} descent__answer;

typedef struct descent__dialogue {
    descent_problem problem; /* the user's */
    descent__answer *answers;
    size_t count, capacity, next;
    descent__answer request; /* what is wanted, if `wanting` */
    bool wanting;
    bool lacks_memory;           /* for the request */
    bool open;                   /* an evaluation of the engine's is under way */
    descent_evaluations counted; /* when it was opened */
    int callback_code;

    bool running; /* a run is under way */
    bool begun;   /* so is a step of it: it stands under no budget any more */
    bool owes;    /* the observers are still to be called for the last step */
    bool ended;   /* the run is over, but for what is shown and recorded of its last point; with */
    descent_status status;
} descent__dialogue;

/* Is something of the problem told? */
bool descent__dialogue_is_wanted(const descent_problem *problem);

/* Makes one, and puts its functions in the evaluator's problem; NULL if there is no memory. */
descent__dialogue *descent__dialogue_new(descent__evaluator *evaluator);

void descent__dialogue_free(descent__dialogue *dialogue);

/* Nothing was told, and nothing is asked or under way. */
void descent__dialogue_clear(descent__dialogue *dialogue);

/* Around each evaluation, or row of them, that is made again as a whole. */
void descent__dialogue_open(descent__dialogue *dialogue, const descent__evaluator *evaluator);
void descent__dialogue_close(descent__dialogue *dialogue, descent__evaluator *evaluator);

/* Takes in the answer to the request; false if there is no memory. */
bool descent__dialogue_answer(descent__dialogue *dialogue, double loss, const double *gradient, int code);

#endif
