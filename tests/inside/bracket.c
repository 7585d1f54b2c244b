/* The scan for a step limit and how it is narrowed, on a problem that keeps, loses or leaves open its convergence at the step sizes one likes. */
#include <math.h>

#include "sweep/read/bracket.h"

#include "support.h"

enum {
    scan_runs = 9,
    steps = 64,
    own_code = 7
};

/* What becomes of a run with this step size. */
typedef struct wish {
    descent__property_state pattern[scan_runs]; /* of the scan from 0.05 to 0.45 */
    bool by_edges;
    double unclear_from, lost_from;
    bool fails;
} wish;

static descent__property_state state_of(const wish *own, double step_size)
{
    if (own->by_edges)
        return step_size >= own->lost_from      ? DESCENT__PROPERTY_LOST
               : step_size >= own->unclear_from ? DESCENT__PROPERTY_UNCLEAR
                                                : DESCENT__PROPERTY_HELD;
    return own->pattern[(size_t)floor((step_size - 0.05) / 0.05 + 0.5)];
}

/* The first step tells the step size: from 1 to 1 − η. The second leads to the minimum at 0, to level ground at 0.4, or far off. */
static int gradient(size_t n, const double *x, double *g, void *context)
{
    const wish *const own = context;
    const double step_size = 1 - x[0];
    (void)n;
    if (own->fails && x[0] < 1)
        return own_code;
    if (x[0] == 1)
        g[0] = 1;
    else if (x[0] > 1)
        g[0] = -1e5 * x[0];
    else if (x[0] < 0.3)
        g[0] = x[0];
    else if (x[0] < 0.5)
        g[0] = 0;
    else
        switch (state_of(own, step_size)) {
        case DESCENT__PROPERTY_HELD:
            g[0] = x[0] / step_size;
            break;
        case DESCENT__PROPERTY_UNCLEAR:
            g[0] = (x[0] - 0.4) / step_size;
            break;
        case DESCENT__PROPERTY_LOST:
            g[0] = -1e300;
            break;
        }
    return 0;
}

/* A search with room for its runs. */
typedef struct bench {
    descent_problem problem;
    double start, end, step_sizes[32], points[descent__known_points];
    descent__property_state states[32];
    descent_ending endings[32];
    descent__limit_search search;
} bench;

static void set_up(bench *b, descent_gradient_function *function, void *context, double start,
                   descent_step_property property)
{
    *b = (bench){.problem = {.dimension = 1, .gradient = function, .context = context}, .start = start};
    b->search = (descent__limit_search){
        .problem = &b->problem,
        .start = &b->start,
        .property = property,
        .options = {.steps = steps,
                    .tail = descent__property_points,
                    .no_losses = 1,
                    .no_classification = 1,
                    .check_count = DESCENT_SWEEP_NO_CHECKS},
        .step_sizes = b->step_sizes,
        .states = b->states,
        .endings = b->endings,
        .points = {.problem = &b->problem, .start = &b->start, .points = b->points},
        .end = &b->end,
    };
}

/* Numbers over [0, 1): a linear congruential generator (Knuth's MMIX). */
static double next(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) * 0x1p-53;
}

static void hold_scan(const wish *own, const bench *b, const descent__step_bracket *between,
                      const descent_step_limit_result *result)
{
    size_t lost = 0, held = 0, last = 0, crossings = 0;
    bool any = false;
    descent__property_state before = DESCENT__PROPERTY_HELD;
    while (own->pattern[lost] != DESCENT__PROPERTY_LOST)
        lost++;
    for (size_t i = 0; i < scan_runs; i++) {
        const descent__property_state state = own->pattern[i];
        ck_assert_int_eq(b->states[i], state);
        ck_assert_double_eq_tol(b->step_sizes[i], 0.05 + 0.05 * (double)i, 1e-15);
        last = state == DESCENT__PROPERTY_HELD ? i : last;
        held = state == DESCENT__PROPERTY_HELD && i < lost ? i : held;
        any = any || (state == DESCENT__PROPERTY_HELD && i < lost);
        crossings += state != DESCENT__PROPERTY_UNCLEAR && state != before;
        before = state != DESCENT__PROPERTY_UNCLEAR ? state : before;
    }
    ck_assert_uint_eq(b->search.runs, scan_runs);
    ck_assert_int_eq(result->held, any);
    ck_assert_uint_eq(result->crossings, crossings);
    ck_assert_double_eq(result->last, b->step_sizes[last]);
    ck_assert_double_eq(between->low, b->step_sizes[held]);
    ck_assert_double_eq(between->high, b->step_sizes[lost]);
    ck_assert_int_eq(between->state_low, own->pattern[held]);
    ck_assert_int_eq(between->state_high, DESCENT__PROPERTY_LOST);
    ck_assert_int_eq(between->ending_low, b->endings[held]);
    ck_assert_int_eq(between->ending_high, b->endings[lost]);
    if (any)
        ck_assert_double_eq(b->search.settled, b->step_sizes[held]);
    else
        ck_assert_double_nan(b->search.settled);
}

START_TEST(the_scan_tells_the_lowest_loss)
{
    uint64_t state = 11;
    for (size_t which = 0; which < 20 + descent_test_effort(400); which++) {
        wish own = {.by_edges = false};
        bench b;
        descent__step_bracket between = {0};
        descent_step_limit_result result = {0};
        for (size_t i = 0; i < scan_runs; i++)
            own.pattern[i] = (descent__property_state)(next(&state) * 3);
        set_up(&b, gradient, &own, 1, DESCENT_STEP_CONVERGES);
        const descent_status status = descent__bracket_scan(&b.search, 0.05, 0.45, scan_runs, &between, &result);
        if (own.pattern[0] == DESCENT__PROPERTY_LOST)
            assert_failure(status, DESCENT_EINVAL, "low must let the run converge, but with 0.05 it is ");
        else if (own.pattern[scan_runs - 1] != DESCENT__PROPERTY_LOST)
            assert_failure(status, DESCENT_EINVAL, "high must not let the run converge, but with 0.45 it is ");
        else {
            assert_success(status);
            hold_scan(&own, &b, &between, &result);
        }
        ck_assert_double_eq(b.step_sizes[0], 0.05);
        ck_assert_double_eq(b.step_sizes[scan_runs - 1], 0.45);
    }
}
END_TEST

/* Down to neighbouring numbers, of which one is on each side. */
START_TEST(brackets_are_narrowed_to_neighbours)
{
    uint64_t state = 12;
    for (size_t which = 0; which < 10 + descent_test_effort(50); which++) {
        const double edge = 0.05 + 0.4 * next(&state);
        wish own = {.by_edges = true, .lost_from = edge, .unclear_from = edge - (which % 2 ? 0.01 : 0)};
        for (int threshold = DESCENT__PROPERTY_UNCLEAR; threshold <= DESCENT__PROPERTY_LOST; threshold++) {
            bench b;
            descent__step_bracket between = {.low = 0.03, .high = 0.47};
            set_up(&b, gradient, &own, 1, DESCENT_STEP_CONVERGES);
            assert_success(descent__bracket_narrow(&b.search, (descent__property_state)threshold, &between));
            ck_assert_double_eq(nextafter(between.low, 1), between.high);
            ck_assert_int_eq(between.state_low, state_of(&own, 1 - (1 - between.low)));
            ck_assert_int_eq(between.state_high, state_of(&own, 1 - (1 - between.high)));
            ck_assert_int_lt((int)between.state_low, threshold);
            ck_assert_int_ge((int)between.state_high, threshold);
            ck_assert_int_eq(between.ending_low == DESCENT_ENDING_CONVERGED,
                             between.state_low == DESCENT__PROPERTY_HELD);
            const descent_ending high = between.ending_high;
            ck_assert_int_eq(high == DESCENT_ENDING_NONFINITE || high == DESCENT_ENDING_DIVERGING ||
                                 high == DESCENT_ENDING_UNBOUNDED,
                             between.state_high == DESCENT__PROPERTY_LOST);
            /* fifteen runs a round, each of which leaves a sixteenth, until a last place is left */
            ck_assert_uint_ge(b.search.runs, 15 * 12);
            ck_assert_uint_le(b.search.runs, 15 * 14);
        }
    }
}
END_TEST

/* Where no number lies between nothing is asked; where one does it is. */
START_TEST(neighbours_are_not_narrowed)
{
    wish own = {.by_edges = true, .lost_from = 0.25, .unclear_from = 0.25};
    for (size_t apart = 1; apart <= 3; apart++) {
        bench b;
        descent__step_bracket between = {.low = 0.25, .high = 0.25};
        for (size_t k = 0; k < apart; k++)
            between.high = nextafter(between.high, 1);
        set_up(&b, gradient, &own, 1, DESCENT_STEP_CONVERGES);
        assert_success(descent__bracket_narrow(&b.search, DESCENT__PROPERTY_LOST, &between));
        ck_assert_double_eq(nextafter(between.low, 1), between.high);
        ck_assert_int_eq(b.search.runs > 0, apart > 1);
    }
}
END_TEST

START_TEST(a_callback_that_fails_ends_the_search)
{
    wish own = {.fails = true};
    bench b;
    descent__step_bracket between = {.low = 0.1, .high = 0.2};
    descent_step_limit_result result = {0};
    set_up(&b, gradient, &own, 1, DESCENT_STEP_CONVERGES);
    assert_failure(descent__bracket_scan(&b.search, 0.05, 0.45, scan_runs, &between, &result), DESCENT_ECALLBACK,
                   "a callback returned 7");
    assert_failure(descent__bracket_narrow(&b.search, DESCENT__PROPERTY_LOST, &between), DESCENT_ECALLBACK,
                   "a callback returned 7");
}
END_TEST

static int bowl(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    (void)context;
    g[0] = x[0] - 3;
    return 0;
}

/* At its minimum a run stays with any step size; beyond 2 it has not converged, and within a tenth of an e-folding nobody knows. */
START_TEST(what_stands_where_it_is_repelled_has_not_converged)
{
    const double off[] = {-0.5, -1e-9, 0.5 * 0.1 / steps, 0.99 * 0.1 / steps, 1.01 * 0.1 / steps, 0.5};
    for (int property = DESCENT_STEP_BOUNDED; property <= DESCENT_STEP_CONVERGES; property++) {
        bench b;
        set_up(&b, bowl, NULL, 3, (descent_step_property)property);
        for (size_t i = 0; i < 6; i++)
            b.step_sizes[i] = 2 * (1 + off[i]);
        assert_success(descent__limit_search_run(&b.search, 6));
        ck_assert_double_eq(b.end, 3);
        ck_assert_uint_eq(b.search.runs, 6);
        for (size_t i = 0; i < 6; i++) {
            ck_assert_int_eq(b.endings[i], DESCENT_ENDING_CONVERGED);
            ck_assert_int_eq(b.states[i], property == DESCENT_STEP_BOUNDED || i < 2 ? DESCENT__PROPERTY_HELD
                                          : i < 4                                   ? DESCENT__PROPERTY_UNCLEAR
                                                                                    : DESCENT__PROPERTY_LOST);
        }
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_scan_tells_the_lowest_loss, brackets_are_narrowed_to_neighbours,
                                  neighbours_are_not_narrowed, a_callback_that_fails_ends_the_search,
                                  what_stands_where_it_is_repelled_has_not_converged};
    return descent_test_main(descent_test_suite("inside bracket", tests, sizeof tests / sizeof *tests));
}
