/* What a diagnosis says where functions of the user's were silent, failed, or were not finite for once. */
#include <math.h>
#include <stdlib.h>

#include <descent/descent.h>

#include "support.h"

/* A bowl whose gradient is silent, fails or is NaN from one call on, or at every third, or once. */
typedef struct lapse {
    long calls, first, last, every;
    enum {
        SILENT,
        HALF_SILENT,
        FAILS,
        NOT_A_NUMBER
    } what;
    int code;
} lapse;

static bool lapses(lapse *own)
{
    own->calls++;
    return own->calls >= own->first && own->calls <= own->last && own->calls % own->every == 0;
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    lapse *const own = context;
    const bool now = lapses(own);
    if (now && own->what == SILENT)
        return 0;
    if (now && own->what == FAILS)
        return own->code;
    for (size_t i = 0; i < n; i++)
        if (!now || own->what != HALF_SILENT || i != n / 2)
            g[i] = now && own->what == NOT_A_NUMBER ? NAN : x[i];
    return 0;
}

static int loss(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += x[i] * x[i] / 2;
    return 0;
}

static const size_t sizes[] = {1, 2, 3, 64, 200};

START_TEST(a_silent_gradient_never_arrives)
{
    double start[200];
    const long firsts[] = {1, 2, 5, 12};
    const descent_rule rules[] = {descent_fixed_step(0.1), descent_heavy_ball(0.1, 0.5), descent_nesterov(0.1, 0.5)};
    for (size_t i = 0; i < 200; i++)
        start[i] = (double)(i % 7) + 1;
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes * 4 * 3 * 4; k++) {
        lapse own = {
            .first = firsts[k / 5 % 4], .last = 1000000, .every = 1, .what = k / 60 % 2 ? HALF_SILENT : SILENT};
        const size_t n = sizes[k % 5];
        const descent_problem problem = {
            .dimension = n, .loss = k / 120 ? loss : NULL, .gradient = gradient, .context = &own};
        descent_engine *const engine = descent_test_engine(&problem, rules[k / 20 % 3], start);
        descent_diagnosis *diagnosis;
        if (k % 2)
            assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, 20));
        assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
        ck_assert_msg(diagnosis->ending != DESCENT_ENDING_CONVERGED && diagnosis->ending != DESCENT_ENDING_APPROACHING,
                      "%zu variables, silent from call %ld: %s", n, own.first,
                      descent_ending_string(diagnosis->ending));
        ck_assert(!(diagnosis->gradient_norm <= 0));
        descent_diagnosis_free(diagnosis);
        descent_engine_free(engine);
    }
}
END_TEST

START_TEST(other_functions_that_are_silent_are_no_zeros)
{
    /* In one pass with the loss; and a Hessian. */
    lapse own = {.first = 1, .last = 1000000, .every = 1};
    const double x[] = {1, 2};
    const descent_problem problem = {.dimension = 2, .gradient = gradient, .context = &own};
    descent_critical_point *point;
    ck_assert_int_ne(descent_critical_classify(&problem, x, NULL, &point), DESCENT_SUCCESS);
    ck_assert_int_ne(descent_critical_refine(&problem, x, NULL, &point), DESCENT_SUCCESS);
}
END_TEST

START_TEST(a_function_that_failed_is_told)
{
    const double start[] = {1, 2};
    const char *const words = "failure"; /* one word, which no line breaks */
    for (long first = 1; first < 60; first++) {
        lapse own = {.first = first, .last = 1000000, .every = 1, .what = FAILS, .code = -3};
        const descent_problem problem = {.dimension = 2, .loss = loss, .gradient = gradient, .context = &own};
        descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), start);
        descent_diagnosis *diagnosis;
        assert_success(descent_engine_record(engine, NULL));
        const descent_status status = descent_engine_run(engine, 20);
        ck_assert(status == DESCENT_SUCCESS || status == DESCENT_ECALLBACK);
        assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
        if (status == DESCENT_ECALLBACK)
            ck_assert_uint_ne(diagnosis->findings & DESCENT_FINDING_CALLBACK_FAILED, 0);
        const bool told = strstr(descent_test_printed(descent_diagnosis_print, diagnosis), words) != NULL;
        ck_assert_int_eq(told, (diagnosis->findings & DESCENT_FINDING_CALLBACK_FAILED) != 0);
        descent_diagnosis_free(diagnosis);
        descent_engine_free(engine);
    }
}
END_TEST

START_TEST(a_function_that_never_failed_is_not_told_to)
{
    lapse own = {.first = 1, .last = 0, .every = 1};
    const double start[] = {1, 2};
    const descent_problem problem = {.dimension = 2, .gradient = gradient, .context = &own};
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.1), start, 20);
    ck_assert_uint_eq(diagnosis->findings & DESCENT_FINDING_CALLBACK_FAILED, 0);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* What was not finite once is asked for again, and path and point are those of a run in which it never happened. */
START_TEST(once_not_finite_is_not_for_ever)
{
    const double start[] = {1, 2};
    const descent_rule rules[] = {descent_fixed_step(0.1), descent_heavy_ball(0.1, 0.5), descent_nesterov(0.1, 0.5)};
    const unsigned all = DESCENT_PATH_POINT | DESCENT_PATH_GRADIENT_NORM | DESCENT_PATH_GRADIENT;
    for (size_t r = 0; r < 3; r++)
        for (long at = 1; at <= 20; at++) {
            lapse once = {.first = at, .last = at, .every = 1, .what = NOT_A_NUMBER}, never = {.every = 1};
            descent_problem problem = {.dimension = 2, .gradient = gradient, .context = &once};
            descent_engine *const engine = descent_test_engine(&problem, rules[r], start);
            problem.context = &never;
            descent_engine *const sound = descent_test_engine(&problem, rules[r], start);
            /* Where the rule looks ahead, a gradient at the point itself is asked for by the recording alone. */
            const descent_path_options options = {.columns = r < 2 ? all : DESCENT_PATH_POINT};
            assert_success(descent_engine_record(engine, &options));
            assert_success(descent_engine_record(sound, &options));
            for (int k = 0; k < 3; k++)
                assert_success(descent_engine_run(engine, 20 - descent_engine_steps(engine)));
            assert_success(descent_engine_run(sound, 20));
            ck_assert_uint_eq(descent_engine_steps(engine), 20);
            descent_test_same_paths(descent_engine_path(engine), descent_engine_path(sound));
            descent_engine_free(engine);
            descent_engine_free(sound);
        }
}
END_TEST

/* A function that adds to the path which is being diagnosed. */
typedef struct adder {
    descent_path *path;
    size_t calls, refused;
} adder;

static int adding_gradient(size_t n, const double *x, double *g, void *context)
{
    adder *const own = context;
    (void)n;
    own->calls++;
    own->refused += descent_path_append(own->path, x, NAN, NULL) == DESCENT_EINVAL;
    g[0] = x[0];
    return 0;
}

START_TEST(nothing_is_added_to_a_path_under_diagnosis)
{
    const descent_path_options options[] = {{0}, {.last = 50}, {.stride = 7}, {.columns = DESCENT_PATH_STEP_LENGTH}};
    for (size_t k = 0; k < sizeof options / sizeof *options; k++) {
        adder own = {0};
        const descent_problem problem = {.dimension = 1, .gradient = adding_gradient, .context = &own};
        descent_diagnosis *d;
        double x = 1;
        assert_success(descent_path_new(&own.path, 1, &options[k]));
        for (int row = 0; row < 40; row++, x *= 0.9)
            assert_success(descent_path_append(own.path, &x, NAN, NULL));
        const size_t count = descent_path_view(own.path).count;
        assert_success(descent_diagnose(&problem, own.path, NULL, &d));
        ck_assert(own.calls > 0 || k == 3); /* of lengths alone there are no points to ask about */
        ck_assert_uint_eq(own.refused, own.calls);
        ck_assert_uint_eq(descent_path_view(own.path).count, count);
        assert_success(descent_path_append(own.path, &x, NAN, NULL)); /* afterwards it goes on */
        descent_diagnosis_free(d);
        descent_path_free(own.path);
    }
}
END_TEST

/* Level from −1 to 1, a slope beyond that bends or does not; whoever asks asks about a point. */
static int level_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    const double power = *(const double *)context;
    ck_assert(isfinite(x[0]));
    *value = pow(fmax(fabs(x[0]) - 1, 0), power);
    return 0;
}

static int level_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    const double power = *(const double *)context, beyond = fabs(x[0]) - 1;
    ck_assert(isfinite(x[0]));
    g[0] = beyond > 0 ? copysign(power * pow(beyond, power - 1), x[0]) : 0;
    return 0;
}

/* Paths of nobody's rule that come onto level ground, and to a stop or not. */
START_TEST(nobody_is_asked_about_a_point_that_is_none)
{
    const double powers[] = {1, 2, 4}, kept[] = {0, 0.5, 1};
    for (size_t p = 0; p < 3; p++)
        for (size_t k = 0; k < 3; k++)
            for (size_t rows = 2; rows < 80; rows += 1 + rows / 4) {
                double power = powers[p], x = 3, step = 0.3, value, slope;
                const descent_problem problem = {
                    .dimension = 1, .loss = level_loss, .gradient = level_gradient, .context = &power};
                descent_path *path;
                descent_diagnosis *d;
                assert_success(descent_path_new(&path, 1, NULL));
                for (size_t row = 0; row < rows; row++) {
                    level_loss(1, &x, &value, &power);
                    level_gradient(1, &x, &slope, &power);
                    assert_success(descent_path_append(path, &x, value, &slope));
                    x -= step;
                    step *= x > 1 ? 1 : kept[k];
                }
                for (uint64_t budget = 10; budget < 100000; budget *= 10) {
                    const descent_diagnosis_options options = {.budget = budget};
                    assert_success(descent_diagnose(&problem, path, &options, &d));
                    descent_diagnosis_free(d);
                }
                descent_path_free(path);
            }
}
END_TEST

/* Functions that fail, are silent or answer NaN at random: a status that says so, and never an arrival where there is none. */
START_TEST(lapses_at_random_end_in_a_clear_status)
{
    const double start[] = {1, 2, 3};
    const size_t runs = descent_test_in_full() ? 300 : 20;
    for (size_t k = 0; k < runs; k++) {
        lapse own = {.first = (long)(k % 11), .last = 1000000, .every = 2 + (long)(k % 5), .what = k % 4, .code = 9};
        const descent_problem problem = {
            .dimension = 3, .loss = k % 3 ? loss : NULL, .gradient = gradient, .context = &own};
        descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), start);
        descent_diagnosis *diagnosis;
        if (k % 2)
            assert_success(descent_engine_record(engine, NULL));
        for (int attempt = 0; attempt < 4; attempt++) {
            const descent_status status = descent_engine_run(engine, 5);
            const descent_stop stop = descent_engine_stop_reason(engine);
            ck_assert(status == DESCENT_ECALLBACK || status == DESCENT_SUCCESS);
            ck_assert_int_eq(status == DESCENT_ECALLBACK, stop == DESCENT_STOP_FAILURE);
        }
        assert_success(descent_engine_diagnose(engine, NULL, &diagnosis));
        ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_CONVERGED);
        descent_diagnosis_free(diagnosis);
        descent_engine_free(engine);
    }
}
END_TEST

START_TEST(a_named_optimiser_is_not_asked_for_its_rule)
{
    lapse never = {.every = 1};
    const descent_problem problem = {.dimension = 2, .gradient = gradient, .context = &never};
    descent_path *path;
    assert_success(descent_path_new(&path, 2, NULL));
    for (int k = 0; k < 12; k++)
        assert_success(descent_path_append(path, (double[]){5 + (k * 7) % 5, 1 + (k * k * 5) % 3}, NAN, NULL));
    for (int named = 0; named < 2; named++) {
        const descent_diagnosis_options options = {.optimiser_name = named ? "somebody's own" : NULL};
        descent_diagnosis *diagnosis;
        assert_success(descent_diagnose(&problem, path, &options, &diagnosis));
        const char *const text = descent_test_printed(descent_diagnosis_print, diagnosis);
        ck_assert_int_eq(strstr(text, "somebody's own") != NULL, named);
        if (named)
            ck_assert_ptr_null(strstr(text, "Hand over the rule"));
        ck_assert_ptr_null(strstr(text, "nan"));
        ck_assert_str_eq(diagnosis->rule_name, named ? "somebody's own" : "");
        descent_diagnosis_free(diagnosis);
    }
    descent_path_free(path);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_silent_gradient_never_arrives,
        other_functions_that_are_silent_are_no_zeros,
        a_function_that_failed_is_told,
        a_function_that_never_failed_is_not_told_to,
        once_not_finite_is_not_for_ever,
        nobody_is_asked_about_a_point_that_is_none,
        nothing_is_added_to_a_path_under_diagnosis,
        lapses_at_random_end_in_a_clear_status,
        a_named_optimiser_is_not_asked_for_its_rule,
    };
    return descent_test_main(descent_test_suite("callbacks", tests, sizeof tests / sizeof *tests));
}
