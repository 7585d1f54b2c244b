/* Facts of critical points: near the end, the start and the middle of a run, and where its outlook ends; and how far off they are. */
#include "diagnosis/verdict/facts.h"

#include <math.h>

#include "base/vector.h"
#include "diagnosis/verdict/facts/asked.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "diagnosis/verdict/tiny_steps.h"
#include "rules/knowledge.h"

static const descent__destination nowhere = {.distance = NAN, .escaping = NAN, .rounding = NAN, .multiplier = NAN};

/*
 * Losses hide a point within the root of rounding; a gradient that is given points there until a step is as short as rounding. Of a
 * run that goes on by such a gradient no more counts as there, and no less than it asks for. Where its beginning is not known, nor is
 * how far it came; and at a degenerate point steps grow short by a power of the way.
 */
static void narrow_to_steps(descent__facts *facts)
{
    const descent__evidence *evidence = facts->evidence;
    const descent__destination *destination = &facts->destination;
    const descent__motion *motion = &facts->motion;
    if (!destination->point || destination->point->kind == DESCENT_CRITICAL_DEGENERATE ||
        facts->tolerance_by != DESCENT__TOLERANCE_BY_ROUNDING || facts->gave_up || evidence->steps[0] > 0 ||
        !descent__evaluator_has_gradient(&evidence->evaluator) || motion->count < 2 ||
        descent__is_at_rest(motion, facts->continued, evidence->finite))
        return;
    /* What a step takes of the distance: by theory, or as the last one did where none says so, or that it takes nothing. */
    const double factor = destination->multiplier;
    const bool told = factor > 0 && factor < 1;
    const double share = told ? 1 - factor : motion->lengths[motion->count - 2] / destination->distance;
    if (!(share > 0))
        return;
    facts->tolerance = fmin(facts->tolerance, fmax(facts->tolerance_asked, motion->floor / share));
    if (facts->tolerance <= facts->tolerance_asked)
        facts->tolerance_by = DESCENT__TOLERANCE_BY_EXTENT;
}

static void narrow_tolerance(descent__facts *facts, const descent_critical_point *point)
{
    if (!facts->evidence->gradient_known)
        return;
    const double tolerance = descent__destination_tolerance(facts->evidence, point, facts->tolerance);
    if (tolerance < facts->tolerance)
        facts->tolerance_by = DESCENT__TOLERANCE_BY_CURVATURES;
    facts->tolerance = tolerance;
}

/* Of an engine that recorded nothing one point is known; then its copy tells whether it comes nearer. */
static void follow(descent__facts *facts, descent__destination *destination)
{
    const descent__series *series = &facts->series;
    descent__destination_follow(facts->evidence, destination);
    if (destination->point && facts->continued && facts->evidence->finite == 1)
        destination->nearing = descent__vector_distance(series->n, descent__series_point(series, series->count - 1),
                                                        destination->point->x) < destination->distance;
}

const descent__destination *descent__facts_destination(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    if (!descent__facts_first_time(facts, DESCENT__FACT_DESTINATION))
        return &facts->destination;
    facts->destination = nowhere;
    if (!evidence->has_problem)
        return &facts->destination;
    descent__destination_find(evidence, evidence->x, &facts->destination);
    if (facts->destination.point && descent__facts_is_kink(facts, facts->destination.point)) {
        descent_critical_point_free(facts->destination.point);
        facts->destination = nowhere;
    }
    if (!descent__evidence_out_of_memory(evidence))
        follow(facts, &facts->destination);
    narrow_to_steps(facts);
    narrow_tolerance(facts, facts->destination.point);
    return &facts->destination;
}

static void find_flat(descent__facts *facts, double remaining)
{
    descent__evidence *evidence = facts->evidence;
    const double unseen = DESCENT__FLAT_UNSEEN / (evidence->step_size * (double)(evidence->step + 1));
    descent__destination found;
    descent__destination_find_within(evidence, evidence->x, DESCENT__FLAT_KNOWN * remaining, unseen > 0 ? unseen : 0,
                                     &found);
    if (found.point && found.point->kind == DESCENT_CRITICAL_DEGENERATE &&
        descent__lies_where_the_law_says(found.distance, remaining)) {
        facts->flat = found;
        follow(facts, &facts->flat);
    } else {
        descent_critical_point_free(found.point);
    }
}

const descent__destination *descent__facts_flat_destination(descent__facts *facts)
{
    const descent__destination *destination = descent__facts_destination(facts);
    const bool flat_already = destination->point && destination->point->kind == DESCENT_CRITICAL_DEGENERATE;
    if (descent__facts_first_time(facts, DESCENT__FACT_FLAT)) {
        facts->flat = nowhere;
        if (!flat_already && facts->evidence->has_problem)
            find_flat(facts, descent__facts_contraction(facts)->remaining);
    }
    return facts->flat.point ? &facts->flat : destination;
}

const descent__destination *descent__facts_centre(descent__facts *facts, const descent__series *series, size_t first,
                                                  double extent)
{
    descent__evidence *evidence = facts->evidence;
    if ((facts->measured & DESCENT__FACT_DESTINATION) && facts->destination.point)
        return &facts->destination;
    if (!descent__facts_first_time(facts, DESCENT__FACT_CENTRE))
        return &facts->centre;
    facts->centre = nowhere;
    double *mean = descent__evidence_numbers(evidence, evidence->n);
    if (!mean || !evidence->has_problem || evidence->random)
        return &facts->centre;
    descent__series_mean(series, first, mean);
    descent__destination found;
    descent__destination_find(evidence, mean, &found);
    if (!found.point)
        return &facts->centre;
    if (!descent__is_circled(descent__vector_distance(evidence->n, found.point->x, mean), extent)) {
        descent_critical_point_free(found.point);
        return &facts->centre;
    }
    facts->centre = found;
    descent__destination_follow(evidence, &facts->centre);
    /* What circles it may be off along any direction. */
    facts->centre.multiplier = 0;
    for (size_t k = 0; k < found.point->eigenvalue_count; k++)
        if (found.point->eigenvalues[k] > found.point->eigenvalue_tolerance && !found.point->curvature_jumps)
            facts->centre.multiplier =
                fmax(facts->centre.multiplier, descent__destination_modulus(evidence, found.point->eigenvalues[k]));
    return &facts->centre;
}

const descent__destination *descent__facts_goal(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    if (!descent__facts_first_time(facts, DESCENT__FACT_GOAL))
        return &facts->goal;
    facts->goal = nowhere;
    const descent__outlook *outlook = descent__facts_outlook(facts);
    if (!outlook->known || outlook->result != DESCENT__MAP_MOVED)
        return &facts->goal;
    descent__destination_find(evidence, descent__outlook_end(outlook), &facts->goal);
    if (!descent__evidence_out_of_memory(evidence))
        descent__destination_follow(evidence, &facts->goal);
    return &facts->goal;
}

const descent__destination *descent__facts_face(descent__facts *facts)
{
    const descent__outlook *outlook = descent__facts_outlook(facts);
    if (!descent__facts_first_time(facts, DESCENT__FACT_FACE))
        return &facts->face;
    facts->face = nowhere;
    if (outlook->known && outlook->result == DESCENT__MAP_MOVED)
        descent__face_find(facts->evidence, descent__outlook_end(outlook), descent__facts_slopes(facts)->largest,
                           &facts->face);
    return &facts->face;
}

/* Where tiny steps from the end lead, if that is a minimum beside where they have come. */
static void follow_slope(descent__facts *facts, descent__tiny_steps *down)
{
    descent__evidence *evidence = facts->evidence;
    const size_t n = evidence->n;
    descent__vector_copy(n, evidence->x, down->x);
    if (!descent__tiny_steps_ask(down, down->x, down->gradient))
        return;
    double mark = DESCENT__TINY_SLOW * descent__vector_norm(n, down->gradient);
    double length = descent__tiny_steps_first(down, facts->scale);
    for (int k = 0, looks = 0; k < DESCENT__MOST_TINY_STEPS && looks < DESCENT__TINY_LOOKS; k++) {
        const double norm = descent__vector_norm(n, down->gradient);
        if (norm <= mark) {
            descent__destination found;
            descent__destination_find(evidence, down->x, &found);
            const double come = descent__vector_distance(n, evidence->x, down->x);
            if (found.point && found.point->index == 0 && found.distance <= DESCENT__BESIDE_PART * come) {
                found.distance = descent__vector_distance(n, evidence->x, found.point->x);
                facts->below = found;
                return;
            }
            descent_critical_point_free(found.point);
            mark = DESCENT__TINY_SLOW * norm;
            looks++;
        }
        if (!(norm > 0) || !descent__tiny_steps_down(down, &length))
            return;
    }
}

const descent_critical_point *descent__facts_down_the_slope(descent__facts *facts)
{
    descent__evidence *evidence = facts->evidence;
    if (evidence->random || !evidence->gradient_known)
        return NULL;
    if (descent__facts_first_time(facts, DESCENT__FACT_BELOW)) {
        /* What fails or is too dear here is no failure of the run's, and was not asked for. */
        const bool exhausted = evidence->budget_exhausted;
        const int code = evidence->evaluator.callback_code;
        descent__tiny_steps down;
        facts->below = nowhere;
        if (descent__tiny_steps_open(evidence, descent__evidence_left(evidence) / DESCENT__BELOW_SHARE, &down))
            follow_slope(facts, &down);
        evidence->budget_exhausted = exhausted;
        evidence->evaluator.callback_code = code;
    }
    return facts->below.point;
}

const descent_critical_point *descent__facts_point_below(descent__facts *facts, const descent_critical_point *found)
{
    const descent__evidence *evidence = facts->evidence;
    /* A saddle may be what the slope leads by; a maximum is not. */
    const bool led_by = found && found->index > 0 && found->kind != DESCENT_CRITICAL_MAXIMUM;
    if (!found || led_by)
        return found;
    const descent_critical_point *const below = descent__facts_down_the_slope(facts);
    const double apart = below ? descent__vector_distance(evidence->n, below->x, found->x) : 0;
    return apart > DESCENT__BESIDE_PART * facts->below.distance ? below : found;
}

const descent_critical_point *descent__facts_point_near_start(descent__facts *facts)
{
    if (descent__facts_first_time(facts, DESCENT__FACT_NEAR_START)) {
        facts->near_start = nowhere;
        if (facts->evidence->has_problem && facts->evidence->finite > 0)
            descent__destination_find(facts->evidence, facts->evidence->points, &facts->near_start);
    }
    return facts->near_start.point;
}

const descent_critical_point *descent__facts_known_point(const descent__facts *facts)
{
    return facts->flat.point          ? facts->flat.point
           : facts->destination.point ? facts->destination.point
                                      : facts->centre.point;
}

const descent__destination *descent__facts_destination_of(const descent__facts *facts,
                                                          const descent_critical_point *point)
{
    const descent__destination *const known[] = {&facts->destination, &facts->flat, &facts->goal,
                                                 &facts->centre,      &facts->face, &facts->below};
    for (size_t k = 0; point && k < sizeof known / sizeof *known; k++)
        if (known[k]->point == point)
            return known[k];
    return NULL;
}

double descent__facts_late_distance(const descent__facts *facts, const double *point)
{
    const descent__evidence *evidence = facts->evidence;
    const size_t m = evidence->finite;
    double largest = 0;
    for (size_t row = m - (m + 3) / 4; row < m; row++)
        largest = fmax(largest, descent__vector_distance(evidence->n, descent__evidence_point(evidence, row), point));
    return largest;
}

double descent__facts_reached_distance(const descent__facts *facts, const descent__destination *destination)
{
    if (!descent__swings(facts->motion.cosine) && descent__rule_keeps_nothing(&facts->evidence->rule))
        return destination->distance;
    return fmax(destination->distance, descent__facts_late_distance(facts, destination->point->x));
}

static void free_unless_taken(descent__destination *found, const descent_critical_point *point,
                              const descent_critical_point *centre)
{
    if (found->point != point && found->point != centre)
        descent_critical_point_free(found->point);
    found->point = NULL;
}

void descent__facts_close(descent__facts *facts, const descent_critical_point *point,
                          const descent_critical_point *centre)
{
    descent__destination *const found[] = {&facts->destination, &facts->flat, &facts->centre, &facts->near_start,
                                           &facts->goal,        &facts->face, &facts->below};
    for (size_t k = 0; k < sizeof found / sizeof *found; k++)
        free_unless_taken(found[k], point, centre);
}
