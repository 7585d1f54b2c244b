/* The outlook's record: what it tells of a copy whose way is known, each number at both sides of its edge. */
#include "diagnosis/verdict/outlook.h"

#include <descent/adaptive.h>

#include "diagnosis/verdict/thresholds.h"
#include "inside.h"

static double above(double x)
{
    return nextafter(x, INFINITY);
}

/* A record of so many points of one coordinate. */
static descent__outlook record(const double *points, size_t count)
{
    return (descent__outlook){.known = true,
                              .result = DESCENT__MAP_MOVED,
                              .lasting = DESCENT__LEAST_FOLLOWED,
                              .series = {.n = 1, .count = count, .points = points}};
}

static const double zero = 0;

START_TEST(blocks_are_of_equal_length)
{
    double points[80];
    for (size_t k = 0; k < 80; k++)
        points[k] = (double)k;
    const descent__outlook outlook = record(points, 80);
    ck_assert_uint_eq(descent__outlook_steps(&outlook), 79);
    ck_assert_double_eq(*descent__outlook_end(&outlook), 79);
    for (size_t block = 0; block < descent__outlook_blocks; block++) {
        ck_assert_double_eq(descent__outlook_nearest(&outlook, &zero, block), 10.0 * (double)block);
        ck_assert_double_eq(descent__outlook_farthest(&outlook, &zero, block), 10.0 * (double)block + 9);
    }
}
END_TEST

/* It has arrived where it is within the radius for good, and for as many rows as it must stay. */
START_TEST(it_arrives_where_it_stays)
{
    double points[200];
    for (size_t k = 0; k < 200; k++)
        points[k] = k < 100 ? 2 : 1;
    descent__outlook outlook = record(points, 100 + DESCENT__LEAST_FOLLOWED);
    ck_assert_uint_eq(descent__outlook_arrives(&outlook, &zero, 1), 100);
    outlook.series.count--;
    ck_assert_uint_eq(descent__outlook_arrives(&outlook, &zero, 1), 0);
    outlook.series.count = 200;
    points[150] = above(1); /* the first touch is not the arrival; and from 151 on there are too few */
    ck_assert_uint_eq(descent__outlook_arrives(&outlook, &zero, 1), 0);
    points[150] = 1;
    points[120] = above(1);
    ck_assert_uint_eq(descent__outlook_arrives(&outlook, &zero, 1), 121);
    outlook.result = DESCENT__MAP_NONFINITE;
    ck_assert_uint_eq(descent__outlook_arrives(&outlook, &zero, 1), 0);
}
END_TEST

START_TEST(what_is_due_is_the_multipliers_power)
{
    double points[81];
    for (size_t k = 0; k < 81; k++)
        points[k] = pow(0.99, (double)k);
    const descent__outlook outlook = record(points, 81);
    ck_assert_double_eq_tol(descent__outlook_due(&outlook, 0.99), 1 - pow(0.99, 70), 1e-15);
    ck_assert(descent__shrinks_as_due(2, 2 * (1 - DESCENT__DUE_SHARE * 0.25), 0.25));
    ck_assert(!descent__shrinks_as_due(2, above(2 * (1 - DESCENT__DUE_SHARE * 0.25)), 0.25));
    ck_assert(!descent__shrinks_as_due(2, 1, 0));
    ck_assert(!descent__shrinks_as_due(2, 1, NAN));
}
END_TEST

/* By 1e-5 in each block: what is due in full, of a multiplier that is as near to 1; hovering, where no theory tells. */
START_TEST(slow_is_not_hovering_where_theory_says_slow)
{
    double points[800];
    for (size_t k = 0; k < 800; k++)
        points[k] = pow(1 - 1e-7, (double)k);
    const descent__outlook outlook = record(points, 800);
    const double due = descent__outlook_due(&outlook, 1 - 1e-7);
    ck_assert(descent__outlook_draws_nearer(&outlook, &zero, due, 1));
    ck_assert(!descent__outlook_draws_nearer(&outlook, &zero, 1000 * due, 1));
    ck_assert(!descent__outlook_draws_nearer(&outlook, &zero, NAN, 1));
    ck_assert(descent__outlook_draws_nearer(&outlook, &zero, 0, 1)); /* flat: however slowly */
}
END_TEST

/* From block to block by this factor: at HOVERING it still comes nearer, beyond it does not. */
START_TEST(nearer_from_block_to_block_is_clear_beyond_hovering)
{
    for (int hovers = 0; hovers < 2; hovers++) {
        double points[80];
        const double factor = DESCENT__HOVERING + (hovers ? 1e-9 : -1e-9);
        for (size_t k = 0; k < 80; k++)
            points[k] = pow(factor, (double)(k / 10));
        const descent__outlook outlook = record(points, 80);
        ck_assert_int_eq(descent__outlook_draws_nearer(&outlook, &zero, NAN, 1), !hovers);
    }
}
END_TEST

/* One block that is no nearer than the one before is enough. */
START_TEST(steadily_is_block_by_block)
{
    double points[80];
    for (size_t k = 0; k < 80; k++)
        points[k] = 8.0 - (double)(k / 10);
    descent__outlook outlook = record(points, 80);
    ck_assert(descent__outlook_nears_steadily(&outlook, &zero));
    points[75] = 2;
    outlook = record(points, 80);
    ck_assert(!descent__outlook_nears_steadily(&outlook, &zero));
}
END_TEST

/* In the end it may be no farther off than the run came, and half as far is near, whatever it was on its way. */
START_TEST(only_its_end_counts)
{
    double points[80];
    for (size_t k = 0; k < 80; k++)
        points[k] = k < 10 ? 1 : k < 70 ? 7 : DESCENT__NEARER;
    const descent__outlook outlook = record(points, 80);
    ck_assert(descent__outlook_draws_nearer(&outlook, &zero, NAN, 1));
    points[75] = above(DESCENT__NEARER);
    ck_assert(!descent__outlook_draws_nearer(&outlook, &zero, NAN, 1));
    /* Where much is due and it has shrunk as is due, but from farther off than the run came */
    for (size_t k = 0; k < 80; k++)
        points[k] = k < 70 ? 4 : DESCENT__NO_FARTHER;
    ck_assert(descent__outlook_draws_nearer(&outlook, &zero, 1, 1));
    points[75] = above(DESCENT__NO_FARTHER);
    ck_assert(!descent__outlook_draws_nearer(&outlook, &zero, 1, 1));
}
END_TEST

/* What rests elsewhere draws no nearer, nor what ends where numbers end. */
START_TEST(what_rests_elsewhere_draws_no_nearer)
{
    double points[80];
    for (size_t k = 0; k < 80; k++)
        points[k] = pow(0.9, (double)k);
    descent__outlook outlook = record(points, 80);
    ck_assert(descent__outlook_draws_nearer(&outlook, &zero, NAN, 1));
    outlook.rests = true;
    ck_assert(!descent__outlook_draws_nearer(&outlook, &zero, NAN, 1));
    outlook.rests = false;
    outlook.result = DESCENT__MAP_NONFINITE;
    ck_assert(!descent__outlook_draws_nearer(&outlook, &zero, NAN, 1));
    outlook.result = DESCENT__MAP_MOVED;
    /* Toward 0.9, by 0.9 a step: nearer to 0 in each block, but its steps go before it is there. */
    for (size_t k = 0; k < 80; k++)
        points[k] = 0.9 + 0.1 * pow(0.9, (double)k);
    ck_assert(descent__outlook_draws_nearer(&outlook, &zero, 0, 1));
    outlook.lengths[0] = 1;
    outlook.lengths[descent__outlook_blocks - 1] = DESCENT__STEPS_GONE;
    ck_assert(!descent__outlook_draws_nearer(&outlook, &zero, 0, 1));
    outlook.lengths[descent__outlook_blocks - 1] = above(DESCENT__STEPS_GONE);
    ck_assert(descent__outlook_draws_nearer(&outlook, &zero, 0, 1));
}
END_TEST

START_TEST(steps_have_gone_that_no_power_takes_away)
{
    ck_assert(descent__steps_have_gone(2, DESCENT__STEPS_GONE * 2));
    ck_assert(!descent__steps_have_gone(2, above(DESCENT__STEPS_GONE * 2)));
    /* The steps of 1/√k, ~k^−1.5, from the first eighth of the way to the last */
    ck_assert(!descent__steps_have_gone(1, pow(8, -1.5)));
}
END_TEST

START_TEST(the_loss_rises_beyond_rounding)
{
    const double points[] = {0, 1};
    descent__outlook outlook = record(points, 2);
    for (size_t block = 0; block < descent__outlook_blocks; block++)
        outlook.losses[block] = 5;
    ck_assert(!descent__outlook_rises(&outlook, 5)); /* level */
    ck_assert(descent__outlook_rises(&outlook, 4.9));
    outlook.losses[descent__outlook_blocks - 1] = 4.8; /* what it was on its way does not count */
    ck_assert(!descent__outlook_rises(&outlook, 4.9));
    outlook.losses[descent__outlook_blocks - 1] = NAN;
    ck_assert(!descent__outlook_rises(&outlook, 4.9));
    ck_assert(!descent__outlook_rises(&outlook, NAN));
}
END_TEST

START_TEST(who_comes_lower_does_so_beyond_rounding)
{
    const double points[] = {0, 1};
    descent__outlook outlook = record(points, 2);
    outlook.lowest = 5;
    ck_assert(descent__outlook_comes_no_lower(&outlook, 5, 0));
    ck_assert(descent__outlook_comes_no_lower(&outlook, 5 * (1 + 0x1p-52), 0));
    ck_assert(descent__outlook_comes_no_lower(&outlook, 4.9, 0));
    ck_assert(!descent__outlook_comes_no_lower(&outlook, 5.1, 0));
    ck_assert(descent__outlook_comes_no_lower(&outlook, 5.0625, 0.0625));
    ck_assert(!descent__outlook_comes_no_lower(&outlook, 5.1, 0.0625));
    ck_assert(!descent__outlook_comes_no_lower(&outlook, INFINITY, 0)); /* nothing was recorded */
    outlook.lowest = NAN;
    ck_assert(!descent__outlook_comes_no_lower(&outlook, 5, 0));
    outlook.lowest = 5;
    outlook.known = false;
    ck_assert(!descent__outlook_comes_no_lower(&outlook, 5, 0));
}
END_TEST

/* ---- with a problem: L = λ(x − c)²/2, so that each step multiplies x − c by 1 − ηλ ---- */

typedef struct line {
    double curvature, centre;
} line;

static int line_loss(size_t n, const double *x, double *loss, void *context)
{
    const line *const own = context;
    (void)n;
    *loss = own->curvature * pow(*x - own->centre, 2) / 2;
    return 0;
}

static int line_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const line *const own = context;
    (void)n;
    *gradient = own->curvature * (*x - own->centre);
    return 0;
}

typedef struct bench {
    line own;
    descent__holdings holdings;
    descent__evidence evidence;
} bench;

/* A run that stands at *x. */
static void set_up(bench *b, double curvature, double centre, const double *x, uint64_t budget)
{
    static const uint64_t number = 7;
    *b = (bench){.own = {curvature, centre}};
    const descent_problem problem = {.dimension = 1, .loss = line_loss, .gradient = line_gradient, .context = &b->own};
    b->evidence = (descent__evidence){.n = 1,
                                      .rows = 1,
                                      .finite = 1,
                                      .points = x,
                                      .steps = &number,
                                      .x = x,
                                      .has_problem = true,
                                      .problem_in_units = problem,
                                      .has_rule = true,
                                      .rule = descent_fixed_step(1),
                                      .options.budget = budget,
                                      .copies_trusted = true,
                                      .memory_known = true};
    b->evidence.holdings = &b->holdings;
    b->evidence.keep = &b->holdings.arena;
    assert_success(descent__evaluator_open(&b->evidence.evaluator, &problem));
}

static void take_down(bench *b)
{
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
    descent__evaluator_close(&b->evidence.evaluator);
}

/* A third of the budget, one gradient a step, and more than 64 rows. */
START_TEST(an_outlook_is_a_third_of_the_budget)
{
    const double start = 1;
    bench b;
    descent__outlook outlook;
    set_up(&b, 0.5, 0, &start, 3 * DESCENT__LEAST_FOLLOWED - 1);
    descent__outlook_measure(&b.evidence, NULL, 0, &outlook);
    ck_assert(!outlook.known && isnan(outlook.lowest) && b.evidence.budget_exhausted);
    ck_assert_int_eq(outlook.result, DESCENT__MAP_FAILED);
    take_down(&b);

    set_up(&b, 0.5, 0, &start, 3 * DESCENT__LEAST_FOLLOWED);
    b.evidence.copies_trusted = false;
    descent__outlook_measure(&b.evidence, NULL, 0, &outlook);
    ck_assert(!outlook.known && !b.evidence.budget_exhausted);
    b.evidence.copies_trusted = true;
    descent__outlook_measure(&b.evidence, NULL, 0, &outlook);
    ck_assert(outlook.known && !outlook.rests && !outlook.stayed);
    ck_assert_int_eq(outlook.result, DESCENT__MAP_MOVED);
    ck_assert_uint_eq(descent__outlook_steps(&outlook), DESCENT__LEAST_FOLLOWED);
    ck_assert_uint_eq(outlook.series.first_step, 7);
    for (size_t k = 0; k < outlook.series.count; k++)
        ck_assert_double_eq(*descent__series_point(&outlook.series, k), ldexp(1, -(int)k));
    ck_assert_double_eq(outlook.state.vectors[0], ldexp(1, -DESCENT__LEAST_FOLLOWED));
    /* 65 rows: the eighths begin with rows 0, 8, 16, …, 56, and the first step leads to row 1. */
    for (int block = 0; block < descent__outlook_blocks; block++) {
        ck_assert_double_eq(outlook.lengths[block], ldexp(1, block == 0 ? -1 : -8 * block));
        ck_assert_double_eq(outlook.losses[block], ldexp(1, -16 * block - 2));
    }
    ck_assert_double_eq(outlook.lowest, ldexp(1, -2 * 64 - 2));
    take_down(&b);
}
END_TEST

/* It stops where it has stayed, or rested, for 64 steps; and where numbers end. */
START_TEST(an_outlook_stops_where_nothing_is_new)
{
    const double start = 2, centre = 1;
    bench b;
    descent__outlook outlook;
    set_up(&b, 0.5, centre, &start, 30000);
    descent__outlook_measure(&b.evidence, &centre, 0.01, &outlook);
    ck_assert(outlook.known && outlook.stayed && !outlook.rests);
    ck_assert_uint_eq(descent__outlook_steps(&outlook), 7 - 1 + 64); /* 2⁻⁷ < 1/100 */
    ck_assert_uint_eq(descent__outlook_arrives(&outlook, &centre, 0.01), 7);
    ck_assert_uint_eq(descent__outlook_arrives(&outlook, &centre, 2), 1); /* it was there from the start */
    descent__outlook_measure(&b.evidence, NULL, 0.01, &outlook);
    ck_assert(outlook.known && !outlook.stayed && outlook.rests);
    ck_assert_uint_eq(descent__outlook_steps(&outlook), 48 - 1 + 64); /* a step of 2⁻⁴⁸, sixteen units of 1 */
    take_down(&b);
    set_up(&b, 2, centre, &start, 3 * 400); /* from side to side: in every other row it is there, and never stays */
    descent__outlook_measure(&b.evidence, &start, 0.5, &outlook);
    ck_assert(outlook.known && !outlook.stayed && !outlook.rests);
    ck_assert_uint_eq(descent__outlook_steps(&outlook), 400);
    take_down(&b);
    set_up(&b, 0x1p512, 0, &start, 30000);
    descent__outlook_measure(&b.evidence, NULL, 0, &outlook);
    ck_assert(outlook.known);
    ck_assert_int_eq(outlook.result, DESCENT__MAP_NONFINITE);
    take_down(&b);
}
END_TEST

/* Friction of 1 − β a step needs eight times its time; a rule that tells nothing 2048 steps; nothing more than 5000. */
START_TEST(what_stays_must_last)
{
    const struct {
        descent_rule rule;
        size_t lasting;
    } cases[] = {{descent_fixed_step(0.1), 64},          {descent_heavy_ball(0.1, 0.75), 64},
                 {descent_heavy_ball(0.1, 0.9375), 128}, {descent_heavy_ball(0.1, -0.9375), 128},
                 {descent_heavy_ball(0.1, 1), 5000},     {descent_adam(0.1, NULL), 2048}};
    const double start = 1;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        descent__outlook outlook;
        set_up(&b, 1, 0, &start, 300);
        b.evidence.rule = cases[k].rule;
        descent__outlook_measure(&b.evidence, NULL, 0, &outlook);
        ck_assert_msg(outlook.lasting == cases[k].lasting, "case %zu: %zu", k, outlook.lasting);
        take_down(&b);
    }
}
END_TEST

/* Sixteen units beside the start, doubled 64 times: 2⁻⁴⁸·2⁶⁴. */
START_TEST(rounding_decides_what_doubles_it)
{
    static const struct {
        double curvature, start, apart;
        bool forks;
    } cases[] = {{-1, 1, 65000, true},      {-1, 1, 66000, false},
                 {-1, -1, 65000, true},     {0.5, 1, 0x1p-113, true}, /* 2⁻⁴⁸·2⁻⁶⁴ */
                 {0.5, 1, 0x1p-111, false}, {-1, 0, 0, false}};       /* it stands */
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        descent__outlook outlook;
        set_up(&b, cases[k].curvature, 0, &cases[k].start, 3 * DESCENT__LEAST_FOLLOWED);
        descent__outlook_measure(&b.evidence, NULL, 0, &outlook);
        ck_assert(outlook.known);
        b.evidence.options.budget = 100000;
        ck_assert_msg(descent__outlook_forks(&b.evidence, &outlook, cases[k].apart) == cases[k].forks, "case %zu", k);
        outlook.known = false;
        ck_assert(!descent__outlook_forks(&b.evidence, &outlook, cases[k].apart));
        outlook.known = true;
        b.evidence.options.budget = 0;
        ck_assert(!descent__outlook_forks(&b.evidence, &outlook, cases[k].apart));
        take_down(&b);
    }
}
END_TEST

/* A copy put beside the point: it comes back, swings as far, or leaves; what is as near already is not asked of. */
START_TEST(a_point_holds_what_is_put_beside_it)
{
    static const struct {
        double curvature, distance;
        uint64_t budget; /* for that */
        bool holds;
    } cases[] = {{0.5, 0x1p-70, 9000, true}, {2, 0.5, 9000, true},      {-0.001, 0.5, 9000, false},
                 {2.001, 0.5, 9000, false},  {2.001, 0.5, 1024, false}, {2.001, 0.5, 1023, true},
                 {2.001, 2, 9000, true}};
    const double start = 1;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        descent__outlook outlook;
        set_up(&b, cases[k].curvature, 0, &start, 3 * DESCENT__LEAST_FOLLOWED);
        descent__outlook_measure(&b.evidence, NULL, 0, &outlook);
        ck_assert(outlook.known);
        b.evidence.options.budget = descent__evaluator_total(&b.evidence.evaluator) + cases[k].budget;
        ck_assert_msg(descent__outlook_holds(&b.evidence, &outlook, &zero, cases[k].distance) == cases[k].holds,
                      "case %zu", k);
        take_down(&b);
    }
}
END_TEST

/* Of (x − 0)²/2 at x = √(2k): k. */
START_TEST(losses_ahead_are_spread_over_the_way)
{
    static const struct {
        uint64_t steps, budget;
        double mean, highest;
    } cases[] = {{10, 10, 5.5, 10},    {63, 63, 32, 63},  {64, 16, 34, 64}, {79, 16, 41.5, 79},
                 {1000, 16, 41.5, 79}, {10, 9, NAN, NAN}, {0, 9, NAN, NAN}};
    double points[80];
    for (size_t k = 0; k < 80; k++)
        points[k] = sqrt(2 * (double)k);
    const descent__outlook outlook = record(points, 80);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 1, 0, points, cases[k].budget);
        const descent__losses_ahead ahead = descent__outlook_losses(&b.evidence, &outlook, cases[k].steps);
        if (isnan(cases[k].mean))
            ck_assert(isnan(ahead.mean) && isnan(ahead.highest));
        else {
            ck_assert_double_eq_tol(ahead.mean, cases[k].mean, 1e-12);
            ck_assert_double_eq_tol(ahead.highest, cases[k].highest, 1e-12);
        }
        take_down(&b);
    }
}
END_TEST

/* Of the last eighth alone: ten points, nine steps. */
START_TEST(straight_is_the_way_beside_its_steps)
{
    double points[80];
    for (size_t k = 0; k < 80; k++)
        points[k] = k < 70 ? (double)(k % 2) : (double)k;
    descent__outlook outlook = record(points, 80);
    ck_assert_double_eq(descent__outlook_straightness(&outlook), 1);
    for (size_t k = 70; k < 80; k++)
        points[k] = (double)(k % 2);
    outlook = record(points, 80);
    ck_assert_double_eq_tol(descent__outlook_straightness(&outlook), 1.0 / 9, 1e-15);
    for (size_t k = 70; k < 80; k++)
        points[k] = 3;
    outlook = record(points, 80);
    ck_assert_double_eq(descent__outlook_straightness(&outlook), 0);
}
END_TEST

static int lopsided_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = *x > 0 ? 1 : 2;
    return 0;
}

/* From side to side, in blocks of 64 rows of which sixteen are looked at: both sides are seen in each. */
START_TEST(a_cycle_does_not_hide_between_rows)
{
    const double start = 1;
    bench b;
    descent__outlook outlook;
    set_up(&b, 2, 0, &start, 3 * 511);
    b.evidence.evaluator.problem.loss = lopsided_loss;
    descent__outlook_measure(&b.evidence, NULL, 0, &outlook);
    ck_assert(outlook.known);
    ck_assert_uint_eq(outlook.series.count, 512);
    for (int block = 0; block < descent__outlook_blocks; block++) {
        ck_assert_double_eq(outlook.losses[block], 2);
        ck_assert_double_eq(outlook.lengths[block], 2);
    }
    ck_assert_double_eq(outlook.lowest, 1);
    take_down(&b);
}
END_TEST

/* What was spent before counts: of 390 calls 90 are gone, and a third of the others is 100 steps. */
START_TEST(a_third_is_of_what_is_left)
{
    const double start = 1;
    double gradient[2];
    bench b;
    descent__outlook outlook;
    set_up(&b, 2, 0, &start, 390);
    for (int call = 0; call < 90; call++)
        assert_success(descent__evaluate_gradient(&b.evidence.evaluator, &start, gradient));
    descent__outlook_measure(&b.evidence, NULL, 0, &outlook);
    ck_assert(outlook.known);
    ck_assert_uint_eq(descent__outlook_steps(&outlook), 100);
    take_down(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        blocks_are_of_equal_length,
        it_arrives_where_it_stays,
        what_is_due_is_the_multipliers_power,
        slow_is_not_hovering_where_theory_says_slow,
        nearer_from_block_to_block_is_clear_beyond_hovering,
        steadily_is_block_by_block,
        only_its_end_counts,
        what_rests_elsewhere_draws_no_nearer,
        steps_have_gone_that_no_power_takes_away,
        the_loss_rises_beyond_rounding,
        who_comes_lower_does_so_beyond_rounding,
        a_cycle_does_not_hide_between_rows,
        a_third_is_of_what_is_left,
        an_outlook_is_a_third_of_the_budget,
        an_outlook_stops_where_nothing_is_new,
        what_stays_must_last,
        rounding_decides_what_doubles_it,
        a_point_holds_what_is_put_beside_it,
        losses_ahead_are_spread_over_the_way,
        straight_is_the_way_beside_its_steps,
    };
    return descent_test_main(descent_test_suite("inside outlook", tests, sizeof tests / sizeof *tests));
}
