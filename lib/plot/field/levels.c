#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "base/vector.h"
#include "plot/field/field.h"
#include "plot/page/tics.h"

/* Above this bend, equal bands would leave most of the window in one colour. */
static const double straight_bend = 1.7;

/* What is so little beyond the outermost limit, of its band's width, is on it but for rounding. */
static const double on_limit = 1e-9;

/* Beyond this one, the lowest bands are thinner than the samples can show. */
static const double largest_bend = 5;

/* How far the bands go beyond nine tenths of the samples, in parts of what these take. */
static const double beyond = 1.6, beyond_bent = 20;

enum {
    most_bent = 24 /* bands of growing width: more cannot be told apart */
};

/* How much wider than wanted a band may be, to be a round number; and the finest beside the numbers themselves. */
static const double spare = 1.3, finest = 1e-13;

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

/* The largest of 1, 2, 5 times a power of ten that is not above `width` > 0. */
static double round_down(double width)
{
    const double power = pow(10, floor(log10(width) + 1e-9)), times = width / power * (1 + 1e-9);
    return power * (times >= 5 ? 5 : times >= 2 ? 2 : 1);
}

/*
 * Bands that follow low + (high − low)·(i/n)^bend: each limit is a multiple of a round number that suits its band, and no band
 * is narrower than the one below, so that the limits read as a row of round numbers.
 */
static void choose_bent(descent__levels *levels, double low, double high, double bend, size_t bands)
{
    const double range = high - low, n = (double)bands;
    double unit = descent__round_up(fmax(range * pow(1 / n, bend), finest * fmax(fabs(low), fabs(high))));
    double limit = floor(low / unit + 1e-9) * unit, width = 0;
    size_t count = 0;
    levels->limits[0] = limit + 0.0; /* not −0 */
    while (limit < high - 1e-9 * range && count < most_bent) {
        /* The number of the band that begins here, and how wide the formula would have it. */
        const double i = n * pow(fmax(limit - low, 0) / range, 1 / bend);
        const double wanted = range * (pow((i + 1) / n, bend) - pow(i / n, bend));
        unit = fmax(unit, round_down(spare * wanted));
        double next = (floor(limit / unit + 1e-9) + 1) * unit;
        if (next - limit < width * (1 - 1e-9))
            next += unit;
        width = next - limit;
        limit = next;
        levels->limits[++count] = limit + 0.0;
    }
    levels->count = count;
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
                        bool bent, bool poles)
{
    const double middle = quantile(sorted, finite, 0.5);
    const double most = quantile(sorted, finite, 0.9), least = poles ? quantile(sorted, finite, 0.1) : sorted[0];
    const double low = fmax(sorted[0], most - beyond * (most - least));
    /* A pole at the window's edge must not take all the colours. */
    const double high = fmin(sorted[finite - 1], least + (bent ? beyond_bent : beyond) * (most - least));
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

static descent_status choose(descent__levels *levels, const descent__field *field, const descent_plot_view *view,
                             bool bent)
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
    const size_t samples = field->across * field->up;
    size_t finite;
    double *sorted = descent__sort_numbers(field->values, samples, &finite);
    if (!sorted)
        return descent__fail_memory("samples of the loss", samples * sizeof *sorted);
    choose_from(levels, sorted, finite, view, bent, field->poles > 0);
    free(sorted);
    return DESCENT_SUCCESS;
}

void descent__levels_note_beyond(descent__levels *levels, const descent__field *field)
{
    const double *const limits = levels->limits;
    const double low = limits[0] - on_limit * (limits[1] - limits[0]);
    const double high = limits[levels->count] + on_limit * (limits[levels->count] - limits[levels->count - 1]);
    for (size_t i = 0; i < field->across * field->up; i++) {
        levels->lower = levels->lower || field->values[i] < low;
        levels->higher = levels->higher || field->values[i] > high;
    }
}

descent_status descent__levels_choose(descent__levels *levels, const descent__field *field,
                                      const descent_plot_view *view, bool bent)
{
    *levels = (descent__levels){0};
    const descent_status status = choose(levels, field, view, bent);
    if (status == DESCENT_SUCCESS)
        descent__levels_note_beyond(levels, field); /* a surface is cut off there, and must say so, too */
    return status;
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
