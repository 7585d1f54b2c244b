#include "sweep/run/lanes.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/call.h"
#include "base/status.h"
#include "base/vector.h"
#include "rules/momentum.h"
#include "rules/schedule.h"

/*
 * Arrays begin on cache lines, and with a gap between them: at a distance of a multiple of 4096 bytes, processors take a
 * load for dependent on a store to the other array.
 */
enum {
    whole_registers = 32, /* numbers that early_move has room for beyond its end: four of the widest registers */
    gap_numbers = 16 * descent__vector_alignment / sizeof(double) /* a cost */
};

/* Numbers from one array to the next, 0 if they cannot be counted. */
static size_t array_pitch(size_t dimension, size_t capacity)
{
    const size_t numbers = descent__array_bytes(dimension, capacity, 1),
                 line = descent__vector_alignment / sizeof(double);
    return numbers == 0 ? 0 : (numbers + line - 1) / line * line + gap_numbers; /* a line more would be a cost */
}

size_t descent__lanes_bytes(size_t dimension, size_t capacity)
{
    const size_t pitch = array_pitch(dimension, capacity);
    const size_t arrays = pitch == 0 ? 0 : descent__array_bytes(pitch, DESCENT__LANE_ARRAYS + 2, sizeof(double));
    const size_t others = 3 * sizeof(double) + sizeof(descent_parameter) + sizeof(int) + sizeof(uint16_t) + 1;
    if (arrays == 0)
        return 0;
    const size_t rest =
        (capacity + whole_registers) * others; /* less than the arrays, which are half of all memory at most */
    return (arrays + rest + descent__vector_alignment - 1) / descent__vector_alignment * descent__vector_alignment;
}

descent_status descent__lanes_open(descent__lanes *lanes, size_t dimension, size_t capacity, bool batch)
{
    *lanes = (descent__lanes){
        .dimension = dimension, .capacity = capacity, .batch = batch, .family = &descent__fixed_step_family};
    const size_t bytes = descent__lanes_bytes(dimension, capacity);
    lanes->storage = bytes == 0 ? NULL : descent__take_aligned(bytes);
    if (!lanes->storage)
        return descent__fail_memory("lanes of a sweep", bytes);
    const size_t pitch = array_pitch(dimension, capacity);
    double *next = lanes->storage;
    for (size_t i = 0; i < DESCENT__LANE_ARRAYS; i++, next += pitch)
        lanes->array[i] = next;
    lanes->size_row = next;
    lanes->momentum_row = next + pitch;
    lanes->base = next + 2 * pitch;
    lanes->momentum = lanes->base + capacity;
    lanes->early_move = lanes->momentum + capacity;
    lanes->parameter = (descent_parameter *)(void *)(lanes->early_move + capacity + whole_registers);
    lanes->code = (int *)(void *)(lanes->parameter + capacity);
    lanes->slot = (uint16_t *)(void *)(lanes->code + capacity);
    lanes->fate = (unsigned char *)(lanes->slot + capacity);
    memset(lanes->storage, 0, bytes);
    /* A callback that leaves components unwritten is found out in the first step. */
    descent__vector_fill(dimension * capacity, NAN, lanes->array[DESCENT__LANE_NEXT]);
    return DESCENT_SUCCESS;
}

void descent__lanes_close(descent__lanes *lanes)
{
    descent__give(lanes->storage);
    *lanes = (descent__lanes){0};
}

void descent__lanes_clear(descent__lanes *lanes, const descent_rule *rule, size_t step)
{
    lanes->count = 0;
    lanes->step = step;
    lanes->family = descent__rule_family_of(rule);
    assert(lanes->family);
    lanes->schedule = rule->schedule;
    lanes->parametric = lanes->alike = false;
    lanes->in_order = true;
}

void descent__lanes_add(descent__lanes *lanes, size_t slot, const descent_sweep_run *run)
{
    const size_t lane = lanes->count++;
    lanes->in_order &= lane == 0 || lanes->slot[lane - 1] + 1U == slot;
    lanes->slot[lane] = (uint16_t)slot;
    lanes->base[lane] = run->rule.step_size;
    lanes->momentum[lane] = run->rule.momentum;
    lanes->fate[lane] = DESCENT__LANE_GOOD;
    lanes->parameter[lane].value = run->parameter;
    lanes->parametric |= !isnan(run->parameter);
    for (size_t i = 0; i < lanes->dimension; i++) {
        *descent__lane_number(lanes, DESCENT__LANE_POINT, lane, i) = run->start[i];
        *descent__lane_number(lanes, DESCENT__LANE_PREVIOUS, lane, i) = 0;
        *descent__lane_number(lanes, DESCENT__LANE_START, lane, i) = run->start[i];
    }
}

void descent__lanes_add_alike(descent__lanes *lanes, size_t slot, size_t count)
{
    const size_t first = lanes->count;
    const double base = lanes->base[first - 1], momentum = lanes->momentum[first - 1];
    /* A constant step that all lanes share is looked up in the first of them only. */
    if (lanes->schedule.kind != DESCENT_SCHEDULE_CONSTANT || !lanes->family->advance_alike_row) {
        descent__vector_fill(count, base, lanes->base + first);
        descent__vector_fill(count, momentum, lanes->momentum + first);
    }
    lanes->in_order &= count == 0 || lanes->slot[first - 1] + 1U == slot;
    memset(lanes->fate + first, DESCENT__LANE_GOOD, count);
    for (size_t i = 0; i < count; i++)
        lanes->slot[first + i] = (uint16_t)(slot + i);
    if (lanes->parametric || descent__family_remembers(lanes->family))
        for (size_t i = 0; i < count; i++) {
            lanes->parameter[first + i].value = NAN;
            for (size_t k = 0; k < lanes->dimension; k++)
                *descent__lane_number(lanes, DESCENT__LANE_PREVIOUS, first + i, k) = 0;
        }
    lanes->count += count;
    lanes->alike = true;
}

/* Rows that the numbers lie in: all coordinates of all lanes, or one for each coordinate. */
static size_t row_count(const descent__lanes *lanes)
{
    return lanes->batch ? lanes->dimension : 1;
}

static size_t row_length(const descent__lanes *lanes)
{
    return lanes->batch ? lanes->count : lanes->count * lanes->dimension;
}

/* Writes a lane's number to its elements of a row. */
static void spread(const descent__lanes *lanes, double *row, size_t lane, double value)
{
    if (lanes->batch)
        row[lane] = value;
    else
        descent__vector_fill(lanes->dimension, value, row + lane * lanes->dimension);
}

void descent__lanes_seal(descent__lanes *lanes)
{
    lanes->uniform = true;
    for (size_t lane = 0; lane < lanes->count && !lanes->alike; lane++)
        if (lanes->base[lane] != lanes->base[0] || lanes->momentum[lane] != lanes->momentum[0])
            lanes->uniform = false;
    /* A step size that all lanes share needs no rows of its own where the family can do without. */
    const bool plain = lanes->uniform && lanes->family->advance_alike_row;
    for (size_t lane = 0; lane < lanes->count && !plain; lane++) {
        spread(lanes, lanes->size_row, lane, lanes->base[lane]);
        spread(lanes, lanes->momentum_row, lane, descent__momentum_in_step(lanes->momentum[lane], lanes->step));
    }
    lanes->size_now = lanes->count > 0 ? lanes->base[0] : 0;
}

/* The step sizes of this step. A schedule that fails condemns the lane, which then makes the step with 0. */
static size_t schedule_step(descent__lanes *lanes)
{
    size_t bad = 0;
    int code;
    double base = NAN, size = 0; /* of the lane before, if it was told: neighbours that are alike are asked for once */
    if (lanes->schedule.kind == DESCENT_SCHEDULE_CONSTANT)
        return 0;
    for (size_t lane = 0; lane < lanes->count; lane++) {
        if (lanes->base[lane] != base) {
            base = lanes->base[lane];
            if (descent__schedule_step_size(&lanes->schedule, lanes->step, base, &size, &code) != DESCENT_SUCCESS) {
                lanes->fate[lane] = DESCENT__LANE_FAILED;
                lanes->code[lane] = code;
                bad++;
                base = NAN;
                size = 0; /* no edge: the lane is condemned */
            }
        }
        spread(lanes, lanes->size_row, lane, size);
    }
    lanes->size_now = lanes->size_row[0];
    return bad;
}

/* Gradients lane by lane, after the faster way found one that fails. A lane that fails has gradient 0 then. */
static size_t evaluate_singly(descent__lanes *lanes, descent__evaluator *evaluator, descent__lane_array where)
{
    const size_t n = lanes->dimension;
    void *const own = evaluator->problem.context;
    size_t bad = 0;
    for (size_t lane = 0; lane < lanes->count; lane++) {
        double *const x = descent__lane_number(lanes, where, lane, 0);
        double *const g = descent__lane_number(lanes, DESCENT__LANE_NEXT, lane, 0);
        if (lanes->parametric && !isnan(lanes->parameter[lane].value)) {
            lanes->parameter[lane].context = own;
            evaluator->problem.context = &lanes->parameter[lane];
        }
        const descent_status status = lanes->batch
                                          ? descent__evaluate_gradient_batch(evaluator, 1, lanes->capacity, x, g)
                                          : descent__evaluate_gradient(evaluator, x, g);
        evaluator->problem.context = own;
        if (status == DESCENT_SUCCESS)
            continue;
        for (size_t i = 0; i < n; i++) /* a cost: else all lanes are looked at for numbers that are not finite */
            *descent__lane_number(lanes, DESCENT__LANE_NEXT, lane, i) = 0; /* a cost */
        bad += lanes->fate[lane] == DESCENT__LANE_GOOD;
        lanes->fate[lane] = DESCENT__LANE_FAILED;
        lanes->code[lane] = evaluator->callback_code;
    }
    return bad;
}

static size_t evaluate(descent__lanes *lanes, descent__evaluator *evaluator)
{
    descent__lane_array where = DESCENT__LANE_POINT;
    if (lanes->family->look_ahead_row) {
        where = DESCENT__LANE_LOOK;
        for (size_t i = 0; i < row_count(lanes); i++) {
            const size_t offset = i * lanes->capacity;
            lanes->family->look_ahead_row(
                row_length(lanes), lanes->momentum_row, lanes->array[DESCENT__LANE_POINT] + offset,
                lanes->array[DESCENT__LANE_PREVIOUS] + offset, lanes->array[DESCENT__LANE_LOOK] + offset);
        }
    }
    if (lanes->parametric)
        return evaluate_singly(lanes, evaluator, where);
    const double *const x = lanes->array[where];
    double *const g = lanes->array[DESCENT__LANE_NEXT];
    const descent_status status = lanes->batch
                                      ? descent__evaluate_gradient_batch(evaluator, lanes->count, lanes->capacity, x, g)
                                      : descent__evaluate_gradients(evaluator, lanes->count, x, g);
    return status == DESCENT_SUCCESS ? 0 : evaluate_singly(lanes, evaluator, where);
}

static double advance_row(const descent__lanes *lanes, size_t offset)
{
    const size_t length = row_length(lanes);
    const double *const x = lanes->array[DESCENT__LANE_POINT] + offset;
    const double *const previous = lanes->array[DESCENT__LANE_PREVIOUS] + offset;
    double *const next = lanes->array[DESCENT__LANE_NEXT] + offset;
    if (lanes->uniform && lanes->family->advance_alike_row)
        return lanes->family->advance_alike_row(length, lanes->size_now, x, next);
    return lanes->family->advance_row(length, lanes->size_row, lanes->momentum_row, x, previous, next);
}

/* Which lanes have a new point that is not finite? */
static size_t condemn_nonfinite(descent__lanes *lanes)
{
    size_t bad = 0;
    for (size_t lane = 0; lane < lanes->count; lane++) {
        if (lanes->fate[lane] != DESCENT__LANE_GOOD)
            continue;
        for (size_t i = 0; i < lanes->dimension; i++)
            if (!isfinite(*descent__lane_number(lanes, DESCENT__LANE_NEXT, lane, i)))
                lanes->fate[lane] = DESCENT__LANE_NONFINITE;
        bad += lanes->fate[lane] != DESCENT__LANE_GOOD;
    }
    return bad;
}

size_t descent__lanes_step(descent__lanes *lanes, descent__evaluator *evaluator)
{
    size_t bad = schedule_step(lanes);
    bad += evaluate(lanes, evaluator);
    double trace = 0;
    for (size_t i = 0; i < row_count(lanes); i++)
        trace += advance_row(lanes, i * lanes->capacity);
    return trace == 0 ? bad : bad + condemn_nonfinite(lanes);
}

size_t descent__lanes_glide(descent__lanes *lanes, descent__evaluator *evaluator, size_t steps)
{
    /* The first step keeps the start, which is more than to exchange two arrays. */
    if (!lanes->batch || !lanes->uniform || lanes->parametric || !lanes->family->advance_alike_row_unchecked ||
        lanes->schedule.kind != DESCENT_SCHEDULE_CONSTANT || lanes->step == 0)
        return 0;
    /* Without a gap between them, rows are one long row: a cost. */
    const bool joined = lanes->count == lanes->capacity;
    const size_t rows = joined ? 1 : lanes->dimension;
    const size_t length = joined ? lanes->count * lanes->dimension : lanes->count;
    double *x = lanes->array[DESCENT__LANE_POINT], *next = lanes->array[DESCENT__LANE_NEXT];
    size_t made = 0;
    for (; made < steps; made++) {
        if (descent__evaluate_gradient_batch(evaluator, lanes->count, lanes->capacity, x, next) != DESCENT_SUCCESS)
            break;
        for (size_t i = 0; i < rows; i++)
            lanes->family->advance_alike_row_unchecked(length, lanes->size_now, x + i * lanes->capacity,
                                                       next + i * lanes->capacity);
        double *const old = x;
        x = next;
        next = old;
    }
    lanes->array[DESCENT__LANE_POINT] = x;
    lanes->array[DESCENT__LANE_NEXT] = next;
    lanes->step += made;
    return made;
}

void descent__lanes_remove(descent__lanes *lanes, size_t lane)
{
    const size_t last = --lanes->count;
    if (lane == last)
        return;
    lanes->in_order = false;
    for (size_t array = 0; array < DESCENT__LANE_ARRAYS; array++)
        for (size_t i = 0; i < lanes->dimension; i++)
            *descent__lane_number(lanes, (descent__lane_array)array, lane, i) =
                *descent__lane_number(lanes, (descent__lane_array)array, last, i);
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
static void begin_momentum(descent__lanes *lanes)
{
    for (size_t lane = 0; lane < lanes->count; lane++)
        spread(lanes, lanes->momentum_row, lane, lanes->momentum[lane]);
}

/* Keeps x_0, just after the first step; without a copy where the rule has no memory. */
static void keep_start(descent__lanes *lanes)
{
    if (descent__family_remembers(lanes->family)) {
        descent__lanes_copy(lanes, DESCENT__LANE_PREVIOUS, DESCENT__LANE_START);
        return;
    }
    double *const start = lanes->array[DESCENT__LANE_NEXT]; /* which the next gradient would overwrite */
    lanes->array[DESCENT__LANE_NEXT] = lanes->array[DESCENT__LANE_START];
    lanes->array[DESCENT__LANE_START] = start;
}

void descent__lanes_commit(descent__lanes *lanes)
{
    double *const old = lanes->array[DESCENT__LANE_POINT];
    lanes->array[DESCENT__LANE_POINT] = lanes->array[DESCENT__LANE_NEXT];
    if (!descent__family_remembers(lanes->family)) {
        lanes->array[DESCENT__LANE_NEXT] = old;
    } else {
        lanes->array[DESCENT__LANE_NEXT] = lanes->array[DESCENT__LANE_PREVIOUS];
        lanes->array[DESCENT__LANE_PREVIOUS] = old;
        if (lanes->step == 0)
            begin_momentum(lanes);
    }
    lanes->step++;
    if (lanes->alike && lanes->step == 1)
        keep_start(lanes);
}

void descent__lanes_copy(descent__lanes *lanes, descent__lane_array from, descent__lane_array to)
{
    for (size_t i = 0; i < row_count(lanes); i++) {
        const size_t offset = i * lanes->capacity;
        memcpy(lanes->array[to] + offset, lanes->array[from] + offset, row_length(lanes) * sizeof(double));
    }
}

void descent__lanes_get(const descent__lanes *lanes, descent__lane_array array, size_t lane, double *x)
{
    for (size_t i = 0; i < lanes->dimension; i++)
        x[i] = *descent__lane_number(lanes, array, lane, i);
}

void descent__lanes_set(descent__lanes *lanes, descent__lane_array array, size_t lane, const double *x)
{
    for (size_t i = 0; i < lanes->dimension; i++)
        *descent__lane_number(lanes, array, lane, i) = x[i];
}

double descent__lanes_distance(const descent__lanes *lanes, descent__lane_array a, descent__lane_array b, size_t lane)
{
    double largest = 0;
    for (size_t i = 0; i < lanes->dimension; i++)
        largest =
            fmax(largest, fabs(*descent__lane_number(lanes, a, lane, i) - *descent__lane_number(lanes, b, lane, i)));
    return largest;
}

bool descent__lanes_equal(const descent__lanes *lanes, descent__lane_array a, descent__lane_array b, size_t lane)
{
    for (size_t i = 0; i < lanes->dimension; i++)
        if (*descent__lane_number(lanes, a, lane, i) != *descent__lane_number(lanes, b, lane, i))
            return false;
    return true;
}
