#include "base/text/json.h"

#include <inttypes.h>
#include <math.h>

#include "base/utf8.h"

void descent__take_name(const char *name, char *taken, size_t size)
{
    size_t length, filled = 0;
    for (; *name; name += length ? length : 1) {
        length = descent__utf8_length(name);
        if (filled + (length ? length : 1) >= size)
            break;
        if (length == 0 || (unsigned char)*name < ' ' || *name == '\x7f')
            taken[filled++] = '?';
        else
            for (size_t i = 0; i < length; i++)
                taken[filled++] = name[i];
    }
    taken[filled] = '\0';
}

static void put_text(FILE *stream, const char *value)
{
    if (!value) {
        fputs("null", stream);
        return;
    }
    fputc('"', stream);
    while (*value) {
        const size_t length = descent__utf8_length(value);
        if (length == 0)
            fputs("\\ufffd", stream);
        else if (*value == '"' || *value == '\\')
            fprintf(stream, "\\%c", *value);
        else if ((unsigned char)*value < 0x20)
            fprintf(stream, "\\u%04x", (unsigned)(unsigned char)*value);
        else
            fwrite(value, 1, length, stream);
        value += length ? length : 1;
    }
    fputc('"', stream);
}

static void put_number(FILE *stream, double value)
{
    if (isfinite(value))
        fprintf(stream, "%.17g", value);
    else
        fputs(isnan(value) ? "null" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"", stream);
}

static void put_list(FILE *stream, size_t count, const double *values)
{
    if (!values) {
        fputs("null", stream);
        return;
    }
    fputc('[', stream);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            fputc(',', stream);
        put_number(stream, values[i]);
    }
    fputc(']', stream);
}

descent__json descent__json_begin(FILE *stream)
{
    fputc('{', stream);
    return (descent__json){.stream = stream};
}

descent__json descent__json_group(descent__json *parent, const char *key)
{
    descent__json_key(parent, key);
    return descent__json_begin(parent->stream);
}

void descent__json_end(const descent__json *o)
{
    fputc('}', o->stream);
}

void descent__json_key(descent__json *o, const char *key)
{
    fprintf(o->stream, "%s\"%s\":", o->begun ? "," : "", key);
    o->begun = true;
}

void descent__json_number(descent__json *o, const char *key, double value)
{
    descent__json_key(o, key);
    put_number(o->stream, value);
}

void descent__json_count(descent__json *o, const char *key, uint64_t value)
{
    descent__json_key(o, key);
    fprintf(o->stream, "%" PRIu64, value);
}

void descent__json_truth(descent__json *o, const char *key, int value)
{
    descent__json_key(o, key);
    fputs(value ? "true" : "false", o->stream);
}

void descent__json_text(descent__json *o, const char *key, const char *value)
{
    descent__json_key(o, key);
    put_text(o->stream, value);
}

void descent__json_list(descent__json *o, const char *key, size_t length, const double *values)
{
    descent__json_key(o, key);
    put_list(o->stream, length, values);
}

void descent__json_rows(descent__json *o, const char *key, size_t row_count, size_t length, const double *values)
{
    descent__json_key(o, key);
    if (!values) {
        fputs("null", o->stream);
        return;
    }
    fputc('[', o->stream);
    for (size_t i = 0; i < row_count; i++) {
        if (i > 0)
            fputc(',', o->stream);
        put_list(o->stream, length, values + i * length);
    }
    fputc(']', o->stream);
}

void descent__json_counts(descent__json *o, const char *key, size_t length, const size_t *values)
{
    descent__json_key(o, key);
    if (!values) {
        fputs("null", o->stream);
        return;
    }
    fputc('[', o->stream);
    for (size_t i = 0; i < length; i++)
        fprintf(o->stream, "%s%zu", i ? "," : "", values[i]);
    fputc(']', o->stream);
}

void descent__json_texts(descent__json *o, const char *key, size_t length, const char *const *values)
{
    descent__json_key(o, key);
    fputc('[', o->stream);
    for (size_t i = 0; i < length; i++) {
        if (i > 0)
            fputc(',', o->stream);
        put_text(o->stream, values[i]);
    }
    fputc(']', o->stream);
}
