/* Why did PETSc's TAO stop? The glue is watch(), a monitor. */
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <petsctao.h>
#include <stdio.h>

static PetscErrorCode ask(Tao tao, Vec x, PetscReal *loss, Vec gradient, void *context)
{
    const descent_problem *const problem = context;
    const PetscScalar *point;
    PetscScalar *slope;
    (void)tao;
    PetscCall(VecGetArrayRead(x, &point));
    PetscCall(VecGetArray(gradient, &slope));
    problem->loss(problem->dimension, point, loss, problem->context);
    problem->gradient(problem->dimension, point, slope, problem->context);
    PetscCall(VecRestoreArray(gradient, &slope));
    PetscCall(VecRestoreArrayRead(x, &point));
    return 0;
}

static PetscErrorCode watch(Tao tao, void *path)
{
    Vec x;
    const PetscScalar *point;
    PetscReal loss;
    PetscCall(TaoGetSolution(tao, &x));
    PetscCall(TaoGetSolutionStatus(tao, NULL, &loss, NULL, NULL, NULL, NULL));
    PetscCall(VecGetArrayRead(x, &point));
    if (descent_path_append(path, point, loss, NULL) != DESCENT_SUCCESS)
        return PETSC_ERR_LIB;
    PetscCall(VecRestoreArrayRead(x, &point));
    return 0;
}

static PetscErrorCode run(descent_problem *problem, descent_path *path)
{
    Tao tao;
    Vec x;
    PetscCall(VecCreateSeq(PETSC_COMM_SELF, 2, &x));
    PetscCall(VecSetValue(x, 0, -1.2, INSERT_VALUES));
    PetscCall(VecSetValue(x, 1, 1, INSERT_VALUES));
    PetscCall(TaoCreate(PETSC_COMM_SELF, &tao));
    PetscCall(TaoSetType(tao, TAOLMVM));
    PetscCall(TaoSetSolution(tao, x));
    PetscCall(TaoSetObjectiveAndGradient(tao, NULL, ask, problem));
    PetscCall(TaoSetMonitor(tao, watch, path, NULL)); /* glue */
    PetscCall(TaoSolve(tao));
    TaoConvergedReason reason;
    PetscCall(TaoGetConvergedReason(tao, &reason));
    printf("TAO: %s\n", TaoConvergedReasons[reason]);
    PetscCall(TaoDestroy(&tao));
    PetscCall(VecDestroy(&x));
    return 0;
}

int main(int argc, char **argv)
{
    descent_problem problem;
    descent_path *path;
    descent_diagnosis *diagnosis;
    PetscCall(PetscInitialize(&argc, &argv, NULL, NULL));
    if (descent_landscape_problem("rosenbrock", 0, &problem) || descent_path_new(&path, 2, NULL))
        return 1;
    PetscCall(run(&problem, path));
    const descent_diagnosis_options options = {.optimiser_name = "LMVM of TAO"};
    if (descent_diagnose(&problem, path, &options, &diagnosis) == DESCENT_SUCCESS)
        descent_diagnosis_print(diagnosis, stdout);
    descent_diagnosis_free(diagnosis);
    descent_path_free(path);
    return PetscFinalize();
}
