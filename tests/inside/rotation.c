/* Rotation numbers of rotations. */
#include "inside/inside.h"

#include "trajectory/rotation.h"

START_TEST(a_rotation_turns_by_its_fraction)
{
    double points[2 * 1000];
    for (double turn = 0.05; turn < 0.5; turn += 0.05) {
        for (size_t k = 0; k < 1000; k++) {
            points[2 * k] = 3 + cos(2 * acos(-1.0) * turn * (double)k);
            points[2 * k + 1] = 0.1 * sin(2 * acos(-1.0) * turn * (double)k);
        }
        const descent__series series = {.n = 2, .count = 1000, .points = points};
        ck_assert_double_eq_tol(descent__rotation_number(&series), turn, 1e-6);
    }
    const descent__series few = {.n = 2, .count = 2, .points = points};
    ck_assert_double_nan(descent__rotation_number(&few));
}
END_TEST

/* descent__turn_points: of three points there is one turn, of two there is none. */
START_TEST(a_turn_needs_three_points)
{
    double points[] = {1, -1, 1};
    descent__series series = {.n = 1, .count = 3, .points = points};
    ck_assert_double_finite(descent__rotation_number(&series));
    series.count = 2;
    ck_assert_double_nan(descent__rotation_number(&series));
}
END_TEST

/* Of three coordinates the widest counts, wherever it stands, and the turn may go either way round. */
START_TEST(the_widest_coordinate_tells)
{
    double points[3 * 1000];
    for (size_t widest = 0; widest < 3; widest++)
        for (double turn = 0.1; turn < 1; turn += 0.2) {
            for (size_t k = 0; k < 1000; k++)
                for (size_t i = 0; i < 3; i++)
                    points[3 * k + i] = i == widest ? 100 + 2 * cos(2 * acos(-1.0) * turn * (double)k)
                                                    : cos(2 * acos(-1.0) * 0.27 * (double)k);
            const descent__series series = {.n = 3, .count = 1000, .points = points};
            ck_assert_double_eq_tol(descent__rotation_number(&series), turn > 0.5 ? 1 - turn : turn, 1e-6);
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_widest_coordinate_tells, a_turn_needs_three_points,
                                  a_rotation_turns_by_its_fraction};
    return descent_test_main(descent_test_suite("inside rotation", tests, sizeof tests / sizeof *tests));
}
