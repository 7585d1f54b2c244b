#include <descent/gradient_check.h>

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "problem.h"
#include "status.h"
#include "vector.h"

/*
 * A derivative is estimated from central differences at a row of shrinking widths, extrapolated to width zero
 * (Richardson's extrapolation as Ridders, 1982, eq. 6, arranges it): the entry of the tableau with the least error
 * estimate is taken.
 */
enum {
    width_count = 8
};

static const double first_width = 0.1;  /* of max(|xᵢ|, scale): wide beside rounding, narrow beside the landscape */
static const double width_ratio = 0.25; /* from one width to the next: eight widths reach 6e-6 */
static const double function_error = 4 * DBL_EPSILON; /* relative rounding that a function's value is granted */
static const double estimate_safety = 4;              /* error estimates of extrapolation are differences, not bounds */

/* A derivative that is right to this is right: half of all digits, as rounding inside the callback may cost. */
static const double relative_allowance = 1.5e-8;
/* An entry can be judged if its tolerance is this much smaller than the entry, or than the largest of all entries. */
static const double judged_entry = 0.1, judged_scale = 1e-3;

/* What one function of the point says, `count` numbers: the loss (1) or the gradient (n). */
typedef descent_status vector_function(descent_evaluator *evaluator, const double *x, double *values);

typedef struct storage {
    descent_derivative_check public;
    char explanation[400];
    double numbers[]; /* supplied, expected, tolerance */
} storage;

/* One value of the function around x, at shrinking widths h, and the derivative that follows. */
typedef struct estimate {
    size_t count; /* widths taken since the last at which something was not finite */
    double width[width_count];
    double difference[width_count];
    double bend[width_count];     /* |f(x + h) − 2f(x) + f(x − h)| beyond rounding */
    double change[width_count];   /* of the difference from one width to the next, times h, beyond rounding */
    double rounding[width_count]; /* of the function's values */
    double spread;                /* how much the function varies at the first width */
    double row[width_count];      /* the last row of the tableau */
    double best, error;
} estimate;

/* Work space of one check: the function at x and at x ± h, and for each of its `count` values an estimate. */
typedef struct workspace {
    vector_function *function;
    size_t count;
    double *shifted, *centre, *above, *below; /* n, and three times count */
    estimate *estimates;                      /* count */
} workspace;

/* Takes the difference at the next width into the tableau, whose last row has `level` entries. */
static void extrapolate(estimate *e, size_t level, double rounding)
{
    const double shrink = 1 / (width_ratio * width_ratio); /* the error of a central difference falls with h² */
    double factor = shrink, left = e->difference[level], amplification = 1;
    double upper_left = e->row[0];
    e->row[0] = left;
    for (size_t order = 1; order <= level; order++) {
        const double above = order < level ? e->row[order] : 0;
        const double value = (factor * left - upper_left) / (factor - 1);
        const double change = fmax(fabs(value - left), fabs(value - upper_left));
        amplification *= (factor + 1) / (factor - 1);
        if (estimate_safety * change + amplification * rounding < e->error) {
            e->best = value;
            e->error = estimate_safety * change + amplification * rounding;
        }
        upper_left = above;
        e->row[order] = left = value;
        factor *= shrink;
    }
}

/* A coarse estimate that finer differences contradict was taken of something wider than what is at x. */
static void compare_with_finer(estimate *e, size_t level, double rounding)
{
    const double finer = e->difference[level];
    const double bound = rounding + estimate_safety * fabs(finer - e->difference[level - 1]);
    if (fabs(e->best - finer) > e->error + bound)
        e->error = fabs(e->best - finer) + bound;
}

/* Keeps what one width says of one value of the function. */
static void take_width(estimate *e, double below, double centre, double above, double width)
{
    const double rounding = function_error * fmax(fmax(fabs(above), fabs(below)), fabs(centre));
    const size_t level = e->count++;
    e->width[level] = width;
    e->difference[level] = (above - below) / (2 * width);
    e->bend[level] = fmax(fabs((above - centre) - (centre - below)) - rounding, 0);
    e->change[level] = level > 0 ? fabs(e->difference[level] - e->difference[level - 1]) * width : NAN;
    e->change[level] = fmax(e->change[level] - rounding, 0);
    e->rounding[level] = rounding;
    if (level == 0)
        e->spread = fmax(fabs(above - below), e->bend[0]);
}

/* The largest of the last three if they do not all fall at least by this ratio, else 0. */
static double unless_falling(const double *values, size_t count, double ratio)
{
    const double *const last = values + count - 1;
    return last[0] > ratio * last[-1] || last[-1] > ratio * last[-2] ? fmax(last[0], fmax(last[-1], last[-2])) : 0;
}

/*
 * Noise, or a kink, beside what would be smooth: where the bend does not fall with h² (which is by 1/16 a width; it is
 * 1/8 for |x|^(3/2) and 1/4 for |x|) or the change of the difference, times h, with h³ (by 1/64). 0 where all is smooth.
 */
static double roughness(const estimate *e)
{
    return fmax(unless_falling(e->bend, e->count, 0.09), unless_falling(e->change, e->count, 0.04));
}

/* The derivative and its error. With fewer than four widths there is nothing to judge the error by. */
static void settle(estimate *e)
{
    const double unresolved_part = 0.01; /* of the spread: then no width has resolved what the function does at x */
    e->best = e->count > 0 ? e->difference[e->count - 1] : NAN;
    e->error = INFINITY;
    if (e->count < 4)
        return;
    const size_t last = e->count - 1;
    const double rough = roughness(e);
    if (fmax(rough, e->bend[last]) > unresolved_part * e->spread)
        return;
    for (size_t level = 0; level < e->count; level++) {
        const double rounding = (e->rounding[level] + rough) / e->width[level];
        if (level > 0)
            compare_with_finer(e, level, rounding);
        extrapolate(e, level, rounding);
    }
    if (rough == 0)
        return;
    /* If it is a kink, any slope between those from left and right may be called the derivative. */
    const double half_jump = fmax(e->bend[last], width_ratio * e->bend[last - 1]) / (2 * e->width[last]);
    const double slack = e->rounding[last] / e->width[last];
    e->error = fmax(e->error, fabs(e->best - e->difference[last]) + half_jump + slack);
}

/* ∂/∂xᵢ of all values: into the estimates. Widths at which a value is not finite are passed over. */
static descent_status differentiate(descent_evaluator *evaluator, workspace *work, const double *x, size_t i)
{
    const double scale = evaluator->problem.scale > 0 ? evaluator->problem.scale : 1;
    double width = first_width * fmax(fabs(x[i]), scale);
    descent_vector_copy(evaluator->problem.dimension, x, work->shifted);
    for (size_t j = 0; j < work->count; j++)
        work->estimates[j].count = 0;
    for (size_t k = 0; k < width_count; k++, width *= width_ratio) {
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
            descent_vector_is_finite(work->count, work->above) && descent_vector_is_finite(work->count, work->below);
        for (size_t j = 0; j < work->count; j++)
            if (finite)
                take_width(&work->estimates[j], work->below[j], work->centre[j], work->above[j], right / 2 - left / 2);
            else
                work->estimates[j].count = 0;
    }
    for (size_t j = 0; j < work->count; j++)
        settle(&work->estimates[j]);
    return DESCENT_SUCCESS;
}

static bool is_wrong(const descent_derivative_check *check, size_t k)
{
    return !(fabs(check->supplied[k] - check->expected[k]) <= check->tolerance[k]) && isfinite(check->tolerance[k]);
}

static bool is_undecided(const descent_derivative_check *check, size_t k, double scale)
{
    const double size = fmax(fabs(check->supplied[k]), fabs(check->expected[k]));
    return !is_wrong(check, k) &&
           !(check->tolerance[k] <= judged_entry * size || check->tolerance[k] <= judged_scale * scale);
}

/* Does supplied = factor·expected hold in all entries that can be judged? */
static bool is_proportional(const descent_derivative_check *check, size_t total, double factor)
{
    for (size_t k = 0; k < total; k++)
        if (isfinite(check->tolerance[k]) &&
            fabs(check->supplied[k] - factor * check->expected[k]) > fmax(1, fabs(factor)) * check->tolerance[k])
            return false;
    return true;
}

/* The factor between supplied and expected, taken where the expected entry stands out most; NaN if there is none. */
static double common_factor(const descent_derivative_check *check, size_t total)
{
    double factor = NAN, clearest = 1 / judged_entry;
    for (size_t k = 0; k < total; k++)
        if (fabs(check->expected[k]) / check->tolerance[k] > clearest) {
            clearest = fabs(check->expected[k]) / check->tolerance[k];
            factor = check->supplied[k] / check->expected[k];
        }
    return factor;
}

/* Is the worst entry's value found at the place of the only other wrong one, and the other way round? */
static bool find_partner(descent_derivative_check *check, size_t total, size_t worst)
{
    for (size_t k = 0; k < total; k++) {
        const double tolerance = check->tolerance[k] + check->tolerance[worst];
        if (k == worst || !is_wrong(check, k))
            continue;
        if (fabs(check->supplied[k] - check->expected[worst]) <= tolerance &&
            fabs(check->supplied[worst] - check->expected[k]) <= tolerance) {
            check->partner_row = k / check->dimension;
            check->partner = k % check->dimension;
            return true;
        }
    }
    return false;
}

static descent_check_verdict judge(descent_derivative_check *check, size_t total, size_t worst)
{
    check->factor = NAN;
    if (check->wrong_count == 0)
        return check->undecided_count == 0 ? DESCENT_CHECK_AGREES : DESCENT_CHECK_UNDECIDED;
    const double factor = common_factor(check, total);
    if (isfinite(factor) && factor != 0 && is_proportional(check, total, factor)) {
        const double sign_accuracy = 1e-3; /* how near to −1 a factor is called a wrong sign */
        check->factor = factor;
        return fabs(factor + 1) < sign_accuracy ? DESCENT_CHECK_SIGN : DESCENT_CHECK_FACTOR;
    }
    if (check->wrong_count == 2 && find_partner(check, total, worst))
        return DESCENT_CHECK_SWAPPED;
    return check->wrong_count + check->undecided_count < total ? DESCENT_CHECK_COMPONENTS : DESCENT_CHECK_WRONG;
}

/* "gradient[3]" or "hessian[3][1]" */
static void name_entry(bool hessian, size_t row, size_t column, char *name, size_t size)
{
    if (hessian)
        snprintf(name, size, "hessian[%zu][%zu]", row, column);
    else
        snprintf(name, size, "gradient[%zu]", column);
}

static void explain(storage *result, bool hessian, size_t worst)
{
    const descent_derivative_check *const check = &result->public;
    const char *const reference = hessian ? "the gradient" : "the loss";
    const char *const whole = hessian ? "Hessian" : "gradient";
    char *const text = result->explanation;
    const size_t size = sizeof result->explanation;
    const double supplied = check->supplied[worst], expected = check->expected[worst];
    char name[64], partner[64];
    name_entry(hessian, check->worst_row, check->worst, name, sizeof name);
    name_entry(hessian, check->partner_row, check->partner, partner, sizeof partner);
    switch (check->verdict) {
    case DESCENT_CHECK_AGREES:
        snprintf(text, size, "The %s agrees with %s; least certain is %s, %.6g against %.6g ± %.1e.", whole, reference,
                 name, supplied, expected, check->tolerance[worst]);
        break;
    case DESCENT_CHECK_UNDECIDED:
        snprintf(text, size,
                 "Nothing contradicts the %s, but rounding, a kink or a value that is not finite hides %zu of %zu "
                 "entries, such as %s, %.6g against %.6g ± %.1e.",
                 whole, check->undecided_count, check->rows * check->dimension, name, supplied, expected,
                 check->tolerance[worst]);
        break;
    case DESCENT_CHECK_SIGN:
        snprintf(text, size, "The whole %s has the wrong sign: %s is %.6g, but %s says %.6g.", whole, name, supplied,
                 reference, expected);
        break;
    case DESCENT_CHECK_FACTOR:
        snprintf(text, size, "The whole %s is off by the factor %.6g: %s is %.6g, but %s says %.6g.", whole,
                 check->factor, name, supplied, reference, expected);
        break;
    case DESCENT_CHECK_SWAPPED:
        snprintf(text, size, "%s and %s stand in each other's place: %s is %.6g, but %s says %.6g.", name, partner,
                 name, supplied, reference, expected);
        break;
    case DESCENT_CHECK_COMPONENTS:
    case DESCENT_CHECK_WRONG: {
        const bool sign = fabs(supplied + expected) <= check->tolerance[worst];
        snprintf(text, size, "%zu of %zu entries of the %s are wrong; worst is %s: it is %.6g, but %s says %.6g%s.",
                 check->wrong_count, check->rows * check->dimension, whole, name, supplied, reference, expected,
                 sign ? " (the sign is wrong)" : "");
        break;
    }
    }
}

/* Counts, finds the worst entry, gives the verdict and its words. */
static void conclude(storage *result, bool hessian)
{
    descent_derivative_check *const check = &result->public;
    const size_t total = check->rows * check->dimension;
    double scale = 0, furthest = -1;
    int gravest = 0; /* 2: wrong, 1: undecided, 0: agrees */
    size_t worst = 0;
    for (size_t k = 0; k < total; k++)
        scale =
            fmax(scale, fmax(fabs(check->supplied[k]), isfinite(check->expected[k]) ? fabs(check->expected[k]) : 0));
    for (size_t k = 0; k < total; k++) {
        const bool wrong = is_wrong(check, k), undecided = is_undecided(check, k, scale);
        const int grave = wrong ? 2 : undecided;
        const double distance = fabs(check->supplied[k] - check->expected[k]) / check->tolerance[k];
        check->wrong_count += wrong;
        check->undecided_count += undecided;
        if (grave > gravest || (grave == gravest && distance > furthest)) {
            gravest = grave;
            furthest = distance;
            worst = k;
        }
    }
    check->worst_row = worst / check->dimension;
    check->worst = worst % check->dimension;
    check->verdict = judge(check, total, worst);
    explain(result, hessian, worst);
}

/* Allocates the result for rows × n entries. */
static storage *new_storage(size_t rows, size_t dimension)
{
    const size_t bytes = descent_array_bytes(rows, dimension, 3 * sizeof(double));
    storage *const result = bytes == 0 ? NULL : calloc(1, sizeof *result + bytes);
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
static descent_status estimate_all(descent_evaluator *evaluator, workspace *work, const double *x, storage *result)
{
    const size_t n = evaluator->problem.dimension, total = result->public.rows * n;
    double *const expected = result->numbers + total, *const tolerance = result->numbers + 2 * total;
    for (size_t i = 0; i < n; i++) {
        const descent_status status = differentiate(evaluator, work, x, i);
        if (status != DESCENT_SUCCESS)
            return status;
        for (size_t j = 0; j < work->count; j++) {
            const estimate *const e = &work->estimates[j];
            expected[j * n + i] = e->best;
            tolerance[j * n + i] = e->error + relative_allowance * fabs(e->best);
        }
    }
    return DESCENT_SUCCESS;
}

/* x, and what the callbacks say there, must be finite: else there is nothing to compare. */
static descent_status require_finite(const char *what, size_t n, const double *values)
{
    const size_t bad = descent_vector_first_nonfinite(n, values);
    if (bad < n)
        return descent_fail(DESCENT_ENONFINITE, "%s[%zu] must be finite, got %g", what, bad, values[bad]);
    return DESCENT_SUCCESS;
}

static descent_status loss_function(descent_evaluator *evaluator, const double *x, double *values)
{
    return descent_evaluate_loss(evaluator, x, values);
}

static descent_status gradient_function(descent_evaluator *evaluator, const double *x, double *values)
{
    return descent_evaluate_gradient(evaluator, x, values);
}

/* Allocates the work space around the estimates, which do the work. */
static descent_status compare(descent_evaluator *evaluator, bool hessian, const double *x, storage *result)
{
    const size_t n = evaluator->problem.dimension;
    const size_t count = result->public.rows;
    const size_t bytes = count * sizeof(estimate) + (n + 3 * count) * sizeof(double);
    estimate *const memory = malloc(bytes);
    if (!memory)
        return descent_fail_memory("work space of the derivative check", bytes);
    workspace work = {.function = hessian ? gradient_function : loss_function, .count = count, .estimates = memory};
    work.shifted = (double *)(memory + count);
    work.centre = work.shifted + n;
    work.above = work.centre + count;
    work.below = work.above + count;
    descent_status status = work.function(evaluator, x, work.centre);
    if (status == DESCENT_SUCCESS && hessian)
        status = require_finite("gradient", count, work.centre);
    else if (status == DESCENT_SUCCESS && !isfinite(work.centre[0]))
        status = descent_fail(DESCENT_ENONFINITE, "loss at x must be finite, got %g", work.centre[0]);
    if (status == DESCENT_SUCCESS)
        status = estimate_all(evaluator, &work, x, result);
    free(memory);
    return status;
}

/* The supplied Hessian, from its callback or column by column from products. */
static descent_status supplied_hessian(descent_evaluator *evaluator, const double *x, double *hessian)
{
    const size_t n = evaluator->problem.dimension;
    if (evaluator->problem.hessian)
        return descent_evaluate_hessian(evaluator, x, hessian);
    double *const unit = calloc(2 * n, sizeof *unit);
    if (!unit)
        return descent_fail_memory("unit vectors of the derivative check", 2 * n * sizeof *unit);
    descent_status status = DESCENT_SUCCESS;
    for (size_t i = 0; i < n && status == DESCENT_SUCCESS; i++) {
        unit[i] = 1;
        status = descent_evaluate_hessian_product(evaluator, x, unit, unit + n);
        unit[i] = 0;
        for (size_t j = 0; j < n; j++)
            hessian[j * n + i] = unit[n + j];
    }
    free(unit);
    return status;
}

/* One check, gradient or Hessian, on an open evaluator. */
static descent_status run_check(descent_evaluator *evaluator, const double *x, bool hessian, storage **result)
{
    const size_t n = evaluator->problem.dimension;
    descent_status status = require_finite("x", n, x);
    if (status == DESCENT_SUCCESS && hessian && descent_array_bytes(n, n, 3 * sizeof(double)) == 0)
        status = descent_fail(DESCENT_EINVAL, "the Hessian of %zu variables does not fit into memory", n);
    if (status != DESCENT_SUCCESS)
        return status;
    *result = new_storage(hessian ? n : 1, n);
    if (!*result)
        return descent_fail_memory("derivative check", 3 * sizeof(double) * n * (hessian ? n : 1));
    double *const supplied = (*result)->numbers;
    status = hessian ? supplied_hessian(evaluator, x, supplied) : descent_evaluate_gradient(evaluator, x, supplied);
    if (status == DESCENT_SUCCESS)
        status = require_finite(hessian ? "hessian" : "gradient", n * (*result)->public.rows, supplied);
    if (status == DESCENT_SUCCESS)
        status = compare(evaluator, hessian, x, *result);
    if (status == DESCENT_SUCCESS)
        conclude(*result, hessian);
    (*result)->public.evaluations = evaluator->evaluations;
    return status;
}

/* Does the problem offer both sides of the comparison? */
static descent_status check_offer(const descent_evaluator *evaluator, bool hessian)
{
    const descent_problem *const problem = &evaluator->problem;
    if (!descent_evaluator_has_gradient(evaluator))
        return descent_fail(DESCENT_EUNSUPPORTED, "the problem has no gradient callback to check %s",
                            hessian ? "the Hessian against" : "against the loss");
    if (!hessian && !descent_evaluator_has_loss(evaluator))
        return descent_fail(DESCENT_EUNSUPPORTED, "the problem has no loss to check the gradient against");
    if (hessian && !problem->hessian && !problem->hessian_product)
        return descent_fail(DESCENT_EUNSUPPORTED, "the problem has neither hessian nor hessian_product to check");
    return DESCENT_SUCCESS;
}

static descent_status check_derivative(const descent_problem *problem, const double *x, bool hessian,
                                       descent_derivative_check **check)
{
    if (!check)
        return descent_fail(DESCENT_EINVAL, "check must not be NULL");
    *check = NULL;
    if (!x)
        return descent_fail(DESCENT_EINVAL, "x must not be NULL");
    descent_evaluator evaluator;
    descent_status status = descent_evaluator_open(&evaluator, problem);
    if (status != DESCENT_SUCCESS)
        return status;
    storage *result = NULL;
    status = check_offer(&evaluator, hessian);
    if (status == DESCENT_SUCCESS)
        status = run_check(&evaluator, x, hessian, &result);
    descent_evaluator_close(&evaluator);
    if (status == DESCENT_SUCCESS)
        *check = &result->public;
    else
        free(result);
    return status;
}

descent_status descent_check_gradient(const descent_problem *problem, const double *x, descent_derivative_check **check)
{
    return check_derivative(problem, x, false, check);
}

descent_status descent_check_hessian(const descent_problem *problem, const double *x, descent_derivative_check **check)
{
    return check_derivative(problem, x, true, check);
}

void descent_derivative_check_free(descent_derivative_check *check)
{
    free(check); /* the first member of its storage */
}
