#include "engine/dialogue.h"

#include <string.h>

#include "base/call.h"
#include "base/vector.h"

enum {
    nobody = -1 /* what is returned where nobody tells */
};

static void free_answer(descent__answer *answer)
{
    descent__give(answer->x);
    descent__give(answer->gradient);
    *answer = (descent__answer){0};
}

/* Forgets all answers from one on. */
static void forget_from(descent__dialogue *dialogue, size_t first)
{
    while (dialogue->count > first)
        free_answer(&dialogue->answers[--dialogue->count]);
}

static int ask(descent__dialogue *dialogue, unsigned wanted, const double *x)
{
    const size_t n = dialogue->problem.dimension;
    double *const copy = descent__take(n * sizeof *copy);
    dialogue->lacks_memory = !copy;
    dialogue->wanting = true;
    if (copy)
        descent__vector_copy(n, x, copy);
    dialogue->request = (descent__answer){.wanted = wanted, .x = copy};
    return nobody;
}

/* The next answer, if it is one to this question; an own rule that asks otherwise than before is asked anew from here on. */
static int look_up(descent__dialogue *dialogue, unsigned wanted, const double *x, double *loss, double *gradient)
{
    const size_t n = dialogue->problem.dimension;
    if (!dialogue->open || dialogue->wanting)
        return nobody;
    if (dialogue->next == dialogue->count)
        return ask(dialogue, wanted, x);
    const descent__answer *const answer = &dialogue->answers[dialogue->next];
    if (answer->wanted != wanted || memcmp(answer->x, x, n * sizeof *x) != 0) {
        forget_from(dialogue, dialogue->next);
        return ask(dialogue, wanted, x);
    }
    dialogue->next++;
    if (loss)
        *loss = answer->loss;
    if (gradient && answer->gradient)
        descent__vector_copy(n, answer->gradient, gradient);
    return answer->code;
}

/* The functions of the evaluator's problem: what is told is looked up, the rest is the user's with a context of its own. */
static int loss_of(size_t n, const double *x, double *value, void *context)
{
    descent__dialogue *const dialogue = context;
    const descent_problem *const problem = &dialogue->problem;
    return problem->loss == descent_told_loss ? look_up(dialogue, descent__told_loss, x, value, NULL)
                                              : problem->loss(n, x, value, problem->context);
}

static int gradient_of(size_t n, const double *x, double *gradient, void *context)
{
    descent__dialogue *const dialogue = context;
    const descent_problem *const problem = &dialogue->problem;
    return problem->gradient == descent_told_gradient ? look_up(dialogue, descent__told_gradient, x, NULL, gradient)
                                                      : problem->gradient(n, x, gradient, problem->context);
}

static int loss_gradient_of(size_t n, const double *x, double *value, double *gradient, void *context)
{
    descent__dialogue *const dialogue = context;
    const descent_problem *const problem = &dialogue->problem;
    return problem->loss_gradient == descent_told_loss_gradient
               ? look_up(dialogue, descent__told_loss | descent__told_gradient, x, value, gradient)
               : problem->loss_gradient(n, x, value, gradient, problem->context);
}

int descent_told_loss(size_t dimension, const double *x, double *value, void *context)
{
    (void)dimension, (void)x, (void)value, (void)context;
    return nobody;
}

int descent_told_gradient(size_t dimension, const double *x, double *gradient, void *context)
{
    (void)dimension, (void)x, (void)gradient, (void)context;
    return nobody;
}

int descent_told_loss_gradient(size_t dimension, const double *x, double *value, double *gradient, void *context)
{
    (void)dimension, (void)x, (void)value, (void)gradient, (void)context;
    return nobody;
}

bool descent__dialogue_is_wanted(const descent_problem *problem)
{
    return problem->loss == descent_told_loss || problem->gradient == descent_told_gradient ||
           problem->loss_gradient == descent_told_loss_gradient;
}

descent__dialogue *descent__dialogue_new(descent__evaluator *evaluator)
{
    descent__dialogue *const made = descent__take_zeros(1, sizeof *made);
    if (!made)
        return NULL;
    descent_problem *const problem = &evaluator->problem;
    made->problem = *problem;
    problem->loss = problem->loss ? loss_of : NULL;
    problem->gradient = problem->gradient ? gradient_of : NULL;
    problem->loss_gradient = problem->loss_gradient ? loss_gradient_of : NULL;
    problem->hessian = NULL; /* an engine asks for none of these */
    problem->hessian_product = NULL;
    problem->gradient_batch = NULL;
    problem->context = made;
    return made;
}

void descent__dialogue_clear(descent__dialogue *dialogue)
{
    forget_from(dialogue, 0);
    free_answer(&dialogue->request);
    dialogue->next = 0;
    dialogue->wanting = dialogue->lacks_memory = dialogue->open = false;
    dialogue->running = dialogue->begun = dialogue->owes = dialogue->ended = false;
}

void descent__dialogue_free(descent__dialogue *dialogue)
{
    if (!dialogue)
        return;
    descent__dialogue_clear(dialogue);
    descent__give(dialogue->answers);
    descent__give(dialogue);
}

void descent__dialogue_open(descent__dialogue *dialogue, const descent__evaluator *evaluator)
{
    dialogue->open = true;
    dialogue->next = 0;
    dialogue->counted = evaluator->evaluations;
    dialogue->callback_code = evaluator->callback_code;
}

/* What was given up was not called; what was finished needs its answers no more. */
void descent__dialogue_close(descent__dialogue *dialogue, descent__evaluator *evaluator)
{
    dialogue->open = false;
    if (!dialogue->wanting) {
        forget_from(dialogue, 0);
        return;
    }
    evaluator->evaluations = dialogue->counted;
    evaluator->callback_code = dialogue->callback_code;
}

static bool make_room(descent__dialogue *dialogue)
{
    if (dialogue->count < dialogue->capacity)
        return true;
    const size_t capacity = 2 * dialogue->capacity + 1;
    descent__answer *const grown = descent__retake(dialogue->answers, capacity * sizeof *grown);
    if (!grown)
        return false;
    dialogue->answers = grown;
    dialogue->capacity = capacity;
    return true;
}

bool descent__dialogue_answer(descent__dialogue *dialogue, double loss, const double *gradient, int code)
{
    const size_t n = dialogue->problem.dimension;
    descent__answer *const request = &dialogue->request;
    const bool keeps = request->wanted & descent__told_gradient && gradient;
    double *const copy = keeps ? descent__take(n * sizeof *copy) : NULL;
    if ((keeps && !copy) || !make_room(dialogue)) {
        descent__give(copy);
        return false;
    }
    if (copy)
        descent__vector_copy(n, gradient, copy);
    request->loss = loss;
    request->gradient = copy;
    request->code = code;
    dialogue->answers[dialogue->count++] = *request;
    *request = (descent__answer){0};
    dialogue->wanting = false;
    return true;
}
