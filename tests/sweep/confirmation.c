/* What a run's continuation contradicts is not said: by kinds of runs, and by a plain loop over a family of them. */
#include <math.h>
#include <stdint.h>

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/sweep.h>

#include "support.h"

/* A loss and its gradient; `p` is the context's number. */
#define LOSS(name, value, slopes)                                                                                      \
    static int name##_loss(size_t n, const double *x, double *loss, void *context)                                     \
    {                                                                                                                  \
        const double p = context ? *(const double *)context : 0;                                                       \
        (void)n;                                                                                                       \
        (void)p;                                                                                                       \
        *loss = value;                                                                                                 \
        return 0;                                                                                                      \
    }                                                                                                                  \
    static int name##_gradient(size_t n, const double *x, double *g, void *context)                                    \
    {                                                                                                                  \
        const double p = context ? *(const double *)context : 0;                                                       \
        (void)n;                                                                                                       \
        (void)p;                                                                                                       \
        slopes;                                                                                                        \
        return 0;                                                                                                      \
    }

LOSS(pendulum, 1 - cos(x[0]), g[0] = sin(x[0]))
LOSS(logarithm, 0.5 * log(1 + x[0] * x[0]), g[0] = x[0] / (1 + x[0] * x[0]))
LOSS(saddle, (x[0] * x[0] - p * x[1] * x[1]) / 2, g[0] = x[0]; g[1] = -p * x[1])
LOSS(rosenbrock, 100 * pow(x[1] - x[0] * x[0], 2) + pow(1 - x[0], 2),
     g[0] = -400 * x[0] * (x[1] - x[0] * x[0]) - 2 * (1 - x[0]);
     g[1] = 200 * (x[1] - x[0] * x[0]))
LOSS(valley, 15 * pow(x[1] - sin(x[0]), 2) + 0.05 * x[0] * x[0],
     g[0] = -30 * (x[1] - sin(x[0])) * cos(x[0]) + 0.1 * x[0];
     g[1] = 30 * (x[1] - sin(x[0])))
LOSS(quartic, 0.3 * pow(x[0], 4) + 0.7 * pow(x[1], 4) - 1.3 * x[0] * x[0] + 0.8 * x[0] * x[1] - 0.9 * x[1] * x[1],
     g[0] = 1.2 * pow(x[0], 3) - 2.6 * x[0] + 0.8 * x[1];
     g[1] = 2.8 * pow(x[1], 3) + 0.8 * x[0] - 1.8 * x[1])
LOSS(factors, 0.5 * pow(x[0] * x[1] - 1, 2), const double r = x[0] * x[1] - 1; g[0] = r * x[1]; g[1] = r * x[0])
LOSS(shelf, 1 - exp(-x[0] * x[0]), g[0] = 2 * x[0] * exp(-x[0] * x[0]))
LOSS(parabola, 0.5 * x[0] * x[0], g[0] = x[0])
LOSS(power, pow(x[0], 4), g[0] = 4 * pow(x[0], 3))
LOSS(barrier, x[0] - log(x[0]), g[0] = 1 - 1 / x[0])
LOSS(open_barrier, x[0] - log(fabs(x[0])), g[0] = 1 - 1 / x[0])
LOSS(sigmoid, 1 / (1 + exp(-x[0])), const double q = 1 / (1 + exp(-x[0])); g[0] = q * (1 - q))
LOSS(bowl, 0.5 * (x[0] * x[0] + 10 * x[1] * x[1]), g[0] = x[0]; g[1] = 10 * x[1])

static descent_ending judge(const descent_problem *problem, descent_rule rule, const double *start, size_t steps,
                            size_t *period, double *loss)
{
    descent_sweep_options options = {0};
    descent_sweep *sweep;
    options.steps = steps;
    options.check_count = DESCENT_SWEEP_NO_CHECKS;
    options.no_classification = 1;
    assert_success(descent_sweep_starts(problem, rule, start, 1, &options, &sweep));
    const descent_sweep_result result = descent_sweep_view_run(sweep, 0);
    if (period)
        *period = result.period;
    if (loss)
        *loss = result.end_loss;
    const descent_ending ending = result.ending;
    descent_sweep_free(sweep);
    return ending;
}

/* From 1e-9 beside the top of a multiplier of 1 − 2.5 moves grow 10⁶-fold before they end on a 2-cycle of size 2.26. */
START_TEST(a_bounded_loss_never_diverges)
{
    const descent_problem problems[] = {{.dimension = 1, .gradient = pendulum_gradient, .loss = pendulum_loss},
                                        {.dimension = 1, .gradient = logarithm_gradient, .loss = logarithm_loss}};
    for (size_t i = 0; i < 2; i++)
        for (size_t steps = 20; steps <= 60; steps += 4) {
            const double start = 1e-9;
            const descent_ending fixed = judge(&problems[i], descent_fixed_step(2.5), &start, steps, NULL, NULL);
            const descent_ending heavy = judge(&problems[i], descent_heavy_ball(4.5, 0.5), &start, steps, NULL, NULL);
            ck_assert_int_ne(fixed, DESCENT_ENDING_DIVERGING);
            ck_assert_int_ne(fixed, DESCENT_ENDING_UNBOUNDED);
            ck_assert_int_ne(heavy, DESCENT_ENDING_DIVERGING);
            ck_assert_int_ne(heavy, DESCENT_ENDING_UNBOUNDED);
        }
    /* on a bowl the same growth is one */
    const descent_problem round = {.dimension = 2, .gradient = bowl_gradient, .loss = bowl_loss};
    const double start[] = {1e-9, 1e-9};
    ck_assert_int_eq(judge(&round, descent_fixed_step(0.25), start, 40, NULL, NULL), DESCENT_ENDING_DIVERGING);
}
END_TEST

/* (x² − p·y²)/2: y leaves while x, below its limit of 2, swings to rest: the loss has no minimum, and no step is too large. */
START_TEST(a_saddle_that_is_left_is_unbounded)
{
    size_t unbounded = 0;
    for (size_t i = 0; i < 12; i++)
        for (size_t k = 0; k < 8; k++) {
            double p = 0.05 + 0.1 * (double)i;
            const double eta = 1.05 + 0.12 * (double)k, start[] = {1, 1e-6};
            const descent_problem problem = {
                .dimension = 2, .gradient = saddle_gradient, .loss = saddle_loss, .context = &p};
            const descent_ending ending = judge(&problem, descent_fixed_step(eta), start, 100, NULL, NULL);
            ck_assert_int_ne(ending, DESCENT_ENDING_DIVERGING);
            unbounded += ending == DESCENT_ENDING_UNBOUNDED;
        }
    ck_assert_uint_ge(unbounded, 60);
}
END_TEST

/*
 * x₁³ − 3x₁x₂² falls for ever, and from x⁴, with 4ηx² > 2, every step leads farther from side to side; either way the numbers run out after
 * whatever count of steps. Just past a mark, at 64, 128, 256 steps and so on, a verdict must not be made of the few points since.
 */
START_TEST(what_overflows_is_told_by_more_than_its_last_point)
{
    const descent_problem saddle = descent_test_landscape("monkey_saddle", 0);
    const descent_problem power = {.dimension = 1, .gradient = power_gradient, .loss = power_loss};
    const descent_plane plane = {.left = -1, .right = 1, .bottom = -1, .top = 1, .columns = 256, .rows = 256};
    const descent_sweep_options options = {.steps = 500, .check_count = DESCENT_SWEEP_NO_CHECKS};
    double starts[100];
    descent_sweep *sweep;
    assert_success(descent_sweep_plane(&saddle, descent_fixed_step(0.1), &plane, &options, &sweep));
    ck_assert_double_eq(descent_sweep_view(sweep).share[DESCENT_ENDING_DIVERGING], 0);
    ck_assert_double_gt(descent_sweep_view(sweep).share[DESCENT_ENDING_UNBOUNDED], 0.999);
    descent_sweep_free(sweep);
    for (size_t i = 0; i < 100; i++)
        starts[i] = sqrt(5) + pow(10, -(double)i / 8);
    assert_success(descent_sweep_starts(&power, descent_fixed_step(0.1), starts, 100, &options, &sweep));
    ck_assert_double_eq(descent_sweep_view(sweep).share[DESCENT_ENDING_DIVERGING], 1);
    descent_sweep_free(sweep);
}
END_TEST

/* x − log x has a slope left of 0, and no loss: where nothing is, nothing falls. With log |x| it does, for ever. */
START_TEST(where_there_is_no_loss_nothing_falls)
{
    const descent_problem barrier = {.dimension = 1, .gradient = barrier_gradient, .loss = barrier_loss};
    const descent_problem open = {.dimension = 1, .gradient = open_barrier_gradient, .loss = open_barrier_loss};
    const double starts[] = {-1, -10, -0.5}, etas[] = {0.1, 1, 10};
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < 3; k++)
            for (size_t steps = 256; steps <= 4096; steps *= 4) {
                const descent_rule rule = descent_fixed_step(etas[k]);
                const descent_ending ending = judge(&open, rule, &starts[i], steps, NULL, NULL);
                ck_assert_int_eq(judge(&barrier, rule, &starts[i], steps, NULL, NULL), DESCENT_ENDING_NONFINITE);
                ck_assert(ending == DESCENT_ENDING_UNBOUNDED || ending == DESCENT_ENDING_DESCENDING);
            }
}
END_TEST

/* Beyond 2/λ of the minimum ahead, 0.0019968 and 2/60.05, no run settles there, however it descends for now. */
START_TEST(a_minimum_that_repels_is_not_approached)
{
    const descent_problem problems[] = {{.dimension = 2, .gradient = rosenbrock_gradient, .loss = rosenbrock_loss},
                                        {.dimension = 2, .gradient = valley_gradient, .loss = valley_loss}};
    const double starts[2][2] = {{-1.2, 1}, {3, 1}}, limits[] = {2 / 1001.60063897844, 2 / 60.05005};
    const size_t steps[] = {40, 200, 1000, 4000};
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < 4; k++)
            for (size_t above = 0; above < 2; above++) {
                const double eta = limits[i] * (above ? 1.02 : 0.9);
                const descent_ending ending =
                    judge(&problems[i], descent_fixed_step(eta), starts[i], steps[k], NULL, NULL);
                if (above) {
                    ck_assert_int_ne(ending, DESCENT_ENDING_APPROACHING);
                    ck_assert_int_ne(ending, DESCENT_ENDING_CONVERGED);
                    /* what falls has far to fall after few steps, but not beside the minimum */
                    ck_assert(ending != DESCENT_ENDING_DESCENDING || steps[k] < 4000);
                } else if (steps[k] == 4000) {
                    ck_assert(ending == DESCENT_ENDING_APPROACHING || ending == DESCENT_ENDING_CONVERGED);
                }
            }
}
END_TEST

/* A plain loop: the state of a run, and its step by the formula. */
typedef struct plain_run {
    descent_gradient_function *gradient;
    size_t n;
    int rule;
    double eta, beta, x[2], before[2];
} plain_run;

static bool plain_step(plain_run *run)
{
    double g[2], at[2], next[2];
    for (size_t i = 0; i < run->n; i++)
        at[i] = run->x[i] + (run->rule == 2 ? run->beta * (run->x[i] - run->before[i]) : 0);
    run->gradient(run->n, at, g, NULL);
    for (size_t i = 0; i < run->n; i++) {
        next[i] = at[i] - run->eta * g[i] + (run->rule == 1 ? run->beta * (run->x[i] - run->before[i]) : 0);
        if (!(fabs(next[i]) < 1e60))
            return false;
    }
    for (size_t i = 0; i < run->n; i++) {
        run->before[i] = run->x[i];
        run->x[i] = next[i];
    }
    return true;
}

typedef enum plain_truth {
    GROWS,
    SETTLES,
    RETURNS,
    MOVES_ON
} plain_truth;

enum {
    plain_window = 512,
    plain_steps = 60000
};

/* What becomes of a run: its last points after 60,000 steps, and where it ends. */
static plain_truth plain_loop(plain_run run, size_t *period, double *end)
{
    static double last[plain_window][2];
    double size = 0, extent = 0;
    for (size_t k = 0; k < plain_steps; k++) {
        if (!plain_step(&run))
            return GROWS;
        for (size_t i = 0; i < run.n; i++)
            last[k % plain_window][i] = run.x[i];
    }
    const size_t newest = (plain_steps - 1) % plain_window;
    for (size_t k = 0; k < plain_window; k++)
        for (size_t i = 0; i < run.n; i++) {
            extent = fmax(extent, fabs(last[k][i] - run.x[i]));
            size = fmax(size, fabs(last[k][i]));
        }
    for (size_t i = 0; i < run.n; i++)
        end[i] = run.x[i];
    /* or it is on its way still, straight on, ever more slowly */
    double way = 0, travelled = 0;
    for (size_t k = 0; k + 1 < plain_window; k++)
        for (size_t i = 0; i < run.n; i++)
            way += fabs(last[(newest + plain_window - k) % plain_window][i] -
                        last[(newest + plain_window - k - 1) % plain_window][i]);
    for (size_t i = 0; i < run.n; i++)
        travelled += fabs(run.x[i] - last[(newest + 1) % plain_window][i]);
    if (size > 1e20) /* by a factor near to 1 it is not beyond all numbers yet */
        return GROWS;
    if (extent <= 1e-9 * fmax(size, 1e-3) || travelled > 0.9 * way)
        return SETTLES;
    for (size_t p = 2; p <= 64; p++) {
        double miss = 0;
        for (size_t k = 0; k + p < plain_window; k++)
            for (size_t i = 0; i < run.n; i++)
                miss = fmax(miss, fabs(last[(newest + plain_window - k) % plain_window][i] -
                                       last[(newest + plain_window - k - p) % plain_window][i]));
        if (miss <= 1e-8 * extent) {
            *period = p;
            return RETURNS;
        }
    }
    return MOVES_ON;
}

/* Is the ending no more than the truth allows? `lower`: the loss is lower in the end. */
static bool is_true(descent_ending ending, size_t period, plain_truth truth, size_t true_period, bool lower)
{
    switch (ending) {
    case DESCENT_ENDING_CONVERGED:
    case DESCENT_ENDING_APPROACHING:
        return truth == SETTLES;
    case DESCENT_ENDING_PERIODIC:
        return truth == RETURNS && period == true_period;
    case DESCENT_ENDING_QUASIPERIODIC:
    case DESCENT_ENDING_CHAOTIC:
        return truth == MOVES_ON;
    case DESCENT_ENDING_DIVERGING:
    case DESCENT_ENDING_UNBOUNDED:
    case DESCENT_ENDING_NONFINITE:
        return truth == GROWS;
    case DESCENT_ENDING_DESCENDING:
        return truth == GROWS || lower;
    default:
        return ending == DESCENT_ENDING_UNDETERMINED;
    }
}

/* From 1 the step leads to 1 − 200/e = −72.6, where e^(−x²) underflows: all is level there, at the loss' supremum. With a step
 * of 1 the parabola's run lands on its minimum at once, and the gradient is 0, too, but not beside it. */
START_TEST(level_ground_is_no_minimum)
{
    const descent_problem shelf = {.dimension = 1, .gradient = shelf_gradient, .loss = shelf_loss};
    const descent_problem parabola = {.dimension = 1, .gradient = parabola_gradient, .loss = parabola_loss};
    const size_t lengths[] = {20, 64, 200, 1000, 5000};
    const double start = 1;
    for (size_t l = 0; l < 5; l++) {
        ck_assert_int_eq(judge(&shelf, descent_fixed_step(100), &start, lengths[l], NULL, NULL),
                         DESCENT_ENDING_UNDETERMINED);
        ck_assert_int_eq(judge(&shelf, descent_heavy_ball(100, 0.1), &start, lengths[l], NULL, NULL),
                         DESCENT_ENDING_UNDETERMINED);
        ck_assert_int_eq(judge(&parabola, descent_fixed_step(1), &start, lengths[l], NULL, NULL),
                         DESCENT_ENDING_CONVERGED);
    }
}
END_TEST

/* The parabola's critical point is as far ahead as x: no farther than the run has come once x is below a half. The sigmoid has
 * one ahead nowhere, though by its curvature it does, at 1/(1 − 2σ). */
START_TEST(what_is_approached_is_no_farther_than_the_way_come)
{
    const descent_problem parabola = {.dimension = 1, .gradient = parabola_gradient, .loss = parabola_loss};
    const descent_problem sigmoid = {.dimension = 1, .gradient = sigmoid_gradient, .loss = sigmoid_loss};
    const size_t steps = 256;
    const double start = 1, near = -0.91162169432727236, far = 1.3465710848340897;
    for (int side = 0; side < 2; side++) {
        const double eta = 1 - pow(side == 0 ? 0.49 : 0.51, 1.0 / (double)steps);
        ck_assert_int_eq(judge(&parabola, descent_fixed_step(eta), &start, steps, NULL, NULL),
                         side == 0 ? DESCENT_ENDING_APPROACHING : DESCENT_ENDING_DESCENDING);
    }
    ck_assert_int_eq(judge(&sigmoid, descent_fixed_step(4.0946907e-4), &near, 459, NULL, NULL),
                     DESCENT_ENDING_DESCENDING);
    /* it has come far enough here, but what is ahead draws nearer ever more slowly */
    for (size_t k = 500; k < 3000; k += 250)
        ck_assert_int_ne(judge(&sigmoid, descent_fixed_step(0.02420998), &far, k, NULL, NULL),
                         DESCENT_ENDING_APPROACHING);
}
END_TEST

/* v ← 0.999v + 0.001g², x ← x − ηg/(√v + 10⁻⁸): it bursts when v has faded. */
static int advance_forgetful(const descent_rule *rule, descent_rule_step *step)
{
    double *const v = step->memory[0];
    (void)rule;
    v[0] = 0.999 * v[0] + 0.001 * step->gradient[0] * step->gradient[0];
    step->x[0] -= step->step_size * step->gradient[0] / (sqrt(v[0]) + 1e-8);
    return 0;
}

static const descent_rule_type forgetful_type = {.name = "forgetful", .memory_count = 1, .advance = advance_forgetful};

/* How far does a run on the parabola get from where it is after so many steps, in as many again? */
static double farthest(double eta, double x, size_t steps, double *diameter)
{
    double v = 0, far = 0, rest = x, start = x;
    for (size_t k = 0; k < 2 * steps; k++) {
        if (k == steps)
            rest = x;
        v = 0.999 * v + 0.001 * x * x;
        x -= eta * x / (sqrt(v) + 1e-8);
        if (k < steps)
            *diameter = fmax(*diameter, fabs(x - start));
        else
            far = fmax(far, fabs(x - rest));
    }
    return far;
}

START_TEST(a_memory_that_fades_is_followed)
{
    const descent_problem problem = {.dimension = 1, .gradient = parabola_gradient, .loss = parabola_loss};
    size_t rested = 0, left = 0;
    for (int e = 0; e < 8; e++)
        for (size_t steps = 1000; steps <= 8000; steps += 1000) {
            const double eta = 0.001 * pow(2, e), start = 1;
            const descent_rule rule = {.type = &forgetful_type, .step_size = eta};
            double diameter = 0;
            const double far = farthest(eta, start, steps, &diameter);
            const bool converged = judge(&problem, rule, &start, steps, NULL, NULL) == DESCENT_ENDING_CONVERGED;
            ck_assert_msg(!converged || far <= 16e-6 * diameter, "%g, %zu steps: %g", eta, steps, far);
            rested += converged;
            left += far > 16e-6 * diameter;
        }
    ck_assert_uint_gt(rested, 0);
    ck_assert_uint_gt(left, 0);
}
END_TEST

/* Whichever way it is asked for, a run by AdaGrad, which forgets nothing, is judged as the same run; and so is one by Adam. */
START_TEST(the_same_run_has_the_same_verdict_in_every_sweep)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double starts[] = {4, 1.25}, step_sizes[] = {0.05};
    const descent_rule rules[] = {
        descent_adagrad(0.05, 0), descent_adam(0.05, NULL), {.type = &forgetful_type, .step_size = 0.05}};
    size_t approaching = 0;
    for (size_t steps = 60; steps < 4000; steps *= 2)
        for (size_t k = 0; k < 3; k++) {
            descent_rule bare = rules[k];
            bare.step_size = 0; /* replaced by those of the runs */
            descent_sweep_options options = {
                .steps = steps, .check_count = DESCENT_SWEEP_NO_CHECKS, .no_classification = 1};
            descent_sweep *by_start, *by_step_size, *by_rule;
            assert_success(descent_sweep_starts(&problem, rules[k], starts, 1, &options, &by_start));
            assert_success(descent_sweep_rules(&problem, starts, rules, 3, &options, &by_rule));
            options.rule = &bare;
            assert_success(descent_sweep_step_sizes(&problem, starts, step_sizes, 1, &options, &by_step_size));
            const descent_ending ending = descent_sweep_ending(by_start, 0);
            ck_assert_int_eq(descent_sweep_ending(by_rule, k), ending);
            ck_assert_int_eq(descent_sweep_ending(by_step_size, 0), ending);
            approaching += k == 0 && ending == DESCENT_ENDING_APPROACHING;
            descent_sweep_free(by_start);
            descent_sweep_free(by_rule);
            descent_sweep_free(by_step_size);
        }
    ck_assert_uint_gt(approaching, 0);
}
END_TEST

/* A cycle to the last bit is one for ever, and goes no further; others go on, unless nobody wants to know. */
START_TEST(what_needs_no_confirmation_has_none)
{
    const descent_problem pendulum = {.dimension = 1, .gradient = pendulum_gradient};
    descent_sweep_options options = {.steps = 1024, .check_count = DESCENT_SWEEP_NO_CHECKS, .no_classification = 1};
    const double start = 1, beside = 1e-9;
    const uint64_t most = options.steps + 4 * 512;
    descent_sweep *sweep;
    assert_success(descent_sweep_starts(&pendulum, descent_fixed_step(2.5), &start, 1, &options, &sweep));
    ck_assert_int_eq(descent_sweep_ending(sweep, 0), DESCENT_ENDING_PERIODIC);
    ck_assert_uint_le(descent_sweep_view(sweep).evaluations.gradient, most);
    descent_sweep_free(sweep);
    options.steps = 40;
    for (int confirmed = 0; confirmed < 2; confirmed++) {
        options.no_confirmation = !confirmed;
        assert_success(descent_sweep_starts(&pendulum, descent_fixed_step(2.5), &beside, 1, &options, &sweep));
        ck_assert_int_eq(descent_sweep_ending(sweep, 0) == DESCENT_ENDING_UNDETERMINED, confirmed);
        ck_assert_int_eq(descent_sweep_view(sweep).evaluations.gradient > 512, confirmed);
        descent_sweep_free(sweep);
    }
}
END_TEST

/* Step sizes from a fiftieth to twice the limit, many of them beside it; three rules, short runs and long ones. */
START_TEST(a_family_of_runs_is_told_truly_or_not_at_all)
{
    const struct {
        descent_gradient_function *gradient;
        descent_loss_function *loss;
        size_t n;
        double start[2], limit;
    } losses[] = {
        {pendulum_gradient, pendulum_loss, 1, {1}, 2},
        {logarithm_gradient, logarithm_loss, 1, {1.5}, 2},
        {rosenbrock_gradient, rosenbrock_loss, 2, {-1.2, 1}, 2 / 1001.60063897844},
        {valley_gradient, valley_loss, 2, {3, 1}, 2 / 60.05005},
        {quartic_gradient, quartic_loss, 2, {0.5, -0.7}, 0.36},
        {factors_gradient, factors_loss, 2, {2, 0.3}, 0.46},
        {bowl_gradient, bowl_loss, 2, {1, 1}, 0.2},
    };
    const double shares[] = {0.02, 0.1, 0.3, 0.7, 0.9, 0.98, 0.999, 1.001, 1.01, 1.03, 1.1, 1.25, 1.5, 1.9};
    const size_t lengths[] = {40, 200, 2048};
    size_t heard = 0, said = 0;
    for (size_t f = 0; f < sizeof losses / sizeof *losses; f++)
        for (int rule = 0; rule < 3; rule++)
            for (size_t k = 0; k < sizeof shares / sizeof *shares; k += descent_test_in_full() ? 1 : 3)
                for (size_t l = 0; l < (descent_test_in_full() ? 3 : 1); l++) {
                    const double beta = 0.5;
                    const double factor = rule == 0 ? 1 : rule == 1 ? 1 + beta : (1 + beta) / (1 + 2 * beta);
                    const double eta = shares[k] * losses[f].limit * factor, *const x = losses[f].start;
                    const descent_problem problem = {
                        .dimension = losses[f].n, .gradient = losses[f].gradient, .loss = losses[f].loss};
                    const plain_run plain = {.gradient = losses[f].gradient,
                                             .n = losses[f].n,
                                             .rule = rule,
                                             .eta = eta,
                                             .beta = beta,
                                             .x = {x[0], x[1]},
                                             .before = {x[0], x[1]}};
                    size_t period, true_period = 0;
                    double end[2], loss = 0, then = 0;
                    const descent_ending ending = judge(&problem,
                                                        rule == 0   ? descent_fixed_step(eta)
                                                        : rule == 1 ? descent_heavy_ball(eta, beta)
                                                                    : descent_nesterov(eta, beta),
                                                        x, lengths[l], &period, &then);
                    const plain_truth truth = plain_loop(plain, &true_period, end);
                    losses[f].loss(losses[f].n, end, &loss, NULL);
                    ck_assert_msg(is_true(ending, period, truth, true_period, loss < then),
                                  "loss %zu, rule %d, %g of the limit, %zu steps: %s, truth %d", f, rule, shares[k],
                                  lengths[l], descent_ending_string(ending), (int)truth);
                    heard++;
                    said += ending != DESCENT_ENDING_UNDETERMINED;
                }
    if (descent_test_in_full()) /* of the shortest runs alone, less is said */
        ck_assert_uint_ge(10 * said, 7 * heard);
}
END_TEST

int main(void)
{
    const TTest *const long_tests[] = {a_family_of_runs_is_told_truly_or_not_at_all};
    const TTest *const tests[] = {a_bounded_loss_never_diverges,
                                  a_saddle_that_is_left_is_unbounded,
                                  what_overflows_is_told_by_more_than_its_last_point,
                                  where_there_is_no_loss_nothing_falls,
                                  a_minimum_that_repels_is_not_approached,
                                  level_ground_is_no_minimum,
                                  what_is_approached_is_no_farther_than_the_way_come,
                                  a_memory_that_fades_is_followed,
                                  the_same_run_has_the_same_verdict_in_every_sweep,
                                  what_needs_no_confirmation_has_none};
    Suite *const suite = descent_test_suite("sweep confirmation", tests, sizeof tests / sizeof tests[0]);
    descent_test_add_long(suite, long_tests, sizeof long_tests / sizeof *long_tests, 0);
    return descent_test_main(suite);
}
