#include "truth/many/said.h"

#include <math.h>
#include <string.h>
#include <time.h>

#include <descent/engine.h>
#include <descent/monitor.h>
#include <descent/sweep.h>

const char *const witness_names[WITNESSES] = {"record", "alone", "path", "monitor", "sweep", "given"};

static int loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    *value = terrain_loss(context, x);
    return 0;
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    terrain_gradient(context, x, g);
    return 0;
}

static descent_problem problem_of(const trial *of)
{
    return (descent_problem){.dimension = of->on.n,
                             .loss = loss,
                             .gradient = of->loss_only ? NULL : gradient,
                             .context = (void *)(uintptr_t)&of->on};
}

double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static const said nothing = {
    .distance = NAN,
    .tolerance = NAN,
    .step_limit = NAN,
    .rate = NAN,
    .exponent = NAN,
    .steps_to_go = {NAN, NAN, NAN},
    .lyapunov = {NAN, NAN, NAN},
    .seconds = NAN,
    .calls = NAN,
};

static descent_diagnosis *diagnose(witness who, const trial *of, double *seconds)
{
    const descent_problem problem = problem_of(of);
    const descent_path_options keep = {.stride = of->stride};
    descent_engine *engine = NULL;
    descent_diagnosis *diagnosis = NULL;
    descent_status status = descent_engine_new(&engine, &problem, of->rule, of->start);
    if (status == DESCENT_SUCCESS && who != WITNESS_ALONE)
        status = descent_engine_record(engine, &keep);
    if (status == DESCENT_SUCCESS) {
        (void)descent_engine_run(engine, of->steps); /* where it stops is for the diagnosis to say */
        const double begun = seconds_now();
        const descent_problem *const known = who == WITNESS_PATH ? NULL : &problem;
        (void)(who == WITNESS_PATH || who == WITNESS_GIVEN
                   ? descent_diagnose(known, descent_engine_path(engine), NULL, &diagnosis)
                   : descent_engine_diagnose(engine, NULL, &diagnosis));
        *seconds = seconds_now() - begun;
    }
    descent_engine_free(engine);
    return diagnosis;
}

static said by_diagnosis(witness who, const trial *of)
{
    said heard = nothing;
    double seconds = NAN;
    descent_diagnosis *const diagnosis = diagnose(who, of, &seconds);
    if (!diagnosis)
        return heard;
    heard.asked = true;
    heard.ending = diagnosis->ending;
    heard.period = diagnosis->cycle.period;
    heard.has_point = diagnosis->point != NULL;
    if (heard.has_point) {
        memcpy(heard.point, diagnosis->point->x, of->on.n * sizeof *heard.point);
        heard.kind = diagnosis->point->kind;
        heard.ahead = diagnosis->point_ahead != 0;
    }
    heard.distance = diagnosis->distance;
    heard.tolerance = diagnosis->tolerance;
    heard.step_limit = diagnosis->step_limit;
    heard.rate = diagnosis->pace.rate;
    heard.exponent = diagnosis->pace.exponent;
    heard.law = diagnosis->pace.law;
    heard.steps_to_go = diagnosis->pace.steps_to_go;
    heard.lyapunov = diagnosis->lyapunov;
    heard.findings = diagnosis->findings;
    heard.seconds = seconds;
    const descent_evaluations *const calls = &diagnosis->evaluations;
    heard.calls = (double)(calls->loss + calls->gradient + calls->hessian + calls->hessian_product);
    descent_diagnosis_free(diagnosis);
    return heard;
}

static said by_monitor(const trial *of)
{
    said heard = nothing;
    const descent_problem problem = problem_of(of);
    const descent_monitor_options options = {.stop_endings = DESCENT_MONITOR_STOP_NEVER};
    descent_engine *engine = NULL;
    descent_monitor *monitor = NULL;
    if (descent_engine_new(&engine, &problem, of->rule, of->start) == DESCENT_SUCCESS &&
        descent_monitor_new(&monitor, of->on.n, &options) == DESCENT_SUCCESS &&
        descent_monitor_attach(monitor, engine) == DESCENT_SUCCESS) {
        (void)descent_engine_run(engine, of->steps);
        heard.asked = true;
        heard.ending = descent_monitor_view(monitor).ending;
        heard.period = descent_monitor_view(monitor).period;
    }
    descent_engine_free(engine);
    descent_monitor_free(monitor);
    return heard;
}

static said by_sweep(const trial *of)
{
    said heard = nothing;
    const descent_problem problem = problem_of(of);
    const descent_sweep_options options = {
        .steps = of->steps, .check_count = DESCENT_SWEEP_NO_CHECKS, .no_classification = 1};
    descent_sweep *sweep = NULL;
    if (descent_sweep_starts(&problem, of->rule, of->start, 1, &options, &sweep) == DESCENT_SUCCESS) {
        heard.asked = true;
        heard.ending = descent_sweep_ending(sweep, 0);
        if (heard.ending == DESCENT_ENDING_PERIODIC) /* a sweep gives fixed points the period 1 */
            heard.period = descent_sweep_view_run(sweep, 0).period;
    }
    descent_sweep_free(sweep);
    return heard;
}

said said_by(witness who, const trial *of)
{
    if (who == WITNESS_MONITOR)
        return by_monitor(of);
    return who == WITNESS_SWEEP ? by_sweep(of) : by_diagnosis(who, of);
}

bool said_end(const trial *of, double *x)
{
    const descent_problem problem = problem_of(of);
    descent_engine *engine = NULL;
    const bool begun = descent_engine_new(&engine, &problem, of->rule, of->start) == DESCENT_SUCCESS;
    if (begun) {
        (void)descent_engine_run(engine, of->steps);
        memcpy(x, descent_engine_point(engine), of->on.n * sizeof *x);
    }
    descent_engine_free(engine);
    return begun;
}

void said_explain(witness who, const trial *of, FILE *stream)
{
    if (who == WITNESS_MONITOR || who == WITNESS_SWEEP) {
        const said heard = said_by(who, of);
        fprintf(stream, "%s, period %zu\n", descent_ending_string(heard.ending), heard.period);
        return;
    }
    double seconds = NAN;
    descent_diagnosis *const diagnosis = diagnose(who, of, &seconds);
    if (!diagnosis)
        return;
    (void)descent_diagnosis_print(diagnosis, stream);
    fprintf(stream,
            "  steps to go %g [%g, %g], law %s, rate %.9g, exponent %.6g, distance %g, tolerance %g, limit %g, "
            "exponent of neighbours %g [%g, %g]\n",
            diagnosis->pace.steps_to_go.value, diagnosis->pace.steps_to_go.low, diagnosis->pace.steps_to_go.high,
            descent_law_string(diagnosis->pace.law), diagnosis->pace.rate, diagnosis->pace.exponent,
            diagnosis->distance, diagnosis->tolerance, diagnosis->step_limit, diagnosis->lyapunov.value,
            diagnosis->lyapunov.low, diagnosis->lyapunov.high);
    descent_diagnosis_free(diagnosis);
}
