#include "trajectory/trend.h"

#include <math.h>

#include "trajectory/rest.h"

bool descent__loss_rose(double before, double after, double size)
{
    return after > before + descent__rounding_at(size);
}

size_t descent__losses_falling(const double *losses, size_t count)
{
    size_t k = 1;
    if (count < 2 || isnan(losses[0]))
        return 0;
    for (; k < count; k++) {
        const double size = fmin(fmax(fabs(losses[k - 1]), fabs(losses[k])), DBL_MAX);
        if (isnan(losses[k]) || descent__loss_rose(losses[k - 1], losses[k], size))
            break;
    }
    return losses[k - 1] < losses[0] ? k : 0;
}
