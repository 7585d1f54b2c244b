#include "critical/large/minres.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "critical/tolerances.h"

/* The QR factorisation of the growing tridiagonal matrix, one Givens rotation a step (Paige and Saunders 1975). */
typedef struct rotation {
    double cosine, sine;
    double carried; /* δ̄: what the last rotation left on the diagonal's right */
    double fill;    /* ε: what it filled in above that */
    double rest;    /* φ̄ = ‖Hp + g‖ */
} rotation;

/* Updates p with the new Lanczos vector; the directions are rotated by the caller. */
static void update(size_t n, rotation *r, double alpha, double beta, const double *v, double *last, double *older,
                   double *step)
{
    const double delta = r->cosine * r->carried + r->sine * alpha;
    const double diagonal = r->sine * r->carried - r->cosine * alpha;
    const double old_fill = r->fill;
    r->fill = r->sine * beta;
    r->carried = -r->cosine * beta;
    const double gamma = fmax(hypot(diagonal, beta), DBL_MIN);
    r->cosine = diagonal / gamma;
    r->sine = beta / gamma;
    const double share = r->cosine * r->rest;
    r->rest *= r->sine;
    for (size_t i = 0; i < n; i++)
        older[i] = (v[i] - old_fill * older[i] - delta * last[i]) / gamma;
    descent__vector_add_scaled(n, share, older, step);
}

descent_status descent__minres(descent__krylov *krylov, const double *gradient, double accuracy, double *step,
                               double *residual)
{
    const size_t n = krylov->dimension;
    double *previous = krylov->vectors[0], *current = krylov->vectors[1], *next = krylov->vectors[2];
    double *last = krylov->vectors[3], *older = krylov->vectors[4];
    const double norm = descent__vector_norm(n, gradient);
    rotation r = {.cosine = -1, .rest = 1};
    double beta = 0, largest = 0;
    *residual = norm > 0 ? 1 : 0;
    descent__vector_fill(n, 0, step);
    if (norm == 0)
        return DESCENT_SUCCESS;
    descent__vector_fill(n, 0, previous);
    descent__vector_fill(n, 0, last);
    descent__vector_fill(n, 0, older);
    for (size_t i = 0; i < n; i++)
        current[i] = -(gradient[i] / norm);
    while (krylov->products < krylov->product_limit && fabs(r.rest) > accuracy) {
        const descent_status status = descent__krylov_times(krylov, current, next);
        if (status != DESCENT_SUCCESS)
            return status;
        descent__vector_add_scaled(n, -beta, previous, next);
        const double alpha = descent__vector_dot(n, current, next);
        descent__vector_add_scaled(n, -alpha, current, next);
        beta = descent__vector_norm(n, next);
        largest = fmax(largest, fmax(fabs(alpha), beta));
        if (largest == 0) /* H maps the gradient to zero: no step changes it */
            break;
        update(n, &r, alpha, beta, current, last, older, step);
        double *const direction = older;
        older = last;
        last = direction;
        if (beta <= descent__exhausted_roundings * DBL_EPSILON * largest)
            break;
        for (size_t i = 0; i < n; i++)
            next[i] /= beta;
        double *const spare = previous;
        previous = current;
        current = next;
        next = spare;
    }
    for (size_t i = 0; i < n; i++)
        step[i] *= norm;
    *residual = fabs(r.rest);
    return DESCENT_SUCCESS;
}
