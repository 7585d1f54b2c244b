#include <math.h>
#include <stdlib.h>

#include "critical/lanczos.h"
#include "status.h"
#include "vector.h"

descent_status descent_krylov_open(descent_krylov *krylov, descent_evaluator *evaluator, const double *x,
                                   uint64_t product_limit)
{
    const size_t n = evaluator->problem.dimension;
    const size_t bytes = descent_array_bytes(n, descent_krylov_vectors, sizeof(double));
    const bool differences = !evaluator->problem.hessian_product;
    *krylov = (descent_krylov){.evaluator = evaluator, .x = x, .dimension = n, .product_limit = product_limit};
    krylov->vectors[0] = bytes ? malloc(bytes) : NULL;
    krylov->work = differences ? malloc(2 * n * sizeof(double)) : NULL; /* the evaluator has as much already */
    if (!krylov->vectors[0] || (differences && !krylov->work)) {
        descent_krylov_close(krylov);
        return descent_fail_memory("Krylov vectors", bytes);
    }
    for (size_t k = 1; k < descent_krylov_vectors; k++)
        krylov->vectors[k] = krylov->vectors[0] + k * n;
    return DESCENT_SUCCESS;
}

void descent_krylov_close(descent_krylov *krylov)
{
    free(krylov->vectors[0]);
    free(krylov->work);
    *krylov = (descent_krylov){0};
}
