/* Which runs of a sweep are diagnosed in full, and what is counted of them. */
#include <math.h>

#include "sweep/read/agreement.h"
#include "sweep/read/results.h"

#include "support.h"

enum {
    most_runs = 40
};

/* A bowl that keeps a record of the runs: these start at multiples of a unit, to which no step leads. */
static const double unit = 3.14159;

typedef struct record {
    size_t count;
    double starts[most_runs]; /* by their number, from 1 on */
    double fails_at;
} record;

static int gradient(size_t n, const double *x, double *g, void *context)
{
    record *const own = context;
    (void)n;
    const double number = floor(x[0] / unit + 0.5);
    if (number >= 1 && number <= most_runs && x[0] == number * unit) {
        bool seen = false;
        for (size_t i = 0; i < own->count; i++)
            seen = seen || own->starts[i] == number;
        if (!seen)
            own->starts[own->count++] = number;
        if (number == own->fails_at)
            return 7;
    }
    g[0] = x[0];
    return 0;
}

typedef struct bench {
    record own;
    descent_problem problem;
    double starts[most_runs];
    descent__plan plan;
    descent_sweep *sweep;
} bench;

static void open(bench *b, size_t count, size_t steps)
{
    const descent_sweep_options options = {.steps = steps};
    *b = (bench){.own = {.fails_at = NAN}};
    b->problem = (descent_problem){.dimension = 1, .gradient = gradient, .context = &b->own};
    for (size_t i = 0; i < count; i++)
        b->starts[i] = (double)(i + 1) * unit;
    b->plan = (descent__plan){.kind = DESCENT__PLAN_STARTS,
                              .problem = &b->problem,
                              .count = count,
                              .rule = descent_fixed_step(0.37),
                              .starts = b->starts};
    assert_success(descent__results_new(&b->sweep, &b->plan, &options));
    b->sweep->step_limit = steps;
    for (size_t i = 0; i < count; i++)
        descent__results_end(b->sweep, i, DESCENT_ENDING_CONVERGED, 1, steps);
}

/* The middle of each of so many equal parts; all, where more are wanted than there are. */
START_TEST(the_sample_is_spread_evenly)
{
    for (size_t count = 1; count <= most_runs; count += count < 12 ? 1 : 7)
        for (size_t wanted = 0; wanted <= 14; wanted++) {
            bench b;
            const size_t taken = wanted < count ? wanted : count;
            open(&b, count, 100);
            assert_success(descent__check_sample(b.sweep, &b.plan, wanted));
            ck_assert_uint_eq(b.sweep->checked, taken);
            ck_assert_uint_eq(b.sweep->agreed, taken);
            ck_assert_uint_eq(b.own.count, taken);
            for (size_t i = 0; i < taken; i++)
                ck_assert_double_eq(b.own.starts[i], (double)(1 + i * count / taken + count / taken / 2));
            descent_sweep_free(b.sweep);
        }
}
END_TEST

/* Those count whose full diagnosis says the same; one that fails is not counted at all. */
START_TEST(those_that_agree_are_counted)
{
    bench b;
    open(&b, 10, 100);
    for (size_t i = 0; i < 10; i += 3)
        descent__results_end(b.sweep, i, DESCENT_ENDING_PERIODIC, 1, 100);
    assert_success(descent__check_sample(b.sweep, &b.plan, 10));
    ck_assert_uint_eq(b.sweep->checked, 10);
    ck_assert_uint_eq(b.sweep->agreed, 6);
    b.sweep->checked = b.sweep->agreed = 0;
    b.own.fails_at = 5;
    assert_success(descent__check_sample(b.sweep, &b.plan, 10));
    ck_assert_uint_eq(b.sweep->checked, 9);
    ck_assert_uint_eq(b.sweep->agreed, 5);
    descent_sweep_free(b.sweep);
}
END_TEST

/* As many steps as the sweep's: after 10 of them the run is still on its way. */
START_TEST(the_sample_makes_the_steps_of_the_sweep)
{
    bench b;
    open(&b, 1, 10);
    assert_success(descent__check_sample(b.sweep, &b.plan, 1));
    ck_assert_uint_eq(b.sweep->checked, 1);
    ck_assert_uint_eq(b.sweep->agreed, 0);
    descent__results_end(b.sweep, 0, DESCENT_ENDING_APPROACHING, 1, 10);
    assert_success(descent__check_sample(b.sweep, &b.plan, 1));
    ck_assert_uint_eq(b.sweep->checked, 2);
    ck_assert_uint_eq(b.sweep->agreed, 1);
    descent_sweep_free(b.sweep);
    /* or as many as end in numbers */
    open(&b, 1, 3000);
    b.plan.rule.step_size = 3;
    descent__results_end(b.sweep, 0, DESCENT_ENDING_DIVERGING, 0, 1023);
    assert_success(descent__check_sample(b.sweep, &b.plan, 1));
    ck_assert_uint_eq(b.sweep->checked, 1);
    ck_assert_uint_eq(b.sweep->agreed, 1);
    descent_sweep_free(b.sweep);
}
END_TEST

static int setup(size_t run, descent_sweep_run *made, void *context)
{
    (void)context;
    made->start[0] = (1 + (double)run) * unit;
    made->parameter = run % 2 ? 0.5 : (double)NAN;
    return run == 2 ? 3 : 0;
}

static record known;
static size_t with_parameter;

static int gradient_with_parameter(size_t n, const double *x, double *g, void *context)
{
    if (context != &known) {
        const descent_parameter *const given = context;
        ck_assert_double_eq(given->value, 0.5);
        ck_assert_ptr_eq(given->context, &known);
        with_parameter += x[0] == 2 * unit || x[0] == 4 * unit;
    }
    return gradient(n, x, g, &known);
}

/* By a function, with its parameter; a run whose setup fails is not there. */
START_TEST(the_sample_is_set_up_as_its_runs)
{
    bench b;
    open(&b, 4, 100);
    known = (record){.fails_at = NAN};
    b.problem = (descent_problem){.dimension = 1, .gradient = gradient_with_parameter, .context = &known};
    b.plan.kind = DESCENT__PLAN_SETUP;
    b.plan.setup = setup;
    b.plan.start = b.starts;
    assert_success(descent__check_sample(b.sweep, &b.plan, 4));
    ck_assert_uint_eq(b.sweep->checked, 3);
    ck_assert_uint_eq(known.count, 3);
    ck_assert_double_eq(known.starts[2], 4);
    ck_assert_uint_ge(with_parameter, 2);
    descent_sweep_free(b.sweep);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_sample_is_spread_evenly, those_that_agree_are_counted,
                                  the_sample_makes_the_steps_of_the_sweep, the_sample_is_set_up_as_its_runs};
    return descent_test_main(descent_test_suite("inside agreement", tests, sizeof tests / sizeof *tests));
}
