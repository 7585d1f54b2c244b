#include "sweep/read/agreement.h"

#include <math.h>

#include <descent/diagnosis.h>
#include <descent/engine.h>

#include "base/call.h"
#include "base/status.h"
#include "base/vector.h"

/* The path of a run is kept in so many bytes, or so many rows where that is more: longer runs are thinned. */
static const size_t path_bytes = (size_t)1 << 26; /* a cost */
static const size_t fewest_rows = 1024;           /* a cost */

static descent_path_options path_options(size_t dimension)
{
    const size_t columns = 8; /* with room to spare beside the point */
    const size_t rows = descent__array_bytes(dimension + columns, fewest_rows, sizeof(double));
    return (descent_path_options){.byte_limit = rows > path_bytes ? rows : path_bytes};
}

/* Makes a run with an engine, keeping its path, and asks the diagnosis how it ended. */
static descent_status diagnose_run(const descent__plan *plan, const descent_sweep_run *run, size_t steps,
                                   descent_ending *ending)
{
    descent_problem problem = *plan->problem;
    descent_parameter parameter = {run->parameter, problem.context};
    descent_engine *engine;
    descent_diagnosis *diagnosis = NULL;
    if (!isnan(run->parameter))
        problem.context = &parameter;
    descent_status status = descent_engine_new(&engine, &problem, run->rule, run->start);
    if (status != DESCENT_SUCCESS)
        return status;
    const descent_path_options options = path_options(problem.dimension);
    status = descent_engine_record(engine, &options);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_run(engine, steps);
    if (status == DESCENT_SUCCESS) /* so it is, too, where the next point would not be finite */
        status = descent_engine_diagnose(engine, NULL, &diagnosis);
    if (status == DESCENT_SUCCESS)
        *ending = diagnosis->ending;
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
    return status;
}

descent_status descent__check_sample(descent_sweep *sweep, const descent__plan *plan, size_t count)
{
    const size_t n = sweep->dimension;
    const size_t wanted = count < sweep->count ? count : sweep->count;
    if (wanted == 0)
        return DESCENT_SUCCESS;
    const size_t bytes = descent__array_bytes(n, 1, sizeof(double));
    double *const start = bytes == 0 ? NULL : descent__take(bytes);
    if (!start)
        return descent__fail_memory("sample of a sweep", bytes);
    descent_status status = DESCENT_SUCCESS;
    for (size_t i = 0; i < wanted && status != DESCENT_ENOMEM; i++) {
        /* The middle of each of `wanted` equal parts, without overflow. */
        const size_t part = sweep->count / wanted, rest = sweep->count % wanted;
        const size_t run = i * part + i * rest / wanted + part / 2;
        descent_sweep_run setup = {.start = start};
        descent_ending full = DESCENT_ENDING_UNDETERMINED;
        if (descent__plan_run(plan, run, &setup) != 0)
            continue;
        status = diagnose_run(plan, &setup, (size_t)sweep->step_limit, &full);
        if (status != DESCENT_SUCCESS)
            continue;
        sweep->checked++;
        sweep->agreed += descent_sweep_ending(sweep, run) == full;
    }
    descent__give(start);
    return status == DESCENT_ENOMEM ? status : DESCENT_SUCCESS;
}
