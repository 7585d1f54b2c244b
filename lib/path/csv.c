/* Paths as text, one line a row: 17 significant digits give every double back (IEEE 754-2008, 5.12.2). */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/call.h"
#include "base/file.h"
#include "base/locale.h"
#include "base/names.h"
#include "base/plural.h"
#include "base/status.h"
#include "path/csv_header.h"
#include "path/path.h"

enum {
    text_size = 32, /* of a number with 17 digits, a step number, or a column's name */
    field_size =
        1024 /* bytes of a field at most, on average over a row: no double has more than 767 digits to be told by */
};

/* Is it a column for each variable? */
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
    char name[descent__variable_name_size];
    write_text(file, "step");
    for (size_t c = 0; c < descent__path_column_count; c++) {
        const unsigned column = descent__path_column_at(c);
        if (!(path->columns & column))
            continue;
        if (!is_numbered(column)) {
            write_text(file, ",");
            write_text(file, descent__csv_column_names[c]);
        }
        for (size_t i = 0; i < path->dimension && is_numbered(column); i++) {
            descent__name_column(name, path->variable_names, i);
            write_text(file, column == DESCENT_PATH_GRADIENT ? ",gradient_" : ",");
            write_text(file, name);
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

/* A step number: digits alone, at most 2⁶⁴ − 1. */
static descent_status read_step(descent__csv_reader *reader, uint64_t *step)
{
    char *at = reader->rest;
    *step = 0;
    for (; *at >= '0' && *at <= '9'; at++) {
        const uint64_t digit = (uint64_t)(*at - '0');
        if (*step > (UINT64_MAX - digit) / 10)
            return descent__csv_refuse_field(reader, reader->rest, "is larger than a step number can be");
        *step = 10 * *step + digit;
    }
    if (at == reader->rest || (*at != ',' && *at != '\0'))
        return descent__csv_refuse_field(reader, reader->rest, "is no step number");
    descent__csv_pass_field(reader, at);
    return DESCENT_SUCCESS;
}

static bool is_blank(char character)
{
    return character == ' ' || character == '\t';
}

static descent_status read_number(descent__csv_reader *reader, double *number)
{
    if (!reader->rest)
        return descent_fail(DESCENT_EFORMAT, "%.300s: line %zu has only %zu field%s", reader->source.name, reader->line,
                            reader->field - 1, descent__plural(reader->field - 1));
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
        return descent__csv_refuse_field(reader, reader->rest, "is no number");
    if (errno == ERANGE && isinf(*number))
        return descent__csv_refuse_field(reader, reader->rest, "is too large for a double");
    descent__csv_pass_field(reader, end);
    return DESCENT_SUCCESS;
}

static descent_status read_row(descent__csv_reader *reader, descent_path *path)
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
        return descent__csv_refuse_field(reader, reader->rest, "is one more than the header has");
    if (!descent__path_accept_row(path, step))
        return descent__csv_refuse_line(reader, "the step number is not greater than the one before");
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

static descent_status read_text(descent__csv_reader *reader, descent_path **path)
{
    descent_status status = descent__csv_read_header(reader);
    if (status == DESCENT_SUCCESS)
        status = descent__path_new_for_reader(path, reader->dimension, reader->columns);
    if (status == DESCENT_SUCCESS) {
        (*path)->variable_names = reader->names;
        reader->names = NULL;
        reader->longest = longest_row(*path);
    }
    while (status == DESCENT_SUCCESS) {
        status = descent__csv_next_line(reader);
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
    descent__csv_reader reader = {.line = 0};
    descent__plain_locale locale;
    if (!descent__plain_locale_enter(&locale))
        return descent_fail(DESCENT_ENOMEM, "a locale for reading numbers could not be made");
    descent_path *made = NULL;
    descent_status status = descent__source_open(&reader.source, file_name);
    if (status == DESCENT_SUCCESS) {
        status = read_text(&reader, &made);
        descent__source_close(&reader.source);
        descent__give((void *)reader.names);
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
