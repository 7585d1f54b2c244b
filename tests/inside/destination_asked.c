/* Looking for the point that a run is heading for: what that may cost. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "diagnosis/verdict/destination.h"
#include "diagnosis/verdict/thresholds.h"
#include "inside.h"

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    double *x;
    uint64_t steps[2];
} bench;

static int bowl_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)context;
    *loss = 0;
    for (size_t i = 0; i < n; i++)
        *loss += x[i] * x[i] / 2;
    return 0;
}

static int bowl_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    memcpy(gradient, x, n * sizeof *x);
    return 0;
}

/* A run at x, which begins with so much in each variable. */
static void set_up(bench *b, size_t n, double each, descent_loss_function *loss, descent_gradient_function *gradient,
                   uint64_t budget)
{
    memset(b, 0, sizeof *b);
    b->x = calloc(2 * n, sizeof *b->x);
    ck_assert_ptr_nonnull(b->x);
    for (size_t i = 0; i < 2 * n; i++)
        b->x[i] = each;
    b->steps[1] = 1;
    b->evidence = (descent__evidence){
        .n = n,
        .rows = 2,
        .finite = 2,
        .points = b->x,
        .steps = b->steps,
        .x = b->x + n,
        .has_problem = true,
        .problem_in_units = {.dimension = n, .loss = loss, .gradient = gradient},
        .gradient_error = NAN,
        .gradient_known = true,
        .options.budget = budget,
    };
    b->evidence.holdings = &b->holdings;
    b->evidence.keep = &b->holdings.arena;
    assert_success(descent__evaluator_open(&b->evidence.evaluator, &b->evidence.problem_in_units));
}

static void tear_down(bench *b)
{
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
    descent__evaluator_close(&b->evidence.evaluator);
    free(b->x);
}

/* With gradients eight of each variable and forty; without, four Hessians of 4n(n + 1) losses and a hundred of each variable; of many
 * variables two hundred gradients, and no losses. */
START_TEST(a_search_needs_calls)
{
    static const struct {
        size_t n;
        bool gradient;
        uint64_t least;
    } cases[] = {
        {1, true, 48},
        {2, true, 56},
        {5, true, 80},
        {1, false, 32 + 100},
        {2, false, 96 + 200},
        {3, false, 192 + 300},
        {DESCENT__DENSE_LIMIT + 1, true, 200},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (int enough = 0; enough < 2; enough++) {
            bench b;
            descent__destination found;
            set_up(&b, cases[k].n, 0, bowl_loss, cases[k].gradient ? bowl_gradient : NULL, cases[k].least - !enough);
            descent__destination_find(&b.evidence, b.evidence.x, &found);
            ck_assert_msg(found.unsought == !enough, "case %zu, %d", k, enough);
            ck_assert_int_eq(b.evidence.budget_exhausted, !enough);
            ck_assert_uint_le(descent__evaluator_total(&b.evidence.evaluator), cases[k].least);
            ck_assert_msg((found.point != NULL) == enough, "case %zu, %d", k, enough);
            if (!enough)
                ck_assert(isnan(found.distance) && isnan(found.escaping) && isnan(found.multiplier));
            descent_critical_point_free(found.point);
            tear_down(&b);
        }
    bench b;
    descent__destination found;
    set_up(&b, DESCENT__DENSE_LIMIT + 1, 0, bowl_loss, NULL, UINT64_C(1) << 40);
    descent__destination_find(&b.evidence, b.evidence.x, &found);
    ck_assert(found.unsought && !found.point && b.evidence.budget_exhausted);
    tear_down(&b);
    set_up(&b, 2, 0, bowl_loss, bowl_gradient, 100000); /* of what answers at random nothing is asked */
    b.evidence.random = true;
    descent__destination_find(&b.evidence, b.evidence.x, &found);
    ck_assert(!found.unsought && !found.point);
    ck_assert_uint_eq(descent__evaluator_total(&b.evidence.evaluator), 0);
    tear_down(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_search_needs_calls};
    return descent_test_main(descent_test_suite("inside destination asked", tests, sizeof tests / sizeof *tests));
}
