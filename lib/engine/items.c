#include "engine/items.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/status.h"

void descent__item_number(descent__items *items, uint64_t *number)
{
    if (items->writer)
        descent__write_number(items->writer, *number);
    else
        *number = descent__read_number(items->reader);
}

void descent__item_size(descent__items *items, size_t *number)
{
    uint64_t wide = *number;
    descent__item_number(items, &wide);
    if (items->reader)
        items->reader->failed |= wide > SIZE_MAX;
    *number = (size_t)wide;
}

void descent__item_truth(descent__items *items, bool *truth)
{
    if (items->writer)
        descent__write_number(items->writer, *truth);
    else
        *truth = descent__read_truth(items->reader);
}

void descent__item_real(descent__items *items, double *real)
{
    if (items->writer)
        descent__write_real(items->writer, *real);
    else
        *real = descent__read_real(items->reader);
}

void descent__item_reals(descent__items *items, size_t count, double *reals)
{
    if (items->writer)
        descent__write_reals(items->writer, count, reals);
    else
        descent__read_reals(items->reader, count, reals);
}

static bool is_first_misfit(const descent__items *items, bool same)
{
    return !same && descent__items_are_well(items);
}

void descent__item_same_number(descent__items *items, const char *what, uint64_t number)
{
    uint64_t saved = number;
    descent__item_number(items, &saved);
    if (is_first_misfit(items, saved == number))
        items->status =
            descent_fail(DESCENT_EINVAL, "%s is %" PRIu64 ", but %" PRIu64 " in the file", what, number, saved);
}

void descent__item_same_real(descent__items *items, const char *what, double real)
{
    double saved = real;
    descent__item_real(items, &saved);
    if (is_first_misfit(items, memcmp(&saved, &real, sizeof real) == 0))
        items->status = descent_fail(DESCENT_EINVAL, "%s is %.17g, but %.17g in the file", what, real, saved);
}

void descent__item_same_text(descent__items *items, const char *what, const char *text)
{
    char saved[256];
    char own[sizeof saved];
    snprintf(own, sizeof own, "%s", text); /* its beginning is enough to tell it by */
    if (items->writer) {
        descent__write_text(items->writer, own);
        return;
    }
    descent__read_text(items->reader, sizeof saved, saved);
    if (is_first_misfit(items, strcmp(saved, own) == 0))
        items->status = descent_fail(DESCENT_EINVAL, "%s is \"%.100s\", but \"%.100s\" in the file", what, own, saved);
}
