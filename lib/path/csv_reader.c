#include "path/csv_reader.h"

#include <stdbool.h>
#include <string.h>

enum {
    quoted_size = 40 /* of a piece of a file in a message */
};

/* Quotes what stands up to the next comma, without anything that could upset a terminal. */
static const char *quote(const char *text, char quoted[quoted_size])
{
    size_t length = 0;
    for (; length + 1 < quoted_size && text[length] != '\0' && text[length] != ','; length++)
        quoted[length] = text[length] >= ' ' && text[length] <= '~' ? text[length] : '?';
    quoted[length] = '\0';
    return quoted;
}

descent_status descent__csv_refuse_line(const descent__csv_reader *reader, const char *what)
{
    return descent_fail(DESCENT_EFORMAT, "%.300s: line %zu: %s", reader->source.name, reader->line, what);
}

descent_status descent__csv_refuse_field(const descent__csv_reader *reader, const char *text, const char *what)
{
    char quoted[quoted_size];
    return descent_fail(DESCENT_EFORMAT, "%.300s: line %zu: field %zu, \"%s\", %s", reader->source.name, reader->line,
                        reader->field, quote(text, quoted), what);
}

descent_status descent__csv_next_line(descent__csv_reader *reader)
{
    size_t length;
    bool complete;
    const descent_status status =
        descent__source_line(&reader->source, reader->longest, &reader->rest, &length, &complete);
    if (status != DESCENT_SUCCESS || !reader->rest)
        return status;
    reader->line++;
    reader->field = 1;
    if (memchr(reader->rest, '\0', length))
        return descent__csv_refuse_line(reader, "there is a NUL byte: this is no text");
    if (length > reader->longest)
        return descent__csv_refuse_line(reader, "the line is longer than its numbers can make it");
    if (!complete)
        return descent__csv_refuse_line(reader, "the line has no end: the file is truncated");
    if (length > 0 && reader->rest[length - 1] == '\r')
        reader->rest[--length] = '\0';
    return length > 0 ? DESCENT_SUCCESS : descent__csv_refuse_line(reader, "the line is empty");
}

void descent__csv_pass_field(descent__csv_reader *reader, char *end)
{
    reader->rest = *end == ',' ? end + 1 : NULL;
    reader->field++;
}
