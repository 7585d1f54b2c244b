/* What makes a picture readable: numbers that can be told apart, texts that fit, runs where they belong. */
#include "plot/plot_support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static descent_plot_view view;

static void set_up(void)
{
    view = (descent_plot_view){.samples = 16, .no_search = 1};
}

static void set_window(double left, double right, double bottom, double top)
{
    view.x_low = left;
    view.x_high = right;
    view.y_low = bottom;
    view.y_high = top;
}

/* The script that a picture is drawn with, the caller's to free. */
static char *script_of(descent_status status, const char *file)
{
    size_t size;
    assert_success(status);
    char *script = plot_read(file, &size);
    ck_assert_ptr_nonnull(script);
    return script;
}

static char *contour_of(const descent_problem *problem, const descent_path *path)
{
    const char *file = plot_file("layout.gp");
    return script_of(descent_plot_contour(problem, path, &view, file), file);
}

enum {
    most_numbers = 128
};

/* Numbers along an axis: what is written, read back, and where it stands. Those without a name are left out. */
typedef struct number {
    double written;
    double place;
} number;

/* A number as a page writes it, such as −1.5·10⁻³ or 10²; the text goes on behind it. */
static double read_set(const char **at)
{
    static const char *const superscripts[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    static const char minus[] = "−", dot[] = "·", above[] = "⁻";
    char *end = NULL;
    const bool negative = strncmp(*at, minus, strlen(minus)) == 0;
    *at += negative ? strlen(minus) : 0;
    double value = strtod(*at, &end);
    *at = end;
    const bool factor = strncmp(*at, dot, strlen(dot)) == 0;
    if (factor) {
        *at += strlen(dot);
        ck_assert_double_eq(strtod(*at, &end), 10);
        *at = end;
    }
    const bool fraction = strncmp(*at, above, strlen(above)) == 0;
    *at += fraction ? strlen(above) : 0;
    int power = 0, digits = 0;
    for (int digit = 0; digit < 10; digit++)
        if (strncmp(*at, superscripts[digit], strlen(superscripts[digit])) == 0) {
            power = 10 * power + digit;
            *at += strlen(superscripts[digit]);
            digits++;
            digit = -1;
        }
    if (digits > 0)
        value = (factor ? value : 1) * pow(10, fraction ? -power : power);
    return negative ? -value : value;
}

static size_t numbers_of(const char *script, const char *axis, number numbers[most_numbers])
{
    char opening[64];
    snprintf(opening, sizeof opening, "set %s", axis);
    const char *at = NULL, *found = script;
    while ((found = strstr(found, opening)) != NULL) {
        const char *list = strchr(found, '(');
        at = list && list < strchr(found, '\n') ? list + 1 : at;
        found++;
    }
    ck_assert_ptr_nonnull(at);
    size_t count = 0;
    while (*at != ')') {
        ck_assert_int_eq(*at++, '\'');
        const bool named = *at != '\'';
        char *end = NULL;
        numbers[count].written = named ? read_set(&at) : 0;
        ck_assert_int_eq(*at++, '\'');
        numbers[count].place = strtod(at, &end);
        count += named;
        at = end + strcspn(end, ",)");
        at += *at == ',' ? 2 : 0;
    }
    return count;
}

static void assert_told_apart(const char *script, const char *axis)
{
    number numbers[most_numbers];
    const size_t count = numbers_of(script, axis, numbers);
    ck_assert_uint_ge(count, 2);
    for (size_t i = 1; i < count; i++) {
        const double step = numbers[i].place - numbers[i - 1].place;
        ck_assert_double_lt(fabs(numbers[i].written - numbers[i].place), 0.05 * step);
        ck_assert_double_gt(numbers[i].written, numbers[i - 1].written);
    }
}

static int offset_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = 1e6 + 1e-3 * (x[0] * x[0] + x[1] * x[1]);
    return 0;
}

static int steep_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = 1e305 * (x[0] * x[0] + x[1] * x[1]);
    return 0;
}

START_TEST(numbers_can_be_told_apart)
{
    static const double windows[][4] = {{0, 4, -0.5, 2.5},
                                        {1e6, 1e6 + 1, 0, 1},
                                        {1e-300, 3e-300, -1e-300, 1e-300},
                                        {-1e150, 1e150, -3e150, 1e150},
                                        {0, 4, 0.99, 1.01}};
    set_window(windows[_i][0], windows[_i][1], windows[_i][2], windows[_i][3]);
    const double places[] = {windows[_i][0], windows[_i][2]};
    descent_path *path;
    assert_success(descent_path_new(&path, 2, NULL));
    assert_success(descent_path_append(path, places, 0, NULL));
    char *script = contour_of(NULL, path);
    assert_told_apart(script, "xtics");
    assert_told_apart(script, "ytics");
    free(script);
    descent_path_free(path);
}
END_TEST

/* The limits of the bands are at 0, 1, 2, … along the colour bar, and each has a number of its own. */
START_TEST(a_loss_far_from_zero_has_bands_that_can_be_told_apart)
{
    const descent_problem problem = {.dimension = 2, .loss = offset_loss};
    set_window(-1, 1, -1, 1);
    char *script = contour_of(&problem, NULL);
    number numbers[most_numbers];
    const size_t count = numbers_of(script, "cbtics", numbers);
    ck_assert_uint_ge(count, 5);
    for (size_t i = 1; i < count; i++)
        ck_assert_double_gt(numbers[i].written, numbers[i - 1].written);
    free(script);
    /* And as a surface it is not flat: from 0 to 2 in the middle and at the corners, times 1e-3. */
    const char *file = plot_file("offset.gp");
    size_t rows;
    script = script_of(descent_plot_surface(&problem, NULL, &view, file), file);
    double *surface = plot_block(script, "surface", 4, &rows), low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < rows; i++) {
        low = fmin(low, surface[4 * i + 2]);
        high = fmax(high, surface[4 * i + 2]);
    }
    ck_assert_double_eq_tol(high - low, 2e-3, 5e-5);
    free(surface);
    free(script);
}
END_TEST

START_TEST(a_loss_near_the_largest_number_is_blank_there)
{
    const descent_problem problem = {.dimension = 2, .loss = steep_loss};
    const char *file = plot_file("steep.png");
    set_window(-3, 3, -3, 3);
    char *script = contour_of(&problem, NULL);
    ck_assert_ptr_null(strstr(script, "inf"));
    free(script);
    assert_success(descent_plot_contour(&problem, NULL, &view, file));
    assert_success(descent_plot_surface(&problem, NULL, &view, file));
}
END_TEST

enum {
    window_shapes = 5
};

/* Numbers at most as wide as 0.64 of the font's height for each character, and a gap, fit along an axis. */
START_TEST(numbers_fit_the_picture)
{
    static const unsigned sizes[][3] = {
        {240, 180, 9}, {960, 720, 22}, {960, 720, 48}, {500, 1200, 22}, {1600, 400, 22}};
    /* With one scale along both sides the last ones are ten and nineteen times as long as they are high, or high as long. */
    static const double windows[][4] = {
        {0, 4, 0.2, 2.5}, {-10, 10, -1, 1}, {-10, 10, -0.52, 0.52}, {-1, 1, -10, 10}, {1.48, 2.52, -9, 11}};
    const size_t shape = (size_t)_i % window_shapes, size = (size_t)_i / window_shapes;
    set_window(windows[shape][0], windows[shape][1], windows[shape][2], windows[shape][3]);
    view.width = sizes[size][0];
    view.height = sizes[size][1];
    view.font_size = sizes[size][2];
    const descent_problem problem = descent_test_landscape("notebook", 0);
    char *script = contour_of(&problem, NULL);
    double left, right, bottom, top;
    const char *margins = strstr(script, "set lmargin");
    ck_assert_ptr_nonnull(margins);
    ck_assert_int_eq(sscanf(margins,
                            "set lmargin at screen %lf set rmargin at screen %lf set bmargin at screen %lf "
                            "set tmargin at screen %lf",
                            &left, &right, &bottom, &top),
                     4);
    number numbers[most_numbers];
    const size_t up = numbers_of(script, "ytics", numbers), bar = numbers_of(script, "cbtics", numbers);
    const size_t across = numbers_of(script, "xtics", numbers);
    ck_assert_double_le((double)(up - 1) * view.font_size, (top - bottom) * view.height);
    ck_assert_double_le((double)(bar - 1) * view.font_size, (top - bottom) * view.height);
    ck_assert_double_le((double)(across - 1) * 1.5 * view.font_size, (right - left) * view.width);
    free(script);
}
END_TEST

START_TEST(letters_suit_the_size)
{
    static const struct {
        unsigned width, height;
        const char *size;
    } cases[] = {{960, 720, "22.00"}, {480, 360, "11.00"}, {1920, 1440, "44.00"}, {1920, 720, "22.00"}};
    const char *file = plot_file("letters.svg");
    const descent_problem problem = descent_test_landscape("notebook", 0);
    set_window(0, 4, 0, 2);
    view.width = cases[_i].width;
    view.height = cases[_i].height;
    assert_success(descent_plot_contour(&problem, NULL, &view, file));
    char attribute[64];
    snprintf(attribute, sizeof attribute, "font-size=\"%s\"", cases[_i].size);
    plot_assert_contains(file, attribute);
}
END_TEST

START_TEST(a_wide_text_is_cut_before_the_next)
{
    /* W is 0.99 of the font's height wide: no more than 960/22 of them fit a line. */
    static char wide[400];
    memset(wide, 'W', sizeof wide - 1);
    const descent_problem problem = descent_test_landscape("notebook", 0);
    set_window(0, 4, 0, 2);
    view.title = view.x_label = view.y_label = view.value_label = wide;
    char *script = contour_of(&problem, NULL);
    for (const char *run = strchr(script, 'W'); run; run = strchr(run, 'W')) {
        const size_t length = strspn(run, "W");
        ck_assert_uint_le(length, 44);
        run += length;
    }
    free(script);
}
END_TEST

START_TEST(angles_go_around)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const char *one = plot_file("one.gp"), *other = plot_file("other.gp");
    set_window(0, 4, 0, 2);
    view.yaw = 315;
    char *expected = script_of(descent_plot_surface(&problem, NULL, &view, one), one);
    view.yaw = -45 - 360;
    char *script = script_of(descent_plot_surface(&problem, NULL, &view, other), other);
    ck_assert_str_eq(script, expected);
    free(script);
    free(expected);
    assert_success(descent_plot_surface(&problem, NULL, &view, plot_file("around.png")));
}
END_TEST

/* A variable that rests is shown in its own units, not in those of the steps. */
START_TEST(an_orbit_that_rests)
{
    descent_path *path;
    const char *file = plot_file("rest.gp");
    const double x[] = {3, 1};
    assert_success(descent_path_new(&path, 2, NULL));
    for (size_t i = 0; i < 100; i++)
        assert_success(descent_path_append(path, x, NAN, NULL));
    char *script = script_of(plot_path(DESCENT_PLOT_ORBIT, path, &view, file), file);
    double low, high;
    ck_assert_int_eq(sscanf(strstr(script, "set yrange ["), "set yrange [%lf:%lf]", &low, &high), 2);
    ck_assert_double_ge(low, 0);
    ck_assert_double_le(high, 6);
    free(script);
    descent_path_free(path);
}
END_TEST

/* The step after which there is nothing to see is not what the window is made for. */
START_TEST(a_jump_to_infinity_leaves_the_rest_in_sight)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    static const double points[][2] = {{1, 1}, {1.5, 1.2}, {1e300, 1}, {-1e300, 2}};
    descent_path *path;
    assert_success(descent_path_new(&path, 2, NULL));
    for (size_t i = 0; i < 4; i++)
        assert_success(descent_path_append(path, points[i], NAN, NULL));
    char *script = contour_of(&problem, path);
    double low, high;
    ck_assert_int_eq(sscanf(strstr(script, "set xrange ["), "set xrange [%lf:%lf]", &low, &high), 2);
    ck_assert_double_lt(high - low, 3);
    ck_assert_uint_eq(plot_count(script, "leaves at step 2"), 1);
    free(script);
    descent_path_free(path);
}
END_TEST

START_TEST(titles_say_what_is_so)
{
    const descent_problem problem = descent_test_landscape("double_well", 3);
    const double start[] = {0.5, 0.6, 0.7};
    descent_engine *engine = plot_run(&problem, 0.1, start, 1);
    char *script = contour_of(&problem, descent_engine_path(engine));
    ck_assert_ptr_nonnull(strstr(script, "after 1 step"));
    ck_assert_ptr_null(strstr(script, "after 1 steps"));
    ck_assert_ptr_null(strstr(script, "last point ("));
    free(script);
    view.plane = DESCENT_PLOT_PLANE_PRINCIPAL;
    script = contour_of(&problem, descent_engine_path(engine));
    ck_assert_ptr_null(strstr(script, "last point with"));
    ck_assert_ptr_nonnull(strstr(script, "plane through the last point, after"));
    free(script);
    descent_engine_free(engine);
}
END_TEST

START_TEST(paths_beyond_the_legend_are_counted)
{
    descent_path *paths[20];
    const char *file = plot_file("twenty.gp");
    for (size_t i = 0; i < 20; i++) {
        const double x[] = {(double)i, 1};
        assert_success(descent_path_new(&paths[i], 2, NULL));
        assert_success(descent_path_append(paths[i], x, NAN, NULL));
    }
    char *script = script_of(plot_paths(NULL, (const descent_path *const *)paths, 20, &view, file), file);
    ck_assert_uint_eq(plot_count(script, "'path 12'"), 1);
    ck_assert_uint_eq(plot_count(script, "'path 13'"), 0);
    ck_assert_uint_eq(plot_count(script, "'and 8 more'"), 1);
    free(script);
    for (size_t i = 0; i < 20; i++)
        descent_path_free(paths[i]);
}
END_TEST

/* A gradient that swings with such a period: from 1 to 4, and down again; with one of 16 it is between in all other steps. */
static char *swings_of(size_t steps, size_t period)
{
    descent_path *path;
    const char *file = plot_file("swings.gp");
    assert_success(descent_path_new(&path, 1, NULL));
    for (size_t i = 0; i < steps; i++) {
        const double x = 0, phase = (double)(i % period) / (double)period;
        const double between = i % 16 == 0 ? 1 : i % 16 == 1 ? 4 : 2 + (double)(i % 2);
        const double gradient = period == 16 ? between : 1 + 6 * (phase < 0.5 ? phase : 1 - phase);
        assert_success(descent_path_append(path, &x, NAN, &gradient));
    }
    char *script = script_of(descent_plot_convergence(path, NULL, file), file);
    descent_path_free(path);
    return script;
}

/* Between 1 and 4 in a step or eight of a hundred thousand, or of thousands: the picture is the band between, and small. */
START_TEST(an_oscillation_is_not_thinned_away)
{
    static const size_t many[][2] = {{100000, 2}, {100000, 8}, {1000, 2}, {1000, 4}, {3000, 16}};
    for (size_t i = 0; i < sizeof many / sizeof *many; i++) {
        char *script = swings_of(many[i][0], many[i][1]);
        size_t rows;
        double *band = plot_block(script, "band1", 3, &rows);
        ck_assert_ptr_nonnull(band);
        for (size_t k = 0; k < rows; k++) {
            ck_assert_double_eq(band[3 * k + 1], 1);
            ck_assert_double_eq(band[3 * k + 2], 4);
        }
        ck_assert_double_eq(band[0], 0);
        ck_assert_double_eq(band[3 * (rows - 1)], (double)(many[i][0] - 1));
        ck_assert_uint_gt(rows, 100);
        ck_assert_uint_lt(rows, 1000);
        /* A polygon: there along the highest, and back along the lowest. What gnuplot fills between curves has spikes below 1e-162. */
        size_t corners;
        double *area = plot_block(script, "area1", 2, &corners);
        ck_assert_ptr_nonnull(area);
        ck_assert_uint_eq(corners, 2 * rows);
        for (size_t k = 0; k < rows; k++) {
            ck_assert_double_eq(area[2 * k], band[3 * k]);
            ck_assert_double_eq(area[2 * k + 1], 4);
            ck_assert_double_eq(area[2 * (corners - 1 - k)], band[3 * k]);
            ck_assert_double_eq(area[2 * (corners - 1 - k) + 1], 1);
        }
        ck_assert_ptr_nonnull(strstr(script, "$area1 using 1:2 with filledcurves closed"));
        free(area);
        ck_assert_ptr_nonnull(strstr(script, "lowest to highest of swings"));
        ck_assert_ptr_null(strstr(script, "$curve1"));
        free(band);
        free(script);
    }
}
END_TEST

/* Swings that can be followed are drawn as they are: at a hundred steps, or, however many steps there are, ten swings. */
START_TEST(swings_that_can_be_seen_are_a_line)
{
    static const size_t few[][2] = {{100, 2}, {100000, 10000}};
    for (size_t i = 0; i < sizeof few / sizeof *few; i++) {
        char *script = swings_of(few[i][0], few[i][1]);
        size_t rows;
        double *line = plot_block(script, "curve1", 2, &rows), low = INFINITY, high = 0;
        ck_assert_ptr_nonnull(line);
        ck_assert_ptr_null(strstr(script, "$band1"));
        for (size_t k = 0; k < rows; k++) {
            low = fmin(low, line[2 * k + 1]);
            high = fmax(high, line[2 * k + 1]);
        }
        ck_assert_double_eq(low, 1);
        ck_assert_double_eq(high, 4);
        ck_assert_uint_ge(rows, 100);
        ck_assert_uint_lt(rows, 1000);
        free(line);
        free(script);
    }
}
END_TEST

enum {
    run_count = 61
};

static const double bifurcation_start[] = {4, 1.25};

/* From 0.4 to 1.03 (beyond 1 runs leave); in the order that `stride`, with no factor of 61, makes. */
static descent_sweep *sweep_in_order(size_t stride, size_t tail)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    double step_sizes[run_count];
    descent_sweep_options options = {0};
    options.steps = 300;
    options.tail = tail;
    for (size_t i = 0; i < run_count; i++)
        step_sizes[i] = 0.4 + 0.63 * (double)((i * stride) % run_count) / (run_count - 1);
    descent_sweep *sweep;
    assert_success(descent_sweep_step_sizes(&problem, bifurcation_start, step_sizes, run_count, &options, &sweep));
    return sweep;
}

START_TEST(runs_of_a_bifurcation_in_any_order)
{
    const char *one = plot_file("one.gp"), *other = plot_file("other.gp");
    descent_sweep *rising = sweep_in_order(1, 50), *shuffled = sweep_in_order(7, 50);
    char *expected = script_of(descent_plot_bifurcation(rising, one), one);
    char *script = script_of(descent_plot_bifurcation(shuffled, other), other);
    ck_assert_uint_eq(plot_count(expected, "set object rectangle from first"), 1);
    ck_assert_str_eq(script, expected);
    free(script);
    free(expected);
    descent_sweep_free(rising);
    descent_sweep_free(shuffled);
}
END_TEST

/* Runs that are few and far between fill the window all the same: no column is empty. */
START_TEST(a_window_of_a_bifurcation_has_no_gaps)
{
    const char *file = plot_file("window.gp");
    descent_sweep *sweep = sweep_in_order(1, 50);
    view.x_variable = 2;
    view.x_low = 0.45;
    view.x_high = 0.75;
    char *script = script_of(plot_sweep(DESCENT_PLOT_BIFURCATION, sweep, &view, file), file);
    plot_image image = plot_image_of(script);
    ck_assert_uint_gt(image.columns, 100);
    for (size_t column = 0; column < image.columns; column++) {
        bool visited = false;
        for (size_t row = 0; row < image.rows; row++)
            visited = visited || !isnan(image.cells[row * image.columns + column]);
        ck_assert_msg(visited, "column %zu of %zu is empty", column, image.columns);
    }
    plot_image_free(&image);
    free(script);
    view.x_low = 5;
    view.x_high = 6;
    assert_failure(plot_sweep(DESCENT_PLOT_BIFURCATION, sweep, &view, file), DESCENT_EINVAL, "x_low");
    descent_sweep_free(sweep);
}
END_TEST

/* Without tails, it is from run to run that one sees which variable moves: the second, since the first rests at 2. */
START_TEST(a_bifurcation_of_end_points)
{
    const char *file = plot_file("ends.gp");
    descent_sweep *sweep = sweep_in_order(1, 0);
    char *script = script_of(descent_plot_bifurcation(sweep, file), file);
    ck_assert_ptr_nonnull(strstr(script, "'\xCE\xB2\xE2\x82\x82'"));
    free(script);
    descent_sweep_free(sweep);
}
END_TEST

static descent_sweep *map_of(size_t columns, size_t rows)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const descent_plane plane = {.left = 0, .right = 4, .bottom = -1, .top = 3, .columns = columns, .rows = rows};
    descent_sweep_options options = {0};
    options.steps = 200;
    descent_sweep *sweep;
    assert_success(descent_sweep_plane(&problem, descent_fixed_step(0.1), &plane, &options, &sweep));
    return sweep;
}

/* gnuplot draws nothing of an image that is one cell wide. */
START_TEST(maps_of_a_single_column_or_row)
{
    static const size_t shapes[][2] = {{1, 1}, {1, 9}, {9, 1}};
    const char *file = plot_file("single.gp");
    descent_sweep *sweep = map_of(shapes[_i][0], shapes[_i][1]);
    char *script = script_of(descent_plot_basins(sweep, file), file);
    plot_image image = plot_image_of(script);
    ck_assert_uint_ge(image.columns, 2);
    ck_assert_uint_ge(image.rows, 2);
    plot_image_free(&image);
    free(script);
    descent_sweep_free(sweep);
}
END_TEST

/* Minima are triangles that point down, as in contours; what is 0 to a picture's eye is called 0. */
START_TEST(basins_mark_what_is_reached_by_kind)
{
    const char *file = plot_file("kinds.gp");
    descent_sweep *sweep = map_of(20, 20);
    char *script = script_of(descent_plot_basins(sweep, file), file);
    size_t rows;
    double *marks = plot_block(script, "marks", 3, &rows);
    ck_assert_uint_eq(rows, 2);
    for (size_t i = 0; i < rows; i++) {
        ck_assert_double_eq_tol(marks[3 * i], 2, 1e-6);
        ck_assert_double_eq_tol(fabs(marks[3 * i + 1] - 1), sqrt(0.5), 1e-6);
        ck_assert_double_eq(marks[3 * i + 2], 11);
    }
    ck_assert_uint_eq(plot_count(script, "'minimum at (2, 1.707)'") + plot_count(script, "'minimum at (2, 1.71)'"), 1);
    free(marks);
    free(script);
    descent_sweep_free(sweep);
}
END_TEST

START_TEST(what_is_zero_is_the_default)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const char *file = plot_file("default.gp");
    const double start[] = {4, 1.25};
    descent_engine *engine = plot_run(&problem, 0.2, start, 20);
    const descent_path *path = descent_engine_path(engine);
    descent_plot_view stated = {
        .width = 960,
        .height = 720,
        .font_size = 22,
        .x_variable = 1,
        .y_variable = 2,
        .bands = 11,
        .samples = 160,
        .pitch = 30,
        .yaw = 50,
    };
    char *expected = script_of(descent_plot_contour(&problem, path, NULL, file), file);
    char *script = script_of(descent_plot_contour(&problem, path, &stated, file), file);
    ck_assert_str_eq(script, expected);
    free(script);
    free(expected);
    /* Of the loss alone, where all is seen from the first side. */
    const descent_plot_view framed = {.x_high = 4, .y_low = -0.5, .y_high = 2.5};
    stated.x_high = 4;
    stated.y_low = -0.5;
    stated.y_high = 2.5;
    expected = script_of(descent_plot_surface(&problem, NULL, &framed, file), file);
    script = script_of(descent_plot_surface(&problem, NULL, &stated, file), file);
    ck_assert_str_eq(script, expected);
    ck_assert_ptr_nonnull(strstr(script, "set view 30,50,"));
    free(script);
    free(expected);
    const descent_plot_view above = {.pitch = DESCENT_PLOT_ANGLE_ZERO, .yaw = DESCENT_PLOT_ANGLE_ZERO};
    script = script_of(descent_plot_surface(&problem, path, &above, file), file);
    ck_assert_ptr_nonnull(strstr(script, "set view 0,0,"));
    free(script);
    /* The second variable alone: the other axis is the first, not the second again. */
    const descent_plot_view second = {.x_variable = 2};
    script = script_of(descent_plot_contour(&problem, path, &second, file), file);
    ck_assert_ptr_nonnull(strstr(script, "last point (1.70"));
    free(script);
    descent_engine_free(engine);
}
END_TEST

START_TEST(pictures_that_cannot_be_are_named)
{
    const char *file = plot_file("none.gp");
    const descent_path *none = NULL;
    descent_path *path;
    assert_success(descent_path_new(&path, 2, NULL));
    const descent_path *const two[] = {path, path};
    assert_failure(descent_plot_draw(NULL, file), DESCENT_EINVAL, "picture");
    descent_picture picture = {0};
    assert_failure(descent_plot_draw(&picture, file), DESCENT_EINVAL, "kind must be a descent_plot_kind, got 0");
    picture.kind = (descent_plot_kind)8;
    assert_failure(descent_plot_draw(&picture, file), DESCENT_EINVAL, "got 8");
    picture.kind = (descent_plot_kind)-1;
    assert_failure(descent_plot_draw(&picture, file), DESCENT_EINVAL, "kind");
    picture.kind = DESCENT_PLOT_ORBIT;
    assert_failure(descent_plot_draw(&picture, file), DESCENT_EINVAL, "path_count");
    picture.path_count = 1;
    assert_failure(descent_plot_draw(&picture, file), DESCENT_EINVAL, "paths must not be NULL");
    picture.paths = &none;
    assert_failure(descent_plot_draw(&picture, file), DESCENT_EINVAL, "paths[0]");
    picture.paths = two;
    picture.path_count = 2;
    assert_failure(descent_plot_draw(&picture, file), DESCENT_EINVAL, "at most 1, got 2");
    picture.reserved[3] = &picture;
    assert_failure(descent_plot_draw(&picture, file), DESCENT_EINVAL, "reserved[3]");
    descent_path_free(path);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plot_layout");
    TCase *tcase = tcase_create("plot_layout");
    tcase_add_checked_fixture(tcase, set_up, NULL);
    tcase_add_loop_test(tcase, numbers_can_be_told_apart, 0, 5);
    tcase_add_test(tcase, a_loss_far_from_zero_has_bands_that_can_be_told_apart);
    tcase_add_test(tcase, a_loss_near_the_largest_number_is_blank_there);
    tcase_add_loop_test(tcase, numbers_fit_the_picture, 0, 5 * window_shapes);
    tcase_add_loop_test(tcase, letters_suit_the_size, 0, 4);
    tcase_add_test(tcase, a_wide_text_is_cut_before_the_next);
    tcase_add_test(tcase, angles_go_around);
    tcase_add_test(tcase, an_orbit_that_rests);
    tcase_add_test(tcase, a_jump_to_infinity_leaves_the_rest_in_sight);
    tcase_add_test(tcase, titles_say_what_is_so);
    tcase_add_test(tcase, paths_beyond_the_legend_are_counted);
    tcase_add_test(tcase, an_oscillation_is_not_thinned_away);
    tcase_add_test(tcase, swings_that_can_be_seen_are_a_line);
    tcase_add_test(tcase, runs_of_a_bifurcation_in_any_order);
    tcase_add_test(tcase, a_window_of_a_bifurcation_has_no_gaps);
    tcase_add_test(tcase, a_bifurcation_of_end_points);
    tcase_add_loop_test(tcase, maps_of_a_single_column_or_row, 0, 3);
    tcase_add_test(tcase, basins_mark_what_is_reached_by_kind);
    tcase_add_test(tcase, what_is_zero_is_the_default);
    tcase_add_test(tcase, pictures_that_cannot_be_are_named);
    suite_add_tcase(suite, tcase);
    return plot_test_main(suite);
}
