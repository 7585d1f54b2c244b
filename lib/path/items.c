#include "path/items.h"

#include <math.h>

#include "base/call.h"
#include "base/names.h"
#include "base/status.h"
#include "path/path.h"

static bool keeps_previous(const descent_path *path)
{
    return path->previous != NULL && path->previous_known;
}

static void write_names(const descent_path *path, descent__writer *writer)
{
    descent__write_number(writer, path->variable_names != NULL);
    for (size_t i = 0; path->variable_names && i < path->dimension; i++)
        descent__write_text(writer, path->variable_names[i]);
}

void descent__path_write(const descent_path *path, descent__writer *writer)
{
    const size_t rows = path->end - path->begin;
    const uint64_t numbers[] = {
        path->columns,      path->last,           path->thins,  path->row_limit,  path->reserved,
        path->first_stride, path->stride,         path->widest, path->first_step, path->kept_step,
        path->provisional,  keeps_previous(path), rows,
    };
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        descent__write_number(writer, numbers[k]);
    if (keeps_previous(path))
        descent__write_reals(writer, path->dimension, path->previous);
    for (size_t row = 0; row < rows; row++)
        descent__write_number(writer, path->steps[path->begin + row]);
    for (size_t k = 0; k < descent__path_column_count; k++) {
        const unsigned column = descent__path_column_at(k);
        const size_t width = descent__path_column_width(path, column);
        if (path->columns & column)
            descent__write_reals(writer, rows * width, descent__path_column_data(path, column) + path->begin * width);
    }
    write_names(path, writer);
}

/* The policy by which rows are kept, as the options that made it. */
static descent_status read_policy(descent_path **path, size_t dimension, descent__reader *reader)
{
    descent_path_options options = {.columns = (unsigned)descent__read_number(reader)};
    options.last = (size_t)descent__read_number(reader);
    const bool thins = descent__read_truth(reader);
    const uint64_t row_limit = descent__read_number(reader);
    (void)descent__read_number(reader); /* rows to take at once are a hint, and may be what a file must not ask for */
    options.stride = descent__read_number(reader);
    const size_t row_bytes = descent__path_row_bytes(dimension, options.columns);
    reader->failed |= row_bytes == 0 || (thins && (row_limit == 0 || row_limit > SIZE_MAX / row_bytes));
    if (reader->failed)
        return DESCENT_SUCCESS;
    if (thins)
        options.byte_limit = (size_t)row_limit * row_bytes;
    const descent_status status = descent_path_new(path, dimension, &options);
    return status == DESCENT_EINVAL ? descent_fail(DESCENT_EFORMAT, "the path in the file: %s", descent_error_detail())
                                    : status;
}

static descent_status read_rows(descent_path *path, size_t rows, descent__reader *reader)
{
    const size_t most = path->last > 0 ? path->last : path->row_limit;
    const size_t row_numbers = descent__path_row_bytes(path->dimension, path->columns) / sizeof(double);
    reader->failed |= rows > most || rows > descent__reader_left(reader) / row_numbers;
    if (reader->failed || rows == 0)
        return DESCENT_SUCCESS;
    const descent_status status = descent__path_take_room(path, rows);
    if (status != DESCENT_SUCCESS)
        return status;
    for (size_t row = 0; row < rows; row++)
        reader->failed |= !descent__path_accept_row(path, descent__read_number(reader));
    for (size_t k = 0; k < descent__path_column_count && !reader->failed; k++) {
        const unsigned column = descent__path_column_at(k);
        if (path->columns & column)
            descent__read_reals(reader, rows * descent__path_column_width(path, column),
                                descent__path_column_data(path, column));
    }
    return DESCENT_SUCCESS;
}

static descent_status read_names(descent_path *path, descent__reader *reader)
{
    char(*texts)[descent__variable_name_size] = NULL;
    const char **names = NULL;
    const size_t n = path->dimension;
    if (!descent__read_truth(reader) || n > descent__reader_left(reader))
        return DESCENT_SUCCESS;
    texts = descent__take(n * sizeof *texts);
    names = descent__take(n * sizeof *names);
    for (size_t i = 0; texts && names && i < n; i++) {
        descent__read_text(reader, sizeof texts[i], texts[i]);
        names[i] = texts[i];
    }
    if (texts && names && !reader->failed) {
        reader->failed = descent__names_check("names", n, names) != DESCENT_SUCCESS;
        path->variable_names = reader->failed ? NULL : descent__names_copy(n, names);
    }
    const bool had = texts && names && (path->variable_names || reader->failed);
    descent__give(names);
    descent__give(texts);
    return had ? DESCENT_SUCCESS : descent__fail_memory("names of the variables", n * sizeof *texts);
}

descent_status descent__path_read(descent_path **path, size_t dimension, descent__reader *reader)
{
    descent_status status = read_policy(path, dimension, reader);
    if (status != DESCENT_SUCCESS || reader->failed)
        return status;
    descent_path *const made = *path;
    made->stride = descent__read_number(reader);
    made->widest = descent__read_number(reader);
    made->first_step = descent__read_number(reader);
    made->kept_step = descent__read_number(reader);
    made->provisional = descent__read_truth(reader);
    made->previous_known = descent__read_truth(reader);
    const uint64_t rows = descent__read_number(reader);
    reader->failed |= made->stride == 0 || rows > SIZE_MAX ||
                      (made->previous_known && !made->points && dimension > descent__reader_left(reader));
    if (made->previous_known && !reader->failed) {
        made->previous = descent__take(dimension * sizeof(double));
        if (!made->previous)
            return descent__fail_memory("newest point of the path", dimension * sizeof(double));
        descent__read_reals(reader, dimension, made->previous);
    }
    status = read_rows(made, (size_t)rows, reader);
    return status == DESCENT_SUCCESS && !reader->failed ? read_names(made, reader) : status;
}
