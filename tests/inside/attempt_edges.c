/* Copies that follow a piece of advice where it is hard to say whether they are there: level ground, far starts, short lengths, and rules
 * that tell nothing. */
#include <float.h>
#include <math.h>
#include <string.h>

#include <descent/adaptive.h>

#include "diagnosis/advice/attempt.h"
#include "inside.h"

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    double start[1], wall;
    uint64_t steps[1];
} bench;

/* Level up to a wall, on which the slope is 1. */
static int shelf_loss(size_t n, const double *x, double *loss, void *context)
{
    const bench *const b = context;
    (void)n;
    *loss = fmax(fabs(x[0]) - b->wall, 0);
    return 0;
}

static int shelf_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const bench *const b = context;
    (void)n;
    gradient[0] = fabs(x[0]) > b->wall ? copysign(1, x[0]) : 0;
    return 0;
}

static int bowl_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = pow(x[0] - 1, 2) / 2;
    return 0;
}

static int bowl_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0] - 1;
    return 0;
}

/* A quarter of x, and near 0 all of it. */
static int dent_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = x[0] * x[0] / 8 - exp(-x[0] * x[0]) * 3 / 8;
    return 0;
}

static int dent_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0] / 4 + 0.75 * x[0] * exp(-x[0] * x[0]);
    return 0;
}

static void set_up(bench *b, double start, descent_loss_function *loss, descent_gradient_function *gradient,
                   uint64_t budget)
{
    memset(b, 0, sizeof *b);
    b->start[0] = start;
    b->evidence =
        (descent__evidence){.n = 1,
                            .rows = 1,
                            .finite = 1,
                            .points = b->start,
                            .steps = b->steps,
                            .x = b->start,
                            .has_problem = true,
                            .problem_in_units = {.dimension = 1, .loss = loss, .gradient = gradient, .context = b},
                            .has_rule = true,
                            .rule = descent_fixed_step(0.5),
                            .step_size = NAN,
                            .gradient_error = NAN,
                            .gradient_known = true,
                            .memory_known = true,
                            .copies_trusted = true,
                            .restarts_trusted = true};
    b->evidence.options = (descent_diagnosis_options){.budget = budget, .distance_tolerance = 1e-6};
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

/* It is looked over at a hundredth of the size, and up to 2¹⁶ times as far: 655 sizes. The size is that of the place, or of the way there, or
 * 1 of what has neither. */
START_TEST(level_ground_is_looked_over_to_655_sizes)
{
    static const struct {
        double start, step_size, wall;
        bool bottom;
    } cases[] = {
        {0, 1, 600, true},    {0, 1, 700, false},                                       /* neither */
        {4, 1, 2500, true},   {4, 1, 2700, false},                                      /* beside 4, as far as 2621 */
        {0.01, 1, 6.5, true}, {0.01, 1, 7, false}, {10, 5, 9, true}, {10, 18, 9, true}, /* it leapt in */
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, cases[k].start, shelf_loss, shelf_gradient, 20000);
        b.wall = cases[k].wall;
        const descent__attempt tried =
            descent__attempt_run(&b.evidence, descent_fixed_step(cases[k].step_size), b.start, 0);
        ck_assert(tried.ran && !tried.fled);
        ck_assert_msg(tried.settled == cases[k].bottom, "case %zu", k);
        tear_down(&b);
    }
}
END_TEST

/* Where 10²⁰⁰ squared has no value a copy is not there, however near beside its way: it is where (10²⁰⁰/2^k)²/2 is a number, 2^1023.999. */
START_TEST(a_copy_is_there_where_the_loss_has_a_value)
{
    bench b;
    set_up(&b, 1e200, bowl_loss, bowl_gradient, 20000);
    const descent__attempt tried = descent__attempt_run(&b.evidence, descent_fixed_step(0.5), b.start, 0);
    uint64_t steps = 0;
    while (isinf(pow(1e200 * pow(0.5, (double)steps), 2) / 2))
        steps++;
    ck_assert(tried.ran && tried.settled && tried.minimum);
    ck_assert_uint_eq(tried.steps, steps);
    tear_down(&b);
    set_up(&b, 1e200, NULL, bowl_gradient, 20000); /* without a loss, a millionth of the way */
    const descent__attempt alone = descent__attempt_run(&b.evidence, descent_fixed_step(0.5), b.start, 0);
    ck_assert(alone.settled);
    ck_assert_uint_eq(alone.steps, 20);
    tear_down(&b);
}
END_TEST

/* A place is known to half of its digits: beside that a short way's millionth is nothing. 1/1000/2^k ≤ √ε·1 with k = 17. */
START_TEST(a_short_way_is_measured_by_the_place)
{
    static const struct {
        double way;
        uint64_t steps;
    } cases[] = {{1e-3, 17}, {0.25, 20}, {1e-5, 10}, {0x1p-7, 19}, {0x1p-6, 20}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 1 + cases[k].way, bowl_loss, bowl_gradient, 20000);
        const descent__attempt tried = descent__attempt_run(&b.evidence, descent_fixed_step(0.5), b.start, 0);
        ck_assert(tried.settled);
        ck_assert_msg(tried.steps == cases[k].steps, "case %zu: %u", k, (unsigned)tried.steps);
        ck_assert_double_eq_tol(tried.place.tolerance, fmax(1e-6 * cases[k].way, sqrt(DBL_EPSILON)), 1e-11);
        tear_down(&b);
    }
}
END_TEST

/* From a million away, and farther, a millionth of the way is wider than the dent, in which it is there: it goes on until it rests beside that. Of a copy
 * that is only to find its place nobody asks. */
START_TEST(a_far_start_is_measured_by_the_lengths_there)
{
    for (int c = 0; c < 6; c++) {
        const int closely = c % 2;
        const double start = c < 2 ? 1e6 : c < 4 ? 1e8 : 1e9;
        bench b;
        double room[512];
        descent__attempt_points kept = {.points = room, .room = 512};
        set_up(&b, start, dent_loss, dent_gradient, 40000);
        const descent__attempt tried =
            closely ? descent__attempt_run(&b.evidence, descent_fixed_step(0.5), b.start, 0)
                    : descent__attempt_follow(&b.evidence, descent_fixed_step(0.5), b.start, 0, &kept);
        double x = start;
        uint64_t steps = 0;
        ck_assert(tried.ran && tried.settled && tried.minimum);
        for (; fabs(x) > tried.place.tolerance; steps++) {
            double gradient = 0;
            (void)dent_gradient(1, &x, &gradient, NULL);
            x -= 0.5 * gradient;
        }
        if (closely) {
            ck_assert_double_lt(tried.place.tolerance, 2e-3);
            ck_assert_uint_eq(tried.steps, steps);
        } else {
            ck_assert_double_eq_tol(tried.place.tolerance, 1e-6 * start, 1e-11 * start);
            ck_assert_uint_eq(kept.count, tried.steps + 1);
        }
        tear_down(&b);
    }
}
END_TEST

/* What theory does not tell of is followed for 200 steps more, or as many as it took: for that a quarter of what is left must do. AdaGrad's
 * first step is as long as its step size, 1, and leads there. */
START_TEST(a_copy_of_a_rule_that_tells_nothing_must_stay)
{
    double room[512];
    bench b;
    descent__attempt_points kept = {.points = room, .room = 512};
    set_up(&b, 2, bowl_loss, bowl_gradient, 40000);
    descent__attempt tried = descent__attempt_follow(&b.evidence, descent_adagrad(1, 1e-8), b.start, 0, &kept);
    ck_assert(tried.ran && tried.settled && tried.minimum);
    const uint64_t before = descent__evaluator_total(&b.evidence.evaluator) - 200;
    tear_down(&b);
    for (int enough = 0; enough < 2; enough++) {
        set_up(&b, 2, bowl_loss, bowl_gradient, before + 4 * 200 - !enough);
        kept.count = 0;
        tried = descent__attempt_follow(&b.evidence, descent_adagrad(1, 1e-8), b.start, 0, &kept);
        ck_assert(tried.ran);
        ck_assert_int_eq(tried.settled, enough);
        tear_down(&b);
    }
}
END_TEST

static double swing; /* the gradient is (x − 1) until so many calls, then it carries off */
static int calls;

static int leaving_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    calls++;
    gradient[0] = x[0] - 1 - (calls > swing ? 1e-3 : 0);
    return 0;
}

/* In any of these steps it may leave. */
START_TEST(a_copy_that_leaves_has_not_settled)
{
    bench b;
    double room[512];
    descent__attempt_points kept = {.points = room, .room = 512};
    swing = INFINITY;
    calls = 0;
    set_up(&b, 2, NULL, leaving_gradient, 40000);
    ck_assert(descent__attempt_follow(&b.evidence, descent_adagrad(1, 1e-8), b.start, 0, &kept).settled);
    const int all = calls;
    tear_down(&b);
    for (int before = 0; before < 3; before++) { /* the last gradient, the one before and the first of these steps */
        swing = before == 0 ? all : before == 1 ? all - 1 : all - 200;
        calls = 0;
        kept.count = 0;
        set_up(&b, 2, NULL, leaving_gradient, 40000);
        const descent__attempt tried =
            descent__attempt_follow(&b.evidence, descent_adagrad(1, 1e-8), b.start, 0, &kept);
        ck_assert_msg(tried.settled == (before == 0), "%d", before);
        tear_down(&b);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        level_ground_is_looked_over_to_655_sizes,      a_copy_is_there_where_the_loss_has_a_value,
        a_short_way_is_measured_by_the_place,          a_far_start_is_measured_by_the_lengths_there,
        a_copy_of_a_rule_that_tells_nothing_must_stay, a_copy_that_leaves_has_not_settled,
    };
    return descent_test_main(descent_test_suite("inside attempt edges", tests, sizeof tests / sizeof *tests));
}
