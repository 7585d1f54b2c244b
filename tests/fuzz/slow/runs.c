/* Runs of an engine: their diagnosis within its budget, recorded or not; saved and loaded; driven by asking. */
#include "slow.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <descent/adaptive.h>
#include <descent/ask.h>
#include <descent/diagnosis.h>
#include <descent/monitor.h>
#include <descent/resume.h>
#include <descent/rules.h>
#include <descent/step_finders.h>

enum {
    RECORDED,
    UNRECORDED,
    THINNED
};

static double customary_step(const slow *one)
{
    switch (one->ground) {
    case BENT:
        return 1e-3;
    case LOGISTIC:
        return 2.9; /* chaos */
    case ILL:
        return 1e-150;
    default:
        return 1e-2;
    }
}

static descent_status engine_of(trial *t, descent_rule rule, descent_engine **engine)
{
    static const descent_path_options thin = {.byte_limit = 1 << 16};
    descent_status status = descent_engine_new(engine, &t->problem, rule, t->x);
    if (status == DESCENT_SUCCESS && t->one->kind != UNRECORDED)
        status = descent_engine_record(*engine, t->one->kind == THINNED && t->one->n < 1000 ? &thin : NULL);
    return status;
}

/* The limit is of the diagnosis alone; that the run itself could not be made is no end of it. */
static descent_status diagnosed(trial *t, descent_rule rule)
{
    const descent_diagnosis_options options = {.budget = t->one->limit};
    descent_engine *engine;
    descent_diagnosis *diagnosis = NULL;
    descent_status status = engine_of(t, rule, &engine);
    if (status == DESCENT_SUCCESS)
        (void)descent_engine_run(engine, t->one->size);
    t->calls = 0;
    if (status == DESCENT_SUCCESS)
        status = descent_engine_diagnose(engine, &options, &diagnosis);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
    return status;
}

static descent_status fixed_steps(trial *t)
{
    return diagnosed(t, descent_fixed_step(customary_step(t->one)));
}

static descent_status heavy_ball(trial *t)
{
    return diagnosed(t, descent_heavy_ball(customary_step(t->one), 0.999));
}

static descent_status adam(trial *t)
{
    return diagnosed(t, descent_adam(customary_step(t->one), NULL));
}

static descent_status quasi_newton(trial *t)
{
    return diagnosed(t, descent_lbfgs(1, 100, NULL));
}

static descent_status perturbed(trial *t)
{
    return diagnosed(t, descent_perturbed(customary_step(t->one), NULL));
}

static descent_status shortening(trial *t)
{
    const descent_schedule schedule = descent_schedule_restarts(1, 2, 0);
    return diagnosed(t, descent_rule_with_schedule(descent_fixed_step(customary_step(t->one)), schedule));
}

/* On the way it is saved and loaded, a few times. */
static descent_status saved(trial *t)
{
    const char *const folder = getenv("TMPDIR");
    char name[200];
    snprintf(name, sizeof name, "%.150s/descent-slow-%ld", folder ? folder : "/tmp", (long)getpid());
    const descent_rule rule = descent_lbfgs(1, 20, NULL);
    descent_engine *engine;
    descent_status status = engine_of(t, rule, &engine);
    for (int k = 0; status == DESCENT_SUCCESS && k < 3; k++) {
        (void)descent_engine_run(engine, t->one->size);
        status = descent_engine_save(engine, name);
        descent_engine_free(engine);
        engine = NULL;
        status = slow_first(status, descent_engine_load(&engine, &t->problem, rule, name));
    }
    unlink(name);
    descent_engine_free(engine);
    return status;
}

/* Loss and gradient are asked for, and told. */
static descent_status asked(trial *t)
{
    const descent_problem own = t->problem;
    double *const g = calloc(t->one->n, sizeof *g);
    descent_engine *engine = NULL;
    descent_request request = {0};
    t->problem.loss = descent_told_loss;
    t->problem.gradient = descent_told_gradient;
    descent_status status = g ? engine_of(t, descent_perturbed(customary_step(t->one), NULL), &engine) : DESCENT_ENOMEM;
    while (status == DESCENT_SUCCESS && t->calls < t->one->limit) {
        double value = NAN;
        status = descent_engine_ask(engine, t->one->size, &request);
        if (status != DESCENT_SUCCESS || !request.x)
            break;
        if (request.wants_loss)
            own.loss(t->one->n, request.x, &value, t);
        if (request.wants_gradient)
            own.gradient(t->one->n, request.x, g, t);
        status = descent_engine_tell(engine, value, g, 0);
    }
    descent_engine_free(engine);
    free(g);
    return status;
}

/* A monitor looks on, and stops nothing. */
static descent_status watched(trial *t)
{
    const descent_monitor_options never = {.stop_endings = DESCENT_MONITOR_STOP_NEVER};
    descent_engine *engine;
    descent_monitor *monitor = NULL;
    descent_status status = engine_of(t, descent_fixed_step(customary_step(t->one)), &engine);
    if (status == DESCENT_SUCCESS)
        status = descent_monitor_new(&monitor, t->one->n, &never);
    if (status == DESCENT_SUCCESS)
        status = descent_monitor_attach(monitor, engine);
    if (status == DESCENT_SUCCESS)
        status = descent_engine_run(engine, t->one->size);
    descent_monitor_free(monitor);
    descent_engine_free(engine);
    return status;
}

const slow slow_runs[] = {
    {"a run of 180 variables by the loss", fixed_steps, BENT, 180, LOSS, .limit = 20000, .size = 40},
    {"a run of 400 variables by the loss", fixed_steps, BENT, 400, LOSS, .limit = 100000, .size = 40},
    {"a run of 2000 variables", fixed_steps, BENT, 2000, GRADIENT, .limit = 20000, .size = 40},
    {"a run of 50000 variables", fixed_steps, BENT, 50000, GRADIENT, .limit = 1000, .size = 40},
    {"a run of 50000 variables, unrecorded", fixed_steps, BENT, 50000, GRADIENT, .limit = 1000, .size = 40,
     .kind = UNRECORDED},
    {"a run on noise of 10 variables", fixed_steps, NOISE, 10, BOTH, .limit = 20000, .size = 1000},
    {"a run on noise of 1000 variables", fixed_steps, NOISE, 1000, BOTH, .limit = 20000, .size = 1000},
    {"a run on noise of 100 variables by the loss", fixed_steps, NOISE, 100, LOSS, .limit = 20000, .size = 40},
    {"a run on a constant of 1000 variables", fixed_steps, CONSTANT, 1000, BOTH, .limit = 20000, .size = 1000},
    {"a run on a constant with a random gradient", fixed_steps, FLAT_NOISE, 10, BOTH, .limit = 20000, .size = 1000},
    {"a run where the loss is minus infinity", fixed_steps, BOTTOMLESS, 1000, BOTH, .limit = 20000, .size = 1000},
    {"a run in a bowl of 199 variables at the limit of its step", fixed_steps, BOWL, 199, BOTH, .limit = 20000,
     .size = 1000},
    {"a run in a bowl of 200 variables by the loss", fixed_steps, BOWL, 200, LOSS, .limit = 20000, .size = 40},
    {"a run among a thousand minima of 100 variables", fixed_steps, WILD, 100, BOTH, .limit = 20000, .size = 1000},
    {"a run among a thousand minima of 1000 variables", fixed_steps, WILD, 1000, BOTH, .limit = 20000, .size = 1000},
    {"a run down a cubic of 250 variables by the loss", fixed_steps, CUBIC, 250, LOSS, .limit = 20000, .size = 40},
    {"a run on a quartic of 140 variables by the loss", fixed_steps, QUARTIC, 140, LOSS, .limit = 20000, .size = 40},
    {"a run over kinks of 100 variables", fixed_steps, KINKS, 100, BOTH, .limit = 20000, .size = 2000},
    {"a run on curvatures from 1e-150 to 1e150", fixed_steps, ILL, 100, BOTH, .limit = 20000, .size = 1000},
    {"a run of a gradient that points up", fixed_steps, LIES, 100, BOTH, .limit = 20000, .size = 1000},
    {"a run of 50 chaotic variables", fixed_steps, LOGISTIC, 50, BOTH, .limit = 20000, .size = 5000},
    {"a run of 50 chaotic variables, thinned", fixed_steps, LOGISTIC, 50, BOTH, .limit = 20000, .size = 20000,
     .kind = THINNED},
    {"a run of 50 chaotic variables, unrecorded", fixed_steps, LOGISTIC, 50, BOTH, .limit = 20000, .size = 5000,
     .kind = UNRECORDED},
    {"a run with a budget of a million", fixed_steps, BENT, 20, BOTH, .limit = 1000000, .size = 3000},
    {"1000000 steps of two variables", fixed_steps, BENT, 2, BOTH, .limit = 20000, .size = 1000000},
    {"a heavy ball on noise", heavy_ball, NOISE, 50, BOTH, .limit = 20000, .size = 3000},
    {"a heavy ball down a bent valley", heavy_ball, BENT, 300, BOTH, .limit = 20000, .size = 3000},
    {"Adam among a thousand minima", adam, WILD, 200, BOTH, .limit = 20000, .size = 2000},
    {"Adam over kinks by the loss", adam, KINKS, 50, LOSS, .limit = 20000, .size = 300},
    {"L-BFGS on a quartic", quasi_newton, QUARTIC, 200, BOTH, .limit = 20000, .size = 1000},
    {"L-BFGS on noise", quasi_newton, NOISE, 50, BOTH, .limit = 20000, .size = 100},
    {"perturbed steps on a plain", perturbed, CONSTANT, 50, BOTH, .limit = 20000, .size = 3000},
    {"restarts twice as long each on noise", shortening, NOISE, 20, BOTH, .limit = 20000, .size = 3000},
    {"saved and loaded, a million variables", saved, BENT, 1000000, BOTH, .limit = 1000, .size = 3, .kind = UNRECORDED,
     .long_one = true},
    {"saved and loaded, 30000 variables with their paths", saved, BENT, 30000, BOTH, .limit = 1000, .size = 20,
     .kind = RECORDED},
    {"asked 3000 variables for 20000 steps", asked, BENT, 3000, BOTH, .limit = 20000, .size = 20000,
     .kind = UNRECORDED},
    {"asked for noise", asked, NOISE, 100, BOTH, .limit = 100000, .size = 100000, .kind = UNRECORDED},
    {"1000000 steps of chaos, watched", watched, LOGISTIC, 3, BOTH, .limit = 1500000, .size = 1000000,
     .kind = UNRECORDED},
    {"3000 steps on noise of 3000 variables, watched", watched, NOISE, 3000, BOTH, .limit = 5000, .size = 3000,
     .kind = UNRECORDED},
};
const size_t slow_runs_count = SLOW_COUNT(slow_runs);
