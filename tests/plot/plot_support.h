/* What the suites of the pictures share: a place to draw into, files read back, and scripts taken apart. */
#ifndef DESCENT_TESTS_PLOT_SUPPORT_H
#define DESCENT_TESTS_PLOT_SUPPORT_H

#include "support.h"

#include <descent/descent.h>
#include <descent/plot.h>
#include <stdbool.h>

/* As descent_test_main(), but says that everything is skipped where gnuplot is not installed. */
int plot_test_main(Suite *suite);

/* A folder of this process's own, made at the first call; it goes with the process that made it. */
const char *plot_folder(void);

/* A file in that folder; the text is valid until the fourth call after. */
const char *plot_file(const char *name);

/* The whole file, closed by a NUL beyond its size, the caller's to free; NULL if it is not there. */
char *plot_read(const char *file, size_t *size);

bool plot_exists(const char *file);

/* Number of times that a text stands in another. */
size_t plot_count(const char *text, const char *part);

/* Draws, reads and frees: fails the test unless the file is there and contains the part. */
void plot_assert_contains(const char *file, const char *part);

/* The script must contain the text, or not. */
void plot_assert_script(const char *script, const char *text, bool has);

/* Left, right, bottom and top of the window of a script; fails the test where it has none. */
void plot_read_window(const char *script, double window[4]);

/*
 * Numbers of a data block of a script, `$name << EOD`, row by row; empty rows are left out. *rows receives their
 * number. The caller's to free; NULL if there is no such block.
 */
double *plot_block(const char *script, const char *name, size_t columns, size_t *rows);

/* The image of a script: the places of its columns and rows, and the cells row by row, NaN where nothing is drawn. */
typedef struct plot_image {
    size_t columns;
    size_t rows;
    double *across;
    double *up;
    double *cells;
} plot_image;

/* For plot_image_free(). */
plot_image plot_image_of(const char *script);
void plot_image_free(plot_image *image);

/* The recorded run of an engine, the caller's to free with the engine. */
descent_engine *plot_run(const descent_problem *problem, double step_size, const double *start, size_t steps);

/* One picture of a path alone (orbit, return map, convergence), or of a sweep. */
descent_status plot_path(descent_plot_kind kind, const descent_path *path, const descent_plot_view *view,
                         const char *file);
descent_status plot_sweep(descent_plot_kind kind, const descent_sweep *sweep, const descent_plot_view *view,
                          const char *file);

/* One contour picture of several paths. */
descent_status plot_paths(const descent_problem *problem, const descent_path *const *paths, size_t count,
                          const descent_plot_view *view, const char *file);

#endif
