#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/status.h"
#include "plot/field/field.h"
#include "problem/pole.h"

/* A pole is looked for between neighbours that differ by this part of what eight tenths of the samples do. No edge: poles make far more. */
static const double least_jump = 0.5;

/* For poles, on average: of a loss that jumps between more neighbours nothing is told from noise. */
enum {
    looks_a_line = 64
};

typedef struct between {
    descent__evaluator *evaluator;
    const descent__slice *slice;
    double from[2], to[2];
} between;

static double loss_on(double part, void *context)
{
    const between *const way = context;
    const double place[2] = {way->from[0] * (1 - part) + way->to[0] * part,
                             way->from[1] * (1 - part) + way->to[1] * part};
    return descent__field_ask(way->evaluator, way->slice, place);
}

/* On the way from one sample to the other, which begins where its numbers are finer. */
static bool has_pole(const descent__field *field, between *way, const size_t samples[2], size_t axis)
{
    double ends[2][2];
    for (size_t k = 0; k < 2; k++)
        descent__field_place(field, samples[k] % field->across, samples[k] / field->across, ends[k]);
    const size_t first = fabs(ends[1][axis]) < fabs(ends[0][axis]) ? 1 : 0;
    for (size_t k = 0; k < 2; k++) {
        way->from[k] = ends[first][k];
        way->to[k] = ends[1 - first][k];
    }
    const double width = fabs(way->to[axis] - way->from[axis]);
    return descent__pole_between(loss_on, way, DBL_EPSILON * fmax(fabs(way->from[axis]) / width, DBL_EPSILON)).near !=
           0;
}

/* How far eight tenths of the samples are apart. */
static descent_status measure_spread(const descent__field *field, double *spread)
{
    *spread = 0;
    if (field->finite == 0)
        return DESCENT_SUCCESS;
    const size_t samples = field->across * field->up;
    size_t count;
    double *const sorted = descent__sort_numbers(field->values, samples, &count);
    if (!sorted)
        return descent__fail_memory("samples of the loss", samples * sizeof *sorted);
    *spread = sorted[count - 1 - count / 10] - sorted[count / 10];
    free(sorted);
    return DESCENT_SUCCESS;
}

/* Between a sample and the next one along the axis. False if there were too many looks. */
static bool look(descent__field *field, between *way, size_t sample, size_t axis, double least, size_t *looks)
{
    const size_t samples[2] = {sample, sample + (axis == 0 ? 1 : field->across)};
    const double *const values = field->values, jump = fabs(values[samples[1]] - values[samples[0]]);
    if (!(jump > least))
        return true;
    if (++*looks > looks_a_line * (field->across + field->up))
        return false;
    if (has_pole(field, way, samples, axis)) {
        /* The nearer one to the pole. */
        const bool second = fabs(values[samples[1]]) > fabs(values[samples[0]]);
        field->at_pole[samples[second]] = true;
        field->poles++;
    }
    return true;
}

static bool look_everywhere(descent__field *field, between *way, double least)
{
    size_t looks = 0;
    for (size_t row = 0; row < field->up; row++)
        for (size_t column = 0; column < field->across; column++) {
            const size_t sample = row * field->across + column;
            if (column + 1 < field->across && !look(field, way, sample, 0, least, &looks))
                return false;
            if (row + 1 < field->up && !look(field, way, sample, 1, least, &looks))
                return false;
        }
    return true;
}

descent_status descent__field_find_poles(descent__field *field, descent__evaluator *evaluator,
                                         const descent__slice *slice)
{
    double spread;
    const descent_status status = measure_spread(field, &spread);
    if (status != DESCENT_SUCCESS)
        return status;
    field->at_pole = calloc(field->across * field->up, sizeof *field->at_pole);
    if (!field->at_pole)
        return descent__fail_memory("poles of the loss", field->across * field->up * sizeof *field->at_pole);
    between way = {.evaluator = evaluator, .slice = slice};
    if (!look_everywhere(field, &way, least_jump * spread)) {
        for (size_t i = 0; i < field->across * field->up; i++)
            field->at_pole[i] = false;
        field->poles = 0;
    }
    return DESCENT_SUCCESS;
}
