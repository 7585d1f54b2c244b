/* Where a run is said to be heading, and where it is not: the truth is mathematics, or the run itself gone on with. */
#include "formulas.h"
#include "support.h"

#include <math.h>

#include <descent/adaptive.h>
#include <descent/descent.h>

/* x²y²: critical where x or y is 0. Gradient flow keeps x² − y², so from x > y > 0 it comes to (√(x² − y²), 0), not to 0. */
static int cross(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] * x[1] * x[1];
    return 0;
}

static int cross_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * x[0] * x[1] * x[1];
    g[1] = 2 * x[1] * x[0] * x[0];
    return 0;
}

static bool is_said_to_come_to_zero(const descent_diagnosis *diagnosis)
{
    return diagnosis->ending == DESCENT_ENDING_APPROACHING && diagnosis->point &&
           hypot(diagnosis->point->x[0], diagnosis->point->x[1]) < 1e-3;
}

/* x²y⁴: flow keeps 2x² − y², so from 2x² > y² it comes to y = 0 beside 0, and over ground so level that little of its way is left. */
static int steep_cross(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] * pow(x[1], 4);
    return 0;
}

static int steep_cross_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * x[0] * pow(x[1], 4);
    g[1] = 4 * x[0] * x[0] * pow(x[1], 3);
    return 0;
}

START_TEST(a_floor_is_reached_beside_its_flattest_point)
{
    static const uint64_t steps[] = {64, 90, 200, 1000, 5000};
    const descent_problem problem = {.dimension = 2, .loss = steep_cross, .gradient = steep_cross_gradient};
    for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
        descent_diagnosis *diagnosis =
            descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){1, 1}, steps[k]);
        ck_assert_msg(!is_said_to_come_to_zero(diagnosis), "%s",
                      descent_test_printed(descent_diagnosis_print, diagnosis));
        descent_diagnosis_free(diagnosis);
    }
    /* Where 2x² = y² it comes to 0. */
    descent_diagnosis *diagnosis =
        descent_test_diagnose(&problem, descent_fixed_step(0.01), (double[]){sqrt(0.5), 1}, 5000);
    ck_assert(is_said_to_come_to_zero(diagnosis));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* y²(x² + 1): each point of y = 0 is lowest, and Newton's step from beside one leads along the floor to another. */
static int level_floor(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[1] * x[1] * (x[0] * x[0] + 1);
    return 0;
}

static int level_floor_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * x[0] * x[1] * x[1];
    g[1] = 2 * x[1] * (x[0] * x[0] + 1);
    return 0;
}

/* (y − sin x)². */
static int curved_floor(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = pow(x[1] - sin(x[0]), 2);
    return 0;
}

static int curved_floor_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = -2 * (x[1] - sin(x[0])) * cos(x[0]);
    g[1] = 2 * (x[1] - sin(x[0]));
    return 0;
}

/* Where so many more steps are told, as many more are made, and then the run is there, whatever the step at which it is asked. */
START_TEST(on_a_floor_the_steps_that_are_told_suffice)
{
    static const struct {
        descent_loss_function *loss;
        descent_gradient_function *gradient;
        double momentum;
        uint64_t from, to; /* steps */
    } cases[] = {{level_floor, level_floor_gradient, 0, 50, 80}, {curved_floor, curved_floor_gradient, 0.9, 220, 245}};
    size_t told = 0, there = 0;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (uint64_t steps = cases[k].from; steps < cases[k].to; steps++) {
            const descent_problem problem = {.dimension = 2, .loss = cases[k].loss, .gradient = cases[k].gradient};
            const descent_rule rule =
                cases[k].momentum > 0 ? descent_heavy_ball(0.1, cases[k].momentum) : descent_fixed_step(0.1);
            descent_diagnosis *diagnosis = descent_test_diagnose(&problem, rule, (double[]){1, 2}, steps);
            if (diagnosis->ending == DESCENT_ENDING_CONVERGED) {
                there++;
                descent_diagnosis_free(diagnosis);
                continue;
            }
            const double more = diagnosis->advice[0].steps;
            ck_assert_msg(diagnosis->ending == DESCENT_ENDING_APPROACHING && more >= 1 && more < 100, "after %d: %s",
                          (int)steps, descent_test_printed(descent_diagnosis_print, diagnosis));
            told++;
            descent_diagnosis_free(diagnosis);
            diagnosis = descent_test_diagnose(&problem, rule, (double[]){1, 2}, steps + (uint64_t)more);
            ck_assert_msg(diagnosis->ending == DESCENT_ENDING_CONVERGED, "after %g more than %d: %s", more, (int)steps,
                          descent_test_printed(descent_diagnosis_print, diagnosis));
            descent_diagnosis_free(diagnosis);
        }
    ck_assert_uint_gt(told, 10);
    ck_assert_uint_gt(there, 20);
}
END_TEST

START_TEST(flat_ground_is_where_descent_leads)
{
    const descent_problem problem = {.dimension = 2, .loss = cross, .gradient = cross_gradient};
    descent_diagnosis *diagnosis =
        descent_test_diagnose(&problem, descent_fixed_step(2e-5), (double[]){1.2, 0.9}, 8000);
    ck_assert(!is_said_to_come_to_zero(diagnosis));
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_STALLED);
    descent_diagnosis_free(diagnosis);
    /* On the diagonal it comes to 0, like 1/√k. */
    diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){1, 1}, 2000);
    ck_assert_msg(is_said_to_come_to_zero(diagnosis), "%s", descent_test_printed(descent_diagnosis_print, diagnosis));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* x³ − 3xy²: 0 is critical, and no minimum; along y = 0, and only there, descent comes to it. */
START_TEST(a_saddle_of_three_ways_is_passed_but_along_its_ridge)
{
    descent_problem problem = descent_test_landscape("monkey_saddle", 0);
    descent_diagnosis *diagnosis =
        descent_test_diagnose(&problem, descent_fixed_step(4e-4), (double[]){1.2, -0.013}, 1200);
    ck_assert(!is_said_to_come_to_zero(diagnosis));
    descent_diagnosis_free(diagnosis);
    problem.gradient = NULL;
    problem.hessian = NULL;
    problem.hessian_product = NULL;
    diagnosis = descent_test_diagnose(&problem, descent_fixed_step(4e-4), (double[]){1.2, -0.013}, 1200);
    ck_assert(!is_said_to_come_to_zero(diagnosis));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Brown's almost linear function (1969) of five variables: minima at 1 and at (0.916, …, 1.418); the second is where Newton's
 * steps from the end of this run lead, the first is where the run comes to. */
static int brown(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    double sum = 0, product = 1;
    for (size_t i = 0; i < n; i++) {
        sum += x[i];
        product *= x[i];
    }
    *value = (product - 1) * (product - 1);
    for (size_t i = 0; i + 1 < n; i++)
        *value += pow(x[i] + sum - (double)n - 1, 2);
    return 0;
}

static int brown_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    double sum = 0, product = 1, residuals = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i];
        product *= x[i];
    }
    for (size_t i = 0; i + 1 < n; i++)
        residuals += x[i] + sum - (double)n - 1;
    for (size_t i = 0; i < n; i++) {
        double others = 1;
        for (size_t j = 0; j < n; j++)
            others *= j == i ? 1 : x[j];
        g[i] = 2 * (product - 1) * others + 2 * residuals + (i + 1 < n ? 2 * (x[i] + sum - (double)n - 1) : 0);
    }
    return 0;
}

START_TEST(a_point_is_found_again_from_farther_on)
{
    enum {
        most = 300000
    };
    const descent_problem problem = {.dimension = 5, .loss = brown, .gradient = brown_gradient};
    const double step_size = 0.0014083016123380091;
    const double start[] = {0.62126091055388122, 0.36358440337157794, 0.72092594125485776, -0.38338820413443231,
                            0.4782018076166562};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_fixed_step(step_size), start, 3);
    double x[5], g[5];
    memcpy(x, start, sizeof x);
    for (int k = 0; k < most; k++) {
        brown_gradient(5, x, g, NULL);
        for (size_t i = 0; i < 5; i++)
            x[i] -= step_size * g[i];
    }
    ck_assert(fabs(x[4] - 1) < 1e-6);
    if (diagnosis->ending == DESCENT_ENDING_APPROACHING && diagnosis->point)
        for (size_t i = 0; i < 5; i++)
            ck_assert_double_eq_tol(diagnosis->point->x[i], x[i], 1e-3);
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Momentum of 0.99 can only be followed for a few steps, for differences in five variables are dear: it is not said to have come,
 * and approaches, if anything, the root (a, a, a, a, 1/a⁴), 5a⁵ − 6a⁴ + 1 = 0, a = 0.91635…, where its steps lead in the end. */
START_TEST(momentum_that_can_hardly_be_followed)
{
    const descent_problem problem = {.dimension = 5, .loss = brown};
    const double start[] = {0.48286796255065524, 0.29787519612493285, 0.40421972088840097, 0.52723431085133454,
                            0.59368720803146413};
    descent_diagnosis *const diagnosis =
        descent_test_diagnose(&problem, descent_nesterov(0.0004372198678305201, 0.99), start, 11);
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    if (diagnosis->ending == DESCENT_ENDING_APPROACHING && diagnosis->point)
        for (size_t i = 0; i < 5; i++)
            ck_assert_double_eq_tol(diagnosis->point->x[i], i < 4 ? 0.9163545 : 1.4182273, 1e-4);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* ¼x⁴ − ½x², as polynomials are written: far out it is ∞ − ∞. */
static int wells(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    const double square = x[0] * x[0];
    *value = square * square / 4 - square / 2;
    return 0;
}

static int wells_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0] * x[0] * x[0] - x[0];
    return 0;
}

/* Off the hill at 0 each step makes 1 + η times as much of the way, and the loss falls, until x ← x + η(x − x³) explodes: from
 * η = 2.4 on for every start, for then it maps its hump, 1.58, beyond the point that it throws out. */
START_TEST(what_falls_at_first_and_then_explodes_diverges)
{
    const descent_problem problem = {.dimension = 1, .loss = wells, .gradient = wells_gradient};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_fixed_step(2.5), (double[]){1e-4}, 5);
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_UNBOUNDED);
    descent_diagnosis_free(diagnosis);
    diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.5), (double[]){1e-4}, 5);
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_UNBOUNDED);
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_DIVERGING);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Peano's surface (1884) falls for ever between its parabolas; but with this step size the run is within 50 of the origin
 * after 3·10⁵ steps. A leap along its growth leads out of the parabolas, where it explodes. */
START_TEST(a_leap_out_of_bounds_proves_nothing)
{
    const descent_problem problem = descent_test_landscape("peano", 0);
    descent_diagnosis *const diagnosis =
        descent_test_diagnose(&problem, descent_fixed_step(0.0042367680692028927), (double[]){1, 2}, 731);
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_UNBOUNDED);
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_DIVERGING);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Σ (e^(−t x₁) − e^(−t x₂) − x₃(e^(−t) − e^(−10t)))², t = 0.1 … 1 (Box, 1966) */
static int box(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = 0;
    for (int i = 1; i <= 10; i++) {
        const double t = 0.1 * i;
        *value += pow(exp(-t * x[0]) - exp(-t * x[1]) - x[2] * (exp(-t) - exp(-10 * t)), 2);
    }
    return 0;
}

/* The first step throws x₁ out to 10⁴⁸, beside which the others seem to rest; they explode. */
START_TEST(beside_a_number_of_another_size_others_move)
{
    const descent_problem problem = {.dimension = 3, .loss = box};
    const double start[] = {0.028815626716835921, 10.805726904909964, 22.500145156300285};
    descent_diagnosis *const diagnosis =
        descent_test_diagnose(&problem, descent_fixed_step(0.50520185303894216), start, 8);
    ck_assert_double_gt(fabs(diagnosis->x[0]), 1e40);
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_STALLED);
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    descent_diagnosis_free(diagnosis);
}
END_TEST

static descent_diagnosis *by_path_alone(const descent_problem *problem, descent_rule rule, const double *start,
                                        uint64_t steps)
{
    descent_diagnosis *diagnosis;
    descent_engine *const engine = descent_test_engine(problem, rule, start);
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, steps));
    assert_success(descent_diagnose(NULL, descent_engine_path(engine), NULL, &diagnosis));
    descent_engine_free(engine);
    return diagnosis;
}

/* Off a hill by steps that grow tenfold, the path alone does not tell whether it comes down; where they keep their length, as
 * on a slope that is as steep everywhere, it does. */
START_TEST(a_path_that_speeds_up_tells_no_descent)
{
    const descent_problem problem = {.dimension = 1, .loss = wells, .gradient = wells_gradient};
    descent_diagnosis *diagnosis = by_path_alone(&problem, descent_fixed_step(0.05), (double[]){1e-4}, 50);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNDETERMINED);
    ck_assert_ptr_nonnull(strstr(diagnosis->reason, "steps grow"));
    descent_diagnosis_free(diagnosis);
    const descent_problem valley = descent_test_landscape("rosenbrock", 0);
    diagnosis = by_path_alone(&valley, descent_fixed_step(1e-4), (double[]){-1.2, 1}, 3000);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_DESCENDING);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* x²·exp(−x²): beyond its hill at 1 it falls for ever, and its slope fades faster than by any factor. It is critical at 0 and ±1 only. */
static int fading(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] * exp(-x[0] * x[0]);
    return 0;
}

static int fading_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * x[0] * (1 - x[0] * x[0]) * exp(-x[0] * x[0]);
    return 0;
}

/* max(0, x)⁴ is critical at 0, and level from there on. */
static int half_fourth(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = pow(fmax(0, x[0]), 4);
    return 0;
}

static int half_fourth_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 4 * pow(fmax(0, x[0]), 3);
    return 0;
}

/* exp(−1/x²) is lowest at 0, where all of its derivatives vanish. */
static int flattest(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = exp(-1 / (x[0] * x[0]));
    return 0;
}

static int flattest_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = fabs(x[0]) > 0 ? 2 * exp(-1 / (x[0] * x[0])) / pow(x[0], 3) : 0;
    return 0;
}

static int fourth(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = pow(x[0], 4);
    return 0;
}

static int fourth_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 4 * pow(x[0], 3);
    return 0;
}

/* One of these along (0.6, 0.8), and a parabola across. */
static int along_loss(size_t n, const double *x, double *value, void *context)
{
    const descent_problem *const along = context;
    const double u = 0.6 * x[0] + 0.8 * x[1], v = 0.6 * x[1] - 0.8 * x[0];
    (void)n;
    (void)along->loss(1, &u, value, NULL);
    *value += v * v;
    return 0;
}

static int along_gradient(size_t n, const double *x, double *g, void *context)
{
    const descent_problem *const along = context;
    const double u = 0.6 * x[0] + 0.8 * x[1], v = 0.6 * x[1] - 0.8 * x[0];
    double slope;
    (void)n;
    (void)along->gradient(1, &u, &slope, NULL);
    g[0] = 0.6 * slope - 0.8 * 2 * v;
    g[1] = 0.8 * slope + 0.6 * 2 * v;
    return 0;
}

/* What comes to rest across a slope that fades is as little at a critical point. */
START_TEST(where_a_slope_fades_along_a_valley_nothing_is_critical)
{
    descent_problem along[] = {{.dimension = 1, .loss = fading, .gradient = fading_gradient},
                               {.dimension = 1, .loss = fourth, .gradient = fourth_gradient},
                               {.dimension = 1, .loss = half_fourth, .gradient = half_fourth_gradient}};
    for (size_t k = 0; k < 3; k++)
        for (size_t steps = 64; steps <= 2048; steps *= 2) {
            const descent_problem problem = {
                .dimension = 2, .loss = along_loss, .gradient = along_gradient, .context = &along[k]};
            const double from = k == 0 ? 1.5 : 1, start[] = {0.6 * from - 0.8, 0.8 * from + 0.6};
            descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.1), start, steps);
            const bool descends =
                diagnosis->ending == DESCENT_ENDING_DESCENDING || diagnosis->ending == DESCENT_ENDING_UNBOUNDED;
            if (k == 0)
                ck_assert_msg(descends && !diagnosis->point, "%zu steps: %s", steps,
                              descent_ending_string(diagnosis->ending));
            else if (steps >= 1024)
                ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
            ck_assert(k == 0 || diagnosis->ending != DESCENT_ENDING_UNBOUNDED);
            descent_diagnosis_free(diagnosis);
        }
}
END_TEST

START_TEST(where_a_slope_fades_nothing_is_critical)
{
    const descent_problem fades = {.dimension = 1, .loss = fading, .gradient = fading_gradient};
    for (double from = -1; from <= 1; from += 2)
        for (size_t steps = 16; steps <= 1024; steps *= 2) {
            descent_diagnosis *const diagnosis =
                descent_test_diagnose(&fades, descent_fixed_step(0.1), (double[]){1.5 * from}, steps);
            ck_assert_msg(diagnosis->ending == DESCENT_ENDING_DESCENDING ||
                              diagnosis->ending == DESCENT_ENDING_UNBOUNDED,
                          "%zu steps: %s", steps, descent_ending_string(diagnosis->ending));
            descent_diagnosis_free(diagnosis);
        }
    /* The other side: flat points that are; and a minimum that is nobody's to descend from for ever. */
    const descent_problem flat[] = {{.dimension = 1, .loss = fourth, .gradient = fourth_gradient},
                                    {.dimension = 1, .loss = half_fourth, .gradient = half_fourth_gradient},
                                    {.dimension = 1, .loss = flattest, .gradient = flattest_gradient}};
    for (size_t k = 0; k < 3; k++) {
        descent_diagnosis *const diagnosis = descent_test_diagnose(&flat[k], descent_fixed_step(0.1),
                                                                   (double[]){k == 2 ? 0.5 : 1}, k == 2 ? 20000 : 1000);
        ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_UNBOUNDED);
        if (k < 2) {
            ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
            ck_assert_double_lt(fabs(diagnosis->point->x[0]), 1e-3);
        } else
            ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_DESCENDING);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* Adam's memory fades at the minimum: it comes to within 2.4e-6 of it, leaves after 3873 steps, and again and again. That of AMSGrad
 * does not, and it stays. */
START_TEST(who_leaves_again_is_not_there_for_good)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.0001}, minimum[] = {2, 1 + sqrt(0.5)};
    for (int keeps = 0; keeps < 2; keeps++) {
        const descent_adam_options options = {.kind = keeps ? DESCENT_AMSGRAD : DESCENT_ADAM};
        const descent_rule rule = descent_adam(0.1, &options);
        descent_engine *const engine = descent_test_engine(&problem, rule, start);
        double farthest = 0;
        for (size_t step = 0; step < 6000; step++) {
            assert_success(descent_engine_run(engine, 1));
            const double *const x = descent_engine_point(engine);
            if (step >= 1000)
                farthest = fmax(farthest, hypot(x[0] - minimum[0], x[1] - minimum[1]));
        }
        descent_engine_free(engine);
        ck_assert_int_eq(farthest < 2.4e-6, keeps);
        descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, rule, start, 64);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
        if (keeps)
            assert_said(diagnosis, "until it is there for good");
        else
            assert_unsaid(diagnosis, "for good");
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/*
 * On (2, 20000)·x²/2 a step of η multiplies the distances by 1 − 2η and 1 − 20000η. With η = 10⁻⁴ the second is −1: along y the run
 * swings as far for ever, however near x comes. A hundredth below it is −0.98, and from y = 0 there is nothing to swing.
 */
START_TEST(by_a_factor_of_one_nothing_comes_nearer)
{
    static const struct {
        double step_size, y;
        descent_ending ending;
    } runs[] = {
        {1e-4, 0.01, DESCENT_ENDING_UNDETERMINED},
        {1e-4, 0.001, DESCENT_ENDING_UNDETERMINED},
        {0.99e-4, 0.01, DESCENT_ENDING_APPROACHING},
        {1e-4, 0, DESCENT_ENDING_APPROACHING},
    };
    double curvatures[] = {2, 20000};
    const descent_problem problem = {
        .dimension = 2, .loss = bowl_loss, .gradient = bowl_gradient, .context = curvatures};
    for (size_t k = 0; k < sizeof runs / sizeof *runs; k++)
        for (size_t steps = 50; steps <= 800; steps *= 4) {
            descent_diagnosis *const diagnosis =
                descent_test_diagnose(&problem, descent_fixed_step(runs[k].step_size), (double[]){2, runs[k].y}, steps);
            ck_assert_msg(diagnosis->ending == runs[k].ending, "run %zu, %zu steps: %s", k, steps,
                          descent_ending_string(diagnosis->ending));
            if (runs[k].ending == DESCENT_ENDING_UNDETERMINED) {
                ck_assert_ptr_nonnull(diagnosis->centre);
                ck_assert_double_lt(hypot(diagnosis->centre->x[0], diagnosis->centre->x[1]), 1e-9);
            }
            descent_diagnosis_free(diagnosis);
        }
}
END_TEST

/* (x − c)² + (y − 1)²·10⁴/2, c the context: doubles there are c/2⁵² apart. */
static int far_loss(size_t n, const double *x, double *value, void *context)
{
    const double off = x[0] - *(const double *)context;
    *value = off * off + (n > 1 ? 5e3 * (x[1] - 1) * (x[1] - 1) : 0);
    return 0;
}

static int far_gradient(size_t n, const double *x, double *g, void *context)
{
    g[0] = 2 * (x[0] - *(const double *)context);
    if (n > 1)
        g[1] = 1e4 * (x[1] - 1);
    return 0;
}

/* From c + 10⁻⁸c each step leaves 0.8 of the way, of which doubles tell some 10⁷ parts: it has arrived at a millionth, after 62 steps,
 * and not where it begins. Losses tell no more than its root. */
START_TEST(far_from_the_origin_who_still_comes_nearer_is_not_there)
{
    static const double centres[] = {1e4, 1e6, 1e8};
    static const struct {
        size_t steps;
        bool there;
    } runs[] = {{1, false}, {10, false}, {50, false}, {64, true}, {300, true}};
    for (size_t j = 0; j < sizeof centres / sizeof *centres; j++) {
        double centre = centres[j];
        const double start[] = {centre + 1e-8 * centre};
        descent_problem problem = {.dimension = 1, .loss = far_loss, .gradient = far_gradient, .context = &centre};
        for (size_t k = 0; k < sizeof runs / sizeof *runs; k++) {
            descent_diagnosis *const diagnosis =
                descent_test_diagnose(&problem, descent_fixed_step(0.1), start, runs[k].steps);
            const descent_ending ending = runs[k].there ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_APPROACHING;
            ck_assert_msg(diagnosis->ending == ending, "%g, %zu steps: %s", centre, runs[k].steps,
                          descent_ending_string(diagnosis->ending));
            descent_diagnosis_free(diagnosis);
        }
    }
}
END_TEST

/* A factor of −1 along y swings for ever, be it within what counts as arrived of a point so large. */
START_TEST(who_swings_beside_a_large_coordinate_is_not_there)
{
    double centre = 1e8;
    const descent_problem problem = {.dimension = 2, .loss = far_loss, .gradient = far_gradient, .context = &centre};
    descent_diagnosis *const diagnosis =
        descent_test_diagnose(&problem, descent_fixed_step(2e-4), (double[]){centre + 1, 1.2}, 500);
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_STALLED);
    descent_diagnosis_free(diagnosis);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        by_a_factor_of_one_nothing_comes_nearer,
        where_a_slope_fades_nothing_is_critical,
        where_a_slope_fades_along_a_valley_nothing_is_critical,
        who_leaves_again_is_not_there_for_good,
        a_floor_is_reached_beside_its_flattest_point,
        on_a_floor_the_steps_that_are_told_suffice,
        flat_ground_is_where_descent_leads,
        a_saddle_of_three_ways_is_passed_but_along_its_ridge,
        a_point_is_found_again_from_farther_on,
        momentum_that_can_hardly_be_followed,
        what_falls_at_first_and_then_explodes_diverges,
        a_leap_out_of_bounds_proves_nothing,
        beside_a_number_of_another_size_others_move,
        a_path_that_speeds_up_tells_no_descent,
        far_from_the_origin_who_still_comes_nearer_is_not_there,
        who_swings_beside_a_large_coordinate_is_not_there,
    };
    return descent_test_main(descent_test_suite("diagnosis_destination", tests, sizeof tests / sizeof *tests));
}
