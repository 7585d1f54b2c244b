/*
 * A run that stops at a kink where the loss is lowest has arrived, though the gradient is zero nowhere; one that stops at any other
 * kink, or beside it, has not. Where the runs stop is what their step sizes add up to.
 */
#include "support.h"

#include <math.h>

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/step_finders.h>

static double sign(double x)
{
    return x > 0 ? 1 : -1; /* a subgradient of |x| at 0 as well, and not 0 */
}

typedef struct kinked {
    double (*loss)(size_t n, const double *x);
    void (*gradient)(size_t n, const double *x, double *g);
    bool (*fails)(double x); /* NULL: the gradient's callback never does */
} kinked;

static int loss_of(size_t n, const double *x, double *value, void *context)
{
    *value = ((const kinked *)context)->loss(n, x);
    return 0;
}

static int gradient_of(size_t n, const double *x, double *g, void *context)
{
    const kinked *const k = context;
    k->gradient(n, x, g);
    return k->fails && k->fails(x[0]);
}

#define KINKED(name, value, ...)                                                                                       \
    static double name##_loss(size_t n, const double *x)                                                               \
    {                                                                                                                  \
        (void)n;                                                                                                       \
        return value;                                                                                                  \
    }                                                                                                                  \
    static void name##_gradient(size_t n, const double *x, double *g)                                                  \
    {                                                                                                                  \
        (void)n, (void)x;                                                                                              \
        __VA_ARGS__;                                                                                                   \
    }                                                                                                                  \
    static const kinked name = {name##_loss, name##_gradient, NULL};

KINKED(absolute, fabs(x[0]), g[0] = sign(x[0]))
KINKED(corner, fabs(x[0] - 0.3) + 2 * fabs(x[1]), g[0] = sign(x[0] - 0.3); g[1] = 2 * sign(x[1]))
/* slopes that differ by more than ten: differences across make one huge curvature, beside which either slope is little */
KINKED(lopsided, x[0] > 0 ? 0.05 * x[0] : -2 * x[0], g[0] = x[0] > 0 ? 0.05 : -2)
KINKED(cone, hypot(x[0], x[1]), const double r = hypot(x[0], x[1]); g[0] = r > 0 ? x[0] / r : 1;
       g[1] = r > 0 ? x[1] / r : 0)
/* a cone that leans: no step of plain descent leads through its tip; and one whose tip is round, with curvatures up to 50 */
KINKED(leaning, hypot(x[0], x[1]) + 0.1 * x[0], const double r = hypot(x[0], x[1]); g[0] = (r > 0 ? x[0] / r : 1) + 0.1;
       g[1] = r > 0 ? x[1] / r : 0)
KINKED(leaning_round, sqrt(x[0] * x[0] + x[1] * x[1] + 4e-4) + 0.1 * x[0],
       const double r = sqrt(x[0] * x[0] + x[1] * x[1] + 4e-4);
       g[0] = x[0] / r + 0.1; g[1] = x[1] / r)
/* the largest of x and −x/2 ± y: gradients (1, 0) and (−½, ±1) */
KINKED(three_planes, fmax(x[0], fabs(x[1]) - x[0] / 2), const bool first = x[0] > fabs(x[1]) - x[0] / 2;
       g[0] = first ? 1 : -0.5; g[1] = first ? 0 : sign(x[1]))
KINKED(edge, fabs(x[0]) + x[1] * x[1] / 2, g[0] = sign(x[0]); g[1] = x[1])
/* the other side */
KINKED(bend, fabs(x[0]) + 2 * x[0], g[0] = sign(x[0]) + 2)
KINKED(huber, fabs(x[0]) < 1 ? x[0] * x[0] / 2 : fabs(x[0]) - 0.5, g[0] = fabs(x[0]) < 1 ? x[0] : sign(x[0]))
KINKED(bowl, x[0] * x[0] / 2, g[0] = x[0])
KINKED(pass, fabs(x[0]) - fabs(x[1]), g[0] = sign(x[0]); g[1] = -sign(x[1]))
/* down along x = y, a 283rd of the walls' slope: gradients (±200 − ½, ∓200 − ½) */
KINKED(gorge, 200 * fabs(x[0] - x[1]) - (x[0] + x[1]) / 2, g[0] = 200 * sign(x[0] - x[1]) - 0.5;
       g[1] = -200 * sign(x[0] - x[1]) - 0.5)
/* A pass whose way down lies between the axes, along which it rises: there a cross sees none. Its crest has the slope 0. */
KINKED(oblique, 2 * fabs(x[0] - x[1]) - fabs(x[0] + x[1]) / 2,
       const double along = x[0] + x[1] > 0   ? -0.5
                            : x[0] + x[1] < 0 ? 0.5
                                              : 0;
       g[0] = along + 2 * sign(x[0] - x[1]); g[1] = along - 2 * sign(x[0] - x[1]))
/* where formulas say that the slope of |x| at 0 is 0 */
static double formal_sign(double x)
{
    return (x > 0) - (x < 0);
}

KINKED(absolutes, fabs(x[0]) + fabs(x[1]), g[0] = formal_sign(x[0]); g[1] = formal_sign(x[1]))
KINKED(roof, -fabs(x[0]), g[0] = -formal_sign(x[0]))
KINKED(ridge, x[1] * x[1] - 3 * fabs(x[0]), g[0] = -3 * formal_sign(x[0]); g[1] = 2 * x[1])
KINKED(formal_edge, fabs(x[0]) + x[1] * x[1], g[0] = formal_sign(x[0]); g[1] = 2 * x[1])
KINKED(drop, -x[0] * x[0] * x[0], g[0] = -3 * x[0] * x[0])
KINKED(shelf, -pow(fmax(0, fabs(x[0]) - 1), 2), g[0] = -2 * formal_sign(x[0]) * fmax(0, fabs(x[0]) - 1))
KINKED(half_line, x[0] < 0 ? NAN : x[0], g[0] = 1)

/* Poles, where the loss has no lowest value; and cusps, where it has: both have slopes without bound. */
KINKED(well, log(fabs(x[0])), g[0] = 1 / x[0])
KINKED(round_well, log(hypot(x[0], x[1])), const double r = x[0] * x[0] + x[1] * x[1]; g[0] = x[0] / r; g[1] = x[1] / r)
KINKED(long_well, log(fabs(x[0])) + x[1] * x[1], g[0] = 1 / x[0]; g[1] = 2 * x[1])
KINKED(deep_well, -1 / fabs(x[0]), g[0] = sign(x[0]) / (x[0] * x[0]))
KINKED(barrier, x[0] * x[0] + 1 / fabs(x[0]), g[0] = 2 * x[0] - sign(x[0]) / (x[0] * x[0]))
KINKED(cusp, sqrt(fabs(x[0])), g[0] = sign(x[0]) / (2 * sqrt(fabs(x[0]))))
KINKED(sharp_cusp, pow(fabs(x[0]), 0.1), g[0] = 0.1 * sign(x[0]) * pow(fabs(x[0]), -0.9))

typedef struct stopped_run {
    const char *name;
    const kinked *loss;
    size_t n;
    double start[2];
    double step_size, factor; /* they add up to step_size/(1 − factor) */
} stopped_run;

static descent_problem problem_of(const kinked *loss, size_t n)
{
    return (descent_problem){.dimension = n, .loss = loss_of, .gradient = gradient_of, .context = (void *)loss};
}

static descent_rule shrinking(const stopped_run *run)
{
    return descent_rule_with_schedule(descent_fixed_step(run->step_size), descent_schedule_exponential(run->factor));
}

static void assert_at_minimum(const char *name, const descent_diagnosis *d, bool is_one)
{
    const char *const text = descent_test_printed(descent_diagnosis_print, d);
    ck_assert_msg(((d->findings & DESCENT_FINDING_MINIMUM_AT_KINK) != 0) == is_one, "%s: %s", name, text);
    ck_assert_msg((strstr(text, "kink where the loss is lowest") != NULL) == is_one, "%s: %s", name, text);
    if (!is_one)
        return;
    ck_assert_int_eq(d->ending, DESCENT_ENDING_STALLED);
    ck_assert_msg(!strstr(text, "no critical point") && !strstr(text, "step size hardly"), "%s: %s", name, text);
    ck_assert(d->findings & DESCENT_FINDING_KINK);
    ck_assert_uint_eq(d->advice_count, 1);
    ck_assert_int_eq(d->advice[0].kind, DESCENT_ADVICE_NOTHING);
    ck_assert_ptr_null(d->direction);
    ck_assert_ptr_null(d->point);
    const char *const line = descent_test_printed(descent_diagnosis_print_line, d);
    ck_assert_msg(strstr(line, "stalled at a kink where the loss is lowest") == line, "%s", line);
}

/* Steps of ever smaller size are longer than the way, so they cross the kink until they end: ‖x‖ is no more than what is left. */
static const stopped_run minima[] = {
    {"|x|", &absolute, 1, {2}, 0.5, 0.95},
    {"|x − 0.3| + 2|y|", &corner, 2, {1.3, 0.7}, 0.3, 0.97},
    /* from farther: by its last rows it goes down, and its schedule ends */
    {"from farther", &corner, 2, {1.3, 0.7}, 0.9, 0.97},
    {"2 and 1/20",
     &lopsided,
     1,
     {-2},
     0.5,
     0.985}, /* the way back, 3.3 steps', is longer than a step to the right, 2 */
    {"a cone", &cone, 2, {1.3, 0.7}, 0.3, 0.97},
    {"three planes", &three_planes, 2, {1.3, 0.7}, 0.3, 0.97},
    {"|x| + y²/2", &edge, 2, {1.3, 0.7}, 0.9, 0.97}, /* y is left at e^−30 */
};

/*
 * Step sizes that add up to 1: at slope 3, from 3, they end on the kink of |x| + 2x, from above; |x| and its like from 2, and x²/2,
 * end on the slope. Down a gorge or a pass nothing holds the run; what lies beside half_line's end is not known.
 */
static const stopped_run others[] = {
    {"|x| + 2x", &bend, 1, {3}, 0.05, 0.95},
    {"|x| from afar", &absolute, 1, {2}, 0.05, 0.95},
    {"Huber's arm", &huber, 1, {3}, 0.05, 0.95},
    {"x²/2", &bowl, 1, {1}, 0.05, 0.95},
    {"|x| − |y|", &pass, 2, {1.3, 0.7}, 0.3, 0.97},
    {"a pass between the axes", &oblique, 2, {1.375, -1.375}, 0.3, 0.97}, /* and stays on the crest, exactly */
    {"a gorge", &gorge, 2, {1.3, 0.7}, 0.3, 0.97},
    {"nothing beyond", &half_line, 1, {1}, 0.05, 0.95},
};

START_TEST(where_the_loss_is_lowest_a_run_has_arrived)
{
    for (size_t k = 0; k < sizeof minima / sizeof *minima; k++) {
        const descent_problem problem = problem_of(minima[k].loss, minima[k].n);
        descent_diagnosis *const d = descent_test_diagnose(&problem, shrinking(minima + k), minima[k].start, 1500);
        assert_at_minimum(minima[k].name, d, true);
        descent_diagnosis_free(d);
    }
}
END_TEST

START_TEST(elsewhere_it_has_not)
{
    for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
        const descent_problem problem = problem_of(others[k].loss, others[k].n);
        descent_diagnosis *const d = descent_test_diagnose(&problem, shrinking(others + k), others[k].start, 600);
        ck_assert_msg(d->ending == DESCENT_ENDING_STALLED, "%s: %s", others[k].name, d->reason);
        assert_at_minimum(others[k].name, d, false);
        ck_assert_ptr_nonnull(strstr(descent_test_printed(descent_diagnosis_print, d), "at no critical point"));
        ck_assert_ptr_nonnull(strstr(descent_test_printed(descent_diagnosis_print, d), "shrink more slowly"));
        descent_diagnosis_free(d);
    }
}
END_TEST

/* Of an engine that recorded nothing: a gorge, a pass and a kink are no critical points, where the slope would be zero. */
START_TEST(unrecorded_no_slope_is_said_to_be_zero)
{
    const stopped_run runs[] = {
        {"a gorge", &gorge, 2, {1.3, 0.7}, 0.3, 0.97},
        {"a pass", &pass, 2, {1.3, 0.7}, 0.3, 0.97},
        {"a corner", &corner, 2, {1.3, 0.7}, 0.3, 0.97},
        {"2 and 1/20", &lopsided, 1, {-2}, 0.5, 0.985},
    };
    for (size_t k = 0; k < sizeof runs / sizeof *runs; k++) {
        const descent_problem problem = problem_of(runs[k].loss, runs[k].n);
        descent_engine *const engine = descent_test_engine(&problem, shrinking(runs + k), runs[k].start);
        descent_diagnosis *d;
        assert_success(descent_engine_run(engine, 1500));
        assert_success(descent_engine_diagnose(engine, NULL, &d));
        ck_assert_msg(d->ending != DESCENT_ENDING_CONVERGED && !strstr(d->reason, "slope is zero there") &&
                          !strstr(d->reason, "gradient is zero"),
                      "%s: %s", runs[k].name, d->reason);
        ck_assert(k > 1 || !(d->findings & DESCENT_FINDING_MINIMUM_AT_KINK));
        descent_diagnosis_free(d);
        descent_engine_free(engine);
    }
}
END_TEST

/* The rule fitted to the path, and the path alone, which knows nothing of what lies around. */
START_TEST(a_path_tells_it_with_its_problem)
{
    const descent_problem problem = problem_of(&corner, 2);
    descent_engine *const engine = descent_test_engine(&problem, shrinking(minima + 1), minima[1].start);
    descent_diagnosis *d;
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 1500));
    assert_success(descent_diagnose(&problem, descent_engine_path(engine), NULL, &d));
    assert_at_minimum("with its problem", d, true);
    descent_diagnosis_free(d);
    assert_success(descent_diagnose(NULL, descent_engine_path(engine), NULL, &d));
    assert_at_minimum("alone", d, false);
    descent_diagnosis_free(d);
    descent_engine_free(engine);
}
END_TEST

static bool below_zero(double x)
{
    return x < 0;
}

static bool at_all(double x)
{
    (void)x;
    return true;
}

/* A gradient that fails beyond the kink, or everywhere once the run is over, says nothing of it. */
START_TEST(what_fails_beside_it_tells_nothing)
{
    kinked failing = absolute;
    failing.fails = below_zero;
    const descent_problem problem = problem_of(&failing, 1);
    const stopped_run run = {"fails beyond", &failing, 1, {1}, 0.05, 0.95};
    descent_diagnosis *d = descent_test_diagnose(&problem, shrinking(&run), run.start, 600);
    ck_assert_int_eq(d->ending, DESCENT_ENDING_STALLED);
    assert_at_minimum(run.name, d, false);
    descent_diagnosis_free(d);
    failing.fails = NULL;
    descent_engine *const engine = descent_test_engine(&problem, shrinking(minima), minima[0].start);
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 600));
    failing.fails = at_all;
    assert_success(descent_engine_diagnose(engine, NULL, &d));
    assert_at_minimum("fails then", d, false);
    descent_diagnosis_free(d);
    descent_engine_free(engine);
}
END_TEST

/* "About" so many calls; and what there are none for is not said. */
START_TEST(the_budget_binds_at_kinks)
{
    const descent_problem problem = problem_of(&corner, 2);
    descent_engine *const engine = descent_test_engine(&problem, shrinking(minima + 1), minima[1].start);
    bool said = false;
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 1500));
    for (uint64_t budget = 1; budget < 20000; budget += 1 + budget / 4) {
        const descent_diagnosis_options options = {.budget = budget};
        descent_diagnosis *d;
        assert_success(descent_engine_diagnose(engine, &options, &d));
        ck_assert_uint_le(d->evaluations.loss + d->evaluations.gradient, budget + budget / 2 + 64);
        said = d->findings & DESCENT_FINDING_MINIMUM_AT_KINK;
        ck_assert(!said || d->evaluations.loss >= 4);
        descent_diagnosis_free(d);
    }
    ck_assert(said);
    descent_engine_free(engine);
}
END_TEST

static double many_loss(size_t n, const double *x)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (double)(i + 1) * fabs(x[i] - 0.1 * (double)i);
    return sum;
}

static void many_gradient(size_t n, const double *x, double *g)
{
    for (size_t i = 0; i < n; i++)
        g[i] = (double)(i + 1) * sign(x[i] - 0.1 * (double)i);
}

/* Up to 32 variables are asked around a kink: two gradients each. */
START_TEST(of_more_variables_nothing_is_said)
{
    const kinked many = {many_loss, many_gradient, NULL};
    double start[33];
    for (size_t i = 0; i < 33; i++)
        start[i] = 1 + 0.01 * (double)i;
    for (size_t n = 31; n <= 33; n++) {
        const stopped_run run = {"many", &many, n, {0}, 0.1, 0.98};
        const descent_problem problem = problem_of(&many, n);
        descent_diagnosis *const d = descent_test_diagnose(&problem, shrinking(&run), start, 1500);
        ck_assert_int_eq(d->ending, DESCENT_ENDING_STALLED);
        assert_at_minimum("many", d, n <= 32);
        descent_diagnosis_free(d);
    }
}
END_TEST

/* Who has arrived is not told to lower a momentum near one. */
START_TEST(a_momentum_near_one_has_arrived_as_well)
{
    const descent_problem problem = problem_of(&absolute, 1);
    const double start = 2;
    const descent_rule rule =
        descent_rule_with_schedule(descent_heavy_ball(0.5, 0.99), descent_schedule_exponential(0.995));
    descent_diagnosis *const d = descent_test_diagnose(&problem, rule, &start, 12000);
    ck_assert(d->findings & DESCENT_FINDING_MOMENTUM_NEAR_ONE);
    assert_at_minimum("momentum 0.99", d, true);
    descent_diagnosis_free(d);
}
END_TEST

/* A search along the slope has nothing to win there, and gives up: it is there, too. */
START_TEST(a_search_that_gives_up_there_has_arrived)
{
    const descent_problem problem = problem_of(&absolute, 1);
    const double there = 0, beside = 1;
    descent_diagnosis *d = descent_test_diagnose(&problem, descent_armijo(0.7, NULL), &beside, 200);
    if (d->ending == DESCENT_ENDING_STALLED)
        assert_at_minimum("beside", d, true);
    descent_diagnosis_free(d);
    d = descent_test_diagnose(&problem, descent_armijo(0.7, NULL), &there, 200);
    ck_assert_int_ne(d->ending, DESCENT_ENDING_CONVERGED);
    descent_diagnosis_free(d);
}
END_TEST

/* Steps of one length go to and fro across it; where they shrink, they end beside it: at no kink, and at no critical point.
 * descent__pole_changes: cusps down to |x|^0.05. */
START_TEST(a_pole_is_no_kink)
{
    static const struct {
        const char *name;
        const kinked *loss;
        size_t n;
        bool pole;
    } forms[] = {
        {"log|x|", &well, 1, true},      {"log r", &round_well, 2, true},   {"log|x| + y²", &long_well, 2, true},
        {"−1/|x|", &deep_well, 1, true}, {"x² + 1/|x|", &barrier, 1, true}, {"|x|", &absolute, 1, false},
        {"|x| + y²/2", &edge, 2, false}, {"√|x|", &cusp, 1, false},         {"|x|^0.1", &sharp_cusp, 1, false}};
    static const double step_sizes[] = {0.05, 0.037, 0.011};
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++)
        for (size_t s = 0; s < sizeof step_sizes / sizeof *step_sizes; s++) {
            const descent_problem problem = problem_of(forms[k].loss, forms[k].n);
            const double start[] = {0.7, 0.3};
            const descent_rule steady = descent_normalised(step_sizes[s]);
            descent_diagnosis *d = descent_test_diagnose(&problem, steady, start, 600);
            ck_assert_msg(((d->findings & DESCENT_FINDING_KINK) != 0) != forms[k].pole, "%s, steps of %g: %s",
                          forms[k].name, step_sizes[s], descent_test_printed(descent_diagnosis_print, d));
            descent_diagnosis_free(d);
            d = descent_test_diagnose(&problem, descent_rule_with_schedule(steady, descent_schedule_exponential(0.98)),
                                      start, 3000);
            ck_assert_msg(forms[k].loss == &barrier || d->ending == DESCENT_ENDING_STALLED, "%s, from steps of %g: %s",
                          forms[k].name, step_sizes[s], descent_test_printed(descent_diagnosis_print, d));
            descent_diagnosis_free(d);
        }
}
END_TEST

/* A gradient that is zero on a kink alone is no level ground; where it is zero on both sides, too, or falls to it, there is no kink. */
START_TEST(on_a_kink_the_ground_is_not_level)
{
    static const struct {
        const kinked *loss;
        size_t n;
        double slope; /* beside it; 0: no such kink */
        descent_ending ending;
    } runs[] = {{&roof, 1, 1, DESCENT_ENDING_STALLED},
                {&ridge, 2, 3, DESCENT_ENDING_STALLED},
                {&formal_edge, 2, 0, DESCENT_ENDING_CONVERGED},
                {&drop, 1, 0, DESCENT_ENDING_CONVERGED},
                {&shelf, 1, 0, DESCENT_ENDING_STALLED}};
    for (size_t k = 0; k < sizeof runs / sizeof *runs; k++)
        for (int far = 0; far < 2; far++) { /* along y it comes to the kink first */
            const descent_problem problem = problem_of(runs[k].loss, runs[k].n);
            descent_diagnosis *const d =
                descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){0, far}, 100);
            const char *const text = descent_test_said(d);
            char slope[32];
            ck_assert_msg(d->ending == runs[k].ending, "run %zu: %s", k, text);
            snprintf(slope, sizeof slope, "by a slope of %g.", runs[k].slope);
            ck_assert_msg((strstr(text, slope) != NULL) == (runs[k].slope > 0), "run %zu: %s", k, text);
            ck_assert_msg((strstr(text, "does not leave a kink") != NULL) == (runs[k].slope > 0), "run %zu: %s", k,
                          text);
            if (runs[k].loss == &formal_edge)
                ck_assert_int_eq(d->point->kind, DESCENT_CRITICAL_MINIMUM_AT_KINK);
            if (runs[k].slope > 0) {
                ck_assert_double_eq(fabs(d->direction[0]), 1);
                ck_assert_uint_eq(d->advice_count, 1);
            }
            descent_diagnosis_free(d);
        }
}
END_TEST

/* A search goes on by steps ever shorter than any that count: from 10⁻¹⁰ on it is there, and on a slope as short steps arrive nowhere. */
START_TEST(what_inches_on_at_a_kink_has_arrived)
{
    const descent_problem pyramid = problem_of(&absolutes, 2), slope = problem_of(&bend, 1);
    size_t told = 0;
    for (size_t steps = 30; steps <= 60; steps += 3) {
        descent_diagnosis *const d =
            descent_test_diagnose(&pyramid, descent_wolfe(0.1, NULL), (double[]){1, 0.3}, steps);
        if (fabs(d->x[0]) + fabs(d->x[1]) < 1e-10) {
            ck_assert_int_ne(d->ending, DESCENT_ENDING_DESCENDING);
            told += (d->findings & DESCENT_FINDING_MINIMUM_AT_KINK) != 0;
        }
        descent_diagnosis_free(d);
    }
    ck_assert_uint_gt(told, 3);
    descent_diagnosis *const d = descent_test_diagnose(&slope, descent_fixed_step(1e-9), (double[]){1}, 60);
    ck_assert_uint_eq(d->findings & DESCENT_FINDING_MINIMUM_AT_KINK, 0);
    descent_diagnosis_free(d);
}
END_TEST

/* What a search that gives up beside such a minimum has ahead is no degenerate point. */
START_TEST(a_minimum_at_a_kink_ahead_is_called_so)
{
    const descent_problem problem = problem_of(&formal_edge, 2);
    descent_diagnosis *const d = descent_test_diagnose(&problem, descent_lbfgs(0.1, 10, NULL), (double[]){1, 1}, 100);
    if (d->ending == DESCENT_ENDING_STALLED && d->point)
        ck_assert_int_eq(d->point->kind, DESCENT_CRITICAL_MINIMUM_AT_KINK);
    ck_assert_ptr_null(strstr(descent_test_said(d), "degenerate"));
    descent_diagnosis_free(d);
}
END_TEST

/* By a fixed step it goes to and fro; with one that decays it is as near as its last step is long, and is told to go on. Where there is no
 * kink, or the run does not swing about it yet, none is spoken of. */
START_TEST(by_a_step_that_decays_a_kink_is_neared)
{
    const descent_problem problem = problem_of(&edge, 2);
    descent_diagnosis *d = descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){2.03, 0}, 64);
    ck_assert_ptr_nonnull(strstr(d->advice[0].text, "as its last steps are long"));
    descent_diagnosis_free(d);
    static const double delays[] = {1, 10, 100, 1000};
    for (size_t k = 0; k < sizeof delays / sizeof *delays; k++) {
        const descent_rule rule =
            descent_rule_with_schedule(descent_fixed_step(0.1), descent_schedule_inverse(delays[k]));
        d = descent_test_diagnose(&problem, rule, (double[]){2.03, 0}, 200);
        const double step_size = 0.1 / (1 + 199 / delays[k]);
        if (delays[k] > 1)
            ck_assert_double_le(fabs(d->x[0]), step_size);
        else /* 0.1·ln 200 is not yet 2 */
            ck_assert_double_gt(d->x[0], 1);
        ck_assert_msg(!strstr(d->advice[0].text, "about a kink") == (delays[k] <= 1), "%s", descent_test_said(d));
        descent_diagnosis_free(d);
    }
}
END_TEST

/* With 0.1 no run rests on either, for both are steeper than 20 can be. At the tip there is no curvature, and only a step size that decays
 * comes to it; where it is round a smaller one does. */
START_TEST(a_tip_that_steps_pass_by_is_a_kink)
{
    static const double starts[][2] = {{1, 1}, {-0.7, 1.2}, {2, 0.3}};
    size_t circling = 0;
    for (size_t k = 0; k < 6; k++) {
        const bool round = k >= 3;
        const descent_problem problem = problem_of(round ? &leaning_round : &leaning, 2);
        descent_diagnosis *const d = descent_test_diagnose(&problem, descent_fixed_step(0.1), starts[k % 3], 200);
        const char *const text = descent_test_said(d);
        const bool circles = d->ending == DESCENT_ENDING_PERIODIC || d->ending == DESCENT_ENDING_QUASIPERIODIC ||
                             d->ending == DESCENT_ENDING_CHAOTIC;
        ck_assert_msg(!round || !(d->findings & DESCENT_FINDING_KINK), "%s", text);
        if (!round && circles) {
            circling++;
            ck_assert_msg(d->findings & DESCENT_FINDING_KINK, "%s", text);
            ck_assert_int_eq(d->advice[0].kind, DESCENT_ADVICE_DECAY_STEP);
            ck_assert_ptr_nonnull(strstr(text, "the loss has a kink there"));
        }
        descent_diagnosis_free(d);
    }
    ck_assert_uint_gt(circling, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {where_the_loss_is_lowest_a_run_has_arrived,
                                  elsewhere_it_has_not,
                                  a_momentum_near_one_has_arrived_as_well,
                                  unrecorded_no_slope_is_said_to_be_zero,
                                  a_path_tells_it_with_its_problem,
                                  what_fails_beside_it_tells_nothing,
                                  the_budget_binds_at_kinks,
                                  of_more_variables_nothing_is_said,
                                  a_search_that_gives_up_there_has_arrived,
                                  a_pole_is_no_kink,
                                  on_a_kink_the_ground_is_not_level,
                                  what_inches_on_at_a_kink_has_arrived,
                                  a_minimum_at_a_kink_ahead_is_called_so,
                                  by_a_step_that_decays_a_kink_is_neared,
                                  a_tip_that_steps_pass_by_is_a_kink};
    return descent_test_main(descent_test_suite("diagnosis kinks", tests, sizeof tests / sizeof *tests));
}
