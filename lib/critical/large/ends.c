#include "critical/large/ends.h"

#include <assert.h>
#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "critical/hessian_product.h"
#include "critical/silence.h"
#include "critical/tolerances.h"

/* An end of the spectrum as it is looked at. */
typedef struct end_vector {
    const double *vector;
    double size;      /* |eigenvalue| */
    double along;     /* Newton's step along the vector */
    double uncertain; /* what noise may add to that */
} end_vector;

/*
 * Where the critical point may be, into vectors[2]: x + p, but exact along v, shifted to a side by what is uncertain
 * along v and across it. There MINRES has left the rest r = Hp + g, in which the smallest eigenvalues prevail; if they
 * are like this end's, the point is r/|λ| away.
 */
static descent_status place(descent__large *large, const descent__judgement *j, const end_vector *look, int side,
                            bool *moved)
{
    const size_t n = large->dimension;
    descent__krylov *const krylov = &large->krylov;
    const double *const step = krylov->vectors[descent__krylov_spare], *const v = look->vector;
    double *const rest = krylov->vectors[1], *const result = krylov->vectors[2];
    *moved = false;
    descent__vector_fill(n, 0, rest);
    if (descent__vector_max_abs(n, step) > 0) {
        const descent_status status = descent__krylov_times(krylov, step, rest);
        if (status != DESCENT_SUCCESS)
            return status;
    }
    descent__vector_add_scaled(n, 1, large->gradient, rest);
    descent__vector_add_scaled(n, -descent__vector_dot(n, v, rest), v, rest);
    const double length = descent__vector_norm(n, rest);
    const double across = length > 0 ? side * fmin(1 / look->size, j->loose / length) : 0;
    const double along = look->along + side * look->uncertain - descent__vector_dot(n, v, step);
    for (size_t i = 0; i < n; i++) {
        result[i] = large->point->x[i] + (step[i] + along * v[i] + across * rest[i]);
        *moved = *moved || result[i] != large->point->x[i];
    }
    return DESCENT_SUCCESS;
}

/* The largest ‖(H(y) − H(x))v‖ for such y; infinite if it cannot be had. */
static descent_status change_of(descent__large *large, const descent__judgement *j, const end_vector *look,
                                double *change)
{
    descent__krylov *const krylov = &large->krylov;
    double *const here = krylov->vectors[0], *const there = krylov->vectors[1], *const y = krylov->vectors[2];
    descent_status status = DESCENT_SUCCESS;
    *change = 0;
    for (int side = -1; side <= 1 && status == DESCENT_SUCCESS; side += 2) {
        bool moved;
        status = place(large, j, look, side, &moved);
        if (status != DESCENT_SUCCESS || !moved)
            continue;
        status = descent__hessian_times(&large->evaluator, large->point->x, look->vector, here, krylov->work);
        if (status == DESCENT_SUCCESS)
            status = descent__hessian_times(&large->evaluator, y, look->vector, there, krylov->work);
        krylov->products += 2;
        if (status == DESCENT_SUCCESS)
            *change = fmax(*change, descent__vector_distance(large->dimension, here, there));
    }
    if (status != DESCENT_SUCCESS)
        *change = INFINITY;
    return descent__is_final(status) ? status : DESCENT_SUCCESS;
}

static double smallest_end(const descent_critical_point *point)
{
    return fmin(fabs(point->eigenvalues[0]), fabs(point->eigenvalues[point->eigenvector_count]));
}

/*
 * Where along its eigenvector may the critical point be, and what becomes of the eigenvalue there? A null eigenvalue
 * needs no second look.
 */
static descent_status look_at_end(descent__large *large, const descent__judgement *j, const double *vector,
                                  descent__end_look *end)
{
    const bool given = large->point->tolerance_source == DESCENT_TOLERANCE_GIVEN;
    const double value = end->end.value;
    const double component = descent__vector_dot(large->dimension, vector, large->gradient);
    end_vector look = {.vector = vector, .size = fabs(value)};
    descent_status status = DESCENT_SUCCESS;
    end->end.tolerance = large->point->eigenvalue_tolerance;
    if (look.size > end->end.tolerance && !given) {
        double change, hidden = 0;
        const descent__direction direction = {large->point->x, large->gradient, vector, value};
        /* Where the gradient changes a few roundings away as it should, none of it is hidden. */
        if (j->stir < descent__silent_share * smallest_end(large->point))
            status = descent__hidden_slope(&large->evaluator, &direction,
                                           descent__noise_roundings * DBL_EPSILON * large->reference, j->loose,
                                           large->krylov.vectors[0], large->krylov.vectors[1], &hidden);
        if (status != DESCENT_SUCCESS)
            return status;
        look.along = fabs(component) > j->noise ? -component / value : 0;
        look.along = fabs(look.along) <= descent__locality * j->within ? look.along : 0;
        look.uncertain = fmin(fmax(fmax(j->noise, hidden), DBL_MIN) / look.size, j->loose);
        status = change_of(large, j, &look, &change);
        end->end.tolerance = fmax(end->end.tolerance, descent__safety * change);
    }
    end->near = look.size > end->end.tolerance ? fabs(component) <= j->within * look.size
                                               : fabs(component) <= j->noise + end->end.tolerance * j->within;
    return status;
}

descent_status descent__look_at_ends(descent__large *large, const descent__judgement *j, descent__end_look *low,
                                     descent__end_look *high)
{
    const descent_critical_point *const point = large->point;
    const double *const lowest = point->eigenvectors, *const highest = large->krylov.vectors[descent__krylov_highest];
    const size_t last = point->eigenvector_count;
    assert(point->eigenvalue_count == last + 1);
    low->end = (descent__spectrum_end){point->eigenvalues[0], point->residuals[0], j->ends.lower_bound, NAN};
    high->end = (descent__spectrum_end){point->eigenvalues[last], point->residuals[last], j->ends.upper_bound, NAN};
    const descent_status status = look_at_end(large, j, lowest, low);
    return status == DESCENT_SUCCESS ? look_at_end(large, j, highest, high) : status;
}
