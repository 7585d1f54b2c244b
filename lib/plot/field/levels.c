#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "base/vector.h"
#include "plot/field/field.h"
#include "plot/page/tics.h"

/* Above this bend, equal bands would leave most of the window in one colour. */
static const double straight_bend = 1.7;

/* Beyond this one, the lowest bands are thinner than the samples can show. */
static const double largest_bend = 5;

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The finite values in rising order; NULL without memory. */
static double *sort_values(const descent__field *field)
{
    double *sorted = malloc(field->finite * sizeof *sorted);
    if (!sorted)
        return NULL;
    size_t count = 0;
    for (size_t i = 0; i < field->across * field->up; i++)
        if (!isnan(field->values[i]))
            sorted[count++] = field->values[i];
    qsort(sorted, count, sizeof *sorted, by_value);
    return sorted;
}

static double quantile(const double *sorted, size_t count, double share)
{
    return sorted[(size_t)(share * (double)(count - 1))];
}

/* Equal bands whose limits are multiples of a round number. */
static void choose_equal(descent__levels *levels, double low, double high, size_t bands)
{
    const double width = descent__round_up((high - low) / (double)bands);
    const double first = floor(low / width + 1e-9);
    levels->count = (size_t)fmin(ceil(high / width - 1e-9) - first, (double)bands + 1);
    if (levels->count < 2)
        levels->count = 2;
    for (size_t i = 0; i <= levels->count; i++)
        levels->limits[i] = (first + (double)i) * width + 0.0;
}

/* Bands low + (high − low)·(i/n)^bend: limits rounded to a digit that is small beside their band. */
static void choose_bent(descent__levels *levels, double low, double high, double bend, size_t bands)
{
    size_t count = 0;
    for (size_t i = 0; i <= bands; i++) {
        const double raw = low + (high - low) * pow((double)i / (double)bands, bend);
        const double next = low + (high - low) * pow((double)(i ? i + 1 : 1) / (double)bands, bend);
        const double unit = pow(10, floor(log10((next - raw) / 2)));
        const double limit = i ? round(raw / unit) * unit : floor(raw / unit) * unit;
        if (isfinite(limit) && (count == 0 || limit > levels->limits[count - 1]))
            levels->limits[count++] = limit + 0.0; /* not −0 */
    }
    levels->count = count - 1;
}

/* A loss that is the same everywhere still gets two bands. */
static void choose_around(descent__levels *levels, double value)
{
    const double half = fmax(fabs(value) * 1e-3, 1e-300);
    levels->count = 2;
    levels->limits[0] = value - half;
    levels->limits[1] = value;
    levels->limits[2] = value + half;
}

static void choose_from(descent__levels *levels, const double *sorted, size_t finite, const descent_plot_view *view,
                        bool bent)
{
    const double middle = quantile(sorted, finite, 0.5);
    const double most = quantile(sorted, finite, 0.9);
    const double low = sorted[0];
    /* A pole at the window's edge must not take all the colours. */
    const double high = fmin(sorted[finite - 1], low + (bent ? 20 : 1.6) * (most - low));
    if (!(high - low > 1e-12 * fmax(fabs(low), fabs(high))) || !isfinite(high - low)) {
        choose_around(levels, low / 2 + high / 2);
        return;
    }
    const double bend = log((middle - low) / (high - low)) / log(0.5);
    if (!bent || !(bend > straight_bend))
        choose_equal(levels, low, high, view->bands);
    else
        choose_bent(levels, low, high, fmin(bend, largest_bend), view->bands);
}

descent_status descent__levels_choose(descent__levels *levels, const descent__field *field,
                                      const descent_plot_view *view, bool bent)
{
    if (view->levels) {
        levels->count = view->bands;
        memcpy(levels->limits, view->levels, (view->bands + 1) * sizeof(double));
        return DESCENT_SUCCESS;
    }
    if (!isnan(view->value_low)) {
        levels->count = view->bands;
        for (size_t i = 0; i <= view->bands; i++) {
            const double share = (double)i / (double)view->bands;
            levels->limits[i] = view->value_low * (1 - share) + view->value_high * share;
        }
        return DESCENT_SUCCESS;
    }
    if (field->finite == 0)
        return descent_fail(DESCENT_ENONFINITE, "the loss has no finite value anywhere in the window");
    double *sorted = sort_values(field);
    if (!sorted)
        return descent__fail_memory("samples of the loss", field->finite * sizeof *sorted);
    choose_from(levels, sorted, field->finite, view, bent);
    free(sorted);
    return DESCENT_SUCCESS;
}

size_t descent__levels_band(const descent__levels *levels, double value)
{
    if (isnan(value))
        return levels->count;
    size_t band = 0;
    while (band + 1 < levels->count && value >= levels->limits[band + 1])
        band++;
    return band;
}

double descent__levels_position(const descent__levels *levels, double value)
{
    if (isnan(value))
        return NAN;
    const size_t band = descent__levels_band(levels, value);
    const double low = levels->limits[band], high = levels->limits[band + 1];
    return (double)band + fmin(fmax((value - low) / (high - low), 0), 1);
}
