#include "critical/search/mixing.h"

#include <assert.h>
#include <math.h>

#include "base/call.h"
#include "base/status.h"
#include "base/vector.h"
#include "critical/search/attempt.h"

/* Mixing must pay: so many starts are free, and each new point pays for so many more. */
enum {
    free_mixtures = 64,  /* a cost, */
    mixtures_a_find = 16 /* and another: a cost */
};

void descent__search_note(descent__search *search)
{
    const descent_critical_set *const set = search->found.set;
    assert(set->count > 0);
    const double *const x = set->points[set->count - 1]->x;
    for (size_t i = 0; i < search->analysis.dimension; i++) {
        double *const values = search->values + i * descent__search_distinct;
        size_t k = 0;
        while (k < search->value_count[i] && fabs(values[k] - x[i]) > search->options.merge_distance * search->width[i])
            k++;
        if (k == search->value_count[i] && k < descent__search_distinct)
            values[search->value_count[i]++] = x[i];
    }
}

static bool may_mix(const descent__search *search)
{
    return search->found.set->mixed_starts < free_mixtures + mixtures_a_find * search->mixed_finds;
}

/* Room to remember what was mixed with each point found so far. */
static descent_status grow_mixed(descent__search *search)
{
    const size_t n = search->analysis.dimension, rows = search->found.set->count;
    if (rows <= search->mixed_rows)
        return DESCENT_SUCCESS;
    const size_t wanted = rows > 2 * search->mixed_rows ? rows : 2 * search->mixed_rows;
    const size_t bytes = descent__array_bytes(wanted, n, sizeof *search->mixed);
    size_t *const mixed = bytes ? descent__retake(search->mixed, bytes) : NULL;
    if (!mixed)
        return descent__fail_memory("search", bytes);
    for (size_t k = search->mixed_rows * n; k < wanted * n; k++)
        mixed[k] = 0;
    search->mixed = mixed;
    search->mixed_rows = wanted;
    return DESCENT_SUCCESS;
}

descent_status descent__search_mix(descent__search *search)
{
    const size_t n = search->analysis.dimension;
    descent_critical_set *const set = search->found.set;
    for (size_t k = 0; k < set->count; k++) {
        descent_status status = grow_mixed(search);
        if (status != DESCENT_SUCCESS)
            return status;
        for (size_t i = 0; i < n; i++)
            while (search->mixed[k * n + i] < search->value_count[i]) {
                if (descent__search_is_exhausted(search) || !may_mix(search))
                    return DESCENT_SUCCESS;
                const double value = search->values[i * descent__search_distinct + search->mixed[k * n + i]++];
                descent__vector_copy(n, set->points[k]->x, search->start);
                search->start[i] = value;
                if (descent__found_lookup(&search->found, search->start, true) != descent__found_none)
                    continue; /* no start is made there, which would reach what is known */
                bool fresh;
                set->mixed_starts++;
                status = descent__search_attempt(search, &fresh);
                if (status == DESCENT_SUCCESS && fresh) {
                    search->mixed_finds++;
                    descent__search_note(search);
                    status = grow_mixed(search);
                }
                if (status != DESCENT_SUCCESS)
                    return status;
            }
    }
    return DESCENT_SUCCESS;
}
