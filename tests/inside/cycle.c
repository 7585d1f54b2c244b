/* Cycles of a rule's map, found by Newton's method, and the determinants of their multipliers: all of it known by algebra. */
#include <float.h>
#include <math.h>

#include "sweep/read/cycle.h"

#include "support.h"

enum {
    most = 3,
    most_numbers = 2 * most
};

/* g = A(x − c), a loss of its own or none: a saddle, too, is a fixed point. */
typedef struct affine {
    double a[most * most], centre[most];
} affine;

static int affine_gradient(size_t n, const double *x, double *g, void *context)
{
    const affine *const own = context;
    for (size_t i = 0; i < n; i++) {
        g[i] = 0;
        for (size_t j = 0; j < n; j++)
            g[i] += own->a[i * n + j] * (x[j] - own->centre[j]);
    }
    return 0;
}

static int affine_hessian(size_t n, const double *x, double *hessian, void *context)
{
    const affine *const own = context;
    (void)x;
    for (size_t i = 0; i < n * n; i++)
        hessian[i] = own->a[i];
    return 0;
}

static double determinant(size_t n, const double *a)
{
    if (n == 1)
        return a[0];
    if (n == 2)
        return a[0] * a[3] - a[1] * a[2];
    return a[0] * (a[4] * a[8] - a[5] * a[7]) - a[1] * (a[3] * a[8] - a[5] * a[6]) + a[2] * (a[3] * a[7] - a[4] * a[6]);
}

static void open_cycle(descent__cycle *cycle, const descent_problem *problem, descent_rule rule, bool parametric)
{
    assert_success(descent__cycle_open(cycle, problem, &rule, parametric));
}

/* Symmetric, with zeros where elimination begins, so that rows must be exchanged. */
static const struct {
    size_t n;
    affine problem;
} affines[] = {
    {1, {{3}, {-0.75}}},
    {2, {{0, 1, 1, 0}, {0.5, -0.25}}},
    {2, {{2, -1, -1, 5}, {1, 2}}},
    {3, {{0, 2, 1, 2, 0, 3, 1, 3, 0}, {1, -1, 0.5}}},
    {3, {{1, 2, 3, 2, 1, -4, 3, -4, 7}, {0.25, 1, -2}}},
    {3, {{1, 1, 0, 1, 1, 2, 0, 2, 5}, {1, 1, 1}}}, /* the second pivot is zero */
};

/* Of p steps the Jacobian is Jᵖ, J = 1 − ηA. From any state as near as its size Newton's method is there at once. */
START_TEST(fixed_points_of_affine_maps)
{
    const double step_sizes[] = {0.5, 1, 0.25};
    for (size_t k = 0; k < sizeof affines / sizeof *affines; k++)
        for (size_t s = 0; s < 3; s++)
            for (size_t period = 1; period <= 3; period++) {
                affine own = affines[k].problem;
                const size_t n = affines[k].n;
                const descent_problem problem = {
                    .dimension = n, .gradient = affine_gradient, .hessian = affine_hessian, .context = &own};
                double power[most * most], flip[most * most] = {0}, fold[most * most] = {0}, state[most];
                descent__cycle cycle;
                descent__cycle_tests tests;
                for (size_t i = 0; i < n * n; i++)
                    power[i] = i % (n + 1) == 0;
                for (size_t p = 0; p < period; p++) {
                    double next[most * most] = {0};
                    for (size_t i = 0; i < n * n; i++)
                        for (size_t j = 0; j < n; j++)
                            next[i] += ((i / n == j) - step_sizes[s] * own.a[i / n * n + j]) * power[j * n + i % n];
                    for (size_t i = 0; i < n * n; i++)
                        power[i] = next[i];
                }
                for (size_t i = 0; i < n * n; i++) {
                    flip[i] = power[i] + (i % (n + 1) == 0);
                    fold[i] = power[i] - (i % (n + 1) == 0);
                }
                if (fabs(determinant(n, fold)) < 1e-9)
                    continue;
                open_cycle(&cycle, &problem, descent_fixed_step(1), false);
                ck_assert_uint_eq(cycle.state_size, n);
                descent__cycle_set(&cycle, step_sizes[s]);
                for (size_t i = 0; i < n; i++)
                    state[i] = own.centre[i] + 0.125;
                ck_assert_msg(descent__cycle_refine(&cycle, period, state, &tests),
                              "problem %zu, step size %g, period %zu", k, step_sizes[s], period);
                const double size = fmax(1, fabs(determinant(n, flip)));
                ck_assert_double_eq_tol(tests.flip, determinant(n, flip), 1e-11 * size);
                ck_assert_double_eq_tol(tests.fold, determinant(n, fold), 1e-11 * fmax(size, fabs(tests.fold)));
                for (size_t i = 0; i < n; i++)
                    ck_assert_double_eq_tol(state[i], own.centre[i], 1e-13);
                descent__cycle_close(&cycle);
            }
}
END_TEST

/*
 * With a memory the state is (x, x₋₁): of the heavy ball J = (1 + β − ηa, −β; 1, 0), of Nesterov's rule
 * ((1 + β)c, −βc; 1, 0) with c = 1 − ηa.
 */
START_TEST(fixed_points_of_rules_with_a_memory)
{
    const double beta = 0.25, eta = 0.5, a = 3, c = 1 - eta * a;
    const descent_rule rules[] = {descent_heavy_ball(7, beta), descent_nesterov(7, beta)};
    const double flips[] = {2 + 2 * beta - eta * a, 1 + (1 + 2 * beta) * c};
    for (size_t r = 0; r < 2; r++) {
        affine own = {{a}, {-0.75}};
        const descent_problem problem = {
            .dimension = 1, .gradient = affine_gradient, .hessian = affine_hessian, .context = &own};
        descent__cycle cycle;
        descent__cycle_tests tests;
        double state[] = {-1, -0.5};
        open_cycle(&cycle, &problem, rules[r], false);
        ck_assert_uint_eq(cycle.state_size, 2);
        descent__cycle_set(&cycle, eta);
        ck_assert(descent__cycle_refine(&cycle, 1, state, &tests));
        ck_assert_double_eq_tol(tests.flip, flips[r], 1e-13);
        ck_assert_double_eq_tol(tests.fold, eta * a, 1e-13);
        ck_assert_double_eq_tol(state[0], -0.75, 1e-14);
        ck_assert_double_eq_tol(state[1], -0.75, 1e-14);
        /* a step of a cycle has its momentum, the first of a run has none */
        double next[] = {1, 0.5};
        const double look = r ? 1 + beta * 0.5 : 1;
        ck_assert(descent__cycle_step(&cycle, next));
        ck_assert_double_eq_tol(next[0], 1 + beta * 0.5 - eta * a * (look + 0.75), 1e-14);
        ck_assert_double_eq(next[1], 1);
        const double start = 1, first = 1 - eta * a * 1.75;
        ck_assert(descent__cycle_run(&cycle, &start, 1, next));
        ck_assert_double_eq_tol(next[0], first, 1e-14);
        ck_assert_double_eq(next[1], 1);
        descent__cycle_close(&cycle);
    }
}
END_TEST

/* The logistic map as descent with η = 1: x − g = r·x(1 − x), r − 1 being where the parameter has its own context with it. */
static int logistic_gradient(size_t n, const double *x, double *g, void *context)
{
    const descent_parameter *const parameter = context;
    (void)n;
    ck_assert_str_eq(parameter->context, "own");
    g[0] = x[0] - parameter->value * x[0] * (1 - x[0]);
    return x[0] < -2 ? 9 : 0;
}

static int logistic_hessian(size_t n, const double *x, double *hessian, void *context)
{
    (void)n;
    hessian[0] = 1 - ((const descent_parameter *)context)->value * (1 - 2 * x[0]);
    return 0;
}

/* Its cycle of two is known, (r + 1 ± √((r − 3)(r + 1)))/2r, and its multiplier, 4 + 2r − r²; of the fixed point 2 − r. */
START_TEST(cycles_of_a_parameter)
{
    char own[] = "own";
    const double values[] = {3.25, 3.4, 3.25};
    descent_problem problem = {
        .dimension = 1, .gradient = logistic_gradient, .hessian = logistic_hessian, .context = own};
    for (int exact = 1; exact >= 0; exact--) {
        descent__cycle cycle;
        descent__cycle_tests tests;
        problem.hessian = exact ? logistic_hessian : NULL;
        const double tolerance = exact ? 1e-12 : 1e-7;
        open_cycle(&cycle, &problem, descent_fixed_step(1), true);
        for (size_t k = 0; k < 3; k++) {
            const double r = values[k], root = sqrt((r - 3) * (r + 1));
            double state = (r + 1 + root) / (2 * r) + 0.01;
            descent__cycle_set(&cycle, r);
            ck_assert(descent__cycle_refine(&cycle, 2, &state, &tests));
            ck_assert_double_eq_tol(state, (r + 1 + root) / (2 * r), 1e-12);
            ck_assert_double_eq_tol(tests.flip, 5 + 2 * r - r * r, tolerance);
            ck_assert_double_eq_tol(tests.fold, 3 + 2 * r - r * r, tolerance);
            ck_assert(descent__cycle_step(&cycle, &state));
            ck_assert_double_eq_tol(state, (r + 1 - root) / (2 * r), 1e-12);
            state = 1 - 1 / r + 0.001;
            ck_assert(descent__cycle_refine(&cycle, 1, &state, &tests));
            ck_assert_double_eq_tol(state, 1 - 1 / r, 1e-12);
            ck_assert_double_eq_tol(tests.flip, 3 - r, tolerance);
        }
        /* 0.5 → 0.8125 → r·0.8125·0.1875; and from −2.5 the gradient fails, from −1 in the second step */
        double start = 0.5, state;
        ck_assert(descent__cycle_run(&cycle, &start, 2, &state));
        ck_assert_double_eq_tol(state, 3.25 * 0.8125 * 0.1875, 1e-15);
        start = -1;
        ck_assert(descent__cycle_run(&cycle, &start, 1, &state));
        ck_assert(!descent__cycle_run(&cycle, &start, 2, &state));
        state = -2.5;
        ck_assert(!descent__cycle_step(&cycle, &state));
        ck_assert(!descent__cycle_refine(&cycle, 1, &state, &tests));
        descent__cycle_close(&cycle);
    }
}
END_TEST

static int cubic_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0] * x[0] * x[0];
    return 0;
}

/* Newton's first step may be as long as the state and one more; on x³, which takes off a third each time, it does not end. */
START_TEST(what_is_no_cycle_is_refused)
{
    const double edges[][2] = {{0, 1}, {1, 3}, {-2, 1}, {-2, -5}};
    descent__cycle cycle;
    descent__cycle_tests tests;
    for (size_t k = 0; k < sizeof edges / sizeof *edges; k++)
        for (int beyond = 0; beyond < 2; beyond++) {
            const double from = edges[k][0], way = edges[k][1] - from;
            affine own = {{2}, {from + way * (beyond ? 1.001 : 0.999)}};
            const descent_problem problem = {
                .dimension = 1, .gradient = affine_gradient, .hessian = affine_hessian, .context = &own};
            double state = from;
            open_cycle(&cycle, &problem, descent_fixed_step(0.5), false);
            ck_assert_int_eq(descent__cycle_refine(&cycle, 1, &state, &tests), !beyond);
            ck_assert_double_eq_tol(state, beyond ? from : own.centre[0], 1e-14);
            descent__cycle_close(&cycle);
        }
    /* no curvature: each point is one */
    affine level = {{0}, {0}};
    const descent_problem plain = {
        .dimension = 1, .gradient = affine_gradient, .hessian = affine_hessian, .context = &level};
    double state = 1;
    open_cycle(&cycle, &plain, descent_fixed_step(0.5), false);
    ck_assert(!descent__cycle_refine(&cycle, 1, &state, &tests));
    descent__cycle_close(&cycle);
    const descent_problem cubic = {.dimension = 1, .gradient = cubic_gradient};
    open_cycle(&cycle, &cubic, descent_fixed_step(0.5), false);
    ck_assert(!descent__cycle_refine(&cycle, 1, &state, &tests));
    /* from where it overflows no step can be made */
    state = 1e200;
    ck_assert(!descent__cycle_step(&cycle, &state));
    descent__cycle_close(&cycle);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {fixed_points_of_affine_maps, fixed_points_of_rules_with_a_memory,
                                  cycles_of_a_parameter, what_is_no_cycle_is_refused};
    return descent_test_main(descent_test_suite("inside cycle", tests, sizeof tests / sizeof *tests));
}
