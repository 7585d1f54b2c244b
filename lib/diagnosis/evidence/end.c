#include "diagnosis/evidence/end.h"

#include <math.h>

#include "base/vector.h"
#include "diagnosis/evidence/randomness.h"
#include "problem/resolution.h"
#include "trajectory/noise.h"

enum {
    noise_samples = 32, /* the standard deviation of 32 is off by 1/√62, or 13 % */
    times_asked = 2
};

/* Of the error that the rounding of the loss leaves in differences: what answers differ by beyond that is noise. */
static const double error_margin = 10;

/* Standard deviation of the gradient at the last point, asked again and again; 0 if it could not be asked twice. */
static double noise_level(descent__evidence *evidence)
{
    const size_t n = evidence->n;
    double *answers = descent__evidence_numbers(evidence, noise_samples * n);
    size_t taken = 0;
    while (answers && taken < noise_samples && descent__evidence_affords(evidence, 1)) {
        double *again = answers + taken * n;
        if (descent__evaluate_gradient(&evidence->evaluator, evidence->x, again) != DESCENT_SUCCESS ||
            !descent__vector_is_finite(n, again))
            break;
        taken++;
    }
    return taken > 1 ? descent__noise_level(n, taken, answers) : 0;
}

static double largest_gradient(const descent__evidence *evidence)
{
    double largest = evidence->gradient_norm;
    for (size_t row = 0; evidence->norms && row < evidence->finite; row++)
        if (evidence->norms[row] > largest && isfinite(evidence->norms[row]))
            largest = evidence->norms[row];
    return largest;
}

void descent__evidence_ask(descent__evidence *evidence)
{
    const size_t n = evidence->n;
    evidence->gradient = descent__evidence_numbers(evidence, 2 * n);
    if (!evidence->gradient || evidence->finite == 0 || !descent__evidence_affords(evidence, 2 + times_asked))
        return;
    double *again = evidence->gradient + n;
    descent__vector_fill(2 * n, NAN, evidence->gradient); /* not a zero where a function writes nothing */
    evidence->loss_asked = descent__evaluator_has_loss(&evidence->evaluator);
    if (evidence->loss_asked)
        (void)descent__evaluate_loss(&evidence->evaluator, evidence->x, &evidence->loss);
    if (descent__evaluate_gradient(&evidence->evaluator, evidence->x, evidence->gradient) != DESCENT_SUCCESS)
        return;
    evidence->gradient_known = true;
    evidence->gradient_norm = descent__vector_norm(n, evidence->gradient);
    if (!descent__evaluator_has_gradient(&evidence->evaluator)) {
        evidence->findings |= DESCENT_FINDING_GRADIENT_DIFFERENCES;
        evidence->gradient_error = descent__difference_error(&evidence->evaluator.problem, evidence->x, evidence->loss);
        if (!descent__evidence_loss_is_random(evidence, evidence->x))
            return;
    }
    double worst = 0;
    for (int asked = 0; asked < times_asked; asked++)
        if (descent__evaluate_gradient(&evidence->evaluator, evidence->x, again) == DESCENT_SUCCESS)
            worst = fmax(worst, descent__vector_distance(n, again, evidence->gradient));
    /* Differences of a loss that is summed in another order each time are rounding, too. */
    const double rounding = evidence->gradient_error > 0 ? error_margin * evidence->gradient_error : 0;
    if (worst > fmax(DESCENT__LEAST_NOISE * largest_gradient(evidence), rounding)) {
        evidence->random = true;
        evidence->findings |= DESCENT_FINDING_GRADIENT_RANDOM;
        evidence->noise_level = noise_level(evidence);
    }
}
