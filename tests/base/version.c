/* The version that the headers say, that the library says and that the build says are one. */
#include "support.h"

#include <descent/version.h>
#include <stdio.h>

START_TEST(library_says_what_the_headers_say)
{
    ck_assert_str_eq(descent_version(), DESCENT_VERSION_STRING);
}
END_TEST

START_TEST(library_says_what_the_build_says)
{
    ck_assert_str_eq(descent_version(), PROJECT_VERSION);
}
END_TEST

START_TEST(text_and_numbers_agree)
{
    char text[32];
    snprintf(text, sizeof text, "%d.%d.%d", DESCENT_VERSION_MAJOR, DESCENT_VERSION_MINOR, DESCENT_VERSION_MICRO);
    ck_assert_str_eq(text, DESCENT_VERSION_STRING);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("version");
    TCase *tcase = tcase_create("version");
    tcase_add_test(tcase, library_says_what_the_headers_say);
    tcase_add_test(tcase, library_says_what_the_build_says);
    tcase_add_test(tcase, text_and_numbers_agree);
    suite_add_tcase(suite, tcase);
    return descent_test_main(suite);
}
