#include "critical/point.h"

#include <math.h>

#include "base/call.h"
#include "base/status.h"
#include "base/vector.h"
#include "base/word.h"

/* An array of a·b numbers; NULL if that overflows or there is no memory. */
static double *numbers(size_t a, size_t b)
{
    const size_t bytes = descent__array_bytes(a, b, sizeof(double));
    return bytes ? descent__take(bytes) : NULL;
}

static const descent_critical_point unknown = {
    .loss = NAN,
    .gradient_norm = NAN,
    .gradient_error = NAN,
    .eigenvalue_tolerance = NAN,
    .asymmetry = NAN,
    .condition = NAN,
    .step_limit = NAN,
    .rule_step_limit = NAN,
    .distance = NAN,
    .lower_loss = NAN,
};

descent_critical_point *descent__critical_point_new(size_t n, size_t eigenvalue_count, size_t eigenvector_count,
                                                    int with_hessian)
{
    descent_critical_point *const point = descent__take(sizeof *point);
    if (!point) {
        descent__fail_memory("critical point", sizeof *point);
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
    descent__fail_memory("critical point", descent__array_bytes(eigenvector_count, n, sizeof(double)));
    return NULL;
}

descent_critical_point *descent__critical_point_unclassified(size_t n, const double *x)
{
    descent_critical_point *const point = descent__take(sizeof *point);
    double *const place = numbers(n, 1);
    if (!point || !place) {
        descent__give(point);
        descent__give(place);
        descent__fail_memory("critical point", sizeof *point);
        return NULL;
    }
    *point = unknown;
    point->dimension = n;
    point->x = place;
    descent__vector_copy(n, x, place);
    return point;
}

void descent_critical_point_free(descent_critical_point *point)
{
    if (!point)
        return;
    descent__give(point->x);
    descent__give(point->eigenvalues);
    descent__give(point->residuals);
    descent__give(point->eigenvectors);
    descent__give(point->hessian);
    descent__give(point->lower_x);
    descent__give(point->bound_multipliers);
    descent__give(point->zero_margins);
    descent__give(point);
}

const char *descent_critical_kind_string(descent_critical_kind kind)
{
    static const descent__word words[] = {DESCENT_CRITICAL_KIND_LIST(DESCENT__WORD)};
    return descent__word_find(words, DESCENT__WORD_COUNT(words), kind);
}

const char *descent_hessian_source_string(descent_hessian_source source)
{
    static const descent__word words[] = {DESCENT_HESSIAN_SOURCE_LIST(DESCENT__WORD)};
    return descent__word_find(words, DESCENT__WORD_COUNT(words), source);
}

const char *descent_tolerance_source_string(descent_tolerance_source source)
{
    static const descent__word words[] = {DESCENT_TOLERANCE_SOURCE_LIST(DESCENT__WORD)};
    return descent__word_find(words, DESCENT__WORD_COUNT(words), source);
}

const char *descent_probe_string(descent_probe probe)
{
    static const descent__word words[] = {DESCENT_PROBE_LIST(DESCENT__WORD)};
    return descent__word_find(words, DESCENT__WORD_COUNT(words), probe);
}
