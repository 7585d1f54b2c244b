#include "diagnosis/evidence/fit.h"

#include <float.h>
#include <math.h>

#include "base/vector.h"
#include "diagnosis/evidence/first_steps.h"
#include "diagnosis/evidence/reproduction.h"

enum {
    most_rows = 24,          /* two unknowns want no more, and each costs a gradient */
    least_rows = 4,          /* that give two pairs of successive steps */
    least_for_step_size = 2, /* one step would fit any η */
    least_for_momentum = 4   /* twice the unknowns */
};

/* A step must be so many times as long as rounding leaves of it to say anything to the digits that are asked for. */
static const double rounding_margin = 10;

/* Sums for a least-squares fit of Δ_k ≈ −η g_k + β Δ_{k−1}, each step weighted by its own length. */
typedef struct fit_sums {
    double gg, gd, dd, yg, yd, yy;
    size_t count;
} fit_sums;

static void add_to_fit(fit_sums *sums, size_t n, const double *older, const double *old, const double *now,
                       const double *gradient)
{
    const double length = descent__vector_distance(n, now, old);
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

static void accept_rule(descent__evidence *evidence, descent_rule rule)
{
    evidence->rule = rule;
    evidence->has_rule = true;
    evidence->findings |= DESCENT_FINDING_RULE_FITTED;
}

/* The step from the start, where every memory is empty, was made by the gradient alone. Along two directions in which a
 * run settles, any two numbers fit the later ones. */
static bool makes_the_first_step(descent__evidence *evidence, double step_size, double *gradient)
{
    const size_t n = evidence->n;
    const double *x = evidence->points;
    if (evidence->tail > 0 || evidence->steps[0] != 0)
        return true;
    if (!descent__evidence_affords(evidence, 1) ||
        descent__evaluate_gradient(&evidence->evaluator, x, gradient) != DESCENT_SUCCESS)
        return false;
    const double length = descent__vector_distance(n, x, x + n);
    double off = 0;
    for (size_t i = 0; i < n; i++)
        off = fmax(off, fabs(((x + n)[i] - x[i]) / length + step_size * (gradient[i] / length)));
    return off <= DESCENT__STEP_MISFIT + rounding_margin * DBL_EPSILON * (descent__vector_norm(n, x) / length);
}

static void fit_momentum(descent__evidence *evidence)
{
    const size_t n = evidence->n;
    const size_t rows = evidence->finite - (evidence->finite ? evidence->tail : 0);
    double *gradient = descent__evidence_numbers(evidence, n);
    if (!gradient || rows < least_rows || !evidence->has_problem || evidence->random)
        return;
    fit_sums sums = {0};
    const size_t stride = rows > most_rows ? rows / most_rows : 1;
    for (size_t row = evidence->tail + 1; row + 1 < evidence->finite; row += stride) {
        const double *x = descent__evidence_point(evidence, row);
        if (descent__vector_distance(n, x, x + n) <
            rounding_margin * DBL_EPSILON / DESCENT__STEP_MISFIT * descent__vector_norm(n, x))
            continue;
        if (!descent__evidence_affords(evidence, 1) ||
            descent__evaluate_gradient(&evidence->evaluator, x, gradient) != DESCENT_SUCCESS)
            return;
        if (descent__vector_is_finite(n, gradient))
            add_to_fit(&sums, n, x - n, x, x + n, gradient);
    }
    if (sums.count < least_for_step_size || !(sums.gg > 0))
        return;
    const double plain = sums.yg / sums.gg;
    const double plain_misfit = sums.yy - 2 * plain * sums.yg + plain * plain * sums.gg;
    if (plain > 0 && plain_misfit <= DESCENT__STEP_MISFIT * DESCENT__STEP_MISFIT * sums.yy) {
        accept_rule(evidence, descent_fixed_step(plain));
        return;
    }
    const double determinant = sums.gg * sums.dd - sums.gd * sums.gd;
    if (!(determinant > DBL_EPSILON * sums.gg * sums.dd) || sums.count < least_for_momentum)
        return;
    const double eta = (sums.yg * sums.dd - sums.yd * sums.gd) / determinant;
    const double beta = (sums.yd * sums.gg - sums.yg * sums.gd) / determinant;
    const double misfit = sums.yy - eta * sums.yg - beta * sums.yd;
    /* Steps that are told as well without the gradient, such as those of a decaying length, tell nothing of its
     * part. */
    const double misfit_without = sums.yy - sums.yd * sums.yd / sums.dd;
    const double allowed = DESCENT__STEP_MISFIT * DESCENT__STEP_MISFIT * sums.yy;
    /* Momentum against the last step, or that never fades, is no heavy ball but what any other rule looks like. */
    const bool in_range = eta > 0 && beta >= 0 && beta < 1;
    if (in_range && misfit <= allowed && misfit_without > allowed && makes_the_first_step(evidence, eta, gradient))
        accept_rule(evidence, descent_heavy_ball(eta, beta));
}

void descent__evidence_fit_rule(descent__evidence *evidence)
{
    descent_rule suspects[DESCENT__MOST_SUSPECTS];
    fit_momentum(evidence);
    if (evidence->has_rule)
        return;
    const size_t count = descent__first_steps_suspects(evidence, suspects);
    for (size_t k = 0; k < count && !evidence->has_rule; k++)
        if (descent__evidence_is_made_by(evidence, suspects[k]))
            accept_rule(evidence, suspects[k]);
}
