/* The words for ways out and ways down in the paragraph "Why", of diagnoses written by hand. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <descent/diagnosis.h>

#include "diagnosis/explain/why/ways.h"
#include "diagnosis/holdings.h"

#include "say.h"
#include "support.h"

static void assert_words(void (*say)(descent__words *words, const descent_diagnosis *d), const descent_diagnosis *d,
                         const char *wanted)
{
    char *text = inside_said(say, d);
    ck_assert_str_eq(text, wanted);
    free(text);
}

/* ---- the probe ---- */

#define AWAY "The loss is lower by 0.25 at a place "

/* Behind two variables stand numbers that are none. */
START_TEST(a_lower_point_is_told_so_that_it_is_another)
{
    static const struct {
        double lower[2];
        const char *told;
    } cases[] = {
        {{3, 1}, "The loss is lower at (3, 1), by 0.25: this is no minimum."},
        {{2, 1.0001}, "The loss is lower at (2, 1.0001), by 0.25: this is no minimum."},
        {{2 + 3e-7, 1 - 4e-7}, AWAY "5e-07 away, mostly toward smaller x₂: this is no minimum."},
        {{2 - 3e-7, 1 + 4e-7}, AWAY "5e-07 away, mostly toward larger x₂: this is no minimum."},
        {{2 + 4e-7, 1 + 3e-7}, AWAY "5e-07 away, mostly toward larger x₁: this is no minimum."},
        {{2 - 4e-7, 1}, AWAY "4e-07 away, mostly toward smaller x₁: this is no minimum."},
        /* As far in both: the first. */
        {{2 + 0x1p-22, 1 - 0x1p-22}, AWAY "3.4e-07 away, mostly toward larger x₁: this is no minimum."},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double x[] = {2, 1, 1e9}, lower[] = {cases[k].lower[0], cases[k].lower[1], -1e9};
        descent_critical_point point = {.kind = DESCENT_CRITICAL_DEGENERATE,
                                        .probe = DESCENT_PROBE_LOWER,
                                        .dimension = 2,
                                        .x = x,
                                        .lower_x = lower,
                                        .loss = 1,
                                        .lower_loss = 0.75};
        descent_diagnosis d = {.dimension = 2, .point = &point};
        assert_words(descent__explain_probe, &d, cases[k].told);
        point.kind = DESCENT_CRITICAL_SADDLE;
        assert_words(descent__explain_probe, &d, "");
        point.kind = DESCENT_CRITICAL_DEGENERATE;
        point.probe = DESCENT_PROBE_FLAT;
        assert_words(descent__explain_probe, &d, "");
        point.probe = DESCENT_PROBE_NONE_LOWER;
        assert_words(descent__explain_probe, &d,
                     "No lower point was found around it: that suggests a minimum, but does not prove it.");
        point.probe = DESCENT_PROBE_LOWER;
        point.lower_x = NULL;
        assert_words(descent__explain_probe, &d, "");
        d.point = NULL;
        assert_words(descent__explain_probe, &d, "");
    }
}
END_TEST

/* ---- the way out ---- */

#define OUT    "The way out leads along (0.6, 0.8)"
#define FACTOR OUT ": off the saddle that way, each step would multiply the distance by 1.5."
#define SIDES  "The way out leads to either side"
#define ALONE  SIDES ": off the maximum, each step would multiply the distance by 1.5."
#define ZERO   " is at distance 0, and 0 times any factor is 0."

/* From (2, 1) along (0.6, 0.8), or from 2 in one variable, with curvatures −2 and 3 and steps of 0.25. */
START_TEST(a_way_out_has_a_beginning)
{
    static const struct {
        size_t dimension;
        bool plain;
        double step_size, x[2], distance;
        double factors[2]; /* NaN: none */
        const char *told;
    } cases[] = {
        {2, true, 0.25, {2.001, 1.002}, 1, {NAN}, FACTOR " That way the run is only 0.0022 off so far."},
        {2, true, 0.25, {1.999, 0.998}, 1, {NAN}, FACTOR " That way the run is only 0.0022 off so far."},
        {2, false, 0.25, {2.001, 1.002}, 1, {NAN}, OUT ". That way the run is only 0.0022 off so far."},
        {2, true, NAN, {2.001, 1.002}, 1, {NAN}, OUT ". That way the run is only 0.0022 off so far."},
        {2, true, INFINITY, {2.001, 1.002}, 1, {NAN}, OUT ". That way the run is only 0.0022 off so far."},
        {2, true, 0, {2.001, 1.002}, 1, {NAN}, OUT ". That way the run is only 0.0022 off so far."},
        {1, true, 0.25, {2.5}, 0.7, {NAN}, ALONE " The run is only 0.5 off so far."},
        /* Rounding is 10⁻¹³ of the largest coordinate, which is 2. */
        {1,
         true,
         0.25,
         {2 + 1.9e-13},
         1.9e-13,
         {NAN},
         ALONE " The run is only 1.9e-13 off, which is no more than rounding."},
        {1, true, 0.25, {2 + 2.1e-13}, 2.1e-13, {NAN}, ALONE " The run is only 2.1e-13 off so far."},
        /* The very point, as a number. */
        {2, true, 0.25, {2, 1}, 1e-17, {NAN}, FACTOR " That way the run is at distance 0, to rounding."},
        {1, true, 0.25, {2}, 1e-17, {NAN}, ALONE " The run is only 1e-17 off, which is no more than rounding."},
        {2, true, 0.25, {2, 1}, 0, {NAN}, FACTOR " That way the run" ZERO},
        {1, true, 0.25, {2}, 0, {NAN}, ALONE " The run" ZERO},
        {2, false, 0.25, {2, 1}, 0, {1.5, 0.5}, OUT ". That way the run" ZERO},
        {2,
         false,
         0.25,
         {2, 1},
         0,
         {1, 1},
         OUT ". That way the run is at distance 0, and so is the slope: nothing leads it out."},
        {2,
         false,
         0.25,
         {2, 1},
         0,
         {NAN},
         OUT ". That way the run is at distance 0, and so is the slope: nothing leads it out."},
        {1, false, 0.25, {2}, 0, {NAN}, SIDES ". The run is at distance 0, where there is no slope."},
        {1, false, 0.25, {2.5}, 0.5, {NAN}, SIDES ". The run is only 0.5 off so far."},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const bool plane = cases[k].dimension == 2;
        double at[] = {2, plane ? 1 : 1e9, 1e9}, x[] = {cases[k].x[0], plane ? cases[k].x[1] : -1e9, -1e9};
        double escape[] = {plane ? 0.6 : 1, 0.8, 1}, curvatures[] = {-2, 3};
        double factors[] = {cases[k].factors[0], cases[k].factors[1]};
        descent_critical_point point = {.kind = plane ? DESCENT_CRITICAL_SADDLE : DESCENT_CRITICAL_MAXIMUM,
                                        .dimension = cases[k].dimension,
                                        .x = at,
                                        .escape = escape,
                                        .eigenvalues = curvatures,
                                        .eigenvalue_count = cases[k].dimension};
        descent__holdings holdings = {.plain_descent = cases[k].plain};
        descent_diagnosis d = {.dimension = cases[k].dimension,
                               .x = x,
                               .point = &point,
                               .distance = cases[k].distance,
                               .step_size = cases[k].step_size,
                               .factors = isnan(factors[0]) ? NULL : factors,
                               .internal = &holdings};
        assert_words(descent__explain_way_out, &d, cases[k].told);
        d.x = NULL;
        assert_words(descent__explain_way_out, &d, "");
        d.x = x;
        point.escape = NULL;
        assert_words(descent__explain_way_out, &d, "");
        d.point = NULL;
        assert_words(descent__explain_way_out, &d, "");
    }
}
END_TEST

/* Beside the way out is not on it, and is not the point. */
START_TEST(beside_the_way_out_is_not_on_it)
{
    static const struct {
        double x[2], escape[2];
        const char *told;
    } cases[] = {{{2.5, 1}, {0, 1}, "The way out leads along (0, 1). That way the run" ZERO},
                 {{2, 1.5}, {1, 0}, "The way out leads along (1, 0). That way the run" ZERO}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double at[] = {2, 1}, x[] = {cases[k].x[0], cases[k].x[1]}, factors[] = {1.5, 0.5}, curvatures[] = {-2, 3};
        double escape[] = {cases[k].escape[0], cases[k].escape[1]};
        descent_critical_point point = {.kind = DESCENT_CRITICAL_SADDLE,
                                        .dimension = 2,
                                        .x = at,
                                        .escape = escape,
                                        .eigenvalues = curvatures,
                                        .eigenvalue_count = 2};
        const descent_diagnosis d = {
            .dimension = 2, .x = x, .point = &point, .distance = 0.5, .step_size = 0.25, .factors = factors};
        assert_words(descent__explain_way_out, &d, cases[k].told);
    }
}
END_TEST

/* ---- the way down ---- */

START_TEST(a_run_that_stalled_is_told_the_way_down)
{
    static const struct {
        size_t dimension;
        double direction[2], distance;
        const char *down, *ahead;
    } cases[] = {
        {1, {0.5, -1}, 0.5, "The loss falls toward larger values of x₁.", "A minimum lies at 2, 0.5 away."},
        {1, {-0.5, 1}, 0, "The loss falls toward smaller values of x₁.", ""},
        {2, {0, 1}, 0.5, "The loss falls along (0, 1).", "A minimum lies at (2, 1), 0.5 away."},
        {2, {1, 0}, NAN, "The loss falls along (1, 0).", ""},
        {2, {1, 0}, INFINITY, "The loss falls along (1, 0).", ""},
        {2, {1, 0}, -1, "The loss falls along (1, 0).", ""},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double at[] = {2, 1}, direction[] = {cases[k].direction[0], cases[k].direction[1]};
        descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM, .dimension = cases[k].dimension, .x = at};
        descent_diagnosis d = {.ending = DESCENT_ENDING_STALLED,
                               .dimension = cases[k].dimension,
                               .direction = direction,
                               .point = &point,
                               .distance = cases[k].distance};
        char wanted[160];
        snprintf(wanted, sizeof wanted, "%s%s%s", cases[k].down, cases[k].ahead[0] ? " " : "", cases[k].ahead);
        assert_words(descent__explain_way_down, &d, wanted);
        d.ending = DESCENT_ENDING_DESCENDING;
        assert_words(descent__explain_way_down, &d, "");
        d.ending = DESCENT_ENDING_STALLED;
        d.direction = NULL;
        assert_words(descent__explain_way_down, &d, cases[k].ahead);
        d.direction = direction;
        d.point = NULL;
        assert_words(descent__explain_way_down, &d, cases[k].down);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_lower_point_is_told_so_that_it_is_another,
        a_way_out_has_a_beginning,
        beside_the_way_out_is_not_on_it,
        a_run_that_stalled_is_told_the_way_down,
    };
    return descent_test_main(descent_test_suite("inside_ways", tests, sizeof tests / sizeof tests[0]));
}
