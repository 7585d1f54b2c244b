#include "critical/starts.h"

#include <stdlib.h>

#include "critical/scatter.h"
#include "status.h"

/* GSL's own allocator would call its error handler where memory is short; its types are public, so fill them here. */
descent_status descent_starts_open(descent_starts *starts, size_t n)
{
    *starts = (descent_starts){.dimension = n};
    const gsl_qrng_type *type = NULL;
    if (n <= gsl_qrng_sobol->max_dimension)
        type = gsl_qrng_sobol;
    else if (n <= gsl_qrng_reversehalton->max_dimension)
        type = gsl_qrng_reversehalton;
    else
        return DESCENT_SUCCESS;
    gsl_qrng *const generator = &starts->generator;
    generator->type = type;
    generator->dimension = (unsigned int)n;
    generator->state_size = type->state_size(generator->dimension);
    generator->state = calloc(1, generator->state_size);
    if (!generator->state)
        return descent_fail_memory("quasi-random generator", generator->state_size);
    type->init_state(generator->state, generator->dimension);
    return DESCENT_SUCCESS;
}

void descent_starts_close(descent_starts *starts)
{
    free(starts->generator.state);
    *starts = (descent_starts){0};
}

void descent_starts_next(descent_starts *starts, double *unit)
{
    const gsl_qrng *const generator = &starts->generator;
    if (generator->state)
        generator->type->get(generator->state, generator->dimension, unit);
    else
        for (size_t i = 0; i < starts->dimension; i++)
            unit[i] = descent_scatter(starts->count * starts->dimension + i);
    starts->count++;
}
