/* Where does KINSOL of SUNDIALS get to? It solves ∇L = 0; the glue is in jacobian(), which it asks at each iterate. */
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <kinsol/kinsol.h>
#include <math.h>
#include <nvector/nvector_serial.h>
#include <stdio.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

typedef struct watched {
    descent_problem problem;
    descent_path *path;
} watched;

static int residual(N_Vector u, N_Vector f, void *data)
{
    const descent_problem *const problem = &((watched *)data)->problem;
    return problem->gradient(problem->dimension, N_VGetArrayPointer(u), N_VGetArrayPointer(f), problem->context);
}

/* The residual shows trials, too; this is asked where a step begins, and is given ∇L there. */
static int jacobian(N_Vector u, N_Vector f, SUNMatrix matrix, void *data, N_Vector work, N_Vector more_work)
{
    const watched *const w = data;
    const descent_problem *const problem = &w->problem;
    (void)work, (void)more_work;
    if (descent_path_append(w->path, N_VGetArrayPointer(u), NAN, N_VGetArrayPointer(f)) != DESCENT_SUCCESS)
        return -1;
    return problem->hessian(problem->dimension, N_VGetArrayPointer(u), SUNDenseMatrix_Data(matrix), problem->context);
}

int main(void)
{
    watched w;
    SUNContext context;
    descent_diagnosis *diagnosis;
    if (descent_landscape_problem("rosenbrock", 0, &w.problem) || descent_path_new(&w.path, 2, NULL) ||
        SUNContext_Create(NULL, &context))
        return 1;
    N_Vector u = N_VNew_Serial(2, context), scale = N_VNew_Serial(2, context);
    SUNMatrix matrix = SUNDenseMatrix(2, 2, context);
    SUNLinearSolver solver = SUNLinSol_Dense(u, matrix, context);
    void *kinsol = KINCreate(context);
    N_VConst(1, scale);
    NV_Ith_S(u, 0) = -1.2;
    NV_Ith_S(u, 1) = 1;
    KINInit(kinsol, residual, u);
    KINSetUserData(kinsol, &w);
    KINSetLinearSolver(kinsol, solver, matrix);
    KINSetJacFn(kinsol, jacobian);  /* glue, */
    KINSetMaxSetupCalls(kinsol, 1); /* so that it is asked in every iteration, */
    const int result = KINSol(kinsol, u, KIN_NONE, scale, scale);
    printf("KINSOL: %d\n", result);
    descent_path_append(w.path, N_VGetArrayPointer(u), NAN, NULL); /* and where it ended */
    const descent_diagnosis_options options = {.optimiser_name = "KINSOL"};
    if (descent_diagnose(&w.problem, w.path, &options, &diagnosis) == DESCENT_SUCCESS)
        descent_diagnosis_print(diagnosis, stdout);
    descent_diagnosis_free(diagnosis);
    descent_path_free(w.path);
    KINFree(&kinsol);
    SUNLinSolFree(solver);
    SUNMatDestroy(matrix);
    N_VDestroy(scale);
    N_VDestroy(u);
    SUNContext_Free(&context);
}
