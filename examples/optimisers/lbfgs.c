/* Why did libLBFGS stop? The glue is watch(), which it calls after each iteration. */
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <lbfgs.h>
#include <stdio.h>

typedef struct watched {
    descent_problem problem;
    descent_path *path;
} watched;

static lbfgsfloatval_t ask(void *data, const double *x, double *gradient, int n, double step)
{
    const watched *const w = data;
    double loss;
    (void)step;
    w->problem.loss((size_t)n, x, &loss, w->problem.context);
    w->problem.gradient((size_t)n, x, gradient, w->problem.context);
    return loss;
}

static int watch(void *data, const double *x, const double *g, double loss, double x_norm, double g_norm, double step,
                 int n, int k, int trials)
{
    (void)x_norm, (void)g_norm, (void)step, (void)n, (void)k, (void)trials;
    return (int)descent_path_append(((watched *)data)->path, x, loss, g);
}

int main(void)
{
    watched w;
    double x[] = {-1.2, 1}, loss;
    descent_diagnosis *diagnosis;
    if (descent_landscape_problem("rosenbrock", 0, &w.problem) || descent_path_new(&w.path, 2, NULL))
        return 1;
    if (descent_path_append(w.path, x, 24.2, NULL)) /* where it starts */
        return 1;
    printf("libLBFGS: %d\n", lbfgs(2, x, &loss, ask, watch, &w, NULL));
    const descent_diagnosis_options options = {.optimiser_name = "libLBFGS"};
    if (descent_diagnose(&w.problem, w.path, &options, &diagnosis) == DESCENT_SUCCESS)
        descent_diagnosis_print(diagnosis, stdout);
    descent_diagnosis_free(diagnosis);
    descent_path_free(w.path);
}
