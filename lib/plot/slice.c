#include "plot/slice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/principal.h"
#include "status.h"
#include "vector.h"

static descent_status allocate(descent_slice *slice, size_t dimension, bool principal)
{
    const size_t vectors = principal ? 4 : 2;
    const size_t bytes = descent_array_bytes(dimension, vectors, sizeof(double));
    slice->origin = bytes ? calloc(1, bytes) : NULL;
    if (!slice->origin)
        return descent_fail_memory("plane of a picture", bytes);
    slice->point = slice->origin + dimension;
    if (principal) {
        slice->axis[0] = slice->origin + 2 * dimension;
        slice->axis[1] = slice->origin + 3 * dimension;
    }
    return DESCENT_SUCCESS;
}

/* The last finite point of the first path that has one. */
static const double *last_point(size_t dimension, const descent_path *const *paths, size_t path_count)
{
    for (size_t i = 0; i < path_count; i++)
        for (size_t row = descent_path_count(paths[i]); row > 0; row--) {
            const double *point = descent_path_point(paths[i], row - 1);
            if (point && descent_vector_is_finite(dimension, point))
                return point;
        }
    return NULL;
}

descent_status descent_slice_open(descent_slice *slice, const descent_plot_view *view, size_t dimension,
                                  const descent_path *const *paths, size_t path_count)
{
    *slice = (descent_slice){.dimension = dimension,
                             .principal = view->plane == DESCENT_PLOT_PLANE_PRINCIPAL,
                             .variable = {view->x_variable, view->y_variable}};
    descent_status status = allocate(slice, dimension, slice->principal);
    if (status != DESCENT_SUCCESS)
        return status;
    const double *origin = view->origin ? view->origin : last_point(dimension, paths, path_count);
    if (origin)
        descent_vector_copy(dimension, origin, slice->origin);
    if (slice->principal)
        status = descent_principal_axes(dimension, paths, path_count, slice->axis, slice->share);
    else
        for (size_t axis = 0; axis < 2 && axis < dimension; axis++)
            slice->origin[slice->variable[axis]] = 0;
    if (status != DESCENT_SUCCESS)
        descent_slice_close(slice);
    return status;
}

void descent_slice_close(descent_slice *slice)
{
    free(slice->origin);
    *slice = (descent_slice){0};
}

void descent_slice_project(const descent_slice *slice, const double *x, double place[2])
{
    for (size_t axis = 0; axis < 2; axis++) {
        if (!slice->principal) {
            place[axis] = axis < slice->dimension ? x[slice->variable[axis]] : 0;
            continue;
        }
        double along = 0;
        for (size_t i = 0; i < slice->dimension; i++)
            along += slice->axis[axis][i] * (x[i] - slice->origin[i]);
        place[axis] = along;
    }
}

const double *descent_slice_lift(const descent_slice *slice, const double place[2])
{
    descent_vector_copy(slice->dimension, slice->origin, slice->point);
    for (size_t axis = 0; axis < 2; axis++)
        if (slice->principal)
            descent_vector_add_scaled(slice->dimension, place[axis], slice->axis[axis], slice->point);
        else if (axis < slice->dimension)
            slice->point[slice->variable[axis]] = place[axis];
    return slice->point;
}
