/* The words for where other step sizes lead from the same start, of bands written by hand. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <descent/diagnosis.h>

#include "diagnosis/explain/why/step_sizes.h"
#include "diagnosis/holdings.h"

#include "say.h"
#include "support.h"

static double at[] = {2, 1, 1e9}, elsewhere[] = {-3, 4, -1e9}; /* with a number behind that none is to read */

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

/* ---- bands ---- */

enum {
    most_bands = 9
};

/* One band after another from 1 on, each of width a half: the k-th of them ends, or what else, as `endings` has it. Before
 * and behind them are some that are none of the run's. */
static descent_step_band *write_bands(descent_step_band room[most_bands + 2], const descent_ending *endings,
                                      size_t count)
{
    const descent_step_band other = {
        .ending = DESCENT_ENDING_CONVERGED, .x = elsewhere, .kind = DESCENT_CRITICAL_MINIMUM};
    descent_step_band *const bands = room + 1;
    room[0] = bands[count] = other;
    bands[count].low = bands[count].high = 1e9;
    for (size_t k = 0; k < count; k++)
        bands[k] = (descent_step_band){.low = 1 + (double)k,
                                       .high = 1.5 + (double)k,
                                       .ending = endings[k],
                                       .x = endings[k] == DESCENT_ENDING_CONVERGED ? at : NULL,
                                       .kind = DESCENT_CRITICAL_MINIMUM};
    return bands;
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
    descent_step_band bands[2] = {{.low = 0.012341234,
                                   .high = 0.98768,
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
    static double shifted[] = {2, 1.5, -1e9}, beside[] = {2, 1.0019, -1e9}, apart[] = {2, 1.0021, -1e9};
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
        {DESCENT_ENDING_CONVERGED, at, NULL, DESCENT_CRITICAL_DEGENERATE, DESCENT_PROBE_FLAT, NULL,
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
    descent_step_band line[2] = {{.low = 1,
                                  .high = 2,
                                  .ending = DESCENT_ENDING_CONVERGED,
                                  .x = at,
                                  .kind = DESCENT_CRITICAL_DEGENERATE,
                                  .probe = DESCENT_PROBE_FLAT},
                                 {.low = 3, .high = 3, .ending = DESCENT_ENDING_DIVERGING}};
    descent_diagnosis of_one = diagnosis_with(DESCENT_ENDING_DIVERGING, line, 2);
    of_one.dimension = 1;
    assert_words(
        descent__explain_bands, &of_one,
        "From the same start the run ends at the point on flat ground at 2 with every step size that was tried "
        "from 1 to 2; with 3, yours, it diverges.");
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
                 "some hundred steps; between these it may end elsewhere: from 1 to 2 it ends at a point in a valley, "
                 "(2, 1) with the smallest of them and "
                 "(2, 1.0021) with the largest; with 3, yours, it is chaotic.");
}
END_TEST

#define DEPENDS "From the same start, where the run ends depends on the step size"
#define TRIED   " With those that were tried"
#define FOR     ", for some hundred steps; between these it may end elsewhere: "

START_TEST(three_bands_are_a_list)
{
    const descent_ending endings[] = {DESCENT_ENDING_CONVERGED, DESCENT_ENDING_PERIODIC, DESCENT_ENDING_CHAOTIC};
    descent_step_band room[most_bands + 2], *const bands = write_bands(room, endings, 3);
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

/* A band, or a gap, of just a thousandth is none. */
START_TEST(a_thousandth_is_not_wide)
{
    const descent_ending endings[] = {DESCENT_ENDING_CONVERGED, DESCENT_ENDING_PERIODIC, DESCENT_ENDING_CHAOTIC};
    descent_step_band room[most_bands + 2], *const bands = write_bands(room, endings, 3);
    bands[0].low = 998;
    bands[0].high = 999;
    bands[1].low = 1000;
    bands[1].high = 1500;
    bands[2].low = 1998;
    bands[2].high = 2000;
    const descent_diagnosis d = diagnosis_with(DESCENT_ENDING_DIVERGING, bands, 3);
    assert_words(descent__explain_bands, &d,
                 DEPENDS
                 "." TRIED FOR "from 998 to 999 it ends at the minimum at (2, 1); from 1000 to 1500 it "
                 "oscillates; between 1500 and 1998 it changes, once or more; with 2000, yours, it is chaotic.");
}
END_TEST

START_TEST(minima_that_differ_are_valleys)
{
    static const double near[] = {2, 1.0019, -1e9}, other[] = {2, 1.0021, -1e9}, first_other[] = {2.0021, 1, -1e9},
                        thousand[] = {1000, 0, 1e9}, thousandth[] = {999, 0, -1e9}, more[] = {998.9, 0, -1e9},
                        small[] = {0.1, 0.05, 1e9}, small_near[] = {0.1, 0.05009, -1e9},
                        small_other[] = {0.1, 0.0502, -1e9};
    const descent_ending endings[] = {DESCENT_ENDING_CONVERGED, DESCENT_ENDING_CONVERGED, DESCENT_ENDING_CHAOTIC};
    static const struct {
        const double *first, *second;
        descent_critical_kind kind;
        bool valleys;
    } cases[] = {
        {at, elsewhere, DESCENT_CRITICAL_MINIMUM, true},     {at, elsewhere, DESCENT_CRITICAL_SADDLE, false},
        {at, near, DESCENT_CRITICAL_MINIMUM, false},         {at, other, DESCENT_CRITICAL_MINIMUM, true},
        {at, first_other, DESCENT_CRITICAL_MINIMUM, true},   {thousand, thousandth, DESCENT_CRITICAL_MINIMUM, false},
        {thousand, more, DESCENT_CRITICAL_MINIMUM, true},    {small, small_near, DESCENT_CRITICAL_MINIMUM, false},
        {small, small_other, DESCENT_CRITICAL_MINIMUM, true}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_step_band room[most_bands + 2], *const bands = write_bands(room, endings, 3);
        bands[0].x = cases[k].first;
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
        double low, width;
        const char *told;
    } cases[] = {{DESCENT_CRITICAL_MINIMUM, 1.0 / 3, 0, "with 0.333333 it ends at the minimum at (2, 1);"},
                 {DESCENT_CRITICAL_SADDLE, 1.0 / 3, 0, "with 0.3333333333333333 it ends at the saddle at (2, 1);"},
                 {DESCENT_CRITICAL_MAXIMUM, 1.0 / 3, 0, "with 0.3333333333333333 it ends at the maximum at (2, 1);"},
                 {DESCENT_CRITICAL_MINIMUM, 1.0 / 3, 0.0003, "with 0.333333 it ends at the minimum at (2, 1);"},
                 {DESCENT_CRITICAL_MINIMUM, 1.0 / 3, 0.0004, "from 0.3334 to 0.3337 it ends at the minimum at (2, 1);"},
                 {DESCENT_CRITICAL_SADDLE, 0.25, 0, "with 0.25 it ends at the saddle at (2, 1);"},
                 {DESCENT_CRITICAL_SADDLE, 0.1 + 0.2, 0, "with 0.30000000000000004 it ends at the saddle at (2, 1);"}};
    const descent_ending endings[] = {DESCENT_ENDING_CONVERGED, DESCENT_ENDING_CONVERGED, DESCENT_ENDING_CHAOTIC};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_step_band room[most_bands + 2], *const bands = write_bands(room, endings, 3);
        bands[0].low = cases[k].low;
        bands[0].high = cases[k].low + cases[k].width;
        bands[0].kind = cases[k].kind;
        const descent_diagnosis d = diagnosis_with(DESCENT_ENDING_CHAOTIC, bands, 3);
        char *text = inside_said(descent__explain_bands, &d);
        const char *const list = strchr(text, ':') + 2;
        ck_assert_msg(strncmp(list, cases[k].told, strlen(cases[k].told)) == 0, "case %zu: %s", k, text);
        free(text);
    }
}
END_TEST

/* To a hundredth of the way to its neighbours: between these and it the outcome changes, and nobody knows where. */
START_TEST(a_single_step_size_is_told_from_its_neighbours)
{
    static const struct {
        double before, after;
        const char *told;
    } cases[] = {{0.1, 2, "with 0.151205 it ends"},
                 {0.151204, 2, "with 0.15120544 it ends"},
                 {0.15120543999, 2, "with 0.15120544 it ends"},
                 {0.1, 0.15120545, "with 0.151205 it ends"},
                 {0.1512054399999999, 2, "with 0.15120544 it ends"}};
    const descent_ending endings[] = {DESCENT_ENDING_CONVERGED, DESCENT_ENDING_CONVERGED, DESCENT_ENDING_CHAOTIC};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_step_band room[most_bands + 2], *const bands = write_bands(room, endings, 3);
        bands[0].low = 0.01;
        bands[0].high = cases[k].before;
        bands[0].x = elsewhere;
        bands[1].low = bands[1].high = 0.15120544;
        bands[2].low = cases[k].after;
        const descent_diagnosis d = diagnosis_with(DESCENT_ENDING_CHAOTIC, bands, 3);
        char *text = inside_said(descent__explain_bands, &d);
        ck_assert_msg(strstr(text, cases[k].told) != NULL, "case %zu: %s", k, text);
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
         "chaotic; from 5 to 5.5 it oscillates; 2 more ranges of step sizes, between these, are left out here; from 8 "
         "to 8.5, yours, it is "
         "chaotic."},
        {4, DESCENT_ENDING_DIVERGING,
         "from 1 to 1.5 it oscillates; between 1.5 and 2 it changes, once or more; from 2 to 2.5 it is chaotic; "
         "between 2.5 and 3 it changes, once or more; from 3 to 3.5 it oscillates; between 3.5 and 4 it changes, once "
         "or more; from 4 to 4.5, yours, it is chaotic."},
        {5, DESCENT_ENDING_DIVERGING,
         "from 1 to 1.5 it oscillates; between 1.5 and 2 it changes, once or more; from 2 to 2.5 it is chaotic; "
         "between 2.5 and 3 it changes, once or more; from 3 to 3.5 it oscillates; 1 more range of step sizes, between "
         "these, is left out "
         "here; from 5 to 5.5, yours, it oscillates."},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_step_band room[most_bands + 2], *const bands = write_bands(room, endings, cases[k].count);
        const descent_diagnosis d = diagnosis_with(cases[k].ending, bands, cases[k].count);
        char wanted[640];
        snprintf(wanted, sizeof wanted, DEPENDS "." TRIED FOR "%s", cases[k].told);
        assert_words(descent__explain_bands, &d, wanted);
    }
    /* What would begin with a gap must have room for both. */
    const descent_ending slow[] = {DESCENT_ENDING_PERIODIC, DESCENT_ENDING_DESCENDING, DESCENT_ENDING_DESCENDING,
                                   DESCENT_ENDING_PERIODIC, DESCENT_ENDING_CHAOTIC,    DESCENT_ENDING_PERIODIC,
                                   DESCENT_ENDING_CHAOTIC};
    descent_step_band room[most_bands + 2], *const bands = write_bands(room, slow, 7);
    const descent_diagnosis d = diagnosis_with(DESCENT_ENDING_DIVERGING, bands, 7);
    assert_words(descent__explain_bands, &d,
                 DEPENDS "." TRIED FOR
                         "from 1 to 1.5 it oscillates; from 2 to 2.5 it still goes downhill; from 3 to 3.5 it still "
                         "goes downhill; from 4 to 4.5 it oscillates; 2 more ranges of step sizes, between these, are "
                         "left out here; from 7 to "
                         "7.5, yours, it is chaotic.");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        two_bands_are_one_sentence,
        each_band_says_what_becomes_of_the_run,
        three_bands_are_a_list,
        a_thousandth_is_not_wide,
        minima_that_differ_are_valleys,
        a_single_step_size_has_its_digits,
        a_single_step_size_is_told_from_its_neighbours,
        a_long_list_is_cut,
    };
    return descent_test_main(descent_test_suite("inside_step_bands", tests, sizeof tests / sizeof tests[0]));
}
