#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ending.h"
#include "base/names.h"
#include "base/plural.h"
#include "base/status.h"
#include "base/vector.h"
#include "plot/page/axes.h"
#include "plot/page/image.h"
#include "plot/page/legend.h"
#include "plot/pictures/heights.h"
#include "plot/pictures/pictures.h"
#include "plot/scene/trace.h"

enum {
    pixels_per_cell = 2, /* of the picture: a single visit must still be seen */
    on_way_colour = 2    /* of the lines' colours: the first that is not near to that of runs that stay */
};

/* A place visited once is drawn this strong already; one visited most, fully. */
static const double weakest = 0.4;

static const double margin = 0.05;

/* Points that may be left out, of all, so that the rest can be seen: those beyond the quartiles, by which heights are chosen. */
static const double most_left_out = 0.25;

/* Points at or below 0 that a logarithmic scale may leave out, of all, where a plain one would leave out others. */
static const double most_without_power = 0.01;

/* So near to 0, in parts of where it began, a run is there but for rounding. */
static const double rounding = 1e-12;

/* Runs on their way may make the picture so much higher than the others do. */
static const double most_widened = 2;

/* Ends that differ by no more than this, in parts of how far from them the runs began, are one: what counts as converged leaves as much. */
static const double one_end = 1e-6;

/* A run at its place among those that were swept over. */
typedef struct placed_run {
    double value;
    size_t run;
    bool at_zero; /* in the variable that is drawn, and drawn there */
    bool on_way;  /* not seen to have come to where it stays: no such run makes the scale, if there are others */
} placed_run;

/* What is drawn: how often each cell was visited, and where all runs have left. */
typedef struct density {
    const descent_sweep *sweep;
    descent_sweep_summary summary;
    size_t variable;
    descent__window window; /* with `powers`, low[1] and high[1] are exponents of ten */
    bool powers;
    size_t points, beyond; /* of runs that stay, and those of them beyond a window that was chosen */
    bool come;             /* has any run that is shown come to where it stays? */
    size_t cells[2];
    placed_run *runs; /* by rising value */
    uint32_t *visits; /* of runs that have come to where they stay, and after all of these of runs on their way */
    bool *stays;      /* in each column, does any run stay, or leave? */
    bool *leaves;
} density;

static bool has_left(const descent_sweep *sweep, size_t run)
{
    return descent__ending_leaves(descent_sweep_ending(sweep, run));
}

static bool moves_for_ever(descent_ending ending)
{
    return descent__ending_circles(ending) || descent__ending_is_irregular(ending);
}

/* Has the run not been seen to come to where it stays, or to leave? Its last points are then none of the long run. */
static bool is_on_way(descent_ending ending)
{
    return ending != DESCENT_ENDING_CONVERGED && !moves_for_ever(ending) && !descent__ending_leaves(ending);
}

/* The points of a run in the long run: its tail, or its end. */
static const double *points_of(const descent_sweep *sweep, size_t run, size_t *count)
{
    const descent_sweep_result result = descent_sweep_view_run(sweep, run);
    *count = result.tail ? result.tail_count : result.end_point ? 1 : 0;
    return result.tail ? result.tail : result.end_point;
}

/* What is compared of the runs that stay: how far they move within the tails, first of those that move for ever, or from run to run. */
typedef enum moving {
    MOVING_FOR_EVER,
    MOVING_IN_TAILS,
    MOVING_FROM_RUN_TO_RUN,
    moving_count
} moving;

/* How far a variable moves, over all runs that stay. */
static double motion(const density *d, size_t variable, moving what)
{
    const size_t n = d->summary.dimension;
    double sum = 0;
    descent__range all = descent__range_empty();
    for (size_t run = 0; run < d->summary.count; run++) {
        const descent_ending ending = descent_sweep_ending(d->sweep, run);
        if (has_left(d->sweep, run) || (what == MOVING_FOR_EVER && !moves_for_ever(ending)))
            continue;
        size_t count;
        const double *points = points_of(d->sweep, run, &count);
        descent__range tail = descent__range_empty();
        for (size_t i = 0; i < count; i++) {
            descent__range_widen(&tail, points[i * n + variable]);
            descent__range_widen(&all, points[i * n + variable]);
        }
        sum += descent__range_length(&tail);
    }
    return what == MOVING_FROM_RUN_TO_RUN ? descent__range_length(&all) : sum;
}

static size_t most_moving(const density *d)
{
    enum {
        most_compared = 64 /* variables: the picture can only show one */
    };
    size_t best = 0;
    double largest = 0;
    for (moving what = 0; what < moving_count && largest == 0; what++)
        for (size_t i = 0; i < d->summary.dimension && i < most_compared; i++) {
            const double moved = motion(d, i, what);
            if (moved > largest) {
                largest = moved;
                best = i;
            }
        }
    return best;
}

static int by_value(const void *a, const void *b)
{
    const placed_run *x = a, *y = b;
    return x->value != y->value ? (x->value > y->value) - (x->value < y->value) : (x->run > y->run) - (x->run < y->run);
}

/*
 * Are the last points of a run 0 but for rounding, or the rest of a way to 0 that they do not show half of? Who has just come from
 * afar to a place that is not 0 is nearer to 0, too, than its last points were apart.
 */
static bool has_come_to_zero(const density *d, size_t run)
{
    const descent_sweep_result result = descent_sweep_view_run(d->sweep, run);
    size_t count;
    const double *points = points_of(d->sweep, run, &count);
    if (count == 0 || descent__ending_circles(result.ending))
        return false;
    descent__range last = descent__range_empty();
    for (size_t i = 0; i < count; i++)
        descent__range_widen(&last, points[i * d->summary.dimension + d->variable]);
    const double began = d->summary.start ? fabs(d->summary.start[d->variable]) : 0;
    if (fmax(fabs(last.low), fabs(last.high)) <= fmax(DBL_MIN, rounding * began))
        return true;
    const double end = fabs(result.end_point[d->variable]), moved = descent__range_length(&last);
    return result.ending == DESCENT_ENDING_CONVERGED && count <= result.steps / 2 && end <= moved &&
           end <= one_end * fmax(began, moved);
}

/* The variable that is drawn, in a point of a run. */
static double height_of(const density *d, size_t place, const double *point)
{
    return d->runs[place].at_zero ? 0 : point[d->variable];
}

/* Puts the runs in order of what was swept over. */
static descent_status place_runs(density *d)
{
    const size_t count = d->summary.count;
    d->runs = malloc(descent__array_bytes(count, 1, sizeof *d->runs));
    if (!d->runs)
        return descent__fail_memory("runs of a picture", count * sizeof *d->runs);
    for (size_t run = 0; run < count; run++) {
        d->runs[run] = (placed_run){.value = descent_sweep_view_run(d->sweep, run).value, .run = run};
        d->runs[run].at_zero = has_come_to_zero(d, run);
        d->runs[run].on_way = is_on_way(descent_sweep_ending(d->sweep, run)) && !d->runs[run].at_zero;
        if (!isfinite(d->runs[run].value))
            return descent_fail(DESCENT_EINVAL, "sweep must be over step sizes or a parameter");
    }
    qsort(d->runs, count, sizeof *d->runs, by_value);
    if (count < 2 || !(d->runs[0].value < d->runs[count - 1].value))
        return descent_fail(DESCENT_EINVAL, "sweep must have two different values at least");
    return DESCENT_SUCCESS;
}

static bool is_within_sides(const density *d, size_t place)
{
    return d->runs[place].value >= d->window.low[0] && d->runs[place].value <= d->window.high[0];
}

/* Is the run one that stays, and within the sides of the window? */
static bool is_shown(const density *d, size_t place)
{
    return is_within_sides(d, place) && !has_left(d->sweep, d->runs[place].run);
}

/* Does the run have a say in the scale: of those that have come to where they stay, or of all? */
static bool is_scaled_by(const density *d, size_t place, bool come)
{
    return is_shown(d, place) && !(come && d->runs[place].on_way);
}

/* Where a run stays, of its last points: those of one that has converged are a way to the last, unless they are most of the run. */
static const double *points_of_stay(const density *d, size_t place, size_t *count)
{
    const descent_sweep_result result = descent_sweep_view_run(d->sweep, d->runs[place].run);
    const double *const points = points_of(d->sweep, d->runs[place].run, count);
    if (result.ending != DESCENT_ENDING_CONVERGED || *count > result.steps / 2)
        return points;
    *count = 1;
    return result.end_point;
}

/* Of each run that makes the scale where its points above so much are. */
static size_t collect(const density *d, double least, descent__range *ranges)
{
    size_t found = 0;
    for (size_t place = 0; place < d->summary.count; place++) {
        size_t count;
        const double *points = points_of_stay(d, place, &count);
        descent__range range = descent__range_empty();
        for (size_t i = 0; i < count && is_scaled_by(d, place, d->come); i++) {
            const double x = height_of(d, place, points + i * d->summary.dimension);
            if (x > least)
                descent__range_widen(&range, x);
        }
        if (range.low <= range.high)
            ranges[found++] = range;
    }
    return found;
}

/* The range of those ranges within the limits. */
static descent__range range_within(const density *d, bool come, const descent__range *limits)
{
    descent__range range = descent__range_empty();
    for (size_t place = 0; place < d->summary.count; place++) {
        size_t count;
        const double *points = points_of_stay(d, place, &count);
        for (size_t i = 0; i < count && is_scaled_by(d, place, come); i++) {
            const double x = height_of(d, place, points + i * d->summary.dimension);
            if (x >= limits->low && x <= limits->high)
                descent__range_widen(&range, x);
        }
    }
    return range;
}

/* Counts the points of all runs that are shown, and those of them beyond the limits. */
static void count_beyond(density *d, const descent__range *limits)
{
    d->points = d->beyond = 0;
    for (size_t place = 0; place < d->summary.count; place++) {
        size_t count;
        const double *points = points_of(d->sweep, d->runs[place].run, &count);
        for (size_t i = 0; i < count && is_shown(d, place); i++) {
            const double x = height_of(d, place, points + i * d->summary.dimension);
            d->points += isfinite(x) ? 1 : 0;
            d->beyond += isfinite(x) && !(x >= limits->low && x <= limits->high);
        }
    }
}

static bool hides_too_many(const density *d, double most)
{
    return (double)d->beyond > most * (double)d->points;
}

/* The scale; a logarithmic one, too, where hardly any points are at or below 0, which it leaves out. `ranges`: room for all runs. */
static descent__heights scale_of(density *d, descent__range *ranges)
{
    static const descent__range above_zero = {DBL_TRUE_MIN, INFINITY};
    const descent__heights plain = descent__heights_choose(ranges, collect(d, -INFINITY, ranges));
    if (plain.powers || isinf(plain.limits.high))
        return plain;
    count_beyond(d, &above_zero);
    if (hides_too_many(d, most_without_power))
        return plain;
    descent__heights powers = descent__heights_choose(ranges, collect(d, 0, ranges));
    powers.limits = powers.narrower = above_zero;
    return powers.powers ? powers : plain;
}

/* Runs that all end at one place are a line: what is beside it, as far as the way to it was long, says how near to it all others are. */
static void widen_to_start(const density *d, descent__range *y)
{
    if (!d->summary.start)
        return;
    const double start = d->summary.start[d->variable];
    const double way = fmax(fabs(start - y->low), fabs(start - y->high));
    if (descent__range_length(y) > one_end * way)
        return;
    descent__range_widen(y, y->low - way);
    descent__range_widen(y, y->high + way);
}

/* Has any run that is shown come to where it stays, at a finite height? */
static bool any_has_come(const density *d)
{
    for (size_t place = 0; place < d->summary.count; place++) {
        size_t count;
        if (is_shown(d, place) && !d->runs[place].on_way && points_of(d->sweep, d->runs[place].run, &count))
            return true;
    }
    return false;
}

/* Widens what is shown by all points within the limits, unless it would be more than twice as high. */
static void widen_to_others(const density *d, const descent__range *limits, descent__range *y)
{
    const descent__range others = range_within(d, false, limits);
    descent__range all = *y;
    descent__range_widen(&all, others.low);
    descent__range_widen(&all, others.high);
    const double height = d->powers ? log10(y->high / y->low) : descent__range_length(y);
    const double higher = d->powers ? log10(all.high / all.low) : descent__range_length(&all);
    if (higher <= most_widened * height)
        *y = all;
}

/* Takes the range of those points within the limits, unless it hides too many. */
static bool takes(density *d, const descent__range *limits, descent__range *y)
{
    *y = range_within(d, d->come, limits);
    if (!d->powers)
        widen_to_start(d, y);
    widen_to_others(d, limits, y);
    count_beyond(d, y);
    return !hides_too_many(d, most_left_out);
}

/* The same with the scale of those runs. `ranges`: room for all runs. */
static bool takes_scale(density *d, descent__range *ranges, descent__range *y)
{
    const descent__heights heights = scale_of(d, ranges);
    d->powers = heights.powers;
    return takes(d, &heights.narrower, y) || takes(d, &heights.limits, y);
}

/*
 * How high the picture is: as high as all points of runs that have come to where they stay, unless most would not be seen beside a few
 * that are far off. If that hides too many others, all have a say.
 */
static descent_status choose_heights(density *d)
{
    static const descent__range everything = {-INFINITY, INFINITY};
    descent__range *const ranges = malloc(descent__array_bytes(d->summary.count, 1, sizeof *ranges));
    if (!ranges)
        return descent__fail_memory("runs of a picture", d->summary.count * sizeof *ranges);
    descent__range y;
    d->come = any_has_come(d);
    bool taken = takes_scale(d, ranges, &y);
    if (!taken && d->come) {
        d->come = false;
        taken = takes_scale(d, ranges, &y);
    }
    free(ranges);
    if (!taken) {
        d->powers = false;
        y = range_within(d, d->come, &everything);
    }
    d->window.low[1] = d->powers ? log10(y.low) : y.low;
    d->window.high[1] = d->powers ? log10(y.high) : y.high;
    return DESCENT_SUCCESS;
}

/* What the window shows of the variable. */
static descent__range heights_shown(const density *d)
{
    const double low = d->window.low[1], high = d->window.high[1];
    return d->powers ? (descent__range){pow(10, low), pow(10, high)} : (descent__range){low, high};
}

/* The range of the values swept over, and of the variable in all runs that stay. */
static descent_status frame(density *d, const descent_plot_view *view)
{
    const double first = d->runs[0].value, last = d->runs[d->summary.count - 1].value;
    const bool has_x = descent__view_has_x_window(view), has_y = descent__view_has_y_window(view);
    d->window = descent__window_empty();
    d->window.low[0] = has_x ? view->x_low : first;
    d->window.high[0] = has_x ? view->x_high : last;
    if (d->window.high[0] < first || d->window.low[0] > last)
        return descent_fail(DESCENT_EINVAL, "x_low to x_high must hold some of the sweep's values, %g to %g", first,
                            last);
    const descent_status status = has_y ? DESCENT_SUCCESS : choose_heights(d);
    if (status != DESCENT_SUCCESS)
        return status;
    if (has_y) {
        d->window.low[1] = view->y_low;
        d->window.high[1] = view->y_high;
        return DESCENT_SUCCESS;
    }
    if (descent__window_is_empty(&d->window))
        return descent_fail(DESCENT_ENONFINITE, "no run of the sweep stays finite; give the view y_low and y_high");
    const double left = d->window.low[0], right = d->window.high[0];
    descent__window_settle_apart(&d->window);
    descent__window_widen(&d->window, margin);
    d->window.low[0] = left;
    d->window.high[0] = right;
    const descent__range shown = heights_shown(d);
    count_beyond(d, &shown);
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

/* The columns that a run fills: half-way to its neighbours. False if they are not in the window. */
static bool columns_of(const density *d, size_t place, size_t *first, size_t *last)
{
    const size_t runs = d->summary.count;
    const double value = d->runs[place].value;
    const double left = place > 0 ? value / 2 + d->runs[place - 1].value / 2 : value;
    const double right = place + 1 < runs ? value / 2 + d->runs[place + 1].value / 2 : value;
    if (right < d->window.low[0] || left > d->window.high[0])
        return false;
    *first = cell_of(d, 0, fmax(left, d->window.low[0]));
    *last = cell_of(d, 0, fmin(right, d->window.high[0]));
    /* A column that two neighbours share in parts belongs to the one at its left side, but each has one. */
    if (*last > *first && right < d->window.high[0])
        --*last;
    return true;
}

/* The visits of runs that have come to where they stay, or of those on their way. */
static uint32_t *layer_of(const density *d, bool on_way)
{
    return d->visits + (on_way ? d->cells[0] * d->cells[1] : 0);
}

static void count_run(density *d, size_t place)
{
    const size_t n = d->summary.dimension, run = d->runs[place].run;
    size_t first, last, count;
    if (!columns_of(d, place, &first, &last))
        return;
    const bool left = has_left(d->sweep, run);
    const double *points = points_of(d->sweep, run, &count);
    uint32_t *const visits = layer_of(d, d->runs[place].on_way);
    for (size_t column = first; column <= last; column++) {
        if (left)
            d->leaves[column] = true;
        else
            d->stays[column] = true;
        for (size_t i = 0; i < count && !left; i++) {
            const double height = height_of(d, place, points + i * n);
            const double x = d->powers ? log10(height) : height;
            if (x >= d->window.low[1] && x <= d->window.high[1])
                visits[cell_of(d, 1, x) * d->cells[0] + column]++;
        }
    }
}

static descent_status count_visits(density *d, const descent__canvas *canvas)
{
    const double across = (canvas->right - canvas->left) * canvas->view.width / pixels_per_cell;
    const double up = (canvas->top - canvas->bottom) * canvas->view.height / pixels_per_cell;
    d->cells[0] = across > 2 ? (size_t)across : 2;
    d->cells[1] = up > 2 ? (size_t)up : 2;
    d->visits = calloc(2 * d->cells[0] * d->cells[1], sizeof *d->visits);
    d->stays = calloc(d->cells[0], sizeof *d->stays);
    d->leaves = calloc(d->cells[0], sizeof *d->leaves);
    if (!d->visits || !d->stays || !d->leaves)
        return descent__fail_memory("pixels of a picture", 2 * d->cells[0] * d->cells[1] * sizeof *d->visits);
    for (size_t place = 0; place < d->summary.count; place++)
        count_run(d, place);
    return DESCENT_SUCCESS;
}

/* In each column the strongest place is the one visited most: so cycles are as dark as a fixed point. */
static double strength(uint32_t visits, uint32_t most)
{
    return weakest + (1 - weakest) * log1p(visits) / log1p(most);
}

/* The most visits of a cell in each column of each layer; NULL without memory. */
static uint32_t *most_visits(const density *d)
{
    uint32_t *const most = calloc(2 * d->cells[0], sizeof *most);
    for (size_t i = 0; most && i < 2 * d->cells[0] * d->cells[1]; i++) {
        uint32_t *const of_column = &most[i % d->cells[0] + (i < d->cells[0] * d->cells[1] ? 0 : d->cells[0])];
        *of_column = d->visits[i] > *of_column ? d->visits[i] : *of_column;
    }
    return most;
}

/* Up to 1 where runs stay, and beyond, by as much, where any comes by that is on its way. */
static void add_image(const density *d, descent__canvas *canvas, const descent__image *image)
{
    uint32_t *const most = most_visits(d);
    if (!most) {
        canvas->script.failed = true;
        return;
    }
    const uint32_t *const stay = layer_of(d, false), *const come_by = layer_of(d, true);
    descent__image_begin(image, &canvas->script);
    for (size_t row = 0; row < d->cells[1]; row++) {
        descent__image_begin_row(image, row, &canvas->script);
        for (size_t column = 0; column < d->cells[0]; column++) {
            const size_t cell = row * d->cells[0] + column;
            if (come_by[cell] > 0)
                descent__script_add(&canvas->script, " %.2f", 1 + strength(come_by[cell], most[d->cells[0] + column]));
            else if (stay[cell] > 0)
                descent__script_add(&canvas->script, " %.2f", strength(stay[cell], most[column]));
            else
                descent__script_add(&canvas->script, " NaN");
        }
    }
    free(most);
    descent__image_end(&canvas->script);
}

/* Shades the columns of which all runs leave. */
static void add_shades(const density *d, descent__canvas *canvas)
{
    const double width = (d->window.high[0] - d->window.low[0]) / (double)d->cells[0];
    for (size_t first = 0; first < d->cells[0]; first++) {
        size_t next = first;
        while (next < d->cells[0] && d->leaves[next] && !d->stays[next])
            next++;
        if (next == first)
            continue;
        descent__script_add(&canvas->script,
                            "set object rectangle from first %.17g,graph 0 to first %.17g,graph 1 behind fillstyle "
                            "solid noborder fillcolor rgb '#%06x'\n",
                            d->window.low[0] + width * (double)first, d->window.low[0] + width * (double)next,
                            canvas->inks.shade);
        first = next;
    }
}

typedef bool ending_test(descent_ending ending);

/* How those runs in the window end whose ending is so, in the words of their endings; empty if there is none. */
static void name_endings(const density *d, ending_test *is_so, char *name, size_t size)
{
    bool ends[descent__ending_count] = {false};
    for (size_t place = 0; place < d->summary.count; place++) {
        const descent_ending ending = descent_sweep_ending(d->sweep, d->runs[place].run);
        if (is_within_sides(d, place) && is_so(ending) && !d->runs[place].at_zero)
            ends[ending] = true;
    }
    name[0] = '\0';
    for (size_t i = 0; i < descent__ending_count; i++) {
        const size_t used = strlen(name);
        if (ends[i])
            snprintf(name + used, size - used, "%s%s", used ? ", " : "", descent_ending_string((descent_ending)i));
    }
}

static void add_entries(const density *d, descent__canvas *canvas, descent__legend *legend)
{
    char name[128], label[160];
    descent__legend_add(legend, "points of the runs", descent__line_colour(canvas->view.theme, 0))->area = true;
    name_endings(d, is_on_way, name, sizeof name);
    snprintf(label, sizeof label, "of those not seen to settle (%s)", name);
    if (*name)
        descent__legend_add(legend, label, descent__line_colour(canvas->view.theme, on_way_colour))->area = true;
    name_endings(d, descent__ending_leaves, name, sizeof name);
    if (*name)
        descent__legend_add(legend, name, canvas->inks.shade)->area = true;
}

static void lay_out(const density *d, descent__canvas *canvas)
{
    char title[descent__title_size], name[64], label[128];
    const int used = snprintf(title, sizeof title, "the last points of %zu run%s", d->summary.count,
                              descent__plural(d->summary.count));
    const double percent = d->points > 0 ? 100 * (double)d->beyond / (double)d->points : 0;
    if (d->beyond > 0)
        descent__format(title + used, sizeof title - (size_t)used, "; %s%.1f %% of them are beyond this window",
                        percent < 0.1 ? "less than " : "", fmax(percent, 0.1));
    descent__legend legend = {0};
    add_entries(d, canvas, &legend);
    descent__canvas_lay_out(canvas, title, DESCENT__LAYOUT_AXES, descent__legend_rows(&legend, canvas));
    descent__legend_draw(&legend, canvas);
    descent__name_text(name, d->summary.variable_names, d->variable);
    snprintf(label, sizeof label, "%s%s", name, d->powers ? ", on a logarithmic scale" : "");
    const descent__axes axes = {
        .window = d->window, .exponents = d->powers, .labels = {"step size or parameter", label}};
    descent__axes_draw(canvas, &axes);
}

static descent_status draw(density *d, descent__canvas *canvas)
{
    descent_status status = place_runs(d);
    if (status == DESCENT_SUCCESS)
        status = frame(d, &canvas->view);
    if (status != DESCENT_SUCCESS)
        return status;
    lay_out(d, canvas);
    status = count_visits(d, canvas);
    if (status != DESCENT_SUCCESS)
        return status;
    add_shades(d, canvas);
    const descent__image image = {.first = {d->window.low[0], d->window.low[1]},
                                  .last = {d->window.high[0], d->window.high[1]},
                                  .cells = {d->cells[0], d->cells[1]}};
    add_image(d, canvas, &image);
    descent__script_add(&canvas->script,
                        "set palette defined (0 '#%06x', 1 '#%06x', 1 '#%06x', 2 '#%06x')\nset cbrange [0:2]\n"
                        "unset colorbox\nplot %s\n",
                        canvas->inks.ground, descent__line_colour(canvas->view.theme, 0), canvas->inks.ground,
                        descent__line_colour(canvas->view.theme, on_way_colour), descent__image_plot);
    return DESCENT_SUCCESS;
}

descent_status descent__draw_bifurcation(descent__canvas *canvas, const descent_picture *picture)
{
    density d = {.sweep = picture->sweep, .summary = descent_sweep_view(picture->sweep)};
    if (canvas->view.x_variable >= d.summary.dimension)
        return descent_fail(DESCENT_EINVAL, "x_variable must be from 1 to %zu, got %zu", d.summary.dimension,
                            canvas->view.x_variable + 1);
    const bool given = picture->view && picture->view->x_variable > 0;
    d.variable = given ? canvas->view.x_variable : most_moving(&d);
    const descent_status status = draw(&d, canvas);
    free(d.runs);
    free(d.visits);
    free(d.stays);
    free(d.leaves);
    return status;
}
