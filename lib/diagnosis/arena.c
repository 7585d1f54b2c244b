#include "diagnosis/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diagnosis/words.h"

struct descent_arena_block {
    descent_arena_block *older;
    max_align_t bytes[];
};

void *descent_arena_take(descent_arena *arena, size_t count, size_t size)
{
    if (count == 0)
        count = 1;
    if (size > (SIZE_MAX - sizeof(descent_arena_block)) / count)
        return NULL;
    descent_arena_block *block = calloc(1, sizeof *block + count * size);
    if (!block)
        return NULL;
    block->older = arena->newest;
    arena->newest = block;
    return block->bytes;
}

double *descent_arena_numbers(descent_arena *arena, size_t n)
{
    return descent_arena_take(arena, n, sizeof(double));
}

double *descent_arena_copy(descent_arena *arena, size_t n, const double *from)
{
    if (!from)
        return NULL;
    double *to = descent_arena_numbers(arena, n);
    if (to)
        memcpy(to, from, n * sizeof *to);
    return to;
}

char *descent_arena_text(descent_arena *arena, const char *format, ...)
{
    descent_plain_locale locale;
    if (!descent_plain_locale_enter(&locale))
        return NULL;
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = length < 0 ? NULL : descent_arena_take(arena, (size_t)length + 1, 1);
    if (text) {
        va_start(arguments, format);
        vsnprintf(text, (size_t)length + 1, format, arguments);
        va_end(arguments);
    }
    descent_plain_locale_leave(&locale);
    return text;
}

void descent_arena_release(descent_arena *arena)
{
    descent_arena_block *block = arena->newest;
    while (block) {
        descent_arena_block *older = block->older;
        free(block);
        block = older;
    }
    arena->newest = NULL;
}
