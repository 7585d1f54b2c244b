/* What a diagnosis says: fit to be read by a student. */
#include "support.h"

#include <math.h>
#include <stdlib.h>

#include <descent/descent.h>

#include "truth/run.h"

enum {
    most_lines = 24,
    most_columns = 80,
    longest_run = 20000
};

/* Without the ends of lines: a sentence as one text. */
static char *unwrapped(char *text)
{
    char *end = text;
    for (const char *c = text; *c; c++)
        if (!strchr(" \n", *c))
            *end++ = *c;
        else if (end > text && end[-1] != ' ')
            *end++ = ' ';
    *end = '\0';
    return text;
}

/* A number that is none, written as if it were one. */
static bool shows_no_number(const char *text)
{
    static const char *const words[] = {" nan", "(nan", " -nan", " inf ", " inf,", " inf.", " -inf", "(inf", " inf)"};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (strstr(text, words[k]))
            return true;
    return false;
}

static void assert_readable(const char *name, const char *text)
{
    size_t lines = 0;
    size_t columns = 0;
    for (const char *c = text; *c; c++) {
        columns += ((unsigned char)*c & 0xc0) != 0x80; /* characters, not bytes */
        if (*c != '\n')
            continue;
        ck_assert_msg(columns - 1 <= most_columns, "%s: a line of %zu columns in\n%s", name, columns - 1, text);
        columns = 0;
        lines++;
    }
    ck_assert_uint_eq(columns, 0);
    ck_assert_msg(lines <= most_lines, "%s: %zu lines:\n%s", name, lines, text);
    ck_assert_msg(!shows_no_number(text), "%s: a number that is none:\n%s", name, text);
    static const char *const slips[] = {" 1 steps", "  ,",  " .",     "..",       "a undetermined", "1 points",
                                        " ;",       "\n\n", "step 0", " 0 steps", "is one."};
    for (size_t k = 0; k < sizeof slips / sizeof *slips; k++)
        ck_assert_msg(!strstr(text, slips[k]), "%s: \"%s\" in\n%s", name, slips[k], text);
}

START_TEST(every_known_run_reads_well)
{
    for (size_t i = 0; i < known_run_count; i += descent_test_in_full() ? 1 : 4) {
        const known_run *const run = &known_runs[i];
        if (run->steps > longest_run)
            continue;
        descent_diagnosis *diagnosis;
        assert_success(known_diagnose(run, NULL, &diagnosis));
        assert_readable(run->name, descent_test_printed(descent_diagnosis_print, diagnosis));
        const char *const line = descent_test_printed(descent_diagnosis_print_line, diagnosis);
        ck_assert_ptr_eq(strchr(line, '\n'), line + strlen(line) - 1);
        ck_assert_msg(!shows_no_number(line), "%s: %s", run->name, line);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* L = Σ xᵢ⁴/4 − xᵢ²/2: minima where all are ±1, saddles where some are 0. */
static int wells_loss(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += x[i] * x[i] * (x[i] * x[i] / 4 - 0.5);
    return 0;
}

static int wells_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        g[i] = x[i] * (x[i] * x[i] - 1);
    return 0;
}

/* Beside a saddle that it has begun to leave, 1e-14·1.1^150 off its ridge, a run has not left it yet. */
/* Each form says the same as a string and in a stream. */
START_TEST(strings_say_what_is_printed)
{
    static const struct {
        descent_status (*print)(const descent_diagnosis *diagnosis, FILE *stream);
        descent_status (*make)(const descent_diagnosis *diagnosis, char **text);
    } forms[] = {{descent_diagnosis_print, descent_diagnosis_text},
                 {descent_diagnosis_print_line, descent_diagnosis_line},
                 {descent_diagnosis_print_json, descent_diagnosis_json}};
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_diagnosis *const diagnosis =
        descent_test_diagnose(&problem, descent_fixed_step(0.29), (double[]){4, 2.5}, 64);
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++) {
        char *text = NULL;
        assert_success(forms[k].make(diagnosis, &text));
        ck_assert_str_eq(text, descent_test_printed(forms[k].print, diagnosis));
        free(text);
        assert_failure(forms[k].make(NULL, &text), DESCENT_EINVAL, "diagnosis");
        ck_assert_ptr_null(text);
        assert_failure(forms[k].make(diagnosis, NULL), DESCENT_EINVAL, "text");
    }
    descent_diagnosis_free(diagnosis);
}
END_TEST

START_TEST(what_is_not_over_is_not_told_as_over)
{
    const descent_problem problem = {.dimension = 3, .loss = wells_loss, .gradient = wells_gradient};
    descent_diagnosis *const diagnosis =
        descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){0.5, 1e-14, 0.9}, 150);
    const char *const text = descent_test_printed(descent_diagnosis_print, diagnosis);
    /* It stands beside a saddle, but its way out has begun: it is not said to have come there. */
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
    ck_assert_ptr_nonnull(diagnosis->point);
    ck_assert_int_eq(diagnosis->point->kind, DESCENT_CRITICAL_MINIMUM);
    ck_assert_msg(!strstr(text, "left it"), "%s", text);
    ck_assert_msg(!strstr(text, "not off it that way"), "%s", text);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* AdaGrad keeps sums of squares, of which a copy that starts at the end of the path knows nothing. */
static int adagrad_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++) {
        step->memory[0][i] += step->gradient[i] * step->gradient[i];
        step->x[i] -= step->step_size * step->gradient[i] / (sqrt(step->memory[0][i]) + 1e-10);
    }
    return 0;
}

START_TEST(a_rule_from_outside_is_not_accused)
{
    static const descent_rule_type adagrad = {.name = "AdaGrad", .memory_count = 1, .advance = adagrad_advance};
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const descent_rule rule = {.type = &adagrad, .step_size = 0.5};
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, rule, (double[]){4, 2.5}, 200);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    ck_assert_uint_eq(diagnosis->findings & DESCENT_FINDING_RULE_DISAGREES, 0);
    descent_diagnosis_free(diagnosis);
}
END_TEST

static int backwards_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] = -step->x[i];
    return 0;
}

static int bowl_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        g[i] = x[i];
    return 0;
}

/*
 * What holds of x − ηg is said of that rule alone, and it is known by its type: a rule from outside may bear any name. Both
 * runs change from x to −x for ever, the fixed step since 1 − 2·1 = −1.
 */
START_TEST(a_name_makes_no_fixed_step)
{
    static const descent_rule_type impostor = {.name = "fixed step", .advance = backwards_advance};
    const descent_problem problem = {.dimension = 2, .gradient = bowl_gradient};
    const descent_rule rules[] = {descent_fixed_step(2), {.type = &impostor, .step_size = 2}};
    for (int other = 0; other < 2; other++) {
        descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, rules[other], (double[]){1, 2}, 60);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_PERIODIC);
        ck_assert_str_eq(diagnosis->rule_name, "fixed step");
        const char *const text = unwrapped(descent_test_printed(descent_diagnosis_print, diagnosis));
        const bool opposite = strstr(text, "The slopes at the two points are opposite");
        ck_assert_msg(opposite == (other == 0), "%s", text);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

static int well_and_bowls_gradient(size_t n, const double *x, double *g, void *context)
{
    static const double curvatures[] = {0, 0.2 / 0.82, 0.4 / 0.82};
    wells_gradient(n, x, g, context);
    for (size_t i = 1; i < n; i++)
        g[i] = curvatures[i] * x[i];
    return 0;
}

/*
 * Of many multipliers the largest is told, also if it is one of a complex pair. By Nesterov's rule the product of a pair
 * is β(1 − ηλ) a step, in the flatter bowl 0.5·0.8: its modulus once around a cycle of period 2.
 */
START_TEST(a_pair_of_many_multipliers_is_told)
{
    const descent_problem problem = {.dimension = 3, .gradient = well_and_bowls_gradient};
    const double start[] = {1.1, 0.5, 0.5};
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_nesterov(0.82, 0.5), start, 300);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_PERIODIC);
    ck_assert_uint_eq(diagnosis->cycle.multiplier_count, 6);
    ck_assert_double_gt(fabs(diagnosis->cycle.multipliers_imaginary[5]), 0.1);
    const char *const told = "0.4 (it spirals inward: attracting). So runs that are near come to the cycle";
    ck_assert_ptr_nonnull(strstr(unwrapped(descent_test_printed(descent_diagnosis_print, diagnosis)), told));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* What comes after a sentence about another point says itself which distance it means. */
START_TEST(a_distance_says_to_what)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_diagnosis *const diagnosis =
        descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){4, 0.9999}, 64);
    const char *const text = unwrapped(descent_test_printed(descent_diagnosis_print, diagnosis));
    const char *const left = strstr(text, "lingered near the saddle at (2, 1) and left it");
    ck_assert_ptr_nonnull(left);
    ck_assert_ptr_nonnull(strstr(left, "multiplies the distance to the minimum by 0.6"));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* At the end of a schedule the step size is 0, which is neither a fraction of what it was nor a stable one. */
START_TEST(a_step_size_of_zero_is_told_as_such)
{
    const descent_problem problem = descent_test_landscape("himmelblau", 0);
    const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(0.02), descent_schedule_cosine(100, 0));
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, rule, (double[]){0, 0}, 200);
    const char *const text = unwrapped(descent_test_printed(descent_diagnosis_print, diagnosis));
    ck_assert_ptr_nonnull(strstr(text, "The step size fell to 0."));
    ck_assert_ptr_nonnull(strstr(text, "are stable there"));
    ck_assert_ptr_null(strstr(text, "fixed step"));
    ck_assert_ptr_null(strstr(text, "yours, 0"));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* 0: e^−x, which is 0 in doubles from 746 on, and so no longer falls. 1: a constant. 2: x − ln x, of which steps by 1 − 1/x may leave the
 * domain. */
static int named_loss(size_t n, const double *x, double *value, void *context)
{
    const int which = *(const int *)context;
    (void)n;
    *value = which == 0 ? exp(-x[0]) : which == 1 ? 3 : x[0] - log(x[0]);
    return 0;
}

static int named_gradient(size_t n, const double *x, double *g, void *context)
{
    const int which = *(const int *)context;
    (void)n;
    g[0] = which == 0 ? -exp(-x[0]) : which == 1 ? 0 : 1 - 1 / x[0];
    return 0;
}

static const char *named(int which, double start, double step_size, size_t steps)
{
    static char kept[4096];
    const descent_problem problem = {.dimension = 1, .loss = named_loss, .gradient = named_gradient, .context = &which};
    descent_diagnosis *const d = descent_test_diagnose(&problem, descent_fixed_step(step_size), &start, steps);
    snprintf(kept, sizeof kept, "%s", unwrapped(descent_test_printed(descent_diagnosis_print, d)));
    descent_diagnosis_free(d);
    return kept;
}

START_TEST(no_more_is_said_than_was_seen)
{
    const char *text = named(0, 0, 0.5, 500);
    ck_assert_msg(strstr(text, "and nowhere rises"), "%s", text);
    ck_assert_ptr_null(strstr(text, "keeps falling as far"));
    /* A gradient of zero is that of a critical point, and what stands does not "hardly" move. */
    text = named(1, 0, 1, 20);
    ck_assert_msg(strncmp(text, "Stalled: the run does not move", 30) == 0, "%s", text);
    ck_assert_ptr_null(strstr(text, "no critical point"));
    /* From 4 a step of 6 leads to −0.5, where there is no logarithm; there the gradient leads on. */
    text = named(2, 4, 6, 64);
    ck_assert_msg(strncmp(text, "Broken off: from step 1 on the loss is not a finite number", 58) == 0, "%s", text);
    ck_assert_ptr_null(strstr(text, "After step 1"));
    text = named(2, 4, 6, 1);
    ck_assert_msg(strncmp(text, "Broken off: the loss is not a finite number.", 44) == 0, "%s", text);
}
END_TEST

static int random_bowl_gradient(size_t n, const double *x, double *g, void *context)
{
    uint64_t *const state = context;
    for (size_t i = 0; i < n; i++) {
        *state = *state * 6364136223846793005u + 1442695040888963407u;
        g[i] = x[i] + 0.2 * ((double)(*state >> 11) * 0x1p-53 - 0.5);
    }
    return 0;
}

/* A run may be far from where noise holds it: 0.99^50 of the way is left here. */
START_TEST(noise_on_the_way_is_no_hovering)
{
    uint64_t state = 1;
    const descent_problem problem = {.dimension = 2, .gradient = random_bowl_gradient, .context = &state};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.01), (double[]){3, 3}, 50);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_NOISY);
    ck_assert_ptr_null(strstr(descent_test_printed(descent_diagnosis_print, diagnosis), "hovers"));
    descent_diagnosis_free(diagnosis);
    diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){0, 0}, 2000);
    ck_assert_ptr_nonnull(strstr(descent_test_printed(descent_diagnosis_print, diagnosis), "hovers"));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* A diagnosis made by hand, of which nothing is known but how it ended and where. */
static descent_diagnosis blank(descent_ending ending, double *x)
{
    descent_diagnosis d = {.ending = ending, .dimension = 2, .steps = 9, .rows = 10, .x = x};
    d.loss = d.gradient_norm = d.diameter = d.step_size = d.momentum = d.distance = d.tolerance = NAN;
    d.step_limit = d.curvature = d.pace.rate = d.pace.exponent = d.pace.slope = d.cycle.rotation_number = NAN;
    d.pace.steps_to_go = d.lyapunov = (descent_interval){NAN, NAN, NAN};
    d.noise = (descent_noise){.level = NAN, .floor = NAN, .floor_half = NAN};
    return d;
}

/* What can be known of a critical point is not always known: then its place alone is told. */
START_TEST(a_point_of_no_known_kind_is_a_place)
{
    static double x[] = {2, 1};
    descent_critical_point place = {.kind = DESCENT_CRITICAL_UNDETERMINED, .dimension = 2, .x = x, .distance = NAN};
    descent_diagnosis diagnosis = blank(DESCENT_ENDING_CONVERGED, x);
    const char *text = unwrapped(descent_test_printed(descent_diagnosis_print, &diagnosis));
    ck_assert_msg(strncmp(text, "Converged to (2, 1). ", 21) == 0, "%s", text);
    ck_assert_str_eq(descent_test_printed(descent_diagnosis_print_line, &diagnosis), "converged: last at (2, 1)\n");
    diagnosis.point = &place;
    text = unwrapped(descent_test_printed(descent_diagnosis_print, &diagnosis));
    ck_assert_msg(strncmp(text, "Converged to (2, 1). ", 21) == 0, "%s", text);
    ck_assert_str_eq(descent_test_printed(descent_diagnosis_print_line, &diagnosis), "converged: last at (2, 1)\n");
    /* One that was classified, and could not be told apart, is called what it is. */
    place.eigenvalue_count = 1;
    place.eigenvalues = x;
    text = unwrapped(descent_test_printed(descent_diagnosis_print, &diagnosis));
    ck_assert_msg(strncmp(text, "Converged to a critical point at (2, 1). ", 41) == 0, "%s", text);
}
END_TEST

/* What ended so has its cause named with it: the momentum, a gradient that is random, a start that is none. */
START_TEST(the_headline_names_the_cause)
{
    static double x[] = {1};
    static const struct {
        descent_ending ending;
        double momentum, floor;
        bool has_point, told;
        const char *cause;
    } cases[] = {
        {DESCENT_ENDING_DIVERGING, 1, NAN, true, true, "the momentum is too large"},
        {DESCENT_ENDING_DIVERGING, -1.5, NAN, true, true, "the momentum is too large"},
        {DESCENT_ENDING_DIVERGING, 0.99, NAN, true, false, "the momentum is too large"},
        {DESCENT_ENDING_NOISY, 0, 0.1, true, true, "hovers"},
        {DESCENT_ENDING_NONFINITE, 0, NAN, false, true, "the start is not a finite point"},
        {DESCENT_ENDING_NONFINITE, 0, NAN, true, false, "the start is not a finite point"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        const descent_diagnosis diagnosis = {.dimension = 1,
                                             .ending = cases[k].ending,
                                             .momentum = cases[k].momentum,
                                             .noise = {.floor_half = cases[k].floor},
                                             .steps = 10,
                                             .step_size = 0.1,
                                             .x = cases[k].has_point ? x : NULL,
                                             .distance = NAN,
                                             .tolerance = NAN};
        char *const text = unwrapped(descent_test_printed(descent_diagnosis_print, &diagnosis));
        *strstr(text, "Seen:") = '\0';
        ck_assert_msg((strstr(text, cases[k].cause) != NULL) == cases[k].told, "row %zu: %s", k, text);
    }
}
END_TEST

/* Of a run that moves for ever within bounds, or leaves, the minimum beside it tells which step sizes would come to rest. */
START_TEST(a_centre_says_which_step_sizes_rest)
{
    static const struct {
        descent_ending ending;
        const char *told;
    } cases[] = {
        {DESCENT_ENDING_PERIODIC, "step sizes below 0.5 are stable; yours, 1, is too large to come to rest there."},
        {DESCENT_ENDING_QUASIPERIODIC,
         "step sizes below 0.5 are stable; yours, 1, is too large to come to rest there."},
        {DESCENT_ENDING_CHAOTIC, "step sizes below 0.5 are stable; yours, 1, is too large to come to rest there."},
        {DESCENT_ENDING_DIVERGING, "step sizes below 0.5 are stable; yours, 1, is too large to come to rest there."},
    };
    static double x[] = {0, 1};
    static double at[] = {2, 3};
    static double orbit[] = {0, 1, 4, 5};
    static double eigenvalues[] = {2, 4};
    descent_critical_point centre = {.kind = DESCENT_CRITICAL_MINIMUM, .dimension = 2, .x = at, .distance = 0};
    centre.eigenvalues = eigenvalues;
    centre.eigenvalue_count = 2;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis diagnosis = blank(cases[k].ending, x);
        diagnosis.centre = &centre;
        diagnosis.step_limit = 0.5;
        diagnosis.step_size = 1;
        diagnosis.cycle.period = cases[k].ending == DESCENT_ENDING_PERIODIC ? 2 : 0;
        diagnosis.cycle.orbit = orbit;
        strcpy(diagnosis.rule_name, "fixed step");
        const char *const text = unwrapped(descent_test_printed(descent_diagnosis_print, &diagnosis));
        ck_assert_msg(strstr(text, "Close to the minimum at (2, 3),") != NULL, "%s", text);
        ck_assert_msg(strstr(text, cases[k].told) != NULL, "%s", text);
        diagnosis.step_size = 0.25;
        ck_assert_ptr_nonnull(
            strstr(unwrapped(descent_test_printed(descent_diagnosis_print, &diagnosis)), "yours, 0.25, is below that"));
    }
}
END_TEST

/* Without evaluations nothing can be said of the kind; that the run arrived is said all the same. */
START_TEST(without_a_budget_arrival_is_told)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const descent_diagnosis_options options = {.path_only = 1};
    descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.2), (double[]){4, 1.075});
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 200));
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_diagnose(engine, &options, &diagnosis));
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    const char *const text = descent_test_printed(descent_diagnosis_print, diagnosis);
    ck_assert_msg(strncmp(text, "Converged to (2, 1.70711).", 26) == 0, "%s", text);
    ck_assert_uint_eq(diagnosis->advice_count, 1);
    ck_assert_int_eq(diagnosis->advice[0].kind, DESCENT_ADVICE_NOTHING);
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
}
END_TEST

/* Paths of few points, finite or not, are words all the same. */
START_TEST(paths_of_few_points_read_well)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double points[][2] = {{1, 2}, {1.5, 2}, {1.75, 1.5}, {NAN, 1}, {1, INFINITY}};
    for (size_t first = 0; first < 5; first++)
        for (size_t count = 0; first + count <= 5; count++) {
            descent_path *path;
            assert_success(descent_path_new(&path, 2, NULL));
            for (size_t k = 0; k < count; k++)
                assert_success(descent_path_append(path, points[first + k], NAN, NULL));
            for (int with = 0; with < 2; with++) {
                descent_diagnosis *diagnosis;
                assert_success(descent_diagnose(with ? &problem : NULL, path, NULL, &diagnosis));
                assert_readable("few points", descent_test_printed(descent_diagnosis_print, diagnosis));
                descent_diagnosis_free(diagnosis);
            }
            descent_path_free(path);
        }
}
END_TEST

static int sextic(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = pow(x[0], 5);
    return 0;
}

/* dx/dk = −ηx⁵: to come to d takes about d⁻⁴/4η steps, which for a d of 5·10⁻⁹ is no number that counts have. */
START_TEST(steps_beyond_all_counts_are_told)
{
    const descent_problem problem = {.dimension = 1, .gradient = sextic};
    const descent_diagnosis_options options = {.distance_tolerance = 1e-12};
    const double start = 1, tolerance = 4.5e-9; /* √ε of where it is, about 0.3 */
    descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.3), &start);
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 100));
    assert_success(descent_engine_diagnose(engine, &options, &diagnosis));
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
    ck_assert_double_gt(diagnosis->pace.steps_to_go.value, 0x1p64);
    ck_assert_double_eq_tol(diagnosis->pace.steps_to_go.value * pow(tolerance, 4) * 1.2, 1, 0.5);
    ck_assert_ptr_nonnull(strstr(unwrapped(descent_test_printed(descent_diagnosis_print, diagnosis)),
                                 " more steps, which is out of reach"));
    ck_assert_ptr_nonnull(strstr(descent_test_printed(descent_diagnosis_print_line, diagnosis), " more steps"));
    descent_diagnosis_free(diagnosis);
    descent_engine_free(engine);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_known_run_reads_well,
        strings_say_what_is_printed,
        what_is_not_over_is_not_told_as_over,
        a_rule_from_outside_is_not_accused,
        a_name_makes_no_fixed_step,
        a_pair_of_many_multipliers_is_told,
        a_distance_says_to_what,
        a_step_size_of_zero_is_told_as_such,
        noise_on_the_way_is_no_hovering,
        no_more_is_said_than_was_seen,
        a_point_of_no_known_kind_is_a_place,
        the_headline_names_the_cause,
        a_centre_says_which_step_sizes_rest,
        without_a_budget_arrival_is_told,
        paths_of_few_points_read_well,
        steps_beyond_all_counts_are_told,
    };
    return descent_test_main(descent_test_suite("diagnosis_explanation", tests, sizeof tests / sizeof tests[0]));
}
