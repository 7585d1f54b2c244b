/* Engines, diagnoses of paths, monitors and rules. */
#include <math.h>
#include <string.h>

#include <descent/adaptive.h>
#include <descent/descent.h>
#include <descent/monitor.h>
#include <descent/sweep.h>

#include "fuzz/fuzz.h"
#include "fuzz/hostile.h"
#include "fuzz/judge.h"

/* Calls that a diagnosis may make for its budget: twice, and what evidence costs that is asked for in any case. */
static uint64_t most_calls(uint64_t budget)
{
    return 2 * (budget ? budget : 20000) + 200;
}

static int meddling_observer(descent_engine *engine, void *context)
{
    const hostile *const loss = context;
    (void)descent_engine_step(engine);
    (void)descent_engine_loss(engine);
    return loss->calls % 61 == 60;
}

static descent_path_options any_record(choices *from)
{
    descent_path_options options = {0};
    const unsigned set = choose_byte(from);
    options.columns = set & 1 ? choose_byte(from) & 31U : 0;
    options.stride = set & 2 ? choose_below(from, 6) : 0;
    options.last = set & 4 ? choose_below(from, 20) : 0;
    options.byte_limit = set & 8 ? choose_many(from) : 0;
    return options;
}

static void choose_point(choices *from, size_t n, double *x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = choose_mostly_near(from, 24);
}

static void judge_path(const descent_path *path)
{
    const descent_path_data view = descent_path_view(path);
    for (size_t row = 1; row < view.count; row++)
        REQUIRE(view.steps[row] > view.steps[row - 1]);
    REQUIRE(view.count <= view.appended);
}

static void diagnose_engine(descent_engine *engine, hostile *loss, choices *from)
{
    const descent_diagnosis_options options = {.budget = choose_many(from) % 3000, .period_limit = choose_byte(from)};
    descent_diagnosis *diagnosis = (descent_diagnosis *)loss;
    const uint64_t before = loss->calls;
    const descent_status status = descent_engine_diagnose(engine, &options, &diagnosis);
    judge_status(status, diagnosis);
    REQUIRE(loss->calls - before <= most_calls(options.budget));
    if (diagnosis)
        judge_diagnosis(diagnosis);
    descent_diagnosis_free(diagnosis);
}

/* Where it got to; and whether how it was driven must not matter. */
typedef struct driven {
    double x[hostile_variables];
    uint64_t steps;
    bool plain;
} driven;

static void advance(descent_engine *engine, uint64_t steps, bool by_steps)
{
    if (!by_steps)
        (void)descent_engine_run(engine, steps);
    for (uint64_t k = 0; by_steps && k < steps; k++)
        if (descent_engine_step(engine) != DESCENT_SUCCESS)
            return;
}

static driven drive(choices from, bool by_steps)
{
    driven end = {0};
    hostile loss;
    const descent_problem problem = hostile_problem(&from, &loss);
    const descent_rule rule = hostile_rule(&from);
    const unsigned with = choose_byte(&from), also = choose_byte(&from);
    double start[hostile_variables];
    choose_point(&from, loss.n, start);
    descent_engine *engine = (descent_engine *)&loss;
    const descent_status status = descent_engine_new(&engine, &problem, rule, start);
    judge_status(status, engine);
    if (!engine)
        return end;
    end.plain = loss.mischief == MISCHIEF_NONE && !(with & (2 | 4 | 8)) && !(also & 3);
    descent_monitor *monitor = NULL;
    const descent_path_options record = any_record(&from);
    if (with & 1)
        (void)descent_engine_record(engine, &record);
    if (with & 2)
        (void)descent_engine_add_observer(engine, meddling_observer, &loss);
    if (with & 4)
        (void)descent_engine_set_budget(engine, choose_byte(&from));
    if (with & 8)
        (void)descent_engine_set_gradient_tolerance(engine, choose_number(&from));
    if ((also & 1) && descent_monitor_new(&monitor, loss.n, NULL) == DESCENT_SUCCESS)
        (void)descent_monitor_attach(monitor, engine);
    loss.called_back = also & 2 ? engine : NULL;
    for (int part = 0; part < 3; part++) {
        advance(engine, choose_byte(&from), by_steps);
        for (size_t i = 0; i < loss.n; i++)
            REQUIRE(isfinite(descent_engine_point(engine)[i]));
        if (also & 4)
            (void)descent_engine_loss(engine), (void)descent_engine_gradient_norm(engine);
        if ((also & 8) && part == 0)
            (void)descent_engine_reset(engine, start);
    }
    if (descent_engine_path(engine))
        judge_path(descent_engine_path(engine));
    memcpy(end.x, descent_engine_point(engine), loss.n * sizeof *end.x);
    end.steps = descent_engine_steps(engine);
    if (!by_steps && (also & 16)) {
        loss.called_back = also & 32 ? engine : NULL;
        diagnose_engine(engine, &loss, &from);
    }
    loss.called_back = NULL;
    descent_engine_free(engine);
    descent_monitor_free(monitor);
    return end;
}

/* Many steps at once end where the same number of single ones does, bit for bit. */
void fuzz_engine(const uint8_t *data, size_t size)
{
    const driven at_once = drive(choices_of(data, size), false);
    if (!at_once.plain)
        return;
    const driven singly = drive(choices_of(data, size), true);
    REQUIRE(at_once.steps == singly.steps);
    REQUIRE(memcmp(at_once.x, singly.x, sizeof singly.x) == 0);
}

/* One more row, made from the last in one of several ways. */
static void move_on(const hostile *loss, choices *from, unsigned way, double factor, double *x, const double *gradient)
{
    for (size_t i = 0; i < loss->n; i++)
        switch (way) {
        case 0:
        case 1:
            x[i] -= factor * gradient[i];
            break;
        case 2:
            x[i] *= factor;
            break;
        case 3:
            x[i] = factor * x[i] * (1 - x[i]);
            break;
        case 4:
            x[i] += factor;
            break;
        case 5:
            x[i] = choose_near(from);
            break;
        case 6:
            x[i] = -x[i];
            break;
        default:
            x[i] = choose_number(from);
            break;
        }
}

static void fill_path(descent_path *path, const hostile *loss, choices *from)
{
    const unsigned way = choose_below(from, 8), shown = choose_byte(from);
    const unsigned rows = shown & 1 ? choose_byte(from) : choose_many(from) % 600;
    const double factor = choose_rarely(from, 6) ? choose_number(from) : choose_byte(from) / 64.0;
    double x[hostile_variables], gradient[hostile_variables];
    choose_point(from, loss->n, x);
    for (unsigned row = 0; row < rows; row++) {
        hostile_gradient(loss, x, gradient);
        REQUIRE(descent_path_append(path, x, shown & 2 ? NAN : hostile_value(loss, x), shown & 4 ? NULL : gradient) ==
                DESCENT_SUCCESS);
        move_on(loss, from, way, factor, x, gradient);
        if (choose_byte(from) == 255)
            x[0] = choose_number(from);
    }
    judge_path(path);
}

void fuzz_diagnosis(const uint8_t *data, size_t size)
{
    choices from = choices_of(data, size);
    hostile loss;
    const descent_problem problem = hostile_problem(&from, &loss);
    const descent_rule rule = hostile_rule(&from);
    const descent_path_options record = any_record(&from);
    const unsigned set = choose_byte(&from);
    descent_diagnosis_options options = {.budget = choose_many(&from) % 3000};
    options.path_only = set & 1;
    options.no_trials = set & 2;
    options.rule = set & 4 ? &rule : NULL;
    options.period_limit = set & 8 ? choose_many(&from) : 0;
    options.distance_tolerance = set & 16 ? choose_number(&from) : 0;
    options.gradient_tolerance = set & 32 ? choose_number(&from) : 0;
    descent_path *path;
    if (descent_path_new(&path, loss.n, &record) != DESCENT_SUCCESS)
        return;
    fill_path(path, &loss, &from);
    descent_diagnosis *diagnosis = (descent_diagnosis *)&loss;
    const descent_status status = descent_diagnose(set & 64 ? NULL : &problem, path, &options, &diagnosis);
    judge_status(status, diagnosis);
    REQUIRE(loss.calls <= (options.path_only ? 0 : most_calls(options.budget)));
    if (diagnosis)
        judge_diagnosis(diagnosis);
    descent_diagnosis_free(diagnosis);
    descent_path_free(path);
}

void fuzz_monitor(const uint8_t *data, size_t size)
{
    choices from = choices_of(data, size);
    const size_t n = 1 + choose_below(&from, hostile_variables);
    const unsigned set = choose_byte(&from);
    descent_monitor_options options = {0};
    options.period_limit = set & 1 ? choose_byte(&from) : 0;
    options.coordinate_limit = set & 2 ? choose_below(&from, 8) : 0;
    options.distance_tolerance = set & 4 ? choose_number(&from) : 0;
    options.gradient_tolerance = set & 8 ? choose_number(&from) : 0;
    options.stop_endings = set & 16 ? choose_many(&from) : 0;
    descent_monitor *monitor = (descent_monitor *)&options;
    JUDGE(descent_monitor_new(&monitor, n, &options), monitor);
    if (!monitor)
        return;
    double x[hostile_variables], gradient[hostile_variables];
    const double factor = choose_mostly_near(&from, 8);
    choose_point(&from, n, x);
    for (unsigned k = 0, rows = choose_many(&from) % 2000; k < rows; k++) {
        for (size_t i = 0; i < n; i++)
            gradient[i] = set & 32 ? x[i] : factor;
        const descent_ending ending =
            descent_monitor_observe(monitor, x, set & 64 ? NAN : x[0], set & 128 ? NULL : gradient);
        const descent_monitor_state state = descent_monitor_view(monitor);
        REQUIRE(state.ending == ending && state.count <= k + 1 && state.decided_at <= k);
        REQUIRE((ending == DESCENT_ENDING_PERIODIC) == (state.period >= 2));
        REQUIRE(!(state.rate < 0));
        for (size_t i = 0; i < n; i++)
            x[i] = set & 32 ? x[i] * factor : x[i] - factor;
        if (choose_rarely(&from, 100))
            x[0] = choose_number(&from);
    }
    descent_monitor_free(monitor);
}

/* A rule that is accepted has positive step sizes or says why not, and limits that are no nonsense. */
void fuzz_rules(const uint8_t *data, size_t size)
{
    choices from = choices_of(data, size);
    const descent_rule rule = hostile_rule(&from);
    const double curvature = choose_number(&from);
    const descent_status status = descent_rule_check(&rule);
    if (status != DESCENT_SUCCESS) {
        judge_status(status, NULL);
        return;
    }
    for (int k = 0; k < 40; k++) {
        uint64_t step = choose_many(&from);
        step = choose_rarely(&from, 4) ? UINT64_MAX - step : step;
        double step_size = NAN;
        const descent_status said = descent_rule_step_size(&rule, step, &step_size);
        if (said == DESCENT_SUCCESS)
            REQUIRE(step_size >= 0 && isfinite(step_size));
        else
            judge_status(said, NULL);
    }
    const double limit = descent_rule_step_limit(&rule, curvature);
    REQUIRE(!(limit < 0));
    /* A filter's weights are factors of its steps: the limit of small ones is large. */
    const bool weighs = rule.type == descent_gradient_filter(1, 1, 0, 0).type;
    if (!weighs && isfinite(limit) && limit > 0 && curvature > 1e-100 && curvature < 1e100)
        REQUIRE(limit * curvature < 1e3); /* 2(1 + β)/λ and its kin, β < 1 */
}
