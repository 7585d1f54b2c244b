/* What curves over the steps and from step to step show: events above them, the map's own curve, all variables together. */
#include "formulas.h"
#include "plot/plot_support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static descent_plot_view view;

static void set_up(void)
{
    view = (descent_plot_view){0};
}

static char *script_of(const descent_picture *picture)
{
    size_t size;
    const char *file = plot_file("curves.gp");
    assert_success(descent_plot_draw(picture, file));
    char *script = plot_read(file, &size);
    ck_assert_ptr_nonnull(script);
    return script;
}

static descent_picture picture_of(descent_plot_kind kind, const descent_problem *problem,
                                  const descent_path *const *path)
{
    return (descent_picture){.kind = kind, .problem = problem, .paths = path, .path_count = 1, .view = &view};
}

/* The first number after a text that stands in the script. */
static double number_after(const char *script, const char *text)
{
    const char *const at = strstr(script, text);
    ck_assert_ptr_nonnull(at);
    return strtod(at + strlen(text), NULL);
}

/* Where the name of an event stands above the axes, as a share of the picture. */
static double height_of(const char *script, const char *name)
{
    const char *at = strstr(script, name);
    ck_assert_ptr_nonnull(at);
    at = strstr(at, "screen ");
    ck_assert_ptr_nonnull(at);
    return strtod(at + strlen("screen "), NULL);
}

/* Events that meet have lanes of their own above the axes; those that do not share one. No ground is shaded. */
START_TEST(events_are_brackets_above_the_axes)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *engine = plot_run(&problem, 0.02, (const double[]){0, -0.5}, 64);
    const descent_path *const path = descent_engine_path(engine);
    descent_event events[] = {{.kind = DESCENT_EVENT_PLATEAU, .first_step = 2, .last_step = 30},
                              {.kind = DESCENT_EVENT_LINGERING, .first_step = 20, .last_step = 40},
                              {.kind = DESCENT_EVENT_LOSS_ROSE, .first_step = 50, .last_step = 50}};
    const descent_diagnosis diagnosis = {.ending = DESCENT_ENDING_CONVERGED, .events = events, .event_count = 3};
    descent_picture picture = picture_of(DESCENT_PLOT_CONVERGENCE, NULL, &path);
    picture.diagnosis = &diagnosis;
    char *script = script_of(&picture);
    ck_assert_uint_eq(plot_count(script, "set object rectangle"), 0);
    const double top = number_after(script, "set tmargin at screen ");
    const double plateau = height_of(script, "'plateau'"), lingering = height_of(script, "'lingering'"),
                 rose = height_of(script, "'loss rose'");
    ck_assert_double_gt(plateau, top);
    ck_assert_double_gt(lingering, plateau);
    ck_assert_double_eq(rose, plateau);
    ck_assert_double_lt(lingering, number_after(script, "screen 0.5,")); /* the title's */
    /* The feet stand on the first and the last step of each, and of a single step there is one. */
    ck_assert_uint_eq(plot_count(script, "from first 2,screen "), 2);
    ck_assert_uint_eq(plot_count(script, "from first 40,screen "), 1);
    ck_assert_uint_eq(plot_count(script, "from first 50,screen "), 1);
    free(script);
    descent_engine_free(engine);
}
END_TEST

/* What happened in each step from the first to the last needs no number; in some of them it does, where the bracket has room for it. */
static const struct {
    descent_event event;
    const char *label;
} counted[] = {
    {{.kind = DESCENT_EVENT_LOSS_ROSE, .first_step = 4, .last_step = 64, .count = 31}, "'loss rose 31 times'"},
    {{.kind = DESCENT_EVENT_LOSS_ROSE, .first_step = 4, .last_step = 64, .count = 60}, "'loss rose 60 times'"},
    {{.kind = DESCENT_EVENT_LOSS_ROSE, .first_step = 4, .last_step = 64, .count = 61}, "'loss rose'"},
    {{.kind = DESCENT_EVENT_LOSS_ROSE, .first_step = 4, .last_step = 7, .count = 2}, "'loss rose'"},
    {{.kind = DESCENT_EVENT_SIGN_FLIPS, .first_step = 2, .last_step = 63, .count = 9}, "'turned back 9 times'"},
    {{.kind = DESCENT_EVENT_PLATEAU, .first_step = 2, .last_step = 63, .count = 9}, "'plateau'"},
};

START_TEST(a_bracket_says_how_often)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *engine = plot_run(&problem, 0.02, (const double[]){0, -0.5}, 64);
    const descent_path *const path = descent_engine_path(engine);
    descent_event event = counted[_i].event;
    const descent_diagnosis diagnosis = {.ending = DESCENT_ENDING_CONVERGED, .events = &event, .event_count = 1};
    descent_picture picture = picture_of(DESCENT_PLOT_CONVERGENCE, NULL, &path);
    picture.diagnosis = &diagnosis;
    char *script = script_of(&picture);
    ck_assert_msg(strstr(script, counted[_i].label) != NULL, "%s", counted[_i].label);
    free(script);
    descent_engine_free(engine);
}
END_TEST

/* Lanes never take more than a third of the axes' height (most_room); what has none is left out, and the rest is drawn. */
START_TEST(many_events_leave_room_for_the_curves)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *engine = plot_run(&problem, 0.02, (const double[]){0, -0.5}, 64);
    const descent_path *const path = descent_engine_path(engine);
    descent_event events[40];
    for (size_t i = 0; i < 40; i++)
        events[i] = (descent_event){.kind = DESCENT_EVENT_PLATEAU, .first_step = i % 3, .last_step = 60 + i % 3};
    const descent_diagnosis diagnosis = {.ending = DESCENT_ENDING_CONVERGED, .events = events, .event_count = 40};
    descent_picture picture = picture_of(DESCENT_PLOT_CONVERGENCE, NULL, &path);
    char *script = script_of(&picture);
    const double bottom = number_after(script, "set bmargin at screen ");
    const double height = number_after(script, "set tmargin at screen ") - bottom;
    free(script);
    picture.diagnosis = &diagnosis;
    script = script_of(&picture);
    ck_assert_double_ge(number_after(script, "set tmargin at screen ") - bottom, height * 2 / 3 - 1e-6);
    ck_assert_uint_ge(plot_count(script, "'plateau'"), 3);
    free(script);
    view = (descent_plot_view){.width = 240, .height = 180, .font_size = 20}; /* no room for a single one */
    script = script_of(&picture);
    ck_assert_uint_eq(plot_count(script, "'plateau'"), 0);
    free(script);
    descent_engine_free(engine);
}
END_TEST

/* At η = 1 the notebook's map of u = β₂ − 1 is minus the third Chebyshev polynomial, −(4u³ − 3u). */
START_TEST(a_return_map_has_the_curve_and_a_cobweb)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *engine = plot_run(&problem, 1, (const double[]){4, 1.25}, 64);
    const descent_path *const path = descent_engine_path(engine);
    descent_picture picture = picture_of(DESCENT_PLOT_RETURN_MAP, &problem, &path);
    view.x_variable = 2;
    char *script = script_of(&picture);
    size_t rows;
    double *map = plot_block(script, "map", 2, &rows);
    ck_assert_uint_gt(rows, 200);
    for (size_t i = 0; i < rows; i++) {
        const double u = map[2 * i] - 1;
        ck_assert_double_eq_tol(map[2 * i + 1], 1 - (4 * u * u * u - 3 * u), 1e-9);
    }
    free(map);
    /* Each step goes up or down to the curve, then across to the diagonal. */
    double *web = plot_block(script, "cobweb", 2, &rows);
    ck_assert_uint_ge(rows, 3 * 40);
    for (size_t i = 0; i + 2 < rows; i += 3) {
        const double *const p = web + 2 * i;
        ck_assert_double_eq(p[0], p[1]);
        ck_assert_double_eq(p[2], p[0]);
        ck_assert_double_eq(p[4], p[3]);
        ck_assert_double_eq(p[5], p[3]);
    }
    free(web);
    free(script);
    descent_engine_free(engine);
}
END_TEST

static int coupled_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] + x[1] * x[1] + x[0] * x[1];
    return 0;
}

/* A curve is drawn only where the variable alone decides: not with momentum, not if the loss couples the variables. */
START_TEST(no_curve_that_is_none)
{
    const descent_problem notebook = descent_test_landscape("notebook", 0);
    const descent_problem coupled = {.dimension = 2, .loss = coupled_loss};
    descent_engine *engine;
    const descent_problem *const problem = _i == 0 ? &notebook : &coupled;
    const descent_rule rule = _i == 0 ? descent_heavy_ball(0.1, 0.9) : descent_fixed_step(_i == 1 ? 0.3 : 0.1);
    /* The last begins on the diagonal, where a line fits every step: only the slope, with y at rest, tells that y matters. */
    const double start[] = {_i == 2 ? 1 : 4, _i == 2 ? 1 : 1.25};
    assert_success(descent_engine_new(&engine, problem, rule, start));
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 30));
    const descent_path *const path = descent_engine_path(engine);
    const descent_picture picture = picture_of(DESCENT_PLOT_RETURN_MAP, problem, &path);
    char *script = script_of(&picture);
    ck_assert_uint_eq(plot_count(script, "$map"), 0);
    free(script);
    descent_engine_free(engine);
}
END_TEST

/* Of the period-2 run on the ridge both variables are shown: β₁ swings between 0 and 4, β₂ rests at 1. */
START_TEST(an_orbit_shows_all_variables)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *engine = plot_run(&problem, 1, (const double[]){4, 1}, 8);
    const descent_path *const path = descent_engine_path(engine);
    const descent_picture picture = picture_of(DESCENT_PLOT_ORBIT, &problem, &path);
    char *script = script_of(&picture);
    size_t rows;
    double *first = plot_block(script, "pairs0", 2, &rows);
    ck_assert_uint_eq(rows, 9);
    for (size_t i = 0; i < rows; i++)
        ck_assert_double_eq(first[2 * i + 1], i % 2 ? 0 : 4);
    double *second = plot_block(script, "pairs1", 2, &rows);
    ck_assert_uint_eq(rows, 9);
    for (size_t i = 0; i < rows; i++)
        ck_assert_double_eq(second[2 * i + 1], 1);
    ck_assert_uint_eq(plot_count(script, "'β₁'"), 1);
    ck_assert_uint_eq(plot_count(script, "'β₂'"), 1);
    free(first);
    free(second);
    free(script);
    /* One that is asked for is shown alone, and named at the axis. */
    view.x_variable = 2;
    script = script_of(&picture);
    ck_assert_ptr_null(plot_block(script, "pairs1", 2, &rows));
    ck_assert_uint_eq(plot_count(script, "'β₁'"), 0);
    ck_assert_uint_eq(plot_count(script, "'β₂'"), 1);
    free(script);
    descent_engine_free(engine);
}
END_TEST

/* Limits of bands: rising, none narrower than the one below. */
START_TEST(limits_of_bands_are_even)
{
    static const double windows[][4] = {{0, 4, -0.5, 2.5}, {-1, 5, -1, 3.5}, {-20, 20, -20, 20}, {-300, 300, -3, 5}};
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double *const w = windows[_i];
    view = (descent_plot_view){.x_low = w[0], .x_high = w[1], .y_low = w[2], .y_high = w[3], .samples = 64};
    const descent_picture picture = {.kind = DESCENT_PLOT_CONTOUR, .problem = &problem, .view = &view};
    char *script = script_of(&picture);
    double before = -INFINITY, width = 0;
    size_t count = 0;
    /* ('−0.25' 0, '0' 1, …) */
    const char *at = strstr(script, "set cbtics scale 0.4 (");
    ck_assert_ptr_nonnull(at);
    at = strchr(at, '(');
    for (; *at != ')'; at = strpbrk(strchr(at, '\''), ",)"), count++) {
        at = strchr(at, '\'') + 1;
        const bool negative = strncmp(at, "−", strlen("−")) == 0;
        const double limit = negative ? -strtod(at + strlen("−"), NULL) : strtod(at, NULL);
        ck_assert_double_gt(limit, before);
        if (count > 1)
            ck_assert_double_ge(limit - before, width * (1 - 1e-9));
        width = count > 0 ? limit - before : 0;
        before = limit;
    }
    ck_assert_uint_ge(count, 6);
    free(script);
}
END_TEST

/* Where the loss goes beyond the bands that were asked for, the bar says so instead of a number that is not true. */
START_TEST(the_last_band_has_all_beyond)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    view =
        (descent_plot_view){.x_low = 0, .x_high = 4, .y_low = -0.5, .y_high = 2.5, .value_low = -0.5, .value_high = 5};
    const descent_picture picture = {.kind = DESCENT_PLOT_CONTOUR, .problem = &problem, .view = &view};
    char *script = script_of(&picture); /* in the corners, the loss is 4 + 1.5⁴ − 1.5² = 6.8 */
    ck_assert_uint_eq(plot_count(script, "'more' 11"), 1);
    ck_assert_uint_eq(plot_count(script, "'less'"), 0);
    free(script);
    view.value_low = 0;
    view.value_high = 7;
    script = script_of(&picture);
    ck_assert_uint_eq(plot_count(script, "'more'"), 0);
    ck_assert_uint_eq(plot_count(script, "'less' 0"), 1);
    free(script);
}
END_TEST

/* A surface is cut off where its bands end: the notebook's at 5 of the 6.8 of its corners; at 7 there is nothing to cut. */
START_TEST(a_surface_that_is_cut_off_says_so)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    for (int high = 5; high <= 7; high += 2) {
        view = (descent_plot_view){
            .x_low = 0, .x_high = 4, .y_low = -0.5, .y_high = 2.5, .value_low = -0.5, .value_high = high};
        const descent_picture picture = {.kind = DESCENT_PLOT_SURFACE, .problem = &problem, .view = &view};
        char *script = script_of(&picture);
        ck_assert_uint_eq(plot_count(script, "'more'"), high < 7);
        ck_assert_uint_eq(plot_count(script, "'less'"), 0);
        free(script);
    }
}
END_TEST

static int logarithmic(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] - log(x[0]);
    return 0;
}

/* Beside a logarithm of the first variable, half the squares of the others. */
static int logarithmic_bowl(size_t n, const double *x, double *value, void *context)
{
    *value = 0;
    for (size_t i = 1; i < n; i++)
        *value += x[i] * x[i] / 2;
    double first;
    logarithmic(1, x, &first, context);
    *value += first;
    return 0;
}

static descent_path *path_of(size_t dimension, const double *points, size_t count)
{
    descent_path *path;
    assert_success(descent_path_new(&path, dimension, NULL));
    for (size_t i = 0; i < count; i++)
        assert_success(descent_path_append(path, points + i * dimension, NAN, NULL));
    return path;
}

static void read_arrow(const char *script, double from[2], double to[2])
{
    int read = 0; /* the legend has arrows, too, at other coordinates */
    for (const char *arrow = script; read != 4 && (arrow = strstr(arrow, "set arrow from ")); arrow++)
        read = sscanf(arrow, "set arrow from %lf,%lf to %lf,%lf", &from[0], &from[1], &to[0], &to[1]);
    ck_assert_int_eq(read, 4);
}

static void read_range(const char *script, const char *name, double *low, double *high)
{
    const char *const at = strstr(script, name);
    ck_assert_ptr_nonnull(at);
    ck_assert_int_eq(sscanf(at + strlen(name), " [%lf:%lf]", low, high), 2);
}

static void assert_ends_at(const char *script, double x, double y)
{
    size_t rows;
    double *end = plot_block(script, "end0", 2, &rows);
    ck_assert_uint_eq(rows, 1);
    ck_assert_double_eq_tol(end[0], x, 1e-9);
    ck_assert_double_eq_tol(end[1], y, 1e-9);
    free(end);
}

/*
 * To the left of 0 there is no loss. The run ends where it had one last; from there an arrow goes to the place that it went to, and
 * where it went on without a loss, however far, is not what the window is made for.
 */
START_TEST(a_path_to_where_no_loss_is_ends_at_its_last_loss)
{
    const descent_problem problem = {.dimension = 1, .loss = logarithmic};
    const double points[] = {4, 3, -0.5, -20, -400};
    descent_path *const path = path_of(1, points, 5);
    const descent_path *const one = path;
    const descent_picture picture = picture_of(DESCENT_PLOT_CONTOUR, &problem, &one);
    char *script = script_of(&picture);
    double from[2], to[2], low, high;
    read_arrow(script, from, to);
    ck_assert_double_eq_tol(to[0], -0.5, 1e-9);
    ck_assert_double_eq_tol(to[1], 3 - log(3), 1e-9);
    ck_assert_double_gt(from[0], to[0]);
    assert_ends_at(script, 3, 3 - log(3));
    read_range(script, "set xrange", &low, &high);
    ck_assert(low > -2 && low < -0.5 && high > 4 && high < 6);
    ck_assert_ptr_nonnull(strstr(script, "'path, no finite loss at step 2'"));
    ck_assert_ptr_nonnull(strstr(script, "'last where the loss is finite'"));
    ck_assert_ptr_null(strstr(script, "'end'"));
    ck_assert_ptr_nonnull(
        strstr(script, "last point −400.0000 after 4 steps")); /* the title still has where the run itself ended */
    free(script);
    descent_path_free(path);
}
END_TEST

/* On a plane, with two variables as with two of three: the plane of more goes through the last point that has a loss. */
START_TEST(a_path_that_leaves_the_domain_on_a_plane)
{
    const size_t n = (size_t)_i;
    const descent_problem problem = {.dimension = n, .loss = logarithmic_bowl};
    static const double points[][3] = {{4, 1, 1}, {3, 0.5, 0.75}, {-0.5, -1, 9}, {-400, 1e66, 1e66}};
    double rows[4 * 3];
    for (size_t i = 0; i < 4 * n; i++)
        rows[i] = points[i / n][i % n];
    descent_path *const path = path_of(n, rows, 4);
    const descent_path *const one = path;
    const descent_picture picture = picture_of(DESCENT_PLOT_CONTOUR, &problem, &one);
    char *script = script_of(&picture);
    double from[2], to[2], low, high;
    read_arrow(script, from, to);
    ck_assert_double_eq_tol(to[0], -0.5, 1e-9);
    ck_assert_double_eq_tol(to[1], -1, 1e-9);
    assert_ends_at(script, 3, 0.5);
    for (size_t axis = 0; axis < 2; axis++) {
        read_range(script, axis ? "set yrange" : "set xrange", &low, &high);
        ck_assert(low > -10 && high < 12);
    }
    size_t dots;
    free(plot_block(script, "dots0", 2, &dots));
    ck_assert_uint_eq(dots, 2);
    free(script);
    descent_path_free(path);
}
END_TEST

/* The same for principal components: rows without a loss tell no direction but the first of them. */
START_TEST(principal_components_are_those_of_where_a_loss_is)
{
    const descent_problem problem = {.dimension = 3, .loss = logarithmic_bowl};
    const double points[] = {4, 1, 0, 2, 1, 0, -1, 1, 0, -1, 1, 1e66};
    descent_path *const path = path_of(3, points, 4);
    const descent_path *const one = path;
    view.plane = DESCENT_PLOT_PLANE_PRINCIPAL;
    const descent_picture picture = picture_of(DESCENT_PLOT_CONTOUR, &problem, &one);
    char *script = script_of(&picture);
    double from[2], to[2];
    read_arrow(script, from, to); /* along x, from the point at 2, which is the plane's origin, to the one at −1 */
    ck_assert_double_eq_tol(to[0], -3, 1e-9);
    ck_assert_double_eq_tol(to[1], 0, 1e-9);
    assert_ends_at(script, 0, 0);
    free(script);
    descent_path_free(path);
}
END_TEST

/* Who comes back from where no loss is ends as usual: upon a curve the point without one is left out, and no line leads across. */
START_TEST(a_path_that_comes_back_to_where_a_loss_is)
{
    const descent_problem problem = {.dimension = 1, .loss = logarithmic};
    const double points[] = {4, 3, -0.5, 1, 2};
    descent_path *const path = path_of(1, points, 5);
    const descent_path *const one = path;
    const descent_picture picture = picture_of(DESCENT_PLOT_CONTOUR, &problem, &one);
    char *script = script_of(&picture);
    assert_ends_at(script, 2, 2 - log(2));
    ck_assert_ptr_nonnull(strstr(script, "'end'"));
    ck_assert_ptr_nonnull(strstr(script, "'path, 1 point without finite loss'"));
    const char *const line = strstr(script, "$line0 << EOD\n");
    ck_assert_ptr_nonnull(line);
    const char *const gap = strstr(line, "\n\n");
    ck_assert(gap && gap < strstr(line, "\nEOD"));
    ck_assert_double_eq_tol(strtod(gap, NULL), 1, 1e-9); /* it begins anew at the first point behind */
    free(script);
    descent_path_free(path);
}
END_TEST

/* A path that is nowhere where a loss is still has a picture, which says so. */
START_TEST(a_path_without_any_loss)
{
    const descent_problem problem = {.dimension = 1, .loss = logarithmic};
    const double points[] = {-1, 0};
    descent_path *const path = path_of(1, points, 2);
    const descent_path *const one = path;
    view.x_low = -2;
    view.x_high = 2;
    const descent_picture picture = picture_of(DESCENT_PLOT_CONTOUR, &problem, &one);
    char *script = script_of(&picture);
    ck_assert_ptr_nonnull(strstr(script, "'path, 2 points without finite loss'"));
    size_t rows;
    free(plot_block(script, "dots0", 2, &rows));
    ck_assert_uint_eq(rows, 0);
    free(script);
    descent_path_free(path);
}
END_TEST

/* The hyperbola xy = 1 is a valley: along it the loss is 0. */
static int hyperbolic(size_t n, const double *x, double *value, double *gradient, void *context)
{
    (void)n, (void)context;
    const double off = x[0] * x[1] - 1;
    *value = off * off;
    gradient[0] = 2 * off * x[1];
    gradient[1] = 2 * off * x[0];
    return 0;
}

/* The legends of a map and of a contour call its points what the texts call them. */
START_TEST(legends_have_the_words_of_the_texts)
{
    const descent_problem problem = {.dimension = 2, .loss_gradient = hyperbolic};
    descent_plane plane = {.left = -2, .right = 2, .bottom = -2, .top = 2, .columns = 2, .rows = 2};
    descent_sweep *sweep;
    assert_success(descent_sweep_plane(&problem, descent_fixed_step(0.05), &plane, NULL, &sweep));
    descent_picture picture = {.kind = DESCENT_PLOT_BASINS, .problem = &problem, .sweep = sweep, .view = &view};
    char *script = script_of(&picture);
    ck_assert_ptr_nonnull(strstr(script, "'point in a valley at (1, 1)'"));
    ck_assert_ptr_null(strstr(script, "degenerate"));
    free(script);
    picture.problem = NULL; /* whether it is a valley, the loss alone tells */
    script = script_of(&picture);
    ck_assert_ptr_nonnull(strstr(script, "'degenerate critical point at (1, 1)'"));
    free(script);
    descent_sweep_free(sweep);
    /* The starts at x = −y lead to the saddle, and of the others nearly each to a point of its own. */
    plane.columns = plane.rows = 6;
    assert_success(descent_sweep_plane(&problem, descent_fixed_step(0.05), &plane, NULL, &sweep));
    picture.problem = &problem;
    picture.sweep = sweep;
    script = script_of(&picture);
    ck_assert_ptr_nonnull(strstr(script, " points, such as point in a valley at ("));
    ck_assert_ptr_null(strstr(script, "'point in a valley"));
    ck_assert_ptr_nonnull(strstr(script, "'saddle at (0, 0)'"));
    free(script);
    descent_sweep_free(sweep);
    descent_engine *engine = plot_run(&problem, 0.05, (const double[]){1, 2}, 64);
    const descent_path *const path = descent_engine_path(engine);
    picture = picture_of(DESCENT_PLOT_CONTOUR, &problem, &path);
    script = script_of(&picture);
    ck_assert_ptr_nonnull(strstr(script, "'point in a valley'"));
    ck_assert_ptr_null(strstr(script, "degenerate"));
    free(script);
    descent_engine_free(engine);
}
END_TEST

/* The loss, gradient norm and step length of the last recorded step. */
static void read_last(const descent_path *path, double values[3])
{
    const descent_path_data data = descent_path_view(path);
    values[0] = data.losses[data.count - 1];
    values[1] = data.gradient_norms[data.count - 1];
    values[2] = data.step_lengths[data.count - 1];
}

/* The convergence picture of a run with its diagnosis, which is the caller's to free. */
static char *convergence_of(const descent_problem *problem, descent_engine *engine, descent_diagnosis **diagnosis)
{
    assert_success(descent_engine_diagnose(engine, NULL, diagnosis));
    const descent_path *const path = descent_engine_path(engine);
    descent_picture picture = picture_of(DESCENT_PLOT_CONVERGENCE, problem, &path);
    picture.diagnosis = *diagnosis;
    return script_of(&picture);
}

/*
 * In Rosenbrock's valley a run falls faster than in the end for thousands of steps, beside the ridge of a double well or a saddle of
 * the notebook it hardly falls at first: steps made, and whether a line is due. To one that is more than 15 times as far there is none.
 */
static const struct {
    const char *landscape;
    double start[2], step_size;
    size_t steps;
    bool predicted;
} predicted_runs[] = {
    {"rosenbrock", {-1, 1}, 0.001, 1000, false},      {"rosenbrock", {-1, 1}, 0.001, 2000, false},
    {"rosenbrock", {-1, 1}, 0.001, 5000, true},       {"rosenbrock", {-1, 1}, 0.001, 12000, true},
    {"rosenbrock", {-1, 1}, 0.001, 20000, true},      {"double_well", {0.2, 0.7}, 0.02, 64, true},
    {"double_well", {0.001, 0.001}, 0.1, 64, true},   {"notebook", {4, 1.0001}, 0.1, 30, true},
    {"styblinski_tang", {0.2, 0.1}, 0.002, 40, true},
};

/* What is predicted is what the same run comes to when it goes on: to a tenth of the fall. */
START_TEST(a_prediction_is_what_comes)
{
    const descent_problem problem = descent_test_landscape(predicted_runs[_i].landscape, 2);
    const double *const start = predicted_runs[_i].start, step_size = predicted_runs[_i].step_size;
    descent_engine *engine = plot_run(&problem, step_size, start, predicted_runs[_i].steps);
    descent_diagnosis *diagnosis;
    char *script = convergence_of(&problem, engine, &diagnosis);
    static const char *const names[] = {"ahead0", "ahead1", "ahead2"};
    size_t found = 0, rows;
    for (size_t i = 0; i < 3; i++) {
        double *const line = plot_block(script, names[i], 2, &rows);
        if (!line)
            continue;
        found++;
        ck_assert(rows == 2 || rows == 3);
        const double *const end = line + 2 * (rows - 1);
        descent_engine *longer = plot_run(&problem, step_size, start, (size_t)end[0]);
        double came[3];
        read_last(descent_engine_path(longer), came);
        came[0] -= diagnosis->point->loss;
        ck_assert_double_le(fabs(log(came[i] / end[1])), 0.1 * log(line[1] / end[1]));
        descent_engine_free(longer);
        free(line);
    }
    ck_assert_uint_eq(found, predicted_runs[_i].predicted ? 3 : 0);
    ck_assert(predicted_runs[_i].predicted == (strstr(script, "'predicted'") != NULL));
    free(script);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
}
END_TEST

/* Where each step has a step size of its own, no line that is straight is the way to the arrival: none, or with one step size three. */
START_TEST(no_prediction_by_one_factor_under_a_schedule)
{
    const descent_schedule schedules[] = {descent_schedule_constant(), descent_schedule_inverse(200),
                                          descent_schedule_exponential(0.999), descent_schedule_cosine(1000, 0)};
    const descent_problem problem = descent_test_landscape("double_well", 2);
    const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(0.02), schedules[_i]);
    descent_engine *engine;
    assert_success(descent_engine_new(&engine, &problem, rule, (const double[]){0.2, 0.7}));
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 64));
    descent_diagnosis *diagnosis;
    char *script = convergence_of(&problem, engine, &diagnosis);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
    ck_assert_uint_eq(plot_count(script, "$ahead"), _i == 0 ? 6 : 0); /* three blocks, and each is drawn */
    ck_assert_uint_eq(plot_count(script, "'predicted'"), _i == 0 ? 1 : 0);
    free(script);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
}
END_TEST

/*
 * A heavy ball swings about the minimum, and the squares of its swings shrink by the momentum: the line goes on from their height, not
 * from the place between two of them where the run happens to stop.
 */
START_TEST(a_prediction_goes_on_from_the_height_of_swings)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    double lowest = INFINITY, highest = 0;
    for (size_t steps = 100; steps < 108; steps++) { /* a swing takes about 7 steps */
        descent_engine *engine;
        assert_success(
            descent_engine_new(&engine, &problem, descent_heavy_ball(0.1, 0.9), (const double[]){4, 1 + sqrt(0.5)}));
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, steps));
        descent_diagnosis *diagnosis;
        char *script = convergence_of(&problem, engine, &diagnosis);
        size_t rows;
        double *const line = plot_block(script, "ahead0", 2, &rows);
        ck_assert_ptr_nonnull(line);
        const double at_start = line[1] / pow(0.9, (double)steps);
        lowest = fmin(lowest, at_start);
        highest = fmax(highest, at_start);
        free(line);
        free(script);
        descent_diagnosis_free(diagnosis);
        descent_engine_free(engine);
    }
    ck_assert_double_le(highest, 2 * lowest);
}
END_TEST

/* Losses that are appended, in the order of the loop; what the legend calls their curve. */
static const struct {
    double losses[3];
    const char *name;
} floors[] = {
    {{8, 4, 3}, "'loss'"},                         /* positive, and falls by half: as it is, */
    {{6, 4, 3}, "'loss'"},                         /* and just so; */
    {{5.99, 4, 3}, "'loss above its lowest (3)'"}, /* less than that is no fall to be seen; */
    {{8, 4, -3}, "'loss above its lowest (−3)'"},  /* and what is below 0 has no logarithm */
};

START_TEST(the_legend_says_what_the_loss_is_drawn_above)
{
    descent_path *path;
    assert_success(descent_path_new(&path, 1, NULL));
    for (size_t i = 0; i < 3; i++) {
        const double x = 3 - (double)i;
        assert_success(descent_path_append(path, &x, floors[_i].losses[i], NULL));
    }
    const descent_path *const one = path;
    const descent_picture picture = picture_of(DESCENT_PLOT_CONVERGENCE, NULL, &one);
    char *script = script_of(&picture);
    ck_assert_msg(strstr(script, floors[_i].name) != NULL, "%s", floors[_i].name);
    free(script);
    descent_path_free(path);
}
END_TEST

static int fourth_power(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    *value = pow(x[0], 4) + *(const double *)context;
    return 0;
}

static int slope_of_fourth_power(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = 4 * pow(x[0], 3);
    return 0;
}

/* Newton's iteration comes to the minimum of x⁴ as nearly as to 10⁻¹⁵: what the loss is there is 0, and 10⁻³ where that is added. */
START_TEST(what_rounding_leaves_of_zero_is_zero)
{
    double heights[] = {0, 1e-3};
    const char *const names[] = {"point (0)'", "point (0.001)'"};
    for (int k = 0; k < 2; k++) {
        const descent_problem problem = {
            .dimension = 1, .loss = fourth_power, .gradient = slope_of_fourth_power, .context = &heights[k]};
        descent_engine *engine = plot_run(&problem, 0.1, (const double[]){1}, 1000);
        descent_diagnosis *diagnosis;
        char *script = convergence_of(&problem, engine, &diagnosis);
        ck_assert_msg(strstr(script, names[k]) != NULL, "%s", names[k]);
        free(script);
        descent_diagnosis_free(diagnosis);
        descent_engine_free(engine);
    }
}
END_TEST

/* With the step size 0.1 x is multiplied by 0.8 and y by 1.2: the loss falls to 0 and grows below it, and arrives nowhere. */
START_TEST(a_loss_without_end_does_not_plunge)
{
    const descent_problem problem = {.dimension = 2, .loss = saddle_loss, .gradient = saddle_gradient};
    descent_engine *engine = plot_run(&problem, 0.1, (const double[]){1, 1e-9}, 64);
    descent_diagnosis *diagnosis;
    char *script = convergence_of(&problem, engine, &diagnosis);
    ck_assert_ptr_nonnull(strstr(script, "'size of the loss'"));
    size_t rows;
    double *const line = plot_block(script, "curve0", 2, &rows);
    ck_assert_uint_eq(rows, 65);
    for (size_t k = 0; k < rows; k++) {
        const double x = pow(0.8, (double)k), y = 1e-9 * pow(1.2, (double)k);
        ck_assert_double_eq_tol(line[2 * k + 1], fabs(x * x - y * y), 1e-6 * (x * x + y * y));
    }
    free(line);
    free(script);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
}
END_TEST

/* Where the title counts the steps to go, and the curve went like that for as many, the line ends at the arrival. */
START_TEST(a_prediction_ends_where_the_run_arrives)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_engine *engine = plot_run(&problem, 0.1, (const double[]){4, 1.0001}, 64);
    descent_diagnosis *diagnosis;
    char *script = convergence_of(&problem, engine, &diagnosis);
    ck_assert_double_gt(diagnosis->pace.steps_to_go.value, 8); /* and no power of 2, which would be tried anyway */
    ck_assert_double_lt(diagnosis->pace.steps_to_go.value, 16);
    static const char *const names[] = {"ahead0", "ahead1", "ahead2"};
    for (size_t i = 0; i < 3; i++) {
        size_t rows;
        double *const line = plot_block(script, names[i], 2, &rows);
        ck_assert_ptr_nonnull(line);
        ck_assert_double_eq_tol(line[2], 64 + diagnosis->pace.steps_to_go.value, 1e-6);
        free(line);
    }
    free(script);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
}
END_TEST

static int ravine(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = x[0] * x[0] / 100;
    for (size_t i = 1; i < n; i++)
        *value += x[i] * x[i];
    return 0;
}

static int ravine_slope(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    gradient[0] = x[0] / 50;
    for (size_t i = 1; i < n; i++)
        gradient[i] = 2 * x[i];
    return 0;
}

/* From (5, 1) the run goes down to (4.8, 0) in 20 steps: the title names a minimum that the window does not reach. After 2000 it does. */
START_TEST(a_minimum_outside_is_told_with_its_place)
{
    static const descent_plot_kind kinds[] = {DESCENT_PLOT_CONTOUR, DESCENT_PLOT_SURFACE};
    for (size_t n = 1; n <= 2; n++)
        for (size_t k = 0; k < n; k++)
            for (int near = 0; near < 2; near++) {
                const descent_problem problem = {.dimension = n, .loss = ravine, .gradient = ravine_slope};
                descent_engine *const engine = plot_run(&problem, 0.1, (const double[]){5, 1}, near ? 2000 : 20);
                const descent_path *const path = descent_engine_path(engine);
                descent_diagnosis *diagnosis;
                assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
                descent_picture picture = picture_of(kinds[k], &problem, &path);
                picture.diagnosis = diagnosis;
                char *script = script_of(&picture);
                const char *const told = n == 1 ? "'minimum outside, at 0'" : "'minimum outside, at (0, 0)'";
                ck_assert_uint_eq(plot_count(script, told), near ? 0 : 1);
                ck_assert_uint_eq(plot_count(script, "outside"), near ? 0 : 1);
                free(script);
                descent_diagnosis_free(diagnosis);
                descent_engine_free(engine);
            }
}
END_TEST

/* A logarithmic scale has no 0: the legend says where a curve is that; and a point between two of them is a dot, for it is no line. */
START_TEST(a_curve_says_where_it_is_zero)
{
    static const struct {
        double losses[7];
        const char *name;
        size_t lone;
        double steps[3];
    } curves[] = {
        {{4, 2, 1, 0, 0, 0, 0}, "'loss, 0 from step 3'", 0, {0}},
        {{4, 3, 2, 3, 4, 2, 3}, "'loss'", 0, {0}},
        {{4, 3, 0, 1, 2, 1, 2}, "'loss, 0 at 1 step'", 0, {0}},
        {{4, 0, 1, 0, 2, 1, 2}, "'loss, 0 at 2 steps'", 2, {0, 2}},
        {{0, 1, 0, 2, 0, 0, 3}, "'loss, 0 at 4 steps'", 3, {1, 3, 6}},
        {{4, 2, 0, 1, 0, 0, 0}, "'loss, 0 from step 4 (1 before)'", 1, {3}},
        /* Above its lowest it is 0 somewhere; and what is three roundings above may be 0, too, but not five. */
        {{3, 1, 0.5, -1, 1, 2, 3}, "'loss above its lowest (−1)'", 0, {0}},
        {{3, 1, -1, -1 + 0x3p-52, 1, -1, 1}, "'loss above its lowest (−1), 0 to rounding at 3 steps'", 2, {4, 6}},
        {{3, 1, -1, -1 + 0x5p-52, 1, 1, 2}, "'loss above its lowest (−1)'", 0, {0}},
    };
    for (size_t i = 0; i < sizeof curves / sizeof *curves; i++) {
        descent_path *path;
        size_t rows;
        assert_success(descent_path_new(&path, 1, NULL));
        for (size_t k = 0; k < 7; k++) {
            const double x = (double)k;
            assert_success(descent_path_append(path, &x, curves[i].losses[k], NULL));
        }
        const descent_path *const one = path;
        const descent_picture picture = picture_of(DESCENT_PLOT_CONVERGENCE, NULL, &one);
        char *script = script_of(&picture);
        ck_assert_msg(strstr(script, curves[i].name) != NULL, "lacks %s", curves[i].name);
        double *const lone = plot_block(script, "lone0", 2, &rows);
        ck_assert_ptr_nonnull(lone);
        ck_assert_uint_eq(rows, curves[i].lone);
        for (size_t k = 0; k < rows; k++)
            ck_assert_double_eq(lone[2 * k], curves[i].steps[k]);
        free(lone);
        free(script);
        descent_path_free(path);
    }
}
END_TEST

/* The size of the dots of a path, which is that upon their halo: the last. */
static double dot_size(const char *script, int path)
{
    char name[32];
    const char *at = script, *last = NULL;
    snprintf(name, sizeof name, "$dots%d with points ", path);
    while ((at = strstr(at, name)))
        last = at++;
    ck_assert_ptr_nonnull(last);
    return number_after(last, "pointsize ");
}

/* Of two paths from one start the first is the broader, and the ground's colour hides neither; from different starts both are
 * alike. */
START_TEST(paths_from_one_start_do_not_hide_each_other)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.5}, other[] = {1, 0.2};
    descent_engine *const engines[] = {plot_run(&problem, 0.1, start, 20), plot_run(&problem, 0.1, start, 30),
                                       plot_run(&problem, 0.1, other, 20)};
    for (size_t k = 1; k < 3; k++) {
        const descent_path *const paths[] = {descent_engine_path(engines[0]), descent_engine_path(engines[k])};
        descent_picture picture = picture_of(DESCENT_PLOT_CONTOUR, &problem, paths);
        picture.path_count = 2;
        char *script = script_of(&picture);
        const char *grounds[2], *lines[2];
        grounds[0] = strstr(script, "$line0 with lines linewidth ");
        grounds[1] = strstr(script, "$line1 with lines linewidth ");
        ck_assert(grounds[0] && grounds[1]);
        lines[0] = strstr(grounds[0] + 1, "$line0 with lines linewidth ");
        lines[1] = strstr(grounds[1] + 1, "$line1 with lines linewidth ");
        ck_assert(lines[0] && lines[1] && grounds[1] < lines[0]);
        /* The second path's dots begin with their halo: under the first path, or upon their own line. */
        const char *const halo = strstr(script, "$dots1 with points ");
        ck_assert(halo && strstr(halo + 1, "$dots1 with points ") > lines[1]);
        ck_assert((k == 1) == (halo < lines[0]));
        const double first = strtod(strstr(lines[0], "linewidth ") + 10, NULL);
        const double second = strtod(strstr(lines[1], "linewidth ") + 10, NULL);
        ck_assert(k == 1 ? first > 1.2 * second : !(first > second) && !(first < second));
        /* But dots of one size: who sees two looks for what they mean. */
        ck_assert_double_eq(dot_size(script, 0), dot_size(script, 1));
        free(script);
    }
    for (size_t k = 0; k < 3; k++)
        descent_engine_free(engines[k]);
}
END_TEST

/* The size of the symbols of a path: of what is around a ring in the ground's colour, of the ring, and of its hole. */
static void ring_sizes(const char *script, const char *data, size_t path, double sizes[3])
{
    char name[64];
    const char *at = script;
    snprintf(name, sizeof name, "$%s%zu with points ", data, path);
    for (size_t i = 0; i < 3; i++) {
        at = strstr(at, name);
        ck_assert_ptr_nonnull(at);
        sizes[i] = number_after(at, "pointsize ");
        at++;
    }
    ck_assert_ptr_null(strstr(at, name));
}

/* Of the notebook's runs from above 1 the end is (2, 1.7071), from below (2, 0.2929). */
static const struct {
    double starts[4][2];
    size_t count;
    size_t outside[4]; /* of the later ones, how many end at the same place */
    size_t starts_outside[4];
} ring_cases[] = {
    {{{4, 1.5}, {4, 1.5}}, 2, {1, 0}, {1, 0}},
    {{{4, 1.5}, {1, 1.3}}, 2, {1, 0}, {0, 0}},
    {{{4, 1.5}, {4, 0.5}}, 2, {0, 0}, {0, 0}},
    {{{4, 1.5}, {4, 0.5}, {1, 1.3}}, 3, {1, 0, 0}, {0, 0, 0}},
    {{{4, 1.5}, {4, 1.5}, {4, 1.5}, {4, 1.5}}, 4, {3, 2, 1, 0}, {3, 2, 1, 0}},
    {{{4, 1.5}}, 1, {0}, {0}},
};

static void assert_rings(const char *script, const char *data, const size_t *outside, size_t count)
{
    double inner[3] = {0}, single[3] = {0};
    for (size_t path = count; path-- > 0;) {
        double sizes[3];
        ring_sizes(script, data, path, sizes);
        if (outside[path] == 0)
            memcpy(single, sizes, sizeof single);
        else
            ck_assert_double_gt(sizes[1], 1.02 * inner[0]); /* seen around what is around the next */
        ck_assert_double_gt(sizes[0], sizes[1]);
        ck_assert_double_gt(sizes[1], sizes[2]);
        if (outside[path] == 0)
            ck_assert_double_eq(sizes[1], single[1]);
        memcpy(inner, sizes, sizeof inner);
    }
}

/* Rings at one place lie in one another, whether paths start or end there, and the legend says so; all others are of one size. */
START_TEST(ends_at_one_place_do_not_hide_each_other)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const size_t count = ring_cases[_i].count;
    descent_engine *engines[4];
    const descent_path *paths[4];
    bool any = false;
    for (size_t k = 0; k < count; k++) {
        engines[k] = plot_run(&problem, 0.3, ring_cases[_i].starts[k], 60 + k);
        paths[k] = descent_engine_path(engines[k]);
        any = any || ring_cases[_i].outside[k] > 0;
    }
    descent_picture picture = picture_of(DESCENT_PLOT_CONTOUR, &problem, paths);
    picture.path_count = count;
    char *const script = script_of(&picture);
    assert_rings(script, "end", ring_cases[_i].outside, count);
    assert_rings(script, "start", ring_cases[_i].starts_outside, count);
    ck_assert((strstr(script, "'ring in ring: the first run is outside'") != NULL) == any);
    free(script);
    for (size_t k = 0; k < count; k++)
        descent_engine_free(engines[k]);
}
END_TEST

/* Paths that come back to where both began: rings of the starts in those of the ends, and all of them are seen. */
START_TEST(starts_lie_within_ends)
{
    const double there[] = {0, 0, 1, 1, 0, 0}, elsewhere[] = {2, 2, 1, 2, 3, 3};
    for (size_t k = 0; k < 2; k++) {
        descent_path *const made[] = {path_of(2, there, 3), path_of(2, k == 0 ? there : elsewhere, 3)};
        const descent_path *const paths[] = {made[0], made[1]};
        descent_picture picture = picture_of(DESCENT_PLOT_CONTOUR, NULL, paths);
        picture.path_count = 2;
        char *const script = script_of(&picture);
        double ends[2][3], starts[2][3];
        for (size_t path = 0; path < 2; path++) {
            ring_sizes(script, "end", path, ends[path]);
            ring_sizes(script, "start", path, starts[path]);
        }
        /* The outermost start fits into the innermost end that it lies in. */
        ck_assert_double_gt(ends[k == 0][1], 1.02 * starts[0][0]);
        ck_assert((ends[0][1] > ends[1][1]) == (k == 0));
        ck_assert((starts[0][1] > starts[1][1]) == (k == 0));
        free(script);
        descent_path_free(made[0]);
        descent_path_free(made[1]);
    }
}
END_TEST

/* ---- poles ---- */

static double one_over(double x)
{
    return 1 / x;
}

static double sum(double x)
{
    return x + 1 / x;
}

static double inverse_square(double x)
{
    return 1 / (x * x);
}

static double logarithm(double x)
{
    return log(fabs(x));
}

static double exponential(double x)
{
    return exp(10 * x);
}

static double peak(double x)
{
    return 1 / (x * x + 0.001);
}

static double ramp(double x)
{
    return tanh(1e4 * x);
}

static double square(double x)
{
    return x * x;
}

static double root(double x)
{
    return sqrt(fabs(x));
}

static double rounded_up(double x)
{
    return ceil(x);
}

typedef double formula(double x);

static int formula_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n;
    *loss = (*(formula *const *)context)(x[0]);
    return 0;
}

/* The pieces of the curve: how many there are; the ends of piece k go to ends + 4k, as x, loss, x, loss. */
static size_t pieces_of(const char *script, double *ends, size_t most)
{
    const char *at = strstr(script, "$curve << EOD\n");
    size_t count = 0;
    bool inside = false;
    ck_assert_ptr_nonnull(at);
    for (at = strchr(at, '\n') + 1; strncmp(at, "EOD\n", 4) != 0; at = strchr(at, '\n') + 1) {
        char *rest;
        if (*at == '\n') {
            inside = false;
            continue;
        }
        const double x = strtod(at, &rest), loss = strtod(rest, NULL);
        if (!inside) {
            ck_assert_uint_lt(count, most);
            ends[4 * count] = x;
            ends[4 * count + 1] = loss;
            count++;
        }
        ck_assert(!inside || x > ends[4 * count - 2]);
        ends[4 * count - 2] = x;
        ends[4 * count - 1] = loss;
        inside = true;
    }
    return count;
}

/* Each branch beside a pole goes on out of the picture, which shows the path and most of the curve; what is merely steep is whole. */
START_TEST(a_curve_is_parted_at_its_poles)
{
    static const struct {
        const char *name;
        formula *loss;
        double low, high;
        size_t poles;
        double first, apart; /* where the poles are */
        int left, right;     /* where the loss goes to beside them */
    } curves[] = {
        {"1/x", one_over, -1, 2, 1, 0, 0, -1, 1},
        {"1/x", one_over, -1, 1, 1, 0, 0, -1, 1},
        {"x + 1/x", sum, -1.3, 2.6, 1, 0, 0, -1, 1},
        {"1/x²", inverse_square, -3, 2, 1, 0, 0, 1, 1},
        {"log|x|", logarithm, -1, 3.3, 1, 0, 0, -1, -1},
        {"tan x", tan, -1, 1.5, 0, 0, 0, 0, 0},
        {"tan x", tan, -11, 8, 7, -3.5 * 3.14159265358979324, 3.14159265358979324, 1, -1},
        {"tan x", tan, -40, 40, 26, -12.5 * 3.14159265358979324, 3.14159265358979324, 1, -1},
        {"exp 10x", exponential, -1, 3, 0, 0, 0, 0, 0},
        {"1/(x² + 0.001)", peak, -1, 2, 0, 0, 0, 0, 0},
        {"tanh 10⁴x", ramp, -1, 2, 0, 0, 0, 0, 0},
        {"|x|", fabs, -1, 2, 0, 0, 0, 0, 0},
        {"√|x|", root, -1, 2, 0, 0, 0, 0, 0},
        {"⌈x⌉", rounded_up, -1.7, 2, 0, 0, 0, 0, 0},
        {"cos x", cos, -100, 100, 0, 0, 0, 0, 0},
    };
    for (size_t k = 0; k < sizeof curves / sizeof *curves; k++) {
        formula *loss = curves[k].loss;
        const descent_problem problem = {.dimension = 1, .loss = formula_loss, .context = &loss};
        const double start = 0.7;
        double ends[4 * 64];
        descent_engine *engine = plot_run(&problem, 1e-3, &start, 1);
        const descent_path *const path = descent_engine_path(engine);
        view.x_low = curves[k].low;
        view.x_high = curves[k].high;
        const descent_picture picture = picture_of(DESCENT_PLOT_CONTOUR, &problem, &path);
        char *script = script_of(&picture);
        double low, high;
        ck_assert_int_eq(sscanf(strstr(script, "set yrange ["), "set yrange [%lf:%lf]", &low, &high), 2);
        const size_t pieces = pieces_of(script, ends, 64);
        ck_assert_msg(pieces == curves[k].poles + 1, "%s from %g to %g: %zu pieces", curves[k].name, curves[k].low,
                      curves[k].high, pieces);
        for (size_t p = 0; p < curves[k].poles; p++) {
            const double pole = curves[k].first + (double)p * curves[k].apart;
            const double *const before = ends + 4 * p + 2, *const after = ends + 4 * p + 4;
            ck_assert_msg(before[0] < pole && pole < after[0], "%s: %g, %g", curves[k].name, before[0], after[0]);
            ck_assert(curves[k].left > 0 ? before[1] > high : before[1] < low);
            ck_assert(curves[k].right > 0 ? after[1] > high : after[1] < low);
        }
        if (curves[k].poles > 0) /* a 1600th of the window beside a pole of 1/x is 500 high */
            ck_assert_msg(high - low < 30, "%s: from %g to %g", curves[k].name, low, high);
        ck_assert(low < loss(start) && loss(start) < high);
        free(script);
        descent_engine_free(engine);
    }
}
END_TEST

/* Steps down x² that are short go along the curve: it is drawn upon their lines, and their dots upon it. */
START_TEST(a_curve_is_not_hidden_by_a_path)
{
    formula *loss = square;
    const descent_problem problem = {.dimension = 1, .loss = formula_loss, .context = &loss};
    const double start = 3;
    descent_engine *engine = plot_run(&problem, 0.05, &start, 20);
    const descent_path *const path = descent_engine_path(engine);
    const descent_picture picture = picture_of(DESCENT_PLOT_CONTOUR, &problem, &path);
    char *script = script_of(&picture);
    const char *const curve = strstr(script, "$curve using");
    ck_assert_ptr_nonnull(curve);
    ck_assert_uint_eq(plot_count(script, "$curve using"), 1);
    ck_assert_uint_eq(plot_count(curve, "$line0 with lines"), 0);
    ck_assert_uint_eq(plot_count(curve, "$dots0 with points"), plot_count(script, "$dots0 with points"));
    ck_assert_uint_gt(plot_count(script, "$line0 with lines"), 0);
    free(script);
    descent_engine_free(engine);
}
END_TEST

/* A start beside a pole of tan x is as high as 1/d: ten times the curve is shown, 5000 times is not. */
START_TEST(a_point_beside_a_pole_does_not_flatten_the_curve)
{
    static const double besides[] = {0.1, 2e-4};
    for (size_t k = 0; k < 2; k++) {
        formula *loss = tan;
        const descent_problem problem = {.dimension = 1, .loss = formula_loss, .context = &loss};
        const double start = 3.14159265358979324 / 2 - besides[k];
        double low, high;
        descent_engine *engine = plot_run(&problem, 1e-9, &start, 3);
        const descent_path *const path = descent_engine_path(engine);
        view.x_low = -10;
        view.x_high = 10;
        const descent_picture picture = picture_of(DESCENT_PLOT_CONTOUR, &problem, &path);
        char *script = script_of(&picture);
        ck_assert_int_eq(sscanf(strstr(script, "set yrange ["), "set yrange [%lf:%lf]", &low, &high), 2);
        ck_assert(low < -1 && high < 40);
        ck_assert((tan(start) < high) == (k == 0));
        ck_assert_uint_eq(plot_count(script, "'path, outside this window'"), k);
        free(script);
        descent_engine_free(engine);
    }
}
END_TEST

typedef double surface_formula(double x, double y);

static double pole_line(double x, double y)
{
    return 1 / (x - 1.003) + y * y;
}

static double slanted_poles(double x, double y)
{
    return 1 / (x - y + 0.0007);
}

static double cliff(double x, double y)
{
    return 50 * atan(1e4 * (x - 1.003)) + y;
}

static double step_up(double x, double y)
{
    return x > 1.003 ? 50 + y : y;
}

static int surface_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n;
    *loss = (*(surface_formula *const *)context)(x[0], x[1]);
    return 0;
}

static double beyond_line(double x, double y)
{
    (void)y;
    return x - 1.003;
}

static double beyond_slant(double x, double y)
{
    return x - y + 0.0007;
}

/* A surface goes up on one side of a pole and down on the other, and no wall joins them; a cliff is whole. */
START_TEST(a_surface_is_parted_at_its_poles)
{
    static const struct {
        surface_formula *loss, *beyond;
        bool poles;
    } surfaces[] = {{pole_line, beyond_line, true},
                    {slanted_poles, beyond_slant, true},
                    {cliff, beyond_line, false},
                    {step_up, beyond_line, false}};
    for (size_t k = 0; k < sizeof surfaces / sizeof *surfaces; k++) {
        surface_formula *loss = surfaces[k].loss;
        const descent_problem problem = {.dimension = 2, .loss = surface_loss, .context = &loss};
        view = (descent_plot_view){.x_low = -2, .x_high = 4, .y_low = -3, .y_high = 3, .samples = 60};
        const descent_picture picture = {.kind = DESCENT_PLOT_SURFACE, .problem = &problem, .view = &view};
        char *script = script_of(&picture);
        size_t rows, blank = 0;
        double *const samples = plot_block(script, "surface", 4, &rows);
        ck_assert_ptr_nonnull(samples);
        ck_assert_uint_eq(rows, 3600);
        for (size_t i = 0; i < rows; i++) {
            const double *const one = samples + 4 * i;
            blank += isnan(one[2]) ? 1 : 0;
            const size_t next[] = {i % 60 < 59 ? i + 1 : i, i / 60 < 59 ? i + 60 : i};
            for (size_t way = 0; way < 2; way++) {
                const double *const other = samples + 4 * next[way];
                const bool across = surfaces[k].beyond(one[0], one[1]) * surfaces[k].beyond(other[0], other[1]) < 0;
                if (surfaces[k].poles && across)
                    ck_assert_msg(isnan(one[2]) || isnan(other[2]), "surface %zu is joined at (%g, %g)", k, one[0],
                                  one[1]);
            }
        }
        ck_assert_msg(surfaces[k].poles ? blank <= 180 : blank == 0, "surface %zu: %zu", k, blank);
        free(samples);
        free(script);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plot_curves");
    TCase *tcase = tcase_create("curves");
    tcase_add_checked_fixture(tcase, set_up, NULL);
    tcase_add_test(tcase, events_are_brackets_above_the_axes);
    tcase_add_loop_test(tcase, a_bracket_says_how_often, 0, sizeof counted / sizeof *counted);
    tcase_add_test(tcase, many_events_leave_room_for_the_curves);
    tcase_add_test(tcase, a_return_map_has_the_curve_and_a_cobweb);
    tcase_add_loop_test(tcase, no_curve_that_is_none, 0, 3);
    tcase_add_test(tcase, an_orbit_shows_all_variables);
    tcase_add_loop_test(tcase, limits_of_bands_are_even, 0, 4);
    tcase_add_test(tcase, the_last_band_has_all_beyond);
    tcase_add_test(tcase, a_surface_that_is_cut_off_says_so);
    tcase_add_test(tcase, a_path_to_where_no_loss_is_ends_at_its_last_loss);
    tcase_add_loop_test(tcase, a_path_that_leaves_the_domain_on_a_plane, 2, 4);
    tcase_add_test(tcase, principal_components_are_those_of_where_a_loss_is);
    tcase_add_test(tcase, a_path_that_comes_back_to_where_a_loss_is);
    tcase_add_test(tcase, a_path_without_any_loss);
    tcase_add_test(tcase, legends_have_the_words_of_the_texts);
    tcase_add_loop_test(tcase, a_prediction_is_what_comes, 0, sizeof predicted_runs / sizeof *predicted_runs);
    tcase_add_loop_test(tcase, no_prediction_by_one_factor_under_a_schedule, 0, 4);
    tcase_add_test(tcase, a_prediction_goes_on_from_the_height_of_swings);
    tcase_add_loop_test(tcase, the_legend_says_what_the_loss_is_drawn_above, 0, sizeof floors / sizeof *floors);
    tcase_add_test(tcase, what_rounding_leaves_of_zero_is_zero);
    tcase_add_test(tcase, a_loss_without_end_does_not_plunge);
    tcase_add_test(tcase, a_prediction_ends_where_the_run_arrives);
    tcase_add_test(tcase, a_curve_says_where_it_is_zero);
    tcase_add_test(tcase, a_curve_is_parted_at_its_poles);
    tcase_add_test(tcase, a_minimum_outside_is_told_with_its_place);
    tcase_add_test(tcase, paths_from_one_start_do_not_hide_each_other);
    tcase_add_test(tcase, starts_lie_within_ends);
    tcase_add_loop_test(tcase, ends_at_one_place_do_not_hide_each_other, 0, sizeof ring_cases / sizeof *ring_cases);
    tcase_add_test(tcase, a_curve_is_not_hidden_by_a_path);
    tcase_add_test(tcase, a_point_beside_a_pole_does_not_flatten_the_curve);
    tcase_add_test(tcase, a_surface_is_parted_at_its_poles);
    suite_add_tcase(suite, tcase);
    return plot_test_main(suite);
}
