/* Runs as people bring them: their losses written anew, and what a plain loop or mathematics says of each. */
#include "support.h"

#include <math.h>

enum {
    most = 5
};

typedef enum outcome {
    ARRIVES,  /* a plain loop that goes on comes to the place, and stays */
    CYCLES,   /* the loop ends on a cycle of `period` steps */
    FALLS,    /* the loss falls and falls: no point is approached, and none was reached */
    UNSETTLED /* whatever it is, no claim that it stays within bounds for ever */
} outcome;

typedef struct report {
    const char *name;
    size_t n;
    double (*loss)(const double *x);
    void (*gradient)(const double *x, double *g);
    double start[most];
    char rule; /* f: fixed step, h: heavy ball, n: Nesterov */
    double step_size, momentum;
    size_t steps;
    outcome truth;
    size_t more; /* steps that the loop goes on for */
    double place[most];
    size_t period;
} report;

/* ---- losses ---- */

/* A line through houses of some thousand square feet, exactly y = 3x + 7000: half squares. */
static const double feet[] = {5400, 6000, 6700, 7300};

static double line_loss(const double *p)
{
    double sum = 0;
    for (size_t i = 0; i < 4; i++)
        sum += pow((p[0] - 3) * feet[i] + p[1] - 7000, 2) / 2;
    return sum;
}

static void line_gradient(const double *p, double *g)
{
    g[0] = g[1] = 0;
    for (size_t i = 0; i < 4; i++) {
        const double rest = (p[0] - 3) * feet[i] + p[1] - 7000;
        g[0] += rest * feet[i];
        g[1] += rest;
    }
}

static double ravine_loss(const double *x)
{
    return x[0] * x[0] / 20 + 5 * x[1] * x[1];
}

static void ravine_gradient(const double *x, double *g)
{
    g[0] = x[0] / 10;
    g[1] = 10 * x[1];
}

static double steep_loss(const double *x)
{
    return (x[0] * x[0] + 1e-5 * x[1] * x[1]) / 2;
}

static void steep_gradient(const double *x, double *g)
{
    g[0] = x[0];
    g[1] = 1e-5 * x[1];
}

static double sigmoid(double z)
{
    return z > 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z));
}

static double log_sum(double z) /* log(1 + e^z) */
{
    return z > 0 ? z + log1p(exp(-z)) : log1p(exp(z));
}

static double flat_loss(const double *x)
{
    return pow(sigmoid(x[0]), 2) / 2;
}

static void flat_gradient(const double *x, double *g)
{
    const double s = sigmoid(x[0]);
    g[0] = s * s * (1 - s);
}

/* One sample of -4 and three of 1, which no threshold separates. */
static double logistic_loss(const double *x)
{
    return (3 * log_sum(-x[0]) + log_sum(4 * x[0])) / 4;
}

static void logistic_gradient(const double *x, double *g)
{
    g[0] = -0.75 * sigmoid(-x[0]) + sigmoid(4 * x[0]);
}

static double quartic_loss(const double *x)
{
    return pow(x[0], 4) / 2;
}

static void quartic_gradient(const double *x, double *g)
{
    g[0] = 2 * pow(x[0], 3);
}

static double holder_loss(const double *x)
{
    return pow(fabs(x[0]), 1.5) * 2 / 3;
}

static void holder_gradient(const double *x, double *g)
{
    g[0] = copysign(sqrt(fabs(x[0])), x[0]);
}

static double banana_loss(const double *x)
{
    return 100 * pow(x[1] - x[0] * x[0], 2) + pow(1 - x[0], 2);
}

static void banana_gradient(const double *x, double *g)
{
    const double off = x[1] - x[0] * x[0];
    g[0] = -400 * off * x[0] - 2 * (1 - x[0]);
    g[1] = 200 * off;
}

static double pendulum_loss(const double *x)
{
    return 1 - cos(x[0]);
}

static void pendulum_gradient(const double *x, double *g)
{
    g[0] = sin(x[0]);
}

/* (x − 2)² + (y − 1)⁴ − (y − 1)²: minima at y = 1 ± 1/√2 with the curvature 4. */
static double wells_loss(const double *x)
{
    const double y = x[1] - 1;
    return pow(x[0] - 2, 2) + pow(y, 4) - y * y;
}

static void wells_gradient(const double *x, double *g)
{
    const double y = x[1] - 1;
    g[0] = 2 * (x[0] - 2);
    g[1] = 4 * y * y * y - 2 * y;
}

/* Sum of exp(bk) − yₖkb, counts at k = 1 … 5. */
static const double counts[] = {2, 3, 6, 7, 12};

static double poisson_loss(const double *b)
{
    double sum = 0;
    for (size_t k = 1; k <= 5; k++)
        sum += exp(b[0] * (double)k) - counts[k - 1] * (double)k * b[0];
    return sum;
}

static void poisson_gradient(const double *b, double *g)
{
    g[0] = 0;
    for (size_t k = 1; k <= 5; k++)
        g[0] += (double)k * (exp(b[0] * (double)k) - counts[k - 1]);
}

/* Minus the logarithm of a normal likelihood, with mean 5 and variance 4 of the sample. */
static double normal_loss(const double *p)
{
    return log(p[1]) + (4 + pow(p[0] - 5, 2)) / (2 * p[1] * p[1]);
}

static void normal_gradient(const double *p, double *g)
{
    g[0] = (p[0] - 5) / (p[1] * p[1]);
    g[1] = 1 / p[1] - (4 + pow(p[0] - 5, 2)) / pow(p[1], 3);
}

/* Two marks in an exam, passed or not: separable, so that there is no minimiser. */
static const double marks[8][2] = {{35, 78}, {30, 44}, {36, 73}, {60, 86}, {79, 75}, {45, 56}, {61, 97}, {75, 47}};
static const double passed[] = {0, 0, 0, 1, 1, 0, 1, 1};

static double exam_loss(const double *p)
{
    double sum = 0;
    for (size_t i = 0; i < 8; i++) {
        const double z = p[0] + p[1] * marks[i][0] + p[2] * marks[i][1];
        sum += log_sum(z) - passed[i] * z;
    }
    return sum;
}

static void exam_gradient(const double *p, double *g)
{
    g[0] = g[1] = g[2] = 0;
    for (size_t i = 0; i < 8; i++) {
        const double rest = sigmoid(p[0] + p[1] * marks[i][0] + p[2] * marks[i][1]) - passed[i];
        g[0] += rest;
        g[1] += rest * marks[i][0];
        g[2] += rest * marks[i][1];
    }
}

/* A game of two: each follows the gradient of his own loss, and both go round. */
static void round_gradient(const double *x, double *g)
{
    g[0] = -x[1];
    g[1] = x[0];
}

static double hyperbola_loss(const double *x)
{
    return pow(1 - x[0] * x[0] * x[1] * x[1], 2) / 2;
}

static void hyperbola_gradient(const double *x, double *g)
{
    const double r = x[0] * x[0] * x[1] * x[1] - 1;
    g[0] = 2 * r * x[0] * x[1] * x[1];
    g[1] = 2 * r * x[0] * x[0] * x[1];
}

#define UPPER 1.7071067811865475 /* 1 + 1/√2 */
#define LOWER 0.2928932188134525
/* 3σ(−x) = 4σ(4x): found by halving, in place_of_logistic() */

static const report reports[] = {
    {"steep", 2, steep_loss, steep_gradient, {1e-4, 1}, 'f', .5, 0, 100, ARRIVES, 5000000, {0, 0}, 0},
    {"ravine", 2, ravine_loss, ravine_gradient, {-4, 1.5}, 'h', .0018, .99, 300, ARRIVES, 20000, {0, 0}, 0},
    {"ravine", 2, ravine_loss, ravine_gradient, {-4, 1.5}, 'h', .0018, .99, 1000, ARRIVES, 20000, {0, 0}, 0},
    {"logistic", 1, logistic_loss, logistic_gradient, {1}, 'f', 1.75, 0, 500, ARRIVES, 500000, {NAN}, 0},
    {"logistic", 1, logistic_loss, logistic_gradient, {1}, 'f', 1.75, 0, 2000, ARRIVES, 500000, {NAN}, 0},
    {"logistic", 1, logistic_loss, logistic_gradient, {1}, 'f', 1.749, 0, 500, ARRIVES, 20000, {NAN}, 0},
    {"logistic", 1, logistic_loss, logistic_gradient, {1}, 'f', 1.7499, 0, 500, ARRIVES, 200000, {NAN}, 0},
    {"logistic", 1, logistic_loss, logistic_gradient, {1}, 'f', 3, 0, 500, CYCLES, 10000, {0}, 2},
    {"banana", 2, banana_loss, banana_gradient, {-1.2, 1}, 'f', .001, 0, 10000, ARRIVES, 100000, {1, 1}, 0},
    {"banana", 2, banana_loss, banana_gradient, {-1.2, 1}, 'f', .0015, 0, 2000, ARRIVES, 100000, {1, 1}, 0},
    {"banana", 2, banana_loss, banana_gradient, {-1.2, 1}, 'n', .0012, .9, 200, ARRIVES, 20000, {1, 1}, 0},
    {"banana", 2, banana_loss, banana_gradient, {-1.2, 1}, 'f', .003, 0, 500, CYCLES, 400000, {0}, 2},
    {"pendulum", 1, pendulum_loss, pendulum_gradient, {1e-9}, 'f', 2.5, 0, 60, CYCLES, 10000, {0}, 2},
    {"pendulum", 1, pendulum_loss, pendulum_gradient, {.5}, 'h', 3.8038, .9, 2000, CYCLES, 100000, {0}, 2},
    {"holder", 1, holder_loss, holder_gradient, {1}, 'f', .1, 0, 200, CYCLES, 1000, {0}, 2},
    {"wells", 2, wells_loss, wells_gradient, {4, 1.25}, 'f', .4999, 0, 200, ARRIVES, 100000, {2, UPPER}, 0},
    {"wells", 2, wells_loss, wells_gradient, {4, 1.075}, 'n', .1, .9, 64, ARRIVES, 1000, {2, UPPER}, 0},
    {"wells", 2, wells_loss, wells_gradient, {4, 1.075}, 'n', .1, .9, 65, ARRIVES, 1000, {2, UPPER}, 0},
    {"wells", 2, wells_loss, wells_gradient, {4, 1.075}, 'n', .1, .9, 72, ARRIVES, 1000, {2, UPPER}, 0},
    {"wells", 2, wells_loss, wells_gradient, {4, 1.075}, 'n', .1, .9, 74, ARRIVES, 1000, {2, UPPER}, 0},
    {"wells", 2, wells_loss, wells_gradient, {4, .9999}, 'n', .1, .9, 56, ARRIVES, 1000, {2, LOWER}, 0},
    {"wells", 2, wells_loss, wells_gradient, {4, .9999}, 'n', .1, .9, 64, ARRIVES, 1000, {2, LOWER}, 0},
    {"wells", 2, wells_loss, wells_gradient, {4, .9999}, 'n', .1, .9, 70, ARRIVES, 1000, {2, LOWER}, 0},
    {"flat", 1, flat_loss, flat_gradient, {4}, 'f', .3, 0, 300, FALLS, 0, {0}, 0},
    {"flat", 1, flat_loss, flat_gradient, {4}, 'f', .3, 0, 3000, FALLS, 0, {0}, 0},
    {"flat", 1, flat_loss, flat_gradient, {4}, 'f', .3, 0, 5000, FALLS, 0, {0}, 0},
    {"flat", 1, flat_loss, flat_gradient, {0}, 'f', .3, 0, 300, FALLS, 0, {0}, 0},
    {"poisson", 1, poisson_loss, poisson_gradient, {3}, 'f', .001, 0, 10, FALLS, 0, {0}, 0},
    {"poisson", 1, poisson_loss, poisson_gradient, {3}, 'f', .001, 0, 100, FALLS, 0, {0}, 0},
    {"normal", 2, normal_loss, normal_gradient, {50, 2871}, 'f', .1, 0, 1000, FALLS, 0, {0}, 0},
    {"exam", 3, exam_loss, exam_gradient, {0}, 'f', .1, 0, 100, UNSETTLED, 0, {0}, 0},
    {"exam", 3, exam_loss, exam_gradient, {0}, 'f', .1, 0, 1000, UNSETTLED, 0, {0}, 0},
    {"exam", 3, exam_loss, exam_gradient, {0}, 'f', .1, 0, 5000, UNSETTLED, 0, {0}, 0},
    {"exam", 3, exam_loss, exam_gradient, {0}, 'f', .1, 0, 45000, FALLS, 0, {0}, 0},
    {"round", 2, NULL, round_gradient, {1, 1}, 'f', .01, 0, 1000, UNSETTLED, 0, {0}, 0},
    {"round", 2, NULL, round_gradient, {1, 1}, 'f', .01, 0, 5000, UNSETTLED, 0, {0}, 0},
};

/* ---- how they are run ---- */

static int call_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    ((const report *)context)->gradient(x, g);
    return 0;
}

static int call_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    *value = ((const report *)context)->loss(x);
    return 0;
}

static descent_diagnosis *diagnose(const report *r)
{
    const descent_problem problem = {
        .dimension = r->n, .loss = r->loss ? call_loss : NULL, .gradient = call_gradient, .context = (void *)r};
    const descent_rule rule = r->rule == 'f'   ? descent_fixed_step(r->step_size)
                              : r->rule == 'h' ? descent_heavy_ball(r->step_size, r->momentum)
                                               : descent_nesterov(r->step_size, r->momentum);
    descent_engine *engine;
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_new(&engine, &problem, rule, r->start));
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, r->steps));
    assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
    descent_engine_free(engine);
    return diagnosis;
}

static void step(const report *r, double *x, double *before)
{
    double at[most], g[most];
    for (size_t i = 0; i < r->n; i++)
        at[i] = r->rule == 'n' ? x[i] + r->momentum * (x[i] - before[i]) : x[i];
    r->gradient(at, g);
    for (size_t i = 0; i < r->n; i++) {
        const double next = at[i] - r->step_size * g[i] + (r->rule == 'h' ? r->momentum * (x[i] - before[i]) : 0);
        before[i] = x[i];
        x[i] = next;
    }
}

static double apart(size_t n, const double *a, const double *b)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum = hypot(sum, a[i] - b[i]);
    return sum;
}

/* Where the logistic loss has its minimum: the gradient rises through zero. */
static void find_place(const report *r, double *place)
{
    memcpy(place, r->place, sizeof r->place);
    if (!isnan(place[0]))
        return;
    double low = -1, high = 1;
    for (int k = 0; k < 60; k++) {
        double g;
        place[0] = (low + high) / 2;
        r->gradient(place, &g);
        *(g < 0 ? &low : &high) = place[0];
    }
}

static void judge_arrival(const report *r, const descent_diagnosis *d)
{
    double place[most], x[most], before[most];
    double last = 0;
    find_place(r, place);
    ck_assert_msg(d->ending == DESCENT_ENDING_APPROACHING || d->ending == DESCENT_ENDING_CONVERGED, "%s %zu: %s",
                  r->name, r->steps, descent_ending_string(d->ending));
    ck_assert_ptr_nonnull(d->point);
    ck_assert_double_le(apart(r->n, d->point->x, place), 1e-6);
    memcpy(x, r->start, sizeof x);
    memcpy(before, x, sizeof x);
    for (size_t k = 0; k <= r->steps + r->more; k++, step(r, x, before))
        if (k >= r->steps && apart(r->n, x, place) > d->tolerance)
            last = (double)(k + 1 - r->steps);
    ck_assert_double_lt(last, (double)r->more); /* the loop has arrived */
    const descent_interval *said = &d->pace.steps_to_go;
    ck_assert_msg(said->low <= last && last <= said->high && fabs(said->value - last) <= 0.05 * last + 1,
                  "%s %zu: said %g in [%g, %g], true %g", r->name, r->steps, said->value, said->low, said->high, last);
}

static void judge_cycle(const report *r, const descent_diagnosis *d)
{
    double x[most], before[most], first[most];
    memcpy(x, r->start, sizeof x);
    memcpy(before, x, sizeof x);
    for (size_t k = 0; k < r->steps + r->more; k++)
        step(r, x, before);
    memcpy(first, x, sizeof x);
    for (size_t k = 1; k <= r->period; k++) {
        step(r, x, before);
        ck_assert((apart(r->n, x, first) < 1e-9) == (k == r->period));
    }
    ck_assert_msg(d->ending == DESCENT_ENDING_PERIODIC && d->cycle.period == r->period, "%s %zu: %s, period %zu",
                  r->name, r->steps, descent_ending_string(d->ending), d->cycle.period);
}

START_TEST(reports_end_as_plain_loops_say)
{
    const report *r = &reports[_i];
    descent_diagnosis *d = diagnose(r);
    switch (r->truth) {
    case ARRIVES:
        judge_arrival(r, d);
        break;
    case CYCLES:
        judge_cycle(r, d);
        break;
    case FALLS:
        ck_assert_msg(d->ending == DESCENT_ENDING_DESCENDING || d->ending == DESCENT_ENDING_UNBOUNDED, "%s %zu: %s",
                      r->name, r->steps, descent_ending_string(d->ending));
        break;
    case UNSETTLED:
        ck_assert_msg(d->ending == DESCENT_ENDING_UNDETERMINED || d->ending == DESCENT_ENDING_DIVERGING, "%s %zu: %s",
                      r->name, r->steps, descent_ending_string(d->ending));
    }
    ck_assert(!(d->findings & DESCENT_FINDING_HESSIAN_ASYMMETRIC) || !r->loss);
    descent_diagnosis_free(d);
}
END_TEST

/* In the words of the explanation, whose lines break anywhere. */
static bool says(const descent_diagnosis *d, const char *words)
{
    char *const text = descent_test_printed(descent_diagnosis_print, d);
    char *to = text;
    for (const char *from = text; *from; from++)
        if (*from != ' ' && *from != '\n')
            *to++ = *from;
        else if (to > text && to[-1] != ' ')
            *to++ = ' ';
    *to = '\0';
    return strstr(text, words) != NULL;
}

/* The eigenvalues of the normal equations, (a + c ± √((a − c)² + 4b²))/2, the small one by their product. */
START_TEST(a_line_through_large_numbers_is_approached)
{
    const report line = {"line", 2, line_loss, line_gradient, {0, 0}, 'f', 3e-9, 0, 10000, ARRIVES, 0, {3, 7000}, 0};
    double a = 0, b = 0;
    for (size_t i = 0; i < 4; i++) {
        a += feet[i] * feet[i];
        b += feet[i];
    }
    const double steep = (a + 4 + hypot(a - 4, 2 * b)) / 2;
    const double flat = (4 * a - b * b) / steep;
    descent_diagnosis *d = diagnose(&line);
    ck_assert_int_eq(d->ending, DESCENT_ENDING_APPROACHING);
    ck_assert_double_le(apart(2, d->point->x, line.place), 1e-4);
    ck_assert_double_eq_tol(d->step_limit, 2 / steep, 1e-6 / steep);
    const double left = apart(2, d->x, line.place);
    const double truth = log(d->tolerance / left) / log1p(-line.step_size * flat);
    ck_assert_double_le(d->pace.steps_to_go.low, truth);
    ck_assert_double_ge(d->pace.steps_to_go.high, truth);
    ck_assert_double_eq_tol(d->pace.steps_to_go.value, truth, 0.1 * truth);
    ck_assert(says(d, "condition number"));
    bool scaled = false;
    for (size_t k = 0; k < d->advice_count; k++)
        scaled = scaled || d->advice[k].kind == DESCENT_ADVICE_SCALE_VARIABLES;
    ck_assert(scaled);
    descent_diagnosis_free(d);
}
END_TEST

/* x⁴ and the multiplier −1: d ~ k^−½, in closed form 1/√(2·p·k·c). */
START_TEST(powers_are_told_from_factors)
{
    const size_t lengths[] = {5, 20, 50};
    for (size_t k = 0; k < 3; k++) {
        const report r = {"quartic", 1, quartic_loss, quartic_gradient, {1}, 'f', .9, 0, lengths[k], ARRIVES, 0,
                          {0},       0};
        descent_diagnosis *d = diagnose(&r);
        ck_assert_int_eq(d->ending, DESCENT_ENDING_APPROACHING);
        ck_assert_int_eq(d->pace.law, DESCENT_LAW_POWER);
        ck_assert_double_eq_tol(d->pace.exponent, -0.5, 0.05);
        /* d' = −2ηd³: 1/d² grows by 4η a step. */
        const double truth = 1 / (4 * .9 * d->tolerance * d->tolerance);
        ck_assert_double_le(d->pace.steps_to_go.low, truth);
        ck_assert_double_ge(d->pace.steps_to_go.high, truth);
        descent_diagnosis_free(d);
    }
    /* At 2/λ the y of the wells alternates, |u|² ~ 1/(32k). */
    const report r = {"wells", 2, wells_loss, wells_gradient, {4, 1.25}, 'f', .5, 0, 128, ARRIVES, 0, {2, UPPER}, 0};
    descent_diagnosis *d = diagnose(&r);
    const double truth = 1 / (32 * d->tolerance * d->tolerance);
    ck_assert_int_eq(d->ending, DESCENT_ENDING_APPROACHING);
    ck_assert_double_le(d->pace.steps_to_go.low, truth);
    ck_assert_double_ge(d->pace.steps_to_go.high, truth);
    descent_diagnosis_free(d);
}
END_TEST

/* A valley is arrived at where the loop comes to rest. */
START_TEST(a_valley_is_counted_by_a_loop)
{
    report r = {"hyperbola", 2, hyperbola_loss, hyperbola_gradient, {2, 1.1}, 'f', .002, 0, 10, ARRIVES, 0, {0}, 0};
    double x[most] = {2, 1.1}, before[most] = {2, 1.1};
    for (size_t k = 0; k < 20000; k++)
        step(&r, x, before);
    memcpy(r.place, x, sizeof x);
    r.more = 20000;
    descent_diagnosis *d = diagnose(&r);
    judge_arrival(&r, d);
    descent_diagnosis_free(d);
}
END_TEST

/* ---- without a gradient, and with a wrong one ---- */

static int shifted_square(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    *value = x[0] * x[0] + *(const double *)context;
    return 0;
}

/* 4ε|L|/h is what a difference cannot see: it rests away from 0, and has not arrived. */
START_TEST(beside_a_constant_differences_rest_early)
{
    static double constants[] = {1, 1e8, 1e10, 1e12};
    const double start = 1;
    const descent_problem problem = {.dimension = 1, .loss = shifted_square, .context = &constants[_i]};
    descent_engine *engine;
    descent_diagnosis *d;
    assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(0.1), &start));
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 100));
    const double x = fabs(descent_engine_point(engine)[0]);
    assert_success(descent_engine_diagnose(engine, NULL, &d));
    ck_assert_int_eq(d->ending, x <= 1e-6 ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_STALLED);
    ck_assert(x <= 1e-6 || d->gradient_error >= x); /* the slope 2x is not seen beside half of the error */
    /* No digits of the place that the differences do not know. */
    ck_assert(says(d, _i == 0 ? "minimum at 0" : "minimum lies at 0,"));
    descent_diagnosis_free(d);
    descent_engine_free(engine);
}
END_TEST

static int no_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)x, (void)context;
    for (size_t i = 0; i < n; i++)
        g[i] = 0;
    return 0;
}

static int banana(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = banana_loss(x);
    return 0;
}

START_TEST(a_gradient_that_is_never_written_is_found)
{
    const double start[] = {-1.2, 1};
    const descent_problem problem = {.dimension = 2, .loss = banana, .gradient = no_gradient};
    descent_engine *engine;
    descent_diagnosis *d;
    assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(0.001), start));
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 100));
    assert_success(descent_engine_diagnose(engine, NULL, &d));
    ck_assert(d->findings & DESCENT_FINDING_GRADIENT_MISMATCH);
    ck_assert_int_eq(d->ending, DESCENT_ENDING_STALLED);
    ck_assert_int_eq(d->advice[0].kind, DESCENT_ADVICE_FIX_GRADIENT);
    /* Either may be wrong: nobody can tell which from the two alone. */
    ck_assert(says(d, "Gradient and loss disagree"));
    descent_diagnosis_free(d);
    descent_engine_free(engine);
}
END_TEST

/* ---- advice ---- */

static bool advises(const descent_diagnosis *d, descent_advice_kind kind)
{
    bool found = false;
    for (size_t k = 0; k < d->advice_count; k++)
        found = found || d->advice[k].kind == kind;
    return found;
}

/* At 0.1 a step makes 1 − ηλ/(1 − β): less momentum, with the same step size, is slower along the flat way. */
START_TEST(no_momentum_is_taken_where_it_helps)
{
    const report r = {"ravine", 2, ravine_loss, ravine_gradient, {-4, 1.5}, 'h', .0018, .99, 300, ARRIVES, 0, {0}, 0};
    descent_diagnosis *d = diagnose(&r);
    for (size_t k = 0; k < d->advice_count; k++) {
        if (d->advice[k].kind != DESCENT_ADVICE_MOMENTUM)
            continue;
        /* What is advised instead comes there in the steps that are said, to a tenth. */
        ck_assert(isfinite(d->advice[k].step_size));
        report followed = r;
        followed.step_size = d->advice[k].step_size;
        followed.momentum = d->advice[k].momentum;
        double x[most] = {-4, 1.5}, before[most] = {-4, 1.5};
        const double said = d->advice[k].verified ? (double)d->advice[k].outcome_steps : d->advice[k].steps;
        ck_assert_double_lt(said, 1000);
        for (size_t s = 0; s < (size_t)(1.1 * said) + 1; s++)
            step(&followed, x, before);
        ck_assert_double_le(hypot(x[0], x[1]), 10 * d->tolerance);
    }
    ck_assert(advises(d, DESCENT_ADVICE_MOMENTUM));
    descent_diagnosis_free(d);
}
END_TEST

/* With a momentum of 1 and more nothing comes to rest, whatever the step size, and without a loss none rises. */
START_TEST(momentum_beyond_one_is_lowered)
{
    const report r = {"round", 2, NULL, steep_gradient, {1, 1}, 'h', .01, 1.05, 1000, UNSETTLED, 0, {0}, 0};
    descent_diagnosis *d = diagnose(&r);
    ck_assert_int_eq(d->ending, DESCENT_ENDING_DIVERGING);
    ck_assert(!says(d, "loss rises"));
    ck_assert(advises(d, DESCENT_ADVICE_MOMENTUM));
    ck_assert(!advises(d, DESCENT_ADVICE_STEP_SIZE) && !advises(d, DESCENT_ADVICE_CHANGE_LOSS));
    descent_diagnosis_free(d);
}
END_TEST

/* ½ + 10⁻¹⁷x, or nearly: ten million steps win what single precision does not show. */
static double plain_loss(const double *x)
{
    return 0.5 - 1e-9 * atan(x[0]);
}

static void plain_gradient(const double *x, double *g)
{
    g[0] = -1e-9 / (1 + x[0] * x[0]);
}

/* Ten million steps more, of 10⁻⁹ each, would take less than 2·10⁻¹⁰ off a loss that was 5.5, and 7000 on the way. A run that has
 * won as much and still has a slope is sent on. */
START_TEST(where_all_is_won_nobody_is_sent_on)
{
    report r = {"exam", 3, exam_loss, exam_gradient, {0}, 'f', .1, 0, 45000, FALLS, 0, {0}, 0};
    descent_diagnosis *d = diagnose(&r);
    ck_assert_double_lt(d->loss, 2e-10);
    ck_assert(!advises(d, DESCENT_ADVICE_MORE_STEPS));
    descent_diagnosis_free(d);
    r.step_size = 1e-4;
    r.steps = 2000;
    d = diagnose(&r);
    ck_assert_int_eq(d->ending, DESCENT_ENDING_DESCENDING);
    ck_assert(advises(d, DESCENT_ADVICE_MORE_STEPS));
    descent_diagnosis_free(d);
}
END_TEST

START_TEST(nobody_is_sent_over_a_plateau)
{
    const report r = {"plain", 1, plain_loss, plain_gradient, {0}, 'f', .1, 0, 2000, FALLS, 0, {0}, 0};
    descent_diagnosis *d = diagnose(&r);
    ck_assert(!advises(d, DESCENT_ADVICE_MORE_STEPS));
    descent_diagnosis_free(d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reports");
    TCase *runs = tcase_create("runs");
    tcase_add_loop_test(runs, reports_end_as_plain_loops_say, 0, (int)(sizeof reports / sizeof *reports));
    tcase_add_test(runs, a_line_through_large_numbers_is_approached);
    tcase_add_test(runs, powers_are_told_from_factors);
    tcase_add_test(runs, a_valley_is_counted_by_a_loop);
    tcase_add_loop_test(runs, beside_a_constant_differences_rest_early, 0, 4);
    tcase_add_test(runs, a_gradient_that_is_never_written_is_found);
    tcase_add_test(runs, no_momentum_is_taken_where_it_helps);
    tcase_add_test(runs, momentum_beyond_one_is_lowered);
    tcase_add_test(runs, where_all_is_won_nobody_is_sent_on);
    tcase_add_test(runs, nobody_is_sent_over_a_plateau);
    suite_add_tcase(suite, runs);
    return descent_test_main(suite);
}
