#include <descent/diagnosis.h>

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "diagnosis/advice.h"
#include "diagnosis/events.h"
#include "diagnosis/findings.h"
#include "diagnosis/verdict.h"
#include "status.h"
#include "vector.h"

void descent_diagnosis_options_default(descent_diagnosis_options *options)
{
    if (options)
        *options = (descent_diagnosis_options){
            .budget = 20000,
            .distance_tolerance = 1e-6,
            .gradient_tolerance = NAN,
            .period_limit = 256,
            .advise = 1,
        };
}

static descent_status take_options(const descent_diagnosis_options *given, descent_diagnosis_options *taken)
{
    descent_diagnosis_options_default(taken);
    if (!given)
        return DESCENT_SUCCESS;
    *taken = *given;
    if (!(given->distance_tolerance > 0 && given->distance_tolerance < 1))
        return descent_fail(DESCENT_EINVAL, "distance_tolerance must be between 0 and 1, got %g",
                            given->distance_tolerance);
    if (given->gradient_tolerance < 0 || isinf(given->gradient_tolerance))
        return descent_fail(DESCENT_EINVAL, "gradient_tolerance must be finite and not negative, or NaN, got %g",
                            given->gradient_tolerance);
    if (given->period_limit < 2)
        return descent_fail(DESCENT_EINVAL, "period_limit must be at least 2, got %zu", given->period_limit);
    for (size_t k = 0; k < sizeof given->reserved / sizeof *given->reserved; k++)
        if (given->reserved[k])
            return descent_fail(DESCENT_EINVAL, "options->reserved[%zu] must be NULL", k);
    return given->rule ? descent_rule_check(given->rule) : DESCENT_SUCCESS;
}

void descent_diagnosis_free(descent_diagnosis *diagnosis)
{
    if (!diagnosis)
        return;
    descent_critical_point_free(diagnosis->point);
    descent_holdings *holdings = diagnosis->internal;
    if (holdings) {
        descent_critical_point_free(holdings->lingering);
        descent_arena_release(&holdings->arena);
        free(holdings);
    }
    free(diagnosis);
}

static descent_diagnosis *new_diagnosis(void)
{
    descent_diagnosis *diagnosis = calloc(1, sizeof *diagnosis);
    descent_holdings *holdings = calloc(1, sizeof *holdings);
    if (!diagnosis || !holdings) {
        free(diagnosis);
        free(holdings);
        return NULL;
    }
    diagnosis->internal = holdings;
    double *const unknown[] = {
        &diagnosis->loss,
        &diagnosis->gradient_norm,
        &diagnosis->diameter,
        &diagnosis->step_size,
        &diagnosis->distance,
        &diagnosis->tolerance,
        &diagnosis->lyapunov,
        &diagnosis->lyapunov_low,
        &diagnosis->lyapunov_high,
        &diagnosis->rotation_number,
        &diagnosis->rate,
        &diagnosis->exponent,
        &diagnosis->slope,
        &diagnosis->steps_to_go,
        &diagnosis->steps_to_go_low,
        &diagnosis->steps_to_go_high,
        &diagnosis->step_limit,
        &diagnosis->curvature,
        &diagnosis->noise_level,
        &diagnosis->noise_floor,
        &diagnosis->noise_floor_half,
        &diagnosis->momentum,
    };
    for (size_t k = 0; k < sizeof unknown / sizeof *unknown; k++)
        *unknown[k] = NAN;
    return diagnosis;
}

/* The rows up to the first point that is not finite, and where single steps begin. */
static void read_rows(descent_evidence *evidence)
{
    evidence->finite = 0;
    while (evidence->points && evidence->finite < evidence->rows &&
           descent_vector_is_finite(evidence->n, descent_evidence_point(evidence, evidence->finite)))
        evidence->finite++;
    evidence->tail = evidence->finite ? evidence->finite - 1 : 0;
    while (evidence->tail > 0 && evidence->steps[evidence->tail] == evidence->steps[evidence->tail - 1] + 1)
        evidence->tail--;
}

static void fill_end(descent_evidence *evidence)
{
    descent_diagnosis *diagnosis = evidence->diagnosis;
    diagnosis->dimension = evidence->n;
    diagnosis->rows = evidence->rows;
    diagnosis->steps = evidence->rows ? evidence->steps[evidence->rows - 1] : 0;
    if (evidence->finite == 0)
        return;
    const size_t last = evidence->finite - 1;
    diagnosis->steps = evidence->steps[last];
    diagnosis->loss = evidence->losses ? evidence->losses[last] : NAN;
    diagnosis->gradient_norm = evidence->norms ? evidence->norms[last] : NAN;
    diagnosis->x = descent_arena_copy(evidence->keep, evidence->n, descent_evidence_point(evidence, last));
    if (!diagnosis->x)
        evidence->out_of_memory = true;
}

static void fill_rule(descent_evidence *evidence)
{
    descent_diagnosis *diagnosis = evidence->diagnosis;
    if (!evidence->has_rule) {
        diagnosis->findings |= DESCENT_FINDING_RULE_UNKNOWN;
        return;
    }
    const descent_rule *rule = &evidence->rule;
    diagnosis->step_size = rule->step_size;
    if (diagnosis->steps > 0)
        (void)descent_rule_step_size(rule, (size_t)diagnosis->steps - 1, &diagnosis->step_size);
    diagnosis->momentum = rule->momentum;
    strncpy(diagnosis->rule_name, rule->type->name, sizeof diagnosis->rule_name - 1);
}

/* All lines of evidence, in the order in which they build on each other. */
static void examine(descent_evidence *evidence)
{
    read_rows(evidence);
    fill_end(evidence);
    if (evidence->has_problem && evidence->finite > 0) {
        descent_evidence_ask(evidence);
        if (!evidence->has_rule)
            descent_evidence_fit_rule(evidence);
        descent_evidence_check_rule(evidence);
    }
    fill_rule(evidence);
    descent_case facts = {.evidence = evidence};
    if (!evidence->out_of_memory)
        descent_verdict_decide(&facts);
    if (!evidence->out_of_memory)
        descent_events_find(&facts);
    if (!evidence->out_of_memory)
        descent_findings_gather(&facts);
    if (!evidence->out_of_memory)
        descent_advice_give(&facts);
    if (!isnan(evidence->options.gradient_tolerance))
        evidence->diagnosis->tolerance = NAN; /* the gradient decided instead */
}

static descent_status run(descent_evidence *evidence, const descent_problem *problem, descent_diagnosis **diagnosis)
{
    descent_diagnosis *made = new_diagnosis();
    if (!made)
        return descent_fail_memory("a diagnosis", sizeof *made);
    evidence->diagnosis = made;
    evidence->holdings = made->internal;
    evidence->keep = &evidence->holdings->arena;
    if (problem) {
        const descent_status status = descent_evaluator_open(&evidence->evaluator, problem);
        if (status != DESCENT_SUCCESS) {
            descent_diagnosis_free(made);
            return status;
        }
        evidence->has_problem = true;
    }
    examine(evidence);
    made->evaluations = evidence->evaluator.evaluations;
    descent_arena_release(&evidence->work);
    descent_evaluator_close(&evidence->evaluator);
    if (evidence->out_of_memory) {
        descent_diagnosis_free(made);
        return descent_fail(DESCENT_ENOMEM, "out of memory for the diagnosis of %zu points", evidence->rows);
    }
    *diagnosis = made;
    return DESCENT_SUCCESS;
}

static void read_path(descent_evidence *evidence, const descent_path *path)
{
    evidence->n = descent_path_dimension(path);
    evidence->rows = descent_path_count(path);
    evidence->points = descent_path_points(path);
    evidence->losses = descent_path_losses(path);
    evidence->norms = descent_path_gradient_norms(path);
    evidence->steps = descent_path_steps(path);
}

descent_status descent_diagnose(const descent_problem *problem, const descent_path *path,
                                const descent_diagnosis_options *options, descent_diagnosis **diagnosis)
{
    if (!diagnosis)
        return descent_fail(DESCENT_EINVAL, "diagnosis must not be NULL");
    *diagnosis = NULL;
    if (!path)
        return descent_fail(DESCENT_EINVAL, "path must not be NULL");
    descent_evidence evidence = {0};
    descent_status status = take_options(options, &evidence.options);
    if (status == DESCENT_SUCCESS && problem)
        status = descent_problem_check(problem);
    if (status != DESCENT_SUCCESS)
        return status;
    read_path(&evidence, path);
    if (problem && evidence.n != 0 && problem->dimension != evidence.n)
        return descent_fail(DESCENT_EINVAL, "path must have the problem's dimension %zu, got %zu", problem->dimension,
                            evidence.n);
    if (evidence.options.rule) {
        evidence.rule = *evidence.options.rule;
        evidence.has_rule = true;
    }
    return run(&evidence, problem, diagnosis);
}

descent_status descent_engine_diagnose(descent_engine *engine, const descent_diagnosis_options *options,
                                       descent_diagnosis **diagnosis)
{
    if (!diagnosis)
        return descent_fail(DESCENT_EINVAL, "diagnosis must not be NULL");
    *diagnosis = NULL;
    if (!engine)
        return descent_fail(DESCENT_EINVAL, "engine must not be NULL");
    descent_evidence evidence = {.rule = *descent_engine_rule(engine), .has_rule = true};
    const descent_status status = take_options(options, &evidence.options);
    if (status != DESCENT_SUCCESS)
        return status;
    const descent_path *path = descent_engine_path(engine);
    const uint64_t step = descent_engine_steps(engine);
    if (path)
        read_path(&evidence, path);
    if (!evidence.points) {
        evidence.n = descent_engine_dimension(engine);
        evidence.rows = 1;
        evidence.points = descent_engine_point(engine);
        evidence.losses = evidence.norms = NULL;
        evidence.steps = &step;
    }
    return run(&evidence, descent_engine_problem(engine), diagnosis);
}
