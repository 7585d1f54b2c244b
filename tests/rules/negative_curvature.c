/* Steps along the most negative curvature: against an independent computation with eigenvectors in closed form, what they cost,
 * when they are made, and what a diagnosis says of them. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include <descent/descent.h>
#include <descent/landscapes.h>
#include <descent/step_finders.h>

#include "support.h"

/* ---- L = x⁴/4 − x²/2 + y²/2: a saddle at the origin, minima at (±1, 0) with curvatures 2 and 1 ---- */

typedef struct calls {
    size_t losses, gradients, fail_at; /* the gradient that fails; 0: none */
} calls;

static int well_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n;
    ((calls *)context)->losses++;
    *loss = x[0] * x[0] * x[0] * x[0] / 4 - x[0] * x[0] / 2 + x[1] * x[1] / 2;
    return 0;
}

static int well_gradient(size_t n, const double *x, double *gradient, void *context)
{
    calls *const c = context;
    (void)n;
    gradient[0] = x[0] * x[0] * x[0] - x[0];
    gradient[1] = x[1];
    return ++c->gradients == c->fail_at;
}

static descent_problem well(calls *c)
{
    return (descent_problem){.dimension = 2, .loss = well_loss, .gradient = well_gradient, .context = c};
}

/* L(τ) < 0 up to τ² = 2, but a quarter of τ²/2 is won only up to τ² = 3/2: of two lengths between and above, half is taken. */
START_TEST(a_lower_loss_alone_is_no_decrease_enough)
{
    const double lengths[] = {1.2, 1.3, 1.4, 1.5}, taken[] = {1.2, 0.65, 0.7, 0.75}, saddle[] = {0, 0};
    for (int k = 0; k < 4; k++) {
        calls c = {0};
        const descent_problem problem = well(&c);
        const descent_negative_curvature_options options = {.length = lengths[k]};
        descent_engine *const engine = descent_test_engine(&problem, descent_negative_curvature(0.1, &options), saddle);
        assert_success(descent_engine_step(engine));
        ck_assert_double_eq_tol(fabs(descent_engine_point(engine)[0]), taken[k], 1e-9);
        descent_engine_free(engine);
    }
}
END_TEST

static int level(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)x, (void)context;
    *loss = 0;
    return 0;
}

/* The gradient bends down, and the loss does not: no length is taken, and the saddle is where it stays. */
START_TEST(a_curvature_that_the_loss_has_not_is_not_followed)
{
    calls c = {0};
    descent_problem problem = well(&c);
    const double saddle[] = {0, 0};
    problem.loss = level;
    descent_engine *const engine = descent_test_engine(&problem, descent_negative_curvature(0.1, NULL), saddle);
    assert_success(descent_engine_run(engine, 5));
    ck_assert_double_eq(descent_engine_point(engine)[0], 0);
    ck_assert_double_eq(descent_engine_point(engine)[1], 0);
    descent_engine_free(engine);
}
END_TEST

/* At the saddle λ = −1 along x. L(4) = 56 and L(2) = 2 are no decrease; L(1) = −1/4 ≤ −(1/4)·1/2. */
START_TEST(the_first_length_with_enough_decrease_is_taken)
{
    calls c = {0};
    const descent_problem problem = well(&c);
    const descent_negative_curvature_options options = {.length = 4};
    const double starts[][2] = {{0, 0}, {5e-4, 0}, {-5e-4, 0}, {5e-6, 0}, {-5e-6, 0}};
    const double ends[] = {1, 1 + 5e-4, -1 - 5e-4, 1 + 5e-6, -1 - 5e-6};
    for (int k = 0; k < 5; k++) {
        descent_engine *const engine =
            descent_test_engine(&problem, descent_negative_curvature(0.1, &options), starts[k]);
        c = (calls){0};
        assert_success(descent_engine_step(engine));
        const double *const x = descent_engine_point(engine);
        ck_assert_double_eq_tol(x[0], ends[k], 1e-9);
        ck_assert_double_eq_tol(x[1], 0, 1e-9);
        /* Loss and gradient of the point, two products of two gradients for two variables, and three trials. */
        ck_assert_uint_eq(c.losses, 1 + 3);
        ck_assert_uint_le(c.gradients, 1 + 2 * 3);
        ck_assert_uint_ge(c.gradients, 1 + 2 * 2);
        /* The loss of the trial that was taken is that of the point. */
        c.losses = 0;
        assert_success(descent_engine_step(engine));
        ck_assert_uint_eq(c.losses, 0);
        descent_engine_free(engine);
    }
}
END_TEST

/* ---- the same rule once more, on two variables, with the Hessian's eigenvector in closed form ---- */

typedef struct twin {
    const descent_problem *problem;
    double threshold, length, step_size;
    bool in_vain;
    double at_norm;
    size_t leaps;
} twin;

static double loss_at(const descent_problem *problem, const double *x)
{
    double loss;
    ck_assert_int_eq(problem->loss(2, x, &loss, problem->context), 0);
    return loss;
}

static bool leap(twin *t, double *x, const double *g)
{
    double h[4];
    ck_assert_int_eq(t->problem->hessian(2, x, h, t->problem->context), 0);
    const double mean = (h[0] + h[3]) / 2, half = hypot((h[0] - h[3]) / 2, h[1]), lambda = mean - half;
    if (!(lambda < -1e-6))
        return false;
    const double angle = 0.5 * atan2(2 * h[1], h[0] - h[3]); /* of the largest */
    double v[] = {-sin(angle), cos(angle)};
    const double slope = g[0] * v[0] + g[1] * v[1];
    const double side = fabs(slope) <= 1e-8 * hypot(g[0], g[1]) ? copysign(1, fabs(v[0]) >= fabs(v[1]) ? v[0] : v[1])
                                                                : -copysign(1, slope);
    for (double tau = t->length; tau > 1e-17; tau /= 2) {
        const double trial[] = {x[0] + side * tau * v[0], x[1] + side * tau * v[1]};
        if (loss_at(t->problem, trial) <= loss_at(t->problem, x) + (-tau * fabs(slope) + tau * tau * lambda / 2) / 4) {
            memcpy(x, trial, sizeof trial);
            t->leaps++;
            return true;
        }
    }
    return false;
}

static void twin_step(twin *t, double *x)
{
    double g[2];
    ck_assert_int_eq(t->problem->gradient(2, x, g, t->problem->context), 0);
    const double norm = hypot(g[0], g[1]);
    if (norm > t->threshold) {
        t->in_vain = false;
    } else if (!t->in_vain || norm < t->at_norm / 100) {
        if (leap(t, x, g))
            return;
        t->in_vain = true;
        t->at_norm = norm;
    }
    for (int i = 0; i < 2; i++)
        x[i] -= t->step_size * g[i];
}

START_TEST(every_step_is_that_of_the_formula)
{
    static const struct {
        const char *name;
        double step_size, threshold, length, start[2];
        size_t leaps;
    } runs[] = {
        {"notebook", 0.05, 1e-3, 1, {4, 1}, 1},        {"notebook", 0.05, 0.3, 0.4, {3.2, 1.0001}, 1},
        {"himmelblau", 0.005, 2, 1, {0.1, 2.9}, 1},    {"six_hump_camel", 0.02, 1, 0.5, {0.05, 0.05}, 1},
        {"six_hump_camel", 0.02, 1, 2, {1.1, 0.9}, 0}, {"styblinski_tang", 0.01, 3, 1, {0.2, 0.1}, 1},
        {"rosenbrock", 0.001, 1, 1, {-0.5, 0.3}, 0},
    };
    for (size_t k = 0; k < sizeof runs / sizeof *runs; k++) {
        const descent_problem problem = descent_test_landscape(runs[k].name, 0);
        const descent_negative_curvature_options options = {.gradient_threshold = runs[k].threshold,
                                                            .length = runs[k].length};
        descent_engine *const engine =
            descent_test_engine(&problem, descent_negative_curvature(runs[k].step_size, &options), runs[k].start);
        twin t = {&problem, runs[k].threshold, runs[k].length, runs[k].step_size, false, 0, 0};
        double x[] = {runs[k].start[0], runs[k].start[1]};
        for (int step = 0; step < 300; step++) {
            twin_step(&t, x);
            assert_success(descent_engine_step(engine));
            for (int i = 0; i < 2; i++)
                ck_assert_msg(fabs(descent_engine_point(engine)[i] - x[i]) <= 1e-7 * (1 + fabs(x[i])),
                              "run %zu, step %d: x%d = %.17g and not %.17g", k, step, i + 1,
                              descent_engine_point(engine)[i], x[i]);
        }
        ck_assert_msg(t.leaps >= runs[k].leaps, "run %zu: %zu leaps", k, t.leaps);
        descent_engine_free(engine);
    }
}
END_TEST

/* ---- many variables: L = Σλᵢ(qᵢ·x)²/2 + (q₀·x)⁴/4, q the columns of I − 2uuᵀ ---- */

typedef struct turned {
    size_t n;
    double u[60], eigenvalue[60];
    size_t gradients;
} turned;

/* Its own inverse. */
static void reflect(const turned *t, const double *x, double *y)
{
    double part = 0;
    for (size_t i = 0; i < t->n; i++)
        part += t->u[i] * x[i];
    for (size_t i = 0; i < t->n; i++)
        y[i] = x[i] - 2 * part * t->u[i];
}

static int turned_loss(size_t n, const double *x, double *loss, void *context)
{
    const turned *const t = context;
    double y[60];
    reflect(t, x, y);
    *loss = y[0] * y[0] * y[0] * y[0] / 4;
    for (size_t i = 0; i < n; i++)
        *loss += t->eigenvalue[i] * y[i] * y[i] / 2;
    return 0;
}

static int turned_gradient(size_t n, const double *x, double *gradient, void *context)
{
    turned *const t = context;
    double y[60], slope[60];
    t->gradients++;
    reflect(t, x, y);
    for (size_t i = 0; i < n; i++)
        slope[i] = t->eigenvalue[i] * y[i] + (i == 0 ? y[0] * y[0] * y[0] : 0);
    reflect(t, slope, gradient);
    return 0;
}

START_TEST(the_least_curvature_of_many_is_found)
{
    static const double least[] = {-1, -1e-2, -1e-4};
    for (size_t k = 0; k < 3; k++)
        for (size_t n = 1; n <= 60; n = n * 2 + 1) {
            turned t = {.n = n};
            double sum = 0;
            for (size_t i = 0; i < n; i++) {
                t.u[i] = sin(3.0 * (double)i + 1);
                sum += t.u[i] * t.u[i];
                t.eigenvalue[i] = i == 0 ? least[k] : 0.1 + (double)i / 10; /* up to 6 */
            }
            for (size_t i = 0; i < n; i++)
                t.u[i] /= sqrt(sum);
            const descent_problem problem = {
                .dimension = n, .loss = turned_loss, .gradient = turned_gradient, .context = &t};
            const double zero[60] = {0};
            const descent_negative_curvature_options options = {.length = sqrt(-least[k])};
            descent_engine *const engine =
                descent_test_engine(&problem, descent_negative_curvature(0.1, &options), zero);
            t.gradients = 0;
            assert_success(descent_engine_step(engine));
            double y[60], rest = 0;
            reflect(&t, descent_engine_point(engine), y);
            for (size_t i = 1; i < n; i++)
                rest = hypot(rest, y[i]);
            /* −λy²/2 + y⁴/4 is least at √−λ; and what is beside the eigenvector is little. */
            ck_assert_double_eq_tol(fabs(y[0]), sqrt(-least[k]), 1e-2 * sqrt(-least[k]));
            ck_assert_msg(rest < 0.05 * fabs(y[0]), "λ = %g, n = %zu: %g beside %g", least[k], n, rest, fabs(y[0]));
            ck_assert_uint_le(t.gradients, 1 + 2 * 40);
            descent_engine_free(engine);
        }
}
END_TEST

/* ---- saddles are left, and minima are not ---- */

START_TEST(all_saddles_are_left_to_minima)
{
    static const char *const names[] = {"notebook", "himmelblau", "six_hump_camel", "styblinski_tang", "double_well"};
    size_t saddles = 0;
    for (size_t l = 0; l < sizeof names / sizeof *names; l++) {
        const descent_landscape *const landscape = descent_landscape_find(names[l]);
        const descent_problem problem = descent_test_landscape(names[l], 0);
        for (size_t k = 0; k < landscape->point_count; k++) {
            if (landscape->points[k].kind == DESCENT_CRITICAL_MINIMUM)
                continue;
            descent_diagnosis *const d =
                descent_test_diagnose(&problem, descent_negative_curvature(0.005, NULL), landscape->points[k].x, 20000);
            ck_assert_msg(d->ending == DESCENT_ENDING_CONVERGED || d->ending == DESCENT_ENDING_APPROACHING,
                          "%s %zu: %s", names[l], k, descent_ending_string(d->ending));
            ck_assert_int_eq(d->point->kind, DESCENT_CRITICAL_MINIMUM);
            saddles++;
            descent_diagnosis_free(d);
        }
    }
    ck_assert_uint_ge(saddles, 10);
}
END_TEST

/* Stable below 2/λ and not above; and at the minimum the looks are few. */
START_TEST(at_a_minimum_it_is_the_fixed_step)
{
    calls c = {0};
    const descent_problem problem = well(&c);
    const descent_rule rule = descent_negative_curvature(0.1, NULL);
    ck_assert_double_eq(descent_rule_step_limit(&rule, 2), 1);
    const double start[] = {1.02, 0.01};
    for (int above = 0; above < 2; above++) {
        descent_engine *const engine =
            descent_test_engine(&problem, descent_negative_curvature(above ? 1.02 : 0.98, NULL), start);
        c = (calls){0};
        assert_success(descent_engine_run(engine, 1000));
        const double off = fabs(descent_engine_point(engine)[0] - 1);
        ck_assert(above ? off > 0.01 : off < 1e-12);
        if (!above) /* norms of 1e-3 to 1e-17 in hundreds: eight looks at most, of three products each */
            ck_assert_uint_le(c.gradients, 1001 + 8 * 6);
        descent_engine_free(engine);
    }
}
END_TEST

/* A callback that fails within a look, and a budget that ends there, leave the point, and the next step does it all again. */
START_TEST(a_look_that_cannot_be_ended_leaves_the_point)
{
    calls c = {0};
    const descent_problem problem = well(&c);
    const double saddle[] = {0, 0};
    for (size_t at = 2; at <= 5; at++) {
        descent_engine *const engine = descent_test_engine(&problem, descent_negative_curvature(0.1, NULL), saddle);
        c = (calls){.fail_at = at};
        assert_failure(descent_engine_step(engine), DESCENT_ECALLBACK, "gradient");
        ck_assert_double_eq(descent_engine_point(engine)[0], 0);
        c.fail_at = 0;
        assert_success(descent_engine_step(engine));
        ck_assert_double_eq_tol(fabs(descent_engine_point(engine)[0]), 1, 1e-9);
        descent_engine_free(engine);
    }
}
END_TEST

/* What a diagnosis says of the run over the saddle, and of one that has only just come to it. */
START_TEST(a_diagnosis_understands_it)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1};
    descent_diagnosis *d = descent_test_diagnose(&problem, descent_negative_curvature(0.1, NULL), start, 300);
    ck_assert_int_eq(d->ending, DESCENT_ENDING_CONVERGED);
    ck_assert_int_eq(d->point->kind, DESCENT_CRITICAL_MINIMUM);
    descent_diagnosis_free(d);
    /* Before it has looked, the copy of the run has: it is not said to end on the saddle. */
    for (size_t steps = 5; steps < 60; steps += 5) {
        d = descent_test_diagnose(&problem, descent_negative_curvature(0.1, NULL), start, steps);
        ck_assert_msg(d->ending != DESCENT_ENDING_CONVERGED && d->ending != DESCENT_ENDING_STALLED,
                      "after %zu steps: %s", steps, descent_ending_string(d->ending));
        ck_assert_msg(!d->point || d->ending != DESCENT_ENDING_APPROACHING ||
                          d->point->kind == DESCENT_CRITICAL_MINIMUM,
                      "after %zu steps it approaches the saddle", steps);
        descent_diagnosis_free(d);
    }
}
END_TEST

/* It refuses what would make another step of it. */
START_TEST(other_steps_around_it_are_refused)
{
    const double lower[] = {0, 0};
    const descent_modifiers refused[] = {{.clip_norm = 1}, {.decoupled_decay = 1}, {.l1 = 1}, {.lower = lower}};
    for (size_t k = 0; k < sizeof refused / sizeof *refused; k++) {
        const descent_rule rule = descent_rule_with_modifiers(descent_negative_curvature(0.1, NULL), refused[k]);
        assert_failure(descent_rule_check(&rule), DESCENT_EUNSUPPORTED, "negative curvature cannot be combined with");
    }
    /* With weight decay it descends L + λ‖x‖²/2: of λ = 2 the saddle of the well is a minimum. */
    calls c = {0};
    const descent_problem problem = well(&c);
    const double saddle[] = {0, 0};
    descent_engine *const engine = descent_test_engine(
        &problem,
        descent_rule_with_modifiers(descent_negative_curvature(0.1, NULL), (descent_modifiers){.weight_decay = 2}),
        saddle);
    assert_success(descent_engine_run(engine, 10));
    ck_assert_double_eq(descent_engine_point(engine)[0], 0);
    descent_engine_free(engine);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_first_length_with_enough_decrease_is_taken,
        a_lower_loss_alone_is_no_decrease_enough,
        a_curvature_that_the_loss_has_not_is_not_followed,
        every_step_is_that_of_the_formula,
        the_least_curvature_of_many_is_found,
        all_saddles_are_left_to_minima,
        at_a_minimum_it_is_the_fixed_step,
        a_look_that_cannot_be_ended_leaves_the_point,
        a_diagnosis_understands_it,
        other_steps_around_it_are_refused,
    };
    return descent_test_main(descent_test_suite("rules_negative_curvature", tests, sizeof tests / sizeof tests[0]));
}
