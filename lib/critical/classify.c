#include "base/status.h"
#include "critical/dense/report.h"
#include "critical/dense/walk.h"
#include "critical/large/large.h"
#include "critical/options.h"

static descent_status examine(const descent_problem *problem, const double *x, const descent_critical_options *options,
                              bool walk, descent_critical_point **point)
{
    if (!point)
        return descent_fail(DESCENT_EINVAL, "point must not be NULL");
    *point = NULL;
    descent_critical_options taken;
    descent_status status = descent_problem_check(problem);
    if (status == DESCENT_SUCCESS)
        status =
            x ? descent__critical_options_take(options, &taken) : descent_fail(DESCENT_EINVAL, "x must not be NULL");
    if (status != DESCENT_SUCCESS)
        return status;
    if (descent__is_large(problem->dimension, &taken))
        return descent__large_analyse(problem, x, &taken, walk, point);
    descent__analysis analysis;
    status = descent__analysis_open(&analysis, problem, &taken);
    if (status != DESCENT_SUCCESS)
        return status;
    descent__walk path = {0};
    descent__verdict verdict;
    if (walk)
        status = descent__analysis_walk(&analysis, x, &path);
    else
        status = descent__analysis_move(&analysis, x);
    if (status == DESCENT_SUCCESS && !walk)
        status = descent__analysis_decompose(&analysis);
    if (status == DESCENT_SUCCESS)
        status = descent__analysis_judge(&analysis, path.reference, &verdict);
    if (status == DESCENT_SUCCESS)
        status = descent__analysis_report(&analysis, &verdict, point);
    if (status == DESCENT_SUCCESS) {
        (*point)->moved = path.moved;
        (*point)->iterations = path.iterations;
    }
    descent__analysis_close(&analysis);
    return status;
}

descent_status descent_critical_classify(const descent_problem *problem, const double *x,
                                         const descent_critical_options *options, descent_critical_point **point)
{
    return examine(problem, x, options, false, point);
}

descent_status descent_critical_refine(const descent_problem *problem, const double *x,
                                       const descent_critical_options *options, descent_critical_point **point)
{
    return examine(problem, x, options, true, point);
}
