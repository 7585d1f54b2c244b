/*
 * Many runs in other units of their variables and of their loss: every number of every result is the same but for its unit, and
 * everything that is no number of a unit is the same.
 */
#include "formulas.h"
#include "in_units.h"
#include "support.h"
#include "sweep/alike.h"

#include <descent/basins.h>
#include <descent/bifurcation.h>
#include <descent/descent.h>
#include <descent/step_limit.h>
#include <descent/sweep.h>

/* c·s², … : what numbers of each sort are multiplied by. */
static const double lengths[] = {1, 0x1p-13, 0x1p11, 1, 0x1p7}, heights[] = {1, 0x1p6, 0x1p-21, 0x1p30, 0x1p-2};

enum {
    unit_count = 5,
    step_count = 24
};

LOSS_BY_FORMULA(fading, exp(-x[0]), -exp(-x[0]))
LOSS_BY_FORMULA(straight, -x[0], -1)
LOSS_BY_FORMULA(hill, -x[0] * x[0] / 2, -x[0])
LOSS_BY_FORMULA(quartic, pow(x[0], 4) / 4, pow(x[0], 3))
LOSS_BY_FORMULA(edge, fabs(x[0]), x[0] > 0 ? 1 : -1)
LOSS_BY_FORMULA(wells, pow(x[0] * x[0] - 1, 2) / 4, x[0] * (x[0] * x[0] - 1))

/* What is swept in all units. */
typedef struct swept {
    descent_problem problem;
    double start[2], low, high; /* of the step sizes; or of the rectangle, to both sides of the start */
    descent_rule rule;          /* whose step size is that of a rectangle */
} swept;

static descent_rule rule_in_units(descent_rule rule, const in_units *u)
{
    rule.step_size *= units_step(u);
    return rule;
}

static descent_sweep *sweep_in_units(const swept *what, const in_units *u, const descent_problem *problem, bool plane,
                                     const descent_sweep_options *given)
{
    descent_sweep_options options = *given;
    const descent_rule rule = rule_in_units(what->rule, u);
    const double start[] = {what->start[0] * u->length, what->start[1] * u->length};
    const double up[] = {0, 1}, across[] = {1, 0.25};
    descent_sweep *sweep;
    if (plane) {
        const descent_plane grid = {.origin = start,
                                    .across = across,
                                    .up = problem->dimension > 1 ? up : across,
                                    .left = what->low * u->length,
                                    .right = what->high * u->length,
                                    .bottom = 0.5 * what->low * u->length,
                                    .top = what->high * u->length,
                                    .columns = 7,
                                    .rows = 5};
        assert_success(descent_sweep_plane(problem, rule, &grid, &options, &sweep));
        return sweep;
    }
    double step_sizes[step_count];
    for (size_t k = 0; k < step_count; k++)
        step_sizes[k] = (what->low + (what->high - what->low) * (double)k / (step_count - 1)) * units_step(u);
    options.rule = &rule;
    assert_success(descent_sweep_step_sizes(problem, start, step_sizes, step_count, &options, &sweep));
    return sweep;
}

static void sweep_in_all_units(const swept *what, bool plane, const descent_sweep_options *options)
{
    descent_sweep *first = NULL;
    for (size_t unit = 0; unit < unit_count; unit++) {
        in_units u = {what->problem, lengths[unit], heights[unit]};
        const descent_problem problem = units_problem(&u);
        descent_sweep *const sweep = sweep_in_units(what, &u, &problem, plane, options);
        if (first)
            compare_sweeps(sweep, first, &u, plane ? 1 : units_step(&u), unit);
        if (first)
            descent_sweep_free(sweep);
        else
            first = sweep;
    }
    descent_sweep_free(first);
}

static descent_problem one_variable(descent_loss_function *loss, descent_gradient_function *slope)
{
    return (descent_problem){.dimension = 1, .loss = loss, .gradient = slope};
}

START_TEST(sweeps_do_not_depend_on_the_units)
{
    const descent_problem notebook = descent_test_landscape("notebook", 0),
                          monkey = descent_test_landscape("monkey_saddle", 0),
                          valley = descent_test_landscape("rosenbrock", 0), peano = descent_test_landscape("peano", 0);
    const descent_rule fixed = descent_fixed_step(0.2), heavy = descent_heavy_ball(0.1, 0.5),
                       nesterov = descent_nesterov(0.1, 0.5);
    const struct {
        swept what;
        bool plane;
        descent_sweep_options options;
    } all[] = {
        {{notebook, {4, 1.25}, 0.05, 1.1, fixed}, false, {.steps = 300}},
        {{notebook, {4, 1.25}, 0.4, 0.8, fixed}, false, {.steps = 200, .tail = 5, .lyapunov = 1}},
        {{notebook, {4, 1}, 0.1, 1.4, heavy}, false, {.steps = 200, .tail = 3}},
        {{notebook, {2, 1}, -2, 2, fixed}, true, {.steps = 100, .lyapunov = 1}},
        {{notebook, {2, 1}, -1.5, 1, nesterov}, true, {.steps = 60, .threads = 2, .tail = 2}},
        {{notebook, {2, 1}, -2, 2, fixed}, true, {.steps = 40, .no_confirmation = 1, .no_losses = 1}},
        {{valley, {-1, 1}, 2e-4, 4e-3, fixed}, false, {.steps = 300}},
        {{monkey, {0, 0}, -0.5, 0.5, fixed}, true, {.steps = 60}},
        {{peano, {0.5, 0.25}, 0.01, 0.6, heavy}, false, {.steps = 100, .no_classification = 1}},
        {{one_variable(fading_loss, fading_slope), {0}, 0.1, 4, nesterov}, false, {.steps = 200}},
        {{one_variable(straight_loss, straight_slope), {1}, 0.1, 3, fixed}, false, {.steps = 80}},
        {{one_variable(hill_loss, hill_slope), {1e-3}, 0.01, 0.4, fixed}, false, {.steps = 120}},
        {{one_variable(quartic_loss, quartic_slope), {1}, 0.1, 2.4, fixed}, false, {.steps = 250}},
        {{one_variable(quartic_loss, quartic_slope), {1}, 0.1, 2.4, nesterov}, false, {.steps = 250}},
        {{one_variable(edge_loss, edge_slope), {1}, 0.05, 0.6, heavy}, false, {.steps = 100}},
        {{one_variable(wells_loss, wells_slope), {0.25}, -1, 1, fixed}, true, {.steps = 30}},
        {{one_variable(NULL, wells_slope), {0.5}, 0.2, 3, fixed}, false, {.steps = 100}},
        {{one_variable(wells_loss, NULL), {0.5}, 0.2, 1.5, fixed}, false, {.steps = 60, .check_count = 2}},
    };
    for (now = 0; now < sizeof all / sizeof *all; now++) {
        steps_of_now = all[now].options.steps;
        sweep_in_all_units(&all[now].what, all[now].plane, &all[now].options);
    }
}
END_TEST

/* The rule's own numbers have units too: bounds those of x, clips and decays those of slopes, schedules none. */
START_TEST(schedules_and_modifiers_have_units_too)
{
    const descent_problem notebook = descent_test_landscape("notebook", 0);
    const descent_schedule schedules[] = {descent_schedule_constant(), descent_schedule_inverse(20),
                                          descent_schedule_exponential(0.97), descent_schedule_cosine(50, 0)};
    for (size_t s = 0; s < 4; s++)
        for (int modified = 0; modified < 3; modified++) {
            descent_sweep *first = NULL;
            for (size_t unit = 0; unit < unit_count; unit++) {
                in_units u = {notebook, lengths[unit], heights[unit]};
                const descent_problem problem = units_problem(&u);
                const double slope = u.height / u.length, lower[] = {0.5 * u.length, 0.25 * u.length},
                             upper[] = {3 * u.length, 1.5 * u.length};
                const descent_modifiers modifiers[] = {
                    {0},
                    {.clip_norm = 0.5 * slope, .weight_decay = 0.125 * slope / u.length},
                    {.lower = lower, .upper = upper, .l1 = 0.125 * slope},
                };
                double starts[12][2];
                for (size_t k = 0; k < 12; k++) {
                    starts[k][0] = (1 + 0.15 * (double)k) * u.length;
                    starts[k][1] = (1.4 - 0.06 * (double)k) * u.length;
                }
                const descent_rule plain = descent_rule_with_schedule(
                    s % 2 ? descent_heavy_ball(0.2 * units_step(&u), 0.5) : descent_fixed_step(0.55 * units_step(&u)),
                    schedules[s]);
                const descent_rule rule = modified ? descent_rule_with_modifiers(plain, modifiers[modified]) : plain;
                const descent_sweep_options options = {.steps = steps_of_now = 120};
                descent_sweep *sweep;
                assert_success(descent_sweep_starts(&problem, rule, starts[0], 12, &options, &sweep));
                if (first)
                    compare_sweeps(sweep, first, &u, 1, unit);
                if (first)
                    descent_sweep_free(sweep);
                else
                    first = sweep;
            }
            descent_sweep_free(first);
        }
}
END_TEST

START_TEST(step_limits_do_not_depend_on_the_units)
{
    const descent_problem notebook = descent_test_landscape("notebook", 0);
    const descent_rule heavy = descent_heavy_ball(1, 0.5), nesterov = descent_nesterov(1, 0.5);
    const struct {
        descent_problem problem;
        double start[2], low, high;
        descent_step_limit_options options;
    } all[] = {
        {notebook, {4, 2.5}, 0.25, 0.33, {.steps = 256, .scan = 16}},
        {notebook, {4, 1.25}, 0.25, 0.7, {.property = DESCENT_STEP_CONVERGES, .steps = 128, .scan = 9}},
        {notebook, {4, 1}, 0.3, 1.3, {.steps = 128, .scan = 12}},
        {notebook, {4, 1}, 0.5, 2, {.rule = &heavy, .property = DESCENT_STEP_CONVERGES, .steps = 128, .scan = 12}},
        {notebook, {2, 1.25}, 0.9, 1.1, {.steps = 64, .scan = 40}},
        {one_variable(hill_loss, hill_slope), {1}, 1e-4, 1, {.steps = 64, .scan = 5}},
        {one_variable(straight_loss, straight_slope), {1}, 0.1, 5, {.steps = 64, .scan = 5}},
        {one_variable(wells_loss, wells_slope), {0.5}, 0.5, 4, {.rule = &nesterov, .steps = 100, .scan = 20}},
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        descent_step_limit_result *first = NULL;
        descent_status status_of_first = DESCENT_SUCCESS;
        for (size_t unit = 0; unit < unit_count; unit++) {
            in_units u = {all[k].problem, lengths[unit], heights[unit]};
            const descent_problem problem = units_problem(&u);
            const double start[] = {all[k].start[0] * u.length, all[k].start[1] * u.length}, step = units_step(&u);
            descent_step_limit_result *r;
            const descent_status status =
                descent_step_limit_find(&problem, start, all[k].low * step, all[k].high * step, &all[k].options, &r);
            status_of_first = unit == 0 ? status : status_of_first;
            ck_assert_int_eq(status, status_of_first);
            if (!r)
                continue;
            if (!first) {
                first = r;
                continue;
            }
            assert_unit(r->limit, step, first->limit, "limit", k, unit);
            assert_unit(r->low, step, first->low, "low", k, unit);
            assert_unit(r->high, step, first->high, "high", k, unit);
            assert_unit(r->last, step, first->last, "last", k, unit);
            ck_assert_int_eq(r->source, first->source);
            ck_assert_int_eq(r->ending_low, first->ending_low);
            ck_assert_int_eq(r->ending_high, first->ending_high);
            ck_assert_int_eq(r->single, first->single);
            ck_assert_uint_eq(r->crossings, first->crossings);
            ck_assert_uint_eq(r->runs, first->runs);
            ck_assert_int_eq(r->held, first->held);
            ck_assert_int_eq(r->attracts, first->attracts);
            descent_step_limit_result_free(r);
        }
        descent_step_limit_result_free(first);
    }
}
END_TEST

static void compare_bifurcations(const descent_bifurcation *a, const descent_bifurcation *b, size_t n, double length,
                                 double step, size_t unit)
{
    ck_assert_uint_eq(a->segment_count, b->segment_count);
    ck_assert_uint_eq(a->doubling_count, b->doubling_count);
    for (size_t k = 0; k < a->segment_count; k++) {
        ck_assert_int_eq(a->segments[k].ending, b->segments[k].ending);
        ck_assert_uint_eq(a->segments[k].period, b->segments[k].period);
        ck_assert_uint_eq(a->segments[k].first, b->segments[k].first);
        ck_assert_uint_eq(a->segments[k].last, b->segments[k].last);
        assert_unit(a->segments[k].low, step, b->segments[k].low, "segment's low", k, unit);
        assert_unit(a->segments[k].high, step, b->segments[k].high, "segment's high", k, unit);
    }
    for (size_t k = 0; k < a->doubling_count; k++) {
        ck_assert_uint_eq(a->doublings[k].period, b->doublings[k].period);
        assert_unit(a->doublings[k].value, step, b->doublings[k].value, "doubling", k, unit);
        assert_unit(a->doublings[k].error, step, b->doublings[k].error, "error of doubling", k, unit);
        for (size_t i = 0; i < n * a->doublings[k].period; i++)
            assert_unit(a->doublings[k].orbit[i], length, b->doublings[k].orbit[i], "orbit", i, unit);
    }
    assert_unit(a->chaos_low, step, b->chaos_low, "chaos", 0, unit);
    assert_unit(a->accumulation, step, b->accumulation, "accumulation", 0, unit);
    assert_unit(a->accumulation_error, step, b->accumulation_error, "accumulation's error", 0, unit);
    assert_unit(a->ratio, 1, b->ratio, "ratio", 0, unit);
    assert_unit(a->largest_exponent, 1, b->largest_exponent, "exponent", 0, unit);
}

START_TEST(bifurcations_do_not_depend_on_the_units)
{
    const descent_problem notebook = descent_test_landscape("notebook", 0);
    const swept all[] = {{notebook, {4, 1.25}, 0.45, 0.75, descent_fixed_step(1)},
                         {one_variable(wells_loss, wells_slope), {0.5}, 0.7, 2.4, descent_fixed_step(1)},
                         {one_variable(wells_loss, wells_slope), {0.5}, 1, 3, descent_heavy_ball(1, 0.25)}};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        descent_bifurcation *first = NULL;
        for (size_t unit = 0; unit < 3; unit++) {
            in_units u = {all[k].problem, lengths[unit], heights[unit]};
            const descent_problem problem = units_problem(&u);
            const descent_sweep_options options = {.steps = 400, .lyapunov = 1, .check_count = DESCENT_SWEEP_NO_CHECKS};
            descent_sweep *const sweep = sweep_in_units(&all[k], &u, &problem, false, &options);
            descent_bifurcation *data;
            assert_success(descent_bifurcation_read(sweep, &problem, &data));
            descent_sweep_free(sweep);
            ck_assert_uint_gt(data->doubling_count, 0);
            if (first) {
                compare_bifurcations(data, first, problem.dimension, u.length, units_step(&u), unit);
                descent_bifurcation_free(data);
            } else {
                first = data;
            }
        }
        descent_bifurcation_free(first);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {sweeps_do_not_depend_on_the_units, schedules_and_modifiers_have_units_too,
                                  step_limits_do_not_depend_on_the_units, bifurcations_do_not_depend_on_the_units};
    return descent_test_main(descent_test_suite("sweep units", tests, sizeof tests / sizeof *tests));
}
