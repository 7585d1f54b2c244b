#include "sweep/judge/approach.h"

#include <math.h>

#include "sweep/judge/attraction.h"
#include "sweep/judge/gradient.h"
#include "trajectory/tolerances.h"

enum {
    fewest_points = 9 /* two in each quarter of the moves */
};

/* Distance to the limit if the quarters go on shrinking as they do; infinity if they do not shrink clearly. */
static double remaining_distance(const descent__sweep_evidence *run, const descent__tail *tail)
{
    const double *const quarter = tail->quarter;
    /* Rounding jitters, by some units in the last place over 1 − |multiplier|; whether it is that, the gradient tells. */
    if (quarter[3] <= fmax(tail->rounding, descent__jitter * tail->tolerance))
        return 0;
    if (run->series.count < fewest_points || !(quarter[3] < descent__clearly_shorter * quarter[2]) ||
        !(quarter[2] < quarter[1]))
        return INFINITY;
    return descent__geometric_rest(quarter[3], quarter[3] / quarter[2]);
}

/* Does it move on by more than rounding, however little, and no less than before? */
static bool creeps(const descent__tail *tail)
{
    return tail->quarter[3] > tail->rounding && !(tail->quarter[3] < descent__clearly_shorter * tail->quarter[2]);
}

bool descent__judge_arrived(const descent__sweep_evidence *run, const descent__tail *tail,
                            descent__evaluator *evaluator, double *work, descent__run_verdict *verdict)
{
    const size_t last = run->series.count - 1;
    const bool still = tail->strides.last == 0 && (last < 2 || descent__series_move(&run->series, last - 1) == 0);
    if (!still && remaining_distance(run, tail) > tail->tolerance)
        return false;
    const double within = descent__label_margin * tail->tolerance;
    /* Moves end also where the step size vanishes, or drowns in rounding: ask the gradient. */
    const double distance = descent__critical_distance(evaluator, descent__tail_point(run, last), work);
    const bool critical = distance <= within;
    if (distance == 0 && descent__judge_is_level(evaluator, descent__tail_point(run, last), work)) {
        *verdict = (descent__run_verdict){.ending = DESCENT_ENDING_UNDETERMINED};
        return true;
    }
    /* Along a valley the nearest floor is critical across it alone: what creeps on may have far to go. */
    if (critical && creeps(tail) && !descent__judge_is_within(descent__tail_point(run, last), evaluator, within, work))
        return false;
    if (critical &&
        descent__judge_slides_on(run->rule, run->steps, descent__tail_point(run, last), evaluator, within, work))
        return false;
    /* A constant step size moves a run for as long as there is a gradient, unless rounding swallows the move. */
    if (!critical && tail->strides.last > tail->rounding && run->rule->schedule.kind == DESCENT_SCHEDULE_CONSTANT)
        return false;
    *verdict = (descent__run_verdict){
        .ending = critical ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_STALLED,
        .period = 1,
        .tolerance = within,
        .label_point = last,
    };
    return true;
}

/* Aitken's limit of coordinate i from the points before `end`, L apart. */
static double forecast(const descent__sweep_evidence *run, size_t i, size_t end, size_t length)
{
    const double now = descent__tail_point(run, end)[i];
    const double before = descent__tail_point(run, end - length)[i];
    const double earlier = descent__tail_point(run, end - 2 * length)[i];
    const double ratio = before - earlier != 0 ? (now - before) / (before - earlier) : 0;
    return fabs(ratio) < descent__clearly_shorter ? now + (now - before) * ratio / (1 - ratio) : now;
}

/*
 * Tries to foresee the limit of a contracting run from two windows of even length, so that signs that alternate do not matter.
 * Along a valley moves may shrink long before they shrink as they will in the end: a limit that is no critical point is none.
 */
static void foresee(const descent__sweep_evidence *run, const descent__tail *tail, descent__evaluator *evaluator,
                    double *limit, double *work, descent__run_verdict *verdict)
{
    const size_t last = run->series.count - 1, length = last / 8 * 2;
    double disagreement = 0;
    for (size_t i = 0; i < run->series.n; i++) {
        limit[i] = forecast(run, i, last, length);
        disagreement = fmax(disagreement, fabs(limit[i] - forecast(run, i, last - length, length)));
    }
    const double within = descent__label_margin * fmax(tail->tolerance, disagreement / descent__forecast_share);
    if (!(disagreement <= descent__forecast * tail->diameter) ||
        !descent__judge_is_within(limit, evaluator, within, work))
        return;
    verdict->foreseen = true;
    verdict->tolerance = within;
}

/* Do swings to and fro shrink to a cycle rather than to a point? Aitken's limit of their extents tells. */
static bool swings_remain(const descent__sweep_evidence *run, const descent__tail *tail)
{
    const size_t last = run->series.count - 1;
    const double *const quarter = tail->quarter;
    const double earlier = quarter[1] - quarter[2], later = quarter[2] - quarter[3];
    if (tail->strides.last <
        descent__vector_distance(run->series.n, descent__tail_point(run, last), descent__tail_point(run, last - 2)))
        return false;
    return earlier > later && later > 0 &&
           quarter[3] - later * (later / (earlier - later)) > descent__swings_remain * quarter[3];
}

/*
 * Moves that shrink are an approach only if there is something to approach. A drift shrinks, too, along a slope that fades
 * for ever: so the critical point ahead, as the curvature has it, must draw nearer. And beside a saddle or an unstable
 * point every run draws near it first: so nothing there may repel. (On the ridge to a saddle twins separate although the run
 * itself approaches it; chaos does not shrink steadily.)
 */
bool descent__judge_approaching(const descent__sweep_evidence *run, const descent__tail *tail,
                                descent__evaluator *evaluator, double *limit, double *work,
                                descent__run_verdict *verdict)
{
    if (run->series.count < fewest_points)
        return false;
    const bool geometric = isfinite(remaining_distance(run, tail)) && tail->quarter[1] < tail->quarter[0];
    const bool steady = descent__strides_shrink(&tail->strides) && tail->strides.last < tail->strides.first;
    if ((!steady && (!geometric || descent__exponent_separates(&run->exponent))) || swings_remain(run, tail) ||
        !descent__judge_nears(run, tail->diameter, evaluator, work) ||
        !descent__judge_may_attract(run, tail, evaluator, work))
        return false;
    const descent__schedule_reaches schedule = descent__judge_schedule(run, tail, evaluator, work);
    if (schedule != DESCENT__SCHEDULE_REACHES) {
        *verdict = (descent__run_verdict){.ending = schedule == DESCENT__SCHEDULE_UNSURE ? DESCENT_ENDING_UNDETERMINED
                                                                                         : DESCENT_ENDING_STALLED};
        return true;
    }
    *verdict = (descent__run_verdict){.ending = DESCENT_ENDING_APPROACHING, .period = 1};
    foresee(run, tail, evaluator, limit, work, verdict);
    return true;
}
