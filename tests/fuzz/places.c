/* Critical points, derivative checks and sweeps. */
#include <math.h>

#include <descent/basins.h>
#include <descent/bifurcation.h>
#include <descent/critical.h>
#include <descent/gradient_check.h>
#include <descent/step_limit.h>
#include <descent/sweep.h>

#include "fuzz/fuzz.h"
#include "fuzz/hostile.h"
#include "fuzz/judge.h"

enum {
    most_runs = 32
};

static void choose_points(choices *from, size_t count, double *x)
{
    for (size_t i = 0; i < count; i++)
        x[i] = choose_mostly_near(from, 24);
}

static int cancel_after(const descent_evaluations *made, void *context)
{
    const unsigned *const limit = context;
    return made->loss + made->gradient + made->hessian + made->hessian_product > *limit;
}

static descent_critical_options any_options(choices *from, const descent_rule *rule, unsigned *cancel)
{
    const unsigned set = choose_byte(from);
    descent_critical_options options = {.iteration_limit = 30, .probe_limit = 300};
    options.eigenvalue_tolerance = set & 1 ? choose_number(from) : 0;
    options.distance_tolerance = set & 2 ? choose_number(from) : 0;
    options.distance_limit = set & 4 ? choose_number(from) : 0;
    options.dense_limit = set & 8 ? choose_below(from, 4) : 0;
    options.product_limit = set & 16 ? choose_byte(from) : 50;
    options.eigenpair_count = set & 32 ? choose_below(from, 70) : 0;
    options.rule = set & 64 ? rule : NULL;
    options.evaluation_limit = 1 + choose_many(from) % 4000;
    if (set & 128) {
        *cancel = choose_byte(from);
        options.watch = cancel_after;
        options.watch_context = cancel;
    }
    return options;
}

static void search(const descent_problem *problem, const descent_critical_options *critical, choices *from,
                   hostile *loss)
{
    double lower[hostile_variables], upper[hostile_variables];
    for (size_t i = 0; i < loss->n; i++) {
        lower[i] = choose_mostly_near(from, 24);
        upper[i] = lower[i] + (choose_rarely(from, 24) ? choose_number(from) : 0.1 + choose_byte(from) / 16.0);
    }
    descent_critical_search_options options = {.critical = *critical, .evaluation_limit = 3000};
    options.start_limit = 1 + choose_below(from, 20);
    options.point_limit = choose_below(from, 10);
    options.merge_distance = choose_rarely(from, 8) ? choose_number(from) : 0;
    descent_critical_set *set = (descent_critical_set *)loss;
    const uint64_t before = loss->calls;
    JUDGE(descent_critical_search(problem, lower, upper, &options, &set), set);
    REQUIRE(loss->calls - before <= 2 * options.evaluation_limit);
    for (size_t k = 0; set && k < set->count; k++) {
        judge_point(set->points[k]);
        for (size_t i = 0; i < loss->n; i++) {
            const double slack = 1e-9 * (upper[i] - lower[i]) + 1e-12;
            REQUIRE(set->points[k]->x[i] >= lower[i] - slack && set->points[k]->x[i] <= upper[i] + slack);
        }
    }
    descent_critical_set_free(set);
}

void fuzz_critical(const uint8_t *data, size_t size)
{
    choices from = choices_of(data, size);
    hostile loss;
    unsigned cancel;
    const descent_problem problem = hostile_problem(&from, &loss);
    const descent_rule rule = hostile_rule(&from);
    const descent_critical_options options = any_options(&from, &rule, &cancel);
    double x[hostile_variables];
    choose_points(&from, loss.n, x);
    for (int refine = 0; refine < 2; refine++) {
        descent_critical_point *point = (descent_critical_point *)&loss;
        const uint64_t before = loss.calls;
        JUDGE((refine ? descent_critical_refine : descent_critical_classify)(&problem, x, &options, &point), point);
        REQUIRE(loss.calls - before <= options.evaluation_limit);
        if (point)
            judge_point(point);
        descent_critical_point_free(point);
    }
    if (choose_rarely(&from, 3))
        search(&problem, &options, &from, &loss);
}

void fuzz_check(const uint8_t *data, size_t size)
{
    choices from = choices_of(data, size);
    hostile loss;
    unsigned cancel;
    const descent_problem problem = hostile_problem(&from, &loss);
    double x[hostile_variables];
    choose_points(&from, loss.n, x);
    descent_check_options options = {.evaluation_limit = choose_many(&from) % 500};
    if (choose_rarely(&from, 3)) {
        cancel = choose_byte(&from);
        options.watch = cancel_after;
        options.watch_context = &cancel;
    }
    for (int hessian = 0; hessian < 2; hessian++) {
        descent_derivative_check *check = (descent_derivative_check *)&loss;
        const uint64_t before = loss.calls;
        JUDGE((hessian ? descent_check_hessian_within : descent_check_gradient_within)(&problem, x, &options, &check),
              check);
        REQUIRE(!options.evaluation_limit || loss.calls - before <= options.evaluation_limit);
        if (check)
            REQUIRE(check->explanation && *check->explanation && check->worst < loss.n &&
                    check->worst_row < check->rows);
        descent_derivative_check_free(check);
    }
}

static int cancelling(size_t done, size_t total, void *context)
{
    const unsigned *const stop = context;
    REQUIRE(done <= total);
    return *stop && done >= *stop;
}

static int set_up(size_t run, descent_sweep_run *setup, void *context)
{
    const hostile *const loss = context;
    setup->start[run % loss->n] += (double)run / 8;
    return loss->mischief == MISCHIEF_FAILS && run % 11 == 10;
}

static void judge_sweep(const descent_sweep *sweep, const descent_sweep_options *options,
                        const descent_problem *problem)
{
    const descent_sweep_summary all = descent_sweep_view(sweep);
    double share = 0;
    for (size_t k = 0; k < sizeof all.share / sizeof *all.share; k++)
        share += all.share[k];
    REQUIRE(fabs(share - 1) < 1e-9);
    for (size_t run = 0; run < all.count; run++) {
        const descent_sweep_result one = descent_sweep_view_run(sweep, run);
        REQUIRE(one.steps <= options->steps && one.tail_count <= options->tail);
        REQUIRE((one.ending == DESCENT_ENDING_PERIODIC) == (one.period >= 2));
        REQUIRE(one.label == DESCENT_SWEEP_NO_LABEL || one.label < all.label_count);
        REQUIRE(!(one.lyapunov.low > one.lyapunov.high));
        for (size_t i = 0; i < all.dimension; i++)
            REQUIRE(isfinite(one.end_point[i]) || one.steps == 0);
    }
    for (uint32_t label = 0; label < all.label_count; label++)
        REQUIRE(descent_sweep_attractor(sweep, label)->runs > 0);
    descent_bifurcation *bifurcation = (descent_bifurcation *)&share;
    JUDGE(descent_bifurcation_read(sweep, problem, &bifurcation), bifurcation);
    descent_bifurcation_free(bifurcation);
    descent_basin_boundary boundary;
    (void)descent_basin_boundary_measure(sweep, &boundary);
}

static void find_limit(const descent_problem *problem, const descent_rule *rule, const double *start, choices *from)
{
    const descent_step_limit_options options = {.property = (descent_step_property)choose_below(from, 3),
                                                .rule = choose_below(from, 2) ? rule : NULL,
                                                .steps = 64 + choose_byte(from),
                                                .scan = 2 + choose_below(from, 12)};
    const double low = choose_rarely(from, 6) ? choose_number(from) : choose_byte(from) / 512.0;
    const double high = choose_rarely(from, 6) ? choose_number(from) : low + choose_byte(from) / 32.0;
    descent_step_limit_result *result = (descent_step_limit_result *)&high;
    JUDGE(descent_step_limit_find(problem, start, low, high, &options, &result), result);
    if (result)
        REQUIRE(low <= result->low && result->low <= result->limit && result->limit <= result->high &&
                result->high <= high);
    descent_step_limit_result_free(result);
}

static descent_sweep_options any_sweep(choices *from, const descent_rule *rule, unsigned *stop)
{
    const unsigned set = choose_byte(from);
    descent_sweep_options options = {.steps = 1 + choose_byte(from), .check_count = DESCENT_SWEEP_NO_CHECKS};
    options.tail = set & 1 ? choose_byte(from) : 0;
    options.lyapunov = set & 2;
    options.no_losses = set & 4;
    options.no_classification = set & 8;
    options.no_confirmation = set & 16;
    options.check_count = set & 32 ? 1 : DESCENT_SWEEP_NO_CHECKS;
    options.columns = set & 64 ? choose_below(from, 9) : 0;
    options.rule = rule;
    *stop = set & 128 ? choose_byte(from) : 0;
    options.progress = cancelling;
    options.progress_context = stop;
    return options;
}

void fuzz_sweep(const uint8_t *data, size_t size)
{
    choices from = choices_of(data, size);
    hostile loss;
    unsigned stop;
    const descent_problem problem = hostile_problem(&from, &loss);
    const descent_rule rule = hostile_rule(&from);
    const descent_sweep_options options = any_sweep(&from, &rule, &stop);
    const size_t count = 1 + choose_below(&from, most_runs);
    double start[hostile_variables], numbers[most_runs * hostile_variables];
    descent_rule rules[most_runs];
    choose_points(&from, loss.n, start);
    choose_points(&from, count * loss.n, numbers);
    for (size_t k = 0; k < count; k++)
        rules[k] = k % 3 ? rule : hostile_rule(&from);
    const descent_plane plane = {.left = choose_near(&from),
                                 .right = choose_mostly_near(&from, 8),
                                 .bottom = choose_near(&from),
                                 .top = choose_mostly_near(&from, 8),
                                 .columns = 1 + choose_below(&from, 6),
                                 .rows = 1 + choose_below(&from, 5)};
    descent_sweep *sweep = (descent_sweep *)&loss;
    descent_status status = DESCENT_EINVAL;
    switch (choose_below(&from, 6)) {
    case 0:
        for (size_t k = 0; k < count; k++)
            numbers[k] = 0.02 * (double)(k + 1) * (1 + fabs(start[0]));
        status = descent_sweep_step_sizes(&problem, start, numbers, count, &options, &sweep);
        break;
    case 1:
        status = descent_sweep_starts(&problem, rule, numbers, count, &options, &sweep);
        break;
    case 2:
        status = descent_sweep_rules(&problem, start, rules, count, &options, &sweep);
        break;
    case 3:
        status = descent_sweep_runs(&problem, rule, start, count, set_up, &loss, &options, &sweep);
        break;
    case 4:
        status = descent_sweep_plane(&problem, rule, &plane, &options, &sweep);
        break;
    default:
        find_limit(&problem, &rule, start, &from);
        return;
    }
    judge_status(status, sweep);
    if (sweep)
        judge_sweep(sweep, &options, &problem);
    descent_sweep_free(sweep);
}
