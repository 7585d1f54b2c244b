/* What growth is measured on: rows, steps made again between them, or a copy; by runs of x ← 2x and x ← x², whose every step is known. */
#include "diagnosis/verdict/growth/course.h"

#include <math.h>
#include <string.h>

#include "diagnosis/verdict/thresholds.h"
#include "support.h"

enum {
    most = 160
};

typedef struct bench {
    double factor; /* x ← factor·x + shift; 0: x² */
    double shift;
    descent_problem problem;
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    size_t rows;
    double x[most], series[most];
    uint64_t steps[most];
} bench;

static bench b;

static int gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        g[i] = x[i] - (b.factor > 0 ? b.factor * x[i] + b.shift : x[i] * x[i]);
    return 0;
}

static void forget(void)
{
    memset(&b, 0, sizeof b);
    b.factor = 2;
}

/* Every so many steps a row from x₀ on. */
static void record(size_t rows, uint64_t stride, double x)
{
    b.rows = rows;
    for (size_t k = 0; k < rows; k++) {
        b.x[k] = x;
        b.steps[k] = k * stride;
        for (uint64_t step = 0; step < stride; step++)
            x = b.factor > 0 ? b.factor * x + b.shift : x * x;
    }
}

/* The series is the rows from `tail` on. A rule that is known may be run again. */
static void open_bench(size_t tail, bool rule)
{
    b.problem = (descent_problem){.dimension = 1, .gradient = gradient};
    b.evidence = (descent__evidence){.n = 1,
                                     .rows = b.rows,
                                     .finite = b.rows,
                                     .tail = tail,
                                     .points = b.x,
                                     .steps = b.steps,
                                     .has_problem = rule,
                                     .has_rule = rule,
                                     .restarts_trusted = rule,
                                     .rule = descent_fixed_step(1),
                                     .options = {.budget = 100000}};
    b.evidence.holdings = &b.holdings;
    b.evidence.keep = &b.holdings.arena;
    b.facts.evidence = &b.evidence;
    b.facts.series =
        (descent__series){.n = 1, .count = b.rows - tail, .points = b.x + tail, .first_step = b.steps[tail]};
    assert_success(descent__evaluator_open(&b.evidence.evaluator, &b.problem));
}

static void choose(void)
{
    ck_assert(descent__motion_measure(&b.evidence.work, &b.facts.series, &b.facts.motion));
    ck_assert(descent__course_choose(&b.facts));
}

static void close_bench(void)
{
    descent__arena_release(&b.evidence.work);
    descent__arena_release(&b.holdings.arena);
    descent__evaluator_close(&b.evidence.evaluator);
}

static bool is_series(void)
{
    const descent__course *course = &b.facts.course;
    return course->series.points == b.facts.series.points && course->series.count == b.facts.series.count &&
           course->stride == 1;
}

/* ---- rows ---- */

/* Each is twice the one before: every tenth step, but for the newest. */
START_TEST(rows_on_one_stride_stand_in_for_steps)
{
    static const struct {
        size_t rows, odd; /* row whose step is one more than on the stride, and all behind it; `most`: none */
        size_t taken;
    } cases[] = {
        {12, most, 12}, {12, 11, 11}, {12, 10, 0},  {12, 5, 0},   {12, 1, 0},
        {5, most, 5},   {5, 4, 4},    {2, most, 0}, {1, most, 0},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        forget();
        record(cases[c].rows, 1, 1);
        for (size_t k = 0; k < b.rows; k++)
            b.steps[k] = 30 + 10 * k + (k >= cases[c].odd && cases[c].odd > 1 ? 1 : 0);
        if (cases[c].odd == 1)
            b.steps[0]--; /* then the first stride is another than all the others */
        open_bench(b.rows - 1, false);
        b.evidence.tail = b.rows > 1 ? b.rows - 1 : 0;
        choose();
        const descent__course *course = &b.facts.course;
        if (cases[c].taken == 0) {
            ck_assert_msg(is_series(), "case %zu", c);
            ck_assert(course->recorded);
            ck_assert_uint_eq(course->first_row, b.rows - 1);
        } else {
            ck_assert_msg(course->series.count == cases[c].taken, "case %zu: %zu", c, course->series.count);
            ck_assert_ptr_eq(course->series.points, b.x);
            ck_assert_uint_eq(course->series.first_step, 30);
            ck_assert_uint_eq(course->stride, 10);
            ck_assert(course->recorded && course->first_row == 0 && b.facts.growth.growing);
            ck_assert_uint_eq(course->motion.count, cases[c].taken);
        }
        close_bench();
    }
}
END_TEST

/* With gaps before fewer than 64 single steps; what does not grow stays what it is. */
START_TEST(single_steps_speak_for_themselves)
{
    for (size_t single = 62; single <= 65; single++)
        for (int c = 0; c < 3; c++) {
            forget();
            b.factor = c == 1 ? 0.99 : 1.01;
            record(single + 20, 1, 1);
            for (size_t k = 0; k < b.rows; k++)
                b.steps[k] = k < 20 ? k : k + 5; /* five are missing */
            for (size_t k = 20; k < b.rows; k++)
                b.x[k] = pow(b.factor, (double)(k + 5));
            open_bench(c == 2 ? 0 : 20, true);
            choose();
            const bool again = c == 0 && single < 64;
            ck_assert_msg(is_series() == !again, "%zu single, %d", single, c);
            ck_assert_int_eq(b.facts.course.recorded, !again);
            ck_assert_uint_eq(b.facts.course.first_row, c == 2 || again ? 0 : 20);
            if (again) {
                ck_assert_uint_eq(b.facts.course.series.count, b.rows + 5);
                for (size_t k = 0; k < b.rows + 5; k++)
                    ck_assert_double_eq_tol(b.facts.course.series.points[k], pow(1.01, (double)k), 1e-12);
            }
            close_bench();
        }
}
END_TEST

/* ---- steps made again ---- */

/* Rows at steps 0, 10, 20, 30, of which a copy begins where a quarter of what is left reaches to the end. */
START_TEST(steps_are_made_again_from_where_they_are_paid_for)
{
    static const struct {
        uint64_t affordable, from;
        bool memory;
    } cases[] = {
        {1000, 0, false}, {31, 0, false}, {30, 10, false}, {21, 10, false}, {20, 20, false},
        {11, 20, false},  {31, 0, true},  {30, 999, true}, {11, 999, true}, {10, 999, false},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        forget();
        record(4, 10, 1);
        open_bench(3, true);
        b.evidence.options.budget = 4 * cases[c].affordable + 3;
        if (cases[c].memory)
            b.evidence.rule = descent_heavy_ball(1, 1e-12);
        choose();
        const descent__course *course = &b.facts.course;
        if (cases[c].from == 999) {
            ck_assert_msg(course->stride == 10 && course->recorded, "case %zu", c);
        } else {
            ck_assert_msg(!course->recorded && course->stride == 1, "case %zu", c);
            ck_assert_uint_eq(course->series.first_step, cases[c].from);
            ck_assert_uint_eq(course->series.count, 31 - cases[c].from);
            for (size_t k = 0; k < course->series.count; k++)
                ck_assert_double_eq_tol(course->series.points[k], ldexp(1, (int)(k + cases[c].from)),
                                        ldexp(1e-9, (int)(k + cases[c].from)));
        }
        close_bench();
    }
}
END_TEST

/* A copy that is off by a millionth of the row, or of the way to it, is another run; else it is put on the row. */
START_TEST(a_copy_must_come_by_the_rows)
{
    for (size_t row = 1; row < 4; row++)
        for (int beyond = 0; beyond < 2; beyond++) {
            forget();
            record(4, 10, 1);
            const double exact = b.x[row];
            b.x[row] *= 1 + (beyond ? 1.01e-6 : 0.99e-6);
            open_bench(3, true);
            choose();
            ck_assert_int_eq(b.facts.course.recorded, beyond);
            /* the later rows are met only where the copy is not put on this one: twice as far off by the next */
            ck_assert_uint_eq(b.facts.course.stride, beyond ? 10 : 1);
            if (!beyond) {
                ck_assert_double_eq(b.facts.course.series.points[10 * row], b.x[row]);
                ck_assert_double_gt(b.x[row], exact);
            }
            close_bench();
        }
    /* of a row near the origin the way to it counts: x ← 2x + s leads from −1 to 0 in ten steps */
    for (int beyond = 0; beyond < 2; beyond++) {
        forget();
        b.shift = 1024.0 / 1023;
        record(2, 10, -1);
        ck_assert_double_eq_tol(b.x[1], 0, 1e-12);
        const double row = beyond ? 1.01e-6 : 0.99e-6;
        record(3, 10, row);
        memmove(b.x + 1, b.x, 3 * sizeof *b.x);
        b.x[0] = -1;
        b.steps[3] = 30;
        b.rows = 4;
        open_bench(3, true);
        choose();
        ck_assert_int_eq(b.facts.course.recorded, beyond);
        close_bench();
    }
    for (int without = 0; without < 3; without++) {
        forget();
        record(4, 10, 1);
        open_bench(3, true);
        b.evidence.has_problem = without != 0;
        b.evidence.has_rule = without != 1;
        b.evidence.restarts_trusted = without != 2;
        choose();
        ck_assert_uint_eq(b.facts.course.stride, 10);
        close_bench();
    }
}
END_TEST

/* 4, 16, …, 2^512 are finite, and then nothing is: of a path with its start alone all of that is made again. */
START_TEST(a_path_that_broke_off_is_made_again_up_to_there)
{
    for (int c = 0; c < 6; c++) {
        forget();
        b.factor = 0;
        b.rows = 2;
        b.x[0] = 4;
        b.x[1] = INFINITY;
        b.steps[0] = c == 1 ? 7 : 0;
        b.steps[1] = b.steps[0] + 50;
        open_bench(0, true);
        b.evidence.finite = 1;
        b.facts.series.count = 1;
        b.facts.broken = c == 2 ? DESCENT_QUANTITY_NONE : DESCENT_QUANTITY_POINT;
        if (c == 3)
            b.evidence.options.budget = 4 * 5; /* five steps */
        if (c == 4)
            b.evidence.options.budget = 4; /* one */
        if (c == 5) {
            b.evidence.rule = descent_heavy_ball(1, 1e-12);
            b.steps[0] = 1;
        }
        choose();
        const bool again = c != 2 && c < 4;
        ck_assert_msg(!b.facts.course.recorded == again, "%d", c);
        if (again) {
            ck_assert_uint_eq(b.facts.course.series.count, c == 3 ? 6 : 9);
            ck_assert_uint_eq(b.facts.course.series.first_step, b.steps[0]);
            for (size_t k = 0; k < b.facts.course.series.count; k++)
                ck_assert_double_eq(b.facts.course.series.points[k], ldexp(1, 2 << k));
        }
        close_bench();
    }
}
END_TEST

/* ---- leaps ---- */

/* Three rows, ten steps apart, of a path that broke off; and a fourth that is not on the stride. */
START_TEST(the_last_of_few_rows_may_be_a_leap)
{
    static const struct {
        double lengths[3];
        uint64_t last_stride;
        size_t rows;
        bool broken, leaps;
        double before, last;
    } cases[] = {
        {{1, 1.01 * DESCENT__LEAP}, 10, 3, true, true, 1, 1.01 * DESCENT__LEAP},
        {{1, 0.99 * DESCENT__LEAP}, 10, 3, true, false, 0, 0},
        {{1, 1.01 * DESCENT__LEAP}, 10, 3, false, false, 0, 0},
        {{5, 1, 1.01 * DESCENT__LEAP}, 3, 4, true, true, 1, 1.01 * DESCENT__LEAP},
        {{5, 1, 0.99 * DESCENT__LEAP}, 3, 4, true, false, 0, 0},
        {{1, 1.01 * DESCENT__LEAP, 1.005 * DESCENT__LEAP}, 3, 4, true, false, 0, 0},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        forget();
        b.rows = cases[c].rows;
        b.x[0] = 1;
        for (size_t k = 1; k < b.rows; k++) {
            b.x[k] = b.x[k - 1] + cases[c].lengths[k - 1];
            b.steps[k] = b.steps[k - 1] + (k == b.rows - 1 ? cases[c].last_stride : 10);
        }
        open_bench(b.rows - 1, false);
        b.facts.broken = cases[c].broken ? DESCENT_QUANTITY_LOSS : DESCENT_QUANTITY_NONE;
        choose();
        ck_assert_msg(b.facts.growth.growing == cases[c].leaps, "case %zu", c);
        if (cases[c].leaps) {
            ck_assert_double_eq_tol(b.facts.growth.total, cases[c].last / cases[c].before, 1e-9);
            ck_assert_double_eq_tol(b.facts.growth.largest, cases[c].last, 1e-9);
            ck_assert_int_eq(b.facts.growth.law, DESCENT_LAW_FASTER);
            ck_assert(isnan(b.facts.growth.factor) && isnan(b.facts.growth.exponent));
        }
        close_bench();
    }
}
END_TEST

/* A copy of two points or three, whose last step was a leap beside the one before it, or beside its point. */
START_TEST(a_copy_that_breaks_off_may_have_leapt)
{
    static const struct {
        double points[4];
        size_t count;
        bool continued, breaks_off, leaps;
        double total;
    } cases[] = {
        {{1, 2, 2 + 101}, 3, true, true, true, 101},
        {{1, 2, 2 + 99}, 3, true, true, false, 0},
        {{1, 2, 2 + 101}, 3, false, true, false, 0},
        {{1, 2, 2 + 101}, 3, true, false, false, 0},
        {{-2, 202}, 2, true, true, true, 102},
        {{-2, 196}, 2, true, true, false, 0},
        {{7}, 1, true, true, false, 0},
        {{1, 2, 2.1, 2.2 + 101}, 4, true, true, false, 0},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        forget();
        record(1, 1, 1);
        b.steps[0] = 50;
        open_bench(0, false);
        memcpy(b.series, cases[c].points, sizeof cases[c].points);
        b.facts.series = (descent__series){.n = 1, .count = cases[c].count, .points = b.series, .first_step = 50};
        b.facts.continued = cases[c].continued;
        b.facts.breaks_off = cases[c].breaks_off;
        choose();
        ck_assert(is_series());
        ck_assert_int_eq(b.facts.course.recorded, !cases[c].continued);
        ck_assert_msg(b.facts.growth.law == DESCENT_LAW_FASTER || !cases[c].leaps, "case %zu", c);
        if (cases[c].count < DESCENT__LEAST_GROWTH_ROWS)
            ck_assert_msg(b.facts.growth.growing == cases[c].leaps, "case %zu", c);
        else
            ck_assert(!(b.facts.growth.total > 500));
        if (cases[c].leaps)
            ck_assert_double_eq_tol(b.facts.growth.total, cases[c].total, 1e-9);
        close_bench();
    }
}
END_TEST

/* Behind a copy that goes on, calm over 64 points and more, nothing is looked for; of a short one, what came before tells. */
START_TEST(what_came_before_a_copy_tells_more_where_it_is_short)
{
    for (int c = 0; c < 5; c++) {
        const size_t counts[] = {63, 64, 65, 64, 64};
        forget();
        record(6, 5, 1); /* which doubled each step */
        open_bench(5, true);
        for (size_t k = 0; k < counts[c]; k++)
            b.series[k] = b.x[5] * (c == 3 ? pow(1.1, (double)k) : 1 - 1e-3 * (double)k);
        b.facts.series = (descent__series){.n = 1, .count = counts[c], .points = b.series, .first_step = 25};
        b.facts.continued = true;
        b.facts.broken = c == 4 ? DESCENT_QUANTITY_LOSS : DESCENT_QUANTITY_NONE;
        choose();
        ck_assert(!b.facts.course.recorded);
        ck_assert_msg(is_series() == (c == 1 || c == 2), "%d", c);
        if (c != 1 && c != 2)
            ck_assert_uint_eq(b.facts.course.series.count, 26);
        close_bench();
    }
    /* and where the steps cannot be made again, rows do not stand in */
    forget();
    record(12, 5, 1);
    open_bench(11, false);
    b.series[0] = b.x[11];
    b.series[1] = b.x[11] * 1.001;
    b.facts.series = (descent__series){.n = 1, .count = 2, .points = b.series, .first_step = 55};
    b.facts.continued = true;
    choose();
    ck_assert(is_series());
    close_bench();
}
END_TEST

/* ---- as one ---- */

START_TEST(a_series_and_its_copy_are_one_course)
{
    for (size_t before = 1; before < 6; before++)
        for (size_t after = 1; after < 6; after++) {
            double copied[most];
            forget();
            record(before, 1, 1);
            for (size_t k = 0; k < before; k++)
                b.steps[k] = 40 + k;
            open_bench(0, false);
            for (size_t k = 0; k < after; k++)
                copied[k] = ldexp(1, (int)(before - 1 + k));
            const descent__series copy = {.n = 1, .count = after, .points = copied, .first_step = 40 + before - 1};
            ck_assert(descent__course_go_on(&b.facts, &copy));
            const descent__series *whole = &b.facts.course.series;
            ck_assert_uint_eq(whole->count, before + after - 1);
            ck_assert_uint_eq(whole->first_step, 40);
            ck_assert_uint_eq(b.facts.course.stride, 1);
            ck_assert(!b.facts.course.recorded);
            for (size_t k = 0; k < whole->count; k++)
                ck_assert_double_eq(whole->points[k], ldexp(1, (int)k));
            ck_assert_uint_eq(b.facts.course.motion.count, whole->count);
            ck_assert_int_eq(b.facts.growth.growing, whole->count >= DESCENT__LEAST_GROWTH_ROWS);
            close_bench();
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        rows_on_one_stride_stand_in_for_steps,
        single_steps_speak_for_themselves,
        steps_are_made_again_from_where_they_are_paid_for,
        a_copy_must_come_by_the_rows,
        a_path_that_broke_off_is_made_again_up_to_there,
        the_last_of_few_rows_may_be_a_leap,
        a_copy_that_breaks_off_may_have_leapt,
        what_came_before_a_copy_tells_more_where_it_is_short,
        a_series_and_its_copy_are_one_course,
    };
    return descent_test_main(descent_test_suite("inside course", tests, sizeof tests / sizeof *tests));
}
