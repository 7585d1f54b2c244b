/* L + λ‖x‖²/2 + ρ‖x‖₁ as a function of some of its variables, beside the formula written out. */
#include <math.h>

#include "diagnosis/verdict/ahead/composite.h"
#include "support.h"

enum {
    n = 4,
    few = 2
};

/* L = Σ (i + 1) xᵢ² / 2 + x₀x₃ */
static int loss(size_t count, const double *x, double *value, void *context)
{
    (void)context;
    *value = x[0] * x[3];
    for (size_t i = 0; i < count; i++)
        *value += (double)(i + 1) * x[i] * x[i] / 2;
    return 0;
}

static int gradient(size_t count, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < count; i++)
        g[i] = (double)(i + 1) * x[i];
    g[0] += x[3];
    g[3] += x[0];
    return 0;
}

static int both(size_t count, const double *x, double *value, double *g, void *context)
{
    return loss(count, x, value, context) + gradient(count, x, g, context);
}

static int hessian(size_t count, const double *x, double *h, void *context)
{
    (void)x, (void)context;
    for (size_t k = 0; k < count * count; k++)
        h[k] = k % (count + 1) ? 0 : (double)(k / (count + 1) + 1);
    h[3] = h[3 * count] = 1;
    return 0;
}

/* The variables 3 and 0 are free, in this order; what lies behind the arrays is no variable. */
START_TEST(the_terms_are_those_of_the_free_variables)
{
    const double decay = 0.5, l1 = 0.25, y[few + 1] = {-2, 3, 1e6};
    for (int together = 0; together < 2; together++) {
        const descent_problem problem = {.dimension = n,
                                         .loss = together ? NULL : loss,
                                         .gradient = together ? NULL : gradient,
                                         .loss_gradient = together ? both : NULL,
                                         .hessian = hessian,
                                         .scale = 7};
        size_t free_variables[few + 1] = {3, 0, 1};
        double x[n] = {0, 10, 20, 0}, side[n] = {1, 5, 5, -1}, room[n], square[n * n];
        descent__composite composite = {.problem = &problem,
                                        .n = n,
                                        .free_count = few,
                                        .free = free_variables,
                                        .x = x,
                                        .side = side,
                                        .decay = decay,
                                        .l1 = l1,
                                        .gradient = room,
                                        .hessian = square};
        const descent_problem of_few = descent__composite_problem(&composite);
        ck_assert_uint_eq(of_few.dimension, few);
        ck_assert_double_eq(of_few.scale, 7);
        double value, g[few + 1] = {0, 0, -77}, h[few * few + 1] = {0, 0, 0, 0, -77};
        ck_assert_int_eq(of_few.loss(few, y, &value, of_few.context), 0);
        /* at (3, 10, 20, −2) */
        ck_assert_double_eq(value, 4.5 + 100 + 600 + 8 - 6 + decay / 2 * (4 + 9) + l1 * (2 + 3));
        ck_assert_int_eq(of_few.gradient(few, y, g, of_few.context), 0);
        ck_assert_double_eq(g[0], 4 * -2 + 3 + decay * -2 - l1);
        ck_assert_double_eq(g[1], 3 - 2 + decay * 3 + l1);
        ck_assert_double_eq(g[2], -77);
        ck_assert_int_eq(of_few.hessian(few, y, h, of_few.context), 0);
        const double expected[] = {4 + decay, 1, 1, 1 + decay, -77};
        for (size_t k = 0; k < few * few + 1; k++)
            ck_assert_double_eq(h[k], expected[k]);
        ck_assert_double_eq(x[0], 3);
        ck_assert_double_eq(x[1], 10);
        ck_assert_double_eq(x[2], 20);
        ck_assert_double_eq(x[3], -2);
    }
}
END_TEST

START_TEST(what_is_not_given_is_not_made)
{
    const descent_problem problem = {.dimension = n, .gradient = gradient};
    descent__composite composite = {.problem = &problem, .n = n, .free_count = few};
    const descent_problem of_few = descent__composite_problem(&composite);
    ck_assert(!of_few.loss && !of_few.hessian && of_few.gradient);
    ck_assert_ptr_eq(of_few.context, &composite);
    const descent_modifiers modifiers = {.weight_decay = 0.5, .decoupled_decay = 0.25};
    ck_assert_double_eq(descent__composite_decay(&modifiers), 0.75);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_terms_are_those_of_the_free_variables, what_is_not_given_is_not_made};
    return descent_test_main(descent_test_suite("inside_composite", tests, sizeof tests / sizeof tests[0]));
}
