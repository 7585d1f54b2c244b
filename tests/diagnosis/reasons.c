/* What a reason names: what is missing and no more, what the path shows, and one number for one thing. */
#include "support.h"

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- paths of other programs ---- */

typedef void point_of(size_t k, double *x);

static descent_diagnosis *diagnose_points(point_of *point, size_t count, const descent_problem *problem,
                                          const descent_rule *rule)
{
    const descent_diagnosis_options options = {.rule = rule};
    descent_path *path;
    descent_diagnosis *diagnosis;
    assert_success(descent_path_new(&path, 2, NULL));
    for (size_t k = 0; k < count; k++) {
        double x[2];
        point(k, x);
        assert_success(descent_path_append(path, x, NAN, NULL));
    }
    assert_success(descent_diagnose(problem, path, &options, &diagnosis));
    descent_path_free(path);
    return diagnosis;
}

static void spiral(size_t k, double *x)
{
    const double radius = pow(0.97, (double)k);
    x[0] = radius * cos(0.5 * (double)k);
    x[1] = radius * sin(0.5 * (double)k);
}

static void square_root(size_t k, double *x)
{
    x[0] = sqrt((double)k + 1);
    x[1] = 0;
}

static void hyperbola(size_t k, double *x)
{
    x[0] = x[1] = 1 / ((double)k + 1);
}

static void power(size_t k, double *x)
{
    x[0] = pow((double)k, 1.6);
    x[1] = 0;
}

/* Uniform in (−1, 1), by a linear congruence (Knuth, MMIX). */
static double drawn(void)
{
    static uint64_t state = 1;
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(state >> 11) / (double)(UINT64_C(1) << 52) - 1;
}

static void walk(size_t k, double *x)
{
    static double at[2];
    for (size_t i = 0; i < 2; i++)
        x[i] = at[i] = k == 0 ? 0 : at[i] + drawn() + drawn() + drawn();
}

static void hovering(size_t k, double *x)
{
    (void)k;
    x[0] = 2 + drawn() + drawn();
    x[1] = drawn() + drawn();
}

static void breaks_off(size_t k, double *x)
{
    x[0] = k < 3 ? (double)k + 1 : NAN;
    x[1] = 0;
}

static int bowl_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * x[0];
    g[1] = 2 * x[1];
    return 0;
}

static const descent_problem bowl = {.dimension = 2, .gradient = bowl_gradient};

/* Steps that shrink lead to a limit as |0.97e^{i/2}|^k does, or go on for ever, as √k does: the points alone tell of neither. */
START_TEST(steps_that_shrink_are_told_as_that)
{
    point_of *const shrinking[] = {spiral, square_root, hyperbola};
    /* However many there are: no more of them are asked for than there are, but slopes. The spiral swings, of which 64 rows tell. */
    for (size_t k = 0; k < 6; k++) {
        if (k == 3)
            continue;
        descent_diagnosis *const diagnosis = diagnose_points(shrinking[k % 3], k < 3 ? 100 : 20, NULL, NULL);
        assert_said(diagnosis, "beside each point its loss and the norm of its gradient");
        assert_unsaid(diagnosis, "more steps");
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNDETERMINED);
        assert_said(diagnosis,
                    "Its steps shrink; without gradient or loss nobody can tell whether they lead to a limit");
        assert_unsaid(diagnosis, "nor grows");
        descent_diagnosis_free(diagnosis);
    }
    descent_diagnosis *diagnosis = diagnose_points(walk, 20, NULL, NULL);
    assert_said(diagnosis, "Too few steps");
    assert_said(diagnosis, "and more steps");
    descent_diagnosis_free(diagnosis);
    diagnosis = diagnose_points(walk, 500, NULL, NULL);
    assert_unsaid(diagnosis, "shrink");
    descent_diagnosis_free(diagnosis);
    diagnosis = diagnose_points(power, 100, NULL, NULL);
    assert_unsaid(diagnosis, "shrink");
    assert_said(diagnosis, "teps grow");
    descent_diagnosis_free(diagnosis);
}
END_TEST

START_TEST(only_what_is_missing_is_named)
{
    const descent_rule rule = descent_fixed_step(0.1);
    descent_diagnosis *diagnosis = diagnose_points(hovering, 400, NULL, NULL);
    assert_said(diagnosis, "without problem and rule nobody can tell whether it is chaotic or quasiperiodic, or made "
                           "with a random gradient, perhaps.");
    descent_diagnosis_free(diagnosis);
    diagnosis = diagnose_points(hovering, 400, &bowl, NULL);
    assert_said(diagnosis, "without the rule that made the steps nobody can tell");
    assert_said(diagnosis, "Hand over the rule as well, with its step size,");
    descent_diagnosis_free(diagnosis);
    diagnosis = diagnose_points(hovering, 400, NULL, &rule);
    assert_said(diagnosis, "without the problem nobody can tell");
    descent_diagnosis_free(diagnosis);
    diagnosis = diagnose_points(hovering, 400, &bowl, &rule);
    assert_said(diagnosis, "with a rule that does not make these steps nobody can tell");
    assert_said(diagnosis, "399 steps, not made by the rule that was given (fixed step, step size 0.1), led to");
    assert_unsaid(diagnosis, "with step size 0.1 (fixed step)");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Points alone have no gradient that could break off. */
START_TEST(what_broke_off_is_named)
{
    descent_diagnosis *const diagnosis = diagnose_points(breaks_off, 4, NULL, NULL);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_NONFINITE);
    ck_assert_int_eq(diagnosis->quantity, DESCENT_QUANTITY_POINT);
    assert_said(diagnosis, "Step 3 led to a point that is not finite.");
    assert_unsaid(diagnosis, "gradient is not");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Of a file nobody knows a formula. */
START_TEST(what_was_recorded_has_no_formula)
{
    descent_path *path;
    descent_diagnosis *diagnosis;
    assert_success(descent_path_new(&path, 2, NULL));
    for (size_t k = 0; k < 5; k++)
        assert_success(descent_path_append(path, (double[]){(double)k, 1}, k < 4 ? 4 - (double)k : NAN, NULL));
    assert_success(descent_diagnose(NULL, path, NULL, &diagnosis));
    assert_said(diagnosis, "Step 4 led to a point where the loss that was recorded is not a finite number.");
    assert_unsaid(diagnosis, "formula");
    descent_diagnosis_free(diagnosis);
    descent_path_free(path);
}
END_TEST

/* A loss that was not asked for, because nothing is evaluated or it would cost too much, is not one that is not finite. */
START_TEST(what_was_not_asked_for_did_not_break_off)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    for (int path_only = 0; path_only < 2; path_only++) {
        const descent_diagnosis_options options = {.path_only = path_only, .budget = 1};
        descent_path *path;
        descent_diagnosis *diagnosis;
        assert_success(descent_path_new(&path, 2, NULL));
        for (size_t k = 0; k < 100; k++) {
            double x[2];
            hovering(k, x);
            assert_success(descent_path_append(path, x, NAN, NULL));
        }
        assert_success(descent_diagnose(&problem, path, &options, &diagnosis));
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNDETERMINED);
        ck_assert_int_eq(diagnosis->quantity, DESCENT_QUANTITY_NONE);
        ck_assert_msg((strstr(descent_test_said(diagnosis), "larger budget") == NULL) == path_only, "%s",
                      descent_test_said(diagnosis));
        descent_diagnosis_free(diagnosis);
        descent_path_free(path);
    }
}
END_TEST

/* Under an answer that is whole nothing is said of what a side question would have cost; under one that a budget left open, it is. */
START_TEST(a_budget_is_told_where_it_left_something_open)
{
    static const struct {
        double start[2], step_size;
        uint64_t budget;
        descent_ending ending;
    } cases[] = {
        {{4, 1.3}, 0.6, 200, DESCENT_ENDING_PERIODIC},     {{4, 2.5}, 0.4, 20, DESCENT_ENDING_DIVERGING},
        {{4, 1}, 0.1, 200, DESCENT_ENDING_CONVERGED},      {{4, 1.3}, 0.6, 20, DESCENT_ENDING_UNDETERMINED},
        {{4, 1.0001}, 0.1, 20, DESCENT_ENDING_DESCENDING},
    };
    const descent_problem problem = descent_test_landscape("notebook", 0);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent_diagnosis_options options = {.budget = cases[k].budget};
        const bool open =
            cases[k].ending == DESCENT_ENDING_UNDETERMINED || cases[k].ending == DESCENT_ENDING_DESCENDING;
        descent_engine *engine;
        descent_diagnosis *diagnosis;
        assert_success(descent_engine_new(&engine, &problem, descent_fixed_step(cases[k].step_size), cases[k].start));
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, 64));
        assert_success(descent_engine_diagnose(engine, &options, &diagnosis));
        ck_assert_int_eq(diagnosis->ending, cases[k].ending);
        ck_assert_int_eq(diagnosis->budget_exhausted, 1);
        ck_assert_msg((strstr(descent_test_said(diagnosis), "larger budget") != NULL) == open, "%s",
                      descent_test_said(diagnosis));
        descent_diagnosis_free(diagnosis);
        descent_engine_free(engine);
    }
}
END_TEST

/* Of steps that scatter some last ones are longer than some before; a factor each step that makes growth is growth. */
static void stands_still_early(size_t k, double *x)
{
    x[0] = 4 * pow(0.8, (double)(k < 10 ? k : 10));
    x[1] = -x[0] / 2;
}

/* 1 − 0.1·2 = 0.8: ten steps by plain descent, which nobody gave, and then none. Whoever gave it is told to check it. */
START_TEST(a_rule_that_was_fitted_is_nobodys_mistake)
{
    const descent_rule rule = descent_fixed_step(0.1);
    descent_diagnosis *diagnosis = diagnose_points(stands_still_early, 60, &bowl, NULL);
    assert_unsaid(diagnosis, "given");
    assert_said(diagnosis,
                "59 steps, not all of them made by the rule that was fitted to them (fixed step, step size 0.1),");
    assert_said(diagnosis, "Try: Look for what changed on the way, or hand over the rule that made the steps");
    descent_diagnosis_free(diagnosis);
    diagnosis = diagnose_points(stands_still_early, 60, &bowl, &rule);
    assert_said(diagnosis, "not made by the rule that was given (fixed step, step size 0.1),");
    assert_said(diagnosis, "Try: Check the rule and the step size that were given");
    descent_diagnosis_free(diagnosis);
}
END_TEST

START_TEST(a_random_walk_does_not_grow)
{
    size_t grow = 0;
    const size_t walks = 100;
    for (size_t k = 0; k < walks; k++) {
        descent_diagnosis *const diagnosis = diagnose_points(walk, 100 + 4 * k, NULL, NULL);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNDETERMINED);
        grow += strstr(descent_test_said(diagnosis), "the steps grow") != NULL;
        descent_diagnosis_free(diagnosis);
    }
    ck_assert_uint_le(grow, 1);
}
END_TEST

/* ---- runs ---- */

static int long_valley_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * x[0];
    g[1] = 20000 * x[1];
    return 0;
}

/* The limit is 2/λ_max: 2/20000. On it the run creeps along the valley and jumps from side to side for ever; below it, it
 * arrives. */
START_TEST(a_limit_that_decides_is_named)
{
    const descent_problem problem = {.dimension = 2, .gradient = long_valley_gradient};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.0001), (double[]){1, 1}, 64);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNDETERMINED);
    ck_assert_double_eq_tol(diagnosis->step_limit, 0.0001, 1e-9);
    assert_said(diagnosis, "Close to the minimum at (0, 0), step sizes below 0.0001 are stable; yours, 0.0001, is "
                           "exactly on that limit.");
    descent_diagnosis_free(diagnosis);
    diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.00009), (double[]){1, 1}, 64);
    assert_unsaid(diagnosis, "on that limit");
    descent_diagnosis_free(diagnosis);
    /* Rosenbrock: λ_max = 501 + √250601 at (1, 1). */
    const descent_problem rosenbrock = descent_test_landscape("rosenbrock", 2);
    diagnosis = descent_test_diagnose(&rosenbrock, descent_fixed_step(0.002), (double[]){-1, 1}, 2000);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNDETERMINED);
    ck_assert_double_eq_tol(diagnosis->step_limit, 2 / (501 + sqrt(250601)), 1e-8);
    ck_assert_double_eq_tol(diagnosis->centre->x[0], 1, 1e-9);
    assert_said(diagnosis,
                "Close to the minimum at (1, 1), step sizes below 0.0019968 are stable; yours, 0.002, is above that.");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Adam comes to (1, 1), to 5·10⁻¹² a step, and leaves; by its curvatures, heavy ball stays. */
START_TEST(a_memory_that_fades_is_the_reason)
{
    const descent_problem problem = descent_test_landscape("rosenbrock", 2);
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_adam(0.01, NULL), (double[]){-1, 1}, 3000);
    assert_said(diagnosis, "The run came to the minimum at (1, 1) and left it again: this rule divides its steps by a "
                           "memory of the gradients");
    assert_unsaid(diagnosis, "neighbouring runs");
    assert_unsaid(diagnosis, "if there is any");
    ck_assert_ptr_nonnull(diagnosis->centre);
    ck_assert_double_eq_tol(diagnosis->centre->x[0], 1, 1e-9);
    descent_diagnosis_free(diagnosis);
    /* It is there for now after 2000 steps of 0.1, to 10⁻⁸ and to 10⁻¹⁴; after 1000 it is 0.008 away, and nothing is said of it. */
    const double from[] = {-1.2, 1};
    for (uint64_t steps = 1000; steps <= 2600; steps += 800) {
        diagnosis = descent_test_diagnose(&problem, descent_adam(0.1, NULL), from, steps);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNDETERMINED);
        ck_assert_int_eq(hypot(diagnosis->x[0] - 1, diagnosis->x[1] - 1) < diagnosis->tolerance, steps > 1000);
        if (steps == 1000) {
            assert_unsaid(diagnosis, "for now");
            ck_assert_ptr_null(diagnosis->centre);
        } else {
            assert_said(diagnosis, "The run is at the minimum at (1, 1) for now, within what counts as arrived.");
            assert_said(diagnosis, "Let the step size decay, or stop at the minimum");
            ck_assert_double_eq_tol(diagnosis->centre->x[1], 1, 1e-9);
        }
        descent_diagnosis_free(diagnosis);
    }
    diagnosis = descent_test_diagnose(&problem, descent_heavy_ball(0.001, 0.9), (double[]){-1, 1}, 3000);
    assert_unsaid(diagnosis, "memory");
    descent_diagnosis_free(diagnosis);
}
END_TEST

static int ellipse_loss(size_t n, const double *x, double *loss, void *context)
{
    (void)n, (void)context;
    *loss = x[0] * x[0] + 3 * x[1] * x[1];
    return 0;
}

static int ellipse_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * x[0];
    g[1] = 6 * x[1];
    return 0;
}

/* Adam of step size 0.1 down x² + 3y² from (1, 2), by its formula: is it 10⁻⁴ away again after it was there? */
static bool adam_leaves(double epsilon)
{
    double x[] = {1, 2}, m[2] = {0}, v[2] = {0};
    for (int k = 1; k <= 20000; k++) {
        double g[2];
        ellipse_gradient(2, x, g, NULL);
        for (size_t i = 0; i < 2; i++) {
            m[i] = 0.9 * m[i] + 0.1 * g[i];
            v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
            x[i] -= 0.1 * m[i] / (1 - pow(0.9, k)) / (sqrt(v[i] / (1 - pow(0.999, k))) + epsilon);
        }
        if (k > 1000 && hypot(x[0], x[1]) > 1e-4)
            return true;
    }
    return false;
}

/* Who has arrived and leaves thousands of steps later is told so now. By a large ε the point keeps it: 0.1/0.1·6 is below 38. */
START_TEST(who_will_leave_is_told_on_arrival)
{
    const descent_problem problem = {.dimension = 2, .loss = ellipse_loss, .gradient = ellipse_gradient};
    static const double epsilons[] = {1e-8, 0.1};
    for (size_t k = 0; k < 2; k++) {
        const descent_adam_options options = {.epsilon = epsilons[k]};
        const bool leaves = adam_leaves(epsilons[k]);
        ck_assert_int_eq(leaves, k == 0);
        for (uint64_t steps = 400; steps <= 1500; steps += 550) {
            descent_diagnosis *const d =
                descent_test_diagnose(&problem, descent_adam(0.1, &options), (double[]){1, 2}, steps);
            ck_assert_int_eq(d->ending, DESCENT_ENDING_CONVERGED);
            ck_assert_int_eq(d->advice[0].kind, DESCENT_ADVICE_NOTHING);
            if (leaves) {
                assert_said(d, "once that has faded the minimum repels at this step size.");
                assert_said(d, "To go on, let the step size decay, or it leaves again.");
            } else {
                assert_unsaid(d, "repels");
                assert_said(d, "Nothing: the run has arrived.");
            }
            descent_diagnosis_free(d);
        }
    }
}
END_TEST

/* η_k = 1/(1 + k/100) with the limit 2/4: the last step has k = 99, that of k = 100 is on the limit, k = 101 below. */
START_TEST(a_schedule_that_falls_below_the_limit_is_told)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_rule rule = descent_fixed_step(1);
    rule.schedule = descent_schedule_inverse(100);
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, rule, (double[]){4, 1.25}, 100);
    assert_said(diagnosis, "is above that, but goes on falling, and is below it in 2 steps.");
    assert_said(diagnosis, "With the last step size a step near there multiplies the distance");
    descent_diagnosis_free(diagnosis);
    rule.schedule = descent_schedule_constant();
    rule.step_size = 0.1;
    diagnosis = descent_test_diagnose(&problem, rule, (double[]){4, 1.25}, 50);
    assert_unsaid(diagnosis, "goes on falling");
    assert_said(diagnosis, "Near there each step multiplies the distance");
    descent_diagnosis_free(diagnosis);
}
END_TEST

typedef double loss_of(size_t k, const double *x);

static descent_diagnosis *diagnose_with_losses(point_of *point, loss_of *loss, size_t count)
{
    descent_path *path;
    descent_diagnosis *diagnosis;
    assert_success(descent_path_new(&path, 2, NULL));
    for (size_t k = 0; k < count; k++) {
        double x[2];
        point(k, x);
        assert_success(descent_path_append(path, x, loss(k, x), NULL));
    }
    assert_success(descent_diagnose(NULL, path, NULL, &diagnosis));
    descent_path_free(path);
    return diagnosis;
}

static void by_seven(size_t k, double *x)
{
    x[0] = 1 + pow(0.7, (double)k);
    x[1] = 0;
}

static void by_eight(size_t k, double *x)
{
    x[0] = 1 + pow(0.8, (double)k);
    x[1] = 0;
}

static double rising(size_t k, const double *x)
{
    (void)k;
    return 3 - x[0];
}

static double falling(size_t k, const double *x)
{
    (void)k;
    return 1 + x[0] * x[0];
}

/* The same points are a limit's if the loss falls to it, and none of a descent's if it rises, at any length and factor. */
START_TEST(a_loss_that_rises_is_the_reason)
{
    point_of *const shrinking[] = {by_seven, by_eight};
    static const size_t counts[] = {40, 60, 75};
    for (size_t k = 0; k < 6; k++) {
        descent_diagnosis *diagnosis = diagnose_with_losses(shrinking[k % 2], rising, counts[k / 2]);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNDETERMINED);
        assert_unsaid(diagnosis, "Too few");
        assert_said(diagnosis, "the loss rises: no run comes to rest uphill");
        descent_diagnosis_free(diagnosis);
        diagnosis = diagnose_with_losses(shrinking[k % 2], falling, counts[k / 2]);
        ck_assert_msg(diagnosis->ending != DESCENT_ENDING_UNDETERMINED, "%zu: %s", k, descent_test_said(diagnosis));
        assert_unsaid(diagnosis, "the loss rises");
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

static void straight_on(size_t k, double *x)
{
    x[0] = (double)k;
    x[1] = 2 * (double)k;
}

static double down(size_t k, const double *x)
{
    (void)k;
    return -x[0];
}

START_TEST(steps_that_are_equal_follow_a_law)
{
    descent_diagnosis *diagnosis = diagnose_with_losses(straight_on, down, 100);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_DESCENDING);
    assert_said(diagnosis, "The steps keep their length");
    assert_unsaid(diagnosis, "no law");
    descent_diagnosis_free(diagnosis);
    diagnosis = diagnose_with_losses(hyperbola, falling, 12);
    assert_unsaid(diagnosis, "keep their length");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* (−0.999)^k shrinks from part to part, and 1.001^k grows; the same circle over and over does neither. */
static void alternating(size_t k, double *x)
{
    x[0] = pow(-0.999, (double)k);
    x[1] = 0;
}

static void alternating_out(size_t k, double *x)
{
    x[0] = pow(-1.001, (double)k);
    x[1] = 0;
}

static void around(size_t k, double *x)
{
    x[0] = cos(2.39996 * (double)k);
    x[1] = sin(2.39996 * (double)k);
}

START_TEST(slow_swings_are_no_chaos)
{
    descent_diagnosis *diagnosis = diagnose_points(alternating, 200, NULL, NULL);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNDETERMINED);
    assert_said(diagnosis, "Its steps shrink");
    assert_unsaid(diagnosis, "chaotic");
    descent_diagnosis_free(diagnosis);
    diagnosis = diagnose_points(alternating_out, 200, NULL, NULL);
    assert_said(diagnosis, "teps grow");
    assert_unsaid(diagnosis, "chaotic");
    descent_diagnosis_free(diagnosis);
    diagnosis = diagnose_points(around, 200, NULL, NULL);
    assert_said(diagnosis, "stays within bounds and does not return");
    descent_diagnosis_free(diagnosis);
}
END_TEST

enum {
    steps_walked = 2000
};

static double walked[steps_walked][2];

static void as_walked(size_t k, double *x)
{
    memcpy(x, walked[k], sizeof walked[k]);
}

/* How much farther the later half of a coordinate reaches than the earlier one, as a part of the range of that. */
static double beyond(size_t i)
{
    double low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
    for (size_t k = 0; k < steps_walked; k++) {
        const size_t half = 2 * k / steps_walked;
        low[half] = fmin(low[half], walked[k][i]);
        high[half] = fmax(high[half], walked[k][i]);
    }
    return fmax(high[1] - high[0], low[0] - low[1]) / (high[0] - low[0]);
}

/* u = x − 2 keeps 0.8 of itself each step, and 0.05 of noise of standard deviation 1/√3·√2 (the sum of two that are uniform in (−1, 1)) is
 * added: by 0.05·√(2/3) the rule misses each coordinate, and the points have the standard deviation of that over √(1 − 0.8²). */
static void hovering_by_rule(size_t k, double *x)
{
    static double at[2];
    for (size_t i = 0; i < 2; i++)
        x[i] = at[i] = k == 0 ? 0 : 0.8 * at[i] + 0.05 * (drawn() + drawn());
}

/* The number behind some words. */
static double number_behind(const char *said, const char *words)
{
    const char *const at = strstr(said, words);
    ck_assert_msg(at != NULL, "\"%s\" is not in: %s", words, said);
    return strtod(at + strlen(words), NULL);
}

START_TEST(who_hovers_is_told_about_what)
{
    const descent_rule rule = descent_fixed_step(0.1);
    descent_diagnosis *const diagnosis = diagnose_points(hovering_by_rule, 2000, &bowl, &rule);
    const char *const said = descent_test_said(diagnosis);
    const double deviation = 0.05 * sqrt(2.0 / 3),
                 mean_length = sqrt(acos(-1) / 2); /* of normal pairs of deviation 1 */
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNDETERMINED);
    ck_assert_double_eq_tol(number_behind(said, "of its last half are ") / (mean_length * deviation / 0.6), 1, 0.15);
    ck_assert_double_eq_tol(number_behind(said, "the same point ends ") / (mean_length * deviation), 1, 0.35);
    ck_assert_uint_eq(diagnosis->advice_count, 1);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Who walks at random has no bounds; noise about a point has. */
START_TEST(what_still_spreads_has_no_bounds)
{
    for (size_t k = 0; k < 20; k++) {
        for (size_t step = 0; step < steps_walked; step++)
            walk(step, walked[step]);
        descent_diagnosis *const diagnosis = diagnose_points(as_walked, steps_walked, NULL, NULL);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNDETERMINED);
        if (fmax(beyond(0), beyond(1)) > 0.2)
            assert_unsaid(diagnosis, "stays within bounds");
        if (fmax(beyond(0), beyond(1)) < 0.05)
            assert_unsaid(diagnosis, "covers ground");
        descent_diagnosis_free(diagnosis);
    }
    descent_diagnosis *const diagnosis = diagnose_points(hovering, steps_walked, NULL, NULL);
    assert_said(diagnosis, "stays within bounds");
    descent_diagnosis_free(diagnosis);
}
END_TEST

static void toward(size_t k, double *x)
{
    x[0] = 2 + 2 * pow(0.9, (double)k);
    x[1] = 1 + pow(0.9, (double)k);
}

static void a_sixth_of_a_turn(size_t k, double *x)
{
    x[0] = 100 * cos(0.01 * (double)k);
    x[1] = 100 * sin(0.01 * (double)k);
}

/* Ways without an end, whose steps come ever nearer to one another. */
static void like_a_logarithm(size_t k, double *x)
{
    x[0] = log((double)k + 1);
    x[1] = 0;
}

static void like_a_root(size_t k, double *x)
{
    x[0] = sqrt((double)k);
    x[1] = 0;
}

/* A factor of points alone is told with the point to which it leads; a line is told as that, and an arc of equal chords is none. */
START_TEST(a_law_of_points_alone_is_told)
{
    descent_diagnosis *diagnosis = diagnose_points(toward, 40, NULL, NULL);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNDETERMINED);
    assert_said(diagnosis, "Its steps shrink by a factor of 0.9 each, as if toward (2, 1); without gradient or loss");
    descent_diagnosis_free(diagnosis);
    diagnosis = diagnose_points(straight_on, 100, NULL, NULL);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNDETERMINED);
    assert_said(diagnosis, "goes on in one direction by equal steps");
    descent_diagnosis_free(diagnosis);
    for (int root = 0; root <= 1; root++) {
        diagnosis = diagnose_points(root ? like_a_root : like_a_logarithm, 300, NULL, NULL);
        assert_said(diagnosis, "Its steps shrink; without");
        descent_diagnosis_free(diagnosis);
    }
    diagnosis = diagnose_points(a_sixth_of_a_turn, 105, NULL, NULL);
    assert_unsaid(diagnosis, "one direction");
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Lion takes steps of (±0.1, ±0.1) whatever the slope, here about a minimum, and its cycle is a long one: no budget shows it from the
 * first 64 steps, and 300 steps do. */
START_TEST(no_budget_is_asked_for_where_steps_decide)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const uint64_t budgets[] = {0, 50000}; /* 0: as many as without a wish */
    for (size_t k = 0; k < sizeof budgets / sizeof *budgets; k++) {
        const descent_diagnosis_options options = {.budget = budgets[k]};
        descent_engine *engine;
        descent_diagnosis *diagnosis;
        assert_success(descent_engine_new(&engine, &problem, descent_lion(0.1, 0, 0), (double[]){4, 1.0001}));
        assert_success(descent_engine_record(engine, NULL));
        assert_success(descent_engine_run(engine, 64));
        assert_success(descent_engine_diagnose(engine, &options, &diagnosis));
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNDETERMINED);
        assert_said(diagnosis, "More steps are needed to tell");
        assert_unsaid(diagnosis, "larger budget");
        descent_diagnosis_free(diagnosis);
        assert_success(descent_engine_run(engine, 300 - 64));
        assert_success(descent_engine_diagnose(engine, &options, &diagnosis));
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_PERIODIC);
        descent_diagnosis_free(diagnosis);
        descent_engine_free(engine);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        steps_that_shrink_are_told_as_that,
        only_what_is_missing_is_named,
        what_broke_off_is_named,
        what_was_recorded_has_no_formula,
        what_was_not_asked_for_did_not_break_off,
        a_budget_is_told_where_it_left_something_open,
        a_rule_that_was_fitted_is_nobodys_mistake,
        a_random_walk_does_not_grow,
        a_limit_that_decides_is_named,
        who_will_leave_is_told_on_arrival,
        a_memory_that_fades_is_the_reason,
        a_schedule_that_falls_below_the_limit_is_told,
        a_loss_that_rises_is_the_reason,
        steps_that_are_equal_follow_a_law,
        slow_swings_are_no_chaos,
        who_hovers_is_told_about_what,
        what_still_spreads_has_no_bounds,
        a_law_of_points_alone_is_told,
        no_budget_is_asked_for_where_steps_decide,
    };
    return descent_test_main(descent_test_suite("diagnosis_reasons", tests, sizeof tests / sizeof *tests));
}
