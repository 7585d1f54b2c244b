/* Why did NLopt stop? Its L-BFGS on a problem of ours: the glue is nlopt_asks(), and the lines marked so in main(). */
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <math.h>
#include <nlopt.h>
#include <stdio.h>

typedef struct watched {
    descent_problem problem;
    descent_path *path;
    double best;
} watched;

/* NLopt shows each trial; those that are better than all before are the points of the run. */
static double nlopt_asks(unsigned n, const double *x, double *gradient, void *data)
{
    watched *const w = data;
    double loss;
    w->problem.loss(n, x, &loss, w->problem.context);
    if (gradient)
        w->problem.gradient(n, x, gradient, w->problem.context);
    if (loss < w->best && descent_path_append(w->path, x, w->best = loss, gradient) != DESCENT_SUCCESS)
        return HUGE_VAL;
    return loss;
}

int main(void)
{
    watched w = {.best = HUGE_VAL};
    double x[] = {-1.2, 1}, loss;
    descent_diagnosis *diagnosis;
    if (descent_landscape_problem("rosenbrock", 0, &w.problem) || descent_path_new(&w.path, 2, NULL))
        return 1;
    nlopt_opt optimiser = nlopt_create(NLOPT_LD_LBFGS, 2);
    nlopt_set_min_objective(optimiser, nlopt_asks, &w); /* glue */
    nlopt_set_maxeval(optimiser, 200);
    const nlopt_result result = nlopt_optimize(optimiser, x, &loss);
    printf("NLopt: %s\n", nlopt_result_to_string(result));
    const descent_diagnosis_options options = {.optimiser_name = "L-BFGS of NLopt"};
    if (descent_diagnose(&w.problem, w.path, &options, &diagnosis) == DESCENT_SUCCESS)
        descent_diagnosis_print(diagnosis, stdout);
    descent_diagnosis_free(diagnosis);
    descent_path_free(w.path);
    nlopt_destroy(optimiser);
}
