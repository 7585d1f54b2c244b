/* What is predicted where the step sizes change, and by which of the laws: theory, the order of the slowing down, or the steps alone. */
#include <float.h>
#include <math.h>
#include <string.h>

#include <descent/adaptive.h>

#include "diagnosis/verdict/ahead/prediction.h"
#include "diagnosis/verdict/facts.h"
#include "inside.h"

enum {
    most_rows = 100
};

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    descent_critical_point point;
    double x[2 * most_rows], lengths[most_rows], gradient[2], values[2];
    uint64_t steps[most_rows];
} bench;

static double place[] = {3, -1}, turned[] = {0.6, 0.8, -0.8, 0.6};

/* At (3, −1) + a(0.6, 0.8) + b(−0.8, 0.6), the directions of two curvatures. */
static void put(double *x, size_t n, double a, double b)
{
    x[0] = n == 1 ? 3 + a : 3 + 0.6 * a - 0.8 * b;
    if (n == 2)
        x[1] = -1 + 0.8 * a + 0.6 * b;
}

/* A run that stands after so many steps; nothing of it is recorded but its end. */
static void set_up(bench *b, size_t n, descent_rule rule, uint64_t step, double first, double second)
{
    static double along[] = {1};
    memset(b, 0, sizeof *b);
    b->values[0] = first;
    b->values[1] = second;
    b->gradient[0] = 1;
    b->evidence = (descent__evidence){.n = n,
                                      .rows = 1,
                                      .finite = 1,
                                      .points = b->x,
                                      .steps = b->steps,
                                      .x = b->x,
                                      .step = step,
                                      .gradient = b->gradient,
                                      .gradient_norm = 1,
                                      .gradient_error = NAN,
                                      .gradient_known = true,
                                      .has_rule = true,
                                      .rule = rule,
                                      .step_size = NAN};
    b->evidence.holdings = &b->holdings;
    b->evidence.keep = &b->holdings.arena;
    b->evidence.options = (descent_diagnosis_options){.distance_tolerance = 1e-6, .gradient_tolerance = NAN};
    b->point = (descent_critical_point){.kind = DESCENT_CRITICAL_MINIMUM,
                                        .dimension = n,
                                        .x = place,
                                        .eigenvalues = b->values,
                                        .eigenvalue_count = n,
                                        .eigenvectors = n == 1 ? along : turned,
                                        .eigenvector_count = n,
                                        .eigenvalue_tolerance = 1e-9};
    b->facts = (descent__facts){.evidence = &b->evidence, .scale = 1, .measured = ~0u, .tolerance = 1e-3};
    b->facts.motion = (descent__motion){.count = 1, .live = 1, .lengths = b->lengths, .length_max = 1};
    b->facts.destination = (descent__destination){.point = &b->point, .distance = 1};
    b->facts.contraction = (descent__contraction){.law = DESCENT_LAW_POWER, .exponent = 0}; /* which ends nowhere */
}

static void tear_down(bench *b)
{
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
}

static descent_pace pace_of(bench *b)
{
    return descent__prediction_approaching(&b->facts, &b->facts.destination);
}

static descent_rule inverse(double step_size, double delay)
{
    return descent_rule_with_schedule(descent_fixed_step(step_size), descent_schedule_inverse(delay));
}

/* Each part of the way is multiplied by 1 − η_j λ of its own, η_j = η/(1 + j/d), until both together are within. */
START_TEST(each_part_has_a_multiplier_of_its_own)
{
    static const struct {
        double a, b, first, second;
        uint64_t step;
    } cases[] = {{1, 0, 1, 3, 0},   {0, 1, 1, 3, 0},    {1, 1, 1, 3, 7},  {0.01, 100, 1, 2, 100},
                 {5, -3, 2, 5, 10}, {0, 5e-4, 1, 3, 0}, {1, -1, 0, 3, 3}, {2e-3, -8e-4, 1, 1.25, 0}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 2, inverse(0.125, 20), cases[k].step, cases[k].first, cases[k].second);
        put(b.x, 2, cases[k].a, cases[k].b);
        const bool level = !(cases[k].first > 0); /* along it nothing changes, and nothing counts */
        double first = level ? 0 : cases[k].a, second = cases[k].b;
        uint64_t steps = 0;
        do {
            const double size = 0.125 / (1 + (double)(cases[k].step + steps) / 20);
            first *= 1 - size * cases[k].first;
            second *= 1 - size * cases[k].second;
            steps++;
        } while (hypot(first, second) > 1e-3);
        const descent_pace pace = pace_of(&b);
        ck_assert_msg(pace.steps_to_go.value == (double)steps, "case %zu: %g, not %g", k, pace.steps_to_go.value,
                      (double)steps);
        ck_assert_double_eq(pace.steps_to_go.low, fmax(1, floor(0.5 * (double)steps)));
        ck_assert(isinf(pace.steps_to_go.high) && isnan(pace.rate) && isnan(pace.exponent));
        tear_down(&b);
    }
}
END_TEST

static int halves(uint64_t step, double base, double *step_size, void *context)
{
    (void)context;
    *step_size = step < 3 ? base : base / 2;
    return 0;
}

/* Only where the multipliers of each step are known, and tell all of the way to what is wanted. */
START_TEST(a_schedule_is_followed_where_theory_tells_all)
{
    for (int c = 0; c < 13; c++) {
        bench b;
        set_up(&b, 2, inverse(0.125, 20), 0, 1, 3);
        put(b.x, 2, 1, 1);
        if (c == 1)
            b.point.curvature_jumps = true;
        if (c == 2)
            b.evidence.rule.modifiers.clip_norm = 9;
        if (c == 3)
            b.evidence.rule = descent_rule_with_schedule(descent_heavy_ball(0.125, 0.5), descent_schedule_inverse(20));
        if (c == 4)
            b.evidence.options.gradient_tolerance = 1e-3;
        if (c == 5)
            b.point.eigenvector_count = 1;
        if (c == 6)
            b.point.index = 1;
        if (c >= 7 && c <= 9) {
            b.values[0] = 0;
            b.point.kind = DESCENT_CRITICAL_DEGENERATE;
            put(b.x, 2, c == 7 ? 2e-3 : c == 8 ? 0.9e-3 : -2e-3, 1);
        }
        if (c == 10)
            b.evidence.rule.schedule = descent_schedule_custom(halves, NULL);
        if (c == 11)
            b.evidence.rule.schedule = descent_schedule_constant();
        if (c == 12)
            b.evidence.has_rule = false;
        const descent_pace pace = pace_of(&b);
        ck_assert_msg((!isnan(pace.steps_to_go.value)) == (c == 0 || c == 8), "case %d: %g", c, pace.steps_to_go.value);
        ck_assert_msg((pace.steps_to_go.low > 1) == (c == 0 || c == 8), "case %d", c);
        ck_assert(isinf(pace.steps_to_go.high));
        tear_down(&b);
    }
}
END_TEST

/* After a million multipliers, of one variable or half as many steps of two, the sum counts on. Σ η_j from there to K more is
 * ηd ln((K + k + d)/(k + d)): of what is left, p, it takes (k + d)(p^(−1/ληd) − 1) to come to the tolerance, the slowest part last. */
START_TEST(beyond_a_million_the_sum_counts_on)
{
    static const struct {
        size_t n;
        double first, second, a, b;
    } cases[] = {{1, 1, 0, 1, 0}, {1, 2, 0, 40, 0},  {2, 1, 1, 0, 1},    {2, 1, 3, 1e-3, 40},
                 {2, 1, 2, 1, 9}, {2, 1, 2, 0.1, 1}, {2, 0, 1, 1e-9, 1}, {1, 1, 0, 0.25, 0}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const double delay = 1e6, sum = 0.75; /* ηd */
        const uint64_t step = 300000, followed = 1000000 / cases[k].n;
        bench b;
        set_up(&b, cases[k].n, inverse(sum / delay, delay), step, cases[k].first, cases[k].second);
        put(b.x, cases[k].n, cases[k].a, cases[k].b);
        b.facts.tolerance = 0.0625;
        double first = cases[k].a, second = cases[k].b;
        const double from = (double)(step + followed) + delay;
        for (uint64_t j = 0; j < followed; j++) {
            const double size = sum / delay / (1 + (double)(step + j) / delay);
            first *= 1 - size * cases[k].first;
            second *= 1 - size * cases[k].second;
        }
        const double one = from * (pow(fabs(first) / 0.0625, 1 / (cases[k].first * sum)) - 1);
        const double other = from * (pow(fabs(second) / 0.0625, 1 / (cases[k].second * sum)) - 1);
        const double more = fmax(cases[k].first > 0 ? one : 0, cases[k].second > 0 ? other : 0);
        const descent_interval steps = pace_of(&b).steps_to_go;
        ck_assert_msg(fabs(steps.value - (double)followed - more) <= 1e-6 * more, "case %zu: %.17g, not %.17g", k,
                      steps.value, (double)followed + more);
        ck_assert_double_eq(steps.low, (double)followed / 2);
        ck_assert(isinf(steps.high));
        tear_down(&b);
    }
}
END_TEST

/* More than there are numbers is the largest; what no formula counts on is not known. */
START_TEST(what_takes_for_ever_is_not_counted)
{
    for (int other = 0; other < 2; other++) {
        bench b;
        set_up(&b, 1, inverse(1e-9, 1e3), 0, 1, 0);
        if (other)
            b.evidence.rule.schedule = descent_schedule_exponential(0.9999);
        put(b.x, 1, 1, 0);
        const descent_interval steps = pace_of(&b).steps_to_go;
        ck_assert(other ? isnan(steps.value) : steps.value >= DBL_MAX && isfinite(steps.value));
        ck_assert(steps.low >= (other ? 1 : 500000) && isinf(steps.high));
        tear_down(&b);
    }
}
END_TEST

/* ---- which law ---- */

/* Rows of one variable that fall by a factor, or like 1/(k + 10), to a place where they stand now. */
static void record(bench *b, size_t rows, double factor)
{
    b->evidence.rows = b->evidence.finite = rows;
    for (size_t k = 0; k < rows; k++) {
        put(b->x + k, 1, factor > 0 ? pow(factor, (double)k) : 1 / ((double)k + 10), 0);
        b->steps[k] = k;
    }
    b->evidence.x = b->x + rows - 1;
    b->facts.destination.distance = b->evidence.x[0] - 3;
    b->facts.motion.count = b->facts.motion.live = rows;
}

/* No theory bounds what steps by a schedule, or by a rule that tells nothing, will do; those of a rule that tells nothing are measured ahead,
 * where there is nothing, unless the ground is flat and they shrink like a power. */
START_TEST(a_law_is_bounded_by_theory_alone)
{
    static const struct {
        bool flat, tells, falls; /* by a factor */
        descent_law law;
        bool bounded;
    } cases[] = {
        {true, true, false, DESCENT_LAW_POWER, true},      {true, false, false, DESCENT_LAW_POWER, false},
        {false, true, false, DESCENT_LAW_POWER, false},    {true, true, true, DESCENT_LAW_GEOMETRIC, true},
        {false, true, true, DESCENT_LAW_GEOMETRIC, false}, {true, false, true, DESCENT_LAW_UNKNOWN, false},
        {false, false, false, DESCENT_LAW_UNKNOWN, false}, {false, false, true, DESCENT_LAW_UNKNOWN, false},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 1, cases[k].tells ? descent_fixed_step(0.5) : descent_adam(0.1, NULL), 0, cases[k].flat ? 0 : 1, 0);
        record(&b, 61, cases[k].falls ? 0.9 : 0);
        if (cases[k].flat)
            b.point.kind = DESCENT_CRITICAL_DEGENERATE;
        const descent_pace pace = pace_of(&b);
        ck_assert_msg(pace.law == cases[k].law, "case %zu: %d", k, (int)pace.law);
        ck_assert_msg(isfinite(pace.steps_to_go.high) == cases[k].bounded, "case %zu", k);
        ck_assert_msg(cases[k].law == DESCENT_LAW_POWER ? fabs(pace.exponent + 1) < 1e-9 : isnan(pace.exponent),
                      "case %zu: %g", k, pace.exponent);
        ck_assert_msg(cases[k].law == DESCENT_LAW_GEOMETRIC ? fabs(pace.rate - 0.9) < 1e-9 : isnan(pace.rate),
                      "case %zu: %g", k, pace.rate);
        tear_down(&b);
    }
}
END_TEST

/* The rows that are one step apart, and no copy: what came before them, a long step each, tells nothing. */
START_TEST(single_steps_tell_the_law)
{
    for (int c = 0; c < 2; c++) {
        bench b;
        set_up(&b, 1, descent_fixed_step(0.1), 0, 1, 0);
        record(&b, 80, 0.9);
        b.evidence.step_size = 0.1;
        b.evidence.tail = 40;
        for (size_t k = 0; k < 40; k++)
            b.x[k] = 3 + b.values[0] * (double)(k % 7);
        b.facts.continued = c == 1;
        b.facts.tolerance = 1e-9;
        const descent_pace pace = pace_of(&b);
        ck_assert_int_eq(isfinite(pace.steps_to_go.high) != 0, c == 0);
        if (c == 0) {
            ck_assert_int_eq(pace.law, DESCENT_LAW_GEOMETRIC);
            ck_assert_double_eq_tol(pace.rate, 0.9, 1e-12);
            ck_assert_double_eq(pace.steps_to_go.value, ceil(log(1e-9) / log(0.9)) - 79);
        }
        tear_down(&b);
    }
}
END_TEST

/* Of two parts the one decides that was the last to come within the run's tolerance, whatever slope was asked for: (0.7^k, 0.01·0.9^k). */
START_TEST(an_arrival_is_by_the_distance)
{
    for (int fine = 0; fine < 2; fine++)
        for (int wanted = 0; wanted < 2; wanted++) {
            bench b;
            set_up(&b, 2, descent_fixed_step(0.1), 0, 1, 3);
            b.evidence.step_size = 0.1;
            b.evidence.rows = b.evidence.finite = 90;
            for (size_t k = 0; k < 90; k++)
                put(b.x + 2 * k, 2, 0.01 * pow(0.9, (double)k), pow(0.7, (double)k));
            b.evidence.x = b.x + 178;
            b.facts.motion.count = b.facts.motion.live = 90;
            b.facts.tolerance = fine ? 1e-4 : 0.1;
            b.facts.destination.distance = 0.01 * pow(0.9, 89);
            b.evidence.options.gradient_tolerance = wanted ? 1e-9 : (double)NAN;
            const descent_pace pace = descent__prediction_arrived(&b.facts, descent__facts_destination(&b.facts));
            ck_assert_int_eq(pace.law, DESCENT_LAW_GEOMETRIC);
            ck_assert_msg(fabs(pace.rate - (fine ? 0.9 : 0.7)) < 1e-12, "%d, %d: %g", fine, wanted, pace.rate);
            tear_down(&b);
        }
}
END_TEST

/* Of steps that are known by their lengths alone: the counts are those of the formulas, for any factor. */
START_TEST(factors_are_counted_to_the_step)
{
    static const double rates[] = {0.3, 0.5, 0.8, 0.96, 0.99, -0.3, -0.96};
    for (size_t k = 0; k < sizeof rates / sizeof *rates; k++)
        for (int linear = 0; linear < 2; linear++) {
            const double rate = fabs(rates[k]), last = 0.37;
            bench b;
            set_up(&b, 1, descent_fixed_step(0.1), 0, 1, 0);
            for (size_t j = 0; j < 64; j++)
                b.lengths[j] = last * pow(rate, (double)j - 63);
            b.facts.tolerance = 1e-7;
            b.facts.contraction = (descent__contraction){
                .law = DESCENT_LAW_GEOMETRIC, .rate = rates[k], .remaining = 0.81, .linear = linear, .last = 64};
            const double least = linear ? 0.81 : last * rate / (1 + rate), share = linear ? 0.9 : 0.5;
            const descent_interval steps = descent__prediction_by_law(&b.facts).steps_to_go;
            ck_assert(linear ? steps.value == ceil(log(1e-7 / 0.81) / log(rate)) : isnan(steps.value));
            ck_assert_double_eq(steps.low, floor(share * (log(1e-7 / least) / log(rate))));
            tear_down(&b);
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        each_part_has_a_multiplier_of_its_own, a_schedule_is_followed_where_theory_tells_all,
        beyond_a_million_the_sum_counts_on,    what_takes_for_ever_is_not_counted,
        a_law_is_bounded_by_theory_alone,      single_steps_tell_the_law,
        an_arrival_is_by_the_distance,         factors_are_counted_to_the_step,
    };
    return descent_test_main(descent_test_suite("inside prediction scheduled", tests, sizeof tests / sizeof *tests));
}
