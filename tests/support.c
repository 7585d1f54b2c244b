#include "support.h"

#include <fcntl.h>
#include <gsl/gsl_errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <descent/landscapes.h>

static void refuse_gsl_error(const char *reason, const char *file, int line, int code)
{
    fprintf(stderr, "GSL's error handler was reached: %s:%d: %s (code %d)\n", file, line, reason, code);
    abort();
}

int descent_test_main(Suite *suite)
{
    gsl_set_error_handler(refuse_gsl_error);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    const int run = srunner_ntests_run(runner);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    /* A suite in which nothing ran has shown nothing. */
    return run > 0 && failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

Suite *descent_test_suite(const char *name, const TTest *const *tests, size_t count)
{
    Suite *const suite = suite_create(name);
    TCase *const tcase = tcase_create(name);
    for (size_t i = 0; i < count; i++)
        tcase_add_test(tcase, tests[i]);
    suite_add_tcase(suite, tcase);
    return suite;
}

void descent_test_add_long(Suite *suite, const TTest *const *tests, size_t count, int runs)
{
    TCase *const tcase = tcase_create("long");
    tcase_set_tags(tcase, "long");
    for (size_t i = 0; i < count; i++)
        if (runs > 0)
            tcase_add_loop_test(tcase, tests[i], 0, runs);
        else
            tcase_add_test(tcase, tests[i]);
    suite_add_tcase(suite, tcase);
}

size_t descent_test_effort(size_t usual)
{
    const char *const text = getenv("DESCENT_TEST_EFFORT");
    const double effort = text ? strtod(text, NULL) : 1;
    const double times = (double)usual * (effort > 0 ? effort : 1);
    return times > 1 ? (size_t)times : 1;
}

bool descent_test_in_full(void)
{
    return descent_test_effort(100) >= 100;
}

bool descent_test_names_descriptors(void)
{
    char name[32];
    const int descriptor = open("/dev/null", O_RDONLY);
    if (descriptor < 0)
        return false;
    snprintf(name, sizeof name, "/dev/fd/%d", descriptor);
    const bool named = access(name, R_OK) == 0;
    close(descriptor);
    return named;
}

descent_engine *descent_test_engine(const descent_problem *problem, descent_rule rule, const double *start)
{
    descent_engine *engine;
    assert_success(descent_engine_new(&engine, problem, rule, start));
    return engine;
}

descent_problem descent_test_landscape(const char *name, size_t dimension)
{
    descent_problem problem;
    /* Not by Check: it may be asked outside of a test, too. */
    if (descent_landscape_problem(name, dimension, &problem) != DESCENT_SUCCESS) {
        fprintf(stderr, "%s\n", descent_error_detail());
        abort();
    }
    return problem;
}

const double *descent_test_path_point(const descent_path *path, size_t row)
{
    const descent_path_data data = descent_path_view(path);
    return data.points && row < data.count ? data.points + row * data.dimension : NULL;
}

static void assert_same_column(const void *a, const void *b, size_t count)
{
    ck_assert((a == NULL) == (b == NULL));
    if (a)
        ck_assert_mem_eq(a, b, count * sizeof(double));
}

void descent_test_same_paths(const descent_path *a, const descent_path *b)
{
    const descent_path_data first = descent_path_view(a), second = descent_path_view(b);
    const size_t n = first.dimension, count = first.count;
    ck_assert_uint_eq(second.dimension, n);
    ck_assert_uint_eq(second.count, count);
    assert_same_column(first.steps, second.steps, count);
    assert_same_column(first.points, second.points, count * n);
    assert_same_column(first.gradients, second.gradients, count * n);
    assert_same_column(first.losses, second.losses, count);
    assert_same_column(first.gradient_norms, second.gradient_norms, count);
    assert_same_column(first.step_lengths, second.step_lengths, count);
    assert_same_column(first.rule_changes, second.rule_changes, count);
}

descent_diagnosis *descent_test_diagnose(const descent_problem *problem, descent_rule rule, const double *start,
                                         size_t steps)
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

/* A locale that differs from "C" in its decimal separator alone. */
static const char comma_locale[] = "LC_CTYPE\ncopy \"POSIX\"\nEND LC_CTYPE\n"
                                   "LC_COLLATE\ncopy \"POSIX\"\nEND LC_COLLATE\n"
                                   "LC_MONETARY\ncopy \"POSIX\"\nEND LC_MONETARY\n"
                                   "LC_TIME\ncopy \"POSIX\"\nEND LC_TIME\n"
                                   "LC_MESSAGES\ncopy \"POSIX\"\nEND LC_MESSAGES\n"
                                   "LC_NUMERIC\ndecimal_point \",\"\nthousands_sep \"\"\ngrouping -1\nEND LC_NUMERIC\n";

bool descent_test_enter_comma_locale(void)
{
    const char *base = getenv("TMPDIR");
    char folder[64], text[320];
    snprintf(folder, sizeof folder, "%.30s/descent-test-XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(folder))
        return false;
    snprintf(text, sizeof text, "%s/source", folder);
    FILE *const source = fopen(text, "w");
    bool entered = source && fputs(comma_locale, source) >= 0;
    entered = source && fclose(source) == 0 && entered;
    /* It warns of categories that are not there, and then says 1 although it has done its work. */
    snprintf(text, sizeof text, "localedef -c -i %s/source -f UTF-8 %s/comma >%s/log 2>&1", folder, folder, folder);
    entered = entered && system(text) >= 0 && setenv("LOCPATH", folder, 1) == 0 && setlocale(LC_ALL, "comma") != NULL;
    snprintf(text, sizeof text, "rm -r %s", folder);
    return system(text) == 0 && entered;
}

char *descent_test_printed(descent_status (*print)(const descent_diagnosis *, FILE *),
                           const descent_diagnosis *diagnosis)
{
    static char text[65536];
    FILE *const stream = fmemopen(text, sizeof text, "w");
    ck_assert_ptr_nonnull(stream);
    assert_success(print(diagnosis, stream));
    ck_assert_int_eq(fclose(stream), 0);
    return text;
}

const char *descent_test_said(const descent_diagnosis *diagnosis)
{
    static char text[8192];
    size_t used = 0;
    for (const char *c = descent_test_printed(descent_diagnosis_print, diagnosis); *c && used + 1 < sizeof text; c++)
        if ((*c != ' ' && *c != '\n') || (used > 0 && text[used - 1] != ' '))
            text[used++] = *c == '\n' ? ' ' : *c;
    text[used] = '\0';
    return text;
}
