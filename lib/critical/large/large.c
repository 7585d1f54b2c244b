#include "critical/large/large.h"

#include <math.h>

#include "base/call.h"
#include "base/status.h"
#include "base/vector.h"
#include "critical/finite.h"
#include "critical/large/judge.h"
#include "critical/large/walk.h"
#include "critical/length.h"
#include "critical/point.h"

bool descent__is_large(size_t n, const descent_critical_options *options)
{
    return n > options->dense_limit && n > options->eigenpair_count + 1;
}

static descent_status evaluate_here(descent__large *large)
{
    descent_status status = descent__ask_gradient(&large->evaluator, large->point->x, large->gradient);
    if (status == DESCENT_SUCCESS)
        status = descent__check_finite("gradient", &large->evaluator.problem, large->gradient);
    if (status == DESCENT_SUCCESS)
        large->point->gradient_norm = descent__vector_norm(large->dimension, large->gradient);
    return status;
}

static descent_status analyse(descent__large *large, const double *x, bool walk)
{
    descent_critical_point *const point = large->point;
    descent_status status = descent__check_finite("x", &large->evaluator.problem, x);
    if (status != DESCENT_SUCCESS)
        return status;
    descent__vector_copy(large->dimension, x, point->x);
    large->reference = descent__typical_length(&large->evaluator.problem, x);
    status = evaluate_here(large);
    if (status == DESCENT_SUCCESS && walk)
        status = descent__large_walk(large, x);
    if (status == DESCENT_SUCCESS)
        status = descent__large_judge(large);
    if (status == DESCENT_SUCCESS && descent__evaluator_has_loss(&large->evaluator))
        status = descent__ask_loss(&large->evaluator, point->x, &point->loss);
    if (status == DESCENT_SUCCESS && descent__evaluator_has_loss(&large->evaluator) && !isfinite(point->loss))
        descent__critical_point_without_loss(point);
    point->hessian_source =
        large->evaluator.problem.hessian_product ? DESCENT_HESSIAN_PRODUCT : DESCENT_HESSIAN_GRADIENT_DIFFERENCE;
    point->evaluations = large->evaluator.evaluations;
    point->products = large->krylov.products;
    return status;
}

descent_status descent__large_analyse(const descent_problem *problem, const double *x,
                                      const descent_critical_options *options, bool walk, descent_evaluations *spent,
                                      descent_critical_point **point)
{
    descent__large large = {.dimension = problem->dimension, .options = options};
    const size_t n = large.dimension, pairs = options->eigenpair_count;
    descent_status status = descent__evaluator_open(&large.evaluator, problem);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!descent__evaluator_has_gradient(&large.evaluator)) {
        descent__evaluator_close(&large.evaluator);
        return descent_fail(DESCENT_EUNSUPPORTED, "%zu variables, more than dense_limit = %zu, need a gradient", n,
                            options->dense_limit);
    }
    large.evaluator.limit = options->evaluation_limit;
    large.evaluator.watch = options->watch;
    large.evaluator.watch_context = options->watch_context;
    large.point = descent__critical_point_new(n, pairs + 1, pairs, 0);
    large.gradient = descent__take(n * sizeof(double)); /* the evaluator holds twice as much */
    if (!large.point)
        status = DESCENT_ENOMEM;
    else if (!large.gradient)
        status = descent__fail_memory("gradient", n * sizeof(double));
    else
        status = descent__krylov_open(&large.krylov, &large.evaluator, large.point->x, 0);
    if (status == DESCENT_SUCCESS)
        status = analyse(&large, x, walk);
    *spent = large.evaluator.evaluations;
    descent__krylov_close(&large.krylov);
    descent__evaluator_close(&large.evaluator);
    descent__give(large.gradient);
    if (status == DESCENT_SUCCESS)
        *point = large.point;
    else
        descent_critical_point_free(large.point);
    return status;
}
