/* The words for step sizes and for motion in the paragraph "Why", of diagnoses written by hand. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <descent/diagnosis.h>

#include "diagnosis/explain/why/motion.h"
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
        {DESCENT_ENDING_CONVERGED, 0.5 + 1e-9, STABLE "; yours, 0.500000001, is above that."},
        {DESCENT_ENDING_CONVERGED, 0.5 - 1e-9, STABLE "; yours, 0.499999999, is below that."},
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

/* ---- bands ---- */

enum {
    most_bands = 9
};

/* One band after another from 1 on, each of width a half: the k-th of them ends, or what else, as `endings` has it. */
static void write_bands(descent_step_band *bands, const descent_ending *endings, size_t count)
{
    for (size_t k = 0; k < count; k++)
        bands[k] = (descent_step_band){.low = 1 + (double)k,
                                       .high = 1.5 + (double)k,
                                       .ending = endings[k],
                                       .x = endings[k] == DESCENT_ENDING_CONVERGED ? at : NULL,
                                       .kind = DESCENT_CRITICAL_MINIMUM};
}

static descent_diagnosis diagnosis_with(descent_ending ending, descent_step_band *bands, size_t count)
{
    descent_diagnosis d = diagnosis_of(ending);
    d.bands = bands;
    d.band_count = count;
    d.step_size = count > 0 ? bands[count - 1].high : 1;
    d.step_limit = d.step_size;
    return d;
}

START_TEST(two_bands_are_one_sentence)
{
    descent_step_band bands[2] = {{.low = 0.0123456,
                                   .high = 0.987654,
                                   .ending = DESCENT_ENDING_CONVERGED,
                                   .x = at,
                                   .kind = DESCENT_CRITICAL_MINIMUM},
                                  {.low = 1.25, .high = 1.25, .ending = DESCENT_ENDING_DIVERGING}};
    descent_diagnosis d = diagnosis_with(DESCENT_ENDING_DIVERGING, bands, 1);
    assert_words(descent__explain_bands, &d, "");
    d = diagnosis_with(DESCENT_ENDING_DIVERGING, bands, 2);
    assert_words(descent__explain_bands, &d,
                 "From the same start the run ends at the minimum at (2, 1) with every step size that was tried from "
                 "0.01235 to 0.9876; with 1.25, yours, it diverges.");
    d.ending = DESCENT_ENDING_PERIODIC;
    assert_words(descent__explain_bands, &d,
                 "From the same start the run ends at the minimum at (2, 1) with every step size that was tried from "
                 "0.01235 to 0.9876; with 1.25, yours, it diverges, and none between these was tried.");
    /* Ends that four digits show whole stay what they are. */
    bands[0].low = 0.01;
    bands[0].high = 0.3;
    d.ending = DESCENT_ENDING_DIVERGING;
    assert_words(descent__explain_bands, &d,
                 "From the same start the run ends at the minimum at (2, 1) with every step size that was tried from "
                 "0.01 to 0.3; with 1.25, yours, it diverges.");
    /* Between those that were tried nobody knows. */
    bands[1].low = 0.5;
    assert_words(descent__explain_bands, &d,
                 "From the same start the run ends at the minimum at (2, 1) with every step size that was tried from "
                 "0.01 to 0.3; with those from 0.5 to 1.25, yours, it diverges.");
}
END_TEST

START_TEST(each_band_says_what_becomes_of_the_run)
{
    static double shifted[] = {2, 1.5}, beside[] = {2, 1.0019}, apart[] = {2, 1.0021};
    static const bool on_way[] = {true, false};
    static descent__holdings waiting = {.bands_on_way = on_way}, nothing;
    static const struct {
        descent_ending ending;
        const double *x, *x_high;
        descent_critical_kind kind;
        descent_probe probe;
        descent__holdings *holdings;
        const char *told;
    } cases[] = {
        {DESCENT_ENDING_CONVERGED, at, NULL, DESCENT_CRITICAL_MINIMUM, 0, NULL, "ends at the minimum at (2, 1)"},
        {DESCENT_ENDING_CONVERGED, at, NULL, DESCENT_CRITICAL_MINIMUM, 0, &nothing, "ends at the minimum at (2, 1)"},
        {DESCENT_ENDING_CONVERGED, at, NULL, DESCENT_CRITICAL_MINIMUM, 0, &waiting,
         "ends at, or is on its way to, the minimum at (2, 1)"},
        {DESCENT_ENDING_APPROACHING, at, NULL, DESCENT_CRITICAL_SADDLE, 0, NULL,
         "is on its way to the saddle at (2, 1)"},
        {DESCENT_ENDING_CONVERGED, at, at, DESCENT_CRITICAL_DEGENERATE, DESCENT_PROBE_FLAT, NULL,
         "ends at the point in a valley at (2, 1)"},
        {DESCENT_ENDING_CONVERGED, at, beside, DESCENT_CRITICAL_DEGENERATE, DESCENT_PROBE_FLAT, NULL,
         "ends at the point in a valley at (2, 1)"},
        {DESCENT_ENDING_CONVERGED, at, shifted, DESCENT_CRITICAL_MINIMUM, 0, NULL, "ends at the minimum at (2, 1)"},
        {DESCENT_ENDING_UNDETERMINED, NULL, NULL, 0, 0, NULL, "neither settles nor runs off in so many steps"},
        {DESCENT_ENDING_DESCENDING, NULL, NULL, 0, 0, NULL, "still goes downhill"},
        {DESCENT_ENDING_STALLED, NULL, NULL, 0, 0, NULL, "neither settles nor runs off in so many steps"},
        {DESCENT_ENDING_PERIODIC, NULL, NULL, 0, 0, NULL, "oscillates"},
        {DESCENT_ENDING_QUASIPERIODIC, NULL, NULL, 0, 0, NULL, "moves within bounds for ever"},
        {DESCENT_ENDING_CHAOTIC, NULL, NULL, 0, 0, NULL, "is chaotic"},
        {DESCENT_ENDING_DIVERGING, NULL, NULL, 0, 0, NULL, "diverges"},
        {DESCENT_ENDING_UNBOUNDED, NULL, NULL, 0, 0, NULL, "neither settles nor runs off in so many steps"},
        {DESCENT_ENDING_NONFINITE, NULL, NULL, 0, 0, NULL, "neither settles nor runs off in so many steps"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_step_band bands[2] = {{.low = 1,
                                       .high = 2,
                                       .ending = cases[k].ending,
                                       .x = cases[k].x,
                                       .x_high = cases[k].x_high,
                                       .kind = cases[k].kind,
                                       .probe = cases[k].probe},
                                      {.low = 3, .high = 3, .ending = DESCENT_ENDING_DIVERGING}};
        descent_diagnosis d = diagnosis_with(DESCENT_ENDING_DIVERGING, bands, 2);
        d.internal = cases[k].holdings;
        char wanted[240];
        snprintf(wanted, sizeof wanted,
                 "From the same start the run %s with every step size that was tried from 1 to 2; with 3, yours, it "
                 "diverges.",
                 cases[k].told);
        assert_words(descent__explain_bands, &d, wanted);
    }
    /* A point that shifts by more than a thousandth is told twice, in a list. */
    descent_step_band bands[2] = {{.low = 1,
                                   .high = 2,
                                   .ending = DESCENT_ENDING_CONVERGED,
                                   .x = at,
                                   .x_high = apart,
                                   .kind = DESCENT_CRITICAL_DEGENERATE,
                                   .probe = DESCENT_PROBE_FLAT},
                                  {.low = 3, .high = 3, .ending = DESCENT_ENDING_CHAOTIC}};
    const descent_diagnosis d = diagnosis_with(DESCENT_ENDING_CHAOTIC, bands, 2);
    assert_words(descent__explain_bands, &d,
                 "From the same start, where the run ends depends on the step size. With those that were tried, for "
                 "some hundred steps: from 1 to 2 it ends at a point in a valley, (2, 1) with the smallest of them and "
                 "(2, 1.0021) with the largest; with 3, yours, it is chaotic.");
}
END_TEST

#define DEPENDS "From the same start, where the run ends depends on the step size"
#define TRIED   " With those that were tried"
#define FOR     ", for some hundred steps: "

START_TEST(three_bands_are_a_list)
{
    const descent_ending endings[] = {DESCENT_ENDING_CONVERGED, DESCENT_ENDING_PERIODIC, DESCENT_ENDING_CHAOTIC};
    descent_step_band bands[3];
    write_bands(bands, endings, 3);
    bands[2].high = 3.1234567;
    descent_diagnosis d = diagnosis_with(DESCENT_ENDING_CHAOTIC, bands, 3);
    const char *const list = "from 1 to 1.5 it ends at the minimum at (2, 1); from 2 to 2.5 it oscillates; from 3 to "
                             "3.12346, yours, it is chaotic.";
    char wanted[400];
    snprintf(wanted, sizeof wanted, DEPENDS "." TRIED FOR "%s", list);
    assert_words(descent__explain_bands, &d, wanted);
    d.step_limit = 2.75; /* no step size above it was tried but the run's own */
    snprintf(wanted, sizeof wanted, DEPENDS "." TRIED ", all but yours below 2.75" FOR "%s", list);
    assert_words(descent__explain_bands, &d, wanted);
    /* Of an explosion what lies between is narrowed down, and told if it is wide. */
    d.ending = DESCENT_ENDING_DIVERGING;
    assert_words(descent__explain_bands, &d,
                 DEPENDS "." TRIED FOR
                         "from 1 to 1.5 it ends at the minimum at (2, 1); between 1.5 and 2 it changes, once or more; "
                         "from 2 to 2.5 it oscillates; between 2.5 and 3 it changes, once or more; from 3 to 3.12346, "
                         "yours, it is chaotic.");
    bands[1].ending = DESCENT_ENDING_DESCENDING; /* what is not done has no limit, on either side */
    assert_words(descent__explain_bands, &d,
                 DEPENDS "." TRIED FOR "from 1 to 1.5 it ends at the minimum at (2, 1); from 2 to 2.5 it still goes "
                         "downhill; from 3 to 3.12346, yours, it is chaotic.");
    bands[1].ending = DESCENT_ENDING_PERIODIC;
    bands[0].high = 2 - 0.0019; /* not a thousandth below 2 */
    bands[1].high = 3 - 0.0031; /* more than a thousandth below 3 */
    assert_words(descent__explain_bands, &d,
                 DEPENDS "." TRIED FOR "from 1 to 1.998 it ends at the minimum at (2, 1); from 2 to 2.996 it "
                         "oscillates; between 2.996 and 3 it changes, once or more; from 3 to 3.12346, "
                         "yours, it is chaotic.");
}
END_TEST

START_TEST(minima_that_differ_are_valleys)
{
    static const double near[] = {2, 1.0019}, other[] = {2, 1.0021};
    const descent_ending endings[] = {DESCENT_ENDING_CONVERGED, DESCENT_ENDING_CONVERGED, DESCENT_ENDING_CHAOTIC};
    static const struct {
        const double *second;
        descent_critical_kind kind;
        bool valleys;
    } cases[] = {{elsewhere, DESCENT_CRITICAL_MINIMUM, true},
                 {elsewhere, DESCENT_CRITICAL_SADDLE, false},
                 {near, DESCENT_CRITICAL_MINIMUM, false},
                 {other, DESCENT_CRITICAL_MINIMUM, true}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_step_band bands[3];
        write_bands(bands, endings, 3);
        bands[1].x = cases[k].second;
        bands[1].kind = cases[k].kind;
        const descent_diagnosis d = diagnosis_with(DESCENT_ENDING_CHAOTIC, bands, 3);
        char *text = inside_said(descent__explain_bands, &d);
        const char *const wanted = cases[k].valleys ? DEPENDS
                                       ", for a long step can jump from the valley of one minimum into that of another."
                                                    : DEPENDS ".";
        ck_assert_msg(strncmp(text, wanted, strlen(wanted)) == 0, "case %zu: %s", k, text);
        free(text);
    }
}
END_TEST

/* With the usual six digits, unless only this very number leads to a point that repels. */
START_TEST(a_single_step_size_has_its_digits)
{
    static const struct {
        descent_critical_kind kind;
        double width;
        const char *told;
    } cases[] = {{DESCENT_CRITICAL_MINIMUM, 0, "with 0.333333 it ends at the minimum at (2, 1);"},
                 {DESCENT_CRITICAL_SADDLE, 0, "with 0.3333333333333333 it ends at the saddle at (2, 1);"},
                 {DESCENT_CRITICAL_MAXIMUM, 0, "with 0.3333333333333333 it ends at the maximum at (2, 1);"},
                 {DESCENT_CRITICAL_MINIMUM, 0.0003, "with 0.333333 it ends at the minimum at (2, 1);"},
                 {DESCENT_CRITICAL_MINIMUM, 0.0004, "from 0.3334 to 0.3337 it ends at the minimum at (2, 1);"}};
    const descent_ending endings[] = {DESCENT_ENDING_CONVERGED, DESCENT_ENDING_CONVERGED, DESCENT_ENDING_CHAOTIC};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_step_band bands[3];
        write_bands(bands, endings, 3);
        bands[0].low = 1.0 / 3;
        bands[0].high = 1.0 / 3 + cases[k].width;
        bands[0].kind = cases[k].kind;
        const descent_diagnosis d = diagnosis_with(DESCENT_ENDING_CHAOTIC, bands, 3);
        char *text = inside_said(descent__explain_bands, &d);
        const char *const list = strchr(text, ':') + 2;
        ck_assert_msg(strncmp(list, cases[k].told, strlen(cases[k].told)) == 0, "case %zu: %s", k, text);
        free(text);
    }
}
END_TEST

/* A list has seven lines: of more there are the first five, one that says how many are left out, and the last. */
START_TEST(a_long_list_is_cut)
{
    const descent_ending endings[most_bands] = {
        DESCENT_ENDING_PERIODIC, DESCENT_ENDING_CHAOTIC,  DESCENT_ENDING_PERIODIC,
        DESCENT_ENDING_CHAOTIC,  DESCENT_ENDING_PERIODIC, DESCENT_ENDING_CHAOTIC,
        DESCENT_ENDING_PERIODIC, DESCENT_ENDING_CHAOTIC,  DESCENT_ENDING_PERIODIC};
    static const struct {
        size_t count;
        descent_ending ending;
        const char *told;
    } cases[] = {
        {7, DESCENT_ENDING_CHAOTIC,
         "from 1 to 1.5 it oscillates; from 2 to 2.5 it is chaotic; from 3 to 3.5 it oscillates; from 4 to 4.5 it is "
         "chaotic; from 5 to 5.5 it oscillates; from 6 to 6.5 it is chaotic; from 7 to 7.5, yours, it oscillates."},
        {8, DESCENT_ENDING_CHAOTIC,
         "from 1 to 1.5 it oscillates; from 2 to 2.5 it is chaotic; from 3 to 3.5 it oscillates; from 4 to 4.5 it is "
         "chaotic; from 5 to 5.5 it oscillates; 2 more, between these, left out here; from 8 to 8.5, yours, it is "
         "chaotic."},
        {4, DESCENT_ENDING_DIVERGING,
         "from 1 to 1.5 it oscillates; between 1.5 and 2 it changes, once or more; from 2 to 2.5 it is chaotic; "
         "between 2.5 and 3 it changes, once or more; from 3 to 3.5 it oscillates; between 3.5 and 4 it changes, once "
         "or more; from 4 to 4.5, yours, it is chaotic."},
        {5, DESCENT_ENDING_DIVERGING,
         "from 1 to 1.5 it oscillates; between 1.5 and 2 it changes, once or more; from 2 to 2.5 it is chaotic; "
         "between 2.5 and 3 it changes, once or more; from 3 to 3.5 it oscillates; 1 more, between these, left out "
         "here; from 5 to 5.5, yours, it oscillates."},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_step_band bands[most_bands];
        write_bands(bands, endings, cases[k].count);
        const descent_diagnosis d = diagnosis_with(cases[k].ending, bands, cases[k].count);
        char wanted[640];
        snprintf(wanted, sizeof wanted, DEPENDS "." TRIED FOR "%s", cases[k].told);
        assert_words(descent__explain_bands, &d, wanted);
    }
    /* What would begin with a gap must have room for both. */
    const descent_ending slow[] = {DESCENT_ENDING_PERIODIC, DESCENT_ENDING_DESCENDING, DESCENT_ENDING_DESCENDING,
                                   DESCENT_ENDING_PERIODIC, DESCENT_ENDING_CHAOTIC,    DESCENT_ENDING_PERIODIC,
                                   DESCENT_ENDING_CHAOTIC};
    descent_step_band bands[most_bands];
    write_bands(bands, slow, 7);
    const descent_diagnosis d = diagnosis_with(DESCENT_ENDING_DIVERGING, bands, 7);
    assert_words(descent__explain_bands, &d,
                 DEPENDS "." TRIED FOR
                         "from 1 to 1.5 it oscillates; from 2 to 2.5 it still goes downhill; from 3 to 3.5 it still "
                         "goes downhill; from 4 to 4.5 it oscillates; 2 more, between these, left out here; from 7 to "
                         "7.5, yours, it is chaotic.");
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
         CONDITION("1e+04") ": at best, with step size 1.9998, this rule would still take about 6.9e+04 steps."},
        {{0, 1e-4, 1},
         1e4,
         1e-3,
         CONDITION("1e+04") ": at best, with step size 1.9998, this rule would still take about 3.5e+04 steps."},
        {{1e-7, 0.5, 1},
         1e4,
         1,
         CONDITION("1e+07") ": at best, with step size just below 2, this rule would still take about 6.9e+07 steps."},
        {{1e-4, 0.5, 1}, 1e4, 1e-6, CONDITION("1e+04") "."}, /* there already */
        {{1e-4, 0.5, 1}, 9999, 1, ""},
        {{0.001, 0.5, 1}, 1e4, 1, ""},
        {{0.00099, 0.5, 1}, 1e4, 1e-6, CONDITION("1e+03") "."},
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
        a_step_size_is_on_one_side_of_the_limit,
        a_step_size_that_falls_comes_below_the_limit,
        a_limit_needs_a_minimum_and_a_rule,
        without_a_curvature_there_is_no_limit,
        two_bands_are_one_sentence,
        each_band_says_what_becomes_of_the_run,
        three_bands_are_a_list,
        minima_that_differ_are_valleys,
        a_single_step_size_has_its_digits,
        a_long_list_is_cut,
        curvatures_far_apart_are_slow,
        a_cycle_of_two_undoes_its_steps,
        growth_has_a_law,
        an_explosion_is_told_by_its_last_steps,
        motion_within_bounds_has_an_exponent,
        coordinates_have_periods_of_their_own,
        noise_has_the_digits_that_are_known,
    };
    return descent_test_main(descent_test_suite("inside_why", tests, sizeof tests / sizeof tests[0]));
}
