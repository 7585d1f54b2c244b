/* One number for one thing: rates, counts of steps and multipliers are the same wherever they are told. */
#include "support.h"

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *said(const descent_diagnosis *diagnosis)
{
    static char text[8192];
    size_t used = 0;
    for (const char *c = descent_test_printed(descent_diagnosis_print, diagnosis); *c && used + 1 < sizeof text; c++)
        if ((*c != ' ' && *c != '\n') || (used > 0 && text[used - 1] != ' '))
            text[used++] = *c == '\n' ? ' ' : *c;
    text[used] = '\0';
    return text;
}

static void check_said(const descent_diagnosis *diagnosis, const char *words)
{
    ck_assert_msg(strstr(said(diagnosis), words) != NULL, "\"%s\" is missing in:\n%s", words, said(diagnosis));
}

static void check_unsaid(const descent_diagnosis *diagnosis, const char *words)
{
    ck_assert_msg(strstr(said(diagnosis), words) == NULL, "\"%s\" is in:\n%s", words, said(diagnosis));
}

/* Heavy ball swings: both multipliers have the modulus √β, at the saddle of the notebook as at its minimum. */
START_TEST(a_measured_rate_is_that_of_its_mode)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    for (int beside = 0; beside < 2; beside++)
        for (size_t steps = 64; steps <= 600; steps += 268) {
            const double start[] = {4, beside ? 1.3 : 1};
            descent_diagnosis *const diagnosis =
                descent_test_diagnose(&problem, descent_heavy_ball(0.1, 0.9), start, steps);
            ck_assert_double_eq_tol(fabs(diagnosis->pace.rate), sqrt(0.9), 1e-9);
            check_said(diagnosis, beside ? "the minimum by 0.9487" : "the saddle by 0.9487");
            descent_diagnosis_free(diagnosis);
        }
    /* A rate that theory does not have is told as measured: momentum 0 falls by 0.8 a step. */
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){4, 1}, 40);
    ck_assert_double_eq_tol(diagnosis->pace.rate, 0.8, 1e-9);
    descent_diagnosis_free(diagnosis);
}
END_TEST

static int stretched_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * x[0];
    g[1] = 2e-3 * x[1];
    return 0;
}

/* About 10⁴ steps: an estimate, of two digits in the text, the line and the headline; in full in the fields. */
START_TEST(a_count_of_steps_has_two_digits_everywhere)
{
    const descent_problem problem = {.dimension = 2, .gradient = stretched_gradient};
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.5), (double[]){1, 1}, 64);
    const descent_interval *const to_go = &diagnosis->pace.steps_to_go;
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
    ck_assert_double_gt(to_go->value, 1000);
    ck_assert_double_gt(to_go->high, to_go->low);
    const double unit = pow(10, floor(log10(to_go->value)) - 1);
    char count[64], *line, *json;
    snprintf(count, sizeof count, "about %.0f more steps", round(to_go->value / unit) * unit);
    check_said(diagnosis, count);
    assert_success(descent_diagnosis_line(diagnosis, &line));
    ck_assert_msg(strstr(line, count) != NULL, "%s: %s", count, line);
    assert_success(descent_diagnosis_json(diagnosis, &json));
    snprintf(count, sizeof count, "\"steps_to_go\":{\"value\":%.0f,", to_go->value);
    ck_assert_msg(strstr(json, count) != NULL, "%s: %s", count, json);
    free(line);
    free(json);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* 1.9 is the limit (2 + 2·0.9)/2: there the run changes sides for ever. Two steps multiply by 0.81 and by 1, in both variables,
 * each of which has two multipliers. */
START_TEST(multipliers_of_momentum_have_no_directions)
{
    descent_problem problem = {.dimension = 2, .gradient = stretched_gradient};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_heavy_ball(1.9, 0.9), (double[]){1, 0}, 300);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_PERIODIC);
    check_said(diagnosis, "of point and previous point together, by");
    check_unsaid(diagnosis, " along (");
    descent_diagnosis_free(diagnosis);
    diagnosis = descent_test_diagnose(&problem, descent_fixed_step(1), (double[]){1, 0}, 60);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_PERIODIC);
    check_said(diagnosis, "1 along (1, 0) (it stays: neutral)");
    check_unsaid(diagnosis, "together, by");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Nesterov at the minimum of the notebook: √(β(1 − ηλ)) = 0.944 a step, faster than 0.99; heavy ball √0.99, which is slower. */
START_TEST(motion_that_dies_out_fast_is_not_called_slow)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_diagnosis *diagnosis =
        descent_test_diagnose(&problem, descent_nesterov(0.05, 0.99), (double[]){4, 2.5}, 300);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    check_unsaid(diagnosis, "dies out very slowly");
    descent_diagnosis_free(diagnosis);
    diagnosis = descent_test_diagnose(&problem, descent_heavy_ball(0.05, 0.99), (double[]){4, 1.3}, 4000);
    check_said(diagnosis, "dies out very slowly");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* 10⁻¹² of the extent is below what rounding lets anybody judge, √ε of the point; 0.1 beyond where the curvatures hold. */
START_TEST(what_bounds_the_tolerance_is_told)
{
    static const struct {
        double asked;
        const char *told;
    } cases[] = {{0, ", a millionth of the path's extent, counts as arrived"},
                 {2e-7, ", 2e-07 of the path's extent, counts as arrived"},
                 {1e-12, ", as near as rounding lets it be judged, counts as arrived"},
                 {0.1, ", a thousandth of how far the curvatures there hold, counts as arrived"}};
    const descent_problem problem = descent_test_landscape("notebook", 0);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent_diagnosis_options options = {.distance_tolerance = cases[k].asked};
        descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), (double[]){4, 2.5});
        descent_diagnosis *diagnosis;
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, 90));
        assert_success(descent_engine_diagnose(engine, &options, &diagnosis));
        check_said(diagnosis, cases[k].told);
        descent_diagnosis_free(diagnosis);
        descent_engine_free(engine);
    }
}
END_TEST

/* Where no factor was told, none is spoken of. */
START_TEST(a_factor_is_spoken_of_where_it_was_told)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_adam(0.1, NULL), (double[]){4, 1}, 64);
    check_said(diagnosis, "That way the run is at distance 0, where no slope leads along it.");
    descent_diagnosis_free(diagnosis);
    diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){4, 1}, 64);
    check_said(diagnosis, "0 times any factor is 0.");
    descent_diagnosis_free(diagnosis);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_measured_rate_is_that_of_its_mode,        a_count_of_steps_has_two_digits_everywhere,
        multipliers_of_momentum_have_no_directions, motion_that_dies_out_fast_is_not_called_slow,
        what_bounds_the_tolerance_is_told,          a_factor_is_spoken_of_where_it_was_told,
    };
    return descent_test_main(descent_test_suite("diagnosis_one_number", tests, sizeof tests / sizeof *tests));
}
