#include "trajectory/lyapunov.h"

#include <assert.h>
#include <math.h>

void descent__stretches_take(descent__stretches *stretches, double logarithm)
{
    assert(descent__stretches_wanted(stretches));
    stretches->sums[stretches->steps / stretches->batch_steps] += logarithm;
    stretches->total += logarithm;
    stretches->steps++;
    stretches->sum += stretches->total;
    stretches->weighted += (double)stretches->steps * stretches->total;
    stretches->squares += stretches->total * stretches->total;
    if (stretches->steps == descent__batches * stretches->batch_steps / 2)
        stretches->half_total = stretches->total;
}

/*
 * Do the logarithms rise or fall along a straight line? On a torus their sum swings to and fro, or with shear grows like a
 * logarithm, most of it in the first half; a spiral's falls steadily, however slowly, between its swings.
 */
static bool is_steady(const descent__stretches *s)
{
    const double n = (double)s->steps, mean = (n + 1) / 2, spread = n * (n * n - 1) / 12;
    const double together = s->weighted - mean * s->sum, slope = together / spread;
    const double rest = fmax(0, s->squares - s->sum * s->sum / n - slope * together);
    const double error = sqrt(rest / (n - 2) / spread);
    if (fabs(slope) <= descent__certain_slope * error + descent__rate_rounding / n)
        return false;
    return slope < 0 || s->total - s->half_total >= descent__later_share * s->total;
}

descent__exponent descent__exponent_unknown(void)
{
    return (descent__exponent){.value = NAN, .half_width = NAN, .late = NAN};
}

descent__exponent descent__stretches_exponent(const descent__stretches *stretches)
{
    const double batches = descent__batches;
    const size_t late_batches = descent__batches / descent__quarters;
    double sum = 0, squares = 0, late = 0;
    if (stretches->steps == 0 || descent__stretches_wanted(stretches))
        return descent__exponent_unknown();
    for (size_t i = 0; i < descent__batches; i++)
        sum += stretches->sums[i] / (double)stretches->batch_steps;
    const double mean = sum / batches;
    for (size_t i = 0; i < descent__batches; i++) {
        const double off = stretches->sums[i] / (double)stretches->batch_steps - mean;
        squares += off * off;
    }
    for (size_t i = descent__batches - late_batches; i < descent__batches; i++)
        late += stretches->sums[i] / (double)(late_batches * stretches->batch_steps);
    return (descent__exponent){
        .value = mean,
        .late = late,
        .half_width = descent__student * sqrt(squares / (batches - 1) / batches),
        .steps = stretches->steps,
        .steady = is_steady(stretches),
    };
}

descent__exponent descent__exponent_of(const double *logarithms, size_t count)
{
    descent__stretches stretches = {.batch_steps = count / descent__batches};
    for (size_t k = count - descent__batches * stretches.batch_steps; k < count; k++)
        descent__stretches_take(&stretches, logarithms[k]);
    return descent__stretches_exponent(&stretches);
}

void descent__exponent_interval(const descent__exponent *exponent, double *low, double *high)
{
    const double steps = (double)exponent->steps;
    /* Where they separate; on tori all batches see the same shear. */
    const bool separates = exponent->value > exponent->half_width;
    const double half_width = (separates ? descent__batch_correlation : 1) * exponent->half_width;
    *low = exponent->value - fmax(half_width, fmax(1, log(steps)) / steps);
    *high = exponent->value + fmax(half_width, 1 / steps);
}

bool descent__exponent_lasts(const descent__exponent *exponent)
{
    return exponent->late >= descent__lasting_exponent * exponent->value;
}

double descent__twin_distance(double extent, double size)
{
    return fmax(descent__twin_of_extent * extent, descent__twin_of_size * size);
}

double descent__twin_distance_within(double extent, double narrowest, double size)
{
    return fmax(fmin(descent__twin_of_extent * extent, descent__twin_of_narrowest * narrowest),
                descent__twin_of_size * size);
}

bool descent__exponent_separates(const descent__exponent *exponent)
{
    if (exponent->steps < descent__batches)
        return false;
    const double steps = (double)exponent->steps;
    return exponent->value * steps > descent__beyond_shear * descent__shear * log(steps) &&
           exponent->value > exponent->half_width;
}

descent__separation descent__exponent_judge(const descent__exponent *exponent)
{
    if (exponent->steps < descent__neighbour_steps)
        return DESCENT__SEPARATION_UNKNOWN;
    if (descent__exponent_separates(exponent))
        return DESCENT__SEPARATION_EXPONENTIAL;
    const double steps = (double)exponent->steps, total = exponent->value * steps;
    return !exponent->steady && total <= descent__shear * log(steps) && total >= -descent__drawn_together &&
                   exponent->half_width * steps <= descent__scattered
               ? DESCENT__SEPARATION_SHEAR
               : DESCENT__SEPARATION_UNKNOWN;
}

bool descent__momentum_rings_on(double momentum, double steps)
{
    const double beta = fabs(momentum);
    return beta < 1 && -log(beta) * steps < descent__relaxations; /* without momentum the logarithm is infinite */
}
