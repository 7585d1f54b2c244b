/* Variables in units of their own: where the curvatures differ because the variables do. */
#include "diagnosis/advice/parts.h"

#include <math.h>

#include "base/vector.h"
#include "critical/dense/symmetric.h"
#include "diagnosis/advice/theory.h"

/* A valley so much steeper one way than another is worth a change of units. */
static const double ill_conditioned = 50;

/* Units that leave more than this part of the ratio of curvatures are no cure: it comes from how the variables go
 * together. */
static const double cured_part = 0.1;

/* uᵢ = 1/√Hᵢᵢ: then all diagonal entries are 1, which is within a factor n of the best that units can do (van der Sluis
 * 1969, theorem 4.1). False where an entry is not positive. */
static bool units_of(size_t n, const double *hessian, double *units)
{
    for (size_t i = 0; i < n; i++) {
        units[i] = 1 / sqrt(hessian[i * n + i]);
        if (!(units[i] > 0) || !isfinite(units[i]))
            return false;
    }
    return true;
}

/* Least and largest eigenvalue of uᵢHᵢⱼuⱼ. */
static bool scaled_curvatures(descent__evidence *evidence, const double *hessian, const double *units, double *least,
                              double *most)
{
    const size_t n = evidence->n;
    double *matrix = descent__evidence_numbers(evidence, n * n);
    double *values = descent__evidence_numbers(evidence, n);
    descent__symmetric_solver solver;
    if (!matrix || !values || descent__symmetric_open(&solver, n) != DESCENT_SUCCESS) {
        evidence->memory_failed = evidence->memory_failed || (matrix && values);
        return false;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            matrix[i * n + j] = units[i] * hessian[i * n + j] * units[j];
    const bool solved = descent__symmetric_solve(&solver, matrix, values, NULL) == DESCENT_SUCCESS;
    descent__symmetric_close(&solver);
    *least = values[0];
    *most = values[n - 1];
    return solved;
}

/* The way from the start to the point, each variable in its unit. */
static double scaled_distance(const descent__evidence *evidence, const double *point, const double *units)
{
    double distance = 0;
    for (size_t i = 0; i < evidence->n; i++)
        distance = hypot(distance, (evidence->points[i] - point[i]) / units[i]);
    return distance;
}

void descent__advice_scale_variables(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    const descent_critical_point *point = diagnosis->point;
    const size_t n = evidence->n;
    if (!descent__advice_can_begin_again(evidence) || n < 2 || point->kind != DESCENT_CRITICAL_MINIMUM ||
        !point->hessian || !(point->condition >= ill_conditioned))
        return;
    double least;
    double most;
    double *units = descent__arena_numbers(evidence->keep, n);
    if (!units || !units_of(n, point->hessian, units) ||
        !scaled_curvatures(evidence, point->hessian, units, &least, &most) || !(least > 0) ||
        !(most / least <= cured_part * point->condition))
        return;
    descent_advice advice = descent__advice_blank();
    advice.units = units;
    advice.step_size = descent__advice_two_digits(2 / (least + most));
    const double distance = scaled_distance(evidence, point->x, units);
    const double rate = fmax(1 - advice.step_size * least, advice.step_size * most - 1);
    advice.steps = descent__theory_steps(distance, evidence->options.distance_tolerance * distance, rate);
    if (!isfinite(advice.steps) || advice.steps >= diagnosis->pace.steps_to_go.value)
        return;
    descent__advice_add(evidence, diagnosis, DESCENT__ADVISE_SCALE_VARIABLES, advice,
                        &(descent__advice_numbers){.before = point->condition, .after = most / least});
}
