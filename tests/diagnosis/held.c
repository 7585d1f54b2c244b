/* Runs within bounds: the critical point is that of the face they rest on, with what each bound bears, or the ordinary one where no
 * bound bears anything. */
#include <math.h>
#include <stdint.h>

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/step_finders.h>

#include "support.h"

static descent_diagnosis *diagnose_within(const descent_problem *problem, descent_rule rule, const double *lower,
                                          const double *upper, const double *start, size_t steps)
{
    const descent_modifiers box = {.lower = lower, .upper = upper};
    return descent_test_diagnose(problem, descent_rule_with_modifiers(rule, box), start, steps);
}

static void assert_ending(const descent_diagnosis *d, descent_ending ending)
{
    ck_assert_msg(d->ending == ending, "%s: %s", descent_ending_string(d->ending), d->reason);
}

/* ---- L = Σ cᵢ(xᵢ − tᵢ)²/2 ---- */

typedef struct bowl {
    double curvature[3], target[3];
} bowl;

static int bowl_loss(size_t n, const double *x, double *loss, void *context)
{
    const bowl *const b = context;
    *loss = 0;
    for (size_t i = 0; i < n; i++)
        *loss += b->curvature[i] * (x[i] - b->target[i]) * (x[i] - b->target[i]) / 2;
    return 0;
}

static int bowl_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const bowl *const b = context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = b->curvature[i] * (x[i] - b->target[i]);
    return 0;
}

static descent_problem bowl_problem(bowl *b, size_t n)
{
    return (descent_problem){.dimension = n, .loss = bowl_loss, .gradient = bowl_gradient, .context = b};
}

/* With x₁ ≤ 1/2 Rosenbrock's function has its minimum 1/4 at (1/2, 1/4): ∂L/∂x₁ = −1 there, and ∂²L/∂x₂² = 200. */
START_TEST(rosenbrock_is_held_at_a_half)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 0);
    const double upper[] = {0.5, INFINITY}, start[] = {-1.2, 1};
    const descent_rule rules[] = {descent_armijo(1, NULL), descent_fixed_step(0.002), descent_heavy_ball(0.001, 0.5),
                                  descent_nesterov(0.001, 0.5), descent_adagrad(0.5, 0)};
    for (size_t r = 0; r < sizeof rules / sizeof *rules; r++)
        for (size_t steps = 200; steps <= 20000; steps *= 100) {
            descent_diagnosis *const d = diagnose_within(&problem, rules[r], NULL, upper, start, steps);
            if (steps > 200 || d->ending != DESCENT_ENDING_APPROACHING)
                assert_ending(d, DESCENT_ENDING_CONVERGED);
            ck_assert_int_eq(d->point_ahead, d->ending == DESCENT_ENDING_APPROACHING);
            const descent_critical_point *const point = d->point;
            ck_assert_int_eq(point->kind, DESCENT_CRITICAL_MINIMUM);
            ck_assert_double_eq(point->x[0], 0.5);
            ck_assert_double_eq_tol(point->x[1], 0.25, 1e-12);
            ck_assert_double_eq_tol(point->loss, 0.25, 1e-12);
            ck_assert_double_eq_tol(point->bound_multipliers[0], 1, 1e-9);
            ck_assert_double_nan(point->bound_multipliers[1]);
            ck_assert_uint_eq(point->eigenvalue_count, 1);
            ck_assert_double_eq_tol(point->eigenvalues[0], 200, 1e-4);
            ck_assert_double_eq(point->eigenvectors[0], 0);
            ck_assert_double_eq_tol(fabs(point->eigenvectors[1]), 1, 1e-15);
            const char *const text = descent_test_printed(descent_diagnosis_print, d);
            ck_assert_ptr_nonnull(strstr(text, "a minimum on this face of the bounds"));
            ck_assert_ptr_nonnull(strstr(text, "bound on x₁"));
            descent_diagnosis_free(d);
        }
}
END_TEST

/* In a corner nothing is free, and what each bound bears is the slope against it; so, too, where one variable is fixed. */
START_TEST(a_corner_is_a_minimum)
{
    bowl b = {{1, 4, 2}, {3, -2, 7}};
    const descent_problem problem = bowl_problem(&b, 3);
    const double lower[] = {-1, -1, 2}, upper[] = {1, 5, 2}, start[] = {0, 0, 2};
    descent_diagnosis *d = diagnose_within(&problem, descent_fixed_step(0.1), lower, upper, start, 300);
    assert_ending(d, DESCENT_ENDING_CONVERGED);
    const double bears[] = {2, 4, 10}, end[] = {1, -1, 2};
    for (size_t i = 0; i < 3; i++) {
        ck_assert_double_eq(d->point->x[i], end[i]);
        ck_assert_double_eq_tol(d->point->bound_multipliers[i], bears[i], 1e-12);
    }
    ck_assert_int_eq(d->point->kind, DESCENT_CRITICAL_MINIMUM);
    ck_assert_uint_eq(d->point->eigenvalue_count, 0);
    ck_assert_ptr_nonnull(strstr(descent_test_printed(descent_diagnosis_print, d), "No variable is free"));
    descent_diagnosis_free(d);
    /* Fixed where it would like to be: the bound bears nothing, and holds it all the same. */
    b.target[2] = 2;
    d = diagnose_within(&problem, descent_fixed_step(0.1), lower, upper, start, 300);
    assert_ending(d, DESCENT_ENDING_CONVERGED);
    ck_assert_double_eq(d->point->bound_multipliers[2], 0);
    descent_diagnosis_free(d);
}
END_TEST

/* A bound that is touched bears nothing, within 1e-3 of it on either side it does or is not touched at all. */
START_TEST(a_bound_that_is_touched_bears_nothing)
{
    const double upper[] = {0.5, INFINITY}, start[] = {-1, 1};
    for (int side = -1; side <= 1; side++) {
        bowl b = {{2, 2}, {0.5 + side * 1e-3, 0}};
        const descent_problem problem = bowl_problem(&b, 2);
        const descent_rule rules[] = {descent_heavy_ball(0.3, 0.6), descent_fixed_step(0.1), descent_armijo(1, NULL)};
        for (size_t r = 0; r < 3; r++) {
            descent_diagnosis *const d = diagnose_within(&problem, rules[r], NULL, upper, start, 400);
            assert_ending(d, DESCENT_ENDING_CONVERGED);
            ck_assert_int_eq(d->point->kind, DESCENT_CRITICAL_MINIMUM);
            ck_assert_int_eq(d->point->bound_multipliers != NULL, side > 0);
            if (side > 0)
                ck_assert_double_eq_tol(d->point->bound_multipliers[0], 2e-3, 1e-12);
            descent_diagnosis_free(d);
        }
    }
}
END_TEST

/* One that is touched while another holds is free: it is told by its curvature. */
START_TEST(one_bound_may_hold_while_another_is_touched)
{
    bowl b = {{2, 3}, {0.5, 9}};
    const descent_problem problem = bowl_problem(&b, 2);
    const double upper[] = {0.5, 1}, start[] = {0.5, 0};
    descent_diagnosis *const d = diagnose_within(&problem, descent_fixed_step(0.1), NULL, upper, start, 200);
    assert_ending(d, DESCENT_ENDING_CONVERGED);
    ck_assert_double_nan(d->point->bound_multipliers[0]);
    ck_assert_double_eq_tol(d->point->bound_multipliers[1], 24, 1e-12);
    ck_assert_uint_eq(d->point->eigenvalue_count, 1);
    ck_assert_double_eq_tol(d->point->eigenvalues[0], 2, 1e-6);
    descent_diagnosis_free(d);
}
END_TEST

/* A problem that tells both at once, or has no loss, is judged alike. */
static int both(size_t n, const double *x, double *loss, double *gradient, void *context)
{
    bowl_gradient(n, x, gradient, context);
    return bowl_loss(n, x, loss, context);
}

START_TEST(problems_of_other_shapes_have_faces_too)
{
    bowl b = {{1, 4}, {3, -2}};
    const double upper[] = {1, 5}, start[] = {0, 0};
    const descent_problem problems[] = {{.dimension = 2, .loss_gradient = both, .context = &b},
                                        {.dimension = 2, .gradient = bowl_gradient, .context = &b}};
    for (size_t p = 0; p < 2; p++) {
        descent_diagnosis *const d = diagnose_within(&problems[p], descent_fixed_step(0.1), NULL, upper, start, 400);
        assert_ending(d, DESCENT_ENDING_CONVERGED);
        ck_assert_double_eq_tol(d->point->bound_multipliers[0], 2, 1e-12);
        descent_diagnosis_free(d);
    }
}
END_TEST

/* ---- what is no minimum ---- */

/* Moves x₂ alone: x₁ stays on its bound although the loss falls into the box there. */
static int lame_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    step->x[1] -= step->step_size * step->gradient[1];
    return 0;
}

START_TEST(a_multiplier_of_the_wrong_sign_is_no_minimum)
{
    static const descent_rule_type lame = {.name = "lame", .advance = lame_advance};
    bowl b = {{2, 2}, {1, 0}};
    const descent_problem problem = bowl_problem(&b, 2);
    const double lower[] = {0, -5}, start[] = {0, 1};
    descent_diagnosis *d =
        diagnose_within(&problem, (descent_rule){.type = &lame, .step_size = 0.2}, lower, NULL, start, 300);
    ck_assert_msg(d->ending != DESCENT_ENDING_CONVERGED && d->ending != DESCENT_ENDING_APPROACHING, "%s: %s",
                  descent_ending_string(d->ending), d->reason);
    descent_diagnosis_free(d);
    d = diagnose_within(&problem, descent_fixed_step(0.2), lower, NULL, start, 300); /* which leaves the bound */
    assert_ending(d, DESCENT_ENDING_CONVERGED);
    ck_assert_ptr_null(d->point->bound_multipliers);
    ck_assert_double_eq_tol(d->point->x[0], 1, 1e-9);
    descent_diagnosis_free(d);
}
END_TEST

/* L = x₁ + (x₂² − 1)² above x₁ = 0: the face has a ridge at x₂ = 0, between two minima. */
static int ridge_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = x[0] + (x[1] * x[1] - 1) * (x[1] * x[1] - 1);
    return 0;
}

static int ridge_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = 1;
    gradient[1] = 4 * x[1] * (x[1] * x[1] - 1);
    return 0;
}

START_TEST(a_ridge_on_a_face_is_a_saddle)
{
    const descent_problem problem = {.dimension = 2, .loss = ridge_loss, .gradient = ridge_gradient};
    const double lower[] = {0, -INFINITY}, on[] = {1, 0}, beside[] = {1, 0.1};
    descent_diagnosis *d = diagnose_within(&problem, descent_fixed_step(0.05), lower, NULL, on, 300);
    assert_ending(d, DESCENT_ENDING_CONVERGED);
    ck_assert_int_eq(d->point->kind, DESCENT_CRITICAL_SADDLE);
    ck_assert_uint_eq(d->point->index, 1);
    ck_assert_double_eq_tol(d->point->eigenvalues[0], -4, 1e-5);
    ck_assert_double_eq(d->point->escape[0], 0);
    descent_diagnosis_free(d);
    d = diagnose_within(&problem, descent_fixed_step(0.05), lower, NULL, beside, 300);
    assert_ending(d, DESCENT_ENDING_CONVERGED);
    ck_assert_int_eq(d->point->kind, DESCENT_CRITICAL_MINIMUM);
    ck_assert_double_eq_tol(d->point->x[1], 1, 1e-9);
    descent_diagnosis_free(d);
}
END_TEST

/* Beyond the limit of the free curvature the run swings on the face, and is not said to have come anywhere. */
START_TEST(what_swings_on_a_face_has_not_arrived)
{
    bowl b = {{1, 4}, {3, 0}};
    const descent_problem problem = bowl_problem(&b, 2);
    const double upper[] = {1, 2}, lower[] = {-2, -2}, start[] = {0, 0.5};
    for (int over = 0; over < 2; over++) {
        descent_diagnosis *const d =
            diagnose_within(&problem, descent_fixed_step(over ? 0.51 : 0.45), lower, upper, start, 600);
        if (over)
            ck_assert_msg(d->ending != DESCENT_ENDING_CONVERGED && d->ending != DESCENT_ENDING_APPROACHING, "%s: %s",
                          descent_ending_string(d->ending), d->reason);
        else
            assert_ending(d, DESCENT_ENDING_CONVERGED);
        descent_diagnosis_free(d);
    }
}
END_TEST

/* ---- many boxes ---- */

static double uniform(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) * 0x1p-53;
}

/* L = ½(x − t)·A(x − t), A = I + rrᵀ + diag(d): its minimum in the box by cyclic exact minimisation, in long double. */
typedef struct dense {
    size_t n;
    double a[4][4], target[4];
} dense;

static int dense_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const dense *const q = context;
    for (size_t i = 0; i < n; i++) {
        gradient[i] = 0;
        for (size_t j = 0; j < n; j++)
            gradient[i] += q->a[i][j] * (x[j] - q->target[j]);
    }
    return 0;
}

static int dense_loss(size_t n, const double *x, double *loss, void *context)
{
    double g[4];
    dense_gradient(n, x, g, context);
    *loss = 0;
    for (size_t i = 0; i < n; i++)
        *loss += g[i] * (x[i] - ((const dense *)context)->target[i]) / 2;
    return 0;
}

static void solve(const dense *q, const double *lower, const double *upper, double *end)
{
    long double x[4] = {0};
    for (int sweep = 0; sweep < 3000; sweep++)
        for (size_t i = 0; i < q->n; i++) {
            long double g = 0;
            for (size_t j = 0; j < q->n; j++)
                g += q->a[i][j] * (x[j] - q->target[j]);
            x[i] = fminl(fmaxl(x[i] - g / q->a[i][i], lower[i]), upper[i]);
        }
    for (size_t i = 0; i < q->n; i++)
        end[i] = (double)x[i];
}

START_TEST(many_boxes_are_judged)
{
    uint64_t state = 7;
    const size_t most = descent_test_effort(60);
    size_t held = 0, interior = 0, early = 0;
    for (size_t run = 0; run < most; run++) {
        dense q = {.n = 2 + run % 3};
        double lower[4], upper[4], start[4], r[4], truth[4];
        for (size_t i = 0; i < q.n; i++) {
            r[i] = 2 * uniform(&state) - 1;
            q.target[i] = 4 * uniform(&state) - 2;
            lower[i] = -2 * uniform(&state) - 0.1;
            upper[i] = 2 * uniform(&state) + 0.1;
            start[i] = 0;
        }
        for (size_t i = 0; i < q.n; i++)
            for (size_t j = 0; j < q.n; j++)
                q.a[i][j] = r[i] * r[j] + (i == j ? 1 + (double)i : 0);
        solve(&q, lower, upper, truth);
        const descent_problem problem = {
            .dimension = q.n, .loss = dense_loss, .gradient = dense_gradient, .context = &q};
        const descent_rule rules[] = {descent_fixed_step(0.1), descent_heavy_ball(0.1, 0.4), descent_armijo(1, NULL),
                                      descent_nesterov(0.08, 0.4)};
        descent_diagnosis *const d = diagnose_within(&problem, rules[run % 4], lower, upper, start, run % 2 ? 500 : 40);
        if (run % 2 == 0 && d->ending == DESCENT_ENDING_DESCENDING) { /* it may still be on its way to its face */
            early++;
            descent_diagnosis_free(d);
            continue;
        }
        ck_assert_msg(d->ending == DESCENT_ENDING_CONVERGED || d->ending == DESCENT_ENDING_APPROACHING,
                      "run %zu: %s: %s", run, descent_ending_string(d->ending), d->reason);
        ck_assert_int_eq(d->point->kind, DESCENT_CRITICAL_MINIMUM);
        double g[4];
        dense_gradient(q.n, truth, g, &q);
        for (size_t i = 0; i < q.n; i++) {
            ck_assert_double_eq_tol(d->point->x[i], truth[i], 1e-9);
            if (d->point->bound_multipliers && !isnan(d->point->bound_multipliers[i]))
                ck_assert_double_eq_tol(d->point->bound_multipliers[i], fabs(g[i]), 1e-8);
            else
                ck_assert_double_eq_tol(g[i], 0, 1e-8);
        }
        held += d->point->bound_multipliers != NULL;
        interior += d->point->bound_multipliers == NULL;
        descent_diagnosis_free(d);
    }
    ck_assert_uint_le(early, most / 10);
    ck_assert(most < 20 || (held > most / 4 && interior > 0));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        rosenbrock_is_held_at_a_half,
        a_corner_is_a_minimum,
        a_bound_that_is_touched_bears_nothing,
        one_bound_may_hold_while_another_is_touched,
        problems_of_other_shapes_have_faces_too,
        a_multiplier_of_the_wrong_sign_is_no_minimum,
        a_ridge_on_a_face_is_a_saddle,
        what_swings_on_a_face_has_not_arrived,
        many_boxes_are_judged,
    };
    return descent_test_main(descent_test_suite("diagnosis_held", tests, sizeof tests / sizeof tests[0]));
}
