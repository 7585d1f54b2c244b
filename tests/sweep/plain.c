/*
 * Sweeps against a plain loop, and the same runs asked for in every way there is: along step sizes, starts, rules, a parameter, a plane
 * or by a function, in one thread or three, gradients one by one or many at once. All results, label by label, and what it cost.
 */
#include "support.h"
#include "sweep/alike.h"

#include <descent/descent.h>
#include <math.h>
#include <stdatomic.h>

enum {
    columns = 9,
    rows = 7,
    count = columns * rows,
    step_size_count = 40,
    most_numbers = 3
};

/* Losses, with their calls counted. */
typedef struct counted {
    descent_problem problem;
    atomic_uint_fast64_t losses, gradients;
} counted;

static int counted_loss(size_t n, const double *x, double *value, void *context)
{
    counted *const c = context;
    atomic_fetch_add(&c->losses, 1);
    return c->problem.loss(n, x, value, c->problem.context);
}

static int counted_gradient(size_t n, const double *x, double *gradient, void *context)
{
    counted *const c = context;
    atomic_fetch_add(&c->gradients, 1);
    return c->problem.gradient(n, x, gradient, c->problem.context);
}

static int counted_batch(size_t n, size_t points, size_t stride, const double *x, double *gradient, void *context)
{
    counted *const c = context;
    atomic_fetch_add(&c->gradients, points);
    for (size_t j = 0; j < points; j++) {
        double at[most_numbers] = {0}, g[most_numbers];
        for (size_t i = 0; i < n; i++)
            at[i] = x[i * stride + j];
        const int code = c->problem.gradient(n, at, g, c->problem.context);
        if (code != 0)
            return code;
        for (size_t i = 0; i < n; i++)
            gradient[i * stride + j] = g[i];
    }
    return 0;
}

static descent_problem counting(counted *c, bool batch)
{
    atomic_store(&c->losses, 0);
    atomic_store(&c->gradients, 0);
    return (descent_problem){.dimension = c->problem.dimension,
                             .loss = c->problem.loss ? counted_loss : NULL,
                             .gradient = counted_gradient,
                             .gradient_batch = batch ? counted_batch : NULL,
                             .context = c};
}

/* A bowl in three variables with a hollow, whose minima are all of |x|² = 1 along the first axis: x₁ = ±1. */
static int hollow_loss(size_t n, const double *x, double *value, void *context)
{
    (void)context;
    *value = pow(x[0] * x[0] - 1, 2) / 4;
    for (size_t i = 1; i < n; i++)
        *value += (double)i * x[i] * x[i] / 2;
    return 0;
}

static int hollow_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)context;
    gradient[0] = x[0] * (x[0] * x[0] - 1);
    for (size_t i = 1; i < n; i++)
        gradient[i] = (double)i * x[i];
    return 0;
}

/* One run of the formula in the header of the rule, as far as its numbers are finite. */
typedef struct plain_run {
    double x[most_numbers], before[most_numbers];
    uint64_t steps;
} plain_run;

static bool plain_step(const descent_problem *problem, const descent_rule *rule, plain_run *run)
{
    const size_t n = problem->dimension;
    const bool nesterov = strcmp(rule->type->name, "Nesterov") == 0, first = run->steps == 0;
    const double beta = first ? 0 : rule->momentum;
    double at[most_numbers] = {0}, g[most_numbers] = {0}, next[most_numbers] = {0};
    for (size_t i = 0; i < n; i++)
        at[i] = nesterov ? run->x[i] + beta * (run->x[i] - run->before[i]) : run->x[i];
    problem->gradient(n, at, g, problem->context);
    for (size_t i = 0; i < n; i++) {
        next[i] = at[i] - rule->step_size * g[i];
        if (!nesterov && rule->momentum != 0)
            next[i] += beta * (run->x[i] - run->before[i]);
        if (!isfinite(next[i]))
            return false;
    }
    memcpy(run->before, run->x, sizeof next);
    memcpy(run->x, next, sizeof next);
    run->steps++;
    return true;
}

static double distance(size_t n, const double *a, const double *b)
{
    double square = 0;
    for (size_t i = 0; i < n; i++)
        square += (a[i] - b[i]) * (a[i] - b[i]);
    return sqrt(square);
}

/* Where does it get in 3000 steps more? NaN: to where numbers end, or near it. */
static plain_run far_on(const descent_problem *problem, const descent_rule *rule, plain_run run)
{
    for (size_t k = 0; k < 3000; k++)
        if (!plain_step(problem, rule, &run) || distance(problem->dimension, run.x, (double[most_numbers]){0}) > 1e9) {
            run.x[0] = NAN;
            break;
        }
    return run;
}

/* The end, the tail and the verdict of one run. */
static void check_run(const descent_sweep *sweep, size_t run, const descent_problem *problem, const descent_rule *rule,
                      const double *start, const descent_sweep_options *options)
{
    const size_t n = problem->dimension;
    const descent_sweep_result r = descent_sweep_view_run(sweep, run);
    plain_run plain = {.steps = 0};
    size_t in_tail = 0;
    memcpy(plain.x, start, n * sizeof(double));
    memcpy(plain.before, start, n * sizeof(double));
    const uint64_t first_kept = options->tail > 0 ? options->steps + 1 - options->tail : UINT64_MAX;
    for (;;) {
        if (plain.steps >= first_kept) {
            ck_assert_uint_lt(in_tail, r.tail_count);
            ck_assert_mem_eq(r.tail + n * in_tail++, plain.x, n * sizeof(double));
        }
        if (plain.steps == options->steps || !plain_step(problem, rule, &plain))
            break;
    }
    ck_assert_uint_eq(r.steps, plain.steps);
    ck_assert_uint_eq(r.tail_count, in_tail);
    ck_assert_int_eq(r.tail != NULL, in_tail > 0);
    ck_assert_mem_eq(r.end_point, plain.x, n * sizeof(double));
    ck_assert_mem_eq(descent_sweep_end_point(sweep, run), plain.x, n * sizeof(double));
    ck_assert_int_eq(descent_sweep_ending(sweep, run), r.ending);
    double loss = NAN;
    if (problem->loss && !options->no_losses)
        problem->loss(n, plain.x, &loss, problem->context);
    ck_assert_mem_eq(&loss, &r.end_loss, isnan(loss) ? 0 : sizeof loss);
    ck_assert_int_eq(isnan(loss), isnan(r.end_loss));
    if (plain.steps < options->steps) {
        ck_assert_msg(r.ending == DESCENT_ENDING_NONFINITE || r.ending == DESCENT_ENDING_DIVERGING ||
                          r.ending == DESCENT_ENDING_UNBOUNDED || r.ending == DESCENT_ENDING_UNDETERMINED,
                      "case %zu, run %zu: %s after %zu steps", now, run, descent_ending_string(r.ending),
                      (size_t)r.steps);
        ck_assert_uint_eq(r.label, DESCENT_SWEEP_NO_LABEL);
        return;
    }
    const plain_run later = far_on(problem, rule, plain);
    switch (r.ending) {
    case DESCENT_ENDING_CONVERGED:
    case DESCENT_ENDING_APPROACHING:
        ck_assert_uint_eq(r.period, 1);
        if (r.label == DESCENT_SWEEP_NO_LABEL) { /* where it leads is not foreseen */
            ck_assert_int_eq(r.ending, DESCENT_ENDING_APPROACHING);
            break;
        }
        ck_assert_msg(distance(n, later.x, descent_sweep_attractor(sweep, r.label)->x) <
                          (options->no_classification ? 1e-2 : 1e-4), /* else the first run's end stands for it */
                      "case %zu, run %zu: from (%g, %g) to (%g, %g), where its label is at (%g, %g); %s", now, run,
                      plain.x[0], plain.x[1], later.x[0], later.x[1], descent_sweep_attractor(sweep, r.label)->x[0],
                      descent_sweep_attractor(sweep, r.label)->x[1], descent_ending_string(r.ending));
        break;
    case DESCENT_ENDING_PERIODIC: {
        plain_run round = later;
        for (size_t k = 0; k < r.period; k++) {
            if (k > 0)
                ck_assert_double_gt(distance(n, round.x, later.x), 1e-6);
            ck_assert(plain_step(problem, rule, &round));
        }
        ck_assert_double_lt(distance(n, round.x, later.x), 1e-5);
        ck_assert_uint_ge(r.period, 2);
        break;
    }
    case DESCENT_ENDING_DIVERGING:
    case DESCENT_ENDING_UNBOUNDED:
        ck_assert(isnan(later.x[0]) || distance(n, later.x, start) > 2 * distance(n, plain.x, start));
        ck_assert_uint_eq(r.period, 0);
        break;
    default:
        ck_assert_uint_eq(r.period, 0);
        break;
    }
}

/* Labels count up, and are of whom they say. */
static void check_labels(const descent_sweep *sweep, const descent_problem *problem,
                         const descent_sweep_options *options)
{
    const size_t n = problem->dimension;
    const descent_sweep_summary s = descent_sweep_view(sweep);
    uint32_t next = 0;
    double shares[32] = {0};
    for (size_t run = 0; run < s.count; run++) {
        const descent_sweep_result r = descent_sweep_view_run(sweep, run);
        shares[r.ending] += 1;
        if (r.label == DESCENT_SWEEP_NO_LABEL)
            continue;
        ck_assert_uint_le(r.label, next);
        if (r.label == next) {
            ck_assert_uint_eq(descent_sweep_attractor(sweep, next)->first_run, run);
            ck_assert_int_eq(descent_sweep_attractor(sweep, next)->ending, r.ending);
            next++;
        }
        ck_assert_uint_eq(descent_sweep_attractor(sweep, r.label)->period, r.period);
    }
    ck_assert_uint_eq(s.label_count, next);
    ck_assert_ptr_null(descent_sweep_attractor(sweep, next));
    for (size_t k = 0; k < 32; k++)
        ck_assert_double_eq(s.share[k], shares[k] / (double)s.count);
    for (uint32_t label = 0; label < next; label++) {
        const descent_attractor *const a = descent_sweep_attractor(sweep, label);
        size_t runs = 0;
        for (size_t run = 0; run < s.count; run++)
            runs += descent_sweep_view_run(sweep, run).label == label;
        ck_assert_uint_eq(a->runs, runs);
        ck_assert_double_eq(a->share, (double)runs / (double)s.count);
        for (uint32_t other = 0; other < label; other++)
            ck_assert(a->period != descent_sweep_attractor(sweep, other)->period ||
                      distance(n, a->x, descent_sweep_attractor(sweep, other)->x) > 1e-6);
        double loss = NAN;
        if (problem->loss)
            problem->loss(n, a->x, &loss, problem->context);
        ck_assert(isnan(loss) ? isnan(a->loss) : fabs(a->loss - loss) <= 1e-12 * (1 + fabs(loss)));
        if (a->period != 1 || options->no_classification) {
            ck_assert_int_eq(a->kind, DESCENT_CRITICAL_UNDETERMINED);
            continue;
        }
        descent_critical_point *point;
        assert_success(descent_critical_refine(problem, a->x, NULL, &point));
        ck_assert_int_eq(a->kind, point->kind);
        ck_assert_double_lt(distance(n, a->x, point->x), 1e-9);
        descent_critical_point_free(point);
    }
}

/* All that runs asked for is counted. Of each label the loss is asked besides, and whether a critical point is there; to classify it, more. */
static void check_cost(const descent_sweep *sweep, counted *c, const descent_sweep_options *options)
{
    const descent_sweep_summary s = descent_sweep_view(sweep);
    const uint64_t losses = atomic_load(&c->losses), gradients = atomic_load(&c->gradients);
    const uint64_t of_labels = c->problem.loss && !options->no_classification ? UINT64_MAX
                               : c->problem.loss                              ? s.label_count
                                                                              : 0;
    const uint64_t a_look = 4 * (uint64_t)s.dimension + 1; /* a Hessian of differences and a slope, at most */
    ck_assert_uint_le(s.evaluations.loss, losses);
    ck_assert_uint_le(s.evaluations.gradient, gradients);
    if (of_labels < UINT64_MAX)
        ck_assert_uint_eq(losses - s.evaluations.loss, of_labels);
    if (options->no_classification)
        ck_assert_uint_le(gradients - s.evaluations.gradient, a_look * s.label_count);
}

/* What a function sets up: starts of a grid, or step sizes, or both at once. */
typedef struct grid {
    const double *starts, *step_sizes;
    size_t n;
} grid;

static int set_up(size_t run, descent_sweep_run *setup, void *context)
{
    const grid *const g = context;
    for (size_t i = 0; i < g->n && g->starts; i++)
        setup->start[i] = g->starts[run * g->n + i];
    if (g->step_sizes)
        setup->rule.step_size = g->step_sizes[run];
    return 0;
}

static const struct {
    const char *loss;
    double centre[most_numbers], width;
} grounds[] = {{"notebook", {2, 1}, 1.25}, {NULL, {0, 0.25, -0.5}, 1.5}, {"monkey_saddle", {0, 0}, 0.75}};

enum {
    ground_count = sizeof grounds / sizeof *grounds
};

static descent_problem problem_of(size_t which)
{
    return grounds[which].loss ? descent_test_landscape(grounds[which].loss, 0)
                               : (descent_problem){.dimension = 3, .loss = hollow_loss, .gradient = hollow_gradient};
}

static const descent_sweep_options all_options[] = {
    {.steps = 70, .check_count = DESCENT_SWEEP_NO_CHECKS},
    {.steps = 33, .tail = 5, .check_count = DESCENT_SWEEP_NO_CHECKS, .threads = 3, .no_classification = 1},
    {.steps = 12, .tail = 13, .no_losses = 1, .no_classification = 1, .check_count = DESCENT_SWEEP_NO_CHECKS},
    {.steps = 200, .no_confirmation = 1, .lyapunov = 1, .check_count = DESCENT_SWEEP_NO_CHECKS},
};

enum {
    option_count = sizeof all_options / sizeof *all_options
};

/* Along a plane, the starts of its grid one by one, and by a function. */
START_TEST(starts_are_run_as_by_a_plain_loop)
{
    const in_units same = {.length = 1, .height = 1};
    const descent_rule rules[] = {descent_fixed_step(0.2), descent_heavy_ball(0.2, 0.5), descent_nesterov(0.25, 0.5)};
    for (size_t which = 0; which < ground_count; which++)
        for (size_t r = 0; r < 3; r++)
            for (size_t o = 0; o < option_count; o++) {
                counted c = {.problem = problem_of(which)};
                const size_t n = c.problem.dimension;
                const double across[] = {1, 0.125, 0}, up[] = {-0.25, 1, 0.5}, w = grounds[which].width;
                const descent_plane plane = {.origin = grounds[which].centre,
                                             .across = across,
                                             .up = up,
                                             .left = -w,
                                             .right = 1.5 * w,
                                             .bottom = -0.5 * w,
                                             .top = w,
                                             .columns = columns,
                                             .rows = rows};
                double starts[count][most_numbers], packed[count * most_numbers];
                for (size_t k = 0; k < count; k++) {
                    const size_t column = k % columns, row = k / columns;
                    const double a = column == columns - 1 ? plane.right
                                                           : plane.left + (plane.right - plane.left) *
                                                                              ((double)column * (1.0 / (columns - 1)));
                    const double b = row == rows - 1 ? plane.top
                                                     : plane.bottom + (plane.top - plane.bottom) *
                                                                          ((double)row * (1.0 / (rows - 1)));
                    for (size_t i = 0; i < n; i++)
                        packed[k * n + i] = starts[k][i] = grounds[which].centre[i] + a * across[i] + b * up[i];
                }
                grid g = {.starts = packed, .n = n};
                descent_sweep_options options = all_options[o];
                descent_sweep *sweeps[4];
                steps_of_now = options.steps;
                now = which * 100 + r * 10 + o;
                for (size_t way = 0; way < 4; way++) {
                    const descent_problem problem = counting(&c, way % 2 == 1);
                    options.columns = way == 2 ? columns : 0;
                    assert_success(
                        way < 2    ? descent_sweep_plane(&problem, rules[r], &plane, &options, &sweeps[way])
                        : way == 2 ? descent_sweep_runs(&problem, rules[r], starts[0], count, set_up, &g, &options,
                                                        &sweeps[way])
                                   : descent_sweep_starts(&problem, rules[r], packed, count, &options, &sweeps[way]));
                    check_cost(sweeps[way], &c, &options);
                    ck_assert_uint_eq(descent_sweep_view(sweeps[way]).columns, way < 3 ? columns : 0);
                    ck_assert_int_eq(descent_sweep_view(sweeps[way]).plane != NULL, way < 2);
                    if (way > 0)
                        compare_sweeps(sweeps[way], sweeps[0], &same, way == 2 ? 0 : 1, way);
                }
                for (size_t run = 0; run < count; run++) {
                    check_run(sweeps[0], run, &c.problem, &rules[r], starts[run], &options);
                    ck_assert(isnan(descent_sweep_view_run(sweeps[0], run).value));
                }
                check_labels(sweeps[0], &c.problem, &options);
                for (size_t way = 0; way < 4; way++)
                    descent_sweep_free(sweeps[way]);
            }
}
END_TEST

/* p·∇L, which with a step size of 1 is a step of p. */
static int gradient_of_parameter(size_t n, const double *x, double *gradient, void *context)
{
    const descent_parameter *const p = context;
    const descent_problem *const problem = p->context;
    const int code = problem->gradient(n, x, gradient, problem->context);
    for (size_t i = 0; i < n; i++)
        gradient[i] *= p->value;
    return code;
}

/* Along step sizes, as rules, by a function, and as a parameter that the gradient is multiplied with. */
START_TEST(step_sizes_are_run_as_by_a_plain_loop)
{
    const in_units same = {.length = 1, .height = 1};
    const descent_rule bases[] = {descent_fixed_step(1), descent_heavy_ball(1, 0.25), descent_nesterov(1, 0.75)};
    for (size_t which = 0; which < ground_count; which++)
        for (size_t r = 0; r < 3; r++)
            for (size_t o = 0; o < option_count; o++) {
                counted c = {.problem = problem_of(which)};
                const size_t n = c.problem.dimension;
                double start[most_numbers], step_sizes[step_size_count];
                descent_rule rules[step_size_count];
                for (size_t i = 0; i < n; i++)
                    start[i] = grounds[which].centre[i] + (0.5 - 0.25 * (double)i) * grounds[which].width;
                for (size_t k = 0; k < step_size_count; k++) {
                    step_sizes[k] = 0.03 * (double)(k + 1);
                    rules[k] = bases[r];
                    rules[k].step_size = step_sizes[k];
                }
                grid g = {.step_sizes = step_sizes, .n = n};
                descent_sweep_options options = all_options[o];
                descent_sweep *sweeps[4];
                options.rule = &bases[r];
                steps_of_now = options.steps;
                now = 1000 + which * 100 + r * 10 + o;
                for (size_t way = 0; way < 3; way++) {
                    const descent_problem problem = counting(&c, way % 2 == 1);
                    assert_success(way == 0   ? descent_sweep_step_sizes(&problem, start, step_sizes, step_size_count,
                                                                         &options, &sweeps[way])
                                   : way == 1 ? descent_sweep_rules(&problem, start, rules, step_size_count, &options,
                                                                    &sweeps[way])
                                              : descent_sweep_runs(&problem, bases[r], start, step_size_count, set_up,
                                                                   &g, &options, &sweeps[way]));
                    check_cost(sweeps[way], &c, &options);
                }
                for (size_t run = 0; run < step_size_count; run++) {
                    const descent_sweep_result a = descent_sweep_view_run(sweeps[0], run);
                    ck_assert_double_eq(a.value, step_sizes[run]);
                    ck_assert(isnan(descent_sweep_view_run(sweeps[1], run).value));
                    check_run(sweeps[0], run, &c.problem, &rules[run], start, &options);
                    for (size_t way = 1; way < 3; way++) {
                        const descent_sweep_result b = descent_sweep_view_run(sweeps[way], run);
                        ck_assert_int_eq(a.ending, b.ending);
                        ck_assert_uint_eq(a.label, b.label);
                        ck_assert_uint_eq(a.period, b.period);
                        ck_assert_uint_eq(a.steps, b.steps);
                        ck_assert_mem_eq(a.end_point, b.end_point, n * sizeof(double));
                        assert_unit(b.lyapunov.value, same.length, a.lyapunov.value, "exponent", run, way);
                        assert_unit(b.end_loss, same.height, a.end_loss, "loss", run, way);
                    }
                }
                check_labels(sweeps[0], &c.problem, &options);
                const descent_problem scaled = {
                    .dimension = n, .gradient = gradient_of_parameter, .context = &c.problem};
                assert_success(descent_sweep_parameters(&scaled, bases[r], start, step_sizes, step_size_count, &options,
                                                        &sweeps[3]));
                for (size_t run = 0; run < step_size_count; run++) {
                    const descent_sweep_result a = descent_sweep_view_run(sweeps[0], run),
                                               b = descent_sweep_view_run(sweeps[3], run);
                    ck_assert_double_eq(b.value, step_sizes[run]);
                    ck_assert(isnan(b.end_loss));
                    ck_assert_uint_eq(a.steps, b.steps);
                    ck_assert_mem_eq(a.end_point, b.end_point, n * sizeof(double));
                }
                for (size_t way = 0; way < 4; way++)
                    descent_sweep_free(sweeps[way]);
            }
}
END_TEST

/* What each schedule makes of a step size in step k, by the formulas of the header. */
static double scheduled(size_t which, double base, size_t k)
{
    const double floor = 0.01, length = 50;
    switch (which) {
    case 0:
        return base / (1 + (double)k / 20);
    case 1:
        return base * pow(0.97, (double)k);
    case 2:
        return k < 50 ? floor + (base - floor) * (1 + cos(acos(-1) * (double)k / length)) / 2 : floor;
    case 3:
        return k < 50 ? base + (floor - base) * (double)k / length : floor;
    default:
        return base * pow(0.5, (double)(k / 7));
    }
}

/* Each step size has its own fall, also beside one that is equal to it. */
START_TEST(schedules_of_step_sizes_are_run_as_by_a_plain_loop)
{
    enum {
        schedule_count = 5,
        steps = 90
    };
    const descent_schedule schedules[schedule_count] = {
        descent_schedule_inverse(20), descent_schedule_exponential(0.97), descent_schedule_cosine(50, 0.01),
        descent_schedule_linear(50, 0.01), descent_schedule_steps(7, 0.5)};
    const double start[] = {0.6, 0.4, -0.3};
    double step_sizes[step_size_count];
    for (size_t k = 0; k < step_size_count; k++)
        step_sizes[k] = 0.02 * (double)(k - k % 4 / 3 + 1); /* of each four two are equal */
    for (size_t s = 0; s < schedule_count; s++)
        for (size_t way = 0; way < 2; way++) {
            counted c = {.problem = problem_of(1)};
            const size_t n = c.problem.dimension;
            const descent_problem problem = counting(&c, way == 1);
            const descent_rule rule = descent_rule_with_schedule(descent_fixed_step(1), schedules[s]);
            descent_sweep_options options = {.steps = steps, .check_count = DESCENT_SWEEP_NO_CHECKS};
            descent_sweep *sweep;
            options.rule = &rule;
            assert_success(descent_sweep_step_sizes(&problem, start, step_sizes, step_size_count, &options, &sweep));
            for (size_t run = 0; run < step_size_count; run++) {
                double x[most_numbers], g[most_numbers];
                memcpy(x, start, sizeof x);
                for (size_t k = 0; k < steps; k++) {
                    c.problem.gradient(n, x, g, c.problem.context);
                    for (size_t i = 0; i < n; i++)
                        x[i] -= scheduled(s, step_sizes[run], k) * g[i];
                }
                ck_assert_uint_eq(descent_sweep_view_run(sweep, run).steps, steps);
                ck_assert_msg(distance(n, descent_sweep_end_point(sweep, run), x) <= 1e-12,
                              "schedule %zu, step size %g: %g and not %g", s, step_sizes[run],
                              descent_sweep_end_point(sweep, run)[0], x[0]);
            }
            descent_sweep_free(sweep);
        }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {starts_are_run_as_by_a_plain_loop, step_sizes_are_run_as_by_a_plain_loop,
                                  schedules_of_step_sizes_are_run_as_by_a_plain_loop};
    return descent_test_main(descent_test_suite("sweep plain", tests, sizeof tests / sizeof *tests));
}
