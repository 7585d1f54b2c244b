#include "diagnosis/verdict/trial.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/evidence/copies.h"
#include "diagnosis/verdict/predicates.h"
#include "diagnosis/verdict/thresholds.h"
#include "problem/pole.h"
#include "trajectory/tolerances.h"

descent__trial descent__trial_start(descent__evidence *evidence, descent_rule rule, double extent, double rest,
                                    size_t steps)
{
    descent__trial trial = {.loss = NAN};
    descent__map map;
    if (evidence->random || !descent__evidence_map_at_start(evidence, rule, &map))
        return trial;
    trial.x = map.state;
    double envelope = 0;
    double earlier = INFINITY;
    bool growing = false;
    for (trial.steps = 0; trial.steps < steps;) {
        const descent__map_result result = descent__map_step(&map);
        if (result == DESCENT__MAP_NONFINITE) {
            trial.fate = DESCENT__FATE_ESCAPES;
            return trial;
        }
        if (result != DESCENT__MAP_MOVED)
            return trial;
        trial.steps++;
        envelope = fmax(envelope, descent__vector_distance(map.n, map.state, map.before));
        if (trial.steps % DESCENT__ENVELOPE_STEPS == 0) {
            growing = envelope > earlier;
            if (envelope <= rest) {
                trial.fate = DESCENT__FATE_SETTLES;
                return trial;
            }
            earlier = envelope;
            envelope = 0;
        }
    }
    const bool far = descent__has_escaped(descent__vector_distance(map.n, map.state, evidence->points), extent);
    trial.fate = far && growing ? DESCENT__FATE_ESCAPES : DESCENT__FATE_STAYS;
    return trial;
}

/* One side of a line: does the chord's slope grow with the length, as far as numbers go? */
static bool curves_on(descent__evidence *evidence, const double *x, const double *direction, double length, double loss)
{
    double *where = descent__evidence_numbers(evidence, evidence->n);
    double least = INFINITY;
    if (!where)
        return false;
    for (int k = 0; k < DESCENT__CURVED_LOOKS; k++, length *= DESCENT__CURVED_FACTOR) {
        for (size_t i = 0; i < evidence->n; i++)
            where[i] = x[i] + length * direction[i];
        const double value = descent__evidence_loss_at(evidence, where);
        if (isinf(value) && value > 0)
            return k > 0;
        const double curvature = (value - loss) / length / length;
        if (!(curvature > 0) || !descent__curves_as_much(curvature, least))
            return false;
        least = fmin(least, curvature);
    }
    return true;
}

bool descent__trial_curves_outward(descent__evidence *evidence, const double *x, const double *direction, double length)
{
    const double loss = descent__evidence_loss_at(evidence, x);
    if (evidence->random || !isfinite(loss) || !(length > 0))
        return false;
    return curves_on(evidence, x, direction, length, loss) && curves_on(evidence, x, direction, -length, loss);
}

bool descent__trial_stays_near(descent__evidence *evidence, const double *point, double radius, size_t steps)
{
    descent__map map;
    if (!evidence->copies_trusted || !descent__evidence_map_at_end(evidence, &map))
        return false;
    for (size_t k = 0; k < steps; k++)
        if (descent__map_step(&map) != DESCENT__MAP_MOVED || descent__vector_distance(map.n, map.state, point) > radius)
            return false;
    return true;
}

uint64_t descent__trial_arrives(descent__evidence *evidence, const double *point, double radius, double gradient_norm,
                                size_t steps)
{
    descent__map map;
    if (!evidence->copies_trusted || !descent__evidence_map_at_end(evidence, &map))
        return 0;
    for (size_t k = 1; k <= steps; k++) {
        if (descent__map_step(&map) != DESCENT__MAP_MOVED)
            return 0;
        if (isnan(gradient_norm)) {
            if (descent__vector_distance(map.n, map.state, point) <= radius)
                return k;
        } else if (descent__vector_norm(map.n, map.gradient) <= gradient_norm) {
            return k > 1 ? k - 1 : 1; /* the gradient is the one before the step */
        }
    }
    return 0;
}

descent__fate descent__trial_downhill(descent__evidence *evidence, const double *x, double extent, size_t steps)
{
    const size_t n = evidence->n;
    double *now = descent__evidence_numbers(evidence, 3 * n);
    if (!now || evidence->random || !(extent > 0) || !descent__evaluator_has_loss(&evidence->evaluator))
        return DESCENT__FATE_UNKNOWN;
    double *next = now + n;
    double *gradient = now + 2 * n;
    descent__vector_copy(n, x, now);
    double loss;
    if (!descent__evidence_affords(evidence, 3) ||
        descent__evaluate_loss(&evidence->evaluator, now, &loss) != DESCENT_SUCCESS)
        return DESCENT__FATE_UNKNOWN;
    double length = extent;
    double fallen[4] = {0};
    for (size_t k = 0; k < steps && descent__evidence_affords(evidence, 2); k++) {
        if (descent__evaluate_gradient(&evidence->evaluator, now, gradient) != DESCENT_SUCCESS)
            return DESCENT__FATE_UNKNOWN;
        const double slope = descent__vector_norm(n, gradient);
        if (!(slope > 0) || !isfinite(slope))
            return slope > 0 ? DESCENT__FATE_UNKNOWN : DESCENT__FATE_SETTLES;
        double lower = NAN;
        do {
            for (size_t i = 0; i < n; i++)
                next[i] = now[i] - length * (gradient[i] / slope);
            if (!descent__evidence_affords(evidence, 1) ||
                descent__evaluate_loss(&evidence->evaluator, next, &lower) != DESCENT_SUCCESS)
                return DESCENT__FATE_UNKNOWN;
            length /= 2;
        } while (!descent__falls_enough(loss, lower, length, slope) && length > DBL_EPSILON * extent);
        if (!(lower < loss))
            return DESCENT__FATE_SETTLES;
        if (isinf(lower))
            return DESCENT__FATE_ESCAPES;
        descent__vector_copy(n, next, now);
        fallen[descent__quarters * k / steps] += loss - lower;
        loss = lower;
        length *= DESCENT__DOWNHILL_AGAIN;
        if (descent__has_run_off(descent__vector_distance(n, now, x), extent))
            return DESCENT__FATE_ESCAPES;
    }
    /* In a curved valley short steps do not come far; but toward a minimum they would slow down. */
    const bool quickens = fallen[0] < fallen[1] && fallen[1] < fallen[2] && fallen[2] < fallen[3];
    return quickens && descent__vector_distance(n, now, x) > extent ? DESCENT__FATE_ESCAPES : DESCENT__FATE_STAYS;
}

/* The loss at x + t·direction, or without a loss the slope along it. */
static bool look(descent__evidence *evidence, const double *x, const double *direction, double t, double *where,
                 double *gradient, double *value)
{
    for (size_t i = 0; i < evidence->n; i++)
        where[i] = x[i] + t * direction[i];
    if (!descent__evidence_affords(evidence, 1))
        return false;
    if (descent__evaluator_has_loss(&evidence->evaluator))
        return descent__evaluate_loss(&evidence->evaluator, where, value) == DESCENT_SUCCESS;
    if (descent__evaluate_gradient(&evidence->evaluator, where, gradient) != DESCENT_SUCCESS)
        return false;
    *value = descent__vector_dot(evidence->n, gradient, direction);
    return true;
}

static bool slopes_down(descent__evidence *evidence, const double *direction, const double *where, double *gradient)
{
    return descent__evaluator_has_gradient(&evidence->evaluator) && descent__evidence_affords(evidence, 1) &&
           descent__evaluate_gradient(&evidence->evaluator, where, gradient) == DESCENT_SUCCESS &&
           descent__vector_dot(evidence->n, gradient, direction) <= 0;
}

descent__line descent__trial_line(descent__evidence *evidence, const double *x, const double *direction, double length,
                                  double reach)
{
    descent__line line = {.bottom = NAN};
    double *where = descent__evidence_numbers(evidence, 2 * evidence->n);
    if (!where || evidence->random || !(length > 0))
        return line;
    double *gradient = where + evidence->n;
    const bool has_loss = descent__evaluator_has_loss(&evidence->evaluator);
    double lowest;
    if (!look(evidence, x, direction, 0, where, gradient, &lowest))
        return line;
    double t = length;
    double at = 0;
    double before = lowest;
    double first = NAN;
    bool flat = false;
    for (int k = 0; k < DESCENT__MOST_DOUBLINGS && t <= reach; k++, t *= DESCENT__LINE_FACTOR) {
        double value;
        if (!look(evidence, x, direction, t, where, gradient, &value))
            return line;
        if (isnan(value))
            return line;
        /* Where large terms cancel, rounding makes the loss rise, too; then the slope does not. */
        if (has_loss ? descent__rises(value, lowest) && !slopes_down(evidence, direction, where, gradient)
                     : value > 0) {
            line.known = true;
            line.bottom = t / DESCENT__LINE_FACTOR;
            return line;
        }
        const double slope = has_loss ? (value - before) / (t - at) : value;
        before = value;
        at = t;
        first = isnan(first) ? slope : first;
        flat = flat || descent__is_level(slope, first);
        line.halts = line.halts || (flat && fabs(slope) > fabs(first));
        lowest = has_loss ? fmin(lowest, value) : value;
        if (isinf(value))
            break;
    }
    line.known = true;
    line.falls = true;
    return line;
}

enum {
    both_ends_twice = 4, /* their slopes, and their values */
    pole_looks = 3,      /* at the loss: two parts of the way toward a kink */
    smear_widths = 4     /* from a width before it on one side of the jump to a width after it on the other, twice */
};

/* Differences smear a jump over twice their width: between points that far apart all of it is still seen. 0 with a gradient. */
static double smeared_over(const descent__evidence *evidence, const double *a, const double *b)
{
    if (descent__evaluator_has_gradient(&evidence->evaluator))
        return 0;
    const double size = fmax(descent__vector_max_abs(evidence->n, a), descent__vector_max_abs(evidence->n, b));
    return smear_widths * sqrt((double)evidence->n) * descent__difference_step(&evidence->problem_in_units, size);
}

/* Across a kink the loss has values on both sides; where it ends, as log x does at 0, a formula may have slopes beyond. */
static bool has_values(descent__evidence *evidence, const double *a, const double *b)
{
    return !descent__evaluator_has_loss(&evidence->evaluator) ||
           (!isnan(descent__evidence_loss_at(evidence, a)) && !isnan(descent__evidence_loss_at(evidence, b)));
}

bool descent__trial_kink(descent__evidence *evidence, const double *a, const double *b)
{
    const size_t n = evidence->n;
    double *left = descent__evidence_numbers(evidence, 6 * n);
    double losses[pole_looks] = {NAN, NAN, NAN};
    if (!left || evidence->random ||
        !descent__evidence_affords(evidence, DESCENT__KINK_HALVINGS + both_ends_twice + pole_looks))
        return false;
    double *right = left + n;
    double *middle = left + 2 * n;
    double *left_gradient = left + 3 * n;
    double *right_gradient = left + 4 * n;
    double *middle_gradient = left + 5 * n;
    descent__vector_copy(n, a, left);
    descent__vector_copy(n, b, right);
    descent__evaluator *evaluator = &evidence->evaluator;
    if (descent__evaluate_gradient(evaluator, left, left_gradient) != DESCENT_SUCCESS ||
        descent__evaluate_gradient(evaluator, right, right_gradient) != DESCENT_SUCCESS)
        return false;
    const double whole = descent__vector_distance(n, left_gradient, right_gradient);
    const double narrowest = smeared_over(evidence, a, b);
    if (!(descent__vector_distance(n, a, b) > DESCENT__KINK_BEYOND_SMEAR * narrowest))
        return false;
    /* A smooth gradient changes less over each half; across a jump the difference stays what it is. */
    for (int k = 0; k < DESCENT__KINK_HALVINGS; k++) {
        for (size_t i = 0; i < n; i++)
            middle[i] = left[i] / 2 + right[i] / 2;
        if (descent__evaluate_gradient(evaluator, middle, middle_gradient) != DESCENT_SUCCESS)
            return false;
        if (descent__vector_distance(n, left_gradient, middle_gradient) >=
            descent__vector_distance(n, middle_gradient, right_gradient)) {
            descent__vector_copy(n, middle, right);
            descent__vector_copy(n, middle_gradient, right_gradient);
        } else {
            descent__vector_copy(n, middle, left);
            descent__vector_copy(n, middle_gradient, left_gradient);
        }
        if (!(descent__vector_distance(n, left, right) > narrowest))
            break;
        /* The gentler end is the farther one of a pole: at least half of what is between them. */
        const bool gentler = descent__vector_norm(n, left_gradient) < descent__vector_norm(n, right_gradient);
        if ((k + 1) % (DESCENT__KINK_HALVINGS / pole_looks) == 0)
            losses[k / (DESCENT__KINK_HALVINGS / pole_looks)] =
                descent__evidence_loss_at(evidence, gentler ? left : right);
    }
    return descent__jumps(descent__vector_distance(n, left_gradient, right_gradient), whole) &&
           has_values(evidence, left, right) &&
           !descent__leads_to_pole(losses[1] - losses[0], losses[2] - losses[1], losses[1]);
}

/* As descent__trial_domain_ends(); *falls: the loss nowhere rises, at the points that are asked, from inside to the edge. */
static bool domain_ends(descent__evidence *evidence, const double *inside, const double *outside, bool *falls)
{
    *falls = false;
    const size_t n = evidence->n;
    double *near = descent__evidence_numbers(evidence, 3 * n);
    if (!near || evidence->random || !descent__vector_is_finite(n, outside))
        return false;
    double *far = near + n, *middle = near + 2 * n;
    descent__vector_copy(n, inside, near);
    descent__vector_copy(n, outside, far);
    double last = descent__evidence_loss_at(evidence, near);
    bool rises = false;
    if (!isfinite(last) || !isnan(descent__evidence_loss_at(evidence, far)))
        return false;
    for (int k = 0; k < DESCENT__DOMAIN_HALVINGS && descent__evidence_affords(evidence, 1); k++) {
        for (size_t i = 0; i < n; i++)
            middle[i] = near[i] / 2 + far[i] / 2;
        const double loss = descent__evidence_loss_at(evidence, middle);
        descent__vector_copy(n, middle, isfinite(loss) ? near : far);
        rises = rises || (isfinite(loss) && loss > last);
        last = isfinite(loss) ? loss : last;
    }
    *falls = !rises;
    return descent__is_far_from_overflow(last);
}

bool descent__trial_domain_ends(descent__evidence *evidence, const double *inside, const double *outside)
{
    bool falls;
    return domain_ends(evidence, inside, outside, &falls);
}

bool descent__trial_falls_to_edge(descent__evidence *evidence, const double *inside, const double *outside)
{
    bool falls;
    return domain_ends(evidence, inside, outside, &falls) && falls;
}

/* ⟨along, J·across⟩·2·width by differences of the gradient around x; NaN if it cannot be had. */
static double bilinear(descent__evidence *evidence, const double *x, const double *along, const double *across,
                       double width, double *work)
{
    const size_t n = evidence->n;
    double *where = work;
    double *gradient = work + n;
    double difference = 0;
    for (int side = 1; side >= -1; side -= 2) {
        descent__vector_copy(n, x, where);
        descent__vector_add_scaled(n, side * width, across, where);
        if (descent__evaluate_gradient(&evidence->evaluator, where, gradient) != DESCENT_SUCCESS)
            return NAN;
        difference += side * descent__vector_dot(n, gradient, along);
    }
    return difference;
}

bool descent__trial_is_gradient(descent__evidence *evidence, const double *x, const double *step)
{
    const size_t n = evidence->n;
    double *across = descent__evidence_numbers(evidence, 3 * n);
    if (!across || !descent__evidence_affords(evidence, 4))
        return false;
    for (size_t i = 0; i < n; i++) /* no special direction */
        across[i] = cos(3 * (double)i + 1) / sqrt((double)n);
    const double width = DESCENT__SYMMETRY_WIDTH * descent__vector_distance(n, x, x - n);
    const double one = bilinear(evidence, x, step, across, width, across + n);
    const double other = bilinear(evidence, x, across, step, width, across + n);
    return descent__is_symmetric(one, other);
}
