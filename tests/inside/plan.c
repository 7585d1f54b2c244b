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

int main(void)
{
    const TTest *const tests[] = {starts_of_a_plane};
    return descent_test_main(descent_test_suite("inside_plan", tests, sizeof tests / sizeof tests[0]));
}
