#include "truth/many/trial.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "truth/many/linear.h"
#include "truth/many/others.h"
#include "truth/many/random.h"
#include "truth/own_rules.h"

const char *const trial_rule_names[TRIAL_RULES] = {
    "fixed",  "heavy_ball", "nesterov",   "exponential", "inverse", "cosine",  "adam",  "rmsprop",   "adagrad",
    "damped", "sign",       "normalised", "coordinate",  "decay",   "clipped", "rprop", "restarted", "slow_rmsprop",
};

/* Fixed step and momentum half of the time; every rule and schedule in every twentieth run at least. */
static trial_rule draw_rule(uint64_t *random)
{
    static const trial_rule often[20] = {TRIAL_FIXED,       TRIAL_FIXED,    TRIAL_FIXED,      TRIAL_FIXED,
                                         TRIAL_FIXED,       TRIAL_FIXED,    TRIAL_HEAVY_BALL, TRIAL_HEAVY_BALL,
                                         TRIAL_HEAVY_BALL,  TRIAL_NESTEROV, TRIAL_NESTEROV,   TRIAL_NESTEROV,
                                         TRIAL_EXPONENTIAL, TRIAL_INVERSE,  TRIAL_COSINE,     TRIAL_ADAM,
                                         TRIAL_ADAM,        TRIAL_RMSPROP,  TRIAL_ADAGRAD,    TRIAL_DAMPED};
    return often[random_below(random, 20)];
}

static double draw_momentum(uint64_t *random)
{
    static const double usual[6] = {0.5, 0.8, 0.9, 0.9, 0.95, 0.99};
    return random_below(random, 4) == 0 ? random_uniform(random, 0.1, 0.99) : usual[random_below(random, 6)];
}

/* At a minimum of this curvature. */
static double step_limit(trial_rule by, double momentum, double curvature)
{
    switch (by) {
    case TRIAL_HEAVY_BALL:
        return 2 * (1 + momentum) / curvature;
    case TRIAL_NESTEROV:
        return (2 + 2 * momentum) / ((1 + 2 * momentum) * curvature);
    case TRIAL_DAMPED:
        return 2 * (1 + 0.9) / ((1 - 0.9) * curvature);
    case TRIAL_FIXED:
    case TRIAL_EXPONENTIAL:
    case TRIAL_INVERSE:
    case TRIAL_COSINE:
        return 2 / curvature;
    default:
        return NAN;
    }
}

static descent_rule rule_of(trial_rule by, double step_size, double momentum, uint64_t *random)
{
    const descent_rule fixed = descent_fixed_step(step_size);
    switch (by) {
    case TRIAL_HEAVY_BALL:
        return descent_heavy_ball(step_size, momentum);
    case TRIAL_NESTEROV:
        return descent_nesterov(step_size, momentum);
    case TRIAL_EXPONENTIAL:
        return descent_rule_with_schedule(fixed,
                                          descent_schedule_exponential(1 - random_logarithmic(random, 1e-4, 0.3)));
    case TRIAL_INVERSE:
        return descent_rule_with_schedule(fixed, descent_schedule_inverse(random_logarithmic(random, 1, 1000)));
    case TRIAL_COSINE: {
        const uint64_t span = (uint64_t)random_logarithmic(random, 10, 1e4);
        return descent_rule_with_schedule(
            fixed, descent_schedule_cosine(span, random_below(random, 2) == 0 ? 0 : step_size / 100));
    }
    case TRIAL_ADAM:
        return own_adam(step_size);
    case TRIAL_RMSPROP:
        return own_rmsprop(step_size);
    case TRIAL_ADAGRAD:
        return own_adagrad(step_size);
    case TRIAL_DAMPED:
        return own_damped(step_size);
    default:
        return fixed;
    }
}

static void draw_start(trial *drawn, uint64_t *random)
{
    const bool usual = random_below(random, 10) == 0;
    for (size_t i = 0; i < drawn->on.n; i++) {
        const double around = drawn->on.start[i];
        const double away = drawn->on.spread * fmax(1, fabs(around)) * random_normal(random);
        drawn->start[i] = usual ? around : around + away;
    }
}

trial trial_draw(uint64_t seed, uint64_t id)
{
    uint64_t random = (seed << 32) ^ id;
    (void)random_bits(&random);
    random = random_bits(&random); /* neighbouring numbers begin far apart */
    trial drawn = {.id = id, .limit = NAN};
    drawn.on = terrain_draw(&formulas[random_below(&random, (unsigned)formula_count)], &random);
    drawn.by = draw_rule(&random);
    draw_start(&drawn, &random);
    const double momentum = draw_momentum(&random);
    double minimum[most_variables], values[most_variables];
    if (minimum_below(&drawn.on, drawn.start, minimum, values))
        drawn.limit = step_limit(drawn.by, momentum, values[drawn.on.n - 1]);
    double step_size = isfinite(drawn.limit) && drawn.limit > 0 ? drawn.limit * random_logarithmic(&random, 0.02, 2.5)
                                                                : pow(10, random_uniform(&random, -4, 1));
    if (drawn.by == TRIAL_ADAM || drawn.by == TRIAL_RMSPROP || drawn.by == TRIAL_ADAGRAD)
        step_size = fmax(1e-3, length(drawn.on.n, drawn.start)) * random_logarithmic(&random, 3e-4, 0.5);
    drawn.rule = rule_of(drawn.by, step_size, momentum, &random);
    drawn.steps = (size_t)random_logarithmic(&random, 3, 10001);
    drawn.loss_only = random_below(&random, 8) == 0;
    static const size_t strides[16] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 7};
    drawn.stride = strides[random_below(&random, 16)];
    return drawn;
}

trial trial_draw_other(uint64_t seed, uint64_t id)
{
    static descent_rule (*const others[])(double) = {other_sign,      other_normalised,  other_coordinate,
                                                     other_decay,     other_clipped,     other_rprop,
                                                     other_restarted, other_slow_rmsprop};
    trial drawn = trial_draw(seed, id);
    uint64_t random = ~id;
    const unsigned which = random_below(&random, sizeof others / sizeof *others);
    const double size = fmax(1e-3, length(drawn.on.n, drawn.start)) * random_logarithmic(&random, 3e-4, 0.5);
    drawn.by = (trial_rule)(TRIAL_SIGN + which);
    const bool by_slope = drawn.by == TRIAL_COORDINATE || drawn.by == TRIAL_DECAY || drawn.by == TRIAL_RESTARTED;
    drawn.rule = others[which](by_slope ? drawn.rule.step_size : size);
    return drawn;
}

machine machine_begin(const trial *of)
{
    machine run = {.of = of};
    memcpy(run.x, of->start, sizeof run.x);
    return run;
}

double trial_step_size(const trial *of, uint64_t number)
{
    const descent_schedule *with = &of->rule.schedule;
    const double base = of->rule.step_size;
    if (of->by == TRIAL_EXPONENTIAL)
        return base * pow(with->factor, (double)number);
    if (of->by == TRIAL_INVERSE)
        return base / (1 + (double)number / with->delay);
    if (of->by != TRIAL_COSINE)
        return base;
    if (number >= with->length)
        return with->floor;
    return with->floor + (base - with->floor) * (1 + cos(acos(-1.0) * (double)number / (double)with->length)) / 2;
}

/* Central differences at widths of the cube root of ε, as the library documents them. */
static void differences(const terrain *on, const double *x, double *g)
{
    double shifted[most_variables];
    memcpy(shifted, x, sizeof shifted);
    for (size_t i = 0; i < on->n; i++) {
        const double width = cbrt(DBL_EPSILON) * fmax(fabs(x[i]), 1), above = x[i] + width, below = x[i] - width;
        shifted[i] = above;
        const double high = terrain_loss(on, shifted);
        shifted[i] = below;
        g[i] = (high - terrain_loss(on, shifted)) / (above - below);
        shifted[i] = x[i];
    }
}

static bool is_finite(size_t n, const double *x)
{
    double trace = 0;
    for (size_t i = 0; i < n; i++)
        trace += x[i] - x[i];
    return trace == 0; /* NaN otherwise */
}

bool machine_step(machine *run)
{
    const trial *const of = run->of;
    const size_t n = of->on.n;
    const double momentum = run->step == 0 ? 0 : of->rule.momentum, step_size = trial_step_size(of, run->step);
    double g[most_variables], at[most_variables] = {0};
    const machine before = *run;
    for (size_t i = 0; i < n; i++)
        at[i] = of->by == TRIAL_NESTEROV ? run->x[i] + momentum * (run->x[i] - run->memory[0][i]) : run->x[i];
    if (of->loss_only)
        differences(&of->on, at, g);
    else
        terrain_gradient(&of->on, at, g);
    if (!is_finite(n, g))
        return false;
    if (of->by < TRIAL_ADAM) {
        for (size_t i = 0; i < n; i++) {
            const double here = run->x[i];
            run->x[i] = at[i] - step_size * g[i];
            if (of->by == TRIAL_HEAVY_BALL)
                run->x[i] += momentum * (here - run->memory[0][i]);
            run->memory[0][i] = here;
        }
    } else {
        double *const memory[2] = {run->memory[0], run->memory[1]};
        descent_rule_step step = {
            .dimension = n, .number = run->step, .step_size = step_size, .x = run->x, .gradient = g, .memory = memory};
        (void)of->rule.type->advance(&of->rule, &step);
    }
    run->step++;
    if (is_finite(n, run->x))
        return true;
    *run = before;
    return false;
}
