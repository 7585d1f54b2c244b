#include "plot/scene/side.h"

#include <math.h>

#include "base/pi.h"

/* Angles from which a surface is seen, each over another corner: the last or the first column, the last or the first row. The first is usual. */
static const struct {
    double yaw;
    bool right, top;
} corners[] = {{50, true, false}, {140, true, true}, {230, false, true}, {320, false, false}};

enum {
    corner_count = sizeof corners / sizeof corners[0],
    most_asked = 256 /* points of a path, spread evenly */
};

/* Corners whose losses differ by less than this part of all their differences are alike. */
static const double alike = 0.1;

/* Of the box: flatter than gnuplot's own (1), so that the rim in front hides little; and so flat that hills could hardly be seen. */
static const double usual_height = 0.62, least_height = 0.3;

/* A symbol has a size: what hides its middle just not hides a part of it. */
static const double symbol_room = 0.85;

/* Looking at the surface along one direction. */
typedef struct sight {
    const descent__field *field;
    double low, range; /* what is shown of its values */
    double toward[2];  /* the viewer, in the window's sides */
    double rise;       /* of the line to the viewer, for each side that it goes along */
} sight;

static double radians(double degrees)
{
    return degrees * (descent__pi / 180);
}

/* The height of the surface, as a share of the box; NaN where none is drawn. */
static double height_at(const sight *s, const double share[2])
{
    const descent__window *const window = &s->field->window;
    double place[2];
    for (size_t axis = 0; axis < 2; axis++)
        place[axis] = window->low[axis] * (1 - share[axis]) + window->high[axis] * share[axis];
    const double height = (descent__field_at(s->field, place) - s->low) / s->range;
    return height >= 0 && height <= 1 ? height : NAN;
}

/* How high the box may be, in its sides, until the surface hides the point at that place. */
static double free_height(const sight *s, const double place[2])
{
    const descent__window *const window = &s->field->window;
    const double step = 1 / (double)(s->field->across > s->field->up ? s->field->across : s->field->up);
    double share[2], most = INFINITY;
    for (size_t axis = 0; axis < 2; axis++)
        share[axis] = (place[axis] - window->low[axis]) / (window->high[axis] - window->low[axis]);
    const double own = height_at(s, share);
    for (double way = step; !isnan(own); way += step) {
        const double ahead[2] = {share[0] + way * s->toward[0], share[1] + way * s->toward[1]};
        if (!(ahead[0] >= 0 && ahead[0] <= 1 && ahead[1] >= 0 && ahead[1] <= 1))
            break;
        const double above = height_at(s, ahead) - own;
        if (above > 0)
            most = fmin(most, way * s->rise / above);
    }
    return most;
}

/* The same for all paths and marks of the scene. */
static double free_height_of_all(const sight *s, const descent__scene *scene)
{
    double most = INFINITY;
    for (size_t i = 0; i < scene->marks.count; i++)
        if (descent__window_contains(&scene->window, scene->marks.list[i].place))
            most = fmin(most, free_height(s, scene->marks.list[i].place));
    for (size_t i = 0; i < scene->trace_count; i++) {
        const descent__trace *const trace = &scene->traces[i];
        const size_t last = trace->held - 1, stride = last / most_asked + 1;
        for (size_t row = 0; row <= last; row = row < last && row + stride > last ? last : row + stride)
            if (descent__window_contains(&scene->window, trace->places + 2 * row))
                most = fmin(most, free_height(s, trace->places + 2 * row));
    }
    return most;
}

static double value_in_corner(const descent__field *field, size_t corner)
{
    const size_t column = corners[corner].right ? field->across - 1 : 0, row = corners[corner].top ? field->up - 1 : 0;
    return field->values[row * field->across + column];
}

/* Of the corners that are as good, the first of the lowest; where one has no value, the first. */
static size_t lowest_corner(const descent__field *field, const bool good[corner_count])
{
    double low = INFINITY, high = -INFINITY;
    size_t first = corner_count;
    bool blank = false;
    for (size_t i = 0; i < corner_count; i++) {
        const double value = value_in_corner(field, i);
        high = fmax(high, value);
        blank = blank || isnan(value);
        if (good[i]) {
            first = first < i ? first : i;
            low = fmin(low, value);
        }
    }
    while (!blank && !(good[first] && value_in_corner(field, first) <= low + alike * (high - low)))
        first++;
    return first;
}

static double look(sight *s, const descent__scene *scene, double yaw)
{
    s->toward[0] = sin(radians(yaw));
    s->toward[1] = -cos(radians(yaw));
    return free_height_of_all(s, scene);
}

static double choose_yaw(sight *s, const descent__scene *scene)
{
    double heights[corner_count], best = 0;
    bool good[corner_count];
    for (size_t i = 0; i < corner_count; i++) {
        heights[i] = fmin(symbol_room * look(s, scene, corners[i].yaw), usual_height);
        best = fmax(best, heights[i]);
    }
    for (size_t i = 0; i < corner_count; i++)
        good[i] = heights[i] >= best * (1 - alike);
    return corners[lowest_corner(s->field, good)].yaw;
}

/* An angle as gnuplot takes it, from 0 to 360 degrees. */
static double turned(double angle)
{
    const double rest = fmod(angle, 360);
    return rest < 0 ? rest + 360 : rest;
}

descent__side descent__side_choose(const descent__scene *scene, const descent__field *field, const double range[2])
{
    const double pitch = radians(scene->view->pitch);
    sight s = {.field = field, .low = range[0], .range = range[1] - range[0], .rise = cos(pitch) / sin(pitch)};
    const bool given = !isnan(scene->view->yaw);
    const double yaw = turned(given ? scene->view->yaw : choose_yaw(&s, scene));
    const double crossing = sin(radians(yaw)) * cos(radians(yaw));
    /* A box that is flat and hides something yet would only be flat. */
    const double height = symbol_room * look(&s, scene, yaw);
    return (descent__side){.yaw = yaw,
                           .height = height >= least_height ? fmin(height, usual_height) : usual_height,
                           .x_side = crossing > 0   ? -1
                                     : crossing < 0 ? 1
                                                    : 0};
}
