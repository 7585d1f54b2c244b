/* What is told of the way, on paths whose steps and losses are written down here, and on runs whose formula is known. */
#include <float.h>
#include <math.h>

#include "support.h"

#include <descent/adaptive.h>
#include <descent/step_finders.h>

/* The event of this kind; NULL if there is none. There is never a second one of the same kind. */
static const descent_event *event_of(const descent_diagnosis *diagnosis, descent_event_kind kind)
{
    const descent_event *found = NULL;
    for (size_t k = 0; k < diagnosis->event_count; k++) {
        ck_assert(k == 0 || diagnosis->events[k - 1].first_step <= diagnosis->events[k].first_step);
        if (diagnosis->events[k].kind != kind)
            continue;
        ck_assert_ptr_null(found);
        found = &diagnosis->events[k];
    }
    return found;
}

/* Of a path alone; `losses` may be NULL. */
static descent_diagnosis *diagnose(size_t n, size_t rows, const double *points, const double *losses)
{
    const descent_path_options options = {.columns = DESCENT_PATH_POINT | DESCENT_PATH_LOSS};
    descent_path *path;
    descent_diagnosis *diagnosis;
    assert_success(descent_path_new(&path, n, &options));
    for (size_t k = 0; k < rows; k++)
        assert_success(descent_path_append(path, points + k * n, losses ? losses[k] : NAN, NULL));
    assert_success(descent_diagnose(NULL, path, NULL, &diagnosis));
    descent_path_free(path);
    return diagnosis;
}

enum {
    rows = 40
};

/* Steps of different lengths; after steps 10 and 20 the direction turns by this angle, else by 5 degrees. */
static descent_diagnosis *turned(double degrees, int turns)
{
    const double degree = acos(-1) / 180;
    double points[2 * rows] = {0}, angle = 0.3;
    for (size_t k = 1; k < rows; k++) {
        angle += degree * ((k == 11 && turns > 0) || (k == 21 && turns > 1) ? degrees : 5);
        const double length = (double)(1 + k * k % 5);
        points[2 * k] = points[2 * k - 2] + length * cos(angle);
        points[2 * k + 1] = points[2 * k - 1] + length * sin(angle);
    }
    return diagnose(2, rows, points, NULL);
}

/* flip_cosine −0.5 is an angle of 120 degrees; least_flips: one is a turn. */
START_TEST(steps_turn_back_beyond_120_degrees)
{
    static const struct {
        double degrees;
        int turns;
        bool told;
    } cases[] = {{180, 2, true}, {121, 2, true}, {119, 2, false}, {90, 2, false}, {180, 1, false}, {180, 0, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis *const diagnosis = turned(cases[k].degrees, cases[k].turns);
        const descent_event *const event = event_of(diagnosis, DESCENT_EVENT_SIGN_FLIPS);
        ck_assert_msg(!event == !cases[k].told, "%g degrees, %d times", cases[k].degrees, cases[k].turns);
        if (event) {
            ck_assert_uint_eq(event->count, 2);
            /* The step that leads from point 10 is the eleventh. */
            ck_assert_uint_eq(event->first_step, 11);
            ck_assert_uint_eq(event->last_step, 21);
        }
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* Rises of the loss are told by size, however the points move; loss_roundings 16. */
START_TEST(rises_of_the_loss_are_counted)
{
    double points[rows], losses[rows];
    for (size_t k = 0; k < rows; k++) {
        points[k] = 1 / (1 + (double)k);
        losses[k] = 64 - (double)k;
    }
    descent_diagnosis *diagnosis = diagnose(1, rows, points, losses);
    ck_assert_ptr_null(event_of(diagnosis, DESCENT_EVENT_LOSS_ROSE));
    descent_diagnosis_free(diagnosis);
    losses[30] = losses[29] + 0.5;
    diagnosis = diagnose(1, rows, points, losses);
    ck_assert_double_eq(event_of(diagnosis, DESCENT_EVENT_LOSS_ROSE)->value, 0.5);
    descent_diagnosis_free(diagnosis);
    losses[7] = losses[6] + 0.25;
    losses[30] = losses[29] + 2;
    diagnosis = diagnose(1, rows, points, losses);
    const descent_event *event = event_of(diagnosis, DESCENT_EVENT_LOSS_ROSE);
    ck_assert_ptr_nonnull(event);
    ck_assert_uint_eq(event->count, 2);
    ck_assert_uint_eq(event->first_step, 7);
    ck_assert_uint_eq(event->last_step, 30);
    ck_assert_double_eq(event->value, 2);
    descent_diagnosis_free(diagnosis);
    for (int more = 0; more < 2;
         more++) { /* 16 and 17 roundings of a loss of 64: 1 more than its own size tells nothing */
        for (size_t k = 0; k < rows; k++)
            losses[k] = k == 20 ? 64 + (16 + 1.5 * more) * 64 * DBL_EPSILON : k < 20 ? 64 : 63;
        diagnosis = diagnose(1, rows, points, losses);
        ck_assert_int_eq(event_of(diagnosis, DESCENT_EVENT_LOSS_ROSE) != NULL, more);
        descent_diagnosis_free(diagnosis);
    }
    /* From −DBL_MAX to DBL_MAX the rise is no number. */
    for (size_t k = 0; k < rows; k++)
        losses[k] = k < 20 ? -DBL_MAX : DBL_MAX;
    diagnosis = diagnose(1, rows, points, losses);
    event = event_of(diagnosis, DESCENT_EVENT_LOSS_ROSE);
    ck_assert_ptr_nonnull(event);
    ck_assert_uint_eq(event->first_step, 20);
    ck_assert_double_eq(event->value, INFINITY);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Steps of length 1, from step 11 to 20 of `least`, then of `after`: in one direction, so that nothing else is told. */
static descent_diagnosis *slowed(double least, double after)
{
    double points[rows] = {0};
    for (size_t k = 0; k + 1 < rows; k++)
        points[k + 1] = points[k] + (k < 10 ? 1 : k < 20 ? least : after);
    return diagnose(1, rows, points, NULL);
}

/* plateau_fall: a hundredth of those before; plateau_rise: tenfold again. */
START_TEST(a_plateau_is_a_hundredth_and_then_tenfold)
{
    static const struct {
        double least, after;
        bool told;
    } cases[] = {{0.0099, 1, true},
                 {0.0101, 1, false},
                 {0.005, 0.0501, true},
                 {0.005, 0.0499, false},
                 {0.005, 0.005, false},
                 /* Within a millionth of the extent of 10 the run has arrived. */
                 {1e-9, 1e-7, false},
                 {1e-9, 1e-4, true}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis *const diagnosis = slowed(cases[k].least, cases[k].after);
        const descent_event *const event = event_of(diagnosis, DESCENT_EVENT_PLATEAU);
        ck_assert_msg(!event == !cases[k].told, "%g, then %g", cases[k].least, cases[k].after);
        if (event) {
            ck_assert_uint_eq(event->first_step, 11);
            ck_assert_uint_eq(event->last_step, 20);
            ck_assert_uint_eq(event->count, 1);
            ck_assert_double_eq_tol(event->value, cases[k].least, 1e-12);
        }
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* It reaches from where steps are ten times the longest of its five slowest in a row, to where they are so again; the shortest is among
 * them. A single short step, as where a swing turns, is none. */
START_TEST(a_plateau_has_slopes)
{
    static const double sides[] = {0.06, 0.04, 0.005, 0.004, 0.002, 0.004, 0.005, 0.04, 0.06};
    for (int one = 0; one < 2; one++) {
        double points[rows] = {0};
        for (size_t k = 0; k + 1 < rows; k++)
            points[k + 1] = points[k] + (k >= 12 && k < 21 && (!one || k == 16) ? sides[k - 12] : 1);
        descent_diagnosis *const diagnosis = diagnose(1, rows, points, NULL);
        const descent_event *const event = event_of(diagnosis, DESCENT_EVENT_PLATEAU);
        ck_assert_int_eq(event == NULL, one);
        if (event) {
            ck_assert_uint_eq(event->first_step, 14);
            ck_assert_uint_eq(event->last_step, 20);
            ck_assert_double_eq_tol(event->value, 0.002, 1e-12);
        }
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* Where no point is a number nothing is told but how far it was recorded. */
START_TEST(a_path_without_a_number_has_its_steps)
{
    const double points[] = {NAN, INFINITY, NAN, -INFINITY, NAN};
    for (size_t count = 1; count <= 5; count++) {
        descent_diagnosis *const diagnosis = diagnose(1, count, points, NULL);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_NONFINITE);
        ck_assert_uint_eq(diagnosis->steps, count - 1);
        ck_assert_uint_eq(diagnosis->rows, count);
        ck_assert_int_eq(diagnosis->quantity, DESCENT_QUANTITY_POINT);
        ck_assert_ptr_null(diagnosis->x);
        const descent_event *const event = event_of(diagnosis, DESCENT_EVENT_NONFINITE);
        ck_assert_ptr_nonnull(event);
        ck_assert_uint_eq(event->first_step, 0);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* Ten times the longest of its slowest steps is of the plateau, and more is not: of lengths and places that are exact. It may reach to
 * the last step. */
START_TEST(a_plateau_ends_at_ten_times_its_slowest)
{
    for (size_t last = 16; last < rows - 1; last++) {
        double points[rows] = {0};
        for (size_t k = 0; k + 1 < rows; k++) {
            const double units = k >= 8 && k < 13 ? 1 : k >= 6 && k <= last ? 10 : k == 5 || k == last + 1 ? 11 : 512;
            points[k + 1] = points[k] + units * 0x1p-9;
        }
        descent_diagnosis *const diagnosis = diagnose(1, rows, points, NULL);
        const descent_event *const event = event_of(diagnosis, DESCENT_EVENT_PLATEAU);
        ck_assert_ptr_nonnull(event);
        ck_assert_uint_eq(event->first_step, 7);
        ck_assert_uint_eq(event->last_step, last + 1);
        ck_assert_double_eq(event->value, 0x1p-9);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

START_TEST(the_first_number_that_is_not_finite_is_told)
{
    double points[rows], losses[rows];
    for (int what = 0; what < 3; what++) {
        for (size_t k = 0; k < rows; k++) {
            points[k] = what == 1 && k >= 25 ? (double)NAN : pow(0.9, (double)k);
            losses[k] = what == 2 && k >= 13 ? INFINITY : points[k] * points[k];
        }
        descent_diagnosis *const diagnosis = diagnose(1, rows, points, losses);
        const descent_event *const event = event_of(diagnosis, DESCENT_EVENT_NONFINITE);
        ck_assert_int_eq(event != NULL, what > 0);
        if (event) {
            ck_assert_uint_eq(event->first_step, what == 1 ? 25 : 13);
            ck_assert_uint_eq(event->last_step, event->first_step);
            ck_assert_int_eq(event->quantity, what == 1 ? DESCENT_QUANTITY_POINT : DESCENT_QUANTITY_LOSS);
        }
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

static int bowl(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] / 2;
    return 0;
}

static int slope(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0];
    return 0;
}

static const descent_problem parabola = {.dimension = 1, .loss = bowl, .gradient = slope};

/*
 * Five steps of 1e-40 beside 0, later of 1e-60, later of 1e-50, and each time away to 1, 2 and 3: all are counted, and the shortest told,
 * which the rounding of the last point would hide. Four steps are no spell.
 */
START_TEST(spells_of_tiny_steps_are_counted)
{
    enum {
        far = 3, /* points */
        least = 5,
        spells = 3
    };
    static const double sizes[spells] = {1e-40, 1e-60, 1e-50};
    for (size_t times = 1; times <= spells; times++)
        for (size_t length = least - 1; length <= least; length++) {
            const size_t period = far + length + 1, deepest = times > 1;
            double points[(far + least + 1) * spells + far];
            for (size_t k = 0; k < period * times + far; k++)
                points[k] = (double)(k % period + 1);
            for (size_t k = 0; k < period * times; k++)
                if (k % period >= far)
                    points[k] = sizes[k / period] * (double)(k % period - far + 1);
            descent_diagnosis *const diagnosis = diagnose(1, period * times + far, points, NULL);
            const descent_event *const event = event_of(diagnosis, DESCENT_EVENT_PLATEAU);
            ck_assert_int_eq(event != NULL, length == least);
            if (event) {
                ck_assert_uint_eq(event->count, times);
                ck_assert_double_eq_tol(event->value / sizes[deepest], 1, 1e-12);
                ck_assert_uint_eq(event->first_step, period * deepest + far + 1);
                ck_assert_uint_eq(event->last_step, period * deepest + far + least);
            }
            descent_diagnosis_free(diagnosis);
        }
}
END_TEST

/* Short steps, a leap of so many long ones, and short steps again until the path quickens: these are a spell only if the leap was none, of
 * fewer than five steps, or fewer than five steps before it were short. Lengths 1, 1000 and 20. */
START_TEST(steps_as_short_as_before_a_leap_are_no_spell)
{
    static const struct {
        size_t before, leap;
        bool told;
    } cases[] = {{5, 1, false}, {5, 4, false}, {5, 5, true}, {4, 1, true}, {0, 1, true}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double points[32] = {0};
        size_t count = 1;
        const size_t fast = cases[k].before + cases[k].leap, slow = fast + 6;
        for (; count <= slow + 3; count++)
            points[count] = points[count - 1] + (count <= cases[k].before ? 1
                                                 : count <= fast          ? 1000
                                                 : count <= slow          ? 1
                                                                          : 20);
        descent_diagnosis *const diagnosis = diagnose(1, count, points, NULL);
        const descent_event *const event = event_of(diagnosis, DESCENT_EVENT_PLATEAU);
        ck_assert_msg((event != NULL) == cases[k].told, "case %zu", k);
        if (event)
            ck_assert_uint_eq(event->first_step, fast + 1);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* RMSProp swings about the minimum of x² in the end, which a copy tells that goes on: what the run itself did is told all the same. */
START_TEST(a_copy_hides_nothing_of_the_way)
{
    enum {
        steps = 100
    };
    double x = 1, mean = 0, shortest = INFINITY, before = 0;
    size_t turns = 0;
    for (size_t k = 0; k < steps; k++) { /* the rule by its formula, with 0.9 and 1e-8 */
        const double gradient = x;
        mean = 0.9 * mean + 0.1 * gradient * gradient;
        const double step = -0.1 * gradient / (sqrt(mean) + 1e-8);
        x += step;
        turns += step * before < 0;
        before = step;
        shortest = fmin(shortest, fabs(step));
    }
    descent_diagnosis *const diagnosis =
        descent_test_diagnose(&parabola, descent_rmsprop(0.1, 0.9, 1e-8), (const double[]){1}, steps);
    const descent_event *event = event_of(diagnosis, DESCENT_EVENT_OSCILLATION);
    ck_assert_ptr_nonnull(event);
    ck_assert_uint_gt(event->first_step, steps);
    event = event_of(diagnosis, DESCENT_EVENT_SIGN_FLIPS);
    ck_assert_ptr_nonnull(event);
    ck_assert_uint_eq(event->count, turns);
    event = event_of(diagnosis, DESCENT_EVENT_PLATEAU);
    ck_assert_ptr_nonnull(event);
    ck_assert_double_eq_tol(event->value / shortest, 1, 1e-6);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* A saddle of x² − y² + y⁴ from its ridge: who is pushed off it is told so, and nobody else. */
static int ridge_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] - x[1] * x[1] + x[1] * x[1] * x[1] * x[1];
    return 0;
}

static int ridge_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = 2 * x[0];
    gradient[1] = -2 * x[1] + 4 * x[1] * x[1] * x[1];
    return 0;
}

START_TEST(a_rule_that_pushes_is_told_to)
{
    const descent_problem ridge = {.dimension = 2, .loss = ridge_loss, .gradient = ridge_gradient};
    const double start[] = {1, 0};
    const struct {
        const descent_problem *problem;
        descent_rule rule;
        int pushes;
    } runs[] = {{&ridge, descent_perturbed(0.1, NULL), 1},
                {&ridge, descent_negative_curvature(0.1, NULL), 1},
                {&parabola, descent_rmsprop(0.1, 0.9, 1e-8), 0}};
    for (size_t k = 0; k < sizeof runs / sizeof *runs; k++) {
        descent_diagnosis *const diagnosis = descent_test_diagnose(runs[k].problem, runs[k].rule, start, 200);
        const char *const text = descent_test_said(diagnosis);
        ck_assert_int_eq(strstr(text, "which pushes the run on") != NULL, runs[k].pushes);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* A schedule that halves the step size every ten steps: step 25 is made with a quarter. */
START_TEST(a_step_size_that_changes_is_told)
{
    for (int scheduled = 0; scheduled < 2; scheduled++) {
        descent_rule rule = descent_fixed_step(0.125);
        if (scheduled)
            rule.schedule = descent_schedule_steps(10, 0.5);
        descent_diagnosis *const diagnosis = descent_test_diagnose(&parabola, rule, (const double[]){1}, 25);
        const descent_event *const event = event_of(diagnosis, DESCENT_EVENT_STEP_SIZE);
        ck_assert_int_eq(event != NULL, scheduled);
        if (event) {
            ck_assert_uint_eq(event->first_step, 1);
            ck_assert_uint_eq(event->last_step, 25);
            ck_assert_double_eq(event->value, 0.25);
        }
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* x ← (1 − η)x: from side to side between ±1 for η = 2, and with steps that double for η = 3. */
START_TEST(an_oscillation_and_a_growth_begin)
{
    descent_diagnosis *diagnosis = descent_test_diagnose(&parabola, descent_fixed_step(2), (const double[]){1}, 50);
    const descent_event *event = event_of(diagnosis, DESCENT_EVENT_OSCILLATION);
    ck_assert_ptr_nonnull(event);
    ck_assert_uint_eq(event->first_step, 0);
    ck_assert_uint_eq(event->last_step, 50);
    ck_assert_double_eq_tol(event->value, 2, 1e-12);
    event = event_of(diagnosis, DESCENT_EVENT_SIGN_FLIPS);
    ck_assert_ptr_nonnull(event);
    ck_assert_uint_eq(event->count, 49);
    ck_assert_uint_eq(event->first_step, 2);
    ck_assert_uint_eq(event->last_step, 50);
    descent_diagnosis_free(diagnosis);
    diagnosis = descent_test_diagnose(&parabola, descent_fixed_step(3), (const double[]){1}, 50);
    event = event_of(diagnosis, DESCENT_EVENT_GROWTH);
    ck_assert_ptr_nonnull(event);
    ck_assert_uint_eq(event->first_step, 0);
    ck_assert_uint_eq(event->last_step, 50);
    ck_assert_double_eq_tol(event->value / 0x1p49, 1, 1e-9);
    event = event_of(diagnosis, DESCENT_EVENT_LOSS_ROSE);
    ck_assert_ptr_nonnull(event);
    ck_assert_uint_eq(event->count, 50);
    ck_assert_double_eq_tol(event->value / (3 * 0x1p97), 1, 1e-9); /* from (2⁴⁹)²/2 to (2⁵⁰)²/2 */
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Peano's y² − 4x²y + 3x⁴, and x³ + x⁴ in its first variable alone. */
static int flat_loss(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = n == 1 ? x[0] * x[0] * x[0] * (1 + x[0]) : (x[1] - x[0] * x[0]) * (x[1] - 3 * x[0] * x[0]);
    return 0;
}

static int flat_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    if (n == 1) {
        g[0] = x[0] * x[0] * (3 + 4 * x[0]);
        return 0;
    }
    g[0] = -8 * x[0] * x[1] + 12 * x[0] * x[0] * x[0];
    g[1] = 2 * x[1] - 4 * x[0] * x[0];
    return 0;
}

/* Near is what a run came near to, or what it left by the point's own way out. From (4, 1) the notebook's β₁ − 2 is multiplied by
 * 1 − 2η = −1.001 a step and never comes nearer than 2; (0.5, 1) lies 1.1 from Peano's flat point, and a fall across the valley is no
 * approach. u ← 1.04u leaves the saddle from 0.01, and from −0.001 x³ lingers for 1/(0.3·0.001) steps. */
START_TEST(near_is_what_was_come_near_to)
{
    const descent_problem notebook = descent_test_landscape("notebook", 0);
    const descent_problem flat = {.dimension = 2, .loss = flat_loss, .gradient = flat_gradient};
    const descent_problem line = {.dimension = 1, .loss = flat_loss, .gradient = flat_gradient};
    const struct {
        const descent_problem *problem;
        double start[2], step_size;
        size_t steps;
        bool near;
    } cases[] = {
        {&notebook, {4, 1}, 1.0005, 4096, false}, {&flat, {0.5, 1}, 0.01, 500, false},
        {&notebook, {2, 1.01}, 0.02, 400, true},  {&notebook, {4, 1.0001}, 0.1, 100, true},
        {&line, {-0.001}, 0.1, 8000, true},       {&flat, {0.05, 0}, 0.1, 4000, true},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis *const d = descent_test_diagnose(cases[k].problem, descent_fixed_step(cases[k].step_size),
                                                           cases[k].start, cases[k].steps);
        ck_assert_msg((event_of(d, DESCENT_EVENT_LINGERING) != NULL) == cases[k].near, "case %zu", k);
        descent_diagnosis_free(d);
    }
}
END_TEST

/* x²y² + x² + z⁴, whose critical points are the y axis. */
static int trough_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = x[0] * x[0] * (x[1] * x[1] + 1) + pow(x[2], 4);
    return 0;
}

static int trough_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    (void)context;
    g[0] = 2 * x[0] * (x[1] * x[1] + 1);
    g[1] = 2 * x[1] * x[0] * x[0];
    g[2] = 4 * pow(x[2], 3);
    return 0;
}

/* AMSGrad goes by at a distance of 0.35 and more, in steps of 0.15 to 0.64, and is never slow there. */
START_TEST(who_rushes_past_does_not_linger)
{
    const descent_problem trough = {.dimension = 3, .loss = trough_loss, .gradient = trough_gradient};
    const descent_adam_options options = {.kind = DESCENT_AMSGRAD};
    descent_diagnosis *const d =
        descent_test_diagnose(&trough, descent_adam(0.1, &options), (double[]){2, 1, 0.5}, 400);
    ck_assert_ptr_null(event_of(d, DESCENT_EVENT_LINGERING));
    descent_diagnosis_free(d);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        steps_turn_back_beyond_120_degrees,
        rises_of_the_loss_are_counted,
        a_plateau_is_a_hundredth_and_then_tenfold,
        a_plateau_has_slopes,
        a_path_without_a_number_has_its_steps,
        a_plateau_ends_at_ten_times_its_slowest,
        spells_of_tiny_steps_are_counted,
        steps_as_short_as_before_a_leap_are_no_spell,
        a_rule_that_pushes_is_told_to,
        a_copy_hides_nothing_of_the_way,
        the_first_number_that_is_not_finite_is_told,
        a_step_size_that_changes_is_told,
        an_oscillation_and_a_growth_begin,
        near_is_what_was_come_near_to,
        who_rushes_past_does_not_linger,
    };
    return descent_test_main(descent_test_suite("diagnosis_events", tests, sizeof tests / sizeof *tests));
}
