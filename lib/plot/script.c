#include "plot/script.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "status.h"

enum {
    first_capacity = 1 << 16,
    longest_text = 1000, /* characters of a text that are looked at: more would fill any picture */
    character_size = 4   /* bytes of the longest UTF-8 character */
};

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */
static const char ellipsis[] = "\xE2\x80\xA6";    /* U+2026 */

descent_status descent_script_open(descent_script *script)
{
    *script = (descent_script){.bytes = malloc(first_capacity), .capacity = first_capacity};
    script->numbers = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (script->bytes && script->numbers)
        return DESCENT_SUCCESS;
    descent_script_close(script);
    return descent_fail_memory("script of a picture", first_capacity);
}

void descent_script_close(descent_script *script)
{
    free(script->bytes);
    if (script->numbers)
        freelocale(script->numbers);
    *script = (descent_script){.failed = true};
}

/* Makes room for that many bytes more and one. */
static bool reserve(descent_script *script, size_t more)
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

void descent_script_add(descent_script *script, const char *format, ...)
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

static void add_bytes(descent_script *script, const char *bytes, size_t length)
{
    if (script->failed || !reserve(script, length)) {
        script->failed = true;
        return;
    }
    memcpy(script->bytes + script->length, bytes, length);
    script->length += length;
}

descent_status descent_script_status(const descent_script *script)
{
    return script->failed ? descent_fail_memory("script of a picture", script->capacity) : DESCENT_SUCCESS;
}

void descent_format(char *text, size_t size, const char *format, ...)
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

/* Length of the UTF-8 character at `text`, its code in *code; 0 if there is none (Unicode 15, table 3-7). */
static size_t decode(const unsigned char *text, unsigned long *code)
{
    const unsigned char first = text[0];
    size_t length = 1;
    if (first >= 0xC2 && first <= 0xDF)
        length = 2;
    else if (first >= 0xE0 && first <= 0xEF)
        length = 3;
    else if (first >= 0xF0 && first <= 0xF4)
        length = 4;
    else if (first >= 0x80)
        return 0;
    *code = length == 1 ? first : first & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((text[i] & 0xC0) != 0x80) /* also at the text's end */
            return 0;
        *code = *code << 6 | (text[i] & 0x3Fu);
    }
    const bool overlong = (length == 3 && *code < 0x800) || (length == 4 && *code < 0x10000);
    const bool surrogate = *code >= 0xD800 && *code <= 0xDFFF;
    return overlong || surrogate || *code > 0x10FFFF ? 0 : length;
}

/* One line of text for a picture: where each character begins; the last entry is the end. */
typedef struct line {
    char bytes[longest_text * character_size];
    size_t begins[longest_text + 1];
    size_t count;
} line;

static void append_character(line *to, const char *bytes, size_t length)
{
    const size_t at = to->begins[to->count];
    memcpy(to->bytes + at, bytes, length);
    to->count++;
    to->begins[to->count] = at + length;
}

/* Keeps what can be shown. XML, and so SVG, knows no control characters, and no U+FFFE and U+FFFF. */
static void clean(const char *text, line *to)
{
    to->count = 0;
    to->begins[0] = 0;
    while (*text && to->count < longest_text) {
        unsigned long code = 0;
        const size_t length = decode((const unsigned char *)text, &code);
        if (length == 0 || code == 0xFFFE || code == 0xFFFF)
            append_character(to, replacement, sizeof replacement - 1);
        else if (code < 0x20 || (code >= 0x7F && code <= 0x9F))
            append_character(to, " ", 1);
        else
            append_character(to, text, length);
        text += length == 0 ? 1 : length;
    }
}

/* Where the line that begins at character `from` ends: after a colon, else before a space, if one can be had. */
static size_t line_end(const line *text, size_t from, size_t columns)
{
    if (text->count - from <= columns)
        return text->count;
    for (size_t end = from + columns; end > from + columns / 3; end--)
        if (text->bytes[text->begins[end]] == ' ' && text->bytes[text->begins[end - 1]] == ':')
            return end;
    for (size_t end = from + columns; end > from + columns / 2; end--)
        if (text->bytes[text->begins[end]] == ' ')
            return end;
    return from + columns;
}

/* The next line begins after the spaces at which this one was broken. */
static size_t next_line(const line *text, size_t end)
{
    while (end < text->count && text->bytes[text->begins[end]] == ' ')
        end++;
    return end;
}

static void add_quoted(descent_script *script, const line *text, size_t from, size_t end, bool cut)
{
    add_bytes(script, "'", 1);
    if (cut && end > from)
        end--;
    for (size_t i = from; i < end; i++) {
        const char *character = text->bytes + text->begins[i];
        /* gnuplot 5.4 ends a string at a doubled quote that stands first in it, so a quote gets a string of its own. */
        if (*character == '\'')
            descent_script_add(script, "'.\"'\".'");
        else
            add_bytes(script, character, text->begins[i + 1] - text->begins[i]);
    }
    if (cut)
        add_bytes(script, ellipsis, sizeof ellipsis - 1);
    add_bytes(script, "'", 1);
}

void descent_script_quote(descent_script *script, const char *text, size_t columns, size_t lines)
{
    line clear;
    clean(text, &clear);
    size_t from = 0;
    for (size_t number = 1; number <= lines; number++) {
        size_t end = line_end(&clear, from, columns);
        const bool cut = number == lines && end < clear.count;
        if (cut)
            end = from + columns;
        add_quoted(script, &clear, from, end, cut);
        from = next_line(&clear, end);
        if (from == clear.count || number == lines)
            break;
        descent_script_add(script, ".\"\\n\".");
    }
}

size_t descent_script_lines(const char *text, size_t columns, size_t lines)
{
    line clear;
    clean(text, &clear);
    size_t count = 0;
    for (size_t from = 0; from < clear.count && count < lines; count++)
        from = next_line(&clear, line_end(&clear, from, columns));
    return count;
}
