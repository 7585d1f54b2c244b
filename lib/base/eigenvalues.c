#include "base/eigenvalues.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* Rows and columns p, q of the matrix turned by the rotation (c, s; −s̄, c), from columns `first` on. */
static void rotate_rows(size_t n, double complex *a, size_t p, size_t first, double c, double complex s)
{
    double complex *upper = a + p * n;
    double complex *lower = upper + n;
    for (size_t j = first; j < n; j++) {
        const double complex u = upper[j];
        upper[j] = c * u + s * lower[j];
        lower[j] = -conj(s) * u + c * lower[j];
    }
}

static void rotate_columns(size_t n, double complex *a, size_t p, size_t last, double c, double complex s)
{
    for (size_t i = 0; i < last; i++) {
        const double complex u = a[i * n + p];
        a[i * n + p] = c * u + conj(s) * a[i * n + p + 1];
        a[i * n + p + 1] = -s * u + c * a[i * n + p + 1];
    }
}

/* The rotation that makes (a, b) into (r, 0). */
static void make_rotation(double complex a, double complex b, double *c, double complex *s)
{
    const double length = hypot(cabs(a), cabs(b));
    if (!(cabs(b) > 0)) {
        *c = 1;
        *s = 0;
    } else if (!(cabs(a) > 0)) {
        *c = 0;
        *s = conj(b) / cabs(b);
    } else {
        *c = cabs(a) / length;
        *s = a / cabs(a) * conj(b) / length;
    }
}

/* To Hessenberg form, by rotations that clear each column from its last entry upward. */
static void reduce(size_t n, double complex *a)
{
    for (size_t k = 0; k + 2 < n; k++) {
        for (size_t i = n - 1; i > k + 1; i--) {
            double c;
            double complex s;
            make_rotation(a[(i - 1) * n + k], a[i * n + k], &c, &s);
            rotate_rows(n, a, i - 1, k, c, s);
            a[i * n + k] = 0;
            rotate_columns(n, a, i - 1, n, c, s);
        }
    }
}

/* Wilkinson's shift: the eigenvalue of the last 2×2 block nearer to its last entry. */
static double complex shift_of(size_t n, const double complex *a, size_t end)
{
    const double complex p = a[(end - 1) * n + end - 1];
    const double complex q = a[(end - 1) * n + end];
    const double complex r = a[end * n + end - 1];
    const double complex t = a[end * n + end];
    const double complex half = (p - t) / 2;
    const double complex root = csqrt(half * half + q * r);
    const double complex sum = cabs(half + root) > cabs(half - root) ? half + root : half - root;
    return cabs(sum) > 0 ? t - q * r / sum : t;
}

static void sweep(size_t n, double complex *a, size_t begin, size_t end, double complex shift)
{
    double c = 1;
    double complex s = 0;
    double complex bulge = a[begin * n + begin] - shift;
    double complex below = a[(begin + 1) * n + begin];
    for (size_t k = begin; k < end; k++) {
        make_rotation(bulge, below, &c, &s);
        rotate_rows(n, a, k, k > begin ? k - 1 : k, c, s);
        rotate_columns(n, a, k, (k + 3 < end + 1 ? k + 3 : end + 1), c, s);
        if (k + 1 < end) {
            bulge = a[(k + 1) * n + k];
            below = a[(k + 2) * n + k];
        }
    }
}

static int compare_modulus(const void *left, const void *right)
{
    const double a = cabs(*(const double complex *)left);
    const double b = cabs(*(const double complex *)right);
    return (a > b) - (a < b);
}

/* The sizes of row and column k, without what both share. */
static void sizes_of(size_t n, const double complex *a, size_t k, double *row, double *column)
{
    *row = *column = 0;
    for (size_t j = 0; j < n; j++)
        if (j != k) {
            *row += cabs(a[k * n + j]);
            *column += cabs(a[j * n + k]);
        }
}

/* A row or a column with nothing beside the diagonal has its eigenvalue there, whatever the other holds, which is taken out. */
static void take_out(size_t n, double complex *a, size_t k)
{
    for (size_t j = 0; j < n; j++)
        if (j != k)
            a[k * n + j] = a[j * n + k] = 0;
}

/* The power of two by which column k is to grow, and row k to shrink, so that they are alike; 1 where they nearly are. */
static double factor_of(double row, double column)
{
    const double worth_it = 0.95; /* of the sum of both (Parlett and Reinsch 1969) */
    const double factor = exp2(floor(log2(row / column) / 2 + 0.5));
    return column * factor + row / factor < worth_it * (row + column) ? factor : 1;
}

/*
 * What a state is made of has units of its own, such as those of a squared gradient, and beside the largest entry the eigenvalues of
 * the small ones are rounding. Rows and columns are brought to like sizes, by powers of two, which round nothing.
 */
static void balance(size_t n, double complex *a)
{
    enum {
        most_rounds = 100 /* of which a few are needed */
    };
    bool changed = true;
    for (int round = 0; round < most_rounds && changed; round++) {
        changed = false;
        for (size_t k = 0; k < n; k++) {
            double row, column;
            sizes_of(n, a, k, &row, &column);
            const bool isolated = !(row > 0) || !(column > 0);
            const double factor = isolated ? 1 : factor_of(row, column);
            if (isolated)
                take_out(n, a, k);
            for (size_t j = 0; j < n && !isolated; j++) {
                a[k * n + j] /= factor;
                a[j * n + k] *= factor;
            }
            changed = changed || (isolated && row + column > 0) || factor < 1 || factor > 1;
        }
    }
}

bool descent__eigenvalues(size_t n, double complex *a, double complex *values)
{
    enum {
        sweeps_each = 60
    };
    double scale = 0;
    for (size_t i = 0; i < n * n; i++) {
        if (!isfinite(creal(a[i])) || !isfinite(cimag(a[i])))
            return false;
        scale = fmax(scale, cabs(a[i]));
    }
    for (size_t i = 0; i < n * n && scale > 0; i++)
        a[i] /= scale;
    balance(n, a);
    reduce(n, a);
    size_t end = n;
    size_t left = sweeps_each * n;
    while (end > 1) {
        size_t begin = end - 1;
        while (begin > 0) {
            const double size = cabs(a[begin * n + begin]) + cabs(a[(begin - 1) * n + begin - 1]);
            if (cabs(a[begin * n + begin - 1]) <= DBL_EPSILON * size + DBL_MIN)
                break;
            begin--;
        }
        if (begin > 0)
            a[begin * n + begin - 1] = 0;
        if (begin == end - 1) {
            end--;
            continue;
        }
        if (left-- == 0)
            return false;
        /* Every tenth sweep has an exceptional shift: with Wilkinson's alone some matrices repeat themselves for ever.
         * */
        const double complex shift =
            left % 10 == 9 ? (double complex)cabs(a[(end - 1) * n + end - 2]) : shift_of(n, a, end - 1);
        sweep(n, a, begin, end - 1, shift);
    }
    for (size_t i = 0; i < n; i++)
        values[i] = a[i * n + i] * (scale > 0 ? scale : 1);
    qsort(values, n, sizeof *values, compare_modulus);
    return true;
}

/* Solves the n×n system in `a` by elimination with pivoting; a pivot of zero is replaced by `tiny`. */
static void solve(size_t n, double complex *a, double complex *b, double tiny)
{
    for (size_t k = 0; k < n; k++) {
        size_t pivot = k;
        for (size_t i = k + 1; i < n; i++)
            if (cabs(a[i * n + k]) > cabs(a[pivot * n + k]))
                pivot = i;
        for (size_t j = 0; j < n && pivot != k; j++) {
            const double complex swap = a[k * n + j];
            a[k * n + j] = a[pivot * n + j];
            a[pivot * n + j] = swap;
        }
        const double complex swap = b[k];
        b[k] = b[pivot];
        b[pivot] = swap;
        if (cabs(a[k * n + k]) < tiny)
            a[k * n + k] = tiny;
        for (size_t i = k + 1; i < n; i++) {
            const double complex factor = a[i * n + k] / a[k * n + k];
            for (size_t j = k; j < n; j++)
                a[i * n + j] -= factor * a[k * n + j];
            b[i] -= factor * b[k];
        }
    }
    for (size_t k = n; k-- > 0;) {
        for (size_t j = k + 1; j < n; j++)
            b[k] -= a[k * n + j] * b[j];
        b[k] /= a[k * n + k];
    }
}

void descent__eigenvector(size_t n, const double *matrix, double complex value, double complex *work,
                          double complex *vector)
{
    double scale = cabs(value);
    for (size_t i = 0; i < n * n; i++)
        scale = fmax(scale, fabs(matrix[i]));
    const double tiny = scale > 0 ? DBL_EPSILON * scale : 1;
    for (size_t i = 0; i < n; i++)
        vector[i] = 1 + 0.1 * (double)i / (double)n;
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < n * n; i++)
            work[i] = matrix[i];
        for (size_t i = 0; i < n; i++)
            work[i * n + i] -= value;
        solve(n, work, vector, tiny);
        double largest = 0;
        for (size_t i = 0; i < n; i++)
            largest = fmax(largest, cabs(vector[i]));
        double sum = 0;
        for (size_t i = 0; i < n && largest > 0; i++) {
            vector[i] /= largest;
            sum += creal(vector[i] * conj(vector[i]));
        }
        for (size_t i = 0; i < n && largest > 0; i++)
            vector[i] /= sqrt(sum);
    }
}
