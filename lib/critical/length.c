#include "critical/length.h"

#include <math.h>

#include "base/vector.h"

static double scale_of(const descent_problem *problem)
{
    return problem->scale > 0 ? problem->scale : 1;
}

double descent__typical_length(const descent_problem *problem, const double *x)
{
    return fmax(descent__vector_norm(problem->dimension, x), scale_of(problem));
}

double descent__typical_size(const descent_problem *problem, double x)
{
    return fmax(fabs(x), scale_of(problem));
}
