#include <descent/sweep.h>

#include <math.h>
#include <string.h>

#include "base/call.h"
#include "base/plural.h"
#include "base/status.h"
#include "base/vector.h"
#include "map/forgetting.h"
#include "sweep/read/agreement.h"
#include "sweep/read/attractors.h"
#include "sweep/read/results.h"
#include "sweep/run/plan.h"
#include "sweep/run/threads.h"

/* Steps are kept in 32 bits. */
static const uint64_t most_steps = INT32_MAX;

/* Defaults. */
static const uint64_t default_steps = 2048;
static const size_t default_check_count = 8;

/* Copies the options, with the default wherever a field is 0. */
static void options_take(const descent_sweep_options *given, descent_sweep_options *chosen)
{
    *chosen = given ? *given : (descent_sweep_options){0};
    if (chosen->steps == 0)
        chosen->steps = default_steps;
    if (chosen->threads == 0)
        chosen->threads = 1;
    if (chosen->check_count == 0)
        chosen->check_count = default_check_count;
    else if (chosen->check_count == DESCENT_SWEEP_NO_CHECKS)
        chosen->check_count = 0;
}

static descent_status check_options(const descent_sweep_options *options, size_t count)
{
    if (options->steps > most_steps)
        return descent_fail(DESCENT_EINVAL, "steps must be at most %llu, got %llu", (unsigned long long)most_steps,
                            (unsigned long long)options->steps);
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
    if (descent__results_bytes(dimension, count, true, options) == 0)
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

/*
 * How many runs have each ending. Neighbours mostly end alike, and one counter raised again and again waits for itself (10
 * ms for a map of a million, as long as its runs take): so a stretch of runs that are all alike is counted at once.
 */
static void count_endings(descent_sweep *sweep)
{
    enum {
        stretch = 256
    };
    _Static_assert((size_t)DESCENT_ENDING_NONFINITE < (size_t)descent__share_count, "there is room for every ending");
    for (size_t first = 0; first < sweep->count; first += stretch) {
        const size_t runs = sweep->count - first < stretch ? sweep->count - first : stretch;
        const unsigned char *const endings = sweep->endings + first;
        if (memcmp(endings, endings + 1, runs - 1) == 0)
            sweep->ended[descent__results_ending(sweep, first)] += runs;
        else
            for (size_t i = 0; i < runs; i++)
                sweep->ended[descent__results_ending(sweep, first + i)]++;
    }
}

/* What follows when all runs are made. */
static descent_status finish(descent_sweep *sweep, const descent__plan *plan, const descent_sweep_options *options)
{
    if (sweep->failures == sweep->count)
        return fail_all(sweep);
    count_endings(sweep);
    descent_status status = descent__attractors_fill(sweep, plan, !options->no_classification);
    if (status == DESCENT_SUCCESS)
        status = descent__check_sample(sweep, plan, options->check_count);
    if (status == DESCENT_SUCCESS && options->progress &&
        descent__tell_progress(options, sweep->count, sweep->count) != 0)
        return descent_fail(DESCENT_ECANCELLED, "the progress function asked to stop after all %zu run%s", sweep->count,
                            descent__plural(sweep->count));
    return status;
}

enum {
    most_asked = 64 /* rules, of some 4200 steps each; a cost. Of further ones nothing is known. */
};

/* Do they differ in step size and schedule alone, which are not asked for? */
static bool is_like(const descent_rule *rule, const descent_rule *other)
{
    descent_rule same = *rule;
    same.step_size = other->step_size;
    same.schedule = other->schedule;
    return memcmp(&same, other, sizeof same) == 0; /* what is alike and looks different is asked again */
}

/* The rule of all runs is asked once, whether it forgets what it divides by; of several each that is not like the one before. */
static void ask_rules(descent__plan *plan, descent__arena *arena)
{
    const size_t n = plan->problem->dimension;
    if (plan->kind != DESCENT__PLAN_RULES) {
        descent_rule rule = plan->rule;
        if (plan->kind == DESCENT__PLAN_STEP_SIZES) /* its own need not be valid */
            rule.step_size = plan->values[0];
        plan->forgets = descent__map_forgets(&rule, n, arena);
        return;
    }
    bool *const each = descent__arena_take(arena, plan->count, sizeof *each);
    size_t asked = 0;
    for (size_t k = 0; each && k < plan->count && !arena->failed; k++) {
        const descent_rule *const rule = &plan->rules[k];
        each[k] = descent__rule_may_forget(rule);
        if (k > 0 && is_like(rule, rule - 1))
            each[k] = each[k - 1];
        else if (each[k] && asked++ < most_asked)
            each[k] = descent__map_forgets(rule, n, arena);
    }
    plan->each_forgets = each;
}

static descent_status make_runs(descent__plan *plan, const descent_sweep_options *given, descent_sweep **sweep)
{
    descent_sweep_options options;
    options_take(given, &options);
    descent_sweep *made;
    descent_status status = descent_problem_check(plan->problem);
    if (status == DESCENT_SUCCESS)
        status = check_options(&options, plan->count);
    if (status == DESCENT_SUCCESS)
        status = check_count(plan->problem->dimension, plan->count, &options);
    if (status == DESCENT_SUCCESS)
        status = descent__plan_check(plan);
    if (status == DESCENT_SUCCESS && !plan->problem->loss && !plan->problem->loss_gradient)
        options.no_losses = 1;
    if (status == DESCENT_SUCCESS)
        status = descent__results_new(&made, plan, &options);
    if (status != DESCENT_SUCCESS)
        return status;
    descent__arena arena = {0};
    if (!options.no_confirmation)
        ask_rules(plan, &arena);
    status = arena.failed ? descent_fail(DESCENT_ENOMEM, "out of memory for copies of %zu rule%s", plan->count,
                                         descent__plural(plan->count))
                          : descent__workers_run(plan, &options, made);
    descent__arena_release(&arena);
    if (status == DESCENT_SUCCESS)
        status = finish(made, plan, &options);
    if (status == DESCENT_SUCCESS)
        *sweep = made;
    else
        descent_sweep_free(made);
    return status;
}

/* The problem may be in memory that one of its functions frees. */
static descent_status run_plan(const descent__plan *asked, const descent_sweep_options *given, descent_sweep **sweep)
{
    const descent_problem problem = asked->problem ? *asked->problem : (descent_problem){0};
    descent__plan plan = *asked;
    plan.problem = asked->problem ? &problem : NULL;
    descent__environment environment DESCENT__ENTRY;
    descent_status status = descent__call_enter(&environment);
    if (status == DESCENT_SUCCESS)
        status = make_runs(&plan, given, sweep);
    else if (sweep)
        *sweep = NULL;
    descent__call_leave(&environment);
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
    const descent__plan plan = {
        .kind = DESCENT__PLAN_STEP_SIZES,
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
    const descent__plan plan = {
        .kind = DESCENT__PLAN_STARTS, .problem = problem, .count = count, .rule = rule, .starts = starts};
    return run_plan(&plan, options, sweep);
}

descent_status descent_sweep_rules(const descent_problem *problem, const double *start, const descent_rule *rules,
                                   size_t count, const descent_sweep_options *options, descent_sweep **sweep)
{
    if (no_sweep(sweep) != DESCENT_SUCCESS)
        return DESCENT_EINVAL;
    const descent__plan plan = {
        .kind = DESCENT__PLAN_RULES, .problem = problem, .count = count, .start = start, .rules = rules};
    return run_plan(&plan, options, sweep);
}

descent_status descent_sweep_parameters(const descent_problem *problem, descent_rule rule, const double *start,
                                        const double *values, size_t count, const descent_sweep_options *options,
                                        descent_sweep **sweep)
{
    if (no_sweep(sweep) != DESCENT_SUCCESS)
        return DESCENT_EINVAL;
    const descent__plan plan = {
        .kind = DESCENT__PLAN_PARAMETERS,
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
    const descent__plan plan = {
        .kind = DESCENT__PLAN_SETUP,
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
    descent__vector_fill(3 * n, 0, vectors);
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
    const size_t count = descent__array_bytes(given->columns, given->rows, 1);
    if (count == 0)
        return descent_fail(DESCENT_EINVAL, "the plane must have a grid that can be counted, got %zu by %zu",
                            given->columns, given->rows);
    if (!given->up && n < 2)
        return descent_fail(DESCENT_EINVAL, "plane->up must not be NULL in one dimension");
    const size_t bytes = descent__array_bytes(n, 3, sizeof(double));
    double *const vectors = bytes == 0 ? NULL : descent__take(bytes);
    if (!vectors)
        return descent__fail_memory("plane of a sweep", bytes);
    const descent_plane plane = complete_plane(given, n, vectors);
    const descent__plan plan = {
        .kind = DESCENT__PLAN_PLANE, .problem = problem, .count = count, .rule = *rule, .plane = &plane};
    descent_sweep_options own = options ? *options : (descent_sweep_options){0};
    own.columns = 0;
    const descent_status status = run_plan(&plan, &own, sweep);
    descent__give(vectors);
    return status;
}

descent_status descent_sweep_plane(const descent_problem *problem, descent_rule rule, const descent_plane *plane,
                                   const descent_sweep_options *options, descent_sweep **sweep)
{
    if (no_sweep(sweep) != DESCENT_SUCCESS)
        return DESCENT_EINVAL;
    descent_status status = descent_problem_check(problem);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!plane)
        return descent_fail(DESCENT_EINVAL, "plane must not be NULL");
    descent__environment environment DESCENT__ENTRY;
    status = descent__call_enter(&environment);
    if (status == DESCENT_SUCCESS)
        status = run_plane(problem, &rule, plane, options, sweep);
    descent__call_leave(&environment);
    return status;
}

size_t descent_sweep_memory(size_t dimension, size_t count, const descent_sweep_options *given)
{
    descent_sweep_options options;
    options_take(given, &options);
    if (dimension == 0 || count == 0 || check_options(&options, count) != DESCENT_SUCCESS)
        return 0;
    /* Whether there is a batch callback decides how large a worker is: the larger of both counts. */
    size_t worker = 0;
    for (int batch = 0; batch < 2; batch++) {
        descent_problem problem = {.dimension = dimension};
        descent__sweep_phases phases = descent__sweep_phases_of(&problem, &options);
        if (batch)
            phases.lane_capacity = phases.block_runs;
        const size_t bytes =
            descent__workers_bytes(dimension, &phases, descent__workers_count(&phases, &options, count));
        if (bytes == 0)
            return 0;
        worker = bytes > worker ? bytes : worker;
    }
    const size_t parts[] = {
        worker,
        descent__results_bytes(dimension, count, true, &options),
        descent__labels_bytes(dimension, descent__label_count_limit(dimension, count)),
        descent__array_bytes(descent__label_count_limit(dimension, count), 1, sizeof(descent_attractor)),
        descent__array_bytes(dimension, 7, sizeof(double)),
    };
    size_t sum = sizeof(descent_sweep);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i] == 0 || parts[i] > SIZE_MAX - sum)
            return 0;
        sum += parts[i];
    }
    return sum;
}
