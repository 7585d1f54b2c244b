/* What rounding and differences can see bounds what a diagnosis claims. */
#include <math.h>
#include <string.h>

#include <descent/descent.h>
#include <descent/gradient_check.h>

#include "support.h"

#include <stdbool.h>

static int shifted_square(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    *value = *(const double *)context + x[0] * x[0];
    return 0;
}

/* From 1 with step 0.1 the run comes as near to 0 as differences of x² + S see: 0.8^100 = 2e-10 without S. */
START_TEST(differences_beside_a_constant)
{
    const double start = 1;
    for (double constant = 1; constant < 2e14; constant *= 100) {
        const descent_problem problem = {.dimension = 1, .loss = shifted_square, .context = &constant};
        descent_diagnosis *const d = descent_test_diagnose(&problem, descent_fixed_step(0.1), &start, 100);
        const double off = fabs(d->x[0]);
        ck_assert_double_eq_tol(d->gradient_error, 4 * DBL_EPSILON * constant / cbrt(DBL_EPSILON),
                                1e-3 * d->gradient_error);
        ck_assert(d->findings & DESCENT_FINDING_GRADIENT_DIFFERENCES);
        if (constant <= 1e4) {
            ck_assert_int_eq(d->ending, DESCENT_ENDING_CONVERGED);
            ck_assert_double_le(off, d->tolerance);
        } else {
            ck_assert_int_eq(d->ending, DESCENT_ENDING_STALLED);
            ck_assert(strstr(d->reason, "differences") || strstr(d->reason, "Differences"));
        }
        if (constant < 1e13) {
            ck_assert_ptr_nonnull(d->point);
            ck_assert_int_eq(d->point->kind, DESCENT_CRITICAL_MINIMUM);
            ck_assert_double_le(fabs(d->point->x[0]), d->point->gradient_error / 2 + 1e-12);
            ck_assert_double_eq_tol(d->point->eigenvalues[0], 2, d->point->eigenvalue_tolerance + 1e-9);
            ck_assert_double_ge(d->distance + d->point->gradient_error, off);
        }
        descent_diagnosis_free(d);
    }
}
END_TEST

typedef struct trough {
    double flattest, power, constant;
} trough;

/* ½x² + ½λ|y|^p + S. */
static int trough_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    const trough *const b = context;
    *value = (x[0] * x[0] + b->flattest * pow(fabs(x[1]), b->power)) / 2 + b->constant;
    return 0;
}

/* Where a plain loop comes within the tolerance the count is an interval; where the slope is lost in the rounding of the loss
 * before, it has no upper end; and where that is so already, nothing is approached. */
START_TEST(beside_a_constant_no_arrival_is_promised)
{
    static const struct {
        trough trough;
        double step_size;
        size_t steps, more;
        bool arrives, approaches;
    } runs[] = {{{1e-4, 2, 0}, 0.5, 3000, 300000, true, true},     {{1e-4, 2, 1e3}, 0.5, 3000, 600000, false, true},
                {{1e-4, 2, 1e5}, 0.5, 300, 600000, false, true},   {{1e-2, 2, 1}, 1.5, 300, 2000, true, true},
                {{1e-6, 2, 1e4}, 1.5, 3000, 900000, false, false}, {{1e-8, 2, 1e5}, 0.5, 300, 1000, false, false},
                {{1, 4, 100}, 0.1, 30000, 900000, false, true}};
    for (size_t k = 0; k < sizeof runs / sizeof *runs; k++) {
        const double start[] = {1, 1};
        const descent_problem problem = {.dimension = 2, .loss = trough_loss, .context = (void *)&runs[k].trough};
        descent_diagnosis *const d =
            descent_test_diagnose(&problem, descent_fixed_step(runs[k].step_size), start, runs[k].steps);
        ck_assert_msg((d->ending == DESCENT_ENDING_APPROACHING) == runs[k].approaches, "run %zu: %s", k, d->reason);
        ck_assert_int_ne(d->ending, DESCENT_ENDING_CONVERGED);
        if (runs[k].approaches)
            ck_assert_msg((bool)isfinite(d->pace.steps_to_go.high) == runs[k].arrives, "run %zu", k);
        if (descent_test_in_full() || runs[k].arrives) {
            descent_engine *engine;
            ck_assert_int_eq(descent_engine_new(&engine, &problem, descent_fixed_step(runs[k].step_size), start),
                             DESCENT_SUCCESS);
            ck_assert_int_eq(descent_engine_run(engine, runs[k].steps + runs[k].more), DESCENT_SUCCESS);
            const double *const x = descent_engine_point(engine);
            ck_assert_msg((hypot(x[0], x[1]) <= d->tolerance) == runs[k].arrives, "run %zu: %g", k, hypot(x[0], x[1]));
            descent_engine_free(engine);
        }
        descent_diagnosis_free(d);
    }
}
END_TEST

/* ½σ(x)²: at 40 the slope is lost to rounding, and at 36 the step. The infimum, 0, lies at −∞. */
static int sigmoid(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    const double s = 1 / (1 + exp(-x[0]));
    *value = s * s / 2;
    return 0;
}

static int sigmoid_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    const double s = 1 / (1 + exp(-x[0]));
    gradient[0] = s * s * (1 - s);
    return 0;
}

/* max(0, |x| − 1)²: level ground that is a minimum. */
static int basin(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    const double d = fmax(0, fabs(x[0]) - 1);
    *value = d * d;
    return 0;
}

static int basin_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    gradient[0] = copysign(2 * fmax(0, fabs(x[0]) - 1), x[0]);
    return 0;
}

static int no_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)x, (void)context;
    *value = 5;
    return 0;
}

static int zeros(size_t n, const double *x, double *gradient, void *context)
{
    (void)x, (void)context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = 0;
    return 0;
}

START_TEST(level_ground)
{
    const descent_problem shelf = {.dimension = 1, .loss = sigmoid, .gradient = sigmoid_gradient};
    const descent_problem bottom = {.dimension = 1, .loss = basin, .gradient = basin_gradient};
    const descent_problem plain = {.dimension = 1, .loss = no_loss, .gradient = zeros};
    const struct {
        const descent_problem *problem;
        double start, step;
        descent_ending ending;
        int direction;
    } runs[] = {
        {&shelf, 40, 0.3, DESCENT_ENDING_STALLED, -1},
        {&shelf, 36, 0.3, DESCENT_ENDING_STALLED, -1},
        {&bottom, 2, 0.75, DESCENT_ENDING_CONVERGED, 0},
        {&plain, 2, 0.5, DESCENT_ENDING_STALLED, 0},
    };
    for (size_t k = 0; k < sizeof runs / sizeof *runs; k++) {
        descent_diagnosis *const d =
            descent_test_diagnose(runs[k].problem, descent_fixed_step(runs[k].step), &runs[k].start, 100);
        ck_assert_msg(d->ending == runs[k].ending, "run %zu: %s", k, descent_ending_string(d->ending));
        ck_assert_int_eq(d->direction != NULL, runs[k].direction != 0);
        if (d->direction)
            ck_assert_double_eq(d->direction[0], runs[k].direction);
        descent_diagnosis_free(d);
    }
}
END_TEST

static int bowl(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += (double)(i + 1) * (x[i] - 1) * (x[i] - 1);
    return 0;
}

static int bowl_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const double *const factor = context;
    for (size_t i = 0; i < n; i++)
        gradient[i] = *factor * 2 * (double)(i + 1) * (x[i] - 1);
    return 0;
}

/* (x + y)² written out, so that 0 is what rounding leaves of its terms; with `depth`, it falls along the valley from |x − y| = 20 on. */
static int valley(size_t n, const double *x, double *value, void *context)
{
    const double *const depth = context;
    const double beyond = fmax(0, fabs(x[0] - x[1]) - 20);
    (void)n;
    *value = x[0] * x[0] + x[1] * x[1] + 2 * x[0] * x[1] - *depth * beyond * beyond;
    return 0;
}

static int valley_gradient(size_t n, const double *x, double *gradient, void *context)
{
    const double *const depth = context;
    const double beyond = copysign(2 * *depth * fmax(0, fabs(x[0] - x[1]) - 20), x[0] - x[1]);
    (void)n;
    gradient[0] = 2 * x[0] + 2 * x[1] - beyond;
    gradient[1] = 2 * x[1] + 2 * x[0] + beyond;
    return 0;
}

/* Where terms cancel, rounding moves a loss of 0 by that of its terms: that is no lower ground. What is lower in truth is told however
 * little it is beside them. */
START_TEST(what_cancels_is_no_lower_ground)
{
    static const double starts[][2] = {{1, 0.5}, {1, 0.3}, {2, 1}, {3, -1}, {5, 2}, {-1.7, 0.6}, {3.97, -0.24}};
    double depths[] = {0, 1e-6, 0.1};
    for (size_t k = 0; k < sizeof starts / sizeof *starts; k++)
        for (size_t j = 0; j < 3; j++) {
            const descent_problem problem = {
                .dimension = 2, .loss = valley, .gradient = valley_gradient, .context = &depths[j]};
            descent_diagnosis *const d = descent_test_diagnose(&problem, descent_fixed_step(0.1), starts[k], 200);
            ck_assert_msg(d->ending == (j ? DESCENT_ENDING_STALLED : DESCENT_ENDING_CONVERGED),
                          "start %zu, depth %g: %s", k, depths[j], descent_ending_string(d->ending));
            ck_assert_int_eq(d->direction != NULL, j > 0);
            if (d->direction) /* along the valley */
                ck_assert_double_eq_tol(fabs(d->direction[0] - d->direction[1]), sqrt(2), 1e-9);
            descent_diagnosis_free(d);
        }
}
END_TEST

/* The zeros of a wrong gradient are no critical points, and the first line says that it is wrong. */
START_TEST(a_wrong_gradient_comes_first)
{
    double factors[] = {0, 3, -1, 1};
    const double start[] = {3, -1};
    for (size_t k = 0; k < 4; k++) {
        const descent_problem problem = {
            .dimension = 2, .loss = bowl, .gradient = bowl_gradient, .context = &factors[k]};
        descent_diagnosis *const d = descent_test_diagnose(&problem, descent_fixed_step(0.05), start, 300);
        const bool right = factors[k] == 1;
        char *const text = descent_test_printed(descent_diagnosis_print, d);
        ck_assert_int_eq(strncmp(text, "Gradient and loss dis", 21) == 0, !right);
        ck_assert_int_eq((d->findings & DESCENT_FINDING_GRADIENT_MISMATCH) != 0, !right);
        if (!right)
            ck_assert(!d->point || d->point->kind == DESCENT_CRITICAL_UNDETERMINED);
        if (factors[k] == 0) {
            ck_assert_int_eq(d->ending, DESCENT_ENDING_STALLED);
            ck_assert_double_lt(d->direction[0], 0);
            ck_assert_double_gt(d->direction[1], 0);
        }
        descent_diagnosis_free(d);
    }
}
END_TEST

/* On a minimum whose limit, 2/4, lies below the step size a run stays by chance: that is said, and what to do. */
START_TEST(a_minimum_that_repels)
{
    double factor = 1;
    const double minimum[] = {1, 1};
    const descent_problem problem = {.dimension = 2, .loss = bowl, .gradient = bowl_gradient, .context = &factor};
    for (int above = 0; above < 2; above++) {
        descent_diagnosis *const d =
            descent_test_diagnose(&problem, descent_fixed_step(above ? 0.51 : 0.49), minimum, 20);
        ck_assert_int_eq(d->ending, DESCENT_ENDING_CONVERGED);
        ck_assert_int_eq(strstr(d->reason, "repels") != NULL, above);
        ck_assert_int_eq(d->advice[0].kind, above ? DESCENT_ADVICE_STEP_SIZE : DESCENT_ADVICE_NOTHING);
        if (above)
            ck_assert_double_lt(d->advice[0].step_size, 0.5);
        descent_diagnosis_free(d);
    }
}
END_TEST

static int cubic(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    const double t = x[0] + 1.2345;
    *value = t * t * t;
    return 0;
}

static int cubic_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n, (void)context;
    const double t = x[0] + 1.2345;
    gradient[0] = 3 * t * t;
    return 0;
}

/* Where six digits do not tell the lower point from the critical one, the way there is said instead. */
START_TEST(a_lower_point_is_told_apart)
{
    const double start = -1.2345;
    const descent_problem problem = {.dimension = 1, .loss = cubic, .gradient = cubic_gradient};
    descent_diagnosis *const d = descent_test_diagnose(&problem, descent_fixed_step(0.1), &start, 20);
    char *const text = descent_test_printed(descent_diagnosis_print, d);
    ck_assert_ptr_nonnull(strstr(text, "lower"));
    ck_assert_ptr_null(strstr(text, "lower at -1.2345,"));
    descent_diagnosis_free(d);
}
END_TEST

static int counted(size_t n, const double *x, double *value, void *context)
{
    size_t *const calls = context;
    calls[0]++;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += calls[1] == 0   ? (1 + (double)(i % 7)) * x[i] * x[i]
                  : calls[1] == 1 ? x[i] * x[i] * x[i]
                  : calls[1] == 2 ? cos(3 * x[i]) + 0.01 * x[i] * x[i]
                                  : fabs(x[i]);
    return 0;
}

/* A budget binds where one gradient takes 2n losses and one Hessian 4n². */
START_TEST(budgets_bind_by_losses_alone)
{
    const size_t sizes[] = {2, 10, 40, 100, 300};
    for (size_t kind = 0; kind < 4; kind++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
            for (int recorded = 0; recorded < 2; recorded++) {
                if (!descent_test_in_full() && (kind + k + (size_t)recorded) % 4 != 0) /* under a slow tool */
                    continue;
                size_t calls[] = {0, kind};
                double x[300];
                const size_t n = sizes[k];
                const descent_problem problem = {.dimension = n, .loss = counted, .context = calls};
                for (size_t i = 0; i < n; i++)
                    x[i] = 0.3 + 0.01 * (double)i;
                descent_engine *const engine =
                    descent_test_engine(&problem, descent_fixed_step(kind == 2 ? 0.3 : 0.05), x);
                descent_diagnosis *d;
                if (recorded)
                    assert_success(descent_engine_record(engine, NULL));
                assert_success(descent_engine_run(engine, 40));
                calls[0] = 0;
                assert_success(descent_engine_diagnose(engine, NULL, &d));
                ck_assert_msg(calls[0] <= 40000, "kind %zu, n %zu: %zu calls", kind, n, calls[0]);
                ck_assert_uint_ge(calls[0], d->evaluations.loss);
                ck_assert_uint_le(calls[0], d->evaluations.loss + 4 * n + 2);
                descent_diagnosis_free(d);
                descent_engine_free(engine);
            }
}
END_TEST

static int until(const descent_evaluations *evaluations, void *context)
{
    const uint64_t *const limit = context;
    return evaluations->loss + evaluations->gradient > *limit;
}

/* The calls for one point and for one check keep their limit, and stop when they are asked to. */
START_TEST(limits_of_points_and_checks)
{
    double factor = 1;
    const double x[] = {3, 2, 1, 5, 4, 3};
    const descent_problem full = {.dimension = 6, .loss = bowl, .gradient = bowl_gradient, .context = &factor};
    const descent_problem losses = {.dimension = 6, .loss = bowl, .context = &factor};
    uint64_t limit = 15;
    const descent_critical_options few = {.evaluation_limit = limit},
                                   watched = {.watch = until, .watch_context = &limit};
    const descent_critical_options many = {.evaluation_limit = 20000};
    const descent_check_options few_checks = {.evaluation_limit = limit};
    const descent_check_options watched_checks = {.watch = until, .watch_context = &limit};
    const descent_problem *const both[] = {&full, &losses};
    descent_critical_point *point;
    descent_derivative_check *check;
    for (size_t k = 0; k < 2; k++) {
        const descent_problem *const problem = both[k];
        assert_failure(descent_critical_refine(problem, x, &few, &point), DESCENT_EBUDGET, "evaluations");
        ck_assert_ptr_null(point);
        assert_failure(descent_critical_refine(problem, x, &watched, &point), DESCENT_ECANCELLED, "watch");
        ck_assert_ptr_null(point);
        assert_success(descent_critical_refine(problem, x, &many, &point));
        ck_assert_int_eq(point->kind, DESCENT_CRITICAL_MINIMUM);
        descent_critical_point_free(point);
    }
    assert_failure(descent_check_gradient_within(&full, x, &few_checks, &check), DESCENT_EBUDGET, "15");
    ck_assert_ptr_null(check);
    assert_failure(descent_check_gradient_within(&full, x, &watched_checks, &check), DESCENT_ECANCELLED, "watch");
    assert_success(descent_check_gradient_within(&full, x, NULL, &check));
    ck_assert_int_eq(check->verdict, DESCENT_CHECK_AGREES);
    descent_derivative_check_free(check);
}
END_TEST

static int norm(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = hypot(x[0], x[1]);
    return 0;
}

/* Steps of 0.1 across the tip of a cone: differences smear its kink over twice their width, and no smaller step ends the cycle. */
START_TEST(a_kink_is_seen_through_differences)
{
    const double start[] = {3, 4.1};
    const descent_problem problem = {.dimension = 2, .loss = norm};
    descent_diagnosis *const d = descent_test_diagnose(&problem, descent_fixed_step(0.1), start, 1000);
    ck_assert_int_eq(d->ending, DESCENT_ENDING_PERIODIC);
    ck_assert_uint_eq(d->cycle.period, 2);
    ck_assert(d->findings & DESCENT_FINDING_KINK);
    ck_assert_uint_gt(d->advice_count, 0);
    ck_assert_int_eq(d->advice[0].kind, DESCENT_ADVICE_DECAY_STEP);
    descent_diagnosis_free(d);
}
END_TEST

/* What a path shows whose rule is not told; and where it ends, after one step more. */
static descent_diagnosis *diagnose_path(const descent_problem *problem, void (*step)(double *x, size_t number),
                                        const double *start, size_t steps, double *x)
{
    double g[2], loss;
    descent_path *path;
    descent_diagnosis *diagnosis;
    assert_success(descent_path_new(&path, 2, NULL));
    memcpy(x, start, 2 * sizeof *x);
    for (size_t k = 0; k <= steps; k++) {
        assert_success(problem->loss(2, x, &loss, NULL) ? DESCENT_ECALLBACK : DESCENT_SUCCESS);
        assert_success(problem->gradient(2, x, g, NULL) ? DESCENT_ECALLBACK : DESCENT_SUCCESS);
        assert_success(descent_path_append(path, x, loss, g));
        step(x, k);
    }
    assert_success(descent_diagnose(problem, path, NULL, &diagnosis));
    descent_path_free(path);
    return diagnosis;
}

static int ellipse(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = ((x[0] - 3) * (x[0] - 3) + 2 * (x[1] - 1) * (x[1] - 1)) / 2;
    return 0;
}

static int ellipse_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    (void)context;
    g[0] = x[0] - 3;
    g[1] = 2 * (x[1] - 1);
    return 0;
}

/* By half of the slope and a twentieth of the point: to (30/11, 20/21), not to the minimum at (3, 1). */
static void decay(double *x, size_t number)
{
    (void)number;
    const double g[] = {x[0] - 3, 2 * (x[1] - 1)};
    for (size_t i = 0; i < 2; i++)
        x[i] -= 0.05 * (g[i] + 0.1 * x[i]);
}

/* s ← 0.99s + 0.01g², x ← x − 0.02 g/√s: comes near, and swings on. */
static double squares[2];
static void remembering(double *x, size_t number)
{
    const double g[] = {x[0] - 3, 2 * (x[1] - 1)};
    for (size_t i = 0; i < 2; i++) {
        squares[i] = 0.99 * (number == 0 ? 0 : squares[i]) + 0.01 * g[i] * g[i];
        x[i] -= 0.02 * g[i] / (sqrt(squares[i]) + 1e-8);
    }
}

/* By hundredths in the direction of each sign: on to within a hundredth of the minimum, and then about it. */
static void by_signs(double *x, size_t number)
{
    (void)number;
    const double g[] = {x[0] - 3, 2 * (x[1] - 1)};
    for (size_t i = 0; i < 2; i++)
        x[i] -= 0.01 * (double)((g[i] > 0) - (g[i] < 0));
}

/* Does a run that goes on come within the tolerance of the point that it is said to approach, in the steps that this is to take? */
static bool comes_there(const descent_diagnosis *d, void (*step)(double *x, size_t number), double *x)
{
    const double most = 2 * fmax(d->pace.steps_to_go.value, d->pace.steps_to_go.low);
    bool there = false;
    for (size_t k = 1; !there && (double)k <= most + 1; k++) {
        there = d->point && hypot(x[0] - d->point->x[0], x[1] - d->point->x[1]) <= d->tolerance;
        step(x, d->steps + k);
    }
    return there;
}

/* But the rule that remembers squares is told by its steps, and comes there before it swings. */
START_TEST(steps_that_do_not_follow_the_slope_approach_nothing)
{
    void (*const others[])(double *, size_t) = {decay, remembering, by_signs};
    const descent_problem problem = {.dimension = 2, .loss = ellipse, .gradient = ellipse_gradient};
    const double starts[][2] = {{-1, 4.003}, {3.5, -1.2}, {1.3, -1.8}, {6.2, -1.2}};
    for (size_t from = 0; from < 4; from++)
        for (size_t k = 0; k < 3; k++)
            for (size_t steps = 20; steps <= (from == 0 ? 400 : 150); steps += from == 0 ? 20 : 7) {
                double x[2];
                descent_diagnosis *const d = diagnose_path(&problem, others[k], starts[from], steps, x);
                const bool approaches = d->ending == DESCENT_ENDING_APPROACHING;
                ck_assert_msg(d->ending != DESCENT_ENDING_CONVERGED && !(approaches && others[k] != remembering) &&
                                  !(approaches && !comes_there(d, others[k], x)),
                              "rule %zu, %zu steps: %s", k, steps, d->reason);
                descent_diagnosis_free(d);
            }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {differences_beside_a_constant,
                                  level_ground,
                                  what_cancels_is_no_lower_ground,
                                  a_wrong_gradient_comes_first,
                                  a_minimum_that_repels,
                                  a_kink_is_seen_through_differences,
                                  steps_that_do_not_follow_the_slope_approach_nothing,
                                  a_lower_point_is_told_apart,
                                  budgets_bind_by_losses_alone,
                                  limits_of_points_and_checks,
                                  beside_a_constant_no_arrival_is_promised};
    return descent_test_main(descent_test_suite("diagnosis_resolution", tests, sizeof tests / sizeof *tests));
}
