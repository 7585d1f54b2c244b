/* What the paragraphs of the explanation ask of a diagnosis again and again. */
#ifndef DESCENT_LIB_DIAGNOSIS_EXPLAIN_READING_H
#define DESCENT_LIB_DIAGNOSIS_EXPLAIN_READING_H

#include <float.h>
#include <math.h>
#include <stdbool.h>

#include <descent/diagnosis.h>

#include "base/ending.h"
#include "critical/point.h"
#include "diagnosis/explain/words.h"
#include "diagnosis/holdings.h"

/* The critical point where the run is or is heading, if anything is known of it but its place; else NULL. */
static inline const descent_critical_point *descent__explain_point(const descent_diagnosis *d)
{
    return d->point && (d->point->kind != DESCENT_CRITICAL_UNDETERMINED || d->point->eigenvalue_count > 0) ? d->point
                                                                                                           : NULL;
}

/* A point whose gradient is known to ±e lies within e/|λ|, by its flattest curvature that is known. */
static inline double descent__explain_doubt(const descent_critical_point *point)
{
    double flattest = INFINITY;
    for (size_t k = 0; k < point->eigenvalue_count; k++)
        if (fabs(point->eigenvalues[k]) > point->eigenvalue_tolerance)
            flattest = fmin(flattest, fabs(point->eigenvalues[k]));
    return point->gradient_error > 0 ? point->gradient_error / flattest : 0;
}

static inline double descent__explain_largest(size_t n, const double *x)
{
    double largest = 0;
    for (size_t i = 0; i < n; i++)
        largest = fmax(largest, fabs(x[i]));
    return largest;
}

/* How far off a point with curvatures every way may be: by so many times its own estimate, or by the rounding of its numbers and of
 * the way there. Infinity where it has none. */
static inline double descent__explain_error(const descent_diagnosis *d, const descent_critical_point *point)
{
    const double margin = 100, roundings = 64 * DBL_EPSILON;
    const double own = margin * fmax(point->distance, descent__explain_doubt(point));
    return descent__critical_point_curves_every_way(point) && isfinite(point->distance) && point->gradient_error > 0
               ? fmax(own, roundings * fmax(d->diameter, descent__explain_largest(point->dimension, point->x)))
               : (double)INFINITY;
}

/* A critical point, to the resolution of the diagnosis: what is nearer to zero than the tolerance is written as zero, unless it is
 * known better, as a small variable beside a large one is: the tolerance is a part of the extent of all. Of a run that left for
 * infinity it says nothing; there the point's own accuracy counts. */
static inline void descent__explain_place(char *text, const descent_diagnosis *d, const descent_critical_point *point)
{
    const double error = descent__explain_error(d, point);
    const double tolerance = descent__ending_leaves(d->ending) ? point->distance
                             : error < d->tolerance            ? error
                                                               : d->tolerance;
    descent__words_rounded_point(text, d->dimension, point->x, fmax(tolerance, descent__explain_doubt(point)));
}

/* A point to six digits of its largest component: what these do not show beside it is written as zero. */
static inline void descent__explain_six_digits(char *text, size_t n, const double *x)
{
    descent__words_rounded_point(text, n, x, 1e-6 * descent__explain_largest(n, x));
}

/* The last point. Beside the way of a run that comes to rest, what rounding leaves of a coordinate is nothing; one that goes off may be as
 * large as any. */
static inline void descent__explain_last_point(char *text, const descent_diagnosis *d)
{
    const double nothing = descent__ending_settles(d->ending) ? DBL_EPSILON * d->diameter : 0;
    descent__words_rounded_point(text, d->dimension, d->x, nothing);
}

/* Has only a copy come to the cycle, after the end of the run? */
static inline bool descent__explain_cycle_is_ahead(const descent_diagnosis *d)
{
    return d->cycle.period > 0 && d->pace.onset > d->steps;
}

enum {
    descent__explain_rounds = 2 /* by the run itself: fewer show no period */
};

/* Or been round it, where the run, of which every step is known, has hardly begun to? */
static inline bool descent__explain_will_oscillate(const descent_diagnosis *d)
{
    const descent__holdings *holdings = d->internal; /* NULL for a result that was made by hand */
    const bool seen_to_go_round = !holdings || !holdings->cycle_of_copy || d->rows <= d->steps ||
                                  d->steps - d->pace.onset >= descent__explain_rounds * d->cycle.period;
    return descent__explain_cycle_is_ahead(d) || (d->cycle.period > 0 && !seen_to_go_round);
}

/* Does the run follow plain gradient descent, x − ηg, as far as is known? */
static inline bool descent__explain_plain_rule(const descent_diagnosis *d)
{
    const descent__holdings *holdings = d->internal; /* NULL for a result that was made by hand */
    return holdings && holdings->plain_descent;
}

/* Is a factor one, to rounding? So many steps with it as anybody makes change a distance by a millionth. */
static const double descent__explain_one = 1e-13;

static inline bool descent__explain_is_one(double factor)
{
    return fabs(factor - 1) <= descent__explain_one;
}

/* Has the step size faded, so that near the critical point nothing moves any more, whatever the direction? */
static inline bool descent__explain_has_faded(const descent_diagnosis *d)
{
    if (!d->factors || !d->point || d->point->kind == DESCENT_CRITICAL_DEGENERATE)
        return false;
    for (size_t k = 0; k < d->point->eigenvalue_count; k++)
        if (!descent__explain_is_one(d->factors[k]) || (d->factors_imaginary && fabs(d->factors_imaginary[k]) > 0))
            return false;
    return d->point->eigenvalue_count > 0;
}

/* Does each step have a step size of its own? */
static inline bool descent__explain_step_size_changed(const descent_diagnosis *d)
{
    for (size_t k = 0; k < d->event_count; k++)
        if (d->events[k].kind == DESCENT_EVENT_STEP_SIZE)
            return true;
    return false;
}

/* Does a schedule change the step size, so that no factor of a step is that of the next? */
static inline bool descent__explain_is_scheduled(const descent_diagnosis *d)
{
    const descent__holdings *holdings = d->internal;
    return holdings && holdings->scheduled && descent__explain_step_size_changed(d);
}

/* Does the map keep volumes, so that runs that circle are drawn neither together nor apart? */
static inline bool descent__explain_keeps_volume(const descent_diagnosis *d)
{
    const descent__holdings *holdings = d->internal;
    return holdings && holdings->keeps_volume;
}

#endif
