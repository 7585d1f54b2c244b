/* Kinks in the facts: a loss of creases and parabolas whose places are known, at both sides of where each question is decided, and with too
 * little to ask. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/call.h"
#include "diagnosis/verdict/facts.h"
#include "diagnosis/verdict/facts/asked.h"
#include "diagnosis/verdict/thresholds.h"
#include "support.h"

enum {
    wide = 33,
    most_rows = 40
};

/* L = Σ steep·|xᵢ − edge| + bend·xᵢ²/2 + slope·xᵢ, + crease·|x₀ + x₁| − pit·min(|x₀|, |x₁|) + base, with a gradient of its own scale. */
typedef struct creased {
    double steep[2], edge[2], bend[2], slope[2];
    double crease, pit, base, power;
    double loss_factor; /* of the loss, beside what the gradient says; 0: 1 */
    double turned;      /* the gradient of the second is so many times what the loss says; 0: 1 */
    double right;       /* slope of the first variable right of the edge, instead of `steep`; 0: that */
    size_t failing_gradient, failing_loss;
    size_t gradients, losses;
    double farthest; /* distance of what was asked from `from` */
    const double *from;
} creased;

static creased c;

static void note(size_t n, const double *x)
{
    double far = 0;
    for (size_t i = 0; i < n && c.from; i++)
        far = hypot(far, x[i] - c.from[i]);
    c.farthest = fmax(c.farthest, far);
}

static double side(double d)
{
    return d < 0 ? -1 : 1;
}

static int loss_of(size_t n, const double *x, double *loss, void *context)
{
    (void)context;
    note(n, x);
    double sum = 0;
    for (size_t i = 0; i < n && i < 2; i++) {
        const double d = x[i] - c.edge[i];
        sum += c.steep[i] * pow(fabs(d), c.power > 0 ? c.power : 1) + c.bend[i] * x[i] * x[i] / 2 + c.slope[i] * x[i];
    }
    if (n > 1)
        sum += c.crease * fabs(x[0] + x[1]) - c.pit * fmin(fabs(x[0]), fabs(x[1]));
    *loss = c.base + (c.loss_factor != 0 ? c.loss_factor : 1) * sum;
    if (++c.losses == c.failing_loss)
        *loss = NAN;
    return 0;
}

static int gradient_of(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    note(n, x);
    memset(g, 0, n * sizeof *g);
    for (size_t i = 0; i < n && i < 2; i++) {
        const double d = x[i] - c.edge[i], power = c.power > 0 ? c.power : 1;
        g[i] = c.steep[i] * power * pow(fabs(d), power - 1) * side(d) + c.bend[i] * x[i] + c.slope[i];
        if (i == 0 && c.right != 0 && d > 0)
            g[i] = c.right;
        if (i == 1 && c.turned != 0)
            g[i] *= c.turned;
    }
    if (n > 1) {
        const size_t lower = fabs(x[0]) < fabs(x[1]) ? 0 : 1;
        for (size_t i = 0; i < 2; i++)
            g[i] += c.crease * side(x[0] + x[1]);
        g[lower] -= c.pit * side(x[lower]);
    }
    return ++c.gradients == c.failing_gradient;
}

typedef struct bench {
    descent_problem problem;
    descent__holdings holdings;
    descent__evidence evidence;
    descent__facts facts;
    double x[wide], gradient[wide], points[most_rows];
} bench;

static bench b;

static void forget(void)
{
    memset(&c, 0, sizeof c);
    memset(&b, 0, sizeof b);
}

/* At x, with what the problem says there, and a tolerance of 0.01. */
static void open_at(size_t n, double x, double y)
{
    b.x[0] = x;
    if (n > 1)
        b.x[1] = y;
    b.problem = (descent_problem){.dimension = n, .loss = loss_of, .gradient = gradient_of};
    b.evidence = (descent__evidence){.n = n,
                                     .x = b.x,
                                     .gradient = b.gradient,
                                     .gradient_known = true,
                                     .gradient_error = NAN,
                                     .has_problem = true,
                                     .options = {.budget = 100000}};
    b.evidence.holdings = &b.holdings;
    b.evidence.keep = &b.holdings.arena;
    assert_success(descent__evaluator_open(&b.evidence.evaluator, &b.problem));
    const size_t failing_loss = c.failing_loss, failing_gradient = c.failing_gradient;
    c.failing_loss = c.failing_gradient = 0;
    (void)loss_of(n, b.x, &b.evidence.loss, NULL);
    (void)gradient_of(n, b.x, b.gradient, NULL);
    for (size_t i = 0; i < n; i++)
        b.evidence.gradient_norm = hypot(b.evidence.gradient_norm, b.gradient[i]);
    b.facts.evidence = &b.evidence;
    b.facts.tolerance = 0.01;
    b.facts.scale = 1;
    b.facts.measured = DESCENT__FACT_SLOPES;
    b.facts.slopes.largest = b.evidence.gradient_norm;
    c.failing_loss = failing_loss;
    c.failing_gradient = failing_gradient;
    c.gradients = c.losses = 0;
    c.from = b.x;
    c.farthest = 0;
}

static void close_bench(void)
{
    ck_assert_uint_le(descent__evaluator_total(&b.evidence.evaluator), b.evidence.options.budget);
    descent__arena_release(&b.evidence.work);
    descent__arena_release(&b.holdings.arena);
    descent__evaluator_close(&b.evidence.evaluator);
}

/* ---- along the end of a run ---- */

static bool found_between(size_t count)
{
    open_at(1, 0, 0);
    const descent__series series = {.n = 1, .count = count, .points = b.points};
    descent__facts_look_for_kink(&b.facts, &series);
    close_bench();
    return b.facts.kink;
}

/* Back to 100 across the crease at 100.5, to and fro so many times on its left side, and away from it one way. */
static size_t zigzag(size_t more_turns, bool first_turn)
{
    size_t count = 0;
    b.points[count++] = first_turn ? 101 : 99.1;
    double x = first_turn ? 100 : 99;
    b.points[count++] = x;
    c.steep[0] = 1;
    c.edge[0] = first_turn ? 100.5 : 99.05;
    for (size_t k = 0; k < more_turns; k++)
        b.points[count++] = x + (k % 2 ? -0.001 : 0.3) * (first_turn ? 1 : -1);
    const double last = b.points[count - 1];
    const bool up = first_turn ? more_turns % 2 == 0 : more_turns % 2 == 1;
    for (size_t k = 1; k <= 6; k++)
        b.points[count++] = last + (up ? 0.01 : -0.01) * (double)k;
    return count;
}

START_TEST(kinks_are_looked_for_in_the_last_turns)
{
    for (size_t more = 0; more < 8; more++) {
        forget();
        const size_t count = zigzag(more, true);
        /* the crease is crossed where the run first turns back, and that is one of the last four turns or is not */
        ck_assert_msg(found_between(count) == (more + 1 <= DESCENT__KINK_PAIRS), "%zu more turns", more);
    }
    forget();
    const size_t count = zigzag(0, false); /* one way all along: it lies before the last four steps */
    ck_assert(!found_between(count));
}
END_TEST

/* Of few points each pair is looked at, the last first, and no more once one is found. */
START_TEST(each_pair_of_a_short_series_is_looked_at)
{
    for (size_t count = 0; count < 6; count++)
        for (size_t pair = 0; pair + 1 < count || pair == 0; pair++) {
            forget();
            for (size_t k = 0; k < count; k++)
                b.points[k] = (double)k + 1;
            c.steep[0] = 1;
            c.edge[0] = (double)pair + 1.3;
            ck_assert_int_eq(found_between(count), count > 1);
        }
    for (int without = 0; without < 4; without++) {
        forget();
        b.points[1] = 1;
        c.steep[0] = 1;
        c.edge[0] = 0.3;
        open_at(1, 0, 0);
        b.evidence.has_problem = without != 1;
        b.evidence.gradient_known = without != 2;
        b.evidence.random = without == 3;
        const descent__series series = {.n = 1, .count = 2, .points = b.points};
        descent__facts_look_for_kink(&b.facts, &series);
        ck_assert_int_eq(b.facts.kink, without == 0);
        ck_assert_int_eq(c.gradients > 0, without == 0);
        b.facts.kink = true;
        c.gradients = 0;
        descent__facts_look_for_kink(&b.facts, &series);
        ck_assert(b.facts.kink && c.gradients == 0);
        close_bench();
    }
}
END_TEST

/* Down the slope (3, 4)/5, so far that a thousandth of the scale reaches beyond the edge, or does not. */
START_TEST(kinks_are_looked_for_just_ahead)
{
    for (int beyond = 0; beyond < 2; beyond++)
        for (int up = 0; up < 2; up++) {
            forget();
            c.slope[0] = 3 - 1.5;
            c.slope[1] = 4;
            c.steep[0] = 1.5;
            c.edge[0] = 7 * 1e-3 * 0.6 * (beyond ? -1.01 : -0.99);
            if (up) {
                c.slope[0] = 3 + 1.5;
                c.edge[0] *= -1;
            }
            open_at(2, 0, 0);
            ck_assert_double_eq_tol(b.evidence.gradient_norm, 5, 1e-12);
            b.facts.scale = 7;
            descent__facts_look_for_kink_ahead(&b.facts);
            ck_assert_int_eq(b.facts.kink, !beyond && !up);
            ck_assert_double_eq_tol(c.farthest, 7e-3, 1e-12);
            b.facts.kink = true;
            descent__facts_look_for_kink_ahead(&b.facts);
            ck_assert(b.facts.kink);
            close_bench();
        }
    for (int without = 0; without < 5; without++) {
        forget();
        c.steep[0] = 1;
        c.edge[0] = -1e-4;
        open_at(1, 0, 0);
        b.evidence.has_problem = without != 1;
        b.evidence.gradient_known = without != 2;
        b.evidence.gradient_norm = without == 3 ? 0 : without == 4 ? NAN : 1;
        descent__facts_look_for_kink_ahead(&b.facts);
        ck_assert_int_eq(b.facts.kink, without == 0);
        ck_assert_int_eq(c.gradients > 0, without == 0);
        close_bench();
    }
}
END_TEST

/* ---- where the loss is lowest ---- */

static bool lowest_at(size_t n, double x, double y)
{
    open_at(n, x, y);
    const bool lowest = descent__facts_is_lowest_at_kink(&b.facts);
    ck_assert_int_eq(b.facts.lowest_at_kink, lowest);
    ck_assert_int_eq(b.facts.kink, lowest);
    ck_assert_double_le(c.farthest, 0.01 * (1 + 1e-9));
    const size_t asked = c.losses;
    ck_assert_int_eq(descent__facts_is_lowest_at_kink(&b.facts), lowest);
    ck_assert_uint_eq(c.losses, asked); /* once */
    close_bench();
    return lowest;
}

/* Within half of the tolerance, 0.01: farther off the loss is lower at one of the ends of the cross. */
START_TEST(a_crease_is_lowest_within_half_of_the_width)
{
    static const double places[] = {-0.0051, -0.0049, -0.001, 0.001, 0.0049, 0.0051, 0.0099, 0.011, 0.02};
    for (size_t k = 0; k < sizeof places / sizeof *places; k++)
        for (int other = 0; other < 2; other++) {
            forget();
            c.steep[other] = 1;
            c.bend[!other] = 1;
            const double at = places[k];
            ck_assert_msg(lowest_at(2, other ? 0 : at, other ? at : 0) == (fabs(at) < 0.005), "%g, %d", at, other);
            forget();
            c.steep[0] = 1;
            ck_assert_msg(lowest_at(1, at, 0) == (fabs(at) < 0.005), "%g", at);
            forget();
            c.steep[0] = c.steep[1] = 2;
            ck_assert_msg(lowest_at(2, at, 0.001) == (fabs(at) < 0.005), "%g", at);
        }
}
END_TEST

START_TEST(slopes_that_do_not_balance_lead_lower)
{
    static const struct {
        creased ground;
        double x, y;
        bool lowest;
    } cases[] = {
        {{.steep = {1}, .bend = {0, 1}}, 0.001, 0, true},
        {{.steep = {1}, .bend = {0, 1}}, 0.001, 0.004, true},
        {{.steep = {1}, .bend = {0, 1}}, 0.001, 0.006, false},
        {{.steep = {1}, .slope = {0.9}}, 0.001, 0, false},                 /* gently down on the other side */
        {{.steep = {1}, .slope = {0.9}, .bend = {0, 1}}, 0.0002, 0, true}, /* slopes of 1.9 and −0.1 */
        {{.steep = {1}, .slope = {1.1}, .bend = {0, 1}}, 0.0002, 0, false},
        {{.steep = {1}, .slope = {-0.9}, .bend = {0, 1}}, -0.0002, 0, true},
        {{.bend = {1, 1}}, 0.001, 0, false},                 /* no kink at all */
        {{.steep = {1, 1}, .pit = 3}, 0.001, 0.0005, false}, /* down along the diagonals */
        {{.crease = 1, .bend = {100, 100}}, 0.001, 0.001, true},
        {{.crease = 1, .bend = {100, 100}}, 0.004, 0.004, false},
        {{.steep = {1, 1}, .crease = 1}, 0.0005, 0.0005, true},
        {{.steep = {-1, 1}}, 0.001, 0.001, false},
        {{.steep = {1, -1}}, 0.001, 0.001, false},
        {{.steep = {1}, .bend = {0, -1}}, 0.001, 0, false},
        {{.steep = {1, 1}, .loss_factor = -1}, 0.001, 0.001, false},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        forget();
        c = cases[k].ground;
        ck_assert_msg(lowest_at(2, cases[k].x, cases[k].y) == cases[k].lowest, "case %zu", k);
    }
}
END_TEST

/* Gradients that turn back where the loss rises are of no convex loss: by what differences of 2δ over 2 widths leave, beside 1. */
START_TEST(gradients_of_a_convex_loss_are_monotone)
{
    static const struct {
        double steep, small, turned;
        bool lowest;
    } cases[] = {
        {1, 0.2, 1, true},     {1, 0.2, -1, false},    {1, 0.24e-6, -1, true},    {1, 0.26e-6, -1, false},
        {5, 1.2e-6, -1, true}, {5, 1.3e-6, -1, false}, {0.1, 0.024e-6, -1, true}, {0.1, 0.026e-6, -1, false},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        forget();
        c.steep[0] = cases[k].steep;
        c.steep[1] = cases[k].small;
        c.turned = cases[k].turned;
        ck_assert_msg(lowest_at(2, 0.001, 0.0005) == cases[k].lowest, "case %zu", k);
    }
}
END_TEST

/* Whatever cannot be paid for, or fails, proves nothing: of the gradients each, of the losses at least those of the points around. */
START_TEST(all_must_be_asked)
{
    forget();
    c.steep[0] = 1;
    c.bend[1] = 1;
    ck_assert(lowest_at(2, 0.001, 0.0003));
    const size_t gradients = c.gradients;
    const uint64_t all = c.gradients + c.losses;
    for (uint64_t budget = 0; budget < all; budget++) {
        forget();
        c.steep[0] = 1;
        c.bend[1] = 1;
        open_at(2, 0.001, 0.0003);
        b.evidence.options.budget = budget;
        ck_assert(!descent__facts_is_lowest_at_kink(&b.facts));
        close_bench();
    }
    for (size_t failing = 1; failing <= gradients + 4; failing++) {
        forget();
        c.steep[0] = 1;
        c.bend[1] = 1;
        c.failing_gradient = failing <= gradients ? failing : 0;
        c.failing_loss = failing <= gradients ? 0 : failing - gradients;
        ck_assert_msg(!lowest_at(2, 0.001, 0.0003), "%zu", failing);
    }
}
END_TEST

/* What must be known of the end before anything is asked. */
START_TEST(nothing_is_asked_where_nobody_can_answer)
{
    for (int without = 0; without < 11; without++)
        for (int which = 0; which < 2; which++) {
            const size_t n = without == 1 ? 32 : without == 2 ? 33 : 2;
            forget();
            c.steep[0] = 1;
            c.bend[1] = 1;
            open_at(n, 0.001, 0);
            b.evidence.has_problem = without != 3;
            b.evidence.gradient_known = without != 4;
            b.evidence.random = without == 5;
            b.evidence.findings = without == 6 ? DESCENT_FINDING_GRADIENT_MISMATCH : 0;
            b.evidence.loss = without == 7 ? INFINITY : b.evidence.loss;
            b.evidence.gradient_norm = without == 8 ? 0 : without == 9 ? INFINITY : b.evidence.gradient_norm;
            b.facts.tolerance = without == 10 ? 0 : 0.01;
            const bool found = which ? descent__facts_is_lowest_without_gradient(&b.facts)
                                     : descent__facts_is_lowest_at_kink(&b.facts);
            /* of 32 variables all but two are of no matter to the loss: it is not lower there, nor higher */
            const bool can = without == 0 || without == (which ? 8 : 1) || (which && without == 9);
            ck_assert_msg(found == can, "without %d, %d", without, which);
            ck_assert_msg((c.losses > 0) == (can || without == 1), "without %d, %d", without, which);
            close_bench();
        }
}
END_TEST

/* x or y, to either side: at one of the ends alone it may be lower, or as high. */
START_TEST(a_cross_rises_at_all_its_ends)
{
    forget();
    c.steep[0] = c.steep[1] = 1;
    open_at(2, 0.004, -0.004);
    ck_assert(descent__facts_is_lowest_without_gradient(&b.facts) && b.facts.lowest_without_gradient);
    ck_assert_uint_eq(c.losses, 4);
    ck_assert_double_eq_tol(c.farthest, 0.01, 1e-12);
    close_bench();
    for (int end = 0; end < 4; end++)
        for (int level = 0; level < 2; level++) {
            forget();
            c.steep[0] = c.steep[1] = 1;
            const double off = (end % 2 ? 1 : -1) * (level ? 0x1p-8 : 0x1.1p-8);
            open_at(2, end / 2 ? 0 : off, end / 2 ? off : 0);
            b.facts.tolerance = 0x1p-7;
            ck_assert(!descent__facts_is_lowest_without_gradient(&b.facts) && !b.facts.lowest_without_gradient);
            close_bench();
        }
    for (uint64_t budget = 0; budget <= 4; budget++) {
        forget();
        c.steep[0] = c.steep[1] = 1;
        open_at(2, 0, 0);
        b.evidence.options.budget = budget;
        ck_assert_int_eq(descent__facts_is_lowest_without_gradient(&b.facts), budget == 4);
        close_bench();
    }
}
END_TEST

/* Steps to and fro: the last is half of what it is beyond the kink, within four of it the loss is asked. */
START_TEST(a_run_swings_about_a_kink_within_its_last_step)
{
    static const struct {
        double lengths[3];
        size_t count;
        double cosine;
        bool swings;
    } cases[] = {
        {{1e-9, 1e-9, 0.01}, 4, -1, true},   {{1e-9, 0.01, 1e-9}, 4, -1, false}, {{0.01, 1e-9, 1e-9}, 4, -1, false},
        {{1e-9, 0.01, 1e-9}, 3, -1, true},   {{0.01, 1e-9, 1e-9}, 2, -1, true},  {{0.01, 0.01, 0.01}, 1, -1, false},
        {{0.01, 0.01, 0.01}, 4, 0, false},   {{0.01, 0.01, 0.01}, 4, 1, false},  {{0.01, 0.01, 0.01}, 4, -1e-9, true},
        {{0.01, 0.01, 0.01}, 4, NAN, false}, {{0, 0, 0}, 4, -1, false},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double lengths[3];
        memcpy(lengths, cases[k].lengths, sizeof lengths);
        forget();
        c.steep[0] = 1;
        open_at(1, 0.005, 0);
        b.facts.motion.lengths = lengths;
        b.facts.motion.count = cases[k].count;
        b.facts.motion.cosine = cases[k].cosine;
        ck_assert_msg(descent__facts_swings_about_kink(&b.facts) == cases[k].swings, "case %zu", k);
        close_bench();
    }
}
END_TEST

/* ---- at a point ---- */

typedef struct degenerate {
    double values[2];
    descent_critical_point point;
} degenerate;

static void open_point(degenerate *d, size_t n)
{
    *d = (degenerate){.values = {0, 0}};
    d->point = (descent_critical_point){.dimension = n,
                                        .x = b.x,
                                        .kind = DESCENT_CRITICAL_DEGENERATE,
                                        .eigenvalues = d->values,
                                        .eigenvalue_count = n,
                                        .eigenvector_count = n,
                                        .nullity = n,
                                        .eigenvalue_tolerance = 1,
                                        .step_limit = 2,
                                        .rule_step_limit = 3};
}

typedef struct told {
    bool jumps;
    descent_critical_kind kind;
} told;

static told tell(size_t n, double x, double y, double tolerance, double largest)
{
    degenerate d;
    open_at(n, x, y);
    open_point(&d, n);
    b.facts.tolerance = tolerance;
    b.facts.slopes.largest = largest;
    b.evidence.evaluator.callback_code = 5;
    d.point.hessian = descent__take_zeros(n * n, sizeof(double));
    const told answer = {.jumps = descent__facts_tell_kink(&b.facts, &d.point), .kind = d.point.kind};
    ck_assert_int_eq(b.holdings.gradient_jumps, answer.jumps);
    ck_assert_int_eq(b.evidence.evaluator.callback_code, 5);
    ck_assert(!b.evidence.budget_exhausted);
    const bool changed = answer.kind != DESCENT_CRITICAL_DEGENERATE;
    ck_assert_uint_eq(d.point.eigenvalue_count, changed ? 0 : n);
    ck_assert_uint_eq(d.point.eigenvector_count, changed ? 0 : n);
    ck_assert_uint_eq(d.point.nullity, changed ? 0 : n);
    ck_assert_int_eq(isnan(d.point.eigenvalue_tolerance), changed);
    ck_assert_int_eq(isnan(d.point.step_limit), changed);
    ck_assert_int_eq(isnan(d.point.rule_step_limit), changed);
    ck_assert_int_eq(d.point.hessian == NULL, changed);
    descent__give(d.point.hessian);
    close_bench();
    return answer;
}

START_TEST(a_gradient_that_jumps_is_told_with_its_kind)
{
    const descent_critical_kind lowest = DESCENT_CRITICAL_MINIMUM_AT_KINK, as_before = DESCENT_CRITICAL_DEGENERATE;
    const double most =
        0.02 / (DESCENT__STANDING_ROUNDINGS * DBL_EPSILON); /* of a base of so much the bend is rounding */
    const struct {
        creased ground;
        double off, tolerance, largest;
        bool jumps;
        descent_critical_kind kind;
    } cases[] = {
        {{.steep = {1}, .bend = {0, 1}}, 0, 0.01, 1, true, lowest},
        {{.steep = {0, 1}, .bend = {1}}, 0, 0.01, 1, true, lowest},
        {{.bend = {1, 1}}, 0, 0.01, 1, false, as_before},
        {{.steep = {-1}, .bend = {0, 1}}, 0, 0.01, 1, true, as_before},
        {{.steep = {1}, .bend = {0, -1}}, 0, 0.01, 1, true, as_before},
        {{.steep = {1, 1}, .pit = 3}, 0, 0.01, 1, true, as_before},
        {{.steep = {1}, .power = 1.5}, 0, 0.01, 1, false, as_before}, /* a root of the width */
        {{.steep = {1}, .power = 1.02}, 0, 0.01, 1, true, lowest},    /* 10^−0.08 of it is left */
        {{.steep = {1}, .power = 1.2}, 0, 0.01, 1, false, as_before}, /* 10^−0.8 */
        {{.steep = {1}}, 0.9e-6, 0.01, 1, true, lowest},              /* within the nearer ones, */
        {{.steep = {1}}, -0.9e-6, 0.01, 1, true, lowest},
        {{.steep = {1}}, 1.1e-6, 0.01, 1, false, as_before}, /* and beyond */
        {{.steep = {1}}, 1.3e-12, 0, 1, true, lowest},       /* no extent: of √ε */
        {{.steep = {1}}, 1.7e-12, 0, 1, false, as_before},
        {{.steep = {1}}, 0, 0.01, 1.99e6, true, lowest}, /* a jump of 2 stands beside slopes */
        {{.steep = {1}}, 0, 0.01, 2.01e6, false, as_before},
        {{.steep = {1}, .loss_factor = 0.26}, 0, 0.01, 1, true, lowest}, /* the loss bends by as much, to a quarter */
        {{.steep = {1}, .loss_factor = 0.24}, 0, 0.01, 1, false, as_before},
        {{.steep = {1}, .loss_factor = 3.9}, 0, 0.01, 1, true, lowest},
        {{.steep = {1}, .loss_factor = 4.1}, 0, 0.01, 1, false, as_before},
        {{.steep = {1}, .base = 0.9 * most}, 0, 0.01, 1, true, lowest},
        {{.steep = {1}, .base = 1.1 * most}, 0, 0.01, 1, false, as_before},
        {{.steep = {1}, .base = -1.1 * most}, 0, 0.01, 1, false, as_before},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (size_t n = k < 6 ? 2 : 1; n <= 2; n++) {
            forget();
            c = cases[k].ground;
            if (k >= 6 && n > 1)
                c.bend[1] = 1;
            const told answer = tell(n, cases[k].off, 0, cases[k].tolerance, cases[k].largest);
            ck_assert_msg(answer.jumps == cases[k].jumps, "case %zu, %zu variables", k, n);
            if (k < 14 && k != 7) /* the rest has another loss than its gradient, or the kink is beside */
                ck_assert_msg(answer.kind == cases[k].kind, "case %zu, %zu variables: %d", k, n, (int)answer.kind);
        }
}
END_TEST

START_TEST(of_what_cannot_be_asked_nothing_is_told)
{
    forget();
    c.steep[0] = 1;
    ck_assert(tell(1, 0, 0, 0.01, 1).jumps);
    const uint64_t all = c.gradients + c.losses;
    const size_t gradients = c.gradients;
    for (uint64_t budget = 0; budget < all; budget++) {
        degenerate d;
        forget();
        c.steep[0] = 1;
        open_at(1, 0, 0);
        open_point(&d, 1);
        b.evidence.options.budget = budget;
        (void)descent__facts_tell_kink(&b.facts, &d.point);
        ck_assert(!b.evidence.budget_exhausted);
        ck_assert_int_eq(d.point.kind, DESCENT_CRITICAL_DEGENERATE);
        close_bench();
    }
    for (size_t failing = 1; failing <= gradients; failing++) {
        forget();
        c.steep[0] = 1;
        c.failing_gradient = failing;
        const told answer = tell(1, 0, 0, 0.01, 1);
        ck_assert_msg(answer.kind == DESCENT_CRITICAL_DEGENERATE, "%zu", failing);
        ck_assert_msg(!answer.jumps || failing > 5, "%zu", failing); /* those there, and of both pairs */
    }
    forget();
    c.steep[0] = 1;
    open_at(1, 0, 0);
    ck_assert(!descent__facts_tell_kink(&b.facts, NULL));
    for (int without = 0; without < 6; without++) {
        degenerate d;
        double none[] = {0};
        open_point(&d, 1);
        d.point.kind = without == 0 ? DESCENT_CRITICAL_MINIMUM : DESCENT_CRITICAL_DEGENERATE;
        d.point.bound_multipliers = without == 1 ? none : NULL;
        d.point.zero_margins = without == 2 ? none : NULL;
        d.point.weight_decay = without == 3;
        d.point.l1 = without == 4;
        b.evidence.random = without == 5;
        ck_assert(!descent__facts_tell_kink(&b.facts, &d.point));
        ck_assert_uint_eq(c.gradients, 0);
    }
    close_bench();
}
END_TEST

/* A slope of 1 at x, and of `left` from the edge on: it must turn by as much as it is, within the tolerance. */
START_TEST(what_passes_for_a_point_is_a_kink)
{
    const double most = 1 / (DESCENT__STANDING_ROUNDINGS * DBL_EPSILON) / 1e3;
    const struct {
        double left, edge, sharpest, largest;
        int without;
        bool kink;
    } cases[] = {
        {-1, 0.005, 0, 1, 0, true},
        {0, 0.005, 0, 1, 0, true},
        {0.01, 0.005, 0, 1, 0, false},
        {-1, 0.0099, 0, 1, 0, true},
        {-1, 0.0101, 0, 1, 0, false},
        {-1, -0.005, 0, 1, 0, false},
        {-1, 0.005, 0, 0.99e6, 0, true},
        {-1, 0.005, 0, 1.01e6, 0, false},
        {-1, 0.005, 0.99 * most, 1, 0, true},
        {-1, 0.005, 1.01 * most, 1, 0, false},
        {-1, 0.005, -1.01 * most, 1, 0, false},
        {-1, 0.005, 1.01 * most, 1, 1, true},
        {-1, 0.005, 0, 1, 2, false},
        {-1, 0.005, 0, 1, 3, false},
        {-1, 0.005, 0, 1, 4, false},
        {-1, 0.005, 0, 1, 5, false},
        {-1, 0.005, 0, 1, 6, false},
        {-1, 0.005, 0, 1, 7, false},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const int without = cases[k].without;
        degenerate d;
        forget();
        c.steep[0] = -cases[k].left;
        c.right = 1;
        c.edge[0] = 1000 - cases[k].edge;
        if (cases[k].edge < 0)
            c.steep[0] = -1, c.right = 7;
        open_at(2, 1000, 0);
        open_point(&d, 2);
        d.values[1] = cases[k].sharpest;
        d.values[0] = 0;
        b.facts.slopes.largest = cases[k].largest;
        if (without == 1)
            d.point.eigenvalue_count = 0;
        if (without == 2)
            d.point.kind = DESCENT_CRITICAL_SADDLE;
        b.evidence.gradient_known = without != 3;
        b.evidence.random = without == 4;
        b.evidence.gradient_error = without == 5 ? 0 : NAN;
        if (without == 6)
            b.evidence.gradient_norm = INFINITY;
        if (without == 7)
            b.evidence.options.budget = 0;
        ck_assert_msg(descent__facts_is_kink(&b.facts, &d.point) == cases[k].kink, "case %zu", k);
        ck_assert_msg(without == 0 || without == 1 || c.gradients == 0, "case %zu", k);
        close_bench();
    }
    forget();
    c.steep[0] = 1;
    c.failing_gradient = 1;
    degenerate d;
    open_at(1, 0.005, 0);
    open_point(&d, 1);
    ck_assert(!descent__facts_is_kink(&b.facts, &d.point));
    ck_assert_uint_eq(c.gradients, 1);
    close_bench();
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        kinks_are_looked_for_in_the_last_turns,
        each_pair_of_a_short_series_is_looked_at,
        kinks_are_looked_for_just_ahead,
        a_crease_is_lowest_within_half_of_the_width,
        slopes_that_do_not_balance_lead_lower,
        gradients_of_a_convex_loss_are_monotone,
        all_must_be_asked,
        nothing_is_asked_where_nobody_can_answer,
        a_cross_rises_at_all_its_ends,
        a_run_swings_about_a_kink_within_its_last_step,
        a_gradient_that_jumps_is_told_with_its_kind,
        of_what_cannot_be_asked_nothing_is_told,
        what_passes_for_a_point_is_a_kink,
    };
    return descent_test_main(descent_test_suite("inside kinks", tests, sizeof tests / sizeof *tests));
}
