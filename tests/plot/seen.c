/* What a picture lets see: rounding is not drawn as a direction, what is off the plane is said to be, and few far points hide no others. */
#include "formulas.h"
#include "plot/plot_support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static descent_plot_view view;

static void set_up(void)
{
    view = (descent_plot_view){0};
}

static char *script_of(const descent_picture *picture)
{
    size_t size;
    const char *file = plot_file("seen.gp");
    assert_success(descent_plot_draw(picture, file));
    char *script = plot_read(file, &size);
    ck_assert_ptr_nonnull(script);
    return script;
}

static char *contour_of(const descent_problem *problem, const descent_path *path)
{
    const descent_picture picture = {
        .kind = DESCENT_PLOT_CONTOUR, .problem = problem, .paths = &path, .path_count = 1, .view = &view};
    return script_of(&picture);
}

static char *sweep_of(const descent_sweep *sweep)
{
    const descent_picture picture = {.kind = DESCENT_PLOT_BIFURCATION, .sweep = sweep, .view = &view};
    return script_of(&picture);
}

/* Points along (1, 2, 3), as x² + y² + z² has them, each turned over and a bit farther; and with a bend of so much to the side. */
static descent_path *line_in_space(double bend)
{
    descent_path *path;
    assert_success(descent_path_new(&path, 3, NULL));
    for (int i = 0; i <= 20; i++) {
        const double far = pow(-1.2, i);
        const double x[3] = {far * 1.0 + bend * far * far, far * 2.0, far * 3.0};
        assert_success(descent_path_append(path, x, NAN, NULL));
    }
    return path;
}

START_TEST(a_straight_path_has_no_second_component)
{
    view.plane = DESCENT_PLOT_PLANE_PRINCIPAL;
    for (int i = 0; i < 2; i++) {
        const bool bent = i == 1;
        double window[4];
        descent_path *const path = line_in_space(bent ? 1e-3 : 0);
        char *const script = contour_of(NULL, path);
        plot_read_window(script, window);
        /* Not of the height of rounding, 1e-15. */
        ck_assert_double_gt(window[3] - window[2], bent ? 0.1 : 0.1 * (window[1] - window[0]));
        plot_assert_script(script, "'along the path'", !bent);
        plot_assert_script(script, "'across the path, toward x₁'", !bent); /* of (1, 2, 3) the first is the least */
        plot_assert_script(script, "principal component 2 (< 1 %)", bent);
        plot_assert_script(script, "principal component 1 (> 99 %)", bent);
        free(script);
        descent_path_free(path);
    }
}
END_TEST

/* Along z it grows by −1.5 in each of 400 steps, to 10⁷⁰, while x and y shrink: near that end there are no places for the beginning. */
START_TEST(the_plane_of_an_explosion_is_that_of_its_beginning)
{
    descent_path *path;
    double points[400][3], window[4];
    assert_success(descent_path_new(&path, 3, NULL));
    for (int i = 0; i < 400; i++) {
        points[i][0] = 2 * pow(0.5, i);
        points[i][1] = -1 * pow(0.3, i);
        points[i][2] = 0.5 * pow(-1.5, i);
        assert_success(descent_path_append(path, points[i], NAN, NULL));
    }
    view.plane = DESCENT_PLOT_PLANE_PRINCIPAL;
    char *const script = contour_of(NULL, path);
    plot_read_window(script, window);
    ck_assert_double_lt(fmax(window[1] - window[0], window[3] - window[2]), 20);
    size_t rows;
    double *const dots = plot_block(script, "dots0", 2, &rows);
    ck_assert_ptr_nonnull(dots);
    ck_assert_uint_ge(rows, 3);
    const double way =
        hypot(hypot(points[1][0] - points[0][0], points[1][1] - points[0][1]), points[1][2] - points[0][2]);
    const double drawn = hypot(dots[2] - dots[0], dots[3] - dots[1]);
    ck_assert_double_le(drawn, way * (1 + 1e-9));
    ck_assert_double_ge(drawn, way / 2);
    free(dots);
    free(script);
    descent_path_free(path);
}
END_TEST

static int squares(size_t n, const double *x, double *loss, void *context)
{
    (void)context;
    *loss = 0;
    for (size_t i = 0; i < n; i++)
        *loss += x[i] * x[i];
    return 0;
}

static int squares_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = 2 * x[i];
    return 0;
}

/* The plane of x and y through the last point has z = 3·0.8^k: after 5 steps 0.98, of a way of 2; after 30 steps 0.004. */
START_TEST(a_point_off_the_plane_is_said_to_be)
{
    const descent_problem problem = {.dimension = 3, .loss = squares, .gradient = squares_gradient};
    for (int i = 0; i < 2; i++) {
        const bool off = i == 0;
        descent_engine *const engine = plot_run(&problem, 0.1, (const double[]){1, 2, 3}, off ? 5 : 30);
        char *const script = contour_of(&problem, descent_engine_path(engine));
        size_t rows;
        plot_assert_script(script, "'minimum, off this plane'", off);
        plot_assert_script(script, "'minimum'", !off);
        double *const place = plot_block(script, off ? "kind4" : "kind0", 2, &rows);
        ck_assert_ptr_nonnull(place);
        ck_assert_uint_eq(rows, 1);
        ck_assert_double_le(hypot(place[0], place[1]), 1e-9);
        free(place);
        free(script);
        descent_engine_free(engine);
    }
}
END_TEST

/* x − log x moved to the left by the context: the map x + η (1/x − 1) flings x to ever larger values, up to thousands near η = 4. */
static int fling(size_t n, const double *x, double *loss, void *context)
{
    (void)n;
    const double moved = x[0] + *(const double *)context;
    *loss = moved > 0 ? moved - log(moved) : NAN;
    return 0;
}

static int fling_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    gradient[0] = 1 - 1 / (x[0] + *(const double *)context);
    return 0;
}

/* Share of the tails' points that lie above, of runs that stay. */
static double share_above(const descent_sweep *sweep, double top)
{
    size_t all = 0, above = 0;
    for (size_t run = 0; run < descent_sweep_view(sweep).count; run++) {
        const descent_sweep_result result = descent_sweep_view_run(sweep, run);
        const descent_ending ending = descent_sweep_ending(sweep, run);
        if (ending == DESCENT_ENDING_DIVERGING || ending == DESCENT_ENDING_UNBOUNDED ||
            ending == DESCENT_ENDING_NONFINITE)
            continue;
        for (size_t i = 0; i < result.tail_count; i++) {
            all++;
            above += result.tail[i] > top;
        }
    }
    return (double)above / (double)all;
}

static descent_sweep *flung(double *shift)
{
    enum {
        runs = 200
    };
    const descent_problem problem = {.dimension = 1, .loss = fling, .gradient = fling_gradient, .context = shift};
    const descent_sweep_options options = {.tail = 128};
    double sizes[runs];
    const double start = 0.5 - *shift;
    for (size_t i = 0; i < runs; i++)
        sizes[i] = 0.1 + 3.9 * (double)i / (runs - 1);
    descent_sweep *sweep;
    assert_success(descent_sweep_step_sizes(&problem, &start, sizes, runs, &options, &sweep));
    return sweep;
}

/* All values are positive: a logarithmic scale shows each, from below 0.1 to above 100. */
START_TEST(few_far_points_have_a_logarithmic_scale)
{
    double shift = 0, window[4];
    descent_sweep *const sweep = flung(&shift);
    ck_assert_double_gt(share_above(sweep, 100), 0);
    char *const script = sweep_of(sweep);
    plot_read_window(script, window);
    ck_assert_double_lt(window[2], -1);
    ck_assert_double_gt(window[3], 2);
    plot_assert_script(script, "on a logarithmic scale", true);
    plot_assert_script(script, "beyond this window", false);
    free(script);
    descent_sweep_free(sweep);
}
END_TEST

LOSS_BY_FORMULA(pole, x[0] + 1 / x[0], 1 - 1 / (x[0] * x[0]))

/*
 * Of x + 1/x runs from 2 double at 1. The least of x − η + η/x² is below 0 from η = √6.75 = 2.598 on, and from near 0 the next point
 * is far up: the scale is one of powers, from below 0.5, where the tree is, to beyond 1000.
 */
START_TEST(few_points_below_zero_do_not_forbid_a_logarithmic_scale)
{
    const descent_problem problem = {.dimension = 1, .loss = pole_loss, .gradient = pole_slope};
    const descent_sweep_options options = {.tail = 128, .check_count = DESCENT_SWEEP_NO_CHECKS};
    double sizes[200], window[4], start = 2;
    for (size_t i = 0; i < 200; i++)
        sizes[i] = 0.5 + 3.5 * (double)i / 199;
    descent_sweep *sweep;
    assert_success(descent_sweep_step_sizes(&problem, &start, sizes, 200, &options, &sweep));
    const double below = 1 - share_above(sweep, 0);
    ck_assert_double_gt(below, 0);
    char *const script = sweep_of(sweep);
    plot_read_window(script, window);
    ck_assert_double_lt(window[2], log10(0.5));
    ck_assert_double_gt(window[3], 3);
    ck_assert_double_lt(window[3] - window[2], 20);
    plot_assert_script(script, "on a logarithmic scale", true);
    plot_assert_script(script, "beyond this window", true);
    free(script);
    descent_sweep_free(sweep);
}
END_TEST

/* With values of either sign there is none; most are within [−3, 10], and what is left out is said. */
START_TEST(few_far_points_are_left_out_and_said)
{
    double shift = 3, window[4];
    descent_sweep *const sweep = flung(&shift);
    char *script = sweep_of(sweep);
    plot_read_window(script, window);
    ck_assert_double_gt(window[3], 5);
    ck_assert_double_lt(window[3], 100);
    plot_assert_script(script, "on a logarithmic scale", false);
    const char *const said = strstr(script, "200 runs; ");
    ck_assert_ptr_nonnull(said);
    ck_assert_double_eq_tol(strtod(said + strlen("200 runs; "), NULL) / 100, share_above(sweep, window[3]), 0.001);
    free(script);
    /* A window that is asked for is that. */
    view.y_low = -5;
    view.y_high = 5000;
    script = sweep_of(sweep);
    plot_read_window(script, window);
    ck_assert_double_eq(window[3], 5000);
    plot_assert_script(script, "beyond this window", false);
    free(script);
    descent_sweep_free(sweep);
}
END_TEST

/* Distances from (place, 0), squared: as they are, or multiplied out. */
static int far_bowl(size_t n, const double *x, double *loss, void *context)
{
    (void)n;
    const double place = *(const double *)context;
    *loss = (x[0] - place) * (x[0] - place) + x[1] * x[1];
    return 0;
}

static int far_bowl_in_parts(size_t n, const double *x, double *loss, void *context)
{
    (void)n;
    const double place = *(const double *)context;
    *loss = x[0] * x[0] - 2 * place * x[0] + x[1] * x[1];
    return 0;
}

static int far_bowl_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    gradient[0] = 2 * (x[0] - *(const double *)context);
    gradient[1] = 2 * x[1];
    return 0;
}

/* Where a bowl is, how long the way to its bottom is, and whether the loss of that way is more than rounding. */
static const struct {
    double place, way;
    bool in_parts, seen;
} far_ways[] = {
    {1e8, 1, false, true},     {-1e8, 1, false, true}, {1e6, 1e-2, false, true}, {0, 1e-8, false, true},
    {1e8, 0, false, false},    {1, 4e-9, true, false}, {1, 4e-9, false, true}, /* 1 + 1.6e-17 is 1 */
    {1e8, 1e-2, false, false},                                                 /* twelve digits would not draw it */
};

/* The window goes by the way of the run, also far from 0, unless it would show rounding. */
START_TEST(a_way_far_from_zero_fills_its_window)
{
    double place = far_ways[_i].place, window[4];
    const double way = far_ways[_i].way;
    const descent_problem problem = {.dimension = 2,
                                     .loss = far_ways[_i].in_parts ? far_bowl_in_parts : far_bowl,
                                     .gradient = far_bowl_gradient,
                                     .context = &place};
    descent_engine *const engine = plot_run(&problem, 0.1, (const double[]){place + way, way}, 64);
    char *const script = contour_of(&problem, descent_engine_path(engine));
    plot_read_window(script, window);
    ck_assert_double_le(window[0], place);
    ck_assert_double_ge(window[1], place + way);
    if (far_ways[_i].seen)
        ck_assert_double_lt(window[1] - window[0], 3 * way);
    else
        ck_assert_double_ge(window[1] - window[0], 1);
    free(script);
    descent_engine_free(engine);
}
END_TEST

LOSS_BY_FORMULA(waves, cos(x[0]), -sin(x[0]))

/*
 * From 1 the map x + η sin x stays in [0, 2π] up to η = 4.6033; beyond, runs wander off without end. Of these there are less than a
 * quarter, but more than a tenth of all points is far: on at least a twentieth of the height is the tree.
 */
START_TEST(runs_that_wander_off_do_not_flatten_the_rest)
{
    enum {
        runs = 200
    };
    static const double round = 6.283185307179586;
    const descent_problem problem = {.dimension = 1, .loss = waves_loss, .gradient = waves_slope};
    const descent_sweep_options options = {.tail = 128};
    double sizes[runs], window[4], start = 1;
    for (size_t i = 0; i < runs; i++)
        sizes[i] = 0.5 + 5.3 * (double)i / (runs - 1);
    descent_sweep *sweep;
    assert_success(descent_sweep_step_sizes(&problem, &start, sizes, runs, &options, &sweep));
    char *const script = sweep_of(sweep);
    plot_read_window(script, window);
    ck_assert_double_lt(window[2], 1);
    ck_assert_double_gt(window[3], 6);
    ck_assert_double_lt(window[3] - window[2], 1.1 * 20 * round); /* with a margin of a twentieth on each side */
    plot_assert_script(script, "of them are beyond this window", true);
    free(script);
    descent_sweep_free(sweep);
}
END_TEST

LOSS_BY_FORMULA(basin, x[0] * x[0], 2 * x[0])
LOSS_BY_FORMULA(rounded, (x[0] + 1) * (x[0] + 1) - 2 * x[0], 2 * (x[0] + 1) - 2)
LOSS_BY_FORMULA(minute, 1e12 * pow(x[0], 4) - x[0] * x[0], 4e12 * pow(x[0], 3) - 2 * x[0])
LOSS_BY_FORMULA(drifting, x[0] * x[0] + ((const descent_parameter *)context)->value * x[0],
                2 * x[0] + ((const descent_parameter *)context)->value)

/* The rows of the image in which anything is drawn. */
static size_t rows_drawn(const char *script)
{
    size_t rows = 0;
    plot_image image = plot_image_of(script);
    for (size_t row = 0; row < image.rows; row++) {
        bool drawn = false;
        for (size_t column = 0; column < image.columns; column++)
            drawn = drawn || !isnan(image.cells[row * image.columns + column]);
        rows += drawn;
    }
    plot_image_free(&image);
    return rows;
}

/* Step sizes from `first` to `last`, of fixed steps from a start. */
static descent_sweep *steps_of(const descent_problem *problem, double start, double first, double last)
{
    enum {
        runs = 100
    };
    const descent_sweep_options options = {.tail = 128, .check_count = DESCENT_SWEEP_NO_CHECKS};
    double sizes[runs];
    for (size_t i = 0; i < runs; i++)
        sizes[i] = first + (last - first) * (double)i / (runs - 1);
    descent_sweep *sweep;
    assert_success(descent_sweep_step_sizes(problem, &start, sizes, runs, &options, &sweep));
    return sweep;
}

/* After 2048 steps x is (1 − 2η)^2048 of the start, at most 1e−9 of it, or what rounding makes of the slope: one line at 0. */
START_TEST(runs_that_come_to_zero_are_a_line_there)
{
    static const struct {
        descent_loss_function *loss;
        descent_gradient_function *gradient;
        double start, first, last;
    } cases[] = {{basin_loss, basin_slope, 1, 0.1, 0.9},
                 {basin_loss, basin_slope, -1e6, 0.01, 0.49},
                 {basin_loss, basin_slope, 1e-9, 0.1, 0.995},
                 {rounded_loss, rounded_slope, 1, 0.1, 0.9}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const descent_problem problem = {.dimension = 1, .loss = cases[i].loss, .gradient = cases[i].gradient};
        double window[4];
        descent_sweep *const sweep = steps_of(&problem, cases[i].start, cases[i].first, cases[i].last);
        char *const script = sweep_of(sweep);
        plot_read_window(script, window);
        ck_assert_double_lt(window[2], -1e-9 * fabs(cases[i].start));
        ck_assert_double_gt(window[3], 1e-9 * fabs(cases[i].start));
        ck_assert_uint_eq(rows_drawn(script), 1);
        plot_assert_script(script, "beyond this window", false);
        plot_assert_script(script, "on a logarithmic scale", false);
        free(script);
        descent_sweep_free(sweep);
    }
}
END_TEST

/* Beyond 1 runs of x² leave, and right below they are still on their way: a hundredth of them do not make the rest of the picture. */
START_TEST(a_bowl_is_a_line_up_to_its_step_limit)
{
    const descent_problem problem = {.dimension = 1, .loss = basin_loss, .gradient = basin_slope};
    double window[4];
    descent_sweep *const sweep = steps_of(&problem, 1, 0.1, 1.2);
    char *const script = sweep_of(sweep);
    plot_read_window(script, window);
    ck_assert_double_lt(window[2], -1e-6);
    ck_assert_double_gt(window[3], 1e-6);
    free(script);
    descent_sweep_free(sweep);
}
END_TEST

/* Of 1e12 x⁴ − x² the minima are at ±7.1e−7; up to η = 1 runs stay within ±1e−6, the extremes of their map x + 2ηx − 4e12 ηx³. */
START_TEST(small_cycles_fill_their_window)
{
    const descent_problem problem = {.dimension = 1, .loss = minute_loss, .gradient = minute_slope};
    double window[4];
    descent_sweep *const sweep = steps_of(&problem, 1e-7, 0.1, 1);
    char *const script = sweep_of(sweep);
    plot_read_window(script, window);
    ck_assert_double_lt(window[2], -0.7e-6);
    ck_assert_double_gt(window[3], 0.7e-6);
    ck_assert_double_lt(window[3] - window[2], 2.6e-6);
    free(script);
    descent_sweep_free(sweep);
}
END_TEST

/* The minimum of x² + p x is at −p/2: from 0 to −0.005, a hundred thousand times nearer to 0 than the start is. */
START_TEST(a_small_drift_fills_its_window)
{
    enum {
        runs = 50
    };
    double values[runs], window[4];
    const double start = 1000;
    for (size_t i = 0; i < runs; i++)
        values[i] = 0.01 * (double)i / (runs - 1);
    const descent_problem problem = {.dimension = 1, .loss = drifting_loss, .gradient = drifting_slope};
    const descent_sweep_options options = {.tail = 128};
    descent_sweep *sweep;
    assert_success(descent_sweep_parameters(&problem, descent_fixed_step(0.1), &start, values, runs, &options, &sweep));
    char *const script = sweep_of(sweep);
    plot_read_window(script, window);
    ck_assert_double_eq_tol(window[2], -0.00525, 1e-9);
    ck_assert_double_eq_tol(window[3], 0.00025, 1e-9);
    ck_assert_uint_ge(rows_drawn(script), runs);
    free(script);
    descent_sweep_free(sweep);
}
END_TEST

/* Runs of the notebook that rest for most step sizes and swing for the rest: nothing is far off. */
START_TEST(an_even_bifurcation_is_shown_whole)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const descent_sweep_options options = {.tail = 64};
    double sizes[60], window[4];
    for (size_t i = 0; i < 60; i++)
        sizes[i] = i < 54 ? 0.1 + 0.005 * (double)i : 0.9 + 0.01 * (double)(i - 54);
    descent_sweep *sweep;
    assert_success(descent_sweep_step_sizes(&problem, (const double[]){4, 1.25}, sizes, 60, &options, &sweep));
    view.x_variable = 2;
    char *const script = sweep_of(sweep);
    plot_read_window(script, window);
    /* At rest at 1 + 1/√2, and chaos over most of [0, 2]. */
    ck_assert_double_lt(window[2], 0.3);
    ck_assert_double_gt(window[3], 1.9);
    plot_assert_script(script, "beyond this window", false);
    plot_assert_script(script, "on a logarithmic scale", false);
    free(script);
    descent_sweep_free(sweep);
}
END_TEST

START_TEST(an_orbit_says_which_steps_it_shows)
{
    static const struct {
        size_t steps;
        double low, high;
        const char *title;
    } cases[] = {{20, 0, 0, "'all 20 steps'"},           {1, 0, 0, "'all 1 step'"},
                 {300, 0, 0, "'the last 128 steps'"},    {300, 5, 15, "'steps 5 to 15'"},
                 {300, 290, 400, "'the last 10 steps'"}, {300, -1, 300, "'all 300 steps'"}};
    const descent_problem problem = {.dimension = 3, .loss = squares, .gradient = squares_gradient};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        descent_engine *const engine = plot_run(&problem, 0.01, (const double[]){1, 2, 3}, cases[i].steps);
        const descent_path *const path = descent_engine_path(engine);
        view = (descent_plot_view){.x_low = cases[i].low, .x_high = cases[i].high};
        const descent_picture picture = {.kind = DESCENT_PLOT_ORBIT, .paths = &path, .path_count = 1, .view = &view};
        char *const script = script_of(&picture);
        plot_assert_script(script, cases[i].title, true);
        free(script);
        descent_engine_free(engine);
    }
}
END_TEST

/* x is multiplied by −1.2 in each step: of 60 steps most are far out of a window that shows the first, and at 0.8 none. */
START_TEST(a_return_map_says_how_many_steps_it_shows)
{
    const descent_problem problem = {.dimension = 1, .loss = squares, .gradient = squares_gradient};
    for (int i = 0; i < 2; i++) {
        const bool grows = i == 0;
        descent_engine *const engine = plot_run(&problem, grows ? 1.1 : 0.9, (const double[]){1}, 60);
        const descent_path *const path = descent_engine_path(engine);
        const descent_picture picture = {
            .kind = DESCENT_PLOT_RETURN_MAP, .paths = &path, .path_count = 1, .view = &view};
        char *const script = script_of(&picture);
        double window[4];
        plot_read_window(script, window);
        size_t inside = 0;
        for (int k = 0; k < 60; k++) {
            const double x = pow(grows ? -1.2 : -0.8, k), next = x * (grows ? -1.2 : -0.8);
            inside += x >= window[0] && x <= window[1] && next >= window[2] && next <= window[3];
        }
        char title[64];
        snprintf(title, sizeof title, "'return map, with %zu of 60 steps in this window'", inside);
        plot_assert_script(script, grows ? title : "'return map'", true);
        ck_assert(grows == (inside < 60));
        free(script);
        descent_engine_free(engine);
    }
}
END_TEST

/*
 * From (1, y) with the step size 0.1, x is multiplied by 0.8 and y by 1.2: from 10⁻⁹ it comes to 1.2·10⁻⁴ in 64 steps, where the loss
 * is negative and that of no sample is; from 0.02 to 0.74 in 20.
 */
START_TEST(a_stretched_axis_says_so)
{
    const descent_problem problem = {.dimension = 2, .loss = saddle_loss, .gradient = saddle_gradient};
    for (int i = 0; i < 2; i++) {
        const bool thin = i == 0;
        const double start[] = {1, thin ? 1e-9 : 0.02};
        descent_engine *const engine = plot_run(&problem, 0.1, start, thin ? 64 : 20);
        char *const script = contour_of(&problem, descent_engine_path(engine));
        const char *const said = strstr(script, "x₂ (stretched about ");
        ck_assert((said != NULL) == thin);
        plot_assert_script(script, "'less'", thin);
        if (thin) {
            /* As high as y goes, beside how far x does; axes and margins are of no more account than a third. */
            const double times = strtod(said + strlen("x₂ (stretched about "), NULL), ratio = 1 / (1e-9 * pow(1.2, 64));
            ck_assert_double_ge(times, ratio / 1.5);
            ck_assert_double_le(times, ratio * 1.1);
        }
        free(script);
        descent_engine_free(engine);
    }
}
END_TEST

/* From (1, 0.001) the path leaves upward at y = 116, of which the window has its first steps; it lingers near the saddle at (0, 0) on the
 * way. A surface stretches its axes as a contour does, and says so, where it must. */
START_TEST(a_saddle_that_is_lingered_near_is_in_sight)
{
    const descent_problem saddle = {.dimension = 2, .loss = saddle_loss, .gradient = saddle_gradient};
    const descent_problem notebook = descent_test_landscape("notebook", 0);
    for (int i = 0; i < 3; i++) {
        const bool thin = i < 2;
        const double thin_start[] = {1, 0.001}, wide_start[] = {4, 1.0001};
        const descent_problem *const problem = thin ? &saddle : &notebook;
        descent_engine *const engine = plot_run(problem, 0.1, thin ? thin_start : wide_start, 64);
        const descent_path *const path = descent_engine_path(engine);
        const descent_picture picture = {.kind = i == 0 ? DESCENT_PLOT_CONTOUR : DESCENT_PLOT_SURFACE,
                                         .problem = problem,
                                         .paths = &path,
                                         .path_count = 1,
                                         .view = &view};
        char *const script = script_of(&picture);
        double window[4];
        plot_assert_script(script, "stretched", thin);
        if (thin) {
            plot_read_window(script, window);
            ck_assert(window[0] < 0 && window[1] >= 1 && window[2] < 0 && window[3] > 0.001);
            ck_assert_double_lt(window[3], 1); /* and the window is still that of the first steps */
            plot_assert_script(script, "saddle", true);
        }
        free(script);
        descent_engine_free(engine);
    }
}
END_TEST

static int ring(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    const double beyond = x[0] * x[0] + x[1] * x[1] - 1;
    *loss = beyond * beyond;
    return 0;
}

static int ring_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    const double beyond = x[0] * x[0] + x[1] * x[1] - 1;
    for (size_t i = 0; i < n; i++)
        gradient[i] = 4 * beyond * x[i];
    return 0;
}

/* The window grows when the legend has its room, and the maximum at 0 comes into it; of the ring's points, no two are in a clump, and
 * that of the run is among them. */
START_TEST(the_legend_names_what_is_marked)
{
    const descent_problem problem = {.dimension = 2, .loss = ring, .gradient = ring_gradient};
    descent_engine *const engine = plot_run(&problem, 0.05, (const double[]){2, 0.3}, 64);
    char *const script = contour_of(&problem, descent_engine_path(engine));
    static const char *const blocks[] = {"kind0", "kind1", "kind2", "kind3"};
    static const char *const names[] = {"'minimum'", "'saddle'", "'maximum'", "'point in a valley'"};
    size_t rows;
    for (size_t k = 0; k < 4; k++) {
        double *const marked = plot_block(script, blocks[k], 2, &rows);
        plot_assert_script(script, names[k], marked != NULL);
        ck_assert((marked != NULL) == (k > 1));
        free(marked);
    }
    double *const valley = plot_block(script, "kind3", 2, &rows);
    const double extent = 2 - 0.76; /* the run goes from 2 to there and back to the ring */
    const double length = hypot(2, 0.3);
    double nearest = INFINITY;
    for (size_t i = 0; i < rows; i++) {
        nearest = fmin(nearest, hypot(valley[2 * i] - 2 / length, valley[2 * i + 1] - 0.3 / length));
        for (size_t k = 0; k < i; k++)
            ck_assert_double_gt(hypot(valley[2 * i] - valley[2 * k], valley[2 * i + 1] - valley[2 * k + 1]),
                                0.05 * extent);
    }
    ck_assert_uint_gt(rows, 1);
    ck_assert_double_le(nearest, 1e-4);
    free(valley);
    free(script);
    descent_engine_free(engine);
}
END_TEST

/* Hollows near the corners of the box, whose rims rise before them; and a pot of steep sides. */
static int double_wells(size_t n, const double *x, double *loss, void *context)
{
    (void)n;
    (void)context;
    *loss = pow(x[0] * x[0] - 1, 2) / 4 + pow(x[1] * x[1] - 1, 2) / 4;
    return 0;
}

static int round_pot(size_t n, const double *x, double *loss, void *context)
{
    (void)n;
    (void)context;
    *loss = pow(x[0] * x[0] + x[1] * x[1], 3);
    return 0;
}

/* How a surface is looked at, as its script has it: gnuplot turns the plane, and then tilts it. */
typedef struct look {
    double pitch, yaw, height, low, high;
} look;

static look look_of(const descent_problem *problem, const descent_path *path)
{
    look seen;
    double scale;
    const descent_picture picture = {.kind = DESCENT_PLOT_SURFACE,
                                     .problem = problem,
                                     .paths = path ? &path : NULL,
                                     .path_count = path != NULL,
                                     .view = &view};
    char *const script = script_of(&picture);
    const char *const angles = strstr(script, "set view "), *const range = strstr(script, "set zrange [");
    ck_assert(angles && range);
    ck_assert_int_eq(sscanf(angles, "set view %lf,%lf,%lf,%lf", &seen.pitch, &seen.yaw, &scale, &seen.height), 4);
    ck_assert_int_eq(sscanf(range, "set zrange [%lf:%lf]", &seen.low, &seen.high), 2);
    free(script);
    return seen;
}

/* In the window, a square, does the loss rise on the way to the viewer as high as the line from there to the eye? */
static bool hides(const descent_problem *problem, const look *seen, double x, double y)
{
    const double side = view.x_high - view.x_low, degree = acos(-1) / 180;
    const double right = sin(seen->yaw * degree), up = -cos(seen->yaw * degree);
    double own;
    ck_assert_int_eq(problem->loss(2, (double[]){x, y}, &own, problem->context), 0);
    for (double way = 0.01 * side; way < 2 * side; way += 0.001 * side) {
        const double there[2] = {x + way * right, y + way * up};
        double loss;
        if (fabs(there[0]) > view.x_high || fabs(there[1]) > view.y_high)
            break;
        ck_assert_int_eq(problem->loss(2, there, &loss, problem->context), 0);
        const double climb = (fmin(loss, seen->high) - own) / (seen->high - seen->low) * seen->height;
        if (climb * sin(seen->pitch * degree) > way / side * cos(seen->pitch * degree))
            return true;
    }
    return false;
}

/* A box as high as usual would hide the minimum in front: at 45 degrees, half a unit before it the loss is 0.78. */
START_TEST(a_surface_hides_no_critical_point)
{
    const descent_problem problem = {.dimension = 2, .loss = double_wells};
    view = (descent_plot_view){.x_low = -1.5, .x_high = 1.5, .y_low = -1.5, .y_high = 1.5};
    look seen = look_of(&problem, NULL);
    ck_assert_double_eq(seen.yaw, 50);
    for (int i = 0; i < 4; i++)
        ck_assert(!hides(&problem, &seen, i & 1 ? 1 : -1, i & 2 ? 1 : -1));
    ck_assert_double_ge(seen.height, 0.3); /* and is no sheet */
    seen.height = 0.62;
    ck_assert(hides(&problem, &seen, 1, -1));
    /* From straight above nothing hides anything, and at the height of the ground no box helps. */
    view.pitch = DESCENT_PLOT_ANGLE_ZERO;
    ck_assert_double_eq(look_of(&problem, NULL).height, 0.62);
    view.pitch = 90;
    ck_assert_double_eq(look_of(&problem, NULL).height, 0.62);
}
END_TEST

/* In a pot whose corners are alike what is near the rim in front is hidden, and seen from another side. A yaw that is given stays. */
START_TEST(a_surface_turns_until_its_path_is_seen)
{
    const descent_problem problem = {.dimension = 2, .loss = round_pot};
    view = (descent_plot_view){.x_low = -1.2, .x_high = 1.2, .y_low = -1.2, .y_high = 1.2};
    for (int i = 0; i < 2; i++) {
        const double x[2] = {i ? 0.8 : 0.1, i ? -0.8 : -0.1};
        descent_path *path;
        assert_success(descent_path_new(&path, 2, NULL));
        for (int k = 0; k < 8; k++)
            assert_success(
                descent_path_append(path, (double[]){x[0] * (1 - 0.01 * k), x[1] * (1 - 0.01 * k)}, NAN, NULL));
        view.yaw = 0;
        look seen = look_of(&problem, path);
        ck_assert_double_eq(seen.yaw, i ? 140 : 50);
        ck_assert(!hides(&problem, &seen, x[0], x[1]));
        view.yaw = 50;
        seen = look_of(&problem, path);
        ck_assert_double_eq(seen.yaw, 50);
        seen.height = 0.62;
        ck_assert(hides(&problem, &seen, x[0], x[1]) == (i == 1));
        descent_path_free(path);
    }
}
END_TEST

/* The level lines of a loss on a window, one level: how many there are, which x they reach, and how near they come to the origin. */
typedef struct lines {
    size_t count, ends; /* those that are longer than two pixels, and of these whose ends are apart */
    double left, right, nearest;
} lines;

static lines lines_of(const descent_problem *problem, double level)
{
    const double levels[] = {level - 1e6, level, level + 1e6};
    view.levels = levels;
    view.bands = 2;
    const descent_picture picture = {.kind = DESCENT_PLOT_CONTOUR, .problem = problem, .view = &view};
    char *const script = script_of(&picture);
    lines found = {.left = INFINITY, .right = -INFINITY, .nearest = INFINITY};
    const double seen = 2 * (view.x_high - view.x_low) / 480;
    double first[2] = {0}, last[2] = {0}, far = 0, x, y;
    bool inside = false;
    const char *row = strstr(script, "$levels << EOD\n");
    ck_assert_ptr_nonnull(row);
    for (row = strchr(row, '\n') + 1; strncmp(row, "EOD", 3) != 0; row = strchr(row, '\n') + 1) {
        if (*row == '\n') {
            found.count += inside && far > seen ? 1 : 0;
            found.ends += inside && far > seen && hypot(last[0] - first[0], last[1] - first[1]) > 1e-9 ? 1 : 0;
            inside = false;
            continue;
        }
        ck_assert_int_eq(sscanf(row, "%lf %lf", &x, &y), 2);
        last[0] = x;
        last[1] = y;
        if (!inside) {
            far = 0;
            first[0] = x;
            first[1] = y;
        }
        inside = true;
        far = fmax(far, hypot(x - first[0], y - first[1]));
        found.left = fmin(found.left, x);
        found.right = fmax(found.right, x);
        found.nearest = fmin(found.nearest, hypot(x, y));
    }
    free(script);
    return found;
}

/* (1 − x)² + 100(y − x²)² = 0.2 is one closed line, from x = 1 − √0.2 to 1 + √0.2, and near its ends narrower than samples are apart. */
START_TEST(a_level_line_of_a_narrow_valley_is_whole)
{
    const descent_problem valley = descent_test_landscape("rosenbrock", 2);
    view = (descent_plot_view){.x_low = -2, .x_high = 2, .y_low = -1, .y_high = 3, .no_search = 1};
    const lines found = lines_of(&valley, 0.2);
    ck_assert_uint_eq(found.count, 1);
    ck_assert_uint_eq(found.ends, 0);
    ck_assert_double_eq_tol(found.left, 1 - sqrt(0.2), 0.03);
    ck_assert_double_eq_tol(found.right, 1 + sqrt(0.2), 0.03);
}
END_TEST

/* y = x² and y = 3x² meet at 0: 2x² apart, which is a pixel at x = 0.05. */
START_TEST(level_lines_that_meet_are_seen_to)
{
    const descent_problem surface = descent_test_landscape("peano", 2);
    view = (descent_plot_view){.x_low = -1, .x_high = 1, .y_low = -1, .y_high = 2, .no_search = 1};
    ck_assert_double_lt(lines_of(&surface, 0).nearest, 0.06);
}
END_TEST

/* Whatever the loss: here it counts how often it is asked. */
typedef struct asked {
    size_t count;
    int shape;
} asked;

static int counted_loss(size_t n, const double *x, double *loss, void *context)
{
    asked *const all = context;
    (void)n;
    all->count++;
    const double noise = sin(1e4 * x[0] + 2e4 * x[1]), step = x[0] + x[1] > 0.1 ? 1 : 0;
    *loss = all->shape == 0 ? x[0] + 2 * x[1] : all->shape == 1 ? noise : all->shape == 2 ? step : sqrt(x[0] - x[1]);
    return 0;
}

/* A plane needs no more samples than there are; noise, cliffs and edges have no more than three times as many more. */
START_TEST(finer_samples_are_few)
{
    for (int shape = 0; shape < 4; shape++) {
        asked all = {.shape = shape};
        const descent_problem problem = {.dimension = 2, .loss = counted_loss, .context = &all};
        view = (descent_plot_view){.x_low = -1, .x_high = 1, .y_low = -1, .y_high = 1, .no_search = 1, .samples = 100};
        lines_of(&problem, 0.5);
        const size_t usual = 100 * 100, most = 4 * usual + 100;
        ck_assert_uint_le(all.count, shape == 0 ? usual + 100 : most);
        ck_assert_uint_ge(all.count, shape >= 2 ? usual + 1000 : usual);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plot_seen");
    TCase *tcase = tcase_create("seen");
    tcase_add_checked_fixture(tcase, set_up, NULL);
    tcase_add_test(tcase, a_straight_path_has_no_second_component);
    tcase_add_test(tcase, the_plane_of_an_explosion_is_that_of_its_beginning);
    tcase_add_test(tcase, a_point_off_the_plane_is_said_to_be);
    tcase_add_test(tcase, few_far_points_have_a_logarithmic_scale);
    tcase_add_test(tcase, few_points_below_zero_do_not_forbid_a_logarithmic_scale);
    tcase_add_test(tcase, few_far_points_are_left_out_and_said);
    tcase_add_loop_test(tcase, a_way_far_from_zero_fills_its_window, 0, sizeof far_ways / sizeof *far_ways);
    tcase_add_test(tcase, runs_that_wander_off_do_not_flatten_the_rest);
    tcase_add_test(tcase, runs_that_come_to_zero_are_a_line_there);
    tcase_add_test(tcase, a_bowl_is_a_line_up_to_its_step_limit);
    tcase_add_test(tcase, small_cycles_fill_their_window);
    tcase_add_test(tcase, a_small_drift_fills_its_window);
    tcase_add_test(tcase, an_even_bifurcation_is_shown_whole);
    tcase_add_test(tcase, an_orbit_says_which_steps_it_shows);
    tcase_add_test(tcase, a_return_map_says_how_many_steps_it_shows);
    tcase_add_test(tcase, a_stretched_axis_says_so);
    tcase_add_test(tcase, the_legend_names_what_is_marked);
    tcase_add_test(tcase, a_saddle_that_is_lingered_near_is_in_sight);
    tcase_add_test(tcase, a_surface_hides_no_critical_point);
    tcase_add_test(tcase, a_level_line_of_a_narrow_valley_is_whole);
    tcase_add_test(tcase, level_lines_that_meet_are_seen_to);
    tcase_add_test(tcase, finer_samples_are_few);
    tcase_add_test(tcase, a_surface_turns_until_its_path_is_seen);
    suite_add_tcase(suite, tcase);
    return plot_test_main(suite);
}
