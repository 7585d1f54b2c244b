/*
 * Searches in boxes for the points of losses whose points are known: sums of polynomials of one variable each, with given roots of their
 * slopes. Every combination of roots in the box is found once, with its curvatures, and the sums and costs are those of a count.
 */
#include "support.h"

#include <descent/critical.h>
#include <descent/descent.h>
#include <math.h>
#include <stdlib.h>

enum {
    most_variables = 3,
    most_roots = 3,
    most_points = 27
};

/* L = Σ Pᵢ(xᵢ), Pᵢ' = Π(x − rootᵢ). */
typedef struct polynomials {
    size_t n, roots[most_variables];
    double root[most_variables][most_roots];
    descent_evaluations asked;
} polynomials;

/* The slope of one, its curvature, or its height (by its antiderivative, written out). */
static double slope_of(const polynomials *p, size_t i, double x)
{
    double slope = 1;
    for (size_t k = 0; k < p->roots[i]; k++)
        slope *= x - p->root[i][k];
    return slope;
}

static double curvature_of(const polynomials *p, size_t i, double x)
{
    double sum = 0;
    for (size_t left_out = 0; left_out < p->roots[i]; left_out++) {
        double product = 1;
        for (size_t k = 0; k < p->roots[i]; k++)
            product *= k == left_out ? 1 : x - p->root[i][k];
        sum += product;
    }
    return sum;
}

static double height_of(const polynomials *p, size_t i, double x)
{
    double coefficients[most_roots + 1] = {1}, height = 0;
    for (size_t k = 0; k < p->roots[i]; k++)
        for (size_t j = k + 2; j-- > 0;)
            coefficients[j] = (j > 0 ? coefficients[j - 1] : 0) - p->root[i][k] * (j <= k ? coefficients[j] : 0);
    for (size_t j = p->roots[i] + 1; j-- > 0;)
        height = height * x + coefficients[j] / (double)(j + 1);
    return height * x;
}

static int loss(size_t n, const double *x, double *value, void *context)
{
    polynomials *const p = context;
    p->asked.loss++;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += height_of(p, i, x[i]);
    return 0;
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    polynomials *const p = context;
    p->asked.gradient++;
    for (size_t i = 0; i < n; i++)
        g[i] = slope_of(p, i, x[i]);
    return 0;
}

static int hessian(size_t n, const double *x, double *h, void *context)
{
    polynomials *const p = context;
    p->asked.hessian++;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            h[i * n + j] = i == j ? curvature_of(p, i, x[i]) : 0;
    return 0;
}

static descent_problem problem_of(polynomials *p, bool with_loss, bool with_hessian)
{
    p->asked = (descent_evaluations){0};
    return (descent_problem){.dimension = p->n,
                             .loss = with_loss ? loss : NULL,
                             .gradient = gradient,
                             .hessian = with_hessian ? hessian : NULL,
                             .context = p};
}

/* One that should be found. */
typedef struct known {
    double x[most_variables], loss, curvature[most_variables];
    size_t index;
} known;

static int by_number(const void *a, const void *b)
{
    const double first = *(const double *)a, second = *(const double *)b;
    return (first > second) - (first < second);
}

static size_t all_in(const polynomials *p, const double *lower, const double *upper, known *points)
{
    size_t count = 0, combinations = 1;
    for (size_t i = 0; i < p->n; i++)
        combinations *= p->roots[i];
    for (size_t which = 0; which < combinations; which++) {
        known *const k = &points[count];
        size_t rest = which;
        bool inside = true;
        *k = (known){.loss = 0};
        for (size_t i = 0; i < p->n; rest /= p->roots[i++]) {
            k->x[i] = p->root[i][rest % p->roots[i]];
            k->loss += height_of(p, i, k->x[i]);
            k->curvature[i] = curvature_of(p, i, k->x[i]);
            k->index += k->curvature[i] < 0;
            inside = inside && k->x[i] >= lower[i] && k->x[i] <= upper[i];
        }
        qsort(k->curvature, p->n, sizeof(double), by_number);
        count += inside;
    }
    return count;
}

static const known *find(const known *points, size_t count, size_t n, const double *x)
{
    for (size_t k = 0; k < count; k++) {
        double off = 0;
        for (size_t i = 0; i < n; i++)
            off = fmax(off, fabs(points[k].x[i] - x[i]));
        if (off < 1e-8)
            return &points[k];
    }
    return NULL;
}

static void check_point(const descent_critical_point *found, const known *k, size_t n, bool with_loss,
                        bool with_hessian)
{
    const double accuracy = with_hessian ? 1e-9 : 1e-6;
    ck_assert_ptr_nonnull(k);
    ck_assert_uint_eq(found->index, k->index);
    ck_assert_uint_eq(found->nullity, 0);
    ck_assert_int_eq(found->kind, k->index == 0   ? DESCENT_CRITICAL_MINIMUM
                                  : k->index == n ? DESCENT_CRITICAL_MAXIMUM
                                                  : DESCENT_CRITICAL_SADDLE);
    for (size_t i = 0; i < n; i++)
        ck_assert_double_eq_tol(found->eigenvalues[i], k->curvature[i], accuracy * (1 + fabs(k->curvature[i])));
    if (with_loss)
        ck_assert_double_eq_tol(found->loss, k->loss, 1e-10);
    else
        ck_assert(isnan(found->loss));
    ck_assert_int_ne(found->converged, 0);
    ck_assert_int_eq(found->iterations > 0, found->moved > 0); /* what is mixed of others may be there at once */
    ck_assert_uint_ge(found->evaluations.gradient, 1);
}

/* By ascending loss, or without one by index; and then by coordinates. */
static void check_order(const descent_critical_set *set, bool with_loss)
{
    for (size_t k = 1; k < set->count; k++) {
        const descent_critical_point *const a = set->points[k - 1], *const b = set->points[k];
        if (with_loss)
            ck_assert(a->loss <= b->loss + 1e-12);
        else
            ck_assert_uint_le(a->index, b->index);
    }
}

static const struct {
    polynomials p;
    double lower[most_variables], upper[most_variables];
} cases[] = {
    {{.n = 1, .roots = {3}, .root = {{-1, 0.25, 2}}}, {-2}, {3}},
    {{.n = 1, .roots = {3}, .root = {{-1, 0.25, 2}}}, {-0.5}, {3}},
    {{.n = 1, .roots = {3}, .root = {{-1, 0.25, 2}}}, {-1}, {2}}, /* two of them on its edges */
    {{.n = 1, .roots = {2}, .root = {{0.5, 0.75}}}, {-0.1}, {1.3}},
    {{.n = 2, .roots = {3, 3}, .root = {{-1, 0, 1}, {-0.75, 0.5, 1.25}}}, {-2, -2}, {2, 2}},
    {{.n = 2, .roots = {3, 1}, .root = {{-1, 0, 1}, {0.5}}}, {-1.5, -1}, {1.25, 1}},
    {{.n = 2, .roots = {2, 3}, .root = {{-1, 0.5}, {-2, 0, 3}}}, {-0.5, -3}, {2, 1}},
    {{.n = 2, .roots = {1, 1}, .root = {{5}, {5}}}, {-1, -1}, {1, 1}},
    {{.n = 2, .roots = {3, 3}, .root = {{-1, 0, 1}, {-1, 0, 1}}}, {-1, -2}, {2, 1}}, /* some in its corners */
    {{.n = 3, .roots = {3, 2, 1}, .root = {{-1, 0.5, 1}, {-1, 1}, {0.25}}}, {-2, -2, -1}, {2, 2, 1}},
};

enum {
    case_count = sizeof cases / sizeof *cases
};

/* Does the slope lead out of the box wherever a point of its boundary is? */
static bool is_outward(const polynomials *p, const double *lower, const double *upper)
{
    for (size_t i = 0; i < p->n; i++)
        if (!(slope_of(p, i, lower[i]) < 0 && slope_of(p, i, upper[i]) > 0))
            return false;
    return true;
}

START_TEST(every_point_of_a_box_is_found_once)
{
    for (size_t c = 0; c < case_count; c++)
        for (int with_loss = 0; with_loss < 2; with_loss++)
            for (int with_hessian = 0; with_hessian < 2; with_hessian++) {
                polynomials p = cases[c].p;
                const descent_problem problem = problem_of(&p, with_loss, with_hessian);
                known points[most_points];
                const size_t count = all_in(&p, cases[c].lower, cases[c].upper, points);
                descent_critical_set *set;
                long sum = 0;
                size_t walked = 0;
                uint64_t gradients = 0;
                bool seen[most_points] = {false};
                assert_success(descent_critical_search(&problem, cases[c].lower, cases[c].upper, NULL, &set));
                ck_assert_msg(set->count == count, "case %zu: %zu points, not %zu", c, set->count, count);
                for (size_t k = 0; k < count; k++) {
                    const known *const which = find(points, count, p.n, set->points[k]->x);
                    check_point(set->points[k], which, p.n, with_loss, with_hessian);
                    ck_assert(!seen[which - points]);
                    seen[which - points] = true;
                    sum += which->index % 2 ? -1 : 1;
                    walked += set->points[k]->iterations > 0;
                    gradients += set->points[k]->evaluations.gradient;
                }
                check_order(set, with_loss);
                ck_assert_int_eq(walked > 0, count > 0);
                ck_assert_uint_le(gradients, set->evaluations.gradient);
                ck_assert_int_eq(set->index_sum, sum);
                ck_assert_int_eq(set->boundary_outward != 0, is_outward(&p, cases[c].lower, cases[c].upper));
                if (set->boundary_outward)
                    ck_assert_int_eq(set->index_sum, 1);
                ck_assert_int_eq(set->exhausted, 0);
                ck_assert_int_eq(set->continuum, 0);
                ck_assert_uint_ge(set->fruitless, 50 + 2 * count);
                ck_assert_uint_ge(set->starts, set->fruitless);
                ck_assert_uint_le(set->failed_starts + set->outside, set->starts + set->mixed_starts);
                ck_assert_double_ge(set->new_point_chance, 0);
                ck_assert_double_le(set->new_point_chance, 0.1);
                ck_assert_uint_eq(set->evaluations.loss, p.asked.loss);
                ck_assert_uint_eq(set->evaluations.gradient, p.asked.gradient);
                ck_assert_uint_eq(set->evaluations.hessian, p.asked.hessian);
                descent_critical_set_free(set);
            }
}
END_TEST

/* A point beyond an edge is none of the box, unless it is so by rounding alone. */
START_TEST(edges_of_a_box_are_where_it_ends)
{
    for (int side = 0; side < 2; side++)
        for (int beyond = 0; beyond < 2; beyond++) {
            polynomials p = {.n = 1, .roots = {1}, .root = {{0.5}}};
            const descent_problem problem = problem_of(&p, true, true);
            const double width = 2, off = (beyond ? 1e-9 : 0x1p-53) * width;
            const double lower = side ? 0.5 - width - off : 0.5 + off, upper = lower + width;
            descent_critical_set *set;
            assert_success(descent_critical_search(&problem, &lower, &upper, NULL, &set));
            ck_assert_uint_eq(set->count, !beyond);
            ck_assert_int_eq(set->outside > 0, beyond);
            descent_critical_set_free(set);
        }
}
END_TEST

/* With its variables exchanged a box has the same points. */
START_TEST(the_order_of_variables_does_not_matter)
{
    for (size_t c = 0; c < case_count; c++) {
        polynomials p = cases[c].p, q = p;
        double lower[most_variables], upper[most_variables];
        for (size_t i = 0; i < p.n; i++) {
            const size_t j = p.n - 1 - i;
            q.roots[j] = p.roots[i];
            memcpy(q.root[j], p.root[i], sizeof p.root[i]);
            lower[j] = cases[c].lower[i];
            upper[j] = cases[c].upper[i];
        }
        const descent_problem problem = problem_of(&p, true, true), exchanged = problem_of(&q, true, true);
        descent_critical_set *set, *other;
        assert_success(descent_critical_search(&problem, cases[c].lower, cases[c].upper, NULL, &set));
        assert_success(descent_critical_search(&exchanged, lower, upper, NULL, &other));
        ck_assert_uint_eq(set->count, other->count);
        ck_assert_int_eq(set->index_sum, other->index_sum);
        ck_assert_int_eq(set->boundary_outward, other->boundary_outward);
        for (size_t k = 0; k < set->count; k++) {
            size_t same = 0;
            for (size_t l = 0; l < other->count; l++) {
                double off = 0;
                for (size_t i = 0; i < p.n; i++)
                    off = fmax(off, fabs(set->points[k]->x[i] - other->points[l]->x[p.n - 1 - i]));
                same += off < 1e-8 && set->points[k]->kind == other->points[l]->kind;
            }
            ck_assert_uint_eq(same, 1);
        }
        descent_critical_set_free(set);
        descent_critical_set_free(other);
    }
}
END_TEST

/* Each limit ends the search where it says, and says so; with room for all of it, none does. */
START_TEST(limits_of_a_search_are_kept)
{
    const double lower[] = {-2, -2}, upper[] = {2, 2};
    polynomials p = cases[4].p;
    const descent_problem problem = problem_of(&p, true, true);
    descent_critical_set *set;
    assert_success(descent_critical_search(&problem, lower, upper, NULL, &set));
    const size_t starts = set->starts, points = set->count;
    const descent_evaluations e = set->evaluations;
    const uint64_t all = e.loss + e.gradient + e.hessian;
    descent_critical_set_free(set);
    for (size_t limit = 1; limit <= points; limit++) {
        const descent_critical_search_options options = {.point_limit = limit};
        assert_success(descent_critical_search(&problem, lower, upper, &options, &set));
        ck_assert_uint_eq(set->count, limit);
        ck_assert_int_eq(set->exhausted != 0, limit < points || set->starts < starts);
        descent_critical_set_free(set);
    }
    for (size_t limit = 1; limit <= starts + 1; limit += 1 + limit / 3) {
        const descent_critical_search_options options = {.start_limit = limit};
        assert_success(descent_critical_search(&problem, lower, upper, &options, &set));
        ck_assert_uint_le(set->starts, limit);
        ck_assert_int_eq(set->exhausted != 0, limit < starts);
        if (limit < starts)
            ck_assert_uint_eq(set->starts, limit);
        descent_critical_set_free(set);
    }
    for (uint64_t limit = 20; limit < 2 * all; limit += limit / 2) {
        const descent_critical_search_options options = {.evaluation_limit = limit};
        assert_success(descent_critical_search(&problem, lower, upper, &options, &set));
        const uint64_t used = set->evaluations.loss + set->evaluations.gradient + set->evaluations.hessian;
        ck_assert_uint_le(used, limit + 400); /* the last point is finished */
        ck_assert_int_eq(set->exhausted != 0, limit < all);
        descent_critical_set_free(set);
    }
    for (size_t fruitless = 1; fruitless < 40; fruitless += 13) {
        const descent_critical_search_options options = {.fruitless_limit = fruitless};
        assert_success(descent_critical_search(&problem, lower, upper, &options, &set));
        ck_assert_uint_ge(set->fruitless, fruitless);
        ck_assert_int_eq(set->exhausted, 0);
        descent_critical_set_free(set);
    }
    /* What is one point within a third of the box's width: of three roots a variable, a unit apart in four, all are one to the next. */
    const descent_critical_search_options coarse = {.merge_distance = 0.9};
    assert_success(descent_critical_search(&problem, lower, upper, &coarse, &set));
    ck_assert_uint_eq(set->count, 1);
    descent_critical_set_free(set);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_point_of_a_box_is_found_once, edges_of_a_box_are_where_it_ends,
                                  the_order_of_variables_does_not_matter, limits_of_a_search_are_kept};
    return descent_test_main(descent_test_suite("critical boxes", tests, sizeof tests / sizeof *tests));
}
