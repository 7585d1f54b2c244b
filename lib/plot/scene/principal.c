#include "plot/scene/principal.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/status.h"
#include "base/vector.h"

enum {
    most_rows = 128, /* points that are looked at, evenly spread over the paths: plenty for two directions */
    most_sweeps = 60 /* cyclic Jacobi is done after about ten */
};

/* A share of the variance above the rounding of the products, eps times the number of rows. */
static const double negligible_share = 1e-12;

/* The chosen points, row-major, centred on their mean and scaled to at most 1; and their products with each other. */
typedef struct sample {
    size_t count;
    size_t dimension;
    double *rows;
    double gram[most_rows][most_rows];    /* becomes diagonal */
    double vectors[most_rows][most_rows]; /* column k belongs to gram[k][k] */
} sample;

/* None of a path without points. */
static size_t rows_of(const descent_path_data *data, const descent__rows *rows)
{
    return data->points ? rows->all : 0;
}

static void collect(sample *s, const descent_path *const *paths, const descent__rows *rows, size_t path_count)
{
    size_t total = 0;
    for (size_t i = 0; i < path_count; i++) {
        const descent_path_data data = descent_path_view(paths[i]);
        total += rows_of(&data, &rows[i]);
    }
    const size_t stride = total / most_rows + 1;
    size_t number = 0;
    for (size_t i = 0; i < path_count; i++) {
        const descent_path_data data = descent_path_view(paths[i]);
        for (size_t row = 0; row < rows_of(&data, &rows[i]); row++, number++) {
            const double *point = data.points + row * s->dimension;
            if (number % stride != 0 || !descent__vector_is_finite(s->dimension, point))
                continue;
            descent__vector_copy(s->dimension, point, s->rows + s->count * s->dimension);
            s->count++;
        }
    }
}

/* Subtracts the mean and divides by the largest number; false if all points are the same. */
static bool centre(sample *s)
{
    const size_t numbers = s->count * s->dimension;
    const double largest = descent__vector_max_abs(numbers, s->rows);
    if (largest == 0)
        return false;
    for (size_t i = 0; i < numbers; i++)
        s->rows[i] /= largest;
    for (size_t i = 0; i < s->dimension; i++) {
        double mean = 0;
        for (size_t row = 0; row < s->count; row++)
            mean += s->rows[row * s->dimension + i] / (double)s->count;
        for (size_t row = 0; row < s->count; row++)
            s->rows[row * s->dimension + i] -= mean;
    }
    const double spread = descent__vector_max_abs(numbers, s->rows);
    if (spread <= 4 * DBL_EPSILON) /* what the mean's rounding leaves of equal points */
        return false;
    for (size_t i = 0; i < numbers; i++)
        s->rows[i] /= spread;
    return true;
}

static void multiply(sample *s)
{
    for (size_t i = 0; i < s->count; i++)
        for (size_t j = 0; j < s->count; j++) {
            s->vectors[i][j] = i == j;
            s->gram[i][j] =
                j < i ? s->gram[j][i]
                      : descent__vector_dot(s->dimension, s->rows + i * s->dimension, s->rows + j * s->dimension);
        }
}

/* Turns rows and columns p and q so that gram[p][q] becomes 0 (Jacobi 1846; Golub and Van Loan 2013, 8.5.2). */
static void turn(sample *s, size_t p, size_t q)
{
    const double tau = (s->gram[q][q] - s->gram[p][p]) / (2 * s->gram[p][q]);
    const double t = (tau >= 0 ? 1 : -1) / (fabs(tau) + sqrt(1 + tau * tau));
    const double cosine = 1 / sqrt(1 + t * t), sine = t * cosine;
    for (size_t k = 0; k < s->count; k++) {
        const double a = s->gram[k][p], b = s->gram[k][q];
        s->gram[k][p] = cosine * a - sine * b;
        s->gram[k][q] = sine * a + cosine * b;
    }
    for (size_t k = 0; k < s->count; k++) {
        const double a = s->gram[p][k], b = s->gram[q][k];
        s->gram[p][k] = cosine * a - sine * b;
        s->gram[q][k] = sine * a + cosine * b;
        const double u = s->vectors[k][p], v = s->vectors[k][q];
        s->vectors[k][p] = cosine * u - sine * v;
        s->vectors[k][q] = sine * u + cosine * v;
    }
}

static double trace(const sample *s)
{
    double sum = 0;
    for (size_t i = 0; i < s->count; i++)
        sum += s->gram[i][i];
    return sum;
}

static void diagonalise(sample *s)
{
    const double negligible = DBL_EPSILON * trace(s);
    for (int sweep = 0, turned = 1; sweep < most_sweeps && turned; sweep++) {
        turned = 0;
        for (size_t p = 0; p < s->count; p++)
            for (size_t q = p + 1; q < s->count; q++)
                if (fabs(s->gram[p][q]) > negligible) {
                    turn(s, p, q);
                    turned = 1;
                }
    }
}

static size_t largest_but(const sample *s, size_t skipped)
{
    size_t best = skipped == 0 ? 1 : 0;
    for (size_t i = 0; i < s->count; i++)
        if (i != skipped && s->gram[i][i] > s->gram[best][best])
            best = i;
    return best;
}

/* Scales to length 1, the largest component positive. */
static void normalise(size_t n, double *axis)
{
    size_t largest = 0;
    for (size_t i = 1; i < n; i++)
        if (fabs(axis[i]) > fabs(axis[largest]))
            largest = i;
    const double length = copysign(descent__vector_norm(n, axis), axis[largest]);
    for (size_t i = 0; i < n; i++)
        axis[i] /= length;
}

static void combine(const sample *s, size_t column, double *axis)
{
    descent__vector_fill(s->dimension, 0, axis);
    for (size_t row = 0; row < s->count; row++)
        descent__vector_add_scaled(s->dimension, s->vectors[row][column], s->rows + row * s->dimension, axis);
}

/* The coordinate direction in which the first axis has least, made orthogonal to it. Returns which coordinate it is. */
static size_t across(size_t n, const double *first, double *second)
{
    size_t least = 0;
    for (size_t i = 1; i < n; i++)
        if (fabs(first[i]) < fabs(first[least]))
            least = i;
    descent__vector_fill(n, 0, second);
    second[least] = 1;
    descent__vector_add_scaled(n, -first[least], first, second);
    return least;
}

static void take_axes(const sample *s, double *const axis[2], double share[2], size_t *toward)
{
    const double total = trace(s);
    const size_t first = largest_but(s, s->count);
    combine(s, first, axis[0]);
    normalise(s->dimension, axis[0]);
    share[0] = s->gram[first][first] / total;
    const size_t second = largest_but(s, first);
    share[1] = fmax(0, s->gram[second][second] / total);
    *toward = s->dimension;
    if (share[1] > negligible_share)
        combine(s, second, axis[1]);
    else
        *toward = across(s->dimension, axis[0], axis[1]);
    descent__vector_add_scaled(s->dimension, -descent__vector_dot(s->dimension, axis[0], axis[1]), axis[0], axis[1]);
    normalise(s->dimension, axis[1]);
}

descent_status descent__principal_axes(size_t dimension, const descent_path *const *paths, const descent__rows *rows,
                                       size_t path_count, double *const axis[2], double share[2], size_t *toward)
{
    sample *s = calloc(1, sizeof *s);
    const size_t bytes = descent__array_bytes(dimension, most_rows, sizeof(double));
    double *points = bytes ? malloc(bytes) : NULL;
    descent_status status = DESCENT_SUCCESS;
    if (!s || !points) {
        status = descent__fail_memory("points of the principal components", bytes);
    } else {
        s->dimension = dimension;
        s->rows = points;
        collect(s, paths, rows, path_count);
        if (s->count < 2 || !centre(s)) {
            status = descent_fail(DESCENT_EINVAL, "path must have two finite points that differ, for the plane of its "
                                                  "principal components");
        } else {
            multiply(s);
            diagonalise(s);
            take_axes(s, axis, share, toward);
        }
    }
    free(points);
    free(s);
    return status;
}
