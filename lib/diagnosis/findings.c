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

/*
 * Curvature along the step from row − 1 to row: 1 − ⟨g, g⁺⟩/‖g‖² over η, with g = −Δ/η for steps of descent. False where
 * the rounding of the points hides it.
 */
static bool curvature_at(const descent_case *facts, size_t row, double *curvature)
{
    const descent_series *series = &facts->series;
    const double *lengths = facts->motion.lengths;
    const size_t step = (size_t)series->first_step + row - 1;
    double before;
    double after;
    if (descent_rule_step_size(&facts->evidence->rule, step, &before) != DESCENT_SUCCESS ||
        descent_rule_step_size(&facts->evidence->rule, step + 1, &after) != DESCENT_SUCCESS ||
        !(lengths[row - 1] > 0) || !(lengths[row] > 0))
        return false;
    const double *x = descent_series_point(series, row);
    const size_t n = series->n;
    double product = 0;
    for (size_t i = 0; i < n; i++)
        product += (x[i] - (x - n)[i]) / lengths[row - 1] * ((x[i + n] - x[i]) / lengths[row - 1]);
    const double turn = 1 - product * (before / after);
    const double rounding = DBL_EPSILON * descent_vector_norm(n, x) * (1 / lengths[row - 1] + 1 / lengths[row]);
    *curvature = turn / before;
    return rounding <= 1e-2 * fabs(turn) || rounding <= 1e-9;
}

static void measure_curvature(const descent_case *facts)
{
    const descent_evidence *evidence = facts->evidence;
    double curvature;
    if (!evidence->has_rule || evidence->rule.type->memory_count > 0 || facts->motion.live < 3 || facts->stride > 1)
        return;
    for (size_t row = facts->motion.live - 2; row > 0; row--)
        if (curvature_at(facts, row, &curvature)) {
            evidence->diagnosis->curvature = curvature;
            return;
        }
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
