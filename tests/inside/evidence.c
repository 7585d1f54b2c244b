/* What a diagnosis has to go by, read from rows: which are finite, which single, where they end; what may still be asked; where a copy
 * stands; and whose bits are those of a float. */
#include "diagnosis/evidence/evidence.h"

#include <float.h>

#include "diagnosis/evidence/copies.h"
#include "diagnosis/evidence/examination.h"
#include "diagnosis/evidence/precision.h"
#include "inside/recorded_steps.h"

static recorded_steps run;

/* x = 0, −1, −2, … with a slope of 1. */
static void walk(size_t rows)
{
    for (size_t k = 0; k < rows; k++) {
        run.points[k] = -(double)k;
        run.gradients[k] = 1;
    }
    recorded_open(&run, 1, rows);
    run.evidence.has_rule = true;
    run.evidence.rule = descent_fixed_step(1);
}

/* ---- what may be spent ---- */

START_TEST(calls_are_counted)
{
    static const struct {
        uint64_t budget, cost, left;
        descent_evaluations spent;
        bool no_problem;
    } cases[] = {
        {100, 1, 100, {0}, false},
        {100, 1, 90, {.loss = 1, .gradient = 2, .hessian = 3, .hessian_product = 4}, false},
        {100, 0, 100, {0}, false},
        {100, 4, 24, {.loss = 1}, false},
        {100, 4, 25, {0}, false},
        {100, 1, 0, {.gradient = 100}, false},
        {100, 1, 0, {.hessian = 101}, false},
        {100, 1, 1, {.hessian_product = 99}, false},
        {100, 1, 0, {0}, true},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        walk(5);
        descent__evidence *const e = &run.evidence;
        e->options.budget = cases[c].budget;
        e->evaluator.gradient_cost = cases[c].cost;
        e->has_problem = !cases[c].no_problem;
        descent__evidence_spend(e, &cases[c].spent);
        descent__evidence_spend(e, &(descent_evaluations){.loss = 0});
        ck_assert_msg(descent__evidence_left(e) == cases[c].left, "case %zu", c);
        ck_assert(!e->budget_exhausted);
        ck_assert_msg(descent__evidence_affords(e, cases[c].left) == !cases[c].no_problem, "case %zu", c);
        ck_assert(!e->budget_exhausted);
        ck_assert(!descent__evidence_affords(e, cases[c].left + 1));
        ck_assert_int_eq(e->budget_exhausted, !cases[c].no_problem);
        ck_assert(isnan(descent__evidence_loss_at(e, run.points))); /* there is no loss to be asked */
        recorded_close(&run);
    }
}
END_TEST

static int square(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0];
    return x[0] > 2;
}

START_TEST(a_loss_is_asked_if_it_can_be)
{
    const double two = 2, three = 3;
    for (int c = 0; c < 4; c++) {
        walk(5);
        run.evidence.evaluator.problem.loss = c == 1 ? NULL : square;
        run.evidence.options.budget = c == 2 ? 0 : 1;
        const double found = descent__evidence_loss_at(&run.evidence, c == 3 ? &three : &two);
        ck_assert(c == 0 ? found == 4 : isnan(found));
        ck_assert_int_eq(run.evidence.budget_exhausted, c == 2);
        recorded_close(&run);
    }
}
END_TEST

START_TEST(the_path_tells_the_unit_once)
{
    static const struct {
        double unit, scale, taken;
        bool no_problem, no_gradient;
    } cases[] = {{5, 0, 5, false, false},  {5, 2, 2, false, false},   {0, 0, 0, false, false},
                 {-1, 0, 0, false, false}, {NAN, 0, 0, false, false}, {INFINITY, 0, 0, false, false},
                 {5, 0, 0, true, false},   {5, 0, 0, false, true}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        walk(5);
        run.evidence.problem_in_units.scale = cases[c].scale;
        run.evidence.has_problem = !cases[c].no_problem;
        if (cases[c].no_gradient) {
            run.evidence.evaluator.problem.loss = square;
            run.evidence.evaluator.problem.gradient = NULL;
        }
        descent__evidence_take_unit(&run.evidence, cases[c].unit);
        ck_assert_msg(run.evidence.problem_in_units.scale == cases[c].taken, "case %zu", c);
        recorded_close(&run);
    }
}
END_TEST

/* ---- rows ---- */

/* Rows up to the first that is not finite; those at its end that are one step apart; what stands beside the last. */
START_TEST(rows_are_read)
{
    static const struct {
        size_t rows, broken, gap; /* row that is not finite, row before which a step is missing */
        size_t finite, tail;
        uint64_t step;
    } cases[] = {
        {6, 9, 9, 6, 0, 5}, {6, 9, 5, 6, 5, 6}, {6, 9, 1, 6, 1, 6}, {6, 9, 3, 6, 3, 6}, {6, 4, 9, 4, 0, 3},
        {6, 4, 2, 4, 2, 4}, {6, 4, 5, 4, 0, 3}, {6, 1, 9, 1, 0, 0}, {6, 0, 9, 0, 0, 5}, {1, 9, 9, 1, 0, 0},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (int with = 0; with < 2; with++) {
            double losses[6], norms[6];
            walk(cases[c].rows);
            for (size_t k = 0; k < cases[c].rows; k++) {
                losses[k] = 10 + (double)k;
                norms[k] = 20 + (double)k;
                run.steps[k] = k + (k >= cases[c].gap);
                if (k == cases[c].broken)
                    run.points[k] = NAN;
            }
            descent__evidence *const e = &run.evidence;
            e->has_problem = false;
            e->losses = with ? losses : NULL;
            e->norms = with ? norms : NULL;
            e->x = NULL;
            e->rule = descent_rule_with_schedule(descent_fixed_step(0.5), descent_schedule_exponential(0.5));
            descent__evidence_examine(e);
            ck_assert_msg(e->finite == cases[c].finite, "case %zu", c);
            ck_assert_msg(e->tail == cases[c].tail, "case %zu: %zu", c, e->tail);
            ck_assert_msg(e->step == cases[c].step, "case %zu", c);
            ck_assert(!e->copies_trusted && !e->memory_known && !e->restarts_trusted);
            ck_assert_uint_eq(e->findings, 0);
            /* that of the last step, which is the first at the start */
            ck_assert_double_eq_tol(e->step_size, ldexp(0.5, e->step > 0 ? -(int)(e->step - 1) : 0), 1e-15);
            if (cases[c].finite == 0) {
                ck_assert(!e->x && isnan(e->loss) && isnan(e->gradient_norm));
            } else {
                ck_assert_ptr_eq(e->x, run.points + cases[c].finite - 1);
                ck_assert(with ? e->loss == 9 + (double)e->finite : isnan(e->loss));
                ck_assert(with ? e->gradient_norm == 19 + (double)e->finite : isnan(e->gradient_norm));
            }
            recorded_close(&run);
        }
}
END_TEST

/* With a problem the end is asked, a rule that is missing is fitted, and one that is there is checked. */
START_TEST(what_is_missing_is_asked_for)
{
    for (int c = 0; c < 4; c++) {
        walk(8);
        run.evidence.has_rule = c != 1 && c != 3;
        if (c == 2)
            run.points[6] += 0.5; /* no step of 1 */
        if (c == 3)
            run.evidence.options.budget = 4;
        run.evidence.gradient_known = false;
        descent__evidence_examine(&run.evidence);
        const descent__evidence *const e = &run.evidence;
        ck_assert(e->gradient_known && e->gradient_norm == 1);
        ck_assert_int_eq(e->has_rule, c != 3);
        ck_assert_int_eq((e->findings & DESCENT_FINDING_RULE_FITTED) != 0, c == 1);
        ck_assert_int_eq((e->findings & DESCENT_FINDING_RULE_UNKNOWN) != 0, c == 3);
        ck_assert_int_eq((e->findings & DESCENT_FINDING_RULE_DISAGREES) != 0, c == 2);
        ck_assert_int_eq(e->copies_trusted, c < 2);
        ck_assert(c == 3 ? isnan(e->step_size) : e->step_size == 1);
        recorded_close(&run);
    }
}
END_TEST

/* ---- copies ---- */

START_TEST(copies_stand_at_rows)
{
    descent__map map;
    walk(8);
    run.evidence.rule = descent_heavy_ball(1, 0.5);
    run.evidence.tail = 3;
    run.evidence.options.budget = 77;
    ck_assert(descent__evidence_map_at_start(&run.evidence, run.evidence.rule, &map));
    ck_assert_uint_eq(map.limit, 77);
    ck_assert_uint_eq(map.number, 0);
    ck_assert_double_eq(map.state[0], 0);
    for (size_t row = 3; row < 8; row++) { /* the point before is the memory, where it is known */
        descent__evidence_map_place(&run.evidence, row, &map);
        ck_assert_double_eq(map.state[0], -(double)row);
        ck_assert_uint_eq(map.number, row);
        ck_assert_int_eq(map.memory_known, row > 3);
        ck_assert_int_eq(descent__map_step(&map), DESCENT__MAP_MOVED);
        ck_assert_double_eq(map.state[0], -(double)row - 1 - (row > 3 ? 0.5 : 0));
    }
    ck_assert(descent__evidence_map_at_end(&run.evidence, &map));
    ck_assert_double_eq(map.state[0], -7);
    ck_assert_uint_eq(map.number, 7);
    recorded_close(&run);
    for (int c = 0; c < 4; c++) {
        walk(8);
        run.evidence.has_problem = c != 1;
        run.evidence.has_rule = c != 2;
        run.evidence.finite = c == 3 ? 0 : 8;
        ck_assert_int_eq(descent__evidence_map_at_end(&run.evidence, &map), c == 0);
        ck_assert_int_eq(descent__evidence_map_at_start(&run.evidence, descent_fixed_step(1), &map), c == 0 || c == 2);
        recorded_close(&run);
    }
}
END_TEST

/* As many steps as are wanted, or as calls are left; or until there is none. */
START_TEST(copies_go_on)
{
    static const struct {
        size_t steps;
        uint64_t budget;
        bool no_rule;
        size_t count;
        descent__map_result result;
    } cases[] = {{5, 100, false, 6, DESCENT__MAP_MOVED}, {0, 100, false, 1, DESCENT__MAP_MOVED},
                 {5, 3, false, 4, DESCENT__MAP_MOVED},   {5, 0, false, 1, DESCENT__MAP_MOVED},
                 {5, 5, false, 6, DESCENT__MAP_MOVED},   {5, 100, true, 0, DESCENT__MAP_FAILED}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        descent__series series;
        walk(8);
        run.evidence.has_rule = !cases[c].no_rule;
        run.evidence.options.budget = cases[c].budget;
        ck_assert_msg(descent__evidence_continue(&run.evidence, cases[c].steps, &series) == cases[c].result, "case %zu",
                      c);
        ck_assert_msg(series.count == cases[c].count, "case %zu: %zu", c, series.count);
        ck_assert_uint_eq(series.n, 1);
        for (size_t k = 0; k < series.count; k++)
            ck_assert_double_eq(series.points[k], -7 - (double)k);
        ck_assert(series.count == 0 || series.first_step == 7);
        recorded_close(&run);
    }
    descent__series series;
    walk(8);
    run.evidence.state_known = true; /* handed over: it stands elsewhere than the row */
    const double elsewhere = 100;
    run.evidence.state = (descent__state){
        .vectors = &elsewhere, .dimension = 1, .pitch = 1, .number = 7, .step_size = 1, .memory_known = true};
    ck_assert_int_eq(descent__evidence_continue(&run.evidence, 2, &series), DESCENT__MAP_MOVED);
    ck_assert_double_eq(series.points[0], 100);
    ck_assert_double_eq(series.points[2], 98);
    recorded_close(&run);
    walk(8);
    run.failing = 7;
    ck_assert_int_eq(descent__evidence_continue(&run.evidence, 5, &series), DESCENT__MAP_FAILED);
    ck_assert_uint_eq(series.count, 1);
    recorded_close(&run);
    for (size_t k = 0; k < 4; k++) { /* of two variables */
        run.points[2 * k] = -(double)k;
        run.points[2 * k + 1] = 5;
        run.gradients[2 * k] = 1;
        run.gradients[2 * k + 1] = 0;
    }
    recorded_open(&run, 2, 4);
    run.evidence.has_rule = true;
    run.evidence.rule = descent_fixed_step(1);
    ck_assert_int_eq(descent__evidence_continue(&run.evidence, 3, &series), DESCENT__MAP_MOVED);
    ck_assert_uint_eq(series.count, 4);
    for (size_t k = 0; k < 4; k++) {
        ck_assert_double_eq(series.points[2 * k], -3 - (double)k);
        ck_assert_double_eq(series.points[2 * k + 1], 5);
    }
    recorded_close(&run);
    run.evidence = (descent__evidence){.n = 7};
    ck_assert_uint_le(descent__evidence_kept_steps(&run.evidence) * 7 * sizeof(double), (size_t)1 << 29);
}
END_TEST

/* ---- single precision ---- */

static bool is_single(size_t count, const double *losses)
{
    run.evidence = (descent__evidence){.n = 1, .finite = count, .losses = losses};
    const bool found = descent__evidence_is_single(&run.evidence);
    run.evidence.losses = NULL;
    run.evidence.points = losses;
    ck_assert_int_eq(descent__evidence_is_single(&run.evidence), found);
    return found;
}

/* An odd numerator of so many bits, over 2^24. */
static double of_bits(int bits, size_t k)
{
    return ldexp(1 + ldexp(2 * (double)(3 * k + 1) + 1, 1 - bits), 0);
}

/* Eight fractions that differ, of 21 bits and more in half of the numbers. */
START_TEST(eight_full_fractions_are_of_single_precision)
{
    for (size_t count = 6; count <= 10; count++) {
        double numbers[20];
        for (size_t k = 0; k < count; k++)
            numbers[k] = of_bits(24, k);
        /* four have bits that a float of the largest, 4096, has not */
        numbers[0] *= 4096;
        ck_assert_msg(is_single(count, numbers) == (count >= 8), "%zu", count);
        /* the same fraction is no other, nor twice it */
        numbers[count - 1] = 2 * numbers[count - 2];
        ck_assert_msg(is_single(count, numbers) == (count >= 9), "%zu", count);
        numbers[count - 1] = -numbers[count - 2];
        ck_assert_msg(is_single(count, numbers) == (count >= 9), "%zu", count);
    }
    for (int bits = 20; bits <= 25; bits++)
        for (size_t full = 7; full <= 9; full++) {
            double numbers[16];
            for (size_t k = 0; k < 16; k++)
                numbers[k] = k < full ? of_bits(bits, k) : 1 + (double)k / 16;
            numbers[0] *= 4096;
            ck_assert_msg(is_single(16, numbers) == (bits >= 21 && bits <= 24 && full >= 8), "%d bits, %zu", bits,
                          full);
        }
}
END_TEST

/* Of numbers that come again and again the first counts; what is no number is left out; what no float can be is none. */
START_TEST(some_numbers_are_of_no_float)
{
    for (int c = 0; c < 8; c++) {
        double numbers[24];
        for (size_t k = 0; k < 24; k++)
            numbers[k] = of_bits(24, k < 12 ? k : 11);
        numbers[0] *= 4096;
        if (c == 1) /* short, and not the one before: 13 of 24 are */
            for (size_t k = 11; k < 24; k++)
                numbers[k] = 1 + (double)k / 32;
        numbers[2] = c == 2   ? NAN
                     : c == 3 ? INFINITY
                     : c == 4 ? 1 + DBL_EPSILON
                     : c == 5 ? -1 - DBL_EPSILON
                              : numbers[2];
        if (c == 6)
            numbers[2] = 1e300;
        if (c == 7) /* all on the grid of the largest */
            numbers[0] /= 4096;
        ck_assert_msg(is_single(24, numbers) == (c == 0 || c == 2 || c == 3), "case %d", c);
    }
}
END_TEST

/* Four numbers are finer than the largest as a float. */
START_TEST(four_numbers_are_finer)
{
    for (size_t finer = 2; finer <= 6; finer++) {
        double numbers[16];
        for (size_t k = 0; k < 16; k++) /* 24 bits from 1 on, and 4096 times that */
            numbers[k] = of_bits(24, k) * (k < finer ? 1 : 4096);
        ck_assert_msg(is_single(16, numbers) == (finer >= 4), "%zu", finer);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        calls_are_counted,
        a_loss_is_asked_if_it_can_be,
        the_path_tells_the_unit_once,
        rows_are_read,
        what_is_missing_is_asked_for,
        copies_stand_at_rows,
        copies_go_on,
        eight_full_fractions_are_of_single_precision,
        some_numbers_are_of_no_float,
        four_numbers_are_finer,
    };
    return descent_test_main(descent_test_suite("inside_evidence", tests, sizeof tests / sizeof *tests));
}
