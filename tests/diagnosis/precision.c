/* Runs in single precision are known by their bits; numbers of double precision that are merely short are not taken for them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

enum {
    rows = 40
};

/* Is a path of these points, or losses, said to be of single precision? */
static bool is_single(size_t count, size_t n, const double *points, const double *losses)
{
    descent_path *path;
    descent_diagnosis *diagnosis;
    assert_success(descent_path_new(&path, n, NULL));
    for (size_t k = 0; k < count; k++)
        assert_success(descent_path_append(path, points + k * n, losses ? losses[k] : NAN, NULL));
    assert_success(descent_diagnose(NULL, path, NULL, &diagnosis));
    const bool single = diagnosis->findings & DESCENT_FINDING_SINGLE_PRECISION;
    char *const text = descent_test_printed(descent_diagnosis_print, diagnosis);
    ck_assert_int_eq(strstr(text, "single precision") != NULL, single);
    descent_diagnosis_free(diagnosis);
    descent_path_free(path);
    return single;
}

/* The run of a quadratic by steps that are computed in single precision, or in double. */
static void descend(bool in_single, double start, double factor, double *x, double *losses)
{
    double y = start;
    for (size_t k = 0; k < rows; k++) {
        x[2 * k] = y;
        x[2 * k + 1] = 1 + y * 0.25;
        if (in_single)
            x[2 * k + 1] = (double)(float)x[2 * k + 1];
        losses[k] = in_single ? (double)((float)y * (float)y) : y * y;
        y = in_single ? (double)((float)factor * (float)y) : factor * y;
    }
}

START_TEST(points_and_losses_of_single_precision_are_known)
{
    double x[2 * rows], losses[rows], exact[2 * rows], exact_losses[rows];
    descend(true, (double)1.1f, (double)0.83f, x, losses);
    descend(false, 1.1, 0.83, exact, exact_losses);
    ck_assert(is_single(rows, 2, x, losses));
    ck_assert(is_single(rows, 2, x, NULL));
    ck_assert(is_single(rows, 2, x, exact_losses));
    ck_assert(is_single(rows, 2, exact, losses));
    ck_assert(!is_single(rows, 2, exact, exact_losses));
    x[2 * rows - 2] += 1e-12; /* one number in double */
    ck_assert(!is_single(rows, 2, x, NULL));
}
END_TEST

START_TEST(short_numbers_in_double_precision_are_not)
{
    double x[2 * rows], losses[rows];
    const double factors[] = {0.5, 0.75, 0.875, 1.25, 1 - 0x1p-10};
    for (size_t f = 0; f < sizeof factors / sizeof *factors; f++) {
        const double starts[] = {1, 3, 4, 1.5, 0x1.234p0};
        for (size_t s = 0; s < sizeof starts / sizeof *starts; s++)
            for (size_t count = 2; count <= rows; count++) {
                descend(false, starts[s], factors[f], x, losses);
                ck_assert_msg(!is_single(count, 2, x, losses), "%g·%g^k, %zu rows", starts[s], factors[f], count);
            }
    }
    /* Halving a start that was given in single precision. */
    descend(false, (double)1.1f, 0.5, x, losses);
    ck_assert(!is_single(rows, 2, x, NULL));
    /* Short decimals. */
    for (size_t k = 0; k < 2 * rows; k++)
        x[k] = round(1e4 * (3 * pow(0.9, (double)k))) / 1e4;
    ck_assert(!is_single(rows, 2, x, NULL));
}
END_TEST

START_TEST(counts_are_not)
{
    double x[rows], losses[rows];
    for (size_t k = 0; k < rows; k++) {
        x[k] = 1.7 + pow(0.9, (double)k);
        losses[k] = 1048576 + floor(3e6 * pow(0.9, (double)k)); /* wrong answers among millions */
    }
    ck_assert(!is_single(rows, 1, x, losses));
    for (size_t k = 0; k < rows; k++)
        losses[k] /= 1024; /* and fixed point */
    ck_assert(!is_single(rows, 1, x, losses));
    for (size_t k = 0; k < rows; k++)
        losses[k] = k % 2 ? (double)1.1f : (double)0.3f; /* few values */
    ck_assert(!is_single(rows, 1, x, losses));
}
END_TEST

/* x² + 1 by steps of 0.3 of the slope with noise of its own rounding, the loss in single precision: once the loss stands, its numbers are
 * why nothing can be told, and not how many steps there are. Before that, and in double precision, they are not. */
static const char *reason_of(size_t count, bool in_single)
{
    static char reason[512];
    descent_path *path;
    descent_diagnosis *diagnosis;
    double x = 1.1;
    assert_success(descent_path_new(&path, 1, NULL));
    for (size_t k = 0; k < count; k++) {
        const double loss = 1.3 + x * x;
        assert_success(descent_path_append(path, &x, in_single ? (double)(float)loss : loss, NULL));
        x -= 0.3 * x + 1e-5 * cos(11.0 * (double)(k * k));
    }
    assert_success(descent_diagnose(NULL, path, NULL, &diagnosis));
    snprintf(reason, sizeof reason, "%s", diagnosis->ending == DESCENT_ENDING_UNDETERMINED ? diagnosis->reason : "");
    descent_diagnosis_free(diagnosis);
    descent_path_free(path);
    return reason;
}

START_TEST(what_precision_hides_is_not_for_want_of_steps)
{
    ck_assert_ptr_nonnull(strstr(reason_of(rows + 18, true), "single precision"));
    ck_assert_ptr_null(strstr(reason_of(rows + 18, false), "single precision"));
    ck_assert_ptr_null(strstr(reason_of(12, true), "single precision"));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        points_and_losses_of_single_precision_are_known,
        short_numbers_in_double_precision_are_not,
        counts_are_not,
        what_precision_hides_is_not_for_want_of_steps,
    };
    return descent_test_main(descent_test_suite("precision", tests, sizeof tests / sizeof *tests));
}
