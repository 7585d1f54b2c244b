/* Runs that are gone through again: from where, how far, with which record and twin, and on beyond their end. */
#include <math.h>

#include "sweep/judge/run_verdict.h"
#include "sweep/run/block.h"

#include "support.h"

#define step_size 0.1
#define delay     50.0

enum {
    count_of_runs = 12,
    first_run = 2, /* of the block */
    all_steps = 100,
    most_steps = 700,
    most_dimension = 2
};

static descent__worker worker;

/* A bowl that fails, or is left for what is no number, or kicked off, at one of its points. */
typedef struct bench {
    descent_problem problem;
    descent__plan plan;
    descent_sweep *sweep;
    double starts[count_of_runs * most_dimension];
    double plain[count_of_runs][most_steps + 1][most_dimension];
    double fails_at, ends_at; /* first coordinates, exactly */
    double kicked_at, kicked_to;
    size_t calls;
} bench;

static bench b;

static int one(size_t n, size_t stride, const double *x, double *g)
{
    b.calls++;
    for (size_t i = 0; i < n; i++)
        g[i * stride] = x[i * stride];
    if (x[0] == b.kicked_at)
        g[0] = (x[0] - 5) / step_size;
    else if (x[0] > 4.5)
        g[0] = (x[0] - b.kicked_to) / step_size;
    if (x[0] == b.ends_at)
        g[n > 1 ? stride : 0] = INFINITY;
    return x[0] == b.fails_at ? 6 : 0;
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    return one(n, 1, x, g);
}

static int gradient_batch(size_t n, size_t count, size_t stride, const double *x, double *g, void *context)
{
    int code = 0;
    (void)context;
    for (size_t j = 0; j < count; j++)
        code = one(n, stride, x + j, g + j) != 0 ? 6 : code;
    return code;
}

/* By the formulas: x ← x − η∇L + β(x − x₋₁), with η/(1 + k/50) for a schedule. */
static void run_plainly(size_t n, const descent_rule *rule)
{
    for (size_t run = 0; run < count_of_runs; run++) {
        double x[most_dimension], before[most_dimension];
        for (size_t i = 0; i < n; i++)
            before[i] = x[i] = b.starts[run * n + i];
        for (size_t k = 0; k <= most_steps; k++)
            for (size_t i = 0; i < n; i++) {
                const double size =
                    rule->schedule.kind == DESCENT_SCHEDULE_CONSTANT ? step_size : step_size / (1 + (double)k / delay);
                const double now = x[i];
                b.plain[run][k][i] = now;
                x[i] = now - size * now + rule->momentum * (now - before[i]);
                before[i] = now;
            }
    }
}

typedef struct asked {
    size_t n, last, points, capacity;
    bool batch, confirm;
    descent_rule rule;
} asked;

static void open(const asked *given)
{
    const descent_sweep_options options = {.steps = all_steps, .tail = given->points, .lyapunov = 1, .no_losses = 1};
    const descent__sweep_phases phases = {.steps = all_steps,
                                          .last_steps = given->last,
                                          .record_points = given->points,
                                          .block_runs = count_of_runs,
                                          .lane_capacity = count_of_runs,
                                          .replay_capacity = given->capacity,
                                          .batch = given->batch,
                                          .lyapunov = true,
                                          .confirm = given->confirm};
    b = (bench){.fails_at = NAN, .ends_at = NAN, .kicked_at = NAN};
    b.problem = (descent_problem){
        .dimension = given->n, .gradient = gradient, .gradient_batch = given->batch ? gradient_batch : NULL};
    b.plan = (descent__plan){.kind = DESCENT__PLAN_STARTS,
                             .problem = &b.problem,
                             .count = count_of_runs,
                             .rule = given->rule,
                             .starts = b.starts};
    for (size_t i = 0; i < count_of_runs * given->n; i++)
        b.starts[i] = 1 + (double)i / 32;
    run_plainly(given->n, &given->rule);
    assert_success(descent__results_new(&b.sweep, &b.plan, &options));
    for (size_t i = 0; i < 2 * count_of_runs; i++)
        b.sweep->lyapunov[i] = -9;
    worker = (descent__worker){0};
    assert_success(descent__worker_open(&worker, &b.plan, b.sweep, &phases));
    worker.first_run = first_run;
    worker.run_count = count_of_runs - first_run;
}

static void close(void)
{
    descent__worker_close(&worker);
    descent_sweep_free(b.sweep);
}

static void request(size_t slot, size_t from, size_t until, bool stopped)
{
    const size_t n = b.problem.dimension, run = first_run + slot;
    for (size_t i = 0; i < n; i++) {
        worker.replay_state[0][slot * n + i] = b.plain[run][from][i];
        worker.replay_state[1][slot * n + i] = from > 0 ? b.plain[run][from - 1][i] : 0;
    }
    worker.replays[worker.replay_count++] =
        (descent__replay){.slot = slot, .from = from, .until = until, .stopped = stopped};
}

/* The run ended after so many steps, with these of its points that are recorded and asked for. */
static void check(size_t slot, size_t from, size_t steps)
{
    const size_t n = b.problem.dimension, run = first_run + slot, tail = b.sweep->tail;
    size_t first = all_steps + 1 - tail > from ? all_steps + 1 - tail : from;
    ck_assert_uint_eq(descent__results_steps(b.sweep, run), steps);
    ck_assert_uint_eq(b.sweep->tail_counts[run], steps >= first ? steps + 1 - first : 0);
    for (size_t i = 0; i < n; i++)
        ck_assert_double_eq_tol(b.sweep->end_points[run * n + i], b.plain[run][steps][i], 1e-14);
    for (size_t at = 0; first <= steps; first++, at++)
        for (size_t i = 0; i < n; i++)
            ck_assert_double_eq_tol(b.sweep->tails[(run * tail + at) * n + i], b.plain[run][first][i], 1e-14);
}

/* Twins of a bowl draw near by 1 − η in each step: the mean over the last 16 equal batches. */
static double exponent_of(size_t from, size_t until, const descent_rule *rule)
{
    const size_t steps = until - from, batch = steps / 17 > 0 ? steps / 17 : 1;
    double sum = 0;
    for (size_t k = until - 16 * batch; k < until; k++)
        sum += log(1 - step_size / (rule->schedule.kind == DESCENT_SCHEDULE_CONSTANT ? 1 : 1 + (double)k / delay));
    return sum / (double)(16 * batch);
}

static asked ask_for(unsigned which)
{
    asked given = {.n = 1 + which % 2,
                   .last = 60,
                   .points = which / 8 % 2 ? 7 : 30,
                   .capacity = 3,
                   .batch = which / 2 % 2,
                   .rule = which / 4 % 2 ? descent_heavy_ball(step_size, 0.25) : descent_fixed_step(step_size)};
    if (which / 16 % 2)
        given.rule.schedule = descent_schedule_inverse(delay);
    return given;
}

/* In groups of three at most, that begin at the same step; ends at their own. */
START_TEST(each_run_is_gone_through_from_where_it_was)
{
    static const size_t slots[] = {4, 0, 7, 2, 9, 1, 5}, from[] = {40, 40, 40, 40, 60, 0, 0},
                        until[] = {100, 100, 90, 100, 100, 100, 35};
    for (unsigned which = 0; which < 32; which++) {
        const asked given = ask_for(which);
        open(&given);
        for (size_t k = 0; k < 7; k++)
            request(slots[k], from[k], until[k], until[k] < 100);
        descent__worker_replay(&worker);
        ck_assert_uint_eq(worker.replay_count, 0);
        ck_assert_uint_eq(worker.failures, 0);
        for (size_t k = 0; k < 7; k++) {
            const double exponent = b.sweep->lyapunov[2 * (first_run + slots[k])];
            check(slots[k], from[k], until[k]);
            if (until[k] == 100 && given.rule.momentum == 0)
                ck_assert_double_eq_tol(exponent, exponent_of(from[k], 100, &given.rule), 1e-6);
            if (until[k] < 100)
                ck_assert_double_nan(exponent);
        }
        for (size_t slot = 3; slot < 9; slot += slot == 3 ? 3 : 2) /* nobody asked for these */
            ck_assert_double_eq(b.sweep->lyapunov[2 * (first_run + slot)], -9);
        close();
    }
}
END_TEST

/* One that stops on the way is gone through once more, to where it stops; one that fails ends there. */
START_TEST(a_run_that_stops_is_gone_through_once_more)
{
    for (unsigned which = 0; which < 16; which++)
        for (size_t stop = 40; stop < 100; stop += stop == 40 ? 1 : 29)
            for (int fails = 0; fails < (which / 2 % 2 > 0 ? 1 : 2); fails++) {
                const asked given = ask_for(which);
                open(&given);
                *(fails ? &b.fails_at : &b.ends_at) = b.plain[first_run + 4][stop][0];
                request(3, 40, 100, false);
                request(4, 40, 100, false);
                request(8, 40, 100, false);
                descent__worker_replay(&worker);
                check(3, 40, 100);
                check(8, 40, 100);
                ck_assert_uint_eq(worker.failures, (size_t)fails);
                ck_assert_uint_eq(worker.replay_count, 0);
                ck_assert_uint_eq(descent__results_steps(b.sweep, first_run + 4), stop);
                if (fails) {
                    ck_assert_uint_eq(worker.first_failure, first_run + 4);
                    ck_assert_int_eq(worker.callback_code, 6);
                    ck_assert_int_eq(descent__results_ending(b.sweep, first_run + 4), DESCENT_ENDING_UNDETERMINED);
                } else {
                    check(4, 0, stop); /* from the start, so that there are points enough */
                    ck_assert_double_nan(b.sweep->lyapunov[2 * (first_run + 4)]);
                }
                close();
            }
}
END_TEST

/* An approach goes on for 512 steps, unrecorded but for the last points, 129 at most: what it does there must not contradict it. */
START_TEST(an_approach_is_followed_beyond_its_end)
{
    enum {
        end = all_steps + 512
    };
    static const struct {
        size_t points, kick; /* step of the point that is off; 0: none */
        bool stands;
    } rows[] = {{10, 0, true},     {10, end, false},      {10, end - 1, false},  {10, end - 20, true},
                {140, 0, true},    {140, end, false},     {140, end - 1, false}, {140, end - 150, true},
                {129, end, false}, {129, end - 1, false}, {128, end, false},     {130, end, false}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        for (size_t last = 60; last <= 600; last += 270) {
            asked given = ask_for(0);
            given.points = rows[k].points;
            given.last = last;
            given.confirm = true;
            open(&given);
            double(*const plain)[most_dimension] = b.plain[first_run + 6];
            if (rows[k].kick > 0) {
                b.kicked_at = plain[rows[k].kick - 1][0];
                b.kicked_to = plain[rows[k].kick + 1][0];
            }
            request(6, 40, all_steps, false);
            descent__worker_replay(&worker);
            check(6, 40, all_steps);
            ck_assert_msg((descent__results_ending(b.sweep, first_run + 6) == DESCENT_ENDING_APPROACHING) ==
                              rows[k].stands,
                          "row %zu, last %zu: %d", k, last, (int)descent__results_ending(b.sweep, first_run + 6));
            /* The run, its twin, the run beyond its end, a twin for the last of that; and what verdicts ask. */
            const size_t calls = 60 + 60 + 512 + (last < 512 ? last : 512);
            ck_assert_msg(b.calls >= calls && b.calls <= calls + 60, "row %zu: %zu calls", k, b.calls);
            close();
        }
}
END_TEST

/* There, a failure is nobody's concern, but an end of the numbers is. */
START_TEST(beyond_its_end_a_run_cannot_fail)
{
    for (int fails = 0; fails < 2; fails++) {
        asked given = ask_for(0);
        given.confirm = true;
        open(&given);
        *(fails ? &b.fails_at : &b.ends_at) = b.plain[first_run + 6][300][0];
        request(6, 40, all_steps, false);
        request(1, 40, all_steps, false);
        descent__worker_replay(&worker);
        check(6, 40, all_steps);
        check(1, 40, all_steps);
        ck_assert_uint_eq(worker.failures, 0);
        ck_assert_int_eq(descent__results_ending(b.sweep, first_run + 1), DESCENT_ENDING_APPROACHING);
        ck_assert_int_eq(descent__results_ending(b.sweep, first_run + 6),
                         fails ? DESCENT_ENDING_APPROACHING : DESCENT_ENDING_UNDETERMINED);
        close();
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {each_run_is_gone_through_from_where_it_was,
                                  a_run_that_stops_is_gone_through_once_more, an_approach_is_followed_beyond_its_end,
                                  beyond_its_end_a_run_cannot_fail};
    return descent_test_main(descent_test_suite("inside replay", tests, sizeof tests / sizeof *tests));
}
