/* Of which runs other step sizes are tried, and which ones: on x²/2 from 1, where all below 2 come to the minimum. */
#include "diagnosis/advice/bands.h"

#include <math.h>
#include <string.h>

#include "support.h"

static int loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] / 2;
    return 0;
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0];
    return 0;
}

static const descent_problem problem = {.dimension = 1, .loss = loss, .gradient = gradient};

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    double start[1];
    uint64_t steps[1];
    descent_diagnosis d;
} bench;

static bench b;

/* Of a run with the step size 3. */
static void set_up(void)
{
    memset(&b, 0, sizeof b);
    b.start[0] = 1;
    b.evidence = (descent__evidence){.n = 1,
                                     .rows = 1,
                                     .finite = 1,
                                     .points = b.start,
                                     .steps = b.steps,
                                     .x = b.start,
                                     .has_problem = true,
                                     .problem_in_units = problem,
                                     .has_rule = true,
                                     .rule = descent_fixed_step(3),
                                     .step_size = 3,
                                     .gradient_error = NAN,
                                     .gradient_known = true,
                                     .memory_known = true,
                                     .copies_trusted = true,
                                     .restarts_trusted = true};
    b.evidence.options = (descent_diagnosis_options){.budget = 1000000, .distance_tolerance = 1e-6};
    b.evidence.holdings = &b.holdings;
    b.evidence.keep = &b.holdings.arena;
    b.d = (descent_diagnosis){.ending = DESCENT_ENDING_DIVERGING,
                              .dimension = 1,
                              .x = b.start,
                              .step_size = 3,
                              .step_limit = NAN,
                              .tolerance = NAN};
    assert_success(descent__evaluator_open(&b.evidence.evaluator, &problem));
}

static void tear_down(void)
{
    descent__arena_release(&b.evidence.work);
    descent__arena_release(&b.holdings.arena);
    descent__evaluator_close(&b.evidence.evaluator);
}

START_TEST(bands_are_of_runs_that_can_be_made_again)
{
    static const struct {
        unsigned findings;
        descent_ending ending;
        bool told;
    } cases[] = {
        {0, DESCENT_ENDING_DIVERGING, true},
        {DESCENT_FINDING_GRADIENT_MISMATCH, DESCENT_ENDING_DIVERGING, false},
        {DESCENT_FINDING_GRADIENT_RANDOM, DESCENT_ENDING_DIVERGING, false},
        {DESCENT_FINDING_RULE_DISAGREES, DESCENT_ENDING_DIVERGING, false},
        {DESCENT_FINDING_KINK, DESCENT_ENDING_DIVERGING, false},
        {DESCENT_FINDING_RULE_FITTED, DESCENT_ENDING_DIVERGING, true},
        {0, DESCENT_ENDING_PERIODIC, true},
        {0, DESCENT_ENDING_QUASIPERIODIC, true},
        {0, DESCENT_ENDING_CHAOTIC, true},
        {0, DESCENT_ENDING_NOISY, false},
        {0, DESCENT_ENDING_UNBOUNDED, false},
        {0, DESCENT_ENDING_NONFINITE, false},
        {0, DESCENT_ENDING_CONVERGED, false},
        {0, DESCENT_ENDING_APPROACHING, false},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        set_up();
        b.d.findings = cases[c].findings;
        b.d.ending = cases[c].ending;
        descent__bands_find(&b.evidence, &b.d);
        ck_assert_msg((b.d.band_count > 0) == cases[c].told, "case %zu", c);
        tear_down();
    }
    for (int c = 0; c < 10; c++) {
        set_up();
        b.d.step_size = c == 1 ? 0 : c == 2 ? NAN : 3;
        b.evidence.options.no_trials = c == 3;
        b.evidence.has_rule = c != 4;
        if (c == 5)
            b.evidence.rule.modifiers.clip_norm = 100;
        if (c == 6)
            b.evidence.rule.schedule = descent_schedule_inverse(1e9);
        b.evidence.restarts_trusted = c != 7;
        b.steps[0] = c == 8;
        b.evidence.options.budget = c == 9 ? 500 : 1000000;
        descent__bands_find(&b.evidence, &b.d);
        ck_assert_msg((b.d.band_count > 0) == (c == 0), "case %d", c);
        ck_assert_msg((b.holdings.bands_on_way != NULL) == (c == 0), "case %d", c);
        tear_down();
    }
}
END_TEST

/* Twelve step sizes; of a run that circles up to the limit that is known, where it is smaller, and without looking closer. */
START_TEST(twelve_step_sizes_are_tried)
{
    static const struct {
        descent_ending ending;
        double limit, low, high, own;
    } cases[] = {
        {DESCENT_ENDING_PERIODIC, 2, 2.0 / 12, 22.0 / 12, 3},  {DESCENT_ENDING_PERIODIC, 1.5, 1.5 / 12, 16.5 / 12, 3},
        {DESCENT_ENDING_PERIODIC, 12, 3.0 / 12, 21.0 / 12, 3}, {DESCENT_ENDING_PERIODIC, NAN, 3.0 / 12, 21.0 / 12, 3},
        {DESCENT_ENDING_DIVERGING, 1.5, 3.0 / 12, 2, 3},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        set_up();
        b.d.ending = cases[c].ending;
        b.d.step_limit = cases[c].limit;
        descent__bands_find(&b.evidence, &b.d);
        ck_assert_uint_ge(b.d.band_count, 2);
        const descent_step_band *const first = b.d.bands, *const last = b.d.bands + b.d.band_count - 1;
        ck_assert_int_eq(first->ending, DESCENT_ENDING_CONVERGED);
        ck_assert_double_eq_tol(first->low, cases[c].low, 1e-12);
        ck_assert_double_eq_tol(first->high, cases[c].high, cases[c].high < 2 ? 1e-12 : 3.0 / 12 / 16384 * 1.001);
        ck_assert_double_eq(last->high, cases[c].own);
        ck_assert_int_eq(last->ending, cases[c].ending);
        for (size_t k = 0; k < b.d.band_count; k++)
            ck_assert(!b.holdings.bands_on_way[k] || b.d.bands[k].ending != DESCENT_ENDING_DIVERGING);
        tear_down();
    }
}
END_TEST

/* A tenth of the calls is kept, and what the diagnosis could not ask before is remembered. */
START_TEST(a_tenth_of_the_calls_is_kept)
{
    for (uint64_t budget = 600; budget < 40000; budget *= 2)
        for (int exhausted = 0; exhausted < 2; exhausted++) {
            set_up();
            b.evidence.options.budget = budget;
            b.evidence.budget_exhausted = exhausted;
            descent__bands_find(&b.evidence, &b.d);
            ck_assert_uint_le(descent__evaluator_total(&b.evidence.evaluator), budget - budget / 10 + 1);
            ck_assert_uint_eq(b.evidence.options.budget, budget);
            ck_assert_int_eq(b.evidence.budget_exhausted, exhausted);
            tear_down();
        }
}
END_TEST

/* Of what is left nine tenths are spent and no more, wherever on the way they end, and whatever was spent before; and what is told then is
 * the truth: below 2 all settle, and above none does. */
START_TEST(nine_tenths_are_enough_or_all)
{
    double most = 0;
    uint64_t all = 0;
    for (int part = 0; part <= 60; part++)
        for (uint64_t before = 0; before <= 300; before += 300) {
            double slope[2];
            set_up();
            for (uint64_t k = 0; k < before; k++)
                assert_success(descent__evaluate_gradient(&b.evidence.evaluator, b.start, slope));
            b.evidence.options.budget = part == 0 ? 1000000 : before + all * (uint64_t)part / 50;
            const uint64_t left = b.evidence.options.budget - before;
            descent__bands_find(&b.evidence, &b.d);
            const uint64_t spent = descent__evaluator_total(&b.evidence.evaluator) - before;
            ck_assert_msg(spent <= left - left / 10, "%d: %u of %u", part, (unsigned)spent, (unsigned)left);
            all = part == 0 ? spent : all;
            most = fmax(most, (double)spent / (double)left);
            for (size_t k = 0; k < b.d.band_count; k++) {
                const descent_step_band *const band = b.d.bands + k;
                const bool settles = band->ending == DESCENT_ENDING_CONVERGED;
                ck_assert(settles ? band->high < 2 : band->low >= 2 - 1e-3);
                ck_assert(k == 0 || band->low > band[-1].high);
            }
            tear_down();
        }
    ck_assert_double_gt(most, 0.85);
}
END_TEST

/* So many steps of factor 1 − η until four in a row are a billionth of the way. */
static int steps_to_rest(double step_size)
{
    int steps = 0, resting = 0;
    for (double x = 1; resting < 4; steps++) {
        resting = step_size * x <= 1e-9 * (1 - x * (1 - step_size)) ? resting + 1 : 0;
        x *= 1 - step_size;
    }
    return steps;
}

/* A copy may take 400 steps: with a step more it is on its way. */
START_TEST(a_copy_of_a_band_may_take_400_steps)
{
    for (int more = 0; more < 2; more++) {
        double low = 0.01, high = 0.1; /* more and fewer steps than that */
        for (int k = 0; k < 60; k++) {
            const double middle = (low + high) / 2;
            *(steps_to_rest(middle) > 400 + more ? &low : &high) = middle;
        }
        const double first = high * (1 + 1e-9);
        ck_assert_int_eq(steps_to_rest(first), 400 + more);
        set_up();
        b.evidence.rule = descent_fixed_step(12 * first);
        b.d.step_size = b.evidence.step_size = 12 * first;
        b.d.ending = DESCENT_ENDING_PERIODIC; /* whatever it is: no band of it is narrowed */
        descent__bands_find(&b.evidence, &b.d);
        ck_assert_uint_ge(b.d.band_count, 2);
        ck_assert_double_eq_tol(b.d.bands[0].low, first, 1e-15);
        ck_assert_int_eq(b.d.bands[0].ending, DESCENT_ENDING_CONVERGED); /* the next ones are there */
        ck_assert_int_eq(b.holdings.bands_on_way[0], more);
        tear_down();
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {bands_are_of_runs_that_can_be_made_again, twelve_step_sizes_are_tried,
                                  a_tenth_of_the_calls_is_kept, nine_tenths_are_enough_or_all,
                                  a_copy_of_a_band_may_take_400_steps};
    return descent_test_main(descent_test_suite("inside_bands", tests, sizeof tests / sizeof *tests));
}
