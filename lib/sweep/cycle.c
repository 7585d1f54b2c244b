#include "sweep/cycle.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <descent/engine.h>

#include "status.h"
#include "vector.h"

enum {
    newton_limit = 40
};

descent_status descent_rule_map_open(descent_rule_map *map, const descent_problem *problem, const descent_rule *rule,
                                     bool parametric)
{
    *map = (descent_rule_map){.rule = *rule, .parametric = parametric, .dimension = problem->dimension};
    map->family = descent_rule_family_of(rule);
    map->state_size = map->family == DESCENT_FAMILY_FIXED_STEP ? problem->dimension : 2 * problem->dimension;
    descent_status status = descent_evaluator_open(&map->evaluator, problem);
    if (status == DESCENT_SUCCESS)
        status = descent_hessian_open(&map->hessian, problem->dimension);
    if (status != DESCENT_SUCCESS)
        return status;
    const size_t m = map->state_size, numbers = 3 * m * m + 4 * m;
    map->storage = malloc(numbers * sizeof(double));
    if (!map->storage)
        return descent_fail_memory("cycle of a rule", numbers * sizeof(double));
    map->jacobian = map->storage;
    map->step = map->jacobian + m * m;
    map->product = map->step + m * m;
    map->state = map->product + m * m;
    map->change = map->state + m;
    map->gradient = map->change + m;
    return DESCENT_SUCCESS;
}

void descent_rule_map_close(descent_rule_map *map)
{
    descent_hessian_close(&map->hessian);
    descent_evaluator_close(&map->evaluator);
    free(map->storage);
    map->storage = NULL;
}

void descent_rule_map_set(descent_rule_map *map, double value)
{
    if (!map->parametric) {
        map->rule.step_size = value;
        return;
    }
    if (map->evaluator.problem.context != &map->parameter)
        map->parameter.context = map->evaluator.problem.context;
    map->parameter.value = value;
    map->evaluator.problem.context = &map->parameter;
}

bool descent_rule_map_run(descent_rule_map *map, const double *start, size_t steps, double *state)
{
    descent_engine *engine;
    const size_t n = map->dimension;
    if (descent_engine_new(&engine, &map->evaluator.problem, map->rule, start) != DESCENT_SUCCESS)
        return false;
    bool good = descent_engine_run(engine, steps - 1) == DESCENT_SUCCESS;
    if (map->state_size > n)
        descent_vector_copy(n, descent_engine_point(engine), state + n);
    good = good && descent_engine_step(engine) == DESCENT_SUCCESS;
    descent_vector_copy(n, descent_engine_point(engine), state);
    descent_engine_free(engine);
    return good;
}

/* Where the rule takes its gradient: the point, or ahead of it. Written to `where`. */
static void look(const descent_rule_map *map, const double *state, double *where)
{
    const size_t n = map->dimension;
    const double momentum = map->family == DESCENT_FAMILY_NESTEROV ? map->rule.momentum : 0;
    for (size_t i = 0; i < n; i++)
        where[i] = momentum != 0 ? state[i] + momentum * (state[i] - state[n + i]) : state[i];
}

bool descent_rule_map_step(descent_rule_map *map, double *state)
{
    const size_t n = map->dimension;
    double *const g = map->gradient, *const where = map->gradient + n;
    const double step_size = map->rule.step_size, momentum = map->rule.momentum;
    look(map, state, where);
    if (descent_evaluate_gradient(&map->evaluator, where, g) != DESCENT_SUCCESS)
        return false;
    for (size_t i = 0; i < n; i++) {
        const double here = state[i];
        if (map->family == DESCENT_FAMILY_HEAVY_BALL)
            state[i] = here - step_size * g[i] + momentum * (here - state[n + i]);
        else
            state[i] = where[i] - step_size * g[i];
        if (map->state_size > n)
            state[n + i] = here;
    }
    return descent_vector_is_finite(n, state);
}

/*
 * Jacobian of one step at a state. With A = 1 − ηH at the point the gradient is taken at: fixed step A; heavy ball
 * [A + β, −β; 1, 0]; Nesterov [(1 + β)A, −βA; 1, 0].
 */
static bool differentiate(descent_rule_map *map, const double *state)
{
    const size_t n = map->dimension, m = map->state_size;
    double *const where = map->gradient + n;
    const double step_size = map->rule.step_size, momentum = map->rule.momentum;
    const bool nesterov = map->family == DESCENT_FAMILY_NESTEROV;
    look(map, state, where);
    if (descent_hessian_compute(&map->hessian, &map->evaluator, where) != DESCENT_SUCCESS)
        return false;
    descent_vector_fill(m * m, 0, map->step);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            const double unit = i == j;
            const double a = unit - step_size * map->hessian.matrix[i * n + j];
            if (m == n) {
                map->step[i * m + j] = a;
                continue;
            }
            map->step[i * m + j] = nesterov ? (1 + momentum) * a : a + momentum * unit;
            map->step[i * m + n + j] = nesterov ? -momentum * a : -momentum * unit;
            map->step[(n + i) * m + j] = unit;
        }
    return true;
}

/* jacobian ← step · jacobian */
static void chain(descent_rule_map *map)
{
    const size_t m = map->state_size;
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++) {
            double sum = 0;
            for (size_t k = 0; k < m; k++)
                sum += map->step[i * m + k] * map->jacobian[k * m + j];
            map->product[i * m + j] = sum;
        }
    memcpy(map->jacobian, map->product, m * m * sizeof(double));
}

/*
 * Solves (jacobian + shift)·x = right in place, by elimination with row exchanges, and returns the determinant; 0 if the
 * matrix is singular. `right` may be NULL. Works on a copy in `product`.
 */
static double eliminate(descent_rule_map *map, double shift, double *right)
{
    const size_t m = map->state_size;
    double *const a = map->product;
    double determinant = 1;
    memcpy(a, map->jacobian, m * m * sizeof(double));
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

/* Goes round the cycle once: the state after p steps in map->state, their Jacobian in map->jacobian. */
static bool go_round(descent_rule_map *map, size_t period, const double *state)
{
    const size_t m = map->state_size;
    descent_vector_copy(m, state, map->state);
    descent_vector_fill(m * m, 0, map->jacobian);
    for (size_t i = 0; i < m; i++)
        map->jacobian[i * m + i] = 1;
    for (size_t k = 0; k < period; k++) {
        if (!differentiate(map, map->state))
            return false;
        chain(map);
        if (!descent_rule_map_step(map, map->state))
            return false;
    }
    return true;
}

bool descent_cycle_refine(descent_rule_map *map, size_t period, double *state, double *flip)
{
    const size_t m = map->state_size;
    double before = INFINITY;
    for (size_t iteration = 0; iteration < newton_limit; iteration++) {
        if (!go_round(map, period, state))
            return false;
        /* (J − 1)·change = state − F(state) */
        for (size_t i = 0; i < m; i++)
            map->change[i] = state[i] - map->state[i];
        *flip = eliminate(map, 1, NULL);
        if (eliminate(map, -1, map->change) == 0)
            return false;
        const double length = descent_vector_max_abs(m, map->change);
        const double size = fmax(descent_vector_max_abs(m, state), DBL_MIN);
        if (!isfinite(length) || length > size + 1)
            return false;
        for (size_t i = 0; i < m; i++)
            state[i] += map->change[i];
        /* Rounding ends the quadratic decay; the last move was already far below what the multipliers can feel. */
        if (length <= 4 * DBL_EPSILON * size || (length >= before / 2 && length <= 1e-10 * size))
            return true;
        before = length;
    }
    return false;
}
