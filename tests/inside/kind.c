/* The kind of a critical point from eigenvalues and tolerance, at both sides of the tolerance. */
#include <float.h>
#include <math.h>

#include "critical/dense/kind.h"
#include "critical/large/kind.h"
#include "critical/rounding.h"

#include "support.h"

static descent_critical_kind kind_of(size_t n, const double *eigenvalues, double tolerance)
{
    size_t negative, null;
    descent__count_signs(n, eigenvalues, tolerance, &negative, &null);
    return descent__kind_by_signs(n, negative, null, tolerance);
}

START_TEST(one_eigenvalue)
{
    const double tolerance = 0.125, beyond = nextafter(tolerance, 1);
    ck_assert_int_eq(kind_of(1, &beyond, tolerance), DESCENT_CRITICAL_MINIMUM);
    ck_assert_int_eq(kind_of(1, &tolerance, tolerance), DESCENT_CRITICAL_DEGENERATE);
    ck_assert_int_eq(kind_of(1, &(double){0}, tolerance), DESCENT_CRITICAL_DEGENERATE);
    ck_assert_int_eq(kind_of(1, &(double){-tolerance}, tolerance), DESCENT_CRITICAL_DEGENERATE);
    ck_assert_int_eq(kind_of(1, &(double){-beyond}, tolerance), DESCENT_CRITICAL_MAXIMUM);
}
END_TEST

/* All that three eigenvalues, each negative, null or positive, can be; each at the tolerance or just beyond it. */
START_TEST(three_eigenvalues)
{
    const double tolerance = 1e-3, beyond = nextafter(tolerance, 1);
    const double values[] = {-beyond, -tolerance, tolerance, beyond};
    for (size_t code = 0; code < 64; code++) {
        const double triple[] = {values[code % 4], values[code / 4 % 4], values[code / 16]};
        size_t negative = 0, null = 0, positive = 0, counted_negative, counted_null;
        for (size_t i = 0; i < 3; i++) {
            negative += triple[i] == -beyond;
            positive += triple[i] == beyond;
            null += fabs(triple[i]) == tolerance;
        }
        const descent_critical_kind kind = negative && positive ? DESCENT_CRITICAL_SADDLE
                                           : null               ? DESCENT_CRITICAL_DEGENERATE
                                           : negative           ? DESCENT_CRITICAL_MAXIMUM
                                                                : DESCENT_CRITICAL_MINIMUM;
        descent__count_signs(3, triple, tolerance, &counted_negative, &counted_null);
        ck_assert_uint_eq(counted_negative, negative);
        ck_assert_uint_eq(counted_null, null);
        ck_assert_int_eq(kind_of(3, triple, tolerance), kind);
    }
}
END_TEST

/* With no tolerance only zero itself is zero; without a finite one nothing can be said. */
START_TEST(tolerances_at_their_ends)
{
    const double smallest[] = {DBL_TRUE_MIN, DBL_MAX}, zero[] = {-0.0, DBL_MAX};
    ck_assert_int_eq(kind_of(2, smallest, 0), DESCENT_CRITICAL_MINIMUM);
    ck_assert_int_eq(kind_of(2, zero, 0), DESCENT_CRITICAL_DEGENERATE);
    ck_assert_int_eq(kind_of(2, smallest, DBL_MAX), DESCENT_CRITICAL_DEGENERATE);
    ck_assert_int_eq(kind_of(2, smallest, INFINITY), DESCENT_CRITICAL_UNDETERMINED);
    ck_assert_int_eq(kind_of(2, smallest, NAN), DESCENT_CRITICAL_UNDETERMINED);
}
END_TEST

static descent_critical_kind kind_by_ends(descent__spectrum_end low, descent__spectrum_end high)
{
    return descent__kind_by_ends(&low, &high);
}

/* Each end with a residual of ¼ and a bound that is 1 farther out. */
static descent_critical_kind kind_between(double low, double high, double tolerance)
{
    return kind_by_ends((descent__spectrum_end){low, 0.25, low - 1, tolerance},
                        (descent__spectrum_end){high, 0.25, high + 1, tolerance});
}

START_TEST(both_ends)
{
    const double tolerance = 0.5, more = 1 + 1e-12;
    /* A Rayleigh quotient beyond the tolerance proves its sign, whatever residual and bound are. */
    ck_assert_int_eq(kind_between(-tolerance * more, tolerance * more, tolerance), DESCENT_CRITICAL_SADDLE);
    ck_assert_int_eq(kind_between(-tolerance * more, tolerance, tolerance), DESCENT_CRITICAL_UNDETERMINED);
    ck_assert_int_eq(kind_between(-tolerance, tolerance * more, tolerance), DESCENT_CRITICAL_UNDETERMINED);
    /* That there is no other sign takes the bound as well: 1 farther out it must be beyond the tolerance. */
    ck_assert_int_eq(kind_between(1.5 * more, 10, tolerance), DESCENT_CRITICAL_MINIMUM);
    ck_assert_int_eq(kind_between(1.5, 10, tolerance), DESCENT_CRITICAL_UNDETERMINED);
    ck_assert_int_eq(kind_between(-10, -1.5 * more, tolerance), DESCENT_CRITICAL_MAXIMUM);
    ck_assert_int_eq(kind_between(-10, -1.5, tolerance), DESCENT_CRITICAL_UNDETERMINED);
    /* And zero takes the residual: value and residual together within the tolerance. */
    ck_assert_int_eq(kind_between(0.25, 10, tolerance), DESCENT_CRITICAL_DEGENERATE);
    ck_assert_int_eq(kind_between(0.25 * more, 10, tolerance), DESCENT_CRITICAL_UNDETERMINED);
    ck_assert_int_eq(kind_between(-10, -0.25, tolerance), DESCENT_CRITICAL_DEGENERATE);
    ck_assert_int_eq(kind_between(-10, -0.25 * more, tolerance), DESCENT_CRITICAL_UNDETERMINED);
}
END_TEST

/* Where the residual reaches farther than the bound, it decides; and a tolerance that is not finite leaves all open. */
START_TEST(residuals_and_tolerances)
{
    const descent__spectrum_end high = {10, 0, 10, 0};
    ck_assert_int_eq(kind_by_ends((descent__spectrum_end){1, 0.999, 0.9, 0}, high), DESCENT_CRITICAL_MINIMUM);
    ck_assert_int_eq(kind_by_ends((descent__spectrum_end){1, 1, 0.9, 0}, high), DESCENT_CRITICAL_UNDETERMINED);
    for (int side = 0; side < 2; side++)
        for (int k = 0; k < 2; k++) {
            const double bad = k ? NAN : INFINITY;
            ck_assert_int_eq(kind_by_ends((descent__spectrum_end){1, 0, 1, side ? 0 : bad},
                                          (descent__spectrum_end){2, 0, 2, side ? bad : 0}),
                             DESCENT_CRITICAL_UNDETERMINED);
        }
}
END_TEST

/* 4·n·ε·‖H‖, and n times the smallest subnormal where ε·‖H‖ is below the normal numbers. */
START_TEST(rounding_of_eigenvalues)
{
    const double edge = 0x1p-970; /* DBL_MIN/ε */
    ck_assert_double_eq(descent__eigenvalue_rounding(1, 1), 0x1p-50);
    ck_assert_double_eq(descent__eigenvalue_rounding(8, 3), 3 * 0x1p-47);
    ck_assert_double_eq(descent__eigenvalue_rounding(5, 0), 0);
    ck_assert_double_eq(descent__eigenvalue_rounding(4, edge), 0x1p-1018);
    ck_assert_double_eq(descent__eigenvalue_rounding(4, edge / 2), 0x1p-1019 + 4 * DBL_TRUE_MIN);
    ck_assert_double_eq(descent__eigenvalue_rounding(4, DBL_TRUE_MIN), 4 * DBL_TRUE_MIN);
}
END_TEST

/*
 * descent__useful_bound: without a residual the bound of Kuczyński and Woźniakowski says something from a share of 1/4 on,
 * where 2m − 1 is 2·ln(1.648·√n·10⁶) = 30.02 for n = 4. descent__beyond_chance: the other one is r·s₁·0.8·√n·10⁶.
 */
START_TEST(reach_of_a_spectrum)
{
    ck_assert(isinf(descent__spectrum_reach(4, 15, 1, INFINITY, 1)));
    const double share = pow(log(1.648 * 2 * 1e6) / 31, 2);
    ck_assert_double_eq_tol(descent__spectrum_reach(4, 16, 1, INFINITY, 3), 3 * share / (1 - 2 * share), 1e-12);
    ck_assert_double_eq_tol(descent__spectrum_reach(4, 15, 1e-3, 1e-5, 1), 0.016, 1e-15);
    ck_assert_double_eq_tol(descent__spectrum_reach(4, 16, 1e-3, 1e-5, 1), 0.016, 1e-15); /* the nearer of two */
}
END_TEST

/* descent__end_found is 1e-2 of the end, descent__certain_sign half of it, where the end points inward. */
START_TEST(ends_that_are_settled)
{
    for (int sign = -1; sign <= 1; sign += 2) {
        const double end = 4 * sign, bound = 2 * sign;
        ck_assert(descent__end_is_settled(end, 0.04, bound, false));
        ck_assert(!descent__end_is_settled(end, nextafter(0.04, 1), bound, false));
        ck_assert(!descent__end_is_settled(end, nextafter(0.04, 1), bound, true));
        ck_assert(!descent__end_is_settled(end, 0, bound * (1 - 4 * DBL_EPSILON), false));
        ck_assert(descent__end_is_settled(end, 0, bound * (1 - 4 * DBL_EPSILON), true));
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {reach_of_a_spectrum,      ends_that_are_settled,    one_eigenvalue,
                                  three_eigenvalues,        tolerances_at_their_ends, both_ends,
                                  residuals_and_tolerances, rounding_of_eigenvalues};
    return descent_test_main(descent_test_suite("inside_kind", tests, sizeof tests / sizeof tests[0]));
}
