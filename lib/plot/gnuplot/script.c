#include "plot/gnuplot/script.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "plot/gnuplot/text.h"

enum {
    first_capacity = 1 << 16
};

static const char ellipsis[] = "\xE2\x80\xA6"; /* U+2026 */
static const double ellipsis_width = 1;

descent_status descent__script_open(descent__script *script)
{
    *script = (descent__script){.bytes = malloc(first_capacity), .capacity = first_capacity};
    script->numbers = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (script->bytes && script->numbers)
        return DESCENT_SUCCESS;
    descent__script_close(script);
    return descent__fail_memory("script of a picture", first_capacity);
}

void descent__script_close(descent__script *script)
{
    free(script->bytes);
    if (script->numbers)
        freelocale(script->numbers);
    *script = (descent__script){.failed = true};
}

/* Makes room for that many bytes more and one. */
static bool reserve(descent__script *script, size_t more)
{
    size_t capacity = script->capacity;
    while (capacity - script->length <= more) {
        if (capacity > SIZE_MAX / 2)
            return false;
        capacity *= 2;
    }
    if (capacity == script->capacity)
        return true;
    char *bytes = realloc(script->bytes, capacity);
    if (!bytes)
        return false;
    script->bytes = bytes;
    script->capacity = capacity;
    return true;
}

void descent__script_add(descent__script *script, const char *format, ...)
{
    if (script->failed)
        return;
    const locale_t before = uselocale(script->numbers);
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    size_t room = script->capacity - script->length;
    const int length = vsnprintf(script->bytes + script->length, room, format, arguments);
    if (length < 0 || !reserve(script, (size_t)length))
        script->failed = true;
    else if ((size_t)length >= room)
        vsnprintf(script->bytes + script->length, (size_t)length + 1, format, again);
    if (!script->failed)
        script->length += (size_t)length;
    va_end(again);
    va_end(arguments);
    uselocale(before);
}

static void add_bytes(descent__script *script, const char *bytes, size_t length)
{
    if (script->failed || !reserve(script, length)) {
        script->failed = true;
        return;
    }
    memcpy(script->bytes + script->length, bytes, length);
    script->length += length;
}

descent_status descent__script_status(const descent__script *script)
{
    return script->failed ? descent__fail_memory("script of a picture", script->capacity) : DESCENT_SUCCESS;
}

void descent__format(char *text, size_t size, const char *format, ...)
{
    const locale_t numbers = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    const locale_t before = numbers ? uselocale(numbers) : (locale_t)0;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, size, format, arguments);
    va_end(arguments);
    if (numbers) {
        uselocale(before);
        freelocale(numbers);
    }
}

static void add_quoted(descent__script *script, const descent__text *text, size_t from, size_t end, bool cut)
{
    add_bytes(script, "'", 1);
    for (size_t i = from; i < end; i++) {
        const char *character = text->bytes + text->begins[i];
        /* gnuplot 5.4 ends a string at a doubled quote that stands first in it, so a quote gets a string of its own. */
        if (*character == '\'')
            descent__script_add(script, "'.\"'\".'");
        else
            add_bytes(script, character, text->begins[i + 1] - text->begins[i]);
    }
    if (cut)
        add_bytes(script, ellipsis, sizeof ellipsis - 1);
    add_bytes(script, "'", 1);
}

void descent__script_quote(descent__script *script, const char *bytes, double width, size_t lines)
{
    descent__text text;
    descent__text_clean(&text, bytes, script->narrowest);
    size_t from = 0;
    for (size_t number = 1; number <= lines; number++) {
        size_t end = descent__text_line_end(&text, from, width);
        const bool cut = number == lines && end < text.count;
        if (cut)
            end = descent__text_fitting(&text, from, width - ellipsis_width);
        add_quoted(script, &text, from, end, cut);
        from = descent__text_next_line(&text, end);
        if (from == text.count || number == lines)
            break;
        descent__script_add(script, ".\"\\n\".");
    }
}

size_t descent__script_lines(const descent__script *script, const char *bytes, double width, size_t lines)
{
    descent__text text;
    descent__text_clean(&text, bytes, script->narrowest);
    size_t count = 0;
    for (size_t from = 0; from < text.count && count < lines; count++)
        from = descent__text_next_line(&text, descent__text_line_end(&text, from, width));
    return count;
}

double descent__script_width(const descent__script *script, const char *bytes)
{
    descent__text text;
    descent__text_clean(&text, bytes, script->narrowest);
    return text.places[text.count];
}
