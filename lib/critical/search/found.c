#include "critical/search/found.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>

#include "base/call.h"
#include "base/status.h"
#include "critical/tolerances.h"

enum {
    first_capacity = 16 /* points; doubled as more are found */
};

descent_status descent__found_open(descent__found *found, size_t n, const double *width, double merge_distance)
{
    *found = (descent__found){.dimension = n, .width = width, .merge_distance = merge_distance};
    found->set = descent__take_zeros(1, sizeof *found->set);
    return found->set ? DESCENT_SUCCESS : descent__fail_memory("set of critical points", sizeof *found->set);
}

void descent__found_close(descent__found *found)
{
    descent_critical_set_free(found->set);
    descent__give(found->reached);
    *found = (descent__found){0};
}

void descent_critical_set_free(descent_critical_set *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < set->count; i++)
        descent_critical_point_free(set->points[i]);
    descent__give(set->points);
    descent__give(set);
}

static bool is_degenerate(const descent_critical_point *point)
{
    return point->kind == DESCENT_CRITICAL_DEGENERATE;
}

/* Newton's method converges linearly to a degenerate point and stops at different places around it: such points merge
 * from farther away. */
static double merging(const descent__found *found, bool degenerate)
{
    return degenerate ? sqrt(found->merge_distance) : found->merge_distance;
}

long descent__found_lookup(const descent__found *found, const double *x, bool degenerate)
{
    for (size_t k = 0; k < found->set->count; k++) {
        const descent_critical_point *const point = found->set->points[k];
        const double share = merging(found, degenerate && is_degenerate(point));
        size_t i = 0;
        while (i < found->dimension && fabs(x[i] - point->x[i]) <= share * found->width[i])
            i++;
        if (i == found->dimension)
            return (long)k;
    }
    return descent__found_none;
}

descent_status descent__found_add(descent__found *found, descent_critical_point *point)
{
    descent_critical_set *const set = found->set;
    assert(set->count <= found->capacity);
    if (set->count == found->capacity) {
        const size_t capacity = found->capacity ? 2 * found->capacity : first_capacity;
        descent_critical_point **const points = descent__retake(set->points, capacity * sizeof *points);
        if (points)
            set->points = points;
        size_t *const reached = points ? descent__retake(found->reached, capacity * sizeof *reached) : NULL;
        if (!reached) {
            descent_critical_point_free(point);
            return descent__fail_memory("set of critical points", capacity * sizeof *points);
        }
        found->reached = reached;
        found->capacity = capacity;
    }
    found->reached[set->count] = 1;
    set->points[set->count++] = point;
    return DESCENT_SUCCESS;
}

/* Does a stand before b: by loss, then index, then coordinates? */
static bool precedes(const descent__found *found, double largest, const descent_critical_point *a,
                     const descent_critical_point *b)
{
    if (!isnan(a->loss) && !isnan(b->loss) && fabs(a->loss - b->loss) > descent__same_loss * largest)
        return a->loss < b->loss;
    if (a->index != b->index)
        return a->index < b->index;
    for (size_t i = 0; i < found->dimension; i++)
        if (fabs(a->x[i] - b->x[i]) > found->merge_distance * found->width[i])
            return a->x[i] < b->x[i];
    return false;
}

static void sort(const descent__found *found)
{
    descent_critical_point **const points = found->set->points;
    double largest = 0;
    for (size_t k = 0; k < found->set->count; k++)
        largest = fmax(largest, fabs(points[k]->loss)); /* NaN is passed over */
    for (size_t k = 1; k < found->set->count; k++) {
        descent_critical_point *const point = points[k];
        size_t place = k;
        for (; place > 0 && precedes(found, largest, point, points[place - 1]); place--)
            points[place] = points[place - 1];
        points[place] = point;
    }
}

descent_critical_set *descent__found_take(descent__found *found)
{
    descent_critical_set *const set = found->set;
    size_t once = 0;
    for (size_t k = 0; k < set->count; k++) {
        const descent_critical_point *const point = set->points[k];
        once += found->reached[k] == 1;
        if (point->nullity == 0 && point->kind != DESCENT_CRITICAL_MINIMUM_AT_KINK)
            set->index_sum += point->index % 2 == 0 ? 1 : -1;
        if (point->probe == DESCENT_PROBE_FLAT)
            set->continuum = 1;
    }
    const size_t starts = set->starts + set->mixed_starts;
    set->new_point_chance = starts > 0 ? (double)once / (double)starts : NAN;
    sort(found);
    found->set = NULL;
    return set;
}
