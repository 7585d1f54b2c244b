/* What is predicted where the problem itself is asked: a copy that waits for a slope, flat ground that is looked at again, and what is lost
 * in the rounding of the loss. */
#include <math.h>
#include <string.h>

#include <descent/adaptive.h>

#include "diagnosis/verdict/ahead/prediction.h"
#include "diagnosis/verdict/facts.h"
#include "inside.h"

enum {
    most_numbers = 400
};

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    descent_critical_point point;
    double x[most_numbers], gradient[2], at[2];
    uint64_t steps[most_numbers];
    double curvature, valley; /* of the loss λ·x²/2, or (y − c)²/2 with two variables */
    size_t asked;
} bench;

static int loss_of(size_t n, const double *x, double *loss, void *context)
{
    const bench *const b = context;
    *loss = n == 1 ? b->curvature * x[0] * x[0] / 2 : pow(x[1] - b->valley, 2) / 2;
    return 0;
}

static int gradient_of(size_t n, const double *x, double *gradient, void *context)
{
    bench *const b = context;
    b->asked++;
    gradient[0] = n == 1 ? b->curvature * x[0] : 0;
    if (n == 2)
        gradient[1] = x[1] - b->valley;
    return 0;
}

static double curvatures[] = {1}, axis[] = {1}, of_valley[] = {0, 1}, axes[] = {1, 0, 0, 1};

/* So many rows, which the test writes down, at the end of a run of that many steps and 1 away from a minimum of curvature 1 at 0. */
static void set_up(bench *b, size_t n, descent_rule rule, size_t rows, uint64_t budget)
{
    memset(b, 0, sizeof *b);
    b->curvature = 1;
    b->evidence = (descent__evidence){
        .n = n,
        .rows = rows,
        .finite = rows,
        .points = b->x,
        .steps = b->steps,
        .x = b->x + (rows - 1) * n,
        .step = rows - 1,
        .gradient = b->gradient,
        .gradient_norm = 1,
        .gradient_error = NAN,
        .gradient_known = true,
        .has_rule = true,
        .rule = rule,
        .step_size = rule.step_size,
        .has_problem = true,
        .problem_in_units = {.dimension = n, .loss = loss_of, .gradient = gradient_of, .context = b},
        .memory_known = true,
        .copies_trusted = true};
    b->evidence.holdings = &b->holdings;
    b->evidence.keep = &b->holdings.arena;
    b->evidence.options =
        (descent_diagnosis_options){.budget = budget, .distance_tolerance = 1e-6, .gradient_tolerance = NAN};
    for (size_t k = 0; k < rows; k++)
        b->steps[k] = k;
    b->point = (descent_critical_point){.kind = n == 1 ? DESCENT_CRITICAL_MINIMUM : DESCENT_CRITICAL_DEGENERATE,
                                        .dimension = n,
                                        .x = b->at,
                                        .eigenvalues = n == 1 ? curvatures : of_valley,
                                        .eigenvalue_count = n,
                                        .eigenvectors = n == 1 ? axis : axes,
                                        .eigenvector_count = n,
                                        .eigenvalue_tolerance = 1e-12};
    b->facts = (descent__facts){.evidence = &b->evidence, .scale = 1, .measured = ~0u, .tolerance = 1e-6};
    b->facts.motion = (descent__motion){.count = rows, .live = rows, .length_max = 1};
    b->facts.destination = (descent__destination){.point = &b->point, .distance = 1};
    assert_success(descent__evaluator_open(&b->evidence.evaluator, &b->evidence.problem_in_units));
}

static void tear_down(bench *b)
{
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
    descent__evaluator_close(&b->evidence.evaluator);
}

static descent_interval steps_of(bench *b)
{
    return descent__prediction_approaching(&b->facts, &b->facts.destination).steps_to_go;
}

/* The curvature λ for which λ(1 − λ/4)^k first is within the tolerance at this k: between there and the step before. */
static double slow_enough(size_t k, double tolerance)
{
    double slow = 4.0 / (double)k, fast = 1;
    for (int halving = 0; halving < 60; halving++) {
        const double middle = (slow + fast) / 2;
        *(middle * pow(1 - middle / 4, (double)k - 0.5) > tolerance ? &slow : &fast) = middle;
    }
    return slow;
}

/* Theory has it in 20 steps, 0.75^19.5 of the slope; a copy is run for twice that and 100 more, which sees the slope of a row with the step
 * from there, if a third of the budget lasts so long. Of a fitted rule it is good to a tenth. */
START_TEST(a_copy_waits_for_the_slope)
{
    static const struct {
        size_t arrives;
        uint64_t budget;
        bool fitted, seen;
    } cases[] = {
        {20, 20000, false, true},   {20, 3 * 140, false, true},       {20, 3 * 140 - 1, false, false},
        {30, 20000, false, true},   {139, 3 * 140, false, true},      {139, 20000, false, true},
        {140, 20000, false, false}, {139, 3 * 140 - 1, false, false}, {30, 20000, true, true},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 1, descent_fixed_step(0.25), 3, cases[k].budget);
        for (int row = 0; row < 3; row++)
            b.x[row] = pow(0.75, row - 2);
        b.evidence.options.gradient_tolerance = pow(0.75, 19.5);
        b.curvature = cases[k].arrives == 20 ? 1 : slow_enough(cases[k].arrives, pow(0.75, 19.5));
        b.evidence.findings = cases[k].fitted ? DESCENT_FINDING_RULE_FITTED : 0;
        const descent_interval steps = steps_of(&b);
        const double seen = (double)cases[k].arrives;
        ck_assert_msg(steps.value == (cases[k].seen ? seen : 20), "case %zu: %g", k, steps.value);
        if (cases[k].seen) {
            ck_assert_double_eq(steps.low, cases[k].fitted ? floor(0.9 * seen) : seen);
            ck_assert_double_eq(steps.high, cases[k].fitted ? ceil(1.1 * seen) : seen);
        } else {
            ck_assert_double_lt(steps.low, 20);
            ck_assert_double_gt(steps.high, 20);
        }
        tear_down(&b);
    }
}
END_TEST

/* Where nothing tells how long, as long as a third of the budget lasts: by eighths from 1 to a slope of a half, which the fifth step sees. */
START_TEST(a_copy_of_unknown_length_takes_what_is_there)
{
    for (uint64_t budget = 12; budget <= 18; budget++) {
        bench b;
        set_up(&b, 1, descent_sign(0.125), 1, budget);
        b.x[0] = 1;
        b.evidence.options.gradient_tolerance = 0.5;
        const descent_interval steps = steps_of(&b);
        if (budget >= 15)
            ck_assert(steps.value == 4 && steps.low == 4 && steps.high == 4);
        else
            ck_assert(isnan(steps.value) && steps.low == 1 && isinf(steps.high));
        ck_assert_uint_eq(b.asked, budget >= 15 ? 5 : budget / 3);
        tear_down(&b);
    }
}
END_TEST

/* An outlook from (1, 1) to (1, 2^−rows): so far from the point (0, 0) that was found, and nearer to what is across from it. */
static void go_across(bench *b, size_t rows)
{
    for (size_t k = 0; k < rows; k++) {
        b->x[2 * k] = 1;
        b->x[2 * k + 1] = ldexp(1, -(int)k);
    }
    b->facts.outlook = (descent__outlook){
        .known = true, .result = DESCENT__MAP_MOVED, .lasting = 1, .series = {.n = 2, .count = rows, .points = b->x}};
}

/* In a valley the point is the one that the outlook comes to, unless it lies five times as far from its end as the first. */
START_TEST(flat_ground_is_looked_at_again)
{
    static const struct {
        double valley;      /* where the ground is level, across from the end */
        double tolerance;   /* the first point is 1 away from the end, */
        bool flat, arrives; /* which is then there or not */
        double steps;
    } cases[] = {
        {0, 1.5 * 0x1p-17, true, true, 17}, /* 2⁻¹⁷ from (1, 0) */
        {0, 1.5 * 0x1p-3, true, true, 3},   {4.9, 1.001, true, false, 0},
        {5.1, 1.001, true, true, 5},        {0, 1.5 * 0x1p-17, false, false, 0}, /* a minimum is where it is */
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 2, descent_fixed_step(0.5), 1, 100000);
        go_across(&b, 40);
        b.valley = cases[k].valley;
        b.facts.tolerance = cases[k].tolerance;
        b.point.kind = cases[k].flat ? DESCENT_CRITICAL_DEGENERATE : DESCENT_CRITICAL_MINIMUM;
        b.facts.destination.distance = sqrt(2);
        const descent_interval steps = steps_of(&b);
        const bool seen = steps.low >= steps.high && steps.value >= steps.high; /* not by any theory */
        ck_assert_msg(seen == cases[k].arrives, "case %zu: %g to %g", k, steps.low, steps.high);
        if (seen)
            ck_assert_msg(steps.value == cases[k].steps, "case %zu: %g", k, steps.value);
        ck_assert_msg((b.asked > 0) == cases[k].flat, "case %zu: %zu", k, b.asked);
        tear_down(&b);
    }
    bench b; /* without an outlook there is no end to look at */
    set_up(&b, 2, descent_fixed_step(0.5), 1, 100000);
    (void)steps_of(&b);
    ck_assert_uint_eq(b.asked, 0);
    tear_down(&b);
}
END_TEST

/* A slope that is lost in the rounding of the loss before the run is there bounds nothing; nor does one that is lost behind that. */
START_TEST(what_rounding_hides_is_not_bounded)
{
    for (int hidden = 0; hidden < 2; hidden++)
        for (int differences = 0; differences < 2; differences++) {
            bench b;
            set_up(&b, 1, descent_fixed_step(0.25), 3, 0);
            for (int row = 0; row < 3; row++)
                b.x[row] = pow(0.75, row - 2);
            b.point.loss = 1;
            b.evidence.gradient_error = differences ? 1e-10 : NAN;
            b.facts.tolerance = 1e-6;
            if (differences) {
                const double unseen = descent__destination_unseen(&b.evidence, &b.point, 1, DESCENT_LAW_GEOMETRIC);
                ck_assert_double_gt(unseen, 0);
                b.facts.tolerance = hidden ? 0.999 * unseen : 1.001 * unseen;
            }
            const descent_interval steps = steps_of(&b);
            ck_assert_int_eq(isinf(steps.high) != 0, hidden && differences);
            ck_assert_double_eq(steps.value, ceil(log(b.facts.tolerance) / log(0.75)));
            tear_down(&b);
        }
}
END_TEST

/* Of Adam, 0.8^k until it is there, 24 steps, which are the fewest that make a rate: what the outlook does then is no part of that. */
START_TEST(a_rate_is_that_of_the_way_there)
{
    for (size_t rows = 24; rows <= 60; rows += rows < 26 ? 1 : 34)
        for (int wanted = 0; wanted < 2; wanted++) {
            bench b;
            set_up(&b, 1, descent_adam(0.1, NULL), 1, 0);
            for (int k = 0; k < 60; k++)
                b.x[k] = pow(0.8, k <= 24 ? k : 23.6);
            b.facts.outlook = (descent__outlook){.known = true,
                                                 .result = DESCENT__MAP_MOVED,
                                                 .lasting = 1,
                                                 .series = {.n = 1, .count = rows, .points = b.x}};
            b.facts.tolerance = wanted ? 1e-3 : pow(0.8, 23.5);
            b.evidence.gradient_norm = 2;
            if (wanted)
                b.evidence.options.gradient_tolerance = 2 * pow(0.8, 23.5);
            const descent_pace pace = descent__prediction_approaching(&b.facts, &b.facts.destination);
            const bool long_enough = rows > 24;
            ck_assert_msg((pace.law == DESCENT_LAW_GEOMETRIC) == long_enough, "%zu, %d", rows, wanted);
            if (long_enough) {
                ck_assert_msg(fabs(pace.rate - 0.8) < 1e-12, "%zu, %d: %g", rows, wanted, pace.rate);
                ck_assert_double_eq(pace.steps_to_go.value, 24);
                ck_assert_double_eq(pace.steps_to_go.low, wanted ? 21 : 24); /* nine tenths are 21.6 */
            } else {
                ck_assert(isnan(pace.steps_to_go.value));
                ck_assert_double_eq(pace.steps_to_go.low, wanted ? 1 : 24); /* still outside with 24 points */
            }
            ck_assert_int_eq(isinf(pace.steps_to_go.high) != 0, wanted || !long_enough);
            tear_down(&b);
        }
}
END_TEST

/* A power that a run without a step, or with one, is seen to outrun: 1/(k + 10), and there with the sixtieth step. */
START_TEST(a_power_is_outrun_from_the_first_step_on)
{
    for (uint64_t before = 0; before < 2; before++)
        for (int sooner = 0; sooner < 2; sooner++) {
            bench b;
            double none = 0;
            set_up(&b, 1, descent_fixed_step(0.5), 1, 0);
            for (int k = 0; k < 100; k++)
                b.x[k] = k < 60 ? 1 / ((double)k + 10) : 0;
            b.facts.outlook = (descent__outlook){.known = true,
                                                 .result = DESCENT__MAP_MOVED,
                                                 .lasting = 1,
                                                 .series = {.n = 1, .count = 100, .points = b.x}};
            b.evidence.step = before;
            b.point.kind = DESCENT_CRITICAL_DEGENERATE;
            b.point.eigenvalues = &none;
            b.facts.destination.distance = 0.1;
            b.facts.tolerance = 0.1 / pow(60.0 + (double)before, 2) / (sooner ? 1.001 : 0.999);
            const descent_pace pace = descent__prediction_approaching(&b.facts, &b.facts.destination);
            ck_assert_int_eq(pace.law, sooner ? DESCENT_LAW_UNKNOWN : DESCENT_LAW_POWER);
            ck_assert_int_eq(isnan(pace.exponent) != 0, sooner);
            ck_assert(pace.steps_to_go.low == 60 && pace.steps_to_go.value == 60 && pace.steps_to_go.high == 60);
            tear_down(&b);
        }
}
END_TEST

/* Who is seen to be there with the next step has that one to go, by a fitted rule as well. */
START_TEST(at_least_a_step_is_to_go)
{
    for (int fitted = 0; fitted < 2; fitted++) {
        bench b;
        set_up(&b, 1, descent_fixed_step(0.25), 3, 0);
        for (int row = 0; row < 8; row++)
            b.x[row] = row < 3 ? pow(0.75, row - 2) : 0;
        b.facts.outlook = (descent__outlook){.known = true,
                                             .result = DESCENT__MAP_MOVED,
                                             .lasting = 1,
                                             .series = {.n = 1, .count = 6, .points = b.x + 2}};
        b.evidence.findings = fitted ? DESCENT_FINDING_RULE_FITTED : 0;
        const descent_interval steps = steps_of(&b);
        ck_assert(steps.low == 1 && steps.value == 1 && steps.high == (fitted ? 2 : 1));
        b.facts.outlook.series.count = 2; /* one step is an outlook */
        ck_assert_double_eq(steps_of(&b).value, 1);
        tear_down(&b);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_copy_waits_for_the_slope,      a_copy_of_unknown_length_takes_what_is_there,
        flat_ground_is_looked_at_again,  what_rounding_hides_is_not_bounded,
        a_rate_is_that_of_the_way_there, a_power_is_outrun_from_the_first_step_on,
        at_least_a_step_is_to_go,
    };
    return descent_test_main(descent_test_suite("inside prediction asked", tests, sizeof tests / sizeof *tests));
}
