/* What is measured at once: the series, how far it reaches, what counts as arrived, and what is not finite at its end. */
#include "diagnosis/verdict/opening.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "diagnosis/verdict/thresholds.h"
#include "support.h"

enum {
    most = 100
};

typedef struct bench {
    double (*map)(double x);
    descent_problem problem;
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    double points[most], losses[most], norms[most], gradient[1];
    uint64_t steps[most];
} bench;

static bench b;

static int gradient_of(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0] - b.map(x[0]);
    return 0;
}

static double half(double x)
{
    return x / 2;
}

/* Rows at 3, 4, 3, 4, …, a step apart, with losses and norms of 1; nothing is open yet. */
static void set_up(size_t rows)
{
    memset(&b, 0, sizeof b);
    b.map = half;
    for (size_t k = 0; k < most; k++) {
        b.points[k] = k % 2 ? 4 : 3;
        b.steps[k] = 20 + k;
        b.losses[k] = b.norms[k] = 1;
    }
    b.problem = (descent_problem){.dimension = 1, .gradient = gradient_of};
    b.evidence = (descent__evidence){.n = 1,
                                     .rows = rows,
                                     .finite = rows,
                                     .points = b.points,
                                     .steps = b.steps,
                                     .x = b.points + (rows > 0 ? rows - 1 : 0),
                                     .has_problem = true,
                                     .has_rule = true,
                                     .rule = descent_fixed_step(1),
                                     .gradient = b.gradient,
                                     .gradient_known = true,
                                     .loss = 1,
                                     .options = {.budget = 10000, .distance_tolerance = 1e-6}};
    b.evidence.holdings = &b.holdings;
    b.evidence.keep = &b.holdings.arena;
    assert_success(descent__evaluator_open(&b.evidence.evaluator, &b.problem));
}

static void close_bench(void)
{
    descent__facts_close(&b.facts, NULL, NULL);
    descent__arena_release(&b.evidence.work);
    descent__arena_release(&b.holdings.arena);
    descent__evaluator_close(&b.evidence.evaluator);
}

/* ---- what is not finite ---- */

START_TEST(what_is_not_finite_is_told)
{
    static const struct {
        double gradient, norm_first, norm_last, loss_first, loss;
        bool known, norms, losses, asked, cut; /* cut: a row that is not finite follows */
        descent_quantity broken;
    } cases[] = {
        {1, 1, 1, 1, 1, true, true, true, false, false, DESCENT_QUANTITY_NONE},
        {NAN, 1, 1, 1, 1, true, true, true, false, false, DESCENT_QUANTITY_GRADIENT},
        {INFINITY, 1, 1, 1, NAN, true, true, true, false, true, DESCENT_QUANTITY_GRADIENT},
        {NAN, 1, 1, 1, 1, false, true, true, false, false, DESCENT_QUANTITY_NONE},
        {1, 1, NAN, 1, 1, false, true, true, false, true, DESCENT_QUANTITY_GRADIENT},
        {1, 1, INFINITY, 1, 1, false, true, true, false, true, DESCENT_QUANTITY_GRADIENT},
        {1, 1, NAN, 1, 1, false, true, true, false, false, DESCENT_QUANTITY_NONE},
        {1, NAN, NAN, 1, 1, false, true, true, false, true, DESCENT_QUANTITY_POINT},
        {1, 1, NAN, 1, 1, true, true, true, false, true, DESCENT_QUANTITY_POINT},
        {1, 1, NAN, 1, 1, false, false, true, false, true, DESCENT_QUANTITY_POINT},
        {1, 1, 1, 1, 1, false, true, true, false, true, DESCENT_QUANTITY_POINT},
        {1, 1, 1, 1, INFINITY, true, true, true, false, true, DESCENT_QUANTITY_LOSS},
        {1, 1, 1, NAN, -INFINITY, true, true, false, false, false, DESCENT_QUANTITY_LOSS},
        {1, 1, 1, 1, NAN, true, true, true, false, false, DESCENT_QUANTITY_LOSS},
        {1, 1, 1, NAN, NAN, true, true, true, false, false, DESCENT_QUANTITY_NONE},
        {1, 1, 1, NAN, NAN, true, true, true, true, false, DESCENT_QUANTITY_LOSS},
        {1, 1, 1, 1, NAN, true, true, false, false, false, DESCENT_QUANTITY_NONE},
        {1, 1, 1, 1, NAN, true, true, false, true, false, DESCENT_QUANTITY_LOSS},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        set_up(6);
        b.gradient[0] = cases[c].gradient;
        b.norms[0] = cases[c].norm_first;
        b.norms[5] = cases[c].norm_last;
        b.losses[0] = cases[c].loss_first;
        b.evidence.norms = cases[c].norms ? b.norms : NULL;
        b.evidence.losses = cases[c].losses ? b.losses : NULL;
        b.evidence.loss = cases[c].loss;
        b.evidence.loss_asked = cases[c].asked;
        b.evidence.gradient_known = cases[c].known;
        b.evidence.rows += cases[c].cut;
        descent__facts_open(&b.facts, &b.evidence);
        ck_assert_msg(b.facts.broken == cases[c].broken, "case %zu: %d", c, (int)b.facts.broken);
        if (cases[c].broken == DESCENT_QUANTITY_POINT)
            ck_assert_uint_eq(b.facts.broken_since, 26);
        else if (cases[c].broken == DESCENT_QUANTITY_NONE)
            ck_assert_uint_eq(b.facts.broken_since, 0);
        else
            ck_assert_uint_eq(b.facts.broken_since, 25);
        close_bench();
    }
}
END_TEST

/* The first of the rows that go on to the end without a finite number, where they were recorded. */
START_TEST(since_when_is_told_from_the_record)
{
    for (size_t first = 0; first < 6; first++)
        for (int c = 0; c < 4; c++) {
            const bool loss = c % 2;
            double *record = loss ? b.losses : b.norms;
            set_up(6);
            for (size_t k = first; k < 6; k++)
                record[k] = k % 2 ? NAN : INFINITY;
            if (first > 1)
                record[first - 2] = NAN; /* and then there was one again */
            b.evidence.norms = c < 2 ? b.norms : NULL;
            b.evidence.losses = c < 2 ? b.losses : NULL;
            b.evidence.loss = loss ? INFINITY : 1;
            b.gradient[0] = loss ? 1 : NAN;
            descent__facts_open(&b.facts, &b.evidence);
            ck_assert_int_eq(b.facts.broken, loss ? DESCENT_QUANTITY_LOSS : DESCENT_QUANTITY_GRADIENT);
            ck_assert_uint_eq(b.facts.broken_since, 20 + (c < 2 ? first : 5));
            close_bench();
        }
    for (int c = 0; c < 4; c++) {
        set_up(c == 0 ? 0 : 3);
        b.evidence.finite = 0;
        b.evidence.points = c == 1 ? NULL : b.points;
        b.evidence.rows = c == 3 ? 1 : b.evidence.rows;
        descent__facts_open(&b.facts, &b.evidence);
        ck_assert_int_eq(b.facts.broken, c >= 2 ? DESCENT_QUANTITY_POINT : DESCENT_QUANTITY_NONE);
        ck_assert_uint_eq(b.facts.broken_since, c >= 2 ? 20 : 0);
        ck_assert_uint_eq(b.facts.course.stride, 1);
        ck_assert(isnan(b.facts.scale) && isnan(b.facts.tolerance));
        close_bench();
    }
}
END_TEST

static double beyond(double x)
{
    return x > 3.5 ? INFINITY : x;
}

static int tired_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule, (void)step;
    return (int)descent_fail(DESCENT_ENOCONVERGENCE, "too tired");
}

START_TEST(one_more_step_may_overflow_or_be_given_up)
{
    static const descent_rule_type tired = {.name = "tired", .advance = tired_advance};
    for (int c = 0; c < 4; c++) {
        set_up(c == 1 ? 5 : 6); /* which end at 3 and at 4 */
        b.map = beyond;
        b.evidence.copies_trusted = c != 2;
        if (c == 3)
            b.evidence.rule = (descent_rule){.type = &tired, .step_size = 1};
        descent__facts_open(&b.facts, &b.evidence);
        ck_assert_int_eq(b.facts.broken, c == 0 ? DESCENT_QUANTITY_POINT : DESCENT_QUANTITY_NONE);
        ck_assert_int_eq(b.facts.gave_up != NULL, c == 3);
        if (c == 3)
            ck_assert_msg(strstr(b.facts.gave_up, "too tired") != NULL, "%s", b.facts.gave_up);
        close_bench();
    }
}
END_TEST

/* ---- how far ---- */

/* A millionth of the extent, 1, or √ε of the point, whichever is more. */
START_TEST(the_tolerance_is_of_the_extent_or_of_rounding)
{
    const double edge = 1e-6 / sqrt(DBL_EPSILON); /* 67.1: so far out both are as much */
    for (int c = 0; c < 4; c++) {
        const double end = (c % 2 ? 1.001 : 0.999) * edge * (c / 2 ? -1 : 1);
        set_up(6);
        for (size_t k = 0; k < 6; k++)
            b.points[k] = end + (k % 2 ? 0 : 1);
        descent__facts_open(&b.facts, &b.evidence);
        ck_assert_double_eq_tol(b.facts.scale, 1, 1e-12);
        ck_assert_double_eq_tol(b.facts.tolerance_asked, 1e-6, 1e-15);
        ck_assert_double_eq_tol(b.facts.tolerance, c % 2 ? sqrt(DBL_EPSILON) * fabs(end) : 1e-6, 1e-15);
        ck_assert_int_eq(b.facts.tolerance_by, c % 2 ? DESCENT__TOLERANCE_BY_ROUNDING : DESCENT__TOLERANCE_BY_EXTENT);
        close_bench();
    }
}
END_TEST

static double doubled(double x)
{
    return x < 1e3 ? 2 * x : INFINITY;
}

static double tripled(double x)
{
    return 3 * x;
}

static double stepped(double x)
{
    return x + 1;
}

/* Of a run that was not recorded a copy goes on for 512 steps from 1: what it leads to counts, unless it widens or breaks off. */
START_TEST(a_copy_that_stays_tells_the_extent)
{
    static const struct {
        double (*map)(double x);
        size_t count;
        double extent;
        bool breaks_off, measures;
    } cases[] = {
        {half, 513, 1, false, true},
        {stepped, 513, 512, false, true},
        {doubled, 11, 1023, true, false},
        {tripled, 513, NAN, false, false},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        set_up(1);
        b.points[0] = 1;
        b.map = cases[c].map;
        b.evidence.copies_trusted = true;
        descent__facts_open(&b.facts, &b.evidence);
        ck_assert(b.facts.continued && !b.facts.thinned);
        ck_assert_int_eq(b.facts.breaks_off, cases[c].breaks_off);
        ck_assert_uint_eq(b.facts.series.count, cases[c].count);
        ck_assert_uint_eq(b.facts.series.first_step, 20);
        if (!isnan(cases[c].extent))
            ck_assert_double_eq_tol(b.facts.scale, cases[c].extent, 1e-9);
        ck_assert_double_eq_tol(b.facts.tolerance_asked, cases[c].measures ? 1e-6 * cases[c].extent : 0, 1e-15);
        close_bench();
    }
}
END_TEST

/* Of many rows no copy is needed; nor of one at step 0; nor can one be had that is not trusted. */
START_TEST(a_copy_stands_in_for_what_was_not_recorded)
{
    static const struct {
        size_t rows, finite, tail;
        uint64_t first_step;
        bool trusted, continued, thinned;
    } cases[] = {
        {1, 1, 0, 20, true, true, false},   {1, 1, 0, 0, true, false, false},    {1, 1, 0, 20, false, false, false},
        {2, 1, 0, 20, true, false, false},  {2, 2, 0, 20, true, false, false},   {9, 9, 1, 20, true, true, false},
        {9, 9, 1, 20, false, false, true},  {9, 9, 0, 20, true, false, false},   {66, 66, 2, 20, true, false, false},
        {65, 65, 2, 20, true, true, false}, {65, 65, 2, 20, false, false, true}, {66, 66, 2, 20, false, false, false},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        set_up(cases[c].rows);
        b.evidence.finite = cases[c].finite;
        b.evidence.tail = cases[c].tail;
        b.evidence.copies_trusted = cases[c].trusted;
        for (size_t k = 0; k < cases[c].rows; k++)
            b.steps[k] = cases[c].first_step + k + (k >= cases[c].tail ? 5 * cases[c].tail : 0);
        descent__facts_open(&b.facts, &b.evidence);
        ck_assert_msg(b.facts.continued == cases[c].continued, "case %zu", c);
        ck_assert_msg(b.facts.thinned == cases[c].thinned, "case %zu", c);
        if (!cases[c].continued) {
            ck_assert_uint_eq(b.facts.series.count, cases[c].finite - cases[c].tail);
            ck_assert_ptr_eq(b.facts.series.points, b.points + cases[c].tail);
            ck_assert_uint_eq(b.facts.series.first_step, b.steps[cases[c].tail]);
        } else
            ck_assert_uint_eq(b.facts.series.first_step, b.steps[cases[c].finite - 1]);
        close_bench();
    }
}
END_TEST

static double once(double x)
{
    return x < 1.5 ? 3.5 : x < 4 ? 100 : x;
}

/* Ten first steps at most, the extent at most, a thousandth of the point at least; of a copy its own first step. */
START_TEST(the_unit_of_length_is_taken_from_the_way)
{
    static const struct {
        double points[4];
        size_t rows;
        double (*map)(double x);
        double unit;
    } cases[] = {
        {{0, 1, 5, 30}, 4, NULL, 10},
        {{0, 0, 1, 30}, 4, NULL, 10},
        {{0, 1, 5, 7}, 4, NULL, 7},
        {{0, 0, 0, 0}, 4, NULL, 0},
        {{0, 0.001, 0, 0}, 4, NULL, 0.001},
        {{50, 50, 50, 50}, 4, NULL, 0.05},
        {{-50, -50, -50, -50}, 4, NULL, 0.05},
        {{1}, 1, once, 25},
        {{1}, 1, half, 1},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        set_up(cases[c].rows);
        memcpy(b.points, cases[c].points, sizeof cases[c].points);
        b.evidence.copies_trusted = cases[c].map != NULL;
        b.map = cases[c].map;
        descent__facts_open(&b.facts, &b.evidence);
        ck_assert_msg(fabs(b.evidence.problem_in_units.scale - cases[c].unit) < 1e-12, "case %zu: %g", c,
                      b.evidence.problem_in_units.scale);
        close_bench();
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        what_is_not_finite_is_told,
        since_when_is_told_from_the_record,
        one_more_step_may_overflow_or_be_given_up,
        the_tolerance_is_of_the_extent_or_of_rounding,
        a_copy_that_stays_tells_the_extent,
        a_copy_stands_in_for_what_was_not_recorded,
        the_unit_of_length_is_taken_from_the_way,
    };
    return descent_test_main(descent_test_suite("inside opening", tests, sizeof tests / sizeof *tests));
}
