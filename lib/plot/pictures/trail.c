#include "plot/pictures/trail.h"

#include <math.h>

#include "plot/page/legend.h"

/* Width of a column in pixels, and rows in one of them beyond which a line shows no more than its lows and highs. */
static const double pixels = 3, most_rows = 4;

/* Turns this near to each other, in columns, run together. */
static const double together = 2.0 / 3;

/* And if they do for so many times as far, it swings, and does not merely turn. */
static const double far = 4;

/* A turn by less than this is not seen, in pixels. */
static const double seen = 2;

const double descent__trail_fill = 0.22;

/* The edges of a band are thinner than lines. */
static const double edge = 0.5;

static const double lone_size = 0.7;

static bool value_at(const descent__trail *trail, size_t row, double *value)
{
    *value = descent__decline_value(trail->curve, row);
    return descent__decline_is_drawn(*value);
}

/* Does it turn up and down, again and again, within so few pixels that its lines run together? `least` is a climb that is seen. */
static bool swings(const descent__trail *trail, double least)
{
    const double near = together * trail->column;
    double before = NAN, value, begin = 0, turned = -INFINITY;
    int way = 0;
    for (size_t row = 0; row < trail->path->count; row++) {
        if (!value_at(trail, row, &value))
            continue;
        const double climb = isnan(before) ? 0 : log10(value / before);
        if (fabs(climb) < least && climb * way < 0)
            continue;
        const int now = climb > 0 ? 1 : climb < 0 ? -1 : way;
        if (way != 0 && now != way) {
            const double step = (double)trail->path->steps[row];
            begin = step - turned > near ? step : begin;
            turned = step;
            if (step - begin >= far * near)
                return true;
        }
        way = now;
        before = value;
    }
    return false;
}

void descent__trail_fit(descent__trail *trail, const descent__canvas *canvas, const descent__window *window)
{
    const double across = (canvas->right - canvas->left) * canvas->view.width;
    trail->column = pixels * descent__line_scale(canvas) * (window->high[0] - window->low[0]) / across;
}

descent__trail descent__trail_open(const descent__decline *curve, const descent_path_data *path,
                                   const descent__canvas *canvas, const descent__window *window)
{
    const double up = (canvas->top - canvas->bottom) * canvas->view.height;
    descent__trail trail = {.curve = curve, .path = path};
    descent__trail_fit(&trail, canvas, window);
    trail.band = swings(&trail, seen * descent__line_scale(canvas) * (window->high[1] - window->low[1]) / up);
    return trail;
}

static void add_point(const descent__trail *trail, descent__script *script, size_t row)
{
    descent__script_add(script, "%llu %.9g\n", (unsigned long long)trail->path->steps[row],
                        descent__decline_value(trail->curve, row));
}

/* Points between two gaps, or the lines of all others. */
static void add_points(const descent__trail *trail, descent__script *script, bool lone)
{
    const size_t rows = trail->path->count;
    const double steps = (double)(trail->path->steps[rows - 1] - trail->path->steps[0]);
    const double per_column = trail->column * (double)rows / fmax(steps, 1);
    const size_t few = per_column > most_rows ? (size_t)fmin(per_column, (double)rows) : 1;
    bool before = false;
    for (size_t first = 0; first < rows; first += few) {
        const size_t end = first + few < rows ? first + few : rows;
        size_t low = rows, high = rows;
        double value, lowest = INFINITY, highest = -INFINITY, next = 0;
        for (size_t row = first; row < end; row++) {
            if (!value_at(trail, row, &value))
                continue;
            if (value < lowest) {
                lowest = value;
                low = row;
            }
            if (value > highest) {
                highest = value;
                high = row;
            }
        }
        const bool any = low < rows, after = end < rows && value_at(trail, end, &next);
        const bool alone = any && low == high && !before && (few > 1 || !after);
        if (lone && alone)
            add_point(trail, script, low);
        if (!lone && any)
            add_point(trail, script, low < high ? low : high);
        if (!lone && any && low != high)
            add_point(trail, script, low < high ? high : low);
        if (!lone && !any)
            descent__script_add(script, "\n");
        before = any;
    }
}

/* The first row whose step is no less than that. */
static size_t first_row(const descent_path_data *path, double step)
{
    size_t low = 0, high = path->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if ((double)path->steps[middle] < step)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static double last_step_of(const descent__trail *trail)
{
    return (double)trail->path->steps[trail->path->count - 1];
}

static size_t count_columns(const descent__trail *trail)
{
    return 1 + (size_t)ceil((last_step_of(trail) - (double)trail->path->steps[0]) / trail->column);
}

/* A column of a band: its step, the lowest and the highest of what is within one of it: there are several turns, for these run
 * together. False if there is nothing. */
static bool measure_column(const descent__trail *trail, size_t column, double found[3])
{
    const descent_path_data *const path = trail->path;
    const double step = fmin((double)path->steps[0] + (double)column * trail->column, last_step_of(trail));
    double value;
    found[0] = step;
    found[1] = INFINITY;
    found[2] = -INFINITY;
    for (size_t row = first_row(path, step - trail->column);
         row < path->count && (double)path->steps[row] <= step + trail->column; row++)
        if (value_at(trail, row, &value)) {
            found[1] = fmin(found[1], value);
            found[2] = fmax(found[2], value);
        }
    return found[1] <= found[2];
}

static void add_edges(const descent__trail *trail, descent__script *script)
{
    const size_t columns = count_columns(trail);
    double found[3];
    for (size_t column = 0; column < columns; column++)
        if (measure_column(trail, column, found))
            descent__script_add(script, "%.9g %.9g %.9g\n", found[0], found[1], found[2]);
        else
            descent__script_add(script, "\n");
}

/* What is between them, as closed polygons: what gnuplot fills between two curves it cuts by squares of them, which are 0 below 1e-162. */
static void add_area(const descent__trail *trail, descent__script *script)
{
    const size_t columns = count_columns(trail);
    double found[3];
    for (size_t column = 0; column < columns; column++) {
        const size_t begin = column;
        for (; column < columns && measure_column(trail, column, found); column++)
            descent__script_add(script, "%.9g %.9g\n", found[0], found[2]);
        for (size_t back = column; back-- > begin;) {
            (void)measure_column(trail, back, found);
            descent__script_add(script, "%.9g %.9g\n", found[0], found[1]);
        }
        descent__script_add(script, "\n");
    }
}

static void add_ahead(const descent__decline *c, descent__script *script, size_t number)
{
    const double last = (double)c->last_step;
    descent__script_add(script, "$ahead%zu << EOD\n%.17g %.9g\n", number, last, c->from);
    if (c->level > 0)
        descent__script_add(script, "%.9g %.9g\n", last + c->level, c->from);
    descent__script_add(script, "%.9g %.9g\nEOD\n", last + c->ahead, c->end);
}

void descent__trail_add(const descent__trail *trail, descent__script *script, size_t number)
{
    descent__script_add(script, trail->band ? "$band%zu << EOD\n" : "$curve%zu << EOD\n", number);
    if (trail->band)
        add_edges(trail, script);
    else
        add_points(trail, script, false);
    descent__script_add(script, trail->band ? "EOD\n$area%zu << EOD\n" : "EOD\n$lone%zu << EOD\n", number);
    if (trail->band)
        add_area(trail, script);
    else
        add_points(trail, script, true);
    descent__script_add(script, "EOD\n");
    if (trail->curve->ahead > 0)
        add_ahead(trail->curve, script, number);
}

void descent__trail_plot(const descent__trail *trail, descent__canvas *canvas, size_t number, double width)
{
    descent__script *const script = &canvas->script;
    const double scaled = width * descent__line_scale(canvas);
    const unsigned colour = descent__line_colour(canvas->view.theme, number);
    if (trail->band) {
        descent__script_add(
            script,
            "$area%zu using 1:2 with filledcurves closed fillstyle transparent solid %.4g noborder linecolor rgb "
            "'#%06x', ",
            number, descent__trail_fill, colour);
        for (unsigned column = 2; column <= 3; column++)
            descent__script_add(script, "$band%zu using 1:%u with lines linewidth %.4g linecolor rgb '#%06x', ", number,
                                column, edge * scaled, colour);
    } else {
        descent__script_add(script, "$curve%zu using 1:2 with lines linewidth %.4g linecolor rgb '#%06x', ", number,
                            scaled, colour);
        descent__script_add(script, "$lone%zu using 1:2 with points pointtype 7 pointsize %.4g linecolor rgb '#%06x', ",
                            number, descent__point_size(canvas, lone_size * sqrt(width)), colour);
    }
    if (trail->curve->ahead > 0)
        descent__script_add(script,
                            "$ahead%zu using 1:2 with lines linewidth %.4g dashtype (4,4) linecolor rgb '#%06x', ",
                            number, scaled, colour);
}
