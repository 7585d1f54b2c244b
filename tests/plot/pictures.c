/* What the pictures show: formats, sizes, texts, and the numbers behind them, read back from the script. */
#include "plot/plot_support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static descent_plot_view view;

static void set_up(void)
{
    view = (descent_plot_view){0};
}

static descent_engine *notebook_run(double step_size, double b1, double b2, size_t steps)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {b1, b2};
    return plot_run(&problem, step_size, start, steps);
}

/* Every picture of one run and its sweeps, by number. */
static descent_status draw(int which, const char *file)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.25};
    descent_engine *engine = plot_run(&problem, 1, start, 64);
    const descent_path *path = descent_engine_path(engine);
    descent_sweep *sweep = NULL;
    descent_sweep_options options = {0};
    double step_sizes[40];
    for (size_t i = 0; i < 40; i++)
        step_sizes[i] = 0.4 + 0.65 * (double)i / 39;
    const descent_plane plane = {.left = 0, .right = 4, .bottom = -1, .top = 3, .columns = 20, .rows = 20};
    options.steps = 200;
    options.tail = 50;
    descent_status status = DESCENT_EINVAL;
    switch (which) {
    case 0:
        status = descent_plot_contour(&problem, path, &view, file);
        break;
    case 1:
        status = descent_plot_surface(&problem, path, &view, file);
        break;
    case 2:
        status = plot_path(DESCENT_PLOT_CONVERGENCE, path, &view, file);
        break;
    case 3:
        status = plot_path(DESCENT_PLOT_ORBIT, path, &view, file);
        break;
    case 4:
        status = plot_path(DESCENT_PLOT_RETURN_MAP, path, &view, file);
        break;
    case 5:
        assert_success(descent_sweep_step_sizes(&problem, start, step_sizes, 40, &options, &sweep));
        status = plot_sweep(DESCENT_PLOT_BIFURCATION, sweep, &view, file);
        break;
    case 6:
        assert_success(descent_sweep_plane(&problem, descent_fixed_step(0.3), &plane, &options, &sweep));
        status = plot_sweep(DESCENT_PLOT_BASINS, sweep, &view, file);
        break;
    }
    descent_sweep_free(sweep);
    descent_engine_free(engine);
    return status;
}

enum {
    picture_count = 7
};

static unsigned big_endian(const char *bytes)
{
    const unsigned char *b = (const unsigned char *)bytes;
    return (unsigned)b[0] << 24 | (unsigned)b[1] << 16 | (unsigned)b[2] << 8 | b[3];
}

START_TEST(a_png_has_its_signature_and_size)
{
    view.width = 500;
    view.height = 400;
    view.font_size = 12;
    const char *file = plot_file("size.png");
    assert_success(draw(_i, file));
    size_t size;
    char *bytes = plot_read(file, &size);
    ck_assert_uint_gt(size, 2000);
    ck_assert_mem_eq(bytes, "\x89PNG\r\n\x1a\n", 8);
    ck_assert_mem_eq(bytes + 12, "IHDR", 4);
    ck_assert_uint_eq(big_endian(bytes + 16), 500);
    ck_assert_uint_eq(big_endian(bytes + 20), 400);
    ck_assert_mem_eq(bytes + size - 8, "IEND\xAE\x42\x60\x82", 8);
    free(bytes);
}
END_TEST

START_TEST(an_svg_has_its_size_and_texts)
{
    view.width = 800;
    view.height = 600;
    view.title = "This title";
    view.x_label = "across";
    const char *file = plot_file("texts.svg");
    assert_success(draw(_i, file));
    size_t size;
    char *text = plot_read(file, &size);
    ck_assert_int_eq(strncmp(text, "<?xml version=\"1.0\" encoding=\"utf-8\"", 36), 0);
    ck_assert_uint_eq(plot_count(text, "width=\"800\" height=\"600\"\n viewBox=\"0 0 800 600\""), 1);
    /* Once to be seen, once as the title of the whole, which says more in its description. */
    ck_assert_uint_eq(plot_count(text, ">This title<"), 2);
    ck_assert_uint_eq(plot_count(text, "<title>This title</title>\n<desc>"), 1);
    ck_assert_uint_eq(plot_count(text, "<title>"), 1);
    ck_assert_uint_eq(plot_count(text, "<svg role=\"img\" "), 1);
    ck_assert_uint_eq(plot_count(text, "GNUPLOT"), 0);
    ck_assert_uint_eq(plot_count(text, "font-family=\"DejaVu Sans\""), 0);
    ck_assert_uint_eq(plot_count(text, "font-family="), plot_count(text, "font-family=\"DejaVu Sans, Verdana"));
    ck_assert_uint_eq(plot_count(text, ">across<"), 1);
    ck_assert_uint_eq(plot_count(text, "</svg>"), 1);
    ck_assert_uint_eq(plot_count(text, "nan"), 0);
    free(text);
}
END_TEST

/* What is said of a picture to those who cannot see it is the result, whatever title the user gave it. */
START_TEST(an_svg_tells_the_result)
{
    descent_engine *engine = notebook_run(0.1, 4, 1, 64);
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const char *file = plot_file("told.svg");
    view.title = "<&> \x01";
    assert_success(descent_plot_contour(&problem, descent_engine_path(engine), &view, file));
    plot_assert_contains(file, "<title>&lt;&amp;&gt;  </title>");
    plot_assert_contains(file, "died on a saddle</desc>");
    descent_engine_free(engine);
}
END_TEST

START_TEST(a_pdf_is_one)
{
    const char *file = plot_file("one.pdf");
    assert_success(draw(_i, file));
    size_t size;
    char *bytes = plot_read(file, &size);
    ck_assert_mem_eq(bytes, "%PDF-", 5);
    free(bytes);
}
END_TEST

static void assert_same_twice(int which, const char *ending)
{
    char names[2][32];
    size_t sizes[2];
    char *bytes[2];
    for (int i = 0; i < 2; i++) {
        snprintf(names[i], sizeof names[i], "twice%d.%s", i, ending);
        const char *file = plot_file(names[i]);
        assert_success(draw(which, file));
        bytes[i] = plot_read(file, &sizes[i]);
    }
    ck_assert_uint_eq(sizes[0], sizes[1]);
    ck_assert_mem_eq(bytes[0], bytes[1], sizes[0]);
    free(bytes[0]);
    free(bytes[1]);
}

START_TEST(the_same_input_gives_the_same_bytes)
{
    assert_same_twice(_i, "png");
    assert_same_twice(_i, "svg");
    assert_same_twice(_i, "gp");
}
END_TEST

START_TEST(a_dark_theme_is_dark)
{
    view.theme = DESCENT_PLOT_THEME_DARK;
    const char *file = plot_file("dark.svg");
    assert_success(draw(_i, file));
    plot_assert_contains(file, "fill=\"#15171c\"");
}
END_TEST

static char *contour_script(descent_engine *engine, const descent_problem *problem)
{
    const char *file = plot_file("contour.gp");
    assert_success(descent_plot_contour(problem, descent_engine_path(engine), &view, file));
    size_t size;
    char *script = plot_read(file, &size);
    ck_assert_ptr_nonnull(script);
    return script;
}

START_TEST(every_step_is_a_dot_at_its_place)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *engine = notebook_run(0.2, 4, 1.075, 32);
    char *script = contour_script(engine, &problem);
    size_t rows;
    double *dots = plot_block(script, "dots0", 2, &rows);
    ck_assert_uint_eq(rows, 33);
    const double *points = descent_path_view(descent_engine_path(engine)).points;
    for (size_t i = 0; i < 66; i++)
        ck_assert_double_eq_tol(dots[i], points[i], 1e-8 * fabs(points[i]));
    free(dots);
    free(script);
    descent_engine_free(engine);
}
END_TEST

static double notebook_loss(double x, double y)
{
    const double u = y - 1;
    return (x - 2) * (x - 2) + u * u * u * u - u * u;
}

START_TEST(level_lines_follow_the_loss)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *engine = notebook_run(0.2, 4, 1.075, 32);
    const double levels[] = {-0.2, -0.1, 0.5, 1, 3};
    view.levels = levels;
    view.bands = 4;
    view.samples = 200;
    char *script = contour_script(engine, &problem);
    size_t rows;
    double *lines = plot_block(script, "levels", 3, &rows);
    ck_assert_uint_gt(rows, 100);
    for (size_t i = 0; i < rows; i++) {
        /* Bilinear between samples h apart: off by up to h²/8 times the second derivative, of at most 10 here. */
        const double loss = notebook_loss(lines[3 * i], lines[3 * i + 1]);
        double nearest = INFINITY;
        for (size_t k = 1; k < 4; k++)
            nearest = fmin(nearest, fabs(loss - levels[k]));
        ck_assert_double_le(nearest, 0.0004);
    }
    free(lines);
    free(script);
    descent_engine_free(engine);
}
END_TEST

/* Two hills beside each other: a cell with two diagonal corners above must not join what the centre divides. */
START_TEST(level_lines_of_a_circle_are_closed_and_round)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *engine = notebook_run(0.2, 4, 1.075, 32);
    const double levels[] = {-1, -0.15, 10};
    view.levels = levels;
    view.bands = 2;
    char *script = contour_script(engine, &problem);
    size_t rows;
    double *lines = plot_block(script, "levels", 3, &rows);
    /* Inside of L = −0.15 lie both minima, apart: every point is within 0.4 of one of them, and neither on the ridge. */
    for (size_t i = 0; i < rows; i++) {
        const double x = lines[3 * i] - 2, u = fabs(lines[3 * i + 1] - 1);
        ck_assert_double_lt(hypot(x, u - sqrt(0.5)), 0.45);
        ck_assert_double_gt(u, 0.3);
    }
    ck_assert_double_eq(lines[0], lines[3 * (rows / 2 - 1)]);
    free(lines);
    free(script);
    descent_engine_free(engine);
}
END_TEST

START_TEST(critical_points_are_found_and_marked_by_kind)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *engine = notebook_run(0.2, 4, 1.075, 32);
    char *script = contour_script(engine, &problem);
    size_t minima, saddles;
    double *minimum = plot_block(script, "kind0", 2, &minima), *saddle = plot_block(script, "kind1", 2, &saddles);
    ck_assert_uint_eq(minima, 2);
    ck_assert_uint_eq(saddles, 1);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_double_eq_tol(minimum[2 * i], 2, 1e-7);
        ck_assert_double_eq_tol(fabs(minimum[2 * i + 1] - 1), sqrt(0.5), 1e-7);
    }
    ck_assert_double_eq_tol(saddle[0], 2, 1e-7);
    ck_assert_double_eq_tol(saddle[1], 1, 1e-7);
    plot_assert_contains(plot_file("contour.gp"), "'minimum'");
    plot_assert_contains(plot_file("contour.gp"), "'saddle'");
    free(minimum);
    free(saddle);
    free(script);
    view.no_search = 1;
    script = contour_script(engine, &problem);
    ck_assert_ptr_null(plot_block(script, "kind1", 2, &saddles));
    minimum = plot_block(script, "kind0", 2, &minima); /* the one that the diagnosis knows */
    ck_assert_uint_eq(minima, 1);
    free(minimum);
    free(script);
    descent_engine_free(engine);
}
END_TEST

static int cone_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = hypot(x[0] - 1, x[1]);
    return 0;
}

static int cone_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const double r = hypot(x[0] - 1, x[1]);
    (void)n, (void)context;
    gradient[0] = (x[0] - 1) / r, gradient[1] = x[1] / r;
    return 0;
}

START_TEST(a_minimum_at_a_kink_is_marked_as_a_minimum)
{
    const descent_problem problem = {.dimension = 2, .loss = cone_loss, .gradient = cone_gradient};
    descent_engine *engine = plot_run(&problem, 0.1, (double[]){-1, 0.7}, 20);
    char *script = contour_script(engine, &problem);
    size_t minima;
    double *minimum = plot_block(script, "kind0", 2, &minima);
    ck_assert_uint_eq(minima, 1);
    ck_assert_double_eq_tol(minimum[0], 1, 1e-5);
    ck_assert_double_eq_tol(minimum[1], 0, 1e-5);
    free(minimum);
    free(script);
    descent_engine_free(engine);
}
END_TEST

static void read_window(const char *script, double window[4])
{
    const char *x = strstr(script, "set xrange ["), *y = strstr(script, "set yrange [");
    ck_assert_ptr_nonnull(x);
    ck_assert_ptr_nonnull(y);
    ck_assert_int_eq(sscanf(x, "set xrange [%lf:%lf]", &window[0], &window[1]), 2);
    ck_assert_int_eq(sscanf(y, "set yrange [%lf:%lf]", &window[2], &window[3]), 2);
}

START_TEST(an_explosion_leaves_the_window)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *engine = notebook_run(0.29, 4, 2.5, 9);
    char *script = contour_script(engine, &problem);
    double window[4];
    read_window(script, window);
    for (size_t i = 0; i < 4; i++)
        ck_assert_double_lt(fabs(window[i]), 12);
    ck_assert_double_lt(window[2], -0.5);
    ck_assert_double_gt(window[3], 2.5);
    ck_assert_uint_eq(plot_count(script, "leaves at step 3"), 1);
    ck_assert_uint_eq(plot_count(script, "set arrow from 2"), 2); /* the arrow, upon its halo */
    ck_assert_uint_eq(plot_count(script, "'end'"), 0);
    free(script);
    descent_engine_free(engine);
}
END_TEST

START_TEST(a_contour_has_the_same_scale_on_both_axes)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *engine = notebook_run(0.1, 4, 1, 64); /* along a horizontal line */
    view.width = 960;
    view.height = 720;
    char *script = contour_script(engine, &problem);
    double window[4], margins[4];
    read_window(script, window);
    const char *last = strstr(script, "set lmargin");
    for (const char *next = last; next; next = strstr(next + 1, "set lmargin"))
        last = next;
    ck_assert_int_eq(sscanf(last,
                            "set lmargin at screen %lf set rmargin at screen %lf set bmargin at screen %lf "
                            "set tmargin at screen %lf",
                            &margins[0], &margins[1], &margins[2], &margins[3]),
                     4);
    const double across = (margins[1] - margins[0]) * view.width / (window[1] - window[0]);
    const double up = (margins[3] - margins[2]) * view.height / (window[3] - window[2]);
    ck_assert_double_eq_tol(across / up, 1, 1e-4);
    free(script);
    descent_engine_free(engine);
}
END_TEST

static int half_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    const int fails = *(const int *)context;
    if (x[0] < 0 && fails)
        return 1;
    *value = x[0] < 0 ? NAN : x[0] * x[0] + x[1] * x[1];
    return 0;
}

static int half_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    (void)context;
    gradient[0] = 2 * x[0];
    gradient[1] = 2 * x[1];
    return 0;
}

START_TEST(where_there_is_no_loss_it_is_blank)
{
    int fails = _i;
    const descent_problem problem = {.dimension = 2, .loss = half_loss, .gradient = half_gradient, .context = &fails};
    view.x_low = view.y_low = -1;
    view.x_high = view.y_high = 1;
    const char *file = plot_file("half.gp");
    assert_success(descent_plot_contour(&problem, NULL, &view, file));
    size_t size;
    char *script = plot_read(file, &size);
    plot_image image = plot_image_of(script);
    size_t blank = 0;
    for (size_t cell = 0; cell < image.columns * image.rows; cell++)
        blank += isnan(image.cells[cell]) ? 1 : 0;
    ck_assert_double_eq_tol((double)blank / (double)(image.columns * image.rows), 0.5, 0.01);
    plot_image_free(&image);
    free(script);
    assert_success(descent_plot_contour(&problem, NULL, &view, plot_file("half.png")));
    assert_success(descent_plot_surface(&problem, NULL, &view, plot_file("half.svg")));
}
END_TEST

START_TEST(a_loss_that_is_nowhere_finite_is_refused)
{
    int fails = 0;
    const descent_problem problem = {.dimension = 2, .loss = half_loss, .gradient = half_gradient, .context = &fails};
    view.x_low = view.y_low = -2;
    view.x_high = view.y_high = -1;
    assert_failure(descent_plot_contour(&problem, NULL, &view, plot_file("none.png")), DESCENT_ENONFINITE, "finite");
    assert_failure(descent_plot_surface(&problem, NULL, &view, plot_file("none.png")), DESCENT_ENONFINITE, "finite");
    ck_assert(!plot_exists(plot_file("none.png")));
}
END_TEST

/* Paths no run would make: the calls succeed or say why not. */
START_TEST(strange_paths)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    static const double strange[][2] = {{NAN, 1},          {INFINITY, -INFINITY}, {1e300, -1e300},
                                        {1e308, -1.7e308}, {5e-324, 0},           {2, 1},
                                        {-1e308, 1e308},   {1 + 1e-16, 1e-12}};
    for (size_t first = 0; first < 8; first++)
        for (size_t second = 0; second < 8; second++) {
            descent_path *path;
            assert_success(descent_path_new(&path, 2, NULL));
            assert_success(descent_path_append(path, strange[first], NAN, NULL));
            assert_success(descent_path_append(path, strange[second], INFINITY, NULL));
            assert_success(descent_path_append(path, strange[5], 1e300, strange[second]));
            view.no_search = first != second;
            const descent_status statuses[] = {
                descent_plot_contour(&problem, path, &view, plot_file("strange.gp")),
                descent_plot_surface(&problem, path, &view, plot_file("strange.gp")),
                plot_path(DESCENT_PLOT_ORBIT, path, &view, plot_file("strange.gp")),
                plot_path(DESCENT_PLOT_RETURN_MAP, path, &view, plot_file("strange.gp")),
                plot_path(DESCENT_PLOT_CONVERGENCE, path, &view, plot_file("strange.gp")),
            };
            for (size_t i = 0; i < 5; i++)
                ck_assert_msg(statuses[i] == DESCENT_SUCCESS || statuses[i] == DESCENT_ENONFINITE, "%zu: %s", i,
                              descent_error_detail());
            if (statuses[0] == DESCENT_SUCCESS && (first + 3) % 8 == second)
                assert_success(descent_plot_contour(&problem, path, &view, plot_file("strange.png")));
            descent_path_free(path);
        }
}
END_TEST

START_TEST(a_path_of_one_point)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *engine = notebook_run(0.2, 2, 1, 0);
    const descent_path *path = descent_engine_path(engine);
    assert_success(descent_plot_contour(&problem, path, &view, plot_file("one.png")));
    assert_success(descent_plot_surface(&problem, path, &view, plot_file("one.png")));
    assert_failure(plot_path(DESCENT_PLOT_ORBIT, path, &view, plot_file("one.png")), DESCENT_EINVAL, "two points");
    assert_failure(plot_path(DESCENT_PLOT_RETURN_MAP, path, &view, plot_file("one.png")), DESCENT_EINVAL, "two points");
    descent_engine_free(engine);
}
END_TEST

START_TEST(a_path_of_very_many_points_stays_a_picture)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *engine = notebook_run(1, 4, 1.25, descent_test_effort(100000));
    const char *file = plot_file("many.svg");
    assert_success(descent_plot_contour(&problem, descent_engine_path(engine), &view, file));
    size_t size;
    free(plot_read(file, &size));
    ck_assert_uint_lt(size, 3000000);
    assert_success(plot_path(DESCENT_PLOT_RETURN_MAP, descent_engine_path(engine), &view, plot_file("many.png")));
    assert_success(descent_plot_convergence(descent_engine_path(engine), NULL, plot_file("many.png")));
    descent_engine_free(engine);
}
END_TEST

START_TEST(several_paths_have_names_and_colours)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *engines[2] = {notebook_run(0.1, 4, 0.9999, 64), notebook_run(0.1, 4, 1.0001, 64)};
    const descent_path *const paths[] = {descent_engine_path(engines[0]), descent_engine_path(engines[1])};
    static const char *const names[] = {"just below", "just above"};
    view.names = names;
    assert_success(plot_paths(&problem, paths, 2, &view, plot_file("two.svg")));
    plot_assert_contains(plot_file("two.svg"), ">just below<");
    plot_assert_contains(plot_file("two.svg"), ">just above<");
    const descent_path *const bad[] = {paths[0], NULL};
    assert_failure(plot_paths(&problem, bad, 2, &view, plot_file("two.svg")), DESCENT_EINVAL, "paths[1]");
    descent_engine_free(engines[0]);
    descent_engine_free(engines[1]);
}
END_TEST

START_TEST(principal_components_of_a_line_in_space)
{
    descent_path *path;
    assert_success(descent_path_new(&path, 5, NULL));
    for (int i = 0; i <= 20; i++) {
        const double x[5] = {3 * i, 1, -4 * i, 0, 2};
        assert_success(descent_path_append(path, x, NAN, NULL));
    }
    view.plane = DESCENT_PLOT_PLANE_PRINCIPAL;
    const char *file = plot_file("line.gp");
    assert_success(descent_plot_contour(NULL, path, &view, file));
    plot_assert_contains(file, "along the path");
    plot_assert_contains(file, "plane through the last point, after 20 steps");
    size_t size, rows;
    char *script = plot_read(file, &size);
    double *dots = plot_block(script, "dots0", 2, &rows);
    ck_assert_uint_eq(rows, 21);
    /* From the last point back along (3, 0, −4, 0, 0)/5, whose largest component is made positive: −(…). */
    for (size_t i = 0; i < rows; i++) {
        ck_assert_double_eq_tol(dots[2 * i], 5.0 * (double)(20 - i), 1e-6);
        ck_assert_double_eq_tol(dots[2 * i + 1], 0, 1e-6);
    }
    free(dots);
    free(script);
    descent_path_free(path);
}
END_TEST

static int quartic(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = x[0] * x[0] * x[0] * x[0] - 2 * x[0] * x[0];
    return 0;
}

START_TEST(one_variable_is_a_curve)
{
    const descent_problem problem = {.dimension = 1, .loss = quartic};
    const double start[] = {1.7};
    descent_engine *engine = plot_run(&problem, 0.05, start, 30);
    const descent_path *path = descent_engine_path(engine);
    const char *file = plot_file("curve.gp");
    assert_success(descent_plot_contour(&problem, path, &view, file));
    size_t size, rows;
    char *script = plot_read(file, &size);
    double *dots = plot_block(script, "dots0", 2, &rows);
    ck_assert_uint_eq(rows, 31);
    for (size_t i = 0; i < rows; i++) {
        const double x = dots[2 * i];
        ck_assert_double_eq_tol(x, descent_path_view(path).points[i], 1e-8);
        ck_assert_double_eq_tol(dots[2 * i + 1], x * x * x * x - 2 * x * x, 1e-6);
    }
    free(dots);
    free(script);
    assert_success(descent_plot_contour(&problem, path, &view, plot_file("curve.svg")));
    assert_failure(descent_plot_contour(NULL, path, &view, plot_file("curve.svg")), DESCENT_EINVAL, "loss");
    assert_failure(descent_plot_surface(&problem, path, &view, plot_file("curve.svg")), DESCENT_EINVAL,
                   "two variables");
    descent_engine_free(engine);
}
END_TEST

static int parabola(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0];
    return 0;
}

/* A single variable has a single name: nobody reads a second. */
START_TEST(one_variable_with_a_name)
{
    const char **const names = malloc(sizeof *names); /* so that sanitizers see what lies behind */
    names[0] = "x";
    const descent_problem problem = {.dimension = 1, .loss = parabola, .variable_names = names};
    descent_engine *engine = plot_run(&problem, 0.1, (const double[]){1}, 10);
    const descent_path *const path = descent_engine_path(engine);
    static const descent_plot_kind kinds[] = {DESCENT_PLOT_CONTOUR, DESCENT_PLOT_ORBIT, DESCENT_PLOT_RETURN_MAP};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const descent_picture picture = {.kind = kinds[i], .problem = &problem, .paths = &path, .path_count = 1};
        const char *file = plot_file("named.gp");
        assert_success(descent_plot_draw(&picture, file));
        plot_assert_contains(file, i == 2 ? "'x at a step'" : "'x'");
    }
    descent_engine_free(engine);
    free(names);
}
END_TEST

START_TEST(convergence_names_events_and_draws_the_prediction)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    /* In the valley's bottom, where the curvature along β₁ is 2, each step halves the distance. */
    const double start[] = {0, 1 + sqrt(0.5)};
    descent_engine *engine = plot_run(&problem, 0.25, start, 16);
    descent_event event = {.kind = DESCENT_EVENT_LINGERING, .first_step = 5, .last_step = 10};
    descent_critical_point point = {.kind = DESCENT_CRITICAL_MINIMUM, .loss = -0.25};
    const descent_diagnosis diagnosis = {.ending = DESCENT_ENDING_APPROACHING,
                                         .point = &point,
                                         .pace.law = DESCENT_LAW_GEOMETRIC,
                                         .pace.rate = 0.5,
                                         .pace.steps_to_go = {10, 5, 20},
                                         .events = &event,
                                         .event_count = 1};
    const char *file = plot_file("prediction.gp");
    assert_success(descent_plot_convergence(descent_engine_path(engine), &diagnosis, file));
    plot_assert_contains(file, "'lingering'");
    plot_assert_contains(file, "'predicted'");
    plot_assert_contains(file, "'loss above the minimum (−0.25)'");
    size_t size, rows;
    char *script = plot_read(file, &size);
    const char *const names[] = {"ahead0", "ahead1", "ahead2"};
    for (size_t i = 0; i < 3; i++) {
        /* Gradient and step shrink by 2⁻¹⁰, the loss by its square. */
        double *ahead = plot_block(script, names[i], 2, &rows);
        ck_assert_uint_eq(rows, 2);
        ck_assert_double_eq(ahead[0], 16);
        ck_assert_double_eq(ahead[2], 26);
        ck_assert_double_eq_tol(ahead[3] / ahead[1] * (i == 0 ? 1048576 : 1024), 1, 1e-6);
        free(ahead);
    }
    double *loss = plot_block(script, "curve0", 2, &rows);
    ck_assert_uint_eq(rows, 17);
    ck_assert_double_eq_tol(loss[1], descent_path_view(descent_engine_path(engine)).losses[0] + 0.25, 1e-6);
    free(loss);
    free(script);
    descent_engine_free(engine);
}
END_TEST

START_TEST(bad_input_is_named)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *engine = notebook_run(0.2, 4, 1.075, 4);
    const descent_path *path = descent_engine_path(engine);
    const char *file = plot_file("bad.png");
    assert_failure(descent_plot_contour(NULL, NULL, NULL, file), DESCENT_EINVAL, "problem");
    assert_failure(descent_plot_contour(&problem, NULL, NULL, file), DESCENT_EINVAL, "x_low");
    assert_failure(descent_plot_contour(&problem, path, NULL, NULL), DESCENT_EINVAL, "file");
    assert_failure(descent_plot_contour(&problem, path, NULL, "picture.jpeg"), DESCENT_EINVAL, "picture.jpeg");
    assert_failure(descent_plot_surface(NULL, path, NULL, file), DESCENT_EINVAL, "problem");
    assert_failure(plot_path(DESCENT_PLOT_ORBIT, NULL, NULL, file), DESCENT_EINVAL, "path");
    assert_failure(descent_plot_convergence(NULL, NULL, file), DESCENT_EINVAL, "path");
    assert_failure(descent_plot_bifurcation(NULL, file), DESCENT_EINVAL, "sweep");
    assert_failure(descent_plot_basins(NULL, file), DESCENT_EINVAL, "sweep");
    descent_plot_view bad = view;
    bad.width = 10;
    assert_failure(descent_plot_contour(&problem, path, &bad, file), DESCENT_EINVAL, "width");
    bad = view;
    bad.x_variable = 3;
    assert_failure(descent_plot_contour(&problem, path, &bad, file), DESCENT_EINVAL, "x_variable");
    bad = view;
    bad.x_variable = bad.y_variable = 2;
    assert_failure(descent_plot_contour(&problem, path, &bad, file), DESCENT_EINVAL, "got 2 twice");
    bad = view;
    bad.x_low = 1;
    assert_failure(descent_plot_contour(&problem, path, &bad, file), DESCENT_EINVAL, "x_low");
    bad = view;
    bad.value_low = bad.value_high = NAN;
    assert_failure(descent_plot_contour(&problem, path, &bad, file), DESCENT_EINVAL, "value_low");
    bad = view;
    bad.pitch = 91;
    assert_failure(descent_plot_surface(&problem, path, &bad, file), DESCENT_EINVAL, "pitch");
    bad = view;
    bad.bands = 65;
    assert_failure(descent_plot_contour(&problem, path, &bad, file), DESCENT_EINVAL, "bands");
    bad = view;
    bad.font_size = 5;
    assert_failure(descent_plot_contour(&problem, path, &bad, file), DESCENT_EINVAL, "font_size");
    bad = view;
    bad.samples = 1;
    assert_failure(descent_plot_contour(&problem, path, &bad, file), DESCENT_EINVAL, "samples");
    ck_assert(!plot_exists(file));
    descent_engine_free(engine);
}
END_TEST

START_TEST(bifurcation_shows_the_doubling_and_the_end)
{
    const char *file = plot_file("bifurcation.gp");
    view.x_variable = 2;
    assert_success(draw(5, file));
    plot_assert_contains(file, "'diverging'");
    size_t size;
    char *script = plot_read(file, &size);
    double window[4];
    read_window(script, window);
    ck_assert_double_eq(window[0], 0.4);
    ck_assert_double_eq_tol(window[1], 1.05, 1e-12);
    /* Bounded runs stay in 0 ≤ β₂ ≤ 2. */
    ck_assert_double_gt(window[2], -0.2);
    ck_assert_double_lt(window[3], 2.2);
    free(script);
}
END_TEST

START_TEST(basins_are_named_by_what_is_reached)
{
    const char *file = plot_file("basins.svg");
    assert_success(draw(6, file));
    plot_assert_contains(file, ">minimum at (2, 1.707)<"); /* 1 + 1/√2 and 1 − 1/√2 */
    plot_assert_contains(file, ">minimum at (2, 0.293)<");
    plot_assert_contains(file, ">diverging<");
}
END_TEST

/* gnuplot's symbols without an inside (crosses, open triangles, …) have lines a fifth of a pixel thin in SVG. */
START_TEST(every_symbol_is_filled)
{
    static const unsigned filled[] = {5, 7, 9, 11, 13, 15};
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *engine = notebook_run(0.2, 4, 1.075, 32);
    char *script = contour_script(engine, &problem);
    size_t symbols = 0;
    for (const char *at = script; (at = strstr(at, "pointtype ")) != NULL; symbols++) {
        const unsigned type = (unsigned)strtoul(at += strlen("pointtype "), NULL, 10);
        size_t k = 0;
        while (k < sizeof filled / sizeof filled[0] && filled[k] != type)
            k++;
        ck_assert_msg(k < sizeof filled / sizeof filled[0], "symbol %u", type);
    }
    ck_assert_uint_ge(symbols, 5); /* minima, saddle, path, start and end */
    free(script);
    descent_engine_free(engine);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plot_pictures");
    TCase *tcase = tcase_create("plot_pictures");
    tcase_add_checked_fixture(tcase, set_up, NULL);
    tcase_add_loop_test(tcase, a_png_has_its_signature_and_size, 0, picture_count);
    tcase_add_loop_test(tcase, an_svg_has_its_size_and_texts, 0, picture_count);
    tcase_add_test(tcase, an_svg_tells_the_result);
    tcase_add_loop_test(tcase, a_pdf_is_one, 0, picture_count);
    tcase_add_loop_test(tcase, the_same_input_gives_the_same_bytes, 0, picture_count);
    tcase_add_loop_test(tcase, a_dark_theme_is_dark, 0, picture_count);
    tcase_add_test(tcase, every_step_is_a_dot_at_its_place);
    tcase_add_test(tcase, level_lines_follow_the_loss);
    tcase_add_test(tcase, level_lines_of_a_circle_are_closed_and_round);
    tcase_add_test(tcase, critical_points_are_found_and_marked_by_kind);
    tcase_add_test(tcase, a_minimum_at_a_kink_is_marked_as_a_minimum);
    tcase_add_test(tcase, an_explosion_leaves_the_window);
    tcase_add_test(tcase, a_contour_has_the_same_scale_on_both_axes);
    tcase_add_loop_test(tcase, where_there_is_no_loss_it_is_blank, 0, 2);
    tcase_add_test(tcase, a_loss_that_is_nowhere_finite_is_refused);
    tcase_add_test(tcase, strange_paths);
    tcase_add_test(tcase, a_path_of_one_point);
    tcase_add_test(tcase, a_path_of_very_many_points_stays_a_picture);
    tcase_add_test(tcase, several_paths_have_names_and_colours);
    tcase_add_test(tcase, principal_components_of_a_line_in_space);
    tcase_add_test(tcase, one_variable_is_a_curve);
    tcase_add_test(tcase, one_variable_with_a_name);
    tcase_add_test(tcase, convergence_names_events_and_draws_the_prediction);
    tcase_add_test(tcase, bad_input_is_named);
    tcase_add_test(tcase, bifurcation_shows_the_doubling_and_the_end);
    tcase_add_test(tcase, basins_are_named_by_what_is_reached);
    tcase_add_test(tcase, every_symbol_is_filled);
    suite_add_tcase(suite, tcase);
    return plot_test_main(suite);
}
