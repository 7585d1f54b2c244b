/* What a monitor that stops an engine has said, the run's own continuation keeps: by plain loops that go on for long. */
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <descent/descent.h>
#include <descent/monitor.h>

#include "support.h"

enum {
    most = 4,           /* variables */
    watched = 20000,    /* steps within which a verdict is waited for */
    continued = 100000, /* steps that it must outlive */
    runs = 20           /* of each function and rule */
};

typedef struct plain_run {
    size_t n;
    double step_size, momentum;
    bool adaptive; /* RMSProp, whose memory fades by the momentum: its step over the root of that */
    double a[most];
    void (*slope)(const struct plain_run *run, const double *x, double *gradient);
    double x[most], v[most], gradient[most];
} plain_run;

static void bowl(const plain_run *run, const double *x, double *gradient)
{
    for (size_t i = 0; i < run->n; i++)
        gradient[i] = run->a[i] * x[i];
}

static void waves(const plain_run *run, const double *x, double *gradient)
{
    for (size_t i = 0; i < run->n; i++)
        gradient[i] = i % 2 ? sin(x[i]) : run->a[i] * x[i];
}

static void saddle(const plain_run *run, const double *x, double *gradient)
{
    for (size_t i = 0; i < run->n; i++)
        gradient[i] = i % 2 ? -run->a[i] * x[i] + x[i] * x[i] * x[i] : run->a[i] * x[i];
}

/* log(1 + e^−x) in one variable, bowls in the others: no minimum. */
static void logistic(const plain_run *run, const double *x, double *gradient)
{
    bowl(run, x, gradient);
    gradient[0] = -1 / (1 + exp(x[0]));
}

/* Three pieces of slope 25, 1 and 25 (Lessard, Recht and Packard 2016, section 4.6). */
static void pieces(const plain_run *run, const double *x, double *gradient)
{
    for (size_t i = 0; i < run->n; i++)
        gradient[i] = x[i] < 1 ? 25 * x[i] : x[i] < 2 ? x[i] + 24 : 25 * x[i] - 24;
}

static void step(plain_run *run)
{
    for (size_t i = 0; i < run->n; i++) {
        const double g = run->gradient[i];
        double move;
        if (run->adaptive) {
            run->v[i] = run->momentum * run->v[i] + (1 - run->momentum) * g * g;
            move = -run->step_size * g / (sqrt(run->v[i]) + 1e-8);
        } else
            move = run->v[i] = run->momentum * run->v[i] - run->step_size * g;
        run->x[i] += move;
    }
    run->slope(run, run->x, run->gradient);
}

static double distance(size_t n, const double *x, const double *y)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (x[i] - y[i]) * (x[i] - y[i]);
    return sqrt(sum);
}

/* Goes on for long, and then on; returns the smallest number of steps up to `limit` after which it comes back, or 0. */
static size_t period_of(plain_run *run, size_t limit)
{
    for (size_t k = 0; k < continued; k++)
        step(run);
    plain_run later = *run;
    for (size_t p = 1; p <= limit; p++) {
        step(&later);
        if (distance(run->n, later.x, run->x) < 1e-7)
            return p;
    }
    return 0;
}

typedef struct outcome {
    descent_ending ending;
    size_t period, steps;
    double diameter;
} outcome;

/* Watches until there is a verdict; the run is left where it came. */
static outcome watch(plain_run *run)
{
    double low[most], high[most];
    descent_monitor *monitor;
    outcome seen = {.ending = DESCENT_ENDING_UNDETERMINED};
    assert_success(descent_monitor_new(&monitor, run->n, NULL));
    memcpy(low, run->x, sizeof low);
    memcpy(high, run->x, sizeof high);
    memset(run->v, 0, sizeof run->v);
    run->slope(run, run->x, run->gradient);
    while (seen.ending == DESCENT_ENDING_UNDETERMINED && seen.steps < watched && isfinite(run->gradient[0])) {
        for (size_t i = 0; i < run->n; i++) {
            low[i] = fmin(low[i], run->x[i]);
            high[i] = fmax(high[i], run->x[i]);
        }
        seen.ending = descent_monitor_observe(monitor, run->x, NAN, run->gradient);
        if (seen.ending == DESCENT_ENDING_UNDETERMINED) {
            step(run);
            seen.steps++;
        }
    }
    seen.period = descent_monitor_view(monitor).period;
    seen.diameter = distance(run->n, low, high);
    descent_monitor_free(monitor);
    return seen;
}

/* Is it what the run itself makes of it? A place of rest is kept within twenty tolerances of the monitor. */
static bool holds(plain_run *run, outcome said)
{
    if (said.ending == DESCENT_ENDING_PERIODIC)
        return period_of(run, 64) == said.period;
    if (said.ending != DESCENT_ENDING_CONVERGED && said.ending != DESCENT_ENDING_STALLED)
        return true;
    double at[most], farthest = 0;
    memcpy(at, run->x, sizeof at);
    for (size_t k = 0; k < continued; k++) {
        step(run);
        farthest = fmax(farthest, distance(run->n, at, run->x));
    }
    return farthest <= 20 * 1e-6 * said.diameter;
}

START_TEST(named_runs_are_not_stopped_too_early)
{
    plain_run flat = {.n = 2, .step_size = 0.5, .a = {1, 1e-10}, .slope = bowl, .x = {2, 3}};
    ck_assert_int_eq(watch(&flat).ending, DESCENT_ENDING_UNDETERMINED);
    plain_run round = {.n = 2, .step_size = 0.5, .a = {1, 0.1}, .slope = bowl, .x = {2, 3}};
    ck_assert_int_eq(watch(&round).ending, DESCENT_ENDING_CONVERGED);
    const double step_sizes[] = {2.05, 2.02}, starts[] = {1e-10, 2e-7};
    for (size_t i = 0; i < 2; i++) {
        plain_run grows = {.n = 2, .step_size = step_sizes[i], .a = {0.5}, .slope = waves, .x = {1, starts[i]}};
        const outcome seen = watch(&grows);
        ck_assert_int_eq(seen.ending, DESCENT_ENDING_PERIODIC);
        ck_assert_uint_eq(seen.period, 2);
    }
    plain_run shrinks = {.n = 2, .step_size = 1.95, .a = {0.5}, .slope = waves, .x = {1, 1e-1}};
    ck_assert_int_eq(watch(&shrinks).ending, DESCENT_ENDING_CONVERGED);
    plain_run cycle = {.n = 1, .step_size = 0.0808, .slope = pieces, .x = {3.3}};
    const outcome seen = watch(&cycle);
    ck_assert_int_eq(seen.ending, DESCENT_ENDING_PERIODIC);
    ck_assert_uint_eq(seen.period, 2);
    for (double size = 0.1; size < 100; size *= 2) {
        plain_run endless = {.n = 2, .step_size = size, .a = {0, fmin(1, 1 / size)}, .slope = logistic, .x = {0, 1}};
        ck_assert_int_eq(watch(&endless).ending, DESCENT_ENDING_UNDETERMINED);
    }
}
END_TEST

/* The memory fades by 0.9 a step, and steps over gradients grow by 1.05: they become too long for any minimum. */
START_TEST(a_rule_whose_steps_grow_has_not_settled)
{
    for (double start = 0.5; start < 3; start += 0.1) {
        plain_run rule = {.n = 2, .step_size = 0.05, .momentum = 0.9, .adaptive = true, .slope = bowl, .a = {1, 0.7}};
        rule.x[0] = start;
        rule.x[1] = -start;
        const outcome said = watch(&rule);
        ck_assert_msg(holds(&rule, said), "from %g: %s at %zu", start, descent_ending_string(said.ending), said.steps);
    }
}
END_TEST

static double next_uniform(uint64_t *state)
{
    *state += 0x9e3779b97f4a7c15u;
    uint64_t z = *state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

START_TEST(what_stopped_a_run_lasts)
{
    void (*const slopes[])(const plain_run *run, const double *x, double *gradient) = {bowl, waves, saddle, logistic,
                                                                                       pieces};
    const double largest[] = {2.1, 2.2, 1.2, 2, 0.084};
    uint64_t state = 7;
    size_t said = 0;
    for (size_t f = 0; f < sizeof slopes / sizeof *slopes; f++)
        for (size_t i = 0; i < 2 * runs; i++) {
            plain_run one = {.n = 1 + i % most, .slope = slopes[f], .momentum = i % 3 == 0 ? next_uniform(&state) : 0};
            one.step_size = largest[f] * (0.2 + 0.8 * next_uniform(&state));
            for (size_t j = 0; j < most; j++) {
                one.a[j] = pow(10, -6 * next_uniform(&state) * (double)(i % 2));
                one.x[j] = (4 * next_uniform(&state) - 2) * (j % 2 ? pow(10, -9 * next_uniform(&state)) : 1);
            }
            const outcome seen = watch(&one);
            said += seen.ending != DESCENT_ENDING_UNDETERMINED;
            ck_assert_msg(holds(&one, seen), "function %zu, run %zu: %s (period %zu) at %zu", f, i,
                          descent_ending_string(seen.ending), seen.period, seen.steps);
        }
    ck_assert_uint_ge(said, runs); /* the monitor is not silent */
}
END_TEST

/* 5000 variables of which one, which is not watched, is beyond its limit: the loss, or the gradient, tells. */
START_TEST(what_is_not_watched_shows_in_loss_and_gradient)
{
    enum {
        n = 5000
    };
    static double x[n], gradient[n];
    for (int shown = 0; shown < 4; shown++)
        for (int explodes = 0; explodes < 2; explodes++) {
            descent_monitor *monitor;
            assert_success(descent_monitor_new(&monitor, n, NULL));
            descent_ending ending = DESCENT_ENDING_UNDETERMINED;
            for (size_t i = 0; i < n; i++)
                x[i] = i == n - 1 ? 1e-3 : 1;
            for (size_t k = 0; k < 300; k++) {
                double loss = 0;
                for (size_t i = 0; i < n; i++) {
                    const double a = explodes && i == n - 1 ? 5 : 1;
                    gradient[i] = shown & 1 || i < n - 1 ? a * x[i] : 0;
                    loss += a * x[i] * x[i] / 2;
                }
                ending = descent_monitor_observe(monitor, x, shown & 2 ? loss : NAN, gradient);
                ck_assert_int_ne(ending, DESCENT_ENDING_STALLED);
                if (shown && explodes)
                    ck_assert_int_ne(ending, DESCENT_ENDING_CONVERGED);
                for (size_t i = 0; i < n; i++)
                    x[i] *= 1 - 0.5 * (explodes && i == n - 1 ? 5 : 1);
            }
            if (!explodes)
                ck_assert_int_eq(ending, DESCENT_ENDING_CONVERGED);
            descent_monitor_free(monitor);
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {named_runs_are_not_stopped_too_early, a_rule_whose_steps_grow_has_not_settled,
                                  what_stopped_a_run_lasts, what_is_not_watched_shows_in_loss_and_gradient};
    return descent_test_main(descent_test_suite("monitor continuation", tests, sizeof tests / sizeof tests[0]));
}
