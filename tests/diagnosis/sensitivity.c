/* From which step on rounding decides how a run goes: as two loops say that start one rounding apart. */
#include "support.h"

#include <descent/descent.h>
#include <descent/landscapes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    longest = 1000
};

static void valley_slope(const double *x, double *slope)
{
    slope[0] = -400 * x[0] * (x[1] - x[0] * x[0]) - 2 * (1 - x[0]);
    slope[1] = 200 * (x[1] - x[0] * x[0]);
}

/* The first step from which two runs down Rosenbrock's valley are farther apart than a millionth of the way; 0: none. */
static size_t step_of_parting(double step_size, size_t steps)
{
    double x[] = {-1.2, 1}, y[] = {-1.2, nextafter(1, 2)}, a[2], b[2];
    for (size_t k = 1; k <= steps; k++) {
        valley_slope(x, a);
        valley_slope(y, b);
        for (size_t i = 0; i < 2; i++) {
            x[i] -= step_size * a[i];
            y[i] -= step_size * b[i];
        }
        if (hypot(x[0] - y[0], x[1] - y[1]) > 2.4e-6)
            return k;
    }
    return 0;
}

/* The step that is told; 0: none. */
static size_t step_told(const descent_diagnosis *diagnosis)
{
    static const char *const words = "From about step ";
    const char *const said = strstr(descent_test_said(diagnosis), words);
    const size_t step = said ? (size_t)strtoul(said + strlen(words), NULL, 10) : 0;
    ck_assert(!said || strstr(said, "on rounding decides how exactly the run goes"));
    return step;
}

static const struct {
    double step_size;
    size_t steps;
    bool parts;
} valleys[] = {{0.005, longest, true}, {0.004, longest, true},  {0.003, longest, false},
               {0.005, 150, false},    {0.002, longest, false}, {0.001, longest, false}};

/* Steps that are counted beyond it are others in another program, though the run settles on a cycle. Another start that is one rounding away parts a
 * little earlier or later. */
START_TEST(a_run_that_rounding_decides_says_so)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 2);
    const size_t parting = step_of_parting(valleys[_i].step_size, valleys[_i].steps);
    ck_assert((parting > 0) == valleys[_i].parts);
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(valleys[_i].step_size),
                                                               (const double[]){-1.2, 1}, valleys[_i].steps);
    const size_t told = step_told(diagnosis);
    ck_assert_msg((told > 0) == valleys[_i].parts, "%zu is told, %zu found", told, parting);
    if (parting > 0)
        ck_assert_msg(10 * told > 9 * parting && 10 * told < 11 * parting, "%zu is told, %zu found", told, parting);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/*
 * On the ridge the second variable never moves, in any program, though beside it each step multiplies by 1.2 or more. A swing that dies out draws
 * its neighbours near; and of chaos it is told in its own words.
 */
START_TEST(other_runs_are_not_said_to_be_decided_by_rounding)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    static const struct {
        double start[2], step_size;
        size_t steps;
        bool heavy;
    } cases[] = {{{4, 1}, 0.1, 400, true},     {{4, 1}, 0.9, 400, false},     {{4, 1.0001}, 0.1, 400, true},
                 {{4, 1.5}, 0.45, 400, false}, {{4, 1.25}, 0.55, 400, false}, {{4, 1.25}, 0.9, 400, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent_rule rule =
            cases[k].heavy ? descent_heavy_ball(cases[k].step_size, 0.9) : descent_fixed_step(cases[k].step_size);
        descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, rule, cases[k].start, cases[k].steps);
        ck_assert_msg(step_told(diagnosis) == 0, "case %zu", k);
        if (diagnosis->ending == DESCENT_ENDING_CHAOTIC)
            assert_said(diagnosis, "steps rounding decides where exactly the run is");
        ck_assert((diagnosis->ending == DESCENT_ENDING_CHAOTIC) == (k == 5));
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

static int wave(size_t n, const double *x, double *loss, void *context)
{
    (void)n;
    (void)context;
    *loss = cos(x[0]);
    return 0;
}

static int wave_slope(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    (void)context;
    gradient[0] = -sin(x[0]);
    return 0;
}

/* From 1 by steps of 4 the waves' slopes part neighbours by 2.2 a step at first and by 1.09 in the long run: by that 440 steps would be needed. */
START_TEST(chaos_counts_from_the_steps_that_were_made)
{
    const descent_problem problem = {.dimension = 1, .loss = wave, .gradient = wave_slope};
    double x = 1, y = nextafter(1, 2);
    size_t parting = 0;
    while (fabs(x - y) < 1e-3) {
        x += 4 * sin(x);
        y += 4 * sin(y);
        parting++;
    }
    for (size_t steps = 64; steps <= 128; steps += 64) {
        descent_diagnosis *const diagnosis =
            descent_test_diagnose(&problem, descent_fixed_step(4), (const double[]){1}, steps);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CHAOTIC);
        const char *const said = strstr(descent_test_said(diagnosis), "After some ");
        ck_assert_ptr_nonnull(said);
        ck_assert_uint_le(strtoul(said + strlen("After some "), NULL, 10), parting + 10);
        ck_assert_uint_ge(strtoul(said + strlen("After some "), NULL, 10) + 10, parting);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

static int fourth_power(size_t n, const double *x, double *loss, void *context)
{
    (void)n;
    (void)context;
    *loss = x[0] * x[0] * x[0] * x[0];
    return 0;
}

static int fourth_power_slope(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    (void)context;
    gradient[0] = 4 * x[0] * x[0] * x[0];
    return 0;
}

/* Between 1 and -1 nothing is rounded; from a neighbour, whose distance each step multiplies by 5, it is. */
START_TEST(what_repeats_exactly_is_not_decided_by_rounding)
{
    const descent_problem problem = {.dimension = 1, .loss = fourth_power, .gradient = fourth_power_slope};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.5), (const double[]){1}, 64);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_PERIODIC);
    ck_assert_uint_eq(step_told(diagnosis), 0);
    descent_diagnosis_free(diagnosis);
    diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.5), (const double[]){1 - 1e-15}, 64);
    ck_assert_uint_gt(step_told(diagnosis), 0);
    descent_diagnosis_free(diagnosis);
}
END_TEST

int main(void)
{
    Suite *const suite = suite_create("diagnosis_sensitivity");
    TCase *const tcase = tcase_create("sensitivity");
    tcase_add_loop_test(tcase, a_run_that_rounding_decides_says_so, 0, sizeof valleys / sizeof *valleys);
    tcase_add_test(tcase, other_runs_are_not_said_to_be_decided_by_rounding);
    tcase_add_test(tcase, chaos_counts_from_the_steps_that_were_made);
    tcase_add_test(tcase, what_repeats_exactly_is_not_decided_by_rounding);
    suite_add_tcase(suite, tcase);
    return descent_test_main(suite);
}
