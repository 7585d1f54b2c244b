#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/ending.h"
#include "base/plural.h"
#include "base/status.h"
#include "diagnosis/explain/reading.h"
#include "plot/page/axes.h"
#include "plot/page/brackets.h"
#include "plot/page/headline.h"
#include "plot/page/legend.h"
#include "plot/page/typeset.h"
#include "plot/pictures/pictures.h"

enum {
    curve_count = 3,
    most_drawn = 4000, /* points of a curve: as many as there are pixels several times over */
    name_size = 128,
    most_ahead = 100000, /* predicted steps that are drawn, at most as many as were made */
    fewest_behind = 8    /* steps that show a rate: two in each quarter */
};

/* A curve against the number of steps; only positive finite values can be drawn on a logarithmic scale. */
typedef struct curve {
    char name[name_size];
    const double *values;
    double floor; /* subtracted from each value */
    bool size;    /* the values pass through 0: drawn without their sign */
    double last;  /* the last value that can be drawn; NaN if there is none */
    uint64_t last_step;
    double rate;  /* factor a step by which it goes on in the end, by the diagnosis; NaN: not known */
    double ahead; /* steps from its last value on that are predicted; 0: none */
    double from;  /* where the prediction begins: the last value, or the height of the swings there */
} curve;

static const double lowest_power = -300, highest_power = 308;
static const double least_decades = 1.2;

/* A positive loss whose highest value is so many times its lowest is drawn as it is. */
static const double seen_fall = 2;

/*
 * A curve is predicted for as many steps as it fell by the rate before, but for this part of its fall. Of parts of the way that fade
 * each by a factor of its own, the faster ones are ever less: so it will be off by no more than it was.
 */
static const double agreed = 0.1;

/* A line for fewer than this part of the steps so far would hardly be seen. */
static const double least_seen = 1.0 / 16;

/* Each line is thinner than those it covers: of curves that coincide, all are seen. */
static const double widths[curve_count] = {4.2, 3, 2};

/* The critical point there or ahead, or the one around which the run moves; NULL if there is none. */
static const descent_critical_point *drawn_above(const descent_diagnosis *diagnosis)
{
    if (!diagnosis)
        return NULL;
    return diagnosis->point ? descent__explain_point(diagnosis) : diagnosis->centre;
}

/*
 * What the loss is measured from: its limit if the diagnosis knows one below all of the path; nothing, if it stays positive and
 * falls enough to be seen so; else its lowest value, from which it plunges there. At the end of a run that leaves that would look
 * like an arrival: where it has fallen below 0, its size is drawn.
 */
static double loss_floor(const descent_path_data *path, const descent_diagnosis *diagnosis, bool *is_limit, bool *size)
{
    const double *losses = path->losses;
    double lowest = INFINITY, highest = -INFINITY, last = NAN;
    for (size_t row = 0; row < path->count; row++)
        if (isfinite(losses[row])) {
            lowest = fmin(lowest, losses[row]);
            highest = fmax(highest, losses[row]);
            last = losses[row];
        }
    const descent_critical_point *point = drawn_above(diagnosis);
    const double limit = point ? point->loss : NAN;
    *is_limit = limit <= lowest;
    *size = !*is_limit && diagnosis && descent__ending_leaves(diagnosis->ending) && last < 0 && last <= lowest;
    if (*is_limit)
        return limit;
    return *size || (lowest > 0 && highest >= seen_fall * lowest) ? 0 : lowest;
}

static double value_at(const curve *c, size_t row)
{
    return c->size ? fabs(c->values[row]) : c->values[row] - c->floor;
}

static void find_last(curve *c, const descent_path_data *path)
{
    c->last = NAN;
    for (size_t row = path->count; row > 0 && isnan(c->last); row--) {
        const double value = value_at(c, row - 1);
        if (value > 0 && isfinite(value)) {
            c->last = value;
            c->last_step = path->steps[row - 1];
        }
    }
}

/* The highest value of the steps from `first` to `last`: of one that swings, how far it does. */
static double highest(const curve *c, const descent_path_data *path, double first, double last)
{
    double value = NAN;
    for (size_t row = 0; row < path->count; row++)
        if ((double)path->steps[row] >= first && (double)path->steps[row] <= last)
            value = fmax(value, value_at(c, row));
    return value;
}

/* Did the curve fall by its rate, from the first quarter of its last `behind` steps to the last? */
static bool fell_by_rate(const curve *c, const descent_path_data *path, double behind)
{
    const double last = (double)c->last_step, quarter = floor(behind / 4);
    const double before = highest(c, path, last - behind, last - behind + quarter);
    const double now = highest(c, path, last - quarter, last);
    const double fall = (behind - quarter) * log(c->rate);
    return fabs(log(now / before) - fall) <= agreed * fabs(fall);
}

/* Its last value, or, where it swings, what the highest of its last steps shrinks to until then. */
static double height_at_end(const curve *c, const descent_path_data *path, double first)
{
    double before = INFINITY, height = c->last;
    bool swings = false;
    for (size_t row = 0; row < path->count && path->steps[row] <= c->last_step; row++) {
        const double value = value_at(c, row);
        if ((double)path->steps[row] < first)
            continue;
        swings = swings || value > before;
        before = value;
        height = fmax(height, value * pow(c->rate, (double)(c->last_step - path->steps[row])));
    }
    return swings ? height : c->last;
}

/* For how many steps it went like that: as many as it takes to arrive are asked first, lest the line ends shortly before. */
static double steps_alike(const curve *c, const descent_path_data *path, double made, double to_go)
{
    const double wanted = fmax(ceil(to_go), fewest_behind);
    if (wanted <= made && fell_by_rate(c, path, wanted))
        return wanted;
    for (double behind = made; behind >= fmax(fewest_behind, least_seen * made); behind /= 2)
        if (fell_by_rate(c, path, floor(behind)))
            return floor(behind);
    return 0;
}

/* Until it has arrived, and for no more steps than it went like that. */
static void predict(curve *c, const descent_path_data *path, double to_go)
{
    if (isnan(c->last) || !(c->rate > 0 && c->rate < 1) || !(to_go > 0))
        return;
    const double last = (double)c->last_step, made = fmin(last - (double)path->steps[0], most_ahead);
    const double behind = steps_alike(c, path, made, to_go);
    c->ahead = fmin(to_go, behind);
    if (behind > 0)
        c->from = height_at_end(c, path, last - floor(behind / 4));
}

/* What the loss is drawn above, and how much that is: the critical point that the run reaches, or one that is only nearest. */
static void name_loss(curve *loss, const descent_diagnosis *diagnosis, bool is_limit)
{
    char digits[32], number[descent__typeset_size];
    snprintf(digits, sizeof digits, "%.4g", loss->floor);
    descent__typeset(number, digits);
    if (is_limit)
        snprintf(loss->name, name_size, "loss above the %s (%.60s)", descent__words_kind(drawn_above(diagnosis)),
                 number);
    else if (loss->floor > 0 || loss->floor < 0)
        snprintf(loss->name, name_size, "loss above its lowest (%.60s)", number);
    else
        snprintf(loss->name, name_size, loss->size ? "size of the loss" : "loss");
}

/* A logarithmic scale has no 0: why the curve ends before the path does. */
static void name_zeros(curve *c, const descent_path_data *path)
{
    size_t row = path->count;
    while (row > 0 && fabs(value_at(c, row - 1)) <= 0)
        row--;
    const size_t used = strlen(c->name);
    if (row < path->count && !isnan(c->last))
        snprintf(c->name + used, name_size - used, ", 0 from step %llu", (unsigned long long)path->steps[row]);
}

/* The curves that the path has; returns how many have anything to draw. */
static size_t find_curves(const descent_path_data *path, const descent_diagnosis *diagnosis, curve curves[curve_count])
{
    bool is_limit = false, size = false;
    const double *losses = path->losses;
    const double floor = losses ? loss_floor(path, diagnosis, &is_limit, &size) : 0;
    /* Near a limit, gradient and steps shrink by the rate, the loss by its square. */
    const bool geometric = diagnosis && diagnosis->ending == DESCENT_ENDING_APPROACHING &&
                           diagnosis->pace.law == DESCENT_LAW_GEOMETRIC && diagnosis->pace.steps_to_go.value > 0;
    const double rate = geometric ? fabs(diagnosis->pace.rate) : NAN;
    curves[0] = (curve){.values = losses, .floor = floor, .size = size, .rate = is_limit ? rate * rate : NAN};
    name_loss(&curves[0], diagnosis, is_limit);
    curves[1] = (curve){.name = "gradient norm", .values = path->gradient_norms, .rate = rate};
    curves[2] = (curve){.name = "step length", .values = path->step_lengths, .rate = rate};
    size_t count = 0;
    for (size_t i = 0; i < curve_count; i++) {
        if (curves[i].values)
            find_last(&curves[i], path);
        else
            curves[i].last = NAN;
        /* Above its own lowest value a loss is 0 there by what it is measured from. */
        if (curves[i].values && (i > 0 || is_limit || !(fabs(floor) > 0)))
            name_zeros(&curves[i], path);
        if (geometric)
            predict(&curves[i], path, diagnosis->pace.steps_to_go.value);
        count += isnan(curves[i].last) ? 0 : 1;
    }
    return count;
}

static void add_value(descent__script *script, uint64_t step, double value)
{
    if (value > 0 && isfinite(value))
        descent__script_add(script, "%llu %.9g\n", (unsigned long long)step, value);
    else
        descent__script_add(script, "\n");
}

/* Of a path with too many rows, the lowest and the highest of each few: so that no oscillation is missed. */
static void add_curve(descent__script *script, const descent_path_data *path, const curve *c)
{
    const size_t rows = path->count, few = rows > most_drawn ? 2 * (rows / most_drawn + 1) : 1;
    const uint64_t *steps = path->steps;
    for (size_t first = 0; first < rows; first += few) {
        size_t low = first, high = first;
        for (size_t row = first; row < rows && row - first < few; row++) {
            low = value_at(c, row) < value_at(c, low) ? row : low;
            high = value_at(c, row) > value_at(c, high) ? row : high;
        }
        const size_t earlier = low < high ? low : high, later = low < high ? high : low;
        add_value(script, steps[earlier], value_at(c, earlier));
        if (later > earlier)
            add_value(script, steps[later], value_at(c, later));
    }
}

static void add_curves(descent__canvas *canvas, const descent_path_data *path, const curve curves[curve_count])
{
    descent__script *script = &canvas->script;
    for (size_t i = 0; i < curve_count; i++) {
        const curve *c = &curves[i];
        if (isnan(c->last))
            continue;
        descent__script_add(script, "$curve%zu << EOD\n", i);
        add_curve(script, path, c);
        descent__script_add(script, "EOD\n");
        if (!(c->ahead > 0))
            continue;
        const double end = fmax(c->from * pow(c->rate, c->ahead), pow(10, lowest_power));
        descent__script_add(script, "$ahead%zu << EOD\n%llu %.9g\n%.9g %.9g\nEOD\n", i,
                            (unsigned long long)c->last_step, c->from, (double)c->last_step + c->ahead, end);
    }
}

/* Exponents of ten from the lowest to the highest value. */
static void find_range(const descent_path_data *path, const curve curves[curve_count], double range[2])
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < curve_count; i++) {
        if (isnan(curves[i].last))
            continue;
        for (size_t row = 0; row < path->count; row++) {
            const double value = value_at(&curves[i], row);
            if (value > 0 && isfinite(value)) {
                low = fmin(low, log10(value));
                high = fmax(high, log10(value));
            }
        }
        if (curves[i].ahead > 0)
            low = fmin(low, fmax(log10(curves[i].from) + curves[i].ahead * log10(curves[i].rate), lowest_power));
    }
    /* At least a little more than a decade, or no power of ten would be on the axis. */
    const double margin = fmax(0.04 * (high - low), (least_decades - (high - low)) / 2);
    range[0] = fmax(low - margin, lowest_power);
    range[1] = fmin(high + margin, highest_power);
}

/* Events as brackets above the axes. */
static descent__brackets find_events(const descent_diagnosis *diagnosis, double first_step, double last_step)
{
    descent__brackets brackets = {0};
    for (size_t i = 0; diagnosis && i < diagnosis->event_count; i++) {
        const descent_event *const event = &diagnosis->events[i];
        descent__brackets_add(&brackets, fmax((double)event->first_step, first_step),
                              fmin((double)event->last_step, last_step), descent_event_kind_string(event->kind));
    }
    return brackets;
}

static void make_title(const descent_path_data *path, const descent_diagnosis *diagnosis, char *title, size_t size)
{
    const unsigned long long steps = (unsigned long long)path->steps[path->count - 1];
    int used = snprintf(title, size, "%llu step%s", steps, descent__plural(steps));
    if (!diagnosis)
        return;
    used += snprintf(title + used, size - (size_t)used, ": ");
    descent__headline(diagnosis, title + used, size - (size_t)used);
}

static void plot_curves(descent__canvas *canvas, const curve curves[curve_count])
{
    const double scale = descent__line_scale(canvas);
    descent__script_add(&canvas->script, "plot ");
    for (size_t i = 0; i < curve_count; i++) {
        const curve *c = &curves[i];
        const unsigned colour = descent__line_colour(canvas->view.theme, i);
        if (isnan(c->last))
            continue;
        descent__script_add(&canvas->script, "$curve%zu using 1:2 with lines linewidth %.4g linecolor rgb '#%06x', ", i,
                            widths[i] * scale, colour);
        if (c->ahead > 0)
            descent__script_add(&canvas->script,
                                "$ahead%zu using 1:2 with lines linewidth %.4g dashtype (4,4) linecolor rgb '#%06x', ",
                                i, widths[i] * scale, colour);
    }
    descent__script_add(&canvas->script, "NaN\n");
}

static void draw(descent__canvas *canvas, const descent_path_data *path, const descent_diagnosis *diagnosis,
                 const curve curves[curve_count])
{
    const double last_step = (double)path->steps[path->count - 1];
    const double first_step = (double)path->steps[0];
    char title[descent__title_size];
    make_title(path, diagnosis, title, sizeof title);
    descent__legend legend = {0};
    bool predicted = false;
    double end = fmax(last_step, first_step + 1);
    for (size_t i = 0; i < curve_count; i++)
        if (!isnan(curves[i].last)) {
            descent__legend_add(&legend, curves[i].name, descent__line_colour(canvas->view.theme, i))->line_width =
                widths[i];
            predicted = predicted || curves[i].ahead > 0;
            end = fmax(end, (double)curves[i].last_step + curves[i].ahead);
        }
    if (predicted) {
        descent__legend_entry *entry = descent__legend_add(&legend, "predicted", canvas->inks.ink);
        entry->line_width = 2.2;
        entry->dashes = "(4,4)";
    }
    descent__canvas_lay_out(canvas, title, DESCENT__LAYOUT_AXES, descent__legend_rows(&legend, canvas));
    descent__legend_draw(&legend, canvas);
    double range[2];
    find_range(path, curves, range);
    descent__brackets events = find_events(diagnosis, first_step, last_step);
    descent__brackets_lay_out(&events, canvas, first_step, end);
    const descent__axes axes = {.window = {.low = {first_step, range[0]}, .high = {end, range[1]}},
                                .steps = true,
                                .powers = true,
                                .labels = {"step", "size (logarithmic)"}};
    descent__axes_draw(canvas, &axes);
    descent__script_add(&canvas->script, "set logscale y\n");
    descent__brackets_draw(&events, canvas, first_step, end);
    add_curves(canvas, path, curves);
    plot_curves(canvas, curves);
}

descent_status descent__draw_convergence(descent__canvas *canvas, const descent_picture *picture)
{
    const descent_path_data path = descent_path_view(picture->paths[0]);
    if (path.count == 0)
        return descent_fail(DESCENT_EINVAL, "path must have at least one point, it is empty");
    curve curves[curve_count];
    const unsigned wanted = DESCENT_PATH_LOSS | DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_STEP_LENGTH;
    if ((path.columns & wanted) == 0)
        return descent_fail(DESCENT_EINVAL, "path must keep losses, gradient norms or step lengths");
    if (find_curves(&path, picture->diagnosis, curves) == 0)
        return descent_fail(DESCENT_ENONFINITE, "path has no positive finite value to draw on a logarithmic scale");
    draw(canvas, &path, picture->diagnosis, curves);
    return DESCENT_SUCCESS;
}
