#include "critical/length.h"

#include <math.h>

#include "vector.h"

double descent_typical_length(const descent_problem *problem, const double *x)
{
    return fmax(descent_vector_norm(problem->dimension, x), problem->scale > 0 ? problem->scale : 1);
}
