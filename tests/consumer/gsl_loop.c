/* A program with GSL's minimisers, root finders and fits: their iterates are diagnosed. */
#include <descent/descent.h>
#include <descent/gsl.h>
#include <descent/landscapes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures = 0;

static void expect(int condition, const char *what)
{
    if (!condition)
        printf("does not hold: %s\n", what);
    failures += !condition;
}

static descent_diagnosis *minimised(const gsl_multimin_fdfminimizer_type *type, const descent_problem *problem)
{
    gsl_multimin_function_fdf function = descent_gsl_function(problem);
    gsl_multimin_fdfminimizer *s = gsl_multimin_fdfminimizer_alloc(type, 2);
    double numbers[2] = {4, 1.075};
    gsl_vector_view x = gsl_vector_view_array(numbers, 2);
    descent_diagnosis_options options;
    descent_diagnosis *diagnosis = NULL;
    descent_path *path = NULL;
    int steps = 0;
    memset(&options, 0, sizeof options);
    options.optimiser_name = gsl_multimin_fdfminimizer_name(s);
    expect(descent_path_new(&path, 2, NULL) == DESCENT_SUCCESS, "a path");
    gsl_multimin_fdfminimizer_set(s, &function, &x.vector, 0.1, 0.1);
    do
        expect(descent_gsl_watch(path, s) == DESCENT_SUCCESS, "it is watched");
    while (!gsl_multimin_fdfminimizer_iterate(s) && ++steps < 200 &&
           gsl_multimin_test_gradient(s->gradient, 1e-6) == GSL_CONTINUE);
    expect(descent_gsl_watch(path, s) == DESCENT_SUCCESS, "the last point, too");
    expect(descent_diagnose(problem, path, &options, &diagnosis) == DESCENT_SUCCESS, "a diagnosis");
    gsl_multimin_fdfminimizer_free(s);
    descent_path_free(path);
    return diagnosis;
}

static int residual(const gsl_vector *x, void *parameters, gsl_vector *f)
{
    (void)parameters;
    gsl_vector_set(f, 0, 10 * (gsl_vector_get(x, 1) - gsl_vector_get(x, 0) * gsl_vector_get(x, 0)));
    gsl_vector_set(f, 1, 1 - gsl_vector_get(x, 0));
    return GSL_SUCCESS;
}

/* Both are Rosenbrock's valley as half a sum of squares. */
static void others(void)
{
    double numbers[2] = {-1.2, 1}, strided[4] = {1, 0, 1, 0};
    gsl_vector_view x = gsl_vector_view_array(numbers, 2);
    gsl_vector_view column = gsl_vector_view_array_with_stride(strided, 2, 2);
    gsl_multifit_nlinear_parameters parameters = gsl_multifit_nlinear_default_parameters();
    gsl_multifit_nlinear_workspace *fit = gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &parameters, 2, 2);
    gsl_multiroot_fsolver *root = gsl_multiroot_fsolver_alloc(gsl_multiroot_fsolver_hybrids, 2);
    gsl_multiroot_function roots;
    gsl_multifit_nlinear_fdf squares;
    descent_path *path = NULL, *rooted = NULL;
    descent_diagnosis *diagnosis = NULL;
    int k, singular = 0;
    memset(&squares, 0, sizeof squares);
    roots.f = squares.f = residual;
    roots.n = squares.n = squares.p = 2;
    roots.params = NULL;
    expect(descent_path_new(&path, 2, NULL) == DESCENT_SUCCESS, "a path");
    expect(descent_path_new(&rooted, 2, NULL) == DESCENT_SUCCESS, "another");
    gsl_multifit_nlinear_init(&x.vector, &squares, fit);
    gsl_multiroot_fsolver_set(root, &roots, &x.vector);
    for (k = 0; k < 40; k++) {
        expect(descent_gsl_watch_fit(path, fit) == DESCENT_SUCCESS, "a fit");
        expect(descent_gsl_watch_root(rooted, root) == DESCENT_SUCCESS, "a root finder");
        gsl_multifit_nlinear_iterate(fit);
        singular += gsl_multiroot_fsolver_iterate(root) != GSL_SUCCESS;
    }
    expect(singular < 40, "the root finder moves");
    expect(descent_diagnose(NULL, path, NULL, &diagnosis) == DESCENT_SUCCESS, "a diagnosis");
    expect(fabs(diagnosis->x[0] - 1) < 1e-6 && diagnosis->ending == DESCENT_ENDING_CONVERGED, "the fit arrives");
    expect(descent_path_view(path).losses[0] > 12.09 && descent_path_view(path).losses[0] < 12.11, "half of 24.2");
    expect(descent_gsl_append_(path, &column.vector, 0, NULL) == DESCENT_EINVAL, "a stride is refused");
    descent_diagnosis_free(diagnosis);
    descent_path_free(path);
    descent_path_free(rooted);
    gsl_multifit_nlinear_free(fit);
    gsl_multiroot_fsolver_free(root);
}

/* Our rules as GSL's minimisers: from a column of a matrix, the same points as an engine makes. */
DESCENT_GSL_MINIMIZER(heavy_ball, descent_heavy_ball(step_size, 0.5))

static void ours(const descent_problem *problem)
{
    double matrix[4] = {4, 0, 1.5, 0};
    const double start[2] = {4, 1.5};
    gsl_vector_view column = gsl_vector_view_array_with_stride(matrix, 2, 2);
    gsl_multimin_function_fdf function = descent_gsl_function(problem);
    gsl_multimin_fdfminimizer *s = gsl_multimin_fdfminimizer_alloc(heavy_ball, 2);
    descent_engine *engine = NULL;
    int k;
    expect(descent_engine_new(&engine, problem, descent_heavy_ball(0.1, 0.5), start) == DESCENT_SUCCESS, "an engine");
    expect(gsl_multimin_fdfminimizer_set(s, &function, &column.vector, 0.1, 0) == GSL_SUCCESS, "a start with a stride");
    expect(strcmp(gsl_multimin_fdfminimizer_name(s), "heavy_ball") == 0, "its name");
    for (k = 0; k < 20; k++) {
        expect(gsl_multimin_fdfminimizer_iterate(s) == GSL_SUCCESS, "an iteration");
        expect(descent_engine_step(engine) == DESCENT_SUCCESS, "a step");
        expect(memcmp(s->x->data, descent_engine_point(engine), sizeof start) == 0, "the same point");
        expect(memcmp(s->gradient->data, descent_engine_gradient(engine), sizeof start) == 0, "the same gradient");
    }
    expect(fabs(s->f - descent_engine_loss(engine)) <= 0, "the same loss");
    expect(gsl_multimin_fdfminimizer_restart(s) == GSL_SUCCESS, "begun anew");
    expect(gsl_multimin_fdfminimizer_iterate(s) == GSL_SUCCESS, "an iteration without memory");
    expect(gsl_multimin_fdfminimizer_set(s, &function, &column.vector, -1, 0) == GSL_EINVAL, "a step size below 0");
    gsl_multimin_fdfminimizer_free(s);
    descent_engine_free(engine);
}

int main(void)
{
    const gsl_multimin_fdfminimizer_type *const types[] = {
        gsl_multimin_fdfminimizer_conjugate_fr, gsl_multimin_fdfminimizer_conjugate_pr,
        gsl_multimin_fdfminimizer_vector_bfgs2, gsl_multimin_fdfminimizer_steepest_descent};
    descent_problem problem, back;
    size_t t;
    gsl_set_error_handler_off();
    if (descent_landscape_problem("notebook", 0, &problem) != DESCENT_SUCCESS)
        return 1;
    for (t = 0; t < 4; t++) {
        descent_diagnosis *diagnosis = minimised(types[t], &problem);
        char *text = NULL;
        expect(descent_diagnosis_text(diagnosis, &text) == DESCENT_SUCCESS, "words");
        expect(!strstr(text, "Hand over the rule"), "no rule is asked for");
        expect(diagnosis->ending == DESCENT_ENDING_CONVERGED, text);
        free(text);
        descent_diagnosis_free(diagnosis);
    }
    gsl_multimin_function_fdf function = descent_gsl_function(&problem);
    back = descent_gsl_problem(&function);
    {
        const double at[2] = {4, 1.5};
        double loss = 0, same = 1, g[2], h[2];
        back.loss_gradient(2, at, &loss, g, back.context);
        problem.loss(2, at, &same, problem.context);
        problem.gradient(2, at, h, problem.context);
        expect(memcmp(&loss, &same, sizeof loss) == 0 && memcmp(g, h, sizeof g) == 0, "there and back");
    }
    others();
    ours(&problem);
    return failures != 0;
}
