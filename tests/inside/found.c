/* The collection of points that a search has found: which are the same, and in what order they are given out. */
#include <math.h>
#include <stdlib.h>

#include "critical/point.h"
#include "critical/search/found.h"
#include "critical/tolerances.h"

#include "support.h"

static const double width[] = {1, 100};

static descent_critical_point *new_point(double x, double y, double loss, descent_critical_kind kind)
{
    descent_critical_point *const point = descent__critical_point_new(2, 2, 2, 0);
    ck_assert_ptr_nonnull(point);
    point->x[0] = x;
    point->x[1] = y;
    point->loss = loss;
    point->kind = kind;
    point->nullity = kind == DESCENT_CRITICAL_DEGENERATE;
    point->index = kind == DESCENT_CRITICAL_SADDLE;
    return point;
}

static descent__found open_found(double merge_distance)
{
    descent__found found;
    assert_success(descent__found_open(&found, 2, width, merge_distance));
    return found;
}

/* Within merge_distance of the box's width in every coordinate; the roots of it between degenerate points. */
START_TEST(the_same_point)
{
    const double near = 0x1p-20, far = 0x1p-10, more = 1 + 1e-12;
    descent__found found = open_found(near);
    assert_success(descent__found_add(&found, new_point(0, 0, 0, DESCENT_CRITICAL_MINIMUM)));
    assert_success(descent__found_add(&found, new_point(0.5, 0, 0, DESCENT_CRITICAL_DEGENERATE)));
    const struct {
        double x, y;
        bool degenerate;
        long same;
    } cases[] = {
        {near, -100 * near, false, 0},
        {near * more, 0, false, descent__found_none},
        {0, 100 * near * more, false, descent__found_none},
        {near * more, 0, true, descent__found_none}, /* of another kind than the point there */
        {0.5 + far, 100 * far, true, 1},
        {0.5, 100 * far * more, true, descent__found_none},
        {0.5 + far, 0, false, descent__found_none},
        {0.5 - near, 0, false, 1},
        {NAN, 0, false, descent__found_none},
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        const double x[] = {cases[k].x, cases[k].y};
        ck_assert_int_eq(descent__found_lookup(&found, x, cases[k].degenerate), cases[k].same);
    }
    descent__found_close(&found);
}
END_TEST

/* By loss, where it differs by more than 1e-12 of the largest; then by index, then by coordinates. */
START_TEST(order)
{
    const double largest = 1000, edge = descent__same_loss * largest;
    for (int above = 0; above < 2; above++) {
        descent__found found = open_found(1e-6);
        const double lower = -edge * (above ? 1.001 : 0.999);
        assert_success(descent__found_add(&found, new_point(0.9, 0, largest, DESCENT_CRITICAL_MAXIMUM)));
        assert_success(descent__found_add(&found, new_point(0.4, 0, lower, DESCENT_CRITICAL_SADDLE)));
        assert_success(descent__found_add(&found, new_point(0.3, 0, 0, DESCENT_CRITICAL_MINIMUM)));
        assert_success(descent__found_add(&found, new_point(0.2, 0, 0, DESCENT_CRITICAL_MINIMUM)));
        descent_critical_set *const set = descent__found_take(&found);
        ck_assert_uint_eq(set->count, 4);
        ck_assert_double_eq(set->points[0]->x[0], above ? 0.4 : 0.2);
        ck_assert_double_eq(set->points[1]->x[0], above ? 0.2 : 0.3);
        ck_assert_double_eq(set->points[2]->x[0], above ? 0.3 : 0.4);
        ck_assert_double_eq(set->points[3]->x[0], 0.9);
        descent_critical_set_free(set);
        descent__found_close(&found);
    }
}
END_TEST

/* Nondegenerate points count with the sign of their index; many points need more room than there is at first. */
START_TEST(sums_and_room)
{
    descent__found found = open_found(1e-6);
    for (size_t k = 0; k < 100; k++)
        assert_success(descent__found_add(&found, new_point((double)k / 100, 0, (double)(100 - k),
                                                            k % 10 == 0   ? DESCENT_CRITICAL_DEGENERATE
                                                            : k % 10 == 1 ? DESCENT_CRITICAL_SADDLE
                                                                          : DESCENT_CRITICAL_MINIMUM)));
    found.set->starts = 200;
    found.reached[7] = 2;
    descent_critical_set *const set = descent__found_take(&found);
    ck_assert_uint_eq(set->count, 100);
    ck_assert_int_eq(set->index_sum, 80 - 10);
    ck_assert_double_eq(set->new_point_chance, 99.0 / 200);
    ck_assert_int_eq(set->continuum, 0);
    for (size_t k = 0; k < 100; k++)
        ck_assert_double_eq(set->points[k]->loss, (double)(k + 1));
    descent_critical_set_free(set);
    descent__found_close(&found);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_same_point, order, sums_and_room};
    return descent_test_main(descent_test_suite("inside_found", tests, sizeof tests / sizeof tests[0]));
}
