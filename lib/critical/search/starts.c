#include "critical/search/starts.h"

#include "base/call.h"
#include "base/scatter.h"
#include "base/status.h"

/* GSL's own allocator would call its error handler where memory is short; its types are public, so fill them here. */
descent_status descent__starts_open(descent__starts *starts, size_t n)
{
    *starts = (descent__starts){.dimension = n};
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
    generator->state = descent__take_zeros(1, generator->state_size);
    if (!generator->state)
        return descent__fail_memory("quasi-random generator", generator->state_size);
    type->init_state(generator->state, generator->dimension);
    return DESCENT_SUCCESS;
}

void descent__starts_close(descent__starts *starts)
{
    descent__give(starts->generator.state);
    *starts = (descent__starts){0};
}

void descent__starts_next(descent__starts *starts, double *unit)
{
    const gsl_qrng *const generator = &starts->generator;
    if (generator->state)
        generator->type->get(generator->state, generator->dimension, unit);
    else
        for (size_t i = 0; i < starts->dimension; i++)
            unit[i] = descent__scatter(starts->count * starts->dimension + i);
    starts->count++;
}
