#include "truth/outcome.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <descent/ending.h>

#define BIT(ending) (1u << DESCENT_ENDING_##ending)

enum {
    most_memory = 2,
    last_points = 5,       /* of a run that has arrived all of these are there */
    further_steps = 50000, /* that the rule is run on to see what becomes of it */
    window = 1000,         /* steps at the end of these, and before them, that are compared */
    while_steps = 50,      /* in a row near a critical point: not passing by */
};

/* A run by hand. */
typedef struct machine {
    const ground *on;
    const descent_rule *rule;
    double x[ground_variables];
    double memory[most_memory][ground_variables];
    size_t step;
} machine;

static void begin(machine *run, const ground *on, const descent_rule *rule)
{
    *run = (machine){.on = on, .rule = rule};
    memcpy(run->x, on->start, sizeof run->x);
}

static void advance(machine *run)
{
    double gradient[ground_variables];
    double *const memory[most_memory] = {run->memory[0], run->memory[1]};
    run->on->loss->gradient(run->x, gradient);
    descent_rule_step step = {.dimension = run->on->loss->dimension,
                              .number = run->step++,
                              .step_size = run->rule->step_size,
                              .x = run->x,
                              .gradient = gradient,
                              .memory = memory};
    (void)run->rule->type->advance(run->rule, &step);
}

static double norm_from(const machine *run, const double *point)
{
    double norm = 0;
    for (size_t i = 0; i < run->on->loss->dimension; i++)
        norm = hypot(norm, run->x[i] - (point ? point[i] : 0));
    return norm;
}

/* Distance to the nearest critical point; infinite if there is none, or if the run is nowhere. */
static double distance_left(const machine *run)
{
    double nearest = INFINITY;
    for (size_t j = 0; j < run->on->point_count; j++)
        nearest = fmin(nearest, norm_from(run, run->on->points[j]));
    return nearest;
}

static bool is_somewhere(const machine *run)
{
    return norm_from(run, NULL) <= DBL_MAX;
}

static double loss_at(const machine *run)
{
    return run->on->loss->loss(run->x);
}

/* What is measured of a run up to its last step. */
typedef struct past {
    double distance;  /* the largest left to the nearest critical point over the last points */
    double tolerance; /* of arrival: a millionth of the path's diameter, or what rounding leaves */
    bool fell;        /* the loss, over the second half of its steps */
    double loss;      /* in the end */
} past;

static past measure_past(machine *run, size_t steps)
{
    const size_t n = run->on->loss->dimension;
    double low[ground_variables], high[ground_variables], half_loss = 0, diameter = 0;
    past seen = {0};
    memcpy(low, run->x, sizeof low);
    memcpy(high, run->x, sizeof high);
    for (size_t k = 1; k <= steps; k++) {
        advance(run);
        for (size_t i = 0; i < n; i++) {
            low[i] = fmin(low[i], run->x[i]);
            high[i] = fmax(high[i], run->x[i]);
        }
        if (k == steps / 2)
            half_loss = loss_at(run);
        if (k + last_points > steps)
            seen.distance = fmax(seen.distance, distance_left(run));
    }
    for (size_t i = 0; i < n; i++)
        diameter = hypot(diameter, high[i] - low[i]);
    seen.tolerance = fmax(1e-6 * diameter, sqrt(DBL_EPSILON) * norm_from(run, NULL));
    seen.loss = loss_at(run);
    seen.fell = seen.loss < half_loss;
    return seen;
}

/* What becomes of it. */
typedef struct future {
    bool somewhere; /* it stays finite */
    bool arrives;   /* keeps within the tolerance for a while, */
    bool hovers;    /* yet in the end moves outside it, and comes no nearer */
    size_t stays;   /* so many steps from its end on it keeps within ten tolerances */
    double late;    /* the largest distance left in the end */
    double loss;    /* the highest in the end */
} future;

static future measure_future(machine *run, double tolerance)
{
    const double no_nearer = 0.9;
    future seen = {.loss = -INFINITY};
    double before = 0;
    size_t near = 0;
    for (size_t k = 0; k < further_steps; k++) {
        advance(run);
        const double distance = distance_left(run);
        near = distance <= tolerance ? near + 1 : 0;
        seen.arrives = seen.arrives || near >= while_steps;
        seen.stays += seen.stays == k && distance <= 10 * tolerance;
        if (k + window >= further_steps) {
            seen.late = fmax(seen.late, distance);
            seen.loss = fmax(seen.loss, loss_at(run));
        } else if (k + 2 * window >= further_steps)
            before = fmax(before, distance);
    }
    seen.somewhere = is_somewhere(run);
    seen.hovers = seen.late > tolerance && seen.late >= no_nearer * before;
    return seen;
}

/* A run that goes to a critical point, from what is left of the way. */
static outcome outcome_of_contraction(const past *seen)
{
    const double clear = 10; /* factor by which estimates of the distance may differ from it, either way */
    if (seen->distance <= seen->tolerance / clear)
        return (outcome){BIT(CONVERGED), BIT(APPROACHING) | BIT(DESCENDING), 0};
    if (seen->distance <= seen->tolerance * clear)
        return (outcome){BIT(CONVERGED) | BIT(APPROACHING), BIT(DESCENDING), 0};
    return (outcome){BIT(APPROACHING), BIT(DESCENDING), 0};
}

outcome outcome_of(const ground *on, const descent_rule *rule, size_t steps)
{
    machine run;
    begin(&run, on, rule);
    const past seen = measure_past(&run, steps);
    /* Thrown out by its steps, where the loss is bounded below. */
    const outcome exploded = {BIT(DIVERGING), BIT(NONFINITE), 0};
    if (on->point_count == 0)
        return (outcome){BIT(UNBOUNDED), BIT(DESCENDING), 0};
    if (!is_somewhere(&run))
        return exploded;
    const bool arrived = seen.distance <= seen.tolerance;
    const future ahead = measure_future(&run, seen.tolerance);
    if (!ahead.somewhere)
        return exploded;
    outcome is = {0, 0, 0};
    if (arrived || ahead.arrives || !ahead.hovers)
        is = outcome_of_contraction(&seen);
    /* What hovers in the end approaches nothing, however near it came; only for a while, if it arrives before. */
    if (ahead.hovers) {
        is.all = (is.all & BIT(CONVERGED)) | BIT(PERIODIC) | BIT(QUASIPERIODIC) | BIT(CHAOTIC);
        is.less = seen.fell && ahead.loss <= seen.loss ? BIT(DESCENDING) : 0;
        is.passing = (arrived || ahead.arrives ? BIT(APPROACHING) : 0) | (seen.fell ? BIT(DESCENDING) : 0);
        /* Who leaves again before it has stayed as long as it has been is there for a while only. */
        if (ahead.stays < steps) {
            is.passing |= is.all & BIT(CONVERGED);
            is.all &= ~BIT(CONVERGED);
        }
    }
    return is;
}
