#include "problem/problem.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>

#include "base/call.h"
#include "base/environment.h"
#include "base/names.h"
#include "base/plural.h"
#include "base/status.h"
#include "base/vector.h"

descent_status descent_problem_check(const descent_problem *problem)
{
    if (!problem)
        return descent_fail(DESCENT_EINVAL, "problem must not be NULL");
    if (problem->dimension == 0)
        return descent_fail(DESCENT_EINVAL, "problem->dimension must be at least 1, got 0");
    if (descent__array_bytes(problem->dimension, 2, sizeof(double)) == 0)
        return descent_fail(DESCENT_EINVAL, "problem->dimension is too large for memory, got %zu", problem->dimension);
    if (!problem->loss && !problem->gradient && !problem->loss_gradient)
        return descent_fail(DESCENT_EINVAL, "problem must have a loss, a gradient or a loss_gradient; all are NULL");
    if (!isfinite(problem->scale) || problem->scale < 0)
        return descent_fail(DESCENT_EINVAL, "problem->scale must be finite and positive, or 0 for 1, got %g",
                            problem->scale);
    for (size_t i = 0; i < sizeof problem->reserved / sizeof problem->reserved[0]; i++)
        if (problem->reserved[i])
            return descent_fail(DESCENT_EINVAL, "problem->reserved[%zu] must be NULL", i);
    return descent__names_check("problem->variable_names", problem->dimension, problem->variable_names);
}

descent_status descent__evaluator_open(descent__evaluator *evaluator, const descent_problem *problem)
{
    *evaluator = (descent__evaluator){0};
    const descent_status status = descent_problem_check(problem);
    if (status != DESCENT_SUCCESS)
        return status;
    const size_t bytes = descent__array_bytes(problem->dimension, 2, sizeof(double));
    evaluator->work = descent__take(bytes);
    if (!evaluator->work)
        return descent__fail_memory("work vectors of the problem", bytes);
    evaluator->problem = *problem;
    evaluator->gradient_cost = problem->gradient || problem->loss_gradient ? 1 : 2 * (uint64_t)problem->dimension;
    return DESCENT_SUCCESS;
}

void descent__evaluator_close(descent__evaluator *evaluator)
{
    descent__give(evaluator->work);
    *evaluator = (descent__evaluator){0};
}

void descent__evaluator_reset(descent__evaluator *evaluator)
{
    evaluator->evaluations = (descent_evaluations){0};
    evaluator->callback_code = 0;
}

bool descent__evaluator_has_gradient(const descent__evaluator *evaluator)
{
    return evaluator->problem.gradient || evaluator->problem.loss_gradient;
}

uint64_t descent__evaluator_total(const descent__evaluator *evaluator)
{
    const descent_evaluations *count = &evaluator->evaluations;
    return count->loss + count->gradient + count->hessian + count->hessian_product;
}

/* Does the user's watch ask to stop? */
static bool is_stopped(const descent__evaluator *evaluator)
{
    if (!evaluator->watch)
        return false;
    descent__environment *const lent = descent__environment_lend();
    const int answer = evaluator->watch(&evaluator->evaluations, evaluator->watch_context);
    descent__environment_take_back(lent);
    return answer != 0;
}

descent_status descent__evaluator_allows(descent__evaluator *evaluator, uint64_t calls)
{
    const uint64_t total = descent__evaluator_total(evaluator);
    if (is_stopped(evaluator))
        return descent_fail(DESCENT_ECANCELLED, "the watch asked to stop after %" PRIu64 " evaluation%s", total,
                            descent__plural(total));
    if (evaluator->limit > 0 && (total >= evaluator->limit || evaluator->limit - total < calls))
        return descent_fail(DESCENT_EBUDGET, "%" PRIu64 " evaluation%s not enough", evaluator->limit,
                            evaluator->limit == 1 ? " is" : "s are");
    return DESCENT_SUCCESS;
}

/* Keeps the user's code and says which callback it was. */
static descent_status callback_status(descent__evaluator *evaluator, const char *callback, int code)
{
    if (code == 0)
        return DESCENT_SUCCESS;
    evaluator->callback_code = code;
    return descent_fail(DESCENT_ECALLBACK, "callback %s returned %d", callback, code);
}

int descent__lent_loss(const descent_problem *problem, const double *x, double *loss)
{
    descent__environment *const lent = descent__environment_lend();
    const int code = problem->loss(problem->dimension, x, loss, problem->context);
    descent__environment_take_back(lent);
    return code;
}

int descent__lent_gradient(const descent_problem *problem, const double *x, double *gradient)
{
    descent__environment *const lent = descent__environment_lend();
    const int code = problem->gradient(problem->dimension, x, gradient, problem->context);
    descent__environment_take_back(lent);
    return code;
}

static descent_status call_loss_gradient(descent__evaluator *evaluator, const double *x, double *loss, double *gradient)
{
    const descent_problem *problem = &evaluator->problem;
    evaluator->evaluations.loss++;
    evaluator->evaluations.gradient++;
    *loss = NAN;
    descent__mark_unwritten(problem->dimension, gradient);
    descent__environment *const lent = descent__environment_lend();
    const int code = problem->loss_gradient(problem->dimension, x, loss, gradient, problem->context);
    descent__environment_take_back(lent);
    return callback_status(evaluator, "loss_gradient", code);
}

descent_status descent__evaluate_loss_otherwise(descent__evaluator *evaluator, const double *x, double *loss, int code)
{
    if (evaluator->problem.loss)
        return callback_status(evaluator, "loss", code);
    if (evaluator->problem.loss_gradient)
        return call_loss_gradient(evaluator, x, loss, evaluator->work + evaluator->problem.dimension);
    return descent_fail(DESCENT_EUNSUPPORTED, "the problem has no loss");
}

double descent__difference_step(const descent_problem *problem, double x)
{
    const double scale = problem->scale > 0 ? problem->scale : 1;
    return cbrt(DBL_EPSILON) * fmax(fabs(x), scale);
}

/* gᵢ = (L(x + heᵢ) − L(x − heᵢ)) / (x⁺ᵢ − x⁻ᵢ): dividing by the distance as rounded takes its error away. */
static descent_status difference_gradient(descent__evaluator *evaluator, const double *x, double *gradient)
{
    const size_t n = evaluator->problem.dimension;
    double *const shifted = evaluator->work;
    const descent_status allowed = descent__evaluator_allows(evaluator, 2 * (uint64_t)n);
    if (allowed != DESCENT_SUCCESS)
        return allowed;
    descent__vector_copy(n, x, shifted);
    for (size_t i = 0; i < n; i++) {
        const double h = descent__difference_step(&evaluator->problem, x[i]);
        const double above = x[i] + h, below = x[i] - h;
        double loss_above, loss_below;
        shifted[i] = above;
        descent_status status = descent__evaluate_loss(evaluator, shifted, &loss_above);
        shifted[i] = below;
        if (status == DESCENT_SUCCESS)
            status = descent__evaluate_loss(evaluator, shifted, &loss_below);
        shifted[i] = x[i];
        if (status != DESCENT_SUCCESS)
            return status;
        gradient[i] = (loss_above - loss_below) / (above - below);
    }
    return DESCENT_SUCCESS;
}

descent_status descent__evaluate_gradient_otherwise(descent__evaluator *evaluator, const double *x, double *gradient,
                                                    int code)
{
    if (evaluator->problem.gradient)
        return callback_status(evaluator, "gradient", code);
    if (evaluator->problem.loss_gradient) {
        double loss;
        return call_loss_gradient(evaluator, x, &loss, gradient);
    }
    return difference_gradient(evaluator, x, gradient);
}

descent_status descent__evaluate_gradients(descent__evaluator *evaluator, size_t count, const double *x,
                                           double *gradient)
{
    const descent_problem *problem = &evaluator->problem;
    const size_t n = problem->dimension;
    if (!problem->gradient) {
        descent_status status = DESCENT_SUCCESS;
        for (size_t k = 0; k < count && status == DESCENT_SUCCESS; k++)
            status = descent__evaluate_gradient(evaluator, x + k * n, gradient + k * n);
        return status;
    }
    /* Local copies: the compiler must assume that a callback changes the fields. */
    descent_gradient_function *const function = problem->gradient;
    void *const context = problem->context;
    size_t calls = 0;
    int code = 0;
    descent__environment *const lent = descent__environment_lend();
    for (; calls < count && code == 0; calls++) {
        descent__mark_unwritten(n, gradient + calls * n);
        code = function(n, x + calls * n, gradient + calls * n, context);
    }
    descent__environment_take_back(lent);
    evaluator->evaluations.gradient += calls;
    return callback_status(evaluator, "gradient", code);
}

descent_status descent__fail_gradient_batch(descent__evaluator *evaluator, int code)
{
    return callback_status(evaluator, "gradient_batch", code);
}

descent_status descent__evaluate_loss_gradient(descent__evaluator *evaluator, const double *x, double *loss,
                                               double *gradient)
{
    if (evaluator->problem.loss_gradient)
        return call_loss_gradient(evaluator, x, loss, gradient);
    const descent_status status = descent__evaluate_loss(evaluator, x, loss);
    return status == DESCENT_SUCCESS ? descent__evaluate_gradient(evaluator, x, gradient) : status;
}

descent_status descent__evaluate_hessian(descent__evaluator *evaluator, const double *x, double *hessian)
{
    const descent_problem *problem = &evaluator->problem;
    if (!problem->hessian)
        return descent_fail(DESCENT_EUNSUPPORTED, "the problem has no hessian callback");
    evaluator->evaluations.hessian++;
    descent__mark_unwritten(problem->dimension * problem->dimension, hessian);
    descent__environment *const lent = descent__environment_lend();
    const int code = problem->hessian(problem->dimension, x, hessian, problem->context);
    descent__environment_take_back(lent);
    return callback_status(evaluator, "hessian", code);
}

descent_status descent__evaluate_hessian_product(descent__evaluator *evaluator, const double *x, const double *vector,
                                                 double *product)
{
    const descent_problem *problem = &evaluator->problem;
    if (!problem->hessian_product)
        return descent_fail(DESCENT_EUNSUPPORTED, "the problem has no hessian_product callback");
    evaluator->evaluations.hessian_product++;
    descent__mark_unwritten(problem->dimension, product);
    descent__environment *const lent = descent__environment_lend();
    const int code = problem->hessian_product(problem->dimension, x, vector, product, problem->context);
    descent__environment_take_back(lent);
    return callback_status(evaluator, "hessian_product", code);
}

/* A call of loss_gradient counts as one of either. */
descent_status descent__ask_loss(descent__evaluator *evaluator, const double *x, double *loss)
{
    const descent_status allowed = descent__evaluator_allows(evaluator, evaluator->problem.loss ? 1 : 2);
    return allowed == DESCENT_SUCCESS ? descent__evaluate_loss(evaluator, x, loss) : allowed;
}

/* One that is made of differences asks by itself. */
descent_status descent__ask_gradient(descent__evaluator *evaluator, const double *x, double *gradient)
{
    descent_status allowed = DESCENT_SUCCESS;
    if (descent__evaluator_has_gradient(evaluator))
        allowed = descent__evaluator_allows(evaluator, evaluator->problem.gradient ? 1 : 2);
    return allowed == DESCENT_SUCCESS ? descent__evaluate_gradient(evaluator, x, gradient) : allowed;
}

descent_status descent__ask_hessian(descent__evaluator *evaluator, const double *x, double *hessian)
{
    const descent_status allowed = descent__evaluator_allows(evaluator, 1);
    return allowed == DESCENT_SUCCESS ? descent__evaluate_hessian(evaluator, x, hessian) : allowed;
}

descent_status descent__ask_hessian_product(descent__evaluator *evaluator, const double *x, const double *vector,
                                            double *product)
{
    const descent_status allowed = descent__evaluator_allows(evaluator, 1);
    return allowed == DESCENT_SUCCESS ? descent__evaluate_hessian_product(evaluator, x, vector, product) : allowed;
}
