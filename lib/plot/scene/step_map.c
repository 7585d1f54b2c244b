#include "plot/scene/step_map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/plural.h"
#include "base/status.h"
#include "base/vector.h"

/* How far off the curve a point may be, of the window's height: less than half a pixel of any picture. */
static const double largest_distance = 5e-4;

enum {
    most_fitted = 512 /* pairs that are looked at: enough to tell a curve, few enough for a loss that takes long */
};

/* The component of the gradient along the variable, with all others where the path ended. */
static double slope_at(descent__step_map *map, double x)
{
    const size_t n = map->evaluator.problem.dimension;
    double *const gradient = map->point + n;
    map->point[map->variable] = x;
    return descent__evaluate_gradient(&map->evaluator, map->point, gradient) == DESCENT_SUCCESS
               ? gradient[map->variable]
               : NAN;
}

/* η by least squares: of x − next x over the slope. */
static double fit_step_size(descent__step_map *map, const descent__trace *pairs, const descent__window *window)
{
    double product = 0, square = 0;
    for (size_t i = 0; i < pairs->count && i < most_fitted; i++) {
        const double *const pair = pairs->places + 2 * i;
        if (!descent__window_contains(window, pair))
            continue;
        const double slope = slope_at(map, pair[0]);
        product += (pair[0] - pair[1]) * slope;
        square += slope * slope;
    }
    return product / square; /* NaN if nothing moved */
}

/* Every pair lies on the curve; and there are as many different ones as are enough. */
static bool is_on_curve(descent__step_map *map, const descent__trace *pairs, const descent__window *window,
                        size_t enough)
{
    const double off = largest_distance * (window->high[1] - window->low[1]);
    double seen[2] = {NAN, NAN};
    size_t different = 0;
    for (size_t i = 0; i < pairs->count && i < most_fitted; i++) {
        const double *const pair = pairs->places + 2 * i;
        if (!descent__window_contains(window, pair))
            continue;
        if (!(fabs(descent__step_map_next(map, pair[0]) - pair[1]) <= off))
            return false;
        if (different < 3 && !(fabs(pair[0] - seen[0]) <= off) && !(fabs(pair[0] - seen[1]) <= off)) {
            seen[different % 2] = pair[0];
            different++;
        }
    }
    return different >= enough && isfinite(map->step_size) && map->step_size > 0;
}

/* The slope along the variable is the same wherever the others were. */
static bool is_alone(descent__step_map *map, const descent_path_data *path, const descent__window *window)
{
    const size_t n = path->dimension;
    const double off = largest_distance * (window->high[1] - window->low[1]);
    for (size_t row = 0; row < path->count && row < most_fitted; row++) {
        const double *const point = path->points + row * n;
        const double x = point[map->variable];
        if (!(x >= window->low[0] && x <= window->high[0]))
            continue;
        const double alone = slope_at(map, x);
        if (descent__evaluate_gradient(&map->evaluator, point, map->point + n) != DESCENT_SUCCESS ||
            !(map->step_size * fabs(map->point[n + map->variable] - alone) <= off))
            return false;
    }
    return true;
}

static const double *last_finite(const descent_path_data *path)
{
    for (size_t row = path->count; row > 0; row--)
        if (descent__vector_is_finite(path->dimension, path->points + (row - 1) * path->dimension))
            return path->points + (row - 1) * path->dimension;
    return NULL;
}

descent_status descent__step_map_open(descent__step_map *map, const descent_picture *picture, size_t variable,
                                      const descent__trace *pairs, const descent__window *window)
{
    *map = (descent__step_map){.variable = variable};
    const descent_path_data path = descent_path_view(picture->paths[0]);
    const double *const rest = last_finite(&path);
    if (!picture->problem || !rest)
        return DESCENT_SUCCESS;
    if (picture->problem->dimension != path.dimension)
        return descent_fail(DESCENT_EINVAL, "path must have %zu variable%s like the problem, got %zu",
                            picture->problem->dimension, descent__plural(picture->problem->dimension), path.dimension);
    const descent_status status = descent__evaluator_open(&map->evaluator, picture->problem);
    if (status != DESCENT_SUCCESS)
        return status;
    const size_t bytes = descent__array_bytes(path.dimension, 2, sizeof(double));
    map->point = malloc(bytes);
    if (!map->point)
        return descent__fail_memory("curve of a return map", bytes);
    memcpy(map->point, rest, path.dimension * sizeof(double));
    map->step_size = fit_step_size(map, pairs, window);
    /* One or two pairs lie on a curve of many rules: a diagnosis may know which it was. */
    const descent_diagnosis *const diagnosis = picture->diagnosis;
    const size_t enough = diagnosis && strcmp(diagnosis->rule_name, "fixed step") == 0 ? 1 : 3;
    map->known = is_on_curve(map, pairs, window, enough) && is_alone(map, &path, window);
    return DESCENT_SUCCESS;
}

void descent__step_map_close(descent__step_map *map)
{
    free(map->point);
    descent__evaluator_close(&map->evaluator);
    *map = (descent__step_map){0};
}

double descent__step_map_next(descent__step_map *map, double x)
{
    return x - map->step_size * slope_at(map, x);
}
