/* What every suite shares: its main, and how hard it is to try. */
#ifndef DESCENT_TESTS_SUPPORT_H
#define DESCENT_TESTS_SUPPORT_H

#include <check.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <descent/diagnosis.h>
#include <descent/engine.h>
#include <descent/path.h>
#include <descent/status.h>

/*
 * Runs a suite and returns what main() returns. GSL's error handler ends the test that reaches it: the library must
 * never call GSL with anything that GSL refuses.
 *
 * CK_FORK=no, CK_VERBOSITY, CK_RUN_CASE, … of Check work as documented there.
 */
int descent_test_main(Suite *suite);

/* A suite of one test case. */
Suite *descent_test_suite(const char *name, const TTest *const *tests, size_t count);

/*
 * Another test case of the suite, of what takes long: a suite of its own to those who look for one that is quick (meson.build, "in two
 * parts"), since a change to the library is tried on all that are. A test that runs with `runs` above 0 does so for 0, 1, … of them.
 */
void descent_test_add_long(Suite *suite, const TTest *const *tests, size_t count, int runs);

/* `usual` times the number in DESCENT_TEST_EFFORT (1 if unset), at least 1: how often a random test tries. */
size_t descent_test_effort(size_t usual);

/* Is DESCENT_TEST_EFFORT 1 or more? Under valgrind it is less, and what LAPACK does with large matrices takes minutes. */
bool descent_test_in_full(void);

/* Can an open file be named by its descriptor? Not where /proc is missing, as in a bare chroot. */
bool descent_test_names_descriptors(void);

/* Enters a locale that writes commas, made here by localedef; false where there is none. Go back with setlocale(). */
bool descent_test_enter_comma_locale(void);

/* A new engine; the test's to free. */
descent_engine *descent_test_engine(const descent_problem *problem, descent_rule rule, const double *start);

/* The diagnosis of a run of so many steps, or as many as can be made; the test's to free. */
descent_diagnosis *descent_test_diagnose(const descent_problem *problem, descent_rule rule, const double *start,
                                         size_t steps);

/* What one of the printing functions writes; valid until the next call. */
char *descent_test_printed(descent_status (*print)(const descent_diagnosis *, FILE *),
                           const descent_diagnosis *diagnosis);

/* What descent_diagnosis_print() writes, with its lines joined, so that it does not matter where they break; valid until the next call. */
const char *descent_test_said(const descent_diagnosis *diagnosis);

/* The problem of a landscape in so many variables, 0 for its own; it must exist. */
descent_problem descent_test_landscape(const char *name, size_t dimension);

/* One point of a path: n numbers, or NULL where there are none. */
const double *descent_test_path_point(const descent_path *path, size_t row);

/* Both paths must hold the same rows, bit for bit. */
void descent_test_same_paths(const descent_path *a, const descent_path *b);

/* The printed diagnosis must contain these words, or not. */
#define assert_said(diagnosis, words)                                                                                  \
    ck_assert_msg(strstr(descent_test_said(diagnosis), words) != NULL, "\"%s\" is missing in:\n%s", words,             \
                  descent_test_said(diagnosis))
#define assert_unsaid(diagnosis, words)                                                                                \
    ck_assert_msg(strstr(descent_test_said(diagnosis), words) == NULL, "\"%s\" is in:\n%s", words,                     \
                  descent_test_said(diagnosis))

/* The call must succeed. */
#define assert_success(call)                                                                                           \
    do {                                                                                                               \
        const descent_status asserted = (call);                                                                        \
        ck_assert_msg(asserted == DESCENT_SUCCESS, "%s: %s", descent_status_string(asserted), descent_error_detail()); \
    } while (0)

/* The call must fail with this status and a detail that contains these words. */
#define assert_failure(call, status, words)                                                                            \
    do {                                                                                                               \
        const descent_status asserted = (call);                                                                        \
        ck_assert_msg(asserted == (status), "%s: %s", descent_status_string(asserted), descent_error_detail());        \
        ck_assert_msg(strstr(descent_error_detail(), (words)) != NULL, "the detail is: %s", descent_error_detail());   \
    } while (0)

#endif
