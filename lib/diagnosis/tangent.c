#include "diagnosis/tangent.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "diagnosis/eigenvalues.h"
#include "vector.h"

enum {
    batches = 20,
    largest_state = 64 /* up to this size all multipliers are computed */
};

/* Student's t, two-sided 95 %, with 19 degrees of freedom. */
static const double student_t = 2.093;

/* Exponent and interval from the logarithms of the stretch of each step. */
static void average(const double *logs, size_t count, descent_lyapunov *lyapunov)
{
    const size_t each = count / batches;
    double sum = 0;
    double squares = 0;
    for (size_t b = 0; b < batches; b++) {
        double mean = 0;
        for (size_t k = count - (b + 1) * each; k < count - b * each; k++)
            mean += logs[k] / (double)each;
        sum += mean;
        squares += mean * mean;
    }
    lyapunov->steps = batches * each;
    lyapunov->exponent = sum / batches;
    const double variance = fmax(0, (squares - sum * sum / batches) / (batches - 1));
    const double half_width = student_t * sqrt(variance / batches);
    lyapunov->low = lyapunov->exponent - half_width;
    lyapunov->high = lyapunov->exponent + half_width;
}

/* The twin's distance, and the twin pulled back to `distance`. */
static double pull_back(const descent_flow *flow, descent_flow *twin, double distance)
{
    const double apart = descent_vector_distance(flow->state_size, twin->state, flow->state);
    for (size_t i = 0; i < flow->state_size; i++) {
        const double direction =
            apart > 0 ? (twin->state[i] - flow->state[i]) / apart : 1 / sqrt((double)flow->state_size);
        twin->state[i] = flow->state[i] + distance * direction;
    }
    return apart;
}

bool descent_lyapunov_measure(descent_evidence *evidence, size_t steps, double extent, descent_lyapunov *lyapunov)
{
    *lyapunov = (descent_lyapunov){.exponent = NAN, .low = NAN, .high = NAN};
    descent_flow flow;
    descent_flow twin;
    const size_t n = evidence->n;
    double *logs = descent_evidence_numbers(evidence, steps);
    double *points = descent_evidence_numbers(evidence, (steps + 1) * n);
    if (!logs || !points || !descent_evidence_flow_at_end(evidence, &flow) ||
        !descent_evidence_flow_at_end(evidence, &twin))
        return false;
    double scale = descent_vector_max_abs(flow.state_size, flow.state);
    const double distance = fmax(1e-7 * extent, 1e4 * DBL_EPSILON * scale);
    for (size_t i = 0; i < flow.state_size; i++) /* no direction is special, and none is missed */
        twin.state[i] += distance * (1 + 0.3 * cos(3 * (double)i));
    (void)pull_back(&flow, &twin, distance);
    descent_vector_copy(n, flow.state, points);
    size_t count = 0;
    while (count < steps) {
        lyapunov->result = descent_flow_step(&flow);
        if (lyapunov->result != DESCENT_FLOW_MOVED || descent_flow_step(&twin) != DESCENT_FLOW_MOVED)
            break;
        const double apart = pull_back(&flow, &twin, distance);
        /* A twin that falls together was contracted at least as much as rounding lets one see. */
        logs[count++] = log(fmax(apart, DBL_EPSILON * distance) / distance);
        descent_vector_copy(n, flow.state, points + count * n);
    }
    lyapunov->series = (descent_series){
        .n = n, .count = count + 1, .points = points, .first_step = evidence->steps[evidence->finite - 1]};
    const size_t settling = count / 10;
    if (count - settling < 4 * batches)
        return false;
    average(logs + settling, count - settling, lyapunov);
    return true;
}

/* Carries a state around the cycle. */
static bool go_round(descent_flow *flow, uint64_t number, size_t period)
{
    flow->number = number;
    for (size_t k = 0; k < period; k++)
        if (descent_flow_step(flow) != DESCENT_FLOW_MOVED)
            return false;
    return true;
}

static bool return_matrix(descent_evidence *evidence, descent_flow *flow, const double *state, uint64_t number,
                          size_t period, double width, double *matrix)
{
    const size_t size = flow->state_size;
    double *ahead = descent_evidence_numbers(evidence, size);
    if (!ahead)
        return false;
    for (size_t j = 0; j < size; j++) {
        memcpy(flow->state, state, size * sizeof *state);
        flow->state[j] += width;
        const double right = flow->state[j];
        if (!go_round(flow, number, period))
            return false;
        memcpy(ahead, flow->state, size * sizeof *ahead);
        memcpy(flow->state, state, size * sizeof *state);
        flow->state[j] -= width;
        const double left = flow->state[j];
        if (!go_round(flow, number, period))
            return false;
        for (size_t i = 0; i < size; i++)
            matrix[i * size + j] = (ahead[i] - flow->state[i]) / (right - left);
    }
    return true;
}

static bool keep_multipliers(descent_evidence *evidence, size_t size, const double *matrix)
{
    descent_diagnosis *diagnosis = evidence->diagnosis;
    double complex *work = descent_arena_take(&evidence->work, 2 * size * size + 3 * size, sizeof *work);
    double *real = descent_arena_numbers(evidence->keep, size);
    double *imaginary = descent_arena_numbers(evidence->keep, size);
    double *directions = descent_arena_numbers(evidence->keep, size * evidence->n);
    if (!work || !real || !imaginary || !directions) {
        evidence->out_of_memory = true;
        return false;
    }
    double complex *values = work + 2 * size * size + size;
    double complex *vector = values + size;
    for (size_t i = 0; i < size * size; i++)
        work[i] = matrix[i];
    if (!descent_eigenvalues(size, work, values))
        return false;
    for (size_t j = 0; j < size; j++) {
        real[j] = creal(values[j]);
        imaginary[j] = cimag(values[j]);
        descent_eigenvector(size, matrix, values[j], work, vector);
        double *direction = directions + j * evidence->n;
        size_t largest = 0;
        for (size_t i = 0; i < evidence->n; i++) {
            direction[i] = creal(vector[i]);
            largest = fabs(direction[i]) > fabs(direction[largest]) ? i : largest;
        }
        const double norm = copysign(descent_vector_norm(evidence->n, direction), direction[largest]);
        for (size_t i = 0; i < evidence->n && fabs(norm) > 0; i++)
            direction[i] /= norm;
    }
    diagnosis->multipliers = real;
    diagnosis->multipliers_imaginary = imaginary;
    diagnosis->multiplier_directions = directions;
    diagnosis->multiplier_count = size;
    return true;
}

/* The largest alone, where the matrix would be too large: a twin goes around and is pulled back. */
static void largest_multiplier(descent_evidence *evidence, descent_flow *flow, const double *state, uint64_t number,
                               size_t period, double width)
{
    enum {
        rounds = 40
    };
    const size_t size = flow->state_size;
    double *direction = descent_evidence_numbers(evidence, size);
    double *multiplier = descent_arena_numbers(evidence->keep, 2);
    if (!direction || !multiplier) {
        evidence->out_of_memory = true;
        return;
    }
    descent_vector_fill(size, 1 / sqrt((double)size), direction);
    double stretch = NAN;
    for (int round = 0; round < rounds; round++) {
        if (!descent_evidence_affords(evidence, period))
            return;
        memcpy(flow->state, state, size * sizeof *state);
        descent_vector_add_scaled(size, width, direction, flow->state);
        if (!go_round(flow, number, period))
            return;
        double along = 0;
        for (size_t i = 0; i < size; i++)
            along += (flow->state[i] - state[i]) * direction[i];
        const double apart = descent_vector_distance(size, flow->state, state);
        if (!(apart > 0))
            return;
        for (size_t i = 0; i < size; i++)
            direction[i] = (flow->state[i] - state[i]) / apart;
        stretch = copysign(apart / width, along);
    }
    multiplier[0] = stretch;
    evidence->diagnosis->multipliers = multiplier;
    evidence->diagnosis->multipliers_imaginary = multiplier + 1;
    evidence->diagnosis->multiplier_count = 1;
}

void descent_multipliers_measure(descent_evidence *evidence, const double *orbit, size_t period, double amplitude)
{
    descent_flow flow;
    if (!evidence->flow_trusted || !descent_evidence_flow_at_end(evidence, &flow))
        return;
    const size_t n = evidence->n;
    const size_t size = flow.state_size;
    /* The orbit's last point is where the run stands; rules with memory have the point before it there. */
    if (flow.rule.type->memory_count == 1)
        descent_flow_place(&flow, orbit + (period - 1) * n, orbit + (period - 2) * n, flow.number);
    else
        descent_flow_place(&flow, orbit + (period - 1) * n, NULL, flow.number);
    double *state = descent_arena_copy(&evidence->work, size, flow.state);
    double *matrix = size <= largest_state ? descent_evidence_numbers(evidence, size * size) : NULL;
    if (!state || (size <= largest_state && !matrix)) {
        evidence->out_of_memory = true;
        return;
    }
    /* Central differences: ε^(1/3) balances their error with rounding. */
    const double width = fmax(cbrt(DBL_EPSILON) * amplitude, 1e6 * DBL_EPSILON * descent_vector_max_abs(n, state));
    const uint64_t number = flow.number;
    if (matrix && descent_evidence_affords(evidence, 2 * size * period) &&
        return_matrix(evidence, &flow, state, number, period, width, matrix))
        (void)keep_multipliers(evidence, size, matrix);
    else if (!evidence->out_of_memory)
        largest_multiplier(evidence, &flow, state, number, period, width);
}
