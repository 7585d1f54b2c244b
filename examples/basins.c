/*
 * Which start reaches which minimum? A coupled quartic in two variables, first with small steps, then with steps so large
 * that runs jump from one basin into another. Shows the progress if standard error is a terminal.
 */
#define _POSIX_C_SOURCE 200809L
#include <descent/basins.h>
#include <descent/descent.h>
#include <descent/sweep.h>
#include <stdio.h>
#include <unistd.h>

enum {
    columns = 256,
    rows = 256,
    shown_columns = 64,
    shown_rows = 32
};

/* L(x) = (x₁² − 1)² + (x₂² − 1)² + x₁x₂/2: four minima, the two with opposite signs are the lower ones. */
static int loss(size_t dimension, const double *x, double *value, void *context)
{
    (void)dimension;
    (void)context;
    const double a = x[0] * x[0] - 1, b = x[1] * x[1] - 1;
    *value = a * a + b * b + x[0] * x[1] / 2;
    return 0;
}

static int gradient(size_t dimension, const double *x, double *g, void *context)
{
    (void)dimension;
    (void)context;
    g[0] = 4 * x[0] * (x[0] * x[0] - 1) + x[1] / 2;
    g[1] = 4 * x[1] * (x[1] * x[1] - 1) + x[0] / 2;
    return 0;
}

/* Many points in one call: coordinate i of point j is x[i * stride + j]. */
static int gradient_batch(size_t dimension, size_t count, size_t stride, const double *x, double *g, void *context)
{
    const double *y = x + stride;
    double *h = g + stride;
    (void)dimension;
    (void)context;
    for (size_t j = 0; j < count; j++) {
        g[j] = 4 * x[j] * (x[j] * x[j] - 1) + y[j] / 2;
        h[j] = 4 * y[j] * (y[j] * y[j] - 1) + x[j] / 2;
    }
    return 0;
}

/* Returning anything but 0 would cancel the sweep. */
static int show_progress(size_t done, size_t total, void *context)
{
    (void)context;
    fprintf(stderr, "\r%3zu %%", 100 * done / total);
    if (done == total)
        fprintf(stderr, "\r     \r");
    return 0;
}

static void print_map(const descent_sweep *sweep)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    for (size_t row = 0; row < shown_rows; row++) {
        for (size_t column = 0; column < shown_columns; column++) {
            const size_t from_below = (shown_rows - 1 - row) * rows / shown_rows;
            const uint32_t label =
                descent_sweep_view_run(sweep, from_below * columns + column * columns / shown_columns).label;
            putchar(label < sizeof letters - 1 ? letters[label] : '.');
        }
        putchar('\n');
    }
}

static int map_basins(double step_size)
{
    const descent_problem problem = {
        .dimension = 2, .loss = loss, .gradient = gradient, .gradient_batch = gradient_batch};
    const descent_plane plane = {
        .left = -1.6, .right = 1.6, .bottom = -1.6, .top = 1.6, .columns = columns, .rows = rows};
    descent_sweep_options options = {0};
    descent_basin_boundary boundary;
    descent_sweep *sweep;

    if (isatty(STDERR_FILENO))
        options.progress = show_progress;
    options.threads = 2;
    if (descent_sweep_plane(&problem, descent_fixed_step(step_size), &plane, &options, &sweep) != DESCENT_SUCCESS ||
        descent_basin_boundary_measure(sweep, &boundary) != DESCENT_SUCCESS) {
        fprintf(stderr, "%s\n", descent_error_detail());
        return 1;
    }
    printf(
        "Step size %g. Each letter is a start, with x₁ from -1.6 on the left to 1.6 on the right, and x₂ from -1.6 at\n"
        "the bottom to 1.6 at the top. It names the minimum or cycle where the run from there ends. The map shows %d "
        "of\n"
        "the %d starts, so a letter that few of them have may be missing in it:\n\n",
        step_size, shown_columns * shown_rows, columns * rows);
    print_map(sweep);
    putchar('\n');
    for (uint32_t label = 0; label < descent_sweep_view(sweep).label_count && label < 6; label++) {
        const descent_attractor *reached = descent_sweep_attractor(sweep, label);
        char kind[64];
        if (reached->period > 1)
            snprintf(kind, sizeof kind, "cycle of %zu points through", (size_t)reached->period);
        else
            snprintf(kind, sizeof kind, "%s at", descent_critical_kind_string(reached->kind));
        printf("%c: %s (%.4f, %.4f), loss %.4f%s; %.1f %% of the starts end there\n", "abcdef"[label], kind,
               reached -> x[0], reached -> x[1], reached -> loss, reached -> period > 1 ? " at that point" : "",
               100 * reached->share);
    }
    if (boundary.dimension > 0) /* NaN where the map is too coarse to tell it */
        printf(
            "The boundaries between the regions have dimension %.1f: 1 is that of a smooth curve, and the more it is "
            "above 1,\n"
            "the more it is frayed.\n\n",
            boundary.dimension);
    else
        printf("This map does not tell the dimension of the boundaries between the regions: seen at half the distance "
               "they\n"
               "are frayed otherwise.\n\n");
    descent_sweep_free(sweep);
    return 0;
}

int main(void)
{
    return map_basins(0.02) | map_basins(0.235);
}
