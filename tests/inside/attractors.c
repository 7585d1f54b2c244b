/* What labels stand for, of sweeps whose labels are made up: critical points or none, their kinds, and whom that concerns. */
#include <math.h>

#include "sweep/read/attractors.h"
#include "sweep/read/results.h"

#include "support.h"

enum {
    n = 2,
    runs = 8
};

/* gᵢ = ±(xᵢ − wholeᵢ): minima at all even numbers, saddles where one is odd, maxima where both are. */
static double own_context;
static bool loss_fails, parametric;

static void check_context(void *context)
{
    if (context == &own_context)
        return;
    const descent_parameter *const given = context;
    ck_assert(parametric && given->value == 0.25 && given->context == &own_context);
}

static int gradient(size_t dimension, const double *x, double *g, void *context)
{
    check_context(context);
    for (size_t i = 0; i < dimension; i++) {
        const double whole = floor(x[i] + 0.5);
        g[i] = (fmod(fabs(whole), 2) == 1 ? -1 : 1) * (x[i] - whole);
    }
    return 0;
}

static int loss(size_t dimension, const double *x, double *value, void *context)
{
    (void)dimension;
    check_context(context);
    *value = x[0] + 10 * x[1];
    return loss_fails;
}

typedef struct bench {
    descent_problem problem;
    double starts[n * runs];
    descent__plan plan;
    descent_sweep *sweep;
} bench;

static int setup(size_t run, descent_sweep_run *made, void *context)
{
    (void)context;
    made->parameter = run % 2 ? 0.25 : (double)NAN;
    return 0;
}

static void open(bench *b, bool with_loss, bool by_function)
{
    const descent_sweep_options options = {.steps = 100};
    *b = (bench){
        .problem = {.dimension = n, .gradient = gradient, .loss = with_loss ? loss : NULL, .context = &own_context}};
    b->plan = (descent__plan){.kind = by_function ? DESCENT__PLAN_SETUP : DESCENT__PLAN_STARTS,
                              .problem = &b->problem,
                              .count = runs,
                              .rule = descent_fixed_step(0.1),
                              .start = b->starts,
                              .starts = b->starts,
                              .setup = setup};
    parametric = by_function;
    loss_fails = false;
    assert_success(descent__results_new(&b->sweep, &b->plan, &options));
    b->sweep->step_limit = 100;
    memset(b->sweep->labels, 255, runs * sizeof *b->sweep->labels);
    for (size_t run = 0; run < runs; run++)
        descent__results_end(b->sweep, run, DESCENT_ENDING_UNDETERMINED, 0, 90 + run);
}

/* A run that ended so, and is labelled by this point. */
static uint32_t add(bench *b, size_t run, descent_ending ending, unsigned period, double x, double y, double tolerance)
{
    const double point[] = {x, y};
    descent__results_end(b->sweep, run, ending, period, 90 + run);
    return b->sweep->labels[run] = descent__labels_find(&b->sweep->set, point, tolerance, period, run, 1);
}

/* A critical point is of its kind if it lies within the tolerance, in each of √n directions; and what is farther from any has stalled. */
START_TEST(labels_are_refined_and_of_their_kind)
{
    static const struct {
        double x, y, tolerance;
        descent_ending ending, told;
        unsigned period;
        descent_critical_kind kind;
    } rows[] = {
        {2.01, 4, 0.011, DESCENT_ENDING_CONVERGED, DESCENT_ENDING_CONVERGED, 1, DESCENT_CRITICAL_MINIMUM},
        {2.01, 4, 0.0099, DESCENT_ENDING_CONVERGED, DESCENT_ENDING_STALLED, 1, DESCENT_CRITICAL_UNDETERMINED},
        {2.01, 4, 0.0072, DESCENT_ENDING_APPROACHING, DESCENT_ENDING_APPROACHING, 1, DESCENT_CRITICAL_MINIMUM},
        {2.01, 4, 0.0070, DESCENT_ENDING_APPROACHING, DESCENT_ENDING_APPROACHING, 1, DESCENT_CRITICAL_UNDETERMINED},
        {1, 4.001, 0.1, DESCENT_ENDING_CONVERGED, DESCENT_ENDING_CONVERGED, 1, DESCENT_CRITICAL_SADDLE},
        {1, 3.001, 0.1, DESCENT_ENDING_CONVERGED, DESCENT_ENDING_CONVERGED, 1, DESCENT_CRITICAL_MAXIMUM},
        {2, 4.001, 0.1, DESCENT_ENDING_PERIODIC, DESCENT_ENDING_PERIODIC, 2, DESCENT_CRITICAL_UNDETERMINED},
        {2.3, 4, 0.1, DESCENT_ENDING_CONVERGED, DESCENT_ENDING_STALLED, 1, DESCENT_CRITICAL_UNDETERMINED},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        for (unsigned bits = 0; bits < 8; bits++) {
            bench b;
            const bool classify = bits & 1, with_loss = bits & 2,
                       refined = classify && rows[k].kind != DESCENT_CRITICAL_UNDETERMINED;
            open(&b, with_loss, bits & 4);
            add(&b, 3, rows[k].ending, rows[k].period, rows[k].x, rows[k].y, rows[k].tolerance);
            assert_success(descent__attractors_fill(b.sweep, &b.plan, classify));
            const descent_attractor *const made = b.sweep->attractors;
            ck_assert_msg(made->ending == rows[k].told, "row %zu: %d", k, (int)made->ending);
            ck_assert_msg(made->kind == (classify ? rows[k].kind : DESCENT_CRITICAL_UNDETERMINED), "row %zu: %d", k,
                          (int)made->kind);
            ck_assert_uint_eq(made->period, rows[k].period);
            ck_assert_uint_eq(made->first_run, 3);
            ck_assert_uint_eq(made->runs, 1);
            ck_assert_double_eq(made->share, 1.0 / runs);
            ck_assert_double_eq_tol(made->x[0], refined ? floor(rows[k].x + 0.5) : rows[k].x, refined ? 1e-9 : 1e-15);
            ck_assert_double_eq_tol(made->x[1], refined ? floor(rows[k].y + 0.5) : rows[k].y, refined ? 1e-9 : 1e-15);
            if (with_loss)
                ck_assert_double_eq(made->loss, made->x[0] + 10 * made->x[1]);
            else
                ck_assert_double_nan(made->loss);
            ck_assert_int_eq(descent__results_ending(b.sweep, 3), rows[k].told);
            descent_sweep_free(b.sweep);
        }
}
END_TEST

/* All that converged to a label which has stalled have stalled, and no others. */
START_TEST(a_stall_is_that_of_all_its_runs)
{
    bench b;
    open(&b, true, false);
    loss_fails = true;
    const uint32_t stalled = add(&b, 0, DESCENT_ENDING_CONVERGED, 1, 2.3, 4, 0.1);
    const uint32_t arrived = add(&b, 1, DESCENT_ENDING_CONVERGED, 1, 6.01, 4, 0.1);
    ck_assert_uint_eq(add(&b, 2, DESCENT_ENDING_CONVERGED, 1, 2.31, 4, 0.1), stalled);
    ck_assert_uint_eq(add(&b, 3, DESCENT_ENDING_APPROACHING, 1, 2.31, 4, 0.1), stalled);
    ck_assert_uint_eq(add(&b, 4, DESCENT_ENDING_CONVERGED, 1, 6, 4, 0.1), arrived);
    descent__results_end(b.sweep, 5, DESCENT_ENDING_CONVERGED, 1, 95);
    assert_success(descent__attractors_fill(b.sweep, &b.plan, true));
    const descent_ending expected[] = {DESCENT_ENDING_STALLED,     DESCENT_ENDING_CONVERGED, DESCENT_ENDING_STALLED,
                                       DESCENT_ENDING_APPROACHING, DESCENT_ENDING_CONVERGED, DESCENT_ENDING_CONVERGED};
    for (size_t run = 0; run < 6; run++) {
        ck_assert_int_eq(descent__results_ending(b.sweep, run), expected[run]);
        ck_assert_uint_eq(descent__results_period(b.sweep, run), 1);
        ck_assert_uint_eq(descent__results_steps(b.sweep, run), 90 + run);
    }
    for (size_t label = 0; label < 2; label++) {
        ck_assert_double_nan(b.sweep->attractors[label].loss);
        ck_assert_uint_eq(b.sweep->attractors[label].runs, label == 0 ? 3 : 2);
        ck_assert_double_eq(b.sweep->attractors[label].share, (label == 0 ? 3.0 : 2.0) / runs);
    }
    descent_sweep_free(b.sweep);
}
END_TEST

START_TEST(without_labels_there_is_nothing)
{
    bench b;
    open(&b, true, false);
    assert_success(descent__attractors_fill(b.sweep, &b.plan, true));
    ck_assert_ptr_null(b.sweep->attractors);
    descent_sweep_free(b.sweep);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {labels_are_refined_and_of_their_kind, a_stall_is_that_of_all_its_runs,
                                  without_labels_there_is_nothing};
    return descent_test_main(descent_test_suite("inside attractors", tests, sizeof tests / sizeof *tests));
}
