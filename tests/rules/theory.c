/* What theory says of each rule, from both sides: just inside a limit and just outside it, rates that are exact, steps that arrive. */
#include <float.h>
#include <math.h>
#include <string.h>

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/step_finders.h>

#include "support.h"

/* L = Σ cᵢxᵢ²/2 */
static int quadratic_loss(size_t n, const double *x, double *value, void *context)
{
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += ((const double *)context)[i] * x[i] * x[i] / 2;
    return 0;
}

static int quadratic_gradient(size_t n, const double *x, double *gradient, void *context)
{
    for (size_t i = 0; i < n; i++)
        gradient[i] = ((const double *)context)[i] * x[i];
    return 0;
}

static descent_problem quadratic(double *curvature, size_t n)
{
    return (descent_problem){
        .dimension = n, .loss = quadratic_loss, .gradient = quadratic_gradient, .context = curvature};
}

/* The length of x after so many steps from ones. */
static double length_after(const descent_problem *problem, descent_rule rule, size_t steps)
{
    const double ones[] = {1, 1};
    descent_engine *const engine = descent_test_engine(problem, rule, ones);
    assert_success(descent_engine_run(engine, steps));
    double length = 0;
    for (size_t i = 0; i < problem->dimension; i++)
        length = hypot(length, descent_engine_point(engine)[i]);
    descent_engine_free(engine);
    return length;
}

/* ---- limits ---- */

/*
 * With an ε beside which √v vanishes, P = εI, and the limit of η is ε/λ times: 2 without a first moment, 2(1 + β)/(1 − β) with one
 * (Cohen et al., 2022, sect. 2). Nadam's m̂ is, late, βm + (1 − β)g: a filter with b₀ = 1 − β², b₁ = −(1 − β)β, a₁ = −β, whose limit
 * is 2(1 + β)/((1 − β)(1 + 2β)).
 */
START_TEST(adaptive_rules_are_stable_up_to_the_limit_of_the_preconditioned_hessian)
{
    const double epsilon = 1e100, beta = 0.6, ratio = (1 + beta) / (1 - beta);
    const descent_adam_options adam = {.first_decay = beta, .epsilon = epsilon},
                               amsgrad = {.kind = DESCENT_AMSGRAD, .first_decay = beta, .epsilon = epsilon},
                               nadam = {.kind = DESCENT_NADAM, .first_decay = beta, .epsilon = epsilon};
    double curvature = 1.7;
    const struct {
        descent_rule rule;
        double limit;
    } rules[] = {
        {descent_fixed_step(1), 2 / epsilon},
        {descent_perturbed(1, NULL), 2 / epsilon},
        {descent_adagrad(1, epsilon), 2},
        {descent_rmsprop(1, 0, epsilon), 2},
        {descent_adam(1, &adam), 2 * ratio},
        {descent_adam(1, &amsgrad), 2 * ratio},
        {descent_adam(1, &nadam), 2 * ratio / (1 + 2 * beta)},
    };
    const descent_problem problem = quadratic(&curvature, 1);
    for (size_t r = 0; r < sizeof rules / sizeof *rules; r++)
        for (int above = 0; above < 2; above++) {
            descent_rule rule = rules[r].rule;
            rule.step_size = rules[r].limit * epsilon / curvature * (above ? 1.01 : 0.99);
            const double length = length_after(&problem, rule, 600);
            ck_assert_msg(above ? length > 10 : length < 0.1, "%s, above %d: %g", rule.type->name, above, length);
        }
}
END_TEST

/* Those that have a limit of their own tell it. */
START_TEST(the_fixed_step_and_the_perturbed_one_know_their_limit)
{
    const descent_rule fixed = descent_fixed_step(1), perturbed = descent_perturbed(1, NULL);
    ck_assert_double_eq(descent_rule_step_limit(&fixed, 1.6), 1.25);
    ck_assert_double_eq(descent_rule_step_limit(&perturbed, 1.6), 1.25);
}
END_TEST

/* Sign and normalised descent: no η is stable. From 10.3η they take ten steps towards 0, and then alternate there, η wide. */
START_TEST(steps_of_one_length_settle_for_no_step_size)
{
    double curvature = 3;
    const descent_problem problem = quadratic(&curvature, 1);
    for (int normalised = 0; normalised < 2; normalised++)
        for (int exponent = -40; exponent <= 40; exponent += 20) {
            const double eta = ldexp(1, exponent), start = 10.25 * eta;
            const descent_rule rule = normalised ? descent_normalised(eta) : descent_sign(eta);
            descent_engine *const engine = descent_test_engine(&problem, rule, &start);
            for (int k = 1; k <= 50; k++) {
                assert_success(descent_engine_step(engine));
                const double expected = k <= 10 ? 10.25 - k : k % 2 ? -0.75 : 0.25;
                ck_assert_double_eq(descent_engine_point(engine)[0], expected * eta);
            }
            descent_engine_free(engine);
        }
}
END_TEST

/* RMSProp at x = ±η/2 has v = g², and steps of η: a cycle of two, to which runs come whatever η is; and Lion moves by η each step. */
START_TEST(rmsprop_ends_in_a_cycle_of_two_as_wide_as_the_step)
{
    double curvature = 3;
    const descent_problem problem = quadratic(&curvature, 1);
    const double start = 1;
    for (double eta = 1e-3; eta < 1; eta *= 10)
        for (int lion = 0; lion < 2; lion++) {
            const descent_rule rule = lion ? descent_lion(eta, 0, 0) : descent_rmsprop(eta, 0, 0);
            descent_engine *const engine = descent_test_engine(&problem, rule, &start);
            assert_success(descent_engine_run(engine, 6000));
            double x[3];
            for (int k = 0; k < 3; k++) {
                x[k] = descent_engine_point(engine)[0];
                assert_success(descent_engine_step(engine));
            }
            ck_assert_double_eq_tol(fabs(x[1] - x[0]) / eta, 1, lion ? 1e-10 : 1e-3);
            if (!lion)
                ck_assert_double_eq_tol(x[2] / x[0], 1, 1e-3);
            descent_engine_free(engine);
        }
}
END_TEST

/* ---- rates ---- */

/* √κ = 8: the best rates of the three (Polyak, 1987, sect. 1.4.1 and 3.2.1; Nesterov, 2004, sect. 2.2.1), and none is better nearby. */
START_TEST(rates_on_quadratics_are_those_of_the_theory)
{
    double curvatures[] = {1, 64};
    const double root = 8;
    const descent_problem problem = quadratic(curvatures, 2);
    const double ball = (root - 1) / (root + 1);
    const struct {
        descent_rule rule;
        double rate;
    } cases[] = {
        {descent_fixed_step(2.0 / 65), 63.0 / 65},
        {descent_heavy_ball(pow(2 / (1 + root), 2), ball * ball), ball},
        {descent_nesterov(1.0 / 64, ball), 1 - 1 / root},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        /* A double root gives kρᵏ: from k to 2k, all but the factor 2. */
        const size_t k = 1000;
        const double rate = pow(length_after(&problem, cases[c].rule, 2 * k) / length_after(&problem, cases[c].rule, k),
                                1.0 / (double)k);
        ck_assert_msg(fabs(rate - cases[c].rate) < 2e-3, "%s: %.17g and not %.17g", cases[c].rule.type->name, rate,
                      cases[c].rate);
        for (int longer = 0; longer < 2; longer++) {
            descent_rule other = cases[c].rule;
            other.step_size *= longer ? 1.04 : 0.96;
            if (c == 2 && longer)
                continue; /* Nesterov's 1/λ_max is not the best of its own */
            const double worse =
                pow(length_after(&problem, other, 2 * k) / length_after(&problem, other, k), 1.0 / (double)k);
            ck_assert_double_gt(worse, rate - 1e-4);
        }
    }
}
END_TEST

/* On λx²/2 Polyak's step leaves 1 − γ/2 of the distance; on |x|, |1 − γ|: for γ = 1 it arrives, up to 2 it comes nearer. */
static int edge_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = fabs(x[0]);
    return 0;
}

static int edge_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0] > 0 ? 1 : x[0] < 0 ? -1 : 0;
    return 0;
}

START_TEST(polyaks_step_has_its_rates)
{
    double curvature = 5;
    const descent_problem smooth = quadratic(&curvature, 1);
    const descent_problem edge = {.dimension = 1, .loss = edge_loss, .gradient = edge_gradient};
    const double factors[] = {0.25, 1, 1.5, 1.98};
    for (size_t k = 0; k < 4; k++) {
        const descent_rule rule = descent_polyak(factors[k], 0);
        ck_assert_double_eq_tol(length_after(&smooth, rule, 10) / pow(1 - factors[k] / 2, 10), 1, 1e-12);
        ck_assert_double_eq_tol(length_after(&edge, rule, 10), pow(fabs(1 - factors[k]), 10), 1e-14);
    }
}
END_TEST

/* On a quadratic ‖s‖/2‖y‖ is 1/2λ: from the second step on the rest is halved, whatever λ and η₀ are. */
START_TEST(local_smoothness_halves_what_is_left)
{
    const double curvatures[] = {1e-3, 1, 1e7}, first[] = {1e-4, 0.1, 300}; /* η₀λ ≥ 1e-7, beside rounding */
    for (size_t c = 0; c < 3; c++)
        for (size_t f = 0; f < 3; f++) {
            double curvature = curvatures[c];
            const descent_problem problem = quadratic(&curvature, 1);
            const descent_rule rule = descent_local_smoothness(first[f]);
            const double left = fabs(1 - first[f] * curvature);
            ck_assert_double_eq_tol(length_after(&problem, rule, 21) / (ldexp(left, -20)), 1, 1e-6);
        }
}
END_TEST

/* Barzilai and Borwein: in one variable the second step arrives; in two the rate itself falls, where the exact step's stays. */
START_TEST(two_point_steps_are_faster_than_any_rate_in_two_variables)
{
    double curvatures[] = {1, 30};
    const descent_problem one = quadratic(curvatures + 1, 1), two = quadratic(curvatures, 2);
    for (int kind = 0; kind < 2; kind++)
        for (double eta = 1e-6; eta < 2e6; eta *= 1e3) {
            const descent_rule rule = descent_barzilai_borwein(eta, (descent_barzilai_borwein_kind)kind);
            ck_assert_double_lt(length_after(&one, rule, 2), 1e-9 * fmax(1, length_after(&one, rule, 1)));
            double before = INFINITY;
            for (size_t k = 10; k <= 40; k += 10) {
                const double rate = pow(length_after(&two, rule, k), 1 / (double)k);
                ck_assert_msg(rate < before || rate <= 0, "kind %d, η = %g: %g after %g", kind, eta, rate, before);
                before = rate;
            }
            ck_assert_double_lt(before, 0.1); /* the exact step's: 29/31 at worst */
        }
}
END_TEST

/* ---- searches ---- */

/* On λx²/2 Armijo takes its first trial up to t = 2(1 − c₁)/λ, and the next above it. */
START_TEST(armijo_takes_no_more_than_its_limit)
{
    const double decreases[] = {1e-4, 0.1, 0.4}, start = 1;
    double curvature = 4;
    const descent_problem problem = quadratic(&curvature, 1);
    for (size_t c = 0; c < 3; c++)
        for (int above = 0; above < 2; above++) {
            const double t = 2 * (1 - decreases[c]) / curvature * (above ? 1 + 1e-9 : 1 - 1e-9);
            const descent_line_search_options options = {.decrease = decreases[c], .contraction = 0.3};
            descent_engine *const engine = descent_test_engine(&problem, descent_armijo(t, &options), &start);
            assert_success(descent_engine_step(engine));
            ck_assert_double_eq_tol(descent_engine_step_size(engine) / t, above ? 0.3 : 1, 1e-15);
            descent_engine_free(engine);
        }
}
END_TEST

/* |1 − tλ| ≤ c₂ and t ≤ 2(1 − c₁)/λ: a first trial within is taken, and one without is not. */
START_TEST(wolfe_takes_its_first_trial_between_its_limits)
{
    double curvature = 4;
    const descent_problem problem = quadratic(&curvature, 1);
    const struct {
        double decrease, curvature, low, high; /* in units of 1/λ */
    } cases[] = {{1e-4, 0.9, 0.1, 1.9}, {0.2, 0.5, 0.5, 1.5}, {0.4, 0.9, 0.1, 1.2}, {0.49, 0.5, 0.5, 1.02}};
    const double start = 1;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (int end = 0; end < 2; end++)
            for (int without = 0; without < 2; without++) {
                const double shift = (end == without) ? 1 + 1e-9 : 1 - 1e-9;
                const double t = (end ? cases[c].high : cases[c].low) / curvature * shift;
                const descent_line_search_options options = {.decrease = cases[c].decrease,
                                                             .curvature = cases[c].curvature};
                descent_engine *const engine = descent_test_engine(&problem, descent_wolfe(t, &options), &start);
                assert_success(descent_engine_step(engine));
                const double taken = descent_engine_step_size(engine), scaled = taken * curvature;
                ck_assert_msg((fabs(taken / t - 1) < 1e-15) == !without, "case %zu, end %d, without %d: %g of %g", c,
                              end, without, taken, t);
                ck_assert(scaled >= cases[c].low && scaled <= cases[c].high);
                descent_engine_free(engine);
            }
}
END_TEST

/* Armijo's steps by a loop of the test's own, on losses that are no quadratics: the first of η, ηρ, … and no other. */
START_TEST(armijo_follows_its_formula)
{
    static const char *const names[] = {"rosenbrock", "notebook", "himmelblau", "six_hump_camel"};
    static const double starts[][2] = {{-1.2, 1}, {4, 2.5}, {0.5, -0.5}, {1, 1}};
    const double eta = 1.3, factor = 0.6, decrease = 0.2;
    const descent_line_search_options options = {.decrease = decrease, .contraction = factor};
    size_t shortened = 0;
    for (size_t l = 0; l < 4; l++) {
        const descent_problem problem = descent_test_landscape(names[l], 0);
        descent_engine *const engine = descent_test_engine(&problem, descent_armijo(eta, &options), starts[l]);
        double x[] = {starts[l][0], starts[l][1]};
        for (int k = 0; k < 60; k++) {
            double g[2], loss, t = eta;
            problem.gradient(2, x, g, problem.context);
            problem.loss(2, x, &loss, problem.context);
            if (hypot(g[0], g[1]) < 1e-3)
                break; /* later the losses are level */
            for (;; t *= factor, shortened++) {
                const double trial[] = {x[0] - t * g[0], x[1] - t * g[1]};
                double there;
                problem.loss(2, trial, &there, problem.context);
                if (there <= loss - decrease * t * (g[0] * g[0] + g[1] * g[1])) {
                    memcpy(x, trial, sizeof x);
                    break;
                }
            }
            assert_success(descent_engine_step(engine));
            for (int i = 0; i < 2; i++)
                ck_assert_double_eq_tol(descent_engine_point(engine)[i], x[i], 1e-11);
            memcpy(x, descent_engine_point(engine), sizeof x);
        }
        descent_engine_free(engine);
    }
    ck_assert_uint_gt(shortened, 50);
}
END_TEST

/* At momentum ±1 a heavy ball keeps its swing whatever the step, and beyond it swings up; Nesterov's form damps it at 1 and -1 still. */
START_TEST(limits_at_the_ends_of_the_momentum)
{
    const double curvature = 2, below = nextafter(1, 0), above = nextafter(1, 2);
    const struct {
        descent_rule rule;
        double limit; /* times the curvature */
    } cases[] = {
        {descent_heavy_ball(1, 0), 2},      {descent_heavy_ball(1, below), 4}, {descent_heavy_ball(1, 1), 0},
        {descent_heavy_ball(1, above), 0},  {descent_heavy_ball(1, -1), 0},    {descent_heavy_ball(1, -below), 0x1p-52},
        {descent_nesterov(1, 0), 2},        {descent_nesterov(1, 1), 4.0 / 3}, {descent_nesterov(1, above), NAN},
        {descent_nesterov(1, -1.0 / 3), 4}, {descent_nesterov(1, -0.5), 3},    {descent_nesterov(1, -1), 2},
        {descent_nesterov(1, -above), NAN},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const double limit = descent_rule_step_limit(&cases[k].rule, curvature), expected = cases[k].limit / curvature;
        ck_assert_msg(isnan(expected) ? isnan(limit) : fabs(limit - expected) <= 1e-15, "case %zu: %.17g", k, limit);
        ck_assert((expected != 0) == (limit != 0));
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        adaptive_rules_are_stable_up_to_the_limit_of_the_preconditioned_hessian,
        the_fixed_step_and_the_perturbed_one_know_their_limit,
        steps_of_one_length_settle_for_no_step_size,
        rmsprop_ends_in_a_cycle_of_two_as_wide_as_the_step,
        rates_on_quadratics_are_those_of_the_theory,
        polyaks_step_has_its_rates,
        local_smoothness_halves_what_is_left,
        two_point_steps_are_faster_than_any_rate_in_two_variables,
        armijo_takes_no_more_than_its_limit,
        wolfe_takes_its_first_trial_between_its_limits,
        armijo_follows_its_formula,
        limits_at_the_ends_of_the_momentum,
    };
    return descent_test_main(descent_test_suite("rules_theory", tests, sizeof tests / sizeof tests[0]));
}
