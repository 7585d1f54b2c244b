/* The words for the limit of stable step sizes, and for the condition number, of diagnoses written by hand. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <descent/diagnosis.h>

#include "diagnosis/explain/why/step_sizes.h"
#include "diagnosis/holdings.h"

#include "say.h"
#include "support.h"

static double at[] = {2, 1}, elsewhere[] = {-3, 4};

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

/* ---- the limit ---- */

#define STABLE "Step sizes below 0.5 are stable there (runs that are near come to rest)"
#define CLOSE  "Close to the minimum at (2, 1), step sizes below 0.5 are stable; yours, "

/* To a billionth of it a step size is on the limit; beyond that it has as many digits as tell it apart. */
START_TEST(a_step_size_is_on_one_side_of_the_limit)
{
    static const struct {
        descent_ending ending;
        double step_size;
        const char *told;
    } cases[] = {
        {DESCENT_ENDING_CONVERGED, 0.25, STABLE "; yours, 0.25, is below that."},
        {DESCENT_ENDING_APPROACHING, 0.75, STABLE "; yours, 0.75, is above that."},
        {DESCENT_ENDING_CONVERGED, 0.5 + 0.4e-9, STABLE "; yours, 0.5, is exactly on that limit."},
        {DESCENT_ENDING_CONVERGED, 0.5 - 0.4e-9, STABLE "; yours, 0.5, is exactly on that limit."},
        {DESCENT_ENDING_CONVERGED, 0.5 + 0.6e-9, STABLE "; yours, 0.500000001, is above that."},
        {DESCENT_ENDING_CONVERGED, 0.5 - 0.6e-9, STABLE "; yours, 0.499999999, is below that."},
        {DESCENT_ENDING_CONVERGED, 0, STABLE "."},
        {DESCENT_ENDING_PERIODIC, 0.75, CLOSE "0.75, is too large to come to rest there."},
        {DESCENT_ENDING_PERIODIC, 0.25,
         CLOSE "0.25, is below that, so from another start the run may come to rest there."},
        {DESCENT_ENDING_PERIODIC, 0.5, CLOSE "0.5, is exactly on that limit."},
        {DESCENT_ENDING_CHAOTIC, 0.25,
         CLOSE "0.25, is below that, so from another start the run may come to rest there."},
        {DESCENT_ENDING_DIVERGING, 0.25, CLOSE "0.25, is below that, but from this start the run does not come near."},
        {DESCENT_ENDING_DIVERGING, 0.75, CLOSE "0.75, is too large to come to rest there."},
        {DESCENT_ENDING_UNDETERMINED, 0.75, CLOSE "0.75, is above that."},
        {DESCENT_ENDING_UNDETERMINED, 0.5 - 0.4e-9, CLOSE "0.5, is exactly on that limit."},
        {DESCENT_ENDING_UNDETERMINED, 0.25, ""},
        {DESCENT_ENDING_DESCENDING, 0.25, ""},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM, .dimension = 2, .x = at};
        descent_diagnosis d = diagnosis_of(cases[k].ending);
        d.point = &point;
        d.step_size = cases[k].step_size;
        assert_words(descent__explain_step_limit, &d, cases[k].told);
    }
    /* A billionth of 10⁹ is 1. */
    descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM, .dimension = 2, .x = at};
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_PERIODIC);
    d.point = &point;
    d.step_limit = 1e9;
    d.step_size = 1e9 + 1;
    assert_words(descent__explain_step_limit, &d,
                 "Close to the minimum at (2, 1), step sizes below 1e+09 are stable; yours, 1e+09, is exactly on that "
                 "limit.");
    d.step_size = 1e9 + 2;
    assert_words(descent__explain_step_limit, &d,
                 "Close to the minimum at (2, 1), step sizes below 1000000000 are stable; yours, 1000000002, is too "
                 "large to come to rest there.");
}
END_TEST

START_TEST(a_step_size_that_falls_comes_below_the_limit)
{
    static const struct {
        uint64_t steps;
        const char *told;
    } cases[] = {{0, "."},
                 {1, ", but goes on falling, and is below it in the next step."},
                 {2, ", but goes on falling, and is below it in 2 steps."}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM, .dimension = 2, .x = at};
        descent__holdings holdings = {.steps_to_limit = cases[k].steps};
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_CONVERGED);
        d.point = &point;
        d.internal = &holdings;
        d.step_size = 0.75;
        char wanted[200];
        snprintf(wanted, sizeof wanted, STABLE "; yours, 0.75, is above that%s", cases[k].told);
        assert_words(descent__explain_step_limit, &d, wanted);
        d.step_size = 0.5;
        snprintf(wanted, sizeof wanted, STABLE "; yours, 0.5, is exactly on that limit%s", cases[k].told);
        assert_words(descent__explain_step_limit, &d, wanted);
    }
}
END_TEST

/* Without a minimum, a rule, a limit, or a curvature to go by there is nothing to say. */
START_TEST(a_limit_needs_a_minimum_and_a_rule)
{
    static const struct {
        descent_ending ending;
        descent_critical_kind kind;
        const char *rule;
        double limit;
        unsigned findings;
        const char *told;
    } cases[] = {
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM, "r", 0.5, 0, STABLE "; yours, 0.25, is below that."},
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_SADDLE, "r", 0.5, 0, ""},
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM, "", 0.5, 0, ""},
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM, "r", 0, 0, ""},
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM, "r", -1, 0, ""},
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM, "r", NAN, 0, ""},
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM, "r", INFINITY, 0, ""},
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM, "r", 0.5, DESCENT_FINDING_KINK, ""},
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM, "r", 0.5, DESCENT_FINDING_GRADIENT_MISMATCH, ""},
        {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM, "r", 0.5, DESCENT_FINDING_RULE_DISAGREES, STABLE "."},
        {DESCENT_ENDING_PERIODIC, DESCENT_CRITICAL_MINIMUM, "r", 0.125, DESCENT_FINDING_RULE_DISAGREES, ""},
        {DESCENT_ENDING_PERIODIC, DESCENT_CRITICAL_MINIMUM, "r", 0.5, DESCENT_FINDING_VALLEY,
         CLOSE "0.25, is below that, so from another start the run may come to rest there."},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_critical_point point = {.kind = cases[k].kind, .dimension = 2, .x = at};
        descent_diagnosis d = diagnosis_of(cases[k].ending);
        d.point = &point;
        d.step_limit = cases[k].limit;
        d.findings = cases[k].findings;
        snprintf(d.rule_name, sizeof d.rule_name, "%s", cases[k].rule);
        assert_words(descent__explain_step_limit, &d, cases[k].told);
    }
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_CONVERGED);
    assert_words(descent__explain_step_limit, &d, "");
}
END_TEST

#define JUMPS " the curvature jumps from side to side, so no one curvature tells which step sizes are stable there."

START_TEST(without_a_curvature_there_is_no_limit)
{
    descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM, .dimension = 2, .x = at};
    descent_critical_point centre = {.kind = DESCENT_CRITICAL_DEGENERATE, .dimension = 2, .x = elsewhere};
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_CONVERGED);
    d.point = &point;
    point.unbounded_curvature = 1;
    assert_words(
        descent__explain_step_limit, &d,
        "Toward the minimum at (2, 1) the curvature grows without bound, so no fixed step size is stable there.");
    d.findings = DESCENT_FINDING_GRADIENT_MISMATCH;
    assert_words(descent__explain_step_limit, &d, "");
    point.unbounded_curvature = 0;
    point.curvature_jumps = 1;
    assert_words(descent__explain_step_limit, &d, "");
    d.findings = 0;
    assert_words(descent__explain_step_limit, &d, "At the minimum at (2, 1)" JUMPS);
    point.kind = DESCENT_CRITICAL_DEGENERATE; /* with the curvatures it is told */
    assert_words(descent__explain_step_limit, &d, "");
    point.kind = DESCENT_CRITICAL_MINIMUM;
    /* The centre comes first, with what it has and has not. */
    d.centre = &centre;
    assert_words(descent__explain_step_limit, &d, "");
    centre.curvature_jumps = 1;
    assert_words(descent__explain_step_limit, &d, "At the degenerate critical point at (-3, 4)" JUMPS);
    d.rule_name[0] = '\0';
    assert_words(descent__explain_step_limit, &d, "");
}
END_TEST

/* ---- the condition number ---- */

#define CONDITION(ratio) "The largest curvature is " ratio " times the smallest (the condition number)"

/* With η = 2/(λ₁ + λ₂) a step multiplies by (κ − 1)/(κ + 1), whose logarithm is −2/κ to three digits: ln(10⁶) = 13.8 of these. */
START_TEST(curvatures_far_apart_are_slow)
{
    static const struct {
        double curvatures[3], low, distance;
        const char *told;
    } cases[] = {
        {{-1, 1e-4, 1},
         1e4,
         1,
         CONDITION("1e+04") ": at best, with step size 1.9998, this rule would still take about 6.9e+04 more steps."},
        {{0, 1e-4, 1},
         1e4,
         1e-3,
         CONDITION("1e+04") ": at best, with step size 1.9998, this rule would still take about 3.5e+04 more steps."},
        {{1e-7, 0.5, 1},
         1e4,
         1,
         CONDITION(
             "1e+07") ": at best, with step size just below 2, this rule would still take about 6.9e+07 more steps."},
        {{1e-4, 0.5, 1}, 1e4, 1e-6, CONDITION("1e+04") "."}, /* there already */
        {{1e-4, 0.5, 1}, 9999, 1, ""},
        {{0.001, 0.5, 1}, 1e4, 1, ""},
        {{0.00099, 0.5, 1}, 1e4, 1e-6, CONDITION("1e+03") "."},
        /* In half of κ·ln(D/ε) steps: 12503 and 12497, with κ = 1001. */
        {{1, 500, 1001},
         1e4,
         70651.06222663986,
         CONDITION(
             "1e+03") ": at best, with step size 0.00199601, this rule would still take about 1.3e+04 more steps."},
        {{1, 500, 1001},
         1e4,
         69809.1529377369,
         CONDITION(
             "1e+03") ": at best, with step size 0.00199601, this rule would still take about 1.2e+04 more steps."},
        {{1e-9, 0.5, 1}, 1e4, 1, ""}, /* the smallest is nothing */
        {{-1, -0.5, 0}, 1e4, 1, ""},  /* no minimum any way */
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double x[] = {0, 0, 0}, curvatures[3];
        memcpy(curvatures, cases[k].curvatures, sizeof curvatures);
        descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM,
                                        .dimension = 3,
                                        .x = x,
                                        .eigenvalues = curvatures,
                                        .eigenvalue_count = 3,
                                        .eigenvalue_tolerance = 1e-9};
        descent__holdings holdings = {.plain_descent = true};
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_APPROACHING);
        d.dimension = 3;
        d.point = &point;
        d.internal = &holdings;
        d.distance = cases[k].distance;
        d.pace.steps_to_go.low = cases[k].low;
        assert_words(descent__explain_condition, &d, cases[k].told);
        /* Of other endings and rules, and where a curvature is not known, nothing. */
        d.ending = DESCENT_ENDING_CONVERGED;
        assert_words(descent__explain_condition, &d, "");
        d.ending = DESCENT_ENDING_APPROACHING;
        holdings.plain_descent = false;
        assert_words(descent__explain_condition, &d, "");
        holdings.plain_descent = true;
        d.dimension = 4;
        assert_words(descent__explain_condition, &d, "");
        d.point = NULL;
        assert_words(descent__explain_condition, &d, "");
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_step_size_is_on_one_side_of_the_limit, a_step_size_that_falls_comes_below_the_limit,
        a_limit_needs_a_minimum_and_a_rule,      without_a_curvature_there_is_no_limit,
        curvatures_far_apart_are_slow,
    };
    return descent_test_main(descent_test_suite("inside_step_sizes", tests, sizeof tests / sizeof tests[0]));
}
