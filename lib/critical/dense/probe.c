#include "critical/dense/probe.h"

#include <assert.h>
#include <float.h>
#include <math.h>

#include "base/call.h"
#include "base/pi.h"
#include "base/scatter.h"
#include "base/status.h"
#include "base/vector.h"
#include "critical/length.h"
#include "critical/tolerances.h"

/*
 * Each direction of the kernel is walked outward from the point, and at each distance the loss is minimised across the
 * kernel, since straight lines are not enough: (y − x²)(y − 3x²) rises along every line through the origin, and falls
 * along the parabola y = 2x². The first distance at which the loss differs from that of the point by more than its
 * noise decides the direction, because farther away other critical points may begin.
 */

static const double distance_ratio = 3; /* from one look to the next: a cubic grows by 27, a quartic by 81 */

enum {
    circle = 16,         /* directions in a kernel of two dimensions: sees cubic and quartic forms */
    scattered = 96,      /* pseudo-random directions in larger kernels */
    inner_steps = 60,    /* of the minimisation across the kernel, which converges linearly */
    inner_halvings = 12, /* of one such step */
    sections = 80,       /* golden: to the rounding of an angle */
    first_sections = 16  /* after which a floor shows that it is one */
};

/* Beside a floor the loss falls at least as the square of the angle, which is a thousandth by then; else to no more than a part. */
static const double falls_to_floor = 1e-3;

static const double golden = 0.61803398874989485; /* (√5 − 1)/2 */

/* Where on the circle the first direction lies, in parts of the distance between two: no simple fraction, so that none
 * falls on an axis or a diagonal, where forms such as xy or x² − y² vanish. */
static const double off_axes = 0.31;

typedef struct exploration {
    descent__analysis *analysis;
    const descent__verdict *verdict;
    double loss;        /* at the point, minimised across the kernel */
    double noise;       /* of the loss, there */
    double begin, end;  /* distances that are walked */
    double *direction;  /* n: unit vector in the kernel (or along a negative eigenvector) */
    double *candidate;  /* n */
    double *shift;      /* n: the inner step */
    size_t used, limit; /* evaluations */
    bool flat;          /* was a direction without change seen? */
    bool rises;         /* and one that is level to neither side? */
    double *floor;      /* n: a mixture of those that are level to both sides */
    size_t floors;      /* how many these are */
} exploration;

static descent_status loss_at(exploration *probe, const double *x, double *loss)
{
    probe->used++;
    return descent__ask_loss(&probe->analysis->evaluator, x, loss);
}

/* How much the loss varies when its argument moves by a few roundings: its own noise, which is more than ε of the loss
 * where large terms cancel. */
static descent_status noise_at(exploration *probe, const double *x, double loss, double *noise)
{
    const size_t n = probe->analysis->dimension;
    double spread = 0;
    for (int variant = 0; variant < 4; variant++) {
        for (size_t i = 0; i < n; i++) {
            const double side = ((i >> (variant / 2)) + (size_t)variant) % 2 ? 1 : -1;
            const double size = fmax(fabs(x[i]), probe->verdict->reference / sqrt((double)n));
            probe->analysis->trial[i] = x[i] + side * (1 + variant % 2) * DBL_EPSILON * size;
        }
        double other;
        const descent_status status = loss_at(probe, probe->analysis->trial, &other);
        if (status != DESCENT_SUCCESS)
            return status;
        spread = fmax(spread, fabs(other - loss));
    }
    *noise = descent__safety * spread + descent__loss_roundings * DBL_EPSILON * fabs(loss);
    return DESCENT_SUCCESS;
}

/* The step across the kernel: −g/λ along each eigenvector of clearly positive eigenvalue (the chord method). */
static descent_status inner_step(exploration *probe, double *length)
{
    descent__analysis *const analysis = probe->analysis;
    const size_t n = analysis->dimension;
    const descent_status status =
        descent__ask_gradient(&analysis->evaluator, probe->candidate, analysis->trial_gradient);
    probe->used += (size_t)analysis->evaluator.gradient_cost;
    if (status != DESCENT_SUCCESS)
        return status;
    descent__vector_fill(n, 0, probe->shift);
    for (size_t k = n; k-- > 0 && analysis->values[k] > probe->verdict->tolerance;) {
        const double *const vector = analysis->vectors + k * n;
        const double slope = descent__vector_dot(n, vector, analysis->trial_gradient);
        descent__vector_add_scaled(n, -slope / analysis->values[k], vector, probe->shift);
    }
    *length = descent__vector_norm(n, probe->shift);
    return DESCENT_SUCCESS;
}

/* Minimises the loss across the kernel from the candidate, within `radius` of where it began. */
static descent_status minimise_across(exploration *probe, double radius, double *loss)
{
    const size_t n = probe->analysis->dimension;
    double *const trial = probe->analysis->trial;
    double walked = 0;
    for (int step = 0; step < inner_steps && probe->used < probe->limit; step++) {
        double length, lower = *loss, share = 1;
        descent_status status = inner_step(probe, &length);
        if (status != DESCENT_SUCCESS || !(length > 0) || !isfinite(length))
            return status;
        if (walked + length > radius)
            share = fmax(0, radius - walked) / length;
        int halving = 0;
        for (; halving < inner_halvings; halving++, share /= 2) {
            for (size_t i = 0; i < n; i++)
                trial[i] = probe->candidate[i] + share * probe->shift[i];
            status = loss_at(probe, trial, &lower);
            if (status != DESCENT_SUCCESS)
                return status;
            if (lower < *loss)
                break;
        }
        if (halving == inner_halvings)
            return DESCENT_SUCCESS;
        descent__vector_copy(n, trial, probe->candidate);
        *loss = lower;
        walked += share * length;
    }
    return DESCENT_SUCCESS;
}

/*
 * The minimum across the kernel is only found within its gradient's error e, which leaves e²/λ of the loss at the
 * distance t.
 */
static double left_across(const exploration *probe, double t)
{
    const descent__analysis *const analysis = probe->analysis;
    const double length = descent__vector_max_abs(analysis->dimension, analysis->x);
    double error = analysis->noise + descent__gradient_roundings * DBL_EPSILON * analysis->norm * t;
    /* Differences of the loss are off by what third derivatives make of their step, as the tolerance is. */
    if (!descent__evaluator_has_gradient(&analysis->evaluator))
        error += descent__difference_step(&analysis->evaluator.problem, length) * probe->verdict->tolerance;
    double smallest = INFINITY;
    for (size_t k = analysis->dimension; k-- > 0 && analysis->values[k] > probe->verdict->tolerance;)
        smallest = analysis->values[k];
    return error * (error / smallest);
}

/* What walking along a direction has shown. */
typedef enum outcome {
    outcome_lower,
    outcome_higher,
    outcome_constant,
    outcome_unclear
} outcome;

/* The loss in `candidate`, minimised across the kernel, and its noise there. */
static descent_status look(exploration *probe, double t, double *loss, double *noise)
{
    const size_t n = probe->analysis->dimension;
    for (size_t i = 0; i < n; i++)
        probe->candidate[i] = probe->analysis->x[i] + t * probe->direction[i];
    descent_status status = loss_at(probe, probe->candidate, loss);
    if (status == DESCENT_SUCCESS && isfinite(*loss))
        status = minimise_across(probe, t, loss);
    if (status == DESCENT_SUCCESS)
        status = noise_at(probe, probe->candidate, *loss, noise);
    *noise += probe->noise + left_across(probe, t);
    return status;
}

/* Walks along the direction until the loss differs by more than errors explain. */
static descent_status walk(exploration *probe, outcome *result)
{
    double t = probe->begin;
    bool constant = true;
    *result = outcome_unclear;
    for (; t <= probe->end && probe->used < probe->limit; t *= distance_ratio) {
        double loss, noise = 0;
        const descent_status status = look(probe, t, &loss, &noise);
        if (status != DESCENT_SUCCESS)
            return status;
        /* The point is not exactly critical: a change that its own slope explains proves nothing. */
        const double slope = descent__probe_slope * t * (probe->analysis->gradient_norm + probe->analysis->noise);
        const double change = fabs(loss - probe->loss);
        constant = constant && change <= noise;
        if (isfinite(loss) && change > noise + slope) {
            *result = loss < probe->loss ? outcome_lower : outcome_higher;
            return DESCENT_SUCCESS;
        }
    }
    if (constant && t > probe->end)
        *result = outcome_constant;
    return DESCENT_SUCCESS;
}

/* Walks along ± the direction, after normalising it. Sets *found if a lower point is in `candidate`. */
static descent_status walk_both(exploration *probe, bool *found)
{
    const size_t n = probe->analysis->dimension;
    const double length = descent__vector_norm(n, probe->direction);
    int level = 0, higher = 0;
    for (int side = 0; side < 2 && length > 0 && !*found; side++) {
        const double factor = (side ? -1 : 1 / length);
        for (size_t i = 0; i < n; i++)
            probe->direction[i] *= factor;
        outcome result;
        const descent_status status = walk(probe, &result);
        if (status != DESCENT_SUCCESS)
            return status;
        level += result == outcome_constant;
        higher += result == outcome_higher;
        *found = result == outcome_lower;
    }
    probe->flat = probe->flat || level > 0;
    probe->rises = probe->rises || (higher > 0 && level == 0);
    if (level == 2) /* weights that no loss was made for */
        descent__vector_add_scaled(n, 0.5 + descent__scatter(probe->floors++), probe->direction, probe->floor);
    return DESCENT_SUCCESS;
}

/* direction = cos·(vector i) + sin·(vector j) */
static void combine(exploration *probe, size_t i, size_t j, double cosine, double sine)
{
    const size_t n = probe->analysis->dimension;
    const double *const vectors = probe->analysis->vectors;
    for (size_t k = 0; k < n; k++)
        probe->direction[k] = cosine * vectors[i * n + k] + sine * vectors[j * n + k];
}

/* The user's variable, as far as it lies in the kernel: where several valleys cross, as those of x²y² do, they often run along variables,
 * and the vectors of a kernel of more than one dimension are any. */
static void along_variable(exploration *probe, size_t first, size_t count, size_t variable)
{
    const size_t n = probe->analysis->dimension;
    descent__vector_fill(n, 0, probe->direction);
    for (size_t k = first; k < first + count; k++) {
        const double *const vector = probe->analysis->vectors + k * n;
        descent__vector_add_scaled(n, vector[variable], vector, probe->direction);
    }
}

static double angle_of(double number)
{
    return descent__pi * (number + off_axes) / (circle / 2);
}

/* The number of the direction to try next: single vectors first, then mixtures, then variables. Sets *more to false when none is
 * left. */
static void choose(exploration *probe, size_t first, size_t count, size_t number, bool *more)
{
    const size_t n = probe->analysis->dimension;
    *more = true;
    if (number < count) {
        combine(probe, first + number, first + number, 1, 0);
    } else if (count == 2 && number < count + circle / 2) {
        /* Both signs of a direction are walked, so half the circle is all of it; the odd start keeps off the axes. */
        const double angle = angle_of((double)(number - count));
        combine(probe, first, first + 1, cos(angle), sin(angle));
    } else if (count > 2 && number < count + scattered) {
        descent__vector_fill(n, 0, probe->direction);
        for (size_t k = 0; k < count; k++)
            descent__vector_add_scaled(n, 2 * descent__scatter(number * count + k) - 1,
                                       probe->analysis->vectors + (first + k) * n, probe->direction);
    } else {
        const size_t tried = count + (count == 2 ? circle / 2 : count > 2 ? scattered : 0);
        *more = count > 1 && number - tried < n;
        if (*more)
            along_variable(probe, first, count, number - tried);
    }
}

/* In a kernel of two dimensions: the loss at the end of the walk at this angle. */
static descent_status loss_at_angle(exploration *probe, double angle, double *loss)
{
    const size_t n = probe->analysis->dimension;
    combine(probe, 0, 1, cos(angle), sin(angle));
    for (size_t i = 0; i < n; i++)
        probe->candidate[i] = probe->analysis->x[i] + probe->end * probe->direction[i];
    const descent_status status = loss_at(probe, probe->candidate, loss);
    return status == DESCENT_SUCCESS && isfinite(*loss) && n > 2 ? minimise_across(probe, probe->end, loss) : status;
}

/* By golden sections to the angle at which the loss is lowest between two others, as long as it falls toward that of the point itself. */
static descent_status narrow_angle(exploration *probe, double low, double high, double edge, double *angle)
{
    double left = high - golden * (high - low), right = low + golden * (high - low), at_left, at_right = NAN;
    descent_status status = loss_at_angle(probe, left, &at_left);
    if (status == DESCENT_SUCCESS)
        status = loss_at_angle(probe, right, &at_right);
    *angle = NAN;
    for (int k = 0; k < sections && probe->used < probe->limit && status == DESCENT_SUCCESS; k++) {
        const bool is_left = at_left <= at_right;
        if (k == first_sections && !(fmin(at_left, at_right) - probe->loss <= falls_to_floor * (edge - probe->loss))) {
            *angle = NAN;
            return status;
        }
        if (is_left) {
            high = right, right = left, at_right = at_left;
            left = high - golden * (high - low);
        } else {
            low = left, left = right, at_left = at_right;
            right = low + golden * (high - low);
        }
        status = loss_at_angle(probe, is_left ? left : right, is_left ? &at_left : &at_right);
        *angle = at_left <= at_right ? left : right;
    }
    return status;
}

/* The floor of a valley that runs askew in a kernel of two dimensions: no direction that is tried without looking lies on it. */
static descent_status seek_floors(exploration *probe, bool *found)
{
    enum {
        count = circle / 2
    };
    double losses[count];
    descent_status status = DESCENT_SUCCESS;
    for (size_t k = 0; k < count && status == DESCENT_SUCCESS; k++)
        status = loss_at_angle(probe, angle_of((double)k), &losses[k]);
    for (size_t k = 0; k < count && status == DESCENT_SUCCESS && !*found; k++) {
        const double before = losses[(k + count - 1) % count], after = losses[(k + 1) % count];
        double angle;
        if (!(losses[k] < before && losses[k] <= after))
            continue;
        status = narrow_angle(probe, angle_of((double)k - 1), angle_of((double)k + 1), fmax(before, after), &angle);
        if (status != DESCENT_SUCCESS || isnan(angle))
            continue;
        combine(probe, 0, 1, cos(angle), sin(angle));
        status = walk_both(probe, found);
    }
    return status;
}

static descent_status explore(exploration *probe, bool *found)
{
    const descent__verdict *const verdict = probe->verdict;
    /* A negative eigenvalue points the way down by itself; else the kernel, whose vectors come first. */
    const size_t count = verdict->index > 0 ? 1 : verdict->nullity;
    *found = false;
    for (size_t number = 0; !*found && probe->used < probe->limit; number++) {
        bool more;
        choose(probe, 0, count, number, &more);
        if (!more)
            break;
        const descent_status status = walk_both(probe, found);
        if (status != DESCENT_SUCCESS)
            return status;
    }
    return !*found && count == 2 && probe->rises ? seek_floors(probe, found) : DESCENT_SUCCESS;
}

/*
 * Level along some ways of the kernel: what of the others? The floor of one valley is level along every mixture of its ways; where
 * valleys meet, as those of x²y² do at 0, the loss rises between them.
 */
static descent_status look_between(exploration *probe, descent_critical_point *point, bool *found)
{
    descent_status status = DESCENT_SUCCESS;
    const bool rises = probe->rises;
    probe->rises = false;
    if (probe->floors > 1) {
        descent__vector_copy(probe->analysis->dimension, probe->floor, probe->direction);
        status = walk_both(probe, found);
    }
    point->rises_beside = rises && !*found;
    point->valleys_meet = probe->rises && !*found;
    return status;
}

/*
 * Sets how far to walk, and the loss to compare with. A point that is only nearly critical has lower points across the
 * kernel, which say nothing of the critical point: so the loss is minimised across the kernel first.
 */
static descent_status prepare(exploration *probe, double loss)
{
    descent__analysis *const analysis = probe->analysis;
    const descent__verdict *const verdict = probe->verdict;
    const double length = descent__typical_length(&analysis->evaluator.problem, analysis->x);
    probe->begin = fmax(descent__probe_nearest * verdict->reference,
                        fmin(descent__probe_farthest * verdict->reference, descent__probe_beyond * verdict->distance));
    probe->end = fmax(descent__probe_farthest * fmax(verdict->reference, length), descent__probe_span * probe->begin);
    assert(probe->begin <= probe->end);
    probe->loss = loss;
    descent__vector_copy(analysis->dimension, analysis->x, probe->candidate);
    const descent_status status = minimise_across(probe, probe->begin, &probe->loss);
    return status == DESCENT_SUCCESS ? noise_at(probe, probe->candidate, probe->loss, &probe->noise) : status;
}

descent_status descent__analysis_probe(descent__analysis *analysis, const descent__verdict *verdict,
                                       descent_critical_point *point)
{
    const size_t n = analysis->dimension;
    if (!isfinite(point->loss))
        return DESCENT_SUCCESS;
    double *const work = descent__take_zeros(4 * n, sizeof *work);
    if (!work)
        return descent__fail_memory("probe of a degenerate point", 4 * n * sizeof *work);
    exploration probe = {.analysis = analysis, .verdict = verdict, .limit = analysis->options.probe_limit};
    probe.direction = work;
    probe.candidate = work + n;
    probe.shift = work + 2 * n;
    probe.floor = work + 3 * n;
    bool found = false;
    descent_status status = prepare(&probe, point->loss);
    if (status == DESCENT_SUCCESS)
        status = explore(&probe, &found);
    if (status == DESCENT_SUCCESS && !found && probe.flat)
        status = look_between(&probe, point, &found);
    if (status == DESCENT_SUCCESS && found) {
        point->lower_x = descent__take(n * sizeof *point->lower_x);
        if (!point->lower_x) {
            status = descent__fail_memory("lower point", n * sizeof *point->lower_x);
        } else {
            descent__vector_copy(n, probe.candidate, point->lower_x);
            status = descent__ask_loss(&analysis->evaluator, point->lower_x, &point->lower_loss);
            /* A loss that answers otherwise when asked again has shown nothing. */
            if (status == DESCENT_SUCCESS && !(point->lower_loss < point->loss)) {
                descent__give(point->lower_x);
                point->lower_x = NULL;
                point->lower_loss = NAN;
                found = false;
            }
        }
    }
    descent__give(work);
    point->probe = found ? DESCENT_PROBE_LOWER : probe.flat ? DESCENT_PROBE_FLAT : DESCENT_PROBE_NONE_LOWER;
    return status;
}
