/* Bounded motion is said only where it is proved, and still where it is: whole runs on both sides of each edge. Expectations
 * come from the formulas of the maps. */
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <descent/adaptive.h>
#include <descent/descent.h>

#include "support.h"

typedef struct field {
    double a, b, c;
} field;

static int cosine_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = 1 - cos(x[0]);
    return 0;
}

static int cosine_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = sin(x[0]);
    return 0;
}

/* The field whose fixed step 1 multiplies by a complex number, a + ib. */
static int spiral_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const field *f = context;
    (void)n;
    gradient[0] = (1 - f->a) * x[0] + f->b * x[1];
    gradient[1] = -f->b * x[0] + (1 - f->a) * x[1];
    return 0;
}

static int bowl_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = 0.5 * (x[0] * x[0] + 0.3 * x[1] * x[1]);
    return 0;
}

static int bowl_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0];
    gradient[1] = 0.3 * x[1];
    return 0;
}

/* eˣ − 2x, minimum at ln 2. */
static int exponential_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = exp(x[0]) - 2 * x[0];
    return 0;
}

/* The distance from the origin, with a kink there. */
static int cone_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = hypot(x[0], x[1]);
    return 0;
}

/* A 2-cycle of 2.5(1 − cos x) at step size 1, beside the logistic map at b, of size a. */
static int beside_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const field *f = context;
    const double u = x[1] / f->a;
    (void)n;
    gradient[0] = 2.5 * sin(x[0]);
    gradient[1] = f->a * (u - f->b * u * (1 - u));
    return 0;
}

/* x ← a·x(1 − y), y ← x: the delayed logistic map, whose fixed point turns into a circle at a = 2. */
static int delayed_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const field *f = context;
    (void)n;
    gradient[0] = x[0] - f->a * x[0] * (1 - x[1]);
    gradient[1] = x[1] - x[0];
    return 0;
}

/* A valley with a kink at its left wall's foot: 0 → 1 → 0 at step size 1, and from just right of 0 to about ½. */
static int foot_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0] <= 0 ? -1 : 1 + 0.5 * (x[0] - 1);
    return 0;
}

static descent_ending ending_of(descent_diagnosis *diagnosis)
{
    const descent_ending ending = diagnosis->ending;
    descent_diagnosis_free(diagnosis);
    return ending;
}

START_TEST(without_a_gradient_a_run_that_has_converged_has_no_cycle)
{
    const descent_problem problem = {.dimension = 1, .loss = exponential_loss};
    for (double step_size = 0.05; step_size < 0.9; step_size += 0.05) {
        const double start[] = {0};
        descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(step_size), start, 400);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
        ck_assert_double_eq_tol(diagnosis->point->x[0], log(2), 1e-8);
        ck_assert_uint_eq(diagnosis->cycle.period, 0);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* Across the kink of a cone each step of 0.1 is undone by the next, by differences as well. */
START_TEST(without_a_gradient_a_kink_has_its_cycle)
{
    const descent_problem problem = {.dimension = 2, .loss = cone_loss};
    const double start[] = {3, 4.1};
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.1), start, 1000);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_PERIODIC);
    ck_assert_uint_eq(diagnosis->cycle.period, 2);
    /* |start| = 5.0804: the radius is below 0.1 from step 50 on */
    ck_assert_uint_ge(diagnosis->pace.onset, 50);
    ck_assert_uint_le(diagnosis->pace.onset, 51);
    for (size_t k = 0; k < diagnosis->cycle.multiplier_count; k++)
        ck_assert_double_le(hypot(diagnosis->cycle.multipliers[k], diagnosis->cycle.multipliers_imaginary[k]), 1.01);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Where the return jumps by ½ there is no derivative, and none is given: differences would say some 1e5. */
START_TEST(a_cycle_on_a_kink_has_no_multipliers)
{
    const descent_problem problem = {.dimension = 1, .gradient = foot_gradient};
    const double start[] = {0};
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(1), start, 100);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_PERIODIC);
    ck_assert_uint_eq(diagnosis->cycle.period, 2);
    ck_assert_uint_eq(diagnosis->cycle.multiplier_count, 0);
    descent_diagnosis_free(diagnosis);
}
END_TEST

START_TEST(chaos_beside_a_cycle_is_chaos)
{
    for (double size = 1e-1; size > 1e-7; size /= 10) {
        field f = {.a = size, .b = 4};
        const descent_problem problem = {.dimension = 2, .gradient = beside_gradient, .context = &f};
        const double start[] = {0.5, 0.3 * size};
        descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(1), start, 3000);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CHAOTIC);
        ck_assert_double_eq_tol(diagnosis->lyapunov.value, log(2), 0.05);
        descent_diagnosis_free(diagnosis);
        f.b = 3.2; /* and beside another 2-cycle it is one of 2 */
        descent_diagnosis *const periodic = descent_test_diagnose(&problem, descent_fixed_step(1), start, 3000);
        ck_assert_int_eq(periodic->ending, DESCENT_ENDING_PERIODIC);
        ck_assert_uint_eq(periodic->cycle.period, 2);
        descent_diagnosis_free(periodic);
    }
}
END_TEST

START_TEST(a_slow_spiral_is_no_torus)
{
    field f;
    const descent_problem problem = {.dimension = 2, .gradient = spiral_gradient, .context = &f};
    const double start[] = {1, 0.5};
    for (double growth = 1e-3; growth > 5e-7; growth /= 10)
        for (int sign = -1; sign <= 1; sign += 2)
            for (double angle = 0.01; angle < 2.5; angle *= 3) {
                f = (field){.a = (1 + sign * growth) * cos(angle), .b = (1 + sign * growth) * sin(angle)};
                descent_diagnosis *const diagnosis =
                    descent_test_diagnose(&problem, descent_fixed_step(1), start, 1000);
                ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_QUASIPERIODIC);
                ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_CHAOTIC);
                ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_PERIODIC);
                ck_assert_int_ne(diagnosis->ending, sign > 0 ? DESCENT_ENDING_CONVERGED : DESCENT_ENDING_DIVERGING);
                descent_diagnosis_free(diagnosis);
            }
}
END_TEST

/* The heavy ball's multipliers have the product β: a momentum of 1 circles for ever, any other does not. */
START_TEST(momentum_circles_for_ever_at_one_alone)
{
    const descent_problem problem = {.dimension = 2, .loss = bowl_loss, .gradient = bowl_gradient};
    const double start[] = {1, 0.5};
    const double excess[] = {1e-3, 1e-4, 1e-5, -1e-5, -1e-4};
    ck_assert_int_eq(ending_of(descent_test_diagnose(&problem, descent_heavy_ball(0.5, 1), start, 1000)),
                     DESCENT_ENDING_QUASIPERIODIC);
    for (size_t k = 0; k < sizeof excess / sizeof *excess; k++)
        ck_assert_int_ne(
            ending_of(descent_test_diagnose(&problem, descent_heavy_ball(0.5, 1 + excess[k]), start, 1000)),
            DESCENT_ENDING_QUASIPERIODIC);
}
END_TEST

START_TEST(an_attracting_circle_is_a_torus)
{
    field f = {.a = 2.05};
    const descent_problem problem = {.dimension = 2, .gradient = delayed_gradient, .context = &f};
    const double start[] = {0.4, 0.45};
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(1), start, 2000);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_QUASIPERIODIC);
    ck_assert_double_le(diagnosis->lyapunov.low, 0);
    ck_assert_double_ge(diagnosis->lyapunov.high, 0);
    ck_assert_double_gt(diagnosis->lyapunov.high, diagnosis->lyapunov.low + 1e-4);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* x ← x − 5 sin x leaps from one valley to the next, as a random walk does. */
START_TEST(chaos_that_spreads_is_within_no_bounds)
{
    const descent_problem problem = {.dimension = 1, .loss = cosine_loss, .gradient = cosine_gradient};
    for (double x = 0.3; x < 3; x += 0.3) {
        descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(5), &x, 1000);
        const char *const text = descent_test_printed(descent_diagnosis_print, diagnosis);
        ck_assert_ptr_null(strstr(text, "stays within"));
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* Adam's bursts reach far beyond what lies between them: it has no walk. What walks from valley to
 * valley is still said to. */
START_TEST(bursts_are_no_random_walk)
{
    const descent_problem notebook = descent_test_landscape("notebook", 0);
    const descent_problem valleys = {.dimension = 1, .loss = cosine_loss, .gradient = cosine_gradient};
    const size_t lengths[] = {30, 45, 60, 90};
    for (double step_size = 0.3; step_size < 0.6; step_size += 0.1)
        for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
            descent_diagnosis *const diagnosis =
                descent_test_diagnose(&notebook, descent_adam(step_size, NULL), (double[]){4, 1.2}, lengths[k]);
            ck_assert_msg(!strstr(diagnosis->reason, "ever farther"), "%g, %zu steps", step_size, lengths[k]);
            descent_diagnosis_free(diagnosis);
        }
    size_t walks = 0;
    for (double x = 0.3; x < 3; x += 0.3) {
        descent_diagnosis *const diagnosis = descent_test_diagnose(&valleys, descent_fixed_step(5), &x, 1000);
        walks += strstr(diagnosis->reason, "ever farther") != NULL;
        descent_diagnosis_free(diagnosis);
    }
    ck_assert_uint_gt(walks, 0);
}
END_TEST

START_TEST(a_swirl_onto_a_cycle_of_two_has_no_other_period)
{
    const descent_problem problem = {.dimension = 1, .loss = cosine_loss, .gradient = cosine_gradient};
    for (size_t steps = 100; steps < 1000; steps += 37)
        for (double x = 0.5; x < 3; x += 0.5) {
            descent_diagnosis *const diagnosis =
                descent_test_diagnose(&problem, descent_heavy_ball(3.8038, 0.9), &x, steps);
            if (diagnosis->ending == DESCENT_ENDING_PERIODIC) {
                ck_assert_uint_eq(diagnosis->cycle.period, 2);
                for (size_t k = 0; k < diagnosis->cycle.multiplier_count;
                     k++) /* β² is their product: 0.9 the modulus */
                    ck_assert_double_eq_tol(
                        hypot(diagnosis->cycle.multipliers[k], diagnosis->cycle.multipliers_imaginary[k]), 0.9, 1e-5);
            }
            descent_diagnosis_free(diagnosis);
        }
}
END_TEST

/* Explosions from nowhere in particular have lingered nowhere. */
START_TEST(who_leaves_from_the_start_has_not_lingered)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    size_t exploded = 0;
    for (double y = 1.1; y < 3; y += 0.1) {
        const double start[] = {2.5, y};
        descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(1.4), start, 100);
        for (size_t k = 0; diagnosis->ending == DESCENT_ENDING_DIVERGING && k < diagnosis->event_count; k++)
            ck_assert(diagnosis->events[k].kind != DESCENT_EVENT_LINGERING || diagnosis->events[k].first_step > 0);
        exploded += diagnosis->ending == DESCENT_ENDING_DIVERGING;
        descent_diagnosis_free(diagnosis);
    }
    ck_assert_uint_gt(exploded, 5);
}
END_TEST

/*
 * Eight variables, of which `moving` circle: in each of these the notebook's map u ← (1 + 2η)u − 4ηu³ at η = 0.55, where a cycle of two
 * steps attracts, in units of its own; the others fall to 0. What moves most is told first, and no more than three are.
 */
enum {
    circling_variables = 8
};

static const struct {
    size_t variable;
    double unit;
} circling[] = {{5, 3}, {2, 2}, {7, 1}, {4, 0.5}};

static int circling_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const size_t *const moving = context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = x[i];
    for (size_t k = 0; k < *moving; k++) {
        const double u = x[circling[k].variable - 1] / circling[k].unit;
        gradient[circling[k].variable - 1] = circling[k].unit * (4 * u * u * u - 2 * u);
    }
    return 0;
}

/* In one line, single spaces between words. */
static void unwrap(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++)
        if (*from != '\n' && (*from != ' ' || (to > text && to[-1] != ' ')))
            *to++ = *from;
        else if (*from == '\n' && to > text && to[-1] != ' ')
            *to++ = ' ';
    *to = '\0';
}

START_TEST(of_many_variables_those_are_told_that_move_most)
{
    static const char *const told[] = {"in x₅, through 2.36", "in x₅ and x₂, through (", "in x₅, x₂ and x₇, through (",
                                       "in x₅, x₂ and x₇, through ("};
    for (size_t moving = 1; moving <= 4; moving++) {
        double start[circling_variables];
        const descent_problem problem = {
            .dimension = circling_variables, .gradient = circling_gradient, .context = &moving};
        for (size_t i = 0; i < circling_variables; i++)
            start[i] = 0.9;
        for (size_t k = 0; k < moving; k++)
            start[circling[k].variable - 1] = 0.8 * circling[k].unit;
        descent_diagnosis *const d = descent_test_diagnose(&problem, descent_fixed_step(0.55), start, 600);
        char *text;
        ck_assert_int_eq(d->ending, DESCENT_ENDING_PERIODIC);
        ck_assert_uint_eq(d->cycle.period, 2);
        assert_success(descent_diagnosis_text(d, &text));
        unwrap(text);
        ck_assert_msg(strstr(text, told[moving - 1]) != NULL, "%zu: not \"%s\" in\n%s", moving, told[moving - 1], text);
        free(text);
        descent_diagnosis_free(d);
    }
}
END_TEST

enum {
    lion_steps = 20000
};

/* Where Lion is on its grid of a tenth around (4, 2.5), counted in whole numbers: the smallest period of its last steps. */
static size_t period_of_lion(void)
{
    static int at[lion_steps][2];
    double memory[2] = {0};
    for (size_t k = 0; k + 1 < lion_steps; k++) {
        const double u = 2.5 + 0.1 * at[k][1] - 1;
        const double gradient[2] = {2 * (4 + 0.1 * at[k][0] - 2), 4 * u * u * u - 2 * u};
        for (size_t i = 0; i < 2; i++) {
            const double c = 0.9 * memory[i] + 0.1 * gradient[i];
            at[k + 1][i] = at[k][i] - (c > 0) + (c < 0);
            memory[i] = 0.99 * memory[i] + 0.01 * gradient[i];
        }
    }
    const size_t last = lion_steps / 2;
    for (size_t period = 1; period < last / 4; period++)
        if (memcmp(at[last], at[last - period], last * sizeof at[0]) == 0)
            return period;
    return 0;
}

/* Steps of one length keep to a grid, on which there is no torus: recorded, not recorded, and by the path alone. */
START_TEST(on_a_grid_there_is_no_torus)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 2.5};
    const size_t period = period_of_lion();
    ck_assert_uint_gt(period, 256); /* more than are looked for where there is no grid */
    for (int recorded = 0; recorded < 2; recorded++)
        for (size_t steps = 500; steps <= 2000; steps += 1500) {
            descent_engine *const engine = descent_test_engine(&problem, descent_lion(0.1, 0, 0), start);
            descent_diagnosis *d;
            if (recorded)
                assert_success(descent_engine_record(engine, NULL));
            assert_success(descent_engine_run(engine, steps));
            assert_success(descent_engine_diagnose(engine, NULL, &d));
            ck_assert_msg(d->ending == DESCENT_ENDING_PERIODIC && d->cycle.period == period, "%s", d->reason);
            descent_diagnosis_free(d);
            if (recorded) {
                assert_success(descent_diagnose(NULL, descent_engine_path(engine), NULL, &d));
                ck_assert_ptr_nonnull(strstr(d->reason, "points of a grid"));
                descent_diagnosis_free(d);
            }
            descent_engine_free(engine);
        }
    descent_diagnosis *const d = descent_test_diagnose(&problem, descent_sign(0.1), start, 2000);
    ck_assert_int_eq(d->ending, DESCENT_ENDING_PERIODIC);
    ck_assert_uint_eq(d->cycle.period, 2); /* past y = 1.7071, and back */
    descent_diagnosis_free(d);
}
END_TEST

/* The losses of Lion's points on the notebook's landscape from (4, 1.0001), in steps of a tenth. */
static void lose_by_lion(size_t count, double *losses)
{
    double x[2] = {4, 1.0001}, memory[2] = {0};
    for (size_t k = 0; k < count; k++) {
        const double u = x[1] - 1;
        const double gradient[2] = {2 * (x[0] - 2), 4 * u * u * u - 2 * u};
        losses[k] = (x[0] - 2) * (x[0] - 2) + u * u * u * u - u * u;
        for (size_t i = 0; i < 2; i++) {
            const double c = 0.9 * memory[i] + 0.1 * gradient[i];
            x[i] -= 0.1 * (double)((c > 0) - (c < 0));
            memory[i] = 0.99 * memory[i] + 0.01 * gradient[i];
        }
    }
}

static double lowest_of(size_t first, size_t end, const double *losses)
{
    double lowest = INFINITY;
    for (size_t k = first; k < end; k++)
        lowest = fmin(lowest, losses[k]);
    return lowest;
}

/* Steps of one length swing: the last ones may lead down on a cycle. Who still descends comes lower than over the last quarter. */
START_TEST(what_falls_in_a_swing_does_not_descend)
{
    enum {
        most = 90
    };
    static double losses[lion_steps];
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.0001};
    size_t swings = 0;
    lose_by_lion(lion_steps, losses);
    for (size_t steps = 30; steps < most; steps += descent_test_in_full() ? 2 : 10) {
        descent_diagnosis *const d = descent_test_diagnose(&problem, descent_lion(0.1, 0, 0), start, steps);
        const double seen = lowest_of(steps - steps / 4, steps + 1, losses);
        const bool lower = lowest_of(steps, lion_steps, losses) < seen - 1e-9;
        ck_assert_msg(d->ending != DESCENT_ENDING_DESCENDING || lower, "%zu steps: %s", steps, d->reason);
        if (strstr(d->reason, "only as part of a swing")) {
            ck_assert(!lower);
            ck_assert_int_eq(d->advice[0].kind, DESCENT_ADVICE_DECAY_STEP);
            swings++;
        }
        descent_diagnosis_free(d);
    }
    ck_assert_uint_gt(swings, 0);
    /* On its way down, by as long steps, it descends. */
    const descent_problem bowl = {.dimension = 2, .loss = bowl_loss, .gradient = bowl_gradient};
    descent_diagnosis *const d = descent_test_diagnose(&bowl, descent_lion(0.01, 0, 0), (double[]){-1.2, 1}, 64);
    ck_assert_int_eq(d->ending, DESCENT_ENDING_DESCENDING);
    descent_diagnosis_free(d);
}
END_TEST

/* x²exp(−x²) + y²: beyond x = 1 it falls to 0 at infinity. */
static int fading_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = x[0] * x[0] * exp(-x[0] * x[0]) + x[1] * x[1];
    return 0;
}

static int fading_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = 2 * x[0] * (1 - x[0] * x[0]) * exp(-x[0] * x[0]);
    gradient[1] = 2 * x[1];
    return 0;
}

/* Lion's stride of 0.1 is the same where no slope is left: after k steps it is at x = 1.5 + k/10, and nothing ends that. Who goes down a slope
 * by such strides, or to a minimum, is not told so. */
START_TEST(who_strides_on_without_a_slope_is_told_so)
{
    const descent_problem fading = {.dimension = 2, .loss = fading_loss, .gradient = fading_gradient};
    const descent_problem bowl = {.dimension = 2, .loss = bowl_loss, .gradient = bowl_gradient};
    for (uint64_t steps = 100; steps <= 300; steps += 50) {
        descent_diagnosis *d = descent_test_diagnose(&fading, descent_lion(0.1, 0, 0), (double[]){1.5, 1}, steps);
        ck_assert_double_eq_tol(d->x[0], 1.5 + 0.1 * (double)steps, 1e-9);
        ck_assert_int_eq(d->ending, DESCENT_ENDING_UNDETERMINED);
        ck_assert_msg(strstr(d->reason, "by strides that stay the same") != NULL, "%s", d->reason);
        ck_assert_int_eq(d->advice[0].kind, DESCENT_ADVICE_CHANGE_LOSS);
        descent_diagnosis_free(d);
        d = descent_test_diagnose(&bowl, descent_lion(0.001, 0, 0), (double[]){1.5, 1}, steps);
        ck_assert_int_eq(d->ending, DESCENT_ENDING_DESCENDING);
        descent_diagnosis_free(d);
        d = descent_test_diagnose(&fading, descent_lion(0.1, 0, 0), (double[]){0.5, 1}, steps);
        ck_assert_msg(strstr(d->reason, "by strides that stay the same") == NULL, "%s", d->reason);
        descent_diagnosis_free(d);
    }
}
END_TEST

/* √2 to the right of 0, −1 to the left: steps of two lengths only, and yet a rotation, since their ratio is irrational. */
static int two_slopes_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    gradient[0] = x[0] > 0 ? *(const double *)context : -1;
    return 0;
}

START_TEST(two_lengths_are_no_grid)
{
    double slope = sqrt(2);
    const double start[] = {0.5};
    const descent_problem problem = {.dimension = 1, .gradient = two_slopes_gradient, .context = &slope};
    descent_diagnosis *d = descent_test_diagnose(&problem, descent_fixed_step(1), start, 5000);
    ck_assert_int_eq(d->ending, DESCENT_ENDING_QUASIPERIODIC);
    descent_diagnosis_free(d);
    /* p to the right and q to the left: a rational turn, exact in halves, and its period is p + q, however long */
    const struct {
        double right, left;
    } turns[] = {{3, 2}, {67, 64}, {515, 512}};
    for (size_t k = 0; k < 3; k++) {
        slope = turns[k].right / turns[k].left;
        d = descent_test_diagnose(&problem, descent_fixed_step(1), start, 5000);
        ck_assert_int_eq(d->ending, DESCENT_ENDING_PERIODIC);
        ck_assert_uint_eq(d->cycle.period, (size_t)(turns[k].right + turns[k].left));
        descent_diagnosis_free(d);
    }
}
END_TEST

/*
 * What is said of the run so far: −cos x with a momentum of 1.01 grows like 1.01^k, which in 32 steps is less than what its halves
 * differ by as they swing, and with −1.01 and 4 times the step it leaves the valley; a momentum of 1.001 adds a fiftieth in 20 steps.
 */
START_TEST(bounded_so_far_is_what_has_not_grown)
{
    const struct {
        double step_size, momentum;
        size_t steps;
        bool grew;
    } runs[] = {{0.1, 1.001, 32, false}, {0.5, 1.001, 20, false}, {1, 1.001, 1000, true}, {3, -1.01, 100, true}};
    const descent_problem problem = {.dimension = 1, .loss = cosine_loss, .gradient = cosine_gradient};
    for (size_t k = 0; k < sizeof runs / sizeof *runs; k++) {
        double path[1001], largest[2] = {-INFINITY, -INFINITY}, smallest[2] = {INFINITY, INFINITY};
        const double start[] = {2};
        const size_t count = runs[k].steps + 1;
        for (size_t i = 0; i < count; i++) {
            const double x = i ? path[i - 1] : 2, before = i > 1 ? path[i - 2] : x;
            path[i] = i ? x - runs[k].step_size * sin(x) + runs[k].momentum * (x - before) : x;
            const size_t half = i >= count / 2;
            largest[half] = fmax(largest[half], path[i]);
            smallest[half] = fmin(smallest[half], path[i]);
        }
        ck_assert_int_eq(largest[1] - smallest[1] > 1.2 * (largest[0] - smallest[0]), runs[k].grew);
        descent_diagnosis *const d = descent_test_diagnose(
            &problem, descent_heavy_ball(runs[k].step_size, runs[k].momentum), start, runs[k].steps);
        ck_assert_int_eq(d->ending, DESCENT_ENDING_UNDETERMINED);
        ck_assert_msg((strstr(d->reason, "bounded so far") != NULL) == !runs[k].grew, "%s", d->reason);
        ck_assert_msg((strstr(d->reason, "The run grew so far") != NULL) == runs[k].grew, "%s", d->reason);
        descent_diagnosis_free(d);
    }
}
END_TEST

/* √(1 + d²) has a slope of d/√(1 + d²): steps of size η end on d = ±√(η²/4 − 1) above the limit of 2. */
static int arms_loss(size_t n, const double *x, double *loss, void *context)
{
    const double d = x[0] - *(double *)context;
    (void)n;
    *loss = sqrt(1 + d * d) + 0.1 * x[1] * x[1] / 2;
    return 0;
}

static int arms_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const double d = x[0] - *(double *)context;
    (void)n;
    gradient[0] = d / sqrt(1 + d * d);
    gradient[1] = 0.1 * x[1];
    return 0;
}

static int plain_advance(const descent_rule *rule, descent_rule_step *step)
{
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] -= rule->step_size * step->gradient[i];
    step->step_size = rule->step_size;
    return 0;
}

static const descent_rule_type plain_type = {.name = "own plain steps", .advance = plain_advance};

/* The other variable comes from so far off, or the minimum lies so far out, that the cycle is within the tolerance of the minimum. Its losses
 * are those of no rounding; at a step size of 1.9 the minimum attracts. A rule of one's own that makes the same steps tells no multipliers. */
START_TEST(a_cycle_within_tolerance_of_a_minimum_is_no_rounding)
{
    const double size = sqrt(2.1 * 2.1 / 4 - 1);
    double centres[] = {0, 1e8};
    for (size_t k = 0; k < 2; k++) {
        const descent_problem problem = {
            .dimension = 2, .loss = arms_loss, .gradient = arms_gradient, .context = &centres[k]};
        const double start[] = {centres[k] + 0.5, k ? 1 : 1e6};
        descent_diagnosis *d = descent_test_diagnose(&problem, descent_fixed_step(2.1), start, 1000);
        ck_assert_double_lt(size, d->tolerance);
        ck_assert_int_eq(d->ending, DESCENT_ENDING_PERIODIC);
        ck_assert_uint_eq(d->cycle.period, 2);
        ck_assert_double_eq_tol(fabs(d->cycle.orbit[0] - centres[k]), size, 1e-7);
        ck_assert_ptr_null(strstr(descent_test_said(d), "(0, 0) and (0, 0)"));
        descent_diagnosis_free(d);
        d = descent_test_diagnose(&problem, (descent_rule){.type = &plain_type, .step_size = 2.1}, start, 1000);
        ck_assert_int_eq(d->ending, DESCENT_ENDING_PERIODIC);
        descent_diagnosis_free(d);
        d = descent_test_diagnose(&problem, descent_fixed_step(1.9), start, 1000);
        ck_assert_int_eq(d->ending, DESCENT_ENDING_CONVERGED);
        descent_diagnosis_free(d);
    }
}
END_TEST

enum {
    later_steps = 6000
};

/* A slope of a about 0.3, or a|x − 0.3|. */
static int about_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const field *f = context;
    const double u = x[0] - 0.3;
    (void)n;
    gradient[0] = f->b > 0 ? f->a * ((u > 0) - (u < 0)) : f->a * u;
    return 0;
}

/* Lion by a loop, from step 0 on, with decay of both kinds: `later_steps` points from step `steps` on. */
static void run_lion(field *f, double step_size, const descent_modifiers *decay, double x, uint64_t steps,
                     double *points)
{
    double memory = 0, slope;
    for (uint64_t k = 0; k < steps + later_steps; k++) {
        if (k >= steps)
            points[k - steps] = x;
        about_gradient(1, &x, &slope, f);
        slope += decay->weight_decay * x;
        const double c = 0.9 * memory + 0.1 * slope;
        x += -step_size * ((c > 0) - (c < 0)) - step_size * decay->decoupled_decay * x;
        memory = 0.99 * memory + 0.01 * slope;
    }
}

/* A memory whose sign alone is felt may fade for long toward where it turns the steps, while these repeat to the last bit: a cycle is what
 * lasts. Those that were no cycles were one of a hundred. */
START_TEST(a_cycle_lasts_as_the_memory_does)
{
    static const double step_sizes[] = {0.3, 0.7, 1}, slopes[] = {0.03, 0.3, 0.5};
    static double points[later_steps];
    const size_t starts = descent_test_effort(12);
    size_t cycles = 0;
    for (size_t k = 0; k < 36 * starts; k++) {
        field f = {.a = slopes[k / 3 % 3], .b = (double)(k / 9 % 2)};
        const double step_size = step_sizes[k % 3], start = -1 + 0.1237 * (double)(k / 36);
        const descent_modifiers decay = {.weight_decay = k / 18 % 2 ? 0.13 : 0,
                                         .decoupled_decay = k / 18 % 2 ? 0 : 0.25};
        const uint64_t steps = 64 + k % 7 * 9;
        const descent_problem problem = {.dimension = 1, .gradient = about_gradient, .context = &f};
        descent_diagnosis *const d = descent_test_diagnose(
            &problem, descent_rule_with_modifiers(descent_lion(step_size, 0, 0), decay), &start, steps);
        if (d->ending == DESCENT_ENDING_PERIODIC && d->pace.onset <= steps) {
            const size_t period = d->cycle.period;
            run_lion(&f, step_size, &decay, start, steps, points);
            for (size_t j = 0; j + period < later_steps; j++)
                ck_assert_msg(fabs(points[j + period] - points[j]) < 0.02 * step_size,
                              "run %zu: period %zu, %zu steps on", k, period, j);
            cycles++;
        }
        descent_diagnosis_free(d);
    }
    ck_assert_uint_gt(cycles, 18 * starts);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {without_a_gradient_a_run_that_has_converged_has_no_cycle,
                                  without_a_gradient_a_kink_has_its_cycle,
                                  a_cycle_on_a_kink_has_no_multipliers,
                                  chaos_beside_a_cycle_is_chaos,
                                  a_slow_spiral_is_no_torus,
                                  momentum_circles_for_ever_at_one_alone,
                                  an_attracting_circle_is_a_torus,
                                  chaos_that_spreads_is_within_no_bounds,
                                  bursts_are_no_random_walk,
                                  a_swirl_onto_a_cycle_of_two_has_no_other_period,
                                  who_leaves_from_the_start_has_not_lingered,
                                  of_many_variables_those_are_told_that_move_most,
                                  on_a_grid_there_is_no_torus,
                                  two_lengths_are_no_grid,
                                  bounded_so_far_is_what_has_not_grown,
                                  a_cycle_within_tolerance_of_a_minimum_is_no_rounding};
    const TTest *const long_tests[] = {what_falls_in_a_swing_does_not_descend,
                                       who_strides_on_without_a_slope_is_told_so, a_cycle_lasts_as_the_memory_does};
    Suite *const suite = descent_test_suite("diagnosis bounded", tests, sizeof tests / sizeof *tests);
    descent_test_add_long(suite, long_tests, sizeof long_tests / sizeof *long_tests, 0);
    return descent_test_main(suite);
}
