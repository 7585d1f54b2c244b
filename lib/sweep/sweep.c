#include <descent/sweep.h>

#include <math.h>
#include <stdlib.h>

#include "status.h"
#include "sweep/attractors.h"
#include "sweep/check.h"
#include "sweep/plan.h"
#include "sweep/results.h"
#include "sweep/threads.h"
#include "vector.h"

/* Steps are kept in 32 bits. */
static const size_t most_steps = INT32_MAX;

void descent_sweep_options_default(descent_sweep_options *options)
{
    if (!options)
        return;
    *options = (descent_sweep_options){.steps = 2048, .threads = 1, .losses = 1, .classify = 1, .check_count = 8};
}

static descent_status check_options(const descent_sweep_options *options, size_t count)
{
    if (options->steps == 0 || options->steps > most_steps)
        return descent_fail(DESCENT_EINVAL, "steps must be 1 to %zu, got %zu", most_steps, options->steps);
    if (options->threads == 0)
        return descent_fail(DESCENT_EINVAL, "threads must be at least 1, got 0");
    if (options->columns > 0 && count % options->columns != 0)
        return descent_fail(DESCENT_EINVAL, "columns must divide the count %zu, got %zu", count, options->columns);
    for (size_t i = 0; i < sizeof options->reserved / sizeof options->reserved[0]; i++)
        if (options->reserved[i])
            return descent_fail(DESCENT_EINVAL, "options->reserved[%zu] must be NULL", i);
    return DESCENT_SUCCESS;
}

/* Before any array of so many numbers is looked at: no array can be as long as a count that is beyond memory. */
static descent_status check_count(size_t dimension, size_t count, const descent_sweep_options *options)
{
    if (count == 0)
        return descent_fail(DESCENT_EINVAL, "count must be at least 1, got 0");
    if (descent_results_bytes(dimension, count, true, options) == 0)
        return descent_fail(DESCENT_EINVAL, "count must leave room for the results in memory, got %zu", count);
    return DESCENT_SUCCESS;
}

static descent_status fail_all(const descent_sweep *sweep)
{
    if (sweep->callback_code == 0)
        return descent_fail(DESCENT_ECALLBACK, "every run failed; run %zu for a rule or step size that is out of range",
                            sweep->first_failure);
    return descent_fail(DESCENT_ECALLBACK, "every run failed; in run %zu a callback returned %d", sweep->first_failure,
                        sweep->callback_code);
}

/* What follows when all runs are made. */
static descent_status finish(descent_sweep *sweep, const descent_plan *plan, const descent_sweep_options *options)
{
    if (sweep->failures == sweep->count)
        return fail_all(sweep);
    descent_status status = descent_attractors_fill(sweep, plan, options->classify);
    if (status == DESCENT_SUCCESS)
        status = descent_check_sample(sweep, plan, options->check_count);
    if (status == DESCENT_SUCCESS && options->progress &&
        options->progress(sweep->count, sweep->count, options->progress_context) != 0)
        return descent_fail(DESCENT_ECANCELLED, "the progress function asked to stop after all %zu runs", sweep->count);
    return status;
}

static descent_status run_plan(const descent_plan *plan, const descent_sweep_options *given, descent_sweep **sweep)
{
    descent_sweep_options options;
    descent_sweep_options_default(&options);
    if (given)
        options = *given;
    descent_sweep *made;
    descent_status status = descent_problem_check(plan->problem);
    if (status == DESCENT_SUCCESS)
        status = check_options(&options, plan->count);
    if (status == DESCENT_SUCCESS)
        status = check_count(plan->problem->dimension, plan->count, &options);
    if (status == DESCENT_SUCCESS)
        status = descent_plan_check(plan);
    if (status == DESCENT_SUCCESS && !plan->problem->loss && !plan->problem->loss_gradient)
        options.losses = 0;
    if (status == DESCENT_SUCCESS)
        status = descent_results_new(&made, plan, &options);
    if (status != DESCENT_SUCCESS)
        return status;
    status = descent_workers_run(plan, &options, made);
    if (status == DESCENT_SUCCESS)
        status = finish(made, plan, &options);
    if (status == DESCENT_SUCCESS)
        *sweep = made;
    else
        descent_sweep_free(made);
    return status;
}

static descent_status no_sweep(descent_sweep **sweep)
{
    if (!sweep)
        return descent_fail(DESCENT_EINVAL, "sweep must not be NULL");
    *sweep = NULL;
    return DESCENT_SUCCESS;
}

descent_status descent_sweep_step_sizes(const descent_problem *problem, const double *start, const double *step_sizes,
                                        size_t count, const descent_sweep_options *options, descent_sweep **sweep)
{
    if (no_sweep(sweep) != DESCENT_SUCCESS)
        return DESCENT_EINVAL;
    const descent_plan plan = {
        .kind = DESCENT_PLAN_STEP_SIZES,
        .problem = problem,
        .count = count,
        .rule = options && options->rule ? *options->rule : descent_fixed_step(1),
        .start = start,
        .values = step_sizes,
    };
    return run_plan(&plan, options, sweep);
}

descent_status descent_sweep_starts(const descent_problem *problem, descent_rule rule, const double *starts,
                                    size_t count, const descent_sweep_options *options, descent_sweep **sweep)
{
    if (no_sweep(sweep) != DESCENT_SUCCESS)
        return DESCENT_EINVAL;
    const descent_plan plan = {
        .kind = DESCENT_PLAN_STARTS, .problem = problem, .count = count, .rule = rule, .starts = starts};
    return run_plan(&plan, options, sweep);
}

descent_status descent_sweep_rules(const descent_problem *problem, const double *start, const descent_rule *rules,
                                   size_t count, const descent_sweep_options *options, descent_sweep **sweep)
{
    if (no_sweep(sweep) != DESCENT_SUCCESS)
        return DESCENT_EINVAL;
    const descent_plan plan = {
        .kind = DESCENT_PLAN_RULES, .problem = problem, .count = count, .start = start, .rules = rules};
    return run_plan(&plan, options, sweep);
}

descent_status descent_sweep_parameters(const descent_problem *problem, descent_rule rule, const double *start,
                                        const double *values, size_t count, const descent_sweep_options *options,
                                        descent_sweep **sweep)
{
    if (no_sweep(sweep) != DESCENT_SUCCESS)
        return DESCENT_EINVAL;
    const descent_plan plan = {
        .kind = DESCENT_PLAN_PARAMETERS,
        .problem = problem,
        .count = count,
        .rule = rule,
        .start = start,
        .values = values,
    };
    return run_plan(&plan, options, sweep);
}

descent_status descent_sweep_runs(const descent_problem *problem, descent_rule rule, const double *start, size_t count,
                                  descent_sweep_setup_function *setup, void *setup_context,
                                  const descent_sweep_options *options, descent_sweep **sweep)
{
    if (no_sweep(sweep) != DESCENT_SUCCESS)
        return DESCENT_EINVAL;
    const descent_plan plan = {
        .kind = DESCENT_PLAN_SETUP,
        .problem = problem,
        .count = count,
        .rule = rule,
        .start = start,
        .setup = setup,
        .setup_context = setup_context,
    };
    return run_plan(&plan, options, sweep);
}

/* Fills in the vectors that the plane leaves out: 3n numbers in `vectors`. */
static descent_plane complete_plane(const descent_plane *given, size_t n, double *vectors)
{
    descent_plane plane = *given;
    descent_vector_fill(3 * n, 0, vectors);
    vectors[n] = 1;
    if (n >= 2)
        vectors[2 * n + 1] = 1;
    plane.origin = given->origin ? given->origin : vectors;
    plane.across = given->across ? given->across : vectors + n;
    plane.up = given->up ? given->up : vectors + 2 * n;
    return plane;
}

static descent_status run_plane(const descent_problem *problem, const descent_rule *rule, const descent_plane *given,
                                const descent_sweep_options *options, descent_sweep **sweep)
{
    const size_t n = problem->dimension;
    const size_t count = descent_array_bytes(given->columns, given->rows, 1);
    if (count == 0)
        return descent_fail(DESCENT_EINVAL, "the plane must have a grid that can be counted, got %zu by %zu",
                            given->columns, given->rows);
    if (!given->up && n < 2)
        return descent_fail(DESCENT_EINVAL, "plane->up must not be NULL in one dimension");
    const size_t bytes = descent_array_bytes(n, 3, sizeof(double));
    double *const vectors = bytes == 0 ? NULL : malloc(bytes);
    if (!vectors)
        return descent_fail_memory("plane of a sweep", bytes);
    const descent_plane plane = complete_plane(given, n, vectors);
    const descent_plan plan = {
        .kind = DESCENT_PLAN_PLANE, .problem = problem, .count = count, .rule = *rule, .plane = &plane};
    descent_sweep_options own;
    descent_sweep_options_default(&own);
    if (options)
        own = *options;
    own.columns = 0;
    const descent_status status = run_plan(&plan, &own, sweep);
    free(vectors);
    return status;
}

descent_status descent_sweep_plane(const descent_problem *problem, descent_rule rule, const descent_plane *plane,
                                   const descent_sweep_options *options, descent_sweep **sweep)
{
    if (no_sweep(sweep) != DESCENT_SUCCESS)
        return DESCENT_EINVAL;
    const descent_status status = descent_problem_check(problem);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!plane)
        return descent_fail(DESCENT_EINVAL, "plane must not be NULL");
    return run_plane(problem, &rule, plane, options, sweep);
}

size_t descent_sweep_memory(size_t dimension, size_t count, const descent_sweep_options *given)
{
    descent_sweep_options options;
    descent_sweep_options_default(&options);
    if (given)
        options = *given;
    if (dimension == 0 || count == 0 || check_options(&options, count) != DESCENT_SUCCESS)
        return 0;
    /* Whether there is a batch callback decides how large a worker is: the larger of both counts. */
    size_t worker = 0;
    for (int batch = 0; batch < 2; batch++) {
        descent_problem problem = {.dimension = dimension};
        descent_sweep_phases phases = descent_sweep_phases_of(&problem, &options);
        if (batch)
            phases.lane_capacity = phases.block_runs;
        const size_t bytes = descent_workers_bytes(dimension, &phases, descent_workers_count(&phases, &options, count));
        if (bytes == 0)
            return 0;
        worker = bytes > worker ? bytes : worker;
    }
    const size_t parts[] = {
        worker,
        descent_results_bytes(dimension, count, true, &options),
        descent_labels_bytes(dimension, descent_label_count_limit(dimension, count)),
        descent_array_bytes(descent_label_count_limit(dimension, count), 1, sizeof(descent_attractor)),
        descent_array_bytes(dimension, 7, sizeof(double)),
    };
    size_t sum = sizeof(descent_sweep);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i] == 0 || parts[i] > SIZE_MAX - sum)
            return 0;
        sum += parts[i];
    }
    return sum;
}
