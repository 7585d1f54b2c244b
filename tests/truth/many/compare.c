#include "truth/many/compare.h"

#include <float.h>
#include <math.h>

#include "truth/many/linear.h"

const char *const figure_names[FIGURES] = {"steps to go", "rate", "power", "step limit", "point", "Lyapunov exponent"};

/*
 * The rules, by what is claimed. N steps were made; D is the distance from the last point to where the run comes in truth, the
 * tolerance that of the claim (else the one that the library documents). What is true of the next steps is asked of the run's
 * own continuation, `soon` of them; with momentum, as many as its memory lasts at least.
 *
 * converged      right: at a critical point of this kind (D at most ten tolerances), which it does not leave. Accepted: it
 *                leaves, but only after more steps than it has made (a saddle, left from rounding; a valley, by a memory that
 *                has faded), wherever it rests then.
 * approaching    right: it comes to rest at the claimed point, of this kind, or claims none and comes to rest. Accepted: it
 *                comes within the tolerance of the claimed point in twice the steps claimed, or, where none is claimed, comes
 *                to a critical point and keeps near it for as many steps as it took; it keeps within tolerances of where it
 *                comes to, and leaves later, wherever it rests then; a place on the same floor of a valley.
 * descending     right: the loss is lower soon, and it falls for ever or has a way to go. Accepted: it has arrived, or falls
 *                now, and swings or explodes later. Wrong: the loss rises soon, or nothing moves.
 * stalled        right: it rests where no critical point is. Accepted: it will, by a schedule; it hardly moves soon, and
 *                there is no minimum there; it is as near to one as counts as arrived, but not by the tolerance that the
 *                judge had to go by (one point has no size).
 * periodic       right: it repeats itself with this period. Accepted: it does so for as many steps again.
 * quasiperiodic  right: neighbours keep together, and it neither settles nor returns.
 * chaotic        right: neighbours separate, within bounds. Accepted: bounds that widen; a transient 20 times as long.
 * noisy          wrong: no gradient is random here.
 * diverging      right: beyond all bounds with a loss that rises. Accepted: no number at a finite point, in the end; a
 *                thousand sizes farther, where a schedule stops it; a loss that falls once it has been thrown off.
 * unbounded      right: the loss falls for ever. Accepted: of a loss without a floor, where the run has not come to where numbers
 *                end, it has fallen clearly when as many steps again, and ten times as many, are made.
 * nonfinite      right: no number at a finite point. Accepted: it exploded.
 */

static const double tolerances_near = 10;

static double documented_tolerance(const past *seen)
{
    return fmax(1e-6 * seen->diameter, sqrt(DBL_EPSILON) * length(seen->end.of->on.n, seen->end.x));
}

static double tolerance_of(const said *heard, const past *seen)
{
    const double documented = documented_tolerance(seen);
    return isfinite(heard->tolerance) ? fmax(heard->tolerance, documented) : documented;
}

static uint64_t soon(const past *seen)
{
    return seen->end.step > 50 ? seen->end.step : 50;
}

static bool comes_to_rest(fate_kind kind)
{
    return kind == FATE_MINIMUM || kind == FATE_SADDLE || kind == FATE_DEGENERATE || kind == FATE_REST;
}

static bool swings(fate_kind kind)
{
    return kind == FATE_CYCLE || kind == FATE_TORUS || kind == FATE_CHAOS || kind == FATE_WANDER;
}

static compared claimed(claim how)
{
    return (compared){.claim = how};
}

static compared wrong(const char *why)
{
    return (compared){.claim = CLAIM_WRONG, .why = why};
}

static bool kind_is_false(const said *heard, const fate *is)
{
    if (!heard->has_point || is->kind == FATE_DEGENERATE || is->kind == FATE_REST)
        return false;
    if (heard->kind == DESCENT_CRITICAL_MINIMUM)
        return is->kind != FATE_MINIMUM;
    return (heard->kind == DESCENT_CRITICAL_SADDLE || heard->kind == DESCENT_CRITICAL_MAXIMUM) &&
           is->kind == FATE_MINIMUM;
}

/* Along a line a gradient that changes its sign within `near` is zero in between, or jumps: whoever rests there is as near to
 * that. Newton's steps find no such point where curvature has no bound. */
static bool lies_between(const trial *of, const double *x, double near)
{
    const double before = x[0] - near, after = x[0] + near;
    double left, right;
    if (of->on.n != 1)
        return false;
    terrain_gradient(&of->on, &before, &left);
    terrain_gradient(&of->on, &after, &right);
    return left < 0 && right > 0;
}

static compared converged(const trial *of, const past *seen, const fate *is, const said *heard)
{
    const size_t n = of->on.n;
    const double near = tolerances_near * tolerance_of(heard, seen);
    if (is->kind == FATE_UNKNOWN)
        return claimed(CLAIM_UNKNOWN);
    if (is->kind == FATE_REST)
        return (is->has_critical && apart(n, is->critical, seen->end.x) <= near) ||
                       lies_between(of, seen->end.x, tolerances_near * documented_tolerance(seen))
                   ? claimed(CLAIM_RIGHT)
                   : wrong("no critical point there");
    const bool there = comes_to_rest(is->kind) && apart(n, seen->end.x, is->point) <= near;
    if (there && heard->has_point && apart(n, heard->point, is->point) > near)
        return wrong("elsewhere");
    if (there)
        return kind_is_false(heard, is) ? wrong("another kind") : claimed(CLAIM_RIGHT);
    const uint64_t long_enough = seen->end.step > 1000 ? seen->end.step : 1000;
    const newton_walk walk = newton_from(&of->on, seen->end.x, 1e-9);
    const outlook next = outlook_of(seen, long_enough, seen->end.x, 0);
    const bool at_one = walk.arrived && apart(n, walk.x, seen->end.x) <= near;
    if (at_one && next.farthest <= near)
        return claimed(CLAIM_LESS);
    return wrong(comes_to_rest(is->kind) ? "not there" : "leaves");
}

/* As far as the claim itself looks: it is to be there after so many steps, or later. */
static bool comes_by(const past *seen, const said *heard, double tolerance)
{
    const double claimed_way = fmin(2 * fmax(heard->steps_to_go.low, heard->steps_to_go.value), 100000);
    const uint64_t far_enough = claimed_way > 0 ? (uint64_t)claimed_way : 0;
    const uint64_t reach = far_enough > 20 * soon(seen) ? far_enough : 20 * soon(seen);
    return heard->has_point && outlook_of(seen, reach, heard->point, 0).nearest <= tolerance;
}

/* Some critical point near which it keeps for as many steps as it took to come there, looked at as they double. */
static bool comes_to_a_point(const past *seen, double near)
{
    const terrain *const on = &seen->end.of->on;
    const uint64_t most = 160 * soon(seen);
    machine run = seen->end;
    newton_walk at = {.arrived = false};
    uint64_t next = soon(seen);
    for (uint64_t k = 0; k <= most; k++) {
        if (k == next) {
            if (at.arrived)
                return true;
            at = newton_from(on, run.x, 1e-9);
            next *= 2;
        }
        at.arrived = at.arrived && apart(on->n, run.x, at.x) <= near;
        if (!machine_step(&run))
            return false;
    }
    return false;
}

static compared approaching(const trial *of, const past *seen, const fate *is, const said *heard)
{
    const size_t n = of->on.n;
    const double tolerance = tolerance_of(heard, seen), left = apart(n, seen->end.x, is->point);
    if (is->kind == FATE_UNKNOWN)
        return claimed(CLAIM_UNKNOWN);
    if (comes_to_rest(is->kind)) {
        if (!heard->has_point)
            return claimed(CLAIM_RIGHT);
        const double off = apart(n, heard->point, is->point) - tolerances_near * tolerance;
        if (is->kind == FATE_DEGENERATE && of->loss_only && off > left) /* differences drift along a floor */
            return claimed(CLAIM_UNKNOWN);
        if (is->kind == FATE_DEGENERATE && off > 0.1 * left && off <= left) /* on the same floor */
            return claimed(CLAIM_LESS);
        if (off > 0.1 * left)
            return comes_by(seen, heard, tolerance) ? claimed(CLAIM_LESS) : wrong("another point");
        return kind_is_false(heard, is) ? wrong("another kind") : claimed(CLAIM_RIGHT);
    }
    if (comes_by(seen, heard, tolerance))
        return claimed(CLAIM_LESS);
    /* By the points alone a limit is where nothing moves for long. */
    const outlook next = outlook_of(seen, 20 * soon(seen), NULL, 0);
    if (!heard->has_point &&
        (next.late <= tolerances_near * tolerance || comes_to_a_point(seen, tolerances_near * tolerance)))
        return claimed(CLAIM_LESS);
    return wrong("does not settle");
}

static compared descending(const trial *of, const past *seen, const fate *is, const said *heard)
{
    const size_t n = of->on.n;
    const bool ends_badly = swings(is->kind) || is->kind == FATE_DIVERGES || is->kind == FATE_NONFINITE;
    /* What momentum carries up comes down again within its memory, the swings' ten. */
    const double memory = 10 / (1 - (of->by == TRIAL_DAMPED ? 0.9 : fmin(of->rule.momentum, 0.999)));
    const uint64_t least = memory > 10 ? (uint64_t)memory : 10;
    const outlook next = outlook_of(seen, seen->end.step > least ? seen->end.step : least, NULL, 0);
    const double noise = 1e-9 * (seen->highest_loss - seen->last_loss) + 1e-12 * fabs(seen->last_loss);
    if (next.broke)
        return is->kind == FATE_UNBOUNDED ? claimed(CLAIM_RIGHT) : wrong("explodes");
    /* Momentum swings through low places: what it fell to on average counts as well. And what settles lower has fallen,
     * whatever it swings through. */
    const bool falls_in_the_end = comes_to_rest(is->kind) && terrain_loss(&of->on, is->point) < seen->last_loss;
    if (!falls_in_the_end && !(next.mean <= fmax(seen->last_loss, seen->tail_loss) + noise))
        return wrong("loss rises");
    if (comes_to_rest(is->kind)) {
        const bool there = apart(n, seen->end.x, is->point) <= tolerance_of(heard, seen);
        if (there && is->kind == FATE_REST)
            return wrong("at rest");
        return claimed(there ? CLAIM_LESS : CLAIM_RIGHT);
    }
    return claimed(ends_badly ? CLAIM_LESS : CLAIM_RIGHT);
}

static compared stalled(const trial *of, const past *seen, const fate *is, const said *heard)
{
    const size_t n = of->on.n;
    if (is->kind == FATE_REST) { /* by a schedule that stops it further on: not yet, but that is where it stops */
        const double left = apart(n, seen->end.x, is->point);
        const double short_of = is->has_critical ? apart(n, is->critical, is->point) : INFINITY;
        if (short_of <= tolerance_of(heard, seen))
            return short_of > heard->tolerance ? claimed(CLAIM_LESS) : wrong("comes to a critical point");
        if (left > seen->diameter && of->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT)
            return wrong("moves on");
        return claimed(left <= 0.01 * seen->diameter ? CLAIM_RIGHT : CLAIM_LESS);
    }
    if (is->kind == FATE_UNKNOWN)
        return claimed(CLAIM_UNKNOWN);
    const outlook next = outlook_of(seen, soon(seen), seen->end.x, 0);
    if (next.broke || next.moved > 0.01 * seen->diameter)
        return wrong("moves on");
    if (is->kind == FATE_UNBOUNDED)
        return claimed(CLAIM_RIGHT);
    const double left = apart(n, seen->end.x, is->point);
    if (is->kind == FATE_DEGENERATE || (left > heard->tolerance && left <= tolerance_of(heard, seen)))
        return claimed(CLAIM_LESS);
    double H[most_variables * most_variables], V[most_variables * most_variables], values[most_variables];
    terrain_hessian(&of->on, seen->end.x, H);
    if (is->kind == FATE_MINIMUM && jacobi(n, H, values, V) && values[0] > 0)
        return wrong("settles");
    return claimed(CLAIM_LESS);
}

static compared periodic(const past *seen, const fate *is, const said *heard)
{
    if (is->kind == FATE_CYCLE)
        return is->period == heard->period ? claimed(CLAIM_RIGHT) : wrong("another period");
    const uint64_t long_enough = seen->end.step > 1000 ? seen->end.step : 1000;
    const outlook next = outlook_of(seen, long_enough, NULL, heard->period);
    const double allowed = comes_to_rest(is->kind) ? 1e-6 : 1e-3;
    if (!next.broke && next.return_error <= allowed * seen->tail)
        return claimed(CLAIM_LESS);
    if (is->kind == FATE_UNKNOWN && next.return_error <= 0.1 * seen->tail)
        return claimed(CLAIM_UNKNOWN);
    return wrong("does not return");
}

static compared chaotic(const past *seen, const fate *is)
{
    if (is->kind == FATE_CHAOS)
        return claimed(CLAIM_RIGHT);
    if (is->kind == FATE_UNKNOWN)
        return claimed(CLAIM_UNKNOWN);
    if (is->kind == FATE_WANDER || is->followed > 20 * soon(seen) + 5000)
        return claimed(CLAIM_LESS);
    return wrong("settles or leaves");
}

static compared by_fate(const fate *is, fate_kind right, bool less, const char *why)
{
    if (is->kind == right)
        return claimed(CLAIM_RIGHT);
    if (less)
        return claimed(CLAIM_LESS);
    return is->kind == FATE_UNKNOWN ? claimed(CLAIM_UNKNOWN) : wrong(why);
}

static bool falls_on(const past *seen)
{
    const outlook next = outlook_of(seen, soon(seen), NULL, 0);
    const outlook later = outlook_of(seen, 10 * soon(seen), NULL, 0);
    const double fall = seen->first_loss - seen->last_loss;
    return fall > 0 && !later.broke && next.mean < seen->last_loss - 0.01 * fall && later.mean < next.mean - fall;
}

static compared ending(const trial *of, const past *seen, const fate *is, const said *heard)
{
    const bool no_floor = of->on.formula->no_floor;
    const bool exploded = is->kind == FATE_DIVERGES || is->kind == FATE_UNBOUNDED;
    if (seen->loss_lost && !seen->broken && heard->ending != DESCENT_ENDING_UNDETERMINED)
        return claimed(heard->ending == DESCENT_ENDING_NONFINITE ? CLAIM_RIGHT : CLAIM_UNKNOWN);
    switch (heard->ending) {
    case DESCENT_ENDING_CONVERGED:
        return converged(of, seen, is, heard);
    case DESCENT_ENDING_APPROACHING:
        return approaching(of, seen, is, heard);
    case DESCENT_ENDING_DESCENDING:
        return descending(of, seen, is, heard);
    case DESCENT_ENDING_STALLED:
        return stalled(of, seen, is, heard);
    case DESCENT_ENDING_PERIODIC:
        return periodic(seen, is, heard);
    case DESCENT_ENDING_QUASIPERIODIC:
        return by_fate(is, FATE_TORUS, false, "no torus");
    case DESCENT_ENDING_CHAOTIC:
        return chaotic(seen, is);
    case DESCENT_ENDING_NOISY:
        return wrong("no noise");
    case DESCENT_ENDING_DIVERGING:
        return by_fate(is, FATE_DIVERGES,
                       is->kind == FATE_NONFINITE || (no_floor && is->kind == FATE_UNBOUNDED) ||
                           (is->kind == FATE_REST && apart(of->on.n, is->point, seen->end.x) > 1e3 * seen->diameter),
                       "bounded, or the loss falls");
    case DESCENT_ENDING_UNBOUNDED:
        return by_fate(is, FATE_UNBOUNDED,
                       (is->kind == FATE_REST && of->on.rests_nowhere) || (no_floor && is->kind == FATE_DIVERGES) ||
                           (no_floor && is->kind == FATE_WANDER && falls_on(seen)),
                       "has a minimiser, or rises");
    case DESCENT_ENDING_NONFINITE:
        return by_fate(is, FATE_NONFINITE, exploded && (seen->broken || !isfinite(seen->last_loss)), "all finite");
    default:
        return claimed(CLAIM_UNDETERMINED);
    }
}

static void check(compared *with, figure which, double truth, bool off)
{
    with->given[which] = true;
    with->truth[which] = truth;
    with->off[which] = off;
}

static bool is_near(double claimed, double truth, double part)
{
    return fabs(claimed - truth) <= part * fabs(truth);
}

/* A degenerate point is found to where its flat directions count as such; Newton's steps along them, too, lead to it by a
 * factor each. Floors, along which they lead anywhere, are followed to their end by the run itself. */
static double error_of(const past *seen, const fate *is, double left)
{
    if (is->kind != FATE_DEGENERATE)
        return 0;
    const newton_walk walk = newton_from(&seen->end.of->on, is->point, 0);
    const double error = apart(seen->end.of->on.n, walk.x, is->point);
    return error <= 0.1 * left ? error : 0;
}

static const uint64_t longest_way = 2000000;

static void check_way(compared *with, const past *seen, const fate *is, const said *heard)
{
    const size_t n = seen->end.of->on.n;
    const double tolerance = heard->tolerance;
    if (tolerance > 0 && isfinite(heard->steps_to_go.low) && heard->ending == DESCENT_ENDING_APPROACHING) {
        const uint64_t most = seen->end.of->on.formula->residuals ? longest_way / 5 : longest_way;
        const double steps = steps_until_within(seen, is->point, tolerance, most);
        const double low = heard->steps_to_go.low * 0.995 - 1, high = heard->steps_to_go.high * 1.005 + 1;
        if (isfinite(steps))
            check(with, FIGURE_STEPS, steps, steps < low || steps > high);
        else if (high < (double)most)
            check(with, FIGURE_STEPS, (double)most, true);
    }
    const bool settles = heard->ending == DESCENT_ENDING_APPROACHING || heard->ending == DESCENT_ENDING_CONVERGED;
    if (heard->has_point && settles) {
        const double off = apart(n, heard->point, is->point), left = apart(n, seen->end.x, is->point);
        check(with, FIGURE_POINT, 0, off > tolerance_of(heard, seen) + 1e-3 * left + error_of(seen, is, left));
    }
    if (is->kind != FATE_MINIMUM && is->kind != FATE_DEGENERATE)
        return;
    if (is->kind == FATE_MINIMUM && heard->has_point && isfinite(heard->step_limit) && isfinite(is->step_limit))
        check(with, FIGURE_LIMIT, is->step_limit, fabs(heard->step_limit / is->step_limit - 1) > 1e-3);
    const bool far_off = apart(n, seen->end.x, is->point) > 1e-9 * length(n, is->point);
    const bool steady = seen->end.of->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT;
    if (!steady || !far_off || (heard->law != DESCENT_LAW_GEOMETRIC && heard->law != DESCENT_LAW_POWER))
        return;
    /* The law may be that of the next steps or of the last ones before it has arrived: between them others pass. */
    const double left = apart(n, seen->end.x, is->point);
    const pace next = pace_of(seen, is->point, left, 1e-3 * left, 100000);
    const pace last = pace_of(seen, is->point, fmin(left, 1e3 * tolerance), fmin(1e-3 * left, tolerance), 100000);
    if (heard->law == DESCENT_LAW_GEOMETRIC && isfinite(heard->rate) && isfinite(next.rate)) {
        const double claimed = log(fabs(heard->rate));
        const bool fits = is_near(claimed, log(next.rate), 0.1) || is_near(claimed, log(last.rate), 0.1) ||
                          is_near(claimed, log(is->multiplier), 0.1);
        check(with, FIGURE_RATE, next.rate, !fits);
    } else if (heard->law == DESCENT_LAW_POWER && isfinite(heard->exponent) && isfinite(next.exponent)) {
        /* Or that of all steps but the first, where it does not arrive while one looks. */
        const double far_on = exponent_between(seen, is->point, 10000, 100000);
        check(with, FIGURE_EXPONENT, next.exponent,
              !is_near(heard->exponent, next.exponent, 0.2) && !is_near(heard->exponent, last.exponent, 0.2) &&
                  !is_near(heard->exponent, far_on, 0.2));
    }
}

compared compare(const trial *of, const past *seen, const fate *is, const said *heard)
{
    if (!heard->asked)
        return claimed(CLAIM_UNDETERMINED);
    compared with = ending(of, seen, is, heard);
    if (with.claim != CLAIM_RIGHT)
        return with;
    if (comes_to_rest(is->kind))
        check_way(&with, seen, is, heard);
    /* What leaves rounding by a factor of e^5 a step rests on the numbers' own lattice in between: that has no exponent. */
    if (is->kind == FATE_CHAOS && isfinite(heard->lyapunov.low) && isfinite(is->exponent) && is->exponent < 5) {
        const double slack = 3 * is->deviation;
        check(&with, FIGURE_LYAPUNOV, is->exponent,
              is->exponent < heard->lyapunov.low - slack || is->exponent > heard->lyapunov.high + slack);
    }
    return with;
}
