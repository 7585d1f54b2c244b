#include "plot/plot_support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[256];
static pid_t owner;

static void remove_folder(void)
{
    if (getpid() != owner)
        return;
    DIR *entries = opendir(folder);
    const struct dirent *entry;
    while (entries && (entry = readdir(entries))) {
        char name[1024];
        snprintf(name, sizeof name, "%s/%s", folder, entry->d_name);
        unlink(name);
    }
    if (entries)
        closedir(entries);
    rmdir(folder);
}

const char *plot_folder(void)
{
    if (!folder[0]) {
        const char *base = getenv("TMPDIR");
        snprintf(folder, sizeof folder, "%.200s/descent-plot-XXXXXX", base ? base : "/tmp");
        if (!mkdtemp(folder))
            abort();
        owner = getpid();
        atexit(remove_folder);
    }
    return folder;
}

const char *plot_file(const char *name)
{
    static char names[4][512];
    static size_t next;
    char *file = names[next++ % 4];
    snprintf(file, sizeof names[0], "%s/%s", plot_folder(), name);
    return file;
}

char *plot_read(const char *file, size_t *size)
{
    FILE *stream = fopen(file, "rb");
    if (!stream)
        return NULL;
    struct stat status;
    ck_assert_int_eq(fstat(fileno(stream), &status), 0);
    char *bytes = malloc((size_t)status.st_size + 1);
    ck_assert_ptr_nonnull(bytes);
    *size = fread(bytes, 1, (size_t)status.st_size, stream);
    ck_assert_uint_eq(*size, (size_t)status.st_size);
    bytes[*size] = '\0';
    fclose(stream);
    return bytes;
}

bool plot_exists(const char *file)
{
    return access(file, F_OK) == 0;
}

size_t plot_count(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *found = strstr(text, part); found; found = strstr(found + 1, part))
        count++;
    return count;
}

void plot_assert_contains(const char *file, const char *part)
{
    size_t size;
    char *text = plot_read(file, &size);
    ck_assert_msg(text != NULL, "%s is not there", file);
    ck_assert_msg(strstr(text, part) != NULL, "%s does not contain: %s", file, part);
    free(text);
}

double *plot_block(const char *script, const char *name, size_t columns, size_t *rows)
{
    char opening[128];
    snprintf(opening, sizeof opening, "\n$%s << EOD\n", name);
    const char *line = strstr(script, opening);
    *rows = 0;
    if (!line)
        return NULL;
    line += strlen(opening);
    const char *end = strstr(line, "EOD\n");
    ck_assert_ptr_nonnull(end);
    double *numbers = malloc(((size_t)(end - line) + 1) * columns * sizeof *numbers);
    ck_assert_ptr_nonnull(numbers);
    while (line < end) {
        const char *next = strchr(line, '\n') + 1;
        for (size_t i = 0; i < columns && *line != '\n'; i++) {
            char *after;
            numbers[*rows * columns + i] = strtod(line, &after);
            ck_assert_msg(after != line, "no number in: %.40s", line);
            line = after;
            *rows += i + 1 == columns;
        }
        line = next;
    }
    return numbers;
}

static double next_number(char **at)
{
    char *const begin = *at;
    const double number = strtod(begin, at);
    ck_assert_msg(*at != begin, "no number in: %.40s", begin);
    return number;
}

plot_image plot_image_of(const char *script)
{
    static const char opening[] = "\n$image << EOD\n";
    const char *const begin = strstr(script, opening);
    ck_assert_msg(begin != NULL, "there is no image");
    char *at = (char *)begin + strlen(opening);
    plot_image image = {.columns = (size_t)next_number(&at)};
    for (const char *line = strchr(at, '\n') + 1; strncmp(line, "EOD\n", 4) != 0; line = strchr(line, '\n') + 1)
        image.rows++;
    image.across = malloc((image.columns + image.rows + image.columns * image.rows) * sizeof *image.across);
    ck_assert_ptr_nonnull(image.across);
    image.up = image.across + image.columns;
    image.cells = image.up + image.rows;
    for (size_t column = 0; column < image.columns; column++)
        image.across[column] = next_number(&at);
    for (size_t row = 0; row < image.rows; row++) {
        image.up[row] = next_number(&at);
        for (size_t column = 0; column < image.columns; column++)
            image.cells[row * image.columns + column] = next_number(&at);
        ck_assert_msg(*at == '\n', "a row that is too long: %.40s", at);
    }
    return image;
}

void plot_image_free(plot_image *image)
{
    free(image->across);
    *image = (plot_image){0};
}

descent_engine *plot_run(const descent_problem *problem, double step_size, const double *start, size_t steps)
{
    descent_engine *engine;
    assert_success(descent_engine_new(&engine, problem, descent_fixed_step(step_size), start));
    assert_success(descent_engine_record(engine, NULL));
    descent_engine_run(engine, steps); /* an explosion ends with a status, and its path is what is wanted */
    return engine;
}

void plot_assert_script(const char *script, const char *text, bool has)
{
    ck_assert_msg((strstr(script, text) != NULL) == has, "%s%s", has ? "lacks " : "has ", text);
}

void plot_read_window(const char *script, double window[4])
{
    const char *x = strstr(script, "set xrange ["), *y = strstr(script, "set yrange [");
    ck_assert(x && y);
    ck_assert_int_eq(sscanf(x, "set xrange [%lf:%lf]", &window[0], &window[1]), 2);
    ck_assert_int_eq(sscanf(y, "set yrange [%lf:%lf]", &window[2], &window[3]), 2);
}

descent_status plot_path(descent_plot_kind kind, const descent_path *path, const descent_plot_view *view,
                         const char *file)
{
    return descent_plot_draw(&(descent_picture){.kind = kind, .paths = &path, .path_count = 1, .view = view}, file);
}

descent_status plot_sweep(descent_plot_kind kind, const descent_sweep *sweep, const descent_plot_view *view,
                          const char *file)
{
    return descent_plot_draw(&(descent_picture){.kind = kind, .sweep = sweep, .view = view}, file);
}

descent_status plot_paths(const descent_problem *problem, const descent_path *const *paths, size_t count,
                          const descent_plot_view *view, const char *file)
{
    const descent_picture picture = {
        .kind = DESCENT_PLOT_CONTOUR, .problem = problem, .paths = paths, .path_count = count, .view = view};
    return descent_plot_draw(&picture, file);
}

int plot_test_main(Suite *suite)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const descent_plot_view view = {.x_high = 2, .y_high = 2, .samples = 8};
    if (descent_plot_contour(&problem, NULL, &view, plot_file("probe.png")) == DESCENT_EUNSUPPORTED) {
        printf("1..0 # SKIP %s\n", descent_error_detail());
        return 0;
    }
    return descent_test_main(suite);
}
