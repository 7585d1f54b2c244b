#include "sweep/judge/gradient.h"

#include <float.h>
#include <math.h>

#include "sweep/judge/run_ending.h"
#include "trajectory/noise.h"
#include "trajectory/tolerances.h"
#include "trajectory/turning.h"

double descent__judge_difference(const descent__evaluator *evaluator, const double *x)
{
    const double scale = evaluator->problem.scale > 0 ? evaluator->problem.scale : 1;
    return cbrt(DBL_EPSILON) *
           fmax(descent__vector_max_abs(evaluator->problem.dimension, x), scale * descent__origin_share);
}

descent__answers descent__judge_ask_again(const descent__sweep_evidence *run, descent__evaluator *evaluator,
                                          double *work)
{
    const size_t n = run->series.n;
    const double *const x = descent__tail_point(run, run->series.count - 1);
    double *const first = work, *const again = work + n;
    double answers[descent__sample_answers];
    if (descent__evaluate_gradient(evaluator, x, first) != DESCENT_SUCCESS ||
        descent__evaluate_gradient(evaluator, x, again) != DESCENT_SUCCESS)
        return DESCENT__ANSWERS_AGREE;
    size_t i = 0;
    while (i < n && !(first[i] < again[i] || first[i] > again[i]))
        i++;
    if (i == n)
        return DESCENT__ANSWERS_AGREE;
    answers[0] = first[i];
    answers[1] = again[i];
    for (size_t k = 2; k < descent__sample_answers; k++) {
        if (descent__evaluate_gradient(evaluator, x, again) != DESCENT_SUCCESS)
            return DESCENT__ANSWERS_DIFFER;
        answers[k] = again[i];
    }
    return descent__answers_take_turns(answers, descent__sample_answers) ? DESCENT__ANSWERS_TAKE_TURNS
                                                                         : DESCENT__ANSWERS_DIFFER;
}

double descent__critical_distance(descent__evaluator *evaluator, const double *x, double *work)
{
    const size_t n = evaluator->problem.dimension;
    double *const g = work, *const shifted = work + n, *const g_shifted = work + 2 * n;
    if (descent__evaluate_gradient(evaluator, x, g) != DESCENT_SUCCESS)
        return INFINITY;
    const double norm = descent__vector_norm(n, g);
    if (!(norm > 0) || isinf(norm))
        return norm == 0 ? 0 : INFINITY;
    const double h = descent__judge_difference(evaluator, x);
    for (size_t i = 0; i < n; i++) {
        g[i] /= norm;
        shifted[i] = x[i] + h * g[i];
    }
    if (descent__evaluate_gradient(evaluator, shifted, g_shifted) != DESCENT_SUCCESS)
        return INFINITY;
    const double curvature = fabs(descent__vector_dot(n, g_shifted, g) - norm) / h;
    return curvature > 0 ? norm / curvature : INFINITY;
}

bool descent__judge_is_level(descent__evaluator *evaluator, const double *x, double *work)
{
    const size_t n = evaluator->problem.dimension;
    const double h = descent__judge_difference(evaluator, x);
    double *const g = work, *const beside = work + n;
    for (int side = -1; side <= 1; side++) {
        for (size_t i = 0; i < n; i++)
            beside[i] = x[i] + side * h * descent__generic_direction(i);
        if (descent__evaluate_gradient(evaluator, beside, g) != DESCENT_SUCCESS || descent__vector_max_abs(n, g) > 0)
            return false;
    }
    return true;
}

bool descent__judge_nears(const descent__sweep_evidence *run, double reach, descent__evaluator *evaluator, double *work)
{
    const size_t last = run->series.count - 1, middle = last / 2;
    const double *const x = descent__tail_point(run, last), *const then = descent__tail_point(run, middle);
    const double now = descent__critical_distance(evaluator, x, work);
    const double before = descent__critical_distance(evaluator, then, work);
    return now <= reach && isfinite(before) &&
           before - now >= descent__nearing * descent__vector_distance(run->series.n, x, then);
}

size_t descent__judge_falling_points(const descent__sweep_evidence *run, descent__evaluator *evaluator)
{
    double losses[descent__run_verdict_points];
    const size_t count = run->series.count;
    if (!descent__evaluator_has_loss(evaluator) || count > descent__run_verdict_points)
        return 0;
    for (size_t k = 0; k < count; k++)
        if (descent__evaluate_loss(evaluator, descent__tail_point(run, k), &losses[k]) != DESCENT_SUCCESS)
            return 0;
    return descent__losses_falling(losses, count);
}

descent__trend descent__judge_trend(const descent__sweep_evidence *run, descent__evaluator *evaluator)
{
    const size_t n = run->series.n, last = run->series.count - 1;
    if (last > 0 && descent__evaluator_has_loss(evaluator)) {
        double before, after;
        if (descent__evaluate_loss(
                evaluator, descent__tail_point(run, last > descent__trend_span ? last - descent__trend_span : 0),
                &before) != DESCENT_SUCCESS ||
            descent__evaluate_loss(evaluator, descent__tail_point(run, last), &after) != DESCENT_SUCCESS)
            return DESCENT__TREND_UNKNOWN;
        const descent__trend trend = descent__trend_between(before, after);
        if (trend != DESCENT__TREND_UNKNOWN)
            return trend;
    }
    if (last < 2)
        return DESCENT__TREND_UNKNOWN;
    const double *const x = descent__tail_point(run, last);
    return descent__trend_between(0, -descent__turn(n, x - 2 * n, x - n, x));
}

bool descent__judge_crosses_hills(const descent__sweep_evidence *run, descent__evaluator *evaluator, double *work)
{
    const size_t looked_at = descent__hills_looked_at, last = run->series.count - 1;
    bool up = false, down = false;
    for (size_t k = last > looked_at ? last - looked_at : 0; k < last; k++) {
        double slope = 0;
        if (descent__evaluate_gradient(evaluator, descent__tail_point(run, k), work) != DESCENT_SUCCESS)
            return false;
        for (size_t i = 0; i < run->series.n; i++)
            slope += work[i] * (descent__tail_point(run, k + 1)[i] - descent__tail_point(run, k)[i]);
        up = up || slope > 0;
        down = down || slope < 0;
    }
    return up && down;
}
