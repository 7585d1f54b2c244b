/* The one line, and the order of the paragraphs, of diagnoses written by hand. */
#include "support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <descent/diagnosis.h>

static double at[] = {2, 1};

static descent_diagnosis diagnosis_of(descent_ending ending)
{
    return (descent_diagnosis){.ending = ending,
                               .dimension = 2,
                               .x = at,
                               .steps = 5,
                               .rows = 6,
                               .loss = 1,
                               .gradient_norm = 1,
                               .tolerance = NAN,
                               .noise = {NAN, NAN, NAN, {NULL}},
                               .lyapunov = {NAN, NAN, NAN},
                               .cycle.rotation_number = NAN,
                               .pace.law = DESCENT_LAW_FINITE,
                               .pace.rate = NAN,
                               .pace.exponent = NAN,
                               .pace.slope = NAN,
                               .pace.steps_to_go = {NAN, NAN, NAN}};
}

static void assert_line(const descent_diagnosis *d, const char *wanted)
{
    char *text = NULL;
    ck_assert_int_eq(descent_diagnosis_line(d, &text), DESCENT_SUCCESS);
    const size_t length = strlen(text);
    ck_assert_int_eq(text[length - 1], '\n');
    text[length - 1] = '\0';
    ck_assert_str_eq(text, wanted);
    free(text);
    char *printed = NULL;
    size_t size = 0;
    FILE *const stream = open_memstream(&printed, &size);
    ck_assert_ptr_nonnull(stream);
    ck_assert_int_eq(descent_diagnosis_print_line(d, stream), DESCENT_SUCCESS);
    ck_assert_int_eq(fclose(stream), 0);
    ck_assert_int_eq(strncmp(printed, wanted, length - 1), 0);
    ck_assert_uint_eq(size, length);
    free(printed);
}

START_TEST(a_line_begins_with_the_verdict)
{
    static const struct {
        descent_ending ending;
        bool point;
        descent_critical_kind kind;
        size_t index;
        const char *told;
    } cases[] = {
        {DESCENT_ENDING_CONVERGED, true, DESCENT_CRITICAL_MINIMUM, 0, "converged: minimum at (2, 1)"},
        {DESCENT_ENDING_CONVERGED, true, DESCENT_CRITICAL_SADDLE, 1, "died on a saddle at (2, 1)"},
        {DESCENT_ENDING_CONVERGED, false, DESCENT_CRITICAL_MINIMUM, 0, "converged: last at (2, 1)"},
        {DESCENT_ENDING_APPROACHING, true, DESCENT_CRITICAL_MINIMUM, 0, "approaching: minimum at (2, 1)"},
        {DESCENT_ENDING_APPROACHING, true, DESCENT_CRITICAL_SADDLE, 1, "approaching: saddle at (2, 1)"},
        {DESCENT_ENDING_APPROACHING, false, DESCENT_CRITICAL_MINIMUM, 0, "approaching: last at (2, 1)"},
        {DESCENT_ENDING_UNDETERMINED, true, DESCENT_CRITICAL_MINIMUM, 0, "undetermined: last at (2, 1)"},
        {DESCENT_ENDING_PERIODIC, false, DESCENT_CRITICAL_MINIMUM, 0, "oscillating: last at (2, 1)"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_critical_point point = {.kind = cases[k].kind, .index = cases[k].index, .dimension = 2, .x = at};
        descent_diagnosis d = diagnosis_of(cases[k].ending);
        d.point = cases[k].point ? &point : NULL;
        assert_line(&d, cases[k].told);
        d.findings = DESCENT_FINDING_GRADIENT_MISMATCH;
        char wanted[120];
        snprintf(wanted, sizeof wanted, "gradient and loss disagree; %s", cases[k].told);
        assert_line(&d, wanted);
    }
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_NONFINITE);
    d.x = NULL;
    assert_line(&d, "never began");
}
END_TEST

START_TEST(a_line_has_the_law)
{
    static const struct {
        descent_ending ending;
        descent_law law;
        double rate, exponent;
        const char *told;
    } cases[] = {
        {DESCENT_ENDING_CONVERGED, DESCENT_LAW_POWER, NAN, -0.5,
         "converged: last at (2, 1), like 1/k^0.5 with the step number k"},
        {DESCENT_ENDING_CONVERGED, DESCENT_LAW_POWER, NAN, 0, "converged: last at (2, 1)"},
        {DESCENT_ENDING_CONVERGED, DESCENT_LAW_POWER, NAN, 0.5, "converged: last at (2, 1)"},
        {DESCENT_ENDING_CONVERGED, DESCENT_LAW_POWER, 0.5, NAN, "converged: last at (2, 1)"},
        {DESCENT_ENDING_CONVERGED, DESCENT_LAW_GEOMETRIC, 0.5, -1, "converged: last at (2, 1), factor 0.5 a step"},
        {DESCENT_ENDING_CONVERGED, DESCENT_LAW_GEOMETRIC, -0.5, -1, "converged: last at (2, 1), factor -0.5 a step"},
        {DESCENT_ENDING_CONVERGED, DESCENT_LAW_GEOMETRIC, 0, NAN, "converged: last at (2, 1)"},
        {DESCENT_ENDING_CONVERGED, DESCENT_LAW_GEOMETRIC, NAN, NAN, "converged: last at (2, 1)"},
        {DESCENT_ENDING_DIVERGING, DESCENT_LAW_FASTER, 2, 2, "exploding: last at (2, 1)"},
        {DESCENT_ENDING_UNBOUNDED, DESCENT_LAW_FASTER, 2, 2,
         "unbounded: last at (2, 1), faster than by any fixed factor"},
        {DESCENT_ENDING_UNBOUNDED, DESCENT_LAW_LINEAR, 2, -2, "unbounded: last at (2, 1)"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis d = diagnosis_of(cases[k].ending);
        d.pace.law = cases[k].law;
        d.pace.rate = cases[k].rate;
        d.pace.exponent = cases[k].exponent;
        assert_line(&d, cases[k].told);
    }
}
END_TEST

START_TEST(a_line_has_the_figures)
{
    static const struct {
        descent_interval to_go;
        const char *told;
    } cases[] = {{{33, 33, 33}, ", 33 more steps"},
                 {{1, 1, 1}, ", 1 more step"},
                 {{2, 2, 2}, ", 2 more steps"},
                 {{0, 0, 0}, ""},
                 {{-1, -1, -1}, ""},
                 {{NAN, 5, 9}, ""},
                 {{INFINITY, 5, INFINITY}, ""},
                 {{870, 800, 900}, ", about 870 more steps"},
                 {{870, 800, INFINITY}, ", at least 800 more steps"}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_APPROACHING);
        d.pace.steps_to_go = cases[k].to_go;
        char wanted[120];
        snprintf(wanted, sizeof wanted, "approaching: last at (2, 1)%s", cases[k].told);
        assert_line(&d, wanted);
    }
    double orbit[16];
    for (size_t j = 0; j < 16; j++)
        orbit[j] = (double)(j % 2);
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_PERIODIC);
    d.dimension = 1;
    d.cycle.orbit = orbit;
    for (d.cycle.period = 1; d.cycle.period <= 2; d.cycle.period++) {
        char wanted[120];
        snprintf(wanted, sizeof wanted, "oscillating: last at 2, period %zu", d.cycle.period);
        assert_line(&d, wanted);
    }
    d.cycle.period = 16;
    assert_line(&d, "oscillating: last at 2, period 16 through 2 points");
    d = diagnosis_of(DESCENT_ENDING_CHAOTIC);
    d.lyapunov.value = 0.69314718;
    assert_line(&d, "chaotic: last at (2, 1), Lyapunov exponent 0.6931");
}
END_TEST

/* The ending, what was seen, why, and each advice on a line of its own; behind these stands one that is none. */
START_TEST(paragraphs_have_headings)
{
    descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM, .dimension = 2, .x = at};
    descent_advice advice[] = {{.text = "This."}, {.text = "That."}, {.text = "More."}, {.text = "None."}};
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_CONVERGED);
    d.point = &point;
    d.reason = "So it is.";
    d.advice = advice;
    static const char *const advised[] = {"", "Try:   This.\n", "Try:   This.\nOr:    That.\n",
                                          "Try:   This.\nOr:    That.\nOr:    More.\n"};
    for (d.advice_count = 0; d.advice_count <= 3; d.advice_count++) {
        char *text = NULL, wanted[240];
        ck_assert_int_eq(descent_diagnosis_text(&d, &text), DESCENT_SUCCESS);
        snprintf(wanted, sizeof wanted,
                 "Converged to a minimum at (2, 1).\n"
                 "Seen:  5 steps led to (2, 1), with loss 1 and gradient norm 1.\n"
                 "Why:   So it is.\n%s",
                 advised[d.advice_count]);
        ck_assert_str_eq(text, wanted);
        char *printed = NULL;
        size_t size = 0;
        FILE *const stream = open_memstream(&printed, &size);
        ck_assert_ptr_nonnull(stream);
        ck_assert_int_eq(descent_diagnosis_print(&d, stream), DESCENT_SUCCESS);
        ck_assert_int_eq(fclose(stream), 0);
        ck_assert_str_eq(printed, wanted);
        free(printed);
        free(text);
    }
    char *text = NULL;
    ck_assert_int_eq(descent_diagnosis_text(NULL, &text), DESCENT_EINVAL);
    ck_assert_int_eq(descent_diagnosis_line(NULL, &text), DESCENT_EINVAL);
    ck_assert_int_eq(descent_diagnosis_print(&d, NULL), DESCENT_EINVAL);
    ck_assert_int_eq(descent_diagnosis_print_line(&d, NULL), DESCENT_EINVAL);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_line_begins_with_the_verdict,
        a_line_has_the_law,
        a_line_has_the_figures,
        paragraphs_have_headings,
    };
    return descent_test_main(descent_test_suite("inside_explanation", tests, sizeof tests / sizeof tests[0]));
}
