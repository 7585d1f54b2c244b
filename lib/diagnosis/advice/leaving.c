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

/* The other way out: a way that bends down does so to either side, but what lies there need not be alike. */
static const double *other_side(descent__evidence *evidence, const double *direction)
{
    double *const way = descent__arena_numbers(evidence->keep, evidence->n);
    for (size_t i = 0; way && i < evidence->n; i++)
        way[i] = 0 - direction[i];
    return way;
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
    const double *const other_way = attempt.minimum ? NULL : other_side(evidence, advice.direction);
    bool one_way = false;
    if (other_way) {
        const descent__attempt other = leave_along(evidence, diagnosis, other_way, advice.push);
        if (other.minimum && other.settled) {
            attempt = other;
            advice.direction = other_way;
            one_way = true;
        }
    }
    descent__attempt_note(&advice, &attempt);
    descent__advice_add(evidence, diagnosis,
                        one_way           ? DESCENT__ADVISE_PUSH_OFF_ONE_WAY_TRIED
                        : attempt.settled ? DESCENT__ADVISE_PUSH_OFF_TRIED
                        : attempt.fled    ? DESCENT__ADVISE_PUSH_OFF_FLED
                                          : DESCENT__ADVISE_PUSH_OFF,
                        advice, &(descent__advice_numbers){.outcome = attempt.place});
}

enum {
    farther_tries = 3,  /* a thousandth of the path's extent, a hundredth, a tenth */
    farther_factor = 10 /* from try to try */
};

/*
 * A point `factor` times as far off along the directions in which the loss is flat. What bends away from them does so with the square
 * of the way, as in (y − x²)(y − 3x²), where no straight line leads down.
 */
static void go_farther(const descent_critical_point *point, double factor, double *x)
{
    const size_t n = point->dimension;
    descent__vector_copy(n, point->x, x);
    for (size_t i = 0; i < n; i++)
        x[i] += factor * factor * (point->lower_x[i] - point->x[i]);
    for (size_t k = 0; k < point->eigenvector_count; k++) {
        const double *const flat = point->eigenvectors + k * n;
        double part = 0;
        if (fabs(point->eigenvalues[k]) > point->eigenvalue_tolerance)
            continue;
        for (size_t i = 0; i < n; i++)
            part += (point->lower_x[i] - point->x[i]) * flat[i];
        descent__vector_add_scaled(n, part * factor * (1 - factor), flat, x);
    }
}

/* Of its distance from the point at first: a copy that comes so much farther is away from there. What crosses the point comes twice as
 * far. */
static const double away = 4;

/* Does a copy that began there get away from the point? One that stays as near as it began is no way to go. */
static bool gets_away(const descent__attempt *attempt, const descent_critical_point *point, double off)
{
    if (attempt->settled)
        return descent__vector_distance(point->dimension, attempt->place.x, point->x) >
               DESCENT__SAME_PLACE * attempt->place.tolerance;
    return attempt->fled || (attempt->ran && attempt->extent > away * off);
}

/* A try from farther off, and what became of it. */
typedef struct farther {
    const double *x; /* NULL: none got away */
    descent__attempt attempt;
} farther;

/*
 * So near to a flat point that the slope moves nothing, the lower point proves that it is no minimum, and helps nobody away. Farther
 * off that way a copy may get away: the first that comes to an end, or else the first that leaves.
 */
static farther try_farther(descent__evidence *evidence, descent_diagnosis *diagnosis, double near)
{
    const descent_critical_point *const point = diagnosis->point;
    farther best = {.x = NULL};
    double part = push_part;
    for (int k = 0; k < farther_tries; k++, part *= farther_factor) {
        const double factor = part * (diagnosis->diameter > 0 ? diagnosis->diameter : 1) / near;
        double *const x = descent__arena_numbers(evidence->keep, evidence->n);
        if (!x || !(factor > 1) || !isfinite(factor))
            continue;
        go_farther(point, factor, x);
        if (descent__evaluator_has_loss(&evidence->evaluator) &&
            !(descent__evidence_loss_at(evidence, x) < point->lower_loss))
            continue;
        const descent__attempt attempt = descent__attempt_run(evidence, evidence->rule, x, diagnosis->tolerance);
        if (!gets_away(&attempt, point, descent__vector_distance(evidence->n, x, point->x)))
            continue;
        if (!best.x || attempt.settled || attempt.fled)
            best = (farther){.x = x, .attempt = attempt};
        if (attempt.settled || attempt.fled)
            break;
    }
    return best;
}

static descent__advice_code code_of(const descent__attempt *attempt, bool farther_off)
{
    if (attempt->settled)
        return farther_off ? DESCENT__ADVISE_LOWER_FARTHER_TRIED : DESCENT__ADVISE_LOWER_POINT_TRIED;
    if (attempt->fled)
        return farther_off ? DESCENT__ADVISE_LOWER_FARTHER_FLED : DESCENT__ADVISE_LOWER_POINT_FLED;
    if (farther_off)
        return DESCENT__ADVISE_LOWER_FARTHER_LEAVES;
    return attempt->ran ? DESCENT__ADVISE_BEGIN_ELSEWHERE : DESCENT__ADVISE_LOWER_POINT;
}

void descent__advice_go_lower(descent__evidence *evidence, descent_diagnosis *diagnosis)
{
    const descent_critical_point *point = diagnosis->point;
    const size_t n = evidence->n;
    const double *from = point->lower_x;
    const double near = descent__vector_distance(n, from, point->x);
    double *way = descent__arena_numbers(evidence->keep, n);
    if (!way)
        return;
    descent__attempt attempt = evidence->has_rule
                                   ? descent__attempt_run(evidence, evidence->rule, from, diagnosis->tolerance)
                                   : (descent__attempt){.settled = false};
    if (attempt.settled && !gets_away(&attempt, point, near))
        attempt.settled = false; /* so near that it came back */
    if (attempt.ran && !attempt.settled && !attempt.fled) {
        const farther found = try_farther(evidence, diagnosis, near);
        attempt = found.x ? found.attempt : attempt;
        from = found.x ? found.x : from;
    }
    descent_advice advice = descent__advice_blank();
    advice.push = descent__vector_distance(n, from, point->x);
    for (size_t i = 0; i < n; i++)
        way[i] = (from[i] - point->x[i]) / advice.push;
    advice.direction = way;
    descent__attempt_note(&advice, &attempt);
    descent__advice_add(
        evidence, diagnosis, code_of(&attempt, from != point->lower_x), advice,
        &(descent__advice_numbers){.outcome = attempt.place, .begin = from, .copy_steps = attempt.steps});
}
