#include "diagnosis/verdict/outlook.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/evidence/copies.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "rules/knowledge.h"
#include "trajectory/rest.h"

enum {
    losses_seen = 16 /* in each block, at rows spread over it: a cost, no edge */
};

static const descent__outlook nothing = {.result = DESCENT__MAP_FAILED, .lowest = NAN};

bool descent__shrinks_as_due(double first, double last, double due)
{
    return due > 0 && last <= first * (1 - DESCENT__DUE_SHARE * due);
}

bool descent__steps_have_gone(double first, double last)
{
    return first > 0 && last <= DESCENT__STEPS_GONE * first;
}

/* Steps for which a copy must stay where it has come to: friction needs some, before a swing carries it out again, and
 * where the rule tells no multipliers, what carries it out takes longer to show. */
static size_t lasting_steps(const descent__evidence *evidence)
{
    const double friction = DESCENT__FRICTION_TIMES / (1 - fmin(fabs(evidence->rule.momentum), 1));
    const double least =
        descent__rule_tells_multipliers(&evidence->rule) ? DESCENT__LEAST_FOLLOWED : DESCENT__HELD_STEPS;
    return (size_t)fmin(fmax(least, friction), DESCENT__EXPONENT_STEPS);
}

/* Rows that may be kept. */
static size_t most_rows(const descent__evidence *evidence)
{
    const size_t affordable = (size_t)(descent__evidence_left(evidence) / DESCENT__OUTLOOK_BUDGET);
    const size_t held = DESCENT__OUTLOOK_NUMBERS / evidence->n;
    return (affordable < held ? affordable : held) + 1;
}

/* Steps on while nothing stops it. */
static void follow(descent__map *map, const double *watched, double radius, size_t rows, double *points,
                   descent__outlook *outlook)
{
    size_t resting = 0;
    size_t within = 0;
    descent__vector_copy(map->n, map->state, points);
    outlook->series.count = 1;
    while (outlook->series.count < rows && resting < outlook->lasting && within < outlook->lasting) {
        outlook->result = descent__map_step(map);
        if (outlook->result != DESCENT__MAP_MOVED)
            break;
        const double rounding = descent__rounding_at(descent__vector_max_abs(map->n, map->state));
        resting = descent__vector_is_within(map->n, map->state, map->before, rounding) ? resting + 1 : 0;
        within = watched && descent__vector_is_within(map->n, map->state, watched, radius) ? within + 1 : 0;
        descent__vector_copy(map->n, map->state, points + outlook->series.count++ * map->n);
    }
    outlook->rests = resting >= outlook->lasting;
    outlook->stayed = within >= outlook->lasting;
    if (outlook->result == DESCENT__MAP_BUDGET) /* its share was used up: that is as far as was wanted */
        outlook->result = DESCENT__MAP_MOVED;
}

static size_t first_row(const descent__outlook *outlook, size_t block)
{
    return outlook->series.count * block / descent__outlook_blocks;
}

/* Rows spread by a step that is odd against the length of the block, so that a cycle does not hide between them. Takes what is lower than
 * the lowest. */
static double highest_loss(descent__evidence *evidence, const descent__outlook *outlook, size_t block, double *lowest)
{
    const size_t first = first_row(outlook, block);
    const size_t length = first_row(outlook, block + 1) - first;
    double highest = NAN;
    for (size_t k = 0; k < losses_seen && k < length; k++) {
        const size_t row = first + (length <= losses_seen ? k : (k * length / losses_seen + k % 2));
        const double loss = descent__evidence_loss_at(evidence, descent__series_point(&outlook->series, row));
        if (isnan(loss))
            return NAN;
        highest = fmax(highest, loss);
        *lowest = fmin(*lowest, loss);
    }
    return highest;
}

static void tell_blocks(descent__evidence *evidence, descent__outlook *outlook)
{
    const size_t n = evidence->n;
    for (size_t block = 0; block < descent__outlook_blocks; block++) {
        outlook->losses[block] = highest_loss(evidence, outlook, block, &outlook->lowest);
        const size_t last = first_row(outlook, block + 1);
        double longest = 0;
        for (size_t row = first_row(outlook, block); row < last; row++) {
            const double *x = descent__series_point(&outlook->series, row);
            if (row > 0)
                longest = descent__larger(descent__vector_distance(n, x, x - n), longest);
        }
        outlook->lengths[block] = longest;
    }
}

void descent__outlook_measure(descent__evidence *evidence, const double *watched, double radius,
                              descent__outlook *outlook)
{
    descent__map map;
    *outlook = nothing;
    outlook->series.n = evidence->n;
    if (!evidence->copies_trusted)
        return;
    const size_t rows = most_rows(evidence);
    if (rows <= DESCENT__LEAST_FOLLOWED) {
        evidence->budget_exhausted = true;
        return;
    }
    double *points = descent__evidence_numbers(evidence, rows * evidence->n);
    if (!points || !descent__evidence_map_at_end(evidence, &map))
        return;
    map.limit = descent__evaluator_total(&evidence->evaluator) +
                descent__evidence_calls_left(evidence) / DESCENT__OUTLOOK_BUDGET;
    outlook->series.points = points;
    outlook->series.first_step = evidence->steps[evidence->finite - 1];
    outlook->lasting = lasting_steps(evidence);
    follow(&map, watched, radius, rows, points, outlook);
    double *numbers = descent__evidence_numbers(evidence, map.state_size);
    if (!numbers)
        return;
    outlook->state = descent__map_save(&map, numbers);
    outlook->known = outlook->result == DESCENT__MAP_NONFINITE ||
                     (outlook->result == DESCENT__MAP_MOVED && outlook->series.count > DESCENT__LEAST_FOLLOWED);
    if (outlook->known)
        tell_blocks(evidence, outlook);
}

double descent__outlook_farthest(const descent__outlook *outlook, const double *point, size_t block)
{
    const size_t last = first_row(outlook, block + 1);
    double farthest = 0;
    for (size_t row = first_row(outlook, block); row < last; row++)
        farthest = descent__larger(
            descent__vector_distance(outlook->series.n, descent__series_point(&outlook->series, row), point), farthest);
    return farthest;
}

double descent__outlook_nearest(const descent__outlook *outlook, const double *point, size_t block)
{
    double nearest = INFINITY;
    for (size_t row = first_row(outlook, block); row < first_row(outlook, block + 1); row++)
        nearest = fmin(
            nearest, descent__vector_distance(outlook->series.n, descent__series_point(&outlook->series, row), point));
    return nearest;
}

uint64_t descent__outlook_arrives(const descent__outlook *outlook, const double *point, double radius)
{
    size_t row = outlook->series.count;
    while (row > 0 && descent__vector_distance(outlook->series.n, descent__series_point(&outlook->series, row - 1),
                                               point) <= radius)
        row--;
    if (outlook->result != DESCENT__MAP_MOVED || outlook->series.count - row < outlook->lasting)
        return 0;
    return row > 0 ? row : 1;
}

double descent__outlook_due(const descent__outlook *outlook, double multiplier)
{
    const double between =
        (double)descent__outlook_steps(outlook) * (descent__outlook_blocks - 1) / descent__outlook_blocks;
    return 1 - pow(multiplier, between);
}

bool descent__outlook_nears_steadily(const descent__outlook *outlook, const double *point)
{
    double before = INFINITY;
    for (size_t block = 0; block < descent__outlook_blocks; block++) {
        const double farthest = descent__outlook_farthest(outlook, point, block);
        if (!(farthest < before))
            return false;
        before = farthest;
    }
    return true;
}

bool descent__outlook_draws_nearer(const descent__outlook *outlook, const double *point, double due, double reached)
{
    double blocks[descent__outlook_blocks];
    const size_t last = descent__outlook_blocks - 1;
    bool nearer = true;
    for (size_t block = 0; block <= last; block++) {
        blocks[block] = descent__outlook_farthest(outlook, point, block);
        nearer = nearer && (block == 0 || blocks[block] < blocks[block - 1]);
    }
    if (outlook->result != DESCENT__MAP_MOVED || outlook->rests || blocks[last] > DESCENT__NO_FARTHER * reached)
        return false;
    /* Its steps have gone, and it is not there: it comes to rest elsewhere. */
    if (descent__steps_have_gone(outlook->lengths[0], outlook->lengths[last]) &&
        !descent__has_come_nearer(blocks[last], reached))
        return false;
    return descent__shrinks_as_due(blocks[0], blocks[last], due) || descent__has_come_nearer(blocks[last], reached) ||
           (nearer && (due <= 0 || !descent__comes_no_nearer(blocks[last - 1], blocks[last])));
}

/* On the way from the point to where the outlook ends. */
static void put_beside(descent__map *map, const double *point, double distance)
{
    const size_t n = map->n;
    const double away = descent__vector_distance(n, map->state, point);
    for (size_t i = 0; i < n; i++)
        map->state[i] = point[i] + (map->state[i] - point[i]) * (distance / away);
    if (map->rule.type->remembers_point)
        descent__vector_copy(n, map->state, map->memory[0]);
}

bool descent__outlook_holds(descent__evidence *evidence, const descent__outlook *outlook, const double *point,
                            double distance)
{
    const size_t affordable = (size_t)(descent__evidence_left(evidence) / DESCENT__COPY_BUDGET);
    const size_t quarter = (affordable < DESCENT__HELD_STEPS ? affordable : DESCENT__HELD_STEPS) / descent__quarters;
    const size_t last = descent__quarters - 1;
    double farthest[descent__quarters] = {0};
    descent__map map;
    if (!(descent__vector_distance(evidence->n, outlook->state.vectors, point) > distance) ||
        quarter < DESCENT__LEAST_FOLLOWED || !descent__evidence_map_at_end(evidence, &map))
        return true;
    descent__map_restore(&map, &outlook->state);
    put_beside(&map, point, distance);
    for (size_t k = 0; k < descent__quarters * quarter; k++) {
        if (descent__map_step(&map) != DESCENT__MAP_MOVED)
            return true;
        farthest[k / quarter] = fmax(farthest[k / quarter], descent__vector_distance(map.n, map.state, point));
    }
    return farthest[last] <= distance || !descent__comes_no_nearer(farthest[last - 1], farthest[last]);
}

bool descent__outlook_forks(descent__evidence *evidence, const descent__outlook *outlook, double apart)
{
    const size_t n = evidence->n;
    const size_t steps = descent__outlook_steps(outlook);
    const double *first = outlook->series.points;
    descent__map map;
    if (!outlook->known || outlook->result != DESCENT__MAP_MOVED || !descent__evidence_affords(evidence, steps) ||
        !descent__evidence_map_at_end(evidence, &map))
        return false;
    const double length = descent__vector_distance(n, first + n, first);
    const double away = descent__rounding_at(descent__vector_max_abs(n, first));
    if (!(length > 0))
        return false;
    for (size_t i = 0; i < n; i++)
        map.state[i] += ((first + n)[i] - first[i]) / length * away;
    for (size_t k = 0; k < steps; k++) {
        const descent__map_result result = descent__map_step(&map);
        if (result != DESCENT__MAP_MOVED)
            return result == DESCENT__MAP_NONFINITE;
    }
    return descent__vector_distance(n, map.state, descent__outlook_end(outlook)) > apart;
}

descent__losses_ahead descent__outlook_losses(descent__evidence *evidence, const descent__outlook *outlook,
                                              uint64_t steps)
{
    const size_t most = descent__outlook_steps(outlook);
    const size_t rows = steps < most ? (size_t)steps : most;
    const size_t wanted = rows < DESCENT__LEAST_UNSURE ? rows : losses_seen;
    const size_t count = descent__evidence_affords(evidence, wanted) ? wanted : 0;
    descent__losses_ahead ahead = {0, -INFINITY};
    for (size_t k = 1; k <= count; k++) {
        const double loss =
            descent__evidence_loss_at(evidence, descent__series_point(&outlook->series, k * rows / count));
        ahead.mean += loss / (double)count;
        ahead.highest = fmax(ahead.highest, loss);
    }
    return count > 0 ? ahead : (descent__losses_ahead){NAN, NAN};
}

double descent__outlook_straightness(const descent__outlook *outlook)
{
    const size_t n = outlook->series.n;
    const size_t first = first_row(outlook, descent__outlook_blocks - 1);
    double sum = 0;
    for (size_t row = first + 1; row < outlook->series.count; row++)
        sum += descent__vector_distance(n, descent__series_point(&outlook->series, row),
                                        descent__series_point(&outlook->series, row - 1));
    const double *from = descent__series_point(&outlook->series, first);
    return sum > 0 ? descent__vector_distance(n, from, descent__outlook_end(outlook)) / sum : 0;
}

bool descent__outlook_rises(const descent__outlook *outlook, double loss)
{
    const double last = outlook->losses[descent__outlook_blocks - 1];
    return outlook->known && outlook->result == DESCENT__MAP_MOVED && descent__rises(last, loss);
}

bool descent__outlook_falls_off(const descent__outlook *outlook, double loss)
{
    const size_t last = descent__outlook_blocks - 1;
    if (!outlook->known || outlook->result != DESCENT__MAP_NONFINITE || !(outlook->losses[last] < loss))
        return false;
    for (size_t block = 1; block <= last; block++)
        if (!(outlook->losses[block] <= outlook->losses[block - 1] &&
              outlook->lengths[block] > outlook->lengths[block - 1]))
            return false;
    return true;
}

bool descent__outlook_comes_no_lower(const descent__outlook *outlook, double lowest, double least)
{
    return outlook->known && outlook->result == DESCENT__MAP_MOVED && isfinite(lowest) && isfinite(outlook->lowest) &&
           !descent__rises(lowest - least, outlook->lowest);
}
