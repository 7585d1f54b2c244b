#include "critical/hessian_product.h"

#include <float.h>
#include <math.h>

#include "base/names.h"
#include "base/status.h"
#include "base/vector.h"
#include "critical/length.h"

descent_status descent__hessian_times(descent__evaluator *evaluator, const double *x, const double *v, double *product,
                                      double *work)
{
    const size_t n = evaluator->problem.dimension;
    descent__vector_fill(n, NAN, product);
    descent_status status;
    if (evaluator->problem.hessian_product) {
        status = descent__ask_hessian_product(evaluator, x, v, product);
    } else {
        status = descent__hessian_times_difference(evaluator, x, v, 1, product, work);
    }
    if (status != DESCENT_SUCCESS)
        return status;
    const size_t i = descent__vector_first_nonfinite(n, product);
    if (i == n)
        return DESCENT_SUCCESS;
    char name[descent__variable_name_size];
    descent__name_text(name, evaluator->problem.variable_names, i);
    return descent_fail(DESCENT_ENONFINITE, "a Hessian-vector product is %g along %s", product[i], name);
}

descent_status descent__hessian_times_difference(descent__evaluator *evaluator, const double *x, const double *v,
                                                 double widening, double *product, double *work)
{
    const size_t n = evaluator->problem.dimension;
    const double longest = descent__vector_max_abs(n, v);
    if (longest == 0) {
        descent__vector_fill(n, 0, product);
        return DESCENT_SUCCESS;
    }
    const double size = descent__typical_size(&evaluator->problem, descent__vector_max_abs(n, x));
    const double step = widening * cbrt(DBL_EPSILON) * size / longest;
    double *const shifted = work, *const below = work + n;
    for (size_t i = 0; i < n; i++)
        shifted[i] = x[i] + step * v[i];
    descent_status status = descent__ask_gradient(evaluator, shifted, product);
    for (size_t i = 0; i < n; i++)
        shifted[i] = x[i] - step * v[i];
    if (status == DESCENT_SUCCESS)
        status = descent__ask_gradient(evaluator, shifted, below);
    for (size_t i = 0; status == DESCENT_SUCCESS && i < n; i++)
        product[i] = (product[i] / 2 - below[i] / 2) / step;
    return status;
}
