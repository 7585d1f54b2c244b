/*
 * Checks of derivatives whose truth is known and whose mistake is made on purpose: every field of the finding, and its sentence from
 * the first word to the last, for gradients and Hessians, with names and without.
 */
#include "support.h"

#include <descent/descent.h>
#include <descent/gradient_check.h>
#include <math.h>
#include <stdio.h>

enum {
    n = 3,
    most_entries = n * n,
    text_size = 512
};

/* L = eˣ + x·y² + sin(z)·x + 3z², with a mistake in what is told of it. */
typedef enum mistake {
    NONE,
    SIGN,      /* all have the other sign */
    FACTOR,    /* all are 1.5 times as large */
    SWAPPED,   /* two stand in each other's place */
    ONE,       /* one is off */
    ONE_SIGN,  /* one has the other sign */
    TWO,       /* two are off */
    ALL,       /* all are, each by another amount */
    NOT_FINITE /* one is no number */
} mistake;

typedef struct told {
    mistake made;
    descent_evaluations asked;
} told;

static int loss(size_t count, const double *at, double *value, void *context)
{
    (void)count;
    ((told *)context)->asked.loss++;
    *value = exp(at[0]) + at[0] * at[1] * at[1] + sin(at[2]) * at[0] + 3 * at[2] * at[2];
    return 0;
}

static void true_gradient(const double *at, double *g)
{
    g[0] = exp(at[0]) + at[1] * at[1] + sin(at[2]);
    g[1] = 2 * at[0] * at[1];
    g[2] = cos(at[2]) * at[0] + 6 * at[2];
}

static void true_hessian(const double *at, double *h)
{
    const double all[most_entries] = {
        exp(at[0]), 2 * at[1], cos(at[2]), 2 * at[1], 2 * at[0], 0, cos(at[2]), 0, 6 - sin(at[2]) * at[0]};
    memcpy(h, all, sizeof all);
}

/* Entries 1 and 2 are those of which the mistakes are. */
static void err(mistake made, size_t count, double *entries)
{
    const double first = entries[1], second = entries[2];
    for (size_t k = 0; k < count && (made == SIGN || made == FACTOR); k++)
        entries[k] *= made == SIGN ? -1 : 1.5;
    for (size_t k = 0; k < count && made == ALL; k++)
        entries[k] += 0.25 + 0.125 * (double)(k * k);
    if (made == SWAPPED) {
        entries[1] = second;
        entries[2] = first;
    }
    if (made == ONE || made == TWO)
        entries[1] += 0.5;
    if (made == TWO)
        entries[2] -= 0.03125;
    if (made == ONE_SIGN)
        entries[2] = -second;
    if (made == NOT_FINITE)
        entries[2] = NAN;
}

static int gradient(size_t count, const double *at, double *g, void *context)
{
    told *const t = context;
    t->asked.gradient++;
    true_gradient(at, g);
    err(t->made, count, g);
    return 0;
}

static int right_gradient(size_t count, const double *at, double *g, void *context)
{
    (void)count;
    ((told *)context)->asked.gradient++;
    true_gradient(at, g);
    return 0;
}

static int hessian(size_t count, const double *at, double *h, void *context)
{
    told *const t = context;
    t->asked.hessian++;
    true_hessian(at, h);
    err(t->made, count * count, h);
    return 0;
}

static int product(size_t count, const double *at, const double *v, double *image, void *context)
{
    told *const t = context;
    double h[most_entries];
    t->asked.hessian_product++;
    true_hessian(at, h);
    err(t->made, count * count, h);
    for (size_t i = 0; i < count; i++) {
        image[i] = 0;
        for (size_t j = 0; j < count; j++)
            image[i] += h[i * count + j] * v[j];
    }
    return 0;
}

static const char *const some_names[n] = {"width", "β₂", "z"};

static void name_of(char *text, size_t size, bool of_hessian, bool named, size_t entry)
{
    static const char *const plain[n] = {"x₁", "x₂", "x₃"};
    const char *const *const names = named ? some_names : plain;
    if (of_hessian)
        snprintf(text, size, "∂²L/∂%s∂%s", names[entry / n], names[entry % n]);
    else
        snprintf(text, size, "∂L/∂%s", names[entry]);
}

/* The sentence that the header promises, made of what was put in. */
static void sentence(char *text, const descent_derivative_check *c, mistake made, bool of_hessian, bool named,
                     size_t worst, size_t wrong)
{
    const char *const whole = of_hessian ? "Hessian" : "gradient", *const by = of_hessian ? "the gradient" : "the loss";
    char name[64], partner[64], numbers[160];
    const size_t entries = c->rows * n;
    name_of(name, sizeof name, of_hessian, named, worst);
    name_of(partner, sizeof partner, of_hessian, named, worst == 1 ? 2 : 1);
    snprintf(numbers, sizeof numbers, "%s is %.6g, but %s says %.6g", name, c->supplied[worst], by, c->expected[worst]);
    if (made == NONE)
        snprintf(text, text_size, "The %s agrees with %s. Least certain is %s: it is %.6g, and %s says %.6g ± %.1e.",
                 whole, by, name, c->supplied[worst], by, c->expected[worst], c->tolerance[worst]);
    else if (made == SIGN)
        snprintf(text, text_size, "The whole %s has the wrong sign: %s.", whole, numbers);
    else if (made == FACTOR)
        snprintf(text, text_size, "The whole %s is off by the factor 1.5: %s.", whole, numbers);
    else if (made == SWAPPED)
        snprintf(text, text_size, "%s and %s stand in each other's place: %s.", name, partner, numbers);
    else if (wrong == 1)
        snprintf(text, text_size, "1 of %zu entries of the %s is wrong: %s%s.", entries, whole, numbers,
                 made == ONE_SIGN ? " (the sign is wrong)" : "");
    else
        snprintf(text, text_size, "%zu of %zu entries of the %s are wrong; of the worst, %s.", wrong, entries, whole,
                 numbers);
}

static void check_finding(const descent_derivative_check *c, mistake made, bool of_hessian, bool named,
                          const double *at)
{
    static const descent_check_verdict verdicts[] = {
        DESCENT_CHECK_AGREES,     DESCENT_CHECK_SIGN,       DESCENT_CHECK_FACTOR,     DESCENT_CHECK_SWAPPED,
        DESCENT_CHECK_COMPONENTS, DESCENT_CHECK_COMPONENTS, DESCENT_CHECK_COMPONENTS, DESCENT_CHECK_WRONG};
    const size_t count = of_hessian ? most_entries : n;
    double truth[most_entries], supplied[most_entries], farthest = -1;
    size_t worst = 0, wrong = 0;
    char text[text_size];
    if (of_hessian)
        true_hessian(at, truth);
    else
        true_gradient(at, truth);
    memcpy(supplied, truth, sizeof supplied);
    err(made, count, supplied);
    ck_assert_msg(c->verdict == verdicts[made], "mistake %d: %s", (int)made, c->explanation);
    ck_assert_uint_eq(c->rows, of_hessian ? n : 1);
    ck_assert_uint_eq(c->dimension, n);
    for (size_t k = 0; k < count; k++) {
        ck_assert_double_eq_tol(c->supplied[k], supplied[k], 1e-15);
        /* What differences say is right, within what they say of themselves, and that is little. */
        ck_assert_double_le(fabs(c->expected[k] - truth[k]), c->tolerance[k]);
        ck_assert_double_lt(c->tolerance[k], 1e-5);
        const double off = fabs(c->supplied[k] - c->expected[k]) / c->tolerance[k];
        wrong += off > 1;
        if (off > farthest && (off > 1 || made == NONE)) {
            farthest = off;
            worst = k;
        }
    }
    /* A zero times a factor, or with the other sign, is right. */
    const size_t expected_wrong = made == NONE                      ? 0
                                  : made == SIGN || made == FACTOR  ? (of_hessian ? 7 : 3)
                                  : made == ALL                     ? count
                                  : made == ONE || made == ONE_SIGN ? 1
                                                                    : 2;
    ck_assert_uint_eq(wrong, expected_wrong);
    ck_assert_uint_eq(c->wrong_count, wrong);
    ck_assert_uint_eq(c->undecided_count, 0);
    ck_assert_uint_eq(c->worst_row, of_hessian ? worst / n : 0);
    ck_assert_uint_eq(c->worst, worst % n);
    if (made == SWAPPED) {
        const size_t partner = worst == 1 ? 2 : 1;
        ck_assert_uint_eq(c->partner_row, partner / n);
        ck_assert_uint_eq(c->partner, partner % n);
    }
    if (made == SIGN || made == FACTOR)
        ck_assert_double_eq_tol(c->factor, made == SIGN ? -1 : 1.5, 1e-6);
    else
        ck_assert(isnan(c->factor));
    sentence(text, c, made, of_hessian, named, worst, wrong);
    ck_assert_str_eq(c->explanation, text);
}

START_TEST(findings_are_told_in_full)
{
    const double at[n] = {0.75, -1.25, 0.5};
    for (int made = NONE; made <= ALL; made++)
        for (int source = 0; source < 3; source++) /* a gradient, a Hessian, its products */
            for (int named = 0; named < 2; named++) {
                told t = {.made = (mistake)made};
                const descent_problem problem = {.dimension = n,
                                                 .loss = loss,
                                                 .gradient = source > 0 ? right_gradient : gradient,
                                                 .hessian = source == 1 ? hessian : NULL,
                                                 .hessian_product = source == 2 ? product : NULL,
                                                 .context = &t,
                                                 .variable_names = named ? some_names : NULL};
                descent_derivative_check *c;
                assert_success((source > 0 ? descent_check_hessian : descent_check_gradient)(&problem, at, &c));
                check_finding(c, t.made, source > 0, named, at);
                ck_assert_uint_eq(c->evaluations.loss, t.asked.loss);
                ck_assert_uint_eq(c->evaluations.gradient, t.asked.gradient);
                ck_assert_uint_eq(c->evaluations.hessian, t.asked.hessian);
                ck_assert_uint_eq(c->evaluations.hessian_product, t.asked.hessian_product);
                ck_assert_uint_eq(t.asked.hessian, source == 1);
                ck_assert_uint_eq(t.asked.hessian_product, source == 2 ? n : 0);
                descent_derivative_check_free(c);
            }
}
END_TEST

/* What is no number is named with its variables. */
START_TEST(what_is_not_finite_is_named)
{
    const double at[n] = {0.75, -1.25, 0.5}, nowhere[n] = {0.75, 1, INFINITY}, far[n] = {800, 0, 0};
    for (int named = 0; named < 2; named++) {
        told t = {.made = NOT_FINITE};
        descent_problem problem = {.dimension = n,
                                   .loss = loss,
                                   .gradient = gradient,
                                   .context = &t,
                                   .variable_names = named ? some_names : NULL};
        descent_derivative_check *c;
        assert_failure(descent_check_gradient(&problem, at, &c), DESCENT_ENONFINITE,
                       named ? "gradient[2] (z) must be finite, got" : "gradient[2] (x₃) must be finite, got");
        ck_assert_ptr_null(c);
        assert_failure(descent_check_gradient(&problem, nowhere, &c), DESCENT_ENONFINITE,
                       named ? "x[2] (z) must be finite, got inf" : "x[2] (x₃) must be finite, got inf");
        problem.gradient = right_gradient;
        problem.hessian = hessian;
        assert_failure(descent_check_hessian(&problem, at, &c), DESCENT_ENONFINITE,
                       named ? "∂²L/∂width∂z must be finite, got" : "∂²L/∂x₁∂x₃ must be finite, got");
        t.made = NONE;
        assert_failure(descent_check_hessian(&problem, far, &c), DESCENT_ENONFINITE, "must be finite, got inf");
        ck_assert_ptr_null(c);
    }
}
END_TEST

/* A function that succeeds and writes nothing has given no derivative. */
static int silent(size_t count, const double *at, double *entries, void *context)
{
    (void)count, (void)at, (void)entries, (void)context;
    return 0;
}

static int silent_product(size_t count, const double *at, const double *vector, double *product, void *context)
{
    (void)count, (void)at, (void)vector, (void)product, (void)context;
    return 0;
}

START_TEST(what_writes_nothing_is_not_checked)
{
    const double at[n] = {0.75, -1.25, 0.5};
    told t = {.made = NONE};
    const descent_problem problems[] = {
        {.dimension = n, .loss = loss, .gradient = silent, .context = &t},
        {.dimension = n, .loss = loss, .gradient = right_gradient, .hessian = silent, .context = &t},
        {.dimension = n, .loss = loss, .gradient = right_gradient, .hessian_product = silent_product, .context = &t}};
    for (int k = 0; k < 3; k++) {
        descent_derivative_check *c;
        descent_critical_point *point;
        assert_failure((k ? descent_check_hessian : descent_check_gradient)(&problems[k], at, &c), DESCENT_ENONFINITE,
                       "must be finite, got");
        assert_failure(descent_critical_classify(&problems[k], at, NULL, &point), DESCENT_ENONFINITE, "nan");
    }
}
END_TEST

/* A limit that suffices is none; below it there is no finding, and never a call more. */
START_TEST(the_limit_of_a_check_is_kept)
{
    const double at[n] = {0.75, -1.25, 0.5};
    for (int second = 0; second < 2; second++) {
        told t = {.made = NONE};
        const descent_problem problem = {
            .dimension = n, .loss = loss, .gradient = right_gradient, .hessian = hessian, .context = &t};
        descent_derivative_check *c;
        descent_check_options options = {0};
        assert_success((second ? descent_check_hessian : descent_check_gradient)(&problem, at, &c));
        const descent_evaluations e = c->evaluations;
        const uint64_t all = e.loss + e.gradient + e.hessian;
        descent_derivative_check_free(c);
        for (options.evaluation_limit = 1; options.evaluation_limit <= all; options.evaluation_limit++) {
            t.asked = (descent_evaluations){0};
            const descent_status status =
                (second ? descent_check_hessian_within : descent_check_gradient_within)(&problem, at, &options, &c);
            ck_assert_int_eq(status, options.evaluation_limit == all ? DESCENT_SUCCESS : DESCENT_EBUDGET);
            ck_assert_int_eq(c != NULL, options.evaluation_limit == all);
            if (status == DESCENT_EBUDGET) {
                char words[64];
                snprintf(words, sizeof words, "%d evaluation%s not enough", (int)options.evaluation_limit,
                         options.evaluation_limit == 1 ? " is" : "s are");
                ck_assert_str_eq(descent_error_detail(), words);
            }
            ck_assert_uint_le(t.asked.loss + t.asked.gradient + t.asked.hessian, options.evaluation_limit);
            descent_derivative_check_free(c);
        }
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {findings_are_told_in_full, what_is_not_finite_is_named,
                                  what_writes_nothing_is_not_checked, the_limit_of_a_check_is_kept};
    return descent_test_main(descent_test_suite("problem checks", tests, sizeof tests / sizeof *tests));
}
