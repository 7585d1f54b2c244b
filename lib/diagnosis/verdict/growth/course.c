#include "diagnosis/verdict/growth/course.h"

#include <math.h>

#include "base/vector.h"
#include "diagnosis/evidence/copies.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "rules/knowledge.h"
#include "trajectory/tolerances.h"

/* Every so many steps a row, to the end: the newest need not be on the stride, and is left out then. */
static bool take_rows(const descent__facts *facts, descent__course *course)
{
    const descent__evidence *evidence = facts->evidence;
    descent__series rows = descent__evidence_rows(evidence);
    if (rows.count < DESCENT__LEAST_GROWTH_ROWS - 1)
        return false;
    const uint64_t stride = evidence->steps[1] - evidence->steps[0];
    if (evidence->steps[rows.count - 1] - evidence->steps[rows.count - 2] != stride)
        rows.count--;
    if (rows.count < DESCENT__LEAST_GROWTH_ROWS - 1 ||
        evidence->steps[rows.count - 1] - evidence->steps[0] != stride * (rows.count - 1))
        return false;
    rows.first_step = evidence->steps[0];
    *course = (descent__course){.series = rows, .stride = stride, .recorded = true};
    return true;
}

/* The row from which on the steps between the rows can be made again: the first of those not too long before the end
 * at which nothing needs to be remembered. */
static bool row_to_begin_again(const descent__evidence *evidence, size_t *row)
{
    const uint64_t last = evidence->steps[evidence->finite - 1];
    const uint64_t affordable = descent__evidence_left(evidence) / DESCENT__COPY_BUDGET;
    const bool any = evidence->has_rule && descent__rule_keeps_nothing(&evidence->rule);
    for (*row = 0; *row + 1 < evidence->finite; ++*row) {
        if (last - evidence->steps[*row] < affordable)
            return any || evidence->steps[*row] == 0;
    }
    return evidence->finite == 1 && (any || last == 0) && affordable > 1;
}

/* Is the copy where the run was recorded, to the digits that printing leaves? */
static bool meets_row(const descent__evidence *evidence, const descent__map *map, size_t row)
{
    const double *x = descent__evidence_point(evidence, row);
    const double *before = row > 0 ? x - evidence->n : x;
    return descent__vector_distance(evidence->n, map->state, x) <=
           DESCENT__SAME_ROW *
               fmax(descent__vector_distance(evidence->n, before, x), descent__vector_norm(evidence->n, x));
}

/* Makes the steps between the rows again, to the last finite row, and on to where the run broke off if it did. The copy is
 * put back on each row, so that what printed digits leave off does not grow. False where it does not come by the rows. */
static bool fill_in(descent__facts *facts, descent__course *course)
{
    descent__evidence *evidence = facts->evidence;
    const size_t n = evidence->n;
    size_t row;
    descent__map map;
    if (!evidence->has_rule || !evidence->has_problem || !evidence->restarts_trusted ||
        !row_to_begin_again(evidence, &row))
        return false;
    const uint64_t first = evidence->steps[row];
    const uint64_t last = evidence->steps[evidence->finite < evidence->rows ? evidence->finite : evidence->finite - 1];
    const uint64_t affordable = descent__evidence_left(evidence) / DESCENT__COPY_BUDGET;
    const size_t steps = (size_t)(last - first < affordable ? last - first : affordable);
    double *points = descent__evidence_numbers(evidence, steps + 1 > SIZE_MAX / n ? SIZE_MAX : (steps + 1) * n);
    if (!points || !descent__evidence_map_open(evidence, evidence->rule, &map))
        return false;
    descent__map_place(&map, descent__evidence_point(evidence, row), NULL, first);
    size_t count = 0;
    for (bool moves = true; moves; moves = count <= steps && descent__map_step(&map) == DESCENT__MAP_MOVED) {
        if (row < evidence->finite && evidence->steps[row] == map.number) {
            if (!meets_row(evidence, &map, row))
                return false;
            descent__vector_copy(n, descent__evidence_point(evidence, row++), map.state);
        }
        descent__vector_copy(n, map.state, points + count++ * n);
    }
    *course = (descent__course){.series = {.n = n, .count = count, .points = points, .first_step = first}, .stride = 1};
    return row == evidence->finite;
}

/* The growth of one step that is longer by far than the one before. */
static descent__growth leap(double before, double last)
{
    return (descent__growth){.growing = true,
                             .total = last / before,
                             .factor = NAN,
                             .exponent = NAN,
                             .largest = last,
                             .law = DESCENT_LAW_FASTER};
}

/* Of rows too few to have a law: a path that broke off after its last finite rows had grown, explosively, from one to the
 * next. They stand for several steps each; and a newest row that is not on the stride went farther in fewer. */
static void measure_explosion(const descent__facts *facts, descent__course *course, descent__growth *growth)
{
    const descent__evidence *evidence = facts->evidence;
    const descent__motion *motion = &course->motion;
    const size_t count = evidence->finite;
    if (growth->growing || facts->broken == DESCENT_QUANTITY_NONE || course->stride == 1 ||
        course->series.count >= DESCENT__LEAST_GROWTH_ROWS)
        return;
    const double *x = descent__evidence_point(evidence, count - 1);
    const double first = motion->lengths[motion->count - 2];
    const double before = motion->lengths[motion->count - 2 - (course->series.count == count)];
    const double last = descent__vector_distance(evidence->n, x, x - evidence->n);
    if (!descent__is_leap(last, before) || !(last >= first))
        return;
    *growth = leap(before, last);
}

/* A copy that is run on from the only point that is known, and breaks off after a step or two: the last of them was a leap,
 * beside the one before it or beside the point. */
static void measure_breaking_copy(const descent__facts *facts, descent__growth *growth)
{
    const descent__motion *motion = &facts->motion;
    const size_t count = motion->count;
    if (!facts->continued || growth->growing || count < 2 || count >= DESCENT__LEAST_GROWTH_ROWS || !facts->breaks_off)
        return;
    const double last = motion->lengths[count - 2];
    const double before = count >= descent__turn_points ? *(motion->lengths + count - descent__turn_points)
                                                        : descent__vector_norm(facts->series.n, facts->series.points);
    if (!descent__is_leap(last, before))
        return;
    *growth = leap(before, last);
}

bool descent__course_choose(descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    const bool gaps = evidence->tail > 0 && facts->series.count < DESCENT__LEAST_SINGLE_ROWS;
    descent__course *course = &facts->course;
    const bool recorded = !facts->continued;
    *course = (descent__course){.series = facts->series,
                                .motion = facts->motion,
                                .stride = 1,
                                .recorded = recorded,
                                .first_row = recorded ? evidence->tail : 0};
    descent__growth_measure(&course->motion, &facts->growth);
    measure_breaking_copy(facts, &facts->growth);
    const bool broken = facts->broken != DESCENT_QUANTITY_NONE;
    const bool begins_broken = evidence->finite == 1 && broken && !facts->growth.growing;
    /* A copy that does not grow has nothing to explain, unless it ended too soon to show it. */
    const bool calm =
        facts->continued && !facts->growth.growing && !broken && facts->series.count >= DESCENT__LEAST_SINGLE_ROWS;
    if ((!gaps && !facts->continued && !begins_broken) || calm)
        return true;
    descent__course other;
    if (!fill_in(facts, &other) && (facts->continued || !take_rows(facts, &other)))
        return true;
    if (!descent__motion_measure(&facts->evidence->work, &other.series, &other.motion))
        return false;
    descent__growth growth;
    descent__growth_measure(&other.motion, &growth);
    measure_explosion(facts, &other, &growth);
    if (!descent__grows(&growth, broken) && !descent__rises_in_a_row(&growth))
        return true;
    *course = other;
    facts->growth = growth;
    return true;
}

bool descent__course_go_on(descent__facts *facts, const descent__series *copy)
{
    const descent__series *series = &facts->series;
    const size_t n = series->n, before = series->count - 1;
    double *points = descent__evidence_numbers(facts->evidence, (before + copy->count) * n);
    descent__course course = {.stride = 1};
    if (!points)
        return false;
    descent__vector_copy(before * n, series->points, points);
    descent__vector_copy(copy->count * n, copy->points, points + before * n);
    course.series = (descent__series){
        .n = n, .count = before + copy->count, .points = points, .first_step = copy->first_step - before};
    if (!descent__motion_measure(&facts->evidence->work, &course.series, &course.motion))
        return false;
    facts->course = course;
    descent__growth_measure(&course.motion, &facts->growth);
    return true;
}
