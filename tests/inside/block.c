/*
 * Steps that a block of runs need not make, by counting: what has returned to where it was at a mark goes round for ever. Maps of whole
 * numbers, whose runs come to rest or go round exactly.
 */
#include <math.h>

#include <descent/descent.h>
#include <descent/sweep.h>

#include "support.h"

enum {
    verdict_calls = 40 /* with which the verdict looks at a run, at most, and classification at its end */
};

/* With step size 1: down by one to 0, where it rests; or round in a cycle of whole numbers. */
typedef struct counted {
    size_t period; /* 0: down */
    size_t calls;  /* at whole numbers */
} counted;

static int gradient(size_t n, const double *x, double *g, void *context)
{
    counted *const own = context;
    const double whole = floor(x[0] + 0.5);
    (void)n;
    own->calls += x[0] == whole;
    if (own->period == 0)
        g[0] = x[0] > 0.5 ? 1 : x[0];
    else
        g[0] = whole + 1 < (double)own->period ? -1 : whole;
    return 0;
}

static double end_of_run;

static size_t calls_of(counted own, double start, size_t steps, descent_rule rule, bool no_confirmation,
                       descent_sweep_result *result)
{
    const descent_problem problem = {.dimension = 1, .gradient = gradient, .context = &own};
    const descent_sweep_options options = {.steps = steps,
                                           .no_losses = 1,
                                           .no_classification = 1,
                                           .no_confirmation = no_confirmation,
                                           .check_count = DESCENT_SWEEP_NO_CHECKS,
                                           .threads = 1};
    descent_sweep *sweep;
    assert_success(descent_sweep_starts(&problem, rule, &start, 1, &options, &sweep));
    *result = descent_sweep_view_run(sweep, 0);
    end_of_run = result->end_point[0];
    descent_sweep_free(sweep);
    return own.calls;
}

/*
 * Of S steps the last are kept, half of them but 128 to 512; marks are set 64, 128, 256, … steps after the rest of the others by 64, and
 * looked at 64 steps later. What rests there, with more than 256 steps to go, is done; else the steps up to the last are left out.
 */
START_TEST(what_rests_is_done_where_it_is_looked_at)
{
    static const struct {
        size_t steps;
        double start;
        size_t calls;
    } rows[] = {
        {2000, 1, 144},    {2000, 0, 144},     {400, 1, 136},       {390, 1, 131},       {386, 1, 129},
        {384, 1, 320},     {380, 1, 380},      {300, 1, 300},       {20000, 10, 160},    {20000, 96, 160},
        {20000, 97, 224},  {20000, 160, 224},  {20000, 161, 352},   {20000, 288, 352},   {20000, 289, 608},
        {20000, 544, 608}, {20000, 545, 1120}, {20000, 1056, 1120}, {20000, 1057, 2144}, {256, 1, 256},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        descent_sweep_result result;
        const size_t calls = calls_of((counted){0}, rows[k].start, rows[k].steps, descent_fixed_step(1), true, &result);
        ck_assert_int_eq(result.ending, DESCENT_ENDING_CONVERGED);
        ck_assert_uint_eq(result.steps, rows[k].steps);
        ck_assert_double_eq(end_of_run, 0);
        /* one call more asks whether it is level there */
        ck_assert_msg(calls == rows[k].calls + 1, "row %zu: %zu calls", k, calls);
    }
}
END_TEST

/* A cycle whose period divides 64 is gone through again at the end alone; any other makes all its steps first. */
START_TEST(cycles_that_divide_sixty_four_are_known)
{
    static const struct {
        size_t period, calls;
    } rows[] = {{1, 144 + 512},  {2, 144 + 512},    {4, 144 + 512},   {64, 144 + 512},
                {3, 2000 + 512}, {128, 2000 + 512}, {63, 2000 + 512}, {32, 144 + 512}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        descent_sweep_result result;
        const double start = rows[k].period > 1; /* at 0 a twin would be too near for 3 to tell */
        const size_t calls =
            calls_of((counted){.period = rows[k].period}, start, 2000, descent_fixed_step(1), true, &result);
        ck_assert_msg(calls >= rows[k].calls && calls <= rows[k].calls + verdict_calls, "period %zu: %zu calls",
                      rows[k].period, calls);
        ck_assert_int_ne(result.ending, DESCENT_ENDING_CONVERGED);
        if (rows[k].period > 1 && rows[k].period <= 64) {
            ck_assert_int_eq(result.ending, DESCENT_ENDING_PERIODIC);
            ck_assert_uint_eq(result.period, rows[k].period);
        }
        ck_assert_double_eq(end_of_run, (double)((2000 + (size_t)start) % rows[k].period));
    }
}
END_TEST

static int kink(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    (void)context;
    g[0] = x[0] > 0 ? 1 : -1;
    return 0;
}

/* With momentum ½ a run about a kink goes to and fro by η·2/3: it is where it was two steps ago, and does not rest. */
START_TEST(what_swings_to_and_fro_with_momentum_does_not_rest)
{
    const descent_problem problem = {.dimension = 1, .gradient = kink};
    const double starts[] = {0.125, 0.25, 0.1875, 0.15625, 0.171875};
    const descent_sweep_options options = {.steps = 4000,
                                           .no_losses = 1,
                                           .no_classification = 1,
                                           .no_confirmation = 1,
                                           .check_count = DESCENT_SWEEP_NO_CHECKS};
    for (size_t i = 0; i < 5; i++) {
        descent_sweep *sweep;
        assert_success(
            descent_sweep_starts(&problem, descent_heavy_ball(0.1875, 0.5), &starts[i], 1, &options, &sweep));
        ck_assert_int_eq(descent_sweep_ending(sweep, 0), DESCENT_ENDING_PERIODIC);
        ck_assert_uint_eq(descent_sweep_view_run(sweep, 0).period, 2);
        ck_assert_uint_lt(descent_sweep_view(sweep).evaluations.gradient, 2000); /* its return was seen */
        descent_sweep_free(sweep);
    }
}
END_TEST

/* With momentum, or by a schedule that goes on. */
START_TEST(what_may_still_move_makes_its_steps)
{
    descent_rule scheduled = descent_fixed_step(1);
    descent_sweep_result result;
    scheduled.schedule = descent_schedule_inverse(1e9);
    ck_assert_uint_eq(calls_of((counted){0}, 0, 2000, descent_heavy_ball(1, 0.5), true, &result), 144 + 1);
    ck_assert_int_eq(result.ending, DESCENT_ENDING_CONVERGED);
    ck_assert_uint_ge(calls_of((counted){0}, 0, 2000, scheduled, true, &result), 2000);
}
END_TEST

/* A bowl. */
static int bowl(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    (void)context;
    g[0] = x[0];
    return 0;
}

/* Along a bowl that it creeps down in so many steps, the gradients asked for. */
static size_t total_calls(descent_sweep_options options)
{
    const descent_problem problem = {.dimension = 1, .gradient = bowl};
    const double start = 3;
    descent_sweep *sweep;
    options.no_losses = options.no_classification = 1;
    options.check_count = DESCENT_SWEEP_NO_CHECKS;
    assert_success(descent_sweep_starts(&problem, descent_fixed_step(1e-3), &start, 1, &options, &sweep));
    const size_t calls = (size_t)descent_sweep_view(sweep).evaluations.gradient;
    const descent_ending ending = descent_sweep_ending(sweep, 0);
    /* both are followed */
    ck_assert(options.steps < 100 || ending == DESCENT_ENDING_APPROACHING || ending == DESCENT_ENDING_DESCENDING);
    ck_assert_double_eq_tol(descent_sweep_end_point(sweep, 0)[0], 3 * pow(0.999, (double)options.steps), 1e-12);
    /* Neighbours draw near by one factor; where every step counts, the first is from 1.118 distances, where a twin begins. */
    const double expected = log(0.999) + (options.steps == 16 ? log(1.1180339887498949) / 16 : 0);
    if (options.lyapunov)
        ck_assert_double_eq_tol(descent_sweep_view_run(sweep, 0).lyapunov.value, expected, 1e-5);
    descent_sweep_free(sweep);
    return calls;
}

/*
 * What has not arrived goes through its last steps again, with a twin beside; and on from there for as many steps as it made, 512 at least,
 * with a twin in the last of these. Where tails or exponents are wanted the last steps are made but once.
 */
START_TEST(what_is_approached_costs_its_last_steps_again)
{
    static const struct {
        size_t steps, last, further;
    } rows[] = {{100, 100, 512}, {200, 128, 512},   {400, 200, 512},
                {700, 350, 700}, {1000, 500, 1000}, {2000, 512, 2000}};
    (void)total_calls((descent_sweep_options){.steps = 16, .lyapunov = 1}); /* of which every step counts */
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        for (int alone = 0; alone < 2; alone++) {
            const size_t steps = rows[k].steps, last = rows[k].last;
            const size_t on = alone ? 0 : rows[k].further + last;
            const size_t calls[] = {
                total_calls((descent_sweep_options){.steps = steps, .no_confirmation = alone}),
                total_calls((descent_sweep_options){.steps = steps, .no_confirmation = alone, .tail = 1}),
                total_calls((descent_sweep_options){.steps = steps, .no_confirmation = alone, .lyapunov = 1}),
            };
            const size_t whole = steps / 2 > last ? steps - steps / 2 : last; /* with a twin, for its exponent */
            const size_t expected[] = {steps + 2 * last + on, steps + last + on,
                                       steps + whole + (alone ? 0 : rows[k].further + whole)};
            for (size_t i = 0; i < 3; i++)
                ck_assert_msg(calls[i] >= expected[i] && calls[i] <= expected[i] + 2 * verdict_calls,
                              "%zu steps, %zu: %zu calls, not %zu", steps, i, calls[i], expected[i]);
        }
}
END_TEST

static double plain_end(const descent_rule *rule, double x, size_t steps)
{
    for (size_t k = 0; k < steps; k++) {
        double size;
        assert_success(descent_rule_step_size(rule, k, &size));
        x -= size * x;
    }
    return x;
}

static int thirds(uint64_t step, double base, double *size, void *context)
{
    *size = base * (step % 3 == 0 ? 0.5 : *(const double *)context);
    return 0;
}

static int halves(uint64_t step, double base, double *size, void *context)
{
    *size = base * (step % 2 == 0 ? 0.25 : *(const double *)context);
    return 0;
}

/* Neighbours whose schedules differ in one field alone each have their own. */
START_TEST(schedules_are_kept_apart_by_every_field)
{
    static double one = 1, other = 0.75;
    const descent_schedule slow = descent_schedule_inverse(5), fast = descent_schedule_exponential(0.5);
    const descent_schedule schedules[] = {
        descent_schedule_constant(),
        descent_schedule_inverse(10),
        descent_schedule_inverse(20),
        descent_schedule_exponential(0.9),
        descent_schedule_exponential(0.8),
        descent_schedule_cosine(50, 0.001),
        descent_schedule_cosine(50, 0.002),
        descent_schedule_cosine(30, 0.002),
        descent_schedule_linear(30, 0.002),
        descent_schedule_steps(7, 0.5),
        descent_schedule_restarts(7, 1, 0.005),
        descent_schedule_restarts(7, 2, 0.005),
        descent_schedule_warm_up(7, NULL),
        descent_schedule_warm_up(7, &slow),
        descent_schedule_warm_up(7, &fast),
        descent_schedule_sequence(&slow, 7, &fast),
        descent_schedule_sequence(&fast, 7, &fast),
        descent_schedule_sequence(&fast, 7, &slow),
        {.kind = DESCENT_SCHEDULE_FUNCTION, .function = thirds, .context = &one},
        {.kind = DESCENT_SCHEDULE_FUNCTION, .function = thirds, .context = &other},
        {.kind = DESCENT_SCHEDULE_FUNCTION, .function = halves, .context = &other},
    };
    enum {
        count = 2 * sizeof schedules / sizeof *schedules,
        steps = 40
    };
    descent_rule rules[count];
    const descent_problem problem = {.dimension = 1, .gradient = bowl};
    const descent_sweep_options options = {
        .steps = steps, .no_losses = 1, .no_classification = 1, .check_count = DESCENT_SWEEP_NO_CHECKS};
    const double start = 3;
    descent_sweep *sweep;
    for (size_t i = 0; i < count; i++) {
        rules[i] = descent_fixed_step(0.01 * (double)(1 + i % 2));
        rules[i].schedule = schedules[i / 2];
    }
    assert_success(descent_sweep_rules(&problem, &start, rules, count, &options, &sweep));
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(fabs(descent_sweep_end_point(sweep, i)[0] - plain_end(&rules[i], start, steps)) < 1e-13,
                      "rule %zu: %g, not %g", i, descent_sweep_end_point(sweep, i)[0],
                      plain_end(&rules[i], start, steps));
    descent_sweep_free(sweep);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        what_rests_is_done_where_it_is_looked_at,           cycles_that_divide_sixty_four_are_known,
        what_swings_to_and_fro_with_momentum_does_not_rest, what_may_still_move_makes_its_steps,
        what_is_approached_costs_its_last_steps_again,      schedules_are_kept_apart_by_every_field};
    return descent_test_main(descent_test_suite("inside block", tests, sizeof tests / sizeof *tests));
}
