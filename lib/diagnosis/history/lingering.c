#include "diagnosis/history/lingering.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"

enum {
    least_rows = 6, /* to come and to leave again */
    least_stay = 3  /* steps: fewer are a run that passes by */
};

/* Near is within this part of the way before or after, whichever is shorter. */
static const double near_part = 0.1;

/* The critical point itself need only be known to this part of the way before or after. */
static const double known_part = 1e-3;

/* The gradient must have fallen to this part of what it was, or begun that low, and must grow again by its inverse. */
static const double dip = 0.2;

/* The same of a run that is still beside the point at its end: its gradient has only begun to grow. It must have come from afar. */
static const double begun_dip = 0.8;

/* The way before counts as one if it is so many times the nearest distance. */
static const double way_before = 4;

/* Who leaves a point from the start on has not lingered there, unless so slowly that it is not twice as far in so many
 * steps. */
static const double clearly_farther = 2;
enum {
    slow_steps = 8 /* a factor of 1.09 a step, which a run of some steps leaves with */
};

/* Who did not come from afar was near only with steps that are this part of the nearest distance on average, or shorter: with longer
 * ones a run rushes past. */
static const double short_part = 0.25;

/* Where the linear theory holds: within this part of the radius. */
static const double linear_part = 0.3;

/* Of the distance when it leaves, and of the logarithm of the factor: so much is along the way out, and so near is the factor to theory. */
static const double own_part = 0.5;
static const double own_growth = 0.5;

/* Row of the smallest gradient norm that is followed by growth to 1/part of it. */
static bool find_dip(const descent__facts *facts, double part, size_t *row)
{
    const descent__evidence *evidence = facts->evidence;
    const size_t m = evidence->finite;
    const double *norms = evidence->norms;
    /* Without gradients the step lengths of descent stand for them. */
    const double *lengths = facts->motion.lengths;
    const bool stand_in = !norms || !isfinite(norms[0]);
    if (m < least_rows || (stand_in && (facts->continued || evidence->tail > 0)))
        return false;
    const size_t count = stand_in ? m - 1 : m;
    const double *sizes = stand_in ? lengths : norms;
    double after = 0;
    double best = part;
    bool found = false;
    for (size_t k = count; k-- > 0;) {
        if (isfinite(sizes[k]) && sizes[k] > 0 && after > 0 && sizes[k] < best * after) {
            best = sizes[k] / after;
            *row = k;
            found = true;
        }
        if (isfinite(sizes[k]))
            after = fmax(after, sizes[k]);
    }
    return found;
}

static double distance_to(const descent__evidence *evidence, size_t row, const double *point)
{
    return descent__vector_distance(evidence->n, descent__evidence_point(evidence, row), point);
}

/* Along the way out: the most negative direction. */
static double escape_component(const descent__evidence *evidence, size_t row, const descent_critical_point *point)
{
    const double *x = descent__evidence_point(evidence, row);
    double sum = 0;
    for (size_t i = 0; i < evidence->n; i++)
        sum += (x[i] - point->x[i]) * point->escape[i];
    return fabs(sum);
}

/* Mean factor a step along the way out, from one row to another. */
static double mean_factor(const descent__evidence *evidence, size_t first, size_t last,
                          const descent_critical_point *point)
{
    const double begin = escape_component(evidence, first, point);
    if (last == first || !(begin > 0))
        return NAN;
    return pow(escape_component(evidence, last, point) / begin,
               1 / (double)(evidence->steps[last] - evidence->steps[first]));
}

/* What the curvature there makes of the distance in a step: NaN of a rule that has no such factor, or not the same one all along. */
static double factor_of_curvature(const descent__evidence *evidence, const descent_critical_point *point)
{
    const bool constant = evidence->has_rule && evidence->rule.schedule.kind == DESCENT_SCHEDULE_CONSTANT;
    return constant ? descent__destination_modulus(evidence, point->eigenvalues[0]) : NAN;
}

/* Those rows are the first and the last that are near. A mean over them is bent by where the linear theory ends: it is told only where
 * the curvature tells no factor. */
static void describe_leaving(const descent__facts *facts, const descent_critical_point *point, size_t nearest,
                             const size_t rows[2], double radius, descent_event *event)
{
    const descent__evidence *evidence = facts->evidence;
    const size_t last = rows[1];
    if (!point->escape) {
        if (last > nearest)
            event->value = pow(distance_to(evidence, last, point->x) / distance_to(evidence, nearest, point->x),
                               1 / (double)(evidence->steps[last] - evidence->steps[nearest]));
        return;
    }
    event->direction = point->escape;
    const double begin = escape_component(evidence, rows[0], point);
    const double growth = factor_of_curvature(evidence, point);
    event->value = growth > 1 ? growth : mean_factor(evidence, rows[0], last, point);
    if (growth > 1 && begin > 0)
        event->expected = ceil(log(radius / begin) / log(growth));
}

/* The growth that the run shows while the way out is still short, where the linear theory holds. */
static double growth_seen(const descent__evidence *evidence, const descent_critical_point *point, size_t first,
                          double radius)
{
    size_t end = first;
    while (end + 1 < evidence->finite && escape_component(evidence, end + 1, point) <= linear_part * radius)
        end++;
    return mean_factor(evidence, first, end, point);
}

/* Did the run come from afar, or stay for a while where it stood? */
static bool comes_or_stays(const descent__evidence *evidence, const double *point, size_t nearest, double before)
{
    const double closest = distance_to(evidence, nearest, point);
    if (before > way_before * closest)
        return true;
    const size_t last = evidence->finite - 1;
    const size_t later = last - nearest > slow_steps ? nearest + slow_steps : last;
    return distance_to(evidence, later, point) <= clearly_farther * closest;
}

/* Were the steps short beside the nearest distance, while the run was hardly farther than that? */
static bool is_slow(const descent__evidence *evidence, size_t nearest, const double *point, double closest)
{
    double way = 0;
    size_t first = nearest;
    size_t last = nearest;
    while (first > 0 && distance_to(evidence, first - 1, point) <= clearly_farther * closest)
        first--;
    while (last + 1 < evidence->finite && distance_to(evidence, last + 1, point) <= clearly_farther * closest)
        last++;
    for (size_t row = first; row < last; row++)
        way += distance_to(evidence, row, descent__evidence_point(evidence, row + 1));
    return way <= short_part * closest * (double)(evidence->steps[last] - evidence->steps[first]);
}

/*
 * However far off a run begins, something grows slowly at first. Who never came nearer than where it stood was near only if the point itself
 * is what it left, by the saddle's way out and with the saddle's factor; or, of a point without such a way, if the stay was most of the run,
 * or where the run has come to its end since is so much farther off.
 */
static bool leaves_by_itself(const descent__facts *facts, const descent_critical_point *point, double after,
                             size_t last, double seen)
{
    const descent__evidence *evidence = facts->evidence;
    if (!point->escape)
        return 2 * (evidence->steps[last] - evidence->steps[0]) >= evidence->step - evidence->steps[0] ||
               (facts->motion.quarter < near_part * after && distance_to(evidence, last, point->x) < after);
    const double growth = descent__destination_modulus(evidence, point->eigenvalues[0]);
    return seen > 1 && (isnan(growth) || fabs(log(seen) / log(growth) - 1) < own_growth) &&
           escape_component(evidence, last, point) > own_part * distance_to(evidence, last, point->x);
}

bool descent__lingering_find(descent__facts *facts, descent_event *event)
{
    descent__evidence *evidence = facts->evidence;
    size_t nearest = 0;
    if (!evidence->has_problem || evidence->random)
        return false;
    const bool left = find_dip(facts, dip, &nearest);
    if (!left && !find_dip(facts, begun_dip, &nearest))
        return false;
    const descent__series rows = descent__evidence_rows(evidence);
    const double before = descent__series_extent(&evidence->work, &rows, 0, nearest + 1);
    const double after = descent__series_extent(&evidence->work, &rows, nearest, rows.count);
    descent__destination found;
    const double known = known_part * (left ? fmin(before, after) : before);
    descent__destination_find_within(evidence, descent__evidence_point(evidence, nearest), known, 0, &found);
    descent_critical_point *point = found.point;
    if (!point)
        return false;
    evidence->holdings->lingering = point;
    evidence->holdings->lingering_known = point->kind == DESCENT_CRITICAL_DEGENERATE ? known : 0;
    const double closest = distance_to(evidence, nearest, point->x);
    const double span = before > way_before * closest && before < after ? before : after;
    const double radius = fmax(near_part * span, 2 * closest);
    if (point->kind == DESCENT_CRITICAL_MINIMUM)
        return false;
    const bool beside = before > way_before * closest && point->escape &&
                        distance_to(evidence, evidence->finite - 1, point->x) <= radius;
    /* Who has not left the radius, which is twice the nearest distance at least, did not come near. */
    if (left ? !(radius < after) || !comes_or_stays(evidence, point->x, nearest, before) : !beside)
        return false;
    size_t first = nearest;
    size_t last = nearest;
    while (first > 0 && distance_to(evidence, first - 1, point->x) <= radius)
        first--;
    while (last + 1 < evidence->finite && distance_to(evidence, last + 1, point->x) <= radius)
        last++;
    if (last - first < least_stay)
        return false;
    *event = (descent_event){.kind = DESCENT_EVENT_LINGERING,
                             .first_step = evidence->steps[first],
                             .last_step = evidence->steps[last],
                             .value = NAN,
                             .expected = NAN,
                             .point = point};
    describe_leaving(facts, point, nearest, (const size_t[2]){first, last}, radius, event);
    if (before > way_before * closest)
        return true;
    return is_slow(evidence, nearest, point->x, closest) &&
           leaves_by_itself(facts, point, after, last,
                            point->escape ? growth_seen(evidence, point, first, radius) : NAN);
}
