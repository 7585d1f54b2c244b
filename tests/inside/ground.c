/* What lies around a place: by losses whose Hessian is known, at both sides of where its circles say so, and with too little to ask. */
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

static int constant(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)x, (void)context;
    *loss = 1;
    return 0;
}

static int constant_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)x, (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = 0;
    return 0;
}

/* Around (0, 0), where no curvature is known. Without a problem nobody can be asked. */
static descent__ground around(const descent_problem *problem, uint64_t budget)
{
    const double origin[] = {0, 0}, *direction;
    double fall;
    descent__holdings holdings = {0};
    descent__evidence evidence = {
        .n = 2, .x = origin, .points = origin, .has_problem = problem != NULL, .options = {.budget = budget}};
    evidence.holdings = &holdings;
    evidence.keep = &holdings.arena;
    if (problem)
        assert_success(descent__evaluator_open(&evidence.evaluator, problem));
    const descent__ground ground = descent__ground_around(&evidence, NULL, origin, 0.01, &direction, &fall);
    if (problem)
        descent__evaluator_close(&evidence.evaluator);
    descent__arena_release(&evidence.work);
    descent__arena_release(&holdings.arena);
    return ground;
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

/* To either side of two coordinates the loss is asked for at least once. */
START_TEST(ground_that_was_not_asked_for_is_unknown)
{
    bowl b = {.coupling = 0.5};
    const descent_problem round = {.dimension = 2, .loss = coupled, .context = &b};
    const descent_problem level = {.dimension = 2, .loss = constant};
    const descent_problem slopes = {.dimension = 2, .gradient = constant_gradient};
    ck_assert_int_eq(around(NULL, 1000), DESCENT__GROUND_UNKNOWN);
    ck_assert_int_eq(around(&level, 1000), DESCENT__GROUND_LEVEL);
    ck_assert_int_eq(around(&slopes, 1000), DESCENT__GROUND_LEVEL);
    ck_assert_int_eq(around(&round, 1000), DESCENT__GROUND_BOTTOM);
    for (uint64_t budget = 0; budget < 1000; budget++) {
        if (budget <= 4) {
            ck_assert_int_eq(around(&level, budget), DESCENT__GROUND_UNKNOWN);
            ck_assert_int_eq(around(&slopes, budget), DESCENT__GROUND_UNKNOWN);
            ck_assert_int_eq(around(&round, budget), DESCENT__GROUND_UNKNOWN);
        }
        ck_assert_int_ne(around(&round, budget), DESCENT__GROUND_LEVEL);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {ground_that_was_not_asked_for_is_unknown, a_saddle_is_no_bottom,
                                  the_bottom_is_no_farther_than_the_circles_leave,
                                  a_rise_that_rounding_may_have_made_is_none};
    return descent_test_main(descent_test_suite("inside ground", tests, sizeof tests / sizeof *tests));
}
