#include "diagnosis/history/findings.h"

#include <float.h>
#include <math.h>

#include "base/ending.h"
#include "base/vector.h"
#include "critical/classify.h"
#include "diagnosis/evidence/precision.h"
#include "rules/knowledge.h"
#include "trajectory/tolerances.h"

/* |β| from here on: motion keeps 99 % of its speed each step. */
static const double momentum_near_one = 0.99;

/* Relative asymmetry of a Hessian beyond rounding, and beyond the error of differences. */
static const double asymmetric = 1e-6;
static const double asymmetric_differences = 1e-2;

/* The curvature along a step is known to two digits, or is as good as none. */
static const double seen_turn = 1e-2;
static const double negligible_turn = 1e-9;

/* A step size beyond its limit by more than the rounding of both. */
static const double limit_rounding = 1e-9;

/* Curvature along the step from row − 1 to row: 1 − ⟨g, g⁺⟩/‖g‖² over η, with g = −Δ/η for steps of descent. False
 * where the rounding of the points hides it. */
static bool curvature_at(const descent__facts *facts, size_t row, double *curvature)
{
    const descent__series *series = &facts->series;
    const double *lengths = facts->motion.lengths;
    const size_t step = (size_t)series->first_step + row - 1;
    double before;
    double after;
    if (descent_rule_step_size(&facts->evidence->rule, step, &before) != DESCENT_SUCCESS ||
        descent_rule_step_size(&facts->evidence->rule, step + 1, &after) != DESCENT_SUCCESS ||
        !(lengths[row - 1] > 0) || !(lengths[row] > 0))
        return false;
    const double *x = descent__series_point(series, row);
    const size_t n = series->n;
    double product = 0;
    for (size_t i = 0; i < n; i++)
        product += (x[i] - (x - n)[i]) / lengths[row - 1] * ((x[i + n] - x[i]) / lengths[row - 1]);
    const double turn = 1 - product * (before / after);
    const double rounding = DBL_EPSILON * descent__vector_norm(n, x) * (1 / lengths[row - 1] + 1 / lengths[row]);
    *curvature = turn / before;
    return rounding <= seen_turn * fabs(turn) || rounding <= negligible_turn;
}

static void measure_curvature(const descent__facts *facts, descent_diagnosis *diagnosis)
{
    const descent__evidence *evidence = facts->evidence;
    double curvature;
    /* Elsewhere a step is not −ηg: cut, drawn in, held, or of a length of its own. */
    const bool descends = evidence->has_rule && descent__rule_keeps_nothing(&evidence->rule) &&
                          descent__rule_tells_multipliers(&evidence->rule);
    if (!descends || facts->motion.live < descent__turn_points)
        return;
    for (size_t row = facts->motion.live - 2; row > 0; row--)
        if (curvature_at(facts, row, &curvature)) {
            diagnosis->curvature = curvature;
            return;
        }
}

/*
 * The critical point by which the set-up is judged: the one that the ending rests on, the one that is circled, or else
 * whatever is known. Far out on the way to infinity everything looks flat, and no point counts.
 */
static const descent_critical_point *point_to_judge_by(const descent__facts *facts, const descent_diagnosis *diagnosis)
{
    const bool left = diagnosis->ending == DESCENT_ENDING_DIVERGING || diagnosis->ending == DESCENT_ENDING_UNBOUNDED;
    if (diagnosis->point || diagnosis->centre || left)
        return diagnosis->point ? diagnosis->point : diagnosis->centre;
    return descent__facts_known_point(facts);
}

/* Differences at one point may be all rounding: the run's own end must agree. */
static bool asymmetric_at_end(descent__evidence *evidence)
{
    descent_critical_point *point = NULL;
    descent_evaluations spent;
    const descent_critical_options options = {.evaluation_limit = descent__evidence_calls_left(evidence)};
    if (options.evaluation_limit == 0) /* which would be none */
        return false;
    const descent_status status =
        descent__critical_examine(&evidence->problem_in_units, evidence->x, &options, false, &spent, &point);
    descent__evidence_spend(evidence, &spent);
    evidence->memory_failed = evidence->memory_failed || status == DESCENT_ENOMEM;
    const bool found = status == DESCENT_SUCCESS && point->asymmetry > asymmetric_differences;
    descent_critical_point_free(point);
    return found;
}

static unsigned judge_point(descent__evidence *evidence, const descent_critical_point *point)
{
    unsigned findings = 0;
    if (!point)
        return 0;
    const bool exact =
        point->hessian_source == DESCENT_HESSIAN_CALLBACK || point->hessian_source == DESCENT_HESSIAN_PRODUCT;
    if (point->asymmetry > (exact ? asymmetric : asymmetric_differences) && (exact || asymmetric_at_end(evidence)))
        findings |= DESCENT_FINDING_HESSIAN_ASYMMETRIC;
    if (point->probe == DESCENT_PROBE_FLAT)
        findings |= DESCENT_FINDING_VALLEY;
    if (evidence->step_size > descent__destination_step_limit(evidence, point) * (1 + limit_rounding))
        findings |= DESCENT_FINDING_STEP_ABOVE_LIMIT;
    return findings;
}

/* What was found on the way to the verdict. */
static unsigned found_by_facts(const descent__facts *facts)
{
    return facts->evidence->findings | (facts->thinned ? (unsigned)DESCENT_FINDING_THINNED : 0) |
           (facts->kink ? (unsigned)DESCENT_FINDING_KINK : 0) |
           (facts->lowest_at_kink ? (unsigned)DESCENT_FINDING_MINIMUM_AT_KINK : 0) |
           (descent__evidence_is_single(facts->evidence) ? (unsigned)DESCENT_FINDING_SINGLE_PRECISION : 0);
}

void descent__findings_gather(descent__facts *facts, descent_diagnosis *diagnosis)
{
    descent__evidence *evidence = facts->evidence;
    if (descent__ending_circles(diagnosis->ending))
        descent__facts_look_for_tip(facts);
    diagnosis->findings = found_by_facts(facts);
    if (evidence->has_rule && fabs(evidence->rule.momentum) >= momentum_near_one)
        diagnosis->findings |= DESCENT_FINDING_MOMENTUM_NEAR_ONE;
    if (evidence->finite == 0)
        return;
    if (facts->motion.lengths)
        measure_curvature(facts, diagnosis);
    if (!evidence->has_problem)
        return;
    const unsigned judged = judge_point(evidence, point_to_judge_by(facts, diagnosis));
    /* Level ground on which a run is stalled is no valley of minima. */
    const bool level = diagnosis->ending == DESCENT_ENDING_STALLED && !diagnosis->point;
    /* Curvatures of a wrong gradient tell of the loss only that they are not its own. */
    const bool wrong = diagnosis->findings & DESCENT_FINDING_GRADIENT_MISMATCH;
    diagnosis->findings |= wrong   ? judged & DESCENT_FINDING_HESSIAN_ASYMMETRIC
                           : level ? judged & ~(unsigned)DESCENT_FINDING_VALLEY
                                   : judged;
}
