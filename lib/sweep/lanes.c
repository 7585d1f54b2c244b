#include "sweep/lanes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rules/schedule.h"
#include "status.h"
#include "vector.h"

#if defined(DESCENT_HAVE_TARGET_CLONES)
#define DESCENT_LANES_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define DESCENT_LANES_CLONES
#endif

enum {
    chunk = 32 /* numbers of a row worked on together: four of the widest registers, so that none waits for another */
};

/*
 * The rules' formulas over one row, with the operations of the rules in the order in which they make them there. The
 * gradient is in `next` and x_{k+1} takes its place. Returns 0, or NaN if one of the new numbers is not finite.
 */
DESCENT_LANES_CLONES
static double fixed_step_row(size_t length, double step_size, const double *restrict x, double *restrict next)
{
    double trace[chunk] = {0};
    size_t i = 0;
    for (; i + chunk <= length; i += chunk)
#pragma omp simd
        for (size_t k = 0; k < chunk; k++) {
            next[i + k] = x[i + k] - step_size * next[i + k];
            trace[k] += next[i + k] - next[i + k];
        }
    for (; i < length; i++) {
        next[i] = x[i] - step_size * next[i];
        trace[0] += next[i] - next[i];
    }
    for (size_t half = chunk / 2; half > 0; half /= 2)
        for (size_t k = 0; k < half; k++)
            trace[k] += trace[k + half];
    return trace[0];
}

/* The same without the check. */
DESCENT_LANES_CLONES
static void fixed_step_row_unchecked(size_t length, double step_size, const double *restrict x, double *restrict next)
{
    size_t i = 0;
    for (; i + chunk <= length; i += chunk)
#pragma omp simd
        for (size_t k = 0; k < chunk; k++)
            next[i + k] = x[i + k] - step_size * next[i + k];
    for (; i < length; i++)
        next[i] = x[i] - step_size * next[i];
}

DESCENT_LANES_CLONES
static double fixed_step_rows_differing(size_t length, const double *restrict step_size, const double *restrict x,
                                        double *restrict next)
{
    double trace = 0;
#pragma omp simd reduction(+ : trace)
    for (size_t i = 0; i < length; i++) {
        next[i] = x[i] - step_size[i] * next[i];
        trace += next[i] - next[i];
    }
    return trace;
}

DESCENT_LANES_CLONES
static double heavy_ball_row(size_t length, const double *restrict step_size, const double *restrict momentum,
                             const double *restrict x, const double *restrict previous, double *restrict next)
{
    double trace = 0;
#pragma omp simd reduction(+ : trace)
    for (size_t i = 0; i < length; i++) {
        next[i] = x[i] - step_size[i] * next[i] + momentum[i] * (x[i] - previous[i]);
        trace += next[i] - next[i];
    }
    return trace;
}

DESCENT_LANES_CLONES
static double nesterov_row(size_t length, const double *restrict step_size, const double *restrict momentum,
                           const double *restrict x, const double *restrict previous, double *restrict next)
{
    double trace = 0;
#pragma omp simd reduction(+ : trace)
    for (size_t i = 0; i < length; i++) {
        next[i] = x[i] + momentum[i] * (x[i] - previous[i]) - step_size[i] * next[i];
        trace += next[i] - next[i];
    }
    return trace;
}

DESCENT_LANES_CLONES
static void look_row(size_t length, const double *restrict momentum, const double *restrict x,
                     const double *restrict previous, double *restrict look)
{
#pragma omp simd
    for (size_t i = 0; i < length; i++)
        look[i] = x[i] + momentum[i] * (x[i] - previous[i]);
}

descent_rule_family descent_rule_family_of(const descent_rule *rule)
{
    if (rule->type == descent_fixed_step(1).type)
        return DESCENT_FAMILY_FIXED_STEP;
    if (rule->type == descent_heavy_ball(1, 0).type)
        return DESCENT_FAMILY_HEAVY_BALL;
    if (rule->type == descent_nesterov(1, 0).type)
        return DESCENT_FAMILY_NESTEROV;
    return DESCENT_FAMILY_OTHER;
}

/*
 * Arrays begin on cache lines, and with a gap between them: at a distance of a multiple of 4096 bytes, processors take a
 * load for dependent on a store to the other array.
 */
enum {
    gap_numbers = 16 * descent_vector_alignment / sizeof(double)
};

/* Numbers from one array to the next, 0 if they cannot be counted. */
static size_t array_pitch(size_t dimension, size_t capacity)
{
    const size_t numbers = descent_array_bytes(dimension, capacity, 1),
                 line = descent_vector_alignment / sizeof(double);
    return numbers == 0 || numbers > SIZE_MAX / 64 ? 0 : (numbers + line - 1) / line * line + gap_numbers;
}

size_t descent_lanes_bytes(size_t dimension, size_t capacity)
{
    const size_t pitch = array_pitch(dimension, capacity);
    const size_t arrays = pitch == 0 ? 0 : descent_array_bytes(pitch, DESCENT_LANE_ARRAYS + 2, sizeof(double));
    const size_t others = 3 * sizeof(double) + sizeof(descent_parameter) + sizeof(int) + sizeof(uint16_t) + 1;
    const size_t rest = descent_array_bytes(capacity + chunk, 1, others); /* early_move has room for whole registers */
    if (arrays == 0 || rest == 0 || rest > SIZE_MAX - arrays - descent_vector_alignment)
        return 0;
    return (arrays + rest + descent_vector_alignment - 1) / descent_vector_alignment * descent_vector_alignment;
}

descent_status descent_lanes_open(descent_lanes *lanes, size_t dimension, size_t capacity, bool batch)
{
    *lanes = (descent_lanes){.dimension = dimension, .capacity = capacity, .batch = batch};
    const size_t bytes = descent_lanes_bytes(dimension, capacity);
    lanes->storage = bytes == 0 ? NULL : aligned_alloc(descent_vector_alignment, bytes);
    if (!lanes->storage)
        return descent_fail_memory("lanes of a sweep", bytes);
    const size_t pitch = array_pitch(dimension, capacity);
    double *next = lanes->storage;
    for (size_t i = 0; i < DESCENT_LANE_ARRAYS; i++, next += pitch)
        lanes->array[i] = next;
    lanes->size_row = next;
    lanes->momentum_row = next + pitch;
    lanes->base = next + 2 * pitch;
    lanes->momentum = lanes->base + capacity;
    lanes->early_move = lanes->momentum + capacity;
    lanes->parameter = (descent_parameter *)(void *)(lanes->early_move + capacity + chunk);
    lanes->code = (int *)(void *)(lanes->parameter + capacity);
    lanes->slot = (uint16_t *)(void *)(lanes->code + capacity);
    lanes->fate = (unsigned char *)(lanes->slot + capacity);
    memset(lanes->storage, 0, bytes);
    /* A callback that leaves components unwritten is found out in the first step. */
    descent_vector_fill(dimension * capacity, NAN, lanes->array[DESCENT_LANE_NEXT]);
    return DESCENT_SUCCESS;
}

void descent_lanes_close(descent_lanes *lanes)
{
    free(lanes->storage);
    *lanes = (descent_lanes){0};
}

void descent_lanes_clear(descent_lanes *lanes, const descent_rule *rule, size_t step)
{
    lanes->count = 0;
    lanes->step = step;
    lanes->family = descent_rule_family_of(rule);
    lanes->schedule = rule->schedule;
    lanes->parametric = lanes->alike = false;
    lanes->in_order = true;
}

void descent_lanes_add(descent_lanes *lanes, size_t slot, const descent_sweep_run *run)
{
    const size_t lane = lanes->count++;
    lanes->in_order &= lane == 0 || lanes->slot[lane - 1] + 1U == slot;
    lanes->slot[lane] = (uint16_t)slot;
    lanes->base[lane] = run->rule.step_size;
    lanes->momentum[lane] = run->rule.momentum;
    lanes->fate[lane] = DESCENT_LANE_GOOD;
    lanes->parameter[lane].value = run->parameter;
    lanes->parametric |= !isnan(run->parameter);
    for (size_t i = 0; i < lanes->dimension; i++) {
        *descent_lane_number(lanes, DESCENT_LANE_POINT, lane, i) = run->start[i];
        *descent_lane_number(lanes, DESCENT_LANE_PREVIOUS, lane, i) = 0;
        *descent_lane_number(lanes, DESCENT_LANE_START, lane, i) = run->start[i];
    }
}

void descent_lanes_add_alike(descent_lanes *lanes, size_t slot, size_t count)
{
    const size_t first = lanes->count;
    const double base = lanes->base[first - 1], momentum = lanes->momentum[first - 1];
    /* A constant step that all lanes share is looked up in the first of them only. */
    if (lanes->schedule.kind != DESCENT_SCHEDULE_CONSTANT || lanes->family != DESCENT_FAMILY_FIXED_STEP) {
        descent_vector_fill(count, base, lanes->base + first);
        descent_vector_fill(count, momentum, lanes->momentum + first);
    }
    lanes->in_order &= count == 0 || lanes->slot[first - 1] + 1U == slot;
    memset(lanes->fate + first, DESCENT_LANE_GOOD, count);
    for (size_t i = 0; i < count; i++)
        lanes->slot[first + i] = (uint16_t)(slot + i);
    if (lanes->parametric || lanes->family != DESCENT_FAMILY_FIXED_STEP)
        for (size_t i = 0; i < count; i++) {
            lanes->parameter[first + i].value = NAN;
            for (size_t k = 0; k < lanes->dimension; k++)
                *descent_lane_number(lanes, DESCENT_LANE_PREVIOUS, first + i, k) = 0;
        }
    lanes->count += count;
    lanes->alike = true;
}

/* Rows that the numbers lie in: all coordinates of all lanes, or one for each coordinate. */
static size_t row_count(const descent_lanes *lanes)
{
    return lanes->batch ? lanes->dimension : 1;
}

static size_t row_length(const descent_lanes *lanes)
{
    return lanes->batch ? lanes->count : lanes->count * lanes->dimension;
}

/* Writes a lane's number to its elements of a row. */
static void spread(const descent_lanes *lanes, double *row, size_t lane, double value)
{
    if (lanes->batch)
        row[lane] = value;
    else
        descent_vector_fill(lanes->dimension, value, row + lane * lanes->dimension);
}

void descent_lanes_seal(descent_lanes *lanes)
{
    lanes->uniform = true;
    for (size_t lane = 0; lane < lanes->count && !lanes->alike; lane++)
        if (lanes->base[lane] != lanes->base[0] || lanes->momentum[lane] != lanes->momentum[0])
            lanes->uniform = false;
    /* A fixed step that all lanes share needs no rows of its own. */
    const bool plain = lanes->uniform && lanes->family == DESCENT_FAMILY_FIXED_STEP;
    for (size_t lane = 0; lane < lanes->count && !plain; lane++) {
        spread(lanes, lanes->size_row, lane, lanes->base[lane]);
        spread(lanes, lanes->momentum_row, lane, lanes->step == 0 ? 0 : lanes->momentum[lane]);
    }
    lanes->size_now = lanes->count > 0 ? lanes->base[0] : 0;
}

/* The step sizes of this step. A schedule that fails condemns the lane, which then makes the step with 0. */
static size_t schedule_step(descent_lanes *lanes)
{
    size_t bad = 0;
    int code;
    if (lanes->schedule.kind == DESCENT_SCHEDULE_CONSTANT)
        return 0;
    for (size_t lane = 0; lane < lanes->count; lane++) {
        double size = 0;
        if (lane > 0 && lanes->base[lane] == lanes->base[lane - 1] && lanes->fate[lane - 1] == DESCENT_LANE_GOOD)
            size = lanes->size_row[lanes->batch ? lane - 1 : (lane - 1) * lanes->dimension];
        else if (descent_schedule_step_size(&lanes->schedule, lanes->step, lanes->base[lane], &size, &code) !=
                 DESCENT_SUCCESS) {
            lanes->fate[lane] = DESCENT_LANE_FAILED;
            lanes->code[lane] = code;
            bad++;
        }
        spread(lanes, lanes->size_row, lane, size);
    }
    lanes->size_now = lanes->size_row[0];
    return bad;
}

/* Gradients lane by lane, after the faster way found one that fails. A lane that fails has gradient 0 then. */
static size_t evaluate_singly(descent_lanes *lanes, descent_evaluator *evaluator, descent_lane_array where)
{
    const size_t n = lanes->dimension;
    void *const own = evaluator->problem.context;
    size_t bad = 0;
    for (size_t lane = 0; lane < lanes->count; lane++) {
        double *const x = descent_lane_number(lanes, where, lane, 0);
        double *const g = descent_lane_number(lanes, DESCENT_LANE_NEXT, lane, 0);
        if (lanes->parametric && !isnan(lanes->parameter[lane].value)) {
            lanes->parameter[lane].context = own;
            evaluator->problem.context = &lanes->parameter[lane];
        }
        const descent_status status = lanes->batch
                                          ? descent_evaluate_gradient_batch(evaluator, 1, lanes->capacity, x, g)
                                          : descent_evaluate_gradient(evaluator, x, g);
        evaluator->problem.context = own;
        if (status == DESCENT_SUCCESS)
            continue;
        for (size_t i = 0; i < n; i++)
            *descent_lane_number(lanes, DESCENT_LANE_NEXT, lane, i) = 0;
        bad += lanes->fate[lane] == DESCENT_LANE_GOOD;
        lanes->fate[lane] = DESCENT_LANE_FAILED;
        lanes->code[lane] = evaluator->callback_code;
    }
    return bad;
}

static size_t evaluate(descent_lanes *lanes, descent_evaluator *evaluator)
{
    descent_lane_array where = DESCENT_LANE_POINT;
    size_t done;
    if (lanes->family == DESCENT_FAMILY_NESTEROV) {
        where = DESCENT_LANE_LOOK;
        for (size_t i = 0; i < row_count(lanes); i++) {
            const size_t offset = i * lanes->capacity;
            look_row(row_length(lanes), lanes->momentum_row, lanes->array[DESCENT_LANE_POINT] + offset,
                     lanes->array[DESCENT_LANE_PREVIOUS] + offset, lanes->array[DESCENT_LANE_LOOK] + offset);
        }
    }
    if (lanes->parametric)
        return evaluate_singly(lanes, evaluator, where);
    const double *const x = lanes->array[where];
    double *const g = lanes->array[DESCENT_LANE_NEXT];
    const descent_status status = lanes->batch
                                      ? descent_evaluate_gradient_batch(evaluator, lanes->count, lanes->capacity, x, g)
                                      : descent_evaluate_gradients(evaluator, lanes->count, x, g, &done);
    return status == DESCENT_SUCCESS ? 0 : evaluate_singly(lanes, evaluator, where);
}

static double advance_row(const descent_lanes *lanes, size_t offset)
{
    const size_t length = row_length(lanes);
    const double *const x = lanes->array[DESCENT_LANE_POINT] + offset;
    const double *const previous = lanes->array[DESCENT_LANE_PREVIOUS] + offset;
    double *const next = lanes->array[DESCENT_LANE_NEXT] + offset;
    if (lanes->family == DESCENT_FAMILY_HEAVY_BALL)
        return heavy_ball_row(length, lanes->size_row, lanes->momentum_row, x, previous, next);
    if (lanes->family == DESCENT_FAMILY_NESTEROV)
        return nesterov_row(length, lanes->size_row, lanes->momentum_row, x, previous, next);
    if (lanes->uniform)
        return fixed_step_row(length, lanes->size_now, x, next);
    return fixed_step_rows_differing(length, lanes->size_row, x, next);
}

/* Which lanes have a new point that is not finite? */
static size_t condemn_nonfinite(descent_lanes *lanes)
{
    size_t bad = 0;
    for (size_t lane = 0; lane < lanes->count; lane++) {
        if (lanes->fate[lane] != DESCENT_LANE_GOOD)
            continue;
        for (size_t i = 0; i < lanes->dimension; i++)
            if (!isfinite(*descent_lane_number(lanes, DESCENT_LANE_NEXT, lane, i)))
                lanes->fate[lane] = DESCENT_LANE_NONFINITE;
        bad += lanes->fate[lane] != DESCENT_LANE_GOOD;
    }
    return bad;
}

size_t descent_lanes_step(descent_lanes *lanes, descent_evaluator *evaluator)
{
    size_t bad = schedule_step(lanes);
    bad += evaluate(lanes, evaluator);
    double trace = 0;
    for (size_t i = 0; i < row_count(lanes); i++)
        trace += advance_row(lanes, i * lanes->capacity);
    return trace == 0 ? bad : bad + condemn_nonfinite(lanes);
}

size_t descent_lanes_glide(descent_lanes *lanes, descent_evaluator *evaluator, size_t steps)
{
    /* The first step keeps the start, which is more than to exchange two arrays. */
    if (!lanes->batch || !lanes->uniform || lanes->parametric || lanes->family != DESCENT_FAMILY_FIXED_STEP ||
        lanes->schedule.kind != DESCENT_SCHEDULE_CONSTANT || lanes->step == 0)
        return 0;
    /* Without a gap between them, rows are one long row. */
    const bool joined = lanes->count == lanes->capacity;
    const size_t rows = joined ? 1 : lanes->dimension;
    const size_t length = joined ? lanes->count * lanes->dimension : lanes->count;
    double *x = lanes->array[DESCENT_LANE_POINT], *next = lanes->array[DESCENT_LANE_NEXT];
    size_t made = 0;
    for (; made < steps; made++) {
        if (descent_evaluate_gradient_batch(evaluator, lanes->count, lanes->capacity, x, next) != DESCENT_SUCCESS)
            break;
        for (size_t i = 0; i < rows; i++)
            fixed_step_row_unchecked(length, lanes->size_now, x + i * lanes->capacity, next + i * lanes->capacity);
        double *const old = x;
        x = next;
        next = old;
    }
    lanes->array[DESCENT_LANE_POINT] = x;
    lanes->array[DESCENT_LANE_NEXT] = next;
    lanes->step += made;
    return made;
}

void descent_lanes_remove(descent_lanes *lanes, size_t lane)
{
    const size_t last = --lanes->count;
    if (lane == last)
        return;
    lanes->in_order = false;
    for (size_t array = 0; array < DESCENT_LANE_ARRAYS; array++)
        for (size_t i = 0; i < lanes->dimension; i++)
            *descent_lane_number(lanes, (descent_lane_array)array, lane, i) =
                *descent_lane_number(lanes, (descent_lane_array)array, last, i);
    lanes->base[lane] = lanes->base[last];
    lanes->momentum[lane] = lanes->momentum[last];
    lanes->early_move[lane] = lanes->early_move[last];
    lanes->slot[lane] = lanes->slot[last];
    lanes->parameter[lane] = lanes->parameter[last];
    lanes->fate[lane] = lanes->fate[last];
    lanes->code[lane] = lanes->code[last];
    const size_t from = lanes->batch ? last : last * lanes->dimension;
    spread(lanes, lanes->size_row, lane, lanes->size_row[from]);
    spread(lanes, lanes->momentum_row, lane, lanes->momentum_row[from]);
}

/* The rules take no momentum in the first step; from the second on they do. */
static void begin_momentum(descent_lanes *lanes)
{
    for (size_t lane = 0; lane < lanes->count; lane++)
        spread(lanes, lanes->momentum_row, lane, lanes->momentum[lane]);
}

/* Keeps x_0, just after the first step; without a copy where the rule has no memory. */
static void keep_start(descent_lanes *lanes)
{
    if (lanes->family != DESCENT_FAMILY_FIXED_STEP) {
        descent_lanes_copy(lanes, DESCENT_LANE_PREVIOUS, DESCENT_LANE_START);
        return;
    }
    double *const start = lanes->array[DESCENT_LANE_NEXT]; /* which the next gradient would overwrite */
    lanes->array[DESCENT_LANE_NEXT] = lanes->array[DESCENT_LANE_START];
    lanes->array[DESCENT_LANE_START] = start;
}

void descent_lanes_commit(descent_lanes *lanes)
{
    double *const old = lanes->array[DESCENT_LANE_POINT];
    lanes->array[DESCENT_LANE_POINT] = lanes->array[DESCENT_LANE_NEXT];
    if (lanes->family == DESCENT_FAMILY_FIXED_STEP) {
        lanes->array[DESCENT_LANE_NEXT] = old;
    } else {
        lanes->array[DESCENT_LANE_NEXT] = lanes->array[DESCENT_LANE_PREVIOUS];
        lanes->array[DESCENT_LANE_PREVIOUS] = old;
        if (lanes->step == 0)
            begin_momentum(lanes);
    }
    lanes->step++;
    if (lanes->alike && lanes->step == 1)
        keep_start(lanes);
}

void descent_lanes_copy(descent_lanes *lanes, descent_lane_array from, descent_lane_array to)
{
    for (size_t i = 0; i < row_count(lanes); i++) {
        const size_t offset = i * lanes->capacity;
        memcpy(lanes->array[to] + offset, lanes->array[from] + offset, row_length(lanes) * sizeof(double));
    }
}

void descent_lanes_get(const descent_lanes *lanes, descent_lane_array array, size_t lane, double *x)
{
    for (size_t i = 0; i < lanes->dimension; i++)
        x[i] = *descent_lane_number(lanes, array, lane, i);
}

void descent_lanes_set(descent_lanes *lanes, descent_lane_array array, size_t lane, const double *x)
{
    for (size_t i = 0; i < lanes->dimension; i++)
        *descent_lane_number(lanes, array, lane, i) = x[i];
}

double descent_lanes_distance(const descent_lanes *lanes, descent_lane_array a, descent_lane_array b, size_t lane)
{
    double largest = 0;
    for (size_t i = 0; i < lanes->dimension; i++)
        largest =
            fmax(largest, fabs(*descent_lane_number(lanes, a, lane, i) - *descent_lane_number(lanes, b, lane, i)));
    return largest;
}

bool descent_lanes_equal(const descent_lanes *lanes, descent_lane_array a, descent_lane_array b, size_t lane)
{
    for (size_t i = 0; i < lanes->dimension; i++)
        if (*descent_lane_number(lanes, a, lane, i) != *descent_lane_number(lanes, b, lane, i))
            return false;
    return true;
}
