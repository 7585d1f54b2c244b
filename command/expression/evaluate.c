/* Formulas evaluated, with their derivatives by sweeps through the operations. */
#include <stdlib.h>
#include <string.h>

#include "command/expression/expression.h"

/* Numbers for each operation: its value, the derivative of the result by it, and of both the derivative along a direction. */
enum {
    value_row,
    slope_row,
    value_tangent_row,
    slope_tangent_row,
    row_count
};

/* Formulas of up to this many operations need no allocation: 8 kB on the stack. */
enum {
    operations_on_stack = 256
};

/* What a call of the evaluator reports as failure: memory could not be had. */
enum {
    no_memory = 1
};

static void forward(const descent__expression *e, const double *x, double *value)
{
    for (size_t i = 0; i < e->count; i++) {
        const descent__operation *const o = &e->operations[i];
        if (o->kind == DESCENT__OPERATOR_NUMBER)
            value[i] = o->number;
        else if (o->kind == DESCENT__OPERATOR_VARIABLE)
            value[i] = x[o->a];
        else
            value[i] = descent__operation_value(o->kind, value[o->a], value[o->b]);
    }
}

static int is_leaf(const descent__operation *operation)
{
    return operation->kind == DESCENT__OPERATOR_NUMBER || operation->kind == DESCENT__OPERATOR_VARIABLE;
}

static descent__partials partials_of(const descent__expression *e, const descent__operation *o, const double *value)
{
    return descent__operation_partials(o->kind, value[o->a], value[o->b], e->operations[o->b].varies);
}

/* From the values, the gradient: each operation hands its slope on to its operands, the last one first. */
static void backward(const descent__expression *e, const double *value, double *slope, double *gradient)
{
    memset(slope, 0, e->count * sizeof *slope);
    memset(gradient, 0, e->dimension * sizeof *gradient);
    slope[e->count - 1] = 1;
    for (size_t i = e->count; i-- > 0;) {
        const descent__operation *const o = &e->operations[i];
        if (!o->varies)
            continue;
        if (o->kind == DESCENT__OPERATOR_VARIABLE) {
            gradient[o->a] += slope[i];
            continue;
        }
        const descent__partials p = partials_of(e, o, value);
        if (e->operations[o->a].varies)
            slope[o->a] += slope[i] * p.a;
        if (o->arguments == 2 && e->operations[o->b].varies)
            slope[o->b] += slope[i] * p.b;
    }
}

/* How the values change along a direction. */
static void forward_tangent(const descent__expression *e, const double *direction, double *const row[row_count])
{
    double *const tangent = row[value_tangent_row];
    for (size_t i = 0; i < e->count; i++) {
        const descent__operation *const o = &e->operations[i];
        tangent[i] = 0;
        if (o->kind == DESCENT__OPERATOR_VARIABLE)
            tangent[i] = direction[o->a];
        if (is_leaf(o) || !o->varies)
            continue;
        const descent__partials p = partials_of(e, o, row[value_row]);
        if (e->operations[o->a].varies)
            tangent[i] += p.a * tangent[o->a];
        if (o->arguments == 2 && e->operations[o->b].varies)
            tangent[i] += p.b * tangent[o->b];
    }
}

/* How the gradient changes along it: the sweep backward, differentiated. */
static void backward_tangent(const descent__expression *e, double *const row[row_count], double *product)
{
    const double *const tangent = row[value_tangent_row];
    double *const slope = row[slope_row], *const change = row[slope_tangent_row];
    memset(slope, 0, e->count * sizeof *slope);
    memset(change, 0, e->count * sizeof *change);
    memset(product, 0, e->dimension * sizeof *product);
    slope[e->count - 1] = 1;
    for (size_t i = e->count; i-- > 0;) {
        const descent__operation *const o = &e->operations[i];
        if (!o->varies)
            continue;
        if (o->kind == DESCENT__OPERATOR_VARIABLE) {
            product[o->a] += change[i];
            continue;
        }
        const descent__partials p = partials_of(e, o, row[value_row]);
        const int a_varies = e->operations[o->a].varies, b_varies = o->arguments == 2 && e->operations[o->b].varies;
        const double along_a = a_varies ? tangent[o->a] : 0, along_b = b_varies ? tangent[o->b] : 0;
        /* 0 times what is not finite would spoil what does not depend on it. */
        if (a_varies) {
            slope[o->a] += slope[i] * p.a;
            change[o->a] += change[i] * p.a + slope[i] * (p.aa * along_a + (b_varies ? p.ab * along_b : 0));
        }
        if (b_varies) {
            slope[o->b] += slope[i] * p.b;
            change[o->b] += change[i] * p.b + slope[i] * (p.bb * along_b + (a_varies ? p.ab * along_a : 0));
        }
    }
}

/* What is to be found out at a point; NULL where it is not. */
typedef struct wanted {
    double *value, *gradient, *product, *hessian;
    const double *direction;
} wanted;

static void find_hessian(const descent__expression *e, double *const row[row_count], double *direction, double *hessian)
{
    const size_t n = e->dimension;
    memset(direction, 0, n * sizeof *direction);
    for (size_t i = 0; i < n; i++) {
        direction[i] = 1;
        forward_tangent(e, direction, row);
        backward_tangent(e, row, hessian + i * n);
        direction[i] = 0;
    }
    /* Entries of either half differ by rounding alone; one of them stands for both. */
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            hessian[j * n + i] = hessian[i * n + j];
}

static int evaluate(const descent__expression *e, const double *x, const wanted *find)
{
    double on_stack[row_count * operations_on_stack];
    const size_t n = e->dimension;
    double *memory = on_stack;
    if (e->count > operations_on_stack || (find->hessian && row_count * e->count + n > row_count * operations_on_stack))
        memory = malloc((row_count * e->count + n) * sizeof *memory);
    if (!memory)
        return no_memory;
    double *const row[row_count] = {memory, memory + e->count, memory + 2 * e->count, memory + 3 * e->count};

    forward(e, x, row[value_row]);
    if (find->value)
        *find->value = row[value_row][e->count - 1];
    if (find->gradient)
        backward(e, row[value_row], row[slope_row], find->gradient);
    if (find->product) {
        forward_tangent(e, find->direction, row);
        backward_tangent(e, row, find->product);
    }
    if (find->hessian)
        find_hessian(e, row, memory + row_count * e->count, find->hessian);
    if (memory != on_stack)
        free(memory);
    return 0;
}

int descent__expression_loss(size_t n, const double *x, double *value, void *context)
{
    (void)n;
    return evaluate(context, x, &(wanted){.value = value});
}

int descent__expression_gradient(size_t n, const double *x, double *gradient, void *context)
{
    (void)n;
    return evaluate(context, x, &(wanted){.gradient = gradient});
}

int descent__expression_loss_gradient(size_t n, const double *x, double *value, double *gradient, void *context)
{
    (void)n;
    return evaluate(context, x, &(wanted){.value = value, .gradient = gradient});
}

int descent__expression_hessian(size_t n, const double *x, double *hessian, void *context)
{
    (void)n;
    return evaluate(context, x, &(wanted){.hessian = hessian});
}

int descent__expression_product(size_t n, const double *x, const double *vector, double *product, void *context)
{
    (void)n;
    return evaluate(context, x, &(wanted){.product = product, .direction = vector});
}
