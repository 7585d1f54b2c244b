/*
 * One run for each way in which a run can end, and what the library says of it. With a folder on the command line, the
 * picture that shows it best is drawn there, too, light and dark, for which gnuplot is needed.
 */
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <descent/plot.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* L(x) = x²/2 */
static int bowl_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] / 2;
    return 0;
}

static int bowl_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0];
    return 0;
}

/* The same slope with a deviation of up to 1 either way, from a linear congruential generator (Knuth's constants). */
static int noisy_gradient(size_t n, const double *x, double *g, void *context)
{
    uint64_t *const state = context;
    (void)n;
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    g[0] = x[0] + (double)(*state >> 33) / 0x1p30 - 1;
    return 0;
}

/* L(x) = x₁² − x₂² */
static int pass_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] - x[1] * x[1];
    return 0;
}

static int pass_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * x[0];
    g[1] = -2 * x[1];
    return 0;
}

/* ln(1 + e^(−x)): the logistic loss of data that a line separates falls for ever, ever more slowly. */
static int separable_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = log1p(exp(-x[0]));
    return 0;
}

static int separable_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = -1 / (1 + exp(x[0]));
    return 0;
}

/* L(x) = x − ln x, which is NaN for negative x */
static int logarithm_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] - log(x[0]);
    return 0;
}

static int logarithm_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0] > 0 ? 1 - 1 / x[0] : NAN;
    return 0;
}

/* Ends the program if a call could not do its work. */
static void require(descent_status status)
{
    if (status == DESCENT_SUCCESS)
        return;
    fprintf(stderr, "endings: %s: %s\n", descent_status_string(status), descent_error_detail());
    exit(EXIT_FAILURE);
}

static void draw(descent_plot_kind kind, const descent_problem *problem, const descent_path *path,
                 const descent_diagnosis *diagnosis, descent_plot_theme theme, const char *file)
{
    descent_plot_view view = {.width = 640, .height = 480, .font_size = 16, .theme = theme};
    if (kind == DESCENT_PLOT_RETURN_MAP)
        view.x_variable = problem->dimension; /* the last */
    /* Runs that are compared are seen in one window, with one set of bands. */
    if (kind == DESCENT_PLOT_CONTOUR && problem->loss == descent_landscape_find("notebook")->problem.loss) {
        view.x_low = -0.25;
        view.x_high = 4.25;
        view.y_low = -0.75;
        view.y_high = 2.75;
        view.value_low = -0.5;
        view.value_high = 5;
    }
    const descent_picture picture = {
        .kind = kind,
        .problem = problem,
        .paths = &path,
        .path_count = 1,
        .diagnosis = diagnosis,
        .view = &view,
    };
    require(descent_plot_draw(&picture, file));
}

static const char *const names[] = {"x"}; /* of a single variable; more are x₁, x₂, … */

static const char *folder; /* for the pictures, if any */

/* The words stand between two lines with the ending's name in brackets. */
static void show(const char *ending, const descent_problem *problem, descent_rule rule, const double *start,
                 size_t steps, descent_plot_kind drawn, int path_alone)
{
    descent_engine *engine;
    descent_diagnosis *diagnosis;
    require(descent_engine_new(&engine, problem, rule, start));
    require(descent_engine_record(engine, NULL));
    require(descent_engine_run(engine, steps));
    const descent_path *const path = descent_engine_path(engine);
    if (path_alone)
        require(descent_diagnose(NULL, path, NULL, &diagnosis));
    else
        require(descent_engine_diagnose(engine, NULL, &diagnosis));
    printf("[%s]\n", ending);
    require(descent_diagnosis_print(diagnosis, stdout));
    printf("[%s]\n\n", ending);
    for (int dark = 0; folder && dark < 2; dark++) {
        char file[4096];
        snprintf(file, sizeof file, "%s/ending_%s%s.png", folder, ending, dark ? "_dark" : "");
        draw(drawn, problem, path, diagnosis, dark ? DESCENT_PLOT_THEME_DARK : DESCENT_PLOT_THEME_LIGHT, file);
    }
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
}

int main(int argument_count, char **arguments)
{
    uint64_t random = 2023;
    const descent_problem notebook = descent_landscape_find("notebook")->problem;
    const descent_problem separable = {
        .dimension = 1, .loss = separable_loss, .gradient = separable_gradient, .variable_names = names};
    const descent_problem bowl = {
        .dimension = 1, .loss = bowl_loss, .gradient = bowl_gradient, .variable_names = names};
    const descent_problem noisy = {
        .dimension = 1, .loss = bowl_loss, .gradient = noisy_gradient, .context = &random, .variable_names = names};
    const descent_problem pass = {.dimension = 2, .loss = pass_loss, .gradient = pass_gradient};
    const descent_problem logarithm = {
        .dimension = 1, .loss = logarithm_loss, .gradient = logarithm_gradient, .variable_names = names};
    const descent_schedule halved = descent_schedule_exponential(0.5);
    const descent_rule halving = descent_rule_with_schedule(descent_fixed_step(0.5), halved);
    const double near[] = {4, 1.075}, far[] = {4, 2.5}, wild[] = {4, 1.25}, opposite[] = {0, -0.5}, ridge[] = {1, 0.01};
    const double zero = 0, one = 1, five = 5, ten = 10, four = 4;

    folder = argument_count > 1 ? arguments[1] : NULL;
    show("converged", &notebook, descent_fixed_step(0.2), near, 32, DESCENT_PLOT_CONTOUR, 0);
    show("approaching", &notebook, descent_fixed_step(0.02), opposite, 64, DESCENT_PLOT_CONVERGENCE, 0);
    show("descending", &separable, descent_fixed_step(1), &zero, 5, DESCENT_PLOT_CONVERGENCE, 0);
    show("stalled", &bowl, halving, &one, 60, DESCENT_PLOT_CONVERGENCE, 0);
    show("periodic", &notebook, descent_fixed_step(0.61), wild, 80, DESCENT_PLOT_ORBIT, 0);
    show("quasiperiodic", &bowl, descent_heavy_ball(0.5, 1), &five, 1000, DESCENT_PLOT_RETURN_MAP, 0);
    show("chaotic", &notebook, descent_fixed_step(1), wild, 128, DESCENT_PLOT_RETURN_MAP, 0);
    show("noisy", &noisy, descent_fixed_step(0.1), &ten, 1000, DESCENT_PLOT_ORBIT, 0);
    show("diverging", &notebook, descent_fixed_step(0.29), far, 8, DESCENT_PLOT_CONTOUR, 0);
    show("unbounded", &pass, descent_fixed_step(0.1), ridge, 30, DESCENT_PLOT_CONTOUR, 0);
    show("nonfinite", &logarithm, descent_fixed_step(6), &four, 20, DESCENT_PLOT_CONTOUR, 0);
    show("undetermined", &notebook, descent_fixed_step(1), wild, 128, DESCENT_PLOT_ORBIT, 1);
    return EXIT_SUCCESS;
}
