#include "sweep/read/attractors.h"

#include <math.h>

#include "base/call.h"
#include "base/status.h"
#include "base/vector.h"
#include "problem/problem.h"
#include "sweep/judge/gradient.h"

/* The state of a pass over the labels. */
typedef struct label_survey {
    descent_sweep *sweep;
    const descent__plan *plan;
    descent__evaluator evaluator;
    double *start; /* n */
    double *work;  /* 3n: for distances to critical points */
    descent_parameter parameter;
    bool any_stalled;
} label_survey;

/* The context that the callbacks had in the run that stands for a label. */
static void enter_run(label_survey *survey, size_t run)
{
    descent_sweep_run setup = {.start = survey->start, .parameter = NAN};
    survey->evaluator.problem.context = survey->plan->problem->context;
    if (descent__plan_run(survey->plan, run, &setup) != 0 || isnan(setup.parameter))
        return;
    survey->parameter = (descent_parameter){setup.parameter, survey->plan->problem->context};
    survey->evaluator.problem.context = &survey->parameter;
}

/* Puts the critical point itself in the place of the end point near it, if it is within the label's tolerance. */
static descent_status classify(label_survey *survey, size_t label, descent_attractor *attractor)
{
    descent__labels *const set = &survey->sweep->set;
    double *const x = set->x + label * set->dimension;
    descent_critical_point *point;
    const descent_status status = descent_critical_refine(&survey->evaluator.problem, x, NULL, &point);
    if (status == DESCENT_ENOMEM)
        return status;
    if (status != DESCENT_SUCCESS)
        return DESCENT_SUCCESS; /* the kind stays undetermined */
    if (descent__vector_distance(set->dimension, point->x, x) <= set->tolerance[label] * sqrt((double)set->dimension)) {
        attractor->kind = point->kind;
        if (point->kind != DESCENT_CRITICAL_NOT_CRITICAL)
            descent__vector_copy(set->dimension, point->x, x);
    }
    descent_critical_point_free(point);
    return DESCENT_SUCCESS;
}

static descent_status fill_attractor(label_survey *survey, size_t label, bool with_kind)
{
    descent_sweep *const sweep = survey->sweep;
    const descent__labels *const set = &sweep->set;
    descent_attractor *const attractor = &sweep->attractors[label];
    const size_t run = set->first_run[label];
    const double *const x = set->x + label * set->dimension;
    *attractor = (descent_attractor){
        .ending = descent__results_ending(sweep, run),
        .period = set->period[label],
        .first_run = run,
        .runs = set->runs[label],
        .share = (double)set->runs[label] / (double)sweep->count,
        .x = x,
        .kind = DESCENT_CRITICAL_UNDETERMINED,
        .loss = NAN,
    };
    enter_run(survey, run);
    if (attractor->ending == DESCENT_ENDING_CONVERGED &&
        descent__critical_distance(&survey->evaluator, x, survey->work) > set->tolerance[label]) {
        attractor->ending = DESCENT_ENDING_STALLED;
        survey->any_stalled = true;
    }
    if (with_kind && attractor->period == 1 && label < descent__classify_limit &&
        attractor->ending != DESCENT_ENDING_STALLED) {
        const descent_status status = classify(survey, label, attractor);
        if (status != DESCENT_SUCCESS)
            return status;
    }
    if (descent__evaluator_has_loss(&survey->evaluator) &&
        descent__evaluate_loss(&survey->evaluator, x, &attractor->loss) != DESCENT_SUCCESS)
        attractor->loss = NAN;
    return DESCENT_SUCCESS;
}

static void spread_stalls(descent_sweep *sweep)
{
    for (size_t run = 0; run < sweep->count; run++)
        if (sweep->labels[run] != DESCENT_SWEEP_NO_LABEL &&
            descent__results_ending(sweep, run) == DESCENT_ENDING_CONVERGED &&
            sweep->attractors[sweep->labels[run]].ending == DESCENT_ENDING_STALLED)
            descent__results_end(sweep, run, DESCENT_ENDING_STALLED, descent__results_period(sweep, run),
                                 (size_t)descent__results_steps(sweep, run));
}

static descent_status fill_all(label_survey *survey, bool with_kind)
{
    for (size_t label = 0; label < survey->sweep->set.count; label++) {
        const descent_status status = fill_attractor(survey, label, with_kind);
        if (status != DESCENT_SUCCESS)
            return status;
    }
    if (survey->any_stalled)
        spread_stalls(survey->sweep);
    return DESCENT_SUCCESS;
}

descent_status descent__attractors_fill(descent_sweep *sweep, const descent__plan *plan, bool classify_them)
{
    label_survey survey = {.sweep = sweep, .plan = plan};
    if (sweep->set.count == 0)
        return DESCENT_SUCCESS;
    const size_t n = sweep->dimension;
    const size_t bytes = descent__array_bytes(n, 4, sizeof(double));
    sweep->attractors = descent__take_zeros(sweep->set.count, sizeof *sweep->attractors);
    survey.start = bytes == 0 ? NULL : descent__take(bytes);
    descent_status status;
    if (!sweep->attractors || !survey.start) {
        status = descent__fail_memory("attractors of a sweep", bytes + sweep->set.count * sizeof *sweep->attractors);
    } else {
        survey.work = survey.start + n;
        status = descent__evaluator_open(&survey.evaluator, plan->problem);
        if (status == DESCENT_SUCCESS)
            status = fill_all(&survey, classify_them);
        descent__evaluator_close(&survey.evaluator);
    }
    descent__give(survey.start);
    return status;
}
