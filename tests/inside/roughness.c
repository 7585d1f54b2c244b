/* How far rounding of a loss moves a step, of losses that are looked up: what Moré and Wild's formula makes of them. */
#include "diagnosis/evidence/roughness.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

#include <descent/adaptive.h>

#include "inside/inside.h"

enum {
    reach = 20, /* tenths of the width of differences that a loss is looked up at, to either side */
    most = 70
};

/* x₁, by its distance from a place in tenths of the width; of the others the loss is smooth. */
typedef struct table {
    double values[2 * reach + 1], place, width;
    double cubic; /* Σ cubic·xᵢ³ is added */
    bool fails;
    int failing; /* in tenths */
    size_t asked;
} table;

static int look_up(size_t n, const double *x, double *value, void *context)
{
    table *const t = context;
    const double tenths = (x[0] - t->place) / t->width * 10;
    const int k = (int)round(tenths);
    *value = abs(k) <= reach && fabs(tenths - k) < 1e-3 ? t->values[k + reach] : 0;
    for (size_t i = 0; i < n; i++)
        *value += t->cubic * x[i] * x[i] * x[i];
    t->asked++;
    return t->fails && k == t->failing;
}

static int no_slope(size_t n, const double *x, double *g, void *context)
{
    (void)x, (void)context;
    for (size_t i = 0; i < n; i++)
        g[i] = 1;
    return 0;
}

typedef struct bench {
    table table;
    descent_problem problem;
    descent__holdings holdings;
    descent__evidence evidence;
    double points[3 * most];
    descent__series series;
} bench;

/* Three points, far apart; the table is at the last. */
static void set_up(bench *b, size_t n, double scale)
{
    memset(b, 0, sizeof *b);
    b->problem = (descent_problem){.dimension = n, .loss = look_up, .context = &b->table, .scale = scale};
    for (size_t i = 0; i < 3 * n; i++)
        b->points[i] = i < n ? -64 : i < 2 * n ? 64 : 2;
    b->table.place = 2;
    b->table.width = descent__difference_step(&b->problem, 2);
    b->series = (descent__series){.n = n, .count = 3, .points = b->points};
    b->evidence = (descent__evidence){.n = n, .has_problem = true, .step_size = NAN, .gradient_norm = NAN};
    b->evidence.options.budget = 100000;
    b->evidence.holdings = &b->holdings;
    b->evidence.keep = &b->holdings.arena;
    assert_success(descent__evaluator_open(&b->evidence.evaluator, &b->problem));
}

static void tear_down(bench *b)
{
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
    descent__evaluator_close(&b->evidence.evaluator);
}

static double random_number(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) / 9007199254740992.0;
}

/* Σ (δ⁶)²/(4·924) of ten samples around the middle one but four, at least half an ε of the largest; in a difference of width h, four
 * deviations of √2σ/2h. */
static double rounding_of(const table *t)
{
    static const double binomials[] = {1, -6, 15, -20, 15, -6, 1};
    double squares = 0, largest = 0;
    for (int k = 0; k < 4; k++) {
        double sixth = 0;
        for (int j = 0; j <= 6; j++)
            sixth += binomials[j] * t->values[reach - 5 + k + j];
        squares += sixth * sixth;
    }
    for (int k = 0; k < 10; k++)
        largest = fmax(largest, fabs(t->values[reach - 5 + k]));
    return 4 * sqrt(2) * fmax(sqrt(squares / 4 / 924), DBL_EPSILON / 2 * largest) / (2 * t->width);
}

/* What doubling the width changes. */
static double change_of(const table *t)
{
    const double *const v = t->values + reach;
    return (v[20] - v[-20]) / (4 * t->width) - (v[10] - v[-10]) / (2 * t->width);
}

START_TEST(errors_are_rounding_and_third_derivatives)
{
    uint64_t state = 3;
    for (size_t time = 0; time < 50; time++)
        for (int what = 0; what < 3; what++) {
            bench b;
            set_up(&b, 1, time % 2 ? 0 : 0.25);
            for (size_t k = 0; k <= 2 * reach; k++)
                b.table.values[k] = what == 0 ? random_number(&state) - 0.5 : what == 1 ? 1e9 : 0;
            if (what == 2) /* nothing but the widths */
                for (int k = -20; k <= 20; k += k == -10 ? 20 : 10)
                    b.table.values[reach + k] = k == 0 ? 0 : random_number(&state);
            const double expected = hypot(rounding_of(&b.table), change_of(&b.table));
            const double found = descent__evidence_step_noise(&b.evidence, &b.series);
            ck_assert_msg(fabs(found - expected) <= 1e-6 * expected + 1e-20, "%zu, %d: %g and not %g", time, what,
                          found, expected);
            ck_assert_uint_eq(b.table.asked, 2 * (10 + 4));
            tear_down(&b);
        }
}
END_TEST

/* Of x³ differences are off by h², and by 4h² when the width is doubled: 3h² in each variable. */
START_TEST(errors_of_all_variables_add_up)
{
    for (size_t n = 1; n < 5; n++) {
        bench b;
        set_up(&b, n, 100); /* so wide that rounding is nothing beside it */
        for (size_t i = 0; i < 3 * n; i++)
            b.points[i] = 2;
        b.table.cubic = 1;
        const double expected = sqrt((double)n) * 3 * b.table.width * b.table.width;
        ck_assert_double_eq_tol(descent__evidence_step_noise(&b.evidence, &b.series), expected, 1e-3 * expected);
        ck_assert_uint_eq(b.table.asked, 2 * (10 + 4 * n));
        tear_down(&b);
    }
}
END_TEST

/* Of more than 64 variables, or where so many calls are not left, rounding is all that is told: the samples lie along the diagonal, and
 * the errors of n variables add up. */
START_TEST(widths_are_doubled_in_few_variables)
{
    static const struct {
        size_t n;
        uint64_t budget; /* a gradient costs 2n calls */
        size_t asked;
    } cases[] = {
        {64, 100000, 2 * (10 + 256)},
        {65, 100000, 20},
        {1, 34, 28},
        {1, 33, 14},
        {1, 20, 14},
        {1, 19, 0},
        {3, 59, 0},
        {3, 60, 10},
        {3, 81, 20},
        {3, 82, 32},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench b;
        set_up(&b, cases[c].n, 0);
        for (int k = -5; k < 5; k++)
            b.table.values[reach + k] = k % 2;
        b.evidence.options.budget = cases[c].budget;
        const double found = descent__evidence_step_noise(&b.evidence, &b.series);
        ck_assert_msg(b.table.asked == cases[c].asked, "case %zu: %zu", c, b.table.asked);
        if (cases[c].n == 65 || cases[c].asked == 10)
            ck_assert_double_eq_tol(found, sqrt((double)cases[c].n) * rounding_of(&b.table), 1e-6 * found);
        if (cases[c].asked == 0)
            ck_assert_double_eq(found, 0);
        tear_down(&b);
    }
}
END_TEST

/* The worse of the last two points counts; what is not known of one is not. */
START_TEST(the_last_two_points_are_asked)
{
    for (size_t at = 0; at < 3; at++) {
        bench b;
        set_up(&b, 1, 0);
        for (size_t k = 0; k <= 2 * reach; k++)
            b.table.values[k] = (double)(k * k % 7);
        b.points[2 - at] = 2;
        if (at > 0)
            b.points[2] = 128;
        b.series.count = 3;
        const double expected = hypot(rounding_of(&b.table), change_of(&b.table));
        const double found = descent__evidence_step_noise(&b.evidence, &b.series);
        ck_assert_double_eq_tol(found, at < 2 ? expected : 0, 1e-6 * expected);
        b.series.count = 1;
        b.table.asked = 0;
        ck_assert((descent__evidence_step_noise(&b.evidence, &b.series) > 0) == (at == 2));
        ck_assert_uint_eq(b.table.asked, 14);
        tear_down(&b);
    }
}
END_TEST

START_TEST(what_cannot_be_asked_has_no_error)
{
    for (int c = 0; c < 9; c++) {
        bench b;
        set_up(&b, 1, 0);
        for (size_t k = 0; k <= 2 * reach; k++)
            b.table.values[k] = (double)(k * k % 7);
        b.points[1] = b.points[2];
        b.evidence.has_problem = c != 1;
        b.evidence.random = c == 2;
        if (c == 3)
            b.evidence.evaluator.problem.gradient = no_slope;
        b.table.fails = c >= 4 && c < 8;
        b.table.failing = c == 4 ? 3 : c == 5 ? 10 : c == 6 ? 20 : -20;
        b.table.values[reach + 4] = c == 8 ? INFINITY : 3;
        const double found = descent__evidence_step_noise(&b.evidence, &b.series);
        ck_assert_msg((found > 0) == (c == 0), "case %d: %g", c, found);
        ck_assert_msg(c < 1 || found == 0, "case %d", c);
        if (c >= 1 && c <= 3)
            ck_assert_uint_eq(b.table.asked, 0);
        tear_down(&b);
    }
}
END_TEST

/* A rule with multipliers carries its step size times the error; another one that part of its last step which the error is of the slope,
 * and no more than all of it. */
START_TEST(an_error_is_carried_by_the_rule)
{
    const descent_rule fixed = descent_fixed_step(0.5), adam = descent_adam(0.5, NULL);
    const struct {
        const descent_rule *rule;
        size_t count;
        double step_size, norm; /* in errors */
        double carried;         /* in errors; negative: in steps */
    } cases[] = {
        {NULL, 3, 0.25, 2, 0.25},  {NULL, 3, NAN, 2, 1},       {&fixed, 3, 0.25, 2, 0.25}, {&fixed, 3, INFINITY, 2, 1},
        {&adam, 3, 0.25, 2, -0.5}, {&adam, 3, 0.25, 4, -0.25}, {&adam, 3, 0.25, 1, -1},    {&adam, 3, 0.25, 0.5, -1},
        {&adam, 3, 0.25, NAN, -1}, {&adam, 1, 0.25, 2, 0.25},  {&adam, 2, 0.25, 2, -0.5},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench b;
        set_up(&b, 1, 0);
        for (size_t k = 0; k <= 2 * reach; k++)
            b.table.values[k] = (double)(k * k % 7);
        b.points[1] = 5; /* a last step of 3 */
        b.series.count = cases[c].count;
        b.series.points += 3 - cases[c].count;
        const double error = hypot(rounding_of(&b.table), change_of(&b.table));
        b.evidence.has_rule = cases[c].rule;
        if (cases[c].rule)
            b.evidence.rule = *cases[c].rule;
        b.evidence.step_size = cases[c].step_size;
        b.evidence.gradient_norm = cases[c].norm * error;
        const double found = descent__evidence_step_noise(&b.evidence, &b.series);
        const double expected = cases[c].carried < 0 ? -3 * cases[c].carried : error * cases[c].carried;
        ck_assert_msg(fabs(found - expected) <= 1e-6 * expected, "case %zu: %g and not %g", c, found, expected);
        tear_down(&b);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        errors_are_rounding_and_third_derivatives, errors_of_all_variables_add_up,
        widths_are_doubled_in_few_variables,       the_last_two_points_are_asked,
        what_cannot_be_asked_has_no_error,         an_error_is_carried_by_the_rule,
    };
    return descent_test_main(descent_test_suite("inside_roughness", tests, sizeof tests / sizeof *tests));
}
