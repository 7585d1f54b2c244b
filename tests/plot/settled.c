/* The scale of a bifurcation is made by runs that have come to where they stay; those on their way have a colour of their own. */
#include "formulas.h"
#include "plot/plot_support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    run_count = 100,
    step_count = 2048,
    tail_length = 128
};

static descent_plot_view view;

static void set_up(void)
{
    view = (descent_plot_view){0};
}

/* The picture of runs whose step sizes go evenly from `first` to `last`. */
static char *tree_of(const descent_problem *problem, const double *start, double first, double last, size_t tail)
{
    const descent_sweep_options options = {.steps = step_count, .tail = tail, .check_count = DESCENT_SWEEP_NO_CHECKS};
    const char *file = plot_file("settled.gp");
    double sizes[run_count];
    size_t size;
    for (size_t i = 0; i < run_count; i++)
        sizes[i] = first + (last - first) * (double)i / (run_count - 1);
    descent_sweep *sweep;
    assert_success(descent_sweep_step_sizes(problem, start, sizes, run_count, &options, &sweep));
    assert_success(plot_sweep(DESCENT_PLOT_BIFURCATION, sweep, &view, file));
    descent_sweep_free(sweep);
    char *script = plot_read(file, &size);
    ck_assert_ptr_nonnull(script);
    return script;
}

/* The drawn cells: in which columns, in parts of the width, and rows, in parts of the height, and whether a run on its way is there. */
typedef void cell_function(double across, double up, bool on_way, void *context);

static void for_each_cell(const char *script, cell_function *function, void *context)
{
    plot_image image = plot_image_of(script);
    for (size_t row = 0; row < image.rows; row++)
        for (size_t column = 0; column < image.columns; column++) {
            const double value = image.cells[row * image.columns + column];
            if (!isnan(value))
                function(((double)column + 0.5) / (double)image.columns, ((double)row + 0.5) / (double)image.rows,
                         value > 1, context);
        }
    plot_image_free(&image);
}

LOSS_BY_FORMULA(parabola, x[0] * x[0], 2 * x[0])

typedef struct bowl_cells {
    double first, last, window[4];
    size_t on_way;
    double leftmost, rightmost; /* of the cells of runs on their way */
} bowl_cells;

/* From 1, x is (1 − 2η)^k after k steps. */
static void check_bowl(double across, double up, bool on_way, void *context)
{
    bowl_cells *const cells = context;
    const double height = cells->window[2] + (cells->window[3] - cells->window[2]) * up;
    const double cell = (cells->window[3] - cells->window[2]) / 100, size = (cells->last - cells->first) / run_count;
    const double step = cells->first + (cells->last - cells->first) * across;
    /* The largest of the last points, of runs as far as half the way to the next. */
    const double reached = pow(1 - 2 * fmax(step - size, cells->first), step_count - tail_length);
    ck_assert_double_le(fabs(height), reached + cell);
    if (!on_way)
        return;
    cells->on_way++;
    cells->leftmost = fmin(cells->leftmost, across);
    cells->rightmost = fmax(cells->rightmost, across);
}

/*
 * With η from 0.0005 on (0.999^2048 = 0.13) the slowest run of a hundred is on its way, and the next, with 0.005, is at 1e−9: all others are
 * a line at 0, beside which as much is shown as the way from the start was long.
 */
START_TEST(a_run_on_its_way_does_not_make_the_scale)
{
    const descent_problem problem = {.dimension = 1, .loss = parabola_loss, .gradient = parabola_slope};
    const double start = 1;
    bowl_cells cells = {.first = 0.0005, .last = 0.45, .leftmost = 1};
    char *const script = tree_of(&problem, &start, cells.first, cells.last, tail_length);
    plot_read_window(script, cells.window);
    ck_assert_double_eq_tol(cells.window[2], -1.1, 1e-6); /* with a margin of a twentieth of the height */
    ck_assert_double_eq_tol(cells.window[3], 1.1, 1e-6);
    for_each_cell(script, check_bowl, &cells);
    ck_assert_uint_gt(cells.on_way, 0);
    ck_assert_double_lt(cells.rightmost, 1.0 / run_count);
    plot_assert_script(script, "'of those not seen to settle (approaching)'", true);
    plot_assert_script(script, "beyond this window", false);
    free(script);
}
END_TEST

/* From 0.01 on, 0.98^2048 = 1e−18: there is nothing to tell apart. */
START_TEST(settled_runs_alone_have_one_colour)
{
    const descent_problem problem = {.dimension = 1, .loss = parabola_loss, .gradient = parabola_slope};
    const double start = 1;
    bowl_cells cells = {.first = 0.01, .last = 0.45};
    char *const script = tree_of(&problem, &start, cells.first, cells.last, tail_length);
    plot_read_window(script, cells.window);
    for_each_cell(script, check_bowl, &cells);
    ck_assert_uint_eq(cells.on_way, 0);
    plot_assert_script(script, "not seen to settle", false);
    free(script);
}
END_TEST

/* Up to 0.0001, 0.9998^2048 = 0.66: where no run has come anywhere, all of them make the scale. */
START_TEST(runs_on_their_way_make_the_scale_where_no_other_does)
{
    const descent_problem problem = {.dimension = 1, .loss = parabola_loss, .gradient = parabola_slope};
    const double start = 1;
    bowl_cells cells = {.first = 0.00005, .last = 0.0001, .leftmost = 1};
    char *const script = tree_of(&problem, &start, cells.first, cells.last, tail_length);
    plot_read_window(script, cells.window);
    ck_assert_double_gt(cells.window[2], 0.6);
    ck_assert_double_lt(cells.window[3], 0.9);
    for_each_cell(script, check_bowl, &cells);
    ck_assert_double_lt(cells.leftmost, 0.02);
    ck_assert_double_gt(cells.rightmost, 0.98);
    free(script);
}
END_TEST

LOSS_BY_FORMULA(road, hypot(1, x[0] - 2), (x[0] - 2) / hypot(1, x[0] - 2))

typedef struct reach {
    double low, high; /* in parts of the height */
} reach;

static void widen(double across, double up, bool on_way, void *context)
{
    (void)across, (void)on_way;
    reach *const reached = context;
    reached->low = fmin(reached->low, up);
    reached->high = fmax(reached->high, up);
}

/*
 * From 1800 with steps of nearly 1 the runs come to 2 after some 1800 of 2048 steps: the last 512 points go through hundreds, and end at a
 * place that is nearer to 0 than these are apart. It is not 0.
 */
START_TEST(a_run_that_comes_from_afar_does_not_end_at_zero)
{
    const descent_problem problem = {.dimension = 1, .loss = road_loss, .gradient = road_slope};
    const double start = 1800;
    reach reached = {1, 0};
    view.y_low = -2;
    view.y_high = 4;
    char *const script = tree_of(&problem, &start, 0.95, 0.99, 512);
    for_each_cell(script, widen, &reached);
    ck_assert_double_gt(reached.low, 0.6); /* 2 is at two thirds of the height, and 0 at one */
    ck_assert_double_ge(reached.high, reached.low);
    free(script);
}
END_TEST

LOSS_BY_FORMULA(pole, (x[0] + 3) + 1 / (x[0] + 3), 1 - 1 / ((x[0] + 3) * (x[0] + 3)))

/*
 * Runs of (x + 3) + 1/(x + 3) that end around −2 double from 1 on, and are flung ever farther from about 2 on. A logarithm knows of nothing but 0, and
 * some values are below. The tree, over about 1 up and down at η = 1.5, is no less than a fiftieth of the height, and no more than a quarter is left out.
 */
START_TEST(far_points_are_left_out_until_the_tree_is_seen)
{
    const descent_problem problem = {.dimension = 1, .loss = pole_loss, .gradient = pole_slope};
    const double start = -2.5;
    double window[4];
    char *const script = tree_of(&problem, &start, 0.1, 2.4, tail_length);
    plot_read_window(script, window);
    size_t beyond = 0;
    for (size_t i = 0; i < run_count; i++) {
        const double step = 0.1 + 2.3 * (double)i / (run_count - 1);
        double x = start;
        for (size_t k = 0; k <= step_count; k++) {
            beyond += k > step_count - tail_length && !(x >= window[2] && x <= window[3]);
            x -= step * (1 - 1 / ((x + 3) * (x + 3)));
        }
    }
    ck_assert_uint_gt(beyond, 0);
    ck_assert_double_lt((double)beyond, 0.25 * run_count * tail_length);
    ck_assert_double_lt(window[3] - window[2], 50);
    ck_assert_double_gt(window[3] - window[2], 5);
    plot_assert_script(script, "of them are beyond this window", true);
    free(script);
}
END_TEST

int main(void)
{
    Suite *const suite = suite_create("plot_settled");
    TCase *const tcase = tcase_create("settled");
    tcase_add_checked_fixture(tcase, set_up, NULL);
    tcase_add_test(tcase, a_run_on_its_way_does_not_make_the_scale);
    tcase_add_test(tcase, settled_runs_alone_have_one_colour);
    tcase_add_test(tcase, runs_on_their_way_make_the_scale_where_no_other_does);
    tcase_add_test(tcase, a_run_that_comes_from_afar_does_not_end_at_zero);
    tcase_add_test(tcase, far_points_are_left_out_until_the_tree_is_seen);
    suite_add_tcase(suite, tcase);
    return plot_test_main(suite);
}
