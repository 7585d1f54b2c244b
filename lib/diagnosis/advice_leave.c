/* Ways out of a critical point that is no minimum: tried on copies that begin beside it. */
#include "diagnosis/advice_parts.h"

#include "diagnosis/attempt.h"
#include "diagnosis/words.h"
#include "vector.h"

/* The steepest way out and, where that leads to another saddle, all ways out at once. */
static double *all_ways_out(descent_evidence *evidence)
{
    const descent_critical_point *point = evidence->diagnosis->point;
    const size_t n = evidence->n;
    double *way = descent_arena_numbers(evidence->keep, n);
    if (!way) {
        evidence->out_of_memory = true;
        return NULL;
    }
    size_t ways = 0;
    for (size_t k = 0; k < point->eigenvector_count && point->eigenvalues[k] < -point->eigenvalue_tolerance;
         k++, ways++)
        descent_vector_add_scaled(n, 1, point->eigenvectors + k * n, way);
    const double length = descent_vector_norm(n, way);
    for (size_t i = 0; i < n && length > 0; i++)
        way[i] /= length;
    return ways > 1 && length > 0 ? way : NULL;
}

static descent_attempt leave_along(descent_evidence *evidence, const double *way, double push)
{
    double *start = descent_evidence_numbers(evidence, evidence->n);
    if (!start || !evidence->has_rule)
        return (descent_attempt){.settled = false};
    for (size_t i = 0; i < evidence->n; i++)
        start[i] = evidence->diagnosis->point->x[i] + push * way[i];
    return descent_attempt_run(evidence, evidence->rule, start);
}

static void say_leave(descent_evidence *evidence, descent_advice *advice, const descent_attempt *attempt)
{
    char way[descent_point_text_size];
    descent_advice_way(evidence, way, advice->direction);
    const char *words = attempt->settled ? descent_attempt_words(evidence, attempt) : "";
    if (!words)
        descent_advice_say(evidence, advice, NULL);
    else if (attempt->settled)
        descent_advice_say(evidence, advice,
                           descent_arena_text(evidence->keep,
                                              "Push off%s, either way. Tried on a copy: pushed off by %.2g %s.", way,
                                              advice->push, words));
    else if (attempt->fled)
        descent_advice_say(
            evidence, advice,
            descent_arena_text(evidence->keep,
                               "Push off%s, either way. Tried on a copy: pushed off by %.2g it leaves for infinity, so "
                               "there may be no minimum that way.",
                               way, advice->push));
    else
        descent_advice_say(evidence, advice,
                           descent_arena_text(evidence->keep, "Push off%s, either way, and go on from there.", way));
}

void descent_advice_leave_saddle(descent_evidence *evidence)
{
    const descent_diagnosis *diagnosis = evidence->diagnosis;
    descent_advice *advice = descent_advice_add(evidence, DESCENT_ADVICE_LEAVE_SADDLE);
    if (!advice)
        return;
    advice->direction = diagnosis->point->escape;
    advice->push = 1e-3 * (diagnosis->diameter > 0 ? diagnosis->diameter : 1);
    descent_attempt attempt = leave_along(evidence, advice->direction, advice->push);
    const double *all = attempt.minimum ? NULL : all_ways_out(evidence);
    if (all) {
        const descent_attempt other = leave_along(evidence, all, advice->push);
        if (other.minimum) {
            attempt = other;
            advice->direction = all;
        }
    }
    descent_attempt_note(advice, &attempt);
    say_leave(evidence, advice, &attempt);
}

void descent_advice_go_lower(descent_evidence *evidence)
{
    const descent_critical_point *point = evidence->diagnosis->point;
    const size_t n = evidence->n;
    double *way = descent_arena_numbers(evidence->keep, n);
    descent_advice *advice = descent_advice_add(evidence, DESCENT_ADVICE_LEAVE_SADDLE);
    if (!way || !advice) {
        evidence->out_of_memory = true;
        return;
    }
    advice->push = descent_vector_distance(n, point->lower_x, point->x);
    for (size_t i = 0; i < n; i++)
        way[i] = (point->lower_x[i] - point->x[i]) / advice->push;
    advice->direction = way;
    descent_attempt attempt = evidence->has_rule ? descent_attempt_run(evidence, evidence->rule, point->lower_x)
                                                 : (descent_attempt){.settled = false};
    if (attempt.settled && descent_vector_distance(n, attempt.x, point->x) <= 10 * attempt.tolerance)
        attempt.settled = false; /* so near that it came back */
    descent_attempt_note(advice, &attempt);
    const char *words = attempt.settled ? descent_attempt_words(evidence, &attempt)
                        : attempt.fled  ? "it leaves for infinity: there may be no minimum that way"
                                        : "";
    descent_advice_say(
        evidence, advice,
        !words     ? NULL
        : words[0] ? descent_arena_text(evidence->keep, "Go on from the lower point. Tried on a copy: %s.", words)
                   : descent_arena_text(evidence->keep, "Go on from the lower point, or begin somewhere else."));
}
