/* What is looked at around a step limit, on a problem that loses its convergence at the step sizes one likes. */
#include <math.h>

#include <descent/descent.h>
#include <descent/step_limit.h>

#include "support.h"

#define lowest  0.05
#define highest 0.45
#define edge    0.2531

/* Lost from the edge on; but for an island of the other kind, and for a band of step sizes with which the run goes round. */
typedef struct wish {
    double island, width;
    double round_from, round_to;
    double open_from; /* and from here to the edge it stands on level ground, which tells nothing */
} wish;

/* The first step tells the step size: from 1 to 1 − η. The second leads to the minimum at 0, to a cycle about −2, or far off. */
static int gradient(size_t n, const double *x, double *g, void *context)
{
    const wish *const own = context;
    const double step_size = 1 - x[0];
    (void)n;
    if (x[0] == 1)
        g[0] = 1;
    else if (x[0] > 1)
        g[0] = -1e5 * x[0];
    else if (x[0] < -1)
        g[0] = x[0] < -2 ? -1 : 1;
    else if (x[0] < 0.3)
        g[0] = x[0];
    else if (x[0] < 0.5)
        g[0] = 0;
    else if (step_size >= own->round_from && step_size < own->round_to)
        g[0] = (x[0] + 1.9) / step_size;
    else if (step_size >= own->open_from && step_size < edge)
        g[0] = (x[0] - 0.4) / step_size;
    else if ((step_size >= edge) != (fabs(step_size - own->island) <= own->width))
        g[0] = -1e300;
    else
        g[0] = x[0] / step_size;
    return 0;
}

static descent_step_limit_result *find(wish *own, size_t scan)
{
    const descent_problem problem = {.dimension = 1, .gradient = gradient, .context = own};
    const double start = 1;
    const descent_step_limit_options options = {.property = DESCENT_STEP_CONVERGES, .steps = 64, .scan = scan};
    descent_step_limit_result *result;
    assert_success(descent_step_limit_find(&problem, &start, lowest, highest, &options, &result));
    return result;
}

/* To where numbers end, in three steps: growing or not, they say. */
static bool leaves(descent_ending ending)
{
    return ending == DESCENT_ENDING_NONFINITE || ending == DESCENT_ENDING_DIVERGING;
}

static wish wish_of_none(void)
{
    return (wish){.island = -9, .round_from = 9, .round_to = 9, .open_from = 9};
}

/*
 * On either side at a quarter of the range, and at quarters of that, as far as rounding lets: 64 units of it. Where it is lost
 * again below, or comes back above, the limit is not the only one.
 */
START_TEST(islands_are_seen_at_every_quarter)
{
    for (int side = -1; side <= 1; side += 2)
        for (int i = 0; i < 24; i++) {
            const double distance = (highest - lowest) / 4 * pow(0.25, i);
            wish own = wish_of_none();
            if (distance < 4e-15)
                continue;
            own.island = edge + side * distance;
            own.width = fmax(2e-16, distance / 2000);
            descent_step_limit_result *const result = find(&own, 12);
            ck_assert_double_eq_tol(result->limit, edge, 2e-16);
            ck_assert_msg(!result->single, "at a distance of %g", side * distance);
            ck_assert_uint_eq(result->crossings, 1);
            descent_step_limit_result_free(result);
        }
}
END_TEST

START_TEST(one_edge_is_a_single_limit)
{
    for (size_t scan = 2; scan <= 14; scan++) {
        wish own = wish_of_none();
        descent_step_limit_result *const result = find(&own, scan);
        ck_assert_double_eq_tol(result->limit, edge, 2e-16);
        ck_assert(result->single && result->held);
        ck_assert_uint_eq(result->crossings, 1);
        ck_assert_int_eq(result->source, DESCENT_LIMIT_BISECTION);
        ck_assert_double_eq(result->limit, result->high);
        ck_assert_double_eq(nextafter(result->low, 1), result->high);
        ck_assert_int_eq(result->ending_low, DESCENT_ENDING_CONVERGED);
        ck_assert(leaves(result->ending_high));
        /* the scan, some rounds of fifteen, and 23 distances with two each */
        const size_t below = (size_t)floor((edge - lowest) / (highest - lowest) * (double)(scan - 1) - 1e-9);
        ck_assert_double_eq_tol(result->last, lowest + (highest - lowest) * (double)below / (double)(scan - 1), 1e-12);
        ck_assert_uint_ge(result->runs, scan + 15 * 12 + 46);
        ck_assert_uint_le(result->runs, scan + 15 * 14 + 46);
        descent_step_limit_result_free(result);
    }
}
END_TEST

/* The ending told is that beside the limit, of the nearest that are not at it: a share of 2^−40. */
START_TEST(endings_are_those_beside_the_limit)
{
    static const struct {
        double to;
        bool goes_round;
    } rows[] = {{edge + 1e-14, false}, {edge + 1e-3, true}, {highest + 1, true}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        wish own = wish_of_none();
        own.round_from = edge;
        own.round_to = rows[k].to;
        descent_step_limit_result *const result = find(&own, 12);
        ck_assert_double_eq_tol(result->limit, edge, 2e-16);
        ck_assert_int_eq(result->ending_low, DESCENT_ENDING_CONVERGED);
        ck_assert_msg(rows[k].goes_round ? result->ending_high == DESCENT_ENDING_PERIODIC : leaves(result->ending_high),
                      "row %zu: %d", k, (int)result->ending_high);
        ck_assert(result->single);
        descent_step_limit_result_free(result);
    }
}
END_TEST

/* Between what converges and what does not, some do not tell: the figure is undecided, with a bracket around all of these. */
START_TEST(what_does_not_tell_leaves_it_open)
{
    wish own = wish_of_none();
    own.open_from = 0.2;
    descent_step_limit_result *const result = find(&own, 12);
    ck_assert_int_eq(result->source, DESCENT_LIMIT_UNDECIDED);
    ck_assert_double_eq_tol(result->low, 0.2, 2e-16);
    ck_assert_double_eq_tol(result->high, edge, 2e-16);
    ck_assert_double_eq_tol(result->limit, edge, 2e-16);
    ck_assert_int_eq(result->ending_low, DESCENT_ENDING_CONVERGED);
    ck_assert(!result->attracts);
    descent_step_limit_result_free(result);
    const descent_problem problem = {.dimension = 1, .gradient = gradient, .context = &own};
    const double start = 1;
    const descent_step_limit_options options = {.property = DESCENT_STEP_CONVERGES, .steps = 64, .scan = 12};
    double limit;
    assert_failure(descent_step_limit(&problem, &start, lowest, highest, &options, &limit), DESCENT_ENOCONVERGENCE,
                   "the runs do not tell between 0.2");
    ck_assert_double_eq_tol(limit, edge, 2e-16);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {islands_are_seen_at_every_quarter, one_edge_is_a_single_limit,
                                  endings_are_those_beside_the_limit, what_does_not_tell_leaves_it_open};
    return descent_test_main(descent_test_suite("inside step limit", tests, sizeof tests / sizeof *tests));
}
