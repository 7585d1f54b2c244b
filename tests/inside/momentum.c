/* Momentum and units that are advised, on bowls whose best numbers are known: curvatures of 1 and more, from (1, 1). */
#include <math.h>
#include <string.h>

#include "diagnosis/advice/parts.h"
#include "support.h"

/* Σ cᵢxᵢ²/2 + mixed·x₀x₁; a well instead of the second where it is to be a ridge. */
typedef struct land {
    double c[2], mixed;
    bool ridge, endless;
} land;

static int gradient(size_t n, const double *x, double *g, void *context)
{
    const land *const l = context;
    for (size_t i = 0; i < n; i++)
        g[i] = l->c[i] * x[i];
    if (n > 1) {
        g[0] += l->mixed * x[1];
        g[1] += l->mixed * x[0];
        if (l->ridge)
            g[1] = x[1] * x[1] * x[1] - x[1];
        if (l->endless)
            g[1] = -x[1];
    }
    return 0;
}

typedef struct bench {
    land land;
    descent_problem problem;
    descent__holdings holdings;
    descent__evidence evidence;
    descent_critical_point point;
    double start[2], x[2], eigenvalues[2], hessian[4];
    uint64_t steps[1];
    descent_advice room[descent__advice_most];
    descent_diagnosis d;
} bench;

static bench b;

static void set_up(size_t n, land l, descent_rule rule)
{
    memset(&b, 0, sizeof b);
    b.land = l;
    b.start[0] = b.start[1] = 1;
    b.problem = (descent_problem){.dimension = n, .gradient = gradient, .context = &b.land};
    b.eigenvalues[0] = l.c[0];
    b.eigenvalues[1] = l.c[1];
    b.hessian[0] = l.c[0];
    b.hessian[1] = b.hessian[2] = l.mixed;
    b.hessian[3] = l.c[1];
    b.point = (descent_critical_point){.dimension = n,
                                       .kind = DESCENT_CRITICAL_MINIMUM,
                                       .x = b.x,
                                       .eigenvalues = b.eigenvalues,
                                       .eigenvalue_count = 2,
                                       .hessian = b.hessian,
                                       .condition = l.c[1] / l.c[0]};
    b.evidence = (descent__evidence){.n = n,
                                     .rows = 1,
                                     .finite = 1,
                                     .points = b.start,
                                     .steps = b.steps,
                                     .x = b.start,
                                     .has_problem = true,
                                     .problem_in_units = b.problem,
                                     .has_rule = true,
                                     .rule = rule,
                                     .step_size = rule.step_size,
                                     .gradient_error = NAN,
                                     .gradient_known = true,
                                     .memory_known = true,
                                     .copies_trusted = true,
                                     .restarts_trusted = true};
    b.evidence.options = (descent_diagnosis_options){.budget = 1000000, .distance_tolerance = 1e-6};
    b.evidence.holdings = &b.holdings;
    b.evidence.keep = &b.holdings.arena;
    b.d = (descent_diagnosis){.advice = b.room,
                              .ending = DESCENT_ENDING_APPROACHING,
                              .dimension = n,
                              .x = b.start,
                              .point = &b.point,
                              .diameter = 1,
                              .step_size = rule.step_size,
                              .momentum = rule.momentum,
                              .pace.steps_to_go.value = 100000,
                              .tolerance = NAN};
    assert_success(descent__evaluator_open(&b.evidence.evaluator, &b.problem));
}

static void tear_down(void)
{
    descent__arena_release(&b.evidence.work);
    descent__arena_release(&b.holdings.arena);
    descent__evaluator_close(&b.evidence.evaluator);
}

static void assert_told(size_t c, const char *words)
{
    ck_assert_msg(b.d.advice_count == (words != NULL), "case %zu: %zu", c, b.d.advice_count);
    if (words)
        ck_assert_msg(strstr(b.room[0].text, words) != NULL, "case %zu: %s", c, b.room[0].text);
}

/* η = 4/(√Λ + √λ)², to two digits; β = ((√Λ − √λ)/(√Λ + √λ))², up to two decimals or, near 1, two digits of what is left. */
START_TEST(polyaks_numbers_are_advised)
{
    static const struct {
        double flat, steep, eta, beta;
    } cases[] = {
        {1, 50, 0.061, 0.57},        /* 4/(7.0711 + 1)² = 0.0614, (6.0711/8.0711)² = 0.5658 */
        {1, 100, 0.033, 0.67},       /* 4/121 = 0.0331, 81/121 = 0.6694 */
        {0.25, 100, 0.036, 0.82},    /* 4/10.5² = 0.0363, (9.5/10.5)² = 0.8186 */
        {1, 10000, 0.00039, 0.97},   /* 4/101² = 0.000392, (99/101)² = 0.9608 */
        {1, 250000, 1.5e-5, 0.9921}, /* (499/501)² = 0.99203, which leaves 0.0079 in two digits */
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (int heavy = 0; heavy < 2; heavy++) {
            const double now = 0.1 / cases[c].steep;
            set_up(2, (land){.c = {cases[c].flat, cases[c].steep}},
                   heavy ? descent_heavy_ball(now, 0.1) : descent_fixed_step(now));
            descent__advice_momentum_instead(&b.evidence, &b.d);
            assert_told(c, heavy ? "tep size" : "steep one way and flat another");
            ck_assert_msg(fabs(b.room[0].step_size - cases[c].eta) <= 1e-12, "case %zu: %g", c, b.room[0].step_size);
            ck_assert_msg(fabs(b.room[0].momentum - cases[c].beta) <= 1e-12, "case %zu: %.17g", c, b.room[0].momentum);
            tear_down();
        }
}
END_TEST

/* What must hold for it to be asked, each in turn. */
START_TEST(momentum_is_for_valleys)
{
    for (size_t c = 0; c < 14; c++) {
        descent_rule rule = c == 1   ? descent_nesterov(1e-3, 0.5)
                            : c == 2 ? descent_heavy_ball(1e-3, 0.5)
                                     : descent_fixed_step(1e-3);
        if (c == 3 || c == 4)
            rule =
                descent_rule_with_schedule(c == 3 ? rule : descent_heavy_ball(1e-3, 0.5), descent_schedule_inverse(10));
        set_up(2, (land){.c = {1, c == 5 ? 49.99 : 100}}, rule);
        b.steps[0] = c == 6;
        b.point.kind = c == 7 ? DESCENT_CRITICAL_SADDLE : DESCENT_CRITICAL_MINIMUM;
        if (c >= 8)
            b.d.pace.steps_to_go.value = c == 8 ? 200 : c == 9 ? 201 : NAN;
        if (c == 11 || c == 12) /* how many steps Polyak's numbers take */
            b.d.pace.steps_to_go.value = 1e5;
        if (c == 13) {
            b.d.pace.steps_to_go.value = 1e5;
            b.evidence.options.no_trials = 1;
        }
        descent__advice_momentum_instead(&b.evidence, &b.d);
        const bool told = c == 0 || c == 2 || c == 9 || c == 11 || c == 12;
        ck_assert_msg(b.d.advice_count == told, "case %zu", c);
        if (c == 0) {
            ck_assert_int_eq(b.room[0].verified, 1);
            ck_assert_double_nan(b.room[0].steps);
        }
        tear_down();
    }
}
END_TEST

/* Half of the steps to go must be won: twice as many as the copy took are too few. */
START_TEST(half_of_the_steps_are_won)
{
    set_up(2, (land){.c = {1, 1000}}, descent_fixed_step(1e-4));
    descent__advice_momentum_instead(&b.evidence, &b.d);
    assert_told(0, "I tried it");
    const double taken = (double)b.room[0].outcome_steps;
    tear_down();
    ck_assert_double_gt(taken, 100.5);
    for (int more = 0; more < 2; more++) {
        set_up(2, (land){.c = {1, 1000}}, descent_fixed_step(1e-7)); /* with which the second try takes too long */
        b.d.pace.steps_to_go.value = 2 * taken + more;
        descent__advice_momentum_instead(&b.evidence, &b.d);
        assert_told((size_t)more, more ? "I tried it" : NULL);
        tear_down();
    }
}
END_TEST

/* Where Polyak's numbers are too bold, as the known point is not as steep as the ground, 0.9 with the present step size. */
START_TEST(the_present_step_size_is_tried_next)
{
    set_up(2, (land){.c = {1, 1000}}, descent_fixed_step(1e-3));
    b.eigenvalues[1] = 60;
    descent__advice_momentum_instead(&b.evidence, &b.d);
    assert_told(0, "I tried it");
    ck_assert_double_eq(b.room[0].step_size, 1e-3);
    ck_assert_double_eq(b.room[0].momentum, 0.9);
    tear_down();
}
END_TEST

/* ---- less of it ---- */

/* Of a point ahead theory tells which momentum is faster: |μ| = √β where they swing, and less the more where they creep. */
START_TEST(less_momentum_must_not_be_slower)
{
    static const struct {
        double curvature;
        descent_ending ending;
        bool no_point, unknown, tried;
    } cases[] = {
        {1, DESCENT_ENDING_APPROACHING, false, false, true}, /* √0.9 beside √0.99 */
        {1e-4, DESCENT_ENDING_APPROACHING, false, false, false},
        {1e-4, DESCENT_ENDING_UNDETERMINED, false, false, true},
        {1e-4, DESCENT_ENDING_APPROACHING, true, false, true},
        {1e-4, DESCENT_ENDING_APPROACHING, false, true, true},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        set_up(1, (land){.c = {1, 1}}, descent_heavy_ball(0.1, 0.99));
        b.eigenvalues[0] = cases[c].curvature;
        b.point.eigenvalue_count = cases[c].unknown ? 0 : 1;
        b.d.point = cases[c].no_point ? NULL : &b.point;
        b.d.ending = cases[c].ending;
        ck_assert_msg(descent__advice_lower_momentum(&b.evidence, &b.d) == cases[c].tried, "case %zu", c);
        assert_told(c, cases[c].tried ? "to 0.9 say. I tried it" : NULL);
        tear_down();
    }
}
END_TEST

/* On a ridge less momentum ends on the saddle; beside it there are minima, or nothing. */
START_TEST(less_momentum_from_a_ridge_is_pushed_off)
{
    for (int endless = 0; endless < 2; endless++) {
        set_up(2, (land){.c = {1, 1}, .ridge = !endless, .endless = endless}, descent_heavy_ball(0.1, 0.999));
        b.start[1] = 0;
        b.d.ending = DESCENT_ENDING_UNDETERMINED;
        b.d.point = NULL;
        ck_assert_int_eq(descent__advice_lower_momentum(&b.evidence, &b.d), !endless);
        assert_told((size_t)endless, endless ? "which is no minimum" : "begin from a start that is pushed");
        ck_assert_double_eq(b.room[0].momentum, 0.9);
        if (!endless) {
            ck_assert_double_eq_tol(fabs(b.room[0].outcome_point[1]), 1, 1e-5);
            ck_assert_double_eq_tol(b.room[0].outcome_point[1], b.room[0].direction[1], 1e-5);
            ck_assert_double_gt(b.room[0].push, 0);
        }
        tear_down();
    }
}
END_TEST

/* ---- units ---- */

/* uᵢ = 1/√Hᵢᵢ leaves curvatures of 1 ± m/√(c₀c₁), if the point is 50 times as steep one way and the units cure nine tenths of that. */
START_TEST(variables_get_units_of_their_own)
{
    static const struct {
        double c[2], mixed, condition, to_go;
        bool told;
    } cases[] = {
        {{1, 100}, 0, 100, 1e5, true},     {{1, 49.9}, 0, 49.9, 1e5, false}, {{1, 50}, 0, 50, 1e5, true},
        {{1, 100}, 5, 133, 1e5, true},     /* curvatures of 0.5 and 1.5: a ratio of 3 */
        {{1, 100}, 8, 100, 1e5, true},     /* of 0.2 and 1.8: 9, of 100 */
        {{1, 100}, 8.3, 100, 1e5, false},  /* of 0.17 and 1.83: 10.8 */
        {{1, 100}, 10.1, 100, 1e5, false}, /* no minimum */
        {{-1, 100}, 0, 100, 1e5, false},   {{0, 100}, 0, 100, 1e5, false},   {{1, 100}, 5, 133, 14, false},
        {{1, 100}, 5, 133, 40, true},      {{1, 100}, 0, 100, NAN, true},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        set_up(2, (land){.c = {cases[c].c[0], cases[c].c[1]}, .mixed = cases[c].mixed}, descent_fixed_step(1e-3));
        b.point.condition = cases[c].condition;
        b.d.pace.steps_to_go.value = cases[c].to_go;
        descent__advice_scale_variables(&b.evidence, &b.d);
        ck_assert_msg(b.d.advice_count == cases[c].told, "case %zu", c);
        if (cases[c].told) {
            const double part = cases[c].mixed / sqrt(cases[c].c[0] * cases[c].c[1]);
            ck_assert_int_eq(b.room[0].kind, DESCENT_ADVICE_SCALE_VARIABLES);
            ck_assert_double_eq_tol(b.room[0].units[0], 1 / sqrt(cases[c].c[0]), 1e-12);
            ck_assert_double_eq_tol(b.room[0].units[1], 1 / sqrt(cases[c].c[1]), 1e-12);
            ck_assert_double_eq_tol(b.room[0].step_size, 1, 1e-12); /* 2/((1 − m) + (1 + m)) */
            /* to a millionth of the way */
            const double steps = part > 0 ? ceil(log(1e-6) / log(part)) : 1;
            ck_assert_msg(fabs(b.room[0].steps - steps) <= 1, "case %zu: %g and not %g", c, b.room[0].steps, steps);
        }
        tear_down();
    }
}
END_TEST

START_TEST(units_are_for_minima_of_several_variables)
{
    for (size_t c = 0; c < 5; c++) {
        set_up(c == 1 ? 1 : 2, (land){.c = {1, 100}}, descent_fixed_step(1e-3));
        b.steps[0] = c == 2;
        b.point.kind = c == 3 ? DESCENT_CRITICAL_SADDLE : DESCENT_CRITICAL_MINIMUM;
        if (c == 4)
            b.point.hessian = NULL;
        descent__advice_scale_variables(&b.evidence, &b.d);
        ck_assert_msg(b.d.advice_count == (c == 0), "case %zu", c);
        tear_down();
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        polyaks_numbers_are_advised,      momentum_is_for_valleys,
        half_of_the_steps_are_won,        the_present_step_size_is_tried_next,
        less_momentum_must_not_be_slower, less_momentum_from_a_ridge_is_pushed_off,
        variables_get_units_of_their_own, units_are_for_minima_of_several_variables,
    };
    return descent_test_main(descent_test_suite("inside_momentum", tests, sizeof tests / sizeof *tests));
}
