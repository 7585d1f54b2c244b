/* Runs that a decay, an L1 term and bounds hold: they end at critical points of the loss with these, and come there at the rates of the
 * variables that are left free. */
#include <math.h>
#include <stdint.h>

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/step_finders.h>

#include "support.h"

static descent_diagnosis *diagnose(const descent_problem *problem, descent_rule rule, descent_modifiers modifiers,
                                   const double *start, size_t steps)
{
    return descent_test_diagnose(problem, descent_rule_with_modifiers(rule, modifiers), start, steps);
}

static void assert_ending(const descent_diagnosis *d, descent_ending ending)
{
    ck_assert_msg(d->ending == ending, "%s: %s", descent_ending_string(d->ending), d->reason);
}

/* ---- L = Σ cᵢ(xᵢ − tᵢ)²/2: with λ and ρ the minimum is S(cᵢtᵢ, ρ)/(cᵢ + λ), S the soft threshold, cut to the bounds ---- */

enum {
    n = 3
};

static const double curvature[n] = {1, 4, 2}, target[n] = {3, -2, 0.2};

static int bowl_loss(size_t count, const double *x, double *loss, void *context)
{
    (void)context;
    *loss = 0;
    for (size_t i = 0; i < count; i++)
        *loss += curvature[i] * (x[i] - target[i]) * (x[i] - target[i]) / 2;
    return 0;
}

static int bowl_gradient(size_t count, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < count; i++)
        gradient[i] = curvature[i] * (x[i] - target[i]);
    return 0;
}

static const descent_problem bowl = {.dimension = n, .loss = bowl_loss, .gradient = bowl_gradient};

static void assert_point(const descent_critical_point *point, const descent_modifiers *m)
{
    const double decay = m->weight_decay + m->decoupled_decay;
    size_t free_count = 0;
    double loss;
    ck_assert_int_eq(point->kind, DESCENT_CRITICAL_MINIMUM);
    ck_assert_double_eq_tol(point->weight_decay, decay, 1e-15);
    ck_assert_double_eq(point->l1, m->l1);
    for (size_t i = 0; i < n; i++) {
        const double pull = curvature[i] * target[i];
        const double inside = copysign(fmax(fabs(pull) - m->l1, 0), pull) / (curvature[i] + decay);
        const double low = m->lower ? m->lower[i] : -INFINITY, high = m->upper ? m->upper[i] : INFINITY;
        const double x = fmin(fmax(inside, low), high);
        ck_assert_double_eq_tol(point->x[i], x, 1e-9);
        /* Of the loss and its terms, toward the bound. */
        const double slope = fabs(curvature[i] * (x - target[i]) + decay * x + copysign(m->l1, x));
        if (x > inside || x < inside)
            ck_assert_double_eq_tol(point->bound_multipliers[i], slope, 1e-9);
        else if (m->l1 > 0 && x == 0)
            ck_assert_double_eq_tol(point->zero_margins[i], m->l1 - fabs(pull), 1e-9);
        else
            ck_assert_double_gt(point->eigenvalues[free_count++], 0);
        if (point->bound_multipliers)
            ck_assert_int_eq(isnan(point->bound_multipliers[i]), !(x > inside || x < inside));
        if (point->zero_margins)
            ck_assert_int_eq(isnan(point->zero_margins[i]), !(m->l1 > 0 && x == 0));
    }
    ck_assert_uint_eq(point->eigenvalue_count, free_count);
    bowl_loss(n, point->x, &loss, NULL);
    ck_assert_double_eq_tol(point->loss, loss, 1e-12);
}

static const char *unwrapped(char *text)
{
    for (char *at = text; (at = strchr(at, '\n')) != NULL;)
        *at = ' ';
    return text;
}

START_TEST(each_combination_ends_at_its_minimum)
{
    const double lower[] = {-5, -1, -5}, upper[] = {2, 5, 5}, start[] = {0.5, 0.5, 0.5};
    const descent_rule rules[] = {descent_fixed_step(0.1), descent_heavy_ball(0.1, 0.4), descent_nesterov(0.1, 0.4),
                                  descent_damped_momentum(0.1, 0.4)};
    for (unsigned which = 1; which < 16; which++) {
        const descent_modifiers m = {.weight_decay = which & 1 ? 0.5 : 0,
                                     .decoupled_decay = which & 2 ? 0.25 : 0,
                                     .l1 = which & 4 ? 0.6 : 0,
                                     .lower = which & 8 ? lower : NULL,
                                     .upper = which & 8 ? upper : NULL};
        for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
            descent_diagnosis *const d = diagnose(&bowl, rules[r], m, start, 600);
            assert_ending(d, DESCENT_ENDING_CONVERGED);
            assert_point(d->point, &m);
            const char *const text = unwrapped(descent_test_printed(descent_diagnosis_print, d));
            ck_assert_int_eq(strstr(text, "of the loss with its decay") != NULL, (which & 3) != 0);
            ck_assert_int_eq(strstr(text, "the L1 term holds x₃ at 0") != NULL, (which & 4) != 0);
            descent_diagnosis_free(d);
        }
    }
}
END_TEST

/* At 0 both hold: the L1 term as far as it goes, and a bound there the rest. */
START_TEST(a_bound_at_zero_bears_what_the_term_leaves)
{
    const double lower[] = {-9, 0, -9}, start[] = {1, 1, 1};
    for (int over = 0; over < 2; over++) {
        const descent_modifiers m = {.l1 = over ? 9 : 3, .lower = lower}; /* the slope at 0 is 8 */
        descent_diagnosis *const d = diagnose(&bowl, descent_fixed_step(0.1), m, start, 600);
        assert_ending(d, DESCENT_ENDING_CONVERGED);
        if (over)
            ck_assert_double_eq_tol(d->point->zero_margins[1], 1, 1e-12);
        else
            ck_assert_double_eq_tol(d->point->bound_multipliers[1], 5, 1e-12);
        descent_diagnosis_free(d);
    }
}
END_TEST

/* ---- what is no minimum, and what only the term makes one ---- */

static int ridge_loss(size_t count, const double *x, double *loss, void *context)
{
    (void)count, (void)context;
    *loss = (x[0] * x[0] - 1) * (x[0] * x[0] - 1) + x[1] * x[1];
    return 0;
}

static int ridge_gradient(size_t count, const double *x, double *gradient, void *context)
{
    (void)count, (void)context;
    gradient[0] = 4 * x[0] * (x[0] * x[0] - 1);
    gradient[1] = 2 * x[1];
    return 0;
}

/* At x₁ = 0 the curvature is −4: λ = 1 leaves a saddle, λ = 5 makes a minimum, and so does a kink of any size. */
START_TEST(terms_decide_what_a_ridge_is)
{
    const descent_problem problem = {.dimension = 2, .loss = ridge_loss, .gradient = ridge_gradient};
    const double on[] = {0, 1};
    descent_diagnosis *d =
        diagnose(&problem, descent_fixed_step(0.05), (descent_modifiers){.weight_decay = 1}, on, 400);
    assert_ending(d, DESCENT_ENDING_CONVERGED);
    ck_assert_int_eq(d->point->kind, DESCENT_CRITICAL_SADDLE);
    ck_assert_double_eq_tol(d->point->eigenvalues[0], -3, 1e-5);
    descent_diagnosis_free(d);
    d = diagnose(&problem, descent_fixed_step(0.05), (descent_modifiers){.weight_decay = 5}, on, 400);
    assert_ending(d, DESCENT_ENDING_CONVERGED);
    ck_assert_int_eq(d->point->kind, DESCENT_CRITICAL_MINIMUM);
    ck_assert_double_eq_tol(d->point->eigenvalues[0], 1, 1e-5);
    descent_diagnosis_free(d);
    d = diagnose(&problem, descent_fixed_step(0.05), (descent_modifiers){.l1 = 0.1}, on, 400);
    assert_ending(d, DESCENT_ENDING_CONVERGED);
    ck_assert_int_eq(d->point->kind, DESCENT_CRITICAL_MINIMUM);
    ck_assert_double_eq_tol(d->point->zero_margins[0], 0.1, 1e-12);
    ck_assert_double_eq_tol(d->point->zero_margins[1], 0.1, 1e-12);
    ck_assert_uint_eq(d->point->eigenvalue_count, 0);
    descent_diagnosis_free(d);
}
END_TEST

/* Moves x₁ alone: x₂ stays at 0, though the slope of 8 there is more than the term's. */
static int lame_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    step->x[0] -= step->step_size * step->gradient[0];
    return 0;
}

START_TEST(a_slope_that_outweighs_the_term_is_no_minimum)
{
    static const descent_rule_type lame = {.name = "lame", .advance = lame_advance};
    const double start[] = {1, 0, 0};
    for (int over = 0; over < 2; over++) {
        const descent_modifiers m = {.l1 = over ? 8.5 : 7.5};
        descent_diagnosis *const d = diagnose(&bowl, (descent_rule){.type = &lame, .step_size = 0.1}, m, start, 400);
        if (over)
            assert_ending(d, DESCENT_ENDING_CONVERGED);
        else
            ck_assert_msg(d->ending != DESCENT_ENDING_CONVERGED && d->ending != DESCENT_ENDING_APPROACHING, "%s: %s",
                          descent_ending_string(d->ending), d->reason);
        descent_diagnosis_free(d);
    }
}
END_TEST

/* Where a rule rests elsewhere than the loss with its terms (AdaGrad scales the slope and not the decay), nothing is said. */
START_TEST(other_points_of_rest_are_not_taken_for_it)
{
    const double start[] = {0.5, 0.5, 0.5};
    const descent_rule rules[] = {descent_adagrad(0.5, 0), descent_gradient_filter(0.1, 0.5, 0.5, -0.5)};
    for (size_t r = 0; r < 2; r++) {
        descent_diagnosis *const d =
            diagnose(&bowl, rules[r], (descent_modifiers){.decoupled_decay = 0.5}, start, 2000);
        ck_assert_msg(d->ending != DESCENT_ENDING_CONVERGED && d->ending != DESCENT_ENDING_APPROACHING, "%zu: %s: %s",
                      r, descent_ending_string(d->ending), d->reason);
        descent_diagnosis_free(d);
    }
}
END_TEST

/* ---- rates ---- */

/* Steps until the point stays within the distance: as many as the run still makes. */
static uint64_t steps_until(descent_rule rule, const double *start, size_t made, const double *point, double distance)
{
    descent_engine *const engine = descent_test_engine(&bowl, rule, start);
    uint64_t last = 0;
    assert_success(descent_engine_run(engine, made));
    for (uint64_t k = 1; k <= 4000; k++) { /* at the slowest rate of the cases, 0.98, 1000 */
        assert_success(descent_engine_step(engine));
        const double *const x = descent_engine_point(engine);
        double square = 0;
        for (size_t i = 0; i < n; i++)
            square += (x[i] - point[i]) * (x[i] - point[i]);
        last = sqrt(square) > distance ? k + 1 : last;
    }
    descent_engine_free(engine);
    return last ? last : 1;
}

/* Free are x₂ with curvature 4 and x₃ with 2; x₁ is on its bound. λ = 1/2 goes on top, and ρ changes nothing. */
START_TEST(rates_are_those_of_what_is_free)
{
    const double upper[] = {1, INFINITY, INFINITY}, start[] = {0.5, 0.5, 0.7};
    const double slow = 2, fast = 4;
    for (int which = 0; which < 4; which++) {
        const descent_modifiers m = {.upper = upper,
                                     .weight_decay = which == 1 ? 0.5 : 0,
                                     .decoupled_decay = which == 2 ? 0.5 : 0,
                                     .l1 = which == 3 ? 0.1 : 0};
        const double more = which == 1 || which == 2 ? 0.5 : 0, a = slow + more, b = fast + more;
        const struct {
            descent_rule rule;
            double rate, limit;
        } cases[] = {
            {descent_fixed_step(0.01), 1 - 0.01 * a, 2 / b},
            {descent_fixed_step(0.42), 1 - 0.42 * b, 2 / b},
            {descent_heavy_ball(0.2, 0.81), 0.9, 2 * 1.81 / b},
            /* μ² − (1 + β)(1 − ηλ)μ + β(1 − ηλ) = 0, real for β = 0.1 */
            {descent_nesterov(0.02, 0.1),
             (1.1 * (1 - 0.02 * a) + sqrt(1.21 * (1 - 0.02 * a) * (1 - 0.02 * a) - 0.4 * (1 - 0.02 * a))) / 2,
             2.2 / (1.2 * b)},
        };
        for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
            const bool told = !(c == 3 && which == 2); /* where the decay is taken elsewhere than the gradient */
            for (int late = 0; late < 2; late++) {
                const size_t steps = late ? 6000 : c == 1 ? 12 : 45;
                if (late && !descent_test_in_full() && c != (size_t)which) /* under a slow tool */
                    continue;
                descent_diagnosis *const d = diagnose(&bowl, cases[c].rule, m, start, steps);
                if (!told && !late) {
                    descent_diagnosis_free(d);
                    continue;
                }
                assert_ending(d, late ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_APPROACHING);
                if (told && !late) {
                    ck_assert_msg(fabs(fabs(d->pace.rate) - fabs(cases[c].rate)) < 2e-3,
                                  "case %zu, modifiers %d: rate %g and not %g", c, which, d->pace.rate, cases[c].rate);
                    ck_assert_double_eq_tol(d->step_limit, cases[c].limit, 1e-4);
                    const uint64_t truth = steps_until(descent_rule_with_modifiers(cases[c].rule, m), start, steps,
                                                       d->point->x, d->tolerance);
                    ck_assert_msg((double)truth >= d->pace.steps_to_go.low && (double)truth <= d->pace.steps_to_go.high,
                                  "case %zu, modifiers %d: %u steps, and not %g to %g", c, which, (unsigned)truth,
                                  d->pace.steps_to_go.low, d->pace.steps_to_go.high);
                }
                descent_diagnosis_free(d);
            }
        }
    }
}
END_TEST

/* A rate of 1 − 2·10⁻⁵ arrives long after any copy ends: theory alone tells the steps. Clipping, which the held variable would make shorten the
 * free ones, has no such theory. */
START_TEST(theory_goes_on_where_copies_end)
{
    const double upper[] = {1, INFINITY, INFINITY}, start[] = {1, -2, 0.7};
    const descent_rule rule = descent_fixed_step(1e-5);
    descent_diagnosis *d = diagnose(&bowl, rule, (descent_modifiers){.upper = upper}, start, 3000);
    assert_ending(d, DESCENT_ENDING_APPROACHING);
    ck_assert_double_eq_tol(d->pace.rate, 1 - 2e-5, 1e-9);
    const double distance = 0.5 * pow(1 - 2e-5, 3000), truth = ceil(log(d->tolerance / distance) / log1p(-2e-5));
    ck_assert(d->pace.steps_to_go.low <= truth && truth <= d->pace.steps_to_go.high);
    ck_assert_double_eq_tol(d->pace.steps_to_go.value, truth, 0.01 * truth);
    descent_diagnosis_free(d);
    d = diagnose(&bowl, rule, (descent_modifiers){.upper = upper, .clip_norm = 0.1}, start, 3000);
    ck_assert_msg(d->ending != DESCENT_ENDING_APPROACHING || isnan(d->pace.rate), "%s", d->reason);
    descent_diagnosis_free(d);
}
END_TEST

/* In a corner there is no rate: it is there after so many steps. */
START_TEST(a_corner_is_reached_in_finitely_many_steps)
{
    const double lower[] = {-1, -1, 0.5}, upper[] = {1, 1, 1}, start[] = {0, 0, 0.8};
    descent_diagnosis *const d =
        diagnose(&bowl, descent_fixed_step(0.05), (descent_modifiers){.lower = lower, .upper = upper}, start, 200);
    assert_ending(d, DESCENT_ENDING_CONVERGED);
    ck_assert_int_eq(d->pace.law, DESCENT_LAW_FINITE);
    ck_assert_double_eq(d->pace.rate, 0);
    descent_diagnosis_free(d);
}
END_TEST

/* ---- many ---- */

static double uniform(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) * 0x1p-53;
}

/* L = ½(x − t)·A(x − t): with its terms, by cyclic exact minimisation in long double. */
typedef struct dense {
    double a[n][n], target[n];
} dense;

static int dense_gradient(size_t count, const double *x, double *gradient, void *context)
{
    const dense *const q = context;
    for (size_t i = 0; i < count; i++) {
        gradient[i] = 0;
        for (size_t j = 0; j < count; j++)
            gradient[i] += q->a[i][j] * (x[j] - q->target[j]);
    }
    return 0;
}

static int dense_loss(size_t count, const double *x, double *loss, void *context)
{
    double g[n];
    dense_gradient(count, x, g, context);
    *loss = 0;
    for (size_t i = 0; i < count; i++)
        *loss += g[i] * (x[i] - ((const dense *)context)->target[i]) / 2;
    return 0;
}

static void solve(const dense *q, const descent_modifiers *m, double *end)
{
    long double x[n] = {0};
    const long double decay = m->weight_decay + m->decoupled_decay;
    for (int sweep = 0; sweep < 3000; sweep++)
        for (size_t i = 0; i < n; i++) {
            long double pull = q->a[i][i] * x[i];
            for (size_t j = 0; j < n; j++)
                pull -= q->a[i][j] * (x[j] - q->target[j]);
            const long double cut = copysignl(fmaxl(fabsl(pull) - m->l1, 0), pull) / (q->a[i][i] + decay);
            x[i] = fminl(fmaxl(cut, m->lower[i]), m->upper[i]);
        }
    for (size_t i = 0; i < n; i++)
        end[i] = (double)x[i];
}

START_TEST(many_are_judged)
{
    uint64_t state = 11;
    const size_t most = descent_test_effort(80);
    size_t told = 0;
    for (size_t run = 0; run < most; run++) {
        dense q = {{{0}}, {0}};
        double lower[n], upper[n], start[n] = {0.05, 0.05, 0.05}, r[n], truth[n];
        for (size_t i = 0; i < n; i++) {
            r[i] = 2 * uniform(&state) - 1;
            q.target[i] = 4 * uniform(&state) - 2;
            lower[i] = run % 3 ? -2 * uniform(&state) - 0.1 : -INFINITY;
            upper[i] = run % 3 ? 2 * uniform(&state) + 0.1 : INFINITY;
        }
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                q.a[i][j] = r[i] * r[j] + (i == j ? 1 + (double)i : 0);
        const descent_modifiers m = {.weight_decay = run % 2 ? uniform(&state) : 0,
                                     .decoupled_decay = run % 5 == 4 ? uniform(&state) : 0,
                                     .l1 = run % 4 ? 2 * uniform(&state) : 0,
                                     .lower = lower,
                                     .upper = upper};
        const descent_problem problem = {.dimension = n, .loss = dense_loss, .gradient = dense_gradient, .context = &q};
        const descent_rule rules[] = {descent_fixed_step(0.1), descent_heavy_ball(0.1, 0.4),
                                      descent_nesterov(0.08, 0.4)};
        solve(&q, &m, truth);
        descent_diagnosis *const d = diagnose(&problem, rules[run % 3], m, start, run % 2 ? 500 : 40);
        ck_assert_msg(d->ending == DESCENT_ENDING_CONVERGED || d->ending == DESCENT_ENDING_APPROACHING ||
                          (run % 2 == 0 && d->ending == DESCENT_ENDING_DESCENDING),
                      "run %zu: %s: %s", run, descent_ending_string(d->ending), d->reason);
        told += d->point != NULL;
        for (size_t i = 0; d->point && i < n; i++)
            ck_assert_msg(fabs(d->point->x[i] - truth[i]) < 1e-8, "run %zu: x%zu = %.17g and not %.17g", run, i + 1,
                          d->point->x[i], truth[i]);
        descent_diagnosis_free(d);
    }
    ck_assert_uint_ge(told, most * 9 / 10);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        each_combination_ends_at_its_minimum,
        a_bound_at_zero_bears_what_the_term_leaves,
        terms_decide_what_a_ridge_is,
        a_slope_that_outweighs_the_term_is_no_minimum,
        other_points_of_rest_are_not_taken_for_it,
        rates_are_those_of_what_is_free,
        theory_goes_on_where_copies_end,
        a_corner_is_reached_in_finitely_many_steps,
        many_are_judged,
    };
    return descent_test_main(descent_test_suite("diagnosis_terms", tests, sizeof tests / sizeof tests[0]));
}
