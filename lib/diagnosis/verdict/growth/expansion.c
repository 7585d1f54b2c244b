#include "diagnosis/verdict/growth/expansion.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/evidence/copies.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "rules/knowledge.h"

enum {
    recent_points = 8, /* of a spell, evenly: seven ways between them, five triples for two unknowns */
    recent_steps = recent_points - 1
};

/* Points of the copy over a spell, and the ways between them in units of the last one. */
typedef struct trail {
    size_t n;
    size_t count;
    double *points;
    double *steps;
    double length; /* of the last step */
} trail;

/* Δ_{k+1} = near·Δ_k + far·Δ_{k−1}, with the largest relative error of a step. */
typedef struct linear_law {
    double near;
    double far;
    double misfit;
} linear_law;

static bool measure_steps(trail *recent)
{
    const size_t n = recent->n;
    const double *last = recent->points + recent_steps * n;
    if (recent->count < recent_points)
        return false;
    recent->length = descent__vector_distance(n, last, last - n);
    if (!(recent->length > 0) || !isfinite(recent->length))
        return false;
    for (size_t k = 0; k < recent_steps * n; k++)
        recent->steps[k] = (recent->points[k + n] - recent->points[k]) / recent->length;
    return true;
}

static double misfit_of(const trail *recent, double near, double far)
{
    const size_t n = recent->n;
    double worst = 0;
    for (size_t k = 2; k < recent_steps; k++) {
        const double *step = recent->steps + k * n;
        double off = 0;
        double size = 0;
        for (size_t i = 0; i < n; i++) {
            const double error = step[i] - near * (step - n)[i] - far * (step - 2 * n)[i];
            off += error * error;
            size += step[i] * step[i];
        }
        worst = fmax(worst, off / size);
    }
    return fmax(sqrt(worst), DBL_EPSILON);
}

/* Least squares, with one factor where that tells the steps as well: then the second is not to be had. */
static linear_law fit(const trail *recent)
{
    const size_t n = recent->n;
    double yp = 0, pp = 0, yq = 0, pq = 0, qq = 0;
    for (size_t k = 2 * n; k < recent_steps * n; k++) {
        const double y = recent->steps[k];
        const double p = recent->steps[k - n];
        const double q = recent->steps[k - 2 * n];
        yp += y * p;
        pp += p * p;
        yq += y * q;
        pq += p * q;
        qq += q * q;
    }
    linear_law one = {.near = yp / pp};
    one.misfit = misfit_of(recent, one.near, 0);
    const double determinant = pp * qq - pq * pq;
    if (!(determinant > DESCENT__TELLING_DETERMINANT * pp * qq))
        return one;
    linear_law two = {.near = (yp * qq - yq * pq) / determinant, .far = (yq * pp - yp * pq) / determinant};
    two.misfit = misfit_of(recent, two.near, two.far);
    return two.misfit < one.misfit ? two : one;
}

/* How far the law may be trusted ahead. A factor follows a nonlinear term as long as the distance changes little: of the
 * term itself the misfit shows the part by which the distance grew in the window, and with two factors the square of that.
 * The term grows like the square of the distance, and must stay small beside the growth of a step. */
static double leap_of(const linear_law *law, double factor, size_t length, double longest)
{
    const double change = fmin((double)length * (factor - 1), 1);
    const double seen = fabs(law->far) > 0 ? change * change : change;
    return fmin(sqrt(DESCENT__NONLINEAR_SHARE * (factor - 1) * seen / law->misfit), longest);
}

/* Puts the copy so many times as far from the point that it leaves, and what it remembers, too; 1 if it may not. */
static double leap(descent__map *map, trail *recent, double factor, size_t length, double longest)
{
    const size_t n = map->n;
    if (!measure_steps(recent))
        return 1;
    const linear_law law = fit(recent);
    const double times = leap_of(&law, factor, length, longest);
    const double sum = law.near + law.far;
    if (!(times >= DESCENT__LEAST_LEAP) || !(fabs(sum - 1) > 0))
        return 1;
    const double *last = recent->steps + (recent_steps - 1) * n;
    for (size_t i = 0; i < n; i++) {
        /* x − c of the law x_{k+1} − c = near·(x_k − c) + far·(x_{k−1} − c). */
        const double off = (sum * last[i] + law.far * (last - n)[i]) / (sum - 1);
        const double centre = map->state[i] - recent->length * off;
        map->state[i] = centre + times * (recent->length * off);
        if (map->rule.type->remembers_point)
            map->memory[0][i] = centre + times * (map->memory[0][i] - centre);
    }
    return times;
}

/* Only a rule whose step is linear in its state obeys such a law, and only with a memory that can be put elsewhere, too. */
static bool can_leap(const descent_rule *rule)
{
    return descent__rule_tells_multipliers(rule) && rule->schedule.kind == DESCENT_SCHEDULE_CONSTANT &&
           (descent__rule_keeps_nothing(rule) || rule->type->remembers_point);
}

static bool set_up(descent__evidence *evidence, descent__map *map, trail *recent)
{
    const size_t n = evidence->n;
    double *numbers = descent__evidence_numbers(evidence, (recent_points + recent_steps) * n);
    if (!numbers || !evidence->copies_trusted || !descent__evidence_map_at_end(evidence, map))
        return false;
    recent->n = n;
    recent->points = numbers;
    recent->steps = numbers + recent_points * n;
    return true;
}

/* Growth from spell to spell. Momentum swings, and a spell may end within a swing: twice it is made twice as long. */
typedef struct spell_lengths {
    size_t length;
    size_t made; /* steps of this one */
    double envelope;
    double earlier;
} spell_lengths;

/* After a spell: does it still grow? `factor`: by how much a step, if there was a spell to compare with, else NaN. */
static bool still_grows(spell_lengths *spells, double *factor)
{
    const bool grows = spells->envelope > spells->earlier;
    *factor = grows && spells->earlier > 0 ? pow(spells->envelope / spells->earlier, 1 / (double)spells->length) : NAN;
    if (!grows)
        spells->length *= 2;
    spells->earlier = fmax(spells->envelope, spells->earlier);
    spells->envelope = 0;
    spells->made = 0;
    return spells->length <= DESCENT__LONGEST_SPELL;
}

/* A leap counts once the spell after it has shown the growth of the one before: it may lead out of where the law holds, and
 * what grows there does so for another reason. Then it is taken back, and the next is shorter. */
typedef struct leaps {
    double *numbers;      /* what is saved */
    descent__state saved; /* the copy before the last leap */
    double earlier;       /* and its envelope */
    double factor;        /* growth of a step then; 0: no leap is to be confirmed */
    double longest;
} leaps;

bool descent__leap_is_confirmed(double before, double after)
{
    return log(after) <= DESCENT__LEAP_CONFIRMED * log(before);
}

static void leap_ahead(descent__map *map, trail *recent, leaps *made, spell_lengths *spells, double factor,
                       size_t length)
{
    made->saved = descent__map_save(map, made->numbers);
    made->earlier = spells->earlier;
    const double times = leap(map, recent, factor, length, made->longest);
    spells->earlier *= times;
    made->factor = times > 1 ? factor : 0;
}

static void take_back(descent__map *map, trail *recent, leaps *made, spell_lengths *spells)
{
    descent__map_restore(map, &made->saved);
    made->factor = 0;
    made->longest = sqrt(made->longest);
    spells->earlier = made->earlier;
    spells->envelope = 0;
    spells->made = 0;
    recent->count = 0;
}

/* The loss, now and then, while it is a number: beyond, it tells nothing of what the copy came from. */
static void note_loss(descent__evidence *evidence, const descent__map *map, double distance, double *looked,
                      descent__trial *trial)
{
    if (!(distance > DESCENT__ESCAPED * *looked))
        return;
    *looked = distance;
    const double loss = descent__evidence_loss_at(evidence, map->state);
    trial->loss = isfinite(loss) ? loss : trial->loss;
}

/* After a spell: leaps on, or takes the last leap back. False if the copy no longer grows. */
static bool end_spell(descent__map *map, trail *recent, leaps *made, spell_lengths *spells)
{
    double factor;
    const size_t length = spells->length;
    if (!still_grows(spells, &factor))
        return false;
    if (made->factor > 1 && !descent__leap_is_confirmed(made->factor, factor)) {
        take_back(map, recent, made, spells);
        return true;
    }
    made->factor = 0;
    if (factor > 1 && can_leap(&map->rule))
        leap_ahead(map, recent, made, spells, factor, length);
    recent->count = 0;
    return true;
}

descent__trial descent__expansion_follow(descent__evidence *evidence, double extent, size_t steps)
{
    descent__trial trial = {.loss = NAN};
    descent__map map;
    trail recent = {0};
    if (!set_up(evidence, &map, &recent))
        return trial;
    leaps made = {.numbers = descent__evidence_numbers(evidence, map.state_size), .longest = DESCENT__LONGEST_LEAP};
    if (!made.numbers)
        return trial;
    const double *start = descent__evidence_point(evidence, evidence->finite - 1);
    spell_lengths spells = {.length = DESCENT__ENVELOPE_STEPS};
    double looked = extent;
    trial.x = map.state;
    while (trial.fate == DESCENT__FATE_UNKNOWN && trial.steps < steps) {
        const descent__map_result result = descent__map_step(&map);
        const double distance = descent__vector_distance(map.n, map.state, start);
        const bool left = result == DESCENT__MAP_NONFINITE || descent__has_escaped_for_good(distance, extent);
        if (!left && result != DESCENT__MAP_MOVED)
            break;
        trial.steps++;
        if (left && made.factor > 1) {
            take_back(&map, &recent, &made, &spells);
            continue;
        }
        if (left) {
            trial.fate = DESCENT__FATE_ESCAPES;
            break;
        }
        note_loss(evidence, &map, distance, &looked, &trial);
        if ((spells.made + 1) % (spells.length / recent_points) == 0)
            descent__vector_copy(map.n, map.state, recent.points + recent.count++ * map.n);
        spells.envelope = fmax(spells.envelope, descent__vector_distance(map.n, map.state, map.before));
        if (++spells.made >= spells.length && !end_spell(&map, &recent, &made, &spells))
            trial.fate = DESCENT__FATE_STAYS;
    }
    return trial;
}
