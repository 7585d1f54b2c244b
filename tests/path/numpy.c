/* The library's side of path_numpy.py: writes a path that it can compute too, and copies files through a path. */
#include <descent/path.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    points = 50,
    dimension = 3,
    all_columns = DESCENT_PATH_POINT | DESCENT_PATH_LOSS | DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_STEP_LENGTH |
                  DESCENT_PATH_GRADIENT
};

typedef descent_status write_function(const descent_path *path, const char *file_name);
typedef descent_status read_function(descent_path **path, const char *file_name);

static int report(descent_status status)
{
    if (status != DESCENT_SUCCESS)
        printf("%d %s\n", (int)status, descent_error_detail());
    return (int)status;
}

static write_function *writer_of(const char *file_name)
{
    return strstr(file_name, ".csv") ? descent_path_write_csv : descent_path_write_npy;
}

static read_function *reader_of(const char *file_name)
{
    return strstr(file_name, ".csv") ? descent_path_read_csv : descent_path_read_npy;
}

/* x_k = (k/3, 1/(k + 1), −k²), loss k/7, gradient (3k, 4k, 0), every `stride`-th. */
static int write_known(const char *file_name, size_t stride)
{
    descent_path_options options = {0};
    options.columns = all_columns;
    options.stride = stride;
    descent_path *path;
    descent_status status = descent_path_new(&path, dimension, &options);
    for (int k = 0; k < points && status == DESCENT_SUCCESS; k++) {
        const double x[dimension] = {k / 3.0, 1 / (k + 1.0), -(double)k * k},
                     gradient[dimension] = {3.0 * k, 4.0 * k, 0};
        status = descent_path_append(path, x, k / 7.0, gradient);
    }
    if (status == DESCENT_SUCCESS)
        status = writer_of(file_name)(path, file_name);
    descent_path_free(path);
    return report(status);
}

static int copy(const char *from, const char *to)
{
    descent_path *path;
    descent_status status = reader_of(from)(&path, from);
    if (status == DESCENT_SUCCESS)
        status = writer_of(to)(path, to);
    descent_path_free(path);
    return report(status);
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "write") == 0)
        return write_known(argv[2], strtoul(argv[3], NULL, 10));
    if (argc == 4 && strcmp(argv[1], "copy") == 0)
        return copy(argv[2], argv[3]);
    fprintf(stderr, "usage: path_numpy write FILE STRIDE | path_numpy copy FROM TO\n");
    return EXIT_FAILURE;
}
