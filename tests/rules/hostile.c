/* Parameters, numbers and types that no rule was made for: each is named, and nothing moves that should not. */
#include <math.h>
#include <stdint.h>

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/step_finders.h>

#include "support.h"

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

/* L = x₁ − 2x₂ */
static int plane_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = x[0] - 2 * x[1];
    return 0;
}

static int plane_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)x, (void)context;
    gradient[0] = 1;
    gradient[1] = -2;
    return 0;
}

static const descent_problem bowl = {.dimension = 2, .loss = bowl_loss, .gradient = bowl_gradient};
static const descent_problem plane = {.dimension = 2, .loss = plane_loss, .gradient = plane_gradient};
static const double zero[] = {0, 0};

/* ---- parameters ---- */

START_TEST(every_parameter_is_checked)
{
    const descent_adam_options below = {.kind = (descent_adam_kind)-1};
    const descent_line_search_options decrease = {.decrease = -1}, curvature = {.curvature = 1};
    const descent_perturbed_options threshold = {.gradient_threshold = INFINITY}, decreased = {.decrease = -1},
                                    wait = {.wait = UINT64_MAX}, room = {.reserved = {0, 0, 0, 1}};
    const descent_negative_curvature_options small = {.gradient_threshold = -1}, bent = {.curvature_threshold = NAN},
                                             far = {.length = INFINITY}, many = {.most_products = UINT64_MAX},
                                             more = {.reserved = {0, 0, 0, 1}};
    const struct {
        descent_rule rule;
        const char *detail;
    } bad[] = {
        {descent_adam(1, &below), "options.kind must be a descent_adam_kind, got -1"},
        {descent_armijo(1, &decrease), "decrease must be in (0, 1/2), got -1"},
        {descent_armijo(1, &curvature), "curvature must be in (decrease = 0.0001, 1), got 1"},
        {descent_perturbed(1, &threshold), "gradient_threshold"},
        {descent_perturbed(1, &decreased), "decrease"},
        {descent_perturbed(1, &wait), "2^53"},
        {descent_perturbed(1, &room), "options.reserved 0"},
        {descent_negative_curvature(1, &small), "gradient_threshold must be finite and positive, got -1"},
        {descent_negative_curvature(1, &bent), "curvature_threshold"},
        {descent_negative_curvature(1, &far), "length"},
        {descent_negative_curvature(1, &many), "most_products must be at most 2^53"},
        {descent_negative_curvature(1, &more), "options.reserved 0"},
    };
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
        assert_failure(descent_rule_check(&bad[k].rule), DESCENT_EINVAL, bad[k].detail);
}
END_TEST

START_TEST(schedules_by_hand_are_checked)
{
    const descent_schedule part = descent_schedule_exponential(0.5);
    descent_schedule strange = part, warm = descent_schedule_warm_up(2, NULL);
    strange.kind = (descent_schedule_kind)99;
    warm.first = &strange; /* which a warm-up has not: nobody looks at it */
    descent_rule rule = descent_rule_with_schedule(descent_fixed_step(1), strange);
    assert_failure(descent_rule_check(&rule), DESCENT_EINVAL, "schedule.kind must be a descent_schedule_kind, got 99");
    rule = descent_rule_with_schedule(descent_fixed_step(1), warm);
    assert_success(descent_rule_check(&rule));
    /* Descents whose length overflows never end. */
    double size;
    rule = descent_rule_with_schedule(descent_fixed_step(1), descent_schedule_restarts(3, UINT64_MAX, 0));
    assert_success(descent_rule_step_size(&rule, UINT64_MAX - 1, &size));
    ck_assert(size >= 0 && size < 1e-15);
    rule = descent_rule_with_schedule(descent_fixed_step(1), descent_schedule_restarts(2, UINT64_MAX / 4, 0));
    assert_success(descent_rule_step_size(&rule, UINT64_MAX / 4, &size));
    ck_assert_double_eq_tol(size, 0.5, 1e-15); /* half way of 2(2^62 − 1) */
}
END_TEST

/* ---- types from outside ---- */

static int stay(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule, (void)step;
    return 0;
}

static size_t endless(const descent_rule *rule)
{
    (void)rule;
    return SIZE_MAX;
}

static size_t one(const descent_rule *rule)
{
    (void)rule;
    return 1;
}

START_TEST(types_must_be_whole)
{
    static int anything;
    const descent_rule_type
        nameless = {.advance = stay},
        idle = {.name = "idle"}, room = {.name = "room", .advance = stay, .reserved = {NULL, NULL, &anything}},
        two = {.name = "two", .advance = stay, .remembers_point = 1, .memory_count = 2},
        by_function = {.name = "function", .advance = stay, .remembers_point = 1, .memory_count = 1, .memory = one},
        counts = {.name = "counts", .advance = stay, .remembers_point = 1, .memory_count = 1, .scalar_count = 1};
    const struct {
        const descent_rule_type *type;
        const char *detail;
    } bad[] = {
        {NULL, "rule.type must not be NULL"},
        {&nameless, "must have a name and an advance function"},
        {&idle, "must have a name and an advance function"},
        {&room, "reserved[2]"},
        {&two, "memory_count must be 1 with remembers_point, got 2"},
        {&by_function, "got 1 and more"},
        {&counts, "got 1 and more"},
    };
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        const descent_rule rule = {.type = bad[k].type, .step_size = 1};
        assert_failure(descent_rule_check(&rule), DESCENT_EINVAL, bad[k].detail);
        if (k == 0)
            ck_assert_double_nan(descent_rule_step_limit(&rule, 1));
    }
}
END_TEST

/* More vectors than can be counted are no memory; so are more numbers. */
START_TEST(memory_without_end_is_refused)
{
    const descent_rule_type vectors = {.name = "vectors", .advance = stay, .memory = endless},
                            numbers = {.name = "numbers", .advance = stay, .scalar_count = SIZE_MAX};
    const descent_rule_type *const types[] = {&vectors, &numbers};
    const descent_problem line = {.dimension = 1, .loss = bowl_loss, .gradient = bowl_gradient};
    for (size_t k = 0; k < 2; k++) {
        descent_engine *engine;
        const descent_rule rule = {.type = types[k], .step_size = 1};
        assert_failure(descent_engine_new(&engine, &line, rule, zero), DESCENT_EINVAL, "too large for memory");
        ck_assert_ptr_null(engine);
    }
}
END_TEST

/* The library's formula under a type of one's own: its check is asked, and its multipliers are what the diagnosis tells. */
static unsigned checks;

static descent_status counted_check(const descent_rule *rule)
{
    checks++;
    return rule->constants[0] == 1 ? descent_fail(DESCENT_EINVAL, "one is not wanted") : DESCENT_SUCCESS;
}

START_TEST(a_type_of_ones_own_tells_of_itself)
{
    const descent_rule fixed = descent_fixed_step(0.25);
    descent_rule_type type = *fixed.type;
    type.name = "mine";
    type.check = counted_check;
    descent_rule rule = {.type = &type, .step_size = 0.25, .constants = {1}};
    assert_failure(descent_rule_check(&rule), DESCENT_EINVAL, "one is not wanted");
    ck_assert_uint_eq(checks, 1);
    rule.constants[0] = 0;
    ck_assert_double_eq(descent_rule_step_limit(&rule, 4), 0.5);
    const double start[] = {3, 2};
    descent_diagnosis *const diagnosis = descent_test_diagnose(&bowl, rule, start, 200);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    descent_diagnosis_free(diagnosis);
}
END_TEST

static int asking_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    double loss;
    if (step->number == 0)
        return descent_rule_evaluate(step, NULL, &loss, NULL) == DESCENT_EINVAL ? DESCENT_ECALLBACK : 0;
    return 0;
}

START_TEST(trial_points_must_be_there)
{
    static const descent_rule_type type = {.name = "asking", .advance = asking_advance};
    const descent_rule rule = {.type = &type, .step_size = 1};
    descent_engine *const engine = descent_test_engine(&bowl, rule, zero);
    assert_failure(descent_engine_step(engine), DESCENT_ECALLBACK, "x must not be NULL");
    descent_engine_free(engine);
    descent_rule_step none = {.dimension = 2};
    assert_failure(descent_rule_evaluate(&none, zero, NULL, NULL), DESCENT_EINVAL, "none of an engine's");
}
END_TEST

/* ---- numbers ---- */

static int infinite_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)x;
    for (size_t i = 0; i < n; i++)
        gradient[i] = i == 0 ? *(const double *)context : 1;
    return 0;
}

/* Gradients that are not finite pass every modifier, and end the step. */
START_TEST(modifiers_hide_no_number_that_is_none)
{
    const double bad[] = {NAN, INFINITY}, lower[] = {-1, -1}, upper[] = {1, 1};
    const descent_modifiers modifiers[] = {{.clip_norm = 1},       {.l1 = 1},
                                           {.lower = lower},       {.upper = upper},
                                           {.decoupled_decay = 1}, {.l1 = 1, .lower = lower, .upper = upper}};
    for (size_t b = 0; b < 2; b++)
        for (size_t m = 0; m < sizeof modifiers / sizeof *modifiers; m++) {
            double value = bad[b];
            const descent_problem problem = {.dimension = 2, .gradient = infinite_gradient, .context = &value};
            descent_engine *const engine =
                descent_test_engine(&problem, descent_rule_with_modifiers(descent_fixed_step(0.1), modifiers[m]), zero);
            ck_assert_int_eq(descent_engine_step(engine), DESCENT_ENONFINITE);
            ck_assert_double_eq(descent_engine_point(engine)[0], 0);
            descent_engine_free(engine);
        }
    /* A gradient of zero has no norm to clip. */
    const descent_modifiers clip = {.clip_norm = 1};
    descent_engine *const engine =
        descent_test_engine(&bowl, descent_rule_with_modifiers(descent_fixed_step(0.1), clip), zero);
    assert_success(descent_engine_run(engine, 3));
    ck_assert_double_eq(descent_engine_point(engine)[0], 0);
    descent_engine_free(engine);
}
END_TEST

/* Trials descend what the decay makes of the loss: Σ (xᵢ − 1)²/2 + λ‖x‖²/2 has its minimum at 1/(1 + λ). */
static int shifted_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)context;
    *loss = 0;
    for (size_t i = 0; i < n; i++)
        *loss += (x[i] - 1) * (x[i] - 1) / 2;
    return 0;
}

static int shifted_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = x[i] - 1;
    return 0;
}

START_TEST(searches_descend_with_the_decay)
{
    const descent_problem problem = {.dimension = 2, .loss = shifted_loss, .gradient = shifted_gradient};
    const descent_rule rules[] = {descent_armijo(1, NULL), descent_wolfe(1, NULL), descent_lbfgs(1, 3, NULL),
                                  descent_conjugate_gradients(1, NULL), descent_exact_step(0.3)};
    const double start[] = {7, -9};
    for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
        const descent_rule rule = descent_rule_with_modifiers(rules[r], (descent_modifiers){.weight_decay = 3});
        descent_engine *const engine = descent_test_engine(&problem, rule, start);
        assert_success(descent_engine_run(engine, 60));
        for (size_t i = 0; i < 2; i++)
            ck_assert_double_eq_tol(descent_engine_point(engine)[i], 0.25, 1e-7);
        descent_engine_free(engine);
    }
}
END_TEST

/* On a plane the gradient never changes: nothing is learnt of a curvature, and the steps are those asked for. */
START_TEST(planes_teach_no_curvature)
{
    const descent_rule rules[] = {
        descent_local_smoothness(0.5), descent_barzilai_borwein(0.5, DESCENT_BARZILAI_BORWEIN_LONG),
        descent_barzilai_borwein(0.5, DESCENT_BARZILAI_BORWEIN_SHORT), descent_exact_step(0.5)};
    for (size_t r = 0; r < 4; r++) {
        descent_engine *const engine = descent_test_engine(&plane, rules[r], zero);
        double sum = 0, before = 0, ratio = 0;
        for (int k = 0; k < 6; k++) {
            /* Malitsky and Mishchenko: η₁ = η₀, then √(1 + θ)η₋. */
            const double taken = r > 0 || k < 2 ? 0.5 : sqrt(1 + ratio) * before;
            ratio = k > 0 ? taken / before : 0;
            before = taken;
            sum += taken;
            assert_success(descent_engine_step(engine));
            ck_assert_double_eq_tol(descent_engine_point(engine)[0], -sum, 1e-12);
            ck_assert_double_eq_tol(descent_engine_point(engine)[1], 2 * sum, 1e-12);
        }
        descent_engine_free(engine);
    }
}
END_TEST

/* Rules that look at loss and gradient at once stop at either that is none. */
static int broken_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)x;
    *loss = *(const double *)context == 1 ? NAN : 5;
    return 0;
}

START_TEST(a_loss_or_a_gradient_that_is_none_ends_the_step)
{
    const descent_rule rules[] = {descent_polyak(1, 0), descent_perturbed(0.1, NULL),
                                  descent_negative_curvature(0.1, NULL)};
    for (size_t r = 0; r < 2; r++)
        for (int k = 0; k < 2; k++) {
            double value = k == 0 ? 1 : INFINITY;
            const descent_problem problem = {
                .dimension = 2, .loss = broken_loss, .gradient = infinite_gradient, .context = &value};
            descent_engine *const engine = descent_test_engine(&problem, rules[r], zero);
            ck_assert_int_eq(descent_engine_step(engine), DESCENT_ENONFINITE);
            ck_assert_double_eq(descent_engine_point(engine)[1], 0);
            descent_engine_free(engine);
        }
    /* Without a slope Polyak's step has no direction, however much the loss is above the minimum it was told. */
    descent_engine *const engine = descent_test_engine(&bowl, descent_polyak(1, -3), zero);
    assert_success(descent_engine_run(engine, 3));
    ck_assert_double_eq(descent_engine_point(engine)[0], 0);
    descent_engine_free(engine);
}
END_TEST

/* a₁ outside (−1, 1): no step size is stable, or only some, but not all below a limit. By the roots themselves. */
START_TEST(filters_that_grow_have_no_limit)
{
    const double filters[][3] = {{1, 0, 1.5}, {1, 0.5, -1.2}, {0.5, 1, 1.5}, {1, -0.2, -1.5}, {1, 0, NAN}};
    for (size_t f = 0; f < sizeof filters / sizeof *filters; f++) {
        const double *const c = filters[f];
        const descent_rule rule = descent_gradient_filter(1, c[0], c[1], c[2]);
        unsigned stable = 0;
        for (double reach = 1e-3; reach < 1e3; reach *= 1.01) {
            double real[2], imaginary[2];
            if (isnan(c[2]))
                break;
            rule.type->multipliers(&rule, reach, 1, real, imaginary);
            stable += hypot(real[0], imaginary[0]) < 1 && hypot(real[1], imaginary[1]) < 1;
        }
        const double limit = descent_rule_step_limit(&rule, 1);
        ck_assert_msg(stable > 0 ? isnan(limit) : limit == 0 || isnan(limit), "filter %zu: %u stable, limit %g", f,
                      stable, limit);
    }
}
END_TEST

/* A bowl beside a constant so large that its losses are level near the minimum; one call of its functions fails. */
typedef struct one_failure {
    int calls, fail_at;
} one_failure;

static int level_bowl(size_t n, const double *x, double *value, void *context)
{
    one_failure *const plan = context;
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (double)(i + 1) * x[i] * x[i] / 2;
    *value = 1e9 + sum;
    return ++plan->calls == plan->fail_at ? 23 : 0;
}

static int level_bowl_gradient(size_t n, const double *x, double *gradient, void *context)
{
    one_failure *const plan = context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = (double)(i + 1) * x[i];
    return ++plan->calls == plan->fail_at ? 23 : 0;
}

/* Whichever call fails, the run ends with it, at the point of its last step; and then goes on. */
START_TEST(no_failing_call_is_overlooked)
{
    enum {
        steps = 12
    };
    const descent_rule rules[] = {
        descent_armijo(1, NULL),
        descent_wolfe(1, NULL),
        descent_lbfgs(1, 3, NULL),
        descent_conjugate_gradients(1, NULL),
        descent_exact_step(0.1),
        descent_local_smoothness(0.1),
        descent_barzilai_borwein(0.1, DESCENT_BARZILAI_BORWEIN_SHORT),
        descent_polyak(1, 1e9),
        descent_perturbed(0.1, NULL),
        descent_negative_curvature(0.1, NULL),
        descent_nesterov(0.1, 0.9),
        descent_adam(0.1, NULL),
        descent_damped_momentum(0.1, 0.9),
    };
    const double start[] = {3, -2, 1}, near[] = {1e-6, 2e-5, -1e-5};
    for (size_t r = 0; r < sizeof rules / sizeof rules[0]; r++)
        for (int close = 0; close < 2; close++) {
            int calls = 1;
            for (int at = 0; at <= calls; at++) {
                one_failure plan = {.fail_at = at};
                const descent_problem problem = {
                    .dimension = 3, .loss = level_bowl, .gradient = level_bowl_gradient, .context = &plan};
                descent_engine *const engine = descent_test_engine(&problem, rules[r], close ? near : start);
                const descent_status status = descent_engine_run(engine, steps);
                ck_assert_msg(status == (at == 0 ? DESCENT_SUCCESS : DESCENT_ECALLBACK), "%s, call %d: status %d",
                              rules[r].type->name, at, (int)status);
                if (at == 0) {
                    calls = plan.calls;
                } else {
                    ck_assert_int_eq(descent_engine_callback_code(engine), 23);
                    ck_assert_int_eq(plan.calls, at);
                    ck_assert_uint_lt(descent_engine_steps(engine), steps);
                    assert_success(descent_engine_run(engine, 1));
                }
                descent_engine_free(engine);
            }
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        no_failing_call_is_overlooked,
        every_parameter_is_checked,
        schedules_by_hand_are_checked,
        types_must_be_whole,
        memory_without_end_is_refused,
        a_type_of_ones_own_tells_of_itself,
        trial_points_must_be_there,
        modifiers_hide_no_number_that_is_none,
        searches_descend_with_the_decay,
        planes_teach_no_curvature,
        a_loss_or_a_gradient_that_is_none_ends_the_step,
        filters_that_grow_have_no_limit,
    };
    return descent_test_main(descent_test_suite("rules_hostile", tests, sizeof tests / sizeof tests[0]));
}
