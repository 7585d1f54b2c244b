/* The words for endings: which are chosen, at both sides of every bound, of diagnoses written by hand. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <descent/diagnosis.h>

#include "base/ending.h"
#include "base/names.h"
#include "diagnosis/explain/ending_words.h"
#include "diagnosis/holdings.h"

#include "say.h"
#include "support.h"

/* ---- endings ---- */

static double at[] = {2, 1};

static descent_diagnosis diagnosis_of(descent_ending ending)
{
    return (descent_diagnosis){.ending = ending,
                               .dimension = 2,
                               .x = at,
                               .tolerance = 1e-6,
                               .steps = 100,
                               .rows = 101,
                               .gradient_norm = 1,
                               .noise = {NAN, NAN, NAN, {NULL}},
                               .lyapunov = {NAN, NAN, NAN}};
}

static void assert_sentence(const descent_diagnosis *d, const char *wanted)
{
    char *text = inside_said(descent__explain_ending, d);
    ck_assert_str_eq(text, wanted);
    free(text);
}

static void assert_title(const descent_diagnosis *d, const char *wanted)
{
    char title[160];
    descent__explain_headline(d, title, sizeof title);
    ck_assert_str_eq(title, wanted);
}

START_TEST(each_kind_of_point_has_its_verdict)
{
    static const struct {
        descent_ending ending;
        descent_critical_kind kind;
        size_t index;
        descent_probe probe;
        unsigned findings;
        const char *told;
    } cases[] = {
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM, 0, DESCENT_PROBE_NONE, 0,
         "Converged to a minimum at (2, 1)."},
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM, 0, DESCENT_PROBE_NONE, DESCENT_FINDING_STEP_ABOVE_LIMIT,
         "Converged to a minimum at (2, 1), which repels at this step size."},
        {DESCENT_ENDING_APPROACHING, DESCENT_CRITICAL_MINIMUM, 0, DESCENT_PROBE_NONE, DESCENT_FINDING_STEP_ABOVE_LIMIT,
         "Approaching a minimum at (2, 1), but not there yet."},
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_SADDLE, 1, DESCENT_PROBE_NONE, DESCENT_FINDING_STEP_ABOVE_LIMIT,
         "Died on a saddle at (2, 1), which is not a minimum."},
        {DESCENT_ENDING_APPROACHING, DESCENT_CRITICAL_SADDLE, 1, DESCENT_PROBE_NONE, 0,
         "Approaching a saddle at (2, 1), which is not a minimum, but not there yet."},
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MAXIMUM, 2, DESCENT_PROBE_NONE, 0, "Died on a maximum at (2, 1)."},
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_DEGENERATE, 0, DESCENT_PROBE_LOWER, 0,
         "Died on a degenerate critical point at (2, 1), which is not a minimum."},
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_DEGENERATE, 0, DESCENT_PROBE_NONE_LOWER,
         DESCENT_FINDING_STEP_ABOVE_LIMIT, "Converged to a degenerate critical point at (2, 1)."},
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_UNDETERMINED, 0, DESCENT_PROBE_NONE, 0, "Converged to (2, 1)."},
        {DESCENT_ENDING_APPROACHING, DESCENT_CRITICAL_UNDETERMINED, 0, DESCENT_PROBE_NONE, 0,
         "Approaching a limit, but not there yet."},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_critical_point point = {
            .kind = cases[k].kind, .dimension = 2, .x = at, .index = cases[k].index, .probe = cases[k].probe};
        descent_diagnosis d = diagnosis_of(cases[k].ending);
        d.point = &point;
        d.findings = cases[k].findings;
        assert_sentence(&d, cases[k].told);
    }
}
END_TEST

/* A point that could not be classified is one all the same if curvatures of it are known. */
START_TEST(curvatures_make_a_place_a_point)
{
    double curvature = 3;
    descent_critical_point point = {.dimension = 2, .x = at};
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_CONVERGED);
    d.point = &point;
    assert_title(&d, "converged to a limit");
    point.eigenvalue_count = 1;
    point.eigenvalues = &curvature;
    assert_title(&d, "converged to a critical point");
    assert_sentence(&d, "Converged to a critical point at (2, 1).");
}
END_TEST

/* A point is known to the tolerance, or to e/|λ| by its flattest curvature that is one; of a run that left, to its own accuracy. */
START_TEST(what_is_not_known_of_a_place_is_zero)
{
    static const struct {
        double tolerance, error, first, second;
        const char *told;
    } cases[] = {
        {0.01, 0, 0.009, 0.011, "(0, 0.011)"}, /* by the tolerance */
        {0.01, 0.1, 0.049, 0.051, "(0, 0.051)"},
        {0.06, 0.1, 0.049, 0.051, "(0, 0)"},
        {0.01, 0.1, -0.049, -0.051, "(0, -0.051)"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double x[] = {cases[k].first, cases[k].second}, curvatures[] = {-1e-3, -2, 3};
        descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM,
                                        .dimension = 2,
                                        .x = x,
                                        .eigenvalues = curvatures,
                                        .eigenvalue_count = 3,
                                        .eigenvalue_tolerance = 1e-3,
                                        .gradient_error = cases[k].error};
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_CONVERGED);
        char wanted[80];
        d.point = &point;
        d.tolerance = cases[k].tolerance;
        snprintf(wanted, sizeof wanted, "Converged to a minimum at %s.", cases[k].told);
        assert_sentence(&d, wanted);
    }
}
END_TEST

START_TEST(what_the_loss_is_with_is_told)
{
    static const struct {
        double decay, l1;
        const char *told;
    } cases[] = {{0, 0, ""},
                 {0.1, 0, " of the loss with its decay"},
                 {0, 0.1, " of the loss with its L1 term"},
                 {0.1, 0.1, " of the loss with its decay and L1 term"}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM,
                                        .dimension = 2,
                                        .x = at,
                                        .weight_decay = cases[k].decay,
                                        .l1 = cases[k].l1};
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_CONVERGED);
        d.point = &point;
        char wanted[120];
        snprintf(wanted, sizeof wanted, "Converged to a minimum%s at (2, 1).", cases[k].told);
        assert_sentence(&d, wanted);
        snprintf(wanted, sizeof wanted, "converged to a minimum%s", cases[k].told);
        assert_title(&d, wanted);
    }
}
END_TEST

/* Up to three are named, of more there is the number. */
START_TEST(what_holds_it_is_named)
{
    static const struct {
        double bounds[4], zeros[4];
        const char *told;
    } cases[] = {
        {{NAN, NAN, NAN, NAN}, {NAN, NAN, NAN, NAN}, ""},
        {{NAN, 3, NAN, NAN}, {NAN, NAN, NAN, NAN}, ", where the bound on x₂ holds it"},
        {{1, NAN, NAN, 0}, {NAN, NAN, NAN, NAN}, ", where the bounds on x₁ and x₄ hold it"},
        {{1, NAN, 2, 0}, {NAN, NAN, NAN, NAN}, ", where the bounds on x₁ and x₃ and x₄ hold it"},
        {{1, 1, 1, 1}, {NAN, NAN, NAN, NAN}, ", where 4 bounds hold it"},
        {{NAN, NAN, NAN, NAN}, {NAN, 0, NAN, NAN}, ", where the L1 term holds x₂ at 0"},
        {{NAN, NAN, NAN, NAN}, {0, 0, 0, NAN}, ", where the L1 term holds x₁ and x₂ and x₃ at 0"},
        {{NAN, NAN, NAN, NAN}, {0, 0, 0, 0}, ", where the L1 term holds 4 variables at 0"},
        {{5, NAN, NAN, NAN}, {NAN, NAN, NAN, 1}, ", where the bound on x₁ holds it, and the L1 term holds x₄ at 0"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double x[] = {1, 2, 3, 4}, bounds[5] = {0}, zeros[5] = {0}; /* with a number behind that holds nothing */
        memcpy(bounds, cases[k].bounds, sizeof cases[k].bounds);
        memcpy(zeros, cases[k].zeros, sizeof cases[k].zeros);
        descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM,
                                        .dimension = 4,
                                        .x = x,
                                        .bound_multipliers = bounds,
                                        .zero_margins = zeros};
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_CONVERGED);
        d.dimension = 4;
        d.point = &point;
        char wanted[160];
        snprintf(wanted, sizeof wanted, "Converged to a minimum on this face of the bounds at (1, 2, 3, 4)%s.",
                 cases[k].told);
        assert_sentence(&d, wanted);
        assert_title(&d, "converged to a minimum on a face of the bounds");
    }
}
END_TEST

/* Three names as long as a user's may be. */
START_TEST(the_longest_names_are_told_whole)
{
    enum {
        longest = descent__variable_name_size - 1
    };
    char letters[3][longest + 1];
    const char *names[3];
    double x[] = {1, 2, 3}, bounds[] = {0, 0, 0};
    for (size_t k = 0; k < 3; k++) {
        memset(letters[k], "abc"[k], longest);
        letters[k][longest] = '\0';
        names[k] = letters[k];
    }
    descent_critical_point point = {
        .kind = DESCENT_CRITICAL_MINIMUM, .dimension = 3, .x = x, .bound_multipliers = bounds, .zero_margins = bounds};
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_CONVERGED);
    d.dimension = 3;
    d.point = &point;
    d.variable_names = names;
    char wanted[640];
    snprintf(
        wanted, sizeof wanted,
        "Converged to a minimum on this face of the bounds at (1, 2, 3), where the bounds on %s and %s and %s hold "
        "it, and the L1 term holds %s and %s and %s at 0.",
        names[0], names[1], names[2], names[0], names[1], names[2]);
    assert_sentence(&d, wanted);
}
END_TEST

/* Numbers of no ending, as of a later version's. */
START_TEST(what_is_no_ending_is_undetermined)
{
    static const int others[] = {descent__ending_count, descent__ending_count + 1, 1000, -1};
    for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
        const descent_diagnosis d = diagnosis_of((descent_ending)others[k]);
        assert_title(&d, "undetermined");
        assert_sentence(&d, "Undetermined: the evidence does not decide.");
    }
}
END_TEST

START_TEST(every_ending_says_what_it_means)
{
    static descent__holdings level = {.level_ground = true}, had_none = {.loss_had_none = true},
                             was_lower = {.loss_was_lower = true},
                             both = {.loss_had_none = true, .loss_was_lower = true},
                             began_lower = {.loss_was_lower = true, .loss_began_lower = true},
                             all_three = {.loss_had_none = true, .loss_was_lower = true, .loss_began_lower = true},
                             thrown_up = {.thrown_up = true, .loss_was_lower = true}, nothing,
                             leads_on = {.schedule_leads_on = true}; /* to a point, and there is none */
    static const struct {
        descent_ending ending;
        unsigned findings;
        double gradient_norm, floor_half;
        descent__holdings *holdings;
        const char *told;
    } cases[] = {
        {DESCENT_ENDING_UNDETERMINED, 0, 1, NAN, NULL, "Undetermined: the evidence does not decide."},
        {DESCENT_ENDING_STALLED, 0, 1, NAN, NULL, "Stalled: the run hardly moves, yet it is at no critical point."},
        {DESCENT_ENDING_STALLED, 0, 1, NAN, &nothing, "Stalled: the run hardly moves, yet it is at no critical point."},
        {DESCENT_ENDING_STALLED, 0, 1, NAN, &leads_on,
         "Stalled: the run hardly moves, yet it is at no critical point."},
        {DESCENT_ENDING_STALLED, 0, 0, NAN, NULL, "Stalled: the run does not move, for the loss is level here."},
        {DESCENT_ENDING_STALLED, 0, 1, NAN, &level,
         "Stalled: the run hardly moves, for the loss is all but level here."},
        {DESCENT_ENDING_STALLED, DESCENT_FINDING_GRADIENT_DIFFERENCES, 0, NAN, &level,
         "Stalled: the run hardly moves, yet it is at no critical point."},
        {DESCENT_ENDING_STALLED, DESCENT_FINDING_GRADIENT_MISMATCH, 0, NAN, NULL,
         "Gradient and loss disagree: one of them is wrong. Stalled: the run hardly moves, yet it is at no critical "
         "point."},
        {DESCENT_ENDING_STALLED, DESCENT_FINDING_MINIMUM_AT_KINK, 0, NAN, NULL,
         "Stalled at a kink where the loss is lowest: the run hardly moves."},
        {DESCENT_ENDING_NOISY, 0, 1, NAN, NULL, "Noisy: the gradient is random."},
        {DESCENT_ENDING_NOISY, 0, 1, 0.5, NULL,
         "Noisy: the gradient is random, and the run hovers or wanders with it."},
        {DESCENT_ENDING_DESCENDING, 0, 0, NAN, NULL,
         "Still descending: the loss falls, and where that leads cannot be told yet."},
        {DESCENT_ENDING_DESCENDING, 0, 1, NAN, &nothing,
         "Still descending: the loss falls, and where that leads cannot be told yet."},
        {DESCENT_ENDING_DESCENDING, 0, 1, NAN, &had_none,
         "Still descending: the loss falls now, though on the way it had no value, and where that leads cannot be "
         "told yet."},
        {DESCENT_ENDING_DESCENDING, 0, 1, NAN, &was_lower,
         "Still descending: on the way the loss was lower than it is now, and where the run leads cannot be told yet."},
        {DESCENT_ENDING_DESCENDING, 0, 1, NAN, &both,
         "Still descending: on the way the loss was lower than it is now and at times had no value, and where the run "
         "leads cannot be told yet."},
        {DESCENT_ENDING_DESCENDING, 0, 1, NAN, &began_lower,
         "Still descending: the loss falls now, but on the way the run was thrown to where it is higher than at the "
         "start; where that leads cannot be told yet."},
        {DESCENT_ENDING_DESCENDING, 0, 1, NAN, &all_three,
         "Still descending: the loss falls now, but on the way it had no value at times, and the run was thrown to "
         "where it is higher than at the start; where that leads cannot be told yet."},
        {DESCENT_ENDING_UNBOUNDED, 0, 1, NAN, NULL,
         "Unbounded: the run goes on without end; the loss keeps falling and has no minimum that way."},
        {DESCENT_ENDING_UNBOUNDED, 0, 1, NAN, &nothing,
         "Unbounded: the run goes on without end; the loss keeps falling and has no minimum that way."},
        {DESCENT_ENDING_UNBOUNDED, 0, 1, NAN, &was_lower,
         "Unbounded: the run goes on without end; the loss has no minimum that way, though at the end it is higher "
         "than it was before."},
        {DESCENT_ENDING_UNBOUNDED, 0, 1, NAN, &thrown_up,
         "Unbounded: the run goes on without end; the loss has no minimum that way, but the steps grow so long that "
         "they lead up again in the end."},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis d = diagnosis_of(cases[k].ending);
        d.findings = cases[k].findings;
        d.gradient_norm = cases[k].gradient_norm;
        d.noise.floor_half = cases[k].floor_half;
        d.internal = cases[k].holdings;
        assert_sentence(&d, cases[k].told);
    }
}
END_TEST

START_TEST(what_grows_has_a_cause)
{
    static const struct {
        descent_law law;
        double momentum;
        unsigned findings;
        const char *title, *told;
    } cases[] = {
        {DESCENT_LAW_GEOMETRIC, 0, 0, "diverging", "Diverging: the step size is too large."},
        {DESCENT_LAW_GEOMETRIC, 0.99, 0, "diverging", "Diverging: the step size is too large."},
        {DESCENT_LAW_GEOMETRIC, 1, 0, "diverging", "Diverging: the momentum is too large."},
        {DESCENT_LAW_GEOMETRIC, -1, 0, "diverging", "Diverging: the momentum is too large."},
        {DESCENT_LAW_GEOMETRIC, 1, DESCENT_FINDING_GRADIENT_MISMATCH, "gradient and loss disagree: diverging",
         "Gradient and loss disagree: one of them is wrong. Diverging: the run leaves for infinity."},
        {DESCENT_LAW_FASTER, 0, 0, "exploding",
         "Exploding: the steps grow faster than by any fixed factor, because the step size is too large."},
        {DESCENT_LAW_FASTER, 0, DESCENT_FINDING_GRADIENT_MISMATCH, "gradient and loss disagree: exploding",
         "Gradient and loss disagree: one of them is wrong. Exploding: the steps grow faster than by any fixed "
         "factor."},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_DIVERGING);
        d.pace.law = cases[k].law;
        d.momentum = cases[k].momentum;
        d.findings = cases[k].findings;
        assert_title(&d, cases[k].title);
        assert_sentence(&d, cases[k].told);
    }
    /* What falls for ever may do so ever faster: it explodes for no step size. */
    descent_diagnosis falls = diagnosis_of(DESCENT_ENDING_UNBOUNDED);
    falls.pace.law = DESCENT_LAW_FASTER;
    assert_title(&falls, "unbounded");
}
END_TEST

START_TEST(what_broke_off_says_where)
{
    static const struct {
        uint64_t onset;
        const char *told;
    } cases[] = {
        {0, "Broken off: the loss is not a finite number."},
        {1,
         "Broken off: from step 1 on the loss is not a finite number, and the steps after that were made without it."},
        {99,
         "Broken off: from step 99 on the loss is not a finite number, and the steps after that were made without it."},
        {100, "Broken off: the loss is not a finite number."}};
    descent__holdings holdings = {.start_had_no_loss = true};
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_NONFINITE);
    d.quantity = DESCENT_QUANTITY_LOSS;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        d.pace.onset = cases[k].onset;
        assert_sentence(&d, cases[k].told);
    }
    /* log x from -1: none there, one on the way, and then none again. */
    d.internal = &holdings;
    d.pace.onset = 7;
    assert_sentence(&d,
                    "Broken off: the loss is not a finite number at the start, nor from step 7 on, and steps were made "
                    "without it.");
    d.pace.onset = 0;
    assert_sentence(&d, cases[0].told);
    d.internal = NULL;
    assert_title(&d, "broken off, the loss is not finite");
    d.x = NULL;
    assert_title(&d, "never began");
    assert_sentence(&d, "Never began: the start is not a finite point.");
}
END_TEST

/* One step is one, and what rounds to two are two. */
START_TEST(titles_have_numbers)
{
    static const struct {
        double steps;
        const char *told;
    } to_go[] = {{1, "approaching a limit, about 1 step to go"},
                 {1.4, "approaching a limit, about 2 steps to go"},
                 {1.6, "approaching a limit, about 2 steps to go"}};
    for (size_t k = 0; k < sizeof to_go / sizeof *to_go; k++) {
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_APPROACHING);
        d.pace.steps_to_go = (descent_interval){to_go[k].steps, NAN, NAN};
        assert_title(&d, to_go[k].told);
        d.ending = DESCENT_ENDING_CONVERGED;
        assert_title(&d, "converged to a limit");
    }
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_CHAOTIC);
    assert_title(&d, "chaotic");
    d.lyapunov.value = 0.6931;
    assert_title(&d, "chaotic, Lyapunov exponent 0.69");
    d.ending = DESCENT_ENDING_QUASIPERIODIC;
    assert_title(&d, "quasiperiodic");
    char small[10];
    d.findings = DESCENT_FINDING_GRADIENT_MISMATCH;
    descent__explain_headline(&d, small, sizeof small);
    ck_assert_str_eq(small, "gradient ");
}
END_TEST

/* ---- cycles ---- */

/* One variable that takes the values in turn, over and over. */
static descent_diagnosis cycle_of(double *orbit, size_t period, const double *values, size_t count)
{
    for (size_t j = 0; j < period; j++)
        orbit[j] = values[j % count];
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_PERIODIC);
    d.dimension = 1;
    d.cycle.period = period;
    d.cycle.orbit = orbit;
    d.pace.onset = 5;
    return d;
}

START_TEST(a_period_is_told_of_the_run_or_of_a_copy)
{
    static double orbit[16];
    static const double two[] = {0, 1};
    static descent__holdings copy = {.cycle_of_copy = true}, own;
    static const struct {
        size_t period;
        uint64_t onset;
        size_t rows;
        descent__holdings *holdings;
        const char *title, *told;
    } cases[] = {
        {2, 5, 101, NULL, "oscillating with period 2",
         "Oscillating with period 2: every 2 steps it is back at the same point."},
        {16, 5, 101, NULL, "oscillating with period 16, through 2 points",
         "Oscillating with period 16: it goes over the same 2 points again and again, in an order that begins anew "
         "every 16 steps."},
        {2, 100, 101, NULL, "oscillating with period 2",
         "Oscillating with period 2: every 2 steps it is back at the same point."},
        {2, 101, 101, NULL, "will oscillate with period 2",
         "Will oscillate with period 2: it is on the way to its cycle; a copy that goes on reaches it at step 101, "
         "and then is back at the same point every 2 steps."},
        {16, 101, 101, NULL, "will oscillate with period 16, through 2 points",
         "Will oscillate with period 16: it is on the way to its cycle; a copy that goes on reaches it at step 101, "
         "and then goes over the same 2 points again and again, in an order that begins anew every 16 steps."},
        {2, 97, 101, &copy, "will oscillate with period 2",
         "Will oscillate with period 2: it has not been round its cycle twice yet, but a copy that goes on is back at "
         "the same point every 2 steps."},
        {2, 96, 101, &copy, "oscillating with period 2",
         "Oscillating with period 2: every 2 steps it is back at the same point."},
        /* Of the run itself: it has been seen to go round. Of a path with gaps nobody knows. */
        {2, 97, 101, &own, "oscillating with period 2",
         "Oscillating with period 2: every 2 steps it is back at the same point."},
        {2, 97, 100, &copy, "oscillating with period 2",
         "Oscillating with period 2: every 2 steps it is back at the same point."},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis d = cycle_of(orbit, cases[k].period, two, 2);
        d.pace.onset = cases[k].onset;
        d.rows = cases[k].rows;
        d.internal = cases[k].holdings;
        assert_title(&d, cases[k].title);
        assert_sentence(&d, cases[k].told);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        each_kind_of_point_has_its_verdict,
        curvatures_make_a_place_a_point,
        what_is_not_known_of_a_place_is_zero,
        what_the_loss_is_with_is_told,
        what_holds_it_is_named,
        the_longest_names_are_told_whole,
        what_is_no_ending_is_undetermined,
        every_ending_says_what_it_means,
        what_grows_has_a_cause,
        what_broke_off_says_where,
        titles_have_numbers,
        a_period_is_told_of_the_run_or_of_a_copy,
    };
    return descent_test_main(descent_test_suite("inside_sentences", tests, sizeof tests / sizeof tests[0]));
}
