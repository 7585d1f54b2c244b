/* Whether a rule makes the recorded steps again: points and gradients are written down, one step of them wrong. */
#include "diagnosis/evidence/reproduction.h"

#include <float.h>

#include <descent/adaptive.h>

#include "inside/recorded_steps.h"

static recorded_steps run;

typedef enum maker {
    FIXED,
    HEAVY,
    ADAM
} maker;

static const double eta = 0.25;

static descent_rule rule_of(maker by)
{
    return by == FIXED ? descent_fixed_step(eta) : by == HEAVY ? descent_heavy_ball(eta, 0.5) : descent_adam(eta, NULL);
}

enum {
    none = recorded_most
};

/* Slopes between 1 and 2; what comes after the step from row `wrong` is moved by so much of the length of that step. */
static void record(maker by, size_t rows, double from, size_t wrong, double off)
{
    double m = 0, v = 0, before = 0;
    run.points[0] = from;
    for (size_t k = 0; k < rows; k++) {
        const double g = run.gradients[k] = 1.5 + 0.5 * sin((double)k);
        const double count = (double)k + 1;
        double step = -eta * g;
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        if (by == HEAVY)
            step += 0.5 * before;
        else if (by == ADAM)
            step = -eta * (m / (1 - pow(0.9, count))) / (sqrt(v / (1 - pow(0.999, count))) + 1e-8);
        before = step * (k == wrong ? 1 + off : 1); /* what comes after it goes by the points */
        run.points[k + 1] = run.points[k] + before;
    }
    recorded_open(&run, 1, rows);
    run.evidence.has_rule = true;
    run.evidence.rule = rule_of(by);
}

static bool disagrees(void)
{
    return run.evidence.findings & DESCENT_FINDING_RULE_DISAGREES;
}

/* A millionth of the step, and 64 roundings of where it begins. */
START_TEST(a_step_is_the_same_to_a_millionth)
{
    static const double places[] = {0, 1e7, -1e7};
    for (size_t p = 0; p < 3; p++)
        for (int side = -1; side <= 1; side += 2)
            for (int way = -1; way <= 1; way += 2) {
                record(FIXED, 3, places[p], none, 0);
                const double length = fabs(run.points[2] - run.points[1]);
                const double allowed = 1e-6 * length + 64 * DBL_EPSILON * fabs(run.points[1]);
                run.points[2] += way * (1 + 0.02 * side) * allowed;
                descent__evidence_check_rule(&run.evidence);
                ck_assert_msg(disagrees() == (side > 0), "%g, %d, %d", places[p], side, way);
                ck_assert_int_eq(run.evidence.copies_trusted, side < 0);
                ck_assert_int_eq(run.evidence.restarts_trusted, side < 0);
                ck_assert(run.evidence.memory_known);
                recorded_close(&run);
            }
}
END_TEST

/* Is the step from this row one of eight that are made again, the second of those that are known first? */
static bool is_checked(size_t row, size_t tail, size_t rows)
{
    const size_t stride = (rows - tail - 1) / 8 + 1;
    return row > tail && row + 1 < rows && (row - tail - 1) % stride == 0;
}

START_TEST(eight_steps_are_made_again)
{
    for (int by = FIXED; by <= HEAVY; by++)
        for (size_t rows = 2; rows < 30; rows += rows < 12 ? 1 : 5)
            for (size_t tail = 0; tail < 4 && tail < rows; tail += 3)
                for (size_t wrong = 0; wrong + 1 < rows; wrong++) {
                    record((maker)by, rows, 0, wrong, 0.01);
                    run.evidence.tail = tail;
                    run.steps[0] = tail > 0;
                    descent__evidence_check_rule(&run.evidence);
                    const bool seen = rows - tail >= 3 && is_checked(wrong, tail, rows);
                    ck_assert_msg(disagrees() == seen, "%d: %zu of %zu from %zu", by, wrong, rows, tail);
                    ck_assert_int_eq(run.evidence.restarts_trusted, !seen);
                    recorded_close(&run);
                }
}
END_TEST

/* A copy that breaks off is no evidence against the rule, and what cannot be asked is not trusted. */
START_TEST(what_cannot_be_asked_is_not_blamed)
{
    for (int c = 0; c < 6; c++) {
        record(FIXED, 10, 0, c == 1 ? 5 : none, 0.5);
        run.failing = c == 1 ? 3 : none;
        run.evidence.has_rule = c != 2;
        run.evidence.random = c == 3;
        run.evidence.finite = c == 4 ? 0 : 10;
        run.evidence.has_problem = c != 5;
        run.evidence.copies_trusted = run.evidence.memory_known = run.evidence.restarts_trusted = c != 0;
        descent__evidence_check_rule(&run.evidence);
        ck_assert_uint_eq(run.evidence.findings, 0);
        ck_assert_msg(run.evidence.memory_known == (c < 2), "case %d", c);
        ck_assert_msg(run.evidence.copies_trusted == (c < 2), "case %d", c);
        ck_assert_msg(run.evidence.restarts_trusted == (c < 2), "case %d", c);
        recorded_close(&run);
    }
}
END_TEST

/* Of a rule whose memory the points do not show it is gathered anew from the start, for a quarter of what may be spent. */
START_TEST(a_memory_is_gathered_from_the_start)
{
    static const struct {
        size_t rows, wrong;
        uint64_t budget, late;
        bool gap, failing, known, disagrees;
    } cases[] = {
        {21, none, 80, 0, false, false, true, false},  {21, none, 79, 0, false, false, false, false},
        {21, none, 80, 1, false, false, false, false}, {21, 0, 80, 0, false, false, false, true},
        {21, 19, 80, 0, false, false, false, true},    {21, 7, 80, 0, true, false, false, false},
        {21, 3, 80, 0, true, false, false, true},      {21, none, 80, 0, false, true, false, false},
        {21, none, 88, 0, true, false, true, false},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        record(ADAM, cases[c].rows, 0, cases[c].wrong, 0.01);
        if (cases[c].gap) { /* step 6 is not recorded: the callback finds its point behind the others */
            const double point = run.points[6], slope = run.gradients[6];
            for (size_t k = 6; k < 20; k++) {
                run.points[k] = run.points[k + 1];
                run.gradients[k] = run.gradients[k + 1];
                run.steps[k] = k + 1;
            }
            run.points[20] = point;
            run.gradients[20] = slope;
            run.evidence.finite = 20;
        }
        run.steps[0] = cases[c].late;
        run.failing = cases[c].failing ? 4 : none;
        run.evidence.options.budget = cases[c].budget;
        descent__evidence_check_rule(&run.evidence);
        ck_assert_msg(run.evidence.memory_known == cases[c].known, "case %zu", c);
        ck_assert_msg(run.evidence.state_known == cases[c].known, "case %zu", c);
        ck_assert_msg(run.evidence.copies_trusted == cases[c].known, "case %zu", c);
        ck_assert_msg(disagrees() == cases[c].disagrees, "case %zu", c);
        ck_assert_msg(!(run.evidence.findings & DESCENT_FINDING_MEMORY_UNKNOWN) == cases[c].known, "case %zu", c);
        ck_assert_msg(run.evidence.restarts_trusted == !cases[c].disagrees, "case %zu", c);
        if (cases[c].known)
            ck_assert_uint_eq(run.evidence.state.number, 20);
        recorded_close(&run);
    }
}
END_TEST

/* All steps of a run that is no longer than a quarter of what may be spent; of a longer one so many, and the eighths of the others. */
START_TEST(a_run_is_made_again)
{
    for (int by = FIXED; by <= ADAM; by++)
        for (int all = 0; all < 2; all++)
            for (size_t wrong = 0; wrong <= 40; wrong++) {
                record((maker)by, 41, 0, wrong, 0.01);
                run.evidence.options.budget = all ? 160 : 40;
                const bool seen = wrong < 40 && (all || by == ADAM || wrong < 10 || is_checked(wrong, 0, 41));
                const bool made = !seen && (all || by != ADAM);
                ck_assert_msg(descent__evidence_is_made_by(&run.evidence, rule_of((maker)by)) == made, "%d, %d: %zu",
                              by, all, wrong);
                ck_assert_uint_eq(run.evidence.findings, 0);
                ck_assert_int_eq(run.evidence.state_known, made && all);
                recorded_close(&run);
            }
}
END_TEST

/* What printed digits leave off each step does not add up: the copy goes on from where the run was. */
START_TEST(digits_that_are_left_off_do_not_add_up)
{
    record(FIXED, 41, 0, none, 0);
    for (size_t k = 1; k < 41; k++)
        run.points[k] = run.points[k - 1] - eta * run.gradients[k - 1] * (1 + 0.9e-6);
    ck_assert(descent__evidence_is_made_by(&run.evidence, rule_of(FIXED)));
    recorded_close(&run);
}
END_TEST

START_TEST(a_run_is_made_again_from_its_start)
{
    for (int c = 0; c < 4; c++) {
        record(FIXED, 41, 0, none, 0);
        run.evidence.options.budget = c == 1 ? 160 : 40;
        run.steps[0] = c == 1 || c == 2;
        run.evidence.tail = c == 3 ? 39 : 0;
        ck_assert_msg(descent__evidence_is_made_by(&run.evidence, rule_of(FIXED)) == (c == 0), "case %d", c);
        recorded_close(&run);
    }
    /* three rows from where they are single are enough */
    record(FIXED, 41, 0, none, 0);
    run.evidence.options.budget = 40;
    run.evidence.tail = 38;
    ck_assert(descent__evidence_is_made_by(&run.evidence, rule_of(FIXED)));
    recorded_close(&run);
}
END_TEST

/* The mean of a few dozen: every step of a path up to 33 rows, then every other one, … */
START_TEST(the_misfit_is_a_mean)
{
    for (size_t rows = 3; rows < 140; rows += rows < 40 ? 1 : 13)
        for (size_t tail = 0; tail < 5 && tail + 3 <= rows; tail += 4) {
            record(FIXED, rows, 0, none, 0);
            for (size_t k = 0; k < rows; k++) /* each is off by another part of 1/8 */
                run.points[k] += 0.125 * cos((double)(5 * k));
            run.evidence.tail = tail;
            run.evidence.options.budget = 32;
            const size_t stride = (rows - tail - 1) / 32 + 1;
            double misfit = 0, length = 0, count = 0;
            for (size_t k = tail + 1; k + 1 < rows; k += stride, count++) {
                misfit += fabs(run.points[k] - eta * run.gradients[k] - run.points[k + 1]);
                length += fabs(run.points[k + 1] - run.points[k]);
            }
            const descent__misfit found = descent__evidence_measure_misfit(&run.evidence);
            ck_assert_double_eq_tol(found.misfit, misfit / count, 1e-12);
            ck_assert_double_eq_tol(found.length, length / count, 1e-12);
            recorded_close(&run);
        }
}
END_TEST

START_TEST(a_misfit_may_be_unknown)
{
    for (int c = 0; c < 8; c++) {
        record(c == 1 ? ADAM : FIXED, 10, 0, none, 0);
        run.evidence.has_rule = c != 2;
        run.evidence.has_problem = c != 3;
        run.evidence.tail = c == 4 ? 8 : c == 5 ? 7 : 0;
        run.evidence.options.budget = c == 6 ? 31 : 32;
        run.failing = c == 7 ? 5 : none;
        const descent__misfit found = descent__evidence_measure_misfit(&run.evidence);
        const bool known = c == 0 || c == 5;
        ck_assert_msg(isnan(found.misfit) == !known && isnan(found.length) == !known, "case %d", c);
        recorded_close(&run);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_step_is_the_same_to_a_millionth,   eight_steps_are_made_again, what_cannot_be_asked_is_not_blamed,
        a_memory_is_gathered_from_the_start, a_run_is_made_again,        digits_that_are_left_off_do_not_add_up,
        a_run_is_made_again_from_its_start,  the_misfit_is_a_mean,       a_misfit_may_be_unknown,
    };
    return descent_test_main(descent_test_suite("inside_reproduction", tests, sizeof tests / sizeof *tests));
}
