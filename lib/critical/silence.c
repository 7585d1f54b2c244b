#include "critical/silence.h"

#include <math.h>

#include "base/vector.h"
#include "critical/tolerances.h"

/* By how much the gradient changes, so far to either side, and by how much more or less that is than the eigenvalue says: the most of
 * any variable. */
typedef struct response {
    double change, miss;
} response;

static descent_status look_at(descent__evaluator *evaluator, const descent__direction *direction, double distance,
                              double *trial, double *gradient, response *seen)
{
    const size_t n = evaluator->problem.dimension;
    *seen = (response){0, 0};
    for (int side = -1; side <= 1; side += 2) {
        descent__vector_copy(n, direction->x, trial);
        descent__vector_add_scaled(n, side * distance, direction->vector, trial);
        const descent_status status = descent__ask_gradient(evaluator, trial, gradient);
        if (status != DESCENT_SUCCESS)
            return status;
        descent__vector_add_scaled(n, -1, direction->gradient, gradient);
        seen->change = fmax(seen->change, descent__vector_max_abs(n, gradient));
        descent__vector_add_scaled(n, -side * direction->value * distance, direction->vector, gradient);
        seen->miss = fmax(seen->miss, descent__vector_max_abs(n, gradient));
    }
    return DESCENT_SUCCESS;
}

descent_status descent__hidden_slope(descent__evaluator *evaluator, const descent__direction *direction, double nearest,
                                     double farthest, double *trial, double *gradient, double *hidden)
{
    const double largest = descent__vector_max_abs(evaluator->problem.dimension, direction->vector);
    double silent = 0, first = 0;
    *hidden = 0;
    for (double distance = nearest; distance <= farthest; distance *= 2) {
        const double said = descent__silent_share * fabs(direction->value) * distance * largest;
        response seen;
        const descent_status status = look_at(evaluator, direction, distance, trial, gradient, &seen);
        if (status != DESCENT_SUCCESS && descent__is_final(status))
            return status;
        first = first > 0 ? first : seen.change;
        if (status != DESCENT_SUCCESS || !(seen.miss > said) ||
            !(seen.change < said || seen.change <= descent__silent_growth * first)) {
            *hidden = silent;
            return DESCENT_SUCCESS;
        }
        silent = fabs(direction->value) * distance;
    }
    return DESCENT_SUCCESS;
}
