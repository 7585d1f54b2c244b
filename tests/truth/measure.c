/*
 * Figures about the fields of a diagnosis that its ending does not rest on, over the known runs and their parts: how many
 * are left set. Prints them, and judges nothing. The arguments are the lengths at which runs are cut off, besides their own.
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "truth/run.h"

typedef struct figures {
    int runs, in_motion, descending, not_nonfinite, converged;
    int point_in_motion, distance_in_motion, law_descending, quantity_elsewhere;
    int pointless, converged_without_budget, pointless_without_budget;
    int differ; /* diagnosis and sweep both confident, with different endings */
} figures;

static bool in_motion(const descent_diagnosis *diagnosis)
{
    return diagnosis->ending == DESCENT_ENDING_PERIODIC || diagnosis->ending == DESCENT_ENDING_QUASIPERIODIC ||
           diagnosis->ending == DESCENT_ENDING_CHAOTIC;
}

static void count(const descent_diagnosis *diagnosis, figures *sum)
{
    sum->runs++;
    if (in_motion(diagnosis)) {
        sum->in_motion++;
        sum->point_in_motion += diagnosis->point && !diagnosis->point_ahead;
        sum->distance_in_motion += isfinite(diagnosis->distance) != 0;
    }
    if (diagnosis->ending == DESCENT_ENDING_DESCENDING) {
        sum->descending++;
        sum->law_descending += diagnosis->pace.law != DESCENT_LAW_UNKNOWN;
    }
    if (diagnosis->ending != DESCENT_ENDING_NONFINITE) {
        sum->not_nonfinite++;
        sum->quantity_elsewhere += diagnosis->quantity != DESCENT_QUANTITY_NONE;
    }
    if (diagnosis->ending == DESCENT_ENDING_CONVERGED) {
        sum->converged++;
        sum->pointless += !diagnosis->point;
    }
}

static descent_status measure(const known_run *run, figures *sum)
{
    descent_diagnosis *diagnosis;
    known_verdict swept = {0};
    descent_status status = known_diagnose(run, NULL, &diagnosis);
    if (status != DESCENT_SUCCESS)
        return status;
    count(diagnosis, sum);
    status = known_sweep(run, &swept);
    sum->differ += swept.ending != DESCENT_ENDING_UNDETERMINED && diagnosis->ending != DESCENT_ENDING_UNDETERMINED &&
                   swept.ending != diagnosis->ending;
    descent_diagnosis_free(diagnosis);
    if (status != DESCENT_SUCCESS)
        return status;
    status = known_diagnose_without_budget(run, &diagnosis);
    if (status != DESCENT_SUCCESS)
        return status;
    if (diagnosis->ending == DESCENT_ENDING_CONVERGED) {
        sum->converged_without_budget++;
        sum->pointless_without_budget += !diagnosis->point;
    }
    descent_diagnosis_free(diagnosis);
    return DESCENT_SUCCESS;
}

/* The run, cut off after so many steps; or whole. Shorter runs are left out. */
static descent_status measure_part(const known_run *run, size_t steps, figures *sum)
{
    known_run part = *run;
    if (steps > 0)
        part.steps = steps;
    return steps < run->steps ? measure(&part, sum) : DESCENT_SUCCESS;
}

static void print(const figures *sum)
{
    printf("runs and parts: %d\n", sum->runs);
    printf("diagnosis and sweep both confident, and different: %d\n", sum->differ);
    printf("periodic, quasiperiodic, chaotic: %d; with a point not ahead: %d; with a finite distance: %d\n",
           sum->in_motion, sum->point_in_motion, sum->distance_in_motion);
    printf("descending: %d; with a law: %d\n", sum->descending, sum->law_descending);
    printf("not nonfinite: %d; with a quantity: %d\n", sum->not_nonfinite, sum->quantity_elsewhere);
    printf("converged: %d; without a point: %d\n", sum->converged, sum->pointless);
    printf("converged without a budget: %d; without a point: %d\n", sum->converged_without_budget,
           sum->pointless_without_budget);
}

int main(int argc, char **argv)
{
    static char *usual[] = {"", "60", "100", "5000"};
    char **const cuts = argc > 1 ? argv : usual;
    const int cut_count = argc > 1 ? argc : (int)(sizeof usual / sizeof *usual);
    figures sum = {0};
    for (size_t k = 0; k < known_run_count; k++)
        for (int j = 0; j < cut_count; j++) {
            const size_t steps = j > 0 ? strtoul(cuts[j], NULL, 10) : 0;
            if (measure_part(&known_runs[k], steps, &sum) != DESCENT_SUCCESS) {
                fprintf(stderr, "%s: %s\n", known_runs[k].name, descent_error_detail());
                return EXIT_FAILURE;
            }
        }
    print(&sum);
    return EXIT_SUCCESS;
}
