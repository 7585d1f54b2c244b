/* Which runs a sweep makes: the starts of a plane, whichever part of it is asked for, beside the formula written out. */
#include <math.h>

#include "support.h"
#include "sweep/run/plan.h"

enum {
    columns = 5,
    rows = 4,
    variables = 2,
    stride = 3
};

static double expected(const descent_plane *plane, size_t run, size_t i)
{
    const size_t column = run % columns, row = run / columns;
    const double a = plane->left + (plane->right - plane->left) * ((double)column / (columns - 1));
    const double b = plane->bottom + (plane->top - plane->bottom) * ((double)row / (rows - 1));
    return plane->origin[i] + a * plane->across[i] + b * plane->up[i];
}

/* As far as rounding, where it is finite; and whether all of it is. */
static void check_part(const descent__plan *plan, size_t run, size_t count, size_t i, size_t apart)
{
    double x[columns * rows * stride];
    bool finite = true;
    const bool said = descent__plan_coordinates(plan, run, count, i, apart, x);
    for (size_t j = 0; j < count; j++) {
        const double one = expected(plan->plane, run + j, i), is = x[j * apart];
        finite = finite && isfinite(one);
        if (isfinite(one))
            ck_assert_double_le(fabs(is - one), 1e-14 * fmax(fabs(one), 1));
        else
            ck_assert(!isfinite(is));
    }
    ck_assert_msg(said == finite, "runs %zu to %zu, variable %zu: said %d", run, run + count, i, said);
}

/* Of the columns none, the first, the last, or both lie beyond the largest number. */
START_TEST(starts_of_a_plane)
{
    static const double edges[][2] = {{-1, 3}, {-4, 1}, {-1, 4}, {-4, 4}};
    static const double huge[] = {0.9e308, 1}, up[] = {0, 2}, origin[] = {0, 5};
    const descent_problem problem = {.dimension = variables};
    for (size_t k = 0; k < sizeof edges / sizeof *edges; k++) {
        const double unit[] = {1, -1}, *const across = k > 0 ? huge : unit;
        const descent_plane plane = {.origin = origin,
                                     .across = across,
                                     .up = up,
                                     .left = edges[k][0],
                                     .right = edges[k][1],
                                     .bottom = -1,
                                     .top = 2,
                                     .columns = columns,
                                     .rows = rows};
        const descent__plan plan = {.problem = &problem, .kind = DESCENT__PLAN_PLANE, .plane = &plane};
        for (size_t run = 0; run < columns * rows; run++)
            for (size_t count = 1; run + count <= columns * rows; count++)
                for (size_t i = 0; i < variables; i++) {
                    check_part(&plan, run, count, i, 1);
                    check_part(&plan, run, count, i, stride);
                }
    }
}
END_TEST

/* Numbers that no plan writes. */
enum {
    guards = 4,
    most = 64
};
static const double untouched = -77;

static void lay_out(double *x)
{
    for (size_t k = 0; k < most; k++)
        x[k] = untouched;
}

static bool is_same(double a, double b)
{
    return a == b && !signbit(a) == !signbit(b);
}

/* Edges that a sum of edge and width misses, and a zero whose sign it would lose: what was given is where the plane ends, of one
 * column, of two and of more, for a part of it and for one run. */
START_TEST(a_plane_ends_where_it_was_told)
{
    static const double zero[] = {-0.0}, across[] = {1}, up[] = {1};
    static const double edges[][2] = {{-1, 1e-17}, {-0.0, 3}, {0.1, 0.7}, {1, 1 + 0x1p-52}};
    static const size_t counts[] = {1, 2, 3, 7};
    const descent_problem problem = {.dimension = 1};
    for (size_t k = 0; k < sizeof edges / sizeof *edges; k++)
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
            const double low = edges[k][0], high = edges[k][1];
            const size_t count = counts[c];
            descent_plane plane = {.origin = zero, .across = across, .up = up, .left = low, .right = high};
            descent__plan plan = {.problem = &problem, .kind = DESCENT__PLAN_PLANE, .plane = &plane};
            double x[most], start[1 + guards];
            descent_sweep_run setup = {.start = start};
            /* along a row */
            plane.columns = count;
            plane.rows = 1;
            plane.bottom = plane.top = -0.0;
            for (size_t apart = 1; apart <= 2; apart++) {
                lay_out(x);
                ck_assert(descent__plan_coordinates(&plan, 0, count, 0, apart, x));
                ck_assert(is_same(x[0], low));
                ck_assert(count == 1 || is_same(x[(count - 1) * apart], high));
                ck_assert_double_eq(x[count * apart], untouched);
            }
            for (size_t run = 0; run<count; run += count> 1 ? count - 1 : 1) {
                start[1] = untouched;
                ck_assert_int_eq(descent__plan_run(&plan, run, &setup), 0);
                ck_assert(is_same(start[0], run == 0 ? low : high));
                ck_assert_double_eq(start[1], untouched);
            }
            /* and along a column */
            plane.columns = 1;
            plane.rows = count;
            plane.left = plane.right = -0.0;
            plane.bottom = low;
            plane.top = high;
            lay_out(x);
            ck_assert(descent__plan_coordinates(&plan, 0, count, 0, 1, x));
            ck_assert(is_same(x[0], low));
            ck_assert(count == 1 || is_same(x[count - 1], high));
            ck_assert_double_eq(x[count], untouched);
            ck_assert_int_eq(descent__plan_run(&plan, count - 1, &setup), 0);
            ck_assert(is_same(start[0], count == 1 ? low : high));
        }
}
END_TEST

/* A part that ends within a row, or begins in one and ends in another, writes nothing beside itself. */
START_TEST(a_part_of_a_plane_is_no_more)
{
    static const double origin[] = {0, 0}, across[] = {1, 0}, up[] = {0, 1};
    const descent_plane plane = {.origin = origin,
                                 .across = across,
                                 .up = up,
                                 .right = columns - 1,
                                 .top = rows - 1,
                                 .columns = columns,
                                 .rows = rows};
    const descent_problem problem = {.dimension = variables};
    const descent__plan plan = {.problem = &problem, .kind = DESCENT__PLAN_PLANE, .plane = &plane};
    for (size_t run = 0; run < columns * rows; run++)
        for (size_t count = 1; run + count <= columns * rows; count++)
            for (size_t apart = 1; apart <= stride; apart++) {
                double x[most];
                lay_out(x);
                ck_assert(descent__plan_coordinates(&plan, run, count, 0, apart, x));
                for (size_t k = 0; k < most; k++)
                    ck_assert_double_eq(
                        x[k], k % apart == 0 && k / apart < count ? (double)((run + k / apart) % columns) : untouched);
            }
}
END_TEST

/* Every run its own start, or all the same one; and whether each number of them is finite. */
START_TEST(starts_that_are_given)
{
    static const double given[] = {1, 2, 3, INFINITY, 5, 6, NAN, 8}; /* four runs of two variables */
    const descent_problem problem = {.dimension = variables};
    const descent__plan own = {.problem = &problem, .kind = DESCENT__PLAN_STARTS, .starts = given};
    const descent__plan one = {.problem = &problem, .kind = DESCENT__PLAN_STEP_SIZES, .start = given + 2};
    for (size_t i = 0; i < variables; i++)
        for (size_t run = 0; run < 4; run++)
            for (size_t count = 1; run + count <= 4; count++)
                for (size_t apart = 1; apart <= stride; apart++) {
                    double x[most];
                    bool finite = true;
                    lay_out(x);
                    const bool said = descent__plan_coordinates(&own, run, count, i, apart, x);
                    for (size_t j = 0; j < count; j++) {
                        const double expected = given[2 * (run + j) + i];
                        finite = finite && isfinite(expected);
                        ck_assert(isnan(expected) ? isnan(x[j * apart]) : x[j * apart] == expected);
                    }
                    ck_assert_double_eq(x[count * apart], untouched);
                    ck_assert_int_eq(said, finite);
                    lay_out(x);
                    ck_assert_int_eq(descent__plan_coordinates(&one, run, count, i, apart, x), i == 0);
                    for (size_t j = 0; j < count; j++)
                        ck_assert_double_eq(x[j * apart], given[2 + i]);
                    ck_assert_double_eq(x[count * apart], untouched);
                }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        starts_of_a_plane,
        a_plane_ends_where_it_was_told,
        a_part_of_a_plane_is_no_more,
        starts_that_are_given,
    };
    return descent_test_main(descent_test_suite("inside_plan", tests, sizeof tests / sizeof tests[0]));
}
