#include "diagnosis/attempt.h"

#include <float.h>
#include <math.h>

#include "diagnosis/words.h"
#include "vector.h"

enum {
    most_steps = 4000,
    least_steps = 200, /* fewer prove nothing */
    calm_steps = 64    /* in a row that go on */
};

/* Steps the copy needs until it is within tolerance of where it rests. */
static uint64_t steps_until(descent_evidence *evidence, descent_rule rule, const double *start, const double *end,
                            double tolerance, uint64_t limit)
{
    descent_flow flow;
    if (!descent_evidence_flow_at_start(evidence, rule, &flow))
        return limit;
    descent_flow_place(&flow, start, NULL, 0);
    for (uint64_t k = 0; k < limit; k++)
        if (descent_vector_distance(flow.n, flow.state, end) <= tolerance ||
            descent_flow_step(&flow) != DESCENT_FLOW_MOVED)
            return k;
    return limit;
}

/* What bounds a tolerance from above: that of the run, unless it never moved. Of a run that exploded it is no bound at
 * all, so a copy is measured by its own extent. */
static double bounded(const descent_evidence *evidence, double tolerance)
{
    const double of_run = evidence->diagnosis->tolerance;
    return of_run > 0 ? fmin(tolerance, of_run) : tolerance;
}

/* A copy that got so many times as far as its first step took it does not come back. */
static const double far_away = 1e12;

/* Steps until it rests; its extent so far. */
static bool come_to_rest(descent_evidence *evidence, descent_flow *flow, const double *start, descent_attempt *attempt,
                         double *extent)
{
    enum {
        resting_steps = 4
    };
    const double part = evidence->options.distance_tolerance;
    const uint64_t affordable = descent_evidence_left(evidence) / 4;
    const uint64_t limit = affordable < most_steps ? affordable : most_steps;
    double *step = descent_evidence_numbers(evidence, flow->n);
    uint64_t resting = 0;
    uint64_t forward = 0;
    double first_length = 0;
    while (step && attempt->steps < limit && resting < resting_steps) {
        const descent_flow_result result = descent_flow_step(flow);
        if (result != DESCENT_FLOW_MOVED) {
            attempt->ran = attempt->fled = result == DESCENT_FLOW_NONFINITE;
            return false;
        }
        attempt->steps++;
        double along = 0;
        for (size_t i = 0; i < flow->n; i++) {
            const double move = flow->state[i] - flow->before[i];
            along += move * step[i];
            step[i] = move;
        }
        forward = along > 0 ? forward + 1 : 0;
        *extent = fmax(*extent, descent_vector_distance(flow->n, flow->state, start));
        first_length = attempt->steps == 1 ? *extent : first_length;
        if (*extent > far_away * first_length) {
            attempt->ran = attempt->fled = true;
            return false;
        }
        const double rest = 1e-3 * bounded(evidence, part * *extent);
        resting = descent_vector_norm(flow->n, step) <= rest ? resting + 1 : 0;
    }
    attempt->ran = resting >= resting_steps || limit >= least_steps;
    attempt->calm = resting < resting_steps && forward >= calm_steps;
    return resting >= resting_steps;
}

descent_attempt descent_attempt_run(descent_evidence *evidence, descent_rule rule, const double *start)
{
    descent_attempt attempt = {.steps = 0};
    descent_flow flow;
    if (!evidence->options.advise || !evidence->flow_trusted || !descent_evidence_affords(evidence, 100) ||
        !descent_evidence_flow_at_start(evidence, rule, &flow))
        return attempt;
    descent_flow_place(&flow, start, NULL, 0);
    double extent = 0;
    if (!come_to_rest(evidence, &flow, start, &attempt, &extent))
        return attempt;
    descent_limit found;
    descent_limit_find(evidence, flow.state, &found);
    if (!found.point)
        return attempt;
    const double tolerance = bounded(evidence, fmax(evidence->options.distance_tolerance * extent,
                                                    sqrt(DBL_EPSILON) * descent_vector_norm(flow.n, flow.state)));
    /* A place where the loss is none is no place to send anybody. */
    const bool sound = !descent_evaluator_has_loss(&evidence->evaluator) || isfinite(found.point->loss);
    if (found.distance <= tolerance && sound) {
        attempt.tolerance = tolerance;
        attempt.noun = descent_words_kind(found.point);
        attempt.x = descent_arena_copy(evidence->keep, evidence->n, found.point->x);
        attempt.escape = descent_arena_copy(evidence->keep, evidence->n, found.point->escape);
        attempt.settled = attempt.x && (attempt.escape || !found.point->escape);
        attempt.minimum = attempt.settled &&
                          (found.point->kind == DESCENT_CRITICAL_MINIMUM || found.point->probe == DESCENT_PROBE_FLAT);
        evidence->out_of_memory |= !attempt.settled;
    }
    descent_critical_point_free(found.point);
    if (attempt.settled)
        attempt.steps = steps_until(evidence, rule, start, attempt.x, tolerance, attempt.steps);
    return attempt;
}

void descent_attempt_note(descent_advice *advice, const descent_attempt *attempt)
{
    if (!advice || !attempt->settled)
        return;
    advice->verified = 1;
    advice->outcome = DESCENT_ENDING_CONVERGED;
    advice->outcome_steps = attempt->steps;
    advice->outcome_point = attempt->x;
}

const char *descent_attempt_place(descent_evidence *evidence, const descent_attempt *attempt)
{
    char where[descent_point_text_size];
    descent_plain_locale locale;
    if (!descent_plain_locale_enter(&locale))
        return NULL;
    descent_words_rounded_point(where, evidence->n, attempt->x, attempt->tolerance);
    descent_plain_locale_leave(&locale);
    return descent_arena_text(evidence->keep, "the %s at %s", attempt->noun, where);
}

const char *descent_attempt_words(descent_evidence *evidence, const descent_attempt *attempt)
{
    const char *place = descent_attempt_place(evidence, attempt);
    return place ? descent_arena_text(evidence->keep, "it converges to %s in %llu step%s", place,
                                      (unsigned long long)attempt->steps, attempt->steps == 1 ? "" : "s")
                 : NULL;
}
