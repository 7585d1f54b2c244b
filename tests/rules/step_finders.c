/* Searches and step sizes that are found: conditions met at every step, exactness on quadratics, causes of failure. */
#include <descent/step_finders.h>

#include <math.h>
#include <string.h>

#include <descent/descent.h>

#include "support.h"

/* L = Σ cᵢxᵢ²/2 */
typedef struct quadratic {
    const double *curvature;
    size_t calls;
} quadratic;

static int quadratic_loss(size_t n, const double *x, double *value, void *context)
{
    quadratic *const q = context;
    q->calls++;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += q->curvature[i] * x[i] * x[i] / 2;
    return 0;
}

static int quadratic_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const quadratic *const q = context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = q->curvature[i] * x[i];
    return 0;
}

static const double curvatures[] = {1, 10, 3, 0.5};

static descent_problem quadratic_problem(quadratic *q, size_t n)
{
    *q = (quadratic){.curvature = curvatures};
    return (descent_problem){.dimension = n, .loss = quadratic_loss, .gradient = quadratic_gradient, .context = q};
}

/* ---- formulas, by loops of the test's own ---- */

START_TEST(two_point_steps_follow_their_formulas)
{
    quadratic q;
    const descent_problem problem = quadratic_problem(&q, 4);
    const double start[] = {1, 2, -1, 3};
    for (int kind = 0; kind < 2; kind++) {
        descent_engine *const engine =
            descent_test_engine(&problem, descent_barzilai_borwein(0.05, (descent_barzilai_borwein_kind)kind), start);
        double x[4], before[4] = {0};
        memcpy(x, start, sizeof x);
        for (int k = 0; k < 30; k++) {
            double ss = 0, sy = 0, yy = 0;
            for (int i = 0; i < 4; i++) {
                const double s = x[i] - before[i], y = curvatures[i] * s;
                ss += s * s, sy += s * y, yy += y * y;
            }
            const double eta = k == 0 ? 0.05 : kind == 0 ? ss / sy : sy / yy;
            for (int i = 0; i < 4; i++) {
                before[i] = x[i];
                x[i] -= eta * curvatures[i] * x[i];
            }
            assert_success(descent_engine_step(engine));
            ck_assert_double_eq_tol(descent_engine_step_size(engine) / eta, 1, 1e-7);
            memcpy(x, descent_engine_point(engine), sizeof x); /* the loop is chaotic: held to the rule's own points */
        }
        ck_assert_uint_eq(descent_engine_evaluations(engine).gradient, 30);
        assert_success(descent_engine_run(engine, 100));
        ck_assert_double_lt(descent_engine_gradient_norm(engine), 1e-12);
        descent_engine_free(engine);
    }
}
END_TEST

/* Of a quadratic all scales are alike, also those whose squares are no numbers; and so are many coordinates and few. */
START_TEST(finders_do_the_same_at_every_scale)
{
    enum {
        n = 37,
        steps = 12
    };
    static double repeated[n], start[n], plain[n];
    const double scales[] = {1, 0x1p-300, 0x1p-520, 0x1p-700, 0x1p300, 0x1p505, 0x1p700};
    quadratic q = {.curvature = repeated};
    const descent_problem problem = {.dimension = n, .gradient = quadratic_gradient, .context = &q};
    for (int i = 0; i < n; i++)
        repeated[i] = curvatures[i % 4] + i / 64.0;
    for (int rule = 0; rule < 3; rule++)
        for (size_t s = 0; s < sizeof scales / sizeof *scales; s++) {
            const descent_rule rules[] = {descent_barzilai_borwein(0.05, DESCENT_BARZILAI_BORWEIN_LONG),
                                          descent_barzilai_borwein(0.05, DESCENT_BARZILAI_BORWEIN_SHORT),
                                          descent_local_smoothness(0.05)};
            for (int i = 0; i < n; i++)
                start[i] = scales[s] * (1 + i % 5) * (i % 2 ? 1 : -1);
            descent_engine *const engine = descent_test_engine(&problem, rules[rule], start);
            assert_success(descent_engine_run(engine, steps));
            for (int i = 0; i < n; i++) {
                const double x = descent_engine_point(engine)[i] / scales[s];
                plain[i] = s == 0 ? x : plain[i];
                ck_assert_msg(fabs(x - plain[i]) < 1e-9, "rule %d, scale %g: x[%d] is %.17g, at 1 %.17g", rule,
                              scales[s], i, x, plain[i]);
            }
            descent_engine_free(engine);
        }
}
END_TEST

START_TEST(local_smoothness_follows_its_formula)
{
    quadratic q;
    const descent_problem problem = quadratic_problem(&q, 4);
    const double start[] = {1, 2, -1, 3};
    descent_engine *const engine = descent_test_engine(&problem, descent_local_smoothness(1e-3), start);
    double x[4], before[4] = {0}, eta = 1e-3, theta = INFINITY;
    memcpy(x, start, sizeof x);
    for (int k = 0; k < 60; k++) {
        double ss = 0, yy = 0;
        for (int i = 0; i < 4; i++) {
            const double s = x[i] - before[i], y = curvatures[i] * s;
            ss += s * s, yy += y * y;
        }
        if (k > 0) {
            const double next = fmin(sqrt(1 + theta) * eta, sqrt(ss) / (2 * sqrt(yy)));
            theta = next / eta;
            eta = next;
        }
        for (int i = 0; i < 4; i++) {
            before[i] = x[i];
            x[i] -= eta * curvatures[i] * x[i];
        }
        assert_success(descent_engine_step(engine));
        ck_assert_double_eq_tol(descent_engine_step_size(engine) / eta, 1, 1e-7);
        memcpy(x, descent_engine_point(engine), sizeof x);
    }
    descent_engine_free(engine);
}
END_TEST

START_TEST(polyak_follows_its_formula)
{
    quadratic q;
    const descent_problem problem = quadratic_problem(&q, 2);
    const double start[] = {1, 2};
    descent_engine *engine = descent_test_engine(&problem, descent_polyak(1, 0), start);
    double x[] = {1, 2};
    for (int k = 0; k < 20; k++) {
        const double g[] = {x[0], 10 * x[1]}, eta = (x[0] * x[0] + 10 * x[1] * x[1]) / 2 / (g[0] * g[0] + g[1] * g[1]);
        x[0] -= eta * g[0], x[1] -= eta * g[1];
        assert_success(descent_engine_step(engine));
        ck_assert_double_eq_tol(descent_engine_point(engine)[0], x[0], 1e-12);
        ck_assert_double_eq_tol(descent_engine_point(engine)[1], x[1], 1e-12);
    }
    descent_engine_free(engine);
    engine = descent_test_engine(&problem, descent_polyak(1, 100), start);
    assert_failure(descent_engine_step(engine), DESCENT_ENOCONVERGENCE, "below the minimum 100");
    descent_engine_free(engine);
}
END_TEST

/* A loss of 1 everywhere, with a slope that is told. */
static int one(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)x, (void)context;
    *value = 1;
    return 0;
}

/* 3s and 4s, of norm 5s. */
static int told_slope(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)x;
    for (size_t i = 0; i < 2; i++)
        gradient[i] = (double)(3 + i) * *(const double *)context;
    return 0;
}

/* Where (L − L*)/‖g‖² overflows, the way (L − L*)/‖g‖ does not; and without a slope there is no way. */
START_TEST(polyaks_way_is_found_where_its_step_size_is_none)
{
    const double start[] = {3, 3};
    double slope = 1e-160;
    const descent_problem problem = {.dimension = 2, .loss = one, .gradient = told_slope, .context = &slope};
    descent_engine *const engine = descent_test_engine(&problem, descent_polyak(1, 0), start);
    assert_success(descent_engine_step(engine));
    ck_assert_double_eq_tol(descent_engine_point(engine)[0] / -0.12e160, 1, 1e-14); /* 1/5s, by 3/5 and 4/5 */
    ck_assert_double_eq_tol(descent_engine_point(engine)[1] / -0.16e160, 1, 1e-14);
    slope = 0;
    assert_success(descent_engine_reset(engine, start));
    assert_success(descent_engine_step(engine));
    ck_assert_mem_eq(descent_engine_point(engine), start, sizeof start);
    slope = 1; /* and none to go, where the loss is the minimum */
    assert_success(descent_engine_set_rule(engine, descent_polyak(1, 1)));
    assert_success(descent_engine_run(engine, 3));
    ck_assert_mem_eq(descent_engine_point(engine), start, sizeof start);
    descent_engine_free(engine);
}
END_TEST

/* On a quadratic in one variable one step arrives; in several, successive gradients are orthogonal, and from the worst start
 * the loss falls by exactly ((κ − 1)/(κ + 1))² a step. */
START_TEST(the_exact_step_is_exact_on_quadratics)
{
    quadratic q;
    descent_problem problem = quadratic_problem(&q, 1);
    const double one[] = {7}, worst[] = {10, 1};
    descent_engine *engine = descent_test_engine(&problem, descent_exact_step(0.25), one);
    assert_success(descent_engine_step(engine));
    ck_assert_double_eq_tol(descent_engine_point(engine)[0], 0, 1e-15);
    descent_engine_free(engine);
    problem = quadratic_problem(&q, 2);
    engine = descent_test_engine(&problem, descent_exact_step(0.25), worst);
    double loss = descent_engine_loss(engine);
    for (int k = 0; k < 20; k++) {
        const double before[] = {descent_engine_gradient(engine)[0], descent_engine_gradient(engine)[1]};
        assert_success(descent_engine_step(engine));
        const double *const g = descent_engine_gradient(engine);
        ck_assert_double_eq_tol((before[0] * g[0] + before[1] * g[1]) / (g[0] * g[0] + g[1] * g[1]), 0, 1e-10);
        ck_assert_double_eq_tol(descent_engine_loss(engine) / loss, pow(9.0 / 11, 2), 1e-10);
        loss = descent_engine_loss(engine);
    }
    descent_engine_free(engine);
}
END_TEST

/* A second gradient far beyond the valley says nothing of it: the step comes out far too short, and is looked at again there. Of
 * η from 10⁻³ to 10³ none sticks on Rosenbrock's slope, or on one so steep that numbers end at x − ηg. */
START_TEST(the_exact_step_does_not_stick_where_it_looks_too_far)
{
    const char *const names[] = {"rosenbrock", "styblinski_tang", "himmelblau"};
    const double from[][2] = {{-1.2, 1}, {4.5, 4.5}, {6, 6}};
    for (size_t l = 0; l < 3; l++)
        for (double step_size = 1e-3; step_size < 2e3; step_size *= 100) {
            const descent_problem problem = descent_test_landscape(names[l], 0);
            descent_engine *const engine = descent_test_engine(&problem, descent_exact_step(step_size), from[l]);
            const double loss = descent_engine_loss(engine), slope = descent_engine_gradient_norm(engine);
            assert_success(descent_engine_run(engine, 10));
            ck_assert_msg(descent_engine_loss(engine) < loss - 0.1 * fabs(loss) ||
                              descent_engine_gradient_norm(engine) < slope / 100,
                          "%s, η = %g: from %g to %g", names[l], step_size, loss, descent_engine_loss(engine));
            descent_engine_free(engine);
        }
}
END_TEST

/* ---- searches ---- */

static const char *const landscapes[] = {"rosenbrock", "notebook", "himmelblau", "six_hump_camel"};
static const double starts[][2] = {{-1.2, 1}, {4, 2.5}, {0.5, -0.5}, {1, 1}};

START_TEST(every_step_meets_its_conditions)
{
    const descent_rule rules[] = {descent_armijo(1, NULL), descent_wolfe(1, NULL), descent_lbfgs(1, 5, NULL),
                                  descent_conjugate_gradients(1, NULL)};
    const double curvature_limit[] = {INFINITY, 0.9, 0.9, 0.1};
    for (size_t l = 0; l < 4; l++)
        for (size_t r = 0; r < 4; r++) {
            const descent_problem problem = descent_test_landscape(landscapes[l], 0);
            descent_engine *const engine = descent_test_engine(&problem, rules[r], starts[l]);
            double loss = descent_engine_loss(engine);
            for (int k = 0; k < 60 && descent_engine_gradient_norm(engine) > 1e-4; k++) {
                const double x[] = {descent_engine_point(engine)[0], descent_engine_point(engine)[1]};
                const double g[] = {descent_engine_gradient(engine)[0], descent_engine_gradient(engine)[1]};
                assert_success(descent_engine_step(engine));
                const double *const y = descent_engine_point(engine), *const h = descent_engine_gradient(engine);
                const double slope = g[0] * (y[0] - x[0]) + g[1] * (y[1] - x[1]);
                const double there = h[0] * (y[0] - x[0]) + h[1] * (y[1] - x[1]);
                const double found = descent_engine_loss(engine);
                ck_assert_double_lt(slope, 0);
                ck_assert_double_le(found, loss + 0.99e-4 * slope + 1e-12 * fabs(loss));
                ck_assert_double_le(fabs(there), curvature_limit[r] * fabs(slope) * (1 + 1e-9));
                loss = found;
            }
            descent_engine_free(engine);
        }
}
END_TEST

/* To ‖g‖ ≤ 1e-8, past where a decrease of the loss can be seen; the fast ones within so many evaluations. */
START_TEST(searches_arrive_where_losses_are_level)
{
    const struct {
        descent_rule rule;
        uint64_t most; /* evaluations of either kind, on Rosenbrock's valley */
    } rules[] = {{descent_lbfgs(1, 5, NULL), 200},
                 {descent_conjugate_gradients(1, NULL), 500},
                 {descent_wolfe(1, NULL), 400000},
                 {descent_armijo(1, NULL), 400000}};
    for (size_t r = 0; r < 4; r++)
        for (size_t l = 0; l < 4; l++) {
            const descent_problem problem = descent_test_landscape(landscapes[l], 0);
            descent_engine *const engine = descent_test_engine(&problem, rules[r].rule, starts[l]);
            assert_success(descent_engine_set_gradient_tolerance(engine, 1e-8));
            assert_success(descent_engine_run(engine, 100000));
            const descent_evaluations spent = descent_engine_evaluations(engine);
            ck_assert_msg(descent_engine_stop_reason(engine) == DESCENT_STOP_GRADIENT, "%s on %s: stop %d, ‖g‖ %g: %s",
                          rules[r].rule.type->name, landscapes[l], (int)descent_engine_stop_reason(engine),
                          descent_engine_gradient_norm(engine), descent_error_detail());
            ck_assert_msg(spent.loss + spent.gradient <= rules[r].most, "%s on %s: %llu", rules[r].rule.type->name,
                          landscapes[l], (unsigned long long)(spent.loss + spent.gradient));
            descent_engine_free(engine);
        }
}
END_TEST

/* On a quadratic in n variables, with good searches, both end within about n steps. */
START_TEST(conjugate_directions_end_on_quadratics)
{
    quadratic q;
    const descent_problem problem = quadratic_problem(&q, 4);
    const double start[] = {1, 2, -1, 3};
    const descent_line_search_options exact = {.curvature = 1e-3};
    const descent_rule rules[] = {descent_lbfgs(1, 8, &exact), descent_conjugate_gradients(1, &exact)};
    for (size_t r = 0; r < 2; r++) {
        descent_engine *const engine = descent_test_engine(&problem, rules[r], start);
        assert_success(descent_engine_run(engine, 6));
        ck_assert_double_lt(descent_engine_gradient_norm(engine), 1e-4);
        descent_engine_free(engine);
    }
}
END_TEST

/* The gradient of the trial that is taken is that of the next point: none is asked for twice. */
START_TEST(what_a_search_found_is_not_asked_again)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 0);
    descent_engine *const engine = descent_test_engine(&problem, descent_lbfgs(1, 5, NULL), starts[0]);
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 20));
    const descent_evaluations spent = descent_engine_evaluations(engine);
    ck_assert_uint_eq(spent.loss, spent.gradient); /* each trial has both, and nothing else is */
    ck_assert_uint_lt(spent.loss, 45);
    descent_engine_free(engine);
}
END_TEST

/* ---- causes ---- */

static int mode_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    const int mode = *(const int *)context;
    *value = mode == 1 ? x[0] : mode == 2 ? (x[0] == 1 ? 1 : NAN) : mode == 3 ? 1e16 + x[0] : x[0] * x[0];
    return 0;
}

static int mode_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    const int mode = *(const int *)context;
    gradient[0] = mode == 1 ? -1 : mode == 2 ? 1 : mode == 3 ? (x[0] < 1 ? -1e6 : 1) : 2 * x[0];
    return 0;
}

START_TEST(a_failed_search_names_its_cause)
{
    static const char *const causes[] = {"", "gradient disagrees with the loss", "not finite", "rounding"};
    const descent_rule rules[] = {descent_armijo(1, NULL), descent_wolfe(1, NULL), descent_lbfgs(1, 3, NULL),
                                  descent_conjugate_gradients(1, NULL)};
    const double start[] = {1};
    for (int mode = 1; mode < 4; mode++)
        for (size_t r = 0; r < 4; r++) {
            const descent_problem problem = {
                .dimension = 1, .loss = mode_loss, .gradient = mode_gradient, .context = &mode};
            descent_engine *const engine = descent_test_engine(&problem, rules[r], start);
            const descent_status status = descent_engine_step(engine);
            ck_assert_msg(status == DESCENT_ENOCONVERGENCE && strstr(descent_error_detail(), causes[mode]),
                          "mode %d, rule %zu: status %d, %s", mode, r, (int)status, descent_error_detail());
            ck_assert_double_eq(descent_engine_point(engine)[0], 1);
            descent_engine_free(engine);
        }
    /* The limit of trials: two are not enough from a first trial that is far too long. */
    int mode = 0;
    const descent_problem problem = {.dimension = 1, .loss = mode_loss, .gradient = mode_gradient, .context = &mode};
    const descent_line_search_options few = {.most_trials = 2};
    descent_engine *const engine = descent_test_engine(&problem, descent_armijo(1e6, &few), start);
    assert_failure(descent_engine_step(engine), DESCENT_ENOCONVERGENCE, "limit of 2 trials");
    assert_success(descent_engine_run(engine, 3));
    ck_assert_int_eq(descent_engine_stop_reason(engine), DESCENT_STOP_RULE);
    descent_engine_free(engine);
    /* As many as a size_t can say are no limit. */
    const descent_line_search_options unlimited = {.most_trials = SIZE_MAX};
    descent_engine *const patient = descent_test_engine(&problem, descent_armijo(1e6, &unlimited), start);
    assert_success(descent_engine_step(patient));
    ck_assert_double_lt(fabs(descent_engine_point(patient)[0]), 1);
    descent_engine_free(patient);
}
END_TEST

/* Every rule stays at a point without slope, and meets a gradient that is not finite with a failure that keeps the point. */
START_TEST(hostile_points_are_met)
{
    const descent_rule rules[] = {
        descent_armijo(1, NULL),      descent_wolfe(1, NULL),
        descent_lbfgs(1, 3, NULL),    descent_conjugate_gradients(1, NULL),
        descent_exact_step(0.1),      descent_barzilai_borwein(0.1, DESCENT_BARZILAI_BORWEIN_LONG),
        descent_polyak(1, 0),         descent_local_smoothness(0.1),
        descent_perturbed(0.1, NULL), descent_negative_curvature(0.1, NULL),
    };
    quadratic q;
    const descent_problem problem = quadratic_problem(&q, 1);
    const double zero[] = {0}, huge[] = {1e200}, beyond[] = {1.7e308};
    for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
        descent_engine *const engine = descent_test_engine(&problem, rules[r], zero);
        if (r < 8) {
            assert_success(descent_engine_run(engine, 5));
            ck_assert_double_eq(descent_engine_point(engine)[0], 0);
        }
        for (int k = 0; k < 2; k++) {
            assert_success(descent_engine_reset(engine, k == 0 ? huge : beyond));
            for (int step = 0; step < 5; step++) {
                const double before = descent_engine_point(engine)[0];
                const descent_status status = descent_engine_step(engine);
                ck_assert(isfinite(descent_engine_point(engine)[0]));
                if (status != DESCENT_SUCCESS)
                    ck_assert_double_eq(descent_engine_point(engine)[0], before);
            }
        }
        descent_engine_free(engine);
    }
}
END_TEST

/* ---- bounds, and saddles ---- */

/* Rosenbrock's function with x₁ ≤ 1/2 has its minimum 1/4 at (1/2, 1/4). */
/* x², and a wall: there is no loss from 0.2 on down, and no slope either. */
static int walled_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] > 0.2 ? x[0] * x[0] : INFINITY;
    return 0;
}

static int walled_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0] > 0.2 ? 2 * x[0] : 0;
    return 0;
}

START_TEST(no_point_without_a_loss_is_taken)
{
    const descent_problem problem = {.dimension = 1, .loss = walled_loss, .gradient = walled_gradient};
    const descent_rule rules[] = {descent_armijo(1, NULL), descent_wolfe(1, NULL), descent_lbfgs(1, 5, NULL),
                                  descent_conjugate_gradients(1, NULL)};
    const double start = 1;
    for (size_t r = 0; r < 4; r++) {
        descent_engine *const engine = descent_test_engine(&problem, rules[r], &start);
        (void)descent_engine_run(engine, 20); /* against the wall it may give up */
        ck_assert_msg(descent_engine_point(engine)[0] > 0.2 && descent_engine_point(engine)[0] <= 1, "%s: %.17g",
                      rules[r].type->name, descent_engine_point(engine)[0]);
        ck_assert(isfinite(descent_engine_loss(engine)));
        descent_engine_free(engine);
    }
}
END_TEST

START_TEST(a_box_is_kept_and_its_minimum_found)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 0);
    const double upper[] = {0.5, INFINITY}, outside[] = {2, 2};
    const descent_modifiers box = {.upper = upper};
    const descent_rule armijo = descent_rule_with_modifiers(descent_armijo(1, NULL), box);
    for (int k = 0; k < 2; k++) {
        descent_engine *const engine = descent_test_engine(&problem, armijo, k == 0 ? starts[0] : outside);
        assert_success(descent_engine_run(engine, 20000));
        const double *const x = descent_engine_point(engine);
        ck_assert_double_eq_tol(x[0], 0.5, 1e-7);
        ck_assert_double_eq_tol(x[1], 0.25, 1e-7);
        ck_assert_double_eq_tol(descent_engine_loss(engine), 0.25, 1e-7);
        descent_engine_free(engine);
    }
    for (int r = 0; r < 3; r++) {
        const descent_rule kept = r == 0   ? descent_wolfe(1, NULL)
                                  : r == 1 ? descent_lbfgs(1, 5, NULL)
                                           : descent_conjugate_gradients(1, NULL);
        const descent_rule rule = descent_rule_with_modifiers(kept, box);
        assert_failure(descent_rule_check(&rule), DESCENT_EUNSUPPORTED, "cannot be combined with bounds");
    }
}
END_TEST

/* On the notebook's ridge plain descent dies; the perturbed one leaves, always the same way for one seed, and then stays. */
START_TEST(perturbed_descent_leaves_the_saddle)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1};
    unsigned above = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        const descent_perturbed_options options = {.seed = seed};
        double end[2][2];
        for (int again = 0; again < 2; again++) {
            descent_engine *const engine = descent_test_engine(&problem, descent_perturbed(0.1, &options), start);
            assert_success(descent_engine_run(engine, 1500));
            memcpy(end[again], descent_engine_point(engine), sizeof end[again]);
            descent_engine_free(engine);
        }
        ck_assert_mem_eq(end[0], end[1], sizeof end[0]);
        ck_assert_double_eq_tol(fabs(end[0][1] - 1), sqrt(0.5), 1e-10); /* and not only to within the push */
        above += end[0][1] > 1;
    }
    ck_assert(above > 0 && above < 20);
}
END_TEST

START_TEST(parameters_out_of_range_are_refused)
{
    const descent_line_search_options decrease = {.decrease = 0.5}, curvature = {.curvature = 1e-5},
                                      contraction = {.contraction = 1}, room = {.reserved = {1}};
    const descent_perturbed_options radius = {.radius = -1}, seed = {.seed = UINT64_MAX};
    const struct {
        descent_rule rule;
        const char *detail;
    } bad[] = {
        {descent_armijo(1, &decrease), "decrease"},
        {descent_wolfe(1, &curvature), "curvature"},
        {descent_armijo(1, &contraction), "contraction"},
        {descent_wolfe(1, &room), "reserved"},
        {descent_lbfgs(1, 0, NULL), "memory must be between 1 and 1000, got 0"},
        {descent_lbfgs(1, 1001, NULL), "got 1001"},
        {descent_barzilai_borwein(1, (descent_barzilai_borwein_kind)2), "kind"},
        {descent_polyak(2, 0), "factor"},
        {descent_polyak(1, NAN), "minimum"},
        {descent_perturbed(1, &radius), "radius"},
        {descent_perturbed(1, &seed), "2^53"},
    };
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
        assert_failure(descent_rule_check(&bad[k].rule), DESCENT_EINVAL, bad[k].detail);
}
END_TEST

/* L = x, ∇L = 1, of which the least value 0 is said: at 0 there is nothing left to go, and below it is found to be wrong. */
static int straight_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0];
    return 0;
}

static int straight_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)x, (void)context;
    gradient[0] = 1;
    return 0;
}

START_TEST(at_the_least_value_there_is_nothing_to_go)
{
    const descent_problem problem = {.dimension = 1, .loss = straight_loss, .gradient = straight_gradient};
    const double places[] = {0, -1e-300};
    for (int below = 0; below < 2; below++) {
        descent_engine *const engine = descent_test_engine(&problem, descent_polyak(1, 0), places + below);
        if (below)
            assert_failure(descent_engine_step(engine), DESCENT_ENOCONVERGENCE, "below the minimum 0");
        else
            assert_success(descent_engine_run(engine, 3));
        ck_assert_uint_eq(descent_engine_steps(engine), below ? 0 : 3);
        ck_assert_double_eq(descent_engine_point(engine)[0], places[below]);
        descent_engine_free(engine);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        two_point_steps_follow_their_formulas,
        finders_do_the_same_at_every_scale,
        local_smoothness_follows_its_formula,
        polyak_follows_its_formula,
        polyaks_way_is_found_where_its_step_size_is_none,
        at_the_least_value_there_is_nothing_to_go,
        the_exact_step_is_exact_on_quadratics,
        the_exact_step_does_not_stick_where_it_looks_too_far,
        every_step_meets_its_conditions,
        searches_arrive_where_losses_are_level,
        conjugate_directions_end_on_quadratics,
        what_a_search_found_is_not_asked_again,
        a_failed_search_names_its_cause,
        hostile_points_are_met,
        no_point_without_a_loss_is_taken,
        a_box_is_kept_and_its_minimum_found,
        perturbed_descent_leaves_the_saddle,
        parameters_out_of_range_are_refused,
    };
    return descent_test_main(descent_test_suite("rules_step_finders", tests, sizeof tests / sizeof tests[0]));
}
