#include "diagnosis/history/jumps.h"

#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/destination.h"
#include "diagnosis/verdict/tiny_steps.h"

enum {
    most_long_steps = 64,   /* are looked at: a run of more goes to and fro, and no single jump explains it */
    most_overshoots = 16,   /* are followed, from the last one backward */
    least_gradients = 4000, /* that must be left: a quarter of them may be spent, which pays for a dozen ways down */
    part_spent = 4          /* one part of so many: a cost */
};

/* A jump between valleys is seen in a picture: shorter steps, as parts of the path's extent, are not looked at. */
static const double long_part = 0.05;

/* Nor are those along which the slope changes by less than this part of itself: tiny steps would have gone the same way. */
static const double overshoot = 0.5;

/* There is no nearness beyond this part of the way between two minima. */
static const double near_part = 0.1;

typedef struct tiny_steps {
    descent__evidence *evidence;
    const descent_critical_point *target; /* where the run ended, or will */
    double reach;                         /* around it, its curvatures tell the gradient */
    descent__tiny_steps down;
} tiny_steps;

/* Is the slope at the end of a step quite another than at its begin? */
static bool overshoots(tiny_steps *s, const double *from, const double *to)
{
    const size_t n = s->evidence->n;
    descent__tiny_steps *const down = &s->down;
    return descent__tiny_steps_ask(down, from, down->gradient) &&
           descent__tiny_steps_ask(down, to, down->next_gradient) &&
           descent__vector_distance(n, down->gradient, down->next_gradient) >
               overshoot * descent__vector_norm(n, down->gradient);
}

/* The minimum beside s->down.x, the caller's, if that is not the target and so near that the slope leads there; else NULL. */
static descent_critical_point *other_minimum(tiny_steps *s)
{
    descent__destination found;
    descent__destination_find(s->evidence, s->down.x, &found);
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
    descent__vector_copy(n, start, s->down.x);
    *other = NULL;
    if (!descent__tiny_steps_ask(&s->down, s->down.x, s->down.gradient))
        return false;
    double mark = DESCENT__TINY_SLOW * descent__vector_norm(n, s->down.gradient);
    double length = descent__tiny_steps_first(&s->down, descent__vector_distance(n, start, target));
    for (int k = 0, looks = 0; k < DESCENT__MOST_TINY_STEPS && looks < DESCENT__TINY_LOOKS; k++) {
        const double norm = descent__vector_norm(n, s->down.gradient);
        if (descent__vector_distance(n, s->down.x, target) <= s->reach)
            return true;
        if (norm <= mark) {
            *other = other_minimum(s);
            if (*other)
                return true;
            mark = DESCENT__TINY_SLOW * norm;
            looks++;
        }
        if (!(norm > 0) || !descent__tiny_steps_down(&s->down, &length))
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
    tiny_steps s = {.evidence = evidence, .target = diagnosis->point};
    if (!descent__tiny_steps_open(evidence, descent__evidence_left(evidence) / part_spent, &s.down))
        return false;
    /* What fails or is too dear here is no failure of the run's, and was not asked for. */
    const bool exhausted = evidence->budget_exhausted;
    const int code = evidence->evaluator.callback_code;
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
