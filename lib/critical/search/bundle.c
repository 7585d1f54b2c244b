#include "critical/search/bundle.h"

#include <assert.h>
#include <math.h>

#include "base/call.h"
#include "base/scatter.h"
#include "base/status.h"
#include "base/vector.h"
#include "critical/hull.h"

enum {
    gradients_a_variable = 8, /* room for a cross, as many scattered ones, and as many again that a hull asks for */
    gradients_besides = 16    /* in few variables, too, creases run between the axes */
};

size_t descent__bundle_room(size_t n)
{
    return gradients_a_variable * n + gradients_besides;
}

descent_status descent__bundle_open(descent__bundle *bundle, size_t n, const double *width)
{
    const size_t most = descent__bundle_room(n);
    const size_t numbers = most * (2 * n + 1) + 2 * n + descent__hull_room(n, most);
    *bundle = (descent__bundle){.n = n, .most = most, .width = width};
    bundle->offsets = descent__take(numbers * sizeof(double));
    if (!bundle->offsets)
        return descent__fail_memory("search", numbers * sizeof(double));
    bundle->gradients = bundle->offsets + most * n;
    bundle->weights = bundle->gradients + most * n;
    bundle->nearest = bundle->weights + most;
    bundle->point = bundle->nearest + n;
    bundle->room = bundle->point + n;
    return DESCENT_SUCCESS;
}

void descent__bundle_close(descent__bundle *bundle)
{
    descent__give(bundle->offsets);
    *bundle = (descent__bundle){0};
}

void descent__bundle_scatter(descent__bundle *bundle, size_t count, double radius)
{
    const size_t n = bundle->n, cross = count > 2 * n ? 2 * n : 0;
    assert(count <= bundle->most);
    bundle->count = count;
    for (size_t k = 0; k < cross * n; k++)
        bundle->offsets[k] = k % n != k / n / 2 ? 0 : k / n % 2 ? -radius : radius;
    for (size_t k = cross * n; k < count * n; k++)
        bundle->offsets[k] = radius * (2 * descent__scatter(bundle->drawn++) - 1);
}

void descent__bundle_add_downhill(descent__bundle *bundle, double length)
{
    assert(bundle->count < bundle->most);
    const double norm = descent__vector_norm(bundle->n, bundle->nearest);
    double *const offset = bundle->offsets + bundle->count++ * bundle->n;
    for (size_t i = 0; i < bundle->n; i++)
        offset[i] = -length / norm * bundle->nearest[i];
}

void descent__bundle_place(descent__bundle *bundle, const double *place, size_t k, double share)
{
    for (size_t i = 0; i < bundle->n; i++)
        bundle->point[i] = place[i] + share * bundle->offsets[k * bundle->n + i] * bundle->width[i];
}

descent_status descent__bundle_ask(descent__bundle *bundle, descent__evaluator *evaluator, const double *place,
                                   size_t first, double share, bool *finite)
{
    const size_t n = bundle->n;
    *finite = true;
    for (size_t k = first; k < bundle->count; k++) {
        double *const gradient = bundle->gradients + k * n;
        descent__bundle_place(bundle, place, k, share);
        const descent_status status = descent__evaluate_gradient(evaluator, bundle->point, gradient);
        if (status != DESCENT_SUCCESS)
            return status;
        for (size_t i = 0; i < n; i++)
            gradient[i] *= bundle->width[i];
        *finite = *finite && descent__vector_is_finite(n, gradient);
    }
    return DESCENT_SUCCESS;
}

double descent__bundle_nearest(descent__bundle *bundle, int rounds, double *longest)
{
    *longest = 0;
    for (size_t k = 0; k < bundle->count; k++)
        *longest = fmax(*longest, descent__vector_norm(bundle->n, bundle->gradients + k * bundle->n));
    return descent__hull_nearest(bundle->n, bundle->count, bundle->gradients, bundle->weights, bundle->nearest,
                                 bundle->room, rounds);
}

double descent__bundle_spread(const descent__bundle *bundle, size_t first)
{
    double spread = 0;
    for (size_t k = first; k < bundle->count; k++)
        for (size_t j = first; j < k; j++)
            spread = fmax(spread, descent__vector_distance(bundle->n, bundle->gradients + k * bundle->n,
                                                           bundle->gradients + j * bundle->n));
    return spread;
}
