/* Facts of what a run does when it goes on: by outlooks whose points are written down. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "diagnosis/verdict/facts.h"
#include "diagnosis/verdict/facts/asked.h"
#include "diagnosis/verdict/thresholds.h"
#include "support.h"

enum {
    most = 400
};

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    double points[most], losses[most], end[1];
    uint64_t steps[most];
} bench;

static bench b;

/* Everything that can be asked for is known to be nothing; the outlook has so many points, at 0. */
static void set_up(size_t count)
{
    memset(&b, 0, sizeof b);
    b.evidence = (descent__evidence){.n = 1,
                                     .rows = 8,
                                     .finite = 8,
                                     .points = b.end,
                                     .steps = b.steps,
                                     .x = b.end,
                                     .has_rule = true,
                                     .rule = descent_fixed_step(0.1),
                                     .losses = b.losses};
    b.evidence.holdings = &b.holdings;
    b.evidence.keep = &b.holdings.arena;
    b.facts = (descent__facts){.evidence = &b.evidence, .tolerance = 1e-6, .measured = ~0u};
    b.facts.outlook =
        (descent__outlook){.known = true, .series = {.n = 1, .count = count, .points = b.points}, .lowest = 0};
}

static void tear_down(void)
{
    descent__arena_release(&b.evidence.work);
    descent__arena_release(&b.holdings.arena);
}

/* Within the radius from the first point to the last; where nothing is known, it does. */
START_TEST(it_stays_within_a_radius_from_first_to_last)
{
    const double at = 1;
    for (size_t count = 8; count < 40; count += 5)
        for (size_t far = 0; far <= count; far++) {
            set_up(count);
            for (size_t k = 0; k < count; k++)
                b.points[k] = k == far ? 3 : 1.5;
            ck_assert_msg(descent__facts_stays_at(&b.facts, &at, 1.9) == (far == count), "%zu of %zu", far, count);
            ck_assert(descent__facts_stays_at(&b.facts, &at, 2));
            b.facts.outlook.result = DESCENT__MAP_BUDGET;
            ck_assert(!descent__facts_stays_at(&b.facts, &at, 2));
            b.facts.outlook.known = false;
            ck_assert(descent__facts_stays_at(&b.facts, &at, 0));
            tear_down();
        }
}
END_TEST

/* Of the last quarter of the losses the lowest, less a millionth of what they swing by after it. */
START_TEST(it_comes_no_lower_than_its_last_quarter)
{
    for (size_t rows = 4; rows <= 24; rows += 4)
        for (int c = 0; c < 10; c++) {
            set_up(16);
            b.evidence.finite = rows;
            const size_t quarter = rows - rows / 4;
            for (size_t k = 0; k < rows; k++)
                b.losses[k] = k < quarter ? -50 : 7; /* what was lower before does not count */
            b.losses[quarter] = 2;
            double swing = rows / 4 > 1 ? 5 : 0;
            if (c / 2 == 1 && rows / 4 > 2) { /* it falls to that last: no swing is left */
                b.losses[quarter] = 7;
                b.losses[rows - 1] = 2;
                swing = 0;
            }
            b.facts.outlook.lowest = 2 - 1e-6 * swing + (c % 2 ? -1e-9 : 1e-9);
            if (c == 4)
                b.facts.outlook.known = false;
            if (c == 5)
                b.facts.outlook.lowest = NAN;
            if (c == 6)
                b.facts.outlook.result = DESCENT__MAP_NONFINITE;
            if (c == 7)
                b.evidence.losses = NULL;
            if (c == 8)
                b.evidence.finite = 3; /* of which a quarter is none */
            const bool expected = c == 0 || c == 2;
            ck_assert_msg(descent__facts_comes_no_lower(&b.facts) == expected || c == 9, "%zu rows, %d", rows, c);
            tear_down();
        }
}
END_TEST

START_TEST(steps_by_the_quadratic_are_beyond_the_outlook)
{
    const descent_critical_point point = {.dimension = 1}, other = {.dimension = 1};
    for (int c = 0; c < 5; c++) {
        set_up(16);
        b.facts.held_by = c == 1 ? &other : &point;
        b.facts.held = c != 2;
        b.facts.held_after = c == 3 ? 0 : 7;
        b.facts.forgets = c != 4;
        const double steps = descent__facts_steps_by_quadratic(&b.facts, &point);
        ck_assert(c == 0 ? steps == 15 + 7 : isnan(steps));
        tear_down();
    }
}
END_TEST

/* The law says 1: the outlook leads farther than a quarter more, or by steps that do not add up; or by as long a copy of the same law. */
START_TEST(a_law_is_contradicted_by_what_comes)
{
    static const struct {
        double limit, factor; /* where it leads to, its distance falling by this each step */
        size_t finite;
        int without;
        bool contradicted;
    } cases[] = {
        {1, 0.9, 100, 0, false},    {1.24, 0.9, 100, 0, false},  {1.26, 0.9, 100, 0, true},  {-1.26, 0.9, 100, 0, true},
        {1e-3, 1.02, 100, 0, true}, {1e-3, 1.02, 201, 0, false}, {1e-3, 1.02, 200, 0, true}, {1.26, 0.9, 100, 1, false},
        {1.26, 0.9, 100, 2, false}, {1, 0.9, 100, 3, true},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        set_up(200);
        b.evidence.finite = cases[c].finite;
        b.facts.contraction.remaining = 1;
        b.facts.contraction.exponent = -2;
        for (size_t k = 0; k < 200; k++)
            b.points[k] = cases[c].factor < 1 ? cases[c].limit * (1 - pow(cases[c].factor, (double)k))
                                              : cases[c].limit * (pow(cases[c].factor, (double)k) - 1) / 52;
        b.facts.outlook.known = cases[c].without != 1;
        b.facts.outlook.rests = cases[c].without == 2;
        b.facts.outlook.result = cases[c].without == 3 ? DESCENT__MAP_NONFINITE : DESCENT__MAP_MOVED;
        ck_assert_msg(descent__facts_law_is_contradicted(&b.facts) == cases[c].contradicted, "case %zu", c);
        tear_down();
    }
}
END_TEST

static int own_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule, (void)step;
    return 0;
}

/* Where nothing is known of what comes: momentum may carry it past, a memory may fade, and on level ground arrival must be seen. */
START_TEST(without_an_outlook_nothing_speaks_against_settling)
{
    static const descent_rule_type own = {.name = "own", .advance = own_advance};
    for (unsigned which = 0; which < 32; which++) {
        const bool untold = which & 1, degenerate = which & 2, forgets = which & 4, trusted = which & 8,
                   memory = which & 16;
        double zero = 0;
        descent_critical_point point = {
            .dimension = 1, .x = &zero, .kind = degenerate ? DESCENT_CRITICAL_DEGENERATE : DESCENT_CRITICAL_MINIMUM};
        const descent__destination there = {.point = &point};
        set_up(16);
        b.facts.outlook.known = false;
        b.facts.forgets = forgets;
        b.evidence.copies_trusted = trusted;
        b.evidence.rule = memory   ? descent_heavy_ball(0.1, 0.5)
                          : untold ? (descent_rule){.type = &own}
                                   : descent_fixed_step(0.1);
        const bool expected = !(untold && !memory && degenerate) && !forgets && !(trusted && memory);
        ck_assert_msg(descent__facts_settles_on(&b.facts, &there) == expected, "%u", which);
        tear_down();
    }
}
END_TEST

/* As long again as the run has been, and a quarter: what the outlook has seen of that, or the rule does not forget, need not be followed. */
START_TEST(it_keeps_at_a_point_that_it_stays_at)
{
    double at = 0;
    const descent_critical_point point = {.dimension = 1, .x = &at};
    for (int c = 0; c < 4; c++) {
        set_up(16);
        b.evidence.step = c == 1 ? 1000 : 12; /* 15 of both */
        b.facts.forgets = c != 1;
        b.facts.outlook.known = c != 2;
        b.points[7] = c == 3 ? 1 : 0;
        ck_assert_int_eq(descent__facts_keeps_at(&b.facts, &point, 0.5), c != 3);
        tear_down();
    }
    for (int c = 0; c < 4; c++) { /* what need not be asked */
        descent_critical_point minimum = {.dimension = 1, .x = &at, .kind = DESCENT_CRITICAL_MINIMUM};
        set_up(16);
        b.facts.forgets = c != 1;
        b.evidence.copies_trusted = c != 2;
        minimum.kind = c == 3 ? DESCENT_CRITICAL_SADDLE : minimum.kind;
        ck_assert(!descent__facts_leaves_later(&b.facts, c == 0 ? NULL : &minimum));
        tear_down();
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        it_stays_within_a_radius_from_first_to_last,        it_comes_no_lower_than_its_last_quarter,
        steps_by_the_quadratic_are_beyond_the_outlook,      a_law_is_contradicted_by_what_comes,
        without_an_outlook_nothing_speaks_against_settling, it_keeps_at_a_point_that_it_stays_at,
    };
    return descent_test_main(descent_test_suite("inside future", tests, sizeof tests / sizeof *tests));
}
