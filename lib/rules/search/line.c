#include "rules/search/line.h"

#include <float.h>
#include <math.h>

#include "base/plural.h"
#include "base/scatter.h"
#include "base/status.h"
#include "base/vector.h"
#include "rules/modify.h"
#include "rules/parameter.h"

/* of Nocedal and Wright (2006, p. 33, 34 and 37) */
static const double customary_decrease = 1e-4, customary_contraction = 0.5;

/* Halving from a first trial 10^15 too long needs 50. */
static const size_t customary_trials = 60;

/* Roundings of a loss of a few terms, in ε of its size: within them two losses are level. No edge: more trials, or one gradient more. */
static const double level_roundings = 8;

void descent__line_set_options(descent_rule *rule, const descent_line_search_options *options, double curvature)
{
    const descent_line_search_options given = options ? *options : (descent_line_search_options){0};
    rule->constants[descent__by_decrease] = descent__parameter_or(given.decrease, customary_decrease);
    rule->constants[descent__by_curvature] = descent__parameter_or(given.curvature, curvature);
    rule->constants[descent__by_contraction] = descent__parameter_or(given.contraction, customary_contraction);
    rule->constants[descent__by_trials] = given.most_trials == 0 ? (double)customary_trials : (double)given.most_trials;
    for (size_t k = 0; k < sizeof given.reserved / sizeof *given.reserved; k++)
        if (given.reserved[k] != 0)
            rule->constants[descent__by_trials] = NAN;
}

descent_status descent__line_check(const descent_rule *rule)
{
    const double decrease = rule->constants[descent__by_decrease], curvature = rule->constants[descent__by_curvature];
    if (!(decrease > 0 && decrease < 0.5))
        return descent_fail(DESCENT_EINVAL, "decrease must be in (0, 1/2), got %g", decrease);
    if (!(curvature > decrease && curvature < 1))
        return descent_fail(DESCENT_EINVAL, "curvature must be in (decrease = %g, 1), got %g", decrease, curvature);
    if (isnan(rule->constants[descent__by_trials]))
        return descent_fail(DESCENT_EINVAL, "options.reserved must be 0");
    return descent__parameter_in_unit("contraction", rule->constants[descent__by_contraction]);
}

descent_status descent__line_open(descent__search_line *line, const descent_rule *rule, descent_rule_step *step,
                                  const double *direction, double *point, double *gradient)
{
    const size_t n = step->dimension;
    *line = (descent__search_line){
        .step = step,
        .direction = direction,
        .point = point,
        .gradient = gradient,
        .decrease = rule->constants[descent__by_decrease],
        .curvature = rule->constants[descent__by_curvature],
        .contraction = rule->constants[descent__by_contraction],
        .most_trials = descent__parameter_count(rule->constants[descent__by_trials]),
        .start = {.t = 0, .loss = step->loss, .slope = descent__vector_dot(n, step->gradient, direction)},
        .last = {.t = NAN, .loss = NAN, .slope = NAN},
        .risen = {.t = NAN},
    };
    if (descent__vector_first_nonfinite(n, step->gradient) < n)
        return descent_fail(DESCENT_ENONFINITE, "line search: the gradient is not finite after %llu step%s",
                            (unsigned long long)step->number, descent__plural(step->number));
    if (!isfinite(step->loss))
        return descent_fail(DESCENT_ENONFINITE, "line search: the loss is %g after %llu step%s", step->loss,
                            (unsigned long long)step->number, descent__plural(step->number));
    if (!isfinite(line->start.slope))
        return descent_fail(DESCENT_ENONFINITE, "line search: the slope along the direction is %g", line->start.slope);
    if (line->start.slope > 0)
        return descent_fail(DESCENT_ENOCONVERGENCE, "line search: not a descent direction, the slope is %g",
                            line->start.slope);
    if (line->start.slope == 0)
        return descent_fail(DESCENT_ENOCONVERGENCE, "line search: rounding, the slope along the direction underflows");
    return DESCENT_SUCCESS;
}

static double rounding(const descent__search_line *line, double loss)
{
    return level_roundings * DBL_EPSILON * fmax(fabs(line->start.loss), fabs(loss));
}

/* ∇L(x)·(x(t) − x): t times the slope, but for what a bound cuts off (Bertsekas, 1976, eq. 8). */
static double promised_by_slope(const descent__search_line *line, double t)
{
    double sum = 0;
    if (!line->box)
        return t * line->start.slope;
    for (size_t i = 0; i < line->step->dimension; i++)
        sum += line->step->gradient[i] * (line->point[i] - line->step->x[i]);
    return sum;
}

static descent_status fail_by_disagreement(const descent__search_line *line, const descent__search_trial *trial,
                                           double promised)
{
    return descent_fail(DESCENT_ENOCONVERGENCE,
                        "line search: the gradient disagrees with the loss, or that has a kink there: it changes by "
                        "%.3g where the slope says %.3g",
                        trial->loss - line->start.loss, promised);
}

static descent_status fail_by_rounding(const descent__search_line *line, double promised)
{
    return descent_fail(DESCENT_ENOCONVERGENCE, "line search: rounding, the loss %.17g cannot show a decrease by %.3g",
                        line->start.loss, -promised);
}

/*
 * Where the loss has risen by R at t although the slope promised p, the parabola through both falls by p²/4(R + p) at its lowest point.
 * If that is `plenty`, but nothing falls all the way to where no more than `little` is promised, slope and loss disagree.
 */
static const double plenty = 1000, little = 100; /* in roundings; no edge: between them lie ten trials */

/* Roundings of x within which a step tells nothing: loss and gradient have those of x besides their own. No edge: only words. */
static const double untold_roundings = 1024;

static double length_of(const descent__search_line *line, double t)
{
    return t * descent__vector_norm(line->step->dimension, line->direction);
}

static bool is_untold(const descent__search_line *line, double t)
{
    const double size = descent__vector_norm(line->step->dimension, line->step->x);
    return length_of(line, t) <= untold_roundings * DBL_EPSILON * size;
}

static descent_status compare(descent__search_line *line, const descent__search_trial *trial)
{
    const double rounded = rounding(line, trial->loss), promised = -line->promised;
    const double risen = trial->loss - line->start.loss;
    /* Of a loss and a slope that contradict each other, a trial may be sought beyond a point that has risen. */
    const bool nearer = isnan(line->risen.t) || trial->t < line->risen.t;
    if (nearer && risen > rounded && !is_untold(line, trial->t) &&
        promised / 4 * (promised / (risen + promised)) > plenty * rounded)
        line->risen = *trial;
    if (trial->t < line->risen.t && promised < little * rounded)
        return fail_by_disagreement(line, &line->risen, line->risen.t * line->start.slope);
    return DESCENT_SUCCESS;
}

/* A point that rounding has brought back to x is no trial; within bounds, whose arc may stay there, it is one. */
static bool stays(const descent__search_line *line)
{
    for (size_t i = 0; i < line->step->dimension; i++)
        if (line->point[i] != line->step->x[i])
            return false;
    return !line->box;
}

descent_status descent__line_try(descent__search_line *line, double t, bool slope, descent__search_trial *trial)
{
    const size_t n = line->step->dimension;
    const double *const x = line->step->x;
    *trial = (descent__search_trial){.t = t, .loss = NAN, .slope = NAN};
    if (line->trials == line->most_trials)
        return descent__line_fail(line);
    line->trials++;
    for (size_t i = 0; i < n; i++) {
        line->point[i] = x[i] + t * line->direction[i];
        if (line->box)
            line->point[i] = descent__modify_project(line->box, i, line->point[i]);
    }
    if (!descent__vector_is_finite(n, line->point))
        return DESCENT_SUCCESS; /* as a loss that is not finite */
    if (stays(line))
        return descent__line_fail(line);
    const descent_status status =
        descent_rule_evaluate(line->step, line->point, &trial->loss, slope ? line->gradient : NULL);
    if (status != DESCENT_SUCCESS)
        return status;
    if (slope)
        trial->slope = descent__vector_dot(n, line->gradient, line->direction);
    if (!isfinite(trial->loss))
        return DESCENT_SUCCESS;
    line->last = *trial;
    line->promised = promised_by_slope(line, t);
    return compare(line, trial);
}

bool descent__line_is_level(const descent__search_line *line, double loss)
{
    return isfinite(loss) && fabs(loss - line->start.loss) <= rounding(line, loss);
}

bool descent__line_falls(const descent__search_line *line, const descent__search_trial *trial)
{
    return trial->loss <= line->start.loss + line->decrease * trial->t * line->start.slope;
}

bool descent__line_falls_by_slope(const descent__search_line *line, const descent__search_trial *trial)
{
    return descent__line_is_level(line, trial->loss) && trial->slope <= (2 * line->decrease - 1) * line->start.slope;
}

/* How much the loss varies when x moves by some roundings: where terms cancel in it that is more than its size tells. */
static const size_t noise_looks = 32;
static const double noise_roundings = 64, spreads_of_noise = 4; /* no edges: only words */

static double noise(const descent__search_line *line)
{
    const size_t n = line->step->dimension;
    const double reach = noise_roundings * DBL_EPSILON * descent__vector_max_abs(n, line->step->x);
    double spread = 0, loss;
    if (!(reach > 0))
        return 0;
    for (size_t look = 0; look < noise_looks; look++) {
        descent__scatter_beside(n, line->step->x, reach, look, line->point);
        if (descent_rule_evaluate(line->step, line->point, &loss, NULL) != DESCENT_SUCCESS)
            return 0;
        spread = fmax(spread, fabs(loss - line->start.loss));
    }
    return spreads_of_noise * spread;
}

/*
 * The last finite trial is the nearest. If there the slope promises more than rounding hides, and the loss still rises or
 * falls by less than half of that, one of the two is wrong.
 */
descent_status descent__line_fail(const descent__search_line *line)
{
    const descent__search_trial *const last = &line->last;
    const double promised = last->t * line->start.slope, found = last->loss - line->start.loss;
    if (isnan(last->t) && line->trials == 1 && stays(line))
        return descent_fail(DESCENT_ENOCONVERGENCE,
                            "line search: rounding, no step along its direction, of slope %.3g, changes the point",
                            line->start.slope);
    if (isnan(last->t))
        return descent_fail(DESCENT_ENOCONVERGENCE, "line search: not finite, the loss at none of %zu trial points is",
                            line->trials);
    /* However large a loss has become that fell so far: rounding has not hidden that. */
    if (-found > rounding(line, last->loss) && descent__line_falls(line, last) && last->slope < 0)
        return descent_fail(
            DESCENT_ENOCONVERGENCE,
            "line search: limit of %zu trial%s, at the last of which the loss is lower by %.3g and still falls",
            line->trials, descent__plural(line->trials), -found);
    if (fabs(promised) <= rounding(line, last->loss) || is_untold(line, last->t))
        return fail_by_rounding(line, promised);
    const double nearby = 1e-4; /* of |x|, in which a slope that is right cannot change so much; no edge: only words */
    const double moved = length_of(line, last->t);
    const double size = descent__vector_norm(line->step->dimension, line->step->x);
    /* In units of 1 where x is small; but what goes far beyond x itself is not near it. */
    const bool is_near = moved <= nearby * size || (moved <= nearby && !(size > 0 && moved > size));
    if (found > promised / 2 && is_near)
        return fabs(promised) > noise(line) ? fail_by_disagreement(line, last, promised)
                                            : fail_by_rounding(line, promised);
    return descent_fail(DESCENT_ENOCONVERGENCE, "line search: limit of %zu trial%s", line->trials,
                        descent__plural(line->trials));
}

bool descent__line_rests(descent_rule_step *step)
{
    for (size_t i = 0; i < step->dimension; i++)
        if (step->gradient[i] != 0) /* NaN, too */
            return false;
    step->next_gradient = step->gradient;
    step->next_loss = step->loss;
    return true;
}

void descent__line_take(descent__search_line *line, const descent__search_trial *trial)
{
    const size_t n = line->step->dimension;
    descent__vector_copy(n, line->point, line->step->x);
    line->step->step_size = trial->t;
    line->step->next_loss = trial->loss;
    if (!isnan(trial->slope))
        line->step->next_gradient = line->gradient;
}
