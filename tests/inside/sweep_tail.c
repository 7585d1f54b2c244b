/* The figures of a run's last points, beside boxes that are worked out here point by point. */
#include <float.h>
#include <math.h>

#include "sweep/judge/tail.h"

#include "support.h"

enum {
    most = 6, /* coordinates */
    most_points = 129
};

/* Numbers in no order: multiples of the golden section, modulo 1, and more of them the later they come. */
static double number(size_t k)
{
    const double turned = (double)(k + 1) * 0.6180339887498949;
    return (turned - floor(turned) - 0.5) * (1 + 0.01 * (double)k);
}

/* The diagonal of the box about points first … last, and `start` if there is one. */
static double diagonal(size_t n, const double *x, size_t first, size_t last, const double *start)
{
    double square = 0;
    for (size_t i = 0; i < n; i++) {
        double low = start ? start[i] : x[first * n + i], high = low;
        for (size_t k = first; k <= last; k++) {
            low = x[k * n + i] < low ? x[k * n + i] : low;
            high = x[k * n + i] > high ? x[k * n + i] : high;
        }
        square += (high - low) * (high - low);
    }
    return sqrt(square);
}

START_TEST(an_extent_is_that_of_points_to_the_last)
{
    double x[most * 12], work[2 * most];
    for (size_t n = 1; n <= most; n++) {
        for (size_t k = 0; k < n * 12; k++)
            x[k] = number(k);
        const descent__series series = {.n = n, .count = 12, .points = x};
        for (size_t first = 0; first < 12; first++)
            for (size_t last = first; last < 12; last++)
                ck_assert_double_eq_tol(descent__tail_extent(&series, first, last, work),
                                        diagonal(n, x, first, last, NULL), 1e-14);
    }
}
END_TEST

/* Each quarter of the moves, with the points at both ends; and all of them with the start. */
START_TEST(quarters_have_their_extents_and_all_points_a_diameter)
{
    double x[most * most_points], start[most], work[2 * most];
    const descent_rule rule = descent_fixed_step(0.1);
    for (size_t n = 1; n <= most; n++)
        for (size_t count = 1; count <= most_points; count += count < 20 ? 1 : 109) {
            double size = 0;
            for (size_t k = 0; k < n * count; k++)
                x[k] = number(k);
            for (size_t i = 0; i < n; i++) {
                start[i] = i == 0 ? -9 : i == 1 ? 9 : 0.1;
                size = fmax(size, fabs(x[(count - 1) * n + i]));
            }
            const descent__sweep_evidence run = {
                .series = {.n = n, .count = count, .points = x}, .start = start, .rule = &rule, .steps = count - 1};
            const descent__tail tail = descent__tail_of(&run, work);
            const double moves = (double)(count - 1);
            for (size_t j = 0; j < 4; j++) {
                const size_t first = (size_t)floor((double)j * moves / 4),
                             last = (size_t)floor(((double)j + 1) * moves / 4);
                ck_assert_double_eq_tol(tail.quarter[j], diagonal(n, x, first, last, NULL), 1e-14);
            }
            const double diameter = diagonal(n, x, 0, count - 1, start);
            ck_assert_double_eq_tol(tail.diameter, diameter, 1e-14);
            ck_assert_double_eq(tail.size, size);
            ck_assert_double_eq_tol(tail.tolerance, fmax(1e-6 * diameter, sqrt(DBL_EPSILON) * size), 1e-18);
            ck_assert_double_eq_tol(tail.rounding, 16 * DBL_EPSILON * size, 1e-25);
            ck_assert_uint_eq(tail.strides.moves, count - 1);
            ck_assert(!tail.rings_on);
        }
}
END_TEST

/* β^k falls to e^−20 at k = 20/−log β. */
START_TEST(momentum_rings_until_its_power_is_small)
{
    const double x[] = {1, 2, 3}, momenta[] = {0.5, 0.9, -0.9, 0.99};
    double work[2];
    for (size_t m = 0; m < 4; m++) {
        const descent_rule rule = descent_heavy_ball(0.1, momenta[m]);
        const double end = 20 / -log(fabs(momenta[m]));
        for (int after = 0; after < 2; after++) {
            const descent__sweep_evidence run = {.series = {.n = 1, .count = 3, .points = x},
                                                 .start = x,
                                                 .rule = &rule,
                                                 .steps = (size_t)floor(end) + (size_t)after};
            ck_assert_int_eq(descent__tail_of(&run, work).rings_on, !after);
            ck_assert(descent__tail_has_memory(&run));
        }
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {an_extent_is_that_of_points_to_the_last,
                                  quarters_have_their_extents_and_all_points_a_diameter,
                                  momentum_rings_until_its_power_is_small};
    return descent_test_main(descent_test_suite("inside sweep tail", tests, sizeof tests / sizeof *tests));
}
