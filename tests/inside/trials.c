/* What copies and lines answer, on losses of which everything is known, in two variables; and that what cannot be asked is not answered. */
#include "support.h"

#include <math.h>
#include <stdint.h>

#include "diagnosis/evidence/copies.h"
#include "diagnosis/verdict/facts.h"
#include "diagnosis/verdict/thresholds.h"
#include "diagnosis/verdict/trial.h"

/* A loss with its slope; y is the second variable. */
typedef struct ground {
    double (*loss)(double x, double y);
    void (*slope)(double x, double y, double *g);
} ground;

static int loss_of(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    *value = ((const ground *)context)->loss(x[0], x[1]);
    return 0;
}

static int slope_of(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    ((const ground *)context)->slope(x[0], x[1], g);
    return 0;
}

#define GROUND(name, value, gx, gy)                                                                                    \
    static double name##_loss(double x, double y)                                                                      \
    {                                                                                                                  \
        (void)x, (void)y;                                                                                              \
        return value;                                                                                                  \
    }                                                                                                                  \
    static void name##_slope(double x, double y, double *g)                                                            \
    {                                                                                                                  \
        (void)x, (void)y;                                                                                              \
        g[0] = gx;                                                                                                     \
        g[1] = gy;                                                                                                     \
    }                                                                                                                  \
    static const ground name = {name##_loss, name##_slope};

GROUND(bowl, (x * x + y * y / 4) / 2, x, y / 4)
GROUND(hill, -(x *x + y * y) / 2, -x, -y)
GROUND(pass, (x * x - y * y) / 2, x, -y)
GROUND(slant, x - y, 1, -1)
GROUND(logarithm, log(1 + x * x + y * y), 2 * x / (1 + x * x + y * y), 2 * y / (1 + x * x + y * y))
GROUND(steep, pow(x *x + y * y, 2) / 4, x *(x *x + y * y), y *(x *x + y * y))
GROUND(root_of, sqrt(1 - x - y), -0.5 / sqrt(1 - x - y), -0.5 / sqrt(1 - x - y))
GROUND(crest_of, -sqrt(1 - x - y), 0.5 / sqrt(1 - x - y), 0.5 / sqrt(1 - x - y))
GROUND(pole, x + y < 1 ? 1 / (1 - x - y) : NAN, 1 / pow(1 - x - y, 2), 1 / pow(1 - x - y, 2))
GROUND(turning, 0, -y, x)
GROUND(sheared, x *x / 2 + x * y, x + y, x + y)
GROUND(crease, fabs(x - 0.3) + y * y / 2, x > 0.3 ? 1 : -1, y)
GROUND(brink, x > 0.3 ? x + y * y / 2 : NAN, x > 0.3 ? 1 : -1, y)
GROUND(terrace, x > 2 ? -4 - 2 * (x - 2) : x < 1 ? -4 * x : -4, x > 2 ? -2 : x < 1 ? -4 : 0, 0)

typedef struct bench {
    descent__evidence evidence;
    descent__holdings holdings;
    double x[2];
    uint64_t steps[1];
} bench;

/* The run stands at (x, y), where it began. */
static void set_up(bench *b, const ground *g, bool has_loss, double x, double y, descent_rule rule)
{
    const descent_problem problem = {
        .dimension = 2, .loss = has_loss ? loss_of : NULL, .gradient = slope_of, .context = (void *)g};
    memset(b, 0, sizeof *b);
    b->x[0] = x;
    b->x[1] = y;
    b->evidence = (descent__evidence){.n = 2,
                                      .rows = 1,
                                      .finite = 1,
                                      .points = b->x,
                                      .x = b->x,
                                      .steps = b->steps,
                                      .has_problem = true,
                                      .has_rule = true,
                                      .rule = rule,
                                      .copies_trusted = true,
                                      .step_size = rule.step_size};
    b->evidence.holdings = &b->holdings;
    b->evidence.keep = &b->holdings.arena;
    b->evidence.options = (descent_diagnosis_options){.budget = 20000};
    assert_success(descent__evaluator_open(&b->evidence.evaluator, &problem));
    b->evidence.problem_in_units = problem;
}

static void tear_down(bench *b)
{
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
    descent__evaluator_close(&b->evidence.evaluator);
}

/* x shrinks by 1 − η a step, y by 1 − η/4; above η = 2 x grows. From (1, 0) with η = ½ a step has the length 2^−k, and its envelope is
 * looked at every 32 steps. */
START_TEST(a_start_settles_stays_or_escapes)
{
    const struct {
        const ground *ground;
        double step_size, rest;
        size_t steps;
        descent__fate fate;
        uint64_t made;
    } cases[] = {
        {&bowl, 0.5, 1, 1000, DESCENT__FATE_SETTLES, DESCENT__ENVELOPE_STEPS},
        {&bowl, 0.5, exp2(-1), 1000, DESCENT__FATE_SETTLES, DESCENT__ENVELOPE_STEPS},
        {&bowl, 0.5, exp2(-1) * 0.99, 1000, DESCENT__FATE_SETTLES, 2 * DESCENT__ENVELOPE_STEPS},
        {&bowl, 0.5, exp2(-33), 1000, DESCENT__FATE_SETTLES, 2 * DESCENT__ENVELOPE_STEPS},
        {&bowl, 0.5, exp2(-33) * 0.99, 1000, DESCENT__FATE_SETTLES, 3 * DESCENT__ENVELOPE_STEPS},
        {&bowl, 0.5, 1, DESCENT__ENVELOPE_STEPS - 1, DESCENT__FATE_STAYS, DESCENT__ENVELOPE_STEPS - 1},
        {&bowl, 2, 1e-9, 1000, DESCENT__FATE_STAYS, 1000},
        {&bowl, 3, 1e-9, 1000, DESCENT__FATE_ESCAPES, 1000}, /* 2^1000 */
        {&bowl, 3, 1e-9, 3000, DESCENT__FATE_ESCAPES, 1023}, /* beyond all numbers with the next one */
        {&bowl, 3, 1e-9, 40, DESCENT__FATE_STAYS, 40},       /* far, but seen to grow only after 64 */
        {&slant, 10, 1e-9, 1000, DESCENT__FATE_STAYS, 1000}, /* far, and no step longer than another */
        {&hill, 1, 1e-9, 64, DESCENT__FATE_ESCAPES, 64},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, cases[k].ground, true, 1, 0, descent_fixed_step(cases[k].step_size));
        const descent__trial trial =
            descent__trial_start(&b.evidence, b.evidence.rule, 1, cases[k].rest, cases[k].steps);
        ck_assert_msg(trial.fate == cases[k].fate, "case %zu: fate %d", k, (int)trial.fate);
        ck_assert_msg(trial.steps == cases[k].made || (k == 8 && trial.steps >= 1020 && trial.steps <= 1024),
                      "case %zu: %llu steps", k, (unsigned long long)trial.steps);
        ck_assert_double_nan(trial.loss);
        if (cases[k].ground == &bowl && cases[k].step_size < 2)
            ck_assert_double_eq(trial.x[0], exp2(-(double)trial.steps));
        tear_down(&b);
    }
    bench b;
    set_up(&b, &bowl, true, 1, 0, descent_fixed_step(0.5));
    b.evidence.random = true;
    const descent__trial random = descent__trial_start(&b.evidence, b.evidence.rule, 1, 1, 100);
    ck_assert(random.fate == DESCENT__FATE_UNKNOWN && !random.x);
    tear_down(&b);
}
END_TEST

/* From (1, 0) with η = ½ the distance is 2^−k, and the gradient as long. */
START_TEST(a_copy_arrives_when_the_loop_does)
{
    for (uint64_t k = 1; k < 9; k++) {
        bench b;
        const double origin[] = {0, 0}, wide = 1.01 * exp2(-(double)k), narrow = 0.99 * exp2(-(double)k);
        set_up(&b, &bowl, true, 1, 0, descent_fixed_step(0.5));
        ck_assert_uint_eq(descent__trial_arrives(&b.evidence, origin, wide, NAN, 50), k);
        ck_assert_uint_eq(descent__trial_arrives(&b.evidence, origin, exp2(-(double)k), NAN, 50), k);
        ck_assert_uint_eq(descent__trial_arrives(&b.evidence, origin, narrow, NAN, 50), k + 1);
        ck_assert_uint_eq(descent__trial_arrives(&b.evidence, origin, wide, NAN, k), k);
        ck_assert_uint_eq(descent__trial_arrives(&b.evidence, origin, wide, NAN, k - 1), 0);
        ck_assert_uint_eq(descent__trial_arrives(&b.evidence, origin, 0, wide, 50), k);
        ck_assert_uint_eq(descent__trial_arrives(&b.evidence, origin, 0, narrow, 50), k + 1);
        ck_assert_uint_eq(descent__trial_arrives(&b.evidence, origin, 0, exp2(-(double)k), 50), k);
        ck_assert(descent__trial_stays_near(&b.evidence, b.x, 1.01 - exp2(-(double)k), k));
        ck_assert(!descent__trial_stays_near(&b.evidence, b.x, 0.99 - exp2(-(double)k), k));
        ck_assert(descent__trial_stays_near(&b.evidence, b.x, 0.999 - exp2(-(double)k), k - 1));
        b.evidence.copies_trusted = false;
        ck_assert_uint_eq(descent__trial_arrives(&b.evidence, origin, wide, NAN, 50), 0);
        ck_assert(!descent__trial_stays_near(&b.evidence, b.x, 2, k));
        tear_down(&b);
    }
}
END_TEST

/* To both sides, and whatever the direction: a parabola and a fourth power curve on, a logarithm does not, nor does what falls. */
START_TEST(walls_curve_on_or_do_not)
{
    const struct {
        const ground *ground;
        double direction[2];
        bool outward;
    } cases[] = {{&bowl, {1, 0}, true},      {&bowl, {0, 1}, true},   {&bowl, {0.6, -0.8}, true},
                 {&steep, {0.8, 0.6}, true}, {&hill, {1, 0}, false},  {&pass, {1, 0}, true},
                 {&pass, {0, 1}, false},     {&slant, {1, 0}, false}, {&logarithm, {1, 0}, false},
                 {&root_of, {1, 0}, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        const double origin[] = {0, 0};
        set_up(&b, cases[k].ground, true, 0, 0, descent_fixed_step(0.5));
        ck_assert_msg(descent__trial_curves_outward(&b.evidence, origin, cases[k].direction, 0.5) == cases[k].outward,
                      "case %zu", k);
        ck_assert(!descent__trial_curves_outward(&b.evidence, origin, cases[k].direction, 0));
        ck_assert(!descent__trial_curves_outward(&b.evidence, origin, cases[k].direction, NAN));
        b.evidence.random = true;
        ck_assert(!descent__trial_curves_outward(&b.evidence, origin, cases[k].direction, 0.5));
        b.evidence.random = false;
        b.evidence.options.budget = 0;
        ck_assert(!descent__trial_curves_outward(&b.evidence, origin, cases[k].direction, 0.5));
        tear_down(&b);
    }
}
END_TEST

START_TEST(downhill_leads_to_the_bottom_or_off)
{
    const struct {
        const ground *ground;
        double x[2];
        descent__fate fate;
    } cases[] = {{&bowl, {1, 1}, DESCENT__FATE_SETTLES},    {&bowl, {0, 0}, DESCENT__FATE_SETTLES},
                 {&hill, {1, 1}, DESCENT__FATE_ESCAPES},    {&pass, {1, 1e-3}, DESCENT__FATE_ESCAPES},
                 {&pass, {1, 0}, DESCENT__FATE_SETTLES},    {&slant, {0, 0}, DESCENT__FATE_ESCAPES},
                 {&crease, {0.3, 0}, DESCENT__FATE_SETTLES}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (int scaled = 0; scaled < 3; scaled++) {
            const double extent = scaled == 0 ? 1 : scaled == 1 ? 8 : 0.125;
            bench b;
            set_up(&b, cases[k].ground, true, cases[k].x[0], cases[k].x[1], descent_fixed_step(0.5));
            const descent__fate fate = descent__trial_downhill(&b.evidence, cases[k].x, extent, 2000);
            ck_assert_msg(fate == cases[k].fate, "case %zu, extent %g: %d", k, extent, (int)fate);
            ck_assert_int_eq(descent__trial_downhill(&b.evidence, cases[k].x, 0, 2000), DESCENT__FATE_UNKNOWN);
            b.evidence.options.budget = descent__evaluator_total(&b.evidence.evaluator) + 2;
            ck_assert_int_eq(descent__trial_downhill(&b.evidence, cases[k].x, extent, 2000), DESCENT__FATE_UNKNOWN);
            ck_assert(b.evidence.budget_exhausted);
            b.evidence.random = true;
            ck_assert_int_eq(descent__trial_downhill(&b.evidence, cases[k].x, extent, 2000), DESCENT__FATE_UNKNOWN);
            tear_down(&b);
            set_up(&b, cases[k].ground, false, cases[k].x[0], cases[k].x[1], descent_fixed_step(0.5));
            ck_assert_int_eq(descent__trial_downhill(&b.evidence, cases[k].x, extent, 2000), DESCENT__FATE_UNKNOWN);
            tear_down(&b);
        }
}
END_TEST

/* With a loss and by the slope alone the lowest place is told to the factor. On a terrace the way is level for a while. */
START_TEST(lines_tell_bottoms_falls_and_halts)
{
    const double slanted[] = {0.6, 0.8}, along[] = {1, 0}, across[] = {0, 1};
    for (int has_loss = 0; has_loss < 2; has_loss++) {
        bench b;
        const double away[] = {-3, -4}, origin[] = {0, 0};
        set_up(&b, &bowl, has_loss, -3, -4, descent_fixed_step(0.5));
        /* from (−3, −4) along (0.6, 0.8) the slope is (0.36 + 0.16)t − 1.8 − 0.8: the bottom lies at 5 */
        const descent__line line = descent__trial_line(&b.evidence, away, slanted, 0.25, INFINITY);
        ck_assert(line.known && !line.falls && !line.halts);
        ck_assert_double_ge(line.bottom, 5 / 1.5 / 1.5);
        ck_assert_double_le(line.bottom, 5 * 1.5);
        /* what lies beyond the reach is not seen */
        const descent__line near = descent__trial_line(&b.evidence, away, slanted, 0.25, 2);
        ck_assert(near.known && near.falls && isnan(near.bottom));
        ck_assert(!descent__trial_line(&b.evidence, away, slanted, 0, INFINITY).known);
        ck_assert(!descent__trial_line(&b.evidence, away, slanted, NAN, INFINITY).known);
        b.evidence.options.budget = descent__evaluator_total(&b.evidence.evaluator) + 3;
        ck_assert(!descent__trial_line(&b.evidence, away, slanted, 0.25, INFINITY).known);
        b.evidence.random = true;
        ck_assert(!descent__trial_line(&b.evidence, away, slanted, 0.25, 0.3).known);
        tear_down(&b);
        set_up(&b, &hill, has_loss, 0, 0, descent_fixed_step(0.5));
        const descent__line down = descent__trial_line(&b.evidence, origin, along, 0.25, INFINITY);
        ck_assert(down.known && down.falls && !down.halts);
        tear_down(&b);
        set_up(&b, &terrace, has_loss, 0, 0, descent_fixed_step(0.5));
        const descent__line level = descent__trial_line(&b.evidence, origin, across, 0.25, 4);
        ck_assert(level.known && level.falls);
        tear_down(&b);
        set_up(&b, &root_of, has_loss, 0, 0, descent_fixed_step(0.5));
        ck_assert(!descent__trial_line(&b.evidence, origin, along, 0.25, 64).known); /* where it has no value */
        tear_down(&b);
    }
    bench b;
    const double origin[] = {0, 0};
    set_up(&b, &terrace, true, 0, 0, descent_fixed_step(0.5));
    const descent__line line = descent__trial_line(&b.evidence, origin, along, 0.9, 40);
    ck_assert(line.known && line.falls && !line.halts); /* level for less than a factor, and then as steep or less */
    tear_down(&b);
}
END_TEST

START_TEST(jumps_of_the_slope_are_found_wherever_they_are)
{
    for (double place = 0.01; place < 1; place += 0.07) {
        const double left[] = {0.3 - place, 0.2}, right[] = {0.3 + (1 - place), -0.1}, beyond[] = {1.4, -0.1};
        bench b;
        set_up(&b, &crease, true, 0, 0, descent_fixed_step(0.5));
        ck_assert(descent__trial_kink(&b.evidence, left, right));
        ck_assert(descent__trial_kink(&b.evidence, right, left));
        ck_assert(!descent__trial_kink(&b.evidence, right, beyond)); /* smooth on one side */
        ck_assert(!descent__trial_kink(&b.evidence, left, left));
        b.evidence.options.budget = descent__evaluator_total(&b.evidence.evaluator) + DESCENT__KINK_HALVINGS + 1;
        ck_assert(!descent__trial_kink(&b.evidence, left, right));
        b.evidence.options.budget = 20000;
        b.evidence.random = true;
        ck_assert(!descent__trial_kink(&b.evidence, left, right));
        tear_down(&b);
        set_up(&b, &bowl, true, 0, 0, descent_fixed_step(0.5));
        ck_assert(!descent__trial_kink(&b.evidence, left, right));
        tear_down(&b);
        /* Where the loss ends, what its formula has for slopes beyond is no other side; only a field may have a jump there. */
        for (int has_loss = 0; has_loss < 2; has_loss++) {
            set_up(&b, &brink, has_loss, 0, 0, descent_fixed_step(0.5));
            ck_assert_int_eq(descent__trial_kink(&b.evidence, left, right), !has_loss);
            ck_assert_int_eq(descent__trial_kink(&b.evidence, right, left), !has_loss);
            tear_down(&b);
        }
    }
}
END_TEST

/* √(1 − x − y) ends where it is 0, and 1/(1 − x − y) grows beyond all numbers there. */
START_TEST(a_loss_ends_or_overflows)
{
    const double inside[] = {0, 0}, outside[] = {2, 1}, other[] = {0.25, -3}, nowhere[] = {INFINITY, 0};
    const struct {
        const ground *ground;
        bool ends;
        bool falls;
    } cases[] = {{&root_of, true, true}, {&pole, false, false}, {&bowl, false, false}, {&crest_of, true, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        bench b;
        set_up(&b, cases[k].ground, true, 0, 0, descent_fixed_step(0.5));
        if (cases[k].ground != &pole)
            ck_assert_int_eq(descent__trial_domain_ends(&b.evidence, inside, outside), cases[k].ends);
        if (cases[k].ground != &pole)
            ck_assert_int_eq(descent__trial_falls_to_edge(&b.evidence, inside, outside), cases[k].falls);
        ck_assert(!descent__trial_domain_ends(&b.evidence, inside, other));
        ck_assert(!descent__trial_domain_ends(&b.evidence, outside, inside) || k == 2);
        ck_assert(!descent__trial_domain_ends(&b.evidence, inside, nowhere));
        b.evidence.random = true;
        ck_assert(!descent__trial_domain_ends(&b.evidence, inside, outside));
        tear_down(&b);
    }
}
END_TEST

START_TEST(fields_that_turn_are_no_gradients)
{
    const struct {
        const ground *ground;
        bool is_gradient;
    } cases[] = {{&bowl, true},      {&hill, true},     {&pass, true},   {&steep, true},
                 {&logarithm, true}, {&turning, false}, {&sheared, true}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (double size = 1e-3; size < 1e4; size *= 100) {
            const double points[] = {size, 2 * size, 1.1 * size, 1.7 * size}; /* before, and x */
            const double step[] = {0.1 * size, -0.3 * size};
            bench b;
            set_up(&b, cases[k].ground, true, 0, 0, descent_fixed_step(0.5));
            if (cases[k].ground != &steep || size < 100)
                ck_assert_msg(descent__trial_is_gradient(&b.evidence, points + 2, step) == cases[k].is_gradient,
                              "case %zu, size %g", k, size);
            b.evidence.options.budget = descent__evaluator_total(&b.evidence.evaluator) + 3;
            ck_assert(!descent__trial_is_gradient(&b.evidence, points + 2, step));
            tear_down(&b);
        }
}
END_TEST

/* The largest of three slanted planes through one point: zero is in the hull of their slopes, and the point the lowest, where the slopes
 * lie to all sides, so that their turns from one to the next have one sign. */
typedef struct planes {
    double slopes[3][2], place[2];
} planes;

static size_t highest_plane(const planes *p, const double *x, double *value)
{
    size_t highest = 0;
    for (size_t k = 0; k < 3; k++) {
        const double height = p->slopes[k][0] * (x[0] - p->place[0]) + p->slopes[k][1] * (x[1] - p->place[1]);
        if (k == 0 || height > *value) {
            *value = height;
            highest = k;
        }
    }
    return highest;
}

static int planes_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)highest_plane(context, x, value);
    return 0;
}

static int planes_slope(size_t n, const double *x, double *g, void *context)
{
    double value;
    const planes *const p = context;
    const size_t k = highest_plane(p, x, &value);
    for (size_t i = 0; i < n; i++)
        g[i] = p->slopes[k][i];
    return 0;
}

static double turn(const double *a, const double *b)
{
    return (a[0] * b[1] - a[1] * b[0]) / hypot(a[0], a[1]) / hypot(b[0], b[1]);
}

START_TEST(a_kink_is_lowest_where_slopes_lie_to_all_sides)
{
    size_t lowest = 0;
    for (size_t k = 0; k < 400; k++) {
        planes p = {.place = {0.25, -0.5}};
        for (size_t j = 0; j < 3; j++) {
            const double angle = 2 * acos(-1.0) * fmod(0.6180339887 * (double)((k + 1) * (j * j + 3 * j + 1)), 1);
            const double length = k % 2 ? 1 : 0.5 + (double)j;
            p.slopes[j][0] = length * cos(angle);
            p.slopes[j][1] = length * sin(angle);
        }
        const double turns[] = {turn(p.slopes[0], p.slopes[1]), turn(p.slopes[1], p.slopes[2]),
                                turn(p.slopes[2], p.slopes[0])};
        const double least = fmin(fmin(turns[0], turns[1]), turns[2]), most = fmax(fmax(turns[0], turns[1]), turns[2]);
        if (fabs(turns[0]) < 0.1 || fabs(turns[1]) < 0.1 || fabs(turns[2]) < 0.1)
            continue; /* nearly on one line */
        const bool all_sides = least > 0 || most < 0;
        bench b;
        double gradient[2];
        descent__facts facts = {.evidence = &b.evidence, .tolerance = k % 3 ? 1e-3 : 1e-7};
        set_up(&b, &bowl, true, p.place[0], p.place[1], descent_fixed_step(0.5));
        b.evidence.evaluator.problem.loss = planes_loss;
        b.evidence.evaluator.problem.gradient = planes_slope;
        b.evidence.evaluator.problem.context = &p;
        (void)planes_slope(2, b.x, gradient, &p);
        b.evidence.gradient = gradient;
        b.evidence.gradient_norm = hypot(gradient[0], gradient[1]);
        b.evidence.gradient_known = true;
        b.evidence.loss = 0;
        ck_assert_msg(descent__facts_is_lowest_at_kink(&facts) == all_sides, "planes %zu: turns of %g, %g and %g", k,
                      turns[0], turns[1], turns[2]);
        ck_assert_int_eq(facts.kink, all_sides);
        lowest += all_sides;
        /* Without a gradient only the ends of a cross are asked: that of a lowest point rises to all of them. */
        double ends[4] = {0}, end[2];
        bool rises = true;
        for (size_t j = 0; j < 4; j++) {
            end[0] = p.place[0] + (j == 0 ? 1 : j == 1 ? -1 : 0);
            end[1] = p.place[1] + (j == 2 ? 1 : j == 3 ? -1 : 0);
            (void)planes_loss(2, end, &ends[j], &p);
            rises = rises && ends[j] > 0;
        }
        ck_assert_int_eq(descent__facts_is_lowest_without_gradient(&facts), rises);
        ck_assert_int_eq(facts.lowest_without_gradient, rises);
        tear_down(&b);
    }
    ck_assert_uint_gt(lowest, 30);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_start_settles_stays_or_escapes,
                                  a_copy_arrives_when_the_loop_does,
                                  walls_curve_on_or_do_not,
                                  downhill_leads_to_the_bottom_or_off,
                                  lines_tell_bottoms_falls_and_halts,
                                  jumps_of_the_slope_are_found_wherever_they_are,
                                  a_loss_ends_or_overflows,
                                  fields_that_turn_are_no_gradients,
                                  a_kink_is_lowest_where_slopes_lie_to_all_sides};
    return descent_test_main(descent_test_suite("inside trials", tests, sizeof tests / sizeof *tests));
}
