#include "plot/field/profile.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/status.h"
#include "base/vector.h"
#include "plot/field/field.h"
#include "problem/pole.h"

enum {
    reach = 2,         /* samples to both sides of one, between which a pole is looked for */
    most_nearer = 1000 /* halvings of the way to a pole, until the curve is out of the window */
};

/* Where a loss has poles, its window shows this part of the samples: a tenth to each side, be it of 1/x or of 1/x², is far off. No edge. */
static const double shown = 0.8;

static double place_of(const descent__profile *profile, size_t sample)
{
    const double share = (double)sample / (double)(profile->count - 1);
    return profile->ends[0] * (1 - share) + profile->ends[1] * share;
}

static double ask(const descent__profile *profile, double x)
{
    double loss = NAN;
    const descent_status status =
        descent__evaluate_loss(profile->evaluator, descent__slice_lift(profile->slice, (const double[2]){x, 0}), &loss);
    return status == DESCENT_SUCCESS && isfinite(loss) ? loss : NAN;
}

/* ---- poles ---- */

typedef struct profile_way {
    const descent__profile *profile;
    double from, to;
} profile_way;

static double place_on(const profile_way *w, double part)
{
    return w->from * (1 - part) + w->to * part;
}

static double loss_on(double part, void *context)
{
    const profile_way *const w = context;
    return ask(w->profile, place_on(w, part));
}

/* How unlike a parabola the loss is around a sample; infinite if it has no value there, 0 if it is not known. */
static double change_around(const descent__profile *profile, size_t sample)
{
    const double *const loss = profile->losses + sample;
    if (isnan(loss[-2]) || isnan(loss[2]))
        return 0;
    const double change =
        fabs(loss[1] - loss[-2] - 3 * (loss[0] - loss[-1])) + fabs(loss[2] - loss[-1] - 3 * (loss[1] - loss[0]));
    return isnan(change) ? INFINITY : change;
}

/* Is that of a sample the largest around? Of equal ones, the first. */
static bool is_largest(const double *changes, size_t count, size_t sample)
{
    for (size_t other = sample > reach ? sample - reach : 0; other <= sample + reach && other < count; other++)
        if (other < sample ? changes[other] >= changes[sample] : changes[other] > changes[sample])
            return false;
    return changes[sample] > 0;
}

static void look_for_pole(descent__profile *profile, size_t sample)
{
    profile_way w = {
        .profile = profile, .from = place_of(profile, sample - reach), .to = place_of(profile, sample + reach)};
    if (fabs(w.to) < fabs(w.from))
        w = (profile_way){.profile = profile, .from = w.to, .to = w.from};
    const double resolution = DBL_EPSILON * fmax(fabs(w.from) / fabs(w.to - w.from), DBL_EPSILON);
    const descent__pole pole = descent__pole_between(loss_on, &w, resolution);
    if (pole.near != 0)
        profile->poles[profile->pole_count++] = place_on(&w, pole.at);
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Beside those samples where the loss changes most. */
static descent_status find_poles(descent__profile *profile)
{
    const size_t bytes = descent__array_bytes(2, profile->count, sizeof(double));
    double *const changes = calloc(1, bytes);
    if (!changes)
        return descent__fail_memory("changes of the loss", bytes);
    double *const peaks = changes + profile->count;
    size_t count = 0;
    for (size_t i = reach; i + reach < profile->count; i++)
        changes[i] = change_around(profile, i);
    for (size_t i = 0; i < profile->count; i++)
        if (is_largest(changes, profile->count, i))
            peaks[count++] = changes[i];
    qsort(peaks, count, sizeof *peaks, by_value);
    const double least = count > descent__most_poles ? peaks[count - descent__most_poles] : 0;
    for (size_t i = 0, looks = 0; i < profile->count && looks < descent__most_poles; i++)
        if (changes[i] >= least && is_largest(changes, profile->count, i)) {
            look_for_pole(profile, i);
            looks++;
        }
    free(changes);
    qsort(profile->poles, profile->pole_count, sizeof *profile->poles, by_value);
    return DESCENT_SUCCESS;
}

/* ---- the curve ---- */

descent_status descent__profile_open(descent__profile *profile, descent__evaluator *evaluator,
                                     const descent__slice *slice, const descent__window *window, size_t count)
{
    *profile = (descent__profile){.evaluator = evaluator, .slice = slice, .count = count};
    profile->ends[0] = window->low[0];
    profile->ends[1] = window->high[0];
    const size_t bytes = descent__array_bytes(count, 1, sizeof(double));
    profile->losses = malloc(bytes);
    if (!profile->losses)
        return descent__fail_memory("samples of the loss", bytes);
    for (size_t i = 0; i < count; i++)
        profile->losses[i] = ask(profile, place_of(profile, i));
    return find_poles(profile);
}

void descent__profile_close(descent__profile *profile)
{
    free(profile->losses);
    *profile = (descent__profile){0};
}

descent_status descent__profile_include(const descent__profile *profile, descent__window *window)
{
    const size_t bytes = descent__array_bytes(profile->count, 1, sizeof(double));
    size_t count;
    double *const sorted = descent__sort_numbers(profile->losses, profile->count, &count);
    if (!sorted)
        return descent__fail_memory("samples of the loss", bytes);
    const size_t left_out = profile->pole_count > 0 ? (size_t)((1 - shown) / 2 * (double)count) : 0;
    if (count > 0) {
        window->low[1] = fmin(window->low[1], sorted[left_out]);
        window->high[1] = fmax(window->high[1], sorted[count - 1 - left_out]);
    }
    free(sorted);
    return DESCENT_SUCCESS;
}

/* Between a sample and a pole, until the loss is not in the window: points that are ever nearer to the pole by a half, or ever farther. */
static void add_branch(const descent__profile *profile, const descent__window *window, size_t sample, double pole,
                       bool back, descent__script *script)
{
    const double apart = pole - place_of(profile, sample);
    int nearest = 0;
    double loss = profile->losses[sample];
    while (loss >= window->low[1] && loss <= window->high[1] && nearest < most_nearer)
        loss = ask(profile, pole - ldexp(apart, -++nearest));
    for (int k = 1; k <= nearest; k++) {
        const double x = pole - ldexp(apart, back ? k - nearest - 1 : -k);
        loss = ask(profile, x);
        if (!isnan(loss))
            descent__script_add(script, "%.17g %.17g\n", x, loss);
    }
}

/* A pole, or more of them, between two samples. */
static void add_pole(const descent__profile *profile, const descent__window *window, const size_t samples[2],
                     const double poles[2], descent__script *script)
{
    if (!isnan(profile->losses[samples[0]]))
        add_branch(profile, window, samples[0], poles[0], false, script);
    descent__script_add(script, "\n");
    add_branch(profile, window, samples[1], poles[1], true, script);
}

void descent__profile_add(const descent__profile *profile, const descent__window *window, descent__script *script)
{
    size_t last = 0, pole = 0;
    for (size_t i = 0; i < profile->count; i++) {
        if (isnan(profile->losses[i]))
            continue;
        const double x = place_of(profile, i);
        const size_t first = pole;
        while (pole < profile->pole_count && profile->poles[pole] < x)
            pole++;
        if (pole > first)
            add_pole(profile, window, (const size_t[2]){last, i},
                     (const double[2]){profile->poles[first], profile->poles[pole - 1]}, script);
        else if (i > last + 1)
            descent__script_add(script, "\n");
        descent__script_add(script, "%.17g %.17g\n", x, profile->losses[i]);
        last = i;
    }
}
