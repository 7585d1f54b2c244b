/* Statuses: the pinned numbers, the messages, the detail. */
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <string.h>

#include <descent/descent.h>

#include "support.h"

START_TEST(numbers_are_pinned)
{
    ck_assert_int_eq(DESCENT_SUCCESS, 0);
    ck_assert_int_eq(DESCENT_EINVAL, 1);
    ck_assert_int_eq(DESCENT_ENOMEM, 2);
    ck_assert_int_eq(DESCENT_ECALLBACK, 3);
    ck_assert_int_eq(DESCENT_ENONFINITE, 4);
    ck_assert_int_eq(DESCENT_EUNSUPPORTED, 5);
    ck_assert_int_eq(DESCENT_ENOCONVERGENCE, 6);
    ck_assert_int_eq(DESCENT_EIO, 7);
    ck_assert_int_eq(DESCENT_EFORMAT, 8);
    ck_assert_int_eq(DESCENT_EBUDGET, 9);
    ck_assert_int_eq(DESCENT_ECANCELLED, 10);
}
END_TEST

START_TEST(every_status_has_a_message_of_its_own)
{
#define STATUS(name, number, message) name,
    const descent_status all[] = {DESCENT_STATUS_LIST(STATUS)};
#undef STATUS
    const size_t count = sizeof all / sizeof all[0];
    for (size_t i = 0; i < count; i++) {
        ck_assert_str_ne(descent_status_string(all[i]), "unknown");
        for (size_t j = 0; j < i; j++)
            ck_assert_str_ne(descent_status_string(all[i]), descent_status_string(all[j]));
    }
    ck_assert_str_eq(descent_status_string((descent_status)-5), "unknown");
    ck_assert_str_eq(descent_status_string((descent_status)12345), "unknown");
}
END_TEST

static void *fail_elsewhere(void *detail)
{
    const int before = descent_error_detail()[0];
    descent_problem_check(NULL);
    strcpy(detail, descent_error_detail());
    return before == 0 ? detail : NULL;
}

/* Details have a decimal point in every locale, and nothing that could upset a terminal or break a log's line. */
START_TEST(details_are_one_plain_line)
{
    const descent_rule rule = descent_fixed_step(-0.1);
    const bool commas = descent_test_enter_comma_locale();
    assert_failure(descent_rule_check(&rule), DESCENT_EINVAL, "got -0.1");
    char number[16];
    snprintf(number, sizeof number, "%g", 0.5);
    ck_assert_str_eq(number, commas ? "0,5" : "0.5");
    setlocale(LC_ALL, "C");
    ck_assert_int_eq(descent_fail(DESCENT_EIO, "%s: %s", "a\nb\x1b[31m\x7f", "\xCE\xB2"), DESCENT_EIO);
    ck_assert_str_eq(descent_error_detail(), "a?b?[31m?: \xCE\xB2");
}
END_TEST

START_TEST(each_thread_has_its_own_detail)
{
    pthread_t thread;
    char elsewhere[600] = "";
    void *result;
    const descent_rule rule = descent_fixed_step(-0.1);
    assert_failure(descent_rule_check(&rule), DESCENT_EINVAL, "step_size must be finite and positive, got -0.1");
    ck_assert_int_eq(pthread_create(&thread, NULL, fail_elsewhere, elsewhere), 0);
    pthread_join(thread, &result);
    ck_assert_ptr_nonnull(result);
    ck_assert_str_eq(elsewhere, "problem must not be NULL");
    ck_assert_str_eq(descent_error_detail(), "step_size must be finite and positive, got -0.1");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        numbers_are_pinned,
        every_status_has_a_message_of_its_own,
        details_are_one_plain_line,
        each_thread_has_its_own_detail,
    };
    return descent_test_main(descent_test_suite("status", tests, sizeof tests / sizeof tests[0]));
}
