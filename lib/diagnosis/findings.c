#include "diagnosis/findings.h"

#include <float.h>
#include <math.h>

#include <descent/gradient_check.h>

#include "vector.h"

/* |β| from here on: motion keeps 99 % of its speed each step. */
static const double momentum_near_one = 0.99;

/* Relative asymmetry of a Hessian beyond rounding, and beyond the error of differences. */
static const double asymmetric = 1e-6;
static const double asymmetric_differences = 1e-2;

static bool check_says_wrong(descent_evidence *evidence, const double *x)
{
    descent_derivative_check *check = NULL;
    const descent_status status = descent_check_gradient(&evidence->evaluator.problem, x, &check);
    if (status == DESCENT_ENOMEM)
        evidence->out_of_memory = true;
    if (status != DESCENT_SUCCESS)
        return false;
    evidence->evaluator.evaluations.loss += check->evaluations.loss;
    evidence->evaluator.evaluations.gradient += check->evaluations.gradient;
    const bool wrong = check->verdict >= DESCENT_CHECK_SIGN;
    descent_derivative_check_free(check);
    return wrong;
}

/* Two points must agree that it is wrong: one may sit beside a kink. */
static void compare_gradient(descent_evidence *evidence)
{
    const descent_problem *problem = &evidence->evaluator.problem;
    const bool comparable = (problem->loss || problem->loss_gradient) && (problem->gradient || problem->loss_gradient);
    if (!comparable || evidence->random || !descent_evidence_affords(evidence, 40 * evidence->n))
        return;
    if (evidence->finite < 2 || !check_says_wrong(evidence, evidence->points))
        return;
    if (check_says_wrong(evidence, descent_evidence_point(evidence, evidence->finite / 2)) ||
        check_says_wrong(evidence, descent_evidence_point(evidence, 1)))
        evidence->diagnosis->findings |= DESCENT_FINDING_GRADIENT_MISMATCH;
}

/* Curvature along the last step: 1 − ⟨g, g⁺⟩/‖g‖² over η, with g = −Δ/η for the fixed step. */
static void measure_curvature(const descent_case *facts)
{
    const descent_evidence *evidence = facts->evidence;
    descent_diagnosis *diagnosis = evidence->diagnosis;
    const descent_series *series = &facts->series;
    size_t last = facts->motion.live;
    if (!evidence->has_rule || evidence->rule.type->memory_count > 0 || last < 3 || facts->stride > 1 ||
        evidence->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT)
        return;
    const double *x = descent_series_point(series, last - 2);
    const size_t n = series->n;
    const double length = facts->motion.lengths[last - 3];
    double product = 0;
    for (size_t i = 0; i < n; i++)
        product += (x[i] - x[i - n]) / length * ((x[i + n] - x[i]) / length);
    diagnosis->curvature = (1 - product) / diagnosis->step_size;
}

static void judge_point(descent_evidence *evidence)
{
    descent_diagnosis *diagnosis = evidence->diagnosis;
    const descent_critical_point *point = diagnosis->point;
    if (!point)
        return;
    const bool exact =
        point->hessian_source == DESCENT_HESSIAN_CALLBACK || point->hessian_source == DESCENT_HESSIAN_PRODUCT;
    if (point->asymmetry > (exact ? asymmetric : asymmetric_differences))
        diagnosis->findings |= DESCENT_FINDING_HESSIAN_ASYMMETRIC;
    if (point->probe == DESCENT_PROBE_FLAT)
        diagnosis->findings |= DESCENT_FINDING_VALLEY;
    const double sharpest = point->eigenvalue_count ? point->eigenvalues[point->eigenvalue_count - 1] : NAN;
    if (evidence->has_rule && sharpest > point->eigenvalue_tolerance)
        diagnosis->step_limit = descent_rule_step_limit(&evidence->rule, sharpest);
    if (diagnosis->step_size > diagnosis->step_limit * (1 + 1e-9))
        diagnosis->findings |= DESCENT_FINDING_STEP_ABOVE_LIMIT;
}

/* Where the run gave no point, the one nearest to its start tells the stability limit. */
static void point_near_start(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    descent_diagnosis *diagnosis = evidence->diagnosis;
    if (diagnosis->point || diagnosis->ending != DESCENT_ENDING_DIVERGING || evidence->finite == 0)
        return;
    descent_limit limit;
    descent_limit_find(evidence, evidence->points, &limit);
    diagnosis->point = limit.point;
}

void descent_findings_gather(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    if (evidence->has_rule && fabs(evidence->rule.momentum) >= momentum_near_one)
        evidence->diagnosis->findings |= DESCENT_FINDING_MOMENTUM_NEAR_ONE;
    if (evidence->finite == 0)
        return;
    if (facts->motion.lengths)
        measure_curvature(facts);
    if (!evidence->has_problem)
        return;
    point_near_start(facts);
    judge_point(evidence);
    compare_gradient(evidence);
}
