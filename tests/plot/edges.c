/* Pictures at their edges: every option out of range is refused by name, and sweeps, curves and paths that are hardly a picture. */
#include "plot/plot_support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const double notebook_start[] = {4, 1.25};

static descent_plot_view small_view(void)
{
    return (descent_plot_view){.samples = 16, .no_search = 1};
}

static void assert_refused(const descent_path *path, descent_plot_kind kind, descent_plot_view view, const char *words)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const char *const file = plot_file("refused.gp");
    const descent_picture picture = {.kind = kind, .problem = &problem, .paths = &path, .path_count = 1, .view = &view};
    const descent_status status = descent_plot_draw(&picture, file);
    ck_assert_msg(status == DESCENT_EINVAL || status == DESCENT_ENONFINITE, "%s: %d", words, (int)status);
    ck_assert_msg(strstr(descent_error_detail(), words) != NULL, "not \"%s\": %s", words, descent_error_detail());
    ck_assert(!plot_exists(file));
}

/* Each option with a value beyond its range, and the word by which it is refused. */
START_TEST(options_out_of_range_are_named)
{
    static const double falling[] = {0, 2, 1}, not_numbers[] = {0, NAN, 1}, nowhere[] = {0, INFINITY};
    const struct {
        descent_plot_view view;
        const char *words;
    } wrong[] = {
        {{.width = 8193}, "width"},
        {{.height = 1}, "height"},
        {{.height = 8193}, "height"},
        {{.font_size = 97}, "font_size"},
        {{.font_size = NAN}, "font_size"},
        {{.palette = (descent_plot_palette)99}, "palette must be a descent_plot_palette, got 99"},
        {{.theme = (descent_plot_theme)-1}, "theme must be a descent_plot_theme, got -1"},
        {{.plane = (descent_plot_plane)7}, "plane must be a descent_plot_plane, got 7"},
        {{.pitch = -1}, "pitch"},
        {{.pitch = NAN}, "pitch"},
        {{.yaw = INFINITY}, "yaw must be finite, got inf"},
        {{.time_limit = -1}, "time_limit"},
        {{.time_limit = INFINITY}, "time_limit"},
        {{.samples = 100000}, "samples"},
        {{.reserved = {(void *)falling}}, "reserved[0] must be NULL"},
        {{.bands = 1}, "bands"},
        {{.bands = 2, .levels = falling}, "levels[2]"},
        {{.bands = 2, .levels = not_numbers}, "levels[1]"},
        {{.x_low = -1e308, .x_high = 1e308}, "x_low"},
        {{.x_low = -INFINITY, .x_high = 1}, "x_low"},
        {{.x_low = 1, .x_high = INFINITY}, "x_low"},
        {{.y_low = 2, .y_high = 2}, "y_low"},
        {{.value_low = 3, .value_high = 1}, "value_low"},
        {{.y_variable = 3}, "y_variable must be from 1 to 2, got 3"},
        {{.origin = nowhere}, "origin[1] must be finite, got inf"},
    };
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *const engine = plot_run(&problem, 0.1, notebook_start, 8);
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++)
        assert_refused(descent_engine_path(engine), DESCENT_PLOT_CONTOUR, wrong[k].view, wrong[k].words);
    assert_refused(descent_engine_path(engine), DESCENT_PLOT_ORBIT, (descent_plot_view){.x_variable = 3}, "x_variable");
    /* No step of the path lies there. */
    assert_refused(descent_engine_path(engine), DESCENT_PLOT_ORBIT, (descent_plot_view){.x_low = 100, .x_high = 200},
                   "no finite points");
    descent_engine_free(engine);
}
END_TEST

START_TEST(windows_that_are_given_are_the_windows)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *const engine = plot_run(&problem, 0.1, notebook_start, 30);
    const descent_path *const path = descent_engine_path(engine);
    descent_plot_view view = {.x_low = 3, .x_high = 12, .y_low = -7, .y_high = 9};
    const char *const file = plot_file("window.gp");
    assert_success(plot_path(DESCENT_PLOT_ORBIT, path, &view, file));
    plot_assert_contains(file, "set yrange [-7:9]");
    assert_success(plot_path(DESCENT_PLOT_RETURN_MAP, path, &view, file));
    plot_assert_contains(file, "set xrange [3:12]");
    descent_engine_free(engine);
}
END_TEST

/* −cos x₁ − cos x₂ has its minima at whole turns; within ±10, those with −1, 0 and 1 of them: nine basins. */
static int lattice_loss(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value -= cos(x[i]);
    return 0;
}

static int lattice_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = sin(x[i]);
    return 0;
}

static char *basins_of(const descent_problem *problem, double step_size, const descent_plane *plane, uint64_t steps)
{
    const descent_sweep_options options = {.steps = steps, .check_count = DESCENT_SWEEP_NO_CHECKS};
    descent_sweep *sweep;
    size_t size;
    assert_success(descent_sweep_plane(problem, descent_fixed_step(step_size), plane, &options, &sweep));
    assert_success(descent_plot_basins(sweep, plot_file("basins.gp")));
    descent_sweep_free(sweep);
    char *const script = plot_read(plot_file("basins.gp"), &size);
    ck_assert_ptr_nonnull(script);
    return script;
}

START_TEST(a_ninth_basin_is_another_limit)
{
    const descent_problem problem = {.dimension = 2, .loss = lattice_loss, .gradient = lattice_gradient};
    descent_plane plane = {.left = -7, .right = 7, .bottom = -7, .top = 7, .columns = 15, .rows = 15};
    char *script = basins_of(&problem, 0.5, &plane, 300);
    size_t rows;
    free(plot_block(script, "marks", 3, &rows));
    ck_assert_uint_eq(rows, 8); /* named ones */
    ck_assert_uint_eq(plot_count(script, "'another limit'"), 1);
    ck_assert_uint_eq(plot_count(script, "'minimum at (0, 0)'"), 1);
    free(script);
    /* Within ±13 there are those with −2 and 2 turns, too: 25 basins. */
    plane = (descent_plane){.left = -13, .right = 13, .bottom = -13, .top = 13, .columns = 27, .rows = 27};
    script = basins_of(&problem, 0.5, &plane, 300);
    ck_assert_uint_eq(plot_count(script, "'17 other limits'"), 1);
    free(script);
}
END_TEST

/* (‖x‖² − 1)²: every direction has a point of its own on the circle. */
static int ring_gradient(size_t n, const double *x, double *gradient, void *context)
{
    double square = -1;
    (void)context;
    for (size_t i = 0; i < n; i++)
        square += x[i] * x[i];
    for (size_t i = 0; i < n; i++)
        gradient[i] = 4 * square * x[i];
    return 0;
}

/* Across the kinks of |x| + |y|: from there each start goes to and fro in a way of its own. */
static int kinks_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = (x[i] > 0) - (x[i] < 0);
    return 0;
}

/* More limits than there are labels: all of them have one colour, with a label or without. */
START_TEST(limits_without_a_label_are_drawn_as_those_that_have_one)
{
    descent_problem problem = {.dimension = 2, .gradient = ring_gradient};
    descent_plane plane = {.left = 0.3, .right = 1.37, .bottom = 0.41, .top = 1.29, .columns = 90, .rows = 90};
    const descent_plane cells = {
        .left = 0.011, .right = 0.247, .bottom = 0.013, .top = 0.243, .columns = 90, .rows = 90};
    char *script = basins_of(&problem, 0.1, &plane, 300);
    ck_assert_uint_eq(plot_count(script, "'more than 4096 points, such as degenerate critical point at ("), 1);
    ck_assert_ptr_null(strstr(script, "'converged'"));
    free(script);
    plane.columns = plane.rows = 30; /* as many as can have labels */
    script = basins_of(&problem, 0.1, &plane, 300);
    ck_assert_uint_eq(plot_count(script, " points, such as degenerate critical point at ("), 1);
    ck_assert_ptr_null(strstr(script, "more than"));
    ck_assert_ptr_null(strstr(script, "'converged'"));
    free(script);
    problem.gradient = kinks_gradient;
    script = basins_of(&problem, 0.5, &cells, 300);
    ck_assert_uint_eq(plot_count(script, "'more than 4096 cycles of period 2'"), 1);
    ck_assert_ptr_null(strstr(script, "'periodic'"));
    free(script);
}
END_TEST

START_TEST(basins_of_planes_that_lie_askew_or_in_space)
{
    const double across[] = {1, 1}, up[] = {-1, 1};
    descent_problem problem = {.dimension = 2, .loss = lattice_loss, .gradient = lattice_gradient};
    descent_plane plane = {
        .across = across, .up = up, .left = -1, .right = 1, .bottom = -1, .top = 1, .columns = 4, .rows = 4};
    char *script = basins_of(&problem, 0.5, &plane, 300);
    ck_assert_ptr_nonnull(strstr(script, "along the first direction"));
    ck_assert_ptr_nonnull(strstr(script, "along the second direction"));
    size_t rows;
    free(plot_block(script, "marks", 3, &rows));
    ck_assert_uint_eq(rows, 0); /* no axis is a variable */
    free(script);
    problem.dimension = 3;
    const double third[] = {0, 0, 1}, twice[] = {0, 2, 0};
    plane.across = third;
    plane.up = twice;
    script = basins_of(&problem, 0.5, &plane, 300);
    ck_assert_ptr_nonnull(strstr(script, "'minimum at (0, 0, 0)'"));
    ck_assert_ptr_nonnull(strstr(script, "along the second direction")); /* twice as long as a variable */
    free(script);
    /* From right to left, and down. */
    problem.dimension = 2;
    const descent_plane turned = {.left = 2, .right = -2, .bottom = 2, .top = -2, .columns = 4, .rows = 4};
    script = basins_of(&problem, 0.5, &turned, 300);
    ck_assert_uint_eq(plot_count(script, "'minimum at (0, 0)'"), 1);
    plot_image image = plot_image_of(script);
    for (size_t axis = 0; axis < 2; axis++) { /* starts from 2 to −2, three cells apart */
        const double *const places = axis == 0 ? image.across : image.up;
        ck_assert_double_eq_tol(places[0], 2, 0.01);
        ck_assert_double_eq_tol(places[3] - places[0], -4, 0.01);
    }
    plot_image_free(&image);
    free(script);
}
END_TEST

/* The notebook's loss between η = 1/2, where its minima lose stability, and (√5 − 1)/2: cycles of two steps attract. */
START_TEST(basins_of_cycles_and_of_runs_that_go_on)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const descent_plane plane = {.left = 1, .right = 3, .bottom = 1.2, .top = 1.8, .columns = 5, .rows = 5};
    char *script = basins_of(&problem, 0.55, &plane, 4000);
    ck_assert_ptr_nonnull(strstr(script, "'period 2"));
    free(script);
    script = basins_of(&problem, 1e-4, &plane, 3);
    ck_assert_ptr_nonnull(strstr(script, "'descending'"));
    free(script);
}
END_TEST

/* The words of a picture are those of the endings: no unbounded run is called diverging. */
START_TEST(runs_that_leave_are_called_what_they_are)
{
    const descent_problem saddle = descent_test_landscape("monkey_saddle", 0);
    const descent_plane plane = {.left = -1, .right = -0.5, .bottom = -0.1, .top = 0.1, .columns = 4, .rows = 4};
    char *script = basins_of(&saddle, 0.1, &plane, 500);
    ck_assert_uint_eq(plot_count(script, "'unbounded'"), 1);
    ck_assert_ptr_null(strstr(script, "'diverging'"));
    free(script);
    const descent_problem notebook = descent_test_landscape("notebook", 0);
    const descent_plane steep = {.left = 1, .right = 3, .bottom = 2.6, .top = 2.8, .columns = 4, .rows = 4};
    script = basins_of(&notebook, 0.4, &steep, 500);
    ck_assert_uint_eq(plot_count(script, "'diverging'"), 1);
    ck_assert_ptr_null(strstr(script, "'unbounded'"));
    free(script);
    const descent_problem problems[] = {saddle, notebook};
    const double starts[][2] = {{-1, 0.2}, {4, 1.25}}, step_sizes[] = {0.1, 0.15, 1.1, 1.2};
    for (size_t i = 0; i < 2; i++) {
        const descent_plot_view view = {.y_low = -1, .y_high = 2};
        const descent_sweep_options options = {.steps = 500, .tail = 32};
        descent_sweep *sweep;
        size_t size;
        assert_success(descent_sweep_step_sizes(&problems[i], starts[i], step_sizes, 4, &options, &sweep));
        assert_success(
            descent_plot_draw(&(descent_picture){.kind = DESCENT_PLOT_BIFURCATION, .sweep = sweep, .view = &view},
                              plot_file("leaving.gp")));
        descent_sweep_free(sweep);
        script = plot_read(plot_file("leaving.gp"), &size);
        ck_assert_uint_eq(plot_count(script, "'unbounded'"), i == 0);
        ck_assert_uint_eq(plot_count(script, "'diverging'"), i == 1);
        ck_assert_ptr_nonnull(strstr(script, "the last points of 4 runs"));
        free(script);
    }
}
END_TEST

static int leave_as_it_is(size_t run, descent_sweep_run *setup, void *context)
{
    (void)run;
    (void)setup;
    (void)context;
    return 0;
}

START_TEST(maps_that_are_none_or_have_no_plane)
{
    const descent_problem problem = {.dimension = 2, .loss = lattice_loss, .gradient = lattice_gradient};
    const double starts[] = {1, 1, 2, 2, -1, -1, -2, -2};
    const char *const file = plot_file("starts.gp");
    descent_sweep *sweep;
    assert_success(descent_sweep_starts(&problem, descent_fixed_step(0.5), starts, 4, NULL, &sweep));
    assert_failure(descent_plot_basins(sweep, file), DESCENT_EINVAL, "sweep must be a map");
    assert_failure(descent_plot_bifurcation(sweep, file), DESCENT_EINVAL, "over step sizes or a parameter");
    descent_sweep_free(sweep);
    const descent_sweep_options options = {.columns = 2};
    assert_success(
        descent_sweep_runs(&problem, descent_fixed_step(0.5), starts, 4, leave_as_it_is, NULL, &options, &sweep));
    assert_success(descent_plot_basins(sweep, file));
    plot_assert_contains(file, "'column'");
    descent_sweep_free(sweep);
}
END_TEST

static descent_sweep *sweep_of(const descent_problem *problem, const double *step_sizes, size_t count)
{
    const descent_sweep_options options = {.steps = 100, .tail = 8, .check_count = DESCENT_SWEEP_NO_CHECKS};
    descent_sweep *sweep;
    assert_success(descent_sweep_step_sizes(problem, notebook_start, step_sizes, count, &options, &sweep));
    return sweep;
}

static void assert_no_bifurcation(descent_sweep *sweep, descent_plot_view view, descent_status status,
                                  const char *words)
{
    assert_failure(plot_sweep(DESCENT_PLOT_BIFURCATION, sweep, &view, plot_file("none.gp")), status, words);
}

START_TEST(bifurcations_that_are_none)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    /* Beyond 1 every run from there leaves. */
    const double same[] = {0.3, 0.3, 0.3}, beyond[] = {3, 4, 5}, usual[] = {0.1, 0.55, 0.5, 0.55, 0.2};
    descent_sweep *sweep = sweep_of(&problem, same, 3);
    assert_no_bifurcation(sweep, small_view(), DESCENT_EINVAL, "two different values");
    descent_sweep_free(sweep);
    sweep = sweep_of(&problem, same, 1);
    assert_no_bifurcation(sweep, small_view(), DESCENT_EINVAL, "two different values");
    descent_sweep_free(sweep);
    sweep = sweep_of(&problem, beyond, 3);
    assert_no_bifurcation(sweep, small_view(), DESCENT_ENONFINITE, "no run of the sweep stays finite");
    descent_plot_view given = small_view();
    given.y_low = -3, given.y_high = 5;
    assert_success(plot_sweep(DESCENT_PLOT_BIFURCATION, sweep, &given, plot_file("given.gp")));
    plot_assert_contains(plot_file("given.gp"), "set yrange [-3:5]");
    descent_sweep_free(sweep);
    sweep = sweep_of(&problem, usual, 5);
    assert_no_bifurcation(sweep, (descent_plot_view){.x_variable = 3}, DESCENT_EINVAL,
                          "x_variable must be from 1 to 2");
    assert_no_bifurcation(sweep, (descent_plot_view){.x_low = 7, .x_high = 8}, DESCENT_EINVAL, "0.1 to 0.55");
    assert_no_bifurcation(sweep, (descent_plot_view){.x_low = -8, .x_high = -7}, DESCENT_EINVAL, "0.1 to 0.55");
    given.x_low = 0.125, given.x_high = 0.5;
    assert_success(plot_sweep(DESCENT_PLOT_BIFURCATION, sweep, &given, plot_file("given.gp")));
    plot_assert_contains(plot_file("given.gp"), "set xrange [0.125:0.5]");
    descent_sweep_free(sweep);
}
END_TEST

static int huge_at_both_ends(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = x[0] > 0 ? 1.7e308 : -1.7e308;
    return 0;
}

static int nowhere_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)x;
    (void)context;
    *value = NAN;
    return 0;
}

static int level_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = fabs(x[0]) < 1 ? 7 : NAN;
    return 0;
}

START_TEST(curves_that_are_hardly_any)
{
    const char *const file = plot_file("curve.gp");
    descent_plot_view view = small_view();
    view.x_low = -2, view.x_high = 2;
    descent_problem problem = {.dimension = 1, .loss = nowhere_loss};
    descent_path *path;
    assert_success(descent_path_new(&path, 1, NULL));
    for (int k = -2; k <= 2; k++)
        assert_success(descent_path_append(path, &(double){0.7 * k}, 7, NULL));
    assert_failure(descent_plot_contour(&problem, path, &view, file), DESCENT_ENONFINITE, "no finite value anywhere");
    problem.loss = huge_at_both_ends;
    assert_failure(descent_plot_contour(&problem, path, &view, file), DESCENT_ENONFINITE, "too large to draw");
    problem.loss = level_loss;
    view.value_label = "energy";
    assert_success(descent_plot_contour(&problem, path, &view, file));
    plot_assert_contains(file, "'energy'");
    size_t size, rows;
    char *const script = plot_read(file, &size);
    double *const curve = plot_block(script, "curve", 2, &rows);
    ck_assert_uint_gt(rows, 0);
    for (size_t row = 0; row < rows; row++) { /* where there is a loss, and nowhere else */
        ck_assert_double_lt(fabs(curve[2 * row]), 1);
        ck_assert_double_eq(curve[2 * row + 1], 7);
    }
    free(curve);
    free(script);
    view.y_low = -100, view.y_high = 100;
    assert_success(descent_plot_contour(&problem, path, &view, file));
    plot_assert_contains(file, "set yrange [-100:100]");
    view.plane = DESCENT_PLOT_PLANE_PRINCIPAL;
    assert_failure(descent_plot_contour(&problem, path, &view, file), DESCENT_EINVAL, "two variables, there is one");
    descent_path_free(path);
}
END_TEST

static descent_path *path_with(unsigned columns, size_t n, const double *points, size_t count)
{
    const descent_path_options options = {.columns = columns};
    descent_path *path;
    assert_success(descent_path_new(&path, n, &options));
    for (size_t k = 0; k < count; k++)
        assert_success(descent_path_append(path, points + k * n, 1.0 / (double)(k + 1), points + k * n));
    return path;
}

START_TEST(paths_that_lack_what_a_picture_needs)
{
    const double points[] = {1, 2, NAN, 1, 0.5, 0.25, 0.3, INFINITY, 0.2, 0.1}, far[] = {1.7e308, 0, -1.7e308, 0};
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const char *const file = plot_file("lacks.gp");
    descent_path *path = path_with(DESCENT_PATH_LOSS, 2, points, 5);
    assert_failure(plot_path(DESCENT_PLOT_ORBIT, path, NULL, file), DESCENT_EINVAL, "point");
    assert_failure(plot_path(DESCENT_PLOT_RETURN_MAP, path, NULL, file), DESCENT_EINVAL, "point");
    assert_success(plot_path(DESCENT_PLOT_CONVERGENCE, path, NULL, file));
    descent_path_free(path);
    path = path_with(DESCENT_PATH_POINT, 2, points, 5);
    assert_failure(plot_path(DESCENT_PLOT_CONVERGENCE, path, NULL, file), DESCENT_EINVAL, "path");
    /* What is not finite is left out. */
    assert_success(plot_path(DESCENT_PLOT_ORBIT, path, NULL, file));
    assert_success(plot_path(DESCENT_PLOT_RETURN_MAP, path, NULL, file));
    descent_plot_view view = small_view();
    assert_success(descent_plot_contour(&problem, path, &view, file));
    view.plane = DESCENT_PLOT_PLANE_PRINCIPAL;
    assert_success(descent_plot_contour(&problem, path, &view, file));
    descent_path_free(path);
    path = path_with(DESCENT_PATH_POINT, 2, far, 2);
    assert_failure(plot_path(DESCENT_PLOT_ORBIT, path, NULL, file), DESCENT_ENONFINITE, "too large to draw");
    assert_failure(descent_plot_contour(&problem, path, NULL, file), DESCENT_ENONFINITE, "finite");
    descent_path_free(path);
    path = path_with(0, 2, points, 0);
    assert_failure(plot_path(DESCENT_PLOT_CONVERGENCE, path, NULL, file), DESCENT_EINVAL, "path");
    assert_failure(plot_path(DESCENT_PLOT_ORBIT, path, NULL, file), DESCENT_EINVAL, "path");
    descent_path_free(path);
    /* Of another problem. */
    path = path_with(0, 1, points, 2);
    assert_failure(descent_plot_contour(&problem, path, NULL, file), DESCENT_EINVAL, "2");
    const descent_path *const one = path;
    const descent_picture map = {.kind = DESCENT_PLOT_RETURN_MAP, .problem = &problem, .paths = &one, .path_count = 1};
    assert_failure(descent_plot_draw(&map, file), DESCENT_EINVAL, "path must have 2 variables like the problem, got 1");
    descent_path_free(path);
}
END_TEST

/* Overlong forms, surrogates, what lies beyond Unicode, and the two that XML does not know: each byte, or the character, is
   replaced (Unicode 15, table 3-7). What is right stays. */
START_TEST(titles_in_broken_utf8)
{
    const struct {
        const char *title, *shown;
    } texts[] = {
        {"a\xE0\x80\xAFz", "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz"},
        {"a\xF0\x80\x80\xAFz", "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz"},
        {"a\xED\xA0\x80z", "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz"},
        {"a\xF4\x90\x80\x80z", "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz"},
        {"a\xF5z", "a\xEF\xBF\xBDz"},
        {"a\xEF\xBF\xBEz", "a\xEF\xBF\xBDz"},
        {"a\xEF\xBF\xBFz", "a\xEF\xBF\xBDz"},
        {"a\xE2\x80", "a\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"\xF0\x9F\x98\x80 \xE4\xB8\x80", "\xF0\x9F\x98\x80 \xE4\xB8\x80"},
    };
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *const engine = plot_run(&problem, 0.1, notebook_start, 5);
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        const descent_plot_view view = {.title = texts[k].title};
        const char *const file = plot_file("utf8.gp");
        assert_success(plot_path(DESCENT_PLOT_ORBIT, descent_engine_path(engine), &view, file));
        plot_assert_contains(file, texts[k].shown);
    }
    descent_engine_free(engine);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        options_out_of_range_are_named,
        windows_that_are_given_are_the_windows,
        a_ninth_basin_is_another_limit,
        limits_without_a_label_are_drawn_as_those_that_have_one,
        basins_of_planes_that_lie_askew_or_in_space,
        basins_of_cycles_and_of_runs_that_go_on,
        runs_that_leave_are_called_what_they_are,
        maps_that_are_none_or_have_no_plane,
        bifurcations_that_are_none,
        curves_that_are_hardly_any,
        paths_that_lack_what_a_picture_needs,
        titles_in_broken_utf8,
    };
    Suite *const suite = suite_create("plot_edges");
    TCase *const tcase = tcase_create("plot_edges");
    for (size_t k = 0; k < sizeof tests / sizeof *tests; k++)
        tcase_add_test(tcase, tests[k]);
    suite_add_tcase(suite, tcase);
    return plot_test_main(suite);
}
