#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "plot/legend.h"
#include "plot/trace.h"
#include "status.h"
#include "vector.h"

enum {
    pixels_per_cell = 2, /* of the picture: a single visit must still be seen */
    most_bands = 64      /* shaded stretches of runs that diverge */
};

/* A place visited once is drawn this strong already; one visited most, fully. */
static const double weakest = 0.4;

static const double margin = 0.05;

/* What is drawn: how often each cell was visited. */
typedef struct density {
    const descent_sweep *sweep;
    size_t variable;
    descent_window window;
    size_t cells[2];
    uint32_t *visits;
} density;

static bool has_left(const descent_sweep *sweep, size_t run)
{
    const descent_ending ending = descent_sweep_ending(sweep, run);
    return ending == DESCENT_ENDING_DIVERGING || ending == DESCENT_ENDING_UNBOUNDED ||
           ending == DESCENT_ENDING_NONFINITE;
}

/* The points of a run in the long run: its tail, or its end. */
static const double *points_of(const descent_sweep *sweep, size_t run, size_t *count)
{
    const double *points = descent_sweep_tail(sweep, run, count);
    if (points && *count > 0)
        return points;
    points = descent_sweep_end_point(sweep, run);
    *count = points ? 1 : 0;
    return points;
}

/* How far a variable moves within the tails, over all runs that stay. */
static double motion(const descent_sweep *sweep, size_t variable)
{
    const size_t n = descent_sweep_dimension(sweep);
    double sum = 0;
    for (size_t run = 0; run < descent_sweep_count(sweep); run++) {
        size_t count;
        const double *points = points_of(sweep, run, &count);
        double low = INFINITY, high = -INFINITY;
        for (size_t i = 0; i < count && !has_left(sweep, run); i++) {
            low = fmin(low, points[i * n + variable]);
            high = fmax(high, points[i * n + variable]);
        }
        if (high > low)
            sum += high - low;
    }
    return sum;
}

static size_t most_moving(const descent_sweep *sweep)
{
    enum {
        most_compared = 64 /* variables: the picture can only show one */
    };
    size_t best = 0;
    double largest = -1;
    for (size_t i = 0; i < descent_sweep_dimension(sweep) && i < most_compared; i++) {
        const double moved = motion(sweep, i);
        if (moved > largest) {
            largest = moved;
            best = i;
        }
    }
    return best;
}

/* The range of the values swept over, and of the variable in all runs that stay. */
static descent_status frame(density *d, const descent_plot_view *view)
{
    const size_t n = descent_sweep_dimension(d->sweep);
    d->window = descent_window_empty();
    for (size_t run = 0; run < descent_sweep_count(d->sweep); run++) {
        const double value = descent_sweep_value(d->sweep, run);
        if (!isfinite(value))
            return descent_fail(DESCENT_EINVAL, "sweep must be over step sizes or a parameter");
        d->window.low[0] = fmin(d->window.low[0], value);
        d->window.high[0] = fmax(d->window.high[0], value);
        size_t count;
        const double *points = points_of(d->sweep, run, &count);
        for (size_t i = 0; i < count && !has_left(d->sweep, run); i++) {
            const double x = points[i * n + d->variable];
            d->window.low[1] = isfinite(x) ? fmin(d->window.low[1], x) : d->window.low[1];
            d->window.high[1] = isfinite(x) ? fmax(d->window.high[1], x) : d->window.high[1];
        }
    }
    if (!(d->window.low[0] < d->window.high[0]))
        return descent_fail(DESCENT_EINVAL, "sweep must have two different values at least");
    if (descent_view_has_x_window(view)) {
        d->window.low[0] = view->x_low;
        d->window.high[0] = view->x_high;
    }
    if (descent_window_is_empty(&d->window) && !descent_view_has_y_window(view))
        return descent_fail(DESCENT_ENONFINITE, "no run of the sweep stays finite; give the view y_low and y_high");
    const double left = d->window.low[0], right = d->window.high[0];
    descent_window_settle(&d->window, 0);
    descent_window_widen(&d->window, margin);
    d->window.low[0] = left;
    d->window.high[0] = right;
    if (descent_view_has_y_window(view)) {
        d->window.low[1] = view->y_low;
        d->window.high[1] = view->y_high;
    }
    return isfinite(d->window.high[1] - d->window.low[1])
               ? DESCENT_SUCCESS
               : descent_fail(DESCENT_ENONFINITE, "the runs are too large to draw; give the view y_low and y_high");
}

static size_t cell_of(const density *d, size_t axis, double value)
{
    const double share = (value - d->window.low[axis]) / (d->window.high[axis] - d->window.low[axis]);
    const double cell = share * (double)d->cells[axis];
    return cell < (double)(d->cells[axis] - 1) ? (size_t)cell : d->cells[axis] - 1;
}

static descent_status count_visits(density *d, const descent_canvas *canvas)
{
    const size_t n = descent_sweep_dimension(d->sweep), runs = descent_sweep_count(d->sweep);
    const size_t across = (size_t)((canvas->right - canvas->left) * canvas->view.width / pixels_per_cell);
    d->cells[0] = across < runs ? across : runs;
    d->cells[1] = (size_t)((canvas->top - canvas->bottom) * canvas->view.height / pixels_per_cell);
    d->visits = calloc(d->cells[0] * d->cells[1], sizeof *d->visits);
    if (!d->visits)
        return descent_fail_memory("pixels of a picture", d->cells[0] * d->cells[1] * sizeof *d->visits);
    for (size_t run = 0; run < runs; run++) {
        size_t count;
        const double *points = points_of(d->sweep, run, &count);
        for (size_t i = 0; i < count && !has_left(d->sweep, run); i++) {
            const double place[2] = {descent_sweep_value(d->sweep, run), points[i * n + d->variable]};
            if (descent_window_contains(&d->window, place))
                d->visits[cell_of(d, 1, place[1]) * d->cells[0] + cell_of(d, 0, place[0])]++;
        }
    }
    return DESCENT_SUCCESS;
}

/* In each column the strongest place is the one visited most: so cycles are as dark as a fixed point. */
static void add_image(const density *d, descent_canvas *canvas)
{
    descent_script_add(&canvas->script, "$visits << EOD\n");
    double *most = calloc(d->cells[0], sizeof *most);
    if (!most) {
        canvas->script.failed = true;
        return;
    }
    for (size_t i = 0; i < d->cells[0] * d->cells[1]; i++)
        most[i % d->cells[0]] = fmax(most[i % d->cells[0]], d->visits[i]);
    for (size_t row = 0; row < d->cells[1]; row++) {
        for (size_t column = 0; column < d->cells[0]; column++) {
            const uint32_t visits = d->visits[row * d->cells[0] + column];
            if (visits > 0)
                descent_script_add(&canvas->script, "%.2f ",
                                   weakest + (1 - weakest) * log1p(visits) / log1p(most[column]));
            else
                descent_script_add(&canvas->script, "NaN ");
        }
        descent_script_add(&canvas->script, "\n");
    }
    free(most);
    descent_script_add(&canvas->script, "EOD\n");
}

/* Shades neighbouring runs that diverge, half-way to the next run that stays. Returns whether there are any. */
static bool add_shades(const density *d, descent_canvas *canvas)
{
    const size_t runs = descent_sweep_count(d->sweep);
    size_t bands = 0;
    for (size_t first = 0; first < runs && bands < most_bands;) {
        size_t next = first;
        while (next < runs && has_left(d->sweep, next))
            next++;
        if (next == first) {
            first++;
            continue;
        }
        const double low = descent_sweep_value(d->sweep, first), high = descent_sweep_value(d->sweep, next - 1);
        const double from = first > 0 ? (low + descent_sweep_value(d->sweep, first - 1)) / 2 : low;
        const double to = next < runs ? (high + descent_sweep_value(d->sweep, next)) / 2 : high;
        const double left = fmax(fmin(from, to), d->window.low[0]), right = fmin(fmax(from, to), d->window.high[0]);
        if (left < right)
            descent_script_add(&canvas->script,
                               "set object rectangle from first %.17g,graph 0 to first %.17g,graph 1 behind fillstyle "
                               "solid noborder fillcolor rgb '#%06x'\n",
                               left, right, canvas->inks.shade);
        bands++;
        first = next;
    }
    return bands > 0;
}

static bool any_left(const descent_sweep *sweep)
{
    for (size_t run = 0; run < descent_sweep_count(sweep); run++)
        if (has_left(sweep, run))
            return true;
    return false;
}

static void lay_out(const density *d, descent_canvas *canvas)
{
    char title[descent_title_size], name[64];
    snprintf(title, sizeof title, "%zu runs in the long run", descent_sweep_count(d->sweep));
    descent_legend legend = {0};
    descent_legend_add(&legend, "visited", descent_line_colour(canvas->view.theme, 0))->area = true;
    if (any_left(d->sweep))
        descent_legend_add(&legend, "diverging", canvas->inks.shade)->area = true;
    descent_canvas_lay_out(canvas, title, DESCENT_LAYOUT_AXES, descent_legend_rows(&legend, canvas));
    descent_legend_draw(&legend, canvas);
    descent_variable_name(name, sizeof name, d->variable);
    descent_canvas_label(canvas, "xlabel", canvas->view.x_label, "step size or parameter", "");
    descent_canvas_label(canvas, "ylabel", canvas->view.y_label, name, "");
}

static descent_status draw(density *d, descent_canvas *canvas)
{
    descent_status status = frame(d, &canvas->view);
    if (status != DESCENT_SUCCESS)
        return status;
    lay_out(d, canvas);
    status = count_visits(d, canvas);
    if (status != DESCENT_SUCCESS)
        return status;
    add_shades(d, canvas);
    add_image(d, canvas);
    double size[2], first[2];
    for (size_t axis = 0; axis < 2; axis++) {
        size[axis] = (d->window.high[axis] - d->window.low[axis]) / (double)d->cells[axis];
        first[axis] = d->window.low[axis] + size[axis] / 2;
    }
    descent_script_add(&canvas->script,
                       "set xrange [%.17g:%.17g]\nset yrange [%.17g:%.17g]\nset palette defined (0 '#%06x', 1 "
                       "'#%06x')\nset cbrange [0:1]\nunset colorbox\n"
                       "plot $visits matrix using (%.17g+%.17g*$1):(%.17g+%.17g*$2):3 with image\n",
                       d->window.low[0], d->window.high[0], d->window.low[1], d->window.high[1], canvas->inks.ground,
                       descent_line_colour(canvas->view.theme, 0), first[0], size[0], first[1], size[1]);
    return DESCENT_SUCCESS;
}

descent_status descent_plot_bifurcation_with_view(const descent_sweep *sweep, const descent_plot_view *view,
                                                  const char *file)
{
    descent_canvas canvas;
    if (!sweep)
        return descent_fail(DESCENT_EINVAL, "sweep must not be NULL");
    density d = {.sweep = sweep};
    descent_status status = descent_canvas_open(&canvas, view, file);
    if (status == DESCENT_SUCCESS && view && view->x_variable >= descent_sweep_dimension(sweep))
        status = descent_fail(DESCENT_EINVAL, "x_variable must be below %zu, got %zu", descent_sweep_dimension(sweep),
                              view->x_variable);
    if (status == DESCENT_SUCCESS) {
        d.variable = view ? view->x_variable : most_moving(sweep);
        status = draw(&d, &canvas);
    }
    if (status == DESCENT_SUCCESS)
        status = descent_canvas_finish(&canvas, file);
    free(d.visits);
    descent_canvas_close(&canvas);
    return status;
}

descent_status descent_plot_bifurcation(const descent_sweep *sweep, const char *file)
{
    return descent_plot_bifurcation_with_view(sweep, NULL, file);
}
