#include <descent/descent.h>
#include <descent/landscapes.h>
#include <string.h>

int main(void)
{
    descent_problem problem;
    const double start[] = {4, 1.075};
    descent_engine *engine;

    if (descent_landscape_problem("notebook", 0, &problem) != DESCENT_SUCCESS ||
        descent_engine_new(&engine, &problem, descent_fixed_step(0.2), start) != DESCENT_SUCCESS)
        return 1;
    const descent_status status = descent_engine_run(engine, 32);
    descent_engine_free(engine);
    return status != DESCENT_SUCCESS || strcmp(descent_version(), DESCENT_VERSION_STRING) != 0;
}
