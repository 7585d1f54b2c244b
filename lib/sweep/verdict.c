#include "sweep/verdict.h"

#include <float.h>
#include <math.h>

#include "sweep/returns.h"
#include "sweep/tail.h"
#include "vector.h"

/* Growth of the path's extent that counts as leaving for good. */
static const double great_growth = 1e3;
/* From one quarter of the tail to the next: contraction that is geometric beyond doubt. */
static const double clear_contraction = 0.95;
/* A limit is foreseen when two forecasts agree to this share of the path's diameter. */
static const double forecast_share = 1e-3;
/* Moves this far below the tolerance of arrival are none, if a critical point is near. */
static const double jitter_share = 1e-4;
/* Twins that separate less than log(steps) times this do so by shear or chance; more than twice that, exponentially. */
static const double shear_factor = 1.5;

/* Asked twice at one point, does the gradient answer differently? */
static bool is_noisy(const descent_evidence *run, descent_evaluator *evaluator, double *work)
{
    const size_t n = run->dimension;
    const double *const x = descent_tail_point(run, run->count - 1);
    if (descent_evaluate_gradient(evaluator, x, work) != DESCENT_SUCCESS ||
        descent_evaluate_gradient(evaluator, x, work + n) != DESCENT_SUCCESS)
        return false;
    for (size_t i = 0; i < n; i++)
        if (work[i] < work[n + i] || work[i] > work[n + i])
            return true;
    return false;
}

/* −1 if the loss falls along the tail, 1 if it rises, 0 if neither is known. */
static int loss_trend(const descent_evidence *run, descent_evaluator *evaluator)
{
    const size_t n = run->dimension, last = run->count - 1;
    double before, after;
    if (last == 0)
        return 0;
    if (descent_evaluator_has_loss(evaluator)) {
        /* The loss may overflow where the point does not yet: compare where the last move was made. */
        if (descent_evaluate_loss(evaluator, descent_tail_point(run, last > 4 ? last - 4 : 0), &before) !=
                DESCENT_SUCCESS ||
            descent_evaluate_loss(evaluator, descent_tail_point(run, last), &after) != DESCENT_SUCCESS)
            return 0;
        if (after < before)
            return -1;
        if (after > before)
            return 1;
    }
    if (last < 2)
        return 0;
    /* Steps that turn back jump over the minimum; steps that go on descend. */
    double turn = 0, scale = fmax(descent_tail_move(run, last), descent_tail_move(run, last - 1));
    for (size_t i = 0; i < n && scale > 0; i++)
        turn += ((descent_tail_point(run, last)[i] - descent_tail_point(run, last - 1)[i]) / scale) *
                ((descent_tail_point(run, last - 1)[i] - descent_tail_point(run, last - 2)[i]) / scale);
    return turn < 0 ? 1 : turn > 0 ? -1 : 0;
}

/* How much larger than where it began has the run become? */
static double growth(const descent_evidence *run, const descent_tail *tail, const descent_evaluator *evaluator)
{
    const double scale = evaluator->problem.scale > 0 ? evaluator->problem.scale : 1;
    const double begin = fmax(descent_vector_max_abs(run->dimension, run->start), scale);
    const double whole = tail->size / begin;
    return tail->first > 0 ? fmax(whole, tail->last / tail->first) : whole;
}

static descent_verdict plain(descent_ending ending)
{
    return (descent_verdict){.ending = ending};
}

/* Did a move go back against the one before, and was no shorter? Then the step size was too large for the curvature. */
static bool overshot(const descent_evidence *run)
{
    for (size_t k = 2; k < run->count; k++) {
        const double now = descent_tail_move(run, k), before = descent_tail_move(run, k - 1);
        double turn = 0;
        if (!(now >= before) || !(before > 0) || isinf(now))
            continue;
        for (size_t i = 0; i < run->dimension; i++)
            turn += ((descent_tail_point(run, k)[i] - descent_tail_point(run, k - 1)[i]) / now) *
                    ((descent_tail_point(run, k - 1)[i] - descent_tail_point(run, k - 2)[i]) / before);
        if (turn < 0)
            return true;
    }
    return false;
}

/* Do some of the last moves begin uphill and some downhill? Then momentum carries the run over hill and dale. */
static bool crosses_hills(const descent_evidence *run, descent_evaluator *evaluator, double *work)
{
    const size_t looked_at = 16, last = run->count - 1;
    bool up = false, down = false;
    for (size_t k = last > looked_at ? last - looked_at : 0; k < last; k++) {
        double slope = 0;
        if (descent_evaluate_gradient(evaluator, descent_tail_point(run, k), work) != DESCENT_SUCCESS)
            return false;
        for (size_t i = 0; i < run->dimension; i++)
            slope += work[i] * (descent_tail_point(run, k + 1)[i] - descent_tail_point(run, k)[i]);
        up = up || slope > 0;
        down = down || slope < 0;
    }
    return up && down;
}

/* A run that leaves for good: downhill all the way, or thrown out by its steps, even if it falls now? */
static descent_verdict judge_escape(const descent_evidence *run, descent_evaluator *evaluator, double *work)
{
    if (overshot(run))
        return plain(DESCENT_ENDING_DIVERGING);
    if (crosses_hills(run, evaluator, work))
        return plain(DESCENT_ENDING_UNDETERMINED);
    return plain(loss_trend(run, evaluator) < 0 ? DESCENT_ENDING_UNBOUNDED : DESCENT_ENDING_DIVERGING);
}

static descent_verdict judge_stopped(const descent_evidence *run, const descent_tail *tail,
                                     descent_evaluator *evaluator, double *work)
{
    if (!(growth(run, tail, evaluator) >= great_growth))
        return plain(DESCENT_ENDING_NONFINITE);
    return judge_escape(run, evaluator, work);
}

/* Distance to the limit if the quarters go on shrinking as they do; infinity if they do not shrink clearly. */
static double remaining_distance(const descent_evidence *run, const descent_tail *tail)
{
    /* Rounding jitters, by some units in the last place over 1 − |multiplier|; whether it is that, the gradient tells. */
    const double floor = fmax(8 * DBL_EPSILON * tail->size, jitter_share * tail->tolerance);
    if (tail->quarter[3] <= floor)
        return 0;
    if (run->count < 9 || !(tail->quarter[3] < clear_contraction * tail->quarter[2]) ||
        !(tail->quarter[2] < tail->quarter[1]))
        return INFINITY;
    const double ratio = tail->quarter[3] / tail->quarter[2];
    return tail->quarter[3] * ratio / (1 - ratio);
}

static bool judge_arrived(const descent_evidence *run, const descent_tail *tail, descent_evaluator *evaluator,
                          double *work, descent_verdict *verdict)
{
    const size_t last = run->count - 1;
    double left = remaining_distance(run, tail);
    const bool still = tail->last == 0 && (last < 2 || descent_tail_move(run, last - 1) == 0);
    if (still)
        left = 0;
    if (left > tail->tolerance)
        return false;
    *verdict = (descent_verdict){
        .ending = DESCENT_ENDING_CONVERGED,
        .period = 1,
        .tolerance = DESCENT_LABEL_FACTOR * tail->tolerance,
        .label_point = last,
    };
    /* Moves end also where the step size vanishes, or drowns in rounding: ask the gradient. */
    if (descent_critical_distance(evaluator, descent_tail_point(run, last), work) >
        DESCENT_LABEL_FACTOR * tail->tolerance)
        verdict->ending = DESCENT_ENDING_STALLED;
    return true;
}

/* Aitken's limit of coordinate i from the points before `end`, L apart. */
static double forecast(const descent_evidence *run, size_t i, size_t end, size_t length)
{
    const double now = descent_tail_point(run, end)[i];
    const double d2 = now - descent_tail_point(run, end - length)[i];
    const double d1 = descent_tail_point(run, end - length)[i] - descent_tail_point(run, end - 2 * length)[i];
    const double ratio = d1 != 0 ? d2 / d1 : 0;
    return fabs(ratio) < clear_contraction ? now + d2 * ratio / (1 - ratio) : now;
}

/* Tries to foresee the limit of a contracting run from two windows of even length, so that signs that alternate do not matter. */
static void foresee(const descent_evidence *run, const descent_tail *tail, double *limit, descent_verdict *verdict)
{
    const size_t last = run->count - 1, length = last / 8 * 2;
    if (length == 0)
        return;
    double disagreement = 0;
    for (size_t i = 0; i < run->dimension; i++) {
        limit[i] = forecast(run, i, last, length);
        disagreement = fmax(disagreement, fabs(limit[i] - forecast(run, i, last - length, length)));
    }
    if (!(disagreement <= forecast_share * tail->diameter))
        return;
    verdict->foreseen = true;
    verdict->tolerance = DESCENT_LABEL_FACTOR * fmax(tail->tolerance, disagreement / 8);
}

/* Do twins separate exponentially (1), by shear at most (0), or is it not clear or not known (−1)? */
static int separates(const descent_evidence *run)
{
    if (isnan(run->lyapunov) || run->lyapunov_steps < 16)
        return -1;
    const double shear = shear_factor * log((double)run->lyapunov_steps);
    const double total = run->lyapunov * (double)run->lyapunov_steps;
    if (total > 2 * shear && run->lyapunov > run->lyapunov_error)
        return 1;
    /* Attracting cycles too long to be seen have a negative exponent; intermittency scatters. */
    const double decay = 3, scatter = 4;
    return !run->steady_rate && !run->swings_on && total <= shear && total >= -decay &&
                   run->lyapunov_error * (double)run->lyapunov_steps <= scatter
               ? 0
               : -1;
}

/* Does the distance to the critical point ahead, as the curvature tells it, shrink as the run moves toward it? */
static bool nears_critical_point(const descent_evidence *run, const descent_tail *tail, descent_evaluator *evaluator,
                                 double *work)
{
    const double share = 0.1; /* power laws of high order move slower than their Newton distance */
    const double now = descent_critical_distance(evaluator, descent_tail_point(run, run->count - 1), work);
    const double before = descent_critical_distance(evaluator, descent_tail_point(run, 0), work);
    return isfinite(now) && isfinite(before) && before - now >= share * tail->travelled;
}

/*
 * Do swings to and fro shrink to a cycle rather than to a point? Aitken's limit of their extents tells: 0 for a point that
 * is approached geometrically, two thirds where a multiplier is −1 and they shrink like 1/√k.
 */
static bool swings_remain(const descent_evidence *run, const descent_tail *tail)
{
    const double most = 0.8;
    const size_t last = run->count - 1;
    const double earlier = tail->quarter[1] - tail->quarter[2], later = tail->quarter[2] - tail->quarter[3];
    if (descent_tail_move(run, last) <
        descent_separation(run->dimension, descent_tail_point(run, last), descent_tail_point(run, last - 2)))
        return false;
    return earlier > later && later > 0 &&
           tail->quarter[3] - later * (later / (earlier - later)) > most * tail->quarter[3];
}

/* Are moves beyond the last point longer than the last that were made? Then what looked like an approach was chance. */
static bool moves_on(const descent_evidence *run)
{
    const size_t last = run->count - 1, looked_at = run->has_memory ? last / 2 : last / 4;
    double largest = 0;
    for (size_t k = last - looked_at; k <= last; k++)
        largest = fmax(largest, descent_tail_move(run, k));
    return run->later_move > largest;
}

static bool judge_approaching(const descent_evidence *run, const descent_tail *tail, descent_evaluator *evaluator,
                              double *limit, double *work, descent_verdict *verdict)
{
    const double nearly_all = 0.95, straight = 0.9;
    if (run->count < 9 || moves_on(run))
        return false;
    const bool geometric = isfinite(remaining_distance(run, tail)) && tail->quarter[1] < tail->quarter[0];
    const bool steady = tail->shrinking >= nearly_all && tail->last < tail->first;
    /* On the ridge to a saddle twins separate although the run approaches it; chaos does not shrink steadily. */
    if ((!steady && (!geometric || separates(run) == 1)) || swings_remain(run, tail))
        return false;
    if (tail->straightness >= straight && !(tail->quarter[3] < 0.5 * tail->quarter[2]) &&
        !nears_critical_point(run, tail, evaluator, work))
        return false;
    *verdict = (descent_verdict){.ending = DESCENT_ENDING_APPROACHING, .period = 1};
    foresee(run, tail, limit, verdict);
    return true;
}

static bool judge_leaving(const descent_evidence *run, const descent_tail *tail, descent_evaluator *evaluator,
                          double *work, descent_verdict *verdict)
{
    const double nearly_all = 0.95, straight = 0.9;
    const bool longer =
        tail->growing >= nearly_all || (tail->quarter[0] < tail->quarter[1] && tail->quarter[1] < tail->quarter[2] &&
                                        tail->quarter[2] < tail->quarter[3] && tail->quarter[3] > 2 * tail->quarter[0]);
    if (run->count < 5 || (!longer && tail->straightness < straight))
        return false;
    const int trend = loss_trend(run, evaluator);
    const bool great = growth(run, tail, evaluator) >= great_growth;
    if (!great && tail->straightness < 0.5 && separates(run) == 1)
        return false; /* chaos that has passed close to a cycle and is leaving it */
    if (great && (longer || tail->straightness >= straight))
        *verdict = judge_escape(run, evaluator, work);
    else
        *verdict = plain(trend < 0 ? DESCENT_ENDING_DESCENDING : DESCENT_ENDING_UNDETERMINED);
    return true;
}

static descent_verdict judge_sustained(const descent_evidence *run, const descent_tail *tail,
                                       descent_evaluator *evaluator)
{
    const double comes_back = 0.5;
    const int separation_kind = run->count >= 33 ? separates(run) : -1;
    if (separation_kind == 1)
        return plain(run->swings_on ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_CHAOTIC);
    const bool sustained = tail->quarter[3] > 0.5 * tail->quarter[0] && tail->quarter[0] > 0.5 * tail->quarter[3];
    if (separation_kind == 0 && sustained && tail->straightness < comes_back)
        return plain(DESCENT_ENDING_QUASIPERIODIC);
    return plain(loss_trend(run, evaluator) < 0 && !sustained ? DESCENT_ENDING_DESCENDING
                                                              : DESCENT_ENDING_UNDETERMINED);
}

descent_verdict descent_verdict_judge(const descent_evidence *run, descent_evaluator *evaluator, double *limit,
                                      double *work)
{
    descent_verdict verdict;
    if (run->count == 0)
        return plain(DESCENT_ENDING_UNDETERMINED);
    const descent_tail tail = descent_tail_of(run);
    if (run->stopped)
        return judge_stopped(run, &tail, evaluator, work);
    if (run->count < 2)
        return plain(DESCENT_ENDING_UNDETERMINED);
    if (!isfinite(tail.diameter)) /* so far that distances overflow */
        return judge_escape(run, evaluator, work);
    if (is_noisy(run, evaluator, work))
        return plain(DESCENT_ENDING_NOISY);
    if (descent_judge_periodic(run, &tail, &verdict) || judge_arrived(run, &tail, evaluator, work, &verdict) ||
        judge_approaching(run, &tail, evaluator, limit, work, &verdict) ||
        judge_leaving(run, &tail, evaluator, work, &verdict))
        return verdict;
    return judge_sustained(run, &tail, evaluator);
}
