#include "diagnosis/evidence/first_steps.h"

#include <float.h>
#include <math.h>

#include "base/pi.h"
#include "base/vector.h"

#include <descent/adaptive.h>

enum {
    most_rows = 16,   /* two unknowns want no more, and each costs a gradient */
    least_steps = 4,  /* that move: two give two numbers, and two speak for or against them */
    budget_share = 8, /* of what may be asked: the rest is for what becomes of the run */
    secants = 12,     /* for the momentum of Nesterov's rule: a quadratic takes two */
    most_cosines = 6, /* shares of the run that are looked at: down to a 64th */
    refinements = 3   /* of ε/η, which is known as well as η is */
};

/* A component of a step must be so many times as long as its rounding, for its pace to be known to a part in 10⁷. */
static const double well_above_rounding = 1e7;
/* A step must be so many times as long as its rounding, to agree to a part in 10⁶ with one that is made again. */
static const double seen_beside_rounding = 1e6;
/* A step size that has not fallen by half may have changed with the slope as well as with the step number: whatever is smooth looks
 * like a schedule for a while. */
static const double schedule_fall = 0.5;
/* A momentum and a mean weight nothing of what was, where they are 0 to this. */
static const double least_weight = 1e-9;

/* A mean over so many steps is none that a few of them tell from a sum whose ε is another. */
static const double longest_mean = 1e4;
/* A floor of a schedule below this part of its height is none, to what the cosines' differences leave. */
static const double least_floor = 1e-12;
/* of the usual implementations of RMSProp and AdaGrad; the last for none, which no rule of the library has */
static const double customary_epsilons[] = {1e-8, 1e-10, 1e-7, 1e-150};
/* of Adam (Kingma and Ba, 2015, alg. 1) */
static const double customary_epsilon = 1e-8;

typedef struct beginning {
    descent__evidence *evidence;
    size_t n, steps;        /* of which the gradient is known */
    const double *points;   /* of the rows */
    double *gradients;      /* steps × n */
    double pace[most_rows]; /* of a step along the slope, its length beside it; NaN for another */
    descent_rule *suspects;
    size_t count;
} beginning;

static const double *point_of(const beginning *at, size_t k)
{
    return at->points + k * at->n;
}

static double move(const beginning *at, size_t k, size_t i)
{
    return (point_of(at, k) + at->n)[i] - point_of(at, k)[i];
}

static bool moves(const beginning *at, size_t k)
{
    const double *x = point_of(at, k);
    return descent__vector_distance(at->n, x, x + at->n) >
           seen_beside_rounding * DBL_EPSILON * descent__vector_norm(at->n, x);
}

static void suspect(beginning *at, descent_rule rule)
{
    const bool has_room = at->count < DESCENT__MOST_SUSPECTS; /* always, by the count beside it: no edge */
    if (has_room && rule.step_size > 0 && isfinite(rule.step_size))
        at->suspects[at->count++] = rule;
}

/* All that are asked are 43, and 128 can be afforded: see budget_share. */
static bool ask_gradient(const beginning *at, const double *x, double *gradient)
{
    return descent__evaluate_gradient(&at->evidence->evaluator, x, gradient) == DESCENT_SUCCESS &&
           descent__vector_is_finite(at->n, gradient);
}

/* Length of a step beside the slope, signed; by the projection on it. */
static double pace_of(const double *step_from, const double *gradient, size_t n)
{
    const double norm = descent__vector_norm(n, gradient);
    double along = 0;
    for (size_t i = 0; i < n; i++)
        along -= ((step_from + n)[i] - step_from[i]) * (gradient[i] / norm);
    return along / norm;
}

/* ---- a step size that changes with the step number ---- */

/* The pace at a row, asked for. */
static double pace_at(beginning *at, size_t k)
{
    if (k < at->steps)
        return at->pace[k];
    double *gradient = descent__evidence_numbers(at->evidence, at->n);
    if (!gradient || !ask_gradient(at, point_of(at, k), gradient))
        return NAN;
    return pace_of(point_of(at, k), gradient, at->n);
}

/*
 * Of half a cosine from η to f over L steps, two falls (η − η_m) and (η − η_2m) are as 1 to 2(1 + cos(πm/L)). What is seen of it
 * may be a small part, or all of it and more, so m is half of the run, a quarter, …
 */
static void suspect_cosines(beginning *at)
{
    const double first = at->pace[0];
    for (size_t m = (at->evidence->finite - 2) / 2, tried = 0; m > 0 && tried < most_cosines; m /= 2, tried++) {
        const double fall = first - pace_at(at, m), twice = first - pace_at(at, 2 * m);
        const double cosine = twice / fall / 2 - 1;
        if (!(fall > 0) || !(cosine > -1) || !(cosine < 1))
            continue;
        /* m at least, and less than 10⁹m, since no double below 1 is the cosine of less than 10⁻⁸. */
        const double length = round(descent__pi * (double)m / acos(cosine));
        const double floor = fmax(first - 2 * fall / (1 - cosine), 0);
        suspect(at, descent_rule_with_schedule(
                        descent_fixed_step(first),
                        descent_schedule_cosine((uint64_t)length, floor < least_floor * first ? 0 : floor)));
    }
}

static void suspect_schedules(beginning *at)
{
    const size_t last = at->steps - 1;
    const double first = at->pace[0], later = at->pace[last];
    if (!(first > 0) || !(later > 0) || !(later < first) ||
        !(pace_at(at, at->evidence->finite - 2) <= schedule_fall * first))
        return;
    const descent_rule fixed = descent_fixed_step(first);
    suspect(at, descent_rule_with_schedule(fixed, descent_schedule_exponential(pow(later / first, 1 / (double)last))));
    suspect(at, descent_rule_with_schedule(fixed, descent_schedule_inverse((double)last / (first / later - 1))));
    suspect_cosines(at);
}

/* ---- momentum that looks ahead ---- */

/* By how much x₁ + βd − ηg(x₁ + βd) misses x₂ along d = x₁ − x₀, in d. */
static double overshoot(const beginning *at, double step_size, double momentum, double *where, double *gradient)
{
    const double *x = point_of(at, 1);
    double sum = 0, dd = 0;
    for (size_t i = 0; i < at->n; i++)
        where[i] = x[i] + momentum * move(at, 0, i);
    if (!ask_gradient(at, where, gradient))
        return NAN;
    for (size_t i = 0; i < at->n; i++) {
        const double d = move(at, 0, i);
        sum += (momentum * d - step_size * gradient[i] - move(at, 1, i)) * d;
        dd += d * d;
    }
    return sum / dd;
}

static void suspect_nesterov(beginning *at)
{
    const size_t n = at->n;
    const double step_size = at->pace[0];
    double *where = descent__evidence_numbers(at->evidence, 2 * n);
    if (!where || !(step_size > 0))
        return;
    double old = 0, now = 0.5, value = overshoot(at, step_size, old, where, where + n);
    for (int k = 0; k < secants && isfinite(value) && fabs(now - old) > DBL_EPSILON; k++) {
        const double next = overshoot(at, step_size, now, where, where + n);
        const double better = now - next * (now - old) / (next - value);
        old = now;
        value = next;
        if (!isfinite(better))
            break;
        now = better;
    }
    if (now > least_weight && now < 1)
        suspect(at, descent_nesterov(step_size, now));
}

/* ---- division by a root of squares ---- */

/* What a step divided the slope by, of η: u = (√v + ε)/η. NaN where rounding hides it, 0 where the step is against the slope. */
static double divisor(const beginning *at, size_t k, size_t i)
{
    const double d = move(at, k, i), g = at->gradients[k * at->n + i];
    if (!(fabs(d) > well_above_rounding * DBL_EPSILON * fabs(point_of(at, k)[i])) || !(fabs(g) > 0))
        return NAN;
    return fmax(g / -d, 0);
}

/* With e = ε/η, v/η² = (u − e)² is c·g² in the first step, and ρ times the one before and c·g² in each later one: c and ρ. */
static bool fit_squares(const beginning *at, double e, double *c, double *decay)
{
    const size_t n = at->n;
    double sum = 0, mixed = 0, squares = 0;
    size_t firsts = 0;
    for (size_t i = 0; i < n; i++) {
        const double u = divisor(at, 0, i), part = (u - e) / at->gradients[i];
        if (!isfinite(part))
            continue;
        sum += part * part;
        firsts++;
    }
    *c = sum / (double)firsts;
    for (size_t k = 1; k < at->steps; k++)
        for (size_t i = 0; i < n; i++) {
            const double v = pow(divisor(at, k, i) - e, 2), before = pow(divisor(at, k - 1, i) - e, 2) / v;
            const double rest = 1 - *c * pow(at->gradients[k * n + i], 2) / v;
            if (!isfinite(before) || !isfinite(rest))
                continue;
            mixed += before * rest;
            squares += before * before;
        }
    *decay = mixed / squares;
    return isfinite(*decay); /* else there is no c either; of a c of 0 the step size is infinite, and none */
}

static void suspect_squares(beginning *at)
{
    for (size_t which = 0; which < sizeof customary_epsilons / sizeof *customary_epsilons; which++) {
        const double epsilon = customary_epsilons[which];
        double e = 0, c, decay;
        descent_rule rule = {.step_size = 0};
        for (int k = 0; k < refinements; k++) {
            const bool fits = fit_squares(at, e, &c, &decay);
            /* Beside small slopes an ε that is not known yet hides that they are summed up. */
            const bool sums = fabs(decay - 1) <= (k + 1 < refinements ? 1 / longest_mean : least_weight);
            rule.step_size = 0;
            if (!fits || (!sums && !(decay > least_weight && decay < 1 - 1 / longest_mean)))
                break;
            rule =
                sums ? descent_adagrad(1 / sqrt(c), epsilon) : descent_rmsprop(sqrt((1 - decay) / c), decay, epsilon);
            e = epsilon / rule.step_size;
        }
        suspect(at, rule);
    }
}

/* The first step of Adam is ηg/(|g| + ε) in each coordinate, for its means are free of bias. */
static void suspect_adam(beginning *at)
{
    double step_size = 0, slope = 0;
    for (size_t i = 0; i < at->n; i++)
        if (fabs(at->gradients[i]) > slope) {
            slope = fabs(at->gradients[i]);
            step_size = fabs(move(at, 0, i)) * ((slope + customary_epsilon) / slope);
        }
    suspect(at, descent_adam(step_size, NULL));
}

size_t descent__first_steps_suspects(descent__evidence *evidence, descent_rule suspects[DESCENT__MOST_SUSPECTS])
{
    const size_t n = evidence->n;
    if (!evidence->has_problem || evidence->random || descent__evidence_left(evidence) / budget_share < most_rows ||
        evidence->finite <= least_steps || evidence->tail > 0 || evidence->steps[0] != 0)
        return 0;
    beginning at = {.evidence = evidence, .n = n, .points = evidence->points, .suspects = suspects};
    at.gradients = descent__evidence_numbers(evidence, (size_t)most_rows * n);
    if (!at.gradients)
        return 0;
    while (at.steps < most_rows && at.steps + 1 < evidence->finite && moves(&at, at.steps) &&
           ask_gradient(&at, point_of(&at, at.steps), at.gradients + at.steps * n)) {
        at.pace[at.steps] = pace_of(point_of(&at, at.steps), at.gradients + at.steps * n, n);
        at.steps++;
    }
    if (at.steps < least_steps)
        return 0;
    suspect_schedules(&at);
    suspect_nesterov(&at);
    suspect_squares(&at);
    suspect_adam(&at);
    return at.count;
}
