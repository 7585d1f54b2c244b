/* A run that has ended: what is kept of it, what it is judged by, and when its verdict is taken back. */
#include <math.h>

#include "sweep/judge/run_verdict.h"
#include "sweep/run/block.h"

#include "support.h"

enum {
    count_of_runs = 9,
    first_run = 3, /* of the block */
    most_points = 300
};

static descent__worker worker;

/* What the callbacks are asked, and with which context. */
typedef struct record {
    double curvature;
    size_t calls, with_parameter;
    double parameter; /* the last one */
} record;

typedef struct bench {
    record own;
    descent_problem problem;
    descent__plan plan;
    descent_sweep *sweep;
    double starts[2 * count_of_runs];
} bench;

static bench b;

/* A bowl in each coordinate; along the second a kink at 0, if there is one. */
static int gradient(size_t n, const double *x, double *g, void *context)
{
    b.own.calls++;
    if (context != &b.own) {
        const descent_parameter *const given = context;
        ck_assert_ptr_eq(given->context, &b.own);
        b.own.with_parameter++;
        b.own.parameter = given->value;
    }
    for (size_t i = 0; i < n; i++)
        g[i] = b.own.curvature > 0   ? b.own.curvature * (double)(i + 1) * x[i]
               : b.own.curvature < 0 ? copysign(1, x[i])
                                     : 0;
    return 0;
}

static void open(size_t n, double curvature, const descent_sweep_options *options, descent__plan_kind kind)
{
    descent__sweep_phases phases;
    b = (bench){.own.curvature = curvature};
    b.problem = (descent_problem){.dimension = n, .gradient = gradient, .context = &b.own};
    b.plan = (descent__plan){.kind = kind,
                             .problem = &b.problem,
                             .count = count_of_runs,
                             .rule = descent_fixed_step(0.1),
                             .starts = b.starts};
    for (size_t i = 0; i < 2 * count_of_runs; i++)
        b.starts[i] = 1;
    phases = descent__sweep_phases_of(&b.problem, options);
    assert_success(descent__results_new(&b.sweep, &b.plan, options));
    worker = (descent__worker){0};
    assert_success(descent__worker_open(&worker, &b.plan, b.sweep, &phases));
    worker.first_run = first_run;
    worker.run_count = count_of_runs - first_run;
}

static void close(void)
{
    descent__worker_close(&worker);
    descent_sweep_free(b.sweep);
}

/* The last `count` points of a run of so many steps from 1 on, each of n equal numbers that shrink by one factor. */
static void run_down(size_t n, double factor, size_t steps, size_t count, double *points)
{
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < n; i++)
            points[k * n + i] = pow(factor, (double)(steps + 1 - count + k));
}

static descent__expectation finish(size_t slot, double parameter, const double *points, size_t count, size_t steps,
                                   descent__exponent exponent)
{
    static const double start[2] = {1, 1};
    double own[2] = {start[0], start[1]};
    const descent_sweep_run run = {.start = own, .rule = b.plan.rule, .parameter = parameter};
    const descent__finished_run finished = {
        .slot = slot, .points = points, .count = count, .steps = steps, .exponent = exponent};
    return descent__worker_finish(&worker, &run, &finished);
}

/* Of the points recorded, those of the last `tail` steps that there would have been at the end. */
START_TEST(a_tail_has_the_points_it_asked_for)
{
    enum {
        limit = 20
    };
    for (size_t n = 1; n <= 2; n++)
        for (size_t tail = 1; tail <= limit + 1; tail += 4)
            for (size_t steps = 0; steps <= limit; steps++)
                for (size_t count = 1; count <= steps + 1; count++) {
                    double points[2 * most_points];
                    const descent_sweep_options options = {.steps = limit, .tail = tail, .no_losses = 1};
                    open(n, 1, &options, DESCENT__PLAN_STARTS);
                    for (size_t k = 0; k < count * n; k++)
                        points[k] = 1 + (double)((steps + 1 - count) * n + k) / 64;
                    (void)finish(2, NAN, points, count, steps, descent__exponent_unknown());
                    const size_t run = first_run + 2;
                    size_t kept = 0;
                    for (size_t step = limit + 1 - tail; step <= steps; step++)
                        if (step + count >= steps + 1) {
                            for (size_t i = 0; i < n; i++)
                                ck_assert_double_eq(b.sweep->tails[(run * tail + kept) * n + i],
                                                    1 + (double)(step * n + i) / 64);
                            kept++;
                        }
                    ck_assert_uint_eq(b.sweep->tail_counts[run], kept);
                    ck_assert_uint_eq(descent__results_steps(b.sweep, run), steps);
                    for (size_t i = 0; i < n; i++)
                        ck_assert_double_eq(b.sweep->end_points[run * n + i], points[(count - 1) * n + i]);
                    close();
                }
}
END_TEST

/* An exponent with its error, for the run that it is of. */
START_TEST(exponents_are_written_where_they_belong)
{
    const descent_sweep_options options = {.steps = 20, .lyapunov = 1, .no_losses = 1};
    double points[most_points];
    open(1, 1, &options, DESCENT__PLAN_STARTS);
    for (size_t i = 0; i < 2 * count_of_runs; i++)
        b.sweep->lyapunov[i] = -9;
    run_down(1, 0.9, 20, 21, points);
    (void)finish(4, NAN, points, 21, 20, (descent__exponent){.value = 0.25, .half_width = 0.125});
    for (size_t i = 0; i < 2 * count_of_runs; i++)
        ck_assert_double_eq(b.sweep->lyapunov[i], (i == 14 ? 0.25 : i == 15 ? 0.125 : -9));
    close();
}
END_TEST

/* By where it came to rest, by the limit that is foreseen, by the first point of its cycle, or not at all. */
START_TEST(labels_are_claimed_by_what_was_reached)
{
    static const struct {
        double curvature, factor;
        size_t steps;
        descent_ending ending;
        double label, tolerance; /* how near the label is to that */
        size_t period;
    } rows[] = {{1, 0.9, 1000, DESCENT_ENDING_CONVERGED, 0, 1e-9, 1},
                {1, 0.9, 60, DESCENT_ENDING_APPROACHING, 0, 1e-8, 1},
                {-1, -1, 1000, DESCENT_ENDING_PERIODIC, -0.05, 1e-15, 2},
                {-1, -1, 1001, DESCENT_ENDING_PERIODIC, -0.05, 1e-15, 2},
                {1, 1.1, 1000, DESCENT_ENDING_UNBOUNDED, NAN, 0, 0}};
    for (size_t n = 1; n <= 2; n++)
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
            double points[2 * most_points];
            const descent_sweep_options options = {.steps = rows[k].steps, .no_losses = 1, .no_confirmation = 1};
            open(n, rows[k].curvature, &options, DESCENT__PLAN_STARTS);
            const size_t count = rows[k].steps < 129 ? rows[k].steps + 1 : 129;
            run_down(n, rows[k].factor, rows[k].steps, count, points);
            for (size_t i = 0; i < count * n && rows[k].period == 2; i++)
                points[i] *= 0.05;
            const descent__expectation expected =
                finish(5, NAN, points, count, rows[k].steps, descent__exponent_unknown());
            const size_t run = first_run + 5;
            const descent__label_claim *const claim = &worker.claims[5];
            ck_assert_uint_eq(expected.further, 0);
            ck_assert_int_eq(descent__results_ending(b.sweep, run), rows[k].ending);
            ck_assert_uint_eq(descent__results_period(b.sweep, run), rows[k].period);
            ck_assert_int_eq(claim->x != NULL, rows[k].period > 0);
            for (size_t i = 0; i < n && claim->x; i++)
                ck_assert_double_eq_tol(claim->x[i], rows[k].label, rows[k].tolerance);
            ck_assert(!claim->x || claim->x == worker.label_x + 5 * n);
            ck_assert(!claim->x || claim->tolerance > 0);
            for (size_t slot = 0; slot < worker.run_count; slot++)
                ck_assert(slot == 5 || !worker.claims[slot].x);
            close();
        }
}
END_TEST

/* Where a tail has more points than a verdict looks at, it looks at the last 129. */
START_TEST(a_verdict_is_of_the_last_points)
{
    for (size_t wild = 128; wild <= 130; wild++) {
        double points[most_points];
        const descent_sweep_options options = {.steps = 1000, .tail = 200, .no_losses = 1, .no_confirmation = 1};
        open(1, 1, &options, DESCENT__PLAN_STARTS);
        run_down(1, 0.9, 1000, 200, points);
        points[200 - wild] = 100;
        (void)finish(1, NAN, points, 200, 1000, descent__exponent_unknown());
        ck_assert_int_eq(descent__results_ending(b.sweep, first_run + 1), DESCENT_ENDING_CONVERGED);
        /* 16 millionths of the extent, which begins at 1 */
        ck_assert_double_eq_tol(worker.claims[1].tolerance, (wild <= 129 ? 16e-4 : 16e-6), 1e-9);
        close();
    }
}
END_TEST

/* While it is judged, the gradient has the context of the run; then that of the problem again. */
START_TEST(a_verdict_asks_with_the_parameter_of_the_run)
{
    for (int with = 0; with < 2; with++)
        for (int confirm = 0; confirm < 2; confirm++) {
            double points[most_points];
            const descent_sweep_options options = {.steps = 60, .no_losses = 1, .no_confirmation = !confirm};
            open(1, 1, &options, DESCENT__PLAN_STARTS);
            run_down(1, 0.9, 60, 61, points);
            (void)finish(0, with ? 0.75 : (double)NAN, points, 61, 60, descent__exponent_unknown());
            ck_assert_uint_gt(b.own.calls, 0);
            ck_assert_uint_eq(b.own.with_parameter, with ? b.own.calls : 0);
            ck_assert_double_eq(b.own.parameter, (with ? 0.75 : 0));
            ck_assert_ptr_eq(worker.evaluator.problem.context, &b.own);
            close();
        }
}
END_TEST

/* An approach is followed; where it went on it stands, and where it went off it is taken back, with its label. */
START_TEST(what_went_off_is_taken_back)
{
    for (int off = 0; off < 2; off++)
        for (int with = 0; with < 2; with++) {
            double points[most_points], later[most_points];
            const descent_sweep_options options = {.steps = 60, .no_losses = 1};
            open(1, 1, &options, DESCENT__PLAN_STARTS);
            run_down(1, 0.9, 60, 61, points);
            const descent__expectation expected = finish(2, NAN, points, 61, 60, descent__exponent_unknown());
            ck_assert_uint_eq(expected.further, 512);
            ck_assert_int_eq(expected.verdict.ending, DESCENT_ENDING_APPROACHING);
            run_down(1, 0.9, 572, 129, later);
            for (size_t k = 0; k < 129 && off; k++)
                later[k] = k % 2 ? 5 : -5;
            double start = 1;
            const descent_sweep_run run = {.start = &start, .rule = b.plan.rule, .parameter = with ? 0.5 : (double)NAN};
            const descent__finished_run finished = {
                .slot = 2, .points = later, .count = 129, .steps = 572, .exponent = descent__exponent_unknown()};
            b.own.calls = b.own.with_parameter = 0;
            descent__worker_confirm(&worker, &run, &finished, &expected);
            ck_assert_int_eq(descent__results_ending(b.sweep, first_run + 2),
                             off ? DESCENT_ENDING_UNDETERMINED : DESCENT_ENDING_APPROACHING);
            ck_assert_int_eq(worker.claims[2].x != NULL, !off);
            ck_assert_uint_eq(descent__results_steps(b.sweep, first_run + 2), 60);
            ck_assert_uint_eq(descent__results_period(b.sweep, first_run + 2), !off);
            ck_assert_uint_eq(b.own.with_parameter, with ? b.own.calls : 0);
            ck_assert_ptr_eq(worker.evaluator.problem.context, &b.own);
            close();
        }
}
END_TEST

static size_t asked;

static int setup(size_t run, descent_sweep_run *made, void *context)
{
    (void)context;
    asked = run;
    made->parameter = run % 2 ? 0.25 : (double)NAN;
    return run == 7;
}

/* Level ground and slopes are looked for with the parameter of the run in the slot; where it cannot be set up, nothing is said. */
START_TEST(ground_is_that_of_the_run)
{
    static const descent__plan_kind kinds[] = {DESCENT__PLAN_STARTS, DESCENT__PLAN_PARAMETERS, DESCENT__PLAN_SETUP};
    static const double values[count_of_runs] = {10, 11, 12, 13, 14, 15, 16, 17, 18};
    for (size_t k = 0; k < 3; k++)
        for (size_t slot = 0; slot < 5; slot++)
            for (int curvature = 0; curvature < 2; curvature++) {
                const double x[2] = {1, 1}, start[2] = {2, 2};
                const descent_sweep_options options = {.steps = 60, .no_losses = 1};
                open(2, curvature, &options, kinds[k]);
                b.plan.start = start;
                b.plan.values = values;
                b.plan.setup = setup;
                const size_t run = first_run + slot;
                const bool told = kinds[k] == DESCENT__PLAN_PARAMETERS || (kinds[k] == DESCENT__PLAN_SETUP && run % 2);
                const double parameter = kinds[k] == DESCENT__PLAN_SETUP ? 0.25 : values[run];
                asked = 0;
                ck_assert_int_eq(descent__worker_rests_on_level_ground(&worker, slot, x), curvature == 0);
                ck_assert_uint_gt(b.own.calls, 0);
                ck_assert_uint_eq(b.own.with_parameter, told ? b.own.calls : 0);
                ck_assert_double_eq(b.own.parameter, (told ? parameter : 0));
                ck_assert_uint_eq(asked, kinds[k] == DESCENT__PLAN_SETUP ? run : 0);
                ck_assert_ptr_eq(worker.evaluator.problem.context, &b.own);
                b.own.calls = b.own.with_parameter = asked = 0;
                const bool fails = kinds[k] == DESCENT__PLAN_SETUP && run == 7;
                ck_assert_int_eq(descent__worker_slides_on(&worker, slot, x, 1e-3), curvature == 1 && !fails);
                ck_assert_int_eq(b.own.calls > 0, !fails);
                ck_assert_uint_eq(asked, kinds[k] == DESCENT__PLAN_SETUP ? run : 0);
                ck_assert(!descent__worker_slides_on(&worker, slot, x, 100));
                ck_assert_uint_eq(b.own.with_parameter, told ? b.own.calls : 0);
                ck_assert_ptr_eq(worker.evaluator.problem.context, &b.own);
                close();
            }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_tail_has_the_points_it_asked_for,
                                  exponents_are_written_where_they_belong,
                                  labels_are_claimed_by_what_was_reached,
                                  a_verdict_is_of_the_last_points,
                                  a_verdict_asks_with_the_parameter_of_the_run,
                                  what_went_off_is_taken_back,
                                  ground_is_that_of_the_run};
    return descent_test_main(descent_test_suite("inside finish", tests, sizeof tests / sizeof *tests));
}
