/* The point of a hull that is nearest to zero: known ones, and by what makes it that. */
#include <float.h>

#include "inside/inside.h"

#include "base/vector.h"
#include "critical/hull.h"

enum {
    most_vectors = 64,
    most_dimensions = 8,
    most_corners = most_dimensions + 2
};

static double room[most_vectors + most_corners + most_dimensions + most_corners * (most_dimensions + most_corners)];

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
                descent__hull_nearest(2, hulls[k].count, vectors, weights, nearest, room, DESCENT__HULL_ROUNDS);
            ck_assert_double_eq_tol(nearest[0], hulls[k].nearest[0], 1e-15);
            ck_assert_double_eq_tol(nearest[1], hulls[k].nearest[1], 1e-15);
            ck_assert_double_eq_tol(norm, hypot(hulls[k].nearest[0], hulls[k].nearest[1]), 1e-15);
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
            (void)descent__hull_nearest(3, 8, corners, weights, nearest, room, DESCENT__HULL_ROUNDS);
            for (size_t i = 0; i < 3; i++)
                ck_assert_double_eq_tol(nearest[i] * longest, copysign(fmax(fabs(c[i]) - 1, 0), c[i]), 1e-14);
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
        const double norm = descent__hull_nearest(n, count, vectors, weights, nearest, room, DESCENT__HULL_ROUNDS);
        double mean[most_dimensions] = {0};
        for (size_t k = 0; k < count; k++) {
            ck_assert_double_ge(weights[k], 0);
            sum += weights[k];
            descent__vector_add_scaled(n, weights[k] / longest, vectors + k * n, mean);
            ck_assert_double_ge(descent__vector_dot(n, nearest, vectors + k * n) / longest, norm * norm - 1e-9);
        }
        ck_assert_double_eq_tol(sum, 1, 1e-12);
        ck_assert_double_le(descent__vector_distance(n, mean, nearest), 1e-14);
    }
}
END_TEST

/* About ±(1, 1): the line through two points passes zero by |p × q|/‖p − q‖, and zero is within where points lie to both sides:
 * found as far as the rounding of the point leaves its direction to be known across the hull. */
START_TEST(however_thin)
{
    for (double thin = 0.1; thin > 1e-13; thin /= 10)
        for (int which = 0; which < 4; which++) {
            const double a = thin * which / 4, b = thin * (which % 2 ? 1 : -1);
            const double two[] = {1 + a, 1 - a, -1 - b, -1 + b};
            const double cross = two[0] * two[3] - two[1] * two[2],
                         longest = fmax(hypot(two[0], two[1]), hypot(two[2], two[3]));
            double weights[5], nearest[2];
            const double norm = descent__hull_nearest(2, 2, two, weights, nearest, room, DESCENT__HULL_ROUNDS);
            ck_assert_double_eq_tol(norm, fabs(cross) / hypot(two[0] - two[2], two[1] - two[3]) / longest, 4e-16);
            const double five[] = {1 + thin, 1 - thin,      1 - thin,      1 + thin, -1 - a,
                                   -1 + a,   -1 + thin / 2, -1 - thin / 2, 1,        1};
            ck_assert_double_le(descent__hull_nearest(2, 5, five, weights, nearest, room, DESCENT__HULL_ROUNDS),
                                fmin(thin, 2 * DBL_EPSILON / thin));
        }
}
END_TEST

/* One point is nearest itself, and as often as it is there; zero within, on an edge, or at a vertex, of simplices of any dimension. */
START_TEST(of_simplices)
{
    for (size_t n = 1; n <= most_dimensions; n++)
        for (size_t zeros = 0; zeros <= n; zeros++)
            for (size_t times = 1; times <= 3; times++) {
                /* Corners e₁ … eₙ and −(e₁ + … + e_z): zero is the mean of the last with the first z of the others. */
                double vectors[3 * (most_dimensions + 1) * most_dimensions] = {0}, weights[most_vectors], sum = 0;
                double nearest[most_dimensions];
                const size_t count = times * (n + 1);
                for (size_t k = 0; k < count; k++)
                    for (size_t i = 0; i < n; i++)
                        vectors[k * n + i] = k % (n + 1) < n ? (double)(i == k % (n + 1)) : i < zeros ? -1 : 0;
                const double norm =
                    descent__hull_nearest(n, count, vectors, weights, nearest, room, DESCENT__HULL_ROUNDS);
                ck_assert_double_le(norm, 4e-16);
                for (size_t k = 0; k < count; k++) {
                    ck_assert(weights[k] >= 0 && (weights[k] <= 4e-16 || k % (n + 1) == n || k % (n + 1) < zeros));
                    sum += weights[k];
                }
                ck_assert_double_eq_tol(sum, 1, 1e-15);
                /* And e₁ … eₙ alone: their mean, of norm 1/√n. */
                for (size_t k = 0; k < times; k++)
                    for (size_t i = 0; i < n; i++)
                        vectors[(k * (n + 1) + n) * n + i] = i == 0;
                ck_assert_double_eq_tol(
                    descent__hull_nearest(n, count, vectors, weights, nearest, room, DESCENT__HULL_ROUNDS),
                    1 / sqrt((double)n), 4e-16);
                for (size_t i = 0; i < n; i++)
                    ck_assert_double_eq_tol(nearest[i], 1 / (double)n, 4e-16);
            }
}
END_TEST

/* A round lets one vector in: none is the shortest itself. */
START_TEST(rounds_are_counted)
{
    const double vectors[] = {1, 3, 1, -2}, norms[] = {sqrt(5), 1, 1};
    double weights[2], nearest[2];
    for (int rounds = 0; rounds < 3; rounds++)
        ck_assert_double_eq_tol(descent__hull_nearest(2, 2, vectors, weights, nearest, room, rounds) * sqrt(10),
                                norms[rounds], 1e-15);
}
END_TEST

START_TEST(what_is_not_finite_has_none)
{
    const double bad[] = {NAN, INFINITY, -INFINITY};
    double weights[2], nearest[2];
    for (size_t k = 0; k < 3; k++) {
        const double vectors[] = {1, 0, 0, bad[k]};
        ck_assert(isnan(descent__hull_nearest(2, 2, vectors, weights, nearest, room, DESCENT__HULL_ROUNDS)));
    }
    const double zeros[4] = {0};
    ck_assert(isnan(descent__hull_nearest(2, 2, zeros, weights, nearest, room, DESCENT__HULL_ROUNDS)));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {of_sides_and_corners, of_cubes,           no_vector_lies_before_it,   however_thin,
                                  of_simplices,         rounds_are_counted, what_is_not_finite_has_none};
    return descent_test_main(descent_test_suite("inside hull", tests, sizeof tests / sizeof *tests));
}
