/* Runs of a sweep that leave, on points, losses and figures that are written down here. */
#include <math.h>

#include "sweep/judge/escape.h"

#include "support.h"

enum {
    most_points = 24
};

/* Points of the plane, with the loss of each, which is NaN elsewhere; and a slope that is the same everywhere, or that of a round bowl. */
typedef struct bench {
    size_t count;
    double x[most_points][2], losses[most_points], start[2];
    double slope[2], curvature, centre[2];
    bool has_loss;
    double scale;
    descent__exponent exponent;
    descent__tail tail;
} bench;

static int loss_of(size_t n, const double *x, double *value, void *context)
{
    const bench *const b = context;
    for (size_t k = 0; k < b->count; k++)
        if (memcmp(b->x[k], x, n * sizeof *x) == 0)
            *value = b->losses[k];
    return 0;
}

static int gradient_of(size_t n, const double *x, double *g, void *context)
{
    const bench *const b = context;
    for (size_t i = 0; i < n; i++)
        g[i] = b->slope[i] + b->curvature * (x[i] - b->centre[i]);
    return 0;
}

typedef enum question {
    ESCAPES,
    STOPPED,
    LEAVES
} question;

/* The ending; −1 where it is not leaving. */
static int asked(bench *b, question which)
{
    const descent_rule rule = descent_fixed_step(0.1);
    const descent_problem problem = {
        .dimension = 2, .gradient = gradient_of, .loss = b->has_loss ? loss_of : NULL, .scale = b->scale, .context = b};
    const descent__sweep_evidence run = {.series = {.n = 2, .count = b->count, .points = b->x[0]},
                                         .start = b->start,
                                         .rule = &rule,
                                         .steps = b->count - 1,
                                         .exponent = b->exponent};
    double work[2 * 6];
    descent__evaluator evaluator;
    descent_ending ending = DESCENT_ENDING_UNDETERMINED;
    bool leaves = true;
    assert_success(descent__evaluator_open(&evaluator, &problem));
    if (which == ESCAPES)
        ending = descent__judge_escape(&run, &evaluator, work);
    else if (which == STOPPED)
        ending = descent__judge_stopped(&run, &b->tail, &evaluator, work);
    else
        leaves = descent__judge_leaving(&run, &b->tail, &evaluator, work, &ending);
    descent__evaluator_close(&evaluator);
    return leaves ? (int)ending : -1;
}

/* Along the first axis by these moves, the loss falling. */
static bench walk(const double *moves, size_t count)
{
    bench b = {.count = count + 1, .has_loss = true, .slope = {-1, 0}, .exponent = descent__exponent_unknown()};
    for (size_t k = 0; k <= count; k++) {
        b.losses[k] = -(double)k;
        b.x[k][0] = k > 0 ? b.x[k - 1][0] + moves[k - 1] : 0;
    }
    return b;
}

/* Downhill all the way nothing else counts, not even a move back that is longer. */
START_TEST(a_loss_that_falls_to_the_end_is_unbounded)
{
    const double moves[] = {1, -2, 3, -4, 5};
    bench b = walk(moves, 5);
    ck_assert_int_eq(asked(&b, ESCAPES), DESCENT_ENDING_UNBOUNDED);
    b.losses[5] = 0;
    ck_assert_int_eq(asked(&b, ESCAPES), DESCENT_ENDING_DIVERGING);
}
END_TEST

/* Moves grow up to where one leads back, and the loss falls for a while, to within eight points of it. */
START_TEST(who_had_left_before_it_overshot_is_not_judged)
{
    const struct {
        size_t overshoot, falling;
        bool grows, left;
    } cases[] = {{12, 5, true, true},  {12, 4, true, false}, {12, 12, true, true}, {12, 12, false, false},
                 {9, 2, true, true},   {10, 2, true, false}, {4, 0, true, true},   {3, 0, true, false},
                 {7, 0, true, true},   {8, 0, true, false},  {4, 0, false, false}, {11, 4, true, true},
                 {11, 3, true, false}, {12, 5, false, false}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        const size_t overshoot = cases[c].overshoot;
        double moves[most_points] = {0};
        for (size_t k = 0; k < overshoot; k++)
            moves[k] = 1 + 0.1 * (double)k;
        if (!cases[c].grows)
            moves[1] = 0.9;
        moves[overshoot - 1] = -5;
        moves[overshoot] = -6;
        bench b = walk(moves, overshoot + 1);
        for (size_t k = 0; k < b.count; k++)
            b.losses[k] = k < cases[c].falling ? -(double)k : 9;
        ck_assert_msg(asked(&b, ESCAPES) ==
                          (cases[c].left ? (int)DESCENT_ENDING_UNDETERMINED : (int)DESCENT_ENDING_DIVERGING),
                      "case %zu", c);
    }
}
END_TEST

/* Thrown back along the first axis, as it had come; then on and on at an angle to it. A loss that stays leaves it to the turn. */
START_TEST(another_direction_overtakes_what_overshot)
{
    const struct {
        double cosine;
        int way, turn;
        bool overtaken;
    } cases[] = {{0, -1, 1, true},      {0.70, -1, 1, true}, {-0.70, -1, 1, true}, {0.72, -1, 1, false},
                 {-0.72, -1, 1, false}, {1, -1, 1, false},   {0, 1, 1, false},     {0.5, 1, 1, false},
                 {0.5, -1, -1, false},  {0, 0, 1, true},     {0.6, -1, 0, false}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (size_t after = 2; after <= 7; after++) {
            const double moves[] = {1, 0.5, -0.5}, sine = sqrt(1 - cases[c].cosine * cases[c].cosine);
            bench b = walk(moves, 3);
            for (size_t k = 4; k < 4 + after; k++) {
                const bool is_last = k == 3 + after;
                const double size = is_last ? 0.125 * cases[c].turn : 0.25;
                b.x[k][0] = b.x[k - 1][0] + size * cases[c].cosine;
                b.x[k][1] = b.x[k - 1][1] + size * sine;
            }
            b.count = 4 + after;
            for (size_t k = 0; k < b.count; k++)
                b.losses[k] = k < 2 ? (double)k : k + 1 == b.count ? 5 + cases[c].way : 5;
            /* where the last move has no length, its point is the one before it */
            if (cases[c].turn == 0)
                b.losses[b.count - 2] = b.losses[b.count - 1];
            ck_assert_msg(asked(&b, ESCAPES) ==
                              (cases[c].overtaken ? (int)DESCENT_ENDING_UNDETERMINED : (int)DESCENT_ENDING_DIVERGING),
                          "case %zu, %zu points", c, b.count);
        }
}
END_TEST

/* Nothing overshot: over hill and dale nothing is known, and else the trend tells. */
START_TEST(without_an_overshoot_the_trend_tells)
{
    const struct {
        double moves[6];
        int way;
        descent_ending ending;
    } cases[] = {
        {{1, 2, 3, 4, 5, 6}, 1, DESCENT_ENDING_DIVERGING},
        {{1, 2, 3, 4, 5, 6}, -1, DESCENT_ENDING_UNBOUNDED},
        {{9, -2, 1, 2, 3, 4}, 1, DESCENT_ENDING_UNDETERMINED},
        {{9, -2, 1, 2, 3, 4}, -1, DESCENT_ENDING_UNDETERMINED},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench b = walk(cases[c].moves, 6);
        for (size_t k = 0; k < 7; k++)
            b.losses[k] = k < 2 ? (double)k : 9 + cases[c].way * (double)k;
        ck_assert_msg(asked(&b, ESCAPES) == (int)cases[c].ending, "case %zu", c);
    }
    /* Without losses by the turns. */
    bench b = walk(cases[0].moves, 6);
    b.has_loss = false;
    ck_assert_int_eq(asked(&b, ESCAPES), DESCENT_ENDING_UNBOUNDED);
}
END_TEST

/* By its size, over that of its start or of the unit of length, or by its moves. */
START_TEST(what_stops_after_growth_escapes)
{
    const struct {
        double size, first, last, start[2], scale;
        bool grew;
    } cases[] = {{1001, 0, 0, {0, 0}, 0, true},      {999, 0, 0, {0, 0}, 0, false},     {2001, 1, 1, {1, -2}, 0, true},
                 {1999, 1, 1, {1, -2}, 0, false},    {501, 1, 1, {0, 0}, 0.5, true},    {499, 1, 1, {0, 0}, 0.5, false},
                 {3001, 1, 1, {2, 0.5}, 3, true},    {2999, 1, 1, {2, 0.5}, 3, false},  {1, 0.5, 501, {0, 0}, 0, true},
                 {1, 0.5, 499, {0, 0}, 0, false},    {1, 0, 1e9, {0, 0}, 0, false},     {0, 0.5, 500, {0, 0}, 0, true},
                 {1000, 1, 1, {0, 0}, 0, true},      {1000, 0.5, 499, {0, 0}, 0, true}, {1001, 1, 1, {0, 0}, -4, true},
                 {999, 1, 1, {1e-9, 1e-9}, 0, false}};
    const double moves[] = {1, 1, 1};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench b = walk(moves, 3);
        b.tail.size = cases[c].size;
        b.tail.strides.first = cases[c].first;
        b.tail.strides.last = cases[c].last;
        b.scale = cases[c].scale > 0 ? cases[c].scale : 0;
        memcpy(b.start, cases[c].start, sizeof b.start);
        ck_assert_msg(asked(&b, STOPPED) ==
                          (cases[c].grew ? (int)DESCENT_ENDING_UNBOUNDED : (int)DESCENT_ENDING_NONFINITE),
                      "case %zu", c);
    }
}
END_TEST

/* Its moves grow, or its quarters, the last twice as large as the first; or it leads on. */
START_TEST(leaving_shows_in_moves_quarters_or_straightness)
{
    const struct {
        double quarter[4], growing, straightness;
        size_t moves, count;
        bool leaves;
    } cases[] = {
        {{1, 1, 1, 1}, 0.95, 0.5, 5, 6, true},     {{1, 1, 1, 1}, 0.94, 0.5, 5, 6, false},
        {{1, 1, 1, 1}, 0.95, 0.5, 3, 6, true},     {{1, 1, 1, 1}, 0.95, 0.5, 2, 6, false},
        {{1, 1.1, 1.2, 2.01}, 0, 0.5, 5, 6, true}, {{1, 1.1, 1.2, 1.99}, 0, 0.5, 5, 6, false},
        {{1, 1.1, 1.2, 2}, 0, 0.5, 5, 6, false},   {{1, 1, 1.2, 3}, 0, 0.5, 5, 6, false},
        {{1, 1.2, 1.2, 3}, 0, 0.5, 5, 6, false},   {{1, 1.1, 3, 3}, 0, 0.5, 5, 6, false},
        {{1, 1.2, 1.1, 3}, 0, 0.5, 5, 6, false},   {{1.1, 1, 1.2, 3}, 0, 0.5, 5, 6, false},
        {{1, 1.1, 3.1, 3}, 0, 0.5, 5, 6, false},   {{0, 0, 0, 0}, 0, 0.9, 5, 6, true},
        {{0, 0, 0, 0}, 0, 0.89, 5, 6, false},      {{0, 0, 0, 0}, 0, 1, 4, 5, true},
        {{0, 0, 0, 0}, 0, 1, 3, 4, false},         {{1, 2, 3, 4}, 1, 1, 3, 4, false},
        {{1, 2, 3, 4}, 1, 1, 4, 5, true},
    };
    const double moves[] = {1, 1, 1, 1, 1};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        bench b = walk(moves, 5);
        b.count = cases[c].count;
        memcpy(b.tail.quarter, cases[c].quarter, sizeof b.tail.quarter);
        b.tail.strides = (descent__strides){.moves = cases[c].moves,
                                            .growing = cases[c].growing,
                                            .straightness = cases[c].straightness,
                                            .first = 1,
                                            .last = 1};
        ck_assert_msg(asked(&b, LEAVES) == (cases[c].leaves ? (int)DESCENT_ENDING_DESCENDING : -1), "case %zu", c);
    }
}
END_TEST

enum {
    D = DESCENT_ENDING_DESCENDING,
    U = DESCENT_ENDING_UNBOUNDED,
    V = DESCENT_ENDING_DIVERGING,
    N = DESCENT_ENDING_NONFINITE,
    X = DESCENT_ENDING_UNDETERMINED,
    no = -1
};

/* The tail of what leaves, and what may be known against it. */
static const struct {
    double size, moves, straightness, loss; /* the last of them, after 0 */
    bool has_loss, separates, away;
    int ending;
} leaving[] = {
    /* small growth: the loss tells, and without one whether it leads on */
    {1, 1, 1, -9, true, false, true, D},
    {1, 1, 1, 9, true, false, true, X},
    {1, 1, 0.6, -9, true, false, true, D},
    {1, 1, 1, 0, false, false, true, D},
    {1, 1, 0.89, 0, false, false, true, X},
    /* what comes back and separates may be chaos */
    {1, 1, 0.49, -9, true, true, true, no},
    {1, 1, 0.51, -9, true, true, true, D},
    {1, 1, 0.49, -9, true, false, true, D},
    {1001, 1, 0.49, -9, true, true, true, U},
    {1, 1001, 0.49, -9, true, true, true, D},
    {999, 999, 0.49, -9, true, true, true, no},
    /* great growth: in size it may be for good, if it leads away */
    {1001, 1, 1, -9, true, false, true, U},
    {999, 1, 1, -9, true, false, true, D},
    {1001, 1, 1, -9, true, false, false, D},
    {1, 1001, 1, -9, true, false, true, D},
    {1001, 1001, 1, 9, true, false, true, V},
    {1, 1001, 1, 9, true, false, true, V},
    {1, 999, 1, 9, true, false, true, X},
    {1000, 1, 1, 9, true, false, true, V},
    {1, 1000, 1, 9, true, false, true, V},
    {999, 999, 1, 9, true, false, true, X},
    /* where there is no loss any more, unless moves have carried it there */
    {1, 1, 1, NAN, true, false, true, N},
    {1e9, 1, 1, NAN, true, false, true, N},
    {1, 999, 1, NAN, true, false, true, N},
    {1, 1000, 1, NAN, true, false, true, D},
    {1, 1, 1, NAN, false, false, true, D},
    {1, 1, 0.49, NAN, true, true, true, N},
};

START_TEST(how_a_run_leaves_is_told_from_growth_and_loss)
{
    for (size_t c = 0; c < sizeof leaving / sizeof *leaving; c++) {
        const double moves[] = {1, 1, 1, 1, 1, 1};
        bench b = walk(moves, 6);
        b.has_loss = leaving[c].has_loss;
        for (size_t k = 0; k < 6; k++)
            b.losses[k] = leaving[c].loss > 0 ? 0 : -(double)k;
        b.losses[6] = leaving[c].loss;
        /* the first of the points is at 0, and the last at 6 */
        b.start[0] = leaving[c].away ? 2.9 : 3.1;
        b.scale = 1;
        b.tail.size = leaving[c].size * fmax(b.start[0], 1);
        b.tail.strides = (descent__strides){.moves = 6,
                                            .growing = 1,
                                            .straightness = leaving[c].straightness,
                                            .first = 0.5,
                                            .last = 0.5 * leaving[c].moves};
        if (leaving[c].separates)
            b.exponent = (descent__exponent){.value = 1, .half_width = 0.1, .steps = 512, .late = 1};
        ck_assert_msg(asked(&b, LEAVES) == leaving[c].ending, "case %zu: %d", c, asked(&b, LEAVES));
    }
}
END_TEST

/* At a step size of 0.1 a bowl repels from a curvature of 20 on: then what falls now will rise again. */
START_TEST(what_the_minimum_ahead_repels_does_not_go_on_to_descend)
{
    for (int great = 0; great < 2; great++)
        for (int steep = 0; steep < 2; steep++) {
            const double moves[] = {1, 1, 1, 1, 1, 1};
            bench b = walk(moves, 6);
            b.slope[0] = 0;
            b.curvature = steep ? 20.001 : 19.999;
            b.centre[0] = 8;
            b.tail.size = 6;
            b.tail.diameter = 10;
            b.tail.strides = (descent__strides){
                .moves = 6, .growing = 1, .straightness = 1, .first = 0.5, .last = great ? 501 : 0.5};
            ck_assert_int_eq(asked(&b, LEAVES), steep ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_DESCENDING);
            b.tail.size = 1e4; /* which it has left for good */
            ck_assert_int_eq(asked(&b, LEAVES), DESCENT_ENDING_UNBOUNDED);
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_loss_that_falls_to_the_end_is_unbounded,
                                  who_had_left_before_it_overshot_is_not_judged,
                                  another_direction_overtakes_what_overshot,
                                  without_an_overshoot_the_trend_tells,
                                  what_stops_after_growth_escapes,
                                  leaving_shows_in_moves_quarters_or_straightness,
                                  how_a_run_leaves_is_told_from_growth_and_loss,
                                  what_the_minimum_ahead_repels_does_not_go_on_to_descend};
    return descent_test_main(descent_test_suite("inside sweep escape", tests, sizeof tests / sizeof *tests));
}
