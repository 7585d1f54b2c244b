/* Which advice is given, of facts and diagnoses written by hand: for each ending, in the order in which reasons come before each other. */
#include "diagnosis/advice/advice.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include <descent/adaptive.h>
#include <descent/step_finders.h>

#include "diagnosis/advice/parts.h"
#include "support.h"

static descent__facts facts;
static descent__evidence evidence;
static descent__holdings holdings;
static descent_diagnosis d;
static descent_critical_point point;
static double at[1], out[1], eigenvalues[1], vectors[1], losses[4], way_on[2];
static uint64_t steps[4];

/* L = x²/2. */
static int loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] / 2;
    return 0;
}

static int slope(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0];
    return 0;
}

/* A run of plain descent of which nothing is known but its ending; no copy is run. */
static void fresh(descent_ending ending)
{
    static const descent_problem problem = {.dimension = 1, .loss = loss, .gradient = slope};
    memset(&holdings, 0, sizeof holdings);
    at[0] = out[0] = eigenvalues[0] = vectors[0] = 1;
    for (size_t k = 0; k < 4; k++) {
        steps[k] = k;
        losses[k] = 4 - (double)k;
    }
    evidence = (descent__evidence){.n = 1,
                                   .rows = 1,
                                   .finite = 1,
                                   .points = at,
                                   .steps = steps,
                                   .x = at,
                                   .has_problem = true,
                                   .problem_in_units = problem,
                                   .has_rule = true,
                                   .rule = descent_fixed_step(0.5),
                                   .step_size = 0.5,
                                   .gradient_error = NAN,
                                   .restarts_trusted = true,
                                   .copies_trusted = true,
                                   .holdings = &holdings,
                                   .keep = &holdings.arena};
    evidence.options = (descent_diagnosis_options){.budget = 10000, .distance_tolerance = 1e-6, .no_trials = 1};
    assert_success(descent__evaluator_open(&evidence.evaluator, &problem));
    facts = (descent__facts){.evidence = &evidence, .measured = ~0u, .tolerance = 1e-6, .scale = 1};
    point = (descent_critical_point){.dimension = 1,
                                     .kind = DESCENT_CRITICAL_MINIMUM,
                                     .x = at,
                                     .eigenvalues = eigenvalues,
                                     .eigenvalue_count = 1,
                                     .eigenvectors = vectors,
                                     .condition = 1};
    d = (descent_diagnosis){.ending = ending,
                            .dimension = 1,
                            .steps = 100,
                            .x = at,
                            .step_size = 0.5,
                            .gradient_norm = 1,
                            .gradient_error = NAN,
                            .momentum = NAN,
                            .step_limit = NAN,
                            .noise.floor = NAN,
                            .lyapunov = {NAN, NAN, NAN},
                            .pace.steps_to_go = {NAN, NAN, NAN}};
}

/* The first piece has these words (NULL: there is none); then all is as it was. */
static void tell_(int line, const char *words)
{
    descent__advice_give(&facts, &d);
    if (words)
        ck_assert_msg(d.advice_count > 0, "line %d: nothing and not: %s", line, words);
    else
        ck_assert_msg(d.advice_count == 0, "line %d: %s", line, d.advice_count > 0 ? d.advice[0].text : "");
    if (words)
        ck_assert_msg(strstr(d.advice[0].text, words) != NULL, "line %d: %s", line, d.advice[0].text);
    descent__arena_release(&evidence.work);
    descent__arena_release(&holdings.arena);
    descent__evaluator_close(&evidence.evaluator);
    fresh(d.ending);
}
#define tell(words) tell_(__LINE__, words)

static void end(void)
{
    descent__evaluator_close(&evidence.evaluator);
}

/* ---- arrived ---- */

START_TEST(of_a_run_that_has_arrived)
{
    fresh(DESCENT_ENDING_CONVERGED);
    tell("Nothing: the run has arrived");
    facts.leaves_later = true;
    tell("Nothing, if it ends here");
    d.point = &point;
    tell("Nothing: the run has arrived");
    point.kind = DESCENT_CRITICAL_SADDLE;
    point.escape = out;
    d.point = &point;
    tell("Push the run a little");
    point.probe = DESCENT_PROBE_LOWER;
    point.lower_x = out;
    out[0] = 2;
    d.point = &point;
    tell("Go on from the lower point");
    point.probe = DESCENT_PROBE_LOWER;
    d.point = &point;
    tell("Nothing");
    point.lower_x = out;
    d.point = &point;
    tell("Nothing");
    point.kind = DESCENT_CRITICAL_UNDETERMINED;
    d.point = &point;
    tell("second derivatives");
    point.kind = DESCENT_CRITICAL_UNDETERMINED;
    point.eigenvalue_count = 0;
    d.point = &point;
    tell("Nothing");
    d.point = &point;
    d.findings = DESCENT_FINDING_STEP_ABOVE_LIMIT;
    d.step_limit = 0.5;
    tell("Should the run leave, take the step size 0.25");
    d.point = &point;
    d.findings = DESCENT_FINDING_STEP_ABOVE_LIMIT;
    d.step_limit = 0;
    tell("where the curvature has no bound");
    d.findings = DESCENT_FINDING_STEP_ABOVE_LIMIT;
    d.step_limit = 0.5;
    tell("Nothing");
    point.kind = DESCENT_CRITICAL_DEGENERATE;
    d.point = &point;
    d.findings = DESCENT_FINDING_STEP_ABOVE_LIMIT;
    tell("Nothing");
    d.findings = DESCENT_FINDING_GRADIENT_MISMATCH;
    tell("Mend the gradient");
    end();
}
END_TEST

/* ---- what comes before ---- */

START_TEST(what_is_wrong_comes_first)
{
    fresh(DESCENT_ENDING_STALLED);
    d.findings = DESCENT_FINDING_GRADIENT_MISMATCH;
    tell("Mend the gradient");
    d.findings = DESCENT_FINDING_RULE_DISAGREES;
    tell("Check the rule");
    d.findings = DESCENT_FINDING_GRADIENT_MISMATCH | DESCENT_FINDING_RULE_DISAGREES;
    tell("Mend the gradient");
    /* with a momentum of 1 and more nothing else helps, of one below 1 or none the ending is asked */
    static const double momenta[] = {1, -1, 1.5, 0.99, -0.99, NAN, 0};
    for (size_t k = 0; k < sizeof momenta / sizeof *momenta; k++) {
        d.momentum = momenta[k];
        tell(fabs(momenta[k]) >= 1 ? NULL : "at this pace nothing will change");
        d.momentum = momenta[k];
        d.findings = DESCENT_FINDING_MOMENTUM_NEAR_ONE;
        steps[0] = 1;
        tell(fabs(momenta[k]) >= 1 ? "Lower the momentum below 1" : "so near to 1");
    }
    d.findings = DESCENT_FINDING_MOMENTUM_NEAR_ONE;
    facts.lowest_at_kink = true;
    tell("Nothing: the run has arrived");
    d.findings = DESCENT_FINDING_GRADIENT_MISMATCH | DESCENT_FINDING_MOMENTUM_NEAR_ONE;
    tell("Mend the gradient");
    end();
    fresh(DESCENT_ENDING_CONVERGED);
    d.findings = DESCENT_FINDING_MOMENTUM_NEAR_ONE;
    tell("Nothing: the run has arrived");
    d.findings = DESCENT_FINDING_RULE_DISAGREES;
    tell("Check the rule");
    end();
}
END_TEST

/* ---- on its way ---- */

static descent_interval interval(double value, double low, double high)
{
    return (descent_interval){value, low, high};
}

START_TEST(of_a_run_on_its_way)
{
    fresh(DESCENT_ENDING_APPROACHING);
    tell("Go on for more steps.");
    static const struct {
        double value, low, high;
        const char *words;
    } cases[] = {
        {50, 40, 60, "Go on for about 50 more"},  {50, 50, 50, "Go on for 50 more"},
        {1e7, 1e7, 1e7, "out of reach"},          {9.9e6, 9e6, 1.1e7, "Go on for about"},
        {50, 20, INFINITY, "at least 20 more"},   {50, 1, INFINITY, "Go on for about 50 more"},
        {1e7, 20, INFINITY, "out of reach"},      {0, 0, 0, "Go on for more steps."},
        {-1, -1, -1, "Go on for more steps."},    {INFINITY, NAN, NAN, "Go on for more steps."},
        {NAN, NAN, NAN, "Go on for more steps."},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        d.pace.steps_to_go = interval(cases[c].value, cases[c].low, cases[c].high);
        tell(cases[c].words);
    }
    point.kind = DESCENT_CRITICAL_SADDLE;
    point.escape = out;
    d.point = &point;
    tell("Push the run a little");
    point.probe = DESCENT_PROBE_LOWER;
    point.lower_x = out;
    out[0] = 2;
    d.point = &point;
    tell("Go on from the lower point");
    point.probe = DESCENT_PROBE_FLAT;
    point.lower_x = out;
    d.point = &point;
    tell("Go on for more steps.");
    end();
}
END_TEST

/* The second piece, if there is one. */
static void tell_second(int line, const char *words)
{
    descent__advice_give(&facts, &d);
    ck_assert_msg(d.advice_count == (words ? 2 : 1), "line %d: %zu", line, d.advice_count);
    if (words)
        ck_assert_msg(strstr(d.advice[1].text, words) != NULL, "line %d: %s", line, d.advice[1].text);
    descent__arena_release(&evidence.work);
    descent__arena_release(&holdings.arena);
    descent__evaluator_close(&evidence.evaluator);
    fresh(d.ending);
}

START_TEST(a_schedule_may_have_decayed_too_fast)
{
    fresh(DESCENT_ENDING_APPROACHING);
    for (int c = 0; c < 7; c++) {
        d.point = c == 1 ? NULL : &point;
        point.l1 = c == 2;
        evidence.rule.schedule = c == 3 ? descent_schedule_constant() : descent_schedule_inverse(5);
        evidence.has_rule = c != 4;
        d.pace.steps_to_go.value = c == 5 ? 1000 : 1001; /* ten times as many as were made */
        d.pace.steps_to_go.value = c == 6 ? NAN : d.pace.steps_to_go.value;
        tell_second(c, c == 0 ? "shrink more slowly, or begin" : NULL);
    }
    for (int c = 0; c < 4; c++) {
        d.point = &point;
        d.pace.law = c == 1 ? DESCENT_LAW_GEOMETRIC : DESCENT_LAW_POWER;
        point.kind = c == 2 ? DESCENT_CRITICAL_MINIMUM : DESCENT_CRITICAL_DEGENERATE;
        if (c == 3) {
            evidence.rule.schedule = descent_schedule_inverse(5);
            d.pace.steps_to_go.value = 1001;
        }
        tell_second(c, c == 0 ? "so flat that" : c == 3 ? "shrink more slowly, or begin" : NULL);
    }
    end();
}
END_TEST

/* ---- stalled ---- */

START_TEST(of_a_run_that_has_stalled)
{
    double lengths[4] = {0};
    fresh(DESCENT_ENDING_STALLED);
    tell("A larger step size, momentum, or another start");
    evidence.rule = descent_armijo(1, NULL);
    tell("this one finds its step sizes itself");
    evidence.rule = descent_armijo(1, NULL);
    evidence.has_rule = false;
    tell("A larger step size, momentum, or another start");
    facts.lowest_at_kink = true;
    d.gradient_error = 2;
    tell("Nothing");
    d.gradient_error = 1;
    tell("Give a gradient function");
    d.gradient_error = 0.99;
    tell("A larger step size");
    d.gradient_norm = 0;
    tell("Begin elsewhere, or change the loss");
    d.gradient_norm = DBL_MIN;
    tell("A larger step size");
    holdings.level_ground = true;
    tell("Begin elsewhere, or change the loss");
    facts.gave_up = "enough";
    tell("The rule gave up");
    for (int c = 0; c < 6; c++) {
        evidence.rule = c == 1 ? descent_fixed_step(1) : descent_adam(1, NULL);
        facts.motion =
            (descent__motion){.count = c == 2 ? 1 : 2, .lengths = lengths, .length_last = c == 3 ? DBL_MIN : 0};
        evidence.has_rule = c != 4;
        if (c == 5)
            evidence.rule.schedule = descent_schedule_inverse(5);
        tell(c == 0 || c >= 4 ? "The rule makes no step" : "A larger step size");
    }
    for (int c = 0; c < 6; c++) {
        evidence.rule.schedule = descent_schedule_exponential(0.9);
        evidence.has_rule = c != 1;
        facts.kink = c == 2;
        d.point = c == 3 ? NULL : &point;
        point.curvature_jumps = c == 4;
        point.kind = c == 5 ? DESCENT_CRITICAL_SADDLE : DESCENT_CRITICAL_MINIMUM;
        tell(c == 0   ? "or not at all"
             : c == 1 ? "A larger step size"
             : c == 2 ? "goes back and forth across a kink"
                      : "more slowly (the inverse schedule, say): the larger the sum of all step sizes, the nearer it "
                        "comes.");
    }
    end();
}
END_TEST

/* ---- within bounds, and noise ---- */

START_TEST(of_a_run_within_bounds)
{
    static const descent_ending endings[] = {DESCENT_ENDING_PERIODIC, DESCENT_ENDING_QUASIPERIODIC,
                                             DESCENT_ENDING_CHAOTIC};
    for (size_t k = 0; k < 3; k++) {
        fresh(endings[k]);
        tell("half of it, then half again");
        d.findings = DESCENT_FINDING_KINK;
        tell("with a fixed step size nearly every run goes back and forth");
        d.findings = DESCENT_FINDING_KINK;
        evidence.rule = descent_armijo(1, NULL);
        tell("Take a rule whose step size is given");
        /* What decays already is not told to. */
        d.findings = DESCENT_FINDING_KINK;
        evidence.rule.schedule = descent_schedule_inverse(5);
        tell("comes as near to it as its step size shrinks");
        d.findings = DESCENT_FINDING_KINK;
        evidence.rule.schedule = descent_schedule_cosine(5, 0);
        tell("Let the whole of the schedule take more steps");
        point.unbounded_curvature = 1;
        d.centre = &point;
        tell("where the curvature has no bound");
        point.unbounded_curvature = 1;
        d.centre = &point;
        evidence.rule.schedule = descent_schedule_inverse(5);
        tell("Let it run on");
        d.centre = &point;
        tell("half of it, then half again");
        evidence.random = true;
        tell("take the samples all at once");
        evidence.rule = descent_adam(1, NULL);
        tell("this rule makes long steps even where the slope is small");
        evidence.rule = descent_adam(1, NULL);
        evidence.restarts_trusted = false;
        tell("half of it, then half again");
        evidence.rule = descent_armijo(1, NULL);
        tell("Take a rule whose step size is given");
        end();
    }
}
END_TEST

START_TEST(of_a_noisy_run)
{
    fresh(DESCENT_ENDING_NOISY);
    tell("Let it run on");
    d.noise.floor = 1;
    tell("or average more samples for each gradient.");
    facts.outruns_noise = true;
    tell("so far noise does not hold it up");
    evidence.rule = descent_adam(1, NULL);
    tell("average the points of the last half, or");
    d.noise.floor = 1;
    evidence.rule.schedule = descent_schedule_inverse(5);
    tell("The step size decays, as it should");
    d.noise.floor = 1;
    evidence.rule.schedule = descent_schedule_inverse(5);
    evidence.has_rule = false;
    tell("Let the step size decay, average");
    end();
}
END_TEST

/* ---- numbers end, or it leaves ---- */

START_TEST(of_a_run_whose_numbers_end)
{
    fresh(DESCENT_ENDING_NONFINITE);
    tell("Look at loss and gradient at the last point");
    holdings.start_had_no_loss = true;
    tell("Look at loss and gradient at the last point");
    holdings.start_had_no_loss = true;
    d.quantity = DESCENT_QUANTITY_LOSS;
    tell("where this run began the loss has no finite value");
    d.steps = 0;
    tell("Begin at another point");
    facts.leaves_domain = true;
    tell("a loss that has a value everywhere");
    facts.leaves_domain = true;
    d.steps = 0;
    tell("a loss that has a value everywhere");
    facts.lowest_without_gradient = true;
    tell("Look at the loss around the last point");
    evidence.finite = 0;
    tell("whose numbers are all finite");
    end();
    fresh(DESCENT_ENDING_UNBOUNDED);
    tell("The loss has no minimum that way");
    end();
    fresh(DESCENT_ENDING_DIVERGING);
    tell("half of it, then half again");
    end();
}
END_TEST

/* ---- nobody can tell ---- */

START_TEST(of_a_run_that_is_not_understood)
{
    fresh(DESCENT_ENDING_UNDETERMINED);
    tell("Let it run on");
    facts.loss_hides_the_rest = true;
    facts.leaves_domain = true;
    tell("Take the large constant out");
    facts.leaves_domain = true;
    facts.marches = true;
    tell("a loss that has a value everywhere");
    facts.marches = true;
    facts.memory_faded = true;
    tell("that way no minimum was seen");
    facts.memory_faded = true;
    facts.centre.point = &point;
    d.step_size = 3;
    tell("the memory fades again and again");
    /* the step size is above 2, the limit of the minimum that is known */
    static const double step_sizes[] = {2, 2.01, 1.99};
    for (size_t k = 0; k < 3; k++) {
        facts.centre.point = &point;
        d.step_size = step_sizes[k];
        tell(step_sizes[k] < 2 ? "Let it run on" : "half of it, then half again");
    }
    facts.centre.point = &point;
    point.kind = DESCENT_CRITICAL_SADDLE;
    d.step_size = 3;
    tell("Let it run on");
    /* swings */
    for (int c = 0; c < 5; c++) {
        facts.swings = c == 0 || c > 1;
        d.lyapunov.value = c == 1 ? 0.1 : NAN;
        evidence.has_rule = c != 2;
        d.step_size = c == 3 ? NAN : 0.5;
        evidence.rule = c == 4 ? descent_adam(1, NULL) : descent_fixed_step(0.5);
        tell(c < 2    ? "such as 0.12"
             : c == 4 ? "this rule makes long steps"
             : c == 2 ? "Hand over the rule"
                      : "Let it run on");
    }
    for (int c = 0; c < 3; c++) {
        d.findings = DESCENT_FINDING_KINK;
        facts.swings = c > 0;
        evidence.rule = c == 2 ? descent_armijo(1, NULL) : descent_fixed_step(0.5);
        tell(c == 0   ? "Let it run on"
             : c == 1 ? "nearly every run goes back and forth"
                      : "Take a rule whose step size is given");
    }
    /* what is missing */
    d.steps = 0;
    holdings.slope_is_missing = true;
    tell("Make some steps");
    holdings.slope_is_missing = true;
    evidence.has_problem = false;
    tell("points alone, however many");
    evidence.has_problem = false;
    d.budget_exhausted = 1;
    tell("and more steps");
    d.budget_exhausted = 1;
    evidence.has_rule = false;
    tell("a larger budget");
    evidence.has_rule = false;
    tell("Hand over the rule");
    evidence.has_rule = false;
    evidence.options.optimiser_name = "own";
    tell("Let it run on");
    end();
}
END_TEST

/* The rule that does not make the steps is all that is told. */
START_TEST(more_steps_of_another_rule_tell_no_more)
{
    fresh(DESCENT_ENDING_UNDETERMINED);
    d.findings = DESCENT_FINDING_RULE_DISAGREES;
    descent__advice_give(&facts, &d);
    ck_assert_uint_eq(d.advice_count, 1);
    ck_assert_ptr_nonnull(strstr(d.advice[0].text, "Check the rule"));
    descent__arena_release(&evidence.work);
    descent__arena_release(&holdings.arena);
    end();
    fresh(DESCENT_ENDING_UNDETERMINED);
    d.findings = DESCENT_FINDING_MOMENTUM_NEAR_ONE; /* of other advice more steps come second */
    d.momentum = 0.99;
    steps[0] = 1;
    tell_second(__LINE__, "Let it run on");
    end();
}
END_TEST

/* ---- it descends ---- */

/* Ten million steps of this pace win so much of what was won, 1000, and of the loss, 10. */
static void falls(double pace)
{
    losses[0] = 1010;
    evidence.losses = losses;
    d.loss = 10;
    d.pace.slope = -pace;
}

START_TEST(of_a_run_that_descends)
{
    fresh(DESCENT_ENDING_DESCENDING);
    tell("Go on for more steps, and ask again");
    facts.destination.point = &point;
    d.step_size = 3;
    tell("half of it, then half again");
    facts.long_way = true;
    tell("A larger step size, momentum, or another start: at this pace it takes too long");
    facts.long_way = true;
    evidence.rule = descent_armijo(1, NULL);
    tell("at this pace it takes too long");
    /* of the loss, where that is less than was won: a thousandth of 10, in 10⁷ steps */
    static const double paces[] = {0.99e-9, 1.01e-9};
    for (int c = 0; c < 2; c++) {
        falls(paces[c]);
        tell(c == 0 ? "Momentum, a larger step size" : "Go on for more steps");
        falls(paces[c]);
        facts.motion.cosine = -0.91;
        tell(c == 0 ? "good enough" : "Go on for more steps");
        falls(paces[c]);
        facts.motion.cosine = -0.89;
        evidence.rule = descent_armijo(1, NULL);
        tell(c == 0 ? "Another rule or another start may do better" : "Go on for more steps");
        /* of what was won, where that is less */
        falls(paces[c]);
        losses[0] = 20;
        d.loss = -10;
        tell(c == 0 ? "wins little" : "Go on for more steps");
        falls(paces[c]);
        losses[0] = 1000;
        d.loss = 990;
        tell(c == 0 ? "wins little" : "Go on for more steps");
        /* where nothing is known of what was won: of the loss itself, single precision */
        falls(paces[c] * FLT_EPSILON * 1e3);
        losses[0] = NAN;
        tell("wins little");
        falls(paces[c] * FLT_EPSILON * 1e3);
        losses[0] = 10 + 1e-9;
        tell(c == 0 ? "wins little" : "Go on for more steps");
        /* and of what was won, if the slope is a millionth of the largest: of 10¹² */
        falls(1e12 * paces[c] * FLT_EPSILON * 100);
        losses[0] = 1e12;
        d.loss = 1e-3;
        d.gradient_norm = 1;
        facts.slopes.largest = 1.01e6;
        tell(c == 0 ? "wins little" : "Go on for more steps");
        falls(1e12 * paces[c] * FLT_EPSILON * 100);
        losses[0] = 1e12;
        d.loss = 1e-3;
        d.gradient_norm = 1;
        facts.slopes.largest = 0.99e6;
        tell("Go on for more steps");
    }
    end();
}
END_TEST

/* The steps to come: from a loss of 10 by so much in each of so many, and how much longer they become. */
static void goes_on(double pace, double longer)
{
    falls(1);
    way_on[0] = 5;
    way_on[1] = sqrt(2 * (d.loss - pace)); /* of the parabola */
    facts.outlook = (descent__outlook){.known = true, .result = DESCENT__MAP_MOVED};
    facts.outlook.series = (descent__series){.n = 1, .count = 2, .points = way_on};
    for (size_t k = 0; k < descent__outlook_blocks; k++)
        facts.outlook.lengths[k] = 1 + (longer - 1) * (double)k / (descent__outlook_blocks - 1);
}

START_TEST(the_steps_to_come_tell_the_pace)
{
    fresh(DESCENT_ENDING_DESCENDING);
    static const double wins_little = 0.9e-9, wins = 1.1e-9;
    goes_on(wins_little, 1);
    tell("wins little");
    goes_on(wins, 1);
    tell("Go on for more steps");
    goes_on(wins_little, 1.24);
    tell("wins little");
    goes_on(wins_little, 1.26);
    tell("Go on for more steps");
    goes_on(wins_little, 1.26);
    facts.outlook.known = false;
    tell("Go on for more steps"); /* for the slope of now is that of the recorded steps, 1 */
    goes_on(wins_little, 1.26);
    facts.outlook.known = false;
    d.pace.slope = -wins_little;
    tell("wins little");
    goes_on(wins_little, 1.26);
    facts.outlook.result = DESCENT__MAP_NONFINITE;
    d.pace.slope = -wins_little;
    tell("wins little");
    goes_on(-1, 1); /* it rises: then the recorded steps count */
    d.pace.slope = wins_little;
    tell("wins little");
    goes_on(-1, 1);
    tell("Go on for more steps");
    end();
}
END_TEST

START_TEST(of_a_run_on_a_plateau)
{
    fresh(DESCENT_ENDING_UNDETERMINED);
    for (int c = 0; c < 7; c++) {
        falls(0.9e-9);
        facts.motion.straightness = c == 1 ? 0.25 : 0.26;
        evidence.copies_trusted = c != 2;
        d.gradient_norm = c == 3 ? 0 : 1;
        if (c == 4)
            falls(1.1e-9);
        if (c == 5) {
            goes_on(0.9e-9, 1.26);
        }
        evidence.rule = c == 6 ? descent_armijo(1, NULL) : descent_fixed_step(0.5);
        tell(c == 0   ? "or take a far larger step size"
             : c == 6 ? "or take another rule: the slope is so small"
                      : "Let it run on");
    }
    end();
}
END_TEST

/* ---- thrown up ---- */

/* Whom its steps threw up nobody tells to take longer ones, unless the rule finds them; whom they did not, as ever. */
START_TEST(of_a_run_that_was_thrown_up)
{
    static const char far_smaller[] = "A far smaller step size, from the same start";
    fresh(DESCENT_ENDING_STALLED);
    for (int c = 0; c < 6; c++) {
        holdings.loss_began_lower = c > 0;
        if (c == 2)
            evidence.rule = descent_armijo(1, NULL);
        if (c == 3)
            evidence.rule.schedule = descent_schedule_inverse(5);
        if (c == 4)
            d.step_size = NAN;
        if (c == 5)
            d.momentum = 0.9;
        tell(c == 1 || c == 3 ? far_smaller
             : c == 2         ? "this one finds its step sizes itself"
             : c == 5         ? "A far smaller step size, or less momentum than 0.9, from"
                              : "A larger step size");
    }
    holdings.loss_began_lower = true;
    d.gradient_norm = 0;
    tell("Begin elsewhere, or change the loss");
    end();
    fresh(DESCENT_ENDING_DESCENDING);
    holdings.loss_began_lower = true;
    tell("Go on for more steps");
    holdings.loss_began_lower = true;
    facts.long_way = true;
    tell(far_smaller);
    for (int c = 0; c < 2; c++) {
        holdings.loss_began_lower = true;
        falls(c == 0 ? 0.9e-9 : 1.1e-9);
        tell(c == 0 ? far_smaller : "Go on for more steps");
    }
    end();
    fresh(DESCENT_ENDING_UNDETERMINED);
    for (int c = 0; c < 2; c++) {
        holdings.loss_began_lower = true;
        falls(c == 0 ? 0.9e-9 : 1.1e-9);
        facts.motion.straightness = 0.26;
        tell(c == 0 ? far_smaller : "Let it run on");
    }
    end();
}
END_TEST

/* ---- beside a pole ---- */

/* What stands there of so many pieces that were given, and what is added. */
START_TEST(beside_a_pole_no_step_size_is_guessed)
{
    enum {
        GUESS,
        LIMIT,
        THEORY,
        TRIED,
        RUN_ON,
        BUDGET,
        CHECK,
        NO_MINIMUM,
        RISES,
        ARRIVED,
        CASES
    };
    static const struct {
        descent__advice_code code;
        bool stays;
        const char *added;
    } cases[CASES] = {
        [GUESS] = {DESCENT__ADVISE_HALF_STEP, false, "Begin"},
        [LIMIT] = {DESCENT__ADVISE_SMALLER_STEP, true, "Begin"},
        [THEORY] = {DESCENT__ADVISE_FASTER_BY_THEORY, true, "Begin"},
        [TRIED] = {DESCENT__ADVISE_STEP_TRIED, true, NULL},
        [RUN_ON] = {DESCENT__ADVISE_RUN_ON, false, "Begin"},
        [BUDGET] = {DESCENT__ADVISE_GIVE_BUDGET, true, "Begin"},
        [CHECK] = {DESCENT__ADVISE_CHECK_RULE, true, "Begin"},
        [NO_MINIMUM] = {DESCENT__ADVISE_NO_MINIMUM, true, "Choose"},
        [RISES] = {DESCENT__ADVISE_HALF_STEP, true, NULL},
        [ARRIVED] = {DESCENT__ADVISE_HALF_STEP, true, NULL},
    };
    for (int c = 0; c < CASES; c++) {
        fresh(c == ARRIVED ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_UNDETERMINED);
        descent_event crossed = {.kind = DESCENT_EVENT_POLE, .count = 1, .value = c == RISES ? INFINITY : -INFINITY};
        descent_advice room[descent__advice_most], given = descent__advice_blank();
        const descent__advice_numbers numbers = {.outcome = {"minimum", at, 0}};
        d.events = &crossed;
        d.event_count = 1;
        d.advice = room;
        d.step_limit = c == LIMIT ? 0.4 : NAN;
        d.budget_exhausted = c == BUDGET;
        d.findings = c == CHECK ? DESCENT_FINDING_RULE_DISAGREES : 0;
        given.step_size = 0.25;
        given.steps = c == THEORY ? 7 : NAN;
        given.outcome_steps = c == TRIED ? 7 : 0;
        descent__advice_add(&evidence, &d, cases[c].code, given, &numbers);
        descent__advice_beside_pole(&evidence, &d);
        ck_assert_msg(d.advice_count == (size_t)cases[c].stays + (cases[c].added ? 1 : 0), "%d: %zu", c,
                      d.advice_count);
        if (cases[c].stays)
            ck_assert_msg(room[0].kind == descent__advice_kind(cases[c].code), "%d: %s", c, room[0].text);
        if (cases[c].added)
            ck_assert_msg(strstr(room[d.advice_count - 1].text, cases[c].added) == room[d.advice_count - 1].text,
                          "%d: %s", c, room[d.advice_count - 1].text);
        descent__arena_release(&evidence.work);
        descent__arena_release(&holdings.arena);
        end();
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        of_a_run_that_has_arrived,
        what_is_wrong_comes_first,
        of_a_run_on_its_way,
        a_schedule_may_have_decayed_too_fast,
        of_a_run_that_has_stalled,
        of_a_run_within_bounds,
        of_a_noisy_run,
        of_a_run_whose_numbers_end,
        of_a_run_that_is_not_understood,
        more_steps_of_another_rule_tell_no_more,
        of_a_run_that_descends,
        the_steps_to_come_tell_the_pace,
        of_a_run_on_a_plateau,
        of_a_run_that_was_thrown_up,
        beside_a_pole_no_step_size_is_guessed,
    };
    return descent_test_main(descent_test_suite("inside_advice", tests, sizeof tests / sizeof *tests));
}
