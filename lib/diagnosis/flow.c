#include "diagnosis/flow.h"

#include <math.h>
#include <string.h>

#include "vector.h"

bool descent_flow_open(descent_flow *flow, descent_arena *arena, descent_evaluator *evaluator, descent_rule rule)
{
    const size_t n = evaluator->problem.dimension;
    const size_t vectors = 1 + rule.type->memory_count;
    *flow =
        (descent_flow){.evaluator = evaluator, .limit = UINT64_MAX, .rule = rule, .n = n, .state_size = vectors * n};
    flow->state = descent_arena_take(arena, n, vectors * sizeof(double));
    flow->before = descent_arena_take(arena, n, vectors * sizeof(double));
    flow->gradient = descent_arena_numbers(arena, n);
    flow->where = descent_arena_numbers(arena, n);
    flow->memory = descent_arena_take(arena, vectors, sizeof *flow->memory);
    if (!flow->state || !flow->before || !flow->gradient || !flow->where || !flow->memory)
        return false;
    for (size_t j = 0; j + 1 < vectors; j++)
        flow->memory[j] = flow->state + (j + 1) * n;
    return true;
}

void descent_flow_place(descent_flow *flow, const double *x, const double *previous, uint64_t number)
{
    const size_t n = flow->n;
    flow->number = number;
    memset(flow->state, 0, flow->state_size * sizeof(double));
    descent_vector_copy(n, x, flow->state);
    /* Heavy ball and Nesterov keep the point before. What another rule keeps is not known here: it starts cold. */
    if (flow->rule.type->memory_count == 1)
        descent_vector_copy(n, previous ? previous : x, flow->memory[0]);
    else if (flow->rule.type->memory_count > 1)
        flow->number = 0;
}

descent_flow_result descent_flow_step(descent_flow *flow)
{
    if (descent_evaluator_total(flow->evaluator) >= flow->limit)
        return DESCENT_FLOW_BUDGET;
    double step_size;
    if (descent_rule_step_size(&flow->rule, (size_t)flow->number, &step_size) != DESCENT_SUCCESS)
        return DESCENT_FLOW_FAILED;
    const size_t n = flow->n;
    descent_rule_step step = {
        .dimension = n,
        .number = (size_t)flow->number,
        .step_size = step_size,
        .x = flow->state,
        .memory = flow->memory,
    };
    const double *where = flow->state;
    if (flow->rule.type->look_ahead) {
        flow->rule.type->look_ahead(&flow->rule, &step, flow->where);
        where = flow->where;
    }
    if (!descent_vector_is_finite(n, where))
        return DESCENT_FLOW_NONFINITE;
    if (descent_evaluate_gradient(flow->evaluator, where, flow->gradient) != DESCENT_SUCCESS)
        return DESCENT_FLOW_FAILED;
    if (!descent_vector_is_finite(n, flow->gradient))
        return DESCENT_FLOW_NONFINITE;
    memcpy(flow->before, flow->state, flow->state_size * sizeof(double));
    step.gradient = flow->gradient;
    if (flow->rule.type->advance(&flow->rule, &step) != 0 || !descent_vector_is_finite(n, flow->state)) {
        memcpy(flow->state, flow->before, flow->state_size * sizeof(double));
        return DESCENT_FLOW_NONFINITE;
    }
    flow->step_size = step_size;
    flow->number++;
    return DESCENT_FLOW_MOVED;
}
