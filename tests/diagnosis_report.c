/* What a diagnosis says: fit to be read by a student, and advice that holds when it is followed. */
#include "support.h"

#include <math.h>
#include <stdlib.h>

#include <descent/descent.h>

#include "known_runs/run.h"

enum {
    most_lines = 24,
    most_columns = 80,
    longest_run = 20000
};

static char *printed(descent_status (*print)(const descent_diagnosis *, FILE *), const descent_diagnosis *diagnosis)
{
    static char text[65536];
    FILE *const stream = fmemopen(text, sizeof text, "w");
    ck_assert_ptr_nonnull(stream);
    assert_success(print(diagnosis, stream));
    ck_assert_int_eq(fclose(stream), 0);
    return text;
}

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
    static const char *const slips[] = {" 1 steps", "  ,", " .", "..", "a undetermined", "1 points", " ;", "\n\n"};
    for (size_t k = 0; k < sizeof slips / sizeof *slips; k++)
        ck_assert_msg(!strstr(text, slips[k]), "%s: \"%s\" in\n%s", name, slips[k], text);
}

/* Steps with which an engine comes as near to the place as it should be. */
static size_t steps_to(const descent_problem *problem, descent_rule rule, const double *start, const double *place,
                       size_t limit)
{
    const size_t n = problem->dimension;
    descent_engine *engine;
    double scale = 1e-12;
    for (size_t i = 0; i < n; i++)
        scale = fmax(scale, fmax(fabs(start[i] - place[i]), fabs(place[i])));
    assert_success(descent_engine_new(&engine, problem, rule, start));
    for (size_t k = 0; k <= limit; k++) {
        const double *const x = descent_engine_point(engine);
        double distance = 0;
        for (size_t i = 0; i < n; i++)
            distance = hypot(distance, x[i] - place[i]);
        if (distance <= 1e-4 * scale * sqrt((double)n) || descent_engine_step(engine) != DESCENT_SUCCESS)
            break;
    }
    const double *const x = descent_engine_point(engine);
    size_t steps = descent_engine_steps(engine);
    for (size_t i = 0; i < n; i++)
        if (!(fabs(x[i] - place[i]) <= 1e-4 * scale * sqrt((double)n)))
            steps = limit + 1;
    descent_engine_free(engine);
    return steps;
}

/* Advice that was tried on a copy says the same to whoever follows it with an engine of one's own. */
static void follow(const known_run *run, const descent_diagnosis *diagnosis, const descent_advice *advice)
{
    known_context context;
    const descent_problem problem = known_problem(run, &context);
    const size_t n = problem.dimension;
    double *const start = malloc(n * sizeof *start);
    ck_assert_ptr_nonnull(start);
    known_start(run, start);
    descent_rule rule = known_run_rule(run);
    switch (advice->kind) {
    case DESCENT_ADVICE_STEP_SIZE:
        rule.step_size = advice->step_size;
        break;
    case DESCENT_ADVICE_OTHER_RULE:
        rule = descent_heavy_ball(advice->step_size, advice->momentum);
        break;
    case DESCENT_ADVICE_MOMENTUM:
        rule.momentum = advice->momentum;
        break;
    case DESCENT_ADVICE_LEAVE_SADDLE:
        memcpy(start, diagnosis->point->x, n * sizeof *start);
        break;
    default:
        ck_abort_msg("%s: advice %d cannot have been tried", run->name, (int)advice->kind);
    }
    if (advice->direction) {
        ck_assert_double_gt(advice->push, 0);
        for (size_t i = 0; i < n; i++)
            start[i] += advice->push * advice->direction[i];
    }
    const size_t steps = steps_to(&problem, rule, start, advice->outcome_point, (size_t)advice->outcome_steps);
    ck_assert_msg(steps <= advice->outcome_steps, "%s: \"%s\" does not hold", run->name, advice->text);
    free(start);
}

START_TEST(every_known_run_reads_well)
{
    size_t followed = 0;
    for (size_t i = 0; i < known_run_count; i++) {
        const known_run *const run = &known_runs[i];
        if (run->steps > longest_run)
            continue;
        descent_diagnosis *diagnosis;
        assert_success(known_diagnose(run, NULL, &diagnosis));
        assert_readable(run->name, printed(descent_diagnosis_print, diagnosis));
        const char *const line = printed(descent_diagnosis_print_line, diagnosis);
        ck_assert_ptr_eq(strchr(line, '\n'), line + strlen(line) - 1);
        ck_assert_msg(!shows_no_number(line), "%s: %s", run->name, line);
        for (size_t k = 0; k < diagnosis->advice_count; k++)
            if (diagnosis->advice[k].verified) {
                follow(run, diagnosis, &diagnosis->advice[k]);
                followed++;
            }
        descent_diagnosis_free(diagnosis);
    }
    ck_assert_uint_ge(followed, 20);
}
END_TEST

static descent_diagnosis *diagnose(const descent_problem *problem, descent_rule rule, const double *start, size_t steps)
{
    descent_engine *engine;
    descent_diagnosis *diagnosis;
    assert_success(descent_engine_new(&engine, problem, rule, start));
    assert_success(descent_engine_record(engine, NULL));
    (void)descent_engine_run(engine, steps);
    assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
    descent_engine_free(engine);
    return diagnosis;
}

/* A run on a ridge finds the saddle with any step size: the start must be pushed off, too. */
START_TEST(a_ridge_is_left)
{
    const descent_problem problem = descent_landscape_notebook();
    descent_diagnosis *const diagnosis = diagnose(&problem, descent_fixed_step(1), (double[]){4, 1}, 8);
    ck_assert_uint_eq(diagnosis->advice_count, 1);
    const descent_advice *const advice = &diagnosis->advice[0];
    ck_assert_int_eq(advice->kind, DESCENT_ADVICE_STEP_SIZE);
    ck_assert(advice->verified);
    ck_assert_double_lt(advice->step_size, 0.5); /* 2/4 at the minima */
    ck_assert_double_eq_tol(fabs(advice->direction[1]), 1, 1e-9);
    ck_assert_double_eq_tol(fabs(advice->outcome_point[1] - 1), sqrt(0.5), 1e-6);
    descent_diagnosis_free(diagnosis);
}
END_TEST

static int cosines_loss(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += cos(x[i]);
    return 0;
}

static int cosines_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        g[i] = -sin(x[i]);
    return 0;
}

/* From the top of Σ cos xᵢ one way out leads to a saddle only; all of them at once lead to a minimum. */
START_TEST(a_maximum_is_left_every_way)
{
    const descent_problem problem = {.dimension = 12, .loss = cosines_loss, .gradient = cosines_gradient};
    const double start[12] = {0};
    descent_diagnosis *const diagnosis = diagnose(&problem, descent_fixed_step(0.1), start, 10);
    ck_assert_int_eq(diagnosis->point->kind, DESCENT_CRITICAL_MAXIMUM);
    const descent_advice *const advice = &diagnosis->advice[0];
    ck_assert_int_eq(advice->kind, DESCENT_ADVICE_LEAVE_SADDLE);
    ck_assert(advice->verified);
    double square = 0;
    for (size_t i = 0; i < 12; i++) {
        ck_assert_double_eq_tol(fabs(advice->outcome_point[i]), acos(-1), 1e-6);
        square += advice->direction[i] * advice->direction[i];
    }
    ck_assert_double_eq_tol(square, 1, 1e-12);
    ck_assert_ptr_nonnull(strstr(printed(descent_diagnosis_print, diagnosis), "Died on a maximum"));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Of a run that nothing but a step that is too small keeps from arriving: a larger one is found. */
START_TEST(a_tiny_step_is_made_larger)
{
    const descent_problem problem = descent_landscape_notebook();
    descent_diagnosis *const diagnosis = diagnose(&problem, descent_fixed_step(1e-9), (double[]){4, 1.075}, 100);
    const descent_advice *advice = NULL;
    for (size_t k = 0; k < diagnosis->advice_count; k++)
        if (diagnosis->advice[k].kind == DESCENT_ADVICE_STEP_SIZE)
            advice = &diagnosis->advice[k];
    ck_assert_ptr_nonnull(advice);
    ck_assert(advice->verified);
    ck_assert_double_gt(advice->step_size, 0.01);
    ck_assert_double_lt(advice->step_size, 0.5);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* The loss is NaN where a smaller step would lead: nobody is sent there. */
static int half_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] < 1 ? NAN : x[0] * x[0];
    return 0;
}

static int half_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * x[0];
    return 0;
}

START_TEST(no_advice_leads_to_where_there_is_no_loss)
{
    const descent_problem problem = {.dimension = 1, .loss = half_loss, .gradient = half_gradient};
    descent_diagnosis *const diagnosis = diagnose(&problem, descent_fixed_step(0.1), (double[]){4}, 50);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_NONFINITE);
    for (size_t k = 0; k < diagnosis->advice_count; k++)
        ck_assert(!diagnosis->advice[k].verified);
    descent_diagnosis_free(diagnosis);
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
START_TEST(what_is_not_over_is_not_told_as_over)
{
    const descent_problem problem = {.dimension = 3, .loss = wells_loss, .gradient = wells_gradient};
    descent_diagnosis *const diagnosis = diagnose(&problem, descent_fixed_step(0.1), (double[]){0.5, 1e-14, 0.9}, 150);
    const char *const text = printed(descent_diagnosis_print, diagnosis);
    ck_assert_ptr_nonnull(diagnosis->point);
    ck_assert_int_eq(diagnosis->point->kind, DESCENT_CRITICAL_SADDLE);
    ck_assert_msg(!strstr(text, "left it"), "%s", text);
    ck_assert_msg(!strstr(text, "not pushed off"), "%s", text);
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
    const descent_problem problem = descent_landscape_notebook();
    const descent_rule rule = {.type = &adagrad, .step_size = 0.5};
    descent_diagnosis *const diagnosis = diagnose(&problem, rule, (double[]){4, 2.5}, 200);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    ck_assert_uint_eq(diagnosis->findings & DESCENT_FINDING_RULE_DISAGREES, 0);
    descent_diagnosis_free(diagnosis);
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
    descent_diagnosis *const diagnosis = diagnose(&problem, descent_nesterov(0.82, 0.5), start, 300);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_PERIODIC);
    ck_assert_uint_eq(diagnosis->multiplier_count, 6);
    ck_assert_double_gt(fabs(diagnosis->multipliers_imaginary[5]), 0.1);
    const char *const told = "up to 0.4 in modulus, turning (attracting): it draws";
    ck_assert_ptr_nonnull(strstr(unwrapped(printed(descent_diagnosis_print, diagnosis)), told));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* What comes after a sentence about another point says itself which distance it means. */
START_TEST(a_distance_says_to_what)
{
    const descent_problem problem = descent_landscape_notebook();
    descent_diagnosis *const diagnosis = diagnose(&problem, descent_fixed_step(0.1), (double[]){4, 0.9999}, 64);
    const char *const text = unwrapped(printed(descent_diagnosis_print, diagnosis));
    const char *const left = strstr(text, "lingered near the saddle at (2, 1) and left it");
    ck_assert_ptr_nonnull(left);
    ck_assert_ptr_nonnull(strstr(left, "multiplies the distance to the minimum by 0.6"));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* At the end of a schedule the step size is 0, which is neither a fraction of what it was nor a stable one. */
START_TEST(a_step_size_of_zero_is_told_as_such)
{
    const descent_problem problem = descent_landscape_himmelblau();
    const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(0.02), descent_schedule_cosine(100, 0));
    descent_diagnosis *const diagnosis = diagnose(&problem, rule, (double[]){0, 0}, 200);
    const char *const text = unwrapped(printed(descent_diagnosis_print, diagnosis));
    ck_assert_ptr_nonnull(strstr(text, "The step size fell to 0."));
    ck_assert_ptr_nonnull(strstr(text, "are stable there."));
    ck_assert_ptr_null(strstr(text, "yours, 0"));
    descent_diagnosis_free(diagnosis);
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
    descent_diagnosis *diagnosis = diagnose(&problem, descent_fixed_step(0.01), (double[]){3, 3}, 50);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_NOISY);
    ck_assert_ptr_null(strstr(printed(descent_diagnosis_print, diagnosis), "hovers"));
    descent_diagnosis_free(diagnosis);
    diagnosis = diagnose(&problem, descent_fixed_step(0.1), (double[]){0, 0}, 2000);
    ck_assert_ptr_nonnull(strstr(printed(descent_diagnosis_print, diagnosis), "hovers"));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Paths of few points, finite or not, are words all the same. */
START_TEST(paths_of_few_points_read_well)
{
    const descent_problem problem = descent_landscape_notebook();
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
                assert_readable("few points", printed(descent_diagnosis_print, diagnosis));
                descent_diagnosis_free(diagnosis);
            }
            descent_path_free(path);
        }
}
END_TEST

/* Names that are no two the same, from the first to the last; `name` gives that of a number. */
static void check_names(const char *(*name)(unsigned), unsigned first, unsigned last)
{
    for (unsigned i = first; i <= last; i++) {
        ck_assert_str_ne(name(i), "unknown");
        for (unsigned j = first; j < i; j++)
            ck_assert_str_ne(name(i), name(j));
    }
    ck_assert_str_eq(name(last + 1), "unknown");
    ck_assert_str_eq(name(12345), "unknown");
}

static const char *law_name(unsigned i)
{
    return descent_law_string((descent_law)i);
}

static const char *event_name(unsigned i)
{
    return descent_event_kind_string((descent_event_kind)i);
}

static const char *advice_name(unsigned i)
{
    return descent_advice_kind_string((descent_advice_kind)i);
}

static const char *quantity_name(unsigned i)
{
    return descent_quantity_string((descent_quantity)i);
}

static const char *finding_name(unsigned i)
{
    return descent_finding_string(i < 32 ? (descent_finding)(1U << i) : (descent_finding)i);
}

START_TEST(everything_has_a_name_of_its_own)
{
    check_names(law_name, 1, DESCENT_LAW_FASTER);
    check_names(event_name, 1, DESCENT_EVENT_STEP_SIZE);
    check_names(advice_name, DESCENT_ADVICE_NOTHING, DESCENT_ADVICE_MORE_EVIDENCE);
    check_names(quantity_name, DESCENT_QUANTITY_NONE, DESCENT_QUANTITY_GRADIENT);
    check_names(finding_name, 0, 11);
    ck_assert_str_eq(finding_name(3 * 64), "unknown");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_known_run_reads_well,
        a_ridge_is_left,
        a_maximum_is_left_every_way,
        a_tiny_step_is_made_larger,
        no_advice_leads_to_where_there_is_no_loss,
        what_is_not_over_is_not_told_as_over,
        a_rule_from_outside_is_not_accused,
        a_pair_of_many_multipliers_is_told,
        a_distance_says_to_what,
        a_step_size_of_zero_is_told_as_such,
        noise_on_the_way_is_no_hovering,
        paths_of_few_points_read_well,
        everything_has_a_name_of_its_own,
    };
    return descent_test_main(descent_test_suite("diagnosis_report", tests, sizeof tests / sizeof tests[0]));
}
