/* Runs in lock step against plain loops: of every family, in rows and as points, alike and each of its own, while some fail and are taken out. */
#include <math.h>
#include <stdint.h>

#include "sweep/run/lanes.h"

#include "support.h"

enum {
    most_lanes = 12,
    most_dimension = 3,
    own_code = 7
};

/* One run by the formulas of its rule. */
typedef struct plain {
    double x[most_dimension], before[most_dimension], start[most_dimension], next[most_dimension];
    double step_size, momentum, parameter;
    descent__lane_fate fate;
    int code;
    bool gone;
} plain;

/* What the gradient does beyond these: it fails, or is infinite. */
typedef struct limits {
    double fails_above, infinite_below;
    size_t calls, batches;
} limits;

/* gᵢ = p·(i + 1)·xᵢ + x₀³/10, p = 1 without a parameter. */
static int slope(size_t n, const double *x, double p, const limits *own, double *g)
{
    if (x[0] > own->fails_above)
        return own_code;
    for (size_t i = 0; i < n; i++)
        g[i] = x[0] < own->infinite_below ? INFINITY : p * (double)(i + 1) * x[i] + 0.1 * x[0] * x[0] * x[0];
    return 0;
}

static limits own;

/* 1 where the context is the problem's own. */
static double parameter_of(void *context)
{
    if (context == &own)
        return 1;
    const descent_parameter *const given = context;
    ck_assert_ptr_eq(given->context, &own);
    return given->value;
}

static int gradient(size_t n, const double *x, double *g, void *context)
{
    own.calls++;
    return slope(n, x, parameter_of(context), &own, g);
}

static int gradient_batch(size_t n, size_t count, size_t stride, const double *x, double *g, void *context)
{
    const double p = parameter_of(context);
    own.batches++;
    for (size_t j = 0; j < count; j++) {
        double at[most_dimension] = {0}, slopes[most_dimension] = {0};
        for (size_t i = 0; i < n; i++)
            at[i] = x[i * stride + j];
        const int code = slope(n, at, p, &own, slopes);
        if (code != 0)
            return code;
        for (size_t i = 0; i < n; i++)
            g[i * stride + j] = slopes[i];
    }
    return 0;
}

/* What the schedule gives: a half of the base in every second step; from 0.25 on they fail in the third. */
static size_t schedule_calls;

static int halving(uint64_t step, double base, double *step_size, void *context)
{
    (void)context;
    *step_size = step % 2 == 1 ? base / 2 : base;
    schedule_calls++;
    return step == 2 && base >= 0.25 ? own_code + 1 : 0;
}

enum family {
    FIXED,
    HEAVY,
    NESTEROV,
    families
};

static descent_rule rule_of(int family, double step_size, double momentum)
{
    return family == FIXED   ? descent_fixed_step(step_size)
           : family == HEAVY ? descent_heavy_ball(step_size, momentum)
                             : descent_nesterov(step_size, momentum);
}

/* A way to make runs. */
typedef struct setting {
    int family;
    bool batch, alike, mixed, scheduled, parametric;
    size_t n, count, capacity, first_step;
} setting;

static void plan_runs(const setting *s, plain *runs)
{
    for (size_t j = 0; j < s->count; j++) {
        plain *const run = &runs[j];
        *run = (plain){.step_size = s->mixed ? 0.1 + 0.05 * (double)(j / 2) : 0.3,
                       .momentum = s->family == FIXED ? 0
                                   : s->mixed         ? 0.2 + 0.1 * (double)(j % 3)
                                                      : 0.4,
                       .parameter = s->parametric && j % 3 != 2 ? 0.5 + 0.1 * (double)j : (double)NAN};
        for (size_t i = 0; i < s->n; i++)
            run->x[i] = run->start[i] = 1 + 0.3 * (double)j - 0.7 * (double)i;
        if (j % 5 == 3)
            run->x[0] = run->start[0] = 1.5 + (double)j; /* these fail, */
        if (j % 5 == 1)
            run->x[0] = run->start[0] = -4.5 - (double)j; /* and of these numbers end */
    }
}

/* The next point by the formulas, and what becomes of the run. */
static void plain_next(const setting *s, plain *run, size_t step)
{
    double look[most_dimension], g[most_dimension] = {0}, size = run->step_size;
    const double beta = step == 0 ? 0 : run->momentum;
    run->fate = DESCENT__LANE_GOOD;
    const int late = s->scheduled ? halving(step, run->step_size, &size, NULL) : 0;
    for (size_t i = 0; i < s->n; i++)
        look[i] = run->x[i] + (s->family == NESTEROV ? beta * (run->x[i] - run->before[i]) : 0);
    const int code = slope(s->n, look, isnan(run->parameter) ? 1 : run->parameter, &own, g);
    run->code = code != 0 ? code : late;
    if (run->code != 0) {
        run->fate = DESCENT__LANE_FAILED;
        return;
    }
    for (size_t i = 0; i < s->n; i++) {
        run->next[i] = look[i] - size * g[i];
        if (s->family == HEAVY)
            run->next[i] = run->x[i] - size * g[i] + beta * (run->x[i] - run->before[i]);
        if (!isfinite(run->next[i]))
            run->fate = DESCENT__LANE_NONFINITE;
    }
}

static void fill(descent__lanes *lanes, const setting *s, plain *runs)
{
    descent_rule first = rule_of(s->family, runs[0].step_size, runs[0].momentum);
    if (s->scheduled)
        first.schedule = (descent_schedule){.kind = DESCENT_SCHEDULE_FUNCTION, .function = halving};
    descent__lanes_clear(lanes, &first, s->first_step);
    for (size_t j = 0; j < (s->alike ? 1 : s->count); j++) {
        const descent_sweep_run run = {.start = runs[j].x,
                                       .rule = rule_of(s->family, runs[j].step_size, runs[j].momentum),
                                       .parameter = runs[j].parameter};
        descent__lanes_add(lanes, 100 + j, &run);
    }
    if (s->alike && s->count > 1) {
        for (size_t j = 1; j < s->count; j++)
            runs[j].parameter = NAN;
        descent__lanes_add_alike(lanes, 101, s->count - 1);
        for (size_t j = 1; j < s->count; j++)
            descent__lanes_set(lanes, DESCENT__LANE_POINT, j, runs[j].x);
    }
    ck_assert(lanes->in_order);
    descent__lanes_seal(lanes);
    for (size_t j = 0; j < s->count; j++)
        lanes->early_move[j] = 0.5 + (double)j;
}

static void assert_array(const descent__lanes *lanes, descent__lane_array array, size_t lane, const double *expected)
{
    double x[most_dimension];
    descent__lanes_get(lanes, array, lane, x);
    for (size_t i = 0; i < lanes->dimension; i++)
        ck_assert_msg(fabs(x[i] - expected[i]) <= 1e-13 * (1 + fabs(expected[i])), "array %d, lane %zu: %g, not %g",
                      (int)array, lane, x[i], expected[i]);
}

/* Between two steps. */
static void assert_state(const descent__lanes *lanes, const setting *s, const plain *runs, size_t step)
{
    ck_assert_uint_eq(lanes->step, step);
    for (size_t lane = 0; lane < lanes->count; lane++) {
        const size_t j = lanes->slot[lane] - 100U;
        ck_assert(!runs[j].gone);
        ck_assert_double_eq(lanes->early_move[lane], 0.5 + (double)j);
        assert_array(lanes, DESCENT__LANE_POINT, lane, runs[j].x);
        if (step > s->first_step)
            assert_array(lanes, DESCENT__LANE_START, lane, runs[j].start);
        if (s->family != FIXED || step > s->first_step + (s->alike ? 1 : 0)) /* kept as the start, after the first */
            assert_array(lanes, descent__lanes_before(lanes), lane, runs[j].before);
        ck_assert(descent__lanes_equal(lanes, DESCENT__LANE_POINT, DESCENT__LANE_POINT, lane));
    }
}

static size_t step_runs(const setting *s, plain *runs, size_t step)
{
    size_t bad = 0;
    for (size_t j = 0; j < s->count; j++)
        if (!runs[j].gone) {
            plain_next(s, &runs[j], step);
            bad += runs[j].fate != DESCENT__LANE_GOOD;
        }
    return bad;
}

/* Whichever way one goes through them: what moves into the place of a lane has its fate. */
static void take_out(descent__lanes *lanes, plain *runs, bool upward)
{
    for (size_t seen = 0, kept = 0, count = lanes->count; seen < count; seen++) {
        const size_t lane = upward ? kept : count - 1 - seen;
        plain *const run = &runs[lanes->slot[lane] - 100U];
        const bool is_last = lane + 1 == lanes->count, in_order = lanes->in_order;
        ck_assert_int_eq(lanes->fate[lane], run->fate);
        kept += run->fate == DESCENT__LANE_GOOD;
        if (run->fate == DESCENT__LANE_GOOD)
            continue;
        if (run->fate == DESCENT__LANE_FAILED) {
            ck_assert_int_eq(lanes->code[lane], run->code);
            assert_array(lanes, DESCENT__LANE_POINT, lane, run->x);
        }
        run->gone = true;
        descent__lanes_remove(lanes, lane);
        ck_assert_int_eq(lanes->in_order, in_order && is_last);
    }
}

static void commit_runs(const setting *s, plain *runs)
{
    for (size_t j = 0; j < s->count; j++)
        for (size_t i = 0; i < s->n; i++) {
            runs[j].before[i] = runs[j].x[i];
            runs[j].x[i] = runs[j].next[i];
        }
}

static void make_runs(const setting *s)
{
    const descent_problem problem = {
        .dimension = s->n, .gradient = gradient, .gradient_batch = s->batch ? gradient_batch : NULL, .context = &own};
    plain runs[most_lanes];
    descent__evaluator evaluator;
    descent__lanes lanes;
    own = (limits){.fails_above = INFINITY, .infinite_below = -INFINITY};
    assert_success(descent__evaluator_open(&evaluator, &problem));
    assert_success(descent__lanes_open(&lanes, s->n, s->capacity, s->batch));
    plan_runs(s, runs);
    fill(&lanes, s, runs);
    for (size_t step = s->first_step; step < s->first_step + 6 && lanes.count > 0; step++) {
        if (step == s->first_step + 2 + (s->count + s->n) % 2)
            own = (limits){.fails_above = 0.9, .infinite_below = -0.8};
        const size_t bad = step_runs(s, runs, step), count = lanes.count;
        assert_state(&lanes, s, runs, step);
        ck_assert_uint_eq(descent__lanes_step(&lanes, &evaluator), bad);
        take_out(&lanes, runs, s->count % 4 == 3);
        ck_assert_uint_eq(lanes.count, count - bad);
        descent__lanes_commit(&lanes);
        commit_runs(s, runs);
    }
    descent__lanes_close(&lanes);
    ck_assert_ptr_null(lanes.storage);
    descent__evaluator_close(&evaluator);
}

START_TEST(lanes_do_what_their_runs_do)
{
    for (unsigned bits = 0; bits < 32; bits++)
        for (int family = 0; family < families; family++)
            for (size_t n = 1; n <= most_dimension; n++)
                for (size_t count = 1; count <= most_lanes; count += count < 3 ? 1 : 4) {
                    const setting s = {.family = family,
                                       .batch = bits & 1,
                                       .alike = bits & 2,
                                       .mixed = (bits & 4) && !(bits & 2),
                                       .scheduled = bits & 8,
                                       .parametric = bits & 16,
                                       .n = n,
                                       .count = count,
                                       .capacity = count + ((size_t)family + n) % 3,
                                       .first_step = bits & 2 ? 0 : (count + n) % 2};
                    make_runs(&s);
                }
}
END_TEST

/* Steps that nobody looks at: of batches alike, from the second step on, and as many as the callback makes. */
START_TEST(lanes_glide_where_they_may)
{
    for (unsigned bits = 0; bits < 64; bits++)
        for (size_t spare = 0; spare < 3; spare++) {
            const setting s = {.family = bits & 1 ? HEAVY : FIXED,
                               .batch = !(bits & 2),
                               .mixed = bits & 4,
                               .scheduled = bits & 8,
                               .parametric = bits & 16,
                               .n = 2,
                               .count = 4,
                               .capacity = 4 + spare};
            const size_t first = bits & 32 ? 0 : 1;
            const descent_problem problem = {
                .dimension = 2, .gradient = gradient, .gradient_batch = gradient_batch, .context = &own};
            plain runs[most_lanes];
            descent__evaluator evaluator;
            descent__lanes lanes;
            setting begun = s;
            begun.first_step = 0;
            own = (limits){.fails_above = INFINITY, .infinite_below = -INFINITY};
            assert_success(descent__evaluator_open(&evaluator, &problem));
            assert_success(descent__lanes_open(&lanes, 2, s.capacity, s.batch));
            plan_runs(&begun, runs);
            fill(&lanes, &begun, runs);
            for (size_t step = 0; step < first; step++) {
                ck_assert_uint_eq(step_runs(&s, runs, step), descent__lanes_step(&lanes, &evaluator));
                descent__lanes_commit(&lanes);
                commit_runs(&s, runs);
            }
            const size_t steps = 3, made = descent__lanes_glide(&lanes, &evaluator, steps);
            ck_assert_uint_eq(made, (bits & (1 | 2 | 4 | 8 | 16 | 32)) == 0 ? steps : 0);
            for (size_t step = first; step < first + made; step++) {
                step_runs(&s, runs, step);
                commit_runs(&s, runs);
            }
            for (size_t lane = 0; lane < 4; lane++) {
                assert_array(&lanes, DESCENT__LANE_POINT, lane, runs[lane].x);
                assert_array(&lanes, DESCENT__LANE_START, lane, runs[lane].start);
            }
            ck_assert_uint_eq(lanes.step, first + made);
            own.fails_above = -10;
            ck_assert_uint_eq(descent__lanes_glide(&lanes, &evaluator, 5), 0);
            ck_assert_uint_eq(lanes.step, first + made);
            descent__lanes_close(&lanes);
            descent__evaluator_close(&evaluator);
        }
}
END_TEST

/* One size and one momentum for all, or else rows of them. */
START_TEST(lanes_are_uniform_if_all_are_alike)
{
    static const struct {
        double size[3], momentum[3];
        bool uniform;
    } rows[] = {{{1, 1, 1}, {0.5, 0.5, 0.5}, true},  {{1, 1, 2}, {0.5, 0.5, 0.5}, false},
                {{1, 2, 1}, {0.5, 0.5, 0.5}, false}, {{2, 1, 1}, {0.5, 0.5, 0.5}, false},
                {{1, 1, 1}, {0.5, 0.5, 0.4}, false}, {{1, 1, 1}, {0.4, 0.5, 0.5}, false}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        for (size_t count = 1; count <= 3; count++) {
            descent__lanes lanes;
            double start = 1;
            const descent_rule rule = descent_heavy_ball(1, 0.5);
            assert_success(descent__lanes_open(&lanes, 1, 3, true));
            descent__lanes_clear(&lanes, &rule, 5);
            for (size_t j = 0; j < count; j++) {
                const descent_sweep_run run = {.start = &start,
                                               .rule = descent_heavy_ball(rows[k].size[j], rows[k].momentum[j]),
                                               .parameter = NAN};
                descent__lanes_add(&lanes, j == 2 ? 9 : j, &run);
            }
            descent__lanes_seal(&lanes);
            const bool alike = rows[k].size[0] == rows[k].size[1] && rows[k].momentum[0] == rows[k].momentum[1];
            ck_assert_int_eq(lanes.uniform, count == 1 || (count == 2 ? alike : rows[k].uniform));
            ck_assert_int_eq(lanes.in_order, count < 3);
            ck_assert_double_eq(lanes.size_now, rows[k].size[0]);
            ck_assert(!lanes.parametric);
            descent__lanes_close(&lanes);
        }
}
END_TEST

/* Arrays lie apart, at the beginning of a cache line; what is not written yet is no number. */
START_TEST(lanes_have_room_for_each_number)
{
    for (size_t n = 1; n <= 3; n++)
        for (size_t capacity = 1; capacity <= 70; capacity += capacity < 10 ? 1 : 13) {
            descent__lanes lanes;
            assert_success(descent__lanes_open(&lanes, n, capacity, capacity % 2));
            double *const numbers[] = {lanes.size_row, lanes.momentum_row};
            for (size_t i = 0; i < n * capacity; i++) {
                ck_assert_double_nan(lanes.array[DESCENT__LANE_NEXT][i]);
                ck_assert_double_eq(lanes.array[DESCENT__LANE_POINT][i], 0);
            }
            for (size_t array = 0; array < DESCENT__LANE_ARRAYS; array++) {
                ck_assert_uint_eq((uintptr_t)lanes.array[array] % 64, 0);
                for (size_t i = 0; i < n * capacity; i++)
                    lanes.array[array][i] = (double)(array * 1000 + i);
            }
            for (size_t i = 0; i < n * capacity; i++)
                numbers[0][i] = numbers[1][i] = -1;
            for (size_t j = 0; j < capacity; j++) {
                lanes.base[j] = lanes.momentum[j] = -2;
                lanes.parameter[j] = (descent_parameter){.value = (double)j, .context = &lanes};
                lanes.code[j] = (int)j;
                lanes.slot[j] = (uint16_t)j;
                lanes.fate[j] = (unsigned char)j;
            }
            for (size_t j = 0; j < capacity + 32; j++)
                lanes.early_move[j] = -3;
            for (size_t array = 0; array < DESCENT__LANE_ARRAYS; array++)
                for (size_t i = 0; i < n * capacity; i++)
                    ck_assert_double_eq(lanes.array[array][i], (double)(array * 1000 + i));
            for (size_t j = 0; j < capacity; j++) {
                ck_assert(lanes.base[j] == -2 && lanes.momentum[j] == -2 && lanes.parameter[j].value == (double)j);
                ck_assert(lanes.code[j] == (int)j && lanes.slot[j] == j && lanes.fate[j] == j);
            }
            const size_t end = (size_t)(lanes.fate + capacity - (unsigned char *)lanes.storage);
            ck_assert_uint_le(end, descent__lanes_bytes(n, capacity));
            descent__lanes_close(&lanes);
        }
    descent__lanes lanes;
    ck_assert_uint_eq(descent__lanes_bytes(SIZE_MAX / 2, 3), 0);
    ck_assert_uint_eq(descent__lanes_bytes(SIZE_MAX / 16, 1), 0);
    ck_assert_int_eq(descent__lanes_open(&lanes, SIZE_MAX / 2, 3, false), DESCENT_ENOMEM);
}
END_TEST

/* Copies, comparisons and distances are of one lane, all its coordinates, and of no other. */
START_TEST(lanes_are_compared_number_by_number)
{
    for (int batch = 0; batch < 2; batch++)
        for (size_t i = 0; i < 3; i++)
            for (size_t lane = 0; lane < 3; lane++) {
                descent__lanes lanes;
                double start[] = {1, 2, 3}, x[3];
                const descent_rule rule = descent_fixed_step(1);
                const descent_sweep_run run = {.start = start, .rule = rule, .parameter = NAN};
                assert_success(descent__lanes_open(&lanes, 3, 4, batch));
                descent__lanes_clear(&lanes, &rule, 0);
                for (size_t j = 0; j < 3; j++)
                    descent__lanes_add(&lanes, j, &run);
                descent__lanes_copy(&lanes, DESCENT__LANE_POINT, DESCENT__LANE_SAVED);
                *descent__lane_number(&lanes, DESCENT__LANE_SAVED, lane, i) -= 0.25 + (double)i;
                *descent__lane_number(&lanes, DESCENT__LANE_SAVED, lane, (i + 1) % 3) += 0.125;
                for (size_t j = 0; j < 3; j++) {
                    ck_assert_int_eq(descent__lanes_equal(&lanes, DESCENT__LANE_POINT, DESCENT__LANE_SAVED, j),
                                     j != lane);
                    ck_assert_double_eq(descent__lanes_distance(&lanes, DESCENT__LANE_POINT, DESCENT__LANE_SAVED, j),
                                        j == lane ? 0.25 + (double)i : 0);
                    descent__lanes_get(&lanes, DESCENT__LANE_SAVED, j, x);
                    for (size_t k = 0; k < 3; k++) {
                        const double expected = start[k] - (k == i ? 0.25 + (double)i : k == (i + 1) % 3 ? -0.125 : 0);
                        ck_assert_double_eq(x[k], j == lane ? expected : start[k]);
                    }
                }
                descent__lanes_close(&lanes);
            }
}
END_TEST

/* Slots follow each other; and neighbours with the same base are asked for once. */
START_TEST(lanes_added_alike_know_their_order)
{
    static const struct {
        size_t slot, count;
        bool in_order;
    } rows[] = {{5, 3, true}, {6, 3, false}, {4, 1, false}, {5, 0, true}, {9, 0, true}};
    const descent_problem problem = {.dimension = 1, .gradient = gradient, .context = &own};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        descent__lanes lanes;
        descent__evaluator evaluator;
        double start = 0.5;
        descent_rule rule = descent_fixed_step(0.1);
        rule.schedule = (descent_schedule){.kind = DESCENT_SCHEDULE_FUNCTION, .function = halving};
        const descent_sweep_run run = {.start = &start, .rule = rule, .parameter = NAN};
        own = (limits){.fails_above = INFINITY, .infinite_below = -INFINITY};
        assert_success(descent__evaluator_open(&evaluator, &problem));
        assert_success(descent__lanes_open(&lanes, 1, 8, false));
        descent__lanes_clear(&lanes, &rule, 0);
        descent__lanes_add(&lanes, 4, &run);
        descent__lanes_add_alike(&lanes, rows[k].slot, rows[k].count);
        ck_assert_uint_eq(lanes.count, 1 + rows[k].count);
        ck_assert_int_eq(lanes.in_order, rows[k].in_order);
        ck_assert(lanes.alike);
        for (size_t j = 0; j < rows[k].count; j++) {
            ck_assert_uint_eq(lanes.slot[1 + j], rows[k].slot + j);
            descent__lanes_set(&lanes, DESCENT__LANE_POINT, 1 + j, &start);
        }
        descent__lanes_seal(&lanes);
        schedule_calls = 0;
        ck_assert_uint_eq(descent__lanes_step(&lanes, &evaluator), 0);
        ck_assert_uint_eq(schedule_calls, 1);
        descent__lanes_close(&lanes);
        descent__evaluator_close(&evaluator);
    }
}
END_TEST

/* One by one: the first has none before it, and each later one follows the one before it or does not. */
START_TEST(lanes_added_one_by_one_know_their_order)
{
    static const struct {
        size_t count, slots[4];
        bool in_order;
    } rows[] = {{1, {7}, true},           {2, {7, 8}, true},       {2, {7, 9}, false},       {2, {7, 7}, false},
                {2, {8, 7}, false},       {4, {0, 1, 2, 3}, true}, {4, {1, 2, 3, 5}, false}, {4, {0, 2, 3, 4}, false},
                {4, {0, 1, 3, 4}, false}, {3, {3, 4, 5}, true},    {3, {5, 4, 3}, false}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        descent__lanes lanes;
        double start = 0.5;
        const descent_rule rule = descent_fixed_step(0.1);
        const descent_sweep_run run = {.start = &start, .rule = rule, .parameter = NAN};
        assert_success(descent__lanes_open(&lanes, 1, 8, false));
        descent__lanes_clear(&lanes, &rule, 0);
        for (size_t j = 0; j < rows[k].count; j++)
            descent__lanes_add(&lanes, rows[k].slots[j], &run);
        ck_assert_msg(lanes.in_order == rows[k].in_order, "row %zu", k);
        descent__lanes_close(&lanes);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {lanes_do_what_their_runs_do,
                                  lanes_glide_where_they_may,
                                  lanes_are_uniform_if_all_are_alike,
                                  lanes_have_room_for_each_number,
                                  lanes_are_compared_number_by_number,
                                  lanes_added_alike_know_their_order,
                                  lanes_added_one_by_one_know_their_order};
    return descent_test_main(descent_test_suite("inside lanes", tests, sizeof tests / sizeof *tests));
}
