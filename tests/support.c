#include "support.h"

#include <fcntl.h>
#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

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

static void assert_same_column(const void *a, const void *b, size_t count)
{
    ck_assert((a == NULL) == (b == NULL));
    if (a)
        ck_assert_mem_eq(a, b, count * sizeof(double));
}

void descent_test_same_paths(const descent_path *a, const descent_path *b)
{
    const size_t n = descent_path_dimension(a), count = descent_path_count(a);
    ck_assert_uint_eq(descent_path_dimension(b), n);
    ck_assert_uint_eq(descent_path_count(b), count);
    assert_same_column(descent_path_steps(a), descent_path_steps(b), count);
    assert_same_column(descent_path_points(a), descent_path_points(b), count * n);
    assert_same_column(descent_path_gradients(a), descent_path_gradients(b), count * n);
    assert_same_column(descent_path_losses(a), descent_path_losses(b), count);
    assert_same_column(descent_path_gradient_norms(a), descent_path_gradient_norms(b), count);
    assert_same_column(descent_path_step_lengths(a), descent_path_step_lengths(b), count);
}
