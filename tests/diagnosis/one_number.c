/* One number for one thing: rates, counts of steps and multipliers are the same wherever they are told. */
#include "support.h"

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/step_finders.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

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
            assert_said(diagnosis, beside ? "the minimum by 0.9487" : "the saddle by 0.9487");
            descent_diagnosis_free(diagnosis);
        }
    /* Nesterov's have the modulus √(β(1 − ηλ)), and swings of few steps are measured worse than they differ. */
    for (size_t steps = 50; steps <= 80; steps += 5) {
        descent_diagnosis *const diagnosis =
            descent_test_diagnose(&problem, descent_nesterov(0.1, 0.9), (double[]){4, 1}, steps);
        ck_assert_double_eq_tol(fabs(diagnosis->pace.rate), sqrt(0.9 * 0.8), 1e-9);
        assert_said(diagnosis, "the saddle by 0.85.");
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
    assert_said(diagnosis, count);
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

/* Adam's steps to the minimum are counted by a copy: all digits, and no "about", wherever they are told. */
START_TEST(a_count_that_was_seen_is_not_about)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    for (size_t steps = 20; steps <= 100; steps += 40) {
        descent_diagnosis *const diagnosis =
            descent_test_diagnose(&problem, descent_adam(0.05, NULL), (double[]){4, 2.5}, steps);
        const descent_interval *const to_go = &diagnosis->pace.steps_to_go;
        char count[64];
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
        ck_assert_double_ge(to_go->low, 100); /* of two digits one would be wrong */
        ck_assert_double_eq(to_go->low, to_go->high);
        snprintf(count, sizeof count, "It takes %.0f more steps", to_go->value);
        assert_said(diagnosis, count);
        snprintf(count, sizeof count, "Go on for %.0f more steps", to_go->value);
        assert_said(diagnosis, count);
        assert_unsaid(diagnosis, "about");
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

static int narrow_gradient(size_t n, const double *x, double *g, void *context)
{
    const double *const least = context;
    (void)n;
    g[0] = 2 * x[0];
    g[1] = *least * x[1];
    return 0;
}

/* 2/(2 + 2e-9) is below the limit 2/2 by less than is written; 2/(2 + 2e-4) is not. */
START_TEST(the_best_step_size_is_below_the_limit)
{
    double least = 2e-9;
    const descent_problem problem = {.dimension = 2, .gradient = narrow_gradient, .context = &least};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.4), (double[]){3, 1}, 64);
    assert_said(diagnosis, "at best, with step size just below 1, this rule");
    descent_diagnosis_free(diagnosis);
    least = 2e-4;
    diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.4), (double[]){3, 1}, 64);
    assert_said(diagnosis, "at best, with step size 0.9999, this rule");
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
    assert_said(diagnosis, "of the point and what the rule remembers together, by");
    assert_unsaid(diagnosis, " along (");
    descent_diagnosis_free(diagnosis);
    diagnosis = descent_test_diagnose(&problem, descent_fixed_step(1), (double[]){1, 0}, 60);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_PERIODIC);
    assert_said(diagnosis, "1 along (1, 0) (it stays: neutral)");
    assert_unsaid(diagnosis, "together, by");
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
    assert_unsaid(diagnosis, "dies out very slowly");
    descent_diagnosis_free(diagnosis);
    diagnosis = descent_test_diagnose(&problem, descent_heavy_ball(0.05, 0.99), (double[]){4, 1.3}, 4000);
    assert_said(diagnosis, "dies out very slowly");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* 10⁻¹² of the extent, 2.2·10⁻¹², is above where a step is as short as rounding, and 10⁻¹⁵ below; 0.1 is beyond where the curvatures hold. */
START_TEST(what_bounds_the_tolerance_is_told)
{
    static const struct {
        double asked;
        const char *told;
    } cases[] = {
        {0, ", a millionth of the path's extent, counts as arrived"},
        {2e-7, ", 2e-07 of the path's extent, counts as arrived"},
        {1e-12, ", 1e-12 of the path's extent, would count as arrived"},
        {1e-15, ", as near as rounding lets it be judged, would count as arrived"},
        {0.1, ", a thousandth of how far from there the curvatures stay much the same (and less than was asked for), "
              "counts as arrived"}};
    const descent_problem problem = descent_test_landscape("notebook", 0);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent_diagnosis_options options = {.distance_tolerance = cases[k].asked};
        descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), (double[]){4, 2.5});
        descent_diagnosis *diagnosis;
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, 90));
        assert_success(descent_engine_diagnose(engine, &options, &diagnosis));
        assert_said(diagnosis, cases[k].told);
        descent_diagnosis_free(diagnosis);
        descent_engine_free(engine);
    }
}
END_TEST

/* Whatever the last digit of the extent: of starts beside each other, of which some have a product that is rounded down. */
START_TEST(the_extent_is_told_whatever_its_last_digit)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    for (int k = 0; k <= 100; k++) {
        descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_conjugate_gradients(0.1, NULL),
                                                                   (double[]){4 + k / 500., 1.0001}, 64);
        ck_assert_double_eq_tol(diagnosis->tolerance, 1e-6 * diagnosis->diameter, 1e-20);
        assert_said(diagnosis, ", a millionth of the path's extent, counts as arrived");
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* Where no factor was told, none is spoken of. */
START_TEST(a_factor_is_spoken_of_where_it_was_told)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_adam(0.1, NULL), (double[]){4, 1}, 64);
    assert_said(diagnosis, "That way the run is at distance 0, and so is the slope: nothing leads it out.");
    descent_diagnosis_free(diagnosis);
    diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){4, 1}, 64);
    assert_said(diagnosis, "0 times any factor is 0.");
    descent_diagnosis_free(diagnosis);
}
END_TEST

static int hyperbolic(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = sinh(x[0]);
    return 0;
}

static int hyperbolic_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = cosh(x[0]);
    return 0;
}

static int quartic(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 4 * x[0] * x[0] * x[0];
    return 0;
}

static int quartic_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = pow(x[0], 4);
    return 0;
}

/* How many times as long as the one before it the last step but one of x ← x − 4x³ from 1.5 was, and the last. */
static void leap_by_cubes(double leaps[2])
{
    double x = 1.5, length = NAN;
    leaps[0] = leaps[1] = NAN;
    for (double move = 4 * x * x * x; isfinite(move) && isfinite(x - move); move = 4 * x * x * x) {
        leaps[0] = leaps[1];
        leaps[1] = fabs(move) / length;
        length = fabs(move);
        x -= move;
    }
}

/* cosh x with η = 2.05 from 1: steps of 2.41, 3.94, 12.85, 31037, by factors of 1.63, 3.26, 2415 = 3.26^6.59; those of x⁴ are
 * cubed each time in the end. The field has that power, of the factor and not of a length; the text has the last two factors. */
START_TEST(fast_growth_is_told_by_its_last_factors)
{
    const descent_problem cosine = {.dimension = 1, .loss = hyperbolic_loss, .gradient = hyperbolic};
    double x = 1, lengths[4];
    for (size_t k = 0; k < 4; k++) {
        lengths[k] = 2.05 * fabs(sinh(x));
        x -= 2.05 * sinh(x);
    }
    const double power = log(lengths[3] / lengths[2]) / log(lengths[2] / lengths[1]);
    descent_diagnosis *diagnosis = descent_test_diagnose(&cosine, descent_fixed_step(2.05), (double[]){1}, 64);
    ck_assert_double_eq_tol(diagnosis->pace.exponent, power, 1e-9);
    ck_assert_double_eq_tol(lengths[2] / lengths[1], 3.26, 0.005);
    ck_assert_double_eq_tol(lengths[3] / lengths[2], 2400, 50);
    assert_said(diagnosis,
                "The last step but one was 3.26 times as long as the one before it, the last one 2400 times.");
    ck_assert_ptr_null(strstr(descent_test_said(diagnosis), "to the power"));
    descent_diagnosis_free(diagnosis);
    const descent_problem fourth = {.dimension = 1, .loss = quartic_loss, .gradient = quartic};
    diagnosis = descent_test_diagnose(&fourth, descent_fixed_step(1), (double[]){1.5}, 64);
    double leaps[2];
    char said[128];
    leap_by_cubes(leaps);
    ck_assert_double_gt(leaps[0], 1e6);
    snprintf(said, sizeof said,
             "The last step but one was %.2g times as long as the one before it, the last one %.2g times.", leaps[0],
             leaps[1]);
    assert_said(diagnosis, said);
    ck_assert_double_eq_tol(diagnosis->pace.exponent, 3, 1e-6);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* x² − (y − b)⁴, or x² − (y − b)², by what the context says. */
typedef struct crest {
    double place;
    bool level;
} crest;

static int crest_gradient(size_t n, const double *x, double *g, void *context)
{
    const crest *const of = context;
    const double y = x[1] - of->place;
    (void)n;
    g[0] = 2 * x[0];
    g[1] = of->level ? -4 * y * y * y : -2 * y;
    return 0;
}

static int crest_loss(size_t n, const double *x, double *value, void *context)
{
    const crest *const of = context;
    const double y = x[1] - of->place;
    (void)n;
    *value = x[0] * x[0] - (of->level ? y * y * y * y : y * y);
    return 0;
}

/* A level crest is found to some digits only; what is nearer to zero is zero. A saddle is found to rounding, and told so. */
START_TEST(a_place_has_the_digits_that_are_known)
{
    crest level = {0, true}, sharp = {1e-5, false};
    descent_problem problem = {.dimension = 2, .loss = crest_loss, .gradient = crest_gradient, .context = &level};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){1, 0.1}, 300);
    assert_said(diagnosis, "lingered near the degenerate critical point at (0, 0).");
    descent_diagnosis_free(diagnosis);
    problem.context = &sharp;
    diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){1, 0.001}, 300);
    assert_said(diagnosis, "lingered near the saddle at (0, 1e-05)");
    descent_diagnosis_free(diagnosis);
}
END_TEST

typedef struct noisy_bowl {
    double level;
    uint64_t state;
} noisy_bowl;

/* A bowl's, with noise of this standard deviation, even between its ends, by a linear congruence (Knuth, MMIX). */
static int noisy_gradient(size_t n, const double *x, double *g, void *context)
{
    noisy_bowl *const bowl = context;
    (void)n;
    bowl->state = bowl->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    g[0] = 2 * x[0] + bowl->level * sqrt(3) * (2 * ((double)(bowl->state >> 11) * 0x1p-53) - 1);
    return 0;
}

/* 32 answers tell a standard deviation to an eighth: 0.08 and 0.008 have one digit, 0.15 may have two. */
START_TEST(a_noise_has_few_digits)
{
    static const double levels[] = {0.08, 0.008, 0.42, 0.15};
    for (size_t k = 0; k < sizeof levels / sizeof *levels; k++) {
        noisy_bowl bowl = {levels[k], 1};
        const descent_problem problem = {.dimension = 1, .gradient = noisy_gradient, .context = &bowl};
        descent_diagnosis *const diagnosis =
            descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){1}, 400);
        const char *const told = strstr(descent_test_said(diagnosis), "The noise of the gradient is about ");
        ck_assert_ptr_nonnull(told);
        char number[32];
        ck_assert_int_eq(sscanf(told, "The noise of the gradient is about %31s", number), 1);
        ck_assert_uint_le(strlen(number + strspn(number, "0.")), k == 3 ? 2 : 1);
        ck_assert_double_eq_tol(strtod(number, NULL), levels[k], 0.4 * levels[k]);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_measured_rate_is_that_of_its_mode,        a_count_of_steps_has_two_digits_everywhere,
        a_count_that_was_seen_is_not_about,         the_best_step_size_is_below_the_limit,
        multipliers_of_momentum_have_no_directions, motion_that_dies_out_fast_is_not_called_slow,
        what_bounds_the_tolerance_is_told,          the_extent_is_told_whatever_its_last_digit,
        a_factor_is_spoken_of_where_it_was_told,    fast_growth_is_told_by_its_last_factors,
        a_place_has_the_digits_that_are_known,      a_noise_has_few_digits,
    };
    return descent_test_main(descent_test_suite("diagnosis_one_number", tests, sizeof tests / sizeof *tests));
}
