/* What the headers say that 0 stands for: a rule that is given these numbers is the one that is given none. */
#include <string.h>

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/step_finders.h>

#include "support.h"

static const double step_size = 0.125;

static void assert_same(const char *name, descent_rule left_out, descent_rule given)
{
    ck_assert_msg(left_out.type == given.type, "%s", name);
    for (size_t k = 0; k < sizeof given.constants / sizeof *given.constants; k++)
        ck_assert_msg(memcmp(&left_out.constants[k], &given.constants[k], sizeof(double)) == 0,
                      "%s, constant %zu: %.17g by default, %.17g in the header", name, k, left_out.constants[k],
                      given.constants[k]);
}

START_TEST(adaptive_rules)
{
    const descent_adam_options none = {0};
    const descent_adam_options adam = {.first_decay = 0.9, .second_decay = 0.999, .epsilon = 1e-8};
    assert_same("AdaGrad", descent_adagrad(step_size, 0), descent_adagrad(step_size, 1e-10));
    assert_same("RMSProp", descent_rmsprop(step_size, 0, 0), descent_rmsprop(step_size, 0.9, 1e-8));
    assert_same("Lion", descent_lion(step_size, 0, 0), descent_lion(step_size, 0.9, 0.99));
    assert_same("Adam", descent_adam(step_size, &none), descent_adam(step_size, &adam));
    assert_same("Adam without options", descent_adam(step_size, NULL), descent_adam(step_size, &adam));
}
END_TEST

START_TEST(line_searches)
{
    const descent_line_search_options none = {0};
    const descent_line_search_options usual = {
        .decrease = 1e-4, .curvature = 0.9, .contraction = 0.5, .most_trials = 60};
    descent_line_search_options conjugate = usual;
    conjugate.curvature = 0.1;
    assert_same("Armijo", descent_armijo(step_size, &none), descent_armijo(step_size, &usual));
    assert_same("Wolfe", descent_wolfe(step_size, &none), descent_wolfe(step_size, &usual));
    assert_same("L-BFGS", descent_lbfgs(step_size, 10, NULL), descent_lbfgs(step_size, 10, &usual));
    assert_same("conjugate gradients", descent_conjugate_gradients(step_size, NULL),
                descent_conjugate_gradients(step_size, &conjugate));
}
END_TEST

START_TEST(rules_that_leave_saddles)
{
    const descent_perturbed_options no_pushes = {0};
    const descent_perturbed_options pushes = {
        .gradient_threshold = 1e-3, .radius = 1e-2, .decrease = 1e-6, .wait = 100};
    const descent_negative_curvature_options no_looks = {0};
    const descent_negative_curvature_options looks = {
        .gradient_threshold = 1e-3, .curvature_threshold = 1e-6, .length = 1, .most_products = 40};
    assert_same("perturbed", descent_perturbed(step_size, &no_pushes), descent_perturbed(step_size, &pushes));
    assert_same("perturbed without options", descent_perturbed(step_size, NULL), descent_perturbed(step_size, &pushes));
    assert_same("negative curvature", descent_negative_curvature(step_size, &no_looks),
                descent_negative_curvature(step_size, &looks));
    assert_same("negative curvature without options", descent_negative_curvature(step_size, NULL),
                descent_negative_curvature(step_size, &looks));
}
END_TEST

/* The vectors that each formula needs from the steps before. */
START_TEST(no_rule_keeps_more_than_its_formula_needs)
{
    const descent_adam_options nadam = {.kind = DESCENT_NADAM}, amsgrad = {.kind = DESCENT_AMSGRAD};
    const struct {
        descent_rule rule;
        size_t vectors;
    } cases[] = {
        {descent_fixed_step(1), 0},
        {descent_heavy_ball(1, 0.5), 1}, /* the point before */
        {descent_nesterov(1, 0.5), 1},
        {descent_damped_momentum(1, 0.5), 1},
        {descent_gradient_filter(1, 1, 0, 0), 1},
        {descent_adagrad(1, 0), 1},
        {descent_rmsprop(1, 0, 0), 1},
        {descent_adam(1, NULL), 2}, /* both means */
        {descent_adam(1, &nadam), 2},
        {descent_adam(1, &amsgrad), 3}, /* and the largest square */
        {descent_lion(1, 0, 0), 1},
        {descent_sign(1), 0},
        {descent_normalised(1), 0},
        {descent_exact_step(1), 0},
        {descent_armijo(1, NULL), 0},
        {descent_wolfe(1, NULL), 0},
        {descent_barzilai_borwein(1, DESCENT_BARZILAI_BORWEIN_LONG), 2}, /* point and gradient before */
        {descent_conjugate_gradients(1, NULL), 2},                       /* direction and gradient before */
        {descent_lbfgs(1, 5, NULL), 10},                                 /* five pairs */
        {descent_perturbed(1, NULL), 1},                                 /* where it was pushed */
        {descent_negative_curvature(1, NULL), 0},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent_rule_type *const type = cases[k].rule.type;
        ck_assert_msg((type->memory ? type->memory(&cases[k].rule) : type->memory_count) == cases[k].vectors, "%s",
                      type->name);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {adaptive_rules, line_searches, rules_that_leave_saddles,
                                  no_rule_keeps_more_than_its_formula_needs};
    return descent_test_main(descent_test_suite("rules defaults", tests, sizeof tests / sizeof *tests));
}
