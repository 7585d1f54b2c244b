#include "allocation/scenarios.h"

#include <descent/path.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Enough rows for a path to grow more than once. */
enum {
    row_count = 1000
};

static descent_status fill(descent_path *path)
{
    for (int row = 0; row < row_count; row++) {
        const double x[] = {row, -row};
        const size_t before = descent_path_view(path).count;
        const descent_status status = descent_path_append(path, x, row, x);
        if (status != DESCENT_SUCCESS) {
            DESCENT_REQUIRE(descent_path_view(path).count == before);
            return status;
        }
    }
    return DESCENT_SUCCESS;
}

static descent_status fill_new_path(const descent_path_options *options)
{
    descent_path *path;
    descent_status status = descent_path_new(&path, 2, options);
    if (status != DESCENT_SUCCESS) {
        DESCENT_REQUIRE(!path);
        return status;
    }
    status = fill(path);
    descent_path_free(path);
    return status;
}

/* With each way of bounding the rows; step lengths without points need the newest point kept apart. */
descent_status descent_scenario_path(void)
{
    descent_path_options options = {0};
    descent_status status = fill_new_path(NULL);
    options.last = 200;
    if (status == DESCENT_SUCCESS)
        status = fill_new_path(&options);
    options.last = 0;
    options.byte_limit = 4000;
    options.columns = DESCENT_PATH_STEP_LENGTH | DESCENT_PATH_GRADIENT;
    if (status == DESCENT_SUCCESS)
        status = fill_new_path(&options);
    return status;
}

typedef descent_status write_function(const descent_path *path, const char *file_name);
typedef descent_status read_function(descent_path **path, const char *file_name);

static descent_status write_and_read(const descent_path *path, const char *file_name, write_function *write,
                                     read_function *read)
{
    descent_status status = write(path, file_name);
    if (status != DESCENT_SUCCESS) {
        DESCENT_REQUIRE(access(file_name, F_OK) != 0);
        return status;
    }
    descent_path *again;
    status = read(&again, file_name);
    if (status == DESCENT_SUCCESS)
        DESCENT_REQUIRE(descent_path_view(again).count == descent_path_view(path).count);
    else
        DESCENT_REQUIRE(!again);
    descent_path_free(again);
    remove(file_name);
    return status;
}

descent_status descent_scenario_path_files(void)
{
    char folder[] = "/tmp/descent-XXXXXX";
    char csv[sizeof folder + 8];
    char npy[sizeof folder + 8];
    DESCENT_REQUIRE(mkdtemp(folder));
    snprintf(csv, sizeof csv, "%s/p.csv", folder);
    snprintf(npy, sizeof npy, "%s/p.npy", folder);

    descent_path *path;
    descent_status status = descent_path_new(&path, 2, NULL);
    if (status == DESCENT_SUCCESS)
        status = fill(path);
    if (status == DESCENT_SUCCESS)
        status = write_and_read(path, csv, descent_path_write_csv, descent_path_read_csv);
    if (status == DESCENT_SUCCESS)
        status = write_and_read(path, npy, descent_path_write_npy, descent_path_read_npy);
    descent_path_free(path);
    /* Also no temporary file may be left behind. */
    DESCENT_REQUIRE(rmdir(folder) == 0);
    return status;
}
