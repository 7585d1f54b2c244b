#include "critical/point.h"

#include <math.h>
#include <stdlib.h>

#include "status.h"
#include "vector.h"

/* An array of a·b numbers; NULL if that overflows or is not to be had. */
static double *numbers(size_t a, size_t b)
{
    const size_t bytes = descent_array_bytes(a, b, sizeof(double));
    return bytes ? malloc(bytes) : NULL;
}

static const descent_critical_point unknown = {
    .loss = NAN,
    .gradient_norm = NAN,
    .eigenvalue_tolerance = NAN,
    .asymmetry = NAN,
    .condition = NAN,
    .step_limit = NAN,
    .rule_step_limit = NAN,
    .distance = NAN,
    .lower_loss = NAN,
};

descent_critical_point *descent_critical_point_new(size_t n, size_t eigenvalue_count, size_t eigenvector_count,
                                                   int with_hessian)
{
    descent_critical_point *const point = malloc(sizeof *point);
    if (!point) {
        descent_fail_memory("critical point", sizeof *point);
        return NULL;
    }
    *point = unknown;
    point->dimension = n;
    point->eigenvalue_count = eigenvalue_count;
    point->eigenvector_count = eigenvector_count;
    point->x = numbers(n, 1);
    point->eigenvalues = numbers(eigenvalue_count, 1);
    point->residuals = numbers(eigenvalue_count, 1);
    point->eigenvectors = numbers(eigenvector_count, n);
    point->hessian = with_hessian ? numbers(n, n) : NULL;
    if (point->x && point->eigenvalues && point->residuals && point->eigenvectors && (point->hessian || !with_hessian))
        return point;
    descent_critical_point_free(point);
    descent_fail_memory("critical point", descent_array_bytes(eigenvector_count, n, sizeof(double)));
    return NULL;
}

void descent_critical_point_free(descent_critical_point *point)
{
    if (!point)
        return;
    free(point->x);
    free(point->eigenvalues);
    free(point->residuals);
    free(point->eigenvectors);
    free(point->hessian);
    free(point->lower_x);
    free(point);
}

const char *descent_critical_kind_string(descent_critical_kind kind)
{
    switch (kind) {
    case DESCENT_CRITICAL_UNDETERMINED:
        return "undetermined";
    case DESCENT_CRITICAL_MINIMUM:
        return "minimum";
    case DESCENT_CRITICAL_MAXIMUM:
        return "maximum";
    case DESCENT_CRITICAL_SADDLE:
        return "saddle";
    case DESCENT_CRITICAL_DEGENERATE:
        return "degenerate";
    case DESCENT_CRITICAL_NOT_CRITICAL:
        return "not critical";
    }
    return "unknown kind";
}
