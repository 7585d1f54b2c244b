#include "plot/scene/slice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "base/vector.h"

/* A distance off the plane that is seen: in parts of the paths' reach; beyond the rounding of a point, and of the picture. */
static const double seen = 0.01, rounding = 1e-6, picture_rounding = 1e-9;

static descent_status allocate(descent__slice *slice, size_t dimension, bool principal)
{
    const size_t vectors = principal ? 5 : 3;
    const size_t bytes = descent__array_bytes(dimension, vectors, sizeof(double));
    slice->origin = bytes ? calloc(1, bytes) : NULL;
    if (!slice->origin)
        return descent__fail_memory("plane of a picture", bytes);
    slice->point = slice->origin + dimension;
    slice->reach = slice->origin + 2 * dimension;
    if (principal) {
        slice->axis[0] = slice->origin + 3 * dimension;
        slice->axis[1] = slice->origin + 4 * dimension;
    }
    return DESCENT_SUCCESS;
}

/* The last finite point of the first path that has one, of those that it may go through. */
static const double *last_point(size_t dimension, const descent_path *const *paths, const descent__rows *rows,
                                size_t path_count)
{
    for (size_t i = 0; i < path_count; i++) {
        const descent_path_data data = descent_path_view(paths[i]);
        for (size_t row = rows[i].last; row > 0 && data.points; row--) {
            const double *point = data.points + (row - 1) * dimension;
            if (descent__vector_is_finite(dimension, point))
                return point;
        }
    }
    return NULL;
}

descent_status descent__slice_open(descent__slice *slice, const descent_plot_view *view, size_t dimension,
                                   const descent_path *const *paths, const descent__rows *rows, size_t path_count)
{
    *slice = (descent__slice){.dimension = dimension,
                              .principal = view->plane == DESCENT_PLOT_PLANE_PRINCIPAL,
                              .variable = {view->x_variable, view->y_variable},
                              .toward = dimension};
    descent_status status = allocate(slice, dimension, slice->principal);
    if (status != DESCENT_SUCCESS)
        return status;
    const double *origin = view->origin ? view->origin : last_point(dimension, paths, rows, path_count);
    if (origin)
        descent__vector_copy(dimension, origin, slice->origin);
    if (slice->principal)
        status = descent__principal_axes(dimension, paths, rows, path_count, slice->axis, slice->share, &slice->toward);
    else
        for (size_t axis = 0; axis < 2 && axis < dimension; axis++)
            slice->origin[slice->variable[axis]] = 0;
    if (status != DESCENT_SUCCESS)
        descent__slice_close(slice);
    return status;
}

void descent__slice_close(descent__slice *slice)
{
    free(slice->origin);
    *slice = (descent__slice){0};
}

void descent__slice_project(const descent__slice *slice, const double *x, double place[2])
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

void descent__slice_measure(descent__slice *slice, const descent__window *window, const descent_path *const *paths,
                            const size_t *held, size_t path_count)
{
    const double *first = NULL;
    for (size_t i = 0; i < path_count; i++) {
        const descent_path_data data = descent_path_view(paths[i]);
        for (size_t row = 0; row < held[i] && data.points; row++) {
            const double *const x = data.points + row * slice->dimension;
            double place[2];
            descent__slice_project(slice, x, place);
            if (!descent__window_contains(window, place))
                continue;
            first = first ? first : x;
            for (size_t k = 0; k < slice->dimension; k++)
                slice->reach[k] = fmax(slice->reach[k], fabs(x[k] - first[k]));
        }
    }
}

bool descent__slice_holds(const descent__slice *slice, const double *x, double extent)
{
    double place[2];
    descent__slice_project(slice, x, place);
    const double *const nearest = descent__slice_lift(slice, place);
    for (size_t i = 0; i < slice->dimension; i++) {
        const double size = fmax(fabs(x[i]), fabs(nearest[i]));
        if (fabs(x[i] - nearest[i]) > seen * slice->reach[i] + rounding * size + picture_rounding * extent)
            return false;
    }
    return true;
}

const double *descent__slice_lift(const descent__slice *slice, const double place[2])
{
    descent__vector_copy(slice->dimension, slice->origin, slice->point);
    for (size_t axis = 0; axis < 2; axis++)
        if (slice->principal)
            descent__vector_add_scaled(slice->dimension, place[axis], slice->axis[axis], slice->point);
        else if (axis < slice->dimension)
            slice->point[slice->variable[axis]] = place[axis];
    return slice->point;
}
