/* The cycle at the end of a series: its points, from which step on it was there, and whether it repels. */
#include "diagnosis/verdict/orbit.h"

#include <math.h>
#include <string.h>

#include "diagnosis/verdict/thresholds.h"
#include "support.h"

enum {
    rows = 10,
    most_points = 40,
    begins = 100, /* number of the first row */
    wide = 65
};

typedef struct bench {
    size_t period;
    double slope; /* beside 10, which is beside 0 a step later */
    descent_problem problem;
    descent__holdings holdings;
    descent__evidence evidence;
    double points[rows], copied[most_points];
    uint64_t steps[rows];
    descent__series series;
    descent__recurrence recurrence;
    descent__orbit orbit;
} bench;

static bench b;

static int gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0] - (x[0] > 5 ? b.slope * (x[0] - 10) : 10 + x[0]);
    return 0;
}

static double on_cycle(uint64_t step)
{
    return (double)(step % b.period);
}

/* Rows on the cycle from row `from` on, before which they are off by so much; and a copy of so many steps from the last. */
static void open_bench(size_t period, size_t from, double off, size_t copied)
{
    memset(&b, 0, sizeof b);
    b.period = period;
    for (size_t k = 0; k < rows; k++) {
        b.steps[k] = begins + k;
        b.points[k] = on_cycle(b.steps[k]) + (k < from ? off : 0);
    }
    const uint64_t first = begins + rows - 1;
    for (size_t k = 0; k <= copied; k++)
        b.copied[k] = on_cycle(first + k);
    b.series = (descent__series){.n = 1, .count = copied + 1, .points = b.copied, .first_step = first};
    b.recurrence = (descent__recurrence){.period = period, .exact = true, .amplitude = (double)(period - 1)};
    b.problem = (descent_problem){.dimension = 1, .gradient = gradient};
    b.evidence = (descent__evidence){.n = 1,
                                     .rows = rows,
                                     .finite = rows,
                                     .points = b.points,
                                     .steps = b.steps,
                                     .x = b.points + rows - 1,
                                     .step = first,
                                     .options = {.budget = 10000, .period_limit = 8}};
    b.evidence.holdings = &b.holdings;
    b.evidence.keep = &b.holdings.arena;
    assert_success(descent__evaluator_open(&b.evidence.evaluator, &b.problem));
}

static void close_bench(void)
{
    descent__arena_release(&b.evidence.work);
    descent__arena_release(&b.holdings.arena);
    descent__evaluator_close(&b.evidence.evaluator);
}

/* The points from that of the last step on, which are those of the steps that follow. */
static void check_points(void)
{
    const uint64_t last = b.series.first_step + b.series.count - 1;
    ck_assert_uint_eq(b.orbit.cycle.period, b.period);
    ck_assert(isnan(b.orbit.cycle.rotation_number));
    for (size_t j = 0; j < b.period; j++)
        ck_assert_double_eq(b.orbit.cycle.orbit[j], on_cycle(last + j));
    ck_assert_uint_lt(b.orbit.at_onset, b.period);
    ck_assert_double_eq(b.orbit.cycle.orbit[b.orbit.at_onset], on_cycle(b.orbit.onset));
    ck_assert(!b.orbit.passed_by);
    ck_assert_uint_eq(b.orbit.cycle.multiplier_count, 0);
}

/* Of a copy that begins on the cycle, the rows before it count as far as they are within a hundredth of its amplitude. */
START_TEST(the_onset_of_a_copy_is_among_the_rows_before_it)
{
    for (size_t period = 2; period <= 5; period++)
        for (size_t from = 0; from <= rows; from++)
            for (size_t tail = 0; tail < rows; tail += 3)
                for (size_t copied = period; copied < 2 * period + 3; copied++)
                    for (int far = 0; far < 2; far++) {
                        const double off = (far ? 0.0101 : 0.0099) * (double)(period - 1);
                        open_bench(period, from, off, copied);
                        b.evidence.tail = tail;
                        descent__orbit_measure(&b.evidence, &b.series, &b.recurrence, &b.orbit);
                        size_t onset = far && from < rows ? from : far ? rows - 1 : 0;
                        onset = onset < tail ? tail : onset;
                        ck_assert_msg(b.orbit.onset == begins + onset, "%zu, %zu, %zu: %d", period, from, tail,
                                      (int)b.orbit.onset);
                        ck_assert(b.orbit.of_copy);
                        check_points();
                        close_bench();
                    }
}
END_TEST

/* That of a series is where its recurrence says; and so of a copy that came to the cycle later. */
START_TEST(the_onset_of_a_series_is_that_of_its_recurrence)
{
    for (size_t period = 2; period <= 4; period++)
        for (size_t onset = 0; onset < 7; onset++)
            for (int c = 0; c < 3; c++) {
                open_bench(period, 0, 0, 12);
                b.recurrence.onset = onset;
                if (c == 1) { /* the rows themselves */
                    b.series.points = b.points;
                    b.series.count = rows;
                    b.series.first_step = begins;
                }
                if (c == 2) { /* which a copy goes on from */
                    b.series.first_step += 2;
                    for (size_t k = 0; k < b.series.count; k++)
                        b.copied[k] = on_cycle(b.series.first_step + k);
                }
                descent__orbit_measure(&b.evidence, &b.series, &b.recurrence, &b.orbit);
                const uint64_t expected = c == 0 && onset == 0 ? begins : b.series.first_step + onset;
                ck_assert_uint_eq(b.orbit.onset, expected);
                ck_assert_int_eq(b.orbit.of_copy, c != 1);
                check_points();
                close_bench();
            }
}
END_TEST

/* 0 and 10, of which a step beside 10 is multiplied by the slope: above 1.001 it is passed by, unless its returns are exact. */
START_TEST(a_cycle_that_repels_is_passed_by)
{
    static const struct {
        double slope, off;
        bool exact, trusted, passed;
        size_t multipliers;
    } cases[] = {
        {1.0005, 0, false, true, false, 1}, {1.0015, 0, false, true, true, 1},   {-1.0015, 0, false, true, true, 1},
        {1.0015, 0, true, true, false, 1},  {0.5, 0, false, true, false, 1},     {1.5, 1e-3, false, true, true, 0},
        {1.5, 1e-3, true, true, false, 0},  {1.5, 1e-3, false, false, false, 0},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        open_bench(2, 0, 0, 0);
        b.slope = cases[c].slope;
        for (size_t k = 0; k < rows; k++)
            b.points[k] = k % 2 ? 10 + cases[c].off : 0;
        b.series = (descent__series){.n = 1, .count = rows - 1, .points = b.points, .first_step = begins};
        b.evidence.has_problem = b.evidence.has_rule = true;
        b.evidence.copies_trusted = cases[c].trusted;
        b.evidence.rule = descent_fixed_step(1);
        b.recurrence.exact = cases[c].exact;
        b.recurrence.amplitude = 10;
        descent__orbit_measure(&b.evidence, &b.series, &b.recurrence, &b.orbit);
        ck_assert_msg(b.orbit.passed_by == cases[c].passed, "case %zu", c);
        ck_assert_msg(b.orbit.cycle.multiplier_count == cases[c].multipliers, "case %zu", c);
        if (cases[c].multipliers)
            ck_assert_double_eq_tol(b.orbit.cycle.multipliers[0], cases[c].slope, 1e-6);
        close_bench();
    }
}
END_TEST

/* 1, 2, and 4 each, of 64 coordinates at most and 8 points at least. */
START_TEST(coordinates_have_their_own_periods)
{
    static double points[16 * wide];
    for (size_t n = wide - 2; n <= wide; n++)
        for (size_t count = 7; count <= 16; count += count < 8 ? 1 : 8) {
            open_bench(2, 0, 0, 4);
            for (size_t k = 0; k < count; k++)
                for (size_t i = 0; i < n; i++)
                    points[k * n + i] = (double)(k % (i % 3 == 0 ? 1 : i % 3 == 1 ? 2 : 4));
            b.evidence.n = n;
            const descent__series series = {.n = n, .count = count, .points = points};
            const size_t *periods = descent__orbit_coordinate_periods(&b.evidence, &series);
            ck_assert_msg((periods != NULL) == (n <= 64 && count >= 8), "%zu, %zu", n, count);
            for (size_t i = 0; i < n && periods && count == 16; i++)
                ck_assert_uint_eq(periods[i], i % 3 == 0 ? 1 : i % 3 == 1 ? 2 : 4);
            close_bench();
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_onset_of_a_copy_is_among_the_rows_before_it,
        the_onset_of_a_series_is_that_of_its_recurrence,
        a_cycle_that_repels_is_passed_by,
        coordinates_have_their_own_periods,
    };
    return descent_test_main(descent_test_suite("inside orbit", tests, sizeof tests / sizeof *tests));
}
