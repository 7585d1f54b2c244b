/* What is predicted where theory knows the rule, an outlook follows it, or a rule that tells nothing is measured: one variable, by factors. */
#include <math.h>
#include <string.h>

#include <descent/adaptive.h>

#include "diagnosis/verdict/ahead/prediction.h"
#include "diagnosis/verdict/facts.h"
#include "diagnosis/verdict/thresholds.h"
#include "inside.h"

enum {
    most_rows = 200
};

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    descent_critical_point point;
    double x[most_rows], lengths[most_rows], gradient[1];
    uint64_t steps[most_rows];
} bench;

static double origin[] = {0}, axis[] = {1}, curvature[] = {1};

/* Rows of x_k = factor^k toward a minimum of curvature 1 at 0, of which this many are the run's and the others its outlook. */
static void set_up(bench *b, descent_rule rule, double factor, size_t rows, size_t all)
{
    memset(b, 0, sizeof *b);
    for (size_t k = 0; k < all; k++) {
        b->x[k] = pow(factor, (double)k);
        b->lengths[k] = fabs(b->x[k]) * (1 - factor);
        b->steps[k] = k;
    }
    b->evidence = (descent__evidence){.n = 1,
                                      .rows = rows,
                                      .finite = rows,
                                      .points = b->x,
                                      .steps = b->steps,
                                      .x = b->x + rows - 1,
                                      .step = rows - 1,
                                      .gradient = b->gradient,
                                      .gradient_norm = fabs(b->x[rows - 1]),
                                      .gradient_error = NAN,
                                      .gradient_known = true,
                                      .has_rule = true,
                                      .rule = rule,
                                      .step_size = rule.step_size};
    b->evidence.holdings = &b->holdings;
    b->evidence.keep = &b->holdings.arena;
    b->evidence.options = (descent_diagnosis_options){.distance_tolerance = 1e-6, .gradient_tolerance = NAN};
    b->point = (descent_critical_point){.kind = DESCENT_CRITICAL_MINIMUM,
                                        .dimension = 1,
                                        .x = origin,
                                        .eigenvalues = curvature,
                                        .eigenvalue_count = 1,
                                        .eigenvectors = axis,
                                        .eigenvector_count = 1,
                                        .eigenvalue_tolerance = 1e-12};
    b->facts = (descent__facts){.evidence = &b->evidence, .scale = 1, .measured = ~0u, .tolerance = 1e-6};
    b->facts.motion = (descent__motion){.count = rows, .live = rows, .lengths = b->lengths, .length_max = 1};
    b->facts.destination = (descent__destination){.point = &b->point, .distance = fabs(b->x[rows - 1])};
    if (all > rows)
        b->facts.outlook = (descent__outlook){
            .known = true,
            .result = DESCENT__MAP_MOVED,
            .lasting = 1,
            .series = {.n = 1, .count = all - rows + 1, .points = b->x + rows - 1, .first_step = rows - 1}};
}

static void tear_down(bench *b)
{
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
}

/* By theory ln(tol)/ln 0.9 steps from the start on, less those made; an outlook that is there says when, and of a fitted rule to a tenth. */
START_TEST(theory_counts_and_an_outlook_arrives)
{
    for (size_t rows = 20; rows <= 60; rows += 20)
        for (int way = 0; way < 6; way++) {
            bench b;
            set_up(&b, descent_fixed_step(0.1), 0.9, rows, rows + 60);
            const bool arrives = way == 1 || way == 2;
            b.facts.tolerance = arrives ? 1.02 * b.x[rows + 16] : 1e-6; /* after 17 steps */
            for (size_t k = rows + 17; arrives && k < rows + 60; k++)
                b.x[k] = 0; /* there, whatever it does */
            if (way == 2)
                b.evidence.findings = DESCENT_FINDING_RULE_FITTED;
            b.facts.outlook.known = way != 3;
            if (way == 4)
                b.facts.outlook.result = DESCENT__MAP_MOVED + 1;
            if (way == 5)
                b.facts.outlook.series.count = 1;
            const descent_pace pace = descent__prediction_approaching(&b.facts, &b.facts.destination);
            ck_assert_int_eq(pace.law, DESCENT_LAW_GEOMETRIC);
            ck_assert_double_eq_tol(pace.rate, 0.9, 1e-12);
            const double steps = arrives ? 17 : ceil(log(1e-6) / log(0.9)) - ((double)rows - 1);
            const bool exact = way == 1, fitted = way == 2;
            ck_assert_double_eq(pace.steps_to_go.value, steps);
            ck_assert_double_eq(pace.steps_to_go.low, exact ? steps : floor(0.9 * steps));
            ck_assert_double_eq(pace.steps_to_go.high, exact ? steps : ceil(1.1 * steps) + (fitted ? 0 : 1));
            ck_assert(descent__prediction_follows_theory(&b.facts, &b.facts.destination));
            b.point.kind = DESCENT_CRITICAL_SADDLE;
            ck_assert(!descent__prediction_follows_theory(&b.facts, &b.facts.destination));
            tear_down(&b);
        }
}
END_TEST

/* The rate of who has arrived: of the mode, where at least six rows were outside and theory tells their fall; else as measured, or of a mode
 * within a twentieth of it. */
START_TEST(an_arrival_has_the_rate_of_its_mode)
{
    static const struct {
        size_t outside; /* rows */
        double factor, by_steps, told;
        bool continued;
    } cases[] = {
        {6, 0.9, 0.7, 0.9, false},         {5, 0.9, 0.7, 0.7, false},       {40, 0.9, 0.7, 0.9, false},
        {40, 0.89, 0.901, 0.9, false},     {40, 0.89, 0.891, 0.891, false}, {40, 0.89, 0.896, 0.9, false},
        {40, 0.89, 0.8945, 0.8945, false}, {40, 0.9, 0.7, 0.7, true},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, descent_fixed_step(0.1), cases[k].factor, 60, 60);
        b.facts.tolerance = pow(cases[k].factor, (double)cases[k].outside - 0.5);
        for (size_t j = 0; j < 60; j++)
            b.lengths[j] = pow(cases[k].by_steps, (double)j);
        b.facts.continued = cases[k].continued;
        b.facts.contraction = (descent__contraction){
            .law = DESCENT_LAW_GEOMETRIC, .rate = cases[k].by_steps, .remaining = 1e-9, .linear = true, .last = 59};
        const descent_pace pace = descent__prediction_arrived(&b.facts, descent__facts_destination(&b.facts));
        ck_assert_int_eq(pace.law, DESCENT_LAW_GEOMETRIC);
        ck_assert_msg(fabs(pace.rate - cases[k].told) < 1e-12, "case %zu: %g", k, pace.rate);
        /* Without a point there is no mode. */
        b.facts.destination.point = NULL;
        ck_assert_double_eq(descent__prediction_arrived(&b.facts, descent__facts_destination(&b.facts)).rate,
                            cases[k].by_steps);
        tear_down(&b);
    }
}
END_TEST

/* Of a rule that tells nothing the distances must fall at one rate as well: theirs is told, with the sign of the steps. */
START_TEST(what_tells_nothing_is_measured_on_arrival)
{
    for (int sign = -1; sign <= 1; sign += 2)
        for (int bent = 0; bent < 2; bent++) {
            bench b;
            set_up(&b, descent_adam(0.1, NULL), 0.8, 60, 60);
            for (size_t k = 45; bent && k < 60; k++)
                b.x[k] *= pow(0.8, (double)k - 44);
            b.facts.contraction = (descent__contraction){
                .law = DESCENT_LAW_GEOMETRIC, .rate = sign * 0.8, .remaining = 1e-9, .linear = true, .last = 59};
            const descent_pace pace = descent__prediction_arrived(&b.facts, descent__facts_destination(&b.facts));
            ck_assert_int_eq(pace.law, bent ? DESCENT_LAW_UNKNOWN : DESCENT_LAW_GEOMETRIC);
            ck_assert(bent ? isnan(pace.rate) : fabs(pace.rate - sign * 0.8) < 1e-12);
            ck_assert_double_eq(pace.steps_to_go.high, 0);
            tear_down(&b);
        }
}
END_TEST

/* Ahead of Adam: by the rate of the outlook, to the tolerance or to what is wanted of the slope; without a rate for as long as it is outside. */
START_TEST(what_tells_nothing_is_measured_ahead)
{
    for (int alternates = 0; alternates < 2; alternates++)
        for (size_t stray = 0; stray < 3; stray++) {
            bench b;
            set_up(&b, descent_adam(0.1, NULL), 0.8, 20, 60);
            b.facts.motion.cosine = alternates ? -0.95 : 0.5;
            for (size_t k = 20; stray > 0 && k < 60; k++) /* no rate: it stands, and ends within the tolerance or not */
                b.x[k] = stray == 1 && k > 45 ? 1e-6 : 0.01;
            b.facts.outlook.lasting = 50; /* not for long enough to have arrived */
            const descent_pace pace = descent__prediction_approaching(&b.facts, &b.facts.destination);
            const double steps = ceil(log(1e-6 / b.x[19]) / log(0.8));
            ck_assert(isinf(pace.steps_to_go.high));
            if (stray > 0) {
                ck_assert_int_eq(pace.law, DESCENT_LAW_UNKNOWN);
                ck_assert(isnan(pace.rate) && isnan(pace.steps_to_go.value));
                ck_assert_double_eq(pace.steps_to_go.low, stray == 1 ? 27 : 41); /* points from the end on */
                /* A quadratic may tell when: the steps of the outlook, 40, and those after. */
                b.facts.held_by = &b.point;
                b.facts.held = b.facts.forgets = true;
                b.facts.held_after = 3;
                const descent_pace held = descent__prediction_approaching(&b.facts, &b.facts.destination);
                ck_assert_double_eq(held.steps_to_go.value, 43);
                b.facts.held_after = 1; /* that is not after the last one that is outside */
                const double soon = descent__prediction_approaching(&b.facts, &b.facts.destination).steps_to_go.value;
                ck_assert(stray == 2 ? isnan(soon) : soon == 41);
            } else {
                ck_assert_int_eq(pace.law, DESCENT_LAW_GEOMETRIC);
                ck_assert_double_eq_tol(pace.rate, alternates ? -0.8 : 0.8, 1e-12);
                ck_assert_double_eq(pace.steps_to_go.value, steps);
                ck_assert_double_eq(pace.steps_to_go.low, floor(0.9 * steps));
                b.facts.tolerance = b.x[19]; /* it is there */
                ck_assert(isnan(descent__prediction_approaching(&b.facts, &b.facts.destination).steps_to_go.value));
            }
            tear_down(&b);
        }
}
END_TEST

/* Steps of one length that shrink by 0.99 each lead across a point until they are twice the tolerance: 0.1·0.99^k = 2·10⁻³. */
START_TEST(steps_of_one_length_are_outside_until_they_are_short)
{
    for (int known = 0; known < 2; known++) {
        bench b;
        set_up(&b, descent_rule_with_schedule(descent_sign(0.1), descent_schedule_exponential(0.99)), 0.9, 20, 20);
        b.evidence.step = 0;
        b.facts.tolerance = 1e-3;
        b.gradient[0] = 1;
        b.evidence.gradient_known = known;
        const descent_pace pace = descent__prediction_approaching(&b.facts, &b.facts.destination);
        ck_assert_double_eq(pace.steps_to_go.low, known ? ceil(log(0.02) / log(0.99)) : 1);
        tear_down(&b);
    }
}
END_TEST

/* A ball that passes by the point is there if its outlook stays from the first step on, and not by where it is. */
START_TEST(a_ball_that_passes_by_has_not_arrived)
{
    static const struct {
        double before, ahead; /* where it was, and is in the end */
        size_t lasting;
        bool wanted, arrived;
    } cases[] = {
        {1e-7, 0, 1, false, true},  /* within, by its envelope */
        {1e-3, 0, 1, false, true},  /* the outlook decides */
        {1e-3, 1, 1, false, false}, /* so it does */
        {1e-3, 0, 99, false, false}, {1e-3, 0, 1, true, false},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, descent_heavy_ball(0.1, 0.9), 0.9, 2, 12);
        memset(b.x, 0, sizeof b.x);
        b.x[0] = cases[k].before;
        b.x[11] = cases[k].ahead;
        b.facts.outlook.lasting = cases[k].lasting;
        b.evidence.gradient_norm = 1;
        if (cases[k].wanted)
            b.evidence.options.gradient_tolerance = 1e-6;
        ck_assert_msg(descent__prediction_has_arrived(&b.facts, &b.facts.destination) == cases[k].arrived, "case %zu",
                      k);
        b.evidence.has_rule = false;
        ck_assert(descent__prediction_has_arrived(&b.facts, &b.facts.destination));
        tear_down(&b);
    }
}
END_TEST

/* 1/(k + 10) for 60 steps and 16 more: who is there in the 17th, (77/60)² times as near, or nearer, does not follow that power. */
START_TEST(who_arrives_too_soon_follows_no_power)
{
    for (int sooner = 0; sooner < 2; sooner++) {
        bench b;
        double flat = 0;
        set_up(&b, descent_fixed_step(0.5), 0.9, 61, 120);
        for (size_t k = 0; k < 120; k++)
            b.x[k] = k < 77 ? 1 / ((double)k + 10) : 1e-4;
        b.point.kind = DESCENT_CRITICAL_DEGENERATE;
        b.point.eigenvalues = &flat;
        b.facts.destination.distance = 1.0 / 70;
        b.facts.tolerance = 1.0 / 70 / pow(77.0 / 60, 2) / (sooner ? 1.001 : 0.999);
        const descent_pace pace = descent__prediction_approaching(&b.facts, &b.facts.destination);
        ck_assert_int_eq(pace.law, sooner ? DESCENT_LAW_UNKNOWN : DESCENT_LAW_POWER);
        ck_assert(sooner ? isnan(pace.exponent) : fabs(pace.exponent + 1) < 1e-9);
        ck_assert_double_eq(pace.steps_to_go.value, 17);
        tear_down(&b);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        theory_counts_and_an_outlook_arrives,
        an_arrival_has_the_rate_of_its_mode,
        what_tells_nothing_is_measured_on_arrival,
        what_tells_nothing_is_measured_ahead,
        steps_of_one_length_are_outside_until_they_are_short,
        a_ball_that_passes_by_has_not_arrived,
        who_arrives_too_soon_follows_no_power,
    };
    return descent_test_main(descent_test_suite("inside prediction by theory", tests, sizeof tests / sizeof *tests));
}
