#include "diagnosis/verdict.h"

#include <float.h>
#include <math.h>

#include "diagnosis/bounded.h"
#include "diagnosis/drift.h"
#include "diagnosis/settling.h"
#include "diagnosis/trial.h"
#include "vector.h"

enum {
    continued_steps = 512, /* of a copy, where the path lacks the single steps */
    growth_steps = 10000   /* of a copy, to see whether growth goes on */
};

/* Is there anything to go by? */
static bool decide_empty(descent_case *facts)
{
    const descent_evidence *evidence = facts->evidence;
    if (evidence->rows == 0) {
        return descent_case_end(facts, DESCENT_ENDING_UNDETERMINED, "No point was recorded.");
    }
    if (!evidence->points) {
        return descent_case_end(facts, DESCENT_ENDING_UNDETERMINED,
                                "The path keeps no points; record them to learn more.");
    }
    if (evidence->finite == 0) {
        evidence->diagnosis->quantity = DESCENT_QUANTITY_POINT;
        evidence->diagnosis->onset = evidence->steps[0];
        return descent_case_end(facts, DESCENT_ENDING_NONFINITE, "The run began at a point that is not finite.");
    }
    return false;
}

/* What is not finite at the end, or would be after one more step? */
static descent_quantity broken_quantity(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    const size_t last = evidence->finite - 1;
    if (evidence->gradient_known && !descent_vector_is_finite(evidence->n, evidence->gradient))
        return DESCENT_QUANTITY_GRADIENT;
    if (!evidence->gradient_known && evidence->norms && evidence->finite < evidence->rows &&
        !isfinite(evidence->norms[last]))
        return DESCENT_QUANTITY_GRADIENT;
    const double loss = evidence->diagnosis->loss;
    const bool losses_known = evidence->has_problem ? descent_evaluator_has_loss(&evidence->evaluator)
                                                    : evidence->losses && isfinite(evidence->losses[0]);
    if (isinf(loss) || (isnan(loss) && losses_known))
        return DESCENT_QUANTITY_LOSS;
    return evidence->finite < evidence->rows ? DESCENT_QUANTITY_POINT : DESCENT_QUANTITY_NONE;
}

static bool next_step_overflows(descent_case *facts)
{
    descent_flow flow;
    return facts->evidence->flow_trusted && descent_evidence_flow_at_end(facts->evidence, &flow) &&
           descent_flow_step(&flow) == DESCENT_FLOW_NONFINITE;
}

static bool decide_nonfinite(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    descent_diagnosis *diagnosis = evidence->diagnosis;
    diagnosis->quantity = broken_quantity(facts);
    if (diagnosis->quantity == DESCENT_QUANTITY_NONE && next_step_overflows(facts))
        diagnosis->quantity = DESCENT_QUANTITY_POINT;
    facts->nonfinite = diagnosis->quantity != DESCENT_QUANTITY_NONE;
    if (!facts->nonfinite)
        return false;
    diagnosis->onset = evidence->steps[evidence->finite - 1] + (diagnosis->quantity == DESCENT_QUANTITY_POINT);
    const descent_growth *growth = &facts->growth;
    if (growth->growing && growth->total >= 10)
        return false; /* growth explains it: decided there */
    static const char *const names[] = {"nothing", "the point", "the loss", "the gradient"};
    const bool leapt = facts->motion.count >= 2 && facts->motion.length_max > 100 * facts->motion.lengths[0];
    return descent_case_end(facts, DESCENT_ENDING_NONFINITE, "At step %llu %s is not a finite number any more%s.",
                            (unsigned long long)diagnosis->onset, names[diagnosis->quantity],
                            leapt ? ", after the steps had grown explosively" : "");
}

/* Does the loss rise over the growing part? Positive: yes, negative: it falls, 0: not known. */
static int loss_trend(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    const size_t last = evidence->finite - 1;
    const size_t onset = facts->continued ? 0 : evidence->tail + facts->growth.onset;
    double begin = evidence->losses ? evidence->losses[onset] : NAN;
    double end = evidence->losses ? evidence->losses[last] : NAN;
    if ((isnan(begin) || isnan(end)) && evidence->has_problem && descent_evaluator_has_loss(&evidence->evaluator) &&
        descent_evidence_affords(evidence, 2) &&
        (descent_evaluate_loss(&evidence->evaluator, descent_evidence_point(evidence, onset), &begin) !=
             DESCENT_SUCCESS ||
         descent_evaluate_loss(&evidence->evaluator, descent_evidence_point(evidence, last), &end) != DESCENT_SUCCESS))
        return 0;
    if (!isnan(begin) && !isnan(end))
        return end > begin ? 1 : -1;
    if (!evidence->gradient_known || last == 0)
        return facts->motion.cosine < -0.5 ? 1 : 0;
    const double *x = descent_evidence_point(evidence, last);
    double slope = 0;
    for (size_t i = 0; i < evidence->n; i++)
        slope += evidence->gradient[i] * ((x[i] - x[i - evidence->n]) / facts->motion.length_max);
    return slope > 0 ? 1 : -1;
}

static bool growth_is_certain(descent_case *facts, int trend)
{
    const descent_growth *growth = &facts->growth;
    if (facts->nonfinite)
        return true;
    if (growth->total >= 1e30 || (trend > 0 && growth->total >= 1e6 && !growth->saturating))
        return true;
    const size_t affordable = (size_t)(descent_evidence_left(facts->evidence) / 2);
    const size_t steps = affordable < growth_steps ? affordable : growth_steps;
    return descent_trial_growth(facts->evidence, facts->scale, steps).fate == DESCENT_FATE_ESCAPES;
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
    return descent_trial_start(evidence, rule, facts->scale, 1e-3 * first, steps).fate == DESCENT_FATE_SETTLES;
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

static bool decide_growth(descent_case *facts)
{
    descent_diagnosis *diagnosis = facts->evidence->diagnosis;
    const descent_growth *growth = &facts->growth;
    if (!growth->growing || (!facts->nonfinite && growth->total < 1.5))
        return false;
    const int trend = loss_trend(facts);
    if (!growth_is_certain(facts, trend))
        return false;
    diagnosis->law = growth->law;
    diagnosis->rate = facts->motion.cosine < -0.5 ? -growth->factor : growth->factor;
    diagnosis->exponent = growth->exponent;
    diagnosis->onset = facts->series.first_step + growth->onset;
    keep_direction(facts, facts->series.count - 2);
    const char *how = growth->law == DESCENT_LAW_FASTER ? "faster than any fixed factor" : "by a factor each step";
    if (trend < 0 && !smaller_step_settles(facts)) {
        return descent_case_end(facts, DESCENT_ENDING_UNBOUNDED,
                                "The loss keeps falling while the point runs off %s; no minimiser was found on the "
                                "way, and a smaller step runs off as well.",
                                how);
    }
    if (trend < 0)
        return descent_case_end(facts, DESCENT_ENDING_DIVERGING,
                                "From step %llu on the steps grow %s; with an eighth of the step size the same start "
                                "comes to rest, so the step has thrown the run out of the valley.",
                                (unsigned long long)diagnosis->onset, how);
    return descent_case_end(facts, DESCENT_ENDING_DIVERGING, "From step %llu on the steps grow %s, and the loss rises.",
                            (unsigned long long)diagnosis->onset, how);
}

static bool decide_periodic(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    const size_t limit = evidence->options.period_limit;
    descent_recurrence_find(evidence, &facts->series, &facts->motion, limit, &facts->recurrence);
    if (facts->recurrence.period == 0 || evidence->out_of_memory)
        return false;
    if (!descent_bounded_keep_orbit(facts))
        return false;
    return descent_case_end(facts, DESCENT_ENDING_PERIODIC, "The point comes back after every %zu steps%s.",
                            facts->recurrence.period,
                            facts->recurrence.exact ? ", exactly to rounding" : ", ever more closely");
}

static bool decide_noisy(descent_case *facts)
{
    if (!facts->evidence->random)
        return false;
    descent_bounded_noise(facts);
    return descent_case_end(facts, DESCENT_ENDING_NOISY,
                            "Asked again at the same point, the gradient gives another answer: it is not a function "
                            "of the point alone.");
}

/*
 * Does the loss fall on the whole? Over the last half of the rows, cut into four, the highest loss of each part is below
 * that of the part before. Without recorded losses the slope has to do.
 */
static bool falls_steadily(const descent_evidence *evidence)
{
    enum {
        parts = 4
    };
    const size_t half = evidence->finite / 2, length = (evidence->finite - half) / parts;
    double before = INFINITY;
    if (!evidence->losses || length == 0)
        return true;
    for (size_t part = 0; part < parts; part++) {
        double highest = -INFINITY;
        for (size_t row = half + part * length; row < half + (part + 1) * length; row++)
            highest = fmax(highest, evidence->losses[row]);
        if (highest >= before)
            return false;
        before = highest;
    }
    return true;
}

/* Nothing more specific holds: does the loss still fall? */
static bool decide_descending(descent_case *facts)
{
    const descent_evidence *evidence = facts->evidence;
    descent_diagnosis *diagnosis = evidence->diagnosis;
    if (evidence->finite < 2) {
        return descent_case_end(facts, DESCENT_ENDING_UNDETERMINED,
                                evidence->steps[evidence->finite - 1] == 0
                                    ? "No step was made yet."
                                    : "Only one point is known, and no copy could be run on from there.");
    }
    descent_drift_slope(facts);
    if (diagnosis->slope < 0 && falls_steadily(evidence)) {
        return descent_case_end(facts, DESCENT_ENDING_DESCENDING,
                                "The loss still falls, and no limit can be told yet.");
    }
    if (diagnosis->findings & DESCENT_FINDING_THINNED)
        return descent_case_end(facts, DESCENT_ENDING_UNDETERMINED,
                                "The recorded steps are too far apart to tell what happens between them.");
    if (facts->motion.count < 64)
        return descent_case_end(facts, DESCENT_ENDING_UNDETERMINED,
                                "Too few steps to tell: the run neither settles, returns nor grows yet.");
    return descent_case_end(facts, DESCENT_ENDING_UNDETERMINED,
                            "The run neither settles, returns nor grows; more steps, or the problem and the rule "
                            "together, would be needed to tell.");
}

/* The recorded end if it has single steps, else a copy that runs on from it. */
static bool take_series(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    const size_t single = evidence->finite - evidence->tail;
    const bool gaps = evidence->tail > 0;
    if (gaps && single < 64 && evidence->flow_trusted && evidence->steps[evidence->finite - 1] > 0) {
        (void)descent_evidence_continue(evidence, continued_steps, &facts->series);
        facts->continued = facts->series.count > 1;
        if (facts->continued || evidence->out_of_memory)
            return !evidence->out_of_memory;
    }
    if (gaps && single < 64)
        evidence->diagnosis->findings |= DESCENT_FINDING_THINNED;
    facts->series = (descent_series){.n = evidence->n,
                                     .count = single,
                                     .points = descent_evidence_point(evidence, evidence->tail),
                                     .first_step = evidence->steps[evidence->tail]};
    return true;
}

/* An engine that recorded nothing: a copy shows what it does. */
static bool take_unrecorded(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    if (evidence->finite != 1 || evidence->rows != 1 || evidence->steps[0] == 0 || !evidence->flow_trusted)
        return false;
    (void)descent_evidence_continue(evidence, continued_steps, &facts->series);
    facts->continued = facts->series.count > 1;
    return facts->continued;
}

void descent_verdict_decide(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    descent_diagnosis *diagnosis = evidence->diagnosis;
    if (decide_empty(facts))
        return;
    if (!take_unrecorded(facts) && !take_series(facts))
        return;
    const descent_series rows = {.n = evidence->n, .count = evidence->finite, .points = evidence->points};
    facts->scale = descent_series_extent(evidence, &rows, 0, rows.count);
    if (facts->continued)
        facts->scale = fmax(facts->scale, descent_series_extent(evidence, &facts->series, 0, facts->series.count));
    diagnosis->diameter = facts->scale;
    diagnosis->tolerance = fmax(evidence->options.distance_tolerance * facts->scale,
                                sqrt(DBL_EPSILON) * descent_vector_norm(evidence->n, diagnosis->x));
    if (!descent_motion_measure(evidence, &facts->series, &facts->motion))
        return;
    descent_growth_measure(&facts->motion, &facts->growth);
    /* In this order, and no other: what comes first fools what comes after. */
    static bool (*const decisions[])(descent_case *) = {
        decide_nonfinite,
        descent_settling_at_rest,
        decide_growth,
        decide_periodic,
        decide_noisy,
        descent_settling_decide,
        descent_bounded_decide,
        descent_drift_decide,
        descent_settling_by_law,
        decide_descending,
    };
    for (size_t k = 0; k < sizeof decisions / sizeof *decisions && !evidence->out_of_memory; k++)
        if (decisions[k](facts))
            return;
}
