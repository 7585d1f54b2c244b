/* L-BFGS and conjugate gradients step by step: their directions, computed by other ways from the run's own points and gradients. */
#include <descent/step_finders.h>

#include <math.h>
#include <string.h>

#include <descent/descent.h>

#include "support.h"

enum {
    most_variables = 10,
    most_steps = 80
};

/* Points and gradients of a run, and the step sizes that the engine tells. */
typedef struct record {
    size_t n, steps;
    double x[most_steps + 1][most_variables], g[most_steps + 1][most_variables], loss[most_steps + 1], t[most_steps];
} record;

static double dot(size_t n, const double *a, const double *b)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Until the norm of the gradient is `least`: below, what is compared is rounding. */
static record run(const descent_problem *problem, descent_rule rule, const double *start, double least)
{
    record r = {.n = problem->dimension};
    descent_engine *const engine = descent_test_engine(problem, rule, start);
    for (;; r.steps++) {
        memcpy(r.x[r.steps], descent_engine_point(engine), r.n * sizeof(double));
        memcpy(r.g[r.steps], descent_engine_gradient(engine), r.n * sizeof(double));
        r.loss[r.steps] = descent_engine_loss(engine);
        if (r.steps == most_steps || sqrt(dot(r.n, r.g[r.steps], r.g[r.steps])) <= least)
            break;
        assert_success(descent_engine_step(engine));
        r.t[r.steps] = descent_engine_step_size(engine);
    }
    descent_engine_free(engine);
    return r;
}

/* The step is t times d, to what rounding of the points leaves; and t meets the strong Wolfe conditions along d. */
static void assert_step(const record *r, size_t k, const double *d, double decrease, double curvature)
{
    const double t = r->t[k], length = t * sqrt(dot(r->n, d, d));
    const double slope = dot(r->n, r->g[k], d), there = dot(r->n, r->g[k + 1], d);
    for (size_t i = 0; i < r->n; i++)
        ck_assert_msg(fabs(r->x[k + 1][i] - r->x[k][i] - t * d[i]) <= 1e-9 * length + 1e-15 * fabs(r->x[k][i]),
                      "step %zu: x%zu moves by %.17g and not %.17g", k, i + 1, r->x[k + 1][i] - r->x[k][i], t * d[i]);
    ck_assert_double_lt(slope, 0);
    ck_assert_double_le(r->loss[k + 1], r->loss[k] + decrease * t * slope * (1 - 1e-9));
    ck_assert_double_le(fabs(there), curvature * fabs(slope) * (1 + 1e-9));
}

/* H ← (I − ρsyᵀ)H(I − ρysᵀ) + ρssᵀ, ρ = 1/y·s (Nocedal and Wright, 2006, eq. 7.16 and 7.17). */
static void update(size_t n, double H[most_variables][most_variables], const double *s, const double *y)
{
    double V[most_variables][most_variables], VtH[most_variables][most_variables];
    const double rho = 1 / dot(n, s, y);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            V[i][j] = (i == j) - rho * y[i] * s[j];
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            VtH[i][j] = 0;
            for (size_t l = 0; l < n; l++)
                VtH[i][j] += V[l][i] * H[l][j];
        }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            H[i][j] = rho * s[i] * s[j];
            for (size_t l = 0; l < n; l++)
                H[i][j] += VtH[i][l] * V[l][j];
        }
}

/* d = −Hg with the matrix itself, from the last m pairs of the record (eq. 7.19), H₀ = (s·y/y·y)I of the newest (eq. 7.20). */
static void matrix_direction(const record *r, size_t k, size_t m, double *d)
{
    const size_t n = r->n, oldest = k > m ? k - m : 0;
    double H[most_variables][most_variables] = {{0}}, s[most_variables], y[most_variables];
    for (size_t i = 0; i < n; i++)
        H[i][i] = 1;
    for (size_t j = oldest; j < k; j++) {
        for (size_t i = 0; i < n && j == oldest; i++) {
            s[i] = r->x[k][i] - r->x[k - 1][i];
            y[i] = r->g[k][i] - r->g[k - 1][i];
        }
        for (size_t i = 0; i < n && j == oldest; i++)
            H[i][i] = dot(n, s, y) / dot(n, y, y);
        for (size_t i = 0; i < n; i++) {
            s[i] = r->x[j + 1][i] - r->x[j][i];
            y[i] = r->g[j + 1][i] - r->g[j][i];
        }
        ck_assert_double_gt(dot(n, s, y), 0); /* the Wolfe conditions see to that */
        update(n, H, s, y);
    }
    for (size_t i = 0; i < n; i++)
        d[i] = -dot(n, H[i], r->g[k]);
}

static const struct {
    const char *name;
    size_t n;
    double start[most_variables];
} runs[] = {
    {"rosenbrock", 0, {-1.2, 1}},
    {"himmelblau", 0, {0.5, -0.5}},
    {"six_hump_camel", 0, {1, 1}},
    {"notebook", 0, {4, 2.5}},
    {"styblinski_tang", 5, {0.3, -1, 4, 0.2, -4}},
    {"styblinski_tang", 10, {-1.2, 1, -1, 3, 0.5, 2, -0.3, 0.1, 1.5, -4}},
    {"powell_singular", 0, {3, -1, 0, 1}},
};

START_TEST(lbfgs_goes_along_the_matrix_times_the_gradient)
{
    static const size_t memories[] = {1, 2, 5, 40};
    size_t full = 0;
    for (size_t l = 0; l < sizeof runs / sizeof *runs; l++)
        for (size_t m = 0; m < sizeof memories / sizeof *memories; m++) {
            const descent_problem problem = descent_test_landscape(runs[l].name, runs[l].n);
            const record r = run(&problem, descent_lbfgs(1, memories[m], NULL), runs[l].start, 1e-3);
            double d[most_variables];
            ck_assert_uint_ge(r.steps, 3);
            for (size_t k = 0; k < r.steps; k++) {
                matrix_direction(&r, k, memories[m], d);
                assert_step(&r, k, d, 1e-4, 0.9);
                full += k > memories[m];
            }
        }
    ck_assert_uint_gt(full, 100); /* steps after which a pair was forgotten */
}
END_TEST

START_TEST(conjugate_gradients_go_as_polak_ribiere_and_powell_say)
{
    size_t clipped = 0, joined = 0;
    for (size_t l = 0; l < sizeof runs / sizeof *runs; l++)
        for (int loose = 0; loose < 2; loose++) {
            const descent_problem problem = descent_test_landscape(runs[l].name, runs[l].n);
            const descent_line_search_options options = {.curvature = loose ? 0.9 : 0};
            const record r = run(&problem, descent_conjugate_gradients(1, &options), runs[l].start, 1e-3);
            double d[most_variables] = {0};
            ck_assert_uint_ge(r.steps, 3);
            for (size_t k = 0; k < r.steps; k++) {
                double beta = 0;
                for (size_t i = 0; i < r.n && k > 0; i++)
                    beta += r.g[k][i] * (r.g[k][i] - r.g[k - 1][i]) / dot(r.n, r.g[k - 1], r.g[k - 1]);
                clipped += beta < 0;
                beta = fmax(0, beta);
                double slope = 0;
                for (size_t i = 0; i < r.n; i++) {
                    d[i] = beta * d[i] - r.g[k][i];
                    slope += d[i] * r.g[k][i];
                }
                joined += !(slope < 0);
                for (size_t i = 0; i < r.n && !(slope < 0); i++)
                    d[i] = -r.g[k][i];
                assert_step(&r, k, d, 1e-4, loose ? 0.9 : 0.1);
            }
        }
    ck_assert_uint_gt(clipped, 0);
    ck_assert_uint_gt(joined, 0); /* begun anew, as d would not descend: loose searches allow that */
}
END_TEST

/* ---- quadratics: x·Ax/2, A = tridiagonal(−1, 2 + i, −1) ---- */

enum {
    n_of_quadratic = 7
};

static int quadratic_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        g[i] = (2 + (double)i) * x[i] - (i > 0 ? x[i - 1] : 0) - (i + 1 < n ? x[i + 1] : 0);
    return 0;
}

static int quadratic_loss(size_t n, const double *x, double *value, void *context)
{
    double g[n_of_quadratic];
    quadratic_gradient(n, x, g, context);
    *value = dot(n, x, g) / 2;
    return 0;
}

/* The linear method, which knows A (Hestenes and Stiefel, 1952, eq. 3:1). */
static void linear_conjugate_gradients(double x[n_of_quadratic + 1][n_of_quadratic])
{
    double r[n_of_quadratic], p[n_of_quadratic], Ap[n_of_quadratic];
    quadratic_gradient(n_of_quadratic, x[0], r, NULL);
    for (size_t i = 0; i < n_of_quadratic; i++)
        p[i] = r[i] = -r[i];
    for (size_t k = 0; k < n_of_quadratic; k++) {
        quadratic_gradient(n_of_quadratic, p, Ap, NULL);
        const double squares = dot(n_of_quadratic, r, r), a = squares / dot(n_of_quadratic, p, Ap);
        for (size_t i = 0; i < n_of_quadratic; i++) {
            x[k + 1][i] = x[k][i] + a * p[i];
            r[i] -= a * Ap[i];
        }
        const double b = dot(n_of_quadratic, r, r) / squares;
        for (size_t i = 0; i < n_of_quadratic; i++)
            p[i] = r[i] + b * p[i];
    }
}

/*
 * With exact searches all of them go through the points of the linear method (Nocedal and Wright, 2006, sect. 7.2), whatever L-BFGS
 * remembers; and they end after n steps, but not after n − 1.
 */
START_TEST(on_quadratics_with_exact_searches_they_are_the_linear_method)
{
    const descent_problem problem = {
        .dimension = n_of_quadratic, .loss = quadratic_loss, .gradient = quadratic_gradient};
    const descent_line_search_options exact = {.decrease = 1e-12, .curvature = 1e-10};
    const descent_rule rules[] = {descent_conjugate_gradients(1, &exact), descent_lbfgs(1, 1, &exact),
                                  descent_lbfgs(1, 3, &exact), descent_lbfgs(1, n_of_quadratic, &exact),
                                  descent_lbfgs(1, 1000, &exact)};
    double x[n_of_quadratic + 1][n_of_quadratic] = {{1, -2, 3, 0.5, -1, 2, 1}};
    linear_conjugate_gradients(x);
    for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
        descent_engine *const engine = descent_test_engine(&problem, rules[r], x[0]);
        const double first = descent_engine_gradient_norm(engine);
        for (size_t k = 1; k <= n_of_quadratic; k++) {
            assert_success(descent_engine_step(engine));
            for (size_t i = 0; i < n_of_quadratic; i++)
                ck_assert_msg(fabs(descent_engine_point(engine)[i] - x[k][i]) < 1e-8,
                              "rule %zu, step %zu: %.17g, %.17g", r, k, descent_engine_point(engine)[i], x[k][i]);
            if (k == n_of_quadratic - 1)
                ck_assert_double_gt(descent_engine_gradient_norm(engine), 1e-4 * first);
        }
        ck_assert_double_lt(descent_engine_gradient_norm(engine), 1e-8 * first);
        descent_engine_free(engine);
    }
}
END_TEST

/* In one variable the pair is the secant, so that the whole of −Hg is Newton's step. */
START_TEST(in_one_variable_the_second_step_of_lbfgs_arrives)
{
    const descent_problem problem = {.dimension = 1, .loss = quadratic_loss, .gradient = quadratic_gradient};
    const double start = 3;
    for (size_t k = 0; k < 2; k++) {
        const double step_sizes[] = {1, 0.3}; /* of which 1 alone takes the whole of −Hg in the second step */
        descent_engine *const engine = descent_test_engine(&problem, descent_lbfgs(step_sizes[k], 5, NULL), &start);
        assert_success(descent_engine_run(engine, 2));
        const double end = fabs(descent_engine_point(engine)[0]);
        ck_assert_msg(k == 0 ? end < 1e-15 : end > 1e-3, "%g: %g", step_sizes[k], end);
        descent_engine_free(engine);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        lbfgs_goes_along_the_matrix_times_the_gradient,
        conjugate_gradients_go_as_polak_ribiere_and_powell_say,
        on_quadratics_with_exact_searches_they_are_the_linear_method,
        in_one_variable_the_second_step_of_lbfgs_arrives,
    };
    return descent_test_main(descent_test_suite("rules_conjugate_directions", tests, sizeof tests / sizeof tests[0]));
}
