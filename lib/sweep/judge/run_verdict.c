#include "sweep/judge/run_verdict.h"

#include <assert.h>
#include <math.h>

#include "sweep/judge/approach.h"
#include "sweep/judge/attraction.h"
#include "sweep/judge/escape.h"
#include "sweep/judge/gradient.h"
#include "sweep/judge/periodic.h"
#include "trajectory/returns.h"

/* Two halves of the last steps of a run that creeps by a factor have the same, whose logarithm is so exactly the same. No edge: they
 * are the same to rounding, or differ by as much as they are. */
static const double same_factor = 0.1;
/* Factors that are one to this much, in half of the last steps, are one: rounding may be all that they differ by. No edge: beside
 * a limit runs creep as slowly as one likes. */
static const double no_factor = 1e-3;

static descent__run_verdict plain(descent_ending ending)
{
    return (descent__run_verdict){.ending = ending};
}

/* Are `a` and `b` the same but for a factor of `most`? */
static bool are_alike(double a, double b, double most)
{
    return a <= most * b && b <= most * a;
}

/* The number of steps after which it returns, a little farther on each time; 0: it does not. */
static size_t creeping_lag(const descent__sweep_evidence *run, double *work)
{
    const size_t last = run->series.count - 1;
    const descent__view view = descent__view_of(&run->series);
    const double late = descent__tail_extent(&run->series, last / 2, last, work);
    return descent__creeping_lag(&view, late, descent__longest_period);
}

/*
 * A run on a line that is one by itself, such as a ridge, creeps by its multiplier: each return is farther, or less far, by the same factor.
 * Its twin beside the line leaves exponentially, and that says nothing of the run's own motion. Chaos
 * creeps, too, through the narrow places next to its windows, but there returns are longest at both ends.
 */
static bool creeps_by_a_factor(const descent__sweep_evidence *run, double *work)
{
    const size_t lag = creeping_lag(run, work), count = run->series.count;
    const descent__view view = descent__view_of(&run->series);
    if (lag == 0)
        return false;
    const size_t half = (count - 1 - lag) / (2 * lag) * lag;
    const double late = log(descent__return_miss(&view, 0, lag) / descent__return_miss(&view, half, lag));
    const double early = log(descent__return_miss(&view, half, lag) / descent__return_miss(&view, 2 * half, lag));
    return half > 0 && fabs(late - early) <= fmax(same_factor * fabs(late), no_factor);
}

/*
 * Does the motion go on in place? Its halves are alike, and it does not creep from return to return: a run that settles
 * slowly onto a cycle or swings around a point that draws it in has neutral neighbours, too, for as long as one looks.
 */
static bool stays_in_place(const descent__sweep_evidence *run, const descent__tail *tail, double *work)
{
    const size_t last = run->series.count - 1;
    const descent__view view = descent__view_of(&run->series);
    const double early = descent__tail_extent(&run->series, 0, last / 2, work);
    const double late = descent__tail_extent(&run->series, last / 2, last, work);
    return tail->strides.straightness < descent__comes_back && are_alike(early, late, descent__stationary) &&
           are_alike(tail->quarter[0], tail->quarter[3], 1 / descent__sustained) && creeping_lag(run, work) == 0 &&
           !descent__is_on_grid(&view, late, tail->rounding);
}

/* Does its schedule still change the step size? Then the motion lasts no longer than the step size does. */
static bool is_under_way(const descent__sweep_evidence *run)
{
    const uint64_t span = run->series.count - 1;
    double before, now;
    return descent_rule_step_size(run->rule, run->steps - span, &before) != DESCENT_SUCCESS ||
           descent_rule_step_size(run->rule, run->steps, &now) != DESCENT_SUCCESS || fabs(now - before) > 0;
}

/* A run that neither returns, settles nor leaves: do its neighbours separate? */
static descent_ending judge_sustained(const descent__sweep_evidence *run, const descent__tail *tail,
                                      descent__evaluator *evaluator, double *work)
{
    const bool sustained = are_alike(tail->quarter[0], tail->quarter[3], 1 / descent__sustained);
    /* What moves no farther than a run may be from a point that it has reached is rounding, as like as not. */
    if (tail->quarter[3] <= tail->tolerance)
        return DESCENT_ENDING_UNDETERMINED;
    const bool lasts = !tail->rings_on && !is_under_way(run);
    switch (descent__exponent_judge(&run->exponent)) {
    case DESCENT__SEPARATION_EXPONENTIAL:
        return lasts && !creeps_by_a_factor(run, work) ? DESCENT_ENDING_CHAOTIC : DESCENT_ENDING_UNDETERMINED;
    case DESCENT__SEPARATION_SHEAR:
        /* A momentum above 1 multiplies volumes: what it circles it leaves. */
        if (lasts && !(fabs(run->rule->momentum) > 1) && stays_in_place(run, tail, work))
            return DESCENT_ENDING_QUASIPERIODIC;
        break;
    case DESCENT__SEPARATION_UNKNOWN:
        break;
    }
    /* Neighbours that separate, if only for a while, belong to a run that wanders: what its loss does just now is chance. So
     * it is where the loss does not fall from each point to the next. */
    if (sustained || descent__exponent_separates(&run->exponent))
        return DESCENT_ENDING_UNDETERMINED;
    const bool falls = descent__evaluator_has_loss(evaluator)
                           ? descent__judge_falling_points(run, evaluator) == run->series.count
                           : descent__judge_trend(run, evaluator) == DESCENT__TREND_FALLS;
    /* And where the minimum ahead is one that repels, the loss will rise again. */
    return falls && !descent__judge_is_repelled(run, tail, evaluator, work) ? DESCENT_ENDING_DESCENDING
                                                                            : DESCENT_ENDING_UNDETERMINED;
}

/* In this order: a chaotic run passes close to critical points, and a drift makes every gradient vanish. */
descent__run_verdict descent__run_verdict_judge(const descent__sweep_evidence *run, descent__evaluator *evaluator,
                                                double *limit, double *work)
{
    descent__run_verdict verdict;
    descent_ending ending;
    static_assert((int)descent__run_verdict_vectors >= (int)descent__attraction_vectors, "room for all that is asked");
    if (run->series.count == 0)
        return plain(DESCENT_ENDING_UNDETERMINED);
    const descent__tail tail = descent__tail_of(run, work);
    if (run->stopped)
        return plain(descent__judge_stopped(run, &tail, evaluator, work));
    if (run->series.count < 2)
        return plain(DESCENT_ENDING_UNDETERMINED);
    if (!isfinite(tail.diameter)) /* so far that distances overflow */
        return plain(descent__judge_escape(run, evaluator, work));
    switch (descent__judge_ask_again(run, evaluator, work)) {
    case DESCENT__ANSWERS_DIFFER:
        return plain(DESCENT_ENDING_NOISY);
    case DESCENT__ANSWERS_TAKE_TURNS: /* and so did the run and its twin: which samples it had is not known */
        return plain(DESCENT_ENDING_UNDETERMINED);
    case DESCENT__ANSWERS_AGREE:
        break;
    }
    if (descent__judge_periodic(run, &tail, work, &verdict) ||
        descent__judge_arrived(run, &tail, evaluator, work, &verdict) ||
        descent__judge_approaching(run, &tail, evaluator, limit, work, &verdict))
        return verdict;
    if (descent__judge_leaving(run, &tail, evaluator, work, &ending))
        return plain(ending);
    return plain(judge_sustained(run, &tail, evaluator, work));
}
