#include "truth/many/linear.h"

#include <math.h>
#include <string.h>

/* √Σ, again with hypot() where squares are no numbers or lose digits. */
static double norm_of(size_t n, const double *x, const double *y)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        const double d = x[i] - (y ? y[i] : 0);
        sum += d * d;
    }
    if (sum > 1e-280 && sum < 1e280)
        return sqrt(sum);
    double norm = 0;
    for (size_t i = 0; i < n; i++)
        norm = hypot(norm, x[i] - (y ? y[i] : 0));
    return norm;
}

double length(size_t n, const double *x)
{
    return norm_of(n, x, NULL);
}

double apart(size_t n, const double *x, const double *y)
{
    return norm_of(n, x, y);
}

static void rotate(size_t n, double *A, double *V, size_t p, size_t q)
{
    if (fabs(A[p * n + q]) <= 0)
        return;
    const double theta = (A[q * n + q] - A[p * n + p]) / (2 * A[p * n + q]);
    const double t = fabs(theta) > 1e150 ? 0.5 / theta : copysign(1, theta) / (fabs(theta) + sqrt(theta * theta + 1));
    const double c = 1 / sqrt(t * t + 1), s = t * c;
    for (size_t k = 0; k < n; k++) {
        const double a = A[k * n + p], b = A[k * n + q];
        A[k * n + p] = c * a - s * b;
        A[k * n + q] = s * a + c * b;
    }
    for (size_t k = 0; k < n; k++) {
        const double a = A[p * n + k], b = A[q * n + k], v = V[k * n + p], w = V[k * n + q];
        A[p * n + k] = c * a - s * b;
        A[q * n + k] = s * a + c * b;
        V[k * n + p] = c * v - s * w;
        V[k * n + q] = s * v + c * w;
    }
}

bool jacobi(size_t n, const double *H, double *values, double *V)
{
    double A[most_variables * most_variables];
    for (size_t i = 0; i < n * n; i++) {
        A[i] = H[i];
        V[i] = i % (n + 1) == 0;
        if (!isfinite(H[i]))
            return false;
    }
    double off = 1;
    for (int sweep = 0; sweep < 40 && off > 0; sweep++) {
        off = 0;
        for (size_t p = 0; p < n; p++)
            for (size_t q = p + 1; q < n; q++) {
                off += fabs(A[p * n + q]);
                rotate(n, A, V, p, q);
            }
    }
    for (size_t i = 0; i < n; i++)
        values[i] = A[i * n + i];
    for (size_t i = 0; i < n; i++) /* in order */
        for (size_t j = i + 1; j < n; j++)
            if (values[j] < values[i]) {
                const double value = values[i];
                values[i] = values[j];
                values[j] = value;
                for (size_t k = 0; k < n; k++) {
                    const double v = V[k * n + i];
                    V[k * n + i] = V[k * n + j];
                    V[k * n + j] = v;
                }
            }
    return true;
}

/* The step −Σ v(v·g)/λ over directions that are not flat, with |λ| instead if `down`. */
static bool newton_step(const terrain *on, const double *x, double flat, bool down, double *step, double *values)
{
    const size_t n = on->n;
    double H[most_variables * most_variables], V[most_variables * most_variables], g[most_variables];
    terrain_hessian(on, x, H);
    terrain_gradient(on, x, g);
    if (!jacobi(n, H, values, V))
        return false;
    const double largest = fmax(fabs(values[0]), fabs(values[n - 1]));
    memset(step, 0, n * sizeof *step);
    for (size_t j = 0; j < n; j++) {
        double along = 0;
        for (size_t i = 0; i < n; i++)
            along += V[i * n + j] * g[i];
        if (!(fabs(values[j]) > flat * largest))
            continue;
        for (size_t i = 0; i < n; i++)
            step[i] -= V[i * n + j] * along / (down ? fabs(values[j]) : values[j]);
    }
    return isfinite(length(n, step));
}

newton_walk newton_from(const terrain *on, const double *x, double flat)
{
    newton_walk walk = {.arrived = false};
    const size_t n = on->n;
    memcpy(walk.x, x, n * sizeof *x);
    for (int k = 0; k < 100; k++) {
        double step[most_variables];
        if (!newton_step(on, walk.x, flat, false, step, walk.values))
            return walk;
        const double made = length(n, step);
        if (k == 0) {
            walk.first = made;
            walk.steepest = fmax(fabs(walk.values[0]), fabs(walk.values[n - 1]));
        }
        if (k == 1)
            walk.second = made;
        for (size_t i = 0; i < n; i++)
            walk.x[i] += step[i];
        if (made <= 1e-13 * fmax(length(n, walk.x), 1e-3 * length(n, x)) || made <= 1e-150) {
            double H[most_variables * most_variables], V[most_variables * most_variables];
            terrain_hessian(on, walk.x, H);
            walk.arrived = jacobi(n, H, walk.values, V);
            return walk;
        }
    }
    return walk;
}

bool minimum_below(const terrain *on, const double *x, double *minimum, double *values)
{
    const size_t n = on->n;
    memcpy(minimum, x, n * sizeof *x);
    double loss = terrain_loss(on, minimum);
    for (int k = 0; k < 300 && isfinite(loss); k++) {
        double step[most_variables], next[most_variables];
        if (!newton_step(on, minimum, 1e-14, true, step, values))
            return false;
        double part = 1, lower = NAN;
        for (; part > 1e-9; part /= 2) {
            for (size_t i = 0; i < n; i++)
                next[i] = minimum[i] + part * step[i];
            lower = terrain_loss(on, next);
            if (lower < loss)
                break;
        }
        if (!(lower < loss)) /* as low as it gets */
            return values[n - 1] > 0 && values[0] > -1e-7 * values[n - 1] &&
                   length(n, step) < 1e-3 * (1 + length(n, minimum));
        memcpy(minimum, next, n * sizeof *next);
        loss = lower;
        if (length(n, minimum) > 1e12)
            return false;
    }
    return false;
}
