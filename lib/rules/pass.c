#include "rules/pass.h"

#include <assert.h>

#include "base/clones.h"
#include "base/vector.h"
#include "rules/knowledge.h"
#include "rules/own.h"

enum {
    lanes = descent__vector_few
};

static const descent__pass *const passes[] = {
#define ENTRY(name) &descent__##name##_pass,
    DESCENT__PASS_LIST(ENTRY)
#undef ENTRY
};

void descent__pass_make(const descent__pass *pass, const descent_rule *rule, descent_rule_step *step)
{
    const size_t count = pass->type->memory_count;
    double *const *const memory = step->memory;
    descent__pass_step made;
    assert(!pass->takes_norm);
    pass->prepare(rule, step->number, step->step_size, &made);
    pass->advance(step->dimension, made.by, step->gradient, step->x, count > 0 ? memory[0] : NULL,
                  count > 1 ? memory[1] : NULL, count > 2 ? memory[2] : NULL);
}

const descent__pass *descent__pass_of(const descent_rule *rule)
{
    if (descent__rule_is_modified(rule))
        return NULL;
    for (size_t k = 0; k < sizeof passes / sizeof *passes; k++)
        if (rule->type == passes[k]->type)
            return passes[k];
    return NULL;
}

/* The largest |xᵢ|, and the least xᵢ or 0; NaN both if one of them is not finite. */
DESCENT__CLONES
static double extent_of(size_t n, const double *x, double *least)
{
    double most[lanes] = {0}, low[lanes] = {0}, trace[lanes] = {0};
    size_t i = 0;
    for (; i + lanes <= n; i += lanes)
#pragma omp simd
        for (size_t lane = 0; lane < lanes; lane++) {
            const double number = x[i + lane], size = fabs(number);
            most[lane] = size > most[lane] ? size : most[lane];
            low[lane] = number < low[lane] ? number : low[lane];
            trace[lane] += number - number;
        }
    for (; i < n; i++) {
        most[0] = fabs(x[i]) > most[0] ? fabs(x[i]) : most[0];
        low[0] = x[i] < low[0] ? x[i] : low[0];
        trace[0] += x[i] - x[i];
    }
    for (size_t lane = 1; lane < lanes; lane++) {
        most[0] = most[lane] > most[0] ? most[lane] : most[0];
        low[0] = low[lane] < low[0] ? low[lane] : low[0];
    }
    const double bad = descent__vector_add_lanes(trace);
    *least = low[0] + bad;
    return most[0] + bad;
}

/* The larger of two, or NaN if one of them is. */
static double larger(double a, double b)
{
    return isnan(a) || a > b ? a : b;
}

descent__bounds descent__bounds_measure(const descent__pass *pass, size_t n, const double *x, double *const *memory)
{
    double least;
    descent__bounds bounds = {.point = extent_of(n, x, &least)};
    for (size_t j = 0; j < pass->type->memory_count; j++) {
        const double most = extent_of(n, memory[j], &least);
        if (pass->memory[j] == DESCENT__PASS_SQUARES)
            bounds.square = larger(least < 0 ? INFINITY : most, bounds.square);
        else if (pass->memory[j] == DESCENT__PASS_POINT_BEFORE) {
            bounds.memory = bounds.point + most;
            bounds.point = larger(bounds.point, most);
        } else
            bounds.memory = larger(most, bounds.memory);
    }
    return bounds;
}

void descent__raise_many_times(const descent__raise *by, descent__raise_many *many)
{
    *many = (descent__raise_many){
        .point_by_point = 1,
        .point_by_memory = by->point_by_memory,
        .point_alone = by->point_by_gradient * DESCENT__BOUND_OF_GRADIENTS + by->point_alone,
        .memory_by_point = by->memory_by_point,
        .memory_by_memory = by->memory_by_memory,
        .memory_alone = by->memory_by_gradient * DESCENT__BOUND_OF_GRADIENTS,
    };
    for (int k = 0; k < descent__bounds_doublings; k++) {
        const descent__raise_many once = *many;
        const double p = once.point_by_point, u = once.point_by_memory, w = once.point_alone;
        const double t = once.memory_by_point, a = once.memory_by_memory, z = once.memory_alone;
        *many = (descent__raise_many){
            .point_by_point = p * p + u * t,
            .point_by_memory = p * u + u * a,
            .point_alone = p * w + u * z + w,
            .memory_by_point = t * p + a * t,
            .memory_by_memory = t * u + a * a,
            .memory_alone = t * w + a * z + z,
        };
    }
}
