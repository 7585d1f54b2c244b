/* Growth that is followed by a copy: to no end, or to what bounds it. */
#include "support.h"

#include <math.h>
#include <stdlib.h>

#include <descent/path.h>
#include <descent/problem.h>

#include "diagnosis/evidence/examination.h"
#include "diagnosis/verdict/growth/expansion.h"
#include "diagnosis/verdict/thresholds.h"

/* A run of four steps of descent with step size 1, and what becomes of its growth. */
typedef struct bench {
    descent__evidence evidence;
    descent__holdings holdings;
    double points[2 * 5];
    uint64_t steps[5];
} bench;

static descent__trial follow(bench *b, size_t n, descent_gradient_function *gradient, double *context,
                             descent_rule rule, const double *start, size_t most)
{
    const descent_problem problem = {.dimension = n, .gradient = gradient, .context = context};
    descent_engine *engine = NULL;
    *b = (bench){.evidence = {.n = n,
                              .rows = 5,
                              .finite = 5,
                              .has_problem = true,
                              .has_rule = true,
                              .rule = rule,
                              .options = {.budget = 1000000}}};
    b->evidence.keep = &b->holdings.arena;
    b->evidence.holdings = &b->holdings;
    assert_success(descent_engine_new(&engine, &problem, rule, start));
    for (size_t k = 0; k < 5; k++) {
        for (size_t i = 0; i < n; i++)
            b->points[k * n + i] = descent_engine_point(engine)[i];
        b->steps[k] = k;
        if (k < 4)
            (void)descent_engine_run(engine, 1);
    }
    descent_engine_free(engine);
    b->evidence.points = b->points;
    b->evidence.steps = b->steps;
    b->evidence.x = b->points + 4 * n;
    assert_success(descent__evaluator_open(&b->evidence.evaluator, &problem));
    b->evidence.copies_trusted = b->evidence.memory_known = true;
    return descent__expansion_follow(&b->evidence, 1e-9, most);
}

static void tear_down(bench *b)
{
    descent__evaluator_close(&b->evidence.evaluator);
    descent__arena_release(&b->evidence.work);
    descent__arena_release(&b->holdings.arena);
}

/* x ← q·x. */
static int linear(size_t n, const double *x, double *gradient, void *context)
{
    const double *q = context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = (1 - *q) * x[i];
    return 0;
}

/* x ← x − a·sin x: 1 − cos x with the step size a. */
static int sine(size_t n, const double *x, double *gradient, void *context)
{
    const double *a = context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = *a * sin(x[i]);
    return 0;
}

/* Turns by an angle, and moves outward by a factor. */
static int turning(size_t n, const double *x, double *gradient, void *context)
{
    const double *q = context;
    ck_assert_uint_eq(n, 2);
    gradient[0] = x[0] - q[0] * (cos(q[1]) * x[0] - sin(q[1]) * x[1]);
    gradient[1] = x[1] - q[0] * (sin(q[1]) * x[0] + cos(q[1]) * x[1]);
    return 0;
}

/* Any factor leads away if nothing bounds it, were it one of 1.0002, and none that is 1. */
START_TEST(a_factor_however_small_escapes)
{
    static const double factors[] = {3, 1.1, 1.001, 1.0002, -1.1, -1.0002};
    const double start[] = {1e-9};
    for (size_t k = 0; k < sizeof factors / sizeof *factors; k++) {
        bench b;
        double q = factors[k];
        ck_assert_int_eq(follow(&b, 1, linear, &q, descent_fixed_step(1), start, DESCENT__GROWTH_STEPS).fate,
                         DESCENT__FATE_ESCAPES);
        tear_down(&b);
    }
    for (int side = -1; side <= 1; side += 2) {
        bench b;
        double q = side;
        const descent__trial trial = follow(&b, 1, linear, &q, descent_fixed_step(1), start, DESCENT__GROWTH_STEPS);
        ck_assert_int_eq(trial.fate, DESCENT__FATE_STAYS);
        tear_down(&b);
    }
}
END_TEST

/* The same start beside the same unstable point: the cycle of 1 − cos x, of size 1, bounds it, a thousand millions of
 * times as far out. The multiplier at 0 is 1 − a. */
START_TEST(what_is_bounded_stays)
{
    static const double step_sizes[] = {2.001, 2.01, 2.1, 2.5, 3};
    const double start[] = {1e-9};
    for (size_t k = 0; k < sizeof step_sizes / sizeof *step_sizes; k++) {
        bench b;
        double a = step_sizes[k];
        const descent__trial trial = follow(&b, 1, sine, &a, descent_fixed_step(1), start, 20 * DESCENT__GROWTH_STEPS);
        ck_assert_int_eq(trial.fate, DESCENT__FATE_STAYS);
        ck_assert(fabs(trial.x[0]) < 4);
        tear_down(&b);
    }
}
END_TEST

/* A field that turns obeys two factors, and momentum has a memory, which leaps with the point. */
START_TEST(spirals_and_memories_leap_too)
{
    const double start[] = {1, 0};
    double spiral[] = {1.0001, 0.01};
    bench b;
    ck_assert_int_eq(follow(&b, 2, turning, spiral, descent_fixed_step(1), start, DESCENT__GROWTH_STEPS).fate,
                     DESCENT__FATE_ESCAPES);
    tear_down(&b);
    /* Heavy ball on ax²/2 with β = 0.5 leaves from a = 3 on, by (1 + β − a)μ − β = μ². */
    for (int out = 0; out < 2; out++) {
        double q = 1 - (out ? 3.001 : 2.999);
        const descent__trial trial =
            follow(&b, 1, linear, &q, descent_heavy_ball(1, 0.5), start, DESCENT__GROWTH_STEPS);
        ck_assert_int_eq(trial.fate, out ? DESCENT__FATE_ESCAPES : DESCENT__FATE_STAYS);
        tear_down(&b);
    }
}
END_TEST

/* Where the copy's steps run out while it grows, nobody knows. A cycle is given three spells, each twice as long. */
START_TEST(spells_and_steps_are_counted)
{
    const double start[] = {1e-9};
    double q = 1.1;
    bench b;
    const size_t few = 2 * DESCENT__ENVELOPE_STEPS;
    const descent__trial undecided = follow(&b, 1, linear, &q, descent_fixed_step(1), start, few);
    ck_assert_int_eq(undecided.fate, DESCENT__FATE_UNKNOWN);
    ck_assert_uint_eq(undecided.steps, few);
    tear_down(&b);
    q = -1;
    const descent__trial trial = follow(&b, 1, linear, &q, descent_fixed_step(1), start, DESCENT__GROWTH_STEPS);
    ck_assert_int_eq(trial.fate, DESCENT__FATE_STAYS);
    /* The first spell grows, since there is none before; then 32 and 64 that do not. */
    ck_assert_uint_eq(trial.steps, 2 * DESCENT__ENVELOPE_STEPS + DESCENT__LONGEST_SPELL);
    tear_down(&b);
    b.evidence.copies_trusted = false;
    ck_assert_int_eq(descent__expansion_follow(&b.evidence, 1, 100).fate, DESCENT__FATE_UNKNOWN);
    tear_down(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_factor_however_small_escapes,
        what_is_bounded_stays,
        spirals_and_memories_leap_too,
        spells_and_steps_are_counted,
    };
    return descent_test_main(descent_test_suite("inside expansion", tests, sizeof tests / sizeof *tests));
}
