/* Paths as text, one line a row: 17 significant digits give every double back (IEEE 754-2008, 5.12.2). */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/locale.h"
#include "base/status.h"
#include "path/path.h"

/* What the columns are called; those with a number for each variable have it behind the letter. */
static const char *const column_names[descent__path_column_count] = {"x", "loss", "gradient_norm", "step_length", "g"};

enum {
    text_size = 32,   /* of a number with 17 digits, a step number, or a column's name */
    quoted_size = 40, /* of a piece of a file in a message */
    field_size =
        1024 /* bytes of a field at most, on average over a row: no double has more than 767 digits to be told by */
};

/* A header has no size that could be known before: names of 10⁷ variables twice take a fifth of this. */
static const size_t longest_header = (size_t)1 << 30;

static bool is_numbered(unsigned column)
{
    return column == DESCENT_PATH_POINT || column == DESCENT_PATH_GRADIENT;
}

static void write_text(descent__file *file, const char *text)
{
    descent__file_write(file, text, strlen(text));
}

static void write_number(descent__file *file, double number)
{
    char text[text_size];
    if (isnan(number)) /* whose sign some systems print */
        snprintf(text, sizeof text, ",nan");
    else
        snprintf(text, sizeof text, ",%.17g", number);
    write_text(file, text);
}

static void write_header(descent__file *file, const descent_path *path)
{
    char text[text_size];
    write_text(file, "step");
    for (size_t c = 0; c < descent__path_column_count; c++) {
        const unsigned column = descent__path_column_at(c);
        if (!(path->columns & column))
            continue;
        if (!is_numbered(column)) {
            write_text(file, ",");
            write_text(file, column_names[c]);
        }
        for (size_t i = 0; i < path->dimension && is_numbered(column); i++) {
            snprintf(text, sizeof text, ",%s%zu", column_names[c], i);
            write_text(file, text);
        }
    }
    write_text(file, "\n");
}

static void write_rows(descent__file *file, const descent_path *path)
{
    char text[text_size];
    for (size_t row = path->begin; row < path->end; row++) {
        snprintf(text, sizeof text, "%" PRIu64, path->steps[row]);
        write_text(file, text);
        for (size_t c = 0; c < descent__path_column_count; c++) {
            const double *data = descent__path_column_data(path, descent__path_column_at(c));
            const size_t width = data ? descent__path_column_width(path, descent__path_column_at(c)) : 0;
            for (size_t i = 0; i < width; i++)
                write_number(file, data[row * width + i]);
        }
        write_text(file, "\n");
        if (file->error != 0)
            return;
    }
}

descent_status descent_path_write_csv(const descent_path *path, const char *file_name)
{
    if (!path || !file_name)
        return descent_fail(DESCENT_EINVAL, "%s must not be NULL", path ? "file_name" : "path");
    descent__file file;
    descent__plain_locale locale;
    if (!descent__plain_locale_enter(&locale))
        return descent_fail(DESCENT_ENOMEM, "a locale for writing numbers could not be made");
    descent_status status = descent__file_create(&file, file_name);
    if (status == DESCENT_SUCCESS) {
        write_header(&file, path);
        write_rows(&file, path);
        status = descent__file_commit(&file);
    }
    descent__plain_locale_leave(&locale);
    return status;
}

/* A text being read: which line, and what of it is still to be read. */
typedef struct csv_reader {
    descent__source source;
    size_t line, field; /* counted from 1; field is the one that comes next */
    size_t longest;     /* bytes that a line may have */
    char *rest;         /* of the line; NULL behind its last field */
    unsigned columns;
    size_t dimension;
} csv_reader;

/* Quotes what stands up to the next comma, without anything that could upset a terminal. */
static const char *quote(const char *text, char quoted[quoted_size])
{
    size_t length = 0;
    for (; length + 1 < quoted_size && text[length] != '\0' && text[length] != ','; length++)
        quoted[length] = text[length] >= ' ' && text[length] <= '~' ? text[length] : '?';
    quoted[length] = '\0';
    return quoted;
}

static descent_status refuse_line(const csv_reader *reader, const char *what)
{
    return descent_fail(DESCENT_EFORMAT, "%.300s: line %zu: %s", reader->source.name, reader->line, what);
}

static descent_status refuse_field(const csv_reader *reader, const char *text, const char *what)
{
    char quoted[quoted_size];
    return descent_fail(DESCENT_EFORMAT, "%.300s: line %zu: field %zu, \"%s\", %s", reader->source.name, reader->line,
                        reader->field, quote(text, quoted), what);
}

/* The next line, as it should be: complete, not empty, text. At the end of the file, rest is NULL. */
static descent_status next_line(csv_reader *reader)
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
        return refuse_line(reader, "there is a NUL byte: this is no text");
    if (length > reader->longest)
        return refuse_line(reader, "the line is longer than its numbers can make it");
    if (!complete)
        return refuse_line(reader, "the line has no end: the file is truncated");
    if (length > 0 && reader->rest[length - 1] == '\r')
        reader->rest[--length] = '\0';
    return length > 0 ? DESCENT_SUCCESS : refuse_line(reader, "the line is empty");
}

/* Goes behind the field that ends at `end`, which must be a comma or the end of the line. */
static void pass_field(csv_reader *reader, char *end)
{
    reader->rest = *end == ',' ? end + 1 : NULL;
    reader->field++;
}

/* Passes the next field of the header if it has this name. */
static bool pass_name(csv_reader *reader, const char *name)
{
    const size_t length = strlen(name);
    if (!reader->rest || strncmp(reader->rest, name, length) != 0 ||
        (reader->rest[length] != ',' && reader->rest[length] != '\0'))
        return false;
    pass_field(reader, reader->rest + length);
    return true;
}

/* Passes x0, x1, … and returns how many there are. */
static size_t pass_numbered_names(csv_reader *reader, const char *letter)
{
    char name[text_size];
    for (size_t count = 0;; count++) {
        snprintf(name, sizeof name, "%s%zu", letter, count);
        if (!pass_name(reader, name))
            return count;
    }
}

/* Refuses what follows the header's last known column, and a header without any column. */
static descent_status check_header_end(const csv_reader *reader)
{
    static const char order[] = "does not belong there: the columns are step, x0, x1, ..., loss, gradient_norm, "
                                "step_length, g0, g1, ..., in this order, each at most once";
    if (reader->rest)
        return refuse_field(reader, reader->rest, order);
    return reader->columns != 0 ? DESCENT_SUCCESS : refuse_line(reader, "there is no column but step");
}

static descent_status read_header(csv_reader *reader)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* which some programs put in front of UTF-8 */
    const descent_status status = next_line(reader);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!reader->rest)
        return descent_fail(DESCENT_EFORMAT, "%.300s: line 1: the file is empty", reader->source.name);
    if (strncmp(reader->rest, mark, strlen(mark)) == 0)
        reader->rest += strlen(mark);
    if (!pass_name(reader, "step"))
        return refuse_field(reader, reader->rest, "must be the column's name \"step\"");
    for (size_t c = 0; c < descent__path_column_count; c++) {
        const unsigned column = descent__path_column_at(c);
        if (!is_numbered(column)) {
            reader->columns |= pass_name(reader, column_names[c]) ? column : 0;
            continue;
        }
        const size_t count = pass_numbered_names(reader, column_names[c]);
        if (count == 0)
            continue;
        if (reader->dimension > 0 && reader->dimension != count && !reader->rest)
            return descent_fail(DESCENT_EFORMAT, "%.300s: line 1: there are %zu columns x but %zu columns g",
                                reader->source.name, reader->dimension, count);
        reader->columns |= column;
        reader->dimension = count;
    }
    return check_header_end(reader);
}

/* A step number: digits alone, at most 2⁶⁴ − 1. */
static descent_status read_step(csv_reader *reader, uint64_t *step)
{
    char *at = reader->rest;
    *step = 0;
    for (; *at >= '0' && *at <= '9'; at++) {
        const uint64_t digit = (uint64_t)(*at - '0');
        if (*step > (UINT64_MAX - digit) / 10)
            return refuse_field(reader, reader->rest, "is larger than a step number can be");
        *step = 10 * *step + digit;
    }
    if (at == reader->rest || (*at != ',' && *at != '\0'))
        return refuse_field(reader, reader->rest, "is no step number");
    pass_field(reader, at);
    return DESCENT_SUCCESS;
}

static bool is_blank(char character)
{
    return character == ' ' || character == '\t';
}

static descent_status read_number(csv_reader *reader, double *number)
{
    if (!reader->rest)
        return descent_fail(DESCENT_EFORMAT, "%.300s: line %zu: there are only %zu fields", reader->source.name,
                            reader->line, reader->field - 1);
    char *begin = reader->rest, *end;
    while (is_blank(*begin))
        begin++;
    errno = 0;
    *number = strtod(begin, &end);
    /* strtod() skips white space of any sort; here only blanks may stand before a number. */
    const bool passes = end != begin && *begin > ' ';
    while (is_blank(*end))
        end++;
    if (!passes || (*end != ',' && *end != '\0'))
        return refuse_field(reader, reader->rest, "is no number");
    if (errno == ERANGE && isinf(*number))
        return refuse_field(reader, reader->rest, "is too large for a double");
    pass_field(reader, end);
    return DESCENT_SUCCESS;
}

static descent_status read_row(csv_reader *reader, descent_path *path)
{
    uint64_t step;
    descent_status status = descent__path_make_room(path);
    if (status == DESCENT_SUCCESS)
        status = read_step(reader, &step);
    for (size_t c = 0; c < descent__path_column_count && status == DESCENT_SUCCESS; c++) {
        double *data = descent__path_column_data(path, descent__path_column_at(c));
        const size_t width = data ? descent__path_column_width(path, descent__path_column_at(c)) : 0;
        for (size_t i = 0; i < width && status == DESCENT_SUCCESS; i++)
            status = read_number(reader, &data[path->end * width + i]);
    }
    if (status != DESCENT_SUCCESS)
        return status;
    if (reader->rest)
        return refuse_field(reader, reader->rest, "is one more than the header has");
    if (!descent__path_accept_row(path, step))
        return refuse_line(reader, "the step number is not greater than the one before");
    return DESCENT_SUCCESS;
}

/* What a row of so many numbers may take. */
static size_t longest_row(const descent_path *path)
{
    size_t fields = 1;
    for (size_t c = 0; c < descent__path_column_count; c++)
        if (path->columns & descent__path_column_at(c))
            fields += descent__path_column_width(path, descent__path_column_at(c));
    return fields * field_size;
}

static descent_status read_text(csv_reader *reader, descent_path **path)
{
    reader->longest = longest_header;
    descent_status status = read_header(reader);
    if (status == DESCENT_SUCCESS)
        status = descent__path_new_for_reader(path, reader->dimension, reader->columns);
    if (status == DESCENT_SUCCESS)
        reader->longest = longest_row(*path);
    while (status == DESCENT_SUCCESS) {
        status = next_line(reader);
        if (status == DESCENT_SUCCESS && !reader->rest)
            break;
        if (status == DESCENT_SUCCESS)
            status = read_row(reader, *path);
    }
    return status;
}

descent_status descent_path_read_csv(descent_path **path, const char *file_name)
{
    if (!path || !file_name)
        return descent_fail(DESCENT_EINVAL, "%s must not be NULL", path ? "file_name" : "path");
    *path = NULL;
    csv_reader reader = {.line = 0};
    descent__plain_locale locale;
    if (!descent__plain_locale_enter(&locale))
        return descent_fail(DESCENT_ENOMEM, "a locale for reading numbers could not be made");
    descent_path *made = NULL;
    descent_status status = descent__source_open(&reader.source, file_name);
    if (status == DESCENT_SUCCESS) {
        status = read_text(&reader, &made);
        descent__source_close(&reader.source);
    }
    descent__plain_locale_leave(&locale);
    if (status == DESCENT_SUCCESS) {
        descent__path_adopt_rows(made);
        *path = made;
    } else {
        descent_path_free(made);
    }
    return status;
}
