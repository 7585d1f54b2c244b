/* How many steps are still to go: by laws, lengths and schedules that are written down here, and by their formulas. */
#include <math.h>
#include <string.h>

#include <descent/adaptive.h>

#include "diagnosis/verdict/ahead/prediction.h"
#include "diagnosis/verdict/facts.h"
#include "inside.h"

enum {
    most_rows = 256
};

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    double x[most_rows], lengths[most_rows];
    uint64_t steps[most_rows];
} bench;

/* Everything is known: rows of one variable at 1, and nothing ahead. */
static void set_up(bench *b, size_t rows)
{
    memset(b, 0, sizeof *b);
    b->evidence = (descent__evidence){.n = 1, .rows = rows, .finite = rows, .points = b->x, .steps = b->steps};
    descent__evidence *const evidence = &b->evidence;
    evidence->holdings = &b->holdings;
    evidence->keep = &b->holdings.arena;
    evidence->options = (descent_diagnosis_options){.distance_tolerance = 1e-6, .gradient_tolerance = NAN};
    evidence->x = b->x + rows - 1;
    evidence->step = rows - 1;
    evidence->gradient_error = NAN;
    evidence->gradient_known = true;
    for (size_t k = 0; k < rows; k++) {
        b->x[k] = 1;
        b->steps[k] = k;
    }
    b->facts = (descent__facts){.evidence = evidence, .scale = 1, .measured = ~0u};
    b->facts.motion = (descent__motion){.count = rows, .live = rows, .lengths = b->lengths, .length_max = 1};
}

static void tear_down(bench *b)
{
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
}

static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || a == b;
}

/*
 * 1.5·2⁻²¹ is the tolerance, and 2⁻¹⁰ is left: 10.4 halvings. Steps whose lengths end with 3·2⁻ᵏ leave 2⁻ᵏ at least if they go from side
 * to side. Of a recurrence nine tenths are certain, else half.
 */
START_TEST(a_factor_has_so_many_steps_to_go)
{
    enum {
        count = 64
    };
    static const struct {
        double rate, of_lengths, remaining;
        bool linear, alone, few;
        descent_law told;
        double told_rate, value, low;
    } cases[] = {
        {0.5, 0.5, 0x1p-10, true, false, false, DESCENT_LAW_GEOMETRIC, 0.5, 11, 9},
        {-0.5, 0.5, 0x1p-10, true, false, false, DESCENT_LAW_GEOMETRIC, -0.5, 11, 9},
        {0.5, 0.5, 0x1p-9, false, false, false, DESCENT_LAW_GEOMETRIC, 0.5, NAN, 5},
        {0.5, 0.5, 0x1p-21, true, false, false, DESCENT_LAW_GEOMETRIC, 0.5, 1, 1}, /* within */
        {0.25, 0.25, 0x1p-10, true, false, false, DESCENT_LAW_GEOMETRIC, 0.25, 6, 4},
        {0.5, 0.9, 0x1p-10, true, false, false, DESCENT_LAW_GEOMETRIC, NAN, NAN, 1}, /* lengths do not say so */
        {1, 0.5, 0x1p-10, true, false, false, DESCENT_LAW_GEOMETRIC, NAN, NAN, 1},
        {0, 0.5, 0x1p-10, true, false, false, DESCENT_LAW_GEOMETRIC, NAN, NAN, 1},
        /* Without a gradient the longest step must have been a hundred times as long as the last. */
        {0.5, 0.5, 0x1p-10, true, true, false, DESCENT_LAW_GEOMETRIC, 0.5, 11, 9},
        {0.5, 0.5, 0x1p-10, true, true, true, DESCENT_LAW_UNKNOWN, NAN, NAN, 1},
        {0.5, 0.5, 0x1p-10, true, false, true, DESCENT_LAW_GEOMETRIC, 0.5, 11, 9},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, count + 1);
        for (size_t j = 0; j < count; j++)
            b.lengths[j] = 3 * 0x1p-10 * pow(cases[k].of_lengths, (double)j - (count - 1));
        b.facts.motion.length_max = b.lengths[count - 1] * (cases[k].few ? 99 : 101);
        b.facts.tolerance = 1.5 * 0x1p-21;
        b.facts.contraction = (descent__contraction){.law = DESCENT_LAW_GEOMETRIC,
                                                     .rate = cases[k].rate,
                                                     .remaining = cases[k].remaining,
                                                     .linear = cases[k].linear,
                                                     .last = count};
        b.evidence.gradient_known = !cases[k].alone;
        const descent_pace pace = descent__prediction_by_law(&b.facts);
        ck_assert_msg(pace.law == cases[k].told, "case %zu", k);
        ck_assert_msg(same(pace.rate, cases[k].told_rate), "case %zu: %g", k, pace.rate);
        ck_assert_msg(same(pace.steps_to_go.value, cases[k].value), "case %zu: %g", k, pace.steps_to_go.value);
        ck_assert_msg(pace.steps_to_go.low == cases[k].low, "case %zu: %g", k, pace.steps_to_go.low);
        ck_assert(isinf(pace.steps_to_go.high) && isnan(pace.exponent) && isnan(pace.slope));
        tear_down(&b);
    }
}
END_TEST

/* Lengths ~ k^p add up to distances ~ k^(p+1), but from side to side they are as far; alone only orders that are whole are known. */
START_TEST(a_power_is_that_of_the_distance)
{
    enum {
        count = 200
    };
    static const struct {
        double of_lengths, rate;
        bool alone;
        descent_law told;
        double exponent;
    } cases[] = {
        {-2, 1, false, DESCENT_LAW_POWER, -1},     {-2, 1, true, DESCENT_LAW_POWER, -1},
        {-1.5, 1, true, DESCENT_LAW_POWER, -0.5},  {-0.5, -1, true, DESCENT_LAW_POWER, -0.5},
        {-1.7, 1, false, DESCENT_LAW_POWER, -0.7}, {-1.7, 1, true, DESCENT_LAW_UNKNOWN, NAN},
        {-24, 1, false, DESCENT_LAW_POWER, -23},   {-30, 1, false, DESCENT_LAW_UNKNOWN, NAN}, /* so steep is no power */
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, count + 1);
        for (size_t j = 0; j < count; j++)
            b.lengths[j] = pow((double)j + 1, cases[k].of_lengths);
        b.facts.tolerance = 1e-6;
        b.facts.contraction =
            (descent__contraction){.law = DESCENT_LAW_POWER, .rate = cases[k].rate, .remaining = 1, .last = count};
        b.evidence.gradient_known = !cases[k].alone;
        const descent_pace pace = descent__prediction_by_law(&b.facts);
        ck_assert_msg(pace.law == cases[k].told, "case %zu: %g", k, pace.exponent);
        if (isnan(cases[k].exponent))
            ck_assert(isnan(pace.exponent));
        else
            ck_assert_double_eq_tol(pace.exponent, cases[k].exponent, -0.04 * cases[k].exponent);
        ck_assert(isnan(pace.rate) && isnan(pace.steps_to_go.value) && isinf(pace.steps_to_go.high));
        ck_assert_double_eq(pace.steps_to_go.low, 1);
        b.facts.contraction.law = DESCENT_LAW_UNKNOWN;
        ck_assert_int_eq(descent__prediction_by_law(&b.facts).law, DESCENT_LAW_UNKNOWN);
        tear_down(&b);
    }
}
END_TEST

/* There: no more steps. A step or two and then none is an end after so many; a rate is told if the steps had it. */
START_TEST(who_has_arrived_has_no_steps_to_go)
{
    static const struct {
        size_t rows, live, last;
        bool silent; /* the rule tells nothing of itself */
        descent_law told;
        double rate;
    } cases[] = {
        {64, 60, 59, false, DESCENT_LAW_GEOMETRIC, 0.5},
        {64, 60, 59, true, DESCENT_LAW_UNKNOWN, NAN}, /* and no distance does */
        {8, 3, 2, false, DESCENT_LAW_FINITE, 0},
        {3, 3, 2, false, DESCENT_LAW_GEOMETRIC, NAN}, /* it still moves, and two steps have no rate */
        {8, 4, 2, false, DESCENT_LAW_GEOMETRIC, NAN},
        {8, 3, 3, false, DESCENT_LAW_GEOMETRIC, NAN},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, cases[k].rows);
        for (size_t j = 0; j + 1 < cases[k].rows; j++)
            b.lengths[j] = ldexp(1, -(int)j);
        b.facts.tolerance = 1e-6;
        b.facts.motion.live = cases[k].live;
        b.facts.contraction = (descent__contraction){
            .law = DESCENT_LAW_GEOMETRIC, .rate = 0.5, .remaining = 1e-9, .linear = true, .last = cases[k].last};
        b.evidence.has_rule = cases[k].silent;
        b.evidence.rule = descent_adam(0.1, NULL);
        const descent_pace pace = descent__prediction_arrived(&b.facts, descent__facts_destination(&b.facts));
        ck_assert_msg(pace.law == cases[k].told, "case %zu: %d", k, (int)pace.law);
        ck_assert_msg(same(pace.rate, cases[k].rate), "case %zu: %g", k, pace.rate);
        ck_assert(pace.steps_to_go.value == 0 && pace.steps_to_go.low == 0 && pace.steps_to_go.high == 0);
        tear_down(&b);
    }
}
END_TEST

/* A minimum at 0, of curvature 1. */
static double zero[] = {0}, axis[] = {1}, one[] = {1};

static descent_critical_point minimum(void)
{
    return (descent_critical_point){.kind = DESCENT_CRITICAL_MINIMUM,
                                    .dimension = 1,
                                    .x = zero,
                                    .eigenvalues = one,
                                    .eigenvalue_count = 1,
                                    .eigenvectors = axis,
                                    .eigenvector_count = 1,
                                    .eigenvalue_tolerance = 1e-9};
}

/* Where nobody knows the rule the law of the steps counts: from 1 to the tolerance, or to what is wanted of the slope, by halves. */
START_TEST(steps_count_to_the_point)
{
    static const struct {
        double tolerance, gradient_tolerance;
        double rate, value, low;
    } cases[] = {
        {1.5 * 0x1p-11, NAN, 0.5, 11, 9}, /* 10.4 halvings; nine tenths of 11 are 9.9 */
        {1.5 * 0x1p-6, NAN, -0.5, 6, 5},
        {1, NAN, 0.5, NAN, 1},                 /* there */
        {1e-9, 4 * 1.5 * 0x1p-11, 0.5, 11, 9}, /* of a slope of 4 */
        {1e-9, 8, 0.5, NAN, 1},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        descent_critical_point point = minimum();
        set_up(&b, 65);
        for (size_t j = 0; j < 64; j++)
            b.lengths[j] = ldexp(1, -(int)j);
        b.evidence.finite = 1; /* no distances tell a law of their own */
        b.evidence.gradient_norm = 4;
        b.evidence.options.gradient_tolerance = cases[k].gradient_tolerance;
        b.facts.tolerance = cases[k].tolerance;
        b.facts.contraction = (descent__contraction){
            .law = DESCENT_LAW_GEOMETRIC, .rate = cases[k].rate, .remaining = 1, .linear = true, .last = 64};
        const descent__destination destination = {.point = &point, .distance = 1};
        const descent_pace pace = descent__prediction_approaching(&b.facts, &destination);
        ck_assert_int_eq(pace.law, DESCENT_LAW_GEOMETRIC);
        ck_assert_msg(same(pace.rate, cases[k].rate), "case %zu: %g", k, pace.rate);
        ck_assert_msg(same(pace.steps_to_go.value, cases[k].value), "case %zu: %g", k, pace.steps_to_go.value);
        ck_assert_msg(pace.steps_to_go.low == cases[k].low, "case %zu: %g", k, pace.steps_to_go.low);
        ck_assert(isinf(pace.steps_to_go.high));
        tear_down(&b);
    }
}
END_TEST

/* Of a schedule the multipliers 1 − η_j λ are multiplied up until all is within; half of that is certain. */
START_TEST(a_schedule_is_multiplied_up)
{
    const descent_schedule schedules[] = {descent_schedule_inverse(50), descent_schedule_inverse(1e4),
                                          descent_schedule_exponential(0.999)};
    for (size_t k = 0; k < sizeof schedules / sizeof *schedules; k++) {
        bench b;
        descent_critical_point point = minimum();
        set_up(&b, 1);
        b.evidence.step = 7;
        b.evidence.has_rule = true;
        b.evidence.rule = descent_rule_with_schedule(descent_fixed_step(0.0625), schedules[k]);
        b.evidence.step_size = NAN;
        b.facts.tolerance = 0.01;
        const descent__destination destination = {.point = &point, .distance = 1};
        const descent_pace pace = descent__prediction_approaching(&b.facts, &destination);
        double left = 1;
        uint64_t steps = 0;
        for (; left > 0.01; steps++) {
            double size;
            assert_success(descent_rule_step_size(&b.evidence.rule, 7 + steps, &size));
            left *= 1 - size;
        }
        ck_assert_msg(pace.steps_to_go.value == (double)steps, "%zu: %g, not %g", k, pace.steps_to_go.value,
                      (double)steps);
        ck_assert_double_eq(pace.steps_to_go.low, floor(0.5 * (double)steps));
        ck_assert(isinf(pace.steps_to_go.high));
        tear_down(&b);
    }
}
END_TEST

/* Beyond a million steps of it a formula counts on: with η_j = η/(1 + j/d) what is left falls like (1 + k/d)^−ληd, here k^−1/8·10^1/8. */
START_TEST(a_slow_schedule_is_counted_by_its_formula)
{
    bench b;
    descent_critical_point point = minimum();
    set_up(&b, 1);
    b.evidence.has_rule = true;
    b.evidence.rule = descent_rule_with_schedule(descent_fixed_step(0.0125), descent_schedule_inverse(10));
    b.evidence.step_size = NAN;
    b.facts.tolerance = 0.125;
    const descent__destination destination = {.point = &point, .distance = 1};
    const descent_pace pace = descent__prediction_approaching(&b.facts, &destination);
    ck_assert_double_eq_tol(log(pace.steps_to_go.value), log(10) + 8 * log(8), 0.1);
    ck_assert_double_eq(pace.steps_to_go.low, 500000);
    ck_assert(isinf(pace.steps_to_go.high));
    tear_down(&b);
}
END_TEST

/* Who keeps nothing has arrived where he is. */
START_TEST(without_memory_an_arrival_is_for_good)
{
    bench b;
    descent_critical_point point = minimum();
    const descent__destination destination = {.point = &point, .distance = 1};
    set_up(&b, 1);
    ck_assert(descent__prediction_has_arrived(&b.facts, &destination));
    b.evidence.has_rule = true;
    b.evidence.rule = descent_fixed_step(0.5);
    ck_assert(descent__prediction_has_arrived(&b.facts, &destination));
    tear_down(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_factor_has_so_many_steps_to_go,      a_power_is_that_of_the_distance,
        who_has_arrived_has_no_steps_to_go,    steps_count_to_the_point,
        a_schedule_is_multiplied_up,           a_slow_schedule_is_counted_by_its_formula,
        without_memory_an_arrival_is_for_good,
    };
    return descent_test_main(descent_test_suite("inside_prediction", tests, sizeof tests / sizeof tests[0]));
}
