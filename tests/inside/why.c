/* The paragraph "Why": what it consists of, and the words for motion, of diagnoses written by hand. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <descent/diagnosis.h>

#include "diagnosis/explain/finding_words.h"
#include "diagnosis/explain/why/motion.h"
#include "diagnosis/explain/why/why.h"
#include "diagnosis/holdings.h"

#include "say.h"
#include "support.h"

static double at[] = {2, 1};

static descent_diagnosis diagnosis_of(descent_ending ending)
{
    return (descent_diagnosis){.ending = ending,
                               .rule_name = "fixed step",
                               .dimension = 2,
                               .x = at,
                               .tolerance = 1e-6,
                               .step_limit = 0.5,
                               .step_size = 0.25,
                               .noise = {NAN, NAN, NAN, {NULL}},
                               .lyapunov = {NAN, NAN, NAN},
                               .cycle.rotation_number = NAN};
}

static void assert_words(void (*say)(descent__words *words, const descent_diagnosis *d), const descent_diagnosis *d,
                         const char *wanted)
{
    char *text = inside_said(say, d);
    ck_assert_str_eq(text, wanted);
    free(text);
}

/* ---- motion ---- */

START_TEST(a_cycle_of_two_undoes_its_steps)
{
    static const struct {
        size_t period;
        bool plain;
        unsigned findings;
        bool told;
    } cases[] = {{2, true, 0, true},
                 {3, true, 0, false},
                 {0, true, 0, false},
                 {2, false, 0, false},
                 {2, true, DESCENT_FINDING_GRADIENT_RANDOM, false},
                 {2, true, DESCENT_FINDING_RULE_DISAGREES, false},
                 {2, true, DESCENT_FINDING_KINK, true}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent__holdings holdings = {.plain_descent = cases[k].plain};
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_PERIODIC);
        d.internal = &holdings;
        d.cycle.period = cases[k].period;
        d.findings = cases[k].findings;
        assert_words(descent__explain_reversal, &d,
                     cases[k].told ? "The slopes at the two points are opposite, so each step undoes the one before."
                                   : "");
    }
}
END_TEST

START_TEST(growth_has_a_law)
{
    static const struct {
        descent_ending ending;
        descent_law law;
        double rate;
        const char *reason, *told;
    } cases[] = {
        {DESCENT_ENDING_DIVERGING, DESCENT_LAW_GEOMETRIC, 1.5, NULL,
         "Each step is 1.5 times as long as the one before."},
        {DESCENT_ENDING_DIVERGING, DESCENT_LAW_GEOMETRIC, 1.5, "It grows.",
         "Each step is 1.5 times as long as the one before."},
        {DESCENT_ENDING_UNBOUNDED, DESCENT_LAW_GEOMETRIC, -1.5, NULL,
         "Each step is 1.5 times as long as the one before, the other way."},
        {DESCENT_ENDING_DIVERGING, DESCENT_LAW_GEOMETRIC, 1.5, "It grows by a factor of 1.5.", ""},
        {DESCENT_ENDING_DIVERGING, DESCENT_LAW_GEOMETRIC, -1.5, "It grows by a factor of 1.5.",
         "Each step goes the other way than the one before."},
        {DESCENT_ENDING_DIVERGING, DESCENT_LAW_GEOMETRIC, NAN, NULL, ""},
        {DESCENT_ENDING_UNBOUNDED, DESCENT_LAW_GEOMETRIC, 0.5, NULL,
         "Each step is 0.5 times as long as the one before."},
        {DESCENT_ENDING_UNBOUNDED, DESCENT_LAW_GEOMETRIC, 0, NULL, "Each step is 0 times as long as the one before."},
        {DESCENT_ENDING_UNBOUNDED, DESCENT_LAW_GEOMETRIC, 0.5, "It shrinks by a factor of 0.5.", ""},
        {DESCENT_ENDING_UNBOUNDED, DESCENT_LAW_GEOMETRIC, 0, "It shrinks by a factor of 0.", ""},
        {DESCENT_ENDING_PERIODIC, DESCENT_LAW_GEOMETRIC, 1.5, NULL, ""},
        {DESCENT_ENDING_UNBOUNDED, DESCENT_LAW_LOGARITHMIC, NAN, NULL,
         "The way grows like the logarithm of the number of steps."},
        {DESCENT_ENDING_UNBOUNDED, DESCENT_LAW_LINEAR, NAN, NULL,
         "Over the last half of the run the steps hardly changed in length."},
        {DESCENT_ENDING_DIVERGING, DESCENT_LAW_UNKNOWN, 1.5, NULL, ""},
        {DESCENT_ENDING_DIVERGING, DESCENT_LAW_POWER, 1.5, NULL, ""},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis d = diagnosis_of(cases[k].ending);
        d.pace.law = cases[k].law;
        d.pace.rate = cases[k].rate;
        d.reason = cases[k].reason;
        assert_words(descent__explain_growth, &d, cases[k].told);
    }
}
END_TEST

START_TEST(an_explosion_is_told_by_its_last_steps)
{
    static const struct {
        double exponent, leaps[2];
        const char *told;
    } cases[] = {
        {2,
         {3.2567, 2444},
         "The last step but one was 3.26 times as long as the one before it, the last one 2400 times."},
        {2,
         {99.96, 104.4},
         "The last step but one was 100 times as long as the one before it, the last one 100 times."},
        {2,
         {99.4, 100.6},
         "The last step but one was 99.4 times as long as the one before it, the last one 100 times."},
        {2, {1.001, 99.94}, "The last step but one was 1 times as long as the one before it, the last one 99.9 times."},
        {2,
         {1.23e26, 1e99},
         "The last step but one was 1.2e+26 times as long as the one before it, the last one 1e+99 times."},
        {2, {1, 2}, "Toward the end the factor from step to step grows, too."},
        {2, {NAN, 2}, "Toward the end the factor from step to step grows, too."},
        {2, {2, INFINITY}, "Toward the end the factor from step to step grows, too."},
        {NAN, {3, 9}, ""},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent__holdings holdings = {.leaps = {cases[k].leaps[0], cases[k].leaps[1]}};
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_DIVERGING);
        d.pace.law = DESCENT_LAW_FASTER;
        d.pace.exponent = cases[k].exponent;
        d.internal = &holdings;
        assert_words(descent__explain_growth, &d, cases[k].told);
        d.internal = NULL;
        assert_words(descent__explain_growth, &d,
                     isnan(cases[k].exponent) ? "" : "Toward the end the factor from step to step grows, too.");
    }
}
END_TEST

#define EXPONENT "The largest Lyapunov exponent, the mean rate at which neighbouring runs separate, is "

/* e^0.7 = 2.01; the 52 halvings of ε = 2⁻⁵² are 36.04, and 36.04/0.7 = 51.5. */
START_TEST(motion_within_bounds_has_an_exponent)
{
    static const struct {
        descent_ending ending;
        descent_interval lyapunov;
        size_t dimension;
        double rotation;
        bool keeps_volume;
        const char *told;
    } cases[] = {
        {DESCENT_ENDING_CHAOTIC, {.value = NAN}, 2, NAN, false, ""},
        {DESCENT_ENDING_CHAOTIC,
         {.value = 0.7, .low = 0.5, .high = 0.8},
         2,
         NAN,
         true,
         EXPONENT "0.7 a step (95 % interval 0.5000 to 0.8000). On average each step makes neighbouring runs 2.01 "
                  "times farther apart. After some 52 steps rounding decides where exactly the run is: another "
                  "program, which rounds otherwise, finds it elsewhere."},
        {DESCENT_ENDING_CHAOTIC,
         {.value = 0.7, .low = 0, .high = 0.8},
         2,
         NAN,
         false,
         EXPONENT "0.7 a step (at most 0.8000). On average each step makes neighbouring runs 2.01 times farther "
                  "apart; very near ones perhaps less, for this rule divides its steps by a memory that fades."},
        {DESCENT_ENDING_QUASIPERIODIC,
         {.value = 1e-5, .low = -0.001, .high = 0.002},
         2,
         0.123456,
         false,
         EXPONENT "1e-05 a step (95 % interval -0.001000 to 0.002000): zero, as far as that tells. The variable that "
                  "swings widest turns by 0.1235 of a circle each step (the rotation number)."},
        {DESCENT_ENDING_QUASIPERIODIC,
         {.value = 1e-5, .low = -0.001, .high = 0.002},
         1,
         0.25,
         true,
         EXPONENT "1e-05 a step (95 % interval -0.001000 to 0.002000): zero, as far as that tells. With momentum 1 it "
                  "is exactly zero: nothing draws runs together or apart. Each step turns by 0.25 of a circle (the "
                  "rotation number)."},
        {DESCENT_ENDING_PERIODIC,
         {.value = -0.5, .low = -0.6, .high = -0.4},
         2,
         NAN,
         true,
         EXPONENT "-0.5 a step (95 % interval -0.6000 to -0.4000)."},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent__holdings holdings = {.keeps_volume = cases[k].keeps_volume};
        descent_diagnosis d = diagnosis_of(cases[k].ending);
        d.internal = &holdings;
        d.lyapunov = cases[k].lyapunov;
        d.dimension = cases[k].dimension;
        d.cycle.rotation_number = cases[k].rotation;
        assert_words(descent__explain_bounded, &d, cases[k].told);
    }
}
END_TEST

/* Of the first four variables, where there is one. */
START_TEST(coordinates_have_periods_of_their_own)
{
    size_t periods[] = {2, 0, 1, 7, 5};
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_PERIODIC);
    d.lyapunov = (descent_interval){.value = -0.5, .low = -0.6, .high = -0.4};
    d.cycle.coordinate_periods = periods;
    for (d.dimension = 3; d.dimension <= 5; d.dimension++) {
        char wanted[320];
        snprintf(wanted, sizeof wanted,
                 EXPONENT "-0.5 a step (95 %% interval -0.6000 to -0.4000). Taken alone, x₁ has period 2.%s",
                 d.dimension > 3 ? " Taken alone, x₄ has period 7." : "");
        assert_words(descent__explain_bounded, &d, wanted);
    }
}
END_TEST

/* One digit, or two behind a 1. */
START_TEST(noise_has_the_digits_that_are_known)
{
    static const struct {
        size_t dimension;
        descent_noise noise;
        const char *told;
    } cases[] = {
        {2, {NAN, NAN, NAN, {NULL}}, ""},
        {1,
         {.level = 0.0154, .floor = NAN, .floor_half = NAN},
         "The noise of the gradient is about 0.015 (standard deviation)."},
        {2,
         {.level = 0.0254, .floor = NAN, .floor_half = NAN},
         "The noise of the gradient is about 0.03 (standard deviation of all components together)."},
        {1,
         {.level = 199, .floor = NAN, .floor_half = NAN},
         "The noise of the gradient is about 2e+02 (standard deviation)."},
        {1,
         {.level = 176, .floor = NAN, .floor_half = NAN},
         "The noise of the gradient is about 1.8e+02 (standard deviation)."},
        {1,
         {.level = 226, .floor = NAN, .floor_half = NAN},
         "The noise of the gradient is about 2e+02 (standard deviation)."},
        {1,
         {.level = 1, .floor = NAN, .floor_half = NAN},
         "The noise of the gradient is about 1 (standard deviation)."},
        {1,
         {.level = 1.55, .floor = NAN, .floor_half = NAN},
         "The noise of the gradient is about 1.6 (standard deviation)."},
        {1,
         {.level = 2.25, .floor = NAN, .floor_half = NAN},
         "The noise of the gradient is about 2 (standard deviation)."},
        {1,
         {.level = 9.4, .floor = NAN, .floor_half = NAN},
         "The noise of the gradient is about 9 (standard deviation)."},
        {1,
         {.level = 0, .floor = NAN, .floor_half = NAN},
         "The noise of the gradient is about 0 (standard deviation)."},
        {1,
         {.level = NAN, .floor = 0.12345, .floor_half = NAN},
         "Over the last half the run was on average 0.123 away from its mean point."},
        {1, {.level = NAN, .floor = NAN, .floor_half = 0.0876}, "Half the step size would make that about 0.088."},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_NOISY);
        d.dimension = cases[k].dimension;
        d.noise = cases[k].noise;
        assert_words(descent__explain_noise, &d, cases[k].told);
    }
}
END_TEST

/* ---- the paragraph ---- */

/* Nothing is known but what is written into it. */
static descent_diagnosis unknown(descent_ending ending)
{
    descent_diagnosis d = diagnosis_of(ending);
    d.rule_name[0] = '\0';
    d.loss = 1;
    d.gradient_norm = 2;
    d.pace.rate = d.pace.steps_to_go.value = NAN;
    return d;
}

START_TEST(findings_are_told_unless_others_tell_them)
{
    double curvature = 1;
    descent_critical_point point = {
        .kind = DESCENT_CRITICAL_MINIMUM, .dimension = 1, .x = at, .eigenvalues = &curvature, .eigenvalue_count = 1};
    for (size_t k = 0; k < descent__finding_count; k++) {
        descent_diagnosis d = unknown(DESCENT_ENDING_UNDETERMINED);
        d.findings = 1u << k;
        const char *const sentence = descent__finding_sentence(k, d.dimension);
        if (d.findings == DESCENT_FINDING_VALLEY) {
            assert_words(descent__explain_why, &d, "");
            d.point = &point;
        }
        char *text = inside_said(descent__explain_why, &d);
        const bool has_words =
            d.findings == DESCENT_FINDING_GRADIENT_RANDOM || d.findings == DESCENT_FINDING_MOMENTUM_NEAR_ONE;
        if (sentence)
            ck_assert_msg(strncmp(text, sentence, strlen(sentence)) == 0, "%zu: %s", k, text);
        if (d.findings != DESCENT_FINDING_KINK)
            ck_assert_msg(strlen(text) == (sentence ? strlen(sentence) : 0) || has_words, "%zu: %s", k, text);
        free(text);
    }
    const char *const kink = descent__finding_sentence(2, 2); /* 1 << 2 */
    char wanted[400];
    descent__holdings holdings = {.finds_step_sizes = true}, nothing = {.finds_step_sizes = false};
    descent_diagnosis d = unknown(DESCENT_ENDING_UNDETERMINED);
    d.findings = DESCENT_FINDING_KINK;
    d.internal = &holdings;
    snprintf(wanted, sizeof wanted,
             "%s Slopes to either side of a kink do not tell a rule how long its steps should be.", kink);
    assert_words(descent__explain_why, &d, wanted);
    snprintf(wanted, sizeof wanted, "%s With a fixed step size hardly any run comes to rest at a kink.", kink);
    d.internal = &nothing;
    assert_words(descent__explain_why, &d, wanted);
    d.internal = NULL;
    assert_words(descent__explain_why, &d, wanted);
    d.findings |= DESCENT_FINDING_MINIMUM_AT_KINK; /* that it is at one says the reason */
    char *text = inside_said(descent__explain_why, &d);
    ck_assert_ptr_null(strstr(text, kink));
    free(text);
}
END_TEST

START_TEST(momentum_near_one_dies_out_slowly)
{
    static const struct {
        descent_ending ending;
        descent_law law;
        double rate, momentum;
        const char *told;
    } cases[] = {
        {DESCENT_ENDING_UNDETERMINED, DESCENT_LAW_UNKNOWN, NAN, 0.99,
         "With momentum 0.99 nearly all of each step goes on in the next, so motion dies out very slowly."},
        {DESCENT_ENDING_UNDETERMINED, DESCENT_LAW_UNKNOWN, NAN, 1,
         "With momentum 1 all of each step goes on in the next, so motion never dies out."},
        {DESCENT_ENDING_UNDETERMINED, DESCENT_LAW_UNKNOWN, NAN, -1,
         "With momentum -1 all of each step goes on in the next, so motion never dies out."},
        {DESCENT_ENDING_UNDETERMINED, DESCENT_LAW_UNKNOWN, NAN, 1.5,
         "With momentum 1.5 more than each step goes on in the next, so motion grows."},
        {DESCENT_ENDING_CONVERGED, DESCENT_LAW_GEOMETRIC, 0.5, 0.99, ""},
        {DESCENT_ENDING_CONVERGED, DESCENT_LAW_GEOMETRIC, -0.5, -0.99, ""},
        {DESCENT_ENDING_CONVERGED, DESCENT_LAW_GEOMETRIC, 0.99, 0.99,
         "With momentum 0.99 nearly all of each step goes on in the next, so motion dies out very slowly."},
        {DESCENT_ENDING_CONVERGED, DESCENT_LAW_POWER, 0.5, 0.99,
         "With momentum 0.99 nearly all of each step goes on in the next, so motion dies out very slowly."},
        {DESCENT_ENDING_UNDETERMINED, DESCENT_LAW_GEOMETRIC, 0.5, 0.99,
         "With momentum 0.99 nearly all of each step goes on in the next, so motion dies out very slowly."},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis d = unknown(cases[k].ending);
        d.findings = DESCENT_FINDING_MOMENTUM_NEAR_ONE;
        d.momentum = cases[k].momentum;
        d.pace.law = cases[k].law;
        d.pace.rate = cases[k].rate;
        assert_words(descent__explain_why, &d, cases[k].told);
        d.findings = 0;
        assert_words(descent__explain_why, &d, "");
    }
}
END_TEST

START_TEST(what_is_random_is_told_unless_the_run_is_noisy)
{
#define ASKED(what)                                                                                                    \
    "Asked again at the same point, the " what " gives another answer, so no copy makes the steps of this run again."
    descent_diagnosis d = unknown(DESCENT_ENDING_UNDETERMINED);
    d.findings = DESCENT_FINDING_GRADIENT_RANDOM;
    assert_words(descent__explain_why, &d, ASKED("gradient"));
    d.ending = DESCENT_ENDING_NOISY;
    assert_words(descent__explain_why, &d, "");
    d.ending = DESCENT_ENDING_UNDETERMINED;
    d.findings |= DESCENT_FINDING_GRADIENT_DIFFERENCES;
    char *text = inside_said(descent__explain_why, &d);
    ck_assert_ptr_nonnull(strstr(text, ASKED("loss")));
    free(text);
#undef ASKED
}
END_TEST

/* Of what is sure nothing more would be found. */
START_TEST(a_budget_is_told_where_the_answer_is_not_whole)
{
    static const struct {
        descent_ending ending;
        descent_critical_kind kind;
        bool point;
        double steps_to_go, loss;
        size_t multipliers;
        bool falls, whole;
    } cases[] = {
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM, true, NAN, 1, 0, false, true},
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_DEGENERATE, true, NAN, 1, 0, false, false},
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_UNDETERMINED, true, NAN, 1, 0, false, false},
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM, false, NAN, 1, 0, false, false},
        {DESCENT_ENDING_APPROACHING, DESCENT_CRITICAL_MINIMUM, true, 9, 1, 0, false, true},
        {DESCENT_ENDING_APPROACHING, DESCENT_CRITICAL_MINIMUM, true, NAN, 1, 0, false, false},
        {DESCENT_ENDING_APPROACHING, DESCENT_CRITICAL_MINIMUM, true, INFINITY, 1, 0, false, false},
        {DESCENT_ENDING_APPROACHING, DESCENT_CRITICAL_DEGENERATE, true, 9, 1, 0, false, false},
        {DESCENT_ENDING_PERIODIC, DESCENT_CRITICAL_MINIMUM, false, NAN, 1, 1, false, true},
        {DESCENT_ENDING_PERIODIC, DESCENT_CRITICAL_MINIMUM, false, NAN, 1, 0, false, false},
        {DESCENT_ENDING_DIVERGING, DESCENT_CRITICAL_MINIMUM, false, NAN, 1, 0, false, true},
        {DESCENT_ENDING_DIVERGING, DESCENT_CRITICAL_MINIMUM, false, NAN, NAN, 0, false, false},
        {DESCENT_ENDING_DIVERGING, DESCENT_CRITICAL_MINIMUM, false, NAN, NAN, 1, false, false},
        {DESCENT_ENDING_UNBOUNDED, DESCENT_CRITICAL_MINIMUM, false, NAN, -INFINITY, 0, false, true},
        {DESCENT_ENDING_NONFINITE, DESCENT_CRITICAL_MINIMUM, false, NAN, NAN, 0, false, true},
        {DESCENT_ENDING_DESCENDING, DESCENT_CRITICAL_MINIMUM, false, NAN, 1, 0, true, true},
        {DESCENT_ENDING_DESCENDING, DESCENT_CRITICAL_MINIMUM, true, 9, 1, 1, false, false},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_critical_point point = {.kind = cases[k].kind, .dimension = 2, .x = at};
        descent__holdings holdings = {.falls_in_swing = cases[k].falls};
        descent_diagnosis d = unknown(cases[k].ending);
        d.point = cases[k].point ? &point : NULL;
        d.pace.steps_to_go.value = cases[k].steps_to_go;
        d.loss = cases[k].loss;
        d.cycle.multiplier_count = cases[k].multipliers;
        d.internal = &holdings;
        assert_words(descent__explain_why, &d, "");
        d.budget_exhausted = 1;
        const char *const wanted =
            cases[k].whole ? "" : "With a larger budget of evaluations more might have been found.";
        assert_words(descent__explain_why, &d, wanted);
        d.internal = NULL;
        if (!cases[k].falls)
            assert_words(descent__explain_why, &d, wanted);
    }
}
END_TEST

/* An error of more than a tenth of a gradient of 2. */
START_TEST(a_gradient_that_is_not_known_well_has_its_error)
{
    static const struct {
        descent_ending ending;
        double error, loss;
        bool told;
    } cases[] = {{DESCENT_ENDING_UNDETERMINED, 0.21, 3, true},  {DESCENT_ENDING_UNDETERMINED, 0.2, 3, false},
                 {DESCENT_ENDING_UNDETERMINED, 0.19, 3, false}, {DESCENT_ENDING_UNDETERMINED, NAN, 3, false},
                 {DESCENT_ENDING_CONVERGED, 0.21, 3, false},    {DESCENT_ENDING_STALLED, 0.21, 3, false},
                 {DESCENT_ENDING_UNDETERMINED, 0.21, 0, false}, {DESCENT_ENDING_UNDETERMINED, 0.21, NAN, false},
                 {DESCENT_ENDING_APPROACHING, 0.21, 3, true}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis d = unknown(cases[k].ending);
        d.gradient_error = cases[k].error;
        d.loss = cases[k].loss;
        assert_words(descent__explain_why, &d,
                     cases[k].told ? "The gradient is known only to ±0.21: the loss is 3, and differences of it see no "
                                     "less. Take the constant part out of the loss, or give its gradient."
                                   : "");
    }
    descent_diagnosis d = unknown(DESCENT_ENDING_UNDETERMINED);
    d.gradient_error = 0.01;
    d.gradient_norm = 0.01;
    d.loss = -0.5;
    char *text = inside_said(descent__explain_why, &d);
    ck_assert_ptr_nonnull(strstr(text, "known only to ±0.01: the loss is -0.5,"));
    free(text);
}
END_TEST

static void assert_part(const descent_diagnosis *d, const char *part)
{
    char *text = inside_said(descent__explain_why, d);
    ck_assert_msg(strstr(text, part), "%s: %s", part, text);
    free(text);
}

/* Each of its sources has its turn, where there is something to say. */
START_TEST(the_paragraph_has_all_its_parts)
{
    double x[] = {2, 1.001}, curvatures[] = {-1, 2}, factors[] = {1.25, 0.5}, imaginary[] = {0, 0}, escape[] = {1, 0};
    descent_critical_point point = {.kind = DESCENT_CRITICAL_SADDLE,
                                    .dimension = 2,
                                    .x = at,
                                    .eigenvalues = curvatures,
                                    .eigenvalue_count = 2,
                                    .escape = escape};
    descent__holdings holdings = {.leaves_later = true, .plain_descent = true}, nothing = {.leaves_later = false};
    descent_diagnosis d = unknown(DESCENT_ENDING_CONVERGED);
    d.x = x;
    d.reason = "So it is.";
    d.internal = &holdings;
    d.point = &point;
    d.factors = factors;
    d.factors_imaginary = imaginary;
    assert_part(&d, "So it is. It may not stay, if it goes on: this rule divides");
    assert_part(&d, "The curvatures there (eigenvalues of the Hessian) are -1 and 2:");
    assert_part(&d, "Near there each step multiplies the distance along each direction");
    assert_part(&d, "The way out leads along (1, 0)");
    d.internal = &nothing;
    char *text = inside_said(descent__explain_why, &d);
    ck_assert_ptr_null(strstr(text, "It may not stay"));
    free(text);
    point.kind = DESCENT_CRITICAL_DEGENERATE;
    point.probe = DESCENT_PROBE_NONE_LOWER;
    assert_part(&d, "No lower point was found around it");
    d.ending = DESCENT_ENDING_DESCENDING; /* of what has not settled none of that */
    assert_words(descent__explain_why, &d, "So it is.");
    d = unknown(DESCENT_ENDING_STALLED);
    d.direction = escape;
    assert_words(descent__explain_why, &d, "The loss falls along (1, 0).");
    d = unknown(DESCENT_ENDING_PERIODIC);
    d.cycle.period = 2;
    d.internal = &holdings;
    holdings.leaves_later = false;
    assert_words(descent__explain_why, &d,
                 "The slopes at the two points are opposite, so each step undoes the one before.");
    d = unknown(DESCENT_ENDING_UNBOUNDED);
    d.pace.law = DESCENT_LAW_LINEAR;
    assert_words(descent__explain_why, &d, "Over the last half of the run the steps hardly changed in length.");
    d = unknown(DESCENT_ENDING_QUASIPERIODIC);
    d.cycle.rotation_number = 0.25;
    d.lyapunov = (descent_interval){.value = 0.5, .low = 0.25, .high = 0.75};
    assert_part(&d, "turns by 0.25 of a circle");
    /* What never returns is not told as a fraction that does, where it is known better. */
    d.cycle.rotation_number = 0.500012;
    assert_part(&d, "turns by 0.50001 of a circle");
    d.cycle.rotation_number = 1 / 3. - 2e-6;
    assert_part(&d, "turns by 0.333331 of a circle");
    d.cycle.rotation_number = 0.3333 / 2;
    assert_part(&d, "turns by 0.1666 of a circle");
    d = unknown(DESCENT_ENDING_NOISY);
    d.noise.floor_half = 0.5;
    assert_words(descent__explain_why, &d, "Half the step size would make that about 0.5.");
    d = unknown(DESCENT_ENDING_CONVERGED);
    point.kind = DESCENT_CRITICAL_MINIMUM;
    curvatures[0] = 1e-4;
    d.point = &point;
    snprintf(d.rule_name, sizeof d.rule_name, "r");
    assert_part(&d, "Step sizes below 0.5 are stable there");
    d.ending = DESCENT_ENDING_APPROACHING;
    d.internal = &holdings;
    d.pace.steps_to_go.low = 1e5;
    assert_part(&d, "The largest curvature is 2e+04 times the smallest");
    descent_step_band bands[] = {{.low = 1, .high = 2, .ending = DESCENT_ENDING_PERIODIC},
                                 {.low = 3, .high = 3, .ending = DESCENT_ENDING_DIVERGING}};
    d = unknown(DESCENT_ENDING_DIVERGING);
    d.bands = bands;
    d.band_count = 2;
    assert_part(&d, "From the same start the run oscillates with every step size that was tried from 1 to 2");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_cycle_of_two_undoes_its_steps,
        growth_has_a_law,
        an_explosion_is_told_by_its_last_steps,
        motion_within_bounds_has_an_exponent,
        coordinates_have_periods_of_their_own,
        noise_has_the_digits_that_are_known,
        findings_are_told_unless_others_tell_them,
        momentum_near_one_dies_out_slowly,
        what_is_random_is_told_unless_the_run_is_noisy,
        a_budget_is_told_where_the_answer_is_not_whole,
        a_gradient_that_is_not_known_well_has_its_error,
        the_paragraph_has_all_its_parts,
    };
    return descent_test_main(descent_test_suite("inside_why", tests, sizeof tests / sizeof tests[0]));
}
