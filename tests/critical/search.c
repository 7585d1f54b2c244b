/* All critical points in a box: the landscapes' complete lists, the same every time, within the limits. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <descent/critical.h>
#include <descent/landscapes.h>

#include "support.h"

static descent_critical_set *search(const descent_problem *problem, const double *lower, const double *upper)
{
    descent_critical_set *set;
    assert_success(descent_critical_search(problem, lower, upper, NULL, &set));
    return set;
}

START_TEST(notebook_three_points)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double lower[] = {0, -0.5}, upper[] = {4, 2.5};
    const double points[][2] = {{2, 1 - sqrt(0.5)}, {2, 1 + sqrt(0.5)}, {2, 1}};
    const double eigenvalues[][2] = {{2, 4}, {2, 4}, {-2, 2}}, losses[] = {-0.25, -0.25, 0};
    descent_critical_set *const set = search(&problem, lower, upper);
    ck_assert_uint_eq(set->count, 3);
    for (size_t k = 0; k < 3; k++) {
        const descent_critical_point *const point = set->points[k];
        for (size_t i = 0; i < 2; i++) {
            ck_assert_double_eq_tol(point->x[i], points[k][i], 1e-12);
            ck_assert_double_eq_tol(point->eigenvalues[i], eigenvalues[k][i], 1e-12);
        }
        ck_assert_double_eq_tol(point->loss, losses[k], 1e-14);
        ck_assert_int_eq(point->kind, k < 2 ? DESCENT_CRITICAL_MINIMUM : DESCENT_CRITICAL_SADDLE);
    }
    ck_assert_int_eq(set->index_sum, 1);
    ck_assert_int_eq(set->boundary_outward, 1);
    ck_assert_int_eq(set->exhausted, 0);
    ck_assert_int_eq(set->continuum, 0);
    ck_assert_double_le(set->new_point_chance, 0.05);
    descent_critical_set_free(set);
}
END_TEST

/* Each list in the table is complete by proof; the search must give exactly it, whatever derivatives it has. */
START_TEST(every_landscape)
{
    size_t count;
    const descent_landscape *const *const landscapes = descent_landscapes(&count);
    for (size_t k = 0; k < count; k++)
        for (int less = 0; less < 2; less++) {
            descent_problem problem = landscapes[k]->problem;
            if (less)
                problem.hessian = NULL, problem.hessian_product = NULL;
            descent_critical_set *const set = search(&problem, landscapes[k]->lower, landscapes[k]->upper);
            ck_assert_msg(set->count == landscapes[k]->point_count, "%s: %zu points", landscapes[k]->name, set->count);
            for (size_t p = 0; p < set->count; p++) {
                const descent_landscape_point *const known = &landscapes[k]->points[p];
                const bool degenerate = known->kind == DESCENT_CRITICAL_DEGENERATE;
                ck_assert_int_eq(set->points[p]->kind, known->kind);
                ck_assert_uint_eq(set->points[p]->index, known->index);
                for (size_t i = 0; i < problem.dimension; i++)
                    ck_assert_double_eq_tol(set->points[p]->x[i], known->x[i], degenerate ? 1e-4 : 1e-12);
            }
            descent_critical_set_free(set);
        }
}
END_TEST

/* 3⁶ points: every combination of −1, 0 and 1, each once. */
START_TEST(double_well_in_six_variables)
{
    const descent_problem problem = descent_test_landscape("double_well", 6);
    const double lower[] = {-1.5, -1.4, -1.6, -1.5, -1.3, -1.5}, upper[] = {1.4, 1.5, 1.6, 1.5, 1.7, 1.5};
    bool seen[729] = {false};
    descent_critical_set *const set = search(&problem, lower, upper);
    ck_assert_uint_eq(set->count, 729);
    for (size_t k = 0; k < set->count; k++) {
        size_t number = 0, zeros = 0;
        for (size_t i = 0; i < 6; i++) {
            const double nearest = round(set->points[k]->x[i]);
            ck_assert_double_eq_tol(set->points[k]->x[i], nearest, 1e-12);
            number = 3 * number + (size_t)(nearest + 1);
            zeros += nearest == 0;
        }
        ck_assert(!seen[number]);
        seen[number] = true;
        ck_assert_uint_eq(set->points[k]->index, zeros);
    }
    ck_assert_int_eq(set->index_sum, 1);
    ck_assert_int_eq(set->boundary_outward, 1);
    ck_assert_int_eq(set->exhausted, 0);
    const descent_evaluations *const used = &set->evaluations;
    ck_assert_uint_le(used->loss + used->gradient + used->hessian + used->hessian_product, 100000);
    descent_critical_set_free(set);
}
END_TEST

/* Σ(xᵢ² − 1)⁴: 3⁴ points, each with a coordinate ±1 degenerate, and yet isolated. */
static int flat_wells_loss(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += pow(x[i] * x[i] - 1, 4);
    return 0;
}

static int flat_wells_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = 8 * x[i] * pow(x[i] * x[i] - 1, 3);
    return 0;
}

START_TEST(many_isolated_degenerate_points)
{
    const descent_problem problem = {.dimension = 4, .loss = flat_wells_loss, .gradient = flat_wells_gradient};
    const double lower[] = {-1.5, -1.5, -1.5, -1.5}, upper[] = {1.6, 1.6, 1.6, 1.6};
    descent_critical_set *const set = search(&problem, lower, upper);
    ck_assert_uint_eq(set->count, 81);
    ck_assert_int_eq(set->continuum, 0);
    for (size_t k = 0; k < set->count; k++)
        for (size_t i = 0; i < 4; i++)
            ck_assert_double_eq_tol(set->points[k]->x[i], round(set->points[k]->x[i]), 1e-4);
    descent_critical_set_free(set);
}
END_TEST

/* Coupled wells: mixing coordinates no longer hits points exactly. With coupling c < 1/8 or so all 3⁴ remain. */
static int coupled_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = x[i] * (x[i] * x[i] - 1) + 0.05 * ((i > 0 ? x[i - 1] : 0) + (i + 1 < n ? x[i + 1] : 0));
    return 0;
}

START_TEST(coupled_wells_without_a_loss)
{
    const descent_problem problem = {.dimension = 4, .gradient = coupled_gradient};
    const double lower[] = {-2, -2, -2, -2}, upper[] = {2, 2, 2, 2};
    descent_critical_set *const set = search(&problem, lower, upper);
    size_t minima = 0;
    ck_assert_uint_eq(set->count, 81);
    for (size_t k = 0; k < set->count; k++) {
        minima += set->points[k]->kind == DESCENT_CRITICAL_MINIMUM;
        ck_assert(isnan(set->points[k]->loss));
        if (k > 0) /* without losses, by index */
            ck_assert_uint_le(set->points[k - 1]->index, set->points[k]->index);
    }
    ck_assert_uint_eq(minima, 16);
    ck_assert_int_eq(set->index_sum, 1);
    descent_critical_set_free(set);
}
END_TEST

START_TEST(same_every_time)
{
    const descent_landscape *const landscape = descent_landscape_find("six_hump_camel");
    descent_critical_set *const once = search(&landscape->problem, landscape->lower, landscape->upper);
    descent_critical_set *const again = search(&landscape->problem, landscape->lower, landscape->upper);
    ck_assert_uint_eq(once->count, again->count);
    ck_assert_uint_eq(once->starts, again->starts);
    for (size_t k = 0; k < once->count; k++)
        ck_assert_mem_eq(once->points[k]->x, again->points[k]->x, 2 * sizeof(double));
    descent_critical_set_free(once);
    descent_critical_set_free(again);
}
END_TEST

START_TEST(points_outside_are_dropped)
{
    const descent_problem problem = descent_test_landscape("himmelblau", 0);
    const double lower[] = {0, 0}, upper[] = {5, 5}; /* holds (3, 2), (3.385, 0.074) and (0.087, 2.884) */
    descent_critical_set *const set = search(&problem, lower, upper);
    ck_assert_uint_eq(set->count, 3);
    ck_assert_uint_gt(set->outside, 0);
    ck_assert_int_eq(set->boundary_outward, 0);
    ck_assert_int_eq(set->points[0]->kind, DESCENT_CRITICAL_MINIMUM);
    ck_assert_double_eq_tol(set->points[0]->x[0], 3, 1e-12);
    descent_critical_set_free(set);
}
END_TEST

static int valley_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = 0;
    gradient[1] = 2 * x[1];
    return 0;
}

static int valley_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[1] * x[1];
    return 0;
}

/* A line of minima cannot be listed: samples of it, and a word that they are. */
START_TEST(valley_is_a_continuum)
{
    const descent_problem problem = {.dimension = 2, .loss = valley_loss, .gradient = valley_gradient};
    const double lower[] = {-1, -1}, upper[] = {1, 1.5};
    descent_critical_set *const set = search(&problem, lower, upper);
    ck_assert_int_eq(set->continuum, 1);
    ck_assert_uint_ge(set->count, 2);
    ck_assert_uint_le(set->count, 100);
    for (size_t k = 0; k < set->count; k++)
        ck_assert_int_eq(set->points[k]->kind, DESCENT_CRITICAL_DEGENERATE);
    descent_critical_set_free(set);
}
END_TEST

START_TEST(nothing_to_find)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double lower[] = {3, 3}, upper[] = {4, 4};
    descent_critical_set *const set = search(&problem, lower, upper);
    ck_assert_uint_eq(set->count, 0);
    ck_assert_int_eq(set->index_sum, 0);
    descent_critical_set_free(set);
}
END_TEST

/* Steps have to be so short there that their damping overflows: the search must end all the same. */
START_TEST(a_box_of_next_to_no_size)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double lower[] = {-3e-300, -1e-300}, upper[] = {3e-300, 4e-300};
    descent_critical_set *const set = search(&problem, lower, upper);
    ck_assert_uint_eq(set->count, 0);
    descent_critical_set_free(set);
}
END_TEST

START_TEST(limits_hold)
{
    const descent_problem problem = descent_test_landscape("double_well", 6);
    const double lower[] = {-2, -2, -2, -2, -2, -2}, upper[] = {2, 2, 2, 2, 2, 2};
    descent_critical_search_options options = {0};
    descent_critical_set *set;
    options.point_limit = 10;
    assert_success(descent_critical_search(&problem, lower, upper, &options, &set));
    ck_assert_uint_eq(set->count, 10);
    ck_assert_int_eq(set->exhausted, 1);
    descent_critical_set_free(set);
    options = (descent_critical_search_options){.evaluation_limit = 500};
    assert_success(descent_critical_search(&problem, lower, upper, &options, &set));
    ck_assert_int_eq(set->exhausted, 1);
    ck_assert_uint_le(set->evaluations.gradient + set->evaluations.hessian, 700); /* the last point is finished */
    descent_critical_set_free(set);
    options = (descent_critical_search_options){.start_limit = 3};
    assert_success(descent_critical_search(&problem, lower, upper, &options, &set));
    ck_assert_uint_eq(set->starts, 3);
    descent_critical_set_free(set);
    /* as many variables as the limit says, and no more */
    options.critical.dense_limit = 6;
    assert_success(descent_critical_search(&problem, lower, upper, &options, &set));
    descent_critical_set_free(set);
    options.critical.dense_limit = 5;
    assert_failure(descent_critical_search(&problem, lower, upper, &options, &set), DESCENT_EUNSUPPORTED, "6 > 5");
}
END_TEST

static int failing_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const int *const everywhere = context;
    return *everywhere || x[0] > 3 ? 5 : problem.gradient(n, x, gradient, NULL);
}

START_TEST(failing_starts)
{
    int everywhere = 0;
    const descent_problem problem = {.dimension = 2, .gradient = failing_gradient, .context = &everywhere};
    const double lower[] = {0, -0.5}, upper[] = {4, 2.5};
    descent_critical_set *set = search(&problem, lower, upper);
    ck_assert_uint_eq(set->count, 3);
    ck_assert_uint_gt(set->failed_starts, 0);
    descent_critical_set_free(set);
    everywhere = 1;
    assert_failure(descent_critical_search(&problem, lower, upper, NULL, &set), DESCENT_ECALLBACK, "5");
    ck_assert_ptr_null(set);
}
END_TEST

START_TEST(bad_input)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double lower[] = {0, -0.5}, upper[] = {4, 2.5}, crossed[] = {4, -1}, nan[] = {NAN, 2};
    const double wide[] = {1.7e308, 1}, deep[] = {-1.7e308, 0};
    descent_critical_set *set = (descent_critical_set *)&lower;
    assert_failure(descent_critical_search(&problem, lower, crossed, NULL, &set), DESCENT_EINVAL, "lower[1]");
    ck_assert_ptr_null(set);
    assert_failure(descent_critical_search(&problem, lower, lower, NULL, &set), DESCENT_EINVAL, "lower[0]");
    assert_failure(descent_critical_search(&problem, nan, upper, NULL, &set), DESCENT_ENONFINITE, "lower");
    assert_failure(descent_critical_search(&problem, deep, wide, NULL, &set), DESCENT_EINVAL, "wide");
    assert_failure(descent_critical_search(&problem, NULL, upper, NULL, &set), DESCENT_EINVAL, "lower");
    assert_failure(descent_critical_search(&problem, lower, NULL, NULL, &set), DESCENT_EINVAL, "upper");
    assert_failure(descent_critical_search(NULL, lower, upper, NULL, &set), DESCENT_EINVAL, "problem");
    assert_failure(descent_critical_search(&problem, lower, upper, NULL, NULL), DESCENT_EINVAL, "set");
    descent_critical_search_options options = {0};
    for (size_t i = 0; i < sizeof options.reserved / sizeof *options.reserved; i++) {
        options.reserved[i] = &options;
        assert_failure(descent_critical_search(&problem, lower, upper, &options, &set), DESCENT_EINVAL, "reserved[");
        options.reserved[i] = NULL;
    }
    options.merge_distance = -0x1p-1074;
    assert_failure(descent_critical_search(&problem, lower, upper, &options, &set), DESCENT_EINVAL,
                   "merge_distance must lie between 0 and 1, or be 0 for the default, got -4.94066e-324");
    options.merge_distance = nextafter(1, 0);
    assert_success(descent_critical_search(&problem, lower, upper, &options, &set));
    descent_critical_set_free(set);
    options.merge_distance = 1;
    assert_failure(descent_critical_search(&problem, lower, upper, &options, &set), DESCENT_EINVAL, "merge_distance");
    options = (descent_critical_search_options){.critical = {.dense_limit = 1}};
    assert_failure(descent_critical_search(&problem, lower, upper, &options, &set), DESCENT_EUNSUPPORTED, "dense");
    descent_critical_set_free(NULL);
}
END_TEST

/* Sobol ends at 40 variables and Halton at 1229: beyond, other points stand in. One convex bowl is found by any. */
static int bowl_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = x[i] - 0.25;
    return 0;
}

static int identity(size_t n, const double *x, double *hessian, void *context)
{
    (void)x, (void)context;
    for (size_t i = 0; i < n * n; i++)
        hessian[i] = i % (n + 1) == 0;
    return 0;
}

START_TEST(many_variables)
{
    static const size_t dimensions[] = {41, 200, 1300};
    static double lower[1300], upper[1300];
    for (size_t i = 0; i < 1300; i++)
        upper[i] = 1;
    for (size_t k = 0; k < (descent_test_in_full() ? 3 : 2); k++) {
        const descent_problem problem = {.dimension = dimensions[k], .gradient = bowl_gradient, .hessian = identity};
        descent_critical_search_options options = {0};
        options.critical.dense_limit = 2000;
        options.start_limit = dimensions[k] > 1000 ? 1 : 5;
        descent_critical_set *set;
        assert_success(descent_critical_search(&problem, lower, upper, &options, &set));
        ck_assert_uint_eq(set->count, 1);
        ck_assert_int_eq(set->points[0]->kind, DESCENT_CRITICAL_MINIMUM);
        descent_critical_set_free(set);
    }
}
END_TEST

START_TEST(what_is_zero_is_the_default)
{
    const descent_problem problem = descent_test_landscape("himmelblau", 0);
    const double lower[] = {-5, -5}, upper[] = {5, 5};
    const descent_critical_search_options zero = {0}, stated = {.start_limit = 20000,
                                                                .evaluation_limit = 2000000,
                                                                .point_limit = 4096,
                                                                .merge_distance = 1e-6};
    const descent_critical_search_options *const all[] = {NULL, &zero, &stated};
    size_t starts[3];
    for (size_t i = 0; i < 3; i++) {
        descent_critical_set *set;
        assert_success(descent_critical_search(&problem, lower, upper, all[i], &set));
        ck_assert_uint_eq(set->count, 9);
        starts[i] = set->starts;
        descent_critical_set_free(set);
    }
    ck_assert_uint_eq(starts[1], starts[0]);
    ck_assert_uint_eq(starts[2], starts[0]);
}
END_TEST

/* ½|x|² + a dip of width 0.004, a part of a millionth of the box: a minimum and, beside it, a saddle that the usual number of
 * starts may miss. The gradient points outward all around, so the indices of all points sum to 1. */
static int dimple_loss(size_t n, const double *x, double *value, void *context)
{
    const double *const at = context;
    double r = 0, s = 0;
    for (size_t i = 0; i < n; i++) {
        r += x[i] * x[i] / 2;
        s += (x[i] - at[i]) * (x[i] - at[i]) / (2 * at[2] * at[2]);
    }
    *value = r - 0.05 * exp(-s);
    return 0;
}

static int dimple_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const double *const at = context;
    double s = 0;
    for (size_t i = 0; i < n; i++)
        s += (x[i] - at[i]) * (x[i] - at[i]) / (2 * at[2] * at[2]);
    for (size_t i = 0; i < n; i++)
        gradient[i] = x[i] + 0.05 * exp(-s) * (x[i] - at[i]) / (at[2] * at[2]);
    return 0;
}

/* A gradient x, but for −x in the last variable up to a half: zero at the origin alone, a saddle, though it points outward all around. */
static int torn_gradient(size_t n, const double *x, double *gradient, void *context)
{
    size_t *const faces = context;
    bool rim = false;
    for (size_t i = 0; i < n; i++) {
        gradient[i] = i + 1 == n && fabs(x[i]) < 0.5 ? -x[i] : x[i];
        rim = rim || fabs(x[i]) >= 1;
    }
    *faces += rim;
    return 0;
}

/* Then a sum of −1 proves that points are missing, and 64 times as many starts are made as else. */
START_TEST(a_saddle_alone_is_not_all)
{
    const double lower[] = {-1, -1}, upper[] = {1, 1.25};
    size_t faces = 0;
    const descent_problem problem = {.dimension = 2, .gradient = torn_gradient, .context = &faces};
    descent_critical_set *set;
    assert_success(descent_critical_search(&problem, lower, upper, NULL, &set));
    ck_assert_uint_eq(set->count, 1);
    ck_assert_int_eq(set->index_sum, -1);
    ck_assert_int_eq(set->boundary_outward, 1);
    ck_assert_int_eq(set->exhausted, 0);
    ck_assert_uint_eq(set->fruitless, 64 * (50 + 2));
    descent_critical_set_free(set);
}
END_TEST

/* Eight places on each face of the box tell whether the gradient points outward, of 64 faces at most; at the limit nothing else is asked. */
START_TEST(faces_are_sampled)
{
    double lower[40], upper[40];
    for (size_t n = 1; n <= 40; n += n < 4 ? 1 : n == 4 ? 28 : 1) {
        size_t faces = 0;
        for (size_t i = 0; i < n; i++)
            lower[i] = -1, upper[i] = 1;
        const descent_problem problem = {.dimension = n, .gradient = torn_gradient, .context = &faces};
        const descent_critical_search_options options = {.evaluation_limit = 1, .start_limit = 1};
        descent_critical_set *set;
        assert_success(descent_critical_search(&problem, lower, upper, &options, &set));
        ck_assert_int_eq(set->boundary_outward, n <= 32);
        ck_assert_int_eq(set->exhausted, 1);
        ck_assert_uint_eq(set->starts, n <= 32 ? 0 : 1);
        if (n <= 32) {
            ck_assert_uint_eq(set->evaluations.gradient, 8 * 2 * n);
            ck_assert_uint_eq(faces, 8 * 2 * n);
        }
        descent_critical_set_free(set);
        if (n > 32)
            continue;
        upper[0] = 0.75, lower[0] = 0.25; /* to the left it points inward: the first face tells */
        assert_success(descent_critical_search(&problem, lower, upper, &options, &set));
        ck_assert_int_eq(set->boundary_outward, n == 1); /* where a single variable is its last */
        if (n > 1)
            ck_assert_uint_eq(set->evaluations.gradient, 1);
        descent_critical_set_free(set);
    }
}
END_TEST

START_TEST(a_sum_that_proves_points_missing_prolongs_the_search)
{
    const double lower[] = {-1, -1}, upper[] = {1, 1};
    for (size_t k = 0; k < 8; k++) {
        double at[] = {0.55 - 0.13 * (double)k, 0.31 + 0.05 * (double)k, 0.05};
        const descent_problem problem = {
            .dimension = 2, .loss = dimple_loss, .gradient = dimple_gradient, .context = at};
        descent_critical_set *set;
        assert_success(descent_critical_search(&problem, lower, upper, NULL, &set));
        ck_assert_int_eq(set->boundary_outward, 1);
        ck_assert_msg(set->index_sum == 1, "dip %zu: %zu points, sum %ld after %zu starts", k, set->count,
                      set->index_sum, set->starts);
        ck_assert_uint_lt(set->starts, 20000);
        descent_critical_set_free(set);
    }
}
END_TEST

/* As strings: that of no point is none, and a set without points has a list of none. What is in them is read in command/files.py. */
START_TEST(points_as_json_refuse_what_is_not_there)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double lower[] = {3, 3}, upper[] = {4, 4}; /* all points of it have the first coordinate 2 */
    descent_critical_set *set;
    char *text = (char *)&set;
    assert_failure(descent_critical_point_json(NULL, &text), DESCENT_EINVAL, "point must not be NULL");
    ck_assert_ptr_null(text);
    text = (char *)&set;
    assert_failure(descent_critical_set_json(NULL, &text), DESCENT_EINVAL, "set must not be NULL");
    ck_assert_ptr_null(text);
    assert_success(descent_critical_search(&problem, lower, upper, NULL, &set));
    assert_failure(descent_critical_set_json(set, NULL), DESCENT_EINVAL, "text must not be NULL");
    assert_success(descent_critical_set_json(set, &text));
    ck_assert_int_eq(strncmp(text, "{\"points\":[],", strlen("{\"points\":[],")), 0);
    ck_assert_ptr_eq(strchr(text, '\n'), text + strlen(text) - 1);
    free(text);
    descent_critical_set_free(set);
}
END_TEST

static int wells_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const double *const middle = context;
    for (size_t i = 0; i < n; i++) {
        const double off = x[i] - middle[i];
        gradient[i] = off * (off * off - 1);
    }
    return 0;
}

/* A sum of double wells: three to three values. Each of them but the first found is new in a coordinate, or a mixture, which is critical
 * at once: so that three to five are found by starts of their own. */
START_TEST(mixtures_find_what_is_separable)
{
    for (size_t at = 0; at < 8; at++) {
        double middle[] = {0.1 * (double)at, 0.3 - 0.07 * (double)at};
        const double lower[] = {-2, -2}, upper[] = {2.5, 2.2};
        const descent_problem problem = {.dimension = 2, .gradient = wells_gradient, .context = middle};
        descent_critical_set *const set = search(&problem, lower, upper);
        ck_assert_uint_eq(set->count, 9);
        ck_assert_uint_ge(set->mixed_starts, 4);
        ck_assert_uint_le(set->mixed_starts, 6);
        ck_assert_uint_eq(set->fruitless, 50 + 2 * 9);
        ck_assert_uint_eq(set->failed_starts, 0);
        for (size_t k = 0; k < 9; k++)
            for (size_t i = 0; i < 2; i++) {
                const double off = set->points[k]->x[i] - middle[i];
                ck_assert_double_le(fmin(fabs(off), fabs(fabs(off) - 1)), 1e-12);
            }
        descent_critical_set_free(set);
    }
}
END_TEST

/* Of one point: the first start finds it, and every other comes there, too; of none in the box, all lead out of it. */
START_TEST(starts_are_counted)
{
    double middle[] = {0.25, 0};
    for (size_t starts = 1; starts < 5; starts++)
        for (int outside = 0; outside < 2; outside++) {
            const double lower[] = {outside ? 1.5 : 1}, upper[] = {3}; /* the right one of the wells, at 1.25 */
            const descent_problem problem = {.dimension = 1, .gradient = wells_gradient, .context = middle};
            const descent_critical_search_options options = {.start_limit = starts};
            descent_critical_set *set;
            assert_success(descent_critical_search(&problem, lower, upper, &options, &set));
            ck_assert_uint_eq(set->count, !outside);
            ck_assert_uint_eq(set->starts, starts);
            ck_assert_uint_eq(set->outside, outside ? starts : 0);
            ck_assert_uint_eq(set->failed_starts, 0);
            ck_assert_uint_eq(set->mixed_starts, 0);
            ck_assert_int_eq(set->exhausted, 1);
            ck_assert_uint_eq(set->fruitless, outside ? starts : starts - 1);
            ck_assert_double_eq(set->new_point_chance, !outside && starts == 1 ? 1 : 0);
            ck_assert_int_eq(set->boundary_outward, !outside);
            descent_critical_set_free(set);
        }
}
END_TEST

static int no_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)x, (void)gradient, (void)context;
    return 9;
}

/* Up to 1024 variables are searched, unless the limit says otherwise: there the first call is made, and fails here. */
START_TEST(the_usual_limit_is_of_a_thousand_variables)
{
    static double lower[1025], upper[1025];
    for (size_t n = 1024; n <= 1025; n++) {
        const descent_problem problem = {.dimension = n, .gradient = no_gradient};
        const descent_critical_search_options options = {.start_limit = 1};
        descent_critical_set *set;
        for (size_t i = 0; i < n; i++)
            upper[i] = 1;
        assert_failure(descent_critical_search(&problem, lower, upper, &options, &set),
                       n == 1024 ? DESCENT_ECALLBACK : DESCENT_EUNSUPPORTED,
                       n == 1024 ? "a callback returned 9, and failed at each of 1 start"
                                 : "a search needs dimension <= dense_limit, but 1025 > 1024");
    }
}
END_TEST

static int waves_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = sin(1 / x[0]);
    return 0;
}

static int waves_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = -cos(1 / x[0]) / (x[0] * x[0]);
    return 0;
}

/* sin(1/x) is critical at 1/(π(k + ½)). Of those from 0.05 to 1 the sixth is drawn to by few starts; the slope falls at both ends, so minima
 * and maxima are as many. Where slopes at the ends agree with what is found, the search stays as long as it was. */
START_TEST(of_one_variable_the_slopes_at_the_ends_tell_what_is_missing)
{
    const descent_problem problem = {.dimension = 1, .loss = waves_loss, .gradient = waves_gradient};
    const double pi = acos(-1);
    descent_critical_set *set = search(&problem, (double[]){0.05}, (double[]){1});
    ck_assert_uint_eq(set->count, 6);
    for (size_t k = 0; k < 6; k++) {
        size_t found = 0;
        for (size_t i = 0; i < 6; i++)
            found += fabs(set->points[i]->x[0] * pi * ((double)k + 0.5) - 1) < 1e-9;
        ck_assert_uint_eq(found, 1);
    }
    ck_assert(!set->boundary_outward);
    ck_assert_int_eq(set->index_sum, 0);
    descent_critical_set_free(set);
    set = search(&problem, (double[]){0.15}, (double[]){0.4}); /* one minimum, and slopes outward */
    ck_assert_uint_eq(set->count, 1);
    const size_t usual = set->starts;
    descent_critical_set_free(set);
    set = search(&problem, (double[]){0.4}, (double[]){1}); /* one maximum, and slopes inward */
    ck_assert_uint_eq(set->count, 1);
    ck_assert_uint_le(set->starts, 2 * usual);
    descent_critical_set_free(set);
}
END_TEST

int main(void)
{
    const TTest *const long_tests[] = {many_variables, points_as_json_refuse_what_is_not_there};
    const TTest *const tests[] = {the_usual_limit_is_of_a_thousand_variables,
                                  mixtures_find_what_is_separable,
                                  starts_are_counted,
                                  a_saddle_alone_is_not_all,
                                  faces_are_sampled,
                                  a_sum_that_proves_points_missing_prolongs_the_search,
                                  of_one_variable_the_slopes_at_the_ends_tell_what_is_missing,
                                  notebook_three_points,
                                  every_landscape,
                                  double_well_in_six_variables,
                                  many_isolated_degenerate_points,
                                  coupled_wells_without_a_loss,
                                  same_every_time,
                                  points_outside_are_dropped,
                                  valley_is_a_continuum,
                                  nothing_to_find,
                                  a_box_of_next_to_no_size,
                                  limits_hold,
                                  failing_starts,
                                  bad_input,
                                  what_is_zero_is_the_default};
    Suite *const suite = descent_test_suite("critical_search", tests, sizeof tests / sizeof tests[0]);
    descent_test_add_long(suite, long_tests, sizeof long_tests / sizeof *long_tests, 0);
    return descent_test_main(suite);
}
