#include "diagnosis/evidence.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "vector.h"

double *descent_evidence_numbers(descent_evidence *evidence, size_t n)
{
    double *numbers = descent_arena_numbers(&evidence->work, n);
    if (!numbers)
        evidence->out_of_memory = true;
    return numbers;
}

uint64_t descent_evidence_left(const descent_evidence *evidence)
{
    if (!evidence->has_problem)
        return 0;
    const uint64_t spent = descent_evaluator_total(&evidence->evaluator);
    return spent < evidence->options.budget ? evidence->options.budget - spent : 0;
}

bool descent_evidence_affords(descent_evidence *evidence, uint64_t evaluations)
{
    if (!evidence->has_problem)
        return false;
    if (descent_evidence_left(evidence) >= evaluations)
        return true;
    evidence->diagnosis->budget_exhausted = 1;
    return false;
}

static bool open_flow(descent_evidence *evidence, descent_rule rule, descent_flow *flow)
{
    if (!descent_flow_open(flow, &evidence->work, &evidence->evaluator, rule)) {
        evidence->out_of_memory = true;
        return false;
    }
    flow->limit = evidence->options.budget;
    return true;
}

bool descent_evidence_flow_at_end(descent_evidence *evidence, descent_flow *flow)
{
    if (!evidence->has_problem || !evidence->has_rule || evidence->finite == 0 ||
        !open_flow(evidence, evidence->rule, flow))
        return false;
    const size_t last = evidence->finite - 1;
    const double *previous = last > evidence->tail ? descent_evidence_point(evidence, last - 1) : NULL;
    descent_flow_place(flow, descent_evidence_point(evidence, last), previous, evidence->steps[last]);
    return true;
}

bool descent_evidence_flow_at_start(descent_evidence *evidence, descent_rule rule, descent_flow *flow)
{
    if (!evidence->has_problem || evidence->finite == 0 || !open_flow(evidence, rule, flow))
        return false;
    descent_flow_place(flow, evidence->points, NULL, 0);
    return true;
}

descent_flow_result descent_evidence_continue(descent_evidence *evidence, size_t steps, descent_series *series)
{
    const size_t n = evidence->n;
    const uint64_t affordable = descent_evidence_left(evidence);
    if (steps > affordable)
        steps = (size_t)affordable;
    descent_flow flow;
    *series = (descent_series){.n = n};
    double *points = descent_evidence_numbers(evidence, steps + 1 > SIZE_MAX / n ? SIZE_MAX : (steps + 1) * n);
    if (!points || !descent_evidence_flow_at_end(evidence, &flow))
        return DESCENT_FLOW_FAILED;
    *series =
        (descent_series){.n = n, .count = 1, .points = points, .first_step = evidence->steps[evidence->finite - 1]};
    descent_vector_copy(n, flow.state, points);
    descent_flow_result result = DESCENT_FLOW_MOVED;
    while (series->count <= steps && result == DESCENT_FLOW_MOVED) {
        result = descent_flow_step(&flow);
        if (result == DESCENT_FLOW_MOVED)
            descent_vector_copy(n, flow.state, points + series->count++ * n);
    }
    return result;
}

/* Differences below this part of the largest gradient of the run are rounding (threads that sum in another order), not
 * noise. */
static const double noise_threshold = 1e-9;

static void measure_noise(descent_evidence *evidence, double *again, double *sum, double *squares)
{
    const size_t n = evidence->n;
    enum {
        samples = 32
    };
    descent_vector_fill(n, 0, sum);
    descent_vector_fill(n, 0, squares);
    size_t taken = 0;
    const double *x = descent_evidence_point(evidence, evidence->finite - 1);
    while (taken < samples && descent_evidence_affords(evidence, 1)) {
        if (descent_evaluate_gradient(&evidence->evaluator, x, again) != DESCENT_SUCCESS ||
            !descent_vector_is_finite(n, again))
            break;
        taken++;
        for (size_t i = 0; i < n; i++) {
            const double deviation = again[i] - evidence->gradient[i];
            sum[i] += deviation;
            squares[i] += deviation * deviation;
        }
    }
    double variance = 0;
    for (size_t i = 0; i < n && taken > 1; i++)
        variance += fmax(0, (squares[i] - sum[i] * sum[i] / (double)taken) / (double)(taken - 1));
    evidence->diagnosis->noise_level = sqrt(variance);
}

void descent_evidence_ask(descent_evidence *evidence)
{
    descent_diagnosis *diagnosis = evidence->diagnosis;
    const size_t n = evidence->n;
    evidence->gradient = descent_evidence_numbers(evidence, 4 * n);
    if (!evidence->gradient || evidence->finite == 0 || !descent_evidence_affords(evidence, 4))
        return;
    double *again = evidence->gradient + n;
    const double *x = descent_evidence_point(evidence, evidence->finite - 1);
    if (descent_evaluator_has_loss(&evidence->evaluator))
        (void)descent_evaluate_loss(&evidence->evaluator, x, &diagnosis->loss);
    if (descent_evaluate_gradient(&evidence->evaluator, x, evidence->gradient) != DESCENT_SUCCESS)
        return;
    evidence->gradient_known = true;
    diagnosis->gradient_norm = descent_vector_norm(n, evidence->gradient);
    if (!descent_evaluator_has_gradient(&evidence->evaluator)) {
        diagnosis->findings |= DESCENT_FINDING_GRADIENT_DIFFERENCES;
        return; /* differences of a loss that is itself random are seen in the path */
    }
    double largest = diagnosis->gradient_norm;
    for (size_t row = 0; evidence->norms && row < evidence->finite; row++)
        if (evidence->norms[row] > largest && isfinite(evidence->norms[row]))
            largest = evidence->norms[row];
    double worst = 0;
    for (int asked = 0; asked < 2; asked++)
        if (descent_evaluate_gradient(&evidence->evaluator, x, again) == DESCENT_SUCCESS)
            worst = fmax(worst, descent_vector_distance(n, again, evidence->gradient));
    if (worst > noise_threshold * largest) {
        evidence->random = true;
        diagnosis->findings |= DESCENT_FINDING_GRADIENT_RANDOM;
        measure_noise(evidence, again, evidence->gradient + 2 * n, evidence->gradient + 3 * n);
    }
}

void descent_evidence_slopes(descent_evidence *evidence, double *largest, double *last)
{
    *largest = 0;
    *last = NAN;
    for (size_t row = 0; row < evidence->finite; row++) {
        double slope = evidence->norms ? evidence->norms[row] : NAN;
        if (isnan(slope) && evidence->losses && row > 0) {
            const double *x = descent_evidence_point(evidence, row);
            const double length = descent_vector_distance(evidence->n, x, x - evidence->n);
            slope = length > 0 ? fabs(evidence->losses[row] - evidence->losses[row - 1]) / length : NAN;
        }
        if (!isfinite(slope))
            continue;
        *largest = fmax(*largest, slope);
        *last = slope;
    }
    if (!isnan(*last) || !evidence->gradient_known || evidence->random || !descent_evidence_affords(evidence, 1))
        return;
    double *gradient = descent_evidence_numbers(evidence, evidence->n);
    if (!gradient || descent_evaluate_gradient(&evidence->evaluator, evidence->points, gradient) != DESCENT_SUCCESS)
        return;
    *last = evidence->diagnosis->gradient_norm;
    *largest = fmax(*last, descent_vector_norm(evidence->n, gradient));
}

/* Sums for a least-squares fit of Δ_k ≈ −η g_k + β Δ_{k−1}, each step weighted by its own length. */
typedef struct fit_sums {
    double gg, gd, dd, yg, yd, yy;
    size_t count;
} fit_sums;

static void add_to_fit(fit_sums *sums, size_t n, const double *older, const double *old, const double *now,
                       const double *gradient)
{
    const double length = descent_vector_distance(n, now, old);
    if (!(length > 0) || !isfinite(length))
        return;
    for (size_t i = 0; i < n; i++) {
        const double y = (now[i] - old[i]) / length;
        const double g = -gradient[i] / length;
        const double d = (old[i] - older[i]) / length;
        sums->gg += g * g;
        sums->gd += g * d;
        sums->dd += d * d;
        sums->yg += y * g;
        sums->yd += y * d;
        sums->yy += y * y;
    }
    sums->count++;
}

/* Relative misfit up to which a step was made by the rule: what printing with seven digits leaves. */
static const double fit_tolerance = 1e-6;

static void accept_rule(descent_evidence *evidence, descent_rule rule)
{
    evidence->rule = rule;
    evidence->has_rule = true;
    evidence->diagnosis->findings |= DESCENT_FINDING_RULE_FITTED;
}

void descent_evidence_fit_rule(descent_evidence *evidence)
{
    enum {
        most_rows = 24
    };
    const size_t n = evidence->n;
    const size_t rows = evidence->finite - (evidence->finite ? evidence->tail : 0);
    double *gradient = descent_evidence_numbers(evidence, n);
    if (!gradient || rows < 4 || !evidence->has_problem || evidence->random)
        return;
    fit_sums sums = {0};
    const size_t stride = rows > most_rows ? rows / most_rows : 1;
    for (size_t row = evidence->tail + 1; row + 1 < evidence->finite; row += stride) {
        const double *x = descent_evidence_point(evidence, row);
        /* A step must be long beside the rounding of the point to say anything to seven digits. */
        if (descent_vector_distance(n, x, x + n) < 10 * DBL_EPSILON / fit_tolerance * descent_vector_norm(n, x))
            continue;
        if (!descent_evidence_affords(evidence, 1) ||
            descent_evaluate_gradient(&evidence->evaluator, x, gradient) != DESCENT_SUCCESS)
            return;
        if (descent_vector_is_finite(n, gradient))
            add_to_fit(&sums, n, x - n, x, x + n, gradient);
    }
    if (sums.count < 2 || !(sums.gg > 0))
        return;
    const double plain = sums.yg / sums.gg;
    const double plain_misfit = sums.yy - 2 * plain * sums.yg + plain * plain * sums.gg;
    if (plain > 0 && plain_misfit <= fit_tolerance * fit_tolerance * sums.yy) {
        accept_rule(evidence, descent_fixed_step(plain));
        return;
    }
    const double determinant = sums.gg * sums.dd - sums.gd * sums.gd;
    if (!(determinant > DBL_EPSILON * sums.gg * sums.dd) || sums.count < 4)
        return;
    const double eta = (sums.yg * sums.dd - sums.yd * sums.gd) / determinant;
    const double beta = (sums.yd * sums.gg - sums.yg * sums.gd) / determinant;
    const double misfit = sums.yy - eta * sums.yg - beta * sums.yd;
    /* Steps that are told as well without the gradient, such as those of a decaying length, tell nothing of its part. */
    const double misfit_without = sums.yy - sums.yd * sums.yd / sums.dd;
    const double allowed = fit_tolerance * fit_tolerance * sums.yy;
    if (eta > 0 && misfit <= allowed && misfit_without > allowed)
        accept_rule(evidence, descent_heavy_ball(eta, beta));
}

/* What heavy ball and Nesterov keep is the point before; what a rule from outside keeps nobody knows, so that a copy which
 * does otherwise says nothing against the path. */
static bool memory_is_known(const descent_rule *rule)
{
    return rule->type->memory_count == 0 || rule->type == descent_heavy_ball(1, 0).type ||
           rule->type == descent_nesterov(1, 0).type;
}

void descent_evidence_check_rule(descent_evidence *evidence)
{
    enum {
        checks = 8
    };
    evidence->flow_trusted = false;
    descent_flow flow;
    if (!evidence->has_rule || evidence->random || evidence->finite == 0 || !evidence->has_problem)
        return;
    if (evidence->rule.type->memory_count > 1 || evidence->finite - evidence->tail < 3) {
        evidence->flow_trusted = true; /* nothing to compare with */
        return;
    }
    if (!open_flow(evidence, evidence->rule, &flow))
        return;
    const size_t n = evidence->n;
    const size_t first = evidence->tail + 1;
    const size_t stride = (evidence->finite - first) / checks + 1;
    for (size_t row = first; row + 1 < evidence->finite; row += stride) {
        const double *x = descent_evidence_point(evidence, row);
        descent_flow_place(&flow, x, x - n, evidence->steps[row]);
        if (descent_flow_step(&flow) != DESCENT_FLOW_MOVED)
            break;
        const double error = descent_vector_distance(n, flow.state, x + n);
        const double length = descent_vector_distance(n, x, x + n);
        if (error > fit_tolerance * length + 64 * DBL_EPSILON * descent_vector_norm(n, x)) {
            if (memory_is_known(&evidence->rule))
                evidence->diagnosis->findings |= DESCENT_FINDING_RULE_DISAGREES;
            return;
        }
    }
    evidence->flow_trusted = true;
}
