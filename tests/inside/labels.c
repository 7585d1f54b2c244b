/* Which runs reached the same point: a set of representatives against a plain list that is looked through in order. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include <descent/sweep.h>

#include "sweep/read/labels.h"

#include "support.h"

static descent__labels open_labels(size_t dimension, size_t limit)
{
    descent__labels labels;
    assert_success(descent__labels_open(&labels, dimension, limit));
    return labels;
}

static uint32_t find(descent__labels *labels, double x, double tolerance, size_t run)
{
    return descent__labels_find(labels, &x, tolerance, 1, run, 1);
}

START_TEST(within_tolerance)
{
    descent__labels labels = open_labels(1, 8);
    const double edge = 0.125;
    ck_assert_uint_eq(find(&labels, 1, edge, 4), 0);
    ck_assert_uint_eq(find(&labels, 1 + edge, edge, 5), 0);
    ck_assert_uint_eq(find(&labels, 1 - edge, edge, 6), 0);
    ck_assert_uint_eq(find(&labels, nextafter(1 + edge, 2), edge, 7), 1);
    ck_assert_uint_eq(find(&labels, nextafter(1 - edge, 0), edge, 8), 2);
    /* The representative is the first that came, so the set does not creep along. */
    ck_assert_uint_eq(labels.count, 3);
    ck_assert_double_eq(labels.x[0], 1);
    ck_assert_uint_eq(labels.runs[0], 3);
    ck_assert_uint_eq(labels.first_run[0], 4);
    ck_assert_uint_eq(labels.first_run[1], 7);
    descent__labels_close(&labels);
}
END_TEST

/* The larger of both tolerances counts: that of the newcomer, or that of the representative. */
START_TEST(the_larger_tolerance)
{
    descent__labels labels = open_labels(1, 8);
    ck_assert_uint_eq(find(&labels, 0, 0.25, 0), 0);
    ck_assert_uint_eq(find(&labels, 0.25, 0, 1), 0);
    ck_assert_uint_eq(find(&labels, 0.26, 0, 2), 1);
    ck_assert_uint_eq(find(&labels, 0.76, 0.5, 3), 1); /* 0.76 from the first, 0.5 from the second */
    descent__labels_close(&labels);
}
END_TEST

/* Of several that fit the first that came is taken, however near another is. */
START_TEST(the_first_wins)
{
    descent__labels labels = open_labels(1, 8);
    ck_assert_uint_eq(find(&labels, 9, 0.1, 0), 0);
    ck_assert_uint_eq(find(&labels, 1, 0.1, 1), 1);
    ck_assert_uint_eq(find(&labels, 0, 0.1, 2), 2);
    ck_assert_uint_eq(find(&labels, 0.05, 1, 3), 1);
    ck_assert_uint_eq(find(&labels, 0.05, 0.1, 4), 2);
    descent__labels_close(&labels);
}
END_TEST

START_TEST(periods_and_coordinates)
{
    descent__labels labels = open_labels(2, 8);
    const double a[] = {1, 2}, mirrored[] = {2, 1}, one_off[] = {1, 3};
    ck_assert_uint_eq(descent__labels_find(&labels, a, 0.1, 1, 0, 10), 0);
    ck_assert_uint_eq(descent__labels_find(&labels, a, 0.1, 2, 10, 1), 1);
    ck_assert_uint_eq(descent__labels_find(&labels, mirrored, 0.1, 1, 11, 1), 2);
    ck_assert_uint_eq(descent__labels_find(&labels, one_off, 0.1, 1, 12, 1), 3);
    ck_assert_uint_eq(descent__labels_find(&labels, a, 0.1, 1, 13, 5), 0);
    ck_assert_uint_eq(labels.runs[0], 15);
    ck_assert_uint_eq(labels.first_run[0], 0);
    descent__labels_close(&labels);
}
END_TEST

START_TEST(no_more_room)
{
    descent__labels labels = open_labels(1, 2);
    ck_assert_uint_eq(find(&labels, 0, 0.1, 0), 0);
    ck_assert_uint_eq(find(&labels, 1, 0.1, 1), 1);
    ck_assert_uint_eq(find(&labels, 2, 0.1, 2), DESCENT_SWEEP_NO_LABEL);
    ck_assert_uint_eq(find(&labels, 1.05, 0.1, 3), 1);
    ck_assert_uint_eq(labels.count, 2);
    ck_assert_uint_eq(labels.runs[0] + labels.runs[1], 3);
    descent__labels_clear(&labels);
    ck_assert_uint_eq(labels.count, 0);
    ck_assert_uint_eq(find(&labels, 2, 0.1, 4), 0);
    ck_assert_uint_eq(labels.runs[0], 1);
    ck_assert_uint_eq(labels.first_run[0], 4);
    descent__labels_close(&labels);
}
END_TEST

START_TEST(not_finite)
{
    static const double bad[] = {NAN, INFINITY, -INFINITY};
    descent__labels labels = open_labels(1, 4);
    for (size_t filled = 0; filled < 2; filled++) {
        for (size_t k = 0; k < 3; k++)
            ck_assert_uint_eq(find(&labels, bad[k], 0.1, k), DESCENT_SWEEP_NO_LABEL);
        ck_assert_uint_eq(labels.count, filled);
        find(&labels, 0, 0.1, 0);
    }
    descent__labels_close(&labels);
}
END_TEST

START_TEST(beyond_memory)
{
    descent__labels labels;
    ck_assert_uint_eq(descent__labels_bytes(SIZE_MAX / 8, 2), 0);
    ck_assert_uint_eq(descent__labels_bytes(2, SIZE_MAX / 8), 0);
    ck_assert_int_eq(descent__labels_open(&labels, SIZE_MAX / 8, 2), DESCENT_ENOMEM);
    ck_assert_ptr_null(labels.storage);
    ck_assert_uint_gt(descent__labels_bytes(3, 7), 7 * 3 * sizeof(double));
}
END_TEST

/* Numbers over [0, 1): a linear congruential generator (Knuth's MMIX). */
static double next(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) * 0x1p-53;
}

enum {
    runs = 400,
    widest = 5
};

typedef struct listed {
    double x[widest], tolerance;
    unsigned period;
} listed;

/* The first in the list that is the same, or its end, where it is then added. */
static size_t look_through(listed *list, size_t *count, size_t n, const listed *item)
{
    size_t k = 0;
    for (; k < *count; k++) {
        size_t i = 0;
        const double limit = fmax(item->tolerance, list[k].tolerance);
        while (i < n && fabs(item->x[i] - list[k].x[i]) <= limit)
            i++;
        if (i == n && item->period == list[k].period)
            return k;
    }
    list[(*count)++] = *item;
    return k;
}

/* Points on a coarse grid, so that many are the same, mirrored or just a tolerance apart. */
static void fill(size_t n, uint64_t *state, listed *item)
{
    for (size_t i = 0; i < n; i++)
        item->x[i] = 0.25 * floor(8 * next(state)) - 1 + 1e-3 * next(state);
    item->tolerance = next(state) < 0.1 ? 0.25 : 1e-3 * next(state);
    item->period = next(state) < 0.8 ? 1 : 2;
}

START_TEST(as_a_plain_list)
{
    uint64_t state = 5;
    for (size_t trial = 0; trial < descent_test_effort(20); trial++) {
        const size_t n = 1 + trial % widest;
        listed list[runs];
        size_t count = 0;
        descent__labels labels = open_labels(n, runs);
        for (size_t run = 0; run < runs; run++) {
            listed item;
            fill(n, &state, &item);
            ck_assert_uint_eq(descent__labels_find(&labels, item.x, item.tolerance, item.period, run, 1),
                              look_through(list, &count, n, &item));
        }
        ck_assert_uint_eq(labels.count, count);
        descent__labels_close(&labels);
    }
}
END_TEST

/* Blocks of runs have sets of their own; merged in the order of the runs, they give a list of the whole. */
START_TEST(merged_in_order)
{
    enum {
        block = 40
    };
    uint64_t state = 9;
    const double tolerance = 1e-6;
    for (size_t kinds = 1; kinds <= 9; kinds++) {
        descent__labels whole = open_labels(1, runs), own = open_labels(1, block), plain = open_labels(1, runs);
        for (size_t begin = 0; begin < runs; begin += block) {
            uint32_t labels[block], translation[block], expected[block];
            descent__labels_clear(&own);
            for (size_t i = 0; i < block; i++) {
                const double x = floor((double)kinds * next(&state));
                const bool none = next(&state) < 0.1;
                labels[i] = none ? DESCENT_SWEEP_NO_LABEL : find(&own, x, tolerance, begin + i);
                expected[i] = none ? DESCENT_SWEEP_NO_LABEL : find(&plain, x, tolerance, begin + i);
            }
            for (size_t k = 0; k < own.count; k++)
                translation[k] = descent__labels_find(&whole, own.x + k, own.tolerance[k], own.period[k],
                                                      own.first_run[k], own.runs[k]);
            descent__labels_translate(&own, translation, block, labels);
            for (size_t i = 0; i < block; i++)
                ck_assert_uint_eq(labels[i], expected[i]);
        }
        ck_assert_uint_eq(whole.count, plain.count);
        for (size_t k = 0; k < plain.count; k++) {
            ck_assert_uint_eq(whole.runs[k], plain.runs[k]);
            ck_assert_uint_eq(whole.first_run[k], plain.first_run[k]);
            ck_assert_double_eq(whole.x[k], plain.x[k]);
        }
        descent__labels_close(&whole);
        descent__labels_close(&own);
        descent__labels_close(&plain);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {within_tolerance,        the_larger_tolerance, the_first_wins,
                                  periods_and_coordinates, no_more_room,         not_finite,
                                  beyond_memory,           as_a_plain_list,      merged_in_order};
    return descent_test_main(descent_test_suite("inside_labels", tests, sizeof tests / sizeof tests[0]));
}
