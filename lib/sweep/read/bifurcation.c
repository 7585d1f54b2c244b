#include <descent/bifurcation.h>

#include <math.h>
#include <stdbool.h>

#include "base/call.h"
#include "base/status.h"
#include "sweep/read/doublings.h"
#include "sweep/read/results.h"
#include "sweep/run/plan.h"

/* Where does the geometric sequence of a, b, c end? */
static double extrapolate(double a, double b, double c, double *ratio)
{
    *ratio = (b - a) / (c - b);
    return c + (c - b) / (*ratio - 1);
}

/* The end of the first cascade, from its last doublings: each that doubles the period of the one before. */
static void end_cascade(descent_bifurcation *data)
{
    double last[4] = {0}, unused;
    size_t count = 0, period = 0;
    for (size_t i = 0; i < data->doubling_count; i++) {
        const descent_doubling *const doubling = &data->doublings[i];
        if (count > 0 && doubling->period != 2 * period)
            continue;
        period = doubling->period;
        for (size_t k = 0; k < 3; k++)
            last[k] = last[k + 1];
        last[3] = doubling->value;
        count++;
    }
    if (count < 3)
        return;
    data->accumulation = extrapolate(last[1], last[2], last[3], &data->ratio);
    if (count > 3)
        data->accumulation_error = fabs(data->accumulation - extrapolate(last[0], last[1], last[2], &unused));
}

static bool begins_segment(const descent_sweep *sweep, size_t run)
{
    return run == 0 || descent_sweep_ending(sweep, run) != descent_sweep_ending(sweep, run - 1) ||
           descent_sweep_view_run(sweep, run).period != descent_sweep_view_run(sweep, run - 1).period;
}

static descent_status read_segments(const descent_sweep *sweep, descent_bifurcation *data)
{
    size_t count = 0;
    for (size_t run = 0; run < sweep->count; run++)
        count += begins_segment(sweep, run);
    data->segments = descent__take_zeros(count, sizeof *data->segments);
    if (!data->segments)
        return descent__fail_memory("segments", count * sizeof *data->segments);
    for (size_t run = 0; run < sweep->count; run++) {
        if (begins_segment(sweep, run))
            data->segments[data->segment_count++] = (descent_bifurcation_segment){
                .ending = descent_sweep_ending(sweep, run),
                .period = descent_sweep_view_run(sweep, run).period,
                .first = run,
                .low = sweep->values[run],
            };
        descent_bifurcation_segment *const segment = &data->segments[data->segment_count - 1];
        segment->last = run;
        segment->high = sweep->values[run];
        if (segment->ending == DESCENT_ENDING_CHAOTIC && isnan(data->chaos_low))
            data->chaos_low = sweep->values[run];
        const double exponent = descent_sweep_view_run(sweep, run).lyapunov.value;
        if (exponent > data->largest_exponent || (isnan(data->largest_exponent) && !isnan(exponent)))
            data->largest_exponent = exponent;
    }
    return DESCENT_SUCCESS;
}

static descent_status check(const descent_sweep *sweep, const descent_problem *problem)
{
    if (!sweep)
        return descent_fail(DESCENT_EINVAL, "sweep must not be NULL");
    const descent_status status = descent_problem_check(problem);
    if (status != DESCENT_SUCCESS)
        return status;
    if (sweep->kind != DESCENT__PLAN_STEP_SIZES && sweep->kind != DESCENT__PLAN_PARAMETERS)
        return descent_fail(DESCENT_EINVAL, "sweep must be over step sizes or a parameter");
    if (problem->dimension != sweep->dimension)
        return descent_fail(DESCENT_EINVAL, "problem->dimension must be the sweep's %zu, got %zu", sweep->dimension,
                            problem->dimension);
    for (size_t run = 1; run < sweep->count; run++)
        if (!(sweep->values[run] > sweep->values[run - 1]))
            return descent_fail(DESCENT_EINVAL, "values must ascend, but value %zu is %g after %g", run,
                                sweep->values[run], sweep->values[run - 1]);
    return DESCENT_SUCCESS;
}

static descent_status read_sweep(const descent_sweep *sweep, const descent_problem *problem,
                                 descent_bifurcation **bifurcation)
{
    if (!bifurcation)
        return descent_fail(DESCENT_EINVAL, "bifurcation must not be NULL");
    *bifurcation = NULL;
    descent_status status = check(sweep, problem);
    if (status != DESCENT_SUCCESS)
        return status;
    descent_bifurcation *const made = descent__take_zeros(1, sizeof *made);
    if (!made)
        return descent__fail_memory("bifurcation data", sizeof *made);
    made->chaos_low = made->accumulation = made->accumulation_error = made->ratio = made->largest_exponent = NAN;
    status = read_segments(sweep, made);
    if (status == DESCENT_SUCCESS)
        status = descent__doublings_locate(sweep, problem, made);
    if (status == DESCENT_SUCCESS) {
        end_cascade(made);
        *bifurcation = made;
    } else {
        descent_bifurcation_free(made);
    }
    return status;
}

descent_status descent_bifurcation_read(const descent_sweep *sweep, const descent_problem *problem,
                                        descent_bifurcation **bifurcation)
{
    descent__environment environment DESCENT__ENTRY;
    descent_status status = descent__call_enter(&environment);
    if (environment.call && sweep) {
        descent__sweep_hold(sweep);
        descent__call_hold(&environment, sweep, descent__sweep_release);
    }
    if (status == DESCENT_SUCCESS)
        status = read_sweep(sweep, problem, bifurcation);
    else if (bifurcation)
        *bifurcation = NULL;
    descent__call_leave(&environment);
    return status;
}

void descent_bifurcation_free(descent_bifurcation *bifurcation)
{
    if (!bifurcation)
        return;
    for (size_t i = 0; i < bifurcation->doubling_count; i++)
        descent__give(bifurcation->doublings[i].orbit);
    descent__give(bifurcation->doublings);
    descent__give(bifurcation->segments);
    descent__give(bifurcation);
}
