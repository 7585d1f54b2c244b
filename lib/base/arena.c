#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/call.h"
#include "base/locale.h"

struct descent__arena_block {
    descent__arena_block *older;
    max_align_t bytes[];
};

void *descent__arena_take(descent__arena *arena, size_t count, size_t size)
{
    if (count == 0)
        count = 1;
    const bool countable = size <= (SIZE_MAX - sizeof(descent__arena_block)) / count;
    descent__arena_block *block = countable ? descent__take_zeros(1, sizeof *block + count * size) : NULL;
    if (!block) {
        arena->failed = true;
        return NULL;
    }
    block->older = arena->newest;
    arena->newest = block;
    return block->bytes;
}

double *descent__arena_numbers(descent__arena *arena, size_t n)
{
    return descent__arena_take(arena, n, sizeof(double));
}

double *descent__arena_copy(descent__arena *arena, size_t n, const double *from)
{
    if (!from)
        return NULL;
    double *to = descent__arena_numbers(arena, n);
    if (to)
        memcpy(to, from, n * sizeof *to);
    return to;
}

char *descent__arena_text(descent__arena *arena, const char *format, ...)
{
    descent__plain_locale locale;
    if (!descent__plain_locale_enter(&locale)) {
        arena->failed = true;
        return NULL;
    }
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = length < 0 ? NULL : descent__arena_take(arena, (size_t)length + 1, 1);
    if (text) {
        va_start(arguments, format);
        vsnprintf(text, (size_t)length + 1, format, arguments);
        va_end(arguments);
    }
    descent__plain_locale_leave(&locale);
    return text;
}

void descent__arena_release(descent__arena *arena)
{
    descent__arena_block *block = arena->newest;
    while (block) {
        descent__arena_block *older = block->older;
        descent__give(block);
        block = older;
    }
    arena->newest = NULL;
}
