/*
 * Doublings, sought along segments that are made up: which runs are made, in which order and at which values, is written down; and what is
 * found is known by Newton's method to forty digits.
 */
#include <math.h>
#include <stdlib.h>

#include <descent/adaptive.h>

#include "base/call.h"
#include "sweep/read/doublings.h"
#include "sweep/read/results.h"

#include "support.h"

enum {
    most_dimension = 80,
    most_starts = 256,
    most_segments = 16
};

/* A map with a parameter that keeps a record of what it is asked. */
typedef struct map {
    double start, centre; /* of a run; of the parabola */
    double refused_from;  /* above this value no run can be made from the start */
    double lost_from;     /* above this value there are no Hessians */
    double lost_beyond;   /* nor so far above that of the last start, once that is above 3 */
    bool parabola;
    double starts[most_starts]; /* the values of the runs from the start */
    size_t start_count;
    double hessians[most_starts]; /* the first values that Hessians were asked for, and the largest of all */
    size_t hessian_count;
    double furthest;
    double sought, sought_x[2]; /* how often these were asked for together */
    size_t sought_calls, sought_hessians;
    size_t calls;
} map;

static double record_start(map *own, double value)
{
    ck_assert_uint_lt(own->start_count, most_starts);
    own->starts[own->start_count++] = value;
    return value;
}

static bool near(double value, double other, double error)
{
    return fabs(value - other) <= error;
}

/* x ← r·x(1 − x), or x ← c + (1 − p)(x − c). */
static int gradient(size_t n, const double *x, double *g, void *context)
{
    const double value = ((const descent_parameter *)context)->value;
    map *const own = ((const descent_parameter *)context)->context;
    own->calls++;
    own->sought_calls += near(value, own->sought, 1e-9) && near(x[0], own->sought_x[0], 1e-12) &&
                         (n == 1 || near(x[1], own->sought_x[1], 1e-12));
    if (x[0] == own->start && record_start(own, value) > own->refused_from)
        return 1;
    g[0] = own->parabola ? value * (x[0] - own->centre) : -(value - 1) * x[0] + value * x[0] * x[0];
    for (size_t i = 1; i < n; i++)
        g[i] = x[i];
    return 0;
}

static int hessian(size_t n, const double *x, double *h, void *context)
{
    const double value = ((const descent_parameter *)context)->value;
    map *const own = ((const descent_parameter *)context)->context;
    if (own->hessian_count < most_starts)
        own->hessians[own->hessian_count++] = value;
    own->furthest = fmax(own->furthest, value);
    own->sought_hessians += near(value, own->sought, 1e-9);
    const double last = own->start_count > 0 ? own->starts[own->start_count - 1] : 0;
    if (value > own->lost_from || (last > 3 && value > last + own->lost_beyond))
        return 1;
    for (size_t i = 0; i < n * n; i++)
        h[i] = i % (n + 1) == 0;
    h[0] = own->parabola ? value : -(value - 1) + 2 * value * x[0];
    return 0;
}

static map map_of(bool parabola)
{
    return (map){.start = 0.3,
                 .centre = 0.5,
                 .refused_from = INFINITY,
                 .lost_from = INFINITY,
                 .lost_beyond = INFINITY,
                 .parabola = parabola};
}

/* Segments are written as "1:0-3 2:4 0:5-6 c:7": periods and runs; c is chaos. */
static size_t read_segments(const char *text, const double *values, descent_bifurcation_segment *segments)
{
    size_t count = 0;
    for (const char *at = text; *at;) {
        descent_bifurcation_segment *const made = &segments[count++];
        char *end;
        ck_assert_uint_le(count, most_segments);
        made->ending = *at == 'c' ? DESCENT_ENDING_CHAOTIC : DESCENT_ENDING_PERIODIC;
        made->period = *at == 'c' ? 0 : (size_t)strtoul(at, NULL, 10);
        at = strchr(at, ':') + 1;
        made->first = made->last = (size_t)strtoul(at, &end, 10);
        if (*end == '-')
            made->last = (size_t)strtoul(end + 1, &end, 10);
        made->low = values[made->first];
        made->high = values[made->last];
        at = *end ? end + 1 : end;
    }
    return count;
}

typedef struct found {
    size_t count;
    descent_doubling items[most_segments];
} found;

/* What lies behind the last segment would be one of the double period. */
static found locate_with(map *own, const descent_rule *rule, size_t n, const double *values, size_t count,
                         const char *text)
{
    descent_bifurcation_segment segments[most_segments] = {{.period = 0}};
    double start[most_dimension] = {own->start};
    const descent_problem problem = {.dimension = n, .gradient = gradient, .hessian = hessian, .context = own};
    const descent_sweep sweep = {.kind = DESCENT__PLAN_PARAMETERS,
                                 .dimension = n,
                                 .count = count,
                                 .values = (double *)values,
                                 .start = start,
                                 .rule = *rule};
    descent_bifurcation data = {.segments = segments, .segment_count = read_segments(text, values, segments)};
    found result = {0};
    for (size_t i = data.segment_count; i < most_segments && i > 0; i++)
        segments[i].period = 2 * segments[i - 1].period;
    assert_success(descent__doublings_locate(&sweep, &problem, &data));
    ck_assert_uint_le(data.doubling_count, most_segments);
    for (size_t i = 0; i < data.doubling_count; i++) {
        result.items[i] = data.doublings[i];
        descent__give(data.doublings[i].orbit);
        result.items[i].orbit = NULL;
    }
    result.count = data.doubling_count;
    descent__give(data.doublings);
    return result;
}

static found locate(map *own, const double *values, size_t count, const char *text)
{
    const descent_rule rule = descent_fixed_step(1);
    return locate_with(own, &rule, 1, values, count, text);
}

static void assert_starts(const map *own, const double *expected, size_t count, const char *text)
{
    ck_assert_msg(own->start_count == count, "%s: %zu starts, not %zu", text, own->start_count, count);
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(near(own->starts[i], expected[i], 1e-9), "%s: start %zu at %.12g, not %.12g", text, i,
                      own->starts[i], expected[i]);
}

/* Where nothing doubles: of each segment the last run, that 1 before it, 3, 7, …; in a group of segments the last of them first. */
START_TEST(runs_are_tried_from_the_last_back)
{
    static const struct {
        const char *text;
        size_t count;
        double runs[12];
    } rows[] = {
        {"", 0, {0}},
        {"0:0-3", 0, {0}},
        {"c:0-3", 0, {0}},
        {"65:0-3", 0, {0}},
        {"64:0-3", 3, {3, 2, 0}},
        {"1:4", 1, {4}},
        {"1:4-5", 2, {5, 4}},
        {"1:0-6", 3, {6, 5, 3}},
        {"1:0-7", 4, {7, 6, 4, 0}},
        {"1:0-9", 4, {9, 8, 6, 2}},
        {"1:0-1 0:2 1:3-4 2:5-6", 6, {4, 3, 1, 0, 6, 5}},
        {"1:0-1 c:2 1:3-4", 4, {1, 0, 4, 3}},
        {"1:0-1 c:2 0:3 1:4", 3, {1, 0, 4}},
        {"1:0-1 0:2 2:3-4 c:5 2:6 1:7", 6, {1, 0, 4, 3, 6, 7}},
        {"1:0 2:1 1:2", 3, {0, 1, 2}},
        {"0:0 c:1 1:2-3 66:4 65:5 3:6", 3, {3, 2, 6}},
    };
    double values[16];
    for (size_t i = 0; i < 16; i++)
        values[i] = (double)i;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        map own = map_of(false);
        own.refused_from = -1;
        ck_assert_uint_eq(locate(&own, values, 16, rows[k].text).count, 0);
        assert_starts(&own, rows[k].runs, rows[k].count, rows[k].text);
    }
}
END_TEST

/* Up to the last run that has doubled, to the first that has settled otherwise if the period is seen again, or to the end. */
START_TEST(a_cycle_is_followed_to_where_it_may_have_doubled)
{
    static const struct {
        const char *text;
        size_t count, furthest;
    } rows[] = {
        {"1:0-1 2:2-4 0:5", 6, 4},
        {"1:0-1 2:2 2:3-4", 5, 2},
        {"1:0-1 3:2-4 0:5-6", 7, 6},
        {"1:0-1 3:2-4 1:5 0:6", 7, 2},
        {"1:0-1 0:2 3:3-4 0:5 1:6 0:7", 8, 3},
        {"1:0-1 c:2 1:3 0:4", 5, 3},
        {"1:0-1 c:2 2:3-4 0:5", 6, 4},
        {"1:0-1 c:2 0:3-4", 5, 4},
        {"1:0-1", 2, 1},
    };
    double values[8];
    for (size_t i = 0; i < 8; i++)
        values[i] = 1 + 0.1 * (double)i;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        map own = map_of(true);
        own.refused_from = values[1];
        ck_assert_uint_eq(locate(&own, values, rows[k].count, rows[k].text).count, 0);
        ck_assert_msg(near(own.furthest, values[rows[k].furthest], 1e-12), "%s: to %g", rows[k].text, own.furthest);
    }
}
END_TEST

/* From one value to the next in eighths, and in 64 parts; then it is given up. */
START_TEST(what_is_lost_is_followed_in_smaller_parts)
{
    const double values[] = {1, 1.64};
    map own = map_of(true);
    own.lost_from = values[0];
    ck_assert_uint_eq(locate(&own, values, 2, "1:0 0:1").count, 0);
    ck_assert_uint_ge(own.hessian_count, 3);
    for (size_t i = 0; i + 2 < own.hessian_count; i++)
        ck_assert_double_eq(own.hessians[i], 1);
    ck_assert_double_eq_tol(own.hessians[own.hessian_count - 2], 1.08, 1e-12);
    ck_assert_double_eq_tol(own.hessians[own.hessian_count - 1], 1.01, 1e-12);
    /* A run makes 20000 steps before Newton's method begins. */
    own = map_of(true);
    own.lost_from = 0;
    ck_assert_uint_eq(locate(&own, values, 2, "1:0").count, 0);
    ck_assert_uint_eq(own.calls, 20000);
}
END_TEST

/*
 * On a parabola no double cycle begins where the multiplier is −1, at p = 2: it is sought at eight distances from the spacing down, once for
 * all runs, from the start and from beside the cycle, a thousandth of its size away in the first coordinate.
 */
START_TEST(where_none_begins_it_is_looked_for_at_eight_distances)
{
    const double values[] = {1.9, 1.95, 2.1}, centres[] = {0.5, 0, 0, -2}, starts[] = {0.3, 0.3, 3, 0.3};
    const double nudges[] = {5e-4, 1e-3, 3e-3, 2e-3};
    const descent_rule rule = descent_fixed_step(1);
    for (size_t k = 0; k < 4; k++)
        for (size_t distance = 0; distance < 8; distance += 7) {
            map own = map_of(true);
            double expected[10] = {1.95};
            own.centre = centres[k];
            own.start = starts[k];
            for (size_t i = 0; i < 8; i++)
                expected[1 + i] = 2 + 0.2 / 3 * pow(0.25, (double)i);
            expected[9] = 1.9;
            own.sought = expected[1 + distance];
            own.sought_x[0] = centres[k] + nudges[k];
            own.sought_x[1] = nudges[k] / 2;
            ck_assert_uint_eq(locate_with(&own, &rule, 2, values, 3, "1:0-1 c:2").count, 0);
            assert_starts(&own, expected, 10, "a parabola");
            ck_assert_uint_eq(own.sought_calls, 1);
        }
}
END_TEST

static const double truth[] = {3,
                               3.4494897427831780982,
                               3.5440903595519228536,
                               3.5644072660954325978,
                               3.5687594195438264313,
                               3.5696916098013967143,
                               3.5698912593781204873};
static const double truth_of_three = 3.8414990075435078463, truth_of_six = 3.8476106611793676218;

/* The starts but for those from which a double cycle is sought: at a doubling and a distance of the spacing in quarters. */
static void keep_other_starts(map *own, double spacing)
{
    size_t kept = 0;
    for (size_t i = 0; i < own->start_count; i++) {
        bool beside = false;
        for (size_t k = 0; k < 8; k++)
            for (size_t d = 0; d < 8; d++)
                beside = beside || near(own->starts[i],
                                        (k < 7 ? truth[k] : truth_of_three) + spacing * pow(0.25, (double)d), 1e-10);
        if (!beside)
            own->starts[kept++] = own->starts[i];
    }
    own->start_count = kept;
}

static void assert_found(const found *result, const double *values, const size_t *periods, size_t count)
{
    ck_assert_uint_eq(result->count, count);
    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_eq(result->items[i].period, periods[i]);
        ck_assert_double_eq_tol(result->items[i].value, values[i], 1e-11);
    }
}

/* Each further doubling is sought from a quarter of the way on to where Feigenbaum's number has it, to half as far again. */
START_TEST(a_cascade_goes_on_by_feigenbaums_number)
{
    const double values[] = {2.8, 2.9, 2.95, 2.98, 3.2, 3.4, 3.5};
    const size_t periods[] = {1, 2, 4, 8, 16};
    const double number = 4.66920160910299;
    map own = map_of(false);
    double expected[8] = {2.98, 3.4};
    for (size_t i = 2; i < 6; i++)
        expected[i] = truth[i - 1] + (truth[i - 1] - truth[i - 2]) / number / 4;
    expected[6] = 3.5;
    own.sought = truth[1] + 1.5 * (truth[1] - truth[0]) / number;
    const found result = locate(&own, values, 7, "1:0-3 2:4-5 4:6");
    assert_found(&result, truth, periods, 5);
    keep_other_starts(&own, 0.1);
    assert_starts(&own, expected, 7, "a cascade");
    ck_assert_uint_ge(own.sought_hessians, 1);
}
END_TEST

/* The first cascade alone is continued: not that of the window of period three, nor what begins with no double period. */
START_TEST(further_cascades_are_not_continued)
{
    const double values[] = {2.9, 2.98, 3.4, 3.5, 3.83, 3.84, 3.845, 3.8485}, sorted[] = {3, truth_of_three};
    const size_t cascade[] = {1, 2, 4, 8, 16, 3, 6}, other[] = {1, 3};
    const double all[] = {truth[0], truth[1], truth[2], truth[3], truth[4], truth_of_three, truth_of_six};
    map own = map_of(false);
    const found result = locate(&own, values, 8, "1:0-1 2:2 4:3 c:4 3:5 6:6 12:7");
    assert_found(&result, all, cascade, 7);
    for (size_t i = 0; i < own.start_count; i++)
        ck_assert(!near(own.starts[i], truth_of_six + (truth_of_six - truth_of_three) / 4.66920160910299 / 4, 1e-6));
    own = map_of(false);
    const found two = locate(&own, values, 7, "1:0-1 c:2-4 3:5 6:6");
    assert_found(&two, sorted, other, 2);
    keep_other_starts(&own, (3.845 - 2.9) / 7);
    const double expected[] = {2.98, 3.84, 3.845};
    assert_starts(&own, expected, 3, "from 1 to 3");
}
END_TEST

/* Farther than to the next value in 4096 parts at most. */
START_TEST(a_longer_way_is_followed_in_more_parts)
{
    const double values[] = {2.9, 3.5}, low = 3.25, parts[] = {8, 64, 512, 4096, 32768};
    for (size_t k = 0; k < 5; k++) {
        map own = map_of(false);
        const double expected[] = {2.9, low, 3.125, 3.0625, 3.03125};
        own.lost_beyond = 0.25 / 400;
        own.sought = low + 0.25 / parts[k];
        ck_assert_uint_eq(locate(&own, values, 2, "1:0 4:1").count, 1);
        ck_assert_int_eq(own.sought_hessians > 0, k < 4);
        own.start_count -= own.starts[own.start_count - 1] == 3.5;
        assert_starts(&own, expected, 5, "a longer way");
    }
}
END_TEST

/* Where a doubling was leapt over it is sought half way on from the one before, and nearer to that, to a sixteenth of the way. */
START_TEST(between_values_doublings_are_sought_from_the_last_on)
{
    static const struct {
        const char *text;
        double values[2];
        size_t found, starts;
    } rows[] = {{"1:0 4:1", {2.9, 3.5}, 2, 6},
                {"1:0 8:1", {2.9, 3.5}, 2, 6},
                {"1:0 6:1", {2.9, 3.5}, 1, 1},
                {"1:0 5:1", {2.9, 3.5}, 1, 1}};
    const size_t periods[] = {1, 2};
    for (size_t k = 0; k < 4; k++) {
        map own = map_of(false);
        const double high = rows[k].values[1], expected[] = {rows[k].values[0],
                                                             3 + 0.5 * (high - 3),
                                                             truth[1] + 0.5 * (high - truth[1]),
                                                             truth[1] + 0.25 * (high - truth[1]),
                                                             truth[1] + 0.125 * (high - truth[1]),
                                                             truth[1] + 0.0625 * (high - truth[1])};
        const found result = locate(&own, rows[k].values, 2, rows[k].text);
        assert_found(&result, truth, periods, rows[k].found);
        keep_other_starts(&own, (high - rows[k].values[0]) / 2);
        own.start_count -= own.starts[own.start_count - 1] == high; /* the segment of that run itself */
        assert_starts(&own, expected, rows[k].starts, rows[k].text);
    }
}
END_TEST

/* In order of their values, each once, however many runs come to it and in whatever order. */
START_TEST(doublings_are_told_once_and_in_order)
{
    const double values[] = {3.835, 3.845, 2.98, 3.1, 4}, sorted[] = {3, truth[1], truth_of_three};
    const double twice[] = {2.9, 2.95, 2.96, 3.05, 2.99, 3.1};
    const size_t periods[] = {1, 2, 3};
    map own = map_of(false);
    const found three = locate(&own, values, 5, "3:0 0:1 1:2 2:3 0:4");
    assert_found(&three, sorted, periods, 3);
    own = map_of(false);
    const found one = locate(&own, twice, 6, "1:0-1 c:2 1:3-4 2:5");
    assert_found(&one, sorted, periods, 1);
    const double expected[] = {2.95, 2.99, 3.1};
    keep_other_starts(&own, 0.2 / 6);
    assert_starts(&own, expected, 3, "twice");
}
END_TEST

/* States of up to 64 numbers, of rules with the one step size that is followed. */
START_TEST(what_cannot_be_followed_is_not_asked)
{
    descent_rule scheduled = descent_fixed_step(1);
    scheduled.schedule = descent_schedule_inverse(0.1);
    const struct {
        descent_rule rule;
        size_t n, calls;
    } rows[] = {
        {descent_fixed_step(1), 1, 1},       {descent_fixed_step(1), 64, 1},
        {descent_fixed_step(1), 65, 0},      {descent_heavy_ball(1, 0.5), 32, 1},
        {descent_heavy_ball(1, 0.5), 33, 0}, {descent_nesterov(1, 0.5), 32, 1},
        {descent_nesterov(1, 0.5), 33, 0},   {scheduled, 1, 0},
        {descent_adagrad(1, 1e-8), 1, 0},
    };
    const double values[] = {2.9, 3.1};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        map own = map_of(false);
        own.refused_from = 0;
        ck_assert_uint_eq(locate_with(&own, &rows[k].rule, rows[k].n, values, 2, "1:0 2:1").count, 0);
        ck_assert_msg(own.calls == 2 * rows[k].calls, "row %zu: %zu calls", k, own.calls);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        runs_are_tried_from_the_last_back,         a_cycle_is_followed_to_where_it_may_have_doubled,
        what_is_lost_is_followed_in_smaller_parts, where_none_begins_it_is_looked_for_at_eight_distances,
        a_cascade_goes_on_by_feigenbaums_number,   further_cascades_are_not_continued,
        a_longer_way_is_followed_in_more_parts,    between_values_doublings_are_sought_from_the_last_on,
        doublings_are_told_once_and_in_order,      what_cannot_be_followed_is_not_asked};
    return descent_test_main(descent_test_suite("inside doublings", tests, sizeof tests / sizeof *tests));
}
