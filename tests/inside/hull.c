/* The point of a hull that is nearest to zero: known ones, and by what makes it that. */
#include "inside/inside.h"

#include "base/vector.h"
#include "critical/hull.h"

enum {
    most_vectors = 64,
    most_dimensions = 8
};

typedef struct known_hull {
    size_t count;
    double vectors[6];
    double nearest[2]; /* in units of the longest */
} known_hull;

/* Segments and triangles of the plane: a side, zero on a side, zero within, a corner; the distance of a line is that of its foot. */
START_TEST(of_sides_and_corners)
{
    const known_hull hulls[] = {
        {2, {1, 1, 1, -1}, {0.70710678118654752, 0}},
        {2, {1, 2, -1, -2}, {0, 0}},
        {2, {4, 3, 4, 3}, {0.8, 0.6}},
        {3, {1, 2, -1, 2, 1, -2}, {0, 0}},
        {3, {1, 0, -0.5, 1, -0.5, -1}, {0, 0}},
        {3, {3, 4, 6, 8, 6, 4}, {0.3, 0.4}},
        {3, {0, 0, 1, 2, 3, 4}, {0, 0}},
        {2, {2, 0, 0, 1}, {0.2, 0.4}}, /* on x + 2y = 2 */
    };
    for (size_t k = 0; k < sizeof hulls / sizeof *hulls; k++)
        for (double size = 1e-200; size < 1e201; size *= 1e200) {
            double vectors[6], weights[3], nearest[2];
            for (size_t i = 0; i < 2 * hulls[k].count; i++)
                vectors[i] = size * hulls[k].vectors[i];
            const double norm =
                descent__hull_nearest(2, hulls[k].count, vectors, weights, nearest, DESCENT__HULL_ROUNDS);
            ck_assert_double_eq_tol(nearest[0], hulls[k].nearest[0], 1e-9);
            ck_assert_double_eq_tol(nearest[1], hulls[k].nearest[1], 1e-9);
            ck_assert_double_eq_tol(norm, hypot(hulls[k].nearest[0], hulls[k].nearest[1]), 1e-9);
        }
}
END_TEST

/* Of a cube of half side 1 around c it is, in each coordinate, as far as c is from [−1, 1]. */
START_TEST(of_cubes)
{
    const double centres[] = {0, 0.5, 1, 1.25, -3, 7};
    const size_t choices = sizeof centres / sizeof *centres;
    for (size_t first = 0; first < choices; first++)
        for (size_t second = 0; second < choices; second++) {
            const double c[] = {centres[first], centres[second], 0.75};
            double corners[24], weights[8], nearest[3], longest = 0;
            for (size_t k = 0; k < 8; k++) {
                for (size_t i = 0; i < 3; i++)
                    corners[3 * k + i] = c[i] + (k >> i & 1 ? 1 : -1);
                longest = fmax(longest, descent__vector_norm(3, corners + 3 * k));
            }
            (void)descent__hull_nearest(3, 8, corners, weights, nearest, DESCENT__HULL_ROUNDS);
            for (size_t i = 0; i < 3; i++)
                ck_assert_double_eq_tol(nearest[i] * longest, copysign(fmax(fabs(c[i]) - 1, 0), c[i]), 1e-6);
        }
}
END_TEST

/* It is a mean of the vectors, and no vector is nearer along it (Wolfe 1976): ⟨nearest, v⟩ ≥ ‖nearest‖². */
START_TEST(no_vector_lies_before_it)
{
    static double vectors[most_vectors * most_dimensions];
    double phase = 0;
    for (size_t run = 0; run < descent_test_effort(200); run++) {
        const size_t n = 1 + run % most_dimensions, count = 1 + run * 7 % most_vectors;
        double weights[most_vectors], nearest[most_dimensions], sum = 0, longest = 0;
        for (size_t k = 0; k < count; k++) {
            for (size_t i = 0; i < n; i++)
                vectors[k * n + i] = cos(phase += 1.2345678) + (run % 3 == 0 ? 1.01 : 0.3) * (i == 0);
            longest = fmax(longest, descent__vector_norm(n, vectors + k * n));
        }
        const double norm = descent__hull_nearest(n, count, vectors, weights, nearest, DESCENT__HULL_ROUNDS);
        double mean[most_dimensions] = {0};
        for (size_t k = 0; k < count; k++) {
            ck_assert_double_ge(weights[k], 0);
            sum += weights[k];
            descent__vector_add_scaled(n, weights[k] / longest, vectors + k * n, mean);
            ck_assert_double_ge(descent__vector_dot(n, nearest, vectors + k * n) / longest, norm * norm - 1e-9);
        }
        ck_assert_double_eq_tol(sum, 1, 1e-12);
        ck_assert_double_le(descent__vector_distance(n, mean, nearest), 1e-9);
    }
}
END_TEST

START_TEST(what_is_not_finite_has_none)
{
    const double bad[] = {NAN, INFINITY, -INFINITY};
    double weights[2], nearest[2];
    for (size_t k = 0; k < 3; k++) {
        const double vectors[] = {1, 0, 0, bad[k]};
        ck_assert(isnan(descent__hull_nearest(2, 2, vectors, weights, nearest, DESCENT__HULL_ROUNDS)));
    }
    const double zeros[4] = {0};
    ck_assert(isnan(descent__hull_nearest(2, 2, zeros, weights, nearest, DESCENT__HULL_ROUNDS)));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {of_sides_and_corners, of_cubes, no_vector_lies_before_it,
                                  what_is_not_finite_has_none};
    return descent_test_main(descent_test_suite("inside hull", tests, sizeof tests / sizeof *tests));
}
