/* Runs that end because their rule makes no further step: at a minimum they have converged, on a slope they have stalled, and the
 * cause is told. */
#include <math.h>
#include <stdint.h>

#include <descent/descent.h>
#include <descent/step_finders.h>

#include "support.h"

enum {
    plenty = 2000 /* steps */
};

static void assert_told(const descent_diagnosis *diagnosis, descent_ending ending, const char *words)
{
    ck_assert_msg(diagnosis->ending == ending && strstr(diagnosis->reason, words), "%s: %s",
                  descent_ending_string(diagnosis->ending), diagnosis->reason);
}

/* At a minimum every search ends for rounding sooner or later; before that, what is ahead is the same minimum. */
START_TEST(at_a_minimum_giving_up_is_convergence)
{
    static const char *const names[] = {"notebook", "six_hump_camel", "rosenbrock", "himmelblau"};
    static const double starts[][2] = {{4, 2.5}, {1, 1}, {-1.2, 1}, {0.5, -0.5}};
    const descent_rule rules[] = {descent_lbfgs(1, 5, NULL), descent_conjugate_gradients(1, NULL),
                                  descent_wolfe(1, NULL), descent_armijo(1, NULL)};
    unsigned refusals = 0;
    for (size_t l = 0; l < 4; l++)
        for (size_t r = 0; r < 4; r++) {
            const descent_problem problem = descent_test_landscape(names[l], 0);
            descent_engine *const engine = descent_test_engine(&problem, rules[r], starts[l]);
            assert_success(descent_engine_record(engine, NULL));
            for (size_t steps = 4; steps <= plenty; steps = steps < plenty ? plenty : plenty + 1) {
                assert_success(descent_engine_run(engine, steps));
                const bool refused = descent_engine_stop_reason(engine) == DESCENT_STOP_RULE;
                refusals += refused;
                descent_diagnosis *diagnosis;
                assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
                const bool there = descent_engine_gradient_norm(engine) < 1e-7;
                ck_assert_msg(there ? diagnosis->ending == DESCENT_ENDING_CONVERGED
                                    : diagnosis->ending == DESCENT_ENDING_APPROACHING ||
                                          diagnosis->ending == DESCENT_ENDING_DESCENDING ||
                                          diagnosis->ending == DESCENT_ENDING_CONVERGED,
                              "%s on %s after %llu steps: %s: %s", rules[r].type->name, names[l],
                              (unsigned long long)descent_engine_steps(engine),
                              descent_ending_string(diagnosis->ending), diagnosis->reason);
                ck_assert(!diagnosis->point || diagnosis->point->kind == DESCENT_CRITICAL_MINIMUM);
                if (refused)
                    ck_assert_msg(strstr(diagnosis->reason, "makes no further step (line search: rounding"), "%s",
                                  diagnosis->reason);
                descent_diagnosis_free(diagnosis);
            }
            descent_engine_free(engine);
        }
    ck_assert_uint_ge(refusals, 4);
}
END_TEST

/* ---- on a slope ---- */

/* L = Σ xᵢ²/2 */
static int bowl_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)context;
    *loss = 0;
    for (size_t i = 0; i < n; i++)
        *loss += x[i] * x[i] / 2;
    return 0;
}

static int bowl_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = x[i];
    return 0;
}

static const descent_problem bowl = {.dimension = 2, .loss = bowl_loss, .gradient = bowl_gradient};

START_TEST(the_limit_of_trials_ends_a_run_on_a_slope)
{
    const double start[] = {3, -4};
    for (size_t trials = 2; trials <= 60; trials += 58) {
        const descent_line_search_options options = {.most_trials = trials};
        descent_diagnosis *const diagnosis = descent_test_diagnose(&bowl, descent_armijo(1e6, &options), start, 400);
        if (trials == 2) {
            assert_told(diagnosis, DESCENT_ENDING_STALLED, "limit of 2 trials");
            ck_assert_int_eq(diagnosis->advice[0].kind, DESCENT_ADVICE_OTHER_RULE);
        } else
            ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* x² − y² and −x − y fall for ever: a search for the lowest point of such a way finds none, and that is no rounding. The other side is
 * the bowl above, which ends. */
static int endless_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n;
    *loss = context ? -x[0] - x[1] : x[0] * x[0] - x[1] * x[1];
    return 0;
}

static int endless_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    gradient[0] = context ? -1 : 2 * x[0];
    gradient[1] = context ? -1 : -2 * x[1];
    return 0;
}

START_TEST(a_search_that_finds_no_end_found_an_endless_loss)
{
    int plane = 1;
    const double starts[][2] = {{1, 0.1}, {0, 0}};
    const descent_rule rules[] = {descent_lbfgs(1, 5, NULL), descent_conjugate_gradients(1, NULL),
                                  descent_wolfe(1, NULL)};
    for (size_t r = 0; r < 3; r++)
        for (size_t k = 0; k < 2; k++) {
            const descent_problem problem = {
                .dimension = 2, .loss = endless_loss, .gradient = endless_gradient, .context = k ? &plane : NULL};
            descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, rules[r], starts[k], 50);
            assert_told(diagnosis, DESCENT_ENDING_UNBOUNDED, "and still falls");
            ck_assert(!strstr(diagnosis->reason, "rounding"));
            ck_assert_double_gt(diagnosis->direction[1], 0);
            descent_diagnosis_free(diagnosis);
        }
}
END_TEST

/* A loss that is a number nowhere but on one side. */
static int edge_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)context;
    bowl_loss(n, x, loss, NULL);
    if (x[0] < 1)
        *loss = NAN;
    return 0;
}

START_TEST(numbers_that_end_end_a_run)
{
    const descent_problem problem = {.dimension = 2, .loss = edge_loss, .gradient = bowl_gradient};
    const descent_line_search_options few = {.most_trials = 3};
    const double start[] = {1, 0};
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_armijo(1, &few), start, 50);
    assert_told(diagnosis, DESCENT_ENDING_STALLED, "line search: not finite");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* The gradient has the wrong sign in one variable: that is the first thing said, and the search's words are the cause. */
static int wrong_gradient(size_t n, const double *x, double *gradient, void *context)
{
    bowl_gradient(n, x, gradient, context);
    gradient[0] = -gradient[0];
    return 0;
}

START_TEST(a_gradient_that_disagrees_is_found_wrong)
{
    const descent_problem problem = {.dimension = 2, .loss = bowl_loss, .gradient = wrong_gradient};
    const double start[] = {3, 1};
    const descent_rule rules[] = {descent_armijo(1, NULL), descent_lbfgs(1, 4, NULL)};
    for (size_t r = 0; r < 2; r++) {
        descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, rules[r], start, 50);
        ck_assert_msg(diagnosis->findings & DESCENT_FINDING_GRADIENT_MISMATCH, "%s: %s",
                      descent_ending_string(diagnosis->ending), diagnosis->reason);
        ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_CONVERGED);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* x² + 100y², and (x² + y² − 1)² written out, whose loss of 0 has the rounding of 1. */
static int oval_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = x[0] * x[0] + 100 * (x[1] * x[1]);
    return 0;
}

static int oval_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = 2 * x[0];
    gradient[1] = 200 * x[1];
    return 0;
}

static int ring_loss(size_t n, const double *x, double *loss, void *context)
{
    const double a = x[0] * x[0], b = x[1] * x[1];
    (void)n, (void)context;
    *loss = a * a + 2 * a * b + b * b - 2 * a - 2 * b + 1;
    return 0;
}

static int ring_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const double a = x[0] * x[0], b = x[1] * x[1];
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = 4 * x[i] * (a + b - 1);
    return 0;
}

/* Where a search ends because rounding hides what the slope promises, or is nowhere near x, an exact gradient is not accused. */
START_TEST(an_exact_gradient_does_not_disagree)
{
    const descent_problem problems[] = {{.dimension = 2, .loss = oval_loss, .gradient = oval_gradient},
                                        {.dimension = 2, .loss = ring_loss, .gradient = ring_gradient}};
    const descent_rule rules[] = {descent_conjugate_gradients(0.0643, NULL), descent_wolfe(0.0279, NULL),
                                  descent_conjugate_gradients(0.0149, NULL), descent_wolfe(0.00527, NULL)};
    static const double starts[][2] = {{-0.327, -1.85}, {-3.77, -2.23}, {2.94, -0.249}, {-2.14, -2.15}, {1.3, 0.4}};
    for (size_t p = 0; p < 2; p++)
        for (size_t r = 0; r < 4; r++)
            for (size_t k = 0; k < sizeof starts / sizeof *starts; k++) {
                descent_diagnosis *const d = descent_test_diagnose(&problems[p], rules[r], starts[k], 200);
                ck_assert_msg(!strstr(descent_test_said(d), "disagree"), "%s", descent_test_said(d));
                descent_diagnosis_free(d);
            }
}
END_TEST

/* A rule of one's own that makes so many plain steps, and then finds no way down. */
static int tiring_advance(const descent_rule *rule, descent_rule_step *step)
{
    if ((double)step->number >= rule->constants[0])
        return (int)descent_fail(DESCENT_ENOCONVERGENCE, "not a descent direction");
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= step->step_size * step->gradient[i];
    return 0;
}

START_TEST(a_rule_of_ones_own_is_told_in_its_own_words)
{
    static const descent_rule_type type = {.name = "tiring", .advance = tiring_advance};
    const double start[] = {3, -4};
    for (int late = 0; late < 2; late++) {
        const descent_rule rule = {.type = &type, .step_size = 0.5, .constants = {late ? 60 : 6}};
        descent_diagnosis *const diagnosis = descent_test_diagnose(&bowl, rule, start, 100);
        if (late)
            assert_told(diagnosis, DESCENT_ENDING_CONVERGED, "makes no further step (not a descent direction)");
        else
            assert_told(diagnosis, DESCENT_ENDING_STALLED,
                        "the gradient is not zero where the run stands: not a descent direction");
        ck_assert_ptr_nonnull(diagnosis->point);
        ck_assert_int_eq(diagnosis->point_ahead, !late);
        descent_diagnosis_free(diagnosis);
    }
    /* Before it tires: the outlook sees it, and does not say that it comes to the minimum. */
    const descent_rule rule = {.type = &type, .step_size = 0.01, .constants = {60}};
    descent_diagnosis *const diagnosis = descent_test_diagnose(&bowl, rule, start, 30);
    ck_assert_msg(diagnosis->ending != DESCENT_ENDING_APPROACHING && diagnosis->ending != DESCENT_ENDING_CONVERGED,
                  "%s: %s", descent_ending_string(diagnosis->ending), diagnosis->reason);
    descent_diagnosis_free(diagnosis);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        at_a_minimum_giving_up_is_convergence,
        the_limit_of_trials_ends_a_run_on_a_slope,
        a_search_that_finds_no_end_found_an_endless_loss,
        numbers_that_end_end_a_run,
        a_gradient_that_disagrees_is_found_wrong,
        an_exact_gradient_does_not_disagree,
        a_rule_of_ones_own_is_told_in_its_own_words,
    };
    return descent_test_main(descent_test_suite("diagnosis_gave_up", tests, sizeof tests / sizeof tests[0]));
}
