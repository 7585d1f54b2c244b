/* Of who descends, or does nothing that is known: what is missing, and by whose word. Rows of the plane that are written down here. */
#include <float.h>
#include <math.h>
#include <string.h>

#include <descent/adaptive.h>

#include "diagnosis/explain/words.h"
#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/thresholds.h"
#include "inside.h"

enum {
    most_rows = 80
};

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    double x[2 * most_rows], norms[most_rows], losses[most_rows], lengths[most_rows], gradient[2];
    uint64_t steps[most_rows];
} bench;

/* A path alone, whose every further fact is known to be nothing. */
static void set_up(bench *b, size_t rows)
{
    memset(b, 0, sizeof *b);
    b->evidence = (descent__evidence){.n = 2,
                                      .rows = rows,
                                      .finite = rows,
                                      .points = b->x,
                                      .steps = b->steps,
                                      .x = b->x + 2 * (rows - 1),
                                      .step = rows - 1,
                                      .loss = NAN,
                                      .gradient_norm = NAN,
                                      .gradient = b->gradient,
                                      .gradient_error = NAN,
                                      .step_size = NAN};
    b->evidence.holdings = &b->holdings;
    b->evidence.keep = &b->holdings.arena;
    b->evidence.options = (descent_diagnosis_options){.gradient_tolerance = NAN, .budget = 1000};
    b->facts = (descent__facts){.evidence = &b->evidence, .scale = 1, .tolerance = 1e-6, .measured = ~0u, .slope = NAN};
    b->facts.series = (descent__series){.n = 2, .count = rows, .points = b->x};
    b->facts.motion =
        (descent__motion){.count = rows, .live = rows, .lengths = b->lengths, .floor = 0x1p-10, .half = 1};
    for (size_t k = 0; k < rows; k++)
        b->lengths[k] = k % 2 ? 1.1 : 1;
}

static void tear_down(bench *b)
{
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
    descent__evaluator_close(&b->evidence.evaluator);
}

static void assert_missing(bench *b, size_t k, descent__reason reason)
{
    const descent__decision decision = descent__decide_descending(&b->facts);
    ck_assert_int_eq(decision.ending, DESCENT_ENDING_UNDETERMINED);
    ck_assert_msg(decision.reason == reason, "case %zu: reason %d, not %d", k, (int)decision.reason, (int)reason);
}

/* Steps of a factor lead to x + step·ρ/(1 − ρ), if each coordinate has it, to a thousandth of the step, and enough steps show that it stays. */
START_TEST(steps_of_one_factor_have_a_limit)
{
    static const struct {
        double rate, off;
        bool contracting;
        size_t last;
        bool told;
    } cases[] = {
        {0.97, 0, true, 63, true},
        {-0.97, 0, true, 63, true},
        {0.97, 0.99e-3, true, 63, true},
        {0.97, -0.99e-3, true, 63, true},
        {0.97, 1.01e-3, true, 63, false},
        {0.97, 0, false, 63, false},
        {0.97, 0, true, descent__law_values - 1, false},
        {0.97, 0, true, descent__law_values, true},
        {-0.97, 0, true, descent__law_values, true},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 64);
        const double rate = cases[k].rate, limit[] = {3, -0.5};
        for (int row = 0; row < 64; row++) {
            b.x[2 * row] = limit[0] + 3 * pow(rate, row);
            b.x[2 * row + 1] = limit[1] - 4 * pow(rate, row);
            b.lengths[row] = pow(0.97, row);
        }
        /* Across the last step, of length 5(1 − ρ)|ρ|^(last − 1). */
        const double length = 5 * (1 - rate) * pow(rate, (double)cases[k].last - 1);
        b.x[2 * cases[k].last] += 0.8 * cases[k].off * length;
        b.x[2 * cases[k].last + 1] += 0.6 * cases[k].off * length;
        b.facts.contraction =
            (descent__contraction){.contracting = cases[k].contracting, .rate = rate, .last = cases[k].last};
        const descent__decision decision = descent__decide_descending(&b.facts);
        ck_assert_int_eq(decision.reason, DESCENT__REASON_SHRINKS_ALONE);
        ck_assert_msg(isnan(decision.said.number) == !cases[k].told, "case %zu", k);
        if (cases[k].told) {
            char place[descent__point_text_size];
            const double leads[] = {limit[0] + 0.8 * cases[k].off * length / (1 - rate),
                                    limit[1] + 0.6 * cases[k].off * length / (1 - rate)};
            descent__words_rounded_point(place, 2, leads, 1e-3 * fabs(length) / (1 - fabs(rate)));
            ck_assert_double_eq(decision.said.number, rate);
            ck_assert_str_eq(decision.said.place, place);
        }
        tear_down(&b);
    }
    for (int edge = 0; edge < 3; edge++) { /* what stays, or is there at once, has no limit to be told */
        bench b;
        set_up(&b, 64);
        for (int row = 0; row < 64; row++)
            b.lengths[row] = pow(0.97, row);
        b.facts.contraction = (descent__contraction){.contracting = true, .rate = edge - 1, .last = 63};
        ck_assert(isnan(descent__decide_descending(&b.facts).said.number));
        tear_down(&b);
    }
}
END_TEST

/* Strides of the last half, coordinate by coordinate: each the same to twice the rounding, and a thousand times as long. */
START_TEST(equal_strides_go_straight_on)
{
    enum {
        rows = 12
    };
    const double floor = 0x1p-10;
    static const struct {
        size_t row; /* that is off by so much, in units of rounding */
        double off, across;
        bool copies, continued, straight;
    } cases[] = {
        {0, 0, 4, false, false, true},    {0, 0, 4, true, false, false},     {0, 0, 4, false, true, false},
        {5, 9, 4, false, false, true},    {6, 2, 4, false, false, true},     {6, 1.9, 4, false, false, true},
        {6, 2.1, 4, false, false, false}, {7, -2.1, 4, false, false, false}, {9, 2.1, 4, false, false, false},
        {9, -0.9, 4, false, false, true}, {11, 2.1, 4, false, false, false}, {11, 1.9, 4, false, false, true},
        {0, 0, 0.9, false, false, false}, {0, 0, 0.99, false, false, true},  {0, 0, 0.01, false, false, true},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (size_t i = 0; i < 2; i++) {
            bench b;
            set_up(&b, rows);
            for (size_t row = 0; row < rows; row++) {
                b.x[2 * row + i] = -3 * (double)row;
                b.x[2 * row + 1 - i] = cases[k].across * (double)row;
                b.lengths[row] = hypot(3, cases[k].across);
            }
            b.x[2 * cases[k].row + i] += cases[k].off * floor;
            if (cases[k].row == rows - 1) /* the stride is that of the last step */
                b.lengths[rows - 2] = hypot(3 - cases[k].off * floor, cases[k].across);
            b.facts.motion.straightness = 1;
            b.facts.continued = cases[k].continued;
            b.evidence.copies_trusted = cases[k].copies;
            assert_missing(&b, k,
                           cases[k].straight ? DESCENT__REASON_STRAIGHT_ON_ALONE : DESCENT__REASON_TOO_FEW_STEPS);
            tear_down(&b);
        }
}
END_TEST

/* The strides together are as long as the steps, to twice the rounding. */
START_TEST(strides_are_all_of_the_step)
{
    for (int off = -3; off <= 3; off++) {
        bench b;
        set_up(&b, 12);
        for (size_t row = 0; row < 12; row++) {
            b.x[2 * row] = 3 * (double)row;
            b.lengths[row] = 3 + off * 0x1p-10;
        }
        b.facts.motion.straightness = 1;
        assert_missing(&b, (size_t)(off + 3),
                       off < -2 || off > 2 ? DESCENT__REASON_TOO_FEW_STEPS : DESCENT__REASON_STRAIGHT_ON_ALONE);
        tear_down(&b);
    }
}
END_TEST

START_TEST(who_climbs_to_a_limit_is_told_so)
{
    for (int missing = 0; missing < 6; missing++) {
        const size_t rows = missing == 1 ? 5 : 6;
        bench b;
        set_up(&b, rows);
        for (size_t row = 0; row < rows; row++)
            b.losses[row] = missing == 2 ? 1 : (double)row;
        b.evidence.losses = missing == 3 ? NULL : b.losses;
        b.evidence.copies_trusted = missing == 4;
        b.facts.contraction.contracting = missing != 5;
        assert_missing(&b, (size_t)missing,
                       missing == 0 ? DESCENT__REASON_CLIMBS_TO_LIMIT : DESCENT__REASON_TOO_FEW_STEPS);
        b.evidence.losses = b.losses;
        b.facts.continued = true;
        assert_missing(&b, 9, DESCENT__REASON_TOO_FEW_STEPS);
        tear_down(&b);
    }
}
END_TEST

/* Losses of single precision: over the last half, from 1.25 on, or −1.25, eight units of 1.25 or 1.25 + 10/8 of one are no change. */
START_TEST(single_precision_hides_what_is_left)
{
    enum {
        rows = 24
    };
    static const struct {
        int units;
        size_t lowest, highest;
        bool hides;
    } cases[] = {{10, 12, 23, true}, {10, 23, 12, true}, {11, 12, 23, false}, {11, 23, 12, false}, {11, 14, 17, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (int sign = -1; sign <= 1; sign += 2) {
            bench b;
            set_up(&b, rows);
            for (size_t row = 0; row < rows; row++)
                b.losses[row] = row < rows / 2 ? (double)(float)(sign * (70 + exp(-(double)row)))
                                               : sign * (1.25 + (1 + (double)(row % 2)) * 0x1p-23);
            b.losses[cases[k].lowest] = sign * 1.25;
            b.losses[cases[k].highest] = sign * (1.25 + cases[k].units * 0x1p-23);
            b.evidence.losses = b.losses;
            b.evidence.points = NULL;
            assert_missing(&b, k,
                           cases[k].hides ? DESCENT__REASON_PRECISION_HIDES_THE_REST : DESCENT__REASON_TOO_FEW_STEPS);
            /* Or the last half of the points stays within eight units of their size, here 5. */
            if (!cases[k].hides) {
                b.x[2 * rows - 2] = 3;
                b.x[2 * rows - 1] = -4;
                b.evidence.points = b.x;
                b.facts.motion.half = 5 * 8 * 0x1p-23;
                b.evidence.n = 2;
                assert_missing(&b, k, DESCENT__REASON_PRECISION_HIDES_THE_REST);
                b.facts.motion.half *= 1.001;
                assert_missing(&b, k, DESCENT__REASON_TOO_FEW_STEPS);
            }
            tear_down(&b);
        }
}
END_TEST

/* Few rows, of a problem and a rule that is not known: steps that lengthen beside a slope that is soon gone, or on one that grows. */
START_TEST(few_steps_that_outstride_the_slope_tell_nothing)
{
    static const struct {
        size_t rows;
        double first_slope, last_slope, first, last; /* slopes before the first step and after the last, and lengths */
        bool problem, copies, continued, silent;
    } cases[] = {
        {7, 1, 0.5, 1, 1.01, true, false, false, true}, /* 0.5 falls by a twelfth a step */
        {7, 1, 0.5, 1, 1, true, false, false, false},     {7, 1, 0.5, 1, 1.01, false, false, false, false},
        {7, 1, 0.5, 1, 1.01, true, true, false, false},   {7, 1, 0.5, 1, 1.01, true, false, true, false},
        {8, 1, 0.5, 1, 1.01, true, false, false, false},  {7, 8, 5.1, 1, 1.01, true, false, false, false},
        {7, 8, 4.9, 1, 1.01, true, false, false, true}, /* 10·3.1/6 = 5.17 is more, 10·2.9/6 = 4.83 is less than 5.1 */
        {7, 1, 1.01, 1, 1.01, true, false, false, true},  {7, 1, 1.01, 1, 1, true, false, false, false},
        {7, 1, 1.01, 1.01, 1, true, false, false, false}, {3, 1, 0.5, 1, 1.01, true, false, false, true},
        {2, 1, 0.5, 1, 1, true, false, false, false},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const size_t rows = cases[k].rows;
        bench b;
        set_up(&b, rows);
        for (size_t row = 0; row < rows; row++) {
            b.losses[row] = -(double)row;
            b.norms[row] = cases[k].first_slope;
            b.lengths[row] = 0.5;
        }
        if (rows > 4) { /* what lies between does not count */
            b.norms[1] = 3 * cases[k].first_slope;
            b.norms[rows - 3] = cases[k].first_slope / 3;
            b.lengths[1] = b.lengths[rows - 3] = 2;
        }
        b.norms[rows - 1] = cases[k].last_slope;
        b.lengths[0] = cases[k].first;
        b.lengths[rows - 2] = cases[k].last;
        b.evidence.losses = b.losses;
        b.evidence.norms = b.norms;
        b.evidence.gradient_norm = cases[k].last_slope;
        b.evidence.has_problem = cases[k].problem;
        b.evidence.copies_trusted = cases[k].copies;
        b.evidence.has_rule = true; /* so that nothing is asked of the problem */
        b.evidence.rule = descent_fixed_step(0.1);
        b.facts.continued = cases[k].continued;
        b.facts.slope = -1;
        const descent__decision decision = descent__decide_descending(&b.facts);
        ck_assert_msg((decision.ending == DESCENT_ENDING_UNDETERMINED) == cases[k].silent, "case %zu: %d", k,
                      (int)decision.reason);
        tear_down(&b);
    }
}
END_TEST

/* Pace is the length of a step over the slope that it was made on: 0.51 on half of the slope is more than 1 on all of it. */
START_TEST(the_last_pace_is_beside_its_own_slope)
{
    for (int longer = 0; longer < 2; longer++) {
        bench b;
        set_up(&b, 7);
        for (size_t row = 0; row < 7; row++) {
            b.losses[row] = -(double)row;
            b.norms[row] = row == 0 ? 2 : row == 5 ? 1 : 0.5;
        }
        b.lengths[0] = 1;
        b.lengths[5] = longer ? 0.51 : 0.49;
        b.evidence.losses = b.losses;
        b.evidence.norms = b.norms;
        b.evidence.gradient_norm = 0.5;
        b.evidence.has_problem = b.evidence.has_rule = true;
        b.evidence.rule = descent_fixed_step(0.1);
        b.facts.slope = -1;
        ck_assert_int_eq(descent__decide_descending(&b.facts).ending == DESCENT_ENDING_UNDETERMINED, longer);
        tear_down(&b);
    }
}
END_TEST

/* c + Σ a_i x_i²/2, or x_0 for itself. */
static const double curvatures[] = {4, 1};

static int bowl(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = curvatures[i] * x[i];
    return 0;
}

static int first_coordinate(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = x[0];
    return 0;
}

/* Down the slope of a parabola there is a·x²/2 to win: below the last digit of the loss, or not. */
START_TEST(a_loss_hides_less_than_its_last_digit)
{
    for (size_t axis = 0; axis < 2; axis++)
        for (int sign = -1; sign <= 1; sign += 2)
            for (int missing = 0; missing < 9; missing++) {
                const descent_problem problem = {.dimension = 2, .gradient = bowl};
                bench b;
                set_up(&b, 12);
                assert_success(descent__evaluator_open(&b.evidence.evaluator, &problem));
                const double loss = sign * 3e4, a = curvatures[axis];
                const double x = sqrt(2 * DBL_EPSILON * 3e4 / a) * (missing == 1 ? 1.001 : 0.999);
                b.x[22 + axis] = x;
                b.gradient[axis] = a * x;
                b.evidence.gradient_norm = a * x;
                b.evidence.gradient_known = missing != 2;
                b.evidence.has_problem = missing != 3;
                b.evidence.random = missing == 4;
                b.evidence.loss = missing == 5 ? NAN : loss;
                b.evidence.has_rule = missing == 6;
                b.evidence.rule = descent_fixed_step(0.1);
                b.evidence.options.budget = missing == 7 ? 0 : 1000;
                if (missing == 8) /* a slope that does not fall by its curvature has no end */
                    b.gradient[axis] = b.evidence.gradient_norm = a * x / 1e9;
                b.facts.slope = -1;
                const descent__decision decision = descent__decide_descending(&b.facts);
                ck_assert_msg((decision.reason == DESCENT__REASON_LOSS_HIDES_THE_REST) == (missing == 0),
                              "missing %d: %d", missing, (int)decision.reason);
                tear_down(&b);
            }
}
END_TEST

/* Of a run that was not recorded the copy must fall, in eighths: each has its highest below the one before. */
START_TEST(a_copy_falls_in_eighths)
{
    static const struct {
        size_t row;
        double raised;
        bool falls;
    } cases[] = {{0, 0, true},    {1, 1e9, true}, {3, 2.9, true}, {3, 3, false},
                 {15, 2.9, true}, {15, 3, false}, {16, 1e9, true}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (int missing = 0; missing < 3; missing++) {
            const descent_problem problem = {
                .dimension = 2, .gradient = bowl, .loss = missing == 1 ? NULL : first_coordinate};
            bench b;
            set_up(&b, 17);
            assert_success(descent__evaluator_open(&b.evidence.evaluator, &problem));
            for (size_t row = 0; row < 17; row++)
                b.x[2 * row] = -(double)row;
            b.x[2 * cases[k].row] += cases[k].raised;
            b.evidence.finite = 1;
            b.evidence.has_problem = true;
            b.evidence.options.budget = missing == 2 ? 16 : 17;
            b.facts.continued = true;
            b.facts.slope = -1;
            const descent__decision decision = descent__decide_descending(&b.facts);
            ck_assert_msg((decision.ending == DESCENT_ENDING_DESCENDING) == (cases[k].falls && missing == 0),
                          "case %zu, %d", k, missing);
            tear_down(&b);
        }
}
END_TEST

/* A stride of 1 in one coordinate, kept by the run and by its outlook of 10 steps to within a tenth, where the slope that way is gone. */
START_TEST(a_stride_without_a_slope_marches_on)
{
    static const struct {
        size_t rows;
        double slope, end, stride, loss;
        int missing;
        bool marches;
    } cases[] = {
        {64, 1e-6, 10, 1, 0, 0, true},      {63, 1e-6, 10, 1, 0, 0, false}, {64, 1.01e-6, 10, 1, 0, 0, false},
        {64, -1.01e-6, 10, 1, 0, 0, false}, {64, 0, 10.99, 1, 0, 0, true},  {64, 0, 11.01, 1, 0, 0, false},
        {64, 0, 9.01, 1, 0, 0, true},       {64, 0, 8.99, 1, 0, 0, false},  {64, 0, -20, -2, 0, 0, true},
        {64, 0, -22.1, -2, 0, 0, false},    {64, 0, 10, 1, -1, 0, false},   {64, 0, 0, 0, 0, 0, false},
        {64, 0, 10, 1, 0, 1, false},        {64, 0, 10, 1, 0, 2, false},    {64, 0, 10, 1, 0, 3, false},
        {64, 0, 10, 1, 0, 4, false},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (size_t i = 0; i < 2; i++) {
            double ahead[2 * 11] = {0};
            bench b;
            set_up(&b, cases[k].rows);
            for (size_t row = 0; row < cases[k].rows; row++) {
                b.x[2 * row + i] = cases[k].stride * (double)row;
                b.x[2 * row + 1 - i] = row % 2 ? 5 : -5;
            }
            const double *const x = b.evidence.x;
            ahead[i] = x[i];
            ahead[20 + i] = x[i] + cases[k].end;
            ahead[21 - i] = 100;
            b.facts.outlook = (descent__outlook){.known = true,
                                                 .result = DESCENT__MAP_MOVED,
                                                 .lowest = cases[k].loss,
                                                 .series = {.n = 2, .count = 11, .points = ahead}};
            b.gradient[i] = cases[k].slope;
            b.gradient[1 - i] = 1;
            b.facts.slopes.largest = 1;
            b.evidence.losses = b.losses;
            b.evidence.copies_trusted = cases[k].missing != 1;
            b.evidence.has_rule = true;
            b.evidence.rule = cases[k].missing == 2 ? descent_fixed_step(0.1) : descent_adam(0.1, NULL);
            b.evidence.gradient_known = cases[k].missing != 3;
            b.facts.continued = cases[k].missing == 4;
            const descent__decision decision = descent__decide_descending(&b.facts);
            ck_assert_msg((decision.reason == DESCENT__REASON_MARCHES_ON) == cases[k].marches, "case %zu", k);
            ck_assert_int_eq(b.facts.marches, cases[k].marches);
            tear_down(&b);
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        steps_of_one_factor_have_a_limit,
        equal_strides_go_straight_on,
        strides_are_all_of_the_step,
        who_climbs_to_a_limit_is_told_so,
        single_precision_hides_what_is_left,
        few_steps_that_outstride_the_slope_tell_nothing,
        the_last_pace_is_beside_its_own_slope,
        a_loss_hides_less_than_its_last_digit,
        a_copy_falls_in_eighths,
        a_stride_without_a_slope_marches_on,
    };
    return descent_test_main(descent_test_suite("inside descending", tests, sizeof tests / sizeof *tests));
}
