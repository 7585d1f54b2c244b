/* What calls hold, at its edges: sizes that cannot be, calls that do not end in order, environments by the slow way, words of endings. */
#if defined(__linux__)
#define _GNU_SOURCE /* feenableexcept() */
#endif
#include <fenv.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/call.h"
#include "base/ending.h"
#include "base/environment.h"
#include "support.h"

START_TEST(more_than_there_can_be_is_refused)
{
    ck_assert_ptr_null(descent__take(SIZE_MAX));
    ck_assert_ptr_null(descent__take_zeros(2, SIZE_MAX / 2));
    ck_assert_ptr_null(descent__take_zeros(SIZE_MAX, 1));
    ck_assert_ptr_null(descent__take_aligned(SIZE_MAX - 8));
    ck_assert_ptr_null(descent__retake(NULL, SIZE_MAX));
    double *const kept = descent__take_zeros(0, 0);
    ck_assert_ptr_nonnull(kept);
    ck_assert_ptr_null(descent__retake(kept, SIZE_MAX)); /* what was there stays */
    double *const grown = descent__retake(kept, sizeof *grown);
    ck_assert_ptr_nonnull(grown);
    descent__give(grown);
    descent__give(NULL);
    descent__arena arena = {0};
    ck_assert_ptr_nonnull(descent__arena_take(&arena, 0, 8));
    ck_assert(!arena.failed);
    ck_assert_ptr_null(descent__arena_take(&arena, SIZE_MAX / 2, 8));
    ck_assert(arena.failed);
    descent__arena_release(&arena);
}
END_TEST

/* Blocks of a call that is left for good are freed with it, whichever of them moved; valgrind and the sanitizer look. */
START_TEST(a_moved_block_belongs_to_its_call)
{
    const size_t before = descent__call_depth();
    descent__environment own = {0};
    assert_success(descent__call_enter(&own));
    char *first = descent__take(8), *second = descent__take(8);
    first = descent__retake(first, 100000); /* the older one: nothing follows it in the list */
    second = descent__retake(second, 200000);
    ck_assert(first && second);
    descent__give(second);
    second = descent__take(8);
    ck_assert_ptr_nonnull(second);
    ck_assert_uint_eq(descent__call_depth(), before + 1);
    descent__call_unwind(before);
    ck_assert_uint_eq(descent__call_depth(), before);
    fesetenv(FE_DFL_ENV);
    descent__environment_kept = NULL;
}
END_TEST

/* Within an environment of its own, entered without a record, a call makes one; within that, none. */
START_TEST(a_call_within_an_environment_that_was_entered)
{
    descent__environment entered, own, inner;
    fesetround(FE_UPWARD);
    descent__environment_enter(&entered);
    ck_assert_int_eq(fegetround(), FE_TONEAREST);
    assert_success(descent__call_enter(&own));
    ck_assert_ptr_nonnull(own.call);
    assert_success(descent__call_enter(&inner));
    ck_assert_ptr_null(inner.call);
    descent__call_leave(&inner);
    descent__call_leave(&own);
    ck_assert_uint_eq(descent__call_depth(), 0);
    descent__environment_kept = &entered;
    descent__environment_leave(&entered);
    ck_assert_int_eq(fegetround(), FE_UPWARD);
    fesetenv(FE_DFL_ENV);
}
END_TEST

/* A call on another stack of the thread is still under way when the older one ends: that one is taken out from below. */
START_TEST(calls_that_end_out_of_order)
{
    descent__call older = {0}, newer = {0}, newest = {0};
    descent__call_begin(&older);
    descent__call_begin(&newer);
    descent__call_begin(&newest);
    descent__call_end(&newer);
    ck_assert_ptr_eq(descent__call_newest, &newest);
    ck_assert_ptr_eq(newest.older, &older);
    descent__call_end(&older);
    ck_assert_ptr_null(newest.older);
    descent__call_end(&older); /* again: it is no more there */
    ck_assert_ptr_eq(descent__call_newest, &newest);
    descent__call_end(&newest);
    ck_assert_ptr_null(descent__call_newest);
    descent__call_end(&newest);
    ck_assert_ptr_null(descent__call_newest);
}
END_TEST

/* Where there is no register to look at, the C library is asked; both say the same. */
START_TEST(the_default_environment_is_known_by_calls)
{
    fesetenv(FE_DFL_ENV);
    ck_assert(descent__environment_is_default());
#if defined(__GLIBC__) && !defined(__aarch64__)
    ck_assert(descent__environment_is_default_by_calls());
#endif
    fesetround(FE_UPWARD);
    ck_assert(!descent__environment_is_default());
    ck_assert(!descent__environment_is_default_by_calls());
    fesetenv(FE_DFL_ENV);
#if defined(__GLIBC__)
    if (feenableexcept(FE_INVALID) != -1 && fegetexcept() == FE_INVALID) {
        ck_assert(!descent__environment_is_default());
        ck_assert(!descent__environment_is_default_by_calls());
    }
#endif
    fesetenv(FE_DFL_ENV);
}
END_TEST

START_TEST(a_number_that_is_no_ending_is_of_no_class)
{
    const descent_ending none[] = {(descent_ending)-1, (descent_ending)1000};
    for (size_t k = 0; k < 2; k++) {
        ck_assert(!descent__ending_settles(none[k]) && !descent__ending_circles(none[k]));
        ck_assert(!descent__ending_is_irregular(none[k]) && !descent__ending_grows(none[k]));
        ck_assert(!descent__ending_leaves(none[k]));
    }
    ck_assert(descent__ending_settles(DESCENT_ENDING_CONVERGED) && descent__ending_circles(DESCENT_ENDING_PERIODIC));
    ck_assert(descent__ending_is_irregular(DESCENT_ENDING_CHAOTIC) && descent__ending_grows(DESCENT_ENDING_DIVERGING));
    ck_assert(descent__ending_leaves(DESCENT_ENDING_NONFINITE));
    ck_assert(!descent__ending_is_irregular(DESCENT_ENDING_PERIODIC) &&
              !descent__ending_leaves(DESCENT_ENDING_PERIODIC));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        more_than_there_can_be_is_refused,
        a_moved_block_belongs_to_its_call,
        a_call_within_an_environment_that_was_entered,
        calls_that_end_out_of_order,
        the_default_environment_is_known_by_calls,
        a_number_that_is_no_ending_is_of_no_class,
    };
    Suite *const suite = suite_create("inside_call");
    TCase *const tcase = tcase_create("inside_call");
    for (size_t k = 0; k < sizeof tests / sizeof *tests; k++)
        tcase_add_test(tcase, tests[k]);
    suite_add_tcase(suite, tcase);
    return descent_test_main(suite);
}
