#include "diagnosis/history/jumps.h"

#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/destination.h"

enum {
    most_long_steps = 64,   /* are looked at: a run of more goes to and fro, and no single jump explains it */
    most_overshoots = 16,   /* are followed, from the last one backward */
    most_tiny_steps = 400,  /* each may halve its length more than once */
    most_looks = 4,         /* at what is there where the tiny steps are slow */
    least_gradients = 4000, /* that must be left: a quarter of them may be spent, which pays for a dozen ways down */
    part_spent = 4          /* one part of so many */
};

/* A jump between valleys is seen in a picture: shorter steps, as parts of the path's extent, are not looked at. */
static const double long_part = 0.05;

/* Nor are those along which the slope changes by less than this part of itself: tiny steps would have gone the same way. */
static const double overshoot = 0.5;

/*
 * Tiny steps follow the slope if it changes by no more than this part of itself in each: x ← x − hg is Euler's method for
 * x' = −g, whose error a step is half of that change. After an even smaller change they grow.
 */
static const double most_change = 0.25;
static const double small_change = 0.1;
static const double lengthening = 1.5;

/* Where the slope has fallen to this part of what it was at first, or at the last look, may be another minimum. */
static const double slow_part = 0.01;

/* There is no nearness beyond this part of the way between two minima. */
static const double near_part = 0.1;

typedef struct tiny_steps {
    descent__evidence *evidence;
    const descent_critical_point *target; /* where the run ended, or will */
    double reach;                         /* around it, its curvatures tell the gradient */
    uint64_t gradients;                   /* that may still be asked for */
    double *x, *gradient, *next, *next_gradient;
} tiny_steps;

/* The slope's gradient at x; false if it is not to be had. */
static bool ask(tiny_steps *s, const double *x, double *gradient)
{
    if (s->gradients == 0)
        return false;
    s->gradients--;
    return descent__evaluate_gradient(&s->evidence->evaluator, x, gradient) == DESCENT_SUCCESS &&
           descent__vector_first_nonfinite(s->evidence->n, gradient) == s->evidence->n;
}

/* Is the slope at the end of a step quite another than at its begin? */
static bool overshoots(tiny_steps *s, const double *from, const double *to)
{
    const size_t n = s->evidence->n;
    return ask(s, from, s->gradient) && ask(s, to, s->next_gradient) &&
           descent__vector_distance(n, s->gradient, s->next_gradient) >
               overshoot * descent__vector_norm(n, s->gradient);
}

/* One tiny step against the slope, with a length that the change of the slope allows. False if it cannot be made. */
static bool step_down(tiny_steps *s, double *length)
{
    const size_t n = s->evidence->n;
    const double norm = descent__vector_norm(n, s->gradient);
    for (;;) {
        for (size_t i = 0; i < n; i++)
            s->next[i] = s->x[i] - *length * s->gradient[i];
        if (!ask(s, s->next, s->next_gradient))
            return false;
        const double change = descent__vector_distance(n, s->next_gradient, s->gradient) / norm;
        if (change <= most_change) {
            *length *= change < small_change ? lengthening : 1;
            break;
        }
        *length /= 2;
    }
    double *const x = s->x, *const gradient = s->gradient;
    s->x = s->next;
    s->next = x;
    s->gradient = s->next_gradient;
    s->next_gradient = gradient;
    return true;
}

/* The minimum beside s->x, the caller's, if that is not the target and so near that the slope leads there; else NULL. */
static descent_critical_point *other_minimum(tiny_steps *s)
{
    descent__destination found;
    descent__destination_find(s->evidence, s->x, &found);
    if (!found.point)
        return NULL;
    const double apart = descent__vector_distance(s->evidence->n, found.point->x, s->target->x);
    const double reach = descent__destination_reach(s->evidence, found.point, near_part * apart);
    if (found.point->kind == DESCENT_CRITICAL_MINIMUM && apart > s->reach && found.distance <= reach)
        return found.point;
    descent_critical_point_free(found.point);
    return NULL;
}

/*
 * Where do tiny steps from a point lead? True if to the target, or to another minimum, which is then the caller's; false if that
 * cannot be told.
 */
static bool follow(tiny_steps *s, const double *start, descent_critical_point **other)
{
    const size_t n = s->evidence->n;
    const double *const target = s->target->x;
    descent__vector_copy(n, start, s->x);
    *other = NULL;
    if (!ask(s, s->x, s->gradient))
        return false;
    double mark = slow_part * descent__vector_norm(n, s->gradient);
    double length = descent__vector_distance(n, start, target) / descent__vector_norm(n, s->gradient);
    for (int k = 0, looks = 0; k < most_tiny_steps && looks < most_looks; k++) {
        const double norm = descent__vector_norm(n, s->gradient);
        if (descent__vector_distance(n, s->x, target) <= s->reach)
            return true;
        if (norm <= mark) {
            *other = other_minimum(s);
            if (*other)
                return true;
            mark = slow_part * norm;
            looks++;
        }
        if (!(norm > 0) || !step_down(s, &length))
            return false;
    }
    return false;
}

/* Has the run come to a minimum, or will, whose curvatures are all known, and does nothing put the gradient in doubt? */
static bool is_to_be_told(const descent__evidence *evidence, const descent_diagnosis *diagnosis)
{
    const unsigned doubtful =
        DESCENT_FINDING_GRADIENT_MISMATCH | DESCENT_FINDING_GRADIENT_RANDOM | DESCENT_FINDING_KINK;
    const bool settles =
        diagnosis->ending == DESCENT_ENDING_CONVERGED || diagnosis->ending == DESCENT_ENDING_APPROACHING;
    return settles && diagnosis->point && diagnosis->point->kind == DESCENT_CRITICAL_MINIMUM &&
           diagnosis->point->eigenvector_count == evidence->n && !diagnosis->point->bound_multipliers &&
           evidence->has_problem && !evidence->random && evidence->evaluator.callback_code == 0 &&
           !evidence->options.no_trials && !(diagnosis->findings & doubtful) &&
           descent__evidence_left(evidence) >= least_gradients;
}

/* The rows that long steps led to which overshot, in order; how many. None of so many that nothing is told. */
static size_t find_overshoots(tiny_steps *s, double extent, size_t rows[most_long_steps])
{
    const descent__evidence *evidence = s->evidence;
    size_t longs[most_long_steps], long_count = 0, count = 0;
    for (size_t row = 1; row < evidence->finite; row++) {
        const double length = descent__vector_distance(evidence->n, descent__evidence_point(evidence, row - 1),
                                                       descent__evidence_point(evidence, row));
        if (!(length > long_part * extent) || evidence->steps[row] != evidence->steps[row - 1] + 1)
            continue;
        if (long_count == most_long_steps)
            return 0;
        longs[long_count++] = row;
    }
    for (size_t k = 0; k < long_count; k++)
        if (overshoots(s, descent__evidence_point(evidence, longs[k] - 1), descent__evidence_point(evidence, longs[k])))
            rows[count++] = longs[k];
    return count;
}

/* Where tiny steps lead from the begin and the end of a step: NULL for the target. */
typedef struct leading {
    bool told;
    bool differs;
    descent_critical_point *before, *after;
} leading;

static leading follow_both(tiny_steps *s, size_t row)
{
    leading l = {0};
    l.told = follow(s, descent__evidence_point(s->evidence, row), &l.after) &&
             follow(s, descent__evidence_point(s->evidence, row - 1), &l.before);
    if (l.told && l.before && l.after)
        l.differs = descent__vector_distance(s->evidence->n, l.before->x, l.after->x) > s->reach;
    else
        l.differs = l.told && (l.before || l.after);
    return l;
}

/* The last jump, into the valley of the target; and how many there were before, if that can be told of all. */
static bool find_last(tiny_steps *s, const size_t *rows, size_t count, descent_event *event)
{
    descent__evidence *const evidence = s->evidence;
    bool found = false, all = count <= most_overshoots;
    uint64_t jumps = 0, first = 0;
    for (size_t k = count; k-- > 0 && count - k <= most_overshoots;) {
        leading l = follow_both(s, rows[k]);
        const bool ends_elsewhere = !found && l.after;
        if (l.differs && !found && !l.after) {
            found = true;
            evidence->holdings->jumped = l.before;
            *event = (descent_event){.kind = DESCENT_EVENT_JUMPED,
                                     .last_step = evidence->steps[rows[k]],
                                     .value = NAN,
                                     .expected = NAN,
                                     .point = l.before};
            l.before = NULL;
        }
        descent_critical_point_free(l.before);
        descent_critical_point_free(l.after);
        if (l.differs) {
            jumps++;
            first = evidence->steps[rows[k]];
        }
        all = all && l.told;
        if (ends_elsewhere || !l.told)
            break;
    }
    event->count = all ? jumps : 1;
    event->first_step = all ? first : event->last_step;
    return found;
}

bool descent__jumps_find(descent__evidence *evidence, const descent_diagnosis *diagnosis, descent_event *event)
{
    if (!is_to_be_told(evidence, diagnosis))
        return false;
    double *const numbers = descent__evidence_numbers(evidence, 4 * evidence->n);
    if (!numbers)
        return false;
    const size_t n = evidence->n;
    /* What fails or is too dear here is no failure of the run's, and was not asked for. */
    const bool exhausted = evidence->budget_exhausted;
    const int code = evidence->evaluator.callback_code;
    tiny_steps s = {.evidence = evidence,
                    .target = diagnosis->point,
                    .gradients = descent__evidence_left(evidence) / part_spent,
                    .x = numbers,
                    .gradient = numbers + n,
                    .next = numbers + 2 * n,
                    .next_gradient = numbers + 3 * n};
    size_t rows[most_long_steps];
    const size_t count = find_overshoots(&s, diagnosis->diameter, rows);
    bool found = false;
    if (count > 0) {
        s.reach = descent__destination_reach(evidence, s.target, near_part * diagnosis->diameter);
        found = find_last(&s, rows, count, event);
    }
    evidence->budget_exhausted = exhausted;
    evidence->evaluator.callback_code = code;
    return found;
}
