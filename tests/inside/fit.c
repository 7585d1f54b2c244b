/* A rule that is fitted to steps and gradients which are written down. */
#include "diagnosis/evidence/fit.h"

#include <float.h>

#include "inside/recorded_steps.h"
#include "rules/knowledge.h"

static recorded_steps run;

/* A gradient of length 1 to 2 that turns from row to row. */
static void write_gradient(size_t k)
{
    for (size_t i = 0; i < run.n; i++)
        run.gradients[k * run.n + i] =
            (i % 2 ? sin(0.7 * (double)(k * k)) : cos(0.7 * (double)(k * k))) * (k % 3 ? 1 : 2);
}

/* Δ_k = −η g_k + β Δ_{k−1}, each step then changed by so much of its length, across it (n = 2). */
static void make_steps(size_t n, size_t rows, double eta, double beta, double off)
{
    run.n = n;
    for (size_t i = 0; i < n; i++)
        run.points[i] = 0;
    for (size_t k = 0; k < rows; k++) {
        double *const x = run.points + k * n, *const next = x + n;
        write_gradient(k);
        for (size_t i = 0; i < n; i++)
            next[i] = x[i] - eta * run.gradients[k * n + i] + (k > 0 ? beta * (x[i] - (x - n)[i]) : 0);
        if (off > 0) {
            const double d[] = {next[0] - x[0], next[1] - x[1]};
            next[0] -= off * d[1];
            next[1] += off * d[0];
        }
    }
    recorded_open(&run, n, rows);
}

static void assert_fitted(size_t c, bool fitted, double eta, double beta)
{
    const descent__evidence *const e = &run.evidence;
    ck_assert_msg(e->has_rule == fitted, "case %zu", c);
    ck_assert_msg(((e->findings & DESCENT_FINDING_RULE_FITTED) != 0) == fitted, "case %zu", c);
    if (!fitted)
        return;
    const descent_rule like = beta > 0 || beta < 0 ? descent_heavy_ball(eta, beta) : descent_fixed_step(eta);
    ck_assert_msg(e->rule.type == like.type, "case %zu: %s", c, e->rule.type->name);
    ck_assert_msg(fabs(e->rule.step_size - eta) <= 1e-9 * eta, "case %zu: %g", c, e->rule.step_size);
    ck_assert_msg(fabs(e->rule.momentum - beta) <= 1e-9, "case %zu: %g", c, e->rule.momentum);
}

/* Where the run's beginning is not known, so that the sums alone decide. */
START_TEST(two_numbers_are_fitted)
{
    static const struct {
        size_t n, rows;
        double eta, beta;
        bool fitted;
    } cases[] = {
        {2, 4, 0.1, 0, true},      {2, 3, 0.1, 0, false},     {1, 4, 0.1, 0, true},      {2, 100, 0.1, 0, true},
        {2, 6, 0.1, 0.5, true},    {2, 5, 0.1, 0.5, false},   {3, 40, 0.1, 0.9, true},   {2, 40, 0.1, 1 - 1e-6, true},
        {2, 40, 0.1, 1, false},    {2, 40, 0.1, 1.25, false}, {2, 40, 0.1, -0.5, false}, {2, 40, -0.1, 0, false},
        {2, 40, -0.1, 0.5, false}, {2, 40, 1e-9, 0.99, true},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        make_steps(cases[c].n, cases[c].rows, cases[c].eta, cases[c].beta, 0);
        run.steps[0] = 1;
        descent__evidence_fit_rule(&run.evidence);
        assert_fitted(c, cases[c].fitted, cases[c].eta, cases[c].beta);
        recorded_close(&run);
    }
}
END_TEST

/* To a millionth of the steps, all in all. */
START_TEST(a_fit_misses_by_a_millionth)
{
    static const double betas[] = {0, 0.5};
    for (size_t b = 0; b < 2; b++)
        for (int side = -1; side <= 1; side += 2) {
            make_steps(2, 30, 0.1, betas[b], (1 + 0.02 * side) * 1e-6);
            run.steps[0] = 1;
            descent__evidence_fit_rule(&run.evidence);
            ck_assert_msg(run.evidence.has_rule == (side < 0), "β %g, %d", betas[b], side);
            recorded_close(&run);
        }
}
END_TEST

/* Every step that is asked for costs a gradient: 24 of a path that has more, but for what is left over. */
START_TEST(few_rows_are_asked_for)
{
    static const struct {
        size_t rows, tail, asked;
    } cases[] = {
        {4, 0, 2},    {24, 0, 22}, {25, 0, 23}, {48, 0, 23}, {47, 0, 45},
        {240, 0, 24}, {40, 36, 2}, {40, 37, 0}, {50, 2, 23},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        make_steps(2, cases[c].rows, 0.1, 0, 0);
        run.steps[0] = 1;
        run.evidence.tail = cases[c].tail;
        descent__evidence_fit_rule(&run.evidence);
        ck_assert_msg(run.asked == cases[c].asked, "case %zu: %zu", c, run.asked);
        assert_fitted(c, cases[c].asked > 0, 0.1, 0);
        recorded_close(&run);
    }
}
END_TEST

START_TEST(what_cannot_be_asked_fits_nothing)
{
    static const struct {
        bool no_problem, random;
        uint64_t budget;
        size_t failing, nan;
        bool fitted;
    } cases[] = {
        {false, false, 4, 99, 99, true}, {false, false, 3, 99, 99, false}, {true, false, 4, 99, 99, false},
        {false, true, 4, 99, 99, false}, {false, false, 4, 2, 99, false},  {false, false, 4, 99, 2, true},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        make_steps(2, 6, 0.1, 0, 0);
        run.steps[0] = 1;
        run.failing = cases[c].failing;
        if (cases[c].nan < 6)
            run.gradients[2 * cases[c].nan + 1] = NAN;
        run.evidence.has_problem = !cases[c].no_problem;
        run.evidence.random = cases[c].random;
        run.evidence.options.budget = cases[c].budget;
        descent__evidence_fit_rule(&run.evidence);
        assert_fitted(c, cases[c].fitted, 0.1, 0);
        recorded_close(&run);
    }
}
END_TEST

/* A step of less than 10ε/10⁻⁶ of where it begins says nothing: neither for a rule nor against. */
START_TEST(short_steps_say_nothing)
{
    for (int side = -1; side <= 1; side += 2) {
        make_steps(1, 8, 0.1, 0, 0);
        for (size_t k = 0; k < 8; k++)
            run.points[k] += 1;
        const double shortest = 10 * DBL_EPSILON / 1e-6 * run.points[4];
        const double last = run.points[4] + (1 + 0.01 * side) * shortest, shift = last - run.points[5];
        for (size_t k = 5; k < 8; k++)
            run.points[k] += shift;
        run.steps[0] = 1;
        descent__evidence_fit_rule(&run.evidence);
        ck_assert_msg(run.evidence.has_rule == (side < 0), "%d", side);
        recorded_close(&run);
    }
    /* two that can be seen are enough, one is not, and where the slope is 0 there is nothing to see */
    for (size_t seen = 0; seen < 3; seen++) {
        make_steps(1, 6, 0.1, 0, 0);
        for (size_t k = 0; k + 2 < 6; k++)
            if (k >= seen)
                run.points[k + 2] = run.points[k + 1];
        run.steps[0] = 1;
        descent__evidence_fit_rule(&run.evidence);
        ck_assert_msg(run.evidence.has_rule == (seen == 2), "%zu seen", seen);
        recorded_close(&run);
    }
    make_steps(1, 6, 0.1, 0, 0);
    memset(run.gradients, 0, sizeof run.gradients);
    run.steps[0] = 1;
    descent__evidence_fit_rule(&run.evidence);
    ck_assert(!run.evidence.has_rule);
    recorded_close(&run);
}
END_TEST

/* Steps of one direction that shrink by a factor are told without the gradient, and those along a gradient that only shrinks by any pair
 * of numbers. */
START_TEST(what_any_numbers_fit_is_not_told)
{
    for (int turning = 0; turning < 2; turning++) {
        run.n = 2;
        run.points[0] = run.points[1] = 0;
        for (size_t k = 0; k < 30; k++) {
            write_gradient(k);
            const double length = pow(0.9, (double)k);
            run.points[2 * k + 2] = run.points[2 * k] + 0.8 * length;
            run.points[2 * k + 3] = run.points[2 * k + 1] + 0.6 * length;
            if (!turning) {
                run.gradients[2 * k] =
                    -0.8 * pow(0.9, (double)k - 1); /* as the step before, so that nothing tells them apart */
                run.gradients[2 * k + 1] = -0.6 * pow(0.9, (double)k - 1);
            }
        }
        recorded_open(&run, 2, 30);
        run.steps[0] = 1;
        descent__evidence_fit_rule(&run.evidence);
        ck_assert_int_eq(run.evidence.has_rule, !turning);
        if (!turning)
            assert_fitted(0, true, 0.9, 0);
        recorded_close(&run);
    }
}
END_TEST

/* With momentum, of a run whose start is known, the first step is made by the gradient alone, to a millionth and ten roundings of the
 * place. */
START_TEST(momentum_begins_at_rest)
{
    static const struct {
        double off; /* of the first step, across it, in millionths */
        double place;
        bool gap, late, failing, fitted;
    } cases[] = {
        {0, 0, false, false, false, true},     {0.98, 0, false, false, false, true},
        {1.02, 0, false, false, false, false}, {5, 0, true, false, false, true},
        {5, 0, false, true, false, true},      {5, 0, false, false, false, false},
        {0, 0, false, false, true, false},     {0, 0, false, true, true, true},
        {1.9, 1, false, false, false, true},   {2.2, 1, false, false, false, false},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        make_steps(2, 30, 0.125, 0.5, 0);
        const double d[] = {run.points[2], run.points[3]}, length = hypot(d[0], d[1]);
        /* where ten roundings are a millionth of the step */
        const double far = cases[c].place * 1e-6 * length / (10 * DBL_EPSILON);
        run.points[0] += cases[c].off * 1e-6 * d[1];
        run.points[1] -= cases[c].off * 1e-6 * d[0];
        for (size_t k = 0; k < 30; k++)
            run.points[2 * k] += far;
        run.steps[0] = cases[c].late;
        run.evidence.tail = cases[c].gap ? 2 : 0;
        run.failing = cases[c].failing ? 0 : recorded_most;
        run.evidence.options.budget = 100; /* too few for the first steps to be looked at otherwise */
        descent__evidence_fit_rule(&run.evidence);
        ck_assert_msg(run.evidence.has_rule == cases[c].fitted, "case %zu", c);
        recorded_close(&run);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        two_numbers_are_fitted,  a_fit_misses_by_a_millionth,
        few_rows_are_asked_for,  what_cannot_be_asked_fits_nothing,
        short_steps_say_nothing, what_any_numbers_fit_is_not_told,
        momentum_begins_at_rest,
    };
    return descent_test_main(descent_test_suite("inside_fit", tests, sizeof tests / sizeof *tests));
}
