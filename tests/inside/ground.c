/* Is there a bottom within a radius? By losses whose Hessian is known, at both sides of where its circles say so. */
#include "inside/inside.h"

#include <float.h>

#include "diagnosis/verdict/families/ground.h"
#include "diagnosis/verdict/thresholds.h"

/* ½(x² + 2cxy + y²) + ax */
typedef struct bowl {
    double coupling, slope;
} bowl;

static int coupled(size_t n, const double *x, double *loss, void *context)
{
    const bowl *const b = context;
    *loss = x[0] * x[0] / 2 + b->slope * x[0];
    if (n > 1)
        *loss += b->coupling * x[0] * x[1] + x[1] * x[1] / 2;
    return 0;
}

/* 1 at the origin, and so many roundings more everywhere else. */
static int stepped(size_t n, const double *x, double *loss, void *context)
{
    const double roundings = *(const double *)context;
    (void)n;
    *loss = 1 + (x[0] != 0 ? roundings * DESCENT__LINE_ROUNDINGS * DBL_EPSILON : 0);
    return 0;
}

static bool has_bottom(size_t n, descent_loss_function *loss, void *context, double radius)
{
    const double origin[] = {0, 0};
    const descent_problem problem = {.dimension = n, .loss = loss, .context = context};
    descent__holdings holdings = {0};
    descent__evidence evidence = {.n = n, .x = origin, .has_problem = true, .options = {.budget = 1000}};
    evidence.holdings = &holdings;
    evidence.keep = &holdings.arena;
    assert_success(descent__evaluator_open(&evidence.evaluator, &problem));
    const bool found = descent__ground_has_bottom_within(&evidence, radius);
    descent__evaluator_close(&evidence.evaluator);
    descent__arena_release(&evidence.work);
    descent__arena_release(&holdings.arena);
    return found;
}

/* The Hessian has the eigenvalues 1 ± c, and Gershgorin's circles leave 1 − |c|. */
START_TEST(a_saddle_is_no_bottom)
{
    static const double couplings[] = {-3, -1.5, -1.1, -0.9, -0.5, 0, 0.5, 0.9, 1.1, 1.5, 2, 3};
    for (size_t k = 0; k < sizeof couplings / sizeof *couplings; k++) {
        bowl b = {.coupling = couplings[k]};
        ck_assert_int_eq(has_bottom(2, coupled, &b, 1e-3), fabs(couplings[k]) < 1);
    }
}
END_TEST

/* The bottom lies a/(1 − |c|) away at most, as the circles have it: within 1 up to a = 1 − |c|. */
START_TEST(the_bottom_is_no_farther_than_the_circles_leave)
{
    static const double couplings[] = {0, 0.5, 0.75};
    for (size_t k = 0; k < sizeof couplings / sizeof *couplings; k++)
        for (int side = -1; side <= 1; side += 2) {
            bowl b = {.coupling = couplings[k], .slope = (1 - couplings[k]) * (1 + 0.01 * side)};
            ck_assert_int_eq(has_bottom(2, coupled, &b, 1), side < 0);
        }
}
END_TEST

/* A rise on both sides of ρ each is a curvature from 2ρ on, of which rounding may have made 4ρ/2 on each side. */
START_TEST(a_rise_that_rounding_may_have_made_is_none)
{
    static const double roundings[] = {0, 1, 1.5, 1.9, 4, 10};
    for (size_t k = 0; k < sizeof roundings / sizeof *roundings; k++) {
        double rise = roundings[k];
        ck_assert_int_eq(has_bottom(1, stepped, &rise, 1e-3), rise > 2);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_saddle_is_no_bottom, the_bottom_is_no_farther_than_the_circles_leave,
                                  a_rise_that_rounding_may_have_made_is_none};
    return descent_test_main(descent_test_suite("inside ground", tests, sizeof tests / sizeof *tests));
}
