/* Engines that ask and are told, and engines and monitors in files: whole, cut off, altered, and with lies that have the right checksum. */
#include <math.h>
#include <string.h>
#include <unistd.h>

#include <descent/ask.h>
#include <descent/descent.h>
#include <descent/monitor.h>
#include <descent/progress.h>
#include <descent/resume.h>
#include <descent/stops.h>

#include "fuzz/fuzz.h"
#include "fuzz/hostile.h"
#include "fuzz/judge.h"

enum {
    largest_file = 1 << 16,
    magic_size = 8,
    checksum_size = 8
};

/* Of a call that makes nothing. */
static void judge_call(descent_status status)
{
    judge_status(status, status == DESCENT_SUCCESS ? "" : NULL);
}

static descent_stops any_stops(choices *from)
{
    descent_stops stops = {0};
    const unsigned set = choose_byte(from);
    stops.any = set & 1 ? choose_byte(from) & 15U : 0; /* none by the clock: what it stops is not the same again */
    stops.all = set & 2 ? choose_byte(from) & 15U : 0;
    stops.loss_target = set & 4 ? choose_number(from) : 0;
    stops.loss_change = set & 8 ? choose_byte(from) / 1024.0 : 0;
    stops.point_change = set & 16 ? choose_byte(from) / 1024.0 : 0;
    stops.gradient_norm = set & 32 ? choose_byte(from) / 64.0 : 0;
    stops.patience = set & 64 ? choose_below(from, 8) : 0;
    return stops;
}

static void choose_start(choices *from, size_t n, double *x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = choose_mostly_near(from, 24);
}

/* An engine with any settings; NULL where one cannot be made. */
static descent_engine *any_engine(choices *from, const descent_problem *problem, descent_rule rule)
{
    double start[hostile_variables];
    const unsigned set = choose_byte(from);
    descent_engine *engine = (descent_engine *)start;
    choose_start(from, problem->dimension, start);
    JUDGE(descent_engine_new(&engine, problem, rule, start), engine);
    if (!engine)
        return NULL;
    const descent_path_options record = {.columns = choose_byte(from) & 31U,
                                         .stride = choose_below(from, 5),
                                         .last = set & 4 ? choose_below(from, 20) : 0};
    const descent_stops stops = any_stops(from);
    if (set & 1)
        (void)descent_engine_record(engine, &record);
    if (set & 2)
        (void)descent_engine_set_stops(engine, &stops);
    if (set & 8)
        (void)descent_engine_set_budget(engine, choose_byte(from));
    if (set & 16)
        (void)descent_engine_set_gradient_tolerance(engine, choose_number(from));
    return engine;
}

static void require_same_number(double a, double b)
{
    REQUIRE(memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b)));
}

/* Where both stand, and by what they got there. */
static void require_same(descent_engine *a, descent_engine *b)
{
    const descent_evaluations p = descent_engine_evaluations(a), q = descent_engine_evaluations(b);
    const size_t n = descent_engine_dimension(a);
    REQUIRE(memcmp(descent_engine_point(a), descent_engine_point(b), n * sizeof(double)) == 0);
    REQUIRE(descent_engine_steps(a) == descent_engine_steps(b));
    REQUIRE(descent_engine_stop_reason(a) == descent_engine_stop_reason(b));
    REQUIRE(descent_engine_callback_code(a) == descent_engine_callback_code(b));
    REQUIRE(p.loss == q.loss && p.gradient == q.gradient);
    require_same_number(descent_engine_step_size(a), descent_engine_step_size(b));
}

/* The same problem with its functions to be told. */
static descent_problem told_problem(const descent_problem *called)
{
    descent_problem problem = {.dimension = called->dimension, .scale = called->scale};
    problem.loss = called->loss ? descent_told_loss : NULL;
    problem.gradient = called->gradient ? descent_told_gradient : NULL;
    problem.loss_gradient = called->loss_gradient ? descent_told_loss_gradient : NULL;
    return problem;
}

/* What the problem's own functions say; what they leave unwritten is NaN, as it is for an engine that calls. */
static descent_status answer(descent_engine *engine, const descent_problem *called, const descent_request *request)
{
    const size_t n = called->dimension;
    double value = NAN, slope[hostile_variables] = {NAN, NAN, NAN, NAN, NAN};
    int code;
    if (request->wants_loss && request->wants_gradient)
        code = called->loss_gradient(n, request->x, &value, slope, called->context);
    else if (request->wants_gradient)
        code = called->gradient(n, request->x, slope, called->context);
    else
        code = called->loss(n, request->x, &value, called->context);
    return descent_engine_tell(engine, value, slope, code);
}

/* Goes on until the run is over or a call fails; a hostile one also does what it should not in between. */
static descent_status talk(descent_engine *engine, uint64_t until, const descent_problem *called, choices *meddle)
{
    descent_request request = {0}, again = {0};
    descent_status status = DESCENT_SUCCESS;
    for (unsigned turns = 0; turns < 4000; turns++) {
        status = descent_engine_ask(engine, until, &request);
        judge_call(status);
        if (status != DESCENT_SUCCESS || !request.x)
            return status;
        REQUIRE(request.wants_loss || request.wants_gradient);
        if (choose_rarely(meddle, 8)) {
            REQUIRE(descent_engine_ask(engine, until, &again) == DESCENT_SUCCESS && again.x == request.x);
            REQUIRE(again.wants_loss == request.wants_loss && again.wants_gradient == request.wants_gradient);
        }
        if (choose_rarely(meddle, 16)) /* what accessors say evaluates nothing */
            (void)descent_engine_loss(engine), (void)descent_engine_gradient_norm(engine);
        REQUIRE(answer(engine, called, &request) == DESCENT_SUCCESS);
        REQUIRE(descent_engine_tell(engine, 0, NULL, 1) == DESCENT_EINVAL);
    }
    return status;
}

/* The same run by asking as by calling, however its functions behave, as far as they are a function of the calls before. */
void fuzz_ask(const uint8_t *data, size_t size)
{
    choices from = choices_of(data, size);
    hostile loss;
    descent_problem problem = hostile_problem(&from, &loss);
    hostile other = loss;
    descent_problem called = problem;
    called.context = &other;
    problem.hessian = NULL;
    problem.hessian_product = NULL;
    problem.gradient_batch = NULL;
    const descent_rule rule = hostile_rule(&from);
    const descent_problem told = told_problem(&problem);
    choices same = from;
    descent_engine *const calling = any_engine(&from, &problem, rule), *const asking = any_engine(&same, &told, rule);
    REQUIRE((calling == NULL) == (asking == NULL));
    for (int part = 0; calling && part < 3; part++) {
        const uint64_t steps = choose_below(&from, 60);
        const descent_status by_call = descent_engine_run(calling, steps);
        const descent_status by_telling = talk(asking, descent_engine_steps(asking) + steps, &called, &from);
        REQUIRE(by_call == by_telling);
        if (by_call == DESCENT_SUCCESS)
            (void)descent_engine_path(calling); /* asks for what the last row lacks, as the end of asking has done */
        require_same(calling, asking);
        REQUIRE(loss.calls == other.calls);
        if (by_call != DESCENT_SUCCESS || choose_rarely(&from, 4))
            break;
    }
    descent_engine_free(calling);
    descent_engine_free(asking);
}

/* CRC-64 of ECMA-182, reflected. */
static uint64_t checksum(const unsigned char *bytes, size_t size)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < size; i++) {
        sum ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            sum = sum & 1 ? sum >> 1 ^ UINT64_C(0xC96C5795D7870F42) : sum >> 1;
    }
    return sum;
}

/* A file without a name in any folder, which /dev/fd gives one. */
typedef struct unnamed {
    int descriptor;
    char name[32];
} unnamed;

static unnamed open_unnamed(void)
{
    char pattern[] = "/tmp/descent-fuzz-XXXXXX";
    unnamed file = {.descriptor = mkstemp(pattern)};
    REQUIRE(file.descriptor >= 0);
    unlink(pattern);
    snprintf(file.name, sizeof file.name, "/dev/fd/%d", file.descriptor);
    return file;
}

/* Alters, cuts and lengthens what was saved; two times in three it then has the right checksum. */
static void alter(const unnamed *file, choices *from)
{
    static unsigned char bytes[largest_file];
    const ssize_t length = pread(file->descriptor, bytes, sizeof bytes - checksum_size, 0);
    REQUIRE(length >= magic_size + checksum_size);
    size_t size = (size_t)length;
    if (choose_rarely(from, 8))
        size = choose_many(from) % size;
    for (unsigned edits = choose_below(from, 6); size > 0 && edits > 0; edits--) {
        /* Most edits change a number whole, where settings and counts stand; some any byte. */
        const size_t words = size / 8, at = choose_rarely(from, 3) ? choose_many(from) % size : 0;
        const double number = choose_number(from);
        const uint64_t small = choose_byte(from);
        if (at > 0 || words == 0)
            bytes[at] = (unsigned char)small;
        else if (choose_rarely(from, 2))
            memcpy(bytes + 8 * (choose_many(from) % words), &number, sizeof number);
        else
            memcpy(bytes + 8 * (choose_many(from) % words), &small, sizeof small);
    }
    if (size > magic_size + checksum_size && !choose_rarely(from, 3)) {
        const uint64_t sum = checksum(bytes, size - checksum_size);
        for (size_t i = 0; i < checksum_size; i++)
            bytes[size - checksum_size + i] = (unsigned char)(sum >> 8 * i);
    }
    REQUIRE(ftruncate(file->descriptor, 0) == 0);
    REQUIRE(pwrite(file->descriptor, bytes, size, 0) == (ssize_t)size);
}

/* A loaded engine is one like any other. */
static void use(descent_engine *engine, choices *from)
{
    const descent_diagnosis_options options = {.budget = 200};
    descent_diagnosis *diagnosis = NULL;
    (void)descent_engine_run(engine, choose_below(from, 40));
    for (size_t i = 0; i < descent_engine_dimension(engine); i++)
        REQUIRE(isfinite(descent_engine_point(engine)[i]));
    const descent_path *const path = descent_engine_path(engine);
    const descent_path_data view = descent_path_view(path);
    for (size_t row = 1; path && row < view.count; row++)
        REQUIRE(view.steps[row] > view.steps[row - 1]);
    if (choose_rarely(from, 2))
        JUDGE(descent_engine_diagnose(engine, &options, &diagnosis), diagnosis);
    if (diagnosis)
        judge_diagnosis(diagnosis);
    descent_diagnosis_free(diagnosis);
    const unnamed file = open_unnamed();
    judge_call(descent_engine_save(engine, file.name));
    close(file.descriptor);
}

static void saved_engine(choices from)
{
    hostile loss;
    const descent_problem problem = hostile_problem(&from, &loss);
    const descent_rule rule = hostile_rule(&from);
    descent_engine *const engine = any_engine(&from, &problem, rule);
    const unnamed file = open_unnamed();
    if (engine) {
        (void)descent_engine_run(engine, choose_below(&from, 60));
        judge_call(descent_engine_save(engine, file.name));
        const bool altered = choose_rarely(&from, 2);
        if (altered)
            alter(&file, &from);
        descent_engine *loaded = (descent_engine *)&loss;
        const descent_status status = descent_engine_load(&loaded, &problem, rule, file.name);
        judge_status(status, loaded);
        REQUIRE(altered || loaded);
        if (!altered && loss.mischief == MISCHIEF_NONE) {
            require_same(engine, loaded);
            const uint64_t steps = choose_below(&from, 40);
            REQUIRE(descent_engine_run(engine, steps) == descent_engine_run(loaded, steps));
            require_same(engine, loaded);
        }
        if (loaded)
            use(loaded, &from);
        descent_engine_free(loaded);
    }
    close(file.descriptor);
    descent_engine_free(engine);
}

static void show_some(descent_monitor *monitor, choices *from, size_t n)
{
    double x[hostile_variables], factor = choose_mostly_near(from, 8);
    choose_start(from, n, x);
    for (unsigned k = choose_byte(from); k > 0; k--) {
        (void)descent_monitor_observe(monitor, x, x[0] * x[0], x);
        for (size_t i = 0; i < n; i++)
            x[i] *= factor;
    }
}

static void saved_monitor(choices from)
{
    const size_t n = 1 + choose_below(&from, hostile_variables);
    const descent_monitor_options options = {.period_limit = choose_below(&from, 16)};
    descent_monitor *monitor, *loaded = (descent_monitor *)&from;
    if (descent_monitor_new(&monitor, n, &options) != DESCENT_SUCCESS)
        return;
    show_some(monitor, &from, n);
    const unnamed file = open_unnamed();
    judge_call(descent_monitor_save(monitor, file.name));
    const bool altered = choose_rarely(&from, 2);
    if (altered)
        alter(&file, &from);
    const descent_status status = descent_monitor_load(&loaded, file.name);
    judge_status(status, loaded);
    REQUIRE(altered || loaded);
    if (loaded && !altered) {
        choices same = from;
        show_some(monitor, &same, n);
        show_some(loaded, &from, n);
        const descent_monitor_state p = descent_monitor_view(monitor), q = descent_monitor_view(loaded);
        REQUIRE(p.ending == q.ending && p.count == q.count && p.period == q.period && p.decided_at == q.decided_at);
    }
    close(file.descriptor);
    descent_monitor_free(loaded);
    descent_monitor_free(monitor);
}

/* What was saved goes on as if it had never stopped; what is no such file is refused, or is an engine or a monitor like any other. */
void fuzz_saved(const uint8_t *data, size_t size)
{
    choices from = choices_of(data, size);
    if (choose_rarely(&from, 4))
        saved_monitor(from);
    else
        saved_engine(from);
}
