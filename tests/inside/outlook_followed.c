/* The outlook where a problem answers: which rows are asked, how far it is followed, and what a copy beside it does. */
#include "diagnosis/verdict/outlook.h"

#include <stdlib.h>

#include <descent/step_finders.h>

#include "diagnosis/verdict/thresholds.h"
#include "inside.h"

enum {
    most_asked = 1024
};

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    double points[2];
    uint64_t steps[3];
    double asked[most_asked]; /* where the loss was */
    size_t count;
    double without;     /* where it has no value */
    int gradients_left; /* then they fail; below 0: they never do */
} bench;

/* Straight on by one a step. */
static int ramp_loss(size_t n, const double *x, double *loss, void *context)
{
    bench *const b = context;
    (void)n;
    if (b->count < most_asked)
        b->asked[b->count] = x[0];
    b->count++;
    *loss = fabs(x[0] - b->without) < 0.25 ? (double)NAN : -x[0];
    return 0;
}

static int ramp_gradient(size_t n, const double *x, double *gradient, void *context)
{
    bench *const b = context;
    (void)x;
    for (size_t i = 0; i < n; i++)
        gradient[i] = i == 0 ? -1 : 0;
    if (b->gradients_left > 0)
        b->gradients_left--;
    return b->gradients_left == 0;
}

/* A run of one step that stands at 0, or where the test puts it. */
static void set_up(bench *b, descent_loss_function *loss, descent_gradient_function *gradient, descent_rule rule,
                   uint64_t budget)
{
    memset(b, 0, sizeof *b);
    b->without = NAN;
    b->gradients_left = -1;
    b->points[0] = -1;
    for (uint64_t k = 0; k < 3; k++)
        b->steps[k] = 7 + 10 * k;
    b->evidence =
        (descent__evidence){.n = 1,
                            .rows = 2,
                            .finite = 2,
                            .tail = 1,
                            .points = b->points,
                            .steps = b->steps,
                            .x = b->points + 1,
                            .has_problem = true,
                            .problem_in_units = {.dimension = 1, .loss = loss, .gradient = gradient, .context = b},
                            .has_rule = true,
                            .rule = rule,
                            .options.budget = budget,
                            .copies_trusted = true,
                            .memory_known = true};
    b->evidence.holdings = &b->holdings;
    b->evidence.keep = &b->holdings.arena;
    assert_success(descent__evaluator_open(&b->evidence.evaluator, &b->evidence.problem_in_units));
}

static void tear_down(bench *b)
{
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
    descent__evaluator_close(&b->evidence.evaluator);
}

/* In eighths of all rows, all of sixteen or fewer; else the sixteenth parts, every other one a row later. */
START_TEST(losses_are_seen_at_rows_spread_over_each_block)
{
    for (size_t rows = 65; rows < 700; rows += rows < 150 ? 1 : 61) {
        bench b;
        descent__outlook outlook;
        size_t next = 0;
        set_up(&b, ramp_loss, ramp_gradient, descent_fixed_step(1), 3 * ((uint64_t)rows - 1));
        descent__outlook_measure(&b.evidence, NULL, 0, &outlook);
        ck_assert(outlook.known);
        ck_assert_uint_eq(outlook.series.count, rows);
        ck_assert_uint_eq(outlook.series.first_step, 17); /* the number of the second row */
        for (size_t block = 0; block < 8; block++) {
            const size_t first = rows * block / 8, length = rows * (block + 1) / 8 - first;
            size_t last = 0;
            const size_t begins = next;
            for (size_t k = 0; k < 16 && k < length; k++) {
                last = first + (length > 16 ? k * length / 16 + (k % 2 ? 1 : 0) : k);
                ck_assert_msg(b.asked[next++] == (double)last, "%zu rows, block %zu, %zu: %g", rows, block, k,
                              b.asked[next - 1]);
            }
            ck_assert_uint_lt(last, first + length);
            ck_assert_double_eq(outlook.losses[block], -b.asked[begins]); /* the highest is the first */
            ck_assert_double_eq(outlook.lengths[block], 1);
        }
        ck_assert_uint_eq(b.count, next);
        ck_assert_double_eq(outlook.lowest, -b.asked[next - 1]);
        tear_down(&b);
    }
}
END_TEST

/* Where a loss has no value, nothing is known of that block, and of the others as much as before. */
START_TEST(a_block_without_a_loss_is_not_known)
{
    bench b;
    descent__outlook outlook;
    set_up(&b, ramp_loss, ramp_gradient, descent_fixed_step(1), 3 * 79);
    b.without = 35;
    descent__outlook_measure(&b.evidence, NULL, 0, &outlook);
    ck_assert(outlook.known);
    for (int block = 0; block < 8; block++)
        ck_assert(block == 3 ? isnan(outlook.losses[block]) : outlook.losses[block] == -10.0 * block);
    ck_assert_double_eq(outlook.lowest, -79);
    tear_down(&b);
}
END_TEST

/* Four million numbers are kept: of 65536 variables 64 steps. */
START_TEST(many_variables_have_few_rows)
{
    for (size_t n = 65536; n <= 65537; n++) {
        bench b;
        descent__outlook outlook;
        double *const zeros = calloc(2 * n, sizeof *zeros);
        ck_assert_ptr_nonnull(zeros);
        set_up(&b, NULL, ramp_gradient, descent_fixed_step(1), 20000);
        descent__evaluator_close(&b.evidence.evaluator);
        b.evidence.n = b.evidence.problem_in_units.dimension = n;
        b.evidence.points = zeros;
        b.evidence.x = zeros + n;
        assert_success(descent__evaluator_open(&b.evidence.evaluator, &b.evidence.problem_in_units));
        descent__outlook_measure(&b.evidence, NULL, 0, &outlook);
        ck_assert_int_eq(outlook.known, n == 65536);
        ck_assert_int_eq(b.evidence.budget_exhausted, n != 65536);
        if (outlook.known) {
            ck_assert_uint_eq(outlook.series.count, 65);
            ck_assert_double_eq(descent__outlook_end(&outlook)[0], 64);
            ck_assert(isnan(outlook.losses[0]) && isnan(outlook.lowest));
        }
        tear_down(&b);
        free(zeros);
    }
}
END_TEST

/* Steps that cost more than a gradient each use a third of the calls up sooner, which is as far as was wanted, if it is 64 steps; a function
 * that fails is none. */
START_TEST(an_outlook_ends_with_its_share)
{
    static const struct {
        uint64_t budget;
        int gradients;
        bool known, moved;
    } cases[] = {{3000, -1, true, true}, {3 * 70, -1, false, true}, {3000, 300, false, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        descent__outlook outlook;
        set_up(&b, ramp_loss, ramp_gradient, descent_armijo(1, NULL), cases[k].budget);
        b.gradients_left = cases[k].gradients;
        descent__outlook_measure(&b.evidence, NULL, 0, &outlook);
        ck_assert_msg(outlook.known == cases[k].known, "case %zu", k);
        ck_assert_msg((outlook.result == DESCENT__MAP_MOVED) == cases[k].moved, "case %zu", k);
        ck_assert(!outlook.rests && !outlook.stayed);
        ck_assert_uint_lt(descent__outlook_steps(&outlook), cases[k].budget / 3);
        ck_assert_uint_gt(descent__outlook_steps(&outlook), 16);
        tear_down(&b);
    }
}
END_TEST

/* Without friction, and with less than none, what swings does so for ever. */
START_TEST(friction_is_none_from_1_on)
{
    static const struct {
        double momentum;
        size_t lasting;
    } cases[] = {{0.9375, 128}, {0.998, 4000}, {0.999, 5000}, {1, 5000}, {1.5, 5000}, {-1.5, 5000}, {3, 5000}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        descent__outlook outlook;
        set_up(&b, ramp_loss, ramp_gradient, descent_heavy_ball(1e-9, cases[k].momentum), 300);
        descent__outlook_measure(&b.evidence, NULL, 0, &outlook);
        ck_assert_msg(labs((long)outlook.lasting - (long)cases[k].lasting) <= 1, "case %zu: %zu", k, outlook.lasting);
        tear_down(&b);
    }
}
END_TEST

/* ---- a copy put beside a point ---- */

static double centre;

static int bowl_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0] - centre;
    return 0;
}

/* A heavy ball of curvature 1 that is put a quarter away from where it would rest, at rest. With ηλ = 2 and no friction it is at d, −d, −d,
 * d, …; with ηλ = 3 it swings to d/√(1 − ηλ/4) = 2d, and √β in each step is left of that: .98 in each of four quarters of 2048 steps comes
 * nearer, and .995 hovers. */
START_TEST(a_copy_begins_at_rest_beside_the_point)
{
    static const struct {
        double step_size, momentum, where;
        bool holds;
    } cases[] = {{2, 1, 0, true},      {2, 1, 8, true},    {2, 1, -8, true}, {3, 0.98, 0, true},
                 {3, 0.995, 8, false}, {3, 0.98, 8, true}, {3, 1, 0, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (int side = -1; side <= 1; side += 2) {
            bench b;
            descent__outlook outlook;
            const double momentum = cases[k].momentum < 1 ? pow(cases[k].momentum, 2.0 / 512) : 1;
            set_up(&b, NULL, bowl_gradient, descent_heavy_ball(cases[k].step_size, momentum), 3 * 64);
            b.evidence.tail = 0;
            centre = cases[k].where;
            b.points[0] = centre + side * 0.5;
            b.points[1] = centre + side;
            descent__outlook_measure(&b.evidence, NULL, 0, &outlook);
            ck_assert(outlook.known);
            b.evidence.options.budget = 100000;
            ck_assert_msg(descent__outlook_holds(&b.evidence, &outlook, &centre, 0.25) == cases[k].holds, "case %zu",
                          k);
            tear_down(&b);
        }
}
END_TEST

static int cliff_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0] > centre ? 0 : 1;
    return 0;
}

/* On the way to where the outlook ends, and not on the other side, from where all runs off. */
START_TEST(a_copy_begins_on_the_side_of_the_outlook)
{
    bench b;
    descent__outlook outlook;
    set_up(&b, NULL, cliff_gradient, descent_fixed_step(1), 3 * 64);
    centre = -5;
    b.points[1] = -4;
    descent__outlook_measure(&b.evidence, NULL, 0, &outlook);
    ck_assert(outlook.known);
    b.evidence.options.budget = 100000;
    ck_assert(descent__outlook_holds(&b.evidence, &outlook, &centre, 0.25));
    tear_down(&b);
}
END_TEST

/* ---- rounding that decides ---- */

enum {
    stays_beyond,
    has_no_value_beyond,
    fails_beyond,
    grows
};
static int edge;

/* From 1 a step leads to 2, which is left alone; what is just beyond 1 stays there, or has no value, and what is just before goes on to 2. */
static int edge_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    const bool beyond = x[0] > 1 && x[0] < 1.5;
    gradient[0] = edge == grows ? -x[0] : beyond && edge == has_no_value_beyond ? NAN : x[0] > 1 ? 0 : -1;
    return beyond && edge == fails_beyond;
}

/* Sixteen units farther along the first step, whatever its length, doubled 64 times: 2·2⁻⁴⁸·2⁶⁴ from 2 on. */
START_TEST(a_fork_is_farther_along_the_first_step)
{
    static const struct {
        int kind;
        double start, apart;
        bool forks;
    } cases[] = {{stays_beyond, 1, 0.9, true},  {stays_beyond, 1, 1, false}, {has_no_value_beyond, 1, 5, true},
                 {fails_beyond, 1, 0.5, false}, {grows, 2, 130000, true},    {grows, 2, 132000, false},
                 {grows, -4, 260000, true},     {grows, -4, 264000, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        descent__outlook outlook;
        set_up(&b, NULL, edge_gradient, descent_fixed_step(1), 3 * 64);
        b.points[1] = cases[k].start;
        edge = cases[k].kind;
        descent__outlook_measure(&b.evidence, NULL, 0, &outlook);
        ck_assert(outlook.known);
        b.evidence.options.budget = 100000;
        ck_assert_msg(descent__outlook_forks(&b.evidence, &outlook, cases[k].apart) == cases[k].forks, "case %zu", k);
        outlook.result = DESCENT__MAP_NONFINITE;
        ck_assert(!descent__outlook_forks(&b.evidence, &outlook, cases[k].apart));
        tear_down(&b);
    }
}
END_TEST

/* ---- what its record says of the loss ---- */

/* A loss that falls from block to block, by steps that grow, to where numbers end. */
static descent__outlook falling(void)
{
    descent__outlook outlook = {.known = true, .result = DESCENT__MAP_NONFINITE};
    for (int block = 0; block < 8; block++) {
        outlook.losses[block] = 4 - block / 2; /* two by two the same */
        outlook.lengths[block] = 1 + block;
    }
    return outlook;
}

START_TEST(who_falls_off_does_so_in_each_block)
{
    descent__outlook outlook = falling();
    ck_assert(descent__outlook_falls_off(&outlook, 1.25));
    ck_assert(!descent__outlook_falls_off(&outlook, 1));
    ck_assert(!descent__outlook_falls_off(&outlook, NAN));
    for (int result = DESCENT__MAP_MOVED; result <= DESCENT__MAP_BUDGET; result++)
        for (int known = 0; known < 2; known++) {
            outlook.result = (descent__map_result)result;
            outlook.known = known;
            ck_assert_int_eq(descent__outlook_falls_off(&outlook, 5), known && result == DESCENT__MAP_NONFINITE);
        }
    for (int block = 0; block < 8; block++) {
        outlook = falling();
        outlook.losses[block] += block == 0 ? -1e-9 : 1e-9 + (block % 2 ? 0 : 1);
        ck_assert_msg(!descent__outlook_falls_off(&outlook, 5), "block %d", block);
        outlook = falling();
        outlook.lengths[block] = block == 0 ? 2 : block; /* as long as the one before or after */
        ck_assert_msg(!descent__outlook_falls_off(&outlook, 5), "block %d", block);
    }
}
END_TEST

/* What is not known, or ends where numbers end, neither rises nor stays up. */
START_TEST(losses_of_no_outlook_tell_nothing)
{
    for (int result = DESCENT__MAP_MOVED; result <= DESCENT__MAP_BUDGET; result++)
        for (int known = 0; known < 2; known++) {
            descent__outlook outlook = falling();
            outlook.losses[7] = outlook.lowest = 5;
            outlook.result = (descent__map_result)result;
            outlook.known = known;
            const bool told = known && result == DESCENT__MAP_MOVED;
            ck_assert_int_eq(descent__outlook_rises(&outlook, 4), told);
            ck_assert_int_eq(descent__outlook_comes_no_lower(&outlook, 5, 0), told);
            outlook.lowest = INFINITY;
            ck_assert(!descent__outlook_comes_no_lower(&outlook, 5, 0));
            outlook.lowest = -INFINITY;
            ck_assert(!descent__outlook_comes_no_lower(&outlook, -5, 0));
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        losses_are_seen_at_rows_spread_over_each_block,
        a_block_without_a_loss_is_not_known,
        many_variables_have_few_rows,
        an_outlook_ends_with_its_share,
        friction_is_none_from_1_on,
        a_copy_begins_at_rest_beside_the_point,
        a_copy_begins_on_the_side_of_the_outlook,
        a_fork_is_farther_along_the_first_step,
        who_falls_off_does_so_in_each_block,
        losses_of_no_outlook_tell_nothing,
    };
    return descent_test_main(descent_test_suite("inside outlook followed", tests, sizeof tests / sizeof *tests));
}
