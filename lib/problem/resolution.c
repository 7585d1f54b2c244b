#include "problem/resolution.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "problem/extrapolation.h" /* the widths */
#include "problem/tolerances.h"

double descent__difference_error(const descent_problem *problem, const double *x, double loss)
{
    double narrow = 0;
    for (size_t i = 0; i < problem->dimension; i++)
        narrow = hypot(narrow, 1 / descent__difference_step(problem, x[i]));
    return descent__function_error * fabs(loss) * narrow;
}

enum {
    widths = 8,        /* from a tenth of the point's size down to those of the run, 6e-6 */
    sums_compared = 5, /* but the widest, in which the loss may do anything */
    widths_needed = 4  /* two extrapolated slopes to compare, and three changes to see noise in */
};

/* Central differences at shrinking widths. */
typedef struct differences {
    size_t count;                                          /* since the last width at which a loss was not finite */
    double width[widths], slope[widths], rounding[widths]; /* of a loss, its argument's own rounding included */
    double sum[widths];                                    /* of the two losses */
    double quantum;                                        /* what losses differ by at least; 0 if that is not seen */
} differences;

/* The largest of three numbers, the narrowest last, if they do not fall from each to the next by this ratio, as what is smooth does; else 0. */
static double unless_falling(const double *values, double ratio)
{
    const bool falls = values[2] <= ratio * values[1] && values[1] <= ratio * values[0];
    return falls ? 0 : fmax(values[0], fmax(values[1], values[2]));
}

/* What the sums of two losses at three widths leave beside their curvature, or 0 within rounding; the k-th narrowest. */
static double rest_of_sums(const differences *d, size_t k)
{
    const double shrink = 1 / (descent__width_ratio * descent__width_ratio);
    const double *const sum = d->sum + d->count - 3 - k;
    const double rest = fabs((sum[0] - sum[1]) - shrink * (sum[1] - sum[2]));
    return rest > descent__sum_roundings * d->rounding[d->count - 3 - k] ? rest : 0;
}

/* The same by sums of two losses. What they leave falls with the fourth power of the width where the loss is smooth, and not to nothing at
 * once either, as it does where it is a step or two of the losses. */
static double scatter_of_sums(const differences *d)
{
    double noise = 0, narrower = d->count >= 3 ? rest_of_sums(d, 0) : 0;
    for (size_t k = 1; k < sums_compared && d->count >= k + 3; k++) {
        const double rest = rest_of_sums(d, k);
        const double seen = descent__sum_roundings * d->rounding[d->count - 3 - k];
        if (narrower > descent__smooth_sum * rest)
            noise = fmax(noise, narrower);
        else if (fmax(narrower, seen) < descent__smooth_sum_least * rest)
            noise = fmax(noise, rest);
        narrower = rest;
    }
    return noise / descent__scatter_of_sum;
}

/*
 * What the losses scatter by, beyond the rounding that they are granted: the change of the slope, times the width, falls with its third
 * power where the loss is smooth. 0 where it does. Where losses are multiples of something, slopes at several widths may be the same by
 * chance; their sums are then not.
 */
static double scatter(const differences *d)
{
    double change[3];
    for (size_t k = 0; k < 3; k++) {
        const size_t at = d->count - 3 + k;
        change[k] = fmax(fabs(d->slope[at] - d->slope[at - 1]) * d->width[at] - 2 * d->rounding[at], 0);
    }
    return fmax(fmax(unless_falling(change, descent__smooth_change), scatter_of_sums(d)), d->quantum);
}

/* Where narrow differences are exactly zero and wide ones are not, the losses are coarser than they look, as in single
 * precision: such widths see nothing, and the narrowest that does may see no more than one step of the losses. Fewer than
 * `widths_needed` are never left. */
static void drop_blind(differences *d)
{
    size_t seeing = d->count;
    while (seeing > 0 && !(fabs(d->slope[seeing - 1]) > 0))
        seeing--;
    if (seeing >= widths_needed && seeing < d->count)
        d->quantum = fmax(2 * fabs(d->slope[seeing - 1]) * d->width[seeing - 1] - 2 * d->rounding[seeing - 1], 0);
    if (seeing > 0)
        d->count = seeing > widths_needed ? seeing : d->count < widths_needed ? d->count : widths_needed;
}

/* A slope that finer differences contradict has not seen what the loss does at x. */
static double contradiction(const differences *d, size_t from, double slope)
{
    double worst = 0;
    for (size_t k = from; k < d->count; k++)
        worst = fmax(worst, fabs(slope - d->slope[k]) - fabs(d->slope[k] - d->slope[k - 1]) -
                                2 * d->rounding[k] / d->width[k]);
    return worst;
}

/* The best of the slopes extrapolated from two neighbouring widths (Richardson, 1911): its error is what the next wider
 * pair, which errs 256 times as much, says otherwise, and what rounding leaves. */
static double settle(const differences *d, double *slope, double *error)
{
    const double shrink = 1 / (descent__width_ratio * descent__width_ratio);
    double before = NAN;
    *slope = d->count > 0 ? d->slope[d->count - 1] : NAN;
    *error = INFINITY;
    if (d->count < widths_needed)
        return 0;
    const double noise = scatter(d);
    for (size_t k = 1; k < d->count; k++) {
        const double value = (shrink * d->slope[k] - d->slope[k - 1]) / (shrink - 1);
        const double left = (noise + d->rounding[k]) / d->width[k] + fabs(value - before);
        before = value;
        if (!(left < *error))
            continue;
        const double whole = fmax(left, contradiction(d, k + 1, value));
        if (whole < *error) {
            *error = whole;
            *slope = value;
        }
    }
    return noise;
}

/* Does the number fit into single precision? */
static bool is_single(double value)
{
    return fabs(value) <= FLT_MAX && (double)(float)value == value;
}

static descent_status resolve(descent__evaluator *evaluator, const double *x, size_t i, double *shifted,
                              differences *found)
{
    const double scale = evaluator->problem.scale > 0 ? evaluator->problem.scale : 1;
    double width = descent__first_width * fmax(fabs(x[i]), scale);
    bool single = true;
    found->count = 0;
    found->quantum = 0;
    for (size_t k = 0; k < widths; k++, width *= descent__width_ratio) {
        double above, below;
        const double right = x[i] + width, left = x[i] - width;
        shifted[i] = right;
        descent_status status = descent__evaluate_loss(evaluator, shifted, &above);
        shifted[i] = left;
        if (status == DESCENT_SUCCESS)
            status = descent__evaluate_loss(evaluator, shifted, &below);
        shifted[i] = x[i];
        if (status != DESCENT_SUCCESS)
            return status;
        if (!isfinite(above - below)) {
            found->count = 0;
            continue;
        }
        single = single && is_single(above) && is_single(below);
        const size_t at = found->count++;
        found->width[at] = right / 2 - left / 2;
        found->slope[at] = (above - below) / (right - left);
        found->sum[at] = above + below;
        found->rounding[at] =
            descent__function_error * (fmax(fabs(above), fabs(below)) + fabs(found->slope[at]) * (fabs(x[i]) + width));
    }
    /* Losses that all fit into single precision were rounded to it: no others do at eight widths. */
    for (size_t k = 0; single && k < found->count; k++)
        found->rounding[k] *= FLT_EPSILON / DBL_EPSILON;
    return DESCENT_SUCCESS;
}

descent_status descent__resolve_gradient(descent__evaluator *evaluator, const double *x, double *gradient,
                                         descent__resolution *resolution, double *shifted)
{
    const size_t n = evaluator->problem.dimension;
    *resolution = (descent__resolution){0};
    descent__vector_copy(n, x, shifted);
    descent_status status = descent__evaluator_allows(evaluator, 2 * widths * (uint64_t)n);
    for (size_t i = 0; status == DESCENT_SUCCESS && i < n; i++) {
        differences found;
        double own;
        status = resolve(evaluator, x, i, shifted, &found);
        drop_blind(&found);
        const double noise = settle(&found, &gradient[i], &own);
        resolution->error = hypot(resolution->error, own);
        resolution->scatter = fmax(resolution->scatter, noise);
    }
    return status;
}
