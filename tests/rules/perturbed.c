/* Perturbed descent: step by step against the algorithm of its paper, and its pushes against the ball that they are drawn from. */
#include <math.h>

#include <descent/descent.h>
#include <descent/step_finders.h>

#include "support.h"

/* Jin et al. (2017), alg. 4, in two variables; where it draws a point, the engine's own is taken. */
typedef struct twin {
    const descent_problem *problem;
    descent_perturbed_options options;
    double step_size;
    bool noisy, ended; /* has there been a push; has one been in vain */
    uint64_t noise_at; /* the step of the last push */
    double noise_loss, noise_point[2];
    size_t pushes, returns;
} twin;

/* x_t becomes x_{t+1}; `engines` is where the engine has gone. */
static void twin_step(twin *w, uint64_t t, double *x, const double *engines)
{
    double g[2], loss;
    w->problem->gradient(2, x, g, w->problem->context);
    w->problem->loss(2, x, &loss, w->problem->context);
    if (!w->ended && w->noisy && t - w->noise_at == w->options.wait && loss - w->noise_loss > -w->options.decrease) {
        w->ended = true;
        w->returns++;
        for (int i = 0; i < 2; i++)
            x[i] = w->noise_point[i];
    } else if (!w->ended && hypot(g[0], g[1]) <= w->options.gradient_threshold &&
               (!w->noisy || t - w->noise_at > w->options.wait)) {
        const double length = hypot(engines[0] - x[0], engines[1] - x[1]);
        ck_assert_msg(length > 0 && length <= w->options.radius * (1 + 1e-12), "step %llu: pushed by %g",
                      (unsigned long long)t, length);
        w->noisy = true;
        w->noise_at = t;
        w->noise_loss = loss;
        w->pushes++;
        for (int i = 0; i < 2; i++) {
            w->noise_point[i] = x[i];
            x[i] = engines[i];
        }
    } else
        for (int i = 0; i < 2; i++)
            x[i] -= w->step_size * g[i];
}

START_TEST(every_step_is_that_of_the_paper)
{
    static const struct {
        const char *name;
        double step_size, start[2];
        descent_perturbed_options options;
        size_t least_pushes;
    } runs[] = {
        {"notebook", 0.1, {4, 1}, {0, 0.1, 1e-6, 60, 3, {0}}, 2},
        {"notebook",
         0.1,
         {4, 1},
         {1e-2, 1e-4, 1e-8, 7, 5, {0}},
         1}, /* so short a wait that a way down may not be seen */
        {"himmelblau", 0.005, {0.1, 2.9}, {1, 0.1, 1e-3, 40, 1, {0}}, 2},
        {"six_hump_camel", 0.02, {0, 0}, {1e-3, 1e-2, 1e-6, 100, 2, {0}}, 2},
        {"styblinski_tang", 0.01, {3, 3}, {1e-3, 1e-2, 1e-6, 50, 9, {0}}, 1}, /* a minimum at once */
    };
    for (size_t k = 0; k < sizeof runs / sizeof *runs; k++) {
        const descent_problem problem = descent_test_landscape(runs[k].name, 0);
        twin w = {.problem = &problem, .options = runs[k].options, .step_size = runs[k].step_size};
        w.options.gradient_threshold = w.options.gradient_threshold > 0 ? w.options.gradient_threshold : 1e-3;
        descent_engine *const engine =
            descent_test_engine(&problem, descent_perturbed(w.step_size, &runs[k].options), runs[k].start);
        double x[] = {runs[k].start[0], runs[k].start[1]};
        for (uint64_t t = 0; t < 1500; t++) {
            assert_success(descent_engine_step(engine));
            const double *const there = descent_engine_point(engine);
            twin_step(&w, t, x, there);
            for (int i = 0; i < 2; i++) {
                ck_assert_msg(fabs(there[i] - x[i]) <= 1e-14 * (1 + fabs(x[i])),
                              "run %zu, step %llu: %.17g and not %.17g", k, (unsigned long long)t, there[i], x[i]);
                x[i] = there[i];
            }
        }
        ck_assert_uint_ge(w.pushes, runs[k].least_pushes);
        ck_assert_uint_eq(w.returns, 1);
        descent_engine_free(engine);
    }
}
END_TEST

/* A plane without slope: every push is one of the ball alone. */
static int level_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)x, (void)context;
    *value = 0;
    return 0;
}

static int level_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)x, (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = 0;
    return 0;
}

/* In the unit ball ‖x‖ⁿ is uniform, and each variable has the mean 0 and the variance 1/(n + 2). */
START_TEST(pushes_are_uniform_in_the_ball)
{
    const size_t count = descent_test_in_full() ? 2000 : 100;
    const double zero[5] = {0}, radius = 0.25, root = sqrt((double)count);
    for (size_t n = 1; n <= 5; n += 2) {
        const descent_problem problem = {.dimension = n, .loss = level_loss, .gradient = level_gradient};
        double powers = 0, squares = 0, mean[5] = {0}, variance[5] = {0};
        for (uint64_t seed = 0; seed < count; seed++) {
            const descent_perturbed_options options = {.radius = radius, .seed = seed};
            descent_engine *const engine = descent_test_engine(&problem, descent_perturbed(1, &options), zero);
            assert_success(descent_engine_step(engine));
            double length = 0;
            for (size_t i = 0; i < n; i++) {
                const double part = descent_engine_point(engine)[i] / radius;
                length = hypot(length, part);
                mean[i] += part / (double)count;
                variance[i] += part * part / (double)count;
            }
            ck_assert_double_le(length, 1 + 1e-12);
            const double power = pow(length, (double)n);
            powers += power / (double)count;
            squares += power * power / (double)count;
            descent_engine_free(engine);
        }
        /* Within 4.5 deviations of a mean: 1/√12 of a uniform number, √(4/45) of its square. */
        ck_assert_double_eq_tol(powers, 0.5, 4.5 * sqrt(1.0 / 12) / root);
        ck_assert_double_eq_tol(squares, 1.0 / 3, 4.5 * sqrt(4.0 / 45) / root);
        for (size_t i = 0; i < n; i++) {
            ck_assert_double_eq_tol(mean[i], 0, 4.5 / sqrt((double)n + 2) / root);
            ck_assert_double_eq_tol(variance[i], 1 / ((double)n + 2), 4.5 * 0.5 / root);
        }
    }
}
END_TEST

/* Wait and seed are counts that a double has exactly: up to 2^53. */
START_TEST(counts_end_where_doubles_skip_some)
{
    const uint64_t most = UINT64_C(1) << 53;
    for (int over = 0; over < 3; over++) {
        const descent_perturbed_options options = {.wait = most + (over == 1 ? 2 : 0),
                                                   .seed = most + (over == 2 ? 2 : 0)};
        const descent_rule rule = descent_perturbed(1, &options);
        if (over == 0)
            assert_success(descent_rule_check(&rule));
        else
            assert_failure(descent_rule_check(&rule), DESCENT_EINVAL, "wait and seed must be at most 2^53");
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_step_is_that_of_the_paper,
        pushes_are_uniform_in_the_ball,
        counts_end_where_doubles_skip_some,
    };
    return descent_test_main(descent_test_suite("rules_perturbed", tests, sizeof tests / sizeof tests[0]));
}
