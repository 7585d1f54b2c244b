#include "diagnosis/lingering.h"

#include <float.h>
#include <math.h>

#include "vector.h"

/* Near is within this part of the way before or after, whichever is shorter. */
static const double near_part = 0.1;

/* The critical point itself need only be known to this part of the way before or after. */
static const double known_part = 1e-3;

/* The gradient must have fallen to this part of what it was, or begun that low, and must grow again by its inverse. */
static const double dip = 0.2;

/* Row of the smallest gradient norm that is followed by growth; 0 rows from the end if there is none. */
static bool find_dip(const descent_case *facts, size_t *row)
{
    const descent_evidence *evidence = facts->evidence;
    const size_t m = evidence->finite;
    const double *norms = evidence->norms;
    /* Without gradients the step lengths of descent stand for them. */
    const double *lengths = facts->motion.lengths;
    const bool stand_in = !norms || !isfinite(norms[0]);
    if (m < 6 || (stand_in && (facts->continued || evidence->tail > 0)))
        return false;
    const size_t count = stand_in ? m - 1 : m;
    const double *sizes = stand_in ? lengths : norms;
    double after = 0;
    double best = dip;
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

static double distance_to(const descent_evidence *evidence, size_t row, const double *point)
{
    return descent_vector_distance(evidence->n, descent_evidence_point(evidence, row), point);
}

/* Along the way out: the most negative direction. */
static double escape_component(const descent_evidence *evidence, size_t row, const descent_critical_point *point)
{
    const double *x = descent_evidence_point(evidence, row);
    double sum = 0;
    for (size_t i = 0; i < evidence->n; i++)
        sum += (x[i] - point->x[i]) * point->escape[i];
    return fabs(sum);
}

static void describe_leaving(const descent_case *facts, const descent_critical_point *point, size_t nearest,
                             size_t last, double radius, descent_event *event)
{
    const descent_evidence *evidence = facts->evidence;
    if (!point->escape) {
        if (last > nearest)
            event->value = pow(distance_to(evidence, last, point->x) / distance_to(evidence, nearest, point->x),
                               1 / (double)(evidence->steps[last] - evidence->steps[nearest]));
        return;
    }
    event->direction = point->escape;
    /* The growth while the way out is still short, where the linear theory holds. */
    size_t row = nearest;
    while (row > 0 && distance_to(evidence, row - 1, point->x) <= radius)
        row--;
    const double begin = escape_component(evidence, row, point);
    size_t end = row;
    while (end + 1 < evidence->finite && escape_component(evidence, end + 1, point) <= 0.3 * radius)
        end++;
    if (end > row && begin > 0)
        event->value = pow(escape_component(evidence, end, point) / begin,
                           1 / (double)(evidence->steps[end] - evidence->steps[row]));
    const double growth = descent_limit_modulus(evidence, point->eigenvalues[0]);
    if (growth > 1 && begin > 0)
        event->expected = ceil(log(radius / begin) / log(growth));
}

bool descent_lingering_find(descent_case *facts, descent_event *event)
{
    descent_evidence *evidence = facts->evidence;
    size_t nearest = 0;
    if (!evidence->has_problem || evidence->random || !find_dip(facts, &nearest))
        return false;
    const descent_series rows = {.n = evidence->n, .count = evidence->finite, .points = evidence->points};
    const double before = descent_series_extent(evidence, &rows, 0, nearest + 1);
    const double after = descent_series_extent(evidence, &rows, nearest, rows.count);
    descent_limit limit;
    descent_limit_find_within(evidence, descent_evidence_point(evidence, nearest), known_part * fmin(before, after), 0,
                              &limit);
    descent_critical_point *point = limit.point;
    if (!point)
        return false;
    evidence->holdings->lingering = point;
    const double closest = distance_to(evidence, nearest, point->x);
    const double span = before > 4 * closest && before < after ? before : after;
    const double radius = fmax(near_part * span, 2 * closest);
    if (point->kind == DESCENT_CRITICAL_MINIMUM || !(closest < 0.5 * after) || !(radius < after))
        return false;
    size_t first = nearest;
    size_t last = nearest;
    while (first > 0 && distance_to(evidence, first - 1, point->x) <= radius)
        first--;
    while (last + 1 < evidence->finite && distance_to(evidence, last + 1, point->x) <= radius)
        last++;
    if (last - first < 3)
        return false;
    *event = (descent_event){.kind = DESCENT_EVENT_LINGERING,
                             .first_step = evidence->steps[first],
                             .last_step = evidence->steps[last],
                             .value = NAN,
                             .expected = NAN,
                             .point = point};
    describe_leaving(facts, point, nearest, last, radius, event);
    return true;
}
