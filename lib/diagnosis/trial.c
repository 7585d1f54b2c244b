#include "diagnosis/trial.h"

#include <float.h>
#include <math.h>

#include "vector.h"

enum {
    block = 32 /* steps between two looks at the envelope of the step lengths */
};

/* A copy that is still growing when its steps run out has escaped if it went so many path lengths; beyond the greater
 * number nobody waits for more. */
static const double least_growth = 1e3;
static const double most_growth = 1e60;

descent_trial descent_trial_growth(descent_evidence *evidence, double extent, size_t steps)
{
    descent_trial trial = {0};
    descent_flow flow;
    if (!evidence->flow_trusted || !descent_evidence_flow_at_end(evidence, &flow))
        return trial;
    const double *start = descent_evidence_point(evidence, evidence->finite - 1);
    trial.x = flow.state;
    double envelope = 0;
    double earlier = 0;
    double way = 0;
    for (trial.steps = 0; trial.steps < steps && !(way > most_growth * extent);) {
        const descent_flow_result result = descent_flow_step(&flow);
        if (result == DESCENT_FLOW_NONFINITE) {
            trial.fate = DESCENT_FATE_ESCAPES;
            return trial;
        }
        if (result == DESCENT_FLOW_FAILED)
            return trial;
        if (result == DESCENT_FLOW_BUDGET)
            break;
        trial.steps++;
        envelope = fmax(envelope, descent_vector_distance(flow.n, flow.state, flow.before));
        way = descent_vector_distance(flow.n, flow.state, start);
        if (trial.steps % block == 0) {
            if (!(envelope > earlier)) {
                trial.fate = DESCENT_FATE_STAYS;
                return trial;
            }
            earlier = envelope;
            envelope = 0;
        }
    }
    /* Not the first thousandfold decides: a run that leaves a saddle grows as far before it finds the next valley. */
    if (way > least_growth * extent)
        trial.fate = DESCENT_FATE_ESCAPES;
    return trial;
}

descent_trial descent_trial_start(descent_evidence *evidence, descent_rule rule, double extent, double rest,
                                  size_t steps)
{
    descent_trial trial = {0};
    descent_flow flow;
    if (evidence->random || !descent_evidence_flow_at_start(evidence, rule, &flow))
        return trial;
    trial.x = flow.state;
    double envelope = 0;
    double earlier = INFINITY;
    bool growing = false;
    for (trial.steps = 0; trial.steps < steps;) {
        const descent_flow_result result = descent_flow_step(&flow);
        if (result == DESCENT_FLOW_NONFINITE) {
            trial.fate = DESCENT_FATE_ESCAPES;
            return trial;
        }
        if (result != DESCENT_FLOW_MOVED)
            return trial;
        trial.steps++;
        envelope = fmax(envelope, descent_vector_distance(flow.n, flow.state, flow.before));
        if (trial.steps % block == 0) {
            growing = envelope > earlier;
            if (envelope <= rest) {
                trial.fate = DESCENT_FATE_SETTLES;
                return trial;
            }
            earlier = envelope;
            envelope = 0;
        }
    }
    const bool far = descent_vector_distance(flow.n, flow.state, evidence->points) > 1e3 * extent;
    trial.fate = far && growing ? DESCENT_FATE_ESCAPES : DESCENT_FATE_STAYS;
    return trial;
}

bool descent_trial_stays_near(descent_evidence *evidence, const double *point, double radius, size_t steps)
{
    descent_flow flow;
    if (!evidence->flow_trusted || !descent_evidence_flow_at_end(evidence, &flow))
        return false;
    for (size_t k = 0; k < steps; k++)
        if (descent_flow_step(&flow) != DESCENT_FLOW_MOVED ||
            descent_vector_distance(flow.n, flow.state, point) > radius)
            return false;
    return true;
}

uint64_t descent_trial_arrives(descent_evidence *evidence, const double *point, double radius, double gradient_norm,
                               size_t steps)
{
    descent_flow flow;
    if (!evidence->flow_trusted || !descent_evidence_flow_at_end(evidence, &flow))
        return 0;
    for (size_t k = 1; k <= steps; k++) {
        if (descent_flow_step(&flow) != DESCENT_FLOW_MOVED)
            return 0;
        if (isnan(gradient_norm)) {
            if (descent_vector_distance(flow.n, flow.state, point) <= radius)
                return k;
        } else if (descent_vector_norm(flow.n, flow.gradient) <= gradient_norm) {
            return k > 1 ? k - 1 : 1; /* the gradient is the one before the step */
        }
    }
    return 0;
}

descent_fate descent_trial_downhill(descent_evidence *evidence, const double *x, double extent, size_t steps)
{
    const size_t n = evidence->n;
    double *now = descent_evidence_numbers(evidence, 3 * n);
    if (!now || evidence->random || !(extent > 0) || !descent_evaluator_has_loss(&evidence->evaluator))
        return DESCENT_FATE_UNKNOWN;
    double *next = now + n;
    double *gradient = now + 2 * n;
    descent_vector_copy(n, x, now);
    double loss;
    if (!descent_evidence_affords(evidence, 3) ||
        descent_evaluate_loss(&evidence->evaluator, now, &loss) != DESCENT_SUCCESS)
        return DESCENT_FATE_UNKNOWN;
    double length = extent;
    double fallen[4] = {0};
    for (size_t k = 0; k < steps && descent_evidence_affords(evidence, 2); k++) {
        if (descent_evaluate_gradient(&evidence->evaluator, now, gradient) != DESCENT_SUCCESS)
            return DESCENT_FATE_UNKNOWN;
        const double slope = descent_vector_norm(n, gradient);
        if (!(slope > 0) || !isfinite(slope))
            return slope > 0 ? DESCENT_FATE_UNKNOWN : DESCENT_FATE_SETTLES;
        double lower = NAN;
        do {
            for (size_t i = 0; i < n; i++)
                next[i] = now[i] - length * (gradient[i] / slope);
            if (!descent_evidence_affords(evidence, 1) ||
                descent_evaluate_loss(&evidence->evaluator, next, &lower) != DESCENT_SUCCESS)
                return DESCENT_FATE_UNKNOWN;
            length /= 2;
            /* A tenth of what the slope promises must come true (Armijo 1966). */
        } while (!(lower <= loss - 0.2 * length * slope) && length > DBL_EPSILON * extent);
        if (!(lower < loss))
            return DESCENT_FATE_SETTLES;
        descent_vector_copy(n, next, now);
        fallen[4 * k / steps] += loss - lower;
        loss = lower;
        length *= 4;
        if (descent_vector_distance(n, now, x) > 1e6 * extent)
            return DESCENT_FATE_ESCAPES;
    }
    /* In a curved valley short steps do not come far; but toward a minimum they would slow down. */
    const bool quickens = fallen[0] < fallen[1] && fallen[1] < fallen[2] && fallen[2] < fallen[3];
    return quickens && descent_vector_distance(n, now, x) > extent ? DESCENT_FATE_ESCAPES : DESCENT_FATE_STAYS;
}

/* The loss at x + t·direction, or without a loss the slope along it. */
static bool look(descent_evidence *evidence, const double *x, const double *direction, double t, double *where,
                 double *gradient, double *value)
{
    for (size_t i = 0; i < evidence->n; i++)
        where[i] = x[i] + t * direction[i];
    if (!descent_evidence_affords(evidence, 1))
        return false;
    if (descent_evaluator_has_loss(&evidence->evaluator))
        return descent_evaluate_loss(&evidence->evaluator, where, value) == DESCENT_SUCCESS;
    if (descent_evaluate_gradient(&evidence->evaluator, where, gradient) != DESCENT_SUCCESS)
        return false;
    *value = descent_vector_dot(evidence->n, gradient, direction);
    return true;
}

static bool slopes_down(descent_evidence *evidence, const double *direction, const double *where, double *gradient)
{
    return descent_evaluator_has_gradient(&evidence->evaluator) && descent_evidence_affords(evidence, 1) &&
           descent_evaluate_gradient(&evidence->evaluator, where, gradient) == DESCENT_SUCCESS &&
           descent_vector_dot(evidence->n, gradient, direction) <= 0;
}

descent_line descent_trial_line(descent_evidence *evidence, const double *x, const double *direction, double length,
                                double reach)
{
    enum {
        most_doublings = 400
    };
    descent_line line = {.bottom = NAN};
    double *where = descent_evidence_numbers(evidence, 2 * evidence->n);
    if (!where || evidence->random || !(length > 0))
        return line;
    double *gradient = where + evidence->n;
    const bool has_loss = descent_evaluator_has_loss(&evidence->evaluator);
    double lowest;
    if (!look(evidence, x, direction, 0, where, gradient, &lowest))
        return line;
    double t = length;
    double at = 0;
    double before = lowest;
    double first = NAN;
    bool flat = false;
    for (int k = 0; k < most_doublings && t <= reach; k++, t *= 1.5) {
        double value;
        if (!look(evidence, x, direction, t, where, gradient, &value))
            return line;
        if (isnan(value))
            return line;
        const double slack = has_loss ? 8 * DBL_EPSILON * fabs(lowest) : 0;
        /* Where large terms cancel, rounding makes the loss rise, too; then the slope does not. */
        if (has_loss ? value > lowest + slack && !slopes_down(evidence, direction, where, gradient) : value > 0) {
            line.known = true;
            line.bottom = t / 1.5;
            return line;
        }
        const double slope = has_loss ? (value - before) / (t - at) : value;
        before = value;
        at = t;
        first = isnan(first) ? slope : first;
        flat = flat || fabs(slope) < 0.05 * fabs(first);
        line.halts = line.halts || (flat && fabs(slope) > fabs(first));
        lowest = has_loss ? fmin(lowest, value) : value;
        if (isinf(value))
            break;
    }
    line.known = true;
    line.falls = true;
    return line;
}

bool descent_trial_kink(descent_evidence *evidence, const double *a, const double *b)
{
    enum {
        halvings = 30
    };
    const size_t n = evidence->n;
    double *left = descent_evidence_numbers(evidence, 6 * n);
    if (!left || evidence->random || !descent_evidence_affords(evidence, halvings + 2))
        return false;
    double *right = left + n;
    double *middle = left + 2 * n;
    double *left_gradient = left + 3 * n;
    double *right_gradient = left + 4 * n;
    double *middle_gradient = left + 5 * n;
    descent_vector_copy(n, a, left);
    descent_vector_copy(n, b, right);
    descent_evaluator *evaluator = &evidence->evaluator;
    if (descent_evaluate_gradient(evaluator, left, left_gradient) != DESCENT_SUCCESS ||
        descent_evaluate_gradient(evaluator, right, right_gradient) != DESCENT_SUCCESS)
        return false;
    const double whole = descent_vector_distance(n, left_gradient, right_gradient);
    /* A smooth gradient changes less over each half; across a jump the difference stays what it is. A root such as
     * √|x|, which is steep but does not jump, has fallen to 2^−15 after 30 halvings. */
    for (int k = 0; k < halvings; k++) {
        for (size_t i = 0; i < n; i++)
            middle[i] = left[i] / 2 + right[i] / 2;
        if (descent_evaluate_gradient(evaluator, middle, middle_gradient) != DESCENT_SUCCESS)
            return false;
        if (descent_vector_distance(n, left_gradient, middle_gradient) >=
            descent_vector_distance(n, middle_gradient, right_gradient)) {
            descent_vector_copy(n, middle, right);
            descent_vector_copy(n, middle_gradient, right_gradient);
        } else {
            descent_vector_copy(n, middle, left);
            descent_vector_copy(n, middle_gradient, left_gradient);
        }
        if (!(descent_vector_distance(n, left, right) > 0))
            break;
    }
    return whole > 0 && descent_vector_distance(n, left_gradient, right_gradient) > 0.25 * whole;
}

/* ⟨along, J·across⟩·2·width by differences of the gradient around x; NaN if it cannot be had. */
static double bilinear(descent_evidence *evidence, const double *x, const double *along, const double *across,
                       double width, double *work)
{
    const size_t n = evidence->n;
    double *where = work;
    double *gradient = work + n;
    double difference = 0;
    for (int side = 1; side >= -1; side -= 2) {
        descent_vector_copy(n, x, where);
        descent_vector_add_scaled(n, side * width, across, where);
        if (descent_evaluate_gradient(&evidence->evaluator, where, gradient) != DESCENT_SUCCESS)
            return NAN;
        difference += side * descent_vector_dot(n, gradient, along);
    }
    return difference;
}

bool descent_trial_is_gradient(descent_evidence *evidence, const double *x, const double *step)
{
    const size_t n = evidence->n;
    const double tolerance = 1e-2;
    double *across = descent_evidence_numbers(evidence, 3 * n);
    if (!across || !descent_evidence_affords(evidence, 4))
        return false;
    for (size_t i = 0; i < n; i++) /* no special direction */
        across[i] = cos(3 * (double)i + 1) / sqrt((double)n);
    const double width = 1e-3 * descent_vector_distance(n, x, x - n);
    const double one = bilinear(evidence, x, step, across, width, across + n);
    const double other = bilinear(evidence, x, across, step, width, across + n);
    return fabs(one - other) <= tolerance * (fabs(one) + fabs(other));
}
