/* What is left of each verdict after each continuation, of made-up tails; and what the loss, the way and the growth must have done. */
#include <math.h>

#include "sweep/judge/confirmation.h"
#include "sweep/judge/run_verdict.h"

#include "support.h"

enum {
    points = descent__run_verdict_points,
    last = points - 1
};

typedef struct slope {
    bool downhill, fails; /* −1 everywhere; the loss cannot be had */
} slope;

static int gradient(size_t n, const double *x, double *g, void *context)
{
    const slope *const own = context;
    (void)n;
    g[0] = own->downhill ? -1 : x[0];
    return 0;
}

static int loss(size_t n, const double *x, double *value, void *context)
{
    const slope *const own = context;
    (void)n;
    *value = own->downhill ? -x[0] : x[0] * x[0] / 2;
    return own->fails;
}

/* Ways for a run to go on. */
enum way {
    RESTS,
    NEARS,
    SWINGS,
    ROUND,
    GROWS,
    DOWN,
    FASTER,
    WANDERS,
    ways
};

static double point_of(int way, size_t k)
{
    const double t = (double)k;
    switch (way) {
    case RESTS:
        return 0;
    case NEARS:
        return pow(0.99, t);
    case SWINGS:
        return k % 2 ? -1 : 1;
    case ROUND:
        return (double)(k % 4) - 1.25;
    case GROWS:
        return pow(-1.2, t - last) * exp(1e-4 * (t - last) * (t - last)); /* by a factor that is not one for ever */
    case DOWN:
        return 0.1 * t;
    case FASTER:
        return pow(1.1, t);
    default:
        return sin(t * t) * (1 + 0.01 * sin(t));
    }
}

/* A continuation with its judge. */
typedef struct bench {
    slope own;
    descent_rule rule;
    double x[points], limit[1], work[descent__run_verdict_vectors];
    descent__evaluator evaluator;
    descent__sweep_evidence later;
} bench;

static descent_ending open(bench *b, int way, bool with_loss)
{
    const descent_problem problem = {
        .dimension = 1, .gradient = gradient, .loss = with_loss ? loss : NULL, .context = &b->own};
    b->own = (slope){.downhill = way == DOWN || way == FASTER};
    b->rule = descent_fixed_step(way == GROWS ? 2.2 : 0.01);
    assert_success(descent__evaluator_open(&b->evaluator, &problem));
    for (size_t k = 0; k < points; k++)
        b->x[k] = point_of(way, k);
    b->later = (descent__sweep_evidence){
        .series = {.n = 1, .count = points, .points = b->x, .first_step = 1000},
        .start = b->x,
        .rule = &b->rule,
        .steps = 1000 + last,
        .exponent = descent__exponent_unknown(),
    };
    return descent__run_verdict_judge(&b->later, &b->evaluator, b->limit, b->work).ending;
}

static bool confirms(bench *b, const descent__expectation *expected, double rest)
{
    const descent_ending ending = descent__confirm(expected, &rest, &b->later, &b->evaluator, b->limit, b->work);
    ck_assert(ending == expected->verdict.ending || ending == DESCENT_ENDING_UNDETERMINED);
    return ending == expected->verdict.ending;
}

/* With everything else in order: nothing too far, all of it fallen, grown and nearer. */
static bool may_hold(descent_ending said, descent_ending now, bool with_loss)
{
    const bool settles = now == DESCENT_ENDING_CONVERGED || now == DESCENT_ENDING_APPROACHING;
    switch (said) {
    case DESCENT_ENDING_CONVERGED:
    case DESCENT_ENDING_APPROACHING:
        return settles;
    case DESCENT_ENDING_DESCENDING:
        return settles || now == said || now == DESCENT_ENDING_UNBOUNDED ||
               (now == DESCENT_ENDING_UNDETERMINED && with_loss);
    default:
        return now == said;
    }
}

START_TEST(verdicts_hold_by_what_comes_later)
{
    unsigned seen = 0;
    for (int way = 0; way < ways; way++)
        for (int with_loss = 0; with_loss < 2; with_loss++) {
            bench b;
            const descent_ending now = open(&b, way, with_loss);
            seen |= 1U << now;
            for (int said = DESCENT_ENDING_CONVERGED; said <= DESCENT_ENDING_NONFINITE; said++) {
                const descent__expectation expected = {
                    .verdict = {.ending = (descent_ending)said,
                                .tolerance = 100,
                                .period = way == SWINGS  ? 2
                                          : way == ROUND ? 4
                                                         : 1},
                    .loss = with_loss ? 1e9 : (double)NAN,
                    .ahead = 1,
                };
                ck_assert_msg(confirms(&b, &expected, 2) == may_hold(expected.verdict.ending, now, with_loss),
                              "way %d, now %d, said %d, loss %d", way, (int)now, said, with_loss);
            }
            descent__evaluator_close(&b.evaluator);
        }
    const descent_ending wanted[] = {DESCENT_ENDING_CONVERGED, DESCENT_ENDING_APPROACHING, DESCENT_ENDING_PERIODIC,
                                     DESCENT_ENDING_DIVERGING, DESCENT_ENDING_UNBOUNDED,   DESCENT_ENDING_UNDETERMINED};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        ck_assert_msg(seen & 1U << wanted[i], "no continuation is %d", (int)wanted[i]);
}
END_TEST

/* At every point, and below what it was: equal is not enough. */
START_TEST(what_falls_has_fallen_at_all_points)
{
    const descent_ending said[] = {DESCENT_ENDING_UNBOUNDED, DESCENT_ENDING_DESCENDING};
    for (int way = DOWN; way <= FASTER; way++)
        for (size_t i = 0; i < 2; i++) {
            bench b;
            const descent_ending now = open(&b, way, true);
            const double highest = -b.x[0]; /* the loss at the first of them */
            descent__expectation expected = {.verdict = {.ending = said[i]}, .loss = highest};
            ck_assert(!confirms(&b, &expected, 0));
            expected.loss = nextafter(highest, INFINITY);
            ck_assert_int_eq(confirms(&b, &expected, 0), may_hold(said[i], now, true));
            expected.loss = -b.x[last];
            ck_assert(!confirms(&b, &expected, 0));
            expected.loss = INFINITY;
            b.own.fails = true;
            ck_assert(!confirms(&b, &expected, 0));
            descent__evaluator_close(&b.evaluator);
        }
}
END_TEST

/* To the bowl's minimum the way that is left shrinks by all of each step: at half of that pace, or less. */
START_TEST(what_is_approached_goes_on_drawing_nearer)
{
    for (int side = -1; side <= 1; side += 2)
        for (size_t k = 0; k < 3; k++) {
            bench b;
            const double froms[] = {1.5, 3, 20}, from = froms[k];
            ck_assert_int_eq(open(&b, NEARS, false), DESCENT_ENDING_APPROACHING);
            const descent__expectation expected = {.verdict = {.ending = DESCENT_ENDING_APPROACHING},
                                                   .loss = NAN,
                                                   .ahead = 1 + 2 * (from - 1) * (1 + 0.001 * side)};
            ck_assert_int_eq(confirms(&b, &expected, from), side < 0);
            b.later.forgets = true;
            ck_assert(!confirms(&b, &expected, from));
            descent__evaluator_close(&b.evaluator);
        }
}
END_TEST

/* Within the tolerance of where it came to rest; and with the period that was said. */
START_TEST(what_settled_is_where_and_what_it_was)
{
    bench b;
    (void)open(&b, RESTS, false);
    descent__expectation expected = {.verdict = {.ending = DESCENT_ENDING_CONVERGED, .tolerance = 0.125}, .loss = NAN};
    ck_assert(confirms(&b, &expected, 0.125));
    ck_assert(!confirms(&b, &expected, nextafter(0.125, 1)));
    ck_assert(!confirms(&b, &expected, -1));
    b.later.series.count = 1;
    ck_assert(!confirms(&b, &expected, 0));
    descent__evaluator_close(&b.evaluator);
    for (size_t period = 1; period <= 4; period++)
        for (int way = SWINGS; way <= ROUND; way++) {
            (void)open(&b, way, false);
            expected.verdict = (descent__run_verdict){.ending = DESCENT_ENDING_PERIODIC, .period = period};
            ck_assert_int_eq(confirms(&b, &expected, 0), period == (way == SWINGS ? 2 : 4));
            descent__evaluator_close(&b.evaluator);
        }
}
END_TEST

/* What stopped has grown beyond all numbers. */
START_TEST(what_stops_had_to_be_leaving)
{
    bench b;
    (void)open(&b, GROWS, false);
    b.later.stopped = true;
    for (int said = DESCENT_ENDING_CONVERGED; said <= DESCENT_ENDING_NONFINITE; said++) {
        const descent__expectation expected = {.verdict = {.ending = (descent_ending)said}, .loss = NAN};
        ck_assert_int_eq(confirms(&b, &expected, 0),
                         said == DESCENT_ENDING_DIVERGING || said == DESCENT_ENDING_UNBOUNDED);
    }
    b.later.stopped = false;
    descent__expectation expected = {.verdict = {.ending = DESCENT_ENDING_DIVERGING}, .loss = NAN, .size = 1};
    ck_assert(!confirms(&b, &expected, 0)); /* as large as it was, and no larger */
    expected.size = nextafter(1, 0);
    ck_assert(confirms(&b, &expected, 0));
    expected.longest = (1 + 1 / 1.2) / descent__great_growth * 0.999;
    ck_assert(confirms(&b, &expected, 0));
    expected.longest *= 1.002;
    ck_assert(!confirms(&b, &expected, 0));
    descent__evaluator_close(&b.evaluator);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {verdicts_hold_by_what_comes_later, what_falls_has_fallen_at_all_points,
                                  what_is_approached_goes_on_drawing_nearer, what_settled_is_where_and_what_it_was,
                                  what_stops_had_to_be_leaving};
    return descent_test_main(descent_test_suite("inside sweep confirm", tests, sizeof tests / sizeof *tests));
}
