/*
 * Runs on bowls and saddles ½Σλᵢxᵢ², of which everything is known: each variable goes its own way, x ← μx with momentum as a pair of
 * roots. What a diagnosis says of them is held against plain loops and these roots.
 */
#include "formulas.h"
#include "support.h"

#include <complex.h>
#include <descent/descent.h>
#include <math.h>
#include <stdint.h>

enum {
    most = 4,
    most_steps = 400
};

typedef struct quadratic {
    size_t n, steps;
    char rule; /* f: fixed step, h: heavy ball, n: Nesterov */
    double curvatures[most], start[most], step_size, momentum;
} quadratic;

/* Numbers over [0, 1): a linear congruential generator (Knuth's MMIX). */
static double next(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) * 0x1p-53;
}

/* One step of the plain loop; `before` is the point before x, and both move on. */
static void go(const quadratic *q, double *x, double *before)
{
    for (size_t i = 0; i < q->n; i++) {
        const double speed = q->rule == 'f' ? 0 : q->momentum * (x[i] - before[i]);
        const double at = q->rule == 'n' ? x[i] + speed : x[i];
        before[i] = x[i];
        x[i] += speed - q->step_size * q->curvatures[i] * at;
    }
}

static double length_of(size_t n, const double *x)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i] * x[i];
    return sqrt(sum);
}

/* The root of larger modulus: μ² = (1 + β − ηλ)μ − β, and of Nesterov's rule (1 + β)(1 − ηλ)μ − β(1 − ηλ). */
static double complex multiplier(const quadratic *q, double curvature)
{
    const double kept = 1 - q->step_size * curvature, beta = q->rule == 'f' ? 0 : q->momentum;
    const double sum = q->rule == 'n' ? (1 + beta) * kept : kept + beta, product = q->rule == 'n' ? beta * kept : beta;
    const double complex root = csqrt(sum * sum / 4 - product);
    return cabs(sum / 2 + root) >= cabs(sum / 2 - root) ? sum / 2 + root : sum / 2 - root;
}

static double limit(const quadratic *q, double curvature)
{
    const double beta = q->rule == 'f' ? 0 : q->momentum;
    return 2 * (1 + beta) / (q->rule == 'n' ? 1 + 2 * beta : 1) / curvature;
}

/* What a plain loop sees of the run. */
typedef struct seen {
    double x[most], before[most], loss, gradient_norm, diameter, rise, lengths[most_steps], cosines[most_steps],
        curvature;
    uint64_t rises;
} seen;

static void watch(const quadratic *q, seen *s)
{
    double low[most], high[most], last[most] = {0}, g[most], loss = 0;
    *s = (seen){.curvature = NAN};
    for (size_t i = 0; i < q->n; i++)
        s->x[i] = s->before[i] = low[i] = high[i] = q->start[i];
    (void)bowl_loss(q->n, s->x, &s->loss, (void *)q->curvatures);
    for (size_t k = 0; k < q->steps; k++) {
        double from[most], sum = 0, dot = 0;
        for (size_t i = 0; i < q->n; i++)
            from[i] = s->x[i];
        go(q, s->x, s->before);
        for (size_t i = 0; i < q->n; i++) {
            const double move = s->x[i] - from[i];
            sum += move * move;
            dot += move * last[i];
            last[i] = move;
            low[i] = fmin(low[i], s->x[i]);
            high[i] = fmax(high[i], s->x[i]);
        }
        s->lengths[k] = sqrt(sum);
        s->cosines[k] = k > 0 ? dot / s->lengths[k] / s->lengths[k - 1] : 1;
        if (k > 0) /* 1 − ⟨g, g⁺⟩/‖g‖² over η, where steps are −ηg */
            s->curvature = (1 - dot / s->lengths[k - 1] / s->lengths[k - 1]) / q->step_size;
        (void)bowl_loss(q->n, s->x, &loss, (void *)q->curvatures);
        s->rises += loss > s->loss;
        s->rise = fmax(s->rise, loss - s->loss);
        s->loss = loss;
    }
    (void)bowl_gradient(q->n, s->x, g, (void *)q->curvatures);
    s->gradient_norm = length_of(q->n, g);
    for (size_t i = 0; i < q->n; i++)
        high[i] -= low[i];
    s->diameter = length_of(q->n, high);
}

/* After how many more steps it is within the tolerance and stays. */
static uint64_t steps_left(const quadratic *q, const seen *s, double tolerance)
{
    double x[most], before[most];
    uint64_t left = 0;
    for (size_t i = 0; i < q->n; i++) {
        x[i] = s->x[i];
        before[i] = s->before[i];
    }
    for (uint64_t k = 0; k < 100000; k++, go(q, x, before))
        left = length_of(q->n, x) > tolerance ? k + 1 : left;
    return left;
}

#define assert_near(value, expected, part, q)                                                                          \
    ck_assert_msg(fabs((double)(value) - (double)(expected)) <= (part)*fabs((double)(expected)),                       \
                  "%s is %.12g, not %.12g: %c, n %zu, step size %g, momentum %g, %zu steps, curvatures %g %g %g %g",   \
                  #value, (double)(value), (double)(expected), (q)->rule, (q)->n, (q)->step_size, (q)->momentum,       \
                  (q)->steps, (q)->curvatures[0], (q)->curvatures[1], (q)->curvatures[2], (q)->curvatures[3])

static const descent_event *event_of(const descent_diagnosis *d, descent_event_kind kind)
{
    for (size_t k = 0; k < d->event_count; k++)
        if (d->events[k].kind == kind)
            return &d->events[k];
    return NULL;
}

/* What holds whatever becomes of it. */
static void hold_run(const quadratic *q, const seen *s, const descent_diagnosis *d)
{
    ck_assert_uint_eq(d->dimension, q->n);
    ck_assert_uint_eq(d->steps, q->steps);
    ck_assert_uint_eq(d->rows, q->steps + 1);
    for (size_t i = 0; i < q->n; i++)
        assert_near(d->x[i], s->x[i], 1e-9, q);
    assert_near(d->loss, s->loss, 1e-9, q);
    assert_near(d->gradient_norm, s->gradient_norm, 1e-9, q);
    assert_near(d->diameter, s->diameter, 1e-12, q);
    assert_near(d->step_size, q->step_size, 0, q);
    assert_near(d->momentum, q->rule == 'f' ? 0 : q->momentum, 0, q);
    ck_assert_int_eq(isnan(d->curvature), q->rule != 'f');
    if (q->rule == 'f')
        assert_near(d->curvature, s->curvature, 1e-6, q);
    const descent_event *const rose = event_of(d, DESCENT_EVENT_LOSS_ROSE);
    ck_assert_int_eq(rose != NULL, s->rises > 0);
    if (rose) {
        ck_assert_uint_eq(rose->count, s->rises);
        assert_near(rose->value, s->rise, 1e-9, q);
    }
    ck_assert_uint_eq(d->findings & (DESCENT_FINDING_KINK | DESCENT_FINDING_GRADIENT_MISMATCH |
                                     DESCENT_FINDING_HESSIAN_ASYMMETRIC | DESCENT_FINDING_VALLEY |
                                     DESCENT_FINDING_GRADIENT_RANDOM | DESCENT_FINDING_RULE_FITTED |
                                     DESCENT_FINDING_RULE_DISAGREES | DESCENT_FINDING_CALLBACK_FAILED),
                      0);
    double sharpest = q->curvatures[0];
    for (size_t i = 1; i < q->n; i++)
        sharpest = fmax(sharpest, q->curvatures[i]);
    if (!isnan(d->step_limit))
        assert_near(d->step_limit, limit(q, sharpest), 1e-6, q);
    if (d->point || d->centre)
        ck_assert_int_eq((d->findings & DESCENT_FINDING_STEP_ABOVE_LIMIT) != 0, q->step_size > limit(q, sharpest));
}

/* The point at 0, with its curvatures and its factors; the rest of the way is that of the loop. */
static void hold_point(const quadratic *q, const seen *s, const descent_diagnosis *d)
{
    double curvatures[most];
    const descent_critical_point *const point = d->point ? d->point : d->centre;
    ck_assert_ptr_nonnull(point);
    for (size_t i = 0; i < q->n; i++) { /* in ascending order */
        size_t k = i;
        for (; k > 0 && curvatures[k - 1] > q->curvatures[i]; k--)
            curvatures[k] = curvatures[k - 1];
        curvatures[k] = q->curvatures[i];
        ck_assert_double_le(fabs(point->x[i]), 1e-7 * s->diameter);
    }
    ck_assert_uint_eq(point->eigenvalue_count, q->n);
    ck_assert_uint_eq(point->index, curvatures[0] < 0);
    ck_assert_uint_eq(point->nullity, 0);
    ck_assert_int_eq(point->kind, curvatures[0] < 0 ? DESCENT_CRITICAL_SADDLE : DESCENT_CRITICAL_MINIMUM);
    for (size_t k = 0; k < q->n; k++)
        assert_near(point->eigenvalues[k], curvatures[k], 1e-5, q);
    for (size_t k = 0; d->factors && k < q->n; k++) {
        const double complex mu = multiplier(q, point->eigenvalues[k]);
        ck_assert_double_eq_tol(d->factors[k], creal(mu), 1e-5);
        ck_assert_double_eq_tol(fabs(d->factors_imaginary[k]), fabs(cimag(mu)), 1e-5);
    }
}

static void hold_settling(const quadratic *q, const seen *s, const descent_diagnosis *d)
{
    const uint64_t left = steps_left(q, s, 1e-6 * s->diameter);
    ck_assert_msg(d->ending == (left > 0 ? DESCENT_ENDING_APPROACHING : DESCENT_ENDING_CONVERGED),
                  "%s, %llu steps from it: %c, %zu steps", descent_ending_string(d->ending), (unsigned long long)left,
                  q->rule, q->steps);
    hold_point(q, s, d);
    assert_near(d->tolerance, 1e-6 * s->diameter, 1e-9, q);
    assert_near(d->distance, length_of(q->n, s->x), 1e-4, q);
    ck_assert_int_eq(d->point_ahead, left > 0);
    ck_assert_ptr_nonnull(d->factors);
    assert_near(d->pace.steps_to_go.value, (double)left, 0, q);
    assert_near(d->pace.steps_to_go.low, (double)left, 0, q);
    assert_near(d->pace.steps_to_go.high, (double)left, 0, q);
    if (d->pace.law == DESCENT_LAW_GEOMETRIC && !isnan(d->pace.rate)) { /* no slower than what fades last */
        double slowest = 0;
        for (size_t i = 0; i < q->n; i++)
            slowest = fmax(slowest, cabs(multiplier(q, q->curvatures[i])));
        ck_assert_double_le(fabs(d->pace.rate), slowest + 1e-3);
        if (q->n == 1 && !(fabs(cimag(multiplier(q, 1))) > 0))
            ck_assert_double_eq_tol(d->pace.rate, creal(multiplier(q, 1)), 1e-2);
    }
}

static void hold_leaving(const quadratic *q, const seen *s, const descent_diagnosis *d, bool bowl)
{
    double worst = 0, way = 0;
    size_t which = 0;
    for (size_t i = 0; i < q->n; i++)
        if (cabs(multiplier(q, q->curvatures[i])) > worst) {
            worst = cabs(multiplier(q, q->curvatures[i]));
            which = i;
        }
    ck_assert_msg(d->ending == (bowl ? DESCENT_ENDING_DIVERGING : DESCENT_ENDING_UNBOUNDED),
                  "%s: %c, factor %g, %zu steps", descent_ending_string(d->ending), q->rule, worst, q->steps);
    ck_assert_int_eq(d->pace.law, DESCENT_LAW_GEOMETRIC);
    for (size_t i = 0; i < q->n; i++)
        way = hypot(way, d->direction[i]);
    assert_near(way, 1, 1e-12, q);
    assert_near(fabs(d->direction[which]), 1, 1e-2, q);
    ck_assert(d->direction[which] * (s->x[which] - s->before[which]) > 0);
    assert_near(d->pace.rate, creal(multiplier(q, q->curvatures[which])), 0.01, q);
    ck_assert_int_eq(d->centre != NULL, bowl);
    if (bowl)
        hold_point(q, s, d);
}

static void hold(const quadratic *q, int becomes)
{
    const descent_problem problem = {
        .dimension = q->n, .loss = bowl_loss, .gradient = bowl_gradient, .context = (void *)q->curvatures};
    const descent_rule rule = q->rule == 'h'   ? descent_heavy_ball(q->step_size, q->momentum)
                              : q->rule == 'n' ? descent_nesterov(q->step_size, q->momentum)
                                               : descent_fixed_step(q->step_size);
    descent_diagnosis *const d = descent_test_diagnose(&problem, rule, q->start, q->steps);
    seen s;
    watch(q, &s);
    hold_run(q, &s, d);
    if (becomes == 0)
        hold_settling(q, &s, d);
    else
        hold_leaving(q, &s, d, becomes == 1);
    descent_diagnosis_free(d);
}

static quadratic any(uint64_t *state, char rule)
{
    quadratic q = {.n = 1 + (size_t)(next(state) * most), .rule = rule, .momentum = 0.2 + 0.6 * next(state)};
    for (size_t i = 0; i < q.n; i++) {
        q.curvatures[i] = exp2(-3 * next(state));
        q.start[i] = (next(state) < 0.5 ? -1 : 1) * (0.5 + next(state));
    }
    q.curvatures[0] = 1;
    return q;
}

START_TEST(bowls_are_settled_in)
{
    uint64_t state = 11;
    for (size_t k = 0; k < descent_test_effort(150); k++) {
        quadratic q = any(&state, "fhn"[k % 3]);
        q.step_size = limit(&q, 1) * (0.1 + 0.75 * next(&state));
        q.steps = 12 + (size_t)(next(&state) * 100);
        hold(&q, 0);
    }
}
END_TEST

START_TEST(too_large_a_step_leaves_a_bowl)
{
    uint64_t state = 12;
    for (size_t k = 0; k < descent_test_effort(60); k++) {
        quadratic q = any(&state, "fhn"[k % 3]);
        for (size_t i = 1; i < q.n; i++)
            q.curvatures[i] /= 2;
        q.step_size = limit(&q, 1) * (1.1 + 0.4 * next(&state));
        q.steps = (size_t)(12 / log(cabs(multiplier(&q, 1)))) + 12;
        hold(&q, 1);
    }
}
END_TEST

START_TEST(a_saddle_is_left_downward)
{
    uint64_t state = 13;
    for (size_t k = 0; k < descent_test_effort(60); k++) {
        quadratic q = any(&state, 'f');
        q.curvatures[0] = -1;
        q.step_size = 0.1 + 0.5 * next(&state);
        q.steps = (size_t)(12 / log(cabs(multiplier(&q, -1)))) + 12;
        hold(&q, 2);
    }
}
END_TEST

/*
 * x comes from afar by 1 − η a step, and y leaves by 1 + hη from a tiny v. Beside the saddle is within some radius R: the rows on either side
 * of its beginning tell it, so that its end and the steps that theory gives follow.
 */
START_TEST(a_stay_at_a_saddle_is_told_by_its_roots)
{
    uint64_t state = 14;
    for (size_t k = 0; k < descent_test_effort(40); k++) {
        const double h = 0.5 + 0.5 * next(&state), v = pow(10, -3 - 4 * next(&state)), eta = 0.1 + 0.4 * next(&state);
        const double growth = 1 + h * eta;
        quadratic q = {.n = 2,
                       .rule = 'f',
                       .curvatures = {1, -h},
                       .start = {k % 2 ? 1 : -1, k % 4 < 2 ? v : -v},
                       .step_size = eta};
        const descent_problem problem = {
            .dimension = 2, .loss = bowl_loss, .gradient = bowl_gradient, .context = q.curvatures};
        q.steps = (size_t)(log(3 / v) / log(growth)) + 1; /* until y is about 3 */
        ck_assert_uint_lt(q.steps, most_steps);
        descent_diagnosis *const d = descent_test_diagnose(&problem, descent_fixed_step(eta), q.start, q.steps);
        const descent_event *const stay = event_of(d, DESCENT_EVENT_LINGERING);
        double distances[most_steps + 1], ys[most_steps + 1];
        for (size_t row = 0; row <= q.steps; row++) {
            ys[row] = v * pow(growth, (double)row);
            distances[row] = hypot(pow(1 - eta, (double)row), ys[row]);
        }
        ck_assert_msg(stay != NULL, "no stay of v %g, growth %g, %zu steps", v, growth, q.steps);
        ck_assert_ptr_nonnull(stay->point);
        ck_assert_int_eq(stay->point->kind, DESCENT_CRITICAL_SADDLE);
        ck_assert_double_eq_tol(stay->point->x[0], 0, 1e-6);
        ck_assert_double_eq_tol(stay->point->x[1], 0, 1e-6);
        ck_assert_double_eq_tol(fabs(stay->direction[1]), 1, 1e-9);
        ck_assert_double_eq_tol(stay->value, growth, 1e-6);
        const size_t first = (size_t)stay->first_step, last = (size_t)stay->last_step;
        ck_assert_uint_gt(first, 0);
        ck_assert_uint_lt(first, last);
        ck_assert_uint_lt(last, q.steps);
        ck_assert_double_le(distances[last], distances[first - 1]);
        ck_assert_double_gt(distances[last + 1], distances[first]);
        ck_assert_double_ge(stay->expected, ceil(log(distances[first] / ys[first]) / log(growth)));
        ck_assert_double_le(stay->expected, ceil(log(distances[first - 1] / ys[first]) / log(growth)));
        ck_assert_double_le(distances[first], 0.25); /* beside it is no large part of the way that the run came */
        descent_diagnosis_free(d);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {bowls_are_settled_in, too_large_a_step_leaves_a_bowl, a_saddle_is_left_downward,
                                  a_stay_at_a_saddle_is_told_by_its_roots};
    return descent_test_main(descent_test_suite("diagnosis quadratics", tests, sizeof tests / sizeof *tests));
}
