/* The paragraph "Seen": setting, stop, rate and what is left of the way, of diagnoses written by hand. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <descent/diagnosis.h>
#include <descent/stops.h>

#include "diagnosis/explain/seen.h"
#include "diagnosis/holdings.h"

#include "say.h"
#include "support.h"

static double at[] = {2, 1}, far[] = {-30, 40};

#define THERE   " led to (2, 1), with loss 0.25 and gradient norm 0.5."
#define SETTING "5 steps with step size 0.1 (fixed step)" THERE

static descent_diagnosis diagnosis_of(descent_ending ending)
{
    return (descent_diagnosis){.ending = ending,
                               .rule_name = "fixed step",
                               .dimension = 2,
                               .x = at,
                               .steps = 5,
                               .rows = 6,
                               .step_size = 0.1,
                               .loss = 0.25,
                               .gradient_norm = 0.5,
                               .diameter = 2,
                               .tolerance = NAN,
                               .pace.law = DESCENT_LAW_FINITE,
                               .pace.rate = NAN,
                               .pace.exponent = NAN,
                               .pace.slope = NAN};
}

static void assert_seen(const descent_diagnosis *d, const char *wanted)
{
    char *text = inside_said(descent__explain_seen, d);
    ck_assert_str_eq(text, wanted);
    free(text);
}

/* Behind the usual setting. */
static void assert_more(const descent_diagnosis *d, const char *more)
{
    char momentum[40] = "", wanted[800];
    if (fabs(d->momentum) > 0)
        snprintf(momentum, sizeof momentum, " and momentum %.6g", d->momentum);
    snprintf(wanted, sizeof wanted, "5 steps with step size 0.1%s (fixed step)" THERE "%s%s", momentum,
             more[0] ? " " : "", more);
    assert_seen(d, wanted);
}

/* ---- the setting ---- */

START_TEST(a_setting_names_the_rule)
{
    static const struct {
        uint64_t steps;
        double step_size, momentum;
        const char *rule;
        unsigned findings;
        bool finds, plain, changed;
        const char *told;
    } cases[] = {
        {5, 0.1, 0, "fixed step", 0, false, false, false, SETTING},
        {5, 0.1, 0.9, "r", 0, false, false, false, "5 steps with step size 0.1 and momentum 0.9 (r)" THERE},
        {5, 0.1, -0.9, "r", 0, false, false, false, "5 steps with step size 0.1 and momentum -0.9 (r)" THERE},
        {1, 0.1, 0, "r", 0, false, false, false, "1 step with step size 0.1 (r)" THERE},
        {0, 0.1, 0, "r", 0, false, false, false, "No step: it stands at (2, 1), with loss 0.25 and gradient norm 0.5."},
        {5, 0.1, 0, "", 0, false, false, false, "5 steps" THERE},
        {5, NAN, 0, "r", 0, false, false, false, "5 steps (r)" THERE},
        {5, 0.1, 0, "r", 0, true, false, false,
         "5 steps (r, which finds each step size itself, beginning with 0.1)" THERE},
        {5, 0.1, 0, "r", DESCENT_FINDING_RULE_FITTED, false, false, false,
         "5 steps with step size 0.1 (r, fitted to the path)" THERE},
        {5, 0.1, 0, "r", DESCENT_FINDING_RULE_FITTED, true, false, false,
         "5 steps (r, fitted to the path, which finds each step size itself, beginning with 0.1)" THERE},
        {5, 0.1, 0, "r", 0, false, false, true,
         "5 steps (r; the last with step size 0.1)" THERE " The step size fell to 0.5 times its first value."},
        {5, 0.1, 0.9, "r", 0, false, true, true,
         "5 steps (plain gradient descent; the last with step size 0.1 and momentum 0.9)" THERE
         " The step size fell to 0.5 times its first value."},
        {5, 0.1, 0, "r", 0, false, true, false, "5 steps with step size 0.1 (r)" THERE},
        {5, 0.1, 0.9, "r", DESCENT_FINDING_RULE_DISAGREES, false, false, false,
         "5 steps, not made by the rule that was given (r, step size 0.1, momentum 0.9)," THERE},
        {5, NAN, 0, "r", DESCENT_FINDING_RULE_DISAGREES, false, false, false,
         "5 steps, not made by the rule that was given (r)," THERE},
        {5, 0.1, 0, "r", DESCENT_FINDING_RULE_DISAGREES | DESCENT_FINDING_RULE_FITTED, false, false, false,
         "5 steps, not all of them made by the rule that was fitted to them (r, step size 0.1)," THERE},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent__holdings holdings = {.finds_step_sizes = cases[k].finds, .plain_descent = cases[k].plain};
        /* Behind the events stands one that is none. */
        descent_event events[] = {
            {.kind = cases[k].changed ? DESCENT_EVENT_STEP_SIZE : DESCENT_EVENT_RULE_CHANGED, .value = 0.5},
            {.kind = DESCENT_EVENT_RULE_CHANGED}};
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_UNDETERMINED);
        d.steps = cases[k].steps;
        d.step_size = cases[k].step_size;
        d.momentum = cases[k].momentum;
        d.findings = cases[k].findings;
        d.events = events;
        d.event_count = cases[k].changed;
        d.internal = &holdings;
        snprintf(d.rule_name, sizeof d.rule_name, "%s", cases[k].rule);
        assert_seen(&d, cases[k].told);
        if (cases[k].finds || cases[k].plain)
            continue;
        d.internal = NULL;
        assert_seen(&d, cases[k].told);
    }
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_NONFINITE);
    d.x = NULL;
    assert_seen(&d, "No finite point.");
    d.rows = 1;
    assert_seen(&d, "No finite point.");
    d.rows = 0;
    assert_seen(&d, "No points.");
}
END_TEST

/* What the number is to a rule that finds its step sizes: no step size. */
START_TEST(a_setting_of_a_rule_that_finds_its_step_sizes_says_what_it_is)
{
    static const struct {
        bool factor, exact;
        const char *told;
    } cases[] = {
        {false, false, "5 steps (r, which finds each step size itself, beginning with 0.1)" THERE},
        {true, false, "5 steps (r, which finds each step size itself, with the factor 0.1)" THERE},
        {false, true,
         "5 steps (r, which finds each step size itself, beginning with 0.1; exact only where the loss is a "
         "quadratic)" THERE},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent__holdings holdings = {
            .finds_step_sizes = true, .finds_by_factor = cases[k].factor, .exact_on_quadratics = cases[k].exact};
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_UNDETERMINED);
        d.steps = 5;
        d.step_size = 0.1;
        d.internal = &holdings;
        snprintf(d.rule_name, sizeof d.rule_name, "r");
        assert_seen(&d, cases[k].told);
    }
}
END_TEST

/* What six digits do not show beside the way that was made is 0; where the run goes off, nothing is known to be. */
START_TEST(a_place_is_zero_where_it_is_nothing_beside_the_way)
{
    static const struct {
        descent_ending ending;
        double x, diameter;
        const char *told;
    } cases[] = {
        {DESCENT_ENDING_APPROACHING, -4.9e-324, 2, "(0, 1)"},     {DESCENT_ENDING_APPROACHING, 5e-37, 2, "(0, 1)"},
        {DESCENT_ENDING_CONVERGED, -6.75e-199, 2, "(0, 1)"},      {DESCENT_ENDING_APPROACHING, 5e-15, 2, "(5e-15, 1)"},
        {DESCENT_ENDING_APPROACHING, 5e-37, 1e-36, "(5e-37, 1)"}, {DESCENT_ENDING_DIVERGING, 0.5, 1e300, "(0.5, 1)"},
        {DESCENT_ENDING_APPROACHING, 5e-37, NAN, "(5e-37, 1)"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double x[2] = {cases[k].x, 1};
        char wanted[128];
        descent_diagnosis d = diagnosis_of(cases[k].ending);
        d.steps = 5;
        d.x = x;
        d.diameter = cases[k].diameter;
        snprintf(wanted, sizeof wanted, "led to %s,", cases[k].told);
        char *text = inside_said(descent__explain_seen, &d);
        ck_assert_msg(strstr(text, wanted), "%s: %s", wanted, text);
        free(text);
    }
}
END_TEST

#define NORM ", with gradient norm 0.5"

/* On its way off a run leaves the numbers; elsewhere what is infinite may be so. */
START_TEST(what_is_not_finite_is_told)
{
    static const struct {
        descent_ending ending;
        uint64_t steps;
        double loss, gradient_norm;
        const char *told;
    } cases[] = {
        {DESCENT_ENDING_UNDETERMINED, 1, NAN, 0.5, NORM "."},
        {DESCENT_ENDING_UNDETERMINED, 1, 0.25, NAN, ", with loss 0.25."},
        {DESCENT_ENDING_UNDETERMINED, 1, NAN, NAN, "."},
        {DESCENT_ENDING_UNDETERMINED, 1, -0.0, 0.5, ", with loss 0 and gradient norm 0.5."},
        {DESCENT_ENDING_DIVERGING, 1, -3, 0.5, ", with loss -3 and gradient norm 0.5."},
        {DESCENT_ENDING_DIVERGING, 1, INFINITY, 0.5, NORM ", where the loss is too large for the computer's numbers."},
        {DESCENT_ENDING_DIVERGING, 0, INFINITY, 0.5, NORM ", where the loss is infinite."},
        {DESCENT_ENDING_UNBOUNDED, 1, INFINITY, INFINITY,
         ", where loss and gradient are too large for the computer's numbers: from there no step can be made."},
        {DESCENT_ENDING_DIVERGING, 1, 0.25, INFINITY,
         ", with loss 0.25, where the gradient is too large for the computer's numbers: from there no step can be "
         "made."},
        {DESCENT_ENDING_UNBOUNDED, 1, -INFINITY, 0.5, NORM ", where the loss is below all of the computer's numbers."},
        {DESCENT_ENDING_UNBOUNDED, 1, -INFINITY, INFINITY,
         ", where the loss is below all of the computer's numbers and the gradient too large for them: from there no "
         "step can be made."},
        {DESCENT_ENDING_UNDETERMINED, 1, -INFINITY, 0.5, NORM ", where the loss is minus infinity."},
        {DESCENT_ENDING_UNDETERMINED, 1, -INFINITY, INFINITY,
         ", where the loss is minus infinity and the gradient infinite."},
        {DESCENT_ENDING_UNDETERMINED, 1, INFINITY, 0.5, NORM ", where the loss is infinite."},
        {DESCENT_ENDING_UNDETERMINED, 1, INFINITY, INFINITY, ", where loss and gradient are infinite."},
        {DESCENT_ENDING_NONFINITE, 1, 0.25, INFINITY, ", with loss 0.25, where the gradient is infinite."},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis d = diagnosis_of(cases[k].ending);
        d.rule_name[0] = '\0';
        d.steps = cases[k].steps;
        d.loss = cases[k].loss;
        d.gradient_norm = cases[k].gradient_norm;
        char wanted[240];
        snprintf(wanted, sizeof wanted, "%s (2, 1)%s", cases[k].steps > 0 ? "1 step led to" : "No step: it stands at",
                 cases[k].told);
        assert_seen(&d, wanted);
    }
}
END_TEST

/* A criterion is told, unless the point is proved to be a minimum. */
START_TEST(a_stop_by_a_criterion_is_told)
{
    static const struct {
        descent_stop stop;
        bool criterion;
    } stops[] = {{DESCENT_STOP_NONE, false},    {DESCENT_STOP_STEPS, false},     {DESCENT_STOP_GRADIENT, true},
                 {DESCENT_STOP_FAILURE, false}, {DESCENT_STOP_NONFINITE, false}, {DESCENT_STOP_RULE, false},
                 {DESCENT_STOP_LOSS, true}};
    static const struct {
        descent_ending ending;
        descent_critical_kind kind;
        bool point, proved;
    } cases[] = {{DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM, true, true},
                 {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_SADDLE, true, false},
                 {DESCENT_ENDING_CONVERGED, DESCENT_CRITICAL_MINIMUM, false, false},
                 {DESCENT_ENDING_APPROACHING, DESCENT_CRITICAL_MINIMUM, true, false},
                 {DESCENT_ENDING_UNDETERMINED, DESCENT_CRITICAL_MINIMUM, false, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (size_t s = 0; s < sizeof stops / sizeof *stops; s++) {
            descent_critical_point point = {.kind = cases[k].kind, .dimension = 2, .x = at};
            descent_diagnosis d = diagnosis_of(cases[k].ending);
            d.point = cases[k].point ? &point : NULL;
            d.stop = stops[s].stop;
            char wanted[240];
            snprintf(wanted, sizeof wanted, "The run was stopped: %s.", descent_stop_meaning(stops[s].stop));
            assert_more(&d, stops[s].criterion && !cases[k].proved ? wanted : "");
        }
}
END_TEST

/* ---- the rate ---- */

#define SLOWER ": it shrinks more slowly than by any fixed factor."

START_TEST(a_law_says_how_it_comes_nearer)
{
    static const struct {
        descent_law law;
        bool point;
        double rate, exponent, momentum, imaginary;
        const char *told;
    } cases[] = {
        {DESCENT_LAW_GEOMETRIC, true, 0.5, NAN, 0, 0, "Each step multiplies the distance to the minimum by 0.5."},
        {DESCENT_LAW_GEOMETRIC, false, 0.5, NAN, 0, 0, "Each step multiplies what is left of the way by 0.5."},
        {DESCENT_LAW_GEOMETRIC, true, -0.5, NAN, 0, 0,
         "Each step multiplies the distance to the minimum by 0.5, from one side to the other."},
        {DESCENT_LAW_GEOMETRIC, true, 0, NAN, 0, 0, ""},
        {DESCENT_LAW_GEOMETRIC, true, NAN, NAN, 0, 0, ""},
        {DESCENT_LAW_GEOMETRIC, true, 0.5, NAN, 0.9, 0,
         "In the long run, each step multiplies the distance to the minimum by 0.5."},
        {DESCENT_LAW_GEOMETRIC, true, 0.5, NAN, -0.9, 0,
         "In the long run, each step multiplies the distance to the minimum by 0.5."},
        {DESCENT_LAW_GEOMETRIC, true, 0.5, NAN, 0, 0.4,
         "In the long run, each step multiplies the distance to the minimum by 0.5."},
        {DESCENT_LAW_POWER, true, NAN, -1, 0, 0,
         "After k steps the distance to the minimum is proportional to 1/k" SLOWER},
        {DESCENT_LAW_POWER, true, NAN, -0.5, 0, 0,
         "After k steps the distance to the minimum is proportional to 1/k^0.5" SLOWER},
        {DESCENT_LAW_POWER, true, NAN, 0, 0, 0, ""},
        {DESCENT_LAW_POWER, true, NAN, 0.5, 0, 0, ""},
        {DESCENT_LAW_POWER, true, NAN, NAN, 0, 0, ""},
        {DESCENT_LAW_FINITE, true, 0.5, -1, 0, 0, ""},
        {DESCENT_LAW_LINEAR, true, 0.5, -1, 0, 0, ""},
        {DESCENT_LAW_UNKNOWN, true, 0.5, -1, 0, 0, ""}, /* has converged: the steps to go are not asked for */
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double factors[] = {0.3, 0.3, 0.5}, imaginary[] = {cases[k].imaginary, 0, 9}, curvatures[] = {1, 2};
        descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM,
                                        .dimension = 2,
                                        .x = at,
                                        .eigenvalues = curvatures,
                                        .eigenvalue_count = 2};
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_CONVERGED);
        d.point = cases[k].point ? &point : NULL;
        d.factors = factors;
        d.factors_imaginary = imaginary;
        d.momentum = cases[k].momentum;
        d.pace.law = cases[k].law;
        d.pace.rate = cases[k].rate;
        d.pace.exponent = cases[k].exponent;
        d.pace.steps_to_go = (descent_interval){100, 90, 110};
        assert_more(&d, cases[k].told);
        imaginary[1] = imaginary[0];
        imaginary[0] = 0;
        assert_more(&d, cases[k].told);
        /* Without the factors nobody knows of a turn. */
        const char *const alone =
            cases[k].imaginary > 0 ? "Each step multiplies the distance to the minimum by 0.5." : cases[k].told;
        d.factors = NULL;
        assert_more(&d, alone);
        d.factors = factors;
        d.factors_imaginary = NULL;
        assert_more(&d, alone);
    }
    double factors[] = {1, 1}, curvatures[] = {1, 2};
    descent_critical_point point = {
        .kind = DESCENT_CRITICAL_MINIMUM, .dimension = 2, .x = at, .eigenvalues = curvatures, .eigenvalue_count = 2};
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_CONVERGED);
    d.point = &point;
    d.factors = factors;
    d.pace.law = DESCENT_LAW_GEOMETRIC;
    d.pace.rate = 0.5;
    assert_more(&d, "At the end each step is 0.5 times as long as the one before.");
}
END_TEST

#define LATER "Once it is near, each step will multiply the distance to the minimum by 0.5. The minimum is still "
#define NOW   "Each step multiplies the distance to the minimum by 0.5. The minimum is still "

/* Within a tenth of a diameter of 2, and on its way from nowhere else, its law is that of the end. */
START_TEST(a_law_shows_near_the_point)
{
    static const struct {
        double distance;
        const char *told;
    } cases[] = {{0.15, NOW "0.15 away."}, {0.2, NOW "0.2 away."}, {0.21, LATER "0.21 away."}, {5, LATER "5 away."}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM, .dimension = 2, .x = at};
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_APPROACHING);
        d.point = &point;
        d.distance = cases[k].distance;
        d.pace.law = DESCENT_LAW_GEOMETRIC;
        d.pace.rate = 0.5;
        assert_more(&d, cases[k].told);
        d.momentum = 0.9;
        char *text = inside_said(descent__explain_seen, &d);
        ck_assert_ptr_nonnull(strstr(text, cases[k].distance > 0.2 ? " Once it is near, each step will multiply"
                                                                   : " In the long run, each step multiplies"));
        free(text);
    }
    const double out[] = {0, 1};
    descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM, .dimension = 2, .x = at};
    const descent_critical_point saddle = {.kind = DESCENT_CRITICAL_SADDLE, .dimension = 2, .x = far};
    descent_event leaving = {.kind = DESCENT_EVENT_LINGERING,
                             .first_step = 2,
                             .last_step = 5,
                             .value = 1,
                             .expected = NAN,
                             .point = &saddle,
                             .direction = out};
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_APPROACHING);
    d.point = &point;
    d.distance = 0.15;
    d.pace.law = DESCENT_LAW_POWER;
    d.pace.exponent = -2;
    assert_more(&d, "After k steps the distance to the minimum is proportional to 1/k^2" SLOWER
                    " The minimum is still 0.15 away.");
    d.events = &leaving;
    d.event_count = 1;
    assert_more(&d, "Since step 2 it lingers near the saddle at (-30, 40). Once it is near, after k steps the distance "
                    "to the minimum will be proportional to 1/k^2" SLOWER " The minimum is still 0.15 away.");
    d.event_count = 0;
    d.point = NULL;
    d.distance = 5;
    assert_more(&d, "After k steps what is left of the way is proportional to 1/k^2" SLOWER
                    " The limit is still about 5 away.");
}
END_TEST

START_TEST(without_a_law_there_are_two_counts)
{
    static const struct {
        descent_interval to_go;
        bool fades;
        const char *told;
    } cases[] = {
        {{0.9, 0.5, 2}, false, ""},
        {{1.5, 1, 2}, false, ""},
        {{NAN, NAN, NAN}, false, ""},
        {{33, 33, 33}, false, "It takes 33 more steps until it is there for good."},
        {{33, 33, 33},
         true,
         "It takes 33 more steps until it is there, and as the rule's memory fades it may leave again."},
        {{866, 866, 874}, false, "It takes about 870 more steps until it is there for good."},
        {{870, 868, 872}, false, "It takes about 870 more steps until it is there for good."},
        {{1.5, 1.4, 1.45}, false, "It takes about 2 more steps until it is there for good."},
        {{200, 100, 900},
         false,
         "So far its steps do not tell whether it comes nearer by a fixed factor each step or like a power of the step "
         "number: by a factor it takes at least 100 more steps, by a power at most 900."},
        {{200, 100, INFINITY},
         true,
         "So far its steps do not tell by which law it comes nearer; it takes at least 100 more steps."},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent__holdings holdings = {.memory_fades = cases[k].fades};
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_APPROACHING);
        d.pace.law = DESCENT_LAW_UNKNOWN;
        d.pace.steps_to_go = cases[k].to_go;
        d.internal = &holdings;
        assert_more(&d, cases[k].told);
        d.internal = NULL;
        if (!cases[k].fades)
            assert_more(&d, cases[k].told);
    }
}
END_TEST

START_TEST(what_still_descends_has_a_slope)
{
    static const struct {
        descent_ending ending;
        double slope;
        bool told;
    } cases[] = {{DESCENT_ENDING_DESCENDING, -0.5, true},
                 {DESCENT_ENDING_DESCENDING, 0, false},
                 {DESCENT_ENDING_DESCENDING, 0.5, false},
                 {DESCENT_ENDING_DESCENDING, NAN, false},
                 {DESCENT_ENDING_UNBOUNDED, -0.5, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis d = diagnosis_of(cases[k].ending);
        d.pace.slope = cases[k].slope;
        assert_more(&d, cases[k].told ? "At the end the loss falls by about 0.5 a step." : "");
        descent__holdings holdings = {.slope_steps = 1};
        d.internal = &holdings;
        assert_more(&d, cases[k].told ? "At the end the loss falls by about 0.5 a step." : "");
        holdings.slope_steps = 2;
        assert_more(&d, cases[k].told ? "Over the last 2 steps the loss fell by about 0.5 a step, on average." : "");
    }
    descent__holdings holdings = {.slope_steps = 15, .rose_at_end = 1};
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_DESCENDING);
    d.pace.slope = -0.5;
    d.internal = &holdings;
    assert_more(
        &d, "Over the last 15 steps the loss fell by about 0.5 a step, on average. In the last step the loss rose.");
    holdings.rose_at_end = 2;
    assert_more(&d, "Over the last 15 steps the loss fell by about 0.5 a step, on average. In each of the last 2 steps "
                    "the loss rose.");
}
END_TEST

/* ---- what is left ---- */

START_TEST(what_is_left_of_the_way_is_told)
{
    static const struct {
        descent_ending ending;
        double distance, tolerance;
        const char *told;
    } cases[] = {
        {DESCENT_ENDING_CONVERGED, 0.01, 0.1, "The minimum is 0.01 away; up to 0.1 counts as arrived."},
        {DESCENT_ENDING_CONVERGED, 0.1, 0.1, "The minimum is no more than 0.1 away; up to 0.1 counts as arrived."},
        {DESCENT_ENDING_CONVERGED, 0.2, 0.1, "The minimum is no more than 0.2 away."},
        {DESCENT_ENDING_CONVERGED, 0.01, NAN, "The minimum is 0.01 away."},
        {DESCENT_ENDING_CONVERGED, 0.01, INFINITY, "The minimum is 0.01 away."},
        {DESCENT_ENDING_CONVERGED, 0, 0.1, ""},
        {DESCENT_ENDING_CONVERGED, NAN, 0.1, ""},
        {DESCENT_ENDING_CONVERGED, INFINITY, 0.1, ""},
        {DESCENT_ENDING_APPROACHING, 0.2, 0.1, "The minimum is still 0.2 away; up to 0.1 would count as arrived."},
        {DESCENT_ENDING_APPROACHING, 0.2, NAN, "The minimum is still 0.2 away."},
        {DESCENT_ENDING_APPROACHING, 0.1, 0.1, ""}, /* passes by */
        {DESCENT_ENDING_APPROACHING, 0.05, 0.1, ""},
        {DESCENT_ENDING_UNDETERMINED, 0.2, 0.1, ""},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM, .dimension = 2, .x = at};
        descent_diagnosis d = diagnosis_of(cases[k].ending);
        d.point = &point;
        d.distance = cases[k].distance;
        d.tolerance = cases[k].tolerance;
        assert_more(&d, cases[k].told);
    }
}
END_TEST

START_TEST(a_tolerance_says_what_it_is_by)
{
    static const struct {
        descent__holdings holdings;
        const char *told;
    } cases[] = {
        {{.tolerance_by = DESCENT__TOLERANCE_UNKNOWN, .tolerance_part = 1e-6}, ""},
        {{.tolerance_by = DESCENT__TOLERANCE_BY_EXTENT, .tolerance_part = 1e-6}, ", a millionth of the path's extent,"},
        {{.tolerance_by = DESCENT__TOLERANCE_BY_EXTENT, .tolerance_part = 2e-6}, ", 2e-06 of the path's extent,"},
        {{.tolerance_by = DESCENT__TOLERANCE_BY_ROUNDING, .tolerance_part = 1e-6},
         ", as near as rounding lets it be judged,"},
        {{.tolerance_by = DESCENT__TOLERANCE_BY_CURVATURES, .tolerance_part = 1e-6},
         ", a thousandth of how far from there the curvatures stay much the same,"},
        {{.tolerance_by = DESCENT__TOLERANCE_BY_CURVATURES, .tolerance_part = 2e-6},
         ", a thousandth of how far from there the curvatures stay much the same (and less than was asked for),"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent__holdings holdings = cases[k].holdings;
        descent_diagnosis d = diagnosis_of(DESCENT_ENDING_APPROACHING);
        d.distance = 0.2;
        d.tolerance = 0.1;
        d.internal = &holdings;
        char wanted[240];
        snprintf(wanted, sizeof wanted, "The limit is still about 0.2 away; up to 0.1%s would count as arrived.",
                 cases[k].told);
        assert_more(&d, wanted);
    }
}
END_TEST

START_TEST(a_cycle_is_told_where_there_is_one)
{
    double orbit[] = {2, 1, 3, 4};
    descent_diagnosis d = diagnosis_of(DESCENT_ENDING_PERIODIC);
    assert_more(&d, "");
    d.cycle.orbit = orbit;
    for (d.cycle.period = 1; d.cycle.period <= 2; d.cycle.period++) {
        char *text = inside_said(descent__explain_seen, &d);
        ck_assert_ptr_nonnull(strstr(text, "From the start on it goes in turn"));
        free(text);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_setting_names_the_rule,
        what_is_not_finite_is_told,
        a_stop_by_a_criterion_is_told,
        a_law_says_how_it_comes_nearer,
        a_law_shows_near_the_point,
        without_a_law_there_are_two_counts,
        what_still_descends_has_a_slope,
        what_is_left_of_the_way_is_told,
        a_tolerance_says_what_it_is_by,
        a_cycle_is_told_where_there_is_one,
        a_setting_of_a_rule_that_finds_its_step_sizes_says_what_it_is,
        a_place_is_zero_where_it_is_nothing_beside_the_way,
    };
    return descent_test_main(descent_test_suite("inside_seen", tests, sizeof tests / sizeof tests[0]));
}
