/*
 * Any bytes, given to both readers of paths: they are refused with a reason, or give a path that is sound and writes
 * and reads back as itself. Runs under libFuzzer, and under tests/path_fuzz.c where there is none.
 */
#include "path/path_readers.h"

#include <descent/path.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REQUIRE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);                             \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

enum {
    name_size = 32,
    /* Rows grow by half and begin with a page; a number of text takes 2 bytes at least, and 8 in memory. */
    bytes_for_each = 16,
    bytes_for_any = 8192
};

typedef descent_status read_function(descent_path **path, const char *file_name);
typedef descent_status write_function(const descent_path *path, const char *file_name);

/* A file without a name in any folder, held open, which /dev/fd gives a name. */
static int open_file(char name[name_size])
{
    char pattern[] = "/tmp/descent-fuzz-XXXXXX";
    const int descriptor = mkstemp(pattern);
    REQUIRE(descriptor >= 0);
    unlink(pattern);
    snprintf(name, name_size, "/dev/fd/%d", descriptor);
    return descriptor;
}

static void check_numbers(const double *a, const double *b, size_t count)
{
    REQUIRE((a == NULL) == (b == NULL));
    for (size_t i = 0; a && i < count; i++)
        REQUIRE(memcmp(a + i, b + i, sizeof *a) == 0 || (a[i] != a[i] && b[i] != b[i]));
}

static void check_same(const descent_path *a, const descent_path *b)
{
    const size_t count = descent_path_view(a).count, n = descent_path_view(a).dimension;
    REQUIRE(count == descent_path_view(b).count && n == descent_path_view(b).dimension);
    REQUIRE(descent_path_view(a).columns == descent_path_view(b).columns);
    REQUIRE(descent_path_view(a).stride == descent_path_view(b).stride);
    for (size_t row = 0; row < count; row++)
        REQUIRE(descent_path_view(a).steps[row] == descent_path_view(b).steps[row]);
    check_numbers(descent_path_view(a).points, descent_path_view(b).points, count * n);
    check_numbers(descent_path_view(a).losses, descent_path_view(b).losses, count);
    check_numbers(descent_path_view(a).gradient_norms, descent_path_view(b).gradient_norms, count);
    check_numbers(descent_path_view(a).step_lengths, descent_path_view(b).step_lengths, count);
    check_numbers(descent_path_view(a).gradients, descent_path_view(b).gradients, count * n);
}

/* Is what was read a path like any other? */
static void check_sound(descent_path *path, size_t file_size)
{
    REQUIRE(descent_path_view(path).bytes <= bytes_for_each * file_size + bytes_for_any);
    REQUIRE(descent_path_view(path).columns != 0);
    for (size_t row = 1; row < descent_path_view(path).count; row++)
        REQUIRE(descent_path_view(path).steps[row] > descent_path_view(path).steps[row - 1]);
    static const struct {
        read_function *read;
        write_function *write;
    } formats[] = {{descent_path_read_csv, descent_path_write_csv}, {descent_path_read_npy, descent_path_write_npy}};
    /* Some thousand variables and no rows would be long to write, and are no other case. */
    if (descent_path_view(path).dimension > 4096)
        return;
    for (size_t i = 0; i < 2; i++) {
        char name[name_size];
        const int descriptor = open_file(name);
        descent_path *read;
        REQUIRE(formats[i].write(path, name) == DESCENT_SUCCESS);
        REQUIRE(formats[i].read(&read, name) == DESCENT_SUCCESS);
        check_same(path, read);
        descent_path_free(read);
        close(descriptor);
    }
    const double x[4096] = {1};
    const descent_status status = descent_path_append(path, x, 0, x);
    REQUIRE(status == DESCENT_SUCCESS || status == DESCENT_EINVAL);
}

static size_t try_reader(read_function *reader, const char *name, size_t size)
{
    descent_path *path = (descent_path *)&path;
    const descent_status status = reader(&path, name);
    if (status != DESCENT_SUCCESS) {
        REQUIRE(status == DESCENT_EFORMAT || status == DESCENT_ENOMEM);
        REQUIRE(path == NULL);
        const char *detail = descent_error_detail();
        for (size_t i = 0; detail[i] != '\0'; i++)
            REQUIRE(detail[i] >= ' ' && detail[i] <= '~');
        return 0;
    }
    check_sound(path, size);
    descent_path_free(path);
    return 1;
}

size_t try_path_readers(const uint8_t *data, size_t size)
{
    char name[name_size];
    const int descriptor = open_file(name);
    REQUIRE(write(descriptor, data, size) == (ssize_t)size);
    const size_t accepted =
        try_reader(descent_path_read_csv, name, size) + try_reader(descent_path_read_npy, name, size);
    close(descriptor);
    return accepted;
}
