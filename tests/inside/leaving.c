/* Runs of a sweep that leave, by their last points, with losses and slopes that are looked up: which way out each is told to take. */
#include <math.h>
#include <string.h>

#include "sweep/judge/escape.h"
#include "sweep/judge/run_ending.h"

#include "support.h"

enum {
    most = descent__run_verdict_points + 1
};

/* Points with what the problem answers at each; elsewhere it is NaN. */
typedef struct trail {
    size_t n, count;
    double x[2 * most], loss[most], slope[2 * most];
    double start[2], scale;
    bool without_loss;
    descent_rule rule;
    descent__exponent exponent;
} trail;

static size_t place_of(const trail *own, const double *x)
{
    size_t k = 0;
    while (k < own->count && memcmp(own->x + k * own->n, x, own->n * sizeof *x) != 0)
        k++;
    return k;
}

static int look_up_loss(size_t n, const double *x, double *value, void *context)
{
    const trail *const own = context;
    const size_t k = place_of(own, x);
    (void)n;
    *value = k < own->count ? own->loss[k] : NAN;
    return 0;
}

static int look_up_slope(size_t n, const double *x, double *g, void *context)
{
    const trail *const own = context;
    const size_t k = place_of(own, x);
    for (size_t i = 0; i < n; i++)
        g[i] = k < own->count ? own->slope[k * n + i] : NAN;
    return 0;
}

typedef enum question {
    ESCAPE,
    STOPPED,
    LEAVING
} question;

/* The ending that is told; of LEAVING −1 if it is not. */
static int ask(question asked, trail *own)
{
    const descent_problem problem = {.dimension = own->n,
                                     .gradient = look_up_slope,
                                     .loss = own->without_loss ? NULL : look_up_loss,
                                     .context = own,
                                     .scale = own->scale};
    double work[2 * descent__run_verdict_vectors];
    descent__evaluator evaluator;
    descent_ending ending = DESCENT_ENDING_UNDETERMINED;
    if (!own->rule.type)
        own->rule = descent_fixed_step(1);
    assert_success(descent__evaluator_open(&evaluator, &problem));
    const descent__sweep_evidence run = {.series = {.n = own->n, .count = own->count, .points = own->x},
                                         .start = own->start,
                                         .rule = &own->rule,
                                         .steps = own->count - 1,
                                         .exponent = own->exponent};
    const descent__tail tail = descent__tail_of(&run, work);
    bool told = true;
    if (asked == ESCAPE)
        ending = descent__judge_escape(&run, &evaluator, work);
    else if (asked == STOPPED)
        ending = descent__judge_stopped(&run, &tail, &evaluator, work);
    else
        told = descent__judge_leaving(&run, &tail, &evaluator, work, &ending);
    descent__evaluator_close(&evaluator);
    return told ? (int)ending : -1;
}

/* Moves of length first·factor^k to one side; losses fall at `falling` points, and rise after that; slopes are −1, downhill. */
static trail outward(size_t count, double first, double factor, size_t falling)
{
    trail made = {.n = 1, .count = count, .exponent = descent__exponent_unknown()};
    double x = 0;
    for (size_t k = 0; k < count; k++) {
        made.x[k] = x;
        x += first * pow(factor, (double)k);
        made.loss[k] = k < falling ? -(double)k : (double)k;
        made.slope[k] = -1;
    }
    return made;
}

/* Turned back at point 20 by more than the way of the move before, after moves that grew, or not, and losses that fell up to eight
 * points before that, or not so far. */
START_TEST(what_left_before_it_overshot_is_not_told)
{
    const struct {
        double factor;
        size_t falling;
        descent_ending ending;
    } cases[] = {
        {1.1, 12, DESCENT_ENDING_DIVERGING},    {1.1, 13, DESCENT_ENDING_UNDETERMINED},
        {1.1, 20, DESCENT_ENDING_UNDETERMINED}, {1, 20, DESCENT_ENDING_DIVERGING},
        {1.1, 41, DESCENT_ENDING_UNBOUNDED},    {1, 41, DESCENT_ENDING_UNBOUNDED},
        {1.1, 0, DESCENT_ENDING_DIVERGING},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        trail run = outward(41, 1, cases[k].factor, cases[k].falling);
        for (size_t i = 20; i < run.count; i++) /* to and fro, farther and farther */
            run.x[i] = run.x[19] + (i % 2 ? 1 : -1) * 10.25 * pow(1.3, (double)i - 20);
        ck_assert_msg(ask(ESCAPE, &run) == (int)cases[k].ending, "case %zu", k);
    }
}
END_TEST

/* It overshot along the first axis and leads off, downhill, in a direction of so much of it. */
START_TEST(another_direction_may_overtake)
{
    const double shares[] = {0, 0.70, -0.70, 0.72, -0.72, 1};
    for (size_t k = 0; k < sizeof shares / sizeof *shares; k++)
        for (int falls = 0; falls < 2; falls++)
            for (int turns = 0; turns < 2; turns++) {
                trail run = {.n = 2, .count = 30};
                for (size_t i = 0; i < run.count; i++) {
                    const double along = i < 3 ? 0 : (double)(i - 2);
                    run.x[2 * i] = (i == 1 ? 1 : i == 2 ? -1 : 0) + shares[k] * along;
                    run.x[2 * i + 1] = sqrt(1 - shares[k] * shares[k]) * along;
                    run.loss[i] = falls ? (i < 10 ? (double)i : -(double)i) : (double)i;
                }
                if (turns) /* the last step back */
                    for (size_t i = 0; i < 2; i++)
                        run.x[58 + i] = run.x[56 + i] - 0.5 * (run.x[56 + i] - run.x[54 + i]);
                const bool overtakes = fabs(shares[k]) < 0.71 && falls && !turns;
                ck_assert_msg(ask(ESCAPE, &run) ==
                                  (int)(overtakes ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_DIVERGING),
                              "share %g, falls %d, turns %d", shares[k], falls, turns);
            }
}
END_TEST

/* Without a turn: over hill and dale; or it falls at the end, or rises. */
START_TEST(what_never_overshot_goes_by_its_loss)
{
    for (int falls = 0; falls < 2; falls++)
        for (int hills = 0; hills < 2; hills++) {
            trail run = outward(30, 1, 1.1, 0);
            for (size_t k = 0; k < run.count; k++)
                run.loss[k] = falls && k > 15 ? -(double)k : (double)k;
            if (hills)
                run.slope[27] = 1;
            ck_assert_int_eq(ask(ESCAPE, &run), (int)(hills   ? DESCENT_ENDING_UNDETERMINED
                                                      : falls ? DESCENT_ENDING_UNBOUNDED
                                                              : DESCENT_ENDING_DIVERGING));
        }
}
END_TEST

/* What stops has left if it, or its moves, have become a thousand times larger than it began, or than the unit of length. */
START_TEST(what_stops_has_left_or_not)
{
    const struct {
        double first, factor; /* of four moves */
        double start, scale;
        bool left;
    } cases[] = {
        {1, 1, 0, 0, false},        {249.9, 1, 0, 0, false},  {250.1, 1, 0, 0, true},     {250.1, 1, 1.1, 0, false},
        {250.1, 1, -1.1, 0, false}, {2501, 1, 9, 10, true},   {2499, 1, 9, 10, false},    {2501, 1, 11, 10, false},
        {25.1, 1, 0, 0.1, true},    {24.9, 1, 0, 0.1, false}, {25.1, 1, 0.09, 0.1, true}, {1e-9, 10.01, 0, 0, true},
        {1e-9, 9.99, 0, 0, false},  {0, 1, 0, 0, false},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        trail run = outward(5, cases[k].first, cases[k].factor, 5);
        run.start[0] = cases[k].start;
        run.scale = cases[k].scale;
        ck_assert_msg(ask(STOPPED, &run) == (int)(cases[k].left ? DESCENT_ENDING_UNBOUNDED : DESCENT_ENDING_NONFINITE),
                      "case %zu", k);
    }
}
END_TEST

START_TEST(what_leaves_is_told_how)
{
    /* moves that grow: a little, downhill and up, and out of where there is a loss */
    trail run = outward(40, 1, 1.01, 40);
    ck_assert_int_eq(ask(LEAVING, &run), DESCENT_ENDING_DESCENDING);
    run = outward(40, 1, 1.01, 0);
    ck_assert_int_eq(ask(LEAVING, &run), DESCENT_ENDING_UNDETERMINED);
    run.loss[39] = NAN;
    ck_assert_int_eq(ask(LEAVING, &run), DESCENT_ENDING_NONFINITE);
    run.without_loss = true;
    ck_assert_int_eq(ask(LEAVING, &run), DESCENT_ENDING_DESCENDING);
    /* moves that shrink, but lead straight on; round a corner they do not */
    run = outward(40, 1, 0.99, 40);
    ck_assert_int_eq(ask(LEAVING, &run), DESCENT_ENDING_DESCENDING);
    for (size_t k = 20; k < 40; k++)
        run.x[k] = 2 * run.x[19] - run.x[k];
    ck_assert_int_eq(ask(LEAVING, &run), -1);
    /* it takes a move in each quarter */
    run = outward(5, 1, 1.01, 5);
    ck_assert_int_eq(ask(LEAVING, &run), DESCENT_ENDING_DESCENDING);
    run = outward(4, 1, 1.01, 4);
    ck_assert_int_eq(ask(LEAVING, &run), -1);
    /* a thousand times as large as where it began: downhill all the way without end, or uphill */
    run = outward(40, 1001 / 39.0, 1, 40);
    ck_assert_int_eq(ask(LEAVING, &run), DESCENT_ENDING_UNBOUNDED);
    run = outward(40, 999 / 39.0, 1, 40);
    ck_assert_int_eq(ask(LEAVING, &run), DESCENT_ENDING_DESCENDING);
    run = outward(40, 1001 / 39.0, 1, 0);
    ck_assert_int_eq(ask(LEAVING, &run), DESCENT_ENDING_DIVERGING);
    /* but back to where it began, it is on its way back; by moves alone, that grew so, it may reach the next valley */
    run = outward(40, 1001 / 39.0, 1, 40);
    run.start[0] = 1500;
    ck_assert_int_eq(ask(LEAVING, &run), DESCENT_ENDING_DESCENDING);
    run = outward(40, 1e-4, 1.2, 40);
    ck_assert_int_eq(ask(LEAVING, &run), DESCENT_ENDING_DESCENDING);
    run = outward(40, 1e-4, 1.2, 0);
    ck_assert_int_eq(ask(LEAVING, &run), DESCENT_ENDING_DIVERGING);
    run.loss[39] = NAN; /* a thousandfold growth has carried it beyond all numbers */
    ck_assert_int_ne(ask(LEAVING, &run), DESCENT_ENDING_NONFINITE);
}
END_TEST

/* Quarters that grow each by itself, the last to twice the first, of moves that go to and fro; chaos that does so is leaving a cycle. */
START_TEST(quarters_may_grow_where_moves_do_not)
{
    static const double quarters[][4] = {
        {1, 1.3, 1.6, 2.1}, {1, 1.3, 1.6, 1.9}, {1.3, 1.2, 1.6, 3}, {1, 1.7, 1.6, 3}, {1, 1.3, 3, 2.9}};
    for (size_t q = 0; q < sizeof quarters / sizeof *quarters; q++)
        for (int separates = 0; separates < 2; separates++) {
            trail run = {.n = 1, .count = 81, .exponent = descent__exponent_unknown()};
            for (size_t k = 0; k < run.count; k++) {
                /* where two quarters meet, the smaller */
                const size_t before = k > 0 ? (k - 1) / 20 : 0, after = k < 80 ? k / 20 : 3;
                run.x[k] =
                    (k % 2 ? -0.5 : 0.5) * fmin(quarters[q][before], quarters[q][after]) + (k % 4 == 0 ? 1e-3 : 0);
                run.loss[k] = (double)k;
            }
            if (separates)
                run.exponent = (descent__exponent){.value = 0.5, .half_width = 0.01, .steps = 512, .late = 0.5};
            ck_assert_msg(ask(LEAVING, &run) == (q == 0 && !separates ? (int)DESCENT_ENDING_UNDETERMINED : -1),
                          "quarters %zu, %d: %d", q, separates, ask(LEAVING, &run));
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {what_left_before_it_overshot_is_not_told,
                                  another_direction_may_overtake,
                                  what_never_overshot_goes_by_its_loss,
                                  what_stops_has_left_or_not,
                                  what_leaves_is_told_how,
                                  quarters_may_grow_where_moves_do_not};
    return descent_test_main(descent_test_suite("inside leaving", tests, sizeof tests / sizeof *tests));
}
