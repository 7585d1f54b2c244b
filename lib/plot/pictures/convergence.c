#include <float.h>
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
#include "plot/pictures/decline.h"
#include "plot/pictures/pictures.h"
#include "plot/pictures/trail.h"

enum {
    curve_count = 3,
    name_size = descent__decline_name_size
};

typedef descent__decline curve;

static const double lowest_power = -300, highest_power = 308;
static const double least_decades = 1.2;

/* A positive loss whose highest value is so many times its lowest is drawn as it is. */
static const double seen_fall = 2;

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
    if (*is_limit) /* beside the first losses it may be what rounding left of 0 */
        return limit > 0 && limit <= DBL_EPSILON * highest ? 0 : limit;
    return *size || (lowest > 0 && highest >= seen_fall * lowest) ? 0 : lowest;
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

static size_t count_zeros(const curve *c, const descent_path_data *path)
{
    size_t zeros = 0;
    for (size_t row = 0; row < path->count; row++)
        zeros += fabs(descent__decline_value(c, row)) <= 0;
    return zeros;
}

/* A logarithmic scale has no 0: where the curve has gaps, and why it ends before the path does. The row before the first step has none. */
static void name_zeros(curve *c, const descent_path_data *path, bool is_step)
{
    const char *const nothing = fabs(c->floor) > 0 ? "0 to rounding" : "0";
    size_t row = path->count, zeros = 0;
    while (row > 0 && fabs(descent__decline_value(c, row - 1)) <= 0)
        row--;
    for (size_t i = is_step ? 1 : 0; i < row; i++)
        zeros += fabs(descent__decline_value(c, i)) <= 0 ? 1 : 0;
    const size_t used = strlen(c->name);
    const unsigned long long end = row < path->count ? path->steps[row] : 0;
    if (isnan(c->last))
        return;
    if (row < path->count && zeros > 0)
        snprintf(c->name + used, name_size - used, ", %s from step %llu (%zu before)", nothing, end, zeros);
    else if (row < path->count)
        snprintf(c->name + used, name_size - used, ", %s from step %llu", nothing, end);
    else if (zeros > 0)
        snprintf(c->name + used, name_size - used, ", %s at %zu step%s", nothing, zeros, descent__plural(zeros));
}

/* The curves that the path has; returns how many have anything to draw. */
static size_t find_curves(const descent_path_data *path, const descent_diagnosis *diagnosis, curve curves[curve_count])
{
    bool is_limit = false, size = false;
    const double *losses = path->losses;
    const double floor = losses ? loss_floor(path, diagnosis, &is_limit, &size) : 0;
    /* Near a limit, gradient and steps shrink by the rate, the loss by its square; but by a schedule each step has a factor of its own,
     * and no line that is straight to the arrival is the way there. */
    const bool geometric = diagnosis && diagnosis->ending == DESCENT_ENDING_APPROACHING &&
                           diagnosis->pace.law == DESCENT_LAW_GEOMETRIC && diagnosis->pace.steps_to_go.value > 0 &&
                           !descent__explain_step_size_changed(diagnosis);
    const double rate = geometric ? fabs(diagnosis->pace.rate) : NAN;
    curves[0] = (curve){.values = losses, .floor = floor, .size = size, .rate = is_limit ? rate * rate : NAN};
    name_loss(&curves[0], diagnosis, is_limit);
    curves[1] = (curve){.name = "gradient norm", .values = path->gradient_norms, .rate = rate};
    curves[2] = (curve){.name = "step length", .values = path->step_lengths, .rate = rate};
    size_t count = 0;
    double arrived[curve_count] = {NAN, NAN, NAN};
    if (geometric)
        descent__decline_arrive(diagnosis, path, arrived);
    for (size_t i = 0; i < curve_count; i++) {
        curves[i].arrived = arrived[i];
        descent__decline_find_last(&curves[i], path);
        /* Above its own lowest value a loss is 0 there by what it is measured from, once. */
        if (curves[i].values && (i > 0 || is_limit || !(fabs(floor) > 0) || count_zeros(&curves[i], path) > 1))
            name_zeros(&curves[i], path, i == 2);
        if (geometric)
            descent__decline_predict(&curves[i], path, diagnosis->pace.steps_to_go.value);
        count += isnan(curves[i].last) ? 0 : 1;
    }
    return count;
}

/* Exponents of ten from the lowest to the highest value. */
static void find_range(const descent_path_data *path, const curve curves[curve_count], double range[2])
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < curve_count; i++) {
        if (isnan(curves[i].last))
            continue;
        for (size_t row = 0; row < path->count; row++) {
            const double value = descent__decline_value(&curves[i], row);
            if (descent__decline_is_drawn(value)) {
                low = fmin(low, log10(value));
                high = fmax(high, log10(value));
            }
        }
        if (curves[i].ahead > 0)
            low = fmin(low, fmax(log10(curves[i].end), lowest_power));
    }
    /* At least a little more than a decade, or no power of ten would be on the axis. */
    const double margin = fmax(0.04 * (high - low), (least_decades - (high - low)) / 2);
    range[0] = fmax(low - margin, lowest_power);
    range[1] = fmin(high + margin, highest_power);
}

/* How many steps of a stretch it is named for, if not each of them is: where the loss rose or the run turned back again and again. */
static size_t steps_meant(const descent_event *event)
{
    const bool counts = event->kind == DESCENT_EVENT_LOSS_ROSE || event->kind == DESCENT_EVENT_SIGN_FLIPS;
    return counts && event->count > 1 && event->count <= event->last_step - event->first_step ? (size_t)event->count
                                                                                              : 0;
}

/* Events as brackets above the axes. */
static descent__brackets find_events(const descent_diagnosis *diagnosis, double first_step, double last_step)
{
    descent__brackets brackets = {0};
    for (size_t i = 0; diagnosis && i < diagnosis->event_count; i++) {
        const descent_event *const event = &diagnosis->events[i];
        descent__brackets_add(&brackets, fmax((double)event->first_step, first_step),
                              fmin((double)event->last_step, last_step), descent_event_kind_string(event->kind),
                              steps_meant(event));
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

/* The curves and how each is drawn. */
typedef struct drawn {
    const curve *curves;
    descent__trail trails[curve_count];
    bool predicted, bands;
    descent__window window;
} drawn;

/* Whether a curve swings decides on a canvas that is laid out, if not yet to the last pixel. */
static void find_trails(const descent__canvas *canvas, const descent_path_data *path, drawn *all)
{
    for (size_t i = 0; i < curve_count; i++)
        if (!isnan(all->curves[i].last)) {
            all->trails[i] = descent__trail_open(&all->curves[i], path, canvas, &all->window);
            all->bands = all->bands || all->trails[i].band;
        }
}

static descent__legend make_legend(const descent__canvas *canvas, const drawn *all)
{
    descent__legend legend = {0};
    for (size_t i = 0; i < curve_count; i++)
        if (!isnan(all->curves[i].last))
            descent__legend_add(&legend, all->curves[i].name, descent__line_colour(canvas->view.theme, i))->line_width =
                widths[i];
    if (all->bands)
        descent__legend_add(&legend, "lowest to highest of swings",
                            descent__mix_colours(canvas->inks.ground, canvas->inks.ink, descent__trail_fill))
            ->area = true;
    if (all->predicted) {
        descent__legend_entry *entry = descent__legend_add(&legend, "predicted", canvas->inks.ink);
        entry->line_width = 2.2;
        entry->dashes = "(4,4)";
    }
    return legend;
}

/* Bands are drawn first: they hide no line. */
static void draw_curves(descent__canvas *canvas, drawn *all)
{
    for (size_t i = 0; i < curve_count; i++)
        if (!isnan(all->curves[i].last)) {
            descent__trail_fit(&all->trails[i], canvas, &all->window);
            descent__trail_add(&all->trails[i], &canvas->script, i);
        }
    descent__script_add(&canvas->script, "plot ");
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < curve_count; i++)
            if (!isnan(all->curves[i].last) && all->trails[i].band == (pass == 0))
                descent__trail_plot(&all->trails[i], canvas, i, widths[i]);
    descent__script_add(&canvas->script, "NaN\n");
}

/* The legend takes its room from the axes, on whose width it depends what it has to name. */
static void lay_out(descent__canvas *canvas, const descent_path_data *path, const char *title, drawn *all)
{
    descent__legend legend = make_legend(canvas, all);
    descent__canvas_lay_out(canvas, title, DESCENT__LAYOUT_AXES, descent__legend_rows(&legend, canvas));
    find_trails(canvas, path, all);
    if (all->bands) {
        legend = make_legend(canvas, all);
        descent__canvas_lay_out(canvas, title, DESCENT__LAYOUT_AXES, descent__legend_rows(&legend, canvas));
    }
    descent__legend_draw(&legend, canvas);
}

static void draw(descent__canvas *canvas, const descent_path_data *path, const descent_diagnosis *diagnosis,
                 const curve curves[curve_count])
{
    const double last_step = (double)path->steps[path->count - 1];
    const double first_step = (double)path->steps[0];
    char title[descent__title_size];
    make_title(path, diagnosis, title, sizeof title);
    drawn all = {.curves = curves};
    double end = fmax(last_step, first_step + 1), range[2];
    for (size_t i = 0; i < curve_count; i++)
        if (!isnan(curves[i].last)) {
            all.predicted = all.predicted || curves[i].ahead > 0;
            end = fmax(end, (double)curves[i].last_step + curves[i].ahead);
        }
    find_range(path, curves, range);
    all.window = (descent__window){.low = {first_step, range[0]}, .high = {end, range[1]}};
    lay_out(canvas, path, title, &all);
    descent__brackets events = find_events(diagnosis, first_step, last_step);
    descent__brackets_lay_out(&events, canvas, first_step, end);
    const descent__axes axes = {
        .window = all.window, .steps = true, .powers = true, .labels = {"step", "size (logarithmic)"}};
    descent__axes_draw(canvas, &axes);
    descent__script_add(&canvas->script, "set logscale y\n");
    descent__brackets_draw(&events, canvas, first_step, end);
    draw_curves(canvas, &all);
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
