#include "critical/classify.h"

#include "base/call.h"
#include "base/status.h"
#include "critical/dense/report.h"
#include "critical/dense/walk.h"
#include "critical/large/large.h"
#include "critical/options.h"

descent_status descent__critical_examine(const descent_problem *problem, const double *x,
                                         const descent_critical_options *options, bool walk, descent_evaluations *spent,
                                         descent_critical_point **point)
{
    *spent = (descent_evaluations){0};
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
        return descent__large_analyse(problem, x, &taken, walk, spent, point);
    descent__analysis analysis;
    status = descent__analysis_open(&analysis, problem, &taken);
    if (status != DESCENT_SUCCESS)
        return status;
    analysis.evaluator.limit = taken.evaluation_limit;
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
    *spent = analysis.evaluator.evaluations;
    descent__analysis_close(&analysis);
    return status;
}

descent_status descent_critical_classify(const descent_problem *problem, const double *x,
                                         const descent_critical_options *options, descent_critical_point **point)
{
    descent_evaluations spent;
    descent__environment environment DESCENT__ENTRY;
    descent_status status = descent__call_enter(&environment);
    if (status == DESCENT_SUCCESS)
        status = descent__critical_examine(problem, x, options, false, &spent, point);
    else if (point)
        *point = NULL;
    descent__call_leave(&environment);
    return status;
}

descent_status descent_critical_refine(const descent_problem *problem, const double *x,
                                       const descent_critical_options *options, descent_critical_point **point)
{
    descent_evaluations spent;
    descent__environment environment DESCENT__ENTRY;
    descent_status status = descent__call_enter(&environment);
    if (status == DESCENT_SUCCESS)
        status = descent__critical_examine(problem, x, options, true, &spent, point);
    else if (point)
        *point = NULL;
    descent__call_leave(&environment);
    return status;
}
