/* Paths as NumPy .npy files: one record a row, little-endian on every machine. */
#include "path/npy.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/status.h"
#include "path/path.h"

enum {
    number_bytes = 8,
    description_size = 512, /* seven fields with two sizes of up to 20 digits take 230 */
    header_size = 1024
};

static uint64_t load_little_endian(const char *bytes)
{
    uint64_t number = 0;
    for (unsigned i = 0; i < number_bytes; i++)
        number |= (uint64_t)(unsigned char)bytes[i] << 8 * i;
    return number;
}

static void write_little_endian(descent__file *file, uint64_t number)
{
    unsigned char bytes[number_bytes];
    for (unsigned i = 0; i < number_bytes; i++)
        bytes[i] = (unsigned char)(number >> 8 * i);
    descent__file_write(file, bytes, sizeof bytes);
}

/* Magic string, version 1.0, length of the rest, and the dictionary, padded so that the data are aligned. */
static void write_header(descent__file *file, const descent_path *path)
{
    char fields[description_size] = "", header[header_size];
    size_t used = 0;
    for (size_t c = 0; c < descent__path_column_count; c++) {
        const unsigned column = descent__path_column_at(c);
        if (!(path->columns & column))
            continue;
        char shape[32] = "";
        if (column & (DESCENT_PATH_POINT | DESCENT_PATH_GRADIENT))
            snprintf(shape, sizeof shape, ", (%zu,)", path->dimension);
        used += (size_t)snprintf(fields + used, sizeof fields - used, ", ('%s', '<f8'%s)", descent__npy_field_name(c),
                                 shape);
    }
    const size_t first = npy_prefix_size + 2;
    int length =
        snprintf(header, sizeof header, "{'descr': [('step', '<u8')%s], 'fortran_order': False, 'shape': (%zu,), }",
                 fields, path->end - path->begin);
    size_t whole = first + (size_t)length + 1;
    whole += (npy_alignment - whole % npy_alignment) % npy_alignment;
    memset(header + length, ' ', whole - first - (size_t)length);
    header[whole - first - 1] = '\n';
    const unsigned char version_and_length[] = {1, 0, (unsigned char)((whole - first) % 256),
                                                (unsigned char)((whole - first) / 256)};
    descent__file_write(file, descent__npy_magic, sizeof descent__npy_magic);
    descent__file_write(file, version_and_length, sizeof version_and_length);
    descent__file_write(file, header, whole - first);
}

static void write_records(descent__file *file, const descent_path *path)
{
    for (size_t row = path->begin; row < path->end && file->error == 0; row++) {
        write_little_endian(file, path->steps[row]);
        for (size_t c = 0; c < descent__path_column_count; c++) {
            const double *data = descent__path_column_data(path, descent__path_column_at(c));
            const size_t width = data ? descent__path_column_width(path, descent__path_column_at(c)) : 0;
            for (size_t i = 0; i < width; i++) {
                uint64_t bits;
                memcpy(&bits, &data[row * width + i], sizeof bits);
                write_little_endian(file, bits);
            }
        }
    }
}

descent_status descent_path_write_npy(const descent_path *path, const char *file_name)
{
    if (!path || !file_name)
        return descent_fail(DESCENT_EINVAL, "%s must not be NULL", path ? "file_name" : "path");
    descent__file file;
    const descent_status status = descent__file_create(&file, file_name);
    if (status != DESCENT_SUCCESS)
        return status;
    write_header(&file, path);
    write_records(&file, path);
    return descent__file_commit(&file);
}

static descent_status refuse(const descent__source *source, const char *what)
{
    return descent_fail(DESCENT_EFORMAT, "%.300s: %s", source->name, what);
}

static size_t unread(const descent__source *source)
{
    return source->end - source->begin;
}

/* The first bytes: is it such a file, of a known version, and how long is its header? */
static descent_status read_prefix(descent__source *source, size_t *prefix, size_t *header_length)
{
    const descent_status status = descent__source_fill(source, npy_prefix_size + 4);
    if (status != DESCENT_SUCCESS)
        return status;
    const size_t size = unread(source);
    const char *bytes = size > 0 ? source->buffer + source->begin : "";
    if (size < sizeof descent__npy_magic || memcmp(bytes, descent__npy_magic, sizeof descent__npy_magic) != 0)
        return refuse(source, size == 0 ? "magic string: the file is empty" : "magic string: this is no .npy file");
    if (size < npy_prefix_size + 4)
        return refuse(source, "length of the header: the file is truncated");
    const unsigned major = (unsigned char)bytes[6], minor = (unsigned char)bytes[7];
    if (major < 1 || major > 3 || minor != 0)
        return descent_fail(DESCENT_EFORMAT, "%.300s: version must be 1.0, 2.0 or 3.0, got %u.%u", source->name, major,
                            minor);
    const unsigned length_bytes = major == 1 ? 2 : 4;
    *header_length = 0;
    for (unsigned i = 0; i < length_bytes; i++)
        *header_length |= (size_t)(unsigned char)bytes[npy_prefix_size + i] << 8 * i;
    *prefix = npy_prefix_size + length_bytes;
    source->begin += *prefix;
    if (*header_length > npy_largest_header)
        return descent_fail(DESCENT_EFORMAT, "%.300s: length of the header: %zu bytes are more than the %d of any path",
                            source->name, *header_length, npy_largest_header);
    return DESCENT_SUCCESS;
}

static descent_status read_header(descent__source *source, descent__npy_header *header)
{
    size_t prefix = 0, length = 0;
    descent_status status = read_prefix(source, &prefix, &length);
    if (status == DESCENT_SUCCESS)
        status = descent__source_fill(source, length);
    if (status != DESCENT_SUCCESS)
        return status;
    if (unread(source) < length)
        return refuse(source, "header: the file is truncated");
    status = descent__npy_parse(source->buffer + source->begin, length, source->name, header);
    header->data_begin = prefix + length;
    source->begin += length;
    return status;
}

/* Does a regular file have exactly the size that its header promises? Then all rows can be allocated at once. */
static descent_status check_size(const descent__source *source, const descent__npy_header *header, uint64_t data_size)
{
    const uint64_t record_bytes = (uint64_t)header->record_numbers * number_bytes;
    if (header->rows == data_size / record_bytes && data_size % record_bytes == 0)
        return DESCENT_SUCCESS;
    return descent_fail(
        DESCENT_EFORMAT, "%.300s: data: the header promises %llu records of %llu bytes, but %llu bytes follow: %s",
        source->name, (unsigned long long)header->rows, (unsigned long long)record_bytes, (unsigned long long)data_size,
        header->rows > data_size / record_bytes ? "the file is truncated" : "there is something more");
}

/* Copies the record at `bytes` to the row behind the last. */
static descent_status take_record(const descent__source *source, const descent__npy_header *header, uint64_t index,
                                  descent_path *path)
{
    const char *bytes = source->buffer + source->begin;
    for (size_t c = 0; c < descent__path_column_count; c++) {
        double *data = descent__path_column_data(path, descent__path_column_at(c));
        const size_t width = data ? descent__path_column_width(path, descent__path_column_at(c)) : 0;
        for (size_t i = 0; i < width; i++) {
            const uint64_t bits = load_little_endian(bytes + (header->offset[c] + i) * number_bytes);
            memcpy(&data[path->end * width + i], &bits, sizeof bits);
        }
    }
    const uint64_t step =
        header->structured ? load_little_endian(bytes + header->offset[npy_step] * number_bytes) : index;
    if (descent__path_accept_row(path, step))
        return DESCENT_SUCCESS;
    return descent_fail(DESCENT_EFORMAT, "%.300s: data: record %llu: step %llu is not greater than the one before",
                        source->name, (unsigned long long)index, (unsigned long long)step);
}

static descent_status read_records(descent__source *source, const descent__npy_header *header, descent_path *path)
{
    const size_t record_bytes = header->record_numbers * number_bytes;
    for (uint64_t index = 0; index < header->rows; index++) {
        descent_status status = descent__source_fill(source, record_bytes);
        if (status == DESCENT_SUCCESS && unread(source) < record_bytes)
            return descent_fail(DESCENT_EFORMAT, "%.300s: data: record %llu of %llu: the file is truncated",
                                source->name, (unsigned long long)index, (unsigned long long)header->rows);
        if (status == DESCENT_SUCCESS)
            status = descent__path_make_room(path);
        if (status == DESCENT_SUCCESS)
            status = take_record(source, header, index, path);
        if (status != DESCENT_SUCCESS)
            return status;
        source->begin += record_bytes;
    }
    const descent_status status = descent__source_fill(source, 1);
    if (status == DESCENT_SUCCESS && unread(source) > 0)
        return refuse(source, "data: something follows the last record");
    return status;
}

static descent_status read_array(descent__source *source, descent_path **path)
{
    descent__npy_header header;
    descent_status status = read_header(source, &header);
    if (status != DESCENT_SUCCESS)
        return status;
    if (source->regular && header.data_begin <= source->size)
        status = check_size(source, &header, source->size - header.data_begin);
    if (status == DESCENT_SUCCESS)
        status = descent__path_new_for_reader(path, (size_t)header.dimension, header.columns);
    if (status == DESCENT_SUCCESS && source->regular)
        status = descent__path_reserve(*path, (size_t)header.rows);
    return status == DESCENT_SUCCESS ? read_records(source, &header, *path) : status;
}

descent_status descent_path_read_npy(descent_path **path, const char *file_name)
{
    if (!path || !file_name)
        return descent_fail(DESCENT_EINVAL, "%s must not be NULL", path ? "file_name" : "path");
    *path = NULL;
    descent__source source;
    descent_status status = descent__source_open(&source, file_name);
    if (status != DESCENT_SUCCESS)
        return status;
    descent_path *made = NULL;
    status = read_array(&source, &made);
    descent__source_close(&source);
    if (status == DESCENT_SUCCESS) {
        descent__path_adopt_rows(made);
        *path = made;
    } else {
        descent_path_free(made);
    }
    return status;
}
