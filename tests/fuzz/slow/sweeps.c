/* Many runs at once, and what is read from them. No option limits their calls: allowed is what they are said to cost. */
#include "slow.h"

#include <math.h>
#include <stdlib.h>

#include <descent/basins.h>
#include <descent/bifurcation.h>
#include <descent/step_limit.h>
#include <descent/sweep.h>

/*
 * A run, its twin, and both again beyond its end; what a gradient costs; and besides a diagnosis for each run of the sample and a
 * point that is refined for each label (include/descent/sweep.h).
 */
static uint64_t cost_of_runs(const slow *one, uint64_t runs, uint64_t steps)
{
    enum {
        least_beyond = 512,
        sample = 8,
        budget = 20000,
        labels = 256,
        for_each_label = 500
    };
    const uint64_t a_gradient = one->given & GRADIENT ? 1 : 2 * one->n;
    const uint64_t beyond = steps > least_beyond ? steps : least_beyond;
    return 2 * runs * (steps + beyond) * a_gradient + sample * budget +
           labels * for_each_label * (one->n < 20 ? one->n : 20) * a_gradient;
}

static double *rising(size_t count, double low, double high)
{
    double *const values = malloc(count * sizeof *values);
    for (size_t k = 0; values && k < count; k++)
        values[k] = low + (high - low) * ((double)k + 0.5) / (double)count;
    return values;
}

/* From one start, of step sizes up to what is chaos on each ground. */
static descent_status swept(trial *t, const descent_sweep_options *options, descent_sweep **sweep)
{
    double *const sizes = rising(t->one->size, 0, t->one->ground == LOGISTIC ? 3 : 1e-3);
    *sweep = NULL;
    if (!sizes)
        return DESCENT_ENOMEM;
    t->allowed = cost_of_runs(t->one, t->one->size, options->steps ? options->steps : 2048);
    const descent_status status = descent_sweep_step_sizes(&t->problem, t->x, sizes, t->one->size, options, sweep);
    free(sizes);
    return status;
}

static descent_status step_sizes(trial *t)
{
    descent_sweep *sweep;
    const descent_status status = swept(t, &(descent_sweep_options){.steps = t->one->steps}, &sweep);
    descent_sweep_free(sweep);
    return status;
}

static descent_status with_tails(trial *t)
{
    const descent_sweep_options options = {.steps = t->one->steps, .tail = (size_t)t->one->steps, .lyapunov = 1};
    descent_sweep *sweep;
    const descent_status status = swept(t, &options, &sweep);
    descent_sweep_free(sweep);
    return status;
}

/* Newton's steps towards each doubling are few beside the runs. */
static descent_status bifurcation(trial *t)
{
    descent_sweep *sweep;
    descent_bifurcation *read = NULL;
    descent_status status = swept(t, &(descent_sweep_options){0}, &sweep);
    if (status == DESCENT_SUCCESS)
        status = descent_bifurcation_read(sweep, &t->problem, &read);
    descent_bifurcation_free(read);
    descent_sweep_free(sweep);
    return status;
}

/* size × size starts. */
static descent_status basins(trial *t)
{
    const size_t side = t->one->size;
    const descent_plane plane = {.left = -2, .right = 2, .bottom = -2, .top = 2, .columns = side, .rows = side};
    const descent_sweep_options options = {.steps = t->one->steps};
    descent_sweep *sweep = NULL;
    descent_basin_boundary boundary;
    t->allowed = cost_of_runs(t->one, side * side, options.steps);
    descent_status status = descent_sweep_plane(&t->problem, descent_fixed_step(1e-3), &plane, &options, &sweep);
    if (status == DESCENT_SUCCESS)
        status = descent_basin_boundary_measure(sweep, &boundary);
    descent_sweep_free(sweep);
    return status;
}

/* As many runs as it says that it made; those of the scan where it found nothing. */
static descent_status limit(trial *t)
{
    const descent_step_limit_options options = {.property = (descent_step_property)t->one->kind};
    descent_step_limit_result *result = NULL;
    const descent_status status = descent_step_limit_find(&t->problem, t->x, 1e-6, 100, &options, &result);
    enum {
        scanned = 256
    };
    t->allowed = cost_of_runs(t->one, result ? result->runs : scanned, 4096);
    descent_step_limit_result_free(result);
    /* Where the property holds at the upper end, or not at the lower, there is none to be found, and that is said. */
    return status == DESCENT_EINVAL ? DESCENT_ENOCONVERGENCE : status;
}

const slow slow_sweeps[] = {
    {"100 step sizes of 100 variables", step_sizes, BENT, 100, BOTH, .size = 100, .steps = 500},
    {"100 step sizes of 20 variables by the loss", step_sizes, BENT, 20, LOSS, .size = 100, .steps = 300},
    {"20 step sizes of 10000 variables", step_sizes, BENT, 10000, BOTH, .size = 20, .steps = 64, .long_one = true},
    {"20 step sizes of 700 variables", step_sizes, BENT, 700, BOTH, .size = 20, .steps = 64},
    {"3000 step sizes on noise", step_sizes, NOISE, 2, BOTH, .size = 3000, .steps = 300},
    {"1000 step sizes over kinks", step_sizes, KINKS, 10, BOTH, .size = 1000, .steps = 500},
    {"100000 step sizes of one variable", step_sizes, LOGISTIC, 1, BOTH, .size = 100000, .steps = 64},
    {"300 step sizes with tails and exponents", with_tails, LOGISTIC, 3, BOTH, .size = 300, .steps = 2000},
    {"bifurcations of 2000 step sizes", bifurcation, LOGISTIC, 1, BOTH, .size = 2000},
    {"bifurcations of 20000 step sizes", bifurcation, LOGISTIC, 1, BOTH, .size = 20000, .long_one = true},
    {"bifurcations of 500 step sizes by the loss", bifurcation, LOGISTIC, 3, LOSS, .size = 500},
    {"bifurcations of 1000 step sizes on noise", bifurcation, NOISE, 1, BOTH, .size = 1000},
    {"bifurcations of 1000 step sizes among a thousand minima", bifurcation, WILD, 1, BOTH, .size = 1000},
    {"basins of 100 by 100 starts", basins, BENT, 2, BOTH, .size = 100, .steps = 200},
    {"basins of 20 by 20 starts in 20 variables by the loss", basins, BENT, 20, LOSS, .size = 20, .steps = 64},
    {"basins of 100 by 100 starts among a thousand minima", basins, WILD, 2, BOTH, .size = 100, .steps = 100},
    {"basins of 400 by 400 starts among a thousand minima", basins, WILD, 2, BOTH, .size = 400, .steps = 200,
     .long_one = true},
    {"basins of 50 by 50 starts on noise", basins, NOISE, 3, BOTH, .size = 50, .steps = 200},
    {"the step limit of noise", limit, NOISE, 2, BOTH, .kind = DESCENT_STEP_BOUNDED},
    {"the step limit of noise to converge", limit, NOISE, 2, BOTH, .kind = DESCENT_STEP_CONVERGES},
    {"the step limit of a thousand minima", limit, WILD, 2, BOTH, .kind = DESCENT_STEP_BOUNDED},
    {"the step limit of a thousand minima to converge", limit, WILD, 2, BOTH, .kind = DESCENT_STEP_CONVERGES},
    {"the step limit of a bowl of 10 variables to converge", limit, BOWL, 10, BOTH, .kind = DESCENT_STEP_CONVERGES},
    {"the step limit of a bent valley by the loss", limit, BENT, 4, LOSS, .kind = DESCENT_STEP_BOUNDED},
    {"the step limit of a plain to converge", limit, CONSTANT, 2, BOTH, .kind = DESCENT_STEP_CONVERGES},
    {"the step limit of 20 variables by gradients", limit, WILD, 20, GRADIENT, .kind = DESCENT_STEP_CONVERGES,
     .long_one = true},
};
const size_t slow_sweeps_count = SLOW_COUNT(slow_sweeps);
