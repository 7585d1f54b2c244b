#include "diagnosis/verdict/tiny_steps.h"

#include "base/vector.h"

/*
 * Tiny steps follow the slope if it changes by no more than this part of itself in each: x ← x − hg is Euler's method for
 * x' = −g, whose error a step is half of that change. After an even smaller change they grow.
 */
static const double most_change = 0.25;
static const double small_change = 0.1;
static const double lengthening = 1.5;

/* Of the way to where it may lead: no hill is so narrow beside it. */
static const double first_part = 1e-3;

bool descent__tiny_steps_open(descent__evidence *evidence, uint64_t gradients, descent__tiny_steps *s)
{
    const size_t n = evidence->n;
    double *const numbers = descent__evidence_numbers(evidence, 4 * n);
    *s = (descent__tiny_steps){.evidence = evidence, .gradients = gradients};
    if (!numbers)
        return false;
    s->x = numbers;
    s->gradient = numbers + n;
    s->next = numbers + 2 * n;
    s->next_gradient = numbers + 3 * n;
    return true;
}

bool descent__tiny_steps_ask(descent__tiny_steps *s, const double *x, double *gradient)
{
    if (s->gradients == 0)
        return false;
    s->gradients--;
    return descent__evaluate_gradient(&s->evidence->evaluator, x, gradient) == DESCENT_SUCCESS &&
           descent__vector_first_nonfinite(s->evidence->n, gradient) == s->evidence->n;
}

double descent__tiny_steps_first(const descent__tiny_steps *s, double far)
{
    return first_part * far / descent__vector_norm(s->evidence->n, s->gradient);
}

bool descent__tiny_steps_down(descent__tiny_steps *s, double *length)
{
    const size_t n = s->evidence->n;
    const double norm = descent__vector_norm(n, s->gradient);
    for (;;) {
        for (size_t i = 0; i < n; i++)
            s->next[i] = s->x[i] - *length * s->gradient[i];
        if (!descent__tiny_steps_ask(s, s->next, s->next_gradient))
            return false;
        const double change = descent__vector_distance(n, s->next_gradient, s->gradient) / norm;
        if (change <= most_change) {
            *length *= change < small_change ? lengthening : 1;
            break;
        }
        *length /= 2;
    }
    double *const x = s->x, *const gradient = s->gradient;
    s->x = s->next;
    s->next = x;
    s->gradient = s->next_gradient;
    s->next_gradient = gradient;
    return true;
}
