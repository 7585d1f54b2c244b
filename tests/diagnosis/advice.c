/* Advice holds when it is followed, and leads nobody astray. */
#include "formulas.h"
#include "support.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/landscapes.h>
#include <descent/step_finders.h>

#include "truth/own_rules.h"
#include "truth/run.h"

enum {
    longest_run = 20000
};

static int parabola(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    gradient[0] = *(const double *)context * x[0];
    return 0;
}

/* Steps with which an engine comes as near to the place as it should be. */
static size_t steps_to(const descent_problem *problem, descent_rule rule, const double *start, const double *place,
                       size_t limit)
{
    const size_t n = problem->dimension;
    descent_engine *engine;
    double scale = 1e-12;
    for (size_t i = 0; i < n; i++)
        scale = fmax(scale, fmax(fabs(start[i] - place[i]), fabs(place[i])));
    assert_success(descent_engine_new(&engine, problem, rule, start));
    for (size_t k = 0; k <= limit; k++) {
        const double *const x = descent_engine_point(engine);
        double distance = 0;
        for (size_t i = 0; i < n; i++)
            distance = hypot(distance, x[i] - place[i]);
        if (distance <= 1e-4 * scale * sqrt((double)n) || descent_engine_step(engine) != DESCENT_SUCCESS)
            break;
    }
    const double *const x = descent_engine_point(engine);
    size_t steps = descent_engine_steps(engine);
    for (size_t i = 0; i < n; i++)
        if (!(fabs(x[i] - place[i]) <= 1e-4 * scale * sqrt((double)n)))
            steps = limit + 1;
    descent_engine_free(engine);
    return steps;
}

/* Is the engine still there after ten times the steps, and a thousand? */
static bool stays_at(const descent_problem *problem, descent_rule rule, const double *start, const double *place,
                     size_t steps)
{
    const size_t n = problem->dimension;
    descent_engine *engine;
    double scale = 1e-12;
    double distance = 0;
    for (size_t i = 0; i < n; i++)
        scale = fmax(scale, fmax(fabs(start[i] - place[i]), fabs(place[i])));
    assert_success(descent_engine_new(&engine, problem, rule, start));
    (void)descent_engine_run(engine, 10 * steps + 1000);
    const double *const x = descent_engine_point(engine);
    for (size_t i = 0; i < n; i++)
        distance = hypot(distance, x[i] - place[i]);
    descent_engine_free(engine);
    return distance <= 1e-4 * scale * sqrt((double)n);
}

/* Advice that was tried on a copy says the same to whoever follows it with an engine of one's own. */
static void follow(const known_run *run, const descent_diagnosis *diagnosis, const descent_advice *advice)
{
    known_context context;
    const descent_problem problem = known_problem(run, &context);
    const size_t n = problem.dimension;
    double *const start = malloc(n * sizeof *start);
    ck_assert_ptr_nonnull(start);
    known_start(run, start);
    descent_rule rule = known_run_rule(run);
    switch (advice->kind) {
    case DESCENT_ADVICE_STEP_SIZE:
        rule.step_size = advice->step_size;
        break;
    case DESCENT_ADVICE_OTHER_RULE:
        rule = descent_heavy_ball(advice->step_size, advice->momentum);
        break;
    case DESCENT_ADVICE_MOMENTUM:
        rule.momentum = advice->momentum;
        break;
    case DESCENT_ADVICE_LEAVE_SADDLE:
        memcpy(start, diagnosis->point->x, n * sizeof *start);
        break;
    default:
        ck_abort_msg("%s: advice %d cannot have been tried", run->name, (int)advice->kind);
    }
    if (advice->direction) {
        ck_assert_double_gt(advice->push, 0);
        for (size_t i = 0; i < n; i++)
            start[i] += advice->push * advice->direction[i];
    }
    const size_t steps = steps_to(&problem, rule, start, advice->outcome_point, (size_t)advice->outcome_steps);
    ck_assert_msg(steps <= advice->outcome_steps, "%s: \"%s\" does not hold", run->name, advice->text);
    if (diagnosis->point && !diagnosis->point->escape)
        ck_assert_msg(stays_at(&problem, rule, start, advice->outcome_point, (size_t)advice->outcome_steps),
                      "%s: \"%s\" does not last", run->name, advice->text);
    free(start);
}

START_TEST(what_was_tried_holds)
{
    size_t followed = 0;
    for (size_t i = 0; i < known_run_count; i += descent_test_in_full() ? 1 : 5) {
        const known_run *const run = &known_runs[i];
        if (run->steps > longest_run)
            continue;
        descent_diagnosis *diagnosis;
        assert_success(known_diagnose(run, NULL, &diagnosis));
        for (size_t k = 0; k < diagnosis->advice_count; k++)
            if (diagnosis->advice[k].verified) {
                follow(run, diagnosis, &diagnosis->advice[k]);
                followed++;
            }
        descent_diagnosis_free(diagnosis);
    }
    ck_assert_uint_ge(followed, descent_test_in_full() ? 20 : 4);
}
END_TEST

/* A parabola of curvature c attracts below 2/c. A smaller step is tried a fifth below that first, which arrives: no less is advised. */
START_TEST(the_step_advised_is_a_fifth_below_the_limit)
{
    static const double curvatures[] = {1, 2, 4, 0.25};
    for (size_t k = 0; k < 4; k++) {
        double curvature = curvatures[k];
        const descent_problem problem = {.dimension = 1, .gradient = parabola, .context = &curvature};
        descent_diagnosis *const diagnosis =
            descent_test_diagnose(&problem, descent_fixed_step(2.2 / curvature), (double[]){1}, 40);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_DIVERGING);
        ck_assert_uint_ge(diagnosis->advice_count, 1);
        ck_assert_int_eq(diagnosis->advice[0].kind, DESCENT_ADVICE_STEP_SIZE);
        ck_assert(diagnosis->advice[0].verified);
        ck_assert_double_eq_tol(diagnosis->advice[0].step_size, 0.8 * 2 / curvature, 1e-9 / curvature);
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

/* A run on a ridge finds the saddle with any step size: the start must be pushed off, too. */
START_TEST(a_ridge_is_left)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(1), (double[]){4, 1}, 8);
    ck_assert_uint_eq(diagnosis->advice_count, 1);
    const descent_advice *const advice = &diagnosis->advice[0];
    ck_assert_int_eq(advice->kind, DESCENT_ADVICE_STEP_SIZE);
    ck_assert(advice->verified);
    ck_assert_double_lt(advice->step_size, 0.5); /* 2/4 at the minima */
    ck_assert_double_eq_tol(fabs(advice->direction[1]), 1, 1e-9);
    ck_assert_double_eq_tol(fabs(advice->outcome_point[1] - 1), sqrt(0.5), 1e-6);
    descent_diagnosis_free(diagnosis);
}
END_TEST

static int cosines_loss(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += cos(x[i]);
    return 0;
}

static int cosines_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        g[i] = -sin(x[i]);
    return 0;
}

/* From the top of Σ cos xᵢ one way out leads to a saddle only; all of them at once lead to a minimum. */
START_TEST(a_maximum_is_left_every_way)
{
    const descent_problem problem = {.dimension = 12, .loss = cosines_loss, .gradient = cosines_gradient};
    const double start[12] = {0};
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.1), start, 10);
    ck_assert_int_eq(diagnosis->point->kind, DESCENT_CRITICAL_MAXIMUM);
    const descent_advice *const advice = &diagnosis->advice[0];
    ck_assert_int_eq(advice->kind, DESCENT_ADVICE_LEAVE_SADDLE);
    ck_assert(advice->verified);
    double square = 0;
    for (size_t i = 0; i < 12; i++) {
        ck_assert_double_eq_tol(fabs(advice->outcome_point[i]), acos(-1), 1e-6);
        square += advice->direction[i] * advice->direction[i];
    }
    ck_assert_double_eq_tol(square, 1, 1e-12);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Of a run that nothing but a step that is too small keeps from arriving: a larger one is found. */
START_TEST(a_tiny_step_is_made_larger)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_diagnosis *const diagnosis =
        descent_test_diagnose(&problem, descent_fixed_step(1e-9), (double[]){4, 1.075}, 100);
    const descent_advice *advice = NULL;
    for (size_t k = 0; k < diagnosis->advice_count; k++)
        if (diagnosis->advice[k].kind == DESCENT_ADVICE_STEP_SIZE)
            advice = &diagnosis->advice[k];
    ck_assert_ptr_nonnull(advice);
    ck_assert(advice->verified);
    ck_assert_double_gt(advice->step_size, 0.01);
    ck_assert_double_lt(advice->step_size, 0.5);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* The loss is NaN where a smaller step would lead: nobody is sent there. */
static int half_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] < 1 ? NAN : x[0] * x[0];
    return 0;
}

static int half_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = 2 * x[0];
    return 0;
}

START_TEST(no_advice_leads_to_where_there_is_no_loss)
{
    const descent_problem problem = {.dimension = 1, .loss = half_loss, .gradient = half_gradient};
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){4}, 50);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_NONFINITE);
    for (size_t k = 0; k < diagnosis->advice_count; k++)
        ck_assert(!diagnosis->advice[k].verified);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* ½Σλᵢxᵢ², with one λ for each variable. */
/* ½(s² + κd²), s and d along the diagonals: curved by how the variables go together, and not by their units. */
static int turned_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    const double *const curvatures = context;
    const double sum = (x[0] + x[1]) / sqrt(2);
    const double difference = (x[0] - x[1]) / sqrt(2);
    *value = (curvatures[0] * sum * sum + curvatures[1] * difference * difference) / 2;
    return 0;
}

static int turned_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    const double *const curvatures = context;
    const double sum = curvatures[0] * (x[0] + x[1]) / 2;
    const double difference = curvatures[1] * (x[0] - x[1]) / 2;
    g[0] = sum + difference;
    g[1] = sum - difference;
    return 0;
}

static const descent_advice *advice_of(const descent_diagnosis *diagnosis, descent_advice_kind kind)
{
    for (size_t k = 0; k < diagnosis->advice_count; k++)
        if (diagnosis->advice[k].kind == kind)
            return &diagnosis->advice[k];
    return NULL;
}

/* Steps of x ← (1 − ηλᵢ)x that bring the start (1, 1) to within a distance. */
static double bowl_steps(const double *curvatures, double step_size, double within)
{
    double x[2] = {1, 1};
    double steps = 0;
    for (; hypot(x[0], x[1]) > within; steps++)
        for (size_t i = 0; i < 2; i++)
            x[i] -= step_size * curvatures[i] * x[i];
    return steps;
}

/* A long way is told in steps, with the best step size, with momentum, and with other units where these are the cause. */
START_TEST(what_cannot_be_tried_is_counted)
{
    double curvatures[2] = {1, 1e-5};
    const descent_problem problem = {
        .dimension = 2, .loss = bowl_loss, .gradient = bowl_gradient, .context = curvatures};
    descent_diagnosis *const diagnosis =
        descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){1, 1}, 1000);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
    const descent_advice *const faster = advice_of(diagnosis, DESCENT_ADVICE_STEP_SIZE);
    ck_assert_ptr_nonnull(faster);
    ck_assert(!faster->verified);
    const double steps = bowl_steps(curvatures, faster->step_size, diagnosis->tolerance);
    ck_assert_double_eq_tol(faster->steps, steps, 0.05 * steps);
    const descent_advice *const units = advice_of(diagnosis, DESCENT_ADVICE_SCALE_VARIABLES);
    ck_assert_ptr_nonnull(units);
    /* λᵢuᵢ² = 1 */
    ck_assert_double_eq_tol(units->units[0], 1, 1e-6);
    ck_assert_double_eq_tol(units->units[1], sqrt(1e5), 1e-3 * sqrt(1e5));
    ck_assert_double_le(units->steps, 2);
    /* Farther off it holds of quadratic losses only; and why the curvatures differ nobody knows. */
    assert_said(diagnosis, "then they are all equal. Where the loss is like a quadratic, a fixed step size of 1 ");
    assert_unsaid(diagnosis, "because the units");
    ck_assert_ptr_nonnull(advice_of(diagnosis, DESCENT_ADVICE_OTHER_RULE));
    ck_assert_double_lt(advice_of(diagnosis, DESCENT_ADVICE_OTHER_RULE)->step_size, 4);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* H = [[1 + κ, 1 − κ], [1 − κ, 1 + κ]]/2 has equal diagonal entries: no unit helps. */
START_TEST(units_are_blamed_only_where_they_are_the_cause)
{
    double curvatures[2] = {1, 1e-5};
    const descent_problem problem = {
        .dimension = 2, .loss = turned_loss, .gradient = turned_gradient, .context = curvatures};
    descent_diagnosis *const diagnosis =
        descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){1, 0.5}, 1000);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
    ck_assert_ptr_null(advice_of(diagnosis, DESCENT_ADVICE_SCALE_VARIABLES));
    ck_assert_ptr_nonnull(advice_of(diagnosis, DESCENT_ADVICE_OTHER_RULE));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* From (10⁶, 1) on the notebook's ridge: the push belongs to the saddle, whose minima are 0.7 away, not to the start. */
START_TEST(a_far_start_does_not_make_the_push_long)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    descent_diagnosis *const diagnosis =
        descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){1e6, 1}, 256);
    const descent_advice *const advice = advice_of(diagnosis, DESCENT_ADVICE_LEAVE_SADDLE);
    ck_assert_ptr_nonnull(advice);
    ck_assert(advice->verified);
    ck_assert_double_lt(advice->push, 0.1 * sqrt(0.5));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* |x|: sign(x) is not defined at 0, where the run begins. */
static int nowhere_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0] / fabs(x[0]);
    return 0;
}

START_TEST(before_any_step_no_smaller_one_is_advised)
{
    const descent_problem problem = {.dimension = 1, .gradient = nowhere_gradient};
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){0}, 5);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_NONFINITE);
    ck_assert_uint_eq(diagnosis->advice_count, 1);
    ck_assert_int_eq(diagnosis->advice[0].kind, DESCENT_ADVICE_FIX_DOMAIN);
    ck_assert_ptr_nonnull(strstr(diagnosis->advice[0].text, "another point"));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* x ← min(x − ηg, ½): ½(x − 1)² is least at the bound. */
static int bounded_advance(const descent_rule *rule, descent_rule_step *step)
{
    (void)rule;
    for (size_t i = 0; i < step->dimension; i++)
        step->x[i] = fmin(step->x[i] - step->step_size * step->gradient[i], 0.5);
    return 0;
}

static int shifted_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        g[i] = x[i] - 1;
    return 0;
}

static int shifted_loss(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value += (x[i] - 1) * (x[i] - 1) / 2;
    return 0;
}

START_TEST(a_run_that_a_bound_holds_is_not_told_to_step_on)
{
    static const descent_rule_type type = {.name = "bounded descent", .advance = bounded_advance};
    const descent_problem problem = {.dimension = 2, .loss = shifted_loss, .gradient = shifted_gradient};
    const descent_rule rule = {.type = &type, .step_size = 0.1};
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, rule, (double[]){0, 0.2}, 100);
    ck_assert_int_ne(diagnosis->ending, DESCENT_ENDING_CONVERGED);
    for (size_t k = 0; k < diagnosis->advice_count; k++)
        ck_assert_ptr_null(strstr(diagnosis->advice[k].text, "larger step"));
    ck_assert_ptr_nonnull(strstr(diagnosis->advice[0].text, "bounds"));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* A rule that divides the gradient by its own size ends on a cycle as long as its step size. */
START_TEST(a_cycle_of_a_normalising_rule_needs_decay)
{
    double curvatures[1] = {1};
    const descent_problem problem = {
        .dimension = 1, .loss = bowl_loss, .gradient = bowl_gradient, .context = curvatures};
    descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, own_rmsprop(0.01), (double[]){1.234}, 2000);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_PERIODIC);
    ck_assert_uint_eq(diagnosis->cycle.period, 2);
    ck_assert_int_eq(diagnosis->advice[0].kind, DESCENT_ADVICE_DECAY_STEP);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* Off the ridge of ½x² − ½λy² + ¼λy⁴ by 10⁻⁶ the steps grow by 1 + ηλ each, until the loss has fallen by λ/4: that is no plateau. */
static int slow_saddle(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] / 2 + 1e-3 * (x[1] * x[1] * x[1] * x[1] / 4 - x[1] * x[1] / 2);
    return 0;
}

static int slow_saddle_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0];
    g[1] = 1e-3 * (x[1] * x[1] * x[1] - x[1]);
    return 0;
}

START_TEST(a_saddle_that_is_left_is_worth_going_on)
{
    const descent_problem problem = {.dimension = 2, .loss = slow_saddle, .gradient = slow_saddle_gradient};
    for (size_t steps = 500; steps <= 5000; steps *= 10) {
        descent_diagnosis *const d =
            descent_test_diagnose(&problem, descent_fixed_step(0.5), (double[]){1, 1e-6}, steps);
        for (size_t k = 0; k < d->advice_count; k++)
            ck_assert_ptr_null(strstr(d->advice[k].text, "wins little"));
        descent_diagnosis_free(d);
    }
}
END_TEST

/* x ← x + η(turn + (1 − r²)/100 outward): onto a circle, with every step size. Nothing there goes down. */
static int onto_circle(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    const double pull = 0.01 * (x[0] * x[0] + x[1] * x[1] - 1);
    g[0] = pull * x[0] - x[1];
    g[1] = pull * x[1] + x[0];
    return 0;
}

START_TEST(a_circle_is_no_way_down)
{
    const descent_problem problem = {.dimension = 2, .gradient = onto_circle};
    descent_diagnosis *const d = descent_test_diagnose(&problem, descent_fixed_step(0.05), (double[]){0.5, 0}, 5000);
    ck_assert_int_eq(d->ending, DESCENT_ENDING_QUASIPERIODIC);
    for (size_t k = 0; k < d->advice_count; k++)
        ck_assert_ptr_null(strstr(d->advice[k].text, "goes down"));
    descent_diagnosis_free(d);
}
END_TEST

/* With a memory of 100 steps it rests for thousands, with a smaller step size, too, before it comes to swing: that is no
 * arrival. What divides by no memory that fades arrives. */
START_TEST(a_rest_before_a_burst_is_no_arrival)
{
    double curvatures[1] = {1};
    const descent_problem problem = {
        .dimension = 1, .loss = bowl_loss, .gradient = bowl_gradient, .context = curvatures};
    for (size_t steps = 300; steps <= 1000; steps += 350) {
        descent_diagnosis *const d =
            descent_test_diagnose(&problem, descent_rmsprop(0.01, 0.99, 1e-8), (double[]){1}, steps);
        for (size_t k = 0; k < d->advice_count; k++)
            if (d->advice[k].kind == DESCENT_ADVICE_STEP_SIZE)
                ck_assert_msg(!d->advice[k].verified || d->advice[k].outcome != DESCENT_ENDING_CONVERGED,
                              "%zu steps: %s", steps, d->advice[k].text);
        descent_diagnosis_free(d);
    }
    descent_diagnosis *const d = descent_test_diagnose(&problem, descent_fixed_step(2.1), (double[]){1}, 100);
    ck_assert_int_eq(d->advice[0].kind, DESCENT_ADVICE_STEP_SIZE);
    ck_assert_int_eq(d->advice[0].outcome, DESCENT_ENDING_CONVERGED);
    descent_diagnosis_free(d);
}
END_TEST

typedef struct flat {
    double fourth; /* L = x³ + fourth·x⁴ */
    int peano;     /* L = (y − x²)(y − 3x²), along no straight line a way down from (0, 0) */
} flat;

static int flat_loss(size_t n, const double *x, double *value, void *context)
{
    const flat *const of = context;
    (void)n;
    *value = of->peano ? (x[1] - x[0] * x[0]) * (x[1] - 3 * x[0] * x[0])
                       : x[0] * x[0] * x[0] + of->fourth * x[0] * x[0] * x[0] * x[0];
    return 0;
}

static int flat_gradient(size_t n, const double *x, double *g, void *context)
{
    const flat *const of = context;
    (void)n;
    if (of->peano) {
        g[0] = -8 * x[0] * x[1] + 12 * x[0] * x[0] * x[0];
        g[1] = 2 * x[1] - 4 * x[0] * x[0];
    } else {
        g[0] = 3 * x[0] * x[0] + 4 * of->fourth * x[0] * x[0] * x[0];
    }
    return 0;
}

/* A lower point a millionth of the path away proves that a flat point is no minimum; from there x³ takes three million steps of 0.1 to
 * come anywhere. What is advised must lead a run away that follows it. */
START_TEST(a_lower_point_is_one_that_leads_away)
{
    flat cases[] = {{0, 0}, {1, 0}, {0, 1}};
    for (size_t k = 0; k < 3; k++) {
        const size_t n = cases[k].peano ? 2 : 1;
        const descent_problem problem = {
            .dimension = n, .loss = flat_loss, .gradient = flat_gradient, .context = &cases[k]};
        descent_diagnosis *const d = descent_test_diagnose(
            &problem, descent_fixed_step(0.1), cases[k].peano ? (const double[]){0, 1} : (const double[]){1}, 500);
        ck_assert_ptr_nonnull(d->point);
        ck_assert_int_eq(d->point->probe, DESCENT_PROBE_LOWER);
        ck_assert_int_eq(d->advice[0].kind, DESCENT_ADVICE_LEAVE_SADDLE);
        ck_assert_ptr_nonnull(strstr(d->advice[0].text, "I tried it"));
        double start[2];
        for (size_t i = 0; i < n; i++)
            start[i] = d->point->x[i] + d->advice[0].push * d->advice[0].direction[i];
        descent_engine *const engine = descent_test_engine(&problem, descent_fixed_step(0.1), start);
        assert_success(descent_engine_run(engine, 4000));
        const double *const x = descent_engine_point(engine);
        ck_assert_double_gt(hypot(x[0] - d->point->x[0], n > 1 ? x[1] - d->point->x[1] : 0), 0.5);
        ck_assert_int_eq(d->advice[0].verified, k == 1); /* the others run off */
        if (k == 1)
            ck_assert_double_eq_tol(d->advice[0].outcome_point[0], -0.75, 1e-6);
        descent_engine_free(engine);
        descent_diagnosis_free(d);
    }
}
END_TEST

static int ridge_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = cos(x[0]) * exp(-x[1] * x[1]);
    return 0;
}

static int ridge_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = -sin(x[0]) * exp(-x[1] * x[1]);
    g[1] = -2 * x[1] * cos(x[0]) * exp(-x[1] * x[1]);
    return 0;
}

/* max(0, |x| − 1)², level in truth within the walls. */
static int trough_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = pow(fmax(fabs(x[0]) - 1, 0), 2);
    return 0;
}

static int trough_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = copysign(2 * fmax(fabs(x[0]) - 1, 0), x[0]);
    return 0;
}

/* The minima of cos x e^(−y²) are at (π, 0) and its like, with a loss of −1; far out its numbers end, and it is 0. The floor between two
 * walls is a minimum all the same. */
START_TEST(where_numbers_end_nothing_is_found)
{
    const descent_problem fading = {.dimension = 2, .loss = ridge_loss, .gradient = ridge_gradient};
    descent_diagnosis *diagnosis = descent_test_diagnose(&fading, descent_fixed_step(0.3), (double[]){0.1, 1}, 64);
    for (size_t k = 0; k < diagnosis->advice_count; k++) {
        double loss = -1;
        if (diagnosis->advice[k].outcome_point)
            ridge_loss(2, diagnosis->advice[k].outcome_point, &loss, NULL);
        ck_assert_double_eq_tol(loss, -1, 1e-6);
    }
    descent_diagnosis_free(diagnosis);
    const descent_problem trough = {.dimension = 1, .loss = trough_loss, .gradient = trough_gradient};
    diagnosis = descent_test_diagnose(&trough, descent_fixed_step(3), (double[]){3}, 20);
    ck_assert_uint_ge(diagnosis->advice_count, 1);
    ck_assert(diagnosis->advice[0].verified);
    ck_assert_double_le(fabs(diagnosis->advice[0].outcome_point[0]), 1 + 1e-5);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* x²/2 + (1 - cos 100y)/10000: a minimum at 0 whose curvatures hold along y over less than a hundredth */
static int washboard(size_t n, const double *x, double *value, void *context)
{
    (void)n, (void)context;
    *value = x[0] * x[0] / 2 + (1 - cos(100 * x[1])) / 10000;
    return 0;
}

static int washboard_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n, (void)context;
    g[0] = x[0];
    g[1] = sin(100 * x[1]) / 100;
    return 0;
}

static int washboard_hessian(size_t n, const double *x, double *h, void *context)
{
    (void)n, (void)context;
    h[0] = 1;
    h[1] = h[2] = 0;
    h[3] = cos(100 * x[1]);
    return 0;
}

/* Who follows advice that was tried, for so many steps, is told to have arrived; momentum carries a run through and out again, and
 * one step less is too few. */
START_TEST(who_makes_the_steps_that_were_tried_has_arrived)
{
    double two = 2;
    const descent_problem parabola_problem = {.dimension = 1, .gradient = parabola, .context = &two};
    const descent_problem notebook = descent_test_landscape("notebook", 0);
    const descent_problem hyperbola = {.dimension = 2, .loss = hyperbola_loss, .gradient = hyperbola_gradient};
    const descent_problem board = {
        .dimension = 2, .loss = washboard, .gradient = washboard_gradient, .hessian = washboard_hessian};
    const struct {
        const descent_problem *problem;
        descent_rule rule;
        double start[2];
    } cases[] = {
        {&board, descent_fixed_step(2.1), {100, 0.004}},      {&board, descent_fixed_step(2.1), {1000, 0.004}},
        {&notebook, descent_heavy_ball(0.7, 0.9), {4, 1.3}},  {&notebook, descent_heavy_ball(1, 0.9), {4, 1.3}},
        {&parabola_problem, descent_heavy_ball(0.1, 1), {1}}, {&hyperbola, descent_fixed_step(0.3), {3, 0.2}},
        {&notebook, descent_fixed_step(1), {4, 1.3}},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        descent_diagnosis *const diagnosis = descent_test_diagnose(cases[k].problem, cases[k].rule, cases[k].start, 64);
        const descent_advice *const advice = &diagnosis->advice[0];
        ck_assert_uint_ge(diagnosis->advice_count, 1);
        ck_assert(advice->verified);
        descent_rule rule = cases[k].rule;
        if (advice->kind == DESCENT_ADVICE_MOMENTUM)
            rule.momentum = advice->momentum;
        else
            rule.step_size = advice->step_size;
        for (size_t fewer = 0; fewer < 2; fewer++) {
            descent_diagnosis *const followed =
                descent_test_diagnose(cases[k].problem, rule, cases[k].start, (size_t)advice->outcome_steps - fewer);
            if (fewer == 0)
                ck_assert_int_eq(followed->ending, DESCENT_ENDING_CONVERGED);
            else
                /* On a floor the two look for its point from different places, and may have arrived at theirs a step apart. */
                ck_assert(
                    followed->ending == DESCENT_ENDING_APPROACHING ||
                    (followed->ending == DESCENT_ENDING_CONVERGED && (followed->findings & DESCENT_FINDING_VALLEY)));
            descent_diagnosis_free(followed);
        }
        descent_diagnosis_free(diagnosis);
    }
    /* By the ball's own formula: for so long it is out of the tolerance again and again. */
    double x = 1, before = 1;
    size_t last = 0;
    for (size_t step = 1; step < 1000; step++) {
        const double next = x - 0.1 * 2 * x + 0.9 * (x - before);
        before = x;
        x = next;
        if (fabs(x) > 1e-6 * 2) /* the path is less than twice as long as the start is off */
            last = step;
    }
    descent_diagnosis *const circling =
        descent_test_diagnose(&parabola_problem, descent_heavy_ball(0.1, 1), (double[]){1}, 64);
    ck_assert_uint_ge(circling->advice[0].outcome_steps, last + 1);
    descent_diagnosis_free(circling);
}
END_TEST

LOSS_BY_FORMULA(fourth_power, x[0] * x[0] * x[0] * x[0], 4 * x[0] * x[0] * x[0])

/* Lion moves by its step size whatever the slope is: its swings are as long as that, and a smaller one does not end them. Whether the
 * run is said to have come to its cycle or not yet, the advice is the same. */
START_TEST(swings_of_a_normalising_rule_need_decay)
{
    const descent_problem problem = {.dimension = 1, .loss = fourth_power_loss, .gradient = fourth_power_slope};
    bool undetermined = false;
    for (size_t steps = 60; steps <= 100; steps += 4) {
        const double start = 1;
        descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, descent_lion(0.1, 0, 0), &start, steps);
        undetermined = undetermined || diagnosis->ending == DESCENT_ENDING_UNDETERMINED;
        ck_assert_uint_eq(diagnosis->advice_count, 1);
        ck_assert_msg(diagnosis->advice[0].kind == DESCENT_ADVICE_DECAY_STEP, "%zu steps: %s", steps,
                      diagnosis->advice[0].text);
        descent_diagnosis_free(diagnosis);
    }
    ck_assert(undetermined);
}
END_TEST

LOSS_BY_FORMULA(narrow_well, -1 / (x[0] * x[0] + 0.01), 2 * x[0] / pow(x[0] * x[0] + 0.01, 2))
LOSS_BY_FORMULA(wide_well, -1 / (x[0] * x[0] + 4), 2 * x[0] / pow(x[0] * x[0] + 4, 2))

/* At 0 the curvature of −1/(x² + w²) is 2/w⁴: 20000, so that step sizes below 10⁻⁴ come to rest there, and those that are longer step over it,
 * however long they go on. Of a wide one, 1/8, which a tenth is far below, nothing of the kind is said. */
START_TEST(a_minimum_that_is_too_narrow_is_told_with_its_limit)
{
    const descent_problem narrow = {.dimension = 1, .loss = narrow_well_loss, .gradient = narrow_well_slope};
    static const double step_sizes[] = {0.1, 0.01, 0.001, 2e-4, 5e-5};
    for (size_t k = 0; k < sizeof step_sizes / sizeof *step_sizes; k++) {
        descent_diagnosis *const d =
            descent_test_diagnose(&narrow, descent_fixed_step(step_sizes[k]), (double[]){2}, 64);
        if (step_sizes[k] < 1e-4) {
            ck_assert_int_eq(d->advice[0].kind, DESCENT_ADVICE_MORE_STEPS);
            descent_diagnosis_free(d);
            continue;
        }
        ck_assert_ptr_nonnull(strstr(d->advice[0].text, "only with step sizes below 0.0001 can a run come to rest"));
        ck_assert_double_lt(d->advice[0].step_size, 1e-4);
        descent_diagnosis *const followed =
            descent_test_diagnose(&narrow, descent_fixed_step(d->advice[0].step_size), (double[]){2}, 60000);
        ck_assert_int_eq(followed->ending, DESCENT_ENDING_CONVERGED);
        ck_assert_double_eq_tol(followed->point->x[0], 0, 1e-9);
        descent_diagnosis_free(followed);
        descent_diagnosis_free(d);
    }
    const descent_problem wide = {.dimension = 1, .loss = wide_well_loss, .gradient = wide_well_slope};
    descent_diagnosis *const d = descent_test_diagnose(&wide, descent_fixed_step(0.1), (double[]){9}, 64);
    ck_assert(!d->advice_count || !strstr(d->advice[0].text, "only with step sizes"));
    descent_diagnosis_free(d);
}
END_TEST

LOSS_BY_FORMULA(kink_beside_bowl, fabs(x[0]) + x[1] * x[1], copysign(1, x[0]); gradient[1] = 2 * x[1])
LOSS_BY_FORMULA(pit_in_a_plain, 1 - exp(-x[0] * x[0]), 2 * x[0] * exp(-x[0] * x[0]))

/* Advice to record what is recorded leads in a circle. At 5 the slope of 1 − exp(−x²) is 10 exp(−25): ten million steps by a tenth of it
 * come no farther than 0.0014, and win 2e-13 of a loss of 1; a swing that has not died out has a slope to speak of. */
START_TEST(where_nothing_moves_no_more_steps_are_advised)
{
    const descent_problem problem = {.dimension = 1, .loss = pit_in_a_plain_loss, .gradient = pit_in_a_plain_slope};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_fixed_step(0.1), (double[]){5}, 64);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNDETERMINED);
    ck_assert_int_eq(diagnosis->advice[0].kind, DESCENT_ADVICE_OTHER_RULE);
    ck_assert_ptr_nonnull(strstr(diagnosis->advice[0].text, "1.4e-10"));
    descent_diagnosis_free(diagnosis);

    const descent_problem kink = {.dimension = 2, .loss = kink_beside_bowl_loss, .gradient = kink_beside_bowl_slope};
    descent_rule decaying = descent_fixed_step(0.1);
    decaying.schedule = descent_schedule_inverse(100);
    diagnosis = descent_test_diagnose(&kink, decaying, (double[]){1, 1}, 1000);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_UNDETERMINED);
    ck_assert_int_eq(diagnosis->advice[0].kind, DESCENT_ADVICE_MORE_STEPS);
    ck_assert_ptr_nonnull(strstr(diagnosis->advice[0].text, "about a kink"));
    ck_assert_ptr_null(strstr(diagnosis->advice[0].text, "record"));
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* A search of L-BFGS that begins with a tenth of its step, and takes it, leaves nine tenths of the way each time; with the whole step it
 * is there in a dozen. Who begins with the whole one already is told nothing of the kind. */
START_TEST(lbfgs_begins_with_a_whole_step)
{
    const descent_problem problem = descent_test_landscape("notebook", 0);
    const double start[] = {4, 1.0001}, minimum[] = {2, 1 + sqrt(0.5)};
    descent_diagnosis *diagnosis = descent_test_diagnose(&problem, descent_lbfgs(0.1, 10, NULL), start, 64);
    ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_APPROACHING);
    const descent_advice *const advised = &diagnosis->advice[diagnosis->advice_count - 1];
    ck_assert_int_eq(advised->kind, DESCENT_ADVICE_STEP_SIZE);
    ck_assert_double_eq(advised->step_size, 1);
    ck_assert_uint_le(steps_to(&problem, descent_lbfgs(1, 10, NULL), start, minimum, longest_run), 12);
    descent_diagnosis_free(diagnosis);
    diagnosis = descent_test_diagnose(&problem, descent_lbfgs(1, 10, NULL), start, 3);
    for (size_t k = 0; k < diagnosis->advice_count; k++)
        ck_assert_int_ne(diagnosis->advice[k].kind, DESCENT_ADVICE_STEP_SIZE);
    descent_diagnosis_free(diagnosis);
}
END_TEST

/* x² + 10y² */
static int steep_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    (void)context;
    *value = x[0] * x[0] + 10 * x[1] * x[1];
    return 0;
}

static int steep_gradient(size_t n, const double *x, double *g, void *context)
{
    (void)n;
    (void)context;
    g[0] = 2 * x[0];
    g[1] = 20 * x[1];
    return 0;
}

/* From (5, 5), 7.07 away, y is thrown up at first, so that 0.05 counts as arrived; x comes as near as 5Π(1 − 0.4·fᵏ), and that is the end
 * of it: more than a millionth of 7.07 for f = 0.95, and less for f = 0.98. */
START_TEST(a_schedule_that_ended_early_leaves_something_to_do)
{
    const descent_problem problem = {.dimension = 2, .loss = steep_loss, .gradient = steep_gradient};
    static const double factors[] = {0.95, 0.98};
    for (size_t k = 0; k < 2; k++) {
        const size_t steps = 1500;
        descent_rule rule = descent_fixed_step(0.2);
        rule.schedule = descent_schedule_exponential(factors[k]);
        double left = 5;
        for (size_t step = 0; step < steps; step++)
            left *= 1 - 0.4 * pow(factors[k], (double)step);
        ck_assert_int_eq(left > 1e-6 * 5 * sqrt(2), k == 0);
        descent_diagnosis *const diagnosis = descent_test_diagnose(&problem, rule, (const double[]){5, 5}, steps);
        ck_assert_int_eq(diagnosis->ending, DESCENT_ENDING_CONVERGED);
        ck_assert_double_eq_tol(diagnosis->distance / left, 1, 1e-6);
        assert_said(diagnosis, k == 0 ? "Nothing, if that is near enough" : "Nothing: the run has arrived");
        descent_diagnosis_free(diagnosis);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        what_cannot_be_tried_is_counted,
        units_are_blamed_only_where_they_are_the_cause,
        a_far_start_does_not_make_the_push_long,
        before_any_step_no_smaller_one_is_advised,
        a_run_that_a_bound_holds_is_not_told_to_step_on,
        a_cycle_of_a_normalising_rule_needs_decay,
        swings_of_a_normalising_rule_need_decay,
        a_minimum_that_is_too_narrow_is_told_with_its_limit,
        where_nothing_moves_no_more_steps_are_advised,
        a_schedule_that_ended_early_leaves_something_to_do,
        lbfgs_begins_with_a_whole_step,
        a_rest_before_a_burst_is_no_arrival,
        a_circle_is_no_way_down,
        a_saddle_that_is_left_is_worth_going_on,
        what_was_tried_holds,
        the_step_advised_is_a_fifth_below_the_limit,
        a_lower_point_is_one_that_leads_away,
        a_ridge_is_left,
        a_maximum_is_left_every_way,
        a_tiny_step_is_made_larger,
        where_numbers_end_nothing_is_found,
        who_makes_the_steps_that_were_tried_has_arrived,
        no_advice_leads_to_where_there_is_no_loss,
    };
    return descent_test_main(descent_test_suite("diagnosis_advice", tests, sizeof tests / sizeof tests[0]));
}
