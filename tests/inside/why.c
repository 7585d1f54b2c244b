/* The words for motion in the paragraph "Why", of diagnoses written by hand. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <descent/diagnosis.h>

#include "diagnosis/explain/why/motion.h"
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
        {DESCENT_ENDING_UNBOUNDED, DESCENT_LAW_LINEAR, NAN, NULL, "The steps keep their length."},
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
                  "times farther apart, so some 52 steps of that are enough for rounding to decide where exactly the "
                  "run is, and other programs differ."},
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

int main(void)
{
    const TTest *const tests[] = {
        a_cycle_of_two_undoes_its_steps,        growth_has_a_law,
        an_explosion_is_told_by_its_last_steps, motion_within_bounds_has_an_exponent,
        coordinates_have_periods_of_their_own,  noise_has_the_digits_that_are_known,
    };
    return descent_test_main(descent_test_suite("inside_why", tests, sizeof tests / sizeof tests[0]));
}
