/* What is told of the way and of the set-up, on rows, lengths and points that are written down here: each number at both sides of its
 * edge. */
#include "support.h"

#include <float.h>
#include <math.h>

#include <descent/adaptive.h>

#include "critical/point.h"
#include "diagnosis/history/events.h"
#include "diagnosis/history/factors.h"
#include "diagnosis/history/findings.h"
#include "diagnosis/history/jumps.h"
#include "diagnosis/history/lingering.h"

enum {
    most_rows = 128
};

typedef struct bench {
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    descent__decision decision;
    descent_diagnosis diagnosis;
    double x[2 * most_rows], losses[most_rows], norms[most_rows], lengths[most_rows];
    uint64_t steps[most_rows];
} bench;

static const double eta = 0.25;

/* Rows one step apart at the origin, which a test moves, and a rule of plain descent. */
static void set_up(bench *b, size_t n, size_t rows)
{
    memset(b, 0, sizeof *b);
    b->evidence = (descent__evidence){.n = n, .rows = rows, .finite = rows, .points = b->x, .steps = b->steps};
    descent__evidence *const evidence = &b->evidence;
    evidence->holdings = &b->holdings;
    evidence->keep = &b->holdings.arena;
    evidence->options = (descent_diagnosis_options){.budget = 20000, .distance_tolerance = 1e-6};
    evidence->has_rule = true;
    evidence->rule = descent_fixed_step(eta);
    evidence->step_size = eta;
    evidence->step = rows - 1;
    evidence->x = b->x + (rows - 1) * n;
    for (size_t k = 0; k < rows; k++)
        b->steps[k] = k;
    b->facts = (descent__facts){.evidence = evidence, .course.stride = 1};
    b->facts.series = (descent__series){.n = n, .count = rows, .points = b->x};
    b->facts.motion = (descent__motion){.count = rows, .live = rows, .lengths = b->lengths};
    b->decision = descent__undecided();
    b->diagnosis = (descent_diagnosis){
        .dimension = n, .curvature = NAN, .step_size = eta, .step_limit = NAN, .steps = rows - 1, .rows = rows};
}

static void ask(bench *b, const descent_problem *problem)
{
    assert_success(descent__evaluator_open(&b->evidence.evaluator, problem));
    b->evidence.problem_in_units = *problem;
    b->evidence.has_problem = true;
}

static void tear_down(bench *b)
{
    descent_critical_point_free(b->holdings.lingering);
    descent_critical_point_free(b->holdings.jumped);
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
    descent__evaluator_close(&b->evidence.evaluator);
}

/* ---- curvature along the last step ---- */

static double curvature_of(bench *b)
{
    descent__findings_gather(&b->facts, &b->diagnosis);
    const double curvature = b->diagnosis.curvature;
    tear_down(b);
    return curvature;
}

/* Steps of length 1 at X, whose rounding is ε·X·(1 + 1): a hundredth of a turn of 1 is seen, or, straight on, a billionth. */
START_TEST(a_turn_is_seen_to_two_digits)
{
    for (int straight = 0; straight < 2; straight++)
        for (int beyond = 0; beyond < 2; beyond++) {
            const double edge = ldexp(straight ? 1e-9 : 1e-2, 51), at = beyond ? nextafter(edge, INFINITY) : edge;
            bench b;
            set_up(&b, 2, 3);
            const double points[] = {at - 1, 0, at, 0, straight ? at + 1 : at, straight ? 0 : 1};
            memcpy(b.x, points, sizeof points);
            b.lengths[0] = b.lengths[1] = 1;
            const double curvature = curvature_of(&b);
            if (beyond)
                ck_assert(isnan(curvature));
            else
                ck_assert_double_eq(curvature, straight ? 0 : 1 / eta);
        }
}
END_TEST

static int refusing(uint64_t step, double base, double *step_size, void *context)
{
    *step_size = base;
    return step == *(uint64_t *)context;
}

/* Steps 1, p, q and then none, on a line: λ = (1 − q/p)/η by the last two that are steps, of a step size that may change. */
START_TEST(the_last_two_steps_tell_the_curvature)
{
    const struct {
        double p, q, last, first_length;
        size_t live;
        double factor; /* of the step size from step to step */
        double curvature;
    } cases[] = {
        {0.5, 0.125, 0, 1, 5, 1, 0.75 / eta},
        {0.5, 0.125, 0.0625, 1, 5, 1, 0.5 / eta},
        {0.5, 0.125, 0, 1, 4, 1, 0.75 / eta},
        {0.5, 0.125, 0.0625, 1, 4, 1, 0.75 / eta},
        {0.5, 0.125, 0, 1, 3, 1, 0.5 / eta},
        {0.5, 0.125, 0, 1, 2, 1, NAN},
        {1.5, 0, 0, 1, 5, 1, -0.5 / eta},
        {0.5, 0, 0, 0, 5, 1, NAN},
        {0.5, 0.125, 0, 1, 5, 0.5, 0.5 / (eta / 16)},
        {0.25, 0, 0, 1, 5, 0.5, 0.5 / (eta / 8)},
        {0.5, 0.125, 0.0625, 1, 5, 0.5, 0 / eta},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 1, 5);
        const double lengths[] = {1, cases[k].p, cases[k].q, cases[k].last};
        for (size_t row = 0; row < 4; row++)
            b.x[row + 1] = b.x[row] + (b.lengths[row] = lengths[row]);
        b.lengths[0] = cases[k].first_length;
        b.facts.motion.live = cases[k].live;
        b.facts.series.first_step = 3;
        if (cases[k].factor < 1)
            b.evidence.rule.schedule = descent_schedule_exponential(cases[k].factor);
        const double curvature = curvature_of(&b);
        if (isnan(cases[k].curvature))
            ck_assert_msg(isnan(curvature), "case %zu: %g", k, curvature);
        else
            ck_assert_msg(fabs(curvature - cases[k].curvature) < 1e-12, "case %zu: %g", k, curvature);
    }
    /* Where the step size of one of the two is not to be had, or a step is not −ηg, nothing is told. */
    for (int what = 0; what < 8; what++) {
        bench b;
        set_up(&b, 1, 3);
        b.x[1] = b.lengths[0] = 1;
        b.x[2] = 1.5;
        b.lengths[1] = 0.5;
        uint64_t refused = what == 0 ? 0 : what == 1 ? 1 : 2;
        if (what < 3)
            b.evidence.rule.schedule = descent_schedule_custom(refusing, &refused);
        if (what == 3)
            b.evidence.rule = descent_heavy_ball(eta, 0.5);
        if (what == 4)
            b.evidence.rule.modifiers.clip_norm = 1;
        if (what == 5)
            b.evidence.has_rule = false;
        if (what == 6)
            b.evidence.finite = 0;
        if (what == 7)
            b.facts.motion.lengths = NULL;
        const double curvature = curvature_of(&b);
        if (what == 2)
            ck_assert_double_eq(curvature, 0.5 / eta);
        else
            ck_assert_msg(isnan(curvature), "case %d", what);
    }
}
END_TEST

/* ---- findings ---- */

START_TEST(what_facts_found_is_a_finding)
{
    for (int what = 0; what < 9; what++) {
        bench b;
        set_up(&b, 1, 3);
        static const double momenta[] = {0.99, -0.99, 1};
        unsigned expected = DESCENT_FINDING_MOMENTUM_NEAR_ONE;
        if (what < 3)
            b.evidence.rule.momentum = momenta[what];
        else if (what == 3)
            b.evidence.rule.momentum = nextafter(0.99, 0), expected = 0;
        else if (what == 4)
            b.facts.thinned = true, expected = DESCENT_FINDING_THINNED;
        else if (what == 5)
            b.facts.kink = true, expected = DESCENT_FINDING_KINK;
        else if (what == 6)
            b.facts.lowest_at_kink = true, expected = DESCENT_FINDING_MINIMUM_AT_KINK;
        else if (what == 7)
            b.evidence.findings = expected = DESCENT_FINDING_RULE_DISAGREES | DESCENT_FINDING_GRADIENT_RANDOM;
        else { /* without a rule its momentum is nobody's */
            b.evidence.rule.momentum = 1;
            b.evidence.has_rule = false, expected = 0;
        }
        descent__findings_gather(&b.facts, &b.diagnosis);
        ck_assert_msg(b.diagnosis.findings == expected, "case %d: %u", what, b.diagnosis.findings);
        tear_down(&b);
    }
}
END_TEST

/* x − cy and y + cx: differences show an asymmetry of 2c. */
static int turning_field(size_t n, const double *x, double *g, void *context)
{
    const double c = *(const double *)context;
    (void)n;
    g[0] = x[0] - c * x[1];
    g[1] = x[1] + c * x[0];
    return 0;
}

/* A minimum of curvatures 1 and 2, whose step limit is 1. */
static descent_critical_point *hand_made(void)
{
    descent_critical_point *const point = descent__critical_point_new(2, 2, 2, 0);
    ck_assert_ptr_nonnull(point);
    point->kind = DESCENT_CRITICAL_MINIMUM;
    point->x[0] = point->x[1] = 0;
    point->eigenvalues[0] = 1;
    point->eigenvalues[1] = 2;
    for (size_t i = 0; i < 4; i++)
        point->eigenvectors[i] = i % 3 == 0;
    point->eigenvalue_tolerance = point->asymmetry = point->gradient_norm = 0;
    point->hessian_source = DESCENT_HESSIAN_CALLBACK;
    point->step_limit = 1;
    return point;
}

/* Where the point of judgement stands: none, that of the verdict, the one that is circled, or one that is known. */
typedef enum place {
    nowhere,
    verdict,
    circled,
    known
} place;

START_TEST(a_point_is_judged)
{
    const double edge = 1 + 1e-9; /* of the step size, beyond its limit of 1 by rounding */
    const unsigned above = DESCENT_FINDING_STEP_ABOVE_LIMIT, valley = DESCENT_FINDING_VALLEY,
                   asymmetric = DESCENT_FINDING_HESSIAN_ASYMMETRIC, wrong = DESCENT_FINDING_GRADIENT_MISMATCH;
    const struct {
        descent_hessian_source source;
        double asymmetry, c; /* what was found there, and half of what differences at the end show */
        double step_size;
        descent_probe probe;
        place where;
        descent_ending ending;
        unsigned before, expected;
        uint64_t budget;
    } cases[] = {
        {DESCENT_HESSIAN_CALLBACK, 1e-6, 0, 1, 0, verdict, 0, 0, 0, 0},
        {DESCENT_HESSIAN_CALLBACK, 1.001e-6, 0, 1, 0, verdict, 0, 0, asymmetric, 0},
        {DESCENT_HESSIAN_PRODUCT, 1.001e-6, 0, 1, 0, verdict, 0, 0, asymmetric, 0},
        {DESCENT_HESSIAN_GRADIENT_DIFFERENCE, 1e-2, 0.1, 1, 0, verdict, 0, 0, 0, 1000},
        {DESCENT_HESSIAN_GRADIENT_DIFFERENCE, 1.001e-2, 0.1, 1, 0, verdict, 0, 0, asymmetric, 1000},
        {DESCENT_HESSIAN_LOSS_DIFFERENCE, 1.001e-2, 0.1, 1, 0, verdict, 0, 0, asymmetric, 1000},
        {DESCENT_HESSIAN_GRADIENT_DIFFERENCE, 0.5, 0.00501, 1, 0, verdict, 0, 0, asymmetric, 1000},
        {DESCENT_HESSIAN_GRADIENT_DIFFERENCE, 0.5, 0.00499, 1, 0, verdict, 0, 0, 0, 1000},
        {DESCENT_HESSIAN_GRADIENT_DIFFERENCE, 0.5, 0.1, 1, 0, verdict, 0, 0, 0, 0},
        {DESCENT_HESSIAN_CALLBACK, 0, 0, edge, 0, verdict, 0, 0, 0, 0},
        {DESCENT_HESSIAN_CALLBACK, 0, 0, nextafter(edge, 2), 0, verdict, 0, 0, above, 0},
        {DESCENT_HESSIAN_CALLBACK, 0, 0, 2, DESCENT_PROBE_FLAT, verdict, 0, 0, above | valley, 0},
        {DESCENT_HESSIAN_CALLBACK, 0, 0, 0.5, DESCENT_PROBE_NONE_LOWER, verdict, 0, 0, 0, 0},
        {DESCENT_HESSIAN_CALLBACK, 0, 0, 2, 0, nowhere, 0, 0, 0, 0},
        {DESCENT_HESSIAN_CALLBACK, 0, 0, 2, 0, circled, 0, 0, above, 0},
        {DESCENT_HESSIAN_CALLBACK, 0, 0, 2, 0, known, 0, 0, above, 0},
        /* On the way to infinity everything looks flat; but what is named counts. */
        {DESCENT_HESSIAN_CALLBACK, 0, 0, 2, 0, known, DESCENT_ENDING_DIVERGING, 0, 0, 0},
        {DESCENT_HESSIAN_CALLBACK, 0, 0, 2, 0, known, DESCENT_ENDING_UNBOUNDED, 0, 0, 0},
        {DESCENT_HESSIAN_CALLBACK, 0, 0, 2, 0, circled, DESCENT_ENDING_DIVERGING, 0, above, 0},
        /* Level ground is no valley, and curvatures of a wrong gradient are not those of the loss. */
        {DESCENT_HESSIAN_CALLBACK, 0, 0, 2, DESCENT_PROBE_FLAT, known, DESCENT_ENDING_STALLED, 0, above, 0},
        {DESCENT_HESSIAN_CALLBACK, 0, 0, 2, DESCENT_PROBE_FLAT, verdict, DESCENT_ENDING_STALLED, 0, above | valley, 0},
        {DESCENT_HESSIAN_CALLBACK, 1, 0, 2, DESCENT_PROBE_FLAT, verdict, 0, wrong, wrong | asymmetric, 0},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 2, 3);
        double c = cases[k].c;
        const descent_problem problem = {.dimension = 2, .gradient = turning_field, .context = &c};
        ask(&b, &problem);
        descent_critical_point *const point = hand_made();
        point->hessian_source = cases[k].source;
        point->asymmetry = cases[k].asymmetry;
        point->probe = cases[k].probe;
        b.evidence.step_size = cases[k].step_size;
        b.evidence.findings = cases[k].before;
        b.evidence.options.budget = cases[k].budget;
        b.diagnosis.ending = cases[k].ending;
        if (cases[k].where == verdict)
            b.diagnosis.point = point;
        else if (cases[k].where == circled)
            b.diagnosis.centre = point;
        else if (cases[k].where == known)
            b.facts.destination.point = point;
        b.x[4] = b.x[5] = 1; /* the end */
        descent__findings_gather(&b.facts, &b.diagnosis);
        ck_assert_msg(b.diagnosis.findings == cases[k].expected, "case %zu: %u", k, b.diagnosis.findings);
        const bool asked = cases[k].asymmetry > 1e-2 && cases[k].budget > 0;
        ck_assert_msg((b.evidence.evaluator.evaluations.gradient > 0) == asked, "case %zu", k);
        ck_assert(!b.evidence.memory_failed);
        descent_critical_point_free(point);
        tear_down(&b);
    }
    /* Of no recorded row and of no problem nothing is judged. */
    for (int what = 0; what < 2; what++) {
        bench b;
        set_up(&b, 2, 3);
        double c = 0;
        const descent_problem problem = {.dimension = 2, .gradient = turning_field, .context = &c};
        ask(&b, &problem);
        b.diagnosis.point = hand_made();
        b.evidence.step_size = 2;
        if (what)
            b.evidence.has_problem = false;
        else
            b.evidence.finite = 0;
        descent__findings_gather(&b.facts, &b.diagnosis);
        ck_assert_uint_eq(b.diagnosis.findings, 0);
        descent_critical_point_free(b.diagnosis.point);
        tear_down(&b);
    }
}
END_TEST

/* ---- factors ---- */

/* Near a minimum of curvatures 1 and 2: 1 − ηλ; of a heavy ball the roots of μ² − (1 + β − ηλ)μ + β. */
START_TEST(factors_are_those_of_the_rule)
{
    bench b;
    set_up(&b, 2, 3);
    descent_critical_point *const point = b.diagnosis.point = hand_made();
    b.diagnosis.ending = DESCENT_ENDING_CONVERGED;
    descent__factors_fill(&b.evidence, &b.diagnosis);
    ck_assert_ptr_nonnull(b.diagnosis.factors);
    for (size_t k = 0; k < 2; k++) {
        ck_assert_double_eq_tol(b.diagnosis.factors[k], 1 - eta * ((double)k + 1), 1e-15);
        ck_assert_double_eq(b.diagnosis.factors_imaginary[k], 0);
    }
    point->eigenvalues[1] = 1 / eta; /* which one step takes away */
    descent__factors_fill(&b.evidence, &b.diagnosis);
    ck_assert_double_eq(b.diagnosis.factors[1], 0);
    ck_assert_double_eq(b.diagnosis.factors_imaginary[1], 0);
    point->eigenvalues[1] = 2;
    static const double betas[] = {0.5, 0.04};
    for (size_t j = 0; j < 2; j++) {
        b.evidence.rule = descent_heavy_ball(eta, betas[j]);
        descent__factors_fill(&b.evidence, &b.diagnosis);
        for (size_t k = 0; k < 2; k++) {
            const double half = (1 + betas[j] - eta * point->eigenvalues[k]) / 2, d = half * half - betas[j];
            ck_assert_double_eq_tol(b.diagnosis.factors[k], d < 0 ? half : half + copysign(sqrt(d), half), 1e-12);
            ck_assert_double_eq_tol(b.diagnosis.factors_imaginary[k], d < 0 ? sqrt(-d) : 0, 1e-12);
        }
    }
    descent_critical_point_free(point);
    tear_down(&b);
}
END_TEST

START_TEST(factors_need_a_point_and_a_rule_that_tells_them)
{
    double multipliers[] = {1, NAN};
    for (int what = 0; what < 16; what++) {
        bench b;
        set_up(&b, 2, 3);
        descent_critical_point *const point = b.diagnosis.point = hand_made();
        b.diagnosis.ending = DESCENT_ENDING_APPROACHING;
        bool told = false;
        switch (what) {
        case 0:
            told = true;
            break;
        case 1:
            b.diagnosis.point = NULL;
            break;
        case 2:
            point->eigenvalue_count = 0;
            break;
        case 3:
            point->curvature_jumps = 1;
            break;
        case 4:
            b.diagnosis.ending = DESCENT_ENDING_DESCENDING;
            break;
        case 5:
            b.evidence.has_rule = false;
            break;
        case 6:
            b.evidence.rule = descent_lion(eta, 0.9, 0.99);
            break;
        case 7:
            b.evidence.rule.modifiers.clip_norm = 1;
            break;
        case 8:
            b.diagnosis.step_size = 0;
            break;
        case 9:
            b.diagnosis.step_size = NAN;
            break;
        case 10:
            b.diagnosis.step_size = INFINITY;
            break;
        case 11:
            b.diagnosis.findings = DESCENT_FINDING_GRADIENT_MISMATCH;
            break;
        case 12:
            b.diagnosis.findings = DESCENT_FINDING_RULE_DISAGREES;
            break;
        case 13:
            b.diagnosis.findings = DESCENT_FINDING_VALLEY, told = true;
            break;
        /* Where bounds hold a variable those of the free ones are told, but not of a gradient that is clipped. */
        case 14:
            point->bound_multipliers = multipliers, b.evidence.rule.modifiers.l1 = 1, told = true;
            break;
        default:
            point->bound_multipliers = multipliers, b.evidence.rule.modifiers.clip_norm = 1;
            break;
        }
        descent__factors_fill(&b.evidence, &b.diagnosis);
        ck_assert_msg((b.diagnosis.factors != NULL) == told, "case %d", what);
        ck_assert_int_eq(b.diagnosis.factors_imaginary != NULL, told);
        point->bound_multipliers = NULL;
        point->eigenvalue_count = 2;
        descent_critical_point_free(point);
        tear_down(&b);
    }
}
END_TEST

/* A billionth of the limit below it counts as on it. */
START_TEST(what_is_on_the_limit_is_not_below_it)
{
    static const struct {
        double part;
        uint64_t expected;
    } cases[] = {{0, 4}, {0.9e-9, 4}, {1.1e-9, 3}, {1e-6, 3}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        double later = 0;
        set_up(&b, 2, 3);
        b.evidence.rule.schedule = descent_schedule_inverse(10);
        b.evidence.step = 5;
        assert_success(descent_rule_step_size(&b.evidence.rule, 4, &b.evidence.step_size));
        assert_success(descent_rule_step_size(&b.evidence.rule, 7, &later));
        b.diagnosis.step_limit = later / (1 - cases[k].part);
        descent__factors_fill(&b.evidence, &b.diagnosis);
        ck_assert_uint_eq(b.holdings.steps_to_limit, cases[k].expected);
        tear_down(&b);
    }
}
END_TEST

/* As many steps as a loop counts until the step size is below the limit by more than a billionth. */
START_TEST(a_schedule_comes_below_the_limit)
{
    const descent_schedule schedules[] = {
        descent_schedule_inverse(10),           descent_schedule_exponential(0.99), descent_schedule_cosine(100, 0.01),
        descent_schedule_linear(100, 0.0),      descent_schedule_steps(10, 0.5),    descent_schedule_constant(),
        descent_schedule_restarts(20, 1, 0.01),
    };
    static const double limits[] = {0.5, 0.26, 0.25, 0.2, 0.125, 0.1, 0.05, 0.001, 0, -1, NAN};
    for (size_t s = 0; s < sizeof schedules / sizeof *schedules; s++)
        for (size_t j = 0; j < sizeof limits / sizeof *limits; j++)
            for (uint64_t step = 0; step < 30; step += 3) {
                bench b;
                set_up(&b, 2, 3);
                b.evidence.rule.schedule = schedules[s];
                b.evidence.step = step;
                if (step > 0)
                    assert_success(descent_rule_step_size(&b.evidence.rule, step - 1, &b.evidence.step_size));
                b.diagnosis.step_limit = limits[j];
                uint64_t expected = 0;
                const double limit = limits[j] * (1 - 1e-9);
                double later = b.evidence.step_size;
                /* Those of the other kinds may rise again. */
                if (s < 5 && step > 0 && limit > 0 && later >= limit)
                    for (expected = 1; expected < 5000; expected++) {
                        assert_success(descent_rule_step_size(&b.evidence.rule, step - 1 + expected, &later));
                        if (later < limit)
                            break;
                    }
                if (expected == 5000) /* it stays above */
                    expected = 0;
                descent__factors_fill(&b.evidence, &b.diagnosis);
                ck_assert_msg(b.holdings.steps_to_limit == expected, "schedule %zu, limit %g, step %d: %d, not %d", s,
                              limits[j], (int)step, (int)b.holdings.steps_to_limit, (int)expected);
                /* Of a run that was made with another step size, and without a rule, nobody knows. */
                b.evidence.step_size *= 1 + 4 * DBL_EPSILON;
                descent__factors_fill(&b.evidence, &b.diagnosis);
                ck_assert_uint_eq(b.holdings.steps_to_limit, 0);
                b.evidence.has_rule = false;
                descent__factors_fill(&b.evidence, &b.diagnosis);
                ck_assert_uint_eq(b.holdings.steps_to_limit, 0);
                tear_down(&b);
            }
}
END_TEST

/* ---- events ---- */

static const descent_event *event_of(const bench *b, descent_event_kind kind)
{
    for (size_t k = 0; k < b->diagnosis.event_count; k++)
        if (b->diagnosis.events[k].kind == kind)
            return &b->diagnosis.events[k];
    return NULL;
}

static void tell(bench *b)
{
    descent__events_find(&b->facts, &b->decision, &b->diagnosis);
    ck_assert_ptr_nonnull(b->diagnosis.events);
    for (size_t k = 1; k < b->diagnosis.event_count; k++) {
        const descent_event *const before = &b->diagnosis.events[k - 1], *const event = before + 1;
        ck_assert(before->first_step < event->first_step ||
                  (before->first_step == event->first_step && before->kind < event->kind));
    }
}

/* One step each that is not finite: the first row with one counts, and there the loss before the gradient. */
START_TEST(the_first_that_is_not_finite_is_told_with_its_step)
{
    const struct {
        double first, loss, norm; /* the first loss, and what stands in row 3 */
        descent_quantity broken, expected;
        size_t finite;
        uint64_t step;
    } cases[] = {
        {0, 0, 0, DESCENT_QUANTITY_NONE, DESCENT_QUANTITY_NONE, 6, 0},
        {0, NAN, 0, DESCENT_QUANTITY_NONE, DESCENT_QUANTITY_LOSS, 6, 30},
        {0, 0, INFINITY, DESCENT_QUANTITY_NONE, DESCENT_QUANTITY_GRADIENT, 6, 30},
        {0, INFINITY, INFINITY, DESCENT_QUANTITY_POINT, DESCENT_QUANTITY_LOSS, 6, 30},
        {0, 0, NAN, DESCENT_QUANTITY_NONE, DESCENT_QUANTITY_NONE, 6, 0},
        {NAN, NAN, 0, DESCENT_QUANTITY_NONE, DESCENT_QUANTITY_NONE, 6, 0},
        {0, 0, 0, DESCENT_QUANTITY_GRADIENT, DESCENT_QUANTITY_GRADIENT, 6, 50},
        {0, 0, 0, DESCENT_QUANTITY_POINT, DESCENT_QUANTITY_POINT, 6, 51},
        {0, 0, 0, DESCENT_QUANTITY_POINT, DESCENT_QUANTITY_POINT, 5, 50},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (int without = 0; without < 3; without++) {
            bench b;
            set_up(&b, 1, 6);
            for (size_t row = 0; row < 6; row++)
                b.steps[row] = 10 * row;
            b.evidence.finite = cases[k].finite;
            b.evidence.step = 50;
            b.losses[0] = cases[k].first;
            b.losses[3] = cases[k].loss;
            b.norms[3] = cases[k].norm;
            b.losses[4] = b.norms[4] = INFINITY; /* later, which counts only where row 3 does not */
            if (cases[k].expected != DESCENT_QUANTITY_LOSS && cases[k].expected != DESCENT_QUANTITY_GRADIENT)
                b.losses[4] = b.norms[4] = 0;
            if (cases[k].broken == DESCENT_QUANTITY_GRADIENT)
                b.losses[4] = b.norms[4] = 0;
            b.evidence.losses = without == 1 ? NULL : b.losses;
            b.evidence.norms = without == 2 ? NULL : b.norms;
            if (without && cases[k].step == 30) {
                tear_down(&b);
                continue;
            }
            b.facts.broken = cases[k].broken;
            tell(&b);
            const descent_event *const event = event_of(&b, DESCENT_EVENT_NONFINITE);
            ck_assert_msg((event != NULL) == (cases[k].expected != DESCENT_QUANTITY_NONE), "case %zu", k);
            if (event) {
                ck_assert_int_eq(event->quantity, cases[k].expected);
                ck_assert_msg(event->first_step == cases[k].step, "case %zu: %d", k, (int)event->first_step);
                ck_assert_uint_eq(event->last_step, cases[k].step);
                ck_assert(isnan(event->value) && isnan(event->expected) && event->count == 0);
            }
            tear_down(&b);
        }
}
END_TEST

/* A fall from 64 to 32 on which one loss is lower than the last by so many roundings of the last, 16 or more; or is none. */
START_TEST(what_the_loss_did_on_the_way_is_kept)
{
    const double last = 32, edge = last - 16 * DBL_EPSILON * last;
    const struct {
        double first, between, last;
        bool lower, none, began;
    } cases[] = {
        {64, 40, last, false, false, false},
        {64, edge, last, false, false, false},
        {64, nextafter(edge, 0), last, true, false, false},
        {64, NAN, last, false, true, false},
        {64, INFINITY, last, false, true, false},
        {NAN, 1, last, false, false, false},
        {64, 1, NAN, false, false, false},
        {INFINITY, 1, last, false, false, false},
        {1, 64, last, true, false, true},
        {edge, 64, last, false, false, false},
        {nextafter(edge, 0), 64, last, true, false, true},
        {1, NAN, last, true, true, true},
        {-DBL_MAX, 0, DBL_MAX, true, false, true},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 1, 3);
        b.losses[0] = cases[k].first;
        b.losses[1] = cases[k].between;
        b.losses[2] = cases[k].last;
        b.evidence.losses = b.losses;
        tell(&b);
        ck_assert_msg(b.holdings.loss_was_lower == cases[k].lower, "case %zu", k);
        ck_assert_msg(b.holdings.loss_began_lower == cases[k].began, "case %zu", k);
        ck_assert_msg(b.holdings.loss_had_none == cases[k].none, "case %zu", k);
        tear_down(&b);
    }
}
END_TEST

/* Rises are counted from the last loss that was a number. */
START_TEST(rises_have_their_steps_and_the_largest)
{
    bench b;
    set_up(&b, 1, 8);
    const double losses[] = {8, 9, NAN, 8.5, 12, 11, 11.5, 11};
    for (size_t row = 0; row < 8; row++)
        b.steps[row] = 5 * row;
    memcpy(b.losses, losses, sizeof losses);
    b.evidence.losses = b.losses;
    tell(&b);
    const descent_event *event = event_of(&b, DESCENT_EVENT_LOSS_ROSE);
    ck_assert_ptr_nonnull(event);
    ck_assert_uint_eq(event->count, 3); /* 8 → 9, 8.5 → 12, 11 → 11.5 */
    ck_assert_uint_eq(event->first_step, 5);
    ck_assert_uint_eq(event->last_step, 30);
    ck_assert_double_eq(event->value, 3.5);
    tear_down(&b);
    /* The last row and the first step count, and what begins without a number rises from nothing. */
    for (int what = 0; what < 3; what++) {
        set_up(&b, 1, 4);
        const double rows[3][4] = {{8, 7, 6, 7}, {8, 9, 8, 7}, {NAN, 5, 6, 3}};
        memcpy(b.losses, rows[what], sizeof rows[what]);
        b.evidence.losses = b.losses;
        tell(&b);
        event = event_of(&b, DESCENT_EVENT_LOSS_ROSE);
        ck_assert_ptr_nonnull(event);
        ck_assert_uint_eq(event->count, 1);
        ck_assert_uint_eq(event->first_step, what == 0 ? 3 : what == 1 ? 1 : 2);
        ck_assert_double_eq(event->value, 1);
        tear_down(&b);
    }
}
END_TEST

/* −0.5 is the cosine of 120 degrees: of steps (1, 0) and (−1, ±√3)/2 it is that to rounding, and of dyadic ones exactly: |a||b|·cos = −2. */
START_TEST(steps_turn_back_at_a_cosine_of_a_half)
{
    for (int what = 0; what < 9; what++) {
        bench b;
        set_up(&b, 2, 8);
        b.facts.series.first_step = 100;
        /* To and fro along x; the lengths say what the cosine is, for they are written down. */
        for (size_t k = 0; k < 8; k++)
            b.x[2 * k] = k % 2 ? 1 : 0;
        for (size_t k = 0; k < 7; k++)
            b.lengths[k] = k == 2 || k == 3 || k == 4 ? 1 : 1e-9;
        b.facts.step_noise = what == 2 ? 1 : 1e-9; /* up to which a length is rounding, as 2ε is beside 1 */
        for (size_t k = 0; k < 7 && what == 1; k++)
            b.lengths[k] = DBL_EPSILON, b.facts.step_noise = 0;
        if (what == 3)
            b.lengths[3] = 2; /* cosines of −1/2 */
        if (what == 4)
            b.lengths[3] = nextafter(2, 3);
        if (what == 5)
            b.facts.course.stride = 2;
        if (what == 6)
            b.facts.continued = true;
        if (what == 7) /* once is a turn */
            b.lengths[4] = 1e-9;
        for (size_t k = 0; k < 7 && what == 8; k++) /* a step of no length does not go back */
            b.lengths[k] = b.lengths[k] < 1 ? 0 : 1;
        tell(&b);
        const descent_event *const event = event_of(&b, DESCENT_EVENT_SIGN_FLIPS);
        ck_assert_msg((event != NULL) == (what == 0 || what == 3 || what == 8), "case %d", what);
        ck_assert_msg(!event || b.holdings.turns_by_rounding == (what != 8), "case %d", what);
        if (event) {
            ck_assert_uint_eq(event->count, 2);
            ck_assert_uint_eq(event->first_step, 104); /* from row 3 */
            ck_assert_uint_eq(event->last_step, 105);
        }
        tear_down(&b);
    }
}
END_TEST

START_TEST(a_step_size_is_told_from_the_second_step_on)
{
    for (int what = 0; what < 7; what++) {
        bench b;
        set_up(&b, 1, 3);
        b.evidence.rule.schedule = what == 0 ? descent_schedule_constant() : descent_schedule_exponential(0.5);
        b.evidence.step = what == 1 ? 1 : 2;
        b.evidence.step_size = what == 2 ? eta : what == 6 ? 2 * eta : eta / 2;
        b.evidence.has_rule = what != 3;
        uint64_t refused = 0;
        if (what == 4)
            b.evidence.rule.schedule = descent_schedule_custom(refusing, &refused);
        tell(&b);
        const descent_event *const event = event_of(&b, DESCENT_EVENT_STEP_SIZE);
        ck_assert_msg((event != NULL) == (what >= 5), "case %d", what);
        if (event) {
            ck_assert_uint_eq(event->first_step, 1);
            ck_assert_uint_eq(event->last_step, 2);
            ck_assert_double_eq(event->value, what == 6 ? 2 : 0.5);
        }
        tear_down(&b);
    }
}
END_TEST

START_TEST(a_cycle_or_a_growth_begins)
{
    descent__orbit orbit = {.recurrence = {.period = 2, .amplitude = 3}};
    for (int what = 0; what < 6; what++) {
        bench b;
        set_up(&b, 1, 8);
        b.decision.orbit = what == 0 || what == 1 ? &orbit : NULL;
        b.decision.ending = what == 2   ? DESCENT_ENDING_DIVERGING
                            : what == 3 ? DESCENT_ENDING_UNBOUNDED
                            : what == 4 ? DESCENT_ENDING_UNBOUNDED
                                        : DESCENT_ENDING_DESCENDING;
        b.facts.growth = (descent__growth){.growing = what != 4, .total = 5};
        b.diagnosis.pace.onset = what == 1 ? 9 : 4; /* of a copy later than the run ends */
        b.evidence.changes = 3;
        b.evidence.changed_at = 2;
        tell(&b);
        const descent_event *const cycle = event_of(&b, DESCENT_EVENT_OSCILLATION);
        const descent_event *const growth = event_of(&b, DESCENT_EVENT_GROWTH);
        ck_assert_int_eq(cycle != NULL, what < 2);
        ck_assert_int_eq(growth != NULL, what == 2 || what == 3);
        const descent_event *const event = cycle ? cycle : growth;
        if (event) {
            ck_assert_uint_eq(event->first_step, what == 1 ? 9 : 4);
            ck_assert_uint_eq(event->last_step, what == 1 ? 9 : 7);
            ck_assert_double_eq(event->value, cycle ? 3 : 5);
        }
        const descent_event *const changed = event_of(&b, DESCENT_EVENT_RULE_CHANGED);
        ck_assert_ptr_nonnull(changed);
        ck_assert_uint_eq(changed->first_step, 2);
        ck_assert_uint_eq(changed->last_step, 2);
        ck_assert_uint_eq(changed->count, 3);
        tear_down(&b);
    }
}
END_TEST

/* A series in which five steps are a 128th, of eight points and no fewer; whatever a copy comes to is no matter. */
START_TEST(plateaus_are_of_recorded_steps)
{
    for (int what = 0; what < 7; what++) {
        bench b;
        set_up(&b, 1, what == 1 ? 7 : 8);
        b.facts.series.first_step = 40;
        for (size_t k = 0; k < 7; k++)
            b.lengths[k] = k > 0 && k < 6 ? 1.0 / 128 : 1;
        if (what == 2)
            b.facts.continued = true;
        if (what == 3)
            b.facts.course.stride = 3;
        if (what == 4)
            b.decision.orbit = &b.facts.orbit_of_copy;
        if (what == 5)
            b.decision.orbit = &b.facts.orbit_onward;
        b.x[0] = what == 6 ? 0x1p46 : 0; /* beside which that is rounding */
        for (size_t k = 0; k < 7; k++)
            b.x[k + 1] = b.x[k] + b.lengths[k];
        tell(&b);
        const descent_event *const event = event_of(&b, DESCENT_EVENT_PLATEAU);
        ck_assert_msg((event != NULL) == (what == 0 || what == 4 || what == 5), "case %d", what);
        if (event) {
            ck_assert_uint_eq(event->first_step, 42); /* from row 1 on */
            ck_assert_uint_eq(event->last_step, 46);
            ck_assert_uint_eq(event->count, 1);
            ck_assert_double_eq(event->value, 1.0 / 128);
        }
        tear_down(&b);
    }
}
END_TEST

/* What rises to no more than counts as arrived is nothing to be told. */
START_TEST(a_plateau_ends_with_steps_that_count)
{
    static const struct {
        double tolerance;
        bool told;
    } cases[] = {{0, true}, {49, true}, {50, false}, {51, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 1, 9);
        for (size_t row = 0; row < 8; row++)
            b.lengths[row] = row == 0 ? 100 : row < 6 ? 1 : 50;
        for (size_t row = 0; row < 8; row++)
            b.x[row + 1] = b.x[row] + b.lengths[row];
        b.facts.tolerance = cases[k].tolerance;
        tell(&b);
        ck_assert_msg((event_of(&b, DESCENT_EVENT_PLATEAU) != NULL) == cases[k].told, "case %zu", k);
        tear_down(&b);
    }
}
END_TEST

/* Lengths at both sides of a hundredth of the longest before, five in a row and four, and the deepest of two. */
START_TEST(the_deepest_plateau_is_told)
{
    const struct {
        double lengths[16];
        size_t count;
        double value;
        size_t first, last, spells;
    } cases[] = {
        /* Exactly a hundredth of 100, and tenfold, which is still of it. */
        {{100, 1, 1, 1, 1, 1, 10, 10}, 8, 1, 2, 8, 1},
        {{100, 1, 1, 0.5, 1, 1, 50, 50}, 8, 0.5, 2, 6, 1},
        {{100, 1.0001, 1.0001, 1.0001, 1.0001, 1.0001, 20, 20}, 8, 0, 0, 0, 0},
        {{100, 1, 1, 1, 1, 1, 9.999, 9.999}, 8, 0, 0, 0, 0},
        {{100, 1, 1, 1, 1, 50, 50, 50}, 8, 0, 0, 0, 0},
        /* Of two the deeper, each beside the longest before it; of two as deep the first. */
        {{100, 1, 1, 1, 1, 1, 50, 50, 0.25, 0.25, 0.25, 0.25, 0.25, 50, 50}, 15, 0.25, 9, 13, 2},
        {{100, 0.25, 0.25, 0.25, 0.25, 0.25, 50, 50, 0.4, 0.4, 0.4, 0.4, 0.4, 50, 50}, 15, 0.25, 2, 6, 2},
        {{100, 0.25, 0.25, 0.25, 0.25, 0.25, 50, 50, 0.25, 0.25, 0.25, 0.25, 0.25, 50, 50}, 15, 0.25, 2, 6, 2},
        {{100, 1, 1, 1, 1, 1, 50, 50, 0.6, 0.6, 0.6, 0.6, 0.6, 50, 50}, 15, 1, 2, 6, 1},
        /* The first steps have nothing before them. */
        {{1, 1, 1, 1, 1, 100, 100, 100}, 8, 0, 0, 0, 0},
        /* What falls on and never rises is an end, though there was a plateau before. */
        {{100, 1, 1, 1, 1, 1, 100, 100, 0.5, 0.5, 0.5, 0.5, 0.5}, 13, 1, 2, 6, 1},
        /* Nor is one over that goes on deeper, tenfold steps in between or not. */
        {{100, 1, 1, 1, 1, 1, 10, 0.05, 0.05, 0.05, 0.05, 0.05}, 12, 0, 0, 0, 0},
        /* Four steps are no spell of their own, but of the one before. */
        {{100, 1, 1, 1, 1, 1, 10, 0.05, 0.05, 0.05, 0.05, 2}, 12, 0.05, 2, 12, 1},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, 1, cases[k].count + 1);
        memcpy(b.lengths, cases[k].lengths, sizeof cases[k].lengths);
        for (size_t row = 0; row < cases[k].count; row++)
            b.x[row + 1] = b.x[row] + b.lengths[row];
        tell(&b);
        const descent_event *const event = event_of(&b, DESCENT_EVENT_PLATEAU);
        ck_assert_msg((event != NULL) == (cases[k].spells > 0), "case %zu", k);
        if (event) {
            ck_assert_msg(event->value == cases[k].value, "case %zu: %g", k, event->value);
            ck_assert_msg(event->first_step == cases[k].first, "case %zu: %d", k, (int)event->first_step);
            ck_assert_msg(event->last_step == cases[k].last, "case %zu: %d", k, (int)event->last_step);
            ck_assert_msg(event->count == cases[k].spells, "case %zu: %d", k, (int)event->count);
        }
        tear_down(&b);
    }
}
END_TEST

/* ---- near a critical point on the way ---- */

static int saddle_slope(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0];
    g[1] = -x[1];
    return 0;
}

static int cubic_slope(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 3 * x[0] * x[0];
    return 0;
}

static int cubic(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = x[0] * x[0] * x[0];
    return 0;
}

static const descent_problem saddle = {.dimension = 2, .gradient = saddle_slope};
static const descent_problem flat = {.dimension = 1, .gradient = cubic_slope, .loss = cubic};

/* Rows with these norms of the gradient. */
static void stay(bench *b, const descent_problem *problem, size_t rows)
{
    set_up(b, problem->dimension, rows);
    ask(b, problem);
    for (size_t k = 0; k < rows; k++)
        b->norms[k] = 1;
    b->evidence.norms = b->norms;
}

/*
 * From (1, 0) to (c, ·) beside the saddle of (x² − y²)/2, which row 2 is nearest to, and out along y by a factor of 2 a step from 0.001 on.
 */
static void pass_saddle(bench *b, double c, size_t rows)
{
    stay(b, &saddle, rows);
    b->x[0] = 1;
    for (size_t k = 1; k < rows; k++) {
        b->x[2 * k] = k == 1 ? 5 * c : k == 2 ? c : 0;
        b->x[2 * k + 1] = 0.001 * ldexp(1, (int)k - 1);
    }
    b->norms[2] = 0.05;
}

/* Near is a tenth of the way before; the growth is that of the curvature, or, where there is no such factor, the mean while it is near. */
START_TEST(a_saddle_is_passed)
{
    for (int scheduled = 0; scheduled < 2; scheduled++) {
        bench b;
        descent_event event;
        pass_saddle(&b, 0.01, 13);
        for (size_t k = 0; k < 13; k++)
            b.steps[k] = 3 * k;
        if (scheduled)
            b.evidence.rule.schedule = descent_schedule_exponential(0.5);
        ck_assert(descent__lingering_find(&b.facts, &event));
        const double radius = hypot(0.99, 0.002) / 10; /* y is 0.064 in row 7 and 0.128 in row 8 */
        ck_assert_int_eq(event.kind, DESCENT_EVENT_LINGERING);
        ck_assert_uint_eq(event.first_step, 3);
        ck_assert_uint_eq(event.last_step, 21);
        ck_assert_int_eq(event.point->kind, DESCENT_CRITICAL_SADDLE);
        ck_assert_ptr_eq(event.point, b.holdings.lingering);
        ck_assert_double_eq(b.holdings.lingering_known, 0);
        ck_assert_double_eq_tol(fabs(event.direction[1]), 1, 1e-12);
        ck_assert_double_eq_tol(event.value, scheduled ? cbrt(2) : 1 + eta, 1e-9);
        if (scheduled)
            ck_assert_double_nan(event.expected);
        else
            ck_assert_double_eq(event.expected, ceil(log(radius / 0.001) / log(1 + eta)));
        ck_assert_uint_eq(event.count, 0);
        tear_down(&b);
    }
}
END_TEST

/* Each condition of a stay at both sides. */
START_TEST(a_stay_has_edges)
{
    for (int what = 0; what < 26; what++) {
        bench b;
        descent_event event;
        bool told = true;
        pass_saddle(&b, 0.01, 13);
        double *const x = b.x;
        uint64_t first = 1, last = 7;
        const double radius = hypot(0.99, 0.002) / 10;
        switch (what) {
        case 0:
            break;
        /* The radius, before and after. */
        case 1:
            x[2] = 0.9999 * radius;
            break;
        case 2:
            x[2] = 1.0001 * radius, first = 2;
            break;
        case 3:
            x[16] = 0, x[17] = 0.9999 * radius, last = 8;
            break;
        case 4:
            x[16] = 0, x[17] = 1.0001 * radius;
            break;
        /* A stay of three steps, and of two. */
        case 5:
            x[2] = 0.2, first = 2, x[13] = 0.1, last = 5;
            break;
        case 6:
            x[2] = 0.2, x[11] = 0.1;
            told = false;
            break;
        /* The gradient falls to a fifth of what it grows to. */
        case 7:
            b.norms[2] = nextafter(0.2, 0);
            break;
        case 8:
            b.norms[2] = 0.2, told = false;
            break;
        /* Norms that are none, and zero, tell no dip; infinite ones are not those it grows to. */
        case 9:
            b.norms[2] = 0, told = false;
            break;
        case 10:
            b.norms[2] = NAN, told = false;
            break;
        case 11:
            b.norms[5] = INFINITY, b.norms[2] = 0.3, told = false;
            break;
        /* Who grows again only later has grown. */
        case 12:
            for (size_t k = 3; k < 12; k++)
                b.norms[k] = 0.0501;
            break;
        /* Nothing to ask, or nothing that is the same when asked again. */
        case 13:
            b.evidence.has_problem = false, told = false;
            break;
        case 14:
            b.evidence.random = true, told = false;
            break;
        /* Without norms the lengths stand for them: row 2's step is the shortest. */
        case 15:
        case 16:
        case 17:
        case 18:
            if (what == 16)
                b.norms[0] = NAN;
            else
                b.evidence.norms = NULL;
            for (size_t k = 0; k < 12; k++)
                b.lengths[k] = k == 2 ? 0.05 : 1;
            b.facts.continued = what == 17;
            b.evidence.tail = what == 18;
            told = what < 17;
            break;
        /* The last row is within the radius: the gradient has only begun to grow. */
        case 19:
        case 20:
        case 21:
            b.evidence.finite = b.evidence.rows = what == 21 ? 7 : 6; /* y is 0.016 in row 5, and 0.032 in row 6 */
            b.norms[2] = what == 20 ? 0.8 : nextafter(0.8, 0);
            first = 2;
            last = 5;
            told = what == 19;
            break;
        /* Six rows to come and to leave, and five. */
        case 22:
        case 23:
            b.evidence.finite = b.evidence.rows = what == 22 ? 6 : 5;
            x[2] = 0.015;
            told = what == 22;
            last = 5;
            break;
        /* The longest before is not four times the nearest: who leaves at once, and not by the saddle's factor, passed by. */
        default:
            for (size_t k = 0; k < 13; k++) {
                x[2 * k] = k == 0 ? (what == 24 ? 5.001 : 4.999) : 1;
                x[2 * k + 1] = k < 2 ? 1e-3 : 1e-3 * pow(4, (double)k - 1);
            }
            b.norms[2] = 1;
            b.norms[1] = 0.05;
            told = what == 24;
            last = 6; /* 1.02 of at most 2 */
            break;
        }
        if (what == 22 || what == 23)
            b.norms[2] = 0.5;
        const bool found = descent__lingering_find(&b.facts, &event);
        ck_assert_msg(found == told, "case %d", what);
        if (found) {
            ck_assert_msg(event.first_step == first, "case %d: from %d", what, (int)event.first_step);
            ck_assert_msg(event.last_step == last, "case %d: to %d", what, (int)event.last_step);
        }
        tear_down(&b);
    }
}
END_TEST

/* Who begins beside a saddle has lingered if it is not twice as far off eight steps later, and leaves by the way out and its factor. */
START_TEST(who_begins_beside_a_saddle_leaves_it_by_itself)
{
    const double growth = 1 + eta, closest = hypot(0.1, 0.01);
    const struct {
        double factor;
        double eighth, others; /* distance in row 8, and in those before and after it */
        double slant;          /* x/y on the way out */
        bool told;
    } cases[] = {
        {1.2, 1.1, 1.1, 0, true},
        {pow(growth, 0.501), 1.1, 1.1, 0, true},
        {pow(growth, 0.499), 1.1, 1.1, 0, false},
        {pow(growth, 1.499), 1.1, 1.1, 0, true},
        {pow(growth, 1.501), 1.1, 1.1, 0, false},
        {1.2, 1.999, 2.5, 0, true},
        {1.2, 2.001, 1.5, 0, false},
        {1.2, 1.1, 1.1, 0.999 * sqrt(3), true},
        {1.2, 1.1, 1.1, 1.001 * sqrt(3), false},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        descent_event event;
        const size_t rows = (size_t)(log(1000) / log(cases[k].factor)) + 2;
        stay(&b, &saddle, rows);
        for (size_t row = 0; row < rows; row++) {
            const double y = 0.01 * pow(cases[k].factor, (double)row);
            const double away = closest * (row == 8 ? cases[k].eighth : row == 7 || row == 9 ? cases[k].others : 1);
            b.x[2 * row + 1] = y;
            b.x[2 * row] = row == 0 ? 0.1 : row >= 10 ? cases[k].slant * y : y < away ? sqrt(away * away - y * y) : 0;
        }
        b.norms[k == 0 ? 2 : 0] = 0.05; /* where it is nearest need not be where it began */
        const bool found = descent__lingering_find(&b.facts, &event);
        ck_assert_msg(found == cases[k].told, "case %zu", k);
        if (found) {
            ck_assert_uint_eq(event.first_step, 0);
            ck_assert_double_eq_tol(event.value, growth, 1e-9);
        }
        tear_down(&b);
    }
}
END_TEST

/* The flat point of x³ has no way out: a stay of half of the run is one, or a shorter one if the run has come to its end far off. */
START_TEST(a_flat_point_is_left_after_half_of_the_run)
{
    for (int what = 0; what < 6; what++) {
        bench b;
        descent_event event;
        stay(&b, &flat, 21);
        const size_t last = what == 0 ? 10 : 9;
        for (size_t row = 0; row < 21; row++)
            b.x[row] = row <= 8 ? -0.001 * (1 + (double)row / 16) : row <= last ? -0.05 : -1;
        b.norms[0] = 0.05;
        const double after = 0.999;
        b.facts.motion.quarter = (what == 2 ? 0.0999 : 0.1001) * after;
        bool told = what == 0 || what == 2;
        if (what == 3) /* all of it is in steps, and their last is not that of the rows */
            b.evidence.step = 18, told = true;
        if (what == 4)
            b.evidence.step = 19;
        if (what == 5) { /* steps need not begin at 0 */
            for (size_t row = 0; row < 21; row++)
                b.steps[row] = row + 100;
            b.evidence.step = 118, told = true;
        }
        const bool found = descent__lingering_find(&b.facts, &event);
        ck_assert_msg(found == told, "case %d", what);
        if (found) {
            const double at = event.point->x[0];
            ck_assert_int_eq(event.point->kind, DESCENT_CRITICAL_DEGENERATE);
            ck_assert_ptr_null(event.direction);
            ck_assert(isnan(event.expected));
            ck_assert_uint_eq(event.last_step - event.first_step, last);
            ck_assert_double_eq_tol(event.value, pow((at + 0.05) / (at + 0.001), 1 / (double)last), 1e-9);
        }
        tear_down(&b);
    }
    /* Its place is asked for to a thousandth of the way before or after, whichever is shorter, or of the way before who is still there. */
    static const double from[] = {0.5, 0.125, 0.5};
    for (size_t k = 0; k < 3; k++) {
        bench b;
        descent_event event;
        stay(&b, &flat, 21);
        const double nearest = 0x1p-10, to = k == 2 ? 0x1p-9 : 0.25;
        for (size_t row = 0; row < 21; row++)
            b.x[row] = row == 0 ? from[k] : row < 20 ? nearest : nearest + to;
        b.norms[1] = k == 2 ? 0.5 : 0.05;
        ck_assert_int_eq(descent__lingering_find(&b.facts, &event), k < 2); /* beside a way out alone one is still */
        ck_assert_ptr_nonnull(b.holdings.lingering);
        const double before = from[k] - nearest;
        ck_assert_double_eq_tol(b.holdings.lingering_known, 1e-3 * (k == 2 ? before : fmin(before, to)), 1e-15);
        tear_down(&b);
    }
}
END_TEST

/* ---- from valley to valley ---- */

/* x³ − x, the slope of two wells at ±1 with a maximum between; beyond 100 it is not to be had. */
static int wells(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0] * x[0] * x[0] - x[0];
    return fabs(x[0]) > 100;
}

static const descent_problem two_wells = {.dimension = 1, .gradient = wells};

typedef struct jump {
    uint64_t count, first, last; /* no jump: 0 */
} jump;

/* A run that has converged to 1 by these rows, whose extent is given. */
static void jump_to_one(bench *b, const double *points, size_t rows, double extent)
{
    set_up(b, 1, rows);
    ask(b, &two_wells);
    memcpy(b->x, points, rows * sizeof *points);
    descent__destination found;
    const double one = 1;
    descent__destination_find(&b->evidence, &one, &found);
    ck_assert_ptr_nonnull(found.point);
    b->diagnosis.point = found.point;
    b->diagnosis.ending = DESCENT_ENDING_CONVERGED;
    b->diagnosis.diameter = extent;
}

static void check_jump(bench *b, const char *what, size_t which, jump expected)
{
    descent_event event = {0};
    const uint64_t exhausted = b->evidence.budget_exhausted;
    const bool found = descent__jumps_find(&b->evidence, &b->diagnosis, &event);
    ck_assert_msg(found == (expected.count > 0), "%s %zu", what, which);
    ck_assert_uint_eq(b->evidence.budget_exhausted, exhausted);
    ck_assert_int_eq(b->evidence.evaluator.callback_code == 0, true);
    if (found) {
        ck_assert_int_eq(event.kind, DESCENT_EVENT_JUMPED);
        ck_assert_msg(event.count == expected.count, "%s %zu: %d", what, which, (int)event.count);
        ck_assert_msg(event.first_step == expected.first, "%s %zu: from %d", what, which, (int)event.first_step);
        ck_assert_msg(event.last_step == expected.last, "%s %zu: to %d", what, which, (int)event.last_step);
        ck_assert_ptr_eq(event.point, b->holdings.jumped);
        ck_assert_double_eq_tol(event.point->x[0], -1, 1e-6);
        ck_assert(isnan(event.value) && isnan(event.expected));
    }
    descent_critical_point_free(b->diagnosis.point);
    tear_down(b);
}

START_TEST(jumps_are_told_from_the_last_one_back)
{
    const struct {
        double points[6];
        size_t rows;
        jump expected;
    } cases[] = {
        {{-1.5, 0.8, 1.1, 1}, 4, {1, 1, 1}},
        {{-1.5, -0.9, 0.8, 1}, 4, {1, 2, 2}},
        {{-1.5, 0.8, -0.8, 1.2, 1}, 5, {3, 1, 3}},
        {{1.5, 0.8, 1.1, 1}, 4, {0, 0, 0}},
        {{0.8, -0.8, 0.8, 1}, 4, {2, 1, 2}},
        {{-1.5, 0.8, -0.8}, 3, {0, 0, 0}},      /* the last one leads to another valley than the run's */
        {{0, 0.8, -0.8, 0.8, 1}, 5, {1, 3, 3}}, /* where the first begins tiny steps lead nowhere: not all is known */
        {{-0.8, 0, 0.8, 1}, 4, {0, 0, 0}},
        {{-101, 0.8, 1}, 3, {0, 0, 0}}, /* there is no slope there */
        {{-1, 0.8, 1}, 3, {1, 1, 1}},   /* and who begins at the other minimum has no way down to go */
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        jump_to_one(&b, cases[k].points, cases[k].rows, 2.6);
        check_jump(&b, "path", k, cases[k].expected);
    }
}
END_TEST

/* A step is long from a twentieth of the extent on, and overshoots where the slope changes by half of itself. */
START_TEST(short_steps_and_gentle_ones_do_not_jump)
{
    const double points[] = {-1.5, 0.75, 1};
    const jump none = {0, 0, 0}, once = {1, 1, 1};
    for (size_t k = 0; k < 2; k++) {
        bench b;
        jump_to_one(&b, points, 3, 45 * (k ? 1.001 : 0.999));
        check_jump(&b, "extent", k, k ? none : once);
        /* Steps between the rows are not known. */
        jump_to_one(&b, points, 3, 2.5);
        b.steps[1] += k;
        b.steps[2] += k;
        check_jump(&b, "stride", k, k ? none : once);
    }
    /* −0.6 is the slope at one place below −1, and −0.3 the one at a place between 0.6 and 1. */
    double from = -1.2, to = 0.8;
    for (int k = 0; k < 60; k++) {
        from -= (from * from * from - from + 0.6) / (3 * from * from - 1);
        to -= (to * to * to - to + 0.3) / (3 * to * to - 1);
    }
    ck_assert_double_eq_tol(to * to * to - to, -0.3, 1e-14);
    for (size_t k = 0; k < 2; k++) {
        bench b;
        jump_to_one(&b, (const double[]){from, to + (k ? -1e-6 : 1e-6), 1}, 3, 2.5);
        check_jump(&b, "overshoot", k, k ? none : once);
    }
}
END_TEST

/* Sixteen are followed; of more the last one is told. Of more than 64 long steps nothing is. */
START_TEST(of_many_jumps_the_last_is_told)
{
    static const size_t steps[] = {16, 17, 64, 65};
    for (size_t k = 0; k < 4; k++) {
        bench b;
        double points[80];
        for (size_t row = 0; row <= steps[k]; row++)
            points[row] = (steps[k] - row) % 2 ? -0.8 : 0.8;
        points[steps[k] + 1] = 0.81;
        jump_to_one(&b, points, steps[k] + 2, 2);
        const uint64_t last = steps[k];
        check_jump(&b, "many", k, k == 0 ? (jump){16, 1, 16} : k < 3 ? (jump){1, last, last} : (jump){0, 0, 0});
    }
}
END_TEST

/* Where there is a doubt, or too few calls are left, nothing is told of jumps. */
START_TEST(jumps_are_told_of_runs_without_doubt)
{
    double multipliers[] = {NAN};
    for (size_t what = 0; what < 17; what++) {
        bench b;
        jump_to_one(&b, (const double[]){-1.5, 0.8, 1.1, 1}, 4, 2.6);
        descent_critical_point *const point = b.diagnosis.point;
        const uint64_t spent = descent__evaluator_total(&b.evidence.evaluator);
        bool told = false;
        switch (what) {
        case 0:
            told = true;
            break;
        case 1:
            b.diagnosis.ending = DESCENT_ENDING_APPROACHING, told = true;
            break;
        case 2:
            b.diagnosis.ending = DESCENT_ENDING_DESCENDING;
            break;
        case 3:
            b.diagnosis.point = NULL;
            break;
        case 4:
            point->kind = DESCENT_CRITICAL_SADDLE;
            break;
        case 5:
            point->eigenvector_count = 0;
            break;
        case 6:
            point->bound_multipliers = multipliers;
            break;
        case 7:
            b.evidence.has_problem = false;
            break;
        case 8:
            b.evidence.random = true;
            break;
        case 9:
            b.evidence.evaluator.callback_code = 1;
            break;
        case 10:
            b.evidence.options.no_trials = 1;
            break;
        case 11:
            b.diagnosis.findings = DESCENT_FINDING_GRADIENT_MISMATCH;
            break;
        case 12:
            b.diagnosis.findings = DESCENT_FINDING_GRADIENT_RANDOM;
            break;
        case 13:
            b.diagnosis.findings = DESCENT_FINDING_KINK;
            break;
        case 14:
            b.diagnosis.findings = DESCENT_FINDING_VALLEY, told = true;
            break;
        case 15:
            b.evidence.options.budget = spent + 4000, told = true;
            break;
        default:
            b.evidence.options.budget = spent + 3999;
            break;
        }
        descent_event event;
        ck_assert_msg(descent__jumps_find(&b.evidence, &b.diagnosis, &event) == told, "case %zu", what);
        point->bound_multipliers = NULL;
        descent_critical_point_free(point);
        tear_down(&b);
    }
    /* A failing callback beyond the edge of the wells leaves neither its code nor an exhausted budget behind. */
    bench b;
    jump_to_one(&b, (const double[]){-150, 0.8, 1.1, 1}, 4, 150);
    check_jump(&b, "failure", 0, (jump){0, 0, 0});
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_turn_is_seen_to_two_digits,
        the_last_two_steps_tell_the_curvature,
        what_facts_found_is_a_finding,
        a_point_is_judged,
        factors_are_those_of_the_rule,
        factors_need_a_point_and_a_rule_that_tells_them,
        a_schedule_comes_below_the_limit,
        what_is_on_the_limit_is_not_below_it,
        the_first_that_is_not_finite_is_told_with_its_step,
        what_the_loss_did_on_the_way_is_kept,
        rises_have_their_steps_and_the_largest,
        steps_turn_back_at_a_cosine_of_a_half,
        a_step_size_is_told_from_the_second_step_on,
        a_cycle_or_a_growth_begins,
        plateaus_are_of_recorded_steps,
        the_deepest_plateau_is_told,
        a_plateau_ends_with_steps_that_count,
        a_saddle_is_passed,
        a_stay_has_edges,
        who_begins_beside_a_saddle_leaves_it_by_itself,
        a_flat_point_is_left_after_half_of_the_run,
        jumps_are_told_from_the_last_one_back,
        short_steps_and_gentle_ones_do_not_jump,
        of_many_jumps_the_last_is_told,
        jumps_are_told_of_runs_without_doubt,
    };
    return descent_test_main(descent_test_suite("inside_history", tests, sizeof tests / sizeof *tests));
}
