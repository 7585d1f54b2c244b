/*
 * Another library's optimiser: its iterates go into a path by hand, and the diagnosis says what became of them. Here
 * GSL's conjugate gradients.
 */
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_multimin.h>
#include <stdio.h>

/* GSL's view of a problem of ours. */
static double loss(const gsl_vector *x, void *parameters)
{
    const descent_problem *problem = parameters;
    double value = GSL_NAN;
    problem->loss(x->size, x->data, &value, problem->context);
    return value;
}

static void gradient(const gsl_vector *x, void *parameters, gsl_vector *g)
{
    const descent_problem *problem = parameters;
    problem->gradient(x->size, x->data, g->data, problem->context);
}

static void loss_gradient(const gsl_vector *x, void *parameters, double *value, gsl_vector *g)
{
    *value = loss(x, parameters);
    gradient(x, parameters, g);
}

int main(void)
{
    descent_problem problem = descent_landscape_find("notebook")->problem;
    gsl_multimin_function_fdf function = {loss, gradient, loss_gradient, problem.dimension, &problem};
    double start[] = {4, 1.075};
    gsl_vector_view x = gsl_vector_view_array(start, 2);
    gsl_multimin_fdfminimizer *s = gsl_multimin_fdfminimizer_alloc(gsl_multimin_fdfminimizer_conjugate_fr, 2);
    descent_path *path = NULL;
    descent_status status = descent_path_new(&path, 2, NULL);

    gsl_multimin_fdfminimizer_set(s, &function, &x.vector, 0.1, 0.1);
    while (status == DESCENT_SUCCESS) {
        status = descent_path_append(path, s->x->data, s->f, s->gradient->data);
        if (gsl_multimin_test_gradient(s->gradient, 1e-6) == GSL_SUCCESS || gsl_multimin_fdfminimizer_iterate(s))
            break;
    }
    if (status == DESCENT_SUCCESS) {
        const descent_path_data data = descent_path_view(path);
        const size_t last = data.count - 1;
        const double *end = data.points + 2 * last;
        printf("%zu points, the last (%.4f, %.4f) with loss %.4f\n", last + 1, end[0], end[1], data.losses[last]);
    }
    descent_diagnosis *diagnosis = NULL;
    if (status == DESCENT_SUCCESS)
        status = descent_diagnose(&problem, path, NULL, &diagnosis);
    if (status == DESCENT_SUCCESS)
        status = descent_diagnosis_print(diagnosis, stdout);
    descent_diagnosis_free(diagnosis);
    gsl_multimin_fdfminimizer_free(s);
    descent_path_free(path);
    return status != DESCENT_SUCCESS;
}
