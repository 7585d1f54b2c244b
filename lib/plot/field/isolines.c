#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/pi.h"
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
    size_t *linked; /* the edges that have neighbours */
    size_t linked_count;
} crossings;

/* A line so far aside of its points is drawn through fewer of them, in sides of the window: a tenth of a pixel of the usual picture. */
static const double aside = 2e-4;

/* A line as it is drawn: from a point that was written, the directions that lead past all later ones, to the last of them. */
typedef struct pen {
    const crossings *crossings;
    descent__script *script;
    unsigned colour;
    double from[2], to[2];
    double first,
        width[2]; /* direction to the first of the later ones, and how far the others may turn from it, to both sides */
    bool drawing; /* there are later ones */
} pen;

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

static void note_edge(crossings *c, size_t edge)
{
    if (c->neighbours[edge][0] == nowhere && c->neighbours[edge][1] == nowhere)
        c->linked[c->linked_count++] = edge;
}

static void link_edges(crossings *c, size_t a, size_t b)
{
    note_edge(c, a);
    note_edge(c, b);
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
    size_t crossed[4], count = 0, above = 0;
    double centre = 0;
    for (size_t k = 0; k < 4; k++)
        above += corners[k] >= c->level ? 1 : 0;
    if (above == 0 || above == 4)
        return;
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

static void write_point(pen *p, const double place[2])
{
    descent__script_add(p->script, "%.12g %.12g %u\n", place[0], place[1], p->colour);
    p->from[0] = place[0];
    p->from[1] = place[1];
    p->drawing = false;
}

/* Where a point lies from the last that was written: its direction, and by how much another may differ to pass it near enough. */
static double direction_to(const pen *p, const double place[2], double *width)
{
    const descent__window *const window = &p->crossings->field->window;
    double way[2];
    for (size_t axis = 0; axis < 2; axis++)
        way[axis] = (place[axis] - p->from[axis]) / (window->high[axis] - window->low[axis]);
    const double far = hypot(way[0], way[1]);
    *width = far > aside ? asin(aside / far) : descent__pi;
    return atan2(way[1], way[0]);
}

/* Goes on to a point: if no straight line from the last that was written passes all since near enough, the one before is written. */
static void draw_to(pen *p, const double place[2])
{
    double width, direction = direction_to(p, place, &width);
    const double turn = p->drawing ? remainder(direction - p->first, 2 * descent__pi) : 0;
    if (p->drawing && (turn > p->width[1] || turn < -p->width[0])) {
        const double before[2] = {p->to[0], p->to[1]};
        write_point(p, before);
        direction = direction_to(p, place, &width);
    }
    if (!p->drawing) {
        p->first = direction;
        p->width[0] = p->width[1] = width;
    } else {
        p->width[0] = fmin(p->width[0], width - turn);
        p->width[1] = fmin(p->width[1], width + turn);
    }
    p->drawing = true;
    p->to[0] = place[0];
    p->to[1] = place[1];
}

static void write_line(crossings *c, size_t edge, unsigned colour, descent__script *script)
{
    pen p = {.crossings = c, .script = script, .colour = colour};
    double place[2];
    place_of(c, edge, place);
    write_point(&p, place);
    while ((edge = follow(c, edge)) != nowhere) {
        place_of(c, edge, place);
        draw_to(&p, place);
    }
    if (p.drawing)
        write_point(&p, p.to);
    descent__script_add(script, "\n");
}

static bool has_neighbours(const crossings *c, size_t edge, size_t count)
{
    return (size_t)(c->neighbours[edge][0] != nowhere) + (c->neighbours[edge][1] != nowhere) == count;
}

static void trace_level(crossings *c, unsigned colour, descent__script *script)
{
    const descent__field *const field = c->field;
    c->linked_count = 0;
    for (size_t j = 0; j + 1 < field->up; j++)
        for (size_t i = 0; i + 1 < field->across; i++)
            link_cell(c, i, j);
    /* Lines that end at the window's edge or at a blank, then closed ones. Following a line leaves no neighbours. */
    for (size_t ends = 1; ends <= 2; ends++)
        for (size_t i = 0; i < c->linked_count; i++)
            if (has_neighbours(c, c->linked[i], ends))
                write_line(c, c->linked[i], colour, script);
}

descent_status descent__field_trace_levels(const descent__field *field, size_t count, const double *levels,
                                           const unsigned *colours, descent__script *script)
{
    crossings c = {.field = field, .horizontal = (field->across - 1) * field->up};
    c.count = c.horizontal + field->across * (field->up - 1);
    c.neighbours = malloc(descent__array_bytes(c.count, 1, sizeof *c.neighbours));
    c.linked = c.neighbours ? malloc(descent__array_bytes(c.count, 1, sizeof *c.linked)) : NULL;
    const bool complete = c.neighbours && c.linked;
    for (size_t i = 0; complete && i < c.count; i++)
        c.neighbours[i][0] = c.neighbours[i][1] = nowhere;
    for (size_t i = 0; complete && i < count; i++) {
        c.level = levels[i];
        trace_level(&c, colours[i], script);
    }
    const size_t missing = c.count * (c.neighbours ? sizeof *c.linked : sizeof *c.neighbours);
    free(c.neighbours);
    free(c.linked);
    return complete ? DESCENT_SUCCESS : descent__fail_memory("level lines", missing);
}
