/* Calling the user's functions: counting, keeping the failing code, differences where a derivative is missing. */
#ifndef DESCENT_LIB_PROBLEM_PROBLEM_H
#define DESCENT_LIB_PROBLEM_PROBLEM_H

#include <math.h>
#include <stdbool.h>

#include <descent/problem.h>

#include "base/environment.h"

/*
 * A problem with its counters: all rooms call the user's functions through this. It is a plain value with two
 * work vectors; each object that evaluates (engine, diagnosis, search, …) has its own.
 */
typedef struct descent__evaluator {
    descent_problem problem;
    descent_evaluations evaluations;
    int callback_code;               /* what the callback returned that failed last; 0 if none */
    uint64_t gradient_cost;          /* calls that one gradient takes: 1, or 2n where differences stand in */
    uint64_t limit;                  /* calls, which those that ask first keep; 0: none */
    descent_evaluation_watch *watch; /* asked then whether to go on; NULL: nobody is */
    void *watch_context;
    double *work; /* 2n numbers: a shifted point, and a gradient that is computed along with a loss and not used */
} descent__evaluator;

/* Checks and copies the problem and allocates the work vector. On failure nothing needs freeing. */
descent_status descent__evaluator_open(descent__evaluator *evaluator, const descent_problem *problem);

/* Frees the work vector. Fine after a failed open, and for an evaluator of zeros. */
void descent__evaluator_close(descent__evaluator *evaluator);

/* Sets counters and callback code back to zero. */
void descent__evaluator_reset(descent__evaluator *evaluator);

static inline bool descent__evaluator_has_loss(const descent__evaluator *evaluator)
{
    return evaluator->problem.loss || evaluator->problem.loss_gradient;
}

/* Is there a gradient callback, or do differences of the loss stand in? */
bool descent__evaluator_has_gradient(const descent__evaluator *evaluator);

/*
 * May so many calls more be made, and does whoever watches want them? DESCENT_EBUDGET or DESCENT_ECANCELLED if not. Whoever
 * asks for many losses at once asks here first, so that a limit binds to within one such request.
 */
descent_status descent__evaluator_allows(descent__evaluator *evaluator, uint64_t calls);

/* All calls so far, of whatever kind. */
uint64_t descent__evaluator_total(const descent__evaluator *evaluator);

/*
 * Each of these calls the user's function (or its stand-in) and returns DESCENT_SUCCESS, or DESCENT_ECALLBACK with the
 * code kept. Results are not checked: they may be NaN or infinite.
 * Loss without a loss callback, Hessian without a hessian callback and product without a hessian_product callback
 * return DESCENT_EUNSUPPORTED; differences for the latter two belong to the critical-points room.
 */
descent_status descent__evaluate_loss_gradient(descent__evaluator *evaluator, const double *x, double *loss,
                                               double *gradient);
descent_status descent__evaluate_hessian(descent__evaluator *evaluator, const double *x, double *hessian);
descent_status descent__evaluate_hessian_product(descent__evaluator *evaluator, const double *x, const double *vector,
                                                 double *product);

/* The same where a limit or a watch holds: asks before each call, so that there is never one more than the limit. */
descent_status descent__ask_loss(descent__evaluator *evaluator, const double *x, double *loss);
descent_status descent__ask_gradient(descent__evaluator *evaluator, const double *x, double *gradient);
descent_status descent__ask_hessian(descent__evaluator *evaluator, const double *x, double *hessian);
descent_status descent__ask_hessian_product(descent__evaluator *evaluator, const double *x, const double *vector,
                                            double *product);

/* Did a call fail for what no other point would mend: memory, the limit, or the watch? */
static inline bool descent__is_final(descent_status status)
{
    return status == DESCENT_ENOMEM || status == DESCENT_EBUDGET || status == DESCENT_ECANCELLED;
}

/* What loss and gradient do where there is no such callback, or, with its code, where it failed. */
descent_status descent__evaluate_loss_otherwise(descent__evaluator *evaluator, const double *x, double *loss, int code);
descent_status descent__evaluate_gradient_otherwise(descent__evaluator *evaluator, const double *x, double *gradient,
                                                    int code);

/* The callbacks in a caller's environment of its own: apart, so that the usual call keeps nothing over itself. */
int descent__lent_loss(const descent_problem *problem, const double *x, double *loss);
int descent__lent_gradient(const descent_problem *problem, const double *x, double *gradient);

/* Up to so many numbers are all marked before a callback is to write them; of more, which would be felt, three are. */
enum {
    descent__unwritten_few = 64
};

/*
 * What a callback that writes nothing leaves is NaN, and not what was there before: the gradient of another point, or zero,
 * which would be a critical point.
 */
static inline void descent__mark_unwritten(size_t count, double *values)
{
    values[0] = values[count - 1] = NAN;
    if (count > descent__unwritten_few)
        values[count / 2] = NAN;
    else
        for (size_t i = 1; i + 1 < count; i++)
            values[i] = NAN;
}

static inline descent_status descent__evaluate_loss(descent__evaluator *evaluator, const double *x, double *loss)
{
    const descent_problem *const problem = &evaluator->problem;
    int code = 0;
    *loss = NAN; /* what a callback that writes nothing leaves */
    if (problem->loss) {
        evaluator->evaluations.loss++;
        code = descent__environment_kept ? descent__lent_loss(problem, x, loss)
                                         : problem->loss(problem->dimension, x, loss, problem->context);
        if (code == 0)
            return DESCENT_SUCCESS;
    }
    return descent__evaluate_loss_otherwise(evaluator, x, loss, code);
}

static inline descent_status descent__evaluate_gradient(descent__evaluator *evaluator, const double *x,
                                                        double *gradient)
{
    const descent_problem *const problem = &evaluator->problem;
    int code = 0;
    if (problem->gradient) {
        evaluator->evaluations.gradient++;
        descent__mark_unwritten(problem->dimension, gradient);
        code = descent__environment_kept ? descent__lent_gradient(problem, x, gradient)
                                         : problem->gradient(problem->dimension, x, gradient, problem->context);
        if (code == 0)
            return DESCENT_SUCCESS;
    }
    return descent__evaluate_gradient_otherwise(evaluator, x, gradient, code);
}

/* Gradients at `count` points of n numbers each, one after another, through the ordinary callback, up to the first that fails. */
descent_status descent__evaluate_gradients(descent__evaluator *evaluator, size_t count, const double *x,
                                           double *gradient);

/* The status of a gradient_batch that returned this code. */
descent_status descent__fail_gradient_batch(descent__evaluator *evaluator, int code);

/* The same through the problem's gradient_batch, which must be there, with coordinate i of point j at i·stride + j. */
static inline descent_status descent__evaluate_gradient_batch(descent__evaluator *evaluator, size_t count,
                                                              size_t stride, const double *x, double *gradient)
{
    const descent_problem *const problem = &evaluator->problem;
    evaluator->evaluations.gradient += count;
    gradient[0] = gradient[(problem->dimension - 1) * stride + count - 1] = NAN;
    descent__environment *const lent = descent__environment_lend();
    const int code = problem->gradient_batch(problem->dimension, count, stride, x, gradient, problem->context);
    descent__environment_take_back(lent);
    return code == 0 ? DESCENT_SUCCESS : descent__fail_gradient_batch(evaluator, code);
}

/* The half-width of the central difference of the loss along one coordinate: ε^(1/3)·max(|x|, scale). */
double descent__difference_step(const descent_problem *problem, double x);

#endif
