/*
 * Which step jumped between valleys. For the notebook's loss tiny steps never change the sign of u = β₂ − 1, so the valley of a
 * point is that sign: what the diagnosis finds out by following the slope is known from the path alone.
 */
#include <math.h>

#include <descent/descent.h>
#include <descent/landscapes.h>

#include "support.h"

/* How often u changes its sign, and with which step last, as far as it is not within rounding. */
typedef struct crossings {
    uint64_t count, first, last;
    double before; /* u from which the last was made */
} crossings;

static crossings follow_u(double u, double step_size, unsigned steps)
{
    crossings c = {0};
    for (unsigned k = 1; k <= steps; k++) {
        const double next = (1 + 2 * step_size) * u - 4 * step_size * u * u * u;
        if (next * u < 0) {
            c.first = c.count++ ? c.first : k;
            c.last = k;
            c.before = u;
        }
        u = next;
    }
    return c;
}

static const descent_event *find_jump(const descent_diagnosis *diagnosis)
{
    for (size_t k = 0; k < diagnosis->event_count; k++)
        if (diagnosis->events[k].kind == DESCENT_EVENT_JUMPED)
            return &diagnosis->events[k];
    return NULL;
}

static void check_jump_from(double x, double u, double step_size, unsigned steps)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {x, 1 + u};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_fixed_step(step_size), start, steps);
    const crossings expected = follow_u(u, step_size, steps);
    const descent_event *const jump = find_jump(diagnosis);
    ck_assert_msg((jump != NULL) == (expected.count > 0), "from u = %g, step size %g: %llu crossings", u, step_size,
                  (unsigned long long)expected.count);
    if (jump) {
        ck_assert_uint_eq(jump->count, expected.count);
        ck_assert_uint_eq(jump->first_step, expected.first);
        ck_assert_uint_eq(jump->last_step, expected.last);
        ck_assert_int_eq(jump->point->kind, DESCENT_CRITICAL_MINIMUM);
        ck_assert_double_eq_tol(jump->point->x[0], 2, 1e-9);
        ck_assert_double_eq_tol(jump->point->x[1], 1 + copysign(sqrt(0.5), expected.before), 1e-9);
        /* The run itself is on the other side. */
        ck_assert((jump->point->x[1] - 1) * (diagnosis->x[1] - 1) < 0);
    }
    descent_diagnosis_free(diagnosis);
}

static void check_jump(double u, double step_size, unsigned steps)
{
    check_jump_from(4, u, step_size, steps);
}

/* Exercise: from (4, 2.5) the first step jumps from the step size 1/7 on, and another jumps back near 2/7. */
START_TEST(the_last_jump_is_the_last_change_of_side)
{
    static const double step_sizes[] = {0.05, 0.1, 0.14, 0.1428, 0.1429, 0.15, 0.2, 0.25, 0.27, 0.28, 0.2812, 0.2855};
    for (size_t k = 0; k < sizeof step_sizes / sizeof *step_sizes; k++) {
        check_jump(1.5, step_sizes[k], 400);
        check_jump(-1.5, step_sizes[k], 400);
    }
    for (size_t k = 0; k < descent_test_effort(60); k++)
        check_jump(0.2 + 0.03 * (double)(k % 43), 0.02 + 0.0043 * (double)(k % 60), 200);
}
END_TEST

/* Just within u = ±√((1 + h)/2h), between which steps would leap for ever: there and back again, nearly to where it was. */
START_TEST(leaps_there_and_back_are_counted_each)
{
    static const double step_sizes[] = {0.1, 0.2, 0.3}, shares[] = {1e-3, 5e-4, 1e-4};
    for (size_t k = 0; k < 9; k++) {
        const double h = step_sizes[k / 3], u = (1 - shares[k % 3]) * sqrt((1 + h) / (2 * h));
        ck_assert_uint_ge(follow_u(u, h, 400).count, 3);
        check_jump_from(2, u, h, 400);
        check_jump_from(2, -u, h, 400);
    }
}
END_TEST

/* From (4, 1.25) no step size below 1/2 changes the side. */
START_TEST(a_run_that_stays_in_its_valley_has_not_jumped)
{
    for (double step_size = 0.02; step_size < 0.49; step_size += 0.03)
        check_jump(0.25, step_size, 300);
}
END_TEST

/* Of a run on its way, too; and the words say which minimum it would have been. */
START_TEST(it_is_told_in_words)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 2.5};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.2), start, 64);
    const char *const text = descent_test_printed(descent_diagnosis_print, diagnosis);
    ck_assert_msg(strstr(text, "In step 1 it jumped") && strstr(text, "(2, 1.70711)"), "%s", text);
    descent_diagnosis_free(diagnosis);
    diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.28), start, 6);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
    ck_assert_ptr_nonnull(find_jump(diagnosis));
    descent_diagnosis_free(diagnosis);
}
END_TEST

static int one_well(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        g[i] = 2 * x[i] + 0.1 * sin(3 * x[i]);
    return 0;
}

/* Long steps across a single minimum are no jumps, nor is a bent valley another one. */
START_TEST(one_valley_is_not_jumped_out_of)
{
    const descent_problem bowl = {.dimension = 2, .gradient = one_well};
    const double far[] = {5, -3};
    descent_diagnosis *diagnosis = descent_test_diagnose(&bowl, descent_fixed_step(0.8), far, 200);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    ck_assert_ptr_null(find_jump(diagnosis));
    descent_diagnosis_free(diagnosis);
    const descent_problem bent = descent_test_landscape("rosenbrock", 0);
    const double start[] = {-1.2, 1};
    diagnosis = descent_test_diagnose(&bent, descent_fixed_step(0.0015), start, 20000);
    ck_assert_ptr_null(find_jump(diagnosis));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* 2 − cos x − cos 2y: where x/2π and y/π are not halfway, tiny steps lead to the minimum where both are rounded to whole numbers. */
static int cosines(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    (void)context;
    g[0] = sin(x[0]);
    g[1] = 2 * sin(2 * x[1]);
    return 0;
}

/* Beside a maximum the slope is slight, and beyond a hill it may be the same: a first tiny step as long as the way would leap there. Each
 * step of these runs, x ← x − h sin x and y ← y − 2h sin 2y, keeps its side of the hilltops, as h is below 1 and below 1/2. */
START_TEST(tiny_steps_do_not_leap_over_hills_themselves)
{
    static const double starts[][3] = {{3.1, 1.5, 0.2},        {3.136, 1.4, 0.202},   {3.111, 0.349, 0.321},
                                       {3.08, 2.707, 0.164},   {3.088, 2.378, 0.256}, {3.233, 2.356, 0.425},
                                       {3.152, -0.893, 0.426}, {3.096, 1.491, 0.261}, {3.122, 1.609, 0.316}};
    const descent_problem problem = {.dimension = 2, .gradient = cosines};
    for (size_t k = 0; k < sizeof starts / sizeof *starts; k++) {
        descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_fixed_step(starts[k][2]), starts[k], 64);
        ck_assert_int_eq(diagnosis->point->kind, DESCENT_CRITICAL_MINIMUM);
        ck_assert_msg(!find_jump(diagnosis), "row %zu", k);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

static int refusing(size_t n, const double *x, double *g, void *context)
{
    const double u = x[1] - 1;
    size_t *const calls = context;
    (void)n;
    if (++*calls > 66) /* the run's own are 65 */
        return 7;
    g[0] = 2 * (x[0] - 2);
    g[1] = 4 * u * u * u - 2 * u;
    return 0;
}

/* What cannot be paid for, or asked, is not told, and nothing else of the diagnosis suffers. */
START_TEST(without_means_nothing_is_told)
{
    const double start[] = {4, 2.5};
    descent_problem problem = descent_test_landscape("notebook", 0);
    for (size_t k = 0; k < 3; k++) {
        size_t calls = 0;
        const descent_problem failing = {.dimension = 2, .gradient = refusing, .context = &calls};
        const descent_problem *const asked = k == 2 ? &failing : &problem;
        descent_engine *const engine = descent_test_engine(asked, descent_fixed_step(0.28), start);
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, 64));
        const descent_diagnosis_options options = {.budget = k == 0 ? 2000 : 0, .no_trials = k == 1};
        descent_diagnosis *diagnosis;
        assert_success(descent_engine_diagnose(engine, &options, &diagnosis));
        ck_assert_ptr_null(find_jump(diagnosis));
        ck_assert_int_eq(diagnosis->budget_exhausted, 0);
        descent_diagnosis_free(diagnosis);
        descent_engine_free(engine);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {the_last_jump_is_the_last_change_of_side,
                                  leaps_there_and_back_are_counted_each,
                                  a_run_that_stays_in_its_valley_has_not_jumped,
                                  it_is_told_in_words,
                                  one_valley_is_not_jumped_out_of,
                                  tiny_steps_do_not_leap_over_hills_themselves,
                                  without_means_nothing_is_told};
    return descent_test_main(descent_test_suite("diagnosis_jumps", tests, sizeof tests / sizeof *tests));
}
