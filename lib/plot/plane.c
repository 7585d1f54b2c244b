#include "plot/plane.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/principal.h"
#include "status.h"
#include "vector.h"

static descent_status allocate(descent_plane *plane, size_t dimension, bool principal)
{
    const size_t vectors = principal ? 4 : 2;
    const size_t bytes = descent_array_bytes(dimension, vectors, sizeof(double));
    plane->origin = bytes ? calloc(1, bytes) : NULL;
    if (!plane->origin)
        return descent_fail_memory("plane of a picture", bytes);
    plane->point = plane->origin + dimension;
    if (principal) {
        plane->axis[0] = plane->origin + 2 * dimension;
        plane->axis[1] = plane->origin + 3 * dimension;
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

descent_status descent_plane_open(descent_plane *plane, const descent_plot_view *view, size_t dimension,
                                  const descent_path *const *paths, size_t path_count)
{
    *plane = (descent_plane){.dimension = dimension,
                             .principal = view->plane == DESCENT_PLOT_PLANE_PRINCIPAL,
                             .variable = {view->x_variable, view->y_variable}};
    descent_status status = allocate(plane, dimension, plane->principal);
    if (status != DESCENT_SUCCESS)
        return status;
    const double *origin = view->origin ? view->origin : last_point(dimension, paths, path_count);
    if (origin)
        descent_vector_copy(dimension, origin, plane->origin);
    if (plane->principal)
        status = descent_principal_axes(dimension, paths, path_count, plane->axis, plane->share);
    else
        plane->origin[plane->variable[0]] = plane->origin[plane->variable[1]] = 0;
    if (status != DESCENT_SUCCESS)
        descent_plane_close(plane);
    return status;
}

void descent_plane_close(descent_plane *plane)
{
    free(plane->origin);
    *plane = (descent_plane){0};
}

void descent_plane_project(const descent_plane *plane, const double *x, double place[2])
{
    for (size_t axis = 0; axis < 2; axis++) {
        if (!plane->principal) {
            place[axis] = x[plane->variable[axis]];
            continue;
        }
        double along = 0;
        for (size_t i = 0; i < plane->dimension; i++)
            along += plane->axis[axis][i] * (x[i] - plane->origin[i]);
        place[axis] = along;
    }
}

const double *descent_plane_lift(const descent_plane *plane, const double place[2])
{
    descent_vector_copy(plane->dimension, plane->origin, plane->point);
    for (size_t axis = 0; axis < 2; axis++)
        if (plane->principal)
            descent_vector_add_scaled(plane->dimension, place[axis], plane->axis[axis], plane->point);
        else
            plane->point[plane->variable[axis]] = place[axis];
    return plane->point;
}
