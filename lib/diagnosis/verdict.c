#include "diagnosis/verdict.h"

#include <float.h>
#include <math.h>

#include "diagnosis/bounded.h"
#include "diagnosis/drift.h"
#include "diagnosis/escape.h"
#include "diagnosis/settling.h"
#include "vector.h"

enum {
    continued_steps = 512 /* of a copy, where the path lacks the single steps */
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

/* A thinned path has no single steps at its end, and no copy can be run on from there: do its rows draw apart? */
static void measure_growth_by_rows(descent_case *facts)
{
    const descent_evidence *evidence = facts->evidence;
    descent_series rows = {.n = evidence->n, .count = evidence->finite, .points = evidence->points};
    rows.first_step = evidence->steps[0];
    if (facts->continued || facts->series.count >= 4 || rows.count < 6)
        return;
    const uint64_t stride = evidence->steps[1] - evidence->steps[0];
    /* The newest row need not be on the stride. */
    if (evidence->steps[rows.count - 1] - evidence->steps[rows.count - 2] != stride)
        rows.count--;
    if (evidence->steps[rows.count - 1] - evidence->steps[0] != stride * (rows.count - 1) ||
        !descent_motion_measure(facts->evidence, &rows, &facts->motion))
        return;
    facts->series = rows;
    facts->stride = stride;
    descent_growth_measure(&facts->motion, &facts->growth);
}

/* The step from which on that quantity was not finite, as far as it was recorded. */
static uint64_t broken_since(const descent_evidence *evidence, descent_quantity quantity)
{
    const double *record = quantity == DESCENT_QUANTITY_LOSS       ? evidence->losses
                           : quantity == DESCENT_QUANTITY_GRADIENT ? evidence->norms
                                                                   : NULL;
    size_t row = evidence->finite - 1;
    if (quantity == DESCENT_QUANTITY_POINT)
        return evidence->steps[row] + 1;
    while (record && row > 0 && !isfinite(record[row - 1]))
        row--;
    return evidence->steps[row];
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
    diagnosis->onset = broken_since(evidence, diagnosis->quantity);
    measure_growth_by_rows(facts);
    const descent_growth *growth = &facts->growth;
    if (growth->growing && growth->total >= 10)
        return false; /* growth explains it: decided there */
    static const char *const names[] = {"nothing", "the point", "the loss", "the gradient"};
    const bool leapt = facts->motion.count >= 2 && facts->motion.length_max > 100 * facts->motion.lengths[0];
    return descent_case_end(facts, DESCENT_ENDING_NONFINITE, "At step %llu %s is not a finite number any more%s.",
                            (unsigned long long)diagnosis->onset, names[diagnosis->quantity],
                            leapt ? ", after the steps had grown explosively" : "");
}

/*
 * Does a copy go on settling onto the cycle? In the channel of an intermittent run returns draw closer, too, but only up
 * to its middle.
 */
static bool goes_on_settling(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    const double period = (double)facts->recurrence.period;
    if (facts->recurrence.exact || facts->continued || !evidence->flow_trusted)
        return true;
    /* Until, at half the rate, a twentieth would be left; a third must be seen to go. */
    const double rate = -log(facts->recurrence.factor) / 2;
    const double wanted = fmax(4, ceil(log(20) / rate)) * period;
    const double affordable = (double)(descent_evidence_left(evidence) / 4);
    const size_t steps = (size_t)fmin(wanted, affordable);
    descent_series copy;
    if ((double)steps < period * fmin(4, log(3) / rate) ||
        descent_evidence_continue(evidence, steps, &copy) != DESCENT_FLOW_MOVED)
        return false;
    return descent_recurrence_goes_on(&copy, &facts->motion, &facts->recurrence);
}

static bool decide_periodic(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    const size_t limit = evidence->options.period_limit;
    descent_recurrence_find(evidence, &facts->series, &facts->motion, limit, &facts->recurrence);
    if (facts->recurrence.period == 0 || evidence->out_of_memory)
        return false;
    if (!goes_on_settling(facts) || !descent_bounded_keep_orbit(facts))
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

/*
 * Has the slope all but gone? That is no descent with no end in sight: superlinear methods arrive so, by no law that would
 * tell how far they still have to go.
 */
static bool may_have_arrived(const descent_evidence *evidence)
{
    const double share = 1e-6;
    double largest = 0;
    for (size_t row = 0; evidence->norms && row < evidence->finite; row++)
        largest = fmax(largest, evidence->norms[row]);
    return evidence->diagnosis->gradient_norm <= share * largest;
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
        if (may_have_arrived(evidence))
            return descent_case_end(
                facts, DESCENT_ENDING_UNDETERMINED,
                "The slope has all but gone, yet the steps obey no law that would tell whether a limit is there.");
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

/*
 * The lengths of differences and of first trials come from the problem's scale, which is 1 where the user gave none;
 * here the path itself tells the unit, so that none of the answers depends on the user's. Its extent, but of a run that
 * explodes only ten times the first step. Where the gradient itself is made of differences it must stay as it was.
 */
static void take_unit_of_length(descent_case *facts)
{
    descent_problem *problem = &facts->evidence->evaluator.problem;
    if (!facts->evidence->has_problem || problem->scale > 0 ||
        !descent_evaluator_has_gradient(&facts->evidence->evaluator))
        return;
    const descent_motion *motion = &facts->motion;
    double first = 0;
    if (facts->continued || facts->evidence->finite < 2)
        first = motion->count > 1 ? motion->lengths[0] : 0;
    else
        first = descent_vector_distance(facts->evidence->n, facts->evidence->points,
                                        descent_evidence_point(facts->evidence, 1));
    double unit = first > 0 ? fmin(facts->scale, 10 * first) : facts->scale;
    /* A short way says nothing of lengths beyond the point's own. */
    unit = fmax(unit, 1e-3 * descent_vector_max_abs(facts->evidence->n, facts->evidence->points));
    if (unit > 0 && isfinite(unit))
        problem->scale = unit;
}

void descent_verdict_decide(descent_case *facts)
{
    descent_evidence *evidence = facts->evidence;
    descent_diagnosis *diagnosis = evidence->diagnosis;
    facts->stride = 1;
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
    take_unit_of_length(facts);
    descent_growth_measure(&facts->motion, &facts->growth);
    /* In this order, and no other: what comes first fools what comes after. */
    static bool (*const decisions[])(descent_case *) = {
        decide_nonfinite,
        descent_settling_at_rest,
        descent_escape_decide,
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
