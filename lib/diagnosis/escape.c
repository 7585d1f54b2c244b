#include "diagnosis/escape.h"

#include <math.h>

#include "diagnosis/trial.h"
#include "vector.h"

enum {
    growth_steps = 10000 /* of a copy, to see whether growth goes on */
};

/* The loss at a row of the series, recorded or asked for; NaN if it is not known. */
static double loss_at(descent_case *facts, size_t row)
{
    descent_evidence *evidence = facts->evidence;
    const size_t first = facts->stride > 1 ? 0 : evidence->tail;
    double loss = facts->continued || !evidence->losses ? NAN : evidence->losses[first + row];
    if (isnan(loss) && evidence->has_problem && descent_evaluator_has_loss(&evidence->evaluator) &&
        descent_evidence_affords(evidence, 1) &&
        descent_evaluate_loss(&evidence->evaluator, descent_series_point(&facts->series, row), &loss) !=
            DESCENT_SUCCESS)
        return NAN;
    return loss;
}

/* Without a loss: does the gradient slope down along the last step, −1, or up? 0 if that is not known. */
static int slope_sign(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    const descent_series *series = &facts->series;
    const size_t n = evidence->n;
    double *gradient = descent_evidence_numbers(evidence, 2 * n);
    if (!gradient || !descent_evidence_affords(evidence, 1) || evidence->random)
        return 0;
    const double *x = descent_series_point(series, series->count - 1);
    if (descent_evaluate_gradient(&evidence->evaluator, x, gradient) != DESCENT_SUCCESS)
        return 0;
    double *step = gradient + n;
    for (size_t i = 0; i < n; i++)
        step[i] = (x[i] - (x - n)[i]) / facts->motion.length_max;
    const double slope = descent_vector_dot(n, gradient, step);
    return isfinite(slope) && descent_trial_is_gradient(evidence, x, step) ? (slope > 0) - (slope < 0) : 0;
}

/* Does the loss rise over the growing part? Positive: yes, negative: it falls, 0: not known. */
static int loss_trend(descent_case *facts)
{
    size_t last = facts->series.count - 1;
    const double begin = loss_at(facts, facts->growth.onset);
    double end = loss_at(facts, last);
    /* Where the loss is no number any more, what it was before decides. */
    while (last > facts->growth.onset + 1 && isnan(end))
        end = loss_at(facts, --last);
    if (end > begin || end < begin)
        return end > begin ? 1 : -1;
    if (isfinite(begin) && isfinite(end))
        return 0; /* it does not change at all */
    if (facts->motion.cosine < -0.5 || facts->motion.straightness < 0.5)
        return 1; /* steps that grow from side to side climb both walls */
    return slope_sign(facts);
}

/* Without a loss: up or down on the way out? */
static int outward_slope(descent_case *facts, const double *x)
{
    descent_evidence *evidence = facts->evidence;
    const size_t n = evidence->n;
    double *gradient = descent_evidence_numbers(evidence, n);
    if (!gradient || !descent_evidence_affords(evidence, 1) ||
        descent_evaluate_gradient(&evidence->evaluator, x, gradient) != DESCENT_SUCCESS)
        return 0;
    const double way = descent_vector_distance(n, x, evidence->diagnosis->x);
    double slope = 0;
    for (size_t i = 0; i < n; i++)
        slope += gradient[i] * ((x[i] - evidence->diagnosis->x[i]) / way);
    return (slope > 0) - (slope < 0);
}

/* The same by a copy that was followed until it had escaped. */
static int copy_trend(descent_case *facts, const double *x)
{
    descent_evidence *evidence = facts->evidence;
    double end;
    if (!descent_evaluator_has_loss(&evidence->evaluator))
        return outward_slope(facts, x);
    if (!descent_evidence_affords(evidence, 1) ||
        descent_evaluate_loss(&evidence->evaluator, x, &end) != DESCENT_SUCCESS)
        return 0;
    const double begin = loss_at(facts, facts->series.count - 1);
    return (end > begin) - (end < begin);
}

static bool growth_is_certain(descent_case *facts, int *trend)
{
    const descent_growth *growth = &facts->growth;
    if (facts->nonfinite)
        return true;
    if (growth->total >= 1e30 || (*trend > 0 && growth->total >= 1e6 && !growth->saturating))
        return true;
    const size_t affordable = (size_t)(descent_evidence_left(facts->evidence) / 2);
    const size_t steps = affordable < growth_steps ? affordable : growth_steps;
    const descent_trial trial = descent_trial_growth(facts->evidence, facts->scale, steps);
    if (trial.fate != DESCENT_FATE_ESCAPES)
        return false;
    const int seen = copy_trend(facts, trial.x);
    const bool known = descent_evaluator_has_loss(&facts->evidence->evaluator) || *trend != 0;
    *trend = seen && known ? seen : *trend;
    return true;
}

/* Is the gradient at x next to nothing beside that at the start? Fields that are no gradients rest, too. */
static bool slope_is_gone(descent_evidence *evidence, const double *x)
{
    const size_t n = evidence->n;
    const double gone = 1e-3;
    double *gradient = descent_evidence_numbers(evidence, n);
    if (!gradient || !descent_evidence_affords(evidence, 2) ||
        descent_evaluate_gradient(&evidence->evaluator, evidence->points, gradient) != DESCENT_SUCCESS)
        return false;
    const double start = descent_vector_norm(n, gradient);
    return descent_evaluate_gradient(&evidence->evaluator, x, gradient) == DESCENT_SUCCESS &&
           descent_vector_norm(n, gradient) <= gone * start;
}

/* Has a copy come to rest where the loss is lowest around? Beside a saddle it merely lingers. */
static bool rests_at_minimum(descent_evidence *evidence, const double *x)
{
    descent_limit limit;
    descent_limit_find(evidence, x, &limit);
    const bool rests =
        limit.point ? limit.point->index == 0 && limit.point->probe != DESCENT_PROBE_LOWER : slope_is_gone(evidence, x);
    descent_critical_point_free(limit.point);
    return rests;
}

/* Would a smaller step from the same start have stayed? Then the step is to blame, though the loss falls now. */
static bool smaller_step_settles(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    if (!evidence->has_rule || !evidence->flow_trusted || evidence->steps[0] != 0)
        return false;
    descent_rule rule = evidence->rule;
    rule.step_size /= 8;
    const size_t affordable = (size_t)(descent_evidence_left(evidence) / 3);
    const size_t steps = affordable < 4000 ? affordable : 4000;
    const double first =
        facts->continued ? facts->motion.lengths[0]
                         : descent_vector_distance(evidence->n, evidence->points, descent_evidence_point(evidence, 1));
    const descent_trial trial = descent_trial_start(evidence, rule, facts->scale, 1e-3 * first, steps);
    return trial.fate == DESCENT_FATE_SETTLES && rests_at_minimum(evidence, trial.x);
}

/*
 * The loss rises now; but it may have fallen before, on the way to where no step is short enough. Then descent from its
 * lowest place, with steps as short as need be, still runs off.
 */
static bool falls_for_ever(descent_case *facts)
{
    enum {
        steps = 1500
    };
    descent_evidence *evidence = facts->evidence;
    size_t lowest = 0;
    if (!evidence->losses || !evidence->has_problem)
        return false;
    for (size_t row = 1; row < evidence->finite; row++)
        if (evidence->losses[row] < evidence->losses[lowest])
            lowest = row;
    const double *x = descent_evidence_point(evidence, lowest);
    const double way = descent_vector_distance(evidence->n, x, evidence->points);
    return lowest > 0 && descent_trial_downhill(evidence, x, way, steps) == DESCENT_FATE_ESCAPES;
}

static void keep_direction(descent_case *facts, size_t from)
{
    descent_evidence *evidence = facts->evidence;
    const size_t n = evidence->n;
    double *direction = descent_arena_numbers(evidence->keep, n);
    if (!direction) {
        evidence->out_of_memory = true;
        return;
    }
    const double *x = descent_series_point(&facts->series, facts->series.count - 1);
    const double *then = descent_series_point(&facts->series, from);
    const double way = descent_vector_distance(n, x, then);
    for (size_t i = 0; i < n; i++)
        direction[i] = way > 0 ? (x[i] - then[i]) / way : 0;
    evidence->diagnosis->direction = direction;
}

bool descent_escape_decide(descent_case *facts)
{
    descent_diagnosis *diagnosis = facts->evidence->diagnosis;
    const descent_growth *growth = &facts->growth;
    if (!growth->growing || (!facts->nonfinite && growth->total < 1.5))
        return false;
    int trend = loss_trend(facts);
    if (!growth_is_certain(facts, &trend))
        return false;
    diagnosis->law = growth->law;
    const double each = 1 / (double)facts->stride;
    diagnosis->rate = pow(growth->factor, each) * (facts->motion.cosine < -0.5 && facts->stride == 1 ? -1 : 1);
    diagnosis->exponent = pow(growth->exponent, each);
    diagnosis->onset = facts->series.first_step + growth->onset * facts->stride;
    keep_direction(facts, facts->series.count - 2);
    descent_case_forget_point(facts);
    const char *how = growth->law == DESCENT_LAW_FASTER ? "faster than any fixed factor" : "by a factor each step";
    if (trend == 0)
        return descent_case_end(facts, DESCENT_ENDING_UNDETERMINED,
                                "From step %llu on the steps grow %s; whether the step is too large or the loss has no "
                                "minimum cannot be told without a loss that changes along the way.",
                                (unsigned long long)diagnosis->onset, how);
    if (trend < 0 && !smaller_step_settles(facts)) {
        return descent_case_end(facts, DESCENT_ENDING_UNBOUNDED,
                                "The loss keeps falling while the point runs off %s, and no minimum was found on the "
                                "way.",
                                how);
    }
    if (trend > 0 && falls_for_ever(facts))
        return descent_case_end(
            facts, DESCENT_ENDING_UNBOUNDED,
            "The loss fell without finding a minimum before the steps grew %s; from its lowest place "
            "it falls on and on, however short the steps.",
            how);
    if (trend < 0)
        return descent_case_end(facts, DESCENT_ENDING_DIVERGING,
                                "From step %llu on the steps grow %s; with an eighth of the step size the same start "
                                "comes to rest, so the step has thrown the run out of the valley.",
                                (unsigned long long)diagnosis->onset, how);
    return descent_case_end(facts, DESCENT_ENDING_DIVERGING, "From step %llu on the steps grow %s, and the loss rises.",
                            (unsigned long long)diagnosis->onset, how);
}
