/* Recording: which rows each policy keeps, what stands in them, and what happens when memory ends. */
#include "support.h"

#include <descent/path.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum {
    all_columns = DESCENT_PATH_POINT | DESCENT_PATH_LOSS | DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_STEP_LENGTH |
                  DESCENT_PATH_GRADIENT,
    dimension = 3
};

/* The k-th point of a curve on which every number tells its step: x = (k, k², −k), so its steps differ in length. */
static void point_at(uint64_t k, double *x)
{
    const double t = (double)k;
    x[0] = t;
    x[1] = t * t;
    x[2] = -t;
}

/* ‖x_k − x_{k−1}‖ = √(1 + (2k − 1)² + 1) */
static double length_at(uint64_t k)
{
    const double difference = 2 * (double)k - 1;
    return k == 0 ? 0 : sqrt(2 + difference * difference);
}

/* Its gradient is taken to be (3k, 4k, 0), so that the norm is 5k; its loss to be −k. */
static void append_at(descent_path *path, uint64_t k)
{
    double x[dimension];
    const double gradient[dimension] = {3 * (double)k, 4 * (double)k, 0};
    point_at(k, x);
    ck_assert_int_eq(descent_path_append(path, x, -(double)k, gradient), DESCENT_SUCCESS);
}

/* Does row `row` hold what belongs to step k, in every column that is kept? */
static void check_row(const descent_path *path, size_t row, uint64_t k)
{
    const unsigned columns = descent_path_view(path).columns;
    double x[dimension];
    point_at(k, x);
    ck_assert_uint_eq(descent_path_view(path).steps[row], k);
    if (columns & DESCENT_PATH_POINT) {
        ck_assert_mem_eq(descent_test_path_point(path, row), x, sizeof x);
        ck_assert_ptr_eq(descent_test_path_point(path, row), descent_path_view(path).points + row * dimension);
    }
    if (columns & DESCENT_PATH_LOSS)
        ck_assert_double_eq(descent_path_view(path).losses[row], -(double)k);
    if (columns & DESCENT_PATH_GRADIENT_NORM)
        ck_assert_double_eq_tol(descent_path_view(path).gradient_norms[row], 5 * (double)k,
                                1e-14 * (double)k + DBL_MIN);
    if (columns & DESCENT_PATH_STEP_LENGTH)
        ck_assert_double_eq_tol(descent_path_view(path).step_lengths[row], length_at(k),
                                1e-14 * length_at(k) + DBL_MIN);
    if (columns & DESCENT_PATH_GRADIENT) {
        ck_assert_double_eq(descent_path_view(path).gradients[row * dimension], 3 * (double)k);
        ck_assert_double_eq(descent_path_view(path).gradients[row * dimension + 1], 4 * (double)k);
    }
}

static descent_path *new_path(const descent_path_options *options)
{
    descent_path *path;
    ck_assert_int_eq(descent_path_new(&path, dimension, options), DESCENT_SUCCESS);
    ck_assert_ptr_nonnull(path);
    return path;
}

/* Rows that a path of `points` points has when every stride-th stays and the newest is always there. */
static size_t rows_with_stride(uint64_t points, uint64_t stride)
{
    return (size_t)((points - 1) / stride + 1 + ((points - 1) % stride != 0 ? 1 : 0));
}

/* Checking costs more than recording. */
static bool is_checked_whole(uint64_t points)
{
    return points < 40 || points % 50 == 0;
}

static void check_strided_rows(const descent_path *path, uint64_t points, uint64_t stride)
{
    const size_t count = descent_path_view(path).count;
    ck_assert_uint_eq(descent_path_view(path).appended, points);
    ck_assert_uint_eq(descent_path_view(path).stride, stride);
    ck_assert_uint_eq(count, rows_with_stride(points, stride));
    for (size_t row = 0; row + 1 < count && is_checked_whole(points); row++)
        check_row(path, row, row * stride);
    check_row(path, count - 1, points - 1);
}

START_TEST(every_row_is_kept_by_default)
{
    descent_path *path = new_path(NULL);
    ck_assert_uint_eq(descent_path_view(path).columns, all_columns & ~(unsigned)DESCENT_PATH_GRADIENT);
    ck_assert_uint_eq(descent_path_view(path).dimension, dimension);
    for (uint64_t k = 0; k < 1000; k++)
        append_at(path, k);
    check_strided_rows(path, 1000, 1);
    ck_assert_ptr_null(descent_path_view(path).gradients);
    ck_assert_ptr_null(descent_test_path_point(path, 1000));
    descent_path_free(path);
}
END_TEST

/* Each of the 31 choices of columns, with each policy: a column that is left out must not disturb the others. */
START_TEST(any_choice_of_columns_is_kept)
{
    static const struct {
        size_t stride, last, byte_limit;
    } policies[] = {{1, 0, 0}, {7, 0, 0}, {1, 5, 0}, {1, 0, 1000}, {3, 0, 1000}};
    descent_path_options options = {0};
    options.columns = (unsigned)_i;
    for (size_t policy = 0; policy < sizeof policies / sizeof *policies; policy++) {
        options.stride = policies[policy].stride;
        options.last = policies[policy].last;
        options.byte_limit = policies[policy].byte_limit;
        descent_path *path = new_path(&options);
        for (uint64_t k = 0; k < 200; k++) {
            append_at(path, k);
            const size_t count = descent_path_view(path).count;
            check_row(path, count - 1, k);
            for (size_t row = 0; row < count && k % 40 == 39; row++)
                check_row(path, row, descent_path_view(path).steps[row]);
        }
        ck_assert_int_eq(descent_path_view(path).points != NULL, (_i & DESCENT_PATH_POINT) != 0);
        ck_assert_int_eq(descent_path_view(path).losses != NULL, (_i & DESCENT_PATH_LOSS) != 0);
        ck_assert_int_eq(descent_path_view(path).gradient_norms != NULL, (_i & DESCENT_PATH_GRADIENT_NORM) != 0);
        ck_assert_int_eq(descent_path_view(path).step_lengths != NULL, (_i & DESCENT_PATH_STEP_LENGTH) != 0);
        ck_assert_int_eq(descent_path_view(path).gradients != NULL, (_i & DESCENT_PATH_GRADIENT) != 0);
        descent_path_free(path);
    }
}
END_TEST

START_TEST(every_stride_th_row_is_kept_and_the_newest)
{
    descent_path_options options = {0};
    options.stride = (size_t)_i;
    descent_path *path = new_path(&options);
    for (uint64_t k = 0; k < 100; k++) {
        append_at(path, k);
        check_strided_rows(path, k + 1, options.stride);
    }
    descent_path_free(path);
}
END_TEST

START_TEST(the_last_rows_are_kept)
{
    descent_path_options options = {0};
    options.last = (size_t)_i;
    descent_path *path = new_path(&options);
    for (uint64_t k = 0; k < 100; k++) {
        append_at(path, k);
        const size_t count = k + 1 < options.last ? (size_t)k + 1 : options.last;
        ck_assert_uint_eq(descent_path_view(path).count, count);
        for (size_t row = 0; row < count && is_checked_whole(k + 1); row++)
            check_row(path, row, k + 1 - count + row);
    }
    ck_assert_uint_eq(descent_path_view(path).appended, 100);
    ck_assert_uint_eq(descent_path_view(path).stride, 1);
    descent_path_free(path);
}
END_TEST

/* Within a budget of `_i` rows the stride must be the smallest power of two times the first that fits. */
START_TEST(thinning_keeps_the_budget_and_as_many_rows_as_it_can)
{
    const size_t row_bytes = (1 + dimension + 3) * sizeof(double), limit = (size_t)_i;
    for (size_t first = 1; first <= 3; first++) {
        descent_path_options options = {0};
        options.stride = first;
        options.byte_limit = limit * row_bytes + row_bytes / 2;
        descent_path *path = new_path(&options);
        for (uint64_t k = 0; k < 100; k++) {
            append_at(path, k);
            uint64_t stride = first;
            while (rows_with_stride(k + 1, stride) > limit)
                stride *= 2;
            check_strided_rows(path, k + 1, stride);
            ck_assert_uint_le(descent_path_view(path).bytes, options.byte_limit);
        }
        descent_path_free(path);
    }
}
END_TEST

START_TEST(clearing_begins_anew_with_the_same_options)
{
    descent_path_options options = {0};
    options.byte_limit = 1000;
    options.columns = DESCENT_PATH_STEP_LENGTH;
    descent_path *path = new_path(&options);
    for (int round = 0; round < 2; round++) {
        ck_assert_uint_eq(descent_path_view(path).count, 0);
        ck_assert_uint_eq(descent_path_view(path).appended, 0);
        ck_assert_uint_eq(descent_path_view(path).stride, 1);
        ck_assert_ptr_null(descent_path_view(path).steps);
        ck_assert_ptr_null(descent_path_view(path).step_lengths);
        for (uint64_t k = 0; k < 500; k++)
            append_at(path, k);
        check_strided_rows(path, 500, 16); /* 62 rows of 16 bytes fit, not the 64 of stride 8 */
        descent_path_clear(path);
    }
    descent_path_free(path);
}
END_TEST

START_TEST(what_is_not_known_is_nan)
{
    descent_path_options options = {0};
    options.columns = all_columns;
    descent_path *path = new_path(&options);
    const double x[dimension] = {1, NAN, -INFINITY};
    ck_assert_int_eq(descent_path_append(path, x, NAN, NULL), DESCENT_SUCCESS);
    ck_assert_int_eq(descent_path_append(path, x, INFINITY, x), DESCENT_SUCCESS);
    ck_assert_double_nan(descent_path_view(path).losses[0]);
    ck_assert_double_nan(descent_path_view(path).gradient_norms[0]);
    for (size_t i = 0; i < dimension; i++)
        ck_assert_double_nan(descent_path_view(path).gradients[i]);
    ck_assert_double_eq(descent_path_view(path).step_lengths[0], 0);
    ck_assert_double_infinite(descent_path_view(path).losses[1]);
    ck_assert_double_nan(descent_path_view(path).gradient_norms[1]);
    ck_assert_double_nan(descent_path_view(path).step_lengths[1]);
    ck_assert_mem_eq(descent_test_path_point(path, 1), x, sizeof x);
    descent_path_free(path);
}
END_TEST

/* 3·10²⁰⁰ and 4·10²⁰⁰: their squares overflow, the length 5·10²⁰⁰ does not; likewise downwards. */
START_TEST(lengths_neither_overflow_nor_vanish)
{
    static const double scales[] = {1e200, 1e-200};
    for (size_t i = 0; i < 2; i++) {
        descent_path *path = new_path(NULL);
        const double zero[dimension] = {0}, x[dimension] = {3 * scales[i], 0, 4 * scales[i]};
        ck_assert_int_eq(descent_path_append(path, zero, 0, NULL), DESCENT_SUCCESS);
        ck_assert_int_eq(descent_path_append(path, x, 0, x), DESCENT_SUCCESS);
        ck_assert_double_eq_tol(descent_path_view(path).step_lengths[1], 5 * scales[i], 1e-15 * scales[i]);
        ck_assert_double_eq_tol(descent_path_view(path).gradient_norms[1], 5 * scales[i], 1e-15 * scales[i]);
        descent_path_free(path);
    }
}
END_TEST

START_TEST(bad_options_are_refused_by_name)
{
    static const struct {
        descent_path_options options;
        size_t dimension;
        const char *detail;
    } cases[] = {
        {{.columns = 64, .stride = 1}, 2, "columns must be or-ed values of descent_path_column, got 64"},
        {{.columns = 1, .stride = 2, .last = 3}, 2, "last excludes stride: got last 3 with stride 2"},
        {{.columns = 1, .stride = 1, .last = 3, .byte_limit = 999}, 2, "last excludes byte_limit"},
        {{.columns = 1, .stride = 1, .byte_limit = 95}, 2, "byte_limit must hold at least 4 rows of 24 bytes, got 95"},
        {{.columns = 1, .stride = 1, .last = SIZE_MAX / 32}, 2, "last"},
        {{.columns = 1, .stride = 1, .reserve = SIZE_MAX / 16}, 2, "reserve"},
        {{.columns = 1, .stride = 1}, 0, "dimension must be at least 1, got 0"},
        {{.columns = 1, .stride = 1}, SIZE_MAX / 8, "dimension"},
        {{.columns = 17, .stride = 1}, SIZE_MAX / 16, "dimension"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        descent_path *path = (descent_path *)&path;
        ck_assert_int_eq(descent_path_new(&path, cases[i].dimension, &cases[i].options), DESCENT_EINVAL);
        ck_assert_ptr_null(path);
        ck_assert_msg(strncmp(descent_error_detail(), cases[i].detail, strlen(cases[i].detail)) == 0,
                      "case %zu: \"%s\"", i, descent_error_detail());
    }
    const descent_path_options fits = {.columns = 1, .byte_limit = 96}, zero = {0};
    descent_path *path;
    assert_success(descent_path_new(&path, 2, &zero));
    ck_assert_uint_eq(descent_path_view(path).columns,
                      DESCENT_PATH_POINT | DESCENT_PATH_LOSS | DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_STEP_LENGTH);
    ck_assert_uint_eq(descent_path_view(path).stride, 1);
    descent_path_free(path);
    ck_assert_int_eq(descent_path_new(&path, 2, &fits), DESCENT_SUCCESS);
    descent_path_free(path);
    ck_assert_int_eq(descent_path_new(NULL, 2, NULL), DESCENT_EINVAL);
}
END_TEST

/* A row has the step's number, n numbers of a point or a gradient, and one of all else, of eight bytes each; four rows at least. */
START_TEST(every_column_has_its_bytes)
{
    enum {
        n = 3
    };
    static const struct {
        unsigned column;
        size_t numbers;
    } all[] = {{DESCENT_PATH_POINT, n},       {DESCENT_PATH_LOSS, 1},     {DESCENT_PATH_GRADIENT_NORM, 1},
               {DESCENT_PATH_STEP_LENGTH, 1}, {DESCENT_PATH_GRADIENT, n}, {DESCENT_PATH_RULE_CHANGES, 1}};
    for (unsigned choice = 1; choice < 1U << 6; choice++) {
        descent_path_options options = {.stride = 1};
        size_t numbers = 1;
        for (size_t k = 0; k < 6; k++)
            if (choice >> k & 1) {
                options.columns |= all[k].column;
                numbers += all[k].numbers;
            }
        descent_path *path;
        options.byte_limit = 4 * 8 * numbers;
        assert_success(descent_path_new(&path, n, &options));
        descent_path_free(path);
        options.byte_limit--;
        ck_assert_int_eq(descent_path_new(&path, n, &options), DESCENT_EINVAL);
    }
}
END_TEST

START_TEST(bad_points_are_refused)
{
    const double x[dimension] = {0};
    descent_path *path = new_path(NULL);
    ck_assert_int_eq(descent_path_append(NULL, x, 0, NULL), DESCENT_EINVAL);
    ck_assert_str_eq(descent_error_detail(), "path must not be NULL");
    ck_assert_int_eq(descent_path_append(path, NULL, 0, NULL), DESCENT_EINVAL);
    ck_assert_str_eq(descent_error_detail(), "x must not be NULL");
    append_at(path, 0);
    ck_assert_int_eq(descent_path_append(path, descent_test_path_point(path, 0), 0, NULL), DESCENT_EINVAL);
    ck_assert_int_eq(descent_path_append(path, x, 0, descent_test_path_point(path, 0)), DESCENT_EINVAL);
    ck_assert_uint_eq(descent_path_view(path).count, 1);
    descent_path_free(path);
}
END_TEST

START_TEST(nothing_is_asked_of_null)
{
    descent_path_free(NULL);
    descent_path_clear(NULL);
    ck_assert_uint_eq(descent_path_view(NULL).dimension, 0);
    ck_assert_uint_eq(descent_path_view(NULL).count, 0);
    ck_assert_uint_eq(descent_path_view(NULL).appended, 0);
    ck_assert_uint_eq(descent_path_view(NULL).columns, 0);
    ck_assert_uint_eq(descent_path_view(NULL).stride, 0);
    ck_assert_uint_eq(descent_path_view(NULL).bytes, 0);
    ck_assert_ptr_null(descent_path_view(NULL).points);
    ck_assert_ptr_null(descent_path_view(NULL).gradients);
    ck_assert_ptr_null(descent_path_view(NULL).losses);
    ck_assert_ptr_null(descent_path_view(NULL).gradient_norms);
    ck_assert_ptr_null(descent_path_view(NULL).step_lengths);
    ck_assert_ptr_null(descent_path_view(NULL).steps);
    ck_assert_ptr_null(descent_test_path_point(NULL, 0));
}
END_TEST

/* Rows are moved in their buffer, and the buffer grows, only now and then: a reserve is there at once. */
START_TEST(reserved_rows_do_not_move)
{
    descent_path_options options = {0};
    options.reserve = 500;
    descent_path *path = new_path(&options);
    ck_assert_uint_ge(descent_path_view(path).bytes, 500 * 7 * sizeof(double));
    append_at(path, 0);
    const double *points = descent_path_view(path).points;
    for (uint64_t k = 1; k < 500; k++)
        append_at(path, k);
    ck_assert_ptr_eq(descent_path_view(path).points, points);
    check_strided_rows(path, 500, 1);
    descent_path_free(path);
}
END_TEST

#if defined(__SANITIZE_ADDRESS__)
#define ADDRESS_SPACE_CAN_BE_LIMITED 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ADDRESS_SPACE_CAN_BE_LIMITED 0
#endif
#endif
#ifndef ADDRESS_SPACE_CAN_BE_LIMITED
#define ADDRESS_SPACE_CAN_BE_LIMITED 1
#endif

/* When memory ends, the path is as it was; when there is memory again, the same point can be appended. */
START_TEST(memory_that_ends_loses_nothing)
{
    const struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY}, little = {64 << 20, RLIM_INFINITY};
    const size_t n = 1 << 18; /* 2 MiB a point */
    double *x = calloc(n, sizeof *x);
    ck_assert_ptr_nonnull(x);
    descent_path *path;
    ck_assert_int_eq(descent_path_new(&path, n, NULL), DESCENT_SUCCESS);
    ck_assert_int_eq(setrlimit(RLIMIT_AS, &little), 0);
    descent_status status = DESCENT_SUCCESS;
    size_t count = 0;
    for (; count < 100 && status == DESCENT_SUCCESS; count++) {
        x[0] = (double)count;
        status = descent_path_append(path, x, x[0], NULL);
    }
    count--;
    ck_assert_int_eq(setrlimit(RLIMIT_AS, &all), 0);
    ck_assert_int_eq(status, DESCENT_ENOMEM);
    ck_assert_uint_eq(descent_path_view(path).count, count);
    ck_assert_int_eq(descent_path_append(path, x, x[0], NULL), DESCENT_SUCCESS);
    for (size_t row = 0; row <= count; row++) {
        ck_assert_double_eq(descent_test_path_point(path, row)[0], (double)row);
        ck_assert_double_eq(descent_path_view(path).losses[row], (double)row);
        ck_assert_double_eq(descent_path_view(path).step_lengths[row], row > 0 ? 1 : 0);
    }
    descent_path_free(path);
    free(x);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("path");
    TCase *tcase = tcase_create("path");
    tcase_add_test(tcase, every_row_is_kept_by_default);
    tcase_add_loop_test(tcase, any_choice_of_columns_is_kept, 1, all_columns + 1);
    tcase_add_loop_test(tcase, every_stride_th_row_is_kept_and_the_newest, 1, 12);
    tcase_add_loop_test(tcase, the_last_rows_are_kept, 1, 9);
    tcase_add_loop_test(tcase, thinning_keeps_the_budget_and_as_many_rows_as_it_can, 4, 12);
    tcase_add_test(tcase, clearing_begins_anew_with_the_same_options);
    tcase_add_test(tcase, what_is_not_known_is_nan);
    tcase_add_test(tcase, lengths_neither_overflow_nor_vanish);
    tcase_add_test(tcase, bad_options_are_refused_by_name);
    tcase_add_test(tcase, every_column_has_its_bytes);
    tcase_add_test(tcase, bad_points_are_refused);
    tcase_add_test(tcase, nothing_is_asked_of_null);
    tcase_add_test(tcase, reserved_rows_do_not_move);
    if (ADDRESS_SPACE_CAN_BE_LIMITED && !getenv("CK_FORK"))
        tcase_add_test(tcase, memory_that_ends_loses_nothing);
    suite_add_tcase(suite, tcase);
    return descent_test_main(suite);
}
