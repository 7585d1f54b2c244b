#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/status.h"
#include "base/vector.h"
#include "plot/field/field.h"

/*
 * A level line crosses the edges between neighbouring samples. Horizontal edges come first in the numbering, then the
 * vertical ones; each cell that the line passes links two edges, so an edge has at most two neighbours.
 */
typedef struct crossings {
    const descent__field *field;
    double level;
    size_t horizontal; /* number of horizontal edges */
    size_t count;
    size_t (*neighbours)[2];
} crossings;

static const size_t nowhere = SIZE_MAX;

static double value_at(const crossings *c, size_t column, size_t row)
{
    return c->field->values[row * c->field->across + column];
}

static double coordinate(const descent__window *window, size_t axis, double index, size_t count)
{
    const double share = index / (double)(count - 1);
    return window->low[axis] * (1 - share) + window->high[axis] * share;
}

/* Where between two values the level lies, as a share of the way. */
static double crossing(double from, double to, double level)
{
    return from == to ? 0.5 : (level - from) / (to - from);
}

static void place_of(const crossings *c, size_t edge, double place[2])
{
    const descent__field *field = c->field;
    double column, row;
    if (edge < c->horizontal) {
        const size_t i = edge % (field->across - 1), j = edge / (field->across - 1);
        column = (double)i + crossing(value_at(c, i, j), value_at(c, i + 1, j), c->level);
        row = (double)j;
    } else {
        const size_t i = (edge - c->horizontal) % field->across, j = (edge - c->horizontal) / field->across;
        column = (double)i;
        row = (double)j + crossing(value_at(c, i, j), value_at(c, i, j + 1), c->level);
    }
    place[0] = coordinate(&field->window, 0, column, field->across);
    place[1] = coordinate(&field->window, 1, row, field->up);
}

static void link_edges(crossings *c, size_t a, size_t b)
{
    c->neighbours[a][c->neighbours[a][0] == nowhere ? 0 : 1] = b;
    c->neighbours[b][c->neighbours[b][0] == nowhere ? 0 : 1] = a;
}

static void link_cell(crossings *c, size_t i, size_t j)
{
    /* Corners in turn from the lower left, counterclockwise; edge k joins corners k and k + 1. */
    const double corners[4] = {value_at(c, i, j), value_at(c, i + 1, j), value_at(c, i + 1, j + 1),
                               value_at(c, i, j + 1)};
    const size_t edges[4] = {j * (c->field->across - 1) + i, c->horizontal + j * c->field->across + i + 1,
                             (j + 1) * (c->field->across - 1) + i, c->horizontal + j * c->field->across + i};
    size_t crossed[4], count = 0;
    double centre = 0;
    for (size_t k = 0; k < 4; k++) {
        if (isnan(corners[k]))
            return;
        centre += corners[k] / 4;
        if ((corners[k] >= c->level) != (corners[(k + 1) % 4] >= c->level))
            crossed[count++] = k;
    }
    if (count == 2) {
        link_edges(c, edges[crossed[0]], edges[crossed[1]]);
    } else if (count == 4) {
        /* The lines go around the corners that are on the other side than the centre. */
        const bool around_first = (corners[0] >= c->level) != (centre >= c->level);
        link_edges(c, edges[around_first ? 3 : 0], edges[around_first ? 0 : 1]);
        link_edges(c, edges[around_first ? 1 : 2], edges[around_first ? 2 : 3]);
    }
}

static size_t follow(crossings *c, size_t edge)
{
    for (size_t k = 0; k < 2; k++) {
        const size_t next = c->neighbours[edge][k];
        if (next == nowhere)
            continue;
        c->neighbours[edge][k] = nowhere;
        for (size_t back = 0; back < 2; back++)
            if (c->neighbours[next][back] == edge) {
                c->neighbours[next][back] = nowhere;
                break;
            }
        return next;
    }
    return nowhere;
}

static void write_line(crossings *c, size_t edge, unsigned colour, descent__script *script)
{
    for (; edge != nowhere; edge = follow(c, edge)) {
        double place[2];
        place_of(c, edge, place);
        descent__script_add(script, "%.12g %.12g %u\n", place[0], place[1], colour);
    }
    descent__script_add(script, "\n");
}

static bool has_neighbours(const crossings *c, size_t edge, size_t count)
{
    return (size_t)(c->neighbours[edge][0] != nowhere) + (c->neighbours[edge][1] != nowhere) == count;
}

descent_status descent__field_trace_level(const descent__field *field, double level, unsigned colour,
                                          descent__script *script)
{
    crossings c = {.field = field, .level = level, .horizontal = (field->across - 1) * field->up};
    c.count = c.horizontal + field->across * (field->up - 1);
    c.neighbours = malloc(descent__array_bytes(c.count, 1, sizeof *c.neighbours));
    if (!c.neighbours)
        return descent__fail_memory("level lines", c.count * sizeof *c.neighbours);
    for (size_t i = 0; i < c.count; i++)
        c.neighbours[i][0] = c.neighbours[i][1] = nowhere;
    for (size_t j = 0; j + 1 < field->up; j++)
        for (size_t i = 0; i + 1 < field->across; i++)
            link_cell(&c, i, j);
    /* Lines that end at the window's edge or at a blank, then closed ones. */
    for (size_t ends = 1; ends <= 2; ends++)
        for (size_t edge = 0; edge < c.count; edge++)
            if (has_neighbours(&c, edge, ends))
                write_line(&c, edge, colour, script);
    free(c.neighbours);
    return DESCENT_SUCCESS;
}
