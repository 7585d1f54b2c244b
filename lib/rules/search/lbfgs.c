/* L-BFGS (Liu and Nocedal, 1989). */
#include <math.h>

#include "base/status.h"
#include "base/vector.h"
#include "rules/own.h"
#include "rules/search/line.h"

enum {
    by_pairs = descent__by_own,
    most_pairs = 1000
};

enum {
    direction_at,
    point_at,
    gradient_at,
    work_vectors
};

static const double customary_curvature = 0.9; /* Nocedal and Wright (2006, p. 34) */

static size_t pairs_of(const descent_rule *rule)
{
    const double pairs = rule->constants[by_pairs];
    return pairs >= 1 && pairs <= most_pairs ? (size_t)pairs : 1;
}

static size_t lbfgs_memory(const descent_rule *rule)
{
    return 2 * pairs_of(rule);
}

/* The pair of step k: s, then y. One that could not be used is zero. */
static double *const *pair_of(const descent_rule *rule, const descent_rule_step *step, uint64_t k)
{
    return step->memory + 2 * (k % pairs_of(rule));
}

/*
 * d = −Hg by two loops over the pairs, the newest first and last (Nocedal, 1980). s·y is computed where it is needed; there is
 * then no second state beside the vectors.
 */
static void find_direction(const descent_rule *rule, const descent_rule_step *step, double *d)
{
    const size_t n = step->dimension, room = pairs_of(rule);
    const uint64_t newest = step->number, count = newest < room ? newest : room;
    double weight[most_pairs], scale = NAN;
    for (size_t i = 0; i < n; i++)
        d[i] = -step->gradient[i];
    for (uint64_t j = 1; j <= count; j++) {
        double *const *const pair = pair_of(rule, step, newest - j);
        const double product = descent__vector_dot(n, pair[0], pair[1]);
        if (product <= 0)
            continue;
        if (isnan(scale))
            scale = product / descent__vector_dot(n, pair[1], pair[1]);
        weight[j - 1] = descent__vector_dot(n, pair[0], d) / product;
        for (size_t i = 0; i < n; i++)
            d[i] -= weight[j - 1] * pair[1][i];
    }
    for (size_t i = 0; i < n; i++)
        d[i] *= isnan(scale) ? 1 : scale;
    for (uint64_t j = count; j >= 1; j--) {
        double *const *const pair = pair_of(rule, step, newest - j);
        const double product = descent__vector_dot(n, pair[0], pair[1]);
        if (product <= 0)
            continue;
        const double correction = weight[j - 1] - descent__vector_dot(n, pair[1], d) / product;
        for (size_t i = 0; i < n; i++)
            d[i] += correction * pair[0][i];
    }
}

/* Keeps the pair of this step, unless its curvature is lost in rounding: then a zero one. */
static void keep_pair(const descent_rule *rule, descent_rule_step *step, const double *direction)
{
    const size_t n = step->dimension;
    double *const *const pair = pair_of(rule, step, step->number);
    for (size_t i = 0; i < n; i++) {
        pair[0][i] = step->step_size * direction[i];
        pair[1][i] = step->next_gradient[i] - step->gradient[i];
    }
    const double product = descent__vector_dot(n, pair[0], pair[1]);
    const double squares = descent__vector_dot(n, pair[1], pair[1]);
    const double least = 0x1p-52; /* of |s||y|; below, 1/s·y is noise. No edge: one pair less */
    if (product > least * sqrt(squares) * descent__vector_norm(n, pair[0]) && isfinite(product) && isfinite(squares))
        return;
    descent__vector_fill(n, 0, pair[0]);
    descent__vector_fill(n, 0, pair[1]);
}

static int lbfgs_advance(const descent_rule *rule, descent_rule_step *step)
{
    const size_t n = step->dimension;
    double *const d = step->work[direction_at];
    descent__search_line line;
    if (descent__line_rests(step)) {
        double *const *const pair = pair_of(rule, step, step->number);
        descent__vector_fill(n, 0, pair[0]);
        descent__vector_fill(n, 0, pair[1]);
        return 0;
    }
    find_direction(rule, step, d);
    if (!descent__vector_is_finite(n, d) || !(descent__vector_dot(n, d, step->gradient) < 0))
        for (size_t i = 0; i < n; i++)
            d[i] = -step->gradient[i];
    descent_status status = descent__line_open(&line, rule, step, d, step->work[point_at], step->work[gradient_at]);
    const double norm = descent__vector_norm(n, step->gradient);
    const double first = step->number == 0 ? step->step_size / fmax(1, norm) : step->step_size;
    if (status == DESCENT_SUCCESS)
        status = descent__wolfe_search(&line, first);
    if (status != DESCENT_SUCCESS)
        return (int)status;
    keep_pair(rule, step, d);
    return 0;
}

static descent_status lbfgs_check(const descent_rule *rule)
{
    const double pairs = rule->constants[by_pairs];
    if (!(pairs >= 1 && pairs <= most_pairs))
        return descent_fail(DESCENT_EINVAL, "memory must be between 1 and %d, got %.17g", most_pairs, pairs);
    return descent__line_check(rule);
}

const descent_rule_type descent__lbfgs_type = {
    .name = "L-BFGS",
    .memory = lbfgs_memory,
    .advance = lbfgs_advance,
    .check = lbfgs_check,
    .work_count = work_vectors,
    .needs_loss = 1,
    .refused_modifiers =
        DESCENT_MODIFIER_CLIPPING | DESCENT_MODIFIER_DECOUPLED_DECAY | DESCENT_MODIFIER_L1 | DESCENT_MODIFIER_BOX,
};

descent_rule descent_lbfgs(double step_size, size_t memory, const descent_line_search_options *options)
{
    descent_rule rule = {.type = &descent__lbfgs_type, .step_size = step_size};
    descent__line_set_options(&rule, options, customary_curvature);
    rule.constants[by_pairs] = (double)memory;
    return rule;
}
