/*
 * Critical points in other units of the variables and of the loss: every number of every result is the same but for its unit, and
 * everything that is no number of a unit is the same.
 */
#include "in_units.h"
#include "support.h"

#include <descent/critical.h>
#include <descent/descent.h>
#include <descent/landscapes.h>

static const double lengths[] = {1, 0x1p-12, 0x1p10, 0x1p40}, heights[] = {1, 0x1p7, 0x1p-20, 0x1p3};

enum {
    unit_count = 4
};

/* What is compared now, for messages. */
static const char *now = "";
static size_t variant, unit;

static void assert_unit(double number, double factor, double own, const char *what, size_t which)
{
    ck_assert_msg(units_same(number, factor, own), "%s, variant %zu, units %zu: %s %zu: %.17g, and %.17g in its own",
                  now, variant, unit, what, which, number / factor, own);
}

static void assert_units(const double *numbers, size_t count, double factor, const double *own, const char *what)
{
    ck_assert_int_eq(numbers != NULL, own != NULL);
    for (size_t k = 0; k < count && own; k++)
        assert_unit(numbers[k], factor, own[k], what, k);
}

#define ASSERT_EQUAL(field)                                                                                            \
    ck_assert_msg(a->field == b->field, "%s, variant %zu, units %zu: " #field " differs", now, variant, unit)

static void compare_points(const descent_critical_point *a, const descent_critical_point *b, double length,
                           double height)
{
    const size_t n = a->dimension, known = a->eigenvalue_count;
    const double slope = height / length, curvature = slope / length;
    ASSERT_EQUAL(kind), ASSERT_EQUAL(dimension), ASSERT_EQUAL(index), ASSERT_EQUAL(nullity);
    ASSERT_EQUAL(index_is_lower_bound), ASSERT_EQUAL(nullity_is_lower_bound), ASSERT_EQUAL(eigenvalue_count);
    ASSERT_EQUAL(eigenvector_count), ASSERT_EQUAL(tolerance_source), ASSERT_EQUAL(hessian_source);
    ASSERT_EQUAL(newton_backed), ASSERT_EQUAL(iterations), ASSERT_EQUAL(converged), ASSERT_EQUAL(probe);
    ASSERT_EQUAL(products), ASSERT_EQUAL(unbounded_curvature), ASSERT_EQUAL(curvature_jumps);
    ASSERT_EQUAL(evaluations.loss), ASSERT_EQUAL(evaluations.gradient), ASSERT_EQUAL(evaluations.hessian);
    ASSERT_EQUAL(evaluations.hessian_product);
    assert_units(a->x, n, length, b->x, "x");
    assert_unit(a->loss, height, b->loss, "loss", 0);
    assert_unit(a->gradient_norm, slope, b->gradient_norm, "gradient norm", 0);
    assert_units(a->eigenvalues, known, curvature, b->eigenvalues, "eigenvalue");
    assert_units(a->eigenvectors, n * a->eigenvector_count, 1, b->eigenvectors, "eigenvector");
    assert_units(a->residuals, known, curvature, b->residuals, "residual");
    assert_units(a->hessian, n * n, curvature, b->hessian, "Hessian");
    assert_unit(a->eigenvalue_tolerance, curvature, b->eigenvalue_tolerance, "tolerance", 0);
    assert_unit(a->asymmetry, 1, b->asymmetry, "asymmetry", 0);
    assert_unit(a->condition, 1, b->condition, "condition", 0);
    assert_unit(a->step_limit, 1 / curvature, b->step_limit, "step limit", 0);
    assert_unit(a->rule_step_limit, 1 / curvature, b->rule_step_limit, "rule's step limit", 0);
    assert_unit(a->distance, length, b->distance, "distance", 0);
    assert_unit(a->moved, length, b->moved, "way", 0);
    assert_units(a->lower_x, n, length, b->lower_x, "lower point");
    assert_unit(a->lower_loss, height, b->lower_loss, "lower loss", 0);
    assert_unit(a->gradient_error, slope, b->gradient_error, "gradient error", 0);
    ck_assert_int_eq(a->escape ? a->escape == a->eigenvectors : 0, a->index > 0 && a->eigenvector_count > 0);
    ck_assert_int_eq(a->escape != NULL, b->escape != NULL);
}

#define LOSS_OF_TWO(name, value_formula, slope_of_x, slope_of_y)                                                       \
    static int name##_loss(size_t n, const double *at, double *value, void *context)                                   \
    {                                                                                                                  \
        const double x = at[0], y = n > 1 ? at[1] : 0;                                                                 \
        (void)context, (void)x, (void)y;                                                                               \
        *value = value_formula;                                                                                        \
        return 0;                                                                                                      \
    }                                                                                                                  \
    static int name##_slope(size_t n, const double *at, double *gradient, void *context)                               \
    {                                                                                                                  \
        const double x = at[0], y = n > 1 ? at[1] : 0;                                                                 \
        (void)context, (void)x, (void)y;                                                                               \
        gradient[0] = slope_of_x;                                                                                      \
        if (n > 1)                                                                                                     \
            gradient[1] = slope_of_y;                                                                                  \
        return 0;                                                                                                      \
    }

LOSS_OF_TWO(trough, x *x *x *x / 4 + y * y / 2, x *x *x, y)
LOSS_OF_TWO(bent, (y - x * x) * (y - x * x) / 2, -2 * x * (y - x * x), y - x * x)
LOSS_OF_TWO(mixed, x *x / 2 - y * y * y * y / 4, x, -y *y *y)
LOSS_OF_TWO(top, -x *x - 3 * y * y, -2 * x, -6 * y)
LOSS_OF_TWO(tilted, x *x / 2 + y, x, 1)
LOSS_OF_TWO(creased, fabs(x) + y * y / 2, x > 0 ? 1 : x < 0 ? -1 : 0, y)
LOSS_OF_TWO(sharp, pow(fabs(x), 1.5) + y * y, 1.5 * copysign(sqrt(fabs(x)), x), 2 * y)
LOSS_OF_TWO(level, x *x, 2 * x, 0)
LOSS_OF_TWO(hinge, x > 0 ? 2 * x * x + y * y : x * x / 2 + y * y, x > 0 ? 4 * x : x, 2 * y)

/* A chain of eight, whose Hessian at 0 has the eigenvalues −1 + 4 sin²(kπ/18). */
static int chain_slope(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = x[i] * x[i] * x[i] + x[i] - (i > 0 ? x[i - 1] : 0) - (i + 1 < n ? x[i + 1] : 0);
    return 0;
}

static int chain_product(size_t n, const double *x, const double *v, double *product, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        product[i] = 3 * x[i] * x[i] * v[i] + v[i] - (i > 0 ? v[i - 1] : 0) - (i + 1 < n ? v[i + 1] : 0);
    return 0;
}

static descent_problem of_two(size_t n, descent_loss_function *loss, descent_gradient_function *slope)
{
    return (descent_problem){.dimension = n, .loss = loss, .gradient = slope};
}

typedef descent_status look(const descent_problem *, const double *, const descent_critical_options *,
                            descent_critical_point **);

/* Which derivatives are given: all, without the Hessian, the loss alone, or no loss. */
static bool leave_out(descent_problem *problem, size_t which)
{
    if (which >= 1)
        problem->hessian = NULL, problem->hessian_product = which >= 2 ? NULL : problem->hessian_product;
    if (which == 2)
        problem->gradient = NULL;
    if (which == 3)
        problem->loss = NULL;
    return descent_problem_check(problem) == DESCENT_SUCCESS;
}

/* From this point, with each choice of derivatives, in all units. */
static void look_in_all_units(const char *name, descent_problem problem, const double *at, look *looks,
                              const descent_critical_options *given)
{
    const size_t n = problem.dimension;
    const descent_rule rule = descent_heavy_ball(1, 0.5);
    now = name;
    for (variant = 0; variant < 4; variant++) {
        descent_critical_point *first = NULL;
        descent_status first_status = DESCENT_SUCCESS;
        for (unit = 0; unit < unit_count; unit++) {
            in_units u = {problem, lengths[unit], heights[unit]};
            if (!leave_out(&u.problem, variant))
                continue;
            const descent_problem in_unit = units_problem(&u);
            descent_critical_options options = *given;
            descent_critical_point *point;
            double x[units_most_variables];
            for (size_t i = 0; i < n; i++)
                x[i] = at[i] * u.length;
            options.rule = &rule;
            options.eigenvalue_tolerance *= u.height / (u.length * u.length);
            options.distance_tolerance *= u.length;
            options.distance_limit *= u.length;
            const descent_status status = looks(&in_unit, x, &options, &point);
            first_status = unit == 0 ? status : first_status;
            ck_assert_int_eq(status, first_status);
            if (first && point)
                compare_points(point, first, u.length, u.height);
            if (first)
                descent_critical_point_free(point);
            else
                first = point;
        }
        descent_critical_point_free(first);
    }
}

START_TEST(points_do_not_depend_on_the_units)
{
    const descent_problem notebook = descent_test_landscape("notebook", 0), peano = descent_test_landscape("peano", 0),
                          monkey = descent_test_landscape("monkey_saddle", 0),
                          valley = descent_test_landscape("rosenbrock", 0),
                          powell = descent_test_landscape("powell_singular", 0);
    descent_problem chain = {.dimension = 8, .gradient = chain_slope, .hessian_product = chain_product};
    const struct {
        const char *name;
        descent_problem problem;
        double at[units_most_variables];
    } all[] = {
        {"notebook, saddle", notebook, {2, 1}},
        {"notebook, beside", notebook, {2.001, 1.0005}},
        {"notebook, far", notebook, {3, 1.9}},
        {"peano", peano, {0, 0}},
        {"monkey saddle", monkey, {0, 0}},
        {"valley", valley, {0.999, 0.9985}},
        {"valley, far", valley, {-1.2, 1}},
        {"powell", powell, {0.01, -0.001, 0.0625, 0}},
        {"trough", of_two(2, trough_loss, trough_slope), {0, 0}},
        {"trough, beside", of_two(2, trough_loss, trough_slope), {0.0625, 0.5}},
        {"bent", of_two(2, bent_loss, bent_slope), {0.5, 0.25}},
        {"mixed", of_two(2, mixed_loss, mixed_slope), {0, 0}},
        {"top", of_two(2, top_loss, top_slope), {0.125, 1}},
        {"top in one", of_two(1, top_loss, top_slope), {0}},
        {"tilted", of_two(2, tilted_loss, tilted_slope), {1, 1}},
        {"creased", of_two(2, creased_loss, creased_slope), {0, 0.5}},
        {"sharp", of_two(2, sharp_loss, sharp_slope), {0, 0}},
        {"level", of_two(2, level_loss, level_slope), {0, 1}},
        {"hinge", of_two(2, hinge_loss, hinge_slope), {0, 0}},
        {"chain", chain, {0}},
        {"chain, beside", chain, {0.5, -0.25, 0.125, 1, 0.75, -0.5, 0.25, 0.0625}},
    };
    const descent_critical_options options[] = {
        {0},
        {.dense_limit = 1, .eigenpair_count = 2},
        {.eigenvalue_tolerance = 0.125, .distance_tolerance = 0.25, .distance_limit = 0.5, .no_probe = 1},
        {.probe_limit = 100, .iteration_limit = 2, .evaluation_limit = 4000},
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        for (size_t o = 0; o < sizeof options / sizeof *options; o++) {
            look_in_all_units(all[k].name, all[k].problem, all[k].at, descent_critical_classify, &options[o]);
            look_in_all_units(all[k].name, all[k].problem, all[k].at, descent_critical_refine, &options[o]);
        }
}
END_TEST

static void compare_sets(const descent_critical_set *a, const descent_critical_set *b, const in_units *u)
{
    ASSERT_EQUAL(count), ASSERT_EQUAL(starts), ASSERT_EQUAL(mixed_starts), ASSERT_EQUAL(failed_starts);
    ASSERT_EQUAL(outside), ASSERT_EQUAL(fruitless), ASSERT_EQUAL(exhausted), ASSERT_EQUAL(continuum);
    ASSERT_EQUAL(new_point_chance), ASSERT_EQUAL(index_sum), ASSERT_EQUAL(boundary_outward);
    ASSERT_EQUAL(evaluations.loss), ASSERT_EQUAL(evaluations.gradient), ASSERT_EQUAL(evaluations.hessian);
    for (size_t k = 0; k < a->count; k++)
        compare_points(a->points[k], b->points[k], u->length, u->height);
}

START_TEST(searches_do_not_depend_on_the_units)
{
    const struct {
        const char *name;
        descent_problem problem;
        double lower[2], upper[2];
        descent_critical_search_options options;
    } all[] = {
        {"notebook", descent_test_landscape("notebook", 0), {0, 0}, {4, 2.5}, {.start_limit = 0}},
        {"himmelblau", descent_test_landscape("himmelblau", 0), {-5, -5}, {5, 5}, {.start_limit = 60}},
        {"double well", descent_test_landscape("double_well", 2), {-1.5, -1.5}, {1.5, 1.5}, {.fruitless_limit = 20}},
        {"bent", of_two(2, bent_loss, bent_slope), {-1, -1}, {1, 1}, {.point_limit = 6}},
        {"creased", of_two(2, creased_loss, creased_slope), {-1, -2}, {2, 1}, {.evaluation_limit = 20000}},
        {"tilted", of_two(2, tilted_loss, tilted_slope), {-1, -1}, {1, 1}, {.start_limit = 0}},
        {"mixed", of_two(2, mixed_loss, mixed_slope), {-1, -1}, {2, 1}, {.merge_distance = 0.1}},
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        for (variant = 0; variant < 4; variant++) {
            descent_critical_set *first = NULL;
            now = all[k].name;
            for (unit = 0; unit < unit_count; unit++) {
                in_units u = {all[k].problem, lengths[unit], heights[unit]};
                if (variant == 2 || !leave_out(&u.problem, variant))
                    continue;
                const descent_problem problem = units_problem(&u);
                const double lower[] = {all[k].lower[0] * u.length, all[k].lower[1] * u.length},
                             upper[] = {all[k].upper[0] * u.length, all[k].upper[1] * u.length};
                descent_critical_set *set;
                assert_success(descent_critical_search(&problem, lower, upper, &all[k].options, &set));
                if (first) {
                    compare_sets(set, first, &u);
                    descent_critical_set_free(set);
                } else {
                    first = set;
                }
            }
            descent_critical_set_free(first);
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {points_do_not_depend_on_the_units, searches_do_not_depend_on_the_units};
    return descent_test_main(descent_test_suite("critical units", tests, sizeof tests / sizeof *tests));
}
