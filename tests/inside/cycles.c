/* Facts of what returns: what repeats by its points alone, or by a copy, and what a memory that fades makes of it; by maps of two points. */
#include <math.h>
#include <string.h>

#include "diagnosis/verdict/facts.h"
#include "diagnosis/verdict/facts/asked.h"
#include "diagnosis/verdict/thresholds.h"
#include "support.h"
#include "trajectory/tolerances.h"

enum {
    most = 400
};

typedef struct bench {
    double shrink; /* of what is beside 0 and 10, each step */
    size_t asked;
    descent_problem problem;
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    double points[most], lengths[most];
    uint64_t step;
} bench;

static bench b;

static int gradient_of(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    b.asked++;
    g[0] = x[0] - (x[0] > 5 ? b.shrink * (x[0] - 10) : 10 + b.shrink * x[0]);
    return 0;
}

/* At x, with a recurrence that was found. */
static void open_bench(double x, double shrink, descent__recurrence recurrence)
{
    memset(&b, 0, sizeof b);
    b.shrink = shrink;
    b.points[0] = x;
    b.step = 5;
    b.problem = (descent_problem){.dimension = 1, .gradient = gradient_of};
    b.evidence = (descent__evidence){.n = 1,
                                     .rows = 1,
                                     .finite = 1,
                                     .points = b.points,
                                     .steps = &b.step,
                                     .x = b.points,
                                     .has_problem = true,
                                     .has_rule = true,
                                     .copies_trusted = true,
                                     .rule = descent_fixed_step(1),
                                     .gradient_error = NAN,
                                     .options = {.budget = 100000, .period_limit = 64}};
    b.evidence.holdings = &b.holdings;
    b.evidence.keep = &b.holdings.arena;
    b.facts = (descent__facts){
        .evidence = &b.evidence, .measured = DESCENT__FACT_RECURRENCE, .recurrence = recurrence, .tolerance = 1e-6};
    b.facts.motion.floor = 1e-300;
    assert_success(descent__evaluator_open(&b.evidence.evaluator, &b.problem));
}

static void close_bench(void)
{
    descent__arena_release(&b.evidence.work);
    descent__arena_release(&b.holdings.arena);
    descent__evaluator_close(&b.evidence.evaluator);
}

static bool goes_on(void)
{
    const bool first = descent__facts_recurrence_goes_on(&b.facts);
    const size_t asked = b.asked;
    ck_assert_int_eq(descent__facts_recurrence_goes_on(&b.facts), first);
    ck_assert_uint_eq(b.asked, asked);
    return first;
}

/* ---- by the points alone ---- */

/* To the last bit over twice six rounds, or twice sixteen points; or ever nearer to that, round by round. */
static bool repeats(size_t count, size_t period, double amplitude)
{
    const size_t window = 2 * (6 * period > 16 ? 6 * period : 16);
    double last = 0;
    bool exact = true, nearer = true;
    if (count < window + period)
        return false;
    for (size_t round = 0; round < (count - period) / period; round++) {
        double miss = 0;
        for (size_t j = round * period; j < (round + 1) * period; j++)
            miss = fmax(miss, fabs(b.points[count - 1 - j] - b.points[count - 1 - j - period]));
        nearer = nearer && !(miss < last && last > 1e-13 * amplitude + b.facts.motion.floor);
        last = miss;
    }
    for (size_t j = 0; j < window; j++)
        exact = exact && !(fabs(b.points[count - 1 - j] - b.points[count - 1 - j - period]) > 0);
    return exact || (nearer && (count - period) / period * period >= window);
}

START_TEST(points_alone_repeat_for_twice_as_long)
{
    size_t yes = 0, no = 0;
    ck_assert(descent__exact_rounds == 6 && descent__equal_points == 16);
    for (size_t period = 2; period <= 5; period++) {
        const size_t window = 2 * (6 * period > 16 ? 6 * period : 16);
        for (size_t count = window + period - 2; count <= window + 3 * period; count++)
            for (size_t blip = 0; blip <= count; blip++) /* one point is off by a little; or none */
                for (int way = 0; way < 3; way++) {
                    const double amplitude = (double)(period - 1);
                    const descent__recurrence brief = {
                        .period = period, .exact = true, .brief = true, .amplitude = amplitude};
                    open_bench(0, 1, brief);
                    b.evidence.copies_trusted = way == 1;
                    b.evidence.options.path_only = way == 1;
                    b.facts.motion.floor = way == 2 ? 2e-9 : 1e-300;
                    for (size_t k = 0; k < count; k++)
                        b.points[k] = (double)(k % period) + (k == blip ? 1e-9 : 0);
                    b.facts.series = (descent__series){.n = 1, .count = count, .points = b.points};
                    const bool expected = repeats(count, period, amplitude);
                    ck_assert_msg(goes_on() == expected, "period %zu, %zu points, %zu, %d", period, count, blip, way);
                    ck_assert_uint_eq(b.asked, 0);
                    yes += expected;
                    no += !expected;
                    close_bench();
                }
    }
    ck_assert_uint_gt(yes, 500);
    ck_assert_uint_gt(no, 500);
}
END_TEST

START_TEST(what_draws_nearer_repeats_and_what_draws_off_does_not)
{
    for (int way = 0; way < 2; way++) {
        open_bench(0, 1, (descent__recurrence){.period = 2, .exact = true, .brief = true, .amplitude = 1});
        b.evidence.copies_trusted = false;
        for (size_t k = 0; k < 60; k++)
            b.points[k] = (double)(k % 2) + 1e-4 * pow(0.9, (double)(way ? 60 - k : k));
        b.facts.series = (descent__series){.n = 1, .count = 60, .points = b.points};
        ck_assert_int_eq(goes_on(), way == 0);
        close_bench();
    }
}
END_TEST

/* ---- by a copy ---- */

/* Seven rounds and 64 points more, for a quarter of what is left. */
START_TEST(a_copy_repeats_to_the_last_bit)
{
    const uint64_t steps = 7 * 2 + 64;
    for (int c = 0; c < 4; c++) {
        open_bench(0, c == 1 ? 0.999 : 1,
                   (descent__recurrence){.period = 2, .exact = true, .brief = true, .amplitude = 10});
        b.points[0] = c < 2 ? 0.25 : 0;
        b.evidence.options.budget = c == 2 ? 4 * steps - 1 : 4 * steps;
        ck_assert_msg(goes_on() == (c == 0 || c == 3), "%d", c);
        ck_assert_int_eq(b.evidence.budget_exhausted, c == 2);
        ck_assert_uint_eq(b.asked, c == 2 ? 0 : steps);
        close_bench();
    }
}
END_TEST

/* Until a twentieth of the returns is left at half the rate, four rounds at least; at that rate or faster. */
START_TEST(a_copy_goes_on_settling)
{
    static const struct {
        double factor, actual;
        size_t affordable; /* steps; 0: as many as are wanted */
        size_t asked;
        bool goes_on, exhausted;
    } cases[] = {
        {0.25, 0.25, 0, 2 * 5, true, false}, {0.25, 0.36, 0, 2 * 5, true, false},  {0.25, 0.64, 0, 2 * 5, false, false},
        {0.9, 0.9, 0, 2 * 57, true, false},  {0.9, 0.96, 0, 2 * 57, false, false}, {0.5, 0.5, 0, 2 * 9, true, false},
        {0.01, 0.01, 0, 2 * 4, true, false}, {0.9, 0.9, 8, 8, true, false},        {0.9, 0.9, 7, 0, false, true},
        {0.01, 0.01, 1, 1, true, false},     {0.9, 0.9, 114, 114, true, false},    {0.01, 0.01, 8, 8, true, false},
        {0.25, 0.25, 4, 4, true, false},     {0.25, 0.25, 3, 0, false, true},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (int without = 0; without < 5; without++) {
            open_bench(1, sqrt(cases[c].actual),
                       (descent__recurrence){.period = 2, .amplitude = 10, .factor = cases[c].factor});
            if (cases[c].affordable)
                b.evidence.options.budget = 4 * cases[c].affordable + 3;
            b.facts.recurrence.exact = without == 1;
            b.facts.continued = without == 2;
            b.evidence.copies_trusted = without != 3;
            b.evidence.options.path_only = without == 4;
            ck_assert_msg(goes_on() == (without ? true : cases[c].goes_on), "case %zu, %d", c, without);
            ck_assert_msg(b.asked == (without ? 0 : cases[c].asked), "case %zu, %d: %zu", c, without, b.asked);
            ck_assert_int_eq(b.evidence.budget_exhausted, without ? false : cases[c].exhausted);
            close_bench();
        }
}
END_TEST

/* ---- cycles ahead ---- */

START_TEST(the_outlook_may_end_on_a_cycle)
{
    for (int without = 0; without < 6; without++) {
        open_bench(0, 1, (descent__recurrence){0});
        b.facts.measured = DESCENT__FACT_OUTLOOK;
        for (size_t k = 0; k < 200; k++)
            b.points[k] = without == 5 ? (double)k : k % 2 ? 10 : 0;
        b.facts.outlook = (descent__outlook){.known = without != 1,
                                             .result = without == 2 ? DESCENT__MAP_NONFINITE : DESCENT__MAP_MOVED,
                                             .rests = without == 3,
                                             .stayed = without == 4,
                                             .series = {.n = 1, .count = 200, .points = b.points, .first_step = 5}};
        const descent__orbit *orbit = descent__facts_orbit_onward(&b.facts);
        ck_assert_uint_eq(orbit->cycle.period, without == 0 ? 2 : 0);
        ck_assert_ptr_eq(descent__facts_orbit_onward(&b.facts), orbit);
        close_bench();
    }
}
END_TEST

/* ---- a memory that fades ---- */

/* Two points as long as what is remembered is positive, and three times as far apart from then on; it fades by a tenth toward `limit`. */
static double limit;
static size_t keeper_steps, keeper_fails;

static int keeper_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    if (++keeper_steps == keeper_fails)
        return 1;
    const double far = step->memory[0][0] > 0 ? 10 : 30;
    step->x[0] = step->x[0] > 5 ? 0 : far;
    step->memory[0][0] = limit + 0.9 * (step->memory[0][0] - limit);
    return 0;
}

static size_t no_multipliers(const descent_rule *rule, double step_size, double eigenvalue, double *real,
                             double *imaginary)
{
    (void)rule, (void)step_size, (void)eigenvalue, (void)real, (void)imaginary;
    return 0;
}

START_TEST(a_memory_that_fades_may_turn_the_steps)
{
    static const descent_rule_type keeper = {.name = "keeper", .memory_count = 1, .advance = keeper_advance};
    static const descent_rule_type telling = {
        .name = "telling", .memory_count = 1, .advance = keeper_advance, .multipliers = no_multipliers};
    static const struct {
        double limit, memory;
        int without;
        uint64_t budget;
        size_t fails;
        bool keeps;
    } cases[] = {
        {-0.1, 1, 0, 1000, 0, false}, {0.1, 1, 0, 1000, 0, true},    {0.1, -1, 0, 1000, 0, false},
        {-0.1, -1, 0, 1000, 0, true}, {-1e-3, 1, 0, 1000, 0, false}, {1e-3, 1, 0, 1000, 0, true},
        {-0.1, 1, 1, 1000, 0, true},  {-0.1, 1, 2, 1000, 0, true},   {-0.1, 1, 3, 1000, 0, true},
        {-0.1, 1, 0, 6, 0, false},    {-0.1, 1, 0, 5, 0, true},      {-0.1, 1, 0, 1000, 1, true},
        {-0.1, 1, 0, 1000, 4, true},  {-0.1, 1, 0, 1000, 6, true},   {-0.1, 1, 0, 1000, 7, false},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        const double vectors[] = {0, cases[c].memory};
        limit = cases[c].limit;
        keeper_steps = 0;
        keeper_fails = cases[c].fails;
        open_bench(0, 1, (descent__recurrence){0});
        const descent__orbit orbit = {.cycle = {.period = 2}, .recurrence = {.period = 2, .amplitude = 10}};
        b.evidence.rule = cases[c].without == 3
                              ? descent_fixed_step(1)
                              : (descent_rule){.type = cases[c].without == 2 ? &telling : &keeper, .step_size = 1};
        b.evidence.copies_trusted = cases[c].without != 1;
        b.evidence.options.budget = cases[c].budget;
        b.evidence.state_known = cases[c].without != 3;
        b.evidence.state = (descent__state){.vectors = vectors,
                                            .dimension = 1,
                                            .memory_count = 1,
                                            .pitch = 1,
                                            .number = 5,
                                            .step_size = 1,
                                            .memory_known = true};
        ck_assert_msg(descent__facts_memory_keeps_cycle(&b.facts, &orbit) == cases[c].keeps, "case %zu", c);
        close_bench();
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        points_alone_repeat_for_twice_as_long, what_draws_nearer_repeats_and_what_draws_off_does_not,
        a_copy_repeats_to_the_last_bit,        a_copy_goes_on_settling,
        the_outlook_may_end_on_a_cycle,        a_memory_that_fades_may_turn_the_steps,
    };
    return descent_test_main(descent_test_suite("inside cycles", tests, sizeof tests / sizeof *tests));
}
