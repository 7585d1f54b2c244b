/* Gradients that are wrong: at which rows they must be, and what is told of a run that rests. The loss is Σ cᵢxᵢ²/2, and the gradient that
 * of another wherever a test says so. */
#include "diagnosis/verdict/families/mismatch.h"

#include <math.h>
#include <string.h>

#include "diagnosis/verdict/thresholds.h"
#include "support.h"

enum {
    most_rows = 9,
    most_bad = 4
};

typedef struct bench {
    double curvatures[2], factor; /* of the gradient where it is wrong */
    double bad[most_bad];         /* there, by the first variable */
    size_t bad_count;
    bool everywhere;
    descent_problem problem;
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    double points[2 * most_rows];
} bench;

static bench b;

static int loss(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += b.curvatures[i] * x[i] * x[i] / 2;
    return 0;
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    bool wrong = b.everywhere;
    (void)context;
    for (size_t k = 0; k < b.bad_count; k++)
        wrong = wrong || fabs(x[0] - b.bad[k]) < 1e-9;
    for (size_t i = 0; i < n; i++)
        g[i] = (wrong ? b.factor : 1) * b.curvatures[i] * x[i];
    return 0;
}

static void forget(void)
{
    memset(&b, 0, sizeof b);
    b.factor = -1;
    b.curvatures[0] = 3;
    b.curvatures[1] = 0.5;
}

/* Rows at 9, 8, … of the first variable, and 2 of the second. */
static void open_bench(size_t n, size_t rows)
{
    for (size_t k = 0; k < rows; k++) {
        b.points[k * n] = 9 - (double)k;
        if (n > 1)
            b.points[k * n + 1] = 2;
    }
    b.problem = (descent_problem){.dimension = n, .loss = loss, .gradient = gradient};
    b.evidence = (descent__evidence){.n = n,
                                     .rows = rows,
                                     .finite = rows,
                                     .points = b.points,
                                     .x = b.points + (rows - 1) * n,
                                     .has_problem = true,
                                     .problem_in_units = b.problem,
                                     .gradient_known = true,
                                     .options = {.budget = 10000}};
    b.evidence.holdings = &b.holdings;
    b.evidence.keep = &b.holdings.arena;
    b.facts.evidence = &b.evidence;
    assert_success(descent__evaluator_open(&b.evidence.evaluator, &b.problem));
}

static void close_bench(void)
{
    descent__arena_release(&b.evidence.work);
    descent__arena_release(&b.holdings.arena);
    descent__evaluator_close(&b.evidence.evaluator);
}

static bool told(descent__decision *decision)
{
    static const descent_critical_point point;
    decision->point = decision->centre = &point;
    decision->ahead = true;
    descent__mismatch_take(&b.facts, decision);
    const bool wrong = b.evidence.findings & DESCENT_FINDING_GRADIENT_MISMATCH;
    ck_assert_ptr_eq(decision->point, wrong ? NULL : &point);
    ck_assert_ptr_eq(decision->centre, wrong ? NULL : &point);
    ck_assert_int_eq(decision->ahead, !wrong);
    return wrong;
}

/* At the first, and at the middle or the second. */
START_TEST(two_rows_must_agree_that_it_is_wrong)
{
    for (size_t rows = 2; rows <= most_rows; rows++)
        for (unsigned which = 0; which < 8; which++) {
            const size_t places[] = {0, 1, rows / 2};
            forget();
            for (size_t k = 0; k < 3; k++)
                if (which & 1u << k)
                    b.bad[b.bad_count++] = 9 - (double)places[k];
            open_bench(2, rows);
            descent__decision decision = {.ending = DESCENT_ENDING_PERIODIC};
            const bool second = which & 2 || (which & 4 && rows / 2 == 1),
                       middle = which & 4 || (which & 2 && rows / 2 == 1);
            ck_assert_msg(told(&decision) == ((which & 1) && (second || middle)), "%zu rows, %u", rows, which);
            ck_assert_int_eq(decision.ending, DESCENT_ENDING_PERIODIC);
            close_bench();
        }
}
END_TEST

/* Twice as long is wrong in size and not in direction; a sign is what counts, and so is another direction. */
START_TEST(what_is_right_is_not_told_as_wrong)
{
    static const double factors[] = {1, -1, -0.01, -100, 1 + 1e-9};
    for (size_t k = 0; k < sizeof factors / sizeof *factors; k++) {
        forget();
        b.everywhere = true;
        b.factor = factors[k];
        open_bench(2, 5);
        descent__decision decision = {.ending = DESCENT_ENDING_DIVERGING};
        ck_assert_msg(told(&decision) == (factors[k] < 0), "%g", factors[k]);
        close_bench();
    }
}
END_TEST

/* Of the start and two points a hundredth of it, or of the unit, beside it, two. */
START_TEST(beside_a_start_two_of_three_must_agree)
{
    static const double starts[][2] = {{9, 0}, {-9, 0}, {0.5, 0}, {0.5, 4}, {-9, 20}};
    for (size_t s = 0; s < sizeof starts / sizeof *starts; s++)
        for (unsigned which = 0; which < 8; which++) {
            const double start = starts[s][0], unit = starts[s][1] > 0 ? starts[s][1] : 1;
            forget();
            for (int k = 0; k < 3; k++)
                if (which & 1u << k)
                    b.bad[b.bad_count++] = start + (k == 0 ? 0 : k == 1 ? 0.01 : -0.01) * fmax(fabs(start), unit);
            open_bench(1, 1);
            b.points[0] = start;
            b.evidence.problem_in_units.scale = starts[s][1];
            descent__decision decision = {.ending = DESCENT_ENDING_PERIODIC};
            const unsigned count = (which & 1) + (which >> 1 & 1) + (which >> 2 & 1);
            ck_assert_msg(told(&decision) == (count >= 2), "start %g, %u", start, which);
            close_bench();
        }
}
END_TEST

START_TEST(nobody_is_asked_who_cannot_answer)
{
    for (int without = 0; without < 7; without++) {
        forget();
        b.everywhere = true;
        open_bench(2, 5);
        if (without == 1)
            b.evidence.has_problem = false;
        if (without == 2)
            b.evidence.evaluator.problem.loss = NULL;
        if (without == 3)
            b.evidence.evaluator.problem.gradient = NULL;
        b.evidence.random = without == 4;
        if (without == 5)
            b.evidence.finite = 0;
        if (without == 6)
            b.evidence.options.budget = 79; /* forty a variable */
        descent__decision decision = {.ending = DESCENT_ENDING_PERIODIC};
        ck_assert_msg(told(&decision) == (without == 0), "%d", without);
        ck_assert_int_eq(b.evidence.budget_exhausted, without == 6);
        if (without > 0)
            ck_assert_uint_eq(descent__evaluator_total(&b.evidence.evaluator), 0);
        close_bench();
    }
}
END_TEST

/* It rests where the loss still has a slope, which is told with the way down. */
START_TEST(a_run_that_rests_has_stalled_where_the_loss_has_a_slope)
{
    static const struct {
        descent_ending ending;
        double end[2], first_curvature;
        bool gave_up, stalls, direction;
    } cases[] = {
        {DESCENT_ENDING_CONVERGED, {5, 2}, 3, false, true, true},
        {DESCENT_ENDING_STALLED, {5, 2}, 3, false, true, true},
        {DESCENT_ENDING_CONVERGED, {5, 2}, 3, true, true, true},
        {DESCENT_ENDING_STALLED, {5, 2}, 3, true, false, true},
        {DESCENT_ENDING_CONVERGED, {0, 0}, 3, false, false, false},
        {DESCENT_ENDING_PERIODIC, {5, 2}, 3, false, false, false},
        {DESCENT_ENDING_DESCENDING, {5, 2}, 3, true, false, false},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        forget();
        b.everywhere = true;
        open_bench(2, 5);
        memcpy(b.points + 8, cases[c].end, sizeof cases[c].end);
        b.facts.gave_up = cases[c].gave_up ? "tired" : NULL;
        descent__decision decision = {.ending = cases[c].ending, .reason = DESCENT__REASON_RESTS_AT_POINT};
        ck_assert_msg(told(&decision), "case %zu", c);
        const double g[] = {3 * cases[c].end[0], 0.5 * cases[c].end[1]}, slope = hypot(g[0], g[1]);
        if (cases[c].stalls) {
            ck_assert_int_eq(decision.ending, DESCENT_ENDING_STALLED);
            ck_assert_int_eq(decision.reason, DESCENT__REASON_WRONG_GRADIENT_RESTS);
            ck_assert_double_eq_tol(decision.said.number, slope, 1e-5 * slope);
        } else {
            ck_assert_msg(decision.ending == cases[c].ending, "case %zu", c);
            ck_assert_int_eq(decision.reason, DESCENT__REASON_RESTS_AT_POINT);
        }
        ck_assert_msg((decision.direction != NULL) == cases[c].direction, "case %zu", c);
        for (size_t i = 0; i < 2 && decision.direction; i++)
            ck_assert_double_eq_tol(decision.direction[i], -g[i] / slope, 1e-5);
        close_bench();
    }
    /* a slope that is next to nothing beside that at the start is none */
    for (int side = 0; side < 2; side++) {
        forget();
        b.everywhere = true;
        open_bench(1, 5);
        b.points[4] = 9 * DESCENT__SLOPE_NEXT_TO_NOTHING * (side ? 1.1 : 0.9);
        descent__decision decision = {.ending = DESCENT_ENDING_CONVERGED};
        ck_assert(told(&decision));
        ck_assert_int_eq(decision.ending, side ? DESCENT_ENDING_STALLED : DESCENT_ENDING_CONVERGED);
        close_bench();
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        two_rows_must_agree_that_it_is_wrong,
        what_is_right_is_not_told_as_wrong,
        beside_a_start_two_of_three_must_agree,
        nobody_is_asked_who_cannot_answer,
        a_run_that_rests_has_stalled_where_the_loss_has_a_slope,
    };
    return descent_test_main(descent_test_suite("inside mismatch", tests, sizeof tests / sizeof *tests));
}
