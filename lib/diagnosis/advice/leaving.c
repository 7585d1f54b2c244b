/* Ways out of a critical point that is no minimum: tried on copies that begin beside it. */
#include "diagnosis/advice/parts.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/advice/attempt.h"
#include "diagnosis/verdict/trial.h"

/* A push off a ridge or a saddle, as a part of a length: small beside it, and a thousand times the tolerance of arrival,
 * so that it is not taken for rounding. */
static const double push_part = 1e-3;

/* A push is at most this part of the way down to the lowest place along it: beyond, it would be no beginning. */
static const double most_of_the_way = 0.1;

/* The length is the path's diameter; but a run that came from far away has seen lengths that mean nothing at the saddle,
 * where the way down has a length of its own. */
double descent__advice_push(descent__evidence *evidence, const descent_diagnosis *diagnosis, const double *point,
                            const double *way)
{
    const double push = push_part * (diagnosis->diameter > 0 ? diagnosis->diameter : 1);
    const double reach = push / most_of_the_way;
    const double least = sqrt(DBL_EPSILON) * fmax(reach, descent__vector_norm(evidence->n, point));
    const descent__line line = descent__trial_line(evidence, point, way, least, reach);
    return line.known && !line.falls ? push_part * line.bottom : push;
}

/* The steepest way out and, where that leads to another saddle, all ways out at once. */
static double *all_ways_out(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    const descent_critical_point *point = diagnosis->point;
    const size_t n = evidence->n;
    double *way = descent__arena_numbers(evidence->keep, n);
    if (!way)
        return NULL;
    size_t ways = 0;
    for (size_t k = 0; k < point->eigenvector_count && point->eigenvalues[k] < -point->eigenvalue_tolerance;
         k++, ways++)
        descent__vector_add_scaled(n, 1, point->eigenvectors + k * n, way);
    const double length = descent__vector_norm(n, way);
    for (size_t i = 0; i < n && length > 0; i++)
        way[i] /= length;
    return ways > 1 && length > 0 ? way : NULL;
}

static descent__attempt leave_along(descent__evidence *evidence, descent_diagnosis *diagnosis, const double *way,
                                    double push)
{
    double *start = descent__evidence_numbers(evidence, evidence->n);
    if (!start || !evidence->has_rule)
        return (descent__attempt){.settled = false};
    for (size_t i = 0; i < evidence->n; i++)
        start[i] = diagnosis->point->x[i] + push * way[i];
    return descent__attempt_run(evidence, evidence->rule, start, diagnosis->tolerance);
}

void descent__advice_leave_saddle(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    descent_advice advice = descent__advice_blank();
    advice.direction = diagnosis->point->escape;
    advice.push = descent__advice_push(evidence, diagnosis, diagnosis->point->x, advice.direction);
    descent__attempt attempt = leave_along(evidence, diagnosis, advice.direction, advice.push);
    const double *all = attempt.minimum ? NULL : all_ways_out(evidence, diagnosis);
    if (all) {
        const descent__attempt other = leave_along(evidence, diagnosis, all, advice.push);
        if (other.minimum) {
            attempt = other;
            advice.direction = all;
        }
    }
    descent__attempt_note(&advice, &attempt);
    descent__advice_add(evidence, diagnosis,
                        attempt.settled ? DESCENT__ADVISE_PUSH_OFF_TRIED
                        : attempt.fled  ? DESCENT__ADVISE_PUSH_OFF_FLED
                                        : DESCENT__ADVISE_PUSH_OFF,
                        advice, &(descent__advice_numbers){.outcome = attempt.place});
}

void descent__advice_go_lower(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    const descent_critical_point *point = diagnosis->point;
    const size_t n = evidence->n;
    double *way = descent__arena_numbers(evidence->keep, n);
    if (!way)
        return;
    descent_advice advice = descent__advice_blank();
    advice.push = descent__vector_distance(n, point->lower_x, point->x);
    for (size_t i = 0; i < n; i++)
        way[i] = (point->lower_x[i] - point->x[i]) / advice.push;
    advice.direction = way;
    descent__attempt attempt =
        evidence->has_rule ? descent__attempt_run(evidence, evidence->rule, point->lower_x, diagnosis->tolerance)
                           : (descent__attempt){.settled = false};
    if (attempt.settled &&
        descent__vector_distance(n, attempt.place.x, point->x) <= DESCENT__SAME_PLACE * attempt.place.tolerance)
        attempt.settled = false; /* so near that it came back */
    descent__attempt_note(&advice, &attempt);
    descent__advice_add(evidence, diagnosis,
                        attempt.settled ? DESCENT__ADVISE_LOWER_POINT_TRIED
                        : attempt.fled  ? DESCENT__ADVISE_LOWER_POINT_FLED
                                        : DESCENT__ADVISE_LOWER_POINT,
                        advice, &(descent__advice_numbers){.outcome = attempt.place});
}
