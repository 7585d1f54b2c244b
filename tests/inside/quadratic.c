/* Rules without multipliers on the quadratic of a point, beside what their formulas say there. */
#include "diagnosis/verdict/ahead/quadratic.h"

#include "diagnosis/verdict/thresholds.h"
#include "inside.h"
#include "map/forgetting.h"
#include "truth/own_rules.h"

static const double radius = 1e-6;

/* From x with this memory, at a minimum at 0 with this curvature: is it held? */
static bool is_held(descent_rule rule, double curvature, double x, double first, double second, bool must_arrive)
{
    size_t made;
    const double vectors[] = {x, first, second};
    double at = 0;
    const descent_critical_point point = {
        .kind = DESCENT_CRITICAL_MINIMUM, .dimension = 1, .x = &at, .hessian = &curvature};
    const descent__state state = {.vectors = vectors,
                                  .dimension = 1,
                                  .memory_count = rule.type->memory_count,
                                  .pitch = 1,
                                  .number = 100000,
                                  .step_size = rule.step_size,
                                  .memory_known = true};
    descent__evidence evidence = {.n = 1, .has_rule = true, .rule = rule};
    const bool held = descent__quadratic_holds(&evidence, &state, &point, radius, must_arrive, &made);
    ck_assert(!evidence.work.failed && !evidence.memory_failed);
    descent__arena_release(&evidence.work);
    return held;
}

/* v ← 0.9v + 0.1g, x ← x − ηv is the heavy ball with η/10: it is stable below ηλ = 10·2(1 + 0.9) = 38. */
START_TEST(dampened_momentum_has_the_limit_of_its_heavy_ball)
{
    ck_assert(is_held(own_damped(38 * (1 - 1e-3)), 1, 1e-3, 0, 0, false));
    ck_assert(!is_held(own_damped(38 * (1 + 1e-3)), 1, 1e-3, 0, 0, false));
}
END_TEST

/* With a sum S that stays, AdaGrad is a fixed step of η/√S: stable below ηλ/√S = 2; above it the sum grows until it is. */
START_TEST(adagrads_sum_stays)
{
    ck_assert(is_held(own_adagrad(1), 1, 1e-3, 1, 0, false));
    ck_assert(is_held(own_adagrad(1), 1, 1e-3, 0.3, 0, false));
}
END_TEST

/* The filtered square of RMSProp fades by 0.9 a step, so that its steps near the point are of length η: it swings there. That
 * of a step size beside which the 1e-8 of its denominator is large is a fixed step of η/1e-8, and settles. */
START_TEST(a_memory_that_fades_lets_go)
{
    ck_assert(!is_held(own_rmsprop(1e-3), 1, 1e-3, 1e-6, 0, false));
    ck_assert(is_held(own_rmsprop(1e-9), 1, 1e-7, 1e-18, 0, false));
}
END_TEST

/* Slower than what can be followed, but steadily: nothing speaks against it. */
START_TEST(what_still_comes_nearer_is_held)
{
    ck_assert(is_held(own_damped(1e-6), 1, 1, 0, 0, false));
}
END_TEST

/* What must arrive is not held by coming nearer alone. */
START_TEST(what_must_arrive_arrives)
{
    ck_assert(!is_held(own_damped(1e-6), 1, 1, 0, 0, true));
    ck_assert(is_held(own_damped(1), 1, 1, 0, 0, true));
}
END_TEST

/* By their formulas, after so many steps without a slope: √v falls to 0.9^(k/2) and 0.999^(k/2) of itself; sums and momentum
 * divide by nothing that fades. */
START_TEST(a_rule_forgets_what_it_divides_by_if_that_fades)
{
    const struct {
        descent_rule rule;
        bool forgets;
    } known[] = {{own_adam(1e-3), true},     {own_adam(1), true},
                 {own_rmsprop(1e-3), true},  {own_adagrad(1e-3), false},
                 {own_adagrad(1), false},    {own_damped(0.1), false},
                 {own_velocity(0.1), false}, {descent_heavy_ball(0.1, 0.9), false}};
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        descent__evidence evidence = {.n = 3, .has_rule = true, .rule = known[k].rule};
        ck_assert_int_eq(descent__rule_forgets(&evidence), known[k].forgets);
        ck_assert(!evidence.work.failed && !evidence.memory_failed);
        descent__arena_release(&evidence.work);
    }
}
END_TEST

/* From step 1000 on the step size is another, and the rule says so. */
static double later;

static int with_another_size(const descent_rule *rule, descent_rule_step *step, descent_rule (*usual)(double))
{
    step->step_size = step->number < 1000 ? rule->step_size : later * rule->step_size;
    return usual(rule->step_size).type->advance(rule, step);
}

static int resized_adam(const descent_rule *rule, descent_rule_step *step)
{
    return with_another_size(rule, step, own_adam);
}

static int resized_adagrad(const descent_rule *rule, descent_rule_step *step)
{
    return with_another_size(rule, step, own_adagrad);
}

static const descent_rule_type adam_resized = {.name = "Adam, resized", .memory_count = 2, .advance = resized_adam},
                               adagrad_resized = {
                                   .name = "AdaGrad, resized", .memory_count = 1, .advance = resized_adagrad};

/* What a rule divides by fades, or does not, whatever it makes of its step size: Adam's answer grows by e² at one step size. */
START_TEST(a_step_size_that_changes_is_nothing_forgotten)
{
    static const double factors[] = {0.125, 1, 8};
    for (size_t k = 0; k < 2 * sizeof factors / sizeof *factors; k++) {
        later = factors[k / 2];
        const descent_rule rule = {.type = k % 2 ? &adam_resized : &adagrad_resized, .step_size = 1e-3};
        descent__evidence evidence = {.n = 3, .has_rule = true, .rule = rule};
        ck_assert_msg(descent__rule_forgets(&evidence) == k % 2, "%s, by %g", rule.type->name, later);
        descent__arena_release(&evidence.work);
    }
}
END_TEST

START_TEST(an_answer_grows_by_more_than_two)
{
    ck_assert(!descent__answer_grows(4, DESCENT__ANSWER_GROWS * 4));
    ck_assert(descent__answer_grows(4, nextafter(DESCENT__ANSWER_GROWS * 4, INFINITY)));
    ck_assert(!descent__answer_grows(4, NAN));
}
END_TEST

/* Adam at rest, √v = 1, η = 0.1, λ = 1: the limit of ηλ/√v, 2(1 + 0.9)/(1 − 0.9) = 38, is passed when v has fallen to
 * (0.1/38)², after ln(380²)/0.001 = 11,900 steps; then it leaves. AdaGrad's sum stays. */
START_TEST(who_rests_is_kept_until_the_memory_has_faded)
{
    const descent_rule rules[] = {own_adam(0.1), own_adagrad(0.1)};
    for (size_t k = 0; k < 2; k++) {
        const double vectors[] = {1e-12, k == 0 ? 0 : 1, 1};
        double at = 0, curvature = 1;
        const descent_critical_point point = {
            .kind = DESCENT_CRITICAL_MINIMUM, .dimension = 1, .x = &at, .hessian = &curvature};
        const descent__state state = {.vectors = vectors,
                                      .dimension = 1,
                                      .memory_count = rules[k].type->memory_count,
                                      .pitch = 1,
                                      .number = 100000,
                                      .step_size = 0.1,
                                      .memory_known = true};
        descent__evidence evidence = {.n = 1, .has_rule = true, .rule = rules[k]};
        ck_assert(descent__quadratic_keeps(&evidence, &state, &point, radius, 11000));
        ck_assert_int_eq(descent__quadratic_keeps(&evidence, &state, &point, radius, 1000000), k == 1);
        descent__arena_release(&evidence.work);
    }
}
END_TEST

START_TEST(nothing_is_known_without_curvatures)
{
    double at = 0, x = 1;
    size_t made;
    const descent_critical_point point = {.dimension = 1, .x = &at};
    const descent__state state = {.vectors = &x, .dimension = 1, .pitch = 1, .memory_known = true};
    descent__evidence evidence = {.n = 1};
    ck_assert(descent__quadratic_holds(&evidence, &state, &point, radius, true, &made));
    ck_assert(descent__quadratic_keeps(&evidence, &state, &point, radius, 1000));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        dampened_momentum_has_the_limit_of_its_heavy_ball,
        adagrads_sum_stays,
        a_memory_that_fades_lets_go,
        what_still_comes_nearer_is_held,
        what_must_arrive_arrives,
        a_rule_forgets_what_it_divides_by_if_that_fades,
        a_step_size_that_changes_is_nothing_forgotten,
        an_answer_grows_by_more_than_two,
        who_rests_is_kept_until_the_memory_has_faded,
        nothing_is_known_without_curvatures,
    };
    return descent_test_main(descent_test_suite("inside quadratic", tests, sizeof tests / sizeof *tests));
}
