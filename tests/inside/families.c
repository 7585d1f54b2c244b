/*
 * Every family of the list, whichever there are: its rows have the bits of its own step, and its derivative is that of its
 * step. A family that is added is tested here without being named.
 */
#include "support.h"

#include <math.h>

#include <descent/sweep.h>

#include "rules/family.h"

static const descent__rule_family *const families[] = {
#define ENTRY(name) &descent__##name##_family,
    DESCENT__FAMILY_LIST(ENTRY)
#undef ENTRY
};

enum {
    family_count = sizeof families / sizeof *families,
    run_count = 70, /* more than a register holds, and not a multiple of it */
    step_count = 60
};

/* L = Σ (xᵢ² − 1)²/4 + x₀x₁/8 */
static int coupled(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0] * (x[0] * x[0] - 1) + x[1] / 8;
    g[1] = x[1] * (x[1] * x[1] - 1) + x[0] / 8;
    return 0;
}

static int coupled_batch(size_t n, size_t count, size_t stride, const double *x, double *gradient, void *context)
{
    for (size_t j = 0; j < count; j++) {
        const double point[] = {x[j], x[stride + j]};
        double g[2];
        coupled(n, point, g, context);
        gradient[j] = g[0];
        gradient[stride + j] = g[1];
    }
    return 0;
}

static void compare_with_engine(const descent_problem *problem, const descent_rule *rules, const descent_sweep *sweep)
{
    const double start[] = {1.4, -0.3};
    for (size_t run = 0; run < run_count; run++) {
        const descent_sweep_result result = descent_sweep_view_run(sweep, run);
        descent_engine *const engine = descent_test_engine(problem, rules[run], start);
        (void)descent_engine_run(engine, step_count); /* which some leave before */
        ck_assert_uint_eq(result.steps, descent_engine_steps(engine));
        ck_assert_msg(memcmp(descent_sweep_end_point(sweep, run), descent_engine_point(engine), sizeof start) == 0,
                      "%s, run %zu", rules[run].type->name, run);
        descent_engine_free(engine);
    }
}

/* Alike or each with its own numbers, from runs that come to rest to runs that leave, by either callback. */
START_TEST(rows_have_the_bits_of_the_step)
{
    const double start[] = {1.4, -0.3};
    const descent_sweep_options options = {.steps = step_count, .check_count = DESCENT_SWEEP_NO_CHECKS};
    descent_problem problem = {.dimension = 2, .gradient = coupled};
    descent_rule rules[run_count];
    for (size_t f = 0; f < family_count; f++)
        for (int way = 0; way < 4; way++) {
            descent_sweep *sweep;
            problem.gradient_batch = way & 1 ? coupled_batch : NULL;
            for (size_t run = 0; run < run_count; run++) {
                const double part = way & 2 ? (double)run / run_count : 0.2;
                rules[run] =
                    (descent_rule){.type = families[f]->type, .step_size = 0.01 + part, .momentum = 0.9 * part};
            }
            assert_success(descent_sweep_rules(&problem, start, rules, run_count, &options, &sweep));
            compare_with_engine(&problem, rules, sweep);
            descent_sweep_free(sweep);
        }
}
END_TEST

/* x⁺ of one coordinate by the family's row, with the gradient hx of a parabola, so that x⁺ is linear in x and x₋. */
static double next(const descent__rule_family *family, double curvature, double step_size, double momentum, double x,
                   double previous)
{
    double where = x, result;
    if (family->look_ahead_row)
        family->look_ahead_row(1, &momentum, &x, &previous, &where);
    result = curvature * where;
    ck_assert_double_eq(family->advance_row(1, &step_size, &momentum, &x, &previous, &result), 0);
    return result;
}

START_TEST(the_derivative_is_that_of_the_row)
{
    const double step_size = 0.3, momentum = 0.7, curvature = 1.9;
    for (size_t f = 0; f < family_count; f++) {
        const descent__rule_family *const family = families[f];
        /* Of the same coordinate δᵢⱼ = 1. Of another the gradient alone counts: what is left without the 1. */
        const double by_point = next(family, curvature, step_size, momentum, 1, 0);
        const double flat_by_point = next(family, 0, step_size, momentum, 1, 0);
        ck_assert_double_eq_tol(family->by_point(1, curvature, step_size, momentum), by_point, 1e-15);
        ck_assert_double_eq_tol(family->by_point(0, curvature, step_size, momentum), by_point - flat_by_point, 1e-15);
        const double by_previous = next(family, curvature, step_size, momentum, 0, 1);
        const double flat_by_previous = next(family, 0, step_size, momentum, 0, 1);
        ck_assert_int_eq(family->by_previous != NULL, descent__family_remembers(family));
        if (!family->by_previous) {
            ck_assert_double_eq(by_previous, 0);
            continue;
        }
        ck_assert_double_eq_tol(family->by_previous(1, curvature, step_size, momentum), by_previous, 1e-15);
        ck_assert_double_eq_tol(family->by_previous(0, curvature, step_size, momentum), by_previous - flat_by_previous,
                                1e-15);
    }
}
END_TEST

/* Rows of one step size have the bits of single steps at every length, whole vectors or not; the checked one says whether all
 * are finite. */
START_TEST(alike_rows_move_every_element)
{
    enum {
        longest = 40
    };
    for (size_t f = 0; f < family_count; f++) {
        const descent__rule_family *const family = families[f];
        if (!family->advance_alike_row)
            continue;
        for (size_t length = 1; length <= longest; length++) {
            double x[longest], checked[longest], unchecked[longest];
            for (size_t i = 0; i < length; i++) {
                x[i] = 1 + (double)i / 7;
                checked[i] = unchecked[i] = 3 - (double)i / 11;
            }
            ck_assert_double_eq(family->advance_alike_row(length, 0.3, x, checked), 0);
            family->advance_alike_row_unchecked(length, 0.3, x, unchecked);
            for (size_t i = 0; i < length; i++) {
                const double step = 0.3 * (3 - (double)i / 11);
                ck_assert_double_eq(checked[i], x[i] - step);
                ck_assert_double_eq(unchecked[i], x[i] - step);
            }
            checked[length - 1] = INFINITY;
            ck_assert_double_nan(family->advance_alike_row(length, 0.3, x, checked));
        }
    }
}
END_TEST

/* What lanes and the linearised step rely on. */
START_TEST(a_family_is_complete)
{
    for (size_t f = 0; f < family_count; f++) {
        const descent__rule_family *const family = families[f];
        const descent_rule rule = {.type = family->type, .step_size = 0.1};
        ck_assert_ptr_eq(descent__rule_family_of(&rule), family);
        ck_assert(family->advance_row && family->by_point);
        ck_assert_uint_eq(family->type->memory_count, descent__family_remembers(family) ? 1 : 0);
        ck_assert_int_eq(family->look_ahead_row != NULL, family->type->look_ahead != NULL);
        ck_assert_int_eq(family->advance_alike_row != NULL, family->advance_alike_row_unchecked != NULL);
        ck_assert(!family->advance_alike_row || !descent__family_remembers(family));
        for (size_t other = 0; other < f; other++)
            ck_assert_str_ne(families[other]->type->name, family->type->name);
    }
}
END_TEST

/* A row returns 0 if all its new numbers are finite, else NaN, wherever the bad one lies; what lies beyond it stays. */
static void check_row(size_t length, size_t bad, double (*advance)(size_t length, const double *x, double *next))
{
    double x[run_count + 1], next[run_count + 1];
    for (size_t i = 0; i <= length; i++) {
        x[i] = 1 + (double)i;
        next[i] = 2;
    }
    if (bad < length)
        next[bad] = bad % 2 ? NAN : INFINITY;
    const double answer = advance(length, x, next);
    if (bad < length)
        ck_assert_double_nan(answer);
    else
        ck_assert_double_eq(answer, 0);
    ck_assert_double_eq(next[length], 2);
}

static const descent__rule_family *tried;

static double advance_own(size_t length, const double *x, double *next)
{
    double step_size[run_count], momentum[run_count];
    for (size_t i = 0; i < length; i++) {
        step_size[i] = 0.5;
        momentum[i] = 0.25;
    }
    return tried->advance_row(length, step_size, momentum, x, x, next);
}

static double advance_alike(size_t length, const double *x, double *next)
{
    return tried->advance_alike_row(length, 0.5, x, next);
}

START_TEST(rows_tell_whether_all_numbers_are_finite)
{
    for (size_t f = 0; f < family_count; f++)
        for (size_t length = 1; length <= run_count; length++)
            for (size_t bad = 0; bad <= length; bad++) {
                tried = families[f];
                check_row(length, bad, advance_own);
                if (tried->advance_alike_row)
                    check_row(length, bad, advance_alike);
            }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        rows_have_the_bits_of_the_step,           alike_rows_move_every_element,
        the_derivative_is_that_of_the_row,        a_family_is_complete,
        rows_tell_whether_all_numbers_are_finite,
    };
    return descent_test_main(descent_test_suite("inside_families", tests, sizeof tests / sizeof tests[0]));
}
