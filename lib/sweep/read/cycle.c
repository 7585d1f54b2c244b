#include "sweep/read/cycle.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/status.h"
#include "base/vector.h"
#include "map/linearise.h"

enum {
    newton_limit = 40 /* a cost: each squares what is off, and a cycle that is near is found in six */
};

descent_status descent__cycle_open(descent__cycle *cycle, const descent_problem *problem, const descent_rule *rule,
                                   bool parametric)
{
    *cycle = (descent__cycle){.parametric = parametric};
    descent_status status = descent__evaluator_open(&cycle->evaluator, problem);
    if (status == DESCENT_SUCCESS)
        status = descent__hessian_open(&cycle->hessian, problem->dimension);
    if (status != DESCENT_SUCCESS)
        return status;
    if (!descent__map_open(&cycle->map, &cycle->arena, &cycle->evaluator, *rule))
        return descent__fail_memory("map of a rule", problem->dimension * sizeof(double));
    const size_t m = cycle->state_size = cycle->map.state_size, numbers = 3 * m * m + 2 * m;
    cycle->jacobian = descent__arena_numbers(&cycle->arena, numbers);
    if (!cycle->jacobian)
        return descent__fail_memory("cycle of a rule", numbers * sizeof(double));
    cycle->step = cycle->jacobian + m * m;
    cycle->product = cycle->step + m * m;
    cycle->state = cycle->product + m * m;
    cycle->change = cycle->state + m;
    return DESCENT_SUCCESS;
}

void descent__cycle_close(descent__cycle *cycle)
{
    descent__hessian_close(&cycle->hessian);
    descent__evaluator_close(&cycle->evaluator);
    descent__arena_release(&cycle->arena);
}

void descent__cycle_set(descent__cycle *cycle, double value)
{
    if (!cycle->parametric) {
        cycle->map.rule.step_size = value;
        return;
    }
    if (cycle->evaluator.problem.context != &cycle->parameter)
        cycle->parameter.context = cycle->evaluator.problem.context;
    cycle->parameter.value = value;
    cycle->evaluator.problem.context = &cycle->parameter;
}

bool descent__cycle_run(descent__cycle *cycle, const double *start, size_t steps, double *state)
{
    const bool good = descent__map_replay(&cycle->map, start, steps) == DESCENT__MAP_MOVED;
    (void)descent__map_save(&cycle->map, state);
    return good;
}

/* A cycle has no first step: its map is that of all later ones, with the momentum that these have. */
static void place(descent__cycle *cycle, const double *state)
{
    descent__map_place(&cycle->map, state, state + cycle->state_size - cycle->map.n, 1);
}

bool descent__cycle_step(descent__cycle *cycle, double *state)
{
    place(cycle, state);
    if (descent__map_step(&cycle->map) != DESCENT__MAP_MOVED)
        return false;
    (void)descent__map_save(&cycle->map, state);
    return true;
}

/* Jacobian of one step at a state. */
static bool differentiate(descent__cycle *cycle, const double *state)
{
    place(cycle, state);
    const double *const where = descent__map_gradient_point(&cycle->map);
    if (descent__hessian_compute(&cycle->hessian, &cycle->evaluator, where) != DESCENT_SUCCESS)
        return false;
    descent__map_jacobian(&cycle->map, cycle->hessian.matrix, cycle->step);
    return true;
}

/* jacobian ← step · jacobian */
static void chain(descent__cycle *cycle)
{
    const size_t m = cycle->state_size;
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++) {
            double sum = 0;
            for (size_t k = 0; k < m; k++)
                sum += cycle->step[i * m + k] * cycle->jacobian[k * m + j];
            cycle->product[i * m + j] = sum;
        }
    memcpy(cycle->jacobian, cycle->product, m * m * sizeof(double));
}

/*
 * Solves (jacobian + shift)·x = right in place, by elimination with row exchanges, and returns the determinant; 0 if the
 * matrix is singular. `right` may be NULL. Works on a copy in `product`.
 */
static double eliminate(descent__cycle *cycle, double shift, double *right)
{
    const size_t m = cycle->state_size;
    double *const a = cycle->product;
    double determinant = 1;
    memcpy(a, cycle->jacobian, m * m * sizeof(double));
    for (size_t i = 0; i < m; i++)
        a[i * m + i] += shift;
    for (size_t k = 0; k < m; k++) {
        size_t pivot = k;
        for (size_t i = k + 1; i < m; i++)
            if (fabs(a[i * m + k]) > fabs(a[pivot * m + k]))
                pivot = i;
        determinant *= pivot == k ? a[k * m + k] : -a[pivot * m + k];
        if (!(fabs(a[pivot * m + k]) > 0))
            return 0;
        for (size_t j = 0; j < m && pivot != k; j++) {
            const double swapped = a[k * m + j];
            a[k * m + j] = a[pivot * m + j];
            a[pivot * m + j] = swapped;
        }
        if (right && pivot != k) {
            const double swapped = right[k];
            right[k] = right[pivot];
            right[pivot] = swapped;
        }
        for (size_t i = k + 1; i < m; i++) {
            const double factor = a[i * m + k] / a[k * m + k];
            for (size_t j = k; j < m; j++)
                a[i * m + j] -= factor * a[k * m + j];
            if (right)
                right[i] -= factor * right[k];
        }
    }
    for (size_t k = m; right && k-- > 0;) {
        for (size_t j = k + 1; j < m; j++)
            right[k] -= a[k * m + j] * right[j];
        right[k] /= a[k * m + k];
    }
    return determinant;
}

/* Goes round the cycle once: the state after p steps in cycle->state, their Jacobian in cycle->jacobian. */
static bool go_round(descent__cycle *cycle, size_t period, const double *state)
{
    const size_t m = cycle->state_size;
    descent__vector_copy(m, state, cycle->state);
    descent__vector_fill(m * m, 0, cycle->jacobian);
    for (size_t i = 0; i < m; i++)
        cycle->jacobian[i * m + i] = 1;
    for (size_t k = 0; k < period; k++) {
        if (!differentiate(cycle, cycle->state))
            return false;
        chain(cycle);
        if (!descent__cycle_step(cycle, cycle->state))
            return false;
    }
    return true;
}

bool descent__cycle_refine(descent__cycle *cycle, size_t period, double *state, descent__cycle_tests *tests)
{
    const size_t m = cycle->state_size;
    double before = INFINITY;
    for (size_t iteration = 0; iteration < newton_limit; iteration++) { /* a cost */
        if (!go_round(cycle, period, state))
            return false;
        /* (J − 1)·change = state − F(state) */
        for (size_t i = 0; i < m; i++)
            cycle->change[i] = state[i] - cycle->state[i];
        tests->flip = eliminate(cycle, 1, NULL);
        tests->fold = eliminate(cycle, -1, cycle->change);
        if (tests->fold == 0)
            return false;
        const double length = descent__vector_max_abs(m, cycle->change);
        const double size = fmax(descent__vector_max_abs(m, state), DBL_MIN);
        if (!isfinite(length) || length > size + 1)
            return false;
        for (size_t i = 0; i < m; i++)
            state[i] += cycle->change[i];
        /* Rounding ends the quadratic decay; the last move was already far below what the multipliers can feel. No edge. */
        if (length <= 4 * DBL_EPSILON * size || (length >= before / 2 && length <= 1e-10 * size))
            return true;
        before = length;
    }
    return false;
}
