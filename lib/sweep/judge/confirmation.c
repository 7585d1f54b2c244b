#include "sweep/judge/confirmation.h"

#include <math.h>

#include "base/vector.h"
#include "rules/knowledge.h"
#include "sweep/judge/escape.h"
#include "sweep/judge/gradient.h"
#include "sweep/judge/run_verdict.h"
#include "trajectory/tolerances.h"

/*
 * Steps of a continuation: as many as the run made, so that what is said has held for half of all that were seen. No fewer
 * than four windows of the verdict, or a few steps would be confirmed by a few; and no more than 128 windows, beyond which
 * a run that has changed in none of them tells little more. Chaos that ends does so after some
 * thousands of steps rather than some hundreds, and without a sign: so it is followed twice as far.
 *
 * A rule whose multipliers are not known may remember its gradients for long. Beside a minimum its steps grow over them, and
 * it bursts when the memory has faded: so where it is said to settle, it is followed for a memory of 0.999 (Kingma and Ba
 * 2015, the slowest in common use) twice, and for several times the steps that it took to get there.
 */
enum {
    fewest_further = 4 * (descent__run_verdict_points - 1),
    fewest_chaotic = 32 * (descent__run_verdict_points - 1),
    fewest_remembering = 16 * (descent__run_verdict_points - 1),
    longer_remembering = 8,
    most_further = 128 * (descent__run_verdict_points - 1)
};

static bool settles(descent_ending ending)
{
    return ending == DESCENT_ENDING_CONVERGED || ending == DESCENT_ENDING_APPROACHING;
}

/* Has the rule a memory that nothing is known of? */
static bool may_burst(const descent__sweep_evidence *run)
{
    return !descent__rule_keeps_nothing(run->rule) && !descent__rule_tells_multipliers(run->rule);
}

static size_t steps_further(const descent__sweep_evidence *run, descent_ending ending)
{
    const bool chaotic = ending == DESCENT_ENDING_CHAOTIC, remembers = settles(ending) && may_burst(run);
    const size_t times = chaotic ? 2 : remembers && ending == DESCENT_ENDING_APPROACHING ? longer_remembering : 1;
    const size_t wanted = run->steps > most_further ? run->steps : times * run->steps;
    const size_t fewest = chaotic ? fewest_chaotic : remembers ? fewest_remembering : fewest_further;
    return wanted < fewest ? fewest : wanted > most_further ? (size_t)most_further : wanted;
}

/* Does the verdict say something of the steps to come that the steps made do not show themselves? */
static bool speaks_of_the_future(const descent__sweep_evidence *run, const descent__run_verdict *verdict)
{
    switch (verdict->ending) {
    case DESCENT_ENDING_APPROACHING:
    case DESCENT_ENDING_DESCENDING:
    case DESCENT_ENDING_PERIODIC:
    case DESCENT_ENDING_QUASIPERIODIC:
    case DESCENT_ENDING_CHAOTIC:
    case DESCENT_ENDING_DIVERGING:
    case DESCENT_ENDING_UNBOUNDED:
        return true;
    case DESCENT_ENDING_CONVERGED: /* by chance, after a few steps? */
        return run->steps < descent__run_verdict_points || may_burst(run);
    case DESCENT_ENDING_UNDETERMINED:
    case DESCENT_ENDING_STALLED:
    case DESCENT_ENDING_NOISY:
    case DESCENT_ENDING_NONFINITE:
    case DESCENT_ENDING_FORCE_INT:
        break;
    }
    return false;
}

/* Of the last points, the largest coordinate: what swings about a place that is not 0 may just be at its side toward 0. */
static double size_of(const descent__sweep_evidence *run)
{
    double size = 0;
    for (size_t k = 0; k < run->series.count; k++)
        size = fmax(size, descent__vector_max_abs(run->series.n, descent__tail_point(run, k)));
    return size;
}

/* Is its state exactly what it was a period before? Then it is so for ever, and nothing is left to be confirmed. */
static bool returns_exactly(const descent__sweep_evidence *run, size_t period)
{
    const size_t last = run->series.count - 1, points = descent__tail_has_memory(run) ? 2 : 1;
    if (period == 0 || may_burst(run) || run->rule->schedule.kind != DESCENT_SCHEDULE_CONSTANT ||
        last + 1 < period + points)
        return false;
    for (size_t k = last + 1 - points; k <= last; k++)
        if (descent__vector_distance(run->series.n, descent__tail_point(run, k), descent__tail_point(run, k - period)) >
            0)
            return false;
    return true;
}

descent__expectation descent__expect(const descent__sweep_evidence *run, const descent__run_verdict *verdict,
                                     descent__evaluator *evaluator, double *work)
{
    const descent_schedule_kind schedule = run->rule->schedule.kind;
    descent__expectation expected = {.verdict = *verdict, .loss = NAN, .ahead = NAN};
    /* A schedule of the user's own may not be meant for steps beyond the last. */
    if (run->stopped || run->series.count < 2 || schedule == DESCENT_SCHEDULE_FUNCTION ||
        !speaks_of_the_future(run, verdict) || returns_exactly(run, verdict->period))
        return expected;
    const size_t last = run->series.count - 1;
    const double *const x = descent__tail_point(run, last);
    expected.further = steps_further(run, verdict->ending);
    expected.size = size_of(run);
    expected.longest = descent__series_longest(&run->series, 1, last);
    expected.extent = descent__tail_extent(&run->series, 0, last, work);
    expected.ahead =
        verdict->ending == DESCENT_ENDING_APPROACHING ? descent__critical_distance(evaluator, x, work) : NAN;
    if (descent__evaluator_has_loss(evaluator) &&
        descent__evaluate_loss(evaluator, x, &expected.loss) != DESCENT_SUCCESS)
        expected.loss = NAN;
    return expected;
}

bool descent__bursts(const descent__expectation *expected, size_t n, const double *rest, const double *before,
                     const double *x)
{
    switch (expected->verdict.ending) {
    case DESCENT_ENDING_CONVERGED:
        return descent__vector_distance(n, x, rest) > expected->verdict.tolerance;
    case DESCENT_ENDING_APPROACHING:
        return descent__vector_distance(n, x, before) > expected->longest;
    default:
        return false;
    }
}

/*
 * Does the critical point ahead draw nearer over the last points at half the pace, by the way, of the steps before them? To a
 * critical point of x^p it does so at the same pace all along, 1/(p − 1). On a slope that fades for ever it comes to nothing.
 */
static bool keeps_nearing(const descent__expectation *expected, const descent__sweep_evidence *later,
                          const double *from, descent__evaluator *evaluator, double *work)
{
    const size_t n = later->series.n, last = later->series.count - 1;
    const double *const x = descent__tail_point(later, last), *const middle = descent__tail_point(later, 0);
    const double then = descent__critical_distance(evaluator, middle, work);
    const double now = descent__critical_distance(evaluator, x, work);
    const double way = descent__vector_distance(n, x, middle), way_before = descent__vector_distance(n, middle, from);
    return (then - now) * way_before >= descent__sustained * (expected->ahead - then) * way;
}

/* Has the loss fallen below what it was, at all the last points? True without losses. */
static bool has_fallen(const descent__expectation *expected, const descent__sweep_evidence *later,
                       descent__evaluator *evaluator)
{
    if (isnan(expected->loss))
        return true;
    for (size_t k = 0; k < later->series.count; k++) {
        double loss;
        if (descent__evaluate_loss(evaluator, descent__tail_point(later, k), &loss) != DESCENT_SUCCESS ||
            !(loss < expected->loss))
            return false;
    }
    return true;
}

/* Has the run gone on growing, moves and point, by as much as made the verdict? */
static bool has_grown(const descent__expectation *expected, const descent__sweep_evidence *later,
                      descent__evaluator *evaluator, double *work)
{
    const size_t last = later->series.count - 1;
    const double longest = descent__series_longest(&later->series, 1, last);
    return size_of(later) > expected->size &&
           (longest >= descent__great_growth * expected->longest ||
            (longest > expected->longest && descent__judge_grows_by_a_factor(later, evaluator, work)));
}

descent_ending descent__confirm(const descent__expectation *expected, const double *rest,
                                const descent__sweep_evidence *later, descent__evaluator *evaluator, double *limit,
                                double *work)
{
    const descent_ending said = expected->verdict.ending;
    if (later->stopped || later->series.count < 2) /* it grew beyond all numbers */
        return said == DESCENT_ENDING_DIVERGING || said == DESCENT_ENDING_UNBOUNDED ? said
                                                                                    : DESCENT_ENDING_UNDETERMINED;
    const descent__run_verdict verdict = descent__run_verdict_judge(later, evaluator, limit, work);
    const descent_ending now = verdict.ending;
    const double *const x = descent__tail_point(later, later->series.count - 1);
    bool holds = now == said;
    switch (said) {
    case DESCENT_ENDING_CONVERGED:
        holds = settles(now) && !descent__bursts(expected, later->series.n, rest, rest, x);
        break;
    case DESCENT_ENDING_APPROACHING:
        /* What a memory that fades may throw out again must be seen to arrive. */
        holds = now == DESCENT_ENDING_CONVERGED ||
                (settles(now) && !later->forgets && keeps_nearing(expected, later, rest, evaluator, work));
        break;
    case DESCENT_ENDING_PERIODIC:
        holds = holds && verdict.period == expected->verdict.period;
        break;
    case DESCENT_ENDING_DIVERGING:
        holds = holds && has_grown(expected, later, evaluator, work);
        break;
    case DESCENT_ENDING_UNBOUNDED:
        holds = holds && has_fallen(expected, later, evaluator);
        break;
    case DESCENT_ENDING_DESCENDING:
        holds = (holds || now == DESCENT_ENDING_CONVERGED || now == DESCENT_ENDING_APPROACHING ||
                 now == DESCENT_ENDING_UNBOUNDED || (now == DESCENT_ENDING_UNDETERMINED && !isnan(expected->loss))) &&
                has_fallen(expected, later, evaluator);
        break;
    default:
        break;
    }
    return holds ? said : DESCENT_ENDING_UNDETERMINED;
}
