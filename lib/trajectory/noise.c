#include "trajectory/noise.h"

#include <math.h>

#include "base/vector.h"
#include "trajectory/tolerances.h"

/*
 * In a quadratic valley the correlation from step to step is 1 − ηλ and the variance ησ²/(λ(2 − ηλ)) (Mandt, Hoffman and
 * Blei 2017, section 4).
 */
descent__noise_floor descent__noise_hovering(const descent__series *series, const descent__motion *motion, double *mean)
{
    enum {
        fewest_points = 32 /* so that the correlation of 16 pairs tells 0 from 1 */
    };
    descent__noise_floor noise = {.floor = NAN, .floor_half = NAN};
    const size_t half = series->count / 2;
    double square = 0, product = 0;
    if (series->count < fewest_points)
        return noise;
    descent__series_mean(series, half, mean);
    for (size_t row = half; row + 1 < series->count; row++) {
        const double *const x = descent__series_point(series, row);
        for (size_t i = 0; i < series->n; i++) {
            const double deviation = (x[i] - mean[i]) / motion->half;
            square += deviation * deviation;
            product += deviation * ((x[series->n + i] - mean[i]) / motion->half);
        }
    }
    noise.floor = motion->half * sqrt(square / (double)(series->count - 1 - half));
    const double eta_lambda = 1 - product / square;
    if (eta_lambda > 0 && eta_lambda < 2 && motion->straightness < descent__hovering)
        noise.floor_half = noise.floor * sqrt(0.5 * (2 - eta_lambda) / (2 - 0.5 * eta_lambda));
    return noise;
}

/* m steps that have nothing to do with each other lead √(m⟨Δ²⟩) far, in the root mean square; with momentum β their correlation is β^k, k
 * steps apart, and the sum of all of them (1 + β)/(1 − β).
 * Where there is no motion, or friction, there is no number that a way could exceed. */
bool descent__noise_is_outrun(const descent__series *series, const descent__motion *motion, double momentum)
{
    const size_t half = series->count / 2;
    const double kept = fabs(momentum);
    double square = 0;
    for (size_t k = half; k + 1 < series->count; k++)
        square += (motion->lengths[k] / motion->half) * (motion->lengths[k] / motion->half);
    const double way = descent__vector_distance(series->n, descent__series_point(series, half),
                                                descent__series_point(series, series->count - 1)) /
                       motion->half;
    return way > descent__outrun_deviations * sqrt(square * (1 + kept) / (1 - kept));
}

double descent__noise_level(size_t n, size_t count, const double *answers)
{
    double variance = 0;
    if (count < 2)
        return NAN;
    for (size_t i = 0; i < n; i++) {
        double mean = 0;
        for (size_t k = 0; k < count; k++)
            mean += answers[k * n + i] / (double)count;
        for (size_t k = 0; k < count; k++) {
            const double off = answers[k * n + i] - mean;
            variance += off * off / (double)(count - 1);
        }
    }
    return sqrt(variance);
}

bool descent__answers_take_turns(const double *answers, size_t count)
{
    for (size_t period = 1; 2 * period <= count; period++) {
        bool again = true;
        for (size_t k = period; k < count && again; k++)
            again = answers[k] >= answers[k - period] && answers[k] <= answers[k - period];
        if (again)
            return true;
    }
    return false;
}
