#include "sweep/read/results.h"

#include <math.h>

#include "base/call.h"
#include "base/names.h"
#include "base/status.h"
#include "base/vector.h"

/* Numbers that the points of all labels may have together, beyond the first few. */
static const size_t label_numbers = (size_t)1 << 24;
static const size_t fewest_labels = 16;

size_t descent__label_count_limit(size_t dimension, size_t count)
{
    const size_t fitting = label_numbers / dimension > fewest_labels ? label_numbers / dimension : fewest_labels;
    const size_t most = fitting < descent__label_limit ? fitting : descent__label_limit;
    return most < count ? most : count;
}

static size_t tail_points(const descent_sweep_options *options)
{
    return options->tail <= options->steps ? options->tail : (size_t)options->steps + 1;
}

/* Doubles of each run; 0 if they are more than can be counted. */
static size_t doubles_each(size_t dimension, bool values, const descent_sweep_options *options)
{
    const size_t rest = (options->no_losses ? 0U : 1U) + (values ? 1U : 0U) + (options->lyapunov ? 2U : 0U);
    const size_t coordinates = descent__array_bytes(dimension, 1 + tail_points(options), 1);
    return coordinates == 0 ? 0 : coordinates + rest;
}

size_t descent__results_bytes(size_t dimension, size_t count, bool values, const descent_sweep_options *options)
{
    const size_t each = 2 * sizeof(uint32_t) + 2 + (options->tail > 0 ? sizeof(uint32_t) : 0);
    const size_t large = descent__array_bytes(count, doubles_each(dimension, values, options), sizeof(double));
    const size_t small = descent__array_bytes(count, each, 1);
    if (large == 0 || small == 0)
        return 0;
    /* Each is at most half of what can be counted, and one of them less by a tenth at least: the sum fits, rounded up. */
    return (large + small + descent__vector_alignment - 1) / descent__vector_alignment * descent__vector_alignment;
}

static void lay_out(descent_sweep *sweep, bool values, const descent_sweep_options *options)
{
    const size_t count = sweep->count;
    double *next = sweep->storage;
    sweep->end_points = next;
    next += count * sweep->dimension;
    if (!options->no_losses) {
        sweep->losses = next;
        next += count;
    }
    if (values) {
        sweep->values = next;
        next += count;
    }
    if (options->lyapunov) {
        sweep->lyapunov = next;
        next += 2 * count;
    }
    if (sweep->tail > 0) {
        sweep->tails = next;
        next += count * sweep->tail * sweep->dimension;
    }
    uint32_t *numbers = (uint32_t *)(void *)next;
    sweep->labels = numbers;
    sweep->steps = numbers + count;
    numbers += 2 * count;
    if (sweep->tail > 0) {
        sweep->tail_counts = numbers;
        numbers += count;
    }
    sweep->endings = (unsigned char *)numbers;
    sweep->periods = sweep->endings + count;
}

/* Copies what the plan has borrowed and the results refer to. */
static descent_status copy_plan(descent_sweep *sweep, const descent__plan *plan)
{
    const size_t n = sweep->dimension;
    sweep->variable_names = descent__names_copy(n, plan->problem->variable_names);
    if (plan->problem->variable_names && !sweep->variable_names)
        return descent__fail_memory("names of the variables", n * sizeof(char *));
    const bool plane = plan->kind == DESCENT__PLAN_PLANE;
    const size_t vectors = plane ? 3 : plan->start ? 1 : 0;
    if (vectors == 0)
        return DESCENT_SUCCESS;
    const size_t bytes = descent__array_bytes(n, vectors, sizeof(double));
    double *const copy = bytes == 0 ? NULL : descent__take(bytes);
    if (!copy)
        return descent__fail_memory("plan of a sweep", bytes);
    sweep->plan_vectors = copy;
    if (!plane) {
        descent__vector_copy(n, plan->start, copy);
        sweep->start = copy;
        return DESCENT_SUCCESS;
    }
    sweep->plane = *plan->plane;
    descent__vector_copy(n, plan->plane->origin, copy);
    descent__vector_copy(n, plan->plane->across, copy + n);
    descent__vector_copy(n, plan->plane->up, copy + 2 * n);
    sweep->plane.origin = copy;
    sweep->plane.across = copy + n;
    sweep->plane.up = copy + 2 * n;
    sweep->columns = plan->plane->columns;
    return DESCENT_SUCCESS;
}

static descent_status build(descent_sweep *sweep, const descent__plan *plan, const descent_sweep_options *options)
{
    const bool values = descent__plan_has_values(plan);
    sweep->kind = plan->kind;
    sweep->dimension = plan->problem->dimension;
    sweep->count = plan->count;
    sweep->columns = options->columns;
    sweep->step_limit = options->steps;
    sweep->tail = tail_points(options);
    sweep->rule = plan->rule;
    const size_t bytes = descent__results_bytes(sweep->dimension, sweep->count, values, options);
    /* On a cache line: points of two, four or eight numbers lie in one, and blocks of 1024 runs share none. */
    sweep->storage = bytes == 0 ? NULL : descent__take_aligned(bytes);
    if (!sweep->storage)
        return descent__fail_memory("results of a sweep", bytes);
    lay_out(sweep, values, options);
    const descent_status status = copy_plan(sweep, plan);
    return status == DESCENT_SUCCESS ? descent__labels_open(&sweep->set, sweep->dimension,
                                                            descent__label_count_limit(sweep->dimension, sweep->count))
                                     : status;
}

descent_status descent__results_new(descent_sweep **sweep, const descent__plan *plan,
                                    const descent_sweep_options *options)
{
    *sweep = NULL;
    descent_sweep *const made = descent__take_zeros(1, sizeof *made);
    if (!made)
        return descent__fail_memory("sweep", sizeof *made);
    const descent_status status = build(made, plan, options);
    if (status == DESCENT_SUCCESS)
        *sweep = made;
    else
        descent_sweep_free(made);
    return status;
}

void descent_sweep_free(descent_sweep *sweep)
{
    if (!sweep)
        return;
    if (atomic_load(&sweep->readers) > 0) {
        sweep->unwanted = true;
        return;
    }
    descent__labels_close(&sweep->set);
    descent__give(sweep->attractors);
    descent__give(sweep->plan_vectors);
    descent__give((void *)sweep->variable_names);
    descent__give(sweep->storage);
    descent__give(sweep);
}

void descent__sweep_hold(const descent_sweep *sweep)
{
    atomic_fetch_add(&((descent_sweep *)sweep)->readers, 1);
}

void descent__sweep_release(void *held)
{
    descent_sweep *const sweep = held;
    if (atomic_fetch_sub(&sweep->readers, 1) == 1 && sweep->unwanted)
        descent_sweep_free(sweep);
}

size_t descent_sweep_count(const descent_sweep *sweep)
{
    return sweep ? sweep->count : 0;
}

descent_sweep_summary descent_sweep_view(const descent_sweep *sweep)
{
    if (!sweep)
        return (descent_sweep_summary){.agreement = NAN};
    descent_sweep_summary summary = {
        .dimension = sweep->dimension,
        .count = sweep->count,
        .columns = sweep->columns,
        .plane = sweep->kind == DESCENT__PLAN_PLANE ? &sweep->plane : NULL,
        .evaluations = sweep->evaluations,
        .failures = sweep->failures,
        .callback_code = sweep->callback_code,
        .checked = sweep->checked,
        .agreement = sweep->checked > 0 ? (double)sweep->agreed / (double)sweep->checked : NAN,
        .label_count = sweep->set.count,
        .variable_names = sweep->variable_names,
        .start = sweep->kind == DESCENT__PLAN_SETUP ? NULL : sweep->start,
    };
    for (size_t ending = 0; ending < descent__share_count; ending++)
        summary.share[ending] = (double)sweep->ended[ending] / (double)sweep->count;
    return summary;
}

static bool has_run(const descent_sweep *sweep, size_t run)
{
    return sweep && run < sweep->count;
}

descent_ending descent_sweep_ending(const descent_sweep *sweep, size_t run)
{
    return has_run(sweep, run) ? descent__results_ending(sweep, run) : DESCENT_ENDING_UNDETERMINED;
}

const double *descent_sweep_end_point(const descent_sweep *sweep, size_t run)
{
    return has_run(sweep, run) ? sweep->end_points + run * sweep->dimension : NULL;
}

static const descent_interval no_interval = {NAN, NAN, NAN};

static descent_interval lyapunov_of(const descent_sweep *sweep, size_t run)
{
    if (!sweep->lyapunov)
        return no_interval;
    const double value = sweep->lyapunov[2 * run], error = sweep->lyapunov[2 * run + 1];
    return (descent_interval){value, value - error, value + error};
}

descent_sweep_result descent_sweep_view_run(const descent_sweep *sweep, size_t run)
{
    if (!has_run(sweep, run))
        return (descent_sweep_result){
            .end_loss = NAN, .value = NAN, .lyapunov = no_interval, .label = DESCENT_SWEEP_NO_LABEL};
    const size_t points = sweep->tails ? sweep->tail_counts[run] : 0;
    return (descent_sweep_result){
        .ending = descent__results_ending(sweep, run),
        .end_point = sweep->end_points + run * sweep->dimension,
        .end_loss = sweep->losses ? sweep->losses[run] : NAN,
        .steps = descent__results_steps(sweep, run),
        .period = descent__results_period(sweep, run),
        .value = sweep->values ? sweep->values[run] : NAN,
        .lyapunov = lyapunov_of(sweep, run),
        .label = sweep->labels[run],
        .tail = points > 0 ? sweep->tails + run * sweep->tail * sweep->dimension : NULL,
        .tail_count = points,
    };
}

static descent_status check_arrays(const descent_sweep *sweep, const descent_sweep_arrays *arrays)
{
    if (!sweep || !arrays)
        return descent_fail(DESCENT_EINVAL, "%s must not be NULL", sweep ? "arrays" : "sweep");
    for (size_t i = 0; i < sizeof arrays->reserved / sizeof *arrays->reserved; i++)
        if (arrays->reserved[i])
            return descent_fail(DESCENT_EINVAL, "arrays->reserved must be NULL");
    return DESCENT_SUCCESS;
}

descent_status descent_sweep_columns(const descent_sweep *sweep, const descent_sweep_arrays *arrays)
{
    const descent_status status = check_arrays(sweep, arrays);
    if (status != DESCENT_SUCCESS)
        return status;
    for (size_t run = 0; run < sweep->count; run++) {
        const descent_sweep_result result = descent_sweep_view_run(sweep, run);
        if (arrays->endings)
            arrays->endings[run] = (int32_t)result.ending;
        if (arrays->labels)
            arrays->labels[run] = result.label;
        if (arrays->steps)
            arrays->steps[run] = result.steps;
        if (arrays->periods)
            arrays->periods[run] = result.period;
        if (arrays->values)
            arrays->values[run] = result.value;
        if (arrays->end_points)
            descent__vector_copy(sweep->dimension, result.end_point, arrays->end_points + run * sweep->dimension);
        if (arrays->end_losses)
            arrays->end_losses[run] = result.end_loss;
        if (arrays->lyapunov)
            arrays->lyapunov[run] = result.lyapunov.value;
    }
    return DESCENT_SUCCESS;
}

const descent_attractor *descent_sweep_attractor(const descent_sweep *sweep, uint32_t label)
{
    return sweep && label < sweep->set.count ? &sweep->attractors[label] : NULL;
}
