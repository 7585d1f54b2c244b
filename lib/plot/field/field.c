#include "plot/field/field.h"

#include <math.h>
#include <stdlib.h>

#include "base/status.h"
#include "base/vector.h"

/* gnuplot takes numbers near the largest for undefined. */
static const double largest_drawn = 1e305;

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double *descent__sort_numbers(const double *values, size_t count, size_t *numbers)
{
    double *const sorted = malloc(count * sizeof *sorted);
    *numbers = 0;
    if (!sorted)
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (!isnan(values[i]))
            sorted[(*numbers)++] = values[i];
    qsort(sorted, *numbers, sizeof *sorted, by_value);
    return sorted;
}

static double position(const descent__window *window, size_t axis, size_t index, size_t count)
{
    const double share = (double)index / (double)(count - 1);
    return window->low[axis] * (1 - share) + window->high[axis] * share;
}

void descent__field_place(const descent__field *field, size_t column, size_t row, double place[2])
{
    place[0] = position(&field->window, 0, column, field->across);
    place[1] = position(&field->window, 1, row, field->up);
}

double descent__field_ask(descent__evaluator *evaluator, const descent__slice *slice, const double place[2])
{
    double loss = NAN;
    const descent_status status = descent__evaluate_loss(evaluator, descent__slice_lift(slice, place), &loss);
    return status == DESCENT_SUCCESS && fabs(loss) <= largest_drawn ? loss : NAN;
}

static size_t shorter_count(double shorter, double longer, size_t samples)
{
    const double wanted = ceil((double)samples * (shorter / longer));
    return wanted >= 8 ? (size_t)wanted : 8;
}

descent_status descent__field_open(descent__field *field, descent__evaluator *evaluator, const descent__slice *slice,
                                   const descent__window *window, size_t samples)
{
    *field = (descent__field){.across = samples, .up = samples, .window = *window};
    const double width = window->high[0] - window->low[0], height = window->high[1] - window->low[1];
    if (width > height)
        field->up = shorter_count(height, width, samples);
    else
        field->across = shorter_count(width, height, samples);
    const size_t bytes = descent__array_bytes(field->across, field->up, sizeof(double));
    field->values = malloc(bytes);
    if (!field->values)
        return descent__fail_memory("samples of the loss", bytes);
    for (size_t row = 0; row < field->up; row++)
        for (size_t column = 0; column < field->across; column++) {
            double place[2];
            descent__field_place(field, column, row, place);
            const double loss = descent__field_ask(evaluator, slice, place);
            field->values[row * field->across + column] = loss;
            field->finite += isnan(loss) ? 0 : 1;
        }
    return DESCENT_SUCCESS;
}

void descent__field_close(descent__field *field)
{
    free(field->values);
    free(field->at_pole);
    *field = (descent__field){0};
}

double descent__field_between(const descent__field *field, double column, double row)
{
    const size_t i = (size_t)column < field->across - 2 ? (size_t)column : field->across - 2;
    const size_t j = (size_t)row < field->up - 2 ? (size_t)row : field->up - 2;
    const double across = column - (double)i, up = row - (double)j;
    const double *corner = field->values + j * field->across + i;
    const double below = corner[0] * (1 - across) + corner[1] * across;
    const double above = corner[field->across] * (1 - across) + corner[field->across + 1] * across;
    return below * (1 - up) + above * up;
}

double descent__field_at(const descent__field *field, const double place[2])
{
    if (!descent__window_contains(&field->window, place))
        return NAN;
    const size_t counts[2] = {field->across, field->up};
    double at[2];
    for (size_t axis = 0; axis < 2; axis++) {
        const double side = field->window.high[axis] - field->window.low[axis];
        at[axis] = (place[axis] - field->window.low[axis]) / side * (double)(counts[axis] - 1);
    }
    return descent__field_between(field, at[0], at[1]);
}
