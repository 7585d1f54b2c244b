/* Runs that grow, decided on rows, losses and growth that are written down here: diverging, unbounded, or neither. */
#include <math.h>
#include <string.h>

#include "diagnosis/verdict/families/families.h"
#include "diagnosis/verdict/thresholds.h"
#include "inside.h"

enum {
    most_rows = 32
};

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    double x[most_rows], losses[most_rows], lengths[most_rows];
    uint64_t steps[most_rows];
} bench;

/* Of a path alone, whose every further fact is known to be nothing: x_k = centre + 2^k, which has broken off, and no losses. */
static void set_up(bench *b, size_t rows, double centre, double factor)
{
    memset(b, 0, sizeof *b);
    b->evidence = (descent__evidence){
        .n = 1, .rows = rows, .finite = rows, .points = b->x, .losses = b->losses, .steps = b->steps};
    b->evidence.holdings = &b->holdings;
    b->evidence.keep = &b->holdings.arena;
    b->evidence.x = b->x + rows - 1;
    for (size_t k = 0; k < rows; k++) {
        b->x[k] = centre + pow(factor, (double)k);
        b->steps[k] = k;
        b->losses[k] = NAN;
        b->lengths[k] = fabs((factor - 1) * pow(factor, (double)k));
    }
    descent__facts *const facts = &b->facts;
    *facts = (descent__facts){.evidence = &b->evidence, .scale = 1, .measured = ~0u, .broken = DESCENT_QUANTITY_POINT};
    facts->course = (descent__course){.series = {.n = 1, .count = rows, .points = b->x}, .stride = 1, .recorded = true};
    facts->course.motion = (descent__motion){.count = rows,
                                             .live = rows,
                                             .lengths = b->lengths,
                                             .length_max = b->lengths[rows - 2],
                                             .cosine = 1,
                                             .straightness = 1};
    facts->growth = (descent__growth){.growing = true,
                                      .largest = b->lengths[rows - 2],
                                      .total = b->lengths[rows - 2],
                                      .factor = fabs(factor),
                                      .earlier = fabs(factor),
                                      .late = {fabs(factor), fabs(factor)},
                                      .exponent = NAN,
                                      .law = DESCENT_LAW_GEOMETRIC};
}

static void tear_down(bench *b)
{
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
}

/* The losses are those of rows 2 to 7; growth begins with the third of them. */
START_TEST(the_loss_tells_who_is_to_blame)
{
    static const struct {
        double losses[6], cosine, straightness;
        descent_ending ending;
        descent__reason reason;
    } cases[] = {
        {{9, 9, 1, 2, 3, 4}, 1, 1, DESCENT_ENDING_DIVERGING, DESCENT__REASON_GROWS_AND_RISES},
        {{0, 0, 4, 9, 9, 3}, 1, 1, DESCENT_ENDING_UNBOUNDED, DESCENT__REASON_GROWS_AND_FALLS},
        /* What was lower on the way out does not keep falling. */
        {{0, 0, 4, 9, 2, 3}, 1, 1, DESCENT_ENDING_DIVERGING, DESCENT__REASON_GROWS_WITHOUT_BOUND},
        {{0, 0, 4, 9, 3, 3}, 1, 1, DESCENT_ENDING_UNBOUNDED, DESCENT__REASON_GROWS_AND_FALLS},
        {{0, 9, 4, 9, 0, 4}, 1, 1, DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_GROWS_FOR_UNKNOWN_CAUSE},
        {{0, 9, 4, 9, 0, 4}, -1, 1, DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_GROWS_FOR_UNKNOWN_CAUSE},
        /* Where it is none any more the last that was one counts, */
        {{9, 9, 1, 0, 2, NAN}, 1, 1, DESCENT_ENDING_DIVERGING, DESCENT__REASON_GROWS_AND_RISES},
        {{0, 0, 1, 0, NAN, NAN}, 1, 1, DESCENT_ENDING_UNBOUNDED, DESCENT__REASON_GROWS_AND_FALLS},
        {{0, 0, 1, 2, INFINITY, INFINITY}, 1, 1, DESCENT_ENDING_DIVERGING, DESCENT__REASON_GROWS_AND_RISES},
        {{0, 0, 1, 0, -INFINITY, -INFINITY}, 1, 1, DESCENT_ENDING_UNBOUNDED, DESCENT__REASON_GROWS_AND_FALLS},
        /* and where there is none at all, whether it climbs both walls. */
        {{0, 9, NAN, NAN, NAN, NAN}, -0.51, 1, DESCENT_ENDING_DIVERGING, DESCENT__REASON_GROWS_WITHOUT_BOUND},
        {{0, 9, NAN, NAN, NAN, NAN}, -0.5, 0.49, DESCENT_ENDING_DIVERGING, DESCENT__REASON_GROWS_WITHOUT_BOUND},
        {{0, 9, NAN, NAN, NAN, NAN}, -0.5, 0.5, DESCENT_ENDING_UNDETERMINED, DESCENT__REASON_GROWS_FOR_UNKNOWN_CAUSE},
        {{0, 0, INFINITY, NAN, NAN, NAN}, -1, 1, DESCENT_ENDING_DIVERGING, DESCENT__REASON_GROWS_WITHOUT_BOUND},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 8, 0, 2);
        memcpy(b.losses + 2, cases[k].losses, sizeof cases[k].losses);
        b.facts.course.first_row = 2;
        b.facts.course.series = (descent__series){.n = 1, .count = 6, .points = b.x + 2, .first_step = 2};
        b.facts.growth.onset = 2;
        b.facts.course.motion.cosine = cases[k].cosine;
        b.facts.course.motion.straightness = cases[k].straightness;
        const descent__decision decision = descent__decide_escape(&b.facts);
        ck_assert_msg(decision.ending == cases[k].ending && decision.reason == cases[k].reason, "case %zu: %d, %d", k,
                      (int)decision.ending, (int)decision.reason);
        ck_assert_uint_eq(decision.pace.onset, 4);
        if (decision.ending == DESCENT_ENDING_UNDETERMINED)
            ck_assert_ptr_null(decision.direction);
        else
            ck_assert_double_eq(decision.direction[0], 1);
        tear_down(&b);
    }
}
END_TEST

/* Losses that are no rows of the path are not asked of them. */
START_TEST(losses_of_rows_are_those_of_the_course)
{
    bench b;
    set_up(&b, 8, 0, 2);
    for (size_t k = 0; k < 8; k++)
        b.losses[k] = (double)k;
    ck_assert_int_eq(descent__decide_escape(&b.facts).ending, DESCENT_ENDING_DIVERGING);
    b.facts.course.recorded = false;
    ck_assert_int_eq(descent__decide_escape(&b.facts).reason, DESCENT__REASON_GROWS_FOR_UNKNOWN_CAUSE);
    b.facts.course.recorded = true;
    b.evidence.losses = NULL;
    ck_assert_int_eq(descent__decide_escape(&b.facts).reason, DESCENT__REASON_GROWS_FOR_UNKNOWN_CAUSE);
    tear_down(&b);
}
END_TEST

/* What falls to where the loss is no number broke off there; where it is infinite it fell. */
START_TEST(who_falls_out_of_the_domain_broke_off)
{
    static const struct {
        descent_quantity broken;
        double last;
        descent_ending ending;
        bool leaves;
    } cases[] = {{DESCENT_QUANTITY_LOSS, NAN, DESCENT_ENDING_NONFINITE, true},
                 {DESCENT_QUANTITY_GRADIENT, NAN, DESCENT_ENDING_NONFINITE, true},
                 {DESCENT_QUANTITY_LOSS, -INFINITY, DESCENT_ENDING_UNBOUNDED, false},
                 {DESCENT_QUANTITY_POINT, NAN, DESCENT_ENDING_UNBOUNDED, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 8, 0, 2);
        for (size_t j = 0; j < 8; j++)
            b.losses[j] = -(double)j;
        b.losses[7] = cases[k].last;
        b.facts.broken = cases[k].broken;
        b.facts.broken_since = 7;
        const descent__decision decision = descent__decide_escape(&b.facts);
        ck_assert_msg(decision.ending == cases[k].ending, "case %zu: %d", k, (int)decision.ending);
        ck_assert_int_eq(b.facts.leaves_domain, cases[k].leaves);
        tear_down(&b);
    }
    /* Where no loss ever was, none ends. */
    bench b;
    set_up(&b, 8, 0, 2);
    for (size_t j = 0; j < 8; j++)
        b.losses[j] = NAN;
    b.facts.broken = DESCENT_QUANTITY_LOSS;
    b.evidence.has_problem = true;
    (void)descent__decide_escape(&b.facts);
    ck_assert(!b.facts.leaves_domain);
    tear_down(&b);
}
END_TEST

/* Whatever has not broken off must have grown beyond scatter, by 10²⁰ where the loss rises and 10³⁰ where it falls; or a copy escapes. */
START_TEST(growth_is_certain_from_so_many_times_on)
{
    static const struct {
        int trend;
        double total;
        descent__fate fate;
        bool saturating, shorter, decided;
    } cases[] = {
        {1, DESCENT__CERTAIN_RISING_GROWTH, DESCENT__FATE_UNKNOWN, false, false, true},
        {1, DESCENT__CERTAIN_RISING_GROWTH / 2, DESCENT__FATE_UNKNOWN, false, false, false},
        {1, DESCENT__CERTAIN_RISING_GROWTH, DESCENT__FATE_UNKNOWN, true, false, false},
        {1, DESCENT__CERTAIN_RISING_GROWTH, DESCENT__FATE_UNKNOWN, false, true, false},
        {-1, DESCENT__CERTAIN_RISING_GROWTH, DESCENT__FATE_UNKNOWN, false, false, false},
        {-1, DESCENT__CERTAIN_GROWTH, DESCENT__FATE_UNKNOWN, false, false, true},
        {1, DESCENT__CERTAIN_GROWTH, DESCENT__FATE_UNKNOWN, true, false, true},
        {1, 2, DESCENT__FATE_ESCAPES, false, false, true},
        {-1, 2, DESCENT__FATE_ESCAPES, true, false, true},
        {1, 2, DESCENT__FATE_ESCAPES, false, true, false},
        {1, 1.5, DESCENT__FATE_ESCAPES, false, false, true},
        {1, 1.49, DESCENT__FATE_ESCAPES, false, false, false},
        {1, DESCENT__CERTAIN_GROWTH, DESCENT__FATE_STAYS, false, false, false},
        {1, DESCENT__CERTAIN_GROWTH, DESCENT__FATE_SETTLES, false, false, false},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 8, 0, 2);
        for (size_t j = 0; j < 8; j++)
            b.losses[j] = cases[k].trend * (double)j;
        b.facts.broken = DESCENT_QUANTITY_NONE;
        b.facts.growth.total = cases[k].total;
        b.facts.growth.saturating = cases[k].saturating;
        b.facts.course.motion.length_max *= cases[k].shorter ? 1.01 : 1;
        b.facts.expansion.fate = cases[k].fate;
        b.facts.expansion.x = b.x + 7;
        const descent__decision decision = descent__decide_escape(&b.facts);
        ck_assert_msg(descent__decides(&decision) == cases[k].decided, "case %zu", k);
        if (cases[k].decided)
            ck_assert_int_eq(decision.ending, cases[k].trend > 0 ? DESCENT_ENDING_DIVERGING : DESCENT_ENDING_UNBOUNDED);
        tear_down(&b);
    }
    /* Broken off, any growth will do; none will not. */
    bench b;
    set_up(&b, 8, 0, 2);
    b.facts.growth.total = 1.01;
    ck_assert_int_eq(descent__decide_escape(&b.facts).reason, DESCENT__REASON_GROWS_FOR_UNKNOWN_CAUSE);
    b.facts.growth.growing = false;
    ck_assert_int_eq(descent__decide_escape(&b.facts).reason, DESCENT__REASON_NONE);
    tear_down(&b);
}
END_TEST

/* x_k = c + μ^k leads away from c: 10¹⁰ times c, and 10¹⁰ times as far as it began, is beyond all lengths; of c = 0 there is none. */
START_TEST(growth_leads_away_from_a_point_of_a_size)
{
    static const struct {
        size_t rows;
        double centre, factor;
        bool falls, saturating, decided;
    } cases[] = {
        {11, 1.5, 10, false, false, false}, /* 10¹⁰, beside 1.5 */
        {12, 1.5, 10, false, false, true},  {12, -1.5, 10, false, false, true}, {12, 1.5, -10, false, false, true},
        {12, 11, 10, false, false, false},  {12, 0.02, 10, false, false, true}, {12, 0.005, 10, false, false, false},
        {12, 1.5, 10, true, false, false},  {12, 1.5, 10, false, true, false},  {4, 1.5, 1e6, false, false, true},
        {3, 1.5, 1e9, false, false, false}, /* half-way, two steps more */
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, cases[k].rows, cases[k].centre, cases[k].factor);
        for (size_t j = 0; j < cases[k].rows; j++)
            b.losses[j] = cases[k].falls ? -(double)j : (double)j;
        b.facts.broken = DESCENT_QUANTITY_NONE;
        b.facts.growth.saturating = cases[k].saturating;
        const descent__decision decision = descent__decide_escape(&b.facts);
        ck_assert_msg(descent__decides(&decision) == cases[k].decided, "case %zu", k);
        tear_down(&b);
    }
    /* Begun so far out that 10¹⁰ times that is farther than it came; and of three rows nothing shows half-way. */
    bench b;
    set_up(&b, 12, 1.5, 10);
    for (size_t j = 0; j < 12; j++)
        b.losses[j] = (double)j;
    b.facts.broken = DESCENT_QUANTITY_NONE;
    b.facts.growth.onset = 2;
    ck_assert_int_eq(descent__decide_escape(&b.facts).reason, DESCENT__REASON_NONE);
    b.facts.growth.onset = 10;
    ck_assert_int_eq(descent__decide_escape(&b.facts).reason, DESCENT__REASON_NONE);
    tear_down(&b);
}
END_TEST

/* Of rows that are s steps apart a factor is the s-th root, and no direction of single steps is known. */
START_TEST(growth_is_told_by_the_step)
{
    static const struct {
        uint64_t stride;
        double factor, cosine, rate;
        uint64_t onset;
    } cases[] = {
        {1, 4, 1, 4, 103}, {2, 4, 1, 2, 106}, {1, 4, -0.5, 4, 103}, {1, 4, -0.51, -4, 103}, {2, 4, -1, 2, 106}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 8, 0, 4);
        for (size_t j = 0; j < 8; j++)
            b.losses[j] = (double)j;
        b.facts.course.series.first_step = 100;
        b.facts.course.stride = cases[k].stride;
        b.facts.course.motion.cosine = cases[k].cosine;
        b.facts.growth.onset = 3;
        b.facts.growth.exponent = 9;
        const descent__decision decision = descent__decide_escape(&b.facts);
        ck_assert_int_eq(decision.pace.law, DESCENT_LAW_GEOMETRIC);
        ck_assert_int_eq(decision.said.growth, DESCENT_LAW_GEOMETRIC);
        ck_assert_double_eq(decision.pace.rate, cases[k].rate);
        ck_assert_double_eq(decision.said.number, fabs(cases[k].rate));
        ck_assert_double_eq(decision.pace.exponent, cases[k].stride == 2 ? 3 : 9);
        ck_assert_uint_eq(decision.pace.onset, cases[k].onset);
        ck_assert_uint_eq(decision.said.step, cases[k].onset);
        ck_assert_int_eq(decision.said.change, 0);
        tear_down(&b);
    }
}
END_TEST

/* What is not certain is told as far as it goes: if the loss does not fall, and the factor bears it out over these steps. */
START_TEST(growth_so_far_is_told_where_it_shows)
{
    static const struct {
        int trend;
        double factor; /* over the last five of seven steps: 1.5^(1/5) = 1.0845 */
        size_t rises;
        descent_law law;
        bool longest, copies;
        descent__fate fate;
        descent__reason reason;
    } cases[] = {
        {1, 1.09, 0, DESCENT_LAW_GEOMETRIC, true, false, DESCENT__FATE_UNKNOWN, DESCENT__REASON_GROWS_SO_FAR},
        {1, 1.08, 0, DESCENT_LAW_GEOMETRIC, true, false, DESCENT__FATE_UNKNOWN, DESCENT__REASON_NONE},
        {1, 1.08, 0, DESCENT_LAW_FASTER, false, false, DESCENT__FATE_UNKNOWN, DESCENT__REASON_GROWS_SO_FAR},
        {1, 1.08, 0, DESCENT_LAW_GEOMETRIC, false, true, DESCENT__FATE_UNKNOWN, DESCENT__REASON_GROWS_SO_FAR},
        {1, 1.09, 7, DESCENT_LAW_GEOMETRIC, false, false, DESCENT__FATE_UNKNOWN, DESCENT__REASON_NONE},
        {1, 1.09, 8, DESCENT_LAW_GEOMETRIC, false, false, DESCENT__FATE_UNKNOWN, DESCENT__REASON_GROWS_SO_FAR},
        {1, 1.09, 8, DESCENT_LAW_GEOMETRIC, true, false, DESCENT__FATE_STAYS, DESCENT__REASON_GROWS_FROM_POINT},
        {0, 1.09, 8, DESCENT_LAW_GEOMETRIC, true, false, DESCENT__FATE_SETTLES, DESCENT__REASON_GROWS_SO_FAR},
        {-1, 1.09, 8, DESCENT_LAW_GEOMETRIC, true, false, DESCENT__FATE_STAYS, DESCENT__REASON_NONE},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 8, 0, 2);
        for (size_t j = 0; j < 8; j++)
            b.losses[j] = cases[k].trend * (double)j;
        b.facts.broken = DESCENT_QUANTITY_NONE;
        b.facts.growth.onset = 2;
        b.facts.growth.factor = cases[k].factor;
        b.facts.growth.rises = cases[k].rises;
        b.facts.growth.law = cases[k].law;
        b.facts.course.motion.length_max *= cases[k].longest ? 1 : 1.01;
        b.evidence.copies_trusted = cases[k].copies;
        b.facts.expansion.fate = cases[k].fate;
        const descent__decision decision = descent__decide_growth_so_far(&b.facts);
        ck_assert_msg(decision.reason == cases[k].reason, "case %zu: %d", k, (int)decision.reason);
        ck_assert_int_eq(decision.ending, DESCENT_ENDING_UNDETERMINED);
        tear_down(&b);
    }
    bench b;
    set_up(&b, 8, 0, 2);
    b.facts.growth.growing = false;
    ck_assert_int_eq(descent__decide_growth_so_far(&b.facts).reason, DESCENT__REASON_NONE);
    tear_down(&b);
    for (int over = 0; over < 2; over++) {
        set_up(&b, 8, 0, 2);
        for (size_t j = 0; j < 8; j++)
            b.losses[j] = (double)j;
        b.facts.broken = DESCENT_QUANTITY_NONE;
        b.facts.growth.law = DESCENT_LAW_FASTER;
        b.facts.growth.over = over;
        ck_assert_int_eq(descent__decide_growth_so_far(&b.facts).reason,
                         over ? DESCENT__REASON_NONE : DESCENT__REASON_GROWS_SO_FAR);
        tear_down(&b);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_loss_tells_who_is_to_blame,           losses_of_rows_are_those_of_the_course,
        who_falls_out_of_the_domain_broke_off,    growth_is_certain_from_so_many_times_on,
        growth_leads_away_from_a_point_of_a_size, growth_is_told_by_the_step,
        growth_so_far_is_told_where_it_shows,
    };
    return descent_test_main(descent_test_suite("inside_escape", tests, sizeof tests / sizeof tests[0]));
}
