#include "path/csv_header.h"

#include <stdio.h>

#include <string.h>

#include "base/call.h"
#include "base/names.h"
#include "base/plural.h"
#include "base/status.h"

const char *const descent__csv_column_names[descent__path_column_count] = {NULL,          "loss", "gradient_norm",
                                                                           "step_length", NULL,   "rule_changes"};

/* A header has no size that could be known before: names of 10⁷ variables twice take a fifth of this. */
static const size_t longest_header = (size_t)1 << 30;

/* The name of a gradient's column is that of the variable behind this. */
static const char gradient_begin[] = "gradient_";

/* A field of the header, without the quotation marks that some programs put around it. */
typedef struct header_field {
    char *text;
    size_t length;
    char *end; /* the comma behind it, or the end of the line */
} header_field;

static header_field field_at(char *at)
{
    const size_t bytes = strcspn(at, ",");
    const bool quoted = bytes >= 2 && at[0] == '"' && at[bytes - 1] == '"';
    return (header_field){.text = at + quoted, .length = bytes - 2 * (size_t)quoted, .end = at + bytes};
}

static bool is_called(header_field field, const char *name)
{
    return field.length == strlen(name) && memcmp(field.text, name, field.length) == 0;
}

/* Is it "x7" for letter x and number 7? */
static bool is_numbered(header_field field, char letter, size_t number)
{
    char name[32];
    snprintf(name, sizeof name, "%c%zu", letter, number);
    return is_called(field, name);
}

/* Leaves of "gradient_β₂" the β₂; false, and nothing done, for anything else. */
static bool unwrap(header_field *field)
{
    const size_t begin = strlen(gradient_begin);
    if (field->length < begin || memcmp(field->text, gradient_begin, begin) != 0 || is_called(*field, "gradient_norm"))
        return false;
    field->text += begin;
    field->length -= begin;
    return true;
}

/* Passes the next field of the header if it has this name. */
static bool pass_name(descent__csv_reader *reader, const char *name)
{
    if (!reader->rest || !is_called(field_at(reader->rest), name))
        return false;
    descent__csv_pass_field(reader, field_at(reader->rest).end);
    return true;
}

/* Is there a variable's column, of the point or of the gradient, at this place? Then the field's text is its name. */
static bool takes(header_field *field, bool gradient)
{
    if (gradient)
        return unwrap(field);
    for (size_t c = 0; c < descent__path_column_count; c++)
        if (descent__csv_column_names[c] && is_called(*field, descent__csv_column_names[c]))
            return false;
    return !unwrap(field);
}

/* How many columns of variables follow. */
static size_t count_variables(const descent__csv_reader *reader, bool gradient)
{
    size_t count = 0;
    for (char *at = reader->rest; at; count++) {
        header_field field = field_at(at);
        if (!takes(&field, gradient))
            break;
        at = *field.end ? field.end + 1 : NULL;
    }
    return count;
}

/* Passes x1, x2, …, or from 0 on, and returns how many there are. */
static size_t pass_numbered(descent__csv_reader *reader, bool gradient, char letter, size_t first)
{
    for (size_t count = 0;; count++) {
        if (!reader->rest)
            return count;
        header_field field = field_at(reader->rest);
        if ((gradient && !unwrap(&field)) || !is_numbered(field, letter, first + count))
            return count;
        descent__csv_pass_field(reader, field_at(reader->rest).end);
    }
}

/* Passes `count` columns whose names are the user's, and keeps the names. */
static descent_status pass_names(descent__csv_reader *reader, bool gradient, size_t count)
{
    const size_t bytes = count * sizeof(char *) + strlen(reader->rest) + 1;
    const char **const names = descent__take(bytes);
    if (!names)
        return descent__fail_memory("names of the variables", bytes);
    reader->names = names;
    char *text = (char *)(names + count);
    for (size_t i = 0; i < count; i++) {
        header_field field = field_at(reader->rest);
        takes(&field, gradient);
        names[i] = text;
        memcpy(text, field.text, field.length);
        text[field.length] = '\0';
        text += field.length + 1;
        if (descent__names_check("name", 1, names + i) != DESCENT_SUCCESS)
            return descent__csv_refuse_field(reader, reader->rest, "is no name for a variable");
        descent__csv_pass_field(reader, field.end);
    }
    return DESCENT_SUCCESS;
}

/* Passes columns of the gradient that must be of the variables that are known already; returns how many are. */
static size_t pass_known(descent__csv_reader *reader)
{
    size_t count = 0;
    for (; reader->rest && count < reader->dimension; count++) {
        header_field field = field_at(reader->rest);
        if (!unwrap(&field) || !is_called(field, reader->names[count]))
            break;
        descent__csv_pass_field(reader, field.end);
    }
    return count;
}

/* Whatever columns for each variable follow: of the point, or of the gradient. */
static descent_status pass_variables(descent__csv_reader *reader, bool gradient, size_t *count)
{
    header_field first = reader->rest ? field_at(reader->rest) : (header_field){.text = NULL};
    *count = 0;
    if (!reader->rest)
        return DESCENT_SUCCESS;
    if (is_numbered(first, 'g', 0)) { /* as it was written before variables had names */
        *count = gradient ? pass_numbered(reader, false, 'g', 0) : 0;
        return DESCENT_SUCCESS;
    }
    if (!takes(&first, gradient))
        return DESCENT_SUCCESS;
    if (gradient && reader->names) {
        *count = pass_known(reader);
        return DESCENT_SUCCESS;
    }
    if (is_numbered(first, 'x', 0) || is_numbered(first, 'x', 1)) {
        *count = pass_numbered(reader, gradient, 'x', is_numbered(first, 'x', 1));
        return DESCENT_SUCCESS;
    }
    *count = count_variables(reader, gradient);
    return pass_names(reader, gradient, *count);
}

/* Refuses what follows the header's last known column, and a header without any column. */
static descent_status check_header_end(const descent__csv_reader *reader)
{
    static const char order[] =
        "does not belong there: the columns are step, the variables (x1, x2, ..., or their "
        "names), loss, gradient_norm, "
        "step_length, gradient_x1, gradient_x2, ..., rule_changes, in this order, each at most once";
    if (reader->rest)
        return descent__csv_refuse_field(reader, reader->rest, order);
    return reader->columns != 0 ? DESCENT_SUCCESS : descent__csv_refuse_line(reader, "there is no column but step");
}

static descent_status read_first_line(descent__csv_reader *reader)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* which some programs put in front of UTF-8 */
    reader->longest = longest_header;
    const descent_status status = descent__csv_next_line(reader);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!reader->rest)
        return descent_fail(DESCENT_EFORMAT, "%.300s: line 1: the file is empty", reader->source.name);
    if (strncmp(reader->rest, mark, strlen(mark)) == 0)
        reader->rest += strlen(mark);
    if (!pass_name(reader, "step"))
        return descent__csv_refuse_field(reader, reader->rest, "must be the column's name \"step\"");
    return DESCENT_SUCCESS;
}

descent_status descent__csv_read_header(descent__csv_reader *reader)
{
    descent_status status = read_first_line(reader);
    for (size_t c = 0; c < descent__path_column_count && status == DESCENT_SUCCESS; c++) {
        const unsigned column = descent__path_column_at(c);
        if (descent__csv_column_names[c]) {
            reader->columns |= pass_name(reader, descent__csv_column_names[c]) ? column : 0;
            continue;
        }
        size_t count;
        status = pass_variables(reader, column == DESCENT_PATH_GRADIENT, &count);
        if (status != DESCENT_SUCCESS || count == 0)
            continue;
        if (reader->dimension > 0 && reader->dimension != count && !reader->rest)
            return descent_fail(DESCENT_EFORMAT, "%.300s: line 1 has %zu column%s of variables but %zu of the gradient",
                                reader->source.name, reader->dimension, descent__plural(reader->dimension), count);
        reader->columns |= column;
        reader->dimension = count;
    }
    return status == DESCENT_SUCCESS ? check_header_end(reader) : status;
}
