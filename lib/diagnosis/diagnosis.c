#include <descent/diagnosis.h>

#include <math.h>
#include <string.h>

#include "base/call.h"
#include "base/ending.h"
#include "base/environment.h"
#include "base/names.h"
#include "base/plural.h"
#include "base/status.h"
#include "base/text/json.h"
#include "diagnosis/advice/advice.h"
#include "diagnosis/advice/bands.h"
#include "diagnosis/evidence/examination.h"
#include "diagnosis/history/events.h"
#include "diagnosis/history/factors.h"
#include "diagnosis/history/findings.h"
#include "diagnosis/history/sensitivity.h"
#include "diagnosis/verdict/conclusion.h"
#include "diagnosis/verdict/decisions.h"
#include "diagnosis/verdict/families/mismatch.h"
#include "diagnosis/verdict/opening.h"
#include "engine/engine.h"
#include "path/path.h"
#include "rules/knowledge.h"

/* Defaults. */
static const uint64_t default_budget = 20000;
static const double default_distance_tolerance = 1e-6;
static const size_t default_period_limit = 256;

/*
 * Copies the options, with the default wherever a field is 0. Inside, no gradient tolerance is NaN, and a budget of 0
 * evaluates nothing.
 */
static descent_status take_options(const descent_diagnosis_options *given, descent_diagnosis_options *taken)
{
    *taken = given ? *given : (descent_diagnosis_options){0};
    if (taken->budget == 0)
        taken->budget = default_budget;
    if (taken->path_only)
        taken->budget = 0;
    if (taken->distance_tolerance == 0)
        taken->distance_tolerance = default_distance_tolerance;
    if (taken->period_limit == 0)
        taken->period_limit = default_period_limit;
    if (!(taken->distance_tolerance > 0 && taken->distance_tolerance < 1))
        return descent_fail(DESCENT_EINVAL, "distance_tolerance must be between 0 and 1, or 0 for the default, got %g",
                            taken->distance_tolerance);
    if (!(taken->gradient_tolerance >= 0 && isfinite(taken->gradient_tolerance)))
        return descent_fail(DESCENT_EINVAL, "gradient_tolerance must be finite and positive, or 0 for none, got %g",
                            taken->gradient_tolerance);
    if (taken->gradient_tolerance == 0)
        taken->gradient_tolerance = NAN;
    if (taken->period_limit < 2)
        return descent_fail(DESCENT_EINVAL, "period_limit must be at least 2, or 0 for the default, got %zu",
                            taken->period_limit);
    for (size_t k = 0; k < sizeof taken->reserved / sizeof *taken->reserved; k++)
        if (taken->reserved[k])
            return descent_fail(DESCENT_EINVAL, "options->reserved[%zu] must be NULL", k);
    return taken->rule ? descent_rule_check(taken->rule) : DESCENT_SUCCESS;
}

void descent_diagnosis_free(descent_diagnosis *diagnosis)
{
    if (!diagnosis)
        return;
    descent_critical_point_free(diagnosis->point);
    descent_critical_point_free(diagnosis->centre);
    descent__holdings *holdings = diagnosis->internal;
    if (holdings) {
        descent_critical_point_free(holdings->lingering);
        descent_critical_point_free(holdings->jumped);
        descent__give((void *)holdings->names);
        descent__arena_release(&holdings->arena);
        descent__give(holdings);
    }
    descent__give(diagnosis);
}

static descent_diagnosis *new_diagnosis(void)
{
    descent_diagnosis *diagnosis = descent__take_zeros(1, sizeof *diagnosis);
    descent__holdings *holdings = descent__take_zeros(1, sizeof *holdings);
    if (!diagnosis || !holdings) {
        descent__give(diagnosis);
        descent__give(holdings);
        return NULL;
    }
    diagnosis->internal = holdings;
    double *const unknown[] = {
        &diagnosis->step_size,
        &diagnosis->distance,
        &diagnosis->tolerance,
        &diagnosis->lyapunov.value,
        &diagnosis->lyapunov.low,
        &diagnosis->lyapunov.high,
        &diagnosis->cycle.rotation_number,
        &diagnosis->pace.rate,
        &diagnosis->pace.exponent,
        &diagnosis->pace.slope,
        &diagnosis->pace.steps_to_go.value,
        &diagnosis->pace.steps_to_go.low,
        &diagnosis->pace.steps_to_go.high,
        &diagnosis->step_limit,
        &diagnosis->curvature,
        &diagnosis->noise.level,
        &diagnosis->noise.floor,
        &diagnosis->noise.floor_half,
        &diagnosis->momentum,
    };
    for (size_t k = 0; k < sizeof unknown / sizeof *unknown; k++)
        *unknown[k] = NAN;
    return diagnosis;
}

/* What the result says of the end, whatever the ending is. */
static void copy_end(const descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    diagnosis->dimension = evidence->n;
    diagnosis->rows = evidence->rows;
    diagnosis->steps = evidence->step;
    diagnosis->loss = evidence->loss;
    diagnosis->gradient_norm = evidence->gradient_norm;
    diagnosis->gradient_error = evidence->gradient_error;
    if (evidence->options.optimiser_name)
        strncpy(diagnosis->rule_name, evidence->options.optimiser_name, sizeof diagnosis->rule_name - 1);
    if (evidence->x)
        diagnosis->x = descent__arena_copy(evidence->keep, evidence->n, evidence->x);
    if (!evidence->has_rule)
        return;
    diagnosis->step_size = evidence->step_size;
    diagnosis->momentum = evidence->rule.momentum;
    evidence->holdings->plain_descent =
        evidence->rule.type == &descent__fixed_step_type && !descent__rule_is_modified(&evidence->rule);
    evidence->holdings->scheduled = evidence->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT;
    evidence->holdings->finds_step_sizes = descent__rule_finds_step_sizes(&evidence->rule);
    evidence->holdings->finds_by_factor = descent__rule_finds_by_factor(&evidence->rule);
    evidence->holdings->exact_on_quadratics = descent__rule_is_exact_on_quadratics(&evidence->rule);
    evidence->holdings->pushes = descent__rule_pushes(&evidence->rule);
    evidence->holdings->keeps_volume = evidence->rule.type == &descent__heavy_ball_type &&
                                       !descent__rule_is_modified(&evidence->rule) && evidence->rule.momentum >= 1 &&
                                       evidence->rule.momentum <= 1;
    descent__take_name(evidence->rule.type->name, diagnosis->rule_name, sizeof diagnosis->rule_name);
}

/* Would more evaluations tell more? Not where none are wanted. */
static bool needs_budget(const descent__evidence *evidence)
{
    return evidence->budget_exhausted && !evidence->options.path_only;
}

/* From evidence to the result: facts, decision, conclusion, and then what reads them. */
static void examine(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    descent__facts facts;
    descent__evidence_examine(evidence);
    copy_end(evidence, diagnosis);
    descent__facts_open(&facts, evidence);
    descent__decision decision = descent__undecided();
    diagnosis->diameter = facts.scale;
    if (!descent__evidence_out_of_memory(evidence)) {
        decision = descent__decide(&facts);
        if (!descent__evidence_out_of_memory(evidence))
            descent__mismatch_take(&facts, &decision);
        facts.leaves_later =
            decision.ending == DESCENT_ENDING_CONVERGED && descent__facts_leaves_later(&facts, decision.point);
        diagnosis->tolerance = facts.tolerance; /* which the point ahead may have narrowed */
        evidence->holdings->tolerance_by = facts.tolerance_by;
        evidence->holdings->tolerance_part = evidence->options.distance_tolerance;
        if (facts.course.recorded && facts.course.stride == 1)
            descent__vector_copy(2, facts.growth.leaps, evidence->holdings->leaps);
        if (!descent__evidence_out_of_memory(evidence))
            descent__conclude(&facts, &decision, diagnosis);
        if (!descent__evidence_out_of_memory(evidence))
            descent__events_find(&facts, &decision, diagnosis);
        if (!descent__evidence_out_of_memory(evidence))
            descent__sensitivity_find(evidence, diagnosis);
    }
    if (!descent__evidence_out_of_memory(evidence))
        descent__findings_gather(&facts, diagnosis);
    if (!descent__evidence_out_of_memory(evidence))
        descent__factors_fill(evidence, diagnosis);
    diagnosis->budget_exhausted = needs_budget(evidence);
    if (!descent__evidence_out_of_memory(evidence))
        descent__advice_give(&facts, diagnosis);
    if (!descent__evidence_out_of_memory(evidence))
        descent__bands_find(evidence, diagnosis);
    if (!descent__evidence_out_of_memory(evidence))
        descent__events_add_dear(evidence, diagnosis);
    if (!descent__evidence_out_of_memory(evidence))
        descent__advice_beside_pole(evidence, diagnosis);
    if (!descent__evidence_out_of_memory(evidence))
        descent__advice_for_narrow_minimum(&facts, diagnosis);
    diagnosis->budget_exhausted = needs_budget(evidence);
    if (!descent__evidence_out_of_memory(evidence) &&
        (descent__ending_settles(diagnosis->ending) || diagnosis->ending == DESCENT_ENDING_STALLED) &&
        descent__facts_tell_kink(&facts, diagnosis->point))
        descent__conclude_kink(&facts, &decision, diagnosis);
    if (!isnan(evidence->options.gradient_tolerance))
        diagnosis->tolerance = NAN; /* the gradient decided instead */
    descent__facts_close(&facts, diagnosis->point, diagnosis->centre);
}

/* A column in which there is no number tells what none would tell. */
static const double *told(const double *column, size_t rows)
{
    for (size_t row = 0; column && row < rows; row++)
        if (!isnan(column[row]))
            return column;
    return NULL;
}

static void read_path(descent__evidence *evidence, const descent_path *path)
{
    const descent_path_data view = descent_path_view(path);
    evidence->n = view.dimension;
    evidence->rows = view.count;
    evidence->points = view.points;
    evidence->losses = view.losses;
    evidence->norms = told(view.gradient_norms, view.count);
    evidence->steps = view.steps;
    evidence->names = view.variable_names;
}

/* The names of the problem, or else of the path, as the diagnosis keeps them. */
static void take_names(descent__evidence *evidence, const descent_problem *problem, descent_diagnosis *diagnosis)
{
    const char *const *const names = problem && problem->variable_names ? problem->variable_names : evidence->names;
    evidence->names = evidence->holdings->names = diagnosis->variable_names = descent__names_copy(evidence->n, names);
    evidence->memory_failed |= names && !evidence->names;
}

static descent_status run(descent__evidence *evidence, const descent_problem *problem, descent_diagnosis **diagnosis)
{
    descent_diagnosis *made = new_diagnosis();
    if (!made)
        return descent__fail_memory("a diagnosis", sizeof *made);
    evidence->holdings = made->internal;
    evidence->keep = &evidence->holdings->arena;
    take_names(evidence, problem, made);
    if (problem) {
        const descent_status status = descent__evaluator_open(&evidence->evaluator, problem);
        if (status != DESCENT_SUCCESS) {
            descent_diagnosis_free(made);
            return status;
        }
        evidence->has_problem = true;
        evidence->evaluator.limit = evidence->options.budget;
    }
    examine(evidence, made);
    made->evaluations = evidence->evaluator.evaluations;
    if (evidence->evaluator.callback_code != 0)
        made->findings |= DESCENT_FINDING_CALLBACK_FAILED;
    descent__arena_release(&evidence->work);
    descent__evaluator_close(&evidence->evaluator);
    if (descent__evidence_out_of_memory(evidence)) {
        descent_diagnosis_free(made);
        return descent_fail(DESCENT_ENOMEM, "out of memory for the diagnosis of %zu point%s", evidence->rows,
                            descent__plural(evidence->rows));
    }
    *diagnosis = made;
    return DESCENT_SUCCESS;
}

/* More than any run has steps. */
static const double most_changes = 0x1p53;

/* The rows from one on. */
static void begin_with_row(descent__evidence *evidence, size_t first)
{
    const size_t n = evidence->n;
    evidence->rows -= first;
    evidence->points = evidence->points ? evidence->points + first * n : NULL;
    evidence->losses = evidence->losses ? evidence->losses + first : NULL;
    evidence->norms = evidence->norms ? evidence->norms + first : NULL;
    evidence->steps += first;
}

/* The rows since the rule was changed last; a rule that began then counts its steps from there. */
static void begin_with_change(descent__evidence *evidence, const descent_engine *engine)
{
    size_t first = 0;
    while (first + 1 < evidence->rows && evidence->steps[first] < engine->changed_at)
        first++;
    begin_with_row(evidence, first);
    uint64_t *const steps = descent__arena_take(&evidence->work, evidence->rows, sizeof *steps);
    if (!steps)
        return;
    for (size_t row = 0; row < evidence->rows; row++)
        steps[row] = evidence->steps[row] - engine->steps_before;
    evidence->steps = steps;
}

/* The same of a path that says which rows another rule led to: the last row of the one before is where the last one began. */
static void begin_with_recorded_change(descent__evidence *evidence, const descent_path *path)
{
    const double *const changes = descent_path_view(path).rule_changes;
    const size_t rows = evidence->rows;
    if (!changes || rows == 0 || !(changes[rows - 1] > changes[0]) || !(changes[rows - 1] - changes[0] < most_changes))
        return; /* a file may hold anything */
    size_t first = rows - 1;
    while (first > 0 && changes[first] >= changes[rows - 1])
        first--;
    evidence->changes = (uint64_t)(changes[rows - 1] - changes[0]);
    evidence->changed_at = evidence->steps[first];
    begin_with_row(evidence, first);
}

static descent_status diagnose_path(const descent_problem *problem, const descent_path *path,
                                    const descent_diagnosis_options *options, descent_diagnosis **diagnosis)
{
    if (!diagnosis)
        return descent_fail(DESCENT_EINVAL, "diagnosis must not be NULL");
    *diagnosis = NULL;
    if (!path)
        return descent_fail(DESCENT_EINVAL, "path must not be NULL");
    descent__evidence evidence = {0};
    descent_status status = take_options(options, &evidence.options);
    if (status == DESCENT_SUCCESS && problem)
        status = descent_problem_check(problem);
    if (status != DESCENT_SUCCESS)
        return status;
    read_path(&evidence, path);
    begin_with_recorded_change(&evidence, path);
    if (problem && evidence.n != 0 && problem->dimension != evidence.n)
        return descent_fail(DESCENT_EINVAL, "path must have the problem's dimension %zu, got %zu", problem->dimension,
                            evidence.n);
    if (evidence.options.rule) {
        evidence.rule = *evidence.options.rule;
        evidence.has_rule = true;
    }
    return run(&evidence, problem, diagnosis);
}

descent_status descent_diagnose(const descent_problem *problem, const descent_path *path,
                                const descent_diagnosis_options *options, descent_diagnosis **diagnosis)
{
    descent__environment environment DESCENT__ENTRY;
    descent_status status = descent__call_enter(&environment);
    if (environment.call && path) {
        descent__path_hold(path);
        descent__call_hold(&environment, path, descent__path_release);
    }
    if (status == DESCENT_SUCCESS)
        status = diagnose_path(problem, path, options, diagnosis);
    else if (diagnosis)
        *diagnosis = NULL;
    descent__call_leave(&environment);
    return status;
}

/* The user counts the steps of the rules before, too. */
static void count_all_steps(descent_diagnosis *diagnosis, uint64_t before)
{
    diagnosis->steps += before;
    for (size_t k = 0; k < diagnosis->event_count; k++) {
        diagnosis->events[k].first_step += before;
        diagnosis->events[k].last_step += before;
    }
    if (diagnosis->pace.onset > 0)
        diagnosis->pace.onset += before;
}

static descent_status diagnose_engine(descent_engine *engine, const descent_diagnosis_options *options,
                                      descent_diagnosis **diagnosis)
{
    if (!diagnosis)
        return descent_fail(DESCENT_EINVAL, "diagnosis must not be NULL");
    *diagnosis = NULL;
    if (!engine)
        return descent_fail(DESCENT_EINVAL, "engine must not be NULL");
    descent__evidence evidence = {.rule = *descent_engine_rule(engine), .has_rule = true};
    const descent_status status = take_options(options, &evidence.options);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!descent__engine_hold(engine))
        return descent_fail(DESCENT_EINVAL,
                            "an engine must not be diagnosed from inside one of its own callbacks (or, after a "
                            "jump out of one, before descent_unwind())");
    if (descent_engine_stop_reason(engine) == DESCENT_STOP_FAILURE && descent_engine_callback_code(engine) != 0)
        evidence.findings |= DESCENT_FINDING_CALLBACK_FAILED;
    evidence.state = descent__engine_state(engine);
    evidence.state_known = evidence.state.memory_known;
    const descent_path *path = descent_engine_path(engine);
    const uint64_t step = evidence.state.number;
    evidence.changes = engine->changes;
    evidence.changed_at = engine->changed_at - engine->steps_before;
    evidence.steps_before = engine->steps_before;
    if (path)
        read_path(&evidence, path);
    if (evidence.points && engine->changes > 0)
        begin_with_change(&evidence, engine);
    if (!evidence.points) {
        evidence.n = descent_engine_dimension(engine);
        evidence.rows = 1;
        evidence.points = descent_engine_point(engine);
        evidence.losses = evidence.norms = NULL;
        evidence.steps = &step;
    }
    const descent_status diagnosed = run(&evidence, descent__engine_answers(engine), diagnosis);
    descent__arena_release(&evidence.work);
    if (*diagnosis) {
        (*diagnosis)->stop = descent_engine_stop_reason(engine);
        count_all_steps(*diagnosis, engine->steps_before);
    }
    descent__engine_release(engine);
    return diagnosed;
}

descent_status descent_engine_diagnose(descent_engine *engine, const descent_diagnosis_options *options,
                                       descent_diagnosis **diagnosis)
{
    descent__environment environment DESCENT__ENTRY;
    descent_status status = descent__call_enter(&environment);
    if (environment.call && engine) {
        environment.call->abandon = descent__engine_abandon_diagnosis;
        environment.call->object = engine;
    }
    if (status == DESCENT_SUCCESS)
        status = diagnose_engine(engine, options, diagnosis);
    else if (diagnosis)
        *diagnosis = NULL;
    descent__call_leave(&environment);
    return status;
}
