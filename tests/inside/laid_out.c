/* What a sweep keeps and works with lies in a few pieces of memory: every part has its room in them, and no part lies in another. */
#include <stdint.h>
#include <stdlib.h>

#include "base/vector.h"
#include "sweep/read/labels.h"
#include "sweep/read/results.h"
#include "sweep/run/block.h"
#include "sweep/run/threads.h"

#include "support.h"

enum {
    most_parts = 24,
    line = descent__vector_alignment
};

typedef struct part {
    const void *begin;
    size_t bytes;
} part;

static int by_place(const void *a, const void *b)
{
    const uintptr_t first = (uintptr_t)((const part *)a)->begin, second = (uintptr_t)((const part *)b)->begin;
    return (first > second) - (first < second);
}

/* All lie in `bytes` bytes from `storage` on, apart from each other, and no more than `spare` of them belong to none. */
static void check_parts(const void *storage, size_t bytes, const part *given, size_t count, size_t spare)
{
    part parts[most_parts];
    size_t used = 0;
    ck_assert_uint_le(count, most_parts);
    for (size_t i = 0; i < count; i++)
        parts[i] = given[i];
    qsort(parts, count, sizeof *parts, by_place);
    ck_assert((const char *)parts[0].begin >= (const char *)storage);
    for (size_t i = 0; i < count; i++) {
        const void *const end = i + 1 < count ? parts[i + 1].begin : (const char *)storage + bytes;
        ck_assert_msg((const char *)parts[i].begin + parts[i].bytes <= (const char *)end, "part %zu of %zu", i, count);
        used += parts[i].bytes;
    }
    ck_assert_msg(bytes - used <= spare, "%zu bytes, %zu used", bytes, used);
}

START_TEST(labels)
{
    for (size_t n = 1; n <= 5; n += 2)
        for (size_t limit = 1; limit <= 300; limit += 299) {
            descent__labels set;
            assert_success(descent__labels_open(&set, n, limit));
            const size_t numbers = limit * sizeof(double), sizes = limit * sizeof(size_t);
            const part parts[] = {{set.x, n * numbers},
                                  {set.tolerance, numbers},
                                  {set.projection, numbers},
                                  {set.runs, sizes},
                                  {set.first_run, sizes},
                                  {set.order, limit * sizeof(uint32_t)},
                                  {set.period, limit * sizeof(unsigned)}};
            check_parts(set.storage, descent__labels_bytes(n, limit), parts, sizeof parts / sizeof *parts, 0);
            descent__labels_close(&set);
            ck_assert_ptr_null(set.storage);
        }
    /* the largest number of variables that can be counted, and one more */
    const size_t rest = 2 * sizeof(double) + 2 * sizeof(size_t) + 2 * sizeof(uint32_t);
    const size_t most = SIZE_MAX / 2 / sizeof(double);
    ck_assert_uint_eq(descent__labels_bytes(most, 1), most * sizeof(double) + rest);
    ck_assert_uint_eq(descent__labels_bytes(most + 1, 1), 0);
}
END_TEST

/* Rows begin on lines, and a gap of a thousand bytes between them keeps any two at no multiple of 4096. */
START_TEST(lanes)
{
    static const size_t dimensions[] = {1, 2, 3, 8}, capacities[] = {1, 7, 64, 1024};
    for (size_t d = 0; d < 4; d++)
        for (size_t c = 0; c < 4; c++) {
            const size_t n = dimensions[d], capacity = capacities[c], numbers = capacity * sizeof(double);
            const size_t registers = 32 * sizeof(double), gaps = 16 * line + line, rows = DESCENT__LANE_ARRAYS + 2;
            const size_t bytes = descent__lanes_bytes(n, capacity);
            descent__lanes set;
            part parts[most_parts];
            size_t count = 0;
            assert_success(descent__lanes_open(&set, n, capacity, false));
            for (size_t i = 0; i < DESCENT__LANE_ARRAYS; i++) {
                parts[count++] = (part){set.array[i], n * numbers};
                ck_assert_uint_eq((uintptr_t)set.array[i] % line, 0);
                if (i > 0)
                    ck_assert_uint_ne(((uintptr_t)set.array[i] - (uintptr_t)set.array[i - 1]) % 4096, 0);
            }
            parts[count++] = (part){set.size_row, n * numbers};
            parts[count++] = (part){set.momentum_row, n * numbers};
            parts[count++] = (part){set.base, numbers};
            parts[count++] = (part){set.momentum, numbers};
            parts[count++] = (part){set.early_move, numbers + registers};
            parts[count++] = (part){set.parameter, capacity * sizeof *set.parameter};
            parts[count++] = (part){set.code, capacity * sizeof *set.code};
            parts[count++] = (part){set.slot, capacity * sizeof *set.slot};
            parts[count++] = (part){set.fate, capacity};
            check_parts(set.storage, bytes, parts, count, rows * gaps + 32 * 47 - registers + line);
            ck_assert_uint_eq(bytes % line, 0);
            /* nothing is known of any lane, and what a callback leaves unwritten is no number */
            for (size_t i = 0; i < n * capacity; i++) {
                ck_assert_double_eq(set.array[DESCENT__LANE_POINT][i], 0);
                ck_assert_double_nan(set.array[DESCENT__LANE_NEXT][i]);
            }
            descent__lanes_close(&set);
            ck_assert_ptr_null(set.storage);
        }
    for (size_t n = SIZE_MAX; n > SIZE_MAX >> 7; n /= 2) {
        ck_assert_uint_eq(descent__lanes_bytes(n, 1), 0);
        ck_assert_uint_eq(descent__lanes_bytes(1, n), 0);
        ck_assert_uint_eq(descent__lanes_bytes(n, 3), 0);
    }
}
END_TEST

static int bowl(size_t n, const double *x, double *g, void *context)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        g[i] = x[i];
    return 0;
}

START_TEST(a_worker)
{
    for (size_t n = 1; n <= 4; n++)
        for (size_t tail = 0; tail <= 300; tail += 150) {
            const descent_problem problem = {.dimension = n, .gradient = bowl};
            const descent_sweep_options options = {.steps = 400, .tail = tail, .threads = 1};
            const double start[] = {1, 2, 3, 4};
            const descent__plan plan = {.kind = DESCENT__PLAN_STARTS,
                                        .problem = &problem,
                                        .count = 1,
                                        .rule = descent_fixed_step(0.1),
                                        .starts = start};
            const descent__sweep_phases phases = descent__sweep_phases_of(&problem, &options);
            descent_sweep *sweep;
            descent__worker *const worker = calloc(1, sizeof *worker);
            ck_assert_ptr_nonnull(worker);
            assert_success(descent__results_new(&sweep, &plan, &options));
            assert_success(descent__worker_open(worker, &plan, sweep, &phases));
            ck_assert_uint_eq(worker->first_failure, SIZE_MAX);
            const size_t vector = n * sizeof(double);
            const size_t bytes = descent__worker_bytes(n, &phases) - sizeof *worker -
                                 descent__lanes_bytes(n, phases.lane_capacity) -
                                 2 * descent__lanes_bytes(n, phases.replay_capacity) - 3 * vector;
            const size_t tolerances = (phases.lane_capacity + descent__quick_together) * sizeof(double);
            const part parts[] = {{worker->start, vector},
                                  {worker->replay_state[0], phases.block_runs * vector},
                                  {worker->replay_state[1], phases.block_runs * vector},
                                  {worker->label_x, phases.block_runs * vector},
                                  {worker->limit, vector},
                                  {worker->work, descent__run_verdict_vectors * vector},
                                  {worker->tolerance, tolerances},
                                  {worker->record, phases.replay_capacity * phases.record_points * vector}};
            check_parts(worker->storage, bytes, parts, sizeof parts / sizeof *parts, (n - 1) * tolerances);
            descent__worker_close(worker);
            ck_assert_ptr_null(worker->storage);
            descent_sweep_free(sweep);
            free(worker);
        }
}
END_TEST

/* Every choice of what is kept; a point, a step count, a label and two small numbers are always. */
START_TEST(results)
{
    static const double start[] = {1, 2, 3}, values[] = {0.1, 0.2, 0.3, 0.4, 0.5};
    for (size_t count = 1; count <= 64; count += count < 5 ? 1 : 59)
        for (unsigned choice = 0; choice < 16; choice++) {
            const size_t n = 3, tail = !(choice & 1) ? 0 : count < 4 ? count : 4; /* no longer than the path */
            const bool has_values = choice & 2, exponents = choice & 4, losses = choice & 8;
            const descent_problem problem = {.dimension = n, .gradient = bowl};
            const descent_sweep_options options = {
                .steps = 3, .tail = choice & 1 ? count : 0, .lyapunov = exponents, .no_losses = !losses};
            const descent__plan plan = {.kind = has_values ? DESCENT__PLAN_PARAMETERS : DESCENT__PLAN_RULES,
                                        .problem = &problem,
                                        .count = count,
                                        .start = start,
                                        .values = values};
            descent_sweep *s;
            assert_success(descent__results_new(&s, &plan, &options));
            const size_t numbers = count * sizeof(double), small = count * sizeof(uint32_t);
            part parts[most_parts];
            size_t parts_count = 0;
            parts[parts_count++] = (part){s->end_points, n * numbers};
            parts[parts_count++] = (part){s->labels, small};
            parts[parts_count++] = (part){s->steps, small};
            parts[parts_count++] = (part){s->endings, count};
            parts[parts_count++] = (part){s->periods, count};
            ck_assert_uint_eq(s->tail, tail);
            ck_assert_int_eq(s->losses != NULL, losses);
            ck_assert_int_eq(s->values != NULL, has_values);
            ck_assert_int_eq(s->lyapunov != NULL, exponents);
            ck_assert_int_eq(s->tails != NULL, tail > 0);
            ck_assert_int_eq(s->tail_counts != NULL, tail > 0);
            if (losses)
                parts[parts_count++] = (part){s->losses, numbers};
            if (has_values)
                parts[parts_count++] = (part){s->values, numbers};
            if (exponents)
                parts[parts_count++] = (part){s->lyapunov, 2 * numbers};
            if (tail > 0)
                parts[parts_count++] = (part){s->tails, tail * n * numbers};
            if (tail > 0)
                parts[parts_count++] = (part){s->tail_counts, small};
            const size_t bytes = descent__results_bytes(n, count, has_values, &options);
            check_parts(s->storage, bytes, parts, parts_count, line - 1);
            ck_assert_uint_eq((uintptr_t)s->storage % line, 0);
            ck_assert_mem_eq(s->start, start, sizeof start);
            ck_assert_ptr_ne(s->start, start);
            descent_sweep_free(s);
        }
    /* a tail is no longer than the path */
    const descent_sweep_options two = {.steps = 1, .tail = 2}, more = {.steps = 1, .tail = 3};
    ck_assert_uint_eq(descent__results_bytes(1, 64, false, &two), descent__results_bytes(1, 64, false, &more));
}
END_TEST

/* Labels: one for each run, 4096 at most, fewer where their points had more than 2²⁴ numbers together, but sixteen. */
START_TEST(numbers_of_labels)
{
    static const size_t million = (size_t)1 << 20;
    static const struct {
        size_t n, count, limit;
    } cases[] = {
        {1, 1, 1},
        {1, 4095, 4095},
        {1, 4096, 4096},
        {1, 4097, 4096},
        {4096, 5000, 4096},
        {4097, 5000, 4095},
        {1000000, 5000, 16},
        {(size_t)1 << 21, 5000, 16},
        {(size_t)1 << 20, 15, 15},
        {(size_t)1 << 19, 5000, 32},
        {986895, 5000, 17},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        ck_assert_uint_eq(descent__label_count_limit(cases[k].n, cases[k].count), cases[k].limit);
    ck_assert_uint_eq(descent__label_count_limit(16 * million, 99), 16);
}
END_TEST

/* Threads take a worker each, and no more than there are blocks. */
START_TEST(workers)
{
    const descent_problem problem = {.dimension = 2, .gradient = bowl};
    for (size_t runs = 1023; runs <= 2050; runs++)
        for (size_t threads = 1; threads <= 4; threads++) {
            const descent_sweep_options options = {.steps = 10, .threads = threads};
            const descent__sweep_phases phases = descent__sweep_phases_of(&problem, &options);
            const size_t blocks = runs <= 1024 ? 1 : runs <= 2048 ? 2 : 3;
            ck_assert_uint_eq(phases.block_runs, 1024);
            ck_assert_uint_eq(descent__workers_count(&phases, &options, runs), threads < blocks ? threads : blocks);
        }
    const descent_sweep_options options = {.steps = 10, .threads = 1};
    const descent__sweep_phases phases = descent__sweep_phases_of(&problem, &options);
    const size_t one = descent__workers_bytes(2, &phases, 1);
    ck_assert_uint_gt(one, descent__worker_bytes(2, &phases) + 4 * descent__labels_bytes(2, phases.block_runs));
    for (size_t threads = 2; threads <= 9; threads++)
        ck_assert_uint_eq(descent__workers_bytes(2, &phases, threads), threads * one);
    const size_t most = SIZE_MAX / 2 / one;
    ck_assert_uint_eq(descent__workers_bytes(2, &phases, most), most * one);
    ck_assert_uint_eq(descent__workers_bytes(2, &phases, most + 1), 0);
    ck_assert_uint_eq(descent__workers_bytes(SIZE_MAX / 64, &phases, 1), 0);
}
END_TEST

/* How steps are spent: the last of them with a twin, half of all or 512, and as many as the points that are kept take. */
START_TEST(phases)
{
    static const size_t million = (size_t)1 << 20;
    static const struct {
        size_t n;
        descent_sweep_options options;
        bool batch;
        size_t last_steps, record_points, block_runs, lane_capacity, replay_capacity;
    } cases[] = {
        {2, {.steps = 1}, false, 1, 2, 1024, 256, 64},
        {2, {.steps = 10}, false, 10, 11, 1024, 256, 64},
        {2, {.steps = 127}, false, 127, 128, 1024, 256, 64},
        {2, {.steps = 128}, false, 128, 129, 1024, 256, 64},
        {2, {.steps = 255}, false, 128, 129, 1024, 256, 64},
        {2, {.steps = 258}, false, 129, 129, 1024, 256, 64},
        {2, {.steps = 1022}, false, 511, 129, 1024, 256, 64},
        {2, {.steps = 1024}, false, 512, 129, 1024, 256, 64},
        {2, {.steps = 9999}, false, 512, 129, 1024, 256, 64},
        {2, {.steps = 9999, .tail = 129}, false, 512, 129, 1024, 256, 64},
        {2, {.steps = 9999, .tail = 514}, false, 513, 514, 1024, 256, 64},
        {2, {.steps = 9999, .tail = 513}, false, 512, 513, 1024, 256, 64},
        {2, {.steps = 600, .tail = 99999}, false, 600, 601, 1024, 256, 64},
        {2, {.steps = 4001, .lyapunov = 1}, false, 2001, 129, 1024, 256, 64},
        {2, {.steps = 600, .lyapunov = 1}, false, 300, 129, 1024, 256, 64},
        {2, {.steps = 999}, true, 499, 129, 1024, 1024, 64},
        /* 65536 numbers in a block, 32768 in lock step, a million in the record, and seventeen points at least */
        {64, {.steps = 999}, true, 499, 129, 1024, 512, 64},
        {65, {.steps = 999}, true, 499, 129, 1008, 504, 64},
        {128, {.steps = 999}, false, 499, 129, 512, 256, 63},
        {129, {.steps = 999}, false, 499, 129, 508, 254, 63},
        {32768, {.steps = 999}, false, 499, 32, 2, 1, 1},
        {40000, {.steps = 999}, false, 499, 26, 1, 1, 1},
        {65537, {.steps = 999}, false, 499, 17, 1, 1, 1},
        {(size_t)1 << 22, {.steps = 999}, true, 499, 17, 1, 1, 1},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const descent_problem problem = {.dimension = cases[k].n,
                                         .gradient_batch =
                                             cases[k].batch ? (descent_gradient_batch_function *)(uintptr_t)1 : NULL};
        const descent__sweep_phases made = descent__sweep_phases_of(&problem, &cases[k].options);
        ck_assert_msg(made.last_steps == cases[k].last_steps && made.record_points == cases[k].record_points &&
                          made.block_runs == cases[k].block_runs && made.lane_capacity == cases[k].lane_capacity &&
                          made.replay_capacity == cases[k].replay_capacity,
                      "case %zu: %zu, %zu, %zu, %zu, %zu", k, made.last_steps, made.record_points, made.block_runs,
                      made.lane_capacity, made.replay_capacity);
        ck_assert_uint_eq(made.steps, cases[k].options.steps);
        ck_assert_int_eq(made.batch, cases[k].batch);
        ck_assert_int_eq(made.replay_all, cases[k].options.tail > 0 || cases[k].options.lyapunov);
        ck_assert_int_eq(made.lyapunov, cases[k].options.lyapunov);
        ck_assert(made.confirm);
        ck_assert_uint_le(made.replay_capacity * made.record_points * cases[k].n / 17, million * 64);
    }
    const descent_problem problem = {.dimension = 1};
    ck_assert(!descent__sweep_phases_of(&problem, &(descent_sweep_options){.steps = 9, .no_confirmation = 1}).confirm);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {labels, lanes, a_worker, results, numbers_of_labels, workers, phases};
    return descent_test_main(descent_test_suite("inside laid out", tests, sizeof tests / sizeof *tests));
}
