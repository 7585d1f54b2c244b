#include "sweep/results.h"

#include <math.h>
#include <stdlib.h>

#include "status.h"
#include "vector.h"

/* Numbers that the points of all labels may have together, beyond the first few. */
static const size_t label_numbers = (size_t)1 << 24;
static const size_t fewest_labels = 16;

size_t descent_label_count_limit(size_t dimension, size_t count)
{
    const size_t fitting = label_numbers / dimension > fewest_labels ? label_numbers / dimension : fewest_labels;
    const size_t most = fitting < descent_label_limit ? fitting : descent_label_limit;
    return most < count ? most : count;
}

/* Adds count × each × size to a sum of bytes; false if that overflows. Nothing is nothing. */
static bool add_bytes(size_t *sum, size_t count, size_t each, size_t size)
{
    if (count == 0 || each == 0)
        return true;
    const size_t bytes = descent_array_bytes(count, each, size);
    if (bytes == 0 || bytes > SIZE_MAX - *sum)
        return false;
    *sum += bytes;
    return true;
}

static size_t tail_points(const descent_sweep_options *options)
{
    return options->tail < options->steps + 1 ? options->tail : options->steps + 1;
}

/* Doubles of each run, if they are countable. */
static bool doubles_each(size_t dimension, bool values, const descent_sweep_options *options, size_t *doubles)
{
    const size_t points = 1 + tail_points(options);
    const size_t rest = (options->losses ? 1U : 0U) + (values ? 1U : 0U) + (options->lyapunov ? 2U : 0U);
    if (dimension > (SIZE_MAX - rest) / points)
        return false;
    *doubles = dimension * points + rest;
    return true;
}

size_t descent_results_bytes(size_t dimension, size_t count, bool values, const descent_sweep_options *options)
{
    size_t sum = 0, doubles;
    const size_t small = 2 * sizeof(uint32_t) + 2 + (options->tail > 0 ? sizeof(uint32_t) : 0);
    if (!doubles_each(dimension, values, options, &doubles) || !add_bytes(&sum, count, doubles, sizeof(double)) ||
        !add_bytes(&sum, count, small, 1) || sum > SIZE_MAX - descent_vector_alignment)
        return 0;
    return (sum + descent_vector_alignment - 1) / descent_vector_alignment * descent_vector_alignment;
}

static void lay_out(descent_sweep *sweep, bool values, const descent_sweep_options *options)
{
    const size_t count = sweep->count;
    double *next = sweep->storage;
    sweep->end_points = next;
    next += count * sweep->dimension;
    if (options->losses) {
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

/* Copies of what the plan has borrowed and the results speak of. */
static descent_status copy_plan(descent_sweep *sweep, const descent_plan *plan)
{
    const size_t n = sweep->dimension;
    const bool plane = plan->kind == DESCENT_PLAN_PLANE;
    const size_t vectors = plane ? 3 : plan->start ? 1 : 0;
    if (vectors == 0)
        return DESCENT_SUCCESS;
    const size_t bytes = descent_array_bytes(n, vectors, sizeof(double));
    double *const copy = bytes == 0 ? NULL : malloc(bytes);
    if (!copy)
        return descent_fail_memory("plan of a sweep", bytes);
    sweep->plan_vectors = copy;
    if (!plane) {
        descent_vector_copy(n, plan->start, copy);
        sweep->start = copy;
        return DESCENT_SUCCESS;
    }
    sweep->plane = *plan->plane;
    descent_vector_copy(n, plan->plane->origin, copy);
    descent_vector_copy(n, plan->plane->across, copy + n);
    descent_vector_copy(n, plan->plane->up, copy + 2 * n);
    sweep->plane.origin = copy;
    sweep->plane.across = copy + n;
    sweep->plane.up = copy + 2 * n;
    sweep->columns = plan->plane->columns;
    return DESCENT_SUCCESS;
}

static descent_status build(descent_sweep *sweep, const descent_plan *plan, const descent_sweep_options *options)
{
    const bool values = descent_plan_has_values(plan);
    sweep->kind = plan->kind;
    sweep->dimension = plan->problem->dimension;
    sweep->count = plan->count;
    sweep->columns = options->columns;
    sweep->step_limit = options->steps;
    sweep->tail = tail_points(options);
    sweep->rule = plan->rule;
    const size_t bytes = descent_results_bytes(sweep->dimension, sweep->count, values, options);
    /* On a cache line: points of two, four or eight numbers lie in one, and blocks of 1024 runs share none. */
    sweep->storage = bytes == 0 ? NULL : aligned_alloc(descent_vector_alignment, bytes);
    if (!sweep->storage)
        return descent_fail_memory("results of a sweep", bytes);
    lay_out(sweep, values, options);
    const descent_status status = copy_plan(sweep, plan);
    return status == DESCENT_SUCCESS ? descent_labels_open(&sweep->set, sweep->dimension,
                                                           descent_label_count_limit(sweep->dimension, sweep->count))
                                     : status;
}

descent_status descent_results_new(descent_sweep **sweep, const descent_plan *plan,
                                   const descent_sweep_options *options)
{
    *sweep = NULL;
    descent_sweep *const made = calloc(1, sizeof *made);
    if (!made)
        return descent_fail_memory("sweep", sizeof *made);
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
    descent_labels_close(&sweep->set);
    free(sweep->attractors);
    free(sweep->plan_vectors);
    free(sweep->storage);
    free(sweep);
}

size_t descent_sweep_count(const descent_sweep *sweep)
{
    return sweep ? sweep->count : 0;
}

size_t descent_sweep_dimension(const descent_sweep *sweep)
{
    return sweep ? sweep->dimension : 0;
}

size_t descent_sweep_columns(const descent_sweep *sweep)
{
    return sweep ? sweep->columns : 0;
}

const descent_plane *descent_sweep_plane_of(const descent_sweep *sweep)
{
    return sweep && sweep->kind == DESCENT_PLAN_PLANE ? &sweep->plane : NULL;
}

descent_evaluations descent_sweep_evaluations(const descent_sweep *sweep)
{
    return sweep ? sweep->evaluations : (descent_evaluations){0};
}

size_t descent_sweep_failures(const descent_sweep *sweep)
{
    return sweep ? sweep->failures : 0;
}

int descent_sweep_callback_code(const descent_sweep *sweep)
{
    return sweep ? sweep->callback_code : 0;
}

double descent_sweep_agreement(const descent_sweep *sweep, size_t *checked)
{
    if (checked)
        *checked = sweep ? sweep->checked : 0;
    return sweep && sweep->checked > 0 ? (double)sweep->agreed / (double)sweep->checked : NAN;
}

static bool has_run(const descent_sweep *sweep, size_t run)
{
    return sweep && run < sweep->count;
}

descent_ending descent_sweep_ending(const descent_sweep *sweep, size_t run)
{
    return has_run(sweep, run) ? descent_results_ending(sweep, run) : DESCENT_ENDING_UNDETERMINED;
}

const double *descent_sweep_end_point(const descent_sweep *sweep, size_t run)
{
    return has_run(sweep, run) ? sweep->end_points + run * sweep->dimension : NULL;
}

double descent_sweep_end_loss(const descent_sweep *sweep, size_t run)
{
    return has_run(sweep, run) && sweep->losses ? sweep->losses[run] : NAN;
}

size_t descent_sweep_steps(const descent_sweep *sweep, size_t run)
{
    return has_run(sweep, run) ? descent_results_steps(sweep, run) : 0;
}

size_t descent_sweep_period(const descent_sweep *sweep, size_t run)
{
    return has_run(sweep, run) ? descent_results_period(sweep, run) : 0;
}

double descent_sweep_value(const descent_sweep *sweep, size_t run)
{
    return has_run(sweep, run) && sweep->values ? sweep->values[run] : NAN;
}

double descent_sweep_lyapunov(const descent_sweep *sweep, size_t run, double *error)
{
    const bool known = has_run(sweep, run) && sweep->lyapunov;
    if (error)
        *error = known ? sweep->lyapunov[2 * run + 1] : NAN;
    return known ? sweep->lyapunov[2 * run] : NAN;
}

const double *descent_sweep_tail(const descent_sweep *sweep, size_t run, size_t *count)
{
    const size_t points = has_run(sweep, run) && sweep->tails ? sweep->tail_counts[run] : 0;
    if (count)
        *count = points;
    return points > 0 ? sweep->tails + run * sweep->tail * sweep->dimension : NULL;
}

uint32_t descent_sweep_label(const descent_sweep *sweep, size_t run)
{
    return has_run(sweep, run) ? sweep->labels[run] : DESCENT_SWEEP_NO_LABEL;
}

size_t descent_sweep_label_count(const descent_sweep *sweep)
{
    return sweep ? sweep->set.count : 0;
}

const descent_attractor *descent_sweep_attractor(const descent_sweep *sweep, uint32_t label)
{
    return sweep && label < sweep->set.count ? &sweep->attractors[label] : NULL;
}

double descent_sweep_share(const descent_sweep *sweep, descent_ending ending)
{
    size_t runs = 0;
    if (!sweep)
        return 0;
    for (size_t run = 0; run < sweep->count; run++)
        runs += descent_results_ending(sweep, run) == ending;
    return (double)runs / (double)sweep->count;
}
