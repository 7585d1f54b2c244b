#include "trajectory/contraction.h"

#include <math.h>

#include "trajectory/rest.h"
#include "trajectory/tolerances.h"
#include "trajectory/turning.h"

/* Inner product of steps i and j (differences of points), each divided by `scale`. */
static double product(const descent__series *series, size_t i, size_t j, double scale)
{
    const size_t n = series->n;
    const double *a = descent__series_point(series, i);
    const double *b = descent__series_point(series, j);
    double sum = 0;
    for (size_t c = 0; c < n; c++)
        sum += (a[n + c] - a[c]) / scale * ((b[n + c] - b[c]) / scale);
    return sum;
}

/* Weighted sums for Δ₂ ≈ aΔ₁ + bΔ₀. */
typedef struct recurrence_sums {
    double s11, s10, s00, s21, s20, s22;
} recurrence_sums;

static recurrence_sums sum_up(const descent__series *series, const descent__motion *motion, size_t first, size_t last)
{
    recurrence_sums sums = {0};
    for (size_t k = first; k + 2 < last; k++) {
        const double scale = fmax(motion->lengths[k + 1], motion->lengths[k]);
        if (!(scale > 0))
            continue;
        sums.s11 += product(series, k + 1, k + 1, scale);
        sums.s10 += product(series, k + 1, k, scale);
        sums.s00 += product(series, k, k, scale);
        sums.s21 += product(series, k + 2, k + 1, scale);
        sums.s20 += product(series, k + 2, k, scale);
        sums.s22 += product(series, k + 2, k + 2, scale);
    }
    return sums;
}

/* Modulus of the larger root of μ² = aμ + b, with the sign of a real one. */
static double dominant_root(double a, double b)
{
    const double discriminant = a * a / 4 + b;
    if (discriminant < 0)
        return sqrt(-b);
    return a >= 0 ? a / 2 + sqrt(discriminant) : a / 2 - sqrt(discriminant);
}

static void fit_recurrence(const descent__series *series, const descent__motion *motion,
                           descent__contraction *contraction)
{
    const size_t steps = contraction->last; /* steps 0 … last − 1 */
    size_t window = steps / 3 > descent__least_window ? steps / 3 : descent__least_window;
    window = window < descent__longest_window ? window : descent__longest_window;
    if (steps < descent__trend_moves)
        return;
    const size_t first = steps > window ? steps - window : 0;
    const recurrence_sums s = sum_up(series, motion, first, steps);
    if (!(s.s11 > 0) || !(s.s22 > 0))
        return;
    const double single = s.s21 / s.s11;
    const double single_misfit = sqrt(fmax(0, s.s22 - single * s.s21) / s.s22);
    contraction->rate = single;
    contraction->misfit = single_misfit;
    const double determinant = s.s11 * s.s00 - s.s10 * s.s10;
    if (single_misfit > descent__linear_misfit && determinant > descent__parallel_steps * s.s11 * s.s00) {
        const double a = (s.s21 * s.s00 - s.s20 * s.s10) / determinant;
        const double b = (s.s20 * s.s11 - s.s21 * s.s10) / determinant;
        const double misfit = sqrt(fmax(0, s.s22 - a * s.s21 - b * s.s20) / s.s22);
        if (misfit < descent__second_mode * single_misfit) {
            contraction->rate = dominant_root(a, b);
            contraction->misfit = misfit;
            contraction->gap = a * a / 4 + b < 0 ? sqrt(1 - a - b) : (double)NAN;
        }
    }
    contraction->linear = contraction->misfit <= descent__linear_misfit;
}

/* Mean slope of ln e over k in part `part` of `parts`; *middle is the step number there. */
static double slope_of(const double *values, size_t begin, size_t end, uint64_t first, double *middle)
{
    *middle = (double)first + ((double)begin + (double)end) / 2;
    return (log(values[end]) - log(values[begin])) / (double)(end - begin);
}

descent_law descent__law_of(const double *values, size_t count, uint64_t first, double *rate, double *exponent)
{
    *rate = NAN;
    *exponent = NAN;
    if (count < descent__law_values)
        return DESCENT_LAW_UNKNOWN;
    const size_t begin = count / 4;
    const size_t middle = (begin + count - 1) / 2;
    double early_step;
    double late_step;
    const double early = slope_of(values, begin, middle, first, &early_step);
    const double late = slope_of(values, middle, count - 1, first, &late_step);
    if (!(early < 0) || !(late < 0))
        return DESCENT_LAW_UNKNOWN;
    const double geometric = fabs(log(late / early));
    const double power = fabs(log(late * late_step / (early * early_step)));
    *rate = exp(late);
    /* A power needs room to show itself: over a fifth more steps a factor looks the same. */
    if (geometric <= descent__geometric_change && geometric <= power)
        return DESCENT_LAW_GEOMETRIC;
    if (power <= descent__power_change && power < geometric) {
        *exponent = late * late_step;
        return DESCENT_LAW_POWER;
    }
    return DESCENT_LAW_UNKNOWN;
}

static void judge_lengths(descent__arena *work, const descent__series *series, const descent__motion *motion,
                          descent__contraction *contraction)
{
    const size_t count = contraction->last;
    double *envelope = descent__arena_numbers(work, count);
    if (!envelope || count < 2)
        return;
    /* The envelope: no later step is longer. */
    double largest = 0;
    for (size_t k = count; k-- > 0;) {
        largest = fmax(largest, motion->lengths[k]);
        envelope[k] = largest;
    }
    double factor;
    double exponent;
    contraction->fall = largest > 0 ? envelope[count - 1] / envelope[count / 4] : NAN;
    contraction->envelope = contraction->law = descent__law_of(envelope, count, series->first_step, &factor, &exponent);
    const double length = motion->lengths[count - 1];
    if (contraction->law == DESCENT_LAW_POWER) {
        const bool flips = descent__alternates(motion->cosine);
        contraction->exponent = flips ? exponent : exponent + 1;
        contraction->remaining = flips           ? length / 2
                                 : exponent < -1 ? length * (double)(series->first_step + count) / (-1 - exponent)
                                                 : INFINITY;
        contraction->rate = (flips ? -1 : 1) * factor;
        return;
    }
    if (!contraction->linear && isfinite(factor))
        contraction->rate = descent__alternates(motion->cosine) ? -factor : factor;
    if (contraction->linear && contraction->law == DESCENT_LAW_UNKNOWN && fabs(contraction->rate) < 1)
        contraction->law = DESCENT_LAW_GEOMETRIC;
    if (fabs(contraction->rate) < 1)
        contraction->remaining =
            length * fabs(contraction->rate) / (contraction->gap > 0 ? contraction->gap : 1 - contraction->rate);
}

void descent__contraction_measure(descent__arena *work, const descent__series *series, const descent__motion *motion,
                                  descent__contraction *contraction)
{
    *contraction =
        (descent__contraction){.rate = NAN, .misfit = NAN, .gap = NAN, .exponent = NAN, .fall = NAN, .remaining = NAN};
    contraction->last = motion->live - 1; /* steps above rounding */
    if (motion->count < descent__turn_points || contraction->last < 1)
        return;
    fit_recurrence(series, motion, contraction);
    judge_lengths(work, series, motion, contraction);
    const bool shorter = motion->length_last < descent__clearly_shorter * motion->length_before;
    /* A rotation obeys a linear recurrence, too, with a factor of 1 but for its misfit. */
    const double least_fall = descent__neutral_misfits * (contraction->misfit + descent__exact_return);
    contraction->contracting = (contraction->linear && fabs(contraction->rate) < 1 - least_fall) ||
                               (shorter && contraction->law != DESCENT_LAW_UNKNOWN) ||
                               motion->length_last < descent__halved * motion->length_before;
}

bool descent__contraction_is_summable(const descent__contraction *contraction, bool alone)
{
    /* Of steps ~ k^−1 the sum has no limit; a power that cannot be told from it promises none. */
    const double least_exponent = alone ? descent__summable_alone : descent__summable_power;
    return contraction->law != DESCENT_LAW_POWER || contraction->exponent < least_exponent;
}
