#include "critical/large/krylov.h"

#include <assert.h>

#include "base/call.h"
#include "base/status.h"
#include "base/vector.h"
#include "critical/hessian_product.h"

descent_status descent__krylov_open(descent__krylov *krylov, descent__evaluator *evaluator, const double *x,
                                    uint64_t product_limit)
{
    const size_t n = evaluator->problem.dimension;
    const size_t bytes = descent__array_bytes(n, descent__krylov_vectors, sizeof(double));
    const bool differences = !evaluator->problem.hessian_product;
    *krylov = (descent__krylov){.evaluator = evaluator, .x = x, .dimension = n, .product_limit = product_limit};
    krylov->vectors[0] = bytes ? descent__take(bytes) : NULL;
    krylov->work = differences ? descent__take(2 * n * sizeof(double)) : NULL; /* the evaluator has as much already */
    if (!krylov->vectors[0] || (differences && !krylov->work)) {
        descent__krylov_close(krylov);
        return descent__fail_memory("Krylov vectors", bytes);
    }
    for (size_t k = 1; k < descent__krylov_vectors; k++)
        krylov->vectors[k] = krylov->vectors[0] + k * n;
    return DESCENT_SUCCESS;
}

void descent__krylov_close(descent__krylov *krylov)
{
    descent__give(krylov->vectors[0]);
    descent__give(krylov->work);
    *krylov = (descent__krylov){0};
}

descent_status descent__krylov_times(descent__krylov *krylov, const double *v, double *product)
{
    assert(krylov->work || krylov->evaluator->problem.hessian_product);
    krylov->products++;
    return descent__hessian_times(krylov->evaluator, krylov->x, v, product, krylov->work);
}
