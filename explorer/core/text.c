#include "text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void text_begin(text *out)
{
    out->length = 0;
}

static int make_room(text *out, size_t more)
{
    if (out->letters && out->room - out->length > more)
        return 1;
    const size_t room = 2 * (out->length + more) + 256;
    char *const letters = realloc(out->letters, room);
    if (!letters) {
        free(out->letters);
        *out = (text){0};
        return 0;
    }
    out->letters = letters;
    out->room = room;
    return 1;
}

void text_add(text *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0 || !make_room(out, (size_t)length))
        return;
    va_start(arguments, format);
    vsnprintf(out->letters + out->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    out->length += (size_t)length;
}

void text_number(text *out, double value)
{
    if (isfinite(value))
        text_add(out, "%.17g", value);
    else
        text_add(out, "%s", isnan(value) ? "null" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
}

void text_numbers(text *out, const double *values, size_t count)
{
    text_add(out, "[");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            text_add(out, ",");
        text_number(out, values[i]);
    }
    text_add(out, "]");
}

void text_string(text *out, const char *string)
{
    text_add(out, "\"");
    for (; *string; string++) {
        if ((unsigned char)*string < ' ')
            text_add(out, "\\u%04x", (unsigned)*string);
        else
            text_add(out, *string == '"' || *string == '\\' ? "\\%c" : "%c", *string);
    }
    text_add(out, "\"");
}

const char *text_end(const text *out)
{
    return out->letters ? out->letters : "null";
}
