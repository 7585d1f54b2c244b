#include "diagnosis/evidence/evidence.h"

#include <math.h>

#include "base/vector.h"

double *descent__evidence_numbers(descent__evidence *evidence, size_t n)
{
    return descent__arena_numbers(&evidence->work, n);
}

uint64_t descent__evidence_calls_left(const descent__evidence *evidence)
{
    if (!evidence->has_problem)
        return 0;
    const uint64_t spent = descent__evaluator_total(&evidence->evaluator);
    return spent < evidence->options.budget ? evidence->options.budget - spent : 0;
}

uint64_t descent__evidence_left(const descent__evidence *evidence)
{
    const uint64_t cost = evidence->evaluator.gradient_cost;
    return descent__evidence_calls_left(evidence) / (cost > 0 ? cost : 1);
}

bool descent__evidence_affords(descent__evidence *evidence, uint64_t evaluations)
{
    if (!evidence->has_problem)
        return false;
    if (descent__evidence_left(evidence) >= evaluations)
        return true;
    evidence->budget_exhausted = true;
    return false;
}

void descent__evidence_spend(descent__evidence *evidence, const descent_evaluations *evaluations)
{
    descent_evaluations *spent = &evidence->evaluator.evaluations;
    spent->loss += evaluations->loss;
    spent->gradient += evaluations->gradient;
    spent->hessian += evaluations->hessian;
    spent->hessian_product += evaluations->hessian_product;
}

void descent__evidence_take_unit(descent__evidence *evidence, double unit)
{
    if (evidence->has_problem && !(evidence->problem_in_units.scale > 0) &&
        descent__evaluator_has_gradient(&evidence->evaluator) && unit > 0 && isfinite(unit))
        evidence->problem_in_units.scale = unit;
}

double descent__evidence_first_way(const descent__evidence *evidence)
{
    double way = 0;
    for (size_t row = 1; row < evidence->finite && !(way > 0); row++)
        way = descent__vector_distance(evidence->n, evidence->points, descent__evidence_point(evidence, row));
    return way;
}

double descent__evidence_loss_at(descent__evidence *evidence, const double *x)
{
    double loss = NAN;
    if (!evidence->has_problem || !descent__evaluator_has_loss(&evidence->evaluator) ||
        !descent__evidence_affords(evidence, 1) ||
        descent__evaluate_loss(&evidence->evaluator, x, &loss) != DESCENT_SUCCESS)
        return NAN;
    return loss;
}
