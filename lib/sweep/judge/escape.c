#include "sweep/judge/escape.h"

#include <math.h>

#include "rules/knowledge.h"
#include "sweep/judge/attraction.h"
#include "sweep/judge/gradient.h"
#include "trajectory/tolerances.h"
#include "trajectory/turning.h"

/* How much larger than where it began, or than the problem's unit of length, has the run become? */
static double growth_in_size(const descent__sweep_evidence *run, const descent__tail *tail,
                             const descent__evaluator *evaluator)
{
    const double scale = evaluator->problem.scale > 0 ? evaluator->problem.scale : 1;
    return tail->size / fmax(descent__vector_max_abs(run->series.n, run->start), scale);
}

/* The same of its moves, over the points that are known. */
static double growth_in_moves(const descent__tail *tail)
{
    return tail->strides.first > 0 ? tail->strides.last / tail->strides.first : 0;
}

/* Did its moves grow all along, and the loss fall, up to where it first overshot? */
static bool left_before(const descent__series *series, size_t overshoot, size_t falling)
{
    descent__series before = *series;
    before.count = overshoot;
    const descent__strides strides = descent__strides_measure(&before);
    return falling + descent__quiet_steps > overshoot && descent__strides_grow(&strides);
}

/* Up to this cosine a direction is another one: nearer to a right angle than to the line. No edge: runs that a saddle throws
 * out along one eigenvector and leads off along another have none. */
static const double another_direction = 0.71;

/* Does the run lead off in another direction than that in which it overshot, while the loss falls? */
static bool overtaken(const descent__sweep_evidence *run, size_t overshoot, descent__evaluator *evaluator)
{
    const size_t n = run->series.n, last = run->series.count - 1;
    const double *const x = descent__tail_point(run, last), *const over = descent__tail_point(run, overshoot);
    const double before = descent__series_move(&run->series, overshoot), now = descent__series_move(&run->series, last);
    double along = 0;
    if (descent__turn(n, x - 2 * n, x - n, x) <= 0)
        return false;
    for (size_t i = 0; i < n; i++)
        along += (over[i] - (over - n)[i]) / before * ((x[i] - (x - n)[i]) / now);
    return fabs(along) < another_direction && descent__judge_trend(run, evaluator) == DESCENT__TREND_FALLS;
}

/*
 * A loss that falls from each point to the next is no sign of too large a step, however far the last of them leaps: on a
 * slope that becomes ever steeper, steps of any size do. A move back that is no shorter than the one before is such a sign;
 * unless the run had left before: then the slope may be one for which no step is small enough. Nor does it say what becomes
 * of a run that has stopped turning back, and falls: one direction overshot, and another has overtaken it.
 */
descent_ending descent__judge_escape(const descent__sweep_evidence *run, descent__evaluator *evaluator, double *work)
{
    const size_t falling = descent__judge_falling_points(run, evaluator);
    const size_t overshoot = descent__series_overshoot(&run->series);
    if (falling == run->series.count)
        return DESCENT_ENDING_UNBOUNDED;
    if (overshoot > 0)
        return left_before(&run->series, overshoot, falling) || overtaken(run, overshoot, evaluator)
                   ? DESCENT_ENDING_UNDETERMINED
                   : DESCENT_ENDING_DIVERGING;
    if (descent__judge_crosses_hills(run, evaluator, work))
        return DESCENT_ENDING_UNDETERMINED;
    return descent__judge_trend(run, evaluator) == DESCENT__TREND_FALLS ? DESCENT_ENDING_UNBOUNDED
                                                                        : DESCENT_ENDING_DIVERGING;
}

descent_ending descent__judge_stopped(const descent__sweep_evidence *run, const descent__tail *tail,
                                      descent__evaluator *evaluator, double *work)
{
    return fmax(growth_in_size(run, tail, evaluator), growth_in_moves(tail)) >= descent__great_growth
               ? descent__judge_escape(run, evaluator, work)
               : DESCENT_ENDING_NONFINITE;
}

/* Has each quarter of the tail a larger extent than the one before, and the last twice that of the first? */
static bool quarters_grow(const descent__tail *tail)
{
    return tail->quarter[0] < tail->quarter[1] && tail->quarter[1] < tail->quarter[2] &&
           tail->quarter[2] < tail->quarter[3] && tail->quarter[3] > descent__doubled * tail->quarter[0];
}

/* Is it farther from where it began than when its last points began? One that was thrown far out may be on its way back. */
static bool leads_away(const descent__sweep_evidence *run)
{
    const size_t n = run->series.n;
    return descent__vector_distance(n, run->start, descent__tail_point(run, run->series.count - 1)) >
           descent__vector_distance(n, run->start, descent__tail_point(run, 0));
}

/*
 * Has it come to where there is no loss, as left of 0 for a logarithm? Nothing falls there, whatever the gradient says. Where moves have
 * grown all along, growth has carried it beyond all numbers.
 */
static bool is_outside(const descent__sweep_evidence *run, const descent__tail *tail, descent__evaluator *evaluator)
{
    double loss;
    return descent__evaluator_has_loss(evaluator) && growth_in_moves(tail) < descent__great_growth &&
           descent__evaluate_loss(evaluator, descent__tail_point(run, run->series.count - 1), &loss) ==
               DESCENT_SUCCESS &&
           isnan(loss);
}

/* Part of the logarithm of its factor that growth may change by over the last points. Where the next order bounds growth, at a cycle a* say, the
 * part is about (a/a*)² of the growth in a² over them: less than this only if that lies far out. No edge: it is rounding, or far more. */
static const double same_growth = 1e-6;

/* Logarithm by which the whole run must have grown at that pace: beside a limit rounding decides, and the multipliers know better. No edge: from
 * there on the growth shows itself. */
static const double least_growth = 0.1;

/* How far out it is asked whether the slope rises at least as the distance does: as far as growth is great. */
static const double farther[] = {10, 100, 1000};

/* A run that goes to and fro by this factor does so about x* = (x + f·x₋)/(1 + f): does the slope rise as the distance from there, or faster,
 * on both sides? */
static bool slope_rises_outward(const descent__sweep_evidence *run, double factor, descent__evaluator *evaluator,
                                double *work)
{
    const size_t n = run->series.n;
    const double *const x = descent__tail_point(run, run->series.count - 1), *const before = x - n;
    double *const where = work, *const gradient = work + n, *const way = work + 2 * n;
    double near = 0;
    for (size_t i = 0; i < n; i++)
        way[i] = factor / (1 + factor) * (x[i] - before[i]);
    for (int side = -1; side <= 1; side += 2)
        for (size_t k = 0; k <= sizeof farther / sizeof *farther; k++) {
            const double part = side * (k == 0 ? 1 : farther[k - 1]);
            for (size_t i = 0; i < n; i++)
                where[i] = x[i] + (part - 1) * way[i];
            if (descent__evaluate_gradient(evaluator, where, gradient) != DESCENT_SUCCESS)
                return false;
            const double curvature = descent__vector_dot(n, gradient, way) / part;
            if (!(curvature > 0) || (k > 0 && !(curvature >= (1 - same_growth) * near)))
                return false;
            near = curvature;
        }
    return true;
}

bool descent__judge_grows_by_a_factor(const descent__sweep_evidence *run, descent__evaluator *evaluator, double *work)
{
    const descent__strides strides = descent__strides_measure(&run->series);
    const size_t last = run->series.count - 1, half = (last - 1) / 2;
    if (!descent__rule_keeps_nothing(run->rule) || descent__rule_is_modified(run->rule) ||
        run->rule->schedule.kind != DESCENT_SCHEDULE_CONSTANT || !descent__strides_grow(&strides) ||
        descent__series_overshoot(&run->series) != 2)
        return false;
    const double first = descent__series_move(&run->series, last - 2 * half);
    const double middle = descent__series_move(&run->series, last - half);
    const double early = log(middle / first), late = log(strides.last / middle);
    const bool shows = late / (double)half * (double)run->steps >= least_growth;
    return early > 0 && shows && fabs(late - early) <= same_growth * early &&
           slope_rises_outward(run, exp(late / (double)half), evaluator, work);
}

bool descent__judge_leaving(const descent__sweep_evidence *run, const descent__tail *tail,
                            descent__evaluator *evaluator, double *work, descent_ending *ending)
{
    const bool longer = descent__strides_grow(&tail->strides) || quarters_grow(tail);
    const bool leads_on = descent__strides_lead_on(&tail->strides);
    if (run->series.count < descent__quarters + 1 || (!longer && !leads_on))
        return false;
    if (is_outside(run, tail, evaluator)) {
        *ending = DESCENT_ENDING_NONFINITE;
        return true;
    }
    const bool large = growth_in_size(run, tail, evaluator) >= descent__great_growth;
    const bool great = large || growth_in_moves(tail) >= descent__great_growth;
    if (!great && tail->strides.straightness < descent__comes_back && descent__exponent_separates(&run->exponent))
        return false; /* chaos that has passed close to a cycle and is leaving it */
    /* Without losses, steps that never turn back go down only if they lead on: round and round they may well go up. */
    const bool falls = descent__judge_trend(run, evaluator) == DESCENT__TREND_FALLS &&
                       (leads_on || descent__evaluator_has_loss(evaluator));
    *ending = great                                                    ? descent__judge_escape(run, evaluator, work)
              : falls                                                  ? DESCENT_ENDING_DESCENDING
              : descent__judge_grows_by_a_factor(run, evaluator, work) ? DESCENT_ENDING_DIVERGING
                                                                       : DESCENT_ENDING_UNDETERMINED;
    /* From beside a saddle or a top moves grow a thousandfold, too, before they reach the next valley. */
    if (*ending == DESCENT_ENDING_UNBOUNDED && (!large || !leads_away(run)))
        *ending = DESCENT_ENDING_DESCENDING;
    if (*ending == DESCENT_ENDING_DESCENDING && descent__judge_is_repelled(run, tail, evaluator, work))
        *ending = DESCENT_ENDING_UNDETERMINED;
    return true;
}
