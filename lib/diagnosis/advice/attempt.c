#include "diagnosis/advice/attempt.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/advice/theory.h"
#include "diagnosis/evidence/copies.h"
#include "diagnosis/explain/words.h"
#include "diagnosis/verdict/ahead/quadratic.h"
#include "diagnosis/verdict/families/ground.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"

enum {
    most_steps = 4000, /* as many as of a copy that the verdict follows with a smaller step size */
    least_steps = 200, /* made without an end: fewer show nothing of what the run does */
    least_calls = 100, /* that must be left: a copy may make a quarter of them, which is little enough */
    calm_steps = 64    /* in a row, each turned less than a right angle from the one before */
};

/* Along a valley a point is found where the search from there comes to the floor: is that, too, within tolerance? */
static bool finds_within(descent__evidence *evidence, const double *x, double tolerance)
{
    descent__destination found;
    descent__destination_find(evidence, x, &found);
    const bool within = found.point && found.distance <= tolerance;
    descent_critical_point_free(found.point);
    return within;
}

/* From `steps` on, the first step at which the place is found to be that near. */
static uint64_t steps_until_found(descent__evidence *evidence, descent_rule rule, const double *start, double tolerance,
                                  uint64_t steps, uint64_t limit)
{
    descent__map map;
    if (!descent__evidence_map_at_start(evidence, rule, &map))
        return steps;
    descent__map_place(&map, start, NULL, 0);
    for (uint64_t k = 0; k < limit; k++) {
        if (k >= steps && finds_within(evidence, map.state, tolerance))
            return k;
        if (descent__map_step(&map) != DESCENT__MAP_MOVED)
            return limit;
    }
    return limit;
}

/* From a start far out a part of the way is still so far out that the loss has no finite value there: whoever follows the advice to that
 * step has not arrived. */
static bool has_finite_loss(descent__evidence *evidence, const double *x)
{
    return descent__is_far_from_overflow(descent__vector_max_abs(evidence->n, x)) ||
           !descent__evaluator_has_loss(&evidence->evaluator) || isfinite(descent__evidence_loss_at(evidence, x));
}

/* The step from which on the copy stays within tolerance of where it rests, as the verdict asks of a run: momentum carries it
 * through and out again before. */
static uint64_t steps_until(descent__evidence *evidence, descent_rule rule, const double *start, const double *end,
                            double tolerance, uint64_t limit)
{
    descent__map map;
    if (!descent__evidence_map_at_start(evidence, rule, &map))
        return limit;
    descent__map_place(&map, start, NULL, 0);
    uint64_t within = 0;
    for (uint64_t k = 0; k < limit; k++) {
        if (!(descent__vector_distance(map.n, map.state, end) <= tolerance && has_finite_loss(evidence, map.state)))
            within = k + 1;
        if (descent__map_step(&map) != DESCENT__MAP_MOVED)
            return limit; /* the budget is spent */
    }
    return within;
}

/* What bounds a tolerance from above: that of the run, unless it never moved. Of a run that exploded it is no bound at
 * all, so a copy is measured by its own extent. */
static double bounded(double of_run, double tolerance)
{
    return of_run > 0 ? fmin(tolerance, of_run) : tolerance;
}

/* A step at rest, as a share of the tolerance: steps that shrink by up to 0.999 have less than a tolerance to go, since
 * 0.999/(1 − 0.999) of the last is left. */
static const double rest_part = 1e-3;

/* Is it lower there than at the start, or, where there is no loss, the gradient smaller? A wide circle turns as little at each step
 * as a way down does. */
static bool goes_down(descent__evidence *evidence, const double *start, const double *x)
{
    const size_t n = evidence->n;
    if (descent__evaluator_has_loss(&evidence->evaluator))
        return descent__evidence_loss_at(evidence, x) < descent__evidence_loss_at(evidence, start);
    double *gradient = descent__evidence_numbers(evidence, 2 * n);
    return gradient && descent__evidence_affords(evidence, 2) &&
           descent__evaluate_gradient(&evidence->evaluator, start, gradient) == DESCENT_SUCCESS &&
           descent__evaluate_gradient(&evidence->evaluator, x, gradient + n) == DESCENT_SUCCESS &&
           descent__vector_norm(n, gradient + n) < descent__vector_norm(n, gradient);
}

static void keep_point(const descent__map *map, descent__attempt_points *kept)
{
    if (kept && kept->count < kept->room)
        descent__vector_copy(map->n, map->state, kept->points + kept->count++ * map->n);
}

/* Steps on until it rests; the start is kept by who places the map. */
static bool come_to_rest(descent__evidence *evidence, descent__map *map, const double *start, double of_run,
                         descent__attempt *attempt, descent__attempt_points *kept)
{
    enum {
        resting_steps = 4 /* in a row: one or two may be the turning points of a swing */
    };
    const double part = evidence->options.distance_tolerance;
    const uint64_t affordable = descent__evidence_left(evidence) / 4;
    const uint64_t limit = affordable < most_steps ? affordable : most_steps;
    double *step = descent__evidence_numbers(evidence, map->n);
    uint64_t resting = 0;
    uint64_t forward = 0;
    while (step && attempt->steps < limit && resting < resting_steps) {
        const descent__map_result result = descent__map_step(map);
        if (result != DESCENT__MAP_MOVED) {
            attempt->ran = attempt->fled = result == DESCENT__MAP_NONFINITE;
            return false;
        }
        attempt->steps++;
        keep_point(map, kept);
        double along = 0;
        for (size_t i = 0; i < map->n; i++) {
            const double move = map->state[i] - map->before[i];
            along += move * step[i];
            step[i] = move;
        }
        forward = along > 0 ? forward + 1 : 0;
        attempt->extent = fmax(attempt->extent, descent__vector_distance(map->n, map->state, start));
        if (!(attempt->first_length > 0)) /* a rule with an empty memory may begin by standing */
            attempt->first_length = attempt->extent;
        if (attempt->extent > DESCENT__CERTAIN_GROWTH * attempt->first_length) {
            attempt->ran = attempt->fled = true;
            return false;
        }
        const double rest = rest_part * bounded(of_run, part * attempt->extent);
        const bool rests = descent__vector_norm(map->n, step) <= rest && has_finite_loss(evidence, map->state);
        resting = rests ? resting + 1 : 0;
    }
    attempt->ran = resting >= resting_steps || limit >= least_steps;
    attempt->calm = resting < resting_steps && forward >= calm_steps && goes_down(evidence, start, map->state);
    return resting >= resting_steps;
}

/* What is where the copy rests; its tolerance is within which it counts as there. */
static bool note_place(descent__evidence *evidence, const descent_critical_point *point, double tolerance,
                       descent__attempt *attempt)
{
    attempt->place = (descent__place){.noun = descent__words_kind(point), .tolerance = tolerance};
    attempt->place.x = descent__arena_copy(evidence->keep, evidence->n, point->x);
    attempt->kind = point->kind;
    attempt->probe = point->probe;
    return attempt->place.x != NULL;
}

/* The largest multiplier at the point, with the step size that the copy has now. */
static double rate_at(const descent_rule *rule, uint64_t step, const descent_critical_point *point)
{
    double step_size;
    return descent_rule_step_size(rule, step, &step_size) == DESCENT_SUCCESS
               ? descent__theory_rate(rule, step_size, point)
               : (double)NAN;
}

/* Where theory does not tell, the copy goes on for as long again. A rule that divides by the gradient's own past is
 * quiet for hundreds of steps before it swings; where that past fades while it rests it never stays for good. */
static bool stays(descent__evidence *evidence, descent__map *map, const descent__destination *found, double tolerance,
                  uint64_t steps)
{
    const uint64_t wanted = steps > least_steps ? steps : least_steps;
    if (wanted > descent__evidence_left(evidence) / 4 || descent__rule_forgets(evidence))
        return false;
    for (uint64_t k = 0; k < wanted; k++)
        if (descent__map_step(map) != DESCENT__MAP_MOVED ||
            descent__vector_distance(map->n, map->state, found->point->x) > tolerance)
            return false;
    return true;
}

/*
 * Does nothing curve there, and nothing rise however far it is looked? A run is said to have stalled on such ground, and a copy that
 * leapt to where all numbers have underflowed has found no minimum either.
 */
static bool is_level_ground(descent__evidence *evidence, const descent_critical_point *point, const double *x,
                            double extent)
{
    const double size = fmax(extent, descent__vector_max_abs(evidence->n, x));
    const double *direction;
    double fall;
    if (point->kind != DESCENT_CRITICAL_DEGENERATE || point->nullity < evidence->n)
        return false;
    /* Ground that could not be looked at is no bottom either. */
    return descent__ground_around(evidence, point, x, DESCENT__GROUND_NEAREST * (size > 0 ? size : 1), &direction,
                                  &fall) != DESCENT__GROUND_BOTTOM;
}

static void settle(descent__evidence *evidence, const descent__destination *found, const double *x, double tolerance,
                   descent__attempt *attempt)
{
    const descent_critical_point *point = found->point;
    /* A point at which the loss is not finite is not recommended. */
    const bool sound = !descent__evaluator_has_loss(&evidence->evaluator) || isfinite(point->loss);
    if (!(found->distance <= tolerance) || !sound || is_level_ground(evidence, point, x, attempt->extent) ||
        !note_place(evidence, point, tolerance, attempt))
        return;
    attempt->escape = descent__arena_copy(evidence->keep, evidence->n, point->escape);
    attempt->settled = attempt->escape || !point->escape;
    attempt->minimum =
        attempt->settled && (point->kind == DESCENT_CRITICAL_MINIMUM || point->probe == DESCENT_PROBE_FLAT);
}

/* A copy that has not come to rest, but nearer to a minimum that attracts it than it began: how long will it take? */
static void foresee(descent__evidence *evidence, const descent_rule *rule, const double *start,
                    const descent__destination *found, double tolerance, descent__attempt *attempt)
{
    const bool bottom = found->point->kind == DESCENT_CRITICAL_MINIMUM || found->point->probe == DESCENT_PROBE_FLAT;
    if (!bottom || rule->schedule.kind != DESCENT_SCHEDULE_CONSTANT ||
        !(found->distance < descent__vector_distance(evidence->n, start, found->point->x)))
        return;
    const double more =
        descent__theory_steps(found->distance, tolerance, descent__theory_rate(rule, rule->step_size, found->point));
    if (isfinite(more) && note_place(evidence, found->point, tolerance, attempt))
        attempt->steps_by_theory = (double)attempt->steps + more;
}

/* Looks for a point near the copy: returns within which it counts as there, as the verdict on the run that the advice asks for would
 * have it; or where only the place is asked for and not when it is there, at less cost, as its way tells. */
static double look_around(descent__evidence *evidence, const descent__map *map, double by_way, bool closely,
                          descent__destination *found)
{
    descent__destination_find(evidence, map->state, found);
    return closely ? descent__destination_tolerance(evidence, found->point, by_way) : by_way;
}

/* Within which it counts as there by the length of its way, but for rounding. */
static double by_way(const descent__evidence *evidence, const descent__map *map, double of_run,
                     const descent__attempt *attempt)
{
    return bounded(of_run, fmax(evidence->options.distance_tolerance * attempt->extent,
                                sqrt(DBL_EPSILON) * descent__vector_norm(map->n, map->state)));
}

/* What the copy has come to where it is now, if anything is found there; whether it rests. */
static void judge(descent__evidence *evidence, descent__map *map, const descent_rule *rule, const double *start,
                  const descent__destination *found, double tolerance, bool rests, descent__attempt *attempt)
{
    if (!found->point)
        return;
    /* Near an unstable point a copy is quiet for a while, too. */
    const double rate = rate_at(rule, attempt->steps, found->point);
    if (rests && (rate < 1 || (isnan(rate) && stays(evidence, map, found, tolerance, attempt->steps))))
        settle(evidence, found, map->state, tolerance, attempt);
    else if (!rests && rate < 1)
        foresee(evidence, rule, start, found, tolerance, attempt);
}

descent__attempt descent__attempt_follow(descent__evidence *evidence, descent_rule rule, const double *start,
                                         double of_run, descent__attempt_points *kept)
{
    descent__attempt attempt = {.steps_by_theory = NAN};
    descent__destination found = {.point = NULL};
    double tolerance = 0;
    descent__map map;
    if (evidence->options.no_trials || !evidence->restarts_trusted ||
        !descent__evidence_affords(evidence, least_calls) || !descent__evidence_map_at_start(evidence, rule, &map))
        return attempt;
    descent__map_place(&map, start, NULL, 0);
    keep_point(&map, kept);
    bool rests = come_to_rest(evidence, &map, start, of_run, &attempt, kept);
    if (attempt.ran && !attempt.fled)
        tolerance = look_around(evidence, &map, by_way(evidence, &map, of_run, &attempt), !kept, &found);
    /* It rests beside the length of its way, but the point has shorter ones: on until it rests beside these. */
    if (found.point && rests && found.distance > tolerance && tolerance < by_way(evidence, &map, of_run, &attempt)) {
        descent_critical_point_free(found.point);
        found.point = NULL;
        rests = come_to_rest(evidence, &map, start, tolerance, &attempt, kept);
        if (attempt.ran && !attempt.fled)
            tolerance = look_around(evidence, &map, tolerance, false, &found);
    }
    if (kept && kept->count <= attempt.steps)
        kept->count = 0;
    judge(evidence, &map, &rule, start, &found, tolerance, rests, &attempt);
    descent_critical_point_free(found.point);
    return attempt;
}

static void count_steps(descent__evidence *evidence, descent_rule rule, const double *start, descent__attempt *attempt)
{
    const double tolerance = attempt->place.tolerance;
    const uint64_t limit = attempt->steps;
    attempt->steps = steps_until(evidence, rule, start, attempt->place.x, tolerance, limit);
    if (attempt->kind == DESCENT_CRITICAL_DEGENERATE)
        attempt->steps = steps_until_found(evidence, rule, start, tolerance, attempt->steps, limit);
}

descent__attempt descent__attempt_run(descent__evidence *evidence, descent_rule rule, const double *start,
                                      double of_run)
{
    descent__attempt attempt = descent__attempt_follow(evidence, rule, start, of_run, NULL);
    if (attempt.settled)
        count_steps(evidence, rule, start, &attempt);
    return attempt;
}

double descent__attempt_steps(const descent__attempt *attempt)
{
    return attempt->settled ? (double)attempt->steps : attempt->steps_by_theory;
}

bool descent__attempt_leads_ahead(const descent_diagnosis *diagnosis, const descent__attempt *attempt)
{
    return (attempt->minimum || isfinite(attempt->steps_by_theory)) &&
           (diagnosis->ending != DESCENT_ENDING_APPROACHING ||
            descent__vector_distance(diagnosis->dimension, attempt->place.x, diagnosis->point->x) <=
                DESCENT__SAME_PLACE * attempt->place.tolerance);
}

void descent__attempt_note(descent_advice *advice, const descent__attempt *attempt)
{
    if (!attempt->settled)
        return;
    advice->verified = 1;
    advice->outcome = DESCENT_ENDING_CONVERGED;
    advice->outcome_steps = attempt->steps;
    advice->outcome_point = attempt->place.x;
}
