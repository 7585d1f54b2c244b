#include "diagnosis/verdict/ahead/modes.h"

#include <float.h>
#include <math.h>

#include "critical/point.h"
#include "diagnosis/verdict/thresholds.h"
#include "rules/family.h"
#include "rules/knowledge.h"

/* Numbers of steps at which the top of an envelope is looked for: it is broad. */
static const double top_factor = 1.25;

/* More than that is never: a year of the fastest machine has 1e17 nanoseconds. */
static const double most_steps = 1e30;

enum {
    halvings = 110 /* of numbers of steps, from the largest to one */
};

/* Logarithm of a modulus; 0 where it is 1 to the rounding of the rule's own formula. */
static double logarithm_of(double modulus)
{
    const double logarithm = log(fmax(modulus, DBL_MIN));
    return descent__is_no_factor(logarithm) ? 0 : logarithm;
}

bool descent__is_no_factor(double logarithm)
{
    return fabs(logarithm) <= DESCENT__MODE_ROUNDINGS * DBL_EPSILON;
}

/* c_j = ρ^j (A cos jθ + B sin jθ), from j = 0 and j = −1. */
static void take_complex(descent__mode *mode, double real, double imaginary, double now, double before)
{
    const double modulus = hypot(real, imaginary);
    mode->first = logarithm_of(modulus);
    mode->angle = atan2(fabs(imaginary), real);
    mode->amplitude = now;
    mode->other = (now * cos(mode->angle) - modulus * before) / sin(mode->angle);
    mode->alternates = cos(mode->angle) < DESCENT__SWINGING;
}

/* c_j = aμ₁^j + bμ₂^j, from j = 0 and j = −1. Two that are the same to half the digits are taken that far apart: they make
 * the term jμ^j, which is the limit of their difference. */
static void take_real(descent__mode *mode, double larger, double smaller, double now, double before)
{
    mode->first = logarithm_of(fabs(larger));
    mode->alternates = larger < 0;
    mode->amplitude = now;
    if (!(fabs(larger) > DBL_MIN))
        return;
    const double apart = fmax(1 - smaller / larger, sqrt(DBL_EPSILON));
    mode->second = log(fmax(fabs(1 - apart), DBL_MIN));
    mode->other_side = apart > 1;
    mode->amplitude = (now - before * larger * (1 - apart)) / apart;
    mode->other = now - mode->amplitude;
}

static bool take_multipliers(const descent__evidence *evidence, double eigenvalue, double now, double before,
                             descent__mode *mode)
{
    double real[2];
    double imaginary[2];
    const size_t count = descent__rule_multipliers(&evidence->rule, evidence->step_size, eigenvalue, real, imaginary);
    if (count != 1 && count != 2)
        return false;
    mode->part = now;
    if (count == 2 && fabs(imaginary[0]) > 0) {
        take_complex(mode, real[0], imaginary[0], now, before);
        return true;
    }
    const double second = count == 2 ? real[1] : 0;
    const bool ordered = fabs(real[0]) >= fabs(second);
    if (count == 2)
        take_real(mode, ordered ? real[0] : second, ordered ? second : real[0], now, before);
    else
        take_real(mode, real[0], 0, now, now);
    return true;
}

static bool applies(const descent__evidence *evidence, const descent_critical_point *point)
{
    const descent_rule_type *type = evidence->rule.type;
    if (!evidence->has_rule || !point || point->curvature_jumps || type->memory_count > 1 ||
        !isfinite(evidence->step_size) || evidence->rule.schedule.kind != DESCENT_SCHEDULE_CONSTANT)
        return false;
    if (descent__critical_point_is_held(point))
        return descent__rule_tells_multipliers_when_held(&evidence->rule) &&
               point->eigenvector_count == point->eigenvalue_count;
    return descent__rule_tells_multipliers(&evidence->rule) && point->eigenvector_count == evidence->n &&
           point->eigenvalue_count == evidence->n;
}

descent__modes descent__modes_measure(descent__evidence *evidence, const descent_critical_point *point, const double *x,
                                      const double *before, double shift, bool by_gradient)
{
    const size_t n = evidence->n;
    descent__modes none = {0};
    if (!applies(evidence, point))
        return none;
    descent__mode *modes = descent__arena_take(&evidence->work, n, sizeof *modes);
    size_t count = 0;
    for (size_t k = 0; modes && k < point->eigenvalue_count; k++) {
        const double eigenvalue = point->eigenvalues[k];
        if (fabs(eigenvalue) <= point->eigenvalue_tolerance)
            continue;
        const double *vector = point->eigenvectors + k * n;
        double now = 0;
        double then = 0;
        for (size_t i = 0; i < n; i++) {
            now += (x[i] - point->x[i]) * vector[i];
            then += ((before ? before[i] : x[i]) - point->x[i]) * vector[i];
        }
        modes[count] = (descent__mode){.vector = vector, .weight = by_gradient ? fabs(eigenvalue) : 1};
        if (!take_multipliers(evidence, eigenvalue + shift * point->eigenvalue_tolerance, now, then, &modes[count]))
            return none;
        count++;
    }
    return modes ? (descent__modes){.count = count, .of = modes} : none;
}

double descent__modes_flat_part(const descent_critical_point *point, const double *x)
{
    const size_t n = point->dimension;
    double part = 0;
    for (size_t k = 0; k < point->eigenvector_count; k++) {
        double component = 0;
        if (fabs(point->eigenvalues[k]) > point->eigenvalue_tolerance)
            continue;
        for (size_t i = 0; i < n; i++)
            component += (x[i] - point->x[i]) * point->eigenvectors[k * n + i];
        part = hypot(part, component);
    }
    return part;
}

/* Both amplitudes, each by itself: falls from the first step on. */
static double bound(const descent__mode *mode, double steps)
{
    const double most = mode->angle > 0
                            ? hypot(mode->amplitude, mode->other)
                            : fabs(mode->amplitude) + fabs(mode->other) * (steps > 0 ? exp(steps * mode->second) : 1);
    return mode->weight * most * exp(steps * mode->first);
}

/* Envelope of one mode. Where the two multipliers are nearly the same, or turn slowly, their amplitudes all but cancel: then
 * the mode grows from what it is by no more than the smaller one has faded, or the turn has come round. */
static double level(const descent__mode *mode, double steps)
{
    double most;
    if (mode->other_side)
        return bound(mode, steps);
    if (mode->angle > 0)
        most = fabs(mode->amplitude) + fabs(mode->other) * fmin(1, steps * mode->angle);
    else
        most = fabs(mode->part) + fabs(mode->other) * (steps > 0 ? -expm1(steps * mode->second) : 0);
    return fmin(bound(mode, steps), mode->weight * most * exp(steps * mode->first));
}

static double total(const descent__modes *modes, double steps, double (*part)(const descent__mode *, double))
{
    double sum = 0;
    for (size_t k = 0; k < modes->count; k++)
        sum = hypot(sum, part(&modes->of[k], steps));
    return sum;
}

double descent__modes_distance(const descent__modes *modes, double steps)
{
    return total(modes, steps, level);
}

/* From `low`, where it is above, to `high`, where it is not. */
static double first_within(const descent__modes *modes, double distance, double low, double high,
                           double (*part)(const descent__mode *, double))
{
    for (int k = 0; k < halvings && high - low > 1; k++) {
        const double middle = floor(low / 2 + high / 2);
        if (middle <= low || middle >= high)
            break;
        if (total(modes, middle, part) <= distance)
            high = middle;
        else
            low = middle;
    }
    return high;
}

double descent__modes_steps(const descent__modes *modes, double distance)
{
    double high = 1;
    while (!(total(modes, high, bound) <= distance)) {
        high *= 2;
        if (high > most_steps)
            return INFINITY;
    }
    high = first_within(modes, distance, 0, high, bound);
    /* The envelope may rise first, once: from its top on it falls. */
    double top = 0;
    double most = total(modes, 0, level);
    for (double steps = 1; steps < high; steps = ceil(steps * top_factor)) {
        const double here = total(modes, steps, level);
        if (here > most) {
            most = here;
            top = steps;
        }
    }
    return most <= distance ? 0 : first_within(modes, distance, top, high, level);
}

const descent__mode *descent__modes_deciding(const descent__modes *modes, double steps)
{
    const descent__mode *most = NULL;
    double largest = -INFINITY;
    for (size_t k = 0; k < modes->count; k++) {
        const descent__mode *mode = &modes->of[k];
        const double share = log(fabs(level(mode, 0))) + steps * mode->first;
        if (!most || share > largest) {
            largest = share;
            most = mode;
        }
    }
    return most;
}

double descent__mode_factor(const descent__mode *mode)
{
    return (mode->alternates ? -1 : 1) * exp(mode->first);
}
