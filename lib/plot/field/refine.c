#include <math.h>
#include <stdlib.h>

#include "base/status.h"
#include "base/vector.h"
#include "plot/field/field.h"

enum {
    most_times = 4, /* samples of a refined cell along each side: of the usual picture less than a pixel apart */
    finest = 1024   /* samples along an axis beyond which nothing is gained */
};

/* A level line that the bend between two samples moves by no more than this, in their distance, is where it belongs. */
static const double moved = 0.05;

/* What is evaluated at most, of what was: the parts of the window that need it most. */
static const double most_more = 3;

/* How far beyond its corners the loss may be in a cell, of what the second differences say. */
static const double caution = 2;

/* The cells between samples, row by row; and how much each needs to be refined, in units in which `moved` is enough. */
typedef struct cells {
    const descent__field *field;
    const descent__levels *levels;
    size_t across, up;
    size_t times; /* how many samples a refined one has along each side */
    double *need;
} cells;

static double value_at(const descent__field *field, size_t column, size_t row)
{
    return field->values[row * field->across + column];
}

/* Where the loss bends along one axis, how far it may be from the straight line between two samples: an eighth of the second difference. */
static double bend_at(const descent__field *field, size_t column, size_t row, bool vertical)
{
    const size_t count = vertical ? field->up : field->across, at = vertical ? row : column;
    const size_t middle = at < 1 ? 1 : at + 2 > count ? count - 2 : at;
    const double *const value =
        field->values + (vertical ? middle * field->across + column : row * field->across + middle);
    const size_t next = vertical ? field->across : 1;
    return fabs(value[next] - value[0] - (value[0] - *(value - next))) / 8;
}

/* By how many samples the level lines of a cell may be misplaced; infinity at the edge of what is blank. */
static double need_of(const cells *all, size_t column, size_t row)
{
    double low = INFINITY, high = -INFINITY, bend = 0;
    size_t blank = 0;
    for (size_t corner = 0; corner < 4; corner++) {
        const size_t i = column + corner % 2, j = row + corner / 2;
        const double value = value_at(all->field, i, j);
        blank += isnan(value) ? 1 : 0;
        low = fmin(low, value);
        high = fmax(high, value);
        /* Next to a blank there is no second difference. */
        bend = fmax(bend, fmax(bend_at(all->field, i, j, false), bend_at(all->field, i, j, true)));
    }
    if (blank > 0)
        return blank < 4 ? INFINITY : 0;
    const size_t first = descent__levels_band(all->levels, low - caution * bend);
    if (first == descent__levels_band(all->levels, high + caution * bend))
        return 0;
    return bend > moved * (high - low) ? bend / (high - low) : 0;
}

static size_t count_above(const cells *all, double least)
{
    size_t count = 0;
    for (size_t i = 0; i < all->across * all->up; i++)
        count += all->need[i] > least ? 1 : 0;
    return count;
}

/* The need beyond which cells are refined: no more of them than may be. */
static double find_least(const cells *all)
{
    const double most = most_more * (double)(all->across * all->up) / (double)(all->times * all->times);
    double least = moved;
    while (least < INFINITY && (double)count_above(all, least) > most)
        least *= 2;
    return least;
}

static bool is_refined(const cells *all, size_t column, size_t row, double least)
{
    return column < all->across && row < all->up && all->need[row * all->across + column] > least;
}

/* A sample of the finer field lies in one cell, or on the side or corner of up to four: is one of them refined? */
static bool is_asked(const cells *all, size_t column, size_t row, double least)
{
    const size_t times = all->times, i = column / times, j = row / times;
    const bool on_side[2] = {column % times == 0 && i > 0, row % times == 0 && j > 0};
    return is_refined(all, i, j, least) || (on_side[0] && is_refined(all, i - 1, j, least)) ||
           (on_side[1] && is_refined(all, i, j - 1, least)) ||
           (on_side[0] && on_side[1] && is_refined(all, i - 1, j - 1, least));
}

/* Samples that were there are kept, the others asked, or taken from between those. */
static void fill(descent__field *fine, const cells *all, double least, descent__evaluator *evaluator,
                 const descent__slice *slice)
{
    const size_t times = all->times;
    for (size_t row = 0; row < fine->up; row++)
        for (size_t column = 0; column < fine->across; column++) {
            double *const value = fine->values + row * fine->across + column;
            double place[2];
            if (column % times == 0 && row % times == 0) {
                *value = value_at(all->field, column / times, row / times);
            } else if (is_asked(all, column, row, least)) {
                descent__field_place(fine, column, row, place);
                *value = descent__field_ask(evaluator, slice, place);
            } else {
                *value =
                    descent__field_between(all->field, (double)column / (double)times, (double)row / (double)times);
            }
            fine->finite += isnan(*value) ? 0 : 1;
        }
}

descent_status descent__field_refine(descent__field *field, descent__evaluator *evaluator, const descent__slice *slice,
                                     const descent__levels *levels)
{
    const size_t longer = field->across > field->up ? field->across : field->up;
    const size_t times = most_times * longer <= finest ? most_times : finest / longer;
    cells all = {.field = field, .levels = levels, .across = field->across - 1, .up = field->up - 1, .times = times};
    if (times < 2)
        return DESCENT_SUCCESS;
    descent__field fine = {.across = times * all.across + 1, .up = times * all.up + 1, .window = field->window};
    const size_t need_bytes = descent__array_bytes(all.across, all.up, sizeof(double));
    const size_t fine_bytes = descent__array_bytes(fine.across, fine.up, sizeof(double));
    all.need = malloc(need_bytes);
    fine.values = all.need ? malloc(fine_bytes) : NULL;
    if (!all.need || !fine.values) {
        const size_t missing = all.need ? fine_bytes : need_bytes;
        free(all.need);
        free(fine.values);
        return descent__fail_memory("samples of the loss", missing);
    }
    for (size_t row = 0; row < all.up; row++)
        for (size_t column = 0; column < all.across; column++)
            all.need[row * all.across + column] = need_of(&all, column, row);
    const double least = find_least(&all);
    if (count_above(&all, least) > 0) {
        fill(&fine, &all, least, evaluator, slice);
        free(field->values);
        *field = fine;
    } else {
        free(fine.values);
    }
    free(all.need);
    return DESCENT_SUCCESS;
}
