/* What an outlook leads to: a place to come to, or one that is run past, and what bounds and terms hold; by outlooks that are written down. */
#include <math.h>
#include <string.h>

#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/thresholds.h"
#include "support.h"

enum {
    count = 160 /* points of the outlook: twenty a block */
};

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    descent_critical_point point;
    double points[count], rows[4], at[1], values[1], vectors[1], gradient[1], lower[1];
    uint64_t steps[4];
} bench;

static bench b;

/* From 1 to the origin, a minimum, by 0.9 a step: the outlook of four rows before it. Every other fact is known to be nothing. */
static void set_up(void)
{
    memset(&b, 0, sizeof b);
    b.values[0] = b.vectors[0] = 1;
    b.point = (descent_critical_point){.dimension = 1,
                                       .x = b.at,
                                       .kind = DESCENT_CRITICAL_MINIMUM,
                                       .eigenvalues = b.values,
                                       .eigenvectors = b.vectors,
                                       .eigenvalue_count = 1,
                                       .eigenvector_count = 1,
                                       .eigenvalue_tolerance = 1e-9};
    for (size_t k = 0; k < 4; k++) {
        b.rows[k] = pow(0.9, (double)k - 3);
        b.steps[k] = k;
    }
    b.evidence = (descent__evidence){.n = 1,
                                     .rows = 4,
                                     .finite = 4,
                                     .points = b.rows,
                                     .steps = b.steps,
                                     .x = b.rows + 3,
                                     .step = 3,
                                     .has_rule = true,
                                     .rule = descent_fixed_step(0.1),
                                     .step_size = 0.1,
                                     .gradient = b.gradient,
                                     .gradient_norm = 1,
                                     .gradient_error = NAN};
    b.evidence.holdings = &b.holdings;
    b.evidence.keep = &b.holdings.arena;
    b.evidence.options.gradient_tolerance = NAN;
    b.facts = (descent__facts){.evidence = &b.evidence, .scale = 0.4, .tolerance = 1e-4, .measured = ~0u};
    b.facts.series = (descent__series){.n = 1, .count = 4, .points = b.rows};
    b.facts.motion.cosine = 1;
    for (size_t k = 0; k < count; k++)
        b.points[k] = pow(0.9, (double)k);
    b.facts.outlook = (descent__outlook){.known = true,
                                         .lasting = 20,
                                         .series = {.n = 1, .count = count, .points = b.points, .first_step = 3},
                                         .lowest = NAN};
    for (size_t block = 0; block < descent__outlook_blocks; block++) {
        b.facts.outlook.lengths[block] = 0.1 * pow(0.9, 20.0 * (double)block);
        b.facts.outlook.losses[block] = NAN;
    }
    b.facts.goal = (descent__destination){.point = &b.point, .distance = 1, .multiplier = 0.9, .escaping = 0};
}

static void tear_down(void)
{
    descent__arena_release(&b.evidence.work);
    descent__arena_release(&b.holdings.arena);
}

/* By 1 a step up to the origin, where it ends: through valley after valley, it came straight on to the last of them. */
static void run_straight(double beyond)
{
    for (size_t k = 0; k < count; k++)
        b.points[k] = (double)(count - 1 - k) + beyond;
    for (size_t block = 0; block < descent__outlook_blocks; block++)
        b.facts.outlook.lengths[block] = 1;
}

START_TEST(an_outlook_may_come_to_a_minimum)
{
    for (int c = 0; c < 14; c++) {
        set_up();
        if (c == 1)
            b.evidence.step = 0;
        if (c == 2)
            b.facts.outlook.known = false;
        if (c == 3)
            b.facts.goal.point = NULL;
        if (c == 4)
            b.point.index = 1;
        if (c == 5)
            b.point.kind = DESCENT_CRITICAL_SADDLE;
        b.facts.goal.turning = c == 6;
        b.facts.goal.lasting = c == 7;
        if (c == 8)
            b.facts.goal.multiplier = 1.1;
        if (c >= 9 && c <= 12) /* a valley, once the steps have gone */
            b.point.kind = DESCENT_CRITICAL_DEGENERATE;
        b.point.nullity = c == 10;
        if (c == 11)
            b.point.probe = DESCENT_PROBE_LOWER;
        if (c == 12)
            b.facts.outlook.lengths[7] = 0.99 * b.facts.outlook.lengths[0];
        if (c == 13)
            b.facts.outlook.result = DESCENT__MAP_NONFINITE;
        const descent__decision decision = descent__decide_onward(&b.facts);
        const bool comes = c == 0 || c == 9;
        ck_assert_msg((decision.ending == DESCENT_ENDING_APPROACHING) == comes || c == 13, "%d: %d", c,
                      (int)decision.ending);
        ck_assert_ptr_eq(decision.point, comes || (c == 13 && decision.point) ? &b.point : NULL);
        tear_down();
    }
}
END_TEST

/* What comes straight on to its goal by steps that do not fall has not come to it, unless it rests or stayed there. */
START_TEST(what_runs_straight_on_passes_by)
{
    for (int c = 0; c < 6; c++) {
        set_up();
        run_straight(0.5 * 1e-4);
        if (c >= 4) /* by a short last step: then only what is due tells */
            b.points[count - 2] = 0.6 * 1e-4;
        b.facts.goal.multiplier = c == 4 ? 0.1 : c == 5 ? 0.9999 : 0;
        b.facts.outlook.rests = c == 1;
        b.facts.outlook.stayed = c == 2;
        b.facts.outlook.lasting = 1;
        b.facts.outlook.lengths[7] = c == 3 ? 100 : 1; /* beside which the last step is short */
        const descent__decision decision = descent__decide_onward(&b.facts);
        const bool passes = c == 0 || c == 4;
        ck_assert_msg((decision.ending == DESCENT_ENDING_APPROACHING) == !passes, "%d: %d", c, (int)decision.ending);
        tear_down();
    }
}
END_TEST

/* At the bound, or by a balance of terms: there if the distance is within the tolerance and the outlook stays. */
START_TEST(what_is_held_there_has_converged)
{
    for (int c = 0; c < 14; c++) {
        set_up();
        b.evidence.copies_trusted = c != 1;
        b.evidence.gradient_known = c != 2;
        b.evidence.has_rule = c != 3;
        b.evidence.rule.modifiers.lower = c == 4 ? NULL : b.lower;
        b.facts.outlook.known = c != 5;
        if (c == 6)
            b.facts.outlook.result = DESCENT__MAP_BUDGET;
        b.facts.forgets = c == 7;
        b.facts.face = (descent__destination){
            .point = c == 8 ? NULL : &b.point, .distance = c == 9 ? 1.01e-4 : 1e-4, .multiplier = NAN};
        b.point.weight_decay = c == 10 ? 0.1 : 0;
        b.point.l1 = c == 11 ? 0.1 : 0;
        for (size_t k = 0; k < count; k++)
            b.points[k] = 0.5 * DESCENT__STAY_TOLERANCES * 1e-4;
        if (c == 12)
            b.points[70] = 1.01 * DESCENT__STAY_TOLERANCES * 1e-4;
        if (c == 13)
            b.points[70] = 0.99 * DESCENT__STAY_TOLERANCES * 1e-4;
        const descent__decision decision = descent__decide_held(&b.facts);
        const bool there = c == 0 || c == 10 || c == 11 || c == 13;
        if (c != 9)
            ck_assert_msg((decision.ending == DESCENT_ENDING_CONVERGED) == there, "%d: %d", c, (int)decision.ending);
        else
            ck_assert_int_ne(decision.ending, DESCENT_ENDING_CONVERGED);
        if (there) {
            ck_assert_int_eq(decision.reason,
                             c == 10 || c == 11 ? DESCENT__REASON_HELD_BY_TERMS : DESCENT__REASON_HELD_BY_BOUNDS);
            ck_assert_ptr_eq(decision.point, &b.point);
            ck_assert(!decision.ahead);
            ck_assert_double_eq(decision.distance, 1e-4);
        }
        tear_down();
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        an_outlook_may_come_to_a_minimum,
        what_runs_straight_on_passes_by,
        what_is_held_there_has_converged,
    };
    return descent_test_main(descent_test_suite("inside onward", tests, sizeof tests / sizeof *tests));
}
