/* Ways out of a point that is no minimum: how far a push is, and what is told of the copy that takes it. */
#include <math.h>
#include <string.h>

#include "diagnosis/advice/parts.h"
#include "support.h"

/* A derivative of one variable, the same for each, but with signs and zeros of its own. */
typedef struct land {
    double (*slope)(double x);
    double (*loss)(double x);
    double parts[2]; /* what the derivative of each variable is multiplied with; the bowl x²/2 where that is 0 */
} land;

static int gradient(size_t n, const double *x, double *g, void *context)
{
    const land *const l = context;
    for (size_t i = 0; i < n; i++)
        g[i] = l->parts[i] != 0 ? l->parts[i] * l->slope(x[i]) : x[i];
    return 0;
}

static int loss(size_t n, const double *x, double *value, void *context)
{
    const land *const l = context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += l->parts[i] != 0 ? l->parts[i] * l->loss(x[i]) : x[i] * x[i] / 2;
    return 0;
}

typedef struct bench {
    land land;
    descent_problem problem;
    descent__holdings holdings;
    descent__evidence evidence;
    descent_critical_point point;
    double x[2], lower[2], eigenvalues[2], eigenvectors[4];
    uint64_t steps[1];
    descent_advice room[descent__advice_most];
    descent_diagnosis d;
} bench;

static bench b;

/* At 0, with the step size 0.3. */
static void set_up(size_t n, land l)
{
    memset(&b, 0, sizeof b);
    b.land = l;
    b.problem =
        (descent_problem){.dimension = n, .loss = l.loss ? loss : NULL, .gradient = gradient, .context = &b.land};
    b.eigenvectors[0] = b.eigenvectors[3] = 1;
    b.eigenvalues[1] = 1;
    b.point = (descent_critical_point){.dimension = n,
                                       .kind = DESCENT_CRITICAL_SADDLE,
                                       .x = b.x,
                                       .escape = b.eigenvectors,
                                       .eigenvalues = b.eigenvalues,
                                       .eigenvalue_count = n,
                                       .eigenvectors = b.eigenvectors,
                                       .eigenvector_count = n,
                                       .eigenvalue_tolerance = 1e-6,
                                       .lower_x = b.lower,
                                       .lower_loss = INFINITY};
    b.evidence = (descent__evidence){.n = n,
                                     .rows = 1,
                                     .finite = 1,
                                     .points = b.x,
                                     .steps = b.steps,
                                     .x = b.x,
                                     .has_problem = true,
                                     .problem_in_units = b.problem,
                                     .has_rule = true,
                                     .rule = descent_fixed_step(0.3),
                                     .step_size = 0.3,
                                     .gradient_error = NAN,
                                     .gradient_known = true,
                                     .memory_known = true,
                                     .copies_trusted = true,
                                     .restarts_trusted = true};
    b.evidence.options = (descent_diagnosis_options){.budget = 1000000, .distance_tolerance = 1e-6};
    b.evidence.holdings = &b.holdings;
    b.evidence.keep = &b.holdings.arena;
    b.d = (descent_diagnosis){.advice = b.room,
                              .ending = DESCENT_ENDING_CONVERGED,
                              .dimension = n,
                              .x = b.x,
                              .point = &b.point,
                              .diameter = 1,
                              .tolerance = NAN};
    assert_success(descent__evaluator_open(&b.evidence.evaluator, &b.problem));
}

static void tear_down(void)
{
    descent__arena_release(&b.evidence.work);
    descent__arena_release(&b.holdings.arena);
    descent__evaluator_close(&b.evidence.evaluator);
}

static void assert_told(int c, const char *words)
{
    ck_assert_uint_eq(b.d.advice_count, 1);
    ck_assert_msg(strstr(b.room[0].text, words) != NULL, "case %d: %s", c, b.room[0].text);
    ck_assert_double_eq_tol(b.room[0].direction[0] * b.room[0].direction[0] +
                                (b.evidence.n > 1 ? b.room[0].direction[1] * b.room[0].direction[1] : 0),
                            1, 1e-12);
}

/* Two wells, at ±width. */
static double width = 1;

static double wells(double x)
{
    return (x * x * x / width / width - x);
}

static double wells_loss(double x)
{
    return x * x * x * x / width / width / 4 - x * x / 2;
}

static double hill(double x)
{
    return -x;
}

static double hill_loss(double x)
{
    return -x * x / 2;
}

/* −x³/3 − x²/2: from its maximum at 0 a well at −1 to one side, and no bottom to the other. */
static double brink(double x)
{
    return -x * x - x;
}

static double brink_loss(double x)
{
    return -x * x * x / 3 - x * x / 2;
}

/* ---- off a saddle ---- */

/* A thousandth of the path's diameter, or of the way down, where that is less than ten such pushes. */
START_TEST(a_push_is_a_thousandth)
{
    static const struct {
        double diameter, width, push;
    } cases[] = {{1, 1, 1e-3},    {4, 1, 4e-3},    {0, 1, 1e-3},     {NAN, 1, 1e-3}, {-1, 1, 1e-3},
                 {1, 0.03, 1e-3}, {1, 3e-3, 3e-6}, {100, 0.3, 3e-4}, {100, 3, 0.1},  {0, 1e-5, 1e-8}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        width = cases[c].width;
        set_up(1, (land){wells, wells_loss, {1, 0}});
        b.d.diameter = cases[c].diameter;
        const double push = descent__advice_push(&b.evidence, &b.d, b.x, b.eigenvectors);
        if (cases[c].push <
            0.9e-3 * (cases[c].diameter > 0 ? cases[c].diameter : 1)) /* the lowest place that was seen */
            ck_assert_msg(push > cases[c].push / 2 && push < cases[c].push * 2, "case %zu: %g", c, push);
        else
            ck_assert_msg(fabs(push - cases[c].push) <= 1e-15, "case %zu: %g", c, push);
        tear_down();
    }
    width = 1;
}
END_TEST

START_TEST(a_copy_takes_the_way_out)
{
    for (int c = 0; c < 4; c++) {
        set_up(1, c == 1 ? (land){hill, hill_loss, {1, 0}} : (land){wells, wells_loss, {1, 0}});
        b.eigenvalues[0] = -1;
        b.evidence.has_rule = c != 2;
        b.evidence.options.no_trials = c == 3;
        descent__advice_leave_saddle(&b.evidence, &b.d);
        assert_told(c, c == 0   ? "I tried it: after a push of"
                       : c == 1 ? "toward larger x₁ it leaves for infinity"
                                : "either way, and go on from there.");
        ck_assert_ptr_eq(b.room[0].direction, b.point.escape);
        ck_assert_double_eq_tol(b.room[0].push, 1e-3, 1e-15);
        ck_assert_int_eq(b.room[0].verified, c == 0);
        if (c == 0)
            ck_assert_double_eq_tol(b.room[0].outcome_point[0], 1, 1e-5);
        if (c >= 2)
            ck_assert_ptr_null(strstr(b.room[0].text, "I tried it"));
        tear_down();
    }
}
END_TEST

/* Either side of a way out is tried, until one leads to a minimum: then no other is advised, whichever has the eigenvector's sign. */
START_TEST(only_the_side_that_leads_to_a_minimum_is_advised)
{
    for (size_t n = 1; n <= 2; n++)
        for (int sign = -1; sign <= 1; sign += 2) {
            set_up(n, (land){brink, brink_loss, {1, 0}});
            b.eigenvalues[0] = -1;
            b.eigenvectors[0] = sign;
            b.evidence.has_rule = true;
            descent__advice_leave_saddle(&b.evidence, &b.d);
            const char *const side =
                n == 1 ? "a little toward smaller x₁, and go on" : "a little along (-1, 0), and go on";
            assert_told(sign, sign > 0 ? side : "either way");
            ck_assert_ptr_nonnull(strstr(b.room[0].text, "it converges to the minimum"));
            ck_assert((strstr(b.room[0].text, "the other way no minimum was found") != NULL) == (sign > 0));
            ck_assert((strstr(b.room[0].text, "toward smaller x₁") != NULL) == (n == 1));
            ck_assert_double_eq(b.room[0].direction[0], -1);
            ck_assert_int_eq(b.room[0].verified, true);
            ck_assert_double_eq_tol(b.room[0].outcome_point[0], -1, 1e-5);
            tear_down();
        }
}
END_TEST

/* From a maximum the steepest way leads to a saddle; all ways out at once, to a minimum: those that bend down by more than what counts
 * as 0. */
START_TEST(all_ways_out_lead_farther_than_one)
{
    static const struct {
        double second, tolerance;
        bool both;
    } cases[] = {{-1, 1e-6, true}, {-1e-6, 1e-6, false}, {-1.1e-6, 1e-6, true}, {1, 1e-6, false}, {-1, 2, false}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        set_up(2, (land){wells, wells_loss, {1, 1}});
        b.eigenvalues[0] = -1;
        b.eigenvalues[1] = cases[c].second;
        b.point.eigenvalue_tolerance = cases[c].tolerance;
        descent__advice_leave_saddle(&b.evidence, &b.d);
        assert_told((int)c, "I tried it: after a push of");
        ck_assert_double_eq_tol(b.room[0].direction[0], cases[c].both ? sqrt(0.5) : 1, 1e-15);
        ck_assert_double_eq_tol(b.room[0].outcome_point[1], cases[c].both ? 1 : 0, 1e-5);
        tear_down();
    }
    /* where the one leads to a minimum, no other is tried */
    set_up(2, (land){wells, wells_loss, {1, 0}});
    b.eigenvalues[0] = b.eigenvalues[1] = -1;
    descent__advice_leave_saddle(&b.evidence, &b.d);
    ck_assert_ptr_eq(b.room[0].direction, b.point.escape);
    tear_down();
}
END_TEST

/* ---- to a lower point ---- */

static double cubic(double x)
{
    return 3 * x * x;
}

static double cubic_loss(double x)
{
    return x * x * x;
}

/* A minimum at −3/4. */
static double quartic(double x)
{
    return 3 * x * x + 4 * x * x * x;
}

static double quartic_loss(double x)
{
    return x * x * x + x * x * x * x;
}

static double quintic(double x)
{
    return 5 * pow(x, 4);
}

/* No slope until 0.9e-3 to the left, and then this one. */
static double beyond = 0;

static double level(double x)
{
    return x < -0.9e-3 ? beyond : 0;
}

static void go_lower(land l, double from, double diameter)
{
    set_up(1, l);
    b.point.kind = DESCENT_CRITICAL_DEGENERATE;
    b.point.escape = NULL;
    b.lower[0] = from;
    b.d.diameter = diameter;
    descent__advice_go_lower(&b.evidence, &b.d);
}

START_TEST(a_copy_goes_on_from_the_lower_point)
{
    const struct {
        land land;
        double from, diameter;
        const char *words;
        double begin, outcome;
    } cases[] = {
        {{cubic, cubic_loss, {1, 0}}, -1e-2, 1, "from the lower point. I tried it: the run leaves", 1e-2, NAN},
        {{quartic, quartic_loss, {1, 0}}, -1e-2, 1, "from the lower point. I tried it", 1e-2, -0.75},
        /* so near that the slope moves nothing: from a thousandth, a hundredth, a tenth of the diameter */
        {{cubic, cubic_loss, {1, 0}}, -1e-6, 1, "lower, too. I tried it: from there the run leaves", 1e-3, NAN},
        {{quartic, quartic_loss, {1, 0}}, -1e-6, 1, "lower, too. I tried it: from there", 1e-3, -0.75},
        {{quartic, quartic_loss, {1, 0}}, -1e-6, 0.1, "lower, too. I tried it: from there", 1e-3, -0.75},
        {{quartic, quartic_loss, {1, 0}}, -1e-6, 0.01, "lower, too. I tried it: from there", 1e-3, -0.75},
        {{quartic, quartic_loss, {1, 0}}, -1e-6, 0.001, "no copy got away", 1e-6, NAN},
        {{quartic, quartic_loss, {1, 0}}, -1e-6, NAN, "lower, too. I tried it: from there", 1e-3, -0.75},
        {{quintic, NULL, {1, 0}}, -1e-6, 1, "lower, too. I tried it: from there the run leaves", 1e-1, NAN},
        {{quintic, NULL, {1, 0}}, -1e-6, 0.1, "no copy got away", 1e-6, NAN},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        go_lower(cases[c].land, cases[c].from, cases[c].diameter);
        assert_told((int)c, cases[c].words);
        ck_assert_msg(fabs(b.room[0].push - cases[c].begin) <= 1e-9 * cases[c].begin, "case %zu: %g", c,
                      b.room[0].push);
        ck_assert_double_eq(b.room[0].direction[0], -1);
        ck_assert_msg(isnan(cases[c].outcome) == (b.room[0].outcome_point == NULL), "case %zu", c);
        if (isfinite(cases[c].outcome))
            ck_assert_double_eq_tol(b.room[0].outcome_point[0], cases[c].outcome, 1e-4);
        tear_down();
    }
}
END_TEST

/* By 4000 steps of 0.3 times the slope, which is to be more than four times as far as it began. */
START_TEST(what_gets_away_comes_four_times_as_far)
{
    for (int c = 0; c < 2; c++) {
        beyond = (c == 0 ? 1.03 : 0.97) * 4 * 1e-3 / (4000 * 0.3);
        go_lower((land){level, NULL, {1, 0}}, -1e-6, 1);
        assert_told(c, c == 0 ? "the run gets away, and after" : "no copy got away");
        tear_down();
    }
}
END_TEST

/* Half as far again is farther off. */
START_TEST(farther_off_is_any_farther)
{
    beyond = 1e-5;
    go_lower((land){level, NULL, {1, 0}}, -1e-3 / 1.5, 1);
    assert_told(0, "the run gets away, and after");
    ck_assert_double_eq_tol(b.room[0].push, 1e-3, 1e-15);
    tear_down();
}
END_TEST

/* What rises again farther off is no way to go, nor is what nobody could run. */
START_TEST(farther_off_it_must_be_lower)
{
    for (int c = 0; c < 4; c++) {
        set_up(1, (land){quartic, quartic_loss, {1, 0}});
        b.point.kind = DESCENT_CRITICAL_DEGENERATE;
        b.point.escape = NULL;
        b.lower[0] = -1e-6;
        b.point.lower_loss = c == 1 ? -1 : 0; /* −10⁻⁹ at 10⁻³ */
        b.evidence.has_rule = c != 2;
        b.evidence.options.no_trials = c == 3;
        descent__advice_go_lower(&b.evidence, &b.d);
        assert_told(c, c == 0   ? "lower, too. I tried it: from there"
                       : c == 1 ? "no copy got away"
                                : "Go on from the lower point, or begin somewhere else.");
        tear_down();
    }
}
END_TEST

/* Along what is flat as many times as far, and that squared along what is not. */
START_TEST(what_bends_away_does_so_with_the_square)
{
    for (int flat = 0; flat < 2; flat++) {
        set_up(2, (land){quartic, NULL, {1, 0}});
        b.point.kind = DESCENT_CRITICAL_DEGENERATE;
        b.point.escape = NULL;
        b.eigenvalues[0] = flat ? 0.9e-6 : -1.1e-6; /* beside the tolerance of 10⁻⁶ */
        b.eigenvalues[1] = 1;
        b.lower[0] = -8e-6;
        b.lower[1] = 6e-6;
        descent__advice_go_lower(&b.evidence, &b.d);
        const double factor = 1e-3 / 1e-5, x = 8e-6 * (flat ? factor : factor * factor), y = 6e-6 * factor * factor;
        assert_told(flat, "lower, too. I tried it: from there");
        ck_assert_double_eq_tol(b.room[0].push, hypot(x, y), 1e-12);
        ck_assert_double_eq_tol(b.room[0].direction[0], -x / hypot(x, y), 1e-9);
        ck_assert_double_eq_tol(b.room[0].direction[1], y / hypot(x, y), 1e-9);
        tear_down();
    }
}
END_TEST

/* A copy that comes back is not away: by ten tolerances it must end elsewhere. */
START_TEST(a_copy_that_comes_back_is_not_away)
{
    go_lower((land){wells, wells_loss, {-1, 0}}, -0.1, 1e-3);
    ck_assert_uint_eq(b.d.advice_count, 1);
    ck_assert_ptr_nonnull(strstr(b.room[0].text, "no copy got away"));
    ck_assert_int_eq(b.room[0].verified, 0);
    tear_down();
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_push_is_a_thousandth,
        a_copy_takes_the_way_out,
        only_the_side_that_leads_to_a_minimum_is_advised,
        all_ways_out_lead_farther_than_one,
        a_copy_goes_on_from_the_lower_point,
        what_gets_away_comes_four_times_as_far,
        farther_off_is_any_farther,
        farther_off_it_must_be_lower,
        what_bends_away_does_so_with_the_square,
        a_copy_that_comes_back_is_not_away,
    };
    return descent_test_main(descent_test_suite("inside_pushes", tests, sizeof tests / sizeof *tests));
}
