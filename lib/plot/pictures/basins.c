#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ending.h"
#include "base/environment.h"
#include "base/names.h"
#include "base/status.h"
#include "base/vector.h"
#include "diagnosis/explain/reading.h"
#include "plot/page/axes.h"
#include "plot/page/image.h"
#include "plot/page/legend.h"
#include "plot/page/tics.h"
#include "plot/page/typeset.h"
#include "plot/pictures/pictures.h"
#include "plot/scene/scene.h"

enum {
    most_named = 8,          /* attractors with a colour of their own: more could not be told apart */
    most_crowds = 64,        /* periods of which limits are counted: as many as have labels */
    most_coordinates = 4,    /* of a point in the legend */
    most_approached = 4,     /* points that are named beside these, to which runs are on their way */
    unclassified_symbol = 7, /* of gnuplot's: a dot */
    ending_count = DESCENT_ENDING_NONFINITE + 1
};

/* What a run of the map is drawn as: an attractor of its own, any other attractor, with a label or without, or its ending. */
typedef struct category {
    char name[descent__name_size];
    unsigned colour;
    bool used;
} category;

enum {
    other_category = most_named,
    first_ending_category,
    category_count = first_ending_category + ending_count
};

/* Limits of one period, where each start may have its own: cycles, as beside a cone's tip, or points, as in a valley. */
typedef struct crowd {
    size_t period, limits;
    uint32_t most; /* the label that most runs have, of a known kind if there is one */
    bool beyond;   /* do runs reach further limits, for which no label was left? */
} crowd;

typedef struct basin_map {
    const descent_problem *problem;         /* NULL if it was not given */
    const descent_critical_set *approached; /* what runs are known to approach that have not arrived, or NULL */
    const descent_sweep *sweep;
    descent_sweep_summary summary;
    size_t columns;
    size_t rows;
    crowd crowds[most_crowds];
    size_t crowd_count;
    uint32_t named[most_named]; /* labels, by how many runs reached them */
    size_t named_count;
    category categories[category_count];
    descent__window window; /* the starts' coordinates at the map's edges */
} basin_map;

static crowd *crowd_of_period(basin_map *map, size_t period)
{
    for (size_t k = 0; k < map->crowd_count; k++)
        if (map->crowds[k].period == period)
            return &map->crowds[k];
    if (map->crowd_count == most_crowds)
        return NULL;
    map->crowds[map->crowd_count] = (crowd){.period = period, .most = DESCENT_SWEEP_NO_LABEL};
    return &map->crowds[map->crowd_count++];
}

/* The crowd of a label; NULL for a point that stands alone, as a minimum does. */
static crowd *crowd_of(basin_map *map, uint32_t label)
{
    const descent_attractor *const its = descent_sweep_attractor(map->sweep, label);
    const bool alone =
        its->period == 1 && its->kind != DESCENT_CRITICAL_DEGENERATE && its->kind != DESCENT_CRITICAL_UNDETERMINED;
    return alone ? NULL : crowd_of_period(map, its->period);
}

/* Is a better example than b, of which there may be none? */
static bool tells_more(const basin_map *map, uint32_t a, uint32_t b)
{
    if (b == DESCENT_SWEEP_NO_LABEL)
        return true;
    const descent_attractor *const one = descent_sweep_attractor(map->sweep, a);
    const descent_attractor *const other = descent_sweep_attractor(map->sweep, b);
    const bool known = one->kind != DESCENT_CRITICAL_UNDETERMINED;
    return known == (other->kind != DESCENT_CRITICAL_UNDETERMINED) ? one->runs > other->runs : known;
}

/* Has it arrived, and is there no label for its limit, as all were given? */
static bool is_beyond(const descent_sweep_result *run)
{
    return run->label == DESCENT_SWEEP_NO_LABEL && run->period > 0 && run->ending != DESCENT_ENDING_APPROACHING;
}

static void count_crowds(basin_map *map)
{
    for (uint32_t label = 0; label < map->summary.label_count; label++) {
        crowd *const its = crowd_of(map, label);
        if (!its)
            continue;
        its->limits++;
        if (tells_more(map, label, its->most))
            its->most = label;
    }
    for (size_t run = 0; run < map->summary.count; run++) {
        const descent_sweep_result result = descent_sweep_view_run(map->sweep, run);
        crowd *const its = is_beyond(&result) ? crowd_of_period(map, result.period) : NULL;
        if (its)
            its->beyond = true;
    }
}

/* Are there so many limits of its period that no colours and no places tell them apart? */
static bool is_too_many(const crowd *its)
{
    return its->limits > most_named || its->beyond;
}

static bool is_in_crowd(basin_map *map, uint32_t label)
{
    const crowd *const its = crowd_of(map, label);
    return its && is_too_many(its);
}

/* The labels most runs reached come first; equal ones in the order of the labels. */
static void choose_named(basin_map *map)
{
    const size_t labels = map->summary.label_count;
    count_crowds(map);
    for (uint32_t label = 0; label < labels; label++) {
        if (is_in_crowd(map, label))
            continue;
        const size_t runs = descent_sweep_attractor(map->sweep, label)->runs;
        size_t place = map->named_count;
        while (place > 0 && descent_sweep_attractor(map->sweep, map->named[place - 1])->runs < runs)
            place--;
        if (place >= most_named)
            continue;
        if (map->named_count < most_named)
            map->named_count++;
        memmove(&map->named[place + 1], &map->named[place], (map->named_count - place - 1) * sizeof map->named[0]);
        map->named[place] = label;
    }
}

/* As texts have it: of a degenerate point, the loss around it tells. */
static const char *name_kind(const descent_attractor *attractor, const descent_problem *problem)
{
    if (attractor->kind != DESCENT_CRITICAL_DEGENERATE)
        return descent_critical_kind_string(attractor->kind);
    const descent_critical_point plain = {.kind = attractor->kind};
    descent_critical_point *point = NULL;
    descent__environment *const lent =
        descent__environment_lend(); /* the library calls the user's functions from there */
    const bool refined = problem && attractor->x &&
                         descent_critical_refine(problem, attractor->x, NULL, &point) == DESCENT_SUCCESS &&
                         point->kind == attractor->kind;
    descent__environment_take_back(lent);
    const char *const name = descent__words_kind(refined ? point : &plain);
    descent_critical_point_free(point);
    return name;
}

/* Adds where the point is; of more variables a legend has no room for that. */
static void add_place(const basin_map *map, const double *x, char *name, size_t size)
{
    const size_t n = map->summary.dimension;
    const double extent = descent__window_extent(&map->window) > 0 ? descent__window_extent(&map->window) : 1;
    char place[most_coordinates * (descent__typeset_size + 2) + 8] = "";
    for (size_t i = 0, used = 0; i < n && n <= most_coordinates; i++, used = strlen(place)) {
        char number[48], set[descent__typeset_size];
        descent__number_label(number, sizeof number, x[i], extent / 60);
        descent__typeset(set, number);
        snprintf(place + used, sizeof place - used, "%s%s%s",
                 i       ? ", "
                 : n > 1 ? " at ("
                         : " at ",
                 set, n > 1 && i + 1 == n ? ")" : "");
    }
    const size_t used = strlen(name);
    if (strlen(place) < size - used) /* no half of a place */
        snprintf(name + used, size - used, "%s", place);
}

static void name_attractor(const basin_map *map, uint32_t label, char *name, size_t size)
{
    const descent_attractor *attractor = descent_sweep_attractor(map->sweep, label);
    if (attractor->period > 1)
        snprintf(name, size, "period %zu", attractor->period);
    else if (attractor->kind == DESCENT_CRITICAL_UNDETERMINED)
        snprintf(name, size, "a limit");
    else
        snprintf(name, size, "%s", name_kind(attractor, map->problem));
    const size_t used = strlen(name);
    if (attractor->x && map->summary.dimension > most_coordinates)
        snprintf(name + used, size - used, " %u", (unsigned)label + 1);
    else if (attractor->x)
        add_place(map, attractor->x, name, size);
}

/* What is not named, and how many at least: the limits of one crowd, if it is nothing else. */
static void name_others(basin_map *map, char *name)
{
    const size_t others = map->summary.label_count - map->named_count;
    const crowd *only = NULL;
    size_t in_crowds = 0;
    const char *more = "";
    for (size_t k = 0; k < map->crowd_count; k++)
        if (is_too_many(&map->crowds[k])) {
            only = &map->crowds[k];
            in_crowds++;
            more = only->beyond ? "more than " : more;
        }
    const bool mixed = in_crowds != 1 || only->limits == 0 || only->limits != others;
    if (mixed && others == 1 && !*more) {
        snprintf(name, descent__name_size, "another limit");
    } else if (mixed) {
        snprintf(name, descent__name_size, "%s%zu other limits", more, others);
    } else if (only->period > 1) {
        snprintf(name, descent__name_size, "%s%zu cycles of period %zu", more, only->limits, only->period);
    } else {
        const int used = snprintf(name, descent__name_size, "%s%zu points, such as ", more, only->limits);
        name_attractor(map, only->most, name + used, descent__name_size - (size_t)used);
    }
}

/* Is the vector along one coordinate, with length 1? */
static bool is_coordinate(const double *vector, size_t n, size_t *index)
{
    size_t found = n;
    for (size_t i = 0; i < n; i++) {
        if (vector[i] == 0)
            continue;
        if (found < n || vector[i] != 1)
            return false;
        found = i;
    }
    *index = found;
    return found < n;
}

static unsigned symbol_of(descent_critical_kind kind)
{
    const unsigned symbol = descent__mark_symbol(kind);
    return symbol > 0 ? symbol : unclassified_symbol;
}

/* Do places of the map lie along the two variables, so that what can be reached is one of them? */
static bool has_places(const basin_map *map, size_t *across, size_t *up)
{
    const descent_plane *plane = map->summary.plane;
    return map->summary.dimension == 2 && plane && is_coordinate(plane->across, 2, across) &&
           is_coordinate(plane->up, 2, up);
}

/* The points that runs of this ending were found to approach: marked and named where they have places, else called by kind. */
static size_t count_approached(const basin_map *map)
{
    const bool any = map->categories[first_ending_category + DESCENT_ENDING_APPROACHING].used;
    return !any || !map->approached                   ? 0
           : map->approached->count < most_approached ? map->approached->count
                                                      : most_approached;
}

static void add_approached_to_legend(const basin_map *map, const descent__canvas *canvas, descent__legend *legend)
{
    size_t across, up;
    const bool marked = has_places(map, &across, &up);
    for (size_t i = 0; i < count_approached(map); i++) {
        const descent_critical_point *const point = map->approached->points[i];
        char name[descent__name_size];
        snprintf(name, sizeof name, "approached: %s", descent__words_kind(point));
        add_place(map, point->x, name, sizeof name);
        descent__legend_entry *const entry = descent__legend_add(legend, name, canvas->inks.ink);
        if (marked)
            entry->symbol = (descent__symbol){.type = symbol_of(point->kind), .size = 1.5};
    }
}

static void name_categories(basin_map *map, const descent__canvas *canvas)
{
    for (size_t i = 0; i < map->named_count; i++) {
        name_attractor(map, map->named[i], map->categories[i].name, descent__name_size);
        map->categories[i].colour =
            descent__mix_colours(canvas->inks.ground, descent__line_colour(canvas->view.theme, i), 0.8);
    }
    name_others(map, map->categories[other_category].name);
    map->categories[other_category].colour = descent__mix_colours(canvas->inks.ground, canvas->inks.ink, 0.85);
    size_t used = 0, number = 0, left = 0;
    for (size_t i = 0; i < ending_count; i++)
        used += map->categories[first_ending_category + i].used;
    for (size_t i = 0; i < ending_count; i++) {
        category *c = &map->categories[first_ending_category + i];
        snprintf(c->name, descent__name_size, "%s", descent_ending_string((descent_ending)i));
        /* Greys for those that leave; the palette's shades for the rest, as far apart as can be. */
        if (descent__ending_leaves((descent_ending)i))
            c->colour = descent__mix_colours(canvas->inks.shade, canvas->inks.ink, 0.2 * (double)left);
        else
            c->colour = descent__palette_colour(canvas->view.palette, canvas->view.theme,
                                                0.15 + 0.7 * (double)number / (double)(used > 1 ? used - 1 : 1));
        number += c->used;
        left += c->used && descent__ending_leaves((descent_ending)i);
    }
}

static size_t category_of(const basin_map *map, size_t run)
{
    const descent_sweep_result result = descent_sweep_view_run(map->sweep, run);
    for (size_t i = 0; i < map->named_count; i++)
        if (map->named[i] == result.label)
            return i;
    if (result.label != DESCENT_SWEEP_NO_LABEL || is_beyond(&result))
        return other_category;
    const descent_ending ending = result.ending;
    return (unsigned)ending < ending_count ? first_ending_category + (size_t)ending : first_ending_category;
}

/* The map's edges, and what its axes are called: variables if it lies along them. */
static void find_axes(basin_map *map, char names[2][64])
{
    const descent_plane *plane = map->summary.plane;
    map->window = (descent__window){.low = {0, 0}, .high = {(double)(map->columns - 1), (double)(map->rows - 1)}};
    snprintf(names[0], sizeof names[0], "column");
    snprintf(names[1], sizeof names[1], "row");
    if (!plane)
        return;
    map->window = (descent__window){.low = {plane->left, plane->bottom}, .high = {plane->right, plane->top}};
    const double *const directions[2] = {plane->across, plane->up};
    for (size_t axis = 0; axis < 2; axis++) {
        size_t variable;
        if (is_coordinate(directions[axis], map->summary.dimension, &variable)) {
            map->window.low[axis] += plane->origin[variable];
            map->window.high[axis] += plane->origin[variable];
            descent__name_text(names[axis], map->summary.variable_names, variable);
        } else {
            snprintf(names[axis], sizeof names[axis],
                     axis == 0 ? "along the first direction" : "along the second direction");
        }
    }
}

/* An image no finer than the picture: beyond, the nearest run stands for its neighbours. */
static void add_image(basin_map *map, descent__canvas *canvas, const descent__image *image)
{
    descent__image_begin(image, &canvas->script);
    for (size_t row = 0; row < image->cells[1]; row++) {
        descent__image_begin_row(image, row, &canvas->script);
        for (size_t column = 0; column < image->cells[0]; column++) {
            const size_t start = row * map->rows / image->cells[1] * map->columns;
            const size_t run = start + column * map->columns / image->cells[0];
            descent__script_add(&canvas->script, " %zu", category_of(map, run));
        }
    }
    descent__image_end(&canvas->script);
}

static void lay_out(basin_map *map, descent__canvas *canvas)
{
    descent__legend legend = {0};
    for (size_t i = 0; i < category_count; i++)
        if (map->categories[i].used)
            descent__legend_add(&legend, map->categories[i].name, map->categories[i].colour)->area = true;
    add_approached_to_legend(map, canvas, &legend);
    char title[descent__title_size];
    snprintf(title, sizeof title, "where %zu × %zu starts end", map->columns, map->rows);
    descent__canvas_lay_out(canvas, title, DESCENT__LAYOUT_AXES, descent__legend_rows(&legend, canvas));
    descent__legend_draw(&legend, canvas);
}

static void set_palette(const basin_map *map, descent__canvas *canvas)
{
    descent__script_add(&canvas->script, "set palette maxcolors %d defined (", category_count);
    for (size_t i = 0; i < category_count; i++)
        descent__script_add(&canvas->script, "%s%zu '#%06x'", i ? ", " : "", i, map->categories[i].colour);
    descent__script_add(&canvas->script, ")\nset cbrange [-0.5:%d.5]\nunset colorbox\n", category_count - 1);
}

static void add_mark(descent__canvas *canvas, const double *x, descent_critical_kind kind, size_t across, size_t up)
{
    if (x && descent__vector_is_finite(2, x))
        descent__script_add(&canvas->script, "%.12g %.12g %u\n", x[across], x[up], symbol_of(kind));
}

static void add_marks(const basin_map *map, descent__canvas *canvas)
{
    size_t across = 0, up = 0;
    const bool shown = has_places(map, &across, &up);
    descent__script_add(&canvas->script, "$marks << EOD\n");
    for (size_t i = 0; i < map->named_count && shown; i++) {
        const descent_attractor *attractor = descent_sweep_attractor(map->sweep, map->named[i]);
        if (attractor->period == 1)
            add_mark(canvas, attractor->x, attractor->kind, across, up);
    }
    for (size_t i = 0; i < count_approached(map) && shown; i++)
        add_mark(canvas, map->approached->points[i]->x, map->approached->points[i]->kind, across, up);
    descent__script_add(&canvas->script, "EOD\n");
}

/* Upon a halo of the ground's colour, as in contours. */
static void plot_marks(descent__canvas *canvas)
{
    for (size_t i = 0; i < 2; i++)
        descent__script_add(&canvas->script,
                            ", $marks using 1:2:3 with points pointtype variable pointsize %.4g linecolor rgb '#%06x'",
                            descent__point_size(canvas, i ? 1.5 : 2.1), i ? canvas->inks.ink : canvas->inks.ground);
}

/* The window to the outer edges of the first and last starts' cells. */
static descent__window frame(const basin_map *map)
{
    const size_t counts[2] = {map->columns, map->rows};
    descent__window window;
    for (size_t axis = 0; axis < 2; axis++) {
        const double start = map->window.low[axis], end = counts[axis] > 1 ? map->window.high[axis] : start;
        const double low = fmin(start, end), high = fmax(start, end);
        const double half = high > low ? (high - low) / (double)(counts[axis] - 1) / 2 : 0.5;
        window.low[axis] = low - half;
        window.high[axis] = high + half;
    }
    return window;
}

/* Cells of the image: a start each, but no more than pixels, and at least two, or gnuplot would draw nothing. */
static size_t count_cells(size_t starts, double pixels)
{
    const size_t most = pixels > 2 ? (size_t)pixels : 2;
    return starts < 2 ? 2 : starts < most ? starts : most;
}

/* The first start is where the map begins: an axis may fall. */
static descent__image choose_cells(const basin_map *map, const descent__canvas *canvas, const descent__window *window)
{
    descent__image image = {.cells = {count_cells(map->columns, (canvas->right - canvas->left) * canvas->view.width),
                                      count_cells(map->rows, (canvas->top - canvas->bottom) * canvas->view.height)}};
    for (size_t axis = 0; axis < 2; axis++) {
        const bool rising = map->window.low[axis] <= map->window.high[axis];
        image.first[axis] = rising ? window->low[axis] : window->high[axis];
        image.last[axis] = rising ? window->high[axis] : window->low[axis];
    }
    return image;
}

static void draw(basin_map *map, descent__canvas *canvas)
{
    char names[2][64];
    find_axes(map, names);
    choose_named(map);
    for (size_t run = 0; run < map->columns * map->rows; run++)
        map->categories[category_of(map, run)].used = true;
    name_categories(map, canvas);
    lay_out(map, canvas);
    set_palette(map, canvas);
    descent__axes axes = {.window = frame(map), .labels = {names[0], names[1]}};
    axes.aspect = descent__window_aspect(&axes.window, !canvas->view.free_aspect);
    descent__axes_draw(canvas, &axes);
    const descent__image image = choose_cells(map, canvas, &axes.window);
    add_image(map, canvas, &image);
    add_marks(map, canvas);
    descent__script_add(&canvas->script, "unset grid\nplot %s", descent__image_plot);
    plot_marks(canvas);
    descent__script_add(&canvas->script, "\n");
}

descent_status descent__draw_basins(descent__canvas *canvas, const descent_picture *picture)
{
    const descent_sweep_summary summary = descent_sweep_view(picture->sweep);
    if (summary.columns == 0)
        return descent_fail(DESCENT_EINVAL, "sweep must be a map: made by descent_sweep_plane(), or with columns");
    basin_map map = {
        .problem = picture->problem,
        .approached = canvas->view.critical_points,
        .sweep = picture->sweep,
        .summary = summary,
        .columns = summary.columns,
        .rows = summary.count / summary.columns,
    };
    draw(&map, canvas);
    return DESCENT_SUCCESS;
}
