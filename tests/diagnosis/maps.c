/*
 * x ← x − η(x³ − x), the cubic map of the double well (x² − 1)²/4: it settles below η = 1, doubles its period above, and is chaotic beyond.
 * And |x|^p/p, which is approached by a power. What is told of them is held against plain loops.
 */
#include "support.h"

#include <math.h>

#include <descent/descent.h>

enum {
    transient = 20000,
    longest = 64,
    steps = 1200
};

static int well_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = pow(x[0] * x[0] - 1, 2) / 4;
    return 0;
}

static int well_slope(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0] * x[0] * x[0] - x[0];
    return 0;
}

static double next(double x, double eta)
{
    return x - eta * (x * x * x - x);
}

/* What the loop does in the end. */
typedef struct seen {
    size_t period; /* 0: none up to the longest */
    double exponent, multiplier, points[longest];
} seen;

static seen watch(double x, double eta)
{
    seen s = {.multiplier = 1};
    for (size_t k = 0; k < transient; k++)
        x = next(x, eta);
    s.points[0] = x;
    for (size_t k = 1; k < longest; k++)
        s.points[k] = next(s.points[k - 1], eta);
    for (size_t p = 1; p < longest && s.period == 0; p++)
        s.period = fabs(s.points[p] - x) < 1e-10 ? p : 0;
    for (size_t k = 0; k < s.period; k++)
        s.multiplier *= 1 + eta - 3 * eta * s.points[k] * s.points[k];
    for (size_t k = 0; k < transient; k++, x = next(x, eta))
        s.exponent += log(fabs(1 + eta - 3 * eta * x * x)) / transient;
    return s;
}

static double nearest(const seen *s, double x)
{
    double least = INFINITY;
    for (size_t k = 0; k < s->period; k++)
        least = fmin(least, fabs(s->points[k] - x));
    return least;
}

static void hold_cycle(double eta, const seen *s, const descent_diagnosis *d)
{
    ck_assert_msg(d->ending == DESCENT_ENDING_PERIODIC && d->cycle.period == s->period,
                  "η = %g: %s, period %zu, not %zu", eta, descent_ending_string(d->ending), d->cycle.period, s->period);
    for (size_t k = 0; k < s->period; k++) {
        ck_assert_double_le(nearest(s, d->cycle.orbit[k]), 1e-4);
        ck_assert_double_eq_tol(next(d->cycle.orbit[k], eta), d->cycle.orbit[(k + 1) % s->period], 1e-3);
    }
    ck_assert_uint_eq(d->cycle.multiplier_count, 1);
    ck_assert_double_eq_tol(d->cycle.multipliers[0], s->multiplier, 1e-3);
    ck_assert_double_eq(d->cycle.multipliers_imaginary[0], 0);
    ck_assert_double_eq(d->cycle.multiplier_directions[0], 1);
    ck_assert_uint_eq(d->cycle.coordinate_periods[0], s->period);
    ck_assert_double_nan(d->cycle.rotation_number);
    ck_assert_double_nan(d->lyapunov.value);
}

static void hold_chaos(double eta, const seen *s, const descent_diagnosis *d)
{
    ck_assert_msg(d->ending == DESCENT_ENDING_CHAOTIC, "η = %g: %s, exponent %g", eta, descent_ending_string(d->ending),
                  s->exponent);
    const double width = d->lyapunov.high - d->lyapunov.low;
    ck_assert_msg(fabs(d->lyapunov.value - s->exponent) <= width, "η = %g: %g, not %g", eta, d->lyapunov.value,
                  s->exponent);
    ck_assert(d->lyapunov.low > 0 && d->lyapunov.low <= d->lyapunov.value && d->lyapunov.value <= d->lyapunov.high);
    ck_assert_uint_eq(d->cycle.period, 0);
    ck_assert_uint_eq(d->cycle.coordinate_periods[0], 0);
}

/* The one that the run goes round: a well, or the ridge between both. */
static void hold_centre(double eta, const descent_diagnosis *d)
{
    ck_assert_ptr_nonnull(d->centre);
    const double place = d->centre->x[0], curvature = 3 * place * place - 1;
    ck_assert_double_le(fabs(place * place * place - place), 1e-9);
    ck_assert_int_eq(d->centre->kind, curvature > 0 ? DESCENT_CRITICAL_MINIMUM : DESCENT_CRITICAL_MAXIMUM);
    ck_assert_double_eq_tol(d->centre->eigenvalues[0], curvature, 1e-5);
    if (curvature > 0) {
        ck_assert_double_eq_tol(d->step_limit, 1, 1e-5);
        ck_assert_int_eq((d->findings & DESCENT_FINDING_STEP_ABOVE_LIMIT) != 0, eta > 1);
    }
}

START_TEST(a_cubic_map_does_what_its_loop_does)
{
    const descent_problem problem = {.dimension = 1, .loss = well_loss, .gradient = well_slope};
    size_t cycles = 0, chaos = 0;
    for (size_t k = 0; k < descent_test_effort(70); k++) {
        const size_t which = k * 27 % 70; /* few of them lie far apart, too */
        const double eta = 0.2 + 0.0237 * (double)which + 0.001 * (double)(k / 70), start = k % 2 ? 0.1 : -0.3;
        const seen s = watch(start, eta);
        if (!isfinite(s.exponent))
            continue; /* it has run off */
        descent_diagnosis *const d = descent_test_diagnose(&problem, descent_fixed_step(eta), &start, steps);
        if (s.period == 1) {
            ck_assert_int_eq(d->ending, DESCENT_ENDING_CONVERGED);
            ck_assert_double_eq_tol(d->point->x[0], s.points[0], 1e-7);
            ck_assert_double_eq_tol(d->factors[0], 1 - 2 * eta, 1e-5);
            ck_assert_double_eq(d->pace.steps_to_go.value, 0);
        } else if (s.period > 1 && fabs(s.multiplier) < 0.8) {
            hold_cycle(eta, &s, d);
            hold_centre(eta, d);
            cycles++;
        } else if (s.period == 0 && s.exponent > 0.1) {
            hold_chaos(eta, &s, d);
            hold_centre(eta, d);
            chaos++;
        }
        descent_diagnosis_free(d);
    }
    if (descent_test_in_full()) {
        ck_assert_uint_gt(cycles, 5);
        ck_assert_uint_gt(chaos, 5);
    }
}
END_TEST

/* By the points alone, without problem and rule, and where nothing may be evaluated. */
static void hold_alone(const descent_problem *problem, double eta, double start, size_t count, const seen *s)
{
    const descent_diagnosis_options alone = {.path_only = 1};
    for (int with = 0; with < 2; with++) {
        descent_engine *const engine = descent_test_engine(problem, descent_fixed_step(eta), &start);
        descent_diagnosis *d;
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, count));
        if (with)
            assert_success(descent_engine_diagnose(engine, &alone, &d));
        else
            assert_success(descent_diagnose(NULL, descent_engine_path(engine), NULL, &d));
        if (s->period > 1)
            ck_assert_msg(d->ending == DESCENT_ENDING_PERIODIC && d->cycle.period == s->period,
                          "η = %.17g, %zu steps, %d: %s, period %zu, not %zu", eta, count, with,
                          descent_ending_string(d->ending), d->cycle.period, s->period);
        else
            ck_assert_int_ne(d->ending, DESCENT_ENDING_PERIODIC);
        descent_diagnosis_free(d);
        descent_engine_free(engine);
    }
}

/* Do the last twenty of so many steps go to and fro between the same two numbers? */
static bool alternates(double x, double eta, size_t count)
{
    double before = x, last = next(x, eta);
    bool equal = true;
    for (size_t k = 1; k < count; k++) {
        const double now = next(last, eta);
        equal = equal || k + 20 == count;
        equal = equal && now >= before && now <= before;
        before = last;
        last = now;
    }
    return equal;
}

/* A run that came to its cycle, and has been on it for some rounds, shows it by its points alone, however many of its steps led there;
 * one that is chaotic shows none. */
START_TEST(a_cycle_shows_by_its_points_alone)
{
    const descent_problem problem = {.dimension = 1, .loss = well_loss, .gradient = well_slope};
    size_t cycles = 0, chaos = 0;
    for (size_t k = 0; k < descent_test_effort(60); k++) {
        const double eta = 1.02 + 0.0097 * (double)(k * 23 % 60), start = k % 2 ? 0.1 : -0.3;
        const seen s = watch(start, eta);
        const bool cycle = s.period == 2 && fabs(s.multiplier) < 0.3;
        if (!cycle && !(s.period == 0 && s.exponent > 0.1))
            continue;
        for (size_t count = 45; count <= 110; count += 5)
            if (!cycle || alternates(start, eta, count)) {
                hold_alone(&problem, eta, start, count, &s);
                cycles += cycle;
                chaos += !cycle;
            }
    }
    if (descent_test_in_full()) {
        ck_assert_uint_gt(cycles, 10);
        ck_assert_uint_gt(chaos, 10);
    }
}
END_TEST

static int power_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    *value = pow(fabs(x[0]), *(const double *)context) / *(const double *)context;
    return 0;
}

static int power_slope(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    g[0] = copysign(pow(fabs(x[0]), *(const double *)context - 1), x[0]);
    return 0;
}

/* x^−(p − 2) grows by η(p − 2) a step: the distance is a power of the step number, −1/(p − 2). */
START_TEST(flat_points_are_approached_by_their_power)
{
    const double powers[] = {3, 3.5, 4};
    for (size_t k = 0; k < 12; k++) {
        double power = powers[k % 3];
        const double eta = 0.1 * (1 + (double)(k / 3)), start = k % 2 ? 1 : -1, part = 0.02;
        const descent_problem problem = {
            .dimension = 1, .loss = power_loss, .gradient = power_slope, .context = &power};
        const descent_diagnosis_options options = {.distance_tolerance = part};
        descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(eta), &start);
        descent_diagnosis *d;
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, k < 6 ? 60 : 300));
        assert_success(descent_engine_diagnose(engine, &options, &d));
        double x = descent_engine_point(engine)[0];
        const double distance = fabs(x), tolerance = part * (1 - distance);
        ck_assert_double_eq_tol(d->tolerance, tolerance, 1e-12);
        uint64_t left = 0;
        for (; fabs(x) > tolerance; left++)
            x -= eta * copysign(pow(fabs(x), power - 1), x);
        ck_assert_msg(d->ending == (left > 0 ? DESCENT_ENDING_APPROACHING : DESCENT_ENDING_CONVERGED),
                      "power %g, %llu left: %s", power, (unsigned long long)left, descent_test_said(d));
        ck_assert_double_le(fabs(d->point->x[0]), 0.05);
        if (left > 0) {
            ck_assert_msg(d->distance > 0.8 * distance && d->distance < 1.25 * distance, "power %g: %g, not %g", power,
                          d->distance, distance);
            ck_assert_int_eq(d->pace.law, DESCENT_LAW_POWER);
            ck_assert_double_eq_tol(d->pace.exponent, -1 / (power - 2), 0.05 / (power - 2));
            ck_assert_double_le(d->pace.steps_to_go.low, (double)left + 1);
            ck_assert_double_ge(d->pace.steps_to_go.high, (double)left - 1);
            if (!isnan(d->pace.steps_to_go.value))
                ck_assert_double_eq_tol(d->pace.steps_to_go.value, (double)left, 0.1 * (double)left + 1);
        }
        descent_diagnosis_free(d);
        descent_engine_free(engine);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_cubic_map_does_what_its_loop_does, a_cycle_shows_by_its_points_alone,
                                  flat_points_are_approached_by_their_power};
    return descent_test_main(descent_test_suite("diagnosis maps", tests, sizeof tests / sizeof *tests));
}
