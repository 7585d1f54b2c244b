#include "critical/large/tridiagonal.h"

#include <assert.h>
#include <float.h>
#include <math.h>

#include "base/scatter.h"
#include "base/vector.h"

enum {
    inverse_iterations = 3, /* one does from a generic start; a second and third, a cost, for one next to orthogonal */
    bisections = 120 /* a cost: more than it takes from Gershgorin's interval to neighbouring doubles near its ends */
};

/* A pivot of zero would stop the recurrences; this takes its place, far below the rounding of entries of about 1. */
static const double tiny = 1e-290;

/* At an eigenvalue the last pivot is rounding only: any small number does, because only the direction counts. Three
 * digits below ε, so that a pivot that is known stays. */
static const double smallest_pivot = DBL_EPSILON * 1e-3;

/* How many eigenvalues are below x (Sturm's sequence). */
static size_t count_below(size_t m, const double *a, const double *b, double x)
{
    size_t count = 0;
    double pivot = 1;
    for (size_t i = 0; i < m; i++) {
        const double coupling = i > 0 ? b[i - 1] : 0;
        pivot = a[i] - x - coupling * (coupling / pivot);
        if (fabs(pivot) < tiny)
            pivot = -tiny;
        count += pivot < 0;
    }
    return count;
}

double descent__tridiagonal_eigenvalue(size_t m, const double *a, const double *b, size_t k)
{
    assert(k < m);
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < m; i++) {
        const double radius = (i > 0 ? fabs(b[i - 1]) : 0) + (i + 1 < m ? fabs(b[i]) : 0);
        low = fmin(low, a[i] - radius);
        high = fmax(high, a[i] + radius);
    }
    for (int step = 0; step < bisections; step++) {
        const double middle = low / 2 + high / 2;
        if (middle <= low || middle >= high)
            break;
        if (count_below(m, a, b, middle) > k)
            high = middle;
        else
            low = middle;
    }
    return low / 2 + high / 2;
}

/* Solves (T − shift) y = y in place by Gaussian elimination with row exchanges. */
static void solve(size_t m, const double *a, const double *b, double shift, double *y, double *work)
{
    double *const pivot = work, *const upper = work + m, *const second = work + 2 * m;
    for (size_t i = 0; i < m; i++) {
        pivot[i] = a[i] - shift;
        upper[i] = i + 1 < m ? b[i] : 0;
        second[i] = 0;
    }
    for (size_t i = 0; i + 1 < m; i++) {
        const double below = b[i];
        if (fabs(pivot[i]) >= fabs(below)) {
            const double factor = fabs(pivot[i]) < tiny ? 0 : below / pivot[i];
            pivot[i + 1] -= factor * upper[i];
            y[i + 1] -= factor * y[i];
        } else { /* exchange rows i and i + 1 */
            const double factor = pivot[i] / below, diagonal = pivot[i + 1], right = y[i];
            pivot[i] = below;
            pivot[i + 1] = upper[i] - factor * diagonal;
            upper[i] = diagonal;
            second[i] = upper[i + 1];
            upper[i + 1] = -factor * second[i];
            y[i] = y[i + 1];
            y[i + 1] = right - factor * y[i + 1];
        }
    }
    for (size_t i = m; i-- > 0;) {
        const double known = (i + 1 < m ? upper[i] * y[i + 1] : 0) + (i + 2 < m ? second[i] * y[i + 2] : 0);
        const double divisor = fabs(pivot[i]) < smallest_pivot ? copysign(smallest_pivot, pivot[i]) : pivot[i];
        y[i] = (y[i] - known) / divisor;
    }
}

void descent__tridiagonal_vector(size_t m, const double *a, const double *b, double eigenvalue, double *vector,
                                 double *work)
{
    for (size_t i = 0; i < m; i++)
        vector[i] = 0.5 + descent__scatter(i);
    for (int iteration = 0; iteration < inverse_iterations; iteration++) {
        solve(m, a, b, eigenvalue, vector, work);
        const double norm = descent__vector_norm(m, vector);
        for (size_t i = 0; i < m; i++)
            vector[i] /= norm;
    }
}
