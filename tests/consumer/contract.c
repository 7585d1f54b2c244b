/*
 * The programs of the design that others are compiled against, each as it stands there, in strict C99: a change that
 * breaks one of them breaks programs outside the project. Around them is only what they leave out: what they call, and
 * the release of what they make twice. Their errors are left out, too, so what they do is checked at the end.
 */
#include <descent/descent.h>

#include <descent/monitor.h>
#include <descent/step_limit.h>
#include <descent/sweep.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* They name parameters that they do not use. */
#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wunused-parameter"
#endif

/* clang-format off: what is copied is laid out as it stands there. */

/* 1. Teaching code: run, look, ask why. */

static int loss(size_t n, const double *b, double *value, void *context)
{
    double u = b[1] - 1;
    *value = (b[0] - 2) * (b[0] - 2) + u * u * u * u - u * u;
    return 0;
}

static int gradient(size_t n, const double *b, double *g, void *context)
{
    double u = b[1] - 1;
    g[0] = 2 * (b[0] - 2);
    g[1] = 4 * u * u * u - 2 * u;
    return 0;
}

static int stuck;

#define puts(text) (stuck = strcmp((text), "stuck on a saddle") == 0)

static void teaching_code(void)
{
    const descent_problem problem = {.dimension = 2, .loss = loss, .gradient = gradient};
    const double start[] = {4, 1};
    descent_engine *engine;
    descent_diagnosis *diagnosis;

    descent_engine_new(&engine, &problem, descent_fixed_step(0.1), start);
    descent_engine_record(engine, NULL); /* keep every point; options bound the memory */
    descent_engine_run(engine, 64);      /* or descent_engine_step(engine), one at a time */

    descent_engine_diagnose(engine, NULL, &diagnosis);
    descent_diagnosis_print(diagnosis, stdout); /* the explanation in plain words */
    if (diagnosis->ending == DESCENT_ENDING_CONVERGED && diagnosis->point->kind == DESCENT_CRITICAL_SADDLE)
        puts("stuck on a saddle");

    descent_path_write_csv(descent_engine_path(engine), "path.csv");
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
}

#undef puts

/* 2. An embedder: one step at a time inside a larger program. */

static double last_loss;

static void use_state(const double *point, const double *slope, double value)
{
    last_loss = value;
}

#define use use_state

static void embedder(const descent_problem *problem, const double *start)
{
    descent_engine *engine;
    if (descent_engine_new(&engine, problem, descent_fixed_step(0.1), start) != DESCENT_SUCCESS)
        exit(1);
    while (descent_engine_steps(engine) < 1000) {
        descent_status status = descent_engine_step(engine); /* allocates nothing */
        if (status != DESCENT_SUCCESS) {
            fprintf(stderr, "%s: %s\n", descent_status_string(status), descent_error_detail());
            break; /* the engine still holds its last good point */
        }
        use(descent_engine_point(engine), descent_engine_gradient(engine), descent_engine_loss(engine));
    }
    descent_engine_free(engine);
}

#undef use

/* 3. A prototype with its own optimiser: only the diagnosis. The optimiser halves the way to (2, 1 + 1/sqrt 2). */

typedef struct vector {
    double *data;
} vector;

typedef struct minimizer {
    vector *x, *gradient;
    double f;
    int steps;
} minimizer;

static void gsl_multimin_fdfminimizer_iterate(minimizer *s)
{
    s->x->data[0] = (s->x->data[0] + 2) / 2;
    s->x->data[1] = (s->x->data[1] + 1.7071067811865475) / 2;
    (void)loss(2, s->x->data, &s->f, NULL);
    (void)gradient(2, s->x->data, s->gradient->data, NULL);
    s->steps++;
}

static descent_ending prototype(void)
{
    const descent_problem problem = {.dimension = 2, .loss = loss, .gradient = gradient};
    double place[] = {4, 2.5}, slope[2];
    vector x_vector = {place}, gradient_vector = {slope};
    minimizer made = {&x_vector, &gradient_vector, 0, 0}, *s = &made;
    const size_t n = 2;
    descent_diagnosis *diagnosis;
    descent_ending ending;

    descent_path *path;
    descent_path_new(&path, n, NULL);
    for (;;) {
        gsl_multimin_fdfminimizer_iterate(s); /* or NLopt, or your own loop */
        descent_path_append(path, s->x->data, s->f, s->gradient->data);
        if (s->steps == 60)
            break;
    }
    descent_diagnose(&problem, path, NULL, &diagnosis); /* problem may be NULL: then from the path alone */

    ending = diagnosis->ending;
    descent_diagnosis_free(diagnosis);
    descent_path_free(path);
    return ending;
}

static int watched(void)
{
    const size_t n = 1;
    double point = 1, slope = 2, f = 1;
    const double *x = &point, *g = &slope;
    int k = 0;
    descent_monitor *monitor;

    descent_monitor_new(&monitor, n, NULL);
    for (; k < 1000; k++, point = -3 * point, slope = 2 * point, f = point * point)
        if (descent_monitor_observe(monitor, x, f, g) != DESCENT_ENDING_UNDETERMINED)
            break; /* diverging, … */
    descent_monitor_free(monitor);
    return k;
}

/* 4. Critical points. */

static size_t shown;

static void show(const descent_critical_point *point)
{
    shown += point->kind == DESCENT_CRITICAL_MINIMUM || point->kind == DESCENT_CRITICAL_SADDLE;
}

static int critical_points(void)
{
    const descent_problem problem = {.dimension = 2, .loss = loss, .gradient = gradient};
    const double x[] = {2.05, 1.05}, lower[] = {0, -0.5}, upper[] = {4, 2.5};
    int good;

    descent_critical_point *point;
    descent_critical_classify(&problem, x, NULL,
                              &point); /* at x: point->kind, ->index, ->eigenvalues, ->eigenvectors */
    good = point->kind == DESCENT_CRITICAL_NOT_CRITICAL && point->eigenvalues[0] < 0 && point->eigenvectors != NULL;
    descent_critical_point_free(point);
    descent_critical_refine(&problem, x, NULL, &point); /* first walks to the critical point nearest to x */
    good = good && point->kind == DESCENT_CRITICAL_SADDLE && point->index == 1;
    descent_critical_point_free(point);

    descent_critical_set *set; /* all of them in a box */
    descent_critical_search(&problem, lower, upper, NULL, &set);
    for (size_t i = 0; i < set->count; i++)
        show(set->points[i]);
    descent_critical_set_free(set);
    return good && shown == 3;
}

/* 5. Many runs: what does the step size, or the start, decide? */

static size_t converged;

static void use_run(descent_ending ending, const double *end_point)
{
    converged += ending == DESCENT_ENDING_CONVERGED && end_point[0] > 1.99 && end_point[0] < 2.01;
}

#define use use_run

static double many_runs(void)
{
    const descent_problem problem = {.dimension = 2, .loss = loss, .gradient = gradient};
    const double start[] = {4, 2.5}, step_sizes[] = {0.1, 0.2, 0.3}, starts[] = {4, 1.25, 4, 0.75, 4, 2};
    const size_t count = 3;

    double limit; /* 2/7 for the notebook's explosion */
    descent_step_limit(&problem, start, 0.25, 0.33, NULL, &limit);

    descent_sweep *sweep; /* one run for each step size, or each start */
    descent_sweep_step_sizes(&problem, start, step_sizes, count, NULL, &sweep);
    for (size_t i = 0; i < descent_sweep_count(sweep); i++)
        use(descent_sweep_ending(sweep, i), descent_sweep_end_point(sweep, i));
    descent_sweep_free(sweep);
    descent_sweep_starts(&problem, descent_fixed_step(0.1), starts, count, NULL, &sweep);
    for (size_t i = 0; i < descent_sweep_count(sweep); i++)
        use(descent_sweep_ending(sweep, i), descent_sweep_end_point(sweep, i));
    descent_sweep_free(sweep);
    return limit;
}

#undef use

/* clang-format on */

static int require(int good, const char *what)
{
    if (!good)
        fprintf(stderr, "contract: %s\n", what);
    return good ? 0 : 1;
}

int main(void)
{
    const descent_problem problem = {.dimension = 2, .loss = loss, .gradient = gradient};
    const double start[] = {4, 1.25};
    double limit;
    int failed = 0;

    teaching_code();
    failed |= require(stuck, "the run along the ridge must die on the saddle");
    failed |= require(remove("path.csv") == 0, "its path must be written");
    embedder(&problem, start);
    failed |= require(last_loss > -0.2500001 && last_loss < -0.2499999, "the loss of the minimum is -1/4");
    failed |= require(prototype() == DESCENT_ENDING_CONVERGED, "halving the way converges");
    failed |= require(watched() < 100, "a run that grows threefold a step diverges");
    failed |= require(critical_points(), "two minima and a saddle");
    limit = many_runs();
    failed |= require(limit > 2.0 / 7 - 1e-12 && limit < 2.0 / 7 + 1e-12, "the explosion begins at 2/7");
    failed |= require(converged == 5, "all runs but that with step size 0.3 converge");
    return failed;
}
