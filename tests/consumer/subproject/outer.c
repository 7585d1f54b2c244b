#include <descent/descent.h>
#include <string.h>

int main(void)
{
    const descent_problem problem = descent_landscape_notebook();
    const double start[] = {4, 1.075};
    descent_engine *engine;

    if (descent_engine_new(&engine, &problem, descent_fixed_step(0.2), start) != DESCENT_SUCCESS)
        return 1;
    const descent_status status = descent_engine_run(engine, 32);
    descent_engine_free(engine);
    return status != DESCENT_SUCCESS || strcmp(descent_version(), DESCENT_VERSION_STRING) != 0;
}
