/* What is shown of a run: the table, the line, and the best point. */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <descent/descent.h>
#include <descent/progress.h>
#include <descent/step_finders.h>
#include <descent/stops.h>

#include "support.h"

/* L = x²/2: with step η the run is x_k = (1 − η)^k x₀. */
static int bowl_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] / 2;
    return 0;
}

static int bowl_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = x[0];
    return 0;
}

static const descent_problem bowl = {.dimension = 1, .loss = bowl_loss, .gradient = bowl_gradient};
static const double one[] = {1};

/* What a run of so many steps writes, every so many; the test's to free. */
static char *table_of(descent_engine *engine, uint64_t steps, uint64_t every_steps, double every_seconds)
{
    char *text = NULL;
    size_t size;
    FILE *const stream = open_memstream(&text, &size);
    const descent_progress progress = {.stream = stream, .every_steps = every_steps, .every_seconds = every_seconds};
    assert_success(descent_engine_set_progress(engine, &progress));
    assert_success(descent_engine_run(engine, steps));
    assert_success(descent_engine_set_progress(engine, NULL));
    fclose(stream);
    return text;
}

static size_t lines_of(const char *text)
{
    size_t lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

START_TEST(the_table_has_a_row_every_so_many_steps)
{
    descent_engine *const engine = descent_test_engine(&bowl, descent_fixed_step(0.5), one);
    char *const text = table_of(engine, 10, 4, 0);
    ck_assert_uint_eq(lines_of(text), 5);
    double step, loss, norm, step_size, evaluations, rows = 0;
    const char *line = strchr(text, '\n') + 1;
    for (const double *k = (const double[]){0, 4, 8, 10, -1}; *k >= 0; k++, line = strchr(line, '\n') + 1) {
        ck_assert_int_eq(sscanf(line, "%lf %lf %lf %lf %lf", &step, &loss, &norm, &step_size, &evaluations), 5);
        ck_assert_double_eq(step, *k);
        ck_assert_double_eq_tol(loss, ldexp(0.5, -2 * (int)*k), 1e-14 * loss);
        ck_assert_double_eq_tol(norm, ldexp(1, -(int)*k), 1e-5 * norm);
        ck_assert_double_eq(step_size, 0.5);
        ck_assert_double_eq(evaluations, *k + 1 + ++rows); /* the gradients up to here, and a loss a row */
    }
    free(text);
    descent_engine_free(engine);
}
END_TEST

/* A run is over long before the time of a second row: the first and the last point are shown. */
START_TEST(the_table_has_a_row_every_so_many_seconds)
{
    descent_engine *const engine = descent_test_engine(&bowl, descent_fixed_step(0.5), one);
    char *const text = table_of(engine, 50, 0, 600);
    ck_assert_uint_eq(lines_of(text), 3);
    double seconds, before = 0;
    for (const char *line = strchr(text, '\n') + 1; *line; line = strchr(line, '\n') + 1) {
        ck_assert_int_eq(sscanf(line, "%*f %*f %*f %*f %*f %lf", &seconds), 1);
        ck_assert(seconds >= before && seconds < 600);
        before = seconds;
    }
    free(text);
    descent_engine_free(engine);
}
END_TEST

START_TEST(the_table_changes_no_bit_of_the_run)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.25};
    descent_engine *const plain = descent_test_engine(&problem, descent_fixed_step(1), start);
    descent_engine *const shown = descent_test_engine(&problem, descent_fixed_step(1), start);
    assert_success(descent_engine_run(plain, 100));
    free(table_of(shown, 50, 7, 1e-9));
    char *const text = table_of(shown, 50, 0, 1e-9);
    ck_assert_uint_eq(lines_of(text), 52);
    ck_assert_ptr_nonnull(strstr(text, "seconds\n"));
    ck_assert_mem_eq(descent_engine_point(plain), descent_engine_point(shown), sizeof start);
    free(text);
    descent_engine_free(plain);
    descent_engine_free(shown);
}
END_TEST

START_TEST(a_full_device_and_a_comma_disturb_nothing)
{
    descent_engine *const engine = descent_test_engine(&bowl, descent_fixed_step(0.5), one);
    FILE *const full = fopen("/dev/full", "w");
    if (full) {
        const descent_progress progress = {.stream = full, .every_steps = 1};
        assert_success(descent_engine_set_progress(engine, &progress));
        assert_success(descent_engine_run(engine, 5000));
        assert_success(descent_engine_set_progress(engine, NULL));
        fclose(full);
        assert_success(descent_engine_reset(engine, one));
    }
    if (descent_test_enter_comma_locale()) {
        char line[400];
        char *const text = table_of(engine, 1, 1, 0);
        ck_assert_ptr_null(strchr(text, ','));
        free(text);
        descent_engine_summary(engine, line, sizeof line);
        ck_assert_ptr_nonnull(strstr(line, "step size 0.5:"));
        setlocale(LC_ALL, "C");
    }
    descent_engine_free(engine);
}
END_TEST

START_TEST(wrong_progress_is_refused)
{
    descent_engine *const engine = descent_test_engine(&bowl, descent_fixed_step(0.5), one);
    const descent_progress negative = {.stream = stderr, .every_seconds = -1}, reserved = {.reserved = {stderr}};
    assert_failure(descent_engine_set_progress(engine, &negative), DESCENT_EINVAL, "every_seconds must be finite");
    assert_failure(descent_engine_set_progress(engine, &reserved), DESCENT_EINVAL, "reserved[0]");
    assert_failure(descent_engine_set_progress(NULL, NULL), DESCENT_EINVAL, "engine must not be NULL");
    descent_engine_free(engine);
}
END_TEST

START_TEST(the_line_says_what_is_known)
{
    char line[400], cut[12];
    descent_engine *const engine = descent_test_engine(&bowl, descent_fixed_step(0.5), one);
    const descent_stops stops = {.any = DESCENT_CRITERION_LOSS, .loss_target = 0x1p-11};
    ck_assert_uint_eq(descent_engine_summary(engine, line, sizeof line), strlen(line));
    ck_assert_str_eq(line, "fixed step, step size 0.5: 0 steps, 0 losses and 0 gradients evaluated");
    assert_success(descent_engine_set_stops(engine, &stops));
    assert_success(descent_engine_run(engine, 100));
    const size_t length = descent_engine_summary(engine, line, sizeof line);
    ck_assert_str_eq(line,
                     "fixed step, step size 0.5: 5 steps, 6 losses and 5 gradients evaluated; loss 0.00048828125; "
                     "stopped, as the loss is at its target or below, which does not prove a minimum, nor that the "
                     "run stays there");
    ck_assert_uint_eq(length, strlen(line));
    ck_assert_uint_eq(descent_engine_summary(engine, cut, sizeof cut), length);
    ck_assert_str_eq(cut, "fixed step,");
    ck_assert_uint_eq(descent_engine_summary(engine, NULL, 0), length);
    for (size_t size = 1; size <= length + 1; size++) { /* wherever it is cut */
        char part[400] = "";
        memset(part, '#', sizeof part - 1);
        ck_assert_uint_eq(descent_engine_summary(engine, part, size), length);
        ck_assert_uint_eq(strlen(part), size - 1);
        ck_assert(memcmp(part, line, size - 1) == 0 && part[size] == '#');
    }
    ck_assert_uint_eq(descent_engine_summary(NULL, cut, sizeof cut), 0);
    ck_assert_str_eq(cut, "");
    ck_assert_uint_eq(descent_engine_evaluations(engine).loss, 6);
    descent_engine_free(engine);
}
END_TEST

/* With step 3 the bowl's run is x_k = (−2)^k: L₂ = 8, and the lowest, 1/2, is that of the start, until the run stands there. */
START_TEST(the_line_says_which_loss_was_lowest)
{
    char line[400];
    descent_engine *const engine = descent_test_engine(&bowl, descent_fixed_step(3), one);
    assert_success(descent_engine_record(engine, NULL));
    (void)descent_engine_path(engine);
    descent_engine_summary(engine, line, sizeof line);
    ck_assert_ptr_null(strstr(line, "lowest"));
    assert_success(descent_engine_run(engine, 2));
    (void)descent_engine_path(engine);
    descent_engine_summary(engine, line, sizeof line);
    ck_assert_ptr_nonnull(strstr(line, "; loss 8; "));
    ck_assert_ptr_nonnull(strstr(line, "; lowest loss 0.5 at step 0"));
    descent_engine_free(engine);
}
END_TEST

/* With step 3 the bowl's run is x_k = (−2)^k: the best point is the first. */
START_TEST(the_best_point_is_kept)
{
    double loss;
    uint64_t step = 7;
    descent_engine *const engine = descent_test_engine(&bowl, descent_fixed_step(3), one);
    ck_assert_ptr_null(descent_engine_best_point(engine, &loss, &step));
    ck_assert_double_nan(loss);
    ck_assert_uint_eq(step, 0);
    assert_success(descent_engine_run(engine, 2));
    ck_assert_ptr_null(descent_engine_best_point(engine, NULL, NULL)); /* no loss was ever needed */
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 600)); /* overflows */
    ck_assert_double_eq(descent_engine_best_point(engine, &loss, &step)[0], 4);
    ck_assert_double_eq(loss, 8);
    ck_assert_uint_eq(step, 2);
    assert_success(descent_engine_reset(engine, one));
    ck_assert_ptr_null(descent_engine_best_point(engine, NULL, NULL));
    assert_success(descent_engine_run(engine, 3));
    ck_assert_double_eq(descent_engine_best_point(engine, &loss, &step)[0], 1);
    ck_assert_uint_eq(step, 0);
    descent_engine_free(engine);
    ck_assert_ptr_null(descent_engine_best_point(NULL, &loss, &step));
}
END_TEST

/* Every rule, whoever evaluates: the lowest of the recorded losses, at the point that has it. */
START_TEST(the_best_point_is_that_of_the_lowest_recorded_loss)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 0);
    const double start[] = {-1.2, 1};
    const descent_rule rules[] = {descent_fixed_step(2e-3), descent_nesterov(1e-3, 0.9), descent_wolfe(1, NULL),
                                  descent_barzilai_borwein(1e-3, DESCENT_BARZILAI_BORWEIN_LONG)};
    for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
        descent_engine *const engine = descent_test_engine(&problem, rules[r], start);
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, 40));
        const descent_path_data path = descent_path_view(descent_engine_path(engine));
        size_t best = 0;
        for (size_t row = 1; row < path.count; row++)
            best = path.losses[row] < path.losses[best] ? row : best;
        double loss;
        uint64_t step;
        const double *const x = descent_engine_best_point(engine, &loss, &step);
        ck_assert_uint_eq(step, best);
        ck_assert_double_eq(loss, path.losses[best]);
        ck_assert_mem_eq(x, path.points + 2 * best, sizeof start);
        descent_engine_free(engine);
    }
}
END_TEST

static int minus_infinite(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] < 0.1 ? -INFINITY : x[0];
    return 0;
}

START_TEST(an_overflow_is_no_best_point)
{
    const descent_problem problem = {.dimension = 1, .loss = minus_infinite, .gradient = bowl_gradient};
    double loss;
    descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.5), one);
    assert_success(descent_engine_record(engine, NULL));
    assert_success(descent_engine_run(engine, 10));
    ck_assert_double_eq(descent_engine_best_point(engine, &loss, NULL)[0], 0.125);
    ck_assert_double_eq(loss, 0.125);
    descent_engine_free(engine);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_table_has_a_row_every_so_many_steps,
        the_table_has_a_row_every_so_many_seconds,
        the_table_changes_no_bit_of_the_run,
        a_full_device_and_a_comma_disturb_nothing,
        wrong_progress_is_refused,
        the_line_says_what_is_known,
        the_line_says_which_loss_was_lowest,
        the_best_point_is_kept,
        the_best_point_is_that_of_the_lowest_recorded_loss,
        an_overflow_is_no_best_point,
    };
    return descent_test_main(descent_test_suite("engine: progress", tests, sizeof tests / sizeof *tests));
}
