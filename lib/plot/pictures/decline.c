#include "plot/pictures/decline.h"

#include <float.h>
#include <math.h>

enum {
    most_ahead = 100000, /* predicted steps that are drawn, at most as many as were made */
    fewest_behind = 8    /* steps that show a rate: two in each quarter */
};

/*
 * A curve is predicted for as many steps as it fell by the rate before, but for this part of its fall. Of parts of the way that fade
 * each by a factor of its own, the faster ones are ever less: so it will be off by no more than it was.
 */
static const double agreed = 0.1;

/* A line for fewer than this part of the steps so far would hardly be seen. */
static const double least_seen = 1.0 / 16;

/* Nor the run itself beside a line to the arrival of more than so many times its steps. */
static const double most_times = 15;

/* What is left above the floor is 0, where it is no more than so many roundings of it: of a loss, whatever it is, more would be noise. */
static const double roundings = 4;

double descent__decline_value(const descent__decline *c, size_t row)
{
    if (c->size)
        return fabs(c->values[row]);
    const double above = c->values[row] - c->floor;
    return fabs(above) <= roundings * DBL_EPSILON * fabs(c->floor) ? 0 : above;
}

bool descent__decline_is_drawn(double value)
{
    return value > 0 && isfinite(value);
}

void descent__decline_find_last(descent__decline *c, const descent_path_data *path)
{
    c->last = NAN;
    for (size_t row = c->values ? path->count : 0; row > 0 && isnan(c->last); row--) {
        const double value = descent__decline_value(c, row - 1);
        if (descent__decline_is_drawn(value)) {
            c->last = value;
            c->last_step = path->steps[row - 1];
        }
    }
}

/* The highest value of the steps from `first` to `last`: of one that swings, how far it does. */
static double highest(const descent__decline *c, const descent_path_data *path, double first, double last)
{
    double value = NAN;
    for (size_t row = 0; row < path->count; row++)
        if ((double)path->steps[row] >= first && (double)path->steps[row] <= last)
            value = fmax(value, descent__decline_value(c, row));
    return value;
}

/* Did the curve fall by its rate, from the first quarter of its last `behind` steps to the last? */
static bool fell_by_rate(const descent__decline *c, const descent_path_data *path, double behind)
{
    const double last = (double)c->last_step, quarter = floor(behind / 4);
    const double before = highest(c, path, last - behind, last - behind + quarter);
    const double now = highest(c, path, last - quarter, last);
    const double fall = (behind - quarter) * log(c->rate);
    return fabs(log(now / before) - fall) <= agreed * fabs(fall);
}

/* Its last value, or, where it swings, what the highest of its last steps shrinks to until then. */
static double height_at_end(const descent__decline *c, const descent_path_data *path, double first)
{
    double before = INFINITY, height = c->last;
    bool swings = false;
    for (size_t row = 0; row < path->count && path->steps[row] <= c->last_step; row++) {
        const double value = descent__decline_value(c, row);
        if ((double)path->steps[row] < first)
            continue;
        swings = swings || value > before;
        before = value;
        height = fmax(height, value * pow(c->rate, (double)(c->last_step - path->steps[row])));
    }
    return swings ? height : c->last;
}

/* For how many steps it went like that: as many as it takes to arrive are asked first, lest the line ends shortly before. */
static double steps_alike(const descent__decline *c, const descent_path_data *path, double made, double to_go)
{
    const double wanted = fmax(ceil(to_go), fewest_behind);
    if (wanted <= made && fell_by_rate(c, path, wanted))
        return wanted;
    for (double behind = made; behind >= fmax(fewest_behind, least_seen * made); behind /= 2)
        if (fell_by_rate(c, path, floor(behind)))
            return floor(behind);
    return 0;
}

/* The curvature of the slowest direction: of steps that turn over each time the largest, else the smallest. NaN: not known. */
static double slowest_curvature(const descent_critical_point *point, double rate)
{
    double curvature = NAN;
    for (size_t i = 0; i < point->eigenvalue_count; i++)
        if (point->eigenvalues[i] > point->eigenvalue_tolerance && (isnan(curvature) || rate < 0))
            curvature = point->eigenvalues[i];
    return curvature;
}

/* How long steps are for a gradient of norm 1 before them: by the largest of the last ones, of what swings. NaN without both. */
static double steps_for_slopes(const descent_path_data *path)
{
    double step = 0, slope = 0;
    if (!path->step_lengths || !path->gradient_norms)
        return NAN;
    for (size_t row = path->count - path->count / 4; row < path->count; row++) {
        step = fmax(step, path->step_lengths[row]);
        slope = fmax(slope, path->gradient_norms[row - 1]);
    }
    return step / slope;
}

/* There the loss is a parabola and the gradient its slope; a step is as many times the gradient as the last ones were. */
void descent__decline_arrive(const descent_diagnosis *diagnosis, const descent_path_data *path, double arrived[3])
{
    const descent_critical_point *const point = diagnosis->point;
    const double within = diagnosis->tolerance;
    const double curvature = point ? slowest_curvature(point, diagnosis->pace.rate) : NAN;
    arrived[0] = curvature / 2 * within * within;
    arrived[1] = curvature * within;
    arrived[2] = arrived[1] / fabs(diagnosis->pace.rate) * steps_for_slopes(path);
}

/*
 * As many steps as the diagnosis counts lead to what the size is at the arrival. At its rate it may take fewer: then the first ones
 * leave it as it is, as beside a saddle. If the rate takes more the run was faster before, and the line is straight.
 */
static bool predict_arrival(descent__decline *c, const descent_path_data *path, double made, double to_go)
{
    const bool moves = c->last_step == path->steps[path->count - 1];
    c->from = height_at_end(c, path, (double)c->last_step - floor(made / 4));
    if (!moves || !(to_go <= most_times * made) || !(c->arrived > 0) || !(c->arrived < c->from))
        return false;
    c->ahead = to_go;
    c->end = c->arrived;
    c->level = fmax(0, to_go - log(c->arrived / c->from) / log(c->rate));
    return true;
}

void descent__decline_predict(descent__decline *c, const descent_path_data *path, double to_go)
{
    if (isnan(c->last) || !(c->rate > 0 && c->rate < 1) || !(to_go > 0))
        return;
    const double last = (double)c->last_step, made = fmin(last - (double)path->steps[0], most_ahead);
    const double behind = steps_alike(c, path, made, to_go);
    if (behind < to_go && predict_arrival(c, path, made, to_go))
        return;
    c->ahead = fmin(to_go, behind);
    if (behind > 0)
        c->from = height_at_end(c, path, last - floor(behind / 4));
    c->end = fmax(c->from * pow(c->rate, c->ahead), DBL_MIN);
}
