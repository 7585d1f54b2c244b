/* The words for what happened on the way, of events written by hand. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <descent/diagnosis.h>

#include "base/ending.h"
#include "diagnosis/explain/event_words.h"
#include "diagnosis/holdings.h"

#include "say.h"
#include "support.h"

static double here[] = {0, 0, 1e9}, far[] = {7, 3, -1e9}; /* with a number behind that none is to read */
static const double out[] = {0, 1};
static const descent_event *told;

static descent_diagnosis diagnosis_of(descent_ending ending)
{
    return (descent_diagnosis){
        .ending = ending, .dimension = 2, .x = here, .steps = 100, .rows = 101, .diameter = 2, .tolerance = 1e-9};
}

static void say_event(descent__words *words, const descent_diagnosis *d)
{
    descent__explain_event(words, d, told);
}

static void assert_event(const descent_diagnosis *d, const descent_event *event, const char *wanted)
{
    told = event;
    char *text = inside_said(say_event, d);
    ck_assert_str_eq(text, wanted);
    free(text);
}

/* ---- lingering ---- */

/* Of 100 steps: not of the whole run, not without a way out at its end, and not four times as long or short as theory has it. */
START_TEST(a_stay_counts_if_it_is_one)
{
    static const struct {
        descent_ending ending;
        uint64_t first, last;
        double expected;
        bool way_out, counts;
    } cases[] = {
        {DESCENT_ENDING_DESCENDING, 11, 50, 30, true, true},
        {DESCENT_ENDING_DESCENDING, 11, 50, NAN, true, true},
        {DESCENT_ENDING_DESCENDING, 11, 50, INFINITY, true, true},
        /* Forty steps. */
        {DESCENT_ENDING_DESCENDING, 11, 50, 10, true, true},
        {DESCENT_ENDING_DESCENDING, 11, 50, 9.99, true, false},
        {DESCENT_ENDING_DESCENDING, 11, 50, 160, true, true},
        {DESCENT_ENDING_DESCENDING, 11, 50, 160.01, true, false},
        {DESCENT_ENDING_DESCENDING, 0, 98, NAN, true, true},
        {DESCENT_ENDING_DESCENDING, 0, 99, NAN, true, false},
        {DESCENT_ENDING_DESCENDING, 0, 100, NAN, true, false},
        {DESCENT_ENDING_DESCENDING, 1, 99, NAN, true, true},
        {DESCENT_ENDING_DESCENDING, 1, 100, NAN, true, true},
        {DESCENT_ENDING_DESCENDING, 1, 99, NAN, false, true},
        {DESCENT_ENDING_DESCENDING, 1, 100, NAN, false, false},
        {DESCENT_ENDING_CONVERGED, 1, 99, NAN, true, true},
        {DESCENT_ENDING_CONVERGED, 1, 100, NAN, true, false},
        /* Of irregular motion none is told. */
        {DESCENT_ENDING_CHAOTIC, 11, 50, 30, true, false},
        {DESCENT_ENDING_NOISY, 11, 50, 30, true, false},
    };
    const descent_critical_point saddle = {.kind = DESCENT_CRITICAL_SADDLE, .dimension = 2, .x = far};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_event events[] = {{.kind = DESCENT_EVENT_PLATEAU},
                                  {.kind = DESCENT_EVENT_LINGERING,
                                   .first_step = cases[k].first,
                                   .last_step = cases[k].last,
                                   .value = 1.5,
                                   .expected = cases[k].expected,
                                   .point = &saddle,
                                   .direction = cases[k].way_out ? out : NULL}};
        descent_diagnosis d = diagnosis_of(cases[k].ending);
        told = &events[1];
        char *text = inside_said(say_event, &d);
        ck_assert_msg((strlen(text) > 0) == cases[k].counts, "case %zu: %s", k, text);
        free(text);
        if (descent__ending_is_irregular(cases[k].ending))
            continue;
        d.events = events;
        for (d.event_count = 0; d.event_count <= 2; d.event_count++)
            ck_assert_msg(descent__explain_is_leaving(&d) ==
                              (cases[k].counts && d.event_count == 2 && cases[k].last == 100),
                          "case %zu", k);
        /* A gradient that is another's has no critical points. */
        d.findings = DESCENT_FINDING_GRADIENT_MISMATCH;
        assert_event(&d, told, "");
    }
    descent_event first[] = {{.kind = DESCENT_EVENT_LINGERING, .first_step = 1, .last_step = 100, .expected = NAN}};
    first[0].point = &saddle;
    first[0].direction = out;
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_DESCENDING);
    d.events = first;
    d.event_count = 1;
    ck_assert(descent__explain_is_leaving(&d));
    first[0].kind = DESCENT_EVENT_PLATEAU;
    ck_assert(!descent__explain_is_leaving(&d));
}
END_TEST

/* Of a run that settles: elsewhere than where it is, and than its point, by more than 10⁻⁶ of a diameter of 2. */
START_TEST(a_stay_is_elsewhere)
{
    static const struct {
        descent_ending ending;
        double run[2], point[2], stay[2];
        bool counts;
    } cases[] = {
        {DESCENT_ENDING_APPROACHING, {0, 0}, {0, 0}, {7, 3}, true},
        {DESCENT_ENDING_APPROACHING, {0, 0}, {5, 5}, {0, 1.9e-6}, false},
        {DESCENT_ENDING_APPROACHING, {0, 0}, {5, 5}, {0, 2e-6}, false},
        {DESCENT_ENDING_APPROACHING, {0, 0}, {5, 5}, {0, 2.1e-6}, true},
        {DESCENT_ENDING_APPROACHING, {0, 0}, {5, 5}, {2.1e-6, 0}, true},
        {DESCENT_ENDING_APPROACHING, {5, 5}, {0, 0}, {0, 1.9e-6}, false},
        {DESCENT_ENDING_APPROACHING, {5, 5}, {0, 0}, {0, 2e-6}, false},
        {DESCENT_ENDING_APPROACHING, {5, 5}, {0, 0}, {0, 2.1e-6}, true},
        {DESCENT_ENDING_APPROACHING, {5, 5}, {1, 1}, {1, 1}, false},
        {DESCENT_ENDING_APPROACHING, {1, 1}, {5, 5}, {1, 1}, false},
        {DESCENT_ENDING_CONVERGED, {1, 1}, {1, 1}, {1, 1}, false},
        {DESCENT_ENDING_DESCENDING, {1, 1}, {1, 1}, {1, 1}, true}, /* does not settle */
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double run[] = {cases[k].run[0], cases[k].run[1], 1e9}, at[] = {cases[k].point[0], cases[k].point[1], 1e9};
        double near[] = {cases[k].stay[0], cases[k].stay[1], -1e9};
        descent_critical_point end = {.kind = DESCENT_CRITICAL_MINIMUM, .dimension = 2, .x = at};
        const descent_critical_point saddle = {.kind = DESCENT_CRITICAL_SADDLE, .dimension = 2, .x = near};
        const descent_event event = {.kind = DESCENT_EVENT_LINGERING,
                                     .first_step = 11,
                                     .last_step = 50,
                                     .value = NAN,
                                     .expected = NAN,
                                     .point = &saddle};
        descent_diagnosis d = diagnosis_of(cases[k].ending);
        d.x = run;
        d.point = &end;
        told = &event;
        char *text = inside_said(say_event, &d);
        ck_assert_msg((strlen(text) > 0) == cases[k].counts, "case %zu: %s", k, text);
        free(text);
        d.point = NULL; /* at no point that is known */
        text = inside_said(say_event, &d);
        ck_assert_str_ne(text, "");
        free(text);
    }
}
END_TEST

#define STAYED "From step 11 to step 50 it lingered near the saddle at (7, 3)"

START_TEST(a_stay_has_a_way_out)
{
    static const struct {
        uint64_t first, last;
        double value, expected;
        bool way_out;
        const char *text;
    } cases[] = {
        {11, 50, 1.5, 30, false, STAYED "."},
        {11, 50, NAN, NAN, true, STAYED "."},
        {11, 50, 1, NAN, true, STAYED "."},
        {11, 50, 1.5, 30, true,
         STAYED " and left it along (0, 1), where each step multiplies the distance by 1.5 (with that factor a "
                "stay takes about 30 steps)."},
        {11, 50, 1.5, NAN, true,
         STAYED " and left it along (0, 1), where each step multiplied the distance by 1.5 on average."},
        {0, 50, 1.5, NAN, false, "From the start to step 50 it lingered near the saddle at (7, 3)."},
        {1, 50, 1.5, NAN, false, "From step 1 to step 50 it lingered near the saddle at (7, 3)."},
        {11, 100, 1.5, NAN, true,
         "Since step 11 it lingers near the saddle at (7, 3) and is leaving it along (0, 1), where each step "
         "multiplied "
         "the distance by 1.5 on average."},
        {11, 99, 1.5, NAN, false, "From step 11 to step 99 it lingered near the saddle at (7, 3)."},
        /* What theory has is told to four digits where these show it; else to two of the difference from one. */
        {11, 50, 1.00156, 30, true,
         STAYED " and left it along (0, 1), where each step multiplies the distance by 1.002 (with that factor a "
                "stay takes about 30 steps)."},
        {11, 50, 1.00066, 30, true,
         STAYED " and left it along (0, 1), where each step multiplies the distance by 1.00066 (with that factor "
                "a stay takes about 30 steps)."},
        {11, 50, 1.00156, NAN, true,
         STAYED " and left it along (0, 1), where each step multiplied the distance by 1.0016 on average."},
        {49, 50, 3, 1.4, true,
         "From step 49 to step 50 it lingered near the saddle at (7, 3) and left it along (0, 1), where each step "
         "multiplies the distance by 3 (with that factor a stay takes about 1 step)."},
        {49, 50, 3, 1.6, true,
         "From step 49 to step 50 it lingered near the saddle at (7, 3) and left it along (0, 1), where each step "
         "multiplies the distance by 3 (with that factor a stay takes about 2 steps)."},
    };
    const descent_critical_point saddle = {.kind = DESCENT_CRITICAL_SADDLE, .dimension = 2, .x = far};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent_event event = {.kind = DESCENT_EVENT_LINGERING,
                                     .first_step = cases[k].first,
                                     .last_step = cases[k].last,
                                     .value = cases[k].value,
                                     .expected = cases[k].expected,
                                     .point = &saddle,
                                     .direction = cases[k].way_out ? out : NULL};
        const descent_diagnosis d = diagnosis_of(DESCENT_ENDING_DESCENDING);
        assert_event(&d, &event, cases[k].text);
    }
}
END_TEST

/* A place along a level way is known as well as it was asked for, others to the tolerance. */
START_TEST(a_stay_is_where_it_is_known_to_be)
{
    static const struct {
        bool holdings, same;
        double known, tolerance;
        const char *where;
    } cases[] = {{false, false, 0, 0.1, "(0.5, 3)"},   {false, false, 0, 0.6, "(0, 3)"},
                 {true, true, 0.75, 0.1, "(0, 3)"},    {true, true, 0.4, 0.6, "(0.5, 3)"},
                 {true, false, 0.75, 0.1, "(0.5, 3)"}, {true, true, 0, 0.6, "(0, 3)"},
                 {true, true, 4, 0.1, "(0, 0)"}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double x[] = {0.5, 3};
        descent_critical_point point = {.kind = DESCENT_CRITICAL_SADDLE, .dimension = 2, .x = x}, other = {0};
        descent__holdings holdings = {.lingering = cases[k].same ? &point : &other, .lingering_known = cases[k].known};
        const descent_event event = {.kind = DESCENT_EVENT_LINGERING,
                                     .first_step = 11,
                                     .last_step = 50,
                                     .value = NAN,
                                     .expected = NAN,
                                     .point = &point};
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_DESCENDING);
        d.tolerance = cases[k].tolerance;
        d.internal = cases[k].holdings ? &holdings : NULL;
        char wanted[120];
        snprintf(wanted, sizeof wanted, "From step 11 to step 50 it lingered near the saddle at %s.", cases[k].where);
        assert_event(&d, &event, wanted);
    }
}
END_TEST

/* ---- plateaus ---- */

/* From step 10 to 20; what is beside another critical point meanwhile is told there. */
START_TEST(a_plateau_is_told_once)
{
    static const struct {
        descent_event_kind kind;
        uint64_t first, last;
        bool told_there;
    } cases[] = {{DESCENT_EVENT_LINGERING, 12, 15, true},  {DESCENT_EVENT_LINGERING, 20, 30, true},
                 {DESCENT_EVENT_LINGERING, 21, 30, false}, {DESCENT_EVENT_LINGERING, 5, 10, true},
                 {DESCENT_EVENT_LINGERING, 5, 9, false},   {DESCENT_EVENT_LOSS_ROSE, 12, 15, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_event events[] = {
            {.kind = cases[k].kind, .first_step = cases[k].first, .last_step = cases[k].last},
            {.kind = DESCENT_EVENT_PLATEAU, .first_step = 10, .last_step = 20, .value = 0.00123, .count = 1},
            {.kind = DESCENT_EVENT_LINGERING, .first_step = 12, .last_step = 15}};
        const char *const one = "From step 10 to step 20 the steps were tiny, down to length 0.0012, and grew again.";
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_DESCENDING);
        d.events = events;
        d.event_count = 2;
        assert_event(&d, &events[1], cases[k].told_there ? "" : one);
        d.ending = DESCENT_ENDING_CHAOTIC;
        assert_event(&d, &events[1], "");
        events[1].count = 2;
        assert_event(&d, &events[1], "");
        d.ending = DESCENT_ENDING_DESCENDING;
        assert_event(&d, &events[1],
                     "2 times the steps were tiny for a while and grew again; they were shortest from step 10 to step "
                     "20, down to length 0.0012.");
    }
}
END_TEST

/* ---- the loss ---- */

START_TEST(a_loss_that_rose_says_how_often)
{
    static const struct {
        uint64_t steps, count;
        bool all_seen;
        double value;
        const char *text;
    } cases[] = {
        {5, 5, true, 0.5, "The loss rose in every step, at most by 0.5."},
        {2, 2, true, 0.5, "The loss rose in every step, at most by 0.5."},
        {5, 3, true, 0.5, "The loss rose in 3 of 5 steps, at most by 0.5, first in step 2."},
        {5, 1, true, 0.5, "The loss rose in 1 of 5 steps, by 0.5, in step 2."},
        {5, 2, true, NAN, "The loss rose in 2 of 5 steps, first in step 2."},
        {1, 1, true, 0.5, "The loss rose in 1 of 1 step, by 0.5."},
        {5, 5, false, 0.5, "The loss rose 5 times, at most by 0.5, first in step 2."},
        {5, 1, false, 0.5, "The loss rose 1 time, by 0.5, in step 2."},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent_event event = {
            .kind = DESCENT_EVENT_LOSS_ROSE, .first_step = 2, .value = cases[k].value, .count = cases[k].count};
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_DESCENDING);
        d.steps = cases[k].steps;
        d.rows = (size_t)cases[k].steps + cases[k].all_seen;
        assert_event(&d, &event, cases[k].text);
    }
}
END_TEST

#define AGAIN " is infinite or not a number; later it had a value again."
#define NEVER " is infinite or not a number."

/* Of the loss at step 7 of 100; what the verdict says is not said again. */
START_TEST(what_had_no_value_is_told_unless_the_verdict_does)
{
    static const struct {
        descent_ending ending;
        descent_quantity broken, quantity;
        uint64_t onset, first;
        double loss, gradient_norm;
        const char *text;
    } cases[] = {
        {DESCENT_ENDING_NONFINITE, DESCENT_QUANTITY_LOSS, DESCENT_QUANTITY_LOSS, 7, 7, NAN, 1, ""},
        {DESCENT_ENDING_NONFINITE, DESCENT_QUANTITY_LOSS, DESCENT_QUANTITY_LOSS, 1, 1, NAN, 1, ""},
        {DESCENT_ENDING_NONFINITE, DESCENT_QUANTITY_LOSS, DESCENT_QUANTITY_LOSS, 99, 99, NAN, 1, ""},
        {DESCENT_ENDING_DESCENDING, DESCENT_QUANTITY_LOSS, DESCENT_QUANTITY_LOSS, 7, 7, NAN, 1,
         "After step 7 the loss" NEVER},
        {DESCENT_ENDING_NONFINITE, DESCENT_QUANTITY_LOSS, DESCENT_QUANTITY_GRADIENT, 7, 7, NAN, 1,
         "After step 7 the gradient" NEVER},
        {DESCENT_ENDING_NONFINITE, DESCENT_QUANTITY_LOSS, DESCENT_QUANTITY_LOSS, 6, 7, NAN, 1,
         "After step 7 the loss" NEVER},
        {DESCENT_ENDING_NONFINITE, DESCENT_QUANTITY_LOSS, DESCENT_QUANTITY_LOSS, 8, 7, NAN, 1,
         "Step 7 was the first to lead to where the loss" AGAIN},
        {DESCENT_ENDING_DESCENDING, DESCENT_QUANTITY_LOSS, DESCENT_QUANTITY_LOSS, 8, 7, NAN, 1,
         "After step 7 the loss" NEVER},
        {DESCENT_ENDING_NONFINITE, DESCENT_QUANTITY_LOSS, DESCENT_QUANTITY_GRADIENT, 8, 7, NAN, 1,
         "After step 7 the gradient" NEVER},
        {DESCENT_ENDING_NONFINITE, DESCENT_QUANTITY_LOSS, DESCENT_QUANTITY_LOSS, 0, 0, NAN, 1,
         "At the start the loss" NEVER},
        {DESCENT_ENDING_NONFINITE, DESCENT_QUANTITY_LOSS, DESCENT_QUANTITY_LOSS, 100, 100, NAN, 1,
         "After step 100 the loss" NEVER},
        {DESCENT_ENDING_DESCENDING, DESCENT_QUANTITY_NONE, DESCENT_QUANTITY_LOSS, 0, 100, INFINITY, 1, ""},
        {DESCENT_ENDING_DESCENDING, DESCENT_QUANTITY_NONE, DESCENT_QUANTITY_GRADIENT, 0, 100, 1, INFINITY, ""},
        {DESCENT_ENDING_DESCENDING, DESCENT_QUANTITY_NONE, DESCENT_QUANTITY_LOSS, 0, 99, INFINITY, 1,
         "After step 99 the loss" NEVER},
        {DESCENT_ENDING_DESCENDING, DESCENT_QUANTITY_NONE, DESCENT_QUANTITY_LOSS, 0, 7, 1, 1,
         "Step 7 was the first to lead to where the loss" AGAIN},
        {DESCENT_ENDING_DESCENDING, DESCENT_QUANTITY_NONE, DESCENT_QUANTITY_LOSS, 0, 1, 1, 1,
         "Step 1 was the first to lead to where the loss" AGAIN},
        {DESCENT_ENDING_DESCENDING, DESCENT_QUANTITY_NONE, DESCENT_QUANTITY_LOSS, 0, 0, 1, 1,
         "At the start the loss" AGAIN},
        {DESCENT_ENDING_DESCENDING, DESCENT_QUANTITY_NONE, DESCENT_QUANTITY_GRADIENT, 0, 7, 1, 1,
         "After step 7 the gradient" NEVER},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent_event event = {
            .kind = DESCENT_EVENT_NONFINITE, .first_step = cases[k].first, .quantity = cases[k].quantity};
        descent_diagnosis d = diagnosis_of(cases[k].ending);
        d.quantity = cases[k].broken;
        d.pace.onset = cases[k].onset;
        d.loss = cases[k].loss;
        d.gradient_norm = cases[k].gradient_norm;
        assert_event(&d, &event, cases[k].text);
        d.x = NULL; /* never began */
        assert_event(&d, &event, "");
    }
}
END_TEST

/* ---- others ---- */

START_TEST(turns_are_told_of_what_neither_circles_nor_diverges)
{
    static const struct {
        descent_ending ending;
        size_t period;
        bool told;
    } cases[] = {{DESCENT_ENDING_CONVERGED, 0, true},      {DESCENT_ENDING_PERIODIC, 1, false},
                 {DESCENT_ENDING_PERIODIC, 2, false},      {DESCENT_ENDING_DIVERGING, 0, false},
                 {DESCENT_ENDING_QUASIPERIODIC, 0, false}, {DESCENT_ENDING_UNBOUNDED, 0, true}};
    const descent_event event = {.kind = DESCENT_EVENT_SIGN_FLIPS, .count = 9};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis d = diagnosis_of(cases[k].ending);
        d.cycle.period = cases[k].period;
        assert_event(&d, &event,
                     cases[k].told ? "In 9 steps it went back against the step before, by 120° or more." : "");
    }
}
END_TEST

/* What is counted is said: of one variable a step goes on or back, and of several it turns by some angle. */
START_TEST(turns_say_what_is_counted)
{
    static const struct {
        size_t dimension;
        bool rounding;
        const char *said;
    } cases[] = {
        {1, false, "In 9 steps it went back against the step before."},
        {2, false, "In 9 steps it went back against the step before, by 120° or more."},
        {3, false, "In 9 steps it went back against the step before, by 120° or more."},
        {1, true, "In 9 steps it went back against the step before; steps of the size of rounding are not counted."},
        {2, true,
         "In 9 steps it went back against the step before, by 120° or more; steps of the size of rounding are not "
         "counted."},
    };
    const descent_event event = {.kind = DESCENT_EVENT_SIGN_FLIPS, .count = 9};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent__holdings holdings = {.turns_by_rounding = cases[k].rounding};
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_CONVERGED);
        d.dimension = cases[k].dimension;
        d.internal = &holdings;
        assert_event(&d, &event, cases[k].said);
    }
}
END_TEST

START_TEST(other_events_have_a_sentence)
{
    static const struct {
        descent_ending ending;
        descent_event event;
        const char *text;
    } cases[] = {
        {0, {.kind = DESCENT_EVENT_STEP_SIZE, .value = 0.5}, "The step size fell to 0.5 times its first value."},
        {0, {.kind = DESCENT_EVENT_STEP_SIZE, .value = 1.5}, "The step size rose to 1.5 times its first value."},
        {0, {.kind = DESCENT_EVENT_STEP_SIZE, .value = 0}, "The step size fell to 0."},
        {0,
         {.kind = DESCENT_EVENT_RULE_CHANGED, .first_step = 41},
         "The rule was changed before step 42; all that is said is of the run since then."},
        {0, {.kind = DESCENT_EVENT_OSCILLATION, .first_step = 41}, ""},
        {0, {.kind = DESCENT_EVENT_GROWTH, .first_step = 41}, ""},
        {DESCENT_ENDING_CONVERGED,
         {.kind = DESCENT_EVENT_JUMPED, .last_step = 8, .count = 1},
         "In step 8 it jumped into the valley where it ended. Before that it was in the valley of the minimum at (7, "
         "3): tiny steps would have led there."},
        {DESCENT_ENDING_APPROACHING,
         {.kind = DESCENT_EVENT_JUMPED, .last_step = 8, .count = 2},
         "It jumped from valley to valley 2 times, last in step 8 into the one where it is now. Before that it was in "
         "the valley of the minimum at (7, 3): tiny steps would have led there."},
        {0,
         {.kind = DESCENT_EVENT_POLE, .first_step = 5, .last_step = 5, .value = -INFINITY, .count = 1},
         "In step 5 it crossed a pole: on the side from which it came, the loss falls below all bounds."},
        {0,
         {.kind = DESCENT_EVENT_POLE, .first_step = 5, .last_step = 9, .value = INFINITY, .count = 3},
         "In 3 steps it crossed a pole, the first time in step 5, the last time in step 9: on the side from which it "
         "came that first time, the loss rises above all bounds."},
    };
    const descent_critical_point minimum = {.kind = DESCENT_CRITICAL_MINIMUM, .dimension = 2, .x = far};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_event event = cases[k].event;
        event.point = &minimum;
        const descent_diagnosis d = diagnosis_of(cases[k].ending);
        assert_event(&d, &event, cases[k].text);
    }
}
END_TEST

/* Where the pole is, is known to rounding of the step; and of more steps that may have crossed one, that not all were looked at. */
START_TEST(a_pole_is_told_with_its_place)
{
    static const double place[] = {1e-16, 0.5, 1e9};
    descent__holdings holdings = {.pole = place, .pole_known = 1e-9};
    descent_event event = {.kind = DESCENT_EVENT_POLE, .first_step = 5, .last_step = 5, .value = -INFINITY, .count = 1};
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_DESCENDING);
    d.internal = &holdings;
    assert_event(&d, &event,
                 "In step 5 it crossed a pole at (0, 0.5): on the side from which it came, the loss falls below all "
                 "bounds.");
    holdings.more_poles = true;
    assert_event(&d, &event,
                 "In step 5, and maybe in later ones, it crossed a pole at (0, 0.5): on the side from which it came "
                 "that first time, the loss falls below all bounds.");
    event.count = 2;
    event.last_step = 9;
    assert_event(&d, &event,
                 "In at least 2 steps it crossed a pole, the first time in step 5 at (0, 0.5), and again in step 9: on "
                 "the side from which it came that first time, the loss falls below all bounds.");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_stay_counts_if_it_is_one,
        a_stay_is_elsewhere,
        a_stay_has_a_way_out,
        a_stay_is_where_it_is_known_to_be,
        a_plateau_is_told_once,
        a_loss_that_rose_says_how_often,
        what_had_no_value_is_told_unless_the_verdict_does,
        turns_are_told_of_what_neither_circles_nor_diverges,
        turns_say_what_is_counted,
        other_events_have_a_sentence,
        a_pole_is_told_with_its_place,
    };
    return descent_test_main(descent_test_suite("inside_event_words", tests, sizeof tests / sizeof tests[0]));
}
