/* Multipliers of cycles whose map round is written down: x − g(x) leads from beside a place to beside the next, as each test says. */
#include "diagnosis/verdict/multipliers.h"

#include <complex.h>
#include <float.h>
#include <math.h>
#include <string.h>

#include <descent/adaptive.h>

#include "diagnosis/verdict/thresholds.h"
#include "support.h"

enum {
    wide = 65, /* variables, at most: one more than all multipliers are known of */
    most_places = 4,
    begins = 7 /* number of the step that comes next */
};

/* Places of a cycle lie so far apart along the first variable. */
static const double apart = 10;

typedef struct bench {
    size_t n, period;
    double parts
        [3][3]; /* of what is beside the last place by d, times that is beside the first; beside the others it stays */
    double curve; /* and so much of its square */
    double right; /* what is more than `kink` off along the first variable has another slope from there */
    double kink;
    double offset; /* where the copy begins, beside the last place */
    double (*script)(double d);
    double momentum;
    size_t asked, failing; /* gradients; which of them fails, from 1 on */
    descent_problem problem;
    descent__holdings holdings;
    descent__evidence evidence;
    uint64_t step;
    double points[wide], orbit[most_places * wide];
    descent_cycle cycle;
} bench;

static bench b;

static double beside_first(double d)
{
    const double slope = b.parts[0][0];
    if (b.script)
        return b.script(d);
    return slope * d + b.curve * d * d + (isfinite(b.kink) && d > b.kink ? (b.right - slope) * (d - b.kink) : 0);
}

/* What leads to the next place, beside it as said above; what lies beyond three variables goes there by itself. */
static int gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    if (++b.asked == b.failing)
        return 1;
    const size_t place = (size_t)fmin(fmax(round(x[0] / apart), 0), (double)(b.period - 1));
    const size_t next = (place + 1) % b.period, before = (place + b.period - 1) % b.period;
    double d[wide], to[wide] = {0};
    memcpy(d, x, n * sizeof *d);
    d[0] -= (double)place * apart;
    const bool last = place + 1 == b.period;
    if (b.momentum > 0) {
        g[0] = b.parts[0][0] * d[0] + (d[0] > b.kink ? d[0] - b.kink : 0) - ((double)next - (double)place) * apart +
               b.momentum * ((double)place - (double)before) * apart;
        return 0;
    }
    for (size_t i = 0; i < n && i < 3; i++)
        for (size_t j = 0; j < n && j < 3; j++)
            to[i] += last ? b.parts[i][j] * d[j] : i == j ? d[i] : 0;
    if (last)
        to[0] += beside_first(d[0]) - b.parts[0][0] * d[0];
    to[0] += (double)next * apart;
    for (size_t i = 0; i < n; i++)
        g[i] = x[i] - to[i];
    return 0;
}

static void forget(size_t n, size_t period)
{
    memset(&b, 0, sizeof b);
    b.n = n;
    b.period = period;
    b.kink = NAN;
}

/* With a copy that begins at the last place, or beside it. */
static void open_bench(descent_rule rule)
{
    b.problem = (descent_problem){.dimension = b.n, .gradient = gradient};
    b.step = begins;
    for (size_t j = 0; j < b.period; j++)
        b.orbit[j * b.n] = (double)j * apart;
    b.orbit[(b.period - 1) * b.n] += b.offset;
    b.points[0] = b.orbit[(b.period - 1) * b.n];
    b.cycle = (descent_cycle){.period = b.period, .orbit = b.orbit};
    b.evidence = (descent__evidence){.n = b.n,
                                     .rows = 1,
                                     .finite = 1,
                                     .points = b.points,
                                     .steps = &b.step,
                                     .x = b.points,
                                     .step = b.step,
                                     .has_problem = true,
                                     .has_rule = true,
                                     .rule = rule,
                                     .copies_trusted = true,
                                     .options = {.budget = 10000}};
    b.evidence.holdings = &b.holdings;
    b.evidence.keep = &b.holdings.arena;
    assert_success(descent__evaluator_open(&b.evidence.evaluator, &b.problem));
}

static void close_bench(void)
{
    descent__arena_release(&b.evidence.work);
    descent__arena_release(&b.holdings.arena);
    descent__evaluator_close(&b.evidence.evaluator);
}

/* Opened, measured once, to be closed. */
static bool measured(descent_rule rule, double amplitude, uint64_t ahead)
{
    open_bench(rule);
    return descent__multipliers_measure(&b.evidence, amplitude, ahead, &b.cycle);
}

static size_t count_of(double amplitude)
{
    ck_assert(measured(descent_fixed_step(1), amplitude, 0));
    const size_t count = b.cycle.multiplier_count;
    close_bench();
    return count;
}

/* ---- all of them ---- */

/* Σλᵏ is the trace of the k-th power of the matrix, and these sums tell all λ. */
static void check_power_sums(size_t n, const double matrix[3][3], size_t powers)
{
    double power[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    for (size_t k = 1; k <= powers; k++) {
        double next[3][3] = {{0}}, trace = 0;
        double complex sum = 0;
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                for (size_t l = 0; l < n; l++)
                    next[i][j] += power[i][l] * matrix[l][j];
        memcpy(power, next, sizeof power);
        for (size_t i = 0; i < n; i++)
            trace += power[i][i];
        for (size_t j = 0; j < b.cycle.multiplier_count; j++)
            sum += cpow(b.cycle.multipliers[j] + I * b.cycle.multipliers_imaginary[j], (double)k);
        ck_assert_double_eq_tol(creal(sum), trace, 1e-8);
        ck_assert_double_eq_tol(cimag(sum), 0, 1e-8);
    }
}

/* Unit vectors whose largest component is positive, that the matrix multiplies by the multiplier. */
static void check_directions(size_t n, const double matrix[3][3])
{
    for (size_t j = 0; j < n; j++) {
        const double *v = b.cycle.multiplier_directions + j * n;
        double norm = 0, largest = 0;
        for (size_t i = 0; i < n; i++) {
            norm = hypot(norm, v[i]);
            largest = fabs(v[i]) > fabs(largest) ? v[i] : largest;
        }
        ck_assert_double_eq_tol(norm, 1, 1e-12);
        ck_assert_double_gt(largest, 0);
        if (fabs(b.cycle.multipliers_imaginary[j]) > 0)
            continue;
        for (size_t i = 0; i < n; i++) {
            double image = 0;
            for (size_t l = 0; l < n; l++)
                image += matrix[i][l] * v[l];
            ck_assert_double_eq_tol(image, b.cycle.multipliers[j] * v[i], 1e-7);
        }
    }
}

static const struct {
    size_t n;
    double parts[3][3];
} matrices[] = {
    {1, {{0.5}}},
    {1, {{-0.7}}},
    {1, {{0}}},
    {2, {{0.6, -0.3}, {0.3, 0.6}}},
    {2, {{0.5, 2}, {0, -0.2}}},
    {2, {{0.1, -0.2}, {0.3, 0.8}}},
    {2, {{-0.9, 0}, {-4, 0.3}}},
    {3, {{0.6, -0.3, 0.2}, {0.3, 0.6, -1}, {0, 0, -0.4}}},
    {3, {{0.2, 0.1, -0.3}, {-0.4, 0.5, 0.1}, {0.2, -0.6, 0.1}}},
    {3, {{0.9, 0, 0}, {-3, 0.4, 0}, {5, -2, -0.1}}},
    {3, {{0.3, -1, 2}, {0, 0.6, -5}, {0, 0, -0.8}}},
};

START_TEST(multipliers_are_those_of_the_matrix)
{
    for (size_t c = 0; c < sizeof matrices / sizeof *matrices; c++)
        for (size_t period = 2; period <= most_places; period++) {
            const size_t n = matrices[c].n;
            forget(n, period);
            memcpy(b.parts, matrices[c].parts, sizeof b.parts);
            ck_assert(measured(descent_fixed_step(1), 10, 0));
            ck_assert_uint_eq(b.cycle.multiplier_count, n);
            check_power_sums(n, matrices[c].parts, 3);
            check_directions(n, matrices[c].parts);
            for (size_t j = 1; j < n; j++)
                ck_assert_double_ge(hypot(b.cycle.multipliers[j], b.cycle.multipliers_imaginary[j]) + 1e-9,
                                    hypot(b.cycle.multipliers[j - 1], b.cycle.multipliers_imaginary[j - 1]));
            /* one round that settles, one of the cycle, and two a variable, by wide differences and by narrow ones */
            ck_assert_uint_eq(b.asked, period * (1 + 2 * (1 + 2 * n)));
            close_bench();
        }
}
END_TEST

/* A heavy ball has (1 − c + μ, −μ; 1, 0) each step, on the point and the one before, whose differences are as wide: a kink 1e-7 off is
 * beyond those of 1e-3, and not beyond those that are as wide as the points are large. */
START_TEST(the_point_before_is_one_of_the_numbers)
{
    for (size_t period = 2; period <= 3; period++)
        for (int c = 0; c < 4; c++) {
            const double curvatures[] = {0.3, 1.5, 2.9, 0.01}, slope = curvatures[c], momentum = 0.4;
            const double once[3][3] = {{1 - slope + momentum, -momentum}, {1, 0}};
            double round[3][3] = {{1, 0}, {0, 1}};
            for (size_t k = 0; k < period; k++) {
                double next[3][3] = {{0}};
                for (int i = 0; i < 8; i++)
                    next[i / 4][i / 2 % 2] += once[i / 4][i % 2] * round[i % 2][i / 2 % 2];
                memcpy(round, next, sizeof round);
            }
            forget(1, period);
            b.momentum = momentum;
            b.parts[0][0] = slope;
            b.kink = 1e-6;
            ck_assert(measured(descent_heavy_ball(1, momentum), 1e-3, 0));
            ck_assert_uint_eq(b.cycle.multiplier_count, 2);
            for (int j = 0; j < 2; j++) {
                double complex z = b.cycle.multipliers[j] + I * b.cycle.multipliers_imaginary[j];
                z = z * z - (round[0][0] + round[1][1]) * z + round[0][0] * round[1][1] - round[0][1] * round[1][0];
                ck_assert_double_eq_tol(cabs(z), 0, 1e-5);
            }
            close_bench();
        }
}
END_TEST

/* ---- the way onto the cycle ---- */

/* d → d/10 + d² leads from 0.1 to within 1e-6 of an amplitude: there the slope is 0.1, and not the 0.3 of where it began. */
START_TEST(derivatives_are_those_on_the_cycle)
{
    for (int below = 0; below < 2; below++) {
        forget(1, 2);
        b.parts[0][0] = 0.1;
        b.curve = 1;
        b.offset = 0.1;
        double d = b.offset;
        uint64_t rounds = 1;
        for (; fabs(d - (0.1 * d + d * d)) > 1e-6 * 5; rounds++)
            d = 0.1 * d + d * d;
        open_bench(descent_fixed_step(1));
        b.evidence.options.budget = 8 * 2 * rounds - (below ? 1 : 0); /* an eighth of it is for settling */
        ck_assert(descent__multipliers_measure(&b.evidence, 5, 0, &b.cycle));
        ck_assert_uint_eq(b.cycle.multiplier_count, below ? 0 : 1);
        if (!below)
            ck_assert_double_eq_tol(b.cycle.multipliers[0], 0.1, 5e-6);
        ck_assert_uint_le(b.asked, b.evidence.options.budget);
        close_bench();
    }
}
END_TEST

/* Rounds that miss by these, one after the other, from 0 on; what is not written down stays where it is. */
static double misses[4];

static double scripted(double d)
{
    double from = 0;
    for (int k = 0; k < 4; k++) {
        if (fabs(d - from) < 1e-3)
            return from + misses[k];
        from += misses[k];
    }
    return from + (d - from) / 2;
}

START_TEST(what_leads_away_is_no_cycle)
{
    static const struct {
        double misses[4], amplitude;
        bool holds;
        size_t count;
    } cases[] = {
        {{0.25, 0.5, 0, 0}, 1, true, 1},      /* twice the first is no way off yet, */
        {{0.25, 0.50005, 0, 0}, 1, false, 0}, /* and more is */
        {{0.25, 0.125, 0, 0}, 1, true, 1},
        {{0.25, 0.3, 0.26, 0}, 1, true, 1},
        {{0.25, 0.25, 0.6, 0}, 1, false, 0}, /* as much as the first counts, not as the one before */
        {{0.25, 0.25, 0.25, 0.25}, 0.25e6, true, 1},
        {{0.25, 0.25, 0.25, 0.25}, 0.2499e6, true, 1},
        {{0.25, 0.125, 0.25, 0.25}, 0.1249e6, true, 1},
        {{0.25, 0.125, 0.25, 0.25}, 0.125e6, true, 1},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        forget(1, 2);
        memcpy(misses, cases[c].misses, sizeof misses);
        b.script = scripted;
        open_bench(descent_fixed_step(1));
        const bool holds = descent__multipliers_measure(&b.evidence, cases[c].amplitude, 0, &b.cycle);
        ck_assert_msg(holds == cases[c].holds, "case %zu", c);
        if (cases[c].amplitude == 1)
            ck_assert_msg(b.cycle.multiplier_count == cases[c].count, "case %zu: %zu", c, b.cycle.multiplier_count);
        close_bench();
    }
}
END_TEST

/* Neither nearer nor farther each round: it never settles, and does not leave. */
static double walking(double d)
{
    return d + 0x1p-10;
}

/* One and a half times as far each round. */
static double leaving(double d)
{
    return 0.001 + 1.5 * d;
}

START_TEST(a_copy_that_does_not_settle_tells_nothing)
{
    forget(1, 2);
    b.script = walking;
    ck_assert(measured(descent_fixed_step(1), 970, 0)); /* 1/1024 is more than 1e-6 of it */
    ck_assert_uint_eq(b.cycle.multiplier_count, 0);
    close_bench();
    forget(1, 2);
    b.script = walking;
    ck_assert(measured(descent_fixed_step(1), 980, 0));
    ck_assert_uint_eq(b.cycle.multiplier_count, 1);
    close_bench();
    forget(1, 2);
    b.script = leaving;
    ck_assert(!measured(descent_fixed_step(1), 1, 0));
    ck_assert_uint_eq(b.asked, 6); /* 1, 1.5, and 2.25 of the first miss */
    close_bench();
    forget(1, 2);
    b.script = leaving;
    open_bench(descent_fixed_step(1));
    b.evidence.copies_trusted = false;
    ck_assert(descent__multipliers_measure(&b.evidence, 1, 0, &b.cycle));
    ck_assert_uint_eq(b.asked, 0);
    close_bench();
}
END_TEST

/* ---- widths ---- */

/* Of 6e-6 of the amplitude, or of 2.2e-10 of the place: a kink within a sixteenth of that is seen, beyond it is not. */
START_TEST(a_kink_within_the_differences_has_no_multiplier)
{
    const double part = cbrt(DBL_EPSILON), least = 1e6 * DBL_EPSILON;
    const struct {
        double amplitude, width;
    } cases[] = {{10, part * 10},
                 {1000, part * 1000},
                 {2 * least / part * apart, 2 * least * apart},
                 {least / part * apart / 1000, least * apart}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (int side = 0; side < 3; side++) {
            forget(1, 2);
            b.parts[0][0] = 0.5;
            b.right = 0.8;
            b.kink = cases[c].width / 16 * (side == 0 ? 0.9 : side == 1 ? 1.1 : 15);
            ck_assert_msg(count_of(cases[c].amplitude) == (side > 0), "case %zu, %d", c, side);
            /* one round onto it; at each width one of the cycle, and two a variable, but for a kink in the first step of theirs */
            ck_assert_uint_eq(b.asked, 2 + 2 * (2 + 2) + (side > 0 ? 2 * 4 : 0));
        }
    forget(1, 2);
    b.parts[0][0] = 0.5;
    b.right = 0.8;
    b.kink = 1.1 * part * 10;
    ck_assert_uint_eq(count_of(10), 1);
    ck_assert_uint_eq(b.asked, 2 + 2 * 6);
}
END_TEST

/* By a hundredth of the larger slope, or of 1, slopes may differ from side to side; over all variables. */
START_TEST(slopes_that_differ_little_are_one)
{
    static const struct {
        double left, right;
        size_t count;
    } cases[] = {
        {0.5, 0.5099, 1},   {0.5, 0.5101, 0}, {0.5, 0.4901, 1},    {0.5, 0.4899, 0},    {-0.5, -0.5101, 0},
        {-0.5, -0.4901, 1}, {-3, -3.0302, 1}, {-3, -3.0304, 0},    {3, 2.9701, 1},      {3, 2.9699, 0},
        {-3, -2.9701, 1},   {-3, -2.9699, 0}, {0.004, -0.0059, 1}, {0.006, -0.0041, 0},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        forget(1, 2);
        b.parts[0][0] = cases[c].left;
        b.right = cases[c].right;
        b.kink = 0;
        ck_assert_msg(count_of(10) == cases[c].count, "case %zu", c);
    }
}
END_TEST

static double bent;

/* Both variables take on part of the same kink. */
static int bent_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0] - bent * fabs(x[0]);
    g[1] = x[1] - bent * fabs(x[0]);
    return 0;
}

static double modulus_at(size_t n, descent_gradient_function *g, descent_rule rule, double place, double extent,
                         uint64_t budget)
{
    forget(n, 1);
    b.orbit[0] = place;
    open_bench(rule);
    b.problem.gradient = g;
    descent__evaluator_close(&b.evidence.evaluator);
    assert_success(descent__evaluator_open(&b.evidence.evaluator, &b.problem));
    b.evidence.options.budget = budget;
    double point[wide] = {place};
    const double modulus = descent__multipliers_at(&b.evidence, point, extent);
    close_bench();
    return modulus;
}

/* Each jumps by 2·`bent`, together √2 times that, of which a hundredth is allowed. */
START_TEST(what_differs_in_all_variables_adds_up)
{
    const double edge = 0.01 / sqrt(2) / 2;
    bent = 0.99 * edge;
    ck_assert(!isnan(modulus_at(2, bent_gradient, descent_fixed_step(1), 0, 1, 100)));
    bent = 1.01 * edge;
    ck_assert(isnan(modulus_at(2, bent_gradient, descent_fixed_step(1), 0, 1, 100)));
}
END_TEST

static double power;

static double of_power(double d)
{
    return copysign(pow(fabs(d), power), d);
}

/* Slopes by differences of width w are w^(p−1); those of a sixteenth of it so many times as large, of which twice is let be. */
START_TEST(slopes_without_bound_are_none)
{
    static const struct {
        double power;
        size_t count;
    } cases[] = {{0.5, 0}, {0.74, 0}, {0.76, 1}, {0.9, 1}, {1, 1}, {3, 1}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        forget(1, 2);
        power = cases[c].power;
        b.script = of_power;
        ck_assert_msg(count_of(10) == cases[c].count, "power %g", power);
    }
}
END_TEST

/* ---- what can be paid for, and what fails ---- */

START_TEST(a_gradient_that_fails_once_is_no_multiplier)
{
    /* two rounds onto it, five gradients more each for two matrices: what fails in the first is asked again by narrower ones */
    for (size_t failing = 0; failing <= 16; failing++) {
        forget(1, 2);
        b.parts[0][0] = 0.5;
        b.failing = failing;
        ck_assert(measured(descent_fixed_step(1), 10, 0));
        ck_assert_msg(b.cycle.multiplier_count == !(failing == 1 || failing == 2), "%zu", failing);
        if (b.cycle.multiplier_count > 0)
            ck_assert_double_eq_tol(b.cycle.multipliers[0], 0.5, 1e-9);
        close_bench();
    }
}
END_TEST

/* Of 2n + 1 rounds each: without the second the first is believed, without the first the largest alone is looked for. */
START_TEST(matrices_are_paid_for_one_by_one)
{
    const uint64_t settled = 2, one = 2 * (2 * 5 + 1);
    for (int c = 0; c < 5; c++) {
        const uint64_t budgets[] = {settled + 2 * one, settled + 2 * one - 1, settled + one, settled + one - 1, 100};
        forget(5, 2);
        memcpy(b.parts, matrices[4].parts, sizeof b.parts);
        open_bench(descent_fixed_step(1));
        b.evidence.options.budget = budgets[c];
        ck_assert(descent__multipliers_measure(&b.evidence, 10, 0, &b.cycle));
        ck_assert_uint_eq(b.cycle.multiplier_count, c == 3 ? 0 : 5);
        ck_assert_uint_eq(b.evidence.budget_exhausted, c > 0 && c < 4);
        ck_assert_uint_le(b.asked, budgets[c]);
        close_bench();
    }
}
END_TEST

/* ---- the largest alone ---- */

/* 65 variables: what the first does, the others do not; nothing is left of what the power method begins with but that. */
START_TEST(of_many_variables_the_largest_is_found)
{
    static const double slopes[] = {0.5, -0.9, 2.5, -0.001};
    const uint64_t all = 2 + 2 * (40 + 3);
    for (size_t c = 0; c < 4; c++)
        for (int poor = 0; poor < 3; poor++) {
            forget(wide, 2);
            b.parts[0][0] = slopes[c];
            open_bench(descent_fixed_step(1));
            const uint64_t budgets[] = {all, all - 1, 2 + 2 * 40 - 1};
            b.evidence.options.budget = budgets[poor];
            ck_assert(descent__multipliers_measure(&b.evidence, 10, 0, &b.cycle));
            ck_assert_uint_eq(b.cycle.multiplier_count, poor == 0);
            if (poor == 0) {
                ck_assert_double_eq_tol(b.cycle.multipliers[0], slopes[c], 1e-7);
                ck_assert_double_eq(b.cycle.multipliers_imaginary[0], 0);
                ck_assert_ptr_null(b.cycle.multiplier_directions);
            }
            ck_assert_uint_eq(b.asked, poor == 0 ? all : poor == 1 ? 2 + 2 * 40 : 2 + 2 * 39);
            close_bench();
        }
    forget(wide, 2); /* all lie still: nothing is stretched */
    ck_assert(measured(descent_fixed_step(1), 10, 0));
    ck_assert_uint_eq(b.cycle.multiplier_count, 0);
    close_bench();
}
END_TEST

/* Two blocks that mix: rotations have no largest direction, a matrix with one has. */
START_TEST(the_power_method_finds_what_is_stretched_most)
{
    static const double parts[3][3] = {{0.9, 0.2, 0}, {-0.1, 0.3, 0.1}, {0.2, 0, -0.2}};
    /* the largest root of its characteristic polynomial, by Newton's method from above */
    double z = 2;
    for (int k = 0; k < 100; k++) {
        double value[2];
        for (int h = 0; h < 2; h++) {
            const double w = z + h * 1e-7;
            value[h] = (w - 0.9) * ((w - 0.3) * (w + 0.2)) + 0.2 * (0.1 * (w + 0.2) - 0.1 * 0.2);
        }
        z -= value[0] * 1e-7 / (value[1] - value[0]);
    }
    forget(wide, 3);
    memcpy(b.parts, parts, sizeof b.parts);
    ck_assert(measured(descent_fixed_step(1), 10, 0));
    ck_assert_uint_eq(b.cycle.multiplier_count, 1);
    ck_assert_double_eq_tol(b.cycle.multipliers[0], z, 1e-6);
    close_bench();
}
END_TEST

START_TEST(the_largest_is_none_at_a_kink_or_where_a_gradient_fails)
{
    const double width = cbrt(DBL_EPSILON) * 10;
    for (int side = 0; side < 4; side++) {
        forget(wide, 2);
        b.parts[0][0] = side % 2 ? -0.5 : 0.5;
        b.right = b.parts[0][0] + 0.3;
        b.kink = side / 2 ? 1.05 * width : 0.2 * width;
        ck_assert_uint_eq(count_of(10), side > 1);
    }
    for (size_t failing = 1; failing <= 2 + 2 * 43; failing++) {
        forget(wide, 2);
        b.parts[0][0] = 0.5;
        b.failing = failing;
        ck_assert_uint_eq(count_of(10), 0);
        ck_assert_uint_eq(b.asked, failing);
    }
}
END_TEST

/* ---- memory of other kinds ---- */

/* Keeps one vector, which is `unit` before the step from `keeps` and 0 elsewhere, with slopes ½ and ⅓ beside that; a hundredth of the
 * unit beside it all is lost. */
static double unit;
static size_t keeps;

static int keeper_advance(const descent_rule *rule, descent_rule_step *step)
{
    const size_t place = (size_t)round(step->x[0] / apart), next = (place + 1) % b.period;
    const double there = place == keeps ? unit : 0, d = step->memory[0][0] - there;
    const bool strays = unit > 0 && fabs(d) > unit / 100;
    (void)rule;
    step->memory[0][0] = (next == keeps ? unit : 0) + (strays ? unit : place == 0 ? d / 2 : place == 1 ? d / 3 : d);
    step->x[0] -= step->gradient[0];
    return 0;
}

static const descent_rule_type keeper = {.name = "keeper", .memory_count = 1, .advance = keeper_advance};

/* What is remembered has a unit of its own: 1e-9 of the points', or none where it is 0. */
START_TEST(what_a_rule_remembers_has_its_own_width)
{
    for (size_t period = 2; period <= 4; period++)
        for (keeps = 0; keeps <= period - 1; keeps++)
            for (int c = 0; c < 3; c++) {
                const double units[] = {1e-9, 0, 1e-290};
                unit = units[c];
                forget(1, period);
                b.parts[0][0] = 0.7;
                b.kink = 1e-6; /* and the point does not have that of its size */
                b.right = 0.1;
                if (keeps == period - 1 && unit > 0)
                    continue; /* where it would have to begin with what a copy gathers on its way only */
                ck_assert(measured((descent_rule){.type = &keeper, .step_size = 1}, 1e-3, 0));
                ck_assert_uint_eq(b.cycle.multiplier_count, 2);
                ck_assert_double_eq_tol(b.cycle.multipliers[0], 1.0 / 6, 1e-6);
                ck_assert_double_eq_tol(b.cycle.multipliers[1], 0.7, 1e-5);
                close_bench();
            }
}
END_TEST

/* The copy of a rule that remembers something else goes the steps from the end to the orbit's first point. */
START_TEST(a_copy_gathers_its_memory_on_the_way)
{
    unit = 0;
    for (uint64_t ahead = 0; ahead < 4; ahead++)
        for (int poor = 0; poor < 3; poor++) {
            forget(1, 2);
            b.parts[0][0] = 0.5;
            open_bench((descent_rule){.type = &keeper, .step_size = 1});
            const uint64_t all = ahead + 2 + 2 * 2 * 5;
            b.evidence.options.budget = poor == 2 ? ahead - (ahead > 0) : all;
            b.failing = poor == 1 ? ahead : 0;
            ck_assert(descent__multipliers_measure(&b.evidence, 10, ahead, &b.cycle));
            const bool told = poor == 0 || (poor == 1 && ahead == 0);
            ck_assert_msg(b.cycle.multiplier_count == (told ? 2 : 0), "%d %d", (int)ahead, poor);
            ck_assert_uint_eq(b.asked, told ? all : poor == 1 ? ahead : 0);
            close_bench();
        }
    /* one that remembers nothing is put there */
    forget(1, 2);
    b.parts[0][0] = 0.5;
    ck_assert(measured(descent_fixed_step(1), 10, 3));
    ck_assert_uint_eq(b.asked, 2 + 2 * 2 * 3);
    close_bench();
}
END_TEST

/* A step size that is 1 up to a step and then is none: rounds all begin before the same step. */
static int for_so_long(uint64_t step, double base, double *step_size, void *context)
{
    *step_size = base;
    return step >= *(const uint64_t *)context;
}

START_TEST(all_rounds_are_of_the_same_steps)
{
    for (int c = 0; c < 3; c++)
        for (int room = 0; room < 2; room++) {
            const size_t variables[] = {1, 2, wide};
            uint64_t until = begins + 3 - (room ? 0 : 1);
            forget(variables[c], 3);
            b.parts[0][0] = 0.1;
            b.offset = 0.1; /* some rounds until it is there */
            descent_rule rule = descent_fixed_step(1);
            rule.schedule =
                (descent_schedule){.kind = DESCENT_SCHEDULE_FUNCTION, .function = for_so_long, .context = &until};
            ck_assert(measured(rule, 10, 0));
            ck_assert_uint_eq(b.cycle.multiplier_count, !room ? 0 : c == 2 ? 1 : variables[c]);
            close_bench();
        }
}
END_TEST

/* ---- at a point ---- */

/* x − g = (½x − ¼y, x + y/5), or ½x alone. */
static int at_rest(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    b.asked++;
    g[0] = x[0] / 2 + (n == 2 ? x[1] / 4 : 0);
    for (size_t i = 1; i < n; i++)
        g[i] = x[i] - (n == 2 ? x[0] + x[1] / 5 : 0);
    return 0;
}

static int kink_at_one(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0] + fmax(x[0] - 1, 0);
    return 0;
}

START_TEST(at_a_point_the_largest_modulus_is_told)
{
    /* z² − 0.7z + 0.1 + 0.25 = 0 has complex roots, of modulus √0.35 */
    ck_assert_double_eq_tol(modulus_at(2, at_rest, descent_fixed_step(1), 0, 1, 5), sqrt(0.35), 1e-9);
    ck_assert(isnan(modulus_at(2, at_rest, descent_fixed_step(1), 0, 1, 4)));
    ck_assert_uint_eq(b.asked, 0);
    ck_assert_double_eq_tol(modulus_at(1, at_rest, descent_fixed_step(3), 0, 1, 3), 0.5, 1e-9);
    ck_assert(isnan(modulus_at(1, at_rest, descent_fixed_step(3), 0, 1, 2)));
    /* z² − (1 + μ − ηc)z + μ = 0: of μ = 0.5 and ηc = 0.5 the roots are complex, of ηc = 4 they are −2 and −0.5 − … */
    ck_assert_double_eq_tol(modulus_at(1, at_rest, descent_heavy_ball(1, 0.5), 0, 1, 5), sqrt(0.5), 1e-9);
    ck_assert_double_eq_tol(modulus_at(1, at_rest, descent_heavy_ball(8, 0.5), 0, 1, 5), (2.5 + sqrt(4.25)) / 2, 1e-9);
    ck_assert(isnan(modulus_at(1, at_rest, descent_heavy_ball(1, 0.5), 0, 1, 4)));
    /* what Adam remembers there, nobody knows */
    ck_assert(isnan(modulus_at(1, at_rest, descent_adam(0.1, NULL), 0, 1, 100)));
    /* 64 numbers, and no more */
    ck_assert_double_eq_tol(modulus_at(64, at_rest, descent_fixed_step(1), 0, 1, 1000), 0.5, 1e-9);
    ck_assert(isnan(modulus_at(65, at_rest, descent_fixed_step(1), 0, 1, 1000)));
    ck_assert(!isnan(modulus_at(32, at_rest, descent_heavy_ball(1, 0.5), 0, 1, 1000)));
    ck_assert(isnan(modulus_at(33, at_rest, descent_heavy_ball(1, 0.5), 0, 1, 1000)));
}
END_TEST

/* The kink at 1 is 0.25 off, or 1e-8: within 6e-6 of the extent, and beyond; and within 2.2e-10 of the place. */
START_TEST(the_width_at_a_point_is_of_its_extent)
{
    const double part = cbrt(DBL_EPSILON), least = 1e6 * DBL_EPSILON;
    ck_assert(isnan(modulus_at(1, kink_at_one, descent_fixed_step(1), 0.75, 0.26 / part, 100)));
    ck_assert_double_eq_tol(modulus_at(1, kink_at_one, descent_fixed_step(1), 0.75, 0.24 / part, 100), 0, 1e-9);
    ck_assert(isnan(modulus_at(1, kink_at_one, descent_fixed_step(1), 1 - 0.95 * least, 0, 100)));
    ck_assert_double_eq_tol(modulus_at(1, kink_at_one, descent_fixed_step(1), 1 - 1.05 * least, 0, 100), 0, 1e-5);
    ck_assert_double_eq_tol(modulus_at(1, kink_at_one, descent_fixed_step(1), 2, 0, 100), 1, 1e-5);
}
END_TEST

START_TEST(multipliers_grow_without_bound)
{
    static const double wides[] = {0, 0.5, 1, 3};
    for (size_t k = 0; k < 4; k++) {
        const double edge = DESCENT__MULTIPLIER_GROWS * (wides[k] > 1 ? wides[k] : 1);
        ck_assert(!descent__multiplier_grows(wides[k], edge));
        ck_assert(descent__multiplier_grows(wides[k], nextafter(edge, INFINITY)));
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        multipliers_are_those_of_the_matrix,
        the_point_before_is_one_of_the_numbers,
        derivatives_are_those_on_the_cycle,
        what_leads_away_is_no_cycle,
        a_copy_that_does_not_settle_tells_nothing,
        a_kink_within_the_differences_has_no_multiplier,
        slopes_that_differ_little_are_one,
        what_differs_in_all_variables_adds_up,
        slopes_without_bound_are_none,
        a_gradient_that_fails_once_is_no_multiplier,
        matrices_are_paid_for_one_by_one,
        of_many_variables_the_largest_is_found,
        the_power_method_finds_what_is_stretched_most,
        the_largest_is_none_at_a_kink_or_where_a_gradient_fails,
        what_a_rule_remembers_has_its_own_width,
        a_copy_gathers_its_memory_on_the_way,
        all_rounds_are_of_the_same_steps,
        at_a_point_the_largest_modulus_is_told,
        the_width_at_a_point_is_of_its_extent,
        multipliers_grow_without_bound,
    };
    return descent_test_main(descent_test_suite("inside multipliers", tests, sizeof tests / sizeof *tests));
}
