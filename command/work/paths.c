#include "command/work/paths.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "command/work/rows.h"

static int ends_with(const char *text, const char *ending)
{
    const size_t length = strlen(text), tail = strlen(ending);
    return length >= tail && strcmp(text + length - tail, ending) == 0;
}

static descent__exit check(const char *file, size_t dimension, descent_path *path)
{
    const descent_path_data data = descent_path_view(path);
    if (data.count == 0)
        return descent__failed(DESCENT__EXIT_FILES, "%s has no points", file);
    if (!data.points)
        return descent__failed(DESCENT__EXIT_FILES, "%s has no columns for the points", file);
    if (dimension && data.dimension != dimension)
        return descent__wrong("%s has points of %zu variable%s, the loss has %zu", file, data.dimension,
                              descent__noun_ending(data.dimension), dimension);
    return DESCENT__EXIT_DONE;
}

static descent__exit read_table(const char *file, size_t dimension, descent_path **path)
{
    FILE *const stream = fopen(file, "r");
    struct stat about;
    if (!stream)
        return descent__failed(DESCENT__EXIT_FILES, "%s: %s", file, strerror(errno));
    /* What the library had to read from a pipe is gone, and a device may never end. */
    const int again = fstat(fileno(stream), &about) == 0 && S_ISREG(about.st_mode);
    const descent__exit exit =
        again ? descent__rows_read(stream, file, dimension, path) : descent__failed_call(DESCENT_EFORMAT);
    fclose(stream);
    return exit;
}

/* Reads a file to its end; `is_array` says that it is `.npy`. */
static descent__exit read_file(const char *file, int is_array, size_t dimension, descent_path **path)
{
    descent__exit exit = DESCENT__EXIT_DONE;
    const descent_status status = is_array ? descent_path_read_npy(path, file) : descent_path_read_csv(path, file);
    /* What the library did not write may still be a table. */
    if (status == DESCENT_EFORMAT && !is_array)
        exit = read_table(file, dimension, path);
    else
        exit = descent__failed_call(status);
    if (exit == DESCENT__EXIT_DONE)
        exit = check(file, dimension, *path);
    if (exit != DESCENT__EXIT_DONE) {
        descent_path_free(*path);
        *path = NULL;
    }
    return exit;
}

/* The standard input may be a pipe, which can be read once only: a file without a name has a copy of it. */
static descent__exit read_input(size_t dimension, descent_path **path)
{
    static const char magic[] = "\x93NUMPY";
    char buffer[65536], begin[sizeof magic - 1] = {0}, name[32];
    FILE *const copy = tmpfile();
    size_t length;
    int written = copy != NULL;
    while (written && (length = fread(buffer, 1, sizeof buffer, stdin)) > 0)
        written = fwrite(buffer, 1, length, copy) == length;
    descent__exit exit = DESCENT__EXIT_DONE;
    if (!written || ferror(stdin) || fflush(copy) != 0) {
        exit = descent__failed(DESCENT__EXIT_FILES, "the standard input cannot be read or copied: %s", strerror(errno));
    } else {
        rewind(copy);
        const int is_array =
            fread(begin, 1, sizeof begin, copy) == sizeof begin && memcmp(begin, magic, sizeof begin) == 0;
        snprintf(name, sizeof name, "/dev/fd/%d", fileno(copy));
        exit = read_file(name, is_array, dimension, path);
    }
    if (copy)
        fclose(copy);
    return exit;
}

descent__exit descent__path_open(const char *file, size_t dimension, descent_path **path)
{
    *path = NULL;
    if (strcmp(file, "-") == 0)
        return read_input(dimension, path);
    return read_file(file, ends_with(file, ".npy"), dimension, path);
}
