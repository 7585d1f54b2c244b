/* Rates and steps to go against plain loops that go on for long, and against theory. */
#include "support.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include <descent/adaptive.h>
#include <descent/step_finders.h>

enum {
    most = 3
};

typedef struct run {
    double (*loss)(const double *x); /* or NULL */
    void (*gradient)(const double *x, double *g);
    size_t n;
    double start[most];
    int kind; /* 0 fixed step, 1 heavy ball, 2 Nesterov */
    double step_size, momentum;
    size_t steps;
} run;

static int call_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    ((const run *)context)->gradient(x, g);
    return 0;
}

static int call_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    *value = ((const run *)context)->loss(x);
    return 0;
}

static descent_diagnosis *diagnose(const run *r)
{
    const descent_problem problem = {
        .dimension = r->n, .loss = r->loss ? call_loss : NULL, .gradient = call_gradient, .context = (void *)r};
    const descent_rule rule = r->kind == 0   ? descent_fixed_step(r->step_size)
                              : r->kind == 1 ? descent_heavy_ball(r->step_size, r->momentum)
                                             : descent_nesterov(r->step_size, r->momentum);
    descent_engine *engine;
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_new(&engine, &problem, rule, r->start));
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, r->steps));
    assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
    descent_engine_free(engine);
    return diagnosis;
}

/* The rules' formulas, once more. */
static void step(const run *r, double *x, double *before)
{
    double at[most], g[most];
    for (size_t i = 0; i < r->n; i++)
        at[i] = r->kind == 2 ? x[i] + r->momentum * (x[i] - before[i]) : x[i];
    r->gradient(at, g);
    for (size_t i = 0; i < r->n; i++) {
        const double next = at[i] - r->step_size * g[i] + (r->kind == 1 ? r->momentum * (x[i] - before[i]) : 0);
        before[i] = x[i];
        x[i] = next;
    }
}

/* Steps after the end of the run from which on it stays within the distance of a point, seen over `long_run` more. */
static double truth_of(const run *r, const double *point, double distance, size_t long_run)
{
    double x[most], before[most];
    size_t last = 0;
    for (size_t i = 0; i < r->n; i++)
        x[i] = before[i] = r->start[i];
    for (size_t k = 0; k <= r->steps + long_run; k++) {
        double away = 0;
        for (size_t i = 0; i < r->n; i++)
            away = hypot(away, x[i] - point[i]);
        if (k >= r->steps && away > distance)
            last = k + 1 - r->steps;
        step(r, x, before);
    }
    ck_assert_uint_lt(last, long_run / 2);
    return (double)last;
}

static void check_interval(const descent_diagnosis *d, double truth)
{
    const descent_interval *const to_go = &d->pace.steps_to_go;
    ck_assert_int_eq(d->ending, DESCENT_ENDING_APPROACHING);
    ck_assert_msg(to_go->low <= truth && truth <= to_go->high, "%g not in %g to %g", truth, to_go->low, to_go->high);
    ck_assert_double_eq_tol(to_go->value / truth, 1, 0.1);
}

/* ---- badly scaled valleys ---- */

static double condition;

static void turned_quadratic(const double *x, double *g)
{
    const double c = cos(0.5), s = sin(0.5);
    const double u = c * x[0] + s * x[1], w = (c * x[1] - s * x[0]) / condition;
    g[0] = c * u - s * w;
    g[1] = s * u + c * w;
}

/* However slow, and however little of the way was made: no plateau, but the mode that is left, by its own factor. */
START_TEST(badly_scaled_is_no_plateau)
{
    const double conditions[] = {1e5, 1e7, 1e9, 1e10, 1e11, 1e12};
    for (size_t k = 0; k < sizeof conditions / sizeof *conditions; k++)
        for (size_t steps = 100; steps <= 1000; steps *= 10) {
            condition = conditions[k];
            const run r = {.gradient = turned_quadratic, .n = 2, .start = {1, 1}, .step_size = 0.5, .steps = steps};
            descent_diagnosis *d = diagnose(&r);
            const double slow = cos(0.5) - sin(0.5);
            const double truth = log(slow / d->tolerance) / -log1p(-0.5 / condition) - (double)steps;
            check_interval(d, truth);
            ck_assert_int_eq(d->pace.law, DESCENT_LAW_GEOMETRIC);
            ck_assert_double_eq_tol((1 - d->pace.rate) * condition / 0.5, 1, 0.01);
            ck_assert_ptr_nonnull(strstr(d->reason, "not yet so near"));
            descent_diagnosis_free(d);
        }
    /* A path so short beside the way that is left, too. */
    condition = 1e5;
    const run r = {
        .gradient = turned_quadratic, .n = 2, .start = {-sin(0.5), cos(0.5)}, .step_size = 0.5, .steps = 100};
    descent_diagnosis *d = diagnose(&r);
    check_interval(d, log(1 / d->tolerance) / -log1p(-0.5 / condition) - 100);
    descent_diagnosis_free(d);
}
END_TEST

/* ---- plateaus ---- */

static int well(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = -expm1(-x[0] * x[0]);
    return 0;
}

static int well_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * x[0] * exp(-x[0] * x[0]);
    return 0;
}

/* From 4 the bottom is 4/(0.1·g) ≈ e¹⁶/0.2 steps away at the pace of the last one, and the loop itself comes there in a thirtieth of that. */
START_TEST(a_plateau_is_crossed_as_its_slopes_have_it)
{
    const descent_problem problem = {.dimension = 1, .loss = well, .gradient = well_gradient};
    descent_diagnosis *d = descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){4}, 64);
    double x = 4, g, steps = 0;
    for (int k = 0; k < 64; k++) {
        (void)well_gradient(1, &x, &g, NULL);
        x -= 0.1 * g;
    }
    char told[160];
    (void)well_gradient(1, &x, &g, NULL);
    const double at_this_pace = x / (0.1 * g);
    for (; x > 1e-6; steps++) {
        (void)well_gradient(1, &x, &g, NULL);
        x -= 0.1 * g;
    }
    snprintf(told, sizeof told, "is %.2g steps away, and by the slopes on the way it takes about %.2g.", at_this_pace,
             steps);
    ck_assert_int_eq(d->ending, DESCENT_ENDING_STALLED);
    ck_assert_msg(strstr(d->reason, told), "%s: %s", told, d->reason);
    descent_diagnosis_free(d);
}
END_TEST

/* ---- rules that find their step sizes ---- */

static int ellipse(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] + 10 * x[1] * x[1];
    return 0;
}

static int ellipse_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * x[0];
    g[1] = 20 * x[1];
    return 0;
}

/* First y decides how long a step of 0.1·2^−k may be, and then each step of 0.1 leaves 1 − 0.1·2 of x: a factor, and no power. */
START_TEST(a_search_comes_to_a_minimum_by_a_factor)
{
    const descent_problem problem = {.dimension = 2, .loss = ellipse, .gradient = ellipse_gradient};
    size_t there = 0;
    for (size_t steps = 40; steps <= 80; steps++) {
        descent_diagnosis *d = descent_test_diagnose(&problem, descent_armijo(0.1, NULL), (double[]){3, 1}, steps);
        ck_assert_msg(d->pace.law != DESCENT_LAW_POWER, "%s", descent_test_said(d));
        if (d->ending == DESCENT_ENDING_CONVERGED && d->pace.law == DESCENT_LAW_GEOMETRIC) {
            ck_assert_msg(fabs(d->pace.rate - 0.8) < 0.01, "%zu steps: %g", steps, d->pace.rate);
            there++;
        }
        descent_diagnosis_free(d);
    }
    ck_assert_uint_gt(there, 10);
}
END_TEST

/* ---- the next order ---- */

static void notebook(const double *x, double *g)
{
    const double u = x[1] - 1;
    g[0] = 2 * (x[0] - 2);
    g[1] = 4 * u * u * u - 2 * u;
}

static const double notebook_minimum[] = {2, 1.70710678118654752};

/* At 1 − ηλ = −1 linear theory says nothing; d shrinks like 1/√(32k). Below, it takes over in the end. */
START_TEST(at_the_limit_the_next_order_decides)
{
    run r = {.gradient = notebook, .n = 2, .start = {4, 1.25}, .step_size = 0.5, .steps = 128};
    descent_diagnosis *d = diagnose(&r);
    ck_assert_int_eq(d->pace.law, DESCENT_LAW_POWER);
    ck_assert_double_eq_tol(d->pace.exponent, -0.5, 1e-12);
    check_interval(d, 1 / (32 * d->tolerance * d->tolerance));
    descent_diagnosis_free(d);
    r.step_size = 0.4999;
    r.steps = 200;
    d = diagnose(&r);
    ck_assert_int_eq(d->pace.law, DESCENT_LAW_GEOMETRIC);
    ck_assert_double_eq_tol(d->pace.rate, 1 - 0.4999 * 4, 1e-6);
    check_interval(d, truth_of(&r, notebook_minimum, d->tolerance, 60000));
    descent_diagnosis_free(d);
}
END_TEST

static void flat(const double *x, double *g)
{
    g[0] = 2 * x[0] * x[0] * x[0];
}

/* x⁴/2: x shrinks like 1/√(4ηk), which is a power however few steps were made. */
START_TEST(a_flat_point_is_approached_by_a_power)
{
    const size_t steps[] = {5, 20, 50, 400};
    for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
        const run r = {.gradient = flat, .n = 1, .start = {1}, .step_size = 0.9, .steps = steps[k]};
        descent_diagnosis *d = diagnose(&r);
        ck_assert_int_eq(d->pace.law, DESCENT_LAW_POWER);
        ck_assert_double_eq_tol(d->pace.exponent, -0.5, 1e-12);
        check_interval(d, 1 / (4 * 0.9 * d->tolerance * d->tolerance));
        descent_diagnosis_free(d);
    }
}
END_TEST

/* ---- curved ways ---- */

static void rosenbrock(const double *x, double *g)
{
    const double a = x[1] - x[0] * x[0];
    g[0] = -400 * a * x[0] - 2 * (1 - x[0]);
    g[1] = 200 * a;
}

static double hyperbola_loss(const double *x)
{
    const double a = x[0] * x[0] * x[1] * x[1] - 1;
    return a * a / 2;
}

static void hyperbola(const double *x, double *g)
{
    const double a = x[0] * x[0] * x[1] * x[1] - 1;
    g[0] = 2 * a * x[0] * x[1] * x[1];
    g[1] = 2 * a * x[1] * x[0] * x[0];
}

START_TEST(a_curved_way_is_followed)
{
    const double one[] = {1, 1};
    run r = {.gradient = rosenbrock, .n = 2, .start = {-1.2, 1}, .step_size = 0.0015, .steps = 2000};
    descent_diagnosis *d = diagnose(&r);
    check_interval(d, truth_of(&r, one, d->tolerance, 60000));
    descent_diagnosis_free(d);
    r = (run){.gradient = rosenbrock,
              .n = 2,
              .start = {-1.2, 1},
              .kind = 2,
              .step_size = 0.0012,
              .momentum = 0.9,
              .steps = 200};
    d = diagnose(&r);
    ck_assert_double_eq(d->pace.steps_to_go.value, truth_of(&r, one, d->tolerance, 20000));
    ck_assert_double_eq(d->pace.steps_to_go.low, d->pace.steps_to_go.value);
    descent_diagnosis_free(d);
    /* In a valley the way ends where it meets the valley: at the limit of the run, not where it was nearest before. */
    r = (run){
        .loss = hyperbola_loss, .gradient = hyperbola, .n = 2, .start = {2, 1.1}, .step_size = 0.002, .steps = 10};
    d = diagnose(&r);
    double limit[] = {2, 1.1};
    double before[most];
    for (size_t k = 0; k < 20000; k++)
        step(&r, limit, before);
    check_interval(d, truth_of(&r, limit, d->tolerance, 20000));
    ck_assert_int_eq(d->pace.law, DESCENT_LAW_GEOMETRIC);
    descent_diagnosis_free(d);
}
END_TEST

/* ---- arrival ---- */

/* Momentum carries a run through the point and out again: it has arrived when it stays, and the steps to go count to there. */
START_TEST(first_passage_is_not_arrival)
{
    run r = {.gradient = notebook, .n = 2, .start = {4, 1.075}, .kind = 2, .step_size = 0.1, .momentum = 0.9};
    for (r.steps = 56; r.steps <= 100; r.steps++) {
        descent_diagnosis *d = diagnose(&r);
        const double truth = truth_of(&r, notebook_minimum, d->tolerance, 2000);
        ck_assert_msg(d->ending == (truth > 0 ? DESCENT_ENDING_APPROACHING : DESCENT_ENDING_CONVERGED), "%zu steps: %s",
                      r.steps, descent_ending_string(d->ending));
        ck_assert_double_eq(d->pace.steps_to_go.value, truth);
        descent_diagnosis_free(d);
    }
}
END_TEST

static void parabola(const double *x, double *g)
{
    g[0] = 4 * x[0];
}

/* From what has arrived a rate is not read in its tail of rounding, and a negative one keeps its sign. */
START_TEST(a_rate_is_that_of_the_mode)
{
    const double step_sizes[] = {0.1, 0.35, 0.45};
    const size_t steps[] = {12, 40, 200};
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++) {
            const run r = {.gradient = parabola, .n = 1, .start = {1}, .step_size = step_sizes[i], .steps = steps[j]};
            descent_diagnosis *d = diagnose(&r);
            ck_assert_double_eq_tol(d->pace.rate, 1 - 4 * step_sizes[i], 1e-6);
            descent_diagnosis_free(d);
        }
}
END_TEST

/* ½‖Ax − b‖² of two columns that differ by 10⁻⁵, or 10⁻⁶: then the curvature along their difference, some 10⁻¹², is lost in the
 * rounding of the other. In either case the way to the minimum is 10⁵ times the way so far. That is no plateau. */
static const double wanted[] = {0, 1, 3};

static double residual(const double *x, size_t row, double difference)
{
    return x[0] + x[1] * (1 + ((double)row - 1) * difference) - wanted[row];
}

static int columns_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    const double difference = *(const double *)context;
    *value = 0;
    for (size_t row = 0; row < 3; row++)
        *value += residual(x, row, difference) * residual(x, row, difference) / 2;
    return 0;
}

static int columns_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    const double difference = *(const double *)context;
    g[0] = g[1] = 0;
    for (size_t row = 0; row < 3; row++) {
        g[0] += residual(x, row, difference);
        g[1] += residual(x, row, difference) * (1 + ((double)row - 1) * difference);
    }
    return 0;
}

START_TEST(columns_that_hardly_differ_make_no_plateau)
{
    double differences[] = {1e-5, 1e-6};
    for (size_t k = 0; k < 2; k++)
        for (size_t steps = 50; steps < 2000; steps *= 2) {
            const descent_problem problem = {
                .dimension = 2, .loss = columns_loss, .gradient = columns_gradient, .context = &differences[k]};
            descent_diagnosis *const diagnosis =
                descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){0, 0}, steps);
            if (k == 0)
                ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
            ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_STALLED);
            ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_CONVERGED);
            descent_diagnosis_free(diagnosis);
        }
}
END_TEST

/* e^(−x) falls for ever, by η/(1 + k/delay) as by η: then x ~ ln ln k, and the steps fade faster than 1/k. */
static int tail_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = exp(-x[0]);
    return 0;
}

static int tail_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = -exp(-x[0]);
    return 0;
}

START_TEST(a_power_of_the_schedule_is_no_limit)
{
    const descent_problem problem = {.dimension = 1, .loss = tail_loss, .gradient = tail_gradient};
    const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(1), descent_schedule_inverse(20));
    for (size_t steps = 100; steps < 10000; steps *= 3) {
        descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, rule, (double[]){0}, steps);
        ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_APPROACHING);
        ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_CONVERGED);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* From (4, 1.3) to the minimum at (2, 1 + √½): along β₁, Π(1 − 2η_j) over η_j = 0.1/(1 + j) is Γ(K + 0.8)/(Γ(0.8)Γ(K + 1)) ≈
 * K^−0.2/Γ(0.8), which is within the tolerance after some 10^30 steps. */
START_TEST(a_schedule_is_counted_beyond_its_steps)
{
    const descent_problem notebook = descent_test_landscape("notebook", 0);
    descent_rule rule = descent_rule_with_schedule(descent_fixed_step(0.1), descent_schedule_inverse(1));
    descent_diagnosis *d = descent_test_diagnose(&notebook, rule, (double[]){4, 1.3}, 1000);
    ck_assert_int_eq(d->ending, DESCENT_ENDING_APPROACHING);
    const double steps = pow(2 / (tgamma(0.8) * d->tolerance), 5);
    ck_assert_double_eq_tol(log10(d->pace.steps_to_go.value), log10(steps), 0.05);
    ck_assert_ptr_nonnull(strstr(d->advice[0].text, "out of reach"));
    descent_diagnosis_free(d);
    /* Within reach one bound is told everywhere, by two digits. */
    rule = descent_rule_with_schedule(descent_fixed_step(0.1), descent_schedule_inverse(10));
    d = descent_test_diagnose(&notebook, rule, (double[]){4, 1.3}, 64);
    char told[64];
    ck_assert(d->pace.steps_to_go.low > 1000 && d->pace.steps_to_go.low < 9950);
    snprintf(told, sizeof told, "at least %.0f more steps", 100 * floor(d->pace.steps_to_go.low / 100));
    ck_assert_msg(strstr(d->advice[0].text, told), "%s", d->advice[0].text);
    ck_assert_ptr_nonnull(strstr(descent_test_printed(descent_diagnosis_print_line, d), told));
    descent_diagnosis_free(d);
}
END_TEST

/* The last step of a plain loop that ends farther than `tolerance` from the notebook's minimum at (2, 1 + √½): by the signs of the
 * gradient, or by its direction. The loop goes on to where steps are shorter than the tolerance. */
static double last_outside(bool by_sign, double delay, double tolerance)
{
    const double bottom = 1 + sqrt(0.5);
    double x = 4, y = 1.3, last = 0;
    for (double k = 0; 0.1 / (1 + k / delay) > tolerance / 4; k++) {
        /* L = (x − 2)² + (v² − ½)² with v = y − 1, but for a constant */
        const double gx = 2 * (x - 2), gy = 4 * (y - 1) * ((y - 1) * (y - 1) - 0.5), norm = hypot(gx, gy);
        const double step = 0.1 / (1 + k / delay);
        x -= step * (by_sign ? (gx > 0) - (gx < 0) : gx / norm);
        y -= step * (by_sign ? (gy > 0) - (gy < 0) : gy / norm);
        if (hypot(x - 2, y - bottom) > tolerance)
            last = k + 1;
    }
    return last;
}

/* Of two points a step apart one is at least half a step away: as long as steps are longer than twice the tolerance, no run is there
 * for good. By signs no coordinate is farther away than its step in the end, so the bound is no less than half of the count. */
START_TEST(steps_of_a_length_of_their_own_are_counted_by_their_schedule)
{
    const descent_problem notebook = descent_test_landscape("notebook", 0);
    for (int by_sign = 0; by_sign < 2; by_sign++)
        for (double delay = 5; delay < 30; delay *= 2) {
            const descent_rule rule = by_sign ? descent_sign(0.1) : descent_normalised(0.1);
            descent_diagnosis *const d = descent_test_diagnose(
                &notebook, descent_rule_with_schedule(rule, descent_schedule_inverse(delay)), (double[]){4, 1.3}, 64);
            ck_assert_int_eq(d->ending, DESCENT_ENDING_APPROACHING);
            const double truth = last_outside(by_sign, delay, d->tolerance) - 64;
            ck_assert_msg(d->pace.steps_to_go.low <= truth && d->pace.steps_to_go.low > truth / (by_sign ? 2.1 : 4.2),
                          "delay %g: at least %g, and it took %g", delay, d->pace.steps_to_go.low, truth);
            descent_diagnosis_free(d);
        }
}
END_TEST

/* Off the saddle at (2, 1) each step of 0.1 grows by 1.2: a run that is about to come to a minimum is not said to make ever shorter ones. */
START_TEST(steps_that_grow_are_not_said_to_shrink)
{
    const descent_problem notebook = descent_test_landscape("notebook", 0);
    descent_diagnosis *d = descent_test_diagnose(&notebook, descent_perturbed(0.1, NULL), (double[]){4, 1}, 64);
    const descent_interval to_go = d->pace.steps_to_go;
    const char *const text = descent_test_printed(descent_diagnosis_print, d);
    ck_assert_int_eq(d->ending, DESCENT_ENDING_APPROACHING);
    ck_assert_ptr_null(strstr(text, "shrink"));
    ck_assert_ptr_null(strstr(text, "Either way"));
    descent_diagnosis_free(d);
    /* After as many steps as are told it is there. */
    d = descent_test_diagnose(&notebook, descent_perturbed(0.1, NULL), (double[]){4, 1}, 64 + (size_t)to_go.value);
    ck_assert_int_eq(d->ending, DESCENT_ENDING_CONVERGED);
    descent_diagnosis_free(d);
}
END_TEST

/* Beside the saddle of the notebook's loss the gradient along the ridge's way out is −2u + 4u³: the curvatures tell it to half
 * of 2 up to u = 1/2. A run from 10⁶ away is not there at a distance of 1; a bowl of one curvature has no such length. */
START_TEST(a_far_start_does_not_widen_what_counts_as_there)
{
    const descent_problem notebook = descent_test_landscape("notebook", 0);
    const double starts[] = {4, 1e6};
    for (size_t k = 0; k < 2; k++) {
        /* 0.8 a step, until it is at a distance of 0.5 */
        const double start[] = {2 + starts[k], 1};
        const size_t steps = (size_t)ceil(log(0.5 / starts[k]) / log(0.8));
        descent_diagnosis *const diagnosis = descent_test_diagnose(&notebook, descent_fixed_step(0.1), start, steps);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
        ck_assert_double_le(diagnosis->tolerance, 1e-3 * 0.5);
        ck_assert_double_ge(diagnosis->tolerance, 1e-6 * 0.5);
        if (k == 0)
            ck_assert_double_eq_tol(diagnosis->tolerance, 1e-6 * diagnosis->diameter, 1e-12);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* Squares weighed 100 to the right and 1 to the left of their minimum, as expectiles are: what has no length of its own does
 * not narrow what counts as there. The run comes from the left, by 1 − η a step. */
static int expectile(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    const double off = x[0] - *(const double *)context;
    g[0] = off > 0 ? 100 * off : off;
    return 0;
}

START_TEST(a_jump_of_the_curvature_has_no_length)
{
    for (double place = 0; place < 2; place++) {
        const descent_problem problem = {.dimension = 1, .gradient = expectile, .context = &place};
        descent_diagnosis *d = descent_test_diagnose(&problem, descent_fixed_step(0.01), (double[]){place - 1}, 100);
        ck_assert_int_eq(d->ending, DESCENT_ENDING_APPROACHING);
        ck_assert_double_eq_tol(d->tolerance, 1e-6 * d->diameter, 2e-8);
        ck_assert(isfinite(d->pace.steps_to_go.low));
        descent_diagnosis_free(d);
        d = descent_test_diagnose(&problem, descent_fixed_step(0.01), (double[]){place - 1}, 1500);
        ck_assert_int_eq(d->ending, DESCENT_ENDING_CONVERGED);
        descent_diagnosis_free(d);
    }
}
END_TEST

/* Of a squared hinge the right side is level. */
static int squared_hinge(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0] < 1 ? 50 * (x[0] - 1) : 0;
    return 0;
}

static int bowl_of_mean(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 50.5 * x[0];
    return 0;
}

static const descent_critical_point *told_of(const descent_diagnosis *d)
{
    return d->point ? d->point : d->centre;
}

/* Limit of the mean 50.5: 0.0396; of the sides 2 and 0.02. From the left 0.9 a step are left at η = 0.1, and the run settles. At
 * 2.1 it does not: −1.1 a step from the left, and to the right −209. A bowl of the mean curvature has the limit of the mean. */
START_TEST(where_the_curvature_jumps_no_limit_is_told)
{
    double place = 0;
    const descent_problem expectiles = {.dimension = 1, .gradient = expectile, .context = &place};
    const descent_problem hinge = {.dimension = 1, .gradient = squared_hinge};
    const descent_problem bowl = {.dimension = 1, .gradient = bowl_of_mean};
    const struct {
        const descent_problem *problem;
        double step_size, start;
        size_t steps;
    } runs[] = {{&expectiles, 0.1, 1, 30},    {&expectiles, 0.1, -1, 30}, {&expectiles, 0.0205, 1, 30},
                {&expectiles, 2.1, -1e-3, 9}, {&hinge, 0.06, -2, 30},     {&hinge, 0.01, -2, 30}};
    for (size_t k = 0; k < sizeof runs / sizeof *runs; k++) {
        descent_diagnosis *const d = descent_test_diagnose(runs[k].problem, descent_fixed_step(runs[k].step_size),
                                                           (double[]){runs[k].start}, runs[k].steps);
        ck_assert(!(d->findings & DESCENT_FINDING_STEP_ABOVE_LIMIT));
        ck_assert(isnan(d->step_limit));
        ck_assert(k != 0 ||
                  (d->ending == DESCENT_ENDING_APPROACHING && fabs(d->pace.rate - 0.9) < 1e-9 && !d->factors));
        ck_assert_msg(!strstr(d->reason, "above the limit"), "run %zu: %s", k, d->reason);
        ck_assert(k == 3 || (d->ending != DESCENT_ENDING_DIVERGING && d->ending != DESCENT_ENDING_PERIODIC));
        ck_assert(k != 3 || (d->ending != DESCENT_ENDING_APPROACHING && d->ending != DESCENT_ENDING_CONVERGED));
        descent_diagnosis_free(d);
    }
    descent_diagnosis *d = descent_test_diagnose(&bowl, descent_fixed_step(0.0397), (double[]){1e-3}, 30);
    ck_assert(d->findings & DESCENT_FINDING_STEP_ABOVE_LIMIT || d->ending == DESCENT_ENDING_DIVERGING);
    ck_assert(!told_of(d) || !told_of(d)->curvature_jumps);
    descent_diagnosis_free(d);
    d = descent_test_diagnose(&bowl, descent_fixed_step(0.0395), (double[]){1e-3}, 300);
    ck_assert_double_eq_tol(d->step_limit, 2 / 50.5, 1e-9);
    descent_diagnosis_free(d);
}
END_TEST

/* Of 0.8ᵏ alone a millionth of the extent, 1 − 0.8²⁹, is reached in k − 29 more steps; what is told is to a tenth that, and no more. */
START_TEST(a_factor_and_a_count_are_of_one_law)
{
    descent_path *path;
    descent_diagnosis *diagnosis;
    assert_success(descent_path_new(&path, 1, NULL));
    for (int k = 0; k < 30; k++)
        assert_success(descent_path_append(path, (double[]){pow(0.8, k)}, pow(0.64, k), NULL));
    assert_success(descent_diagnose(NULL, path, NULL, &diagnosis));
    const double truth = ceil(log(1e-6 * (1 - pow(0.8, 29))) / log(0.8)) - 29;
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
    ck_assert_double_eq_tol(diagnosis->pace.rate, 0.8, 1e-9);
    ck_assert_double_le(diagnosis->pace.steps_to_go.low, truth);
    ck_assert_double_ge(diagnosis->pace.steps_to_go.low, floor(0.85 * truth));
    descent_diagnosis_free(diagnosis);
    descent_path_free(path);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_factor_and_a_count_are_of_one_law,
                                  badly_scaled_is_no_plateau,
                                  a_plateau_is_crossed_as_its_slopes_have_it,
                                  a_search_comes_to_a_minimum_by_a_factor,
                                  at_the_limit_the_next_order_decides,
                                  a_flat_point_is_approached_by_a_power,
                                  a_curved_way_is_followed,
                                  first_passage_is_not_arrival,
                                  a_rate_is_that_of_the_mode,
                                  a_far_start_does_not_widen_what_counts_as_there,
                                  a_jump_of_the_curvature_has_no_length,
                                  where_the_curvature_jumps_no_limit_is_told,
                                  a_power_of_the_schedule_is_no_limit,
                                  a_schedule_is_counted_beyond_its_steps,
                                  steps_of_a_length_of_their_own_are_counted_by_their_schedule,
                                  steps_that_grow_are_not_said_to_shrink,
                                  columns_that_hardly_differ_make_no_plateau};
    return descent_test_main(descent_test_suite("diagnosis_pace", tests, sizeof tests / sizeof *tests));
}
