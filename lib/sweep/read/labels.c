#include "sweep/read/labels.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <descent/sweep.h>

#include "base/call.h"
#include "base/clones.h"
#include "base/status.h"
#include "base/vector.h"

size_t descent__labels_bytes(size_t dimension, size_t limit)
{
    const size_t each = 2 * sizeof(double) + 2 * sizeof(size_t) + sizeof(uint32_t) + sizeof(unsigned);
    const size_t points = descent__array_bytes(dimension, limit, sizeof(double));
    const size_t rest = descent__array_bytes(limit, 1, each);
    return points == 0 || rest == 0 ? 0 : points + rest; /* each is half of all memory at most */
}

descent_status descent__labels_open(descent__labels *labels, size_t dimension, size_t limit)
{
    *labels = (descent__labels){.dimension = dimension, .limit = limit};
    const size_t bytes = descent__labels_bytes(dimension, limit);
    labels->storage = bytes == 0 ? NULL : descent__take(bytes);
    if (!labels->storage)
        return descent__fail_memory("labels of a sweep", bytes);
    labels->x = labels->storage;
    labels->tolerance = labels->x + limit * dimension;
    labels->projection = labels->tolerance + limit;
    labels->runs = (size_t *)(void *)(labels->projection + limit);
    labels->first_run = labels->runs + limit;
    labels->order = (uint32_t *)(void *)(labels->first_run + limit);
    labels->period = (unsigned *)(void *)(labels->order + limit);
    return DESCENT_SUCCESS;
}

void descent__labels_close(descent__labels *labels)
{
    descent__give(labels->storage);
    *labels = (descent__labels){0};
}

void descent__labels_clear(descent__labels *labels)
{
    labels->count = 0;
    labels->largest_tolerance = 0;
}

static bool is_same(const descent__labels *labels, size_t label, const double *x, double tolerance, unsigned period)
{
    const double *const other = labels->x + label * labels->dimension;
    const double limit = fmax(tolerance, labels->tolerance[label]);
    if (labels->period[label] != period)
        return false;
    for (size_t i = 0; i < labels->dimension; i++)
        if (!(fabs(x[i] - other[i]) <= limit))
            return false;
    return true;
}

/* Mean of the coordinates, with different weights, so that mirror images differ. Weights are between ½ and 1, so the
 * mean moves by at most as much as the coordinate that moves most. */
static double project(size_t n, const double *x)
{
    const double golden = 0.6180339887498949;
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        const double turn = (double)(i + 1) * golden;
        sum += (0.5 + 0.5 * (turn - floor(turn))) * (x[i] / (double)n);
    }
    return sum;
}

/* Place of the first projection that is not below `value`. */
static size_t lower_bound(const descent__labels *labels, double value)
{
    size_t low = 0, high = labels->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (labels->projection[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t add(descent__labels *labels, const double *x, double tolerance, unsigned period, double projection)
{
    const size_t label = labels->count, place = lower_bound(labels, projection);
    assert(label <= labels->limit);
    if (label == labels->limit)
        return DESCENT_SWEEP_NO_LABEL;
    assert(place == 0 || labels->projection[place - 1] < projection); /* ascending */
    memmove(labels->projection + place + 1, labels->projection + place, (label - place) * sizeof *labels->projection);
    memmove(labels->order + place + 1, labels->order + place, (label - place) * sizeof *labels->order);
    labels->projection[place] = projection;
    labels->order[place] = (uint32_t)label;
    descent__vector_copy(labels->dimension, x, labels->x + label * labels->dimension);
    labels->tolerance[label] = tolerance;
    labels->period[label] = period;
    labels->largest_tolerance = fmax(labels->largest_tolerance, tolerance);
    labels->count++;
    return (uint32_t)label;
}

/* The first representative that x is, or `count` if none. */
static size_t search(const descent__labels *labels, const double *x, double tolerance, unsigned period,
                     double projection)
{
    const double reach = fmax(tolerance, labels->largest_tolerance) * (1 + 1e-12);
    size_t best = labels->count;
    for (size_t place = lower_bound(labels, projection - reach);
         place < labels->count && labels->projection[place] <= projection + reach; place++) {
        const size_t label = labels->order[place];
        if (label < best && is_same(labels, label, x, tolerance, period))
            best = label;
    }
    return best;
}

uint32_t descent__labels_find(descent__labels *labels, const double *x, double tolerance, unsigned period,
                              size_t first_run, size_t runs)
{
    size_t label = 0;
    /* The first that fits is taken: where that is label 0, no search is needed. */
    if (labels->count == 0 || !is_same(labels, 0, x, tolerance, period)) {
        const double projection = project(labels->dimension, x);
        if (!isfinite(projection))
            return DESCENT_SWEEP_NO_LABEL;
        label = search(labels, x, tolerance, period, projection);
        if (label == labels->count) {
            if (add(labels, x, tolerance, period, projection) == DESCENT_SWEEP_NO_LABEL)
                return DESCENT_SWEEP_NO_LABEL;
            labels->runs[label] = 0;
            labels->first_run[label] = first_run;
        }
    }
    labels->runs[label] += runs;
    return (uint32_t)label;
}

/* descent__labels_translate() for runs that all have label 0 or 1, or none: most maps show few points in one block. */
DESCENT__CLONES
static void translate_two(uint32_t first, uint32_t second, size_t runs, uint32_t *restrict labels)
{
    for (size_t i = 0; i < runs; i++)
        labels[i] = labels[i] == 0 ? first : labels[i] == 1 ? second : DESCENT_SWEEP_NO_LABEL;
}

void descent__labels_translate(const descent__labels *own, const uint32_t *translation, size_t runs, uint32_t *labels)
{
    size_t same = 0;
    while (same < own->count && translation[same] == same)
        same++;
    if (same == own->count)
        return;
    if (own->count <= 2) {
        translate_two(translation[0], own->count > 1 ? translation[1] : DESCENT_SWEEP_NO_LABEL, runs, labels);
        return;
    }
    for (size_t i = 0; i < runs; i++)
        labels[i] = labels[i] < own->count ? translation[labels[i]] : DESCENT_SWEEP_NO_LABEL;
}
