#include "truth/many/fate.h"

#include <complex.h>
#include <float.h>
#include <math.h>
#include <string.h>

#include "truth/many/linear.h"
#include "truth/many/tangent.h"
#include "truth/many/window.h"

const char *const fate_words[FATE_KINDS] = {
#define FATE_WORD(name, word) word,
    FATE_LIST(FATE_WORD)
#undef FATE_WORD
};

enum {
    horizon = 2000000,      /* steps that a run is followed at most, */
    short_horizon = 300000, /* where a step costs a microsecond, or it swings for as long */
    exponent_steps = 20000, /* over which neighbours are watched */
    batches = 20,
    quiet_steps = 100000, /* of a rule whose memory fades by 0.999 a step: e^-100 of it is left */
    pulse_steps = 1000    /* by 0.9 a step: the same */
};

static const double far = 1e100;

/* The largest modulus of the multipliers of the rule at a critical point; NaN for a rule without linear theory. */
static double largest_multiplier(const trial *of, const double *values)
{
    const double momentum = of->by == TRIAL_DAMPED ? 0.9 : of->rule.momentum;
    const double step_size = of->by == TRIAL_COSINE ? of->rule.schedule.floor : of->rule.step_size; /* in the end */
    double largest = 0;
    if (of->by == TRIAL_EXPONENTIAL || of->by == TRIAL_INVERSE || (of->by >= TRIAL_ADAM && of->by != TRIAL_DAMPED))
        return NAN;
    for (size_t i = 0; i < of->on.n; i++) {
        const double pull = step_size * values[i] * (of->by == TRIAL_DAMPED ? 0.1 : 1);
        double sum = 1 + momentum - pull, product = momentum;
        if (of->by == TRIAL_NESTEROV) {
            sum = (1 + momentum) * (1 - pull);
            product = momentum * (1 - pull);
        }
        const double complex root = csqrt(sum * sum / 4 - product);
        largest = fmax(largest, fmax(cabs(sum / 2 + root), cabs(sum / 2 - root)));
    }
    return largest;
}

static double limit_at(const trial *of, double curvature)
{
    const double momentum = of->rule.momentum;
    if (!(curvature > 0))
        return NAN;
    switch (of->by) {
    case TRIAL_HEAVY_BALL:
        return 2 * (1 + momentum) / curvature;
    case TRIAL_NESTEROV:
        return (2 + 2 * momentum) / ((1 + 2 * momentum) * curvature);
    case TRIAL_FIXED:
    case TRIAL_EXPONENTIAL:
    case TRIAL_INVERSE:
    case TRIAL_COSINE:
        return 2 / curvature;
    default:
        return NAN;
    }
}

/* Eigenvalues below this part of the largest count as zero. Those of a quadratic are known better. */
static double singular(const terrain *on)
{
    return on->formula->convex_quadratic ? 1e-15 : 1e-9;
}

static void settle(fate *of_run, const trial *of, fate_kind kind, const newton_walk *walk, const double *point)
{
    const size_t n = of->on.n;
    of_run->kind = kind;
    memcpy(of_run->point, point, n * sizeof *point);
    of_run->curvature[0] = walk->values[0];
    of_run->curvature[1] = walk->values[n - 1];
    of_run->multiplier = largest_multiplier(of, walk->values);
    of_run->step_limit = limit_at(of, walk->values[n - 1]);
}

static fate_kind kind_of_point(const terrain *on, const newton_walk *walk)
{
    const size_t n = on->n;
    double largest = 0, smallest = INFINITY;
    for (size_t i = 0; i < n; i++) {
        largest = fmax(largest, fabs(walk->values[i]));
        smallest = fmin(smallest, fabs(walk->values[i]));
    }
    if (!(smallest > singular(on) * fmax(largest, 1e-3 * walk->steepest)))
        return FATE_DEGENERATE;
    return walk->values[0] > 0 ? FATE_MINIMUM : FATE_SADDLE;
}

/* Newton's steps cross ridges: is it downhill and convex all along the straight way to where they lead? */
static bool leads_down(const terrain *on, const double *x, const double *to)
{
    enum {
        looks = 16
    };
    const size_t n = on->n;
    double H[most_variables * most_variables], g[most_variables], here[most_variables] = {0};
    for (int k = 0; k < looks; k++) {
        double slope = 0, curvature = 0;
        for (size_t i = 0; i < n; i++)
            here[i] = x[i] + (to[i] - x[i]) * k / looks;
        terrain_gradient(on, here, g);
        terrain_hessian(on, here, H);
        for (size_t i = 0; i < n; i++) {
            slope += g[i] * (to[i] - x[i]);
            for (size_t j = 0; j < n; j++)
                curvature += (to[i] - x[i]) * H[i * n + j] * (to[j] - x[j]);
        }
        if (!(slope < 0 && curvature > 0))
            return false;
    }
    return true;
}

/* Is it on the way to a regular minimum, so near that the rule's linear theory holds there? */
static bool bound_to_settle(const trial *of, const machine *run, newton_walk *walk)
{
    const double *const x = run->x;
    if (of->by == TRIAL_COSINE && run->step <= of->rule.schedule.length)
        return false;
    if (!walk->arrived || kind_of_point(&of->on, walk) != FATE_MINIMUM)
        return false;
    const double room = 1 - largest_multiplier(of, walk->values);
    const double away = apart(of->on.n, x, walk->x);
    const bool beyond = of->on.formula->curvature_jumps && away > 1e-3; /* it may come by a jump yet */
    const double nonlinear = beyond ? INFINITY : walk->second / walk->first;
    /* η ~ 1/k: the sum of the steps has no bound, and each is below the limit */
    if (of->by == TRIAL_INVERSE)
        return nonlinear <= 0.02 && leads_down(&of->on, x, walk->x) &&
               trial_step_size(of, run->step) * walk->values[of->on.n - 1] < 1;
    if (!(room > 0)) /* NaN without linear theory */
        return false;
    if (of->on.formula->convex_quadratic) /* it holds everywhere */
        return true;
    return (nonlinear <= 0.02 * fmin(1, room * 50) && leads_down(&of->on, x, walk->x)) ||
           away <= 1e-11 * (length(of->on.n, walk->x) + away);
}

/*
 * Does a run that rests go on resting until its rule has forgotten the way there? What the rule divides by (Adam,
 * RMSProp) is the memory of the way, which fades as the run rests, until the least slope is worth a step. If not, it is
 * restless until the step at which it leaves.
 */
static bool stays_quiet(const machine *run, double near, uint64_t *restless)
{
    const trial_rule by = run->of->by;
    const int steps = by == TRIAL_ADAM ? quiet_steps : by == TRIAL_RMSPROP ? pulse_steps : 0;
    machine on = *run;
    if (steps > 0 && run->step < *restless)
        return false;
    for (int k = 0; k < steps; k++)
        if (!machine_step(&on) || apart(run->of->on.n, on.x, run->x) > near) {
            *restless = on.step;
            return false;
        }
    return true;
}

/* At rest: where? */
static bool rests(fate *of_run, const machine *run, const ring *last, const past *seen, uint64_t *restless)
{
    const trial *const of = run->of;
    const size_t n = of->on.n;
    const double *const x = ring_back(last, 0);
    const uint64_t back = last->count < ring_length ? last->count - 1 : ring_length - 1;
    double moved = 0;
    for (uint64_t k = 1; k <= back; k++)
        moved = fmax(moved, apart(n, x, ring_back(last, k)));
    /* Differences hover within what rounding leaves of them. */
    const double hovers = of->loss_only ? 1e-7 * fmax(1, length(n, x)) : 256 * DBL_EPSILON * length(n, x);
    if (back < 63 || moved > hovers)
        return false;
    const newton_walk walk = newton_from(&of->on, x, singular(&of->on));
    double H[most_variables * most_variables], largest = 0;
    terrain_hessian(&of->on, x, H);
    for (size_t i = 0; i < n * n; i++)
        largest = fmax(largest, fabs(H[i]));
    /* Where a schedule stops the run, differences do not. */
    const bool hovering = of->loss_only && of->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT;
    const double near = hovering ? 1e-5 * fmax(1, length(n, x)) : 1e-10 * (seen->diameter + length(n, x)) + 1e-300;
    const bool critical = walk.arrived && largest > 1e-200 && apart(n, walk.x, x) <= near;
    if (!critical && moved > 4 * DBL_EPSILON * length(n, x))
        return false;
    if (!stays_quiet(run, fmax(hovers, near), restless))
        return false;
    const fate_kind kind = critical ? kind_of_point(&of->on, &walk) : FATE_REST;
    settle(of_run, of, kind, &walk, kind == FATE_MINIMUM || kind == FATE_SADDLE ? walk.x : x);
    of_run->has_critical = walk.arrived && largest > 1e-200;
    memcpy(of_run->critical, walk.x, n * sizeof *x);
    return true;
}

/*
 * Mean logarithm of the factor by which a neighbour separates, and its standard error; the machine moves on. Of an infinitely
 * near one: where a rule divides by its memory, a run passes by where that is next to nothing, and there a twin at any distance
 * is no neighbour.
 */
/* A tangent of every rule of the program, and of none of the others. */
static bool has_tangent(trial_rule by)
{
    return by <= TRIAL_DAMPED;
}

static bool exponent_of(machine *run, double *mean, double *deviation)
{
    tangent to = {{0}, {{0}}};
    for (size_t i = 0; i < run->of->on.n; i++)
        to.x[i] = cos(1 + 3.0 * (double)i);
    double batch[batches] = {0}, before = tangent_length(run, &to);
    for (int k = 0; k < exponent_steps; k++) {
        tangent_step(run, &to);
        if (!machine_step(run))
            return false;
        const double now = tangent_length(run, &to);
        if (!(now > 0)) {
            *mean = -INFINITY;
            *deviation = 0;
            return true;
        }
        batch[k * batches / exponent_steps] += log(now / before);
        tangent_scale(run, 1 / now, &to);
        before = 1;
    }
    double sum = 0, squares = 0;
    for (int b = 1; b < batches; b++) { /* the first is the turn into the leading direction */
        const double value = batch[b] * batches / exponent_steps;
        sum += value;
        squares += value * value;
    }
    *mean = sum / (batches - 1);
    *deviation = sqrt(fmax(0, squares / (batches - 1) - *mean * *mean) / (batches - 2));
    return true;
}

/* Beyond all bounds: by the rise or fall of the loss, as long as it was a number. */
static void escape(fate *of_run, const trial *of, const past *seen, const double *x, double before, double loss)
{
    const double rise = 1e10 * (1 + fabs(seen->first_loss));
    if (loss < before && loss < seen->first_loss)
        of_run->kind = FATE_UNBOUNDED;
    else if (!isfinite(loss) || loss > rise || length(of->on.n, x) > 1e10 * (1 + seen->size))
        of_run->kind = FATE_DIVERGES;
    else
        of_run->kind = FATE_NONFINITE;
}

/* Swings on: chaos, a torus, or what nobody can tell. */
static void judge_swinging(fate *of_run, machine run, const ring *last, double early, double late, double middle,
                           double shift)
{
    const size_t period = period_of(last, 1e-4); /* a cycle that it comes to as slowly as by a power */
    if (!has_tangent(run.of->by)) {
        const bool swings = late > 0.5 * early && shift <= 0.2 * late; /* and does not only move along */
        of_run->kind = period > 0 ? FATE_CYCLE : swings ? FATE_WANDER : FATE_UNKNOWN;
        of_run->period = period;
        return;
    }
    if (!exponent_of(&run, &of_run->exponent, &of_run->deviation))
        return;
    const double mean = of_run->exponent, error = of_run->deviation;
    const bool bounded = shift <= 0.2 * late;
    if (mean > fmax(6 * error, 1e-3))
        of_run->kind = bounded ? FATE_CHAOS : FATE_WANDER;
    else if (period > 0) {
        of_run->kind = FATE_CYCLE;
        of_run->period = period;
    } else if (fabs(mean) < 2e-4 && shift <= 1e-3 * late && fabs(middle - early) <= 1e-2 * late)
        of_run->kind = FATE_TORUS;
}

static bool is_dear(const terrain *on)
{
    return on->formula->residuals != NULL && on->formula->dimension > 2;
}

/* Momentum may carry it through a valley, or round by a cycle: where the last looks found it. */
typedef struct valley {
    int looks;
    double minimum[most_variables];
    double farthest;
    uint64_t restless; /* steps until which it is known not to rest for good */
} valley;

/* At three looks in a row, each after a third as many steps again, in the same valley and no farther from its bottom. */
static bool stays_in(valley *in, size_t n, const double *x, const newton_walk *walk)
{
    const double away = apart(n, x, walk->x);
    const bool same =
        in->looks > 0 && apart(n, walk->x, in->minimum) <= 1e-9 * (length(n, walk->x) + away) && away <= in->farthest;
    in->looks = same ? in->looks + 1 : 1;
    in->farthest = same ? in->farthest : away;
    memcpy(in->minimum, walk->x, n * sizeof *x);
    return in->looks >= 3;
}

/* Looks at the run now and then; true once it is decided. */
static bool look(fate *of_run, const machine *run, const past *seen, const ring *last, size_t *period,
                 uint64_t *arrived, valley *in)
{
    const trial *const of = run->of;
    const size_t n = of->on.n;
    const double *const x = ring_back(last, 0);
    const size_t now = period_of(last, 1e-9);
    if (now > 0 && now == *period) {
        of_run->kind = FATE_CYCLE;
        of_run->period = now;
        memcpy(of_run->point, x, n * sizeof *x);
        return true;
    }
    *period = now;
    newton_walk walk = newton_from(&of->on, x, singular(&of->on));
    if (bound_to_settle(of, run, &walk)) {
        if (stays_in(in, n, x, &walk)) {
            settle(of_run, of, FATE_MINIMUM, &walk, walk.x);
            return true;
        }
    } else {
        in->looks = 0;
    }
    /* A saddle is left, if at all, from rounding: by then. */
    if (walk.arrived && apart(n, walk.x, x) <= 1e-12 * (seen->diameter + length(n, x))) {
        const double grows = largest_multiplier(of, walk.values);
        if (*arrived == 0)
            *arrived = last->count;
        const double wait = grows > 1 ? 80 / log(grows) : 3000;
        if ((double)(last->count - *arrived) < wait)
            return false;
    } else {
        *arrived = 0;
    }
    return rests(of_run, run, last, seen, &in->restless);
}

/* By the loss that has no minimiser: lower and farther from doubling to doubling of the steps. */
static bool drifts(const trial *of, const past *seen, const double *points, int doublings)
{
    const size_t n = of->on.n;
    /* Step sizes that add up to a sum lead nowhere without end. */
    if (of->by == TRIAL_EXPONENTIAL || (of->by == TRIAL_COSINE && of->rule.schedule.floor <= 0))
        return false;
    if (!of->on.rests_nowhere || !(terrain_loss(&of->on, points) < seen->first_loss))
        return false;
    for (int k = doublings - 4; k < doublings; k++) {
        const double *const here = points + (size_t)k * most_variables, *const before = here - most_variables;
        if (!(terrain_loss(&of->on, here) < terrain_loss(&of->on, before)) || !(length(n, here) > length(n, before)))
            return false;
    }
    return true;
}

/* Nearer and nearer, from doubling to doubling of the steps, to one singular critical point. */
static bool creeps(fate *of_run, const trial *of, const double *points, int doublings)
{
    const size_t n = of->on.n;
    const double *const x = points + (size_t)(doublings - 1) * most_variables;
    if (doublings < 18)
        return false;
    const newton_walk walk = newton_from(&of->on, x, singular(&of->on));
    const newton_walk earlier = newton_from(&of->on, x - 2 * most_variables, singular(&of->on));
    if (!earlier.arrived || !(apart(n, earlier.x, walk.x) <= 0.1 * apart(n, x, walk.x)))
        return false;
    if (!walk.arrived || kind_of_point(&of->on, &walk) != FATE_DEGENERATE)
        return false;
    for (int k = doublings - 4; k < doublings; k++) {
        const double *const here = points + (size_t)k * most_variables;
        if (!(apart(n, here, walk.x) < 0.95 * apart(n, here - most_variables, walk.x)))
            return false;
    }
    settle(of_run, of, FATE_DEGENERATE, &walk, walk.x);
    return true;
}

fate fate_of(const trial *of, const past *seen)
{
    fate found = {.kind = FATE_UNKNOWN, .multiplier = NAN, .step_limit = NAN, .exponent = NAN, .deviation = NAN};
    const size_t n = of->on.n;
    machine run = seen->end;
    if (seen->loss_lost && !(length(n, run.x) > 1e10)) {
        found.kind = FATE_NONFINITE;
        return found;
    }
    if (seen->broken) {
        escape(&found, of, seen, run.x, INFINITY, seen->number_loss);
        return found;
    }
    ring last = {.n = n};
    ring_add(&last, run.x);
    const uint64_t most = is_dear(&of->on) ? short_horizon : horizon;
    uint64_t next = 64, arrived = 0, k = 0;
    size_t period = 0;
    valley in = {0};
    double lowest = seen->last_loss, number_loss = seen->number_loss;
    box octave; /* the range from one doubling of the steps to the next, and that of the two before */
    box_begin(&octave, n, run.x);
    double early = 0, middle = 0, late = 0, shift = INFINITY;
    box before = octave;
    double points[32 * most_variables]; /* at doublings of the steps */
    int doublings = 0;
    while (k < most) {
        const bool made = machine_step(&run);
        double size = 0;
        for (size_t i = 0; i < n; i++)
            size = fmax(size, fabs(run.x[i]));
        if (size > 1e8 || !made) { /* what the loss does while it is a number */
            const double loss = terrain_loss(&of->on, run.x);
            number_loss = isnan(loss) ? number_loss : loss;
        }
        if (!made || size > far) {
            escape(&found, of, seen, run.x, lowest, number_loss);
            break;
        }
        k++;
        ring_add(&last, run.x);
        box_add(&octave, n, run.x);
        if ((k & (k - 1)) == 0) {
            early = middle;
            middle = late;
            late = box_diagonal(&octave, n);
            shift = box_shift(&octave, &before, n);
            before = octave;
            box_begin(&octave, n, run.x);
            lowest = fmin(lowest, terrain_loss(&of->on, run.x));
            memcpy(points + (size_t)doublings++ * most_variables, run.x, n * sizeof *run.x);
            if (creeps(&found, of, points, doublings))
                break;
            /* Where there is no minimiser: lower and farther for 2^17 steps, and in each doubling of them. */
            if (doublings > 17 && drifts(of, seen, points, doublings)) {
                found.kind = FATE_UNBOUNDED;
                break;
            }
        }
        if (k < next)
            continue;
        next += next / 3;
        if (look(&found, &run, seen, &last, &period, &arrived, &in))
            break;
        if (k > short_horizon && late > 0.5 * early && late > 1e-6 * length(n, run.x)) {
            judge_swinging(&found, run, &last, early, late, middle, shift);
            if (found.kind != FATE_UNKNOWN)
                break;
        }
    }
    found.followed = k;
    if (found.kind == FATE_UNKNOWN && k >= most && !isfinite(found.exponent) && late > 1e-6 * length(n, run.x))
        judge_swinging(&found, run, &last, early, late, middle, shift);
    return found;
}
