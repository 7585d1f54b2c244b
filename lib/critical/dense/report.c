#include "critical/dense/report.h"

#include <math.h>

#include "base/vector.h"
#include "critical/dense/probe.h"
#include "critical/point.h"

/* Everything that follows from the eigenvalues. */
static void fill_spectrum(const descent__analysis *analysis, const descent__verdict *verdict,
                          descent_critical_point *point)
{
    const size_t n = analysis->dimension;
    const double *const matrix = analysis->here.matrix;
    descent__vector_copy(n, analysis->values, point->eigenvalues);
    descent__vector_copy(n * n, analysis->vectors, point->eigenvectors);
    descent__vector_copy(n * n, matrix, point->hessian);
    for (size_t k = 0; k < n; k++) {
        const double *const vector = analysis->vectors + k * n;
        for (size_t i = 0; i < n; i++)
            analysis->trial[i] = descent__vector_dot(n, matrix + i * n, vector) - analysis->values[k] * vector[i];
        point->residuals[k] = descent__vector_norm(n, analysis->trial);
    }
    const double highest = analysis->values[n - 1];
    point->condition = verdict->nullity > 0 ? INFINITY : analysis->norm / descent__analysis_smallest(analysis, -1);
    point->escape = verdict->index > 0 ? point->eigenvectors : NULL;
    if (highest > verdict->tolerance) {
        point->step_limit = 2 / highest;
        if (analysis->options.rule)
            point->rule_step_limit = descent_rule_step_limit(analysis->options.rule, highest);
    }
}

static void fill_verdict(const descent__analysis *analysis, const descent__verdict *verdict,
                         descent_critical_point *point)
{
    point->kind = verdict->kind;
    point->index = verdict->index;
    point->nullity = verdict->nullity;
    point->eigenvalue_tolerance = verdict->tolerance;
    point->tolerance_source = verdict->tolerance_source;
    point->hessian_source = analysis->here.source;
    point->asymmetry = analysis->here.asymmetry;
    point->distance = verdict->distance;
    point->newton_backed = verdict->newton_backed;
    point->converged = verdict->kind != DESCENT_CRITICAL_NOT_CRITICAL;
    point->gradient_norm = analysis->gradient_norm;
}

descent_status descent__analysis_report(descent__analysis *analysis, const descent__verdict *verdict,
                                        descent_critical_point **point)
{
    const size_t n = analysis->dimension;
    descent_status status = DESCENT_SUCCESS;
    *point = NULL;
    descent_critical_point *const result = descent__critical_point_new(n, n, n, 1);
    if (!result)
        return DESCENT_ENOMEM;
    descent__vector_copy(n, analysis->x, result->x);
    fill_verdict(analysis, verdict, result);
    fill_spectrum(analysis, verdict, result);
    if (descent__evaluator_has_loss(&analysis->evaluator)) {
        status = descent__evaluate_loss(&analysis->evaluator, analysis->x, &result->loss);
        if (status == DESCENT_SUCCESS && verdict->kind == DESCENT_CRITICAL_DEGENERATE && !analysis->options.no_probe)
            status = descent__analysis_probe(analysis, verdict, result);
    }
    if (status != DESCENT_SUCCESS) {
        descent_critical_point_free(result);
        return status;
    }
    result->evaluations = analysis->evaluator.evaluations;
    result->products = result->evaluations.hessian_product;
    *point = result;
    return DESCENT_SUCCESS;
}
