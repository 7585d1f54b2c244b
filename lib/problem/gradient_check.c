#include "problem/gradient_check.h"

#include <math.h>

#include "base/call.h"
#include "base/environment.h"
#include "base/names.h"
#include "base/status.h"
#include "base/vector.h"
#include "base/word.h"
#include "problem/check_verdict.h"
#include "problem/extrapolation.h"
#include "problem/problem.h"
#include "problem/tolerances.h"

/* What one function of the point says, `count` numbers: the loss (1) or the gradient (n). */
typedef descent_status vector_function(descent__evaluator *evaluator, const double *x, double *values);

typedef struct storage {
    descent_derivative_check public;
    char explanation[400];
    double numbers[]; /* supplied, expected, tolerance */
} storage;

/* Work space of one check: the function at x and at x ± h, and for each of its `count` values an estimate. */
typedef struct workspace {
    vector_function *function;
    size_t count;
    double *shifted, *centre, *above, *below; /* n, and three times count */
    descent__estimate *estimates;             /* count */
} workspace;

static descent_status loss_function(descent__evaluator *evaluator, const double *x, double *values)
{
    return descent__ask_loss(evaluator, x, values);
}

/* ∂/∂xᵢ of all values: into the estimates. Widths at which a value is not finite are passed over. */
static descent_status differentiate(descent__evaluator *evaluator, workspace *work, const double *x, size_t i)
{
    const double scale = evaluator->problem.scale > 0 ? evaluator->problem.scale : 1;
    double width = descent__first_width * fmax(fabs(x[i]), scale);
    descent__vector_copy(evaluator->problem.dimension, x, work->shifted);
    for (size_t j = 0; j < work->count; j++)
        work->estimates[j].count = 0;
    for (size_t k = 0; k < descent__width_count; k++, width *= descent__width_ratio) {
        const double right = x[i] + width, left = x[i] - width;
        if (!isfinite(right) || !isfinite(left))
            continue;
        work->shifted[i] = right;
        descent_status status = work->function(evaluator, work->shifted, work->above);
        work->shifted[i] = left;
        if (status == DESCENT_SUCCESS)
            status = work->function(evaluator, work->shifted, work->below);
        if (status != DESCENT_SUCCESS)
            return status;
        const bool finite =
            descent__vector_is_finite(work->count, work->above) && descent__vector_is_finite(work->count, work->below);
        for (size_t j = 0; j < work->count; j++)
            if (finite)
                descent__estimate_take(&work->estimates[j], work->below[j], work->centre[j], work->above[j],
                                       right / 2 - left / 2);
            else
                work->estimates[j].count = 0;
    }
    for (size_t j = 0; j < work->count; j++)
        descent__estimate_settle(&work->estimates[j]);
    return DESCENT_SUCCESS;
}

/* Allocates the result for rows × n entries. */
static storage *new_storage(size_t rows, size_t dimension)
{
    const size_t bytes = descent__array_bytes(rows, dimension, 3 * sizeof(double));
    storage *const result = bytes == 0 ? NULL : descent__take_zeros(1, sizeof *result + bytes);
    if (!result)
        return NULL;
    result->public.rows = rows;
    result->public.dimension = dimension;
    result->public.supplied = result->numbers;
    result->public.expected = result->numbers + rows * dimension;
    result->public.tolerance = result->numbers + 2 * rows * dimension;
    result->public.explanation = result->explanation;
    return result;
}

/* Estimates all derivatives: value j by variable i goes to entry (j, i), which for a gradient is (0, i). */
static descent_status estimate_all(descent__evaluator *evaluator, workspace *work, const double *x, storage *result)
{
    const size_t n = evaluator->problem.dimension, total = result->public.rows * n;
    double *const expected = result->numbers + total, *const tolerance = result->numbers + 2 * total;
    for (size_t i = 0; i < n; i++) {
        const descent_status status = differentiate(evaluator, work, x, i);
        if (status != DESCENT_SUCCESS)
            return status;
        for (size_t j = 0; j < work->count; j++) {
            const descent__estimate *const e = &work->estimates[j];
            expected[j * n + i] = e->best;
            tolerance[j * n + i] = e->error + descent__relative_allowance * fabs(e->best);
        }
    }
    return DESCENT_SUCCESS;
}

/* x, and what the callbacks say there, must be finite: else there is nothing to compare. */
static descent_status require_finite(const char *what, const descent__evaluator *evaluator, size_t count,
                                     const double *values)
{
    const size_t n = evaluator->problem.dimension, bad = descent__vector_first_nonfinite(count, values);
    if (bad == count)
        return DESCENT_SUCCESS;
    char name[descent__derivative_name_size];
    if (count > n)
        descent__check_name(name, "hessian", evaluator->problem.variable_names, bad / n, bad % n);
    else
        descent__name_entry(name, what, evaluator->problem.variable_names, bad);
    return descent_fail(DESCENT_ENONFINITE, "%s must be finite, got %g", name, values[bad]);
}

static descent_status gradient_function(descent__evaluator *evaluator, const double *x, double *values)
{
    return descent__ask_gradient(evaluator, x, values);
}

/* Allocates the work space around the estimates, which do the work. */
static descent_status compare(descent__evaluator *evaluator, bool hessian, const double *x, storage *result)
{
    const size_t n = evaluator->problem.dimension;
    const size_t count = result->public.rows;
    const size_t bytes = count * sizeof(descent__estimate) + (n + 3 * count) * sizeof(double);
    descent__estimate *const memory = descent__take(bytes);
    if (!memory)
        return descent__fail_memory("work space of the derivative check", bytes);
    workspace work = {.function = hessian ? gradient_function : loss_function, .count = count, .estimates = memory};
    work.shifted = (double *)(memory + count);
    work.centre = work.shifted + n;
    work.above = work.centre + count;
    work.below = work.above + count;
    descent_status status = work.function(evaluator, x, work.centre);
    if (status == DESCENT_SUCCESS && hessian)
        status = require_finite("gradient", evaluator, count, work.centre);
    else if (status == DESCENT_SUCCESS && !isfinite(work.centre[0]))
        status = descent_fail(DESCENT_ENONFINITE, "loss at x must be finite, got %g", work.centre[0]);
    if (status == DESCENT_SUCCESS)
        status = estimate_all(evaluator, &work, x, result);
    descent__give(memory);
    return status;
}

/* The supplied Hessian, from its callback or column by column from products. */
static descent_status supplied_hessian(descent__evaluator *evaluator, const double *x, double *hessian)
{
    const size_t n = evaluator->problem.dimension;
    if (evaluator->problem.hessian)
        return descent__ask_hessian(evaluator, x, hessian);
    double *const unit = descent__take_zeros(2 * n, sizeof *unit);
    if (!unit)
        return descent__fail_memory("unit vectors of the derivative check", 2 * n * sizeof *unit);
    descent_status status = DESCENT_SUCCESS;
    for (size_t i = 0; i < n && status == DESCENT_SUCCESS; i++) {
        unit[i] = 1;
        status = descent__ask_hessian_product(evaluator, x, unit, unit + n);
        unit[i] = 0;
        for (size_t j = 0; j < n; j++)
            hessian[j * n + i] = unit[n + j];
    }
    descent__give(unit);
    return status;
}

/* One check, gradient or Hessian, on an open evaluator. */
static descent_status run_check(descent__evaluator *evaluator, const double *x, bool hessian, storage **result)
{
    const size_t n = evaluator->problem.dimension;
    descent_status status = require_finite("x", evaluator, n, x);
    if (status == DESCENT_SUCCESS && hessian && descent__array_bytes(n, n, 3 * sizeof(double)) == 0)
        status = descent_fail(DESCENT_EINVAL, "the Hessian of %zu variables does not fit into memory", n);
    if (status != DESCENT_SUCCESS)
        return status;
    *result = new_storage(hessian ? n : 1, n);
    if (!*result)
        return descent__fail_memory("derivative check", 3 * sizeof(double) * n * (hessian ? n : 1));
    double *const supplied = (*result)->numbers;
    status = hessian ? supplied_hessian(evaluator, x, supplied) : descent__ask_gradient(evaluator, x, supplied);
    if (status == DESCENT_SUCCESS)
        status = require_finite(hessian ? "hessian" : "gradient", evaluator, n * (*result)->public.rows, supplied);
    if (status == DESCENT_SUCCESS)
        status = compare(evaluator, hessian, x, *result);
    if (status == DESCENT_SUCCESS)
        descent__check_conclude(&(*result)->public, hessian, evaluator->problem.variable_names, (*result)->explanation,
                                sizeof(*result)->explanation);
    (*result)->public.evaluations = evaluator->evaluations;
    return status;
}

/* Does the problem offer both sides of the comparison? */
static descent_status check_offer(const descent__evaluator *evaluator, bool hessian)
{
    const descent_problem *const problem = &evaluator->problem;
    if (!descent__evaluator_has_gradient(evaluator))
        return descent_fail(DESCENT_EUNSUPPORTED, "the problem has no gradient callback to check %s",
                            hessian ? "the Hessian against" : "against the loss");
    if (!hessian && !descent__evaluator_has_loss(evaluator))
        return descent_fail(DESCENT_EUNSUPPORTED, "the problem has no loss to check the gradient against");
    if (hessian && !problem->hessian && !problem->hessian_product)
        return descent_fail(DESCENT_EUNSUPPORTED, "the problem has neither hessian nor hessian_product to check");
    return DESCENT_SUCCESS;
}

static descent_status check_options(const descent_check_options *options)
{
    for (size_t k = 0; options && k < sizeof options->reserved / sizeof *options->reserved; k++)
        if (options->reserved[k])
            return descent_fail(DESCENT_EINVAL, "options->reserved[%zu] must be NULL", k);
    return DESCENT_SUCCESS;
}

static descent_status compare_derivative(const descent_problem *problem, const double *x, bool hessian,
                                         const descent_check_options *options, descent_evaluations *spent,
                                         descent_derivative_check **check)
{
    *spent = (descent_evaluations){0};
    if (!check)
        return descent_fail(DESCENT_EINVAL, "check must not be NULL");
    *check = NULL;
    if (!x)
        return descent_fail(DESCENT_EINVAL, "x must not be NULL");
    descent__evaluator evaluator;
    descent_status status = check_options(options);
    if (status == DESCENT_SUCCESS)
        status = descent__evaluator_open(&evaluator, problem);
    if (status != DESCENT_SUCCESS)
        return status;
    if (options) {
        evaluator.limit = options->evaluation_limit;
        evaluator.watch = options->watch;
        evaluator.watch_context = options->watch_context;
    }
    storage *result = NULL;
    status = check_offer(&evaluator, hessian);
    if (status == DESCENT_SUCCESS)
        status = run_check(&evaluator, x, hessian, &result);
    *spent = evaluator.evaluations;
    descent__evaluator_close(&evaluator);
    if (status == DESCENT_SUCCESS)
        *check = &result->public;
    else
        descent__give(result);
    return status;
}

descent_status descent__check_gradient(const descent_problem *problem, const double *x,
                                       const descent_check_options *options, descent_evaluations *spent,
                                       descent_derivative_check **check)
{
    return compare_derivative(problem, x, false, options, spent, check);
}

static descent_status check_derivative(const descent_problem *problem, const double *x, bool hessian,
                                       const descent_check_options *options, descent_derivative_check **check)
{
    descent_evaluations spent;
    descent__environment environment DESCENT__ENTRY;
    descent_status status = descent__call_enter(&environment);
    if (status == DESCENT_SUCCESS)
        status = compare_derivative(problem, x, hessian, options, &spent, check);
    else if (check)
        *check = NULL;
    descent__call_leave(&environment);
    return status;
}

descent_status descent_check_gradient(const descent_problem *problem, const double *x, descent_derivative_check **check)
{
    return check_derivative(problem, x, false, NULL, check);
}

descent_status descent_check_hessian(const descent_problem *problem, const double *x, descent_derivative_check **check)
{
    return check_derivative(problem, x, true, NULL, check);
}

descent_status descent_check_gradient_within(const descent_problem *problem, const double *x,
                                             const descent_check_options *options, descent_derivative_check **check)
{
    return check_derivative(problem, x, false, options, check);
}

descent_status descent_check_hessian_within(const descent_problem *problem, const double *x,
                                            const descent_check_options *options, descent_derivative_check **check)
{
    return check_derivative(problem, x, true, options, check);
}

void descent_derivative_check_free(descent_derivative_check *check)
{
    descent__give(check); /* the first member of its storage */
}

const char *descent_check_verdict_string(descent_check_verdict verdict)
{
    static const descent__word words[] = {DESCENT_CHECK_VERDICT_LIST(DESCENT__WORD)};
    return descent__word_find(words, DESCENT__WORD_COUNT(words), verdict);
}
