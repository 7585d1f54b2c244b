/* Variables have the names that the user gave them, or x₁, x₂, …, in messages, explanations, files and JSON. */
#include "support.h"

#include <descent/critical.h>
#include <descent/diagnosis.h>
#include <descent/gradient_check.h>
#include <descent/landscapes.h>
#include <descent/sweep.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char file[64];

static void make_file(void)
{
    const char *const folder = getenv("TMPDIR");
    snprintf(file, sizeof file, "%.30s/descent-names-XXXXXX", folder ? folder : "/tmp");
    const int descriptor = mkstemp(file);
    ck_assert_int_ge(descriptor, 0);
    close(descriptor);
}

static void remove_file(void)
{
    unlink(file);
}

static void put_file(const char *text)
{
    FILE *stream = fopen(file, "w");
    ck_assert_ptr_nonnull(stream);
    fputs(text, stream);
    ck_assert_int_eq(fclose(stream), 0);
}

static char *first_line(void)
{
    static char line[500];
    FILE *stream = fopen(file, "r");
    ck_assert_ptr_nonnull(stream);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, stream));
    fclose(stream);
    line[strcspn(line, "\n")] = '\0';
    return line;
}

/* ½(w² + b²), with infinity for the gradient along b beyond 10. */
static int gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0];
    g[1] = fabs(x[1]) > 10 ? HUGE_VAL : x[1];
    return 0;
}

static int loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = (x[0] * x[0] + x[1] * x[1]) / 2;
    return 0;
}

static const char *const names[] = {"weight", "bias"};
static const descent_problem named = {.dimension = 2, .loss = loss, .gradient = gradient, .variable_names = names};
static const descent_problem unnamed = {.dimension = 2, .loss = loss, .gradient = gradient};

START_TEST(names_that_cannot_be_written_are_refused)
{
    static const struct {
        const char *name, *words;
    } bad[] = {
        {NULL, "must not be NULL"},
        {"", "must not be empty"},
        {"1234567890123456789012345678901234567890123456789012345678901234", "at most 63 bytes"},
        {" b", "space"},
        {"b ", "space"},
        {"a,b", "comma"},
        {"\"", "quotation mark"},
        {"a\tb", "control"},
        {"a\x7f", "control"},
        {"\xc2\x85", "control"},
        {"\xff", "UTF-8"},
        {"\xe2\x82", "UTF-8"},
        {"step", "another column"},
        {"loss", "another column"},
        {"gradient_norm", "another column"},
        {"step_length", "another column"},
        {"norm", "another column"},
        {"gradient_a", "another column"},
    };
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        const char *const list[] = {"fine", bad[k].name};
        descent_problem problem = named;
        problem.variable_names = list;
        assert_failure(descent_problem_check(&problem), DESCENT_EINVAL, bad[k].words);
        ck_assert_ptr_nonnull(strstr(descent_error_detail(), "problem->variable_names[1]"));
        descent_path *path = (descent_path *)&path;
        const descent_path_options options = {.variable_names = list};
        assert_failure(descent_path_new(&path, 2, &options), DESCENT_EINVAL, bad[k].words);
        ck_assert_ptr_null(path);
    }
    static const char *const good[] = {
        "x", "β₂", "w[0]", "a b", "£", "学习", "123456789012345678901234567890123456789012345678901234567890123"};
    for (size_t k = 0; k + 1 < sizeof good / sizeof *good; k++) {
        descent_problem problem = named;
        problem.variable_names = good + k;
        assert_success(descent_problem_check(&problem));
    }
}
END_TEST

START_TEST(messages_name_the_variable)
{
    const double start[] = {1, 4}, bad[] = {1, NAN};
    descent_engine *engine = NULL;
    assert_failure(descent_engine_new(&engine, &named, descent_fixed_step(0.1), bad), DESCENT_ENONFINITE,
                   "start[1] (bias) must be finite, got nan");
    assert_failure(descent_engine_new(&engine, &unnamed, descent_fixed_step(0.1), bad), DESCENT_ENONFINITE,
                   "start[1] (x₂) must be finite, got nan");
    descent_critical_point *point;
    assert_failure(descent_critical_classify(&named, bad, NULL, &point), DESCENT_ENONFINITE, "x[1] (bias)");
    descent_sweep *sweep;
    assert_failure(descent_sweep_step_sizes(&named, bad, start, 1, NULL, &sweep), DESCENT_ENONFINITE, "(bias)");
    engine = descent_test_engine(&named, descent_fixed_step(4), start); /* 4, −12: one step, and infinity */
    assert_success(descent_engine_run(engine, 5));
    assert_failure(descent_engine_step(engine), DESCENT_ENONFINITE,
                   "the gradient along bias is inf after 1 step, where bias is -12");
    descent_engine_free(engine);
}
END_TEST

/* Where a derivative is wrong, C's index and the variable's name say which. */
static int wrong_gradient(size_t n, const double *x, double *g, void *context)
{
    gradient(n, x, g, context);
    g[1] = 3 * x[1];
    return 0;
}

START_TEST(the_gradient_check_names_the_variable)
{
    descent_problem problem = named;
    const double x[] = {1, 2};
    descent_derivative_check *check;
    problem.gradient = wrong_gradient;
    assert_success(descent_check_gradient(&problem, x, &check));
    ck_assert_ptr_nonnull(strstr(check->explanation, "∂L/∂bias"));
    descent_derivative_check_free(check);
}
END_TEST

/* An engine's path has the problem's names, unless it is given others. */
START_TEST(files_have_the_names_and_give_them_back)
{
    const double start[] = {1, 4};
    descent_engine *engine = descent_test_engine(&named, descent_fixed_step(0.1), start);
    const unsigned columns = DESCENT_PATH_POINT | DESCENT_PATH_LOSS | DESCENT_PATH_GRADIENT;
    const descent_path_options options = {.columns = columns};
    assert_success(descent_engine_record(engine, &options));
    assert_success(descent_engine_run(engine, 3));
    assert_success(descent_path_write_csv(descent_engine_path(engine), file));
    ck_assert_str_eq(first_line(), "step,weight,bias,loss,gradient_weight,gradient_bias");
    descent_path *path;
    assert_success(descent_path_read_csv(&path, file));
    descent_test_same_paths(path, descent_engine_path(engine));
    ck_assert_str_eq(descent_path_view(path).variable_names[0], "weight");
    ck_assert_str_eq(descent_path_view(path).variable_names[1], "bias");
    descent_path_free(path);

    static const char *const others[] = {"β₁", "β₂"};
    const descent_path_options renamed = {.variable_names = others};
    assert_success(descent_engine_record(engine, &renamed));
    assert_success(descent_path_write_csv(descent_engine_path(engine), file));
    ck_assert_str_eq(first_line(), "step,β₁,β₂,loss,gradient_norm,step_length");
    descent_engine_free(engine);
}
END_TEST

/* Headers that give variables no names, whoever wrote them, and headers that do. */
START_TEST(headers_of_every_kind_are_read)
{
    static const struct {
        const char *header;
        size_t dimension;
        unsigned columns;
        const char *first; /* name; NULL for none */
    } files[] = {
        {"step,x1,x2,loss", 2, DESCENT_PATH_POINT | DESCENT_PATH_LOSS, NULL},
        {"step,x0,x1,loss", 2, DESCENT_PATH_POINT | DESCENT_PATH_LOSS, NULL},
        {"step,x0,g0", 1, DESCENT_PATH_POINT | DESCENT_PATH_GRADIENT, NULL},
        {"step,g0,g1", 2, DESCENT_PATH_GRADIENT, NULL},
        {"step,x1,gradient_x1", 1, DESCENT_PATH_POINT | DESCENT_PATH_GRADIENT, NULL},
        {"step,gradient_x1,gradient_x2", 2, DESCENT_PATH_GRADIENT, NULL},
        {"step,gradient_a,gradient_b", 2, DESCENT_PATH_GRADIENT, "a"},
        {"step,a,b,gradient_norm,gradient_a,gradient_b", 2,
         DESCENT_PATH_POINT | DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_GRADIENT, "a"},
        {"\"step\",\"β₁\",\"β₂\",\"loss\"", 2, DESCENT_PATH_POINT | DESCENT_PATH_LOSS, "β₁"},
        {"step,g1,g2,loss", 2, DESCENT_PATH_POINT | DESCENT_PATH_LOSS, "g1"},
        {"step,x,y", 2, DESCENT_PATH_POINT, "x"},
    };
    for (size_t k = 0; k < sizeof files / sizeof *files; k++) {
        char text[200];
        snprintf(text, sizeof text, "%s\n", files[k].header);
        put_file(text);
        descent_path *path;
        assert_success(descent_path_read_csv(&path, file));
        const descent_path_data view = descent_path_view(path);
        ck_assert_uint_eq(view.dimension, files[k].dimension);
        ck_assert_uint_eq(view.columns, files[k].columns);
        if (files[k].first)
            ck_assert_str_eq(view.variable_names[0], files[k].first);
        else
            ck_assert_ptr_null(view.variable_names);
        descent_path_free(path);
    }
}
END_TEST

/* The diagnosis keeps names of its own, from the problem or else from the path, and they outlive both. */
START_TEST(the_diagnosis_speaks_of_them)
{
    char own[2][8] = {"weight", "bias"};
    const char *const borrowed[] = {own[0], own[1]};
    descent_problem problem = named;
    problem.variable_names = borrowed;
    const double start[] = {1, 4};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.5), start, 40);
    memset(own, '?', sizeof own);
    ck_assert_str_eq(diagnosis->variable_names[1], "bias");
    ck_assert_ptr_nonnull(strstr(descent_test_printed(descent_diagnosis_print_json, diagnosis),
                                 "\"variable_names\":[\"weight\",\"bias\"]"));
    descent_diagnosis_free(diagnosis);
    diagnosis = descent_test_diagnose(&unnamed, descent_fixed_step(0.5), start, 40);
    ck_assert_ptr_null(diagnosis->variable_names);
    ck_assert_ptr_nonnull(
        strstr(descent_test_printed(descent_diagnosis_print_json, diagnosis), "\"variable_names\":null"));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* On the ridge of the notebook's loss with step size 1 the second variable is chaotic while the first has period 2. */
START_TEST(words_name_them)
{
    descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.25};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_fixed_step(1), start, 128);
    ck_assert_ptr_nonnull(strstr(descent_test_printed(descent_diagnosis_print, diagnosis), "Taken alone, β₁"));
    descent_diagnosis_free(diagnosis);
    problem.variable_names = NULL;
    diagnosis = descent_test_diagnose(&problem, descent_fixed_step(1), start, 128);
    ck_assert_ptr_nonnull(strstr(descent_test_printed(descent_diagnosis_print, diagnosis), "Taken alone, x₁"));
    descent_diagnosis_free(diagnosis);
}
END_TEST

START_TEST(a_path_from_elsewhere_brings_its_names)
{
    put_file("step,alpha,omega\n0,1,1\n1,0.5,0.5\n2,0.25,0.25\n");
    descent_path *path;
    descent_diagnosis *diagnosis;
    assert_success(descent_path_read_csv(&path, file));
    assert_success(descent_diagnose(NULL, path, NULL, &diagnosis));
    descent_path_free(path);
    ck_assert_str_eq(diagnosis->variable_names[1], "omega");
    descent_diagnosis_free(diagnosis);
}
END_TEST

START_TEST(a_sweep_keeps_them)
{
    const double start[] = {1, 4}, step_sizes[] = {0.1, 0.2};
    descent_sweep *sweep;
    assert_success(descent_sweep_step_sizes(&named, start, step_sizes, 2, NULL, &sweep));
    ck_assert_str_eq(descent_sweep_view(sweep).variable_names[1], "bias");
    ck_assert_ptr_ne(descent_sweep_view(sweep).variable_names, names);
    descent_sweep_free(sweep);
    assert_success(descent_sweep_step_sizes(&unnamed, start, step_sizes, 2, NULL, &sweep));
    ck_assert_ptr_null(descent_sweep_view(sweep).variable_names);
    descent_sweep_free(sweep);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {names_that_cannot_be_written_are_refused,
                                  messages_name_the_variable,
                                  the_gradient_check_names_the_variable,
                                  the_diagnosis_speaks_of_them,
                                  words_name_them,
                                  a_sweep_keeps_them};
    const TTest *const with_file[] = {files_have_the_names_and_give_them_back, headers_of_every_kind_are_read,
                                      a_path_from_elsewhere_brings_its_names};
    Suite *suite = descent_test_suite("variable names", tests, sizeof tests / sizeof *tests);
    TCase *files = tcase_create("files");
    tcase_add_checked_fixture(files, make_file, remove_file);
    for (size_t k = 0; k < sizeof with_file / sizeof *with_file; k++)
        tcase_add_test(files, with_file[k]);
    suite_add_tcase(suite, files);
    return descent_test_main(suite);
}
