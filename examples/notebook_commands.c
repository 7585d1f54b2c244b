/*
 * The commands that make the experiments of the teaching notebook again, for those who want to change a number. The command's
 * name may be given: build/command/descent.
 */
#include <stdio.h>

#include "notebook_experiments.h"

int main(int argument_count, char **arguments)
{
    const char *const command = argument_count > 1 ? arguments[1] : "descent";
    printf("Each experiment again, with a picture; change a number and look:\n\n");
    for (size_t i = 0; i < experiment_count; i++) {
        const experiment *const e = &experiments[i];
        printf("# %s\n%s run notebook --start %g,%g --step %g --steps %zu\n", e->name, command, e->start[0],
               e->start[1], e->step_size, e->steps);
    }
    return 0;
}
