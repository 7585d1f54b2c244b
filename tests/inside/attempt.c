/* Copies that follow a piece of advice, on L = λ(x − 1)²/2: with step size η each step multiplies the distance by 1 − ηλ. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "diagnosis/advice/attempt.h"
#include "diagnosis/advice/bands.h"
#include "diagnosis/advice/parts.h"
#include "inside.h"

static int bowl_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = pow(x[0] - 1, 2) / 2;
    return 0;
}

static int bowl_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    *gradient = x[0] - 1;
    return 0;
}

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    double start[1];
    uint64_t steps[1];
} bench;

/* A run that began at 2. */
static void set_up(bench *b, uint64_t budget)
{
    static const descent_problem problem = {.dimension = 1, .loss = bowl_loss, .gradient = bowl_gradient};
    memset(b, 0, sizeof *b);
    b->start[0] = 2;
    b->evidence = (descent__evidence){.n = 1,
                                      .rows = 1,
                                      .finite = 1,
                                      .points = b->start,
                                      .steps = b->steps,
                                      .x = b->start,
                                      .has_problem = true,
                                      .problem_in_units = problem,
                                      .has_rule = true,
                                      .rule = descent_fixed_step(0.5),
                                      .step_size = NAN,
                                      .gradient_error = NAN,
                                      .gradient_known = true,
                                      .memory_known = true,
                                      .copies_trusted = true,
                                      .restarts_trusted = true};
    b->evidence.options = (descent_diagnosis_options){.budget = budget, .distance_tolerance = 1e-6};
    b->evidence.holdings = &b->holdings;
    b->evidence.keep = &b->holdings.arena;
    assert_success(descent__evaluator_open(&b->evidence.evaluator, &problem));
}

static void tear_down(bench *b)
{
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
    descent__evaluator_close(&b->evidence.evaluator);
}

/* It is there from the first step on with |1 − η|^k within a millionth of the way, or what the run calls there. */
START_TEST(a_copy_that_settles_counts_its_steps)
{
    static const struct {
        double step_size, of_run;
        uint64_t steps;
    } cases[] = {
        {0.5, 0, 20},    /* 2⁻²⁰ < 10⁻⁶ */
        {1.5, 0, 20},    /* from side to side; its way is half as long again */
        {0.5, 1e-3, 20}, /* the run's bounds it from above alone */
        {0.5, 0x1.1p-24, 24},
        {0.75, 0, 10}, /* 4⁻¹⁰ */
        {1, 0, 1},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 20000);
        const descent__attempt tried =
            descent__attempt_run(&b.evidence, descent_fixed_step(cases[k].step_size), b.start, cases[k].of_run);
        ck_assert(tried.ran && tried.settled && tried.minimum && !tried.fled && !tried.calm);
        ck_assert_msg(tried.steps == cases[k].steps, "case %zu: %u", k, (unsigned)tried.steps);
        ck_assert_double_eq_tol(tried.place.x[0], 1, 1e-9);
        ck_assert_double_eq_tol(tried.extent, fmax(1, cases[k].step_size), 1e-6);
        ck_assert_int_eq(tried.kind, DESCENT_CRITICAL_MINIMUM);
        ck_assert(isnan(tried.steps_by_theory));
        ck_assert_double_eq(descent__attempt_steps(&tried), (double)cases[k].steps);
        tear_down(&b);
    }
}
END_TEST

/* Beyond 2 it flees, at 2 it swings, and where it is slow theory counts on: ln(tolerance)/ln(1 − η) in all. */
START_TEST(a_copy_that_does_not_settle_tells_what_it_does)
{
    static const struct {
        double step_size;
        bool fled, calm, told;
    } cases[] = {
        {3, true, false, false}, {2, false, false, false}, {1e-5, false, true, true}, {1.99999, false, false, true}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 40000);
        const descent__attempt tried =
            descent__attempt_run(&b.evidence, descent_fixed_step(cases[k].step_size), b.start, 0);
        ck_assert(tried.ran && !tried.settled && !tried.minimum);
        ck_assert_msg(tried.fled == cases[k].fled, "case %zu", k);
        ck_assert_msg(tried.calm == cases[k].calm, "case %zu", k);
        ck_assert_msg(isfinite(tried.steps_by_theory) == cases[k].told, "case %zu", k);
        if (cases[k].told) {
            const double total = log(tried.place.tolerance) / log(fabs(1 - cases[k].step_size));
            ck_assert_double_eq_tol(tried.steps_by_theory, total, 2);
            ck_assert_double_eq(descent__attempt_steps(&tried), tried.steps_by_theory);
        }
        tear_down(&b);
    }
}
END_TEST

/* It rests when four steps in a row are a thousandth of the tolerance, which is a millionth of its way or the run's: 2^(−k) is the k-th. */
START_TEST(a_copy_is_followed_until_it_rests)
{
    static const struct {
        double of_run;
        uint64_t budget, steps;
        bool settled;
    } cases[] = {
        {0, 20000, 33, true},       /* 2⁻³⁰ < 10⁻⁹, and three more */
        {0x1p-24, 20000, 37, true}, /* 2⁻³⁴ < 2⁻²⁴/1000 */
        {1, 20000, 33, true},       {-1, 20000, 33, true},  {NAN, 20000, 33, true},
        {0, 4 * 33, 33, true},      {0, 4 * 32, 32, false}, /* for a quarter of the calls */
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, cases[k].budget);
        const descent__attempt tried =
            descent__attempt_follow(&b.evidence, descent_fixed_step(0.5), b.start, cases[k].of_run, NULL);
        ck_assert_msg(tried.steps == cases[k].steps, "case %zu: %u", k, (unsigned)tried.steps);
        ck_assert_msg(tried.settled == cases[k].settled, "case %zu", k);
        ck_assert_int_eq(tried.ran, cases[k].settled);
        ck_assert_int_eq(tried.place.x != NULL, cases[k].settled);
        tear_down(&b);
    }
}
END_TEST

static int falling_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)x, (void)context;
    gradient[0] = 1;
    return 0;
}

static int falling_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = x[0];
    return 0;
}

static int rising_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = -x[0];
    return 0;
}

/* Calm is who turns less than a right angle 64 times in a row, and comes lower; or, without a loss, to where the slope is less. What
 * theory tells of it, only 200 steps do, and a step size that stays. */
START_TEST(a_copy_is_calm_if_it_goes_down)
{
    static const struct {
        uint64_t budget;
        descent_gradient_function *gradient;
        descent_loss_function *loss;
        bool scheduled, calm, told;
        uint64_t steps;
    } cases[] = {
        {4 * 65, bowl_gradient, bowl_loss, false, true, false, 65},
        {4 * 64, bowl_gradient, bowl_loss, false, false, false, 64},
        {4 * 199, bowl_gradient, bowl_loss, false, true, false, 199},
        {4 * 200, bowl_gradient, bowl_loss, false, true, true, 200},
        {4 * 200, bowl_gradient, bowl_loss, true, true, false, 200},
        {4 * 200, bowl_gradient, NULL, false, true, true, 200},
        {4 * 200, falling_gradient, falling_loss, false, true, false, 200},
        {4 * 200, falling_gradient, rising_loss, false, false, false, 200},
        {4 * 200, falling_gradient, NULL, false, false, false, 200},
        {4 * 4001, bowl_gradient, bowl_loss, false, true, true, 4000},
        {4 * 3999, bowl_gradient, bowl_loss, false, true, true, 3999},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, cases[k].budget);
        b.evidence.evaluator.problem.gradient = b.evidence.problem_in_units.gradient = cases[k].gradient;
        b.evidence.evaluator.problem.loss = b.evidence.problem_in_units.loss = cases[k].loss;
        descent_rule rule = descent_fixed_step(1e-4);
        if (cases[k].scheduled)
            rule.schedule = descent_schedule_inverse(1e6);
        const descent__attempt tried = descent__attempt_follow(&b.evidence, rule, b.start, 0, NULL);
        ck_assert_msg(tried.steps == cases[k].steps, "case %zu: %u", k, (unsigned)tried.steps);
        ck_assert_msg(tried.calm == cases[k].calm, "case %zu", k);
        ck_assert_msg(isfinite(tried.steps_by_theory) == cases[k].told, "case %zu", k);
        ck_assert_int_eq(tried.ran, cases[k].steps >= 200);
        ck_assert(!tried.settled && !tried.fled);
        tear_down(&b);
    }
}
END_TEST

static int infinite_at_1(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = fabs(x[0] - 1) < 1e-4 ? INFINITY : pow(x[0] - 1, 2) / 2;
    return 0;
}

/* A valley along the second variable, and a saddle along it. */
static int valley_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = pow(x[0] - 1, 2) / 2;
    return 0;
}

static int valley_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0] - 1;
    gradient[1] = 0;
    return 0;
}

static int saddle_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0] - 1;
    gradient[1] = -x[1];
    return 0;
}

/* A valley counts as a minimum, and a saddle has a way out; where the loss has no value nothing is recommended. */
START_TEST(a_copy_settles_at_what_is_there)
{
    for (int c = 0; c < 4; c++) {
        bench b;
        double start[] = {2, 0};
        set_up(&b, 100000);
        if (c == 1)
            b.evidence.evaluator.problem.loss = b.evidence.problem_in_units.loss = infinite_at_1;
        if (c >= 2) {
            const descent_problem problem = {.dimension = 2,
                                             .loss = c == 2 ? valley_loss : NULL,
                                             .gradient = c == 2 ? valley_gradient : saddle_gradient};
            descent__evaluator_close(&b.evidence.evaluator);
            b.evidence.problem_in_units = problem;
            b.evidence.n = 2;
            b.evidence.points = start;
            assert_success(descent__evaluator_open(&b.evidence.evaluator, &problem));
        }
        const descent__attempt tried =
            descent__attempt_run(&b.evidence, descent_fixed_step(0.5), c < 2 ? b.start : start, 0);
        ck_assert_msg(tried.ran && tried.settled == (c != 1), "case %d", c);
        ck_assert_msg(tried.minimum == (c == 0 || c == 2), "case %d", c);
        ck_assert_int_eq(tried.escape != NULL, c == 3);
        if (c != 1)
            ck_assert_uint_eq(tried.steps, 20);
        if (c == 2)
            ck_assert_int_eq(tried.kind, DESCENT_CRITICAL_DEGENERATE);
        tear_down(&b);
    }
}
END_TEST

/* A rule whose memory is empty begins by standing, and has not grown from 0. Its limit is 2(1 + β)/(1 − β), 6 with a half. */
START_TEST(a_copy_may_begin_by_standing)
{
    for (int above = 0; above <= 1; above++) {
        bench b;
        set_up(&b, 40000);
        const descent__attempt tried =
            descent__attempt_run(&b.evidence, descent_damped_momentum(above ? 7 : 5, 0.5), b.start, 0);
        ck_assert(tried.ran);
        ck_assert_int_eq(tried.fled, above);
        ck_assert_int_eq(tried.settled, !above);
        tear_down(&b);
    }
}
END_TEST

/* A quarter of what is left, a hundred calls at least; without an end two hundred steps show something. */
START_TEST(a_copy_needs_calls)
{
    static const struct {
        uint64_t budget;
        double step_size;
        bool no_trials, untrusted, ran;
    } cases[] = {{800, 2, false, false, true}, {799, 2, false, false, false},  {99, 1, false, false, false},
                 {100, 1, false, false, true}, {20000, 1, true, false, false}, {20000, 1, false, true, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, cases[k].budget);
        b.evidence.options.no_trials = cases[k].no_trials;
        b.evidence.restarts_trusted = !cases[k].untrusted;
        const descent__attempt tried =
            descent__attempt_run(&b.evidence, descent_fixed_step(cases[k].step_size), b.start, 0);
        ck_assert_msg(tried.ran == cases[k].ran, "case %zu", k);
        tear_down(&b);
    }
}
END_TEST

START_TEST(a_copy_keeps_its_points_if_there_is_room)
{
    double points[256];
    for (int enough = 0; enough < 2; enough++) {
        bench b;
        set_up(&b, 20000);
        descent__attempt_points kept = {.points = points, .room = enough ? 256 : 8};
        const descent__attempt tried = descent__attempt_follow(&b.evidence, descent_fixed_step(0.5), b.start, 0, &kept);
        ck_assert_uint_eq(kept.count, enough ? tried.steps + 1 : 0);
        for (size_t k = 0; k < kept.count; k++)
            ck_assert_double_eq(points[k], 1 + ldexp(1, -(int)k));
        tear_down(&b);
    }
}
END_TEST

/* Where the run is heading for a minimum, only what comes to within ten tolerances of it leads there. */
START_TEST(an_attempt_leads_ahead_to_the_same_minimum)
{
    static const struct {
        bool minimum;
        double by_theory, at;
        descent_ending ending;
        bool leads;
    } cases[] = {
        {true, NAN, 100, DESCENT_ENDING_DIVERGING, true},      {false, NAN, 0, DESCENT_ENDING_DIVERGING, false},
        {false, 7, 100, DESCENT_ENDING_DIVERGING, true},       {true, NAN, 0.625, DESCENT_ENDING_APPROACHING, true},
        {true, NAN, 0.626, DESCENT_ENDING_APPROACHING, false}, {false, 7, 0.625, DESCENT_ENDING_APPROACHING, true},
        {false, NAN, 0, DESCENT_ENDING_APPROACHING, false},    {true, NAN, 0.626, DESCENT_ENDING_CONVERGED, true},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double zero = 0;
        descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM, .dimension = 1, .x = &zero};
        const descent_diagnosis d = {.ending = cases[k].ending, .dimension = 1, .point = &point};
        const descent__attempt tried = {.minimum = cases[k].minimum,
                                        .steps_by_theory = cases[k].by_theory,
                                        .place = {.x = &cases[k].at, .tolerance = 0.0625}};
        ck_assert_msg(descent__attempt_leads_ahead(&d, &tried) == cases[k].leads, "case %zu", k);
    }
}
END_TEST

START_TEST(advice_notes_what_was_seen)
{
    const double at = 3;
    descent__attempt tried = {.steps = 12, .place.x = &at};
    descent_advice advice = descent__advice_blank();
    descent__attempt_note(&advice, &tried);
    ck_assert_int_eq(advice.verified, 0);
    tried.settled = true;
    descent__attempt_note(&advice, &tried);
    ck_assert_int_eq(advice.verified, 1);
    ck_assert_int_eq(advice.outcome, DESCENT_ENDING_CONVERGED);
    ck_assert_uint_eq(advice.outcome_steps, 12);
    ck_assert_ptr_eq(advice.outcome_point, &at);
}
END_TEST

/* Below 2 all come to the minimum and above none does, told to a 200000th of the run's step size; at 2 itself, and beside it for as long as
 * a copy goes on, it swings. */
START_TEST(bands_meet_at_the_limit)
{
    static const double step_sizes[] = {2.5, 3, 3.1};
    for (size_t j = 0; j < sizeof step_sizes / sizeof *step_sizes; j++) {
        const double own = step_sizes[j];
        bench b;
        set_up(&b, 1000000);
        b.evidence.rule = descent_fixed_step(own);
        b.evidence.step_size = own;
        descent_diagnosis d = {.ending = DESCENT_ENDING_DIVERGING,
                               .dimension = 1,
                               .x = b.start,
                               .step_size = own,
                               .internal = &b.holdings};
        descent__bands_find(&b.evidence, &d);
        ck_assert_uint_ge(d.band_count, 2);
        const descent_step_band *const first = d.bands, *const last = d.bands + d.band_count - 1;
        ck_assert_int_eq(first->ending, DESCENT_ENDING_CONVERGED);
        ck_assert_int_eq(first->kind, DESCENT_CRITICAL_MINIMUM);
        ck_assert_double_eq_tol(first->x[0], 1, 1e-6);
        ck_assert_double_eq_tol(first->low, own / 12, 1e-15);
        ck_assert_double_lt(first->high, 2);
        ck_assert_double_ge(first->high, 2 - own / 190000);
        ck_assert_int_eq(last->ending, DESCENT_ENDING_DIVERGING);
        ck_assert_double_eq(last->high, own);
        for (size_t k = 1; k < d.band_count; k++) {
            ck_assert_double_ge(d.bands[k].low, 2);
            ck_assert_double_gt(d.bands[k].low, d.bands[k - 1].high);
            ck_assert_ptr_null(d.bands[k].x);
        }
        ck_assert_uint_eq(b.evidence.options.budget, 1000000); /* as it was */
        tear_down(&b);
    }
}
END_TEST

/* ---- momentum ---- */

START_TEST(numbers_to_type_have_two_digits)
{
    static const struct {
        double value, told;
    } cases[] = {{0.0330578, 0.033}, {0.2, 0.2}, {99.9, 99}, {100, 100}, {1.29e-9, 1.2e-9}, {0.07, 0.07}, {1234, 1200}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        ck_assert_double_eq_tol(descent__advice_two_digits(cases[k].value), cases[k].told, 1e-12 * cases[k].told);
}
END_TEST

/* Curvatures of 1 and 100: η = 4/11² = 0.033…, and β = (9/11)² = 0.669…, which is rounded up. */
START_TEST(momentum_is_polyaks)
{
    static const struct {
        double steep, to_go;
        descent_critical_kind kind;
        bool heavy, late, advised;
    } cases[] = {
        {100, 1000, DESCENT_CRITICAL_MINIMUM, false, false, true},
        {100, 1000, DESCENT_CRITICAL_MINIMUM, true, false, true},
        {100, 200, DESCENT_CRITICAL_MINIMUM, false, false, false},
        {49.9, 1000, DESCENT_CRITICAL_MINIMUM, false, false, false},
        {100, NAN, DESCENT_CRITICAL_MINIMUM, false, false, false},
        {100, 1000, DESCENT_CRITICAL_SADDLE, false, false, false},
        {100, 1000, DESCENT_CRITICAL_MINIMUM, false, true, false},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double one = 1, curvatures[] = {1, cases[k].steep};
        descent_critical_point point = {
            .kind = cases[k].kind, .dimension = 1, .x = &one, .eigenvalues = curvatures, .eigenvalue_count = 2};
        bench b;
        set_up(&b, 100000);
        b.evidence.rule = cases[k].heavy ? descent_heavy_ball(0.01, 0.1) : descent_fixed_step(0.01);
        b.steps[0] = cases[k].late; /* where it began is not known */
        descent_advice room[descent__advice_most];
        descent_diagnosis d = {.advice = room,
                               .ending = DESCENT_ENDING_APPROACHING,
                               .dimension = 1,
                               .x = b.start,
                               .point = &point,
                               .step_size = 0.01,
                               .tolerance = 1e-6,
                               .pace.steps_to_go.value = cases[k].to_go};
        descent__advice_momentum_instead(&b.evidence, &d);
        ck_assert_msg(d.advice_count == cases[k].advised, "case %zu", k);
        if (cases[k].advised) {
            ck_assert_double_eq_tol(d.advice[0].step_size, 0.033, 1e-12);
            ck_assert_double_eq_tol(d.advice[0].momentum, 0.67, 1e-12);
            ck_assert_int_eq(d.advice[0].verified, 1);
            ck_assert_double_eq_tol(d.advice[0].outcome_point[0], 1, 1e-6);
        }
        tear_down(&b);
    }
}
END_TEST

/* 0.9 is tried, with the sign of what there was; where the run cannot be made again it is advised untried. */
START_TEST(less_momentum_is_tried)
{
    static const struct {
        double momentum;
        bool late, tried;
    } cases[] = {
        {0.999, false, true}, {-0.999, false, true}, {0.999, true, false}, {1, true, false}, {-1, true, false}};
    const char *untried = NULL;
    char kept[512];
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 100000);
        b.evidence.rule = descent_heavy_ball(0.1, cases[k].momentum);
        b.steps[0] = cases[k].late;
        descent_advice room[descent__advice_most];
        descent_diagnosis d = {.advice = room,
                               .ending = DESCENT_ENDING_UNDETERMINED,
                               .dimension = 1,
                               .x = b.start,
                               .step_size = 0.1,
                               .momentum = cases[k].momentum,
                               .tolerance = 1e-6};
        ck_assert_msg(descent__advice_lower_momentum(&b.evidence, &d) == cases[k].tried, "case %zu", k);
        ck_assert_uint_eq(d.advice_count, 1);
        ck_assert_int_eq(d.advice[0].kind, DESCENT_ADVICE_MOMENTUM);
        ck_assert_double_eq(d.advice[0].momentum, 0.9);
        ck_assert_int_eq(d.advice[0].verified, cases[k].tried);
        /* Of a momentum of 1, either way, something else is said. */
        if (fabs(cases[k].momentum) < 1 && !cases[k].tried) {
            snprintf(kept, sizeof kept, "%s", d.advice[0].text);
            untried = kept;
        } else if (untried) {
            ck_assert_str_ne(d.advice[0].text, untried);
        }
        tear_down(&b);
    }
}
END_TEST

/* Below 2 a copy settles. Four fifths of the limit are tried, two, and then by tens; further than 10⁻² only for a minimum that is named. */
START_TEST(a_smaller_step_is_tried)
{
    static const struct {
        double step_size, limit;
        unsigned findings;
        bool named, late;
        double told;
        bool tried;
    } cases[] = {
        {3, 2, 0, false, false, 1.6, true},       {3, NAN, 0, false, false, 1.2, true}, /* 2.4 flees */
        {3, 0, 0, false, false, 1.2, true},       {1, 2, 0, false, false, 0.8, true},
        {2, 2, 0, false, false, 1.6, true},       {3, 2, DESCENT_FINDING_RULE_DISAGREES, false, false, 1.2, true},
        {30, NAN, 0, false, false, 0.3, true},    {3000, NAN, 0, true, false, 0.3, true},
        {3000, NAN, 0, false, false, NAN, false}, /* down to 30 all flee */
        {3, 2, 0, false, true, 1.5, false},       /* half, where it cannot begin again */
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double one = 1;
        descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM, .dimension = 1, .x = &one};
        bench b;
        set_up(&b, 1000000);
        b.evidence.rule = descent_fixed_step(cases[k].step_size);
        b.steps[0] = cases[k].late;
        descent_advice room[descent__advice_most];
        descent_diagnosis d = {.advice = room,
                               .ending = DESCENT_ENDING_DIVERGING,
                               .dimension = 1,
                               .x = b.start,
                               .centre = cases[k].named ? &point : NULL,
                               .step_size = cases[k].step_size,
                               .step_limit = cases[k].limit,
                               .findings = cases[k].findings};
        descent__advice_smaller_step(&b.evidence, &d);
        ck_assert_uint_ge(d.advice_count, 1);
        ck_assert_msg(isnan(cases[k].told) ? isnan(d.advice[0].step_size)
                                           : fabs(d.advice[0].step_size - cases[k].told) < 1e-12,
                      "case %zu: %g", k, d.advice[0].step_size);
        ck_assert_int_eq(d.advice[0].verified, cases[k].tried);
        tear_down(&b);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_copy_that_settles_counts_its_steps,
        a_copy_that_does_not_settle_tells_what_it_does,
        a_copy_is_followed_until_it_rests,
        a_copy_is_calm_if_it_goes_down,
        a_copy_settles_at_what_is_there,
        a_copy_may_begin_by_standing,
        a_copy_needs_calls,
        a_copy_keeps_its_points_if_there_is_room,
        an_attempt_leads_ahead_to_the_same_minimum,
        advice_notes_what_was_seen,
        bands_meet_at_the_limit,
        numbers_to_type_have_two_digits,
        momentum_is_polyaks,
        less_momentum_is_tried,
        a_smaller_step_is_tried,
    };
    return descent_test_main(descent_test_suite("inside_attempt", tests, sizeof tests / sizeof tests[0]));
}
