#include "plot/scene/strokes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ending.h"
#include "base/plural.h"
#include "base/status.h"
#include "base/vector.h"
#include "diagnosis/explain/reading.h"
#include "plot/page/legend.h"
#include "plot/page/typeset.h"

enum {
    most_listed = 12, /* paths in the legend */
    most_tries = 3    /* of laying out: its rows change once, if at all */
};

/* Pieces that a straight step across the whole window is divided into when it is laid upon a surface. */
static const double pieces_across = 150;

/* A path upon a surface floats above it by this share of the height, lest it sink in between two samples. */
static const double floating = 0.004;

/* Length of the arrow at the frame, in the window's sides. */
static const double shaft = 0.05;

/* Of its head, in font heights. */
static const double arrow_size = 0.9;

/* Width over height of windows that are chosen: in a very long picture they leave some of it free. */
static const double narrowest = 0.75, widest = 2;

/* Starts, or ends, that are no farther apart than this part of the window's longer side are one to the eye. */
static const double together = 0.01;

/* Of a line, a start and an end, for each one that covers it: as much is seen beyond the rim of that. */
static const double broader_line = 1, broader_start = 0.6, broader_end = 0.45;

/* Of a symbol, how large what is around it in the ground's colour is. */
static const double halo = 1.4, ring_halo = 1.2;

enum {
    most_covering_lines = 2,
    most_covering_rings = 3 /* beyond, the outermost would hide what is around it */
};

static const descent_critical_kind marked_kinds[] = {DESCENT_CRITICAL_MINIMUM, DESCENT_CRITICAL_SADDLE,
                                                     DESCENT_CRITICAL_MAXIMUM, DESCENT_CRITICAL_DEGENERATE};
enum {
    kind_count = sizeof marked_kinds / sizeof marked_kinds[0]
};

static const descent__symbol dot_symbol = {.type = 7, .size = 0.75};
/* A start fits into an end: of a run that returns, both are seen. */
static const descent__symbol start_symbol = {.type = 7, .size = 1.7, .ring = true};
static const descent__symbol end_symbol = {.type = 5, .size = 2.4, .ring = true};

/* The marks of one kind that are on the plane, or off it: number k has the symbol, and an entry of the legend. */
enum {
    sort_count = 2 * kind_count
};

static descent_critical_kind kind_of_sort(size_t sort)
{
    return marked_kinds[sort % kind_count];
}

static bool is_off_plane(size_t sort)
{
    return sort >= kind_count;
}

/* Hollow off the plane: the colours around it are not those of the point. */
static descent__symbol sort_symbol(size_t sort)
{
    const bool off = is_off_plane(sort);
    return (descent__symbol){.type = descent__mark_symbol(kind_of_sort(sort)), .size = off ? 1.9 : 1.5, .ring = off};
}

static bool is_shown(const descent__scene *scene, const descent__mark *mark, size_t sort)
{
    return mark->kind == kind_of_sort(sort) && mark->off_plane == is_off_plane(sort) &&
           descent__window_contains(&scene->window, mark->place);
}

static size_t count_sort(const descent__scene *scene, size_t sort)
{
    size_t count = 0;
    for (size_t i = 0; i < scene->marks.count; i++)
        count += is_shown(scene, &scene->marks.list[i], sort);
    return count;
}

/* What the legend calls them: as texts do, if that is the same for all of them. */
static const char *name_sort(const descent__scene *scene, size_t sort)
{
    const descent_critical_point plain = {.kind = kind_of_sort(sort)};
    const char *name = NULL;
    for (size_t i = 0; i < scene->marks.count; i++) {
        const descent__mark *const mark = &scene->marks.list[i];
        if (!is_shown(scene, mark, sort))
            continue;
        if (name && strcmp(name, mark->name) != 0)
            return descent__words_kind(&plain);
        name = mark->name;
    }
    return name;
}

/* Where a path leaves for good: the window, or, within the window, where the loss is finite. Names of the legend are short. */
static void name_departure(const descent__scene *scene, size_t path, char *name, size_t size)
{
    const descent__trace *const trace = &scene->traces[path];
    const size_t row = descent__trace_departure(trace, &scene->window);
    name[0] = '\0';
    if (row < trace->count && row > 0) {
        const bool seen = descent__window_contains(&scene->window, trace->places + 2 * row);
        snprintf(name, size, seen ? ", no finite loss at step %llu" : ", leaves at step %llu",
                 (unsigned long long)trace->steps[row]);
    } else if (trace->left_out > 0) {
        snprintf(name, size, ", not finite at step %llu", (unsigned long long)trace->first_missed);
    } else if (trace->unplaced > 0) {
        snprintf(name, size, ", %zu point%s without finite loss", trace->unplaced, descent__plural(trace->unplaced));
    } else if (row == 0 && trace->held > 0) {
        snprintf(name, size, ", outside this window");
    }
}

/* What the legend calls a path: its name if it has one, and where it leaves for good. */
static void name_path(const descent__scene *scene, size_t path, char *name, size_t size)
{
    if (scene->view->names && scene->view->names[path])
        snprintf(name, size, "%.*s", (int)(size / 2), scene->view->names[path]);
    else if (scene->trace_count == 1)
        snprintf(name, size, "path");
    else
        snprintf(name, size, "path %zu", path + 1);
    const size_t used = strlen(name);
    name_departure(scene, path, name + used, size - used);
}

/* The last point of a path, or the last that has a loss. */
static const double *end_of(const descent__trace *trace)
{
    return trace->places + 2 * (trace->held - 1);
}

/* Where a path starts, or ends. */
typedef const double *place_function(const descent__trace *trace);

static const double *start_of(const descent__trace *trace)
{
    return trace->places;
}

/* Are two places one to the eye, and in sight? */
static bool are_together(const descent__scene *scene, const double *a, const double *b)
{
    return hypot(a[0] - b[0], a[1] - b[1]) <= together * descent__window_extent(&scene->window) &&
           descent__window_contains(&scene->window, a) && descent__window_contains(&scene->window, b);
}

/* How many of the later paths have theirs upon that of this one. */
static size_t count_covering(const descent__scene *scene, size_t path, place_function *place)
{
    size_t covering = 0;
    for (size_t i = path + 1; i < scene->trace_count; i++)
        covering += are_together(scene, place(&scene->traces[path]), place(&scene->traces[i]));
    return covering;
}

static bool any_covered(const descent__scene *scene, place_function *place)
{
    size_t path = 0;
    while (path < scene->trace_count && count_covering(scene, path, place) == 0)
        path++;
    return path < scene->trace_count;
}

static void add_ends_to_legend(const descent__scene *scene, const descent__canvas *canvas, descent__legend *legend)
{
    bool start = false, end = false, last_loss = false;
    for (size_t i = 0; i < scene->trace_count; i++) {
        const descent__trace *const trace = &scene->traces[i];
        const bool ends = descent__window_contains(&scene->window, end_of(trace));
        start = start || descent__window_contains(&scene->window, trace->places);
        end = end || (ends && !descent__trace_leaves_loss(trace));
        last_loss = last_loss || (ends && descent__trace_leaves_loss(trace));
    }
    const unsigned colour = descent__line_colour(canvas->view.theme, 0);
    if (start)
        descent__legend_add(legend, "start", colour)->symbol = start_symbol;
    const char *const both = "end, or last finite loss", *const alone = "last where the loss is finite";
    if (end || last_loss)
        descent__legend_add(legend, !last_loss ? "end" : end ? both : alone, colour)->symbol = end_symbol;
    if (any_covered(scene, start_of) || any_covered(scene, end_of))
        descent__legend_add(legend, "ring in ring: the first run is outside", canvas->inks.ground);
}

/* Of the paths' extent: less than this part of it is 0 where a point is. */
static const double nothing = 1e-6;

/* ", at (−2, 0.5)", of a point of the picture's own variables. */
static void name_place(const descent__scene *scene, const double *x, char *name, size_t size)
{
    char digits[32], number[descent__typeset_size];
    const double extent = descent__window_extent(&scene->around);
    int used = snprintf(name, size, scene->dimension == 1 ? ", at " : ", at (");
    for (size_t i = 0; i < scene->dimension; i++) {
        snprintf(digits, sizeof digits, "%.4g", fabs(x[i]) <= nothing * extent ? 0 : x[i]);
        descent__typeset(number, digits);
        used += snprintf(name + used, size - (size_t)used, "%s%.40s", i > 0 ? ", " : "", number);
    }
    snprintf(name + used, size - (size_t)used, scene->dimension == 1 ? "" : ")");
}

/* The point that the title names, where the window does not show it. */
static void add_outside_to_legend(const descent__scene *scene, const descent__canvas *canvas, descent__legend *legend)
{
    const descent_critical_point *const point = scene->diagnosis ? descent__explain_point(scene->diagnosis) : NULL;
    double place[2];
    if (!point || !descent__ending_settles(scene->diagnosis->ending) || point->dimension != scene->dimension ||
        descent__mark_symbol(point->kind) == 0 || !descent__vector_is_finite(scene->dimension, point->x))
        return;
    descent__slice_project(&scene->slice, point->x, place);
    if (scene->dimension == 1)
        place[1] = scene->window.low[1];
    if (descent__window_contains(&scene->window, place))
        return;
    char where[descent__name_size / 2] = "", name[descent__name_size];
    if (scene->dimension <= 2)
        name_place(scene, point->x, where, sizeof where);
    snprintf(name, sizeof name, "%.48s outside%s", descent__words_kind(point), where);
    descent__legend_add(legend, name, canvas->inks.ground);
}

static void make_legend(const descent__scene *scene, const descent__canvas *canvas, descent__legend *legend)
{
    *legend = (descent__legend){0};
    const descent_plot_theme theme = canvas->view.theme;
    for (size_t i = 0; i < scene->trace_count && i < most_listed; i++) {
        char name[descent__name_size];
        name_path(scene, i, name, sizeof name);
        descent__legend_entry *entry = descent__legend_add(legend, name, descent__line_colour(theme, i));
        entry->symbol = dot_symbol;
        entry->line_width = 1.8;
    }
    if (scene->trace_count > most_listed) {
        char name[descent__name_size];
        snprintf(name, sizeof name, "and %zu more", scene->trace_count - most_listed);
        descent__legend_add(legend, name, canvas->inks.ground);
    }
    add_ends_to_legend(scene, canvas, legend);
    for (size_t k = 0; k < sort_count; k++)
        if (count_sort(scene, k) > 0) {
            char name[descent__name_size];
            snprintf(name, sizeof name, "%s%s", name_sort(scene, k), is_off_plane(k) ? ", off this plane" : "");
            descent__legend_add(legend, name, descent__mark_colour(&canvas->inks, kind_of_sort(k)))->symbol =
                sort_symbol(k);
        }
    add_outside_to_legend(scene, canvas, legend);
}

void descent__strokes_legend(descent__canvas *canvas, const descent__scene *scene, const char *title,
                             descent__layout layout)
{
    descent__legend legend;
    make_legend(scene, canvas, &legend);
    descent__canvas_lay_out(canvas, title, layout, descent__legend_rows(&legend, canvas));
    descent__legend_draw(&legend, canvas);
}

descent_status descent__strokes_lay_out(descent__canvas *canvas, descent__scene *scene, const char *title,
                                        descent__layout layout)
{
    descent__legend legend;
    descent_status status = descent__scene_frame(scene, 1);
    /* What the legend names is what this window shows: again where the room that it takes is another one. */
    bool settled = false;
    for (size_t tries = 0; tries < most_tries && !settled && status == DESCENT_SUCCESS; tries++) {
        make_legend(scene, canvas, &legend);
        const unsigned rows = descent__legend_rows(&legend, canvas);
        descent__canvas_lay_out(canvas, title, layout, rows);
        status = descent__scene_frame(scene, fmin(fmax(descent__canvas_aspect(canvas), narrowest), widest));
        make_legend(scene, canvas, &legend);
        settled = descent__legend_rows(&legend, canvas) == rows;
    }
    if (status == DESCENT_SUCCESS)
        descent__legend_draw(&legend, canvas);
    return status;
}

/* A point of the picture: on the plane, or upon the surface. */
static void add_point(descent__script *script, const double place[2], const descent__field *surface, double raise)
{
    if (!surface) {
        descent__script_add(script, "%.12g %.12g\n", place[0], place[1]);
        return;
    }
    const double value = descent__field_at(surface, place);
    if (isnan(value))
        descent__script_add(script, "\n");
    else
        descent__script_add(script, "%.12g %.12g %.17g\n", place[0], place[1], value + raise);
}

static void between(const double a[2], const double b[2], double share, double place[2])
{
    for (size_t axis = 0; axis < 2; axis++)
        place[axis] = a[axis] * (1 - share) + b[axis] * share;
}

/* Clipping rounds: back into the window with what is hardly outside. */
static void push_in(const descent__window *window, double place[2])
{
    for (size_t axis = 0; axis < 2; axis++)
        place[axis] = fmin(fmax(place[axis], window->low[axis]), window->high[axis]);
}

/* The part of one step that is in the window. */
static void add_step(descent__script *script, const descent__window *window, const double a[2], const double b[2],
                     const descent__field *surface, double raise)
{
    double enter, leave, place[2];
    if (!descent__window_clip(window, a, b, &enter, &leave)) {
        descent__script_add(script, "\n");
        return;
    }
    size_t pieces = 1;
    if (surface) {
        const double across = fabs(b[0] - a[0]) / (window->high[0] - window->low[0]);
        const double up = fabs(b[1] - a[1]) / (window->high[1] - window->low[1]);
        pieces += (size_t)(fmin((leave - enter) * fmax(across, up), 1) * pieces_across);
    }
    if (enter > 0)
        descent__script_add(script, "\n");
    for (size_t i = 0; i <= pieces; i++) {
        between(a, b, enter + (leave - enter) * (double)i / (double)pieces, place);
        push_in(window, place);
        add_point(script, place, surface, raise);
    }
    if (leave < 1)
        descent__script_add(script, "\n");
}

static double raise_of(const descent__field *surface)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; surface && i < surface->across * surface->up; i++)
        if (!isnan(surface->values[i])) {
            low = fmin(low, surface->values[i]);
            high = fmax(high, surface->values[i]);
        }
    return surface && high > low ? floating * (high - low) : 0;
}

/* An arrow where the path leaves for good, on the frame or at the first point without a loss. */
static void add_exit(descent__canvas *canvas, const descent__scene *scene, size_t path)
{
    const descent__trace *trace = &scene->traces[path];
    const descent__window *window = &scene->window;
    const size_t row = descent__trace_departure(trace, window);
    if (row == 0 || row >= trace->count)
        return;
    const double *a = trace->places + 2 * (row - 1), *b = a + 2;
    double enter, leave, from[2], to[2];
    if (!descent__window_clip(window, a, b, &enter, &leave) || leave <= 0)
        return;
    between(a, b, leave, to);
    push_in(window, to);
    const double across = fabs(to[0] - a[0]) / (window->high[0] - window->low[0]);
    const double up = fabs(to[1] - a[1]) / (window->high[1] - window->low[1]);
    between(to, a, fmin(1, shaft / fmax(hypot(across, up), shaft)), from);
    /* Upon a wider one of the ground's colour, to be seen on any band. */
    for (size_t i = 0; i < 2; i++)
        descent__script_add(&canvas->script,
                            "set arrow from %.12g,%.12g to %.12g,%.12g front filled size screen %.4g,20 linewidth %.4g "
                            "linecolor rgb '#%06x'\n",
                            from[0], from[1], to[0], to[1], arrow_size / canvas->width,
                            (i ? 2.2 : 5) * descent__line_scale(canvas),
                            i ? descent__line_colour(canvas->view.theme, path) : canvas->inks.ground);
}

static void add_ends(descent__canvas *canvas, const descent__scene *scene, size_t path, const descent__field *surface,
                     double raise)
{
    const descent__trace *trace = &scene->traces[path];
    const double *const ends[2] = {trace->places, end_of(trace)};
    static const char *const names[2] = {"start", "end"};
    for (size_t i = 0; i < 2; i++) {
        descent__script_add(&canvas->script, "$%s%zu << EOD\n", names[i], path);
        if (descent__window_contains(&scene->window, ends[i]))
            add_point(&canvas->script, ends[i], surface, raise);
        descent__script_add(&canvas->script, "EOD\n");
    }
}

static descent_status add_path(descent__canvas *canvas, const descent__scene *scene, const size_t cells[2], size_t path,
                               const descent__field *surface, double raise)
{
    const descent__trace *trace = &scene->traces[path];
    descent__script *script = &canvas->script;
    bool *kept = malloc(trace->count * sizeof *kept);
    bool joined = true;
    descent_status status = kept ? descent__trace_thin(trace, &scene->window, cells, kept, &joined)
                                 : descent__fail_memory("points to draw", trace->count * sizeof *kept);
    if (status != DESCENT_SUCCESS) {
        free(kept);
        return status;
    }
    descent__script_add(script, "$line%zu << EOD\n", path);
    const double *before = NULL;
    const size_t departure = descent__trace_departure(trace, &scene->window);
    for (size_t row = 0; row < trace->count && row <= departure && joined; row++) {
        if (trace->apart[row]) {
            descent__script_add(script, "\n");
            before = NULL;
        }
        if (!kept[row] && row != departure)
            continue;
        if (before)
            add_step(script, &scene->window, before, trace->places + 2 * row, surface, raise);
        before = trace->places + 2 * row;
    }
    descent__script_add(script, "EOD\n$dots%zu << EOD\n", path);
    for (size_t row = 0; row < trace->held; row++)
        if (kept[row] && descent__window_contains(&scene->window, trace->places + 2 * row))
            add_point(script, trace->places + 2 * row, surface, raise);
    descent__script_add(script, "EOD\n");
    add_ends(canvas, scene, path, surface, raise);
    if (!surface)
        add_exit(canvas, scene, path);
    free(kept);
    return status;
}

static void add_marks(descent__canvas *canvas, const descent__scene *scene, const descent__field *surface, double raise)
{
    for (size_t k = 0; k < sort_count; k++) {
        if (count_sort(scene, k) == 0)
            continue;
        descent__script_add(&canvas->script, "$kind%zu << EOD\n", k);
        for (size_t i = 0; i < scene->marks.count; i++)
            if (is_shown(scene, &scene->marks.list[i], k))
                add_point(&canvas->script, scene->marks.list[i].place, surface, raise);
        descent__script_add(&canvas->script, "EOD\n");
    }
}

descent_status descent__strokes_add(descent__canvas *canvas, const descent__scene *scene, const size_t cells[2],
                                    const descent__field *surface)
{
    const double raise = raise_of(surface);
    descent_status status = DESCENT_SUCCESS;
    for (size_t i = 0; i < scene->trace_count && status == DESCENT_SUCCESS; i++)
        status = add_path(canvas, scene, cells, i, surface, raise);
    add_marks(canvas, scene, surface, raise);
    return status;
}

static void plot_sized(descent__canvas *canvas, const char *data, size_t number, descent__symbol symbol, double size,
                       unsigned colour)
{
    descent__script_add(&canvas->script,
                        "$%s%zu with points pointtype %u pointsize %.4g linecolor rgb '#%06x' notitle, \\\n  ", data,
                        number, symbol.type, descent__point_size(canvas, size), colour);
}

/* Of the ground's colour, so that symbols show on any band. */
static void plot_halo(descent__canvas *canvas, const char *data, size_t number, descent__symbol symbol)
{
    plot_sized(canvas, data, number, symbol, symbol.size * (symbol.ring ? ring_halo : halo), canvas->inks.ground);
}

static void plot_upon_halo(descent__canvas *canvas, const char *data, size_t number, descent__symbol symbol,
                           unsigned colour)
{
    plot_sized(canvas, data, number, symbol, symbol.size, colour);
    if (symbol.ring)
        plot_sized(canvas, data, number, symbol, symbol.size * descent__ring_hole, canvas->inks.ground);
}

/* Symbols as elements of the plot command. */
static void plot_points(descent__canvas *canvas, const char *data, size_t number, descent__symbol symbol,
                        unsigned colour)
{
    plot_halo(canvas, data, number, symbol);
    plot_upon_halo(canvas, data, number, symbol, colour);
}

/* Long paths get thin lines: the fiftieth stroke must not hide the first. */
static double line_width(const descent__trace *trace)
{
    return fmin(1.8, fmax(0.5, 1.8 * sqrt(50 / (double)trace->count)));
}

/*
 * Runs from one start go together for a while, and the later one would hide the earlier: so that one is broader, by so much for
 * each of some that cover it.
 */
static double broadening(const descent__scene *scene, size_t path)
{
    const size_t covering = count_covering(scene, path, start_of);
    return 1 + broader_line * (double)(covering < most_covering_lines ? covering : most_covering_lines);
}

static bool covers_another(const descent__scene *scene, size_t path)
{
    size_t i = 0;
    while (i < path && !are_together(scene, start_of(&scene->traces[path]), start_of(&scene->traces[i])))
        i++;
    return i < path;
}

/* Rings at one place lie in one another: that of the first path is the largest. */
static descent__symbol enlarged(descent__symbol symbol, double broader, size_t covering)
{
    symbol.size *= 1 + broader * (double)(covering < most_covering_rings ? covering : most_covering_rings);
    return symbol;
}

/* Starts that lie in an end, but for one, for which an end has room as it is. */
static size_t count_starts_within(const descent__scene *scene, size_t path)
{
    size_t within = 0;
    for (size_t i = 0; i < scene->trace_count; i++)
        within += are_together(scene, end_of(&scene->traces[path]), start_of(&scene->traces[i]));
    return within > 1 ? within - 1 : 0;
}

/* As large for each path: the size of a dot means nothing. */
static void plot_dots(descent__canvas *canvas, const descent__scene *scene, size_t path)
{
    if (!covers_another(scene, path))
        plot_halo(canvas, "dots", path, dot_symbol);
    plot_upon_halo(canvas, "dots", path, dot_symbol, descent__line_colour(canvas->view.theme, path));
}

/*
 * The ground's colour under all lines first, and under the dots of a path upon another: it must not hide that one. A curve that the paths
 * go along lies upon their lines and under their dots: short steps would hide it.
 */
static void plot_paths(descent__canvas *canvas, const descent__scene *scene, const char *curve)
{
    const double scale = descent__line_scale(canvas);
    descent__script *script = &canvas->script;
    for (size_t i = 0; i < scene->trace_count; i++) {
        const double width = line_width(&scene->traces[i]) * broadening(scene, i);
        descent__script_add(script, "$line%zu with lines linewidth %.4g linecolor rgb '#%06x' notitle, \\\n  ", i,
                            (2 * width + 0.6) * scale, canvas->inks.ground);
        if (covers_another(scene, i))
            plot_halo(canvas, "dots", i, dot_symbol);
    }
    for (size_t i = 0; i < scene->trace_count; i++) {
        descent__script_add(script, "$line%zu with lines linewidth %.4g linecolor rgb '#%06x' notitle, \\\n  ", i,
                            line_width(&scene->traces[i]) * broadening(scene, i) * scale,
                            descent__line_colour(canvas->view.theme, i));
        if (!curve)
            plot_dots(canvas, scene, i);
    }
    if (curve)
        descent__script_add(script, "%s, ", curve);
    for (size_t i = 0; i < scene->trace_count && curve; i++)
        plot_dots(canvas, scene, i);
}

/* A halo is no wider around a larger ring. */
static void plot_ring(descent__canvas *canvas, const char *data, size_t path, const descent__symbol *usual,
                      descent__symbol symbol)
{
    plot_sized(canvas, data, path, symbol, symbol.size + (ring_halo - 1) * usual->size, canvas->inks.ground);
    plot_upon_halo(canvas, data, path, symbol, descent__line_colour(canvas->view.theme, path));
}

void descent__strokes_plot(descent__canvas *canvas, const descent__scene *scene, const char *curve)
{
    plot_paths(canvas, scene, curve);
    for (size_t i = 0; i < scene->trace_count; i++) {
        const size_t covering = count_covering(scene, i, end_of) + count_starts_within(scene, i);
        plot_ring(canvas, "end", i, &end_symbol, enlarged(end_symbol, broader_end, covering));
    }
    for (size_t i = 0; i < scene->trace_count; i++)
        plot_ring(canvas, "start", i, &start_symbol,
                  enlarged(start_symbol, broader_start, count_covering(scene, i, start_of)));
    for (size_t k = 0; k < sort_count; k++)
        if (count_sort(scene, k) > 0)
            plot_points(canvas, "kind", k, sort_symbol(k), descent__mark_colour(&canvas->inks, kind_of_sort(k)));
    /* The list of elements must not end in a comma. */
    descent__script_add(&canvas->script, "NaN notitle\n");
}
